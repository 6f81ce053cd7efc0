/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printing on a printer.  A worker prepares the sheet and reads what was chosen last time; then the dialog is shown; when a page is to be
 * drawn, a worker paints the sheet's vectors while the window goes on.  Which printer and how is remembered in the person's
 * configuration.  Main thread, but for run_*(). */

#include "ui/atlas-layout-window-private.h"

#include <glib/gi18n-lib.h>

/* A print from the first click to the printer. */
typedef struct
{
  AtlasPage         *page;
  AtlasPageWorld    *world;
  AtlasSheet        *sheet;      /* (nullable) until it is prepared */
  GtkPrintSettings  *settings;   /* (nullable): of last time */
  GtkPageSetup      *setup;      /* (nullable): of last time */
  GCancellable      *stop;
} Print;

static void
print_free (gpointer data)
{
  Print *self = data;

  atlas_page_unref (self->page);
  atlas_page_world_unref (self->world);
  g_clear_pointer (&self->sheet, atlas_sheet_free);
  g_clear_object (&self->settings);
  g_clear_object (&self->setup);
  g_clear_object (&self->stop);
  g_free (self);
}

/* What is remembered. */

static char *
dup_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "taihang-atlas", "print.ini", NULL);
}

static void
load (Print *print)
{
  g_autofree char *path = dup_path ();
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return;
  print->settings = gtk_print_settings_new_from_key_file (file, NULL, NULL);
  print->setup = gtk_page_setup_new_from_key_file (file, NULL, NULL);
}

static void
run_save (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  g_autofree char *path = dup_path (), *folder = g_path_get_dirname (path);
  const char *text = data;

  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
save (GtkPrintOperation *operation)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  GtkPrintSettings *settings = gtk_print_operation_get_print_settings (operation);
  GtkPageSetup *setup = gtk_print_operation_get_default_page_setup (operation);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  if (settings != NULL)
    gtk_print_settings_to_key_file (settings, file, NULL);
  if (setup != NULL)
    gtk_page_setup_to_key_file (setup, file, NULL);
  g_task_set_task_data (task, g_key_file_to_data (file, NULL, NULL), g_free);
  g_task_run_in_thread (task, run_save);
}

/* The paper of the layout: it is what is printed on, whatever was printed last time. */
static GtkPageSetup *
make_setup (Print *print)
{
  const double width = atlas_page_get_width (print->page), height = atlas_page_get_height (print->page);
  const gboolean landscape = width > height;
  const double shorter = MIN (width, height), longer = MAX (width, height);
  GtkPageSetup *setup = print->setup != NULL ? gtk_page_setup_copy (print->setup) : gtk_page_setup_new ();
  const char *name = atlas_paper_get_name (width, height);
  g_autofree char *iso = NULL;
  GtkPaperSize *size;

  if (name != NULL)
    {
      g_autofree char *lower = g_ascii_strdown (name, -1);

      iso = g_strdup_printf ("iso_%s", lower);
      size = gtk_paper_size_new (iso);
    }
  else
    {
      /* Custom paper has no direction of its own. */
      g_autofree char *title = g_strdup_printf ("%.0f × %.0f mm", width, height);

      iso = g_strdup_printf ("custom_%.0fx%.0fmm", shorter, longer);
      size = gtk_paper_size_new_custom (iso, title, shorter, longer, GTK_UNIT_MM);
    }
  gtk_page_setup_set_paper_size (setup, size);
  gtk_page_setup_set_orientation (setup, landscape ? GTK_PAGE_ORIENTATION_LANDSCAPE : GTK_PAGE_ORIENTATION_PORTRAIT);
  gtk_paper_size_free (size);
  return setup;
}

/* Drawing. */

typedef struct
{
  GtkPrintOperation *operation;
  Print             *print;     /* (unowned): lives as long as the operation */
  cairo_t           *cr;        /* touched by the worker alone until it is done */
} Draw;

static void
draw_free (gpointer data)
{
  Draw *draw = data;

  cairo_destroy (draw->cr);
  g_object_unref (draw->operation);
  g_free (draw);
}

