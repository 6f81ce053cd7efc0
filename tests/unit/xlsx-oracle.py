#!/usr/bin/env python3
"""xlsx-oracle.py FILE: what is in the first sheet of an XLSX file, by the standard's words and nothing else: its name, the cells
with their types, what is frozen and filtered, which styles are bold, the widths, and when it was made."""

import re
import sys
import zipfile
from xml.etree import ElementTree

MAIN = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'


def main():
    book = zipfile.ZipFile(sys.argv[1])
    assert book.testzip() is None
    parts = {name: ElementTree.fromstring(book.read(name)) for name in book.namelist() if name.endswith(('.xml', '.rels'))}
    sheet = parts['xl/worksheets/sheet1.xml']
    styles = parts['xl/styles.xml']
    formats = {node.get('numFmtId'): node.get('formatCode') for node in styles.iter(MAIN + 'numFmt')}
    fonts = [node.find(MAIN + 'b') is not None for node in styles.find(MAIN + 'fonts')]
    cells = [(fonts[int(node.get('fontId'))], formats.get(node.get('numFmtId'), '')) for node in styles.find(MAIN + 'cellXfs')]
    shared = parts.get('xl/sharedStrings.xml')
    texts = [''.join(node.itertext()) for node in shared.iter(MAIN + 'si')] if shared is not None else []
    print('sheet', parts['xl/workbook.xml'].find(f'{MAIN}sheets/{MAIN}sheet').get('name'))
    for node in sheet.iter(MAIN + 'pane'):
        print('pane', node.get('ySplit'), node.get('state'))
    for node in sheet.iter(MAIN + 'autoFilter'):
        print('filter', node.get('ref'))
    for node in sheet.iter(MAIN + 'col'):
        print('width', node.get('min'), round(float(node.get('width'))))
    created = re.search(r'<dcterms:created[^>]*>([^<]*)<', book.read('docProps/core.xml').decode())
    print('created', created.group(1))
    for node in sheet.iter(MAIN + 'c'):
        kind, style = node.get('t', 'n'), cells[int(node.get('s', '0'))]
        text = node.findtext(MAIN + 'v') or ''
        if kind == 'inlineStr':
            text = ''.join(node.find(MAIN + 'is').itertext())
        elif kind == 's':
            text = texts[int(text)]
        if kind in ('inlineStr', 's'):
            # The escape of the standard.
            kind, text = 'text', re.sub(r'_x([0-9A-F]{4})_', lambda match: chr(int(match.group(1), 16)), text)
        length = len(text.encode('utf-16-le')) // 2
        shown = text if length < 200 else f'{length} units, ending {text[-45:]}'
        print(node.get('r'), kind, 'bold' if style[0] else '-', style[1] or '-', repr(shown))


main()
