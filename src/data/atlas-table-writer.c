/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasTableWriter: from pieces to the table image.  The image is never put together in memory: every section is streamed to its
 * place in the file, several at a time, for a page that is written costs a tenth of one that is touched.  Owned by one thread,
 * which waits while others help. */

#include "data/atlas-table-writer.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "data/atlas-data-error.h"
#include "data/atlas-parallel.h"
#include "data/atlas-table-coverage.h"
#include "data/atlas-table-image.h"
#include "geo/atlas-index.h"

#define BUFFER ((gsize) 16 << 10)
#define TEXTS_A_JOB 32768
/* Below this, a look at all vertices costs less than a sample of them is worth. */
#define FEW_VERTICES 50000
#define FIRST_OFFSET ((sizeof (AtlasImageHeader) + 63) & ~(gsize) 63)

/* What a piece's texts and ids are called in the image. */
typedef struct
{
  const guint32 *texts;        /* from the piece's pool to the image; NULL: the same */
  guint64        n_numbers;    /* ids that are numbers */
  guint64        number_bytes; /* of them as texts */
  guint64        first_number; /* text id of the first */
  guint64        first_byte;
} Names;

struct _AtlasTableWriter
{
  int                    fd;
  guint64                start;
  AtlasArena            *arena;
  char                  *memory;         /* with fd -1 */
  gsize                  memory_room;
  gsize                  memory_size;
  atomic_int             problem;        /* errno of the first write that failed */
  /* While it is finished: */
  const AtlasTableDraft *draft;
  AtlasTextPool         *pool;           /* all texts, but for ids that are numbers */
  Names                 *names;          /* a piece */
  AtlasImageField       *fields;
  AtlasImageSkipped     *skipped;
  AtlasImageHeader       header;
};

AtlasTableWriter *
atlas_table_writer_new (int     fd,
                        guint64 start)
{
  AtlasTableWriter *self = g_new0 (AtlasTableWriter, 1);

  self->fd = fd;
  self->start = start;
  self->arena = atlas_arena_new ();
  return self;
}

void
atlas_table_writer_free (AtlasTableWriter *self)
{
  g_clear_pointer (&self->arena, atlas_arena_free);
  g_free (self);
}

GBytes *
atlas_table_writer_steal (AtlasTableWriter *self)
{
  return g_bytes_new_with_free_func (self->memory, self->memory_size, (GDestroyNotify) atlas_arena_free,
                                     g_steal_pointer (&self->arena));
}

static void
reserve (AtlasTableWriter *self,
         gsize             size)
{
  if (self->fd >= 0 || size <= self->memory_room)
    return;
  self->memory = atlas_arena_grow (self->arena, self->memory, self->memory_room, size);
  memset (self->memory + self->memory_room, 0, size - self->memory_room);
  self->memory_room = size;
}

static void
put (AtlasTableWriter *self,
     guint64           offset,
     gconstpointer     data,
     gsize             size)
{
  const char *bytes = data;

  if (self->fd < 0 && size > 0)
    memcpy (self->memory + offset, data, size);
  while (self->fd >= 0 && size > 0)
    {
      ssize_t n = pwrite (self->fd, bytes, MIN (size, 1u << 30), (off_t) (self->start + offset));

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          int none = 0;

          atomic_compare_exchange_strong (&self->problem, &none, n < 0 ? errno : EIO);
          return;
        }
      bytes += n;
      offset += (guint64) n;
      size -= (gsize) n;
    }
}

/* What was put before. */
static gboolean
get (AtlasTableWriter *self,
     guint64           offset,
     gpointer          data,
     gsize             size)
{
  char *bytes = data;

  if (self->fd < 0 && size > 0)
    memcpy (data, self->memory + offset, size);
  while (self->fd >= 0 && size > 0)
    {
      ssize_t n = pread (self->fd, bytes, MIN (size, 1u << 30), (off_t) (self->start + offset));

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      bytes += n;
      offset += (guint64) n;
      size -= (gsize) n;
    }
  return TRUE;
}

