/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV (RFC 4180) that a spreadsheet opens by a double click: UTF-8 with a byte order mark, without which Excel takes it for
 * the machine's old encoding.  A layer of points has its place in two columns, any other in one as WKT.  A worker. */

#include <string.h>

#include "data/atlas-export-private.h"

static const char *const SYNTAX[4] = { "", " ", "", "," };

static void
append_text (GString    *out,
             const char *text,
             gsize       length)
{
  gboolean quote = length > 0 && (text[0] == ' ' || text[length - 1] == ' ');

  for (gsize i = 0; i < length && !quote; i++)
    quote = strchr (",\"\r\n", text[i]) != NULL;
  if (!quote)
    {
      g_string_append_len (out, text, (gssize) length);
      return;
    }
  g_string_append_c (out, '"');
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, text[i]);
    }
  g_string_append_c (out, '"');
}

static void
append_value (GString    *out,
              AtlasTable *table,
              guint       field,
              gsize       feature)
{
  g_autofree char *value = NULL;
  const char *text;
  gsize length;

  if (atlas_table_is_null (table, field, feature))
    return;
  text = atlas_table_get_text (table, field, feature, &length);
  if (text == NULL)
    {
      text = value = atlas_table_dup_value (table, field, feature);
      length = strlen (value);
    }
  append_text (out, text, length);
}

static void
append_shape (GString                *out,
              AtlasTable             *table,
              gsize                   feature,
              const AtlasExportShape *shape,
              gboolean                alone)
{
  AtlasPart part;

  atlas_table_get_part (table, feature, shape->part, &part);
  if (shape->kind == ATLAS_PART_POINTS)
    {
      part.coords += 2 * shape->vertex;
      part.n_vertices = 1;
    }
  g_string_append (out, alone || shape->kind != ATLAS_PART_POINTS ? "(" : "");
  if (shape->kind == ATLAS_PART_POINTS || shape->kind == ATLAS_PART_LINE)
    _atlas_export_positions (out, &part, SYNTAX, 0);
  else
    for (gsize i = 0; i < shape->n_parts; i++)
      {
        atlas_table_get_part (table, feature, shape->part + i, &part);
        g_string_append (out, i > 0 ? ",(" : "(");
        _atlas_export_positions (out, &part, SYNTAX, i == 0 ? 1 : -1);
        g_string_append_c (out, ')');
      }
  g_string_append (out, alone || shape->kind != ATLAS_PART_POINTS ? ")" : "");
}

static const char *
get_shape_type (AtlasPartKind kind)
{
  return kind == ATLAS_PART_POINTS ? "POINT" : kind == ATLAS_PART_LINE ? "LINESTRING" : "POLYGON";
}

static void
append_wkt (GString    *out,
            AtlasTable *table,
            gsize       feature)
{
  g_autoptr (GArray) shapes = _atlas_export_shapes (table, feature);
  const AtlasGeometryType type = atlas_table_get_geometry_type (table, feature);
  const gboolean collection = type == ATLAS_GEOMETRY_COLLECTION;
  gboolean multi = shapes->len > 1 || collection || type == ATLAS_GEOMETRY_MULTI_POINT || type == ATLAS_GEOMETRY_MULTI_LINE
                   || type == ATLAS_GEOMETRY_MULTI_POLYGON;

  if (shapes->len == 0)
    return;
  g_string_append_c (out, '"');
  if (collection)
    g_string_append (out, "GEOMETRYCOLLECTION (");
  else
    g_string_append_printf (out, "%s%s %s", multi ? "MULTI" : "",
                            get_shape_type (g_array_index (shapes, AtlasExportShape, 0).kind), multi ? "(" : "");
  for (guint i = 0; i < shapes->len; i++)
    {
      const AtlasExportShape *shape = &g_array_index (shapes, AtlasExportShape, i);

      if (i > 0)
        g_string_append_c (out, ',');
      if (collection)
        g_string_append_printf (out, "%s ", get_shape_type (shape->kind));
      append_shape (out, table, feature, shape, collection || !multi);
    }
  g_string_append (out, multi ? ")\"" : "\"");
}

/* A column's name that no field has. */
static char *
make_name (AtlasTable *table,
           const char *name)
{
  GString *text = g_string_new (name);

  while (atlas_table_find_field (table, text->str) >= 0)
    g_string_append_c (text, '_');

  return g_string_free (text, FALSE);
}

static void
append_header (AtlasExport *self,
               gboolean     ids,
               gboolean     points)
{
  static const char *const columns[] = { "id", "lon", "lat", "WKT" };
  const char *before = "";

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autofree char *name = make_name (self->table, columns[i]);

      if (i == 0 ? !ids : points == (i == 3))
        continue;
      g_string_append_printf (self->out, "%s%s", before, name);
      before = ",";
    }
  for (guint field = 0; field < atlas_table_get_n_fields (self->table); field++)
    {
      const char *name = atlas_table_get_field_name (self->table, field);

      g_string_append_c (self->out, ',');
      append_text (self->out, name, strlen (name));
    }
  g_string_append (self->out, "\r\n");
}

static void
append_place (GString    *out,
              AtlasTable *table,
              gsize       feature,
              gboolean    points)
{
  AtlasPart part;

  if (!points)
    {
      append_wkt (out, table, feature);
      return;
    }
  if (atlas_table_get_n_parts (table, feature) == 0)
    {
      g_string_append_c (out, ',');
      return;
    }
  atlas_table_get_part (table, feature, 0, &part);
  _atlas_export_number (out, part.coords[0]);
  g_string_append_c (out, ',');
  _atlas_export_number (out, part.coords[1]);
}

void
_atlas_export_csv (AtlasExport *self)
{
  AtlasTable *table = self->table;
  gboolean ids = FALSE, points = TRUE;

  for (gsize i = _atlas_export_next (self, 0); i != G_MAXSIZE && (points || !ids); i = _atlas_export_next (self, i + 1))
    {
      const AtlasGeometryType type = atlas_table_get_geometry_type (table, i);

      ids = ids || atlas_table_get_id (table, i) != NULL;
      points = points && (type == ATLAS_GEOMETRY_POINT || type == ATLAS_GEOMETRY_NONE);
    }
  g_string_append (self->out, "\xef\xbb\xbf");
  append_header (self, ids, points);
  for (gsize i = _atlas_export_next (self, 0); i != G_MAXSIZE; i = _atlas_export_next (self, i + 1))
    {
      const char *id = ids ? atlas_table_get_id (table, i) : NULL;

      if (id != NULL)
        append_text (self->out, id, strlen (id));
      if (ids)
        g_string_append_c (self->out, ',');
      append_place (self->out, table, i, points);
      for (guint field = 0; field < atlas_table_get_n_fields (table); field++)
        {
          g_string_append_c (self->out, ',');
          append_value (self->out, table, field, i);
        }
      g_string_append (self->out, "\r\n");
    }
}
