/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Giving features away: what the formats share, and the way onto the disk.
 *
 * A file is made in memory and then put in its place as a whole (a temporary file, flushed, renamed): a full disk or a power
 * cut leaves what was there before.  Any thread; a table never changes under the writer. */

#include "data/atlas-export-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#define CANCEL_EVERY 512

static const struct
{
  const char *suffix;
  const char *name;
  void      (*write) (AtlasExport *self);
} formats[ATLAS_EXPORT_N_FORMATS] = {
  [ATLAS_EXPORT_GEOJSON] = { "geojson", "GeoJSON", _atlas_export_geojson },
  [ATLAS_EXPORT_CSV] = { "csv", "CSV", _atlas_export_csv },
  [ATLAS_EXPORT_XLSX] = { "xlsx", "XLSX", _atlas_export_xlsx },
  [ATLAS_EXPORT_GPX] = { "gpx", "GPX", _atlas_export_gpx },
  [ATLAS_EXPORT_KML] = { "kml", "KML", _atlas_export_kml },
};

const char *
atlas_export_format_get_suffix (AtlasExportFormat format)
{
  g_return_val_if_fail ((guint) format < ATLAS_EXPORT_N_FORMATS, "");
  return formats[format].suffix;
}

const char *
atlas_export_format_get_name (AtlasExportFormat format)
{
  g_return_val_if_fail ((guint) format < ATLAS_EXPORT_N_FORMATS, "");
  return formats[format].name;
}

gsize
_atlas_export_next (AtlasExport *self,
                    gsize        from)
{
  gsize n = atlas_table_get_n_features (self->table);

  if (from % CANCEL_EVERY == 0 && g_cancellable_is_cancelled (self->cancellable))
    return G_MAXSIZE;
  if (self->only != NULL)
    from = atlas_feature_set_next (self->only, from);
  while (from < n && !atlas_table_is_shown (self->table, from))
    from = self->only != NULL ? atlas_feature_set_next (self->only, from + 1) : from + 1;

  return from < n ? from : G_MAXSIZE;
}

GArray *
_atlas_export_shapes (AtlasTable *table,
                      gsize       feature)
{
  GArray *shapes = g_array_new (FALSE, FALSE, sizeof (AtlasExportShape));
  gsize n = atlas_table_get_n_parts (table, feature);

  for (gsize i = 0; i < n; i++)
    {
      AtlasExportShape shape = { .part = i, .n_parts = 1 };
      AtlasPart part;

      atlas_table_get_part (table, feature, i, &part);
      shape.kind = part.kind;
      if (part.kind == ATLAS_PART_HOLE && shapes->len > 0)
        g_array_index (shapes, AtlasExportShape, shapes->len - 1).n_parts++;
      else if (part.kind == ATLAS_PART_POINTS)
        for (shape.vertex = 0; shape.vertex < part.n_vertices; shape.vertex++)
          g_array_append_val (shapes, shape);
      else if (part.n_vertices > 0)
        g_array_append_val (shapes, shape);
    }

  return shapes;
}

void
_atlas_export_number (GString *out,
                      double   value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  for (int digits = 15; digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (buffer, sizeof buffer, format, value);
      if (g_ascii_strtod (buffer, NULL) == value)
        break;
    }
  g_string_append (out, buffer);
}

static void
append_position (GString           *out,
                 const double      *position,
                 const char *const  format[4])
{
  g_string_append (out, format[0]);
  _atlas_export_number (out, position[0]);
  g_string_append (out, format[1]);
  _atlas_export_number (out, position[1]);
  g_string_append (out, format[2]);
}

/* Twice the area, counterclockwise positive. */
static double
get_area (const AtlasPart *part)
{
  const double *origin = part->coords;
  double area = 0.0;

  for (gsize i = 0; i + 1 < part->n_vertices; i++)
    {
      const double *a = part->coords + 2 * i, *b = a + 2;

      area += (a[0] - origin[0]) * (b[1] - origin[1]) - (b[0] - origin[0]) * (a[1] - origin[1]);
    }

  return area;
}

void
_atlas_export_positions (GString           *out,
                         const AtlasPart   *part,
                         const char *const  format[4],
                         int                ring)
{
  const double *coords = part->coords;
  gsize n = part->n_vertices;
  gboolean backward = ring != 0 && get_area (part) * ring < 0.0;

  for (gsize i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (out, format[3]);
      append_position (out, coords + 2 * (backward ? n - 1 - i : i), format);
    }
  if (ring != 0 && n > 0 && (coords[0] != coords[2 * n - 2] || coords[1] != coords[2 * n - 1]))
    {
      g_string_append (out, format[3]);
      append_position (out, coords + (backward ? 2 * n - 2 : 0), format);
    }
}

GString *
atlas_export_write (AtlasTable         *table,
                    AtlasFeatureSet    *only,
                    AtlasExportFormat   format,
                    const char         *title,
                    int                 name_field,
                    GCancellable       *cancellable,
                    GError            **error)
{
  AtlasExport export = { table, only, title, name_field, NULL, cancellable, NULL };

  g_return_val_if_fail (table != NULL && title != NULL && (guint) format < ATLAS_EXPORT_N_FORMATS, NULL);
  g_return_val_if_fail (name_field < (int) atlas_table_get_n_fields (table), NULL);

  export.out = g_string_sized_new (1 << 16);
  formats[format].write (&export);
  if (g_cancellable_is_cancelled (cancellable))
    g_clear_error (&export.error);
  if (export.error != NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      if (export.error != NULL)
        g_propagate_error (error, export.error);
      g_string_free (export.out, TRUE);
      return NULL;
    }

  return export.out;
}

/* What a person can do about it. */
static void
explain (const char    *path,
         const GError  *cause,
         GError       **error)
{
  g_autofree char *name = g_filename_display_name (path);

  if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    g_set_error (error, G_FILE_ERROR, cause->code,
                 _("“%s” was not saved: the disk is full. Make room or choose another folder; the file that was there before is as it was."),
                 name);
  else if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_ACCES) || g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_PERM)
           || g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_ROFS))
    g_set_error (error, G_FILE_ERROR, cause->code,
                 _("“%s” was not saved: nothing may be written in this folder. Choose another one."), name);
  else if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_set_error (error, G_FILE_ERROR, cause->code, _("“%s” was not saved: its folder is not there any more. Choose another one."),
                 name);
  else
    g_set_error (error, G_FILE_ERROR, cause->code, _("“%s” was not saved: %s"), name, cause->message);
}

gboolean
atlas_export_save (AtlasTable         *table,
                   AtlasFeatureSet    *only,
                   AtlasExportFormat   format,
                   const char         *title,
                   int                 name_field,
                   const char         *path,
                   GCancellable       *cancellable,
                   GError            **error)
{
  GString *text = atlas_export_write (table, only, format, title, name_field, cancellable, error);
  g_autoptr (GError) cause = NULL;
  gboolean saved;

  if (text == NULL)
    return FALSE;
  saved = g_file_set_contents_full (path, text->str, (gssize) text->len,
                                    G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666, &cause);
  g_string_free (text, TRUE);
  if (!saved)
    explain (path, cause, error);

  return saved;
}
