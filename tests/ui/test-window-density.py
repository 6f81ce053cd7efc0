#!/usr/bin/env python3
"""Clusters and heat are picked in the style panel, for layers with points only; a click on a cluster goes nearer, and its
points are found by themselves once they are seen apart."""

import json
import unittest

from atlas_ui import Atspi, WindowTest, point, wait_for, xdotool

HEAP = 112.60, 36.40


class Density(WindowTest):
    def write(self, name, *features):
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
        self.click(program, program.get('More about this layer', inside=program.row(title)))
        wait_for('the menu', lambda: self.has_room(program.find('Style…', inside=program.row(title))))
        xdotool('key', '--delay', '60', 'Tab', 'Down', 'Return')
        wait_for('the style panel', lambda: self.has_room(program.find('Draw as', 'label')))

    def choose(self, program, label, *keys):
        before = len(program.find_all(role='list item'))
        self.click(program, program.get(label, 'label'), 150)
        wait_for(f'the list of “{label}”', lambda: len(program.find_all(role='list item')) > before)
        xdotool('key', '--delay', '60', *keys, 'Return')

    def test_clusters(self):
        heap = [point(HEAP[0] + 0.004 * (i % 5), HEAP[1] + 0.004 * (i // 5), name=f'spot {i}', people=i) for i in range(25)]
        program = self.start(self.write('spots.geojson', *heap, point(113.6, 36.9, name='far', people=3)))
        self.open_style(program, 'spots')
        self.choose(program, 'Draw as', 'End', 'Up')
        wait_for('the radius', lambda: self.has_room(program.find('Radius', 'label')))
        self.assertFalse(self.has_room(program.find('Weight', 'label')))
        program.key('Escape')
        wait_for('the legend', lambda: program.find('Several, with their number', 'label', program.row('spots')))
        # No card for what stands in a cluster, but nearer.
        before = abs(program.pixel_of(HEAP[0] + 0.016, HEAP[1])[0] - program.pixel_of(*HEAP)[0])
        program.click_place(HEAP[0] + 0.008, HEAP[1] + 0.008)
        wait_for('the map to go nearer',
                 lambda: abs(program.pixel_of(HEAP[0] + 0.016, HEAP[1])[0] - program.pixel_of(*HEAP)[0]) > 4 * before)
        self.assertFalse(program.card())
        program.click_place(*HEAP)
        program.wait_card('spot 0')
        self.assert_quits(program)

    def test_heat(self):
        program = self.start(self.write('spots.geojson', *[point(112.6 + 0.01 * i, 36.4, people=i) for i in range(9)]))
        self.open_style(program, 'spots')
        self.choose(program, 'Draw as', 'End')
        wait_for('the weight', lambda: self.has_room(program.find('Weight', 'label')))
        self.assertTrue(self.has_room(program.find('Colour ramp', 'label')))
        self.choose(program, 'Weight', 'Down')
        program.key('Escape')
        wait_for('the shades', lambda: program.find('few to many', 'label', program.row('spots')))
        self.assert_quits(program)

    def test_lines_have_neither(self):
        line = {'type': 'Feature', 'properties': {'name': 'road'},
                'geometry': {'type': 'LineString', 'coordinates': [[112.6, 36.4], [112.9, 36.6]]}}
        program = self.start(self.write('roads.geojson', line))
        self.open_style(program, 'roads')
        self.click(program, program.get('Draw as', 'label'), 150)
        wait_for('the list', lambda: 'Graduated' in program.texts())
        self.assertNotIn('Heat', program.texts())
        self.assertNotIn('Clusters', program.texts())
        xdotool('key', 'Escape')
        self.assert_quits(program)


if __name__ == '__main__':
    unittest.main()
