/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long it takes to tell what lies within 6 pixels of a place at zoom 13, exactly; 2000 places all over the layer, the
 * same in every run.  And how long the outline takes around what lies there, if that is a line of a million vertices: see
 * bench-hover.h.  The yardstick is a look at every feature's box and then at what is in it.
 *
 * usage: bench-identify FILE */

#include "bench-hover.h"
#include "bench.h"

#include "geo/atlas-mercator.h"
#include "project/atlas-identify.h"

#include <math.h>

#define PLACES 2000
#define NAIVE_PLACES 20
#define PIXELS 6.0
#define ZOOM 13.0

static double
look_naively (AtlasTable *table,
              double      lon,
              double      lat,
              double      radius)
{
  double start = bench_now (), reach = radius / 80000.0;

  for (gsize i = 0; i < atlas_table_get_n_features (table); i++)
    {
      AtlasExtent box = atlas_table_get_feature_extent (table, i);

      if (box.west - reach <= lon && lon <= box.east + reach && box.south - reach <= lat && lat <= box.north + reach)
        (void) atlas_table_distance (table, i, lon, lat);
    }

  return bench_now () - start;
}

int
main (int    argc,
      char **argv)
{
  AtlasTable *table = bench_open (bench_path (argc, argv));
  AtlasExtent extent = atlas_table_get_extent (table);
  g_autoptr (AtlasProject) project = atlas_project_new ();
  g_autoptr (AtlasLayer) layer = atlas_layer_new ("bench", "bench", ATLAS_LAYER_SUBJECT, NULL);
  g_autoptr (AtlasStyle) style = atlas_style_new_default (table, 0);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  double times[PLACES], naive[NAIVE_PLACES], start, found = 0;

  atlas_layer_set_table (layer, table, style);
  atlas_project_add (project, layer);
  start = bench_now ();
  g_ptr_array_unref (atlas_identify (project, extent.west, extent.south, 1.0, ZOOM, FALSE));
  bench_metric ("build_ms", bench_now () - start);

  for (int i = 0; i < PLACES; i++)
    {
      double lon = g_rand_double_range (rand, extent.west, extent.east);
      double lat = g_rand_double_range (rand, extent.south, extent.north);
      double radius = PIXELS * atlas_mercator_metres_per_pixel (lat, ZOOM);
      g_autoptr (GPtrArray) hits = NULL;

      start = bench_now ();
      hits = atlas_identify (project, lon, lat, radius, ZOOM, FALSE);
      times[i] = bench_now () - start;
      found += hits->len;
      if (i < NAIVE_PLACES)
        naive[i] = look_naively (table, lon, lat, radius);
    }
  bench_metric ("features", (double) atlas_table_get_n_features (table));
  bench_metric ("found_mean", found / PLACES);
  bench_metric ("query_med_ms", bench_median (times, PLACES));
  bench_metric ("query_p99_ms", bench_percentile (times, PLACES, 0.99));
  bench_metric ("query_worst_ms", times[PLACES - 1]);
  bench_metric ("naive_med_ms", bench_median (naive, NAIVE_PLACES));
  atlas_table_unref (table);
  bench_hover_line ();

  return 0;
}
