/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasRaster: lines and small areas as pixels, several times faster than cairo's stroker.
 *
 * Each edge of a shape adds, to the pixels that it passes, how much of the pixel's area lies to its right (as in Levien's
 * font-rs, 2015); summing a row from left to right gives the exact coverage.  Lines become strips: where a line bends a
 * little, two pieces share a mitred end and need no edge there; at sharper bends each piece gets its own ends and the gap
 * is filled by a wedge.  All shapes turn the same way, so overlaps only add up and are cut off at 1.  Lines of about a pixel
 * go their own way (atlas-raster-hair.c).
 *
 * Threads: an object belongs to one.  Limits: 64 million pixels. */

#include "render/atlas-raster-private.h"
#include "render/atlas-spare.h"

#include <math.h>

#define MAX_PIXELS (64 << 20)

/* Bends with a cosine above this are mitred. */
#define MITER_COSINE 0.7

/* Solid lines up to this width (pixels) are hairs. */
#define HAIR_WIDTH 1.6

static gboolean
is_whole (double value)
{
  return fabs (value - round (value)) < 1e-6;
}

/* Whether the clip is one rectangle of whole pixels, and which. */
static gboolean
get_clip (AtlasTarget *self,
          cairo_t     *cr)
{
  cairo_rectangle_list_t *list = cairo_copy_clip_rectangle_list (cr);
  gboolean direct = FALSE;

  if (list->status == CAIRO_STATUS_SUCCESS && list->num_rectangles == 1)
    {
      double left = list->rectangles[0].x * self->scale + self->x;
      double top = list->rectangles[0].y * self->scale + self->y;
      double right = left + list->rectangles[0].width * self->scale;
      double bottom = top + list->rectangles[0].height * self->scale;

      direct = is_whole (left) && is_whole (top) && is_whole (right) && is_whole (bottom) && fabs (left) < 1e6
               && fabs (top) < 1e6 && right < 1e6 && bottom < 1e6;
      if (direct)
        {
          self->left = MAX (0, (int) round (left));
          self->top = MAX (0, (int) round (top));
          self->right = MIN (cairo_image_surface_get_width (self->surface), (int) round (right));
          self->bottom = MIN (cairo_image_surface_get_height (self->surface), (int) round (bottom));
        }
    }
  cairo_rectangle_list_destroy (list);

  return direct;
}

void
_atlas_target_init (AtlasTarget *self,
                    cairo_t     *cr)
{
  double scale_x, scale_y, offset_x, offset_y;
  cairo_matrix_t matrix;
  cairo_format_t format;

  *self = (AtlasTarget) { .surface = cairo_get_group_target (cr) };
  cairo_get_matrix (cr, &matrix);
  cairo_surface_get_device_scale (self->surface, &scale_x, &scale_y);
  cairo_surface_get_device_offset (self->surface, &offset_x, &offset_y);
  self->scale = matrix.xx * scale_x;
  self->x = matrix.x0 * scale_x + offset_x;
  self->y = matrix.y0 * scale_y + offset_y;
  self->is_pixels = cairo_surface_get_type (self->surface) == CAIRO_SURFACE_TYPE_IMAGE && matrix.xy == 0.0
                    && matrix.yx == 0.0 && matrix.xx == matrix.yy && scale_x == scale_y && self->scale > 0.0;
  if (!self->is_pixels)
    return;

  format = cairo_image_surface_get_format (self->surface);
  self->is_direct = (format == CAIRO_FORMAT_ARGB32 || format == CAIRO_FORMAT_RGB24)
                    && cairo_get_operator (cr) == CAIRO_OPERATOR_OVER && get_clip (self, cr);
}

AtlasRaster *
_atlas_raster_new (const AtlasTarget *target)
{
  gint64 width = target->right - target->left, height = target->bottom - target->top;
  AtlasRaster *self;
  float *cover;

  if (!target->is_direct || width <= 0 || height <= 0 || width * height > MAX_PIXELS)
    return NULL;
  cover = _atlas_spare_take ((gsize) ((width + 2) * height) * sizeof (float));
  if (cover == NULL)
    return NULL;

  self = g_new0 (AtlasRaster, 1);
  self->target = *target;
  self->width = (int) width;
  self->height = (int) height;
  self->stride = self->width + 2;
  self->cover = cover;
  self->spans = g_new (AtlasSpan, self->height);
  for (int i = 0; i < self->height; i++)
    self->spans[i] = (AtlasSpan) { G_MAXINT, -1 };
  self->top = G_MAXINT;
  self->bottom = -1;
  self->points = g_array_new (FALSE, FALSE, sizeof (AtlasVec));
  self->dash = g_array_new (FALSE, FALSE, sizeof (AtlasVec));

  return self;
}

