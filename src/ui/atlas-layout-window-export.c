/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing the page to a file: a worker makes the sheet and writes it, a bar at the foot tells how far it is and stops it.  A file that
 * cannot be written leaves what was there before (the writer sees to that).  Main thread, but for run_export() and what it calls. */

#include "ui/atlas-layout-window-private.h"

#include <glib/gi18n-lib.h>

#include "layout/atlas-print.h"
#include "ui/atlas-text.h"

/* What a worker needs. */
typedef struct
{
  GWeakRef           window;
  AtlasPage         *page;
  AtlasPageWorld    *world;
  AtlasLayoutSeries *series;     /* (nullable): many pages are wanted */
  AtlasSeries       *pages;      /* (nullable): those */
  GFile             *file;
  AtlasPrintOptions  options;
  int                told;       /* (atomic): hundredths that were told last */
} Job;

static const double dpis[] = { 96.0, 150.0, 200.0, 300.0, 400.0, 600.0 };

static void
job_free (gpointer data)
{
  Job *self = data;

  g_weak_ref_clear (&self->window);
  atlas_page_unref (self->page);
  atlas_page_world_unref (self->world);
  g_clear_pointer (&self->series, atlas_layout_series_free);
  g_clear_pointer (&self->pages, atlas_series_unref);
  g_object_unref (self->file);
  g_free (self);
}

/* Progress. */

GCancellable *
_atlas_layout_window_begin_work (AtlasLayoutWindow *self,
                                 const char        *text)
{
  g_clear_object (&self->work);
  self->work = g_cancellable_new ();
  gtk_label_set_text (GTK_LABEL (self->progress_text), text);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress_bar), 0.0);
  gtk_widget_set_sensitive (self->stop_button, TRUE);
  gtk_widget_set_visible (self->progress_row, TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "layout.export", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "layout.print", FALSE);
  return g_object_ref (self->work);
}

void
_atlas_layout_window_end_work (AtlasLayoutWindow *self)
{
  g_clear_object (&self->work);
  gtk_widget_set_visible (self->progress_row, FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "layout.export", TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "layout.print", TRUE);
}

static void
on_stop (AtlasLayoutWindow *self)
{
  if (self->work == NULL)
    return;
  g_cancellable_cancel (self->work);
  gtk_widget_set_sensitive (self->stop_button, FALSE);
}

