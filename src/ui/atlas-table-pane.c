/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasTablePane: tabs of attribute tables.  Main thread. */

#include "ui/atlas-table-pane.h"

#include <glib/gi18n-lib.h>

#include "ui/atlas-table-view.h"
#include "ui/atlas-text.h"

struct _AtlasTablePane
{
  AdwBin        parent_instance;
  AtlasProject *project;
  AdwTabView   *tabs;
};

enum
{
  EMPTY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AtlasTablePane, atlas_table_pane, ADW_TYPE_BIN)

static AtlasLayer *
get_layer (AdwTabPage *page)
{
  return atlas_table_view_get_layer (ATLAS_TABLE_VIEW (adw_tab_page_get_child (page)));
}

static void
update_title (AdwTabPage *page)
{
  AtlasLayer *layer = get_layer (page);
  g_autofree char *title = layer != NULL ? atlas_text_show (atlas_layer_get_title (layer), -1, TRUE) : NULL;

  if (title != NULL)
    adw_tab_page_set_title (page, title);
}

static gboolean
is_member (AtlasTablePane *self,
           AtlasLayer     *layer)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->project)); i++)
    {
      g_autoptr (AtlasLayer) item = g_list_model_get_item (G_LIST_MODEL (self->project), i);

      if (item == layer)
        return TRUE;
    }
  return FALSE;
}

static void
on_items_changed (AtlasTablePane *self)
{
  for (int i = adw_tab_view_get_n_pages (self->tabs); i-- > 0;)
    {
      AdwTabPage *page = adw_tab_view_get_nth_page (self->tabs, i);

      if (!is_member (self, get_layer (page)))
        adw_tab_view_close_page (self->tabs, page);
    }
}

static void
on_n_pages (AtlasTablePane *self)
{
  if (adw_tab_view_get_n_pages (self->tabs) == 0)
    g_signal_emit (self, signals[EMPTY], 0);
}

static gboolean
atlas_table_pane_grab_focus (GtkWidget *widget)
{
  AdwTabPage *page = adw_tab_view_get_selected_page (ATLAS_TABLE_PANE (widget)->tabs);

  return page != NULL && gtk_widget_grab_focus (adw_tab_page_get_child (page));
}

static void
atlas_table_pane_dispose (GObject *object)
{
  g_clear_object (&ATLAS_TABLE_PANE (object)->project);
  G_OBJECT_CLASS (atlas_table_pane_parent_class)->dispose (object);
}

static void
atlas_table_pane_class_init (AtlasTablePaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = atlas_table_pane_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = atlas_table_pane_grab_focus;
  signals[EMPTY] = g_signal_new ("empty", ATLAS_TYPE_TABLE_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
atlas_table_pane_init (AtlasTablePane *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *close = gtk_button_new_from_icon_name ("go-down-symbolic");
  AdwTabBar *bar = adw_tab_bar_new ();

  self->tabs = adw_tab_view_new ();
  adw_tab_bar_set_view (bar, self->tabs);
  adw_tab_bar_set_autohide (bar, FALSE);
  adw_tab_bar_set_expand_tabs (bar, FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (bar), "inline");
  gtk_widget_add_css_class (close, "flat");
  gtk_widget_set_tooltip_text (close, _("Hide the tables (Ctrl+T)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (close), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Hide the tables"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (close), "win.table");
  adw_tab_bar_set_end_action_widget (bar, close);
  gtk_widget_set_vexpand (GTK_WIDGET (self->tabs), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (bar));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->tabs));
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "table-pane");
  g_signal_connect_object (self->tabs, "notify::n-pages", G_CALLBACK (on_n_pages), self, G_CONNECT_SWAPPED);
}

GtkWidget *
atlas_table_pane_new (AtlasProject *project)
{
  AtlasTablePane *self = g_object_new (ATLAS_TYPE_TABLE_PANE, NULL);

  self->project = g_object_ref (project);
  g_signal_connect_object (project, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
atlas_table_pane_show (AtlasTablePane *self,
                       AtlasLayer     *layer)
{
  AdwTabPage *page = NULL;

  for (int i = 0; i < adw_tab_view_get_n_pages (self->tabs) && page == NULL; i++)
    if (get_layer (adw_tab_view_get_nth_page (self->tabs, i)) == layer)
      page = adw_tab_view_get_nth_page (self->tabs, i);
  if (page == NULL)
    {
      page = adw_tab_view_append (self->tabs, atlas_table_view_new (layer));
      g_signal_connect_object (layer, "notify::title", G_CALLBACK (update_title), page, G_CONNECT_SWAPPED);
      update_title (page);
    }
  adw_tab_view_set_selected_page (self->tabs, page);
}

AtlasLayer *
atlas_table_pane_get_layer (AtlasTablePane *self)
{
  AdwTabPage *page = adw_tab_view_get_selected_page (self->tabs);

  return page != NULL ? get_layer (page) : NULL;
}
