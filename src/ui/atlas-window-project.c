/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window's project: beginning and opening one, and telling whether it is as it was saved.  Saving is in atlas-window-save.c.
 *
 * Whether there is a change is not counted but looked at: the text of the file, without the view, is compared with what it was.
 * So what is undone by hand is no change any more.  Main thread; files are read and written by workers. */

#include "ui/atlas-window-project-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ui/atlas-text.h"

/* How long after a change it is looked at, milliseconds: dragging a slider is many. */
#define PATIENCE 150
#define MOST_TRUSTED 64

/* -- what it is like ---------------------------------------------------------------------------------------------- */

char *
_atlas_window_project_folder (AtlasWindow *self)
{
  g_autofree char *path = self->work->file != NULL ? g_file_get_path (self->work->file) : NULL;

  return path != NULL ? g_path_get_dirname (path) : NULL;
}

char *
_atlas_window_project_name (AtlasWindow *self)
{
  const char *title = atlas_project_get_title (self->project);
  g_autofree char *base = NULL, *name = NULL;

  if (title != NULL && *title != '\0')
    return atlas_text_show (title, -1, TRUE);
  if (self->work->file == NULL)
    return g_strdup (_("Unsaved project"));
  base = g_file_get_basename (self->work->file);
  name = g_filename_display_name (base);
  if (g_str_has_suffix (name, ATLAS_PROJECT_FILE_SUFFIX))
    name[strlen (name) - strlen (ATLAS_PROJECT_FILE_SUFFIX)] = '\0';
  return atlas_text_show (name, -1, TRUE);
}

/* What somebody would miss, unlike a file that was opened to look at it. */
static gboolean
has_work (AtlasWindow *self)
{
  JsonNode *layouts = atlas_project_get_layouts (self->project);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->project), i);
      const char *shipped = atlas_project_get_shipped_title (layer);

      if (atlas_layer_get_recipe (layer) != NULL || atlas_layer_get_style_json (layer) != NULL || atlas_layer_get_filter (layer) != NULL
          || (shipped != NULL && g_strcmp0 (shipped, atlas_layer_get_title (layer)) != 0))
        return TRUE;
    }
  for (guint i = 0; i < atlas_project_get_n_journeys (self->project); i++)
    {
      const AtlasJourney *journey = atlas_project_get_journey (self->project, i);

      if (journey->itinerary != NULL && atlas_itinerary_get_n_stops (journey->itinerary) > 0)
        return TRUE;
    }
  return atlas_project_get_n_bookmarks (self->project) > 0
         || (layouts != NULL && json_array_get_length (json_node_get_array (layouts)) > 0);
}

static gboolean
is_dirty (AtlasWindow *self)
{
  return self->work->changed && (self->work->file != NULL || has_work (self));
}

void
_atlas_window_project_show_title (AtlasWindow *self)
{
  const gboolean dirty = is_dirty (self);
  g_autofree char *name = _atlas_window_project_name (self);
  g_autofree char *shown = NULL, *title = NULL;

  /* Translators: a project that was changed: the dot says so */
  shown = dirty ? g_strdup_printf (_("● %s"), name) : g_strdup (name);
  if (self->work->file == NULL && !dirty)
    title = g_strdup (_("Taihang Atlas"));
  else
    /* Translators: the title of a window: a project, the program */
    title = g_strdup_printf (_("%s — Taihang Atlas"), shown);
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_label_set_text (self->project_label, shown);
  if (self->work->read_only)
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->project_label),
                                 _("A later version of the program made this project; it can only be saved under another name"));
  else
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->project_label), dirty ? _("There are changes that are not saved (Ctrl+S)") : name);
  gtk_widget_set_visible (GTK_WIDGET (self->project_label), self->work->file != NULL || dirty);
}

gboolean
_atlas_window_project_look (AtlasWindow *self)
{
  g_autofree char *folder = _atlas_window_project_folder (self), *now = NULL;

  g_clear_handle_id (&self->work->timer, g_source_remove);
  _atlas_window_store_journey (self);
  /* Storing it tells of a change. */
  g_clear_handle_id (&self->work->timer, g_source_remove);
  now = atlas_project_file_write (self->project, folder, FALSE);
  self->work->changed = g_strcmp0 (now, self->work->saved) != 0;
  _atlas_window_project_show_title (self);
  return is_dirty (self);
}

void
_atlas_window_project_settle (AtlasWindow *self)
{
  g_autofree char *folder = _atlas_window_project_folder (self);

  g_free (self->work->saved);
  self->work->saved = atlas_project_file_write (self->project, folder, FALSE);
  _atlas_window_project_look (self);
}

static gboolean
on_timer (gpointer user_data)
{
  AtlasWindow *self = user_data;

  self->work->timer = 0;
  _atlas_window_project_look (self);
  return G_SOURCE_REMOVE;
}

void
_atlas_window_project_changed (AtlasWindow *self)
{
  if (self->work != NULL && self->work->timer == 0)
    self->work->timer = g_timeout_add (PATIENCE, on_timer, self);
}

