/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing SVG, with text as text: each page a file.
 *
 * cairo's SVG turns letters into shapes, so those who write on a page tell the text to a recorder instead, which leaves a mark in the
 * drawing (render/atlas-text-record.h).  cairo writes an element a line; here the lines that are marks become the text. */

#include "layout/atlas-print-private.h"

#include "render/atlas-text-record.h"

#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef struct
{
  AtlasPrintFile    *file;
  AtlasTextRecorder *recorder;
  GString           *line;      /* the beginning of a line that has not come whole */
  char              *header;    /* (nullable): what follows the line of <svg> */
} Svg;

/* Reads what a mark says, as cairo writes it.  Returns: FALSE when the line is none. */
static gboolean
parse_mark (const char *line,
            guint      *mark,
            double     *x,
            double     *y)
{
  const char *color = strstr (line, "fill:rgb("), *opacity = strstr (line, "fill-opacity:"), *path = strstr (line, " d=\"M ");
  double parts[3];
  char *end;

  if (!g_str_has_prefix (line, "<path ") || color == NULL || opacity == NULL || path == NULL ||
      fabs (g_ascii_strtod (opacity + strlen ("fill-opacity:"), NULL) - ATLAS_TEXT_MARK_OPACITY) > 1e-7)
    return FALSE;
  end = (char *) color + strlen ("fill:rgb(");
  for (guint i = 0; i < 3; i++)
    {
      parts[i] = g_ascii_strtod (end, &end) * 10.0;
      if (strncmp (end, i < 2 ? "%," : "%)", 2) != 0 || fabs (parts[i] - round (parts[i])) > 1e-3)
        return FALSE;
      end += 2;
    }
  *mark = ((guint) lrint (parts[0]) * 1000 + (guint) lrint (parts[1])) * 1000 + (guint) lrint (parts[2]);
  *x = g_ascii_strtod (path + strlen (" d=\"M "), &end);
  *y = g_ascii_strtod (end, &end);
  return TRUE;
}

static void
write_line (Svg *self)
{
  double x, y;
  guint mark;

  if (parse_mark (self->line->str, &mark, &x, &y))
    {
      g_autofree char *text = atlas_text_recorder_to_svg (self->recorder, mark, x, y);

      if (text != NULL)
        {
          g_string_assign (self->line, text);
          g_string_append_c (self->line, '\n');
        }
    }
  atlas_print_file_write (self->file, self->line->str, self->line->len);
  if (self->header != NULL && g_str_has_prefix (self->line->str, "<svg "))
    {
      atlas_print_file_write (self->file, self->header, strlen (self->header));
      g_clear_pointer (&self->header, g_free);
    }
  g_string_truncate (self->line, 0);
}

static cairo_status_t
write_bytes (void                *closure,
             const unsigned char *data,
             unsigned int         length)
{
  Svg *self = closure;

  while (length > 0)
    {
      const unsigned char *end = memchr (data, '\n', length);
      const unsigned int n = end != NULL ? (unsigned int) (end - data) + 1 : length;

      g_string_append_len (self->line, (const char *) data, n);
      if (end != NULL)
        write_line (self);
      data += n;
      length -= n;
    }
  /* A failed write is remembered by the file; cairo would not take it well. */
  return CAIRO_STATUS_SUCCESS;
}

static char *
dup_header (const AtlasPrintJob *job,
            const AtlasSheet    *sheet)
{
  const char *title = sheet->title != NULL && *sheet->title != '\0' ? sheet->title : job->title;
  GString *header = g_string_new (NULL);

  if (title != NULL && *title != '\0')
    {
      g_autofree char *escaped = g_markup_escape_text (title, -1);

      g_string_append_printf (header, "<title>%s</title>\n", escaped);
    }
  if (job->subject != NULL && *job->subject != '\0')
    {
      g_autofree char *escaped = g_markup_escape_text (job->subject, -1);

      g_string_append_printf (header, "<desc>%s</desc>\n", escaped);
    }
  return g_string_free (header, FALSE);
}

static gboolean
write_page (AtlasPrintTask  *self,
            guint            page,
            GError         **error)
{
  g_autoptr (GFile) target = atlas_print_task_dup_page_target (self, page);
  AtlasPrintFile *file = atlas_print_task_add_file (self, target, error);
  g_autoptr (AtlasSheet) sheet = file != NULL ? atlas_print_task_make (self, page, error) : NULL;
  Svg svg = { .file = file };
  cairo_surface_t *surface;
  cairo_status_t status;
  gboolean drawn;
  cairo_t *cr;

  if (sheet == NULL)
    return FALSE;
  svg.line = g_string_new (NULL);
  svg.header = dup_header (self->job, sheet);
  surface = cairo_svg_surface_create_for_stream (write_bytes, &svg, sheet->width * ATLAS_PRINT_POINTS_PER_MM,
                                                 sheet->height * ATLAS_PRINT_POINTS_PER_MM);
  cairo_svg_surface_restrict_to_version (surface, CAIRO_SVG_VERSION_1_2);
  svg.recorder = atlas_text_recorder_attach (surface);
  cr = cairo_create (surface);
  cairo_scale (cr, ATLAS_PRINT_POINTS_PER_MM, ATLAS_PRINT_POINTS_PER_MM);
  drawn = atlas_print_task_paint (self, sheet, cr, error);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  if (svg.line->len > 0)
    write_line (&svg);
  cairo_surface_destroy (surface);
  g_string_free (svg.line, TRUE);
  g_free (svg.header);
  atlas_print_task_tell (self, page, 1.0);
  if (!drawn || (status == CAIRO_STATUS_SUCCESS && atlas_print_file_write (file, NULL, 0)))
    return drawn;
  if (status == CAIRO_STATUS_SUCCESS)
    atlas_print_file_set_error (file, 0, error);
  else
    g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_WRITE, _("The document cannot be drawn: %s."),
                 cairo_status_to_string (status));
  return FALSE;
}

gboolean
atlas_print_svg (AtlasPrintTask  *self,
                 GError         **error)
{
  for (guint i = 0; i < self->job->n_pages; i++)
    if (!write_page (self, i, error))
      return FALSE;
  return TRUE;
}
