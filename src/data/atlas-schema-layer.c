/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading "x-layer" of a schema: the geometry, the number and the place of the features, and the rules between them.  Each
 * rule is a line in a table: the members that it must have and those that it may have.  Pure; any thread. */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "data/atlas-schema-private.h"

/* Sums are of numbers with three decimals. */
#define TOLERANCE 0.0005

typedef struct
{
  const char *name;
  const char *must[5];
  const char *may[3];
} RuleMembers;

/* In the order of AtlasSchemaRuleKind. */
static const RuleMembers rule_members[] = {
  { "coverage", { NULL }, { "where", NULL } },
  { "network", { NULL }, { "where", NULL } },
  { "flows-into", { "field", "layers", NULL }, { NULL } },
  { "sum", { "field", "total", NULL }, { "where", "tolerance", NULL } },
  { "inside", { "field", "layer", "match", NULL }, { NULL } },
  { "on", { "field", "layers", NULL }, { NULL } },
  { "near", { "layer", "km", NULL }, { "unless", NULL } },
  { "refers", { "field", "layers", NULL }, { NULL } },
  { "each", { "field", "layer", "match", NULL }, { NULL } },
  { "parts", { "whole", "of", NULL }, { NULL } },
};

/* A value as atlas_table_dup_value() writes it. */
static char *
value_text (JsonNode *node)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (!JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      return g_strdup (json_node_get_string (node));
    case G_TYPE_BOOLEAN:
      return g_strdup (json_node_get_boolean (node) ? "true" : "false");
    case G_TYPE_INT64:
      return g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) json_node_get_int (node));
    default:
      return g_strdup (g_ascii_dtostr (buffer, sizeof buffer, json_node_get_double (node)));
    }
}

static gboolean
check_field (AtlasSchemaReader      *reader,
             const AtlasSchemaPlace *place,
             const char             *name,
             GError                **error)
{
  return name == NULL || atlas_schema_find_field (reader->schema, name) != NULL
         || _atlas_schema_fail (reader, place, error, _("there is no such field"));
}

/* {"kind": "子流域"} */
static gboolean
read_condition (AtlasSchemaReader      *reader,
                JsonObject             *object,
                const AtlasSchemaPlace *place,
                const char             *key,
                AtlasSchemaCondition   *out,
                GError                **error)
{
  const AtlasSchemaPlace here = { place, key, 0 };
  JsonNode *node = json_object_get_member (object, key);
  g_autofree char *text = NULL;
  JsonObjectIter iter;
  const char *field;
  JsonNode *value;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node) || json_object_get_size (json_node_get_object (node)) != 1)
    return _atlas_schema_fail (reader, &here, error, _("one field and its value were expected"));
  json_object_iter_init (&iter, json_node_get_object (node));
  json_object_iter_next (&iter, &field, &value);
  text = value_text (value);
  if (text == NULL)
    return _atlas_schema_fail (reader, &here, error, _("one field and its value were expected"));
  out->field = g_string_chunk_insert_const (reader->schema->texts, field);
  out->value = g_string_chunk_insert_const (reader->schema->texts, text);
  return check_field (reader, &here, out->field, error);
}

/* "layers": […] or "layer": "…". */
static gboolean
read_layers (AtlasSchemaReader      *reader,
             JsonObject             *object,
             const AtlasSchemaPlace *place,
             AtlasSchemaRule        *rule,
             GError                **error)
{
  const AtlasSchemaPlace here = { place, "layers", 0 }, one = { place, "layer", 0 };
  const char **layers = NULL;

  if (!_atlas_schema_read_list (reader, json_object_get_member (object, "layers"), &here, &layers, error))
    return FALSE;
  if (layers == NULL)
    {
      layers = g_new0 (const char *, 2);
      g_ptr_array_add (reader->schema->blocks, layers);
      if (!_atlas_schema_read_text (reader, json_object_get_member (object, "layer"), &one, &layers[0], error))
        return FALSE;
    }
  rule->layers = layers;
  return TRUE;
}

static gboolean
check_rule_members (AtlasSchemaReader      *reader,
                    JsonObject             *object,
                    const AtlasSchemaPlace *place,
                    const RuleMembers      *members,
                    GError                **error)
{
  const char *known[G_N_ELEMENTS (members->must) + G_N_ELEMENTS (members->may) + 1] = { "rule" };
  guint n = 1;

  for (guint i = 0; members->must[i] != NULL; i++)
    {
      const AtlasSchemaPlace here = { place, members->must[i], 0 };

      known[n++] = members->must[i];
      if (!json_object_has_member (object, members->must[i]))
        return _atlas_schema_fail (reader, &here, error, _("the rule needs it"));
    }
  for (guint i = 0; members->may[i] != NULL; i++)
    known[n++] = members->may[i];
  return _atlas_schema_check_members (reader, object, place, known, error);
}

