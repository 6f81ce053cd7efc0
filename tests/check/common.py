"""What the checks share: where things are, and how a check says what it found."""

import os
import re
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get('ATLAS_TEST_BUILDDIR', SOURCE / 'build-test'))

# From the ground up: a folder uses itself and those before it (the floor rule, src/README.md).
FLOORS = ['geo', 'data', 'style', 'route', 'tiles', 'project', 'check', 'render', 'layout', 'reader', 'map', 'ui', 'app']
LIBRARY = FLOORS[:FLOORS.index('reader')]

SKIP = 77


def sources(*suffixes):
    """The files under src/ with these suffixes, sorted."""
    return sorted(path for path in (SOURCE / 'src').rglob('*') if path.suffix in suffixes)


def name(path):
    return str(path.relative_to(SOURCE))


def without_comments(text):
    """C without comments and without the insides of strings; lines stay where they are."""
    def blank(match):
        piece = match.group(0)
        if piece.startswith('"'):
            return '""'
        if piece.startswith("'"):
            return piece
        return '\n' * piece.count('\n') or ' '
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', blank, text, flags=re.DOTALL)


def finish(problems, what):
    """Says the problems, or what was looked at, and ends the program."""
    for problem in problems:
        print(problem)
    if problems:
        print(f'{len(problems)} wrong')
        sys.exit(1)
    print(f'{what}: nothing wrong')
    sys.exit(0)
