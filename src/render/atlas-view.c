/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasView: where places lie in a rectangle of the map.  Plain arithmetic on a copied struct; any thread. */

#include "render/atlas-view.h"

#include "geo/atlas-mercator.h"

#include <math.h>

void
atlas_view_to_pixel (const AtlasView *self,
                     double           lon,
                     double           lat,
                     double          *x,
                     double          *y)
{
  double size = atlas_mercator_world_size (self->zoom);

  *x = (atlas_mercator_x (lon) - atlas_mercator_x (self->lon)) * size + self->width / 2.0;
  *y = (atlas_mercator_y (lat) - atlas_mercator_y (self->lat)) * size + self->height / 2.0;
}

void
atlas_view_to_place (const AtlasView *self,
                     double           x,
                     double           y,
                     double          *lon,
                     double          *lat)
{
  double size = atlas_mercator_world_size (self->zoom);

  *lon = atlas_mercator_lon (atlas_mercator_x (self->lon) + (x - self->width / 2.0) / size);
  *lat = atlas_mercator_lat (atlas_mercator_y (self->lat) + (y - self->height / 2.0) / size);
}

AtlasExtent
atlas_view_get_extent (const AtlasView *self,
                       double           margin)
{
  AtlasExtent extent;

  atlas_view_to_place (self, -margin, self->height + margin, &extent.west, &extent.south);
  atlas_view_to_place (self, self->width + margin, -margin, &extent.east, &extent.north);

  /* The square world ends at 85.05°, but what lies beyond is drawn on its edge and must be found. */
  if (!(extent.south > -ATLAS_MERCATOR_MAX_LATITUDE))
    extent.south = -90.0;
  if (!(extent.north < ATLAS_MERCATOR_MAX_LATITUDE))
    extent.north = 90.0;
  extent.west = CLAMP (extent.west, -180.0, 180.0);
  extent.east = CLAMP (extent.east, -180.0, 180.0);

  return extent;
}

void
atlas_view_fit (AtlasView         *self,
                const AtlasExtent *extent,
                double             padding,
                double             max_zoom)
{
  double west, east, north, south, across, down, fits;

  if (atlas_extent_is_empty (extent))
    return;

  west = atlas_mercator_x (extent->west);
  east = atlas_mercator_x (extent->east);
  north = atlas_mercator_y (extent->north);
  south = atlas_mercator_y (extent->south);
  across = MAX (1.0, self->width - 2.0 * padding) / (256.0 * MAX (east - west, 1e-12));
  down = MAX (1.0, self->height - 2.0 * padding) / (256.0 * MAX (south - north, 1e-12));
  fits = log2 (MIN (across, down));

  self->lon = atlas_mercator_lon ((west + east) / 2.0);
  self->lat = atlas_mercator_lat ((north + south) / 2.0);
  self->zoom = CLAMP (fits, 0.0, MIN (max_zoom, ATLAS_MERCATOR_MAX_ZOOM));
  atlas_view_clamp (self);
}

void
atlas_view_clamp (AtlasView *self)
{
  double least = log2 (MAX (MAX (self->width, self->height), 1) / 256.0);
  double size, x, y, half_width, half_height;

  self->zoom = CLAMP (self->zoom, MAX (least, 0.0), ATLAS_MERCATOR_MAX_ZOOM);
  size = atlas_mercator_world_size (self->zoom);
  half_width = MIN (0.5, self->width / 2.0 / size);
  half_height = MIN (0.5, self->height / 2.0 / size);
  x = CLAMP (atlas_mercator_x (self->lon), half_width, 1.0 - half_width);
  y = CLAMP (atlas_mercator_y (self->lat), half_height, 1.0 - half_height);
  self->lon = atlas_mercator_lon (x);
  self->lat = atlas_mercator_lat (y);
}
