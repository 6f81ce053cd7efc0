#!/usr/bin/env python3
"""The command check: each broken file of tests/data/check, which is named after its trick, gives the finding that it is there
for; good files give none; exit status, JSON and text are as the man page says.

usage: check.py PROGRAM READER
"""

import json
import os
import pathlib

from atlas_case import Case, main

DATA = pathlib.Path(__file__).resolve().parents[1] / 'data' / 'check'
ERROR, WARNING = 'error', 'warning'

# Trick -> what has to be found: rule, severity, feature (id, or its number when it has none; None: the layer), field.
FOUND = {
    'attribute': ('attribute', ERROR, None, 'restoration_projects_total'),
    'border': ('coverage-edge', ERROR, 'c-1', None),
    'bow-tie': ('geometry-valid', ERROR, 'a-1', None),
    'byte-order-mark': ('byte-order-mark', ERROR, None, None),
    'chinese-in-english': ('text-english', ERROR, 'a-1', 'name_en'),
    'clockwise': ('ring-direction', ERROR, 'a-1', None),
    'crs': ('crs', ERROR, None, None),
    'cut': ('file', ERROR, None, None),
    'decimals': ('decimals', WARNING, 'a-1', None),
    'empty': ('file', ERROR, None, None),
    'empty-text': ('text-empty', ERROR, 'a-1', 'alias'),
    'escape-codes': ('value-words', ERROR, 'a-1', 'theme'),
    'gap': ('coverage-gap', ERROR, 'c-1', None),
    'gb18030': ('encoding', ERROR, 'a-1', None),
    'id-missing': ('id-missing', ERROR, 1, None),
    'id-number': ('id-form', WARNING, '7', None),
    'id-twice': ('id-twice', ERROR, 'a-1', None),
    'missing-field': ('field-missing', ERROR, 'a-1', 'source'),
    'multi': ('geometry-kind', ERROR, 'a-1', None),
    'nan': ('unreadable', ERROR, 2, None),
    'no-chinese-name': ('name-chinese', WARNING, 'a-1', 'name'),
    'no-collection': ('collection', ERROR, None, None),
    'no-english': ('twin', ERROR, 'a-1', 'note_en'),
    'not-joined': ('flows-into', ERROR, 'r-2', 'mouth_id'),
    'null-value': ('value-null', ERROR, 'a-1', 'figures'),
    'number-as-text': ('value-type', ERROR, 'a-1', 'accuracy_m'),
    'off-earth': ('unreadable', ERROR, 2, None),
    'one-line': ('lines', WARNING, None, None),
    'open-ring': ('ring-closed', ERROR, 'a-1', None),
    'outside': ('place-area', ERROR, 'a-1', None),
    'overlap': ('coverage-overlap', ERROR, 'c-1', None),
    'point-twice': ('point-twice', ERROR, 'a-2', None),
    'question-mark': ('text-unknown', ERROR, 'a-1', 'note'),
    'spike': ('spike', WARNING, 'a-1', None),
    'sum': ('sum', ERROR, None, 'length_km'),
    'swapped': ('place-area', ERROR, 'a-2', None),
    'swapped-all': ('place-area', ERROR, 'a-1', None),
    'too-small': ('value-limit', ERROR, 'a-1', 'accuracy_m'),
    'two-networks': ('network', ERROR, 't-3', None),
    'unknown-field': ('field-unknown', WARNING, None, 'colour'),
    'upstream': ('flows-into', ERROR, 'r-2', 'mouth_id'),
    'vertex-twice': ('vertex-twice', WARNING, 'a-1', None),
    'word': ('value-words', ERROR, 'a-1', 'theme'),
    'wrong-county': ('inside', ERROR, 'a-1', 'county'),
    'zero-length': ('line-zero', ERROR, 'a-1', None),
}
PLACES = {
    'bow-tie': (113.11333, 36.20667), 'gap': (113.0975, 36.075), 'overlap': (113.095, 36.05), 'outside': (121.5, 31.2),
    'upstream': (112.3, 36.1), 'not-joined': (112.3, 36.1), 'two-networks': (113.3, 36), 'id-twice': (113.11, 36.2),
    'spike': (113.11, 36.25), 'border': (113.1, 36.04), 'clockwise': (113.1, 36.2),
}
SCHEMAS = {
    'border': 'counties', 'gap': 'counties', 'overlap': 'counties', 'not-joined': 'rivers', 'upstream': 'rivers',
    'sum': 'taihang1', 'two-networks': 'taihang1',
}


