/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The layout window of the main window: opened with what the map shows now, and told when the map shows something else.  It goes with the
 * main window.  Main thread. */

#include "ui/atlas-window-private.h"

#include "ui/atlas-layout-window.h"

static AtlasExtent
get_extent (AtlasWindow *self)
{
  AtlasView view;

  atlas_map_view_get_view (self->map, &view);
  return atlas_view_get_extent (&view, 0.0);
}

static void
on_view_changed (AtlasWindow *self)
{
  const AtlasExtent extent = get_extent (self);

  if (self->layout_window != NULL)
    atlas_layout_window_set_view (ATLAS_LAYOUT_WINDOW (self->layout_window), &extent);
}

static void
layout_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);
  const AtlasExtent extent = get_extent (self);

  if (self->layout_window == NULL)
    {
      self->layout_window = atlas_layout_window_new (self->project, &extent);
      g_object_add_weak_pointer (G_OBJECT (self->layout_window), (gpointer *) &self->layout_window);
      gtk_window_set_application (GTK_WINDOW (self->layout_window), gtk_window_get_application (GTK_WINDOW (self)));
    }
  gtk_window_present (GTK_WINDOW (self->layout_window));
}

void
_atlas_window_class_init_layout (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.layout", NULL, layout_action);
}

void
_atlas_window_init_layout (AtlasWindow *self)
{
  g_signal_connect_object (self->map, "view-changed", G_CALLBACK (on_view_changed), self, G_CONNECT_SWAPPED);
}

void
_atlas_window_close_layout (AtlasWindow *self)
{
  if (self->layout_window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->layout_window));
}