GtkWidget *
_atlas_layout_window_make_progress (AtlasLayoutWindow *self)
{
  GtkWidget *holder = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->progress_row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->progress_text = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->progress_text), PANGO_ELLIPSIZE_MIDDLE);
  self->progress_bar = gtk_progress_bar_new ();
  gtk_widget_set_valign (self->progress_bar, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (self->progress_bar, 120, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress_bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Progress"), -1);
  self->stop_button = gtk_button_new_with_mnemonic (_("_Stop"));
  gtk_widget_add_css_class (self->stop_button, "flat");
  g_signal_connect_swapped (self->stop_button, "clicked", G_CALLBACK (on_stop), self);
  gtk_widget_set_halign (self->progress_row, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (self->progress_row, TRUE);
  gtk_box_append (GTK_BOX (self->progress_row), self->progress_text);
  gtk_box_append (GTK_BOX (self->progress_row), self->progress_bar);
  gtk_box_append (GTK_BOX (self->progress_row), self->stop_button);
  gtk_widget_set_visible (self->progress_row, FALSE);
  gtk_box_append (GTK_BOX (holder), self->progress_row);
  return holder;
}

typedef struct
{
  AtlasLayoutWindow *window;
  double             fraction;
} Told;

static gboolean
on_told (gpointer data)
{
  Told *told = data;

  if (told->window->work != NULL)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (told->window->progress_bar), told->fraction);
  return G_SOURCE_REMOVE;
}

static void
told_free (gpointer data)
{
  Told *told = data;

  g_object_unref (told->window);
  g_free (told);
}

/* In the worker: hundreds of messages are enough. */
static void
on_progress (guint    page,
             guint    n_pages,
             double   fraction,
             gpointer data)
{
  Job *job = data;
  const int hundredths = (int) (CLAMP (fraction, 0.0, 1.0) * 100.0);
  AtlasLayoutWindow *window;
  Told *told;

  if (hundredths == g_atomic_int_get (&job->told))
    return;
  g_atomic_int_set (&job->told, hundredths);
  window = g_weak_ref_get (&job->window);
  if (window == NULL)
    return;
  told = g_new (Told, 1);
  *told = (Told) { window, fraction };
  g_idle_add_full (G_PRIORITY_DEFAULT, on_told, told, told_free);
}

/* Writing. */

static AtlasSheet *
make_sheet (guint          index,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  Job *job = data;

  if (job->pages != NULL)
    return atlas_series_make (index, job->pages, cancellable, error);
  return atlas_page_world_dup_sheet (job->world, job->page, cancellable, error);
}

static void
run_export (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  AtlasPrintJob print = { .n_pages = 1,
                          .make = make_sheet,
                          .data = job,
                          .title = atlas_page_get_title (job->page),
                          .author = atlas_page_get_field (job->page, "maker") };

  if (job->series != NULL)
    {
      job->pages = atlas_layout_series_make (job->series, job->page, job->world, cancellable, &error);
      if (job->pages == NULL)
        {
          g_task_return_error (task, error);
          return;
        }
      print.n_pages = atlas_series_get_n_pages (job->pages);
      print.title = atlas_series_get_title (job->pages, 0);
    }
  if (atlas_print_write (&print, job->file, &job->options, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_open (AdwToast *toast,
         GFile    *file)
{
  g_autofree char *uri = g_file_get_uri (file);

  gtk_show_uri (NULL, uri, GDK_CURRENT_TIME);
}

static void
release_file (gpointer  data,
              GClosure *closure)
{
  g_object_unref (data);
}

static void
on_folder (GtkWidget *button,
           GFile     *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *uri = g_file_get_uri (folder != NULL ? folder : file);

  gtk_show_uri (NULL, uri, GDK_CURRENT_TIME);
}

static void
tell_written (AtlasLayoutWindow *self,
              GFile             *file)
{
  g_autofree char *name = g_file_get_basename (file), *shown = atlas_text_show (name, -1, TRUE);
  g_autofree char *text = g_strdup_printf (_("Saved as “%s”"), shown), *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *label = gtk_label_new (text);
  GtkWidget *folder = gtk_button_new_with_mnemonic (_("Show in _Folder"));

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), folder);
  g_signal_connect_data (folder, "clicked", G_CALLBACK (on_folder), g_object_ref (file), release_file, 0);
  adw_toast_set_custom_title (toast, box);
  adw_toast_set_button_label (toast, _("_Open"));
  adw_toast_set_timeout (toast, 8);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_open), g_object_ref (file), release_file, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
on_exported (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  AtlasLayoutWindow *self = ATLAS_LAYOUT_WINDOW (source);
  const Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  const gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  /* The window was closed meanwhile. */
  if (self->editor == NULL)
    return;
  _atlas_layout_window_end_work (self);
  if (done)
    tell_written (self, job->file);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    _atlas_layout_window_say (self, _("Stopped. Nothing was written."));
  else
    _atlas_layout_window_say (self, error->message);
}

static void
export_to (AtlasLayoutWindow *self,
           GFile             *file,
           double             dpi)
{
  g_autoptr (GCancellable) stop = NULL;
  g_autofree char *name = g_file_get_basename (file), *shown = atlas_text_show (name, -1, TRUE), *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  g_autoptr (AtlasLayoutSeries) series = g_steal_pointer (&self->series);
  Job *job;

  if (atlas_print_format_of (file, &error) == ATLAS_PRINT_BY_SUFFIX)
    {
      _atlas_layout_window_say (self, error->message);
      return;
    }
  text = g_strdup_printf (_("Writing “%s”"), shown);
  stop = _atlas_layout_window_begin_work (self, text);
  job = g_new0 (Job, 1);
  *job = (Job) { .page = atlas_page_ref (atlas_page_editor_get_page (self->editor)),
                 .world = _atlas_layout_window_dup_world (self),
                 .series = g_steal_pointer (&series),
                 .file = g_object_ref (file),
                 .options = { .dpi = dpi, .progress = on_progress, .data = job } };
  g_weak_ref_init (&job->window, self);
  task = g_task_new (self, stop, on_exported, NULL);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, run_export);
}

/* Asking for the file. */

static void
on_response (AtlasLayoutWindow *self,
             int                response,
             GtkNativeDialog   *dialog)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  const gboolean has_dpi = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (dialog), "has-dpi"));
  const char *choice = has_dpi ? gtk_file_chooser_get_choice (GTK_FILE_CHOOSER (dialog), "dpi") : NULL;
  const double dpi = choice != NULL ? g_ascii_strtod (choice, NULL) : 0.0;

  if (file != NULL)
    {
      g_clear_object (&self->folder);
      self->folder = g_file_get_parent (file);
      export_to (self, file, dpi);
    }
  g_clear_pointer (&self->series, atlas_layout_series_free);
  gtk_native_dialog_destroy (dialog);
}

