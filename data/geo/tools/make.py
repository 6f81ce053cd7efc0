#!/usr/bin/python3
"""Makes every layer of data/geo from data/geo/source.

usage: make.py [--world NATURAL_EARTH_DIR ETOPO5_CDF]

land and relief are only made with --world, since what they are made from is too big to be kept here: see make_world.py.
The same sources give the same bytes.  Needs numpy and shapely (1.8 or newer).
"""

import importlib
import os
import sys

from common import layer_path, load

THEMES = ("water", "places", "boundaries", "roads", "taihang", "scenic", "projects", "context")


def placed():
    """Every point that names its county: the county lines run between them."""
    import make_boundaries
    return [(f["id"], f["properties"]["county"], f["geometry"]["coordinates"])
            for layer in make_boundaries.LAYERS if os.path.exists(layer_path(layer))
            for f in load(layer_path(layer)) if f["geometry"]["type"] == "Point" and "county" in f["properties"]]


def make_all():
    """One turn.  Returns whether the county lines were drawn around the places as they now are."""
    for theme in THEMES:
        if theme == "boundaries":
            before = placed()
        importlib.import_module("make_" + theme).main()
    return placed() == before


def main():
    world = sys.argv[1:2] == ["--world"] and len(sys.argv) == 4
    if len(sys.argv) > 1 and not world:
        sys.exit(__doc__)
    if world:
        importlib.import_module("make_world").main(*sys.argv[2:])
    for _ in range(3):
        if make_all():
            return
        print("a place moved: once more, for the county lines")
    sys.exit("the places do not settle: something moves them with every turn")


if __name__ == "__main__":
    main()
