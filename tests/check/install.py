#!/usr/bin/env python3
"""An installed program works: where it was installed to, after the folder was moved, and from the build folder."""

import json
import locale
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from common import BUILD, SOURCE, finish

APP_ID = 'cn.changzhi.TaihangAtlas'
POINT = {
    'type': 'FeatureCollection',
    'features': [
        {'type': 'Feature', 'properties': {'name': '上党门', 'height': 12.5},
         'geometry': {'type': 'Point', 'coordinates': [113.1134, 36.1912]}},
    ],
}

problems = []


def meson_option(name):
    with open(BUILD / 'meson-info' / 'intro-buildoptions.json', encoding='utf-8') as file:
        return next(option['value'] for option in json.load(file) if option['name'] == name)


def run(where, program, *arguments, **environment):
    """What the program said, or None after a complaint."""
    env = dict(os.environ, **environment)
    result = subprocess.run([program, *arguments], capture_output=True, text=True, env=env, check=False, timeout=120)
    if result.returncode != 0:
        problems.append(f'{where}: {" ".join(map(str, arguments))} ended with {result.returncode}: {result.stderr.strip()}')
        return None
    return result.stdout


def chinese_locale():
    """Whether messages can be asked for in Chinese here."""
    try:
        locale.setlocale(locale.LC_ALL, 'zh_CN.UTF-8')
    except locale.Error:
        return False
    locale.setlocale(locale.LC_ALL, 'C.UTF-8')
    return True


def check_program(where, program, data, folder):
    cache = folder / ('cache ' + where)
    text = run(where, program, 'info', '--json', data, XDG_CACHE_HOME=str(cache))
    if text is not None:
        layer = json.loads(text)['layers'][0]
        if layer['features'] != 1 or [field['name'] for field in layer['fields']] != ['name', 'height']:
            problems.append(f'{where}: info says {layer}')
    # The shipped layers are found: the city's own place lies on at least one.
    text = run(where, program, 'identify', '--json', '--at', '113.11,36.19', '--radius', '5000', XDG_CACHE_HOME=str(cache))
    if text is not None and not json.loads(text)['features']:
        problems.append(f'{where}: nothing lies in the middle of the city, so the shipped layers were not found')
    picture = folder / 'city.png'
    if run(where, program, 'render', '-o', picture, '--size', '320x240', XDG_CACHE_HOME=str(cache)) is not None:
        if picture.read_bytes()[:8] != b'\x89PNG\r\n\x1a\n':
            problems.append(f'{where}: render did not write a PNG')
        picture.unlink()
    if chinese_locale():
        text = run(where, program, 'info', '--help', LC_ALL='zh_CN.UTF-8', LANGUAGE='')
        if text is not None and not any('\u4e00' <= letter <= '\u9fff' for letter in text):
            problems.append(f'{where}: a Chinese locale gets no Chinese')


def check_files(root, data):
    share = root / data
    wanted = [
        share / 'applications' / f'{APP_ID}.desktop',
        share / 'metainfo' / f'{APP_ID}.metainfo.xml',
        share / 'mime' / 'packages' / f'{APP_ID}.xml',
        share / 'glib-2.0' / 'schemas' / f'{APP_ID}.gschema.xml',
        share / 'icons' / 'hicolor' / 'scalable' / 'apps' / f'{APP_ID}.svg',
        share / 'icons' / 'hicolor' / 'symbolic' / 'apps' / f'{APP_ID}-symbolic.svg',
        share / 'man' / 'man1' / 'taihang-atlas.1',
        share / 'locale' / 'zh_CN' / 'LC_MESSAGES' / 'taihang-atlas.mo',
    ]
    for path in wanted:
        if not path.exists():
            problems.append(f'not installed: {path.relative_to(root)}')
    sources = {path.stem for path in (SOURCE / 'data' / 'geo').glob('*.geojson')}
    images = {path.stem for path in (share / 'taihang-atlas' / 'layers').glob('*.tai')}
    for name in sorted(sources - images):
        problems.append(f'the layer {name} is not installed')
    desktop = (share / 'applications' / f'{APP_ID}.desktop').read_text(encoding='utf-8')
    program = next(line for line in desktop.splitlines() if line.startswith('Exec=')).split('=')[1].split()[0]
    if not (root / 'bin' / program).exists():
        problems.append(f'the desktop file starts {program}, which is not installed')


def main():
    prefix = Path(meson_option('prefix'))
    with tempfile.TemporaryDirectory(prefix='atlas install ') as temporary:
        folder = Path(temporary)
        data = folder / 'a point.geojson'
        data.write_text(json.dumps(POINT, ensure_ascii=False), encoding='utf-8')

        destination = folder / 'destination'
        subprocess.run(['meson', 'install', '-C', BUILD, '--no-rebuild', '--quiet', '--destdir', destination], check=True)
        root = destination / prefix.relative_to('/')
        check_files(root, meson_option('datadir'))
        check_program('installed', root / 'bin' / 'taihang-atlas', data, folder)

        moved = folder / 'elsewhere' / 'atlas 0.1'
        moved.parent.mkdir()
        shutil.move(root, moved)
        check_program('moved', moved / 'bin' / 'taihang-atlas', data, folder)

        check_program('build folder', BUILD / 'src' / 'app' / 'taihang-atlas', data, folder)
    finish(problems, 'installed, moved, build folder')


if not (BUILD / 'meson-info').exists():
    sys.exit('ATLAS_TEST_BUILDDIR names no build folder')
main()
