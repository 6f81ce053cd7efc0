#!/usr/bin/python3
"""Makes land, context and relief: the ground that the city's own layers lie on.

usage: make_world.py NATURAL_EARTH_DIR CITIES_JSON BORDERS ETOPO5_CDF OUT_DIR

NATURAL_EARTH_DIR is usr/share/magics of Debian's libmagics++-data; BORDERS is what make_boundaries.py wrote; ETOPO5_CDF is etopo5.cdf of
Debian's ferret-datasets.  Needs numpy, scipy, matplotlib and shapely.
"""

import json
import math
import struct
import sys

import numpy as np
from scipy.io import netcdf_file
from scipy.ndimage import gaussian_filter, map_coordinates
from shapely.geometry import LinearRing, Polygon, mapping
from shapely.geometry.polygon import orient
from shapely.ops import unary_union

from common import chaikin, feature, load, point, save

# Chinese, English, name in GeoNames, country, first-order code in GeoNames, rank: 1 national capital, 2 large city,
# 3 provincial seat, 4 prefecture seat near the city, 5 county seat next door
PLACES = """
北京 Beijing|Beijing CN 22 1
太原 Taiyuan|Taiyuan CN 24 3
石家庄 Shijiazhuang|Shijiazhuang CN 10 3
郑州 Zhengzhou|Zhengzhou CN 09 3
济南 Jinan|Jinan CN 25 3
西安 Xi'an|Xi’an CN 26 3
天津 Tianjin|Tianjin CN 28 2
上海 Shanghai|Shanghai CN 23 2
重庆 Chongqing|Chongqing CN 33 2
广州 Guangzhou|Guangzhou CN 30 2
香港 Hong_Kong|Hong_Kong HK - 2
澳门 Macao|Macau MO - 2
台北 Taipei|Taipei TW - 3
武汉 Wuhan|Wuhan CN 12 3
南京 Nanjing|Nanjing CN 04 3
杭州 Hangzhou|Hangzhou CN 02 3
合肥 Hefei|Hefei CN 01 3
福州 Fuzhou|Fuzhou CN 07 3
南昌 Nanchang|Nanchang CN 03 3
长沙 Changsha|Changsha CN 11 3
南宁 Nanning|Nanning CN 16 3
海口 Haikou|Haikou CN 31 3
贵阳 Guiyang|Guiyang CN 18 3
昆明 Kunming|Kunming CN 29 3
成都 Chengdu|Chengdu CN 32 3
拉萨 Lhasa|Lhasa CN 14 3
兰州 Lanzhou|Lanzhou CN 15 3
西宁 Xining|Xining CN 06 3
银川 Yinchuan|Yinchuan CN 21 3
乌鲁木齐 Ürümqi|Ürümqi CN 13 3
呼和浩特 Hohhot|Hohhot CN 20 3
沈阳 Shenyang|Shenyang CN 19 3
长春 Changchun|Changchun CN 05 3
哈尔滨 Harbin|Harbin CN 08 3
晋中 Jinzhong|Jinzhong CN 24 4
临汾 Linfen|Linfen CN 24 4
晋城 Jincheng|Jincheng CN 24 4
阳泉 Yangquan|Yangquan CN 24 4
吕梁 Lüliang|Lishi CN 24 4
运城 Yuncheng|Yuncheng CN 24 4
邯郸 Handan|Handan CN 10 4
邢台 Xingtai|Xingtai CN 10 4
安阳 Anyang|Anyang CN 09 4
鹤壁 Hebi|Hebi CN 09 4
新乡 Xinxiang|Xinxiang CN 09 4
焦作 Jiaozuo|Jiaozuo CN 09 4
济源 Jiyuan|Jiyuan CN 09 4
洛阳 Luoyang|Luoyang CN 09 4
濮阳 Puyang|Puyang CN 09 4
聊城 Liaocheng|Liaocheng CN 25 4
左权 Zuoquan|Liaoyang CN 24 5
榆社 Yushe|Jicheng CN 24 5
安泽 Anze|Fucheng CN 24 5
古县 Guxian|Yueyang CN 24 5
介休 Jiexiu|Jiexiu CN 24 5
平遥 Pingyao|Gutao CN 24 5
祁县 Qixian|Zhaoyu CN 24 5
陵川 Lingchuan|Chongwen CN 24 5
涉县 Shexian|She_Xian CN 10 5
林州 Linzhou|Linzhou CN 09 5
和顺 Heshun|Yixing CN 24 5
东京 Tokyo|Tokyo JP - 1
首尔 Seoul|Seoul KR - 1
平壤 Pyongyang|Pyongyang KP - 1
乌兰巴托 Ulaanbaatar|Ulan_Bator MN - 1
河内 Hanoi|Hanoi VN - 1
曼谷 Bangkok|Bangkok TH - 1
马尼拉 Manila|Manila PH - 1
新加坡 Singapore|Singapore SG - 1
雅加达 Jakarta|Jakarta ID - 1
新德里 New_Delhi|New_Delhi IN - 1
伊斯兰堡 Islamabad|Islamabad PK - 1
加德满都 Kathmandu|Kathmandu NP - 1
达卡 Dhaka|Dhaka BD - 1
塔什干 Tashkent|Tashkent UZ - 1
阿斯塔纳 Astana|Astana KZ - 1
德黑兰 Tehran|Tehran IR - 1
利雅得 Riyadh|Riyadh SA - 1
安卡拉 Ankara|Ankara TR - 1
莫斯科 Moscow|Moscow RU - 1
柏林 Berlin|Berlin DE - 1
巴黎 Paris|Paris FR - 1
伦敦 London|London GB - 1
罗马 Rome|Rome IT - 1
马德里 Madrid|Madrid ES - 1
开罗 Cairo|Cairo EG - 1
内罗毕 Nairobi|Nairobi KE - 1
拉各斯 Lagos|Lagos NG - 2
比勒陀利亚 Pretoria|Pretoria ZA - 1
华盛顿 Washington|Washington US - 1
渥太华 Ottawa|Ottawa CA - 1
墨西哥城 Mexico_City|Mexico_City MX - 1
巴西利亚 Brasília|Brasília BR - 1
布宜诺斯艾利斯 Buenos_Aires|Buenos_Aires AR - 1
利马 Lima|Lima PE - 1
圣地亚哥 Santiago|Santiago CL - 1
堪培拉 Canberra|Canberra AU - 1
惠灵顿 Wellington|Wellington NZ - 1
""".strip().splitlines()

