/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasTableBuilder: collects features in growing arrays and lays them out as a table image.  Owned and used by one thread
 * (the reader's).  Texts are kept once each, so that a category costs four bytes a feature. */

#include "data/atlas-table-builder.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "data/atlas-data-error.h"
#include "data/atlas-table-coverage.h"
#include "data/atlas-table-image.h"
#include "geo/atlas-index.h"
#include "geo/atlas-simplify.h"

#define MAX_LISTED_SKIPS 1000

typedef struct
{
  guint32        name;
  AtlasFieldType type;
  GByteArray    *values;
  GByteArray    *nulls;    /* a byte a feature; packed at the end */
  gboolean       set;      /* in the present feature */
} Column;

struct _AtlasTableBuilder
{
  GArray     *columns;         /* Column */
  GByteArray *text;
  GArray     *text_offsets;    /* guint64: where each text begins */
  guint32    *buckets;         /* hash table of text ids; ATLAS_IMAGE_NONE: free */
  gsize       n_buckets;
  guint32     name;
  guint32     crs;
  guint32     format;
  guint32     attributes;      /* text 0, which is "", when there are none */
  GArray     *ids;             /* guint32 */
  GByteArray *types;
  GArray     *part_starts;     /* guint32 */
  GByteArray *part_kinds;
  GArray     *vertex_starts;   /* guint32 */
  GArray     *coords;          /* double */
  GArray     *skipped;         /* AtlasImageSkipped */
  guint64     skipped_total;
  gsize       n_features;
  gboolean    in_feature;
  gboolean    too_big;
};

static guint64
hash_bytes (const char *bytes,
            gsize       length)
{
  guint64 h = 14695981039346656037u; /* FNV-1a */

  for (gsize i = 0; i < length; i++)
    h = (h ^ (guint8) bytes[i]) * 1099511628211u;
  return h ^ (h >> 29);
}

static const char *
text_at (AtlasTableBuilder *self,
         guint32            id,
         gsize             *length)
{
  guint64 start = g_array_index (self->text_offsets, guint64, id);
  guint64 end = id + 1 < self->text_offsets->len ? g_array_index (self->text_offsets, guint64, id + 1) : self->text->len;

  *length = end - start - 1;
  return (const char *) self->text->data + start;
}

static void
place_id (AtlasTableBuilder *self,
          guint32            id)
{
  gsize length;
  const char *text = text_at (self, id, &length);
  gsize slot = hash_bytes (text, length) & (self->n_buckets - 1);

  while (self->buckets[slot] != ATLAS_IMAGE_NONE)
    slot = (slot + 1) & (self->n_buckets - 1);
  self->buckets[slot] = id;
}

static void
grow_buckets (AtlasTableBuilder *self)
{
  g_free (self->buckets);
  self->n_buckets = self->n_buckets == 0 ? 1024 : self->n_buckets * 2;
  self->buckets = g_new (guint32, self->n_buckets);
  memset (self->buckets, 0xff, self->n_buckets * sizeof (guint32));
  for (guint32 i = 0; i < self->text_offsets->len; i++)
    place_id (self, i);
}

/* Keeps @text once; a GByteArray holds at most 4 GiB, and a layer with more text than that is refused at the end. */
static guint32
intern (AtlasTableBuilder *self,
        const char        *text,
        gsize              length)
{
  guint64 start = self->text->len;
  gsize slot = hash_bytes (text, length) & (self->n_buckets - 1);
  guint32 id;

  while ((id = self->buckets[slot]) != ATLAS_IMAGE_NONE)
    {
      gsize other;
      const char *candidate = text_at (self, id, &other);

      if (other == length && memcmp (candidate, text, length) == 0)
        return id;
      slot = (slot + 1) & (self->n_buckets - 1);
    }
  if (start + length + 1 > G_MAXUINT32 - 4096 || self->text_offsets->len >= G_MAXUINT32 / sizeof (guint64) - 1)
    {
      self->too_big = TRUE;
      return 0;
    }
  id = self->text_offsets->len;
  g_array_append_val (self->text_offsets, start);
  g_byte_array_append (self->text, (const guint8 *) text, length);
  g_byte_array_append (self->text, (const guint8 *) "", 1);
  self->buckets[slot] = id;
  if ((gsize) self->text_offsets->len * 2 > self->n_buckets)
    grow_buckets (self);
  return id;
}

static guint32
intern_valid (AtlasTableBuilder *self,
              const char        *text,
              gssize             length)
{
  gsize n = length < 0 ? strlen (text) : (gsize) length;

  /* g_utf8_validate_len() stops at a NUL, which is a character of text like another. */
  for (const char *p = text, *end = text + n; p < end; p++)
    {
      if (*p == '\0')
        continue;
      if (!g_utf8_validate_len (p, end - p, &p) && *p != '\0')
        {
          g_autoptr (GString) repaired = g_string_sized_new (n);

          for (const char *q = text; q < end;)
            {
              gunichar c = *q == '\0' ? 0 : g_utf8_get_char_validated (q, end - q);

              if (c == (gunichar) -1 || c == (gunichar) -2)
                {
                  g_string_append (repaired, "\357\277\275");
                  q++;
                  continue;
                }
              g_string_append_len (repaired, q, c == 0 ? 1 : g_utf8_skip[(guchar) *q]);
              q += c == 0 ? 1 : g_utf8_skip[(guchar) *q];
            }
          return intern (self, repaired->str, repaired->len);
        }
      if (p >= end)
        break;
    }
  return intern (self, text, n);
}

AtlasTableBuilder *
atlas_table_builder_new (const char *name,
                         const char *crs,
                         const char *format)
{
  AtlasTableBuilder *self = g_new0 (AtlasTableBuilder, 1);
  guint32 zero = 0;

  self->columns = g_array_new (FALSE, TRUE, sizeof (Column));
  self->text = g_byte_array_new ();
  self->text_offsets = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->types = g_byte_array_new ();
  self->part_starts = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->part_kinds = g_byte_array_new ();
  self->vertex_starts = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->coords = g_array_new (FALSE, FALSE, sizeof (double));
  self->skipped = g_array_new (FALSE, TRUE, sizeof (AtlasImageSkipped));
  grow_buckets (self);
  intern (self, "", 0);
  self->name = intern_valid (self, name != NULL ? name : "", -1);
  self->crs = intern_valid (self, crs != NULL ? crs : "", -1);
  self->format = intern_valid (self, format != NULL ? format : "", -1);
  g_array_append_val (self->part_starts, zero);
  g_array_append_val (self->vertex_starts, zero);
  return self;
}

void
atlas_table_builder_free (AtlasTableBuilder *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      Column *column = &g_array_index (self->columns, Column, i);

      g_byte_array_unref (column->values);
      g_byte_array_unref (column->nulls);
    }
  g_array_unref (self->columns);
  g_byte_array_unref (self->text);
  g_array_unref (self->text_offsets);
  g_free (self->buckets);
  g_array_unref (self->ids);
  g_byte_array_unref (self->types);
  g_array_unref (self->part_starts);
  g_byte_array_unref (self->part_kinds);
  g_array_unref (self->vertex_starts);
  g_array_unref (self->coords);
  g_array_unref (self->skipped);
  g_free (self);
}

