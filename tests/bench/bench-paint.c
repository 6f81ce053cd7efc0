/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long the painter takes: the shipped map in the window's first view, and, given table images (*.tai) of bench data as
 * arguments, each of them at full extent and at zoom 13 in 1920 × 1080.  One thread, processor time, the least of several
 * rounds: what it costs, whatever else the machine does.
 *
 * Without arguments also hover_ZOOM_ms: the outline around a line of a million vertices, a window of 1920 × 1080 in the
 * blocks that the map paints it in, and hover_ms, the most of them; the limit is 16. */

#include "data/atlas-table-builder.h"
#include "geo/atlas-mercator.h"
#include "render/atlas-labels.h"
#include "render/atlas-painter.h"

#include <math.h>
#include <time.h>

#define ROUNDS 7
#define LINE_VERTICES 1000000
#define HOVER_BLOCK 512    /* that of the map */

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

/* A track of many days about the town: a step every three metres, its direction wandering. */
static AtlasTable *
make_long_line (void)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("track", "EPSG:4326", "GeoJSON");
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) image = NULL;
  double x = 113.116, y = 36.195, heading = 0.0;
  AtlasTable *table;

  atlas_table_builder_begin_feature (builder);
  atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_LINE);
  atlas_table_builder_begin_part (builder, ATLAS_PART_LINE);
  for (guint i = 0; i < LINE_VERTICES; i++)
    {
      heading += g_rand_double_range (rand, -0.08, 0.08);
      x += 3.3e-5 * cos (heading) - (x - 113.116) * 1e-5;
      y += 2.7e-5 * sin (heading) - (y - 36.195) * 1e-5;
      atlas_table_builder_add_vertex (builder, x, y);
    }
  atlas_table_builder_end_feature (builder);
  image = atlas_table_builder_finish (builder, &error);
  table = image != NULL ? atlas_table_open (image, &error) : NULL;
  if (table == NULL)
    g_error ("%s", error->message);

  return table;
}

/* One frame, block by block. */
static double
paint_hover (AtlasTable      *table,
             AtlasStyle      *style,
             const AtlasView *view)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, HOVER_BLOCK, HOVER_BLOCK);
  double size = atlas_mercator_world_size (view->zoom), start = get_time ();

  for (int top = 0; top < view->height; top += HOVER_BLOCK)
    for (int left = 0; left < view->width; left += HOVER_BLOCK)
      {
        AtlasView block = *view;
        cairo_t *cr = cairo_create (surface);

        block.width = block.height = HOVER_BLOCK;
        block.lon = atlas_mercator_lon (atlas_mercator_x (view->lon) + (left + (HOVER_BLOCK - view->width) / 2.0) / size);
        block.lat = atlas_mercator_lat (atlas_mercator_y (view->lat) + (top + (HOVER_BLOCK - view->height) / 2.0) / size);
        atlas_painter_paint_highlight (cr, table, style, 0, &block, 1.0);
        cairo_destroy (cr);
      }
  cairo_surface_destroy (surface);

  return get_time () - start;
}

static void
bench_hover (void)
{
  static const double zooms[] = { 8.0, 10.0, 12.0, 13.0, 14.0, 16.0, 18.0 };
  AtlasTable *table = make_long_line ();
  AtlasStyle *style = atlas_style_new_default (table, 0);
  double most = 0.0;

  for (gsize i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      AtlasView view = { 113.116, 36.195, zooms[i], 1920, 1080, 1.0, FALSE };
      double best = G_MAXDOUBLE;

      for (int round = 0; round < ROUNDS; round++)
        best = MIN (best, paint_hover (table, style, &view));
      g_print ("METRIC hover_z%.0f_ms %.2f\n", zooms[i], best);
      most = MAX (most, best);
    }
  g_print ("METRIC hover_ms %.2f\n", most);
  atlas_table_unref (table);
  atlas_style_unref (style);
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
    {
      bench_shipped ();
      bench_hover ();
    }
  for (int i = 1; i < argc; i++)
    bench_file (argv[i]);

  return 0;
}
