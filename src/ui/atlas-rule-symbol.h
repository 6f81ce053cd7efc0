/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "style/atlas-style-recipe.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_RULE_SYMBOL (atlas_rule_symbol_get_type ())

/**
 * AtlasRuleSymbol:
 *
 * How a rule's features look, to be chosen: colour, shape, pictogram, sizes, zooms.  What the geometry has no use for is not
 * offered.  Signal "changed": the rule that atlas_rule_symbol_read() gives is another.  Main thread.
 */
G_DECLARE_FINAL_TYPE (AtlasRuleSymbol, atlas_rule_symbol, ATLAS, RULE_SYMBOL, GtkWidget)

/** atlas_rule_symbol_new: @rule: what it shows first. */
GtkWidget *atlas_rule_symbol_new (AtlasGeometryType      kind,
                                  const AtlasRecipeRule *rule);

/** atlas_rule_symbol_read: puts what was chosen into @rule; title and filter stay. */
void       atlas_rule_symbol_read (AtlasRuleSymbol *self,
                                   AtlasRecipeRule *rule);

G_END_DECLS
