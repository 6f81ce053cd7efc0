/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "data/atlas-filter-rows.h"
#include "project/atlas-layer.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_FILTER_ROW_VIEW (atlas_filter_row_view_get_type ())

/**
 * AtlasFilterRowView:
 *
 * A condition as a line of choices: a field or the place, what is asked of it, a value with the most frequent ones to choose from.
 *
 * Signals: "changed", "remove", "draw" (a shape is to be drawn), "activate" (Enter in the value).
 */
G_DECLARE_FINAL_TYPE (AtlasFilterRowView, atlas_filter_row_view, ATLAS, FILTER_ROW_VIEW, GtkBox)

/** atlas_filter_row_view_new: @row: (nullable): what it shows; %NULL: the first field, and no value yet. */
GtkWidget      *atlas_filter_row_view_new (AtlasLayer           *layer,
                                           const AtlasFilterRow *row);

/** atlas_filter_row_view_get: Returns: (transfer full): what it says now. */
AtlasFilterRow *atlas_filter_row_view_get (AtlasFilterRowView *self);

/** atlas_ui_field_title: Returns: (transfer full): what people call a field of @layer. */
char           *atlas_ui_field_title (AtlasLayer *layer,
                                      guint       field);

/** atlas_ui_value_title: Returns: (transfer full): a value of a field as people read it: with its meaning in their language. */
char           *atlas_ui_value_title (AtlasLayer *layer,
                                      guint       field,
                                      const char *value);

G_END_DECLS
