/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Giving away what a table shows: rows to the clipboard, features into a file.  What is selected, or all that the filter shows
 * when nothing is.  A worker writes; what it sees does not change.  Main thread. */

#include "ui/atlas-table-view-private.h"

#include <glib/gi18n-lib.h>

#include "data/atlas-export.h"
#include "project/atlas-layer-names.h"
#include "ui/atlas-save-dialog.h"
#include "ui/atlas-text.h"

/* More rows are for a file, not for the clipboard. */
#define MOST_COPIED 100000

/* What a worker needs. */
typedef struct
{
  AtlasTable        *table;
  AtlasFeatureSet   *selection;   /* (nullable) */
  AtlasTableRows    *rows;        /* (nullable): to be copied, in this order */
  GPtrArray         *columns;     /* keeps what is in @shown */
  GPtrArray         *shown;       /* AtlasTableColumn, in the order that they are shown in */
  AtlasSchema       *schema;      /* (nullable) */
  AtlasExportFormat  format;
  int                name_field;
  char              *title;
  char              *path;        /* (nullable) */
  gsize              n;           /* how many were written */
} Job;

static void
job_free (gpointer data)
{
  Job *self = data;

  atlas_table_unref (self->table);
  g_clear_pointer (&self->selection, atlas_feature_set_unref);
  g_clear_pointer (&self->rows, atlas_table_rows_unref);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  g_clear_pointer (&self->schema, atlas_schema_unref);
  g_free (self->title);
  g_free (self->path);
  g_free (self);
}

static Job *
job_new (AtlasTableView *self)
{
  Job *job = g_new0 (Job, 1);

  job->table = atlas_table_ref (atlas_layer_get_table (self->layer));
  if (atlas_layer_get_selection (self->layer) != NULL)
    job->selection = atlas_feature_set_ref (atlas_layer_get_selection (self->layer));
  if (atlas_layer_get_schema (self->layer) != NULL)
    job->schema = atlas_schema_ref (atlas_layer_get_schema (self->layer));
  job->columns = g_ptr_array_ref (self->columns);
  job->name_field = atlas_layer_find_name_field (self->layer);
  job->title = g_strdup (atlas_layer_get_title (self->layer));
  return job;
}

/* How many features would be given away. */
static gsize
count_features (AtlasTableView *self)
{
  AtlasTable *table = atlas_layer_get_table (self->layer);
  AtlasFeatureSet *selection = atlas_layer_get_selection (self->layer);
  g_autoptr (AtlasFeatureSet) both = NULL;

  if (table == NULL)
    return 0;
  if (selection == NULL)
    return atlas_table_get_n_shown (table);
  if (atlas_table_get_shown (table) == NULL)
    return atlas_feature_set_get_count (selection);
  both = atlas_feature_set_and (selection, atlas_table_get_shown (table));
  return atlas_feature_set_get_count (both);
}

/* Copying. */

static void
append_row (GString   *text,
            const Job *job,
            gsize      feature)
{
  for (guint i = 0; i < job->shown->len; i++)
    {
      g_autofree char *value = atlas_table_column_dup_plain (g_ptr_array_index (job->shown, i), job->table, feature);

      g_string_append_printf (text, "%s%s", i > 0 ? "\t" : "", value);
    }
  g_string_append_c (text, '\n');
}

static void
run_copy (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  Job *job = data;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < job->shown->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\t" : "", ((AtlasTableColumn *) g_ptr_array_index (job->shown, i))->title);
  g_string_append_c (text, '\n');
  for (gsize i = 0; i < atlas_table_rows_get_n (job->rows) && job->n < MOST_COPIED; i++)
    {
      const guint32 feature = atlas_table_rows_get_feature (job->rows, i);

      if (!atlas_feature_set_contains (job->selection, feature))
        continue;
      append_row (text, job, feature);
      job->n++;
    }
  g_task_return_pointer (task, g_string_free (text, FALSE), g_free);
}

