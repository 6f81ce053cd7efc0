#!/usr/bin/env python3
"""Every text for people is translated: POTFILES names the files that have some, and each language has all of them."""

import re
import subprocess
import tempfile
from pathlib import Path

from common import SOURCE, finish, name, sources, without_comments

CALL = re.compile(r'(?<![\w])(?:_|N_|C_|NC_|Q_|ngettext|g_dgettext|g_dngettext|g_dpgettext2?) ?\(')
KEYWORDS = ['_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'ngettext:1,2', 'g_dngettext:2,3']


def listed(path):
    lines = path.read_text(encoding='utf-8').splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith('#')]


def check_potfiles(problems):
    files = listed(SOURCE / 'po' / 'POTFILES')
    wanted = {name(path) for path in sources('.c', '.h') if CALL.search(without_comments(path.read_text(encoding='utf-8')))}
    wanted |= {name(path) for path in (SOURCE / 'resources').rglob('*.ui')
               if 'translatable="yes"' in path.read_text(encoding='utf-8')}
    problems += [f'po/POTFILES does not name {file}; run po/update' for file in sorted(wanted - set(files))]
    problems += [f'po/POTFILES names {file}, which has no text; run po/update' for file in sorted(set(files) - wanted)]
    return files


def check_language(language, pot, folder, problems):
    po = SOURCE / 'po' / f'{language}.po'
    merged = folder / f'{language}.po'
    subprocess.run(['msgmerge', '--quiet', '--no-fuzzy-matching', '-o', merged, po, pot], check=True)
    checked = subprocess.run(['msgfmt', '--check', '-o', '/dev/null', po], capture_output=True, text=True, check=False)
    if checked.returncode != 0:
        problems.append(f'{name(po)}: {checked.stderr.strip()}')
    for option, what in (('--untranslated', 'not translated'), ('--only-fuzzy', 'fuzzy')):
        output = subprocess.run(['msgattrib', option, '--no-obsolete', '--no-wrap', merged],
                                check=True, capture_output=True, text=True).stdout
        for text in re.findall(r'^msgid (".+(?:\n".*)*)', output, re.MULTILINE):
            if text != '""':
                problems.append(f'{name(po)}: {what}: {text}')


def main():
    problems = []
    files = check_potfiles(problems)
    languages = listed(SOURCE / 'po' / 'LINGUAS')
    present = [file for file in files if (SOURCE / file).exists()]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        pot = folder / 'all.pot'
        if not present:
            finish(problems, 'no texts')
        subprocess.run(['xgettext', '--from-code=UTF-8', *(f'--keyword={word}' for word in KEYWORDS), '-o', pot, *present],
                       cwd=SOURCE, check=True)
        texts = 0
        if pot.exists():
            texts = pot.read_text(encoding='utf-8').count('\nmsgid "') - 1
            for language in languages:
                check_language(language, pot, folder, problems)
    finish(problems, f'{texts} texts in {len(files)} files, {len(languages)} languages')


main()
