/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "style/atlas-json-read.h"
#include "style/atlas-style-recipe.h"

G_BEGIN_DECLS

/* What the parts of the recipe share. */

/** What the making needs at every turn. */
typedef struct
{
  const AtlasStyleRecipe *recipe;
  AtlasTable             *table;
  GArray                 *rules;    /* (element-type AtlasRule) */
  GArray                 *counts;   /* (element-type gsize) */
} AtlasRecipeMaking;

/** _atlas_recipe_add_rule: adds a rule that has @count features.  Returns: (transfer none): the rule, to be made particular. */
AtlasRule *_atlas_recipe_add_rule (AtlasRecipeMaking *making,
                                   const AtlasPaint  *paint,
                                   char              *title,
                                   gsize              count);

/** _atlas_recipe_scale_ramp: makes @ramp have @value_at_14 at zoom 14, and the rest in proportion. */
void       _atlas_recipe_scale_ramp (AtlasZoomRamp *ramp,
                                     float          value_at_14);

/** _atlas_recipe_number_text: Returns: (transfer full): the shortest text that reads back the same, as a double or as a float. */
char      *_atlas_recipe_number_text (double   number,
                                      gboolean single);

/** _atlas_recipe_color_text: Returns: (transfer full): JSON of a colour for both schemes. */
char      *_atlas_recipe_color_text (const AtlasPaint *paint);

/** _atlas_recipe_zooms_text: Returns: (transfer full): JSON of a range of zooms. */
char      *_atlas_recipe_zooms_text (float min_zoom,
                                     float max_zoom);

/* atlas-style-recipe-rules.c */

/** _atlas_recipe_rules_begin: gives @recipe a first rule, for everything, when it has none. */
void       _atlas_recipe_rules_begin (AtlasStyleRecipe *recipe);

/** _atlas_recipe_rules_to_json: @rules: (nullable).  Returns: (transfer full): a list. */
char      *_atlas_recipe_rules_to_json (GPtrArray *rules);

/** _atlas_recipe_rules_read: an AtlasJsonReadFunc of GPtrArray * (replaced). */
gboolean   _atlas_recipe_rules_read (JsonNode *node, const AtlasJsonPlace *place, gpointer out, GError **error);

/** _atlas_recipe_make_rules: Returns: %FALSE with %G_IO_ERROR_CANCELLED. */
gboolean   _atlas_recipe_make_rules (AtlasRecipeMaking  *making,
                                     GCancellable       *cancellable,
                                     GError            **error);

G_END_DECLS
