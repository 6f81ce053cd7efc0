#!/usr/bin/env python3
"""Writes what schema/*.json says about each attribute as tables into SOURCES.md.  Python's standard library only.

usage: schema_table.py [--check]    --check writes nothing and exits 1 when the tables are not what the schemas say

A table stands between the lines <!-- schema:LAYER --> and <!-- /schema -->, wherever they are; a layer that has no such lines
gets a section of its own at the end.
"""

import json
import os
import re
import sys

GEO = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SOURCES = os.path.join(GEO, "SOURCES.md")
HEAD = "| attribute | 名称 | label | values | unit | meaning |\n|---|---|---|---|---|---|\n"
MARKED = re.compile(r"<!-- schema:([a-z0-9-]+) -->\n(.*?)<!-- /schema -->\n", re.S)


def load():
    """-> {layer: schema}, common first."""
    folder = os.path.join(GEO, "schema")
    names = sorted(f[:-5] for f in os.listdir(folder) if f.endswith(".json"))
    names.sort(key=lambda name: name != "common")
    return {name: json.load(open(os.path.join(folder, name + ".json"), encoding="utf-8")) for name in names}


def resolve(prop, schemas):
    """A property with the members of what it refers to."""
    ref = prop.get("$ref")
    if ref is None:
        return prop
    definition = schemas["common"]["$defs"][ref.rsplit("/", 1)[1]]
    return {**resolve(definition, schemas), **prop}


def code(value):
    return "`" + str(value).replace("|", "\\|") + "`"


def number(value):
    return str(int(value)) if value == int(value) else str(value)


def values(prop):
    """What a value may be, in words."""
    if prop.get("$ref", "").endswith("/county"):
        return "one of the 12 names in counties"
    if "enum" in prop:
        english = prop.get("x-enum-en")
        if not english:
            return ", ".join(code(value) for value in prop["enum"])
        return "; ".join(f"{code(value)} {word}" for value, word in zip(prop["enum"], english))
    kind = {"integer": "whole number", "number": "number", "boolean": "true or false", "string": "text"}[prop["type"]]
    if prop.get("x-text") == "code":
        kind = "code"
        if "pattern" in prop:
            kind += " " + code(prop["pattern"])
    if prop.get("x-text") == "text":
        kind = "text, with English twin"
    if "exclusiveMinimum" in prop:
        kind += f", above {number(prop['exclusiveMinimum'])}"
    if "minimum" in prop:
        kind += f", from {number(prop['minimum'])}"
    if "maximum" in prop:
        kind += f" to {number(prop['maximum'])}" if "minimum" in prop else f", at most {number(prop['maximum'])}"
    return kind


def rows(props, required, schemas):
    """A line an attribute; a text and its English twin share one."""
    lines = []
    twins = {prop["x-twin-of"]: name for name, prop in props.items() if "x-twin-of" in prop}
    for name, prop in props.items():
        if "x-twin-of" in prop:
            continue
        prop = resolve(prop, schemas)
        what = code(name) + (", " + code(twins[name]) if name in twins else "")
        cells = [what + (" *" if name in required else ""), prop["title"], prop["x-title-en"], values(prop), prop.get("x-unit", ""),
                 prop.get("x-description-en", "")]
        lines.append("| " + " | ".join(cells) + " |\n")
    return "".join(lines)


def table(layer, schemas):
    schema = schemas[layer]
    text = ""
    if schema["properties"]:
        text += HEAD + rows(schema["properties"], schema.get("required", []), schemas)
    else:
        text += "No attributes but the common ones.\n"
    if schema.get("x-attributes"):
        text += "\nThe layer itself (member `attributes` of the collection):\n\n" + HEAD + rows(schema["x-attributes"], [], schemas)
    return text


def write(text, schemas):
    """SOURCES.md with the tables in their places."""
    found = set()

    def put(match):
        layer = match.group(1)
        if layer not in schemas or layer in found:
            sys.exit(f"SOURCES.md: <!-- schema:{layer} --> is there twice, or there is no such schema")
        found.add(layer)
        return f"<!-- schema:{layer} -->\n{table(layer, schemas)}<!-- /schema -->\n"

    text = MARKED.sub(put, text)
    for layer in schemas:
        if layer not in found:
            title = "Attributes of all layers" if layer == "common" else layer
            note = "\nEvery feature has those that are marked with *.\n" if layer == "common" else ""
            text = text.rstrip("\n") + f"\n\n## {title}\n{note}\n<!-- schema:{layer} -->\n{table(layer, schemas)}<!-- /schema -->\n"
    return text


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__.strip())
    old = open(SOURCES, encoding="utf-8").read()
    new = write(old, load())
    if sys.argv[1:]:
        if new != old:
            sys.exit("SOURCES.md does not say what schema/*.json says: run data/geo/tools/schema_table.py")
        print("ok")
    elif new != old:
        with open(SOURCES, "w", encoding="utf-8") as f:
            f.write(new)


if __name__ == "__main__":
    main()
