/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog that asks where a file is to be saved, the same for tables, styles and journeys.  It lives with the widget that asked:
 * when that goes, so does the dialog, and nobody is told.  Main thread. */

#include "ui/atlas-save-dialog.h"

#include <glib/gi18n-lib.h>

#include "ui/atlas-text.h"

#define KEY "atlas-save-dialog"

/* File systems take 255 bytes of a name; a suffix and what is added for a temporary file need some. */
#define MOST_BYTES 200

typedef struct
{
  GtkWidget           *widget;      /* (unowned) it owns the dialog, which owns this */
  char                *suffix;
  AtlasSaveFunc        func;
  AtlasSaveRefusedFunc refused;
  gpointer             user_data;
  GDestroyNotify       destroy;
} Asking;

static void
asking_free (gpointer  data,
             GClosure *closure)
{
  Asking *self = data;

  if (self->destroy != NULL)
    self->destroy (self->user_data);
  g_free (self->suffix);
  g_free (self);
}

char *
atlas_save_dialog_dup_name (const char *title)
{
  g_autofree char *shown = atlas_text_show (title, -1, TRUE), *name = g_strstrip (g_strdelimit (shown, "/\\:*?\"<>|", '_'));
  gsize length = strlen (name);

  shown = NULL;
  if (length > MOST_BYTES)
    {
      *g_utf8_find_prev_char (name, name + MOST_BYTES + 1) = '\0';
      length = strlen (name);
    }
  /* A file that begins with a dot would be hidden. */
  if (length == 0 || name[0] == '.')
    return g_strconcat ("_", name, NULL);
  return g_steal_pointer (&name);
}

/* What was typed without a suffix gets it, or nothing would open it by a double click. */
static char *
add_suffix (char       *path,
            const char *suffix)
{
  g_autofree char *base = g_path_get_basename (path);
  char *whole;

  if (strchr (base, '.') != NULL)
    return path;
  whole = g_strdup_printf ("%s.%s", path, suffix);
  /* What is there under that name nobody was asked about. */
  if (g_file_test (whole, G_FILE_TEST_EXISTS))
    {
      g_free (whole);
      return path;
    }
  g_free (path);
  return whole;
}

static void
on_response (GtkNativeDialog *dialog,
             int              response,
             Asking          *self)
{
  g_autoptr (GtkNativeDialog) held = g_object_ref (dialog);
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    {
      path = add_suffix (path, self->suffix);
      self->func (self->widget, path, self->user_data);
      g_free (path);
    }
  else if (file != NULL)
    self->refused (self->widget, _("A file can only be saved to a folder of this computer. Choose another one."));
  gtk_native_dialog_hide (dialog);
  g_object_set_data (G_OBJECT (self->widget), KEY, NULL);
}

static void
destroy_dialog (gpointer data)
{
  gtk_native_dialog_destroy (data);
  g_object_unref (data);
}

void
atlas_save_dialog_show (GtkWidget           *widget,
                        const char          *title,
                        const char          *name,
                        const char          *suffix,
                        const char          *kind,
                        AtlasSaveFunc        func,
                        AtlasSaveRefusedFunc refused,
                        gpointer             user_data,
                        GDestroyNotify       destroy)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autofree char *base = atlas_save_dialog_dup_name (name), *whole = g_strdup_printf ("%s.%s", base, suffix);
  GtkFileChooserNative *chooser;
  Asking *self;

  if (g_object_get_data (G_OBJECT (widget), KEY) != NULL)
    {
      if (destroy != NULL)
        destroy (user_data);
      return;
    }
  self = g_new (Asking, 1);
  *self = (Asking){ widget, g_strdup (suffix), func, refused, user_data, destroy };
  chooser = gtk_file_chooser_native_new (title, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"),
                                         _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  if (kind != NULL)
    {
      g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

      gtk_file_filter_set_name (filter, kind);
      gtk_file_filter_add_suffix (filter, suffix);
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
    }
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), whole);
  g_signal_connect_data (chooser, "response", G_CALLBACK (on_response), self, asking_free, 0);
  g_object_set_data_full (G_OBJECT (widget), KEY, chooser, destroy_dialog);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
