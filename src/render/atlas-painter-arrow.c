/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Arrows along lines, which tell their direction.
 *
 *    ───▸────────▸────────▸───   A line has room for one in each stretch of about the spacing.  They are counted from the
 *                                line's beginning, not from where it enters the view, so all blocks agree on them.  One
 *    that would sit on a sharp bend moves a little along its stretch, or is left out.
 *
 * Threads: any; a call shares nothing.  Limits: the cost is that of the vertices of lines that show, and of what of their
 * length is in the window. */

#include "render/atlas-painter-job.h"

#include <math.h>

/* A line must be so many times as long as an arrow to have one. */
#define LEAST_LENGTH 2.0

/* The straight distance over an arrow's room, as a part of the way along the line: below that, the line bends there. */
#define STRAIGHT 0.95

/* An arrow and what is before and behind it, in sizes. */
#define ROOM 1.5

/* How far from the middle of its stretch an arrow may move. */
static const double SHIFTS[] = { 0.0, 0.12, -0.12, 0.24, -0.24, 0.36, -0.36 };
#define FURTHEST_SHIFT 0.36

/* A line and how far along it each point is. */
typedef struct
{
  const AtlasVec *points;
  const double   *along;
  guint           n;
} Course;

void
_atlas_arrow_trace (cairo_t *cr,
                    double   size,
                    AtlasVec at,
                    AtlasVec towards)
{
  AtlasVec corners[4];

  _atlas_arrow_get (size, at, towards, corners);
  for (guint i = 0; i < G_N_ELEMENTS (corners); i++)
    cairo_line_to (cr, corners[i].x, corners[i].y);
  cairo_close_path (cr);
}

void
_atlas_arrow_get (double   size,
                  AtlasVec at,
                  AtlasVec towards,
                  AtlasVec corners[4])
{
  /* Tip, one wing, the notch, the other wing: forward and to the right. */
  static const double shape[4][2] = { { 0.5, 0.0 }, { -0.5, 0.4 }, { -0.28, 0.0 }, { -0.5, -0.4 } };

  for (guint i = 0; i < 4; i++)
    {
      double forward = shape[i][0] * size, right = shape[i][1] * size;

      corners[i] = (AtlasVec) { at.x + forward * towards.x - right * towards.y,
                                at.y + forward * towards.y + right * towards.x };
    }
}

/* Where the line is after @distance. */
static AtlasVec
get_point (const Course *course,
           double        distance)
{
  guint low = 0, high = course->n - 1;
  double length, part;
  AtlasVec a, b;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (course->along[middle] <= distance)
        low = middle;
      else
        high = middle;
    }
  a = course->points[low];
  b = course->points[high];
  length = course->along[high] - course->along[low];
  part = length > 0.0 ? CLAMP ((distance - course->along[low]) / length, 0.0, 1.0) : 0.0;

  return (AtlasVec) { a.x + part * (b.x - a.x), a.y + part * (b.y - a.y) };
}

static void
paint_arrow (AtlasPaintJob     *self,
             const AtlasStroke *stroke,
             AtlasVec           at,
             AtlasVec           towards)
{
  const AtlasColor *color = atlas_paint_get (&stroke->arrows.color, self->view->dark);
  AtlasVec corners[4];

  if (stroke->arrows.backward)
    towards = (AtlasVec) { -towards.x, -towards.y };
  if (self->raster == NULL)
    {
      _atlas_set_color (self->cr, color, 1.0);
      cairo_new_path (self->cr);
      _atlas_arrow_trace (self->cr, stroke->arrows.size, at, towards);
      cairo_fill (self->cr);
      return;
    }
  _atlas_arrow_get (stroke->arrows.size, at, towards, corners);
  _atlas_raster_add_ring (self->raster, corners, G_N_ELEMENTS (corners));
  _atlas_raster_paint (self->raster, color, TRUE);
}

/* The arrow of stretch number @slot, @step long, where the line is straight enough for one. */
static void
paint_slot (AtlasPaintJob     *self,
            const AtlasStroke *stroke,
            const Course      *course,
            double             slot,
            double             step)
{
  double total = course->along[course->n - 1], half = stroke->arrows.size * ROOM / 2.0;

  for (guint i = 0; i < G_N_ELEMENTS (SHIFTS); i++)
    {
      double middle = (slot + 0.5 + SHIFTS[i]) * step;
      AtlasVec behind, before;
      double straight;

      if (middle < half || middle > total - half)
        continue;
      behind = get_point (course, middle - half);
      before = get_point (course, middle + half);
      straight = hypot (before.x - behind.x, before.y - behind.y);
      if (straight < STRAIGHT * 2.0 * half)
        continue;
      paint_arrow (self, stroke, get_point (course, middle),
                   (AtlasVec) { (before.x - behind.x) / straight, (before.y - behind.y) / straight });
      return;
    }
}

