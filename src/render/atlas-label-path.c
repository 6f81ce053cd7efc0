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
#define LEAST_COSINE 0.88294759   /* neighbouring letters turn by 28° at most */
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

/* Pixels neither overflow nor vanish when squared: hypot(), which looks out for that, takes several times as long. */
static inline double
get_length (double dx,
            double dy)
{
  return sqrt (dx * dx + dy * dy);
}

AtlasLabelPath *
atlas_label_path_new (const AtlasPart *part,
                      double           world_size)
{
  AtlasLabelPath *self = g_new0 (AtlasLabelPath, 1);
  const float threshold = (float) (TOLERANCE / world_size);
  g_autofree double *world = g_new (double, 2 * MAX (part->n_vertices, 1));
  AtlasLabelPathPoint *points;
  guint n = 0;

  for (gsize i = 0; i < part->n_vertices; i++)
    if (part->importance[i] >= threshold)
      {
        world[2 * n] = part->coords[2 * i];
        world[2 * n + 1] = part->coords[2 * i + 1];
        n++;
      }
  atlas_mercator_project (world, n, world);

  self->points = g_array_sized_new (FALSE, FALSE, sizeof (AtlasLabelPathPoint), n);
  g_array_set_size (self->points, n);
  points = (AtlasLabelPathPoint *) (gpointer) self->points->data;
  self->x1 = self->y1 = G_MAXDOUBLE;
  self->x2 = self->y2 = -G_MAXDOUBLE;
  for (guint i = 0; i < n; i++)
    {
      double x = world[2 * i] * world_size;
      double y = world[2 * i + 1] * world_size;

      if (i > 0)
        self->length += get_length (x - points[i - 1].x, y - points[i - 1].y);
      points[i] = (AtlasLabelPathPoint) { x, y, self->length };
      self->x1 = MIN (self->x1, x);
      self->y1 = MIN (self->y1, y);
      self->x2 = MAX (self->x2, x);
      self->y2 = MAX (self->y2, y);
    }
  return self;
}

void
atlas_label_path_free (AtlasLabelPath *self)
{
  g_array_unref (self->points);
  g_free (self);
}

/* The place @along on the way from point @low to the next. */
static void
interpolate (const AtlasLabelPath *self,
             guint                 low,
             double                along,
             double               *x,
             double               *y)
{
  const AtlasLabelPathPoint *p = &g_array_index (self->points, AtlasLabelPathPoint, low);
  double t = p[1].along > p[0].along ? CLAMP ((along - p[0].along) / (p[1].along - p[0].along), 0.0, 1.0) : 0.0;

  *x = p[0].x + t * (p[1].x - p[0].x);
  *y = p[0].y + t * (p[1].y - p[0].y);
}

/* The last point but one, at most, that is not beyond @along. */
static guint
find_point (const AtlasLabelPath *self,
            double                along)
{
  const AtlasLabelPathPoint *p = (const AtlasLabelPathPoint *) (gconstpointer) self->points->data;
  guint low = 0;
  guint high = self->points->len - 1;

  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (p[middle].along <= along)
        low = middle;
      else
        high = middle;
    }
  return low;
}

