/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "style/atlas-style.h"

G_BEGIN_DECLS

/** The most rules of a recipe. */
#define ATLAS_RECIPE_MAX_RULES 100

/**
 * AtlasRecipeRule:
 *
 * Which features, and how they look: one of the list in an AtlasStyleRecipe.  The first whose filter is true of a feature,
 * at the zooms that it has, gives its look.  Plain data, as a recipe is.
 */
typedef struct
{
  char            *title;         /* maybe "": then the filter is shown instead */
  char            *filter;        /* an expression that can be parsed; "": everything that no earlier rule took */
  AtlasPaint       color;
  AtlasMarkerShape shape;
  char            *icon;          /* (nullable): a pictogram in the marker */
  float            size;          /* as in a recipe */
  float            line_width;
  float            opacity;
  float            min_zoom;      /* within those of the recipe */
  float            max_zoom;
} AtlasRecipeRule;

AtlasRecipeRule *atlas_recipe_rule_copy (const AtlasRecipeRule *self);
void             atlas_recipe_rule_free (AtlasRecipeRule *self);

/** atlas_recipe_rules_new: Returns: (transfer full) (element-type AtlasRecipeRule): an empty list that owns what is put in. */
GPtrArray       *atlas_recipe_rules_new (void);

/** atlas_recipe_rules_copy: @rules: (nullable).  Returns: (transfer full) (nullable): a copy of the list and of its rules. */
GPtrArray       *atlas_recipe_rules_copy (GPtrArray *rules);

/** atlas_recipe_rule_dup_title: Returns: (transfer full): the title, or what takes its place in the legend. */
char            *atlas_recipe_rule_dup_title (const AtlasRecipeRule *self);

/**
 * atlas_recipe_rule_check_filter:
 * @table: (nullable): whose fields it should have
 *
 * Returns: whether @text can be the filter of a rule: empty, or an expression without names of places; else %FALSE with
 *   %ATLAS_FILTER_ERROR, whose place atlas_filter_error_get_position() tells
 */
gboolean         atlas_recipe_rule_check_filter (const char  *text,
                                                 AtlasTable  *table,
                                                 GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasRecipeRule, atlas_recipe_rule_free)

G_END_DECLS
