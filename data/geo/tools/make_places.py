#!/usr/bin/python3
"""Makes towns, peaks and stations from source/towns.tsv, peaks.tsv, stations.tsv and geonames.tsv.

usage: make_places.py
"""

from common import feature, layer_path, point, save, table

# Where a position is from: Chinese, English, licence, quality of the place.
BASIS = {
    "geonames": ("GeoNames（CC BY 4.0）", "GeoNames (CC BY 4.0)", "CC-BY-4.0", "small_scale"),
    "geonames-500": ("GeoNames（CC BY 4.0），位置取整", "GeoNames (CC BY 4.0), position rounded", "CC-BY-4.0", "small_scale"),
    "heritage": ("据驻地文物点编绘，位置概略", "Compiled from a heritage site in the same place, position approximate",
                 "GPL-3.0-or-later", "compiled"),
    "general": ("一般地理知识，位置概略", "General knowledge, position approximate", "GPL-3.0-or-later", "compiled"),
    "airports": ("公开机场表", "Public lists of airports", "GPL-3.0-or-later", "compiled"),
}
HEIGHT = {
    "public": ("公开介绍，待核", "Published descriptions, to be checked"),
    "general": ("一般知识，待核", "General knowledge, to be checked"),
}


def common_of(row, basis):
    """The attributes that every feature has, after those of its own."""
    zh, en, licence, quality = BASIS[basis]
    return dict(note=row.get("note"), note_en=row.get("note_en"), source=zh, source_en=en, licence=licence, geom_quality=quality,
                accuracy_m=int(row["accuracy_m"]), verified=False)


def make_towns():
    where = {row["id"]: row for row in table("geonames")}
    fs = []
    for row in table("towns"):
        at = row if "lon" in row else where[row["id"]]
        fs.append(feature(row["id"], point(float(at["lon"]), float(at["lat"])), name=row["name"], name_en=row["name_en"],
                          county=row["county"], rank=int(row["rank"]), kind=row["kind"], seat=row.get("seat"),
                          seat_en=row.get("seat_en"), **common_of(row, row["basis"])))
    save(layer_path("towns"), fs)


def make_peaks():
    fs = []
    for row in table("peaks"):
        basis, basis_en = HEIGHT[row["elev_basis"]]
        fs.append(feature(row["id"], point(float(row["lon"]), float(row["lat"])), name=row["name"], name_en=row["name_en"],
                          elev_m=int(row["elev_m"]), elev_basis=basis, elev_basis_en=basis_en, county=row.get("county"),
                          **common_of(row, "general")))
    save(layer_path("peaks"), fs)


def make_stations():
    fs = []
    for row in table("stations"):
        fs.append(feature(row["id"], point(float(row["lon"]), float(row["lat"])), name=row["name"], name_en=row["name_en"],
                          kind=row["kind"], county=row["county"], **common_of(row, row["basis"])))
    save(layer_path("stations"), fs)


def main():
    make_towns()
    make_peaks()
    make_stations()


if __name__ == "__main__":
    main()
