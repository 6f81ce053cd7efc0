/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The attribute tables below the map: opening and hiding them, and going from a row to its feature.  Main thread. */

#include "ui/atlas-window-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "project/atlas-column-state.h"
#include "project/atlas-identify.h"
#include "ui/atlas-selection-bar.h"
#include "ui/atlas-table-pane.h"

#define PANE_HEIGHT 268     /* to begin with */
#define LEAST_HEIGHT 150
#define POINT_ZOOM 14.0     /* at which one point is looked at */
/* How often it is looked whether the map has arrived, and how often at most. */
#define ARRIVAL_MS 60
#define ARRIVAL_LOOKS 50

void
_atlas_window_go_to_point (AtlasWindow *self,
                           double       lon,
                           double       lat)
{
  AtlasView view;

  atlas_map_view_get_view (self->map, &view);
  atlas_map_view_go_to (self->map, lon, lat, MAX (view.zoom, POINT_ZOOM), TRUE);
}

/* A feature whose card is shown once the map has got there. */
typedef struct
{
  AtlasWindow *window;      /* (unowned) ends with it */
  AtlasLayer  *layer;
  gsize        feature;
  double       lon;
  double       lat;
  AtlasView    before;
  guint        looks;
} Flight;

static void
flight_free (gpointer data)
{
  Flight *self = data;

  g_object_unref (self->layer);
  g_free (self);
}

static gboolean
on_flight (gpointer data)
{
  Flight *flight = data;
  AtlasWindow *self = flight->window;
  const AtlasView before = flight->before;
  g_autoptr (GPtrArray) hits = NULL;
  AtlasTable *table = atlas_layer_get_table (flight->layer);
  AtlasHit *hit;

  atlas_map_view_get_view (self->map, &flight->before);
  if (flight->looks++ < ARRIVAL_LOOKS
      && (before.lon != flight->before.lon || before.lat != flight->before.lat || before.zoom != flight->before.zoom))
    return G_SOURCE_CONTINUE;
  self->arrival = 0;
  if (table == NULL || flight->feature >= atlas_table_get_n_features (table))
    return G_SOURCE_REMOVE;
  hits = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_hit_free);
  hit = g_new0 (AtlasHit, 1);
  *hit = (AtlasHit) { g_object_ref (flight->layer), flight->feature, 0.0 };
  g_ptr_array_add (hits, hit);
  atlas_card_show (self->card, g_steal_pointer (&hits), flight->lon, flight->lat, FALSE);
  return G_SOURCE_REMOVE;
}

/* A place of the feature: the point, the middle of the line, the middle of the area. */
static gboolean
get_place (AtlasTable *table,
           gsize       feature,
           double     *lon,
           double     *lat)
{
  AtlasExtent extent = atlas_table_get_feature_extent (table, feature);
  AtlasPart part;

  if (atlas_extent_is_empty (&extent) || atlas_table_get_n_parts (table, feature) == 0)
    return FALSE;
  atlas_table_get_part (table, feature, 0, &part);
  *lon = (extent.west + extent.east) / 2.0;
  *lat = (extent.south + extent.north) / 2.0;
  if (part.kind == ATLAS_PART_POINTS || part.kind == ATLAS_PART_LINE)
    {
      const gsize middle = part.kind == ATLAS_PART_LINE ? part.n_vertices / 2 : 0;

      *lon = part.coords[2 * middle];
      *lat = part.coords[2 * middle + 1];
    }
  return TRUE;
}

void
_atlas_window_show_feature (AtlasWindow *self,
                            AtlasLayer  *layer,
                            gsize        feature)
{
  AtlasTable *table = atlas_layer_get_table (layer);
  AtlasExtent extent;
  Flight *flight;
  double lon, lat;

  if (table == NULL || feature >= atlas_table_get_n_features (table))
    return;
  if (!get_place (table, feature, &lon, &lat))
    {
      atlas_window_say (self, _("This feature has no place on the map."));
      return;
    }
  atlas_layer_set_visible (layer, TRUE);
  extent = atlas_table_get_feature_extent (table, feature);
  if (extent.west < extent.east || extent.south < extent.north)
    atlas_map_view_show_extent (self->map, &extent, TRUE);
  else
    _atlas_window_go_to_point (self, lon, lat);
  g_clear_handle_id (&self->arrival, g_source_remove);
  flight = g_new0 (Flight, 1);
  *flight = (Flight) { self, g_object_ref (layer), feature, lon, lat, { .zoom = -1 }, 0 };
  self->arrival = g_timeout_add_full (G_PRIORITY_DEFAULT, ARRIVAL_MS, on_flight, flight, flight_free);
}

static AtlasLayer *
find_layer (AtlasWindow *self,
            const char  *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->project), i);

      /* The project holds it. */
      if (g_str_equal (atlas_layer_get_id (layer), id))
        return layer;
    }
  return NULL;
}

