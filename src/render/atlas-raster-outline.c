/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Outlines: three strokes of one line, each wider than the other, laid over each other as coverage and painted once.
 *
 * Painted one after the other they would need a picture of their own to take the line's room out of again, and a long line is
 * most of a view.
 *
 * Threads: as the rasteriser. */

#include "render/atlas-raster-private.h"
#include "render/atlas-spare.h"

#include <math.h>
#include <string.h>

/* So many pixels are looked at together. */
#define STEP ((int) sizeof (guint64))

struct _AtlasRasterCover
{
  int     width;
  int     height;
  int     top;
  int     bottom;
  int     first;      /* columns */
  int     last;
  guint8 *pixels;     /* STEP more than there are */
};

static gsize
get_size (const AtlasRasterCover *self)
{
  return (gsize) self->width * (gsize) self->height + (gsize) STEP;
}

typedef float  Four __attribute__ ((vector_size (16)));
typedef gint32 FourInts __attribute__ ((vector_size (16)));
typedef guint8 FourBytes __attribute__ ((vector_size (4)));

/* Adds up a row, and leaves it empty.  One by one each sum waits for the one before, so four are made at a time. */
static void
take_row (float           *cover,
          const AtlasSpan *span,
          guint8          *pixels)
{
  const Four none = { 0.0f };
  Four before = none;
  float sum;
  int x = span->first;

  for (; x + 3 <= span->last; x += 4)
    {
      FourBytes bytes;
      FourInts parts, full;
      Four sums;

      memcpy (&sums, &cover[x], sizeof sums);
      memset (&cover[x], 0, sizeof sums);
      sums += __builtin_shufflevector (none, sums, 0, 4, 5, 6);
      sums += __builtin_shufflevector (none, sums, 0, 1, 4, 5);
      sums += before;
      before = __builtin_shufflevector (sums, sums, 3, 3, 3, 3);
      /* Without its sign, 1 at most. */
      sums = (Four) ((FourInts) sums & G_MAXINT32);
      full = sums > 1.0f;
      sums = (Four) (((FourInts) sums & ~full) | ((FourInts) (none + 1.0f) & full));
      parts = __builtin_convertvector (sums * 255.0f + 0.5f, FourInts);
      bytes = __builtin_convertvector (parts, FourBytes);
      memcpy (&pixels[x], &bytes, sizeof bytes);
    }
  for (sum = before[0]; x <= span->last; x++)
    {
      sum += cover[x];
      cover[x] = 0.0f;
      pixels[x] = (guint8) (255.0f * MIN (fabsf (sum), 1.0f) + 0.5f);
    }
}

AtlasRasterCover *
_atlas_raster_take_cover (AtlasRaster *self)
{
  AtlasRasterCover *out = g_new (AtlasRasterCover, 1);

  *out = (AtlasRasterCover) { self->width, self->height, self->top, self->bottom, self->width, -1, NULL };
  out->pixels = _atlas_spare_take (get_size (out));
  for (int row = self->top; row <= self->bottom; row++)
    {
      float *cover = self->cover + (gsize) row * self->stride;
      AtlasSpan *span = &self->spans[row];

      if (span->last < span->first)
        continue;
      if (out->pixels != NULL)
        take_row (cover, span, out->pixels + (gsize) row * (gsize) self->width);
      else
        memset (&cover[span->first], 0, (gsize) (span->last - span->first + 1) * sizeof (float));
      cover[self->width] = cover[self->width + 1] = 0.0f;
      out->first = MIN (out->first, span->first);
      out->last = MAX (out->last, span->last);
      *span = (AtlasSpan) { G_MAXINT, -1 };
    }
  self->top = G_MAXINT;
  self->bottom = -1;

  return out;
}

void
_atlas_raster_cover_free (AtlasRasterCover *self)
{
  _atlas_spare_give (self->pixels, get_size (self));
  g_free (self);
}

/* How a colour covers a pixel that it covers by so many parts of 255, as in CAIRO_FORMAT_ARGB32. */
static void
get_shades (const AtlasColor *color,
            double            alpha,
            guint32           shades[256])
{
  for (int i = 0; i < 256; i++)
    {
      double part = i * color->alpha * alpha;

      shades[i] = (guint32) (part + 0.5) << 24 | (guint32) (part * color->red + 0.5) << 16
                  | (guint32) (part * color->green + 0.5) << 8 | (guint32) (part * color->blue + 0.5);
    }
}

static guint64
get_step (const guint8 *pixels)
{
  guint64 step;

  memcpy (&step, pixels, sizeof step);

  return step;
}

static inline void
paint_pixel (guint32       *pixel,
             guint          outer,
             guint          inner,
             guint          hidden,
             const guint32  rim_shades[256],
             const guint32  inside_shades[256])
{
  if (hidden == 255 || outer + inner == 0)
    return;
  /* The inside hides as much of the rim as it covers. */
  outer = inner == 255 ? 0 : outer * (255 - inner) / 255;
  if (hidden > 0)
    {
      inner = (inner * (255 - hidden) + 127) / 255;
      outer = (outer * (255 - hidden) + 127) / 255;
    }
  *pixel = *pixel == 0 ? rim_shades[outer] + inside_shades[inner]
                       : _atlas_blend_pixel (*pixel, rim_shades[outer] + inside_shades[inner]);
}

void
_atlas_raster_paint_outline (AtlasRaster            *self,
                             const AtlasRasterCover *rim,
                             const AtlasColor       *rim_color,
                             const AtlasRasterCover *inside,
                             const AtlasColor       *inside_color,
                             double                  alpha)
{
  AtlasRasterCover *line = _atlas_raster_take_cover (self);
  int top = MIN (rim->top, inside->top), bottom = MAX (rim->bottom, inside->bottom);
  int first = MIN (rim->first, inside->first), end = MAX (rim->last, inside->last) + 1;
  int stride = cairo_image_surface_get_stride (self->target.surface);
  guint32 rim_shades[256], inside_shades[256];
  guchar *data;

  if (top <= bottom && rim->pixels != NULL && inside->pixels != NULL && line->pixels != NULL)
    {
      get_shades (rim_color, alpha, rim_shades);
      get_shades (inside_color, alpha, inside_shades);
      cairo_surface_flush (self->target.surface);
      data = cairo_image_surface_get_data (self->target.surface);
      for (int row = top; row <= bottom; row++)
        {
          const gsize at = (gsize) row * (gsize) self->width;
          const guint8 *outer = rim->pixels + at, *inner = inside->pixels + at, *hidden = line->pixels + at;
          guint32 *pixels = (guint32 *) (void *) (data + (gsize) (row + self->target.top) * stride) + self->target.left;

          for (int x = first; x < end; x += STEP)
            if ((get_step (&outer[x]) | get_step (&inner[x])) != 0 && get_step (&hidden[x]) != G_MAXUINT64)
              for (int k = x; k < MIN (x + STEP, end); k++)
                paint_pixel (&pixels[k], outer[k], inner[k], hidden[k], rim_shades, inside_shades);
        }
      cairo_surface_mark_dirty (self->target.surface);
    }
  _atlas_raster_cover_free (line);
}
