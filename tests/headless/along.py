#!/usr/bin/env python3
"""The commands along, locate and nearest, held against the GeoJSON that the layers are made from.

usage: along.py PROGRAM SOURCE_ROOT

The oracle walks the drawn lines in steps of a few metres and measures on the ellipsoid by itself (mid-latitude formulas, good to a
millimetre in a kilometre); ways over the network are found by a search of its own.
"""
import csv, heapq, io, json, math, os, shutil, subprocess, sys, tempfile, unittest
import xml.etree.ElementTree as ElementTree

PROGRAM, ROOT = sys.argv[1], sys.argv[2]
A, E2 = 6378137.0, (2 - 1 / 298.257223563) / 298.257223563
STEP = 20.0


def run(*arguments, **environment):
    env = dict(os.environ, LC_ALL='C.UTF-8', **environment)
    for name in ('DISPLAY', 'WAYLAND_DISPLAY'):
        env.pop(name, None)
    if 'LANGUAGE' not in environment:
        env.pop('LANGUAGE', None)
    return subprocess.run([PROGRAM, *arguments], capture_output=True, encoding='utf-8', env=env, timeout=120)


def load(name):
    with open(os.path.join(ROOT, 'data', 'geo', name + '.geojson'), encoding='utf-8') as file:
        return json.load(file)['features']


def distance(a, b):
    """Metres, by the radii of curvature half-way."""
    phi = math.radians((a[1] + b[1]) / 2)
    w = 1 - E2 * math.sin(phi) ** 2
    x = math.radians(b[0] - a[0]) * A / math.sqrt(w) * math.cos(phi)
    y = math.radians(b[1] - a[1]) * A * (1 - E2) / w ** 1.5
    return math.hypot(x, y)


def walk(line, length):
    """(measure, place) each few metres, as long as is published."""
    drawn = sum(distance(a, b) for a, b in zip(line, line[1:]))
    at, places = 0.0, []
    for a, b in zip(line, line[1:]):
        edge = distance(a, b)
        steps = max(1, math.ceil(edge / STEP))
        for i in range(steps):
            part = i / steps
            places.append(((at + part * edge) * length / drawn, (a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1]))))
        at += edge
    places.append((length, tuple(line[-1])))
    return places


def k_of(metres):
    return f'K{int(metres + 0.5) // 1000}+{int(metres + 0.5) % 1000:03d}'


SEGMENTS = {feature['id']: feature for feature in load('taihang1')}


def length_of(feature):
    return 1000 * feature['properties'].get('length_km_official', feature['properties']['length_km'])


def shortest(start, end):
    """Metres between two nodes."""
    edges = {}
    for feature in SEGMENTS.values():
        a, b = feature['properties']['from_node'], feature['properties']['to_node']
        edges.setdefault(a, []).append((b, length_of(feature)))
        edges.setdefault(b, []).append((a, length_of(feature)))
    best, heap = {}, [(0.0, start)]
    while heap:
        at, node = heapq.heappop(heap)
        if node in best:
            continue
        best[node] = at
        for other, length in edges[node]:
            heapq.heappush(heap, (at + length, other))
    return best[end]