static void
on_copied (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  AtlasTableView *self = ATLAS_TABLE_VIEW (source);
  const Job *job = g_task_get_task_data (G_TASK (result));
  g_autofree char *text = g_task_propagate_pointer (G_TASK (result), NULL), *count = NULL, *said = NULL;

  if (text == NULL || self->view == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  count = atlas_text_count (job->n);
  if (job->n < MOST_COPIED)
    said = g_strdup_printf (ngettext ("%s row copied", "%s rows copied", job->n), count);
  else
    said = g_strdup_printf (_("Only the first %s rows were copied. Export the selection to have all of them."), count);
  _atlas_table_view_say (self, said);
}

static void
copy_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  AtlasTableView *self = ATLAS_TABLE_VIEW (widget);
  AtlasTableRows *rows = atlas_table_model_get_rows (self->model);
  GListModel *columns = gtk_column_view_get_columns (self->view);
  g_autoptr (GTask) task = NULL;
  Job *job;

  if (atlas_layer_get_selection (self->layer) == NULL || rows == NULL)
    {
      _atlas_table_view_say (self, _("Select the rows to copy first, by a click or the space bar."));
      return;
    }
  job = job_new (self);
  job->rows = atlas_table_rows_ref (rows);
  job->shown = g_ptr_array_new ();
  for (guint i = 1; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      for (guint k = 0; k < self->view_columns->len; k++)
        if (g_ptr_array_index (self->view_columns, k) == column && gtk_column_view_column_get_visible (column))
          g_ptr_array_add (job->shown, g_ptr_array_index (self->columns, k));
    }
  task = g_task_new (self, NULL, on_copied, NULL);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, run_copy);
}

/* Saving. */

static void
run_save (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  const Job *job = data;
  GError *error = NULL;

  if (atlas_export_save (job->table, job->selection, job->format, job->title, job->name_field, job->path, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  AtlasTableView *self = ATLAS_TABLE_VIEW (source);
  const Job *job = g_task_get_task_data (G_TASK (result));
  g_autofree char *name = NULL, *count = NULL, *said = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      _atlas_table_view_say (self, error->message);
      return;
    }
  name = g_filename_display_basename (job->path);
  count = atlas_text_count (job->n);
  said = g_strdup_printf (ngettext ("%1$s feature saved in “%2$s”", "%1$s features saved in “%2$s”", job->n), count, name);
  _atlas_table_view_say (self, said);
}

static void
save_to (GtkWidget  *widget,
         const char *path,
         gpointer    format)
{
  AtlasTableView *self = ATLAS_TABLE_VIEW (widget);
  g_autoptr (GTask) task = NULL;
  Job *job;

  if (atlas_layer_get_table (self->layer) == NULL)
    return;
  job = job_new (self);
  job->format = (AtlasExportFormat) GPOINTER_TO_UINT (format);
  job->path = g_strdup (path);
  job->n = count_features (self);
  /* Not to be stopped: whoever closes the table meant to save. */
  task = g_task_new (self, NULL, on_saved, NULL);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, run_save);
}

static void
refuse (GtkWidget  *widget,
        const char *text)
{
  _atlas_table_view_say (ATLAS_TABLE_VIEW (widget), text);
}

static void
export_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  AtlasTableView *self = ATLAS_TABLE_VIEW (widget);
  const guint format = g_variant_get_uint32 (parameter);

  if (atlas_layer_get_table (self->layer) == NULL || format >= ATLAS_EXPORT_N_FORMATS)
    return;
  atlas_save_dialog_show (widget, _("Export"), atlas_layer_get_title (self->layer), atlas_export_format_get_suffix (format),
                          atlas_export_format_get_name (format), save_to, refuse, GUINT_TO_POINTER (format), NULL);
}

void
_atlas_table_view_update_export (AtlasTableView *self)
{
  static const char *const items[ATLAS_EXPORT_N_FORMATS] = {
    [ATLAS_EXPORT_GEOJSON] = N_("GeoJSON…"),
    [ATLAS_EXPORT_CSV] = N_("CSV for Spreadsheets…"),
    [ATLAS_EXPORT_XLSX] = N_("Excel (XLSX)…"),
    [ATLAS_EXPORT_GPX] = N_("GPX for Navigation…"),
    [ATLAS_EXPORT_KML] = N_("KML…"),
  };
  const gboolean selected = atlas_layer_get_selection (self->layer) != NULL;
  const gsize n = count_features (self);
  g_autofree char *count = atlas_text_count (n), *heading = NULL;
  g_autoptr (GMenu) section = g_menu_new ();

  if (selected)
    heading = g_strdup_printf (ngettext ("%s selected feature", "%s selected features", n), count);
  else
    heading = g_strdup_printf (ngettext ("All of %s feature", "All %s features", n), count);
  for (guint i = 0; i < ATLAS_EXPORT_N_FORMATS; i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (_(items[i]), NULL);

      g_menu_item_set_action_and_target (item, "table.export", "u", i);
      g_menu_append_item (section, item);
    }
  g_menu_remove_all (self->export_menu);
  g_menu_append_section (self->export_menu, heading, G_MENU_MODEL (section));
}

void
_atlas_table_view_class_init_export (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "table.export", "u", export_action);
  gtk_widget_class_install_action (widget_class, "table.copy", NULL, copy_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "table.copy", NULL);
}
