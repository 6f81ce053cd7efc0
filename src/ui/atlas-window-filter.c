/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The filter and the summary of a layer in the window: they take the place of the layers at the side, one of them at a time, and
 * give it back.  What an expression means by the view, the drawn shape and the selection is told here.  Main thread. */

#include "ui/atlas-window-private.h"

#include "ui/atlas-filter-panel.h"
#include "ui/atlas-summary-panel.h"

#define PANEL_WIDTH 312
/* So long the map stands still before filters follow it. */
#define CALM_MS 300

static AtlasLayer *
get_layer (GtkWidget *panel)
{
  return ATLAS_IS_FILTER_PANEL (panel) ? atlas_filter_panel_get_layer (ATLAS_FILTER_PANEL (panel))
                                       : atlas_summary_panel_get_layer (ATLAS_SUMMARY_PANEL (panel));
}

void
_atlas_window_close_filter (AtlasWindow *self)
{
  g_autoptr (AtlasLayer) layer = NULL;
  GtkWidget *panel = self->query_panel;
  gboolean focused;

  if (panel == NULL)
    return;
  self->query_panel = NULL;
  layer = g_object_ref (get_layer (panel));
  focused = gtk_widget_get_focus_child (GTK_WIDGET (self->side)) == panel;
  gtk_stack_set_visible_child (self->side, GTK_WIDGET (self->panel));
  gtk_stack_remove (self->side, panel);
  if (focused)
    atlas_layer_panel_select (self->panel, layer);
}

/* What is selected: in the layer that has a selection, else what the card tells about. */
static AtlasFilterContext *
add_selection (AtlasWindow        *self,
               AtlasFilterContext *context)
{
  gsize feature = 0;
  AtlasLayer *asked = atlas_card_get_feature (self->card, &feature);

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->project)); i-- > 0;)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->project), i);
      AtlasFeatureSet *selection = atlas_layer_get_selection (layer);

      if (selection != NULL)
        {
          g_autoptr (GArray) features = atlas_feature_set_to_array (selection);

          return atlas_filter_context_with_features (context, "selection", atlas_layer_get_table (layer),
                                                     (const guint32 *) (const void *) features->data, features->len);
        }
    }
  if (asked != NULL && atlas_layer_get_table (asked) != NULL)
    {
      const guint32 number = (guint32) feature;

      return atlas_filter_context_with_features (context, "selection", atlas_layer_get_table (asked), &number, 1);
    }
  return atlas_filter_context_ref (context);
}

static AtlasFilterContext *
make_context (gpointer user_data)
{
  AtlasWindow *self = user_data;
  g_autoptr (AtlasFilterContext) context = NULL;
  AtlasExtent extent;
  AtlasView view;
  const double *shape;
  gsize n;

  atlas_map_view_get_view (self->map, &view);
  extent = atlas_view_get_extent (&view, 0);
  context = atlas_filter_context_with_extent (NULL, "view", &extent);
  shape = atlas_measure_bar_get_shape (self->measure, &n);
  if (shape != NULL)
    {
      AtlasFilterContext *more = atlas_filter_context_with_ring (context, "shape", shape, n);

      atlas_filter_context_unref (context);
      context = more;
    }
  return add_selection (self, context);
}

static void
on_message (AtlasWindow *self,
            const char  *text)
{
  atlas_window_say (self, text);
}

static void
on_draw (AtlasWindow *self)
{
  atlas_measure_bar_begin (self->measure, ATLAS_MEASURE_AREA);
}

