/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The edge tint of areas: a band along the outline that fades out.
 *
 * Each pixel near the outline gets the distance to it, segment by segment, and from that its share of the colour: smooth
 * at any width, and the cost is that of the pixels in the band.  No vector format that cairo writes has a gradient along a path:
 * on paper the band is strokes on strokes, each a little narrower than the one below. */

#include "render/atlas-painter-private.h"

#include <math.h>
#include <string.h>

/* Strokes that a band is made of on paper. */
#define STEPS 16

typedef struct
{
  float *distance;    /* squared, pixels of the picture */
  int    width;
  int    height;
  double x;           /* of its corner, pixels of the picture */
  double y;
  double scale;
  double reach;       /* pixels of the picture */
} Field;

/* Lowers the distances around the segment a–b (pixels of the picture). */
static void
add_segment (Field    *field,
             AtlasVec  a,
             AtlasVec  b)
{
  double dx = b.x - a.x, dy = b.y - a.y;
  double length2 = dx * dx + dy * dy;
  int left = MAX (0, (int) floor (MIN (a.x, b.x) - field->reach));
  int right = MIN (field->width - 1, (int) ceil (MAX (a.x, b.x) + field->reach));
  int top = MAX (0, (int) floor (MIN (a.y, b.y) - field->reach));
  int bottom = MIN (field->height - 1, (int) ceil (MAX (a.y, b.y) + field->reach));
  double inverse = length2 > 0.0 ? 1.0 / length2 : 0.0;

  for (int row = top; row <= bottom; row++)
    {
      float *out = field->distance + (gsize) row * field->width;
      double py = row + 0.5 - a.y;

      for (int column = left; column <= right; column++)
        {
          double px = column + 0.5 - a.x;
          double t = CLAMP ((px * dx + py * dy) * inverse, 0.0, 1.0);
          double ex = px - t * dx, ey = py - t * dy;
          float distance = (float) (ex * ex + ey * ey);

          if (distance < out[column])
            out[column] = distance;
        }
    }
}

/* Long segments in pieces, so that a slanted one does not visit all pixels of its box. */
static void
add_line (Field    *field,
          AtlasVec  a,
          AtlasVec  b)
{
  double length = hypot (b.x - a.x, b.y - a.y);
  int pieces = (int) CLAMP (ceil (length / (3.0 * field->reach)), 1.0, 10000.0);

  for (int i = 0; i < pieces; i++)
    {
      double from = (double) i / pieces, to = (double) (i + 1) / pieces;
      AtlasVec p = { a.x + from * (b.x - a.x), a.y + from * (b.y - a.y) };
      AtlasVec q = { a.x + to * (b.x - a.x), a.y + to * (b.y - a.y) };

      add_segment (field, p, q);
    }
}

static void
add_run (Field          *field,
         const AtlasRun *run,
         const AtlasVec *points)
{
  guint n = run->closed ? run->n : run->n - 1;

  for (guint i = 0; i < n; i++)
    {
      AtlasVec a = points[i], b = points[(i + 1) % run->n];

      add_line (field, (AtlasVec) { a.x * field->scale - field->x, a.y * field->scale - field->y },
                (AtlasVec) { b.x * field->scale - field->x, b.y * field->scale - field->y });
    }
}

/* The share of the colour at a distance: all at the outline, nothing at the band's inner edge, falling off ever more gently.
 * @rest: what is left of the band, 1 to 0. */
static inline float
get_coverage (float rest)
{
  return rest * rest * (3.0f - rest) / 2.0f;
}

/* Turns distances into coverage. */
static cairo_surface_t *
make_mask (const Field *field)
{
  cairo_surface_t *mask = cairo_image_surface_create (CAIRO_FORMAT_A8, field->width, field->height);
  guchar *data = cairo_image_surface_get_data (mask);
  int stride = cairo_image_surface_get_stride (mask);
  float reach2 = (float) (field->reach * field->reach);

  if (data == NULL)
    return mask;

  for (int row = 0; row < field->height; row++)
    {
      const float *in = field->distance + (gsize) row * field->width;
      guchar *out = data + (gsize) row * stride;

      for (int column = 0; column < field->width; column++)
        if (in[column] < reach2)
          {
            float rest = 1.0f - sqrtf (in[column]) / (float) field->reach;

            out[column] = (guchar) (255.0f * get_coverage (rest) + 0.5f);
          }
    }
  cairo_surface_mark_dirty (mask);

  return mask;
}

/* From the widest stroke to the narrowest; each adds what is missing to the share that the colour has in its step. */
static void
stroke_band (cairo_t          *cr,
             const AtlasPath  *lines,
             guint             first,
             guint             n,
             const AtlasColor *color,
             double            width)
{
  double covered = 0.0;

  cairo_save (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_dash (cr, NULL, 0, 0.0);
  cairo_new_path (cr);
  _atlas_path_trace (lines, first, n, cr);
  for (guint i = 0; i < STEPS; i++)
    {
      const double wanted = color->alpha * (double) get_coverage ((float) ((i + 0.5) / STEPS));

      cairo_set_source_rgba (cr, color->red, color->green, color->blue, 1.0 - (1.0 - wanted) / (1.0 - covered));
      cairo_set_line_width (cr, 2.0 * width * (STEPS - i) / STEPS);
      cairo_stroke_preserve (cr);
      covered = wanted;
    }
  cairo_new_path (cr);
  cairo_restore (cr);
}

/* The picture is as large as what is drawn on: of a sheet that is painted in strips a strip.  FALSE: nothing is seen. */
static gboolean
fit_field (Field           *field,
           cairo_t         *cr,
           const AtlasView *view)
{
  double left, top, right, bottom;

  cairo_clip_extents (cr, &left, &top, &right, &bottom);
  field->x = MAX (0.0, floor (left * field->scale) - 1.0);
  field->y = MAX (0.0, floor (top * field->scale) - 1.0);
  field->width = (int) (MIN (ceil (view->width * field->scale), ceil (right * field->scale) + 1.0) - field->x);
  field->height = (int) (MIN (ceil (view->height * field->scale), ceil (bottom * field->scale) + 1.0) - field->y);

  return field->width > 0 && field->height > 0;
}

void
_atlas_edge_paint (cairo_t          *cr,
                   const AtlasView  *view,
                   const AtlasPath  *lines,
                   guint             first,
                   guint             n,
                   const AtlasColor *color,
                   double            width)
{
  Field field = { .scale = view->scale, .reach = width * view->scale };
  cairo_surface_t *mask;

  if (width <= 0.0 || n == 0)
    return;
  if (_atlas_is_vector (cr))
    {
      stroke_band (cr, lines, first, n, color, width);
      return;
    }
  if (!fit_field (&field, cr, view))
    return;
  field.distance = g_try_new (float, (gsize) field.width * field.height);
  if (field.distance == NULL)
    return;

  for (gsize i = 0; i < (gsize) field.width * field.height; i++)
    field.distance[i] = G_MAXFLOAT;
  for (guint i = first; i < first + n; i++)
    {
      const AtlasRun *run = &g_array_index (lines->runs, AtlasRun, i);

      add_run (&field, run, &g_array_index (lines->points, AtlasVec, run->first));
    }
  mask = make_mask (&field);
  g_free (field.distance);

  cairo_save (cr);
  _atlas_set_color (cr, color, 1.0);
  cairo_scale (cr, 1.0 / field.scale, 1.0 / field.scale);
  cairo_mask_surface (cr, mask, field.x, field.y);
  cairo_restore (cr);
  cairo_surface_destroy (mask);
}
