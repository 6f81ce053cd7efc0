/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the fields of a schema, strictly: what JSON Schema could say and we would not enforce is an error, so that a schema
 * never promises more than is checked.  Pure but for the schema being filled; any thread. */

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "data/atlas-data-error.h"
#include "data/atlas-locale.h"
#include "data/atlas-schema-private.h"

/* References that lead to references; more is a circle. */
#define DEEPEST 4

static void
append_place (GString                *text,
              const AtlasSchemaPlace *place)
{
  if (place == NULL)
    return;
  append_place (text, place->up);
  if (place->key != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "." : "", place->key);
  else
    g_string_append_printf (text, "[%u]", place->index);
}

gboolean
_atlas_schema_fail (AtlasSchemaReader      *reader,
                    const AtlasSchemaPlace *place,
                    GError                **error,
                    const char             *what)
{
  g_autoptr (GString) where = g_string_new (NULL);

  append_place (where, place);
  if (where->len == 0)
    g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_FORMAT, _("The schema “%s” is wrong: %s."), reader->schema->name, what);
  else
    g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_FORMAT, _("The schema “%s” is wrong at %s: %s."),
                 reader->schema->name, where->str, what);
  return FALSE;
}

gboolean
_atlas_schema_check_members (AtlasSchemaReader      *reader,
                             JsonObject             *object,
                             const AtlasSchemaPlace *place,
                             const char *const      *known,
                             GError                **error)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &key, &value))
    if (!g_strv_contains (known, key))
      {
        const AtlasSchemaPlace here = { place, key, 0 };

        return _atlas_schema_fail (reader, &here, error, _("this is not understood here"));
      }
  return TRUE;
}

static GType
value_type (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_NONE;
}

gboolean
_atlas_schema_read_text (AtlasSchemaReader      *reader,
                         JsonNode               *node,
                         const AtlasSchemaPlace *place,
                         const char            **out,
                         GError                **error)
{
  if (node == NULL)
    return TRUE;
  if (value_type (node) != G_TYPE_STRING || *json_node_get_string (node) == '\0')
    return _atlas_schema_fail (reader, place, error, _("a text was expected"));
  *out = g_string_chunk_insert_const (reader->schema->texts, json_node_get_string (node));
  return TRUE;
}

gboolean
_atlas_schema_read_number (AtlasSchemaReader      *reader,
                           JsonNode               *node,
                           const AtlasSchemaPlace *place,
                           double                 *out,
                           GError                **error)
{
  if (node == NULL)
    return TRUE;
  if (value_type (node) != G_TYPE_INT64 && value_type (node) != G_TYPE_DOUBLE)
    return _atlas_schema_fail (reader, place, error, _("a number was expected"));
  *out = json_node_get_double (node);
  return isfinite (*out) || _atlas_schema_fail (reader, place, error, _("a number was expected"));
}

gboolean
_atlas_schema_read_list (AtlasSchemaReader      *reader,
                         JsonNode               *node,
                         const AtlasSchemaPlace *place,
                         const char           ***out,
                         GError                **error)
{
  JsonArray *array;
  const char **list;
  guint n;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) == 0)
    return _atlas_schema_fail (reader, place, error, _("a list of texts was expected"));
  array = json_node_get_array (node);
  n = json_array_get_length (array);
  list = g_new0 (const char *, n + 1);
  g_ptr_array_add (reader->schema->blocks, list);
  for (guint i = 0; i < n; i++)
    {
      const AtlasSchemaPlace here = { place, NULL, i };

      if (!_atlas_schema_read_text (reader, json_array_get_element (array, i), &here, &list[i], error))
        return FALSE;
    }
  *out = list;
  return TRUE;
}

/* A field as it is read: its own members, then those of what it refers to. */
typedef struct
{
  AtlasSchemaReader *reader;
  AtlasSchemaPlace   place;
  JsonObject        *levels[DEEPEST];
  guint              n_levels;
} FieldReader;

/* "#/$defs/x" in the document at hand, or "common.json#/$defs/x". */
static JsonNode *
find_definition (AtlasSchemaReader *reader,
                 const char        *reference,
                 JsonObject       **document)
{
  const char *fragment = strchr (reference, '#');
  JsonNode *definitions;

  if (fragment == NULL || !g_str_has_prefix (fragment, "#/$defs/"))
    return NULL;
  if (g_str_has_prefix (reference, "common.json#"))
    *document = reader->common;
  else if (fragment != reference)
    return NULL;
  definitions = json_object_get_member (*document, "$defs");
  if (definitions == NULL || !JSON_NODE_HOLDS_OBJECT (definitions))
    return NULL;
  return json_object_get_member (json_node_get_object (definitions), fragment + strlen ("#/$defs/"));
}

