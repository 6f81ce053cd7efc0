/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GeoJSON (RFC 7946): what our own reader gives back the same.  A real keeps its point, an id that is a plain whole number is
 * a number, lists and objects stand as what they are, outer rings turn counterclockwise.  A worker. */

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "data/atlas-export-private.h"
#include "data/atlas-json.h"

static const char *const SYNTAX[4] = { "[", ",", "]", "," };

static void
append_text (GString    *out,
             const char *text,
             gsize       length)
{
  g_string_append_c (out, '"');
  for (gsize i = 0; i < length; i++)
    {
      guchar c = (guchar) text[i];

      if (c == '"' || c == '\\')
        {
          g_string_append_c (out, '\\');
          g_string_append_c (out, (char) c);
        }
      else if (c == '\n')
        g_string_append (out, "\\n");
      else if (c < 0x20)
        g_string_append_printf (out, "\\u%04x", c);
      else
        g_string_append_c (out, (char) c);
    }
  g_string_append_c (out, '"');
}

/* Lists and objects are JSON already; what calls itself so and is not stays a text. */
static void
append_json (GString    *out,
             const char *text,
             gsize       length)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();

  if (atlas_json_is_sane (text, length) && json_parser_load_from_data (parser, text, (gssize) length, NULL)
      && json_parser_get_root (parser) != NULL)
    g_string_append_len (out, text, (gssize) length);
  else
    append_text (out, text, length);
}

static void
append_value (GString    *out,
              AtlasTable *table,
              guint       field,
              gsize       feature)
{
  const AtlasFieldType type = atlas_table_get_field_type (table, field);
  gsize length, start = out->len;
  const char *text;

  if (atlas_table_is_null (table, field, feature))
    {
      g_string_append (out, "null");
      return;
    }
  switch (type)
    {
    case ATLAS_FIELD_INTEGER:
      g_string_append_printf (out, "%" G_GINT64_FORMAT, atlas_table_get_integer (table, field, feature));
      break;
    case ATLAS_FIELD_REAL:
      /* JSON has no infinity. */
      if (!isfinite (atlas_table_get_number (table, field, feature)))
        {
          g_string_append (out, "null");
          break;
        }
      _atlas_export_number (out, atlas_table_get_number (table, field, feature));
      if (strpbrk (out->str + start, ".e") == NULL)
        g_string_append (out, ".0");
      break;
    case ATLAS_FIELD_BOOLEAN:
      g_string_append (out, atlas_table_get_integer (table, field, feature) != 0 ? "true" : "false");
      break;
    default:
      text = atlas_table_get_text (table, field, feature, &length);
      if (type == ATLAS_FIELD_LIST || type == ATLAS_FIELD_JSON)
        append_json (out, text, length);
      else
        append_text (out, text, length);
    }
}

static const char *
get_shape_type (AtlasPartKind kind)
{
  return kind == ATLAS_PART_POINTS ? "Point" : kind == ATLAS_PART_LINE ? "LineString" : "Polygon";
}

static void
append_coordinates (GString                *out,
                    AtlasTable             *table,
                    gsize                   feature,
                    const AtlasExportShape *shape)
{
  AtlasPart part;

  atlas_table_get_part (table, feature, shape->part, &part);
  if (shape->kind == ATLAS_PART_POINTS)
    {
      part.coords += 2 * shape->vertex;
      part.n_vertices = 1;
      _atlas_export_positions (out, &part, SYNTAX, 0);
      return;
    }
  g_string_append_c (out, '[');
  if (shape->kind == ATLAS_PART_LINE)
    _atlas_export_positions (out, &part, SYNTAX, 0);
  for (gsize i = 0; shape->kind != ATLAS_PART_LINE && i < shape->n_parts; i++)
    {
      atlas_table_get_part (table, feature, shape->part + i, &part);
      g_string_append (out, i > 0 ? ",[" : "[");
      _atlas_export_positions (out, &part, SYNTAX, i == 0 ? 1 : -1);
      g_string_append_c (out, ']');
    }
  g_string_append_c (out, ']');
}

