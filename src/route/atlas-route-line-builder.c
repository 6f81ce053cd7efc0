/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a line to travel along comes about: from coordinates, from parts of other lines, from the parts of a feature.
 *
 * A builder collects vertices with measures and the stretches that they belong to; finishing lays them out in space and puts
 * spheres around them.  One thread; the line that comes out is immutable. */

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>

#include "geo/atlas-geodesic.h"
#include "route/atlas-route-error.h"
#include "route/atlas-route-line-private.h"

/* At most so far apart are vertices, in metres, unless the line is so long that it would be too many. */
#define MOST_SPACING 1000.0
#define MOST_ADDED 200000.0

/* Parts shorter than this are nothing, metres. */
#define TINY 1e-6

typedef struct
{
  double lon;
  double lat;
  double measure;
  double drawn;      /* as measure, but not calibrated */
  gboolean starts;
} Vertex;

struct _AtlasRouteLineBuilder
{
  GArray       *vertices;    /* Vertex */
  GArray       *spans;       /* AtlasRouteSpan */
  GStringChunk *texts;
};

AtlasRouteLineBuilder *
atlas_route_line_builder_new (void)
{
  AtlasRouteLineBuilder *self = g_new (AtlasRouteLineBuilder, 1);

  self->vertices = g_array_new (FALSE, FALSE, sizeof (Vertex));
  self->spans = g_array_new (FALSE, FALSE, sizeof (AtlasRouteSpan));
  self->texts = g_string_chunk_new (256);
  return self;
}

void
atlas_route_line_builder_free (AtlasRouteLineBuilder *self)
{
  if (self->vertices != NULL)
    g_array_unref (self->vertices);
  if (self->spans != NULL)
    g_array_unref (self->spans);
  if (self->texts != NULL)
    g_string_chunk_free (self->texts);
  g_free (self);
}

static inline Vertex *
last_vertex (AtlasRouteLineBuilder *self)
{
  return self->vertices->len > 0 ? &g_array_index (self->vertices, Vertex, self->vertices->len - 1) : NULL;
}

static const char *
keep (AtlasRouteLineBuilder *self,
      const char            *text)
{
  return text != NULL ? g_string_chunk_insert_const (self->texts, text) : NULL;
}

/* Begins at a place: goes on if the line ends there, else a run begins. */
static void
begin (AtlasRouteLineBuilder *self,
       double                 lon,
       double                 lat)
{
  const Vertex *last = last_vertex (self);
  Vertex vertex = { lon, lat, 0, 0, TRUE };

  if (last != NULL)
    {
      vertex.measure = last->measure;
      vertex.drawn = last->drawn;
      vertex.starts = atlas_geodesic_distance (last->lon, last->lat, lon, lat) > ATLAS_ROUTE_TOUCH;
      if (!vertex.starts)
        return;
    }
  g_array_append_val (self->vertices, vertex);
}

/* Goes on to a place, which is @length metres on the line away. */
static void
go_on (AtlasRouteLineBuilder *self,
       double                 lon,
       double                 lat,
       double                 length)
{
  const Vertex *last = last_vertex (self);
  Vertex vertex = { last->lon + remainder (lon - last->lon, 360.0), lat, last->measure + length,
                    last->drawn + atlas_geodesic_distance (last->lon, last->lat, lon, lat), FALSE };

  g_array_append_val (self->vertices, vertex);
}

/* The stretch from vertex @first to where the line now ends; joined to the one before when it is more of the same. */
static void
add_stretch (AtlasRouteLineBuilder   *self,
             const AtlasRouteStretch *like,
             gsize                    first,
             double                   from,
             double                   to)
{
  AtlasRouteSpan *last = NULL, span = { .first = first, .last = self->vertices->len - 1 };

  if (self->spans->len > 0)
    last = &g_array_index (self->spans, AtlasRouteSpan, self->spans->len - 1);
  if (last != NULL && last->last == first && last->stretch.segment == like->segment && g_strcmp0 (last->stretch.id, like->id) == 0
      && g_strcmp0 (last->stretch.name, like->name) == 0 && fabs (last->stretch.to - from) < TINY
      && (last->stretch.to > last->stretch.from) == (to > from))
    {
      last->last = span.last;
      last->stretch.to = to;
      last->stretch.end = last_vertex (self)->measure;
      return;
    }
  span.stretch = (AtlasRouteStretch){ like->segment, keep (self, like->id), keep (self, like->name), keep (self, like->name_en),
                                      g_array_index (self->vertices, Vertex, first).measure, last_vertex (self)->measure,
                                      from, to };
  g_array_append_val (self->spans, span);
}