static gboolean
follow_references (FieldReader *self,
                   JsonNode    *node,
                   JsonObject  *document,
                   GError     **error)
{
  static const char *const known[] = {
    "$ref", "$comment", "type", "title", "x-title-en", "description", "x-description-en", "enum", "x-enum-en", "x-enum-zh",
    "minimum", "exclusiveMinimum", "maximum", "minLength", "pattern", "x-unit", "x-text", "x-card", "x-twin-of", "x-unless", NULL,
  };
  const AtlasSchemaPlace here = { &self->place, "$ref", 0 };

  for (;;)
    {
      JsonObject *object;
      const char *reference = NULL;

      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        return _atlas_schema_fail (self->reader, self->n_levels == 0 ? &self->place : &here, error,
                                   self->n_levels == 0 ? _("an object was expected") : _("there is no such definition"));
      if (self->n_levels == DEEPEST)
        return _atlas_schema_fail (self->reader, &here, error, _("the references go too deep"));
      object = json_node_get_object (node);
      self->levels[self->n_levels++] = object;
      if (!_atlas_schema_check_members (self->reader, object, &self->place, known, error)
          || !_atlas_schema_read_text (self->reader, json_object_get_member (object, "$ref"), &here, &reference, error))
        return FALSE;
      if (reference == NULL)
        return TRUE;
      node = find_definition (self->reader, reference, &document);
    }
}

static JsonNode *
member (FieldReader *self,
        const char  *key)
{
  JsonNode *node = NULL;

  for (guint i = 0; i < self->n_levels && node == NULL; i++)
    node = json_object_get_member (self->levels[i], key);
  return node;
}

static gboolean
read_text (FieldReader *self,
           const char  *key,
           const char **out,
           GError     **error)
{
  const AtlasSchemaPlace here = { &self->place, key, 0 };

  return _atlas_schema_read_text (self->reader, member (self, key), &here, out, error);
}

static gboolean
read_number (FieldReader *self,
             const char  *key,
             double      *out,
             GError     **error)
{
  const AtlasSchemaPlace here = { &self->place, key, 0 };

  return _atlas_schema_read_number (self->reader, member (self, key), &here, out, error);
}

/* One of @words (ends with NULL); @out is left alone when the member is not there. */
static gboolean
read_word (FieldReader       *self,
           const char        *key,
           const char *const *words,
           guint             *out,
           GError           **error)
{
  const AtlasSchemaPlace here = { &self->place, key, 0 };
  const char *text = NULL;
  g_autofree char *all = NULL, *what = NULL;

  if (!_atlas_schema_read_text (self->reader, member (self, key), &here, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;
  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_equal (words[i], text))
      {
        *out = i;
        return TRUE;
      }
  all = g_strjoinv (", ", (char **) words);
  what = g_strdup_printf (_("one of these was expected: %s"), all);
  return _atlas_schema_fail (self->reader, &here, error, what);
}

static gboolean
read_words (FieldReader      *self,
            AtlasSchemaField *field,
            GError          **error)
{
  static const char *const keys[] = { "enum", "x-enum-en", "x-enum-zh" };
  const char **lists[G_N_ELEMENTS (keys)] = { NULL };
  AtlasSchemaWord *words;
  guint n;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const AtlasSchemaPlace here = { &self->place, keys[i], 0 };

      if (!_atlas_schema_read_list (self->reader, member (self, keys[i]), &here, &lists[i], error))
        return FALSE;
      if (lists[i] != NULL && (lists[0] == NULL || g_strv_length ((char **) lists[i]) != g_strv_length ((char **) lists[0])))
        return _atlas_schema_fail (self->reader, &here, error, _("it has to be as long as the list of the values"));
    }
  if (lists[0] == NULL)
    return TRUE;
  n = g_strv_length ((char **) lists[0]);
  words = g_new0 (AtlasSchemaWord, n);
  g_ptr_array_add (self->reader->schema->blocks, words);
  for (guint i = 0; i < n; i++)
    words[i] = (AtlasSchemaWord) { lists[0][i], lists[2] != NULL ? lists[2][i] : lists[0][i],
                                   lists[1] != NULL ? lists[1][i] : lists[0][i] };
  field->words = words;
  field->n_words = n;
  return TRUE;
}

