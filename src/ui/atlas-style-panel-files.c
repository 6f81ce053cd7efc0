/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copying, pasting, saving and loading what the style panel shows: always the recipe's JSON (src/style/README.md).  Files
 * are read and written by a worker; what comes from outside is read as strictly as any style.  Main thread. */

#include "ui/atlas-style-panel-private.h"

#include <glib/gi18n-lib.h>

#include "ui/atlas-save-dialog.h"

/* More is no recipe. */
#define MAX_BYTES (1 << 20)

static void
take_text (AtlasStylePanel *self,
           const char      *text,
           gssize           length)
{
  g_autoptr (GError) error = NULL;
  AtlasStyleRecipe *recipe = atlas_style_recipe_new_from_json (text, length, &error);

  if (recipe != NULL)
    _atlas_style_panel_take_recipe (self, recipe);
  else
    _atlas_style_panel_say (self, error->message);
}

/* Whether there is something to give away. */
static gboolean
has_recipe (AtlasStylePanel *self)
{
  if (self->original)
    _atlas_style_panel_say (self, _("The original style cannot be copied or saved. Choose how the layer is drawn first."));
  return !self->original;
}

static void
copy_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  AtlasStylePanel *self = ATLAS_STYLE_PANEL (widget);
  g_autofree char *json = NULL;

  if (!has_recipe (self))
    return;
  json = atlas_style_recipe_to_json (self->recipe);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), json);
  _atlas_style_panel_say (self, _("Style copied. Paste it in the style of another layer."));
}

static void
on_text (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (AtlasStylePanel) self = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (g_cancellable_is_cancelled (self->stop))
    return;
  if (text != NULL)
    take_text (self, text, -1);
  else
    _atlas_style_panel_say (self, _("There is no style to paste. Copy the style of another layer first."));
}

static void
paste_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  AtlasStylePanel *self = ATLAS_STYLE_PANEL (widget);

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), self->stop, on_text, g_object_ref (self));
}

static void
run_load (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (G_FILE (data), cancellable, &error);
  g_autofree char *text = g_malloc (MAX_BYTES + 1);
  gsize length = 0;

  /* A byte more than allowed is enough to be refused. */
  if (stream != NULL
      && g_input_stream_read_all (G_INPUT_STREAM (stream), text, MAX_BYTES + 1, &length, cancellable, &error))
    g_task_return_pointer (task, g_bytes_new (text, length), (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  AtlasStylePanel *self = ATLAS_STYLE_PANEL (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), &error);
  const char *text;
  gsize length;

  if (bytes == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        _atlas_style_panel_say (self, error->message);
      return;
    }
  text = g_bytes_get_data (bytes, &length);
  take_text (self, text != NULL ? text : "", (gssize) length);
}

typedef struct
{
  char *path;
  char *text;
} ToSave;

static void
to_save_free (gpointer data)
{
  ToSave *to_save = data;

  g_free (to_save->path);
  g_free (to_save->text);
  g_free (to_save);
}

static void
run_save (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  const ToSave *to_save = data;
  GError *error = NULL;

  if (g_file_set_contents_full (to_save->path, to_save->text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                0666, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  AtlasStylePanel *self = ATLAS_STYLE_PANEL (source);
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    _atlas_style_panel_say (self, _("Style saved."));
  else
    _atlas_style_panel_say (self, error->message);
}

static void
save_to (GtkWidget  *widget,
         const char *path,
         gpointer    user_data)
{
  AtlasStylePanel *self = ATLAS_STYLE_PANEL (widget);
  g_autoptr (GTask) task = NULL;
  ToSave *to_save = g_new (ToSave, 1);

  *to_save = (ToSave){ g_strdup (path), atlas_style_recipe_to_json (self->recipe) };
  /* Not to be stopped: whoever closes the panel meant to save. */
  task = g_task_new (self, NULL, on_saved, NULL);
  g_task_set_task_data (task, to_save, to_save_free);
  g_task_run_in_thread (task, run_save);
}

static void
refuse (GtkWidget  *widget,
        const char *text)
{
  _atlas_style_panel_say (ATLAS_STYLE_PANEL (widget), text);
}

static void
on_response (AtlasStylePanel *self,
             int              response,
             GtkNativeDialog *dialog)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file != NULL)
    {
      g_autoptr (GTask) task = g_task_new (self, self->stop, on_loaded, NULL);

      g_task_set_task_data (task, g_object_ref (file), g_object_unref);
      g_task_run_in_thread (task, run_load);
    }
  gtk_native_dialog_destroy (dialog);
}

static void
choose_file (AtlasStylePanel *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_("Load a Style"), GTK_WINDOW (root), GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_filter_set_name (filter, _("Styles"));
  gtk_file_filter_add_suffix (filter, "json");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_response), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
save_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  if (has_recipe (ATLAS_STYLE_PANEL (widget)))
    /* Translators: the name of a file to begin with, without its suffix */
    atlas_save_dialog_show (widget, _("Save the Style"), C_("file name", "style"), "json", _("Styles"), save_to, refuse, NULL, NULL);
}

static void
load_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  choose_file (ATLAS_STYLE_PANEL (widget));
}

void
_atlas_style_panel_class_init_files (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "style.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "style.paste", NULL, paste_action);
  gtk_widget_class_install_action (widget_class, "style.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "style.load", NULL, load_action);
}
