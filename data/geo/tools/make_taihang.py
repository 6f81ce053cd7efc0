#!/usr/bin/python3
"""Makes taihang1, the network of the Taihang No. 1 tourist road, from ../source.  No arguments.

taihang1-nodes.tsv holds the places that the road is said to pass, taihang1-segments.tsv how they follow one another:

    path    node codes without "node-"; between two of them a word may say how the road goes there:
            ~river-03L  along that river, on its left bank (R: right), seen downstream
            ~hairpins   a flight of hairpin bends
            nothing     a smooth curve with modest bends; the column "bends" says how hilly: 0 plain, 1 valley, 2 hills, 3 mountains
    share_of            the published length (LENGTHS) of which the segment gets a share; a length of its own is in length_km_official

A node without a name only holds the curve; it is no waypoint.  rivers.geojson, rivers-gshhg.geojson are made before.
Curves are worked on in metres east and north of a point in the city's middle.
"""

import math
import sys
import zlib

import numpy as np
from shapely.geometry import LineString, Point, shape
from shapely.ops import substring

from common import DECIMALS, feature, layer_path, length_km, line, load, relax, rows, save

NETWORK_KM, LOOP_KM = 1286.0, 260.0
ATTRIBUTES = {"official_length_km": 1286, "official_loop_km": 260}

# published lengths that several segments share: km, who says so
LENGTHS = {
    "武乡段": (104.76, "长治日报（武乡段全长104.76千米）", "Changzhi Daily (Wuxiang Section, 104.76 km)"),
    "长子段": (120.852, "网易山西2024-12-06（长子段全长120.852千米）", "NetEase Shanxi, 2024-12-06 (Zhangzi Section, 120.852 km)"),
    "平顺段主线其余": (53.505 - 19.183, "上党晚报2021-05-22（平顺段主线53.505千米，除去侯壁至虹梯关19.183千米）",
                "Shangdang Evening News, 2021-05-22 (Pingshun main line, 53.505 km, less 19.183 km Houbi–Hongtiguan)"),
    "平顺段支线": (75.502, "上党晚报2021-05-22（平顺段两条支线共75.502千米）",
              "Shangdang Evening News, 2021-05-22 (the two branches in Pingshun, 75.502 km)"),
    "沁县环湖": (19.06, "上党晚报2021-06-12（沁县环湖旅游公路19.06千米）",
             "Shangdang Evening News, 2021-06-12 (Qinxian lake road, 19.06 km)"),
}
NEWS = ("上党晚报2021-05-22", "Shangdang Evening News, 2021-05-22")    # of the lengths that are a segment's own
LOOP = ("项目资料（浊漳河环线260千米，除去已知里程后按图上长度分配）",
        "Project material (Zhuozhang loop, 260 km; less what is known, shared by drawn length)")
REST = ("项目资料（全市1286千米，除去已知里程和环线后按图上长度分配）",
        "Project material (the city's 1286 km; less what is known and the loop, shared by drawn length)")

SHAPE = ("；线形为示意，不可用于导航", "; the line is schematic, not for navigation")

MIDDLE = (113.0, 36.5)
KX, KY = 89610.0, 110970.0          # metres in a degree of longitude and latitude there
BESIDE = 200                        # metres between a river and the road along it
STEP = 70                           # metres between the points of a curve, before it is thinned
EVEN = 60                           # metres between the points that a curve is evened out on
THIN = 6                            # metres that thinning may move it
BENDS = (50, 140, 250, 360)         # metres that the road strays from the plain curve


def to_m(c):
    return np.array([(c[0] - MIDDLE[0]) * KX, (c[1] - MIDDLE[1]) * KY])


def to_degrees(p):
    return [round(float(p[0]) / KX + MIDDLE[0], DECIMALS), round(float(p[1]) / KY + MIDDLE[1], DECIMALS)]


# -- along a river -------------------------------------------------------------------------------------------------

