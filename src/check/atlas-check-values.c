/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values of a layer against its schema: fields, types, words, limits, texts in both languages.  A column at a time, for
 * the table keeps them so; a text is judged once however often it comes.  One thread. */

#include "check/atlas-check-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Stand-ins for a value that is not known: left out it would be honest. */
static const char *const stand_ins[] = {
  "?", "？", "??", "？？", "-", "--", "—", "/", "n/a", "na", "nan", "null", "nil", "none", "unknown", "tbd", "todo", "无", "未知", "不详",
};

/* A field while its column is checked. */
typedef struct
{
  AtlasCheckLayer        *layer;
  const AtlasSchemaField *field;
  guint                   column;
  AtlasFieldType          type;       /* of the column */
  GRegex                 *pattern;    /* or NULL */
  GHashTable             *good;       /* ids of texts that were found good */
} Column;

static void G_GNUC_PRINTF (5, 6)
report (const Column *self,
        AtlasSeverity severity,
        const char   *rule,
        gsize         feature,
        const char   *format,
        ...)
{
  g_autofree char *message = NULL;
  va_list args;

  /* Formatting is dear, and there may be a million of them. */
  va_start (args, format);
  if (!_atlas_check_is_full (self->layer, severity, rule))
    message = g_strdup_vprintf (format, args);
  va_end (args);
  _atlas_check_report (self->layer, severity, rule, feature, self->field->name, NAN, NAN, "%s",
                       message != NULL ? message : "");
}

static gboolean
is_han (gunichar c)
{
  return g_unichar_get_script (c) == G_UNICODE_SCRIPT_HAN;
}

/* Chinese characters, or their punctuation and wide letters. */
static gboolean
is_chinese (gunichar c)
{
  return is_han (c) || (c >= 0x3000 && c <= 0x303f) || (c >= 0xff00 && c <= 0xffef);
}

static gboolean
has_any (const char *text,
         gboolean  (*is_it) (gunichar))
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if ((guchar) *p >= 0x80 && is_it (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

static gboolean
is_stand_in (const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stand_ins); i++)
    if (g_ascii_strcasecmp (stand_ins[i], text) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_blank_ends (const char *text,
                gsize       length)
{
  return g_unichar_isspace (g_utf8_get_char (text))
         || g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (text + length)));
}

/* The words of an enum, for a sentence. */
static char *
dup_words (const AtlasSchemaField *field)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < field->n_words; i++)
    g_string_append_printf (words, "%s%s", i > 0 ? ", " : "", field->words[i].value);
  return g_string_free (words, FALSE);
}

/* What is wrong with a text whatever it means.  FALSE when something was. */
static gboolean
check_text (const Column *self,
            gsize         feature,
            const char   *text,
            gsize         length)
{
  g_autofree char *quoted = NULL;

  if (length == 0)
    report (self, ATLAS_SEVERITY_ERROR, "text-empty", feature, "%s",
            _("The text is empty. What is not known is left out: delete the key."));
  else if (is_stand_in (text))
    report (self, ATLAS_SEVERITY_ERROR, "text-unknown", feature,
            _("“%s” stands for something that is not known. Leave it out: delete the key."), text);
  else if (strstr (text, "\357\277\275") != NULL || strlen (text) != length)
    report (self, ATLAS_SEVERITY_ERROR, "text-broken", feature, "%s",
            _("The text is damaged: it has characters that came from a wrong encoding. Type it anew, or convert the file to "
              "UTF-8."));
  else if (has_blank_ends (text, length))
    report (self, ATLAS_SEVERITY_ERROR, "text-blanks", feature, "%s",
            _("The text begins or ends with a blank. Delete it."));
  else if (self->field->twin_of != NULL && has_any (text, is_chinese))
    {
      quoted = _atlas_check_quote (text);
      report (self, ATLAS_SEVERITY_ERROR, "text-english", feature,
              _("“%s” should be English, but has Chinese characters or wide punctuation."), quoted);
    }
  else
    return TRUE;
  return FALSE;
}

