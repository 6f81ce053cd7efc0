#!/usr/bin/env python3
"""Checks the shipped layers against the rules of SOURCES.md.  Python's standard library only.

usage: check.py [DATA_GEO_DIR]        the folder above this script by default
Prints "ok" and exits 0, or prints each problem and exits 1.
"""

import collections
import json
import os
import re
import sys

LAYERS = {                      # layer -> (geometry types, features or None)
    "basin": ("Polygon", 1), "context": ("Point LineString MultiLineString", None), "counties": ("Polygon", 12),
    "key-projects": ("Point LineString Polygon", 8),
    "land": ("Polygon", None), "peaks": ("Point", 14), "relief": ("MultiPolygon", None),
    "reservoirs": ("Polygon Point", 14), "rivers": ("LineString", 16), "rivers-gshhg": ("LineString", 4),
    "roads-rail": ("LineString", 12), "scenic": ("Point", 101), "sponge": ("Point LineString Polygon", 30),
    "stations": ("Point", 10),
    "taihang1": ("LineString", 95), "towns": ("Point", 121),
}
VALUES = {
    ("scenic", "category"): "峡谷 山岳 红色 古建 古村镇 湖库湿地 森林草原 博物馆 乡村休闲 其他",
    ("scenic", "circle"): "红色记忆文化 峡谷山水旅游 古色遗风体验 滨湖休闲度假 绿色太岳生态",
    ("sponge", "project_type"): "源头减排 排水管网 河湖水系 公园绿地 道路广场 山体涵养 再生水",
    ("taihang1", "role"): "主线 支线 连接线 环线",
}
CITY = (111.5, 35.3, 114.2, 37.6)
CITY_LAYERS = ("basin counties key-projects peaks reservoirs rivers rivers-gshhg roads-rail scenic sponge stations taihang1 "
               "towns").split()

problems = []


def problem(where, text):
    problems.append(f"{where}: {text}")


def parts(geometry):
    """Every line and ring of a geometry as a list of positions."""
    c = geometry["coordinates"]
    depth = {"Point": 0, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}[geometry["type"]]
    if depth == 0:
        return [[c]]
    if depth == 1:
        return [c]
    return c if depth == 2 else [ring for poly in c for ring in poly]


# -- each file -----------------------------------------------------------------------------------------------------

def load(folder, layer):
    path = os.path.join(folder, layer + ".geojson")
    text = open(path, encoding="utf-8").read()
    if re.search(r"\d\.\d{6,}", re.sub(r'"(?:[^"\\]|\\.)*"', '""', text)):
        problem(layer, "more than five decimals")
    data = json.loads(text, parse_constant=lambda c: problem(layer, f"{c} is no number"))
    lines = text.splitlines()
    if len(lines) != len(data["features"]) + 2 or text.startswith("\ufeff"):
        problem(layer, "not one feature a line")
    return data["features"]


def check_feature(layer, f):
    where = f"{layer} {f.get('id')}"
    p, g = f["properties"], f["geometry"]
    if not isinstance(f.get("id"), str) or not re.fullmatch(r"[a-z0-9][a-z0-9.-]*", f["id"]):
        problem(where, "no stable id")
    for key in ("name", "name_en", "source"):
        if not isinstance(p.get(key), str) or not p[key].strip():
            problem(where, f"no {key}")
    if not p.get("name_en", "").isascii() and not re.fullmatch(r"[ -~–üíÜç]+", p["name_en"]):
        problem(where, f"English name {p['name_en']}")
    for key, value in p.items():
        if not re.fullmatch(r"[a-z][a-z0-9_]*", key):
            problem(where, f"key {key}")
        if value is None or value == "" or isinstance(value, (dict, list)):
            problem(where, f"{key} is empty or nested: leave it out")
        if isinstance(value, str) and ("?" in value or "?" in value or value != value.strip()):
            problem(where, f"{key} {value!r}: a question is no value")
        allowed = VALUES.get((layer, key))
        if allowed and value not in allowed.split():
            problem(where, f"{key} {value!r} is not one of {allowed}")
    if layer == "scenic" and p.get("grade") not in (None, "5A", "4A", "3A", "2A"):
        problem(where, f"grade {p['grade']}")
    if g["type"] == "Point":
        if not isinstance(p.get("accuracy_m"), (int, float)) or p["accuracy_m"] <= 0:
            problem(where, "a point without accuracy_m")
    elif p.get("geom_quality") not in ("schematic", "small_scale", "compiled", "sample"):
        problem(where, "no geom_quality")
    check_geometry(layer, where, g)


def check_geometry(layer, where, g):
    if g["type"] not in LAYERS[layer][0].split():
        problem(where, f"geometry {g['type']}")
    for part in parts(g):
        for x, y in part:
            if not (-180 <= x <= 180 and -90 <= y <= 90):
                problem(where, f"position {x}, {y}")
            elif layer in CITY_LAYERS and not (CITY[0] <= x <= CITY[2] and CITY[1] <= y <= CITY[3]):
                problem(where, f"{x}, {y} is far from the city")
        if any(a == b for a, b in zip(part, part[1:])):
            problem(where, "a position twice running")
        if "Polygon" in g["type"] and (len(part) < 4 or part[0] != part[-1]):
            problem(where, "a ring that does not close")
        crossing = self_crossing(part)
        if crossing:
            problem(where, f"crosses itself near {crossing[0]:.4f}, {crossing[1]:.4f}")
    if g["type"] == "Polygon" and signed_area(g["coordinates"][0]) < 0:
        problem(where, "outer ring runs clockwise")


