#!/usr/bin/env python3
"""A project on the command line: drawn as it was left, wherever its folder is; what is wrong is a sentence.

usage: project.py PROGRAM SOURCE_ROOT
"""
import json
import os
import shutil
import struct
import zlib

from atlas_case import Case, main


def pixels(path):
    """The bytes of a PNG that cairo wrote, unpacked: enough to tell pictures apart, and to count a colour."""
    with open(path, 'rb') as file:
        data = file.read()
    at, body, size = 8, b'', None
    while at < len(data):
        length, kind = struct.unpack('>I4s', data[at:at + 8])
        if kind == b'IHDR':
            size = struct.unpack('>II', data[at + 8:at + 16])
        elif kind == b'IDAT':
            body += data[at + 8:at + 8 + length]
        at += 12 + length
    return size, zlib.decompress(body)


class Project(Case):
    def setUp(self):
        super().setUp()
        os.mkdir(self.path('data'))
        features = [{'type': 'Feature', 'properties': {'n': i},
                     'geometry': {'type': 'Point', 'coordinates': [112.8 + i * 0.1, 36.2]}} for i in range(5)]
        self.write('data/points.geojson', json.dumps({'type': 'FeatureCollection', 'features': features}))

    def project(self, name='p.atlas', **members):
        layer = {'id': 'layer-1', 'source': 'data/points.geojson', 'title': 'points',
                 'style': {'renderer': 'single', 'color': {'light': '#ff00ff', 'dark': '#ff00ff'}, 'size': 30}}
        layer.update(members.pop('layer', {}))
        return self.write(name, json.dumps({'format': 'taihang-atlas-project', 'version': 1, 'layers': [{'shipped': 'basin'}, layer],
                                            'view': {'lon': 113.0, 'lat': 36.2, 'zoom': 10}, **members}))

    def render(self, project, out, *more):
        result = self.run_program('render', '--project', project, '-o', out, '--size', '400x300', *more)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stderr, pixels(out)

    def test_drawn_as_it_was_left(self):
        said, whole = self.render(self.project(), self.path('a.png'))
        self.assertEqual((said, whole[0]), ('', (400, 300)))
        # The same bytes as the same map of the same files, whose style and view are told here.
        _, hidden = self.render(self.project('h.atlas', layer={'visible': False}), self.path('h.png'))
        _, filtered = self.render(self.project('f.atlas', layer={'filter': {'where': 'n = 99'}}), self.path('f.png'))
        _, part = self.render(self.project('q.atlas', layer={'filter': {'where': 'n < 2'}}), self.path('q.png'))
        self.assertEqual(hidden, filtered)
        self.assertNotEqual(whole, hidden)
        self.assertNotIn(part, (whole, hidden))
        _, elsewhere = self.render(self.project(), self.path('e.png'), '--center', '112.8,36.2', '--zoom', '10')
        self.assertNotEqual(elsewhere, whole)
        _, bare = self.render(self.project(), self.path('b.png'), '--no-basemap')
        self.assertNotEqual(bare, whole)

    def test_moved_folder(self):
        _, before = self.render(self.project(), self.path('a.png'))
        moved = self.folder + '-moved'
        shutil.copytree(self.folder, moved)
        self.addCleanup(shutil.rmtree, moved, ignore_errors=True)
        os.remove(self.path('data/points.geojson'))
        _, after = self.render(os.path.join(moved, 'p.atlas'), self.path('b.png'))
        self.assertEqual(before, after)
        # Where the file is missing that is told, and the rest is drawn.
        said, missing = self.render(self.path('p.atlas'), self.path('c.png'))
        self.assertIn('points', said)
        self.assertIn('There is no file', said)
        self.assertNotEqual(missing, before)

    def test_outside(self):
        outside = self.folder + '-outside.geojson'
        shutil.copy(self.path('data/points.geojson'), outside)
        self.addCleanup(os.remove, outside)
        for source in (outside, '../' + os.path.basename(outside)):
            project = self.project(layer={'source': source})
            said, without = self.render(project, self.path('a.png'))
            self.assertIn('outside of the project', said)
            said, trusted = self.render(project, self.path('b.png'), '--trust')
            self.assertEqual(said, '')
            self.assertNotEqual(without, trusted)

    def test_wrong(self):
        broken = self.write('broken.atlas', '{\n"format": }')
        for arguments, status, sentence in (
                (('--project', broken), 1, 'line 2'),
                (('--project', self.path('none.atlas')), 1, 'There is no file'),
                (('--project', self.project(), 'x.geojson'), 2, 'either --project or files'),
                (('--trust',), 2, '--project')):
            result = self.run_program('render', *arguments, '-o', self.path('a.png'))
            self.assertEqual(result.returncode, status, result.stderr)
            self.assertIn(sentence, result.stderr)
            self.assertFalse(os.path.exists(self.path('a.png')))

    def test_reads_only(self):
        project = self.project()
        before = self.snapshot()
        self.run_program('render', '--project', project, '-o', '/dev/null.png')
        self.assertEqual(self.snapshot(), before)


main()
