/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A journey: the stops in the order of travel, its times, its JSON.  One thread changes it; a plan is a snapshot. */

#include "route/atlas-itinerary.h"

#include <glib/gi18n.h>
#include <math.h>

#include "route/atlas-route-error.h"

#define DAY 1440.0

/* When many places close. */
#define LATE 1050.0

/* No itinerary has more. */
#define MOST_STOPS 10000

struct _AtlasItinerary
{
  char   *title;
  double  length;
  double  speed;
  double  start;
  double  limit;
  GArray *stops;      /* AtlasItineraryStop; its texts are its own */
};

static void
stop_clear (gpointer data)
{
  AtlasItineraryStop *stop = data;

  g_free ((char *) stop->layer);
  g_free ((char *) stop->id);
  g_free ((char *) stop->name);
  g_free ((char *) stop->name_en);
}

AtlasItinerary *
atlas_itinerary_new (void)
{
  AtlasItinerary *self = g_new0 (AtlasItinerary, 1);

  self->title = g_strdup ("");
  self->speed = ATLAS_ITINERARY_SPEED;
  self->start = ATLAS_ITINERARY_START;
  self->limit = ATLAS_ITINERARY_LIMIT;
  self->stops = g_array_new (FALSE, FALSE, sizeof (AtlasItineraryStop));
  g_array_set_clear_func (self->stops, stop_clear);
  return self;
}

void
atlas_itinerary_free (AtlasItinerary *self)
{
  g_free (self->title);
  g_array_unref (self->stops);
  g_free (self);
}

void
atlas_itinerary_set_title (AtlasItinerary *self,
                           const char     *title)
{
  char *copy = g_strdup (title != NULL ? title : "");

  g_free (self->title);
  self->title = copy;
}

const char *
atlas_itinerary_get_title (AtlasItinerary *self)
{
  return self->title;
}

void
atlas_itinerary_set_length (AtlasItinerary *self,
                            double          length)
{
  self->length = isfinite (length) ? MAX (length, 0) : 0;
}

double
atlas_itinerary_get_length (AtlasItinerary *self)
{
  return self->length;
}

void
atlas_itinerary_set_speed (AtlasItinerary *self,
                           double          speed)
{
  self->speed = isfinite (speed) ? CLAMP (speed, 1, 200) : ATLAS_ITINERARY_SPEED;
}

double
atlas_itinerary_get_speed (AtlasItinerary *self)
{
  return self->speed;
}

void
atlas_itinerary_set_start (AtlasItinerary *self,
                           double          minutes)
{
  self->start = isfinite (minutes) ? CLAMP (minutes, 0, DAY - 1) : ATLAS_ITINERARY_START;
}

double
atlas_itinerary_get_start (AtlasItinerary *self)
{
  return self->start;
}

void
atlas_itinerary_set_limit (AtlasItinerary *self,
                           double          minutes)
{
  self->limit = isfinite (minutes) ? CLAMP (minutes, 1, DAY) : ATLAS_ITINERARY_LIMIT;
}

double
atlas_itinerary_get_limit (AtlasItinerary *self)
{
  return self->limit;
}

/* -- stops ------------------------------------------------------------------------------------------------------- */

guint
atlas_itinerary_add (AtlasItinerary           *self,
                     const AtlasItineraryStop *stop)
{
  AtlasItineraryStop copy = *stop;
  guint index = self->stops->len;

  copy.layer = g_strdup (stop->layer);
  copy.id = g_strdup (stop->id);
  copy.name = g_strdup (stop->name != NULL ? stop->name : "");
  copy.name_en = g_strdup (stop->name_en);
  copy.detour = copy.detour >= 0 ? copy.detour : copy.offset;
  while (index > 0 && g_array_index (self->stops, AtlasItineraryStop, index - 1).measure > copy.measure)
    index--;
  g_array_insert_val (self->stops, index, copy);
  return index;
}

guint
atlas_itinerary_add_item (AtlasItinerary *self,
                          AtlasAlong     *along,
                          gsize           index,
                          double          detour)
{
  const AtlasAlongItem *item = atlas_along_get_item (along, index);
  const char *name = atlas_along_get_name (along, index, FALSE), *name_en = atlas_along_get_name (along, index, TRUE);
  const AtlasItineraryStop stop = { .layer = atlas_along_get_layer_name (along, item->layer),
                                    .id = atlas_along_get_id (along, index),
                                    .name = name,
                                    .name_en = name_en != name ? name_en : NULL,
                                    .lon = item->lon,
                                    .lat = item->lat,
                                    .measure = item->measure,
                                    .offset = item->offset,
                                    .side = item->side,
                                    .detour = isfinite (detour) ? detour : item->offset,
                                    .visit = atlas_along_get_visit_minutes (along, index) };

  return atlas_itinerary_add (self, &stop);
}

