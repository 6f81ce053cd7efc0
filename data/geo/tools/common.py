"""Shared by the scripts that make the layers: files, curves, measures.  Needs numpy and shapely 1.8 or newer."""

import csv
import json
import math
import os

import numpy as np

GEO = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))       # the folder of the layers
SOURCE = os.path.join(GEO, "source")

A = 6378137.0                       # WGS 84
F = 1 / 298.257223563
E2 = F * (2 - F)
DECIMALS = 5                        # about a metre


# -- files ---------------------------------------------------------------------------------------------------------

def load(path):
    """The features of a GeoJSON file."""
    with open(path, encoding="utf-8-sig") as f:
        return json.load(f)["features"]


def layer_path(layer):
    return os.path.join(GEO, layer + ".geojson")


def rows(name):
    """The rows of source/<name>.tsv as dicts.  Lines that begin with # are remarks; a cell without text is ""."""
    with open(os.path.join(SOURCE, name + ".tsv"), encoding="utf-8") as f:
        return list(csv.DictReader((l for l in f if not l.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


def table(name):
    """The same rows; a cell without text is left out of its row."""
    return [{k: v for k, v in row.items() if v} for row in rows(name)]


def feature(fid, geometry, **properties):
    """A feature; properties that are None or empty are left out: unknown stays absent."""
    return {"type": "Feature", "id": fid,
            "properties": {k: v for k, v in properties.items() if v is not None and v != ""},
            "geometry": geometry}


def point(lon, lat):
    return {"type": "Point", "coordinates": [lon, lat]}


def line(coords):
    return {"type": "LineString", "coordinates": coords}


def _round(c, n):
    if isinstance(c, (int, float, np.floating)):
        r = round(float(c), n)
        return int(r) if r == int(r) else r
    return [_round(x, n) for x in c]


def _drop_repeats(c):
    """Positions that rounding made equal to the one before, taken out of every line and ring."""
    if c and isinstance(c[0], list) and c[0] and not isinstance(c[0][0], list):
        return [p for i, p in enumerate(c) if i == 0 or p != c[i - 1]]
    return [_drop_repeats(x) for x in c] if c and isinstance(c[0], list) else c


def _ring(ring, ccw):
    """The same ring, turning as asked and beginning at its westernmost (then southernmost) position."""
    r = ring[:-1]
    if (sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:])) > 0) != ccw:
        r = r[::-1]
    i = r.index(min(r))
    return r[i:] + r[:i + 1]


def _normal(geometry):
    """Rings in RFC 7946's order, each from a fixed start; holes and parts sorted: what made them decides nothing."""
    def polygon(rings):
        return [_ring(rings[0], True)] + sorted(_ring(r, False) for r in rings[1:])
    c = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        return polygon(c)
    if geometry["type"] == "MultiPolygon":
        return sorted(map(polygon, c))
    return c


def save(path, features, decimals=DECIMALS, attributes=None):
    """One feature a line, so that a change of one feature is a change of one line.  @attributes: what is true of the whole layer."""
    lines = []
    for f in features:
        f["geometry"]["coordinates"] = _drop_repeats(_round(f["geometry"]["coordinates"], decimals))
        f["geometry"]["coordinates"] = _normal(f["geometry"])
        lines.append(json.dumps(f, ensure_ascii=False, separators=(",", ":"), allow_nan=False))
    with open(path, "w", encoding="utf-8") as f:
        whole = json.dumps(attributes, ensure_ascii=False, separators=(",", ":")) if attributes else ""
        f.write('{"type":"FeatureCollection",' + (f'"attributes":{whole},' if whole else "") +
                '"features":[\n' + ",\n".join(lines) + "\n]}\n")
    print(f"{os.path.basename(path)}: {len(features)} features, {os.path.getsize(path) // 1000} kB")


# -- measures ------------------------------------------------------------------------------------------------------

def distance(p, q):
    """Metres between two near positions (local ellipsoidal radii; better than 1e-5 below 50 km)."""
    lat = math.radians((p[1] + q[1]) / 2)
    w = 1 - E2 * math.sin(lat) ** 2
    dy = math.radians(q[1] - p[1]) * A * (1 - E2) / w ** 1.5
    dx = math.radians(q[0] - p[0]) * A / math.sqrt(w) * math.cos(lat)
    return math.hypot(dx, dy)


