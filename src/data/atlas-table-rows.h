/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-schema.h"
#include "data/atlas-table.h"

G_BEGIN_DECLS

/**
 * AtlasTableRows:
 *
 * Features of a table in an order, as a list of rows that an attribute table shows.  Immutable and ref-counted: any thread.
 * Eight bytes a feature.
 */
typedef struct _AtlasTableRows AtlasTableRows;

/**
 * atlas_table_rows_new:
 * @table: those of its features that are shown are listed
 * @only: (nullable): of those, only these
 * @field: the field to sort by; -1: the source's order
 * @meaning: (nullable): what the field means: its words are sorted as they are read in the person's language
 * @descending: largest first
 * @cancellable: (nullable): looked at every few thousand texts
 *
 * Sorts: numbers and booleans as numbers, dates and times as their ISO 8601 texts, other texts as a Chinese index does (ICU's
 * collation "zh": by pinyin; digits within texts as numbers).  What has no value comes last in both directions; what is equal
 * stays in the source's order, in both directions.  Each text is looked at once, however often it comes.  Uses all processors
 * and may take a second for a million features: for a worker thread.
 *
 * Returns: (transfer full) (nullable): the rows, or %NULL with %G_IO_ERROR_CANCELLED
 */
AtlasTableRows *atlas_table_rows_new (AtlasTable              *table,
                                      AtlasFeatureSet         *only,
                                      int                      field,
                                      const AtlasSchemaField  *meaning,
                                      gboolean                 descending,
                                      GCancellable            *cancellable,
                                      GError                 **error);
AtlasTableRows *atlas_table_rows_ref (AtlasTableRows *self);
void            atlas_table_rows_unref (AtlasTableRows *self);

/** atlas_table_rows_get_n: Returns: how many rows there are. */
gsize           atlas_table_rows_get_n (AtlasTableRows *self);

/** atlas_table_rows_get_feature: Returns: the feature in row @row, which there must be. */
guint32         atlas_table_rows_get_feature (AtlasTableRows *self,
                                              gsize           row);

/** atlas_table_rows_find: Returns: the row that @feature is in, or %G_MAXSIZE.  One look. */
gsize           atlas_table_rows_find (AtlasTableRows *self,
                                       gsize           feature);

/** atlas_table_rows_count: Returns: how many of @features are in rows. */
gsize           atlas_table_rows_count (AtlasTableRows  *self,
                                        AtlasFeatureSet *features);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasTableRows, atlas_table_rows_unref)

G_END_DECLS