void
atlas_table_writer_put_vertices (AtlasTableWriter *self,
                                 gsize             first,
                                 const double     *coords,
                                 gsize             n)
{
  gsize end = FIRST_OFFSET + (first + n) * 2 * sizeof (double);

  if (end > self->memory_room)
    reserve (self, MAX (end, self->memory_room * 2));
  put (self, FIRST_OFFSET + first * 2 * sizeof (double), coords, n * 2 * sizeof (double));
}

/* A section that is put bit by bit.  It lies on the stack, whose pages were touched before. */
typedef struct
{
  AtlasTableWriter *writer;
  guint64           offset;
  gsize             n;
  char              buffer[BUFFER];
} Stream;

static void
stream_begin (Stream           *self,
              AtlasTableWriter *writer,
              guint64           offset)
{
  self->writer = writer;
  self->offset = offset;
  self->n = 0;
  self->buffer[0] = 0;   /* or some compilers take it for one that is never filled */
}

static void
stream_flush (Stream *self)
{
  put (self->writer, self->offset, self->buffer, self->n);
  self->offset += self->n;
  self->n = 0;
}

static void
stream_put (Stream       *self,
            gconstpointer data,
            gsize         size)
{
  if (size == 0)
    return;
  if (self->n + size > BUFFER)
    stream_flush (self);
  if (size >= BUFFER)
    {
      put (self->writer, self->offset, data, size);
      self->offset += size;
      return;
    }
  memcpy (self->buffer + self->n, data, size);
  self->n += size;
}

static inline gpointer
stream_reserve (Stream *self,
                gsize   size)
{
  gpointer place;

  if (G_UNLIKELY (self->n + size > BUFFER))
    stream_flush (self);
  place = self->buffer + self->n;
  self->n += size;
  return place;
}

/* Texts of another pool, looked up in the one that stays. */
typedef struct
{
  const AtlasTextPool *from;
  const AtlasTextPool *to;
  guint32             *names;
} Lookup;

static void
look_up (gsize    job,
         gpointer user_data)
{
  Lookup *self = user_data;
  guint64 last = MIN ((job + 1) * TEXTS_A_JOB, self->from->n_texts);

  for (guint64 i = job * TEXTS_A_JOB; i < last; i++)
    {
      gsize length;
      const char *text = atlas_text_pool_get (self->from, (guint32) i, &length);

      self->names[i] = atlas_text_pool_find (self->to, text, length);
    }
}

static const guint32 *
merge_pool (AtlasTableWriter    *self,
            const AtlasTextPool *pool)
{
  Lookup lookup = { .from = pool, .to = self->pool };

  lookup.names = atlas_arena_alloc (self->arena, pool->n_texts * sizeof (guint32));
  atlas_parallel_run ((pool->n_texts + TEXTS_A_JOB - 1) / TEXTS_A_JOB, 0, look_up, &lookup);
  for (guint32 i = 0; i < pool->n_texts; i++)
    if (lookup.names[i] == ATLAS_TEXT_NONE)
      {
        gsize length;
        const char *text = atlas_text_pool_get (pool, i, &length);

        lookup.names[i] = atlas_text_pool_add (self->pool, text, length);
      }
  return lookup.names;
}

static guint32
add_text (AtlasTableWriter *self,
          const char       *text)
{
  return atlas_text_pool_add_valid (self->pool, text != NULL ? text : "", text != NULL ? strlen (text) : 0);
}

/* Text 0 is the empty one: whoever makes a pool begins with it. */
static void
merge_texts (AtlasTableWriter *self)
{
  const AtlasTableDraft *draft = self->draft;

  self->names = g_new0 (Names, draft->n_pieces);
  self->pool = draft->pieces[0]->pool;
  self->pool->too_big |= self->pool->n_texts == 0 || self->pool->bytes[0] != '\0';
  for (guint i = 0; i < draft->n_pieces; i++)
    {
      AtlasTextPool *pool = draft->pieces[i]->pool;

      self->pool->too_big |= pool->too_big;
      for (guint j = 0; j < i && self->names[i].texts == NULL; j++)
        if (draft->pieces[j]->pool == pool)
          self->names[i].texts = self->names[j].texts;
      if (self->names[i].texts == NULL && pool != self->pool)
        self->names[i].texts = merge_pool (self, pool);
    }
  self->header.name = add_text (self, draft->name);
  self->header.crs = add_text (self, draft->crs);
  self->header.format = add_text (self, draft->format);
  self->header.attributes = add_text (self, draft->attributes);
  self->fields = g_new0 (AtlasImageField, draft->n_fields);
  for (guint i = 0; i < draft->n_fields; i++)
    self->fields[i] = (AtlasImageField) { .name = add_text (self, draft->fields[i].name), .type = draft->fields[i].type };
  self->skipped = g_new0 (AtlasImageSkipped, draft->n_skips);
  for (gsize i = 0; i < draft->n_skips; i++)
    self->skipped[i] = (AtlasImageSkipped) { draft->skips[i].position, add_text (self, draft->skips[i].reason), 0 };
}

