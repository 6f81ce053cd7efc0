#!/usr/bin/env python3
"""The road by pointer on the map: K-numbers under it, what is nearest, places picked, a journey dragged."""

import json
import os
import re
import subprocess
import unittest

from atlas_ui import PROGRAM, WindowTest, wait_for, xdotool


def run(*arguments):
    """What the command line says, in JSON."""
    told = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=True,
                          env=dict(os.environ, LC_ALL='C.UTF-8', LANGUAGE='en'))
    return json.loads(told.stdout)


def metres(k):
    kilometres, rest = re.search(r'K(\d+)\+(\d+)', k).groups()
    return int(kilometres) * 1000 + int(rest)


class RoadMap(WindowTest):
    # On the main line in the east, far from other roads and spots.
    ROAD = 'K9+500', 'Taihang No. 1, Pingshun: Houbi–Hongtiguan Township'

    def start_at_map(self, **options):
        program = self.start(**options)
        wait_for('the first coordinates', program.pointer_place)
        return program

    def place(self, k, segment):
        found = run('locate', k, '--segment', segment)
        return found['lon'], found['lat']

    def move(self, x, y):
        xdotool('mousemove', round(x) + 3, round(y), 'mousemove', round(x), round(y))

    def mark(self, program):
        """What stands beside the pointer."""
        found = program.find(re.compile(r'K\d+\+\d+'), 'image')
        return found.get_name() if found else None

    def test_hover(self):
        """The pointer on the road tells the K-number that the command line tells of the place; away from it nothing."""
        program = self.start_at_map()
        k, segment = self.ROAD
        x, y = program.pixel_of(*self.place(k, segment))

        def told():
            self.move(x, y)
            return self.mark(program)
        text = wait_for('a K-number', told)
        lon, lat = program.pointer_place()
        there = run('locate', '--at', f'{lon},{lat}')
        self.assertTrue(text.startswith('Main line K'), text)
        self.assertIn(segment, text)
        # The whole city in a window: a pixel is more than a hundred metres, and so is the K.
        self.assertLess(abs(metres(text) - metres(there['segment_k'])), 200)
        self.move(x + 120, y)
        wait_for('no K-number', lambda: self.mark(program) is None)
        self.assert_quits(program)

    def test_card(self):
        """A click on the road: the card tells the K-number and gives it away."""
        program = self.start_at_map()
        k, segment = self.ROAD
        x, y = program.pixel_of(*self.place(k, segment))
        self.move(x, y)
        wait_for('a K-number', lambda: self.mark(program))
        told = re.search(r'K\d+\+\d+', self.mark(program)).group()
        xdotool('click', 1)
        wait_for('the card', lambda: 'K-number' in program.card() and told in program.card())
        program.press(program.get('Copy the K-number with the name of the road', 'push button'))
        wait_for('the word that it is copied', lambda: f'Copied: {segment} {told}' in program.texts())
        self.assert_quits(program)


unittest.main(warnings='ignore')