/* A text against its field. */
static gboolean
check_meaning (const Column *self,
               gsize         feature,
               const char   *text)
{
  const AtlasSchemaField *field = self->field;
  g_autofree char *quoted = NULL, *words = NULL;

  if (field->n_words > 0 && atlas_schema_field_find_word (field, text) == NULL)
    {
      quoted = _atlas_check_quote (text);
      words = dup_words (field);
      report (self, ATLAS_SEVERITY_ERROR, "value-words", feature, _("“%s” is not one of the words: %s."), quoted, words);
      return FALSE;
    }
  if (field->min_length > 0 && (guint64) g_utf8_strlen (text, -1) < field->min_length)
    {
      report (self, ATLAS_SEVERITY_ERROR, "value-length", feature, _("The text is shorter than %u characters."),
              field->min_length);
      return FALSE;
    }
  if (self->pattern != NULL && !g_regex_match_full (self->pattern, text, -1, 0, 0, NULL, NULL))
    {
      quoted = _atlas_check_quote (text);
      report (self, ATLAS_SEVERITY_ERROR, "value-pattern", feature, _("“%s” is not written as it should be: %s"), quoted,
              field->pattern);
      return FALSE;
    }
  if (g_str_equal (field->name, "name") && !has_any (text, is_han))
    {
      quoted = _atlas_check_quote (text);
      report (self, ATLAS_SEVERITY_WARNING, "name-chinese", feature,
              _("“%s” has no Chinese character. Give the Chinese name here and the English one in “name_en”."), quoted);
      return FALSE;
    }
  return TRUE;
}

static void
check_number (const Column *self,
              gsize         feature)
{
  const AtlasSchemaField *field = self->field;
  double value = atlas_table_get_number (self->layer->table, self->column, feature);

  if (field->type == ATLAS_SCHEMA_INTEGER && value != floor (value))
    report (self, ATLAS_SEVERITY_ERROR, "value-type", feature, _("%g is not a whole number."), value);
  else if (!isfinite (value))
    report (self, ATLAS_SEVERITY_ERROR, "value-type", feature, _("The value is not a number."));
  else if (value < field->minimum || (field->minimum_exclusive && value == field->minimum))
    report (self, ATLAS_SEVERITY_ERROR, "value-limit", feature,
            field->minimum_exclusive ? _("%g is too small: it must be more than %g.")
                                     : _("%g is too small: it must be at least %g."), value, field->minimum);
  else if (value > field->maximum)
    report (self, ATLAS_SEVERITY_ERROR, "value-limit", feature, _("%g is too large: it may be %g at most."), value,
            field->maximum);
}

static const char *
get_type_name (AtlasSchemaType type)
{
  switch (type)
    {
    case ATLAS_SCHEMA_INTEGER:
      return _("a whole number");
    case ATLAS_SCHEMA_NUMBER:
      return _("a number");
    case ATLAS_SCHEMA_BOOLEAN:
      return _("true or false");
    case ATLAS_SCHEMA_STRING:
    default:
      return _("a text");
    }
}

/* Whether what the column holds can be of the field's type at all. */
static gboolean
suits (const Column *self)
{
  switch (self->field->type)
    {
    case ATLAS_SCHEMA_INTEGER:
    case ATLAS_SCHEMA_NUMBER:
      return self->type == ATLAS_FIELD_INTEGER || self->type == ATLAS_FIELD_REAL;
    case ATLAS_SCHEMA_BOOLEAN:
      return self->type == ATLAS_FIELD_BOOLEAN;
    case ATLAS_SCHEMA_STRING:
    default:
      /* The reader takes texts that look like dates for dates. */
      return self->type == ATLAS_FIELD_STRING || self->type == ATLAS_FIELD_DATE || self->type == ATLAS_FIELD_TIME
             || self->type == ATLAS_FIELD_DATETIME;
    }
}

static void
check_value (const Column *self,
             gsize         feature)
{
  AtlasTable *table = self->layer->table;
  const char *text;
  guint32 id;
  gsize length;

  if (!suits (self))
    {
      /* One wrong value makes the whole column a text for the reader; the file's own text tells which it is. */
      if (!self->layer->has_text)
        report (self, ATLAS_SEVERITY_ERROR, "value-type", feature, _("The value is not %s."),
                get_type_name (self->field->type));
      return;
    }
  if (self->field->type == ATLAS_SCHEMA_INTEGER || self->field->type == ATLAS_SCHEMA_NUMBER)
    check_number (self, feature);
  if (self->field->type != ATLAS_SCHEMA_STRING)
    return;
  id = atlas_table_get_text_id (table, self->column, feature);
  if (g_hash_table_contains (self->good, GUINT_TO_POINTER (id)))
    return;
  text = atlas_table_get_text (table, self->column, feature, &length);
  if (check_text (self, feature, text, length) && check_meaning (self, feature, text))
    g_hash_table_add (self->good, GUINT_TO_POINTER (id));
}

