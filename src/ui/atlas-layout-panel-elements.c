/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands on the page, from the uppermost to the lowest: shown or not, chosen, added, taken away; below it what the chosen one can
 * be told.  The list is how a screen reader and the keyboard get at the elements.  Main thread. */

#include "ui/atlas-layout-panel-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/atlas-element-rows.h"
#include "ui/atlas-layout-rows.h"

#define LIST_HEIGHT 190

static const AtlasPageElement *
get_element (AtlasLayoutPanel *self,
             GtkListBoxRow    *row)
{
  const char *id = row != NULL ? g_object_get_data (G_OBJECT (row), "id") : NULL;

  return id != NULL ? atlas_page_find_element (atlas_page_editor_get_page (self->editor), id) : NULL;
}

static void
on_row (AtlasLayoutPanel *self,
        GtkListBoxRow    *row)
{
  const AtlasPageElement *element = get_element (self, row);

  if (!self->updating && element != NULL)
    atlas_page_editor_choose (self->editor, element->id);
}

static void
on_activated (AtlasLayoutPanel *self,
              GtkListBoxRow    *row)
{
  const AtlasPageElement *element = get_element (self, row);

  if (element == NULL)
    return;
  atlas_page_view_show_element (self->view, element->id);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
on_visible (GtkCheckButton   *check,
            AtlasLayoutPanel *self)
{
  const char *id = g_object_get_data (G_OBJECT (check), "id");
  const gboolean visible = gtk_check_button_get_active (check);
  AtlasPage *page;

  if (self->updating)
    return;
  page = atlas_page_editor_begin (self->editor);
  atlas_page_set_visible (page, id, visible);
  atlas_page_editor_take (self->editor, page, visible ? _("Switch On") : _("Switch Off"), NULL);
}

static GtkWidget *
make_row (AtlasLayoutPanel       *self,
          AtlasPage              *page,
          const AtlasPageElement *element)
{
  g_autofree char *title = atlas_element_dup_title (page, element);
  g_autofree char *what = g_strdup_printf (_("Show “%s”"), title);
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *check = gtk_check_button_new (), *label = gtk_label_new (title);

  g_object_set_data_full (G_OBJECT (row), "id", g_strdup (element->id), g_free);
  g_object_set_data_full (G_OBJECT (check), "id", g_strdup (element->id), g_free);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), element->visible);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, what, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_visible), self, 0);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), check);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  return row;
}

/* Whether the rows are those of the page, and only what they say may be another. */
static gboolean
same_rows (AtlasLayoutPanel *self,
           AtlasPage        *page)
{
  const guint n = atlas_page_get_n_elements (page);

  for (guint i = 0; i < n; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) i);

      if (row == NULL || g_strcmp0 (g_object_get_data (G_OBJECT (row), "id"), atlas_page_get_element (page, n - 1 - i)->id) != 0)
        return FALSE;
    }
  return gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) n) == NULL;
}

static void
update_row (AtlasPage              *page,
            const AtlasPageElement *element,
            GtkListBoxRow          *row)
{
  g_autofree char *title = atlas_element_dup_title (page, element);
  GtkWidget *check = gtk_widget_get_first_child (gtk_list_box_row_get_child (row));
  GtkWidget *label = gtk_widget_get_next_sibling (check);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), element->visible);
  gtk_label_set_text (GTK_LABEL (label), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

void
_atlas_layout_panel_fill_elements (AtlasLayoutPanel *self)
{
  AtlasPage *page = atlas_page_editor_get_page (self->editor);
  const guint n = atlas_page_get_n_elements (page);
  GtkListBoxRow *row;

  if (!same_rows (self, page))
    {
      while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0)) != NULL)
        gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (row));
      for (guint i = n; i-- > 0;)
        gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (self, page, atlas_page_get_element (page, i)));
      _atlas_layout_panel_show_chosen (self);
      return;
    }
  for (guint i = 0; i < n; i++)
    update_row (page, atlas_page_get_element (page, n - 1 - i), gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) i));
}

void
_atlas_layout_panel_show_chosen (AtlasLayoutPanel *self)
{
  const char *chosen = atlas_page_editor_get_chosen (self->editor);
  GtkListBoxRow *row;

  gtk_list_box_unselect_all (GTK_LIST_BOX (self->list));
  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL && chosen != NULL; i++)
    if (g_str_equal (g_object_get_data (G_OBJECT (row), "id"), chosen))
      gtk_list_box_select_row (GTK_LIST_BOX (self->list), row);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "layout-element.remove", chosen != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "layout-element.raise", chosen != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "layout-element.lower", chosen != NULL);
  /* Whoever clicks an element wants to see what it can be told; the map has a place of its own. */
  if (chosen != NULL && self->stack != NULL && !gtk_widget_get_mapped (self->scale))
    adw_view_stack_set_visible_child_name (self->stack, "elements");
}

/* Adding, taking away, order. */

