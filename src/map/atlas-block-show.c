/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Puts the blocks of a map layer together for a frame.
 *
 * Every part of the view is shown from exactly one zoom: where the shown zoom has no block, the next best stands in, cut to
 * the hole, so nothing that is half transparent is ever shown twice.  Edges of scaled blocks are moved to whole device pixels
 * that neighbours share, so no seams show.  Main thread; cost: a few hundred hash look-ups a frame. */

#include "map/atlas-block-private.h"

#include <math.h>

#include "geo/atlas-mercator.h"

/* Blocks of a level that are looked up for one hole: a level with more is too fine to be of use. */
#define MAX_BLOCKS 800
#define MAX_LEVELS 24

typedef struct
{
  AtlasBlockCache *cache;
  GtkSnapshot     *snapshot;
  AtlasBlockLevel *levels[MAX_LEVELS];  /* best first */
  guint            n_levels;
  double           origin_x;
  double           origin_y;
  gboolean         covered;
} Show;

AtlasBlock *
atlas_block_level_find (AtlasBlockLevel *self,
                        int              x,
                        int              y)
{
  gint64 key = atlas_block_key (x, y);

  return g_hash_table_lookup (self->blocks, &key);
}

gboolean
atlas_block_level_is_current (AtlasBlockLevel *self,
                              AtlasBlockCache *cache)
{
  return self->dark == cache->frame.dark && atlas_block_content_equal (self->content, cache->content);
}

AtlasBlockRange
atlas_block_level_get_range (AtlasBlockLevel       *self,
                             const AtlasMapSight   *frame,
                             const graphene_rect_t *box)
{
  double side = ATLAS_BLOCK_SIDE * exp2 (frame->zoom - self->zoom);
  double last = ceil (atlas_mercator_world_size (self->zoom) / ATLAS_BLOCK_SIDE) - 1;
  double x, y;

  atlas_map_sight_get_origin (frame, &x, &y);
  x += box->origin.x;
  y += box->origin.y;
  return (AtlasBlockRange) {
    (int) CLAMP (floor (x / side), 0, last + 1),
    (int) CLAMP (floor (y / side), 0, last + 1),
    (int) CLAMP (ceil ((x + box->size.width) / side) - 1, -1, last),
    (int) CLAMP (ceil ((y + box->size.height) / side) - 1, -1, last),
  };
}

static double
to_device (const AtlasMapSight *frame,
           double               at)
{
  return frame->rotation == 0 ? round (at * frame->scale) / frame->scale : at;
}

/* Where the edge number @n of the blocks of @level lies, widget pixels. */
static double
get_edge (Show            *show,
          AtlasBlockLevel *level,
          int              n,
          double           origin)
{
  const AtlasMapSight *frame = &show->cache->frame;
  double at = MIN ((double) n * ATLAS_BLOCK_SIDE, atlas_mercator_world_size (level->zoom));

  return to_device (frame, at * exp2 (frame->zoom - level->zoom) - origin);
}

static void
show_block (Show                  *show,
            AtlasBlock            *block,
            const graphene_rect_t *place)
{
  const AtlasMapSight *frame = &show->cache->frame;
  AtlasBlockLevel *level = block->level;
  double k = exp2 (frame->zoom - level->zoom) / level->scale;
  int side = (int) (ATLAS_BLOCK_SIDE * level->scale);

  atlas_block_touch (block, show->cache->pool);
  for (guint i = 0; i < block->n_tiles; i++)
    {
      const AtlasTile *tile = &block->tiles[i];
      int width = gdk_texture_get_width (tile->texture);
      int height = gdk_texture_get_height (tile->texture);
      double x1, y1, x2, y2;

      if (width == side && height == side && place->size.width > 0 && place->size.height > 0)
        {
          gtk_snapshot_append_texture (show->snapshot, tile->texture, place);
          continue;
        }
      x1 = to_device (frame, place->origin.x + tile->x * k);
      y1 = to_device (frame, place->origin.y + tile->y * k);
      x2 = to_device (frame, place->origin.x + (tile->x + width) * k);
      y2 = to_device (frame, place->origin.y + (tile->y + height) * k);
      /* Far out a speck may be less than a pixel. */
      if (x2 > x1 && y2 > y1)
        gtk_snapshot_append_texture (show->snapshot, tile->texture, &GRAPHENE_RECT_INIT (x1, y1, x2 - x1, y2 - y1));
    }
}

