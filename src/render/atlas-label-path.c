/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Names along lines.
 *
 * A river's line wriggles more than a name can.  So the letters follow a running mean of the line (two passes, 1 em to
 * each side) taken at even steps that begin at the line's own beginning:
 *
 *        line   ──╮╭─╮ ╭──      baseline  ───────╮
 *                 ╰╯ ╰─╯  ╲                        ╲      each letter is turned like the baseline
 *                          ╲                        ╲     under its middle
 *
 * A line that is drawn has its name beside it, as on printed maps: the baseline is moved sideways.
 * Pure geometry, no state; any thread. */

#include "render/atlas-label-path.h"

#include <math.h>

#include "geo/atlas-mercator.h"

#define TOLERANCE 0.7             /* pixels: vertices that matter less are left out */
#define STEPS_PER_EM 5
#define SMOOTH_STEPS 5            /* to each side, each pass */
#define MOST_TURN (28.0 * G_PI / 180.0) /* between neighbouring letters */
#define MOST_DRIFT 0.7            /* em between line and baseline */
#define STEEP 1.4                 /* north–south is this many times west–east: Han names read from the top down */
#define WRONG_SIDE 0.3            /* radians that standing below or left of the line is worth */

typedef struct
{
  double x;
  double y;
  double drift;                   /* how far smoothing moved it */
  double arc;                     /* along the baseline */
} Sample;

AtlasLabelPath *
atlas_label_path_new (const AtlasPart *part,
                      double           world_size)
{
  AtlasLabelPath *self = g_new0 (AtlasLabelPath, 1);
  const float threshold = (float) (TOLERANCE / world_size);

  self->points = g_array_new (FALSE, FALSE, sizeof (AtlasLabelPathPoint));
  self->x1 = self->y1 = G_MAXDOUBLE;
  self->x2 = self->y2 = -G_MAXDOUBLE;
  for (gsize i = 0; i < part->n_vertices; i++)
    {
      AtlasLabelPathPoint point;

      if (part->importance[i] < threshold)
        continue;
      point.x = atlas_mercator_x (part->coords[2 * i]) * world_size;
      point.y = atlas_mercator_y (part->coords[2 * i + 1]) * world_size;
      if (self->points->len > 0)
        {
          const AtlasLabelPathPoint *last =
            &g_array_index (self->points, AtlasLabelPathPoint, self->points->len - 1);

          self->length += hypot (point.x - last->x, point.y - last->y);
        }
      point.along = self->length;
      self->x1 = MIN (self->x1, point.x);
      self->y1 = MIN (self->y1, point.y);
      self->x2 = MAX (self->x2, point.x);
      self->y2 = MAX (self->y2, point.y);
      g_array_append_val (self->points, point);
    }
  return self;
}

void
atlas_label_path_free (AtlasLabelPath *self)
{
  g_array_unref (self->points);
  g_free (self);
}

void
atlas_label_path_at (const AtlasLabelPath *self,
                     double                along,
                     double               *x,
                     double               *y)
{
  const AtlasLabelPathPoint *p = (const AtlasLabelPathPoint *) (gconstpointer) self->points->data;
  guint low = 0;
  guint high = self->points->len;
  double t;

  g_return_if_fail (high > 0);
  if (high == 1)
    {
      *x = p[0].x;
      *y = p[0].y;
      return;
    }
  high--;
  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (p[middle].along <= along)
        low = middle;
      else
        high = middle;
    }
  t = p[high].along > p[low].along ? CLAMP ((along - p[low].along) / (p[high].along - p[low].along), 0.0, 1.0) : 0.0;
  *x = p[low].x + t * (p[high].x - p[low].x);
  *y = p[low].y + t * (p[high].y - p[low].y);
}

/* One pass of a running mean.  Towards an end of the samples fewer are taken, the same number to each side, so the ends
 * stay where they are. */