/* A place on a stretch: one of its ends as it is, else between its vertices. */
static void
locate_on (AtlasRouteLine       *line,
           const AtlasRouteSpan *of,
           double                measure,
           double               *lon,
           double               *lat)
{
  gsize end = measure <= of->stretch.start + TINY ? of->first : measure >= of->stretch.end - TINY ? of->last : G_MAXSIZE;

  if (end == G_MAXSIZE)
    {
      atlas_route_line_locate (line, measure, lon, lat);
      return;
    }
  *lon = line->lon[end];
  *lat = line->lat[end];
}

/* Goes on with the part of a stretch from one measure to another. */
static void
add_part (AtlasRouteLineBuilder *self,
          AtlasRouteLine        *line,
          const AtlasRouteSpan  *of,
          double                 from,
          double                 to)
{
  double rate = (of->stretch.to - of->stretch.from) / (of->stretch.end - of->stretch.start);
  double at = from, lon, lat;
  gsize first;

  locate_on (line, of, from, &lon, &lat);
  begin (self, lon, lat);
  first = self->vertices->len - 1;
  for (gsize k = 0; k <= of->last - of->first; k++)
    {
      gsize i = from < to ? of->first + k : of->last - k;
      double measure = line->measure[i];

      if (measure <= MIN (from, to) + TINY || measure >= MAX (from, to) - TINY)
        continue;
      go_on (self, line->lon[i], line->lat[i], fabs (measure - at));
      at = measure;
    }
  locate_on (line, of, to, &lon, &lat);
  go_on (self, lon, lat, fabs (to - at));
  add_stretch (self, &of->stretch, first, of->stretch.from + (from - of->stretch.start) * rate,
               of->stretch.from + (to - of->stretch.start) * rate);
}

void
atlas_route_line_builder_add (AtlasRouteLineBuilder *self,
                              AtlasRouteLine        *line,
                              double                 from,
                              double                 to)
{
  double length = atlas_route_line_get_length (line);
  gboolean back = from > to;
  double low = CLAMP (MIN (from, to), 0.0, length), high = CLAMP (MAX (from, to), 0.0, length);

  for (guint s = 0; s < line->spans->len; s++)
    {
      const AtlasRouteSpan *of = &g_array_index (line->spans, AtlasRouteSpan, back ? line->spans->len - 1 - s : s);
      double a = MAX (of->stretch.start, low), b = MIN (of->stretch.end, high);

      if (b - a > TINY)
        add_part (self, line, of, back ? b : a, back ? a : b);
    }
}

/* -- laying out -------------------------------------------------------------------------------------------------- */

/* Around some vertices. */
static AtlasRouteSphere
sphere_around (const AtlasSpot *spots,
               gsize            n)
{
  AtlasRouteSphere sphere = { { 0, 0, 0 }, -1 };
  double most = 0;

  for (gsize i = 0; i < n; i++)
    {
      sphere.middle.x += spots[i].x / (double) n;
      sphere.middle.y += spots[i].y / (double) n;
      sphere.middle.z += spots[i].z / (double) n;
    }
  for (gsize i = 0; i < n; i++)
    {
      AtlasSpot way = atlas_spot_minus (spots[i], sphere.middle);

      most = MAX (most, atlas_spot_dot (way, way));
    }
  if (n > 0)
    sphere.radius = sqrt (most) + 0.01;
  return sphere;
}

/* Around the vertices of all pieces of a node: as tight at all levels. */
static AtlasRouteSphere
sphere_of_node (AtlasRouteLine *self,
                guint           level,
                gsize           node,
                GArray         *room)
{
  gsize last, first = atlas_route_node_pieces (self, level, node, &last);

  g_array_set_size (room, 0);
  for (gsize i = first; i < last; i++)
    if (!self->starts[i + 1])
      {
        if (i == first || self->starts[i])
          g_array_append_val (room, self->spot[i]);
        g_array_append_val (room, self->spot[i + 1]);
      }
  return sphere_around ((const AtlasSpot *) room->data, room->len);
}