static void
append_geometry (GString    *out,
                 AtlasTable *table,
                 gsize       feature)
{
  g_autoptr (GArray) shapes = _atlas_export_shapes (table, feature);
  const AtlasGeometryType type = atlas_table_get_geometry_type (table, feature);
  const gboolean collection = type == ATLAS_GEOMETRY_COLLECTION;
  gboolean multi = shapes->len > 1 || type == ATLAS_GEOMETRY_MULTI_POINT || type == ATLAS_GEOMETRY_MULTI_LINE
                   || type == ATLAS_GEOMETRY_MULTI_POLYGON;

  if (shapes->len == 0)
    {
      g_string_append (out, "null");
      return;
    }
  if (collection)
    g_string_append (out, "{\"type\":\"GeometryCollection\",\"geometries\":[");
  else
    g_string_append_printf (out, "{\"type\":\"%s%s\",\"coordinates\":%s", multi ? "Multi" : "",
                            get_shape_type (g_array_index (shapes, AtlasExportShape, 0).kind), multi ? "[" : "");
  for (guint i = 0; i < shapes->len; i++)
    {
      const AtlasExportShape *shape = &g_array_index (shapes, AtlasExportShape, i);

      if (i > 0)
        g_string_append_c (out, ',');
      if (collection)
        g_string_append_printf (out, "{\"type\":\"%s\",\"coordinates\":", get_shape_type (shape->kind));
      append_coordinates (out, table, feature, shape);
      if (collection)
        g_string_append_c (out, '}');
    }
  g_string_append (out, collection || multi ? "]}" : "}");
}

/* A source's id is a text in the table; one that a number would be written as was most likely one. */
static gboolean
is_number (const char *id)
{
  gsize length = strlen (id);

  return length > 0 && length <= 15 && strspn (id, "0123456789") == length && (id[0] != '0' || length == 1);
}

static void
append_feature (GString    *out,
                AtlasTable *table,
                gsize       feature)
{
  const char *id = atlas_table_get_id (table, feature);

  g_string_append (out, "{\"type\":\"Feature\",");
  if (id != NULL)
    {
      g_string_append (out, "\"id\":");
      if (is_number (id))
        g_string_append (out, id);
      else
        append_text (out, id, strlen (id));
      g_string_append_c (out, ',');
    }
  g_string_append (out, "\"properties\":{");
  for (guint field = 0; field < atlas_table_get_n_fields (table); field++)
    {
      const char *name = atlas_table_get_field_name (table, field);

      if (field > 0)
        g_string_append_c (out, ',');
      append_text (out, name, strlen (name));
      g_string_append_c (out, ':');
      append_value (out, table, field, feature);
    }
  g_string_append (out, "},\"geometry\":");
  append_geometry (out, table, feature);
  g_string_append_c (out, '}');
}

void
_atlas_export_geojson (AtlasExport *self)
{
  const char *attributes = atlas_table_get_attributes (self->table);
  const char *before = "\n";

  g_string_append (self->out, "{\"type\":\"FeatureCollection\",\n\"name\":");
  append_text (self->out, self->title, strlen (self->title));
  /* What a layer says of itself need not hold for a part of it. */
  if (*attributes != '\0' && self->only == NULL && atlas_table_get_shown (self->table) == NULL)
    g_string_append_printf (self->out, ",\n\"attributes\":%s", attributes);
  g_string_append (self->out, ",\n\"features\":[");
  for (gsize i = _atlas_export_next (self, 0); i != G_MAXSIZE; i = _atlas_export_next (self, i + 1))
    {
      g_string_append (self->out, before);
      append_feature (self->out, self->table, i);
      before = ",\n";
    }
  g_string_append (self->out, "\n]}\n");
}