/* A number as text; Returns: its length. */
static inline gsize
print_number (gint64 value,
              char   text[24])
{
  guint64 rest = value < 0 ? -(guint64) value : (guint64) value;
  char digits[24];
  gsize n = 0;
  gsize length = 0;

  do
    digits[n++] = (char) ('0' + rest % 10);
  while ((rest /= 10) > 0);
  if (value < 0)
    text[length++] = '-';
  while (n > 0)
    text[length++] = digits[--n];
  return length;
}

static void
measure_ids (gsize    job,
             gpointer user_data)
{
  AtlasTableWriter *self = user_data;
  const AtlasTablePiece *piece = self->draft->pieces[job];
  Names *names = &self->names[job];
  char text[24];

  for (gsize i = 0; i < piece->n_features; i++)
    if (piece->id_tags[i] == ATLAS_CELL_INTEGER)
      {
        names->n_numbers++;
        names->number_bytes += print_number (piece->ids[i].integer, text) + 1;
      }
}

static void
count (AtlasTableWriter *self)
{
  AtlasImageHeader *header = &self->header;
  guint64 n_texts = self->pool->n_texts;
  guint64 n_bytes = self->pool->n_bytes;

  for (guint i = 0; i < self->draft->n_pieces; i++)
    {
      const AtlasTablePiece *piece = self->draft->pieces[i];

      header->n_features += piece->n_features;
      header->n_parts += piece->n_parts;
      header->n_vertices += piece->n_vertices;
      self->names[i].first_number = n_texts;
      self->names[i].first_byte = n_bytes;
      n_texts += self->names[i].n_numbers;
      n_bytes += self->names[i].number_bytes;
    }
  header->n_texts = n_texts;
  header->n_fields = self->draft->n_fields;
  header->n_skipped = self->draft->n_skips;
  header->skipped_total = self->draft->skipped_total;
  header->sections[ATLAS_IMAGE_TEXT].size = n_bytes;
}

static gsize
round_up (gsize size)
{
  return (size + 7) & ~(gsize) 7;
}

static gsize
lay_out_columns (AtlasTableWriter *self)
{
  gsize n = self->header.n_features;
  gsize offset = 0;

  for (guint i = 0; i < self->draft->n_fields; i++)
    {
      self->fields[i].values = offset;
      offset += round_up (n * atlas_image_value_size (self->fields[i].type));
      self->fields[i].nulls = offset;
      offset += round_up (n / 8 + 1);
    }
  return offset;
}

