/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasTable: a read-only view of a table image.  Opening checks every offset and count once, so that the getters can be
 * plain array accesses; nothing is copied but the header's pointers.  Immutable after opening: any thread. */

#include "data/atlas-table-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>

#include "data/atlas-data-error.h"

/* Sections from this size on are fetched at once, of images up to that size: more should not be waited for. */
#define FETCH_LEAST ((gsize) 64 * 1024)
#define FETCH_MOST  ((gsize) 1 << 30)

static gboolean
refuse (GError    **error,
        const char *what)
{
  g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_IMAGE, _("A stored layer is damaged (%s); it has to be read anew."), what);
  return FALSE;
}

static gconstpointer
section (const AtlasImageHeader *header,
         AtlasImageSection       which)
{
  return (const guint8 *) header + header->sections[which].offset;
}

/* The header's counts bound everything else: each is below 2^32 but for bytes, so sizes cannot overflow 64 bits. */
static gboolean
check_header (const AtlasImageHeader *h,
              gsize                   available,
              GError                **error)
{
  const guint64 limit = G_MAXUINT32;
  guint64 sizes[ATLAS_IMAGE_N_SECTIONS];

  if (available < sizeof *h || memcmp (h->magic, ATLAS_IMAGE_MAGIC, 8) != 0)
    return refuse (error, "magic");
  if (h->version != ATLAS_IMAGE_VERSION || h->order != ATLAS_IMAGE_ORDER)
    return refuse (error, "version");
  if (h->size > available || h->size < sizeof *h || h->size % ATLAS_IMAGE_PAGE != 0)
    return refuse (error, "size");
  if (h->n_features >= limit || h->n_parts >= limit || h->n_vertices >= limit || h->n_texts >= limit || h->n_texts == 0
      || h->n_skipped >= limit || h->n_fields > 65536)
    return refuse (error, "counts");

  for (guint i = 0; i < ATLAS_IMAGE_N_SECTIONS; i++)
    {
      const AtlasImageSpan *s = &h->sections[i];

      if (s->offset % 8 != 0 || s->offset < sizeof *h || s->offset > h->size || s->size > h->size - s->offset)
        return refuse (error, "sections");
      sizes[i] = s->size;
    }
  if (sizes[ATLAS_IMAGE_TEXT_OFFSETS] != (h->n_texts + 1) * 8
      || sizes[ATLAS_IMAGE_FIELDS] != h->n_fields * sizeof (AtlasImageField)
      || sizes[ATLAS_IMAGE_IDS] != h->n_features * 4
      || sizes[ATLAS_IMAGE_TYPES] != h->n_features
      || sizes[ATLAS_IMAGE_EXTENTS] != h->n_features * sizeof (AtlasExtent)
      || sizes[ATLAS_IMAGE_PART_STARTS] != (h->n_features + 1) * 4
      || sizes[ATLAS_IMAGE_PART_KINDS] != h->n_parts
      || sizes[ATLAS_IMAGE_VERTEX_STARTS] != (h->n_parts + 1) * 4
      || sizes[ATLAS_IMAGE_COORDS] != h->n_vertices * 16
      || sizes[ATLAS_IMAGE_IMPORTANCE] != h->n_vertices * 4
      || sizes[ATLAS_IMAGE_INDEX_BOXES] != atlas_index_n_boxes (h->n_features) * sizeof (AtlasIndexBox)
      || sizes[ATLAS_IMAGE_INDEX_REFS] != atlas_index_n_boxes (h->n_features) * 4
      || sizes[ATLAS_IMAGE_SKIPPED] != h->n_skipped * sizeof (AtlasImageSkipped))
    return refuse (error, "section sizes");
  if (h->name >= h->n_texts || h->crs >= h->n_texts || h->format >= h->n_texts
      || h->attributes >= h->n_texts || h->geometry_kind > ATLAS_GEOMETRY_COLLECTION)
    return refuse (error, "names");
  return TRUE;
}

static gboolean
check_texts (AtlasTable *self)
{
  guint64 size = self->header->sections[ATLAS_IMAGE_TEXT].size;

  if (self->text_offsets[0] != 0 || self->text_offsets[self->header->n_texts] != size)
    return FALSE;
  /* Offsets that rise up to the size lie in it.  Texts themselves are not looked at, for that would fetch all of them from the
   * disk: one that lost its NUL goes on into the next, and the last one ends. */
  for (guint64 i = 0; i < self->header->n_texts; i++)
    if (self->text_offsets[i + 1] <= self->text_offsets[i])
      return FALSE;
  return self->text[size - 1] == '\0';
}