static gboolean
read_rule_members (AtlasSchemaReader      *reader,
                   JsonObject             *object,
                   const AtlasSchemaPlace *place,
                   AtlasSchemaRule        *rule,
                   GError                **error)
{
  const struct { const char *key; const char **out; gboolean is_field; } texts[] = {
    { "field", &rule->field, TRUE }, { "match", &rule->match, FALSE }, { "unless", &rule->unless, TRUE },
  };
  const struct { const char *key; double *out; } numbers[] = {
    { "total", &rule->total }, { "km", &rule->km }, { "tolerance", &rule->tolerance },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const AtlasSchemaPlace here = { place, texts[i].key, 0 };

      if (!_atlas_schema_read_text (reader, json_object_get_member (object, texts[i].key), &here, texts[i].out, error)
          || (texts[i].is_field && !check_field (reader, &here, *texts[i].out, error)))
        return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      const AtlasSchemaPlace here = { place, numbers[i].key, 0 };

      if (!_atlas_schema_read_number (reader, json_object_get_member (object, numbers[i].key), &here, numbers[i].out, error))
        return FALSE;
    }
  return read_layers (reader, object, place, rule, error)
         && read_condition (reader, object, place, "where", &rule->where, error)
         && read_condition (reader, object, place, "whole", &rule->whole, error)
         && read_condition (reader, object, place, "of", &rule->of, error);
}

static gboolean
read_rule (AtlasSchemaReader      *reader,
           JsonNode               *node,
           const AtlasSchemaPlace *place,
           GError                **error)
{
  const AtlasSchemaPlace here = { place, "rule", 0 };
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  AtlasSchemaRule rule = { 0 };
  guint kind = 0;

  if (object == NULL)
    return _atlas_schema_fail (reader, place, error, _("an object was expected"));
  if (!_atlas_schema_read_text (reader, json_object_get_member (object, "rule"), &here, &rule.name, error))
    return FALSE;
  while (kind < G_N_ELEMENTS (rule_members) && g_strcmp0 (rule_members[kind].name, rule.name) != 0)
    kind++;
  if (kind == G_N_ELEMENTS (rule_members))
    return _atlas_schema_fail (reader, &here, error, _("there is no such rule"));
  rule.kind = (AtlasSchemaRuleKind) kind;
  rule.tolerance = kind == ATLAS_SCHEMA_RULE_SUM ? TOLERANCE : 0;
  if (!check_rule_members (reader, object, place, &rule_members[kind], error)
      || !read_rule_members (reader, object, place, &rule, error))
    return FALSE;
  g_array_append_val (reader->schema->rules, rule);
  return TRUE;
}

static gboolean
read_rules (AtlasSchemaReader      *reader,
            JsonNode               *node,
            const AtlasSchemaPlace *place,
            GError                **error)
{
  JsonArray *array;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return _atlas_schema_fail (reader, place, error, _("a list of rules was expected"));
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const AtlasSchemaPlace here = { place, NULL, i };

      if (!read_rule (reader, json_array_get_element (array, i), &here, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
_atlas_schema_read_layer (AtlasSchemaReader      *reader,
                          JsonNode               *node,
                          const AtlasSchemaPlace *place,
                          GError                **error)
{
  static const char *const known[] = { "geometry", "count", "area", "rules", NULL };
  static const char *const areas[] = { "city", "china", "world", NULL };
  static const char *const types[] = {
    "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection", NULL,
  };
  const AtlasSchemaPlace geometry = { place, "geometry", 0 }, count = { place, "count", 0 }, area = { place, "area", 0 };
  const AtlasSchemaPlace rules = { place, "rules", 0 };
  AtlasSchema *schema = reader->schema;
  JsonObject *object;
  double number = -1;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return _atlas_schema_fail (reader, place, error, _("an object was expected"));
  object = json_node_get_object (node);
  if (!_atlas_schema_check_members (reader, object, place, known, error)
      || !_atlas_schema_read_list (reader, json_object_get_member (object, "geometry"), &geometry, &schema->geometry, error)
      || !_atlas_schema_read_number (reader, json_object_get_member (object, "count"), &count, &number, error)
      || !_atlas_schema_read_text (reader, json_object_get_member (object, "area"), &area, &schema->area, error))
    return FALSE;
  for (guint i = 0; schema->geometry != NULL && schema->geometry[i] != NULL; i++)
    if (!g_strv_contains (types, schema->geometry[i]))
      return _atlas_schema_fail (reader, &geometry, error, _("GeoJSON has no such geometry"));
  if (!g_strv_contains (areas, schema->area))
    return _atlas_schema_fail (reader, &area, error, _("it is city, china or world"));
  if (number < -1 || number > G_MAXINT || (number != -1 && json_object_has_member (object, "count") && number < 0))
    return _atlas_schema_fail (reader, &count, error, _("the number is out of range"));
  schema->count = (int) number;
  return read_rules (reader, json_object_get_member (object, "rules"), &rules, error);
}
