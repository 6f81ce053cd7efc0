/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Outlines: three strokes of one line, each wider than the other, laid over each other as coverage and painted once.
 *
 * Painted one after the other they would need a picture of their own to take the line's room out of again, and a long line is
 * most of a view.
 *
 * Threads: as the rasteriser. */

#include "render/atlas-raster-private.h"

#include <math.h>
#include <string.h>

struct _AtlasRasterCover
{
  int        stride;
  int        top;
  int        bottom;
  AtlasSpan *spans;     /* by row, from the raster's first on */
  guint8    *pixels;    /* only those in the spans mean anything */
};

AtlasRasterCover *
_atlas_raster_take_cover (AtlasRaster *self)
{
  AtlasRasterCover *out = g_new (AtlasRasterCover, 1);

  *out = (AtlasRasterCover) { self->width, self->top, self->bottom, g_new (AtlasSpan, self->height),
                              g_malloc ((gsize) self->width * (gsize) self->height) };
  memcpy (out->spans, self->spans, (gsize) self->height * sizeof (AtlasSpan));
  for (int row = self->top; row <= self->bottom; row++)
    {
      float *cover = self->cover + (gsize) row * self->stride;
      guint8 *pixels = out->pixels + (gsize) row * out->stride;
      const AtlasSpan span = self->spans[row];
      float sum = 0.0f;

      if (span.last < span.first)
        continue;
      for (int x = span.first; x <= span.last; x++)
        {
          sum += cover[x];
          cover[x] = 0.0f;
          pixels[x] = (guint8) (255.0f * MIN (fabsf (sum), 1.0f) + 0.5f);
        }
      cover[self->width] = cover[self->width + 1] = 0.0f;
      self->spans[row] = (AtlasSpan) { G_MAXINT, -1 };
    }
  self->top = G_MAXINT;
  self->bottom = -1;

  return out;
}

void
_atlas_raster_cover_free (AtlasRasterCover *self)
{
  g_free (self->spans);
  g_free (self->pixels);
  g_free (self);
}

static inline guint
get_cover (const AtlasRasterCover *self,
           int                     row,
           int                     x)
{
  const AtlasSpan *span = &self->spans[row];

  return x >= span->first && x <= span->last ? self->pixels[(gsize) row * self->stride + x] : 0;
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

static void
paint_row (AtlasRaster            *self,
           int                     row,
           const AtlasRasterCover *rim,
           const AtlasRasterCover *inside,
           const guint32           rim_shades[256],
           const guint32           inside_shades[256],
           guint32                *pixels)
{
  float *cover = self->cover + (gsize) row * self->stride;
  int first = MIN (self->spans[row].first, MIN (rim->spans[row].first, inside->spans[row].first));
  int last = MAX (self->spans[row].last, MAX (rim->spans[row].last, inside->spans[row].last));
  float sum = 0.0f;

  for (int x = first; x <= last; x++)
    {
      guint outer = get_cover (rim, row, x), inner = get_cover (inside, row, x);
      float covered;

      sum += cover[x];
      cover[x] = 0.0f;
      covered = fabsf (sum);
      if (covered > 1.0f - 1.0f / 512.0f || outer + inner == 0)
        continue;
      /* The inside hides as much of the rim as it covers. */
      outer = inner == 255 ? 0 : outer * (255 - inner) / 255;
      if (covered > 1.0f / 512.0f)
        {
          guint open = (guint) (255.0f * (1.0f - covered) + 0.5f);

          inner = (inner * open + 127) / 255;
          outer = (outer * open + 127) / 255;
        }
      pixels[x] = pixels[x] == 0 ? rim_shades[outer] + inside_shades[inner]
                                 : _atlas_blend_pixel (pixels[x], rim_shades[outer] + inside_shades[inner]);
    }
  cover[self->width] = cover[self->width + 1] = 0.0f;
  self->spans[row] = (AtlasSpan) { G_MAXINT, -1 };
}

void
_atlas_raster_paint_outline (AtlasRaster            *self,
                             const AtlasRasterCover *rim,
                             const AtlasColor       *rim_color,
                             const AtlasRasterCover *inside,
                             const AtlasColor       *inside_color,
                             double                  alpha)
{
  int top = MIN (self->top, MIN (rim->top, inside->top)), bottom = MAX (self->bottom, MAX (rim->bottom, inside->bottom));
  int stride = cairo_image_surface_get_stride (self->target.surface);
  guint32 rim_shades[256], inside_shades[256];
  guchar *data;

  if (top > bottom)
    return;
  get_shades (rim_color, alpha, rim_shades);
  get_shades (inside_color, alpha, inside_shades);
  cairo_surface_flush (self->target.surface);
  data = cairo_image_surface_get_data (self->target.surface);
  for (int row = top; row <= bottom; row++)
    paint_row (self, row, rim, inside, rim_shades, inside_shades,
               (guint32 *) (void *) (data + (gsize) (row + self->target.top) * stride) + self->target.left);
  self->top = G_MAXINT;
  self->bottom = -1;
  cairo_surface_mark_dirty (self->target.surface);
}
