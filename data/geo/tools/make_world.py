#!/usr/bin/python3
"""Makes land and relief: the ground that the city's own layers lie on.

usage: make_world.py NATURAL_EARTH_DIR ETOPO5_CDF

NATURAL_EARTH_DIR is usr/share/magics of Debian's libmagics++-data, ETOPO5_CDF is usr/share/ferret-vis/data/etopo5.cdf of Debian's
ferret-datasets.  Both are public domain, and too big to be kept here.
"""

import math
import struct
import sys

import numpy as np
from shapely.geometry import LinearRing, Polygon, mapping
from shapely.geometry.polygon import orient
from shapely.ops import unary_union

from common import chaikin, chains, feature, layer_path, save


# -- land ----------------------------------------------------------------------------------------------------------

def shapefile_rings(path):
    """Each polygon record of a shapefile as a list of rings."""
    data = open(path, "rb").read()
    at = 100
    while at < len(data):
        size = struct.unpack(">i", data[at + 4:at + 8])[0] * 2
        rec = data[at + 8:at + 8 + size]
        at += 8 + size
        if struct.unpack("<i", rec[:4])[0] != 5:
            continue
        parts, points = struct.unpack("<2i", rec[36:44])
        starts = list(struct.unpack(f"<{parts}i", rec[44:44 + 4 * parts])) + [points]
        xy = np.frombuffer(rec, "<f8", 2 * points, 44 + 4 * parts).reshape(-1, 2)
        yield [xy[a:b].tolist() for a, b in zip(starts, starts[1:])]


def land_polygons(path, tolerance, smallest):
    """Land as polygons, biggest first; @smallest is the area in square degrees (of the equator) below which islands are left out."""
    shells, holes = [], []
    for rings in shapefile_rings(path):
        for r in rings:
            (holes if LinearRing(r).is_ccw else shells).append(Polygon(r))
    for shell in sorted(shells, key=lambda g: -g.area):
        k = math.cos(math.radians(shell.centroid.y))
        if shell.area * k < smallest:
            continue
        inside = [h.exterior.coords for h in holes if shell.contains(h.representative_point()) and h.area > smallest]
        g = rounded(Polygon(shell.exterior.coords, inside).buffer(0).simplify(tolerance * (2.5 if abs(shell.centroid.y) > 65 else 1)))
        for part in getattr(g, "geoms", [g]):
            if part.area * k >= smallest / 2:
                yield orient(part)


def rounded(g, decimals=2):
    """The area on a grid of hundredths: rounding may make an outline cross itself, so it is cleaned until it does not."""
    for _ in range(9):
        parts = [p for p in getattr(g, "geoms", [g]) if p.area > 1e-3]
        parts = [Polygon(np.round(np.array(p.exterior.coords), decimals),
                         [np.round(np.array(r.coords), decimals) for r in p.interiors if Polygon(r).area > 1e-3])
                 for p in parts]
        g = unary_union([p.buffer(0) for p in parts])
        if all(p.is_valid for p in parts):
            break
    return g


def make_land(ne):
    fs = []
    for i, g in enumerate(land_polygons(f"{ne}/50m/ne_50m_land.shp", 0.065, 0.06), 1):
        fs.append(feature(f"land-{i:03d}", mapping(g), name="陆地", name_en="Land", source="Natural Earth（公有领域），简化，只有海岸线",
                          source_en="Natural Earth (public domain), simplified, coastlines only", licence="public-domain",
                          geom_quality="small_scale", accuracy_m=5000, verified=False))
    save(layer_path("land"), fs, 2)


# -- relief --------------------------------------------------------------------------------------------------------

BANDS = (200, 400, 600, 800, 1000, 1200, 1400, 1600, 1800)


def netcdf_grid(path, name):
    """A variable of two dimensions from a classic NetCDF file, as floats."""
    data = open(path, "rb").read()
    at = 8                              # after the magic and the number of records

    def number():
        nonlocal at
        at += 4
        return struct.unpack(">i", data[at - 4:at])[0]

    def text():
        nonlocal at
        n = number()
        start, at = at, at + (n + 3) // 4 * 4
        return data[start:start + n].decode()

    def attributes():
        nonlocal at
        number()
        for _ in range(number()):
            text()
            size = {1: 1, 2: 1, 3: 2, 4: 4, 5: 4, 6: 8}[number()]
            size *= number()
            at += (size + 3) // 4 * 4

    number()
    sizes = [(text(), number())[1] for _ in range(number())]
    attributes()
    number()
    for _ in range(number()):
        this = text()
        shape = [sizes[number()] for _ in range(number())]
        attributes()
        kind, _, begin = number(), number(), number()
        if this == name:
            dtype = {3: ">i2", 4: ">i4", 5: ">f4", 6: ">f8"}[kind]
            return np.frombuffer(data, dtype, shape[0] * shape[1], begin).reshape(shape).astype(float)
    raise ValueError(f"{path} has no variable {name}")


