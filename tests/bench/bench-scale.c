/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a pan costs by what is seen: layers of 10 000 to 5 million points that lie equally dense around the town, so that a
 * view at zoom 13 shows as many of each, and what comes into view when it moves by 480 pixels.
 *
 * usage: bench-scale
 *
 *   scale_POINTS_ms        median of a pan at zoom 13 over a layer of so many points; of all threads together, processor time
 *   seen_POINTS            features in the view
 *   scale_ratio            the dearest beside the cheapest; the limit is 1.5 */

#include "bench-frame.h"

#include "data/atlas-table-builder.h"

#include <math.h>
#include <time.h>

#define DENSITY 33000.0   /* points a square degree: 10 000 fill a little more than a view at zoom 13 and its pan */
#define STEP    480
#define STEPS   12
#define ROUNDS  5

static AtlasTable *
make_points (guint n)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("points", "EPSG:4326", "GeoJSON");
  g_autoptr (GRand) random = g_rand_new_with_seed (n);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) image = NULL;
  AtlasTable *table;
  AtlasView town = bench_town_view (13);
  double half = sqrt (n / DENSITY) / 2.0;

  for (guint i = 0; i < n; i++)
    {
      atlas_table_builder_begin_feature (builder);
      atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POINT);
      atlas_table_builder_begin_part (builder, ATLAS_PART_POINTS);
      atlas_table_builder_add_vertex (builder, town.lon + g_rand_double_range (random, -half, half),
                                      town.lat + g_rand_double_range (random, -half, half));
      atlas_table_builder_end_feature (builder);
    }
  image = atlas_table_builder_finish (builder, &error);
  table = image != NULL ? atlas_table_open (image, &error) : NULL;
  if (table == NULL)
    g_error ("%s", error->message);

  return table;
}

static double
get_processor_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);

  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static void
time_pans (AtlasTable *table,
           AtlasStyle *style,
           double     *times)
{
  AtlasView town = bench_town_view (13);

  bench_frame_init (table, style);
  for (int step = 0; step < STEPS; step++)
    {
      /* To and fro, so that the smallest layer has points everywhere. */
      AtlasView strip = bench_moved (&town, step % 2 == 0 ? BENCH_WIDTH - STEP : 0, 0, STEP, BENCH_HEIGHT);
      double start = get_processor_time ();

      (void) bench_frame_paint (&strip, NULL);
      times[step] = get_processor_time () - start;
    }
  bench_frame_clear ();
}

int
main (int    argc,
      char **argv)
{
  static const guint counts[] = { 10000, 100000, 1000000, 5000000 };
  enum { N = G_N_ELEMENTS (counts) };
  double least = G_MAXDOUBLE, most = 0.0, times[N][ROUNDS * STEPS];
  AtlasTable *tables[N];
  AtlasStyle *styles[N];

  for (gsize i = 0; i < N; i++)
    {
      tables[i] = make_points (counts[i]);
      styles[i] = atlas_style_new_default (tables[i], 0);
    }
  /* In turns, so that whatever else the machine does meets all of them. */
  for (int round = 0; round < ROUNDS; round++)
    for (gsize i = 0; i < N; i++)
      time_pans (tables[i], styles[i], &times[i][round * STEPS]);

  for (gsize i = 0; i < N; i++)
    {
      AtlasView town = bench_town_view (13);
      AtlasExtent extent = atlas_view_get_extent (&town, 0.0);
      g_autoptr (GArray) seen = atlas_table_query (tables[i], &extent);
      g_autofree char *name = g_strdup_printf ("scale_%u_ms", counts[i]), *count = g_strdup_printf ("seen_%u", counts[i]);
      double median = bench_median (times[i], ROUNDS * STEPS);

      bench_metric (name, median);
      bench_metric (count, seen->len);
      least = MIN (least, median);
      most = MAX (most, median);
      atlas_style_unref (styles[i]);
      atlas_table_unref (tables[i]);
    }
  bench_metric ("scale_ratio", most / least);

  return 0;
}