void
_atlas_raster_free (AtlasRaster *self)
{
  g_array_unref (self->points);
  g_array_unref (self->dash);
  _atlas_spare_give (self->cover, (gsize) self->stride * (gsize) self->height * sizeof (float));
  g_free (self->spans);
  g_free (self);
}

/* The part of an edge within one row: from xa to xb, covering @d of the row's height (signed). */
static inline void
add_row (float  *row,
         double  xa,
         double  xb,
         double  d)
{
  double left = MIN (xa, xb), right = MAX (xa, xb);
  int first = (int) left;
  int last = (int) ceil (right);

  if (last <= first + 1)
    {
      double middle = 0.5 * (xa + xb) - first;

      row[first] += (float) (d - d * middle);
      row[first + 1] += (float) (d * middle);
    }
  else
    {
      double s = 1.0 / (right - left), from = left - first, to = right - last + 1.0;
      double a0 = 0.5 * s * (1.0 - from) * (1.0 - from), am = 0.5 * s * to * to;

      row[first] += (float) (d * a0);
      if (last == first + 2)
        row[first + 1] += (float) (d * (1.0 - a0 - am));
      else
        {
          double a1 = s * (1.5 - from), a2 = a1 + (last - first - 3) * s;

          row[first + 1] += (float) (d * (a1 - a0));
          for (int x = first + 2; x < last - 1; x++)
            row[x] += (float) (d * s);
          row[last - 1] += (float) (d * (1.0 - a2 - am));
        }
      row[last] += (float) (d * am);
    }
}

/* An edge with a.y < b.y whose x lie within 0 … width. */
static void
add_inner_edge (AtlasRaster *self,
                AtlasVec     a,
                AtlasVec     b,
                double       sign)
{
  double slope = (b.x - a.x) / (b.y - a.y), x = a.x;
  int first, end;

  if (a.y < 0.0)
    {
      x -= a.y * slope;
      a.y = 0.0;
    }
  first = (int) a.y;
  end = MIN (self->height, (int) ceil (b.y));
  if (first >= end)
    return;
  self->top = MIN (self->top, first);
  self->bottom = MAX (self->bottom, end - 1);

  for (int row = first; row < end; row++)
    {
      double dy = MIN (row + 1.0, b.y) - MAX ((double) row, a.y);
      /* Rounding must not carry x out of the picture. */
      double next = CLAMP (x + slope * dy, 0.0, (double) self->width);

      x = CLAMP (x, 0.0, (double) self->width);
      add_row (self->cover + (gsize) row * self->stride, x, next, dy * sign);
      _atlas_raster_touch (self, row, (int) MIN (x, next), MIN (self->width - 1, (int) MAX (x, next) + 1));
      x = next;
    }
}

/* Where the line a–b has this x. */
static AtlasVec
at_x (AtlasVec a,
      AtlasVec b,
      double   x)
{
  return (AtlasVec) { x, a.y + (x - a.x) / (b.x - a.x) * (b.y - a.y) };
}

/* An edge of a shape; what lies left or right of the picture is pushed to its side, where it keeps its meaning. */
static void
add_edge (AtlasRaster *self,
          AtlasVec     a,
          AtlasVec     b)
{
  double sign = 1.0, limits[2] = { 0.0, (double) self->width };

  if (a.y == b.y)
    return;
  if (a.y > b.y)
    {
      AtlasVec swap = a;

      a = b;
      b = swap;
      sign = -1.0;
    }
  if (b.y <= 0.0 || a.y >= self->height)
    return;

  if (a.x >= 0.0 && b.x >= 0.0 && a.x <= self->width && b.x <= self->width)
    {
      add_inner_edge (self, a, b, sign);
      return;
    }

  for (int side = 0; side < 2; side++)
    {
      double limit = limits[side];
      gboolean a_out = side == 0 ? a.x < limit : a.x > limit;
      gboolean b_out = side == 0 ? b.x < limit : b.x > limit;
      AtlasVec cut;

      if (a_out && b_out)
        {
          add_inner_edge (self, (AtlasVec) { limit, a.y }, (AtlasVec) { limit, b.y }, sign);
          return;
        }
      if (!a_out && !b_out)
        continue;
      cut = at_x (a, b, limit);
      cut.y = CLAMP (cut.y, a.y, b.y);
      if (a_out)
        {
          if (cut.y > a.y && cut.y > 0.0)
            add_inner_edge (self, (AtlasVec) { limit, a.y }, (AtlasVec) { limit, cut.y }, sign);
          a = cut;
        }
      else
        {
          if (b.y > cut.y && cut.y < self->height && b.y > 0.0)
            add_inner_edge (self, (AtlasVec) { limit, cut.y }, (AtlasVec) { limit, b.y }, sign);
          b = cut;
        }
      if (a.y >= b.y || b.y <= 0.0 || a.y >= self->height)
        return;
    }
  add_inner_edge (self, a, b, sign);
}

