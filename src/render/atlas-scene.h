/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "project/atlas-project.h"
#include "render/atlas-labels.h"
#include "render/atlas-legend.h"
#include "render/atlas-view.h"

G_BEGIN_DECLS

/**
 * AtlasScene:
 *
 * All that the map shows, taken from a project at one moment: read-only, so a worker thread can paint it while the project
 * goes on changing.  Ref-counted; any thread.
 */
typedef struct _AtlasScene AtlasScene;

/**
 * atlas_scene_new:
 *
 * Returns: (transfer full): the visible layers of @project that have a table.  Main thread.
 */
AtlasScene            *atlas_scene_new (AtlasProject *project);

/** atlas_scene_new_ground: Returns: (transfer full): the layers of the ground of @self alone, as an overview shows them.  Any thread. */
AtlasScene            *atlas_scene_new_ground (AtlasScene *self);
AtlasScene            *atlas_scene_ref (AtlasScene *self);
void                   atlas_scene_unref (AtlasScene *self);

/** atlas_scene_get_layers: @n: (out): Returns: (transfer none) (array length=n): the layers, bottom first, ground first. */
const AtlasLabelLayer *atlas_scene_get_layers (AtlasScene *self,
                                               gsize      *n);

/** atlas_scene_get_legend_layers: @n: (out): Returns: (transfer none) (array length=n): the same layers for atlas_legend_new(). */
const AtlasLegendLayer *atlas_scene_get_legend_layers (AtlasScene *self,
                                                       gsize      *n);

/**
 * atlas_scene_render:
 * @chinese: as for atlas_labels_place()
 *
 * The map as a picture: ground, layers, names.
 *
 * Returns: (transfer full) (nullable): an image surface of width × scale by height × scale device pixels; %NULL with
 *   %G_IO_ERROR_CANCELLED or %G_IO_ERROR_NO_SPACE (no memory for the picture)
 */
cairo_surface_t       *atlas_scene_render (AtlasScene       *self,
                                           const AtlasView  *view,
                                           gboolean          chinese,
                                           GCancellable     *cancellable,
                                           GError          **error);

/**
 * atlas_scene_render_with_legend:
 *
 * The same with a legend of what is in view in the corner where it covers least.  A map that shows nothing to explain has none.
 *
 * Returns: (transfer full) (nullable): as atlas_scene_render(); %NULL with %G_IO_ERROR_NO_SPACE also when the picture is too small
 *   for its legend
 */
cairo_surface_t       *atlas_scene_render_with_legend (AtlasScene       *self,
                                                       const AtlasView  *view,
                                                       gboolean          chinese,
                                                       GCancellable     *cancellable,
                                                       GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasScene, atlas_scene_unref)

G_END_DECLS
