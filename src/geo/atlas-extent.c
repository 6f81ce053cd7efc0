/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A longitude/latitude box.  Plain data without a thread or an owner; a bound that is not a number makes it empty, so that
 * broken input meets nothing instead of everything. */

#include "geo/atlas-extent.h"

#include <math.h>

AtlasExtent
atlas_extent_empty (void)
{
  return (AtlasExtent){ INFINITY, INFINITY, -INFINITY, -INFINITY };
}

gboolean
atlas_extent_is_empty (const AtlasExtent *self)
{
  return !(self->west <= self->east && self->south <= self->north);
}

void
atlas_extent_add_point (AtlasExtent *self,
                        double       lon,
                        double       lat)
{
  if (!isfinite (lon) || !isfinite (lat))
    return;
  self->west = MIN (self->west, lon);
  self->east = MAX (self->east, lon);
  self->south = MIN (self->south, lat);
  self->north = MAX (self->north, lat);
}

void
atlas_extent_add (AtlasExtent       *self,
                  const AtlasExtent *other)
{
  if (atlas_extent_is_empty (other))
    return;
  self->west = MIN (self->west, other->west);
  self->east = MAX (self->east, other->east);
  self->south = MIN (self->south, other->south);
  self->north = MAX (self->north, other->north);
}

gboolean
atlas_extent_intersects (const AtlasExtent *self,
                         const AtlasExtent *other)
{
  return !atlas_extent_is_empty (self) && !atlas_extent_is_empty (other)
         && self->west <= other->east && other->west <= self->east
         && self->south <= other->north && other->south <= self->north;
}

gboolean
atlas_extent_contains (const AtlasExtent *self,
                       double             lon,
                       double             lat)
{
  return lon >= self->west && lon <= self->east && lat >= self->south && lat <= self->north;
}