static void show_from (Show                  *show,
                       guint                  nth,
                       const graphene_rect_t *box);

static void
show_hole (Show                  *show,
           guint                  nth,
           const graphene_rect_t *hole,
           const graphene_rect_t *box)
{
  graphene_rect_t part;

  /* A hair of overlap is none: float edges of neighbours. */
  if (!graphene_rect_intersection (hole, box, &part) || part.size.width < 0.05 || part.size.height < 0.05)
    return;
  gtk_snapshot_push_clip (show->snapshot, &part);
  show_from (show, nth, &part);
  gtk_snapshot_pop (show->snapshot);
}

/* Shows @box from level @nth, and what it has not from those after it. */
static void
show_from (Show                  *show,
           guint                  nth,
           const graphene_rect_t *box)
{
  AtlasBlockLevel *level;
  AtlasBlockRange range;

  if (nth == show->n_levels)
    {
      show->covered = FALSE;
      return;
    }
  level = show->levels[nth];
  range = atlas_block_level_get_range (level, &show->cache->frame, box);
  if ((double) (range.x2 - range.x1 + 1) * (range.y2 - range.y1 + 1) > MAX_BLOCKS)
    {
      show_from (show, nth + 1, box);
      return;
    }

  for (int y = range.y1; y <= range.y2; y++)
    {
      double top = get_edge (show, level, y, show->origin_y);
      double bottom = get_edge (show, level, y + 1, show->origin_y);
      int hole = range.x1;

      for (int x = range.x1; x <= range.x2 + 1; x++)
        {
          AtlasBlock *block = x <= range.x2 ? atlas_block_level_find (level, x, y) : NULL;
          double left;

          if (x <= range.x2 && (block == NULL || !block->ready))
            continue;
          left = get_edge (show, level, x, show->origin_x);
          if (hole < x)
            {
              double start = get_edge (show, level, hole, show->origin_x);

              show_hole (show, nth + 1, &GRAPHENE_RECT_INIT (start, top, left - start, bottom - top), box);
            }
          hole = x + 1;
          if (block != NULL && block->tiles != NULL)
            show_block (show, block,
                        &GRAPHENE_RECT_INIT (left, top,
                                             get_edge (show, level, x + 1, show->origin_x) - left, bottom - top));
        }
    }
}

/* How well a level stands in for what is wanted: smaller is better. */
static double
get_badness (AtlasBlockLevel *level,
             AtlasBlockCache *cache)
{
  double off = level->zoom - cache->frame.zoom;

  /* Many small pieces are worse than a few blurred ones. */
  return (off > 0 ? off * 1.5 : -off) + (atlas_block_level_is_current (level, cache) ? 0 : 100) -
         (level == cache->shown ? 1000 : 0);
}

static void
sort_levels (Show *show)
{
  AtlasBlockCache *cache = show->cache;

  for (guint i = 0; i < cache->levels->len; i++)
    {
      AtlasBlockLevel *level = g_ptr_array_index (cache->levels, i);
      guint at = MIN (show->n_levels, MAX_LEVELS - 1);

      while (at > 0 && get_badness (level, cache) < get_badness (show->levels[at - 1], cache))
        {
          show->levels[at] = show->levels[at - 1];
          at--;
        }
      show->levels[at] = level;
      show->n_levels = MIN (show->n_levels + 1, MAX_LEVELS);
    }
}

gboolean
atlas_block_cache_snapshot (AtlasBlockCache *self,
                            GtkSnapshot     *snapshot)
{
  const AtlasMapSight *frame = &self->frame;
  Show show = { .cache = self, .snapshot = snapshot, .covered = TRUE };
  graphene_rect_t box;

  if (self->content == NULL || frame->width <= 0)
    return TRUE;

  sort_levels (&show);
  atlas_map_sight_get_origin (frame, &show.origin_x, &show.origin_y);
  box = atlas_map_sight_get_box (frame, 0);

  gtk_snapshot_save (snapshot);
  if (frame->rotation != 0)
    {
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (frame->width / 2.0f, frame->height / 2.0f));
      gtk_snapshot_rotate (snapshot, (float) (frame->rotation * 180 / G_PI));
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (-frame->width / 2.0f, -frame->height / 2.0f));
    }
  show_from (&show, 0, &box);
  gtk_snapshot_restore (snapshot);
  return show.covered;
}
