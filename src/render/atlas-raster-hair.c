/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines about a pixel wide, of which dense layers have millions: a segment is walked along its longer side, a row or a column
 * at a time, and covers in each the piece of the other direction that lies within half its width.
 *
 *    ██▓·           A steep segment in one row: what lies between its two sides, x - r and x + r with r = half / cos(angle),
 *     ▓██·          as much of the row as the segment passes.  Pieces end level instead of square: at this width nobody can
 *      ·██▓         tell, they meet by themselves, and bends need no care.
 *
 * Threads: as the rasteriser. */

#include "render/atlas-raster-private.h"

#include <math.h>

/* A round end is as long as a square one of this part of it: the same area. */
#define ROUND_PART (G_PI / 4.0)

/* One side of the strip within a row, @d of the row high, at most a pixel aslant: everything right of it is covered. */
static inline void
add_side (float  *row,
          double  xa,
          double  xb,
          double  d)
{
  double left = MIN (xa, xb), right = MAX (xa, xb);
  int first = (int) left;

  if (right <= first + 1)
    {
      float middle = (float) (d * (0.5 * (left + right) - first));

      row[first] += (float) d - middle;
      row[first + 1] += middle;
    }
  else
    {
      double s = 0.5 / (right - left), from = first + 1 - left, to = right - first - 1;
      float start = (float) (d * s * from * from), end = (float) (d * s * to * to);

      row[first] += start;
      row[first + 1] += (float) d - start - end;
      row[first + 2] += end;
    }
}

/* The same where the side may leave the picture: what is left of it covers the row from its beginning, what is right of it
 * nothing.  Blocks would show a seam if the side were pushed to the edge instead. */
static inline void
add_side_within (float  *row,
                 double  xa,
                 double  xb,
                 double  d,
                 double  width)
{
  double left = MIN (xa, xb), right = MAX (xa, xb), before, until;

  if (left >= 0.0 && right <= width)
    {
      add_side (row, xa, xb, d);
      return;
    }
  if (right <= 0.0 || left >= width)
    {
      add_side (row, right <= 0.0 ? 0.0 : width, right <= 0.0 ? 0.0 : width, d);
      return;
    }
  before = left < 0.0 ? -left / (right - left) : 0.0;
  until = right > width ? (width - left) / (right - left) : 1.0;
  add_side (row, 0.0, 0.0, d * before);
  add_side (row, MAX (left, 0.0), MIN (right, width), d * (until - before));
}

static void
add_steep (AtlasRaster *self,
           AtlasVec     a,
           AtlasVec     b,
           double       reach)
{
  double slope = (b.x - a.x) / (b.y - a.y), width = self->width;
  int first = MAX (0, (int) floor (a.y)), end = MIN (self->height, (int) ceil (b.y));

  if (first >= end)
    return;
  self->top = MIN (self->top, first);
  self->bottom = MAX (self->bottom, end - 1);

  for (int row = first; row < end; row++)
    {
      double from = MAX ((double) row, a.y), to = MIN (row + 1.0, b.y);
      double x0 = a.x + (from - a.y) * slope, x1 = a.x + (to - a.y) * slope;
      float *cover = self->cover + (gsize) row * self->stride;

      if (MAX (x0, x1) + reach <= 0.0 || MIN (x0, x1) - reach >= width)
        continue;
      add_side_within (cover, x0 - reach, x1 - reach, to - from, width);
      add_side_within (cover, x0 + reach, x1 + reach, from - to, width);
      _atlas_raster_touch (self, row, (int) MAX (MIN (x0, x1) - reach, 0.0),
                           (int) MIN (MAX (x0, x1) + reach + 1.0, width - 1.0));
    }
}

/* How much of a square of side 1 lies above a line that leaves it at heights @va and @vb on its two sides. */
static inline double
get_part_above (double va,
                double vb)
{
  double low = MIN (va, vb), high = MAX (va, vb), sum;

  if (high <= 0.0)
    return 0.0;
  if (low >= 1.0)
    return 1.0;
  if (low >= 0.0 && high <= 1.0)
    return 0.5 * (low + high);

  /* The integral of the clamped height: a parabola within the square, straight beyond. */
  sum = high > 1.0 ? high - 0.5 : 0.5 * high * high;
  if (low > 0.0)
    sum -= 0.5 * low * low;

  return sum / (high - low);
}

static void
add_flat (AtlasRaster *self,
          AtlasVec     a,
          AtlasVec     b,
          double       reach)
{
  double slope = (b.y - a.y) / (b.x - a.x);
  int first = MAX (0, (int) floor (a.x)), end = MIN (self->width, (int) ceil (b.x));

  for (int column = first; column < end; column++)
    {
      double from = MAX ((double) column, a.x), to = MIN (column + 1.0, b.x);
      double y0 = a.y + (from - a.x) * slope, y1 = a.y + (to - a.x) * slope;
      int top = (int) MAX (MIN (y0, y1) - reach, 0.0);
      int last = (int) MIN (ceil (MAX (y0, y1) + reach), (double) self->height) - 1;

      if (last < top)
        continue;
      self->top = MIN (self->top, top);
      self->bottom = MAX (self->bottom, last);
      for (int row = top; row <= last; row++)
        {
          float *cover = self->cover + (gsize) row * self->stride + column;
          float part = (float) ((to - from) * (get_part_above (y0 + reach - row, y1 + reach - row)
                                               - get_part_above (y0 - reach - row, y1 - reach - row)));

          cover[0] += part;
          cover[1] -= part;
          _atlas_raster_touch (self, row, column, MIN (self->width - 1, column + 1));
        }
    }
}

static void
add_segment (AtlasRaster *self,
             AtlasVec     a,
             AtlasVec     b,
             double       half)
{
  double dx = fabs (b.x - a.x), dy = fabs (b.y - a.y), length = sqrt (dx * dx + dy * dy);

  if (dy >= dx)
    a.y <= b.y ? add_steep (self, a, b, half * length / dy) : add_steep (self, b, a, half * length / dy);
  else
    a.x <= b.x ? add_flat (self, a, b, half * length / dx) : add_flat (self, b, a, half * length / dx);
}

/* @from carried on beyond @to by @by pixels. */
static AtlasVec
carry_on (AtlasVec from,
          AtlasVec to,
          double   by)
{
  double length = hypot (to.x - from.x, to.y - from.y);

  return (AtlasVec) { to.x + (to.x - from.x) / length * by, to.y + (to.y - from.y) / length * by };
}

void
_atlas_raster_add_hair (AtlasRaster    *self,
                        const AtlasVec *points,
                        guint           n,
                        gboolean        closed,
                        double          half,
                        gboolean        round_caps)
{
  AtlasVec first = points[0], last = points[n - 1];

  if (round_caps && !closed)
    {
      first = carry_on (points[1], points[0], half * ROUND_PART);
      last = carry_on (points[n - 2], points[n - 1], half * ROUND_PART);
    }
  for (guint i = 1; i < n; i++)
    add_segment (self, i == 1 ? first : points[i - 1], i + 1 == n ? last : points[i], half);
  if (closed)
    add_segment (self, points[n - 1], points[0], half);
}
