#!/usr/bin/env python3
"""The search box, used as a person does: by keyboard alone, from the first letter to the card."""

import re
import unittest

from atlas_ui import Atspi, PATIENCE, WindowTest, showing, wait_for, xdotool


class Search(WindowTest):
    def start_at_map(self, **options):
        program = self.start(**options)
        # Without a window manager keys go to the surface under the pointer; the map gets what is typed.
        wait_for('the first coordinates', program.pointer_place)
        return program

    def type(self, program, text):
        x, y = program.window_place()
        xdotool('mousemove', round(x) + 300, round(y) + 20)
        # What is not on the keyboard is put there key by key, which programs take a moment to notice.
        xdotool('type', '--delay', '20' if text.isascii() else '150', text)

    def begin(self, program, text):
        program.key('ctrl+f')
        entry = program.get(re.compile('^(Search|搜索)$'), 'entry')
        wait_for('the box to have the keyboard', lambda: entry.get_state_set().contains(Atspi.StateType.FOCUSED))
        self.type(program, text)
        return entry

    def found(self, program):
        """What the lines of the list say, while it is open."""
        found = program.find(re.compile('^(What was found|查找结果)$'), 'list')
        return [row.get_name() for row in program.find_all(role='list item', inside=found)] if found and showing(found) else []

    def wait_found(self, program, text):
        return wait_for(f'“{text}” in the list', lambda: [row for row in self.found(program) if text in row])

    def wait_first(self, program, text, patience=PATIENCE):
        """Waits until the list is that of the whole text: what is typed comes letter by letter."""
        return wait_for(f'“{text}” first in the list', lambda: (rows := self.found(program)) and rows[0].startswith(text) and rows[0],
                        patience)

    def middle(self, program):
        """Where the map is: with the pointer away from it, its middle is told."""
        x, y = program.window_place()
        xdotool('mousemove', round(x) + 300, round(y) + 20)
        return program.pointer_place()

    def test_to_the_card(self):
        """Mixed pinyin and characters, Return, and the card of the place is open."""
        program = self.start_at_map()
        # A key that was put on the keyboard a moment ago may get lost; then one types it again.
        for patience in (PATIENCE / 4, PATIENCE / 2, PATIENCE):
            self.begin(program, 'taihang峡谷')
            try:
                self.assertIn('Gorge · 5A · Huguan County', self.wait_first(program, 'Baquan Gorge', patience))
                break
            except AssertionError:
                if patience == PATIENCE:
                    raise
        program.key('Return')
        card = program.wait_card('Baquan Gorge')
        self.assertIn('113.5600° E, 35.9500° N', card)
        self.assertEqual(self.found(program), [])
        program.key('Escape')
        wait_for('the card to close', lambda: not program.card())
        self.assert_quits(program)

    def test_chinese_pinyin_and_initials(self):
        program = self.start_at_map(chinese=True)
        for query, name in (('zhangzi', '长子县'), ('bqx', '八泉峡'), ('thsdxg', '八泉峡')):
            self.begin(program, query)
            self.wait_first(program, name)
            program.key('Return')
            program.wait_card(name)
            program.key('Escape')
            wait_for('the card to close', lambda: not program.card())
        self.assert_quits(program)

    def test_preview_and_back(self):
        """Down shows things on the map; Escape gives the old view back."""
        program = self.start_at_map()
        before = wait_for('the middle', lambda: self.middle(program))
        self.begin(program, 'beijing')
        self.wait_found(program, 'Beijing')
        program.key('Down')
        wait_for('the map to move', lambda: abs(program.pointer_place()[1] - before[1]) > 1)
        program.key('Escape')
        wait_for('the old view', lambda: max(abs(a - b) for a, b in zip(program.pointer_place(), before)) < 0.002)
        self.assertEqual(self.found(program), [])
        self.assertEqual(program.card(), [])
        self.assert_quits(program)

    def test_just_typing(self):
        """A letter typed on the map begins a search; the letters after it follow in the box."""
        program = self.start_at_map()
        self.type(program, 'tunliu')
        self.wait_first(program, 'Tunliu District')
        self.assert_quits(program)

    def test_coordinates(self):
        program = self.start_at_map()
        self.begin(program, '36.19, 113.11')
        self.assertIn('it lies in the region', self.wait_found(program, '113.1100° E, 36.1900° N')[0])
        program.key('Return')
        wait_for('the coordinates in several forms', lambda: {'113.110000, 36.190000', '36°11′24.0″ N, 113°06′36.0″ E'} <= set(program.texts()))
        self.assertTrue(any(text.startswith('X 400') for text in program.texts()))
        self.assert_quits(program)

    def test_milestone(self):
        """A K-number leads to its place on the road, which is told with the segment's name."""
        program = self.start_at_map()
        self.begin(program, 'taihang1-huguan-03 K12+300')
        first = self.wait_found(program, 'K12+300')[0]
        program.key('Return')
        wait_for('the place', lambda: any(text.startswith('K12+300 ') for text in program.texts()) and 'Degrees' in program.texts())
        self.assertIn('K12+300', first)
        self.assert_quits(program)

    def test_command(self):
        program = self.start_at_map()
        self.begin(program, 'show or hide the layer')
        self.wait_found(program, 'Show or hide the layer panel')
        program.key('Return')
        wait_for('the panel to go', lambda: not program.pressed(program.get('Layer panel')))
        self.assert_quits(program)

    def test_near_sounds(self):
        """What sounds nearly so is found when a person says so, and the next time too."""
        kept = {'GSETTINGS_BACKEND': 'keyfile', 'XDG_CONFIG_HOME': str(self.folder)}
        program = self.start_at_map(**kept)
        self.begin(program, 'zangzixian')
        wait_for('the word that there is nothing', lambda: 'Nothing is called “zangzixian”.' in program.texts())
        check = program.get(re.compile('^Near sounds'), 'check box')
        x, y, _, height = program.screen_box(check)
        xdotool('mousemove', round(x + 8), round(y + height / 2), 'click', 1)
        self.wait_first(program, 'Zhangzi County')
        program.key('Return')
        program.wait_card('Zhangzi County')
        program.key('Escape')
        self.assert_quits(program)
        program = self.start_at_map(**kept)
        self.begin(program, 'zangzixian')
        self.wait_first(program, 'Zhangzi County')
        self.assert_quits(program)

    def test_nothing(self):
        """What is not there leads to what is nearly so called."""
        program = self.start_at_map()
        self.begin(program, 'zangzi xan')
        wait_for('the word that there is nothing', lambda: 'Nothing is called “zangzi xan”.' in program.texts())
        self.assert_quits(program)

    def test_hostile(self):
        program = self.start_at_map()
        self.begin(program, '<b>&%s')
        wait_for('the word that there is nothing', lambda: any('<b>&%s' in text for text in program.texts()))
        self.assertTrue(program.alive())
        self.assert_quits(program)


unittest.main(warnings='ignore')
