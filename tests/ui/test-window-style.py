#!/usr/bin/env python3
"""The style panel: how a layer is drawn is chosen by pointer and keyboard, shows in the legend, goes to another layer by the
clipboard, and can be taken back."""

import json
import re
import unittest

from atlas_ui import Atspi, WindowTest, point, wait_for, xdotool

# Four in each class; what lies between them decides where the breaks are.
PEOPLE = [1, 2, 3, 4, 100, 101, 102, 103, 9000, 9001, 9002, 9003]
ORIGINAL = ['big 8', 'small 4']
NATURAL = ['1–100 4', '100–9000 4', '9000–9003 4']


class Style(WindowTest):
    def write(self, name, field='people'):
        features = [point(112.6 + i * 0.08, 36.3, **{field: n, 'kind': 'big' if n > 50 else 'small'})
                    for i, n in enumerate(PEOPLE)]
        path = self.folder / name
        path.write_text(json.dumps({'type': 'FeatureCollection', 'features': features}), encoding='utf-8')
        return path

    @staticmethod
    def has_room(node):
        return node is not None and node.get_component_iface().get_extents(Atspi.CoordType.WINDOW).width > 0

    def click(self, program, node, from_left=None):
        x, y, width, height = program.screen_box(node)
        xdotool('mousemove', round(x + (width / 2 if from_left is None else from_left)), round(y + height / 2), 'click', 1)

    def open_style(self, program, title):
        """By the menu of the layer's row: the opacity comes first, then zooming to it, then the style."""
        self.click(program, program.get('More about this layer', inside=program.row(title)))
        wait_for('the menu', lambda: self.has_room(program.find('Style…', inside=program.row(title))))
        xdotool('key', '--delay', '60', 'Tab', 'Down', 'Return')
        wait_for('the style panel', lambda: program.find('Draw as', 'label'))
        wait_for('its room', lambda: self.has_room(program.find('Draw as', 'label')))

    def choose(self, program, label, *keys):
        """Opens the list that is called LABEL and goes through it with KEYS."""
        before = len(program.find_all(role='list item'))
        self.click(program, program.get(label, 'label'), 150)
        wait_for(f'the list of “{label}”', lambda: len(program.find_all(role='list item')) > before)
        xdotool('key', '--delay', '60', *keys, 'Return')

    @staticmethod
    def classes(program):
        box = program.find('List of classes')
        return [node.get_name() for node in program.find_all(role='list item', inside=box)] if box else []

    def wait_classes(self, program, expected):
        try:
            wait_for(f'the classes {expected}', lambda: self.classes(program) == expected)
        except AssertionError:
            self.assertEqual(self.classes(program), expected)

    def three_classes(self, program):
        self.choose(program, 'Draw as', 'Down', 'Down', 'Down')
        wait_for('five classes', lambda: len(self.classes(program)) == 5)
        self.click(program, program.get('Classes', 'label'), 110)
        xdotool('key', '--delay', '60', 'ctrl+a', '3', 'Return')
        self.wait_classes(program, NATURAL)

    def test_graduated_and_back(self):
        program = self.start(self.write('villages.geojson'))
        self.open_style(program, 'villages')
        self.wait_classes(program, ORIGINAL)
        self.three_classes(program)
        self.assertTrue(program.find('Histogram from 1 to 9003'))
        self.choose(program, 'Classes by', 'Down', 'Down')
        self.wait_classes(program, ['1–3002 8', '3002–6002 0', '6002–9003 4'])
        # The layers come back with the new legend.
        program.key('Escape')
        wait_for('the layers', lambda: self.has_room(program.row('villages')))
        wait_for('the legend', lambda: program.find('1–3002', 'label', program.row('villages')))
        # The layer remembers what was chosen, until it is taken back.
        self.open_style(program, 'villages')
        wait_for('the histogram again', lambda: program.find('Histogram from 1 to 9003'))
        program.press(program.get('Reset', 'push button'))
        self.wait_classes(program, ORIGINAL)
        self.assert_quits(program)

    def test_copied_to_another(self):
        program = self.start(self.write('one.geojson'), self.write('two.geojson'), self.write('three.geojson', 'cars'))
        for title in ('one', 'two', 'three'):
            wait_for(f'layer {title}', lambda title=title: program.row(title))
        self.open_style(program, 'one')
        self.three_classes(program)
        program.press(program.get('Copy the style', 'push button'))
        wait_for('that it is copied', lambda: program.find(re.compile('^Style copied')))
        program.key('Escape')
        self.open_style(program, 'two')
        self.wait_classes(program, ORIGINAL)
        program.press(program.get('Paste a style', 'push button'))
        self.wait_classes(program, NATURAL)
        # A layer without the field says so, and keeps its look until another field is chosen.
        program.key('Escape')
        self.open_style(program, 'three')
        program.press(program.get('Paste a style', 'push button'))
        wait_for('that the field is missing',
                 lambda: program.find(re.compile('This layer has no field “people”')))
        self.wait_classes(program, ORIGINAL)
        self.assert_quits(program)

    def test_shipped_layer(self):
        program = self.start()
        self.open_style(program, 'Taihang No. 1 tourist road')
        before = wait_for('the shipped classes', lambda: self.classes(program))
        self.choose(program, 'Draw as', 'Down')
        self.wait_classes(program, ['All features 95'])
        program.press(program.get('Reset', 'push button'))
        self.wait_classes(program, before)
        self.assert_quits(program)


if __name__ == '__main__':
    unittest.main()