static void
smooth (GArray *samples)
{
  g_autofree Sample *old = g_memdup2 (samples->data, sizeof (Sample) * samples->len);
  Sample *new = (Sample *) (gpointer) samples->data;
  int n = (int) samples->len;

  for (int i = 0; i < n; i++)
    {
      int half = MIN (SMOOTH_STEPS, MIN (i, n - 1 - i));
      double x = 0.0;
      double y = 0.0;

      for (int j = i - half; j <= i + half; j++)
        {
          x += old[j].x;
          y += old[j].y;
        }
      new[i].x = x / (2 * half + 1);
      new[i].y = y / (2 * half + 1);
    }
}

/* Moves the samples sideways by @offset: along the normal of the chord between their neighbours. */
static void
move_aside (GArray *samples,
            double  offset)
{
  g_autofree Sample *old = g_memdup2 (samples->data, sizeof (Sample) * samples->len);
  Sample *s = (Sample *) (gpointer) samples->data;
  guint n = samples->len;

  for (guint i = 0; i < n; i++)
    {
      const Sample *back = &old[i > 0 ? i - 1 : 0];
      const Sample *ahead = &old[MIN (i + 1, n - 1)];
      double dx = ahead->x - back->x;
      double dy = ahead->y - back->y;
      double length = hypot (dx, dy);

      if (length > 0.0)
        {
          s[i].x -= dy / length * offset;
          s[i].y += dx / length * offset;
        }
    }
}

void
atlas_label_baseline_init (AtlasLabelBaseline   *self,
                           const AtlasLabelPath *path,
                           double                from,
                           double                to,
                           double                size,
                           double                offset)
{
  double step = size / STEPS_PER_EM;
  double last = floor (path->length / step);
  double begin = CLAMP (floor (from / step) - 2 * SMOOTH_STEPS, 0.0, last);
  double end = CLAMP (ceil (to / step) + 2 * SMOOTH_STEPS, begin, last);
  g_autofree Sample *raw = NULL;
  Sample *s;

  self->step = step;
  self->first = begin * step;
  self->offset = offset;
  self->samples = g_array_sized_new (FALSE, FALSE, sizeof (Sample), (guint) (end - begin) + 1);
  for (double k = begin; k <= end; k += 1.0)
    {
      Sample sample = { 0 };

      atlas_label_path_at (path, k * step, &sample.x, &sample.y);
      g_array_append_val (self->samples, sample);
    }
  raw = g_memdup2 (self->samples->data, sizeof (Sample) * self->samples->len);
  smooth (self->samples);
  smooth (self->samples);

  s = (Sample *) (gpointer) self->samples->data;
  for (guint i = 0; i < self->samples->len; i++)
    s[i].drift = hypot (s[i].x - raw[i].x, s[i].y - raw[i].y);
  if (offset != 0.0)
    move_aside (self->samples, offset);
  for (guint i = 1; i < self->samples->len; i++)
    s[i].arc = s[i - 1].arc + hypot (s[i].x - s[i - 1].x, s[i].y - s[i - 1].y);
}

void
atlas_label_baseline_clear (AtlasLabelBaseline *self)
{
  g_clear_pointer (&self->samples, g_array_unref);
}

/* The sample at or before @arc, and how far on the way to the next. */
static guint
find_sample (const AtlasLabelBaseline *self,
             double                    arc,
             double                   *t)
{
  const Sample *s = (const Sample *) (gconstpointer) self->samples->data;
  guint low = 0;
  guint high = self->samples->len - 1;

  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (s[middle].arc <= arc)
        low = middle;
      else
        high = middle;
    }
  *t = s[high].arc > s[low].arc ? CLAMP ((arc - s[low].arc) / (s[high].arc - s[low].arc), 0.0, 1.0) : 0.0;
  return low;
}

static Sample
sample_at (const AtlasLabelBaseline *self,
           double                    arc)
{
  const Sample *s = (const Sample *) (gconstpointer) self->samples->data;
  double t;
  guint i = find_sample (self, arc, &t);
  Sample result = s[i];

  result.x += t * (s[i + 1].x - s[i].x);
  result.y += t * (s[i + 1].y - s[i].y);
  result.drift = MAX (s[i].drift, s[i + 1].drift);
  return result;
}

