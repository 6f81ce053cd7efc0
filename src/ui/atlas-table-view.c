/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasTableView: the attribute table of a layer.  It shows the layer's table as it is now, filtered or not; when that, the
 * order or what is selected changes, a worker puts the rows in order anew, and until it is done the old ones stay.  Its
 * columns, and saving and copying, are in files of their own.  Main thread. */

#include "ui/atlas-table-view-private.h"

#include <glib/gi18n-lib.h>

#include "ui/atlas-text.h"
#include "ui/atlas-window.h"

/* A sort that is done sooner needs no spinner. */
#define SPINNER_AFTER 200   /* milliseconds */

G_DEFINE_FINAL_TYPE (AtlasTableView, atlas_table_view, ADW_TYPE_BIN)

void
_atlas_table_view_say (AtlasTableView *self,
                       const char     *text)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (ATLAS_IS_WINDOW (root))
    atlas_window_say (ATLAS_WINDOW (root), text);
}

/* Which rows are seen: from the scroll bar, for all rows are alike. */
static void
get_seen (AtlasTableView *self,
          gsize           n,
          gsize          *first,
          gsize          *last)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  const double upper = gtk_adjustment_get_upper (adjustment), value = gtk_adjustment_get_value (adjustment);
  const double page = gtk_adjustment_get_page_size (adjustment);

  *first = 1;
  *last = n;
  if (upper <= page || page <= 0 || n == 0)
    return;
  *first = MIN ((gsize) (value / upper * (double) n) + 1, n);
  *last = CLAMP ((gsize) ((value + page) / upper * (double) n), *first, n);
}

static void
update_count (AtlasTableView *self)
{
  AtlasTableRows *rows = self->model != NULL ? atlas_table_model_get_rows (self->model) : NULL;
  AtlasFeatureSet *selection;
  const gsize n = rows != NULL ? atlas_table_rows_get_n (rows) : 0;
  g_autofree char *from = NULL, *to = NULL, *all = NULL, *chosen = NULL, *text = NULL;
  gsize first, last;

  /* The scroll bar still moves while everything is being taken apart. */
  if (self->layer == NULL)
    return;
  selection = atlas_layer_get_selection (self->layer);
  get_seen (self, n, &first, &last);
  from = atlas_text_count (first);
  to = atlas_text_count (last);
  all = atlas_text_count (n);
  chosen = atlas_text_count (selection != NULL ? atlas_feature_set_get_count (selection) : 0);
  if (n == 0)
    text = g_strdup (self->only_selected ? _("Nothing is selected") : _("No rows"));
  else if (selection == NULL)
    /* Translators: the first and last row that are seen, and how many there are: "Rows 12–34 of 102" */
    text = g_strdup_printf (_("Rows %1$s–%2$s of %3$s"), from, to, all);
  else
    text = g_strdup_printf (_("Rows %1$s–%2$s of %3$s, %4$s selected"), from, to, all, chosen);
  gtk_label_set_text (self->count, text);
}

static void
scroll_to_selection (AtlasTableView *self)
{
  AtlasTableRows *rows = atlas_table_model_get_rows (self->model);
  AtlasFeatureSet *selection = atlas_layer_get_selection (self->layer);
  gsize best = G_MAXSIZE;

  if (rows == NULL || selection == NULL)
    return;
  for (gsize i = atlas_feature_set_next (selection, 0); i != G_MAXSIZE; i = atlas_feature_set_next (selection, i + 1))
    best = MIN (best, atlas_table_rows_find (rows, i));
  /* The list in the column view has the action; it is the last of its children. */
  if (best != G_MAXSIZE)
    gtk_widget_activate_action (gtk_widget_get_last_child (GTK_WIDGET (self->view)), "list.scroll-to-item", "u", (guint) best);
}

/* What a worker needs to put the rows in order. */
typedef struct
{
  AtlasTable             *table;
  AtlasFeatureSet        *only;       /* (nullable) */
  GPtrArray              *columns;    /* owns what @meaning is for */
  AtlasSchema            *schema;     /* (nullable) */
  const AtlasSchemaField *meaning;    /* (nullable) */
  int                     field;
  gboolean                descending;
} Order;

