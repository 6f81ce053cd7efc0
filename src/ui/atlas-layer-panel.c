/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasLayerPanel: the rows of a project's layers.  The project counts from the bottom, as it paints; people read a list
 * from the top, so the panel turns the order around.  Rows are kept when the order changes, with their menus and open
 * legends.  Main thread. */

#include "ui/atlas-layer-panel.h"

#include "ui/atlas-layer-row.h"

struct _AtlasLayerPanel
{
  AdwBin        parent_instance;
  AtlasProject *project;
  GtkWidget    *heading;
  GtkListBox   *list;
  GtkWidget    *basemap_row;
};

enum
{
  ZOOM_TO,
  REMOVE,
  SHOW_SKIPPED,
  EDIT_STYLE,
  EDIT_FILTER,
  SHOW_SUMMARY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AtlasLayerPanel, atlas_layer_panel, ADW_TYPE_BIN)

static AtlasLayerRow *
find_row (AtlasLayerPanel *self,
          AtlasLayer      *layer)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL; row = gtk_widget_get_next_sibling (row))
    if (ATLAS_IS_LAYER_ROW (row) && atlas_layer_row_get_layer (ATLAS_LAYER_ROW (row)) == layer)
      return ATLAS_LAYER_ROW (row);
  return NULL;
}

/* Where a layer is in the project, or -1. */
static int
find_position (AtlasLayerPanel *self,
               AtlasLayer      *layer)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->project));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (AtlasLayer) item = g_list_model_get_item (G_LIST_MODEL (self->project), i);

      if (item == layer)
        return (int) i;
    }
  return -1;
}

static void
on_row_zoom_to (AtlasLayerPanel *self,
                AtlasLayerRow   *row)
{
  g_signal_emit (self, signals[ZOOM_TO], 0, atlas_layer_row_get_layer (row));
}

static void
on_row_remove (AtlasLayerPanel *self,
               AtlasLayerRow   *row)
{
  g_autoptr (AtlasLayer) layer = g_object_ref (atlas_layer_row_get_layer (row));
  GtkListBoxRow *next = gtk_list_box_get_row_at_index (self->list, gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) + 1);
  const gboolean focused = gtk_widget_get_focus_child (GTK_WIDGET (self->list)) == GTK_WIDGET (row);

  /* Whoever removes by keyboard goes on with the row that takes the place. */
  if (focused && next != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (next));
  g_signal_emit (self, signals[REMOVE], 0, layer);
}

static void
on_row_show_skipped (AtlasLayerPanel *self,
                     AtlasLayerRow   *row)
{
  g_signal_emit (self, signals[SHOW_SKIPPED], 0, atlas_layer_row_get_layer (row));
}

static void
on_row_edit_style (AtlasLayerPanel *self,
                   AtlasLayerRow   *row)
{
  g_signal_emit (self, signals[EDIT_STYLE], 0, atlas_layer_row_get_layer (row));
}

static void
on_row_edit_filter (AtlasLayerPanel *self,
                    AtlasLayerRow   *row)
{
  g_signal_emit (self, signals[EDIT_FILTER], 0, atlas_layer_row_get_layer (row));
}

static void
on_row_show_summary (AtlasLayerPanel *self,
                     AtlasLayerRow   *row)
{
  g_signal_emit (self, signals[SHOW_SUMMARY], 0, atlas_layer_row_get_layer (row));
}

static void
on_row_move (AtlasLayerPanel *self,
             int              steps,
             AtlasLayerRow   *row)
{
  const int position = find_position (self, atlas_layer_row_get_layer (row)) + steps;

  if (position >= 0 && position < (int) g_list_model_get_n_items (G_LIST_MODEL (self->project)))
    atlas_project_move (self->project, atlas_layer_row_get_layer (row), (guint) position);
}

static void
on_row_dropped (AtlasLayerPanel *self,
                AtlasLayer      *dragged,
                gboolean         below,
                AtlasLayerRow   *row)
{
  AtlasLayer *target = atlas_layer_row_get_layer (row);
  const int from = find_position (self, dragged);
  int to;

  if (from < 0 || target == dragged)
    return;
  /* Above the basemap is the bottom; below a row is before it in the project. */
  to = target == NULL ? 0 : find_position (self, target) + (below ? 0 : 1);
  if (from < to)
    to--;
  atlas_project_move (self->project, dragged, (guint) to);
}