class Along(unittest.TestCase):
    def answer(self, *arguments):
        result = run('along', *arguments)
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout)

    def test_segments_against_a_walk(self):
        scenic = load('scenic')
        for segment, within in (('taihang1-huguan-05', 5), ('taihang1-wuxiang-07', 4), ('taihang1-pingshun-03', 8)):
            feature = SEGMENTS[segment]
            length = length_of(feature)
            places = walk(feature['geometry']['coordinates'], length)
            answer = self.answer('--segment', segment, '--within', str(within), '--once')
            self.assertAlmostEqual(answer['length_km'] * 1000, length, places=3)
            wanted = {}
            for spot in scenic:
                near = min((distance(spot['geometry']['coordinates'], place), measure) for measure, place in places)
                if near[0] <= within * 1000:
                    wanted[spot['id']] = near
            self.assertGreater(len(wanted), 2)
            self.assertEqual({item['id'] for item in answer['items']}, set(wanted))
            for order, item in enumerate(answer['items'], 1):
                off, measure = wanted[item['id']]
                self.assertEqual(item['order'], order)
                self.assertLess(abs(item['offset_m'] - off), STEP)
                self.assertLess(abs(item['chainage_km'] * 1000 - measure), 2 * STEP * 1.6 + (0 if off > 200 else STEP))
                self.assertEqual(item['k'], k_of(item['chainage_km'] * 1000))
                self.assertEqual(item['layer'], 'scenic')
                spot = next(spot for spot in scenic if spot['id'] == item['id'])
                self.assertEqual(item['name'], spot['properties']['name'])
                self.assertAlmostEqual(item['lon'], spot['geometry']['coordinates'][0], places=6)
                self.assertEqual(item['visit_min'], spot['properties'].get('visit_min'))
            chainages = [item['chainage_km'] for item in answer['items']]
            self.assertEqual(chainages, sorted(chainages))

    def test_side(self):
        answer = self.answer('--segment', 'taihang1-huguan-05', '--once')
        line = SEGMENTS['taihang1-huguan-05']['geometry']['coordinates']
        seen = set()
        for item in answer['items']:
            if item['offset_m'] < 300:
                continue
            foot = (item['foot_lon'], item['foot_lat'])
            i = min(range(len(line) - 1), key=lambda k: distance(line[k], foot) + distance(foot, line[k + 1]) - distance(line[k], line[k + 1]))
            cross = (line[i + 1][0] - line[i][0]) * (item['lat'] - foot[1]) - (line[i + 1][1] - line[i][1]) * (item['lon'] - foot[0])
            if 0.001 < item['chainage_km'] < answer['length_km'] - 0.001:
                self.assertEqual(item['side'], 'left' if cross > 0 else 'right')
                seen.add(item['side'])
        self.assertTrue(seen)

    def test_the_callers_question(self):
        answer = self.answer('--from', '平顺', '--to', '壶关', '--within', '5')
        self.assertAlmostEqual(answer['length_km'] * 1000, shortest('node-pingshun', 'node-huguan'), delta=0.2)
        names = [item['name'] for item in answer['items']]
        for name in ('九天圣母庙', '观音堂', '潞安府城隍庙'):
            self.assertIn(name, names)
        self.assertLess(names.index('九天圣母庙'), names.index('观音堂'))
        self.assertLess(names.index('观音堂'), names.index('潞安府城隍庙'))
        self.assertEqual([item['order'] for item in answer['items']], list(range(1, len(names) + 1)))
        for item, after in zip(answer['items'], answer['items'][1:]):
            self.assertAlmostEqual(item['to_next_km'], after['chainage_km'] - item['chainage_km'], places=3)

    def test_by_way_of(self):
        answer = self.answer('--from', '平顺县城', '--via', '通天峡', '--to', '壶关县城', '--within', '1')
        wanted = shortest('node-pingshun', 'node-tongtianxia') + shortest('node-tongtianxia', 'node-huguan')
        self.assertAlmostEqual(answer['length_km'] * 1000, wanted, delta=0.2)
        # There and back by the same road: passed twice.
        tower = [item for item in answer['items'] if item['name'] == '虹霓村明惠大师塔']
        self.assertEqual([(item['passing'], item['passings']) for item in tower], [(1, 2), (2, 2)])
        self.assertEqual({item['side'] for item in tower}, {'left', 'right'})

    def test_reversed(self):
        there = self.answer('--segment', '平顺段主线', '--within', '6')
        back = self.answer('--segment', '平顺段主线', '--within', '6', '--reverse')
        self.assertEqual([item['id'] for item in there['items']], [item['id'] for item in reversed(back['items'])])
        for a, b in zip(there['items'], reversed(back['items'])):
            self.assertAlmostEqual(a['chainage_km'] + b['chainage_km'], there['length_km'], delta=0.0003)
            self.assertEqual(b['side'], {'left': 'right', 'right': 'left', 'on': 'on'}[a['side']])
            self.assertEqual((a['segment'], a['segment_k']), (b['segment'], b['segment_k']))

    def test_part(self):
        answer = self.answer('--segment', 'taihang1-huguan-03', '--from', 'K20+000', '--to', 'K5+000')
        self.assertAlmostEqual(answer['length_km'], 15, places=3)
        result = run('along', '--segment', 'taihang1-huguan-03', '--from', 'K5', '--to', 'K5')
        self.assertEqual(result.returncode, 1)

    def test_formats(self):
        question = ['--segment', '壶关段主线', '--within', '6']
        items = self.answer(*question)['items']
        self.assertGreater(len(items), 1)
        table = run('along', *question, '--format', 'csv').stdout
        self.assertTrue(table.startswith('\ufeff'))
        rows = list(csv.DictReader(io.StringIO(table[1:])))
        self.assertEqual([row['name'] for row in rows], [item['name'] for item in items])
        self.assertEqual([row['k'] for row in rows], [item['k'] for item in items])
        collection = json.loads(run('along', *question, '--format', 'geojson').stdout)
        points = [feature for feature in collection['features'] if feature['geometry']['type'] == 'Point']
        self.assertEqual([point['properties']['id'] for point in points], [item['id'] for item in items])
        self.assertEqual(collection['features'][-1]['geometry']['type'], 'MultiLineString')
        gpx = run('along', *question, '--format', 'gpx', LANGUAGE='zh_CN').stdout
        names = [point.findtext('{*}name') for point in ElementTree.fromstring(gpx).findall('{*}wpt')]
        self.assertEqual(names, [item['name'] for item in items])
        text = run('along', *question, '--format', 'text', LANGUAGE='zh_CN').stdout
        self.assertEqual(len(text.splitlines()), len(items) + 1)
        for line, item in zip(text.splitlines()[1:], items):
            self.assertIn(item['name'], line)
            self.assertIn(item['k'], line)

    def test_where(self):
        scenic = {spot['id']: spot['properties'] for spot in load('scenic')}
        question = ['--segment', '壶关段主线', '--within', '12']
        everything = self.answer(*question)['items']
        cases = [
            ("grade in ('4A', '5A')", lambda spot: spot.get('grade') in ('4A', '5A')),
            ('visit_min * 2 > 120 or county != \'壶关县\'', lambda spot: (spot.get('visit_min') or 0) > 60 or spot.get('county') != '壶关县'),
            ("not contains(name, '峡')", lambda spot: '峡' not in spot['name']),
        ]
        for expression, is_wanted in cases:
            wanted = [item['id'] for item in everything if is_wanted(scenic[item['id']])]
            self.assertTrue(0 < len(wanted) < len(everything), expression)
            answer = self.answer(*question, '--where', expression)
            self.assertEqual([item['id'] for item in answer['items']], wanted)
            self.assertEqual([item['order'] for item in answer['items']], list(range(1, len(wanted) + 1)))
        # A layer without the field has nothing of which it is true, wherever it stands.
        for layers in (['scenic', 'towns'], ['towns', 'scenic']):
            chosen = [argument for layer in layers for argument in ('--layer', layer)]
            self.assertIn('towns', {item['layer'] for item in self.answer(*question, *chosen)['items']})
            answer = self.answer(*question, *chosen, '--where', cases[0][0])
            self.assertEqual({item['layer'] for item in answer['items']}, {'scenic'})

    def test_where_is_wrong(self):
        question = ['along', '--segment', '壶关段主线', '--within', '12']
        result = run(*question, '--where', "grade = = '4A'")
        self.assertEqual((result.returncode, result.stdout), (2, ''))
        lines = result.stderr.splitlines()
        self.assertEqual(len(lines), 3, lines)
        self.assertEqual(lines[1], "  grade = = '4A'")
        self.assertEqual(lines[2], '  ' + ' ' * 8 + '^')
        result = run(*question, '--layer', 'scenic', '--layer', 'towns', '--where', "grad = '4A'")
        self.assertEqual((result.returncode, result.stdout), (1, ''))
        self.assertIn('grade', result.stderr.splitlines()[0])

    def test_errors_are_a_sentence(self):
        cases = [
            (['along', '--segment', '太行一号旅游公路'], 'network of 95 segments'),
            (['along', '--segment', '壶管段主线'], '壶关段主线'),
            (['along', '--from', '壶光', '--to', '平顺'], '壶关县'),
            (['along', '--from', '店上镇', '--to', '平顺'], '壶关县'),
            (['along', '--from', '平顺', '--to', '平顺县'], 'same place'),
            (['along', '--segment', 'taihang1-huguan-03', '--layer', 'nothing'], 'scenic'),
            (['along', '--line', '/nowhere.gpx'], 'nowhere.gpx'),
            (['locate', 'K26+000', '--segment', 'taihang1-huguan-03'], '25.000 km'),
            (['locate', 'K12+3000', '--segment', 'taihang1-huguan-03'], 'K12+300'),
            (['locate', 'zwölf', '--segment', 'taihang1-huguan-03'], 'K12+300'),
        ]
        for arguments, told in cases:
            result = run(*arguments)
            self.assertEqual(result.returncode, 1, arguments)
            self.assertEqual(result.stdout, '')
            self.assertIn(told, result.stderr)
            self.assertEqual(len(result.stderr.strip().splitlines()), 1, result.stderr)
        for arguments in (['along'], ['along', '--from', '平顺'], ['along', '--segment', 'x', '--line', 'y'], ['locate'], ['locate', 'K1'],
                          ['locate', '--at', '200,0'], ['along', '--segment', 'x', '--within', '-1'], ['along', '--segment', 'x', '--format', 'xls'],
                          ['nearest']):
            self.assertEqual(run(*arguments).returncode, 2, arguments)


