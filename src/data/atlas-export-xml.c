/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GPX 1.1 for navigation devices and KML 2.2 for globes.  Text of the table is escaped, and what XML cannot hold is left out.
 * A worker. */

#include <math.h>
#include <string.h>

#include "data/atlas-export-private.h"

static const char *const KML_SYNTAX[4] = { "", ",", "", " " };

static void
append_text (GString    *out,
             const char *text,
             gsize       length)
{
  for (const char *p = text; p < text + length; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      if (c == '&')
        g_string_append (out, "&amp;");
      else if (c == '<')
        g_string_append (out, "&lt;");
      else if (c == '>')
        g_string_append (out, "&gt;");
      else if (c == '"')
        g_string_append (out, "&quot;");
      else if ((c >= 0x20 || c == '\t' || c == '\n' || c == '\r') && c != 0xfffe && c != 0xffff)
        g_string_append_unichar (out, c);
    }
}

static void
append_element (GString    *out,
                const char *name,
                const char *text)
{
  g_string_append_printf (out, "<%s>", name);
  append_text (out, text, strlen (text));
  g_string_append_printf (out, "</%s>", name);
}

static char *
dup_name (AtlasExport *self,
          gsize        feature)
{
  return self->name_field >= 0 ? atlas_table_dup_value (self->table, (guint) self->name_field, feature) : NULL;
}

/* GPX. */

static int
find_number (AtlasTable        *table,
             const char *const *names)
{
  for (; *names != NULL; names++)
    {
      int field = atlas_table_find_field (table, *names);

      if (field >= 0 && (atlas_table_get_field_type (table, (guint) field) == ATLAS_FIELD_REAL
                         || atlas_table_get_field_type (table, (guint) field) == ATLAS_FIELD_INTEGER))
        return field;
    }

  return -1;
}

/* All other fields, a line each. */
static void
append_description (AtlasExport *self,
                    gsize        feature,
                    int          told)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint field = 0; field < atlas_table_get_n_fields (self->table); field++)
    {
      g_autofree char *value = NULL;

      if ((int) field == self->name_field || (int) field == told)
        continue;
      value = atlas_table_dup_value (self->table, field, feature);
      if (value != NULL && *value != '\0')
        g_string_append_printf (lines, "%s%s: %s", lines->len > 0 ? "\n" : "",
                                atlas_table_get_field_name (self->table, field), value);
    }
  if (lines->len > 0)
    append_element (self->out, "desc", lines->str);
}

static void
append_waypoint (AtlasExport            *self,
                 gsize                   feature,
                 const AtlasExportShape *shape)
{
  static const char *const heights[] = { "ele", "elev_m", "elevation", "高程", "海拔", NULL };
  const int height = find_number (self->table, heights);
  g_autofree char *name = dup_name (self, feature);
  AtlasPart part;

  atlas_table_get_part (self->table, feature, shape->part, &part);
  g_string_append (self->out, "<wpt lat=\"");
  _atlas_export_number (self->out, part.coords[2 * shape->vertex + 1]);
  g_string_append (self->out, "\" lon=\"");
  _atlas_export_number (self->out, part.coords[2 * shape->vertex]);
  g_string_append (self->out, "\">");
  if (height >= 0 && isfinite (atlas_table_get_number (self->table, (guint) height, feature)))
    {
      g_string_append (self->out, "<ele>");
      _atlas_export_number (self->out, atlas_table_get_number (self->table, (guint) height, feature));
      g_string_append (self->out, "</ele>");
    }
  if (name != NULL)
    append_element (self->out, "name", name);
  append_description (self, feature, height);
  g_string_append (self->out, "</wpt>\n");
}

static void
append_segment (GString         *out,
                const AtlasPart *part)
{
  gboolean open = part->kind != ATLAS_PART_LINE
                  && (part->coords[0] != part->coords[2 * part->n_vertices - 2]
                      || part->coords[1] != part->coords[2 * part->n_vertices - 1]);

  g_string_append (out, "<trkseg>");
  for (gsize i = 0; i < part->n_vertices + (open ? 1 : 0); i++)
    {
      const double *at = part->coords + 2 * (i % part->n_vertices);

      g_string_append (out, "<trkpt lat=\"");
      _atlas_export_number (out, at[1]);
      g_string_append (out, "\" lon=\"");
      _atlas_export_number (out, at[0]);
      g_string_append (out, "\"/>");
    }
  g_string_append (out, "</trkseg>");
}

