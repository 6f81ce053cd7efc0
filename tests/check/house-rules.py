#!/usr/bin/env python3
"""The rules that a program can check: how long files are, how they begin, and which calls are never made."""

import re

from common import SOURCE, finish, name, sources, without_comments

MOST_LINES = 1200

# The call, and why it is not made.
FORBIDDEN = [
    (r'\b\w*_set_markup\b|\bpango_parse_markup\b|\bpango_layout_set_markup\b', 'text from a file is never markup'),
    (r'\bsystem \(|\bpopen \(|\bg_spawn_command_line_\w+|\bg_spawn_(?:async|sync)\w*',
     'programs are started with an argument list through GSubprocess, never through a shell'),
    (r'\bg_file_replace_contents\w*', 'it leaves a cut-off file on a full disk; g_file_set_contents_full does not'),
    (r'\b(?:strcpy|strcat|sprintf|vsprintf|gets) \(', 'it does not know how much room there is'),
    (r'\bchdir \(|\bsetenv \(|\bg_setenv \(', 'it changes the whole process under the feet of the other threads'),
]
# Files that may make such a call, because nothing else runs yet or no other thread can see it.
ALLOWED = {
    'g_setenv (': {'src/app/main.c', 'src/app/atlas-application.c', 'src/app/atlas-renderer.c',
                    'src/data/atlas-paths.c', 'src/reader/atlas-reader.c'},
}
UNFINISHED = re.compile(r'\b(TODO|FIXME|XXX|HACK)\b')


def check_file(path, problems):
    text = path.read_text(encoding='utf-8')
    lines = text.count('\n')
    if lines > MOST_LINES:
        problems.append(f'{name(path)}: {lines} lines, {MOST_LINES} are the most; cut it by concern')
    if not text.startswith('/* SPDX-License-Identifier: GPL-3.0-or-later'):
        problems.append(f'{name(path)}: does not begin with its licence')
    if path.suffix == '.h' and '#pragma once' not in text:
        problems.append(f'{name(path)}: has no #pragma once')
    if '\t' in text:
        problems.append(f'{name(path)}: has tabs')
    if re.search(r'[ \t]+$', text, re.MULTILINE):
        problems.append(f'{name(path)}: has blanks at the end of a line')
    for number, line in enumerate(text.splitlines(), 1):
        if UNFINISHED.search(line):
            problems.append(f'{name(path)}:{number}: unfinished: {line.strip()}')
    for number, line in enumerate(without_comments(text).splitlines(), 1):
        for pattern, why in FORBIDDEN:
            match = re.search(pattern, line)
            if match and name(path) not in ALLOWED.get(match.group(0), ()):
                problems.append(f'{name(path)}:{number}: {match.group(0)}: {why}')


def main():
    problems = []
    paths = sources('.c', '.cpp', '.h')
    for path in paths:
        check_file(path, problems)
    templates = sorted((SOURCE / 'resources').rglob('*.ui'))
    for path in templates:
        if 'use-markup' in path.read_text(encoding='utf-8'):
            problems.append(f'{name(path)}: use-markup: text is never markup')
    finish(problems, f'{len(paths)} files, {len(templates)} templates')


main()
