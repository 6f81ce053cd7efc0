/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasSelectionBar: how many features are selected.  It follows the project's layers.  Main thread. */

#include "ui/atlas-selection-bar.h"

#include <glib/gi18n-lib.h>

#include "ui/atlas-text.h"

struct _AtlasSelectionBar
{
  GtkBox        parent_instance;
  AtlasProject *project;
  GPtrArray    *followed;     /* AtlasLayer */
  GtkLabel     *label;
};

G_DEFINE_FINAL_TYPE (AtlasSelectionBar, atlas_selection_bar, GTK_TYPE_BOX)

static void
update (AtlasSelectionBar *self)
{
  g_autofree char *count = NULL, *text = NULL;
  gsize n = 0;

  for (guint i = 0; i < self->followed->len; i++)
    {
      AtlasFeatureSet *selection = atlas_layer_get_selection (g_ptr_array_index (self->followed, i));

      n += selection != NULL ? atlas_feature_set_get_count (selection) : 0;
    }
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  count = atlas_text_count (n);
  text = g_strdup_printf (ngettext ("%s selected", "%s selected", n), count);
  gtk_label_set_text (self->label, text);
}

static void
unfollow (gpointer data)
{
  g_object_unref (data);
}

static void
on_items_changed (AtlasSelectionBar *self)
{
  for (guint i = 0; i < self->followed->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->followed, i), self);
  g_ptr_array_set_size (self->followed, 0);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->project)); i++)
    {
      AtlasLayer *layer = g_list_model_get_item (G_LIST_MODEL (self->project), i);

      g_signal_connect_object (layer, "notify::selection", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_ptr_array_add (self->followed, layer);
    }
  update (self);
}

static void
add_button (AtlasSelectionBar *self,
            const char        *icon,
            const char        *text,
            const char        *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_tooltip_text (button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (self), button);
}

static void
atlas_selection_bar_dispose (GObject *object)
{
  AtlasSelectionBar *self = ATLAS_SELECTION_BAR (object);

  g_clear_pointer (&self->followed, g_ptr_array_unref);
  g_clear_object (&self->project);
  G_OBJECT_CLASS (atlas_selection_bar_parent_class)->dispose (object);
}

static void
atlas_selection_bar_class_init (AtlasSelectionBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = atlas_selection_bar_dispose;
}

static void
atlas_selection_bar_init (AtlasSelectionBar *self)
{
  self->followed = g_ptr_array_new_with_free_func (unfollow);
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (self), "osd");
  gtk_widget_add_css_class (GTK_WIDGET (self), "selection-bar");
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->label));
  add_button (self, "zoom-fit-best-symbolic", _("Zoom to the selection (Ctrl+9)"), "win.zoom-to-selection");
  add_button (self, "view-list-symbolic", _("Show in the table"), "win.show-selection");
  add_button (self, "edit-clear-symbolic", _("Select nothing (Escape)"), "win.clear-selection");
}

GtkWidget *
atlas_selection_bar_new (AtlasProject *project)
{
  AtlasSelectionBar *self = g_object_new (ATLAS_TYPE_SELECTION_BAR, "visible", FALSE, NULL);

  self->project = g_object_ref (project);
  g_signal_connect_object (project, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
  on_items_changed (self);
  return GTK_WIDGET (self);
}

AtlasLayer *
atlas_selection_bar_get_layer (AtlasSelectionBar *self)
{
  for (guint i = self->followed->len; i-- > 0;)
    if (atlas_layer_get_selection (g_ptr_array_index (self->followed, i)) != NULL)
      return g_ptr_array_index (self->followed, i);
  return NULL;
}
