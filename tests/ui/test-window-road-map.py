#!/usr/bin/env python3
"""The road by pointer on the map: K-numbers under it, what is nearest, places picked, a journey dragged."""

import json
import os
import re
import subprocess
import unittest

from atlas_ui import PROGRAM, Atspi, WindowTest, showing, wait_for, xdotool


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
        found = program.find(re.compile(r'K\d+\+\d+|By way of here'), 'image')
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

    # The menu of the map.

    def menu(self, program, place, item):
        """Chooses ITEM in the menu of the map at PLACE."""
        x, y = program.pixel_of(*place)
        self.move(x, y)
        xdotool('click', 3)
        found = wait_for(f'“{item}” in the menu', lambda: self.shown(program, item))
        program.press(found)
        return x, y

    def shown(self, program, name):
        return next((node for node in program.find_all(name) if showing(node) and node.get_action_iface() is not None
                     and node.get_component_iface().get_extents(Atspi.CoordType.WINDOW).width > 0), None)

    def near_rows(self, program):
        found = program.find(re.compile('^Nearest to '), 'list')
        return [row.get_name() for row in program.find_all(role='list item', inside=found)] if found and showing(found) else []

    def test_nearest(self):
        """What is nearest, both ways, as the command line says; and there."""
        program = self.start_at_map()
        place = self.place(*self.ROAD)
        x, y = self.menu(program, place, 'What is nearest here?')
        rows = wait_for('the list', lambda: self.near_rows(program))
        at = ','.join(map(str, place))
        by_road = run('nearest', '--to', at, '--by-road', '--limit', '500', '--json')['items']
        by_line = sorted(by_road, key=lambda item: item['distance_m'])

        def check(rows, word, distances):
            self.assertEqual(len(rows), 6)
            for row, metres_there in zip(rows, distances):
                # A pixel is some hundred metres.
                self.assertAlmostEqual(float(re.search(rf'{word} ([\d.]+) km', row).group(1)), metres_there / 1000, delta=0.6)
        check(rows, 'straight', [item['distance_m'] for item in by_line])
        program.press(program.get('By road', 'push button'))
        rows = wait_for('another order', lambda: (now := self.near_rows(program)) != rows and len(now) == 6 and now)
        check(rows, 'by road', [item['road_m'] for item in by_road])
        # Asked again, the keyboard is at the first row; keys go to what is under the pointer: the list is above the place.
        xdotool('key', 'Escape')
        wait_for('the list to close', lambda: not self.near_rows(program))
        x, y = self.menu(program, place, 'What is nearest here?')
        rows = wait_for('the list', lambda: self.near_rows(program))
        self.move(x, y - 60)
        xdotool('key', 'Return')
        wait_for('its card', lambda: rows[0].split(', straight')[0] in program.card())
        self.assert_quits(program)

    def test_journey_here(self):
        """From one place to another by the menu, the first with the keyboard alone."""
        program = self.start_at_map()
        program.key('shift+F10')
        wait_for('the menu', lambda: self.shown(program, 'From here'))
        program.press(self.shown(program, 'From here'))
        start = program.get('From', 'text')
        wait_for('the start', lambda: re.match(r'(\d+\.\d+, \d+\.\d+|.*K\d+)', self.text(start)))
        wait_for('the keyboard at the end', lambda: program.get('To', 'text').get_state_set().contains(Atspi.StateType.FOCUSED))
        end = self.place(*self.ROAD)
        self.menu(program, end, 'To here')
        wait_for('the list', lambda: any(re.match(r'[\d.]+ km, \d+ places along the way', text) for text in program.texts()))
        # In the middle of what is shown now.
        left, top, width, height = program.screen_box(program.map())
        self.move(left + width / 2, top + height / 2)
        xdotool('click', 3)
        program.press(wait_for('the menu', lambda: self.shown(program, 'By way of here')))
        wait_for('the place by the way', lambda: self.text(program.get('By way of', 'text')))
        self.assert_quits(program)

    def text(self, node):
        iface = node.get_text_iface()
        return iface.get_text(0, iface.get_character_count())

    def test_measure_here(self):
        program = self.start_at_map()
        self.menu(program, self.place(*self.ROAD), 'Measure from here')
        x, y = program.pixel_of(113.1, 36.2)
        self.move(x, y)
        wait_for('a length', lambda: any(re.search(r'\d km', text) for text in program.texts()))
        self.assert_quits(program)

    # Places and the journey's band.

    def list(self, program):
        found = program.find('What lies along the road', 'list')
        return [row.get_name() for row in program.find_all(role='list item', inside=found)] if found and showing(found) else []

    def wait_sum(self, program, kilometres, delta):
        def told():
            for text in program.texts():
                match = re.match(r'([\d.]+) km, \d+ places? along the way', text)
                if match and abs(float(match.group(1)) - kilometres) <= delta:
                    return text
            return None
        return wait_for(f'a journey of {kilometres} km', told)

    def pick(self, program, label, place):
        x, y = program.pixel_of(*place)
        program.press(program.get(f'{label}: pick on the map', 'push button'))
        wait_for('the word what to do', lambda: any(text.startswith('Click the place on the map.') for text in program.texts()))
        self.move(x, y)
        xdotool('click', 1)

    def test_pick(self):
        """Start and end are clicked; Escape gives a click up."""
        program = self.start_at_map()
        program.key('ctrl+r')
        places = self.place('K9+500', self.ROAD[1]), self.place('K5+000', '武乡段主线')
        self.pick(program, 'From', places[0])
        wait_for('the start', lambda: 'Main line K' in self.text(program.get('From', 'text')))
        button = program.get('To: pick on the map', 'push button')
        program.press(button)
        wait_for('a click to be waited for', lambda: program.pressed(button))
        program.key('Escape')
        wait_for('it to be given up', lambda: not program.pressed(button))
        self.assertEqual(self.text(program.get('To', 'text')), '')
        self.pick(program, 'To', places[1])
        expected = run('along', '--from', '{},{}'.format(*places[0]), '--to', '{},{}'.format(*places[1]))
        self.wait_sum(program, expected['length_km'], 1.0)
        self.assert_quits(program)

    def test_pick_part(self):
        """The part of a section: what is clicked is told as its K."""
        program = self.start_at_map()
        program.key('ctrl+r')
        program.press(program.get('Section', 'push button'))
        wait_for('the sum', lambda: any('places along the way' in text for text in program.texts()))
        self.assertTrue(any('Licheng Section, main line' in text for text in program.texts()))
        line = run('locate', 'K20+000', '--segment', '黎城段主线')
        buttons = [node for node in program.find_all('From: pick on the map') if showing(node)]
        x, y = program.pixel_of(line['lon'], line['lat'])
        program.press(buttons[-1])
        wait_for('a click to be waited for', lambda: program.pressed(buttons[-1]))
        self.move(x, y)
        xdotool('click', 1)
        entry = [node for node in program.find_all('From', 'text') if showing(node)][-1]
        wait_for('a K', lambda: re.fullmatch(r'K\d+\+\d+', self.text(entry)))
        self.assertLess(abs(metres(self.text(entry)) - 20000), 700)
        self.assert_quits(program)

    def begin(self, program):
        program.key('ctrl+r')
        wait_for('the start to have the keyboard',
                 lambda: program.get('From', 'text').get_state_set().contains(Atspi.StateType.FOCUSED))
        xdotool('type', '--delay', '10', 'pingshun')
        xdotool('key', 'Tab', 'type', '--delay', '10', 'huguan')
        xdotool('key', 'Return')
        told = run('along', '--from', 'pingshun', '--to', 'huguan')
        self.wait_sum(program, told['length_km'], 0.1)
        wait_for('rows', lambda: self.list(program))
        return told

    def test_drag(self):
        """The journey's band is dragged to a place, and the journey leads by there until that is taken away."""
        program = self.start_at_map()
        told = self.begin(program)
        handle = told['items'][0]
        temple = run('search', '李庄文庙', '--limit', '1', '--json')['results'][0]
        start = program.pixel_of(handle['foot_lon'], handle['foot_lat'])
        end = program.pixel_of(temple['lon'], temple['lat'])
        self.move(*start)
        wait_for('the word that it can be dragged', lambda: 'Drag to go by way of another place' in (self.mark(program) or ''))
        program.drag(start, end, 0.02)
        via = program.get('By way of', 'text')
        expected = run('along', '--from', 'pingshun', '--to', 'huguan', '--via', '{lon},{lat}'.format(**temple))
        self.wait_sum(program, expected['length_km'], 0.3)
        self.assertTrue(self.text(via))
        program.press(program.get('Not by way of this place', 'push button'))
        self.wait_sum(program, told['length_km'], 0.1)
        self.assert_quits(program)

    def test_drag_given_up(self):
        """Escape while the band is dragged leaves the journey as it is."""
        program = self.start_at_map()
        told = self.begin(program)
        handle = told['items'][0]
        x, y = program.pixel_of(handle['foot_lon'], handle['foot_lat'])
        self.move(x, y)
        wait_for('the handle', lambda: 'Drag' in (self.mark(program) or ''))
        xdotool('mousedown', 1, 'mousemove', round(x), round(y) - 30, 'mousemove', round(x), round(y) - 90)
        wait_for('the word what it does', lambda: 'By way of here' in (self.mark(program) or ''))
        xdotool('key', 'Escape')
        wait_for('the end of it', lambda: 'By way of here' not in (self.mark(program) or ''))
        xdotool('mouseup', 1)
        self.assertIsNone(program.find('By way of', 'text'))
        self.wait_sum(program, told['length_km'], 0.1)
        self.assert_quits(program)

    def test_by_road(self):
        """What the roads lead to: other places than in a straight line, and the list says how it counts."""
        program = self.start_at_map()
        straight = len(self.begin(program)['items'])
        program.press(program.get('Distance by the connecting roads', 'push button'))
        items = run('along', '--from', 'pingshun', '--to', 'huguan', '--by', 'road')['items']
        self.assertNotEqual(len(items), straight)
        wait_for('another sum', lambda: any(f' {len(items)} places along the way' in text for text in program.texts()))
        wait_for('how it counts', lambda: any(re.search(r'(m|km) by road$', text) for text in program.texts()))
        self.assert_quits(program)

    def test_pin(self):
        """A click on a pin chooses its row and opens its card."""
        program = self.start_at_map()
        item = self.begin(program)['items'][1]
        x, y = program.pixel_of(item['lon'], item['lat'])
        xdotool('mousemove', round(x), round(y) - 17, 'click', 1)
        wait_for('the card', lambda: item['name_en'] in program.card())
        name = f'{item["order"]} {item["name_en"]}'

        def chosen():
            return any(row.get_name() == name and row.get_state_set().contains(Atspi.StateType.SELECTED)
                       for row in program.find_all(role='list item'))
        wait_for(f'row “{name}” to be chosen', chosen)
        self.assert_quits(program)

    def test_along_card(self):
        """From the card of a segment to what lies along it."""
        program = self.start_at_map()
        x, y = program.pixel_of(*self.place(*self.ROAD))
        self.move(x, y)
        xdotool('click', 1)
        wait_for('the card', lambda: 'K-number' in program.card())
        program.press(program.get('Along this line', 'push button'))
        feature = run('along', '--segment', self.ROAD[1])
        self.wait_sum(program, feature['length_km'], 1.0)
        self.assert_quits(program)


unittest.main(warnings='ignore')
