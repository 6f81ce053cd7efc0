/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a card says about a feature.  One table tells for each field that we know what it is called in a person's words, its
 * unit, and where on the card it belongs; a field that is not in it keeps its own name.  Values are made harmless here
 * (atlas_text_show), so the widgets only show text.  Main thread; costs one feature. */

#include "ui/atlas-card-fields.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "data/atlas-locale.h"
#include "ui/atlas-card-words.h"
#include "ui/atlas-text.h"

#define MAX_FIELDS 100
/* Longer values stand below their label. */
#define WIDE_CHARS 22
/* A class fits into the line under the name; a longer value of such a field is a line of its own. */
#define KIND_CHARS 24

typedef enum
{
  FIELD,        /* a line: label and value */
  KIND,         /* joins the line under the name */
  NOTE,         /* long text */
  SMALL,        /* told in the small print */
  HIDDEN,       /* an id, or told elsewhere */
} Place;

typedef struct
{
  const char *name;
  Place       place;
  const char *label;
  const char *unit;
} KnownField;

/* In the order of the card: what it is and where first, measures, then the long texts. */
static const KnownField known_fields[] = {
  { "category", KIND, NC_ ("field", "Category"), NULL },
  { "type", KIND, NC_ ("field", "Type"), NULL },
  { "role", KIND, NC_ ("field", "Role"), NULL },
  { "kind", KIND, NC_ ("field", "Kind"), NULL },
  { "grade", KIND, NC_ ("field", "Grade"), NULL },
  { "grade_note", FIELD, NC_ ("field", "About the grade"), NULL },
  { "ref", FIELD, NC_ ("field", "Number"), NULL },
  { "alias", FIELD, NC_ ("field", "Also called"), NULL },
  { "former_name", FIELD, NC_ ("field", "Formerly"), NULL },
  { "circle", FIELD, NC_ ("field", "Circle"), NULL },
  { "heritage", FIELD, NC_ ("field", "Heritage"), NULL },
  { "segment", FIELD, NC_ ("field", "Section"), NULL },
  { "county", FIELD, NC_ ("field", "County"), NULL },
  { "seat", FIELD, NC_ ("field", "Seat"), NULL },
  { "address", FIELD, NC_ ("field", "Address"), NULL },
  { "system", FIELD, NC_ ("field", "River system"), NULL },
  { "order", FIELD, NC_ ("field", "River order"), NULL },
  { "river", FIELD, NC_ ("field", "River"), NULL },
  { "into", FIELD, NC_ ("field", "Flows into"), NULL },
  { "scale", FIELD, NC_ ("field", "Size"), NULL },
  { "from", FIELD, NC_ ("field", "From"), NULL },
  { "to", FIELD, NC_ ("field", "To"), NULL },
  { "length_km_official", FIELD, NC_ ("field", "Length, published"), N_("%s km") },
  { "length_source", FIELD, NC_ ("field", "Length according to"), NULL },
  { "length_km", FIELD, NC_ ("field", "Length, as drawn"), N_("%s km") },
  { "official_area_km2", FIELD, NC_ ("field", "Area, published"), N_("%s km²") },
  { "area_km2", FIELD, NC_ ("field", "Area"), N_("%s km²") },
  { "area_basis", FIELD, NC_ ("field", "Area according to"), NULL },
  { "area_drawn_km2", FIELD, NC_ ("field", "Area, as drawn"), N_("%s km²") },
  { "capacity", FIELD, NC_ ("field", "Capacity"), NULL },
  { "elev_m", FIELD, NC_ ("field", "Height"), N_("%s m") },
  { "elev_min", FIELD, NC_ ("field", "Height from"), N_("%s m") },
  { "ele", FIELD, NC_ ("field", "Height"), N_("%s m") },
  { "population", FIELD, NC_ ("field", "Population"), NULL },
  { "status", FIELD, NC_ ("field", "Status"), NULL },
  { "phone", FIELD, NC_ ("field", "Telephone"), NULL },
  { "tel", FIELD, NC_ ("field", "Telephone"), NULL },
  { "website", FIELD, NC_ ("field", "Website"), NULL },
  { "url", FIELD, NC_ ("field", "Website"), NULL },
  { "email", FIELD, NC_ ("field", "E-mail"), NULL },
  { "time", FIELD, NC_ ("field", "Time"), NULL },
  { "date", FIELD, NC_ ("field", "Date"), NULL },
  { "waypoints", NOTE, NC_ ("field", "By way of"), NULL },
  { "official_area_note", NOTE, NC_ ("field", "About the area"), NULL },
  { "note", NOTE, NC_ ("field", "Note"), NULL },
  { "description", NOTE, NC_ ("field", "Description"), NULL },
  { "desc", NOTE, NC_ ("field", "Description"), NULL },
  { "cmt", NOTE, NC_ ("field", "Comment"), NULL },
  { "accuracy_m", SMALL, NULL, NULL },
  { "geom_quality", SMALL, NULL, NULL },
  { "source", SMALL, NULL, NULL },
  { "name", HIDDEN, NULL, NULL },
  { "name_en", HIDDEN, NULL, NULL },
  { "rank", HIDDEN, NULL, NULL },
  { "adcode", HIDDEN, NULL, NULL },
  { "id", HIDDEN, NULL, NULL },
  { "fid", HIDDEN, NULL, NULL },
  { "gid", HIDDEN, NULL, NULL },
  { "ogc_fid", HIDDEN, NULL, NULL },
  { "objectid", HIDDEN, NULL, NULL },
  { "osm_id", HIDDEN, NULL, NULL },
  { "uuid", HIDDEN, NULL, NULL },
  { "guid", HIDDEN, NULL, NULL },
  { "globalid", HIDDEN, NULL, NULL },
  { "track_fid", HIDDEN, NULL, NULL },
  { "track_seg_id", HIDDEN, NULL, NULL },
  { "shape_length", HIDDEN, NULL, NULL },
  { "shape_area", HIDDEN, NULL, NULL },
};

