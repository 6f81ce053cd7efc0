/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long a frame of one file takes, painted in blocks by as many threads as there are processors, as the map does, beside
 * a yardstick: cairo on one thread, every vertex of every feature that shows, filled and stroked one after the other.
 *
 * usage: bench-render FILE
 *
 * first: the first frame; again: the same frame anew; pan: what comes into view when it moves by 480 pixels; zoom: whole
 * frames at other zooms.  ratio_*: how many times longer the yardstick takes in the same run. */

#include "bench.h"

#include "geo/atlas-mercator.h"
#include "render/atlas-painter.h"

#include <math.h>

#define BLOCK 320
#define STEP  480
#define STEPS 6

typedef struct
{
  AtlasTable *table;
  AtlasStyle *style;
} Subject;

static const Subject *painted;

/* The yardstick's vertices in world coordinates: like its peers', it projects them once, when the file is read. */
static double *world;
static const double *first_vertex;

static void
project_all (AtlasTable *table)
{
  gsize n = atlas_table_get_n_vertices (table);

  world = g_new (double, 2 * n);
  for (gsize feature = 0; first_vertex == NULL && feature < atlas_table_get_n_features (table); feature++)
    {
      AtlasPart part;

      if (atlas_table_get_n_parts (table, feature) == 0)
        continue;
      atlas_table_get_part (table, feature, 0, &part);
      first_vertex = part.coords;
    }
  for (gsize i = 0; i < n; i++)
    {
      world[2 * i] = atlas_mercator_x (first_vertex[2 * i]);
      world[2 * i + 1] = atlas_mercator_y (first_vertex[2 * i + 1]);
    }
}

static void
paint_block (gpointer data,
             gpointer user_data)
{
  g_autofree AtlasView *view = data;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, view->width, view->height);
  cairo_t *cr = cairo_create (surface);

  atlas_painter_paint_layer (cr, painted->table, painted->style, view, NULL);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static double
paint (const AtlasView *view)
{
  double start = bench_now ();
  GThreadPool *pool = g_thread_pool_new (paint_block, NULL, (int) g_get_num_processors (), FALSE, NULL);

  for (int y = 0; y < view->height; y += BLOCK)
    for (int x = 0; x < view->width; x += BLOCK)
      {
        AtlasView block = bench_moved (view, x, y, MIN (BLOCK, view->width - x), MIN (BLOCK, view->height - y));

        g_thread_pool_push (pool, g_memdup2 (&block, sizeof block), NULL);
      }
  g_thread_pool_free (pool, FALSE, TRUE);

  return bench_now () - start;
}

static void
add_part (cairo_t         *cr,
          const AtlasPart *part,
          const AtlasView *view,
          double           size,
          double           left,
          double           top)
{
  const double *at = world + (part->coords - first_vertex);

  for (gsize i = 0; i < part->n_vertices; i++)
    {
      double x = at[2 * i] * size - left, y = at[2 * i + 1] * size - top;

      if (part->kind == ATLAS_PART_POINTS)
        {
          cairo_new_sub_path (cr);
          cairo_arc (cr, x, y, 3.0, 0.0, 2.0 * G_PI);
        }
      else if (i == 0)
        cairo_move_to (cr, x, y);
      else
        cairo_line_to (cr, x, y);
    }
  if (part->kind == ATLAS_PART_RING || part->kind == ATLAS_PART_HOLE)
    cairo_close_path (cr);
}

static double
paint_naively (const AtlasView *view)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, view->width, view->height);
  cairo_t *cr = cairo_create (surface);
  AtlasExtent extent = atlas_view_get_extent (view, 4.0);
  double size = atlas_mercator_world_size (view->zoom);
  double left = atlas_mercator_x (view->lon) * size - view->width / 2.0;
  double top = atlas_mercator_y (view->lat) * size - view->height / 2.0;
  double start = bench_now ();
  g_autoptr (GArray) features = atlas_table_query (painted->table, &extent);

  cairo_set_line_width (cr, 0.5);
  for (guint i = 0; i < features->len; i++)
    {
      guint32 feature = g_array_index (features, guint32, i);
      AtlasPart part = { 0 };

      for (gsize k = 0; k < atlas_table_get_n_parts (painted->table, feature); k++)
        {
          atlas_table_get_part (painted->table, feature, k, &part);
          add_part (cr, &part, view, size, left, top);
        }
      if (part.kind != ATLAS_PART_LINE)
        {
          cairo_set_source_rgb (cr, 0.56, 0.74, 0.56);
          cairo_fill_preserve (cr);
        }
      cairo_set_source_rgb (cr, 0.2, 0.2, 0.2);
      cairo_stroke (cr);
    }
  cairo_surface_flush (surface);
  start = bench_now () - start;
  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  return start;
}

static void
report (const char *name,
        double      ours,
        double      naive)
{
  g_autofree char *ms = g_strdup_printf ("%s_ms", name);
  g_autofree char *naive_ms = g_strdup_printf ("naive_%s_ms", name);
  g_autofree char *ratio = g_strdup_printf ("ratio_%s", name);

  bench_metric (ms, ours);
  bench_metric (naive_ms, naive);
  bench_metric (ratio, naive / ours);
}

static void
bench_view (const char      *name,
            const AtlasView *view)
{
  g_autofree char *first = g_strdup_printf ("first_%s", name), *again = g_strdup_printf ("again_%s", name);
  g_autofree char *pan = g_strdup_printf ("pan_%s", name);
  double ours[STEPS], naive[STEPS], first_ms = paint (view);

  for (int i = 0; i < 3; i++)
    naive[i] = paint_naively (view);
  report (first, first_ms, bench_median (naive, 3));
  for (int i = 0; i < 3; i++)
    ours[i] = paint (view);
  report (again, bench_median (ours, 3), naive[1]);

  for (int i = 0; i < STEPS; i++)
    {
      AtlasView strip = bench_moved (view, view->width + i * STEP, 0, STEP, view->height);
      AtlasView whole = bench_moved (view, (i + 1) * STEP, 0, view->width, view->height);

      ours[i] = paint (&strip);
      naive[i] = paint_naively (&whole);
    }
  report (pan, bench_median (ours, STEPS), bench_median (naive, STEPS));
}

int
main (int    argc,
      char **argv)
{
  static const double zooms[] = { 12, 14, 15, 16, 11 };
  Subject subject = { .table = bench_open (bench_path (argc, argv)) };
  AtlasView full, town;
  double ours[G_N_ELEMENTS (zooms)], naive[G_N_ELEMENTS (zooms)];

  subject.style = atlas_style_new_default (subject.table, 0);
  painted = &subject;
  project_all (subject.table);
  full = bench_full_view (subject.table);
  town = bench_town_view (13);
  bench_metric ("features", (double) atlas_table_get_n_features (subject.table));
  bench_view ("full", &full);
  bench_view ("z13", &town);
  for (gsize i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      town.zoom = zooms[i];
      ours[i] = paint (&town);
      naive[i] = paint_naively (&town);
    }
  report ("zoom", bench_median (ours, G_N_ELEMENTS (zooms)), bench_median (naive, G_N_ELEMENTS (zooms)));
  g_free (world);
  atlas_table_unref (subject.table);
  atlas_style_unref (subject.style);

  return 0;
}