def length_km(coords):
    return sum(distance(a, b) for a, b in zip(coords, coords[1:])) / 1000


def _authalic(lat):
    """The y of the cylindrical equal-area projection of the ellipsoid."""
    e, s = math.sqrt(E2), math.sin(math.radians(lat))
    return A / 2 * (1 - E2) * (s / (1 - E2 * s * s) - math.log((1 - e * s) / (1 + e * s)) / (2 * e))


def area_km2(rings):
    """Area of a polygon, holes taken off."""
    total = 0
    for i, ring in enumerate(rings):
        xy = [(math.radians(x) * A, _authalic(y)) for x, y in ring]
        a = abs(sum(p[0] * q[1] - q[0] * p[1] for p, q in zip(xy, xy[1:]))) / 2
        total += a if i == 0 else -a
    return total / 1e6


# -- GCJ-02 --------------------------------------------------------------------------------------------------------

def wgs_to_gcj(lon, lat):
    """The public approximation of the offset of Chinese web maps; Krasovsky's ellipsoid."""
    a, ee = 6378245.0, 0.00669342162296594323
    x, y = lon - 105.0, lat - 35.0
    s = (20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)) * 2 / 3
    dy = -100 + 2 * x + 3 * y + .2 * y * y + .1 * x * y + .2 * math.sqrt(abs(x)) + s
    dy += (20 * math.sin(y * math.pi) + 40 * math.sin(y / 3 * math.pi)) * 2 / 3
    dy += (160 * math.sin(y / 12 * math.pi) + 320 * math.sin(y * math.pi / 30)) * 2 / 3
    dx = 300 + x + 2 * y + .1 * x * x + .1 * x * y + .1 * math.sqrt(abs(x)) + s
    dx += (20 * math.sin(x * math.pi) + 40 * math.sin(x / 3 * math.pi)) * 2 / 3
    dx += (150 * math.sin(x / 12 * math.pi) + 300 * math.sin(x / 30 * math.pi)) * 2 / 3
    r = math.radians(lat)
    w = 1 - ee * math.sin(r) ** 2
    return (lon + math.degrees(dx * math.sqrt(w) / (a * math.cos(r))),
            lat + math.degrees(dy * w ** 1.5 / (a * (1 - ee))))


def gcj_to_wgs(lon, lat):
    x, y = lon, lat
    for _ in range(5):
        u, v = wgs_to_gcj(x, y)
        x, y = x + lon - u, y + lat - v
    return x, y


# -- lines and areas -----------------------------------------------------------------------------------------------

def inside(rings, x, y):
    """Whether positions (numbers, or arrays of one shape) lie in a polygon: even-odd rule, holes left out."""
    odd = np.zeros(np.shape(x), bool)
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring, ring[1:]):
            if ay != by:
                odd ^= ((ay > y) != (by > y)) & (x < ax + (y - ay) * (bx - ax) / (by - ay))
    return odd


def chains(segments):
    """Segments (pairs of positions or keys) joined into lines from node to node, and closed lines.

    A node is where other than two segments meet.  The lines and their directions depend on the segments alone, not on their order.
    """
    near = {}
    for a, b in segments:
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    for p in near:
        near[p].sort()
    left = {frozenset(s) for s in segments}
    out = []

    def walk(a, b):
        line = [a]
        while frozenset((a, b)) in left:
            left.discard(frozenset((a, b)))
            line.append(b)
            ahead = [q for q in near[b] if frozenset((b, q)) in left]
            if len(near[b]) != 2 or not ahead:
                break
            a, b = b, ahead[0]
        return line

    for p in sorted(near):
        if len(near[p]) != 2:
            for q in near[p]:
                if frozenset((p, q)) in left:
                    out.append(walk(p, q))
    for p in sorted(near):              # what is left goes round without a node
        for q in near[p]:
            if frozenset((p, q)) in left:
                out.append(walk(p, q))
    return out


