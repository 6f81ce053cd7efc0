/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "project/atlas-project.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_TABLE_PANE (atlas_table_pane_get_type ())

/**
 * AtlasTablePane:
 *
 * The attribute tables of a project's layers, a tab for each that was opened.  A layer that leaves the project takes its tab
 * along.  Main thread.
 *
 * Signal: "empty" (no arguments): the last tab was closed.  The button that hides it runs "win.table" of the window around.
 */
G_DECLARE_FINAL_TYPE (AtlasTablePane, atlas_table_pane, ATLAS, TABLE_PANE, AdwBin)

GtkWidget  *atlas_table_pane_new (AtlasProject *project);

/** atlas_table_pane_show: opens the tab of @layer, which must have a table, or goes to it. */
void        atlas_table_pane_show (AtlasTablePane *self,
                                   AtlasLayer     *layer);

/** atlas_table_pane_get_layer: Returns: (transfer none) (nullable): the layer whose table is in front. */
AtlasLayer *atlas_table_pane_get_layer (AtlasTablePane *self);

G_END_DECLS
