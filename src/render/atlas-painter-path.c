/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Geometry on its way to cairo: projected, thinned, cut to a window a little larger than the view, moved sideways.
 *
 *        window        Cairo's coordinates end at ±2²³ and a far-off vertex costs as much as a near one, so lines are cut
 *      ┌─────────┐     into runs at the window's edge (with the length travelled so far, for dashes go on where they
 *   ──┼╌┐ view ┌─┼──   would be), and rings are cut by Sutherland–Hodgman: parity inside the window stays as it was, also
 *      │ └──────┘ │     for rings that cross themselves.  New vertices are made only where old ones are FAR off: cairo
 *      └─────────┘      rounds to 1/256 pixel, and a moved vertex would show as a seam between neighbouring blocks.
 *
 * Pure functions over caller-owned arrays; any thread. */

#include "render/atlas-painter-private.h"

#include "geo/atlas-mercator.h"

#include <math.h>

/* How far outside the window (pixels) a vertex may lie before it is replaced by one nearer. */
#define FAR 1024.0

/* A join longer than this many times the offset is cut off. */
#define MITER_LIMIT 2.0

void
_atlas_projection_init (AtlasProjection *self,
                        const AtlasView *view,
                        double           margin)
{
  self->size = atlas_mercator_world_size (view->zoom);
  self->x = _atlas_snap (atlas_mercator_x (view->lon) * self->size - view->width / 2.0);
  self->y = _atlas_snap (atlas_mercator_y (view->lat) * self->size - view->height / 2.0);
  self->left = -margin;
  self->top = -margin;
  self->right = view->width + margin;
  self->bottom = view->height + margin;
  self->threshold = 0.5 / (self->size * MAX (view->scale, 0.1));
}

gboolean
_atlas_projection_apply (const AtlasProjection *self,
                         double                 lon,
                         double                 lat,
                         AtlasVec              *out)
{
  out->x = _atlas_snap (atlas_mercator_x (lon) * self->size) - self->x;
  out->y = _atlas_snap (atlas_mercator_y (lat) * self->size) - self->y;

  return isfinite (out->x) && isfinite (out->y);
}

void
_atlas_path_init (AtlasPath *self)
{
  self->points = g_array_new (FALSE, FALSE, sizeof (AtlasVec));
  self->runs = g_array_new (FALSE, FALSE, sizeof (AtlasRun));
}

void
_atlas_path_clear (AtlasPath *self)
{
  g_clear_pointer (&self->points, g_array_unref);
  g_clear_pointer (&self->runs, g_array_unref);
}

void
_atlas_path_project (const AtlasProjection *projection,
                     const AtlasPart       *part,
                     AtlasPath             *out)
{
  gsize n = part->n_vertices;
  gboolean closed = part->kind == ATLAS_PART_RING || part->kind == ATLAS_PART_HOLE;
  AtlasVec *points;
  guint n_points = 0;

  if (closed && n > 1 && part->coords[0] == part->coords[2 * n - 2] && part->coords[1] == part->coords[2 * n - 1])
    n--;

  /* Room for all of them: a call for each vertex would cost as much as projecting it. */
  g_array_set_size (out->points, (guint) n);
  points = (AtlasVec *) (void *) out->points->data;
  for (gsize i = 0; i < n; i++)
    if (part->importance[i] >= projection->threshold
        && _atlas_projection_apply (projection, part->coords[2 * i], part->coords[2 * i + 1], &points[n_points]))
      n_points++;
  g_array_set_size (out->points, n_points);
}

AtlasExtent
_atlas_projection_get_extent (const AtlasProjection *window)
{
  AtlasExtent extent = {
    .west = atlas_mercator_lon ((window->x + window->left) / window->size),
    .south = atlas_mercator_lat ((window->y + window->bottom) / window->size),
    .east = atlas_mercator_lon ((window->x + window->right) / window->size),
    .north = atlas_mercator_lat ((window->y + window->top) / window->size),
  };

  /* Beyond the map's edge everything lies on the edge. */
  if (!(extent.south > -ATLAS_MERCATOR_MAX_LATITUDE))
    extent.south = -90.0;
  if (!(extent.north < ATLAS_MERCATOR_MAX_LATITUDE))
    extent.north = 90.0;

  return extent;
}

/* On which side of the window something lies wholly; 0: on none. */
static int
get_side (const AtlasExtent *window,
          const AtlasExtent *extent)
{
  return extent->east < window->west    ? 1
         : extent->west > window->east   ? 2
         : extent->north < window->south ? 3
         : extent->south > window->north ? 4
                                         : 0;
}

