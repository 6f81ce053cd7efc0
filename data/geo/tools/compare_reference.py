#!/usr/bin/env python3
"""Holds the shipped layers against a reference that is not shipped.  Python's standard library only.

usage: compare_reference.py REFERENCE_DIR [DATA_GEO_DIR]

REFERENCE_DIR holds ref-counties-datav.wgs84.geojson (polygons of the counties) and guobao-changzhi.wgs84.geojson (national heritage sites).
Prints, for each layer, how many of the places that name a county lie in it in the reference; and how many of our national heritage sites lie
within 2 km of the one of the same name.  Exits 1 when that is less than 95 % of the places or 90 % of the sites.
The reference is for checking only: nothing is taken from it.
"""

import json
import math
import os
import re
import sys

LAYERS = ("towns", "scenic", "stations", "reservoirs", "sponge", "key-projects", "peaks")
PLACES_WANTED, SITES_WANTED, NEAR_KM = 0.95, 0.90, 2.0
HERE = os.path.dirname(os.path.abspath(__file__))


def load(path):
    with open(path, encoding="utf-8-sig") as f:
        return json.load(f)["features"]


# -- places in their county ----------------------------------------------------------------------------------------

def polygons(geometry):
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]


def inside(geometry, x, y):
    odd = False
    for rings in polygons(geometry):
        for ring in rings:
            for (ax, ay), (bx, by) in zip(ring, ring[1:]):
                if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
                    odd = not odd
    return odd


def middle(geometry):
    """A point's position, or a polygon's centre of gravity; None for lines, which may run through several counties."""
    if geometry["type"] == "Point":
        return geometry["coordinates"]
    if geometry["type"] != "Polygon":
        return None
    ring = geometry["coordinates"][0]
    area = cx = cy = 0.0
    ox, oy = ring[0]
    for (ax, ay), (bx, by) in zip(ring, ring[1:]):
        cross = (ax - ox) * (by - oy) - (bx - ox) * (ay - oy)
        area += cross
        cx += (ax + bx - 2 * ox) * cross / 3
        cy += (ay + by - 2 * oy) * cross / 3
    return ox + cx / area, oy + cy / area


def compare_counties(layers, counties):
    """Returns (in the county named, all) over all layers."""
    right = all_of_them = 0
    for layer, features in layers.items():
        good = n = 0
        for f in features:
            p, at = f["properties"], middle(f["geometry"])
            if at is None or "county" not in p:
                continue
            n += 1
            if p["county"] in counties and inside(counties[p["county"]], *at):
                good += 1
            else:
                there = [c for c, g in counties.items() if inside(g, *at)]
                print(f"  {layer} {f['id']} {p['name']}: named {p['county']}, lies in {there[0] if there else 'none of them'}")
        if n:
            print(f"{layer}: {good} of {n} in the county named ({100 * good / n:.1f} %)")
        right, all_of_them = right + good, all_of_them + n
    return right, all_of_them


# -- heritage sites ------------------------------------------------------------------------------------------------

COUNTY = {"长治县": "上党区", "屯留县": "屯留区", "潞城市": "潞城区", "郊区": "潞州区", "城区": "潞州区", "": "潞州区"}     # until 2018


def plain(name, county):
    """A name without what the two sources write differently: the county in front, a building at the end, a rare character."""
    name = re.sub("(大殿|大成殿|旧址)$", "", name.replace("三峻", "三嵕"))
    return re.sub(f"^({county[:-1]}[县区市]?|长治|上党)(?=...)", "", name) if len(county) > 2 else name.removeprefix(county)


def names_of(f):
    p = f["properties"]
    return {(plain(n, p["county"]), p["county"]) for n in [p["name"], *re.split("[、，,；;]", p.get("alias", ""))] if n}


def km(p, q):
    dy = (p[1] - q[1]) * 111.2
    return math.hypot(dy, (p[0] - q[0]) * 111.2 * math.cos(math.radians((p[1] + q[1]) / 2)))


def compare_heritage(scenic, reference):
    """Returns (within 2 km, compared)."""
    with open(os.path.join(HERE, "heritage-names.tsv"), encoding="utf-8") as f:
        same = dict(l.rstrip("\n").split("\t") for l in f if not l.startswith("#"))
    sure, unsure = {}, set()
    for f in reference:
        name, county = f["properties"]["name"], f["properties"]["county"]
        county = COUNTY.get(county, county)
        keys = {(plain(n, county), county) for n in (name, same.get(name, name))}
        if f["properties"]["geo_precision"] in ("county", "approx"):
            unsure |= keys
        else:
            for k in keys:
                sure.setdefault(k, f)
    good = n = left_out = 0
    for f in scenic:
        if f["properties"].get("heritage") != "全国重点文物保护单位":
            continue
        names, label = names_of(f), f"  {f['id']} {f['properties']['name']}"
        found = [sure[k] for k in sorted(names) if k in sure]
        if not found:
            left_out += 1
            print(f"{label}: left out, the reference {'has only a rough place' if names & unsure else 'has no such name'}")
            continue
        n += 1
        away = km(f["geometry"]["coordinates"], found[0]["geometry"]["coordinates"])
        good += away <= NEAR_KM
        if away > NEAR_KM:
            print(f"{label}: {away:.1f} km from {found[0]['properties']['name']} ({found[0]['properties']['geo_source']})")
    rough = sum(f["properties"]["geo_precision"] in ("county", "approx") for f in reference)
    print(f"heritage: {good} of {n} within {NEAR_KM:g} km of the site of the same name ({100 * good / max(n, 1):.1f} %); "
          f"{left_out} of ours left out, {rough} rows of the reference too rough")
    return good, n


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    folder, geo = sys.argv[1], sys.argv[2] if len(sys.argv) == 3 else os.path.dirname(HERE)
    counties = {f["properties"]["name"]: f["geometry"] for f in load(os.path.join(folder, "ref-counties-datav.wgs84.geojson"))}
    layers = {l: load(os.path.join(geo, l + ".geojson")) for l in LAYERS if os.path.exists(os.path.join(geo, l + ".geojson"))}
    right, all_of_them = compare_counties(layers, counties)
    share = right / all_of_them
    print(f"all layers: {right} of {all_of_them} in the county named ({100 * share:.1f} %)")
    near, sites = compare_heritage(layers["scenic"], load(os.path.join(folder, "guobao-changzhi.wgs84.geojson")))
    return 0 if share >= PLACES_WANTED and sites and near / sites >= SITES_WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