def load_rivers():
    fs = load(layer_path("rivers-gshhg")) + load(layer_path("rivers"))
    return {f["id"]: LineString(relax([to_m(c) for c in f["geometry"]["coordinates"]], 120, 2)) for f in fs}


def side_of(river, p):
    """Positive to the left of the river, seen downstream."""
    s = river.project(Point(p))
    a, b = (np.array(river.interpolate(min(max(t, 0), river.length)).coords[0]) for t in (s - 60, s + 60))
    q = np.array(river.interpolate(s).coords[0])
    return float(np.cross(b - a, p - q))


def bank(river, s, left):
    a, b = (np.array(river.interpolate(t).coords[0]) for t in (max(s - 200, 0), min(s + 200, river.length)))
    t = (b - a) / np.hypot(*(b - a))
    return np.array(river.interpolate(s).coords[0]) + BESIDE * np.array([-t[1], t[0]]) * (1 if left else -1)


def beside(river, a, b, left):
    """Points from near @a to near @b on one bank of the river: the edge of a band around it, its narrow bays filled."""
    s, t = river.project(Point(a)), river.project(Point(b))
    if s > t:
        return beside(river, b, a, left)[::-1]
    band = substring(river, max(s - 900, 0), min(t + 900, river.length)).buffer(BESIDE + 500).buffer(-500)
    ring = LineString(band.exterior.coords)
    u, v = (ring.project(Point(bank(river, x, left))) for x in (s, t))
    ways = []
    for lo, hi in ((u, v), (v, u)):
        way = substring(ring, lo, hi) if lo < hi else LineString(
            list(substring(ring, lo, ring.length).coords) + list(substring(ring, 0, hi).coords)[1:])
        ways.append(np.array(way.coords if lo == u else list(way.coords)[::-1]))

    def on_side(way):
        g = LineString(way)
        got = [side_of(river, np.array(g.interpolate(f, True).coords[0])) > 0 for f in np.linspace(.1, .9, 17)]
        return sum(got) if left else 17 - sum(got)
    way = LineString(relax(max(ways, key=on_side), 60, 4))
    n = max(2, int(round(way.length / 420)))
    return [np.array(way.interpolate(i / n, True).coords[0]) for i in range(n + 1)]


def along_river(river, a, b, left):
    """Control points of a road from @a to @b along a bank: drawn to its ends over a distance that suits how far they are off."""
    p = np.array(beside(river, a, b, left))
    s = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(p, axis=0).T))])
    out = p.copy()
    for end, d in ((a, s), (b, s[-1] - s)):
        off = end - (p[0] if end is a else p[-1])
        reach = min(max(1200, 3.5 * np.hypot(*off)), .75 * s[-1])
        out += np.outer(.5 + .5 * np.cos(np.pi * np.clip(d / reach, 0, 1)), off)
    return [q for q in out[1:-1] if np.hypot(*(q - a)) > 260 and np.hypot(*(q - b)) > 260]


def hairpins(a, b, n=14, width=88):
    """Control points of @n bends of 180 degrees between two places."""
    d = (b - a) / np.hypot(*(b - a))
    across = np.array([-d[1], d[0]])
    step, out = np.hypot(*(b - a)) / (n + 1), []
    for k in range(n):
        w = width * (.8 + .2 * math.sin(1.9 * k)) * (-1) ** k
        at = a + d * step * (k + 1)
        out += [at - 14 * d + .82 * w * across, at + w * across, at + 14 * d + .82 * w * across]
    return out


# -- curves --------------------------------------------------------------------------------------------------------

