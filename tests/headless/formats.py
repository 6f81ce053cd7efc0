#!/usr/bin/env python3
"""Every format that is read, compared with what GDAL's own programs say of the same file.

usage: formats.py PROGRAM READER
"""

import json
import re
import subprocess

from atlas_case import Case, main, need

TYPES = {
    'Integer': 'integer', 'Integer64': 'integer', 'Integer(Boolean)': 'boolean', 'Integer(Int16)': 'integer',
    'Real': 'real', 'Real(Float32)': 'real', 'String': 'string', 'String(JSON)': 'json', 'Date': 'date', 'Time': 'time',
    'DateTime': 'datetime', 'IntegerList': 'list', 'Integer64List': 'list', 'RealList': 'list', 'StringList': 'list',
}
# "name: String (0.0)", "at: DateTime(100)", "gml_id: String (0.0) NOT NULL": each GDAL writes its own.
FIELD = r'^(\S[^:\n]*): (%s)(?=[ (\n]|$)' % '|'.join(map(re.escape, sorted(TYPES, key=len, reverse=True)))


def feature(properties, geometry, **members):
    return {'type': 'Feature', **members, 'properties': properties, 'geometry': geometry}


def collection(*features):
    return json.dumps({'type': 'FeatureCollection', 'features': list(features)}, ensure_ascii=False)


def point(*coordinates):
    return {'type': 'Point', 'coordinates': coordinates}


POINTS = collection(*(
    feature({'name': f'名称 {i}', 'n': i, 'big': 2 ** 40 + i, 'v': i * 1.5, 'yes': i % 2 == 0, 'day': f'2024-01-{i + 1:02}',
             'at': '2024-01-02T03:04:05+08:00'}, point(113 + i * 0.01, 36 + i * 0.02)) for i in range(20)))
LINES = collection(*(
    feature({'name': f'线 {i}', 'n': i}, {'type': 'MultiLineString', 'coordinates': [
        [[113 + i * 0.01, 36, 100], [113.1, 36.1, 200]], [[113, 36, 0], [112, 35, 0]]]}) for i in range(5)))
AREAS = collection(*(
    feature({'name': f'面 {i}', 'n': i}, {'type': 'Polygon', 'coordinates': [
        [[113 + i * 0.01, 36], [113.2, 36], [113.2, 36.2], [113, 36.2], [113 + i * 0.01, 36]],
        [[113.11, 36.11], [113.12, 36.11], [113.12, 36.12], [113.11, 36.11]]]}) for i in range(5)))
SETS = {'points': POINTS, 'lines': LINES, 'areas': AREAS}


def ask_gdal(path):
    """-> {layer: {'features', 'extent' or None, 'fields'}} from ogrinfo."""
    text = subprocess.run(['ogrinfo', '-ro', '-al', '-so', path], capture_output=True, text=True, check=True).stdout
    layers = {}
    for part in re.split(r'^Layer name: ', text, flags=re.MULTILINE)[1:]:
        extent = re.search(r'^Extent: \((\S+), (\S+)\) - \((\S+), (\S+)\)', part, re.MULTILINE)
        layers[part.split('\n', 1)[0]] = {
            'features': int(re.search(r'^Feature Count: (\d+)', part, re.MULTILINE)[1]),
            'extent': [float(number) for number in extent.groups()] if extent else None,
            'fields': re.findall(FIELD, part, re.MULTILINE),
        }
    return layers


