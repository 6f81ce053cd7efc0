/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a road passes a line, an area or several points: for each piece of the road near the shape, how far it is from it.
 *
 * The edges of a shape are straight in longitude and latitude (RFC 7946, 3.1.1) and are cut into steps of at most a kilometre,
 * each a chord in space as the road's pieces are.  One thread has one room, which is made ready for one shape after another. */

#include "route/atlas-along-private.h"

#include <math.h>

#include "geo/atlas-geodesic.h"

#define STEP 1000.0

typedef struct
{
  double lon;
  double lat;
} LonLat;

struct _AtlasShapeRoom
{
  AtlasRouteLine *line;
  AtlasExtent     around;       /* the line, and what is near enough */
  double          within;       /* a chord */
  double         *vertex2;      /* of each vertex: squared distance to the shape */
  LonLat         *vertex_place;
  double         *piece2;       /* of each piece: the least one */
  double         *piece_part;
  LonLat         *piece_place;
  guint8         *touched;      /* leaves */
};

AtlasShapeRoom *
_atlas_shape_room_new (AtlasRouteLine *line)
{
  AtlasShapeRoom *self = g_new0 (AtlasShapeRoom, 1);

  self->line = line;
  self->vertex2 = g_new (double, line->n);
  self->vertex_place = g_new (LonLat, line->n);
  self->piece2 = g_new (double, line->n);
  self->piece_part = g_new (double, line->n);
  self->piece_place = g_new (LonLat, line->n);
  self->touched = g_new0 (guint8, line->levels[0].n_nodes);
  for (gsize i = 0; i < line->n; i++)
    self->vertex2[i] = self->piece2[i] = INFINITY;
  return self;
}

void
_atlas_shape_room_free (AtlasShapeRoom *self)
{
  g_free (self->vertex2);
  g_free (self->vertex_place);
  g_free (self->piece2);
  g_free (self->piece_part);
  g_free (self->piece_place);
  g_free (self->touched);
  g_free (self);
}

/* A step of an edge of the shape. */
typedef struct
{
  AtlasSpot spot;
  AtlasSpot way;
  double    way2;
  LonLat    from;
  LonLat    to;
} Step;

static LonLat
place_on (const Step *step,
          double      part)
{
  return (LonLat){ step->from.lon + part * (step->to.lon - step->from.lon), step->from.lat + part * (step->to.lat - step->from.lat) };
}

static void
look_at_vertex (AtlasShapeRoom *self,
                gsize           vertex,
                const Step     *step)
{
  AtlasSpot from = atlas_spot_minus (self->line->spot[vertex], step->spot), rest;
  double part = step->way2 > 0 ? CLAMP (atlas_spot_dot (from, step->way) / step->way2, 0.0, 1.0) : 0.0, distance2;

  rest = atlas_spot_minus (from, atlas_spot_on ((AtlasSpot){ 0 }, step->way, part));
  distance2 = atlas_spot_dot (rest, rest);
  if (distance2 < self->vertex2[vertex])
    {
      self->vertex2[vertex] = distance2;
      self->vertex_place[vertex] = place_on (step, part);
    }
}

/* The nearest points of two straight pieces in space.  Source: C. Ericson, Real-Time Collision Detection (2005), 5.1.9. */
static void
look_at_piece (AtlasShapeRoom *self,
               gsize           piece,
               const Step     *step)
{
  AtlasSpot d1 = self->line->way[piece], d2 = step->way, between, rest;
  double a = atlas_spot_dot (d1, d1), e = step->way2, s = 0, t = 0, b, c, f, distance2;

  between = atlas_spot_minus (self->line->spot[piece], step->spot);
  f = atlas_spot_dot (d2, between);
  c = atlas_spot_dot (d1, between);
  if (e <= 0)
    s = a > 0 ? CLAMP (-c / a, 0.0, 1.0) : 0.0;
  else if (a > 0)
    {
      double over;

      b = atlas_spot_dot (d1, d2);
      over = a * e - b * b;
      s = over > 1e-12 * a * e ? CLAMP ((b * f - c * e) / over, 0.0, 1.0) : 0.0;
      t = (b * s + f) / e;
      if (t < 0)
        {
          t = 0;
          s = CLAMP (-c / a, 0.0, 1.0);
        }
      else if (t > 1)
        {
          t = 1;
          s = CLAMP ((b - c) / a, 0.0, 1.0);
        }
    }
  else
    t = CLAMP (f / e, 0.0, 1.0);
  rest = atlas_spot_minus (atlas_spot_on (between, d1, s), atlas_spot_on ((AtlasSpot){ 0 }, d2, t));
  distance2 = atlas_spot_dot (rest, rest);
  if (distance2 < self->piece2[piece])
    {
      self->piece2[piece] = distance2;
      self->piece_part[piece] = s;
      self->piece_place[piece] = place_on (step, t);
    }
}

