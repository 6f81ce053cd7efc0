/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Styles written as JSON (src/style/README.md documents the format).
 *
 * Objects are read by tables of members: an unknown key, a wrong type or a number out of range is an error that names its
 * place.  Threads: any; a parse shares nothing.  Limits: 1 MiB of text, nesting of 32, 1000 rules, 16 strokes a rule. */

#include "data/atlas-json.h"
#include "style/atlas-json-read.h"
#include "style/atlas-style-json-private.h"
#include "style/atlas-style-private.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#define MAX_RULES   1000
#define MAX_STROKES 16
#define MAX_LIKE    8

static gboolean
read_placement (JsonNode             *node,
                const AtlasJsonPlace *place,
                gpointer              out,
                GError              **error)
{
  static const AtlasJsonWord words[] = {
    { "point", ATLAS_LABEL_POINT },
    { "line", ATLAS_LABEL_LINE },
    { "shield", ATLAS_LABEL_SHIELD },
  };
  int value = 0;

  if (!_atlas_json_read_word (node, place, words, G_N_ELEMENTS (words), &value, error))
    return FALSE;
  *(AtlasLabelPlacement *) out = (AtlasLabelPlacement) value;

  return TRUE;
}

/* "hei" or "song": out is whether it is the latter. */
static gboolean
read_font (JsonNode             *node,
           const AtlasJsonPlace *place,
           gpointer              out,
           GError              **error)
{
  static const AtlasJsonWord words[] = { { "hei", FALSE }, { "song", TRUE } };

  return _atlas_json_read_word (node, place, words, G_N_ELEMENTS (words), out, error);
}

/* "butt" or "round": out is whether it is the latter. */
static gboolean
read_caps (JsonNode             *node,
           const AtlasJsonPlace *place,
           gpointer              out,
           GError              **error)
{
  static const AtlasJsonWord words[] = { { "butt", FALSE }, { "round", TRUE } };

  return _atlas_json_read_word (node, place, words, G_N_ELEMENTS (words), out, error);
}

static gboolean
read_edge (JsonNode             *node,
           const AtlasJsonPlace *place,
           gpointer              out,
           GError              **error)
{
  static const AtlasJsonMember members[] = {
    { "color", _atlas_json_read_paint, G_STRUCT_OFFSET (AtlasFill, edge_color) },
    { "width", _atlas_json_read_ramp, G_STRUCT_OFFSET (AtlasFill, edge_width) },
  };

  return _atlas_json_read_object (node, place, members, G_N_ELEMENTS (members), out, error);
}

static gboolean
read_fill (JsonNode             *node,
           const AtlasJsonPlace *place,
           gpointer              out,
           GError              **error)
{
  static const AtlasJsonMember members[] = {
    { "color", _atlas_json_read_paint, G_STRUCT_OFFSET (AtlasFill, color) },
    { "hatch", _atlas_style_read_hatch, G_STRUCT_OFFSET (AtlasFill, hatch) },
    { "edge", read_edge, 0 },
  };

  ((AtlasFill *) out)->visible = TRUE;

  return _atlas_json_read_object (node, place, members, G_N_ELEMENTS (members), out, error);
}

static gboolean
read_dash (JsonNode             *node,
           const AtlasJsonPlace *place,
           gpointer              out,
           GError              **error)
{
  AtlasStroke *stroke = out;
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 0;

  if (n < 2 || n > G_N_ELEMENTS (stroke->dash) || n % 2 != 0)
    return _atlas_json_fail (place, error, _ ("two, four or six lengths were expected: dash, gap, …"));

  for (guint i = 0; i < n; i++)
    {
      const AtlasJsonPlace here = { place, NULL, i };

      /* A dash that is all but zero long would make a million of them. */
      if (!_atlas_json_get_number (json_array_get_element (array, i), &here, 0.2, 1000.0, &stroke->dash[i], error))
        return FALSE;
    }
  stroke->n_dash = n;

  return TRUE;
}

