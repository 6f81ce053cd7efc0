/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "project/atlas-project.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_SELECTION_BAR (atlas_selection_bar_get_type ())

/**
 * AtlasSelectionBar:
 *
 * Says over the map how many features of a project are selected, while any are, and offers what to do with them: it runs
 * "win.zoom-to-selection", "win.show-selection" and "win.clear-selection" of the window around it.  Main thread.
 */
G_DECLARE_FINAL_TYPE (AtlasSelectionBar, atlas_selection_bar, ATLAS, SELECTION_BAR, GtkBox)

GtkWidget *atlas_selection_bar_new (AtlasProject *project);

/** atlas_selection_bar_get_layer: Returns: (transfer none) (nullable): the topmost layer with something selected. */
AtlasLayer *atlas_selection_bar_get_layer (AtlasSelectionBar *self);

G_END_DECLS
