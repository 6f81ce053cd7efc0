/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "project/atlas-layer.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_STYLE_PANEL (atlas_style_panel_get_type ())

/**
 * AtlasStylePanel:
 *
 * How a layer looks, to be changed: what is chosen shows on the map a moment later.
 *
 * Signals: "close"; "message" (char *: a sentence for the person).
 */
G_DECLARE_FINAL_TYPE (AtlasStylePanel, atlas_style_panel, ATLAS, STYLE_PANEL, AdwBin)

/** atlas_style_panel_new: @layer: one that is ready. */
GtkWidget  *atlas_style_panel_new (AtlasLayer *layer);

/** atlas_style_panel_get_layer: Returns: (transfer none): the layer. */
AtlasLayer *atlas_style_panel_get_layer (AtlasStylePanel *self);

G_END_DECLS
