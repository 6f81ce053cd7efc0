/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line to travel along, and where on it things are.  Built once (atlas-route-line-builder.c), then read by any thread.
 *
 * All that is measured across the line is measured in space, between places on the ellipsoid as earth-centred coordinates:
 * no projection, no antimeridian, no trigonometry for each pair.  A piece is a chord of at most a kilometre, which lies up to
 * 2 cm under the ground; the foot is lifted by that before the offset is taken. */

#include "route/atlas-route-line-private.h"

#include <math.h>

#include "geo/atlas-geodesic.h"

#define WGS84_A 6378137.0
#define WGS84_F (1.0 / 298.257223563)
#define MEAN_RADIUS 6371008.8

/* -- in space ---------------------------------------------------------------------------------------------------- */

/* Source: EPSG Guidance Note 7-2, 4.1.1 Geographic/geocentric conversions, at ellipsoidal height 0. */
AtlasSpot
_atlas_spot (double lon,
             double lat)
{
  const double e2 = WGS84_F * (2.0 - WGS84_F);
  double lambda = lon * (G_PI / 180.0), phi = lat * (G_PI / 180.0);
  double n = WGS84_A / sqrt (1.0 - e2 * sin (phi) * sin (phi));

  return (AtlasSpot){ n * cos (phi) * cos (lambda), n * cos (phi) * sin (lambda), n * (1.0 - e2) * sin (phi) };
}

AtlasSpot
_atlas_spot_up (const AtlasSpot *spot)
{
  double length = sqrt (atlas_spot_dot (*spot, *spot));

  return (AtlasSpot){ spot->x / length, spot->y / length, spot->z / length };
}

double
_atlas_chord_to_arc (double chord)
{
  return 2.0 * MEAN_RADIUS * asin (MIN (chord / (2.0 * MEAN_RADIUS), 1.0));
}

double
_atlas_arc_to_chord (double arc)
{
  return arc < G_PI * MEAN_RADIUS ? 2.0 * MEAN_RADIUS * sin (arc / (2.0 * MEAN_RADIUS)) : INFINITY;
}

/* -- what it is -------------------------------------------------------------------------------------------------- */

AtlasRouteLine *
atlas_route_line_ref (AtlasRouteLine *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
atlas_route_line_unref (AtlasRouteLine *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->lon);
  g_free (self->lat);
  g_free (self->measure);
  g_free (self->spot);
  g_free (self->way);
  g_free (self->per_way2);
  g_free (self->starts);
  for (guint level = 0; level < self->n_levels; level++)
    {
      g_free (self->levels[level].spheres);
      g_free (self->levels[level].chords);
      g_free (self->levels[level].has_gaps);
    }
  g_array_unref (self->spans);
  g_string_chunk_free (self->texts);
  g_free (self);
}

double
atlas_route_line_get_length (AtlasRouteLine *self)
{
  return self->measure[self->n - 1];
}

double
atlas_route_line_get_drawn_length (AtlasRouteLine *self)
{
  return self->drawn;
}

guint
atlas_route_line_get_n_runs (AtlasRouteLine *self)
{
  return self->n_runs;
}

AtlasExtent
atlas_route_line_get_extent (AtlasRouteLine *self)
{
  return self->extent;
}

gsize
atlas_route_line_get_n_vertices (AtlasRouteLine *self)
{
  return self->n;
}

/* Neighbours are kept near one another, which may take them out of the world; people get them back in. */
static inline double
in_world (double lon)
{
  return lon > 180.0 || lon < -180.0 ? remainder (lon, 360.0) : lon;
}

gboolean
atlas_route_line_get_vertex (AtlasRouteLine *self,
                             gsize           index,
                             double         *lon,
                             double         *lat,
                             double         *measure)
{
  g_return_val_if_fail (index < self->n, FALSE);
  *lon = in_world (self->lon[index]);
  *lat = self->lat[index];
  if (measure != NULL)
    *measure = self->measure[index];
  return self->starts[index];
}

guint
atlas_route_line_get_n_stretches (AtlasRouteLine *self)
{
  return self->spans->len;
}

const AtlasRouteStretch *
atlas_route_line_get_stretch (AtlasRouteLine *self,
                              guint           index)
{
  g_return_val_if_fail (index < self->spans->len, NULL);
  return &g_array_index (self->spans, AtlasRouteSpan, index).stretch;
}

