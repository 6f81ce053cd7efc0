#!/usr/bin/env python3
"""The command search, as a person types it and as a program reads it.

usage: search.py PROGRAM READER
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = sys.argv[1]
KEYS = {'layer', 'id', 'name', 'kind', 'lon', 'lat', 'score', 'match'}


def run(*arguments, **environment):
    env = dict(os.environ, LC_ALL='C.UTF-8', LANGUAGE='en')
    env.update(environment)
    env.pop('DISPLAY', None)
    return subprocess.run([PROGRAM, 'search', *map(str, arguments)], capture_output=True, text=True, env=env, timeout=120, check=False)


class Search(unittest.TestCase):
    def results(self, *arguments, **environment):
        done = run(*arguments, '--json', **environment)
        self.assertEqual((done.returncode, done.stderr), (0, ''), arguments)
        answer = json.loads(done.stdout)
        self.assertEqual(set(answer), {'results'})
        for result in answer['results']:
            self.assertEqual(set(result), KEYS)
        scores = [result['score'] for result in answer['results']]
        self.assertEqual(scores, sorted(scores, reverse=True))
        return answer['results']

    def names(self, *arguments, **environment):
        return [result['name'] for result in self.results(*arguments, **environment)]

    def test_examples(self):
        """Each of these has to lead to its place, high up."""
        for query, name in {
            '八泉峡': '八泉峡', 'baquanxia': '八泉峡', 'ba quan xia': '八泉峡', 'bā quán xiá': '八泉峡', 'bqx': '八泉峡',
            'thsdxg': '八泉峡', 'taihang峡谷': '八泉峡', '太行山大峽谷': '八泉峡', 'Baquan Gorge': '八泉峡',
            'changzhi': '长治市', 'zhangzi': '长子县', 'tunliu': '屯留区', 'zhuozhanghe': '浊漳河', 'taihang': '太行水乡',
            'huguan': '壶关县', '壺關': '壶关县', 'qinyuan': '沁源县', 'lucheng': '潞城区',
        }.items():
            self.assertIn(name, self.names(query), query)
        self.assertEqual(self.results('八泉峡')[0]['match'], 'exact')
        self.assertEqual(self.results('bqx')[0]['match'], 'initials')
        self.assertEqual(self.names('zhangzi')[0], '长子县')
        self.assertEqual(self.names('changzhi')[0], '长治市')

    def test_feature(self):
        first = self.results('八泉峡')[0]
        self.assertEqual((first['layer'], first['id'], first['kind']), ('scenic', 'scenic-001', '峡谷'))
        self.assertAlmostEqual(first['lon'], 113.56, 6)
        self.assertAlmostEqual(first['lat'], 35.95, 6)

    def test_names_do_not_change_with_the_language(self):
        self.assertEqual(self.names('baquanxia'), self.names('baquanxia', LANGUAGE='zh_CN'))

    def test_fuzzy(self):
        self.assertNotIn('长子县', self.names('zangzi'))
        self.assertIn('长子县', self.names('zangzi', '--fuzzy'))

    def test_coordinates(self):
        for query in ('36.19, 113.11', '113.11,36.19', 'N36.19 E113.11', '36°11′24″ 113°06′36″', '东经113度6.6分 北纬36度11.4分'):
            first = self.results(query)[0]
            self.assertEqual((first['layer'], first['id'], first['kind']), (None, None, 'coordinates'), query)
            self.assertAlmostEqual(first['lon'], 113.11, 6)
            self.assertAlmostEqual(first['lat'], 36.19, 6)
        grid = self.results('4006000, 420000')[0]
        self.assertEqual(grid['match'], 'grid')
        self.assertTrue(113 < grid['lon'] < 113.2 and 36.1 < grid['lat'] < 36.3, grid)

    def test_milestone(self):
        """Where locate says that it is."""
        found = [r for r in self.results('武乡 K12+300') if r['kind'] == 'milestone']
        self.assertTrue(found)
        for result in found:
            self.assertEqual(result['layer'], 'taihang1')
            self.assertTrue(result['name'].endswith(' K12+300'), result)
        segments = [r for r in self.results('K12+300', '--limit', 200) if r['kind'] == 'milestone']
        self.assertGreater(len(segments), 20)
        done = subprocess.run([PROGRAM, 'locate', 'K12+300', '--segment', 'taihang1-huguan-03'], capture_output=True, text=True, check=True)
        place = json.loads(done.stdout)
        self.assertIn((round(place['lon'], 5), round(place['lat'], 5)), [(round(r['lon'], 5), round(r['lat'], 5)) for r in segments])
        done = run('武乡 K900')
        self.assertEqual((done.returncode, len(done.stdout.splitlines())), (0, 1), done.stdout)
        self.assertIn('K900+000 is past the end of', done.stdout)

    def test_layer(self):
        self.assertIn(('scenic', 'layer'), [(r['layer'], r['kind']) for r in self.results('Scenic spots')])

    def test_limit(self):
        self.assertEqual(len(self.results('s', '--limit', 3)), 3)
        self.assertEqual(len(self.results('s')), 20)
        self.assertEqual(self.results('s', '--limit', 3), self.results('s', '--limit', 50)[:3])

    def test_text(self):
        done = run('八泉峡', '--limit', 1, LANGUAGE='zh_CN')
        self.assertEqual(done.returncode, 0)
        self.assertEqual(len(done.stdout.splitlines()), 1)
        self.assertRegex(done.stdout, r'113\.56000 +35\.95000')

    def test_nothing(self):
        self.assertEqual(self.results('xqzwvv'), [])
        done = run('太航山')
        self.assertEqual(done.returncode, 0)
        self.assertIn('太航山', done.stdout)
        self.assertIn('太行山', done.stdout)

    def test_file(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, 'mine.geojson')
            path.write_text(json.dumps({'type': 'FeatureCollection', 'features': [
                {'type': 'Feature', 'id': i, 'properties': {'名称': name}, 'geometry': {'type': 'Point', 'coordinates': [112 + i, 36]}}
                for i, name in enumerate(['<b>紅豆峡</b>', '红豆峡\u202e\x1b[31m', '别处'])]}), encoding='utf-8')
            found = self.results('hongdou', path)
            self.assertEqual({result['id'] for result in found}, {'0', '1'})
            self.assertEqual({result['layer'] for result in found}, {'mine.geojson'})
            self.assertEqual(self.results('八泉峡', path), [])
            self.assertNotIn('\x1b', run('hongdou', path).stdout)

    def test_odd_queries(self):
        for query in ('', ' ', '，', '\u0301', '🏔️', '<b>&', '%s%n', '\u202e', 'a' * 10000, '峡' * 10000, '-1', '0', '*', '[', '\\', "'"):
            done = run('--json', '--', query)
            self.assertEqual((done.returncode, done.stderr), (0, ''), query[:20])
            json.loads(done.stdout)

    def test_wrong_use(self):
        for arguments in ((), ('--limit', '0', 'x'), ('--limit', 'x', 'x'), ('--nonsense', 'x')):
            done = run(*arguments)
            self.assertEqual((done.returncode, done.stdout), (2, ''), arguments)
            self.assertIn('taihang-atlas search --help', done.stderr)
        done = run('x', '/nowhere/at-all.geojson')
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        self.assertIn('at-all.geojson', done.stderr)
        self.assertEqual(run('--help').returncode, 0)


unittest.main(argv=[sys.argv[0]], warnings='ignore')