static void
follow_layers (AtlasWindow *self)
{
  static const char *const what[] = { "notify::title", "notify::style", "notify::visible", "notify::opacity", "notify::filter" };

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->project), i);

      g_signal_handlers_disconnect_by_func (layer, _atlas_window_project_changed, self);
      for (gsize k = 0; k < G_N_ELEMENTS (what); k++)
        g_signal_connect_object (layer, what[k], G_CALLBACK (_atlas_window_project_changed), self, G_CONNECT_SWAPPED);
    }
  _atlas_window_project_changed (self);
}

/* -- opening ------------------------------------------------------------------------------------------------------ */

void
_atlas_window_project_tell (AtlasWindow *self,
                            const char  *heading,
                            const char  *text)
{
  g_autofree char *shown = atlas_text_show (text, -1, FALSE);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, shown);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

gboolean
_atlas_window_project_is_trusted (AtlasWindow *self,
                                  const char  *checksum)
{
  g_autofree char *text = atlas_prefs_get_string (self->prefs, "trusted-projects");
  g_auto (GStrv) all = g_strsplit (text, " ", -1);

  return g_strv_contains ((const char *const *) all, checksum);
}

void
_atlas_window_project_trust (AtlasWindow *self,
                             const char  *checksum)
{
  g_autofree char *text = atlas_prefs_get_string (self->prefs, "trusted-projects");
  g_auto (GStrv) all = g_strsplit (text, " ", -1);
  g_autoptr (GString) more = g_string_new (checksum);

  for (guint i = 0; all[i] != NULL && i < MOST_TRUSTED; i++)
    if (*all[i] != '\0' && !g_str_equal (all[i], checksum))
      g_string_append_printf (more, " %s", all[i]);
  atlas_prefs_set_string (self->prefs, "trusted-projects", more->str);
}

gboolean
_atlas_window_is_opening_project (AtlasWindow *self)
{
  return self->work != NULL && self->work->opening;
}

/* When all is read that can be, what is missing is told at once. */
static void
on_layer_settled (AtlasWindow *self)
{
  if (!self->work->opening || atlas_project_is_busy (self->project))
    return;
  self->work->opening = FALSE;
  _atlas_window_project_show_missing (self);
}

static void
on_complained (AtlasWindow *self,
               AtlasLayer  *layer,
               const char  *text)
{
  atlas_window_say (self, text);
}

static void
show_view (AtlasWindow *self)
{
  AtlasProjectView view;

  if (!atlas_project_get_view (self->project, &view))
    {
      atlas_map_view_reset_rotation (self->map);
      atlas_map_view_go_home (self->map);
      return;
    }
  atlas_map_view_go_to (self->map, view.lon, view.lat, view.zoom, FALSE);
  atlas_map_view_set_rotation (self->map, view.rotation * G_PI / 180);
}

static void
take_loaded (AtlasWindow *self,
             gboolean     trust)
{
  AtlasWindowWork *work = self->work;
  g_autoptr (AtlasProjectFile) loaded = g_steal_pointer (&work->loaded);
  g_autoptr (GFile) file = g_steal_pointer (&work->loading);

  work->opening = TRUE;
  g_set_object (&work->file, file);
  work->read_only = atlas_project_file_is_newer (loaded);
  atlas_project_file_apply (loaded, self->project, trust);
  show_view (self);
  _atlas_window_reset_road (self);
  _atlas_window_remember (self, file);
  _atlas_window_project_settle (self);
  if (work->read_only)
    _atlas_window_project_tell (self, _("A Later Version Made This Project"),
                                _("What this version understands of it is shown. So that nothing is lost it cannot be saved to its own "
                                  "file, only under another name. A newer version of the program opens it as a whole."));
  if (work->also != NULL)
    {
      g_autoptr (GPtrArray) also = g_steal_pointer (&work->also);

      atlas_window_open (self, (GFile **) also->pdata, also->len);
    }
  on_layer_settled (self);
}

static void
on_outside_response (AtlasWindow *self,
                     const char  *response)
{
  const gboolean trust = g_str_equal (response, "read");

  if (self->work->loaded == NULL)
    return;
  if (trust)
    _atlas_window_project_trust (self, atlas_project_file_get_checksum (self->work->loaded));
  take_loaded (self, trust);
}

