#!/usr/bin/env python3
"""Rules in the style panel: a person writes two conditions, sees how many features each takes, is told what is wrong under the
character, and moves and removes rules by keyboard and pointer."""

import json
import re
import unittest

from atlas_ui import Atspi, WindowTest, point, wait_for, xdotool

PEOPLE = [5, 50, 500, 5000, 50000, 500000]


class Rules(WindowTest):
    def write(self):
        features = [point(112.6 + i * 0.15, 36.3, people=n, kind='town' if i % 2 else 'village') for i, n in enumerate(PEOPLE)]
        path = self.folder / 'places.geojson'
        path.write_text(json.dumps({'type': 'FeatureCollection', 'features': features}), encoding='utf-8')
        return path

    @staticmethod
    def has_room(node):
        return node is not None and node.get_component_iface().get_extents(Atspi.CoordType.WINDOW).width > 0

    def click(self, program, node, from_left=None):
        x, y, width, height = program.screen_box(node)
        xdotool('mousemove', round(x + (width / 2 if from_left is None else from_left)), round(y + height / 2), 'click', 1)

    def open_rules(self, program):
        self.click(program, program.get('More about this layer', inside=program.row('places')))
        wait_for('the menu', lambda: self.has_room(program.find('Style…', inside=program.row('places'))))
        xdotool('key', '--delay', '60', 'Tab', 'Down', 'Return')
        wait_for('the style panel', lambda: program.find('Draw as', 'label'))
        wait_for('its room', lambda: self.has_room(program.find('Draw as', 'label')))
        before = len(program.find_all(role='list item'))
        self.click(program, program.get('Draw as', 'label'), 150)
        wait_for('the list', lambda: len(program.find_all(role='list item')) > before)
        xdotool('key', '--delay', '60', 'Down', 'Down', 'Down', 'Down', 'Return')
        wait_for('the first rule', lambda: self.has_room(program.find('Filter of rule 1')))

    @staticmethod
    def write_text(program, text):
        """Puts TEXT in place of what the entry with the focus has.  The key moves the pointer away, so no tooltip gets the rest."""
        program.key('ctrl+a')
        xdotool('type', '--delay', '20', text)

    @staticmethod
    def counts(program):
        """What each rule says of its features, from the first on."""
        found = []
        while (rule := program.find(f'Rule {len(found) + 1}')) is not None:
            label = program.find(re.compile(r'^[\d,]+ features?$'), 'label', rule)
            found.append(int(label.get_name().split()[0].replace(',', '')) if label else None)
        return found

    def wait_counts(self, program, expected):
        try:
            wait_for(f'the counts {expected}', lambda: self.counts(program) == expected)
        except AssertionError:
            self.assertEqual(self.counts(program), expected)

    def add_rule(self, program, number, condition):
        self.click(program, program.get('Add a Rule', 'push button'))
        wait_for('the new rule', lambda: self.has_room(program.find(f'Filter of rule {number + 1}')))
        # The focus is in its filter.
        self.write_text(program, condition)

    def test_two_rules(self):
        program = self.start(self.write())
        self.open_rules(program)
        self.wait_counts(program, [6])
        self.add_rule(program, 1, "people > 1000")
        self.wait_counts(program, [3, 3])
        self.add_rule(program, 2, "people > 100")
        self.wait_counts(program, [3, 1, 2])
        # The other way round, the first takes all that the second wants.
        program.key('alt+Up')
        self.wait_counts(program, [4, 0, 2])
        # What is wrong is said; the rule keeps what was right on the way: the towns.
        self.write_text(program, "kind = 'town' and peple > 3")
        wait_for('the error', lambda: program.find(re.compile('no field “peple”. Did you mean “people”')))
        self.wait_counts(program, [3, 1, 2])
        self.write_text(program, 'people < 20')
        self.wait_counts(program, [1, 3, 2])
        self.assertIsNone(program.find(re.compile('no field “peple”')))
        # A title goes to the legend.
        self.click(program, program.get('Title of rule 1'))
        self.write_text(program, 'Hamlets')
        program.press(program.get('Remove rule 2', 'push button'))
        self.wait_counts(program, [1, 5])
        program.key('Escape')
        wait_for('the legend', lambda: program.find('Hamlets', 'label', program.row('places')))
        wait_for('the rest', lambda: program.find('Everything else', 'label', program.row('places')))
        self.assert_quits(program)


if __name__ == '__main__':
    unittest.main()
