/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names for places that are pointed at: what is there, else where on the road it is, else its coordinates. */

#include "ui/atlas-place-words.h"

#include "data/atlas-locale.h"
#include "geo/atlas-mercator.h"
#include "project/atlas-identify.h"
#include "route/atlas-route-names.h"
#include "ui/atlas-text.h"

/* How near the pointer is to a road, and to a point; logical pixels. */
#define ROAD_REACH 12.0
#define POINT_REACH 6.0

gboolean
atlas_place_words_road (AtlasRoads      *roads,
                        const AtlasView *view,
                        double           lon,
                        double           lat,
                        AtlasRoadSpot   *spot,
                        char           **title)
{
  const double pixel = atlas_mercator_metres_per_pixel (lat, view->zoom);
  g_autofree char *k = NULL, *role = NULL;

  if (!atlas_roads_find (roads, lon, lat, ROAD_REACH * pixel, spot))
    return FALSE;
  k = atlas_road_spot_dup_k (spot, pixel);
  role = atlas_text_show (atlas_road_spot_get_role (spot), -1, TRUE);
  *title = *role != '\0' ? g_strdup_printf ("%s %s", role, k) : g_strdup (k);
  return TRUE;
}

char *
atlas_place_words_feature (AtlasTable *table,
                           gsize       feature)
{
  const int field = atlas_route_names_find_field (table);
  const char *name = atlas_locale_is_chinese () ? NULL : atlas_route_names_get (table, feature, "name_en");

  if (name == NULL && field >= 0)
    name = atlas_table_get_text (table, (guint) field, feature, NULL);
  return atlas_text_show (name, -1, TRUE);
}

char *
atlas_place_words_here (AtlasProject    *project,
                        AtlasRoads      *roads,
                        const AtlasView *view,
                        double          *lon,
                        double          *lat)
{
  const double pixel = atlas_mercator_metres_per_pixel (*lat, view->zoom);
  g_autoptr (GPtrArray) hits = atlas_identify (project, *lon, *lat, POINT_REACH * pixel, view->zoom, TRUE);
  AtlasRoadSpot spot;
  char *title = NULL;

  for (guint i = 0; i < hits->len; i++)
    {
      const AtlasHit *hit = g_ptr_array_index (hits, i);
      AtlasTable *table = atlas_layer_get_table (hit->layer);
      g_autofree char *name = NULL;
      AtlasExtent extent;

      if (atlas_table_get_geometry_type (table, hit->feature) != ATLAS_GEOMETRY_POINT)
        continue;
      name = atlas_place_words_feature (table, hit->feature);
      if (*name == '\0')
        continue;
      extent = atlas_table_get_feature_extent (table, hit->feature);
      *lon = extent.west;
      *lat = extent.south;
      return g_steal_pointer (&name);
    }
  if (!atlas_place_words_road (roads, view, *lon, *lat, &spot, &title))
    return atlas_text_place_plain (*lon, *lat);
  *lon = spot.lon;
  *lat = spot.lat;
  return title;
}
