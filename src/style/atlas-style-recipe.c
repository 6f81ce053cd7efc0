/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasStyleRecipe: the plain data and its JSON, read as strictly as a style's.  What becomes of it is in
 * atlas-style-recipe-make.c.
 *
 * Threads: any; nothing is shared. */

#include "style/atlas-style-recipe.h"

#include "data/atlas-json.h"
#include "style/atlas-json-read.h"
#include "style/atlas-style-default-private.h"
#include "style/atlas-style-private.h"
#include "style/atlas-style-recipe-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_SIZE    100.0
#define MAX_WIDTH   50.0
#define MAX_LETTERS 60.0

static const AtlasJsonWord RENDERERS[] = {
  { "single", ATLAS_RENDERER_SINGLE },
  { "categorized", ATLAS_RENDERER_CATEGORIZED },
  { "graduated", ATLAS_RENDERER_GRADUATED },
  { "rules", ATLAS_RENDERER_RULES },
  { "clusters", ATLAS_RENDERER_CLUSTERS },
  { "heat", ATLAS_RENDERER_HEAT },
};

static const AtlasJsonWord METHODS[] = {
  { "natural", ATLAS_CLASSES_NATURAL },     { "quantile", ATLAS_CLASSES_QUANTILE },
  { "equal", ATLAS_CLASSES_EQUAL },         { "pretty", ATLAS_CLASSES_PRETTY },
  { "deviation", ATLAS_CLASSES_DEVIATION }, { "manual", ATLAS_CLASSES_MANUAL },
};

static AtlasStyleRecipe *
new_plain (void)
{
  AtlasStyleRecipe *self = g_new0 (AtlasStyleRecipe, 1);

  self->renderer = ATLAS_RENDERER_SINGLE;
  self->method = ATLAS_CLASSES_NATURAL;
  self->n_classes = 5;
  self->ramp = g_strdup ("blue");
  self->color = _atlas_default_paint (0);
  self->shape = ATLAS_MARKER_CIRCLE;
  self->size = 11.0f;
  self->line_width = 1.6f;
  self->opacity = 0.28f;
  self->label_size = 11.0f;
  self->min_zoom = -G_MAXFLOAT;
  self->max_zoom = G_MAXFLOAT;
  self->until = ATLAS_RECIPE_UNTIL;

  return self;
}

static AtlasPaint
color_of_rule (const AtlasRule  *rule,
               AtlasGeometryType kind)
{
  const AtlasPaint *paint = NULL;
  AtlasPaint result;

  if (rule->marker.visible && (kind == ATLAS_GEOMETRY_POINT || kind == ATLAS_GEOMETRY_MULTI_POINT))
    paint = &rule->marker.fill;
  else if (rule->n_strokes > 0)
    paint = &rule->strokes[rule->n_strokes - 1].color;
  else if (rule->fill.visible && rule->fill.color.light.alpha > 0)
    paint = &rule->fill.color;
  result = paint != NULL ? *paint : _atlas_default_paint (0);
  result.light.alpha = result.dark.alpha = 1;

  return result;
}

AtlasStyleRecipe *
atlas_style_recipe_new (AtlasTable *table,
                        AtlasStyle *style)
{
  AtlasStyleRecipe *self = new_plain ();
  const AtlasRule *rules = NULL;
  AtlasRule rule;
  guint n = 0;

  g_return_val_if_fail (table != NULL, self);

  _atlas_default_rule (&rule, table, 0);
  self->size = (float) atlas_zoom_ramp_at (&rule.marker.size, 14);
  self->line_width = (float) atlas_zoom_ramp_at (&rule.strokes[0].width, 14);
  self->label_field = g_strdup (rule.label.field);
  _atlas_rule_clear (&rule);
  if (style != NULL)
    rules = atlas_style_get_rules (style, &n);
  if (n > 0)
    self->color = color_of_rule (&rules[0], atlas_table_get_geometry_kind (table));

  return self;
}