static void
lay_out (AtlasTableWriter *self)
{
  const AtlasImageSection order[] = {
    ATLAS_IMAGE_COORDS, ATLAS_IMAGE_TEXT_OFFSETS, ATLAS_IMAGE_TEXT, ATLAS_IMAGE_FIELDS, ATLAS_IMAGE_COLUMNS, ATLAS_IMAGE_IDS,
    ATLAS_IMAGE_TYPES, ATLAS_IMAGE_EXTENTS, ATLAS_IMAGE_PART_STARTS, ATLAS_IMAGE_PART_KINDS, ATLAS_IMAGE_VERTEX_STARTS,
    ATLAS_IMAGE_IMPORTANCE, ATLAS_IMAGE_INDEX_BOXES, ATLAS_IMAGE_INDEX_REFS, ATLAS_IMAGE_SKIPPED,
  };
  AtlasImageHeader *header = &self->header;
  AtlasImageSpan *spans = header->sections;
  gsize n = header->n_features;
  gsize offset = FIRST_OFFSET;

  G_STATIC_ASSERT (G_N_ELEMENTS (order) == ATLAS_IMAGE_N_SECTIONS);
  spans[ATLAS_IMAGE_TEXT_OFFSETS].size = (header->n_texts + 1) * sizeof (guint64);
  spans[ATLAS_IMAGE_FIELDS].size = header->n_fields * sizeof (AtlasImageField);
  spans[ATLAS_IMAGE_COLUMNS].size = lay_out_columns (self);
  spans[ATLAS_IMAGE_IDS].size = n * sizeof (guint32);
  spans[ATLAS_IMAGE_TYPES].size = n;
  spans[ATLAS_IMAGE_EXTENTS].size = n * sizeof (AtlasExtent);
  spans[ATLAS_IMAGE_PART_STARTS].size = (n + 1) * sizeof (guint32);
  spans[ATLAS_IMAGE_PART_KINDS].size = header->n_parts;
  spans[ATLAS_IMAGE_VERTEX_STARTS].size = (header->n_parts + 1) * sizeof (guint32);
  spans[ATLAS_IMAGE_COORDS].size = header->n_vertices * 2 * sizeof (double);
  spans[ATLAS_IMAGE_IMPORTANCE].size = header->n_vertices * sizeof (float);
  spans[ATLAS_IMAGE_INDEX_BOXES].size = atlas_index_n_boxes (n) * sizeof (AtlasIndexBox);
  spans[ATLAS_IMAGE_INDEX_REFS].size = atlas_index_n_boxes (n) * sizeof (guint32);
  spans[ATLAS_IMAGE_SKIPPED].size = header->n_skipped * sizeof (AtlasImageSkipped);
  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    {
      spans[order[i]].offset = offset;
      offset = round_up (offset + spans[order[i]].size);
    }
  header->size = (offset + ATLAS_IMAGE_PAGE - 1) / ATLAS_IMAGE_PAGE * ATLAS_IMAGE_PAGE;
}

static guint64
place_of (AtlasTableWriter *self,
          AtlasImageSection section)
{
  return self->header.sections[section].offset;
}

static void
put_text (AtlasTableWriter *self)
{
  guint64 end = self->pool->n_bytes;
  Stream offsets, bytes;
  char text[24];

  stream_begin (&offsets, self, place_of (self, ATLAS_IMAGE_TEXT_OFFSETS));
  stream_begin (&bytes, self, place_of (self, ATLAS_IMAGE_TEXT));
  stream_put (&offsets, self->pool->starts, self->pool->n_texts * sizeof (guint64));
  stream_put (&bytes, self->pool->bytes, self->pool->n_bytes);
  for (guint i = 0; i < self->draft->n_pieces; i++)
    {
      const AtlasTablePiece *piece = self->draft->pieces[i];

      for (gsize j = 0; self->names[i].n_numbers > 0 && j < piece->n_features; j++)
        if (piece->id_tags[j] == ATLAS_CELL_INTEGER)
          {
            gsize length = print_number (piece->ids[j].integer, text);

            text[length] = '\0';
            memcpy (stream_reserve (&offsets, sizeof end), &end, sizeof end);
            stream_put (&bytes, text, length + 1);
            end += length + 1;
          }
    }
  stream_put (&offsets, &end, sizeof end);
  stream_flush (&offsets);
  stream_flush (&bytes);
}

static void
put_ids (AtlasTableWriter *self)
{
  Stream ids;

  stream_begin (&ids, self, place_of (self, ATLAS_IMAGE_IDS));
  for (guint i = 0; i < self->draft->n_pieces; i++)
    {
      const AtlasTablePiece *piece = self->draft->pieces[i];
      guint32 number = (guint32) self->names[i].first_number;

      for (gsize j = 0; j < piece->n_features; j++)
        {
          guint32 *id = stream_reserve (&ids, sizeof *id);

          if (piece->id_tags[j] == ATLAS_CELL_INTEGER)
            *id = number++;
          else if (piece->id_tags[j] == ATLAS_CELL_TEXT)
            *id = self->names[i].texts != NULL ? self->names[i].texts[piece->ids[j].text] : piece->ids[j].text;
          else
            *id = ATLAS_IMAGE_NONE;
        }
    }
  stream_flush (&ids);
}