static gboolean
is_near (const AtlasRouteSphere *sphere,
         const Step             *step,
         double                  within)
{
  AtlasSpot from = atlas_spot_minus (sphere->middle, step->spot), rest;
  double part = step->way2 > 0 ? CLAMP (atlas_spot_dot (from, step->way) / step->way2, 0.0, 1.0) : 0.0, reach = sphere->radius + within;

  rest = atlas_spot_minus (from, atlas_spot_on ((AtlasSpot){ 0 }, step->way, part));
  return sphere->radius >= 0 && atlas_spot_dot (rest, rest) <= reach * reach;
}

static void
look_in_node (AtlasShapeRoom *self,
              guint           level,
              gsize           node,
              const Step     *step)
{
  AtlasRouteLine *line = self->line;
  gsize last, first;

  if (!is_near (&line->levels[level].spheres[node], step, self->within))
    return;
  if (level > 0)
    {
      for (gsize child = node * ATLAS_ROUTE_FAN; child < MIN ((node + 1) * ATLAS_ROUTE_FAN, line->levels[level - 1].n_nodes); child++)
        look_in_node (self, level - 1, child, step);
      return;
    }
  first = atlas_route_node_pieces (line, 0, node, &last);
  self->touched[node] = 1;
  for (gsize i = first; i < last; i++)
    {
      look_at_vertex (self, i, step);
      if (!line->starts[i + 1])
        look_at_piece (self, i, step);
    }
  look_at_vertex (self, last, step);
}

static void
look_along_step (AtlasShapeRoom *self,
                 LonLat          from,
                 LonLat          to)
{
  Step step = { _atlas_spot (from.lon, from.lat), { 0, 0, 0 }, 0, from, to };

  step.way = atlas_spot_minus (_atlas_spot (to.lon, to.lat), step.spot);
  step.way2 = atlas_spot_dot (step.way, step.way);
  look_in_node (self, self->line->n_levels - 1, 0, &step);
}

static void
look_along_edge (AtlasShapeRoom *self,
                 const double   *from,
                 const double   *to)
{
  AtlasExtent box = atlas_extent_empty ();
  gsize steps;

  atlas_extent_add_point (&box, from[0], from[1]);
  atlas_extent_add_point (&box, to[0], to[1]);
  if (!atlas_extent_intersects (&box, &self->around))
    return;
  /* A degree is at most 112 km. */
  steps = (gsize) ceil (MAX (fabs (to[0] - from[0]) * cos (MIN (fabs (from[1]), fabs (to[1])) * (G_PI / 180.0)), fabs (to[1] - from[1]))
                        * 112000.0 * G_SQRT2 / STEP);
  steps = MAX (steps, 1);
  for (gsize i = 0; i < steps; i++)
    {
      double a = (double) i / (double) steps, b = (double) (i + 1) / (double) steps;

      look_along_step (self, (LonLat){ from[0] + a * (to[0] - from[0]), from[1] + a * (to[1] - from[1]) },
                       (LonLat){ from[0] + b * (to[0] - from[0]), from[1] + b * (to[1] - from[1]) });
    }
}

