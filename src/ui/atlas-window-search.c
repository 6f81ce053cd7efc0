/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching in the window: what is chosen in the list is shown on the map without losing the view that was there, and what is
 * taken is flown to and told about.  Main thread. */

#include "ui/atlas-window-private.h"

#include <math.h>

#include "geo/atlas-mercator.h"
#include "project/atlas-identify.h"

/* How close a flight goes to a point. */
#define POINT_ZOOM 13.0

/* What is at least so far from the edge of the map, as a part of it, needs no moving to be seen. */
#define EDGE 0.06

/* What the list covers of the map at most, and how wide the map must be for a place beside it; logical pixels. */
#define LIST_EDGE 12
#define LIST_HEIGHT 520
#define ROOM_BESIDE 900

/* Frames that the map stands still before a flight is over, and frames that one takes at most. */
#define STILL_FRAMES 3
#define MOST_FRAMES 900

/* Whether a place can be seen: not at the edge, and not behind the list. */
static gboolean
is_in_view (AtlasWindow *self,
            double       lon,
            double       lat)
{
  const double width = gtk_widget_get_width (GTK_WIDGET (self->map)), height = gtk_widget_get_height (GTK_WIDGET (self->map));
  graphene_rect_t list;
  double x, y;

  atlas_map_view_to_widget (self->map, lon, lat, &x, &y);
  if (gtk_widget_compute_bounds (GTK_WIDGET (self->search_box), GTK_WIDGET (self->map), &list)
      && x > list.origin.x - LIST_EDGE && x < list.origin.x + list.size.width + LIST_EDGE && y < LIST_HEIGHT)
    return FALSE;
  return x > EDGE * width && x < (1 - EDGE) * width && y > EDGE * height && y < (1 - EDGE) * height;
}

/* Moves the map until the place is beside the list, or below it where there is no room. */
static void
move_beside_list (AtlasWindow *self,
                  double       lon,
                  double       lat,
                  double       zoom)
{
  const double width = gtk_widget_get_width (GTK_WIDGET (self->map)), height = gtk_widget_get_height (GTK_WIDGET (self->map));
  const double world = atlas_mercator_world_size (zoom);
  const gboolean beside = width >= ROOM_BESIDE;
  const double right = beside ? 0.32 * width : 0, down = beside ? 0 : 0.36 * height;

  atlas_map_view_go_to (self->map, atlas_mercator_lon (atlas_mercator_x (lon) - right / world),
                        atlas_mercator_lat (atlas_mercator_y (lat) - down / world), zoom, TRUE);
}

static void
forget_flight (AtlasWindow *self)
{
  AtlasSearchFlight *flight = &self->flight;

  if (flight->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->map), flight->tick);
  flight->tick = 0;
  g_clear_object (&flight->layer);
  g_clear_pointer (&flight->title, g_free);
}

static void
land (AtlasWindow *self)
{
  AtlasSearchFlight *flight = &self->flight;
  g_autoptr (AtlasLayer) layer = g_steal_pointer (&flight->layer);
  const double lon = flight->lon, lat = flight->lat;
  const gsize feature = flight->feature;
  AtlasTable *table = layer != NULL ? atlas_layer_get_table (layer) : NULL;
  g_autofree char *title = g_steal_pointer (&flight->title);

  forget_flight (self);
  if (layer == NULL)
    atlas_place_popover_show (self->place, title, lon, lat);
  else if (table != NULL && feature < atlas_table_get_n_features (table))
    {
      g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_hit_free);
      AtlasHit *hit = g_new (AtlasHit, 1);

      *hit = (AtlasHit){ g_object_ref (layer), feature, 0 };
      g_ptr_array_add (hits, hit);
      atlas_card_show (self->card, g_steal_pointer (&hits), lon, lat, TRUE);
    }
}