/* The lines and outlines of a feature are one track. */
static void
append_track (AtlasExport *self,
              gsize        feature)
{
  g_autofree char *name = dup_name (self, feature);
  gboolean begun = FALSE;

  for (gsize i = 0; i < atlas_table_get_n_parts (self->table, feature); i++)
    {
      AtlasPart part;

      atlas_table_get_part (self->table, feature, i, &part);
      if (part.kind == ATLAS_PART_POINTS || part.n_vertices == 0)
        continue;
      if (!begun)
        {
          g_string_append (self->out, "<trk>");
          if (name != NULL)
            append_element (self->out, "name", name);
          append_description (self, feature, -1);
          begun = TRUE;
        }
      append_segment (self->out, &part);
    }
  if (begun)
    g_string_append (self->out, "</trk>\n");
}

void
_atlas_export_gpx (AtlasExport *self)
{
  g_string_append (self->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                              "<gpx version=\"1.1\" creator=\"Taihang Atlas\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n<metadata>");
  append_element (self->out, "name", self->title);
  g_string_append (self->out, "</metadata>\n");
  /* The schema wants all waypoints before all tracks. */
  for (gsize i = _atlas_export_next (self, 0); i != G_MAXSIZE; i = _atlas_export_next (self, i + 1))
    {
      g_autoptr (GArray) shapes = _atlas_export_shapes (self->table, i);

      for (guint k = 0; k < shapes->len; k++)
        if (g_array_index (shapes, AtlasExportShape, k).kind == ATLAS_PART_POINTS)
          append_waypoint (self, i, &g_array_index (shapes, AtlasExportShape, k));
    }
  for (gsize i = _atlas_export_next (self, 0); i != G_MAXSIZE; i = _atlas_export_next (self, i + 1))
    append_track (self, i);
  g_string_append (self->out, "</gpx>\n");
}

/* KML. */

static void
append_ring (GString         *out,
             const AtlasPart *part,
             gboolean         hole)
{
  const char *name = hole ? "innerBoundaryIs" : "outerBoundaryIs";

  g_string_append_printf (out, "<%s><LinearRing><coordinates>", name);
  _atlas_export_positions (out, part, KML_SYNTAX, hole ? -1 : 1);
  g_string_append_printf (out, "</coordinates></LinearRing></%s>", name);
}

static void
append_shape (GString                *out,
              AtlasTable             *table,
              gsize                   feature,
              const AtlasExportShape *shape)
{
  const char *name = shape->kind == ATLAS_PART_POINTS ? "Point" : shape->kind == ATLAS_PART_LINE ? "LineString" : "Polygon";
  AtlasPart part;

  atlas_table_get_part (table, feature, shape->part, &part);
  g_string_append_printf (out, "<%s>", name);
  if (shape->kind == ATLAS_PART_POINTS || shape->kind == ATLAS_PART_LINE)
    {
      if (shape->kind == ATLAS_PART_POINTS)
        {
          part.coords += 2 * shape->vertex;
          part.n_vertices = 1;
        }
      g_string_append (out, "<coordinates>");
      _atlas_export_positions (out, &part, KML_SYNTAX, 0);
      g_string_append (out, "</coordinates>");
    }
  else
    for (gsize i = 0; i < shape->n_parts; i++)
      {
        atlas_table_get_part (table, feature, shape->part + i, &part);
        append_ring (out, &part, i > 0);
      }
  g_string_append_printf (out, "</%s>", name);
}

static void
append_placemark (AtlasExport *self,
                  gsize        feature)
{
  g_autoptr (GArray) shapes = _atlas_export_shapes (self->table, feature);
  g_autofree char *name = dup_name (self, feature);

  g_string_append (self->out, "<Placemark>");
  if (name != NULL)
    append_element (self->out, "name", name);
  g_string_append (self->out, "<ExtendedData>");
  for (guint field = 0; field < atlas_table_get_n_fields (self->table); field++)
    {
      g_autofree char *value = atlas_table_dup_value (self->table, field, feature);
      const char *field_name = atlas_table_get_field_name (self->table, field);

      if (value == NULL)
        continue;
      g_string_append (self->out, "<Data name=\"");
      append_text (self->out, field_name, strlen (field_name));
      g_string_append (self->out, "\">");
      append_element (self->out, "value", value);
      g_string_append (self->out, "</Data>");
    }
  g_string_append (self->out, "</ExtendedData>");
  if (shapes->len > 1)
    g_string_append (self->out, "<MultiGeometry>");
  for (guint i = 0; i < shapes->len; i++)
    append_shape (self->out, self->table, feature, &g_array_index (shapes, AtlasExportShape, i));
  g_string_append (self->out, shapes->len > 1 ? "</MultiGeometry></Placemark>\n" : "</Placemark>\n");
}

void
_atlas_export_kml (AtlasExport *self)
{
  g_string_append (self->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                              "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>");
  append_element (self->out, "name", self->title);
  g_string_append_c (self->out, '\n');
  for (gsize i = _atlas_export_next (self, 0); i != G_MAXSIZE; i = _atlas_export_next (self, i + 1))
    append_placemark (self, i);
  g_string_append (self->out, "</Document></kml>\n");
}
