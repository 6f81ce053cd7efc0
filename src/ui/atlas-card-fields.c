/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a card says about a feature.  For a shipped layer, or a file that is called as one, its schema tells what each field is
 * called in a person's words, its unit, and where on the card it belongs (data/atlas-schema.h).  For other people's files one
 * short table tells that for usual names; a field that is in neither keeps its own name.  Main thread; costs one feature. */

#include "ui/atlas-card-fields.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "data/atlas-locale.h"
#include "ui/atlas-card-small.h"
#include "ui/atlas-card-value.h"
#include "ui/atlas-text.h"

#define MAX_FIELDS 100
/* Longer values stand below their label. */
#define WIDE_CHARS 22
/* A class fits into the line under the name; a longer value of such a field is a line of its own. */
#define KIND_CHARS 24

typedef struct
{
  const char     *name;
  AtlasSchemaCard place;
  const char     *label;
  const char     *unit;
} UsualField;

/* Names that many files use, in the order of the card: what it is first, then facts, then the long texts. */
static const UsualField usual_fields[] = {
  { "category", ATLAS_SCHEMA_CARD_KIND, NC_("field", "Category"), NULL },
  { "type", ATLAS_SCHEMA_CARD_KIND, NC_("field", "Type"), NULL },
  { "kind", ATLAS_SCHEMA_CARD_KIND, NC_("field", "Kind"), NULL },
  { "ref", ATLAS_SCHEMA_CARD_FIELD, NC_("field", "Number"), NULL },
  { "alias", ATLAS_SCHEMA_CARD_FIELD, NC_("field", "Also called"), NULL },
  { "county", ATLAS_SCHEMA_CARD_FIELD, NC_("field", "County"), NULL },
  { "address", ATLAS_SCHEMA_CARD_FIELD, NC_("field", "Address"), NULL },
  { "length_km", ATLAS_SCHEMA_CARD_FIELD, NC_("field", "Length"), "km" },
  { "area_km2", ATLAS_SCHEMA_CARD_FIELD, NC_("field", "Area"), "km²" },
  { "elev_m", ATLAS_SCHEMA_CARD_FIELD, NC_("field", "Height"), "m" },
  { "ele", ATLAS_SCHEMA_CARD_FIELD, NC_("field", "Height"), "m" },
  { "population", ATLAS_SCHEMA_CARD_FIELD, NC_("field", "Population"), NULL },
  { "status", ATLAS_SCHEMA_CARD_FIELD, NC_("field", "Status"), NULL },
  { "phone", ATLAS_SCHEMA_CARD_FIELD, NC_("field", "Telephone"), NULL },
  { "tel", ATLAS_SCHEMA_CARD_FIELD, NC_("field", "Telephone"), NULL },
  { "website", ATLAS_SCHEMA_CARD_FIELD, NC_("field", "Website"), NULL },
  { "url", ATLAS_SCHEMA_CARD_FIELD, NC_("field", "Website"), NULL },
  { "email", ATLAS_SCHEMA_CARD_FIELD, NC_("field", "E-mail"), NULL },
  { "time", ATLAS_SCHEMA_CARD_FIELD, NC_("field", "Time"), NULL },
  { "date", ATLAS_SCHEMA_CARD_FIELD, NC_("field", "Date"), NULL },
  { "note", ATLAS_SCHEMA_CARD_NOTE, NC_("field", "Note"), NULL },
  { "description", ATLAS_SCHEMA_CARD_NOTE, NC_("field", "Description"), NULL },
  { "desc", ATLAS_SCHEMA_CARD_NOTE, NC_("field", "Description"), NULL },
  { "cmt", ATLAS_SCHEMA_CARD_NOTE, NC_("field", "Comment"), NULL },
};

static const char *const hidden_fields[] = {
  "name", "name_en", "rank", "id", "fid", "gid", "ogc_fid", "objectid", "osm_id", "uuid", "guid", "globalid", "track_fid",
  "track_seg_id", "shape_length", "shape_area",
};

