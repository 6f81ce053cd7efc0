/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a road passes a point: a walk along the pieces near it.  Each thread has a walk of its own. */

#include "route/atlas-along-private.h"

#include <math.h>

#define ON2 (ATLAS_ROUTE_ON_WITHIN * ATLAS_ROUTE_ON_WITHIN)

static void
confirm (AtlasPassingWalk *self)
{
  if (isfinite (self->best.distance2))
    g_array_append_val (self->found, self->best);
  self->best.distance2 = INFINITY;
}

static inline double
square (double x)
{
  return x * x;
}

static void
leave (AtlasPassingWalk *self)
{
  if (self->inside && self->falling)
    confirm (self);
  self->inside = FALSE;
}

/* What ends the falling; worked out only when the distance does not fall any more. */
static inline double
get_turn2 (AtlasPassingWalk *self)
{
  if (isnan (self->turn2))
    self->turn2 = square (sqrt (self->best.distance2) + self->apart);
  return self->turn2;
}

/* A distance within the circle, the next one in the order of travel. */
static inline void
take (AtlasPassingWalk *self,
      gsize             piece,
      double            part,
      double            distance2)
{
  if (!self->inside)
    {
      self->inside = TRUE;
      self->falling = TRUE;
      self->best.distance2 = INFINITY;
      self->turn2 = NAN;
    }
  if (self->falling)
    {
      if (self->has_inside && self->best.distance2 <= ON2 && distance2 <= ON2)
        {
          self->best.last_piece = piece;
          self->best.last_part = part;
        }
      else if (distance2 < self->best.distance2)
        {
          self->best = (AtlasPassing){ piece, part, distance2, piece, part };
          self->turn2 = NAN;
        }
      else if (distance2 >= get_turn2 (self))
        {
          double distance = sqrt (distance2);

          confirm (self);
          self->falling = FALSE;
          self->high2 = distance2;
          self->turn2 = distance > self->apart ? square (distance - self->apart) : -1;
        }
    }
  else if (distance2 > self->high2)
    {
      double distance = sqrt (distance2);

      self->high2 = distance2;
      self->turn2 = distance > self->apart ? square (distance - self->apart) : -1;
    }
  else if (distance2 <= self->turn2)
    {
      self->falling = TRUE;
      self->best = (AtlasPassing){ piece, part, distance2, piece, part };
      self->turn2 = NAN;
    }
}

void
_atlas_passing_walk_begin (AtlasPassingWalk *self)
{
  self->inside = FALSE;
  self->next = G_MAXSIZE;
  self->best.distance2 = INFINITY;
  g_array_set_size (self->found, 0);
}

void
_atlas_passing_walk_piece (AtlasPassingWalk *self,
                           gsize             piece,
                           gboolean          starts_run,
                           double            first2,
                           double            nearest2,
                           double            part,
                           double            last2)
{
  if (piece != self->next || starts_run || !self->inside)
    {
      leave (self);
      if (first2 <= self->within2)
        take (self, piece, 0, first2);
    }
  self->next = piece + 1;
  if (part > 0 && part < 1 && nearest2 <= self->within2)
    take (self, piece, part, nearest2);
  if (last2 <= self->within2)
    take (self, piece, 1, last2);
  else
    leave (self);
}

void
_atlas_passing_walk_end (AtlasPassingWalk *self)
{
  leave (self);
}

static void
walk_leaf (AtlasPassingWalk *self,
           AtlasRouteLine   *line,
           const AtlasSpot  *place,
           gsize             leaf)
{
  gsize last, first = atlas_route_node_pieces (line, 0, leaf, &last);
  AtlasSpot from = atlas_spot_minus (*place, line->spot[first]);
  double first2 = atlas_spot_dot (from, from);

  for (gsize i = first; i < last; i++)
    {
      double ahead = atlas_spot_dot (from, line->way[i]), part = ahead * line->per_way2[i];
      double nearest2 = first2 - ahead * part, last2;

      from = atlas_spot_minus (*place, line->spot[i + 1]);
      last2 = atlas_spot_dot (from, from);
      /* No piece is nearer than the straight line through it. */
      if (!line->starts[i + 1] && nearest2 <= self->within2)
        _atlas_passing_walk_piece (self, i, line->starts[i], first2, MAX (nearest2, 0), part, last2);
      first2 = last2;
    }
}

/* Whether nothing in a node can be nearest or farthest: it lies in the circle, and no distance in it changes what is known. */
static inline gboolean
changes_nothing (AtlasPassingWalk *self,
                 double            least,
                 double            most)
{
  double least2 = square (least), most2 = square (most);

  if (least <= 0 || most2 > self->within2)
    return FALSE;
  if (self->falling)
    return least2 >= self->best.distance2 && most2 < get_turn2 (self);
  return most2 <= self->high2 && least2 > self->turn2;
}

static inline gboolean
is_met (const AtlasRouteSphere *sphere,
        const AtlasSpot        *place,
        double                  within,
        double                 *distance2)
{
  AtlasSpot from = atlas_spot_minus (*place, sphere->middle);

  *distance2 = atlas_spot_dot (from, from);
  return sphere->radius >= 0 && *distance2 <= square (sphere->radius + within);
}

/* Walks on through a node that the circle meets; @distance2: squared, to its middle. */
static void
walk_node (AtlasPassingWalk *self,
           AtlasRouteLine   *line,
           const AtlasSpot  *place,
           guint             level,
           gsize             node,
           double            distance2)
{
  if (self->inside && !line->levels[level].has_gaps[node])
    {
      gsize last, first = atlas_route_node_pieces (line, level, node, &last);
      double distance = sqrt (distance2), radius = line->levels[level].spheres[node].radius;

      if (first == self->next && !line->starts[first] && changes_nothing (self, distance - radius, distance + radius))
        {
          self->next = last;
          return;
        }
    }
  if (level == 0)
    {
      walk_leaf (self, line, place, node);
      return;
    }
  for (gsize child = node * ATLAS_ROUTE_FAN; child < MIN ((node + 1) * ATLAS_ROUTE_FAN, line->levels[level - 1].n_nodes); child++)
    if (is_met (&line->levels[level - 1].spheres[child], place, self->within, &distance2))
      walk_node (self, line, place, level - 1, child, distance2);
}

void
_atlas_passing_walk_point (AtlasPassingWalk *self,
                           AtlasRouteLine   *line,
                           const AtlasSpot  *place)
{
  double distance2;

  _atlas_passing_walk_begin (self);
  if (is_met (&line->levels[line->n_levels - 1].spheres[0], place, self->within, &distance2))
    walk_node (self, line, place, line->n_levels - 1, 0, distance2);
  _atlas_passing_walk_end (self);
}