/* A card would close while its place is out of sight, so it waits until the map stands still. */
static gboolean
on_flight_tick (GtkWidget     *widget,
                GdkFrameClock *clock,
                gpointer       data)
{
  AtlasWindow *self = data;
  AtlasSearchFlight *flight = &self->flight;
  AtlasView view;

  atlas_map_view_get_view (self->map, &view);
  if (view.lon == flight->last.lon && view.lat == flight->last.lat && view.zoom == flight->last.zoom)
    flight->n_still++;
  else
    flight->n_still = 0;
  flight->last = view;
  if (flight->n_still < STILL_FRAMES && ++flight->n_frames < MOST_FRAMES)
    return G_SOURCE_CONTINUE;
  flight->tick = 0;
  land (self);
  return G_SOURCE_REMOVE;
}

void
_atlas_window_fly_to (AtlasWindow *self,
                      AtlasLayer  *layer,
                      gsize        feature,
                      double       lon,
                      double       lat)
{
  AtlasSearchFlight *flight = &self->flight;
  AtlasExtent extent = atlas_extent_empty ();
  AtlasView view;

  forget_flight (self);
  atlas_map_view_get_view (self->map, &view);
  if (layer != NULL)
    {
      extent = atlas_table_get_feature_extent (atlas_layer_get_table (layer), feature);
      flight->layer = g_object_ref (layer);
      flight->feature = feature;
      atlas_layer_set_visible (layer, TRUE);
      if (atlas_layer_get_role (layer) == ATLAS_LAYER_GROUND)
        atlas_project_set_basemap_visible (self->project, TRUE);
      atlas_map_view_set_highlight (self->map, layer, feature);
    }
  flight->lon = lon;
  flight->lat = lat;
  flight->n_still = flight->n_frames = 0;
  flight->last = (AtlasView){ .lon = NAN };
  if (extent.west < extent.east || extent.south < extent.north)
    atlas_map_view_show_extent (self->map, &extent, TRUE);
  else
    atlas_map_view_go_to (self->map, lon, lat, MAX (view.zoom, POINT_ZOOM), TRUE);
  flight->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->map), on_flight_tick, self, NULL);
}

static void
fly (AtlasWindow           *self,
     const AtlasSearchItem *item)
{
  _atlas_window_fly_to (self, item->layer, item->feature, item->lon, item->lat);
  /* Coordinates have no name but themselves, which the place tells anyway. */
  if (item->is_milestone)
    self->flight.title = g_strdup (item->title);
}

static void
on_previewed (AtlasWindow           *self,
              const AtlasSearchItem *item)
{
  AtlasView view;

  forget_flight (self);
  atlas_map_view_get_view (self->map, &view);
  if (!self->previewing)
    {
      self->view_before = view;
      self->previewing = TRUE;
      gtk_popover_popdown (GTK_POPOVER (self->card));
      gtk_popover_popdown (GTK_POPOVER (self->place));
    }
  atlas_map_view_set_highlight (self->map, item->kind == ATLAS_SEARCH_ITEM_FEATURE ? item->layer : NULL, item->feature);
  if (isfinite (item->lon) && !is_in_view (self, item->lon, item->lat))
    move_beside_list (self, item->lon, item->lat, view.zoom);
}

static void
on_activated (AtlasWindow           *self,
              const AtlasSearchItem *item)
{
  AtlasTable *table = item->layer != NULL ? atlas_layer_get_table (item->layer) : NULL;
  AtlasExtent extent;

  self->previewing = FALSE;
  gtk_widget_grab_focus (GTK_WIDGET (self->map));
  switch (item->kind)
    {
    case ATLAS_SEARCH_ITEM_FEATURE:
      if (table != NULL && isfinite (item->lon))
        fly (self, item);
      break;
    case ATLAS_SEARCH_ITEM_PLACE:
      fly (self, item);
      break;
    case ATLAS_SEARCH_ITEM_LAYER:
      extent = table != NULL ? atlas_table_get_extent (table) : atlas_extent_empty ();
      if (!atlas_extent_is_empty (&extent))
        atlas_map_view_show_extent (self->map, &extent, TRUE);
      atlas_layer_set_visible (item->layer, TRUE);
      if (atlas_layer_get_role (item->layer) == ATLAS_LAYER_SUBJECT)
        atlas_layer_panel_select (self->panel, item->layer);
      break;
    case ATLAS_SEARCH_ITEM_COMMAND:
      gtk_widget_activate_action (GTK_WIDGET (self), item->action, NULL);
      break;
    case ATLAS_SEARCH_ITEM_NAME:
    default:
      break;
    }
}