void
atlas_table_builder_set_attributes (AtlasTableBuilder *self,
                                    const char        *json)
{
  self->attributes = intern_valid (self, json != NULL ? json : "", -1);
}

guint
atlas_table_builder_add_field (AtlasTableBuilder *self,
                               const char        *name,
                               AtlasFieldType     type)
{
  Column column = { 0 };

  g_return_val_if_fail (self->n_features == 0 && !self->in_feature, 0);
  column.name = intern_valid (self, name, -1);
  column.type = type;
  column.values = g_byte_array_new ();
  column.nulls = g_byte_array_new ();
  g_array_append_val (self->columns, column);
  return self->columns->len - 1;
}

void
atlas_table_builder_begin_feature (AtlasTableBuilder *self)
{
  guint32 none = ATLAS_IMAGE_NONE;
  guint8 type = ATLAS_GEOMETRY_NONE;

  g_return_if_fail (!self->in_feature);
  self->in_feature = TRUE;
  for (guint i = 0; i < self->columns->len; i++)
    g_array_index (self->columns, Column, i).set = FALSE;
  g_array_append_val (self->ids, none);
  g_byte_array_append (self->types, &type, 1);
}

void
atlas_table_builder_set_id (AtlasTableBuilder *self,
                            const char        *id)
{
  g_return_if_fail (self->in_feature);
  g_array_index (self->ids, guint32, self->n_features) = id != NULL ? intern_valid (self, id, -1) : ATLAS_IMAGE_NONE;
}

