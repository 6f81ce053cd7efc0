/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "map/atlas-block-content.h"
#include "map/atlas-map-sight.h"
#include "map/atlas-paint-queue.h"

G_BEGIN_DECLS

/** The side of a block, logical pixels. */
#define ATLAS_BLOCK_SIDE 512

/**
 * AtlasBlockPool:
 *
 * Bounds the memory of all block caches of a map: blocks that were not shown for the longest time go first, those in view
 * never.  Ref-counted; main thread.
 */
typedef struct _AtlasBlockPool AtlasBlockPool;

AtlasBlockPool *atlas_block_pool_new (void);
AtlasBlockPool *atlas_block_pool_ref (AtlasBlockPool *self);
void            atlas_block_pool_unref (AtlasBlockPool *self);

/** atlas_block_pool_begin: a new frame begins; @frame tells how much memory is reasonable. */
void            atlas_block_pool_begin (AtlasBlockPool      *self,
                                        const AtlasMapSight *frame);

/** atlas_block_pool_get_bytes: Returns: the bytes of pixels that are kept. */
gsize           atlas_block_pool_get_bytes (AtlasBlockPool *self);

/** atlas_block_pool_get_budget: Returns: the bytes of pixels that may be kept besides those in view. */
gsize           atlas_block_pool_get_budget (AtlasBlockPool *self);

/**
 * AtlasBlockCache:
 *
 * The painted blocks of one map layer: those of the zoom that is shown, exact to the pixel, and those of other zooms, which
 * stand in, moved and scaled, where exact ones are still being painted.  Main thread.
 */
typedef struct _AtlasBlockCache AtlasBlockCache;

/**
 * atlas_block_cache_new:
 * @changed: called when blocks came, so that the map updates and draws
 */
AtlasBlockCache *atlas_block_cache_new (AtlasPaintQueue *queue,
                                        AtlasBlockPool  *pool,
                                        void           (*changed) (gpointer data),
                                        gpointer         data);
void             atlas_block_cache_free (AtlasBlockCache *self);

/**
 * atlas_block_cache_set_content:
 * @content: (nullable): %NULL shows nothing
 * @keep: goes on showing the old content until the new one is painted
 */
void             atlas_block_cache_set_content (AtlasBlockCache   *self,
                                                AtlasBlockContent *content,
                                                gboolean           keep);

/**
 * atlas_block_cache_update:
 *
 * Takes note of what the map shows now: asks for the blocks that are wanting, nearest to the middle first, takes back what is
 * not wanted any more, and looks ahead: around the view and to smaller zooms, when the zoom rests.
 */
void             atlas_block_cache_update (AtlasBlockCache     *self,
                                           const AtlasMapSight *frame);

/** atlas_block_cache_stop: takes back all that was asked for: the layer is not shown any more. */
void             atlas_block_cache_stop (AtlasBlockCache *self);

/** atlas_block_cache_is_complete: Returns: %TRUE when all in view is painted at exactly the zoom of the last update. */
gboolean         atlas_block_cache_is_complete (AtlasBlockCache *self);

/**
 * atlas_block_cache_snapshot:
 *
 * Shows the blocks for the frame of the last update.
 *
 * Returns: %FALSE when a part of the view had nothing to show, not even a block of another zoom
 */
gboolean         atlas_block_cache_snapshot (AtlasBlockCache *self,
                                             GtkSnapshot     *snapshot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasBlockPool, atlas_block_pool_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasBlockCache, atlas_block_cache_free)

G_END_DECLS
