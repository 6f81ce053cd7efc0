/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of GeoJSON: its own, for GDAL reads ten megabytes a second.  Runs in the reader process, in its sandbox; one thread
 * leads, the others read parts of the file or write parts of the image.  It decides nothing that GDAL would decide otherwise: what
 * is odd is refused as soon as it is seen, and GDAL reads the file. */

#include "reader/atlas-geojson-reader.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/atlas-table-writer.h"
#include "reader/atlas-geojson-attributes.h"
#include "reader/atlas-geojson-chunks.h"
#include "reader/atlas-geojson-file.h"
#include "reader/atlas-geojson-layer.h"
#include "reader/atlas-json-scan.h"

#define SMALL_FRAME ((gsize) 64 << 10)
#define LARGE_FRAME ((gsize) 16 << 20)
#define MOST_LISTED 1000

typedef struct
{
  const char *path;
  int         fd;
  guint64     size;
} Input;

/* Bytes of the file, with room behind them to look into.  NULL when they cannot be had. */
static char *
read_bytes (Input  *self,
            guint64 start,
            gsize   length)
{
  g_autofree char *bytes = g_malloc0 (length + ATLAS_JSON_PADDING);
  gsize n = 0;

  while (n < length)
    {
      ssize_t got = pread (self->fd, bytes + n, length - n, (off_t) (start + n));

      if (got <= 0)
        return NULL;
      n += (gsize) got;
    }
  return g_steal_pointer (&bytes);
}

/* Where the first feature begins. */
static gboolean
read_head (Input            *self,
           AtlasGeojsonFile *file,
           guint64          *first)
{
  for (gsize length = SMALL_FRAME;; length = LARGE_FRAME)
    {
      gsize n = MIN (length, self->size);
      g_autofree char *bytes = read_bytes (self, 0, n);
      const char *p;

      if (bytes == NULL || !atlas_geojson_file_is_plain (bytes, n))
        return FALSE;
      p = atlas_geojson_file_read_head (file, bytes, bytes + n);
      if (p != NULL && (p = atlas_json_skip_space (p)) < bytes + n)
        {
          *first = (guint64) (p - bytes);
          return *p == '{';
        }
      if (n == self->size || length == LARGE_FRAME)
        return FALSE;
      atlas_geojson_file_clear (file);
      *file = (AtlasGeojsonFile) { 0 };
    }
}

static gboolean
read_tail (Input            *self,
           AtlasGeojsonFile *file,
           guint64           start)
{
  gsize length = (gsize) (self->size - start);
  g_autofree char *bytes = length <= LARGE_FRAME ? read_bytes (self, start, length) : NULL;

  return bytes != NULL && atlas_geojson_file_read_tail (file, bytes, bytes + length);
}

/* The name of the layer, when the file does not give one. */
static char *
get_stem (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  char *dot = strrchr (name, '.');

  if (dot != NULL)
    *dot = '\0';
  return g_steal_pointer (&name);
}

static GArray *
collect_skips (AtlasGeojsonChunks *chunks,
               guint64            *total)
{
  GArray *skips = g_array_new (FALSE, FALSE, sizeof (AtlasTableSkip));
  guint64 before = 0;

  *total = 0;
  for (guint i = 0; i < chunks->chunks->len; i++)
    {
      AtlasGeojsonChunk *chunk = &g_array_index (chunks->chunks, AtlasGeojsonChunk, i);

      for (guint j = 0; chunk->skips != NULL && j < chunk->skips->len; j++)
        {
          AtlasGeojsonSkip *skip = &g_array_index (chunk->skips, AtlasGeojsonSkip, j);
          AtlasTableSkip listed = { before + skip->position + 1, skip->reason };

          if (skips->len < MOST_LISTED)
            g_array_append_val (skips, listed);
          ++*total;
        }
      before += chunk->n_read;
    }
  return skips;
}

static AtlasGeojsonResult
write_layer (Input              *self,
             AtlasGeojsonFile   *file,
             AtlasGeojsonChunks *chunks,
             AtlasTableWriter   *writer,
             guint64            *size,
             GError            **error)
{
  g_auto (AtlasGeojsonLayer) layer = { 0 };
  g_autofree char *stem = get_stem (self->path);
  g_autofree char *attributes = file->has_attributes ? atlas_geojson_attributes_read (self->path) : NULL;
  g_autoptr (GArray) skips = NULL;
  AtlasTableDraft draft = { .crs = file->crs != NULL ? file->crs : "EPSG:4326", .format = "GeoJSON" };

  if (!atlas_geojson_layer_make (&layer, chunks, self->path))
    return ATLAS_GEOJSON_REFUSED;
  skips = collect_skips (chunks, &draft.skipped_total);
  draft.name = file->name != NULL && !g_str_has_prefix (file->name, "Layer #") ? file->name : stem;
  draft.attributes = attributes;
  draft.n_fields = layer.n_fields;
  draft.fields = layer.fields;
  draft.n_pieces = chunks->chunks->len;
  draft.pieces = layer.pieces;
  draft.n_skips = skips->len;
  draft.skips = (const AtlasTableSkip *) (gconstpointer) skips->data;
  *size = atlas_table_writer_finish (writer, &draft, error);
  return *size > 0 ? ATLAS_GEOJSON_READ : ATLAS_GEOJSON_FAILED;
}

static AtlasGeojsonResult
read_input (Input            *self,
            AtlasReport      *report,
            AtlasTableWriter *writer,
            guint64          *size,
            GError          **error)
{
  g_auto (AtlasGeojsonFile) file = { 0 };
  g_auto (AtlasGeojsonChunks) chunks = { 0 };
  AtlasGeojsonResult result = ATLAS_GEOJSON_REFUSED;
  guint64 first;

  if (!read_head (self, &file, &first)
      || !atlas_geojson_chunks_read (&chunks, self->fd, self->size, first, writer, report))
    return ATLAS_GEOJSON_REFUSED;
  /* Of a file without features that can be used, GDAL's reader finds the words to say so. */
  if (chunks.n_features > 0 && read_tail (self, &file, chunks.end))
    {
      atlas_report_set_span (report, 0.9, 1, 0);
      result = write_layer (self, &file, &chunks, writer, size, error);
    }
  if (result == ATLAS_GEOJSON_REFUSED)
    atlas_report_add_features (report, -(gint64) chunks.n_read);
  return result;
}

AtlasGeojsonResult
atlas_geojson_reader_read (const char   *path,
                           AtlasReport  *report,
                           int           output,
                           guint64       start,
                           guint64      *size,
                           GError      **error)
{
  g_autoptr (AtlasTableWriter) writer = atlas_table_writer_new (output, start);
  Input input = { .path = path, .fd = open (path, O_RDONLY | O_CLOEXEC) };
  AtlasGeojsonResult result = ATLAS_GEOJSON_REFUSED;
  struct stat info;

  if (input.fd >= 0 && fstat (input.fd, &info) == 0 && S_ISREG (info.st_mode) && info.st_size > 0)
    {
      input.size = (guint64) info.st_size;
      atlas_report_set_span (report, 0, 0.9, 0);
      result = read_input (&input, report, writer, size, error);
    }
  if (input.fd >= 0)
    close (input.fd);
  if (result == ATLAS_GEOJSON_REFUSED && ftruncate (output, (off_t) start) != 0)
    g_warning ("The output cannot be cut");
  return result;
}
