#!/usr/bin/env python3
"""The command print, as a person types it; what the files say to other programs: GDAL, poppler, qpdf, an XML parser, PROJ's geod.

usage: print.py PROGRAM READER
"""

import json
import math
import os
import re
import shutil
import signal
import subprocess
import time
import unittest
import xml.etree.ElementTree

import shapely.geometry

import atlas_case
from atlas_case import Case, need

CHINESE = {'LC_ALL': 'zh_CN.UTF-8', 'LANGUAGE': 'zh_CN'}
ENGLISH = {'LC_ALL': 'C.UTF-8'}
FORMATS = ('pdf', 'png', 'tif', 'svg')
SVG = '{http://www.w3.org/2000/svg}'


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, encoding='utf-8', errors='replace').stdout


def words(text):
    """What is read aloud: without the spaces, and without the kinds of spaces."""
    return re.sub(r'\s+', '', text)


class Print(Case):
    def printed(self, name, *arguments, **environment):
        path = self.path(name)
        r = self.run_program('print', '-o', path, *arguments, SOURCE_DATE_EPOCH='1700000000', **environment)
        self.assertEqual((r.returncode, r.stderr, r.stdout), (0, '', ''), arguments)
        return path

    def content(self, path):
        """The drawing of a PDF's only page, as lines."""
        out = path + '.qdf'
        subprocess.run(['qpdf', '--qdf', '--object-streams=disable', path, out], check=True)
        with open(out, 'rb') as file:
            return file.read().decode('latin-1')

    def geojson(self, name, *features):
        return self.write(name, json.dumps({'type': 'FeatureCollection', 'features': [
            {'type': 'Feature', 'properties': properties, 'geometry': geometry} for properties, geometry in features]}))