static void
project_vertex (const AtlasProjection *projection,
                const AtlasPart       *part,
                gsize                  vertex,
                AtlasPath             *out)
{
  AtlasVec point;

  if (_atlas_projection_apply (projection, part->coords[2 * vertex], part->coords[2 * vertex + 1], &point))
    g_array_append_val (out->points, point);
}

/* The first vertex of a run that matters, and the last one: there may be none, when it was that of a ring's end. */
static void
project_first (const AtlasProjection *projection,
               const AtlasPart       *part,
               gsize                  first,
               gsize                  end,
               AtlasPath             *out)
{
  while (first < end && part->importance[first] < projection->threshold)
    first++;
  if (first < end)
    project_vertex (projection, part, first, out);
}

static void
project_last (const AtlasProjection *projection,
              const AtlasPart       *part,
              gsize                  run,
              gsize                  n,
              AtlasPath             *out)
{
  gsize first = run * ATLAS_RUN_LENGTH, end = MIN (first + ATLAS_RUN_LENGTH, n);

  while (end > first && part->importance[end - 1] < projection->threshold)
    end--;
  if (end > first)
    project_vertex (projection, part, end - 1, out);
}

/* The vertices of a run that matter, together: a run is near in latitude, so its projection is a short series. */
static void
project_run (const AtlasProjection *projection,
             const AtlasPart       *part,
             gsize                  first,
             gsize                  end,
             AtlasPath             *out)
{
  double coords[2 * ATLAS_RUN_LENGTH], world[2 * ATLAS_RUN_LENGTH];
  AtlasVec points[ATLAS_RUN_LENGTH];
  guint n = 0, n_points = 0;

  for (gsize v = first; v < end; v++)
    if (part->importance[v] >= projection->threshold)
      {
        coords[2 * n] = part->coords[2 * v];
        coords[2 * n + 1] = part->coords[2 * v + 1];
        n++;
      }
  if (n == 0)
    return;
  atlas_mercator_project (coords, n, world);
  for (guint i = 0; i < n; i++)
    {
      points[n_points].x = _atlas_snap (world[2 * i] * projection->size) - projection->x;
      points[n_points].y = _atlas_snap (world[2 * i + 1] * projection->size) - projection->y;
      if (isfinite (points[n_points].x) && isfinite (points[n_points].y))
        n_points++;
    }
  g_array_append_vals (out->points, points, n_points);
}

void
_atlas_path_project_near (const AtlasProjection *projection,
                          const AtlasPart       *part,
                          const AtlasRuns       *runs,
                          AtlasPath             *out)
{
  const AtlasExtent window = _atlas_projection_get_extent (projection);
  const double least = projection->threshold;
  gsize n = part->n_vertices;
  int last_side = 0;
  gsize last_run = 0;

  if (runs == NULL)
    {
      _atlas_path_project (projection, part, out);
      return;
    }
  if (part->kind != ATLAS_PART_LINE && part->coords[0] == part->coords[2 * n - 2]
      && part->coords[1] == part->coords[2 * n - 1])
    n--;

  g_array_set_size (out->points, 0);
  for (gsize i = 0; i < runs->n; i++)
    {
      const AtlasRunBox *box = &runs->boxes[i];
      gsize first = i * ATLAS_RUN_LENGTH, end = MIN (first + ATLAS_RUN_LENGTH, n);
      int side = get_side (&window, &box->extent);

      if (box->importance < least || first >= end)
        continue;
      /* Run after run on the same side: the first vertex and the last one of them all will do. */
      if (last_side != 0 && side != last_side)
        project_last (projection, part, last_run, n, out);
      if (side == 0)
        project_run (projection, part, first, end, out);
      else if (side != last_side)
        project_first (projection, part, first, end, out);
      last_side = side;
      last_run = i;
    }
  if (last_side != 0)
    project_last (projection, part, last_run, n, out);
}

static void
end_run (AtlasPath *self,
         guint      first,
         double     start)
{
  AtlasRun run = { .first = first, .n = self->points->len - first, .start = start };

  if (run.n >= 2)
    g_array_append_val (self->runs, run);
  else
    g_array_set_size (self->points, first);
}

static AtlasProjection
enlarge (const AtlasProjection *window,
         double                 by)
{
  AtlasProjection larger = *window;

  larger.left -= by;
  larger.top -= by;
  larger.right += by;
  larger.bottom += by;

  return larger;
}

static gboolean
is_inside (const AtlasProjection *window,
           const AtlasVec        *points,
           guint                  n)
{
  for (guint i = 0; i < n; i++)
    if (points[i].x < window->left || points[i].x > window->right || points[i].y < window->top
        || points[i].y > window->bottom)
      return FALSE;

  return TRUE;
}

