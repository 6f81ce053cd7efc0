/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "data/atlas-table-rows.h"
#include "project/atlas-layer.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_TABLE_ROW (atlas_table_row_get_type ())

/** AtlasTableRow: a row as the list widget wants it, an object: made when it comes into view, gone when it leaves it. */
G_DECLARE_FINAL_TYPE (AtlasTableRow, atlas_table_row, ATLAS, TABLE_ROW, GObject)

/** atlas_table_row_get_feature: Returns: the feature that the row shows. */
gsize atlas_table_row_get_feature (AtlasTableRow *self);

#define ATLAS_TYPE_TABLE_MODEL (atlas_table_model_get_type ())

/**
 * AtlasTableModel:
 *
 * The rows of a layer's attribute table, a #GListModel of #AtlasTableRow, and a #GtkSelectionModel whose selection is the
 * layer's: what is selected in one place is so everywhere.  Holds no object for a row.  Main thread.
 */
G_DECLARE_FINAL_TYPE (AtlasTableModel, atlas_table_model, ATLAS, TABLE_MODEL, GObject)

AtlasTableModel *atlas_table_model_new (AtlasLayer *layer);

/** atlas_table_model_set_rows: @rows: (nullable): of the layer's table; takes a reference. */
void             atlas_table_model_set_rows (AtlasTableModel *self,
                                             AtlasTableRows  *rows);

/** atlas_table_model_get_rows: Returns: (transfer none) (nullable): the rows. */
AtlasTableRows  *atlas_table_model_get_rows (AtlasTableModel *self);

/** atlas_table_model_is_selecting: Returns: whether the selection is being changed by this model, so by a person in the table. */
gboolean         atlas_table_model_is_selecting (AtlasTableModel *self);

G_END_DECLS
