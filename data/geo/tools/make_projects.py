#!/usr/bin/python3
"""Makes sponge and key-projects from ../source and the shipped rivers, reservoirs and counties.

usage: make_projects.py

../source/sponge.tsv and key-projects.tsv have a project a row; `geometry` says how it is drawn:
  point       at lon, lat
  county      a point in the middle of place_county
  line, area  a smooth curve through the control points of that id in sponge-control.geojson; an area with area_km2 is
              scaled about its centre until it has that size
  confluence  an area whose control points are offsets from the end of `river`
  river       the shipped line of `river`, from the vertex nearest to `from` to the one nearest to `to`: the same positions
  shore-line, shore-area
              along the east shore of Zhangze Lake between two latitudes, offset_m metres outside it (near..far for an area)
Run it again when rivers or reservoirs change.
"""

import os

import numpy as np

import common

LICENCE = "GPL-3.0-or-later"
DEGREE_KM = (90.0, 110.95)          # of longitude and latitude at 36.2 degrees north: only for offsets of a few hundred metres
LAKE = "漳泽"

SPONGE_TEXTS = ("alias alias_en project_type zone status county works works_en description description_en note note_en "
                "source source_en").split()
KEY_TEXTS = ("alias alias_en theme county status figures figures_en description description_en note note_en "
             "source source_en").split()
SPONGE_ATTRIBUTES = {
    "official_total": 102,
    "official_total_source": "项目资料；项目清单未见公开",
    "official_total_source_en": "Project material; the list of the projects has not been found",
}
KEY_ATTRIBUTES = {
    "restoration_projects_total": 197,
    "restoration_projects_total_source": "项目资料：浊漳河流域生态修复治理项目总数；项目清单未见公开",
    "restoration_projects_total_source_en":
        "Project material: all restoration projects of the Zhuozhang River basin; the list has not been found",
    "irrigation_area_mu": 500000,
    "irrigation_area_mu_source": "项目资料：上党灌区",
    "irrigation_area_mu_source_en": "Project material: the Shangdang irrigation district",
}


# -- what is there -------------------------------------------------------------------------------------------------

def layer(name):
    return common.load(common.layer_path(name))


class Ground:
    """The shipped layers and control points that projects lie along."""

    def __init__(self):
        self.rivers = {f["properties"]["name"]: f["geometry"]["coordinates"] for f in layer("rivers")}
        self.counties = {f["properties"]["name"]: f["geometry"]["coordinates"] for f in layer("counties")}
        self.control = {f["id"]: f["geometry"] for f in common.load(os.path.join(common.SOURCE, "sponge-control.geojson"))}
        lakes = [f["geometry"]["coordinates"][0] for f in layer("reservoirs") if f["geometry"]["type"] == "Polygon"
                 and LAKE in f["properties"]["name"] + f["properties"].get("alias", "")]
        self.shore = east_side(lakes[0])


def east_side(ring):
    """The part of a ring from its southernmost vertex to its northernmost one, on the east."""
    p = ring[:-1]
    if sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:])) < 0:
        p = p[::-1]
    south = min(range(len(p)), key=lambda i: (p[i][1], i))
    p = p[south:] + p[:south]
    north = max(range(len(p)), key=lambda i: (p[i][1], -i))
    return p[:north + 1]


# -- shapes --------------------------------------------------------------------------------------------------------

def nearest(line, text):
    """The index of the vertex nearest to a position given as text."""
    x, y = map(float, text.split(","))
    return min(range(len(line)), key=lambda i: common.distance(line[i], (x, y)))


def part_of_river(line, row):
    """The river itself between two places, vertex by vertex, so that the two coincide."""
    start = nearest(line, row["from"]) if row.get("from") else 0
    end = nearest(line, row["to"]) if row.get("to") else len(line) - 1
    return [list(p) for p in line[start:end + 1]]


