/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which features lie in a view, exactly.
 *
 * Most are settled by their boxes or by a vertex, in degrees.  Only an edge that may cross the view is projected, and the view's
 * middle is held against the rings of an area whose edges all stay outside.
 *
 * Threads: any; a call shares nothing. */

#include "render/atlas-view-meets.h"

#include "geo/atlas-mercator.h"

#include <math.h>

/* A place in logical pixels from the view's middle, along its sides. */
typedef struct
{
  double x;
  double y;
} Spot;

static Spot
project (const AtlasViewMeets *self,
         const double         *place)
{
  double x = (atlas_mercator_x (place[0]) - self->x) * self->size;
  double y = (atlas_mercator_y (place[1]) - self->y) * self->size;

  return (Spot) { self->cosine * x - self->sine * y, self->sine * x + self->cosine * y };
}

void
atlas_view_meets_init (AtlasViewMeets  *self,
                       const AtlasView *view,
                       double           rotation)
{
  AtlasView around = *view;
  double c = fabs (cos (rotation)), s = fabs (sin (rotation));

  self->turned = rotation != 0.0;
  around.width = (int) ceil (c * view->width + s * view->height);
  around.height = (int) ceil (s * view->width + c * view->height);
  if (!self->turned)
    around = *view;
  self->extent = atlas_view_get_extent (&around, 0.0);
  self->lon = view->lon;
  self->lat = view->lat;
  self->x = atlas_mercator_x (view->lon);
  self->y = atlas_mercator_y (view->lat);
  self->size = atlas_mercator_world_size (view->zoom);
  self->cosine = cos (rotation);
  self->sine = sin (rotation);
  self->half_width = view->width / 2.0;
  self->half_height = view->height / 2.0;
}

static gboolean
holds_place (const AtlasViewMeets *self,
             const double         *place)
{
  Spot spot;

  if (!atlas_extent_contains (&self->extent, place[0], place[1]))
    return FALSE;
  if (!self->turned)
    return TRUE;
  spot = project (self, place);

  return fabs (spot.x) <= self->half_width && fabs (spot.y) <= self->half_height;
}

gboolean
atlas_view_meets_all (const AtlasViewMeets *self,
                      const AtlasExtent    *extent)
{
  const double corners[4][2] = { { extent->west, extent->south },
                                 { extent->east, extent->south },
                                 { extent->west, extent->north },
                                 { extent->east, extent->north } };

  if (atlas_extent_is_empty (extent))
    return FALSE;
  for (int i = 0; i < 4; i++)
    if (!holds_place (self, corners[i]))
      return FALSE;

  return TRUE;
}

/* Liang and Barsky (1984), of which only the question whether anything is left: narrows @from to @to to where the line is on
 * the right side of an edge. */
static gboolean
narrow (double  step,
        double  room,
        double *from,
        double *to)
{
  double at;

  if (step == 0.0)
    return room >= 0.0;
  at = room / step;
  if (step < 0.0)
    *from = MAX (*from, at);
  else
    *to = MIN (*to, at);

  return *from <= *to;
}

static gboolean
edge_crosses (const AtlasViewMeets *self,
              const double         *a,
              const double         *b)
{
  double from = 0.0, to = 1.0;
  Spot start, end;

  if ((a[0] < self->extent.west && b[0] < self->extent.west) || (a[0] > self->extent.east && b[0] > self->extent.east) ||
      (a[1] < self->extent.south && b[1] < self->extent.south) || (a[1] > self->extent.north && b[1] > self->extent.north))
    return FALSE;

  start = project (self, a);
  end = project (self, b);

  return narrow (start.x - end.x, start.x + self->half_width, &from, &to) &&
         narrow (end.x - start.x, self->half_width - start.x, &from, &to) &&
         narrow (start.y - end.y, start.y + self->half_height, &from, &to) &&
         narrow (end.y - start.y, self->half_height - start.y, &from, &to);
}

/* Whether the edge crosses the ray from the view's middle to the east. */
static gboolean
edge_flips (const AtlasViewMeets *self,
            const double         *a,
            const double         *b)
{
  double ax, ay, bx, by;

  if ((a[1] > self->lat) == (b[1] > self->lat) || (a[0] < self->lon && b[0] < self->lon))
    return FALSE;
  if (a[0] > self->lon && b[0] > self->lon)
    return TRUE;
  ax = atlas_mercator_x (a[0]);
  ay = atlas_mercator_y (a[1]);
  bx = atlas_mercator_x (b[0]);
  by = atlas_mercator_y (b[1]);

  return ax + (self->y - ay) / (by - ay) * (bx - ax) > self->x;
}

/* Returns: whether a vertex or an edge of the part lies in the view; else, of a ring, whether the middle flips @inside. */
static gboolean
meets_part (const AtlasViewMeets *self,
            const AtlasPart      *part,
            gboolean             *inside)
{
  const gboolean ring = part->kind == ATLAS_PART_RING || part->kind == ATLAS_PART_HOLE;
  const double *before = NULL;

  if (ring && part->n_vertices > 0)
    before = part->coords + 2 * (part->n_vertices - 1);
  for (gsize i = 0; i < part->n_vertices; i++)
    {
      const double *at = part->coords + 2 * i;

      if (holds_place (self, at))
        return TRUE;
      if (before != NULL && edge_crosses (self, before, at))
        return TRUE;
      if (ring && edge_flips (self, before, at))
        *inside = !*inside;
      before = part->kind == ATLAS_PART_POINTS ? NULL : at;
    }

  return FALSE;
}

gboolean
atlas_view_meets_feature (const AtlasViewMeets *self,
                          AtlasTable           *table,
                          gsize                 feature)
{
  AtlasExtent extent = atlas_table_get_feature_extent (table, feature);
  gboolean inside = FALSE;
  gsize n_parts;

  if (!atlas_extent_intersects (&extent, &self->extent))
    return FALSE;
  if (atlas_view_meets_all (self, &extent))
    return TRUE;

  n_parts = atlas_table_get_n_parts (table, feature);
  for (gsize i = 0; i < n_parts; i++)
    {
      AtlasPart part;

      atlas_table_get_part (table, feature, i, &part);
      if (meets_part (self, &part, &inside))
        return TRUE;
    }

  /* The view lies within the area, or beside it: parity over all rings, as they are filled. */
  return inside;
}