static AtlasRouteChord
chord_of_node (AtlasRouteLine *self,
               guint           level,
               gsize           node)
{
  gsize last, first = atlas_route_node_pieces (self, level, node, &last);
  AtlasRouteChord chord = { atlas_spot_minus (self->spot[last], self->spot[first]), 0 };
  double length = self->measure[last] - self->measure[first];

  /* Both go evenly from vertex to vertex, so they are farthest apart at one. */
  for (gsize i = first + 1; i <= last; i++)
    {
      double part = length > 0 ? (self->measure[i] - self->measure[first]) / length : 0;
      AtlasSpot apart = atlas_spot_minus (self->spot[i], atlas_spot_on (self->spot[first], chord.way, part));

      chord.deviation = self->starts[i] ? INFINITY : MAX (chord.deviation, sqrt (atlas_spot_dot (apart, apart)));
    }
  return chord;
}

static void
put_spheres_around (AtlasRouteLine *self)
{
  g_autoptr (GArray) room = g_array_new (FALSE, FALSE, sizeof (AtlasSpot));
  gsize n = self->n - 1;

  do
    {
      AtlasRouteLevel *level = &self->levels[self->n_levels];

      n = (n + ATLAS_ROUTE_FAN - 1) / ATLAS_ROUTE_FAN;
      level->n_nodes = n;
      level->spheres = g_new (AtlasRouteSphere, n);
      level->has_gaps = g_new0 (guint8, n);
      level->chords = g_new (AtlasRouteChord, n);
      for (gsize k = 0; k < n; k++)
        {
          gsize last, first = atlas_route_node_pieces (self, self->n_levels, k, &last);

          level->spheres[k] = sphere_of_node (self, self->n_levels, k, room);
          level->chords[k] = chord_of_node (self, self->n_levels, k);
          for (gsize i = first; i < last && !level->has_gaps[k]; i++)
            level->has_gaps[k] = self->starts[i + 1];
        }
      self->n_levels++;
    }
  while (n > 1);
}

static AtlasRouteLine *
lay_out (AtlasRouteLineBuilder *builder)
{
  AtlasRouteLine *self = g_new0 (AtlasRouteLine, 1);
  const Vertex *vertices = (const Vertex *) builder->vertices->data;

  g_atomic_ref_count_init (&self->ref_count);
  self->n = builder->vertices->len;
  self->lon = g_new (double, self->n);
  self->lat = g_new (double, self->n);
  self->measure = g_new (double, self->n);
  self->spot = g_new (AtlasSpot, self->n);
  self->way = g_new0 (AtlasSpot, self->n);
  self->per_way2 = g_new0 (double, self->n);
  self->starts = g_new0 (guint8, self->n);
  self->extent = atlas_extent_empty ();
  for (gsize i = 0; i < self->n; i++)
    {
      self->lon[i] = vertices[i].lon;
      self->lat[i] = vertices[i].lat;
      self->measure[i] = vertices[i].measure;
      self->starts[i] = i == 0 || vertices[i].starts;
      self->n_runs += self->starts[i];
      self->spot[i] = _atlas_spot (vertices[i].lon, vertices[i].lat);
      atlas_extent_add_point (&self->extent, vertices[i].lon, vertices[i].lat);
    }
  for (gsize i = 0; i + 1 < self->n; i++)
    if (!self->starts[i + 1])
      {
        double way2;

        self->way[i] = atlas_spot_minus (self->spot[i + 1], self->spot[i]);
        way2 = atlas_spot_dot (self->way[i], self->way[i]);
        self->per_way2[i] = way2 > 0 ? 1.0 / way2 : 0.0;
      }
  self->drawn = vertices[self->n - 1].drawn;
  self->spans = g_steal_pointer (&builder->spans);
  self->texts = g_steal_pointer (&builder->texts);
  put_spheres_around (self);
  return self;
}

AtlasRouteLine *
atlas_route_line_builder_finish (AtlasRouteLineBuilder  *self,
                                 GError                **error)
{
  AtlasRouteLine *line = NULL;

  if (self->spans->len == 0 || self->vertices->len < 2)
    g_set_error_literal (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_NO_LENGTH,
                         _("The line has no length: it ends where it begins. Choose two places that are apart."));
  else
    line = lay_out (self);
  atlas_route_line_builder_free (self);
  return line;
}

/* -- from coordinates -------------------------------------------------------------------------------------------- */

/* The way on to a vertex, in steps along the geodesic. */
static void
add_chord (AtlasRouteLineBuilder *self,
           double                 lon,
           double                 lat,
           double                 spacing)
{
  Vertex from = *last_vertex (self);
  double distance = atlas_geodesic_distance (from.lon, from.lat, lon, lat);
  gsize steps = (gsize) ceil (distance / spacing);

  if (!(distance > TINY))
    return;
  for (gsize i = 1; i < steps; i++)
    {
      double part = (double) i / (double) steps, at_lon, at_lat;

      atlas_geodesic_between (from.lon, from.lat, lon, lat, part, &at_lon, &at_lat);
      go_on (self, at_lon, at_lat, distance / (double) steps);
    }
  go_on (self, lon, lat, distance / (double) steps);
}

