#!/usr/bin/env python3
"""Files: good, broken and half good ones; each says what it is, and none disturbs the others."""

import json
import re
import unittest

from atlas_ui import WindowTest, point, wait_for


class Files(WindowTest):
    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding='utf-8')
        return path

    def good(self, name='good.geojson'):
        return self.write(name, json.dumps({'type': 'FeatureCollection', 'features': [point(113.1, 36.2, name='a place')]}))

    def test_good_and_bad(self):
        good = self.good()
        page = self.write('page.geojson', '<!DOCTYPE html><html><body>Please log in</body></html>')
        empty = self.write('empty.geojson', '')
        cut = self.write('cut.geojson', '{"type":"FeatureCollection","features":[{"type":"Feature","prop')
        program = self.start(good, page, empty, cut, self.folder, self.folder / 'none.geojson')
        wait_for('the good layer', lambda: '1 feature' in program.texts(program.row('good')))
        for title, reason in (('page', 'web page'), ('empty', 'is empty'), ('cut', 'broken'),
                              (self.folder.name, 'is a folder'), ('none', 'There is no file')):
            wait_for(f'the reason for “{title}”',
                     lambda title=title, reason=reason: any(reason in text for text in program.texts(program.row(title))))
        row = program.row('page')
        self.assertTrue(any('page.geojson' in text for text in program.texts(row)))
        program.act(row, 'row.remove')
        wait_for('the failed row to go', lambda: 'page' not in program.rows())
        self.assert_quits(program)

    def test_retry(self):
        path = self.write('later.geojson', '')
        program = self.start(path)
        wait_for('the failure', lambda: any('is empty' in text for text in program.texts(program.row('later'))))
        self.good('later.geojson')
        program.press(program.get(re.compile('Try Again'), 'push button', program.row('later')))
        wait_for('the layer', lambda: '1 feature' in program.texts(program.row('later')))
        self.assert_quits(program)

    def test_skipped(self):
        features = [point(113.1, 36.2, name='a place'), point(500, 36.2, name='off the earth'), point(113.2, 36.3, name='another')]
        path = self.write('half.geojson', json.dumps({'type': 'FeatureCollection', 'features': features}))
        program = self.start(path)
        row = program.row('half')
        wait_for('two of three', lambda: '2 features' in program.texts(row))
        program.press(program.get(re.compile('1 skipped'), 'push button', row))
        wait_for('the reason', lambda: any('not on earth' in text for text in program.texts()))
        program.key('Escape')
        self.assert_quits(program)

    def test_edition_of_a_shipped_layer(self):
        """A file that is called as a shipped layer says how many there are in all, and speaks of its fields as that layer does."""
        for chinese, count, card in ((False, '1 of 102 located', ('Works', 'Permeable paving', 'Luzhou District')),
                                     (True, '已定位 1 / 共 102', ('工程内容', '透水铺装', '潞州区'))):
            feature = point(112.3, 36.9, name='新广场', name_en='New Square', works='透水铺装', works_en='Permeable paving',
                            county='潞州区', verified=False)
            path = self.write('sponge.geojson', json.dumps({'type': 'FeatureCollection', 'attributes': {'official_total': 102},
                                                            'features': [feature]}))
            program = self.start(path, chinese=chinese)
            wait_for('the count', lambda: count in program.texts(program.row('sponge')))
            program.click_place(112.3, 36.9)
            shown = program.wait_card('新广场' if chinese else 'New Square')
            for text in card:
                self.assertIn(text, shown)
            self.assertNotIn('Permeable paving' if chinese else '透水铺装', shown)
            self.assert_quits(program)

    def test_stop_reading(self):
        feature = json.dumps(point(113.1, 36.2, name='a place', note='x' * 60))
        # What has to be converted from another coordinate system goes the slow way, so there is time to stop it.
        path = self.write('big.geojson', '{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:3857"}},'
                          '"features":[' + ',\n'.join([feature] * 400000) + ']}')
        program = self.start(path)
        row = program.row('big')
        self.assertIn('Reading…', program.texts(row))
        program.press(program.get('Stop reading', 'push button', row))
        wait_for('the row to go', lambda: 'big' not in program.rows())
        self.assert_quits(program)

    def test_opened_twice(self):
        path = self.good()
        program = self.start(path, path)
        wait_for('the layer', lambda: '1 feature' in program.texts(program.row('good')))
        self.assertEqual(program.rows().count('good'), 1)
        self.assert_quits(program)

    def test_far_away_is_shown(self):
        path = self.write('far.geojson', json.dumps({'type': 'FeatureCollection', 'features': [point(2.3522, 48.8566, name='Paris')]}))
        program = self.start(path)
        wait_for('the map to go there', lambda: program.pointer_place() and
                 max(abs(a - b) for a, b in zip(program.pointer_place(), (2.3522, 48.8566))) < 0.01)
        self.assert_quits(program)


unittest.main(warnings='ignore')