def check_files(folder):
    layers, ids = {}, {}
    for layer, (_, count) in LAYERS.items():
        try:
            layers[layer] = load(folder, layer)
        except (OSError, ValueError, KeyError) as e:
            problem(layer, e)
            continue
        if count is not None and len(layers[layer]) != count:
            problem(layer, f"{len(layers[layer])} features, not {count}")
        for f in layers[layer]:
            if f.get("id") in ids:
                problem(layer, f"id {f['id']} is also in {ids[f['id']]}")
            ids[f.get("id")] = layer
            check_feature(layer, f)
    return layers


# -- geometry ------------------------------------------------------------------------------------------------------

def signed_area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:])) / 2


def turn(a, b, c):
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def crosses(a, b, c, d):
    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


def self_crossing(part):
    """Where a line or ring crosses itself, or None.  Segments are compared within cells of a grid."""
    if len(part) < 4:
        return None
    xs, ys = [p[0] for p in part], [p[1] for p in part]
    size = max(max(xs) - min(xs), max(ys) - min(ys)) / max(4, len(part) ** 0.5) or 1
    cells = collections.defaultdict(list)
    for i, (a, b) in enumerate(zip(part, part[1:])):
        for cx in range(int(min(a[0], b[0]) // size), int(max(a[0], b[0]) // size) + 1):
            for cy in range(int(min(a[1], b[1]) // size), int(max(a[1], b[1]) // size) + 1):
                for j in cells[cx, cy]:
                    if i - j > 1 and crosses(part[j], part[j + 1], a, b):
                        return a
                cells[cx, cy].append(i)
    return None


def inside(ring, x, y):
    odd = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:]):
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            odd = not odd
    return odd


def in_polygon(rings, x, y):
    return sum(inside(r, x, y) for r in rings) % 2 == 1


# -- across layers -------------------------------------------------------------------------------------------------

def check_tiling(counties):
    """Every border segment belongs to two counties in opposite directions, or to one: the outline; which is one ring."""
    count = collections.Counter()
    for f in counties:
        for ring in parts(f["geometry"]):
            for a, b in zip(ring, ring[1:]):
                count[tuple(a), tuple(b)] += 1
    if any(n > 1 for n in count.values()):
        problem("counties", "two counties lie on the same side of a border")
    outer = {a: b for (a, b) in count if (b, a) not in count}
    if len(outer) != sum((b, a) not in count for a, b in count):
        problem("counties", "the outline touches itself")
    ring = [next(iter(outer))]
    while outer.get(ring[-1]) and (len(ring) == 1 or ring[-1] != ring[0]):
        ring.append(outer[ring[-1]])
    if len(ring) - 1 != len(outer):
        problem("counties", f"gaps or overlaps: the outline has {len(outer)} segments, its ring {len(ring) - 1}")
    whole = signed_area(ring)
    sum_of_parts = sum(signed_area(r) for f in counties for r in parts(f["geometry"]))
    if abs(whole - sum_of_parts) > 1e-9:
        problem("counties", f"areas do not add up: {whole} and {sum_of_parts}")


def check_places(layers):
    """Every point that names its county lies in it; one that lies outside the city altogether is within its accuracy of it."""
    rings = {f["properties"]["name"]: parts(f["geometry"]) for f in layers["counties"]}
    for layer in ("towns", "scenic", "reservoirs", "stations"):
        for f in layers[layer]:
            p, g = f["properties"], f["geometry"]
            where = f"{layer} {f['id']}"
            if p.get("county") not in rings:
                problem(where, f"county {p.get('county')} is unknown")
            elif g["type"] == "Point" and not in_polygon(rings[p["county"]], *g["coordinates"]):
                x, y = g["coordinates"]
                other = any(in_polygon(r, x, y) for r in rings.values())
                off = min(gap(x, y, a, b) for r in rings[p["county"]] for a, b in zip(r, r[1:])) * 111000
                if off > p["accuracy_m"] or other and layer == "towns":
                    problem(where, f"{p['name']} lies {off:.0f} m outside {p['county']}")


def check_confluences(layers):
    """A river that flows into another ends on it."""
    rivers = {f["properties"]["name"]: f["geometry"]["coordinates"] for f in layers["rivers"] + layers["rivers-gshhg"]}
    for f in layers["rivers"] + layers["rivers-gshhg"]:
        into = f["properties"].get("into")
        if into:
            x, y = f["geometry"]["coordinates"][-1]
            if min(gap(x, y, a, b) for a, b in zip(rivers[into], rivers[into][1:])) > 2e-5:
                problem(f"river {f['id']}", f"{f['properties']['name']} does not end on {into}")


def gap(x, y, a, b):
    """Distance in degrees from a position to a segment."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    t = max(0, min(1, ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy)))
    return ((a[0] + t * dx - x) ** 2 + (a[1] + t * dy - y) ** 2) ** 0.5


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    layers = check_files(sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(here))
    if len(layers) == len(LAYERS):
        check_tiling(layers["counties"])
        check_places(layers)
        check_confluences(layers)
    for p in problems:
        print(p)
    print("ok" if not problems else f"{len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