def thinned(points, tolerance, kx=1.0):
    """Douglas and Peucker: a line without the positions that lie within @tolerance (degrees of latitude) of what remains.

    @kx is the length of a degree of longitude in degrees of latitude.
    """
    keep, todo = {0, len(points) - 1}, [(0, len(points) - 1)]
    while todo:
        i, j = todo.pop()
        far, at = tolerance, None
        (ax, ay), (bx, by) = points[i], points[j]
        dx, dy = (bx - ax) * kx, by - ay
        for k in range(i + 1, j):
            px, py = (points[k][0] - ax) * kx, points[k][1] - ay
            t = max(0.0, min(1.0, (px * dx + py * dy) / (dx * dx + dy * dy))) if dx or dy else 0.0
            d = math.hypot(px - t * dx, py - t * dy)
            if d > far:
                far, at = d, k
        if at is not None:
            keep.add(at)
            todo += [(i, at), (at, j)]
    return [points[k] for k in sorted(keep)]


# -- curves --------------------------------------------------------------------------------------------------------

def catmull_rom(points, step=0.004, closed=False):
    """A centripetal Catmull-Rom curve through the points: no loops, no cusps, and it passes every point.

    @step is about how far apart the vertices are, in degrees.
    """
    p = np.array(points, float)
    if closed:
        if np.allclose(p[0], p[-1]):
            p = p[:-1]
        p = np.vstack([p[-1], p, p[0], p[1]])
    else:
        if len(p) == 2:
            return [list(q) for q in p]
        p = np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    out = []
    for i in range(1, len(p) - 2):
        p0, p1, p2, p3 = p[i - 1:i + 3]
        t1 = np.hypot(*(p1 - p0)) ** .5
        t2 = t1 + np.hypot(*(p2 - p1)) ** .5
        t3 = t2 + np.hypot(*(p3 - p2)) ** .5
        n = max(2, min(24, int(math.ceil(np.hypot(*(p2 - p1)) / step))))
        for t in np.linspace(t1, t2, n, endpoint=False):
            a1 = (t1 - t) / t1 * p0 + t / t1 * p1
            a2 = (t2 - t) / (t2 - t1) * p1 + (t - t1) / (t2 - t1) * p2
            a3 = (t3 - t) / (t3 - t2) * p2 + (t - t2) / (t3 - t2) * p3
            b1 = (t2 - t) / t2 * a1 + t / t2 * a2
            b2 = (t3 - t) / (t3 - t1) * a2 + (t - t1) / (t3 - t1) * a3
            out.append(list((t2 - t) / (t2 - t1) * b1 + (t - t1) / (t2 - t1) * b2))
    out.append(list(p[-2]))
    return out


def chaikin(points, times=2, closed=False):
    """Corners cut: a smooth line that stays inside the corners.  An open line keeps its ends."""
    p = np.array(points, float)
    for _ in range(times):
        if closed:
            q = p[:-1] if np.allclose(p[0], p[-1]) else p
            nxt = np.roll(q, -1, 0)
            p = np.empty((2 * len(q), 2))
            p[0::2], p[1::2] = .75 * q + .25 * nxt, .25 * q + .75 * nxt
            p = np.vstack([p, p[:1]])
        elif len(p) > 2:
            q = np.empty((2 * len(p) - 2, 2))
            q[0::2], q[1::2] = .75 * p[:-1] + .25 * p[1:], .25 * p[:-1] + .75 * p[1:]
            p = np.vstack([p[:1], q[1:-1], p[-1:]])
    return p.tolist()


def relax(points, spacing, sigma, closed=False):
    """Resampled evenly and blurred along itself by @sigma samples: takes out steps.  An open line keeps its ends."""
    p = np.array(points, float)
    d = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(p, axis=0).T))])
    n = max(3, int(round(d[-1] / spacing)) + 1)
    s = np.linspace(0, d[-1], n)
    q = np.column_stack([np.interp(s, d, p[:, 0]), np.interp(s, d, p[:, 1])])
    r = int(3 * sigma)
    k = np.exp(-.5 * (np.arange(-r, r + 1) / sigma) ** 2)
    k /= k.sum()
    if closed:
        q = q[:-1]
        i = np.arange(-r, len(q) + r) % len(q)
        pad = q[i]
    else:                           # odd reflection about the ends holds them where they are
        i = np.clip(np.arange(1, r + 1), 0, n - 1)
        pad = np.vstack([2 * q[0] - q[i[::-1]], q, 2 * q[-1] - q[::-1][i]])
    out = np.column_stack([np.convolve(pad[:, c], k, "valid") for c in (0, 1)])
    if closed:
        out = np.vstack([out, out[:1]])
    else:
        out[0], out[-1] = p[0], p[-1]
    return out.tolist()
