/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/atlas-layer-row.h"

G_BEGIN_DECLS

/**
 * atlas_layer_row_fill_legend:
 *
 * Replaces the children of @box by a line for each entry of the layer's legend, at most @max.
 *
 * Returns: how many lines there are
 */
guint atlas_layer_row_fill_legend (GtkBox     *box,
                                   AtlasLayer *layer,
                                   guint       max);

/** atlas_layer_row_set_up_dragging: lets the row be dragged by @grip, unless it is the basemap's, and be dropped on. */
void  atlas_layer_row_set_up_dragging (AtlasLayerRow *self,
                                       GtkWidget     *grip);

G_END_DECLS
