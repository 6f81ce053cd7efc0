#!/usr/bin/env python3
"""Files that are broken, hostile or something else: each gives one sentence that names it, exit status 1, and nothing else
happens; or its good features are kept and the bad ones are counted with reasons.

usage: bad-input.py PROGRAM READER
"""

import json
import os
import stat
import subprocess

from atlas_case import Case, READER, main, need

HEAD = '{"type":"FeatureCollection","features":['
GOOD = '{"type":"Feature","properties":{"n":1},"geometry":{"type":"Point","coordinates":[113,36]}}'
KML = '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>'
TRACK = '<Placemark><name>t</name><gx:Track><gx:coord>113 36 0</gx:coord><gx:coord>113.1 36 0</gx:coord></gx:Track></Placemark>'
SPOT = '<Placemark><name>p</name><Point><coordinates>113,36</coordinates></Point></Placemark>'
VRT = ('<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/vsicurl/http://127.0.0.1:9/x.geojson</SrcDataSource>'
       '</OGRVRTLayer></OGRVRTDataSource>')
LAUGH = '<!DOCTYPE l [<!ENTITY a0 "lol">%s]>' % ''.join(
    f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 9))

REFUSED = {
    'empty.geojson': '',
    'page.geojson': '<!DOCTYPE html><html><body>Please log in</body></html>',
    'page.kml': '<html><body>Please log in</body></html>',
    'page.shp': '<html><body>Please log in</body></html>',
    'page.gpkg': '<html><body>Please log in</body></html>',
    'page.csv': '<html><body>Please log in</body></html>',
    'words.geojson': 'These are no features.\n',
    'cut.geojson': HEAD + GOOD + ',' + GOOD[:60],
    'cut-after.geojson': HEAD + GOOD,
    'cut-short.geojson': '{"type":"Fea',
    'trailing.geojson': HEAD + GOOD + ']} and more',
    'deep.geojson': '[' * 200000,
    'deep-closed.geojson': '[' * 200000 + ']' * 200000,
    'deep-features.geojson': HEAD + '[' * 200000,
    'deep-value.geojson': HEAD + GOOD.replace('1}', '[' * 200000 + ']' * 200000 + '}') + ']}',
    'deep-objects.geojson': HEAD + GOOD.replace('1}', '{"a":' * 200000 + '1' + '}' * 200001) + ']}',
    'other.json': '{"name":"package","version":"1.0.0"}',
    'list.json': '[1,2,3]',
    'no-features.geojson': '{"type":"FeatureCollection"}',
    'wrong-features.geojson': '{"type":"FeatureCollection","features":5}',
    'all-off-earth.geojson': HEAD + GOOD.replace('113,36', '1e308,1e308') + ']}',
    'all-nan.geojson': HEAD + GOOD.replace('113,36', 'NaN,NaN') + ']}',
    'all-infinite.geojson': HEAD + GOOD.replace('113,36', '1e999,36') + ']}',
    'evil.geojson': VRT,
    'evil.vrt': VRT,
    'evil.gml': VRT.replace('<OGRVRTDataSource>', '<OGRVRTDataSource xmlns:gml="http://www.opengis.net/gml">'),
    'track.kml': KML + TRACK + '</Document></kml>',
    'cut.kml': KML + SPOT + '<Placemark>',
    'laugh.kml': '<?xml version="1.0"?>' + LAUGH + '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
                 + SPOT.replace('p</name>', '&a8;</name>') + '</Document></kml>',
    'cut.gpx': '<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="36" lon="113"><na',
    'plain.csv': 'name,value\nx,1\n',
    'blank.csv': '\n\n',
    'noise.shp': bytes(range(256)) * 40,
    'noise.dat': bytes(range(255, -1, -1)) * 40,
    'zip.kmz': b'PK\x03\x04' + b'\0' * 100,
    'picture.geojson': b'\x89PNG\r\n\x1a\n' + b'\0' * 100,
    'half.gpkg': b'SQLite format 3\0' + b'\x10\0' * 2000,
    'half.fgb': b'fgb\x03fgb\x00' + b'\xff' * 64,
    '%s%n <b>&.geojson': 'broken',
}