void
atlas_label_path_at (const AtlasLabelPath *self,
                     double                along,
                     double               *x,
                     double               *y)
{
  g_return_if_fail (self->points->len > 0);
  if (self->points->len == 1)
    {
      *x = g_array_index (self->points, AtlasLabelPathPoint, 0).x;
      *y = g_array_index (self->points, AtlasLabelPathPoint, 0).y;
      return;
    }
  interpolate (self, find_point (self, along), along, x, y);
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
      double length = get_length (dx, dy);

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
  guint point;
  Sample *s;

  self->step = step;
  self->first = begin * step;
  self->offset = offset;
  self->samples = g_array_sized_new (FALSE, FALSE, sizeof (Sample), (guint) (end - begin) + 1);
  point = find_point (path, begin * step);
  for (double k = begin; k <= end; k += 1.0)
    {
      Sample sample = { 0 };

      while (point + 2 < path->points->len &&
             g_array_index (path->points, AtlasLabelPathPoint, point + 1).along <= k * step)
        point++;
      interpolate (path, point, k * step, &sample.x, &sample.y);
      g_array_append_val (self->samples, sample);
    }
  raw = g_memdup2 (self->samples->data, sizeof (Sample) * self->samples->len);
  smooth (self->samples);
  smooth (self->samples);

  s = (Sample *) (gpointer) self->samples->data;
  for (guint i = 0; i < self->samples->len; i++)
    s[i].drift = get_length (s[i].x - raw[i].x, s[i].y - raw[i].y);
  if (offset != 0.0)
    move_aside (self->samples, offset);
  for (guint i = 1; i < self->samples->len; i++)
    s[i].arc = s[i - 1].arc + get_length (s[i].x - s[i - 1].x, s[i].y - s[i - 1].y);
}

void
atlas_label_baseline_clear (AtlasLabelBaseline *self)
{
  g_clear_pointer (&self->samples, g_array_unref);
}

/* The sample at or before @arc, and how far on the way to the next.  They are nearly even, so the search begins where the
 * sample would be if they were. */
static guint
find_sample (const AtlasLabelBaseline *self,
             double                    arc,
             double                   *t)
{
  const Sample *s = (const Sample *) (gconstpointer) self->samples->data;
  guint last = self->samples->len - 2;
  double guess = arc / self->step;
  guint i = guess > 0.0 ? (guint) MIN (guess, (double) last) : 0;

  while (i > 0 && s[i].arc > arc)
    i--;
  while (i < last && s[i + 1].arc <= arc)
    i++;
  *t = s[i + 1].arc > s[i].arc ? CLAMP ((arc - s[i].arc) / (s[i + 1].arc - s[i].arc), 0.0, 1.0) : 0.0;
  return i;
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

/* The direction of a letter between what is behind and ahead of it. */
static void
set_direction (AtlasLabelSpot *spot,
               const Sample   *back,
               const Sample   *ahead)
{
  double dx = ahead->x - back->x;
  double dy = ahead->y - back->y;
  double length = get_length (dx, dy);

  spot->cosine = length > 0.0 ? dx / length : 1.0;
  spot->sine = length > 0.0 ? dy / length : 0.0;
}

/* How much the letters turn together, radians. */
static double
add_turns (const AtlasLabelSpot *spots,
           guint                 n)
{
  double sum = 0.0;

  for (guint i = 1; i < n; i++)
    {
      const AtlasLabelSpot *a = &spots[i - 1];
      const AtlasLabelSpot *b = &spots[i];

      sum += fabs (atan2 (a->cosine * b->sine - a->sine * b->cosine, a->cosine * b->cosine + a->sine * b->sine));
    }
  return sum;
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

      spots[i] = (AtlasLabelSpot) { .x = here.x, .y = here.y };
      set_direction (&spots[i], &back, &ahead);
      if (course.downwards)
        {
          double cosine = spots[i].cosine;

          spots[i].cosine = spots[i].sine;
          spots[i].sine = -cosine;
        }
      if (here.drift > MOST_DRIFT * setting->size ||
          (i > 0 && spots[i - 1].cosine * spots[i].cosine + spots[i - 1].sine * spots[i].sine < LEAST_COSINE) ||
          (setting->may_stand != NULL && !setting->may_stand (&spots[i], i, setting->user_data)))
        return FALSE;
      pen += advance + setting->spacing * setting->size;
    }
  *cost = add_turns (spots, text->n_letters);
  /* Left of the way that the letters go is above the line, or east of it when they go down. */
  if (self->offset * course.direction > 0.0)
    *cost += WRONG_SIDE;
  return TRUE;
}