class Formats(Case):
    def info(self, path, *arguments):
        result = self.run_program('info', path, '--json', *arguments)
        self.assertEqual((result.returncode, result.stderr), (0, ''))
        return json.loads(result.stdout)['layers']

    def assert_extent(self, found, expected):
        for one, other in zip(found, expected):
            self.assertAlmostEqual(one, other, places=5)

    def check(self, path, geographic=None, types=True):
        """Compares with ogrinfo; @geographic is the same data in WGS 84, to compare extents with."""
        expected = ask_gdal(path)
        degrees = ask_gdal(geographic) if geographic else expected
        layers = self.info(path, '--no-cache')
        self.assertEqual([layer['name'] for layer in layers], list(expected))
        for layer, in_degrees in zip(layers, degrees.values()):
            gdal = expected[layer['name']]
            self.assertEqual(layer['features'], gdal['features'])
            self.assertEqual(layer['skipped'], 0)
            self.assert_extent(layer['extent'], in_degrees['extent'])
            self.assertEqual([field['name'] for field in layer['fields']], [name for name, _ in gdal['fields']])
            if types:
                self.assertEqual([field['type'] for field in layer['fields']], [TYPES[kind] for _, kind in gdal['fields']])
        return layers

    def convert(self, source, name, *options):
        subprocess.run(['ogr2ogr', '-q', self.path(name), source, *options], check=True, stderr=subprocess.DEVNULL)
        return self.path(name)

    def check_all(self, suffix, *options, types=True, **expected):
        need('ogr2ogr', 'ogrinfo')
        for name, text in SETS.items():
            with self.subTest(name):
                source = self.write(f'{name}.geojson', text)
                layers = self.check(self.convert(source, f'{name}-made{suffix}', *options), source, types)
                for key, value in expected.items():
                    self.assertEqual(layers[0][key], value)

    def test_attributes(self):
        """What a GeoJSON layer says about itself: before the features and of single values, else it is not there."""
        head = '{"type":"FeatureCollection",'
        tail = '"features":[' + json.dumps(feature({'attributes': {'no': 1}}, point(113, 36))) + ']'
        some = '"attributes":{"official_total":102,"km":1286.5,"text":"}\\"]","yes":true,"list":[1],"nothing":null}'
        kept = {'official_total': 102, 'km': 1286.5, 'text': '}"]', 'yes': True}
        for text, expected in (
                (f'{head}\n {some} ,\r\n{tail}}}', kept),
                (f'\ufeff{head}"crs":null,"bbox":[1,2,[3]],{some},{tail}}}', kept),
                (f'{head}"name":"\\\\","a":{{"attributes":{{"x":1}}}},{tail}}}', {}),
                (f'{head}{tail},{some}}}', {}),
                (f'{head}"x":"{"y" * 70000}",{some},{tail}}}', {}),
                (f'{head}"attributes":[1],{tail}}}', {}),
                (f'{head}"attributes":{{}},{tail}}}', {}),
                (f'{head}"attributes":{{"a":{"[" * 40}{"]" * 40}}},{tail}}}', {})):
            layer, = self.info(self.write('some.geojson', text), '--no-cache')
            self.assertEqual((layer['features'], layer['attributes']), (1, expected), text[:100])
        result = self.run_program('info', self.write('sponge.geojson', f'{head}{some},{tail}}}'))
        self.assertIn('Projects in all, as published: 102\n', result.stdout)

    def test_geojson(self):
        need('ogrinfo')
        kinds = {'points': 'Point', 'lines': 'MultiLineString', 'areas': 'Polygon'}
        for name, text in SETS.items():
            layers = self.check(self.write(f'{name}.geojson', text))
            self.assertEqual(layers[0]['geometry'], kinds[name])
            self.assertEqual(layers[0]['crs'], 'EPSG:4326')

    def test_geojson_sequence(self):
        self.check_all('.geojsonl', crs='EPSG:4326')

    def test_shapefile(self):
        self.check_all('.shp', '-f', 'ESRI Shapefile', '-lco', 'ENCODING=UTF-8', '-a_srs', 'EPSG:4326',
                       crs='EPSG:4326')

    def test_shapefile_web_mercator(self):
        self.check_all('.shp', '-f', 'ESRI Shapefile', '-t_srs', 'EPSG:3857', '-lco', 'ENCODING=UTF-8', crs='EPSG:3857')

    def test_geopackage(self):
        self.check_all('.gpkg', '-f', 'GPKG', '-dim', 'XY', crs='EPSG:4326')

    def test_geopackage_gauss_kruger(self):
        self.check_all('.gpkg', '-f', 'GPKG', '-t_srs', 'EPSG:4546', crs='EPSG:4546')

    def test_geopackage_cgcs2000(self):
        self.check_all('.gpkg', '-f', 'GPKG', '-t_srs', 'EPSG:4490', '-dim', 'XY', crs='EPSG:4490')

    def test_flatgeobuf(self):
        self.check_all('.fgb', '-f', 'FlatGeobuf', '-dim', 'XY', crs='EPSG:4326')

    def test_gml(self):
        self.check_all('.gml', '-f', 'GML', '-dim', 'XY', crs='EPSG:4326')

    def test_kml(self):
        need('ogr2ogr')
        for name, text in SETS.items():
            source = self.write(f'{name}.geojson', text)
            layer, = self.info(self.convert(source, f'{name}.kml', '-f', 'KML'))
            self.assertEqual(layer['features'], len(json.loads(text)['features']))
            self.assertEqual(layer['crs'], 'EPSG:4326')
            self.assertEqual([field['name'] for field in layer['fields']][:2], ['Name', 'Description'])

    def test_gpx(self):
        path = self.write('walk.gpx', '''<?xml version="1.0"?><gpx version="1.1" creator="t"
            xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="36.2" lon="113.1"><name>桥</name></wpt><trk><name>走</name>
            <trkseg><trkpt lat="36.2" lon="113.1"/><trkpt lat="36.3" lon="113.2"/></trkseg></trk></gpx>''')
        layers = {layer['name']: layer for layer in self.info(path)}
        self.assertEqual(layers['waypoints']['features'], 1)
        self.assertEqual(layers['tracks']['geometry'], 'MultiLineString')
        self.assert_extent(layers['tracks']['extent'], [113.1, 36.2, 113.2, 36.3])
        self.assertNotIn('routes', layers)

    def test_csv(self):
        need('ogr2ogr')
        source = self.write('points.geojson', POINTS)
        layer, = self.info(self.convert(source, 'xy.csv', '-f', 'CSV', '-lco', 'GEOMETRY=AS_XY'))
        self.assertEqual((layer['features'], layer['geometry']), (20, 'Point'))
        self.assert_extent(layer['extent'], [113, 36, 113.19, 36.38])
        self.assertEqual([field['type'] for field in layer['fields']],
                         ['real', 'real', 'string', 'integer', 'integer', 'real', 'integer', 'date', 'datetime'])
        source = self.write('areas.geojson', AREAS)
        layer, = self.info(self.convert(source, 'wkt.csv', '-f', 'CSV', '-lco', 'GEOMETRY=AS_WKT'))
        self.assertEqual((layer['features'], layer['geometry']), (5, 'Polygon'))

    def test_csv_chinese(self):
        text = '名称,经度,纬度,代码,电话\n甲,113.1,36.2,0012,0355-1\n乙,113.2,36.3,0013,\n丙,,,0014,\n'
        types = {'名称': 'string', '经度': 'real', '纬度': 'real', '代码': 'string', '电话': 'string'}
        for encoding in 'utf-8', 'utf-8-sig', 'gb18030':
            with self.subTest(encoding):
                layer, = self.info(self.write(f'{encoding}.csv', text.encode(encoding)))
                self.assertEqual((layer['features'], layer['skipped']), (3, 0))
                self.assert_extent(layer['extent'], [113.1, 36.2, 113.2, 36.3])
                self.assertEqual({field['name']: field['type'] for field in layer['fields']}, types)

    def test_csv_names(self):
        for lon, lat in ('lon', 'lat'), ('LNG', 'LAT'), ('Longitude', 'Latitude'), ('x', 'y'), ('wgs84_lon', 'wgs84_lat'):
            with self.subTest(lon):
                layer, = self.info(self.write(f'{lon}.csv', f'a,{lat},{lon}\n1,36.2,113.1\n'))
                self.assert_extent(layer['extent'], [113.1, 36.2, 113.1, 36.2])

    def test_topojson(self):
        path = self.write('t.topojson', json.dumps({
            'type': 'Topology', 'transform': {'scale': [0.0001, 0.0001], 'translate': [113, 36]},
            'objects': {'things': {'type': 'GeometryCollection', 'geometries': [
                {'type': 'LineString', 'id': 'l1', 'properties': {'name': 'x'}, 'arcs': [0]},
                {'type': 'Polygon', 'id': 'p1', 'properties': {'name': 'y', 'n': 3}, 'arcs': [[1]]}]}},
            'arcs': [[[0, 0], [1000, 1000]], [[0, 0], [1000, 0], [0, 1000], [-1000, -1000]]]}))
        layer, = self.info(path)
        self.assertEqual((layer['name'], layer['features'], layer['geometry']), ('things', 2, 'GeometryCollection'))
        self.assert_extent(layer['extent'], [113, 36, 113.1, 36.1])
        self.assertEqual([field['name'] for field in layer['fields']], ['name', 'n'])

    def test_geometry_types(self):
        shapes = [
            point(113, 36), point(113, 36, 900), None, {'type': 'LineString', 'coordinates': []},
            {'type': 'MultiPoint', 'coordinates': [[1, 2], [3, 4]]},
            {'type': 'LineString', 'coordinates': [[1, 2], [3, 4]]},
            {'type': 'MultiPolygon', 'coordinates': [[[[0, 0], [1, 0], [1, 1], [0, 0]]], [[[5, 5], [6, 5], [6, 6], [5, 5]]]]},
            {'type': 'GeometryCollection', 'geometries': [
                point(1, 2), {'type': 'GeometryCollection', 'geometries': [{'type': 'LineString', 'coordinates': [[1, 2], [9, 8]]}]}]},
            {'type': 'GeometryCollection', 'geometries': []},
        ]
        layer, = self.info(self.write('all.geojson', collection(*(feature({'n': i}, shape) for i, shape in enumerate(shapes)))))
        self.assertEqual((layer['features'], layer['skipped'], layer['geometry']), (len(shapes), 0, 'GeometryCollection'))
        self.assert_extent(layer['extent'], [0, 0, 113, 36])

    def test_curves(self):
        need('ogr2ogr')
        source = self.write('c.csv', 'WKT,n\n"CURVEPOLYGON (CIRCULARSTRING (113 36,114 37,115 36,114 35,113 36))",1\n')
        layer, = self.info(self.convert(source, 'c.gpkg', '-f', 'GPKG', '-a_srs', 'EPSG:4326', '-nlt', 'CURVEPOLYGON',
                                        '-oo', 'AUTODETECT_TYPE=YES'))
        self.assertEqual((layer['features'], layer['geometry']), (1, 'Polygon'))
        for one, other in zip(layer['extent'], [113, 35, 115, 37]):
            self.assertAlmostEqual(one, other, places=2)    # a polygon is a little inside its circle

    def test_ids(self):
        def ids(text):
            path = self.write('ids.geojson', text)
            result = self.run_program('identify', path, '--at', '113,36', '--radius', '100000', '--json')
            return [found['id'] for found in json.loads(result.stdout)['features']], self.info(path)[0]['fields']

        place = point(113, 36)
        found, fields = ids(collection(feature({'a': 1}, place, id='x-1'), feature({'a': 2}, place, id='x-2')))
        self.assertEqual(sorted(found), ['x-1', 'x-2'])
        self.assertEqual([field['name'] for field in fields], ['a'])
        found, fields = ids(collection(feature({'a': 1}, place, id=7)))
        self.assertEqual(found, ['7'])
        found, fields = ids(collection(feature({'id': 'own', 'a': 1}, place)))
        self.assertEqual([field['name'] for field in fields], ['id', 'a'])

    def test_several_layers(self):
        need('ogr2ogr', 'ogrinfo')
        both = self.convert(self.write('points.geojson', POINTS), 'both.gpkg', '-nln', 'first')
        self.convert(self.write('areas.geojson', AREAS), 'both.gpkg', '-nln', 'second', '-update')
        self.check(both)

    def test_shapefile_without_index(self):
        need('ogr2ogr')
        import os
        made = self.convert(self.write('points.geojson', POINTS), 'p.shp', '-lco', 'ENCODING=UTF-8')
        os.remove(self.path('p.shx'))
        before = self.snapshot()
        layer, = self.info(made)
        self.assertEqual(layer['features'], 20)
        self.assertEqual(self.snapshot(), before)

    def test_shapefile_gbk_without_codepage(self):
        need('ogr2ogr')
        import os
        made = self.convert(self.write('points.geojson', POINTS), 'g.shp', '-lco', 'ENCODING=GBK')
        os.remove(self.path('g.cpg'))
        with open(self.path('g.dbf'), 'r+b') as file:
            file.seek(29)
            file.write(b'\0')
        result = self.run_program('identify', made, '--at', '113,36', '--json')
        self.assertEqual(json.loads(result.stdout)['features'][0]['properties']['name'], '名称 0')

    def test_texts(self):
        texts = {'markup': '<b>x</b> & %s %n', 'bidi': 'a\u202eb\u2066c', 'long': '长' * 350000, 'nul': 'a\0b',
                 'quote': '"\\\n\t', 'escape': '\\u0000'}
        path = self.write('texts.geojson', collection(feature(texts, point(113, 36))).encode())
        result = self.run_program('identify', path, '--at', '113,36', '--json')
        found = json.loads(result.stdout)['features'][0]['properties']
        for key in texts:
            if key != 'nul':    # JSON for scripts may end a text there; the card is tested with it
                self.assertEqual(found[key], texts[key], key)
        self.assertTrue(found['nul'].startswith('a'))

    def test_cache_is_used_and_follows_the_file(self):
        import os
        # What is read in a twentieth of a second is not worth keeping.
        path = self.write('big.geojson', collection(*(feature({'n': i}, point(113, 36)) for i in range(300000))))
        first = self.info(path)
        kept = os.listdir(os.path.join(self.cache, 'tables'))
        self.assertEqual(len(kept), 1)
        self.assertEqual(self.info(path), first)
        self.write('big.geojson', collection(*(feature({'n': i}, point(113, 36)) for i in range(299999))))
        self.assertEqual(self.info(path)[0]['features'], 299999)


if __name__ == '__main__':
    main()