/* The vertices of the road that lie in an area: its rings, each outer one followed by its holes. */
static void
find_inside (AtlasShapeRoom *self,
             AtlasTable     *table,
             gsize           feature)
{
  AtlasRouteLine *line = self->line;
  AtlasExtent extent = atlas_table_get_feature_extent (table, feature);
  gsize n_parts = atlas_table_get_n_parts (table, feature);

  for (gsize i = 0; i < line->n; i++)
    {
      gboolean inside = FALSE, in_ring = FALSE;

      if (!atlas_extent_contains (&extent, line->lon[i], line->lat[i]))
        continue;
      for (gsize p = 0; p < n_parts && !inside; p++)
        {
          AtlasPart part, next = { ATLAS_PART_RING, 0, NULL, NULL };

          atlas_table_get_part (table, feature, p, &part);
          if (p + 1 < n_parts)
            atlas_table_get_part (table, feature, p + 1, &next);
          if (part.kind == ATLAS_PART_RING)
            in_ring = atlas_geodesic_ring_contains (line->lon[i], line->lat[i], part.coords, part.n_vertices);
          else if (part.kind == ATLAS_PART_HOLE && in_ring)
            in_ring = !atlas_geodesic_ring_contains (line->lon[i], line->lat[i], part.coords, part.n_vertices);
          inside = in_ring && next.kind != ATLAS_PART_HOLE;
        }
      if (!inside)
        continue;
      self->vertex2[i] = 0;
      self->vertex_place[i] = (LonLat){ line->lon[i], line->lat[i] };
      /* The pieces on both sides of it are inside too, up to where one crosses the outline. */
      for (gsize piece = i > 0 ? i - 1 : i; piece <= i && piece + 1 < line->n; piece++)
        {
          self->touched[piece / ATLAS_ROUTE_FAN] = 1;
          if (self->piece2[piece] > ATLAS_ROUTE_ON_WITHIN * ATLAS_ROUTE_ON_WITHIN)
            {
              self->piece2[piece] = 0;
              self->piece_part[piece] = 0;
            }
        }
    }
}

/* The line's extent with what lies within some metres of it; the whole world where degrees are of no use. */
static AtlasExtent
widen (AtlasExtent extent,
       double      metres)
{
  double dlat = metres / 110500.0, dlon;

  extent.south -= dlat;
  extent.north += dlat;
  dlon = dlat / MAX (cos (MIN (MAX (fabs (extent.south), fabs (extent.north)), 89.0) * (G_PI / 180.0)), 0.01);
  extent.west -= dlon;
  extent.east += dlon;
  if (extent.west < -180 || extent.east > 180 || extent.north > 89 || extent.south < -89)
    return (AtlasExtent){ -540, -90, 540, 90 };
  return extent;
}

static void
clear (AtlasShapeRoom *self)
{
  for (gsize leaf = 0; leaf < self->line->levels[0].n_nodes; leaf++)
    if (self->touched[leaf])
      {
        gsize last, first = atlas_route_node_pieces (self->line, 0, leaf, &last);

        for (gsize i = first; i <= last; i++)
          self->vertex2[i] = self->piece2[i] = INFINITY;
        self->touched[leaf] = 0;
      }
}

void
_atlas_passing_walk_shape (AtlasPassingWalk *walk,
                           AtlasShapeRoom   *self,
                           AtlasTable       *table,
                           gsize             feature,
                           double            within)
{
  AtlasRouteLine *line = self->line;
  AtlasExtent extent = atlas_table_get_feature_extent (table, feature);
  gboolean has_area = FALSE;

  clear (self);
  self->within = walk->within;
  self->around = widen (line->extent, within);
  _atlas_passing_walk_begin (walk);
  if (!atlas_extent_intersects (&extent, &self->around))
    return;
  for (gsize p = 0; p < atlas_table_get_n_parts (table, feature); p++)
    {
      AtlasPart part;

      atlas_table_get_part (table, feature, p, &part);
      has_area = has_area || part.kind == ATLAS_PART_RING;
      for (gsize i = 0; i < part.n_vertices; i++)
        {
          const double *at = part.coords + 2 * i;

          if (part.kind == ATLAS_PART_POINTS || part.n_vertices == 1)
            look_along_edge (self, at, at);
          else if (i > 0)
            look_along_edge (self, at - 2, at);
        }
    }
  if (has_area)
    find_inside (self, table, feature);
  walk->has_inside = TRUE;
  for (gsize leaf = 0; leaf < line->levels[0].n_nodes; leaf++)
    if (self->touched[leaf])
      {
        gsize last, first = atlas_route_node_pieces (line, 0, leaf, &last);

        for (gsize i = first; i < last; i++)
          if (!line->starts[i + 1])
            _atlas_passing_walk_piece (walk, i, line->starts[i], self->vertex2[i], self->piece2[i], self->piece_part[i],
                                       self->vertex2[i + 1]);
      }
  _atlas_passing_walk_end (walk);
}

void
_atlas_shape_room_get_place (AtlasShapeRoom     *self,
                             const AtlasPassing *passing,
                             double             *lon,
                             double             *lat)
{
  const LonLat *place = passing->part <= 0   ? &self->vertex_place[passing->piece]
                        : passing->part >= 1 ? &self->vertex_place[passing->piece + 1]
                                             : &self->piece_place[passing->piece];

  *lon = place->lon;
  *lat = place->lat;
}
