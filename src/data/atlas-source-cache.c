/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cache of table images: files named after what they depend on, so that nothing ever has to be brought up to date.  A
 * file's own time says when it was last used.  No locks: files come and go whole, by rename and unlink. */

#include "data/atlas-source-cache.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "data/atlas-paths.h"
#include "data/atlas-table-image.h"
#include "data/atlas-table.h"

#define MOST_BYTES (G_GUINT64_CONSTANT (2) << 30)
#define LEFT_BEHIND_SECONDS 3600
#define SUFFIX ".tai"

/* What drivers look at beside the file itself. */
static const char *const companions[] = {
  ".shx", ".dbf", ".prj", ".cpg", ".csvt", ".gfs", ".xsd", ".SHX", ".DBF", ".PRJ", ".CPG",
};

static char *
get_folder (void)
{
  return g_build_filename (atlas_paths_get_cache (), "tables", NULL);
}

static void
add_file (GChecksum  *sum,
          const char *path)
{
  struct stat info;
  gint64 numbers[5] = { 0 };

  if (stat (path, &info) == 0)
    {
      numbers[0] = (gint64) info.st_dev;
      numbers[1] = (gint64) info.st_ino;
      numbers[2] = (gint64) info.st_size;
      numbers[3] = (gint64) info.st_mtim.tv_sec;
      numbers[4] = (gint64) info.st_mtim.tv_nsec;
    }
  g_checksum_update (sum, (const guchar *) path, strlen (path) + 1);
  g_checksum_update (sum, (const guchar *) numbers, sizeof numbers);
}

char *
atlas_source_cache_get_key (const char *path)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *const *languages = g_get_language_names_with_category ("LC_MESSAGES");
  const guint32 version = ATLAS_IMAGE_VERSION;
  const char *dot = strrchr (path, '.');
  gsize stem = dot != NULL && strchr (dot, '/') == NULL ? (gsize) (dot - path) : strlen (path);
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *folder = g_path_get_dirname (atlas_paths_get_reader ());
  g_autofree char *module = g_build_filename (folder, "taihang-atlas-gdal.so", NULL);
  struct stat info;

  if (stat (path, &info) != 0)
    return NULL;
  add_file (sum, path);
  add_file (sum, log);
  for (gsize i = 0; i < G_N_ELEMENTS (companions); i++)
    {
      g_autofree char *companion = g_strdup_printf ("%.*s%s", (int) stem, path, companions[i]);

      add_file (sum, companion);
    }
  add_file (sum, atlas_paths_get_reader ());
  add_file (sum, module);
  g_checksum_update (sum, (const guchar *) &version, sizeof version);
  for (guint i = 0; languages[i] != NULL; i++)
    g_checksum_update (sum, (const guchar *) languages[i], strlen (languages[i]) + 1);
  return g_strdup (g_checksum_get_string (sum));
}

static char *
get_path (const char *key)
{
  g_autofree char *folder = get_folder ();
  g_autofree char *name = g_strconcat (key, SUFFIX, NULL);

  return g_build_filename (folder, name, NULL);
}

GPtrArray *
atlas_source_cache_load (const char *key)
{
  g_autofree char *path = get_path (key);
  GPtrArray *tables;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return NULL;
  tables = atlas_table_open_file (path, NULL);
  if (tables != NULL)
    utimensat (AT_FDCWD, path, NULL, 0);
  else
    g_unlink (path);
  return tables;
}

typedef struct
{
  char   *path;
  guint64 size;
  gint64  used;      /* seconds since 1970 */
} Entry;

static void
entry_free (Entry *entry)
{
  g_free (entry->path);
  g_free (entry);
}

static int
compare_use (gconstpointer a,
             gconstpointer b)
{
  const Entry *first = *(Entry *const *) a;
  const Entry *second = *(Entry *const *) b;

  return (first->used > second->used) - (first->used < second->used);
}

void
atlas_source_cache_trim (guint64 most)
{
  g_autofree char *folder = get_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  guint64 total = 0;
  const char *name;

  if (dir == NULL)
    return;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      struct stat info;
      Entry *entry;

      if (lstat (path, &info) != 0 || !S_ISREG (info.st_mode))
        continue;
      if (!g_str_has_suffix (name, SUFFIX))
        {
          if (now - info.st_mtime > LEFT_BEHIND_SECONDS)
            g_unlink (path);
          continue;
        }
      entry = g_new0 (Entry, 1);
      entry->path = g_steal_pointer (&path);
      entry->size = (guint64) info.st_size;
      entry->used = info.st_mtime;
      total += entry->size;
      g_ptr_array_add (entries, entry);
    }
  g_ptr_array_sort (entries, compare_use);
  for (guint i = 0; i < entries->len && total > most; i++)
    {
      Entry *entry = g_ptr_array_index (entries, i);

      if (g_unlink (entry->path) == 0)
        total -= entry->size;
    }
}

void
atlas_source_cache_store (const char *key,
                          GBytes     *bundle)
{
  g_autofree char *folder = get_folder ();
  g_autofree char *path = get_path (key);
  gsize size;
  const char *bytes = g_bytes_get_data (bundle, &size);

  if (size > MOST_BYTES / 2 || g_mkdir_with_parents (folder, 0700) != 0)
    return;
  /* Durable: an image with a hole after a power cut could pass for a good one. */
  if (g_file_set_contents_full (path, bytes, (gssize) size, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                0600, NULL))
    atlas_source_cache_trim (MOST_BYTES);
}
