/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the commands about the road share.  Main thread, no display. */

#include "app/atlas-command-road.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>

#include "data/atlas-paths.h"
#include "data/atlas-schema.h"
#include "data/atlas-source.h"
#include "route/atlas-route-error.h"

/* Farther than this from home nobody drives in a day, kilometres. */
#define MOST_KM 1000.0

int
atlas_command_fail (const GError *error)
{
  g_printerr ("taihang-atlas: %s\n", error->message);
  return EXIT_FAILURE;
}

AtlasTable *
atlas_command_open_shipped (const char  *id,
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

AtlasChainage *
atlas_command_open_road (GError **error)
{
  g_autoptr (AtlasTable) table = atlas_command_open_shipped ("taihang1", error);

  return table != NULL ? atlas_chainage_new (table, error) : NULL;
}

gboolean
atlas_command_find_place (AtlasChainage  *road,
                          const char     *text,
                          AtlasPlace     *place,
                          GError        **error)
{
  static const char *const layers[] = { "towns", "scenic", "counties", "stations", "reservoirs", "peaks" };
  /* The texts of the place are those of the tables, which stay open as long as the program runs. */
  static AtlasPlaces *places = NULL;

  if (places == NULL)
    {
      g_autoptr (AtlasPlaces) filled = atlas_places_new ();

      atlas_places_add_nodes (filled, road);
      for (gsize i = 0; i < G_N_ELEMENTS (layers); i++)
        {
          g_autoptr (AtlasTable) table = atlas_command_open_shipped (layers[i], error);

          if (table == NULL)
            return FALSE;
          atlas_places_add_table (filled, table);
        }
      places = g_steal_pointer (&filled);
    }
  return atlas_places_find (places, text, place, error);
}

static void
layer_clear (gpointer data)
{
  AtlasCommandLayer *layer = data;

  atlas_table_unref (layer->table);
  g_free (layer->name);
}

static gboolean
add_file (GArray      *layers,
          const char  *name,
          GError     **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (name);
  g_autoptr (GPtrArray) tables = atlas_source_load (file, ATLAS_SOURCE_DEFAULT, NULL, error);

  if (tables == NULL)
    return FALSE;
  for (guint i = 0; i < tables->len; i++)
    {
      g_autofree char *base = g_file_get_basename (file);
      AtlasCommandLayer layer = { atlas_table_ref (g_ptr_array_index (tables, i)), NULL };

      layer.name = tables->len > 1 ? g_strdup (atlas_table_get_name (layer.table)) : g_filename_display_name (base);
      g_array_append_val (layers, layer);
    }
  return TRUE;
}

/* Leaves the layers that are called as one of @names. */
static gboolean
pick_layers (GArray  *layers,
             char   **names,
             GError **error)
{
  for (char **name = names; *name != NULL; name++)
    {
      gboolean known = FALSE;

      for (guint i = 0; i < layers->len && !known; i++)
        known = g_strcmp0 (g_array_index (layers, AtlasCommandLayer, i).name, *name) == 0;
      if (!known)
        {
          g_set_error (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_UNKNOWN, _("There is no layer “%s” in these files."), *name);
          return FALSE;
        }
    }
  for (guint i = layers->len; i-- > 0;)
    if (!g_strv_contains ((const char *const *) names, g_array_index (layers, AtlasCommandLayer, i).name))
      g_array_remove_index (layers, i);
  return TRUE;
}

static void
set_unknown_layer (const char  *name,
                   GError     **error)
{
  g_auto (GStrv) names = atlas_schema_list ();
  g_autofree char *list = g_strjoinv (", ", names);

  g_set_error (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_UNKNOWN, _("There is no layer “%s”. There are: %s."), name, list);
}

GArray *
atlas_command_load_layers (char   **files,
                           char   **names,
                           GError **error)
{
  static const char *const usual[] = { "scenic", NULL };
  const char *const *shipped = names != NULL ? (const char *const *) names : usual;
  g_autoptr (GArray) layers = g_array_new (FALSE, FALSE, sizeof (AtlasCommandLayer));

  g_array_set_clear_func (layers, layer_clear);
  for (gsize i = 0; files == NULL && shipped[i] != NULL; i++)
    {
      AtlasCommandLayer layer = { NULL, NULL };

      /* A name is no path. */
      if (atlas_schema_find (shipped[i]) == NULL)
        {
          set_unknown_layer (shipped[i], error);
          return NULL;
        }
      layer.table = atlas_command_open_shipped (shipped[i], error);
      if (layer.table == NULL)
        return NULL;
      layer.name = g_strdup (shipped[i]);
      g_array_append_val (layers, layer);
    }
  for (char **file = files; file != NULL && *file != NULL; file++)
    if (!add_file (layers, *file, error))
      return NULL;
  if (files != NULL && names != NULL && !pick_layers (layers, names, error))
    return NULL;
  return g_steal_pointer (&layers);
}

gboolean
atlas_command_parse_km (const char *text,
                        double     *metres)
{
  char *end;
  double km = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0' || !(km >= 0 && km <= MOST_KM))
    return FALSE;
  *metres = km * 1000;
  return TRUE;
}
