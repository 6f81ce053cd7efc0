#!/usr/bin/env python3
"""The tools make the shipped layers, byte for byte, from data/geo/source: what is shipped can be made again by anybody."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from common import SKIP, SOURCE, finish

# Made from packages that are too big to be kept with the sources.
WORLD = {'land', 'relief'}

if any(importlib.util.find_spec(module) is None for module in ('numpy', 'shapely')):
    print('python3-numpy and python3-shapely are not there')
    sys.exit(SKIP)


def main():
    problems = []
    with tempfile.TemporaryDirectory(prefix='atlas-data-') as folder:
        geo = Path(folder) / 'geo'
        shutil.copytree(SOURCE / 'data' / 'geo', geo)
        layers = sorted(path.stem for path in geo.glob('*.geojson') if path.stem not in WORLD)
        # Another seed of Python's hashes in each run: an order that depends on them would show.
        made = subprocess.run([sys.executable, geo / 'tools' / 'make.py'], capture_output=True, encoding='utf-8', timeout=600,
                              env={**os.environ, 'PYTHONDONTWRITEBYTECODE': '1', 'PYTHONHASHSEED': 'random'})
        if made.returncode != 0:
            finish([f'make.py ended with {made.returncode}: {made.stderr.strip()[-2000:]}'], '')
        problems = [f'{layer}.geojson is not what data/geo/tools/make.py makes: run it, or put the change into data/geo/source'
                    for layer in layers
                    if (geo / f'{layer}.geojson').read_bytes() != (SOURCE / 'data' / 'geo' / f'{layer}.geojson').read_bytes()]
    finish(problems, f'{len(layers)} layers made again')


main()
