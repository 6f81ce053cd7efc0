/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Douglas–Peucker importance of vertices.  Pure function, any thread.  Works on Mercator world coordinates since that is
 * what a screen tolerance is measured in; an explicit stack keeps a line of millions of vertices off the C stack.
 *
 *        c                     the farthest vertex from chord a–b splits the piece; its distance is its importance,
 *      /   \                   capped by the importance of the piece it splits, so thresholds nest
 *    a ----- b
 */

#include "geo/atlas-simplify.h"

#include <math.h>

#include "geo/atlas-mercator.h"

typedef struct
{
  gsize  first;
  gsize  last;
  float  cap;
} Piece;

/* Squared distance of a point from a segment. */
static double
segment_distance2 (const double *p,
                   const double *a,
                   const double *b)
{
  double dx = b[0] - a[0], dy = b[1] - a[1];
  double px = p[0] - a[0], py = p[1] - a[1];
  double length2 = dx * dx + dy * dy;

  if (length2 > 0)
    {
      double t = CLAMP ((px * dx + py * dy) / length2, 0.0, 1.0);

      px -= t * dx;
      py -= t * dy;
    }
  return px * px + py * py;
}

static gsize
farthest (const double *world,
          gsize         first,
          gsize         last,
          double       *distance2)
{
  gsize best = first + 1;

  *distance2 = -1;
  for (gsize i = first + 1; i < last; i++)
    {
      double d2 = segment_distance2 (world + 2 * i, world + 2 * first, world + 2 * last);

      if (d2 > *distance2)
        {
          *distance2 = d2;
          best = i;
        }
    }
  return best;
}

void
atlas_simplify_importance (const double *coords,
                           gsize         n_vertices,
                           gboolean      closed,
                           float        *importance)
{
  g_autofree double *world = NULL;
  g_autoptr (GArray) stack = NULL;
  double distance2;

  if (n_vertices == 0)
    return;
  importance[0] = importance[n_vertices - 1] = INFINITY;
  if (n_vertices < 3)
    return;

  world = g_new (double, 2 * n_vertices);
  for (gsize i = 0; i < n_vertices; i++)
    {
      world[2 * i] = atlas_mercator_x (coords[2 * i]);
      world[2 * i + 1] = atlas_mercator_y (coords[2 * i + 1]);
    }

  stack = g_array_new (FALSE, FALSE, sizeof (Piece));
  if (closed)
    {
      /* A ring begins and ends in one place: its chord is a point, so its far side is kept whatever the tolerance. */
      gsize far = farthest (world, 0, n_vertices - 1, &distance2);
      Piece pieces[2] = { { 0, far, INFINITY }, { far, n_vertices - 1, INFINITY } };

      importance[far] = INFINITY;
      g_array_append_vals (stack, pieces, 2);
    }
  else
    {
      Piece piece = { 0, n_vertices - 1, INFINITY };

      g_array_append_val (stack, piece);
    }

  while (stack->len > 0)
    {
      Piece piece = g_array_index (stack, Piece, stack->len - 1);
      Piece halves[2];
      gsize split;
      float value;

      g_array_set_size (stack, stack->len - 1);
      if (piece.last - piece.first < 2)
        continue;
      split = farthest (world, piece.first, piece.last, &distance2);
      value = MIN ((float) sqrt (distance2), piece.cap);
      importance[split] = value;
      halves[0] = (Piece){ piece.first, split, value };
      halves[1] = (Piece){ split, piece.last, value };
      g_array_append_vals (stack, halves, 2);
    }
}