AtlasRouteLine *
atlas_route_line_new (const double             *coords,
                      gsize                     n_vertices,
                      double                    length,
                      const AtlasRouteStretch  *like,
                      GError                  **error)
{
  const AtlasRouteStretch nobody = { .segment = ATLAS_ROUTE_NO_SEGMENT };
  AtlasRouteLineBuilder *self = atlas_route_line_builder_new ();
  double drawn = atlas_geodesic_length (coords, n_vertices);
  double spacing = MAX (MOST_SPACING, drawn / MOST_ADDED);

  for (gsize i = 0; i < n_vertices; i++)
    {
      double lon = coords[2 * i], lat = coords[2 * i + 1];

      if (!isfinite (lon) || !isfinite (lat))
        continue;
      if (self->vertices->len == 0)
        begin (self, lon, lat);
      else
        add_chord (self, lon, lat, spacing);
    }
  if (self->vertices->len > 1)
    {
      double factor, whole = last_vertex (self)->measure;

      if (!(length > 0) || !isfinite (length))
        length = whole;
      factor = length / whole;
      for (guint i = 0; i < self->vertices->len; i++)
        g_array_index (self->vertices, Vertex, i).measure *= factor;
      last_vertex (self)->measure = length;
      add_stretch (self, like != NULL ? like : &nobody, 0, 0, length);
    }
  return atlas_route_line_builder_finish (self, error);
}

/* -- joining ----------------------------------------------------------------------------------------------------- */

/* An end of a line: its start or its end. */
typedef struct
{
  AtlasSpot spot;
  guint32   line;
  gboolean  is_end;
} End;

typedef struct
{
  AtlasRouteLine *const *lines;
  gsize                  n_lines;
  End                   *ends;     /* twice as many, by x */
  guint8                *used;
  guint32               *seen;     /* on which way back, for that could be a ring */
  guint32                way_back;
} Joining;

static int
compare_ends (const void *a,
              const void *b)
{
  double x = ((const End *) a)->spot.x, y = ((const End *) b)->spot.x;

  return (x > y) - (x < y);
}

static AtlasSpot
spot_of_end (AtlasRouteLine *line,
             gboolean        is_end)
{
  return line->spot[is_end ? line->n - 1 : 0];
}

/* The unused line that touches a spot: with its @preferred end if any does, else with the other one; the first of the list.
 * @n_lines: none. */
static gsize
find_at (const Joining *self,
         AtlasSpot      spot,
         gboolean       preferred,
         gboolean       unseen,
         gboolean      *is_end)
{
  gsize low = 0, high = 2 * self->n_lines, best = self->n_lines;

  while (low < high)
    {
      gsize middle = (low + high) / 2;

      if (self->ends[middle].spot.x < spot.x - ATLAS_ROUTE_TOUCH)
        low = middle + 1;
      else
        high = middle;
    }
  for (; low < 2 * self->n_lines && self->ends[low].spot.x <= spot.x + ATLAS_ROUTE_TOUCH; low++)
    {
      const End *end = &self->ends[low];
      AtlasSpot way = atlas_spot_minus (end->spot, spot);

      if (self->used[end->line] || (unseen && self->seen[end->line] == self->way_back)
          || atlas_spot_dot (way, way) > ATLAS_ROUTE_TOUCH * ATLAS_ROUTE_TOUCH)
        continue;
      if (best == self->n_lines || (end->is_end == preferred) > (*is_end == preferred)
          || ((end->is_end == preferred) == (*is_end == preferred) && end->line < best))
        {
          best = end->line;
          *is_end = end->is_end;
        }
    }
  return best;
}

/* Where a run begins: the first line that is left, or the one that leads to it from farthest back. */
static gsize
find_begin (Joining  *self,
            gsize     first,
            gboolean *turned)
{
  gsize now = first, before;
  gboolean is_end;

  self->way_back++;
  self->seen[now] = self->way_back;
  *turned = find_at (self, spot_of_end (self->lines[now], TRUE), FALSE, TRUE, &is_end) == self->n_lines
            && find_at (self, spot_of_end (self->lines[now], FALSE), FALSE, TRUE, &is_end) < self->n_lines;
  while ((before = find_at (self, spot_of_end (self->lines[now], *turned), TRUE, TRUE, &is_end)) < self->n_lines)
    {
      now = before;
      *turned = !is_end;
      self->seen[now] = self->way_back;
    }
  return now;
}

