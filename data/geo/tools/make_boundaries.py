#!/usr/bin/python3
"""Makes counties.geojson: the city's outline, exact to its source, divided schematically.

usage: make_boundaries.py

Reads source/china-geojson-shanxi.geojson (outlines of the cities, GCJ-02; MIT), counties.tsv, county-points.tsv, and the points of the layers
that name their county: the inner lines run between what belongs to one county and what belongs to the next.
"""

import collections
import math
import os

import numpy as np
from shapely.geometry import LineString
from shapely.ops import polygonize

from common import SOURCE, area_km2, chains, feature, gcj_to_wgs, inside, layer_path, load, relax, save, table, thinned

CITY = "1404"
LAYERS = ("towns", "stations", "reservoirs", "scenic", "sponge", "key-projects", "peaks")
KX = math.cos(math.radians(36.45))  # a degree of longitude in degrees of latitude, here
CELL = 0.0025                       # of the grid, degrees of latitude
POWER = 4                           # a place counts by 1 / distance ** POWER
APART = 0.018                       # places of one county that lie nearer than this, degrees of latitude, count once
TOLERANCE = 0.0002                  # of the inner lines, degrees of latitude
DECIMALS = 5


def wgs(p):
    return tuple(round(v, DECIMALS) for v in gcj_to_wgs(*p))


def city_rings():
    """The outlines of Shanxi's cities: [(code, ring)], in WGS 84, vertex for vertex."""
    return [(f["id"], [wgs(p) for p in f["geometry"]["coordinates"][0]])
            for f in load(os.path.join(SOURCE, "china-geojson-shanxi.geojson"))]


# -- the places of the counties ------------------------------------------------------------------------------------

def sites(outline):
    """Where it is known which county a place is in: [(lon, lat, county)], surest first, thinned."""
    found = []
    for layer in LAYERS:
        if not os.path.exists(layer_path(layer)):
            continue
        for f in load(layer_path(layer)):
            p, g = f["properties"], f["geometry"]
            if g["type"] == "Point" and "county" in p:
                found.append((p["accuracy_m"], f["id"], *g["coordinates"], p["county"]))
    for i, row in enumerate(table("county-points")):
        found.append((5000, f"~{i:03d}", float(row["lon"]), float(row["lat"]), row["county"]))
    out = []
    for _, _, lon, lat, county in sorted(found):
        if inside([outline], lon, lat) and all(
                county != c or math.hypot((lon - x) * KX, lat - y) > APART for x, y, c in out):
            out.append((lon, lat, county))
    return out


# -- the grid ------------------------------------------------------------------------------------------------------

def fields(outline, places, counties):
    """For each county how strongly each node of a grid belongs to it (a logarithm), and which nodes lie in the city.

    The nearer a county's places, the stronger; then each county is made stronger or weaker as a whole until it covers its share of the city.
    """
    x, y = [p[0] for p in outline], [p[1] for p in outline]
    lon = np.arange(min(x) - 0.02, max(x) + 0.02, CELL / KX)
    lat = np.arange(min(y) - 0.02, max(y) + 0.02, CELL)
    gx, gy = np.meshgrid(lon, lat)
    strength = np.zeros((len(counties),) + gx.shape)
    index = {c["name"]: k for k, c in enumerate(counties)}
    for px, py, county in places:
        d2 = ((gx - px) * KX) ** 2 + (gy - py) ** 2 + 1e-7
        strength[index[county]] += d2 ** (-POWER / 2)
    strength = np.log(strength)
    city = inside([outline], gx, gy)
    share = np.array([float(c["area_km2"]) for c in counties])
    share /= share.sum()
    for _ in range(60):
        drawn = np.bincount(strength[:, city].argmax(0), minlength=len(counties)) / city.sum()
        strength += (0.3 * POWER * np.log(share / drawn))[:, None, None]
    return lon, lat, strength, city


def regions(mask):
    """The connected parts of a mask (by edges): an array with a number for each part, 0 outside, and their sizes."""
    part = np.zeros(mask.shape, int)
    sizes = [0]
    rows, cols = mask.shape
    for start in zip(*np.nonzero(mask)):
        if part[start]:
            continue
        sizes.append(0)
        part[start] = len(sizes) - 1
        todo = [start]
        while todo:
            r, c = todo.pop()
            sizes[-1] += 1
            for q in ((r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)):
                if 0 <= q[0] < rows and 0 <= q[1] < cols and mask[q] and not part[q]:
                    part[q] = len(sizes) - 1
                    todo.append(q)
    return part, sizes


def one_piece(strength, city):
    """Takes from each county what does not hang together with its main part; the next strongest has it."""
    for _ in range(10):
        label, done = strength.argmax(0), True
        for k in range(len(strength)):
            part, sizes = regions((label == k) & city)
            for n in range(1, len(sizes)):
                if sizes[n] < max(sizes):
                    strength[k][part == n] = -1e9
                    done = False
        if done:
            break


