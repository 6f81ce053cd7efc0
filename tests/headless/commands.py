#!/usr/bin/env python3
"""The commands render and identify, as a person types them: exit status, files, answers.

usage: commands.py PROGRAM SOURCE_ROOT
Distances are checked against PROJ's geod where it is installed.
"""
import json, os, shutil, struct, subprocess, sys, tempfile, unittest, zlib

PROGRAM, ROOT = sys.argv[1], sys.argv[2]


def run(*arguments, **environment):
    env = dict(os.environ, **environment)
    env.pop('DISPLAY', None)
    env.pop('WAYLAND_DISPLAY', None)
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, env=env, timeout=120)


def read_png(path):
    """-> width, height, rows of (r, g, b) as bytes; enough of PNG for what cairo writes."""
    data = open(path, 'rb').read()
    assert data[:8] == b'\x89PNG\r\n\x1a\n'
    at, body = 8, b''
    while at < len(data):
        size, kind = struct.unpack('>I4s', data[at:at + 8])
        if kind == b'IHDR':
            width, height, depth, colour = struct.unpack('>IIBB', data[at + 8:at + 18])
        elif kind == b'IDAT':
            body += data[at + 8:at + 8 + size]
        at += 12 + size
    n = {2: 3, 6: 4}[colour]
    raw, rows, last = zlib.decompress(body), [], bytearray(width * n)
    for y in range(height):
        f, line = raw[y * (width * n + 1)], bytearray(raw[y * (width * n + 1) + 1:(y + 1) * (width * n + 1)])
        for i in range(width * n):
            a, b, c = (line[i - n] if i >= n else 0), last[i], (last[i - n] if i >= n else 0)
            if f == 1: p = a
            elif f == 2: p = b
            elif f == 3: p = (a + b) // 2
            elif f == 4:
                pa, pb, pc = abs(b - c), abs(a - c), abs(a + b - 2 * c)
                p = a if pa <= pb and pa <= pc else b if pb <= pc else c
            else: p = 0
            line[i] = (line[i] + p) & 255
        rows.append(bytes(line))
        last = line
    return width, height, [[tuple(row[x * n:x * n + 3]) for x in range(width)] for row in rows]