static void
show_panel (AtlasWindow *self,
            GtkWidget   *panel)
{
  _atlas_window_close_style (self);
  _atlas_window_close_filter (self);
  self->query_panel = panel;
  gtk_widget_set_size_request (panel, PANEL_WIDTH, -1);
  g_signal_connect_object (panel, "close", G_CALLBACK (_atlas_window_close_filter), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (panel, "message", G_CALLBACK (on_message), self, G_CONNECT_SWAPPED);
  gtk_stack_add_child (self->side, panel);
  gtk_stack_set_visible_child (self->side, panel);
  adw_flap_set_reveal_flap (self->flap, TRUE);
  gtk_widget_grab_focus (panel);
}

static void
on_edit_filter (AtlasWindow *self,
                AtlasLayer  *layer)
{
  GtkWidget *panel;

  if (atlas_layer_get_table (layer) == NULL)
    return;
  panel = atlas_filter_panel_new (layer, make_context, self);
  g_signal_connect_object (panel, "draw", G_CALLBACK (on_draw), self, G_CONNECT_SWAPPED);
  show_panel (self, panel);
}

static void
on_show_summary (AtlasWindow *self,
                 AtlasLayer  *layer)
{
  if (atlas_layer_get_table (layer) != NULL)
    show_panel (self, atlas_summary_panel_new (layer));
}

static void
context_changed (AtlasWindow *self,
                 const char  *name)
{
  if (self->query_panel != NULL && ATLAS_IS_FILTER_PANEL (self->query_panel))
    atlas_filter_panel_context_changed (ATLAS_FILTER_PANEL (self->query_panel), name);
}

/* The result is put in by asking for it; the filter was good before. */
static void
on_followed (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  atlas_layer_filter_finish (ATLAS_LAYER (source), result, NULL);
}

/* What a filter by the view found is the old view's until it is run again; the other places that it names stay as they were. */
static void
follow_view (AtlasWindow *self,
             AtlasLayer  *layer)
{
  AtlasFilter *filter = atlas_layer_get_filter (layer);
  g_autoptr (AtlasFilterContext) context = NULL;
  AtlasExtent extent;
  AtlasView view;

  if (filter == NULL || atlas_layer_get_table (layer) == NULL || !g_strv_contains (atlas_filter_get_names (filter), "view"))
    return;
  atlas_map_view_get_view (self->map, &view);
  extent = atlas_view_get_extent (&view, 0);
  context = atlas_filter_context_with_extent (atlas_layer_get_filter_context (layer), "view", &extent);
  atlas_layer_filter_async (layer, filter, context, on_followed, NULL);
}

static gboolean
on_calm (gpointer data)
{
  AtlasWindow *self = data;

  self->refilter = 0;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->project), i);

      follow_view (self, layer);
    }
  return G_SOURCE_REMOVE;
}

static void
on_view_changed (AtlasWindow *self)
{
  context_changed (self, "view");
  if (self->refilter != 0)
    g_source_remove (self->refilter);
  self->refilter = g_timeout_add (CALM_MS, on_calm, self);
}

static void
on_shape (AtlasWindow *self)
{
  context_changed (self, "shape");
}

static void
on_selected (AtlasWindow *self)
{
  context_changed (self, "selection");
}

/* The style panel takes the same place. */
static void
on_side (AtlasWindow *self)
{
  GtkWidget *shown = gtk_stack_get_visible_child (self->side);

  if (self->query_panel != NULL && shown != NULL && shown != self->query_panel && shown != GTK_WIDGET (self->panel))
    {
      GtkWidget *panel = g_steal_pointer (&self->query_panel);

      gtk_stack_remove (self->side, panel);
    }
}

/* A layer that goes takes its panel along. */
static void
on_items_changed (AtlasWindow *self)
{
  gboolean there = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->project)); i++)
    {
      g_autoptr (AtlasLayer) item = g_list_model_get_item (G_LIST_MODEL (self->project), i);

      g_signal_handlers_disconnect_by_func (item, on_selected, self);
      g_signal_connect_object (item, "notify::selection", G_CALLBACK (on_selected), self, G_CONNECT_SWAPPED);
      there = there || (self->query_panel != NULL && item == get_layer (self->query_panel));
    }
  if (!there)
    _atlas_window_close_filter (self);
}

/* The selected layer; the topmost that is there when none is. */
static void
run_action (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);
  AtlasLayer *chosen = self->query_panel != NULL ? get_layer (self->query_panel) : atlas_layer_panel_get_selected (self->panel);
  g_autoptr (AtlasLayer) layer = chosen != NULL ? g_object_ref (chosen) : NULL;

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->project)); layer == NULL && i-- > 0;)
    layer = g_list_model_get_item (G_LIST_MODEL (self->project), i);
  if (layer == NULL)
    return;
  if (g_str_equal (action, "win.filter"))
    on_edit_filter (self, layer);
  else
    on_show_summary (self, layer);
}

void
_atlas_window_class_init_filter (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.filter", NULL, run_action);
  gtk_widget_class_install_action (widget_class, "win.summary", NULL, run_action);
}

void
_atlas_window_init_filter (AtlasWindow *self)
{
  g_signal_connect_object (self->panel, "edit-filter", G_CALLBACK (on_edit_filter), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->panel, "show-summary", G_CALLBACK (on_show_summary), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->side, "notify::visible-child", G_CALLBACK (on_side), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->map, "view-changed", G_CALLBACK (on_view_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->measure, "shape", G_CALLBACK (on_shape), self, G_CONNECT_SWAPPED);
  on_items_changed (self);
  g_signal_connect_object (self->card, "notify::visible", G_CALLBACK (on_selected), self, G_CONNECT_SWAPPED);
}
