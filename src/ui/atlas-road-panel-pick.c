/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places of the road panel that are pointed at on the map: the next click fills an entry in, and what the window's menu or a drag
 * of the journey's band says becomes a place too.  Main thread. */

#include "ui/atlas-road-panel-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/atlas-place-words.h"

/* -- the next click ---------------------------------------------------------------------------------------------- */

gboolean
_atlas_road_panel_stop_pick (AtlasRoadPanel *self)
{
  g_autoptr (GtkToggleButton) button = g_steal_pointer (&self->picking);

  if (button == NULL)
    return FALSE;
  gtk_toggle_button_set_active (button, FALSE);
  atlas_map_view_set_crosshair (self->map, FALSE);
  return TRUE;
}

static void
on_pick_toggled (AtlasRoadPanel  *self,
                 GtkToggleButton *button)
{
  if (!gtk_toggle_button_get_active (button))
    {
      if (self->picking == button)
        _atlas_road_panel_stop_pick (self);
      return;
    }
  _atlas_road_panel_stop_pick (self);
  self->picking = g_object_ref (button);
  g_signal_emit_by_name (self, "picking");
  atlas_map_view_set_crosshair (self->map, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->map));
  _atlas_road_panel_say (self, _("Click the place on the map. Enter takes its middle, Escape gives up."));
}

GtkWidget *
_atlas_road_panel_new_pick_button (AtlasRoadPanel *self,
                                   GtkWidget      *entry,
                                   const char     *label)
{
  GtkWidget *button = gtk_toggle_button_new ();
  /* Translators: "%s" is "From", "To" or "By way of" */
  g_autofree char *told = g_strdup_printf (_("%s: pick on the map"), label);

  gtk_button_set_icon_name (GTK_BUTTON (button), "find-location-symbolic");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "road-pick");
  gtk_widget_set_tooltip_text (button, told);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, told, -1);
  g_object_set_data (G_OBJECT (button), "entry", entry);
  g_signal_connect_object (button, "toggled", G_CALLBACK (on_pick_toggled), self, G_CONNECT_SWAPPED);
  return button;
}

static void
take (AtlasRoadPanel *self,
      double          lon,
      double          lat)
{
  AtlasPlaceEntry *entry = g_object_get_data (G_OBJECT (self->picking), "entry");
  g_autofree char *name = NULL;
  AtlasView view;

  atlas_map_view_get_view (self->map, &view);
  name = atlas_place_words_here (self->project, self->roads, &view, &lon, &lat);
  _atlas_road_panel_stop_pick (self);
  atlas_place_entry_set (entry, name, lon, lat);
  for (guint i = 0; i < 2; i++)
    self->picked_part[i] = self->picked_part[i] || GTK_WIDGET (entry) == self->part[i];
  _atlas_road_panel_go_on (self, FALSE);
}

static gboolean
on_map_clicked (AtlasRoadPanel *self,
                double          lon,
                double          lat,
                int             n)
{
  if (self->picking == NULL)
    return FALSE;
  take (self, lon, lat);
  return TRUE;
}

static gboolean
on_map_key (AtlasRoadPanel  *self,
            guint            key,
            guint            code,
            GdkModifierType  state)
{
  AtlasView view;

  if (self->picking == NULL || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Escape:
      {
        GtkWidget *button = GTK_WIDGET (self->picking);

        /* Back to where one came from. */
        gtk_widget_grab_focus (button);
        _atlas_road_panel_stop_pick (self);
        return GDK_EVENT_STOP;
      }
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_space:
      atlas_map_view_get_view (self->map, &view);
      take (self, view.lon, view.lat);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

void
_atlas_road_panel_init_pick (AtlasRoadPanel *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_object (self->map, "clicked", G_CALLBACK (on_map_clicked), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_map_key), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->map), keys);
}

/* -- from elsewhere ---------------------------------------------------------------------------------------------- */

void
atlas_road_panel_set_place (AtlasRoadPanel *self,
                            gboolean        end,
                            const char     *text,
                            double          lon,
                            double          lat)
{
  g_return_if_fail (ATLAS_IS_ROAD_PANEL (self));
  gtk_toggle_button_set_active (self->between_toggle, TRUE);
  atlas_place_entry_set (_atlas_road_panel_get_entry (self, end ? _atlas_road_panel_get_n_entries (self) - 1 : 0), text, lon, lat);
  _atlas_road_panel_go_on (self, TRUE);
}

/* Before which entry a place by the way comes that lies at @measure of the line; the last when the line says nothing of it. */
static guint
find_position (AtlasRoadPanel *self,
               double          measure)
{
  const guint n = _atlas_road_panel_get_n_entries (self);
  const AtlasTrip *trip = self->trip;
  guint place = 0;

  if (trip == NULL || trip->measures == NULL || isnan (measure))
    return n - 1;
  for (guint i = 0; i + 1 < n && place < trip->n_places; i++)
    {
      if (*atlas_place_entry_get_text (_atlas_road_panel_get_entry (self, i)) == '\0')
        continue;
      if (i > 0 && (self->turned ? trip->measures[place] < measure : trip->measures[place] > measure))
        return i;
      place++;
    }
  return n - 1;
}

void
atlas_road_panel_add_via (AtlasRoadPanel *self,
                          const char     *text,
                          double          lon,
                          double          lat,
                          double          measure)
{
  AtlasRouteFoot foot;
  GtkWidget *row;

  g_return_if_fail (ATLAS_IS_ROAD_PANEL (self));
  gtk_toggle_button_set_active (self->between_toggle, TRUE);
  if (isnan (measure) && self->trip != NULL && self->trip->line != NULL)
    {
      atlas_route_line_nearest (self->trip->line, lon, lat, &foot);
      measure = foot.measure;
    }
  row = _atlas_road_panel_add_via (self, find_position (self, measure));
  atlas_place_entry_set (ATLAS_PLACE_ENTRY (gtk_widget_get_first_child (row)), text, lon, lat);
  _atlas_road_panel_go_on (self, FALSE);
}

gboolean
atlas_road_panel_find_band (AtlasRoadPanel *self,
                            double          lon,
                            double          lat,
                            double          radius,
                            AtlasRouteFoot *foot)
{
  g_return_val_if_fail (ATLAS_IS_ROAD_PANEL (self), FALSE);
  if (!self->shown || self->picking != NULL || self->trip == NULL || self->trip->line == NULL || self->trip->measures == NULL
      || _atlas_road_panel_get_way (self) != ATLAS_TRIP_BETWEEN)
    return FALSE;
  atlas_route_line_nearest (self->trip->line, lon, lat, foot);
  return foot->offset <= radius;
}

gboolean
atlas_road_panel_looks_in (AtlasRoadPanel *self,
                           AtlasLayer     *layer)
{
  g_return_val_if_fail (ATLAS_IS_ROAD_PANEL (self), FALSE);
  return g_hash_table_contains (self->looked_in, atlas_layer_get_id (layer));
}
