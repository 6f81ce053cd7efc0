#!/usr/bin/env python3
"""Projects: what was set today is there tomorrow; nothing is lost unasked, and nobody is asked for nothing."""

import json
import re
import shutil
import unittest

from atlas_ui import DISCARD, Atspi, WindowTest, point, wait_for, xdotool

FIND = re.compile('Find…$')
CLOSE = re.compile('^_Close')


class Project(WindowTest):
    def points(self, name='data/villages.geojson'):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        features = [point(112.6 + i * 0.08, 36.3, n=i, name=f'v{i}') for i in range(9)]
        path.write_text(json.dumps({'type': 'FeatureCollection', 'features': features}), encoding='utf-8')
        return path

    def project(self, **members):
        path = self.folder / 'plan.atlas'
        path.write_text(json.dumps({'format': 'taihang-atlas-project', 'version': 1, 'layers': [], **members}), encoding='utf-8')
        return path

    def read(self, path):
        return json.loads(path.read_text(encoding='utf-8'))

    def layer(self, path, title):
        return next(layer for layer in self.read(path)['layers'] if layer.get('title') == title)

    def hide(self, program, title):
        program.press(program.get('Hide on the map', inside=program.row(title)))

    def style(self, program, title):
        """Draws a layer with a single symbol."""
        program.act(program.row(title), 'row.style')
        label = program.get('Draw as', 'label')
        wait_for('its room', lambda: program.screen_box(label)[2] > 0)
        before = len(program.find_all(role='list item'))
        x, y, _, height = program.screen_box(label)
        xdotool('mousemove', round(x + 150), round(y + height / 2), 'click', 1)
        wait_for('the list', lambda: len(program.find_all(role='list item')) > before)
        xdotool('key', '--delay', '60', 'Down', 'Return')
        wait_for('one class', lambda: program.find('All features 9', 'list item'))
        program.key('Escape')

    def choose_file(self, program, path, save=True):
        """Types a path into the file dialog that is coming."""
        wait_for('the file dialog', lambda: program.find('Other Locations', 'label'))
        # Without a window manager keys go to the surface under the pointer.
        xdotool('mousemove', 200, 100)
        if save:
            xdotool('key', '--delay', '60', 'ctrl+a')
        xdotool('type', '--delay', '30', str(path))
        xdotool('key', '--delay', '60', 'Return')
        wait_for('the file dialog to go', lambda: not program.alive() or not program.find('Other Locations', 'label'))

    def title(self, program):
        return program.get(role='frame').get_name()

    def wait_title(self, program, title):
        wait_for(f'the title “{title}”', lambda: self.title(program) == title)

    def test_tomorrow(self):
        """Styled, saved, closed, opened: the same."""
        self.points()
        path = self.project(title='', layers=[{'shipped': 'basin'}, {'id': 'layer-1', 'source': 'data/villages.geojson', 'title': 'villages'}],
                            view={'lon': 112.9, 'lat': 36.3, 'zoom': 10})
        program = self.start(path)
        wait_for('the layer', lambda: '9 features' in program.texts(program.row('villages')))
        self.assertEqual(program.rows(), ['villages', 'Zhuozhang River basin', 'Basemap'])
        self.wait_title(program, 'plan — Taihang Atlas')
        self.style(program, 'villages')
        self.wait_title(program, '● plan — Taihang Atlas')
        program.key('ctrl+s')
        self.wait_title(program, 'plan — Taihang Atlas')
        self.assertEqual(self.layer(path, 'villages')['style']['renderer'], 'single')
        # What is undone by hand is no change.
        self.hide(program, 'villages')
        self.wait_title(program, '● plan — Taihang Atlas')
        program.press(program.get('Show on the map', inside=program.row('villages')))
        self.wait_title(program, 'plan — Taihang Atlas')
        self.assert_quits(program)
        saved = path.read_bytes()

        program = self.start(path)
        wait_for('the layer', lambda: '9 features' in program.texts(program.row('villages')))
        program.act(program.row('villages'), 'row.style')
        wait_for('the class', lambda: program.find('All features 9', 'list item'))
        program.key('Escape')
        # Nobody is asked when nothing was changed.
        status, lines = program.quit(discard=False)
        self.assertEqual((status, lines), (0, []))
        self.assertEqual(path.read_bytes(), saved)

    def test_looking_asks_nothing(self):
        program = self.start(self.points())
        wait_for('the layer', lambda: '9 features' in program.texts(program.row('villages')))
        self.hide(program, 'villages')
        self.assertEqual(program.quit(discard=False), (0, []))

    def test_asked_before_work_is_lost(self):
        program = self.start(self.points())
        wait_for('the layer', lambda: '9 features' in program.texts(program.row('villages')))
        self.style(program, 'villages')
        self.wait_title(program, '● Unsaved project — Taihang Atlas')
        program.key('ctrl+q')
        program.press(program.get(re.compile('Cancel$'), 'push button'))
        wait_for('the question to go', lambda: not program.find(DISCARD, 'push button'))
        self.assertTrue(program.alive())
        # Saving it as a project on the way out.
        program.key('ctrl+q')
        program.press(program.get(re.compile('Save…$'), 'push button'))
        path = self.folder / 'mine'
        self.choose_file(program, path)
        wait_for('the program to quit', lambda: not program.alive())
        path = self.folder / 'mine.atlas'
        self.assertEqual(self.layer(path, 'villages')['source'], 'data/villages.geojson')
        self.assertEqual(self.layer(path, 'villages')['style']['renderer'], 'single')

    def test_new(self):
        self.points()
        program = self.start(self.project(layers=[{'id': 'layer-1', 'source': 'data/villages.geojson', 'title': 'villages'}]))
        wait_for('the layer', lambda: '9 features' in program.texts(program.row('villages')))
        program.key('ctrl+n')
        wait_for('the shipped layers', lambda: len(program.rows()) == 6 and 'villages' not in program.rows())
        self.wait_title(program, 'Taihang Atlas')
        self.assert_quits(program)

    def test_missing(self):
        """Files that were moved: one is found, the other lies beside it; style and filter are still there."""
        self.points('data/one.geojson')
        self.points('data/two.geojson')
        path = self.project(layers=[
            {'id': 'layer-1', 'source': 'data/one.geojson', 'title': 'one', 'filter': {'where': 'n > 5'}, 'style': {'renderer': 'single'}},
            {'id': 'layer-2', 'source': 'data/two.geojson', 'title': 'two'}])
        shutil.move(self.folder / 'data', self.folder / 'elsewhere')
        program = self.start(path)
        wait_for('the dialog', lambda: program.find('Files of the Project Are Missing'))
        self.assertIn('The file is missing', program.texts(program.row('one')))
        buttons = wait_for('two buttons', lambda: [node for node in program.find_all(FIND, 'push button')
                                                   if node.get_parent() and 'one.geojson' in ' '.join(program.texts(node.get_parent().get_parent()))])
        program.press(buttons[-1])
        self.choose_file(program, self.folder / 'elsewhere' / 'one.geojson', save=False)
        wait_for('the filtered layer', lambda: '3 of 9' in program.texts(program.row('one')))
        wait_for('the other', lambda: '9 features' in program.texts(program.row('two')))
        wait_for('the dialog to go', lambda: not program.find('Files of the Project Are Missing'))
        self.wait_title(program, '● plan — Taihang Atlas')
        program.key('ctrl+s')
        self.wait_title(program, 'plan — Taihang Atlas')
        self.assertEqual(self.layer(path, 'two')['source'], 'elsewhere/two.geojson')
        self.assert_quits(program)

    def test_broken_and_newer(self):
        broken = self.folder / 'broken.atlas'
        broken.write_text('{\n  "format": "taihang-atlas-project",\n  "version" 1 }', encoding='utf-8')
        program = self.start(broken)
        wait_for('the sentence', lambda: any('line 3' in text and 'broken.atlas' in text for text in program.texts()))
        # What was there is still there.
        self.assertEqual(len(program.rows()), 6)
        program.press(program.get(CLOSE, 'push button'))
        wait_for('the message to go', lambda: not any('line 3' in text for text in program.texts()))
        self.assert_quits(program)

        newer = self.project(version=2)
        before = newer.read_bytes()
        program = self.start(newer)
        wait_for('the sentence', lambda: program.find('A Later Version Made This Project'))
        program.press(program.get(CLOSE, 'push button'))
        wait_for('it to go', lambda: not program.find('A Later Version Made This Project'))
        program.key('ctrl+s')
        self.choose_file(program, self.folder / 'copy.atlas')
        wait_for('the copy', lambda: (self.folder / 'copy.atlas').exists())
        self.assertEqual(newer.read_bytes(), before)
        self.assert_quits(program)

    def test_with_layers(self):
        """Files that are opened along with a project become layers of it."""
        self.points()
        path = self.project(layers=[{'id': 'layer-1', 'source': 'data/villages.geojson', 'title': 'villages'}])
        program = self.start(self.points('more.geojson'), path)
        wait_for('both', lambda: program.rows() == ['more', 'villages', 'Basemap'])
        wait_for('the dot', lambda: self.title(program) == '● plan — Taihang Atlas')
        self.assert_quits(program)

    def test_bookmarks(self):
        path = self.project(layers=[{'shipped': 'basin'}], view={'lon': 113.43, 'lat': 36.2, 'zoom': 12})
        program = self.start(path)
        wait_for('the layer', lambda: program.rows() == ['Zhuozhang River basin', 'Basemap'])
        program.key('ctrl+d')
        wait_for('the dialog', lambda: program.find('Add a Bookmark'))
        xdotool('mousemove', 60, 60, 'key', '--delay', '60', 'ctrl+a', 'type', '--delay', '30', 'Pingshun')
        xdotool('key', 'Return')
        self.wait_title(program, '● plan — Taihang Atlas')
        program.key('ctrl+s')
        self.wait_title(program, 'plan — Taihang Atlas')
        bookmark, = self.read(path)['bookmarks']
        self.assertEqual(bookmark['name'], 'Pingshun')
        self.assertAlmostEqual(bookmark['view']['lon'], 113.43, 4)
        self.assertAlmostEqual(bookmark['view']['zoom'], 12, 3)
        # Away, and back by its key.
        program.key('ctrl+0')
        program.key('ctrl+s')
        wait_for('the view of the city', lambda: self.read(path)['view']['zoom'] < 11)
        program.key('alt+1')

        def back():
            program.key('ctrl+s')
            return abs(self.read(path)['view']['lon'] - 113.43) < 1e-4 and abs(self.read(path)['view']['zoom'] - 12) < 1e-3
        wait_for('the bookmark', back)
        self.assert_quits(program)

    def test_journey(self):
        """What the road panel was asked and where one stops is there tomorrow."""
        path = self.project(layers=[{'shipped': 'taihang1'}, {'shipped': 'scenic'}])
        program = self.start(path)
        wait_for('the layers', lambda: len(program.rows()) == 3)
        wait_for('the first coordinates', program.pointer_place)
        x, y = program.window_place()
        xdotool('mousemove', round(x) + 300, round(y) + 20, 'key', 'ctrl+r', 'sleep', '0.4', 'type', '--delay', '30', 'pingshun')
        xdotool('key', 'Tab', 'type', '--delay', '30', 'huguan')
        xdotool('key', 'Return')
        box = wait_for('the list', lambda: next((node for node in program.find_all(role='check box') if program.screen_box(node)[2] > 0
                                                 and node.get_name() not in ('', 'Scenic spots')), None))
        name = box.get_name()
        left, top, width, height = program.screen_box(box)
        xdotool('mousemove', round(left + width / 2), round(top + height / 2), 'click', 1)
        wait_for('the day', lambda: any(text.startswith('Day 1') for text in program.texts()))
        days = [text for text in program.texts() if text.startswith('Day 1')]
        self.wait_title(program, '● plan — Taihang Atlas')
        program.key('ctrl+s')
        self.wait_title(program, 'plan — Taihang Atlas')
        journey, = self.read(path)['itineraries']
        self.assertEqual([place['text'] for place in journey['places']], ['pingshun', 'huguan'])
        self.assertEqual(len(journey['itinerary']['stops']), 1)
        self.assertEqual(program.quit(discard=False), (0, []))

        program = self.start(path)
        wait_for('the layers', lambda: len(program.rows()) == 3)
        program.key('ctrl+r')
        wait_for('the same day', lambda: [text for text in program.texts() if text.startswith('Day 1')] == days)
        box = program.get(name, 'check box')
        self.assertTrue(box.get_state_set().contains(Atspi.StateType.CHECKED))
        # Nothing was changed by showing it.
        self.wait_title(program, 'plan — Taihang Atlas')
        self.assertEqual(program.quit(discard=False), (0, []))
        self.assertEqual(self.read(path)['itineraries'], [journey])

    def test_outside(self):
        """A project reads files of other folders only when somebody says so."""
        self.points('secret/one.geojson')
        folder = self.folder / 'in'
        folder.mkdir()
        path = folder / 'p.atlas'
        path.write_text(json.dumps({'format': 'taihang-atlas-project', 'version': 1,
                                    'layers': [{'id': 'layer-1', 'source': '../secret/one.geojson', 'title': 'one'}]}), encoding='utf-8')
        program = self.start(path)
        wait_for('the question', lambda: any('one.geojson' in text for text in program.texts()))
        program.press(program.get(re.compile('Leave Them Out$'), 'push button'))
        wait_for('the reason', lambda: any('outside of the project' in text for text in program.texts(program.row('one'))))
        program.press(program.get('Try Again', 'push button', program.row('one')))
        wait_for('the layer', lambda: '9 features' in program.texts(program.row('one')))
        self.assert_quits(program)


if __name__ == '__main__':
    unittest.main()
