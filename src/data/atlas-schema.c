/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasSchema: what a layer's features may say.  The shipped ones lie in the library's resources, are read when first asked
 * for and kept until the program ends, so that everybody can hold plain pointers into them.  Immutable after reading; any
 * thread (the table of those that were read has a lock).  Reading is in atlas-schema-fields.c and atlas-schema-layer.c. */

#include "data/atlas-schema.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "data/atlas-json.h"
#include "data/atlas-locale.h"
#include "data/atlas-schema-private.h"

#define FOLDER "/cn/changzhi/TaihangAtlas/schema"
#define COMMON "common"

static JsonObject *
parse (AtlasSchemaReader *reader,
       const char        *text,
       gssize             length,
       JsonParser        *parser,
       GError           **error)
{
  g_autoptr (GError) problem = NULL;
  JsonNode *root;

  if (length < 0)
    length = (gssize) strlen (text);
  if (!atlas_json_is_sane (text, (gsize) length))
    {
      _atlas_schema_fail (reader, NULL, error, _("it is no text in UTF-8, or far too big or deeply nested"));
      return NULL;
    }
  if (!json_parser_load_from_data (parser, text, length, &problem))
    {
      _atlas_schema_fail (reader, NULL, error, problem->message);
      return NULL;
    }
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      _atlas_schema_fail (reader, NULL, error, _("an object was expected"));
      return NULL;
    }
  return json_node_get_object (root);
}

static gboolean
is_required (JsonObject *document,
             const char *name)
{
  JsonNode *node = json_object_get_member (document, "required");
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (g_strcmp0 (json_node_get_string (json_array_get_element (array, i)), name) == 0)
      return TRUE;
  return FALSE;
}

static AtlasSchemaField *
find_in (GArray     *fields,
         const char *name)
{
  for (guint i = 0; i < fields->len; i++)
    {
      AtlasSchemaField *field = &g_array_index (fields, AtlasSchemaField, i);

      if (g_strcmp0 (field->name, name) == 0)
        return field;
    }
  return NULL;
}

/* Names that "required" holds must be fields, or a slip of the pen would ask for what can never be there. */
static gboolean
check_required (AtlasSchemaReader *reader,
                JsonObject        *document,
                GError           **error)
{
  const AtlasSchemaPlace place = { NULL, "required", 0 };
  JsonNode *node = json_object_get_member (document, "required");
  const char **names = NULL;

  if (node == NULL)
    return TRUE;
  if (!_atlas_schema_read_list (reader, node, &place, &names, error))
    return FALSE;
  for (guint i = 0; names[i] != NULL; i++)
    {
      const AtlasSchemaPlace here = { &place, NULL, i };

      if (find_in (reader->schema->fields, names[i]) == NULL)
        return _atlas_schema_fail (reader, &here, error, _("there is no such field"));
    }
  return TRUE;
}

/* Names each text's twin, and refuses a text that says nothing to people who do not read Chinese. */
static gboolean
pair_twins (AtlasSchemaReader *reader,
            GArray            *fields,
            const char        *member,
            GError           **error)
{
  const AtlasSchemaPlace properties = { NULL, member, 0 };

  for (guint i = 0; i < fields->len; i++)
    {
      AtlasSchemaField *field = &g_array_index (fields, AtlasSchemaField, i);
      const AtlasSchemaPlace here = { &properties, field->name, 0 };
      AtlasSchemaField *of;

      if (find_in (fields, field->name) != field)
        return _atlas_schema_fail (reader, &here, error, _("there are two fields of that name"));
      if (field->twin_of == NULL)
        continue;
      of = find_in (fields, field->twin_of);
      if (of == NULL || of == field || of->text != ATLAS_SCHEMA_TEXT || of->twin_of != NULL || of->twin != NULL)
        return _atlas_schema_fail (reader, &here, error, _("there is no text that it could be the English twin of"));
      of->twin = field->name;
    }
  for (guint i = 0; i < fields->len; i++)
    {
      AtlasSchemaField *field = &g_array_index (fields, AtlasSchemaField, i);
      const AtlasSchemaPlace here = { &properties, field->name, 0 };

      if (field->text == ATLAS_SCHEMA_TEXT && field->twin == NULL && field->twin_of == NULL)
        return _atlas_schema_fail (reader, &here, error, _("a text needs an English twin"));
    }
  return TRUE;
}

/* Whether the schema says that it takes in common.json: "allOf": [{"$ref": "common.json"}]. */
static gboolean
read_all_of (AtlasSchemaReader *reader,
             gboolean          *with_common,
             GError           **error)
{
  const AtlasSchemaPlace place = { NULL, "allOf", 0 };
  JsonNode *node = json_object_get_member (reader->document, "allOf");
  JsonArray *array;
  JsonNode *element, *target;

  *with_common = FALSE;
  if (node == NULL)
    return TRUE;
  array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  element = array != NULL && json_array_get_length (array) == 1 ? json_array_get_element (array, 0) : NULL;
  target = element != NULL && JSON_NODE_HOLDS_OBJECT (element)
             ? json_object_get_member (json_node_get_object (element), "$ref") : NULL;
  if (target == NULL || g_strcmp0 (json_node_get_string (target), COMMON ".json") != 0)
    return _atlas_schema_fail (reader, &place, error, _("only a reference to common.json was expected"));
  *with_common = TRUE;
  return TRUE;
}

