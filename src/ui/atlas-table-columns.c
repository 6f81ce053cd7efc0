/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the columns of an attribute table are called, in which order they stand and what is in their cells.  No widgets. */

#include "ui/atlas-table-columns.h"

#include <string.h>

#include "data/atlas-locale.h"
#include "project/atlas-layer-names.h"
#include "ui/atlas-card-value.h"
#include "ui/atlas-text.h"

#define MOST_CHARS 200      /* of a cell */
#define SAMPLE 40           /* features whose texts give the widths */
#define CHAR_WIDTH 8        /* pixels of a Latin letter; a Han letter takes two */
#define PADDING 28
#define NARROW 64
#define WIDE 300

static void
column_free (gpointer data)
{
  AtlasTableColumn *self = data;

  g_free (self->title);
  g_free (self);
}

/* How wide a text is in letters, as far as it matters. */
static int
measure (const char *text)
{
  int width = 0;

  for (const char *p = text; *p != '\0' && width < WIDE / CHAR_WIDTH; p = g_utf8_next_char (p))
    width += g_unichar_iswide (g_utf8_get_char (p)) ? 2 : 1;
  return width;
}

char *
atlas_table_column_dup_text (const AtlasTableColumn *self,
                             AtlasTable             *table,
                             gsize                   feature)
{
  const char *unit = self->meaning != NULL ? self->meaning->unit : NULL;
  char *text = atlas_card_value (table, self->field, feature, self->meaning, unit, TRUE);

  if (text == NULL)
    return g_strdup ("");
  if (g_utf8_strlen (text, -1) > MOST_CHARS)
    {
      g_autofree char *whole = text;
      g_autofree char *start = g_utf8_substring (whole, 0, MOST_CHARS - 1);

      text = g_strconcat (start, "…", NULL);
    }
  return text;
}

char *
atlas_table_column_dup_plain (const AtlasTableColumn *self,
                              AtlasTable             *table,
                              gsize                   feature)
{
  char *text;

  switch (atlas_table_get_field_type (table, self->field))
    {
    case ATLAS_FIELD_STRING:
    case ATLAS_FIELD_BOOLEAN:
      text = atlas_card_value (table, self->field, feature, self->meaning, NULL, TRUE);
      break;
    default:
      text = atlas_table_dup_value (table, self->field, feature);
    }
  if (text == NULL)
    return g_strdup ("");
  return g_strdelimit (text, "\t\r\n", ' ');
}

static char *
dup_title (AtlasSchema            *schema,
           const AtlasSchemaField *meaning,
           const char             *name)
{
  /* A text in English stands for its twin, so it is called as that one is. */
  if (meaning != NULL && meaning->twin_of != NULL && !atlas_locale_is_chinese ()
      && atlas_schema_find_field (schema, meaning->twin_of) != NULL)
    meaning = atlas_schema_find_field (schema, meaning->twin_of);
  return atlas_text_show (meaning != NULL ? meaning->title : name, -1, TRUE);
}

static gboolean
is_shown (AtlasTable             *table,
          const AtlasSchemaField *meaning)
{
  const gboolean chinese = atlas_locale_is_chinese ();

  if (meaning == NULL)
    return TRUE;
  if (meaning->card == ATLAS_SCHEMA_CARD_HIDDEN || (chinese && meaning->twin_of != NULL))
    return FALSE;
  return chinese || meaning->twin == NULL || atlas_table_find_field (table, meaning->twin) < 0;
}

static void
add_column (GPtrArray   *columns,
            AtlasTable  *table,
            AtlasSchema *schema,
            guint        field,
            gboolean     name)
{
  AtlasTableColumn *self;
  const AtlasFieldType type = atlas_table_get_field_type (table, field);
  const char *field_name = atlas_table_get_field_name (table, field);
  int width;

  for (guint i = 0; i < columns->len; i++)
    if (((AtlasTableColumn *) g_ptr_array_index (columns, i))->field == field)
      return;
  self = g_new0 (AtlasTableColumn, 1);
  self->field = field;
  self->meaning = schema != NULL ? atlas_schema_find_field (schema, field_name) : NULL;
  self->title = dup_title (schema, self->meaning, field_name);
  self->number = type == ATLAS_FIELD_INTEGER || type == ATLAS_FIELD_REAL;
  self->visible = name || is_shown (table, self->meaning);
  width = measure (self->title) + 3;
  for (gsize i = 0; i < MIN (atlas_table_get_n_features (table), SAMPLE); i++)
    {
      g_autofree char *text = atlas_table_column_dup_text (self, table, i);

      width = MAX (width, measure (text));
    }
  self->width = CLAMP (width * CHAR_WIDTH + PADDING, NARROW, WIDE);
  g_ptr_array_add (columns, self);
}

/* The columns of the fields that the schema puts there on the card. */
static void
add_known (GPtrArray       *columns,
           AtlasTable      *table,
           AtlasSchema     *schema,
           AtlasSchemaCard  place)
{
  for (guint i = 0; i < atlas_schema_get_n_fields (schema); i++)
    {
      const AtlasSchemaField *meaning = atlas_schema_get_field (schema, i);
      const int field = atlas_table_find_field (table, meaning->name);

      if (field >= 0 && meaning->card == place)
        add_column (columns, table, schema, (guint) field, FALSE);
    }
}

GPtrArray *
atlas_table_columns_new (AtlasLayer *layer)
{
  /* What is short comes first: of a long text a cell shows little. */
  static const AtlasSchemaCard places[] = {
    ATLAS_SCHEMA_CARD_KIND, ATLAS_SCHEMA_CARD_FIELD, ATLAS_SCHEMA_CARD_LEAD, ATLAS_SCHEMA_CARD_NOTE, ATLAS_SCHEMA_CARD_SMALL,
    ATLAS_SCHEMA_CARD_HIDDEN,
  };
  AtlasTable *table = atlas_layer_get_table (layer);
  AtlasSchema *schema = atlas_layer_get_schema (layer);
  const int name = atlas_layer_find_name_field (layer);
  GPtrArray *columns = g_ptr_array_new_with_free_func (column_free);

  if (name >= 0)
    add_column (columns, table, schema, (guint) name, TRUE);
  for (gsize i = 0; schema != NULL && i < G_N_ELEMENTS (places); i++)
    add_known (columns, table, schema, places[i]);
  for (guint field = 0; field < atlas_table_get_n_fields (table); field++)
    add_column (columns, table, schema, field, FALSE);
  return columns;
}