static void
order_free (gpointer data)
{
  Order *self = data;

  atlas_table_unref (self->table);
  g_clear_pointer (&self->only, atlas_feature_set_unref);
  g_clear_pointer (&self->schema, atlas_schema_unref);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_free (self);
}

static void
run_order (GTask        *task,
           gpointer      source,
           gpointer      data,
           GCancellable *cancellable)
{
  const Order *order = data;
  g_autoptr (GError) error = NULL;
  AtlasTableRows *rows = atlas_table_rows_new (order->table, order->only, order->field, order->meaning, order->descending,
                                               cancellable, &error);

  if (rows != NULL)
    g_task_return_pointer (task, rows, (GDestroyNotify) atlas_table_rows_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_ordered (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  AtlasTableView *self = ATLAS_TABLE_VIEW (source);
  g_autoptr (AtlasTableRows) rows = g_task_propagate_pointer (G_TASK (result), NULL);

  /* Another came after it. */
  if (rows == NULL || self->view == NULL)
    return;
  g_clear_object (&self->sorting);
  g_clear_handle_id (&self->spinner_timer, g_source_remove);
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  atlas_table_model_set_rows (self->model, rows);
  if (self->reveal)
    scroll_to_selection (self);
  self->reveal = FALSE;
  update_count (self);
  _atlas_table_view_update_export (self);
}

static gboolean
on_slow (gpointer data)
{
  AtlasTableView *self = data;

  self->spinner_timer = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
  gtk_spinner_start (self->spinner);
  return G_SOURCE_REMOVE;
}

static void
order_rows (AtlasTableView *self)
{
  AtlasTable *table = self->layer != NULL ? atlas_layer_get_table (self->layer) : NULL;
  AtlasFeatureSet *selection;
  g_autoptr (GTask) task = NULL;
  Order *order;

  if (table == NULL || self->columns == NULL)
    return;
  selection = atlas_layer_get_selection (self->layer);
  if (self->sorting != NULL)
    g_cancellable_cancel (self->sorting);
  g_clear_object (&self->sorting);
  self->sorting = g_cancellable_new ();
  order = g_new0 (Order, 1);
  order->table = atlas_table_ref (table);
  order->columns = g_ptr_array_ref (self->columns);
  order->field = self->sort_field;
  order->descending = self->descending;
  if (self->only_selected && selection != NULL)
    order->only = atlas_feature_set_ref (selection);
  else if (self->only_selected)
    order->only = atlas_feature_set_new (atlas_table_get_n_features (table), FALSE);
  if (atlas_layer_get_schema (self->layer) != NULL)
    order->schema = atlas_schema_ref (atlas_layer_get_schema (self->layer));
  for (guint i = 0; i < self->columns->len; i++)
    {
      const AtlasTableColumn *column = g_ptr_array_index (self->columns, i);

      if ((int) column->field == self->sort_field)
        order->meaning = column->meaning;
    }
  if (self->spinner_timer == 0)
    self->spinner_timer = g_timeout_add (SPINNER_AFTER, on_slow, self);
  task = g_task_new (self, self->sorting, on_ordered, NULL);
  g_task_set_task_data (task, order, order_free);
  g_task_run_in_thread (task, run_order);
}

/* A title was clicked: asking the view's sorter tells which, and in which direction. */
static void
on_sorter_changed (AtlasTableView *self)
{
  GtkSorter *sorter;
  g_autoptr (GObject) a = g_object_new (ATLAS_TYPE_TABLE_ROW, NULL), b = g_object_new (ATLAS_TYPE_TABLE_ROW, NULL);
  GtkOrdering order;

  /* A view that goes takes its columns out one by one, the sorted one too. */
  if (self->view == NULL)
    return;
  sorter = gtk_column_view_get_sorter (self->view);
  self->asked = -1;
  order = gtk_sorter_compare (sorter, a, b);
  self->sort_field = self->asked;
  self->descending = order == GTK_ORDERING_LARGER;
  order_rows (self);
}

static void
on_selection (AtlasTableView *self)
{
  if (self->layer == NULL)
    return;
  update_count (self);
  _atlas_table_view_update_export (self);
  if (self->only_selected)
    order_rows (self);
  else if (!atlas_table_model_is_selecting (self->model))
    scroll_to_selection (self);
}

static void
on_table (AtlasTableView *self)
{
  AtlasTable *table = self->layer != NULL ? atlas_layer_get_table (self->layer) : NULL;

  if (table == NULL)
    return;
  if (atlas_table_get_whole (table) != self->whole)
    {
      atlas_table_model_set_rows (self->model, NULL);
      g_clear_pointer (&self->whole, atlas_table_unref);
      self->whole = atlas_table_ref (atlas_table_get_whole (table));
      self->sort_field = -1;
      self->descending = FALSE;
      _atlas_table_view_fill_columns (self);
    }
  order_rows (self);
}

static void
on_only_toggled (AtlasTableView  *self,
                 GtkToggleButton *button)
{
  self->only_selected = gtk_toggle_button_get_active (button);
  order_rows (self);
}

static void
on_activate (AtlasTableView *self,
             guint           position)
{
  AtlasTableRows *rows = atlas_table_model_get_rows (self->model);

  if (rows != NULL && position < atlas_table_rows_get_n (rows))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-feature", "(st)", atlas_layer_get_id (self->layer),
                                (guint64) atlas_table_rows_get_feature (rows, position));
}

static void
none_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (ATLAS_TABLE_VIEW (widget)->model));
}

