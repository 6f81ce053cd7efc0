/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The style panel in the window: it takes the place of the layers at the side, so that the map stays whole beside it, and
 * gives it back.  Main thread. */

#include "ui/atlas-window-private.h"

#include "ui/atlas-style-panel.h"

#define STYLE_WIDTH 312

void
_atlas_window_close_style (AtlasWindow *self)
{
  g_autoptr (AtlasLayer) layer = NULL;
  GtkWidget *panel = self->style_panel;
  gboolean focused;

  if (panel == NULL)
    return;
  self->style_panel = NULL;
  layer = g_object_ref (atlas_style_panel_get_layer (ATLAS_STYLE_PANEL (panel)));
  focused = gtk_widget_get_focus_child (GTK_WIDGET (self->side)) == panel;
  gtk_stack_set_visible_child (self->side, GTK_WIDGET (self->panel));
  gtk_stack_remove (self->side, panel);
  if (focused)
    atlas_layer_panel_select (self->panel, layer);
}

static void
on_message (AtlasWindow *self,
            const char  *text)
{
  atlas_window_say (self, text);
}

/* A layer that goes takes its panel along. */
static void
on_items_changed (AtlasWindow *self)
{
  AtlasLayer *layer;

  if (self->style_panel == NULL)
    return;
  layer = atlas_style_panel_get_layer (ATLAS_STYLE_PANEL (self->style_panel));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->project)); i++)
    {
      g_autoptr (AtlasLayer) item = g_list_model_get_item (G_LIST_MODEL (self->project), i);

      if (item == layer)
        return;
    }
  _atlas_window_close_style (self);
}

static void
on_edit_style (AtlasWindow *self,
               AtlasLayer  *layer)
{
  if (atlas_layer_get_table (layer) == NULL)
    return;
  _atlas_window_close_style (self);
  self->style_panel = atlas_style_panel_new (layer);
  gtk_widget_set_size_request (self->style_panel, STYLE_WIDTH, -1);
  g_signal_connect_object (self->style_panel, "close", G_CALLBACK (_atlas_window_close_style), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->style_panel, "message", G_CALLBACK (on_message), self, G_CONNECT_SWAPPED);
  gtk_stack_add_child (self->side, self->style_panel);
  gtk_stack_set_visible_child (self->side, self->style_panel);
  adw_flap_set_reveal_flap (self->flap, TRUE);
  gtk_widget_grab_focus (self->style_panel);
}

void
_atlas_window_init_style (AtlasWindow *self)
{
  g_signal_connect_object (self->panel, "edit-style", G_CALLBACK (on_edit_style), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
}