void
atlas_itinerary_remove (AtlasItinerary *self,
                        guint           index)
{
  g_return_if_fail (index < self->stops->len);
  g_array_remove_index (self->stops, index);
}

guint
atlas_itinerary_get_n_stops (AtlasItinerary *self)
{
  return self->stops->len;
}

const AtlasItineraryStop *
atlas_itinerary_get_stop (AtlasItinerary *self,
                          guint           index)
{
  g_return_val_if_fail (index < self->stops->len, NULL);
  return &g_array_index (self->stops, AtlasItineraryStop, index);
}

int
atlas_itinerary_find (AtlasItinerary *self,
                      const char     *layer,
                      const char     *id,
                      double          measure)
{
  for (guint i = 0; i < self->stops->len; i++)
    {
      const AtlasItineraryStop *stop = &g_array_index (self->stops, AtlasItineraryStop, i);

      if (g_strcmp0 (stop->layer, layer) == 0 && g_strcmp0 (stop->id, id) == 0 && fabs (stop->measure - measure) <= 1)
        return (int) i;
    }
  return -1;
}

void
atlas_itinerary_set_visit (AtlasItinerary *self,
                           guint           index,
                           double          minutes)
{
  g_return_if_fail (index < self->stops->len);
  g_array_index (self->stops, AtlasItineraryStop, index).visit = minutes >= 0 && minutes <= DAY ? minutes : NAN;
}

void
atlas_itinerary_set_day_ends (AtlasItinerary *self,
                              guint           index,
                              gboolean        day_ends)
{
  g_return_if_fail (index < self->stops->len);
  g_array_index (self->stops, AtlasItineraryStop, index).day_ends = day_ends;
}

/* -- times ------------------------------------------------------------------------------------------------------- */

static AtlasPlanDay *
begin_day (GArray *days,
           double  start,
           guint   first)
{
  const AtlasPlanDay day = { .first = first, .start = start, .end = start };

  g_array_append_val (days, day);
  return &g_array_index (days, AtlasPlanDay, days->len - 1);
}

static void
drive (AtlasPlanDay *day,
       double        metres,
       double        speed)
{
  double minutes = metres / 1000 / speed * 60;

  day->drive += metres;
  day->drive_time += minutes;
  day->end += minutes;
}

AtlasPlan *
atlas_itinerary_plan (AtlasItinerary *self)
{
  AtlasPlan *plan = g_new0 (AtlasPlan, 1);
  GArray *days = g_array_new (FALSE, FALSE, sizeof (AtlasPlanDay));
  AtlasPlanDay *day = begin_day (days, self->start, 0);
  double at = 0, back = 0, end;

  plan->n_stops = self->stops->len;
  plan->stops = g_new0 (AtlasPlanStop, plan->n_stops);
  for (guint i = 0; i < plan->n_stops; i++)
    {
      const AtlasItineraryStop *stop = &g_array_index (self->stops, AtlasItineraryStop, i);
      AtlasPlanStop *planned = &plan->stops[i];

      planned->day = days->len - 1;
      planned->drive = back + MAX (stop->measure - at, 0) + stop->detour;
      planned->assumed = !(stop->visit >= 0);
      planned->visit = planned->assumed ? ATLAS_ITINERARY_VISIT : stop->visit;
      drive (day, planned->drive, self->speed);
      planned->arrive = day->end;
      day->end += planned->visit;
      day->visit_time += planned->visit;
      day->n_stops++;
      planned->leave = day->end;
      if (planned->assumed)
        plan->warnings |= ATLAS_PLAN_ASSUMED;
      if (planned->arrive > LATE)
        plan->warnings |= ATLAS_PLAN_LATE;
      at = MAX (at, stop->measure);
      back = stop->detour;
      if (stop->day_ends && (i + 1 < plan->n_stops || self->length - at + back > 1))
        day = begin_day (days, self->start, i + 1);
    }
  end = MAX (self->length - at, 0);
  drive (day, plan->n_stops > 0 ? back + end : end, self->speed);
  plan->n_days = days->len;
  plan->days = (AtlasPlanDay *) g_array_free (days, FALSE);
  for (guint i = 0; i < plan->n_days; i++)
    {
      plan->days[i].too_long = plan->days[i].end - plan->days[i].start > self->limit + 1e-6;
      if (plan->days[i].too_long)
        plan->warnings |= ATLAS_PLAN_TOO_LONG;
      plan->drive += plan->days[i].drive;
      plan->drive_time += plan->days[i].drive_time;
    }
  if (plan->n_stops == 0)
    plan->warnings |= ATLAS_PLAN_NO_STOPS;
  return plan;
}

void
atlas_plan_free (AtlasPlan *self)
{
  g_free (self->stops);
  g_free (self->days);
  g_free (self);
}

/* -- JSON -------------------------------------------------------------------------------------------------------- */

