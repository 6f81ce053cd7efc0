/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The painted blocks of one map layer: which are wanted, which are kept.
 *
 * Owned by a vector layer, main thread; painting happens in the workers of the AtlasPaintQueue.  A level holds the blocks of
 * one exact zoom.  Besides the level in view there are overviews: levels at even zooms, painted at half resolution when the
 * workers have nothing better to do, so that zooming out and fast panning always have something to show. */

#include "map/atlas-block-private.h"

#include <math.h>

#include "geo/atlas-mercator.h"

/* Logical pixels around the view that are painted ahead. */
#define RING 320
#define LEVELS_KEPT 4
#define OVERVIEW_SCALE 0.5
#define OVERVIEW_STEP 2
#define POOL_BYTES ((gsize) 96 * 1024 * 1024)
/* A big screen needs more than that: so many times the pixels in view. */
#define POOL_VIEWS 6

/* Classes of priority; within a class the distance from the middle decides. */
#define IN_VIEW 0.0
#define AROUND_VIEW 1e7
#define OVERVIEW 2e7

struct _AtlasBlockPool
{
  guint   ref_count;
  gsize   bytes;
  gsize   limit;
  guint64 frame;
  GQueue  blocks;                 /* AtlasBlock, longest unused first */
};

/* What a worker needs for a block. */
typedef struct
{
  AtlasBlockCache   *cache;       /* these two on the main thread only, while the job is not cancelled */
  AtlasBlock        *block;
  AtlasBlockContent *content;
  AtlasView          view;
} Paint;

AtlasBlockPool *
atlas_block_pool_new (void)
{
  AtlasBlockPool *self = g_new0 (AtlasBlockPool, 1);

  self->ref_count = 1;
  self->limit = POOL_BYTES;
  g_queue_init (&self->blocks);
  return self;
}

AtlasBlockPool *
atlas_block_pool_ref (AtlasBlockPool *self)
{
  self->ref_count++;
  return self;
}

void
atlas_block_pool_unref (AtlasBlockPool *self)
{
  if (--self->ref_count == 0)
    g_free (self);
}

void
atlas_block_pool_begin (AtlasBlockPool      *self,
                        const AtlasMapSight *frame)
{
  gsize view = (gsize) frame->width * (gsize) frame->height * 4 * (gsize) (frame->scale * frame->scale);

  self->frame++;
  self->limit = MAX (POOL_BYTES, view * POOL_VIEWS);
}

gsize
atlas_block_pool_get_bytes (AtlasBlockPool *self)
{
  return self->bytes;
}

gsize
atlas_block_pool_get_budget (AtlasBlockPool *self)
{
  return self->limit;
}

void
atlas_block_touch (AtlasBlock     *self,
                   AtlasBlockPool *pool)
{
  if (self->used == pool->frame)
    return;
  self->used = pool->frame;
  if (self->pool != NULL)
    {
      g_queue_unlink (&pool->blocks, &self->link);
      g_queue_push_tail_link (&pool->blocks, &self->link);
    }
}

static void
block_free (AtlasBlock *self)
{
  if (self->pool != NULL)
    {
      g_queue_unlink (&self->pool->blocks, &self->link);
      self->pool->bytes -= self->bytes;
    }
  for (guint i = 0; i < self->n_tiles; i++)
    g_object_unref (self->tiles[i].texture);
  g_free (self->tiles);
  g_free (self);
}

static void
pool_add (AtlasBlockPool *self,
          AtlasBlock     *block)
{
  block->pool = self;
  block->link.data = block;
  g_queue_push_tail_link (&self->blocks, &block->link);
  self->bytes += block->bytes;

  while (self->bytes > self->limit)
    {
      AtlasBlock *oldest = g_queue_peek_head (&self->blocks);

      if (oldest == NULL || oldest == block || oldest->used + 1 >= self->frame)
        break;
      g_hash_table_remove (oldest->level->blocks, &oldest->key);
    }
}

static AtlasBlockLevel *
level_new (double             zoom,
           double             scale,
           gboolean           dark,
           AtlasBlockContent *content)
{
  AtlasBlockLevel *self = g_new0 (AtlasBlockLevel, 1);

  self->zoom = zoom;
  self->scale = scale;
  self->dark = dark;
  self->content = atlas_block_content_ref (content);
  self->blocks = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) block_free);
  return self;
}

/* Its blocks must not be waiting for a worker any more. */
static void
level_free (AtlasBlockLevel *self)
{
  g_hash_table_unref (self->blocks);
  atlas_block_content_unref (self->content);
  g_free (self);
}

static AtlasBlockLevel *
get_level (AtlasBlockCache *self,
           double           zoom,
           double           scale)
{
  AtlasBlockLevel *level;

  for (guint i = 0; i < self->levels->len; i++)
    {
      level = g_ptr_array_index (self->levels, i);
      if (level->zoom == zoom && level->scale == scale && atlas_block_level_is_current (level, self))
        {
          level->used = self->stamp;
          return level;
        }
    }
  level = level_new (zoom, scale, self->frame.dark, self->content);
  level->used = self->stamp;
  g_ptr_array_add (self->levels, level);
  return level;
}

