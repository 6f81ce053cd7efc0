/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done in the window and with which keys: one table, from which the keys and the window of keyboard shortcuts
 * are made, then the actions.  Main thread. */

#include "ui/atlas-window-private.h"

#include <glib/gi18n-lib.h>

#include "ui/atlas-text.h"

typedef enum
{
  ANYWHERE,     /* the application's keys: they come before any widget's */
  UNCLAIMED,    /* only when the widget with the focus does not want the key */
  TOLD,         /* handled elsewhere; listed for people */
} Reach;

/* Keys are separated by blanks; the first is the one that people are told, or all when they are TOLD.  Menus show the last
 * of the UNCLAIMED. */
static const struct
{
  const char *group;
  const char *title;
  const char *action;
  const char *keys;
  Reach       reach;
} shortcuts[] = {
  { N_("Files"), N_("Open files"), "win.open", "<Control>o", ANYWHERE },
  { N_("Files"), N_("New project"), "win.new-project", "<Control>n", ANYWHERE },
  { N_("Files"), N_("Save the project"), "win.save", "<Control>s", ANYWHERE },
  { N_("Files"), N_("Save the project as"), "win.save-as", "<Control><Shift>s", ANYWHERE },
  { N_("Files"), N_("Print, or lay out a page"), "win.layout", "<Control>p", ANYWHERE },
  { N_("Files"), N_("Close the window"), "window.close", "<Control>w", ANYWHERE },
  { N_("Files"), N_("Quit"), "app.quit", "<Control>q", ANYWHERE },
  { N_("Map"), N_("Search"), "win.search", "<Control>f", ANYWHERE },
  { N_("Map"), N_("Move"), NULL, "Left Right Up Down", TOLD },
  { N_("Map"), N_("Zoom in"), "win.zoom-in", "<Control>plus <Control>equal <Control>KP_Add", ANYWHERE },
  { N_("Map"), N_("Zoom out"), "win.zoom-out", "<Control>minus <Control>KP_Subtract", ANYWHERE },
  { N_("Map"), N_("Whole city"), "win.home", "<Control>0 <Control>KP_0", ANYWHERE },
  { N_("Map"), NULL, "win.home", "KP_Home Home", UNCLAIMED },
  { N_("Map"), N_("North up"), "win.north", "<Control>Up", ANYWHERE },
  { N_("Map"), N_("What is in the middle?"), NULL, "Return", TOLD },
  { N_("Map"), N_("What to do with the place in the middle"), NULL, "Menu <Shift>F10", TOLD },
  { N_("Map"), N_("Copy the coordinates under the pointer, or of the card"), "win.copy-coordinates", "<Control>c", UNCLAIMED },
  { N_("Map"), N_("Close the card, then select nothing"), "win.close-card", "Escape", UNCLAIMED },
  { N_("Map"), N_("Zoom to the selection"), "win.zoom-to-selection", "<Control>9", ANYWHERE },
  { N_("Map"), N_("Open or close the legend"), "win.legend", "<Control>l", ANYWHERE },
  { N_("Map"), N_("Add a bookmark"), "win.add-bookmark", "<Control>d", ANYWHERE },
  { N_("Map"), N_("Go to a bookmark"), NULL, "<Alt>1...9", TOLD },
  { N_("Map"), N_("Measure"), "win.measure", "<Control>m", ANYWHERE },
  { N_("Map"), N_("What lies along the road"), "win.road", "<Control>r", ANYWHERE },
  { N_("Map"), N_("List what is in view"), "win.in-view", "<Control><Shift>l", ANYWHERE },
  { N_("Layers"), N_("Show or hide the layer panel"), "win.sidebar", "F9", ANYWHERE },
  { N_("Layers"), N_("Show or hide the selected layer"), NULL, "space", TOLD },
  { N_("Layers"), N_("Zoom to the selected layer"), NULL, "Return", TOLD },
  { N_("Layers"), N_("Move the selected layer up or down"), NULL, "<Alt>Up <Alt>Down", TOLD },
  { N_("Layers"), N_("Filter the selected layer"), "win.filter", "<Control><Shift>f", ANYWHERE },
  { N_("Layers"), N_("Summary of the selected layer"), "win.summary", "<Control>u", ANYWHERE },
  { N_("Layers"), N_("Remove the selected layer"), "win.remove-layer", "Delete", UNCLAIMED },
  { N_("Tables"), N_("Show or hide the attribute tables"), "win.table", "<Control>t", ANYWHERE },
  { N_("Tables"), N_("Select a row, or all"), NULL, "space <Control>a", TOLD },
  { N_("Tables"), N_("Copy the selected rows"), NULL, "<Control>c", TOLD },
  { N_("Tables"), N_("Go to the row’s feature"), NULL, "Return", TOLD },
  { N_("General"), N_("Main menu"), NULL, "F10", TOLD },
  { N_("General"), N_("Keyboard shortcuts"), "win.shortcuts", "F1 <Control>question", ANYWHERE },
};