static gboolean
check_text_ids (AtlasTable    *self,
                const guint32 *ids,
                gsize          n)
{
  guint32 n_texts = (guint32) self->header->n_texts;
  guint32 wrong = 0;

  for (gsize i = 0; i < n; i++)
    wrong |= ids[i] >= n_texts && ids[i] != ATLAS_IMAGE_NONE;
  return !wrong;
}

static gboolean
check_fields (AtlasTable *self)
{
  guint64 size = self->header->sections[ATLAS_IMAGE_COLUMNS].size;
  guint64 n = self->header->n_features;

  for (guint32 f = 0; f < self->header->n_fields; f++)
    {
      const AtlasImageField *field = &self->fields[f];
      guint64 values;

      if (field->type > ATLAS_FIELD_JSON || field->name >= self->header->n_texts)
        return FALSE;
      values = n * atlas_image_value_size (field->type);
      if (field->values % 8 != 0 || field->values > size || values > size - field->values
          || field->nulls > size || (n + 7) / 8 > size - field->nulls)
        return FALSE;
      if (atlas_image_value_size (field->type) == 4
          && !check_text_ids (self, (const guint32 *) (gconstpointer) (self->columns + field->values), n))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_geometry (AtlasTable *self)
{
  const AtlasImageHeader *h = self->header;

  if (self->part_starts[0] != 0 || self->part_starts[h->n_features] != h->n_parts
      || self->vertex_starts[0] != 0 || self->vertex_starts[h->n_parts] != h->n_vertices)
    return FALSE;
  for (guint64 i = 0; i < h->n_features; i++)
    if (self->part_starts[i] > self->part_starts[i + 1] || self->types[i] > ATLAS_GEOMETRY_COLLECTION)
      return FALSE;
  for (guint64 i = 0; i < h->n_parts; i++)
    if (self->vertex_starts[i] > self->vertex_starts[i + 1] || self->part_kinds[i] > ATLAS_PART_HOLE)
      return FALSE;
  for (gsize i = 0; i < atlas_index_n_boxes (h->n_features); i++)
    if (i < h->n_features && self->refs[i] >= h->n_features)
      return FALSE;
  return TRUE;
}

/* Of a mapped file each page costs an interruption when it is first touched; asked for together they cost a fraction of that.
 * All that is not text will be needed for the first frame or to check the image. */
static void
fetch_pages (const AtlasImageHeader *h)
{
  for (guint i = 0; i < ATLAS_IMAGE_N_SECTIONS; i++)
    {
      guintptr first = (guintptr) section (h, (AtlasImageSection) i) & ~(guintptr) (ATLAS_IMAGE_PAGE - 1);
      guintptr end = (guintptr) section (h, (AtlasImageSection) i) + h->sections[i].size;

      /* It is only a hint: where the system does not know it, pages come one by one. */
      if (i != ATLAS_IMAGE_TEXT && h->sections[i].size >= FETCH_LEAST && h->size <= FETCH_MOST)
        (void) madvise ((gpointer) first, end - first, MADV_POPULATE_READ);
    }
}

AtlasTable *
atlas_table_open (GBytes  *bytes,
                  GError **error)
{
  g_autoptr (AtlasTable) self = NULL;
  gsize available;
  const AtlasImageHeader *h;

  g_return_val_if_fail (bytes != NULL, NULL);

  h = g_bytes_get_data (bytes, &available);
  if (h == NULL || ((guintptr) h) % 8 != 0)
    {
      refuse (error, "alignment");
      return NULL;
    }
  if (!check_header (h, available, error))
    return NULL;

  self = g_new0 (AtlasTable, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->bytes = g_bytes_ref (bytes);
  self->header = h;
  self->extent = h->extent;
  self->text_offsets = section (h, ATLAS_IMAGE_TEXT_OFFSETS);
  self->text = section (h, ATLAS_IMAGE_TEXT);
  self->fields = section (h, ATLAS_IMAGE_FIELDS);
  self->columns = section (h, ATLAS_IMAGE_COLUMNS);
  self->ids = section (h, ATLAS_IMAGE_IDS);
  self->types = section (h, ATLAS_IMAGE_TYPES);
  self->extents = section (h, ATLAS_IMAGE_EXTENTS);
  self->part_starts = section (h, ATLAS_IMAGE_PART_STARTS);
  self->part_kinds = section (h, ATLAS_IMAGE_PART_KINDS);
  self->vertex_starts = section (h, ATLAS_IMAGE_VERTEX_STARTS);
  self->coords = section (h, ATLAS_IMAGE_COORDS);
  self->importance = section (h, ATLAS_IMAGE_IMPORTANCE);
  self->boxes = section (h, ATLAS_IMAGE_INDEX_BOXES);
  self->refs = section (h, ATLAS_IMAGE_INDEX_REFS);
  self->skipped = section (h, ATLAS_IMAGE_SKIPPED);

  fetch_pages (h);
  if (!check_texts (self))
    refuse (error, "texts");
  else if (!check_fields (self) || !check_text_ids (self, self->ids, h->n_features))
    refuse (error, "fields");
  else if (!check_geometry (self))
    refuse (error, "geometry");
  else
    {
      gboolean reasons = TRUE;

      for (guint64 i = 0; i < h->n_skipped; i++)
        reasons = reasons && self->skipped[i].reason < h->n_texts;
      if (reasons)
        return g_steal_pointer (&self);
      refuse (error, "reasons");
    }
  return NULL;
}

GPtrArray *
atlas_table_open_bundle (GBytes  *bytes,
                         GError **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_table_unref);
  gsize offset = 0, size = g_bytes_get_size (bytes);

  while (offset < size)
    {
      g_autoptr (GBytes) rest = g_bytes_new_from_bytes (bytes, offset, size - offset);
      AtlasTable *table = atlas_table_open (rest, error);

      if (table == NULL)
        return NULL;
      g_ptr_array_add (tables, table);
      offset += table->header->size;
    }
  if (tables->len == 0)
    {
      refuse (error, "no image");
      return NULL;
    }
  return g_steal_pointer (&tables);
}

GPtrArray *
atlas_table_open_file (const char *path,
                       GError    **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  g_autoptr (GBytes) bytes = NULL;

  if (file == NULL)
    return NULL;
  bytes = g_mapped_file_get_bytes (file);
  return atlas_table_open_bundle (bytes, error);
}

AtlasTable *
atlas_table_ref (AtlasTable *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
atlas_table_unref (AtlasTable *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_bytes_unref (self->bytes);
  g_clear_pointer (&self->whole, atlas_table_unref);
  g_clear_pointer (&self->shown, atlas_feature_set_unref);
  if (self->moved != NULL && self->whole == NULL)
    _atlas_table_moved_arrays_free (self->moved);
  g_clear_pointer (&self->found, g_hash_table_unref);
  if (self->extra != NULL)
    self->destroy_extra (self->extra);
  g_mutex_clear (&self->found_lock);
  g_clear_pointer (&self->runs, g_hash_table_unref);
  g_mutex_clear (&self->runs_lock);
  g_free (self);
}

gpointer
atlas_table_get_extra (AtlasTable     *self,
                       gpointer      (*create) (void),
                       GDestroyNotify  destroy)
{
  gpointer extra;

  g_return_val_if_fail (self != NULL && create != NULL && destroy != NULL, NULL);

  g_mutex_lock (&self->found_lock);
  if (self->extra == NULL)
    {
      self->extra = create ();
      self->destroy_extra = destroy;
    }
  extra = self->extra;
  g_mutex_unlock (&self->found_lock);

  return extra;
}

GBytes *
atlas_table_get_bytes (AtlasTable *self)
{
  return self->bytes;
}

static const char *
text_at (AtlasTable *self,
         guint32     id,
         gsize      *length)
{
  if (length != NULL)
    *length = self->text_offsets[id + 1] - self->text_offsets[id] - 1;
  return self->text + self->text_offsets[id];
}

const char *
atlas_table_get_name (AtlasTable *self)
{
  return text_at (self, self->header->name, NULL);
}

const char *
atlas_table_get_crs (AtlasTable *self)
{
  return text_at (self, self->header->crs, NULL);
}

const char *
atlas_table_get_format (AtlasTable *self)
{
  return text_at (self, self->header->format, NULL);
}

const char *
atlas_table_get_attributes (AtlasTable *self)
{
  return text_at (self, self->header->attributes, NULL);
}

AtlasGeometryType
atlas_table_get_geometry_kind (AtlasTable *self)
{
  return (AtlasGeometryType) self->header->geometry_kind;
}

const char *
atlas_geometry_type_get_name (AtlasGeometryType type)
{
  static const char *const names[] = {
    "None", "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection",
  };

  g_return_val_if_fail ((gsize) type < G_N_ELEMENTS (names), "None");
  return names[type];
}

const char *
atlas_field_type_get_name (AtlasFieldType type)
{
  static const char *const names[] = {
    "string", "integer", "real", "boolean", "date", "time", "datetime", "list", "json",
  };

  g_return_val_if_fail ((gsize) type < G_N_ELEMENTS (names), "string");
  return names[type];
}

gsize
atlas_table_get_n_features (AtlasTable *self)
{
  return self->header->n_features;
}

gsize
atlas_table_get_n_vertices (AtlasTable *self)
{
  return self->header->n_vertices;
}

AtlasExtent
atlas_table_get_extent (AtlasTable *self)
{
  return self->extent;
}

guint
atlas_table_get_n_fields (AtlasTable *self)
{
  return self->header->n_fields;
}

const char *
atlas_table_get_field_name (AtlasTable *self,
                            guint       field)
{
  g_return_val_if_fail (field < self->header->n_fields, NULL);
  return text_at (self, self->fields[field].name, NULL);
}

AtlasFieldType
atlas_table_get_field_type (AtlasTable *self,
                            guint       field)
{
  g_return_val_if_fail (field < self->header->n_fields, ATLAS_FIELD_STRING);
  return (AtlasFieldType) self->fields[field].type;
}

int
atlas_table_find_field (AtlasTable *self,
                        const char *name)
{
  for (guint32 f = 0; f < self->header->n_fields; f++)
    if (strcmp (text_at (self, self->fields[f].name, NULL), name) == 0)
      return (int) f;
  return -1;
}

gboolean
atlas_table_is_null (AtlasTable *self,
                     guint       field,
                     gsize       feature)
{
  const guint8 *nulls;

  g_return_val_if_fail (field < self->header->n_fields && feature < self->header->n_features, TRUE);
  nulls = self->columns + self->fields[field].nulls;
  return (nulls[feature / 8] >> (feature % 8)) & 1;
}

guint32
atlas_table_get_text_id (AtlasTable *self,
                         guint       field,
                         gsize       feature)
{
  if (atlas_table_is_null (self, field, feature) || atlas_image_value_size (self->fields[field].type) != 4)
    return ATLAS_IMAGE_NONE;
  return ((const guint32 *) (gconstpointer) (self->columns + self->fields[field].values))[feature];
}

const guint32 *
atlas_table_get_text_ids (AtlasTable    *self,
                          guint          field,
                          const guint8 **nulls)
{
  g_return_val_if_fail (field < self->header->n_fields && nulls != NULL, NULL);

  *nulls = self->columns + self->fields[field].nulls;
  if (atlas_image_value_size (self->fields[field].type) != 4)
    return NULL;
  return (const guint32 *) (gconstpointer) (self->columns + self->fields[field].values);
}

const char *
atlas_table_get_text (AtlasTable *self,
                      guint       field,
                      gsize       feature,
                      gsize      *length)
{
  guint32 id = atlas_table_get_text_id (self, field, feature);

  if (length != NULL)
    *length = 0;
  return id == ATLAS_IMAGE_NONE ? NULL : text_at (self, id, length);
}

static guint32
search_pool (AtlasTable *self,
             const char *text)
{
  gsize wanted = strlen (text);

  for (guint64 i = 0; i < self->header->n_texts; i++)
    {
      gsize length;
      const char *candidate = text_at (self, (guint32) i, &length);

      if (length == wanted && memcmp (candidate, text, wanted) == 0)
        return (guint32) i;
    }
  return ATLAS_IMAGE_NONE;
}

guint32
atlas_table_find_text (AtlasTable *self,
                       const char *text)
{
  g_autoptr (GMutexLocker) locker = NULL;
  gpointer id;

  /* What the whole table found need not be looked for again. */
  self = atlas_table_get_whole (self);
  locker = g_mutex_locker_new (&self->found_lock);
  if (self->found == NULL)
    self->found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!g_hash_table_lookup_extended (self->found, text, NULL, &id))
    {
      id = GUINT_TO_POINTER (search_pool (self, text));
      g_hash_table_insert (self->found, g_strdup (text), id);
    }
  return GPOINTER_TO_UINT (id);
}

gint64
atlas_table_get_integer (AtlasTable *self,
                         guint       field,
                         gsize       feature)
{
  const guint8 *values;

  if (atlas_table_is_null (self, field, feature))
    return 0;
  values = self->columns + self->fields[field].values;
  switch (self->fields[field].type)
    {
    case ATLAS_FIELD_INTEGER:
      return ((const gint64 *) (gconstpointer) values)[feature];
    case ATLAS_FIELD_BOOLEAN:
      return values[feature] != 0;
    default:
      return 0;
    }
}

double
atlas_table_get_number (AtlasTable *self,
                        guint       field,
                        gsize       feature)
{
  if (atlas_table_is_null (self, field, feature))
    return NAN;
  switch (self->fields[field].type)
    {
    case ATLAS_FIELD_INTEGER:
    case ATLAS_FIELD_BOOLEAN:
      return (double) atlas_table_get_integer (self, field, feature);
    case ATLAS_FIELD_REAL:
      return ((const double *) (gconstpointer) (self->columns + self->fields[field].values))[feature];
    default:
      return NAN;
    }
}

/* The shortest of the forms that reads back as the same number. */
static char *
dup_double (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  for (int digits = 15; digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (buffer, sizeof buffer, format, value);
      if (digits == 17 || g_ascii_strtod (buffer, NULL) == value || isnan (value))
        break;
    }
  return g_strdup (buffer);
}

char *
atlas_table_dup_value (AtlasTable *self,
                       guint       field,
                       gsize       feature)
{
  const char *text;
  gsize length;

  if (atlas_table_is_null (self, field, feature))
    return NULL;
  switch (self->fields[field].type)
    {
    case ATLAS_FIELD_INTEGER:
      return g_strdup_printf ("%" G_GINT64_FORMAT, atlas_table_get_integer (self, field, feature));
    case ATLAS_FIELD_REAL:
      return dup_double (atlas_table_get_number (self, field, feature));
    case ATLAS_FIELD_BOOLEAN:
      return g_strdup (atlas_table_get_integer (self, field, feature) ? "true" : "false");
    default:
      text = atlas_table_get_text (self, field, feature, &length);
      return text != NULL ? g_strndup (text, length) : NULL;
    }
}

const char *
atlas_table_get_id (AtlasTable *self,
                    gsize       feature)
{
  g_return_val_if_fail (feature < self->header->n_features, NULL);
  return self->ids[feature] == ATLAS_IMAGE_NONE ? NULL : text_at (self, self->ids[feature], NULL);
}

AtlasGeometryType
atlas_table_get_geometry_type (AtlasTable *self,
                               gsize       feature)
{
  g_return_val_if_fail (feature < self->header->n_features, ATLAS_GEOMETRY_NONE);
  return (AtlasGeometryType) self->types[feature];
}

AtlasExtent
atlas_table_get_feature_extent (AtlasTable *self,
                                gsize       feature)
{
  g_return_val_if_fail (feature < self->header->n_features, atlas_extent_empty ());
  return self->extents[feature];
}

gsize
atlas_table_get_n_parts (AtlasTable *self,
                         gsize       feature)
{
  g_return_val_if_fail (feature < self->header->n_features, 0);
  return self->part_starts[feature + 1] - self->part_starts[feature];
}

void
atlas_table_get_part (AtlasTable *self,
                      gsize       feature,
                      gsize       index,
                      AtlasPart  *part)
{
  gsize number, start;

  g_return_if_fail (index < atlas_table_get_n_parts (self, feature));
  number = self->part_starts[feature] + index;
  start = self->vertex_starts[number];
  part->kind = (AtlasPartKind) self->part_kinds[number];
  part->n_vertices = self->vertex_starts[number + 1] - start;
  part->coords = self->coords + 2 * start;
  part->importance = self->importance + start;
}

gsize
atlas_table_get_n_skipped (AtlasTable *self)
{
  return self->header->n_skipped;
}

gsize
atlas_table_get_skipped_total (AtlasTable *self)
{
  return self->header->skipped_total;
}

const char *
atlas_table_get_skipped (AtlasTable *self,
                         gsize       index,
                         guint64    *position)
{
  g_return_val_if_fail (index < self->header->n_skipped, NULL);
  if (position != NULL)
    *position = self->skipped[index].position;
  return text_at (self, self->skipped[index].reason, NULL);
}