class OwnFiles(unittest.TestCase):
    """Lines and layers of one's own."""

    answer = Along.answer

    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def write(self, name, *features):
        path = os.path.join(self.folder, name)
        with open(path, 'w', encoding='utf-8') as file:
            json.dump({'type': 'FeatureCollection', 'features': [
                {'type': 'Feature', 'properties': properties, 'geometry': {'type': kind, 'coordinates': coordinates}}
                for kind, coordinates, properties in features]}, file)
        return path

    def test_there_and_back(self):
        line = self.write('line.geojson', ('MultiLineString', [[[113.3, 36], [113.0, 36.0]], [[113.3, 36.0], [113.3, 36.03]],
                                                               [[113.3, 36.03], [113.0, 36.03]]], {}))
        spots = self.write('spots.geojson', ('Point', [113.05, 36.015], {'name': '<b>=1+1</b>'}), ('Point', [113.1, 36.3], {'name': 'far'}),
                           ('Polygon', [[[113.1, 35.99], [113.2, 35.99], [113.2, 36.01], [113.1, 36.01], [113.1, 35.99]]], {'name': 'area'}))
        answer = self.answer('--line', line, '--within', '3', spots)
        self.assertEqual([(item['name'], item['side'], item['passings']) for item in answer['items']],
                         [('<b>=1+1</b>', 'left', 2), ('area', 'on', 2), ('area', 'left', 2), ('<b>=1+1</b>', 'left', 2)])
        self.assertEqual({item['layer'] for item in answer['items']}, {'spots.geojson'})
        area = answer['items'][1]
        self.assertAlmostEqual(area['enter_km'], distance((113, 36), (113.1, 36)) / 1000, delta=0.01)
        self.assertAlmostEqual(area['leave_km'], distance((113, 36), (113.2, 36)) / 1000, delta=0.01)
        result = run('along', '--line', line, '--within', '3', spots, '--format', 'csv')
        self.assertIn('<b>=1+1</b>', result.stdout)
        ElementTree.fromstring(run('along', '--line', line, '--within', '3', spots, '--format', 'gpx').stdout)

    def test_no_line(self):
        point = self.write('point.geojson', ('Point', [113, 36], {}))
        nothing = self.write('nothing.geojson', ('LineString', [[113, 36], [113, 36]], {}))
        for path in (point, nothing):
            result = run('along', '--line', path)
            self.assertEqual(result.returncode, 1)
            self.assertEqual(len(result.stderr.strip().splitlines()), 1, result.stderr)


