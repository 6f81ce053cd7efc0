/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "layout/atlas-map-frame.h"
#include "render/atlas-scene.h"

G_BEGIN_DECLS

/**
 * AtlasFrameMap:
 *
 * A scene in a map frame, ready to be painted: the layers moved to the plane, the names placed.  Immutable, ref-counted; any
 * thread.
 */
typedef struct _AtlasFrameMap AtlasFrameMap;

/**
 * atlas_frame_map_new:
 * @chinese: which names
 *
 * Looks at what is in the frame only.  Takes as long as a frame of the screen and more: for a worker thread.
 *
 * Returns: (transfer full) (nullable): the map, or %NULL with %G_IO_ERROR_CANCELLED
 */
AtlasFrameMap *atlas_frame_map_new (AtlasMapFrame  *frame,
                                    AtlasScene     *scene,
                                    gboolean        chinese,
                                    GCancellable   *cancellable,
                                    GError        **error);

AtlasFrameMap *atlas_frame_map_ref (AtlasFrameMap *self);
void           atlas_frame_map_unref (AtlasFrameMap *self);
AtlasMapFrame *atlas_frame_map_get_frame (AtlasFrameMap *self);

/** atlas_frame_map_get_labels: Returns: (transfer none): the names, their boxes in pixels of atlas_map_frame_get_view(). */
AtlasLabels   *atlas_frame_map_get_labels (AtlasFrameMap *self);

/** atlas_frame_map_get_n_layers: Returns: how many layers are painted. */
gsize          atlas_frame_map_get_n_layers (AtlasFrameMap *self);

/** atlas_frame_map_get_layer_title: Returns: (transfer none) (nullable): what people call layer @index, bottom first. */
const char    *atlas_frame_map_get_layer_title (AtlasFrameMap *self,
                                                gsize          index);

/**
 * atlas_frame_map_paint:
 * @cr: user space is millimetres, its origin the frame's top left corner; clipped to the frame here
 *
 * Ground, layers and names: vectors and text where the surface has them.
 *
 * Returns: %FALSE when it was cancelled
 */
gboolean       atlas_frame_map_paint (AtlasFrameMap *self,
                                      cairo_t       *cr,
                                      GCancellable  *cancellable);

/** atlas_frame_map_paint_layer: one layer, or the ground (@index -1), or the names (@index: the number of layers), likewise. */
gboolean       atlas_frame_map_paint_layer (AtlasFrameMap *self,
                                            gssize         index,
                                            cairo_t       *cr,
                                            GCancellable  *cancellable);

/** atlas_frame_map_dup_legend: Returns: (transfer full) (nullable): the legend of what the frame shows; %NULL when cancelled. */
AtlasLegend   *atlas_frame_map_dup_legend (AtlasFrameMap    *self,
                                           AtlasLegendFlags  flags,
                                           GCancellable     *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasFrameMap, atlas_frame_map_unref)

G_END_DECLS
