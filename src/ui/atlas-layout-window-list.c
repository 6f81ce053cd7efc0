/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The layouts of the project: which one is worked on, new ones, copies, names.  Main thread. */

#include "ui/atlas-layout-window-private.h"

#include <glib/gi18n-lib.h>

#include "layout/atlas-page-template.h"
#include "ui/atlas-layout-store.h"
#include "ui/atlas-text.h"

/* A name that no layout has yet: "Standard Map Sheet", "Standard Map Sheet 2" … */
static char *
find_name (AtlasLayoutWindow *self,
           const char        *wanted)
{
  char *name = g_strdup (wanted);

  for (guint n = 2;; n++)
    {
      gboolean taken = FALSE;

      for (guint i = 0; i < self->pages->len; i++)
        taken = taken || g_str_equal (atlas_page_get_name (g_ptr_array_index (self->pages, i)), name);
      if (!taken)
        return name;
      g_free (name);
      name = g_strdup_printf ("%s %u", wanted, n);
    }
}

/* What the map is called until somebody says otherwise: as the only subject that it shows, or as the city. */
static char *
guess_title (AtlasProject *project)
{
  const char *only = NULL;
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (project), i);

      if (!atlas_layer_get_visible (layer) || atlas_layer_get_table (layer) == NULL)
        continue;
      /* The project holds it. */
      only = atlas_layer_get_title (layer);
      n++;
    }
  return n == 1 ? g_strdup (only) : g_strdup (_("Map of Changzhi"));
}

AtlasPage *
_atlas_layout_window_new_page (AtlasLayoutWindow *self)
{
  /* A3, landscape: what an institute prints most. */
  AtlasPage *page = atlas_page_new_from_template ("sheet", 420.0, 297.0, NULL);
  g_autofree char *title = guess_title (self->project), *name = NULL;
  const AtlasExtent home = atlas_project_get_home (self->project);
  const char *map;

  g_return_val_if_fail (page != NULL, atlas_page_new (420.0, 297.0));
  map = atlas_page_get_main_map (page);
  atlas_page_set_title (page, title);
  /* Who looks at all of the city wants all of it on the page, and no more. */
  if (map != NULL && !atlas_extent_is_empty (&self->view_extent)
      && !(atlas_extent_contains (&self->view_extent, home.west, home.south)
           && atlas_extent_contains (&self->view_extent, home.east, home.north)))
    atlas_page_set_text (page, map, "fit", "view");
  name = find_name (self, atlas_page_get_name (page));
  atlas_page_set_name (page, name);
  return page;
}

static void
work_on (AtlasLayoutWindow *self,
         guint              index)
{
  self->current = index;
  atlas_page_editor_reset (self->editor, g_ptr_array_index (self->pages, index));
  _atlas_layout_window_update_list (self);
}

void
_atlas_layout_window_reload (AtlasLayoutWindow *self)
{
  g_ptr_array_unref (self->pages);
  self->pages = atlas_layout_store_load (self->project);
  if (self->pages->len == 0)
    g_ptr_array_add (self->pages, _atlas_layout_window_new_page (self));
  self->saving = TRUE;
  work_on (self, self->pages->len - 1);
  self->saving = FALSE;
}

static void
choose_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  AtlasLayoutWindow *self = ATLAS_LAYOUT_WINDOW (widget);
  const guint index = g_variant_get_uint32 (parameter);

  if (index >= self->pages->len || index == self->current)
    return;
  _atlas_layout_window_keep (self);
  work_on (self, index);
}

static void
new_action (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  AtlasLayoutWindow *self = ATLAS_LAYOUT_WINDOW (widget);
  AtlasPage *page;

  _atlas_layout_window_keep (self);
  if (g_str_equal (action, "layout.duplicate"))
    {
      g_autofree char *name = NULL;

      page = atlas_page_editor_begin (self->editor);
      name = find_name (self, atlas_page_get_name (page));
      atlas_page_set_name (page, name);
    }
  else
    page = _atlas_layout_window_new_page (self);
  g_ptr_array_add (self->pages, page);
  work_on (self, self->pages->len - 1);
}

/* A layout that was taken away, until its message is gone. */
typedef struct
{
  AtlasLayoutWindow *window;   /* (unowned): the message goes with it */
  AtlasPage         *page;
  guint              index;
} Removed;

static void
removed_free (gpointer  data,
              GClosure *closure)
{
  Removed *removed = data;

  atlas_page_unref (removed->page);
  g_free (removed);
}