def along_shore(shore, south, north, metres):
    """The shore between two latitudes, made smooth and moved outwards (to the right of its way north)."""
    inside = [i for i, p in enumerate(shore) if south <= p[1] <= north]
    p = np.array(common.relax(shore[inside[0]:inside[-1] + 1], 0.003, 2))
    t = np.gradient(p, axis=0) * DEGREE_KM
    t /= np.hypot(t[:, 0], t[:, 1])[:, None]
    normal = np.column_stack([t[:, 1], -t[:, 0]])
    return (p + normal * metres / 1000 / DEGREE_KM).tolist()


def centre(ring):
    """The centre of gravity of a ring."""
    x0, y0 = ring[0]
    a = cx = cy = 0.0
    for (ax, ay), (bx, by) in zip(ring, ring[1:]):
        ax, ay, bx, by = ax - x0, ay - y0, bx - x0, by - y0
        w = ax * by - bx * ay
        a, cx, cy = a + w, cx + (ax + bx) * w, cy + (ay + by) * w
    return x0 + cx / 3 / a, y0 + cy / 3 / a


def around(ring):
    """The way around a ring, in degrees."""
    return float(np.hypot(*np.diff(ring, axis=0).T).sum())


def scaled(ring, km2):
    """A ring of the size that the source gives."""
    x0, y0 = centre(ring)
    k = (km2 / common.area_km2([ring])) ** .5
    return [[x0 + (x - x0) * k, y0 + (y - y0) * k] for x, y in ring]


def shape(row, ground):
    """The geometry of a row."""
    how, control = row["geometry"], ground.control.get(row["id"])
    if how == "point":
        return common.point(float(row["lon"]), float(row["lat"]))
    if how == "county":
        return common.point(*(round(v, 2) for v in centre(ground.counties[row["place_county"]][0])))
    if how == "river":
        return common.line(part_of_river(ground.rivers[row["river"]], row))
    if how == "line":
        return common.line(common.catmull_rom(control["coordinates"], 0.004))
    if how == "shore-line":
        return common.line(along_shore(ground.shore, float(row["from"]), float(row["to"]), float(row["offset_m"])))
    if how == "shore-area":
        near, far = (along_shore(ground.shore, float(row["from"]), float(row["to"]), float(m))
                     for m in row["offset_m"].split(".."))
        # Along the near side north, along the far side back; the ends are rounded by cutting corners.
        ring = common.chaikin(far + near[::-1] + far[:1], 2, closed=True)
    else:
        at = ground.rivers[row["river"]][-1] if how == "confluence" else (0, 0)
        corners = [[x + at[0], y + at[1]] for x, y in control["coordinates"][0]]
        ring = common.catmull_rom(corners, around(corners) / 56, closed=True)
    if row["area_km2"]:
        ring = scaled(ring, float(row["area_km2"]))
    return {"type": "Polygon", "coordinates": [counter_clockwise(ring)]}


def counter_clockwise(ring):
    turns = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))
    return ring if turns > 0 else ring[::-1]


# -- features ------------------------------------------------------------------------------------------------------

def measures(geometry):
    c = geometry["coordinates"]
    if geometry["type"] == "LineString":
        return {"length_km_drawn": round(common.length_km(c), 1)}
    if geometry["type"] == "Polygon":
        return {"area_drawn_km2": round(common.area_km2(c), 2)}
    return {}


def number(text):
    return int(text) if text else None


def make(name, texts, ground, attributes):
    features = []
    for row in common.rows(name):
        geometry = shape(row, ground)
        measured = measures(geometry) if name == "sponge" else {}
        features.append(common.feature(
            row["id"], geometry, name=row["name"], name_en=row["name_en"], **{k: row[k] for k in texts[:-2]},
            year=number(row.get("year")), **measured, source=row["source"], source_en=row["source_en"], licence=LICENCE,
            geom_quality=row["geom_quality"], accuracy_m=number(row["accuracy_m"]), verified=False))
    common.save(common.layer_path(name), features, attributes=attributes)


def main():
    ground = Ground()
    make("sponge", SPONGE_TEXTS, ground, SPONGE_ATTRIBUTES)
    make("key-projects", KEY_TEXTS, ground, KEY_ATTRIBUTES)


if __name__ == "__main__":
    main()