/* A second value for the same field replaces the first. */
static void
set_value (AtlasTableBuilder *self,
           guint              field,
           gconstpointer      value)
{
  Column *column;
  gsize size;
  guint8 present = 0;

  g_return_if_fail (self->in_feature && field < self->columns->len);
  column = &g_array_index (self->columns, Column, field);
  size = atlas_image_value_size (column->type);
  if (column->set)
    {
      memcpy (column->values->data + column->values->len - size, value, size);
      return;
    }
  column->set = TRUE;
  g_byte_array_append (column->values, value, size);
  g_byte_array_append (column->nulls, &present, 1);
}

static gboolean
has_type (AtlasTableBuilder *self,
          guint              field,
          AtlasFieldType     type)
{
  return field < self->columns->len && g_array_index (self->columns, Column, field).type == type;
}

void
atlas_table_builder_set_text (AtlasTableBuilder *self,
                              guint              field,
                              const char        *text,
                              gssize             length)
{
  guint32 id;

  g_return_if_fail (field < self->columns->len
                    && atlas_image_value_size (g_array_index (self->columns, Column, field).type) == 4);
  id = intern_valid (self, text, length);
  set_value (self, field, &id);
}

void
atlas_table_builder_set_integer (AtlasTableBuilder *self,
                                 guint              field,
                                 gint64             value)
{
  g_return_if_fail (has_type (self, field, ATLAS_FIELD_INTEGER));
  set_value (self, field, &value);
}

void
atlas_table_builder_set_real (AtlasTableBuilder *self,
                              guint              field,
                              double             value)
{
  g_return_if_fail (has_type (self, field, ATLAS_FIELD_REAL));
  set_value (self, field, &value);
}

void
atlas_table_builder_set_boolean (AtlasTableBuilder *self,
                                 guint              field,
                                 gboolean           value)
{
  guint8 byte = value != FALSE;

  g_return_if_fail (has_type (self, field, ATLAS_FIELD_BOOLEAN));
  set_value (self, field, &byte);
}

void
atlas_table_builder_set_geometry_type (AtlasTableBuilder *self,
                                       AtlasGeometryType  type)
{
  g_return_if_fail (self->in_feature);
  self->types->data[self->n_features] = (guint8) type;
}

/* Vertices so far.  GArray counts in 32 bits: 2^31 doubles are as far as it goes. */
static gsize
n_vertices (AtlasTableBuilder *self)
{
  return self->coords->len / 2;
}

void
atlas_table_builder_begin_part (AtlasTableBuilder *self,
                                AtlasPartKind      kind)
{
  guint8 byte = (guint8) kind;
  guint32 end = (guint32) n_vertices (self);

  g_return_if_fail (self->in_feature);
  g_byte_array_append (self->part_kinds, &byte, 1);
  /* The new part's end; moved on by each vertex. */
  g_array_append_val (self->vertex_starts, end);
}

