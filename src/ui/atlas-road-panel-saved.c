/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The road panel's question and stops as a journey that a project keeps, and back.  Main thread. */

#include "ui/atlas-road-panel-private.h"

#include <math.h>

static char *
dup_entry (GtkWidget *entry)
{
  char *text = g_strstrip (g_strdup (atlas_place_entry_get_text (ATLAS_PLACE_ENTRY (entry))));

  if (*text == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

static gboolean
store_places (AtlasRoadPanel *self,
              AtlasJourney   *journey)
{
  const guint n = _atlas_road_panel_get_n_places (self);
  gboolean any = FALSE;

  for (guint i = 0; i < n; i++)
    {
      AtlasPlaceEntry *entry = _atlas_road_panel_get_place (self, i);
      g_autofree char *text = g_strstrip (g_strdup (atlas_place_entry_get_text (entry)));
      double lon, lat;

      atlas_place_entry_get_place (entry, &lon, &lat);
      any = any || *text != '\0';
      if (*text != '\0' || i == 0 || i + 1 == n)
        atlas_journey_add_place (journey, text, lon, lat);
    }
  return any;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static GStrv
dup_layers (AtlasRoadPanel *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, self->looked_in);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

static AtlasItinerary *
copy_itinerary (AtlasItinerary *itinerary)
{
  g_autoptr (JsonNode) node = atlas_itinerary_to_json (itinerary);

  return atlas_itinerary_new_from_json (node, NULL);
}

AtlasJourney *
atlas_road_panel_get_journey (AtlasRoadPanel *self)
{
  g_autoptr (AtlasJourney) journey = atlas_journey_new ();
  const guint selected = gtk_drop_down_get_selected (self->segment);
  AtlasItinerary *itinerary = self->itinerary != NULL ? self->itinerary : self->wanted;
  AtlasTable *table = self->feature_layer != NULL ? atlas_layer_get_table (self->feature_layer) : NULL;
  gboolean any = itinerary != NULL;

  journey->way = _atlas_road_panel_get_way (self);
  switch (journey->way)
    {
    case ATLAS_TRIP_BETWEEN:
      any = store_places (self, journey) || any;
      break;
    case ATLAS_TRIP_SEGMENT:
      any = TRUE;
      if (self->wanted_segment != NULL)
        journey->segment = g_strdup (self->wanted_segment);
      else if (self->lines != NULL && selected < self->lines->len)
        journey->segment = g_strdup (g_array_index (self->lines, AtlasTripLine, selected).find);
      journey->from = dup_entry (self->part[0]);
      journey->to = dup_entry (self->part[1]);
      break;
    case ATLAS_TRIP_FEATURE:
    default:
      any = TRUE;
      if (table == NULL || self->feature >= atlas_table_get_n_features (table))
        break;
      journey->layer = g_strdup (atlas_layer_get_id (self->feature_layer));
      journey->feature = g_strdup (atlas_table_get_id (table, self->feature));
      journey->number = self->feature;
      break;
    }
  journey->within = gtk_spin_button_get_value (self->within) * 1000;
  journey->reverse = gtk_toggle_button_get_active (self->reverse);
  journey->where = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->where))));
  journey->choices = _atlas_road_panel_dup_choices (self);
  journey->layers = dup_layers (self);
  if (itinerary != NULL)
    journey->itinerary = copy_itinerary (itinerary);
  return any ? g_steal_pointer (&journey) : NULL;
}

/* -- and back ----------------------------------------------------------------------------------------------------- */

static void
show_places (AtlasRoadPanel     *self,
             const AtlasJourney *journey)
{
  while (_atlas_road_panel_get_n_places (self) < journey->places->len)
    _atlas_road_panel_add_via (self);
  for (guint i = 0; i < journey->places->len; i++)
    {
      const AtlasTripPlace *place = &g_array_index (journey->places, AtlasTripPlace, i);

      atlas_place_entry_set (_atlas_road_panel_get_place (self, i), place->text, place->lon, place->lat);
    }
}

/* The line of a layer, by its id there, else by its number.  Returns: whether there is one. */
static gboolean
show_feature (AtlasRoadPanel     *self,
              const AtlasJourney *journey)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->project), i);
      AtlasTable *table = atlas_layer_get_table (layer);
      gsize feature = journey->number;

      if (table == NULL || g_strcmp0 (atlas_layer_get_id (layer), journey->layer) != 0)
        continue;
      for (gsize k = 0; journey->feature != NULL && k < atlas_table_get_n_features (table); k++)
        if (g_strcmp0 (atlas_table_get_id (table, k), journey->feature) == 0)
          {
            feature = k;
            break;
          }
      if (feature >= atlas_table_get_n_features (table))
        return FALSE;
      atlas_road_panel_follow (self, layer, feature);
      return TRUE;
    }
  return FALSE;
}