static void
add_dpi (GtkFileChooser *chooser)
{
  const char *ids[G_N_ELEMENTS (dpis) + 1] = { NULL }, *titles[G_N_ELEMENTS (dpis) + 1] = { NULL };
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < G_N_ELEMENTS (dpis); i++)
    {
      char *id = g_strdup_printf ("%.0f", dpis[i]);

      g_ptr_array_add (texts, id);
      ids[i] = titles[i] = id;
    }
  gtk_file_chooser_add_choice (chooser, "dpi", _("Dots an inch"), ids, titles);
  gtk_file_chooser_set_choice (chooser, "dpi", "300");
  g_object_set_data (G_OBJECT (chooser), "has-dpi", GINT_TO_POINTER (TRUE));
}

static void
choose_file (AtlasLayoutWindow *self,
             const char        *suffix)
{
  AtlasPage *page = atlas_page_editor_get_page (self->editor);
  const char *wanted = *atlas_page_get_title (page) != '\0' ? atlas_page_get_title (page) : atlas_page_get_name (page);
  /* No path is to be made of a title. */
  g_autofree char *title = g_strdelimit (atlas_text_show (wanted, -1, TRUE), "/\\:", '_');
  g_autofree char *name = g_strdup_printf ("%s.%s", title, suffix);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  GtkFileChooser *chooser;

  self->chooser = gtk_file_chooser_native_new (self->series != NULL ? _("Export Many Pages") : _("Export the Page"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"),
                                               _("_Cancel"));
  chooser = GTK_FILE_CHOOSER (self->chooser);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_filter_set_name (filter, _("PDF, PNG, TIFF, SVG"));
  for (const char *const *each = (const char *const[]) { "pdf", "png", "tif", "tiff", "svg", NULL }; *each != NULL; each++)
    gtk_file_filter_add_suffix (filter, *each);
  gtk_file_chooser_add_filter (chooser, filter);
  if (self->folder != NULL)
    gtk_file_chooser_set_current_folder (chooser, self->folder, NULL);
  gtk_file_chooser_set_current_name (chooser, name);
  if (g_str_equal (suffix, "png") || g_str_equal (suffix, "tif"))
    add_dpi (chooser);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_response), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
export_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  AtlasLayoutWindow *self = ATLAS_LAYOUT_WINDOW (widget);

  if (self->chooser == NULL && self->work == NULL)
    choose_file (self, g_variant_get_string (parameter, NULL));
}

void
_atlas_layout_window_export_series (AtlasLayoutWindow *self,
                                    AtlasLayoutSeries *series)
{
  g_clear_pointer (&self->series, atlas_layout_series_free);
  self->series = series;
  choose_file (self, "pdf");
}

void
_atlas_layout_window_class_init_export (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "layout.export", "s", export_action);
}