static void
all_action (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (ATLAS_TABLE_VIEW (widget)->model));
}

/* What is not selected of what is shown. */
static void
invert_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  AtlasTableView *self = ATLAS_TABLE_VIEW (widget);
  AtlasTable *table = atlas_layer_get_table (self->layer);
  AtlasFeatureSet *selection = atlas_layer_get_selection (self->layer);
  g_autoptr (AtlasFeatureSet) inverse = NULL, shown = NULL;

  if (table == NULL)
    return;
  inverse = selection != NULL ? atlas_feature_set_invert (selection)
                              : atlas_feature_set_new (atlas_table_get_n_features (table), TRUE);
  if (atlas_table_get_shown (table) != NULL)
    shown = atlas_feature_set_and (inverse, atlas_table_get_shown (table));
  atlas_layer_set_selection (self->layer, shown != NULL ? shown : inverse);
}

static GtkWidget *
new_menu_button (const char *label,
                 GMenuModel *menu)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), label);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (button), GTK_ARROW_UP);
  gtk_widget_add_css_class (button, "flat");
  return button;
}

static GMenuModel *
new_select_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) rows = g_menu_new (), map = g_menu_new ();

  g_menu_append (rows, _("_All Rows"), "table.select-all");
  g_menu_append (rows, _("_None"), "table.select-none");
  g_menu_append (rows, _("_Invert"), "table.invert");
  g_menu_append (map, _("Draw a _Box on the Map"), "win.select-box");
  g_menu_append (map, _("Draw a _Shape on the Map"), "win.select-lasso");
  g_menu_append (map, _("_Zoom to the Selection"), "win.zoom-to-selection");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (rows));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (map));
  return G_MENU_MODEL (menu);
}

static GtkWidget *
new_foot (AtlasTableView *self)
{
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2), *select;
  g_autoptr (GMenuModel) select_menu = new_select_menu ();

  self->count = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->count, 0);
  gtk_label_set_ellipsize (self->count, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->count), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "numeric");
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  self->only_button = gtk_toggle_button_new_with_label (_("Only Selected"));
  gtk_widget_add_css_class (self->only_button, "flat");
  g_signal_connect_swapped (self->only_button, "toggled", G_CALLBACK (on_only_toggled), self);
  select = new_menu_button (_("Select"), select_menu);
  self->export_menu = g_menu_new ();
  gtk_box_append (GTK_BOX (foot), GTK_WIDGET (self->count));
  gtk_box_append (GTK_BOX (foot), GTK_WIDGET (self->spinner));
  gtk_box_append (GTK_BOX (foot), self->only_button);
  gtk_box_append (GTK_BOX (foot), select);
  gtk_box_append (GTK_BOX (foot), _atlas_table_view_new_columns_menu (self));
  gtk_box_append (GTK_BOX (foot), new_menu_button (_("Export"), G_MENU_MODEL (self->export_menu)));
  gtk_widget_add_css_class (foot, "table-foot");
  return foot;
}

