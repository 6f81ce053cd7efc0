/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measuring in the window: the bar over the map, and the action that shows and hides it.  Main thread. */

#include "ui/atlas-window-private.h"

#define MARGIN 12

static void
on_message (AtlasWindow *self,
            const char  *text)
{
  atlas_window_say (self, text);
}

/* The card would lie in the way of what is measured. */
static void
on_visible (AtlasWindow *self)
{
  gtk_popover_popdown (GTK_POPOVER (self->card));
}

void
_atlas_window_init_measure (AtlasWindow *self)
{
  GtkWidget *bar = atlas_measure_bar_new (self->map, self->prefs);
  g_autoptr (GPropertyAction) action = g_property_action_new ("measure", bar, "visible");

  self->measure = ATLAS_MEASURE_BAR (bar);
  gtk_widget_set_halign (bar, GTK_ALIGN_START);
  gtk_widget_set_valign (bar, GTK_ALIGN_START);
  gtk_widget_set_margin_start (bar, MARGIN);
  gtk_widget_set_margin_top (bar, MARGIN);
  gtk_overlay_add_overlay (self->map_overlay, bar);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
  g_signal_connect_object (bar, "message", G_CALLBACK (on_message), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (bar, "notify::visible", G_CALLBACK (on_visible), self, G_CONNECT_SWAPPED);
}
