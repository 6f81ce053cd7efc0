#!/usr/bin/env python3
"""Makes the table of Hanzi readings and variants from Unicode's Unihan files (Debian's package unicode-data).

usage: atlas-hanzi-table.py PLACE_READINGS OUTPUT.c [FOLDER…]
Readings are syllables without tones, ü written as v; the likeliest comes first: the place names', kMandarin's, then by
frequency (kHanyuPinlu), then what the dictionaries list.  Variants are the traditional characters that have exactly one
simplified form.  The standard library is all that is needed.
"""

import bz2
import gzip
import re
import sys
import unicodedata
import zipfile
from pathlib import Path

FOLDERS = ['/usr/share/unicode', '/usr/share/unicode/ucd', '/usr/share/unicode/ucd/Unihan',
           '/usr/share/unicode-character-database']
FIRST_PAGE, LAST_PAGE = 0x3400 >> 8, 0x323FF >> 8
READINGS = ('kMandarin', 'kHanyuPinlu', 'kTGHZ2013', 'kXHC1983', 'kHanyuPinyin')
MOST_READINGS = 12


def read_unihan(folders, part):
    """The lines of a Unihan file, packed or not, on its own or in Unihan.zip."""
    name = f'Unihan_{part}.txt'
    for folder in map(Path, folders):
        for suffix, opener in (('', open), ('.bz2', bz2.open), ('.gz', gzip.open)):
            path = folder / (name + suffix)
            if path.exists():
                with opener(path, 'rt', encoding='utf-8') as file:
                    return file.read().splitlines()
        archive = folder / 'Unihan.zip'
        if archive.exists():
            with zipfile.ZipFile(archive) as opened:
                return opened.read(name).decode('utf-8').splitlines()
    sys.exit(f'{name} is in none of these folders: {", ".join(map(str, folders))}. The search needs it for the readings of '
             'Chinese characters; install the package “unicode-data” (Debian) or “unicode-ucd-unihan” (Fedora).')


def entries(lines, wanted):
    for line in lines:
        if line.startswith('U+'):
            code, key, value = line.split('\t', 2)
            if key in wanted:
                yield int(code[2:], 16), key, value


def plain(syllable):
    """zhǎng → zhang, lüè → lve; None for what is no syllable (ng, m̀)."""
    base = unicodedata.normalize('NFD', syllable.strip().lower()).replace('u\u0308', 'v')
    base = ''.join(c for c in base if not unicodedata.combining(c))
    return base if re.fullmatch('[a-z]*[aeiouv][a-z]*', base) else None


def spelled(key, value):
    """The syllables of a value, the likeliest first."""
    if key == 'kHanyuPinlu':
        counted = re.findall(r'([^\s(]+)\((\d+)\)', value)
        words = [word for word, _ in sorted(counted, key=lambda pair: -int(pair[1]))]
    elif key == 'kMandarin':
        words = value.split()
    else:
        words = [word for item in value.split() for word in item.split(':', 1)[1].split(',')]
    return [syllable for syllable in map(plain, words) if syllable]


def read_places(path):
    words, single = {}, {}
    for number, line in enumerate(Path(path).read_text(encoding='utf-8').splitlines(), 1):
        if not line or line.startswith('#'):
            continue
        word, _, reading = line.partition('\t')
        syllables = reading.split()
        if len(syllables) != len(word) or any(plain(syllable) != syllable for syllable in syllables):
            sys.exit(f'{path}:{number}: “{line}” needs one syllable without tone for each character.')
        if len(word) == 1:
            single[ord(word)] = syllables[0]
        else:
            words[word] = syllables
    return words, single


def simplified(folders):
    one = {}
    for code, _, value in entries(read_unihan(folders, 'Variants'), {'kSimplifiedVariant'}):
        targets = [int(item[2:], 16) for item in value.split()]
        if len(targets) == 1 and targets[0] != code:
            one[code] = targets[0]
    for code in list(one):
        seen = {code}
        while one[code] in one and one[code] not in seen:
            seen.add(one[code])
            one[code] = one[one[code]]
    return {code: target for code, target in one.items() if code != target}