static inline void
put_value (Stream         *stream,
           AtlasFieldType  type,
           const guint32  *texts,
           guint8          tag,
           AtlasCellValue  value)
{
  switch (type)
    {
    case ATLAS_FIELD_INTEGER:
      memcpy (stream_reserve (stream, 8), &value, 8);
      break;
    case ATLAS_FIELD_REAL:
      if (tag == ATLAS_CELL_INTEGER || tag == ATLAS_CELL_BOOLEAN)
        value.real = (double) value.integer;
      memcpy (stream_reserve (stream, 8), &value, 8);
      break;
    case ATLAS_FIELD_BOOLEAN:
      *(guint8 *) stream_reserve (stream, 1) = value.integer != 0;
      break;
    default:
      *(guint32 *) stream_reserve (stream, 4) = tag == ATLAS_CELL_NULL ? 0 : texts != NULL ? texts[value.text] : value.text;
      break;
    }
}

/* The values of one field, and the bits of those that are null. */
static void
put_column (AtlasTableWriter *self,
            guint             field)
{
  const AtlasCellValue nothing = { 0 };
  AtlasFieldType type = (AtlasFieldType) self->fields[field].type;
  guint64 columns = place_of (self, ATLAS_IMAGE_COLUMNS);
  Stream values;
  gsize n_nulls = self->header.n_features / 8 + 1;
  g_autofree guint8 *nulls = g_malloc0 (n_nulls);
  gsize feature = 0;

  stream_begin (&values, self, columns + self->fields[field].values);
  for (guint i = 0; i < self->draft->n_pieces; i++)
    {
      const AtlasTablePiece *piece = self->draft->pieces[i];
      guint number = piece->fields != NULL ? piece->fields[field] : field;
      const AtlasPieceColumn *column = number < piece->n_columns ? &piece->columns[number] : NULL;
      const guint32 *texts = self->names[i].texts;
      gsize v = 0;

      for (gsize j = 0; j < piece->n_features; j++, feature++)
        {
          gboolean packed = column != NULL && column->present != NULL;
          gsize place = packed ? v : j;

          if (column == NULL || (packed ? !(column->present[j / 8] >> j % 8 & 1) : column->tags[j] == ATLAS_CELL_NULL))
            {
              nulls[feature / 8] |= (guint8) (1u << feature % 8);
              put_value (&values, type, texts, ATLAS_CELL_NULL, nothing);
              continue;
            }
          put_value (&values, type, texts, column->tags[place], column->cells[place]);
          v++;
        }
    }
  stream_flush (&values);
  put (self, columns + self->fields[field].nulls, nulls, n_nulls);
}

/* What lies in the pieces as it is wanted, but counted from each piece's own beginning. */
static void
put_structure (AtlasTableWriter *self)
{
  Stream types, kinds, parts, vertices;
  guint32 part = 0;
  guint32 vertex = 0;

  stream_begin (&types, self, place_of (self, ATLAS_IMAGE_TYPES));
  stream_begin (&kinds, self, place_of (self, ATLAS_IMAGE_PART_KINDS));
  stream_begin (&parts, self, place_of (self, ATLAS_IMAGE_PART_STARTS));
  stream_begin (&vertices, self, place_of (self, ATLAS_IMAGE_VERTEX_STARTS));
  stream_put (&parts, &part, sizeof part);
  stream_put (&vertices, &vertex, sizeof vertex);
  for (guint i = 0; i < self->draft->n_pieces; i++)
    {
      const AtlasTablePiece *piece = self->draft->pieces[i];

      stream_put (&types, piece->types, piece->n_features);
      stream_put (&kinds, piece->part_kinds, piece->n_parts);
      for (gsize j = 0; j < piece->n_features; j++)
        *(guint32 *) stream_reserve (&parts, 4) = part + piece->part_ends[j];
      for (gsize j = 0; j < piece->n_parts; j++)
        *(guint32 *) stream_reserve (&vertices, 4) = vertex + piece->vertex_ends[j];
      part += (guint32) piece->n_parts;
      vertex += (guint32) piece->n_vertices;
    }
  stream_flush (&types);
  stream_flush (&kinds);
  stream_flush (&parts);
  stream_flush (&vertices);
}

