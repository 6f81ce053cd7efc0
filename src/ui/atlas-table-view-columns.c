/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of a table's view: cells, sorting by a title, hiding, moving.  Main thread. */

#include "ui/atlas-table-view-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "project/atlas-column-state.h"
#include "ui/atlas-text.h"

#define NUMBER_WIDTH 60

/* After so many milliseconds without a change the columns are kept as they stand. */
#define KEEP_AFTER 400

/* What is believed of a width that was kept. */
#define LEAST_WIDTH 24
#define MOST_WIDTH 4000

/* What a title sorts by.  Rows are sorted elsewhere; the widget only needs a sorter to make the title a button, and by asking it
 * tells which title was clicked. */
#define ATLAS_TYPE_TABLE_SORTER (atlas_table_sorter_get_type ())
G_DECLARE_FINAL_TYPE (AtlasTableSorter, atlas_table_sorter, ATLAS, TABLE_SORTER, GtkSorter)

struct _AtlasTableSorter
{
  GtkSorter       parent_instance;
  AtlasTableView *view;         /* (unowned) it owns the columns, which own the sorters */
  int             field;
};

G_DEFINE_FINAL_TYPE (AtlasTableSorter, atlas_table_sorter, GTK_TYPE_SORTER)

static GtkOrdering
compare (GtkSorter *sorter,
         gpointer   a,
         gpointer   b)
{
  AtlasTableSorter *self = ATLAS_TABLE_SORTER (sorter);

  if (self->view->asked < 0)
    self->view->asked = self->field;
  return GTK_ORDERING_SMALLER;
}

static void
atlas_table_sorter_class_init (AtlasTableSorterClass *klass)
{
  GTK_SORTER_CLASS (klass)->compare = compare;
}

static void
atlas_table_sorter_init (AtlasTableSorter *self)
{
}

/* Cells. */

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          const AtlasTableColumn   *column)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), column == NULL || column->number ? 1.0f : 0.0f);
  if (column == NULL || column->number)
    gtk_widget_add_css_class (label, "numeric");
  if (column == NULL)
    gtk_widget_add_css_class (label, "dim-label");
  gtk_list_item_set_child (item, label);
  /* The row takes clicks; a cell that took them as well would undo what Ctrl and a click did. */
  gtk_list_item_set_selectable (item, FALSE);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
on_bind_number (GtkSignalListItemFactory *factory,
                GtkListItem              *item)
{
  g_autofree char *text = atlas_text_count (gtk_list_item_get_position (item) + 1);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         const AtlasTableColumn   *column)
{
  AtlasTableRow *row = gtk_list_item_get_item (item);
  AtlasTable *table = g_object_get_data (G_OBJECT (factory), "table");
  const gsize feature = atlas_table_row_get_feature (row);
  g_autofree char *text = NULL;

  if (feature >= atlas_table_get_n_features (table))
    return;
  text = atlas_table_column_dup_text (column, table, feature);
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

static void
add_number_column (AtlasTableView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_number), NULL);
  /* Translators: the title of the column with the numbers of the rows, as short as can be */
  column = gtk_column_view_column_new (_("No."), factory);
  gtk_column_view_column_set_fixed_width (column, NUMBER_WIDTH);
  gtk_column_view_append_column (self->view, column);
}

static GMenuModel *
new_header_menu (const AtlasTableColumn *column)
{
  static const struct
  {
    const char *title;
    const char *action;
  } items[] = {
    { N_("Hide the Column"), "table.hide-column" },
    { N_("Move Left"), "table.move-left" },
    { N_("Move Right"), "table.move-right" },
  };
  GMenu *menu = g_menu_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (_(items[i].title), NULL);

      g_menu_item_set_action_and_target (item, items[i].action, "u", column->field);
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

static GtkColumnViewColumn *
new_column (AtlasTableView         *self,
            const AtlasTableColumn *column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (AtlasTableSorter) sorter = g_object_new (ATLAS_TYPE_TABLE_SORTER, NULL);
  g_autoptr (GMenuModel) menu = new_header_menu (column);
  GtkColumnViewColumn *made;

  /* The columns hold their table for as long as anything shows them. */
  g_object_set_data_full (G_OBJECT (factory), "table", atlas_table_ref (self->whole), (GDestroyNotify) atlas_table_unref);
  g_object_set_data_full (G_OBJECT (factory), "columns", g_ptr_array_ref (self->columns), (GDestroyNotify) g_ptr_array_unref);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), (gpointer) column);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), (gpointer) column);
  sorter->view = self;
  sorter->field = (int) column->field;
  made = gtk_column_view_column_new (column->title, factory);
  gtk_column_view_column_set_sorter (made, GTK_SORTER (sorter));
  gtk_column_view_column_set_resizable (made, TRUE);
  gtk_column_view_column_set_fixed_width (made, column->width);
  gtk_column_view_column_set_visible (made, column->visible);
  gtk_column_view_column_set_header_menu (made, menu);
  return made;
}