gboolean
atlas_table_builder_add_vertex (AtlasTableBuilder *self,
                                double             lon,
                                double             lat)
{
  const double slack = 1e-6;
  double pair[2] = { CLAMP (lon, -180.0, 180.0), CLAMP (lat, -90.0, 90.0) };

  g_return_val_if_fail (self->in_feature && self->part_kinds->len > 0, FALSE);
  if (!isfinite (lon) || !isfinite (lat) || fabs (lon) > 180.0 + slack || fabs (lat) > 90.0 + slack)
    return FALSE;
  if (self->coords->len > G_MAXUINT32 / sizeof (double) - 16)
    {
      self->too_big = TRUE;
      return FALSE;
    }
  g_array_append_vals (self->coords, pair, 2);
  g_array_index (self->vertex_starts, guint32, self->vertex_starts->len - 1)++;
  return TRUE;
}

void
atlas_table_builder_end_feature (AtlasTableBuilder *self)
{
  static const guint8 zeros[8] = { 0 };
  guint32 n_parts = self->part_kinds->len;
  guint8 null = 1;

  g_return_if_fail (self->in_feature);
  for (guint i = 0; i < self->columns->len; i++)
    {
      Column *column = &g_array_index (self->columns, Column, i);

      if (column->set)
        continue;
      g_byte_array_append (column->values, zeros, atlas_image_value_size (column->type));
      g_byte_array_append (column->nulls, &null, 1);
    }
  if (n_parts == g_array_index (self->part_starts, guint32, self->n_features))
    self->types->data[self->n_features] = ATLAS_GEOMETRY_NONE;
  g_array_append_val (self->part_starts, n_parts);
  self->n_features++;
  self->in_feature = FALSE;
}

void
atlas_table_builder_drop_feature (AtlasTableBuilder *self)
{
  guint32 first_part = g_array_index (self->part_starts, guint32, self->n_features);
  guint32 first_vertex = g_array_index (self->vertex_starts, guint32, first_part);

  g_return_if_fail (self->in_feature);
  for (guint i = 0; i < self->columns->len; i++)
    {
      Column *column = &g_array_index (self->columns, Column, i);

      g_byte_array_set_size (column->values, self->n_features * atlas_image_value_size (column->type));
      g_byte_array_set_size (column->nulls, self->n_features);
    }
  g_array_set_size (self->ids, self->n_features);
  g_byte_array_set_size (self->types, self->n_features);
  g_byte_array_set_size (self->part_kinds, first_part);
  g_array_set_size (self->vertex_starts, first_part + 1);
  g_array_set_size (self->coords, 2 * first_vertex);
  self->in_feature = FALSE;
}

void
atlas_table_builder_skip (AtlasTableBuilder *self,
                          guint64            position,
                          const char        *reason)
{
  AtlasImageSkipped skipped = { position, 0, 0 };

  self->skipped_total++;
  if (self->skipped->len >= MAX_LISTED_SKIPS)
    return;
  skipped.reason = intern_valid (self, reason, -1);
  g_array_append_val (self->skipped, skipped);
}

gsize
atlas_table_builder_get_n_features (AtlasTableBuilder *self)
{
  return self->n_features;
}

static AtlasGeometryType
common_kind (AtlasTableBuilder *self)
{
  AtlasGeometryType kind = ATLAS_GEOMETRY_NONE;

  for (gsize i = 0; i < self->n_features; i++)
    {
      AtlasGeometryType type = (AtlasGeometryType) self->types->data[i];
      AtlasGeometryType single = type >= ATLAS_GEOMETRY_MULTI_POINT ? type - 3 : type;
      AtlasGeometryType present = kind >= ATLAS_GEOMETRY_MULTI_POINT ? kind - 3 : kind;

      if (type == ATLAS_GEOMETRY_NONE)
        continue;
      if (type == ATLAS_GEOMETRY_COLLECTION || (kind != ATLAS_GEOMETRY_NONE && single != present))
        return ATLAS_GEOMETRY_COLLECTION;
      kind = MAX (kind, type);
    }
  return kind;
}

/* Sections are written into one block, in the order of AtlasImageSection. */
typedef struct
{
  guint8           *data;
  AtlasImageHeader *header;
  gsize             offset;
} Layout;

