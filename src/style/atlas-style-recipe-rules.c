/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules of an AtlasStyleRecipe: the plain data, its JSON, and what becomes of it for a table.  A rule's filter is kept as
 * the text that the person wrote; it could be parsed when it came, so it can be again.
 *
 * Threads: any; nothing is shared. */

#include "style/atlas-style-recipe-rules.h"

#include "data/atlas-json.h"
#include "style/atlas-style-default-private.h"
#include "style/atlas-style-recipe-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_SIZE  100.0
#define MAX_WIDTH 50.0

AtlasRecipeRule *
atlas_recipe_rule_copy (const AtlasRecipeRule *self)
{
  AtlasRecipeRule *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->title = g_strdup (self->title);
  copy->filter = g_strdup (self->filter);
  copy->icon = g_strdup (self->icon);

  return copy;
}

void
atlas_recipe_rule_free (AtlasRecipeRule *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->title);
  g_free (self->filter);
  g_free (self->icon);
  g_free (self);
}

GPtrArray *
atlas_recipe_rules_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_recipe_rule_free);
}

GPtrArray *
atlas_recipe_rules_copy (GPtrArray *rules)
{
  GPtrArray *copy;

  if (rules == NULL)
    return NULL;
  copy = atlas_recipe_rules_new ();
  for (guint i = 0; i < rules->len; i++)
    g_ptr_array_add (copy, atlas_recipe_rule_copy (g_ptr_array_index (rules, i)));

  return copy;
}

char *
atlas_recipe_rule_dup_title (const AtlasRecipeRule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (*self->title != '\0')
    return g_strdup (self->title);

  return g_strdup (*self->filter != '\0' ? self->filter : C_ ("rule", "Everything else"));
}

static gboolean
is_blank (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;

  return TRUE;
}

gboolean
atlas_recipe_rule_check_filter (const char *text,
                                AtlasTable *table,
                                GError    **error)
{
  g_autoptr (AtlasFilter) filter = NULL;

  g_return_val_if_fail (text != NULL, FALSE);

  if (is_blank (text))
    return TRUE;
  filter = atlas_filter_new (text, error);
  if (filter == NULL)
    return FALSE;
  /* Names of places are an error there too: a style has none. */
  if (table != NULL)
    return atlas_filter_check (filter, table, NULL, error);

  return TRUE;
}

void
_atlas_recipe_rules_begin (AtlasStyleRecipe *recipe)
{
  AtlasRecipeRule *rule;

  if (recipe->rules == NULL)
    recipe->rules = atlas_recipe_rules_new ();
  if (recipe->rules->len > 0)
    return;
  rule = g_new0 (AtlasRecipeRule, 1);
  *rule = (AtlasRecipeRule) { g_strdup (""), g_strdup (""), recipe->color, recipe->shape, NULL, recipe->size,
                              recipe->line_width, recipe->opacity, -G_MAXFLOAT, G_MAXFLOAT };
  g_ptr_array_add (recipe->rules, rule);
}

/* JSON. */
static char *
quote (const char *text)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), text);

  return json_to_string (node, FALSE);
}

static void
add_rule (GString               *text,
          const AtlasRecipeRule *rule)
{
  g_autofree char *title = quote (rule->title), *filter = quote (rule->filter);
  g_autofree char *color = _atlas_recipe_color_text (&rule->color);
  g_autofree char *size = _atlas_recipe_number_text (rule->size, TRUE);
  g_autofree char *width = _atlas_recipe_number_text (rule->line_width, TRUE);
  g_autofree char *opacity = _atlas_recipe_number_text (rule->opacity, TRUE);
  g_autofree char *zooms = _atlas_recipe_zooms_text (rule->min_zoom, rule->max_zoom);

  g_string_append_printf (text,
                          "{ \"title\": %s, \"filter\": %s, \"color\": %s,\n      \"shape\": \"%s\", \"size\": %s,"
                          " \"line-width\": %s, \"opacity\": %s, \"zoom\": %s",
                          title, filter, color, _atlas_json_shape_word (rule->shape), size, width, opacity, zooms);
  if (rule->icon != NULL)
    g_string_append_printf (text, ", \"icon\": \"%s\"", rule->icon);
  g_string_append (text, " }");
}

