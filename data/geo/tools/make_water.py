#!/usr/bin/python3
"""Makes rivers-gshhg, rivers, reservoirs and basin from ../source.  No arguments.

What people compiled is in rivers.tsv, reservoirs.tsv, basin.tsv (names, facts) and in rivers-gshhg.geojson, rivers-control.geojson,
reservoirs-control.geojson, basin-control.geojson (places).  counties.geojson, made before, tells how much of the basin is in the city.
Lines are worked on in kilometres east and north of a point in the city's middle.
"""

import math
import os
import sys

import numpy as np
from shapely.geometry import LineString, MultiPoint, Point, Polygon, shape
from shapely.geometry.polygon import orient
from shapely.ops import polygonize, substring, unary_union

import common
from common import DECIMALS, SOURCE, area_km2, catmull_rom, distance, feature, layer_path, length_km, line, load, point, relax, save

MIDDLE = (113.0, 36.5)
KX, KY = 89.61, 110.97              # kilometres in a degree of longitude and latitude there

OURS = dict(source="按一般地理知识编绘，示意", source_en="Compiled from general geographical knowledge; schematic",
            licence="GPL-3.0-or-later")
GSHHG = dict(source="GSHHG 2.3.7（世界数据库 II 河流）", source_en="GSHHG 2.3.7 (World Data Bank II rivers)",
             licence="LGPL-3.0-or-later")


def table(name):
    """The rows of a table, where what reads as a number is one."""
    return [{k: number(v) for k, v in row.items()} for row in common.table(name)]


def number(text):
    try:
        return int(text)
    except ValueError:
        try:
            return float(text)
        except ValueError:
            return text


def pick(row, keys):
    """The named values of a row, each with its English twin."""
    return {k: row.get(k) for key in keys.split() for k in (key, key + "_en")}


def to_km(coords):
    return [((x - MIDDLE[0]) * KX, (y - MIDDLE[1]) * KY) for x, y in coords]


def to_degrees(coords):
    return [[round(x / KX + MIDDLE[0], DECIMALS), round(y / KY + MIDDLE[1], DECIMALS)] for x, y in coords]


def rounded(coords):
    return [[round(x, DECIMALS), round(y, DECIMALS)] for x, y in coords]


def fail(text):
    sys.exit(f"make_water: {text}")


# -- rivers --------------------------------------------------------------------------------------------------------

# The bends of a schematic river are a sum of waves: length in km and share of each.
BENDS = ((7.3, 0.40), (4.1, 0.30), (2.3, 0.20), (1.3, 0.10))


def with_bends(control, amplitude_m, seed):
    """A curve through the control points that wanders to either side of it by at most @amplitude_m: a look, not knowledge.

    It keeps the ends, and its bends grow from nothing over two kilometres there.
    """
    base = LineString(to_km(catmull_rom(control, 0.003)))
    n = max(4, int(round(base.length / 0.25)))
    s = np.linspace(0, base.length, n + 1)
    p = np.array([base.interpolate(d).coords[0] for d in s])
    t = np.gradient(p, axis=0)
    t /= np.hypot(*t.T)[:, None]
    wave = sum(share * np.sin(2 * math.pi * (s / km + seed * 0.618 * (i + 1))) for i, (km, share) in enumerate(BENDS))
    ends = np.clip(np.minimum(s, s[-1] - s) / 2, 0, 1)
    off = amplitude_m / 1000 * wave * ends * ends * (3 - 2 * ends)
    p = p + np.column_stack([-t[:, 1], t[:, 0]]) * off[:, None]
    return to_degrees(LineString(p).simplify(0.012).coords)


def nearest_vertex(coords, p):
    return min(coords, key=lambda q: distance(p, q))


def join(coords, receiver, insert):
    """Ends a river on a vertex of its receiver: the nearest one, or a new one where it would be far from there."""
    end = coords[-1]
    vertex = nearest_vertex(receiver, end)
    if insert:
        g = LineString(receiver)
        at = rounded(g.interpolate(g.project(Point(end))).coords)[0]
        if distance(at, vertex) > 60:
            d = g.project(Point(at))
            i = next(i for i, q in enumerate(receiver) if g.project(Point(q)) > d)
            receiver.insert(i, at)
            vertex = at
    coords[-1] = list(vertex)


