#!/usr/bin/env python3
"""What a file may make us do: nothing is fetched, nothing is written beside it, nothing is started.

usage: sandbox.py PROGRAM READER
"""

import json
import os
import socket
import sqlite3
import subprocess
import threading
import time

from atlas_case import Case, READER, main, need

POINT = '{"type":"Feature","properties":{"n":1},"geometry":{"type":"Point","coordinates":[113,36]}}'


class Listener:
    """A server that only counts who comes."""

    def __init__(self):
        self.socket = socket.create_server(('127.0.0.1', 0))
        self.port = self.socket.getsockname()[1]
        self.visits = 0
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            try:
                self.socket.accept()[0].close()
            except OSError:
                return
            self.visits += 1

    def close(self):
        self.socket.close()


class Sandbox(Case):
    def setUp(self):
        super().setUp()
        self.listener = Listener()
        self.addCleanup(self.listener.close)
        self.url = f'http://127.0.0.1:{self.listener.port}/x.geojson'

    def hostile(self):
        """Files that ask for the network in all the ways that GDAL's formats have."""
        gml = ('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{url}">]><ogr:FeatureCollection '
               'xmlns:ogr="http://ogr.maptools.org/" xmlns:gml="http://www.opengis.net/gml" '
               'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
               'xsi:schemaLocation="http://ogr.maptools.org/ {url}"><gml:featureMember><ogr:x fid="a">'
               '<ogr:geometryProperty xlink:href="{url}#a"><gml:Point srsName="{url}"><gml:coordinates>113,36'
               '</gml:coordinates></gml:Point></ogr:geometryProperty><ogr:name xlink:href="{url}">x</ogr:name></ogr:x>'
               '</gml:featureMember></ogr:FeatureCollection>')
        kml = ('<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><NetworkLink><Link><href>{url}'
               '</href></Link></NetworkLink><Placemark><name>p</name><Point><coordinates>113,36</coordinates></Point>'
               '</Placemark></Document></kml>')
        vrt = '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>{url}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
        crs = ('{{"type":"FeatureCollection","crs":{{"type":"link","properties":{{"href":"{url}","type":"proj4"}}}},'
               '"features":[%s]}}' % POINT.replace('{', '{{').replace('}', '}}'))
        for name, text in {'a.gml': gml, 'a.kml': kml, 'evil.geojson': vrt, 'a.vrt': vrt, 'crs.geojson': crs,
                           'url.geojson': '{url}', 'b.csv': 'lon,lat,WKT\n113,36,{url}\n'}.items():
            yield self.write(name, text.format(url=self.url))

    def test_no_network(self):
        for path in self.hostile():
            with self.subTest(os.path.basename(path)):
                result = self.run_program('info', '--no-cache', path)
                self.assertIn(result.returncode, (0, 1))
        for name in (self.url, f'GeoJSON:{self.url}', f'/vsicurl/{self.url}', f'CSV:{self.url}', f'WFS:{self.url}',
                     '{"type":"Point","coordinates":[1,2]}', 'PG:host=127.0.0.1'):
            with self.subTest(name):
                result = self.run_program('info', name)
                self.assertEqual(result.returncode, 1)
                self.assertEqual(result.stderr.count('\n'), 1)
                result = subprocess.run([READER, '-o', self.path('out.tai'), name], capture_output=True)
                self.assertEqual(result.returncode, 1)
        self.assertEqual(self.listener.visits, 0)

    def test_no_sockets_at_all(self):
        need('strace')
        probe = subprocess.run(['strace', '-f', '-o', '/dev/null', 'true'], capture_output=True)
        if probe.returncode != 0:
            self.skipTest('strace may not trace here')
        for path in self.hostile():
            log = os.path.join(self.cache, 'log')
            subprocess.run(['strace', '-f', '-e', 'trace=socket,connect,execve,fork,vfork', '-o', log, READER, '-o',
                            os.path.join(self.cache, 'out.tai'), path], capture_output=True)
            with open(log, encoding='utf-8', errors='replace') as file:
                lines = [line for line in file if '(' in line and 'EACCES' not in line]
            self.assertEqual([line for line in lines if 'socket(' in line or 'connect(' in line], [])
            self.assertEqual(len([line for line in lines if 'execve(' in line or 'fork(' in line]), 1)

    def test_the_cage_is_closed(self):
        """What the kernel says of a reader that is at work; of one that GDAL keeps busy, for ours is done before one can look."""
        crs = '"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4258"}}'
        text = '{"type":"FeatureCollection",%s,"features":[%s]}' % (crs, ','.join([POINT] * 100000))
        reader = subprocess.Popen([READER, '-o', self.path('out.tai'), self.write('many.geojson', text)])
        try:
            status = {}
            deadline = time.monotonic() + 30
            while status.get('Seccomp') != '2' and reader.poll() is None and time.monotonic() < deadline:
                with open(f'/proc/{reader.pid}/status', encoding='utf-8') as file:
                    status = dict(line.rstrip('\n').split(':\t', 1) for line in file if ':\t' in line)
            self.assertEqual((status.get('Seccomp'), status.get('NoNewPrivs')), ('2', '1'))
            with open(f'/proc/{reader.pid}/limits', encoding='utf-8') as file:
                limits = {line[:26].strip(): line[26:].split() for line in file}
            self.assertEqual(limits['Max core file size'][0], '0')
            self.assertEqual(limits['Max cpu time'][0], '3600')
            if b'__asan_init' not in subprocess.run(['grep', '-aom1', '__asan_init', READER], capture_output=True).stdout:
                self.assertEqual(limits['Max address space'][0], str(4 << 30))
        finally:
            reader.kill()
            reader.wait()

    def test_nothing_beside_the_file(self):
        need('ogr2ogr')
        source = self.write('p.geojson', '{"type":"FeatureCollection","features":[%s]}' % POINT)
        for suffix in '.gml', '.gpkg', '.shp', '.fgb', '.csv', '.kml':
            options = ['-lco', 'GEOMETRY=AS_XY'] if suffix == '.csv' else []
            subprocess.run(['ogr2ogr', '-q', self.path('made' + suffix), source, *options], check=True)
        for name in 'made.xsd', 'made.shx', 'made.gfs':
            if os.path.exists(self.path(name)):
                os.remove(self.path(name))
        before = self.snapshot()
        for name in sorted(before):
            if name.endswith(('.gml', '.gpkg', '.shp', '.fgb', '.csv', '.kml', '.geojson')):
                with self.subTest(name):
                    result = self.run_program('info', '--json', '--no-cache', self.path(name))
                    self.assertEqual((result.returncode, result.stderr), (0, ''))
                    self.assertEqual(json.loads(result.stdout)['layers'][0]['features'], 1)
                    self.assertEqual(self.snapshot(), before)

    def test_geopackage_with_journal(self):
        """A GeoPackage that its last program left in write-ahead mode, with and without the log."""
        need('ogr2ogr')
        source = self.write('p.geojson', '{"type":"FeatureCollection","features":[%s]}' % POINT)
        path = self.path('w.gpkg')
        subprocess.run(['ogr2ogr', '-q', path, source], check=True)
        database = sqlite3.connect(path)
        database.execute('PRAGMA journal_mode=wal')
        database.execute('CREATE TABLE extra (a)')
        database.commit()
        for closed in False, True:
            with self.subTest(closed=closed):
                if closed:
                    database.close()
                before = self.snapshot()
                result = self.run_program('info', '--no-cache', path)
                self.assertEqual((result.returncode, result.stderr), (0, ''))
                after = self.snapshot()
                # Another program's shared memory may be touched; nothing may come or go.
                self.assertEqual(sorted(after), sorted(before))
                self.assertEqual(after['w.gpkg'], before['w.gpkg'])

    def test_read_only_folder(self):
        source = self.write('p.geojson', '{"type":"FeatureCollection","features":[%s]}' % POINT)
        os.chmod(self.folder, 0o500)
        try:
            self.assertEqual(self.run_program('info', source, ATLAS_CACHE='/proc/nowhere').returncode, 0)
        finally:
            os.chmod(self.folder, 0o700)

    def test_output_is_whole_or_not_there(self):
        good = self.write('p.geojson', '{"type":"FeatureCollection","features":[%s]}' % POINT)
        out = self.write('out.tai', 'as it was')
        result = subprocess.run([READER, '-o', out, self.write('bad.geojson', '{')], capture_output=True)
        self.assertEqual(result.returncode, 1)
        with open(out, encoding='utf-8') as file:
            self.assertEqual(file.read(), 'as it was')
        result = subprocess.run([READER, '-o', out, good], capture_output=True)
        self.assertEqual(result.returncode, 0)
        self.assertEqual(os.path.getsize(out) % 4096, 0)
        self.assertEqual(sorted(os.listdir(self.folder)), ['bad.geojson', 'out.tai', 'p.geojson'])

    def test_wrong_use(self):
        for arguments in [], ['x.geojson'], ['-o', 'y'], ['--nonsense'], ['-o', 'y', '--output-fd', '1', 'x.geojson']:
            self.assertEqual(subprocess.run([READER, *arguments], capture_output=True, cwd=self.folder).returncode, 2)


if __name__ == '__main__':
    main()