def numbers(name, kind, values, form='{}'):
    items = [form.format(value) for value in values] or ['0']
    lines = [', '.join(items[i:i + 20]) for i in range(0, len(items), 20)]
    return f'const {kind} {name}[] = {{\n  ' + ',\n  '.join(lines) + '\n};\n'


def main():
    places, output, folders = sys.argv[1], sys.argv[2], sys.argv[3:] or FOLDERS
    words, single = read_places(places)
    gathered = {}
    for code, key, value in entries(read_unihan(folders, 'Readings'), set(READINGS)):
        gathered.setdefault(code, {})[key] = value

    readings = {}
    for code, values in gathered.items():
        if not FIRST_PAGE <= code >> 8 <= LAST_PAGE:
            continue
        found = [single[code]] if code in single else []
        for key in READINGS:
            found += spelled(key, values[key]) if key in values else []
        found = list(dict.fromkeys(found))[:MOST_READINGS]
        if found:
            readings[code] = found
    for word, syllables in words.items():
        for char, syllable in zip(word, syllables):
            if syllable not in readings.setdefault(ord(char), []):
                readings[ord(char)].append(syllable)

    names = sorted({syllable for found in readings.values() for syllable in found})
    number = {syllable: i for i, syllable in enumerate(names)}

    # Lists of readings, each once: its length, then its syllables.  List 0 is the empty one.
    lists, at = [0], {(): 0}
    pages, page_of = [[0] * 256], []
    for page in range(FIRST_PAGE, LAST_PAGE + 1):
        row = []
        for code in range(page << 8, (page + 1) << 8):
            key = tuple(number[syllable] for syllable in readings.get(code, ()))
            if key not in at:
                at[key] = len(lists)
                lists += [len(key), *key]
            row.append(at[key])
        if row in pages:
            page_of.append(pages.index(row))
        else:
            page_of.append(len(pages))
            pages.append(row)
    if len(lists) > 0xffff:
        sys.exit('The lists of readings have outgrown 16 bits; the table needs a wider type.')

    pairs = sorted(simplified(folders).items())
    ordered = sorted(words)
    starts, chars, sounds = [], [], []
    for word in ordered:
        starts.append(len(chars))
        chars += map(ord, word)
        sounds += (number[syllable] for syllable in words[word])
    starts.append(len(chars))

    parts = [
        '/* Made by atlas-hanzi-table.py from the Unihan database, copyright Unicode, Inc. (Unicode licence). */\n',
        '#include "data/atlas-hanzi-table.h"\n',
        'const char *const atlas_hanzi_syllables[] = {\n  ' + ', '.join(f'"{name}"' for name in names) + '\n};\n',
        f'const guint atlas_hanzi_n_syllables = {len(names)};\n',
        numbers('atlas_hanzi_page_of', 'guint16', page_of),
        numbers('atlas_hanzi_pages', 'guint16', [value for page in pages for value in page]),
        numbers('atlas_hanzi_lists', 'guint16', lists),
        numbers('atlas_hanzi_traditional', 'guint32', [code for code, _ in pairs], '0x{:x}'),
        numbers('atlas_hanzi_simplified', 'guint32', [target for _, target in pairs], '0x{:x}'),
        f'const guint atlas_hanzi_n_variants = {len(pairs)};\n',
        numbers('atlas_hanzi_word_starts', 'guint16', starts),
        numbers('atlas_hanzi_word_chars', 'guint32', chars, '0x{:x}'),
        numbers('atlas_hanzi_word_sounds', 'guint16', sounds),
        f'const guint atlas_hanzi_n_words = {len(ordered)};\n',
    ]
    Path(output).write_text('\n'.join(parts), encoding='utf-8')


main()
