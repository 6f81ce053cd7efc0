/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GDAL and its hundred libraries are a module beside the reader program.  It is loaded inside the sandbox, which lets files be read
 * and nothing else; one thread.  A module once loaded stays. */

#include "reader/atlas-gdal-module.h"

#include <dlfcn.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "data/atlas-data-error.h"

#define MODULE "taihang-atlas-gdal.so"

typedef void (*InitFunc) (void);
typedef gboolean (*ReadFunc) (const char  *path,
                              AtlasReport *report,
                              GPtrArray   *images,
                              GError     **error);

/* It lies where the program lies. */
static char *
find_module (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;

  return folder != NULL ? g_build_filename (folder, MODULE, NULL) : NULL;
}

static ReadFunc
load (void)
{
  g_autofree char *path = find_module ();
  gpointer module = path != NULL ? dlopen (path, RTLD_NOW | RTLD_LOCAL) : NULL;
  gpointer init = module != NULL ? dlsym (module, "atlas_gdal_reader_init") : NULL;
  gpointer read = module != NULL ? dlsym (module, "atlas_gdal_reader_read") : NULL;

  if (init == NULL || read == NULL)
    return NULL;
  ((InitFunc) init) ();
  return (ReadFunc) read;
}

gboolean
atlas_gdal_module_read (const char  *path,
                        AtlasReport *report,
                        GPtrArray   *images,
                        GError     **error)
{
  static ReadFunc read;

  if (read == NULL)
    read = load ();
  if (read != NULL)
    return read (path, report, images, error);
  g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_READER,
               _("The library that reads map files (%s) is missing or cannot be loaded. Install the program again."), MODULE);
  return FALSE;
}