static gboolean
read_stroke (JsonNode             *node,
             const AtlasJsonPlace *place,
             AtlasStroke          *stroke,
             GError              **error)
{
  static const AtlasJsonMember members[] = {
    { "color", _atlas_json_read_paint, G_STRUCT_OFFSET (AtlasStroke, color) },
    { "width", _atlas_json_read_ramp, G_STRUCT_OFFSET (AtlasStroke, width) },
    { "width-by", _atlas_style_read_size_by, G_STRUCT_OFFSET (AtlasStroke, width_by) },
    { "offset", _atlas_json_read_signed_ramp, G_STRUCT_OFFSET (AtlasStroke, offset) },
    { "dash", read_dash, 0 },
    { "caps", read_caps, G_STRUCT_OFFSET (AtlasStroke, round_caps) },
    { "arrows", _atlas_style_read_arrows, G_STRUCT_OFFSET (AtlasStroke, arrows) },
    { "zoom", _atlas_json_read_zooms, G_STRUCT_OFFSET (AtlasStroke, min_zoom) },
  };

  *stroke = (AtlasStroke) { .min_zoom = -G_MAXFLOAT, .max_zoom = G_MAXFLOAT };
  stroke->width = _atlas_ramp_constant (1.0);
  stroke->color.light = stroke->color.dark = (AtlasColor) { 0.0f, 0.0f, 0.0f, 1.0f };

  if (!_atlas_json_read_object (node, place, members, G_N_ELEMENTS (members), stroke, error))
    return FALSE;
  if (!stroke->arrows.has_color)
    stroke->arrows.color = stroke->color;

  return TRUE;
}