/* Where a text is there, so is its twin, and the other way round. */
static void
check_twin (const Column *self)
{
  const char *name = self->field->twin != NULL ? self->field->twin : self->field->twin_of;
  const AtlasSchemaField *twin = name != NULL ? atlas_schema_find_field (self->layer->schema, name) : NULL;
  AtlasTable *table = self->layer->table;
  int other = name != NULL ? atlas_table_find_field (table, name) : -1;

  /* What is required is told to be missing already. */
  if (name == NULL || (twin != NULL && twin->required))
    return;
  for (gsize i = 0; i < atlas_table_get_n_features (table); i++)
    if (!atlas_table_is_null (table, self->column, i) && (other < 0 || atlas_table_is_null (table, (guint) other, i)))
      _atlas_check_report (self->layer, ATLAS_SEVERITY_ERROR, "twin", i, name, NAN, NAN,
                           _("“%s” is there without “%s”. Every text comes in Chinese and in English."), self->field->name,
                           name);
}

static void
check_column (AtlasCheckLayer        *layer,
              const AtlasSchemaField *field,
              guint                   column)
{
  AtlasTable *table = layer->table;
  Column self = { layer, field, column, atlas_table_get_field_type (table, column), NULL, NULL };

  if (field->pattern != NULL)
    self.pattern = g_regex_new (field->pattern, G_REGEX_DOLLAR_ENDONLY | G_REGEX_OPTIMIZE, 0, NULL);
  self.good = g_hash_table_new (NULL, NULL);
  for (gsize i = 0; i < atlas_table_get_n_features (table); i++)
    {
      if (!atlas_table_is_null (table, column, i))
        check_value (&self, i);
      else if (field->required)
        report (&self, ATLAS_SEVERITY_ERROR, "field-missing", i, "%s", _("The value is missing, and every feature needs it."));
    }
  check_twin (&self);
  g_clear_pointer (&self.pattern, g_regex_unref);
  g_hash_table_unref (self.good);
}

static void
check_schema (AtlasCheckLayer *layer)
{
  AtlasTable *table = layer->table;

  for (guint i = 0; i < atlas_schema_get_n_fields (layer->schema); i++)
    {
      const AtlasSchemaField *field = atlas_schema_get_field (layer->schema, i);
      int column = atlas_table_find_field (table, field->name);

      if (column >= 0)
        check_column (layer, field, (guint) column);
      else if (field->required && atlas_table_get_n_features (table) > 0)
        _atlas_check_report (layer, ATLAS_SEVERITY_ERROR, "field-missing", ATLAS_CHECK_LAYER, field->name, NAN, NAN,
                             _("No feature has it, and every feature needs it."));
    }
  for (guint i = 0; i < atlas_table_get_n_fields (table); i++)
    {
      const char *name = atlas_table_get_field_name (table, i);

      if (atlas_schema_find_field (layer->schema, name) == NULL)
        _atlas_check_report (layer, ATLAS_SEVERITY_WARNING, "field-unknown", ATLAS_CHECK_LAYER, name, NAN, NAN,
                             _("The field is not in the schema. Rename it, or delete it; the program will not explain it."));
    }
}

/* -- the layer's own attributes ---------------------------------------------------------------------------------- */

static void
check_attribute (AtlasCheckLayer           *layer,
                 const AtlasSchemaField    *field,
                 const AtlasTableAttribute *attribute)
{
  gboolean number = attribute->type == ATLAS_FIELD_INTEGER || attribute->type == ATLAS_FIELD_REAL;
  gboolean good;

  switch (field->type)
    {
    case ATLAS_SCHEMA_INTEGER:
      good = number && attribute->number == floor (attribute->number);
      break;
    case ATLAS_SCHEMA_NUMBER:
      good = number;
      break;
    case ATLAS_SCHEMA_BOOLEAN:
      good = attribute->type == ATLAS_FIELD_BOOLEAN;
      break;
    case ATLAS_SCHEMA_STRING:
    default:
      good = attribute->type == ATLAS_FIELD_STRING && *attribute->value != '\0';
    }
  if (!good)
    _atlas_check_report (layer, ATLAS_SEVERITY_ERROR, "attribute", ATLAS_CHECK_LAYER, field->name, NAN, NAN,
                         _("The attribute of the layer is not %s."), get_type_name (field->type));
  else if (number && (attribute->number < field->minimum || attribute->number > field->maximum
                      || (field->minimum_exclusive && attribute->number == field->minimum)))
    _atlas_check_report (layer, ATLAS_SEVERITY_ERROR, "attribute", ATLAS_CHECK_LAYER, field->name, NAN, NAN,
                         _("The attribute of the layer is %g, which is out of its limits."), attribute->number);
}