/* In the order of the card: what all layers have and is short, the layer's own, the rest of what all layers have. */
static gboolean
read_all_fields (AtlasSchemaReader *reader,
                 GError           **error)
{
  const AtlasSchemaPlace place = { NULL, "properties", 0 };
  g_autoptr (GArray) common = g_array_new (FALSE, TRUE, sizeof (AtlasSchemaField));
  GArray *fields = reader->schema->fields;
  gboolean with_common;

  if (!read_all_of (reader, &with_common, error))
    return FALSE;
  if (with_common
      && !_atlas_schema_read_fields (reader, json_object_get_member (reader->common, "properties"), reader->common, &place,
                                     common, error))
    return FALSE;
  for (guint i = 0; i < common->len; i++)
    if (g_array_index (common, AtlasSchemaField, i).card <= ATLAS_SCHEMA_CARD_FIELD)
      g_array_append_val (fields, g_array_index (common, AtlasSchemaField, i));
  if (!_atlas_schema_read_fields (reader, json_object_get_member (reader->document, "properties"), reader->document, &place,
                                  fields, error))
    return FALSE;
  for (guint i = 0; i < common->len; i++)
    if (g_array_index (common, AtlasSchemaField, i).card > ATLAS_SCHEMA_CARD_FIELD)
      g_array_append_val (fields, g_array_index (common, AtlasSchemaField, i));
  for (guint i = 0; i < fields->len; i++)
    {
      AtlasSchemaField *field = &g_array_index (fields, AtlasSchemaField, i);

      field->required = is_required (reader->document, field->name) || (with_common && is_required (reader->common, field->name));
    }
  return pair_twins (reader, fields, "properties", error) && check_required (reader, reader->document, error);
}

static gboolean
read_schema (AtlasSchemaReader *reader,
             GError           **error)
{
  static const char *const known[] = {
    "$schema", "$id", "$comment", "$defs", "title", "x-title-en", "description", "x-description-en", "x-layer", "x-attributes",
    "type", "allOf", "properties", "required", "dependentRequired", "unevaluatedProperties", "additionalProperties", NULL,
  };
  const AtlasSchemaPlace layer = { NULL, "x-layer", 0 }, attributes = { NULL, "x-attributes", 0 };
  const AtlasSchemaPlace title = { NULL, "title", 0 }, title_en = { NULL, "x-title-en", 0 };
  JsonObject *document = reader->document;
  const char *zh = reader->schema->name, *en = NULL;

  if (!_atlas_schema_check_members (reader, document, NULL, known, error)
      || !_atlas_schema_read_text (reader, json_object_get_member (document, "title"), &title, &zh, error)
      || !_atlas_schema_read_text (reader, json_object_get_member (document, "x-title-en"), &title_en, &en, error))
    return FALSE;
  reader->schema->title = g_strdup (atlas_locale_is_chinese () || en == NULL ? zh : en);
  return read_all_fields (reader, error)
         && _atlas_schema_read_fields (reader, json_object_get_member (document, "x-attributes"), document, &attributes,
                                       reader->schema->attributes, error)
         && pair_twins (reader, reader->schema->attributes, "x-attributes", error)
         && _atlas_schema_read_layer (reader, json_object_get_member (document, "x-layer"), &layer, error);
}

