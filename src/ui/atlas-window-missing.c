/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that a project misses: a list of them, and finding one, which looks beside it for the others.  Meanwhile the layers keep their
 * style and filter.  Main thread; a worker looks for files. */

#include "ui/atlas-window-project-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "data/atlas-data-error.h"
#include "ui/atlas-text.h"

/* A dialog's own: the window, the list, and the layers that it is about. */
typedef struct
{
  AtlasWindow *window;          /* (unowned): it lives longer */
  GtkWidget   *dialog;
  GtkListBox  *list;
} Missing;

/* One search for a file that a person led, and for those that moved with it. */
typedef struct
{
  AtlasWindow          *window;
  char                 *id;             /* of the layer */
  GtkFileChooserNative *chooser;
} Finding;

/* What a worker looks for. */
typedef struct
{
  char      *id;
  GPtrArray *candidates;        /* filenames, the likeliest first */
  char      *found;             /* (nullable) */
} Other;

static gboolean
is_missing (AtlasLayer *layer)
{
  return atlas_layer_get_state (layer) == ATLAS_LAYER_FAILED && atlas_layer_get_wish (layer) != NULL
         && atlas_layer_get_file (layer) != NULL
         && g_error_matches (atlas_layer_get_error (layer), ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_NOT_FOUND);
}

static GPtrArray *
list_missing (AtlasWindow *self)
{
  GPtrArray *layers = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->project)); i++)
    {
      AtlasLayer *layer = g_list_model_get_item (G_LIST_MODEL (self->project), i);

      if (is_missing (layer))
        g_ptr_array_add (layers, layer);
      else
        g_object_unref (layer);
    }
  return layers;
}

static AtlasLayer *
find_layer (AtlasWindow *self,
            const char  *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->project), i);

      if (g_str_equal (atlas_layer_get_id (layer), id))
        return layer;
    }
  return NULL;
}

/* -- finding ------------------------------------------------------------------------------------------------------ */

static void
take_file (AtlasWindow *self,
           AtlasLayer  *layer,
           const char  *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  atlas_layer_set_file (layer, file);
  atlas_project_retry (self->project, layer);
  _atlas_window_project_changed (self);
}

static void
other_free (gpointer data)
{
  Other *self = data;

  g_free (self->id);
  g_ptr_array_unref (self->candidates);
  g_free (self->found);
  g_free (self);
}

static void
look (GTask        *task,
      gpointer      source,
      gpointer      data,
      GCancellable *cancellable)
{
  GPtrArray *others = data;

  for (guint i = 0; i < others->len; i++)
    {
      Other *other = g_ptr_array_index (others, i);

      for (guint k = 0; k < other->candidates->len && other->found == NULL; k++)
        if (g_file_test (g_ptr_array_index (other->candidates, k), G_FILE_TEST_IS_REGULAR))
          other->found = g_strdup (g_ptr_array_index (other->candidates, k));
    }
  g_task_return_boolean (task, TRUE);
}

static void
on_looked (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  AtlasWindow *self = ATLAS_WINDOW (source);
  GPtrArray *others = g_task_get_task_data (G_TASK (result));

  for (guint i = 0; self->work != NULL && i < others->len; i++)
    {
      const Other *other = g_ptr_array_index (others, i);
      AtlasLayer *layer = other->found != NULL ? find_layer (self, other->id) : NULL;

      if (layer != NULL && is_missing (layer))
        take_file (self, layer, other->found);
    }
}

/* Where another file may be now that @old was found at @found: as far from it as before, or beside it. */
static Other *
new_other (AtlasLayer *layer,
           const char *old,
           const char *found)
{
  g_autofree char *path = g_file_get_path (atlas_layer_get_file (layer));
  g_autofree char *base = g_path_get_basename (path), *old_folder = g_path_get_dirname (old), *folder = g_path_get_dirname (found);
  const gsize n = strlen (old_folder);
  Other *self = g_new0 (Other, 1);

  self->id = g_strdup (atlas_layer_get_id (layer));
  self->candidates = g_ptr_array_new_with_free_func (g_free);
  if (strncmp (path, old_folder, n) == 0 && path[n] == '/')
    g_ptr_array_add (self->candidates, g_build_filename (folder, path + n + 1, NULL));
  g_ptr_array_add (self->candidates, g_build_filename (folder, base, NULL));
  return self;
}

static void
found (AtlasWindow *self,
       AtlasLayer  *layer,
       const char  *path)
{
  g_autofree char *old = atlas_layer_get_file (layer) != NULL ? g_file_get_path (atlas_layer_get_file (layer)) : NULL;
  g_autoptr (GPtrArray) missing = list_missing (self);
  GPtrArray *others = g_ptr_array_new_with_free_func (other_free);
  g_autoptr (GTask) task = g_task_new (self, NULL, on_looked, NULL);

  take_file (self, layer, path);
  for (guint i = 0; old != NULL && i < missing->len; i++)
    {
      AtlasLayer *other = g_ptr_array_index (missing, i);
      g_autofree char *other_path = g_file_get_path (atlas_layer_get_file (other));

      if (other == layer)
        continue;
      if (g_str_equal (other_path, old))
        take_file (self, other, path);
      else
        g_ptr_array_add (others, new_other (other, old, path));
    }
  g_task_set_task_data (task, others, (GDestroyNotify) g_ptr_array_unref);
  g_task_run_in_thread (task, look);
}

