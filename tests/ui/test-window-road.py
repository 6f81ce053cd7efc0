#!/usr/bin/env python3
"""The road panel, used as a person does who is asked on the telephone what is worth a stop between two towns."""

import json
import os
import re
import subprocess
import time
import unittest

from atlas_ui import PATIENCE, PROGRAM, Atspi, WindowTest, showing, wait_for, xdotool

# From the first key to the list: what is promised.
CLICKS = 5.0


def along(*arguments):
    """What the command line lists, as the window does."""
    told = subprocess.run([PROGRAM, 'along', *arguments, '--format', 'json'], capture_output=True, text=True, check=True,
                          env=dict(os.environ, LC_ALL='C.UTF-8', LANGUAGE='en'))
    return json.loads(told.stdout)['items']


class Road(WindowTest):
    def start_at_map(self, **options):
        program = self.start(**options)
        # Without a window manager keys go to the surface under the pointer.
        wait_for('the first coordinates', program.pointer_place)
        return program

    def type(self, program, text):
        x, y = program.window_place()
        xdotool('mousemove', round(x) + 300, round(y) + 20)
        # What is not on the keyboard is put there key by key, which programs take a moment to notice.
        xdotool('type', '--delay', '10' if text.isascii() else '150', text)

    def entry(self, program, name):
        return program.get(re.compile(f'^({name})$'), 'text')

    def focused(self, node):
        return node.get_state_set().contains(Atspi.StateType.FOCUSED)

    def tick(self, program, name):
        """Ticks what is called NAME with the pointer, as a person does."""
        x, y, width, height = program.screen_box(program.get(name, 'check box'))
        xdotool('mousemove', round(x + width / 2), round(y + height / 2), 'click', 1)

    def list(self, program):
        """The names in the list, as far as rows are made for them, with the numbers before them."""
        found = program.find(re.compile('^(What lies along the road|沿途有什么)$'), 'list')
        return [row.get_name() for row in program.find_all(role='list item', inside=found)] if found and showing(found) else []

    def wait_list(self, program, items, english=True):
        """Waits until the list begins as ITEMS do: rows are made for what is in sight."""
        names = [f'{item["order"]} {(item.get("name_en") if english else None) or item["name"]}' for item in items]

        def same():
            rows = sorted((row for row in self.list(program) if row), key=lambda row: int(row.split()[0]))
            return len(rows) >= min(4, len(names)) and rows == names[:len(rows)] and rows
        return wait_for(f'the list to be {names[:4]}…, not {self.list(program)}', same)

    def begin(self, program, start, end):
        program.key('ctrl+r')
        entry = self.entry(program, 'From|起点')
        wait_for('the start to have the keyboard', lambda: self.focused(entry))
        self.type(program, start)
        program.key('Tab')
        self.type(program, end)
        program.key('Return')

    def test_telephone(self):
        """From the program's start to the list, and back the other way."""
        items = along('--from', 'pingshun', '--to', 'huguan')
        self.assertGreater(len(items), 4)
        before = time.monotonic()
        program = self.start_at_map()
        x, y = program.window_place()
        opened = time.monotonic()
        xdotool('mousemove', round(x) + 300, round(y) + 20, 'key', 'ctrl+r', 'sleep', '0.2', 'type', '--delay', '10', 'pingshun')
        xdotool('key', 'Tab', 'type', '--delay', '10', 'huguan')
        xdotool('key', 'Return')
        keys = time.monotonic()
        found = program.get('What lies along the road', 'list')
        wait_for('the list', lambda: found.get_child_count() > 0)
        listed = time.monotonic()
        print(f'# {opened - before:.2f} s from the start to the map, {keys - opened:.2f} s of keys, {listed - keys:.2f} s to the list')
        self.assertLess(listed - opened, CLICKS)
        self.wait_list(program, items)
        wait_for('the sum', lambda: any(text.startswith('78.3 km, 12 places') for text in program.texts()))
        program.press(program.get('Reverse', 'push button'))
        self.wait_list(program, along('--from', 'pingshun', '--to', 'huguan', '--reverse'))
        self.assert_quits(program)

    def test_chinese(self):
        """The same in Chinese, with the characters typed."""
        items = along('--from', '平顺', '--to', '壶关')
        program = self.start_at_map(chinese=True)
        # A key that was put on the keyboard a moment ago may get lost; then one types it again.
        for attempt in range(3):
            self.begin(program, '平顺', '壶关')
            try:
                wait_for('a sum', lambda: any('沿线 12 处' in text for text in program.texts()), PATIENCE / 4)
                break
            except AssertionError:
                program.press(program.get(re.compile('^返回图层')))
                entries = [self.entry(program, name) for name in ('起点', '终点')]
                for entry in entries:
                    entry.get_editable_text_iface().set_text_contents('')
        self.wait_list(program, items, english=False)
        self.assert_quits(program)

    def test_journey(self):
        """Two stops have times; what is copied has their names and times."""
        items = along('--from', 'pingshun', '--to', 'huguan')
        program = self.start_at_map()
        self.begin(program, 'pingshun', 'huguan')
        self.wait_list(program, items)
        names = [items[0]['name_en'], items[1]['name_en']]
        for name in names:
            self.tick(program, f'Stop at {name}')
            wait_for('a time', lambda: sum(text.startswith('arrive ') for text in program.texts()) == names.index(name) + 1)
        times = wait_for('two arrivals', lambda: (found := [t for t in program.texts() if t.startswith('arrive ')]) and len(found) == 2 and found)
        self.assertTrue(all(re.fullmatch(r'arrive \d\d:\d\d, leave \d\d:\d\d', text) for text in times))
        self.assertLess(times[0], times[1])
        self.assertTrue(times[0] > 'arrive 08:30')
        wait_for('the day', lambda: any(text.startswith('Day 1: 08:30 to ') for text in program.texts()))
        program.press(program.get('Copy', 'push button'))
        wait_for('the word that it is copied', lambda: 'The journey is copied. Paste it into a message.' in program.texts())
        # Pasted into the search box: what a person would see.
        program.key('ctrl+f', 'ctrl+v')
        box = program.get('Search', 'entry')
        pasted = wait_for('the text', lambda: (text := box.get_text_iface()) and text.get_text(0, text.get_character_count()))
        for name in names:
            self.assertIn(name, pasted)
        self.assertIn(times[0][7:12], pasted)
        self.assert_quits(program)

    def test_night(self):
        """A night on the way makes two days."""
        items = along('--from', 'pingshun', '--to', 'huguan')
        program = self.start_at_map()
        self.begin(program, 'pingshun', 'huguan')
        self.wait_list(program, items)
        self.tick(program, f'Stop at {items[0]["name_en"]}')
        program.press(program.get(f'Stay the night at {items[0]["name_en"]}', 'push button'))
        wait_for('two days', lambda: any('Day 2: 08:30' in text for text in program.texts()))
        self.assert_quits(program)

    def test_card(self):
        """Return on a line of the list: the map goes there and its card is open."""
        items = along('--from', 'pingshun', '--to', 'huguan')
        program = self.start_at_map()
        self.begin(program, 'pingshun', 'huguan')
        self.wait_list(program, items)
        program.key('Down', 'Return')
        card = wait_for('a card', program.card)
        self.assertTrue(any(item['name_en'] in card for item in items[:2]), card)
        self.assert_quits(program)

    def test_wrong(self):
        """An unknown place is a sentence with names to choose from; one place twice is another."""
        program = self.start_at_map()
        self.begin(program, 'pingshunn xx', 'huguan')
        wait_for('the sentence', lambda: any('No place is called “pingshunn xx”.' in text for text in program.texts()))
        # Out of the panel and in again, so that the keyboard is at the start.
        program.key('ctrl+r', 'ctrl+r')
        wait_for('the start to have the keyboard', lambda: self.focused(self.entry(program, 'From')))
        program.key('ctrl+a')
        self.type(program, 'pingshvn')
        program.key('Return')
        program.press(program.get(re.compile('^Pingshun'), 'push button'))
        self.wait_list(program, along('--from', 'pingshun', '--to', 'huguan'))
        self.assert_quits(program)

    def test_filter(self):
        """An expression narrows the list, and a wrong one is told about."""
        program = self.start_at_map()
        self.begin(program, 'pingshun', 'huguan')
        wait_for('all', lambda: any('12 places' in text for text in program.texts()))
        program.press(program.get('Filter', 'push button'))
        where = self.entry(program, 'Expression')
        where.get_editable_text_iface().set_text_contents('visit_min <= 45')
        fewer = wait_for('fewer', lambda: [t for t in program.texts() if re.match(r'78\.3 km, \d places?', t)])
        wanted = [item for item in along('--from', 'pingshun', '--to', 'huguan') if (item.get('visit_min') or 999) <= 45]
        if wanted:
            self.assertIn(f' {len(wanted)} place', fewer[0])
        where.get_editable_text_iface().set_text_contents('visit_min <=')
        wait_for('the error', lambda: 'The expression under “Filter” is not understood.' in program.texts())
        self.assert_quits(program)

    def test_hostile(self):
        program = self.start_at_map()
        self.begin(program, '<b>&%s', '%n')
        wait_for('the sentence', lambda: any('<b>&%s' in text for text in program.texts()))
        self.assert_quits(program)


unittest.main(warnings='ignore')