class Locate(unittest.TestCase):
    def answer(self, *arguments):
        result = run('locate', *arguments)
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout)

    def test_round_trip(self):
        for segment in ('taihang1-huguan-03', 'taihang1-pingshun-03', 'taihang1-qinyuan-04'):
            feature = SEGMENTS[segment]
            length = length_of(feature)
            places = walk(feature['geometry']['coordinates'], length)
            for part in (0, 0.123, 0.5, 0.987, 1):
                metres = round(part * length)
                there = self.answer(k_of(metres), '--segment', segment)
                place = (there['lon'], there['lat'])
                # The place is where a walk comes by then.
                drawn = feature['properties']['length_km_drawn'] * 1000
                self.assertLess(distance(place, min(places, key=lambda item: abs(item[0] - metres))[1]), STEP * 1.1 * drawn / length + 1)
                back = self.answer('--at', f'{place[0]!r},{place[1]!r}', '--segment', segment)
                self.assertLess(abs(back['chainage_km'] * 1000 - metres), 1)
                self.assertLess(back['offset_m'], 0.1)
            self.assertAlmostEqual(there['segment_km'] * 1000, length, places=2)
            self.assertAlmostEqual(there['residual_m'], length - there['drawn_km'] * 1000, places=2)

    def test_forms(self):
        answers = [self.answer(text, '--segment', 'taihang1-huguan-03') for text in ('K12+300', 'k12+300', '12+300', 'K12.3', 'Ｋ１２＋３００', 'K 12 + 300')]
        self.assertTrue(all(answer == answers[0] for answer in answers))
        section = self.answer('K20', '--segment', '壶关段主线')
        self.assertEqual((section['segment'], section['segment_k']), ('taihang1-huguan-03', 'K2+000'))

    def test_at_a_place(self):
        answer = self.answer('--at', '113.44,35.90')
        near = min((distance((113.44, 35.90), place), measure, name) for name, feature in SEGMENTS.items()
                   for measure, place in walk(feature['geometry']['coordinates'], length_of(feature)))
        self.assertEqual(answer['segment'], near[2])
        self.assertLess(abs(answer['offset_m'] - near[0]), STEP)
        self.assertLess(abs(answer['chainage_km'] * 1000 - near[1]), 3 * STEP)


