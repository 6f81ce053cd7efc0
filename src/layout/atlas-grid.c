/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasGrid: meridians, parallels and kilometre lines of a map frame.
 *
 * A meridian is followed over the frame's extent in so many pieces that the chords are true to a few micrometres, then clipped piece
 * by piece; kilometre lines are straight.  Where a clipped line ends on an edge that it meets at no too flat an angle, a label stands.
 * Labels are written as on Chinese map sheets (GB/T 20257): degrees and minutes in full at the corners, minutes between them; of
 * kilometres the last two digits large, what is before them small and only where it changes.  Immutable; any thread. */

#include "layout/atlas-grid.h"

#include "layout/atlas-paper-text.h"

#include <math.h>

/* Pieces of a meridian across the frame. */
#define PIECES 96
/* Lines farther apart than this part of the frame's mean side are too few, millimetres at least. */
#define PART 0.17
#define LEAST_GAP 24.0
#define MOST_GAP 120.0
#define MOST_LINES 200
/* What is drawn larger than this is a plan. */
#define LEAST_MAP_SCALE 15000.0
/* A line that meets an edge flatter than this has no label there: the sine of 30°. */
#define STEEP 0.5
#define TICK 2.0
#define CROSS 2.0

struct _AtlasGrid
{
  gatomicrefcount  ref_count;
  double           width, height;
  double           minutes, kilometres;
  GArray          *lines;      /* AtlasGridLine, their points owned */
  GArray          *labels;     /* AtlasGridLabel, their texts owned */
  GArray          *crosses;    /* Cross */
};

typedef struct
{
  double        x, y, angle;
  AtlasGridKind kind;
} Cross;

static void
clear_line (gpointer data)
{
  g_free ((double *) ((AtlasGridLine *) data)->points);
}

static void
clear_label (gpointer data)
{
  AtlasGridLabel *label = data;

  g_free ((char *) label->small);
  g_free ((char *) label->large);
}

/* The least step of @steps (rising) that is @least or more. */
static double
pick_step (const double *steps,
           guint         n,
           double        least)
{
  for (guint i = 0; i < n; i++)
    if (steps[i] >= least)
      return steps[i];

  return steps[n - 1];
}

static double
pick_gap (AtlasMapFrame *frame)
{
  const double side = sqrt (atlas_map_frame_get_width (frame) * atlas_map_frame_get_height (frame));

  return CLAMP (side * PART, LEAST_GAP, MOST_GAP);
}

static double
pick_minutes (AtlasMapFrame *frame,
              double         wish,
              double         span)
{
  static const double steps[] = { 1 / 60.0, 2 / 60.0, 5 / 60.0, 10 / 60.0, 20 / 60.0, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800 };
  const double per_mm = atlas_map_frame_get_scale (frame) / 1000.0 / 1852.0;

  if (wish > 0.0 && span * 60.0 / wish <= MOST_LINES)
    return wish;

  return pick_step (steps, G_N_ELEMENTS (steps), pick_gap (frame) * per_mm);
}

static double
pick_kilometres (AtlasMapFrame *frame,
                 double         wish,
                 double         span)
{
  static const double steps[] = { 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000 };
  const double per_mm = atlas_map_frame_get_scale (frame) / 1e6;

  if (wish > 0.0 && span / wish <= MOST_LINES)
    return wish;

  /* As on map sheets of the country, which have a line each kilometre down to 1:25 000 and finer ones on plans only. */
  return MAX (pick_step (steps, G_N_ELEMENTS (steps), pick_gap (frame) * 0.6 * per_mm),
              atlas_map_frame_get_scale (frame) >= LEAST_MAP_SCALE ? 1.0 : 0.0);
}

