/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Heat: how dense points lie, as colours.
 *
 * Points are put on a grid that is fixed in the world at the zoom, each shared among the four nodes around it, and the grid is
 * folded with the kernel, first along rows, then along columns.  Every sum is taken in one order, that of the curve or of the
 * kernel, so any window gives the same numbers to the last bit.  Between nodes lie straight lines; twelve nodes a radius make
 * them smooth.  What it is held against is the whole table's peak at the zoom.
 *
 * Threads: any.  Costs the points in the window and its pixels.  On paper it is a picture in the page: there is no other way. */

#include "render/atlas-density-paint.h"

#include "geo/atlas-mercator.h"
#include "style/atlas-color-ramp.h"
#include "style/atlas-density-store.h"

#include <math.h>

#define STEPS_A_RADIUS 12.0
#define FADE 4.5                  /* of the kernel: see AtlasHeat */
#define LEAST_POINTS 4.0          /* of the mean weight: no less is ever the peak */
#define N_CANDIDATES 16
#define PAPER_SCALE 2.0           /* pixels of the picture in one of the page */
#define N_COLORS 4096
#define RAMP_COLORS 32
#define BEND 0.55

static double
get_kernel (double t)
{
  return t * t < 1.0 ? (exp (-FADE * t * t) - exp (-FADE)) / (1.0 - exp (-FADE)) : 0.0;
}

/* A grid that points are put on. */
typedef struct
{
  const AtlasDensityPoints *points;
  double                    scale;    /* from units of AtlasZPlace to steps */
  double                    offset;   /* of the repetition of the world, steps */
  gint64                    column;
  gint64                    row;
  gint64                    n_columns;
  gint64                    n_rows;
  float                    *values;
  gboolean                 *used;     /* the rows */
  gboolean                  any;
} Grid;

static void
put (gsize    first,
     gsize    end,
     gpointer user_data)
{
  Grid *self = user_data;

  for (gsize i = first; i < end; i++)
    {
      const double x = self->points->places[i].x * self->scale + self->offset, y = self->points->places[i].y * self->scale;
      const double left = floor (x), top = floor (y);
      const gint64 column = (gint64) left - self->column, row = (gint64) top - self->row;
      const float right_part = (float) (x - left), lower_part = (float) (y - top);
      const float weight = self->points->weights != NULL ? self->points->weights[i] : 1.0f;
      float *at;

      if (column < 0 || row < 0 || column >= self->n_columns - 1 || row >= self->n_rows - 1)
        continue;
      at = self->values + row * self->n_columns + column;
      at[0] += weight * (1.0f - right_part) * (1.0f - lower_part);
      at[1] += weight * right_part * (1.0f - lower_part);
      at[self->n_columns] += weight * (1.0f - right_part) * lower_part;
      at[self->n_columns + 1] += weight * right_part * lower_part;
      self->used[row] = self->used[row + 1] = self->any = TRUE;
    }
}

/* Puts the points of all repetitions of the world that reach into the grid on it. */
static void
put_points (Grid  *self,
            double size,
            double step)
{
  const double left = (double) self->column * step / size, right = (double) (self->column + self->n_columns) * step / size;
  const double top = (double) self->row * step / size, bottom = (double) (self->row + self->n_rows) * step / size;

  for (int world = (int) CLAMP (floor (left), -2.0, 2.0); world <= (int) CLAMP (floor (right), -2.0, 2.0); world++)
    {
      self->offset = world * size / step;
      atlas_z_search (self->points->places, self->points->n, atlas_z_place (left - world, top),
                      atlas_z_place (right - world, bottom), put, self);
    }
}

/* Folds @from with the kernel along rows, into rows that are shorter by twice the reach. */
static void
fold_rows (const Grid  *from,
           const float *kernel,
           int          reach,
           float       *to,
           int          n_columns)
{
  for (gint64 row = 0; row < from->n_rows; row++)
    {
      const float *in = from->values + row * from->n_columns;
      float *out = to + row * n_columns;

      if (!from->used[row])
        continue;
      for (int k = 0; k <= 2 * reach; k++)
        for (int column = 0; column < n_columns; column++)
          out[column] += kernel[k] * in[column + k];
    }
}

static void
fold_columns (const Grid  *from,
              const float *rows,
              const float *kernel,
              int          reach,
              AtlasHeat   *heat)
{
  for (int row = 0; row < heat->n_rows; row++)
    {
      float *out = heat->values + (gsize) row * (gsize) heat->n_columns;

      for (int k = 0; k <= 2 * reach; k++)
        {
          const float *in = rows + (gsize) (row + k) * (gsize) heat->n_columns;

          if (!from->used[row + k])
            continue;
          for (int column = 0; column < heat->n_columns; column++)
            out[column] += kernel[k] * in[column];
        }
    }
}

