/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One value as a person reads it: numbers with their unit, words of the data in the person's language, texts made harmless
 * (atlas_text_show).  Pure functions; any thread. */

#include "ui/atlas-card-value.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "data/atlas-locale.h"
#include "ui/atlas-text.h"

/* The units of the schemas.  A translation is no place for a format string that is not checked, so they are cut by hand. */
static const struct
{
  const char *unit;
  const char *text;
} units[] = {
  { "m", N_("%s m") },
  { "km", N_("%s km") },
  { "km²", N_("%s km²") },
  { "min", N_("%s min") },
  { "h", N_("%s h") },
  { "mu", N_("%s mu") },
  { "million m³", N_("%s million m³") },
};

/* A text that is nothing but blanks says nothing. */
static char *
shown_or_null (const char *text,
               gssize      length,
               gboolean    one_line)
{
  g_autofree char *shown = text != NULL ? atlas_text_show (text, length, one_line) : NULL;

  return shown != NULL && *g_strstrip (shown) != '\0' ? g_steal_pointer (&shown) : NULL;
}

static char *
with_unit (const char *number,
           const char *unit)
{
  if (g_str_equal (unit, "%"))
    return g_strconcat (number, "%", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (units[i].unit, unit))
      {
        g_auto (GStrv) pieces = g_strsplit (_(units[i].text), "%s", 2);

        return g_strjoinv (number, pieces);
      }
  if (g_str_equal (unit, "year"))
    return g_strdup (number);
  return g_strconcat (number, " ", unit, NULL);
}

/* People count long visits in hours, and China's reservoirs in units of ten thousand and a hundred million. */
static char *
in_usual_unit (double       value,
               const char **unit)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (g_str_equal (*unit, "min") && value >= 60 && fmod (value, 30) == 0)
    {
      *unit = "h";
      value /= 60;
    }
  else if (g_str_equal (*unit, "million m³") && atlas_locale_is_chinese ())
    {
      *unit = value >= 100 ? "亿立方米" : "万立方米";
      value = value >= 100 ? value / 100 : value * 100;
    }
  else
    return NULL;
  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.10g", value));
}

char *
atlas_card_number (const char *number,
                   const char *unit)
{
  g_autofree char *usual = NULL, *shown = NULL;

  if (unit != NULL)
    usual = in_usual_unit (g_ascii_strtod (number, NULL), &unit);
  shown = atlas_text_number (usual != NULL ? usual : number);
  if (unit == NULL || !g_ascii_isdigit (shown[strlen (shown) - 1]))
    return g_steal_pointer (&shown);
  return with_unit (shown, unit);
}

static char *
text_value (const char             *text,
            gsize                   length,
            const AtlasSchemaField *meaning,
            gboolean                one_line)
{
  const AtlasSchemaWord *word = text != NULL && meaning != NULL ? atlas_schema_field_find_word (meaning, text) : NULL;

  if (word != NULL)
    return g_strdup (atlas_locale_is_chinese () ? word->zh : word->en);
  return shown_or_null (text, (gssize) length, one_line);
}

char *
atlas_card_value (AtlasTable             *table,
                  guint                   field,
                  gsize                   feature,
                  const AtlasSchemaField *meaning,
                  const char             *unit,
                  gboolean                one_line)
{
  g_autofree char *value = NULL;
  const char *text;
  gsize length = 0;

  if (atlas_table_is_null (table, field, feature))
    return NULL;
  switch (atlas_table_get_field_type (table, field))
    {
    case ATLAS_FIELD_BOOLEAN:
      return g_strdup (atlas_table_get_integer (table, field, feature) != 0 ? _("Yes") : _("No"));
    case ATLAS_FIELD_INTEGER:
    case ATLAS_FIELD_REAL:
      value = atlas_table_dup_value (table, field, feature);
      return value != NULL ? atlas_card_number (value, unit) : NULL;
    case ATLAS_FIELD_DATE:
    case ATLAS_FIELD_DATETIME:
      text = atlas_table_get_text (table, field, feature, NULL);
      value = text != NULL ? atlas_text_date (text) : NULL;
      return value != NULL ? g_steal_pointer (&value) : shown_or_null (text, -1, one_line);
    default:
      text = atlas_table_get_text (table, field, feature, &length);
      /* A number that a table holds as a text, as CSV does, still has its unit. */
      value = text_value (text, length, meaning, one_line);
      if (value == NULL || unit == NULL || !g_ascii_isdigit (value[strlen (value) - 1]))
        return g_steal_pointer (&value);
      return with_unit (value, unit);
    }
}

static gboolean
has_value (AtlasTable *table,
           int         column,
           gsize       feature)
{
  g_autofree char *value = column >= 0 ? atlas_card_value (table, (guint) column, feature, NULL, NULL, TRUE) : NULL;

  return value != NULL;
}

int
atlas_card_column (AtlasTable             *table,
                   AtlasSchema            *schema,
                   const AtlasSchemaField *meaning,
                   gsize                   feature)
{
  int own = atlas_table_find_field (table, meaning->name);
  int twin = meaning->twin != NULL ? atlas_table_find_field (table, meaning->twin) : -1;
  const AtlasSchemaField *other = meaning->unless != NULL ? atlas_schema_find_field (schema, meaning->unless) : NULL;

  if (other != NULL && has_value (table, atlas_table_find_field (table, other->name), feature))
    return -1;
  if (!atlas_locale_is_chinese () && has_value (table, twin, feature))
    return twin;
  if (has_value (table, own, feature))
    return own;
  return has_value (table, twin, feature) ? twin : -1;
}
