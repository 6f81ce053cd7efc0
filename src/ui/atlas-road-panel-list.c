/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of the road panel and its pins on the map, which follow each other.  Main thread. */

#include "ui/atlas-road-panel-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "data/atlas-filter.h"
#include "data/atlas-locale.h"
#include "geo/atlas-mercator.h"
#include "ui/atlas-text.h"

/* What is at least so far from the edge of the map, as a part of it, needs no moving to be seen. */
#define EDGE 0.05

static const AtlasAlongItem *
get_item (AtlasRoadPanel *self,
          guint           index)
{
  return atlas_along_get_item (self->trip->along, index);
}

static guint
get_n_items (AtlasRoadPanel *self)
{
  return self->trip != NULL && self->trip->along != NULL ? (guint) atlas_along_get_n_items (self->trip->along) : 0;
}

/* -- pins -------------------------------------------------------------------------------------------------------- */

static gboolean
is_same_place (const AtlasAlongItem *one,
               const AtlasAlongItem *other)
{
  return one->layer == other->layer && one->feature == other->feature;
}

static int
find_pin (AtlasRoadPanel *self,
          guint           index)
{
  for (guint i = 0; i < self->pins->len; i++)
    if (is_same_place (get_item (self, g_array_index (self->pins, guint, i)), get_item (self, index)))
      return (int) i;
  return -1;
}

/* A pin for each place: one that is passed twice has both numbers. */
void
_atlas_road_panel_show_pins (AtlasRoadPanel *self)
{
  g_autoptr (GArray) pins = g_array_new (FALSE, FALSE, sizeof (AtlasMapPin));
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  GtkSelectionModel *selection = gtk_list_view_get_model (self->list);

  g_array_set_size (self->pins, 0);
  for (guint i = 0; i < get_n_items (self) && self->pins->len < ATLAS_PINS_MOST; i++)
    {
      const AtlasAlongItem *item = get_item (self, i);
      const int known = item->n_passings > 1 ? find_pin (self, i) : -1;
      AtlasMapPin pin = { item->lon, item->lat, NULL, _atlas_road_panel_find_stop (self, i) >= 0 };
      char *text = known < 0 ? g_strdup_printf ("%u", i + 1)
                             : g_strdup_printf ("%s·%u", (char *) g_ptr_array_index (texts, (guint) known), i + 1);

      if (known < 0)
        {
          g_array_append_val (self->pins, i);
          g_array_append_val (pins, pin);
          g_ptr_array_add (texts, text);
          continue;
        }
      g_free (g_ptr_array_index (texts, (guint) known));
      g_ptr_array_index (texts, (guint) known) = text;
      g_array_index (pins, AtlasMapPin, known).strong |= pin.strong;
    }
  for (guint i = 0; i < pins->len; i++)
    g_array_index (pins, AtlasMapPin, i).text = g_ptr_array_index (texts, i);
  if (!self->shown)
    return;
  atlas_map_view_set_route (self->map, self->trip != NULL ? self->trip->drawn : NULL, (const AtlasMapPin *) (gpointer) pins->data, pins->len);
  if (selection != NULL && GTK_IS_SINGLE_SELECTION (selection))
    {
      const guint selected = gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (selection));

      atlas_map_view_choose_pin (self->map, selected < get_n_items (self) ? find_pin (self, selected) : -1);
    }
}

/* Whether a place can be seen well enough. */
static gboolean
is_in_view (AtlasRoadPanel *self,
            double          lon,
            double          lat)
{
  const double width = gtk_widget_get_width (GTK_WIDGET (self->map)), height = gtk_widget_get_height (GTK_WIDGET (self->map));
  double x, y;

  atlas_map_view_to_widget (self->map, lon, lat, &x, &y);
  return x > EDGE * width && x < (1 - EDGE) * width && y > EDGE * height && y < (1 - EDGE) * height;
}

static void
on_selected (GtkSingleSelection *selection,
             GParamSpec         *pspec,
             AtlasRoadPanel     *self)
{
  const guint selected = gtk_single_selection_get_selected (selection);
  const AtlasAlongItem *item;
  AtlasView view;

  if (selected >= get_n_items (self))
    return;
  item = get_item (self, selected);
  atlas_map_view_choose_pin (self->map, find_pin (self, selected));
  if (is_in_view (self, item->lon, item->lat))
    return;
  atlas_map_view_get_view (self->map, &view);
  atlas_map_view_go_to (self->map, item->lon, item->lat, view.zoom, TRUE);
}