static void
run_draw (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  Draw *draw = data;
  GError *error = NULL;

  if (draw->print->sheet->paint (draw->print->sheet, draw->cr, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_drawn (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Draw *draw = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    gtk_print_operation_cancel (draw->operation);
  gtk_print_operation_draw_page_finish (draw->operation);
}

static void
on_draw_page (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                index,
              Print             *print)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  g_autoptr (GTask) task = g_task_new (operation, print->stop, on_drawn, NULL);
  Draw *draw = g_new (Draw, 1);

  /* True to scale: from the paper's corner, in millimetres, whatever the printer's resolution. */
  cairo_scale (cr, gtk_print_context_get_dpi_x (context) / 25.4, gtk_print_context_get_dpi_y (context) / 25.4);
  *draw = (Draw) { g_object_ref (operation), print, cairo_reference (cr) };
  gtk_print_operation_set_defer_drawing (operation);
  g_task_set_task_data (task, draw, draw_free);
  g_task_run_in_thread (task, run_draw);
}

static void
on_done (GtkPrintOperation       *operation,
         GtkPrintOperationResult  result,
         AtlasLayoutWindow       *self)
{
  g_autoptr (GError) error = NULL;

  if (self->editor != NULL)
    _atlas_layout_window_end_work (self);
  if (result == GTK_PRINT_OPERATION_RESULT_APPLY)
    save (operation);
  else if (result == GTK_PRINT_OPERATION_RESULT_ERROR && self->editor != NULL)
    {
      gtk_print_operation_get_error (operation, &error);
      _atlas_layout_window_say (self, error != NULL ? error->message : _("The page could not be printed."));
    }
}

static void
release_print (gpointer  data,
               GClosure *closure)
{
  print_free (data);
}

static void
run_operation (AtlasLayoutWindow *self,
               Print             *print)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = make_setup (print);
  g_autoptr (GError) error = NULL;
  const char *title = atlas_page_get_title (print->page);

  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_NONE);
  gtk_print_operation_set_job_name (operation, *title != '\0' ? title : atlas_page_get_name (print->page));
  gtk_print_operation_set_embed_page_setup (operation, FALSE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  if (print->settings != NULL)
    gtk_print_operation_set_print_settings (operation, print->settings);
  gtk_print_operation_set_default_page_setup (operation, setup);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (on_draw_page), print, release_print, 0);
  g_signal_connect_object (operation, "done", G_CALLBACK (on_done), self, 0);
  if (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (self), &error)
      == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      _atlas_layout_window_end_work (self);
      _atlas_layout_window_say (self, error->message);
    }
}

/* Preparing. */

static void
run_prepare (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Print *print = data;
  GError *error = NULL;

  load (print);
  print->sheet = atlas_page_world_dup_sheet (print->world, print->page, cancellable, &error);
  if (print->sheet != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_prepared (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  AtlasLayoutWindow *self = ATLAS_LAYOUT_WINDOW (source);
  Print *print = user_data;
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error) && self->editor != NULL)
    {
      /* The dialog has its own way to stop. */
      gtk_widget_set_visible (self->progress_row, FALSE);
      run_operation (self, print);
      return;
    }
  if (self->editor != NULL)
    {
      _atlas_layout_window_end_work (self);
      if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        _atlas_layout_window_say (self, error->message);
    }
  print_free (print);
}

static void
print_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  AtlasLayoutWindow *self = ATLAS_LAYOUT_WINDOW (widget);
  Print *print;
  g_autoptr (GTask) task = NULL;

  if (self->work != NULL)
    return;
  print = g_new0 (Print, 1);
  print->page = atlas_page_ref (atlas_page_editor_get_page (self->editor));
  print->world = _atlas_layout_window_dup_world (self);
  print->stop = _atlas_layout_window_begin_work (self, _("Preparing the page for the printer"));
  task = g_task_new (self, print->stop, on_prepared, print);
  g_task_set_task_data (task, print, NULL);
  g_task_run_in_thread (task, run_prepare);
}

void
_atlas_layout_window_class_init_print (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "layout.print", NULL, print_action);
}