static void
on_chosen (Finding         *self,
           int              response,
           GtkNativeDialog *dialog)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  AtlasLayer *layer = self->window->work != NULL ? find_layer (self->window, self->id) : NULL;

  if (path != NULL && layer != NULL)
    found (self->window, layer, path);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (self->chooser);
  g_object_unref (self->window);
  g_free (self->id);
  g_free (self);
}

static void
find (AtlasWindow *self,
      GtkWindow   *parent,
      AtlasLayer  *layer)
{
  Finding *finding = g_new0 (Finding, 1);
  g_autofree char *last = atlas_prefs_get_string (self->prefs, "last-folder");
  g_autofree char *base = atlas_layer_get_file (layer) != NULL ? g_file_get_basename (atlas_layer_get_file (layer)) : NULL;
  g_autofree char *name = g_filename_display_name (base != NULL ? base : "?");
  g_autofree char *shown = atlas_text_show (name, -1, TRUE), *title = g_strdup_printf (_("Find “%s”"), shown);
  g_autoptr (GFile) folder = self->work->file != NULL ? g_file_get_parent (self->work->file) : g_file_new_for_uri (last);

  finding->window = g_object_ref (self);
  finding->id = g_strdup (atlas_layer_get_id (layer));
  finding->chooser = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (finding->chooser), TRUE);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (finding->chooser), folder, NULL);
  g_signal_connect_swapped (finding->chooser, "response", G_CALLBACK (on_chosen), finding);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (finding->chooser));
}

/* -- the list ----------------------------------------------------------------------------------------------------- */

static void
on_find_clicked (Missing   *self,
                 GtkWidget *button)
{
  AtlasLayer *layer = find_layer (self->window, gtk_widget_get_name (button));

  if (layer != NULL)
    find (self->window, GTK_WINDOW (self->dialog), layer);
}

static void
add_row (Missing    *self,
         AtlasLayer *layer)
{
  GtkWidget *row = adw_action_row_new (), *button = gtk_button_new_with_mnemonic (_("_Find…"));
  g_autofree char *path = g_file_get_parse_name (atlas_layer_get_file (layer));
  g_autofree char *shown = atlas_text_show (path, -1, TRUE), *title = atlas_text_show (atlas_layer_get_title (layer), -1, TRUE);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), shown);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_name (button, atlas_layer_get_id (layer));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_find_clicked), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  gtk_list_box_append (self->list, row);
}

static void
fill (Missing *self)
{
  g_autoptr (GPtrArray) layers = list_missing (self->window);
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < layers->len; i++)
    add_row (self, g_ptr_array_index (layers, i));
  if (layers->len == 0)
    gtk_window_close (GTK_WINDOW (self->dialog));
}

/* A layer that is found, or taken off, goes from the list. */
static void
on_layer_changed (GtkWidget *dialog)
{
  Missing *self = g_object_get_data (G_OBJECT (dialog), "missing");

  if (self->window->work != NULL && !atlas_project_is_busy (self->window->project))
    fill (self);
}

void
_atlas_window_project_show_missing (AtlasWindow *self)
{
  g_autoptr (GPtrArray) layers = list_missing (self);
  GtkWidget *scroller;
  Missing *missing;

  if (layers->len == 0)
    return;
  missing = g_new0 (Missing, 1);
  missing->window = self;
  missing->dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Files of the Project Are Missing"),
                                            _("They were moved, renamed or not copied along. Find one, and those that lie beside it are "
                                              "found as well. Until then the layers keep their style and filter."));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (missing->dialog), TRUE);
  missing->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (missing->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (missing->list), "boxed-list");
  scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (missing->list));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 320);
  gtk_widget_set_size_request (scroller, 420, -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (missing->dialog), scroller);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (missing->dialog), "close", _("_Close"));
  g_object_set_data_full (G_OBJECT (missing->dialog), "missing", missing, g_free);
  g_signal_connect_object (self->project, "opened", G_CALLBACK (on_layer_changed), missing->dialog, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "failed", G_CALLBACK (on_layer_changed), missing->dialog, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "items-changed", G_CALLBACK (on_layer_changed), missing->dialog, G_CONNECT_SWAPPED);
  fill (missing);
  gtk_window_present (GTK_WINDOW (missing->dialog));
}

void
_atlas_window_find_layer_action (GtkWidget  *widget,
                                 const char *action,
                                 GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);
  AtlasLayer *layer = find_layer (self, g_variant_get_string (parameter, NULL));

  if (layer != NULL)
    find (self, GTK_WINDOW (self), layer);
}
