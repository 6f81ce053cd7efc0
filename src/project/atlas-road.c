/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasRoad: made once by whichever worker asks first, then only read. */

#include "project/atlas-road.h"

#include <glib/gi18n.h>

#include "data/atlas-paths.h"

static AtlasTable *
open_shipped (const char  *id,
              GError     **error)
{
  g_autofree char *name = g_strconcat (id, ".tai", NULL);
  g_autofree char *path = g_build_filename (atlas_paths_get_layers (), name, NULL);
  g_autoptr (GPtrArray) tables = atlas_table_open_file (path, error);

  if (tables != NULL)
    return atlas_table_ref (g_ptr_array_index (tables, 0));
  g_prefix_error (error, _("The map's own layer “%s” cannot be opened: "), id);
  return NULL;
}

static AtlasRoad *
open_road (GError **error)
{
  /* The same as the command line's, so that both give one answer. */
  static const char *const layers[] = { "towns", "scenic", "counties", "stations", "reservoirs", "peaks" };
  g_autoptr (AtlasTable) table = open_shipped ("taihang1", error);
  g_autoptr (AtlasChainage) chainage = table != NULL ? atlas_chainage_new (table, error) : NULL;
  g_autoptr (AtlasPlaces) places = NULL;
  AtlasRoad *road;

  if (chainage == NULL)
    return NULL;
  places = atlas_places_new ();
  atlas_places_add_nodes (places, chainage);
  for (gsize i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      g_autoptr (AtlasTable) other = open_shipped (layers[i], error);

      if (other == NULL)
        return NULL;
      atlas_places_add_table (places, other);
    }
  road = g_new (AtlasRoad, 1);
  *road = (AtlasRoad){ atlas_chainage_ref (chainage), atlas_network_new (chainage, ATLAS_ROUTE_TOUCH), g_steal_pointer (&places) };
  return road;
}

const AtlasRoad *
atlas_road_get (GError **error)
{
  static GMutex mutex;
  static AtlasRoad *road = NULL;
  const AtlasRoad *result;

  g_mutex_lock (&mutex);
  if (road == NULL)
    road = open_road (error);
  result = road;
  g_mutex_unlock (&mutex);
  return result;
}
