/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a layer says about itself: a small JSON object in the table image.  It is parsed anew each time, for it is a line or
 * two and few ask.  The image may come from anywhere, so the text is looked at before it is parsed.  Any thread. */

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "data/atlas-json.h"
#include "data/atlas-table.h"

static JsonObject *
parse (AtlasTable *table,
       JsonParser *parser)
{
  const char *text = atlas_table_get_attributes (table);
  JsonNode *root;

  if (*text == '\0' || !atlas_json_is_sane (text, strlen (text)) || !json_parser_load_from_data (parser, text, -1, NULL))
    return NULL;
  root = json_parser_get_root (parser);
  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
}

static void
attribute_free (AtlasTableAttribute *attribute)
{
  g_free (attribute->name);
  g_free (attribute->value);
  g_free (attribute);
}

/* As atlas_table_dup_value() writes a value. */
static AtlasTableAttribute *
attribute_new (const char *name,
               JsonNode   *node)
{
  AtlasTableAttribute *attribute = g_new0 (AtlasTableAttribute, 1);
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  attribute->name = g_strdup (name);
  attribute->number = NAN;
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      attribute->type = ATLAS_FIELD_STRING;
      attribute->value = g_strdup (json_node_get_string (node));
      break;
    case G_TYPE_BOOLEAN:
      attribute->type = ATLAS_FIELD_BOOLEAN;
      attribute->number = json_node_get_boolean (node);
      attribute->value = g_strdup (json_node_get_boolean (node) ? "true" : "false");
      break;
    case G_TYPE_INT64:
      attribute->type = ATLAS_FIELD_INTEGER;
      attribute->number = (double) json_node_get_int (node);
      attribute->value = g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) json_node_get_int (node));
      break;
    default:
      attribute->type = ATLAS_FIELD_REAL;
      attribute->number = json_node_get_double (node);
      attribute->value = g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.15g", attribute->number));
    }
  return attribute;
}

GPtrArray *
atlas_table_dup_attributes (AtlasTable *self)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  GPtrArray *attributes = g_ptr_array_new_with_free_func ((GDestroyNotify) attribute_free);
  JsonObject *object = parse (self, parser);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (object == NULL)
    return attributes;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (JSON_NODE_HOLDS_VALUE (node))
      g_ptr_array_add (attributes, attribute_new (name, node));
  return attributes;
}

double
atlas_table_get_attribute_number (AtlasTable *self,
                                  const char *name)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *object = parse (self, parser);
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NAN;
  if (json_node_get_value_type (node) != G_TYPE_INT64 && json_node_get_value_type (node) != G_TYPE_DOUBLE)
    return NAN;
  return json_node_get_double (node);
}