static AtlasSchema *
schema_new (const char *name)
{
  AtlasSchema *self = g_new0 (AtlasSchema, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->name = g_strdup (name);
  self->texts = g_string_chunk_new (4096);
  self->blocks = g_ptr_array_new_with_free_func (g_free);
  self->fields = g_array_new (FALSE, TRUE, sizeof (AtlasSchemaField));
  self->attributes = g_array_new (FALSE, TRUE, sizeof (AtlasSchemaField));
  self->rules = g_array_new (FALSE, TRUE, sizeof (AtlasSchemaRule));
  self->count = -1;
  self->area = "world";
  return self;
}

AtlasSchema *
atlas_schema_new_from_data (const char *text,
                            gssize      length,
                            const char *name,
                            GError    **error)
{
  g_autoptr (GBytes) common = g_resources_lookup_data (FOLDER "/" COMMON ".json", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (JsonParser) common_parser = json_parser_new_immutable ();
  g_autoptr (AtlasSchema) self = NULL;
  AtlasSchemaReader reader = { NULL };

  g_return_val_if_fail (text != NULL && name != NULL && common != NULL, NULL);

  self = schema_new (name);
  reader.schema = self;
  reader.common = parse (&reader, g_bytes_get_data (common, NULL), (gssize) g_bytes_get_size (common), common_parser, error);
  if (reader.common == NULL)
    return NULL;
  reader.document = parse (&reader, text, length, parser, error);
  if (reader.document == NULL || !read_schema (&reader, error))
    return NULL;
  return g_steal_pointer (&self);
}

static AtlasSchema *
load_shipped (const char *layer)
{
  g_autofree char *path = g_strdup_printf (FOLDER "/%s.json", layer);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  AtlasSchema *self;

  if (strchr (layer, '/') != NULL || g_str_equal (layer, COMMON))
    return NULL;
  bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (bytes == NULL)
    return NULL;
  self = atlas_schema_new_from_data (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), layer, &error);
  if (self == NULL)
    g_critical ("%s", error->message);
  return self;
}

AtlasSchema *
atlas_schema_find (const char *layer)
{
  static GMutex lock;
  static GHashTable *schemas;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  AtlasSchema *self;

  if (layer == NULL || *layer == '\0')
    return NULL;
  if (schemas == NULL)
    schemas = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self = g_hash_table_lookup (schemas, layer);
  if (self == NULL && (self = load_shipped (layer)) != NULL)
    g_hash_table_insert (schemas, g_strdup (layer), self);
  return self;
}

AtlasSchema *
atlas_schema_find_for_file (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  char *ending = name != NULL ? strrchr (name, '.') : NULL;

  if (ending != NULL)
    *ending = '\0';
  return atlas_schema_find (name);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char **
atlas_schema_list (void)
{
  g_auto (GStrv) files = g_resources_enumerate_children (FOLDER, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; files != NULL && files[i] != NULL; i++)
    if (g_str_has_suffix (files[i], ".json") && !g_str_equal (files[i], COMMON ".json"))
      g_ptr_array_add (names, g_strndup (files[i], strlen (files[i]) - strlen (".json")));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (names, FALSE);
}

AtlasSchema *
atlas_schema_ref (AtlasSchema *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
atlas_schema_unref (AtlasSchema *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->fields);
  g_array_unref (self->attributes);
  g_array_unref (self->rules);
  g_ptr_array_unref (self->blocks);
  g_string_chunk_free (self->texts);
  g_free (self->name);
  g_free (self->title);
  g_free (self);
}

const char *
atlas_schema_get_name (AtlasSchema *self)
{
  return self->name;
}

const char *
atlas_schema_get_title (AtlasSchema *self)
{
  return self->title;
}

guint
atlas_schema_get_n_fields (AtlasSchema *self)
{
  return self->fields->len;
}

const AtlasSchemaField *
atlas_schema_get_field (AtlasSchema *self,
                        guint        index)
{
  g_return_val_if_fail (index < self->fields->len, NULL);
  return &g_array_index (self->fields, AtlasSchemaField, index);
}

const AtlasSchemaField *
atlas_schema_find_field (AtlasSchema *self,
                         const char  *name)
{
  return find_in (self->fields, name);
}

const AtlasSchemaWord *
atlas_schema_field_find_word (const AtlasSchemaField *field,
                              const char             *value)
{
  for (guint i = 0; i < field->n_words; i++)
    if (g_strcmp0 (field->words[i].value, value) == 0)
      return &field->words[i];
  return NULL;
}

guint
atlas_schema_get_n_attributes (AtlasSchema *self)
{
  return self->attributes->len;
}

const AtlasSchemaField *
atlas_schema_get_attribute (AtlasSchema *self,
                            guint        index)
{
  g_return_val_if_fail (index < self->attributes->len, NULL);
  return &g_array_index (self->attributes, AtlasSchemaField, index);
}

const AtlasSchemaField *
atlas_schema_find_attribute (AtlasSchema *self,
                             const char  *name)
{
  return find_in (self->attributes, name);
}

const AtlasSchemaRule *
atlas_schema_get_rules (AtlasSchema *self,
                        guint       *n_rules)
{
  *n_rules = self->rules->len;
  return (const AtlasSchemaRule *) (gconstpointer) self->rules->data;
}

const char *const *
atlas_schema_get_geometry (AtlasSchema *self)
{
  static const char *const none[] = { NULL };

  return self->geometry != NULL ? self->geometry : none;
}

gboolean
atlas_schema_allows_geometry (AtlasSchema       *self,
                              AtlasGeometryType  type)
{
  return self->geometry == NULL || g_strv_contains (self->geometry, atlas_geometry_type_get_name (type));
}

int
atlas_schema_get_count (AtlasSchema *self)
{
  return self->count;
}

const char *
atlas_schema_get_area_name (AtlasSchema *self)
{
  return self->area;
}

AtlasExtent
atlas_schema_get_area (AtlasSchema *self)
{
  /* The city with its neighbours, as far as a road or river of ours may run; the country with a little sea. */
  if (g_str_equal (self->area, "city"))
    return (AtlasExtent) { 111.5, 35.3, 114.2, 37.6 };
  if (g_str_equal (self->area, "china"))
    return (AtlasExtent) { 73, 3, 136, 54 };
  return (AtlasExtent) { -180, -90, 180, 90 };
}