void
atlas_window_set_accels (GtkApplication *application)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    if (shortcuts[i].reach == ANYWHERE)
      {
        g_auto (GStrv) keys = g_strsplit (shortcuts[i].keys, " ", -1);

        gtk_application_set_accels_for_action (application, shortcuts[i].action, (const char *const *) keys);
      }
}

static void
bind_unclaimed (GtkWidgetClass *widget_class)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      g_auto (GStrv) keys = g_strsplit (shortcuts[i].keys, " ", -1);

      for (char **key = keys; shortcuts[i].reach == UNCLAIMED && *key != NULL; key++)
        {
          g_autoptr (GtkShortcut) shortcut = NULL;

          shortcut = gtk_shortcut_new (gtk_shortcut_trigger_parse_string (*key),
                                       gtk_named_action_new (shortcuts[i].action));
          gtk_widget_class_add_shortcut (widget_class, shortcut);
        }
    }
}

const AtlasSearchCommand *
_atlas_window_get_commands (guint *n)
{
  static AtlasSearchCommand commands[G_N_ELEMENTS (shortcuts)];
  static guint n_commands = 0;

  if (n_commands > 0)
    {
      *n = n_commands;
      return commands;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      g_auto (GStrv) keys = g_strsplit (shortcuts[i].keys, " ", -1);
      GdkModifierType modifiers;
      guint key;

      if (shortcuts[i].reach != ANYWHERE || shortcuts[i].title == NULL || g_strcmp0 (shortcuts[i].action, "win.search") == 0)
        continue;
      gtk_accelerator_parse (keys[0], &key, &modifiers);
      commands[n_commands++] = (AtlasSearchCommand){ _(shortcuts[i].title), shortcuts[i].action,
                                                     gtk_accelerator_get_label (key, modifiers) };
    }
  *n = n_commands;
  return commands;
}

/* The window of shortcuts can only be made from a description. */
static void
append_shortcut (GString    *xml,
                 const char *title,
                 const char *keys,
                 Reach       reach)
{
  g_autofree char *shown = g_markup_escape_text (title, -1);
  g_auto (GStrv) all = g_strsplit (keys, " ", -1);
  g_autofree char *escaped = g_markup_escape_text (reach == TOLD ? keys : all[0], -1);

  g_string_append_printf (xml,
                          "<child><object class='GtkShortcutsShortcut'><property name='title'>%s</property>"
                          "<property name='accelerator'>%s</property></object></child>",
                          shown, escaped);
}

static char *
describe_shortcuts (void)
{
  GString *xml = g_string_new ("<interface><object class='GtkShortcutsWindow' id='window'>"
                               "<property name='modal'>True</property><child><object class='GtkShortcutsSection'>"
                               "<property name='section-name'>all</property><property name='max-height'>24</property>");
  const char *group = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      if (shortcuts[i].title == NULL)
        continue;
      if (g_strcmp0 (group, shortcuts[i].group) != 0)
        {
          g_autofree char *title = g_markup_escape_text (_(shortcuts[i].group), -1);

          g_string_append_printf (xml, "%s<child><object class='GtkShortcutsGroup'><property name='title'>%s</property>",
                                  group != NULL ? "</object></child>" : "", title);
          group = shortcuts[i].group;
        }
      append_shortcut (xml, _(shortcuts[i].title), shortcuts[i].keys, shortcuts[i].reach);
    }
  g_string_append (xml, "</object></child></object></child></object></interface>");
  return g_string_free (xml, FALSE);
}