static gboolean
read_strokes (JsonNode             *node,
              const AtlasJsonPlace *place,
              gpointer              out,
              GError              **error)
{
  AtlasRule *rule = out;
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return _atlas_json_fail (place, error, _ ("a list was expected"));
  array = json_node_get_array (node);
  if (json_array_get_length (array) > MAX_STROKES)
    return _atlas_json_fail (place, error, _ ("there are too many strokes"));

  rule->n_strokes = json_array_get_length (array);
  rule->strokes = g_new0 (AtlasStroke, rule->n_strokes);
  for (guint i = 0; i < rule->n_strokes; i++)
    {
      const AtlasJsonPlace here = { place, NULL, i };

      if (!read_stroke (json_array_get_element (array, i), &here, &rule->strokes[i], error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_marker_stroke (JsonNode             *node,
                    const AtlasJsonPlace *place,
                    gpointer              out,
                    GError              **error)
{
  static const AtlasJsonMember members[] = {
    { "color", _atlas_json_read_paint, G_STRUCT_OFFSET (AtlasMarker, stroke) },
    { "width", _atlas_json_read_ramp, G_STRUCT_OFFSET (AtlasMarker, stroke_width) },
  };

  return _atlas_json_read_object (node, place, members, G_N_ELEMENTS (members), out, error);
}

static gboolean
read_icon_case (JsonNode             *node,
                const AtlasJsonPlace *place,
                gpointer              out,
                GError              **error)
{
  static const AtlasJsonMember members[] = {
    { "is", _atlas_json_read_string, G_STRUCT_OFFSET (AtlasIconCase, value) },
    { "icon", _atlas_json_read_icon, G_STRUCT_OFFSET (AtlasIconCase, icon) },
    { "title", _atlas_json_read_title, G_STRUCT_OFFSET (AtlasIconCase, title) },
  };
  AtlasIconCase *icon_case = out;

  if (!_atlas_json_read_object (node, place, members, G_N_ELEMENTS (members), out, error))
    return FALSE;
  if (icon_case->value == NULL || icon_case->icon == NULL)
    return _atlas_json_fail (place, error, _ ("both “is” and “icon” are needed"));

  return TRUE;
}

static gboolean
read_icon_cases (JsonNode             *node,
                 const AtlasJsonPlace *place,
                 gpointer              out,
                 GError              **error)
{
  AtlasMarker *marker = out;
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return _atlas_json_fail (place, error, _ ("a list was expected"));
  array = json_node_get_array (node);

  marker->n_icons = json_array_get_length (array);
  marker->icons = g_new0 (AtlasIconCase, marker->n_icons);
  for (guint i = 0; i < marker->n_icons; i++)
    {
      const AtlasJsonPlace here = { place, NULL, i };

      if (!read_icon_case (json_array_get_element (array, i), &here, &marker->icons[i], error))
        return FALSE;
    }

  return TRUE;
}

/* A name, or {"field": …, "cases": […], "else": …}. */
static gboolean
read_icon (JsonNode             *node,
           const AtlasJsonPlace *place,
           gpointer              out,
           GError              **error)
{
  static const AtlasJsonMember members[] = {
    { "field", _atlas_json_read_string, G_STRUCT_OFFSET (AtlasMarker, icon_field) },
    { "cases", read_icon_cases, 0 },
    { "else", _atlas_json_read_icon, G_STRUCT_OFFSET (AtlasMarker, icon) },
  };

  if (_atlas_json_get_string (node) != NULL)
    return _atlas_json_read_icon (node, place, &((AtlasMarker *) out)->icon, error);

  return _atlas_json_read_object (node, place, members, G_N_ELEMENTS (members), out, error);
}

static gboolean
read_marker (JsonNode             *node,
             const AtlasJsonPlace *place,
             gpointer              out,
             GError              **error)
{
  static const AtlasJsonMember members[] = {
    { "shape", _atlas_json_read_shape, G_STRUCT_OFFSET (AtlasMarker, shape) },
    { "color", _atlas_json_read_paint, G_STRUCT_OFFSET (AtlasMarker, fill) },
    { "stroke", read_marker_stroke, 0 },
    { "size", _atlas_json_read_ramp, G_STRUCT_OFFSET (AtlasMarker, size) },
    { "size-by", _atlas_style_read_size_by, G_STRUCT_OFFSET (AtlasMarker, size_by) },
    { "icon", read_icon, 0 },
    { "icon-color", _atlas_json_read_paint, G_STRUCT_OFFSET (AtlasMarker, icon_color) },
    { "icon-from", _atlas_json_read_float, G_STRUCT_OFFSET (AtlasMarker, icon_min_size) },
  };
  AtlasMarker *marker = out;

  marker->visible = TRUE;
  marker->size = _atlas_ramp_constant (8.0);
  marker->icon_color.light = marker->icon_color.dark = (AtlasColor) { 1.0f, 1.0f, 1.0f, 1.0f };

  return _atlas_json_read_object (node, place, members, G_N_ELEMENTS (members), out, error);
}

static gboolean
read_halo (JsonNode             *node,
           const AtlasJsonPlace *place,
           gpointer              out,
           GError              **error)
{
  static const AtlasJsonMember members[] = {
    { "color", _atlas_json_read_paint, G_STRUCT_OFFSET (AtlasLabel, halo) },
    { "width", _atlas_json_read_float, G_STRUCT_OFFSET (AtlasLabel, halo_width) },
  };

  return _atlas_json_read_object (node, place, members, G_N_ELEMENTS (members), out, error);
}

static gboolean
read_label (JsonNode             *node,
            const AtlasJsonPlace *place,
            gpointer              out,
            GError              **error)
{
  static const AtlasJsonMember members[] = {
    { "field", _atlas_json_read_string, G_STRUCT_OFFSET (AtlasLabel, field) },
    { "field-en", _atlas_json_read_string, G_STRUCT_OFFSET (AtlasLabel, field_en) },
    { "place", read_placement, G_STRUCT_OFFSET (AtlasLabel, placement) },
    { "color", _atlas_json_read_paint, G_STRUCT_OFFSET (AtlasLabel, color) },
    { "halo", read_halo, 0 },
    { "font", read_font, G_STRUCT_OFFSET (AtlasLabel, serif) },
    { "bold", _atlas_json_read_boolean, G_STRUCT_OFFSET (AtlasLabel, bold) },
    { "spacing", _atlas_json_read_float, G_STRUCT_OFFSET (AtlasLabel, letter_spacing) },
    { "size", _atlas_json_read_ramp, G_STRUCT_OFFSET (AtlasLabel, size) },
    { "priority", _atlas_json_read_int, G_STRUCT_OFFSET (AtlasLabel, priority) },
    { "priority-field", _atlas_json_read_string, G_STRUCT_OFFSET (AtlasLabel, priority_field) },
    { "zoom", _atlas_json_read_zooms, G_STRUCT_OFFSET (AtlasLabel, min_zoom) },
    { "repeat", _atlas_json_read_float, G_STRUCT_OFFSET (AtlasLabel, repeat) },
  };
  AtlasLabel *label = out;

  label->visible = TRUE;
  label->size = _atlas_ramp_constant (11.0);
  label->color.light = label->color.dark = (AtlasColor) { 0.0f, 0.0f, 0.0f, 1.0f };

  if (!_atlas_json_read_object (node, place, members, G_N_ELEMENTS (members), out, error))
    return FALSE;
  if (label->field == NULL)
    return _atlas_json_fail (place, error, _ ("“field” is needed"));

  return TRUE;
}

static gboolean
read_values (JsonNode             *node,
             const AtlasJsonPlace *place,
             gpointer              out,
             GError              **error)
{
  AtlasCondition *condition = out;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return _atlas_json_fail (place, error, _ ("a list of texts was expected"));

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const AtlasJsonPlace here = { place, NULL, i };
      const char *text = _atlas_json_get_string (json_array_get_element (array, i));

      if (text == NULL)
        return _atlas_json_fail (&here, error, _ ("a text was expected"));
      g_strv_builder_add (builder, text);
    }
  if (json_array_get_length (array) == 0)
    return _atlas_json_fail (place, error, _ ("a list of texts was expected"));
  condition->values = g_strv_builder_end (builder);

  return TRUE;
}

static gboolean
read_condition (JsonNode             *node,
                const AtlasJsonPlace *place,
                AtlasCondition       *condition,
                GError              **error)
{
  static const AtlasJsonMember members[] = {
    { "field", _atlas_json_read_string, G_STRUCT_OFFSET (AtlasCondition, field) },
    { "is", read_values, 0 },
    { "from", _atlas_json_read_double, G_STRUCT_OFFSET (AtlasCondition, min_value) },
    { "to", _atlas_json_read_double, G_STRUCT_OFFSET (AtlasCondition, max_value) },
  };

  condition->min_value = -INFINITY;
  condition->max_value = INFINITY;
  if (!_atlas_json_read_object (node, place, members, G_N_ELEMENTS (members), condition, error))
    return FALSE;
  if (condition->field == NULL)
    return _atlas_json_fail (place, error, _ ("“field” is needed"));
  if (condition->values == NULL && !isfinite (condition->min_value) && !isfinite (condition->max_value))
    return _atlas_json_fail (place, error, _ ("“is”, “from” or “to” is needed"));

  return TRUE;
}

/* A condition, or a list of conditions that all must be met. */
static gboolean
read_when (JsonNode             *node,
           const AtlasJsonPlace *place,
           gpointer              out,
           GError              **error)
{
  AtlasRule *rule = out;
  gboolean list = JSON_NODE_HOLDS_ARRAY (node);

  rule->n_conditions = list ? json_array_get_length (json_node_get_array (node)) : 1;
  rule->conditions = g_new0 (AtlasCondition, rule->n_conditions);
  for (guint i = 0; i < rule->n_conditions; i++)
    {
      const AtlasJsonPlace here = { place, NULL, i };
      JsonNode *element = list ? json_array_get_element (json_node_get_array (node), i) : node;

      if (!read_condition (element, list ? &here : place, &rule->conditions[i], error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_nothing (JsonNode             *node,
              const AtlasJsonPlace *place,
              gpointer              out,
              GError              **error)
{
  return TRUE;
}

static gboolean
read_rule (JsonNode             *node,
           const AtlasJsonPlace *place,
           AtlasRule            *rule,
           GError              **error)
{
  static const AtlasJsonMember members[] = {
    { "like", read_nothing, 0 },
    { "title", _atlas_json_read_title, G_STRUCT_OFFSET (AtlasRule, title) },
    { "zoom", _atlas_json_read_zooms, G_STRUCT_OFFSET (AtlasRule, min_zoom) },
    { "when", read_when, 0 },
    { "filter", _atlas_json_read_filter, G_STRUCT_OFFSET (AtlasRule, filter) },
    { "fill", read_fill, G_STRUCT_OFFSET (AtlasRule, fill) },
    { "strokes", read_strokes, 0 },
    { "marker", read_marker, G_STRUCT_OFFSET (AtlasRule, marker) },
    { "label", read_label, G_STRUCT_OFFSET (AtlasRule, label) },
  };

  return _atlas_json_read_object (node, place, members, G_N_ELEMENTS (members), rule, error);
}

/* Puts @over's members over those of @under: objects member by member, all else as a whole, null takes a member away. */
static JsonObject *
merge (JsonObject *under,
       JsonObject *over)
{
  JsonObject *merged = json_object_new ();
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  json_object_iter_init (&iter, under);
  while (json_object_iter_next (&iter, &key, &value))
    json_object_set_member (merged, key, json_node_copy (value));

  json_object_iter_init (&iter, over);
  while (json_object_iter_next (&iter, &key, &value))
    {
      JsonNode *old = json_object_get_member (merged, key);

      if (JSON_NODE_HOLDS_NULL (value))
        json_object_remove_member (merged, key);
      else if (old != NULL && JSON_NODE_HOLDS_OBJECT (old) && JSON_NODE_HOLDS_OBJECT (value)
               && !g_str_equal (key, "when"))
        json_object_set_object_member (merged, key,
                                       merge (json_node_get_object (old), json_node_get_object (value)));
      else
        json_object_set_member (merged, key, json_node_copy (value));
    }

  return merged;
}

/* Returns: (transfer full): @node with what its "like" names put under it. */
static JsonNode *
resolve_like (JsonNode             *node,
              JsonObject           *bases,
              const AtlasJsonPlace *place,
              guint                 depth,
              GError              **error)
{
  const AtlasJsonPlace here = { place, "like", 0 };
  g_autoptr (JsonNode) base = NULL;
  JsonObject *object;
  JsonNode *merged;
  const char *like;

  if (!JSON_NODE_HOLDS_OBJECT (node) || !json_object_has_member (json_node_get_object (node), "like"))
    return json_node_copy (node);

  object = json_node_get_object (node);
  like = _atlas_json_get_string (json_object_get_member (object, "like"));
  if (like == NULL || bases == NULL || !json_object_has_member (bases, like))
    {
      _atlas_json_fail (&here, error, _ ("there is no such entry in “bases”"));
      return NULL;
    }
  if (depth >= MAX_LIKE)
    {
      _atlas_json_fail (&here, error, _ ("the bases go in a circle"));
      return NULL;
    }

  base = resolve_like (json_object_get_member (bases, like), bases, place, depth + 1, error);
  if (base == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (base))
    {
      _atlas_json_fail (&here, error, _ ("an object was expected"));
      return NULL;
    }

  merged = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (merged, merge (json_node_get_object (base), object));

  return merged;
}

static AtlasStyle *
read_style (JsonNode *root,
            GError  **error)
{
  static const AtlasJsonMember members[] = {
    { "rules", read_nothing, 0 },
    { "bases", read_nothing, 0 },
    { "density", _atlas_style_read_density, 0 },
  };
  g_autoptr (AtlasDensity) density = NULL;
  g_autoptr (GArray) rules = _atlas_style_rules_new ();
  JsonNode *list, *bases;
  AtlasStyle *style;

  if (!_atlas_json_read_object (root, NULL, members, G_N_ELEMENTS (members), &density, error))
    return NULL;

  bases = json_object_get_member (json_node_get_object (root), "bases");
  list = json_object_get_member (json_node_get_object (root), "rules");
  if (list == NULL || !JSON_NODE_HOLDS_ARRAY (list) || json_array_get_length (json_node_get_array (list)) > MAX_RULES
      || (bases != NULL && !JSON_NODE_HOLDS_OBJECT (bases)))
    {
      _atlas_json_fail (NULL, error, _ ("a list “rules” is needed; “bases” must be an object"));
      return NULL;
    }

  for (guint i = 0; i < json_array_get_length (json_node_get_array (list)); i++)
    {
      const AtlasJsonPlace above = { NULL, "rules", 0 };
      const AtlasJsonPlace here = { &above, NULL, i };
      JsonNode *element = json_array_get_element (json_node_get_array (list), i);
      g_autoptr (JsonNode) node = NULL;

      node = resolve_like (element, bases != NULL ? json_node_get_object (bases) : NULL, &here, 0, error);
      if (node == NULL)
        return NULL;
      g_array_set_size (rules, i + 1);
      _atlas_rule_init (&g_array_index (rules, AtlasRule, i));
      if (!read_rule (node, &here, &g_array_index (rules, AtlasRule, i), error))
        return NULL;
    }

  style = _atlas_style_new_take (g_steal_pointer (&rules));
  _atlas_style_take_density (style, g_steal_pointer (&density));

  return style;
}

AtlasStyle *
atlas_style_new_from_json (const char *json,
                           gssize      length,
                           GError    **error)
{
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (json != NULL, NULL);

  root = _atlas_json_parse (json, length, error);

  return root != NULL ? read_style (root, error) : NULL;
}

AtlasStyle *
atlas_style_new_shipped (const char *name)
{
  g_autofree char *path = g_strdup_printf ("/cn/changzhi/TaihangAtlas/styles/%s.json", name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  AtlasStyle *self = NULL;

  if (bytes != NULL)
    self = atlas_style_new_from_json (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);
  if (self == NULL)
    g_error ("The shipped style “%s” is missing or broken: %s", name, error->message);

  return self;
}