char *
_atlas_recipe_rules_to_json (GPtrArray *rules)
{
  GString *text = g_string_new ("[");

  for (guint i = 0; rules != NULL && i < rules->len; i++)
    {
      g_string_append (text, i > 0 ? ",\n    " : "\n    ");
      add_rule (text, g_ptr_array_index (rules, i));
    }
  g_string_append (text, text->len > 1 ? "\n  ]" : "]");

  return g_string_free (text, FALSE);
}

static gboolean
read_filter (JsonNode             *node,
             const AtlasJsonPlace *place,
             gpointer              out,
             GError              **error)
{
  const char *text = _atlas_json_get_string (node);
  AtlasFilter *filter = NULL;

  /* Blanks are read as nothing; what is wrong is told in the words for a style. */
  if (text != NULL && is_blank (text))
    {
      g_free (*(char **) out);
      *(char **) out = g_strdup ("");
      return TRUE;
    }
  if (!_atlas_json_read_filter (node, place, &filter, error))
    return FALSE;
  atlas_filter_unref (filter);

  return _atlas_json_read_string (node, place, out, error);
}

static gboolean
read_in (JsonNode             *node,
         const AtlasJsonPlace *place,
         double                min,
         double                max,
         gpointer              out,
         GError              **error)
{
  double number;

  if (!_atlas_json_get_number (node, place, min, max, &number, error))
    return FALSE;
  *(float *) out = (float) number;

  return TRUE;
}

static gboolean
read_size (JsonNode             *node,
           const AtlasJsonPlace *place,
           gpointer              out,
           GError              **error)
{
  return read_in (node, place, 1, MAX_SIZE, out, error);
}

static gboolean
read_width (JsonNode             *node,
            const AtlasJsonPlace *place,
            gpointer              out,
            GError              **error)
{
  return read_in (node, place, 0, MAX_WIDTH, out, error);
}

static gboolean
read_opacity (JsonNode             *node,
              const AtlasJsonPlace *place,
              gpointer              out,
              GError              **error)
{
  return read_in (node, place, 0, 1, out, error);
}

gboolean
_atlas_recipe_rules_read (JsonNode             *node,
                          const AtlasJsonPlace *place,
                          gpointer              out,
                          GError              **error)
{
  static const AtlasJsonMember members[] = {
    { "title", _atlas_json_read_title, G_STRUCT_OFFSET (AtlasRecipeRule, title) },
    { "filter", read_filter, G_STRUCT_OFFSET (AtlasRecipeRule, filter) },
    { "color", _atlas_json_read_paint, G_STRUCT_OFFSET (AtlasRecipeRule, color) },
    { "shape", _atlas_json_read_shape, G_STRUCT_OFFSET (AtlasRecipeRule, shape) },
    { "icon", _atlas_json_read_icon, G_STRUCT_OFFSET (AtlasRecipeRule, icon) },
    { "size", read_size, G_STRUCT_OFFSET (AtlasRecipeRule, size) },
    { "line-width", read_width, G_STRUCT_OFFSET (AtlasRecipeRule, line_width) },
    { "opacity", read_opacity, G_STRUCT_OFFSET (AtlasRecipeRule, opacity) },
    { "zoom", _atlas_json_read_zooms, G_STRUCT_OFFSET (AtlasRecipeRule, min_zoom) },
  };
  g_autoptr (GPtrArray) rules = atlas_recipe_rules_new ();
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (array == NULL || json_array_get_length (array) > ATLAS_RECIPE_MAX_RULES)
    return _atlas_json_fail (place, error, _ ("a list of at most 100 rules was expected"));
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const AtlasJsonPlace here = { place, NULL, i };
      AtlasRecipeRule *rule = g_new0 (AtlasRecipeRule, 1);

      *rule = (AtlasRecipeRule) { g_strdup (""), g_strdup (""), _atlas_default_paint (i), ATLAS_MARKER_CIRCLE, NULL,
                                  11, 1.6f, 0.28f, -G_MAXFLOAT, G_MAXFLOAT };
      g_ptr_array_add (rules, rule);
      if (!_atlas_json_read_object (json_array_get_element (array, i), &here, members, G_N_ELEMENTS (members), rule, error))
        return FALSE;
    }
  g_clear_pointer ((GPtrArray **) out, g_ptr_array_unref);
  *(GPtrArray **) out = g_steal_pointer (&rules);

  return TRUE;
}