static void
shortcuts_action (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  g_autofree char *xml = describe_shortcuts ();
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_string (xml, -1);
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "window"));

  gtk_window_set_transient_for (window, GTK_WINDOW (widget));
  gtk_window_set_destroy_with_parent (window, TRUE);
  gtk_window_present (window);
}

static void
open_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  _atlas_window_choose_files (ATLAS_WINDOW (widget));
}

static void
open_recent_action (GtkWidget  *widget,
                    const char *action,
                    GVariant   *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  atlas_window_open (ATLAS_WINDOW (widget), &file, 1);
}

static void
zoom_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  atlas_map_view_zoom_by (ATLAS_WINDOW (widget)->map, g_str_equal (action, "win.zoom-in") ? 1 : -1);
}

static void
home_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  atlas_map_view_go_home (ATLAS_WINDOW (widget)->map);
}

static void
north_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  atlas_map_view_reset_rotation (ATLAS_WINDOW (widget)->map);
}

static void
close_card_action (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);

  if (_atlas_window_give_up_drag (self))
    return;
  if (gtk_widget_get_visible (GTK_WIDGET (self->card)))
    gtk_popover_popdown (GTK_POPOVER (self->card));
  else
    _atlas_window_clear_selection (self);
}

static void
copy_place (AtlasWindow *self,
            double       lon,
            double       lat)
{
  g_autofree char *plain = atlas_text_place_plain (lon, lat);
  g_autofree char *text = g_strdup_printf (_("Copied: %s"), plain);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), plain);
  atlas_window_say (self, text);
}

static void
copy_coordinates_action (GtkWidget  *widget,
                         const char *action,
                         GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);
  double lon, lat;

  if (!atlas_card_get_place (self->card, &lon, &lat))
    atlas_pointer_label_get_place (self->pointer_label, &lon, &lat);
  copy_place (self, lon, lat);
}

static void
copy_text_action (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  const char *plain = g_variant_get_string (parameter, NULL);
  g_autofree char *text = g_strdup_printf (_("Copied: %s"), plain);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), plain);
  atlas_window_say (ATLAS_WINDOW (widget), text);
}

static void
copy_pointer_action (GtkWidget  *widget,
                     const char *action,
                     GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);
  double lon, lat;

  atlas_pointer_label_get_place (self->pointer_label, &lon, &lat);
  copy_place (self, lon, lat);
}

static void
remove_layer_action (GtkWidget  *widget,
                     const char *action,
                     GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);
  AtlasLayer *layer = atlas_layer_panel_get_selected (self->panel);

  if (layer != NULL)
    _atlas_window_remove_layer (self, layer);
}

static void
search_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  _atlas_window_begin_search (ATLAS_WINDOW (widget), NULL);
}

void
_atlas_window_class_init_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "win.open-recent", "s", open_recent_action);
  gtk_widget_class_install_action (widget_class, "win.zoom-in", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "win.zoom-out", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "win.home", NULL, home_action);
  gtk_widget_class_install_action (widget_class, "win.north", NULL, north_action);
  gtk_widget_class_install_action (widget_class, "win.close-card", NULL, close_card_action);
  gtk_widget_class_install_action (widget_class, "win.copy-coordinates", NULL, copy_coordinates_action);
  gtk_widget_class_install_action (widget_class, "win.copy-pointer", NULL, copy_pointer_action);
  gtk_widget_class_install_action (widget_class, "win.copy-text", "s", copy_text_action);
  gtk_widget_class_install_action (widget_class, "win.remove-layer", NULL, remove_layer_action);
  _atlas_window_class_init_filter (widget_class);
  _atlas_window_class_init_layout (widget_class);
  gtk_widget_class_install_action (widget_class, "win.shortcuts", NULL, shortcuts_action);
  bind_unclaimed (widget_class);
}

void
_atlas_window_init_actions (AtlasWindow *self)
{
  g_autoptr (GPropertyAction) sidebar = g_property_action_new ("sidebar", self->flap, "reveal-flap");

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (sidebar));
}