static const KnownField *
find_known (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known_fields); i++)
    if (g_ascii_strcasecmp (known_fields[i].name, name) == 0)
      return &known_fields[i];
  return NULL;
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

/* A text that is nothing but blanks says nothing. */
static char *
shown_or_null (const char *text,
               gssize      length,
               gboolean    one_line)
{
  g_autofree char *shown = text != NULL ? atlas_text_show (text, length, one_line) : NULL;

  return shown != NULL && *g_strstrip (shown) != '\0' ? g_steal_pointer (&shown) : NULL;
}

/* Units come from the table of this file only, but a translation is no place for a format string that is not checked. */
static char *
with_unit (const char *number,
           const char *unit)
{
  g_auto (GStrv) pieces = g_strsplit (_(unit), "%s", 2);

  return g_strjoinv (number, pieces);
}

/* A value as a person reads it, or NULL when there is none. */
static char *
show_value (AtlasTable *table,
            guint       field,
            gsize       feature,
            const char *unit,
            gboolean    one_line)
{
  g_autofree char *value = NULL, *number = NULL;
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
      number = value != NULL ? atlas_text_number (value) : NULL;
      break;
    case ATLAS_FIELD_DATE:
    case ATLAS_FIELD_DATETIME:
      text = atlas_table_get_text (table, field, feature, NULL);
      value = text != NULL ? atlas_text_date (text) : NULL;
      if (value != NULL)
        return g_steal_pointer (&value);
      return shown_or_null (text, -1, one_line);
    default:
      text = atlas_table_get_text (table, field, feature, &length);
      if (text != NULL && !atlas_locale_is_chinese () && atlas_card_words_english (text) != NULL)
        return g_strdup (atlas_card_words_english (text));
      number = shown_or_null (text, (gssize) length, one_line);
    }
  if (number == NULL || unit == NULL || !g_ascii_isdigit (number[strlen (number) - 1]))
    return g_steal_pointer (&number);
  return with_unit (number, unit);
}

