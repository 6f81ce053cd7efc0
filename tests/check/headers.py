#!/usr/bin/env python3
"""Each header of src/ compiles alone, with the flags of its folder, without a warning."""

import json
import os
import shlex
import subprocess
from concurrent.futures import ThreadPoolExecutor

from common import BUILD, FLOORS, SOURCE, finish, name, sources


def flags_of_folders():
    """The compiler and its flags for a file of each folder, as ninja runs them; a folder without a file takes the next one's."""
    found = {}
    with open(BUILD / 'compile_commands.json', encoding='utf-8') as file:
        for entry in json.load(file):
            path = os.path.normpath(os.path.join(entry['directory'], entry['file']))
            relative = os.path.relpath(path, SOURCE / 'src')
            if not relative.startswith('..') and relative.endswith('.c'):
                found.setdefault(relative.split(os.sep)[0], (entry['directory'], shlex.split(entry['command'])))
    last = None
    for floor in reversed(FLOORS):
        last = found.setdefault(floor, last)
    return found


def compile_header(header, directory, command):
    arguments = []
    skip = False
    for argument in command:
        if skip:
            skip = False
        elif argument in ('-o', '-c', '-MF', '-MQ'):
            skip = True
        elif argument not in ('-MD',) and not argument.startswith('-fsanitize'):
            arguments.append(argument)
    arguments += ['-Werror', '-fsyntax-only', '-x', 'c', '-']
    relative = header.relative_to(SOURCE / 'src')
    # Twice: a header that lacks its guard defines its types twice.
    text = f'#include "{relative}"\n#include "{relative}"\n'
    result = subprocess.run(arguments, cwd=directory, input=text, capture_output=True, text=True, check=False)
    return None if result.returncode == 0 else f'{name(header)} does not compile alone:\n{result.stderr}'


def main():
    flags = flags_of_folders()
    headers = sources('.h')
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        results = pool.map(lambda header: compile_header(header, *flags[header.relative_to(SOURCE / 'src').parts[0]]), headers)
    finish([result for result in results if result], f'{len(headers)} headers')


main()
