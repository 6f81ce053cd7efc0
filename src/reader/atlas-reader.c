/* SPDX-License-Identifier: GPL-3.0-or-later */
/* taihang-atlas-reader: reads map files in a process of its own and writes their layers as table images.  Whatever is wrong
 * with a file, or with the libraries that read it, ends here.  Started by atlas_source_load_async(), and by the build for the
 * layers that are shipped. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <libintl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/atlas-data-error.h"
#include "data/atlas-file-check.h"
#include "data/atlas-paths.h"
#include "reader/atlas-gdal-module.h"
#include "reader/atlas-geojson-reader.h"
#include "reader/atlas-report.h"
#include "reader/atlas-sandbox.h"

typedef struct
{
  char   *output;          /* a file to make, or NULL */
  char   *temporary;       /* where it is written first */
  int     output_fd;
  int     progress_fd;
  char   *driver;          /* "gdal", "geojson", or NULL: whichever is quicker and will do */
  gboolean each;           /* tell what became of each input, and go on */
  guint64 n_written;
  char  **inputs;
  guint64 n_bytes;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->output);
  g_free (self->temporary);
  g_free (self->driver);
  g_strfreev (self->inputs);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (Options *self,
       char   **arguments,
       GError **error)
{
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output, N_("Write the images to FILE"), N_("FILE") },
    { "output-fd", 0, 0, G_OPTION_ARG_INT, &self->output_fd, N_("Write the images to this open file"), N_("NUMBER") },
    { "progress-fd", 0, 0, G_OPTION_ARG_INT, &self->progress_fd, N_("Tell there how far it is"), N_("NUMBER") },
    /* For tests: one reader alone; and many files at once, with the size of each one's images on standard output. */
    { "driver", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &self->driver, NULL, NULL },
    { "each", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &self->each, NULL, NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->inputs, NULL, N_("INPUT…") },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Reads map files and writes their layers as table images."));
  if (!g_option_context_parse_strv (context, &arguments, error))
    return FALSE;
  if (self->inputs == NULL || (self->output == NULL) == (self->output_fd < 0))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _("Say which files to read, and one place to write to."));
      return FALSE;
    }
  return TRUE;
}

/* GDAL takes many names for something else than a file; an absolute path below no /vsi is always one. */
static gboolean
check_inputs (Options *self,
              GError **error)
{
  for (guint i = 0; self->inputs[i] != NULL; i++)
    {
      g_autofree char *given = g_steal_pointer (&self->inputs[i]);
      guint64 size;

      self->inputs[i] = g_canonicalize_filename (given, NULL);
      if (g_str_has_prefix (self->inputs[i], "/vsi"))
        {
          g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_REMOTE, _("“%s” is not a local file."), given);
          return FALSE;
        }
      if (!atlas_file_check (self->inputs[i], &size, error))
        return FALSE;
      self->n_bytes += size;
    }
  return TRUE;
}

static gboolean
fail_errno (const char *text,
            GError    **error)
{
  int number = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number), "%s: %s", text, g_strerror (number));
  return FALSE;
}

/* Opened before the sandbox is entered, which lets nothing be created. */
static gboolean
open_output (Options *self,
             GError **error)
{
  if (self->output == NULL)
    return TRUE;
  self->temporary = g_strconcat (self->output, ".XXXXXX", NULL);
  self->output_fd = g_mkstemp_full (self->temporary, O_RDWR | O_CLOEXEC, 0644);
  if (self->output_fd >= 0)
    return TRUE;
  g_clear_pointer (&self->temporary, g_free);
  return fail_errno (_("The output cannot be written"), error);
}

static gboolean
write_images (Options   *self,
              GPtrArray *images,
              GError   **error)
{
  for (guint i = 0; i < images->len; i++)
    {
      gsize left;
      const char *bytes = g_bytes_get_data (g_ptr_array_index (images, i), &left);

      while (left > 0)
        {
          ssize_t n = pwrite (self->output_fd, bytes, MIN (left, 1u << 30), (off_t) self->n_written);

          if (n < 0 && errno == EINTR)
            continue;
          if (n <= 0)
            return fail_errno (_("The output cannot be written"), error);
          bytes += n;
          left -= n;
          self->n_written += (guint64) n;
        }
    }
  return TRUE;
}