static void
add_text (JsonBuilder *builder,
          const char  *name,
          const char  *text)
{
  if (text == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_number (JsonBuilder *builder,
            const char  *name,
            double       number)
{
  if (!isfinite (number))
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, number);
}

JsonNode *
atlas_itinerary_to_json (AtlasItinerary *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_text (builder, "title", self->title);
  add_number (builder, "length_m", self->length);
  add_number (builder, "speed_kmh", self->speed);
  add_number (builder, "start_min", self->start);
  add_number (builder, "limit_min", self->limit);
  json_builder_set_member_name (builder, "stops");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->stops->len; i++)
    {
      const AtlasItineraryStop *stop = &g_array_index (self->stops, AtlasItineraryStop, i);

      json_builder_begin_object (builder);
      add_text (builder, "layer", stop->layer);
      add_text (builder, "id", stop->id);
      add_text (builder, "name", stop->name);
      add_text (builder, "name_en", stop->name_en);
      add_number (builder, "lon", stop->lon);
      add_number (builder, "lat", stop->lat);
      add_number (builder, "measure_m", stop->measure);
      add_number (builder, "offset_m", stop->offset);
      add_text (builder, "side", atlas_route_side_get_name (stop->side));
      add_number (builder, "detour_m", stop->detour);
      add_number (builder, "visit_min", stop->visit);
      if (stop->day_ends)
        {
          json_builder_set_member_name (builder, "day_ends");
          json_builder_add_boolean_value (builder, TRUE);
        }
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

static const char *
get_text (JsonObject *object,
          const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static double
get_number (JsonObject *object,
            const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE ? json_node_get_double (node) : NAN;
}

static gboolean
get_flag (JsonObject *object,
          const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

static gboolean
read_stop (AtlasItinerary  *self,
           JsonNode        *node,
           guint            number,
           GError         **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  AtlasItineraryStop stop = { 0 };
  const char *side;

  if (object != NULL)
    {
      stop = (AtlasItineraryStop){ .layer = get_text (object, "layer"), .id = get_text (object, "id"), .name = get_text (object, "name"),
                                   .name_en = get_text (object, "name_en"), .lon = get_number (object, "lon"), .lat = get_number (object, "lat"),
                                   .measure = get_number (object, "measure_m"), .offset = get_number (object, "offset_m"),
                                   .detour = get_number (object, "detour_m"), .visit = get_number (object, "visit_min"),
                                   .day_ends = get_flag (object, "day_ends") };
      side = get_text (object, "side");
      stop.side = g_strcmp0 (side, "left") == 0 ? ATLAS_ROUTE_LEFT : g_strcmp0 (side, "right") == 0 ? ATLAS_ROUTE_RIGHT : ATLAS_ROUTE_ON;
    }
  if (object == NULL || !(fabs (stop.lon) <= 180) || !(fabs (stop.lat) <= 90) || !(stop.measure >= 0 && stop.measure < 1e9))
    {
      g_set_error (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_FORMAT,
                   _("Stop %u of the itinerary has no place on the earth and the road."), number);
      return FALSE;
    }
  stop.offset = stop.offset >= 0 && stop.offset < 1e8 ? stop.offset : 0;
  stop.detour = stop.detour >= 0 && stop.detour < 1e8 ? stop.detour : stop.offset;
  stop.visit = stop.visit >= 0 && stop.visit <= DAY ? stop.visit : NAN;
  atlas_itinerary_add (self, &stop);
  return TRUE;
}

AtlasItinerary *
atlas_itinerary_new_from_json (JsonNode  *node,
                               GError   **error)
{
  g_autoptr (AtlasItinerary) self = atlas_itinerary_new ();
  JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *stops = object != NULL ? json_object_get_member (object, "stops") : NULL;
  guint n = stops != NULL && JSON_NODE_HOLDS_ARRAY (stops) ? json_array_get_length (json_node_get_array (stops)) : 0;

  if (object == NULL || (stops != NULL && !JSON_NODE_HOLDS_ARRAY (stops)) || n > MOST_STOPS)
    {
      g_set_error_literal (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_FORMAT,
                           _("This is no itinerary: an object with a list of at most 10000 stops was expected."));
      return NULL;
    }
  atlas_itinerary_set_title (self, get_text (object, "title"));
  atlas_itinerary_set_length (self, get_number (object, "length_m"));
  atlas_itinerary_set_speed (self, get_number (object, "speed_kmh"));
  atlas_itinerary_set_start (self, get_number (object, "start_min"));
  atlas_itinerary_set_limit (self, get_number (object, "limit_min"));
  for (guint i = 0; i < n; i++)
    if (!read_stop (self, json_array_get_element (json_node_get_array (stops), i), i + 1, error))
      return NULL;
  return g_steal_pointer (&self);
}
