/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long the painter takes: the shipped map in the window's first view, and, given table images (*.tai) of bench data as
 * arguments, each of them at full extent and at zoom 13 in 1920 × 1080.  One thread, processor time, the least of several
 * rounds: what it costs, whatever else the machine does. */

#include "data/atlas-table.h"
#include "render/atlas-labels.h"
#include "render/atlas-painter.h"

#include <time.h>

#define ROUNDS 7

static const char *const LAYERS[][2] = {
  { "land", "land" },         { "counties", "counties" }, { "relief", "relief" },         { "rivers", "rivers" },
  { "rivers-gshhg", "rivers" }, { "reservoirs", "reservoirs" }, { "roads-rail", "roads-rail" },     { "context", "context" },
  { "stations", "stations" }, { "peaks", "peaks" },       { "towns", "towns" },           { "basin", "basin" },
  { "taihang1", "taihang1" }, { "key-projects", "key-projects" }, { "sponge", "sponge" }, { "scenic", "scenic" },
};

static double
get_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static double
paint (const AtlasLabelLayer *layers,
       gsize                  n,
       const AtlasView       *view)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (view->width * view->scale),
                                                         (int) (view->height * view->scale));
  double best = G_MAXDOUBLE;

  for (int round = 0; round < ROUNDS; round++)
    {
      cairo_t *cr = cairo_create (surface);
      double start = get_time ();

      cairo_scale (cr, view->scale, view->scale);
      atlas_painter_paint_ground (cr, view);
      for (gsize i = 0; i < n; i++)
        atlas_painter_paint_layer (cr, layers[i].table, layers[i].style, view, NULL);
      cairo_destroy (cr);
      best = MIN (best, get_time () - start);
    }
  cairo_surface_destroy (surface);

  return best;
}

static AtlasTable *
open_table (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tables = atlas_table_open_file (path, &error);

  if (tables == NULL)
    g_error ("%s", error->message);

  return atlas_table_ref (g_ptr_array_index (tables, 0));
}

static void
bench_shipped (void)
{
  const char *build = g_getenv ("ATLAS_TEST_BUILDDIR");
  AtlasView view = { .lon = 112.85, .lat = 36.48, .zoom = 9.2, .width = 1280, .height = 800, .scale = 1.0 };
  AtlasLabelLayer layers[G_N_ELEMENTS (LAYERS)];
  static const double zooms[] = { 9.2, 11.0, 13.0 };

  for (gsize i = 0; i < G_N_ELEMENTS (LAYERS); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/data/%s.tai", build != NULL ? build : ".", LAYERS[i][0]);

      layers[i] = (AtlasLabelLayer) { open_table (path), atlas_style_new_shipped (LAYERS[i][1]), i < 11, 1.0 };
    }
  for (gsize i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      view.zoom = zooms[i];
      g_print ("METRIC paint_shipped_z%.0f_ms %.2f\n", zooms[i], paint (layers, G_N_ELEMENTS (layers), &view));
    }
  view.zoom = 9.2;
  view.scale = 2.0;
  g_print ("METRIC paint_shipped_z9_2x_ms %.2f\n", paint (layers, G_N_ELEMENTS (layers), &view));

  for (gsize i = 0; i < G_N_ELEMENTS (LAYERS); i++)
    {
      atlas_table_unref (layers[i].table);
      atlas_style_unref (layers[i].style);
    }
}

static void
bench_file (const char *path)
{
  AtlasLabelLayer layer = { .table = open_table (path), .opacity = 1.0 };
  AtlasExtent extent = atlas_table_get_extent (layer.table);
  AtlasView full = { .width = 1920, .height = 1080, .scale = 1.0 };
  AtlasView near = { .lon = 113.116, .lat = 36.195, .zoom = 13.0, .width = 1920, .height = 1080, .scale = 1.0 };
  g_autofree char *name = g_path_get_basename (path);

  layer.style = atlas_style_new_default (layer.table, 0);
  atlas_view_fit (&full, &extent, 10.0, 18.0);
  g_print ("METRIC paint_full_%s_ms %.2f\n", name, paint (&layer, 1, &full));
  g_print ("METRIC paint_z13_%s_ms %.2f\n", name, paint (&layer, 1, &near));
  atlas_table_unref (layer.table);
  atlas_style_unref (layer.style);
}

int
main (int    argc,
      char **argv)
{
  if (argc < 2)
    bench_shipped ();
  for (int i = 1; i < argc; i++)
    bench_file (argv[i]);

  return 0;
}