AtlasHeat *
_atlas_heat_new (const AtlasDensityPoints *points,
                 double                    zoom,
                 double                    radius,
                 double                    left,
                 double                    top,
                 double                    right,
                 double                    bottom,
                 GCancellable             *cancellable)
{
  const double step = MAX (1.0, radius / STEPS_A_RADIUS), size = atlas_mercator_world_size (zoom);
  const int reach = (int) ceil (radius / step);
  g_autofree float *kernel = g_new (float, 2 * reach + 1);
  g_autofree float *values = NULL, *rows = NULL;
  g_autofree gboolean *used = NULL;
  AtlasHeat heat = { .step = step, .column = (gint64) floor (left / step), .row = (gint64) floor (top / step) };
  Grid grid = { .points = points, .scale = size / ATLAS_Z_WORLD / step };

  heat.n_columns = (int) ((gint64) floor (right / step) + 2 - heat.column);
  heat.n_rows = (int) ((gint64) floor (bottom / step) + 2 - heat.row);
  grid.column = heat.column - reach;
  grid.row = heat.row - reach;
  grid.n_columns = heat.n_columns + 2 * reach;
  grid.n_rows = heat.n_rows + 2 * reach;
  grid.values = values = g_new0 (float, grid.n_columns * grid.n_rows);
  grid.used = used = g_new0 (gboolean, grid.n_rows);
  put_points (&grid, size, step);
  if (!grid.any || g_cancellable_is_cancelled (cancellable))
    return NULL;

  for (int k = 0; k <= 2 * reach; k++)
    kernel[k] = (float) get_kernel ((k - reach) * step / radius);
  rows = g_new0 (float, (gsize) grid.n_rows * (gsize) heat.n_columns);
  fold_rows (&grid, kernel, reach, rows, heat.n_columns);
  heat.values = g_new0 (float, (gsize) heat.n_rows * (gsize) heat.n_columns);
  fold_columns (&grid, rows, kernel, reach, &heat);

  return g_memdup2 (&heat, sizeof heat);
}

void
_atlas_heat_free (AtlasHeat *self)
{
  g_free (self->values);
  g_free (self);
}

/* The peak. */
typedef struct
{
  const AtlasDensityPoints *points;
  double                    unit;     /* of AtlasZPlace, pixels */
  double                    radius;   /* pixels */
  GArray                   *places;   /* AtlasZPlace: the middles of small cells */
  GArray                   *weights;  /* double: what lies in them */
  double                    x;        /* where it is summed up, units of AtlasZPlace */
  double                    y;
  double                    sum;
} Peak;

/* Of the block in the store. */
typedef struct
{
  double      value;
  AtlasStyle *style;    /* (nullable): as in AtlasDensityPoints */
} PeakBlock;

static void
clear_peak (gpointer data)
{
  PeakBlock *block = data;

  g_clear_pointer (&block->style, atlas_style_unref);
}

/* The largest power of two, as bits, that is at most @size units; cells of points are no finer than their order. */
static guint
get_shift (double size)
{
  guint shift = 32 - ATLAS_Z_BITS;

  while (shift < 31 && (double) ((guint32) 1 << (shift + 1)) <= size)
    shift++;

  return shift;
}

static void
add_cells (Peak *self)
{
  const AtlasDensityPoints *points = self->points;
  const guint shift = get_shift (self->radius / self->unit / 6.0);

  for (gsize first = 0, end; first < points->n; first = end)
    {
      const AtlasZPlace corner = points->places[first];
      double x = 0.0, y = 0.0, weight = 0.0;
      AtlasZPlace middle;

      for (end = first; end < points->n; end++)
        {
          const AtlasZPlace place = points->places[end];
          const double own = points->weights != NULL ? points->weights[end] : 1.0;

          if (place.x >> shift != corner.x >> shift || place.y >> shift != corner.y >> shift)
            break;
          x += own * (place.x - (double) corner.x);
          y += own * (place.y - (double) corner.y);
          weight += own;
        }
      middle = (AtlasZPlace) { (guint32) (corner.x + x / weight), (guint32) (corner.y + y / weight) };
      g_array_append_val (self->places, middle);
      g_array_append_val (self->weights, weight);
    }
}