const AtlasRouteStretch *
atlas_route_line_find_stretch (AtlasRouteLine *self,
                               double          measure,
                               double         *chainage)
{
  guint low = 0, high = self->spans->len;

  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (self->spans, AtlasRouteSpan, middle).stretch.start <= measure)
        low = middle;
      else
        high = middle;
    }
  if (chainage != NULL)
    *chainage = atlas_route_line_get_chainage (self, low, measure);
  return &g_array_index (self->spans, AtlasRouteSpan, low).stretch;
}

double
atlas_route_line_get_chainage (AtlasRouteLine *self,
                               guint           index,
                               double          measure)
{
  const AtlasRouteStretch *stretch = atlas_route_line_get_stretch (self, index);
  double part = CLAMP ((measure - stretch->start) / (stretch->end - stretch->start), 0.0, 1.0);

  return stretch->from + part * (stretch->to - stretch->from);
}

const char *
atlas_route_side_get_name (AtlasRouteSide side)
{
  return side == ATLAS_ROUTE_LEFT ? "left" : side == ATLAS_ROUTE_RIGHT ? "right" : "on";
}

/* -- where a measure is ------------------------------------------------------------------------------------------ */

void
atlas_route_line_locate (AtlasRouteLine *self,
                         double          measure,
                         double         *lon,
                         double         *lat)
{
  gsize low = 0, high = self->n - 1;
  double part;

  measure = CLAMP (measure, 0.0, self->measure[self->n - 1]);
  /* The last vertex that is not past it; a gap has no length, so its far side is found. */
  while (high - low > 1)
    {
      gsize middle = (low + high) / 2;

      if (self->measure[middle] <= measure)
        low = middle;
      else
        high = middle;
    }
  part = self->measure[high] > self->measure[low] ? (measure - self->measure[low]) / (self->measure[high] - self->measure[low]) : 0.0;
  *lon = in_world (self->lon[low] + part * (self->lon[high] - self->lon[low]));
  *lat = self->lat[low] + part * (self->lat[high] - self->lat[low]);
}

/* -- where a place is -------------------------------------------------------------------------------------------- */

static AtlasSpot
unit (AtlasSpot way,
      double    per_way2)
{
  double scale = sqrt (per_way2);

  return (AtlasSpot){ way.x * scale, way.y * scale, way.z * scale };
}

/* The direction of travel at a foot; at a bend, half-way between that before it and that after it, so that the side stays the
 * other one when the line is turned round. */
static AtlasSpot
get_heading (AtlasRouteLine *self,
             gsize           piece,
             double          part)
{
  AtlasSpot heading = unit (self->way[piece], self->per_way2[piece]);
  gsize other = piece;

  if (part <= 0.0 && piece > 0 && !self->starts[piece])
    other = piece - 1;
  else if (part >= 1.0 && piece + 2 < self->n && !self->starts[piece + 2])
    other = piece + 1;
  if (other != piece)
    {
      AtlasSpot more = unit (self->way[other], self->per_way2[other]);
      AtlasSpot both = { (heading.x + more.x) / 2, (heading.y + more.y) / 2, (heading.z + more.z) / 2 };

      /* Where one turns back the sides are those of the way there. */
      if (atlas_spot_dot (both, both) > 1e-12)
        return both;
      return other < piece ? more : heading;
    }
  return heading;
}

static guint
find_span (AtlasRouteLine *self,
           gsize           piece)
{
  guint low = 0, high = self->spans->len;

  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (self->spans, AtlasRouteSpan, middle).first <= piece)
        low = middle;
      else
        high = middle;
    }
  return low;
}

