/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Strips: a line cut into maps that are turned along it.
 *
 * The line is walked in steps of a hundredth of a map.  For each of a fan of angles the part walked so far has a box, whose sides
 * grow with each step; the map goes on as long as one of the boxes fits.  Of the angles that fit at its end the one nearest to the
 * direction from its first place to its last is taken.  Costs a few dozen comparisons a step; any thread. */

#include "layout/atlas-strip.h"

#include "layout/atlas-map-frame.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Angles that are tried, over half a circle: a box is the same from behind. */
#define ANGLES 90
/* Steps along a map's longer side. */
#define STEPS 100

/** A place on the walk. */
typedef struct
{
  double   measure;
  double   x;          /* metres of the plane, east */
  double   y;          /* north */
  gboolean begins;     /* a run */
} Place;

typedef struct
{
  double least[2];     /* along the angle, across it */
  double most[2];
} Box;

/* Appends @place with others before it, no more than @step apart. */
static void
step_to (GArray         *places,
         AtlasRouteLine *line,
         const Place    *place,
         double          step)
{
  const double last = places->len > 0 ? g_array_index (places, Place, places->len - 1).measure : place->measure;

  for (double k = 1.0; !place->begins && last + k * step < place->measure; k += 1.0)
    {
      Place between = { .measure = last + k * step };

      atlas_route_line_locate (line, between.measure, &between.x, &between.y);
      g_array_append_val (places, between);
    }
  g_array_append_val (places, *place);
}

/* Places at @from, at the vertices, and at @to, no more than @step metres apart, in the plane. */
static GArray *
walk (AtlasRouteLine  *line,
      AtlasCrs        *crs,
      double           from,
      double           to,
      double           step,
      GError         **error)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_autofree double *coords = NULL;
  Place first = { .measure = from }, last = { .measure = to };

  atlas_route_line_locate (line, from, &first.x, &first.y);
  atlas_route_line_locate (line, to, &last.x, &last.y);
  g_array_append_val (places, first);
  for (gsize i = 0; i < atlas_route_line_get_n_vertices (line); i++)
    {
      Place place;

      place.begins = atlas_route_line_get_vertex (line, i, &place.x, &place.y, &place.measure);
      if (place.measure > from && place.measure < to)
        step_to (places, line, &place, step);
    }
  if (to > from)
    step_to (places, line, &last, step);

  coords = g_new (double, 2 * (gsize) places->len);
  for (guint i = 0; i < places->len; i++)
    {
      coords[2 * i] = g_array_index (places, Place, i).x;
      coords[2 * i + 1] = g_array_index (places, Place, i).y;
    }
  atlas_crs_forward (crs, coords, places->len);
  for (guint i = 0; i < places->len; i++)
    {
      if (!isfinite (coords[2 * i]))
        {
          g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_PLACE, _ ("The line reaches beyond what %s can draw."),
                       atlas_crs_get_code (crs));
          return NULL;
        }
      g_array_index (places, Place, i).x = coords[2 * i];
      g_array_index (places, Place, i).y = coords[2 * i + 1];
    }

  return g_steal_pointer (&places);
}

static double
get_angle (guint index)
{
  return G_PI * index / ANGLES;
}

static void
reset_boxes (Box boxes[ANGLES])
{
  for (guint a = 0; a < ANGLES; a++)
    boxes[a] = (Box){ { INFINITY, INFINITY }, { -INFINITY, -INFINITY } };
}

static void
grow_boxes (Box          boxes[ANGLES],
            const Place *place)
{
  for (guint a = 0; a < ANGLES; a++)
    {
      const double c = cos (get_angle (a)), s = sin (get_angle (a));
      const double at[2] = { place->x * c + place->y * s, place->y * c - place->x * s };

      for (guint k = 0; k < 2; k++)
        {
          boxes[a].least[k] = MIN (boxes[a].least[k], at[k]);
          boxes[a].most[k] = MAX (boxes[a].most[k], at[k]);
        }
    }
}