/* Liang–Barsky: which part (from, to) of the segment a–b is in the window.  Returns: FALSE when none is. */
static gboolean
cut_segment (const AtlasProjection *window,
             AtlasVec               a,
             AtlasVec               b,
             double                *from,
             double                *to)
{
  const double dx = b.x - a.x, dy = b.y - a.y;
  const double p[4] = { -dx, dx, -dy, dy };
  const double q[4] = { a.x - window->left, window->right - a.x, a.y - window->top, window->bottom - a.y };

  *from = 0.0;
  *to = 1.0;
  for (int i = 0; i < 4; i++)
    {
      double r;

      if (p[i] == 0.0)
        {
          if (q[i] < 0.0)
            return FALSE;
          continue;
        }
      r = q[i] / p[i];
      if (p[i] < 0.0)
        *from = MAX (*from, r);
      else
        *to = MIN (*to, r);
    }

  return *from <= *to;
}

/* A ring that was cut into runs still goes on over its first vertex: there its last run meets its first one.  They stay
 * two, because dashes begin anew there. */
static void
link_runs (AtlasPath *self,
           guint      first)
{
  AtlasRun *head = &g_array_index (self->runs, AtlasRun, first);
  AtlasRun *tail = &g_array_index (self->runs, AtlasRun, self->runs->len - 1);

  if (head == tail)
    {
      head->closed = TRUE;
      return;
    }
  tail->next = first + 1;
  head->is_next = TRUE;
}

void
_atlas_path_append_line (AtlasPath             *self,
                         const AtlasProjection *window,
                         const AtlasVec        *points,
                         guint                  n,
                         gboolean               closed)
{
  guint first = self->points->len;
  guint n_segments = closed ? n : n - 1;
  guint first_run = self->runs->len;
  double travelled = 0.0, start = 0.0;
  AtlasProjection far = enlarge (window, FAR);
  gboolean running = FALSE;

  if (n < 2)
    return;
  if (is_inside (window, points, n))
    {
      AtlasRun run = { .first = first, .n = n, .closed = closed };

      g_array_append_vals (self->points, points, n);
      g_array_append_val (self->runs, run);
      return;
    }

  for (guint i = 0; i < n_segments; i++)
    {
      AtlasVec a = points[i], b = points[(i + 1) % n];
      double length = sqrt ((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)), from, to;

      if (cut_segment (window, a, b, &from, &to) && cut_segment (&far, a, b, &from, &to))
        {
          AtlasVec p = { a.x + from * (b.x - a.x), a.y + from * (b.y - a.y) };
          AtlasVec q = { a.x + to * (b.x - a.x), a.y + to * (b.y - a.y) };

          if (running && from > 0.0)
            {
              end_run (self, first, start);
              running = FALSE;
            }
          if (!running)
            {
              first = self->points->len;
              start = travelled + from * length;
              g_array_append_val (self->points, p);
              running = TRUE;
            }
          g_array_append_val (self->points, q);
          if (to < 1.0)
            {
              end_run (self, first, start);
              running = FALSE;
            }
        }
      else if (running)
        {
          end_run (self, first, start);
          running = FALSE;
        }
      travelled += length;
    }
  if (running)
    end_run (self, first, start);
  if (running && closed && self->runs->len > first_run
      && g_array_index (self->runs, AtlasRun, first_run).start == 0.0)
    link_runs (self, first_run);
}

/* Cuts a ring at one edge of the window: keeps what is where (value - limit) × sign <= 0. */
static void
cut_ring (GArray  *in,
          GArray  *out,
          gboolean vertical,
          double   limit,
          double   sign)
{
  g_array_set_size (out, 0);
  for (guint i = 0; i < in->len; i++)
    {
      AtlasVec a = g_array_index (in, AtlasVec, i);
      AtlasVec b = g_array_index (in, AtlasVec, i + 1 < in->len ? i + 1 : 0);
      double da = ((vertical ? a.x : a.y) - limit) * sign;
      double db = ((vertical ? b.x : b.y) - limit) * sign;

      if (da <= 0.0)
        g_array_append_val (out, a);
      if ((da < 0.0 && db > 0.0) || (da > 0.0 && db < 0.0))
        {
          double t = da / (da - db);
          AtlasVec cut = { a.x + t * (b.x - a.x), a.y + t * (b.y - a.y) };

          if (vertical)
            cut.x = limit;
          else
            cut.y = limit;
          g_array_append_val (out, cut);
        }
    }
}