/* Somebody else's project may name any file of this computer. */
static void
ask_outside (AtlasWindow *self)
{
  GPtrArray *outside = atlas_project_file_get_outside (self->work->loaded);
  g_autoptr (GString) list = g_string_new (_("It reads files outside of its own folder. Read them if you know who made the project:"));
  GtkWidget *dialog;

  g_string_append_c (list, '\n');
  for (guint i = 0; i < outside->len && i < 10; i++)
    {
      g_autofree char *name = g_filename_display_name (g_ptr_array_index (outside, i));
      g_autofree char *shown = atlas_text_show (name, -1, TRUE);

      g_string_append_printf (list, "\n%s", shown);
    }
  if (outside->len > 10)
    g_string_append (list, "\n…");
  dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Read Files of Other Folders?"), list->str);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "leave", _("_Leave Them Out"), "read", _("_Read Them"), NULL);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "leave");
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "leave");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_outside_response), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AtlasWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  AtlasProjectFile *loaded = atlas_project_file_load_finish (result, &error);

  if (self->work == NULL || g_task_get_cancellable (G_TASK (result)) != self->work->cancellable)
    {
      g_clear_pointer (&loaded, atlas_project_file_free);
      return;
    }
  g_clear_object (&self->work->cancellable);
  if (loaded == NULL)
    {
      g_clear_object (&self->work->loading);
      _atlas_window_project_tell (self, _("The Project Could Not Be Opened"), error->message);
      return;
    }
  g_clear_pointer (&self->work->loaded, atlas_project_file_free);
  self->work->loaded = loaded;
  if (atlas_project_file_get_outside (loaded)->len == 0
      || _atlas_window_project_is_trusted (self, atlas_project_file_get_checksum (loaded)))
    take_loaded (self, TRUE);
  else
    ask_outside (self);
}

static void
load (AtlasWindow *self,
      GFile       *file)
{
  if (self->work->cancellable != NULL)
    g_cancellable_cancel (self->work->cancellable);
  g_clear_object (&self->work->cancellable);
  self->work->cancellable = g_cancellable_new ();
  g_set_object (&self->work->loading, file);
  atlas_project_file_load_async (file, self->work->cancellable, on_loaded, g_object_ref (self));
}

static void
begin (AtlasWindow *self)
{
  g_autoptr (GError) error = NULL;

  if (self->work->cancellable != NULL)
    g_cancellable_cancel (self->work->cancellable);
  g_clear_object (&self->work->cancellable);
  g_clear_object (&self->work->file);
  self->work->read_only = FALSE;
  self->work->opening = FALSE;
  if (!atlas_project_begin (self->project, &error))
    atlas_window_say (self, error->message);
  show_view (self);
  _atlas_window_reset_road (self);
  _atlas_window_project_settle (self);
}

void
_atlas_window_project_go_on (AtlasWindow *self)
{
  const AtlasThen then = self->work->then;
  g_autoptr (GFile) file = g_steal_pointer (&self->work->then_file);

  self->work->then = ATLAS_THEN_NOTHING;
  switch (then)
    {
    case ATLAS_THEN_CLOSE:
      self->work->closing = TRUE;
      gtk_window_close (GTK_WINDOW (self));
      break;
    case ATLAS_THEN_NEW:
      begin (self);
      break;
    case ATLAS_THEN_OPEN:
      load (self, file);
      break;
    case ATLAS_THEN_NOTHING:
    default:
      break;
    }
}

void
_atlas_window_open_project (AtlasWindow *self,
                            GFile       *file,
                            GPtrArray   *also)
{
  g_clear_pointer (&self->work->also, g_ptr_array_unref);
  self->work->also = g_ptr_array_ref (also);
  _atlas_window_project_ask (self, ATLAS_THEN_OPEN, file);
}

gboolean
_atlas_window_may_close (AtlasWindow *self)
{
  if (self->work->closing || !_atlas_window_project_look (self))
    return TRUE;
  _atlas_window_project_ask (self, ATLAS_THEN_CLOSE, NULL);
  return FALSE;
}

static void
new_action (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  _atlas_window_project_ask (ATLAS_WINDOW (widget), ATLAS_THEN_NEW, NULL);
}

static void
save_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  _atlas_window_project_save (ATLAS_WINDOW (widget), g_str_equal (action, "win.save-as"));
}

void
_atlas_window_class_init_project (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.new-project", NULL, new_action);
  gtk_widget_class_install_action (widget_class, "win.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "win.save-as", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "win.find-layer", "s", _atlas_window_find_layer_action);
}

void
_atlas_window_init_project (AtlasWindow *self)
{
  self->work = g_new0 (AtlasWindowWork, 1);
  g_signal_connect_object (self->project, "opened", G_CALLBACK (on_layer_settled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "failed", G_CALLBACK (on_layer_settled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "complained", G_CALLBACK (on_complained), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "work-changed", G_CALLBACK (_atlas_window_project_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "notify", G_CALLBACK (_atlas_window_project_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "items-changed", G_CALLBACK (follow_layers), self, G_CONNECT_SWAPPED);
  follow_layers (self);
  _atlas_window_project_settle (self);
}

void
_atlas_window_free_project (AtlasWindow *self)
{
  AtlasWindowWork *work = g_steal_pointer (&self->work);

  if (work == NULL)
    return;
  g_clear_handle_id (&work->timer, g_source_remove);
  if (work->cancellable != NULL)
    g_cancellable_cancel (work->cancellable);
  g_clear_object (&work->cancellable);
  g_clear_object (&work->file);
  g_clear_object (&work->loading);
  g_clear_object (&work->saving);
  g_clear_object (&work->then_file);
  g_clear_object (&work->chooser);
  g_clear_pointer (&work->also, g_ptr_array_unref);
  g_clear_pointer (&work->loaded, atlas_project_file_free);
  g_free (work->saved);
  g_free (work->saving_as);
  g_free (work->checksum);
  g_free (work);
}