static void
tell (AtlasRoadPanel *self,
      guint           index,
      gboolean        fly)
{
  const AtlasAlongItem *item = get_item (self, index);
  AtlasLayer *layer = self->layers != NULL && item->layer < self->layers->len ? g_ptr_array_index (self->layers, item->layer) : NULL;

  g_signal_emit_by_name (self, "told", layer, (guint64) item->feature, item->lon, item->lat, fly);
}

static void
select_item (AtlasRoadPanel *self,
             guint           index)
{
  GtkSelectionModel *model = gtk_list_view_get_model (self->list);

  if (model == NULL || index >= get_n_items (self))
    return;
  gtk_selection_model_select_item (model, index, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", index);
}

static void
on_activated (AtlasRoadPanel *self,
              guint           position)
{
  if (position < get_n_items (self))
    tell (self, position, TRUE);
}

gboolean
atlas_road_panel_pick (AtlasRoadPanel *self,
                       double          x,
                       double          y)
{
  int pin;

  g_return_val_if_fail (ATLAS_IS_ROAD_PANEL (self), FALSE);
  pin = self->shown ? atlas_map_view_find_pin (self->map, x, y) : -1;
  if (pin < 0 || pin >= (int) self->pins->len)
    return FALSE;
  select_item (self, g_array_index (self->pins, guint, pin));
  tell (self, g_array_index (self->pins, guint, pin), FALSE);
  return TRUE;
}

/* -- rows -------------------------------------------------------------------------------------------------------- */

static void
show_stop (AtlasRoadPanel *self,
           AtlasRoadRow   *row)
{
  const int stop = _atlas_road_panel_find_stop (self, atlas_road_row_get_index (row));

  if (stop >= 0 && self->plan_times != NULL && stop < (int) self->plan_times->n_stops)
    atlas_road_row_set_stop (row, &self->plan_times->stops[stop], g_array_index (self->stops, AtlasRoadStop, stop).day_ends);
  else
    atlas_road_row_set_stop (row, NULL, FALSE);
}

void
_atlas_road_panel_show_stops (AtlasRoadPanel *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    show_stop (self, g_ptr_array_index (self->rows, i));
}

static void
on_row_ticked (AtlasRoadPanel *self,
               gboolean        ticked,
               AtlasRoadRow   *row)
{
  _atlas_road_panel_tick (self, atlas_road_row_get_index (row), ticked);
}

static void
on_row_night (AtlasRoadPanel *self,
              gboolean        night,
              AtlasRoadRow   *row)
{
  _atlas_road_panel_set_night (self, atlas_road_row_get_index (row), night);
}

static void
on_row_activated (AtlasRoadPanel *self,
                  AtlasRoadRow   *row)
{
  select_item (self, atlas_road_row_get_index (row));
  on_activated (self, atlas_road_row_get_index (row));
}

static void
on_setup (AtlasRoadPanel *self,
          GtkListItem    *item)
{
  GtkWidget *row = atlas_road_row_new ();

  g_signal_connect_object (row, "ticked", G_CALLBACK (on_row_ticked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "night", G_CALLBACK (on_row_night), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_row_activated), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (item, row);
}

static void
on_bind (AtlasRoadPanel *self,
         GtkListItem    *item)
{
  GtkWidget *row = gtk_list_item_get_child (item), *parent = gtk_widget_get_parent (row);
  const guint index = atlas_road_item_get_index (gtk_list_item_get_item (item));
  const char *own;
  g_autofree char *name = NULL, *text = NULL;

  if (index >= get_n_items (self))
    return;
  atlas_road_row_show (ATLAS_ROAD_ROW (row), self->trip, index);
  show_stop (self, ATLAS_ROAD_ROW (row));
  g_ptr_array_add (self->rows, row);
  own = atlas_along_get_name (self->trip->along, index, !atlas_locale_is_chinese ());
  name = atlas_text_show (own, -1, TRUE);
  text = g_strdup_printf ("%u %s", index + 1, name);
  /* The row of the list itself is what assistive technology reads. */
  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
on_unbind (AtlasRoadPanel *self,
           GtkListItem    *item)
{
  if (self->rows != NULL)
    g_ptr_array_remove_fast (self->rows, gtk_list_item_get_child (item));
}

/* Space ticks the chosen line. */
static gboolean
on_list_key (AtlasRoadPanel  *self,
             guint            keyval,
             guint            keycode,
             GdkModifierType  state)
{
  GtkSelectionModel *model = gtk_list_view_get_model (self->list);
  const guint selected = model != NULL ? gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (model)) : G_MAXUINT;

  if ((keyval != GDK_KEY_space && keyval != GDK_KEY_n) || selected >= get_n_items (self))
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_space)
    _atlas_road_panel_tick (self, selected, _atlas_road_panel_find_stop (self, selected) < 0);
  else
    {
      const int stop = _atlas_road_panel_find_stop (self, selected);

      if (stop < 0)
        return GDK_EVENT_PROPAGATE;
      _atlas_road_panel_set_night (self, selected, !g_array_index (self->stops, AtlasRoadStop, stop).day_ends);
    }
  return GDK_EVENT_STOP;
}

/* -- answers ----------------------------------------------------------------------------------------------------- */

static void
on_suggestion (AtlasRoadPanel *self,
               GtkWidget      *button)
{
  AtlasPlaceEntry *entry = g_object_get_data (G_OBJECT (button), "entry");
  const AtlasPlace *place = g_object_get_data (G_OBJECT (button), "place");
  const char *name = !atlas_locale_is_chinese () && place->name_en != NULL ? place->name_en : place->name;

  atlas_place_entry_set (entry, name, place->lon, place->lat);
  self->focus_list = TRUE;
  _atlas_road_panel_ask (self, TRUE, TRUE);
}

/* The entry that a place of the question came from; empty ones by the way were left out of it. */
static AtlasPlaceEntry *
find_entry (AtlasRoadPanel *self,
            int             index)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->places_box));

  if (gtk_toggle_button_get_active (self->segment_toggle))
    return ATLAS_PLACE_ENTRY (self->part[index > 0 ? 1 : 0]);
  for (; row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      AtlasPlaceEntry *entry = ATLAS_PLACE_ENTRY (gtk_widget_get_first_child (row));

      if (*atlas_place_entry_get_text (entry) != '\0' && index-- == 0)
        return entry;
    }
  return NULL;
}