static void
check_attributes (AtlasCheckLayer *layer)
{
  g_autoptr (GPtrArray) attributes = atlas_table_dup_attributes (layer->table);

  for (guint i = 0; i < attributes->len; i++)
    {
      const AtlasTableAttribute *attribute = g_ptr_array_index (attributes, i);
      const AtlasSchemaField *field = atlas_schema_find_attribute (layer->schema, attribute->name);

      if (field != NULL)
        check_attribute (layer, field, attribute);
      else
        _atlas_check_report (layer, ATLAS_SEVERITY_WARNING, "attribute", ATLAS_CHECK_LAYER, attribute->name, NAN, NAN,
                             _("The attribute of the layer is not in the schema. Rename it, or delete it."));
    }
  for (guint i = 0; i < atlas_schema_get_n_attributes (layer->schema); i++)
    {
      const AtlasSchemaField *field = atlas_schema_get_attribute (layer->schema, i);
      gboolean found = FALSE;

      for (guint k = 0; k < attributes->len && !found; k++)
        found = strcmp (((AtlasTableAttribute *) g_ptr_array_index (attributes, k))->name, field->name) == 0;
      if (field->required && !found)
        _atlas_check_report (layer, ATLAS_SEVERITY_ERROR, "attribute", ATLAS_CHECK_LAYER, field->name, NAN, NAN,
                             _("The layer lacks this attribute. Write it into “attributes”, before “features”."));
    }
}

/* Texts of a layer without a schema: only whether they came through. */
static void
check_encoding (AtlasCheckLayer *layer)
{
  AtlasTable *table = layer->table;

  for (guint f = 0; f < atlas_table_get_n_fields (table); f++)
    for (gsize i = 0; i < atlas_table_get_n_features (table); i++)
      {
        const char *text = atlas_table_get_text (table, f, i, NULL);

        if (text != NULL && strstr (text, "\357\277\275") != NULL)
          _atlas_check_report (layer, ATLAS_SEVERITY_ERROR, "text-broken", i, atlas_table_get_field_name (table, f), NAN, NAN,
                               _("The text is damaged: it has characters that came from a wrong encoding. Type it anew, or "
                                 "convert the file to UTF-8."));
      }
}

/* Ids that are there twice, where the file's own text was not looked at. */
static void
check_ids (AtlasCheckLayer *layer)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < atlas_table_get_n_features (layer->table); i++)
    {
      const char *id = atlas_table_get_id (layer->table, i);
      gsize first;

      if (id == NULL)
        {
          if (layer->schema != NULL)
            _atlas_check_report (layer, ATLAS_SEVERITY_ERROR, "id-missing", i, NULL, NAN, NAN,
                                 _("It has no id. Give it one that it keeps."));
          continue;
        }
      first = GPOINTER_TO_SIZE (g_hash_table_lookup (seen, id));
      if (first == 0)
        g_hash_table_insert (seen, (gpointer) id, GSIZE_TO_POINTER (i + 1));
      else
        _atlas_check_report (layer, ATLAS_SEVERITY_ERROR, "id-twice", i, NULL, NAN, NAN,
                             _("Feature %llu has the same id. Give each its own."),
                             (unsigned long long) _atlas_check_get_number (layer, first - 1));
    }
}

void
_atlas_check_values (AtlasCheckLayer *layer)
{
  if (!layer->has_text)
    check_ids (layer);
  if (layer->schema != NULL)
    {
      check_schema (layer);
      check_attributes (layer);
      return;
    }
  _atlas_check_report (layer, ATLAS_SEVERITY_NOTE, "no-schema", ATLAS_CHECK_LAYER, NULL, NAN, NAN,
                       _("There is no schema of this name, so its values were not checked. Name the file after a layer, or "
                         "use --schema."));
  check_encoding (layer);
}
