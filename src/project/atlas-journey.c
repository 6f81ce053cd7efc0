/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasJourney: what the road panel was asked and where one stops, in the project's file.  Main thread; reading and writing any
 * thread that owns it. */

#include "project/atlas-journey-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MOST_PLACES 100
#define MOST_LAYERS 1000
#define MOST_TEXT 4096
#define MOST_EXPRESSION 262144
#define MOST_WITHIN 1e6

static const char *const ways[] = {
  [ATLAS_TRIP_BETWEEN] = "between",
  [ATLAS_TRIP_SEGMENT] = "segment",
  [ATLAS_TRIP_FEATURE] = "feature",
};

static void
clear_place (gpointer data)
{
  g_free (((AtlasTripPlace *) data)->text);
}

AtlasJourney *
atlas_journey_new (void)
{
  AtlasJourney *self = g_new0 (AtlasJourney, 1);

  self->places = g_array_new (FALSE, TRUE, sizeof (AtlasTripPlace));
  g_array_set_clear_func (self->places, clear_place);
  return self;
}

void
atlas_journey_free (AtlasJourney *self)
{
  g_array_unref (self->places);
  g_free (self->segment);
  g_free (self->from);
  g_free (self->to);
  g_free (self->layer);
  g_free (self->feature);
  g_free (self->where);
  g_clear_pointer (&self->choices, json_node_unref);
  g_strfreev (self->layers);
  g_clear_pointer (&self->itinerary, atlas_itinerary_free);
  g_clear_pointer (&self->more, json_object_unref);
  g_free (self);
}

void
atlas_journey_add_place (AtlasJourney *self,
                         const char   *text,
                         double        lon,
                         double        lat)
{
  const AtlasTripPlace place = { g_strdup (text), lon, lat };

  g_array_append_val (self->places, place);
}

/* The table of layer @id, and in it the number of the journey's line. */
static void
find_line (const AtlasJourney *self,
           AtlasProject       *project,
           AtlasTripQuery     *query)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (project), i);
      AtlasTable *table = atlas_layer_get_table (layer);

      if (table == NULL || query->table != NULL || g_strcmp0 (atlas_layer_get_id (layer), self->layer) != 0)
        continue;
      query->table = atlas_table_ref (table);
      query->feature = self->number;
      for (gsize f = 0; self->feature != NULL && f < atlas_table_get_n_features (table); f++)
        if (g_strcmp0 (atlas_table_get_id (table, f), self->feature) == 0)
          query->feature = f;
    }
}

AtlasTripQuery *
atlas_journey_new_query (const AtlasJourney *self,
                         AtlasProject       *project)
{
  AtlasTripQuery *query;

  g_return_val_if_fail (self != NULL && ATLAS_IS_PROJECT (project), NULL);

  query = atlas_trip_query_new ();
  query->way = self->way;
  for (guint i = 0; i < self->places->len; i++)
    {
      const AtlasTripPlace *place = &g_array_index (self->places, AtlasTripPlace, i);

      atlas_trip_query_add_place (query, place->text, place->lon, place->lat);
    }
  query->segment = g_strdup (self->segment);
  query->from = g_strdup (self->from);
  query->to = g_strdup (self->to);
  query->within = self->within;
  query->reverse = self->reverse;
  if (self->way == ATLAS_TRIP_FEATURE && self->layer != NULL)
    find_line (self, project, query);
  return query;
}

static void
clear_along (gpointer data)
{
  AtlasAlongLayer *self = data;

  atlas_table_unref (self->table);
  g_free ((char *) self->name);
}

GArray *
atlas_journey_usual_layers (AtlasProject *project)
{
  GArray *layers = g_array_new (FALSE, TRUE, sizeof (AtlasAlongLayer));

  g_array_set_clear_func (layers, clear_along);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (project), i);
      AtlasTable *table = atlas_layer_get_table (layer);

      if (table != NULL && atlas_layer_get_visible (layer)
          && (g_str_equal (atlas_layer_get_id (layer), "scenic") || atlas_layer_get_file (layer) != NULL))
        {
          const AtlasAlongLayer along = { .table = atlas_table_ref (table), .name = g_strdup (atlas_layer_get_title (layer)) };

          g_array_append_val (layers, along);
        }
    }
  return layers;
}

static void
put_text (JsonObject *object,
          const char *name,
          const char *text)
{
  if (text != NULL && *text != '\0')
    json_object_set_string_member (object, name, text);
}

static void
put_places (JsonObject *object,
            GArray     *places)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < places->len; i++)
    {
      const AtlasTripPlace *place = &g_array_index (places, AtlasTripPlace, i);
      JsonObject *one = json_object_new ();

      json_object_set_string_member (one, "text", place->text);
      if (isfinite (place->lon) && isfinite (place->lat))
        {
          json_object_set_double_member (one, "lon", place->lon);
          json_object_set_double_member (one, "lat", place->lat);
        }
      json_array_add_object_element (list, one);
    }
  json_object_set_array_member (object, "places", list);
}