static void
add_up (gsize    first,
        gsize    end,
        gpointer user_data)
{
  Peak *self = user_data;

  for (gsize i = first; i < end; i++)
    {
      const AtlasZPlace place = g_array_index (self->places, AtlasZPlace, i);

      self->sum += g_array_index (self->weights, double, i) * get_kernel ((place.x - self->x) * self->unit / self->radius)
                   * get_kernel ((place.y - self->y) * self->unit / self->radius);
    }
}

static double
sum_at (Peak       *self,
        AtlasZPlace place)
{
  const double reach = self->radius / self->unit;

  self->x = place.x;
  self->y = place.y;
  self->sum = 0.0;
  atlas_z_search ((const AtlasZPlace *) (void *) self->places->data, self->places->len,
                  atlas_z_place ((self->x - reach) / ATLAS_Z_WORLD, (self->y - reach) / ATLAS_Z_WORLD),
                  atlas_z_place ((self->x + reach) / ATLAS_Z_WORLD, (self->y + reach) / ATLAS_Z_WORLD), add_up, self);

  return self->sum;
}

/* The heaviest small cells of the heaviest large ones: at one of them, or hardly less than, the sum is greatest. */
static double
find_peak (Peak *self)
{
  const guint shift = get_shift (self->radius / self->unit * 0.75);
  struct
  {
    double weight;
    guint  cell;
  } best[N_CANDIDATES + 1] = { { 0.0, 0 } };
  double peak = 0.0;

  for (guint first = 0, end; first < self->places->len; first = end)
    {
      const AtlasZPlace corner = g_array_index (self->places, AtlasZPlace, first);
      double weight = 0.0;
      guint heaviest = first, rank = N_CANDIDATES;

      for (end = first; end < self->places->len; end++)
        {
          const AtlasZPlace place = g_array_index (self->places, AtlasZPlace, end);

          if (place.x >> shift != corner.x >> shift || place.y >> shift != corner.y >> shift)
            break;
          weight += g_array_index (self->weights, double, end);
          if (g_array_index (self->weights, double, end) > g_array_index (self->weights, double, heaviest))
            heaviest = end;
        }
      for (; rank > 0 && best[rank - 1].weight < weight; rank--)
        best[rank] = best[rank - 1];
      best[rank].weight = weight;
      best[rank].cell = heaviest;
    }
  for (guint i = 0; i < N_CANDIDATES && best[i].weight > 0.0; i++)
    peak = MAX (peak, sum_at (self, g_array_index (self->places, AtlasZPlace, best[i].cell)));

  return peak;
}

static gpointer
make_peak (gpointer      user_data,
           gsize        *bytes,
           GCancellable *cancellable)
{
  Peak *self = user_data;
  PeakBlock *block = g_atomic_rc_box_new0 (PeakBlock);

  self->places = g_array_new (FALSE, FALSE, sizeof (AtlasZPlace));
  self->weights = g_array_new (FALSE, FALSE, sizeof (double));
  add_cells (self);
  block->value = find_peak (self);
  block->style = self->points->style != NULL ? atlas_style_ref (self->points->style) : NULL;
  *bytes = sizeof *block + 64;
  g_array_unref (self->places);
  g_array_unref (self->weights);

  return block;
}

static double
get_peak_at (AtlasTable               *table,
             const AtlasDensityPoints *points,
             const AtlasDensity       *density,
             int                       level)
{
  Peak peak = { .points = points, .unit = atlas_mercator_world_size (level) / ATLAS_Z_WORLD,
                .radius = atlas_density_get_radius (density, level) };
  g_autofree char *key = g_strdup_printf ("peak %d %a %s", level, peak.radius, points->key);
  PeakBlock *block = atlas_density_store_get (table, key, make_peak, clear_peak, &peak, NULL);
  const double value = block->value;

  g_atomic_rc_box_release_full (block, clear_peak);

  return MAX (value, LEAST_POINTS * points->weight / (double) points->n);
}

double
_atlas_heat_get_peak (AtlasTable               *table,
                      const AtlasDensityPoints *points,
                      const AtlasDensity       *density,
                      double                    zoom)
{
  const double level = floor (CLAMP (zoom, 0.0, ATLAS_MERCATOR_MAX_ZOOM));
  const double part = CLAMP (zoom - level, 0.0, 1.0);
  double below, above;

  if (points->n == 0)
    return 1.0;
  below = get_peak_at (table, points, density, (int) level);
  if (part <= 0.0)
    return below;
  above = get_peak_at (table, points, density, (int) level + 1);

  return exp ((1.0 - part) * log (below) + part * log (above));
}

