/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What names add to a frame: the layer painted in blocks by all processors, without names and with them (placed and painted
 * for the whole view by one of the threads meanwhile, as the map does), at full extent and at zoom 13.
 *
 * usage: bench-labels FILE
 *
 *   again_VIEW_ms          a frame without names; naive_again_VIEW_ms and ratio_again_VIEW: the yardstick, without names
 *   labels_VIEW_ms         with names
 *   labels_ratio_VIEW      how many times longer than without; the limit is 1.5
 *   labels_alone_VIEW_ms   the names alone, on one thread
 *   labels_VIEW            how many are placed */

#include "bench-frame.h"

#include "render/atlas-labels.h"

#define ROUNDS 5

static double
place_alone (AtlasTable      *table,
             AtlasStyle      *style,
             const AtlasView *view)
{
  AtlasLabelLayer layer = { table, style, FALSE, 1.0 };
  double start = bench_now ();

  atlas_labels_unref (atlas_labels_place (&layer, 1, view, TRUE, NULL));

  return bench_now () - start;
}

static void
report (const char *before,
        const char *view,
        const char *after,
        double      value)
{
  g_autofree char *full = g_strconcat (before, view, after, NULL);

  bench_metric (full, value);
}

static void
bench_view (AtlasTable      *table,
            AtlasStyle      *style,
            const char      *name,
            const AtlasView *view)
{
  g_autofree char *again = g_strdup_printf ("again_%s", name);
  double without[ROUNDS], with[ROUNDS], alone[ROUNDS];
  gsize n_names = 0;

  (void) bench_frame_paint (view, &n_names);
  for (int i = 0; i < ROUNDS; i++)
    {
      without[i] = bench_frame_paint (view, NULL);
      with[i] = bench_frame_paint (view, &n_names);
      alone[i] = place_alone (table, style, view);
    }
  bench_frame_report (again, bench_median (without, ROUNDS), bench_frame_paint_naively (view));
  report ("labels_", name, "_ms", bench_median (with, ROUNDS));
  report ("labels_ratio_", name, "", bench_median (with, ROUNDS) / bench_median (without, ROUNDS));
  report ("labels_alone_", name, "_ms", bench_median (alone, ROUNDS));
  report ("labels_", name, "", (double) n_names);
}

int
main (int    argc,
      char **argv)
{
  AtlasTable *table = bench_open (bench_path (argc, argv));
  AtlasStyle *style = atlas_style_new_default (table, 0);
  AtlasView full = bench_full_view (table), town = bench_town_view (13);

  bench_frame_init (table, style);
  bench_metric ("features", (double) atlas_table_get_n_features (table));
  bench_view (table, style, "full", &full);
  bench_view (table, style, "z13", &town);
  bench_frame_clear ();
  atlas_table_unref (table);
  atlas_style_unref (style);

  return 0;
}
