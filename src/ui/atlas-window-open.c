/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening files: the dialog, the list of recent files, and what happens on the map when one is read or fails.  Reading
 * itself is the project's.  Main thread; no file is touched here. */

#include "ui/atlas-window-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "project/atlas-project-file.h"
#include "ui/atlas-text.h"

#define MAX_RECENT 10
/* Who opened a file, in the desktop's list of recent files. */
#define RECENT_NAME "taihang-atlas"

/* The formats of the dialog, with what their files end in. */
static const struct
{
  const char *name;
  const char *suffixes[5];
} formats[] = {
  { N_("Projects"), { "atlas" } },
  { "GeoJSON", { "geojson", "json", "geojsonl", "geojsons" } },
  { "KML", { "kml" } },
  { "GPX", { "gpx" } },
  { "Shapefile", { "shp" } },
  { "GeoPackage", { "gpkg" } },
  { "FlatGeobuf", { "fgb" } },
  { "CSV", { "csv" } },
  { "TopoJSON", { "topojson" } },
  { "GML", { "gml" } },
};

static AtlasLayer *
find_layer_of (AtlasWindow *self,
               GFile       *file)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->project));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->project), i);
      GFile *other = atlas_layer_get_file (layer);

      if (other != NULL && g_file_equal (file, other))
        return layer;
    }
  return NULL;
}

gboolean
atlas_window_is_reading (AtlasWindow *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->project));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->project), i);

      if (atlas_layer_get_state (layer) == ATLAS_LAYER_LOADING)
        return TRUE;
    }
  return FALSE;
}

/* Somebody who opens a file that is open wants to see it. */
static void
show_again (AtlasWindow *self,
            AtlasLayer  *layer)
{
  atlas_layer_panel_select (self->panel, layer);
  if (atlas_layer_get_state (layer) == ATLAS_LAYER_FAILED)
    {
      atlas_project_retry (self->project, layer);
      return;
    }
  atlas_layer_set_visible (layer, TRUE);
  if (atlas_layer_get_table (layer) != NULL)
    {
      AtlasExtent extent = atlas_table_get_extent (atlas_layer_get_table (layer));

      if (!atlas_extent_is_empty (&extent))
        atlas_map_view_show_extent (self->map, &extent, TRUE);
    }
}

/* A project among the files takes the others as layers; of several projects there can be one. */
static void
open_project (AtlasWindow  *self,
              GFile       **files,
              gsize         n,
              gsize         which)
{
  g_autoptr (GPtrArray) also = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize i = 0; i < n; i++)
    if (!atlas_project_file_has_name (files[i]))
      g_ptr_array_add (also, g_object_ref (files[i]));
  _atlas_window_open_project (self, files[which], also);
}

void
atlas_window_open (AtlasWindow  *self,
                   GFile       **files,
                   gsize         n)
{
  g_return_if_fail (ATLAS_IS_WINDOW (self));

  if (!atlas_window_is_reading (self))
    self->to_show = atlas_extent_empty ();
  for (gsize i = 0; i < n; i++)
    if (atlas_project_file_has_name (files[i]))
      {
        open_project (self, files, n, i);
        return;
      }
  for (gsize i = 0; i < n; i++)
    {
      AtlasLayer *layer = find_layer_of (self, files[i]);

      if (layer != NULL)
        show_again (self, layer);
      else
        atlas_project_open (self->project, files[i], ATLAS_SOURCE_DEFAULT);
    }
}

void
_atlas_window_remember (AtlasWindow *self,
                        GFile       *file)
{
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *type = g_content_type_guess (name, NULL, 0, NULL);
  g_autofree char *mime = g_content_type_get_mime_type (type);
  GtkRecentData data = { 0 };
  static char *groups[] = { (char *) RECENT_NAME, NULL };

  data.mime_type = mime != NULL ? mime : (char *) "application/octet-stream";
  data.app_name = (char *) RECENT_NAME;
  data.app_exec = (char *) "taihang-atlas %f";
  data.groups = groups;
  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

/* Moves the map only when what was opened is not in view. */
static void
show_opened (AtlasWindow *self)
{
  AtlasExtent seen;
  AtlasView view;

  /* A file from the command line may be read before the map has a size, and then nothing is in view yet. */
  if (atlas_extent_is_empty (&self->to_show) || gtk_widget_get_width (GTK_WIDGET (self->map)) == 0)
    return;
  atlas_map_view_get_view (self->map, &view);
  seen = atlas_view_get_extent (&view, 0);
  if (!atlas_extent_contains (&seen, self->to_show.west, self->to_show.south) ||
      !atlas_extent_contains (&seen, self->to_show.east, self->to_show.north))
    atlas_map_view_show_extent (self->map, &self->to_show, TRUE);
}

static void
on_first_view (AtlasWindow *self)
{
  if (gtk_widget_get_width (GTK_WIDGET (self->map)) == 0)
    return;
  g_signal_handlers_disconnect_by_func (self->map, on_first_view, self);
  show_opened (self);
}

static void
on_opened (AtlasWindow *self,
           AtlasLayer  *layer)
{
  AtlasExtent extent = atlas_table_get_extent (atlas_layer_get_table (layer));

  /* A project has a view of its own. */
  if (_atlas_window_is_opening_project (self))
    return;
  if (atlas_layer_get_file (layer) != NULL)
    _atlas_window_remember (self, atlas_layer_get_file (layer));
  atlas_extent_add (&self->to_show, &extent);
  show_opened (self);
}

static void
on_failed (AtlasWindow *self,
           AtlasLayer  *layer)
{
  GFile *file = atlas_layer_get_file (layer);
  g_autofree char *base = file != NULL ? g_file_get_basename (file) : NULL;
  g_autofree char *display = g_filename_display_name (base != NULL ? base : "?");
  g_autofree char *shown = atlas_text_show (display, -1, TRUE);
  g_autofree char *text = g_strdup_printf (_("“%s” could not be opened. The layer panel tells why."), shown);

  /* What a project misses is told at once. */
  if (_atlas_window_is_opening_project (self))
    return;
  atlas_window_say (self, text);
}

/* The dialog. */
static GtkFileFilter *
new_filter (const char        *name,
            const char *const *suffixes)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (gsize i = 0; i < G_N_ELEMENTS (formats[0].suffixes) && suffixes[i] != NULL; i++)
    gtk_file_filter_add_suffix (filter, suffixes[i]);
  return filter;
}

