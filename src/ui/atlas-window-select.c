/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Selecting on the map: a click with Shift, what lies in a box or a shape that was drawn, zooming to what is selected, letting
 * go of it.  What is in a shape is found by a worker for each layer, by the same exact test as in filters.  Main thread. */

#include "ui/atlas-window-private.h"

#include <glib/gi18n-lib.h>

#include "geo/atlas-mercator.h"
#include "project/atlas-identify.h"
#include "ui/atlas-table-pane.h"

/* How far from a feature a click may be, in logical pixels. */
#define TOLERANCE 6.0

static void
add_to_selection (AtlasLayer      *layer,
                  AtlasFeatureSet *found)
{
  AtlasFeatureSet *before = atlas_layer_get_selection (layer);
  g_autoptr (AtlasFeatureSet) both = before != NULL ? atlas_feature_set_or (before, found) : atlas_feature_set_ref (found);

  atlas_layer_set_selection (layer, both);
}

static void
toggle (AtlasLayer *layer,
        gsize       feature)
{
  const gsize n = atlas_table_get_n_features (atlas_layer_get_table (layer));
  const guint32 number = (guint32) feature;
  AtlasFeatureSet *before = atlas_layer_get_selection (layer);
  g_autoptr (AtlasFeatureSet) one = atlas_feature_set_new_from_array (n, &number, 1), others = NULL, rest = NULL;

  if (before == NULL || !atlas_feature_set_contains (before, feature))
    {
      add_to_selection (layer, one);
      return;
    }
  others = atlas_feature_set_invert (one);
  rest = atlas_feature_set_and (before, others);
  atlas_layer_set_selection (layer, rest);
}

static void
on_select_at (AtlasWindow *self,
              double       lon,
              double       lat)
{
  g_autoptr (GPtrArray) hits = NULL;
  AtlasView view;

  atlas_map_view_get_view (self->map, &view);
  hits = atlas_identify (self->project, lon, lat, TOLERANCE * atlas_mercator_metres_per_pixel (lat, view.zoom), view.zoom, FALSE);
  if (hits->len > 0)
    {
      const AtlasHit *hit = g_ptr_array_index (hits, 0);

      toggle (hit->layer, hit->feature);
    }
}

/* A layer that is asked what lies in the shape. */
typedef struct
{
  AtlasTable         *table;
  AtlasFilterContext *context;
} Search;

static void
search_free (gpointer data)
{
  Search *self = data;

  atlas_table_unref (self->table);
  atlas_filter_context_unref (self->context);
  g_free (self);
}

static void
run_search (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  const Search *search = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AtlasFilter) filter = atlas_filter_new ("intersects(@shape)", &error);
  g_autoptr (AtlasFeatureSet) found = NULL;
  AtlasFeatureSet *shown = atlas_table_get_shown (search->table);

  if (filter != NULL)
    found = atlas_filter_run (filter, search->table, search->context, cancellable, &error);
  if (found == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, shown != NULL ? atlas_feature_set_and (found, shown) : g_steal_pointer (&found),
                           (GDestroyNotify) atlas_feature_set_unref);
}

static void
on_found (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  AtlasLayer *layer = ATLAS_LAYER (source);
  const Search *search = g_task_get_task_data (G_TASK (result));
  g_autoptr (AtlasFeatureSet) found = g_task_propagate_pointer (G_TASK (result), NULL);
  AtlasTable *table = atlas_layer_get_table (layer);

  /* The file may have been read again meanwhile. */
  if (found != NULL && table != NULL && atlas_table_get_whole (table) == atlas_table_get_whole (search->table))
    add_to_selection (layer, found);
}

static void
on_select_within (AtlasWindow *self,
                  GBytes      *outline)
{
  gsize size;
  const double *corners = g_bytes_get_data (outline, &size);
  /* Whoever works with a table means its layer; without one, all that is seen. */
  AtlasLayer *front = self->table_pane != NULL && gtk_widget_get_visible (self->table_pane)
                        ? atlas_table_pane_get_layer (ATLAS_TABLE_PANE (self->table_pane)) : NULL;
  g_autoptr (AtlasFilterContext) context = atlas_filter_context_with_ring (NULL, "shape", corners, size / (2 * sizeof (double)));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->project), i);
      g_autoptr (GTask) task = NULL;
      Search *search;

      if ((front != NULL && layer != front) || !atlas_layer_get_visible (layer) || atlas_layer_get_table (layer) == NULL)
        continue;
      search = g_new0 (Search, 1);
      search->table = atlas_table_ref (atlas_layer_get_table (layer));
      search->context = atlas_filter_context_ref (context);
      task = g_task_new (layer, NULL, on_found, NULL);
      g_task_set_task_data (task, search, search_free);
      g_task_run_in_thread (task, run_search);
    }
}

gboolean
_atlas_window_clear_selection (AtlasWindow *self)
{
  gboolean any = atlas_map_view_get_select (self->map) != ATLAS_MAP_SELECT_NONE;

  atlas_map_view_start_select (self->map, ATLAS_MAP_SELECT_NONE);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->project), i);

      any = any || atlas_layer_get_selection (layer) != NULL;
      atlas_layer_set_selection (layer, NULL);
    }
  return any;
}

static void
clear_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  _atlas_window_clear_selection (ATLAS_WINDOW (widget));
}

/* What of a layer is selected and shown. */
static void
add_extent (AtlasExtent *extent,
            AtlasLayer  *layer)
{
  AtlasFeatureSet *selection = atlas_layer_get_selection (layer);
  AtlasTable *table = atlas_layer_get_table (layer);

  if (selection == NULL || table == NULL)
    return;
  for (gsize i = atlas_feature_set_next (selection, 0); i != G_MAXSIZE; i = atlas_feature_set_next (selection, i + 1))
    {
      AtlasExtent one = atlas_table_get_feature_extent (table, i);

      if (!atlas_extent_is_empty (&one) && atlas_table_is_shown (table, i))
        atlas_extent_add (extent, &one);
    }
}

static void
zoom_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);
  AtlasExtent extent = atlas_extent_empty ();

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->project), i);

      add_extent (&extent, layer);
    }
  if (atlas_extent_is_empty (&extent))
    atlas_window_say (self, _("Nothing is selected. Click with Shift on the map, or select rows in a table."));
  else if (extent.west < extent.east || extent.south < extent.north)
    atlas_map_view_show_extent (self->map, &extent, TRUE);
  else
    _atlas_window_go_to_point (self, extent.west, extent.south);
}

static void
draw_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);
  const gboolean box = g_str_equal (action, "win.select-box");

  atlas_map_view_start_select (self->map, box ? ATLAS_MAP_SELECT_BOX : ATLAS_MAP_SELECT_LASSO);
  atlas_window_say (self, box ? _("Drag a box over the map. Without the menu: drag with Shift.")
                              : _("Draw around what you want on the map. Without the menu: drag with Alt."));
}

void
_atlas_window_class_init_select (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.clear-selection", NULL, clear_action);
  gtk_widget_class_install_action (widget_class, "win.zoom-to-selection", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "win.select-box", NULL, draw_action);
  gtk_widget_class_install_action (widget_class, "win.select-lasso", NULL, draw_action);
}

void
_atlas_window_init_select (AtlasWindow *self)
{
  g_signal_connect_object (self->map, "select-at", G_CALLBACK (on_select_at), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->map, "select-within", G_CALLBACK (on_select_within), self, G_CONNECT_SWAPPED);
}