/* Most layers share no borders, which a sample of the vertices tells. */
static gboolean
shares_borders (const AtlasTableDraft *draft,
                AtlasArena            *arena)
{
  gsize n = 0, at = 0, n_vertices = 0;
  guint64 *samples;

  for (guint i = 0; i < draft->n_pieces; i++)
    {
      n += draft->pieces[i]->n_samples;
      n_vertices += draft->pieces[i]->n_vertices;
    }
  if (n_vertices < FEW_VERTICES)
    return n_vertices > 0;

  samples = atlas_arena_alloc (arena, n * sizeof *samples);
  for (guint i = 0; i < draft->n_pieces; i++)
    if (draft->pieces[i]->n_samples > 0)
      {
        memcpy (samples + at, draft->pieces[i]->samples, draft->pieces[i]->n_samples * sizeof *samples);
        at += draft->pieces[i]->n_samples;
      }
  return atlas_table_coverage_repeats (samples, n);
}

/* The importance of all vertices, borders that areas share measured alike on both sides.  Returns: (nullable) */
static float *
join_borders (AtlasTableWriter *self,
              AtlasArena       *arena)
{
  gsize n_vertices = self->header.n_vertices, n_parts = self->header.n_parts, part = 0, vertex = 0;
  double *coords = atlas_arena_alloc (arena, n_vertices * 2 * sizeof *coords);
  float *importance = atlas_arena_alloc (arena, n_vertices * sizeof *importance);
  guint32 *starts = atlas_arena_alloc (arena, (n_parts + 1) * sizeof *starts);
  guint8 *kinds = atlas_arena_alloc (arena, n_parts);

  if (!get (self, FIRST_OFFSET, coords, n_vertices * 2 * sizeof *coords))
    return NULL;
  for (guint i = 0; i < self->draft->n_pieces; i++)
    {
      const AtlasTablePiece *piece = self->draft->pieces[i];

      if (piece->n_parts > 0)
        memcpy (kinds + part, piece->part_kinds, piece->n_parts);
      if (piece->n_vertices > 0)
        memcpy (importance + vertex, piece->importance, piece->n_vertices * sizeof *importance);
      for (gsize j = 0; j < piece->n_parts; j++)
        starts[part + j] = (guint32) (vertex + (j > 0 ? piece->vertex_ends[j - 1] : 0));
      part += piece->n_parts;
      vertex += piece->n_vertices;
    }
  starts[n_parts] = (guint32) vertex;
  atlas_table_coverage_join (coords, starts, kinds, n_parts, importance);
  return importance;
}

static void
put_importance (AtlasTableWriter *self)
{
  g_autoptr (AtlasArena) arena = atlas_arena_new ();
  float *joined = shares_borders (self->draft, arena) ? join_borders (self, arena) : NULL;
  Stream importance;

  if (joined != NULL)
    {
      put (self, place_of (self, ATLAS_IMAGE_IMPORTANCE), joined, self->header.n_vertices * sizeof *joined);
      return;
    }
  stream_begin (&importance, self, place_of (self, ATLAS_IMAGE_IMPORTANCE));
  for (guint i = 0; i < self->draft->n_pieces; i++)
    stream_put (&importance, self->draft->pieces[i]->importance,
                self->draft->pieces[i]->n_vertices * sizeof (float));
  stream_flush (&importance);
}