static void
on_undo (AdwToast *toast,
         Removed  *removed)
{
  AtlasLayoutWindow *self = removed->window;

  _atlas_layout_window_keep (self);
  g_ptr_array_insert (self->pages, (int) MIN (removed->index, self->pages->len), atlas_page_ref (removed->page));
  work_on (self, MIN (removed->index, self->pages->len - 1));
}

static void
remove_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  AtlasLayoutWindow *self = ATLAS_LAYOUT_WINDOW (widget);
  g_autofree char *text = NULL, *escaped = NULL;
  Removed *removed;
  AdwToast *toast;

  _atlas_layout_window_keep (self);
  removed = g_new (Removed, 1);
  *removed = (Removed) { self, atlas_page_ref (g_ptr_array_index (self->pages, self->current)), self->current };
  text = g_strdup_printf (_("“%s” removed"), atlas_page_get_name (removed->page));
  g_ptr_array_remove_index (self->pages, self->current);
  if (self->pages->len == 0)
    g_ptr_array_add (self->pages, _atlas_layout_window_new_page (self));
  work_on (self, MIN (self->current, self->pages->len - 1));
  escaped = g_markup_escape_text (text, -1);
  toast = adw_toast_new (escaped);
  adw_toast_set_button_label (toast, _("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_undo), removed, removed_free, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* Naming. */

static void
on_renamed (AtlasLayoutWindow *self,
            const char        *response,
            GtkWidget         *dialog)
{
  GtkEditable *entry = GTK_EDITABLE (adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (dialog)));
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (entry)));
  AtlasPage *page;

  if (!g_str_equal (response, "rename") || *name == '\0')
    return;
  page = atlas_page_editor_begin (self->editor);
  atlas_page_set_name (page, name);
  atlas_page_editor_take (self->editor, page, _("Rename"), NULL);
  _atlas_layout_window_update_list (self);
}

static void
rename_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  AtlasLayoutWindow *self = ATLAS_LAYOUT_WINDOW (widget);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Rename the Layout"), NULL), *entry = gtk_entry_new ();

  gtk_editable_set_text (GTK_EDITABLE (entry), atlas_page_get_name (atlas_page_editor_get_page (self->editor)));
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name"), -1);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "rename", _("_Rename"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "rename", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "rename");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_renamed), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
}

void
_atlas_layout_window_class_init_list (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "layout.choose", "u", choose_action);
  gtk_widget_class_install_action (widget_class, "layout.new", NULL, new_action);
  gtk_widget_class_install_action (widget_class, "layout.duplicate", NULL, new_action);
  gtk_widget_class_install_action (widget_class, "layout.rename", NULL, rename_action);
  gtk_widget_class_install_action (widget_class, "layout.remove", NULL, remove_action);
}

GtkWidget *
_atlas_layout_window_make_list (AtlasLayoutWindow *self)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _("_Layouts"));
  gtk_menu_button_set_use_underline (GTK_MENU_BUTTON (button), TRUE);
  gtk_widget_set_tooltip_text (button, _("The layouts of the project"));
  return button;
}

void
_atlas_layout_window_update_list (AtlasLayoutWindow *self)
{
  g_autoptr (GMenu) menu = g_menu_new (), names = g_menu_new (), make = g_menu_new (), change = g_menu_new ();
  AtlasPage *page = atlas_page_editor_get_page (self->editor);
  g_autofree char *shown = atlas_text_show (atlas_page_get_name (page), -1, TRUE);

  for (guint i = 0; i < self->pages->len; i++)
    {
      AtlasPage *item = i == self->current ? page : g_ptr_array_index (self->pages, i);
      /* An underline in a name is no mnemonic. */
      g_auto (GStrv) parts = g_strsplit (atlas_page_get_name (item), "_", -1);
      g_autofree char *name = g_strjoinv ("__", parts);
      g_autofree char *title = i == self->current ? g_strconcat ("✓ ", name, NULL) : g_strdup (name);
      g_autoptr (GMenuItem) entry = g_menu_item_new (title, NULL);

      g_menu_item_set_action_and_target (entry, "layout.choose", "u", i);
      g_menu_append_item (names, entry);
    }
  g_menu_append (make, _("_New Layout"), "layout.new");
  g_menu_append (make, _("_Duplicate"), "layout.duplicate");
  g_menu_append (change, _("_Rename…"), "layout.rename");
  g_menu_append (change, _("Re_move"), "layout.remove");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (names));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (make));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (change));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->layouts_button), G_MENU_MODEL (menu));
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), shown);
}