static void
show_feature_action (GtkWidget  *widget,
                     const char *action,
                     GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);
  const char *id;
  guint64 feature;
  AtlasLayer *layer;

  g_variant_get (parameter, "(&st)", &id, &feature);
  layer = find_layer (self, id);
  if (layer != NULL)
    _atlas_window_show_feature (self, layer, (gsize) feature);
}

/* What somebody arranged is there again when the file is opened the next time. */
static void
keep_columns_action (GtkWidget  *widget,
                     const char *action,
                     GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);
  AtlasLayer *layer = find_layer (self, g_variant_get_string (parameter, NULL));
  g_autofree char *before = atlas_prefs_get_string (self->prefs, "table-columns"), *now = NULL;

  if (layer == NULL)
    return;
  now = atlas_column_state_remember (layer, before);
  atlas_prefs_set_string (self->prefs, "table-columns", now);
}

static void
recall_columns (AtlasWindow *self,
                AtlasLayer  *layer)
{
  g_autofree char *memory = atlas_prefs_get_string (self->prefs, "table-columns");

  /* What came with a project goes before what is remembered. */
  if (atlas_column_state_get (layer) == NULL)
    atlas_column_state_recall (layer, memory);
}

static void
hide_tables (AtlasWindow *self)
{
  const gboolean focused = gtk_widget_get_focus_child (GTK_WIDGET (self->map_paned)) == self->table_pane;

  gtk_widget_set_visible (self->table_pane, FALSE);
  if (focused)
    gtk_widget_grab_focus (GTK_WIDGET (self->map));
}

static void
open_table (AtlasWindow *self,
            AtlasLayer  *layer)
{
  if (layer == NULL || atlas_layer_get_table (layer) == NULL)
    {
      atlas_window_say (self, _("There is no layer whose table could be shown yet."));
      return;
    }
  if (self->table_pane == NULL)
    {
      const int height = gtk_widget_get_height (GTK_WIDGET (self->map_paned));

      self->table_pane = atlas_table_pane_new (self->project);
      gtk_widget_set_size_request (self->table_pane, -1, LEAST_HEIGHT);
      gtk_paned_set_end_child (self->map_paned, self->table_pane);
      if (height > 0)
        gtk_paned_set_position (self->map_paned, height - PANE_HEIGHT);
      g_signal_connect_object (self->table_pane, "empty", G_CALLBACK (hide_tables), self, G_CONNECT_SWAPPED);
    }
  recall_columns (self, layer);
  gtk_widget_set_visible (self->table_pane, TRUE);
  atlas_table_pane_show (ATLAS_TABLE_PANE (self->table_pane), layer);
  gtk_widget_grab_focus (self->table_pane);
}

/* The selected layer, else the one whose table was open last, else the topmost that has one. */
static AtlasLayer *
choose_layer (AtlasWindow *self)
{
  AtlasLayer *layer = atlas_layer_panel_get_selected (self->panel);

  if ((layer == NULL || atlas_layer_get_table (layer) == NULL) && self->table_pane != NULL)
    layer = atlas_table_pane_get_layer (ATLAS_TABLE_PANE (self->table_pane));
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->project)); i-- > 0 && layer == NULL;)
    {
      g_autoptr (AtlasLayer) item = g_list_model_get_item (G_LIST_MODEL (self->project), i);

      if (atlas_layer_get_table (item) != NULL)
        layer = item;
    }
  return layer;
}

static void
table_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);

  if (self->table_pane != NULL && gtk_widget_get_visible (self->table_pane))
    hide_tables (self);
  else
    open_table (self, choose_layer (self));
}

static void
open_table_action (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);

  open_table (self, find_layer (self, g_variant_get_string (parameter, NULL)));
}

static void
show_selection_action (GtkWidget  *widget,
                       const char *action,
                       GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);

  open_table (self, atlas_selection_bar_get_layer (ATLAS_SELECTION_BAR (self->selection_bar)));
}

void
_atlas_window_class_init_table (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AtlasWindow, map_paned);
  gtk_widget_class_install_action (widget_class, "win.table", NULL, table_action);
  gtk_widget_class_install_action (widget_class, "win.keep-columns", "s", keep_columns_action);
  gtk_widget_class_install_action (widget_class, "win.open-table", "s", open_table_action);
  gtk_widget_class_install_action (widget_class, "win.show-selection", NULL, show_selection_action);
  gtk_widget_class_install_action (widget_class, "win.show-feature", "(st)", show_feature_action);
}

void
_atlas_window_init_table (AtlasWindow *self)
{
  self->selection_bar = atlas_selection_bar_new (self->project);
  gtk_widget_set_halign (self->selection_bar, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->selection_bar, GTK_ALIGN_START);
  gtk_widget_set_margin_top (self->selection_bar, 10);
  gtk_overlay_add_overlay (self->map_overlay, self->selection_bar);
}
