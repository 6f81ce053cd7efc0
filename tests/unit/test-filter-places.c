/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of AtlasFilter: expressions that ask for places, held against brute force. */

#include <math.h>
#include <string.h>

#include "filter-table.h"
#include "geo/atlas-geodesic.h"

static gboolean
boxes_meet (AtlasExtent a,
            AtlasExtent b)
{
  return a.west <= b.east && a.east >= b.west && a.south <= b.north && a.north >= b.south;
}

static void
test_box (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (AtlasTable) table = make_places (rand);
  const AtlasExtent box = { 112.7, 36.1, 113.3, 36.45 };
  g_autoptr (AtlasFilterContext) context = atlas_filter_context_with_extent (NULL, "view", &box);
  g_autoptr (AtlasFilter) within = atlas_filter_new ("within(@view)", NULL);
  g_autoptr (AtlasFilter) meets = atlas_filter_new ("intersects(bbox(112.7, 36.1, 113.3, 36.45))", NULL);
  g_autoptr (AtlasFilter) outside = atlas_filter_new ("not within(@view)", NULL);
  g_autoptr (AtlasFeatureSet) in = atlas_filter_run (within, table, context, NULL, NULL);
  g_autoptr (AtlasFeatureSet) touch = atlas_filter_run (meets, table, NULL, NULL, NULL);
  g_autoptr (AtlasFeatureSet) out = atlas_filter_run (outside, table, context, NULL, NULL);
  gsize n = 0;

  for (gsize i = 0; i < 24000; i++)
    {
      const AtlasExtent own = atlas_table_get_feature_extent (table, i);
      const gboolean inside = own.west >= box.west && own.east <= box.east && own.south >= box.south && own.north <= box.north;

      g_assert_cmpint (atlas_feature_set_contains (in, i), ==, i < 23990 && inside);
      g_assert_cmpint (atlas_feature_set_contains (out, i), ==, i < 23990 && !inside);
      /* Squares and points are their boxes. */
      if (i < 20000 || i >= 22000)
        g_assert_cmpint (atlas_feature_set_contains (touch, i), ==, i < 23990 && boxes_meet (own, box));
      else if (atlas_feature_set_contains (touch, i))
        n++;
    }
  g_assert_cmpuint (n, >, 100);
}

