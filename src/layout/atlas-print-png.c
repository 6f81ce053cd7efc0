/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing PNG, row by row: each page a file, with its resolution, what the document says of itself, and a world file. */

#include "layout/atlas-print-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <png.h>

/* What is written into. */
typedef struct
{
  png_structp     png;
  png_infop       info;
  AtlasPrintFile *file;
  char           *problem;   /* (nullable): libpng's words */
} Png;

/* Never fails here: libpng would jump; what the disk said is asked for after each row. */
static void
write_bytes (png_structp png,
             png_bytep   data,
             size_t      length)
{
  atlas_print_file_write (png_get_io_ptr (png), data, length);
}

static void
flush_bytes (png_structp png)
{
}

static void
on_error (png_structp     png,
          png_const_charp message)
{
  Png *self = png_get_error_ptr (png);

  g_free (self->problem);
  self->problem = g_strdup (message);
  png_longjmp (png, 1);
}

static void
on_warning (png_structp     png,
            png_const_charp message)
{
  g_debug ("libpng: %s", message);
}

static void
set_texts (Png                 *self,
           const AtlasPrintJob *job)
{
  png_text texts[] = {
    { .compression = PNG_ITXT_COMPRESSION_NONE, .key = (char *) "Title", .text = (char *) job->title },
    { .compression = PNG_ITXT_COMPRESSION_NONE, .key = (char *) "Author", .text = (char *) job->author },
    { .compression = PNG_ITXT_COMPRESSION_NONE, .key = (char *) "Description", .text = (char *) job->subject },
    { .compression = PNG_ITXT_COMPRESSION_NONE, .key = (char *) "Software", .text = (char *) ATLAS_PRINT_CREATOR " " PACKAGE_VERSION },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i].text != NULL && *texts[i].text != '\0')
      png_set_text (self->png, self->info, &texts[i], 1);
}

static gboolean
begin (Png                     *self,
       const AtlasPrintPicture *picture,
       const AtlasPrintJob     *job)
{
  const png_uint_32 per_metre = (png_uint_32) lrint (picture->scale_x * 1000.0);

  self->png = png_create_write_struct (PNG_LIBPNG_VER_STRING, self, on_error, on_warning);
  self->info = self->png != NULL ? png_create_info_struct (self->png) : NULL;
  if (self->info == NULL || setjmp (png_jmpbuf (self->png)) != 0)
    return FALSE;
  png_set_write_fn (self->png, self->file, write_bytes, flush_bytes);
  png_set_user_limits (self->png, 0x7fffffff, 0x7fffffff);
  png_set_IHDR (self->png, self->info, (png_uint_32) picture->width, (png_uint_32) picture->height, 8, PNG_COLOR_TYPE_RGB,
                PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_pHYs (self->png, self->info, per_metre, per_metre, PNG_RESOLUTION_METER);
  /* Even colours of maps are best left as they are. */
  png_set_filter (self->png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE | PNG_FILTER_SUB | PNG_FILTER_UP);
  set_texts (self, job);
  png_write_info (self->png, self->info);
  return TRUE;
}

static gboolean
write_row (const guint8 *pixels,
           gpointer      data)
{
  Png *self = data;

  if (setjmp (png_jmpbuf (self->png)) != 0)
    return FALSE;
  png_write_row (self->png, pixels);
  return atlas_print_file_write (self->file, NULL, 0);
}

static gboolean
end (Png *self)
{
  if (setjmp (png_jmpbuf (self->png)) != 0)
    return FALSE;
  png_write_end (self->png, self->info);
  return atlas_print_file_write (self->file, NULL, 0);
}

static gboolean
write_page (AtlasPrintTask  *self,
            guint            page,
            GError         **error)
{
  g_autoptr (GFile) target = atlas_print_task_dup_page_target (self, page);
  g_autoptr (AtlasSheet) sheet = NULL;
  AtlasPrintPicture picture;
  Png png = { .file = atlas_print_task_add_file (self, target, error) };
  g_autoptr (GError) reason = NULL;
  gboolean written;

  if (png.file == NULL)
    return FALSE;
  sheet = atlas_print_task_make (self, page, error);
  if (sheet == NULL || !atlas_print_picture_init (&picture, sheet, self->options.dpi, error) ||
      !atlas_print_world_add (self, &picture, target, error))
    return FALSE;

  written = begin (&png, &picture, self->job) && atlas_print_picture_paint (&picture, self, page, write_row, &png, &reason) && end (&png);
  if (png.png != NULL)
    png_destroy_write_struct (&png.png, &png.info);
  if (!written && reason != NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  else if (!written && png.problem != NULL && atlas_print_file_write (png.file, NULL, 0))
    g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_WRITE, _("The picture cannot be made: %s."), png.problem);
  else if (!written)
    atlas_print_file_set_error (png.file, 0, error);
  g_free (png.problem);
  return written;
}

gboolean
atlas_print_png (AtlasPrintTask  *self,
                 GError         **error)
{
  for (guint i = 0; i < self->job->n_pages; i++)
    if (!write_page (self, i, error))
      return FALSE;
  return TRUE;
}
