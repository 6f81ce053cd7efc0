/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The road panel in the window: like the style panel it takes the place of the layers at the side; closed, it keeps what it
 * knows.  Main thread. */

#include "ui/atlas-window-private.h"

#include "project/atlas-identify.h"
#include "project/atlas-project-work.h"
#include "ui/atlas-road-panel.h"

#define ROAD_WIDTH 332

static gboolean
is_open (AtlasWindow *self)
{
  return self->road_panel != NULL && gtk_stack_get_visible_child (self->side) == self->road_panel;
}

static void
close_road (AtlasWindow *self)
{
  if (!is_open (self))
    return;
  gtk_stack_set_visible_child (self->side, GTK_WIDGET (self->panel));
  gtk_widget_grab_focus (GTK_WIDGET (self->map));
}

static void
on_message (AtlasWindow *self,
            const char  *text)
{
  atlas_window_say (self, text);
}

static void
on_told (AtlasWindow *self,
         AtlasLayer  *layer,
         guint64      feature,
         double       lon,
         double       lat,
         gboolean     fly)
{
  AtlasTable *table = layer != NULL ? atlas_layer_get_table (layer) : NULL;
  g_autoptr (GPtrArray) hits = NULL;
  AtlasHit *hit;

  if (table == NULL || feature >= atlas_table_get_n_features (table))
    {
      _atlas_window_fly_to (self, NULL, 0, lon, lat);
      return;
    }
  if (fly)
    {
      _atlas_window_fly_to (self, layer, feature, lon, lat);
      return;
    }
  hits = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_hit_free);
  hit = g_new (AtlasHit, 1);
  *hit = (AtlasHit){ g_object_ref (layer), feature, 0 };
  g_ptr_array_add (hits, hit);
  atlas_card_show (self->card, g_steal_pointer (&hits), lon, lat, FALSE);
}

/* Whatever takes the place of the panel, its pins go; the button tells whether it is there. */
static void
on_visible_child (AtlasWindow *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "road");

  if (self->road_panel != NULL && !is_open (self))
    atlas_road_panel_leave (ATLAS_ROAD_PANEL (self->road_panel));
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (is_open (self) && adw_flap_get_reveal_flap (self->flap)));
}

void
_atlas_window_store_journey (AtlasWindow *self)
{
  const AtlasJourney *before = atlas_project_get_n_journeys (self->project) > 0 ? atlas_project_get_journey (self->project, 0) : NULL;
  AtlasJourney *journey;
  g_autoptr (JsonNode) old = NULL, new = NULL;

  if (self->road_panel == NULL)
    return;
  journey = atlas_road_panel_get_journey (ATLAS_ROAD_PANEL (self->road_panel));
  if (journey != NULL && before != NULL && before->more != NULL)
    journey->more = json_object_ref (before->more);
  old = before != NULL ? atlas_journey_to_json (before) : NULL;
  new = journey != NULL ? atlas_journey_to_json (journey) : NULL;
  if (old == new || (old != NULL && new != NULL && json_node_equal (old, new)))
    g_clear_pointer (&journey, atlas_journey_free);
  else
    atlas_project_set_journey (self->project, 0, journey);
}

void
_atlas_window_reset_road (AtlasWindow *self)
{
  const gboolean open = is_open (self);
  GtkWidget *panel = self->road_panel;

  if (panel == NULL)
    return;
  if (open)
    gtk_stack_set_visible_child (self->side, GTK_WIDGET (self->panel));
  self->road_panel = NULL;
  gtk_stack_remove (self->side, panel);
  if (open)
    g_action_group_change_action_state (G_ACTION_GROUP (self), "road", g_variant_new_boolean (TRUE));
}

static void
open_road (AtlasWindow *self)
{
  if (self->road_panel == NULL)
    {
      self->road_panel = atlas_road_panel_new (self->project, self->map);
      gtk_widget_set_size_request (self->road_panel, ROAD_WIDTH, -1);
      g_signal_connect_object (self->road_panel, "close", G_CALLBACK (close_road), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->road_panel, "message", G_CALLBACK (on_message), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->road_panel, "told", G_CALLBACK (on_told), self, G_CONNECT_SWAPPED);
      gtk_stack_add_child (self->side, self->road_panel);
      if (atlas_project_get_n_journeys (self->project) > 0)
        atlas_road_panel_set_journey (ATLAS_ROAD_PANEL (self->road_panel), atlas_project_get_journey (self->project, 0));
      g_signal_connect_object (self->road_panel, "changed", G_CALLBACK (_atlas_window_project_changed), self, G_CONNECT_SWAPPED);
    }
  gtk_stack_set_visible_child (self->side, self->road_panel);
  adw_flap_set_reveal_flap (self->flap, TRUE);
  atlas_road_panel_begin (ATLAS_ROAD_PANEL (self->road_panel));
}

static void
on_change_state (AtlasWindow *self,
                 GVariant    *value)
{
  if (g_variant_get_boolean (value))
    open_road (self);
  else
    close_road (self);
  on_visible_child (self);
}

static void
on_along (AtlasWindow *self,
          AtlasLayer  *layer,
          guint64      feature)
{
  open_road (self);
  atlas_road_panel_follow (ATLAS_ROAD_PANEL (self->road_panel), layer, feature);
}

gboolean
_atlas_window_pick_road (AtlasWindow *self,
                         double       x,
                         double       y)
{
  return is_open (self) && atlas_road_panel_pick (ATLAS_ROAD_PANEL (self->road_panel), x, y);
}

void
_atlas_window_init_road (AtlasWindow *self)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new_stateful ("road", NULL, g_variant_new_boolean (FALSE));

  g_signal_connect_object (action, "change-state", G_CALLBACK (on_change_state), self, G_CONNECT_SWAPPED);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
  g_signal_connect_object (self->side, "notify::visible-child", G_CALLBACK (on_visible_child), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (on_visible_child), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->card, "along", G_CALLBACK (on_along), self, G_CONNECT_SWAPPED);
}