def make_rivers():
    """Writes both layers of rivers; returns id -> coordinates."""
    rows = table("rivers")
    lines = {f["id"]: [list(c) for c in f["geometry"]["coordinates"]]
             for name in ("rivers-gshhg", "rivers-control") for f in load(os.path.join(SOURCE, name + ".geojson"))}
    taken = {r["id"] for r in rows if r["file"] == "gshhg"}
    # GSHHG ends the south source 300 m short of the main stem: one vertex carries it there.
    lines["river-01"].append(list(lines["river-03"][0]))
    # Receivers before what flows into them.
    into = {r["id"]: r.get("mouth_id") for r in rows}
    for r in sorted(rows, key=lambda r: into.get(into[r["id"]]) is not None and into[r["id"]] not in taken):
        rid, to = r["id"], into[r["id"]]
        if rid in taken:
            continue
        if to:
            join(lines[rid], lines[to], to not in taken)
        lines[rid] = with_bends(lines[rid], r["meander_m"], int(rid[-2:]))
    check_rivers(lines, into)

    made = {True: [], False: []}
    for r in rows:
        rid, good = r["id"], r["id"] in taken
        made[good].append(feature(
            rid, line(lines[rid]), **pick(r, "name alias"), system=r["system"], order=r["order"], **pick(r, "mouth"),
            mouth_id=r.get("mouth_id"), length_km_official=r.get("length_km_official"), **pick(r, "length_source"),
            length_km_drawn=round(length_km(lines[rid]), 1), catchment_km2=r.get("catchment_km2"), **pick(r, "note"),
            **(GSHHG if good else OURS), geom_quality="small_scale" if good else "schematic", accuracy_m=r["accuracy_m"],
            verified=False))
    save(layer_path("rivers-gshhg"), made[True])
    save(layer_path("rivers"), made[False])
    return lines


def check_rivers(lines, into):
    """Every tributary ends on a vertex of its receiver, no river meets another elsewhere, and none crosses itself."""
    ids = sorted(lines)
    for i, a in enumerate(ids):
        g = LineString(lines[a])
        if not g.is_simple:
            fail(f"{a} crosses itself")
        if into[a] and lines[a][-1] not in lines[into[a]]:
            fail(f"{a} does not end on {into[a]}")
        for b in ids[i + 1:]:
            common = g.intersection(LineString(lines[b]))
            ends = MultiPoint([lines[a][-1], lines[b][-1], lines[a][0], lines[b][0]])
            if not common.is_empty and (common.geom_type != "Point" or common.distance(ends) > 1e-9):
                fail(f"{a} and {b} meet other than at a confluence")


# -- reservoirs ----------------------------------------------------------------------------------------------------

def make_reservoirs(rivers):
    control = load(os.path.join(SOURCE, "reservoirs-control.geojson"))
    fs = []
    for r in table("reservoirs"):
        mine = [f for f in control if f["properties"]["reservoir_id"] == r["id"]]
        river = r.get("river_id")
        if mine[0]["properties"]["role"] == "place":
            geometry, quality, area = place_on(rivers.get(river), mine[0], r), "compiled", None
        else:
            ring = water_body(rivers, river, mine)
            geometry, quality, area = {"type": "Polygon", "coordinates": [ring]}, "schematic", round(area_km2([ring]), 1)
            check_on_river(r["id"], ring, rivers[river])
        fs.append(feature(
            r["id"], geometry, **pick(r, "name alias"), kind=r["kind"], county=r["county"], **pick(r, "river"), river_id=river,
            scale=r.get("scale"), capacity_mcm=r.get("capacity_mcm"), catchment_km2=r.get("catchment_km2"), year=r.get("year"),
            status=r["status"], **pick(r, "facts_basis"), area_drawn_km2=area, **pick(r, "note"), **OURS, geom_quality=quality,
            accuracy_m=r["accuracy_m"], verified=False))
    save(layer_path("reservoirs"), fs)


def place_on(river, control, row):
    """A point whose river is drawn moves to that river's nearest vertex, if that is within its accuracy."""
    p = control["geometry"]["coordinates"]
    if river:
        q = nearest_vertex(river, p)
        if distance(p, q) > row["accuracy_m"]:
            fail(f"{row['id']} is {distance(p, q):.0f} m from its river, more than its accuracy")
        p = q
    return point(*p)