JsonNode *
atlas_journey_to_json (const AtlasJourney *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "way", ways[self->way]);
  if (self->places->len > 0)
    put_places (object, self->places);
  put_text (object, "segment", self->segment);
  put_text (object, "from", self->from);
  put_text (object, "to", self->to);
  put_text (object, "layer", self->layer);
  put_text (object, "feature", self->feature);
  if (self->layer != NULL && self->feature == NULL)
    json_object_set_int_member (object, "number", (gint64) self->number);
  json_object_set_double_member (object, "within_m", self->within);
  if (self->reverse)
    json_object_set_boolean_member (object, "reverse", TRUE);
  put_text (object, "where", self->where);
  if (self->choices != NULL)
    json_object_set_member (object, "choices", json_node_copy (self->choices));
  if (self->layers != NULL)
    {
      JsonArray *list = json_array_new ();

      for (char **layer = self->layers; *layer != NULL; layer++)
        json_array_add_string_element (list, *layer);
      json_object_set_array_member (object, "layers", list);
    }
  if (self->itinerary != NULL)
    json_object_set_member (object, "itinerary", atlas_itinerary_to_json (self->itinerary));
  _atlas_json_put_more (object, self->more);
  json_node_take_object (node, object);
  return node;
}

static void
read_places (AtlasJourney         *self,
             AtlasJsonTaker       *taker,
             JsonObject           *object,
             const AtlasJsonPlace *place)
{
  const AtlasJsonPlace here = { place, "places", 0 };
  g_autoptr (JsonNode) list = _atlas_json_take_array (taker, object, "places", place, MOST_PLACES);

  for (guint i = 0; list != NULL && i < json_array_get_length (json_node_get_array (list)); i++)
    {
      JsonNode *node = json_array_get_element (json_node_get_array (list), i);
      const AtlasJsonPlace element = { &here, NULL, i };
      g_autofree char *text = NULL;
      double lon = NAN, lat = NAN;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          _atlas_json_take_fail (taker, &element, _("an object was expected"));
          continue;
        }
      _atlas_json_take_string (taker, json_node_get_object (node), "text", &element, MOST_TEXT, &text);
      _atlas_json_take_number (taker, json_node_get_object (node), "lon", &element, -180, 180, &lon);
      _atlas_json_take_number (taker, json_node_get_object (node), "lat", &element, -90, 90, &lat);
      atlas_journey_add_place (self, text != NULL ? text : "", isnan (lat) ? NAN : lon, isnan (lon) ? NAN : lat);
    }
}

static void
read_itinerary (AtlasJourney         *self,
                AtlasJsonTaker       *taker,
                JsonObject           *object,
                const AtlasJsonPlace *place)
{
  const AtlasJsonPlace here = { place, "itinerary", 0 };
  g_autoptr (JsonNode) node = _atlas_json_take_object (taker, object, "itinerary", place);
  g_autoptr (GError) error = NULL;

  if (node == NULL)
    return;
  self->itinerary = atlas_itinerary_new_from_json (node, &error);
  if (self->itinerary == NULL)
    _atlas_json_take_fail (taker, &here, error->message);
}

AtlasJourney *
_atlas_journey_take_json (JsonObject           *object,
                          AtlasJsonTaker       *taker,
                          const AtlasJsonPlace *place)
{
  const AtlasJsonPlace way_place = { place, "way", 0 };
  AtlasJourney *self = atlas_journey_new ();
  g_autofree char *way = NULL;
  double number = 0;
  guint found = 0;

  self->within = 5000;
  _atlas_json_take_string (taker, object, "way", place, MOST_TEXT, &way);
  while (found < G_N_ELEMENTS (ways) && g_strcmp0 (ways[found], way) != 0)
    found++;
  if (found < G_N_ELEMENTS (ways))
    self->way = (AtlasTripWay) found;
  else
    _atlas_json_take_fail (taker, &way_place, _("“between”, “segment” or “feature” was expected"));
  read_places (self, taker, object, place);
  _atlas_json_take_string (taker, object, "segment", place, MOST_TEXT, &self->segment);
  _atlas_json_take_string (taker, object, "from", place, MOST_TEXT, &self->from);
  _atlas_json_take_string (taker, object, "to", place, MOST_TEXT, &self->to);
  _atlas_json_take_string (taker, object, "layer", place, MOST_TEXT, &self->layer);
  _atlas_json_take_string (taker, object, "feature", place, MOST_TEXT, &self->feature);
  _atlas_json_take_number (taker, object, "number", place, 0, G_MAXUINT32, &number);
  self->number = (gsize) number;
  _atlas_json_take_number (taker, object, "within_m", place, 0, MOST_WITHIN, &self->within);
  _atlas_json_take_boolean (taker, object, "reverse", place, &self->reverse);
  _atlas_json_take_string (taker, object, "where", place, MOST_EXPRESSION, &self->where);
  self->choices = _atlas_json_take_object (taker, object, "choices", place);
  self->layers = _atlas_json_take_words (taker, object, "layers", place, MOST_LAYERS);
  read_itinerary (self, taker, object, place);
  self->more = json_object_ref (object);
  return self;
}