def spans(points, before, after, step=STEP):
    """A centripetal Catmull-Rom curve, a list of points from each control point to the next."""
    first = before if before is not None else 2 * points[0] - points[1]
    last = after if after is not None else 2 * points[-1] - points[-2]
    p, out = [first] + list(points) + [last], []
    for p0, p1, p2, p3 in zip(p, p[1:], p[2:], p[3:]):
        t1 = max(np.hypot(*(p1 - p0)), 1) ** .5
        t2 = t1 + np.hypot(*(p2 - p1)) ** .5
        t3 = t2 + max(np.hypot(*(p3 - p2)), 1) ** .5
        t = np.linspace(t1, t2, max(3, int(math.ceil(np.hypot(*(p2 - p1)) / step)) + 1))[:, None]
        a1 = (t1 - t) / t1 * p0 + t / t1 * p1
        a2 = (t2 - t) / (t2 - t1) * p1 + (t - t1) / (t2 - t1) * p2
        a3 = (t3 - t) / (t3 - t2) * p2 + (t - t2) / (t3 - t2) * p3
        b1 = (t2 - t) / t2 * a1 + t / t2 * a2
        b2 = (t3 - t) / (t3 - t1) * a2 + (t - t1) / (t3 - t1) * a3
        out.append((t2 - t) / (t2 - t1) * b1 + (t - t1) / (t2 - t1) * b2)
    return out


def bend(leg, key, size):
    """The leg with bends like those of a hill road; none at its ends.  The same key gives the same bends."""
    s = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(leg, axis=0).T))])
    phase = [(zlib.crc32(f"{key}{k}".encode()) % 1000) / 1000 * 2 * np.pi for k in range(3)]
    waves = sum(w * np.sin(2 * np.pi * s / length + f) for w, length, f in zip((1, .5, .18), (6400, 3100, 1500), phase))
    ease = np.clip(np.minimum(s, s[-1] - s) / min(1300, s[-1] / 2), 0, 1)
    tangent = np.gradient(leg, axis=0)
    tangent /= np.hypot(*tangent.T)[:, None]
    return leg + (size * waves * ease ** 2 * (3 - 2 * ease))[:, None] * np.column_stack([-tangent[:, 1], tangent[:, 0]])


class Segment:
    def __init__(self, row, nodes, rivers):
        self.row, self.nodes, self.how = row, [], []      # how: the way to each node but the first
        how = None
        for word in row["path"].split():
            if word.startswith("~"):
                how = word[1:]
                continue
            if "node-" + word not in nodes:
                sys.exit(f"{row['id']}: no node {word}")
            if self.nodes:
                self.how.append(how)
            self.nodes.append(nodes["node-" + word])
            how = None
        at = [to_m(n["at"]) for n in self.nodes]
        self.legs = [self.leg(a, b, h, rivers) for a, b, h in zip(at, at[1:], self.how)]
        self.control = [at[0]] + [p for leg, b in zip(self.legs, at[1:]) for p in leg + [b]]

    @staticmethod
    def leg(a, b, how, rivers):
        if not how:
            return []
        if how == "hairpins":
            return hairpins(a, b)
        return along_river(rivers[how[:-1]], a, b, how[-1] == "L")

    def ends(self):
        """(node, direction away from it, the next control point) of both ends."""
        for node, p in ((self.nodes[0], self.control), (self.nodes[-1], self.control[::-1])):
            d = p[1] - p[0]
            yield node["id"], d / np.hypot(*d), p[1]

    def draw(self, segments):
        """The coordinates: the curve goes on smoothly into the neighbour that lies straightest ahead."""
        ahead = []
        for node, d, _ in self.ends():
            others = [(float(np.dot(d, e)), p) for s in segments for n, e, p in s.ends()
                      if n == node and not (s is self and np.allclose(e, d))]
            best = min(others, key=lambda x: x[0], default=(1, None))
            ahead.append(best[1] if best[0] < -.35 else None)
        pieces = spans(self.control, *ahead, step=12 if "hairpins" in self.how else STEP)
        runs, i = [], 0             # a flight of hairpins is a run of its own: what evens the rest out would take it away
        for leg, how, a, b in zip(self.legs, self.how, self.nodes, self.nodes[1:]):
            n = len(leg) + 1
            curve = np.vstack([pieces[i]] + [p[1:] for p in pieces[i + 1:i + n]])
            i += n
            if not how:
                curve = bend(curve, a["id"] + b["id"], BENDS[int(self.row["bends"])])
            if runs and "hairpins" not in (how, runs[-1][0]):
                runs[-1][1] = np.vstack([runs[-1][1], curve[1:]])
            else:
                runs.append([how, curve])
        curve = [p for how, run in runs for p in (run if how == "hairpins" else relax(run, EVEN, 4))]
        thin = LineString(curve).simplify(1 if "hairpins" in self.how else THIN).coords
        out = [self.nodes[0]["at"]] + [to_degrees(p) for p in list(thin)[1:-1]] + [self.nodes[-1]["at"]]
        self.coords = [p for k, p in enumerate(out) if k == 0 or p != out[k - 1]]
        self.drawn = length_km(self.coords)


