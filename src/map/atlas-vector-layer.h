/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

#include "map/atlas-block-cache.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_VECTOR_LAYER (atlas_vector_layer_get_type ())

/**
 * AtlasVectorLayer:
 *
 * A layer of the map that shows features in painted blocks: the basemap, one subject, or the outline of the selection.
 * Visibility and opacity are the widget's own, so changing them paints nothing anew.
 *
 * Signal: "changed" (no arguments): blocks came; the map should update and draw.
 */
G_DECLARE_FINAL_TYPE (AtlasVectorLayer, atlas_vector_layer, ATLAS, VECTOR_LAYER, ShumateLayer)

AtlasVectorLayer *atlas_vector_layer_new (ShumateViewport *viewport,
                                          AtlasPaintQueue *queue,
                                          AtlasBlockPool  *pool);

/** atlas_vector_layer_set_content: see atlas_block_cache_set_content(). */
void              atlas_vector_layer_set_content (AtlasVectorLayer  *self,
                                                  AtlasBlockContent *content,
                                                  gboolean           keep);

/** atlas_vector_layer_update: see atlas_block_cache_update(); a layer that is not visible asks for nothing. */
void              atlas_vector_layer_update (AtlasVectorLayer    *self,
                                             const AtlasMapSight *frame);

/** atlas_vector_layer_is_complete: Returns: %TRUE when all in view is painted exactly, or when it is not visible. */
gboolean          atlas_vector_layer_is_complete (AtlasVectorLayer *self);

/** atlas_vector_layer_get_n_blank: Returns: in how many frames so far a part of the view had nothing to show, for tests. */
guint             atlas_vector_layer_get_n_blank (AtlasVectorLayer *self);

/** atlas_vector_layer_get_slowest: Returns: the longest that putting a frame together took so far, microseconds. */
gint64            atlas_vector_layer_get_slowest (AtlasVectorLayer *self);

G_END_DECLS
