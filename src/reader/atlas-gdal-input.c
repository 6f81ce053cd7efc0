/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasGdalInput: what is done to a file before GDAL opens it.  One thread, in the reader's sandbox, so all of it is in memory
 * (GDAL's /vsimem), mapped where possible and not copied. */

#include "reader/atlas-gdal-input.h"

#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <string.h>

#define FOLDER "/vsimem/atlas/"

struct _AtlasGdalInput
{
  char      *path;
  char      *name;
  GPtrArray *kept;      /* GBytes behind the files in memory */
  GPtrArray *names;     /* of the files in memory */
  gboolean   has_nul;
};

const char *
atlas_gdal_input_get_name (AtlasGdalInput *self)
{
  return self->name;
}

gboolean
atlas_gdal_input_has_nul (AtlasGdalInput *self)
{
  return self->has_nul;
}

void
atlas_gdal_input_free (AtlasGdalInput *self)
{
  for (guint i = 0; i < self->names->len; i++)
    VSIUnlink (g_ptr_array_index (self->names, i));
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->kept);
  g_free (self->path);
  g_free (self->name);
  g_free (self);
}

static gboolean
has_suffix (const char *path,
            const char *suffix)
{
  gsize length = strlen (path);
  gsize n = strlen (suffix);

  return length >= n && g_ascii_strcasecmp (path + length - n, suffix) == 0;
}

/* A file in memory that GDAL does not own. */
static void
add_memory_file (AtlasGdalInput *self,
                 const char     *name,
                 GBytes         *bytes)
{
  char *full = g_strconcat (FOLDER, name, NULL);
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  VSILFILE *file = VSIFileFromMemBuffer (full, (GByte *) data, size, FALSE);

  if (file != NULL)
    VSIFCloseL (file);
  g_ptr_array_add (self->names, full);
  g_ptr_array_add (self->kept, g_bytes_ref (bytes));
}

/* @path with another suffix, in the case in which it is there. */
static char *
find_companion (const char *path,
                const char *suffix)
{
  g_autofree char *upper = g_ascii_strup (suffix, -1);
  g_autofree char *stem = g_strndup (path, strlen (path) - 4);
  g_autofree char *as_lower = g_strconcat (stem, suffix, NULL);
  g_autofree char *as_upper = g_strconcat (stem, upper, NULL);

  if (g_file_test (as_lower, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&as_lower);
  if (g_file_test (as_upper, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&as_upper);
  return NULL;
}

/* GDAL can make a .shx anew, but would write it beside the file. */
gboolean
atlas_gdal_input_restore_index (AtlasGdalInput *self)
{
  const char *const suffixes[] = { ".shp", ".dbf", ".prj", ".cpg" };
  g_autofree char *base = g_path_get_basename (self->path);

  if (!has_suffix (self->path, ".shp") || self->names->len > 0)
    return FALSE;
  base[strlen (base) - 4] = '\0';
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = find_companion (self->path, suffixes[i]);
      g_autofree char *name = g_strconcat (base, suffixes[i], NULL);
      g_autoptr (GMappedFile) map = from != NULL ? g_mapped_file_new (from, FALSE, NULL) : NULL;
      g_autoptr (GBytes) bytes = map != NULL ? g_mapped_file_get_bytes (map) : NULL;

      if (bytes != NULL && g_bytes_get_size (bytes) > 0)
        add_memory_file (self, name, bytes);
      else if (i == 0)
        return FALSE;
    }
  /* Made beside the others, and to be removed with them. */
  g_ptr_array_add (self->names, g_strconcat (FOLDER, base, ".shx", NULL));
  CPLSetConfigOption ("SHAPE_RESTORE_SHX", "YES");
  g_free (self->name);
  self->name = g_strconcat (FOLDER, base, ".shp", NULL);
  return TRUE;
}

/* The same when there is no index at all. */
static void
make_index (AtlasGdalInput *self)
{
  g_autofree char *index = find_companion (self->path, ".shx");

  if (index == NULL)
    atlas_gdal_input_restore_index (self);
}

/* Tables that Excel saved in China are in GB18030 more often than not.  What is neither that nor UTF-8 goes as it is, and the
 * bytes that are not UTF-8 are shown as such. */
static void
decode_table (AtlasGdalInput *self,
              const char     *path)
{
  g_autoptr (GMappedFile) map = g_mapped_file_new (path, FALSE, NULL);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize length;

  if (map == NULL || g_utf8_validate_len (g_mapped_file_get_contents (map), g_mapped_file_get_length (map), NULL))
    return;
  text = g_convert (g_mapped_file_get_contents (map), (gssize) g_mapped_file_get_length (map), "UTF-8", "GB18030", NULL,
                    &length, NULL);
  if (text == NULL)
    return;
  bytes = g_bytes_new_take (g_steal_pointer (&text), length);
  add_memory_file (self, base, bytes);
  g_free (self->name);
  self->name = g_strconcat (FOLDER, base, NULL);
}

/* "\\u0000" in JSON.  Its stand-in is as long, so the copy is changed in place. */
static void
replace_nuls (AtlasGdalInput *self,
              const char     *path)
{
  const char *const nul = "\\u0000";
  const char *const stand_in = "\\ufdd0";
  g_autoptr (GMappedFile) map = g_mapped_file_new (path, FALSE, NULL);
  const char *contents = map != NULL ? g_mapped_file_get_contents (map) : NULL;
  gsize size = contents != NULL ? g_mapped_file_get_length (map) : 0;
  const char *found = contents != NULL ? memmem (contents, size, nul, strlen (nul)) : NULL;
  g_autofree char *base = g_path_get_basename (path);
  g_autoptr (GBytes) bytes = NULL;
  char *copy;

  if (found == NULL)
    return;
  copy = g_memdup2 (contents, size);
  bytes = g_bytes_new_take (copy, size);
  for (char *p = copy + (found - contents); p != NULL; p = memmem (p, size - (gsize) (p - copy), nul, strlen (nul)))
    {
      gsize before = 0;

      while (p - copy > (gssize) before && *(p - 1 - before) == '\\')
        before++;
      if (before % 2 == 0)
        memcpy (p, stand_in, strlen (stand_in));
      p += strlen (nul);
    }
  add_memory_file (self, base, bytes);
  g_free (self->name);
  self->name = g_strconcat (FOLDER, base, NULL);
  self->has_nul = TRUE;
}

AtlasGdalInput *
atlas_gdal_input_new (const char *path)
{
  AtlasGdalInput *self = g_new0 (AtlasGdalInput, 1);

  self->path = g_strdup (path);
  self->name = g_strdup (path);
  self->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->names = g_ptr_array_new_with_free_func (g_free);
  if (has_suffix (path, ".shp"))
    make_index (self);
  else if (has_suffix (path, ".csv") || has_suffix (path, ".tsv") || has_suffix (path, ".psv"))
    decode_table (self, path);
  else if (has_suffix (path, "json") || has_suffix (path, "jsonl") || has_suffix (path, "jsons"))
    replace_nuls (self, path);
  return self;
}
