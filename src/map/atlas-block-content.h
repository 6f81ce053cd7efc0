/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-table.h"
#include "render/atlas-view.h"
#include "style/atlas-style.h"

G_BEGIN_DECLS

/**
 * AtlasBlockContent:
 *
 * What is painted in the blocks of one map layer: tables with their styles, the outlines of what is selected, or that of one
 * feature.  Never changes;
 * a change makes a new one.  Ref-counted; any thread.
 */
typedef struct _AtlasBlockContent AtlasBlockContent;

/**
 * AtlasBlockPiece:
 * @bytes: premultiplied ARGB as cairo has it, rows without padding
 * @x: where the pixels begin in what was painted, device pixels
 * @y: likewise
 * @width: device pixels
 * @height: likewise
 *
 * A part of a painted block that is not transparent.
 */
typedef struct
{
  GBytes *bytes;
  int     x;
  int     y;
  int     width;
  int     height;
} AtlasBlockPiece;

/**
 * atlas_block_content_new:
 * @ground: the ground's colour lies under the layers, so the blocks are opaque
 */
AtlasBlockContent *atlas_block_content_new (gboolean ground);

/** atlas_block_content_add: puts a layer on top; only before the content is handed to anybody. */
void               atlas_block_content_add (AtlasBlockContent *self,
                                            AtlasTable        *table,
                                            AtlasStyle        *style);

/** atlas_block_content_add_selection: outlines features of a layer on top; likewise only before it is handed out. */
void               atlas_block_content_add_selection (AtlasBlockContent *self,
                                                      AtlasTable        *table,
                                                      AtlasStyle        *style,
                                                      AtlasFeatureSet   *selection);

/** atlas_block_content_new_highlight: the outline of one feature. */
AtlasBlockContent *atlas_block_content_new_highlight (AtlasTable *table,
                                                      AtlasStyle *style,
                                                      gsize       feature);

AtlasBlockContent *atlas_block_content_ref (AtlasBlockContent *self);
void               atlas_block_content_unref (AtlasBlockContent *self);

/** atlas_block_content_equal: Returns: %TRUE when both paint the same. */
gboolean           atlas_block_content_equal (AtlasBlockContent *self,
                                              AtlasBlockContent *other);

/** atlas_block_content_is_ground: Returns: %TRUE when its blocks are opaque. */
gboolean           atlas_block_content_is_ground (AtlasBlockContent *self);

/**
 * atlas_block_content_may_show:
 *
 * Returns: %FALSE when surely nothing is to be painted in @view; cheap
 */
gboolean           atlas_block_content_may_show (AtlasBlockContent *self,
                                                 const AtlasView   *view);

/**
 * atlas_block_content_paint:
 *
 * Paints @view.  For a worker thread.
 *
 * Returns: (transfer full) (nullable) (element-type AtlasBlockPiece): what is not transparent, %NULL when cancelled or when
 *   there is no memory for it
 */
GArray            *atlas_block_content_paint (AtlasBlockContent *self,
                                              const AtlasView   *view,
                                              GCancellable      *cancellable);

/**
 * atlas_block_cut:
 * @data: premultiplied ARGB
 * @stride: bytes in a row
 *
 * Copies the parts of a picture that are not transparent.
 *
 * Returns: (transfer full) (element-type AtlasBlockPiece): the parts
 */
GArray            *atlas_block_cut (const guchar *data,
                                    int           width,
                                    int           height,
                                    int           stride);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasBlockContent, atlas_block_content_unref)

G_END_DECLS