/* Back to what was there before anything was looked at. */
static void
on_gave_up (AtlasWindow *self)
{
  if (self->previewing)
    atlas_map_view_go_to (self->map, self->view_before.lon, self->view_before.lat, self->view_before.zoom, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->map));
}

/* Whoever leaves the box for the map stays where they are. */
static void
on_left (AtlasWindow *self)
{
  if (self->previewing)
    atlas_map_view_set_highlight (self->map, NULL, 0);
  self->previewing = FALSE;
}

void
_atlas_window_begin_search (AtlasWindow *self,
                            const char  *text)
{
  AtlasView view;

  atlas_map_view_get_view (self->map, &view);
  atlas_search_box_set_middle (self->search_box, view.lon, view.lat);
  atlas_search_box_begin (self->search_box, text);
}

gboolean
_atlas_window_type_search (AtlasWindow     *self,
                           guint            keyval,
                           GdkModifierType  state)
{
  const gunichar c = gdk_keyval_to_unicode (keyval);
  char text[7] = "";

  /* + - 0 and the blank are the map's own. */
  if (!g_unichar_isalnum (c) || c == '0' || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return FALSE;
  g_unichar_to_utf8 (c, text);
  _atlas_window_begin_search (self, text);
  return TRUE;
}

static void
on_fuzzy_state (AtlasWindow   *self,
                GVariant      *value,
                GSimpleAction *action)
{
  const gboolean fuzzy = g_variant_get_boolean (value);

  g_simple_action_set_state (action, value);
  atlas_prefs_set_boolean (self->prefs, "search-fuzzy", fuzzy);
  atlas_search_box_set_fuzzy (self->search_box, fuzzy);
}

static void
init_fuzzy (AtlasWindow *self)
{
  const gboolean fuzzy = atlas_prefs_get_boolean (self->prefs, "search-fuzzy");
  g_autoptr (GSimpleAction) action = g_simple_action_new_stateful ("search-fuzzy", NULL, g_variant_new_boolean (fuzzy));

  g_signal_connect_object (action, "change-state", G_CALLBACK (on_fuzzy_state), self, G_CONNECT_SWAPPED);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
  atlas_search_box_set_fuzzy (self->search_box, fuzzy);
}

void
_atlas_window_init_search (AtlasWindow *self)
{
  guint n;
  const AtlasSearchCommand *commands = _atlas_window_get_commands (&n);

  self->place = atlas_place_popover_new (GTK_WIDGET (self->map_overlay), self->map);
  atlas_search_box_set_project (self->search_box, self->project);
  atlas_search_box_set_commands (self->search_box, commands, n);
  init_fuzzy (self);
  g_signal_connect_object (self->search_box, "previewed", G_CALLBACK (on_previewed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search_box, "activated", G_CALLBACK (on_activated), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search_box, "gave-up", G_CALLBACK (on_gave_up), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search_box, "left", G_CALLBACK (on_left), self, G_CONNECT_SWAPPED);
}

void
_atlas_window_close_search (AtlasWindow *self)
{
  if (self->map != NULL)
    forget_flight (self);
  g_clear_object (&self->flight.layer);
  g_clear_pointer (&self->flight.title, g_free);
  if (self->place != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->place)));
}