AtlasStyleRecipe *
atlas_style_recipe_copy (const AtlasStyleRecipe *self)
{
  AtlasStyleRecipe *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->field = g_strdup (self->field);
  copy->breaks = g_memdup2 (self->breaks, self->n_breaks * sizeof (double));
  copy->ramp = g_strdup (self->ramp);
  copy->label_field = g_strdup (self->label_field);
  copy->rules = atlas_recipe_rules_copy (self->rules);
  copy->weight = g_strdup (self->weight);

  return copy;
}

void
atlas_style_recipe_free (AtlasStyleRecipe *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->field);
  g_free (self->breaks);
  g_free (self->ramp);
  g_free (self->label_field);
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  g_free (self->weight);
  g_free (self);
}

gboolean
atlas_style_recipe_equal (const AtlasStyleRecipe *a,
                          const AtlasStyleRecipe *b)
{
  g_autofree char *x = atlas_style_recipe_to_json (a);
  g_autofree char *y = atlas_style_recipe_to_json (b);

  /* What is not in the text makes no difference to the style. */
  return g_str_equal (x, y);
}

gboolean
atlas_style_recipe_takes_field (AtlasRenderer renderer,
                                AtlasTable   *table,
                                guint         field)
{
  const AtlasFieldType type = atlas_table_get_field_type (table, field);

  if (renderer == ATLAS_RENDERER_GRADUATED)
    return type == ATLAS_FIELD_INTEGER || type == ATLAS_FIELD_REAL;

  return renderer == ATLAS_RENDERER_CATEGORIZED && type != ATLAS_FIELD_LIST && type != ATLAS_FIELD_JSON;
}

/* The field that a person most likely means, or -1. */
static int
guess_field (AtlasRenderer renderer,
             AtlasTable   *table)
{
  static const char *const numbers[] = { "id", "fid", "ogc_fid", "objectid", "gid", "编号", "序号" };
  int first = -1;

  if (renderer == ATLAS_RENDERER_CATEGORIZED && _atlas_default_kind_field (table) >= 0)
    return _atlas_default_kind_field (table);
  for (guint field = 0; field < atlas_table_get_n_fields (table); field++)
    {
      gboolean counts = FALSE;

      if (!atlas_style_recipe_takes_field (renderer, table, field))
        continue;
      for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
        counts = counts || g_ascii_strcasecmp (atlas_table_get_field_name (table, field), numbers[i]) == 0;
      if (!counts)
        return (int) field;
      if (first < 0)
        first = (int) field;
    }

  return first;
}

void
atlas_style_recipe_set_renderer (AtlasStyleRecipe *self,
                                 AtlasTable       *table,
                                 AtlasRenderer     renderer)
{
  const AtlasColorRamp *ramp = atlas_color_ramp_find (self->ramp);
  const gboolean kinds = ramp != NULL && atlas_color_ramp_get_kind (ramp) == ATLAS_RAMP_QUALITATIVE;
  int field = self->field != NULL ? atlas_table_find_field (table, self->field) : -1;
  const gboolean was_graduated = self->renderer == ATLAS_RENDERER_GRADUATED;

  if (renderer != self->renderer)
    self->radius = 0;
  /* Unless a person has chosen one for classes, the ramp whose ends differ most. */
  if (renderer == ATLAS_RENDERER_HEAT && self->renderer != renderer && (kinds || !was_graduated))
    {
      g_free (self->ramp);
      self->ramp = g_strdup ("dusk");
    }
  if (renderer == ATLAS_RENDERER_RULES)
    _atlas_recipe_rules_begin (self);
  self->renderer = renderer;
  if (!atlas_renderer_has_classes (renderer))
    return;
  if (field < 0 || !atlas_style_recipe_takes_field (renderer, table, (guint) field))
    field = guess_field (renderer, table);
  g_free (self->field);
  self->field = g_strdup (field >= 0 ? atlas_table_get_field_name (table, (guint) field) : NULL);
  if (kinds != (renderer == ATLAS_RENDERER_CATEGORIZED))
    {
      g_free (self->ramp);
      self->ramp = g_strdup (renderer == ATLAS_RENDERER_CATEGORIZED ? "kinds" : "blue");
    }
  /* Shades are compared with one another, so the ground must not show through much. */
  if (renderer == ATLAS_RENDERER_GRADUATED && !was_graduated)
    self->opacity = MAX (self->opacity, 0.8f);
}

