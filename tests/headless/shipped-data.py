#!/usr/bin/env python3
"""The shipped layers pass the program's own check, and pack small.

usage: shipped-data.py PROGRAM READER
"""

import io
import json
import pathlib
import tarfile

from atlas_case import Case, main

GEO = pathlib.Path(__file__).resolve().parents[2] / 'data' / 'geo'
LAYERS = sorted(GEO.glob('*.geojson'), key=lambda path: path.stem)
MOST_PACKED = 3_000_000


class ShippedData(Case):
    def test_check(self):
        done = self.run_program('check', '--json', *map(str, LAYERS))
        report = json.loads(done.stdout)
        findings = [(layer['layer'], finding['severity'], finding['feature'], finding['message'])
                    for layer in report['layers'] for finding in layer['findings'] if finding['severity'] != 'note']
        self.assertEqual(findings, [])
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual({layer['layer'] for layer in report['layers']}, {path.stem for path in LAYERS})

    def test_what_must_be_there(self):
        """A file that went missing would pass a check of those that are there."""
        self.assertEqual([path.stem for path in LAYERS],
                         ['basin', 'context', 'counties', 'key-projects', 'land', 'peaks', 'relief', 'reservoirs', 'rivers', 'rivers-gshhg',
                          'roads-rail', 'scenic', 'sponge', 'stations', 'taihang1', 'towns'])

    def test_road_and_loop(self):
        """The sums, added up by somebody else than the check."""
        road = [feature['properties'] for feature in json.loads((GEO / 'taihang1.geojson').read_text(encoding='utf-8'))['features']]
        self.assertAlmostEqual(sum(segment['length_km'] for segment in road), 1286.0, places=6)
        self.assertAlmostEqual(sum(segment['length_km'] for segment in road if segment.get('loop')), 260.0, places=6)
        self.assertEqual(len({segment['county'] for segment in road}), 12)

    def test_packed_size(self):
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode='w:gz') as archive:
            for path in LAYERS:
                archive.add(path, path.name)
        self.assertLess(packed.tell(), MOST_PACKED)


main()