static void
show_suggestions (AtlasRoadPanel *self,
                  AtlasTrip      *trip)
{
  AtlasPlaceEntry *entry = trip->wrong_place >= 0 ? find_entry (self, trip->wrong_place) : NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->suggestions))) != NULL)
    gtk_box_remove (self->suggestions, child);
  gtk_widget_set_visible (GTK_WIDGET (self->suggestions), entry != NULL && trip->suggestions != NULL && trip->suggestions->len > 0);
  if (entry == NULL)
    return;
  atlas_place_entry_set_wrong (entry, TRUE);
  for (guint i = 0; trip->suggestions != NULL && i < trip->suggestions->len; i++)
    {
      const AtlasPlace *place = &g_array_index (trip->suggestions, AtlasPlace, i);
      const char *own = !atlas_locale_is_chinese () && place->name_en != NULL ? place->name_en : place->name;
      g_autofree char *name = atlas_text_show (own, -1, TRUE);
      g_autofree char *county = atlas_text_show (atlas_locale_is_chinese () && g_strcmp0 (place->county, place->name) != 0 ? place->county : NULL, -1, TRUE);
      g_autofree char *text = *county != '\0' ? g_strdup_printf ("%s · %s", name, county) : g_strdup (name);
      GtkWidget *button = gtk_button_new_with_label (text);

      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "card-link");
      gtk_widget_set_halign (button, GTK_ALIGN_START);
      /* The texts of a place stay; the place itself is the trip's. */
      g_object_set_data (G_OBJECT (button), "entry", entry);
      g_object_set_data_full (G_OBJECT (button), "place", g_memdup2 (place, sizeof *place), g_free);
      g_signal_connect_object (button, "clicked", G_CALLBACK (on_suggestion), self, G_CONNECT_SWAPPED);
      gtk_box_append (self->suggestions, button);
    }
}