# -- lengths -------------------------------------------------------------------------------------------------------

def share(total, segments):
    """@total km in proportion to the drawn lengths, to the metre; what rounding leaves over goes to the longest."""
    drawn = sum(s.drawn for s in segments)
    for s in segments:
        s.km = round(total * s.drawn / drawn, 3)
    longest = max(segments, key=lambda s: (s.drawn, s.row["id"]))
    longest.km = round(longest.km + total - sum(s.km for s in segments), 3)
    return total / drawn


def allot(segments):
    """Every length: the published ones, shares of the published ones, the loop's rest, the network's rest."""
    for s in segments:
        official = s.row["length_km_official"]
        s.km, s.basis = (float(official), NEWS) if official else (None, None)
        s.rule = "official" if official else "allocated"
    report = []
    for name, (total, zh, en) in LENGTHS.items():
        part = [s for s in segments if s.row["share_of"] == name]
        ratio = share(round(total, 3), part)
        for s in part:
            s.basis = zh, en
        report.append((name, part, ratio))
    for name, total, basis, chosen in (("浊漳河环线其余", LOOP_KM, LOOP, lambda s: s.row["loop"]),
                                       ("其余", NETWORK_KM, REST, lambda s: True)):
        known = [s for s in segments if s.km is not None and chosen(s)]
        part = [s for s in segments if s.km is None and chosen(s)]
        ratio = share(round(total - sum(s.km for s in known), 3), part)
        for s in part:
            s.basis = basis
        report.append((name, part, ratio))
    report += [(s.row["id"], [s], s.km / s.drawn) for s in segments if s.rule == "official"]
    return report


# -- the layer -----------------------------------------------------------------------------------------------------

def accuracy(segment):
    return min(10000, max([2000] + [n["accuracy"] for n in segment.nodes]))


def name_of(segment, first, last):
    section = segment.row["section"]
    if segment.row["role"] == "环线":
        return f"浊漳河环线（{first['name']}—{last['name']}）", f"Zhuozhang River Loop: {first['name_en']}–{last['name_en']}"
    return (f"太行一号{section[:section.index('段') + 1]}（{first['name']}—{last['name']}）",
            f"Taihang No. 1, {segment.row['section_en'].split(' Section')[0]}: {first['name_en']}–{last['name_en']}")


