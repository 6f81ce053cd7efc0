#!/usr/bin/env python3
"""Asks SQLite what expressions are true of: reads a JSON with "rows" and "where", writes for each expression the numbers of
the rows.  Started by test-filter.c, which compares."""

import json
import sqlite3
import sys

data = json.load(sys.stdin)
base = sqlite3.connect(':memory:')
base.execute('PRAGMA case_sensitive_like = ON')
base.execute('CREATE TABLE t (n INTEGER, name TEXT, kind TEXT, people INTEGER, area REAL, open INTEGER)')
base.executemany('INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)', data['rows'])
for where in data['where']:
    print(*(row[0] for row in base.execute(f'SELECT n FROM t WHERE {where} ORDER BY n')))