/* Liang and Barsky (1984): the part of a piece that is in the frame.  @from, @to: (out): 0 to 1. */
static gboolean
clip (const AtlasGrid *self,
      const double    *a,
      const double    *b,
      double          *from,
      double          *to)
{
  const double dx = b[0] - a[0], dy = b[1] - a[1];
  const double p[4] = { -dx, dx, -dy, dy };
  const double q[4] = { a[0], self->width - a[0], a[1], self->height - a[1] };

  *from = 0.0;
  *to = 1.0;
  for (guint i = 0; i < 4; i++)
    {
      if (p[i] == 0.0)
        {
          if (q[i] < 0.0)
            return FALSE;
          continue;
        }
      if (p[i] < 0.0)
        *from = MAX (*from, q[i] / p[i]);
      else
        *to = MIN (*to, q[i] / p[i]);
    }

  return *from < *to;
}

static char *
format_seconds (double seconds)
{
  const double rounded = round (seconds * 1000.0) / 1000.0;
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup_printf ("%s%s″", rounded < 10.0 ? "0" : "", g_ascii_formatd (buffer, sizeof buffer, "%.6g", rounded));
}

/* Degrees for @small, the rest for @large. */
static void
write_degrees (const AtlasGrid *self,
               AtlasGridLabel  *label)
{
  const char *side = label->kind == ATLAS_GRID_MERIDIAN ? (label->value < 0 ? "W" : "") : (label->value < 0 ? "S" : "");
  const double all = round (fabs (label->value) * 3600e3) / 1e3, degrees = floor (all / 3600.0);
  const double minutes = floor ((all - degrees * 3600.0) / 60.0), seconds = all - degrees * 3600.0 - minutes * 60.0;

  label->full = minutes == 0.0 && seconds == 0.0;
  label->small = g_strdup_printf ("%.0f°%s", degrees, side);
  if (self->minutes >= 1.0 && fmod (self->minutes, 1.0) == 0.0)
    label->large = self->minutes >= 60.0 && fmod (self->minutes, 60.0) == 0.0 ? g_strdup ("") : g_strdup_printf ("%02.0f′", minutes);
  else
    {
      g_autofree char *text = format_seconds (seconds);

      label->large = g_strdup_printf ("%02.0f′%s", minutes, text);
    }
}

static void
write_kilometres (const AtlasGrid *self,
                  AtlasGridLabel  *label)
{
  const double kilometres = round (label->value) / 1000.0, hundreds = floor (kilometres / 100.0 + 1e-9);
  const double rest = kilometres - hundreds * 100.0;
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  label->full = fabs (rest) < 1e-9 || self->kilometres >= 100.0;
  label->small = hundreds != 0.0 ? g_strdup_printf ("%.0f", hundreds) : g_strdup ("");
  label->large = g_strdup_printf ("%s%s", rest < 10.0 ? "0" : "", g_ascii_formatd (buffer, sizeof buffer, "%.5g", rest));
}

/* A label where a line comes to the edge at @end, from @before. */
static void
add_label (AtlasGrid     *self,
           AtlasGridKind  kind,
           double         value,
           const double  *before,
           const double  *end)
{
  const double distances[4] = { end[1], self->width - end[0], self->height - end[1], end[0] };
  const double length = hypot (end[0] - before[0], end[1] - before[1]);
  AtlasGridLabel label = { .kind = kind, .value = value, .x = end[0], .y = end[1], .edge = ATLAS_GRID_TOP };
  double steep;

  for (guint i = 1; i < 4; i++)
    if (fabs (distances[i]) < fabs (distances[label.edge]))
      label.edge = i;
  if (fabs (distances[label.edge]) > 1e-6 || !(length > 0.0))
    return;
  steep = fabs (label.edge == ATLAS_GRID_TOP || label.edge == ATLAS_GRID_BOTTOM ? end[1] - before[1] : end[0] - before[0]) / length;
  if (steep < STEEP)
    return;
  if (kind == ATLAS_GRID_MERIDIAN || kind == ATLAS_GRID_PARALLEL)
    write_degrees (self, &label);
  else
    write_kilometres (self, &label);
  g_array_append_val (self->labels, label);
}

