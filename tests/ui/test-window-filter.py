#!/usr/bin/env python3
"""Filters and summaries: an expression or rows of choices pick what a layer shows, the count follows while somebody types, an error
stands under its character, the chip in the layer's row clears it; a bar of the summary shows its category alone."""

import json
import re
import unittest

from atlas_ui import WindowTest, point, showing, wait_for, xdotool

KINDS = ['town'] * 5 + ['village'] * 12 + ['city'] * 3


class Filter(WindowTest):
    def open(self):
        features = [point(112.6 + i * 0.05, 36.3, kind=kind, people=i * 100) for i, kind in enumerate(KINDS)]
        path = self.folder / 'places.geojson'
        path.write_text(json.dumps({'type': 'FeatureCollection', 'features': features}), encoding='utf-8')
        program = self.start(path)
        wait_for('the layer', lambda: program.row('places') and 'places' in program.rows()[0])
        program.click_row('places')
        return program

    @staticmethod
    def says(program, text):
        return any(text == shown for shown in program.texts())

    def write(self, program, text):
        """Types an expression in the place of the one that is there."""
        entry = program.get('Expression', 'text')
        x, y, width, height = program.screen_box(entry)
        xdotool('mousemove', round(x + width / 2), round(y + height / 2), 'click', 1)
        xdotool('key', 'ctrl+a', 'type', '--delay', '25', text)

    def test_expression(self):
        program = self.open()
        program.key('ctrl+shift+f')
        wait_for('the panel', lambda: self.says(program, '20 of 20 found'))
        self.write(program, "kind = 'town' and people >= 200")
        wait_for('the live count', lambda: self.says(program, '3 of 20 found'))
        # Nothing is filtered until it is said.
        xdotool('key', 'Return')
        wait_for('the chip', lambda: program.find('3 of 20'))
        # Rows show the same.
        self.assertEqual(len(program.find_all('Condition')), 2)
        # What is wrong is said, under its character, and the filter stays.
        self.write(program, "kind = = 'town'")
        wait_for('the caret', lambda: self.says(program, '▲'))
        self.assertTrue([text for text in program.texts() if 'expected' in text])
        entry = program.get('Expression', 'text')
        left, _, _, _ = program.screen_box(entry)
        x, _, width, _ = program.screen_box(program.find('▲', 'label'))
        self.assertTrue(left + 40 < x + width / 2 < left + 110, (left, x))
        self.write(program, 'nothing > 5')
        wait_for('that there is no such field', lambda: [text for text in program.texts() if 'no field' in text])
        xdotool('key', 'Return')
        self.assertTrue(program.find('3 of 20'))
        # More than rows can show.
        self.write(program, "kind = 'town' and (people > 100 or people = 0)")
        wait_for('its count', lambda: self.says(program, '4 of 20 found'))
        self.assertTrue(self.says(program, 'This expression asks more than rows can show.'))
        # Back at the layers the chip clears it.
        xdotool('key', 'Escape')
        wait_for('the layers', lambda: showing(program.row('places')))
        program.press(program.get('Show all features again', inside=program.row('places')))
        wait_for('the chip to go', lambda: not [node for node in program.find_all('3 of 20') if showing(node)])
        self.assert_quits(program)

    def test_follows_the_map(self):
        """A filter by the view finds what is in the new view when the map has moved, and its chip says that it does."""
        program = self.open()
        program.key('ctrl+shift+f')
        wait_for('the panel', lambda: self.says(program, '20 of 20 found'))
        self.write(program, 'within(@view)')
        xdotool('key', 'Return')
        wait_for('the chip', lambda: program.find('20 of 20, follows the map'))
        # Nearer to the middle there are fewer, or none.
        program.key('Escape')
        program.key('ctrl+plus', 'ctrl+plus')
        chip = wait_for('fewer', lambda: program.find(re.compile(r'^1?[0-9] of 20, follows the map$')))
        self.assertTrue(showing(chip))
        program.key('ctrl+0')
        wait_for('all of them again', lambda: program.find('20 of 20, follows the map'))
        self.assert_quits(program)

    def test_summary(self):
        program = self.open()
        program.key('ctrl+u')
        bars = wait_for('the bars', lambda: program.find('Categories') and program.find('village 12', 'list item'))
        names = [node.get_name() for node in program.find_all(role='list item', inside=program.find('Categories'))]
        self.assertEqual(names, ['village 12', 'town 5', 'city 3'])
        x, y, width, height = program.screen_box(bars)
        xdotool('mousemove', round(x + width / 2), round(y + height / 2), 'click', 1)
        wait_for('the filter', lambda: program.find('12 of 20'))
        # The other bars stay, to be compared and chosen.
        wait_for('the bars', lambda: program.find('city 3', 'list item'))
        box = program.screen_box(program.get('city 3', 'list item'))
        xdotool('mousemove', round(box[0] + box[2] / 2), round(box[1] + box[3] / 2), 'click', 1)
        wait_for('the other', lambda: program.find('3 of 20'))
        # By keyboard, and once more takes it back.
        xdotool('key', 'space')
        wait_for('all again', lambda: not [node for node in program.find_all(re.compile('^[0-9]+ of 20$')) if showing(node)])
        self.assert_quits(program)


if __name__ == '__main__':
    unittest.main()