static gboolean
close_output (Options *self,
              GError **error)
{
  if (self->output == NULL)
    return TRUE;
  if (close (self->output_fd) != 0 || rename (self->temporary, self->output) != 0)
    return fail_errno (_("The output cannot be written"), error);
  g_clear_pointer (&self->temporary, g_free);
  return TRUE;
}

static gboolean
read_input (Options     *self,
            const char  *path,
            AtlasReport *report,
            GError     **error)
{
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  AtlasGeojsonResult result = ATLAS_GEOJSON_REFUSED;
  guint64 size = 0;

  if (g_strcmp0 (self->driver, "gdal") != 0)
    result = atlas_geojson_reader_read (path, report, self->output_fd, self->n_written, &size, error);
  self->n_written += size;
  if (result == ATLAS_GEOJSON_REFUSED && g_strcmp0 (self->driver, "geojson") == 0)
    g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_FORMAT, "“%s” is left to GDAL.", path);
  else if (result == ATLAS_GEOJSON_REFUSED)
    return atlas_gdal_module_read (path, report, images, error) && write_images (self, images, error);
  return result == ATLAS_GEOJSON_READ;
}

static gboolean
read_inputs (Options     *self,
             AtlasReport *report,
             GError     **error)
{
  for (guint i = 0; self->inputs[i] != NULL; i++)
    {
      g_autoptr (GError) problem = NULL;
      guint64 before = self->n_written;
      gboolean good = read_input (self, self->inputs[i], report, &problem);

      if (self->each)
        printf ("%" G_GUINT64_FORMAT " %s\n", self->n_written - before, good ? "" : problem->message);
      else if (!good)
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
    }
  return close_output (self, error);
}

static void
explain_memory (Options *self)
{
  g_autofree char *name = g_filename_display_basename (self->inputs[0]);
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;

  text = g_strdup_printf (_("“%s” needs more memory than a reader may have. Split it into smaller files."), name);
  line = g_strdup_printf ("E %d %s", ATLAS_DATA_ERROR_TOO_BIG, text);
  atlas_sandbox_explain_memory (self->progress_fd, line);
}

static gboolean
run (Options *self,
     GError **error)
{
  AtlasSandboxFlags flags = self->output != NULL ? ATLAS_SANDBOX_RENAME : 0;
  g_autoptr (AtlasReport) report = NULL;
  g_autoptr (GError) problem = NULL;

  if (self->progress_fd >= 0)
    flags |= ATLAS_SANDBOX_WITH_PARENT;
  if (check_inputs (self, &problem) && open_output (self, &problem))
    {
      explain_memory (self);
      if (atlas_sandbox_enter (flags, &problem))
        {
          report = atlas_report_new (self->progress_fd, self->n_bytes);
          read_inputs (self, report, &problem);
        }
    }
  if (self->temporary != NULL)
    unlink (self->temporary);
  if (problem == NULL)
    return TRUE;
  if (report == NULL)
    report = atlas_report_new (self->progress_fd, 0);
  if (problem->domain != ATLAS_DATA_ERROR)
    problem->code = ATLAS_DATA_ERROR_READER;
  atlas_report_error (report, problem);
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

int
main (int    argc,
      char **argv)
{
  g_auto (Options) options = { .output_fd = -1, .progress_fd = -1 };
  g_auto (GStrv) arguments = g_strdupv (argv);
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  setlocale (LC_NUMERIC, "C");
  bindtextdomain (GETTEXT_PACKAGE, atlas_paths_get_locale ());
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  signal (SIGPIPE, SIG_IGN);
  if (!parse (&options, arguments, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  if (run (&options, &error))
    return 0;
  /* Whoever reads the progress has the sentence already. */
  if (options.progress_fd < 0)
    g_printerr ("%s\n", error->message);
  return 1;
}