static gboolean
atlas_table_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (ATLAS_TABLE_VIEW (widget)->view));
}

static void
atlas_table_view_dispose (GObject *object)
{
  AtlasTableView *self = ATLAS_TABLE_VIEW (object);

  if (self->sorting != NULL)
    g_cancellable_cancel (self->sorting);
  g_clear_object (&self->sorting);
  g_clear_handle_id (&self->spinner_timer, g_source_remove);
  g_clear_handle_id (&self->keep_timer, g_source_remove);
  g_clear_object (&self->export_menu);
  self->view = NULL;
  g_clear_object (&self->model);
  g_clear_pointer (&self->view_columns, g_ptr_array_unref);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->whole, atlas_table_unref);
  g_clear_object (&self->layer);
  G_OBJECT_CLASS (atlas_table_view_parent_class)->dispose (object);
}

/* Closed in the moment after a change; the window is still around. */
static void
atlas_table_view_unroot (GtkWidget *widget)
{
  _atlas_table_view_keep_columns (ATLAS_TABLE_VIEW (widget));
  GTK_WIDGET_CLASS (atlas_table_view_parent_class)->unroot (widget);
}

static void
atlas_table_view_class_init (AtlasTableViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_table_view_dispose;
  widget_class->grab_focus = atlas_table_view_grab_focus;
  widget_class->unroot = atlas_table_view_unroot;
  gtk_widget_class_install_action (widget_class, "table.select-all", NULL, all_action);
  /* A message over the map takes the key for itself when it is left to the window. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.clear-selection", NULL);
  gtk_widget_class_install_action (widget_class, "table.select-none", NULL, none_action);
  gtk_widget_class_install_action (widget_class, "table.invert", NULL, invert_action);
  _atlas_table_view_class_init_columns (widget_class);
  _atlas_table_view_class_init_export (widget_class);
}

static void
atlas_table_view_init (AtlasTableView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *view = gtk_column_view_new (NULL);

  self->sort_field = -1;
  self->view = GTK_COLUMN_VIEW (view);
  gtk_column_view_set_show_column_separators (self->view, TRUE);
  gtk_column_view_set_show_row_separators (self->view, FALSE);
  gtk_widget_add_css_class (view, "data-table");
  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_scrolled_window_set_child (self->scroller, view);
  gtk_widget_set_vexpand (GTK_WIDGET (self->scroller), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->scroller));
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), new_foot (self));
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_object (view, "activate", G_CALLBACK (on_activate), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (on_sorter_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "value-changed", G_CALLBACK (update_count), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "changed", G_CALLBACK (update_count), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
atlas_table_view_new (AtlasLayer *layer)
{
  AtlasTableView *self = g_object_new (ATLAS_TYPE_TABLE_VIEW, NULL);
  g_autofree char *title = atlas_text_show (atlas_layer_get_title (layer), -1, TRUE);

  self->layer = g_object_ref (layer);
  self->model = atlas_table_model_new (layer);
  self->reveal = TRUE;
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->model));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_object (layer, "notify::selection", G_CALLBACK (on_selection), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (layer, "notify::table", G_CALLBACK (on_table), self, G_CONNECT_SWAPPED);
  on_table (self);
  update_count (self);
  _atlas_table_view_update_export (self);
  return GTK_WIDGET (self);
}

AtlasLayer *
atlas_table_view_get_layer (AtlasTableView *self)
{
  return self->layer;
}
