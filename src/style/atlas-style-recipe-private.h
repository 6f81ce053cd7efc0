/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "style/atlas-json-read.h"
#include "style/atlas-style-recipe.h"

G_BEGIN_DECLS

/* What a recipe says of clusters and heat (atlas-style-recipe-density.c). */

/** Usually points are drawn one by one from this zoom on. */
#define ATLAS_RECIPE_UNTIL 13.0f

/** _atlas_style_recipe_write_density: adds the members to the JSON object that is being written. */
void     _atlas_style_recipe_write_density (const AtlasStyleRecipe *self,
                                            GString                *text);

/* AtlasJsonReadFuncs. */
gboolean _atlas_style_recipe_read_radius (JsonNode *node, const AtlasJsonPlace *place, gpointer out, GError **error);
gboolean _atlas_style_recipe_read_until (JsonNode *node, const AtlasJsonPlace *place, gpointer out, GError **error);

/** _atlas_style_recipe_make_density: gives @style what the recipe says.  Returns: %FALSE with an error for the panel. */
gboolean _atlas_style_recipe_make_density (const AtlasStyleRecipe  *self,
                                           AtlasTable              *table,
                                           AtlasStyle              *style,
                                           GError                 **error);

G_END_DECLS
