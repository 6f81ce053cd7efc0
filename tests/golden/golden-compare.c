/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Compares pictures: a tolerance for each pixel, and a share of pixels that may go beyond it, because an edge that another
 * version of cairo puts a hair further changes a few pixels much and nothing that a person sees.  Letters change more than
 * that from one version of Pango and FreeType to the next, so pictures with names are blurred first: where the ink lies and
 * how much of it counts, not how a stroke of a letter is hinted. */

#include "golden-compare.h"

#include <stdlib.h>

#define CHANNELS 3

/* A picture as bytes: red, green, blue. */
static guint8 *
get_bytes (cairo_surface_t *surface,
           int              width,
           int              height)
{
  guint8 *bytes = g_malloc ((gsize) width * (gsize) height * CHANNELS);

  cairo_surface_flush (surface);
  for (int y = 0; y < height; y++)
    {
      const guint32 *row = (const guint32 *) (const void *) (cairo_image_surface_get_data (surface)
                                                             + (gsize) y * (gsize) cairo_image_surface_get_stride (surface));

      for (int x = 0; x < width; x++)
        for (int k = 0; k < CHANNELS; k++)
          bytes[((gsize) y * (gsize) width + (gsize) x) * CHANNELS + (gsize) k] = (guint8) (row[x] >> (16 - 8 * k));
    }

  return bytes;
}

/* Means over boxes of 2 × radius + 1 pixels a side, cut off at the edges. */
static guint8 *
blur (guint8 *in,
      int     width,
      int     height,
      int     radius)
{
  guint8 *out = g_malloc ((gsize) width * (gsize) height * CHANNELS);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      for (int k = 0; k < CHANNELS; k++)
        {
          int top = MAX (0, y - radius), bottom = MIN (height - 1, y + radius);
          int left = MAX (0, x - radius), right = MIN (width - 1, x + radius);
          int sum = 0;

          for (int row = top; row <= bottom; row++)
            for (int column = left; column <= right; column++)
              sum += in[((gsize) row * (gsize) width + (gsize) column) * CHANNELS + (gsize) k];
          out[((gsize) y * (gsize) width + (gsize) x) * CHANNELS + (gsize) k] =
            (guint8) (sum / ((bottom - top + 1) * (right - left + 1)));
        }
  g_free (in);

  return out;
}

static void
show_difference (cairo_surface_t *difference,
                 int              x,
                 int              y,
                 int              value,
                 gboolean         beyond)
{
  guchar *row = cairo_image_surface_get_data (difference) + (gsize) y * (gsize) cairo_image_surface_get_stride (difference);
  guint32 rest = (guint32) (255 - MIN (255, 2 * value));

  ((guint32 *) (void *) row)[x] = beyond ? 0xff0000u | (rest / 2) << 8 | rest / 2 : rest << 16 | rest << 8 | rest;
}

GoldenVerdict
golden_compare (cairo_surface_t        *a,
                cairo_surface_t        *b,
                const GoldenTolerance  *tolerance,
                cairo_surface_t       **difference)
{
  int width = cairo_image_surface_get_width (a), height = cairo_image_surface_get_height (a);
  GoldenVerdict verdict = { .same_size = width == cairo_image_surface_get_width (b)
                                         && height == cairo_image_surface_get_height (b) };
  g_autofree guint8 *one = NULL, *two = NULL;
  gsize beyond = 0;

  if (difference != NULL)
    *difference = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  if (!verdict.same_size)
    return verdict;

  one = get_bytes (a, width, height);
  two = get_bytes (b, width, height);
  if (tolerance->blur > 0)
    {
      one = blur (g_steal_pointer (&one), width, height, tolerance->blur);
      two = blur (g_steal_pointer (&two), width, height, tolerance->blur);
    }
  if (difference != NULL)
    cairo_surface_flush (*difference);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        gsize at = ((gsize) y * (gsize) width + (gsize) x) * CHANNELS;
        int most = 0;

        for (gsize k = 0; k < CHANNELS; k++)
          most = MAX (most, abs (one[at + k] - two[at + k]));
        beyond += most > tolerance->channel;
        verdict.most = MAX (verdict.most, most);
        if (difference != NULL)
          show_difference (*difference, x, y, most, most > tolerance->channel);
      }
  if (difference != NULL)
    cairo_surface_mark_dirty (*difference);
  verdict.share = (double) beyond / ((double) width * height);
  verdict.equal = verdict.share <= tolerance->share && verdict.most <= tolerance->most;

  return verdict;
}
