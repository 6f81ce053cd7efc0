/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AtlasExtent:
 * @west: least longitude, degrees
 * @south: least latitude, degrees
 * @east: greatest longitude, degrees
 * @north: greatest latitude, degrees
 *
 * A box in longitude/latitude (WGS 84).  It never crosses the antimeridian: data on both sides of it has an extent
 * that spans the world.  An extent with west > east is empty.
 */
typedef struct
{
  double west;
  double south;
  double east;
  double north;
} AtlasExtent;

/**
 * atlas_extent_empty:
 *
 * Returns: the extent that holds nothing; any point added to it makes that point's extent.
 */
AtlasExtent atlas_extent_empty (void);

/**
 * atlas_extent_is_empty:
 *
 * Returns: %TRUE when @self holds no point (also when a bound is not a number).
 */
gboolean    atlas_extent_is_empty (const AtlasExtent *self);

/** atlas_extent_add_point: grows @self to hold @lon, @lat (degrees); a point that is not finite is left out. */
void        atlas_extent_add_point (AtlasExtent *self,
                                    double       lon,
                                    double       lat);

/** atlas_extent_add: grows @self to hold @other; an empty @other changes nothing. */
void        atlas_extent_add (AtlasExtent       *self,
                              const AtlasExtent *other);

/**
 * atlas_extent_intersects:
 *
 * Returns: %TRUE when the two share at least a point; touching edges count, an empty extent meets nothing.
 */
gboolean    atlas_extent_intersects (const AtlasExtent *self,
                                     const AtlasExtent *other);

/** atlas_extent_contains: Returns: %TRUE when @lon, @lat lies in @self or on its edge. */
gboolean    atlas_extent_contains (const AtlasExtent *self,
                                   double             lon,
                                   double             lat);

G_END_DECLS