def border_segments(lon, lat, strength):
    """Short straight pieces of the lines between unlike nodes, with shared ends: [(key, key)], {key: position}."""
    label = strength.argmax(0)
    where, segments = {}, []

    def crossing(p, q):
        """Where on the grid's edge the counties of its ends are equally strong."""
        a, b = label[p], label[q]
        f, g = strength[a][p] - strength[b][p], strength[a][q] - strength[b][q]
        t = min(max(f / (f - g), 0.02), 0.98) if abs(f) < 1e8 and abs(g) < 1e8 and f > g else 0.5
        where[p, q] = (lon[p[1]] * (1 - t) + lon[q[1]] * t, lat[p[0]] * (1 - t) + lat[q[0]] * t)
        return p, q

    unlike = (label[1:, 1:] != label[:-1, :-1]) | (label[1:, :-1] != label[:-1, 1:]) | (label[1:, 1:] != label[1:, :-1])
    for r, c in zip(*(v.tolist() for v in np.nonzero(unlike))):
        corner = [(r, c), (r, c + 1), (r + 1, c + 1), (r + 1, c)]
        kinds = [label[p] for p in corner]
        cut = {}
        for i in range(4):
            j = (i + 1) % 4
            if kinds[i] != kinds[j]:
                cut[i] = crossing(*sorted((corner[i], corner[j])))
        if len(cut) == 2:
            segments.append(tuple(cut.values()))
        elif len(cut) == 4 and len(set(kinds)) < 4:     # one county meets itself across the cell: it is cut there
            k = 1 if kinds[0] == kinds[2] else 0
            segments += [(cut[(k - 1) % 4], cut[k]), (cut[k + 1], cut[(k + 2) % 4])]
        elif cut:
            middle = ((r, c),)
            where[middle] = tuple(sum(where[e][d] for e in cut.values()) / len(cut) for d in (0, 1))
            segments += [(middle, e) for e in cut.values()]
    return segments, where


# -- lines and faces -----------------------------------------------------------------------------------------------

def cut_by(line, ring):
    """The parts of a line that lie within a ring, and its crossings: [line], [(number of the ring's segment, share of it, position)].

    A crossing is rounded like every position; the ring gets it as a vertex.
    """
    parts, crossings, part = [], [], []
    within = bool(inside([ring], *line[0]))
    if within:
        part = [line[0]]
    for p, q in zip(line, line[1:]):
        hits = []
        for i, (a, b) in enumerate(zip(ring, ring[1:])):
            if max(a[0], b[0]) < min(p[0], q[0]) or min(a[0], b[0]) > max(p[0], q[0]) or \
                    max(a[1], b[1]) < min(p[1], q[1]) or min(a[1], b[1]) > max(p[1], q[1]):
                continue
            d = (q[0] - p[0]) * (b[1] - a[1]) - (q[1] - p[1]) * (b[0] - a[0])
            if d:
                t = ((a[0] - p[0]) * (b[1] - a[1]) - (a[1] - p[1]) * (b[0] - a[0])) / d
                u = ((a[0] - p[0]) * (q[1] - p[1]) - (a[1] - p[1]) * (q[0] - p[0])) / d
                if 0 <= t < 1 and 0 <= u < 1:
                    hits.append((t, i, u))
        for t, i, u in sorted(hits):
            at = tuple(round(p[d] + t * (q[d] - p[d]), DECIMALS) for d in (0, 1))
            if at in (ring[i], ring[i + 1]):
                at, u = (ring[i], 0.0) if at == ring[i] else (ring[i + 1], 1.0)
            crossings.append((i, u, at))
            if within:
                parts.append(part + [at])
            part = [at]
            within = not within
        if within:
            part.append(q)
    if within and len(part) > 1:
        parts.append(part)
    return parts, crossings


def with_vertices(ring, crossings):
    """The ring with the crossings as vertices."""
    on = collections.defaultdict(set)
    for i, u, at in crossings:
        if at not in (ring[i], ring[i + 1]):
            on[i].add((u, at))
    out = []
    for i, p in enumerate(ring[:-1]):
        out += [p] + [at for _, at in sorted(on[i])]
    return out + out[:1]


def smooth(line):
    """A line without the steps of the grid, above all where three counties meet.  Its ends stay."""
    if len(line) > 6:
        line = [line[0], *map(tuple, relax(line, CELL, 2)[1:-1]), line[-1]]
    return [tuple(round(v, DECIMALS) for v in p) for p in thinned(line, TOLERANCE, KX)]


def edges(line):
    return [frozenset(e) for e in zip(line, line[1:])]


