/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is to be looked at before printing: a button at the foot with how much there is, a list with a way to each place.  The page's
 * picture has it looked over once it is painted.  Main thread. */

#include "ui/atlas-layout-window-private.h"

#include <glib/gi18n-lib.h>

#include "ui/atlas-text.h"

/* What a row shows. */
typedef struct
{
  char     *element;   /* (nullable): what it is about */
  gboolean  review;
} Jump;

static void
jump_free (gpointer data)
{
  Jump *self = data;

  g_free (self->element);
  g_free (self);
}

/* Showing them. */

static void
on_activated (AtlasLayoutWindow *self,
              GtkListBoxRow     *row)
{
  const Jump *jump = g_object_get_data (G_OBJECT (row), "jump");
  g_autofree char *element = g_strdup (jump->element);
  const gboolean review = jump->review;

  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->check_button));
  if (element != NULL)
    {
      atlas_page_editor_choose (self->editor, element);
      atlas_page_view_show_element (self->view, element);
      gtk_widget_grab_focus (GTK_WIDGET (self->view));
    }
  if (review)
    atlas_layout_panel_edit_field (self->panel, "review");
}

static void
on_mark (AtlasLayoutWindow *self)
{
  AtlasPage *page = atlas_page_editor_begin (self->editor);

  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->check_button));
  atlas_preflight_mark_internal (page);
  atlas_page_editor_take (self->editor, page, _("Mark as Internal"), NULL);
}

static const char *
get_icon (AtlasPreflightSeverity severity)
{
  switch (severity)
    {
    case ATLAS_PREFLIGHT_WRONG:
      return "dialog-error-symbolic";
    case ATLAS_PREFLIGHT_WARNING:
      return "dialog-warning-symbolic";
    case ATLAS_PREFLIGHT_TOLD:
    default:
      return "dialog-information-symbolic";
    }
}

static GtkWidget *
make_row (AtlasLayoutWindow           *self,
          const AtlasPreflightFinding *finding)
{
  g_autofree char *text = atlas_text_show (finding->text, -1, TRUE);
  GtkWidget *row = gtk_list_box_row_new (), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4), *label = gtk_label_new (text);
  GtkWidget *icon = gtk_image_new_from_icon_name (get_icon (finding->severity));
  Jump *jump = g_new (Jump, 1);

  *jump = (Jump) { g_strdup (finding->element), finding->concern == ATLAS_PREFLIGHT_REVIEW };
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 42);
  gtk_label_set_width_chars (GTK_LABEL (label), 36);
  gtk_box_append (GTK_BOX (box), label);
  if (finding->internal)
    {
      GtkWidget *button = gtk_button_new_with_mnemonic (_("_Mark “For internal use only”"));

      gtk_widget_set_halign (button, GTK_ALIGN_START);
      gtk_widget_add_css_class (button, "small-button");
      g_signal_connect_object (button, "clicked", G_CALLBACK (on_mark), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (box), button);
    }
  gtk_box_append (GTK_BOX (line), icon);
  gtk_box_append (GTK_BOX (line), box);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), finding->element != NULL || jump->review);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_object_set_data_full (G_OBJECT (row), "jump", jump, jump_free);
  return row;
}

void
_atlas_layout_window_show_check (AtlasLayoutWindow *self)
{
  GPtrArray *findings = atlas_page_picture_get_findings (atlas_page_view_get_picture (self->view));
  g_autofree char *text = NULL;
  GtkListBoxRow *row;
  guint n = 0;

  if (findings == NULL)
    return;
  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->check_list), 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->check_list), GTK_WIDGET (row));
  for (guint i = 0; i < findings->len; i++)
    {
      const AtlasPreflightFinding *finding = g_ptr_array_index (findings, i);

      gtk_list_box_append (GTK_LIST_BOX (self->check_list), make_row (self, finding));
      n += finding->severity != ATLAS_PREFLIGHT_TOLD;
    }
  if (n == 0)
    text = g_strdup (_("Ready to print"));
  else
    text = g_strdup_printf (ngettext ("%u thing to look at", "%u things to look at", n), n);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->check_button), text);
  gtk_widget_set_sensitive (self->check_button, findings->len > 0);
}

GtkWidget *
_atlas_layout_window_make_check (AtlasLayoutWindow *self)
{
  GtkWidget *popover = gtk_popover_new (), *scrolled = gtk_scrolled_window_new ();

  self->check_button = gtk_menu_button_new ();
  self->check_list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->check_list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->check_list, "layout-check");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check_list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Before printing"), -1);
  g_signal_connect_swapped (self->check_list, "row-activated", G_CALLBACK (on_activated), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 380);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->check_list);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->check_button), popover);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (self->check_button), GTK_ARROW_UP);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->check_button), _("Ready to print"));
  gtk_widget_set_tooltip_text (self->check_button, _("What is to be looked at before printing"));
  gtk_widget_add_css_class (self->check_button, "flat");
  gtk_widget_set_sensitive (self->check_button, FALSE);
  return self->check_button;
}
