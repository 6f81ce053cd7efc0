/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "project/atlas-layer.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_TABLE_VIEW (atlas_table_view_get_type ())

/**
 * AtlasTableView:
 *
 * The attribute table of one layer: its rows, sorted by a click on a column's title, and a line that counts them.  What is
 * selected in it is selected on the map, and the other way round.  Rows are put in order by a worker.  Main thread.
 *
 * It runs actions of the window around it: "win.show-feature" (layer's id, feature) on Enter or a double click,
 * "win.zoom-to-selection", "win.select-box", "win.select-lasso", "win.keep-columns" (layer's id) when somebody arranged the columns.
 */
G_DECLARE_FINAL_TYPE (AtlasTableView, atlas_table_view, ATLAS, TABLE_VIEW, AdwBin)

/** atlas_table_view_new: @layer: one that has a table. */
GtkWidget  *atlas_table_view_new (AtlasLayer *layer);
AtlasLayer *atlas_table_view_get_layer (AtlasTableView *self);

G_END_DECLS
