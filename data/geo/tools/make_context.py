#!/usr/bin/python3
"""Makes context.geojson: the places around the city, the province's border and the borders between its cities.

usage: make_context.py

Reads source/context.tsv, geonames.tsv, china-geojson-shanxi.geojson (GCJ-02; MIT) and counties.geojson: where a county line ends on the city's
outline, the border has that vertex too, so that the two coincide.
"""

import collections

from common import chains, feature, layer_path, load, point, save, table
from make_boundaries import CITY, city_rings, outline_of

PROVINCE = ("14",)
CITIES = {
    "1401": ("太原", "Taiyuan"), "1402": ("大同", "Datong"), "1403": ("阳泉", "Yangquan"), "1404": ("长治", "Changzhi"),
    "1405": ("晋城", "Jincheng"), "1406": ("朔州", "Shuozhou"), "1407": ("晋中", "Jinzhong"), "1408": ("运城", "Yuncheng"),
    "1409": ("忻州", "Xinzhou"), "1410": ("临汾", "Linfen"), "1411": ("吕梁", "Lüliang"),
}


def make_places():
    where = {row["id"]: row for row in table("geonames")}
    fs = []
    for row in table("context"):
        at = where[row["id"]]
        fs.append(feature(row["id"], point(float(at["lon"]), float(at["lat"])), name=row["name"], name_en=row["name_en"],
                          kind=row["kind"], rank=int(row["rank"]), source="GeoNames（CC BY 4.0）",
                          source_en="GeoNames (CC BY 4.0)", licence="CC-BY-4.0", geom_quality="small_scale", accuracy_m=2000,
                          verified=False))
    return fs


def between(ring, a, b):
    """The part of a ring from one vertex to the next one of the source, the short way."""
    r = ring[:-1]
    i, j = r.index(a), r.index(b)
    on = [r[(i + k) % len(r)] for k in range((j - i) % len(r) + 1)]
    back = [r[(i - k) % len(r)] for k in range((i - j) % len(r) + 1)]
    return min(on, back, key=len)


def make_borders():
    sides = collections.defaultdict(set)
    for code, ring in city_rings():
        for e in zip(ring, ring[1:]):
            sides[frozenset(e)].add(code)
    outline = outline_of(load(layer_path("counties")))
    groups = collections.defaultdict(list)
    for e in sorted(sides, key=sorted):
        ids = tuple(sorted(sides[e]))
        line = sorted(e)
        if CITY in ids:
            line = between(outline, *line)
        groups[ids if len(ids) > 1 else PROVINCE] += list(zip(line, line[1:]))
    fs = []
    for ids, segments in sorted(groups.items()):
        lines = chains(segments)
        g = {"type": "LineString", "coordinates": lines[0]} if len(lines) == 1 else \
            {"type": "MultiLineString", "coordinates": lines}
        zh, en = ("山西省界", "Boundary of Shanxi Province") if ids == PROVINCE else \
            (CITIES[ids[0]][0] + "—" + CITIES[ids[1]][0] + "市界",
             f"Boundary between {CITIES[ids[0]][1]} and {CITIES[ids[1]][1]}")
        fs.append(feature("border-" + "-".join(ids), g, name=zh, name_en=en, kind="省界" if ids == PROVINCE else "市界",
                          source="china-geojson（MIT），由 GCJ-02 换算；不作为划界依据",
                          source_en="china-geojson (MIT), converted from GCJ-02; no legal boundary", licence="MIT",
                          geom_quality="small_scale", accuracy_m=1500, verified=False))
    return fs


def main():
    save(layer_path("context"), make_places() + make_borders())


if __name__ == "__main__":
    main()
