/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Hatches: lines, crossed lines or dots over areas.
 *
 * The pattern belongs to the world, counted in pixels of the zoom from the world's corner: neighbouring blocks and areas
 * meet without seams, and nothing swims while the map is moved.  On pixels each one's share is worked out from its distance
 * to the nearest line, which is the same whatever part of the map is painted (cairo would round lines that begin elsewhere
 * differently); elsewhere (PDF, SVG) the lines are lines, and the dots a dashed line's round dashes of no length.
 *
 * Threads: any; a call shares nothing.  Limits: on pixels the cost is that of the area's box within the picture. */

#include "render/atlas-painter-job.h"

#include <math.h>

/* Pixels that are worked out at a time: bounds the memory of huge pictures. */
#define BAND_PIXELS (1 << 20)

/* A pattern ready for measuring. */
typedef struct
{
  const AtlasHatch *hatch;
  double            ux;       /* along the lines */
  double            uy;
  double            vx;       /* across */
  double            vy;
} Grid;

static void
grid_init (Grid             *self,
           const AtlasHatch *hatch)
{
  double angle = hatch->angle * G_PI / 180.0;

  /* y grows downwards. */
  *self = (Grid) { hatch, cos (angle), -sin (angle), sin (angle), cos (angle) };
}

/* How far @at is from the nearest multiple of 1. */
static inline double
get_distance (double at)
{
  double part = at - (double) (gint64) at;

  part = fabs (part);

  return MIN (part, 1.0 - part);
}

/* How much of a pixel the pattern covers, from the middle's distances to the nearest lines (in spacings). */
static inline double
get_cover (const AtlasHatch *hatch,
           double            across,
           double            along,
           double            scale)
{
  double width = hatch->width * scale, away = across;

  if (hatch->pattern == ATLAS_HATCH_CROSS)
    away = MIN (across, along);
  else if (hatch->pattern == ATLAS_HATCH_DOTS)
    away = sqrt (across * across + along * along);

  return CLAMP (width / 2.0 + 0.5 - away * hatch->spacing * scale, 0.0, MIN (1.0, width));
}

/* A picture of the pattern: pixels from @left, @top of the target on. */
static cairo_surface_t *
make_band (const AtlasPaintJob *self,
           const Grid          *grid,
           int                  left,
           int                  top,
           int                  width,
           int                  height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  const AtlasColor *color = atlas_paint_get (&grid->hatch->color, self->view->dark);
  guchar *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  double scale = self->target.scale, inverse = 1.0 / grid->hatch->spacing;

  if (data == NULL)
    return surface;

  for (int row = 0; row < height; row++)
    {
      guint32 *out = (guint32 *) (void *) (data + (gsize) row * stride);
      double y = self->window.y + (top + row + 0.5 - self->target.y) / scale;

      for (int column = 0; column < width; column++)
        {
          double x = self->window.x + (left + column + 0.5 - self->target.x) / scale;
          double across = get_distance ((x * grid->vx + y * grid->vy) * inverse);
          double along = get_distance ((x * grid->ux + y * grid->uy) * inverse);
          double alpha = get_cover (grid->hatch, across, along, scale) * color->alpha * 255.0;

          if (alpha > 0.0)
            out[column] = (guint32) (alpha + 0.5) << 24 | (guint32) (color->red * alpha + 0.5) << 16
                          | (guint32) (color->green * alpha + 0.5) << 8 | (guint32) (color->blue * alpha + 0.5);
        }
    }
  cairo_surface_mark_dirty (surface);

  return surface;
}

static void
fill_pixels (AtlasPaintJob *self,
             const Grid    *grid,
             double         x1,
             double         y1,
             double         x2,
             double         y2)
{
  const AtlasTarget *target = &self->target;
  int left = (int) MAX (target->left, floor (x1 * target->scale + target->x));
  int right = (int) MIN (target->right, ceil (x2 * target->scale + target->x));
  int top = (int) MAX (target->top, floor (y1 * target->scale + target->y));
  int bottom = (int) MIN (target->bottom, ceil (y2 * target->scale + target->y));
  int rows;

  if (left >= right || top >= bottom)
    return;

  rows = MAX (1, BAND_PIXELS / (right - left));
  for (int row = top; row < bottom; row += rows)
    {
      cairo_surface_t *band = make_band (self, grid, left, row, right - left, MIN (rows, bottom - row));
      cairo_pattern_t *pattern = cairo_pattern_create_for_surface (band);
      cairo_matrix_t matrix;

      /* Outside of its pixels the band paints nothing. */
      cairo_matrix_init (&matrix, target->scale, 0.0, 0.0, target->scale, target->x - left, target->y - row);
      cairo_pattern_set_matrix (pattern, &matrix);
      cairo_pattern_set_filter (pattern, CAIRO_FILTER_NEAREST);
      cairo_set_source (self->cr, pattern);
      cairo_fill_preserve (self->cr);
      cairo_pattern_destroy (pattern);
      cairo_surface_destroy (band);
    }
}