static void
add_filters (GtkFileChooser *chooser)
{
  g_autoptr (GtkFileFilter) all_maps = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (all_maps, _("All map files"));
  for (gsize f = 0; f < G_N_ELEMENTS (formats); f++)
    for (gsize i = 0; i < G_N_ELEMENTS (formats[f].suffixes) && formats[f].suffixes[i] != NULL; i++)
      gtk_file_filter_add_suffix (all_maps, formats[f].suffixes[i]);
  gtk_file_chooser_add_filter (chooser, all_maps);
  for (gsize f = 0; f < G_N_ELEMENTS (formats); f++)
    {
      g_autoptr (GtkFileFilter) filter = new_filter (_(formats[f].name), formats[f].suffixes);

      gtk_file_chooser_add_filter (chooser, filter);
    }
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, all);
  gtk_file_chooser_set_filter (chooser, all_maps);
}

static void
on_response (AtlasWindow     *self,
             int              response,
             GtkNativeDialog *dialog)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GListModel) list = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));
      g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr (GFile) folder = gtk_file_chooser_get_current_folder (GTK_FILE_CHOOSER (chooser));

      for (guint i = 0; i < g_list_model_get_n_items (list); i++)
        g_ptr_array_add (files, g_list_model_get_item (list, i));
      if (folder != NULL)
        {
          g_autofree char *uri = g_file_get_uri (folder);

          atlas_prefs_set_string (self->prefs, "last-folder", uri);
        }
      atlas_window_open (self, (GFile **) files->pdata, files->len);
    }
  gtk_native_dialog_destroy (dialog);
}

void
_atlas_window_choose_files (AtlasWindow *self)
{
  g_autofree char *folder = atlas_prefs_get_string (self->prefs, "last-folder");

  if (self->chooser != NULL)
    {
      gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
      return;
    }
  self->chooser = gtk_file_chooser_native_new (_("Open Map Files"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN,
                                               _("_Open"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  add_filters (GTK_FILE_CHOOSER (self->chooser));
  if (*folder != '\0')
    {
      g_autoptr (GFile) file = g_file_new_for_uri (folder);

      gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), file, NULL);
    }
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_response), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* Recent files. */
static int
compare_recent (gconstpointer a,
                gconstpointer b)
{
  GDateTime *x = gtk_recent_info_get_modified ((GtkRecentInfo *) a);
  GDateTime *y = gtk_recent_info_get_modified ((GtkRecentInfo *) b);

  return g_date_time_compare (y, x);
}

/* In a menu "_" marks the letter to press. */
static char *
menu_label (const char *name)
{
  g_autofree char *shown = atlas_text_show (name, -1, TRUE);
  g_auto (GStrv) pieces = g_strsplit (shown, "_", -1);

  return g_strjoinv ("__", pieces);
}

static void
add_recent (GMenu         *menu,
            GtkRecentInfo *info)
{
  g_autofree char *label = menu_label (gtk_recent_info_get_display_name (info));
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "win.open-recent", "s", gtk_recent_info_get_uri (info));
  g_menu_append_item (menu, item);
}

static void
fill_recent (AtlasWindow *self)
{
  GList *all = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  guint n = 0;

  g_menu_remove_all (self->recent_menu);
  all = g_list_sort (all, compare_recent);
  for (GList *item = all; item != NULL && n < MAX_RECENT; item = item->next)
    if (gtk_recent_info_has_group (item->data, RECENT_NAME))
      {
        add_recent (self->recent_menu, item->data);
        n++;
      }
  /* An action that is not there greys the line out. */
  if (n == 0)
    g_menu_append (self->recent_menu, _("No files yet"), "win.none");
  g_list_free_full (all, (GDestroyNotify) gtk_recent_info_unref);
}

void
_atlas_window_init_open (AtlasWindow *self)
{
  self->recent_menu = g_menu_new ();
  adw_split_button_set_menu_model (self->open_button, G_MENU_MODEL (self->recent_menu));
  g_menu_append_section (self->recent_submenu, NULL, G_MENU_MODEL (self->recent_menu));
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed", G_CALLBACK (fill_recent), self, G_CONNECT_SWAPPED);
  fill_recent (self);
  g_signal_connect_object (self->map, "view-changed", G_CALLBACK (on_first_view), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "opened", G_CALLBACK (on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
}