/* JSON. */
static const char *
word_for (const AtlasJsonWord *words,
          gsize                n,
          int                  value)
{
  for (gsize i = 0; i < n; i++)
    if (words[i].value == value)
      return words[i].word;
  return words[0].word;
}

/* Adds a member; @value is JSON. */
static void
add (GString    *text,
     const char *key,
     const char *value)
{
  g_string_append_printf (text, "%s\n  \"%s\": %s", text->len > 1 ? "," : "", key, value);
}

static void
add_string (GString    *text,
            const char *key,
            const char *value)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), value);
  g_autofree char *quoted = json_to_string (node, FALSE);

  add (text, key, quoted);
}

/* The shortest text that reads back the same, as a double or as a float; json-glib writes 0.28000000000000003, and
 * 1e+20, which it cannot read. */
char *
_atlas_recipe_number_text (double   number,
                           gboolean single)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE] = "0";
  const char *plus;

  for (int digits = 1; digits <= 17; digits++)
    {
      g_autofree char *format = g_strdup_printf ("%%.%dg", digits);
      double again;

      g_ascii_formatd (text, sizeof text, format, number);
      again = g_ascii_strtod (text, NULL);
      if (single ? (float) again == (float) number : again == number)
        break;
    }
  plus = strchr (text, '+');
  if (plus == NULL)
    return g_strdup (text);

  return g_strdup_printf ("%.*s%s", (int) (plus - text), text, plus + 1);
}

static void
add_float (GString    *text,
           const char *key,
           float       value)
{
  g_autofree char *number = _atlas_recipe_number_text (value, TRUE);

  add (text, key, number);
}

static char *
color_text (const AtlasColor *color)
{
  return g_strdup_printf ("#%02x%02x%02x", (guint) lroundf (color->red * 255), (guint) lroundf (color->green * 255),
                          (guint) lroundf (color->blue * 255));
}

char *
_atlas_recipe_color_text (const AtlasPaint *paint)
{
  g_autofree char *light = color_text (&paint->light), *dark = color_text (&paint->dark);

  return g_strdup_printf ("{ \"light\": \"%s\", \"dark\": \"%s\" }", light, dark);
}

static void
add_classes (GString                *text,
             const AtlasStyleRecipe *self)
{
  if (self->field != NULL)
    add_string (text, "field", self->field);
  if (self->renderer == ATLAS_RENDERER_GRADUATED)
    {
      add_string (text, "method", word_for (METHODS, G_N_ELEMENTS (METHODS), (int) self->method));
      add_float (text, "classes", (float) self->n_classes);
    }
  if (self->renderer == ATLAS_RENDERER_GRADUATED && self->method == ATLAS_CLASSES_MANUAL && self->n_breaks > 0)
    {
      g_autoptr (GString) list = g_string_new ("[");

      for (guint i = 0; i < self->n_breaks; i++)
        {
          g_autofree char *number = _atlas_recipe_number_text (self->breaks[i], FALSE);

          g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", number);
        }
      g_string_append_c (list, ']');
      add (text, "breaks", list->str);
    }
  add_string (text, "ramp", self->ramp);
  add (text, "reversed", self->reversed ? "true" : "false");
}

char *
_atlas_recipe_zooms_text (float min_zoom,
                          float max_zoom)
{
  g_autofree char *from = min_zoom > -G_MAXFLOAT ? _atlas_recipe_number_text (min_zoom, TRUE) : g_strdup ("null");
  g_autofree char *to = max_zoom < G_MAXFLOAT ? _atlas_recipe_number_text (max_zoom, TRUE) : g_strdup ("null");

  return g_strdup_printf ("[%s, %s]", from, to);
}

static void
add_symbol (GString                *text,
            const AtlasStyleRecipe *self)
{
  g_autofree char *color = _atlas_recipe_color_text (&self->color);
  g_autofree char *zooms = _atlas_recipe_zooms_text (self->min_zoom, self->max_zoom);

  add (text, "color", color);
  add_string (text, "shape", _atlas_json_shape_word (self->shape));
  add_float (text, "size", self->size);
  add_float (text, "line-width", self->line_width);
  add_float (text, "opacity", self->opacity);
  if (self->label_field != NULL)
    add_string (text, "label-field", self->label_field);
  add_float (text, "label-size", self->label_size);
  add (text, "zoom", zooms);
}