class Render(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.out = os.path.join(self.folder, 'out.png')

    def tearDown(self):
        shutil.rmtree(self.folder)

    def test_size_and_scale(self):
        r = run('render', '-o', self.out, '--size', '320x200', '--scale-factor', '2')
        self.assertEqual((r.returncode, r.stderr), (0, ''))
        self.assertEqual(read_png(self.out)[:2], (640, 400))

    def test_shipped_map_has_its_colours(self):
        self.assertEqual(run('render', '-o', self.out, '--size', '900x700').returncode, 0)
        pixels = [p for row in read_png(self.out)[2] for p in row]
        near = lambda c, t: max(abs(a - b) for a, b in zip(c, t)) < 24
        self.assertGreater(sum(near(p, (0xD2, 0x36, 0x2F)) for p in pixels), 400, 'the red road is not on the map')
        self.assertGreater(len(set(pixels)), 200, 'the picture is nearly empty')

    def test_dark_is_dark(self):
        light, dark = self.out, os.path.join(self.folder, 'dark.png')
        self.assertEqual(run('render', '-o', light, '--size', '300x200').returncode, 0)
        self.assertEqual(run('render', '-o', dark, '--size', '300x200', '--dark').returncode, 0)
        mean = lambda f: sum(sum(p) for row in read_png(f)[2] for p in row) / (300 * 200 * 3)
        self.assertGreater(mean(light), 190)
        self.assertLess(mean(dark), 80)

    def test_legend(self):
        """A box in a corner, the same elsewhere; a picture without room for it is an error that says so."""
        plain = os.path.join(self.folder, 'plain.png')
        where = ['--size', '900x700', '--center', '113.1,36.2', '--zoom', '10.6']
        self.assertEqual(run('render', '-o', plain, *where).returncode, 0)
        r = run('render', '-o', self.out, '--legend', *where)
        self.assertEqual((r.returncode, r.stderr), (0, ''))
        differ = [(x, y) for y, (a, b) in enumerate(zip(read_png(plain)[2], read_png(self.out)[2]))
                  for x, (p, q) in enumerate(zip(a, b)) if p != q]
        xs, ys = [x for x, _ in differ], [y for _, y in differ]
        self.assertGreater(len(differ), 20000)
        self.assertLess((max(xs) - min(xs)) * (max(ys) - min(ys)), 900 * 700 / 2)
        self.assertTrue(min(xs) <= 12 or max(xs) >= 900 - 13, 'it stands at a side')
        self.assertTrue(min(ys) <= 12 or max(ys) >= 700 - 13, 'it stands at the top or the foot')
        r = run('render', '-o', self.out, '--legend', '--size', '120x90', '--center', '113.1,36.2', '--zoom', '10.6')
        self.assertEqual(r.returncode, 1)
        self.assertIn('too small for its legend', r.stderr)

    def test_same_input_same_bytes(self):
        second = os.path.join(self.folder, 'second.png')
        for name in (self.out, second):
            self.assertEqual(run('render', '-o', name, '--size', '400x300', '--center', '113.1,36.2', '--zoom', '11').returncode, 0)
        self.assertEqual(open(self.out, 'rb').read(), open(second, 'rb').read())

    def test_file_lands_where_it_should(self):
        """A filled square, drawn without the basemap, covers just the pixels that Mercator says."""
        path = os.path.join(self.folder, 'square.geojson')
        ring = [[113, 36], [113.1, 36], [113.1, 36.1], [113, 36.1], [113, 36]]
        json.dump({'type': 'Polygon', 'coordinates': [ring]}, open(path, 'w'))
        r = run('render', path, '-o', self.out, '--no-basemap', '--size', '400x400', '--extent', '112.95,35.95,113.15,36.15')
        self.assertEqual(r.returncode, 0, r.stderr)
        rows = read_png(self.out)[2]
        corner, middle = rows[10][10], rows[200][200]
        self.assertNotEqual(corner, middle)
        self.assertEqual(rows[200][60], corner)
        self.assertEqual(rows[200][340], corner)
        self.assertEqual(rows[200][130], middle)
        self.assertEqual(rows[200][270], middle)

    def test_where(self):
        """The features that an expression picks, and a mark under what is wrong with one."""
        path = os.path.join(self.folder, 'towns.geojson')
        features = [{'type': 'Feature', 'id': i, 'properties': {'名称': f'镇{i}', '人口': i * 100},
                     'geometry': {'type': 'Point', 'coordinates': [113 + i * 0.1, 36]}} for i in range(5)]
        json.dump({'type': 'FeatureCollection', 'features': features}, open(path, 'w'))
        r = run('info', path, '--where', "人口 >= 200 and not within(bbox(113.35, 35, 114, 37))", '--json')
        self.assertEqual(r.returncode, 0, r.stderr)
        layer = json.loads(r.stdout)['layers'][0]
        self.assertEqual((layer['features'], layer['matching']), (5, 2))
        self.assertEqual(layer['matches'], [{'number': 3, 'id': '2', 'label': '镇2'}, {'number': 4, 'id': '3', 'label': '镇3'}])
        r = run('info', path, '--where', "人口 = 300")
        self.assertIn('1', r.stdout)
        self.assertIn('镇3', r.stdout)
        self.assertNotIn('镇2', r.stdout)
        for wrong, status, mark in (("人口 > > 3", 2, ' ' * 7), ("人口 > 3 and 人数 = 3", 1, ' ' * 13)):
            r = run('info', path, '--where', wrong)
            self.assertEqual((r.returncode, r.stdout), (status, ''))
            self.assertEqual(r.stderr.splitlines()[1:], ['  ' + wrong, '  ' + mark + '^'])

    def test_wrong_use(self):
        for arguments in (['render'], ['render', '-o', 'x.jpg'], ['render', '-o', self.out, '--size', '0x5'],
                          ['render', '-o', self.out, '--size', '99999x5'], ['render', '-o', self.out, '--center', '113'],
                          ['render', '-o', self.out, '--center', '113,36'], ['render', '-o', self.out, '--zoom', '5'],
                          ['render', '-o', self.out, '--extent', '5,1,2,3'], ['render', '-o', self.out, '--center', '1,1', '--zoom', 'nan'],
                          ['render', '-o', self.out, '--scale-factor', '0'], ['render', '--wat'],
                          ['identify'], ['identify', '--at', '200,0'], ['identify', '--at', 'x'], ['identify', '--at', '1,2', '--radius', '-1'],
                          ['info'], ['info', 'a', 'b'], ['--wat']):
            r = run(*arguments)
            self.assertEqual(r.returncode, 2, arguments)
            self.assertEqual(r.stdout, '')
            self.assertIn('taihang-atlas', r.stderr)
        self.assertFalse(os.path.exists(self.out))

    def test_cannot_write(self):
        r = run('render', '-o', os.path.join(self.folder, 'no', 'such', 'out.png'), '--size', '50x50')
        self.assertEqual(r.returncode, 1)
        self.assertIn('out.png', r.stderr)

    def test_full_disk_keeps_the_old_file(self):
        if not os.path.exists('/dev/full') or os.geteuid() != 0:
            self.skipTest('needs root to mount a small file system')
        mount = os.path.join(self.folder, 'small')
        os.mkdir(mount)
        if subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=8k', 'none', mount], capture_output=True).returncode:
            self.skipTest('mounting is not allowed here')
        try:
            target = os.path.join(mount, 'out.png')
            open(target, 'w').write('old')
            r = run('render', '-o', target, '--size', '800x600')
            self.assertEqual(r.returncode, 1)
            self.assertEqual(open(target).read(), 'old')
        finally:
            subprocess.run(['umount', mount])

    def test_help_and_version(self):
        for arguments in (['--help'], ['render', '--help'], ['info', '--help'], ['identify', '--help'], ['--version']):
            r = run(*arguments)
            self.assertEqual((r.returncode, r.stderr), (0, ''), arguments)
            self.assertIn('taihang-atlas', r.stdout)

    def test_chinese(self):
        r = run('render', LC_ALL='zh_CN.UTF-8', LANGUAGE='zh_CN')
        self.assertEqual(r.returncode, 2)
        if shutil.which('locale') and 'zh_CN.utf8' in subprocess.run(['locale', '-a'], capture_output=True, text=True).stdout:
            self.assertTrue(any('\u4e00' <= c <= '\u9fff' for c in r.stderr), r.stderr)


class RenderWhere(unittest.TestCase):
    """Two layers of red points on nothing: what is drawn of each is counted."""

    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        self.out = os.path.join(self.folder, 'out.png')
        self.files = []
        for k, name in enumerate(('upper', 'lower')):
            path = os.path.join(self.folder, name + '.geojson')
            features = [{'type': 'Feature', 'properties': {'n': i, 'marker-color': '#ff0000', **({'own': 1} if k else {})},
                         'geometry': {'type': 'Point', 'coordinates': [113 + i * 0.02, 36.06 - k * 0.02]}} for i in range(4)]
            with open(path, 'w') as f:
                json.dump({'type': 'FeatureCollection', 'features': features}, f)
            self.files.append(path)

    def drawn(self, *wheres):
        """The numbers of the points of the upper and of the lower layer that are drawn."""
        r = run('render', *self.files, '-o', self.out, '--no-basemap', '--size', '400x400', '--extent', '112.98,36.0,113.08,36.1',
                *[f'--where={where}' for where in wheres])
        self.assertEqual((r.returncode, r.stderr), (0, ''))
        width, height, rows = read_png(self.out)
        # The extent is as wide as the picture; rows are told apart by where their points are.
        columns = {False: set(), True: set()}
        for y, row in enumerate(rows):
            for x, (red, green, blue) in enumerate(row):
                if red > 180 and green < 80 and blue < 80:
                    columns[y > height * 0.5].add(round((x / width * 0.1 - 0.02) / 0.02))
        return sorted(columns[False]), sorted(columns[True])

    def test_where(self):
        self.assertEqual(self.drawn(), ([0, 1, 2, 3], [0, 1, 2, 3]))
        self.assertEqual(self.drawn('n >= 2'), ([2, 3], [2, 3]))
        self.assertEqual(self.drawn('upper=n = 1', 'lower.geojson=n = 2'), ([1], [2]))
        self.assertEqual(self.drawn('n > 0', 'upper=n < 3'), ([1, 2], [1, 2, 3]))
        # A layer without the field is drawn as it is; an equals sign alone names no layer.
        self.assertEqual(self.drawn('own=2'), ([0, 1, 2, 3], []))
        self.assertEqual(self.drawn('not within(@view)'), ([], []))

    def test_wrong(self):
        for where, says in (('n >', '^'), ('nothing = 1', 'nothing'), ('upper=own = 1', 'own'), ('within(@shape)', '@shape')):
            r = run('render', *self.files, '-o', self.out, '--where', where)
            self.assertEqual(r.returncode, 2, where)
            self.assertIn(says, r.stderr)
            self.assertFalse(os.path.exists(self.out))


class Identify(unittest.TestCase):
    def test_every_shipped_spot(self):
        """Asking at a spot's own coordinates gives that spot at distance 0."""
        spots = json.load(open(os.path.join(ROOT, 'data/geo/scenic.geojson')))['features']
        for f in spots[::20]:
            lon, lat = f['geometry']['coordinates']
            r = run('identify', '--at', '%s,%s' % (lon, lat), '--json')
            self.assertEqual(r.returncode, 0, r.stderr)
            found = json.loads(r.stdout)['features']
            mine = [x for x in found if x['layer'] == 'scenic' and x['id'] == f['id']]
            self.assertEqual(len(mine), 1, f['properties']['name'])
            self.assertEqual(mine[0]['distance_m'], 0)
            self.assertEqual(mine[0]['properties']['name'], f['properties']['name'])
            self.assertEqual([x['distance_m'] for x in found], sorted(x['distance_m'] for x in found))

    def test_distance_is_geodesic(self):
        if not shutil.which('geod'):
            self.skipTest('geod is not installed')
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'p.geojson')
            json.dump({'type': 'Point', 'coordinates': [113.1, 36.2]}, open(path, 'w'))
            r = run('identify', path, '--at', '113.13,36.21', '--radius', '5000', '--json')
            distance = json.loads(r.stdout)['features'][0]['distance_m']
            g = subprocess.run(['geod', '+ellps=WGS84', '-I', '-F', '%.4f'], input='36.2 113.1 36.21 113.13\n', capture_output=True, text=True)
            self.assertAlmostEqual(distance, float(g.stdout.split()[-1]), places=2)
            r = run('identify', path, '--at', '113.13,36.21', '--radius', str(distance - 1), '--json')
            self.assertEqual(json.loads(r.stdout), {'features': []})

    def test_types_survive(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 't.geojson')
            properties = {'s': 'a "b" <b>&%s', 'i': 9007199254740993, 'r': 0.1, 'b': True, 'n': None, 'o': {'k': [1, {'x': '中'}]}, 'l': ['a', 'b']}
            json.dump({'type': 'Feature', 'id': 'x1', 'properties': properties, 'geometry': {'type': 'Point', 'coordinates': [1, 2]}}, open(path, 'w'))
            found = json.loads(run('identify', path, '--at', '1,2', '--json').stdout)['features'][0]
            self.assertEqual(found['id'], 'x1')
            for key, value in properties.items():
                self.assertEqual(found['properties'].get(key), value, key)

    def test_missing_file(self):
        r = run('identify', '/no/such/file.geojson', '--at', '1,2')
        self.assertEqual((r.returncode, r.stdout), (1, ''))
        self.assertIn('file.geojson', r.stderr)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1], verbosity=2)
