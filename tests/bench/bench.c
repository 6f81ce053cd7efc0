/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "bench.h"

#include "data/atlas-source.h"

#include <stdlib.h>

double
bench_now (void)
{
  return (double) g_get_monotonic_time () / 1e3;
}

void
bench_metric (const char *name,
              double      value)
{
  g_print ("METRIC %s %.4g\n", name, value);
}

static int
compare_numbers (const void *a,
                 const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

double
bench_percentile (double *values,
                  gsize   n,
                  double  part)
{
  gsize at = (gsize) (part * (double) n);

  qsort (values, n, sizeof (double), compare_numbers);

  return values[MIN (at, n - 1)];
}

double
bench_median (double *values,
              gsize   n)
{
  return bench_percentile (values, n, 0.5);
}

AtlasTable *
bench_open (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tables = NULL;

  if (g_str_has_suffix (path, ".tai"))
    tables = atlas_table_open_file (path, &error);
  else
    tables = atlas_source_load (file, ATLAS_SOURCE_DEFAULT, NULL, &error);
  if (tables == NULL)
    {
      g_printerr ("%s\n", error->message);
      exit (1);
    }

  return atlas_table_ref (g_ptr_array_index (tables, 0));
}

const char *
bench_path (int    argc,
            char **argv)
{
  if (argc != 2)
    {
      g_printerr ("usage: %s FILE\n", argv[0]);
      exit (2);
    }

  return argv[1];
}

AtlasView
bench_full_view (AtlasTable *table)
{
  AtlasView view = { .width = BENCH_WIDTH, .height = BENCH_HEIGHT, .scale = 1.0 };
  AtlasExtent extent = atlas_table_get_extent (table);

  atlas_view_fit (&view, &extent, 10.0, 18.0);

  return view;
}

AtlasView
bench_town_view (double zoom)
{
  return (AtlasView) { .lon = 113.116, .lat = 36.195, .zoom = zoom, .width = BENCH_WIDTH, .height = BENCH_HEIGHT, .scale = 1.0 };
}

AtlasView
bench_moved (const AtlasView *view,
             double           x,
             double           y,
             int              width,
             int              height)
{
  AtlasView moved = *view;

  atlas_view_to_place (view, x + width / 2.0, y + height / 2.0, &moved.lon, &moved.lat);
  moved.width = width;
  moved.height = height;

  return moved;
}