/* Strokes all lines along @ux, @uy that meet the box; @wx, @wy: where in the world user space begins. */
static void
stroke_lines (cairo_t          *cr,
              const AtlasHatch *hatch,
              double            ux,
              double            uy,
              const double      box[4],
              double            wx,
              double            wy)
{
  double vx = -uy, vy = ux, spacing = hatch->spacing;
  double low_v = INFINITY, high_v = -INFINITY, low_u = INFINITY, high_u = -INFINITY;

  for (int i = 0; i < 4; i++)
    {
      double x = box[i & 1 ? 2 : 0] + wx, y = box[i & 2 ? 3 : 1] + wy;

      low_v = MIN (low_v, x * vx + y * vy);
      high_v = MAX (high_v, x * vx + y * vy);
      low_u = MIN (low_u, x * ux + y * uy);
      high_u = MAX (high_u, x * ux + y * uy);
    }

  /* Dots lie where both families of lines would cross, so a line begins at one. */
  low_u = (floor (low_u / spacing) - 1.0) * spacing;
  high_u = (ceil (high_u / spacing) + 1.0) * spacing;
  for (double k = floor (low_v / spacing) - 1.0; k <= high_v / spacing + 1.0; k += 1.0)
    {
      double v = k * spacing;

      cairo_move_to (cr, low_u * ux + v * vx - wx, low_u * uy + v * vy - wy);
      cairo_line_to (cr, high_u * ux + v * vx - wx, high_u * uy + v * vy - wy);
    }
  cairo_stroke (cr);
}

void
_atlas_hatch_draw (cairo_t          *cr,
                   const AtlasHatch *hatch,
                   gboolean          dark,
                   const double      box[4],
                   double            wx,
                   double            wy)
{
  const double dots[2] = { 0.0, hatch->spacing };
  Grid grid;

  grid_init (&grid, hatch);
  _atlas_set_color (cr, atlas_paint_get (&hatch->color, dark), 1.0);
  cairo_set_line_width (cr, hatch->width);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  cairo_set_dash (cr, NULL, 0, 0.0);
  if (hatch->pattern == ATLAS_HATCH_DOTS)
    {
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
      cairo_set_dash (cr, dots, 2, 0.0);
    }
  cairo_new_path (cr);
  stroke_lines (cr, hatch, grid.ux, grid.uy, box, wx, wy);
  if (hatch->pattern == ATLAS_HATCH_CROSS)
    stroke_lines (cr, hatch, grid.vx, grid.vy, box, wx, wy);
}

void
_atlas_job_fill_hatch (AtlasPaintJob        *self,
                       const AtlasPaintItem *item)
{
  const AtlasHatch *hatch = &self->rules[item->rule].fill.hatch;
  double box[4];
  cairo_path_t *outline;
  Grid grid;

  cairo_path_extents (self->cr, &box[0], &box[1], &box[2], &box[3]);
  box[0] = MAX (box[0], self->window.left);
  box[1] = MAX (box[1], self->window.top);
  box[2] = MIN (box[2], self->window.right);
  box[3] = MIN (box[3], self->window.bottom);
  if (!(box[0] < box[2] && box[1] < box[3]))
    return;

  if (self->target.is_pixels)
    {
      grid_init (&grid, hatch);
      fill_pixels (self, &grid, box[0], box[1], box[2], box[3]);
      return;
    }

  outline = cairo_copy_path (self->cr);
  cairo_save (self->cr);
  cairo_clip (self->cr);
  _atlas_hatch_draw (self->cr, hatch, self->view->dark, box, self->window.x, self->window.y);
  cairo_restore (self->cr);
  cairo_new_path (self->cr);
  cairo_append_path (self->cr, outline);
  cairo_path_destroy (outline);
}
