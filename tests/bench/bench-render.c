/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long a frame of one file takes, painted in blocks by as many threads as there are processors, as the map does, beside
 * a yardstick: cairo on one thread, every vertex of every feature that shows, filled and stroked one after the other.
 *
 * usage: bench-render FILE
 *
 * first: the first frame; again: the same frame anew; pan: what comes into view when it moves by 480 pixels; zoom: whole
 * frames at other zooms.  ratio_*: how many times longer the yardstick takes in the same run. */

#include "bench-frame.h"

#define STEP  480
#define STEPS 6

static void
bench_view (const char      *name,
            const AtlasView *view)
{
  g_autofree char *first = g_strdup_printf ("first_%s", name), *again = g_strdup_printf ("again_%s", name);
  g_autofree char *pan = g_strdup_printf ("pan_%s", name);
  double ours[STEPS], naive[STEPS], first_ms = bench_frame_paint (view, NULL);

  for (int i = 0; i < 3; i++)
    naive[i] = bench_frame_paint_naively (view);
  bench_frame_report (first, first_ms, bench_median (naive, 3));
  for (int i = 0; i < 3; i++)
    ours[i] = bench_frame_paint (view, NULL);
  bench_frame_report (again, bench_median (ours, 3), naive[1]);

  for (int i = 0; i < STEPS; i++)
    {
      AtlasView strip = bench_moved (view, view->width + i * STEP, 0, STEP, view->height);
      AtlasView whole = bench_moved (view, (i + 1) * STEP, 0, view->width, view->height);

      ours[i] = bench_frame_paint (&strip, NULL);
      naive[i] = bench_frame_paint_naively (&whole);
    }
  bench_frame_report (pan, bench_median (ours, STEPS), bench_median (naive, STEPS));
}

int
main (int    argc,
      char **argv)
{
  static const double zooms[] = { 12, 14, 15, 16, 11 };
  AtlasTable *table = bench_open (bench_path (argc, argv));
  AtlasStyle *style = atlas_style_new_default (table, 0);
  AtlasView full, town;
  double ours[G_N_ELEMENTS (zooms)], naive[G_N_ELEMENTS (zooms)];

  bench_frame_init (table, style);
  full = bench_full_view (table);
  town = bench_town_view (13);
  bench_metric ("features", (double) atlas_table_get_n_features (table));
  bench_view ("full", &full);
  bench_view ("z13", &town);
  for (gsize i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      town.zoom = zooms[i];
      ours[i] = bench_frame_paint (&town, NULL);
      naive[i] = bench_frame_paint_naively (&town);
    }
  bench_frame_report ("zoom", bench_median (ours, G_N_ELEMENTS (zooms)), bench_median (naive, G_N_ELEMENTS (zooms)));
  bench_frame_clear ();
  atlas_table_unref (table);
  atlas_style_unref (style);

  return 0;
}