/* What is needed while a card is written. */
typedef struct
{
  AtlasCardContent *content;
  AtlasTable       *table;
  AtlasSchema      *schema;      /* (nullable) */
  gsize             feature;
  GString          *kind;
  const char       *name_field;  /* (nullable): the field that is the heading already */
} Writer;

static const UsualField *
find_usual (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (usual_fields); i++)
    if (g_ascii_strcasecmp (usual_fields[i].name, name) == 0)
      return &usual_fields[i];
  return NULL;
}

static gboolean
is_hidden (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hidden_fields); i++)
    if (g_ascii_strcasecmp (hidden_fields[i], name) == 0)
      return TRUE;
  return FALSE;
}

static void
card_field_free (AtlasCardField *field)
{
  g_free (field->label);
  g_free (field->value);
  g_free (field->uri);
  g_free (field);
}

void
atlas_card_content_free (AtlasCardContent *self)
{
  g_free (self->name);
  g_free (self->kind);
  g_free (self->small);
  g_ptr_array_unref (self->fields);
  g_free (self);
}

static char *
field_text (AtlasTable *table,
            const char *name,
            gsize       feature)
{
  int field = atlas_table_find_field (table, name);

  return field >= 0 ? atlas_card_value (table, (guint) field, feature, NULL, NULL, TRUE) : NULL;
}

/* The field that a label shows is the name; else one of the usual fields. */
static char *
find_name (AtlasLayer  *layer,
           AtlasTable  *table,
           gsize        feature,
           const char **used)
{
  static const char *const usual[] = { "name", "名称", "Name", "NAME", "title", "Title", "label", "地名", "项目名称" };
  const AtlasRule *rules = NULL;
  guint n = 0;
  char *text;

  if (!atlas_locale_is_chinese () && (text = field_text (table, "name_en", feature)) != NULL)
    return text;
  if (atlas_layer_get_style (layer) != NULL)
    rules = atlas_style_get_rules (atlas_layer_get_style (layer), &n);
  for (guint i = 0; i < n; i++)
    if (rules[i].label.field != NULL && (text = field_text (table, rules[i].label.field, feature)) != NULL)
      {
        *used = rules[i].label.field;
        return text;
      }
  for (gsize i = 0; i < G_N_ELEMENTS (usual); i++)
    if ((text = field_text (table, usual[i], feature)) != NULL)
      {
        *used = usual[i];
        return text;
      }
  return NULL;
}

/* What a feature without a name is called. */
static const char *
geometry_word (AtlasTable *table,
               gsize       feature)
{
  switch (atlas_table_get_geometry_type (table, feature))
    {
    case ATLAS_GEOMETRY_POINT:
    case ATLAS_GEOMETRY_MULTI_POINT:
      return _("Point without a name");
    case ATLAS_GEOMETRY_LINE:
    case ATLAS_GEOMETRY_MULTI_LINE:
      return _("Line without a name");
    case ATLAS_GEOMETRY_POLYGON:
    case ATLAS_GEOMETRY_MULTI_POLYGON:
      return _("Area without a name");
    default:
      return _("Feature without a name");
    }
}

static void
add_field (AtlasCardContent *self,
           const char       *label,
           char             *value,
           gboolean          wide)
{
  AtlasCardField *field = g_new0 (AtlasCardField, 1);

  field->label = atlas_text_show (label, -1, TRUE);
  if (atlas_text_link (value, NULL))
    {
      field->uri = value;
      atlas_text_link (field->uri, &field->value);
    }
  else
    field->value = value;
  field->wide = wide || g_utf8_strlen (field->value, -1) > WIDE_CHARS || strchr (field->value, '\n') != NULL;
  g_ptr_array_add (self->fields, field);
}

