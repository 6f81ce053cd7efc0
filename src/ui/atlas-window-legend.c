/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The legend in the window: over the map's lower left corner, above the scale bar; whether it is open is remembered.  Main
 * thread. */

#include "ui/atlas-window-private.h"

#include "ui/atlas-legend-card.h"

#define MARGIN 12
/* Room for the scale bar. */
#define MARGIN_BELOW 48

static void
on_open (AtlasWindow *self,
         GParamSpec  *property,
         GObject     *legend)
{
  gboolean open;

  g_object_get (legend, "open", &open, NULL);
  atlas_prefs_set_boolean (self->prefs, "legend-open", open);
}

static void
on_in_view (AtlasWindow *self,
            GParamSpec  *property,
            GObject     *legend)
{
  gboolean in_view;

  g_object_get (legend, "in-view", &in_view, NULL);
  atlas_prefs_set_boolean (self->prefs, "legend-in-view", in_view);
}

void
_atlas_window_init_legend (AtlasWindow *self)
{
  GtkWidget *legend = atlas_legend_card_new (self->map, self->project);
  g_autoptr (GPropertyAction) action = g_property_action_new ("legend", legend, "open");

  gtk_widget_set_halign (legend, GTK_ALIGN_START);
  gtk_widget_set_valign (legend, GTK_ALIGN_END);
  gtk_widget_set_margin_start (legend, MARGIN);
  gtk_widget_set_margin_top (legend, MARGIN);
  gtk_widget_set_margin_bottom (legend, MARGIN_BELOW);
  g_object_set (legend,
                "in-view", atlas_prefs_get_boolean (self->prefs, "legend-in-view"),
                "open", atlas_prefs_get_boolean (self->prefs, "legend-open"),
                NULL);
  gtk_overlay_add_overlay (self->map_overlay, legend);
  g_signal_connect_object (legend, "notify::open", G_CALLBACK (on_open), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (legend, "notify::in-view", G_CALLBACK (on_in_view), self, G_CONNECT_SWAPPED);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
}
