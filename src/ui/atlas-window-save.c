/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saving the window's project, and asking before changes are lost.  Main thread; the file is written by a worker. */

#include "ui/atlas-window-project-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ui/atlas-text.h"

static void
give_up (AtlasWindow *self)
{
  self->work->then = ATLAS_THEN_NOTHING;
  g_clear_object (&self->work->then_file);
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (AtlasWindow) self = user_data;
  AtlasWindowWork *work = self->work;
  g_autoptr (GError) error = NULL;
  const gboolean saved = atlas_project_file_save_finish (result, &error);
  g_autoptr (GFile) file = NULL;
  g_autofree char *name = NULL, *text = NULL;

  if (work == NULL)
    return;
  file = g_steal_pointer (&work->saving);
  if (!saved)
    {
      give_up (self);
      _atlas_window_project_tell (self, _("The Project Could Not Be Saved"), error->message);
      return;
    }
  g_set_object (&work->file, file);
  work->read_only = FALSE;
  g_free (work->saved);
  work->saved = g_steal_pointer (&work->saving_as);
  _atlas_window_project_trust (self, work->checksum);
  _atlas_window_remember (self, file);
  _atlas_window_project_look (self);
  name = _atlas_window_project_name (self);
  text = g_strdup_printf (_("“%s” saved."), name);
  if (work->then == ATLAS_THEN_NOTHING)
    atlas_window_say (self, text);
  else
    _atlas_window_project_go_on (self);
}

static void
store_view (AtlasWindow *self)
{
  AtlasView view;
  AtlasProjectView kept;
  const double degrees = fmod (atlas_map_view_get_rotation (self->map) * 180 / G_PI, 360);

  atlas_map_view_get_view (self->map, &view);
  kept = (AtlasProjectView){ view.lon, view.lat, CLAMP (view.zoom, 0, 20), degrees };
  atlas_project_set_view (self->project, &kept);
}

static void
save_to (AtlasWindow *self,
         GFile       *file)
{
  AtlasWindowWork *work = self->work;
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *folder = NULL, *json = NULL;

  if (path == NULL)
    {
      give_up (self);
      _atlas_window_project_tell (self, _("The Project Could Not Be Saved"), _("A project can only be saved to a folder of this computer."));
      return;
    }
  if (work->saving != NULL)
    return;
  folder = g_path_get_dirname (path);
  _atlas_window_store_journey (self);
  store_view (self);
  json = atlas_project_file_write (self->project, folder, TRUE);
  g_free (work->saving_as);
  work->saving_as = atlas_project_file_write (self->project, folder, FALSE);
  g_free (work->checksum);
  work->checksum = atlas_project_file_checksum (json, -1);
  work->saving = g_object_ref (file);
  atlas_project_file_save_async (path, json, on_saved, g_object_ref (self));
}

/* -- where to ----------------------------------------------------------------------------------------------------- */

static void
on_replace_response (AtlasWindow *self,
                     const char  *response,
                     GtkWidget   *dialog)
{
  GFile *file = g_object_get_data (G_OBJECT (dialog), "file");

  if (g_str_equal (response, "replace"))
    save_to (self, file);
  else
    give_up (self);
}

/* The ending that we put after a name makes it the name of another file, of which the dialog has not asked. */
static void
on_looked (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AtlasWindow) self = user_data;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, NULL);
  g_autofree char *base = g_file_get_basename (G_FILE (source));
  g_autofree char *name = g_filename_display_name (base), *shown = atlas_text_show (name, -1, TRUE), *text = NULL;
  GtkWidget *dialog;

  if (self->work == NULL)
    return;
  if (info == NULL)
    {
      save_to (self, G_FILE (source));
      return;
    }
  text = g_strdup_printf (_("There is a file “%s” already. What is in it would be lost."), shown);
  dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Replace the File?"), text);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "replace", _("_Replace"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "replace", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "file", g_object_ref (source), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_replace_response), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_chosen (AtlasWindow     *self,
           int              response,
           GtkNativeDialog *dialog)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->work->chooser);
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
  g_autoptr (GFile) folder = file != NULL ? g_file_get_parent (file) : NULL;

  gtk_native_dialog_destroy (dialog);
  if (folder != NULL)
    {
      g_autofree char *uri = g_file_get_uri (folder);

      atlas_prefs_set_string (self->prefs, "last-folder", uri);
    }
  if (file == NULL)
    give_up (self);
  else if (atlas_project_file_has_name (file))
    save_to (self, file);
  else
    {
      g_autofree char *base = g_file_get_basename (file);
      g_autofree char *name = g_strconcat (base, ATLAS_PROJECT_FILE_SUFFIX, NULL);
      g_autoptr (GFile) named = g_file_get_child (folder, name);

      g_file_query_info_async (named, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, G_PRIORITY_DEFAULT, NULL,
                               on_looked, g_object_ref (self));
    }
}

