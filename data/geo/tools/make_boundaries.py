#!/usr/bin/python3
"""Makes counties.geojson (the city's outline, divided schematically) and the border lines of the surroundings.

usage: make_boundaries.py CHINA_GEOJSON_SHANXI TOWNS SCENIC RESERVOIRS STATIONS COUNTIES_OUT LINES_OUT

CHINA_GEOJSON_SHANXI is src/geojson/shan_xi_2_geo.json of the npm package china-geojson (GCJ-02; MIT).  TOWNS, SCENIC, RESERVOIRS and STATIONS
are layers made before: their points say which county a place belongs to, and the inner lines run between them.
"""

import collections
import math
import sys

import numpy as np
from shapely.geometry import LineString, Point, Polygon, mapping, shape
from shapely.geometry.polygon import orient
from shapely.ops import linemerge, polygonize, unary_union

from common import area_km2, chaikin, feature, gcj_to_wgs, load, relax, save
from make_points import COUNTIES

FORMER = {"140403": "城区、郊区", "140404": "长治县", "140405": "屯留县", "140406": "潞城市"}
AREA = {"140403": 347, "140404": 478, "140405": 1180, "140406": 610, "140423": 1171, "140425": 1519, "140426": 1119,
        "140427": 1010, "140428": 1032, "140429": 1619, "140430": 1322, "140431": 2574}
SOURCE = "外轮廓:china-geojson(MIT),由 GCJ-02 换算;内部界线:按乡镇归属推绘。不作为划界依据"
KX = math.cos(math.radians(36.45))  # a degree of longitude in degrees of latitude, here
CELL = 0.0025                       # degrees of latitude


def arcs_of(cities):
    """The outlines of the cities as arcs: [(coordinates, {codes on its two sides})], each border once."""
    sides = collections.defaultdict(set)
    for f in cities:
        for ring in shape(f["geometry"]).buffer(0).exterior,:
            c = [tuple(p[:2]) for p in ring.coords]
            for a, b in zip(c, c[1:]):
                sides[frozenset((a, b))].add(f["id"])
    groups = collections.defaultdict(list)
    for seg, ids in sides.items():
        groups[frozenset(ids)].append(LineString(list(seg)))
    out = []
    for ids, segs in groups.items():
        merged = linemerge(segs) if len(segs) > 1 else segs[0]
        for g in getattr(merged, "geoms", [merged]):
            out.append((list(g.coords), ids))
    return out


def smooth_border(coords):
    c = [gcj_to_wgs(*p) for p in coords]
    return chaikin(c, 2, closed=coords[0] == coords[-1])


def labels_of(outline, sites):
    """A grid over the outline with the county of each cell: the one whose places lie nearest (inverse distance, power 4).

    A place's own cell always goes to its own county, and borders come out round instead of cornered.
    """
    w, s, e, n = outline.buffer(0.05).bounds
    xs = np.arange(w * KX, e * KX, CELL)
    ys = np.arange(s, n, CELL)
    gx, gy = np.meshgrid(xs, ys)
    codes = sorted({c for _, _, c, _ in sites})
    score = np.zeros((len(codes),) + gx.shape)
    for lon, lat, code, weight in sites:
        d2 = (gx - lon * KX) ** 2 + (gy - lat) ** 2 + 1e-7
        score[codes.index(code)] += weight / d2 ** 2
    return xs, ys, codes, score.argmax(0)


def one_piece(grid, n):
    """Cells cut off from their county's main part go to whoever lies around them."""
    from scipy.ndimage import distance_transform_edt, label
    keep = np.zeros(grid.shape, bool)
    for k in range(n):
        parts, m = label(grid == k)
        if m:
            sizes = np.bincount(parts.ravel())
            sizes[0] = 0
            keep |= parts == sizes.argmax()
    i = distance_transform_edt(~keep, return_distances=False, return_indices=True)
    return grid[tuple(i)]


def grid_arcs(xs, ys, grid):
    """The lines between unlike cells, as arcs from junction to junction, in degrees."""
    segs = []
    x0, y0 = xs[0] - CELL / 2, ys[0] - CELL / 2
    rows, cols = grid.shape
    for r, c in zip(*np.nonzero(grid[:, 1:] != grid[:, :-1])):
        segs.append(((c + 1, r), (c + 1, r + 1)))
    for r, c in zip(*np.nonzero(grid[1:] != grid[:-1])):
        segs.append(((c, r + 1), (c + 1, r + 1)))
    merged = linemerge([LineString(s) for s in segs])
    for g in getattr(merged, "geoms", [merged]):
        yield [((x0 + x * CELL) / KX, y0 + y * CELL) for x, y in g.coords]


