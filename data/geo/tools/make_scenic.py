#!/usr/bin/python3
"""Makes scenic from ../source/scenic.tsv.  No arguments.

A row is a spot with all that is known of it.  What is computed: which segment of the Taihang No. 1 road is nearest, and how far in a
straight line; where that is over FAR_KM the card says so.  taihang1.geojson is made before.
"""

from shapely.geometry import LineString, Point

from common import feature, layer_path, load, point, save, table
from make_taihang import to_m

FAR_KM = 15
FAR = "距太行一号旅游公路超过15千米，需经其他道路前往。"
FAR_EN = "More than 15 km from the Taihang No. 1 road; reached by other roads."
TEXTS = ("name name_en pinyin alias alias_en category grade county circle grade_basis grade_basis_en heritage heritage_batch heritage_year era "
         "era_en designation designation_en visit_min").split()
LONG_TEXTS = "description description_en see see_en note note_en source source_en".split()


def nearest(at, roads):
    """The nearest segment (the first of equals) and the kilometres to it."""
    here = Point(to_m(at))
    return min(((here.distance(line) / 1000, fid) for fid, line in roads))


def number(text):
    return float(text) if "." in text else int(text)


def main():
    roads = [(f["id"], LineString([to_m(c) for c in f["geometry"]["coordinates"]])) for f in load(layer_path("taihang1"))]
    features = []
    for row in table("scenic"):
        at = [float(row["lon"]), float(row["lat"])]
        km, road = nearest(at, roads)
        told = {k: number(row[k]) if k in ("visit_min", "heritage_year") and k in row else row.get(k) for k in TEXTS + LONG_TEXTS}
        features.append(feature(
            row["id"], point(*at), **{k: told[k] for k in TEXTS}, road_id=road, road_km=round(km, 1),
            road_note=FAR if km > FAR_KM else None, road_note_en=FAR_EN if km > FAR_KM else None,
            **{k: told[k] for k in LONG_TEXTS}, licence="GPL-3.0-or-later", geom_quality="compiled",
            accuracy_m=number(row["accuracy_m"]), verified=False))
    save(layer_path("scenic"), features)


if __name__ == "__main__":
    main()