static void
choose (AtlasWindow *self)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  g_autofree char *last = atlas_prefs_get_string (self->prefs, "last-folder");
  g_autofree char *name = NULL, *file_name = NULL;
  g_autoptr (GFile) folder = NULL;

  if (self->work->chooser != NULL)
    {
      gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->work->chooser));
      return;
    }
  self->work->chooser = gtk_file_chooser_native_new (_("Save the Project"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"),
                                                     _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->work->chooser), TRUE);
  gtk_file_filter_set_name (filter, _("Projects"));
  gtk_file_filter_add_suffix (filter, ATLAS_PROJECT_FILE_SUFFIX + 1);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->work->chooser), filter);
  name = self->work->file != NULL ? _atlas_window_project_name (self) : g_strdup (_("Project"));
  file_name = g_strconcat (g_strdelimit (name, "/\\:*?\"<>|\n", '-'), ATLAS_PROJECT_FILE_SUFFIX, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->work->chooser), file_name);
  if (self->work->file != NULL)
    folder = g_file_get_parent (self->work->file);
  else if (*last != '\0')
    folder = g_file_new_for_uri (last);
  if (folder != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->work->chooser), folder, NULL);
  g_signal_connect_object (self->work->chooser, "response", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->work->chooser));
}

void
_atlas_window_project_save (AtlasWindow *self,
                            gboolean     as)
{
  if (as || self->work->file == NULL || self->work->read_only)
    choose (self);
  else
    save_to (self, self->work->file);
}

/* -- asking ------------------------------------------------------------------------------------------------------- */

static gboolean
on_given_up (gpointer user_data)
{
  AtlasWindow *self = user_data;

  if (self->work != NULL)
    _atlas_window_project_go_on (self);
  return G_SOURCE_REMOVE;
}

static void
on_ask_response (AtlasWindow *self,
                 const char  *response)
{
  if (g_str_equal (response, "save"))
    _atlas_window_project_save (self, FALSE);
  else if (g_str_equal (response, "discard"))
    /* The dialog is still at work and must not lose its window. */
    g_idle_add_full (G_PRIORITY_DEFAULT, on_given_up, g_object_ref (self), g_object_unref);
  else
    give_up (self);
}

void
_atlas_window_project_ask (AtlasWindow *self,
                           AtlasThen    then,
                           GFile       *file)
{
  g_autofree char *name = NULL, *heading = NULL;
  GtkWidget *dialog;

  /* One question at a time. */
  if (self->work->then != ATLAS_THEN_NOTHING)
    return;
  self->work->then = then;
  g_set_object (&self->work->then_file, file);
  /* What is being written just now is saved in a moment. */
  if (self->work->saving != NULL)
    return;
  if (!_atlas_window_project_look (self))
    {
      _atlas_window_project_go_on (self);
      return;
    }
  name = _atlas_window_project_name (self);
  heading = self->work->file != NULL ? g_strdup_printf (_("Save the Changes to “%s”?"), name) : g_strdup (_("Save Your Work as a Project?"));
  dialog = adw_message_dialog_new (GTK_WINDOW (self), heading,
                                   _("Styles, filters, bookmarks and the journey that are not saved will be lost."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "discard", _("_Discard"), "save",
                                    self->work->file != NULL && !self->work->read_only ? _("_Save") : _("_Save…"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_ask_response), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}
