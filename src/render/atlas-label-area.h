/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-table.h"

G_BEGIN_DECLS

/** Where in an area a name has most room.  World units (the world is 1 wide). */
typedef struct
{
  double x;
  double y;
  double half_height;             /* of the ellipse, twice as wide as high, that fits there */
} AtlasLabelPole;

/**
 * atlas_label_find_pole:
 *
 * The pole of inaccessibility of the largest ring of @feature, holes heeded, after Garcia-Castellanos and Lombardo 2007
 * and the quadtree search of mapbox/polylabel; with west–east distances halved, since names are wider than high.  It is
 * found on the whole ring, thinned to 1/256 of its size, so it is the same at every zoom and wherever the view is.
 *
 * Returns: %FALSE when there is no ring with an inside
 */
gboolean atlas_label_find_pole (AtlasTable     *table,
                                gsize           feature,
                                AtlasLabelPole *pole);

G_END_DECLS