/* The ramp's colours in equal steps: walking along it for each shade anew would take longer than all the rest. */
static void
get_ramp (const AtlasDensity *density,
          gboolean            dark,
          AtlasColor          colors[RAMP_COLORS + 1])
{
  const AtlasColorRamp *ramp = atlas_color_ramp_find (density->ramp);

  for (guint i = 0; i < RAMP_COLORS; i++)
    {
      const AtlasPaint paint = atlas_color_ramp_class (ramp, i, RAMP_COLORS, density->reversed);

      colors[i] = *atlas_paint_get (&paint, dark);
    }
  colors[RAMP_COLORS] = colors[RAMP_COLORS - 1];
}

static AtlasColor
get_color (const AtlasDensity *density,
           const AtlasColor    colors[RAMP_COLORS + 1],
           double              part)
{
  /* What is thin would hardly be seen beside what is dense, so the scale is bent; its colours differ as much anywhere. */
  const double shade = pow (CLAMP (part, 0.0, 1.0), BEND);
  const double fade = CLAMP ((shade - 0.03) / 0.4, 0.0, 1.0);
  const double at = shade * (RAMP_COLORS - 1);
  const AtlasColor *a = &colors[(guint) at], *b = a + 1;
  const float rest = (float) (at - floor (at));

  return (AtlasColor) { a->red + (b->red - a->red) * rest, a->green + (b->green - a->green) * rest,
                        a->blue + (b->blue - a->blue) * rest,
                        (float) (fade * fade * (3.0 - 2.0 * fade)) * density->opacity };
}

AtlasColor
_atlas_heat_get_color (const AtlasDensity *density,
                       double              part,
                       gboolean            dark)
{
  AtlasColor colors[RAMP_COLORS + 1];

  get_ramp (density, dark, colors);

  return get_color (density, colors, part);
}

/* Returns: (transfer full): premultiplied pixels, from 0 to the peak. */
static guint32 *
make_colors (const AtlasDensity *density,
             gboolean            dark)
{
  guint32 *pixels = g_new (guint32, N_COLORS);
  AtlasColor colors[RAMP_COLORS + 1];

  get_ramp (density, dark, colors);
  for (guint i = 0; i < N_COLORS; i++)
    {
      const AtlasColor color = get_color (density, colors, (double) i / (N_COLORS - 1));
      const float alpha = color.alpha * 255.0f;

      pixels[i] = (guint32) (alpha + 0.5f) << 24 | (guint32) (color.red * alpha + 0.5f) << 16
                  | (guint32) (color.green * alpha + 0.5f) << 8 | (guint32) (color.blue * alpha + 0.5f);
    }
  pixels[0] = 0;

  return pixels;
}

/* Where the middles of pixels are on the grid. */
typedef struct
{
  int   node;
  float part;     /* of the way to the next node */
} Sample;

static Sample *
make_samples (int    n,
              double first,     /* world pixels */
              double pixel,     /* likewise */
              double step,
              gint64 node,
              int    n_nodes)
{
  Sample *samples = g_new (Sample, n);

  for (int i = 0; i < n; i++)
    {
      const double at = (first + (i + 0.5) * pixel) / step, whole = floor (at);

      samples[i].node = CLAMP ((int) ((gint64) whole - node), 0, n_nodes - 2);
      samples[i].part = (float) (at - whole);
    }

  return samples;
}

static void
color_pixels (const AtlasHeat *heat,
              const guint32   *colors,
              double           peak,
              const Sample    *columns,
              const Sample    *rows,
              cairo_surface_t *surface)
{
  const int width = cairo_image_surface_get_width (surface), height = cairo_image_surface_get_height (surface);
  const int stride = cairo_image_surface_get_stride (surface);
  const float scale = (float) ((N_COLORS - 1) / peak);
  guchar *data = cairo_image_surface_get_data (surface);
  g_autofree float *line = g_new (float, heat->n_columns);

  for (int y = 0; y < height; y++)
    {
      const float *upper = heat->values + (gsize) rows[y].node * (gsize) heat->n_columns, *lower = upper + heat->n_columns;
      guint32 *pixels = (guint32 *) (void *) (data + (gsize) y * (gsize) stride);

      for (int i = 0; i < heat->n_columns; i++)
        line[i] = (upper[i] + (lower[i] - upper[i]) * rows[y].part) * scale;
      for (int x = 0; x < width; x++)
        {
          const float *at = line + columns[x].node;
          const float value = at[0] + (at[1] - at[0]) * columns[x].part;

          pixels[x] = colors[(int) (MIN (value, (float) (N_COLORS - 1)) + 0.5f)];
        }
    }
}

