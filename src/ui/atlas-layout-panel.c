/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasLayoutPanel: three lists of rows behind a switcher.  What is in them is in files of their own (atlas-layout-panel-page.c, -map.c,
 * -elements.c).  Rows change the page through the editor, and are filled anew when it tells of a change.  Main thread. */

#include "ui/atlas-layout-panel-private.h"

#include <glib/gi18n-lib.h>

#include "ui/atlas-element-rows.h"

#define PANEL_WIDTH 316

static guint message_signal;

G_DEFINE_FINAL_TYPE (AtlasLayoutPanel, atlas_layout_panel, GTK_TYPE_BOX)

void
_atlas_layout_panel_say (AtlasLayoutPanel *self,
                         const char       *text)
{
  g_signal_emit (self, message_signal, 0, text);
}

static void
on_page (AtlasLayoutPanel *self)
{
  const gboolean before = self->updating;

  self->updating = TRUE;
  _atlas_layout_panel_fill_page (self);
  _atlas_layout_panel_fill_map (self);
  _atlas_layout_panel_fill_elements (self);
  self->updating = before;
}

static void
on_chosen (AtlasLayoutPanel *self)
{
  const gboolean before = self->updating;

  self->updating = TRUE;
  _atlas_layout_panel_show_chosen (self);
  _atlas_layout_panel_fill_map (self);
  self->updating = before;
}

void
atlas_layout_panel_update_map (AtlasLayoutPanel *self)
{
  const gboolean before = self->updating;

  g_return_if_fail (ATLAS_IS_LAYOUT_PANEL (self));
  self->updating = TRUE;
  _atlas_layout_panel_fill_map (self);
  self->updating = before;
}

void
atlas_layout_panel_edit (AtlasLayoutPanel *self,
                         const char       *id)
{
  AtlasPage *page;
  const char *text;

  g_return_if_fail (ATLAS_IS_LAYOUT_PANEL (self) && id != NULL);
  page = atlas_page_editor_get_page (self->editor);
  text = atlas_page_get_text (page, id, "text");
  /* The title on the page stands for what the page is called: that is what is meant to be changed. */
  if (g_str_equal (text, "{title}") && atlas_layout_panel_edit_field (self, "title"))
    return;
  atlas_page_editor_choose (self->editor, id);
  adw_view_stack_set_visible_child_name (self->stack, "elements");
  atlas_element_rows_edit (ATLAS_ELEMENT_ROWS (self->rows));
}

static GtkWidget *
wrap (GtkWidget *child)
{
  GtkWidget *window = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (window), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (window), child);
  gtk_widget_set_vexpand (window, TRUE);
  return window;
}

static void
atlas_layout_panel_dispose (GObject *object)
{
  AtlasLayoutPanel *self = ATLAS_LAYOUT_PANEL (object);

  self->updating = TRUE;
  g_clear_object (&self->editor);
  g_clear_object (&self->project);
  G_OBJECT_CLASS (atlas_layout_panel_parent_class)->dispose (object);
}

static void
atlas_layout_panel_class_init (AtlasLayoutPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = atlas_layout_panel_dispose;
  message_signal = g_signal_new ("message", ATLAS_TYPE_LAYOUT_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 G_TYPE_STRING);
  _atlas_layout_panel_class_init_map (GTK_WIDGET_CLASS (klass));
  _atlas_layout_panel_class_init_elements (GTK_WIDGET_CLASS (klass));
}

static void
atlas_layout_panel_init (AtlasLayoutPanel *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "layout-panel");
  gtk_widget_set_size_request (GTK_WIDGET (self), PANEL_WIDTH, -1);
  /* Room that is left over belongs to the page. */
  gtk_widget_set_hexpand (GTK_WIDGET (self), FALSE);
}

GtkWidget *
atlas_layout_panel_new (AtlasPageEditor *editor,
                        AtlasPageView   *view,
                        AtlasProject    *project)
{
  AtlasLayoutPanel *self = g_object_new (ATLAS_TYPE_LAYOUT_PANEL, NULL);
  GtkWidget *switcher = adw_view_switcher_new ();

  self->editor = g_object_ref (editor);
  self->view = view;
  self->project = g_object_ref (project);
  self->updating = TRUE;
  self->stack = ADW_VIEW_STACK (adw_view_stack_new ());
  adw_view_stack_set_vhomogeneous (self->stack, FALSE);
  adw_view_stack_add_titled (self->stack, wrap (_atlas_layout_panel_make_page (self)), "page", _("Page"));
  adw_view_stack_add_titled (self->stack, wrap (_atlas_layout_panel_make_map (self)), "map", _("Map"));
  adw_view_stack_add_titled (self->stack, _atlas_layout_panel_make_elements (self), "elements", _("Elements"));
  adw_view_stack_page_set_icon_name (adw_view_stack_get_page (self->stack, adw_view_stack_get_child_by_name (self->stack, "page")),
                                     "document-page-setup-symbolic");
  adw_view_stack_page_set_icon_name (adw_view_stack_get_page (self->stack, adw_view_stack_get_child_by_name (self->stack, "map")),
                                     "mark-location-symbolic");
  adw_view_stack_page_set_icon_name (adw_view_stack_get_page (self->stack, adw_view_stack_get_child_by_name (self->stack, "elements")),
                                     "view-list-symbolic");
  adw_view_switcher_set_stack (ADW_VIEW_SWITCHER (switcher), self->stack);
  adw_view_switcher_set_policy (ADW_VIEW_SWITCHER (switcher), ADW_VIEW_SWITCHER_POLICY_WIDE);
  gtk_widget_add_css_class (switcher, "layout-switcher");
  gtk_box_append (GTK_BOX (self), switcher);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->stack));
  self->updating = FALSE;
  g_signal_connect_object (editor, "changed", G_CALLBACK (on_page), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "chosen", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  on_page (self);
  on_chosen (self);
  return GTK_WIDGET (self);
}
