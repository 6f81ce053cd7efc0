#!/usr/bin/env python3
"""Measuring in the window: clicks on the map add up to what PROJ's geod says, by pointer and by keyboard, in the units that a
person chose; a place is told in the ways that planners write it."""

import re
import shutil
import subprocess
import time
import unittest

from atlas_ui import WindowTest, wait_for, xdotool


def geod(points):
    """Metres along POINTS as PROJ measures them."""
    pairs = ''.join(f'{a[1]} {a[0]} {b[1]} {b[0]}\n' for a, b in zip(points, points[1:]))
    lines = subprocess.run(['geod', '+ellps=WGS84', '-I', '-F', '%.6f'], input=pairs, capture_output=True, text=True,
                           check=True).stdout.splitlines()
    return sum(float(line.split('\t')[2]) for line in lines)


def seconds(text):
    """Degrees of 113°06′23.4″."""
    degrees, minutes, rest = re.match(r'(\d+)°(\d+)′([\d.]+)″', text).groups()
    return int(degrees) + int(minutes) / 60 + float(rest) / 3600


class Measure(WindowTest):
    def open(self, **options):
        program = self.start(**options)
        program.key('ctrl+m')
        wait_for('the bar', lambda: self.hint(program))
        return program

    @staticmethod
    def hint(program):
        return [text for text in program.texts() if 'Space' in text or 'Double click' in text or 'begins anew' in text]

    @staticmethod
    def total(program, unit):
        """The figure that stands in the bar."""
        for text in program.texts():
            match = re.fullmatch(r'([\d.,]+) ' + unit, text)
            if match:
                return float(match.group(1).replace(',', ''))
        return None

    def click_three(self, program):
        left, top, width, height = program.screen_box(program.map())
        pixels = [(round(left + width * x), round(top + height * y)) for x, y in ((0.45, 0.6), (0.7, 0.4), (0.6, 0.75))]
        places = []
        for number, (x, y) in enumerate(pixels):
            before = program.pointer_place()
            xdotool('mousemove', x, y)
            places.append(wait_for('the place', lambda before=before: program.pointer_place() != before and program.pointer_place()))
            xdotool('click', 1)
            # The pointer may make one more of what is told.
            tells = re.compile(('Double click', '^[12] segment|Perimeter', '^[23] segments|km²$')[number])
            wait_for('the point', lambda tells=tells: any(tells.search(text) for text in program.texts()))
            # Not so fast that two clicks are one.
            time.sleep(0.5)
        return places

    @unittest.skipUnless(shutil.which('geod'), 'geod is not installed')
    def test_distance(self):
        program = self.open()
        places = self.click_three(program)
        program.key('Return')
        # The title bar has the pointer: the keys go to the map, which has the focus.
        wait_for('the end', lambda: 'begins anew' in ''.join(self.hint(program)))
        expected = geod(places) / 1000
        # The label of the pointer has four decimals, which is 20 m at both ends.
        self.assertAlmostEqual(self.total(program, 'km'), expected, delta=0.06)
        # One click back.
        program.key('BackSpace')
        program.key('BackSpace')
        wait_for('two points', lambda: 'Double click' in ''.join(self.hint(program)))
        program.key('Return')
        wait_for('the end again', lambda: 'begins anew' in ''.join(self.hint(program)))
        wait_for('the shorter way', lambda: abs((self.total(program, 'km') or 0) - geod(places[:2]) / 1000) < 0.06)
        # Escape leaves, and clicks pick again.
        program.key('Escape')
        wait_for('the bar to go', lambda: not self.hint(program))
        self.assert_quits(program)

    def test_area(self):
        program = self.open()
        program.press(program.get('Area'))
        self.click_three(program)
        program.key('Return')
        square_km = wait_for('the area', lambda: self.total(program, 'km²'))
        self.assertGreater(square_km, 50)
        unit = program.get('Unit')
        x, y, width, height = program.screen_box(unit)
        xdotool('mousemove', round(x + width / 2), round(y + height / 2), 'click', 1)
        wait_for('the list', lambda: program.find('Mu (666.7 m²)', 'list item') or program.find('Mu (666.7 m²)', 'label'))
        xdotool('key', '--delay', '60', 'Down', 'Down', 'Return')
        wait_for('mu', lambda: abs((self.total(program, 'mu') or 0) / 1500 - square_km) < square_km / 900)
        self.assert_quits(program)

    def test_place_by_keyboard(self):
        program = self.open()
        program.press(program.get('Coordinates'))
        program.key('space')
        texts = wait_for('the place', lambda: [text for text in program.texts() if text.startswith('X ')] and program.texts())
        decimal = next(text for text in texts if re.fullmatch(r'\d+\.\d{6}, \d+\.\d{6}', text))
        lon, lat = map(float, decimal.split(', '))
        dms = next(text for text in texts if '″E' in text)
        self.assertAlmostEqual(seconds(dms.split(', ')[0]), lon, delta=1e-4)
        self.assertAlmostEqual(seconds(dms.split(', ')[1]), lat, delta=1e-4)
        grids = [re.match(r'X ([\d.]+), Y ([\d.]+)', text).groups() for text in texts if text.startswith('X ')]
        self.assertEqual(len(grids), 2)
        zone = round(lon / 3)
        self.assertAlmostEqual(float(grids[0][1]) - float(grids[1][1]), zone * 1e6, delta=0.01)
        if shutil.which('cs2cs'):
            said = subprocess.run(['cs2cs', '-f', '%.3f', 'EPSG:4490', '+to', f'EPSG:{4534 + zone - 25}'], input=f'{lat} {lon}\n',
                                  capture_output=True, text=True, check=True).stdout.split()
            self.assertAlmostEqual(float(grids[1][0]), float(said[0]), delta=0.2)
            self.assertAlmostEqual(float(grids[1][1]), float(said[1]), delta=0.2)
        self.assert_quits(program)


if __name__ == '__main__':
    unittest.main()
