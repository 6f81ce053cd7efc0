/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

#include "map/atlas-map-sight.h"
#include "map/atlas-paint-queue.h"
#include "map/atlas-pin-layer.h"
#include "project/atlas-project.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_MAP_STACK (atlas_map_stack_get_type ())

/**
 * AtlasMapStack:
 *
 * The layers of the map, from the basemap up to the names, kept in step with a project.  Main thread.
 *
 * Signal: "changed" (no arguments): an update is due, since the project changed or something was painted.
 */
G_DECLARE_FINAL_TYPE (AtlasMapStack, atlas_map_stack, ATLAS, MAP_STACK, GObject)

/** atlas_map_stack_new: @map: (unowned): takes the layers' widgets; atlas_map_stack_clear() goes before it does. */
AtlasMapStack   *atlas_map_stack_new (ShumateMap   *map,
                                      AtlasProject *project);

/** atlas_map_stack_clear: takes all layers off the map and lets go of the project. */
void             atlas_map_stack_clear (AtlasMapStack *self);

/** atlas_map_stack_update: tells the layers what shows.  Returns: %TRUE when they have all of it painted exactly. */
gboolean         atlas_map_stack_update (AtlasMapStack       *self,
                                         const AtlasMapSight *frame);

/** atlas_map_stack_set_highlight: @layer: (nullable): whose feature is outlined. */
void             atlas_map_stack_set_highlight (AtlasMapStack *self,
                                                AtlasLayer    *layer,
                                                gsize          feature);

/** atlas_map_stack_set_route: @route: (nullable): a table whose lines are drawn as a band under the subjects. */
void             atlas_map_stack_set_route (AtlasMapStack *self,
                                            AtlasTable    *route);

/** atlas_map_stack_get_pins: Returns: (transfer none): the numbered pins, over everything. */
AtlasPinLayer   *atlas_map_stack_get_pins (AtlasMapStack *self);

/** atlas_map_stack_get_queue: Returns: (transfer none): the workers. */
AtlasPaintQueue *atlas_map_stack_get_queue (AtlasMapStack *self);

/** atlas_map_stack_get_bytes: Returns: the bytes of painted blocks that are kept. */
gsize            atlas_map_stack_get_bytes (AtlasMapStack *self);

/** atlas_map_stack_get_n_blank: see atlas_vector_layer_get_n_blank(), of all layers together. */
guint            atlas_map_stack_get_n_blank (AtlasMapStack *self);

/** atlas_map_stack_get_slowest: see atlas_vector_layer_get_slowest(), of all layers and the hand-over. */
gint64           atlas_map_stack_get_slowest (AtlasMapStack *self);

G_END_DECLS