/* How much larger than @along × @across the box is: 1 or less when it fits. */
static double
get_excess (const Box *box,
            double     along,
            double     across)
{
  return MAX ((box->most[0] - box->least[0]) / along, (box->most[1] - box->least[1]) / across);
}

/* Of the angles whose box is no larger than @most, the one nearest to the direction from @first to @last; -1: none is. */
static int
find_angle (const Box    boxes[ANGLES],
            double       along,
            double       across,
            double       most,
            const Place *first,
            const Place *last)
{
  const double direction = atan2 (last->y - first->y, last->x - first->x);
  double nearest = INFINITY;
  int found = -1;

  for (guint a = 0; a < ANGLES; a++)
    {
      const double turn = fabs (remainder (direction - get_angle (a), G_PI));

      if (get_excess (&boxes[a], along, across) <= most && turn < nearest)
        {
          nearest = turn;
          found = (int) a;
        }
    }

  return found;
}

/* The map of the box at angle @a: its middle, turned so that travel goes to the right, or upwards. */
static gboolean
place_map (AtlasCrs    *crs,
           const Box   *box,
           guint        a,
           const Place *first,
           const Place *last,
           gboolean     tall,
           AtlasStrip  *strip)
{
  const double c = cos (get_angle (a)), s = sin (get_angle (a));
  const double along = (box->least[0] + box->most[0]) / 2.0, across = (box->least[1] + box->most[1]) / 2.0;
  double middle[2] = { along * c - across * s, along * s + across * c };
  double turn = get_angle (a);

  if ((last->x - first->x) * c + (last->y - first->y) * s < 0.0)
    turn += G_PI;
  if (tall)
    turn -= G_PI / 2.0;
  atlas_crs_inverse (crs, middle, 1);
  strip->lon = middle[0];
  strip->lat = middle[1];
  strip->rotation = remainder (turn * 180.0 / G_PI, 360.0);

  return isfinite (middle[0]);
}

/* The plane at the start of the line's part; each map is then drawn in its own zone, which turns it by a degree or two at most. */
static AtlasCrs *
choose_crs (AtlasRouteLine *line,
            AtlasCrs       *crs,
            double          measure)
{
  double lon, lat;

  if (crs != NULL)
    return atlas_crs_ref (crs);
  atlas_route_line_locate (line, measure, &lon, &lat);

  return atlas_crs_new_for_longitude (lon);
}

static gboolean
check_room (double    scale,
            double    along,
            double    across,
            GError  **error)
{
  if (!(scale > 0.0 && isfinite (scale)))
    g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_SCALE, _ ("1:%g is no scale for a map."), scale);
  else if (!(along > 0.0 && across > 0.0))
    g_set_error_literal (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_PAPER, _ ("The map is too small for a strip of the line."));
  else
    return TRUE;
  return FALSE;
}