class Check(Case):
    reports = {}

    def check(self, *arguments, **environment):
        result = self.run_program('check', '--json', *arguments, **environment)
        self.assertEqual(result.stderr, '')
        report = json.loads(result.stdout)
        self.assertEqual(result.returncode, 1 if report['errors'] else 0)
        return report

    def check_data(self, trick):
        if trick not in self.reports:
            self.reports[trick] = self.check('--schema', SCHEMAS.get(trick, 'key-projects'), str(DATA / (trick + '.geojson')))
            self.assertEqual(len(self.reports[trick]['layers']), 1)
        return self.reports[trick]

    def test_every_file_is_tested(self):
        names = {path.stem for path in DATA.glob('*.geojson')}
        self.assertEqual(names, set(FOUND) | {'good', 'no-features'})

    def test_tricks(self):
        for trick, wanted in FOUND.items():
            with self.subTest(trick):
                findings = self.check_data(trick)['layers'][0]['findings']
                found = [finding for finding in findings
                         if (finding['rule'], finding['severity'], finding['feature'], finding['field']) == wanted]
                self.assertTrue(found, findings)
                self.assertRegex(found[0]['message'], r'[.?]$')
                if trick in PLACES:
                    self.assertAlmostEqual(found[0]['lon'], PLACES[trick][0], places=4)
                    self.assertAlmostEqual(found[0]['lat'], PLACES[trick][1], places=4)

    def test_one_trick_a_file(self):
        """A wrong thing is told once: no file has errors beyond what its trick brings with it."""
        many = {'empty-text': 2, 'gb18030': 6, 'missing-field': 2, 'no-collection': 2, 'question-mark': 2, 'swapped': 2,
                'swapped-all': 2}
        for trick, wanted in FOUND.items():
            if SCHEMAS.get(trick, 'key-projects') != 'key-projects':
                continue
            with self.subTest(trick):
                report = self.check_data(trick)
                self.assertLessEqual(report['errors'], many.get(trick, 1 if wanted[1] == ERROR else 0), report)
                self.assertLessEqual(report['warnings'], 0 if wanted[1] == ERROR else 1, report)

    def test_good(self):
        for trick in 'good', 'no-features':
            report = self.check_data(trick)
            self.assertEqual((report['errors'], report['warnings']), (0, 0), report)
            self.assertEqual(report['layers'][0]['layer'], 'key-projects')
            self.assertEqual(report['layers'][0]['file'], trick + '.geojson')
        result = self.run_program('check', '--schema', 'key-projects', str(DATA / 'good.geojson'))
        self.assertEqual(result.stdout, 'key-projects: 4 features, 0 errors, 0 warnings\n0 errors, 0 warnings in 1 layer\n')
        self.assertEqual((result.returncode, result.stderr), (0, ''))

    def test_schema_by_name(self):
        path = self.write('key-projects.geojson', (DATA / 'word.geojson').read_bytes())
        report = self.check(path)
        self.assertEqual([finding['rule'] for finding in report['layers'][0]['findings']], ['value-words'])

    def test_without_schema(self):
        report = self.check(str(DATA / 'clockwise.geojson'), str(DATA / 'word.geojson'))
        self.assertEqual([layer['layer'] for layer in report['layers']], ['clockwise', 'word'])
        self.assertEqual([finding['rule'] for finding in report['layers'][0]['findings']], ['ring-direction', 'no-schema'])
        self.assertEqual([finding['rule'] for finding in report['layers'][1]['findings']], ['no-schema'])
        self.assertEqual((report['errors'], report['warnings']), (1, 0))

    def test_files_before_shipped_layers(self):
        """A rule looks into the layers that are named beside it first."""
        good = (DATA / 'good.geojson').read_bytes()
        projects = self.write('key-projects.geojson', good)
        counties = self.write('counties.geojson', (DATA / 'overlap.geojson').read_bytes())
        alone = self.check(projects)
        beside = self.check(projects, counties)['layers'][1]
        self.assertEqual(alone['errors'], 0)
        self.assertEqual(beside['layer'], 'key-projects')
        self.assertEqual({finding['rule'] for finding in beside['findings']}, {'inside'})

    def test_most(self):
        features = ',\n'.join('{"type":"Feature","id":"x","properties":{},"geometry":{"type":"Point","coordinates":[%d,36]}}' % i
                              for i in range(80, 120))
        path = self.write('many.geojson', '{"type":"FeatureCollection","features":[\n' + features + '\n]}')
        for most, listed in ((), 20), (('--max', '3'), 3), (('--max', '0'), 39):
            report = self.check(*most, path)
            findings = [finding for finding in report['layers'][0]['findings'] if finding['rule'] == 'id-twice']
            self.assertEqual(len(findings), listed)
            self.assertEqual(report['errors'], 39)
            self.assertEqual(sum(more['count'] for more in report['layers'][0]['more']), 39 - listed)
        text = self.run_program('check', '--max', '3', path).stdout
        self.assertIn('    and 36 more [id-twice]\n', text)
        self.assertIn('many: 40 features, 39 errors, 0 warnings\n', text)
        self.assertTrue(text.endswith('39 errors, 0 warnings in 1 layer\n'), text)

    def test_text(self):
        result = self.run_program('check', '--schema', 'rivers', str(DATA / 'upstream.geojson'))
        self.assertEqual(result.returncode, 1)
        lines = result.stdout.splitlines()
        self.assertEqual(lines[0], 'rivers: 2 features, 1 error, 0 warnings')
        self.assertRegex(lines[1], r'^  error  r-2 \(112\.30000, 36\.10000\)  mouth_id: It runs upstream.* \[flows-into\]$')
        self.assertEqual(lines[2:], ['1 error, 0 warnings in 1 layer'])

    def test_text_is_clean(self):
        """What a file says cannot command the terminal."""
        result = self.run_program('check', '--schema', 'key-projects', str(DATA / 'escape-codes.geojson'))
        self.assertNotIn('\x1b', result.stdout)
        self.assertNotIn('\u202e', result.stdout)
        self.assertEqual(len(result.stdout.splitlines()), 3)

    def test_other_formats(self):
        path = self.write('wells.csv', 'name,lon,lat\nx,113,36\ny,113.1,36.1\nx,113,36\n')
        report = self.check(path)
        self.assertEqual([(finding['rule'], finding['severity']) for finding in report['layers'][0]['findings']],
                         [('point-twice', ERROR), ('no-schema', 'note')])

    def test_strange_files(self):
        """Nothing that is no map makes it fall, wait or read for ever."""
        os.mkfifo(self.path('fifo.geojson'))
        deep = '{"type":"FeatureCollection","features":' + '[' * 300000
        strange = {
            'deep.geojson': deep, 'noise.geojson': bytes(range(256)) * 3000, 'brace.geojson': '{', 'quote.geojson': '{"',
            'words.geojson': '{"features":[{"properties":{"a":NaN,"b":\\u12,"c":"\\ud800\\u0000\\q","d":1e999}}]}',
            'mark.geojson': b'\xef\xbb', 'half.geojson': b'{"type":"FeatureCollection","features":[{"id":"\xf0\x9f', 'package.json': '{"a":1}',
        }
        paths = [self.write(name, contents) for name, contents in strange.items()]
        for path in paths + [self.path('fifo.geojson'), self.folder, self.path('none.geojson'), '/dev/zero', 'http://127.0.0.1:9/x.geojson']:
            with self.subTest(path):
                result = self.run_program('check', path)
                self.assertEqual((result.returncode, result.stderr), (1, ''))
                self.assertIn('[file]', result.stdout)
        result = self.run_program('check', str(DATA / 'good.geojson'), self.path('none.geojson'))
        self.assertEqual(result.returncode, 1)
        self.assertIn('good: 4 features', result.stdout)

    def test_wrong_use(self):
        good = str(DATA / 'good.geojson')
        for arguments in [], ['--max', '-1', good], ['--max', 'x', good], ['--schema', 'none', good], ['--none', good], \
                ['--schema', 'rivers', good, good]:
            with self.subTest(arguments):
                result = self.run_program('check', *arguments)
                self.assertEqual((result.returncode, result.stdout), (2, ''))
                self.assertIn('taihang-atlas check --help', result.stderr)
        self.assertIn('key-projects', self.run_program('check', '--schema', 'none', good).stderr)

    def test_chinese(self):
        result = self.run_program('check', '--schema', 'key-projects', str(DATA / 'bow-tie.geojson'), LC_ALL='zh_CN.UTF-8')
        if result.stdout.startswith('key-projects: 1 feature'):
            self.skipTest('there is no Chinese locale')
        self.assertIn('错误', result.stdout)


main()
