#!/usr/bin/env python3
"""The layer panel: show and hide, remove and undo, order by keys and by dragging."""

import unittest

from atlas_ui import WindowTest, wait_for

ROWS = ['Scenic spots', 'Sponge-city projects', 'Key projects', 'Taihang No. 1 tourist road', 'Zhuozhang River basin', 'Basemap']


class Layers(WindowTest):
    def test_eye(self):
        program = self.start()
        row = program.row('Scenic spots')
        program.click_place(113.56, 35.95)
        program.wait_card('Baquan Gorge')
        program.press(program.get('Hide on the map', 'push button', row))
        eye = program.get('Show on the map', 'push button', row)
        self.assertFalse(program.pressed(eye))
        wait_for('the card of a hidden spot to close', lambda: not program.card())
        program.press(eye)
        program.get('Hide on the map', 'push button', row)
        program.click_place(113.56, 35.95)
        program.wait_card('Baquan Gorge')
        self.assert_quits(program)

    def test_basemap_stays(self):
        program = self.start()
        row = program.row('Basemap')
        program.press(program.get('Hide on the map', 'push button', row))
        program.get('Show on the map', 'push button', row)
        program.click_row('Basemap')
        program.key('Delete', 'alt+Up')
        self.assertEqual(program.rows(), ROWS)
        self.assert_quits(program)

    def test_remove_and_undo(self):
        program = self.start()
        program.click_row('Taihang No. 1 tourist road')
        program.key('Delete')
        wait_for('the row to go', lambda: program.rows() == ROWS[:3] + ROWS[4:])
        wait_for('the message', lambda: '“Taihang No. 1 tourist road” removed' in program.texts())
        program.press(program.get('Undo', 'push button') if program.find('Undo', 'push button')
                      else program.get('_Undo Undo', 'push button'))
        wait_for('the row to be back in its place', lambda: program.rows() == ROWS)
        self.assert_quits(program)

    def test_order_by_keys(self):
        program = self.start()
        program.click_row('Sponge-city projects')
        program.key('alt+Up')
        wait_for('the row one up', lambda: program.rows()[:2] == [ROWS[1], ROWS[0]])
        program.key('alt+Down', 'alt+Down')
        wait_for('the row two down', lambda: program.rows()[:3] == [ROWS[0], ROWS[2], ROWS[1]])
        self.assert_quits(program)

    def test_order_by_dragging(self):
        program = self.start()
        x, y, _, height = program.screen_box(program.row('Zhuozhang River basin'))
        to_x, to_y, _, _ = program.screen_box(program.row('Scenic spots'))
        program.drag_until('the basin on top', lambda: program.rows() == [ROWS[4], *ROWS[:4], ROWS[5]],
                           (x + 60, y + height / 2), (to_x + 60, to_y + 6))
        self.assert_quits(program)


unittest.main(warnings='ignore')