KINDS = {1: "首都", 2: "大城市", 3: "省会", 4: "邻近城市", 5: "邻县驻地"}


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


def make_land(ne, out):
    fs = []
    for i, g in enumerate(land_polygons(f"{ne}/50m/ne_50m_land.shp", 0.065, 0.06), 1):
        fs.append(feature(f"land-{i:03d}", mapping(g), name="陆地", name_en="Land", geom_quality="generalised",
                          source="Natural Earth(公有领域)"))
    save(f"{out}/land.geojson", fs, 2)


# -- context -------------------------------------------------------------------------------------------------------

def make_context(cities, borders, out):
    by_name = {}
    for c in cities:
        by_name.setdefault((c["name"], c["country"]), []).append(c)
    fs = []
    for row in PLACES:
        left, right = row.split("|")
        zh, en = left.split(" ")
        geo, country, admin1, rank = right.split(" ")
        found = [c for c in by_name.get((geo.replace("_", " "), country), []) if admin1 in ("-", c["admin1"])]
        if not found:
            print("not in GeoNames:", row)
            continue
        c, rank = found[0], int(rank)
        if country in ("HK", "MO"):
            kind = "特别行政区"
        else:
            kind = "直辖市" if zh in ("上海", "天津", "重庆") else "省会" if zh == "广州" else KINDS[rank]
        if zh in ("南宁", "拉萨", "银川", "乌鲁木齐", "呼和浩特"):
            kind = "自治区首府"
        fs.append(feature("place-" + en.lower().replace("_", "-").replace("'", "").replace("ü", "u").replace("í", "i"),
                          point(float(c["lng"]), float(c["lat"])), name=zh, name_en=en.replace("_", " "), kind=kind, rank=rank,
                          accuracy_m=2000, source="GeoNames(CC BY 4.0)"))
    save(f"{out}/context.geojson", fs + borders)


# -- relief --------------------------------------------------------------------------------------------------------

BANDS = (200, 400, 600, 800, 1000, 1200, 1400, 1600, 1800)


def make_relief(etopo, out, box=(106.0, 31.0, 120.0, 42.0), finer=5):
    """Elevation bands: each is all that lies above elev_min, so they nest.

    The grid lies 1.5 cells west and 1 cell north of true, found by comparing known peaks and passes; shifted back here.
    """
    import matplotlib
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    n = netcdf_file(etopo, mmap=False)
    z = n.variables["ROSE"].data.astype(float)
    step = 1 / 12
    lon = np.arange(box[0], box[2] + 1e-9, step / finer)
    lat = np.arange(box[1], box[3] + 1e-9, step / finer)
    col = (lon - 1.5 * step) / step
    row = (lat + 1.0 * step + 90) / step
    r, c = np.meshgrid(row, col, indexing="ij")
    grid = gaussian_filter(map_coordinates(z, [r, c], order=3), finer * 0.45)
    # A rim far below everything closes the bands along the edge of the box.
    grid = np.pad(grid, 1, constant_values=-1e4)
    lon = np.concatenate([[lon[0] - 1e-6], lon, [lon[-1] + 1e-6]])
    lat = np.concatenate([[lat[0] - 1e-6], lat, [lat[-1] + 1e-6]])
    bands, above = {}, Polygon()
    for low in reversed(BANDS):         # from the top down: a band holds all of the one above it
        path = plt.contourf(lon, lat, grid, levels=[low, 1e5]).collections[0].get_paths()
        above = even_odd([Polygon(p) for q in path for p in q.to_polygons() if len(p) > 3]).union(above)
        bands[low] = [p for p in getattr(above, "geoms", [above]) if p.area > 0.002]
    fs = []
    for low in BANDS:
        coords = [mapping(orient(p))["coordinates"] for p in bands[low]]
        fs.append(feature(f"relief-{low:04d}", {"type": "MultiPolygon", "coordinates": coords}, name=f"海拔{low}米以上",
                          name_en=f"Above {low} m", elev_min=low, geom_quality="generalised",
                          source="ETOPO5(公有领域),平滑,仅作底色"))
    save(f"{out}/relief.geojson", fs, 3)


def even_odd(rings):
    """Rings as areas: what lies in an odd number of them; outlines rounded off."""
    g = Polygon()
    for p in sorted(rings, key=lambda p: -p.area):
        p = p.buffer(0)
        if p.area > 0.004:
            ring = LinearRing(p.exterior.coords).simplify(0.005)
            g = g.symmetric_difference(Polygon(chaikin(list(ring.coords), 1, closed=True)).buffer(0))
    return g.buffer(0)


def main():
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    ne, cities, borders, etopo, out = sys.argv[1:]
    make_land(ne, out)
    with open(cities, encoding="utf-8") as f:
        make_context(json.load(f), load(borders), out)
    make_relief(etopo, out)


if __name__ == "__main__":
    main()