AtlasRouteLine *
atlas_route_line_new_joined (AtlasRouteLine *const *lines,
                             gsize                  n_lines)
{
  AtlasRouteLineBuilder *builder = atlas_route_line_builder_new ();
  g_autofree End *ends = g_new (End, 2 * n_lines);
  g_autofree guint8 *used = g_new0 (guint8, n_lines);
  g_autofree guint32 *seen = g_new0 (guint32, n_lines);
  Joining joining = { lines, n_lines, ends, used, seen, 0 };
  gsize now = n_lines, first = 0;
  gboolean turned = FALSE;

  for (gsize i = 0; i < 2 * n_lines; i++)
    ends[i] = (End){ spot_of_end (lines[i / 2], i % 2 == 1), (guint32) (i / 2), i % 2 == 1 };
  qsort (ends, 2 * n_lines, sizeof (End), compare_ends);
  for (gsize done = 0; done < n_lines; done++)
    {
      double length;

      if (now < n_lines)
        now = find_at (&joining, spot_of_end (lines[now], !turned), FALSE, FALSE, &turned);
      if (now == n_lines)
        {
          while (used[first])
            first++;
          now = find_begin (&joining, first, &turned);
        }
      used[now] = 1;
      length = atlas_route_line_get_length (lines[now]);
      atlas_route_line_builder_add (builder, lines[now], turned ? length : 0, turned ? 0 : length);
    }
  return atlas_route_line_builder_finish (builder, NULL);
}

/* The lines of the parts of a feature are put onto @lines; points are none. */
static void
collect_lines (AtlasTable *table,
               gsize       feature,
               GPtrArray  *lines)
{
  const AtlasRouteStretch like = { .segment = ATLAS_ROUTE_NO_SEGMENT, .id = atlas_table_get_id (table, feature) };

  for (gsize i = 0; i < atlas_table_get_n_parts (table, feature); i++)
    {
      AtlasRouteLine *line;
      AtlasPart part;

      atlas_table_get_part (table, feature, i, &part);
      if (part.kind == ATLAS_PART_POINTS)
        continue;
      line = atlas_route_line_new (part.coords, part.n_vertices, NAN, &like, NULL);
      if (line != NULL)
        g_ptr_array_add (lines, line);
    }
}

static AtlasRouteLine *
join_or_tell (GPtrArray  *lines,
              gboolean    any_line,
              GError    **error)
{
  if (lines->len > 0)
    return atlas_route_line_new_joined ((AtlasRouteLine *const *) lines->pdata, lines->len);
  if (any_line)
    g_set_error_literal (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_NO_LENGTH,
                         _("The line has no length: it ends where it begins. Choose two places that are apart."));
  else
    g_set_error_literal (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_NO_LINE,
                         _("There is no line in it to travel along. Give a file with a line, such as a GPX track."));
  return NULL;
}

static gboolean
has_lines (AtlasTable *table,
           gsize       feature)
{
  for (gsize i = 0; i < atlas_table_get_n_parts (table, feature); i++)
    {
      AtlasPart part;

      atlas_table_get_part (table, feature, i, &part);
      if (part.kind != ATLAS_PART_POINTS)
        return TRUE;
    }
  return FALSE;
}

AtlasRouteLine *
atlas_route_line_new_from_feature (AtlasTable  *table,
                                   gsize        feature,
                                   GError     **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_route_line_unref);

  collect_lines (table, feature, lines);
  return join_or_tell (lines, has_lines (table, feature), error);
}

AtlasRouteLine *
atlas_route_line_new_from_table (AtlasTable  *table,
                                 GError     **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_route_line_unref);
  gboolean any = FALSE;

  for (gsize i = 0; i < atlas_table_get_n_features (table); i++)
    {
      any = any || has_lines (table, i);
      collect_lines (table, i, lines);
    }
  return join_or_tell (lines, any, error);
}

AtlasRouteLine *
atlas_route_line_slice (AtlasRouteLine *self,
                        double          from,
                        double          to)
{
  AtlasRouteLineBuilder *builder = atlas_route_line_builder_new ();

  atlas_route_line_builder_add (builder, self, from, to);
  return atlas_route_line_builder_finish (builder, NULL);
}

AtlasRouteLine *
atlas_route_line_reverse (AtlasRouteLine *self)
{
  return atlas_route_line_slice (self, atlas_route_line_get_length (self), 0);
}
