#!/usr/bin/env python3
"""The schemas are JSON Schema, and the shipped layers keep them, as another program than ours sees it.

usage: data-schema.py [FOLDER [LAYER]…]    a folder like data/geo, which is the default; all layers by default
"""

import json
import sys
import warnings
from pathlib import Path

from common import SKIP, SOURCE, finish

try:
    import jsonschema
    from jsonschema import Draft202012Validator
except ImportError:
    print('python3-jsonschema is not there')
    sys.exit(SKIP)

SCHEMAS = SOURCE / 'data' / 'geo' / 'schema'
MOST_SHOWN = 8


def validator(schema, common):
    """Both ways to say where common.json is: that of Debian 12 and the newer one."""
    try:
        from referencing import Registry
        from referencing.jsonschema import DRAFT202012
        registry = Registry().with_resource('common.json', DRAFT202012.create_resource(common))
        return Draft202012Validator(schema, registry=registry)
    except (ImportError, TypeError):
        with warnings.catch_warnings():
            warnings.simplefilter('ignore', DeprecationWarning)
            return Draft202012Validator(schema, resolver=jsonschema.RefResolver('', schema, {'common.json': common}))


def check_layer(layer, path, schema, common):
    """What is wrong with a layer, a line a finding."""
    try:
        data = json.loads(path.read_text(encoding='utf-8'))
    except FileNotFoundError:
        return [f'{layer}: there is no {path.name}']
    found = []
    features = validator(schema, common)
    for feature in data['features']:
        errors = list(features.iter_errors(feature['properties']))
        # A property that is wrong counts as one that nobody knows, too.
        plain = [error for error in errors if error.validator != 'unevaluatedProperties']
        for error in plain or errors:
            place = '.'.join(str(step) for step in error.absolute_path)
            found.append(f'{layer}: {feature.get("id")}: {place + ": " if place else ""}{error.message[:200]}')
    about = validator({'type': 'object', 'properties': schema.get('x-attributes', {}), 'additionalProperties': False}, common)
    found += [f'{layer}: attributes: {error.message[:200]}' for error in about.iter_errors(data.get('attributes', {}))]
    kinds = schema['x-layer']['geometry']
    found += [f'{layer}: {feature.get("id")}: a {feature["geometry"]["type"]}, not {" or ".join(kinds)}'
              for feature in data['features'] if feature['geometry']['type'] not in kinds]
    count = schema['x-layer'].get('count')
    if count is not None and len(data['features']) != count:
        found.append(f'{layer}: {len(data["features"])} features, not {count}')
    return found


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE / 'data' / 'geo'
    schemas = {path.stem: json.loads(path.read_text(encoding='utf-8')) for path in sorted(SCHEMAS.glob('*.json'))}
    problems = []
    for layer, schema in schemas.items():
        try:
            Draft202012Validator.check_schema(schema)
        except jsonschema.SchemaError as error:
            problems.append(f'schema/{layer}.json: {error.message}')
    common = schemas.pop('common')
    for layer, schema in schemas.items():
        if len(sys.argv) > 2 and layer not in sys.argv[2:]:
            continue
        found = check_layer(layer, folder / f'{layer}.geojson', schema, common)
        shown = found[:MOST_SHOWN] + ([f'{layer}: and {len(found) - MOST_SHOWN} more'] if len(found) > MOST_SHOWN else [])
        problems += shown
    finish(problems, f'{len(schemas)} schemas')


main()