def faces(lines):
    """The faces between lines that meet at their ends only, as rings of exactly their vertices, in a fixed order."""
    out = []
    for face in polygonize([LineString(e) for e in sorted({tuple(sorted(e)) for line in lines for e in zip(line, line[1:])})]):
        out.append([list(map(tuple, r.coords)) for r in (face.exterior, *face.interiors)])
    return sorted(out, key=lambda rings: min(rings[0]) + max(rings[0]))


def owners(rings_of, county_of):
    """Which county each face belongs to: its biggest face is a county's, scraps go to the neighbour with the longest common line."""
    area = [area_km2(rings) for rings in rings_of]
    main = {}
    for i in sorted(range(len(area)), key=lambda i: -area[i]):
        main.setdefault(county_of(rings_of[i]), i)
    owner = {i: c for c, i in main.items() if c}
    sides = collections.defaultdict(set)
    for i, rings in enumerate(rings_of):
        for e in (e for r in rings for e in edges(r)):
            sides[e].add(i)
    while len(owner) < len(rings_of):
        for i in range(len(rings_of)):
            if i not in owner:
                common = collections.Counter()
                for e in (e for r in rings_of[i] for e in edges(r)):
                    for j in sides[e] & set(owner):
                        a, b = tuple(e)
                        common[owner[j]] += math.hypot((a[0] - b[0]) * KX, a[1] - b[1])
                if common:
                    owner[i] = max(sorted(common), key=lambda c: common[c])
    return owner, sides


def divide(outline, places, counties):
    """The city divided among the counties: {name: rings}.  Neighbours share their vertices exactly, the outline keeps all of its own."""
    lon, lat, strength, city = fields(outline, places, counties)
    one_piece(strength, city)
    segments, where = border_segments(lon, lat, strength)
    inner, crossings = [], []
    for keys in chains(segments):
        line = [where[k] for k in keys]
        parts, hits = cut_by(line, outline)
        inner += parts
        crossings += hits
    inner = [smooth(line) for line in inner]
    label = strength.argmax(0)

    def county_of(rings):
        """By the nodes that lie in the face; a face so small that none does is a scrap."""
        x, y = [p[0] for p in rings[0]], [p[1] for p in rings[0]]
        c0, c1 = np.searchsorted(lon, [min(x), max(x)])
        r0, r1 = np.searchsorted(lat, [min(y), max(y)])
        gx, gy = np.meshgrid(lon[c0:c1], lat[r0:r1])
        there = label[r0:r1, c0:c1][inside(rings, gx, gy)]
        return counties[np.bincount(there).argmax()]["name"] if there.size else None

    found = faces(inner + [with_vertices(outline, crossings)])
    owner, sides = owners(found, county_of)
    between = {e for e, on in sides.items() if len({owner[i] for i in on}) > 1}
    inner = [line for line in inner if edges(line)[0] in between]
    ends = {p for line in inner for p in (line[0], line[-1])}
    ring = with_vertices(outline, [c for c in crossings if c[2] in ends])
    return {county_of(rings): rings for rings in faces(inner + [ring])}


def outline_of(features):
    """The city's ring as the counties have it: with the ends of the inner lines."""
    count = collections.Counter(e for f in features for r in f["geometry"]["coordinates"] for e in edges([tuple(p) for p in r]))
    ring, = chains([tuple(e) for e, n in count.items() if n == 1])
    return ring


def main():
    counties = table("counties")
    outline = next(ring for code, ring in city_rings() if code == CITY)
    rings_of = divide(outline, sites(outline), counties)
    fs = []
    for c in counties:
        rings = rings_of[c["name"]]
        fs.append(feature(
            f"county-{c['adcode']}", {"type": "Polygon", "coordinates": rings}, name=c["name"], name_en=c["name_en"],
            kind=c["kind"], adcode=c["adcode"], seat=c["seat"], seat_en=c["seat_en"], former_name=c.get("former_name"),
            former_name_en=c.get("former_name_en"), area_km2=int(c["area_km2"]), area_basis="据公开县界量算，非官方公布数",
            area_basis_en="Measured on public boundaries, not an official figure", area_drawn_km2=round(area_km2(rings)),
            townships=int(c["townships"]), note="外轮廓误差一般约0.3公里，最大约1.5公里；内部界线示意，误差一般1–4公里，最大约6公里；不作为划界依据",
            note_en="The outline is mostly good to 0.3 km, 1.5 km at worst; the inner lines are schematic, mostly 1–4 km off, "
                    "6 km at worst; no legal boundary",
            source="外轮廓：china-geojson（MIT），由 GCJ-02 换算；内部界线：按已知地点的归属推绘",
            source_en="Outline: china-geojson (MIT), converted from GCJ-02; inner lines: drawn between places whose county is known",
            licence="GPL-3.0-or-later", geom_quality="schematic", accuracy_m=6000, verified=False))
    save(layer_path("counties"), fs)


if __name__ == "__main__":
    main()
