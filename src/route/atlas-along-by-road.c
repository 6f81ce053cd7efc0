/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies along a line, where only what the roads lead to counts.  Distances come from one search over the network.  Where one
 * leaves the line for a place is a place on the line itself, so the passings there are those of a point: the same search as that
 * along the line finds them, in order.  Any thread.
 *
 * No way by road is shorter than the straight line, but for the roads' published lengths, which may be less than what is drawn; so
 * what is farther off than the length that is asked for, drawn that much longer, need not be looked at. */

#include "route/atlas-along-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "data/atlas-table-builder.h"
#include "geo/atlas-geodesic.h"
#include "route/atlas-route-error.h"

/* To tell the direction of travel, metres before and after. */
#define STEP 25.0
#define METRES_PER_DEGREE 111195.0

/* A place that a road leads to, and where one leaves the line for it. */
typedef struct
{
  AtlasAlongItem item;
  double         lon;
  double         lat;
} Candidate;

static double
get_most_stretch (AtlasNetwork *network)
{
  AtlasChainage *chainage = atlas_network_get_chainage (network);
  double least = 1;

  for (guint i = 0; i < atlas_chainage_get_n_segments (chainage); i++)
    least = MIN (least, atlas_chainage_get_segment (chainage, i)->factor);
  return 1 / MAX (least, 0.01);
}

/* Those of @wide that are near enough by road. */
static GArray *
find_candidates (AtlasAlong    *wide,
                 AtlasNetwork  *network,
                 AtlasReach    *reach,
                 double         within,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  AtlasChainage *chainage = atlas_network_get_chainage (network);

  for (gsize i = 0; i < atlas_along_get_n_items (wide); i++)
    {
      Candidate candidate = { .item = *atlas_along_get_item (wide, i) };
      AtlasNetworkSpot spot, leave;

      if (i % 1024 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      atlas_network_project (network, candidate.item.lon, candidate.item.lat, &spot);
      if (!atlas_reach_get_exit (reach, &spot, &leave))
        continue;
      candidate.item.road = atlas_reach_get_distance (reach, &spot);
      candidate.item.rest = spot.offset;
      if (!(candidate.item.road + candidate.item.rest <= within))
        continue;
      atlas_route_line_locate (atlas_chainage_get_segment (chainage, leave.segment)->line, leave.chainage, &candidate.lon, &candidate.lat);
      g_array_append_val (candidates, candidate);
    }
  return g_steal_pointer (&candidates);
}

/* Where the line passes the places at which one leaves it. */
static AtlasAlong *
find_passings (AtlasRouteLine           *line,
               GArray                   *candidates,
               const AtlasAlongOptions  *options,
               GCancellable             *cancellable,
               GError                  **error)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("exits", "EPSG:4326", "");
  g_autoptr (AtlasTable) table = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const AtlasAlongOptions near = {
    .within = 2 * ATLAS_ROUTE_TOUCH,
    .each_passing = options->each_passing,
    .apart = options->apart > 0 ? options->apart : MAX (MIN (ATLAS_ALONG_APART, options->within / 2), 1.0),
  };
  AtlasAlongLayer layer = { .name = "exits" };

  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (candidates, Candidate, i);

      atlas_table_builder_begin_feature (builder);
      atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POINT);
      atlas_table_builder_begin_part (builder, ATLAS_PART_POINTS);
      atlas_table_builder_add_vertex (builder, candidate->lon, candidate->lat);
      atlas_table_builder_end_feature (builder);
    }
  bytes = atlas_table_builder_finish (builder, error);
  table = bytes != NULL ? atlas_table_open (bytes, error) : NULL;
  layer.table = table;
  return table != NULL ? atlas_along_new (line, &layer, 1, &near, cancellable, error) : NULL;
}

/* On which side of the travel the place lies, seen from where one leaves the line, and how far ahead. */
static AtlasRouteSide
find_side (AtlasRouteLine       *line,
           const AtlasAlongItem *passing,
           double                lon,
           double                lat,
           double               *ahead)
{
  const double k = cos (passing->lat * (G_PI / 180));
  double lon1, lat1, lon2, lat2, dx, dy, x, y, length;

  atlas_route_line_locate (line, passing->measure - STEP, &lon1, &lat1);
  atlas_route_line_locate (line, passing->measure + STEP, &lon2, &lat2);
  dx = (lon2 - lon1) * k;
  dy = lat2 - lat1;
  length = hypot (dx, dy);
  x = (lon - passing->lon) * k;
  y = lat - passing->lat;
  *ahead = length > 0 ? (dx * x + dy * y) / length * METRES_PER_DEGREE : 0;
  if (hypot (x, y) * METRES_PER_DEGREE <= ATLAS_ROUTE_ON_WITHIN)
    return ATLAS_ROUTE_ON;
  return dx * y - dy * x >= 0 ? ATLAS_ROUTE_LEFT : ATLAS_ROUTE_RIGHT;
}

static GArray *
finish_items (AtlasRouteLine *line,
              GArray         *candidates,
              AtlasAlong     *passings)
{
  GArray *hits = g_array_new (FALSE, FALSE, sizeof (AtlasAlongHit));

  for (gsize i = 0; i < atlas_along_get_n_items (passings); i++)
    {
      const AtlasAlongItem *passing = atlas_along_get_item (passings, i);
      AtlasAlongHit hit = { .item = g_array_index (candidates, Candidate, passing->feature).item };
      AtlasAlongItem *item = &hit.item;

      item->side = find_side (line, passing, item->lon, item->lat, &hit.ahead);
      item->passing = passing->passing;
      item->n_passings = passing->n_passings;
      item->stretch = passing->stretch;
      item->enter = item->leave = item->measure = passing->measure;
      item->foot_lon = passing->foot_lon;
      item->foot_lat = passing->foot_lat;
      g_array_append_val (hits, hit);
    }
  return hits;
}

AtlasAlong *
atlas_along_new_by_road (AtlasRouteLine           *line,
                         AtlasNetwork             *network,
                         const AtlasAlongLayer    *layers,
                         gsize                     n_layers,
                         const AtlasAlongOptions  *options,
                         GCancellable             *cancellable,
                         GError                  **error)
{
  const AtlasAlongOptions wider = { .within = options->within * get_most_stretch (network) + 1 };
  g_autoptr (AtlasAlong) wide = atlas_along_new (line, layers, n_layers, &wider, cancellable, error);
  g_autoptr (AtlasReach) reach = NULL;
  g_autoptr (GArray) candidates = NULL;
  g_autoptr (AtlasAlong) passings = NULL;

  if (wide == NULL)
    return NULL;
  reach = atlas_network_reach_from_line (network, line);
  if (reach == NULL)
    {
      g_set_error_literal (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_NO_PATH,
                           _("The line is no part of the road network, so nothing can be told by road. Ask for straight distances."));
      return NULL;
    }
  candidates = find_candidates (wide, network, reach, options->within, cancellable, error);
  passings = candidates != NULL ? find_passings (line, candidates, options, cancellable, error) : NULL;
  return passings != NULL ? _atlas_along_new_from_hits (wide, options->within, finish_items (line, candidates, passings)) : NULL;
}
