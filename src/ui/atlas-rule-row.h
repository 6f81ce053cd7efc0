/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "style/atlas-style-recipe.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_RULE_ROW (atlas_rule_row_get_type ())

/**
 * AtlasRuleRow:
 *
 * A rule of the style panel: its symbol, title and filter, what is wrong with the filter (under the character), and how many
 * features it has.  Signals: "changed" (the rule is another), "move" (int: up if negative), "remove".  Main thread.
 */
G_DECLARE_FINAL_TYPE (AtlasRuleRow, atlas_rule_row, ATLAS, RULE_ROW, AdwBin)

/** atlas_rule_row_new: @draft: it is not a rule yet, but will be as soon as it has a filter. */
GtkWidget             *atlas_rule_row_new (AtlasTable            *table,
                                           const AtlasRecipeRule *rule,
                                           gboolean               draft);

/** atlas_rule_row_get_rule: Returns: (transfer none) (nullable): the rule; its filter is the last that was right; %NULL: not yet. */
const AtlasRecipeRule *atlas_rule_row_get_rule (AtlasRuleRow *self);

/** atlas_rule_row_set_place: @number: from 1; @first, @last: where it cannot move on. */
void                   atlas_rule_row_set_place (AtlasRuleRow *self,
                                                 guint         number,
                                                 gboolean      first,
                                                 gboolean      last);

/** atlas_rule_row_show_result: what came of the rule. */
void                   atlas_rule_row_show_result (AtlasRuleRow    *self,
                                                   AtlasStyle      *style,
                                                   const AtlasRule *rule,
                                                   gsize            count);

/** atlas_rule_row_edit: puts the focus into the filter. */
void                   atlas_rule_row_edit (AtlasRuleRow *self);

G_END_DECLS