static gpointer
put (Layout            *layout,
     AtlasImageSection  which,
     gconstpointer      data,
     gsize              size)
{
  gpointer place = layout->data != NULL ? layout->data + layout->offset : NULL;

  if (place != NULL)
    {
      layout->header->sections[which] = (AtlasImageSpan){ layout->offset, size };
      if (data != NULL && size > 0)
        memcpy (place, data, size);
    }
  layout->offset = (layout->offset + size + 7) & ~(gsize) 7;
  return place;
}

static gsize
columns_size (AtlasTableBuilder *self)
{
  gsize size = 0;

  for (guint i = 0; i < self->columns->len; i++)
    {
      size += (g_array_index (self->columns, Column, i).values->len + 7) & ~(gsize) 7;
      size += (self->n_features / 8 + 1 + 7) & ~(gsize) 7;
    }
  return size;
}

static void
put_columns (AtlasTableBuilder *self,
             AtlasImageField   *fields,
             guint8            *columns)
{
  gsize offset = 0;

  for (guint i = 0; i < self->columns->len; i++)
    {
      Column *column = &g_array_index (self->columns, Column, i);

      fields[i] = (AtlasImageField){ .name = column->name, .type = column->type, .values = offset };
      if (column->values->len > 0)
        memcpy (columns + offset, column->values->data, column->values->len);
      offset += (column->values->len + 7) & ~(gsize) 7;
      fields[i].nulls = offset;
      for (gsize f = 0; f < self->n_features; f++)
        columns[offset + f / 8] |= (guint8) (column->nulls->data[f] << (f % 8));
      offset += (self->n_features / 8 + 1 + 7) & ~(gsize) 7;
    }
}

static void
put_extents (AtlasTableBuilder *self,
             AtlasExtent       *extents,
             AtlasExtent       *all)
{
  const double *coords = (const double *) (gconstpointer) self->coords->data;

  *all = atlas_extent_empty ();
  for (gsize i = 0; i < self->n_features; i++)
    {
      guint32 first = g_array_index (self->part_starts, guint32, i);
      guint32 last = g_array_index (self->part_starts, guint32, i + 1);
      guint32 from = g_array_index (self->vertex_starts, guint32, first);
      guint32 to = g_array_index (self->vertex_starts, guint32, last);

      extents[i] = atlas_extent_empty ();
      for (gsize v = from; v < to; v++)
        atlas_extent_add_point (&extents[i], coords[2 * v], coords[2 * v + 1]);
      atlas_extent_add (all, &extents[i]);
    }
}

static void
put_importance (AtlasTableBuilder *self,
                float             *importance)
{
  const double *coords = (const double *) (gconstpointer) self->coords->data;

  for (guint p = 0; p < self->part_kinds->len; p++)
    {
      guint32 from = g_array_index (self->vertex_starts, guint32, p);
      guint32 to = g_array_index (self->vertex_starts, guint32, p + 1);

      if (self->part_kinds->data[p] == ATLAS_PART_POINTS)
        for (guint32 v = from; v < to; v++)
          importance[v] = INFINITY;
      else
        atlas_simplify_importance (coords + 2 * (gsize) from, to - from, self->part_kinds->data[p] != ATLAS_PART_LINE,
                                   importance + from);
    }
  atlas_table_coverage_join (coords, (const guint32 *) (gconstpointer) self->vertex_starts->data, self->part_kinds->data,
                             self->part_kinds->len, importance);
}