def make(segment, sequence):
    row, named = segment.row, [n for n in segment.nodes if n["name"]]
    first, last = named[0], named[-1]
    name, name_en = name_of(segment, first, last)
    return feature(
        row["id"], line(segment.coords), name=name, name_en=name_en, sequence=sequence, role=row["role"], county=row["county"],
        section=row["section"], section_en=row["section_en"],
        **{"from": first["name"], "from_en": first["name_en"], "to": last["name"], "to_en": last["name_en"]},
        from_node=segment.nodes[0]["id"], to_node=segment.nodes[-1]["id"],
        waypoints="—".join(n["name"] for n in named), waypoints_en="—".join(n["name_en"] for n in named),
        loop=True if row["loop"] else None, length_km_official=segment.km if segment.rule == "official" else None,
        length_source=segment.basis[0], length_source_en=segment.basis[1], length_km=segment.km, length_basis=segment.rule,
        length_km_drawn=round(segment.drawn, 1), note=row["note"], note_en=row["note_en"], source=row["source"] + SHAPE[0],
        source_en=row["source_en"] + SHAPE[1], licence="GPL-3.0-or-later", geom_quality="schematic", accuracy_m=accuracy(segment),
        verified=False)


# -- what must hold ------------------------------------------------------------------------------------------------

def verify(segments, report):
    """Stops on a network that is not as it must be; says what an eye should look at."""
    wrong = [f"{name}: ratio {ratio:.3f} of length to drawn length" for name, _, ratio in report if not 1 <= ratio <= 1.6]
    places = {f["id"]: f["geometry"]["coordinates"] for n in ("towns", "scenic") for f in load(layer_path(n))}
    counties = {f["properties"]["name"]: shape(f["geometry"]) for f in load(layer_path("counties"))}
    for s in segments:
        g = LineString([to_m(c) for c in s.coords])
        if not g.is_simple:
            wrong.append(f"{s.row['id']} crosses itself")
        for n in s.nodes:
            if g.distance(Point(to_m(n["at"]))) > 300:
                wrong.append(f"{s.row['id']} misses {n['id']}")
            if n["place"] in places and np.hypot(*(to_m(n["at"]) - to_m(places[n["place"]]))) > 1000:
                print(f"look: {n['id']} is more than a kilometre from {n['place']}")
        line_ = LineString(s.coords)
        if line_.intersection(counties[s.row["county"]]).length < .5 * line_.length:
            print(f"look: more than half of {s.row['id']} is drawn outside {s.row['county']}")
    for what, part in (("the network", segments), ("the loop", [s for s in segments if s.row["loop"]])):
        ends = [n for s in part for n in (s.nodes[0]["id"], s.nodes[-1]["id"])]
        reached, grown = {ends[0]}, True
        while grown:
            more = {n for s in part for n in (s.nodes[0]["id"], s.nodes[-1]["id"])
                    if reached & {s.nodes[0]["id"], s.nodes[-1]["id"]}} - reached
            reached, grown = reached | more, bool(more)
        if reached != set(ends):
            wrong.append(f"{what} is in pieces")
        if what == "the loop" and any(ends.count(n) != 2 for n in ends):
            wrong.append("the loop is no ring")
    inner = {n["id"] for s in segments for n in s.nodes[1:-1]}
    wrong += [f"{n['id']} is an end of one segment and amid another"
              for s in segments for n in (s.nodes[0], s.nodes[-1]) if n["id"] in inner]
    if wrong:
        sys.exit("\n".join(wrong))


def main():
    nodes = {r["id"]: dict(r, at=[float(r["lon"]), float(r["lat"])], accuracy=int(r["accuracy_m"] or 0))
             for r in rows("taihang1-nodes")}
    rivers = load_rivers()
    segments = [Segment(r, nodes, rivers) for r in rows("taihang1-segments")]
    for s in segments:
        s.draw(segments)
    report = allot(segments)
    for name, part, ratio in report:
        print(f"{name}: {sum(s.km for s in part):.3f} km, drawn {sum(s.drawn for s in part):.1f} km, ratio {ratio:.3f}")
    unused = set(nodes) - {n["id"] for s in segments for n in s.nodes}
    if unused:
        sys.exit(f"nodes that no segment uses: {sorted(unused)}")
    verify(segments, report)
    save(layer_path("taihang1"), [make(s, i) for i, s in enumerate(segments, 1)], attributes=ATTRIBUTES)


if __name__ == "__main__":
    main()
