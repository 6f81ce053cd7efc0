/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "project/atlas-project.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_LAYER_PANEL (atlas_layer_panel_get_type ())

/**
 * AtlasLayerPanel:
 *
 * The layers of a project, the topmost first, and the basemap at the foot.  It follows the project and changes the order
 * by itself.
 *
 * Signals, each with an AtlasLayer: "zoom-to", "remove", "show-skipped", "edit-style".
 */
G_DECLARE_FINAL_TYPE (AtlasLayerPanel, atlas_layer_panel, ATLAS, LAYER_PANEL, AdwBin)

GtkWidget  *atlas_layer_panel_new (AtlasProject *project);

/** atlas_layer_panel_get_selected: Returns: (transfer none) (nullable): the selected layer. */
AtlasLayer *atlas_layer_panel_get_selected (AtlasLayerPanel *self);

/** atlas_layer_panel_select: selects the row of @layer and scrolls to it. */
void        atlas_layer_panel_select (AtlasLayerPanel *self,
                                      AtlasLayer      *layer);

G_END_DECLS
