#!/usr/bin/env python3
"""The shipped points held against reference data that may not be shipped: it lies beside the sources where it is at hand."""

import subprocess
import sys

from common import SKIP, SOURCE, finish

REFERENCE = SOURCE.parent / 'shared' / 'data' / 'reference'


def main():
    if not REFERENCE.is_dir():
        print('the reference data is not at hand')
        sys.exit(SKIP)
    held = subprocess.run([sys.executable, SOURCE / 'data' / 'geo' / 'tools' / 'compare_reference.py', REFERENCE],
                          capture_output=True, encoding='utf-8', timeout=120)
    print(held.stdout)
    finish([held.stderr or 'too many points disagree with the reference'] if held.returncode != 0 else [], 'reference')


main()
