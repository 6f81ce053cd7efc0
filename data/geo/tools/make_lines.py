#!/usr/bin/python3
"""Makes rivers-gshhg, rivers, reservoirs and basin.

usage: make_lines.py START_DIR OUT_DIR

START_DIR holds the compiled lines.
"""

import re
import sys

from shapely.geometry import LineString, Polygon, mapping
from shapely.ops import unary_union
from shapely.geometry.polygon import orient

from common import area_km2, catmull_rom, distance, feature, length_km, line, load, names, relax, save

SCHEMATIC = "schematic"

# order of the stream, official length in km, where that is from
RIVER = {
    "浊漳河干流(三源汇合—省界)": (1, None, None),
    "浊漳河南源": (2, 104, "一般知识,待核"), "浊漳河北源": (2, 116, "百度百科“浊漳北源”"), "浊漳河西源": (2, 81, "网络资料,待核"),
    "沁河": (2, None, None), "清漳河(黎城段)": (2, None, None),
    "绛河": (3, 87, "中新网2024-11"), "岚水河": (3, None, None), "陶清河": (3, None, None), "涅河": (3, None, None),
    "蟠洪河": (3, None, None), "虹霓河(露水河)": (3, None, None), "淅河(大峡谷)": (3, None, None),
}
RIVER_NOTE = {"绛河": "流域面积875平方千米;浊漳河南源最大支流", "清漳河(黎城段)": "黎城段;全长146千米", "浊漳河南源": "流域面积3580平方千米",
              "浊漳河北源": "流域面积3797平方千米", "浊漳河西源": "流域面积约1669平方千米(待核)"}
# river -> what it flows into
INTO = {"浊漳河南源": "浊漳河干流(三源汇合—省界)", "浊漳河北源": "浊漳河干流(三源汇合—省界)", "浊漳河西源": "浊漳河南源", "绛河": "浊漳河南源",
        "岚水河": "浊漳河南源", "陶清河": "浊漳河南源", "石子河": "浊漳河南源", "黑水河": "浊漳河南源", "南护城河": "黑水河",
        "壁头河": "浊漳河南源", "涅河": "浊漳河北源", "贾豁河": "浊漳河北源", "蟠洪河": "浊漳河北源", "史水河": "浊漳河北源",
        "南大河(黎城)": "浊漳河干流(三源汇合—省界)"}


def vertex_near(coords, p, slack=250):
    """The vertex of a line where a river joins it: the nearest one, unless the line itself is much nearer."""
    v = min(coords, key=lambda q: distance(p, q))
    g = LineString(coords)
    q = g.interpolate(g.project(LineString([p, p]).centroid))
    return list(v) if distance(p, v) <= distance(p, (q.x, q.y)) + slack else [q.x, q.y]


def make_rivers(start, out):
    table = names("rivers")
    fs = {f["properties"]["name"]: f for f in load(f"{start}/rivers.geojson")}
    coords = {k: [list(c) for c in f["geometry"]["coordinates"]] for k, f in fs.items()}
    surveyed = [k for k, f in fs.items() if "GSHHG" in f["properties"]["geom"]]
    # The south source ends 300 m short of the main stem: carry it to the confluence.
    coords["浊漳河南源"].append(coords["浊漳河干流(三源汇合—省界)"][0])
    for k in sorted((k for k in fs if k not in surveyed), key=lambda k: k == "南护城河"):
        if k in INTO:
            coords[k][-1] = vertex_near(coords[INTO[k]], coords[k][-1])
        coords[k] = catmull_rom(coords[k], 0.006)
    made = {True: [], False: []}
    for i, (k, f) in enumerate(fs.items(), 1):
        n, good = table[k], k in surveyed
        order, official, official_source = RIVER.get(k, (4, None, None))
        note = RIVER_NOTE.get(k) or n["note"]
        into = table[INTO[k]]["name"] if k in INTO else None
        made[good].append(feature(
            f"river-{i:02d}", line(coords[k]), name=n["name"], name_en=n["name_en"], alias=n["alias"],
            system=f["properties"]["system"], order=order, into=into, length_km_official=official, length_source=official_source,
            length_km=round(length_km(coords[k]), 1), note=note, geom_quality="surveyed" if good else SCHEMATIC,
            source="GSHHG/WDBII 2.3.7(LGPL-3.0-or-later)" if good else "按一般地理知识编绘,示意"))
    save(f"{out}/rivers-gshhg.geojson", made[True])
    save(f"{out}/rivers.geojson", made[False])
    return coords


def reservoir_facts(text):
    """The readable facts of a reservoir, as properties; what has no source keeps its mark."""
    known = "[K" not in text
    clean = re.sub(r"\s*\[[^\]]*\]", "", text)
    scale = re.match(r"(大\(2\)型|中型)", clean)
    note = clean[scale.end():].lstrip(";,") if scale else clean
    note = note.replace("m³", "立方米").replace("km²", "平方千米").replace("72.3km", "72.3千米")
    return dict(scale=scale and scale.group(1), note=note, source=("公开资料" if known else "一般知识,待核") + ";形状位置为示意")


def make_reservoirs(start, out):
    table, fs = names("reservoirs"), []
    for i, f in enumerate(load(f"{start}/reservoirs.geojson"), 1):
        p, g = f["properties"], f["geometry"]
        n = table[p["name"]]
        facts = reservoir_facts(p["facts"])
        note = ";".join(x for x in (n["note"], facts["note"]) if x)
        area = None
        if g["type"] == "Polygon":
            ring = catmull_rom(g["coordinates"][0], 0.002, closed=True)
            g = mapping(orient(Polygon(ring)))
            area = round(area_km2(g["coordinates"]), 1)
        fs.append(feature(f"reservoir-{i:02d}", dict(g), name=n["name"], name_en=n["name_en"], alias=n["alias"],
                          kind="湖泊" if "湖" in n["name"] and "水库" not in n["alias"] else "水库", county=p["county"],
                          river=p["river"], scale=facts["scale"], note=note, area_drawn_km2=area,
                          geom_quality=SCHEMATIC if g["type"] == "Polygon" else None, accuracy_m=p["accuracy_m"],
                          source=facts["source"]))
    save(f"{out}/reservoirs.geojson", fs)


def make_basin(start, rivers, out):
    """A smooth divide through the compiled corners, at least 2.5 km beyond every river of the basin."""
    ring = load(f"{start}/basin.geojson")[0]["geometry"]["coordinates"][0]
    corners = catmull_rom(ring, 0.02, closed=True)
    ours = [k for k in rivers if k in INTO or k.startswith("浊漳河")]
    main_stem = [LineString(rivers[k]).buffer(0.028) for k in ours]
    g = unary_union([Polygon(corners).buffer(0)] + main_stem).buffer(0.02).buffer(-0.02)
    ring = relax(list(g.exterior.coords), 0.01, 2.5, closed=True)
    g = mapping(orient(Polygon(ring)))
    save(f"{out}/basin.geojson", [feature(
        "basin-zhuozhang", g, name="浊漳河流域", name_en="Zhuozhang River Basin", official_area_km2=10000,
        official_area_note="长治市内约1万平方千米,占全市71.9%(项目资料)", area_drawn_km2=round(area_km2(g["coordinates"])),
        note="图形含榆社境内上游;分水线示意", geom_quality=SCHEMATIC, source="按一般地理知识编绘,示意")])


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    start, out = sys.argv[1:]
    rivers = make_rivers(start, out)
    make_reservoirs(start, out)
    make_basin(start, rivers, out)


if __name__ == "__main__":
    main()
