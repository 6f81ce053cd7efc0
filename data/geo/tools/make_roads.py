#!/usr/bin/python3
"""Makes roads-rail, the expressways, main roads and railways of the basemap, from ../source.  No arguments.

roads.tsv holds names and facts, roads-control.geojson the points that each line was compiled with.  Lines pass exactly through the
stations and towns that the column "through" names: they are put in where they lengthen the line least.  Roads that run
from one such place to the next together have the same line there.  stations.geojson, towns.geojson are made before.
"""

import os

from shapely.geometry import LineString

from common import SOURCE, distance, feature, layer_path, length_km, line, load, relax, rows, save
from make_taihang import bend, spans, to_degrees, to_m

STEP = 150                          # metres between the points of a curve
THIN = 8                            # metres that thinning may move it


def put_in(points, place):
    """@place among the points, where the way through it is the shortest; at an end only when it lies beyond it."""
    def cost(i):
        if i in (0, len(points)):
            return distance(place, points[0 if i == 0 else -1])
        return distance(points[i - 1], place) + distance(place, points[i]) - distance(points[i - 1], points[i])
    i = min(range(len(points) + 1), key=cost)
    return points[:i] + [place] + points[i:]


def draw(points, bends, drawn):
    """The line, piece by piece; a piece that an earlier line drew between the same two places is taken from there."""
    out = [list(points[0])]
    pieces = spans([to_m(p) for p in points], None, None, STEP)
    for p, q, piece in zip(points, points[1:], pieces):
        key = tuple(p), tuple(q)
        if key not in drawn:
            if bends:
                piece = bend(piece, str(key), bends)
            if len(piece) > 8:
                piece = relax(piece, STEP, 2)
            inner = [to_degrees(c) for c in list(LineString(piece).simplify(THIN).coords)[1:-1]]
            drawn[key] = [list(p)] + inner + [list(q)]
            drawn[key[::-1]] = drawn[key][::-1]
        out += drawn[key][1:]
    return out


def main():
    control = {f["id"]: f["geometry"]["coordinates"] for f in load(os.path.join(SOURCE, "roads-control.geojson"))}
    places = {f["id"]: f["geometry"]["coordinates"] for f in load(layer_path("stations")) + load(layer_path("towns"))}
    features, drawn = [], {}
    for r in rows("roads"):
        points = [list(p) for p in control[r["id"]]]
        for place in r["through"].split():
            points = put_in(points, places[place])
        coords = draw(points, float(r["bends"]), drawn)
        features.append(feature(
            r["id"], line(coords), name=r["name"], name_en=r["name_en"], alias=r["alias"], alias_en=r["alias_en"], ref=r["ref"],
            kind=r["kind"], length_km_drawn=round(length_km(coords), 1), note=r["note"], note_en=r["note_en"],
            source="按一般地理知识编绘，走向示意", source_en="Compiled from general geographical knowledge; schematic",
            licence="GPL-3.0-or-later", geom_quality="schematic", accuracy_m=int(r["accuracy_m"]), verified=False))
    save(layer_path("roads-rail"), features)


if __name__ == "__main__":
    main()
