#!/usr/bin/env python3
"""The layout window: opened from the map, the page told what it is to show, its elements moved and switched off, changes undone, the
page written to a file, and what is to be looked at before printing.  Done with pointer and keys as a person does."""

import re
import subprocess
import time
import unittest

from atlas_ui import Atspi, WindowTest, wait_for, xdotool


class Layout(WindowTest):
    def open(self, *files, **options):
        program = self.start(*files, **options)
        program.key('ctrl+p')
        self.window = wait_for('the layout window', lambda: self.find_window(program))
        self.program = program
        wait_for('the panel', lambda: self.entry('Map Title'))
        return program

    @staticmethod
    def find_window(program, name='Layout'):
        """A window of the program's."""
        for index in range(program.root.get_child_count()):
            child = program.root.get_child_at_index(index)
            if child is not None and child.get_name() == name:
                return child
        return None

    def find(self, name, role=None):
        return self.program.find(name, role, self.window)

    def get(self, name, role=None):
        return wait_for(f'{role or "widget"} “{getattr(name, "pattern", name)}”', lambda: self.find(name, role))

    def entry(self, name):
        """The field with that name that takes text."""
        for node in self.program.find_all(name, inside=self.window):
            if node.get_editable_text_iface() is not None:
                return node
            for inner in self.program.walk(node):
                if inner.get_editable_text_iface() is not None:
                    return inner
        return None

    def text_of(self, name):
        node = self.entry(name)
        text = node.get_text_iface()
        return text.get_text(0, text.get_character_count())

    def write(self, name, text, enter=False):
        node = wait_for(f'the field “{name}”', lambda: self.entry(name))
        node.get_editable_text_iface().set_text_contents(text)
        if enter:
            self.click(node)
            self.key('Return')

    def place(self):
        """Where the content of the layout window begins on the screen."""
        window = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', '^Layout$'], capture_output=True, text=True,
                                check=True).stdout.split()[-1]
        text = subprocess.run(['xdotool', 'getwindowgeometry', '--shell', window], capture_output=True, text=True, check=True).stdout
        values = dict(line.split('=') for line in text.split())
        frame = self.window.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        return (int(values['X']) + (int(values['WIDTH']) - frame.width) / 2,
                int(values['Y']) + (int(values['HEIGHT']) - frame.height) / 2)

    def box(self, node):
        x, y = self.place()
        box = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        return x + box.x, y + box.y, box.width, box.height

    def click(self, node, across=0.5):
        x, y, width, height = self.box(node)
        xdotool('mousemove', round(x + width * across), round(y + height / 2), 'click', 1)

    def key(self, *keys):
        """To the layout window: without a window manager keys go to the surface under the pointer."""
        x, y = self.place()
        xdotool('mousemove', round(x) + 420, round(y) + 20)
        for key in keys:
            xdotool('key', '--clearmodifiers', key)

    def tab(self, name):
        node = wait_for(f'the tab “{name}”', lambda: next((node for node in self.program.find_all(name, inside=self.window)
                                                         if node.get_role_name() in ('page tab', 'toggle button', 'radio button')), None))
        self.click(node)

    def rows(self):
        return [node.get_name() for node in self.program.find_all(None, 'list item', self.get('Elements of the page'))]

    def chosen(self):
        for node in self.program.find_all(None, 'list item', self.get('Elements of the page')):
            if node.get_state_set().contains(Atspi.StateType.SELECTED):
                return node.get_name()
        return None

    def undo_name(self):
        node = self.find(re.compile('^(Undo: |Nothing to undo)'))
        return node.get_name() if node else None

    def test_page(self):
        program = self.open()
        self.assertEqual(self.undo_name(), 'Nothing to undo')
        self.write('Map Title', '长治市水系图')
        wait_for('the title to be a step', lambda: self.undo_name() == 'Undo: Map Title (Ctrl+Z)')
        self.tab('Map')
        wait_for('the scale', lambda: self.entry('Scale') and self.text_of('Scale').startswith('1:'))
        before = self.text_of('Scale')
        self.write('Scale', '1:25万', enter=True)
        wait_for('the scale to be written as scales are', lambda: self.text_of('Scale') == '1:250 000')
        wait_for('the scale to be a step', lambda: self.undo_name() == 'Undo: Scale (Ctrl+Z)')
        self.key('ctrl+z')
        wait_for('the scale to be as it was', lambda: self.text_of('Scale') == before)
        self.key('ctrl+shift+z')
        wait_for('the scale again', lambda: self.text_of('Scale') == '1:250 000')
        path = self.folder / '水系.pdf'
        self.export(path)
        text = subprocess.run(['pdftotext', path, '-'], capture_output=True, text=True, encoding='utf-8', check=True).stdout
        self.assertIn('长治市水系图', text)
        self.assertIn('1:250000', re.sub(r'\s', '', text))
        size = subprocess.run(['pdfinfo', path], capture_output=True, text=True, check=True).stdout
        width, height = map(float, re.search(r'Page size: +([\d.]+) x ([\d.]+)', size).groups())
        self.assertAlmostEqual(width, 420 / 25.4 * 72, delta=1)
        self.assertAlmostEqual(height, 297 / 25.4 * 72, delta=1)
        self.assert_quits(program)

    def export(self, path):
        self.key('ctrl+e')
        dialog = wait_for('the dialog', lambda: self.find_window(self.program, 'Export the Page'))
        name = self.program.get('Name:', 'text', dialog)
        name.get_editable_text_iface().set_text_contents(str(path))
        self.program.press(self.program.get(re.compile('Save$'), 'push button', dialog))
        wait_for('the file', path.exists)
        wait_for('the message', lambda: any(text == f'Saved as “{path.name}”' for text in self.program.texts(self.window)))

    def test_many_pages(self):
        """From the menu: a page a county, written to one PDF."""
        program = self.open()
        path = self.folder / 'counties.pdf'
        # The pages' own button, not the menu's entries, which bear longer names; the last entry is the first from below.
        wait_for('the page', lambda: self.find(re.compile('to look at|Nothing to look at')))
        self.click(next(node for node in program.find_all(re.compile('^_?Export$'), inside=self.window) if self.box(node)[2] > 20))
        time.sleep(0.5)
        xdotool('key', 'Up')
        xdotool('key', 'Return')
        dialog = wait_for('the dialog', lambda: self.find_window(program, 'Many Pages'))
        wait_for('a layer', lambda: any('Sponge' in text or 'Scenic' in text or 'Key' in text for text in program.texts(dialog)))
        program.press(program.get(re.compile('Export'), None, dialog))
        chooser = wait_for('the file dialog', lambda: self.find_window(program, 'Export Many Pages'))
        program.get('Name:', 'text', chooser).get_editable_text_iface().set_text_contents(str(path))
        program.press(program.get(re.compile('Save$'), 'push button', chooser))
        wait_for('the file', path.exists, 120)
        pages = int(re.search(r'Pages: +(\d+)', subprocess.run(['pdfinfo', path], capture_output=True, text=True, check=True).stdout).group(1))
        self.assertGreater(pages, 8)
        text = subprocess.run(['pdftotext', '-l', '1', path, '-'], capture_output=True, text=True, encoding='utf-8', check=True).stdout
        self.assertIn('index of pages', text)
        self.assert_quits(program)

    def number(self, name):
        node = self.program.find(name, 'spin button', self.window)
        text = node.get_text_iface()
        return float(text.get_text(0, text.get_character_count()))

    def test_elements(self):
        program = self.open()
        self.tab('Elements')
        row = self.get('Legend', 'list item')
        self.click(row)
        wait_for('the legend to be chosen', lambda: self.chosen() == 'Legend')
        wait_for('its place', lambda: self.find('From the Left', 'spin button'))
        before = self.number('From the Left')
        # Enter goes to the element on the page, where arrows move it.
        self.key('Return', 'Right', 'Right', 'shift+Right')
        wait_for('it to be moved by 12 mm', lambda: abs(self.number('From the Left') - before - 12) < 0.01)
        self.key('Delete')
        wait_for('it to be switched off', lambda: self.undo_name() == 'Undo: Switch Off (Ctrl+Z)' and self.chosen() is None)
        self.key('ctrl+z', 'ctrl+z')
        wait_for('nothing to have been done', lambda: self.undo_name() == 'Nothing to undo')
        self.click(row)
        wait_for('it to be where it was', lambda: abs(self.number('From the Left') - before) < 0.01)
        self.assert_quits(program)

    def test_map(self):
        program = self.open()
        self.tab('Map')
        page = self.get('Page', 'panel')
        left, top, width, height = self.box(page)
        x, y = left + width * 0.4, top + height / 2
        wait_for('the scale', lambda: self.entry('Scale') and self.text_of('Scale').startswith('1:'))
        program.drag((x, y), (x - 60, y - 40))
        wait_for('the map to be moved', lambda: self.undo_name() == 'Undo: Move the Map (Ctrl+Z)')
        before = self.text_of('Scale')
        xdotool('mousemove', round(x), round(y), 'keydown', 'alt', 'click', 4, 'keyup', 'alt')
        wait_for('the next larger scale', lambda: self.undo_name() == 'Undo: Scale (Ctrl+Z)' and self.text_of('Scale') != before)
        self.assertLess(int(self.text_of('Scale')[2:].replace(' ', '')), int(before[2:].replace(' ', '')))
        self.assert_quits(program)

    def test_before_printing(self):
        program = self.open()
        program.press(self.get(re.compile('thing.* to look at'), 'push button'))
        finding = self.get(re.compile('review number'), 'list item')
        wait_for('the list to be open', lambda: finding.get_component_iface().get_extents(Atspi.CoordType.WINDOW).height > 10)
        # The popover is a surface of its own: the keyboard goes through it.
        xdotool('key', 'Home', 'Return')
        wait_for('the element to be chosen', lambda: self.chosen() == 'Compiler, Date, Review Number')
        self.write('Review Number', '晋S(2026)001号')
        wait_for('the finding to go', lambda: self.find(re.compile('review number'), 'list item') is None)
        self.assert_quits(program)


unittest.main(warnings='ignore')
