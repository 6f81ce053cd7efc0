/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasTableBuilder: a feature after the other, by calls that check what they are given, into a single piece.  Owned and used by
 * one thread (the reader's).  Texts are kept once each, so that a category costs four bytes a feature. */

#include "data/atlas-table-builder.h"

#include <math.h>
#include <string.h>

#include "data/atlas-parallel.h"
#include "data/atlas-table-writer.h"

#define MAX_LISTED_SKIPS 1000

struct _AtlasTableBuilder
{
  char           *name;
  char           *crs;
  char           *format;
  char           *attributes;
  AtlasArena     *arena;
  AtlasTextPool  *pool;
  AtlasTablePiece piece;
  GArray         *fields;          /* AtlasTableField, owning the names */
  GArray         *skips;           /* AtlasTableSkip, owning the reasons */
  guint64         skipped_total;
  gboolean        in_feature;
  gboolean        too_big;
};

AtlasTableBuilder *
atlas_table_builder_new (const char *name,
                         const char *crs,
                         const char *format)
{
  AtlasTableBuilder *self = g_new0 (AtlasTableBuilder, 1);

  self->name = g_strdup (name);
  self->crs = g_strdup (crs);
  self->format = g_strdup (format);
  self->arena = atlas_arena_new ();
  self->pool = atlas_text_pool_new (self->arena);
  atlas_text_pool_add (self->pool, "", 0);
  atlas_table_piece_init (&self->piece, self->arena, self->pool);
  self->fields = g_array_new (FALSE, FALSE, sizeof (AtlasTableField));
  self->skips = g_array_new (FALSE, FALSE, sizeof (AtlasTableSkip));
  return self;
}

void
atlas_table_builder_free (AtlasTableBuilder *self)
{
  for (guint i = 0; i < self->fields->len; i++)
    g_free ((char *) g_array_index (self->fields, AtlasTableField, i).name);
  for (guint i = 0; i < self->skips->len; i++)
    g_free ((char *) g_array_index (self->skips, AtlasTableSkip, i).reason);
  g_array_unref (self->fields);
  g_array_unref (self->skips);
  atlas_text_pool_free (self->pool);
  atlas_arena_free (self->arena);
  g_free (self->name);
  g_free (self->crs);
  g_free (self->format);
  g_free (self->attributes);
  g_free (self);
}

void
atlas_table_builder_set_attributes (AtlasTableBuilder *self,
                                    const char        *json)
{
  g_free (self->attributes);
  self->attributes = g_strdup (json);
}

guint
atlas_table_builder_add_field (AtlasTableBuilder *self,
                               const char        *name,
                               AtlasFieldType     type)
{
  AtlasTableField field = { .name = g_strdup (name), .type = type };

  g_return_val_if_fail (self->piece.n_features == 0 && !self->in_feature, 0);
  g_array_append_val (self->fields, field);
  return atlas_table_piece_add_column (&self->piece);
}

void
atlas_table_builder_begin_feature (AtlasTableBuilder *self)
{
  g_return_if_fail (!self->in_feature);
  self->in_feature = TRUE;
  atlas_table_piece_begin_feature (&self->piece);
}

/* An id that is a number as numbers are written need not be kept as a text. */
static gboolean
parse_number (const char *text,
              gint64     *value)
{
  char *end;

  *value = g_ascii_strtoll (text, &end, 10);
  return *end == '\0' && (g_ascii_isdigit (*text) || *text == '-') && end - text < 19 && (*text != '0' || text[1] == '\0')
         && (*text != '-' || (g_ascii_isdigit (text[1]) && text[1] != '0'));
}

void
atlas_table_builder_set_id (AtlasTableBuilder *self,
                            const char        *id)
{
  AtlasTablePiece *piece = &self->piece;
  gint64 number;

  g_return_if_fail (self->in_feature);
  if (id == NULL)
    piece->id_tags[piece->n_features] = ATLAS_CELL_NULL;
  else if (parse_number (id, &number))
    {
      piece->id_tags[piece->n_features] = ATLAS_CELL_INTEGER;
      piece->ids[piece->n_features].integer = number;
    }
  else
    {
      piece->id_tags[piece->n_features] = ATLAS_CELL_TEXT;
      piece->ids[piece->n_features].text = atlas_text_pool_add_valid (self->pool, id, strlen (id));
    }
}

static gboolean
has_type (AtlasTableBuilder *self,
          guint              field,
          AtlasFieldType     type)
{
  return self->in_feature && field < self->fields->len
         && g_array_index (self->fields, AtlasTableField, field).type == type;
}

void
atlas_table_builder_set_text (AtlasTableBuilder *self,
                              guint              field,
                              const char        *text,
                              gssize             length)
{
  AtlasCellValue value = { 0 };

  g_return_if_fail (self->in_feature && field < self->fields->len && !has_type (self, field, ATLAS_FIELD_INTEGER)
                    && !has_type (self, field, ATLAS_FIELD_REAL) && !has_type (self, field, ATLAS_FIELD_BOOLEAN));
  value.text = atlas_text_pool_add_valid (self->pool, text, length < 0 ? strlen (text) : (gsize) length);
  atlas_table_piece_set (&self->piece, field, ATLAS_CELL_TEXT, value);
}

void
atlas_table_builder_set_integer (AtlasTableBuilder *self,
                                 guint              field,
                                 gint64             value)
{
  g_return_if_fail (has_type (self, field, ATLAS_FIELD_INTEGER));
  atlas_table_piece_set (&self->piece, field, ATLAS_CELL_INTEGER, (AtlasCellValue) { .integer = value });
}

void
atlas_table_builder_set_real (AtlasTableBuilder *self,
                              guint              field,
                              double             value)
{
  g_return_if_fail (has_type (self, field, ATLAS_FIELD_REAL));
  atlas_table_piece_set (&self->piece, field, ATLAS_CELL_REAL, (AtlasCellValue) { .real = value });
}

void
atlas_table_builder_set_boolean (AtlasTableBuilder *self,
                                 guint              field,
                                 gboolean           value)
{
  g_return_if_fail (has_type (self, field, ATLAS_FIELD_BOOLEAN));
  atlas_table_piece_set (&self->piece, field, ATLAS_CELL_BOOLEAN, (AtlasCellValue) { .integer = value != FALSE });
}

void
atlas_table_builder_set_geometry_type (AtlasTableBuilder *self,
                                       AtlasGeometryType  type)
{
  g_return_if_fail (self->in_feature);
  self->piece.types[self->piece.n_features] = (guint8) type;
}

void
atlas_table_builder_begin_part (AtlasTableBuilder *self,
                                AtlasPartKind      kind)
{
  g_return_if_fail (self->in_feature);
  atlas_table_piece_begin_part (&self->piece, kind);
}

gboolean
atlas_table_builder_add_vertex (AtlasTableBuilder *self,
                                double             lon,
                                double             lat)
{
  const double slack = 1e-6;

  g_return_val_if_fail (self->in_feature && self->piece.n_parts > 0, FALSE);
  if (!isfinite (lon) || !isfinite (lat) || fabs (lon) > 180.0 + slack || fabs (lat) > 90.0 + slack)
    return FALSE;
  if (self->piece.n_vertices >= G_MAXUINT32 - 1)
    {
      self->too_big = TRUE;
      return FALSE;
    }
  atlas_table_piece_add_vertex (&self->piece, CLAMP (lon, -180.0, 180.0), CLAMP (lat, -90.0, 90.0));
  self->piece.vertex_ends[self->piece.n_parts - 1] = (guint32) self->piece.n_vertices;
  return TRUE;
}

void
atlas_table_builder_end_feature (AtlasTableBuilder *self)
{
  g_return_if_fail (self->in_feature);
  atlas_table_piece_end_feature (&self->piece);
  self->in_feature = FALSE;
}

void
atlas_table_builder_drop_feature (AtlasTableBuilder *self)
{
  g_return_if_fail (self->in_feature);
  atlas_table_piece_drop_feature (&self->piece);
  self->in_feature = FALSE;
}

void
atlas_table_builder_skip (AtlasTableBuilder *self,
                          guint64            position,
                          const char        *reason)
{
  AtlasTableSkip skip = { .position = position };

  self->skipped_total++;
  if (self->skips->len >= MAX_LISTED_SKIPS)
    return;
  skip.reason = g_strdup (reason);
  g_array_append_val (self->skips, skip);
}

gsize
atlas_table_builder_get_n_features (AtlasTableBuilder *self)
{
  return self->piece.n_features;
}

GBytes *
atlas_table_builder_finish (AtlasTableBuilder *self,
                            GError           **error)
{
  g_autoptr (AtlasTableWriter) writer = atlas_table_writer_new (-1, 0);
  AtlasTablePiece *piece = &self->piece;
  AtlasTableDraft draft = {
    .name = self->name, .crs = self->crs, .format = self->format, .attributes = self->attributes,
    .n_fields = self->fields->len, .fields = (const AtlasTableField *) (gconstpointer) self->fields->data,
    .n_pieces = 1, .pieces = &piece,
    .n_skips = self->skips->len, .skips = (const AtlasTableSkip *) (gconstpointer) self->skips->data,
    .skipped_total = self->skipped_total,
  };

  g_return_val_if_fail (!self->in_feature, NULL);
  self->pool->too_big |= self->too_big;
  atlas_table_piece_compute_importance (piece);
  atlas_table_writer_put_vertices (writer, 0, piece->coords, piece->n_vertices);
  if (atlas_table_writer_finish (writer, &draft, error) == 0)
    return NULL;
  return atlas_table_writer_steal (writer);
}