void
atlas_road_panel_set_journey (AtlasRoadPanel     *self,
                              const AtlasJourney *journey)
{
  g_return_if_fail (ATLAS_IS_ROAD_PANEL (self) && journey != NULL);

  gtk_spin_button_set_value (self->within, journey->within / 1000);
  gtk_toggle_button_set_active (self->reverse, journey->reverse);
  self->turned = journey->reverse;
  gtk_editable_set_text (GTK_EDITABLE (self->where), journey->where != NULL ? journey->where : "");
  if (journey->choices != NULL)
    _atlas_road_panel_set_choices (self, json_node_get_object (journey->choices));
  if (journey->layers != NULL)
    g_hash_table_remove_all (self->looked_in);
  for (char **layer = journey->layers; layer != NULL && *layer != NULL; layer++)
    g_hash_table_add (self->looked_in, g_strdup (*layer));
  g_clear_pointer (&self->wanted, atlas_itinerary_free);
  if (journey->itinerary != NULL)
    {
      self->wanted = copy_itinerary (journey->itinerary);
      gtk_spin_button_set_value (self->speed, atlas_itinerary_get_speed (journey->itinerary));
      gtk_spin_button_set_value (self->start, atlas_itinerary_get_start (journey->itinerary));
    }
  switch (journey->way)
    {
    case ATLAS_TRIP_SEGMENT:
      g_free (self->wanted_segment);
      self->wanted_segment = g_strdup (journey->segment);
      atlas_place_entry_set (ATLAS_PLACE_ENTRY (self->part[0]), journey->from != NULL ? journey->from : "", NAN, NAN);
      atlas_place_entry_set (ATLAS_PLACE_ENTRY (self->part[1]), journey->to != NULL ? journey->to : "", NAN, NAN);
      gtk_toggle_button_set_active (self->segment_toggle, TRUE);
      _atlas_road_panel_take_segment (self);
      break;
    case ATLAS_TRIP_FEATURE:
      show_feature (self, journey);
      break;
    case ATLAS_TRIP_BETWEEN:
    default:
      show_places (self, journey);
      _atlas_road_panel_ask (self, TRUE, FALSE);
      break;
    }
  self->focus_list = FALSE;
}

void
_atlas_road_panel_take_segment (AtlasRoadPanel *self)
{
  if (self->wanted_segment == NULL || self->lines == NULL)
    return;
  for (guint i = 0; i < self->lines->len; i++)
    if (g_strcmp0 (g_array_index (self->lines, AtlasTripLine, i).find, self->wanted_segment) == 0)
      {
        gtk_drop_down_set_selected (self->segment, i);
        break;
      }
  g_clear_pointer (&self->wanted_segment, g_free);
  _atlas_road_panel_ask (self, TRUE, FALSE);
}

/* The item that a stop was: of that layer and id, and of several passings the one nearest along the line. */
static int
find_item (AtlasAlong               *along,
           const AtlasItineraryStop *stop)
{
  double best = G_MAXDOUBLE;
  int found = -1;

  for (gsize i = 0; i < atlas_along_get_n_items (along); i++)
    {
      const AtlasAlongItem *item = atlas_along_get_item (along, i);
      const char *id = atlas_table_get_id (atlas_along_get_table (along, item->layer), item->feature);
      const double apart = fabs (item->measure - stop->measure);

      if (g_strcmp0 (atlas_along_get_layer_name (along, item->layer), stop->layer) == 0 && g_strcmp0 (id, stop->id) == 0 && apart < best)
        {
          best = apart;
          found = (int) i;
        }
    }
  return found;
}

void
_atlas_road_panel_take_stops (AtlasRoadPanel *self)
{
  g_autoptr (AtlasItinerary) wanted = g_steal_pointer (&self->wanted);
  AtlasAlong *along = self->trip->along;

  for (guint i = 0; wanted != NULL && i < atlas_itinerary_get_n_stops (wanted); i++)
    {
      const AtlasItineraryStop *stop = atlas_itinerary_get_stop (wanted, i);
      const int index = find_item (along, stop);
      const AtlasAlongItem *item = index >= 0 ? atlas_along_get_item (along, (gsize) index) : NULL;

      if (item != NULL && _atlas_road_panel_find_stop (self, (guint) index) < 0)
        {
          const AtlasRoadStop found = { atlas_along_get_table (along, item->layer), item->feature, item->passing, (guint) index,
                                        stop->day_ends };

          g_array_append_val (self->stops, found);
        }
    }
  if (wanted != NULL)
    _atlas_road_panel_sort_stops (self);
}
