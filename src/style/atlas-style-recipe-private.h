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