GArray *
atlas_strip_cut (AtlasRouteLine  *line,
                 AtlasCrs        *crs,
                 double           scale,
                 double           width,
                 double           height,
                 double           padding,
                 double           overlap,
                 GError         **error)
{
  g_autoptr (GArray) strips = g_array_new (FALSE, FALSE, sizeof (AtlasStrip));
  const gboolean tall = height > width;
  const double along = (MAX (width, height) - 2.0 * padding) * scale / 1000.0;
  const double across = (MIN (width, height) - 2.0 * padding) * scale / 1000.0;
  const double length = atlas_route_line_get_length (line);
  double from = 0.0;

  g_return_val_if_fail (line != NULL, NULL);

  if (!check_room (scale, along, across, error))
    return NULL;
  while (strips->len == 0 || from < length - 1e-3)
    {
      g_autoptr (AtlasCrs) plane = choose_crs (line, crs, from);
      /* A line as wound as can be is not longer than this on one map. */
      g_autoptr (GArray) places = walk (line, plane, from, MIN (length, from + 40.0 * along), along / STEPS, error);
      Box boxes[ANGLES], before[ANGLES];
      const Place *first;
      AtlasStrip strip = { .from = from, .scale = scale };
      guint last = 0;
      gboolean run_ends = FALSE;
      int angle;

      if (places == NULL)
        return NULL;
      first = &g_array_index (places, Place, 0);
      reset_boxes (boxes);
      grow_boxes (boxes, first);
      memcpy (before, boxes, sizeof before);
      for (guint i = 1; i < places->len; i++)
        {
          const Place *place = &g_array_index (places, Place, i);

          run_ends = place->begins;
          if (run_ends)
            break;
          grow_boxes (boxes, place);
          if (find_angle (boxes, along, across, 1.0, first, place) < 0)
            break;
          memcpy (before, boxes, sizeof before);
          last = i;
        }
      angle = find_angle (before, along, across, 1.0, first, &g_array_index (places, Place, last));
      strip.to = g_array_index (places, Place, last).measure;
      if (angle < 0 || !place_map (plane, &before[angle], (guint) angle, first, &g_array_index (places, Place, last), tall, &strip))
        {
          g_set_error_literal (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_PLACE, _ ("The line cannot be cut into maps."));
          return NULL;
        }
      if (strip.to > strip.from || !run_ends)
        g_array_append_val (strips, strip);
      if (strips->len > ATLAS_STRIP_MOST)
        {
          g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_SCALE,
                       _ ("At 1:%.0f the line takes more than %d pages: take a smaller scale or larger paper."), scale, ATLAS_STRIP_MOST);
          return NULL;
        }
      if (strip.to >= length - 1e-3)
        break;
      if (!(strip.to > strip.from) && !run_ends)
        {
          g_set_error_literal (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_PLACE, _ ("The line cannot be cut into maps."));
          return NULL;
        }
      /* Where runs do not touch there is nothing to show again; past the gap both have the same measure. */
      from = run_ends ? strip.to + 1e-6 : MAX (strip.to - overlap * along, (strip.from + strip.to) / 2.0);
    }

  return g_steal_pointer (&strips);
}

gboolean
atlas_strip_fit (AtlasRouteLine  *line,
                 double           from,
                 double           to,
                 AtlasCrs        *crs,
                 double           width,
                 double           height,
                 double           padding,
                 AtlasStrip      *strip,
                 GError         **error)
{
  const double along = MAX (width, height) - 2.0 * padding, across = MIN (width, height) - 2.0 * padding;
  g_autoptr (AtlasCrs) plane = choose_crs (line, crs, (from + to) / 2.0);
  g_autoptr (GArray) places = NULL;
  Box boxes[ANGLES];
  const Place *first, *last;
  double least = INFINITY;
  const double *scales;
  gsize n_scales;
  int angle;

  g_return_val_if_fail (line != NULL && strip != NULL && from <= to, FALSE);

  if (!check_room (1.0, along, across, error))
    return FALSE;
  places = walk (line, plane, from, to, MAX ((to - from) / STEPS, 1.0), error);
  if (places == NULL)
    return FALSE;
  reset_boxes (boxes);
  for (guint i = 0; i < places->len; i++)
    grow_boxes (boxes, &g_array_index (places, Place, i));
  for (guint a = 0; a < ANGLES; a++)
    least = MIN (least, 1000.0 * get_excess (&boxes[a], along, across));

  scales = atlas_map_frame_get_standard_scales (&n_scales);
  *strip = (AtlasStrip){ .from = from, .to = to, .scale = least };
  for (gsize i = 0; i < n_scales; i++)
    if (scales[i] >= least)
      {
        strip->scale = scales[i];
        break;
      }
  first = &g_array_index (places, Place, 0);
  last = &g_array_index (places, Place, places->len - 1);
  angle = find_angle (boxes, along, across, strip->scale / 1000.0 * (1.0 + 1e-9), first, last);
  if (angle < 0 || !place_map (plane, &boxes[angle], (guint) angle, first, last, height > width, strip))
    {
      g_set_error_literal (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_PLACE, _ ("The line cannot be fitted into the map."));
      return FALSE;
    }

  return TRUE;
}
