/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

#include "map/atlas-map-sight.h"
#include "map/atlas-paint-queue.h"
#include "render/atlas-scene.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_NAME_LAYER (atlas_name_layer_get_type ())

/**
 * AtlasNameLayer:
 *
 * The names on the map, placed and painted by a worker for the view and some room around it.  They move with the map at
 * once; while the zoom changes they fade until new ones are placed.
 *
 * Signal: "changed" (no arguments): names came; the map should update and draw.
 */
G_DECLARE_FINAL_TYPE (AtlasNameLayer, atlas_name_layer, ATLAS, NAME_LAYER, ShumateLayer)

AtlasNameLayer *atlas_name_layer_new (ShumateViewport *viewport,
                                      AtlasPaintQueue *queue);

/** atlas_name_layer_set_scene: the layers whose names are shown; the old names stay until the new ones are painted. */
void            atlas_name_layer_set_scene (AtlasNameLayer *self,
                                            AtlasScene     *scene);

/** atlas_name_layer_update: takes note of what the map shows now and asks for names where they are wanting. */
void            atlas_name_layer_update (AtlasNameLayer      *self,
                                         const AtlasMapSight *frame);

/** atlas_name_layer_is_complete: Returns: %TRUE when the names are those of the frame of the last update. */
gboolean        atlas_name_layer_is_complete (AtlasNameLayer *self);

G_END_DECLS
