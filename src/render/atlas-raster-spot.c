/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is smaller than a pixel or made of whole ones: no edge is walked, the rows are added to at once.
 *
 * Threads: as the rasteriser. */

#include "render/atlas-raster-private.h"

#include <math.h>

/* Within a row of pixels everything right of @x: @d of the row's height. */
static inline void
add_right_of (float  *row,
              double  x,
              double  d)
{
  int column = (int) x;
  float part = (float) (d * (x - column));

  row[column] += (float) d - part;
  row[column + 1] += part;
}

void
_atlas_raster_add_spot (AtlasRaster     *self,
                        const AtlasSpot *spot,
                        double           grow,
                        double           cover)
{
  const double scale = self->target.scale, width = self->width;
  const double x = self->target.x - self->target.left, y = self->target.y - self->target.top;
  double left = spot->left * scale + x, right = spot->right * scale + x;
  double top = spot->top * scale + y, bottom = spot->bottom * scale + y;
  int first, end;

  grow *= scale;
  first = (int) MAX (0.0, floor (top - grow));
  end = (int) MIN ((double) self->height, ceil (bottom + grow));
  if (cover == 0.0 || first >= end || right + grow <= 0.0 || left - grow >= width)
    return;
  self->top = MIN (self->top, first);
  self->bottom = MAX (self->bottom, end - 1);

  for (int row = first; row < end; row++)
    {
      float *pixels = self->cover + (gsize) row * self->stride;
      double from = MAX ((double) row, top - grow), to = MIN (row + 1.0, bottom + grow), middle = 0.5 * (from + to);
      double off = middle < top ? top - middle : middle > bottom ? middle - bottom : 0.0;
      /* At a pixel or two nobody sees corners. */
      double reach = grow > 1.0 ? sqrt (MAX (0.0, grow * grow - off * off)) : grow;
      double x1 = CLAMP (left - reach, 0.0, width), x2 = CLAMP (right + reach, 0.0, width);

      add_right_of (pixels, x1, (to - from) * cover);
      add_right_of (pixels, x2, (from - to) * cover);
      _atlas_raster_touch (self, row, (int) x1, MIN (self->width - 1, (int) x2 + 1));
    }
}

void
_atlas_raster_add_box (AtlasRaster *self,
                       int          x,
                       int          y,
                       int          width,
                       int          height)
{
  int left = MAX (0, x), right = MIN (self->width, x + width), first = MAX (0, y), end = MIN (self->height, y + height);

  if (left >= right || first >= end)
    return;
  self->top = MIN (self->top, first);
  self->bottom = MAX (self->bottom, end - 1);
  for (int row = first; row < end; row++)
    {
      float *pixels = self->cover + (gsize) row * self->stride;

      pixels[left] += 1.0f;
      pixels[right] -= 1.0f;
      _atlas_raster_touch (self, row, left, MIN (self->width - 1, right));
    }
}
