/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasGdalFields: from GDAL's field types to ours.  Owned by the reader's layer loop, one thread.  Dates and times become
 * ISO 8601, lists become JSON; texts go as the bytes they are, and the builder repairs what is not UTF-8. */

#include "reader/atlas-gdal-fields.h"

#include <math.h>
#include <string.h>

#include "reader/atlas-gdal-table.h"

typedef struct
{
  int            source;     /* number of GDAL's field */
  guint          target;     /* and of ours */
  OGRFieldType   type;
  AtlasFieldType wanted;
  gboolean       is_boolean;
} Field;

struct _AtlasGdalFields
{
  AtlasTableBuilder *builder;
  GArray            *fields;    /* Field */
  GString           *text;      /* for values that are put together */
  const char        *nul;       /* what stands for NUL in texts, or NULL */
  gboolean           is_utf8;   /* GDAL knows the encoding of the texts and has converted them */
};

/* FALSE for what we do not keep. */
static gboolean
get_type (OGRFieldType    type,
          OGRFieldSubType subtype,
          AtlasFieldType *result)
{
  switch (type)
    {
    case OFTInteger:
    case OFTInteger64:
      *result = subtype == OFSTBoolean ? ATLAS_FIELD_BOOLEAN : ATLAS_FIELD_INTEGER;
      return TRUE;
    case OFTReal:
      *result = ATLAS_FIELD_REAL;
      return TRUE;
    case OFTString:
      *result = subtype == OFSTJSON ? ATLAS_FIELD_JSON : ATLAS_FIELD_STRING;
      return TRUE;
    case OFTDate:
      *result = ATLAS_FIELD_DATE;
      return TRUE;
    case OFTTime:
      *result = ATLAS_FIELD_TIME;
      return TRUE;
    case OFTDateTime:
      *result = ATLAS_FIELD_DATETIME;
      return TRUE;
    case OFTIntegerList:
    case OFTInteger64List:
    case OFTRealList:
    case OFTStringList:
      *result = ATLAS_FIELD_LIST;
      return TRUE;
    case OFTWideString:
    case OFTWideStringList:
    case OFTBinary:
    default:
      return FALSE;
    }
}

/* Shapefiles that do not name their encoding are mostly GB18030 here.  NULL: the text is good, or as good as it gets. */
static char *
decode (AtlasGdalFields *self,
        const char      *text)
{
  if (self->is_utf8 || g_utf8_validate (text, -1, NULL))
    return NULL;
  return g_convert (text, -1, "UTF-8", "GB18030", NULL, NULL, NULL);
}

AtlasGdalFields *
atlas_gdal_fields_new (AtlasTableBuilder *builder,
                       OGRLayerH          layer,
                       int                skip,
                       GArray            *types)
{
  AtlasGdalFields *self = g_new0 (AtlasGdalFields, 1);
  OGRFeatureDefnH definition = OGR_L_GetLayerDefn (layer);

  self->builder = builder;
  self->fields = g_array_new (FALSE, FALSE, sizeof (Field));
  self->text = g_string_new (NULL);
  self->is_utf8 = OGR_L_TestCapability (layer, OLCStringsAsUTF8);
  for (int i = 0; i < OGR_FD_GetFieldCount (definition); i++)
    {
      OGRFieldDefnH source = OGR_FD_GetFieldDefn (definition, i);
      OGRFieldSubType subtype = OGR_Fld_GetSubType (source);
      Field field = { .source = i, .type = OGR_Fld_GetType (source), .is_boolean = subtype == OFSTBoolean };
      g_autofree char *name = NULL;

      if (i == skip || !get_type (field.type, subtype, &field.wanted))
        continue;
      if (types != NULL && field.type == OFTString)
        field.wanted = g_array_index (types, AtlasFieldType, i);
      name = decode (self, OGR_Fld_GetNameRef (source));
      field.target = atlas_table_builder_add_field (builder, name != NULL ? name : OGR_Fld_GetNameRef (source), field.wanted);
      g_array_append_val (self->fields, field);
    }
  return self;
}

void
atlas_gdal_fields_set_nul (AtlasGdalFields *self,
                           const char      *stand_in)
{
  self->nul = stand_in;
}

void
atlas_gdal_fields_free (AtlasGdalFields *self)
{
  g_array_unref (self->fields);
  g_string_free (self->text, TRUE);
  g_free (self);
}

static void
append_real (GString *text,
             double   value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    {
      g_string_append (text, "null");
      return;
    }
  g_ascii_formatd (number, sizeof number, "%.15g", value);
  if (g_ascii_strtod (number, NULL) != value)
    g_ascii_formatd (number, sizeof number, "%.17g", value);
  g_string_append (text, number);
}

static void
append_quoted (GString    *text,
               const char *value)
{
  g_string_append_c (text, '"');
  for (const char *p = value; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (text, '\\');
      if ((guchar) *p < 0x20)
        g_string_append_printf (text, "\\u%04x", (guint) (guchar) *p);
      else
        g_string_append_c (text, *p);
    }
  g_string_append_c (text, '"');
}

