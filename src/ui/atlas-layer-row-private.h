/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "project/atlas-layer.h"

G_BEGIN_DECLS

/**
 * atlas_layer_row_fill_legend:
 *
 * Replaces the children of @box by a line for each class of the layer's style that has a title, at most @max.
 *
 * Returns: how many classes there are
 */
guint atlas_layer_row_fill_legend (GtkBox     *box,
                                   AtlasLayer *layer,
                                   guint       max);

G_END_DECLS
