/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a pan of the map costs: the map's own block cache and its workers, driven without a window.  For each step the map
 * moves by 480 pixels in twelve frames, as a drag does, and is then waited for until all in view is painted.
 *
 * usage: bench-pan FILE
 *
 *   pan_VIEW_ms            median from the release until the view is complete; naive_pan_VIEW_ms, ratio_pan_VIEW: the
 *                          yardstick paints that frame anew
 *   pan_VIEW_p95_ms        the same, of twenty only one takes longer
 *   frame_VIEW_p95_ms      the main loop's part of a frame of the drag: asking for blocks, and taking those that came
 *   dispatch_VIEW_ms       the longest that the main loop was held up in one go
 *   cache_MB               what the cache holds in the end; cache_most_MB: at any time; cache_budget_MB: what it may */

#include "bench-frame.h"

#include "geo/atlas-mercator.h"
#include "map/atlas-block-cache.h"

#define STEP   480.0
#define FRAMES 12
#define STEPS  20
#define FRAME_TIME (G_USEC_PER_SEC / 60)

typedef struct
{
  AtlasBlockPool  *pool;
  AtlasBlockCache *cache;
  AtlasMapSight    frame;
  GArray          *frames;        /* double: the main loop's milliseconds of each frame of a drag */
  double           dispatch;      /* the longest */
  gsize            most_bytes;
} Pan;

static void
on_changed (gpointer data)
{
}

/* Lets the main loop do what waits. */
static double
turn (Pan *self)
{
  double all = 0.0;

  for (gboolean more = TRUE; more;)
    {
      double start = bench_now (), took;

      more = g_main_context_iteration (NULL, FALSE);
      took = bench_now () - start;
      self->dispatch = MAX (self->dispatch, took);
      all += took;
    }
  self->most_bytes = MAX (self->most_bytes, atlas_block_pool_get_bytes (self->pool));

  return all;
}

static double
update (Pan *self)
{
  double start = bench_now ();

  atlas_block_pool_begin (self->pool, &self->frame);
  atlas_block_cache_update (self->cache, &self->frame);

  return bench_now () - start;
}

static double
settle (Pan *self)
{
  double start = bench_now ();

  self->frame.still = TRUE;
  update (self);
  while (!atlas_block_cache_is_complete (self->cache))
    {
      (void) turn (self);
      update (self);
      g_usleep (500);
    }

  return bench_now () - start;
}

static double
pan (Pan    *self,
     double  x)
{
  double size = atlas_mercator_world_size (self->frame.zoom);

  for (int i = 0; i < FRAMES; i++)
    {
      gint64 begin = g_get_monotonic_time ();
      double took;

      self->frame.x += x / FRAMES / size;
      took = update (self);
      took += turn (self);
      g_array_append_val (self->frames, took);
      g_usleep ((gulong) MAX (0, FRAME_TIME - (g_get_monotonic_time () - begin)));
    }

  return settle (self);
}

static AtlasView
get_view (const Pan *self)
{
  return (AtlasView) { .lon = atlas_mercator_lon (self->frame.x), .lat = atlas_mercator_lat (self->frame.y),
                       .zoom = self->frame.zoom, .width = BENCH_WIDTH, .height = BENCH_HEIGHT, .scale = 1.0 };
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
bench_view (Pan             *self,
            const char      *name,
            const AtlasView *view)
{
  g_autofree char *pan_name = g_strdup_printf ("pan_%s", name);
  double ours[STEPS], naive[3];

  self->frame.x = atlas_mercator_x (view->lon);
  self->frame.y = atlas_mercator_y (view->lat);
  self->frame.zoom = view->zoom;
  self->dispatch = 0.0;
  g_array_set_size (self->frames, 0);
  (void) settle (self);
  /* There and back and a little down, so that no step shows what was seen before. */
  for (int i = 0; i < STEPS; i++)
    {
      if (i % 5 == 0)
        self->frame.y += i > 0 ? BENCH_HEIGHT / atlas_mercator_world_size (view->zoom) : 0.0;
      ours[i] = pan (self, i / 5 % 2 ? -STEP : STEP);
      if (i < 3)
        {
          AtlasView now = get_view (self);

          naive[i] = bench_frame_paint_naively (&now);
        }
    }
  bench_frame_report (pan_name, bench_median (ours, STEPS), bench_median (naive, 3));
  report ("pan_", name, "_p95_ms", bench_percentile (ours, STEPS, 0.95));
  report ("frame_", name, "_p95_ms",
          bench_percentile ((double *) (gpointer) self->frames->data, self->frames->len, 0.95));
  report ("dispatch_", name, "_ms", self->dispatch);
}

int
main (int    argc,
      char **argv)
{
  AtlasTable *table = bench_open (bench_path (argc, argv));
  AtlasStyle *style = atlas_style_new_default (table, 0);
  AtlasView full = bench_full_view (table), town = bench_town_view (13);
  g_autoptr (AtlasPaintQueue) queue = atlas_paint_queue_new ();
  g_autoptr (AtlasBlockPool) pool = atlas_block_pool_new ();
  g_autoptr (AtlasBlockContent) content = atlas_block_content_new (FALSE);
  Pan self = { .pool = pool, .frames = g_array_new (FALSE, FALSE, sizeof (double)) };

  atlas_block_content_add (content, table, style);
  self.cache = atlas_block_cache_new (queue, pool, on_changed, NULL);
  atlas_block_cache_set_content (self.cache, content, FALSE);
  self.frame = (AtlasMapSight) { .width = BENCH_WIDTH, .height = BENCH_HEIGHT, .scale = 1, .ahead = TRUE };
  bench_frame_init (table, style);
  bench_metric ("features", (double) atlas_table_get_n_features (table));
  bench_view (&self, "z13", &town);
  bench_view (&self, "full", &full);
  bench_metric ("cache_MB", (double) atlas_block_pool_get_bytes (pool) / 1e6);
  bench_metric ("cache_most_MB", (double) self.most_bytes / 1e6);
  bench_metric ("cache_budget_MB", (double) atlas_block_pool_get_budget (pool) / 1e6);
  atlas_block_cache_free (self.cache);
  bench_frame_clear ();
  g_array_unref (self.frames);
  atlas_table_unref (table);
  atlas_style_unref (style);

  return 0;
}
