/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a road passes a point: a walk along the pieces near it.  Each thread has a walk of its own. */

#include "route/atlas-along-private.h"

#include <math.h>

#define ON2 (ATLAS_ROUTE_ON_WITHIN * ATLAS_ROUTE_ON_WITHIN)

static inline double
square (double x)
{
  return x * x;
}

/* Looks at the nodes that were gone past, as far as one may be nearer (farther) than what is known. */
static void
look_back (AtlasPassingWalk *self)
{
  AtlasRouteLine *line = self->line;

  for (guint k = 0; k < self->n_passed; k++)
    {
      const AtlasPassed *passed = &self->passed[k];
      gsize last, first = atlas_route_node_pieces (line, passed->level, passed->node, &last);

      if (self->falling ? square (MAX (passed->bound, 0)) >= self->best.distance2 : square (passed->bound) <= self->high2)
        continue;
      for (gsize i = first; i < last; i++)
        {
          AtlasSpot from = atlas_spot_minus (*self->place, line->spot[i]);
          double first2 = atlas_spot_dot (from, from), ahead = atlas_spot_dot (from, line->way[i]), part = ahead * line->per_way2[i];

          if (!self->falling)
            self->high2 = MAX (self->high2, first2);
          else if (part > 0 && part < 1 && first2 - ahead * part < self->best.distance2)
            self->best = (AtlasPassing){ i, part, MAX (first2 - ahead * part, 0), i, part };
          else if (part <= 0 && first2 < self->best.distance2)
            self->best = (AtlasPassing){ i, 0, first2, i, 0 };
        }
    }
  self->n_passed = 0;
  self->bound = sqrt (self->falling ? self->best.distance2 : self->high2);
  self->turn2 = NAN;
}

static void
confirm (AtlasPassingWalk *self)
{
  if (self->n_passed > 0)
    look_back (self);
  if (isfinite (self->best.distance2))
    g_array_append_val (self->found, self->best);
  self->best.distance2 = INFINITY;
}

static void
leave (AtlasPassingWalk *self)
{
  if (self->inside && self->falling)
    confirm (self);
  self->n_passed = 0;
  self->inside = FALSE;
}

/* What ends the falling, or the rising; worked out only when it is needed. */
static inline double
get_turn2 (AtlasPassingWalk *self)
{
  double distance;

  if (!isnan (self->turn2))
    return self->turn2;
  if (self->falling)
    self->turn2 = square (sqrt (self->best.distance2) + self->apart);
  else
    {
      distance = sqrt (self->high2);
      self->turn2 = distance > self->apart ? square (distance - self->apart) : -1;
    }
  return self->turn2;
}

static void
begin_falling (AtlasPassingWalk *self,
               gsize             piece,
               double            part,
               double            distance2)
{
  self->falling = TRUE;
  self->best = (AtlasPassing){ piece, part, distance2, piece, part };
  self->turn2 = NAN;
  self->n_passed = 0;
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
      begin_falling (self, piece, part, distance2);
      return;
    }
  if (self->n_passed > 0 && !(self->falling && self->bound > 0 && distance2 < square (self->bound)))
    look_back (self);
  if (self->falling)
    {
      if (self->has_inside && self->best.distance2 <= ON2 && distance2 <= ON2)
        {
          self->best.last_piece = piece;
          self->best.last_part = part;
        }
      else if (distance2 < self->best.distance2)
        begin_falling (self, piece, part, distance2);
      else if (distance2 >= get_turn2 (self))
        {
          confirm (self);
          self->falling = FALSE;
          self->high2 = distance2;
          self->turn2 = NAN;
        }
    }
  else if (distance2 > self->high2)
    {
      self->high2 = distance2;
      self->turn2 = NAN;
    }
  else if (distance2 <= get_turn2 (self))
    begin_falling (self, piece, part, distance2);
}

void
_atlas_passing_walk_begin (AtlasPassingWalk *self)
{
  self->inside = FALSE;
  self->next = G_MAXSIZE;
  self->best.distance2 = INFINITY;
  self->n_passed = 0;
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
  self->here2 = last2;
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
  if (least <= 0 || most > self->within)
    return FALSE;
  if (self->falling)
    return square (least) >= self->best.distance2
           && (self->n_passed > 0 ? most < self->bound + self->apart : square (most) < get_turn2 (self));
  return square (most) <= self->high2 && (self->n_passed > 0 ? least > self->bound - self->apart : square (least) > get_turn2 (self));
}

/* Goes past a node that only leads nearer while a nearest place is looked for, or only farther while a farthest one is: the distance
 * to a straight way falls up to its foot and rises from it, and the node leaves the straight way by less than what makes a turn.
 * What was gone past is looked at again only if the nearest (farthest) place may have been in it. */
static gboolean
pass_by (AtlasPassingWalk      *self,
         AtlasRouteLine        *line,
         const AtlasSpot       *place,
         guint                  level,
         gsize                  node,
         gsize                  first,
         gsize                  last)
{
  const AtlasRouteChord *chord = &line->levels[level].chords[node];
  AtlasSpot from = atlas_spot_minus (*place, line->spot[first]), to;
  double ahead, here, there, there2, bound;

  if (2 * chord->deviation >= self->apart || self->n_passed == ATLAS_PASSED_MOST)
    return FALSE;
  ahead = atlas_spot_dot (from, chord->way);
  if (self->falling ? ahead < atlas_spot_dot (chord->way, chord->way) : ahead > 0)
    return FALSE;
  to = atlas_spot_minus (*place, line->spot[last]);
  there2 = atlas_spot_dot (to, to);
  here = sqrt (self->here2);
  there = sqrt (there2);
  if (MAX (here, there) + chord->deviation > self->within)
    return FALSE;
  bound = self->n_passed > 0 ? self->bound : sqrt (self->falling ? self->best.distance2 : self->high2);
  if (self->falling)
    {
      if (here + chord->deviation >= bound + self->apart)
        return FALSE;
      self->bound = MIN (bound, there - chord->deviation);
      if (there2 < self->best.distance2)
        self->best = (AtlasPassing){ last - 1, 1, there2, last - 1, 1 };
    }
  else
    {
      if (here - chord->deviation <= bound - self->apart)
        return FALSE;
      self->bound = MAX (bound, there + chord->deviation);
      self->high2 = MAX (self->high2, there2);
    }
  self->passed[self->n_passed++] = (AtlasPassed){ level, node, self->falling ? there - chord->deviation : there + chord->deviation };
  self->turn2 = NAN;
  self->next = last;
  self->here2 = there2;
  return TRUE;
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

      if (first == self->next && !line->starts[first])
        {
          if (changes_nothing (self, distance - radius, distance + radius))
            {
              AtlasSpot to = atlas_spot_minus (*place, line->spot[last]);

              self->next = last;
              self->here2 = atlas_spot_dot (to, to);
              return;
            }
          if (pass_by (self, line, place, level, node, first, last))
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
  self->line = line;
  self->place = place;
  if (is_met (&line->levels[line->n_levels - 1].spheres[0], place, self->within, &distance2))
    walk_node (self, line, place, line->n_levels - 1, 0, distance2);
  _atlas_passing_walk_end (self);
}
