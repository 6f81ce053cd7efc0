/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the map shows in one frame: where its pixels lie on the world and back.
 *
 * Plain arithmetic on plain data; any thread.  Web Mercator only: the world is a square.
 */
#include "map/atlas-map-frame.h"

#include <math.h>

#include "geo/atlas-mercator.h"

void
atlas_map_frame_get_origin (const AtlasMapFrame *self,
                            double              *x,
                            double              *y)
{
  double size = atlas_mercator_world_size (self->zoom);

  *x = self->x * size - self->width / 2.0;
  *y = self->y * size - self->height / 2.0;
  if (self->rotation == 0)
    {
      *x = round (*x * self->scale) / self->scale;
      *y = round (*y * self->scale) / self->scale;
    }
}

/* Half of the box, in pixels before the rotation, that a turned widget reaches over. */
static void
get_reach (const AtlasMapFrame *self,
           double              *x,
           double              *y)
{
  double c = fabs (cos (self->rotation));
  double s = fabs (sin (self->rotation));

  *x = (self->width * c + self->height * s) / 2;
  *y = (self->width * s + self->height * c) / 2;
}

graphene_rect_t
atlas_map_frame_get_box (const AtlasMapFrame *self,
                         double               margin)
{
  double reach_x, reach_y;

  get_reach (self, &reach_x, &reach_y);
  return GRAPHENE_RECT_INIT (self->width / 2.0 - reach_x - margin, self->height / 2.0 - reach_y - margin,
                             2 * (reach_x + margin), 2 * (reach_y + margin));
}

AtlasView
atlas_map_frame_get_box_view (const AtlasMapFrame *self,
                          double               margin)
{
  double size = atlas_mercator_world_size (self->zoom);
  double reach_x, reach_y;
  double x, y;

  get_reach (self, &reach_x, &reach_y);
  atlas_map_frame_get_origin (self, &x, &y);
  return (AtlasView) {
    .lon = atlas_mercator_lon ((x + self->width / 2.0) / size),
    .lat = atlas_mercator_lat ((y + self->height / 2.0) / size),
    .zoom = self->zoom,
    /* An even growth keeps the view's pixels on the frame's. */
    .width = self->width + 2 * (int) ceil (reach_x - self->width / 2.0 + margin),
    .height = self->height + 2 * (int) ceil (reach_y - self->height / 2.0 + margin),
    .scale = self->scale,
    .dark = self->dark,
  };
}

void
atlas_map_frame_to_widget (const AtlasMapFrame *self,
                           double               lon,
                           double               lat,
                           double              *x,
                           double              *y)
{
  double size = atlas_mercator_world_size (self->zoom);
  double dx = (atlas_mercator_x (lon) - self->x) * size;
  double dy = (atlas_mercator_y (lat) - self->y) * size;
  double c = cos (self->rotation);
  double s = sin (self->rotation);

  *x = self->width / 2.0 + c * dx - s * dy;
  *y = self->height / 2.0 + s * dx + c * dy;
}

void
atlas_map_frame_to_world (const AtlasMapFrame *self,
                          double              *x,
                          double              *y)
{
  double size = atlas_mercator_world_size (self->zoom);
  double dx = *x - self->width / 2.0;
  double dy = *y - self->height / 2.0;
  double c = cos (self->rotation);
  double s = sin (self->rotation);

  *x = self->x + (c * dx + s * dy) / size;
  *y = self->y + (c * dy - s * dx) / size;
}

void
atlas_map_frame_clamp (AtlasMapFrame *self)
{
  double reach_x, reach_y, size, least;

  get_reach (self, &reach_x, &reach_y);
  least = log2 (MAX (MAX (reach_x, reach_y), 1) * 2 / atlas_mercator_world_size (0));
  self->zoom = CLAMP (self->zoom, MAX (least, 0), ATLAS_MERCATOR_MAX_ZOOM);
  size = atlas_mercator_world_size (self->zoom);
  reach_x = MIN (reach_x / size, 0.5);
  reach_y = MIN (reach_y / size, 0.5);
  self->x = CLAMP (self->x, reach_x, 1 - reach_x);
  self->y = CLAMP (self->y, reach_y, 1 - reach_y);
}

void
atlas_map_frame_anchor (AtlasMapFrame *self,
                        double         x,
                        double         y,
                        double         at_x,
                        double         at_y)
{
  atlas_map_frame_to_world (self, &at_x, &at_y);
  self->x += x - at_x;
  self->y += y - at_y;
}

gboolean
atlas_map_frame_same_place (const AtlasMapFrame *self,
                            const AtlasMapFrame *other)
{
  double x1, y1, x2, y2;

  if (self->zoom != other->zoom || self->rotation != other->rotation || self->width != other->width ||
      self->height != other->height || self->scale != other->scale || self->dark != other->dark)
    return FALSE;
  atlas_map_frame_get_origin (self, &x1, &y1);
  atlas_map_frame_get_origin (other, &x2, &y2);
  return x1 == x2 && y1 == y2;
}