static void
add_rules (GString                *text,
           const AtlasStyleRecipe *self)
{
  g_autofree char *rules = _atlas_recipe_rules_to_json (self->rules);

  add (text, "rules", rules);
}

char *
atlas_style_recipe_to_json (const AtlasStyleRecipe *self)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new ("{");
  add_string (text, "renderer", word_for (RENDERERS, G_N_ELEMENTS (RENDERERS), (int) self->renderer));
  if (atlas_renderer_has_classes (self->renderer))
    add_classes (text, self);
  if (atlas_renderer_is_density (self->renderer))
    _atlas_style_recipe_write_density (self, text);
  if (self->renderer == ATLAS_RENDERER_RULES)
    add_rules (text, self);
  add_symbol (text, self);
  g_string_append (text, "\n}\n");

  return g_string_free (text, FALSE);
}

static gboolean
read_renderer (JsonNode             *node,
               const AtlasJsonPlace *place,
               gpointer              out,
               GError              **error)
{
  int value = 0;

  if (!_atlas_json_read_word (node, place, RENDERERS, G_N_ELEMENTS (RENDERERS), &value, error))
    return FALSE;
  *(AtlasRenderer *) out = (AtlasRenderer) value;

  return TRUE;
}

static gboolean
read_method (JsonNode             *node,
             const AtlasJsonPlace *place,
             gpointer              out,
             GError              **error)
{
  int value = 0;

  if (!_atlas_json_read_word (node, place, METHODS, G_N_ELEMENTS (METHODS), &value, error))
    return FALSE;
  *(AtlasClassMethod *) out = (AtlasClassMethod) value;

  return TRUE;
}

static gboolean
read_classes (JsonNode             *node,
              const AtlasJsonPlace *place,
              gpointer              out,
              GError              **error)
{
  double number;

  if (!_atlas_json_get_number (node, place, ATLAS_CLASSES_MIN, ATLAS_CLASSES_MAX, &number, error))
    return FALSE;
  *(guint *) out = (guint) number;

  return TRUE;
}

static gboolean
read_ramp (JsonNode             *node,
           const AtlasJsonPlace *place,
           gpointer              out,
           GError              **error)
{
  if (!_atlas_json_read_string (node, place, out, error))
    return FALSE;
  if (atlas_color_ramp_find (*(char **) out) == NULL)
    return _atlas_json_fail (place, error, _ ("there is no such colour ramp"));

  return TRUE;
}

static gboolean
read_number_in (JsonNode             *node,
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
  return read_number_in (node, place, 1, MAX_SIZE, out, error);
}

static gboolean
read_width (JsonNode             *node,
            const AtlasJsonPlace *place,
            gpointer              out,
            GError              **error)
{
  return read_number_in (node, place, 0, MAX_WIDTH, out, error);
}

static gboolean
read_opacity (JsonNode             *node,
              const AtlasJsonPlace *place,
              gpointer              out,
              GError              **error)
{
  return read_number_in (node, place, 0, 1, out, error);
}

static gboolean
read_letters (JsonNode             *node,
              const AtlasJsonPlace *place,
              gpointer              out,
              GError              **error)
{
  return read_number_in (node, place, 5, MAX_LETTERS, out, error);
}

/* The whole recipe, for it needs the count as well. */
static gboolean
read_breaks (JsonNode             *node,
             const AtlasJsonPlace *place,
             gpointer              out,
             GError              **error)
{
  AtlasStyleRecipe *self = out;
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  const guint n = array != NULL ? json_array_get_length (array) : 0;

  if (n < 2 || n > ATLAS_CLASSES_MAX + 1)
    return _atlas_json_fail (place, error, _ ("two to thirteen rising numbers were expected"));
  g_free (self->breaks);
  self->breaks = g_new0 (double, n);
  self->n_breaks = n;
  for (guint i = 0; i < n; i++)
    {
      const AtlasJsonPlace here = { place, NULL, i };

      if (!_atlas_json_get_number (json_array_get_element (array, i), &here, -G_MAXDOUBLE, G_MAXDOUBLE, &self->breaks[i],
                                   error))
        return FALSE;
      if (i > 0 && self->breaks[i] <= self->breaks[i - 1])
        return _atlas_json_fail (&here, error, _ ("two to thirteen rising numbers were expected"));
    }

  return TRUE;
}

