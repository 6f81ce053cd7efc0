/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the program's own files are.  Found once from where the running program lies; any thread, no locks beyond g_once.
 * Three layouts are known: the build folder (src/app, src/reader, tests/... beside data and po), an installation wherever it
 * was moved to (bin, libexec, share), and the folders that were configured. */

#include "data/atlas-paths.h"

#include <gio/gio.h>
#include <string.h>

typedef struct
{
  char *reader;
  char *layers;
  char *locale;
  char *schemas;
  char *cache;
} Paths;

static char *
override (const char *variable,
          char       *found)
{
  const char *value = g_getenv (variable);

  if (value == NULL || *value == '\0')
    return found;
  g_free (found);
  return g_strdup (value);
}

/* The reader lies at the same place below the build folder always, so the first folder above that has it is the one. */
static gboolean
find_in_build (Paths      *paths,
               const char *folder)
{
  g_autofree char *above = g_strdup (folder);

  for (guint depth = 0; depth < 5; depth++)
    {
      g_autofree char *reader = g_build_filename (above, "src", "reader", "taihang-atlas-reader", NULL);
      g_autofree char *marker = g_build_filename (above, "build.ninja", NULL);
      char *next;

      if (g_file_test (marker, G_FILE_TEST_EXISTS) && g_file_test (reader, G_FILE_TEST_IS_EXECUTABLE))
        {
          paths->reader = g_steal_pointer (&reader);
          paths->layers = g_build_filename (above, "data", NULL);
          paths->locale = g_build_filename (above, "po", NULL);
          paths->schemas = g_build_filename (above, "resources", NULL);
          return TRUE;
        }
      next = g_path_get_dirname (above);
      g_free (above);
      above = next;
    }
  return FALSE;
}

/* The configured folders all lie below the prefix; what follows it is the same in a moved installation. */
static char *
below_prefix (const char *prefix,
              const char *configured)
{
  const char *rest = configured;

  if (g_str_has_prefix (configured, ATLAS_PREFIX "/"))
    rest = configured + strlen (ATLAS_PREFIX) + 1;
  else if (g_path_is_absolute (configured))
    return g_strdup (configured);
  return g_build_filename (prefix, rest, NULL);
}

static gboolean
find_in_prefix (Paths      *paths,
                const char *prefix)
{
  g_autofree char *libexec = below_prefix (prefix, ATLAS_LIBEXECDIR);
  g_autofree char *reader = g_build_filename (libexec, "taihang-atlas-reader", NULL);
  g_autofree char *data = below_prefix (prefix, ATLAS_PKGDATADIR);

  if (!g_file_test (reader, G_FILE_TEST_IS_EXECUTABLE))
    return FALSE;
  paths->reader = g_steal_pointer (&reader);
  paths->layers = g_build_filename (data, "layers", NULL);
  paths->locale = below_prefix (prefix, ATLAS_LOCALEDIR);
  if (g_strcmp0 (prefix, "/usr") != 0 && g_strcmp0 (prefix, "/usr/local") != 0)
    {
      g_autofree char *share = g_path_get_dirname (data);

      paths->schemas = g_build_filename (share, "glib-2.0", "schemas", NULL);
    }
  return TRUE;
}

/* libexec may be a folder or two further down than bin. */
static gboolean
find_in_moved (Paths      *paths,
               const char *folder)
{
  g_autofree char *prefix = g_path_get_dirname (folder);

  for (guint depth = 0; depth < 3; depth++)
    {
      char *next;

      if (find_in_prefix (paths, prefix))
        return TRUE;
      next = g_path_get_dirname (prefix);
      g_free (prefix);
      prefix = next;
    }
  return FALSE;
}

static gpointer
find_paths (gpointer unused)
{
  Paths *paths = g_new0 (Paths, 1);
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : g_strdup ("/");

  if (!find_in_build (paths, folder) && !find_in_moved (paths, folder) && !find_in_prefix (paths, ATLAS_PREFIX))
    {
      paths->reader = g_build_filename (ATLAS_LIBEXECDIR, "taihang-atlas-reader", NULL);
      paths->layers = g_build_filename (ATLAS_PKGDATADIR, "layers", NULL);
      paths->locale = g_strdup (ATLAS_LOCALEDIR);
    }
  paths->cache = g_build_filename (g_get_user_cache_dir (), "taihang-atlas", NULL);
  paths->reader = override ("ATLAS_READER", paths->reader);
  paths->layers = override ("ATLAS_LAYERS", paths->layers);
  paths->cache = override ("ATLAS_CACHE", paths->cache);
  return paths;
}

static const Paths *
get_paths (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, find_paths, NULL);
}

const char *
atlas_paths_get_reader (void)
{
  return get_paths ()->reader;
}

const char *
atlas_paths_get_layers (void)
{
  return get_paths ()->layers;
}

const char *
atlas_paths_get_locale (void)
{
  return get_paths ()->locale;
}

const char *
atlas_paths_get_schemas (void)
{
  return get_paths ()->schemas;
}

const char *
atlas_paths_get_cache (void)
{
  return get_paths ()->cache;
}
