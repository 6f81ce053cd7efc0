/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing PDF: cairo draws, with text as text in subsets of fonts; atlas-pdf-finish adds what cairo cannot.
 *
 * Two files beside the place: cairo's draft, which is thrown away, and the finished one.  What a page leaves behind in memory is
 * its place and the titles of its layers. */

#include "layout/atlas-print-private.h"

#include "config.h"
#include "layout/atlas-pdf-finish.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

/* Drawing is this part of the work; the rest is finishing. */
#define DRAWN 0.9

static void
clear_page (gpointer data)
{
  AtlasPdfPage *page = data;

  g_clear_pointer (&page->crs, atlas_crs_unref);
  g_clear_pointer (&page->notes, g_array_unref);
  g_free (page->name);
}

/* cairo 1.16 crashes when it is told that a write failed; it is remembered, and asked for after each page. */
static cairo_status_t
write_draft (void                *closure,
             const unsigned char *data,
             unsigned int         length)
{
  atlas_print_file_write (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
set_metadata (cairo_surface_t     *surface,
              const AtlasPrintJob *job)
{
  g_autoptr (GDateTime) now = atlas_print_now ();
  g_autofree char *date = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  const struct
  {
    cairo_pdf_metadata_t  what;
    const char           *text;
  } texts[] = {
    { CAIRO_PDF_METADATA_TITLE, job->title },
    { CAIRO_PDF_METADATA_AUTHOR, job->author },
    { CAIRO_PDF_METADATA_SUBJECT, job->subject },
    { CAIRO_PDF_METADATA_KEYWORDS, job->keywords },
    { CAIRO_PDF_METADATA_CREATOR, ATLAS_PRINT_CREATOR " " PACKAGE_VERSION },
    { CAIRO_PDF_METADATA_CREATE_DATE, date },
    { CAIRO_PDF_METADATA_MOD_DATE, date },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i].text != NULL && *texts[i].text != '\0')
      cairo_pdf_surface_set_metadata (surface, texts[i].what, texts[i].text);
}

/* Where the sheet's map lies. */
static void
note_place (AtlasPdfPage     *page,
            const AtlasSheet *sheet)
{
  const double width = atlas_map_frame_get_width (sheet->frame), height = atlas_map_frame_get_height (sheet->frame);
  const double corners[][2] = { { 0, height }, { 0, 0 }, { width, 0 }, { width, height } };

  for (guint i = 0; i < G_N_ELEMENTS (corners); i++)
    atlas_map_frame_to_place (sheet->frame, corners[i][0], corners[i][1], &page->places[2 * i + 1], &page->places[2 * i]);
  page->bbox[0] = sheet->frame_x * ATLAS_PRINT_POINTS_PER_MM;
  page->bbox[1] = (sheet->height - sheet->frame_y - height) * ATLAS_PRINT_POINTS_PER_MM;
  page->bbox[2] = (sheet->frame_x + width) * ATLAS_PRINT_POINTS_PER_MM;
  page->bbox[3] = (sheet->height - sheet->frame_y) * ATLAS_PRINT_POINTS_PER_MM;
  page->crs = atlas_crs_ref (atlas_map_frame_get_crs (sheet->frame));
  page->name = g_strdup (sheet->title);
}

static gboolean
draw_page (AtlasPrintTask   *self,
           cairo_surface_t  *surface,
           guint             index,
           AtlasPdfPage     *page,
           GError          **error)
{
  g_autoptr (AtlasSheet) sheet = atlas_print_task_make (self, index, error);
  gboolean drawn;
  cairo_t *cr;

  if (sheet == NULL)
    return FALSE;
  cairo_pdf_surface_set_size (surface, sheet->width * ATLAS_PRINT_POINTS_PER_MM, sheet->height * ATLAS_PRINT_POINTS_PER_MM);
  if (sheet->title != NULL && *sheet->title != '\0')
    {
      g_autofree char *link = g_strdup_printf ("page=%u", index + 1);

      if (self->job->n_pages > 1)
        cairo_pdf_surface_set_page_label (surface, sheet->title);
      cairo_pdf_surface_add_outline (surface, CAIRO_PDF_OUTLINE_ROOT, sheet->title, link, CAIRO_PDF_OUTLINE_FLAG_OPEN);
    }
  if (sheet->frame != NULL)
    note_place (page, sheet);

  cr = cairo_create (surface);
  cairo_scale (cr, ATLAS_PRINT_POINTS_PER_MM, ATLAS_PRINT_POINTS_PER_MM);
  drawn = atlas_print_task_paint (self, sheet, cr, error);
  cairo_destroy (cr);
  if (drawn)
    cairo_surface_show_page (surface);
  page->notes = atlas_paper_marks_take (surface);
  return drawn;
}

/* cairo 1.16 writes the subsets of fonts now, and loses a table of each CFF font with many dictionaries, which Noto's are: 768 bytes.
 * Nothing of ours is allocated meanwhile, so that the sanitizer may look away. */
static void
finish (cairo_surface_t *surface)
{
#ifdef __SANITIZE_ADDRESS__
  __lsan_disable ();
#endif
  cairo_surface_finish (surface);
#ifdef __SANITIZE_ADDRESS__
  __lsan_enable ();
#endif
}

static gboolean
draw (AtlasPrintTask  *self,
      AtlasPrintFile  *draft,
      GArray          *pages,
      GError         **error)
{
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (write_draft, draft, 100, 100);
  gboolean drawn = TRUE;
  cairo_status_t status;

  cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_5);
  set_metadata (surface, self->job);
  atlas_paper_marks_attach (surface);
  for (guint i = 0; i < pages->len && drawn && atlas_print_file_write (draft, NULL, 0); i++)
    {
      drawn = draw_page (self, surface, i, &g_array_index (pages, AtlasPdfPage, i), error);
      atlas_print_task_tell (self, i, DRAWN);
    }
  finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (!drawn || (status == CAIRO_STATUS_SUCCESS && atlas_print_file_flush (draft)))
    return drawn;
  if (status == CAIRO_STATUS_SUCCESS)
    atlas_print_file_set_error (draft, 0, error);
  else
    g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_WRITE, _("The document cannot be drawn: %s."),
                 cairo_status_to_string (status));
  return FALSE;
}

gboolean
atlas_print_pdf (AtlasPrintTask  *self,
                 GError         **error)
{
  AtlasPrintFile *out = atlas_print_task_add_file (self, NULL, error);
  g_autoptr (AtlasPrintFile) draft = out != NULL ? atlas_print_file_new (self->target, error) : NULL;
  g_autoptr (GArray) pages = g_array_new (FALSE, TRUE, sizeof (AtlasPdfPage));
  g_autoptr (GError) reason = NULL;

  if (draft == NULL)
    return FALSE;
  g_array_set_size (pages, self->job->n_pages);
  g_array_set_clear_func (pages, clear_page);
  if (!draw (self, draft, pages, error))
    return FALSE;
  if (atlas_pdf_finish (atlas_print_file_get_stream (draft), (const AtlasPdfPage *) (gpointer) pages->data, pages->len,
                        atlas_print_file_get_stream (out), &reason))
    {
      atlas_print_task_tell (self, pages->len - 1, 1.0);
      return TRUE;
    }
  g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_WRITE, _("“%s” cannot be written: %s.  What was there before is unchanged."),
               g_file_peek_path (self->target) != NULL ? g_file_peek_path (self->target) : "", reason->message);
  return FALSE;
}