/* -- what is remembered ------------------------------------------------------------------------------------------- */

static guint
find_field (AtlasTableView      *self,
            GtkColumnViewColumn *column)
{
  for (guint i = 0; i < self->view_columns->len; i++)
    if (g_ptr_array_index (self->view_columns, i) == column)
      return ((AtlasTableColumn *) g_ptr_array_index (self->columns, i))->field;
  return 0;
}

void
_atlas_table_view_keep_columns (AtlasTableView *self)
{
  GListModel *shown = gtk_column_view_get_columns (self->view);
  GVariantBuilder builder;

  if (self->keep_timer == 0 || self->layer == NULL)
    return;
  g_clear_handle_id (&self->keep_timer, g_source_remove);
  g_variant_builder_init (&builder, G_VARIANT_TYPE (ATLAS_COLUMN_STATE_TYPE));
  for (guint i = 1; i < g_list_model_get_n_items (shown); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (shown, i);

      g_variant_builder_add (&builder, "(sib)", atlas_table_get_field_name (self->whole, find_field (self, column)),
                             gtk_column_view_column_get_fixed_width (column), gtk_column_view_column_get_visible (column));
    }
  atlas_column_state_set (self->layer, g_variant_builder_end (&builder));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.keep-columns", "s", atlas_layer_get_id (self->layer));
}

static gboolean
on_keep (gpointer data)
{
  _atlas_table_view_keep_columns (data);
  return G_SOURCE_REMOVE;
}

/* A hand that draws a column wider changes it many times. */
static void
on_arranged (AtlasTableView *self)
{
  if (self->filling || self->layer == NULL)
    return;
  if (self->keep_timer != 0)
    g_source_remove (self->keep_timer);
  self->keep_timer = g_timeout_add (KEEP_AFTER, on_keep, self);
}

/* Puts the columns as they stood the last time; fields that are new come last. */
static void
recall_columns (AtlasTableView *self)
{
  GVariant *state = atlas_column_state_get (self->layer);
  guint n = 0;

  for (gsize i = 0; state != NULL && i < g_variant_n_children (state); i++)
    {
      const char *name;
      int width;
      gboolean visible;

      g_variant_get_child (state, i, "(&sib)", &name, &width, &visible);
      for (guint k = n; k < self->columns->len; k++)
        {
          AtlasTableColumn *column = g_ptr_array_index (self->columns, k);

          if (!g_str_equal (atlas_table_get_field_name (self->whole, column->field), name))
            continue;
          column->visible = visible;
          if (width > 0)
            column->width = CLAMP (width, LEAST_WIDTH, MOST_WIDTH);
          memmove (&self->columns->pdata[n + 1], &self->columns->pdata[n], (k - n) * sizeof (gpointer));
          self->columns->pdata[n++] = column;
          break;
        }
    }
}

void
_atlas_table_view_fill_columns (AtlasTableView *self)
{
  GListModel *old = gtk_column_view_get_columns (self->view);

  self->filling = TRUE;
  while (g_list_model_get_n_items (old) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (old, 0);

      gtk_column_view_remove_column (self->view, column);
    }
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->view_columns, g_ptr_array_unref);
  self->columns = atlas_table_columns_new (self->layer);
  self->view_columns = g_ptr_array_new_with_free_func (g_object_unref);
  recall_columns (self);
  add_number_column (self);
  for (guint i = 0; i < self->columns->len; i++)
    {
      GtkColumnViewColumn *column = new_column (self, g_ptr_array_index (self->columns, i));

      g_ptr_array_add (self->view_columns, column);
      gtk_column_view_append_column (self->view, column);
      g_signal_connect_object (column, "notify::fixed-width", G_CALLBACK (on_arranged), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (column, "notify::visible", G_CALLBACK (on_arranged), self, G_CONNECT_SWAPPED);
    }
  g_signal_handlers_disconnect_by_func (old, on_arranged, self);
  g_signal_connect_object (old, "items-changed", G_CALLBACK (on_arranged), self, G_CONNECT_SWAPPED);
  self->filling = FALSE;
}

/* The menu of columns. */

static void
on_column_toggled (GtkCheckButton      *button,
                   GtkColumnViewColumn *column)
{
  gtk_column_view_column_set_visible (column, gtk_check_button_get_active (button));
}

static void fill_menu (GtkWidget      *popover,
                       AtlasTableView *self);

