#!/usr/bin/env python3
"""The window opens with its layers, in both languages, and quits without a word."""

import unittest

from atlas_ui import WindowTest, wait_for

ENGLISH = ['Scenic spots', 'Sponge-city projects', 'Key projects', 'Taihang No. 1 tourist road', 'Zhuozhang River basin', 'Basemap']
CHINESE = ['旅游景区', '海绵城市项目', '重点项目', '太行一号旅游公路', '浊漳河流域', '底图']


class Opens(WindowTest):
    def test_rows_and_counts(self):
        program = self.start()
        self.assertEqual(program.rows(), ENGLISH)
        for title, count in (('Scenic spots', '101 features'), ('Zhuozhang River basin', '5 features')):
            self.assertIn(count, program.texts(program.row(title)))
        self.assert_quits(program)

    def test_chinese(self):
        program = self.start(chinese=True)
        self.assertEqual(program.rows(), CHINESE)
        self.assertIn('101 个要素', program.texts(program.row('旅游景区')))
        program.get('太行舆图', 'frame')
        wait_for('coordinates in Chinese', lambda: any(text.startswith('东经 ') for text in program.texts()))
        self.assert_quits(program)

    def test_panel_folds(self):
        program = self.start()
        button = program.get('Layer panel', 'push button')
        self.assertTrue(program.pressed(button))
        program.key('F9')
        wait_for('the panel to go', lambda: not program.pressed(button))
        program.key('F9')
        wait_for('the panel to come', lambda: program.pressed(button))

    def test_shortcuts_and_about(self):
        program = self.start()
        program.key('F1')
        wait_for('the shortcuts', lambda: 'Move the selected layer up or down' in program.texts())
        program.key('Escape')
        wait_for('the shortcuts to go', lambda: 'Move the selected layer up or down' not in program.texts())
        self.assert_quits(program)


unittest.main(warnings='ignore')