static void
add_action (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  AtlasLayoutPanel *self = ATLAS_LAYOUT_PANEL (widget);
  const AtlasPageKind kind = g_variant_get_uint32 (parameter);
  AtlasPage *page = atlas_page_editor_begin (self->editor);
  const double width = atlas_page_get_width (page) * (kind == ATLAS_PAGE_NORTH || kind == ATLAS_PAGE_LOGO ? 0.08 : 0.25);
  const double height = kind == ATLAS_PAGE_TEXT || kind == ATLAS_PAGE_SCALE_BAR ? 12.0 : kind == ATLAS_PAGE_NORTH ? width * 1.2 : width;
  const cairo_rectangle_t box = { round ((atlas_page_get_width (page) - width) / 2.0),
                                  round ((atlas_page_get_height (page) - height) / 2.0), round (width), round (height) };
  g_autofree char *id = g_strdup (atlas_page_add_element (page, kind, NULL, &box));

  if (kind == ATLAS_PAGE_TEXT)
    atlas_page_set_text (page, id, "text", _("Text"));
  atlas_page_editor_take (self->editor, page, _("Add"), NULL);
  atlas_page_editor_choose (self->editor, id);
}

static void
remove_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  AtlasLayoutPanel *self = ATLAS_LAYOUT_PANEL (widget);
  g_autofree char *chosen = g_strdup (atlas_page_editor_get_chosen (self->editor));
  AtlasPage *page;

  if (chosen == NULL)
    return;
  page = atlas_page_editor_begin (self->editor);
  atlas_page_remove_element (page, chosen);
  atlas_page_editor_take (self->editor, page, _("Remove"), NULL);
}

static void
order_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  AtlasLayoutPanel *self = ATLAS_LAYOUT_PANEL (widget);
  AtlasPage *page = atlas_page_editor_get_page (self->editor);
  const char *chosen = atlas_page_editor_get_chosen (self->editor);
  const gboolean up = g_str_equal (action, "layout-element.raise");
  const guint n = atlas_page_get_n_elements (page);

  for (guint i = 0; i < n && chosen != NULL; i++)
    if (g_str_equal (atlas_page_get_element (page, i)->id, chosen) && (up ? i + 1 < n : i > 0))
      {
        AtlasPage *changed = atlas_page_editor_begin (self->editor);

        atlas_page_move_element (changed, chosen, up ? i + 1 : i - 1);
        atlas_page_editor_take (self->editor, changed, _("Order"), NULL);
        return;
      }
}

void
_atlas_layout_panel_class_init_elements (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "layout-element.add", "u", add_action);
  gtk_widget_class_install_action (widget_class, "layout-element.remove", NULL, remove_action);
  gtk_widget_class_install_action (widget_class, "layout-element.raise", NULL, order_action);
  gtk_widget_class_install_action (widget_class, "layout-element.lower", NULL, order_action);
}

static GtkWidget *
make_button (const char *icon,
             const char *action,
             const char *title)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_tooltip_text (button, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_add_css_class (button, "flat");
  return button;
}

static GtkWidget *
make_add_button (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint kind = 0; kind < ATLAS_PAGE_N_KINDS; kind++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (atlas_page_kind_get_title (kind), NULL);

      g_menu_item_set_action_and_target (item, "layout-element.add", "u", kind);
      g_menu_append_item (menu, item);
    }
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "list-add-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (button, _("Add an element"));
  gtk_widget_add_css_class (button, "flat");
  return button;
}

GtkWidget *
_atlas_layout_panel_make_elements (AtlasLayoutPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  GtkWidget *lists = gtk_scrolled_window_new (), *details = gtk_scrolled_window_new ();

  self->list = gtk_list_box_new ();
  gtk_list_box_set_activate_on_single_click (GTK_LIST_BOX (self->list), FALSE);
  gtk_widget_add_css_class (self->list, "layout-elements");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Elements of the page"), -1);
  g_signal_connect_swapped (self->list, "row-selected", G_CALLBACK (on_row), self);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (on_activated), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (lists), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (lists), self->list);
  gtk_widget_set_size_request (lists, -1, LIST_HEIGHT);
  gtk_widget_add_css_class (bar, "layout-bar");
  gtk_box_append (GTK_BOX (bar), make_add_button ());
  gtk_box_append (GTK_BOX (bar), make_button ("go-up-symbolic", "layout-element.raise", _("Above the others")));
  gtk_box_append (GTK_BOX (bar), make_button ("go-down-symbolic", "layout-element.lower", _("Below the others")));
  gtk_box_append (GTK_BOX (bar), make_button ("user-trash-symbolic", "layout-element.remove", _("Remove the element")));
  self->rows = atlas_element_rows_new (self->editor, self->project);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (details), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (details), self->rows);
  gtk_widget_set_vexpand (details, TRUE);
  gtk_box_append (GTK_BOX (box), lists);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), details);
  return box;
}