static void
add_piece (AtlasGrid     *self,
           AtlasGridKind  kind,
           double         value,
           GArray        *points)
{
  AtlasGridLine line = { .kind = kind, .value = value, .n = points->len / 2 };
  const double *coords = (const double *) (gpointer) points->data;

  if (line.n >= 2)
    {
      line.points = g_memdup2 (coords, points->len * sizeof (double));
      g_array_append_val (self->lines, line);
      add_label (self, kind, value, coords + 2, coords);
      add_label (self, kind, value, coords + 2 * (line.n - 2), coords + 2 * (line.n - 1));
    }
  g_array_set_size (points, 0);
}

/* Clips a line through @n points to the frame. */
static void
add_line (AtlasGrid     *self,
          AtlasGridKind  kind,
          double         value,
          const double  *coords,
          gsize          n)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (double));

  for (gsize i = 0; i + 1 < n; i++)
    {
      const double *a = coords + 2 * i, *b = a + 2;
      double from, to;

      if (!isfinite (a[0]) || !isfinite (b[0]) || !clip (self, a, b, &from, &to))
        {
          add_piece (self, kind, value, points);
          continue;
        }
      if (points->len == 0 || from > 0.0)
        {
          const double start[2] = { a[0] + (b[0] - a[0]) * from, a[1] + (b[1] - a[1]) * from };

          add_piece (self, kind, value, points);
          g_array_append_vals (points, start, 2);
        }
      {
        const double end[2] = { a[0] + (b[0] - a[0]) * to, a[1] + (b[1] - a[1]) * to };

        g_array_append_vals (points, end, 2);
      }
      if (to < 1.0)
        add_piece (self, kind, value, points);
    }
  add_piece (self, kind, value, points);
}

static void
add_graticule (AtlasGrid     *self,
               AtlasMapFrame *frame,
               double         wish)
{
  const AtlasExtent extent = atlas_map_frame_get_extent (frame, 2.0);
  double coords[2 * (PIECES + 1)], step;

  self->minutes = pick_minutes (frame, wish, MAX (extent.east - extent.west, extent.north - extent.south));
  step = self->minutes / 60.0;
  for (guint meridians = 0; meridians < 2; meridians++)
    {
      const double low = meridians ? extent.west : extent.south, high = meridians ? extent.east : extent.north;
      const double start = meridians ? extent.south : extent.west, end = meridians ? extent.north : extent.east;

      for (double k = ceil (low / step); k * step <= high; k++)
        {
          for (guint i = 0; i <= PIECES; i++)
            {
              const double along = start + (end - start) * i / PIECES;

              atlas_map_frame_to_page (frame, meridians ? k * step : along, meridians ? along : k * step, &coords[2 * i],
                                       &coords[2 * i + 1]);
            }
          add_line (self, meridians ? ATLAS_GRID_MERIDIAN : ATLAS_GRID_PARALLEL, k * step, coords, PIECES + 1);
        }
    }
  for (double i = ceil (extent.west / step); i * step <= extent.east; i++)
    for (double j = ceil (extent.south / step); j * step <= extent.north; j++)
      {
        Cross cross = { .kind = ATLAS_GRID_MERIDIAN };
        double x, y;

        atlas_map_frame_to_page (frame, i * step, j * step, &cross.x, &cross.y);
        atlas_map_frame_to_page (frame, i * step, j * step + step * 1e-3, &x, &y);
        cross.angle = atan2 (y - cross.y, x - cross.x);
        g_array_append_val (self->crosses, cross);
      }
}

