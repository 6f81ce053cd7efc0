/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "project/atlas-project.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_LAYER_ROW (atlas_layer_row_get_type ())

/**
 * AtlasLayerRow:
 *
 * A row of the layer panel: swatch, name, count, eye, a menu with opacity and what else can be done; while a file is read
 * its progress, when that failed the reason.  It follows its layer by itself.
 *
 * Signals: "zoom-to", "remove", "show-skipped", "edit-style", "edit-filter", "show-summary"; "move" (int: +1 up, -1 down);
 * "dropped" (AtlasLayer, gboolean: another layer was dropped on this row, below its middle).
 */
G_DECLARE_FINAL_TYPE (AtlasLayerRow, atlas_layer_row, ATLAS, LAYER_ROW, GtkListBoxRow)

/** atlas_layer_row_new: @layer: (nullable): the layer; %NULL: the basemap, which stays where it is. */
GtkWidget  *atlas_layer_row_new (AtlasProject *project,
                                 AtlasLayer   *layer);

/** atlas_layer_row_get_layer: Returns: (transfer none) (nullable): the layer; %NULL: the basemap. */
AtlasLayer *atlas_layer_row_get_layer (AtlasLayerRow *self);

/** atlas_layer_row_set_ends: tells the row whether it may still move up or down. */
void        atlas_layer_row_set_ends (AtlasLayerRow *self,
                                      gboolean       top,
                                      gboolean       bottom);

G_END_DECLS