static void
show_where_error (AtlasRoadPanel *self,
                  const GError   *error)
{
  const gboolean wrong = error != NULL && error->domain == ATLAS_FILTER_ERROR;

  if (wrong)
    {
      gtk_label_set_text (self->where_error, error->message);
      gtk_widget_add_css_class (GTK_WIDGET (self->where), "error");
    }
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->where), "error");
  gtk_widget_set_visible (GTK_WIDGET (self->where_error), wrong);
}

static void
show_summary (AtlasRoadPanel *self)
{
  const AtlasTrip *trip = self->trip;
  const guint n = get_n_items (self);
  g_autofree char *text = NULL, *km = NULL, *title = NULL, *count = NULL, *note = NULL;

  gtk_widget_remove_css_class (GTK_WIDGET (self->summary), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->summary), "heading");
  if (trip->error != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->summary), "error");
      gtk_label_set_text (self->summary, trip->error->domain == ATLAS_FILTER_ERROR ? _("The expression under “Filter” is not understood.") : trip->error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->note), FALSE);
      return;
    }
  km = atlas_road_text_km (atlas_route_line_get_length (trip->line));
  count = atlas_text_count (n);
  title = atlas_text_show (trip->title, -1, TRUE);
  text = g_strdup_printf (ngettext ("%s, %s place along the way", "%s, %s places along the way", n), km, count);
  note = trip->note != NULL ? g_strdup_printf ("%s\n%s", title, trip->note) : g_strdup (title);
  gtk_widget_add_css_class (GTK_WIDGET (self->summary), "heading");
  gtk_label_set_text (self->summary, text);
  gtk_label_set_text (self->note, note);
  gtk_widget_set_visible (GTK_WIDGET (self->note), TRUE);
}

static void
zoom_to_line (AtlasRoadPanel *self)
{
  AtlasExtent extent = atlas_route_line_get_extent (self->trip->line);

  if (self->zoom && !atlas_extent_is_empty (&extent))
    atlas_map_view_show_extent (self->map, &extent, TRUE);
  self->zoom = FALSE;
}

void
_atlas_road_panel_show_trip (AtlasRoadPanel *self,
                             AtlasTrip      *trip)
{
  g_autoptr (AtlasTrip) before = g_steal_pointer (&self->trip);
  const gboolean reverse = gtk_toggle_button_get_active (self->reverse), turned = reverse != self->turned;
  AtlasRoadItems *items;
  GtkSingleSelection *selection;

  self->turned = reverse;
  /* Rows of the list before ask for nothing once the model is gone. */
  gtk_list_view_set_model (self->list, NULL);
  self->trip = trip;
  show_where_error (self, trip->error);
  show_suggestions (self, trip);
  show_summary (self);
  if (trip->along == NULL)
    {
      g_array_set_size (self->stops, 0);
      _atlas_road_panel_plan (self);
      _atlas_road_panel_show_pins (self);
      self->focus_list = FALSE;
      gtk_widget_set_visible (self->foot, FALSE);
      return;
    }
  _atlas_road_panel_carry_stops (self, turned);
  _atlas_road_panel_take_stops (self);
  _atlas_road_panel_plan (self);
  items = atlas_road_items_new (get_n_items (self));
  selection = gtk_single_selection_new (G_LIST_MODEL (items));
  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  gtk_single_selection_set_selected (selection, GTK_INVALID_LIST_POSITION);
  g_signal_connect_object (selection, "notify::selected", G_CALLBACK (on_selected), self, 0);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  g_object_unref (selection);
  gtk_widget_set_visible (self->foot, get_n_items (self) > 0);
  _atlas_road_panel_show_pins (self);
  zoom_to_line (self);
  if (self->focus_list && get_n_items (self) > 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
  self->focus_list = FALSE;
}

void
_atlas_road_panel_init_list (AtlasRoadPanel *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);
  g_signal_connect_object (self->list, "activate", G_CALLBACK (on_activated), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_list_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
}