/* The features of each rule. */

/* Which features a rule's filter is true of, whatever the other rules are. */
static AtlasFeatureSet *
find_features (const AtlasRule *rule,
               AtlasTable      *table,
               GCancellable    *cancellable,
               GError         **error)
{
  g_autoptr (AtlasFilterMatcher) matcher = NULL;

  if (rule->filter == NULL)
    return atlas_feature_set_new (atlas_table_get_n_features (table), TRUE);
  matcher = atlas_filter_bind (rule->filter, table, NULL, NULL);
  /* Written for other fields than this table has. */
  if (matcher == NULL)
    return atlas_feature_set_new (atlas_table_get_n_features (table), FALSE);

  return atlas_filter_matcher_run (matcher, cancellable, error);
}

/* How many features each rule draws at some zoom: an earlier rule takes those from it whose zooms it has all. */
static gboolean
count (AtlasRecipeMaking *making,
       GCancellable      *cancellable,
       GError           **error)
{
  g_autoptr (GPtrArray) sets = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_feature_set_unref);

  for (guint i = 0; i < making->rules->len; i++)
    {
      const AtlasRule *rule = &g_array_index (making->rules, AtlasRule, i);
      AtlasFeatureSet *own = find_features (rule, making->table, cancellable, error);
      g_autoptr (AtlasFeatureSet) left = NULL;

      if (own == NULL)
        return FALSE;
      g_ptr_array_add (sets, own);
      left = atlas_feature_set_ref (own);
      for (guint k = 0; k < i; k++)
        {
          const AtlasRule *earlier = &g_array_index (making->rules, AtlasRule, k);
          AtlasFeatureSet *others, *rest;

          if (earlier->min_zoom > rule->min_zoom || earlier->max_zoom < rule->max_zoom)
            continue;
          others = atlas_feature_set_invert (g_ptr_array_index (sets, k));
          rest = atlas_feature_set_and (left, others);
          atlas_feature_set_unref (others);
          atlas_feature_set_unref (left);
          left = rest;
        }
      g_array_index (making->counts, gsize, i) = rule->min_zoom < rule->max_zoom ? atlas_feature_set_get_count (left) : 0;
    }

  return TRUE;
}

static void
make_rule (AtlasRecipeMaking     *making,
           const AtlasRecipeRule *from)
{
  AtlasStyleRecipe own = *making->recipe;
  AtlasRecipeMaking one = *making;
  AtlasRule *rule;

  /* What a rule says of itself takes the place of what the recipe says for all. */
  own.shape = from->shape;
  own.size = from->size;
  own.line_width = from->line_width;
  own.opacity = from->opacity;
  own.min_zoom = MAX (own.min_zoom, from->min_zoom);
  own.max_zoom = MIN (own.max_zoom, from->max_zoom);
  one.recipe = &own;
  rule = _atlas_recipe_add_rule (&one, &from->color, atlas_recipe_rule_dup_title (from), 0);
  if (!is_blank (from->filter))
    rule->filter = atlas_filter_new (from->filter, NULL);
  if (from->icon == NULL)
    return;
  rule->marker.icon = g_strdup (from->icon);
  rule->marker.icon_color = (AtlasPaint) { _atlas_color_from_rgb (0xffffff, 1), _atlas_color_from_rgb (0x14181b, 1) };
  rule->marker.icon_min_size = 12;
}

gboolean
_atlas_recipe_make_rules (AtlasRecipeMaking *making,
                          GCancellable      *cancellable,
                          GError           **error)
{
  GPtrArray *rules = making->recipe->rules;

  for (guint i = 0; rules != NULL && i < rules->len; i++)
    make_rule (making, g_ptr_array_index (rules, i));

  return count (making, cancellable, error);
}