static gboolean
read_limits (FieldReader      *self,
             AtlasSchemaField *field,
             GError          **error)
{
  const AtlasSchemaPlace here = { &self->place, "pattern", 0 };
  double above = NAN, length = 0;
  g_autoptr (GRegex) regex = NULL;

  field->minimum = -INFINITY;
  field->maximum = INFINITY;
  if (!read_number (self, "minimum", &field->minimum, error) || !read_number (self, "exclusiveMinimum", &above, error)
      || !read_number (self, "maximum", &field->maximum, error) || !read_number (self, "minLength", &length, error)
      || !read_text (self, "pattern", &field->pattern, error))
    return FALSE;
  if (!isnan (above) && above >= field->minimum)
    {
      field->minimum = above;
      field->minimum_exclusive = TRUE;
    }
  field->min_length = (guint) CLAMP (length, 0, 10000);
  if (field->pattern == NULL)
    return TRUE;
  regex = g_regex_new (field->pattern, 0, 0, NULL);
  return regex != NULL || _atlas_schema_fail (self->reader, &here, error, _("this is no regular expression"));
}

static gboolean
read_titles (FieldReader      *self,
             AtlasSchemaField *field,
             GError          **error)
{
  const gboolean chinese = atlas_locale_is_chinese ();
  const char *description_zh = "", *description_en = "";

  if (!read_text (self, "title", &field->title_zh, error) || !read_text (self, "x-title-en", &field->title_en, error)
      || !read_text (self, "description", &description_zh, error)
      || !read_text (self, "x-description-en", &description_en, error))
    return FALSE;
  if (field->title_zh == NULL || field->title_en == NULL)
    return _atlas_schema_fail (self->reader, &self->place, error, _("it has to have a title in both languages"));
  field->title = chinese ? field->title_zh : field->title_en;
  field->description = chinese ? description_zh : description_en;
  return TRUE;
}

static gboolean
read_field (FieldReader      *self,
            AtlasSchemaField *field,
            GError          **error)
{
  static const char *const types[] = { "string", "integer", "number", "boolean", NULL };
  static const char *const texts[] = { "", "enum", "code", "text", NULL };
  static const char *const cards[] = { "kind", "field", "note", "small", "hidden", NULL };
  const AtlasSchemaPlace text_place = { &self->place, "x-text", 0 };
  guint type = G_N_ELEMENTS (types), text = ATLAS_SCHEMA_NO_TEXT, card = ATLAS_SCHEMA_CARD_FIELD;

  if (!read_titles (self, field, error) || !read_word (self, "type", types, &type, error)
      || !read_word (self, "x-text", texts, &text, error) || !read_word (self, "x-card", cards, &card, error)
      || !read_text (self, "x-unit", &field->unit, error) || !read_text (self, "x-twin-of", &field->twin_of, error)
      || !read_text (self, "x-unless", &field->unless, error) || !read_words (self, field, error)
      || !read_limits (self, field, error))
    return FALSE;
  if (type == G_N_ELEMENTS (types))
    return _atlas_schema_fail (self->reader, &self->place, error, _("it has to have a type"));
  field->type = (AtlasSchemaType) type;
  field->text = (AtlasSchemaText) text;
  field->card = (AtlasSchemaCard) card;
  if ((type == ATLAS_SCHEMA_STRING) != (text != ATLAS_SCHEMA_NO_TEXT))
    return _atlas_schema_fail (self->reader, &text_place, error, _("strings, and only they, are an enum, a code or a text"));
  if (field->n_words > 0 && type != ATLAS_SCHEMA_STRING)
    return _atlas_schema_fail (self->reader, &self->place, error, _("only a string may have a list of values"));
  if (text == ATLAS_SCHEMA_ENUM && (field->n_words == 0 || member (self, "x-enum-en") == NULL))
    return _atlas_schema_fail (self->reader, &text_place, error, _("an enum needs its values and their English words"));
  return TRUE;
}

gboolean
_atlas_schema_read_fields (AtlasSchemaReader      *reader,
                           JsonNode               *node,
                           JsonObject             *document,
                           const AtlasSchemaPlace *place,
                           GArray                 *fields,
                           GError                **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return _atlas_schema_fail (reader, place, error, _("an object was expected"));
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      FieldReader self = { .reader = reader, .place = { place, name, 0 } };
      AtlasSchemaField field = { .name = g_string_chunk_insert_const (reader->schema->texts, name) };

      if (!follow_references (&self, value, document, error) || !read_field (&self, &field, error))
        return FALSE;
      g_array_append_val (fields, field);
    }
  return TRUE;
}
