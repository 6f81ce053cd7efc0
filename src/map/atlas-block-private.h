/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "map/atlas-block-cache.h"

G_BEGIN_DECLS

/* What the cache and the showing of blocks share.  Main thread. */

typedef struct _AtlasBlockLevel AtlasBlockLevel;

/** A part of a block that is not transparent. */
typedef struct
{
  GdkTexture *texture;
  int         x;                    /* where it begins in the block, device pixels */
  int         y;
} AtlasTile;

/** A block: a square of the pixel grid of the world at the zoom of its level. */
typedef struct
{
  gint64           key;             /* see atlas_block_key() */
  AtlasBlockLevel *level;           /* (unowned) */
  AtlasBlockPool  *pool;            /* (unowned) the pool that its pixels count in; %NULL without pixels */
  AtlasPaintJob   *job;             /* (unowned) while it is being painted */
  gboolean         ready;
  AtlasTile       *tiles;           /* %NULL when nothing is painted in it */
  guint            n_tiles;
  gsize            bytes;
  guint64          used;            /* the pool's frame in which it was last wanted */
  GList            link;            /* in the pool */
} AtlasBlock;

/** All blocks of a zoom. */
struct _AtlasBlockLevel
{
  double             zoom;
  double             scale;         /* device pixels in a logical pixel of this zoom */
  gboolean           dark;
  AtlasBlockContent *content;
  GHashTable        *blocks;        /* AtlasBlock by its key */
  guint64            used;
};

struct _AtlasBlockCache
{
  AtlasPaintQueue   *queue;
  AtlasBlockPool    *pool;
  void             (*changed) (gpointer data);
  gpointer           data;
  AtlasBlockContent *content;
  GPtrArray         *levels;        /* AtlasBlockLevel */
  AtlasBlockLevel   *target;        /* (unowned) what is wanted */
  AtlasBlockLevel   *shown;         /* (unowned) what was complete last */
  AtlasMapSight      frame;
  guint64            stamp;         /* of the last update */
  gboolean           complete;
};

/** A range of blocks, both ends included; empty when the last is before the first. */
typedef struct
{
  int x1;
  int y1;
  int x2;
  int y2;
} AtlasBlockRange;

static inline gint64
atlas_block_key (int x,
                 int y)
{
  return ((gint64) y << 32) | (guint32) x;
}

/** atlas_block_touch: the block is of use in the pool's present frame, so it is kept. */
void             atlas_block_touch (AtlasBlock     *self,
                                    AtlasBlockPool *pool);

/** atlas_block_level_find: Returns: (transfer none) (nullable): the block, painted or not. */
AtlasBlock      *atlas_block_level_find (AtlasBlockLevel *self,
                                         int              x,
                                         int              y);

/**
 * atlas_block_level_get_range:
 * @frame: what is shown
 * @box: a box in its pixels (before the rotation)
 *
 * Returns: the blocks of the level that touch the box
 */
AtlasBlockRange  atlas_block_level_get_range (AtlasBlockLevel       *self,
                                              const AtlasMapSight   *frame,
                                              const graphene_rect_t *box);

/** atlas_block_level_is_current: Returns: %TRUE when it shows what @cache shows now, in its colours. */
gboolean         atlas_block_level_is_current (AtlasBlockLevel *self,
                                               AtlasBlockCache *cache);

G_END_DECLS
