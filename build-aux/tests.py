#!/usr/bin/env python3
"""What ./test asks meson for and tells a person.

tests.py select BUILD-FOLDER "SUITE SUITE…" [NAME…]   the names of the tests of these suites, one a line
tests.py report LOG…                                  counts meson's JSON logs; the last line is "N passed, N failed"

A TAP test counts each of its cases, any other test counts as one.
"""

import json
import os
import re
import sys

TAIL_LINES = 60
TAP_LINE = re.compile(r'^(not )?ok\b[ \t]*\d*(.*)$', re.MULTILINE)
TAP_PLAN = re.compile(r'^1\.\.\d+', re.MULTILINE)


def select(folder, suites, names):
    with open(os.path.join(folder, 'meson-info', 'intro-tests.json'), encoding='utf-8') as file:
        tests = json.load(file)
    for test in tests:
        own = {suite.split(':')[-1] for suite in test['suite']}
        if own & set(suites) and (not names or test['name'] in names):
            print(test['name'])


def count(entry):
    """Passed, failed and skipped cases of one test, from its TAP lines when it has any."""
    good = entry['result'] in ('OK', 'EXPECTEDFAIL')
    passed = failed = skipped = 0
    output = entry.get('stdout') or ''
    for negative, rest in TAP_LINE.findall(output) if TAP_PLAN.search(output) else []:
        directive = rest.partition('#')[2].strip().upper()
        if directive.startswith('SKIP'):
            skipped += 1
        elif negative and not directive.startswith('TODO'):
            failed += 1
        else:
            passed += 1
    if passed + failed + skipped == 0:
        if entry['result'] == 'SKIP':
            return 0, 0, 1
        return (1, 0, 0) if good else (0, 1, 0)
    # A crash, a time-out or a leak found at the end is a failure of its own when no case says so.
    if not good and entry['result'] != 'SKIP' and failed == 0:
        failed = 1
    return passed, failed, skipped


def tail(entry):
    text = (entry.get('stdout') or '') + (entry.get('stderr') or '')
    lines = text.splitlines()
    if len(lines) > TAIL_LINES:
        lines = ['…'] + lines[-TAIL_LINES:]
    return '\n'.join('    ' + line for line in lines)


def report(logs):
    passed = failed = skipped = 0
    bad = []
    for log in logs:
        try:
            with open(log, encoding='utf-8') as file:
                entries = [json.loads(line) for line in file if line.strip()]
        except OSError:
            entries = []
        if not entries:
            print(f'{log}: the tests did not run')
            failed += 1
        for entry in entries:
            result = count(entry)
            passed += result[0]
            failed += result[1]
            skipped += result[2]
            if result[1]:
                bad.append(entry)
    for entry in bad:
        print(f'\nFAILED: {entry["name"]} ({entry["result"].lower()}, {entry["duration"]:.1f} s)\n{tail(entry)}')
    if bad:
        print('\nFailed: ' + ', '.join(entry['name'] for entry in bad))
    line = f'{passed} passed, {failed} failed'
    if skipped:
        line += f', {skipped} skipped'
    print(line)
    return failed == 0 and passed > 0


def main(argv):
    if len(argv) >= 4 and argv[1] == 'select':
        select(argv[2], argv[3].split(), argv[4:])
        return 0
    if len(argv) >= 2 and argv[1] == 'report':
        return 0 if report(argv[2:]) else 1
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == '__main__':
    sys.exit(main(sys.argv))