static void
add_kilometres (AtlasGrid     *self,
                AtlasMapFrame *frame,
                double         wish)
{
  double box[4] = { INFINITY, INFINITY, -INFINITY, -INFINITY }, step;

  for (guint i = 0; i < 4; i++)
    {
      double easting, northing;

      atlas_map_frame_page_to_plane (frame, (i & 1) ? self->width : 0.0, (i & 2) ? self->height : 0.0, &easting, &northing);
      box[0] = MIN (box[0], easting);
      box[1] = MIN (box[1], northing);
      box[2] = MAX (box[2], easting);
      box[3] = MAX (box[3], northing);
    }
  self->kilometres = pick_kilometres (frame, wish, MAX (box[2] - box[0], box[3] - box[1]) / 1000.0);
  step = self->kilometres * 1000.0;
  for (guint eastings = 0; eastings < 2; eastings++)
    for (double k = ceil (box[eastings ? 0 : 1] / step); k * step <= box[eastings ? 2 : 3]; k++)
      {
        double coords[4];

        atlas_map_frame_plane_to_page (frame, eastings ? k * step : box[0], eastings ? box[1] : k * step, &coords[0], &coords[1]);
        atlas_map_frame_plane_to_page (frame, eastings ? k * step : box[2], eastings ? box[3] : k * step, &coords[2], &coords[3]);
        add_line (self, eastings ? ATLAS_GRID_EASTING : ATLAS_GRID_NORTHING, k * step, coords, 2);
      }
  for (double i = ceil (box[0] / step); i * step <= box[2]; i++)
    for (double j = ceil (box[1] / step); j * step <= box[3]; j++)
      {
        Cross cross = { .kind = ATLAS_GRID_EASTING };
        double x, y;

        atlas_map_frame_plane_to_page (frame, i * step, j * step, &cross.x, &cross.y);
        atlas_map_frame_plane_to_page (frame, i * step, j * step + step, &x, &y);
        cross.angle = atan2 (y - cross.y, x - cross.x);
        g_array_append_val (self->crosses, cross);
      }
}

static double
get_along (const AtlasGridLabel *label)
{
  return label->edge == ATLAS_GRID_TOP || label->edge == ATLAS_GRID_BOTTOM ? label->x : label->y;
}

/* The first and the last label of each kind on an edge say all. */
static void
mark_corners (AtlasGrid *self)
{
  for (guint kind = 0; kind < 4; kind++)
    for (guint edge = 0; edge < 4; edge++)
      {
        AtlasGridLabel *first = NULL, *last = NULL;

        for (guint i = 0; i < self->labels->len; i++)
          {
            AtlasGridLabel *label = &g_array_index (self->labels, AtlasGridLabel, i);

            if (label->kind != kind || label->edge != edge)
              continue;
            if (first == NULL || get_along (label) < get_along (first))
              first = label;
            if (last == NULL || get_along (label) > get_along (last))
              last = label;
          }
        if (first != NULL)
          first->full = last->full = TRUE;
      }
}

static int
compare_labels (gconstpointer a,
                gconstpointer b)
{
  const AtlasGridLabel *left = a, *right = b;

  if (left->full != right->full)
    return right->full - left->full;
  /* Kilometres, which a person measures by, go before minutes. */
  if (left->kind != right->kind)
    return (int) right->kind - (int) left->kind;
  if (left->edge != right->edge)
    return (int) left->edge - (int) right->edge;

  return (get_along (left) > get_along (right)) - (get_along (left) < get_along (right));
}

