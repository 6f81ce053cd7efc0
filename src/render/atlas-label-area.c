/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where to write a name into an area: the pole of inaccessibility.
 *
 * Pure geometry, no state; any thread.  Costs some tens of microseconds for an outline of a few hundred vertices; the
 * search ends after 400 cells whatever the shape. */

#include "render/atlas-label-area.h"

#include <math.h>

#include "geo/atlas-mercator.h"

#define STRETCH 0.5               /* of west–east distances */
#define DETAIL 256.0
#define MAX_PROBES 400
#define FEWEST_VERTICES 8

/* A closed outline in stretched world units. */
typedef struct
{
  GArray *points;                 /* x, y, x, y … of all rings */
  GArray *ends;                   /* guint: where each ring ends, in points / 2 */
} Outline;

/* A square of the search. */
typedef struct
{
  double x;
  double y;
  double half;
  double distance;                /* from the middle to the outline, negative outside */
  double most;                    /* what it can be anywhere in the square */
} Probe;

static double
ring_area (const AtlasPart *part)
{
  double sum = 0.0;

  for (gsize i = 0, j = part->n_vertices - 1; i < part->n_vertices; j = i++)
    sum += (part->coords[2 * j] - part->coords[0]) * (part->coords[2 * i + 1] - part->coords[1]) -
           (part->coords[2 * i] - part->coords[0]) * (part->coords[2 * j + 1] - part->coords[1]);
  return fabs (sum);
}

/* Adds a ring without the vertices that matter less than @tolerance.  Returns how many were taken. */
static guint
add_ring (Outline         *outline,
          const AtlasPart *part,
          double           tolerance)
{
  guint before = outline->points->len / 2;
  guint n;

  for (gsize i = 0; i < part->n_vertices; i++)
    {
      double point[2];

      if (part->importance[i] < tolerance)
        continue;
      point[0] = atlas_mercator_x (part->coords[2 * i]) * STRETCH;
      point[1] = atlas_mercator_y (part->coords[2 * i + 1]);
      g_array_append_vals (outline->points, point, 2);
    }
  n = outline->points->len / 2;
  g_array_append_val (outline->ends, n);
  return n - before;
}

/* The distance to the outline, positive inside (even–odd rule). */
static double
get_distance (const Outline *outline,
              double         x,
              double         y)
{
  const double *p = (const double *) (gconstpointer) outline->points->data;
  double least = G_MAXDOUBLE;
  gboolean inside = FALSE;
  guint begin = 0;

  for (guint r = 0; r < outline->ends->len; r++)
    {
      guint end = g_array_index (outline->ends, guint, r);

      for (guint i = begin, j = end - 1; i < end; j = i++)
        {
          double ax = p[2 * j];
          double ay = p[2 * j + 1];
          double dx = p[2 * i] - ax;
          double dy = p[2 * i + 1] - ay;
          double length = dx * dx + dy * dy;
          double t = length > 0.0 ? CLAMP (((x - ax) * dx + (y - ay) * dy) / length, 0.0, 1.0) : 0.0;
          double ex = x - ax - t * dx;
          double ey = y - ay - t * dy;

          if ((p[2 * i + 1] > y) != (ay > y) && x < ax + dx * (y - ay) / dy)
            inside = !inside;
          least = MIN (least, ex * ex + ey * ey);
        }
      begin = end;
    }
  return inside ? sqrt (least) : -sqrt (least);
}

static Probe
make_probe (const Outline *outline,
            double         x,
            double         y,
            double         half)
{
  Probe probe = { .x = x, .y = y, .half = half };

  probe.distance = get_distance (outline, x, y);
  probe.most = probe.distance + half * G_SQRT2;
  return probe;
}

/* A heap by most room, in a plain array. */
static void
push_probe (GArray *heap,
            Probe   probe)
{
  guint i = heap->len;
  Probe *p;

  g_array_append_val (heap, probe);
  p = (Probe *) (gpointer) heap->data;
  while (i > 0 && p[(i - 1) / 2].most < p[i].most)
    {
      Probe swap = p[i];

      p[i] = p[(i - 1) / 2];
      p[(i - 1) / 2] = swap;
      i = (i - 1) / 2;
    }
}