static char *
field_text (AtlasTable *table,
            const char *name,
            gsize       feature)
{
  int field = atlas_table_find_field (table, name);

  return field >= 0 ? show_value (table, (guint) field, feature, NULL, TRUE) : NULL;
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

static char *
small_print (AtlasTable *table,
             gsize       feature)
{
  g_autoptr (GPtrArray) pieces = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *quality = NULL, *source = NULL;
  int accuracy = atlas_table_find_field (table, "accuracy_m");
  int quality_field = atlas_table_find_field (table, "geom_quality");
  double metres = accuracy >= 0 ? atlas_table_get_number (table, (guint) accuracy, feature) : NAN;

  if (isfinite (metres) && metres > 0)
    {
      g_autofree char *distance = atlas_text_distance (metres);

      g_ptr_array_add (pieces, g_strdup_printf (_("Position accurate to about %s"), distance));
    }
  if (quality_field >= 0)
    quality = g_strdup (atlas_table_get_text (table, (guint) quality_field, feature, NULL));
  if (g_strcmp0 (quality, "schematic") == 0)
    g_ptr_array_add (pieces, g_strdup (_("Shape drawn schematically: not for measuring")));
  else if (g_strcmp0 (quality, "generalised") == 0)
    g_ptr_array_add (pieces, g_strdup (_("Shape generalised")));
  source = field_text (table, "source", feature);
  if (source != NULL)
    g_ptr_array_add (pieces, g_strdup_printf (_("Source: %s"), source));
  g_ptr_array_add (pieces, NULL);
  return g_strjoinv ("\n", (char **) pieces->pdata);
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

static void
add_known (AtlasCardContent *self,
           GString          *kind,
           AtlasTable       *table,
           gsize             feature,
           guint             field,
           const KnownField *known)
{
  char *value = show_value (table, field, feature, known->unit, known->place == KIND);

  if (value == NULL)
    return;
  if (known->place == KIND && g_utf8_strlen (value, -1) <= KIND_CHARS && !atlas_text_link (value, NULL))
    {
      /* A kind that only repeats the category says nothing. */
      if (strstr (kind->str, value) == NULL)
        g_string_append_printf (kind, "%s%s", kind->len > 0 ? " · " : "", value);
      g_free (value);
      return;
    }
  add_field (self, g_dpgettext2 (NULL, "field", known->label), value, known->place == NOTE);
}

static gboolean
says_nothing (AtlasTable *table,
              gsize       feature,
              const char *name)
{
  int field;

  /* A remark on a grade that is not there. */
  if (g_str_equal (name, "grade_note"))
    {
      g_autofree char *grade = field_text (table, "grade", feature);

      field = atlas_table_find_field (table, "grade_note");
      return grade == NULL && g_strcmp0 (atlas_table_get_text (table, (guint) field, feature, NULL), "待核") == 0;
    }
  /* What was measured on a schematic drawing is no news where there is a published figure. */
  if (g_str_equal (name, "area_drawn_km2"))
    {
      field = atlas_table_find_field (table, "official_area_km2");
      if (field < 0)
        field = atlas_table_find_field (table, "area_km2");
      return field >= 0 && !atlas_table_is_null (table, (guint) field, feature);
    }
  return FALSE;
}

AtlasCardContent *
atlas_card_content_new (AtlasLayer *layer,
                        gsize       feature)
{
  AtlasTable *table = atlas_layer_get_table (layer);
  AtlasCardContent *self;
  g_autoptr (GString) kind = g_string_new (NULL);
  g_autofree char *title = atlas_text_show (atlas_layer_get_title (layer), -1, TRUE);
  const char *name_field = NULL;

  g_return_val_if_fail (table != NULL && feature < atlas_table_get_n_features (table), NULL);

  self = g_new0 (AtlasCardContent, 1);
  self->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) card_field_free);
  self->name = find_name (layer, table, feature, &name_field);
  if (self->name == NULL)
    self->name = g_strdup (geometry_word (table, feature));

  for (gsize i = 0; i < G_N_ELEMENTS (known_fields); i++)
    for (guint field = 0; field < atlas_table_get_n_fields (table); field++)
      if (known_fields[i].place < SMALL && find_known (atlas_table_get_field_name (table, field)) == &known_fields[i] &&
          g_strcmp0 (name_field, atlas_table_get_field_name (table, field)) != 0 &&
          !says_nothing (table, feature, known_fields[i].name))
        add_known (self, kind, table, feature, field, &known_fields[i]);

  for (guint field = 0; field < atlas_table_get_n_fields (table) && self->fields->len < MAX_FIELDS; field++)
    {
      const char *name = atlas_table_get_field_name (table, field);
      char *value;

      if (find_known (name) != NULL || g_strcmp0 (name, name_field) == 0)
        continue;
      value = show_value (table, field, feature, NULL, FALSE);
      if (value != NULL)
        add_field (self, name, value, FALSE);
    }
  if (kind->len > 0)
    self->kind = g_strdup_printf ("%s · %s", title, kind->str);
  else
    self->kind = g_steal_pointer (&title);
  self->small = small_print (table, feature);
  return self;
}
