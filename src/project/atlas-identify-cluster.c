/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which cluster lies at a place.  Main thread; never waits. */

#include "project/atlas-identify.h"

#include "geo/atlas-mercator.h"

/* The clusters of a layer up to here are worked out within a few milliseconds. */
#define MAX_AT_ONCE 20000

AtlasClusters *
atlas_identify_get_clusters (AtlasLayer *layer,
                             double      zoom)
{
  AtlasTable *table = atlas_layer_get_table (layer);
  AtlasStyle *style = atlas_layer_get_style (layer);

  if (table == NULL || style == NULL || !(zoom >= 0))
    return NULL;

  return atlas_clusters_get (table, style, zoom, atlas_table_get_n_features (table) <= MAX_AT_ONCE, NULL);
}

static gboolean
find_in_layer (AtlasLayer      *layer,
               double           lon,
               double           lat,
               double           zoom,
               AtlasClusterHit *hit)
{
  g_autoptr (AtlasClusters) clusters = atlas_identify_get_clusters (layer, zoom);
  const AtlasCluster *cluster;

  if (clusters == NULL)
    return FALSE;
  cluster = atlas_clusters_find (clusters, atlas_mercator_x (lon), atlas_mercator_y (lat), zoom);
  if (cluster == NULL)
    return FALSE;
  *hit = (AtlasClusterHit){
    .layer = layer,
    .count = cluster->count,
    .extent = { .west = atlas_mercator_lon (cluster->from.x / ATLAS_Z_WORLD),
                .south = atlas_mercator_lat (cluster->to.y / ATLAS_Z_WORLD),
                .east = atlas_mercator_lon (cluster->to.x / ATLAS_Z_WORLD),
                .north = atlas_mercator_lat (cluster->from.y / ATLAS_Z_WORLD) },
  };
  return TRUE;
}

/* Whether the first thing at the place is a point of a layer from number @first on. */
static gboolean
is_covered (AtlasProject *project,
            guint         first,
            double        lon,
            double        lat,
            double        radius,
            double        zoom)
{
  g_autoptr (GPtrArray) hits = atlas_identify (project, lon, lat, radius, zoom, FALSE);
  const AtlasHit *hit = hits->len > 0 ? g_ptr_array_index (hits, 0) : NULL;

  if (hit == NULL)
    return FALSE;
  for (guint i = first; i < g_list_model_get_n_items (G_LIST_MODEL (project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (project), i);
      AtlasGeometryType type;

      if (layer != hit->layer)
        continue;
      type = atlas_table_get_geometry_type (atlas_layer_get_table (layer), hit->feature);
      return type == ATLAS_GEOMETRY_POINT || type == ATLAS_GEOMETRY_MULTI_POINT;
    }
  return FALSE;
}

gboolean
atlas_identify_cluster (AtlasProject    *project,
                        double           lon,
                        double           lat,
                        double           radius,
                        double           zoom,
                        AtlasClusterHit *hit)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (project)); i > 0; i--)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (project), i - 1);

      if (atlas_layer_get_visible (layer) && find_in_layer (layer, lon, lat, zoom, hit))
        return !is_covered (project, i, lon, lat, radius, zoom);
    }
  return FALSE;
}