/* A list as JSON. */
static void
append_list (GString     *text,
             OGRFeatureH  feature,
             const Field *field)
{
  const int *integers = NULL;
  const GIntBig *bigs = NULL;
  const double *reals = NULL;
  char **strings = NULL;
  int n = 0;

  if (field->type == OFTIntegerList)
    integers = OGR_F_GetFieldAsIntegerList (feature, field->source, &n);
  else if (field->type == OFTInteger64List)
    bigs = OGR_F_GetFieldAsInteger64List (feature, field->source, &n);
  else if (field->type == OFTRealList)
    reals = OGR_F_GetFieldAsDoubleList (feature, field->source, &n);
  else
    {
      strings = OGR_F_GetFieldAsStringList (feature, field->source);
      n = strings != NULL ? (int) g_strv_length (strings) : 0;
    }
  g_string_append_c (text, '[');
  for (int i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      if (integers != NULL && field->is_boolean)
        g_string_append (text, integers[i] ? "true" : "false");
      else if (integers != NULL)
        g_string_append_printf (text, "%d", integers[i]);
      else if (bigs != NULL)
        g_string_append_printf (text, "%" G_GINT64_FORMAT, (gint64) bigs[i]);
      else if (reals != NULL)
        append_real (text, reals[i]);
      else
        append_quoted (text, strings[i]);
    }
  g_string_append_c (text, ']');
}

/* A date, a time or both, in ISO 8601; the zone as far as GDAL knows it: 0 unknown, 1 local, 100 UTC, else in quarters of
 * an hour from that. */
static void
append_time (GString     *text,
             OGRFeatureH  feature,
             const Field *field)
{
  int year, month, day, hour, minute, zone;
  float second;
  int millis;

  if (!OGR_F_GetFieldAsDateTimeEx (feature, field->source, &year, &month, &day, &hour, &minute, &second, &zone))
    return;
  if (field->type != OFTTime)
    g_string_append_printf (text, "%04d-%02d-%02d", year, month, day);
  if (field->type == OFTDate)
    return;
  millis = (int) lroundf (second * 1000.0f);
  g_string_append_printf (text, "%s%02d:%02d:%02d", field->type == OFTTime ? "" : "T", hour, minute, millis / 1000);
  if (millis % 1000 != 0)
    g_string_append_printf (text, ".%03d", millis % 1000);
  if (zone == 100)
    g_string_append_c (text, 'Z');
  else if (zone > 1)
    {
      int offset = (zone - 100) * 15;

      g_string_append_printf (text, "%c%02d:%02d", offset < 0 ? '-' : '+', ABS (offset) / 60, ABS (offset) % 60);
    }
}

/* A text with the NULs in it that GDAL could not bear. */
static void
add_text_with_nul (AtlasGdalFields *self,
                   const Field     *field,
                   const char      *text)
{
  const char *found;

  g_string_truncate (self->text, 0);
  while ((found = strstr (text, self->nul)) != NULL)
    {
      g_string_append_len (self->text, text, found - text);
      g_string_append_c (self->text, '\0');
      text = found + strlen (self->nul);
    }
  g_string_append (self->text, text);
  atlas_table_builder_set_text (self->builder, field->target, self->text->str, (gssize) self->text->len);
}

/* A text, or what was found to be written as one. */
static void
add_text (AtlasGdalFields *self,
          const Field     *field,
          const char      *text)
{
  g_autofree char *decoded = NULL;

  if (self->nul != NULL && strstr (text, self->nul) != NULL)
    add_text_with_nul (self, field, text);
  else if (field->wanted == ATLAS_FIELD_STRING || field->wanted == ATLAS_FIELD_JSON)
    {
      decoded = decode (self, text);
      atlas_table_builder_set_text (self->builder, field->target, decoded != NULL ? decoded : text, -1);
    }
  else if (*text == '\0')
    return;
  else if (field->wanted == ATLAS_FIELD_INTEGER)
    atlas_table_builder_set_integer (self->builder, field->target, g_ascii_strtoll (text, NULL, 10));
  else if (field->wanted == ATLAS_FIELD_REAL)
    atlas_table_builder_set_real (self->builder, field->target, g_ascii_strtod (text, NULL));
  else
    {
      atlas_gdal_table_parse_date (text, self->text);
      atlas_table_builder_set_text (self->builder, field->target, self->text->str, (gssize) self->text->len);
    }
}

void
atlas_gdal_fields_add (AtlasGdalFields *self,
                       OGRFeatureH      feature)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      const Field *field = &g_array_index (self->fields, Field, i);

      if (!OGR_F_IsFieldSetAndNotNull (feature, field->source))
        continue;
      switch ((int) field->type)
        {
        case OFTInteger:
        case OFTInteger64:
          if (field->is_boolean)
            atlas_table_builder_set_boolean (self->builder, field->target,
                                             OGR_F_GetFieldAsInteger (feature, field->source) != 0);
          else
            atlas_table_builder_set_integer (self->builder, field->target,
                                             OGR_F_GetFieldAsInteger64 (feature, field->source));
          break;
        case OFTReal:
          atlas_table_builder_set_real (self->builder, field->target,
                                        OGR_F_GetFieldAsDouble (feature, field->source));
          break;
        case OFTString:
          add_text (self, field, OGR_F_GetFieldAsString (feature, field->source));
          break;
        default:
          g_string_truncate (self->text, 0);
          if (field->type == OFTDate || field->type == OFTTime || field->type == OFTDateTime)
            append_time (self->text, feature, field);
          else
            append_list (self->text, feature, field);
          atlas_table_builder_set_text (self->builder, field->target, self->text->str, self->text->len);
          break;
        }
    }
}
