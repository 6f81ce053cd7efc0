/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What bench-render, bench-labels and bench-pan measure, and the yardstick beside it. */

#include "bench-frame.h"

#include "geo/atlas-mercator.h"
#include "render/atlas-labels.h"
#include "render/atlas-painter.h"

#define BLOCK 320

static AtlasTable *painted_table;
static AtlasStyle *painted_style;

/* The yardstick's vertices in world coordinates: like its peers', it projects them once, when the file is read. */
static double *world;
static const double *first_vertex;

void
bench_frame_init (AtlasTable *table,
                  AtlasStyle *style)
{
  gsize n = atlas_table_get_n_vertices (table);

  painted_table = table;
  painted_style = style;
  first_vertex = NULL;
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

void
bench_frame_clear (void)
{
  g_clear_pointer (&world, g_free);
}

/* A block, or the names of the whole view. */
typedef struct
{
  AtlasView  view;
  gsize     *n_names;
} Job;

static void
run_job (gpointer data,
         gpointer user_data)
{
  g_autofree Job *job = data;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, job->view.width, job->view.height);
  cairo_t *cr = cairo_create (surface);

  if (job->n_names != NULL)
    {
      AtlasLabelLayer layer = { painted_table, painted_style, FALSE, 1.0 };
      g_autoptr (AtlasLabels) labels = atlas_labels_place (&layer, 1, &job->view, TRUE, NULL);

      atlas_labels_paint (labels, cr);
      *job->n_names = atlas_labels_get_n (labels);
    }
  else
    atlas_painter_paint_layer (cr, painted_table, painted_style, &job->view, NULL);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

double
bench_frame_paint (const AtlasView *view,
                   gsize           *n_names)
{
  double start = bench_now ();
  GThreadPool *pool = g_thread_pool_new (run_job, NULL, (int) g_get_num_processors (), FALSE, NULL);
  Job job = { *view, n_names };

  /* The names first, as the map does: they take longer than any block. */
  if (n_names != NULL)
    g_thread_pool_push (pool, g_memdup2 (&job, sizeof job), NULL);
  job.n_names = NULL;
  for (int y = 0; y < view->height; y += BLOCK)
    for (int x = 0; x < view->width; x += BLOCK)
      {
        job.view = bench_moved (view, x, y, MIN (BLOCK, view->width - x), MIN (BLOCK, view->height - y));
        g_thread_pool_push (pool, g_memdup2 (&job, sizeof job), NULL);
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

double
bench_frame_paint_naively (const AtlasView *view)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, view->width, view->height);
  cairo_t *cr = cairo_create (surface);
  AtlasExtent extent = atlas_view_get_extent (view, 4.0);
  double size = atlas_mercator_world_size (view->zoom);
  double left = atlas_mercator_x (view->lon) * size - view->width / 2.0;
  double top = atlas_mercator_y (view->lat) * size - view->height / 2.0;
  double start = bench_now ();
  g_autoptr (GArray) features = atlas_table_query (painted_table, &extent);

  cairo_set_line_width (cr, 0.5);
  for (guint i = 0; i < features->len; i++)
    {
      guint32 feature = g_array_index (features, guint32, i);
      AtlasPart part = { 0 };

      for (gsize k = 0; k < atlas_table_get_n_parts (painted_table, feature); k++)
        {
          atlas_table_get_part (painted_table, feature, k, &part);
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

void
bench_frame_report (const char *name,
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