/* Liang–Barsky for one pair of edges: narrows the part (from, to) of a segment that is between them. */
static gboolean
cut (double  a,
     double  b,
     double  low,
     double  high,
     double *from,
     double *to)
{
  double first, last;

  if (a == b)
    return a >= low && a <= high;
  first = (low - a) / (b - a);
  last = (high - a) / (b - a);
  *from = MAX (*from, MIN (first, last));
  *to = MIN (*to, MAX (first, last));

  return *from <= *to;
}

/* The arrows of one line, in so far as they may reach into the window. */
static void
paint_course (AtlasPaintJob     *self,
              const AtlasStroke *stroke,
              const Course      *course)
{
  const AtlasProjection *window = &self->window;
  double total = course->along[course->n - 1], step, n_slots, next = 0.0;

  if (!(total >= LEAST_LENGTH * stroke->arrows.size))
    return;
  n_slots = MAX (1.0, floor (total / stroke->arrows.spacing + 0.5));
  step = total / n_slots;

  for (guint i = 0; i + 1 < course->n; i++)
    {
      AtlasVec a = course->points[i], b = course->points[i + 1];
      double length = course->along[i + 1] - course->along[i], from = 0.0, to = 1.0, last;

      if (!cut (a.x, b.x, window->left, window->right, &from, &to)
          || !cut (a.y, b.y, window->top, window->bottom, &from, &to))
        continue;
      /* All stretches whose arrow may lie on what is seen. */
      from = (course->along[i] + from * length) / step - 0.5 - FURTHEST_SHIFT;
      to = (course->along[i] + to * length) / step - 0.5 + FURTHEST_SHIFT;
      last = MIN (floor (to), n_slots - 1.0);
      for (next = MAX (next, ceil (from)); next <= last; next += 1.0)
        paint_slot (self, stroke, course, next, step);
    }
}

/* Measures the line and paints its arrows; @points: without a ring's first point again. */
static void
paint_line (AtlasPaintJob     *self,
            const AtlasStroke *stroke,
            GArray            *points,
            gboolean           closed,
            GArray            *along)
{
  double travelled = 0.0;
  Course course;

  if (points->len < 2)
    return;
  if (closed)
    {
      AtlasVec first = g_array_index (points, AtlasVec, 0);

      g_array_append_val (points, first);
    }

  g_array_set_size (along, 0);
  g_array_append_val (along, travelled);
  for (guint i = 1; i < points->len; i++)
    {
      AtlasVec a = g_array_index (points, AtlasVec, i - 1), b = g_array_index (points, AtlasVec, i);

      travelled += hypot (b.x - a.x, b.y - a.y);
      g_array_append_val (along, travelled);
    }
  course = (Course) { (const AtlasVec *) (void *) points->data, (const double *) (void *) along->data, points->len };
  paint_course (self, stroke, &course);
}

static void
paint_item (AtlasPaintJob        *self,
            const AtlasStroke    *stroke,
            const AtlasPaintItem *item,
            GArray               *along)
{
  double offset = atlas_zoom_ramp_at (&stroke->offset, self->view->zoom);
  gsize n_parts = atlas_table_get_n_parts (self->table, item->feature);

  _atlas_job_use_world (self, item->world);
  for (gsize k = 0; k < n_parts; k++)
    {
      gboolean closed;
      AtlasPart part;

      atlas_table_get_part (self->table, item->feature, k, &part);
      if (part.kind == ATLAS_PART_POINTS)
        continue;
      closed = part.kind != ATLAS_PART_LINE;
      _atlas_path_project (&self->window, &part, &self->scratch);
      if (offset != 0.0)
        {
          g_autoptr (GArray) moved = _atlas_path_offset ((const AtlasVec *) (void *) self->scratch.points->data,
                                                         self->scratch.points->len, closed, offset);

          paint_line (self, stroke, moved, closed, along);
        }
      else
        paint_line (self, stroke, self->scratch.points, closed, along);
    }
}

gboolean
_atlas_job_paint_arrows (AtlasPaintJob *self)
{
  g_autoptr (GArray) along = NULL;

  for (guint i = 0; i < self->items->len; i++)
    {
      const AtlasPaintItem *item = &g_array_index (self->items, AtlasPaintItem, i);
      const AtlasRule *rule = &self->rules[item->rule];

      if (item->n_lines == 0)
        continue;
      for (guint k = 0; k < rule->n_strokes; k++)
        if (_atlas_job_arrows_show (self, &rule->strokes[k]))
          {
            if (along == NULL)
              along = g_array_new (FALSE, FALSE, sizeof (double));
            if (_atlas_job_is_cancelled (self))
              return FALSE;
            paint_item (self, &rule->strokes[k], item, along);
          }
    }

  return TRUE;
}