/* Edges along an arc around @at, from @from (relative to @at) through @angle. */
static void
add_arc (AtlasRaster *self,
         AtlasVec     at,
         AtlasVec     from,
         double       angle,
         AtlasVec     to)
{
  double radius = hypot (from.x, from.y);
  /* A tenth of a pixel between chord and arc. */
  double step = radius > 0.2 ? 2.0 * acos (1.0 - 0.1 / radius) : G_PI_2;
  int n = (int) CLAMP (ceil (angle / step), 1.0, 64.0);
  double cosine = cos (angle / n), sine = sin (angle / n);
  AtlasVec last = { at.x + from.x, at.y + from.y };

  for (int i = 1; i < n; i++)
    {
      AtlasVec next;

      from = (AtlasVec) { from.x * cosine - from.y * sine, from.x * sine + from.y * cosine };
      next = (AtlasVec) { at.x + from.x, at.y + from.y };
      add_edge (self, last, next);
      last = next;
    }
  add_edge (self, last, (AtlasVec) { at.x + to.x, at.y + to.y });
}

/* A line on its way into strips: the sides of the strip so far, and the direction it has. */
typedef struct
{
  AtlasVec left;
  AtlasVec right;
} Sides;

static inline AtlasVec
plus (AtlasVec p,
      AtlasVec v)
{
  return (AtlasVec) { p.x + v.x, p.y + v.y };
}

static inline AtlasVec
minus (AtlasVec p,
       AtlasVec v)
{
  return (AtlasVec) { p.x - v.x, p.y - v.y };
}

static void
add_sides (AtlasRaster *self,
           Sides       *sides,
           AtlasVec     left,
           AtlasVec     right)
{
  add_edge (self, sides->left, left);
  add_edge (self, right, sides->right);
  *sides = (Sides) { left, right };
}

/* The strip bends at @at from normal @n1 to @n2 (half the width long).  Returns with the sides where the next piece begins. */
static void
add_bend (AtlasRaster *self,
          Sides       *sides,
          AtlasVec     at,
          AtlasVec     n1,
          AtlasVec     n2,
          double       half,
          double       shorter,
          gboolean     round)
{
  double cosine = (n1.x * n2.x + n1.y * n2.y) / (half * half);
  double sine = (n1.x * n2.y - n1.y * n2.x) / (half * half);

  if (cosine > MITER_COSINE && fabs (sine) * half < shorter * (1.0 + cosine))
    {
      AtlasVec miter = { (n1.x + n2.x) / (1.0 + cosine), (n1.y + n2.y) / (1.0 + cosine) };

      add_sides (self, sides, minus (at, miter), plus (at, miter));
      return;
    }

  add_sides (self, sides, minus (at, n1), plus (at, n1));
  add_edge (self, sides->left, sides->right);
  /* The wedge on the outer side; arcs go the same way around as the strip does. */
  if (sine >= 0.0)
    {
      AtlasVec from = { -n1.x, -n1.y }, to = { -n2.x, -n2.y };

      add_edge (self, at, plus (at, from));
      add_arc (self, at, from, round ? atan2 (sine, cosine) : 0.0, to);
      add_edge (self, plus (at, to), at);
    }
  else
    {
      add_edge (self, at, plus (at, n2));
      add_arc (self, at, n2, round ? atan2 (-sine, cosine) : 0.0, n1);
      add_edge (self, plus (at, n1), at);
    }
  *sides = (Sides) { minus (at, n2), plus (at, n2) };
  add_edge (self, sides->right, sides->left);
}

/* The normal to the right of a → b, @half long; and how far it is. */
static AtlasVec
get_normal (AtlasVec  a,
            AtlasVec  b,
            double    half,
            double   *length)
{
  double dx = b.x - a.x, dy = b.y - a.y;

  *length = sqrt (dx * dx + dy * dy);

  return (AtlasVec) { -dy / *length * half, dx / *length * half };
}