class Pdf(Print):
    def test_georeferenced(self):
        """The system by its code, and the corners of the frame where PROJ puts them."""
        need('gdalinfo', 'cs2cs')
        path = self.printed('map.pdf', '--paper', 'a3', '--landscape', '--scale', '200000', '--center', '113.1,36.2')
        info = json.loads(output('gdalinfo', '-json', f'PDF:1:{path}'))
        self.assertIn('ID["EPSG",4547]', info['coordinateSystem']['wkt'])
        east, north = map(float, subprocess.run(['cs2cs', '-f', '%.4f', 'EPSG:4490', 'EPSG:4547'], input='36.2 113.1\n', check=True,
                                                capture_output=True, text=True).stdout.split()[:2][::-1])
        # The middle of the neat line is the middle of the frame; its sides are the frame's millimetres times the scale.
        points = [tuple(map(float, point.split())) for point in re.search(r'\(\((.*)\)\)', info['metadata']['']['NEATLINE'])[1].split(',')]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        self.assertAlmostEqual((min(xs) + max(xs)) / 2, east, delta=0.05)
        self.assertAlmostEqual((min(ys) + max(ys)) / 2, north, delta=0.05)
        # A pixel of GDAL's is 1/150 inch of paper, so a picture placed by it is right within much less than one.
        transform = info['geoTransform']
        pixel = 25.4 / 150 / 1000 * 200000
        self.assertAlmostEqual(transform[1], pixel, delta=pixel * 1e-3)
        self.assertAlmostEqual(transform[5], -pixel, delta=pixel * 1e-3)
        self.assertAlmostEqual(transform[2], 0, delta=1e-6)
        at = ((min(xs) - transform[0]) / transform[1], (max(ys) - transform[3]) / transform[5])
        box = re.search(r'/BBox \[\s*([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)', self.content(path))
        self.assertAlmostEqual(at[0], float(box[1]) / 72 * 150, delta=0.5)
        self.assertAlmostEqual(at[1], (297 / 25.4 * 72 - float(box[4])) / 72 * 150, delta=0.5)

    def test_ten_kilometres(self):
        """A line of 10 km by geod is 10 km long on paper, east–west and north–south, in each kind of system."""
        need('geod', 'qpdf')
        lon, lat = 113.1, 36.2
        lines = []
        for azimuth in (0, 90):
            # Both ends 5 km from the middle.
            ends = []
            for turn in (azimuth, azimuth + 180):
                answer = subprocess.run(['geod', '+ellps=GRS80', '-f', '%.9f'], input=f'{lat} {lon} {turn} 5000\n', check=True,
                                        capture_output=True, text=True).stdout.split()
                ends.append([float(answer[1]), float(answer[0])])
            lines.append(({'stroke': '#ff00ff', 'stroke-width': 1}, {'type': 'LineString', 'coordinates': ends}))
        # Web Mercator is drawn of a sphere: north–south and east–west differ by half a per cent, and the scale is the middle.
        for crs, most in (('EPSG:4547', 0.1), ('EPSG:4508', 0.1), ('EPSG:3857', 0.3)):
            found = []
            for number, line in enumerate(lines):
                path = self.geojson(f'{number}.geojson', line)
                pdf = self.printed(f'{number}.pdf', path, '--scale', '100000', '--center', f'{lon},{lat}', '--crs', crs)
                found.append(self.longest(self.content(pdf), '1 0 1 RG'))
            for points in found:
                self.assertAlmostEqual(points / 72 * 25.4, 100, delta=most, msg=f'{crs}: {found}')

    def longest(self, content, color):
        """The length in points of the longest path that is stroked in a colour."""
        best, scale, stroking, stack = 0, 1, '', []
        path, last = 0, None
        numbers = []
        for token in re.findall(r'\[[^\]]*\]|\((?:\\.|[^\\()])*\)|<[^>]*>|/?[^\s\[\]()<>/]+', content[content.index('Contents for page 1'):]):
            if re.fullmatch(r'-?[\d.]+', token):
                numbers.append(float(token))
                continue
            if token == 'q':
                stack.append((scale, stroking))
            elif token == 'Q' and stack:
                scale, stroking = stack.pop()
            elif token == 'cm':
                scale *= math.sqrt(abs(numbers[-6] * numbers[-3] - numbers[-5] * numbers[-4]))
            elif token == 'RG':
                stroking = ' '.join(f'{n:g}' for n in numbers[-3:]) + ' RG'
            elif token == 'm':
                last = numbers[-2:]
            elif token == 'l':
                path += math.dist(last, numbers[-2:])
                last = numbers[-2:]
            elif token in ('S', 'f', 'f*', 'n', 'B', 'B*'):
                if token == 'S' and stroking == color:
                    best = max(best, path * scale)
                path = 0
            elif token == 'endstream':
                break
            numbers = []
        return best

    def test_text(self):
        """Every name on the map and every word beside it is found whole; the list of them is that of the SVG."""
        need('pdftotext')
        for name, language in (('zh', CHINESE), ('en', ENGLISH)):
            options = ('--paper', 'a2', '--landscape', '--title', '长治市地图 Changzhi', '--review-number', '晋S(2026)012号')
            pdf, svg = self.printed(f'{name}.pdf', *options, **language), self.printed(f'{name}.svg', *options, **language)
            elements = list(xml.etree.ElementTree.parse(svg).iter(SVG + 'text'))
            texts = [''.join(text.itertext()) for text in elements]
            lines = [words(line) for line in output('pdftotext', pdf, '-').splitlines()]
            self.assertGreater(len(texts), 80)
            missing = [text for text in texts if not any(words(text) in line for line in lines)]
            # Of what is written in several lines, each is found.
            # (A full-width space is wide enough to be taken for the gap between two columns.)
            rows = [words(part) for text in elements if ''.join(text.itertext()) in missing for row in text.iter(SVG + 'tspan')
                    for part in row.text.split('\u3000')]
            self.assertGreaterEqual(len(rows), 2 * len(missing))
            self.assertEqual([row for row in rows if not any(row in line for line in lines)], [])
            self.assertLess(len(missing), 12, missing)
            wanted = ('八路军太行纪念馆', '浊漳河北源', '长治市') if name == 'zh' else ('Changzhi', 'Wuxiang')
            for text in wanted:
                self.assertTrue(any(text in one for one in texts), (text, texts))

    def test_fonts_and_pictures(self):
        need('pdffonts', 'pdfimages', 'qpdf')
        path = self.printed('map.pdf', '--paper', 'a3', '--landscape', '--title', '长治', **CHINESE)
        rows = output('pdffonts', path).splitlines()[2:]
        self.assertGreater(len(rows), 0)
        for row in rows:
            self.assertRegex(row, r'^[A-Z]{6}\+.*\byes yes yes\b')
        self.assertEqual(output('pdfimages', '-list', path).splitlines()[2:], [])
        check = subprocess.run(['qpdf', '--check', path], capture_output=True, text=True, check=False)
        self.assertEqual(check.returncode, 0, check.stdout + check.stderr)
        self.assertLess(os.path.getsize(path), 1.5e6)

    def test_says_what_it_is(self):
        need('pdfinfo', 'qpdf')
        path = self.printed('map.pdf', '--paper', '300x400', '--title', '长治 & Changzhi')
        info = dict(line.split(':', 1) for line in output('pdfinfo', path).splitlines())
        self.assertEqual(info['Title'].strip(), '长治 & Changzhi')
        self.assertTrue(info['Creator'].strip().startswith('Taihang Atlas'))
        self.assertIn('2023', info['CreationDate'])
        size = list(map(float, re.findall(r'[\d.]+', info['Page size'])[:2]))
        self.assertAlmostEqual(size[0], 300 / 25.4 * 72, delta=0.01)
        self.assertAlmostEqual(size[1], 400 / 25.4 * 72, delta=0.01)
        content = self.content(path)
        self.assertIn('/Outlines', content)
        # Layers that a reader can switch off, each used in the drawing, none left open.
        groups = re.findall(r'/Type /OCG\b', content)
        self.assertGreater(len(groups), 8)
        self.assertEqual(len(set(re.findall(r'/OC (/oc\d+) BDC', content))), len(groups))
        self.assertEqual(len(re.findall(r' BDC$', content, re.MULTILINE)), len(re.findall(r'^EMC$', content, re.MULTILINE)))
        self.assertNotIn('/StructTreeRoot', content)

    def test_areas_are_written_once(self):
        """Little areas are filled and outlined in one operator, in two decimals, and look as in a picture of the same page."""
        need('qpdf', 'pdftoppm', 'convert', 'compare')
        squares = [({'fill': '#00a000', 'fill-opacity': 0.4, 'stroke': '#0000c0'}, {'type': 'Polygon', 'coordinates': [
            [[x, y], [x + 0.01, y], [x + 0.01, y + 0.01], [x, y + 0.01], [x, y]]]})
                   for x in (113 + 0.02 * i for i in range(10)) for y in (36 + 0.02 * i for i in range(10))]
        path = self.geojson('squares.geojson', *squares)
        options = (path, '--template', 'plain', '--scale', '500000', '--center', '113.1,36.1')
        pdf, png = self.printed('map.pdf', *options), self.printed('map.png', *options, '--dpi', '100')
        content = self.content(pdf)
        # Between the first fill and its outline the pen is set.
        self.assertIn(len(re.findall(r' h B\*$', content, re.MULTILINE)), (99, 100))
        self.assertIsNone(re.search(r'\.\d{3,} l\b', content))
        subprocess.run(['pdftoppm', '-r', '100', '-png', '-singlefile', pdf, self.path('drawn')], check=True)
        # The squares' part of the page; what differs there is how edges are smoothed.
        crop = ('-crop', '260x260+280+440', '+repage')
        for one, other in ((png, 'a.png'), (self.path('drawn.png'), 'b.png')):
            subprocess.run(['convert', one, *crop, self.path(other)], check=True)
        r = subprocess.run(['compare', '-metric', 'RMSE', self.path('a.png'), self.path('b.png'), 'null:'], capture_output=True, text=True, check=False)
        self.assertLess(float(re.search(r'\(([\d.e-]+)\)', r.stderr)[1]), 0.08, r.stderr)

    def test_layer_switches_off(self):
        """A layer that is off in the document is not painted, and nothing else is missing."""
        need('pdftoppm', 'qpdf')
        path = self.geojson('square.geojson', ({'fill': '#ff00ff', 'fill-opacity': 1, 'stroke': '#ff00ff'}, {'type': 'Polygon', 'coordinates': [
            [[113, 36.1], [113.2, 36.1], [113.2, 36.3], [113, 36.3], [113, 36.1]]]}))
        pdf = self.printed('map.pdf', path, '--template', 'plain')
        content = self.content(pdf)
        number = re.search(r'^(\d+) 0 obj\s*<<\s*/Name \(square\.geojson\)\s*/Type /OCG', content, re.MULTILINE)[1]
        # The object's place in the table does not change, so the file stays readable.
        changed = re.sub(r'(/ON \[[^\]]*?)\b%s 0 R' % number, lambda m: m[1] + ' ' * len(f'{number} 0 R'), content, count=1)
        changed = re.sub(r'/D <<', f'/D << /OFF [ {number} 0 R ]', changed, count=1)
        off = self.write('off.pdf', changed.encode('latin-1'))

        def magenta(file):
            ppm = subprocess.run(['pdftoppm', '-r', '30', file], check=True, capture_output=True).stdout
            pixels = ppm[-(len(ppm) // 3 * 3):]
            return sum(1 for i in range(len(pixels) % 3, len(pixels) - 2, 3) if pixels[i:i + 3] == b'\xff\x00\xff')

        self.assertGreater(magenta(pdf), 100)
        self.assertEqual(magenta(off), 0)


class Others(Print):
    def test_same_input_same_bytes(self):
        for suffix in FORMATS:
            options = ('--scale', '300000', '--center', '113.1,36.2', '--dpi', '60')
            first, second = self.printed('a.' + suffix, *options), self.printed('b.' + suffix, *options)
            with open(first, 'rb') as a, open(second, 'rb') as b:
                self.assertEqual(a.read(), b.read(), suffix)

    def test_pictures_are_georeferenced(self):
        need('gdalinfo')
        for name in ('map.png', 'map.tif'):
            path = self.printed(name, '--template', 'plain', '--scale', '200000', '--center', '113.1,36.2', '--dpi', '100')
            info = json.loads(output('gdalinfo', '-json', path))
            self.assertEqual(info['size'], [round(210 / 25.4 * 100), round(297 / 25.4 * 100)])
            self.assertIn('4547', info['coordinateSystem']['wkt'])
            pixel = 25.4 / 100 / 1000 * 200000
            transform = info['geoTransform']
            for got, wanted in zip(transform[1:3] + transform[4:], (pixel, 0, 0, -pixel)):
                self.assertAlmostEqual(got, wanted, delta=1e-6)
            places = info.get('wgs84Extent', info.get('extent'))['coordinates'][0]
            self.assertTrue(min(p[0] for p in places) < 113.1 < max(p[0] for p in places))
            self.assertTrue(min(p[1] for p in places) < 36.2 < max(p[1] for p in places))

    def test_picture_shows_places_where_its_world_file_says(self):
        """A mark in a colour of its own lies where the world file puts its place."""
        need('gdallocationinfo')
        path = self.geojson('dot.geojson', ({'marker-color': '#ff00ff'}, {'type': 'Point', 'coordinates': [113.05, 36.25]}))
        png = self.printed('map.png', path, '--template', 'plain', '--scale', '100000', '--center', '113.1,36.2', '--dpi', '150')
        east, north = map(float, subprocess.run(['cs2cs', '-f', '%.4f', 'EPSG:4490', 'EPSG:4547'], input='36.25 113.05\n', check=True,
                                                capture_output=True, text=True).stdout.split()[:2][::-1])
        colour = list(map(int, output('gdallocationinfo', '-valonly', '-geoloc', png, str(east), str(north)).split()[:3]))
        self.assertEqual(colour, [255, 0, 255])

    def test_svg_is_whole(self):
        svg = self.printed('map.svg', '--paper', 'a3', '--landscape', '--title', 'A & <B>', **CHINESE)
        root = xml.etree.ElementTree.parse(svg).getroot()
        texts = {''.join(text.itertext()) for text in root.iter(SVG + 'text')}
        for text in ('A & <B>', '八路军太行纪念馆', '长治市', '浊漳河北源'):
            self.assertIn(text, texts)
        self.assertEqual(list(root.iter(SVG + 'symbol')), [])
        self.assertEqual([use for use in root.iter(SVG + 'use') if 'glyph' in str(use.attrib)], [])
        self.assertEqual(list(root.iter(SVG + 'image')), [])
        halos = [text for text in root.iter(SVG + 'text') if text.get('paint-order') == 'stroke']
        self.assertGreater(len(halos), 10)
        with open(svg, encoding='utf-8') as file:
            self.assertNotIn('0.0051234', file.read())

    def test_chosen_layers(self):
        """--layers leaves out what it does not name; --fit shows all of a layer."""
        svg = self.printed('map.svg', '--layers', 'taihang1', '--fit', 'taihang1', **CHINESE)
        texts = {''.join(text.itertext()) for text in xml.etree.ElementTree.parse(svg).getroot().iter(SVG + 'text')}
        self.assertIn('太行一号旅游公路', texts)
        self.assertNotIn('旅游景区', texts)


class Series(Print):
    """Many pages after one."""

    def texts(self, path):
        n = int(re.search(r'Pages:\s+(\d+)', output('pdfinfo', path)).group(1))
        return [words(output('pdftotext', '-f', str(i), '-l', str(i), path, '-')) for i in range(1, n + 1)]

    def test_atlas(self):
        """A page a county, named, in the file's order, each in the right place; neighbours are those that share a border."""
        need('gdalinfo', 'pdftotext', 'pdfinfo')
        path = self.printed('atlas.pdf', '--atlas', 'counties', **CHINESE)
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'data', 'geo', 'counties.geojson'), encoding='utf-8') as file:
            counties = json.load(file)['features']
        pages = self.texts(path)
        self.assertEqual(len(pages), len(counties) + 1)
        for county, text in zip(counties, pages[1:]):
            self.assertIn(county['properties']['name'], text)
        shapes = {c['properties']['name']: shapely.geometry.shape(c['geometry']) for c in counties}
        for county, text in zip(counties, pages[1:]):
            name = county['properties']['name']
            told = text[text.index('相邻图幅：'):] if '相邻图幅：' in text else ''
            for other, shape in shapes.items():
                shared = shapes[name].buffer(1e-5).intersection(shape.boundary).length
                if other != name and shared > 0.05:
                    self.assertIn(other, told, name)
                if other != name and shapes[name].distance(shape) > 0.05:
                    self.assertNotIn(other + '（', told, name)
        info = json.loads(output('gdalinfo', '-json', f'PDF:2:{path}'))
        corners = info['wgs84Extent']['coordinates'][0]
        self.assertTrue(shapely.geometry.Polygon(corners).contains(shapes[counties[0]['properties']['name']]))

    def test_strip(self):
        """K-numbers go on from page to page, from the start of the line to its end; what lies along is listed once it is passed."""
        need('pdftotext', 'pdfinfo')
        path = self.printed('strip.pdf', '--strip', '环线', '--scale', '200000', '--landscape', **CHINESE)
        pages = self.texts(path)
        ranges = [re.search(r'环线K(\d+)\+(\d{3})至K(\d+)\+(\d{3})', text) for text in pages[1:]]
        self.assertTrue(all(ranges), pages)
        spans = [(int(r[1]) * 1000 + int(r[2]), int(r[3]) * 1000 + int(r[4])) for r in ranges]
        self.assertEqual(spans[0][0], 0)
        for before, after in zip(spans, spans[1:]):
            self.assertLess(before[0], after[0])
            self.assertLess(after[0], before[1] + 1)
        listed = json.loads(self.run_program('along', '--segment', '环线', '--within', '5', '--format', 'json', **CHINESE).stdout)
        self.assertEqual(spans[-1][1], round(listed['length_km'] * 1000))
        for item in listed['items']:
            metres = item['chainage_km'] * 1000
            page = next(i for i, (a, b) in enumerate(spans) if a <= metres + 1 and metres <= b + 1)
            self.assertIn(words(item['name']), pages[page + 1])

    def test_road_book(self):
        """A project's journey of two days: a cover and two pages, with the times that the itinerary has."""
        need('pdftotext', 'pdfinfo')
        items = json.loads(self.run_program('along', '--from', '平顺', '--to', '壶关', '--within', '5', '--format', 'json', **CHINESE).stdout)['items']
        stops = [dict(layer='旅游景区', id=item['id'], name=item['name'], lon=item['lon'], lat=item['lat'],
                      measure_m=item['chainage_km'] * 1000, offset_m=item['offset_m'], side=item['side'], detour_m=0, visit_min=60,
                      day_ends=i == 0)
                 for i, item in enumerate([items[0], items[-1]])]
        project = self.write('journey.atlas', json.dumps({
            'format': 'taihang-atlas-project', 'version': 1, 'itineraries': [{'way': 'between', 'places': [{'text': '平顺'}, {'text': '壶关'}], 'within_m': 5000,
                                         'itinerary': {'title': '平顺到壶关', 'length_m': 1e5, 'stops': stops}}]}))
        path = self.printed('book.pdf', '--project', project, '--road-book', **CHINESE)
        pages = self.texts(path)
        self.assertEqual(len(pages), 3)
        self.assertIn('平顺到壶关', pages[0])
        self.assertIn('第1天', pages[1])
        self.assertIn(words(items[0]['name']), pages[1])
        self.assertIn('第2天', pages[2])
        self.assertIn(words(items[-1]['name']), pages[2])

    def test_wrong(self):
        r = self.run_program('print', '-o', self.path('x.pdf'), '--atlas', 'counties', '--strip', '环线', **ENGLISH)
        self.assertEqual((r.returncode, r.stdout), (2, ''))
        r = self.run_program('print', '-o', self.path('x.pdf'), '--strip', 'nowhere', **ENGLISH)
        self.assertEqual(r.returncode, 1)
        self.assertIn('nowhere', r.stderr)
        self.assertFalse(os.path.exists(self.path('x.pdf')))


