/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasPrintPicture: a sheet as pixels.
 *
 * A sheet of paper may have more pixels than one wants in memory, so it is painted in strips; each is packed and written by a
 * second thread while the next is painted.  A strip lies a whole number of pixels below the last, so letters and lines are the
 * same as if all were painted at once. */

#include "layout/atlas-print-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* cairo's limit. */
#define MOST_PIXELS 32767.0
/* Bytes of a strip; there are two. */
#define STRIP_BYTES (64 << 20)
/* Rows that are handed over at a time. */
#define ROWS 16

/** What the second thread works on. */
typedef struct
{
  cairo_surface_t *surface;
  int              rows;
} Strip;

typedef struct
{
  GAsyncQueue  *ready;     /* Strip: painted; one without rows is the end */
  GAsyncQueue  *spare;     /* Strip: written */
  int           width;
  AtlasPrintRow write;
  gpointer      data;
  int           stopped;   /* atomic */
} Writer;

gboolean
atlas_print_picture_init (AtlasPrintPicture  *self,
                          AtlasSheet         *sheet,
                          double              dpi,
                          GError            **error)
{
  const double scale = dpi / 25.4, width = round (sheet->width * scale), height = round (sheet->height * scale);
  double x[3], y[3];

  *self = (AtlasPrintPicture){ .sheet = sheet, .scale_x = scale, .scale_y = scale };
  if (width > MOST_PIXELS || height > MOST_PIXELS)
    {
      g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_PAPER,
                   _("The picture would have %.0f × %.0f pixels, more than %.0f a side: take fewer dots an inch or smaller paper."),
                   width, height, MOST_PIXELS);
      return FALSE;
    }
  self->width = (int) MAX (width, 1.0);
  self->height = (int) MAX (height, 1.0);
  if (sheet->frame == NULL)
    return TRUE;

  /* From the page's corners: far from each other, so that rounding does not tell. */
  atlas_map_frame_page_to_plane (sheet->frame, -sheet->frame_x, -sheet->frame_y, &x[0], &y[0]);
  atlas_map_frame_page_to_plane (sheet->frame, self->width / scale - sheet->frame_x, -sheet->frame_y, &x[1], &y[1]);
  atlas_map_frame_page_to_plane (sheet->frame, -sheet->frame_x, self->height / scale - sheet->frame_y, &x[2], &y[2]);
  self->plane[0] = x[0];
  self->plane[1] = (x[1] - x[0]) / self->width;
  self->plane[2] = (x[2] - x[0]) / self->height;
  self->plane[3] = y[0];
  self->plane[4] = (y[1] - y[0]) / self->width;
  self->plane[5] = (y[2] - y[0]) / self->height;
  /* What is zero but for rounding. */
  for (guint i = 1; i < 6; i++)
    if (fabs (self->plane[i]) < 1e-9 * (fabs (self->plane[1]) + fabs (self->plane[2])))
      self->plane[i] = 0.0;
  self->placed = TRUE;
  return TRUE;
}

static gpointer
write_strips (gpointer data)
{
  Writer *self = data;
  g_autofree guint8 *row = g_malloc ((gsize) self->width * 3);

  for (;;)
    {
      Strip *strip = g_async_queue_pop (self->ready);
      const int rows = strip->rows;
      const guint8 *pixels = rows > 0 ? cairo_image_surface_get_data (strip->surface) : NULL;
      const int stride = rows > 0 ? cairo_image_surface_get_stride (strip->surface) : 0;

      for (int y = 0; y < rows && !g_atomic_int_get (&self->stopped); y++)
        {
          const guint32 *from = (const guint32 *) (gconstpointer) (pixels + (gsize) y * (gsize) stride);
          guint8 *to = row;

          for (int x = 0; x < self->width; x++, to += 3)
            {
              to[0] = (guint8) (from[x] >> 16);
              to[1] = (guint8) (from[x] >> 8);
              to[2] = (guint8) from[x];
            }
          if (!self->write (row, self->data))
            g_atomic_int_set (&self->stopped, TRUE);
        }
      g_async_queue_push (self->spare, strip);
      if (rows == 0)
        return NULL;
    }
}

static gboolean
paint_strip (AtlasPrintPicture  *self,
             AtlasPrintTask     *task,
             cairo_surface_t    *surface,
             int                 top,
             GError            **error)
{
  cairo_t *cr = cairo_create (surface);
  gboolean painted;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_translate (cr, 0, -top);
  cairo_scale (cr, self->scale_x, self->scale_y);
  painted = atlas_print_task_paint (task, self->sheet, cr, error);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return painted;
}

/* Paints the strips and hands them over; waits for a free one. */
static gboolean
paint_strips (AtlasPrintPicture  *self,
              AtlasPrintTask     *task,
              guint               page,
              Writer             *writer,
              int                 most_rows,
              GError            **error)
{
  for (int top = 0; top < self->height; top += most_rows)
    {
      Strip *strip = g_async_queue_pop (writer->spare);

      if (g_atomic_int_get (&writer->stopped))
        {
          g_async_queue_push (writer->spare, strip);
          return FALSE;
        }
      strip->rows = MIN (most_rows, self->height - top);
      if (!paint_strip (self, task, strip->surface, top, error))
        {
          g_async_queue_push (writer->spare, strip);
          return FALSE;
        }
      g_async_queue_push (writer->ready, strip);
      atlas_print_task_tell (task, page, MIN ((top + most_rows) / (double) self->height, 1.0));
    }
  return TRUE;
}

gboolean
atlas_print_picture_paint (AtlasPrintPicture  *self,
                           AtlasPrintTask     *task,
                           guint               page,
                           AtlasPrintRow       write,
                           gpointer            data,
                           GError            **error)
{
  const int most_rows = CLAMP (STRIP_BYTES / (self->width * 4) / ROWS * ROWS, ROWS, MAX (self->height, ROWS));
  const guint n_strips = most_rows < self->height ? 2 : 1;
  Strip strips[2] = { { NULL, 0 } }, end = { NULL, 0 };
  Writer writer = { .ready = g_async_queue_new (), .spare = g_async_queue_new (), .width = self->width, .write = write, .data = data };
  gboolean painted = TRUE;

  for (guint i = 0; i < n_strips && painted; i++)
    {
      strips[i].surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, self->width, MIN (most_rows, self->height));
      painted = cairo_surface_status (strips[i].surface) == CAIRO_STATUS_SUCCESS;
      g_async_queue_push (writer.spare, &strips[i]);
    }
  if (painted)
    {
      GThread *thread = g_thread_new ("atlas-print", write_strips, &writer);

      painted = paint_strips (self, task, page, &writer, most_rows, error);
      if (!painted)
        g_atomic_int_set (&writer.stopped, TRUE);
      g_async_queue_push (writer.ready, &end);
      g_thread_join (thread);
      painted = painted && !g_atomic_int_get (&writer.stopped);
    }
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, _("There is not enough memory for the picture."));
  for (guint i = 0; i < n_strips; i++)
    if (strips[i].surface != NULL)
      cairo_surface_destroy (strips[i].surface);
  g_async_queue_unref (writer.ready);
  g_async_queue_unref (writer.spare);
  return painted;
}