def spline(z, rows, cols):
    """The cubic spline through a grid, at these rows and columns."""
    pole = math.sqrt(3) - 2

    def coefficients(c):                # along the first axis, mirrored at its ends
        c = 6 * c
        n = min(len(c), 40)
        c[0] = sum(c[k] * pole ** k for k in range(n))
        for i in range(1, len(c)):
            c[i] += pole * c[i - 1]
        c[-1] = pole / (pole * pole - 1) * (c[-1] + pole * c[-2])
        for i in range(len(c) - 2, -1, -1):
            c[i] = pole * (c[i + 1] - c[i])
        return c

    def along(c, at):                   # the four B-splines that reach each place
        i = np.floor(at).astype(int)
        t = (at - i)[:, None]
        return ((1 - t) ** 3 * c[i - 1] + (3 * t ** 3 - 6 * t ** 2 + 4) * c[i]
                + (-3 * t ** 3 + 3 * t ** 2 + 3 * t + 1) * c[i + 1] + t ** 3 * c[i + 2]) / 6

    c = coefficients(coefficients(z.copy()).T.copy()).T
    return along(along(c, rows).T.copy(), cols).T


def blurred(z, sigma):
    """A Gaussian blur, mirrored at the edges."""
    r = int(4 * sigma + 0.5)
    k = np.exp(-0.5 * (np.arange(-r, r + 1) / sigma) ** 2)
    k /= k.sum()
    for _ in range(2):
        wide = np.pad(z, ((r, r), (0, 0)), mode="symmetric")
        z = sum(k[i] * wide[i:i + len(z)] for i in range(2 * r + 1)).T.copy()
    return z


def contours(lon, lat, z, level):
    """The lines along which a grid has this height, as rings; the grid's rim lies below."""
    high = z >= level
    where, segments = {}, []

    def crossing(p, q):
        t = (level - z[p]) / (z[q] - z[p])
        where[p, q] = (lon[p[1]] + t * (lon[q[1]] - lon[p[1]]), lat[p[0]] + t * (lat[q[0]] - lat[p[0]]))
        return p, q

    mixed = high[1:, 1:].astype(int) + high[:-1, :-1] + high[1:, :-1] + high[:-1, 1:]
    for r, c in zip(*(v.tolist() for v in np.nonzero(mixed % 4))):
        corner = [(r, c), (r, c + 1), (r + 1, c + 1), (r + 1, c)]
        cut = {i: crossing(*sorted((corner[i], corner[(i + 1) % 4])))
               for i in range(4) if high[corner[i]] != high[corner[(i + 1) % 4]]}
        if len(cut) == 2:
            segments.append(tuple(cut.values()))
        else:                           # a saddle: the middle decides which corners hang together
            middle = sum(z[p] for p in corner) / 4 >= level
            k = 1 if middle == high[corner[0]] else 0
            segments += [(cut[(k - 1) % 4], cut[k]), (cut[k + 1], cut[(k + 2) % 4])]
    return [[where[k] for k in line] for line in chains(segments)]


def make_relief(etopo, box=(106.0, 31.0, 120.0, 42.0), finer=5):
    """Elevation bands: each is all that lies above elev_min, so they nest.

    The grid lies 1.5 cells west and 1 cell north of true, found by comparing known peaks and passes; shifted back here.
    """
    z = netcdf_grid(etopo, "ROSE")
    step = 1 / 12
    lon = np.arange(box[0], box[2] + 1e-9, step / finer)
    lat = np.arange(box[1], box[3] + 1e-9, step / finer)
    row, col = (lat + 1.0 * step + 90) / step, (lon - 1.5 * step) / step
    r0, c0 = int(row[0]) - 50, int(col[0]) - 50         # the spline is not felt farther than that
    part = z[r0:int(row[-1]) + 50, c0:int(col[-1]) + 50]
    grid = blurred(spline(part, row - r0, col - c0), finer * 0.45)
    # A rim far below everything closes the bands along the edge of the box.
    grid = np.pad(grid, 1, constant_values=-1e4)
    lon = np.concatenate([[lon[0] - 1e-6], lon, [lon[-1] + 1e-6]])
    lat = np.concatenate([[lat[0] - 1e-6], lat, [lat[-1] + 1e-6]])
    bands, above = {}, Polygon()
    for low in reversed(BANDS):         # from the top down: a band holds all of the one above it
        above = even_odd([Polygon(r) for r in contours(lon, lat, grid, low) if len(r) > 3]).union(above)
        bands[low] = [p for p in getattr(above, "geoms", [above]) if p.area > 0.002]
    fs = []
    for low in BANDS:
        coords = [mapping(orient(p))["coordinates"] for p in bands[low]]
        fs.append(feature(f"relief-{low:04d}", {"type": "MultiPolygon", "coordinates": coords}, name=f"海拔{low}米以上",
                          name_en=f"Above {low} m", elev_min=low, source="ETOPO5（公有领域），平滑，仅作底色",
                          source_en="ETOPO5 (public domain), smoothed, a tint only", licence="public-domain",
                          geom_quality="small_scale", accuracy_m=10000, verified=False))
    save(layer_path("relief"), fs, 3)


def even_odd(rings):
    """Rings as areas: what lies in an odd number of them; outlines rounded off."""
    g = Polygon()
    for p in sorted(rings, key=lambda p: (-p.area, p.bounds)):
        p = p.buffer(0)
        if p.area > 0.004:
            ring = LinearRing(p.exterior.coords).simplify(0.005)
            g = g.symmetric_difference(Polygon(chaikin(list(ring.coords), 1, closed=True)).buffer(0))
    return g.buffer(0)


def main(natural_earth, etopo5):
    make_land(natural_earth)
    make_relief(etopo5)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