/* The difference of two directions, -π to π. */
static double
turn_between (double from,
              double to)
{
  return remainder (to - from, 2.0 * G_PI);
}

/* Which way the letters go along the baseline. */
typedef struct
{
  double   direction;             /* 1 or -1 */
  gboolean downwards;             /* Han letters, from the top down */
  double   length;                /* of the name along the baseline */
} Course;

static Course
choose_course (const AtlasLabelBaseline *self,
               const AtlasLabelSetting  *setting,
               double                    middle)
{
  Course course = { .length = atlas_label_text_line_width (setting->text, 0, setting->spacing) * setting->size };
  Sample a = sample_at (self, middle - course.length / 2.0);
  Sample b = sample_at (self, middle + course.length / 2.0);
  double dx = b.x - a.x;
  double dy = b.y - a.y;

  course.downwards = setting->text->upright && fabs (dy) > STEEP * fabs (dx);
  if (course.downwards)
    course.direction = dy >= 0.0 ? 1.0 : -1.0;
  else if (fabs (dx) < 0.12 * fabs (dy))
    course.direction = dy <= 0.0 ? 1.0 : -1.0; /* straight north–south: from the bottom up */
  else
    course.direction = dx >= 0.0 ? 1.0 : -1.0;
  return course;
}

/* Judges the turns between the letters that were set.  Returns FALSE when it is too crooked. */
static gboolean
judge (const AtlasLabelSetting *setting,
       const AtlasLabelSpot    *spots,
       double                  *bend)
{
  double sum = 0.0;

  for (guint i = 1; i < setting->text->n_letters; i++)
    {
      double turn = fabs (turn_between (spots[i - 1].angle, spots[i].angle));

      if (turn > MOST_TURN)
        return FALSE;
      sum += turn;
    }
  *bend = sum;
  return TRUE;
}

gboolean
atlas_label_baseline_fit (const AtlasLabelBaseline *self,
                          const AtlasLabelSetting  *setting,
                          double                    along,
                          AtlasLabelSpot           *spots,
                          double                   *cost)
{
  const AtlasLabelText *text = setting->text;
  const Sample *s = (const Sample *) (gconstpointer) self->samples->data;
  double place = (along - self->first) / self->step;
  double end;
  double middle;
  double pen;
  guint i;
  Course course;

  if (self->samples->len < 3 || text->n_letters == 0 || place < 0.0 ||
      place > self->samples->len - 1)
    return FALSE;
  i = MIN ((guint) place, self->samples->len - 2);
  middle = s[i].arc + (place - i) * (s[i + 1].arc - s[i].arc);
  end = s[self->samples->len - 1].arc;

  course = choose_course (self, setting, middle);
  if (middle - course.length / 2.0 < 0.0 || middle + course.length / 2.0 > end)
    return FALSE;

  pen = -course.length / 2.0;
  for (i = 0; i < text->n_letters; i++)
    {
      double advance = text->letters[i].advance * setting->size;
      double arc = middle + course.direction * (pen + advance / 2.0);
      double reach = MAX (advance, setting->size * 0.8) / 2.0;
      Sample here = sample_at (self, arc);
      Sample back = sample_at (self, CLAMP (arc - course.direction * reach, 0.0, end));
      Sample ahead = sample_at (self, CLAMP (arc + course.direction * reach, 0.0, end));

      if (here.drift > MOST_DRIFT * setting->size)
        return FALSE;
      spots[i] = (AtlasLabelSpot) { here.x, here.y, atan2 (ahead.y - back.y, ahead.x - back.x) };
      if (course.downwards)
        spots[i].angle -= G_PI_2;
      pen += advance + setting->spacing * setting->size;
    }
  if (!judge (setting, spots, cost))
    return FALSE;
  /* Left of the way that the letters go is above the line, or east of it when they go down. */
  if (self->offset * course.direction > 0.0)
    *cost += WRONG_SIDE;
  return TRUE;
}