static void
on_column_moved (GtkWidget      *button,
                 AtlasTableView *self)
{
  const guint field = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "field"));
  GtkWidget *popover = gtk_widget_get_ancestor (button, GTK_TYPE_POPOVER);
  const gboolean left = g_str_equal (gtk_button_get_icon_name (GTK_BUTTON (button)), "go-previous-symbolic");

  gtk_widget_activate_action (GTK_WIDGET (self), left ? "table.move-left" : "table.move-right", "u", field);
  fill_menu (popover, self);
  /* The same button again, for the next step. */
  for (GtkWidget *row = gtk_widget_get_first_child (self->columns_box); row != NULL; row = gtk_widget_get_next_sibling (row))
    for (GtkWidget *child = gtk_widget_get_first_child (row); child != NULL; child = gtk_widget_get_next_sibling (child))
      if (GTK_IS_BUTTON (child) && GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (child), "field")) == field
          && left == g_str_equal (gtk_button_get_icon_name (GTK_BUTTON (child)), "go-previous-symbolic"))
        gtk_widget_grab_focus (child);
}

static void
add_move_button (AtlasTableView *self,
                 GtkWidget      *row,
                 const char     *icon,
                 const char     *text,
                 guint           field)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "row-button");
  gtk_widget_set_tooltip_text (button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_object_set_data (G_OBJECT (button), "field", GUINT_TO_POINTER (field));
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_column_moved), self, 0);
  gtk_box_append (GTK_BOX (row), button);
}

static void
fill_menu (GtkWidget      *popover,
           AtlasTableView *self)
{
  GListModel *shown = gtk_column_view_get_columns (self->view);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->columns_box)) != NULL)
    gtk_box_remove (GTK_BOX (self->columns_box), child);
  /* In the order that they stand in; the first has the rows' numbers. */
  for (guint i = 1; i < g_list_model_get_n_items (shown); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (shown, i);
      GtkWidget *check = gtk_check_button_new_with_label (gtk_column_view_column_get_title (column));
      GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);

      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), gtk_column_view_column_get_visible (column));
      g_signal_connect_object (check, "toggled", G_CALLBACK (on_column_toggled), column, 0);
      gtk_widget_set_hexpand (check, TRUE);
      gtk_box_append (GTK_BOX (row), check);
      add_move_button (self, row, "go-previous-symbolic", _("Move Left"), find_field (self, column));
      add_move_button (self, row, "go-next-symbolic", _("Move Right"), find_field (self, column));
      gtk_box_append (GTK_BOX (self->columns_box), row);
    }
}

GtkWidget *
_atlas_table_view_new_columns_menu (AtlasTableView *self)
{
  GtkWidget *button = gtk_menu_button_new (), *popover = gtk_popover_new (), *scroller = gtk_scrolled_window_new ();

  self->columns_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 320);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->columns_box);
  gtk_popover_set_child (GTK_POPOVER (popover), scroller);
  g_signal_connect_object (popover, "show", G_CALLBACK (fill_menu), self, 0);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _("Columns"));
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (button), GTK_ARROW_UP);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_widget_add_css_class (button, "flat");
  return button;
}

static GtkColumnViewColumn *
find_column (AtlasTableView *self,
             guint           field)
{
  for (guint i = 0; self->columns != NULL && i < self->columns->len; i++)
    if (((AtlasTableColumn *) g_ptr_array_index (self->columns, i))->field == field)
      return g_ptr_array_index (self->view_columns, i);
  return NULL;
}

static void
hide_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  GtkColumnViewColumn *column = find_column (ATLAS_TABLE_VIEW (widget), g_variant_get_uint32 (parameter));

  if (column != NULL)
    gtk_column_view_column_set_visible (column, FALSE);
}

/* Past the next column that is to be seen. */
static void
move_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  AtlasTableView *self = ATLAS_TABLE_VIEW (widget);
  GtkColumnViewColumn *column = find_column (self, g_variant_get_uint32 (parameter)), *sorted;
  GListModel *shown = gtk_column_view_get_columns (self->view);
  const int step = g_str_equal (action, "table.move-left") ? -1 : 1, n = (int) g_list_model_get_n_items (shown);
  const int sort_field = self->sort_field;
  const gboolean descending = self->descending;
  int position = 0;

  for (int i = 1; i < n; i++)
    {
      g_autoptr (GtkColumnViewColumn) item = g_list_model_get_item (shown, (guint) i);

      if (item == column)
        position = i;
    }
  if (position == 0)
    return;
  for (position += step; position > 0 && position < n; position += step)
    {
      g_autoptr (GtkColumnViewColumn) item = g_list_model_get_item (shown, (guint) position);

      if (gtk_column_view_column_get_visible (item))
        break;
    }
  if (position < 1 || position >= n)
    return;
  g_object_ref (column);
  gtk_column_view_remove_column (self->view, column);
  gtk_column_view_insert_column (self->view, (guint) position, column);
  g_object_unref (column);
  /* What is taken out is sorted by no more. */
  sorted = sort_field >= 0 ? find_column (self, (guint) sort_field) : NULL;
  if (sorted != NULL)
    gtk_column_view_sort_by_column (self->view, sorted, descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

void
_atlas_table_view_class_init_columns (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "table.hide-column", "u", hide_action);
  gtk_widget_class_install_action (widget_class, "table.move-left", "u", move_action);
  gtk_widget_class_install_action (widget_class, "table.move-right", "u", move_action);
}
