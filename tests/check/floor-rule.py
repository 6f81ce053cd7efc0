#!/usr/bin/env python3
"""The floor rule: a folder of src/ includes only itself and the folders below it, the library knows neither GTK nor GDAL,
GDAL is known to the reader alone, and what is built from the library links neither of them."""

import json
import re
import subprocess

from common import BUILD, FLOORS, LIBRARY, SOURCE, finish, name, sources

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
WIDGETS = re.compile(r'^(gtk|gdk|gsk|adwaita|shumate)(/|[-.]|$)')
GDAL = re.compile(r'^(gdal|ogr|cpl|vrt)([/_.-]|$)|^(gdal|ogr)[a-z_]*\.h$')
FOREIGN_LIBRARIES = re.compile(r'^lib(gtk-4|gtk-3|gdk-3|adwaita-1|shumate-1\.0|gdal)\.so')


def may_use(floor, other):
    if floor == 'reader':
        return other in ('reader', 'data', 'geo')
    # The reader is a program of its own: nothing else includes it.
    return other != 'reader' and FLOORS.index(other) <= FLOORS.index(floor)


def check_includes(problems):
    paths = sources('.c', '.cpp', '.h')
    for path in paths:
        parts = path.relative_to(SOURCE / 'src').parts
        floor = parts[0]
        if len(parts) < 2 or floor not in FLOORS:
            problems.append(f'{name(path)}: not in one of the folders {" ".join(FLOORS)}')
            continue
        for quote, header in INCLUDE.findall(path.read_text(encoding='utf-8')):
            first = header.split('/')[0]
            if quote == '"':
                if first in FLOORS and '/' in header:
                    if not may_use(floor, first):
                        problems.append(f'{name(path)}: {floor}/ may not include {header}')
                elif header != 'config.h':
                    problems.append(f'{name(path)}: write "{header}" with its folder')
            elif WIDGETS.match(header) and not header.startswith('gdk-pixbuf/') and (floor in LIBRARY or floor == 'reader'):
                problems.append(f'{name(path)}: {floor}/ needs no display, so it may not include <{header}>')
            elif GDAL.match(header) and floor != 'reader':
                problems.append(f'{name(path)}: GDAL lives in reader/ alone, so {floor}/ may not include <{header}>')
    return len(paths)


def check_links(problems):
    """What the programs that link the library alone need, as the linker wrote it down."""
    with open(BUILD / 'meson-info' / 'intro-tests.json', encoding='utf-8') as file:
        tests = json.load(file)
    programs = {test['cmd'][0] for test in tests if 'unit' in {suite.split(':')[-1] for suite in test['suite']}}
    programs = sorted(program for program in programs if program.startswith(str(BUILD)))
    if not programs:
        problems.append('there is no unit test program to look into')
    for program in programs:
        output = subprocess.run(['readelf', '-d', program], check=True, capture_output=True, text=True).stdout
        for library in re.findall(r'\(NEEDED\).*\[(.*)\]', output):
            if FOREIGN_LIBRARIES.match(library):
                problems.append(f'{program}: the library must not pull in {library}')
    return len(programs)


def main():
    problems = []
    files = check_includes(problems)
    programs = check_links(problems)
    finish(problems, f'{files} files, {programs} programs')


main()
