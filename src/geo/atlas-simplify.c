/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Douglas–Peucker importance of vertices.  Pure function, any thread.  Works on Mercator world coordinates since that is
 * what a screen tolerance is measured in; pieces wait in an array of their own, for a line may have millions of vertices.
 *
 *        c                     the farthest vertex from chord a–b splits the piece; its distance is its importance,
 *      /   \                   capped by the importance of the piece it splits, so thresholds nest
 *    a ----- b
 */

#include "geo/atlas-simplify.h"

#include <math.h>

#include "geo/atlas-mercator.h"

#define FEW_VERTICES 512

typedef struct
{
  gsize  first;
  gsize  last;
  float  cap;
} Piece;

/* The vertex between two that is farthest from their chord, and the square of its distance. */
static gsize
farthest (const double *world,
          gsize         first,
          gsize         last,
          double       *distance2)
{
  const double ax = world[2 * first], ay = world[2 * first + 1];
  const double dx = world[2 * last] - ax, dy = world[2 * last + 1] - ay;
  const double length2 = dx * dx + dy * dy;
  const double share = length2 > 0 ? 1 / length2 : 0;
  gsize best = first + 1;
  double most = -1;

  for (gsize i = first + 1; i < last; i++)
    {
      double px = world[2 * i] - ax, py = world[2 * i + 1] - ay;
      double t = (px * dx + py * dy) * share;
      double d2;

      t = t > 0 ? t : 0;
      t = t < 1 ? t : 1;
      px -= t * dx;
      py -= t * dy;
      d2 = px * px + py * py;
      best = d2 > most ? i : best;
      most = d2 > most ? d2 : most;
    }
  *distance2 = most;
  return best;
}

/* Splits pieces until there is nothing between their ends.  The smaller half waits, so that few ever do. */
static void
split (const double *world,
       Piece         piece,
       float        *importance)
{
  Piece waiting[8 * sizeof (gsize)];
  guint n = 0;

  for (;;)
    {
      Piece before, after;
      double distance2;
      gsize place;
      float value;

      if (piece.last - piece.first < 2)
        {
          if (n == 0)
            return;
          piece = waiting[--n];
          continue;
        }
      place = farthest (world, piece.first, piece.last, &distance2);
      value = MIN ((float) sqrt (distance2), piece.cap);
      importance[place] = value;
      before = (Piece) { piece.first, place, value };
      after = (Piece) { place, piece.last, value };
      if (place - piece.first < 2)
        piece = after;
      else if (piece.last - place < 2)
        piece = before;
      else if (place - piece.first > piece.last - place)
        {
          waiting[n++] = before;
          piece = after;
        }
      else
        {
          waiting[n++] = after;
          piece = before;
        }
    }
}

void
atlas_simplify_importance (const double *coords,
                           gsize         n_vertices,
                           gboolean      closed,
                           float        *importance)
{
  double few[2 * FEW_VERTICES];
  g_autofree double *many = n_vertices > FEW_VERTICES ? g_new (double, 2 * n_vertices) : NULL;

  atlas_simplify_importance_with (coords, n_vertices, closed, importance, many != NULL ? many : few);
}

void
atlas_simplify_importance_with (const double *coords,
                                gsize         n_vertices,
                                gboolean      closed,
                                float        *importance,
                                double       *world)
{
  double distance2;
  gsize far;

  if (n_vertices == 0)
    return;
  importance[0] = importance[n_vertices - 1] = INFINITY;
  if (n_vertices < 3)
    return;
  atlas_mercator_project (coords, n_vertices, world);
  if (!closed)
    {
      split (world, (Piece) { 0, n_vertices - 1, INFINITY }, importance);
      return;
    }
  /* A ring begins and ends in one place: its chord is a point, so its far side is kept whatever the tolerance. */
  far = farthest (world, 0, n_vertices - 1, &distance2);
  importance[far] = INFINITY;
  split (world, (Piece) { 0, far, INFINITY }, importance);
  split (world, (Piece) { far, n_vertices - 1, INFINITY }, importance);
}
