/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-filter.h"

G_BEGIN_DECLS

/** What a row asks of its field; the last three of the feature's place. */
typedef enum
{
  ATLAS_FILTER_ROW_IS,
  ATLAS_FILTER_ROW_IS_NOT,
  ATLAS_FILTER_ROW_LESS,
  ATLAS_FILTER_ROW_AT_MOST,
  ATLAS_FILTER_ROW_MORE,
  ATLAS_FILTER_ROW_AT_LEAST,
  ATLAS_FILTER_ROW_CONTAINS,
  ATLAS_FILTER_ROW_CONTAINS_NOT,
  ATLAS_FILTER_ROW_BEGINS,
  ATLAS_FILTER_ROW_ONE_OF,      /* the value lists them, with 、 or a comma between */
  ATLAS_FILTER_ROW_EMPTY,       /* no value */
  ATLAS_FILTER_ROW_NOT_EMPTY,
  ATLAS_FILTER_ROW_MEETS,       /* has a point in common with @place */
  ATLAS_FILTER_ROW_WITHIN,      /* lies wholly in it */
  ATLAS_FILTER_ROW_NEAR,        /* at most so many kilometres from it */
} AtlasFilterRowOp;

/**
 * AtlasFilterRow:
 * @field: (nullable): a field's name; %NULL: the place
 * @place: (nullable): "view", "shape" or "selection" when it is about the place
 * @value: (nullable): what a person typed
 *
 * A condition of the simple kind that can be shown as a line of choices.
 */
typedef struct
{
  char             *field;
  char             *place;
  AtlasFilterRowOp  op;
  char             *value;
} AtlasFilterRow;

AtlasFilterRow *atlas_filter_row_new (const char       *field,
                                      const char       *place,
                                      AtlasFilterRowOp  op,
                                      const char       *value);
void            atlas_filter_row_free (AtlasFilterRow *self);

/** atlas_filter_row_op_has_value: Returns: whether @op asks for a value. */
gboolean        atlas_filter_row_op_has_value (AtlasFilterRowOp op);

/**
 * atlas_filter_rows_to_text:
 * @rows: (element-type AtlasFilterRow)
 * @any: one of them is enough; else all must be true
 * @table: whose fields they are
 *
 * Rows whose value is still missing are left out.
 *
 * Returns: (transfer full): the expression, "" when there is nothing to ask
 */
char           *atlas_filter_rows_to_text (GPtrArray  *rows,
                                           gboolean    any,
                                           AtlasTable *table);

/**
 * atlas_filter_rows_parse:
 * @any: (out): one of them is enough
 *
 * Returns: (transfer full) (nullable) (element-type AtlasFilterRow): rows that mean the same, or %NULL when @filter asks more than rows can
 */
GPtrArray      *atlas_filter_rows_parse (AtlasFilter *filter,
                                         AtlasTable  *table,
                                         gboolean    *any);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasFilterRow, atlas_filter_row_free)

G_END_DECLS
