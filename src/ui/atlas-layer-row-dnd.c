/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dragging rows of the layer panel: a row gives its layer away and takes others', and shows on which side a drop would
 * land.  What a drop means for the order is the panel's.  Main thread. */

#include "ui/atlas-layer-row-private.h"

static GdkContentProvider *
on_drag_prepare (GtkDragSource *source,
                 double         x,
                 double         y,
                 AtlasLayerRow *self)
{
  return gdk_content_provider_new_typed (ATLAS_TYPE_LAYER, atlas_layer_row_get_layer (self));
}

static void
on_drag_begin (GtkDragSource *source,
               GdkDrag       *drag,
               AtlasLayerRow *self)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (GTK_WIDGET (self));

  gtk_drag_source_set_icon (source, picture, 12, 12);
  gtk_widget_add_css_class (GTK_WIDGET (self), "dragged");
}

static void
on_drag_end (GtkDragSource *source,
             GdkDrag       *drag,
             gboolean       delete_data,
             AtlasLayerRow *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self), "dragged");
}

static gboolean
is_below (AtlasLayerRow *self,
          double         y)
{
  return atlas_layer_row_get_layer (self) != NULL && y > gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;
}

static void
clear_drop_mark (AtlasLayerRow *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self), "drop-above");
  gtk_widget_remove_css_class (GTK_WIDGET (self), "drop-below");
}

static GdkDragAction
on_drop_motion (GtkDropTarget *target,
                double         x,
                double         y,
                AtlasLayerRow *self)
{
  clear_drop_mark (self);
  gtk_widget_add_css_class (GTK_WIDGET (self), is_below (self, y) ? "drop-below" : "drop-above");
  return GDK_ACTION_MOVE;
}

static void
on_drop_leave (GtkDropTarget *target,
               AtlasLayerRow *self)
{
  clear_drop_mark (self);
}

static gboolean
on_drop (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         AtlasLayerRow *self)
{
  clear_drop_mark (self);
  if (g_value_get_object (value) == NULL)
    return FALSE;
  g_signal_emit_by_name (self, "dropped", g_value_get_object (value), is_below (self, y));
  return TRUE;
}

void
atlas_layer_row_set_up_dragging (AtlasLayerRow *self,
                                 GtkWidget     *grip)
{
  GtkDropTarget *target = gtk_drop_target_new (ATLAS_TYPE_LAYER, GDK_ACTION_MOVE);

  if (atlas_layer_row_get_layer (self) != NULL)
    {
      GtkDragSource *source = gtk_drag_source_new ();

      gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
      g_signal_connect (source, "prepare", G_CALLBACK (on_drag_prepare), self);
      g_signal_connect (source, "drag-begin", G_CALLBACK (on_drag_begin), self);
      g_signal_connect (source, "drag-end", G_CALLBACK (on_drag_end), self);
      gtk_widget_add_controller (grip, GTK_EVENT_CONTROLLER (source));
    }
  g_signal_connect (target, "motion", G_CALLBACK (on_drop_motion), self);
  g_signal_connect (target, "leave", G_CALLBACK (on_drop_leave), self);
  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
