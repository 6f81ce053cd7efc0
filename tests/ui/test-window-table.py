#!/usr/bin/env python3
"""Attribute tables: opened, sorted, selected in, copied and used to go somewhere; what is selected in the table is so on the
map, and the other way round.  Done with pointer and keys as a person does."""

import json
import os
import re
import subprocess
import unittest
import zipfile

from atlas_ui import BUILD, Atspi, WindowTest, point, showing, wait_for, xdotool

# By pinyin: 壶关, 黎城, 平顺, 沁县; no two near each other.
TOWNS = [('平顺', 113.2, 36.2, 30), ('沁县', 112.7, 36.7, 4), ('壶关', 112.9, 36.35, 200), ('黎城', 113.3, 36.6, None)]


class Table(WindowTest):
    def write(self, name, *features):
        path = self.folder / name
        path.write_text(json.dumps({'type': 'FeatureCollection', 'features': features}, ensure_ascii=False), encoding='utf-8')
        return path

    def open(self, *files, title, **options):
        program = self.start(*files, **options)
        program.row(title)
        wait_for('the layer to be read', lambda: not any('Reading' in text for text in program.texts(program.row(title))))
        program.act(program.row(title), 'row.table')
        wait_for('the table', lambda: self.line(program))
        return program

    def towns(self):
        return self.open(self.write('towns.geojson', *[point(lon, lat, 名称=name, people=people)
                                                       for name, lon, lat, people in TOWNS]), title='towns')

    @staticmethod
    def line(program):
        """What the foot of the table says."""
        for text in program.texts():
            if re.match(r'Rows \d|Nothing is selected|No rows', text):
                return text
        return None

    def wait_line(self, program, text):
        wait_for(f'“{text}”', lambda: self.line(program) == text)

    @staticmethod
    def labels(program):
        """What each label on the screen says, and of those that say the same the lowest: the table's, not the map's or the
        panel's.  One walk through the tree, which takes its time."""
        found = {}
        for node in program.find_all(role='label'):
            component = node.get_component_iface()
            # A label that went away since it was found.
            if component is None:
                continue
            box = component.get_extents(Atspi.CoordType.WINDOW)
            text = node.get_name()
            if box.width > 0 and (text not in found or box.y > found[text][0]):
                found[text] = box.y, node
        return found

    def label(self, program, text):
        return self.labels(program).get(text, (0, None))[1]

    def click(self, program, text, *keys):
        node = wait_for(f'“{text}”', lambda: self.label(program, text))
        x, y, width, height = program.screen_box(node)
        for key in keys:
            xdotool('keydown', key)
        xdotool('mousemove', round(x + min(width / 2, 20)), round(y + height / 2), 'click', 1)
        for key in keys:
            xdotool('keyup', key)

    def order(self, program, names):
        """Which of @names are there, from the top."""
        found = self.labels(program)
        return sorted((name for name in names if name in found), key=lambda name: found[name][0])

    def test_columns_are_remembered(self):
        """What somebody hides is so when the file is opened the next time, by another program."""
        kept = {'GSETTINGS_BACKEND': 'keyfile', 'XDG_CONFIG_HOME': str(self.folder / 'config')}
        path = self.write('towns.geojson', *[point(lon, lat, 名称=name, people=people, area=1) for name, lon, lat, people in TOWNS])
        for again in (False, True):
            program = self.open(path, title='towns', **kept)
            labels = wait_for('the columns', lambda: (found := self.labels(program)) and '平顺' in found and found)
            self.assertEqual('people' in labels, not again)
            if not again:
                x, y, width, height = program.screen_box(labels['people'][1])
                xdotool('mousemove', round(x + min(width, 20) / 2), round(y + height / 2), 'click', 3)
                program.press(wait_for('the menu', lambda: [node for node in program.find_all('Hide the Column', 'menu item') if showing(node)])[-1])
                # It is kept in a moment.
                wait_for('the settings', lambda: any('people' in part.read_text(encoding='utf-8')
                                                     for part in (self.folder / 'config').rglob('keyfile')))
            self.assert_quits(program)

    def test_export(self):
        """Through the menu and the dialog to a file; what was there before is replaced only then."""
        program = self.towns()
        path = self.folder / 'out.xlsx'
        self.click(program, 'Export')
        program.press(wait_for('the menu', lambda: [node for node in program.find_all('Excel (XLSX)…', 'menu item') if showing(node)])[-1])
        # Without a window manager the dialog stands in the corner of the screen, and has the keys while the pointer is there.
        entry = program.get('Name:', 'text')
        wait_for('the dialog to have the keyboard', lambda: entry.get_state_set().contains(Atspi.StateType.FOCUSED))
        xdotool('mousemove', 300, 17, 'key', 'ctrl+a')
        xdotool('type', '--delay', '20', str(path))
        xdotool('key', 'Return')
        wait_for('the file', path.exists)
        wait_for('the word that it was saved', lambda: '4 features saved in “out.xlsx”' in program.texts())
        with zipfile.ZipFile(path) as book:
            self.assertIn('平顺', book.read('xl/worksheets/sheet1.xml').decode())
        self.assert_quits(program)

    def test_sort(self):
        program = self.towns()
        names = [name for name, *_ in TOWNS]
        wait_for('the source’s order', lambda: self.order(program, names) == names)
        self.click(program, '名称')
        wait_for('the order of pinyin', lambda: self.order(program, names) == ['壶关', '黎城', '平顺', '沁县'])
        self.click(program, 'people')
        wait_for('the order of numbers', lambda: self.order(program, names) == ['沁县', '平顺', '壶关', '黎城'])
        self.click(program, 'people')
        wait_for('the other direction, without a value last',
                 lambda: self.order(program, names) == ['壶关', '平顺', '沁县', '黎城'])
        self.assert_quits(program)

    def test_select(self):
        program = self.towns()
        self.wait_line(program, 'Rows 1–4 of 4')
        self.click(program, '平顺')
        self.wait_line(program, 'Rows 1–4 of 4, 1 selected')
        self.click(program, '壶关', 'ctrl')
        self.wait_line(program, 'Rows 1–4 of 4, 2 selected')
        wait_for('the count over the map', lambda: '2 selected' in program.texts())
        program.key('ctrl+c')
        wait_for('the message', lambda: '2 rows copied' in program.texts())
        self.assertEqual(self.clipboard(), '名称\tpeople\n平顺\t30\n壶关\t200\n')
        program.press(program.get('Only Selected', 'push button'))
        self.wait_line(program, 'Rows 1–2 of 2, 2 selected')
        program.press(program.get('Only Selected', 'push button'))
        self.wait_line(program, 'Rows 1–4 of 4, 2 selected')
        program.key('ctrl+a')
        self.wait_line(program, 'Rows 1–4 of 4, 4 selected')
        program.key('Escape')
        self.wait_line(program, 'Rows 1–4 of 4')
        self.assert_quits(program)

    @staticmethod
    def clipboard():
        """What another program gets."""
        return subprocess.run([BUILD / 'tests' / 'ui' / 'read-clipboard'], env=dict(os.environ, LC_ALL='C.UTF-8'),
                              capture_output=True, text=True, encoding='utf-8', check=True).stdout

    def test_zoom(self):
        program = self.towns()
        left, top, width, height = program.screen_box(program.map())
        self.click(program, '平顺')
        self.click(program, '黎城', 'ctrl')
        self.wait_line(program, 'Rows 1–4 of 4, 2 selected')
        program.key('ctrl+9')
        # The two are all that there is to see, and both are seen.
        wait_for('the map to go there', lambda: abs(program.pixel_of(113.2, 36.2)[1] - program.pixel_of(113.3, 36.6)[1])
                 > height * 0.6)
        for place in ((113.2, 36.2), (113.3, 36.6)):
            x, y = program.pixel_of(*place)
            self.assertTrue(left < x < left + width and top < y < top + height, (x, y))
        self.assert_quits(program)

    def test_enter_goes_there(self):
        program = self.towns()
        self.click(program, '沁县')
        self.wait_line(program, 'Rows 1–4 of 4, 1 selected')
        program.key('Return')
        program.wait_card('沁县')
        self.assert_quits(program)

    def test_from_the_map(self):
        program = self.towns()
        x, y = program.pixel_of(113.2, 36.2)
        xdotool('keydown', 'shift', 'mousemove', round(x), round(y), 'click', 1, 'keyup', 'shift')
        self.wait_line(program, 'Rows 1–4 of 4, 1 selected')
        self.assertFalse(program.card())
        program.press(program.get('Only Selected', 'push button'))
        wait_for('only 平顺', lambda: self.order(program, [name for name, *_ in TOWNS]) == ['平顺'])
        program.press(program.get('Only Selected', 'push button'))
        # Again takes it out.
        xdotool('keydown', 'shift', 'mousemove', round(x), round(y), 'click', 1, 'keyup', 'shift')
        self.wait_line(program, 'Rows 1–4 of 4')
        # A box around two, then a shape around one more.
        self.drag_with(program, 'shift', [(112.8, 36.4), (113.25, 36.1)])
        self.wait_line(program, 'Rows 1–4 of 4, 2 selected')
        self.drag_with(program, 'alt', [(113.2, 36.5), (113.4, 36.5), (113.4, 36.68), (113.2, 36.68), (113.2, 36.5)])
        self.wait_line(program, 'Rows 1–4 of 4, 3 selected')
        self.assert_quits(program)

    def drag_with(self, program, key, places):
        pixels = [program.pixel_of(*place) for place in places]
        xdotool('keydown', key, 'mousemove', *map(round, pixels[0]), 'mousedown', 1)
        for (x1, y1), (x2, y2) in zip(pixels, pixels[1:]):
            for step in range(1, 6):
                xdotool('mousemove', round(x1 + (x2 - x1) * step / 5), round(y1 + (y2 - y1) * step / 5))
        xdotool('mouseup', 1, 'keyup', key)

    def test_shipped(self):
        program = self.start(chinese=True)
        program.click_row('旅游景区')
        program.key('ctrl+t')
        wait_for('the table', lambda: any(re.match(r'第 1–\d+ 行，共 101 行', text) for text in program.texts()))
        for title in ('名称', '类型', '等级'):
            self.assertIsNotNone(self.label(program, title), title)
        program.key('ctrl+t')
        wait_for('the table to be hidden', lambda: not any('共 101 行' in text for text in program.texts()))
        self.assert_quits(program)

    def test_many_rows(self):
        path = self.write('many.geojson', *[point(112 + i % 200 / 200, 36 + i // 200 / 200, n=i) for i in range(20000)])
        program = self.open(path, title='many')
        self.click(program, 'n')
        program.key('ctrl+a')
        wait_for('all to be selected', lambda: (self.line(program) or '').endswith('of 20,000, 20,000 selected'))
        self.click(program, 'n')
        wait_for('the largest first', lambda: self.label(program, '19,999'))
        program.act(program.row('many'), 'row.remove')
        wait_for('the table to go with its layer', lambda: self.line(program) is None)
        self.assert_quits(program)


unittest.main(warnings='ignore')