class BadInput(Case):
    def assert_refused(self, path, *arguments):
        name = os.path.basename(path)
        before = self.snapshot()
        result = self.run_program('info', *arguments, path)
        self.assertEqual(result.returncode, 1, result.stdout + result.stderr)
        self.assertEqual(result.stdout, '')
        self.assertEqual(result.stderr.count('\n'), 1, result.stderr)
        self.assertIn(name, result.stderr)
        self.assertRegex(result.stderr.strip(), r'^taihang-atlas: .*[.?]$')
        for word in 'CRITICAL', 'WARNING', 'ERROR', 'Success', '(null)', 'GDAL':
            self.assertNotIn(word, result.stderr)
        self.assertEqual(self.snapshot(), before)
        return result.stderr

    def test_refused(self):
        for name, contents in REFUSED.items():
            with self.subTest(name):
                self.assert_refused(self.write(name, contents))

    def test_reader_alone_refuses_them_too(self):
        for name, contents in REFUSED.items():
            with self.subTest(name):
                path = self.write(name, contents)
                result = subprocess.run([READER, '--output', self.path('out.tai'), path], capture_output=True, text=True)
                self.assertEqual((result.returncode, result.stdout), (1, ''))
                self.assertIn(name, result.stderr)
                self.assertFalse([left for left in os.listdir(self.folder) if left.startswith('out.tai')])
                os.remove(path)

    def test_sentences(self):
        for name, words in {'page.geojson': 'web page', 'evil.geojson': 'refers to other', 'cut.geojson': 'line 1, character',
                            'deep-value.geojson': 'nested too deeply', 'plain.csv': 'longitude and latitude',
                            'track.kml': 'gx:Track', 'zip.kmz': 'Unpack', 'empty.geojson': 'empty'}.items():
            with self.subTest(name):
                self.assertIn(words, self.assert_refused(self.write(name, REFUSED[name])))

    def test_not_a_file(self):
        os.mkdir(self.path('folder.geojson'))
        os.mkfifo(self.path('fifo.geojson'))
        os.symlink(self.path('nowhere'), self.path('dangling.geojson'))
        os.symlink('/dev/zero', self.path('zero.geojson'))
        for name in 'folder.geojson', 'fifo.geojson', 'dangling.geojson', 'zero.geojson', 'missing.geojson':
            with self.subTest(name):
                self.assert_refused(self.path(name))

    def test_no_permission(self):
        if os.geteuid() == 0:
            self.skipTest('everything is open to root')
        path = self.write('closed.geojson', HEAD + GOOD + ']}')
        os.chmod(path, 0)
        self.assertIn('permission', self.assert_refused(path))
        os.chmod(path, stat.S_IRUSR)

    def info(self, name, contents):
        result = self.run_program('info', '--json', self.write(name, contents))
        self.assertEqual((result.returncode, result.stderr), (0, ''))
        return json.loads(result.stdout)['layers'][0]

    def test_good_features_stay(self):
        bad = [
            GOOD.replace('113,36', '1e308,1e308'), GOOD.replace('113,36', 'NaN,36'), GOOD.replace('113,36', '"a",36'),
            GOOD.replace('113,36', '1e999,36'), GOOD.replace('113,36', '181,36'), GOOD.replace('113,36', '113,-91'),
            GOOD.replace('"Point"', '"Pointer"'), GOOD.replace('"Point","coordinates":[113,36]', '"LineString","coordinates":[[1,2]]'),
        ]
        layer = self.info('some.geojson', HEAD + ','.join([GOOD, *bad, GOOD]) + ']}')
        self.assertEqual((layer['features'], layer['skipped']), (2, len(bad)))
        layer = self.info('tracks.kml', KML + TRACK + SPOT + '</Document></kml>')
        self.assertEqual((layer['features'], layer['skipped']), (1, 1))
        layer = self.info('rows.csv', 'lon,lat,n\n113,36,1\n999,36,2\n')
        self.assertEqual((layer['features'], layer['skipped']), (1, 1))

    def test_reasons_are_told(self):
        path = self.write('some.geojson', HEAD + GOOD + ',' + GOOD.replace('113,36', '999,36') + ']}')
        result = self.run_program('info', path)
        self.assertEqual(result.returncode, 0)
        self.assertIn('999', result.stdout)
        self.assertIn('2', result.stdout)

    def test_odd_but_good(self):
        layer = self.info('latin.geojson', (HEAD + GOOD.replace('1}', '"caf\xe9"}') + ']}').encode('latin-1'))
        self.assertEqual((layer['features'], layer['skipped']), (1, 0))
        layer = self.info('no-fields.geojson', HEAD + GOOD.replace('"n":1', '') + ']}')
        self.assertEqual((layer['features'], layer['fields']), (1, []))
        layer = self.info('mark.geojson', '\ufeff' + HEAD + GOOD + ']}')
        self.assertEqual(layer['features'], 1)
        layer = self.info('nothing.geojson', HEAD + ']}')
        self.assertEqual((layer['features'], layer['extent']), (0, None))
        layer = self.info('GeoJSON:http___x.geojson', HEAD + GOOD + ']}')
        self.assertEqual(layer['features'], 1)

    def test_missing_crs(self):
        need('ogr2ogr')
        source = self.write('p.geojson', HEAD + GOOD + ']}')
        for crs, good in ('EPSG:4546', False), ('EPSG:4326', True):
            name = crs.replace(':', '-') + '.shp'
            subprocess.run(['ogr2ogr', '-q', '-t_srs', crs, self.path(name), source], check=True)
            os.remove(self.path(name.replace('.shp', '.prj')))
            if good:
                self.assertEqual(self.run_program('info', self.path(name)).returncode, 0)
            else:
                self.assertIn('coordinate system', self.assert_refused(self.path(name)))

    def test_cut_at_every_place(self):
        """Files of each binary format, cut short: a sentence or what there is, never a crash, never a word from GDAL."""
        need('ogr2ogr')
        source = self.write('p.geojson', HEAD + ','.join(GOOD.replace('113', f'113.{i}') for i in range(10, 60)) + ']}')
        for suffix in '.shp', '.gpkg', '.fgb', '.gml', '.kml', '.geojson':
            whole = self.path('whole' + suffix)
            subprocess.run(['ogr2ogr', '-q', whole, source], check=True)
            with open(whole, 'rb') as file:
                contents = file.read()
            for i in range(1, 8):
                with self.subTest(suffix=suffix, part=i):
                    path = self.write('cut' + suffix, contents[:len(contents) * i // 8])
                    result = self.run_program('info', '--no-cache', path)
                    self.assertIn(result.returncode, (0, 1))
                    self.assertNotIn('stopped while reading', result.stderr)
                    if result.returncode == 1:
                        self.assertIn('cut' + suffix, result.stderr)
                    os.remove(path)


if __name__ == '__main__':
    main()
