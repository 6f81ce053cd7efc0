/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is nearest to a place.  By straight line the index is asked for ever wider boxes until there is enough; by road all
 * distances come from one search over the network. */

#include "route/atlas-nearest.h"

#include <math.h>

#include "geo/atlas-geodesic.h"

/* The first box is so wide, metres; each next one twice as wide. */
#define FIRST_REACH 2000.0
#define WORLD 20100000.0

static int
compare_distances (const void *a,
                   const void *b)
{
  const AtlasNearestItem *x = a, *y = b;
  double dx = isnan (x->road) ? x->distance : x->road, dy = isnan (y->road) ? y->distance : y->road;

  if (dx != dy)
    return dx < dy ? -1 : 1;
  if (x->distance != y->distance)
    return x->distance < y->distance ? -1 : 1;
  if (x->layer != y->layer)
    return x->layer < y->layer ? -1 : 1;
  return x->feature < y->feature ? -1 : x->feature > y->feature;
}

static double
get_distance (AtlasTable *table,
              gsize       feature,
              double      lon,
              double      lat)
{
  AtlasPart part;

  if (atlas_table_get_geometry_type (table, feature) != ATLAS_GEOMETRY_POINT)
    return atlas_table_distance (table, feature, lon, lat);
  atlas_table_get_part (table, feature, 0, &part);
  return atlas_geodesic_distance (lon, lat, part.coords[0], part.coords[1]);
}

static gboolean
add_feature (GArray                *items,
             const AtlasAlongLayer *layers,
             gsize                  layer,
             gsize                  feature,
             double                 lon,
             double                 lat,
             double                 within)
{
  AtlasNearestItem item = { .layer = (guint32) layer, .feature = (guint32) feature, .road = NAN };

  if (layers[layer].test != NULL && !layers[layer].test (feature, layers[layer].test_data))
    return FALSE;
  item.distance = get_distance (layers[layer].table, feature, lon, lat);
  if (!(item.distance <= within))
    return FALSE;
  g_array_append_val (items, item);
  return TRUE;
}

/* All that lies within some metres of a place. */
static void
collect_within (GArray                *items,
                const AtlasAlongLayer *layers,
                gsize                  n_layers,
                double                 lon,
                double                 lat,
                double                 within)
{
  double dlat = within / 110500.0, reach = fabs (lat) + dlat;
  double dlon = reach < 89 ? dlat / cos (reach * (G_PI / 180.0)) : 360;
  AtlasExtent around = { lon - dlon, lat - dlat, lon + dlon, lat + dlat };

  if (around.west < -180 || around.east > 180)
    around = (AtlasExtent){ -180, around.south, 180, around.north };
  g_array_set_size (items, 0);
  for (gsize l = 0; l < n_layers; l++)
    {
      g_autoptr (GArray) features = atlas_table_query (layers[l].table, &around);

      for (guint i = 0; i < features->len; i++)
        add_feature (items, layers, l, g_array_index (features, guint32, i), lon, lat, within);
    }
}

static void
add_road (GArray                *items,
          const AtlasAlongLayer *layers,
          AtlasNetwork          *network,
          double                 lon,
          double                 lat)
{
  g_autoptr (AtlasReach) reach = atlas_network_reach_from_place (network, lon, lat);
  AtlasNetworkSpot start, end;

  atlas_network_project (network, lon, lat, &start);
  for (guint i = 0; i < items->len; i++)
    {
      AtlasNearestItem *item = &g_array_index (items, AtlasNearestItem, i);
      AtlasExtent extent = atlas_table_get_feature_extent (layers[item->layer].table, item->feature);

      atlas_network_project (network, (extent.west + extent.east) / 2, (extent.south + extent.north) / 2, &end);
      item->approach = start.offset + end.offset;
      item->road = item->approach + atlas_reach_get_distance (reach, &end);
    }
}

GArray *
atlas_nearest (double                  lon,
               double                  lat,
               const AtlasAlongLayer  *layers,
               gsize                   n_layers,
               gsize                   most,
               AtlasNetwork           *network,
               GCancellable           *cancellable,
               GError                **error)
{
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (AtlasNearestItem));

  if (network != NULL)
    {
      for (gsize l = 0; l < n_layers; l++)
        for (gsize i = 0; i < atlas_table_get_n_features (layers[l].table); i++)
          {
            if (i % 4096 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
              return NULL;
            add_feature (items, layers, l, i, lon, lat, WORLD);
          }
      add_road (items, layers, network, lon, lat);
    }
  else
    for (double within = FIRST_REACH; items->len < most; within *= 2)
      {
        if (g_cancellable_set_error_if_cancelled (cancellable, error))
          return NULL;
        collect_within (items, layers, n_layers, lon, lat, within);
        if (within >= WORLD)
          break;
      }
  g_array_sort (items, compare_distances);
  if (items->len > most)
    g_array_set_size (items, (guint) most);
  return g_steal_pointer (&items);
}