AtlasBlockCache *
atlas_block_cache_new (AtlasPaintQueue *queue,
                       AtlasBlockPool  *pool,
                       void           (*changed) (gpointer data),
                       gpointer         data)
{
  AtlasBlockCache *self = g_new0 (AtlasBlockCache, 1);

  self->queue = atlas_paint_queue_ref (queue);
  self->pool = atlas_block_pool_ref (pool);
  self->changed = changed;
  self->data = data;
  self->levels = g_ptr_array_new_with_free_func ((GDestroyNotify) level_free);
  return self;
}

/* Takes back the jobs of blocks that the last update did not want, or of all. */
static void
cancel_level (AtlasBlockCache *self,
              AtlasBlockLevel *level,
              gboolean         all)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, level->blocks);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      AtlasBlock *block = value;

      if (block->job == NULL || (!all && block->used == self->pool->frame))
        continue;
      atlas_paint_queue_cancel (self->queue, g_steal_pointer (&block->job));
      g_hash_table_iter_remove (&iter);
    }
}

static void
cancel_levels (AtlasBlockCache *self,
               gboolean         all)
{
  for (guint i = 0; i < self->levels->len; i++)
    cancel_level (self, g_ptr_array_index (self->levels, i), all);
}

void
atlas_block_cache_stop (AtlasBlockCache *self)
{
  cancel_levels (self, TRUE);
  self->complete = FALSE;
}

static void
drop_levels (AtlasBlockCache *self)
{
  cancel_levels (self, TRUE);
  self->target = self->shown = NULL;
  g_ptr_array_set_size (self->levels, 0);
}

void
atlas_block_cache_free (AtlasBlockCache *self)
{
  drop_levels (self);
  g_ptr_array_unref (self->levels);
  g_clear_pointer (&self->content, atlas_block_content_unref);
  atlas_block_pool_unref (self->pool);
  atlas_paint_queue_unref (self->queue);
  g_free (self);
}

void
atlas_block_cache_set_content (AtlasBlockCache   *self,
                               AtlasBlockContent *content,
                               gboolean           keep)
{
  if (atlas_block_content_equal (self->content, content))
    return;
  cancel_levels (self, TRUE);
  if (!keep || content == NULL)
    drop_levels (self);
  g_clear_pointer (&self->content, atlas_block_content_unref);
  self->content = content != NULL ? atlas_block_content_ref (content) : NULL;
  self->target = NULL;
  self->complete = content == NULL;
}

static void
paint_free (gpointer data)
{
  Paint *paint = data;

  atlas_block_content_unref (paint->content);
  g_free (paint);
}

static gpointer
paint_run (gpointer      data,
           GCancellable *cancellable)
{
  Paint *paint = data;

  return atlas_block_content_paint (paint->content, &paint->view, cancellable);
}

static gsize
paint_done (gpointer data,
            gpointer result)
{
  Paint *paint = data;
  AtlasBlock *block = paint->block;
  AtlasBlockCache *cache = paint->cache;
  g_autoptr (GArray) pieces = result;
  gsize bytes;

  block->job = NULL;
  /* Without memory for it the block stays empty: better than asking again and again. */
  block->ready = TRUE;
  if (pieces != NULL && pieces->len > 0)
    {
      block->n_tiles = pieces->len;
      block->tiles = g_new (AtlasTile, pieces->len);
      for (guint i = 0; i < pieces->len; i++)
        {
          const AtlasBlockPiece *piece = &g_array_index (pieces, AtlasBlockPiece, i);

          block->tiles[i].texture = gdk_memory_texture_new (piece->width, piece->height, GDK_MEMORY_DEFAULT, piece->bytes,
                                                            (gsize) piece->width * 4);
          block->tiles[i].x = piece->x;
          block->tiles[i].y = piece->y;
          block->bytes += g_bytes_get_size (piece->bytes);
        }
      pool_add (cache->pool, block);
    }
  bytes = block->bytes;
  /* Last: whoever hears of it may do away with the cache. */
  cache->changed (cache->data);
  return bytes;
}

/* The part of the world that a block shows.  Those at the world's end are cut there: the middle of a view has a latitude. */
static AtlasView
get_block_view (AtlasBlockLevel *level,
                int              x,
                int              y)
{
  double size = atlas_mercator_world_size (level->zoom);
  double left = (double) x * ATLAS_BLOCK_SIDE;
  double top = (double) y * ATLAS_BLOCK_SIDE;
  int width = (int) MIN (ATLAS_BLOCK_SIDE, ceil (size - left));
  int height = (int) MIN (ATLAS_BLOCK_SIDE, ceil (size - top));

  return (AtlasView) {
    .lon = atlas_mercator_lon ((left + width / 2.0) / size),
    .lat = atlas_mercator_lat ((top + height / 2.0) / size),
    .zoom = level->zoom,
    .width = width,
    .height = height,
    .scale = level->scale,
    .dark = level->dark,
  };
}