def widths(at, values, s):
    """Values between sections, smoothly: cosine steps, which never overshoot."""
    i = np.clip(np.searchsorted(at, s, "right") - 1, 0, len(at) - 2)
    at, values = np.array(at), np.array(values)
    t = np.clip((s - at[i]) / (at[i + 1] - at[i]), 0, 1)
    return values[i] + (values[i + 1] - values[i]) * (3 - 2 * t) * t * t


def ribbon(centre, left, right):
    """The area between offsets (km) to the left and right of a line: a quad for each step, so that bends do no harm."""
    p = np.array(centre)
    t = np.gradient(p, axis=0)
    t /= np.hypot(*t.T)[:, None]
    n = np.column_stack([-t[:, 1], t[:, 0]])
    a, b = p + n * np.array(left)[:, None], p - n * np.array(right)[:, None]
    quads = [Polygon([a[i], a[i + 1], b[i + 1], b[i]]).buffer(0) for i in range(len(p) - 1)]
    return unary_union([q.buffer(0.01, join_style=2) for q in quads])


def reach(river, start, end):
    """A river between two places on it, and even steps along it."""
    g = substring(river, river.project(Point(start)), river.project(Point(end)))
    s = np.linspace(0, g.length, max(8, int(g.length / 0.1)))
    return g, s


def water_body(rivers, river, control):
    """The ring of a reservoir: a ribbon along its river from tail to dam, with bays and arms, and a smooth shore."""
    sections = [f for f in control if f["properties"]["role"] != "arm"]
    at = to_km([f["geometry"]["coordinates"] for f in sections])
    g, s = reach(LineString(to_km(rivers[river])), at[0], at[-1])
    stations = [g.project(Point(p)) for p in at]
    if stations != sorted(stations) or len(set(stations)) != len(stations):
        fail(f"the sections of a reservoir on {river} are not in order")
    # The valley is smoother than its river.
    valley = LineString(relax([list(c) for c in g.coords], 0.1, 6)).simplify(0.005)
    centre = [valley.interpolate(d / g.length, normalized=True).coords[0] for d in s]
    seed = sum(ord(c) for c in control[0]["properties"]["reservoir_id"])
    sides = []
    for k, key in enumerate(("left_m", "right_m")):
        w = widths(stations, [f["properties"][key] / 1000 for f in sections], s)
        bays = 1 + 0.13 * np.sin(2 * math.pi * (s / 1.9 + 0.618 * (seed + k))) + 0.09 * np.sin(2 * math.pi * (s / 1.1 + 0.382 * (seed + 3 * k)))
        sides.append(np.maximum(w * (1 + (bays - 1) * np.clip((s[-1] - s) / 0.5, 0, 1)), 0.05))
    body = ribbon(centre, *sides)
    for f in control:
        p = f["properties"]
        if p["role"] == "arm":
            other = LineString(to_km(rivers[p["river_id"]]))
            arm, d = reach(other, to_km([f["geometry"]["coordinates"]])[0], other.coords[-1])
            w = widths([0, arm.length], [p["head_m"] / 1000, p["mouth_m"] / 1000], d)
            body = body.union(ribbon([arm.interpolate(x).coords[0] for x in d], w, w))
    body = body.buffer(0.12).buffer(-0.2).buffer(0.08)
    body = max(getattr(body, "geoms", [body]), key=lambda b: b.area)
    ring = relax([list(c) for c in body.exterior.coords], 0.06, 2.2, closed=True)
    ring = to_degrees(Polygon(ring).simplify(0.006).exterior.coords)
    return turned(ring)


def turned(ring):
    """A ring counter-clockwise, from its westernmost vertex."""
    c = [list(p) for p in orient(Polygon(ring)).exterior.coords][:-1]
    i = c.index(min(c))
    return c[i:] + c[:i + 1]


def check_on_river(rid, ring, river):
    g, body = LineString(river), Polygon(ring)
    if not body.is_valid:
        fail(f"{rid} is no valid area")
    if not g.crosses(body) or body.contains(Point(river[0])) or body.contains(Point(river[-1])):
        fail(f"the river does not pass through {rid}")