def divide(outline, sites):
    """The outline divided among the counties: code -> polygon.  Neighbours share their vertices exactly."""
    xs, ys, codes, grid = labels_of(outline, sites)
    grid = one_piece(grid, len(codes))
    arcs = []
    for c in grid_arcs(xs, ys, grid):
        closed = c[0] == c[-1]
        arcs.append(LineString(relax(c, 0.004, 5, closed)).simplify(0.00015))
    net = unary_union([outline.exterior] + arcs)
    faces = collections.defaultdict(list)
    for face in polygonize(net):
        p = face.representative_point()
        if not outline.buffer(1e-4).contains(p):
            continue
        c = int(round((p.x * KX - xs[0]) / CELL))
        r = int(round((p.y - ys[0]) / CELL))
        faces[codes[grid[r, c]]].append(face)
    return settle({k: unary_union(v) for k, v in faces.items()})


def settle(polys):
    """Scraps that the outline cuts off go to the neighbour with the longest common border."""
    for code in list(polys):
        parts = sorted(getattr(polys[code], "geoms", [polys[code]]), key=lambda g: -g.area)
        polys[code] = parts[0]
        for scrap in parts[1:]:
            to = max(polys, key=lambda k: polys[k].intersection(scrap).length)
            polys[to] = unary_union([polys[to], scrap])
    return polys


def thin(sites):
    """Places of one county within 2 km of one another count once."""
    out = []
    for s in sites:
        if all(s[2] != t[2] or math.hypot((s[0] - t[0]) * KX, s[1] - t[1]) > 0.018 for t in out):
            out.append(s)
    return out


def make_counties(outline, layers, path):
    code_of = {county: code for code, county, *_ in COUNTIES}
    sites = []
    for f in (f for layer in layers for f in layer):
        g, p = f["geometry"], f["properties"]
        good = p.get("accuracy_m", 1e9) <= 5000 or p.get("rank") == 3
        if g["type"] == "Point" and p.get("county") in code_of and good:
            lon, lat = g["coordinates"]
            if outline.contains(Point(lon, lat)):
                sites.append((lon, lat, code_of[p["county"]], 1.0))
    polys = divide(outline, thin(sites))
    fs = []
    for code, name, en, seat, _, _ in COUNTIES:
        g = orient(polys[code])
        rings = [list(g.exterior.coords)] + [list(r.coords) for r in g.interiors]
        fs.append(feature(f"county-{code}", {"type": "Polygon", "coordinates": rings}, name=name, name_en=en, adcode=code,
                          seat="长治主城区" if code == "140403" else seat, former_name=FORMER.get(code), area_km2=AREA[code],
                          area_basis="由公开县界量算,非官方公布数", area_drawn_km2=round(area_km2(rings)),
                          geom_quality="schematic", source=SOURCE))
    save(path, fs)


def make_lines(arcs, path):
    """The province's border and the borders between its cities, for the ground of the map."""
    names = {"1401": "太原", "1402": "大同", "1403": "阳泉", "1404": "长治", "1405": "晋城", "1406": "朔州", "1407": "晋中",
             "1408": "运城", "1409": "忻州", "1410": "临汾", "1411": "吕梁"}
    english = {"1401": "Taiyuan", "1402": "Datong", "1403": "Yangquan", "1404": "Changzhi", "1405": "Jincheng", "1406": "Shuozhou",
               "1407": "Jinzhong", "1408": "Yuncheng", "1409": "Xinzhou", "1410": "Linfen", "1411": "Lüliang"}
    groups = collections.defaultdict(list)
    for ids, c in arcs:
        groups[tuple(sorted(ids)) if len(ids) > 1 else ("14",)].append(LineString(c))
    fs = []
    for ids, parts in sorted(groups.items()):
        province = ids == ("14",)
        merged = linemerge(parts) if len(parts) > 1 else parts[0]
        near = "1404" in ids or province
        g = mapping(merged.simplify(0.0002 if near else 0.001))
        name = "山西省界" if province else "—".join(names[i] for i in ids) + "市界"
        fs.append(feature("border-" + "-".join(ids), {"type": g["type"], "coordinates": g["coordinates"]}, name=name,
                          name_en="Border of Shanxi" if province else "–".join(english[i] for i in ids) + " border",
                          kind="省界" if province else "市界", geom_quality="schematic",
                          source="china-geojson(MIT),由 GCJ-02 换算。不作为划界依据"))
    save(path, fs, 4)


def main():
    if len(sys.argv) != 8:
        sys.exit(__doc__)
    shanxi, *layers, out, lines = sys.argv[1:]
    arcs = [(ids, smooth_border(c)) for c, ids in arcs_of(load(shanxi))]
    ring = linemerge([LineString(c) for ids, c in arcs if "1404" in ids])
    outline = Polygon(np.round(np.array(ring.coords), 5)).buffer(0)
    make_counties(outline, [load(path) for path in layers], out)
    make_lines(arcs, lines)


if __name__ == "__main__":
    main()