static AtlasLayerRow *
add_row (AtlasLayerPanel *self,
         AtlasLayer      *layer)
{
  GtkWidget *row = atlas_layer_row_new (self->project, layer);

  g_signal_connect_object (row, "zoom-to", G_CALLBACK (on_row_zoom_to), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "remove", G_CALLBACK (on_row_remove), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "show-skipped", G_CALLBACK (on_row_show_skipped), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "edit-style", G_CALLBACK (on_row_edit_style), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "edit-filter", G_CALLBACK (on_row_edit_filter), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "show-summary", G_CALLBACK (on_row_show_summary), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "move", G_CALLBACK (on_row_move), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "dropped", G_CALLBACK (on_row_dropped), self, G_CONNECT_SWAPPED);
  return ATLAS_LAYER_ROW (row);
}

/* Takes a row out and puts it in at @index, with its focus and selection. */
static void
place_row (AtlasLayerPanel *self,
           AtlasLayerRow   *row,
           int              index)
{
  g_autoptr (GtkWidget) kept = g_object_ref (GTK_WIDGET (row));
  const gboolean selected = gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (row));
  const gboolean focused = gtk_widget_get_focus_child (GTK_WIDGET (self->list)) == kept;

  gtk_list_box_remove (self->list, kept);
  gtk_list_box_insert (self->list, kept, index);
  if (selected)
    gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
  if (focused)
    gtk_widget_grab_focus (kept);
}

static void
sync_rows (AtlasLayerPanel *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->project));
  GtkWidget *next;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL; row = next)
    {
      next = gtk_widget_get_next_sibling (row);
      if (ATLAS_IS_LAYER_ROW (row) && row != self->basemap_row &&
          find_position (self, atlas_layer_row_get_layer (ATLAS_LAYER_ROW (row))) < 0)
        gtk_list_box_remove (self->list, row);
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->project), n - 1 - i);
      AtlasLayerRow *row = find_row (self, layer);

      if (row == NULL)
        {
          row = add_row (self, layer);
          gtk_list_box_insert (self->list, GTK_WIDGET (row), (int) i);
        }
      else if (gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) != (int) i)
        place_row (self, row, (int) i);
      atlas_layer_row_set_ends (row, i == 0, i == n - 1);
    }
}

/* The basemap is set off from the layers by a line. */
static void
update_header (GtkListBoxRow *row,
               GtkListBoxRow *before,
               gpointer       user_data)
{
  AtlasLayerPanel *self = user_data;
  GtkWidget *line;

  if (GTK_WIDGET (row) != self->basemap_row || before == NULL)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  line = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_add_css_class (line, "basemap-line");
  gtk_list_box_row_set_header (row, line);
}

static void
on_row_activated (AtlasLayerPanel *self,
                  GtkListBoxRow   *row)
{
  gtk_widget_activate_action (GTK_WIDGET (row), "row.zoom-to", NULL);
}

static void
atlas_layer_panel_dispose (GObject *object)
{
  AtlasLayerPanel *self = ATLAS_LAYER_PANEL (object);

  g_clear_object (&self->project);
  G_OBJECT_CLASS (atlas_layer_panel_parent_class)->dispose (object);
}

static void
atlas_layer_panel_class_init (AtlasLayerPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char *const names[N_SIGNALS] = { "zoom-to", "remove", "show-skipped", "edit-style", "edit-filter", "show-summary" };

  G_OBJECT_CLASS (klass)->dispose = atlas_layer_panel_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/changzhi/TaihangAtlas/ui/layer-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasLayerPanel, heading);
  gtk_widget_class_bind_template_child (widget_class, AtlasLayerPanel, list);
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], ATLAS_TYPE_LAYER_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, ATLAS_TYPE_LAYER);
}

static void
atlas_layer_panel_init (AtlasLayerPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, update_header, self, NULL);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
}

GtkWidget *
atlas_layer_panel_new (AtlasProject *project)
{
  AtlasLayerPanel *self = g_object_new (ATLAS_TYPE_LAYER_PANEL, NULL);

  self->project = g_object_ref (project);
  self->basemap_row = GTK_WIDGET (add_row (self, NULL));
  gtk_list_box_append (self->list, self->basemap_row);
  g_signal_connect_object (project, "items-changed", G_CALLBACK (sync_rows), self, G_CONNECT_SWAPPED);
  sync_rows (self);
  return GTK_WIDGET (self);
}

AtlasLayer *
atlas_layer_panel_get_selected (AtlasLayerPanel *self)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (ATLAS_IS_LAYER_PANEL (self), NULL);
  row = gtk_list_box_get_selected_row (self->list);
  return row != NULL ? atlas_layer_row_get_layer (ATLAS_LAYER_ROW (row)) : NULL;
}

void
atlas_layer_panel_select (AtlasLayerPanel *self,
                          AtlasLayer      *layer)
{
  AtlasLayerRow *row;

  g_return_if_fail (ATLAS_IS_LAYER_PANEL (self));
  row = find_row (self, layer);
  if (row == NULL)
    return;
  gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
  /* Scrolls to it, too. */
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