class Refused(Print):
    def refused(self, status, said, *arguments, **environment):
        before = self.snapshot()
        r = self.run_program('print', *arguments, **environment)
        self.assertEqual((r.returncode, r.stdout), (status, ''), (arguments, r.stderr))
        self.assertRegex(r.stderr, said)
        self.assertEqual(self.snapshot(), before, arguments)

    def test_bad_input(self):
        out = self.write('old.pdf', 'old')
        to = ('-o', out)
        place = ('--center', '113.1,36.2')
        for said, arguments in (
                ('needs a file', ()), ('names no format', ('-o', self.path('map'))), ('names no format', ('-o', self.path('map.doc'))),
                ('“0” is no scale', (*to, *place, '--scale', '0')), ('is no scale', (*to, *place, '--scale', '-5')),
                ('is no scale', (*to, *place, '--scale', 'nan')), ('is no scale', (*to, *place, '--scale', '5k')),
                ('EPSG:99999', (*to, '--crs', 'EPSG:99999')), ('EPSG:4326', (*to, '--crs', 'EPSG:4326')),
                ('“b9”', (*to, '--paper', 'b9')), ('“0x5”', (*to, '--paper', '0x5')), ('“poster”', (*to, '--template', 'poster')),
                ('needs --scale', (*to, *place)), ('not a place', (*to, '--center', '200,1', '--scale', '1000')),
                ('not an extent', (*to, '--extent', '3,2,1,0')), ('one of', (*to, '--extent', '1,2,3,4', '--fit', 'scenic')),
                ('dpi', (*to, '--dpi', '0')), ('dpi', (*to, '--dpi', '1e9'))):
            self.refused(2, said, *arguments)
        for said, arguments in (
                ('1:5 ', (*to, *place, '--scale', '5')), ('no layer “nope”; there are: .*scenic', (*to, '--fit', 'nope')),
                ('no layer “x”', (*to, '--layers', 'scenic,x')), ('missing.geojson', (self.path('missing.geojson'), *to)),
                ('no/map.pdf.* cannot be written', ('-o', self.path('no/map.pdf'))),
                ('pixels', ('-o', self.path('big.png'), '--paper', 'a0', '--dpi', '2400'))):
            self.refused(1, said, *arguments)

    def test_empty_layer(self):
        empty = self.geojson('empty.geojson')
        out = self.write('old.pdf', 'old')
        self.refused(1, 'empty', empty, '-o', out)
        self.refused(1, 'empty', empty, '-o', out, '--fit', 'empty.geojson')

    def test_font_without_chinese(self):
        fonts = [line.split(':')[0] for line in output('fc-list', 'DejaVu Sans').splitlines()]
        if not fonts:
            self.skipTest('DejaVu Sans is not installed')
        config = self.write('fonts.conf', f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
                                          f'<dir>{os.path.dirname(fonts[0])}</dir><cachedir>{self.path("cache")}</cachedir></fontconfig>')
        os.mkdir(self.path('cache'))
        out = self.write('old.pdf', 'old')
        r = self.run_program('print', '-o', out, '--title', '长治', FONTCONFIG_FILE=config, **CHINESE)
        self.assertEqual(r.returncode, 1)
        self.assertIn('Noto', r.stderr)
        with open(out, encoding='utf-8') as file:
            self.assertEqual(file.read(), 'old')

    def test_full_disk(self):
        """Written into /dev/full, and onto a disk of 8 KiB: the old file is there, the device is a device."""
        for suffix in FORMATS:
            link = self.path('full.' + suffix)
            os.symlink('/dev/full', link)
            r = self.run_program('print', '-o', link, '--template', 'plain', '--dpi', '40')
            self.assertEqual(r.returncode, 1, suffix)
            self.assertIn('No space left', r.stderr)
            self.assertTrue(os.path.islink(link) and not os.path.isfile('/dev/full'))
            for name in os.listdir(self.folder):
                os.unlink(self.path(name))
        mount = self.path('small')
        os.mkdir(mount)
        if os.geteuid() != 0 or subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=8k', 'none', mount], capture_output=True, check=False).returncode:
            return
        try:
            for suffix in FORMATS:
                target = os.path.join(mount, 'map.' + suffix)
                with open(target, 'w', encoding='utf-8') as file:
                    file.write('old')
                r = self.run_program('print', '-o', target, '--template', 'plain', '--dpi', '60')
                self.assertEqual(r.returncode, 1, suffix)
                self.assertIn('No space left', r.stderr)
                with open(target, encoding='utf-8') as file:
                    self.assertEqual(file.read(), 'old')
                self.assertEqual(os.listdir(mount), ['map.' + suffix])
                os.unlink(target)
        finally:
            subprocess.run(['umount', mount], check=False)

    def test_folder_that_is_read_only(self):
        folder = self.path('closed')
        os.mkdir(folder)
        target = os.path.join(folder, 'map.pdf')
        with open(target, 'w', encoding='utf-8') as file:
            file.write('old')
        if os.geteuid() == 0:
            # Root may write everywhere but to what is mounted read-only.
            if subprocess.run(['mount', '--bind', '-o', 'ro', folder, folder], capture_output=True, check=False).returncode:
                self.skipTest('mounting is not allowed here')
            subprocess.run(['mount', '-o', 'remount,bind,ro', folder], capture_output=True, check=False)
        else:
            os.chmod(folder, 0o500)
        try:
            r = self.run_program('print', '-o', target)
            self.assertEqual(r.returncode, 1)
            self.assertIn('map.pdf', r.stderr)
            with open(target, encoding='utf-8') as file:
                self.assertEqual(file.read(), 'old')
        finally:
            if os.geteuid() == 0:
                subprocess.run(['umount', folder], check=False)
            else:
                os.chmod(folder, 0o700)

    def test_stopped(self):
        """Ctrl+C in the middle of a large picture leaves the old file and nothing beside it."""
        out = self.write('map.png', 'old')
        env = {**os.environ, 'ATLAS_CACHE': self.cache, **ENGLISH}
        process = subprocess.Popen([atlas_case.PROGRAM, 'print', '-o', out, '--paper', 'a0', '--dpi', '400'], env=env, stderr=subprocess.PIPE)
        for _ in range(600):
            if len(os.listdir(self.folder)) > 1:
                break
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=120)
        self.assertEqual(process.returncode, 1)
        self.assertEqual(os.listdir(self.folder), ['map.png'])
        with open(out, encoding='utf-8') as file:
            self.assertEqual(file.read(), 'old')


if __name__ == '__main__':
    if shutil.which('qpdf') is None:
        print('qpdf is not installed: some tests are left out')
    atlas_case.main()