static gboolean
read_recipe (JsonNode         *root,
             AtlasStyleRecipe *self,
             GError          **error)
{
  static const AtlasJsonMember members[] = {
    { "renderer", read_renderer, G_STRUCT_OFFSET (AtlasStyleRecipe, renderer) },
    { "field", _atlas_json_read_string, G_STRUCT_OFFSET (AtlasStyleRecipe, field) },
    { "method", read_method, G_STRUCT_OFFSET (AtlasStyleRecipe, method) },
    { "classes", read_classes, G_STRUCT_OFFSET (AtlasStyleRecipe, n_classes) },
    { "breaks", read_breaks, 0 },
    { "ramp", read_ramp, G_STRUCT_OFFSET (AtlasStyleRecipe, ramp) },
    { "reversed", _atlas_json_read_boolean, G_STRUCT_OFFSET (AtlasStyleRecipe, reversed) },
    { "color", _atlas_json_read_paint, G_STRUCT_OFFSET (AtlasStyleRecipe, color) },
    { "shape", _atlas_json_read_shape, G_STRUCT_OFFSET (AtlasStyleRecipe, shape) },
    { "size", read_size, G_STRUCT_OFFSET (AtlasStyleRecipe, size) },
    { "line-width", read_width, G_STRUCT_OFFSET (AtlasStyleRecipe, line_width) },
    { "opacity", read_opacity, G_STRUCT_OFFSET (AtlasStyleRecipe, opacity) },
    { "label-field", _atlas_json_read_string, G_STRUCT_OFFSET (AtlasStyleRecipe, label_field) },
    { "label-size", read_letters, G_STRUCT_OFFSET (AtlasStyleRecipe, label_size) },
    { "zoom", _atlas_json_read_zooms, G_STRUCT_OFFSET (AtlasStyleRecipe, min_zoom) },
    { "rules", _atlas_recipe_rules_read, G_STRUCT_OFFSET (AtlasStyleRecipe, rules) },
    { "radius", _atlas_style_recipe_read_radius, G_STRUCT_OFFSET (AtlasStyleRecipe, radius) },
    { "weight", _atlas_json_read_string, G_STRUCT_OFFSET (AtlasStyleRecipe, weight) },
    { "until", _atlas_style_recipe_read_until, G_STRUCT_OFFSET (AtlasStyleRecipe, until) },
  };

  if (!_atlas_json_read_object (root, NULL, members, G_N_ELEMENTS (members), self, error))
    return FALSE;
  if (!json_object_has_member (json_node_get_object (root), "renderer"))
    return _atlas_json_fail (NULL, error, _ ("it has no “renderer”"));
  if (atlas_renderer_has_classes (self->renderer) && self->field == NULL)
    return _atlas_json_fail (NULL, error, _ ("classes need a “field”"));
  if (self->renderer == ATLAS_RENDERER_RULES && self->rules == NULL)
    return _atlas_json_fail (NULL, error, _ ("it has no “rules”"));
  if (self->renderer == ATLAS_RENDERER_GRADUATED && self->method == ATLAS_CLASSES_MANUAL && self->breaks == NULL)
    return _atlas_json_fail (NULL, error, _ ("manual classes need “breaks”"));

  return TRUE;
}

AtlasStyleRecipe *
atlas_style_recipe_new_from_json (const char *json,
                                  gssize      length,
                                  GError    **error)
{
  g_autoptr (AtlasStyleRecipe) self = new_plain ();
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (json != NULL, NULL);

  root = _atlas_json_parse (json, length, error);
  if (root == NULL || !read_recipe (root, self, error))
    return NULL;

  return g_steal_pointer (&self);
}