static Probe
pop_probe (GArray *heap)
{
  Probe *p = (Probe *) (gpointer) heap->data;
  Probe top = p[0];
  guint n = heap->len - 1;

  p[0] = p[n];
  g_array_set_size (heap, n);
  for (guint i = 0, child = 1; child < n; i = child, child = 2 * i + 1)
    {
      Probe swap;

      if (child + 1 < n && p[child + 1].most > p[child].most)
        child++;
      if (p[i].most >= p[child].most)
        break;
      swap = p[i];
      p[i] = p[child];
      p[child] = swap;
    }
  return top;
}

static Probe
search (const Outline *outline,
        double         x1,
        double         y1,
        double         x2,
        double         y2)
{
  g_autoptr (GArray) heap = g_array_new (FALSE, FALSE, sizeof (Probe));
  double side = MAX (MIN (x2 - x1, y2 - y1), MAX (x2 - x1, y2 - y1) / 16.0);
  double precision = MAX (x2 - x1, y2 - y1) / 200.0;
  Probe best = make_probe (outline, (x1 + x2) / 2.0, (y1 + y2) / 2.0, 0.0);
  guint n_probes = 0;

  for (double x = x1; x < x2; x += side)
    for (double y = y1; y < y2; y += side)
      push_probe (heap, make_probe (outline, x + side / 2.0, y + side / 2.0, side / 2.0));

  while (heap->len > 0 && n_probes < MAX_PROBES)
    {
      Probe probe = pop_probe (heap);
      double half = probe.half / 2.0;

      if (probe.distance > best.distance)
        best = probe;
      if (probe.most - best.distance <= precision)
        break;
      for (guint i = 0; i < 4; i++)
        push_probe (heap, make_probe (outline, probe.x + (i % 2 ? half : -half), probe.y + (i / 2 ? half : -half), half));
      n_probes += 4;
    }
  return best;
}

/* The number of the feature's largest ring; its parts' count when it has none. */
static gsize
find_largest_ring (AtlasTable *table,
                   gsize       feature,
                   gsize       n_parts)
{
  gsize largest = n_parts;
  double most = 0.0;

  for (gsize i = 0; i < n_parts; i++)
    {
      AtlasPart part;
      double area;

      atlas_table_get_part (table, feature, i, &part);
      if (part.kind != ATLAS_PART_RING || part.n_vertices < 3)
        continue;
      area = ring_area (&part);
      if (area > most)
        {
          most = area;
          largest = i;
        }
    }
  return largest;
}

gboolean
atlas_label_find_pole (AtlasTable     *table,
                       gsize           feature,
                       AtlasLabelPole *pole)
{
  gsize n_parts = atlas_table_get_n_parts (table, feature);
  gsize ring = find_largest_ring (table, feature, n_parts);
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (guint));
  Outline outline = { points, ends };
  AtlasExtent extent = atlas_extent_empty ();
  AtlasPart part;
  double west;
  double north;
  double east;
  double south;
  double tolerance;
  Probe best;

  if (ring == n_parts)
    return FALSE;
  atlas_table_get_part (table, feature, ring, &part);
  for (gsize i = 0; i < part.n_vertices; i++)
    atlas_extent_add_point (&extent, part.coords[2 * i], part.coords[2 * i + 1]);
  if (atlas_extent_is_empty (&extent))
    return FALSE;
  west = atlas_mercator_x (extent.west);
  east = atlas_mercator_x (extent.east);
  north = atlas_mercator_y (extent.north);
  south = atlas_mercator_y (extent.south);
  if (!(east > west && south > north))
    return FALSE;

  tolerance = MAX (east - west, south - north) / DETAIL;
  while (add_ring (&outline, &part, tolerance) < MIN (FEWEST_VERTICES, part.n_vertices))
    {
      g_array_set_size (points, 0);
      g_array_set_size (ends, 0);
      tolerance = tolerance > 1e-12 ? tolerance / 8.0 : -1.0;
    }
  for (gsize i = ring + 1; i < n_parts; i++)
    {
      atlas_table_get_part (table, feature, i, &part);
      if (part.kind != ATLAS_PART_HOLE)
        break;
      add_ring (&outline, &part, tolerance);
    }

  best = search (&outline, west * STRETCH, north, east * STRETCH, south);
  pole->x = best.x / STRETCH;
  pole->y = best.y;
  pole->half_height = MAX (best.distance, 0.0);
  return TRUE;
}