AtlasGrid *
atlas_grid_new (AtlasMapFrame  *frame,
                AtlasGridFlags  flags,
                double          minutes,
                double          kilometres)
{
  AtlasGrid *self;

  g_return_val_if_fail (frame != NULL, NULL);

  self = g_new0 (AtlasGrid, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->width = atlas_map_frame_get_width (frame);
  self->height = atlas_map_frame_get_height (frame);
  self->lines = g_array_new (FALSE, FALSE, sizeof (AtlasGridLine));
  g_array_set_clear_func (self->lines, clear_line);
  self->labels = g_array_new (FALSE, FALSE, sizeof (AtlasGridLabel));
  g_array_set_clear_func (self->labels, clear_label);
  self->crosses = g_array_new (FALSE, FALSE, sizeof (Cross));
  if (flags & ATLAS_GRID_GRATICULE)
    add_graticule (self, frame, minutes);
  if ((flags & ATLAS_GRID_KILOMETRES) && !atlas_crs_is_web_mercator (atlas_map_frame_get_crs (frame)))
    add_kilometres (self, frame, kilometres);
  mark_corners (self);
  g_array_sort (self->labels, compare_labels);

  return self;
}

AtlasGrid *
atlas_grid_ref (AtlasGrid *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
atlas_grid_unref (AtlasGrid *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_array_unref (self->lines);
  g_array_unref (self->labels);
  g_array_unref (self->crosses);
  g_free (self);
}

double
atlas_grid_get_minutes (AtlasGrid *self)
{
  return self->minutes;
}

double
atlas_grid_get_kilometres (AtlasGrid *self)
{
  return self->kilometres;
}

const AtlasGridLine *
atlas_grid_get_lines (AtlasGrid *self,
                      gsize     *n)
{
  *n = self->lines->len;

  return (const AtlasGridLine *) (gpointer) self->lines->data;
}

const AtlasGridLabel *
atlas_grid_get_labels (AtlasGrid *self,
                       gsize     *n)
{
  *n = self->labels->len;

  return (const AtlasGridLabel *) (gpointer) self->labels->data;
}

static void
set_ink (cairo_t       *cr,
         AtlasGridKind  kind)
{
  if (kind == ATLAS_GRID_MERIDIAN || kind == ATLAS_GRID_PARALLEL)
    atlas_paper_set_color (cr, 0x2b4a5e, 0.5);
  else
    atlas_paper_set_color (cr, 0x6b4f7a, 0.45);
}

static void
paint_lines (AtlasGrid      *self,
             cairo_t        *cr,
             AtlasGridMarks  all)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      const AtlasGridLine *line = &g_array_index (self->lines, AtlasGridLine, i);
      const gboolean degrees = line->kind == ATLAS_GRID_MERIDIAN || line->kind == ATLAS_GRID_PARALLEL;
      /* Two nets over each other confuse, so beside kilometre lines degrees are told at the edges only. */
      const AtlasGridMarks marks = degrees && self->kilometres > 0.0 ? ATLAS_GRID_TICKS : all;

      if (marks == ATLAS_GRID_TICKS)
        {
          for (guint end = 0; end < 2; end++)
            {
              const double *at = line->points + (end ? 2 * (line->n - 1) : 0), *next = at + (end ? -2 : 2);
              const double length = hypot (next[0] - at[0], next[1] - at[1]);

              if (!(length > 0.0))
                continue;
              cairo_move_to (cr, at[0], at[1]);
              cairo_line_to (cr, at[0] + (next[0] - at[0]) / length * TICK, at[1] + (next[1] - at[1]) / length * TICK);
            }
        }
      else
        for (gsize k = 0; k < line->n; k++)
          if (k == 0)
            cairo_move_to (cr, line->points[0], line->points[1]);
          else
            cairo_line_to (cr, line->points[2 * k], line->points[2 * k + 1]);
      set_ink (cr, line->kind);
      cairo_stroke (cr);
    }
}

void
atlas_grid_paint (AtlasGrid      *self,
                  cairo_t        *cr,
                  AtlasGridMarks  marks)
{
  g_return_if_fail (self != NULL && cr != NULL);

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, self->width, self->height);
  cairo_clip (cr);
  cairo_set_line_width (cr, marks == ATLAS_GRID_LINES ? 0.1 : 0.15);
  if (marks != ATLAS_GRID_CROSSES)
    paint_lines (self, cr, marks);
  else
    for (guint i = 0; i < self->crosses->len; i++)
      {
        const Cross *cross = &g_array_index (self->crosses, Cross, i);
        const double x = CROSS * cos (cross->angle), y = CROSS * sin (cross->angle);

        if (cross->kind == ATLAS_GRID_MERIDIAN && self->kilometres > 0.0)
          continue;
        cairo_move_to (cr, cross->x - x, cross->y - y);
        cairo_line_to (cr, cross->x + x, cross->y + y);
        cairo_move_to (cr, cross->x - y, cross->y + x);
        cairo_line_to (cr, cross->x + y, cross->y - x);
        set_ink (cr, cross->kind);
        cairo_stroke (cr);
      }
  cairo_restore (cr);
}