/* Called twice: first only to add up the size, then to fill. */
static void
lay_out (AtlasTableBuilder *self,
         Layout            *layout)
{
  gsize n = self->n_features, n_boxes = atlas_index_n_boxes (n);
  AtlasImageField *fields;
  AtlasExtent *extents;
  guint8 *columns;
  float *importance;
  AtlasIndexBox *boxes;
  guint32 *refs;
  guint64 *offsets;

  layout->offset = sizeof (AtlasImageHeader);
  offsets = put (layout, ATLAS_IMAGE_TEXT_OFFSETS, NULL, ((gsize) self->text_offsets->len + 1) * 8);
  put (layout, ATLAS_IMAGE_TEXT, self->text->data, self->text->len);
  fields = put (layout, ATLAS_IMAGE_FIELDS, NULL, self->columns->len * sizeof (AtlasImageField));
  columns = put (layout, ATLAS_IMAGE_COLUMNS, NULL, columns_size (self));
  put (layout, ATLAS_IMAGE_IDS, self->ids->data, n * 4);
  put (layout, ATLAS_IMAGE_TYPES, self->types->data, n);
  extents = put (layout, ATLAS_IMAGE_EXTENTS, NULL, n * sizeof (AtlasExtent));
  put (layout, ATLAS_IMAGE_PART_STARTS, self->part_starts->data, (n + 1) * 4);
  put (layout, ATLAS_IMAGE_PART_KINDS, self->part_kinds->data, self->part_kinds->len);
  put (layout, ATLAS_IMAGE_VERTEX_STARTS, self->vertex_starts->data, (gsize) self->vertex_starts->len * 4);
  put (layout, ATLAS_IMAGE_COORDS, self->coords->data, (gsize) self->coords->len * sizeof (double));
  importance = put (layout, ATLAS_IMAGE_IMPORTANCE, NULL, n_vertices (self) * sizeof (float));
  boxes = put (layout, ATLAS_IMAGE_INDEX_BOXES, NULL, n_boxes * sizeof (AtlasIndexBox));
  refs = put (layout, ATLAS_IMAGE_INDEX_REFS, NULL, n_boxes * 4);
  put (layout, ATLAS_IMAGE_SKIPPED, self->skipped->data, (gsize) self->skipped->len * sizeof (AtlasImageSkipped));

  if (layout->data == NULL)
    return;
  memcpy (offsets, self->text_offsets->data, (gsize) self->text_offsets->len * 8);
  offsets[self->text_offsets->len] = self->text->len;
  put_columns (self, fields, columns);
  put_extents (self, extents, &layout->header->extent);
  put_importance (self, importance);
  atlas_index_build (extents, n, boxes, refs);
}

GBytes *
atlas_table_builder_finish (AtlasTableBuilder *self,
                            GError           **error)
{
  Layout layout = { 0 };
  AtlasImageHeader *header;
  gsize size;

  g_return_val_if_fail (!self->in_feature, NULL);
  if (self->too_big)
    {
      g_set_error_literal (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_TOO_BIG,
                           _("The layer holds more than a table can: split the file and open the pieces."));
      return NULL;
    }

  lay_out (self, &layout);
  size = (layout.offset + ATLAS_IMAGE_PAGE - 1) / ATLAS_IMAGE_PAGE * ATLAS_IMAGE_PAGE;
  layout.data = g_try_malloc0 (size);
  if (layout.data == NULL)
    {
      g_set_error_literal (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_TOO_BIG,
                           _("There is not enough memory for this layer."));
      return NULL;
    }
  header = layout.header = (AtlasImageHeader *) (gpointer) layout.data;
  memcpy (header->magic, ATLAS_IMAGE_MAGIC, sizeof header->magic);
  header->version = ATLAS_IMAGE_VERSION;
  header->order = ATLAS_IMAGE_ORDER;
  header->size = size;
  header->n_features = self->n_features;
  header->n_parts = self->part_kinds->len;
  header->n_vertices = n_vertices (self);
  header->n_texts = self->text_offsets->len;
  header->n_skipped = self->skipped->len;
  header->skipped_total = self->skipped_total;
  header->n_fields = self->columns->len;
  header->geometry_kind = common_kind (self);
  header->name = self->name;
  header->crs = self->crs;
  header->format = self->format;
  header->attributes = self->attributes;
  lay_out (self, &layout);
  return g_bytes_new_take (layout.data, size);
}