static AtlasBlock *
want_block (AtlasBlockCache *self,
            AtlasBlockLevel *level,
            int              x,
            int              y,
            double           priority)
{
  AtlasBlock *block = atlas_block_level_find (level, x, y);
  Paint *paint;

  if (block != NULL)
    {
      atlas_block_touch (block, self->pool);
      if (block->job != NULL)
        atlas_paint_queue_set_priority (self->queue, block->job, priority);
      return block;
    }

  block = g_new0 (AtlasBlock, 1);
  block->key = atlas_block_key (x, y);
  block->level = level;
  block->used = self->pool->frame;
  g_hash_table_insert (level->blocks, &block->key, block);

  paint = g_new0 (Paint, 1);
  paint->cache = self;
  paint->block = block;
  paint->content = atlas_block_content_ref (level->content);
  paint->view = get_block_view (level, x, y);
  if (atlas_block_content_may_show (level->content, &paint->view))
    block->job = atlas_paint_queue_add (self->queue, priority, paint_run, paint_done, paint, paint_free,
                                        (GDestroyNotify) g_array_unref);
  else
    {
      paint_free (paint);
      block->ready = TRUE;
    }
  return block;
}

/* Asks for the blocks of @level that touch @box of @frame.  Returns: %TRUE when all are there. */
static gboolean
want_box (AtlasBlockCache       *self,
          AtlasBlockLevel       *level,
          const AtlasMapSight   *frame,
          const graphene_rect_t *box,
          double                 priority)
{
  AtlasBlockRange range = atlas_block_level_get_range (level, frame, box);
  double size = atlas_mercator_world_size (level->zoom) / ATLAS_BLOCK_SIDE;
  double middle_x = frame->x * size - 0.5;
  double middle_y = frame->y * size - 0.5;
  gboolean all = TRUE;

  for (int y = range.y1; y <= range.y2; y++)
    for (int x = range.x1; x <= range.x2; x++)
      {
        AtlasBlock *block = want_block (self, level, x, y, priority + hypot (x - middle_x, y - middle_y));

        all = all && block->ready;
      }
  return all;
}

/* The overview that stands in for @zoom: an even zoom somewhat below it. */
static double
get_overview_zoom (double zoom)
{
  return floor ((zoom - 0.75) / OVERVIEW_STEP) * OVERVIEW_STEP;
}

/* Smaller zooms, as far around the middle as zooming out would show. */
static void
want_overviews (AtlasBlockCache *self)
{
  for (double zoom = get_overview_zoom (self->frame.zoom); zoom >= 0; zoom -= OVERVIEW_STEP)
    {
      AtlasMapSight frame = self->frame;
      graphene_rect_t box;

      frame.zoom = zoom;
      box = atlas_map_sight_get_box (&frame, RING);
      want_box (self, get_level (self, zoom, frame.scale * OVERVIEW_SCALE), &frame, &box, OVERVIEW + zoom * 1000);
    }
}

/* Keeps what may soon be of use again. */
static void
forget_levels (AtlasBlockCache *self)
{
  for (guint i = self->levels->len; i-- > 0;)
    {
      AtlasBlockLevel *level = g_ptr_array_index (self->levels, i);
      gboolean stale = self->complete && !atlas_block_level_is_current (level, self);
      guint newer = 0;

      if (level == self->target || level == self->shown)
        continue;
      for (guint j = 0; j < self->levels->len; j++)
        newer += ((AtlasBlockLevel *) g_ptr_array_index (self->levels, j))->used > level->used;
      /* Overviews are used by every update, so what is left behind here are the zooms of a while ago. */
      if (stale || g_hash_table_size (level->blocks) == 0 || newer > LEVELS_KEPT + ATLAS_MERCATOR_MAX_ZOOM / OVERVIEW_STEP)
        {
          cancel_level (self, level, TRUE);
          g_ptr_array_remove_index_fast (self->levels, i);
        }
    }
}

void
atlas_block_cache_update (AtlasBlockCache     *self,
                          const AtlasMapSight *frame)
{
  graphene_rect_t box = atlas_map_sight_get_box (frame, 0);
  graphene_rect_t ring = atlas_map_sight_get_box (frame, RING);

  self->frame = *frame;
  self->stamp++;
  if (self->content == NULL || frame->width <= 0 || frame->height <= 0)
    {
      self->complete = self->content == NULL;
      return;
    }

  self->complete = FALSE;
  if (frame->still)
    {
      self->target = get_level (self, frame->zoom, frame->scale);
      /* The wider box first: what is in view as well then gets its proper priority. */
      if (frame->ahead)
        want_box (self, self->target, frame, &ring, AROUND_VIEW);
      self->complete = want_box (self, self->target, frame, &box, IN_VIEW);
      if (self->complete)
        self->shown = self->target;
      if (frame->ahead)
        want_overviews (self);
    }
  else if (get_overview_zoom (frame->zoom) >= 0)
    want_box (self, get_level (self, get_overview_zoom (frame->zoom), frame->scale * OVERVIEW_SCALE), frame, &box, IN_VIEW);

  cancel_levels (self, FALSE);
  forget_levels (self);
}

gboolean
atlas_block_cache_is_complete (AtlasBlockCache *self)
{
  return self->complete;
}
