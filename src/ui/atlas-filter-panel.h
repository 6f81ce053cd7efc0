/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "project/atlas-layer.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_FILTER_PANEL (atlas_filter_panel_get_type ())

/**
 * AtlasFilterPanel:
 *
 * Chooses which features of a layer are shown: by rows of choices, or by an expression; the two follow one another where rows can
 * say it.  It tells how many would be found while somebody types.
 *
 * Signals: "close", "message" (string), "draw" (a shape is to be drawn on the map).
 */
G_DECLARE_FINAL_TYPE (AtlasFilterPanel, atlas_filter_panel, ATLAS, FILTER_PANEL, AdwBin)

/** AtlasFilterContextFunc: Returns: (transfer full) (nullable): what @view, @shape and @selection mean now. */
typedef AtlasFilterContext *(*AtlasFilterContextFunc) (gpointer user_data);

/** atlas_filter_panel_new: @func: asked whenever a filter is counted or applied. */
GtkWidget  *atlas_filter_panel_new (AtlasLayer             *layer,
                                    AtlasFilterContextFunc  func,
                                    gpointer                user_data);
AtlasLayer *atlas_filter_panel_get_layer (AtlasFilterPanel *self);

/** atlas_filter_panel_context_changed: what @name ("view", "shape" or "selection") means is another: counts anew if it matters. */
void        atlas_filter_panel_context_changed (AtlasFilterPanel *self,
                                                const char       *name);

G_END_DECLS