void
_atlas_path_append_ring (AtlasPath             *self,
                         const AtlasProjection *window,
                         const AtlasVec        *points,
                         guint                  n)
{
  AtlasRun run = { .first = self->points->len, .n = n, .closed = TRUE };
  AtlasProjection far = enlarge (window, FAR);

  if (n < 3)
    return;

  if (is_inside (&far, points, n))
    g_array_append_vals (self->points, points, n);
  else
    {
      g_autoptr (GArray) a = g_array_sized_new (FALSE, FALSE, sizeof (AtlasVec), n + 8);
      g_autoptr (GArray) b = g_array_sized_new (FALSE, FALSE, sizeof (AtlasVec), n + 8);

      g_array_append_vals (a, points, n);
      cut_ring (a, b, TRUE, far.left, -1.0);
      cut_ring (b, a, TRUE, far.right, 1.0);
      cut_ring (a, b, FALSE, far.top, -1.0);
      cut_ring (b, a, FALSE, far.bottom, 1.0);
      if (a->len < 3)
        return;
      g_array_append_vals (self->points, a->data, a->len);
      run.n = a->len;
    }
  g_array_append_val (self->runs, run);
}

/* The unit normal to the right of a → b; FALSE when they are the same. */
static gboolean
get_normal (AtlasVec  a,
            AtlasVec  b,
            AtlasVec *normal)
{
  double length = hypot (b.x - a.x, b.y - a.y);

  if (length < 1e-9)
    return FALSE;
  /* y grows downwards. */
  *normal = (AtlasVec) { -(b.y - a.y) / length, (b.x - a.x) / length };

  return TRUE;
}

static void
append_join (GArray   *out,
             AtlasVec  at,
             AtlasVec  before,
             AtlasVec  after,
             double    distance)
{
  AtlasVec sum = { before.x + after.x, before.y + after.y };
  double length2 = sum.x * sum.x + sum.y * sum.y;

  /* |sum| = 2 cos(half the turn); the mitre is distance / cos(half the turn) along sum's direction. */
  if (length2 >= 4.0 / (MITER_LIMIT * MITER_LIMIT))
    {
      AtlasVec join = { at.x + sum.x * 2.0 * distance / length2, at.y + sum.y * 2.0 * distance / length2 };

      g_array_append_val (out, join);
    }
  else
    {
      AtlasVec end = { at.x + before.x * distance, at.y + before.y * distance };
      AtlasVec begin = { at.x + after.x * distance, at.y + after.y * distance };

      g_array_append_val (out, end);
      g_array_append_val (out, begin);
    }
}

GArray *
_atlas_path_offset (const AtlasVec *points,
                    guint           n,
                    gboolean        closed,
                    double          distance)
{
  GArray *out = g_array_sized_new (FALSE, FALSE, sizeof (AtlasVec), n + 8);
  g_autoptr (GArray) kept = g_array_sized_new (FALSE, FALSE, sizeof (AtlasVec), n);
  AtlasVec normal, previous = { 0.0, 0.0 };
  const AtlasVec *p;

  /* Without repeated points every segment has a direction. */
  for (guint i = 0; i < n; i++)
    if (kept->len == 0 || get_normal (g_array_index (kept, AtlasVec, kept->len - 1), points[i], &normal))
      g_array_append_val (kept, points[i]);
  p = (const AtlasVec *) (void *) kept->data;
  n = kept->len;
  if (n < 2)
    return out;

  if (closed && get_normal (p[n - 1], p[0], &previous) && get_normal (p[0], p[1], &normal))
    append_join (out, p[0], previous, normal, distance);
  else if (get_normal (p[0], p[1], &normal))
    append_join (out, p[0], normal, normal, distance);

  for (guint i = 1; i + 1 < n; i++)
    {
      previous = normal;
      get_normal (p[i], p[i + 1], &normal);
      append_join (out, p[i], previous, normal, distance);
    }

  previous = normal;
  if (closed && get_normal (p[n - 1], p[0], &normal))
    append_join (out, p[n - 1], previous, normal, distance);
  else
    append_join (out, p[n - 1], previous, previous, distance);

  return out;
}

static void
add_points (const AtlasPath *self,
            const AtlasRun  *run,
            guint            from,
            cairo_t         *cr)
{
  const AtlasVec *points = &g_array_index (self->points, AtlasVec, run->first);

  for (guint i = from; i < run->n; i++)
    cairo_line_to (cr, points[i].x, points[i].y);
}

void
_atlas_path_trace (const AtlasPath *self,
                   guint            first,
                   guint            n,
                   cairo_t         *cr)
{
  for (guint i = first; i < first + n; i++)
    {
      const AtlasRun *run = &g_array_index (self->runs, AtlasRun, i);

      if (run->is_next && n > 1)
        continue;
      cairo_new_sub_path (cr);
      add_points (self, run, 0, cr);
      if (run->next > 0 && n > 1)
        add_points (self, &g_array_index (self->runs, AtlasRun, run->next - 1), 1, cr);
      if (run->closed)
        cairo_close_path (cr);
    }
}