/* A dot, for a line that goes nowhere but has round ends. */
static void
add_dot (AtlasRaster *self,
         AtlasVec     at,
         double       half)
{
  AtlasVec down = { 0.0, half }, up = { 0.0, -half };

  add_arc (self, at, up, G_PI, down);
  add_arc (self, at, down, G_PI, up);
}

/* Points in pixels of the picture, none the same as the one before. */
static void
add_strip (AtlasRaster    *self,
           const AtlasVec *p,
           guint           n,
           gboolean        closed,
           double          half,
           gboolean        round_caps)
{
  gboolean round = half > 1.0;
  double length, next_length;
  AtlasVec normal, next, first;
  Sides sides;

  if (n < 2)
    {
      if (n == 1 && round_caps)
        add_dot (self, p[0], half);
      return;
    }
  closed = closed && n > 2;

  first = normal = get_normal (p[0], p[1], half, &length);
  sides = (Sides) { minus (p[0], normal), plus (p[0], normal) };
  if (round_caps && !closed)
    add_arc (self, p[0], normal, G_PI, (AtlasVec) { -normal.x, -normal.y });
  else
    add_edge (self, sides.right, sides.left);

  for (guint i = 1; i + 1 < n + (closed ? 1 : 0); i++)
    {
      next = get_normal (p[i], p[i + 1 < n ? i + 1 : 0], half, &next_length);
      add_bend (self, &sides, p[i], normal, next, half, MIN (length, next_length), round);
      normal = next;
      length = next_length;
    }

  if (closed)
    {
      /* Without a mitre: the first piece has begun with an end of its own. */
      add_bend (self, &sides, p[0], normal, first, half, 0.0, round);
      add_edge (self, sides.left, sides.right);
      return;
    }
  add_sides (self, &sides, minus (p[n - 1], normal), plus (p[n - 1], normal));
  if (round_caps)
    add_arc (self, p[n - 1], (AtlasVec) { -normal.x, -normal.y }, G_PI, normal);
  else
    add_edge (self, sides.left, sides.right);
}

/* Cuts the line in self->points into dashes. */
static void
add_dashes (AtlasRaster    *self,
            const AtlasPen *pen,
            double          half,
            double          start)
{
  const AtlasVec *p = (const AtlasVec *) (void *) self->points->data;
  double period = 0.0, left;
  guint at = 0;

  for (guint i = 0; i < pen->n_dash; i++)
    period += pen->dash[i];
  left = fmod (start, period);
  while (left >= pen->dash[at])
    {
      left -= pen->dash[at];
      at = (at + 1) % pen->n_dash;
    }
  left = (pen->dash[at] - left) * self->target.scale;

  g_array_set_size (self->dash, 0);
  g_array_append_val (self->dash, p[0]);
  for (guint i = 1; i < self->points->len; i++)
    {
      double length = hypot (p[i].x - p[i - 1].x, p[i].y - p[i - 1].y), done = 0.0;

      while (length - done > left)
        {
          AtlasVec cut;

          done += left;
          cut = (AtlasVec) { p[i - 1].x + (p[i].x - p[i - 1].x) * done / length,
                             p[i - 1].y + (p[i].y - p[i - 1].y) * done / length };
          g_array_append_val (self->dash, cut);
          if (at % 2 == 0)
            add_strip (self, (const AtlasVec *) (void *) self->dash->data, self->dash->len, FALSE, half, pen->round_caps);
          g_array_set_size (self->dash, 0);
          g_array_append_val (self->dash, cut);
          at = (at + 1) % pen->n_dash;
          left = pen->dash[at] * self->target.scale;
        }
      left -= length - done;
      if (length - done > 1e-9)
        g_array_append_val (self->dash, p[i]);
    }
  if (at % 2 == 0)
    add_strip (self, (const AtlasVec *) (void *) self->dash->data, self->dash->len, FALSE, half, pen->round_caps);
}

/* Takes points over into pixels of the picture, without repetitions. */
static void
take_points (AtlasRaster    *self,
             const AtlasVec *points,
             guint           n)
{
  double x = self->target.x - self->target.left, y = self->target.y - self->target.top;
  AtlasVec last = { NAN, NAN };

  g_array_set_size (self->points, 0);
  for (guint i = 0; i < n; i++)
    {
      AtlasVec point = { points[i].x * self->target.scale + x, points[i].y * self->target.scale + y };

      if (fabs (point.x - last.x) + fabs (point.y - last.y) < 1e-6)
        continue;
      g_array_append_val (self->points, point);
      last = point;
    }
}