/* Whether segment ab meets cd, by orientation. */
static double
turn (const double *a,
      const double *b,
      const double *c)
{
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

static gboolean
segments_meet (const double *a,
               const double *b,
               const double *c,
               const double *d)
{
  return turn (a, b, c) * turn (a, b, d) <= 0 && turn (c, d, a) * turn (c, d, b) <= 0;
}

static gboolean
part_meets (const AtlasPart *part,
            const double    *ring,
            gsize            n)
{
  for (gsize i = 0; i < part->n_vertices; i++)
    {
      if (atlas_geodesic_ring_contains (part->coords[2 * i], part->coords[2 * i + 1], ring, n))
        return TRUE;
      for (gsize k = 1; i > 0 && k < n; k++)
        if (segments_meet (part->coords + 2 * i - 2, part->coords + 2 * i, ring + 2 * k - 2, ring + 2 * k))
          return TRUE;
    }
  /* The ring in the square. */
  return part->kind == ATLAS_PART_RING && atlas_geodesic_ring_contains (ring[0], ring[1], part->coords, part->n_vertices);
}

static void
test_shape (void)
{
  /* A star that no box stands for, closed. */
  double ring[2 * 11];
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (AtlasTable) table = make_places (rand);
  g_autoptr (AtlasFilterContext) context = NULL;
  g_autoptr (AtlasFilter) meets = atlas_filter_new ("intersects(@shape) and $x > 0", NULL);
  g_autoptr (AtlasFilter) within = atlas_filter_new ("within(@shape)", NULL);
  g_autoptr (AtlasFeatureSet) touch = NULL;
  g_autoptr (AtlasFeatureSet) in = NULL;
  gsize n = 0;

  for (int i = 0; i < 11; i++)
    {
      ring[2 * i] = 113 + cos (i * G_PI / 5 + 0.1) * (i % 2 ? 0.2 : 0.6);
      ring[2 * i + 1] = 36.2 + sin (i * G_PI / 5 + 0.1) * (i % 2 ? 0.2 : 0.6);
    }
  ring[20] = ring[0];
  ring[21] = ring[1];
  context = atlas_filter_context_with_ring (NULL, "shape", ring, 11);
  touch = atlas_filter_run (meets, table, context, NULL, NULL);
  in = atlas_filter_run (within, table, context, NULL, NULL);
  for (gsize i = 0; i < 23990; i++)
    {
      gboolean met, all = TRUE;
      AtlasPart part;

      atlas_table_get_part (table, i, 0, &part);
      met = part_meets (&part, ring, 11);
      g_assert_cmpint (atlas_feature_set_contains (touch, i), ==, met);
      for (gsize k = 0; k < part.n_vertices; k++)
        {
          all = all && atlas_geodesic_ring_contains (part.coords[2 * k], part.coords[2 * k + 1], ring, 11);
          for (gsize e = 1; k > 0 && e < 11; e++)
            all = all && !segments_meet (part.coords + 2 * k - 2, part.coords + 2 * k, ring + 2 * e - 2, ring + 2 * e);
        }
      g_assert_cmpint (atlas_feature_set_contains (in, i), ==, all);
      n += all;
    }
  g_assert_cmpuint (n, >, 2000);
}

/* Metres between two geometries, by many places along each edge. */
static double
sampled_distance (AtlasTable   *table,
                  gsize         feature,
                  const double *line,
                  gsize         n)
{
  double best = INFINITY;

  for (gsize i = 1; i < n; i++)
    for (int s = 0; s <= 200; s++)
      {
        const double lon = line[2 * i - 2] + (line[2 * i] - line[2 * i - 2]) * s / 200;
        const double lat = line[2 * i - 1] + (line[2 * i + 1] - line[2 * i - 1]) * s / 200;

        best = MIN (best, atlas_table_distance (table, feature, lon, lat));
      }
  return best;
}

static void
test_distance (void)
{
  static const double line[] = { 112.9, 36.0, 113.1, 36.3, 113.4, 36.2 };
  const AtlasPart part = { ATLAS_PART_LINE, 3, line, NULL };
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);
  g_autoptr (AtlasTable) table = make_places (rand);
  g_autoptr (AtlasFilterContext) context = atlas_filter_context_with_parts (NULL, "road", &part, 1);
  g_autoptr (AtlasFilter) near_place = atlas_filter_new ("distance(point(113.1, 36.2)) <= 9000", NULL);
  g_autoptr (AtlasFilter) near_road = atlas_filter_new ("5000 > distance(@road)", NULL);
  g_autoptr (AtlasFilter) far_road = atlas_filter_new ("distance(@road) >= 5000", NULL);
  g_autoptr (AtlasFeatureSet) place = atlas_filter_run (near_place, table, context, NULL, NULL);
  g_autoptr (AtlasFeatureSet) road = atlas_filter_run (near_road, table, context, NULL, NULL);
  g_autoptr (AtlasFeatureSet) far = atlas_filter_run (far_road, table, context, NULL, NULL);
  gsize n = 0;

  for (gsize i = 0; i < 24000; i++)
    g_assert_cmpint (atlas_feature_set_contains (place, i), ==, atlas_table_distance (table, i, 113.1, 36.2) <= 9000);
  /* All near ones are found by the index too; those without a place are neither near nor far. */
  for (gsize i = 0; i < 24000; i++)
    g_assert_cmpint (atlas_feature_set_contains (road, i) + atlas_feature_set_contains (far, i), ==, i < 23990);
  for (gsize i = 0; i < 23990; i += 7)
    {
      const double metres = sampled_distance (table, i, line, 3);

      if (metres < 4950)
        g_assert_true (atlas_feature_set_contains (road, i));
      if (metres > 5010)
        g_assert_false (atlas_feature_set_contains (road, i));
      n += metres < 4950;
    }
  g_assert_cmpuint (n, >, 50);
}

static void
test_selection (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  g_autoptr (AtlasTable) table = make_places (rand);
  const guint32 chosen[] = { 22000, 22001, 22002, 5, 20000 };
  const AtlasExtent box = { 0, 0, 1, 1 };
  g_autoptr (AtlasFilterContext) other = atlas_filter_context_with_extent (NULL, "view", &box);
  g_autoptr (AtlasFilterContext) context = atlas_filter_context_with_features (other, "selection", table, chosen, 5);
  g_autofree char *view = find (table, "within(@view)", context);
  g_autoptr (AtlasFilter) filter = atlas_filter_new ("within(@selection)", NULL);
  g_autoptr (AtlasFilter) area = atlas_filter_new ("$area between 3.9 and 4.1 and $length > 7", NULL);
  g_autoptr (AtlasFeatureSet) set = atlas_filter_run (filter, table, context, NULL, NULL);
  g_autoptr (AtlasFeatureSet) squares = atlas_filter_run (area, table, NULL, NULL, NULL);

  g_assert_true (atlas_filter_context_has (context, "view"));
  g_assert_false (atlas_filter_context_has (other, "selection"));
  g_assert_cmpstr (view, ==, "");
  for (gsize i = 0; i < G_N_ELEMENTS (chosen); i++)
    g_assert_true (atlas_feature_set_contains (set, chosen[i]));
  g_assert_cmpuint (atlas_feature_set_get_count (set), <, 100);
  /* 0.02° × 0.02° at 36° N. */
  for (gsize i = 0; i < 24000; i++)
    g_assert_cmpint (atlas_feature_set_contains (squares, i), ==, i >= 22000 && i < 23990);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filter-places/box", test_box);
  g_test_add_func ("/filter-places/shape", test_shape);
  g_test_add_func ("/filter-places/distance", test_distance);
  g_test_add_func ("/filter-places/selection", test_selection);
  return g_test_run ();
}
