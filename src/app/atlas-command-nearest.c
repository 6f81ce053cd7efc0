/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command "nearest": what is nearest to a place, by straight line or by road. */

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>

#include "app/atlas-command-road.h"
#include "data/atlas-locale.h"
#include "route/atlas-nearest.h"
#include "route/atlas-route-names.h"

#define DEFAULT_LIMIT 10

static const char *
get_name (AtlasTable *table,
          gsize       feature,
          gboolean    english)
{
  int field = atlas_route_names_find_field (table);
  const char *name = english ? atlas_route_names_get (table, feature, "name_en") : NULL;

  return name != NULL ? name : field >= 0 ? atlas_table_get_text (table, (guint) field, feature, NULL) : NULL;
}

static void
print_json (GArray          *items,
            AtlasAlongLayer *layers)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "items");
  json_builder_begin_array (builder);
  for (guint i = 0; i < items->len; i++)
    {
      const AtlasNearestItem *item = &g_array_index (items, AtlasNearestItem, i);
      AtlasTable *table = layers[item->layer].table;

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "order");
      json_builder_add_int_value (builder, (gint64) i + 1);
      atlas_command_add_string (builder, "name", get_name (table, item->feature, FALSE));
      atlas_command_add_string (builder, "layer", layers[item->layer].name);
      atlas_command_add_string (builder, "id", atlas_table_get_id (table, item->feature));
      json_builder_set_member_name (builder, "distance_m");
      atlas_command_add_number (builder, round (item->distance * 1000) / 1000);
      if (!isnan (item->road))
        {
          json_builder_set_member_name (builder, "road_m");
          atlas_command_add_number (builder, round (item->road));
          json_builder_set_member_name (builder, "road_approach_m");
          atlas_command_add_number (builder, round (item->approach));
        }
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  atlas_command_print_json (builder);
}

static void
print_text (GArray          *items,
            AtlasAlongLayer *layers)
{
  for (guint i = 0; i < items->len; i++)
    {
      const AtlasNearestItem *item = &g_array_index (items, AtlasNearestItem, i);
      const char *name = get_name (layers[item->layer].table, item->feature, !atlas_locale_is_chinese ());

      g_print ("%3u  %7.1f km", i + 1, item->distance / 1000);
      if (isfinite (item->road))
        g_print (_("  (%.1f km by road)"), item->road / 1000);
      g_print ("  %s\n", name != NULL ? name : "");
    }
}

int
atlas_command_nearest (int    argc,
                       char **argv)
{
  g_autofree char *to = NULL;
  g_auto (GStrv) files = NULL, names = NULL;
  int limit = DEFAULT_LIMIT;
  gboolean by_road = FALSE, as_json = FALSE;
  const GOptionEntry entries[] = {
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, N_("The place: a name, or longitude and latitude"), N_("PLACE") },
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_("How many to list (default 10)"), N_("N") },
    { "by-road", 0, 0, G_OPTION_ARG_NONE, &by_road, N_("By way of the Taihang No. 1 road"), NULL },
    { "layer", 0, 0, G_OPTION_ARG_STRING_ARRAY, &names, N_("Look in this layer (default scenic); may be given several times"), N_("NAME") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print JSON"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (AtlasChainage) road = NULL;
  g_autoptr (AtlasNetwork) network = NULL;
  g_autoptr (GArray) layers = NULL, items = NULL;
  g_autofree AtlasAlongLayer *look_in = NULL;
  g_autoptr (GError) error = NULL;
  AtlasPlace place;

  if (!atlas_command_parse ("nearest", _("[FILE…]"), _("Lists what is nearest to a place."), entries, argc, argv))
    return EXIT_USAGE;
  if (to == NULL)
    return atlas_command_wrong_use ("nearest", "%s", _("“nearest” needs a place: --to."));
  if (limit < 1)
    return atlas_command_wrong_use ("nearest", "%s", _("--limit is a number from 1."));
  road = atlas_command_open_road (&error);
  if (road == NULL || !atlas_command_find_place (road, to, &place, &error))
    return atlas_command_fail (error);
  layers = atlas_command_load_layers (files, names, &error);
  if (layers == NULL)
    return atlas_command_fail (error);
  look_in = g_new0 (AtlasAlongLayer, layers->len);
  for (guint i = 0; i < layers->len; i++)
    {
      look_in[i].table = g_array_index (layers, AtlasCommandLayer, i).table;
      look_in[i].name = g_array_index (layers, AtlasCommandLayer, i).name;
    }
  network = by_road ? atlas_network_new (road, ATLAS_ROUTE_TOUCH) : NULL;
  items = atlas_nearest (place.lon, place.lat, look_in, layers->len, (gsize) limit, network, NULL, &error);
  if (items == NULL)
    return atlas_command_fail (error);
  if (as_json)
    print_json (items, look_in);
  else
    print_text (items, look_in);
  return EXIT_SUCCESS;
}
