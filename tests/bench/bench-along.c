/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long it takes to list what lies within 10 km of the whole network of a road: 100 000 points all over it, each listed at
 * every passing.  The yardstick asks for the distance of each point to each segment; it is run for some points, as many times as
 * it takes to make up for all.
 *
 * usage: bench-along FILE      FILE: the road, taihang1.tai or taihang1.geojson */

#include "bench.h"

#include "data/atlas-table-builder.h"
#include "geo/atlas-geodesic.h"
#include "route/atlas-along.h"

#include <math.h>
#include <time.h>

#define POINTS 100000
#define NAIVE_POINTS 1000
#define ROUNDS 9
#define WITHIN 10000.0

static AtlasTable *
make_points (AtlasExtent extent)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("points", "EPSG:4326", "bench");
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < POINTS; i++)
    {
      atlas_table_builder_begin_feature (builder);
      atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POINT);
      atlas_table_builder_begin_part (builder, ATLAS_PART_POINTS);
      atlas_table_builder_add_vertex (builder, g_rand_double_range (rand, extent.west, extent.east),
                                      g_rand_double_range (rand, extent.south, extent.north));
      atlas_table_builder_end_feature (builder);
    }
  bytes = atlas_table_builder_finish (builder, NULL);

  return atlas_table_open (bytes, NULL);
}

static double
look_naively (AtlasTable *road,
              AtlasTable *points)
{
  double start = bench_now ();
  gsize found = 0;

  for (gsize i = 0; i < NAIVE_POINTS; i++)
    {
      AtlasPart at;

      atlas_table_get_part (points, i, 0, &at);
      for (gsize f = 0; f < atlas_table_get_n_features (road); f++)
        {
          AtlasPart part;

          atlas_table_get_part (road, f, 0, &part);
          found += atlas_geodesic_distance_to_line (at.coords[0], at.coords[1], part.coords, part.n_vertices, NULL, NULL) <= WITHIN;
        }
    }
  bench_metric ("naive_found_mean", (double) found / NAIVE_POINTS);

  return (bench_now () - start) * POINTS / NAIVE_POINTS;
}

int
main (int    argc,
      char **argv)
{
  AtlasTable *road = bench_open (bench_path (argc, argv));
  AtlasTable *points = make_points (atlas_table_get_extent (road));
  const AtlasAlongOptions options = { .within = WITHIN, .each_passing = TRUE };
  const AtlasAlongLayer layer = { .table = points, .name = "points" };
  double times[ROUNDS], cpu[ROUNDS], start = bench_now ();
  g_autoptr (AtlasChainage) chainage = atlas_chainage_new (road, NULL);
  AtlasRouteLine *line = atlas_chainage_get_all (chainage);

  bench_metric ("build_ms", bench_now () - start);
  bench_metric ("length_km", atlas_route_line_get_length (line) / 1000);
  bench_metric ("vertices", (double) atlas_route_line_get_n_vertices (line));
  for (int i = 0; i < ROUNDS; i++)
    {
      g_autoptr (AtlasAlong) along = NULL;

      start = bench_now ();
      cpu[i] = (double) clock () * 1000 / CLOCKS_PER_SEC;
      along = atlas_along_new (line, &layer, 1, &options, NULL, NULL);
      times[i] = bench_now () - start;
      cpu[i] = (double) clock () * 1000 / CLOCKS_PER_SEC - cpu[i];
      if (i == 0)
        bench_metric ("found_mean", (double) atlas_along_get_n_items (along) / POINTS);
    }
  bench_metric ("along_ms", bench_median (times, ROUNDS));
  bench_metric ("along_worst_ms", times[ROUNDS - 1]);
  bench_metric ("along_cpu_ms", bench_median (cpu, ROUNDS));
  bench_metric ("naive_along_ms", look_naively (road, points));
  atlas_table_unref (points);
  atlas_table_unref (road);

  return 0;
}
