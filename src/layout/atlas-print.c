/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing pages into files: what the writers of the formats share.
 *
 * A job's pages are made, painted and let go of one after the other, so a thousand take the memory of one.  All files of a job are
 * put in their places together at the end.  Any worker thread. */

#include "layout/atlas-print-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

AtlasPrintFormat
atlas_print_format_of (GFile   *file,
                       GError **error)
{
  static const struct
  {
    const char       *suffix;
    AtlasPrintFormat  format;
  } formats[] = {
    { ".pdf", ATLAS_PRINT_PDF },  { ".png", ATLAS_PRINT_PNG }, { ".tif", ATLAS_PRINT_TIFF },
    { ".tiff", ATLAS_PRINT_TIFF }, { ".svg", ATLAS_PRINT_SVG },
  };
  g_autofree char *base = g_file_get_basename (file), *lower = g_ascii_strdown (base, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_has_suffix (lower, formats[i].suffix) && strlen (lower) > strlen (formats[i].suffix))
      return formats[i].format;
  g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_FORMAT,
               _("“%s” names no format: let it end in .pdf, .png, .tif or .svg."), base);
  return ATLAS_PRINT_BY_SUFFIX;
}

GDateTime *
atlas_print_now (void)
{
  const char *epoch = g_getenv ("SOURCE_DATE_EPOCH");
  GDateTime *now = NULL;
  char *end = NULL;

  if (epoch != NULL && *epoch != '\0')
    {
      const gint64 seconds = g_ascii_strtoll (epoch, &end, 10);

      if (*end == '\0')
        now = g_date_time_new_from_unix_utc (seconds);
    }
  return now != NULL ? now : g_date_time_new_now_utc ();
}

void
atlas_print_task_tell (AtlasPrintTask *self,
                       guint           page,
                       double          done)
{
  if (self->options.progress != NULL)
    self->options.progress (page, self->job->n_pages, (page + done) / self->job->n_pages, self->options.data);
}

AtlasSheet *
atlas_print_task_make (AtlasPrintTask  *self,
                       guint            page,
                       GError         **error)
{
  AtlasSheet *sheet;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return NULL;
  sheet = self->job->make (page, self->job->data, self->cancellable, error);
  if (sheet == NULL || (sheet->width >= 1.0 && sheet->height >= 1.0 && sheet->width <= 20000.0 && sheet->height <= 20000.0))
    return sheet;
  g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_PAPER, _("A page of %g × %g mm cannot be printed."), sheet->width,
               sheet->height);
  atlas_sheet_free (sheet);
  return NULL;
}

gboolean
atlas_print_task_paint (AtlasPrintTask  *self,
                        AtlasSheet      *sheet,
                        cairo_t         *cr,
                        GError         **error)
{
  if (!sheet->paint (sheet, cr, self->cancellable, error))
    return FALSE;
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  if (cairo_status (cr) == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_WRITE, _("The page “%s” cannot be drawn: %s."),
               sheet->title != NULL ? sheet->title : "", cairo_status_to_string (cairo_status (cr)));
  return FALSE;
}

AtlasPrintFile *
atlas_print_task_add_file (AtlasPrintTask  *self,
                           GFile           *target,
                           GError         **error)
{
  AtlasPrintFile *file = atlas_print_file_new (target != NULL ? target : self->target, error);

  if (file != NULL)
    g_ptr_array_add (self->files, file);
  return file;
}

GFile *
atlas_print_task_dup_page_target (AtlasPrintTask *self,
                                  guint           page)
{
  g_autofree char *base = NULL, *name = NULL, *number = NULL;
  g_autoptr (GFile) folder = NULL;
  const char *dot;
  int digits = 1;

  if (self->job->n_pages == 1)
    return g_object_ref (self->target);
  base = g_file_get_basename (self->target);
  folder = g_file_get_parent (self->target);
  dot = strrchr (base, '.');
  if (dot == NULL)
    dot = base + strlen (base);
  /* Names in the order of the pages, however they are sorted. */
  for (guint n = self->job->n_pages; n >= 10; n /= 10)
    digits++;
  number = g_strdup_printf ("-%0*u", digits, page + 1);
  name = g_strdup_printf ("%.*s%s%s", (int) (dot - base), base, number, dot);
  return g_file_get_child (folder, name);
}

gboolean
atlas_print_write (const AtlasPrintJob      *job,
                   GFile                    *file,
                   const AtlasPrintOptions  *options,
                   GCancellable             *cancellable,
                   GError                  **error)
{
  static gboolean (*const writers[]) (AtlasPrintTask  *self,
                                      GError         **error) = {
    [ATLAS_PRINT_PDF] = atlas_print_pdf,
    [ATLAS_PRINT_PNG] = atlas_print_png,
    [ATLAS_PRINT_TIFF] = atlas_print_tiff,
    [ATLAS_PRINT_SVG] = atlas_print_svg,
  };
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_print_file_free);
  AtlasPrintTask task = { .job = job, .cancellable = cancellable, .target = file, .files = files };

  g_return_val_if_fail (job != NULL && job->make != NULL && G_IS_FILE (file), FALSE);

  if (options != NULL)
    task.options = *options;
  if (task.options.dpi == 0.0)
    task.options.dpi = ATLAS_PRINT_DPI;
  if (!(task.options.dpi >= ATLAS_PRINT_LEAST_DPI && task.options.dpi <= ATLAS_PRINT_MOST_DPI))
    {
      g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_FORMAT,
                   _("%g dots an inch are not possible: give a number from %.0f to %.0f."), task.options.dpi, ATLAS_PRINT_LEAST_DPI,
                   ATLAS_PRINT_MOST_DPI);
      return FALSE;
    }
  if (task.options.format == ATLAS_PRINT_BY_SUFFIX)
    task.options.format = atlas_print_format_of (file, error);
  if (task.options.format == ATLAS_PRINT_BY_SUFFIX)
    return FALSE;
  if (job->n_pages == 0)
    {
      g_set_error_literal (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_EMPTY, _("There is no page to print."));
      return FALSE;
    }

  return writers[task.options.format] (&task, error) && atlas_print_files_commit (files, cancellable, error);
}