/* The picture of @heat: @left, @top: its corner in world pixels. */
static cairo_surface_t *
make_picture (const AtlasPaintJob *self,
              const AtlasDensity  *density,
              const AtlasHeat     *heat,
              double               peak,
              double               left,
              double               top,
              int                  width,
              int                  height,
              double               scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  g_autofree guint32 *colors = make_colors (density, self->view->dark);
  g_autofree Sample *columns = make_samples (width, left, 1.0 / scale, heat->step, heat->column, heat->n_columns);
  g_autofree Sample *rows = make_samples (height, top, 1.0 / scale, heat->step, heat->row, heat->n_rows);

  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    {
      color_pixels (heat, colors, peak, columns, rows, surface);
      cairo_surface_mark_dirty (surface);
    }

  return surface;
}

gboolean
_atlas_job_paint_heat (AtlasPaintJob      *self,
                       const AtlasDensity *density,
                       AtlasStyle         *style)
{
  const AtlasView *view = self->view;
  const double radius = atlas_density_get_radius (density, view->zoom);
  const double scale = self->target.is_pixels ? self->target.scale : PAPER_SCALE;
  const double x = self->target.is_pixels ? (floor (self->target.x) - self->target.x) / scale : 0.0;
  const double y = self->target.is_pixels ? (floor (self->target.y) - self->target.y) / scale : 0.0;
  const int width = (int) ceil (view->width * scale), height = (int) ceil (view->height * scale);
  g_autoptr (AtlasDensityPoints) points = atlas_density_points_get (self->table, style, self->cancellable);
  cairo_surface_t *surface;
  AtlasHeat *heat;

  if (points == NULL)
    return FALSE;
  heat = _atlas_heat_new (points, view->zoom, radius, self->x + x, self->window.y + y, self->x + x + width / scale,
                          self->window.y + y + height / scale, self->cancellable);
  if (heat == NULL)
    return !g_cancellable_is_cancelled (self->cancellable);

  surface = make_picture (self, density, heat, _atlas_heat_get_peak (self->table, points, density, view->zoom), self->x + x,
                          self->window.y + y, width, height, scale);
  _atlas_heat_free (heat);
  cairo_save (self->cr);
  cairo_translate (self->cr, x, y);
  cairo_scale (self->cr, 1.0 / scale, 1.0 / scale);
  cairo_set_source_surface (self->cr, surface, 0.0, 0.0);
  if (self->target.is_pixels)
    cairo_pattern_set_filter (cairo_get_source (self->cr), CAIRO_FILTER_NEAREST);
  cairo_paint (self->cr);
  cairo_restore (self->cr);
  cairo_surface_destroy (surface);

  return TRUE;
}

void
atlas_painter_paint_density_swatch (cairo_t            *cr,
                                    const AtlasDensity *density,
                                    gboolean            dark,
                                    double              width,
                                    double              height)
{
  cairo_pattern_t *pattern;
  const double radius = MIN (3.0, height / 2.0);

  g_return_if_fail (cr != NULL && density != NULL);

  if (density->kind == ATLAS_DENSITY_CLUSTERS)
    {
      const double half = MIN (width, height) / 2.0;

      _atlas_cluster_draw (cr, density, "", half * 0.76, dark, width / 2.0, height / 2.0);
      return;
    }
  pattern = cairo_pattern_create_linear (0.0, 0.0, width, 0.0);
  for (guint i = 0; i <= RAMP_COLORS; i++)
    {
      /* As wide as their shares of the shades, not of the sums: those are hard to tell apart at the lower end. */
      const double shade = (double) i / RAMP_COLORS;
      const AtlasColor color = _atlas_heat_get_color (density, pow (shade, 1.0 / BEND), dark);

      cairo_pattern_add_color_stop_rgba (pattern, shade, color.red, color.green, color.blue, color.alpha);
    }
  cairo_save (cr);
  cairo_new_path (cr);
  cairo_arc (cr, width - radius, radius, radius, -G_PI_2, 0.0);
  cairo_arc (cr, width - radius, height - radius, radius, 0.0, G_PI_2);
  cairo_arc (cr, radius, height - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, radius, radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
  cairo_set_source (cr, pattern);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_pattern_destroy (pattern);
}
