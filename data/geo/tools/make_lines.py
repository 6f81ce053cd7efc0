#!/usr/bin/python3
"""Makes roads and taihang1.

usage: make_lines.py START_DIR TOWNS SCENIC OUT_DIR

START_DIR holds the compiled lines; TOWNS and SCENIC are layers made before: roads pass through the places they are said to pass.
"""

import re
import sys

from common import catmull_rom, distance, feature, length_km, line, load, names, save

SCHEMATIC = "schematic"


def make_roads(start, out):
    table, fs = names("roads"), []
    lines = [f for f in load(f"{start}/roads-rail.geojson") if f["geometry"]["type"] == "LineString"]
    for i, f in enumerate(lines, 1):
        p = f["properties"]
        n = table[p["name"]]
        ref = re.match(r"[GS]\d+", p["name"])
        kind = {"普速": "铁路", "重载": "重载铁路"}.get(p["kind"], p["kind"])
        c = catmull_rom(f["geometry"]["coordinates"], 0.01)
        fs.append(feature(f"road-{i:02d}", line(c), name=n["name"], name_en=n["name_en"], alias=n["alias"],
                          ref=ref and ref.group(0), kind=kind, note=n["note"], length_km=round(length_km(c), 1),
                          geom_quality=SCHEMATIC, source="按一般地理知识编绘,走向示意"))
    save(f"{out}/roads.geojson", fs)


# The road ----------------------------------------------------------------------------------------------------------

TAIHANG_COUNTY = {"浊漳河环线(示意)": "潞州区、襄垣县、黎城县、潞城区、平顺县"}
# Waypoints moved, added or put in another order, all within the accuracy of the points: segments that follow one another
# share an end, the road keeps out of the lake, and no segment doubles back over itself.  SOURCES.md says the same in words.
JOIN_START = {"平顺段·西湾—三叉口—庄和": ("东寺头", [113.57, 36.13]), "襄垣段": ("虒亭界", [112.8, 36.595])}
MOVED = {"板山": [113.27, 36.89], "板山(武乡界)": [113.27, 36.89], "庄和(壶关界)": [113.51, 36.03],
         "庄和上村(平顺界)": [113.51, 36.03], "湿地公园": [113.06, 36.222], "漳泽湖": [113.068, 36.328]}


def edit_stops(segment, stops):
    if segment in JOIN_START:
        stops.insert(0, JOIN_START[segment])
    if segment == "黎城段":                     # the scenic area lies between Banshan and the town
        stops[1], stops[2] = stops[2], stops[1]
    if segment.startswith("浊漳河环线"):
        words = [w for w, _ in stops]
        stops.insert(words.index("北耽车乡") + 1, ("漳河边", [113.5, 36.36]))
        stops[:] = [s for s in stops if s[0] != "石城镇"]
        at = [w for w, _ in stops].index("侯壁")
        stops[at + 1:at + 1] = [("南庄", [113.615, 36.325]), ("堂耳庄", [113.62, 36.29]), ("虹谷峧", [113.615, 36.25])]
    return stops


def curve_through(points, drawn):
    """The curve, made of a piece from point to point; a piece that an earlier segment drew is taken from there."""
    closed = points[0] == points[-1]
    coords = catmull_rom(points, 0.004, closed=closed)
    at = [min(range(len(coords)), key=lambda i: distance(coords[i], p)) for p in points]
    if closed:
        at[-1] = len(coords) - 1
    out = [coords[0]]
    for (i, j), p, q in zip(zip(at, at[1:]), points, points[1:]):
        piece = drawn.get((tuple(p), tuple(q))) or coords[i:j + 1]
        drawn[tuple(p), tuple(q)] = piece
        drawn[tuple(q), tuple(p)] = piece[::-1]
        out += piece[1:]
    return out


def role_of(kind):
    return "连接线" if "连接线" in kind else kind[:2]


def split_source(text):
    """A source of a length: (who says so, what else it says)."""
    text = re.sub(r"^S\s*", "", text)
    if text.startswith("未见"):
        return None, None
    if text.startswith("题设"):
        return "项目资料", "走向未见来源,系推测"
    m = re.match(r"([^((]*)[((]?(.*?)[))]?$", text)
    return m.group(1) or None, m.group(2).replace("104.76km,", "") or None


def make_taihang(start, towns, scenic, out):
    table, fs = names("taihang1"), []
    places, drawn = towns + scenic, {}
    for i, f in enumerate(load(f"{start}/taihang1.geojson"), 1):
        p = f["properties"]
        n = table[p["segment"]]
        stops = edit_stops(p["segment"], list(zip(p["waypoints"], [list(c) for c in f["geometry"]["coordinates"]])))
        stops = [(w, MOVED.get(w) or through(w, c, places)) for w, c in stops]
        coords = curve_through([c for _, c in stops], drawn)
        stated = p["length_km_stated"]
        source, remark = split_source(p["length_src"])
        remark = remark or (source if not stated else None)
        words = [w for w, _ in stops]
        fs.append(feature(f"taihang1-{i:02d}", line(coords), name=n["name"], name_en=n["name_en"],
                          role=role_of(p["kind"]), county=TAIHANG_COUNTY.get(p["segment"]) or county_of(p["segment"]),
                          **{"from": words[0], "to": words[-1]}, waypoints="—".join(words), length_km_official=stated,
                          length_source=source if stated else None, length_km=round(length_km(coords), 1),
                          note=";".join(x for x in (n["note"], remark, None if stated else "官方里程待核") if x), geom_quality=SCHEMATIC,
                          source="控制点按公开报道,线形为示意,不可用于导航"))
    save(f"{out}/taihang1.geojson", fs)


def through(word, c, places):
    """The shipped position of the place that a waypoint names, so that the road passes its symbol."""
    stem = re.sub(r"景区$|县城$|城区$|城$", "", re.sub(r"[((].*", "", word))
    bare = re.sub(r"[镇乡]$", "", stem)
    best = None
    for f in places:
        p, q = f["properties"], f["geometry"]["coordinates"]
        seat = p.get("rank") in (1, 2)
        same = seat and (stem in p["name"] or stem in p.get("seat", "")) or not seat and bare in p["name"]
        d = distance(c, q)
        if same and d < (4000 if seat else 1500) and (best is None or (not seat, d) < best[:2]):
            best = (not seat, d, q)
    return list(best[2]) if best else c


def county_of(segment):
    short = segment[:2]
    return {"武乡": "武乡县", "黎城": "黎城县", "平顺": "平顺县", "壶关": "壶关县", "上党": "上党区", "长子": "长子县", "屯留": "屯留区",
            "沁源": "沁源县", "沁县": "沁县", "襄垣": "襄垣县", "潞城": "潞城区", "潞州": "潞州区"}[short]


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    start, towns, scenic, out = sys.argv[1:]
    make_roads(start, out)
    make_taihang(start, load(towns), load(scenic), out)


if __name__ == "__main__":
    main()
