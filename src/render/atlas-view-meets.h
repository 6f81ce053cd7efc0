/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-table.h"
#include "render/atlas-view.h"

G_BEGIN_DECLS

/**
 * AtlasViewMeets:
 *
 * What a view shows, made ready to ask of many features whether they lie in it.  The answer is that of the geometry as it is
 * drawn, straight from vertex to vertex on the map, not that of its box.  Plain data, read-only once made; any thread.
 */
typedef struct
{
  AtlasExtent extent;     /* around all of it, degrees */
  double      x;          /* of the middle, world */
  double      y;
  double      size;       /* of the world, logical pixels */
  double      cosine;     /* of the rotation */
  double      sine;
  double      half_width; /* logical pixels */
  double      half_height;
  double      lon;        /* of the middle, degrees */
  double      lat;
  gboolean    turned;
} AtlasViewMeets;

/** atlas_view_meets_init: @rotation: of the map, radians, clockwise. */
void     atlas_view_meets_init (AtlasViewMeets  *self,
                                const AtlasView *view,
                                double           rotation);

/** atlas_view_meets_all: Returns: %TRUE when all that lies in @extent (degrees) is in the view. */
gboolean atlas_view_meets_all (const AtlasViewMeets *self,
                               const AtlasExtent    *extent);

/** atlas_view_meets_feature: Returns: %TRUE when a point of @feature is in the view: of an area, of its inside or edge. */
gboolean atlas_view_meets_feature (const AtlasViewMeets *self,
                                   AtlasTable           *table,
                                   gsize                 feature);

G_END_DECLS
