#!/usr/bin/env python3
"""A click on the map tells what is there: in words, one at a time, and harmless whatever the file holds."""

import json
import re
import unittest

from atlas_ui import WindowTest, point, wait_for, xdotool

BAQUAN = 113.56, 35.95


class Card(WindowTest):
    def write(self, name, *features):
        path = self.folder / name
        path.write_text(json.dumps({'type': 'FeatureCollection', 'features': features}, ensure_ascii=False), encoding='utf-8')
        return path

    def test_known_spot(self):
        program = self.start()
        program.click_place(*BAQUAN)
        card = program.wait_card('Baquan Gorge')
        self.assertIn('Scenic spots · Gorge · 5A', card)
        self.assertIn('Huguan County', card)
        self.assertTrue(any('accurate to about 2 km' in text for text in card), card)
        self.assertIn('113.5600° E, 35.9500° N', card)
        program.key('Escape')
        wait_for('the card to close', lambda: not program.card())
        self.assert_quits(program)

    def test_chinese(self):
        program = self.start(chinese=True)
        program.click_place(*BAQUAN)
        card = program.wait_card('八泉峡')
        self.assertIn('旅游景区 · 峡谷 · 5A', card)
        self.assertIn('旅游圈', card)
        self.assertTrue(any('位置精度约 2 公里' in text for text in card), card)
        self.assertIn('东经 113.5600°，北纬 35.9500°', card)
        self.assert_quits(program)

    def test_leafing(self):
        features = [point(112.3, 36.9, name=name, n=1234567) for name in ('first', 'second', 'third')]
        program = self.start(self.write('three.geojson', *features))
        program.row('three')
        program.click_place(112.3, 36.9)
        wait_for('the first of three', lambda: '1 of 3' in program.card())
        self.assertIn('1,234,567', program.card())
        seen = {text for text in program.card() if text in ('first', 'second', 'third')}
        for number in (2, 3):
            program.press(program.get('Next feature', 'push button'))
            wait_for(f'number {number}', lambda number=number: f'{number} of 3' in program.card())
            seen |= {text for text in program.card() if text in ('first', 'second', 'third')}
        self.assertEqual(seen, {'first', 'second', 'third'})
        program.press(program.get('Previous feature', 'push button'))
        wait_for('number 2 again', lambda: '2 of 3' in program.card())
        self.assert_quits(program)

    def test_keyboard(self):
        program = self.start(self.write('middle.geojson', point(113.1, 36.2, name='in the middle')))
        program.row('middle')
        program.act(program.row('middle'), 'row.zoom-to')
        wait_for('the map to be there', lambda: max(abs(a - b) for a, b in zip(program.pointer_place(), (113.1, 36.2))) < 0.001)
        program.key('Return')
        program.wait_card('in the middle')
        program.key('Escape')
        wait_for('the card to close', lambda: not program.card())
        self.assert_quits(program)

    def test_hostile_names(self):
        name = '<b>bold</b> & %s \u202egnp.exe\u202c'
        long = 'x' * 1000000
        program = self.start(self.write('hostile <i>&.geojson',
                                        point(112.3, 36.9, name=name, nothing=None, empty='', blank='  ', id=7,
                                              nul='a\u0000b', link='https://example.com/path', script='javascript:alert(1)'),
                                        point(112.5, 36.9, name=long, note=long)))
        program.row('hostile <i>&')
        program.click_place(112.3, 36.9)
        card = program.wait_card('<b>bold</b> & %s ⟨202E⟩gnp.exe⟨202C⟩')
        self.assertIn('hostile <i>&', card)
        self.assertIn('a␀b', card)
        self.assertIn('example.com/path', card)
        self.assertIn('javascript:alert(1)', card)
        for hidden in ('nothing', 'empty', 'blank', 'id'):
            self.assertNotIn(hidden, card)
        program.key('Escape')
        program.click_place(112.5, 36.9)
        wait_for('the long name', lambda: 'x' * 4096 + '…' in program.card())
        self.assert_quits(program)

    def test_copy(self):
        program = self.start()
        program.click_place(*BAQUAN)
        program.wait_card('Baquan Gorge')
        program.key('ctrl+c')
        wait_for('the message', lambda: any(re.search(r'^Copied: 113\.560000, 35\.950000$', text) for text in program.texts()))
        self.assert_quits(program)

    def test_goes_with_the_map(self):
        program = self.start()
        program.click_place(*BAQUAN)
        program.wait_card('Baquan Gorge')
        left, top, width, height = program.screen_box(program.map())
        program.drag((left + width * 0.3, top + height * 0.3), (left + width * 0.3, top + height * 0.3 + 60))
        self.assertTrue(program.alive())
        xdotool('mousemove', round(left + 40), round(top + 40))
        self.assert_quits(program)


unittest.main(warnings='ignore')
