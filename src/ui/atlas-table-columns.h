/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "project/atlas-layer.h"

G_BEGIN_DECLS

/** A column of an attribute table. */
typedef struct
{
  guint                   field;
  char                   *title;      /* in the person's language, fit to be shown */
  const AtlasSchemaField *meaning;    /* (nullable) */
  gboolean                number;     /* stands at the right */
  gboolean                visible;    /* to begin with */
  int                     width;      /* to begin with, pixels */
} AtlasTableColumn;

/**
 * atlas_table_columns_new:
 * @layer: one that has a table
 *
 * The columns of a layer's table in the order to be shown: the name, then as the schema orders them
 * with the long texts last, then the others.  Ids, and
 * texts in the language that the person does not read, are hidden to begin with.  Main thread; looks at a few features.
 *
 * Returns: (transfer full) (element-type AtlasTableColumn): one for each field
 */
GPtrArray *atlas_table_columns_new (AtlasLayer *layer);

/** atlas_table_column_dup_text: Returns: (transfer full): what stands in a cell, fit to be shown; "" for no value.  Any thread. */
char      *atlas_table_column_dup_text (const AtlasTableColumn *self,
                                        AtlasTable             *table,
                                        gsize                   feature);

/** atlas_table_column_dup_plain: Returns: (transfer full): a value to be pasted elsewhere: plain numbers, one line.  Any thread. */
char      *atlas_table_column_dup_plain (const AtlasTableColumn *self,
                                         AtlasTable             *table,
                                         gsize                   feature);

G_END_DECLS
