#!/usr/bin/env python3
"""The list of what is in view, walked by keyboard alone and read as a screen reader reads it."""

import json
import math
import re
import unittest

from atlas_ui import Atspi, WindowTest, point, showing, wait_for


class InView(WindowTest):
    def open_points(self, *features, **options):
        path = self.folder / 'points.geojson'
        path.write_text(json.dumps({'type': 'FeatureCollection', 'features': list(features)}), encoding='utf-8')
        program = self.start(path, **options)
        program.click_row('points')
        # With the pointer away from the map its middle is told.
        program.key('Return')
        middle = [(min(axis) + max(axis)) / 2 for axis in zip(*(feature['geometry']['coordinates'] for feature in features))]
        wait_for('the map to be there', lambda: (place := program.pointer_place()) and math.dist(place, middle) < 0.01)
        return program

    def lines(self, program):
        """What is read out, line by line, while the list is there."""
        found = program.find(re.compile('^(What is in view|视野内的要素)$'), 'list')
        if found is None or not showing(found):
            return []
        return [row.get_name() for row in program.find_all(role='list item', inside=found) if row.get_name()]

    def focused(self, program):
        found = program.find(re.compile('^(What is in view|视野内的要素)$'), 'list')
        rows = program.find_all(role='list item', inside=found)
        return next((row.get_name() for row in rows if row.get_state_set().contains(Atspi.StateType.FOCUSED)), None)

    def test_walk_and_tell(self):
        """From the key to the card and back, the pointer never used."""
        program = self.open_points(point(113.10, 36.25, name='North', grade='3A'), point(113.20, 36.20, name='East', grade='5A'),
                                   point(113.10, 36.19, name='South', grade='3A'))
        program.key('ctrl+shift+l')
        lines = wait_for('the list', lambda: self.lines(program))
        self.assertEqual(lines[0], 'points, 3 features in view')
        self.assertEqual(lines[1], 'East, 5 km to the south-east')
        self.assertRegex(lines[2], r'^North, [\d.]+ km to the north-west$')
        wait_for('the first feature to have the keyboard', lambda: (self.focused(program) or '').startswith('East'))
        program.key('Down')
        wait_for('the next', lambda: (self.focused(program) or '').startswith('North'))
        program.key('Tab')
        wait_for('the one after that', lambda: (self.focused(program) or '').startswith('South'))
        program.key('Return')
        program.wait_card('South')
        program.key('Escape')
        wait_for('the card to close', lambda: not program.card())
        wait_for('the keyboard to be back', lambda: (self.focused(program) or '').startswith('South'))
        program.key('Escape')
        wait_for('the map to have the keyboard', lambda: program.map().get_state_set().contains(Atspi.StateType.FOCUSED))
        self.assert_quits(program)

    def test_follows_the_map(self):
        """What the map moves to is listed, the basemap's names too; the chosen line stays chosen."""
        program = self.open_points(point(113.10, 36.25, name='North'), point(113.10, 36.20, name='South'))
        program.key('ctrl+shift+l')
        before = wait_for('the list', lambda: [line for line in self.lines(program) if line.startswith('South')])
        wait_for('the keyboard', lambda: self.focused(program))
        program.key('ctrl+0')
        wait_for('the whole city', lambda: any(line.startswith('Scenic spots, ') for line in self.lines(program)))
        after = [line for line in self.lines(program) if line.startswith('South')]
        self.assertNotEqual(before, after)
        wait_for('the keyboard to stay', lambda: (self.focused(program) or '').startswith('North'))
        self.assert_quits(program)

    def test_many_are_counted(self):
        features = [point(113.0 + i % 20 * 0.01, 36.1 + i // 20 * 0.01, name=f'P{i}') for i in range(400)]
        program = self.open_points(*features)
        program.key('ctrl+shift+l')
        wait_for('the list', lambda: 'points, 400 features in view' in self.lines(program))
        # Lines below are made when they are scrolled to.
        program.key('End')
        wait_for('how many are not listed', lambda: any(line.startswith('300 more') for line in self.lines(program)))
        self.assert_quits(program)

    def test_chinese(self):
        program = self.open_points(point(113.10, 36.25, name='北点'), point(113.10, 36.20, name='南点'), chinese=True)
        program.key('ctrl+shift+l')
        lines = wait_for('the list', lambda: self.lines(program))
        self.assertEqual(lines[0], 'points，视野内 2 个要素')
        self.assertTrue(any(re.match('^南点.*南.*(公里|米)', line) for line in lines), lines)
        self.assert_quits(program)


unittest.main(warnings='ignore')