static void
put_index (AtlasTableWriter *self)
{
  g_autoptr (AtlasArena) arena = atlas_arena_new ();
  gsize n = self->header.n_features;
  gsize n_boxes = atlas_index_n_boxes (n);
  AtlasExtent *extents = atlas_arena_alloc (arena, n * sizeof *extents);
  AtlasIndexBox *boxes = atlas_arena_alloc (arena, n_boxes * sizeof *boxes);
  guint32 *refs = atlas_arena_alloc (arena, n_boxes * sizeof *refs);
  gsize feature = 0;

  self->header.extent = atlas_extent_empty ();
  for (guint i = 0; i < self->draft->n_pieces; i++)
    for (gsize j = 0; j < self->draft->pieces[i]->n_features; j++)
      {
        extents[feature] = self->draft->pieces[i]->extents[j];
        atlas_extent_add (&self->header.extent, &extents[feature++]);
      }
  put (self, place_of (self, ATLAS_IMAGE_EXTENTS), extents, n * sizeof *extents);
  atlas_index_build_with (extents, n, boxes, refs, atlas_arena_alloc (arena, n * ATLAS_INDEX_ROOM));
  put (self, place_of (self, ATLAS_IMAGE_INDEX_BOXES), boxes, n_boxes * sizeof *boxes);
  put (self, place_of (self, ATLAS_IMAGE_INDEX_REFS), refs, n_boxes * sizeof *refs);
}

static void
put_section (gsize    job,
             gpointer user_data)
{
  AtlasTableWriter *self = user_data;

  switch (job)
    {
    case 0:
      put_index (self);
      break;
    case 1:
      put_text (self);
      break;
    case 2:
      put_ids (self);
      break;
    case 3:
      put_structure (self);
      break;
    case 4:
      put_importance (self);
      break;
    default:
      put_column (self, (guint) job - 5);
      break;
    }
}

static AtlasGeometryType
common_kind (const AtlasTableDraft *draft)
{
  AtlasGeometryType kind = ATLAS_GEOMETRY_NONE;

  for (guint i = 0; i < draft->n_pieces; i++)
    for (gsize j = 0; j < draft->pieces[i]->n_features; j++)
      {
        AtlasGeometryType type = (AtlasGeometryType) draft->pieces[i]->types[j];
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

static gboolean
check (AtlasTableWriter *self,
       GError          **error)
{
  const guint64 limit = G_MAXUINT32 - 1;
  const AtlasImageHeader *header = &self->header;
  int problem = atomic_load (&self->problem);

  if (self->pool->too_big || header->n_features > limit || header->n_parts > limit || header->n_vertices > limit
      || header->n_texts > limit)
    {
      g_set_error_literal (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_TOO_BIG,
                           _("The layer holds more than a table can: split the file and open the pieces."));
      return FALSE;
    }
  if (problem == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (problem), "%s: %s", _("The output cannot be written"),
               g_strerror (problem));
  return FALSE;
}

static gboolean
put_all (AtlasTableWriter *self,
         GError          **error)
{
  AtlasImageHeader *header = &self->header;

  atlas_parallel_run (self->draft->n_pieces, 0, measure_ids, self);
  count (self);
  if (!check (self, error))
    return FALSE;
  lay_out (self);
  reserve (self, header->size);
  self->memory_size = header->size;
  if (self->fd >= 0 && ftruncate (self->fd, (off_t) (self->start + header->size)) != 0)
    atomic_store (&self->problem, errno);
  put (self, place_of (self, ATLAS_IMAGE_FIELDS), self->fields, header->n_fields * sizeof *self->fields);
  put (self, place_of (self, ATLAS_IMAGE_SKIPPED), self->skipped, header->n_skipped * sizeof *self->skipped);
  atlas_parallel_run (5 + self->draft->n_fields, 0, put_section, self);
  memcpy (header->magic, ATLAS_IMAGE_MAGIC, sizeof header->magic);
  header->version = ATLAS_IMAGE_VERSION;
  header->order = ATLAS_IMAGE_ORDER;
  header->geometry_kind = common_kind (self->draft);
  put (self, 0, header, sizeof *header);
  return check (self, error);
}

guint64
atlas_table_writer_finish (AtlasTableWriter       *self,
                           const AtlasTableDraft  *draft,
                           GError                **error)
{
  gboolean good;

  self->draft = draft;
  merge_texts (self);
  good = put_all (self, error);
  g_clear_pointer (&self->names, g_free);
  g_clear_pointer (&self->fields, g_free);
  g_clear_pointer (&self->skipped, g_free);
  return good ? self->header.size : 0;
}