void
_atlas_route_line_finish_foot (AtlasRouteLine  *self,
                               gsize            piece,
                               double           part,
                               const AtlasSpot *place,
                               AtlasRouteFoot  *foot,
                               double          *along)
{
  AtlasSpot on_chord = atlas_spot_on (self->spot[piece], self->way[piece], part);
  AtlasSpot up = _atlas_spot_up (&on_chord);
  double way2 = self->per_way2[piece] > 0 ? 1.0 / self->per_way2[piece] : 0.0;
  double lift = part * (1.0 - part) * way2 / (2.0 * MEAN_RADIUS);
  AtlasSpot across = atlas_spot_minus (*place, atlas_spot_on (on_chord, up, lift));
  AtlasSpot heading = get_heading (self, piece, part);
  AtlasSpot left = { up.y * heading.z - up.z * heading.y, up.z * heading.x - up.x * heading.z, up.x * heading.y - up.y * heading.x };

  /* Ends are taken as they are: what is at one vertex has one measure, from whichever piece. */
  foot->measure = part <= 0.0 ? self->measure[piece]
                  : part >= 1.0 ? self->measure[piece + 1]
                                : self->measure[piece] + part * (self->measure[piece + 1] - self->measure[piece]);
  foot->offset = _atlas_chord_to_arc (sqrt (atlas_spot_dot (across, across)));
  foot->lon = in_world (self->lon[piece] + part * (self->lon[piece + 1] - self->lon[piece]));
  foot->lat = self->lat[piece] + part * (self->lat[piece + 1] - self->lat[piece]);
  foot->side = foot->offset <= ATLAS_ROUTE_ON_WITHIN ? ATLAS_ROUTE_ON
               : atlas_spot_dot (left, across) > 0   ? ATLAS_ROUTE_LEFT
                                                     : ATLAS_ROUTE_RIGHT;
  foot->stretch = find_span (self, piece);
  if (along != NULL)
    *along = atlas_spot_dot (heading, across);
}

typedef struct
{
  double distance2;
  gsize  piece;
  double part;
} Nearest;

static void
look_in_leaf (AtlasRouteLine  *self,
              gsize            leaf,
              const AtlasSpot *place,
              Nearest         *nearest)
{
  gsize last, first = atlas_route_node_pieces (self, 0, leaf, &last);

  for (gsize i = first; i < last; i++)
    {
      AtlasSpot from = atlas_spot_minus (*place, self->spot[i]), rest;
      double part, distance2;

      if (self->starts[i + 1])
        continue;
      part = CLAMP (atlas_spot_dot (from, self->way[i]) * self->per_way2[i], 0.0, 1.0);
      rest = atlas_spot_minus (from, atlas_spot_on ((AtlasSpot){ 0 }, self->way[i], part));
      distance2 = atlas_spot_dot (rest, rest);
      if (distance2 < nearest->distance2)
        *nearest = (Nearest){ distance2, i, part };
    }
}

static inline double
least_distance2 (const AtlasRouteSphere *sphere,
                 const AtlasSpot        *place)
{
  AtlasSpot from = atlas_spot_minus (*place, sphere->middle);
  double least = sphere->radius < 0 ? INFINITY : MAX (sqrt (atlas_spot_dot (from, from)) - sphere->radius, 0.0);

  return least * least;
}

/* The nearest child first, so that most of the others need no look. */
static void
look_in_node (AtlasRouteLine  *self,
              guint            level,
              gsize            node,
              const AtlasSpot *place,
              Nearest         *nearest)
{
  double bounds[ATLAS_ROUTE_FAN];
  gsize first = node * ATLAS_ROUTE_FAN, n;

  if (level == 0)
    {
      look_in_leaf (self, node, place, nearest);
      return;
    }
  n = MIN (self->levels[level - 1].n_nodes - first, ATLAS_ROUTE_FAN);
  for (gsize i = 0; i < n; i++)
    bounds[i] = least_distance2 (&self->levels[level - 1].spheres[first + i], place);
  for (gsize done = 0; done < n; done++)
    {
      gsize best = 0;

      for (gsize i = 1; i < n; i++)
        if (bounds[i] < bounds[best])
          best = i;
      if (!(bounds[best] <= nearest->distance2) || isinf (bounds[best]))
        return;
      look_in_node (self, level - 1, first + best, place, nearest);
      bounds[best] = INFINITY;
    }
}

void
atlas_route_line_nearest (AtlasRouteLine *self,
                          double          lon,
                          double          lat,
                          AtlasRouteFoot *foot)
{
  AtlasSpot place = _atlas_spot (lon, lat);
  Nearest nearest = { INFINITY, 0, 0 };

  look_in_node (self, self->n_levels - 1, 0, &place, &nearest);
  _atlas_route_line_finish_foot (self, nearest.piece, nearest.part, &place, foot, NULL);
  foot->offset = atlas_geodesic_distance (lon, lat, foot->lon, foot->lat);
}