# -- basin ---------------------------------------------------------------------------------------------------------

SUB_OF = {"浊漳河（南源）": "basin-south", "浊漳河（北源）": "basin-north", "浊漳河（西源）": "basin-west", "浊漳河（干流）": "basin-main"}


def split_at(coords, places):
    """A line cut at those of its vertices that are in @places; a closed one is cut at them all and not at its start."""
    closed = coords[0] == coords[-1]
    if closed:
        i = next(i for i, p in enumerate(coords) if tuple(p) in places)
        coords = coords[i:-1] + coords[:i + 1]
    parts, part = [], [coords[0]]
    for p in coords[1:]:
        part.append(p)
        if tuple(p) in places:
            parts.append(part)
            part = [p]
    return parts + ([part] if len(part) > 1 else [])


def divides():
    """The arcs between the sub-basins and around them.  They are curves through their control points, and so end on one another exactly."""
    curves, ends = [], set()
    for f in load(os.path.join(SOURCE, "basin-control.geojson")):
        c = f["geometry"]["coordinates"]
        closed = c[0] == c[-1]
        curves.append(rounded(catmull_rom(c, 0.012, closed=closed)))
        if closed:
            curves[-1][-1] = curves[-1][0]
        else:
            ends |= {tuple(curves[-1][0]), tuple(curves[-1][-1])}
    return curves, [part for c in curves for part in split_at(c, ends)]


def make_basin(rivers):
    curves, arcs = divides()
    faces = list(polygonize([LineString(a) for a in arcs]))
    systems = {r["id"]: r["system"] for r in table("rivers")}
    rings = {"basin-zhuozhang": turned(curves[0])}
    for rid, sub in (("river-01", "basin-south"), ("river-02", "basin-north"), ("river-05", "basin-west"), ("river-03", "basin-main")):
        middle = LineString(rivers[rid]).interpolate(0.5, normalized=True)
        rings[sub] = turned(next(f for f in faces if f.contains(middle)).exterior.coords)
    check_basin(rings, faces, {rid: (c, SUB_OF.get(systems[rid])) for rid, c in rivers.items()})

    city = unary_union([shape(f["geometry"]) for f in load(layer_path("counties"))])
    fs = []
    for r in table("basin"):
        ring = rings[r["id"]]
        inside = area_of(Polygon(ring).intersection(city))
        share = round(100 * inside / area_of(city), 1) if r["kind"] == "流域" else None
        fs.append(feature(
            r["id"], {"type": "Polygon", "coordinates": [ring]}, **pick(r, "name"), kind=r["kind"], **pick(r, "river"),
            official_area_km2=r.get("official_area_km2"), official_city_share_pct=r.get("official_city_share_pct"),
            **pick(r, "official_basis"), area_drawn_km2=round(area_km2([ring])), area_in_city_km2=round(inside),
            city_share_drawn_pct=share, **pick(r, "note"), **OURS, geom_quality="schematic", accuracy_m=5000, verified=False))
    save(layer_path("basin"), fs)


def area_of(g):
    return sum(area_km2([list(r.coords) for r in (p.exterior, *p.interiors)]) for p in getattr(g, "geoms", [g]) if p.area)


def check_basin(rings, faces, rivers):
    """The sub-basins fill the basin edge to edge; a river of the basin keeps to its sub-basin, any other keeps out."""
    whole = Polygon(rings["basin-zhuozhang"])
    if len(faces) != 4 or len(rings) != 5:
        fail(f"the divides make {len(faces)} areas, not 4")
    if abs(sum(f.area for f in faces) - whole.area) > 1e-9 or not all(Polygon(r).is_valid for r in rings.values()):
        fail("the sub-basins do not fill the basin")
    for rid, (c, sub) in rivers.items():
        g = LineString(c)
        if sub and not g.within(Polygon(rings[sub])):
            fail(f"{rid} leaves {sub} near {g.difference(Polygon(rings[sub])).representative_point()}")
        if not sub and g.intersects(whole):
            fail(f"{rid} runs into the basin")


def main():
    rivers = make_rivers()
    make_reservoirs(rivers)
    make_basin(rivers)


if __name__ == "__main__":
    main()