/* Puts @value, which is taken, where it belongs. */
static void
add_value (Writer         *self,
           AtlasSchemaCard place,
           const char     *label,
           char           *value)
{
  if (value == NULL)
    return;
  if (place == ATLAS_SCHEMA_CARD_KIND && g_utf8_strlen (value, -1) <= KIND_CHARS && !atlas_text_link (value, NULL))
    {
      /* A kind that only repeats the category says nothing. */
      if (strstr (self->kind->str, value) == NULL)
        g_string_append_printf (self->kind, "%s%s", self->kind->len > 0 ? " · " : "", value);
      g_free (value);
      return;
    }
  add_field (self->content, label, value, place == ATLAS_SCHEMA_CARD_NOTE);
}

static void
add_known (Writer         *self,
           AtlasSchemaCard place)
{
  for (guint i = 0; i < atlas_schema_get_n_fields (self->schema); i++)
    {
      const AtlasSchemaField *meaning = atlas_schema_get_field (self->schema, i);
      int column;

      if (meaning->card != place || meaning->twin_of != NULL || g_strcmp0 (meaning->name, self->name_field) == 0)
        continue;
      column = atlas_card_column (self->table, self->schema, meaning, self->feature);
      if (column >= 0)
        add_value (self, place, meaning->title,
                   atlas_card_value (self->table, (guint) column, self->feature, meaning, meaning->unit,
                                     place != ATLAS_SCHEMA_CARD_NOTE));
    }
}

/* Whether a field is for the tables of this file: not in the schema, and not told elsewhere. */
static gboolean
is_free (Writer     *self,
         const char *name)
{
  return (self->schema == NULL || atlas_schema_find_field (self->schema, name) == NULL)
         && !is_hidden (name) && !atlas_card_small_knows (name) && g_strcmp0 (name, self->name_field) != 0;
}

static void
add_usual (Writer         *self,
           AtlasSchemaCard place)
{
  for (gsize i = 0; i < G_N_ELEMENTS (usual_fields); i++)
    for (guint field = 0; usual_fields[i].place == place && field < atlas_table_get_n_fields (self->table); field++)
      {
        const char *name = atlas_table_get_field_name (self->table, field);

        if (is_free (self, name) && find_usual (name) == &usual_fields[i])
          add_value (self, place, g_dpgettext2 (NULL, "field", usual_fields[i].label),
                     atlas_card_value (self->table, field, self->feature, NULL, usual_fields[i].unit,
                                       place == ATLAS_SCHEMA_CARD_KIND));
      }
}

static void
add_others (Writer *self)
{
  for (guint field = 0; field < atlas_table_get_n_fields (self->table) && self->content->fields->len < MAX_FIELDS; field++)
    {
      const char *name = atlas_table_get_field_name (self->table, field);

      if (is_free (self, name) && find_usual (name) == NULL)
        add_value (self, ATLAS_SCHEMA_CARD_FIELD, name,
                   atlas_card_value (self->table, field, self->feature, NULL, NULL, FALSE));
    }
}

AtlasCardContent *
atlas_card_content_new (AtlasLayer *layer,
                        gsize       feature)
{
  AtlasTable *table = atlas_layer_get_table (layer);
  AtlasCardContent *self;
  g_autoptr (GString) kind = g_string_new (NULL);
  g_autofree char *title = atlas_text_show (atlas_layer_get_title (layer), -1, TRUE);
  Writer writer = { .table = table, .feature = feature, .kind = kind, .schema = atlas_layer_get_schema (layer) };

  g_return_val_if_fail (table != NULL && feature < atlas_table_get_n_features (table), NULL);

  self = writer.content = g_new0 (AtlasCardContent, 1);
  self->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) card_field_free);
  self->name = find_name (layer, table, feature, &writer.name_field);
  if (self->name == NULL)
    self->name = g_strdup (geometry_word (table, feature));
  for (AtlasSchemaCard place = ATLAS_SCHEMA_CARD_KIND; place <= ATLAS_SCHEMA_CARD_NOTE; place++)
    {
      if (writer.schema != NULL)
        add_known (&writer, place);
      add_usual (&writer, place);
    }
  add_others (&writer);
  if (kind->len > 0)
    self->kind = g_strdup_printf ("%s · %s", title, kind->str);
  else
    self->kind = g_steal_pointer (&title);
  self->small = atlas_card_small_print (table, feature);
  return self;
}
