"""A table image as Python sees it, to compare what two readers made of a file (the layout is in src/data/atlas-table-image.h)."""

import array
import struct

MAGIC = b'ATLASTAB'
HEADER = struct.Struct('<8sII7Q6I4d')
SECTIONS = ('text_offsets', 'text', 'fields', 'columns', 'ids', 'types', 'extents', 'part_starts', 'part_kinds',
            'vertex_starts', 'coords', 'importance', 'index_boxes', 'index_refs', 'skipped')
NONE = 0xffffffff
TYPES = ('string', 'integer', 'real', 'boolean', 'date', 'time', 'datetime', 'list', 'json')
CODES = {'integer': 'q', 'real': 'd', 'boolean': 'B'}


class Image:
    """One layer: name, crs, format, kind, extent, fields [(name, type, values)], ids, types, parts, importance, skipped."""

    def __init__(self, data):
        head = HEADER.unpack_from(data)
        if head[0] != MAGIC:
            raise ValueError('no table image')
        (self.size, self.n_features, n_parts, self.n_vertices, n_texts, n_skipped, self.skipped_total) = head[3:10]
        n_fields, self.kind, name, crs, form, attributes = head[10:16]
        self.extent = head[16:20]
        self.sections = {}
        for i, section in enumerate(SECTIONS):
            offset, size = struct.unpack_from('<QQ', data, HEADER.size + 16 * i)
            self.sections[section] = data[offset:offset + size]
        self.offsets = self.array('text_offsets', 'Q')
        self.name, self.crs, self.format = self.text(name), self.text(crs), self.text(form)
        self.attributes = self.text(attributes)
        self.fields = [self.field(i) for i in range(n_fields)]
        self.ids = [None if i == NONE else self.text(i) for i in self.array('ids', 'I')]
        self.types = list(self.sections['types'])
        self.extents = self.array('extents', 'd')
        self.part_starts = self.array('part_starts', 'I')
        self.part_kinds = list(self.sections['part_kinds'])
        self.vertex_starts = self.array('vertex_starts', 'I')
        self.coords = self.array('coords', 'd')
        self.importance = self.array('importance', 'f')
        self.refs = self.array('index_refs', 'I')
        self.skipped = []
        for i in range(n_skipped):
            position, reason, _ = struct.unpack_from('<QII', self.sections['skipped'], 16 * i)
            self.skipped.append((position, self.text(reason)))

    def array(self, section, code):
        result = array.array(code)
        result.frombytes(self.sections[section])
        return result

    def text(self, number):
        return self.sections['text'][self.offsets[number]:self.offsets[number + 1] - 1].decode('utf-8', 'strict')

    def field(self, number):
        name, kind, values, nulls = struct.unpack_from('<IIQQ', self.sections['fields'], 24 * number)
        kind = TYPES[kind]
        code = CODES.get(kind, 'I')
        column = array.array(code)
        column.frombytes(self.sections['columns'][values:values + column.itemsize * self.n_features])
        bits = self.sections['columns'][nulls:nulls + (self.n_features + 7) // 8]
        result = [None if bits[i // 8] >> (i % 8) & 1 else self.text(v) if code == 'I' else v for i, v in enumerate(column)]
        return self.text(name), kind, result


def parse(data):
    """The layers of a bundle."""
    layers = []
    while data:
        layers.append(Image(data))
        data = data[layers[-1].size:]
    return layers


def read(path):
    """Those of a bundle in a file."""
    with open(path, 'rb') as file:
        return parse(file.read())
