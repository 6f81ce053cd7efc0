/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-schema.h"
#include "data/atlas-table.h"

G_BEGIN_DECLS

/**
 * atlas_card_value:
 * @meaning: (nullable): what the field means; %NULL: nobody knows
 * @unit: (nullable): as AtlasSchemaField has it
 * @one_line: whether line breaks become blanks
 *
 * Returns: (transfer full) (nullable): a value as a person reads it, fit to be shown as it is; %NULL when there is none
 */
char *atlas_card_value (AtlasTable             *table,
                        guint                   field,
                        gsize                   feature,
                        const AtlasSchemaField *meaning,
                        const char             *unit,
                        gboolean                one_line);

/** atlas_card_number: @number: in the C locale.  Returns: (transfer full): it with its unit, as a person reads it. */
char *atlas_card_number (const char *number,
                         const char *unit);

/**
 * atlas_card_column:
 *
 * Of a text and its twin, the one to show: the English one to people who do not read Chinese, if it has a value.
 *
 * Returns: the field of @table that says what @meaning is about, or -1 when it has no value
 */
int   atlas_card_column (AtlasTable             *table,
                         AtlasSchema            *schema,
                         const AtlasSchemaField *meaning,
                         gsize                   feature);

G_END_DECLS
