/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bookmarks: views that have names, in the main menu, and the dialog in which they are renamed and removed.  They belong to the
 * project.  Main thread. */

#include "ui/atlas-window-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "project/atlas-project-work.h"
#include "ui/atlas-text.h"

/* The first nine have a key each. */
#define N_KEYS 9

/* -- the menu ----------------------------------------------------------------------------------------------------- */

/* In a menu "_" marks the letter to press. */
static char *
menu_label (const char *name)
{
  g_autofree char *shown = atlas_text_show (name, -1, TRUE);
  g_auto (GStrv) pieces = g_strsplit (shown, "_", -1);

  return g_strjoinv ("__", pieces);
}

static void
fill_menu (AtlasWindow *self)
{
  const guint n = atlas_project_get_n_bookmarks (self->project);

  g_menu_remove_all (self->bookmark_menu);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *label = menu_label (atlas_project_get_bookmark (self->project, i)->name);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "win.go-to-bookmark", "u", i);
      g_menu_append_item (self->bookmark_menu, item);
    }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.edit-bookmarks", n > 0);
}

static void
go_action (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);
  const guint index = g_variant_get_uint32 (parameter);
  const AtlasBookmark *bookmark;

  if (index >= atlas_project_get_n_bookmarks (self->project))
    return;
  bookmark = atlas_project_get_bookmark (self->project, index);
  atlas_map_view_set_rotation (self->map, bookmark->view.rotation * G_PI / 180);
  atlas_map_view_go_to (self->map, bookmark->view.lon, bookmark->view.lat, bookmark->view.zoom, TRUE);
}

/* -- adding and renaming ------------------------------------------------------------------------------------------ */

static void
on_name_response (AtlasWindow *self,
                  const char  *response,
                  GtkWidget   *dialog)
{
  GtkEditable *entry = GTK_EDITABLE (adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (dialog)));
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (entry)));
  AtlasProjectView kept;
  AtlasView view;

  if (!g_str_equal (response, "add") || *name == '\0')
    return;
  atlas_map_view_get_view (self->map, &view);
  kept = (AtlasProjectView){ view.lon, view.lat, view.zoom, fmod (atlas_map_view_get_rotation (self->map) * 180 / G_PI, 360) };
  atlas_project_add_bookmark (self->project, name, &kept);
}

static void
on_name_changed (GtkWidget   *dialog,
                 GtkEditable *entry)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "add", *name != '\0');
}

static void
add_action (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Add a Bookmark"),
                                              _("The map comes back to this view. Bookmarks are saved with the project."));
  GtkWidget *entry = gtk_entry_new ();
  /* Translators: the name of a new bookmark; the number tells it from the others */
  g_autofree char *name = g_strdup_printf (_("View %u"), atlas_project_get_n_bookmarks (self->project) + 1);

  gtk_editable_set_text (GTK_EDITABLE (entry), name);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_max_length (GTK_ENTRY (entry), 200);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name of the bookmark"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "add", _("_Add"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "add", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "add");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_name_changed), dialog, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_name_response), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
}

/* -- the dialog --------------------------------------------------------------------------------------------------- */

static guint
get_index (GtkWidget *widget)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), "index"));
}

static void fill_list (AtlasWindow *self,
                       GtkListBox  *list);

static void
on_renamed (AtlasWindow *self,
            GtkWidget   *row)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));

  if (*name != '\0' && get_index (row) < atlas_project_get_n_bookmarks (self->project))
    atlas_project_rename_bookmark (self->project, get_index (row), name);
}

static void
on_remove_clicked (AtlasWindow *self,
                   GtkWidget   *button)
{
  GtkWidget *list = gtk_widget_get_ancestor (button, GTK_TYPE_LIST_BOX);
  GtkWindow *dialog = GTK_WINDOW (gtk_widget_get_root (button));

  if (get_index (button) >= atlas_project_get_n_bookmarks (self->project))
    return;
  atlas_project_remove_bookmark (self->project, get_index (button));
  if (atlas_project_get_n_bookmarks (self->project) == 0)
    gtk_window_close (dialog);
  else
    fill_list (self, GTK_LIST_BOX (list));
}

static void
fill_list (AtlasWindow *self,
           GtkListBox  *list)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
  for (guint i = 0; i < atlas_project_get_n_bookmarks (self->project); i++)
    {
      GtkWidget *row = adw_entry_row_new (), *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Name"));
      gtk_editable_set_text (GTK_EDITABLE (row), atlas_project_get_bookmark (self->project, i)->name);
      adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
      g_object_set_data (G_OBJECT (row), "index", GUINT_TO_POINTER (i));
      g_object_set_data (G_OBJECT (button), "index", GUINT_TO_POINTER (i));
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_set_tooltip_text (button, _("Remove the bookmark"));
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Remove the bookmark"), -1);
      adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), button);
      g_signal_connect_object (row, "apply", G_CALLBACK (on_renamed), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (button, "clicked", G_CALLBACK (on_remove_clicked), self, G_CONNECT_SWAPPED);
      gtk_list_box_append (list, row);
    }
}

static void
edit_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Bookmarks"), NULL);
  GtkWidget *list = gtk_list_box_new (), *scroller = gtk_scrolled_window_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  fill_list (self, GTK_LIST_BOX (list));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 360);
  gtk_widget_set_size_request (scroller, 380, -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), scroller);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

void
_atlas_window_class_init_bookmarks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.add-bookmark", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "win.edit-bookmarks", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "win.go-to-bookmark", "u", go_action);
  for (guint i = 0; i < N_KEYS; i++)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1 + i, GDK_ALT_MASK, "win.go-to-bookmark", "u", i);
}

void
_atlas_window_init_bookmarks (AtlasWindow *self)
{
  self->bookmark_menu = g_menu_new ();
  g_menu_append_section (self->bookmark_submenu, NULL, G_MENU_MODEL (self->bookmark_menu));
  g_signal_connect_object (self->project, "work-changed", G_CALLBACK (fill_menu), self, G_CONNECT_SWAPPED);
  fill_menu (self);
}
