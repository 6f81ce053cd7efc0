/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of what is in view in the window: like the other panels it takes the place of the layers at the side.  Main thread. */

#include "ui/atlas-window-private.h"

#include "project/atlas-identify.h"
#include "ui/atlas-in-view-panel.h"

#define PANEL_WIDTH 312

static gboolean
is_open (AtlasWindow *self)
{
  return self->in_view_panel != NULL && gtk_stack_get_visible_child (self->side) == self->in_view_panel;
}

static void
close_list (AtlasWindow *self)
{
  if (!is_open (self))
    return;
  gtk_stack_set_visible_child (self->side, GTK_WIDGET (self->panel));
  gtk_widget_grab_focus (GTK_WIDGET (self->map));
}

static void
on_told (AtlasWindow *self,
         AtlasLayer  *layer,
         guint64      feature,
         double       lon,
         double       lat)
{
  AtlasTable *table = atlas_layer_get_table (layer);
  g_autoptr (GPtrArray) hits = NULL;
  AtlasHit *hit;

  if (table == NULL || feature >= atlas_table_get_n_features (table))
    return;
  hits = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_hit_free);
  hit = g_new (AtlasHit, 1);
  *hit = (AtlasHit){ g_object_ref (layer), feature, 0 };
  g_ptr_array_add (hits, hit);
  atlas_card_show (self->card, g_steal_pointer (&hits), lon, lat, TRUE);
  self->card_from_list = TRUE;
}

/* The keyboard goes back to the line that the card told about. */
static void
on_card_closed (AtlasWindow *self)
{
  if (self->card_from_list && is_open (self))
    atlas_in_view_panel_resume (ATLAS_IN_VIEW_PANEL (self->in_view_panel));
  self->card_from_list = FALSE;
}

/* Whatever takes the place of the panel, it follows the map no longer. */
static void
on_visible_child (AtlasWindow *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "in-view");

  if (self->in_view_panel != NULL && !is_open (self))
    atlas_in_view_panel_leave (ATLAS_IN_VIEW_PANEL (self->in_view_panel));
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (is_open (self) && adw_flap_get_reveal_flap (self->flap)));
}

static void
open_list (AtlasWindow *self)
{
  if (self->in_view_panel == NULL)
    {
      self->in_view_panel = atlas_in_view_panel_new (self->project, self->map);
      gtk_widget_set_size_request (self->in_view_panel, PANEL_WIDTH, -1);
      g_signal_connect_object (self->in_view_panel, "close", G_CALLBACK (close_list), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->in_view_panel, "told", G_CALLBACK (on_told), self, G_CONNECT_SWAPPED);
      gtk_stack_add_child (self->side, self->in_view_panel);
    }
  gtk_stack_set_visible_child (self->side, self->in_view_panel);
  adw_flap_set_reveal_flap (self->flap, TRUE);
  atlas_in_view_panel_begin (ATLAS_IN_VIEW_PANEL (self->in_view_panel));
}

static void
on_change_state (AtlasWindow *self,
                 GVariant    *value)
{
  if (g_variant_get_boolean (value))
    open_list (self);
  else
    close_list (self);
  on_visible_child (self);
}

void
_atlas_window_init_in_view (AtlasWindow *self)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new_stateful ("in-view", NULL, g_variant_new_boolean (FALSE));

  g_signal_connect_object (action, "change-state", G_CALLBACK (on_change_state), self, G_CONNECT_SWAPPED);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
  g_signal_connect_object (self->side, "notify::visible-child", G_CALLBACK (on_visible_child), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (on_visible_child), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->card, "closed", G_CALLBACK (on_card_closed), self, G_CONNECT_SWAPPED);
}