class Nearest(unittest.TestCase):
    def test_straight(self):
        items = json.loads(run('nearest', '--to', '113.1,36.2', '--limit', '7', '--json').stdout)['items']
        wanted = sorted(load('scenic'), key=lambda spot: distance((113.1, 36.2), spot['geometry']['coordinates']))[:7]
        self.assertEqual([item['id'] for item in items], [spot['id'] for spot in wanted])

    def test_along_by_road(self):
        """What is listed by road is what is within that distance by road, nothing else; by line is as without a word."""
        question = ['along', '--from', '平顺', '--to', '壶关', '--within', '8']
        listed = json.loads(run(*question, '--by', 'road').stdout)
        wide = json.loads(run(*question[:-1], '40', '--by-road').stdout)
        self.assertEqual(listed['by'], 'road')
        far = {item['id']: item['road_m'] + item['road_rest_m'] for item in wide['items'] if item['road_m'] is not None}
        self.assertEqual({item['id'] for item in listed['items']}, {name for name, metres in far.items() if metres <= 8000})
        for item in listed['items']:
            self.assertAlmostEqual(item['road_m'] + item['road_rest_m'], far[item['id']], delta=2)
        measures = [item['chainage_km'] for item in listed['items']]
        self.assertEqual(measures, sorted(measures))
        self.assertEqual(run(*question, '--by', 'line').stdout, run(*question).stdout)
        self.assertIn('by road', run(*question, '--by', 'road', '--format', 'text').stdout)
        self.assertIn('road_m', run(*question, '--by', 'road', '--format', 'csv').stdout.splitlines()[0])
        for wrong in (['--by', 'air'], ['--by', 'road', '--line', 'x.gpx']):
            self.assertEqual(run('along', '--segment', 'x', *wrong).returncode, 2)

    def test_by_road(self):
        items = json.loads(run('nearest', '--to', '113.56,35.95', '--limit', '101', '--by-road', '--json').stdout)['items']
        roads = {item['name']: item['road_m'] - item['road_approach_m'] for item in items}
        self.assertAlmostEqual(roads['通天峡'], shortest('node-baquanxia', 'node-tongtianxia'), delta=20)
        self.assertEqual([item['road_m'] for item in items], sorted(item['road_m'] for item in items))


unittest.main(argv=sys.argv[:1], verbosity=2)