void
_atlas_raster_add_line (AtlasRaster    *self,
                        const AtlasPen *pen,
                        const AtlasVec *points,
                        guint           n,
                        gboolean        closed,
                        double          start)
{
  double half = pen->width * self->target.scale / 2.0;
  const AtlasVec *p;

  if (n == 0 || half <= 0.0)
    return;

  take_points (self, points, n);
  p = (const AtlasVec *) (void *) self->points->data;
  if (closed && self->points->len > 1 && fabs (p[0].x - p[self->points->len - 1].x)
                                         + fabs (p[0].y - p[self->points->len - 1].y) < 1e-6)
    g_array_set_size (self->points, self->points->len - 1);

  if (pen->n_dash > 0)
    {
      if (closed)
        {
          AtlasVec first = g_array_index (self->points, AtlasVec, 0);

          g_array_append_val (self->points, first);
        }
      add_dashes (self, pen, half, start);
    }
  else if (2.0 * half <= HAIR_WIDTH && self->points->len > 1)
    _atlas_raster_add_hair (self, p, self->points->len, closed, half, pen->round_caps);
  else
    add_strip (self, p, self->points->len, closed, half, pen->round_caps);
}

void
_atlas_raster_add_ring (AtlasRaster    *self,
                        const AtlasVec *points,
                        guint           n)
{
  const AtlasVec *p;

  take_points (self, points, n);
  p = (const AtlasVec *) (void *) self->points->data;
  n = self->points->len;
  for (guint i = 0; i < n; i++)
    add_edge (self, p[i], p[i + 1 < n ? i + 1 : 0]);
}

/* Coverage of an even–odd area from its winding number: a triangle wave. */
static inline float
fold (float winding)
{
  float rest;

  winding = fabsf (winding);
  if (winding <= 1.0f)
    return winding;
  rest = winding - 2.0f * (float) (int) (winding / 2.0f);

  return rest > 1.0f ? 2.0f - rest : rest;
}

static void
paint_row (AtlasRaster *self,
           int          row,
           const AtlasSpan *span,
           guint32     *pixels,
           const float  parts[4],
           guint32      full,
           gboolean     even_odd)
{
  float *cover = self->cover + (gsize) row * self->stride;
  float sum = 0.0f;

  for (int x = span->first; x <= span->last; x++)
    {
      float coverage;

      sum += cover[x];
      cover[x] = 0.0f;
      coverage = even_odd ? fold (sum) : MIN (fabsf (sum), 1.0f);
      if (coverage < 1.0f / 512.0f)
        continue;
      if (coverage > 1.0f - 1.0f / 512.0f)
        pixels[x] = (full >> 24) == 255 ? full : _atlas_blend_pixel (pixels[x], full);
      else
        pixels[x] = _atlas_blend_pixel (pixels[x], (guint32) (parts[3] * coverage + 0.5f) << 24
                                                     | (guint32) (parts[0] * coverage + 0.5f) << 16
                                                     | (guint32) (parts[1] * coverage + 0.5f) << 8
                                                     | (guint32) (parts[2] * coverage + 0.5f));
    }
  /* What an edge at the right side put beyond it. */
  cover[self->width] = cover[self->width + 1] = 0.0f;
}

void
_atlas_raster_paint (AtlasRaster      *self,
                     const AtlasColor *color,
                     gboolean          even_odd)
{
  const float alpha = color->alpha * 255.0f;
  const float parts[4] = { color->red * alpha, color->green * alpha, color->blue * alpha, alpha };
  guint32 full = (guint32) (parts[3] + 0.5f) << 24 | (guint32) (parts[0] + 0.5f) << 16 | (guint32) (parts[1] + 0.5f) << 8
                 | (guint32) (parts[2] + 0.5f);
  int stride = cairo_image_surface_get_stride (self->target.surface);
  guchar *data;

  if (self->top > self->bottom)
    return;

  cairo_surface_flush (self->target.surface);
  data = cairo_image_surface_get_data (self->target.surface);
  for (int row = self->top; row <= self->bottom; row++)
    {
      AtlasSpan *span = &self->spans[row];
      guint32 *pixels = (guint32 *) (void *) (data + (gsize) (row + self->target.top) * stride) + self->target.left;

      if (span->last < span->first)
        continue;
      paint_row (self, row, span, pixels, parts, full, even_odd);
      *span = (AtlasSpan) { G_MAXINT, -1 };
    }
  self->top = G_MAXINT;
  self->bottom = -1;
  cairo_surface_mark_dirty (self->target.surface);
}
