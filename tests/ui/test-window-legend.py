#!/usr/bin/env python3
"""The legend over the map: opened by its button and its key, follows what is in view, the layers and their styles."""

import json
import unittest

from atlas_ui import WindowTest, point, showing, wait_for, xdotool


class Legend(WindowTest):
    def open(self, program, name='Legend'):
        program.press(program.get(name, 'push button'))
        wait_for('the legend', lambda: self.words(program))

    def words(self, program):
        """What the legend says, from the top; nothing while it is closed."""
        node = program.find('Legend', 'list') or program.find('图例', 'list')
        return program.texts(node) if node is not None and showing(node) else []

    def test_open_and_close(self):
        program = self.start()
        program.get('Legend', 'push button')
        self.open(program)
        words = self.words(program)
        self.assertLess(words.index('Scenic spots'), words.index('Taihang No. 1 tourist road'))
        self.assertLess(words.index('Taihang No. 1 tourist road'), words.index('Basemap'))
        for word in ('Red memory', 'Main line', 'County seat'):
            self.assertIn(word, words)
        program.key('ctrl+l')
        program.get('Legend', 'push button')
        wait_for('the legend to close', lambda: not self.words(program))
        program.key('ctrl+l')
        wait_for('the legend again', lambda: self.words(program))
        self.assert_quits(program)

    def test_chinese(self):
        program = self.start(chinese=True)
        self.open(program, '图例')
        words = self.words(program)
        for word in ('旅游景区', '红色记忆', '主线', '底图', '县区驻地'):
            self.assertIn(word, words)
        program.get('仅显示视野内', 'check box')
        self.assert_quits(program)

    def test_layers(self):
        """A layer that is hidden or taken off is not explained."""
        program = self.start()
        self.open(program)
        wait_for('the spots', lambda: 'Red memory' in self.words(program))
        program.press(program.get('Hide on the map', 'push button', program.row('Scenic spots')))
        wait_for('the spots to go', lambda: 'Main line' in self.words(program) and 'Red memory' not in self.words(program))
        program.press(program.get('Show on the map', 'push button', program.row('Scenic spots')))
        wait_for('the spots to be back', lambda: 'Red memory' in self.words(program))
        program.press(program.get('Hide on the map', 'push button', program.row('Basemap')))
        wait_for('the ground to go', lambda: 'Basemap' not in self.words(program))
        program.click_row('Taihang No. 1 tourist road')
        program.key('Delete')
        wait_for('the road to go', lambda: 'Red memory' in self.words(program) and 'Main line' not in self.words(program))
        self.assert_quits(program)

    def test_in_view(self):
        """Two places far apart, seen one at a time: the other's kind is not explained unless all are asked for."""
        path = self.folder / 'places.geojson'
        kinds = [('west', 112.4, 36.5)] * 3 + [('east', 113.4, 36.3)] * 2
        path.write_text(json.dumps({'type': 'FeatureCollection', 'features': [
            point(lon, lat, **{'类别': kind, 'name': f'{kind} {i}'}) for i, (kind, lon, lat) in enumerate(kinds)]}))
        program = self.start(path)
        program.row('places')
        self.open(program)
        wait_for('both kinds', lambda: {'west', 'east'} <= set(self.words(program)))
        words = self.words(program)
        self.assertEqual((words[words.index('west') + 1], words[words.index('east') + 1]), ('3', '2'))

        # The wheel keeps what is under the pointer.  The closed legend leaves the map free to measure.
        program.key('ctrl+l')
        wait_for('the legend to close', lambda: not self.words(program))
        x, y = program.pixel_of(113.4, 36.3)
        self.open(program)
        xdotool('mousemove', round(x), round(y))
        for _ in range(16):
            xdotool('click', 4)
        wait_for('the western kind to go', lambda: 'east' in self.words(program) and 'west' not in self.words(program))

        x, y, width, height = program.screen_box(program.get('In view only', 'check box'))
        xdotool('mousemove', round(x + width / 2), round(y + height / 2), 'click', 1)
        wait_for('all kinds', lambda: {'west', 'east'} <= set(self.words(program)))
        self.assert_quits(program)


unittest.main(warnings='ignore')
