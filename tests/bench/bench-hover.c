/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The outline under the pointer.  The line is a walk that turns a little at each step, the same in every run: 4000 km as a track
 * of years is, or, turning ten times as much, a tangle that fills the screen. */

#include "bench-hover.h"

#include "bench.h"

#include "data/atlas-table-builder.h"
#include "render/atlas-painter.h"

#include <math.h>
#include <time.h>

#define VERTICES 1000000
#define STEP 0.00004              /* degrees: 4 m */
#define BLOCK 320
#define ROUNDS 3
#define PLACES 6                  /* at each zoom */
#define MOST_VIEWS 128

typedef struct
{
  AtlasTable *table;
  AtlasStyle *style;
  AtlasView   view;
  double      cpu;                /* under lock */
  GMutex      lock;
} Frame;

static AtlasTable *
make_line (double  bend,
           double *places)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("line", "EPSG:4326", "bench");
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  AtlasTable *table;
  double lon = 113.1, lat = 36.2, way = 0.0;

  atlas_table_builder_begin_feature (builder);
  atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_LINE);
  atlas_table_builder_begin_part (builder, ATLAS_PART_LINE);
  for (int i = 0; i < VERTICES; i++)
    {
      way += g_rand_double_range (rand, -bend, bend);
      lon += STEP * cos (way) * 1.2;
      lat += STEP * sin (way);
      atlas_table_builder_add_vertex (builder, lon, lat);
      if (i % (VERTICES / PLACES) == VERTICES / PLACES / 2)
        {
          *places++ = lon;
          *places++ = lat;
        }
    }
  atlas_table_builder_end_feature (builder);
  bytes = atlas_table_builder_finish (builder, &error);
  table = bytes != NULL ? atlas_table_open (bytes, &error) : NULL;
  if (table == NULL)
    g_error ("%s", error->message);

  return table;
}

static void
paint_block (gpointer data,
             gpointer user_data)
{
  g_autofree AtlasView *view = data;
  Frame *frame = user_data;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, view->width, view->height);
  cairo_t *cr = cairo_create (surface);
  struct timespec from, to;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &from);
  atlas_painter_paint_highlight (cr, frame->table, frame->style, 0, view, 1.0);
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &to);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  g_mutex_lock (&frame->lock);
  frame->cpu += (double) (to.tv_sec - from.tv_sec) * 1e3 + (double) (to.tv_nsec - from.tv_nsec) / 1e6;
  g_mutex_unlock (&frame->lock);
}

static double
paint (Frame  *frame,
       double *cpu)
{
  double start = bench_now ();
  GThreadPool *pool = g_thread_pool_new (paint_block, frame, (int) g_get_num_processors (), FALSE, NULL);

  frame->cpu = 0.0;
  for (int y = 0; y < frame->view.height; y += BLOCK)
    for (int x = 0; x < frame->view.width; x += BLOCK)
      {
        AtlasView block = bench_moved (&frame->view, x, y, MIN (BLOCK, frame->view.width - x), MIN (BLOCK, frame->view.height - y));

        g_thread_pool_push (pool, g_memdup2 (&block, sizeof block), NULL);
      }
  g_thread_pool_free (pool, FALSE, TRUE);
  *cpu = MIN (*cpu, frame->cpu);

  return bench_now () - start;
}

static void
report (const char *name,
        const char *what,
        double      value)
{
  g_autofree char *full = g_strdup_printf ("%s_%s", name, what);

  bench_metric (full, value);
}

static void
bench_line (const char *name,
            double      bend)
{
  double places[2 * PLACES + 2], times[MOST_VIEWS], cpu = 0.0;
  AtlasTable *table = make_line (bend, places);
  AtlasStyle *style = atlas_style_new_default (table, 0);
  Frame frame = { .table = table, .style = style, .view = bench_full_view (table) };
  double least = frame.view.zoom;
  gsize n = 0;

  g_mutex_init (&frame.lock);
  for (double zoom = least; zoom < 19.0; zoom += 0.7)
    for (int place = 0; place < (zoom > least ? PLACES : 1) && n < MOST_VIEWS; place++, n++)
      {
        double best = G_MAXDOUBLE, once = G_MAXDOUBLE;

        if (zoom > least)
          {
            frame.view.lon = places[2 * place];
            frame.view.lat = places[2 * place + 1];
            frame.view.zoom = zoom;
          }
        for (int i = 0; i < ROUNDS; i++)
          {
            double took = paint (&frame, &once);

            best = MIN (best, took);
          }
        times[n] = best;
        cpu = MAX (cpu, once);
        if (g_getenv ("BENCH_VIEWS") != NULL)
          g_printerr ("zoom %.1f place %d: %.1f ms, %.1f ms of the processors\n", zoom, place, best, once);
      }
  g_mutex_clear (&frame.lock);
  report (name, "ms", bench_percentile (times, n, 1.0));
  report (name, "med_ms", bench_median (times, n));
  report (name, "cpu_ms", cpu);
  atlas_table_unref (table);
  atlas_style_unref (style);
}

void
bench_hover_line (void)
{
  bench_line ("hover_line", 0.05);
  bench_line ("hover_tangle", 0.5);
}
