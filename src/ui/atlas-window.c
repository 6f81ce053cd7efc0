/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasWindow: puts map, panel and card together.  Its actions, opening files and dropping files are in files of their own
 * (atlas-window-actions.c, -open.c, -dnd.c).  Main thread. */

#include "ui/atlas-window-private.h"

#include <glib/gi18n-lib.h>

#include "geo/atlas-mercator.h"
#include "project/atlas-identify.h"
#include "ui/atlas-skipped-dialog.h"
#include "ui/atlas-text.h"

/* How far from a feature a click may be, in logical pixels. */
#define TOLERANCE 6.0
#define HEADER_HEIGHT 47
#define PANEL_WIDTH 296

G_DEFINE_FINAL_TYPE (AtlasWindow, atlas_window, ADW_TYPE_APPLICATION_WINDOW)

void
atlas_window_say (AtlasWindow *self,
                  const char  *text)
{
  /* The title of a toast is markup. */
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

void
_atlas_window_identify (AtlasWindow *self,
                        double       lon,
                        double       lat,
                        gboolean     keyboard)
{
  g_autoptr (GPtrArray) hits = NULL;
  AtlasView view;
  double radius;

  atlas_map_view_get_view (self->map, &view);
  radius = TOLERANCE * atlas_mercator_metres_per_pixel (lat, view.zoom);
  if (_atlas_window_open_cluster (self, lon, lat, radius))
    {
      gtk_popover_popdown (GTK_POPOVER (self->card));
      return;
    }
  hits = atlas_identify (self->project, lon, lat, radius, view.zoom, TRUE);
  if (hits->len > 0)
    atlas_card_show (self->card, g_steal_pointer (&hits), lon, lat, keyboard);
  else
    gtk_popover_popdown (GTK_POPOVER (self->card));
}

static void
on_picked (AtlasWindow *self,
           double       lon,
           double       lat,
           double       x,
           double       y)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->map));
  if (!_atlas_window_pick_road (self, x, y))
    _atlas_window_identify (self, lon, lat, FALSE);
}

static void
on_pointer_moved (AtlasWindow *self,
                  double       lon,
                  double       lat)
{
  atlas_pointer_label_set_pointer (self->pointer_label, lon, lat);
  _atlas_window_hover_cluster (self, lon, lat);
}

static void
on_view_changed (AtlasWindow *self)
{
  AtlasView view;

  atlas_map_view_get_view (self->map, &view);
  atlas_pointer_label_set_middle (self->pointer_label, view.lon, view.lat);
  atlas_search_box_set_middle (self->search_box, view.lon, view.lat);
}

static gboolean
on_map_key (AtlasWindow     *self,
            guint            keyval,
            guint            keycode,
            GdkModifierType  state)
{
  AtlasView view;

  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter)
    return _atlas_window_type_search (self, keyval, state) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
  atlas_map_view_get_view (self->map, &view);
  _atlas_window_identify (self, view.lon, view.lat, TRUE);
  return GDK_EVENT_STOP;
}

/* A layer that was taken off, until its message is gone. */
typedef struct
{
  AtlasProject *project;
  AtlasLayer   *layer;
  guint         position;
} Removed;

static void
removed_free (gpointer  data,
              GClosure *closure)
{
  Removed *removed = data;

  g_object_unref (removed->project);
  g_object_unref (removed->layer);
  g_free (removed);
}

static void
on_undo (AdwToast *toast,
         Removed  *removed)
{
  /* Another project may have been opened since, in which another layer has this id. */
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (removed->project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (removed->project), i);

      if (g_str_equal (atlas_layer_get_id (layer), atlas_layer_get_id (removed->layer)))
        return;
    }
  atlas_project_add (removed->project, removed->layer);
  atlas_project_move (removed->project, removed->layer, removed->position);
}

void
_atlas_window_remove_layer (AtlasWindow *self,
                            AtlasLayer  *layer)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->project));
  const gboolean ready = atlas_layer_get_state (layer) == ATLAS_LAYER_READY;
  g_autofree char *shown = atlas_text_show (atlas_layer_get_title (layer), -1, TRUE);
  g_autofree char *text = NULL, *escaped = NULL;
  Removed *removed;
  AdwToast *toast;
  guint position = n;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (AtlasLayer) item = g_list_model_get_item (G_LIST_MODEL (self->project), i);

      if (item == layer)
        position = i;
    }
  if (position == n)
    return;
  removed = g_new (Removed, 1);
  *removed = (Removed){ g_object_ref (self->project), g_object_ref (layer), position };
  atlas_project_remove (self->project, layer);
  if (!ready)
    {
      removed_free (removed, NULL);
      return;
    }
  text = g_strdup_printf (_("“%s” removed"), shown);
  escaped = g_markup_escape_text (text, -1);
  toast = adw_toast_new (escaped);
  adw_toast_set_button_label (toast, _("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_undo), removed, removed_free, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
on_zoom_to (AtlasWindow *self,
            AtlasLayer  *layer)
{
  AtlasTable *table = atlas_layer_get_table (layer);
  AtlasExtent extent;

  if (table == NULL)
    return;
  extent = atlas_table_get_extent (table);
  if (atlas_extent_is_empty (&extent))
    atlas_window_say (self, _("This layer has nothing to show on the map: none of its features has a place."));
  else
    atlas_map_view_show_extent (self->map, &extent, TRUE);
}

static void
on_show_skipped (AtlasWindow *self,
                 AtlasLayer  *layer)
{
  gtk_window_present (GTK_WINDOW (atlas_skipped_dialog_new (GTK_WINDOW (self), layer)));
}

static void
build_map (AtlasWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->map = atlas_map_view_new (self->project);
  gtk_overlay_set_child (self->map_overlay, GTK_WIDGET (self->map));
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_map_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self->map), keys);
  g_signal_connect_object (self->map, "picked", G_CALLBACK (on_picked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->map, "pointer-moved", G_CALLBACK (on_pointer_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->map, "view-changed", G_CALLBACK (on_view_changed), self, G_CONNECT_SWAPPED);
  self->card = atlas_card_new (GTK_WIDGET (self->map_overlay), self->map, self->project);
}

static void
build_panel (AtlasWindow *self)
{
  GtkWidget *panel = atlas_layer_panel_new (self->project);

  self->panel = ATLAS_LAYER_PANEL (panel);
  gtk_widget_set_size_request (panel, PANEL_WIDTH, -1);
  self->side = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (self->side, FALSE);
  /* Room that is left over belongs to the map. */
  gtk_widget_set_hexpand (GTK_WIDGET (self->side), FALSE);
  gtk_stack_set_transition_type (self->side, GTK_STACK_TRANSITION_TYPE_SLIDE_LEFT_RIGHT);
  gtk_stack_add_child (self->side, panel);
  adw_flap_set_flap (self->flap, GTK_WIDGET (self->side));
  g_signal_connect_object (panel, "zoom-to", G_CALLBACK (on_zoom_to), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (panel, "remove", G_CALLBACK (_atlas_window_remove_layer), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (panel, "show-skipped", G_CALLBACK (on_show_skipped), self, G_CONNECT_SWAPPED);
}

/* The size of last time, but never more than the screen has. */
static void
restore_size (AtlasWindow *self)
{
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (self)));
  g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, 0);
  int width = atlas_prefs_get_int (self->prefs, "window-width");
  int height = atlas_prefs_get_int (self->prefs, "window-height");

  if (monitor != NULL)
    {
      GdkRectangle area;

      gdk_monitor_get_geometry (monitor, &area);
      width = MIN (width, area.width);
      height = MIN (height, area.height);
    }
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  /* The workers paint while the panel is built. */
  atlas_map_view_expect_size (self->map,
                              atlas_prefs_get_boolean (self->prefs, "sidebar-visible") ? width - PANEL_WIDTH : width,
                              height - HEADER_HEIGHT);
  if (atlas_prefs_get_boolean (self->prefs, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  adw_flap_set_reveal_flap (self->flap, atlas_prefs_get_boolean (self->prefs, "sidebar-visible"));
}

static gboolean
atlas_window_close_request (GtkWindow *window)
{
  AtlasWindow *self = ATLAS_WINDOW (window);
  const gboolean maximized = gtk_window_is_maximized (window);
  int width, height;

  if (!_atlas_window_may_close (self))
    return GDK_EVENT_STOP;
  atlas_prefs_set_boolean (self->prefs, "window-maximized", maximized);
  if (!maximized)
    {
      gtk_window_get_default_size (window, &width, &height);
      atlas_prefs_set_int (self->prefs, "window-width", width);
      atlas_prefs_set_int (self->prefs, "window-height", height);
    }
  /* A folded panel hides because there is no room, not because somebody wanted it hidden. */
  if (!adw_flap_get_folded (self->flap))
    atlas_prefs_set_boolean (self->prefs, "sidebar-visible", adw_flap_get_reveal_flap (self->flap));
  return GTK_WINDOW_CLASS (atlas_window_parent_class)->close_request (window);
}

static void
atlas_window_dispose (GObject *object)
{
  AtlasWindow *self = ATLAS_WINDOW (object);

  g_clear_handle_id (&self->arrival, g_source_remove);
  _atlas_window_free_project (self);
  if (self->project != NULL)
    {
      _atlas_window_close_layout (self);
      _atlas_window_close_style (self);
      _atlas_window_close_filter (self);
    }
  /* A layer that is still being read has nobody to tell any more. */
  while (self->project != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->project)) > 0)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->project), 0);

      atlas_project_remove (self->project, layer);
    }
  _atlas_window_close_search (self);
  if (self->card != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->card)));
  g_clear_object (&self->chooser);
  g_clear_object (&self->recent_menu);
  g_clear_object (&self->bookmark_menu);
  g_clear_object (&self->project);
  g_clear_object (&self->prefs);
  G_OBJECT_CLASS (atlas_window_parent_class)->dispose (object);
}

static void
atlas_window_class_init (AtlasWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = atlas_window_close_request;
  g_type_ensure (ATLAS_TYPE_POINTER_LABEL);
  g_type_ensure (ATLAS_TYPE_SEARCH_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/changzhi/TaihangAtlas/ui/window.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, AtlasWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, AtlasWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasWindow, recent_submenu);
  gtk_widget_class_bind_template_child (widget_class, AtlasWindow, project_label);
  gtk_widget_class_bind_template_child (widget_class, AtlasWindow, bookmark_submenu);
  gtk_widget_class_bind_template_child (widget_class, AtlasWindow, map_overlay);
  gtk_widget_class_bind_template_child (widget_class, AtlasWindow, pointer_label);
  gtk_widget_class_bind_template_child (widget_class, AtlasWindow, search_box);
  gtk_widget_class_bind_template_child (widget_class, AtlasWindow, drop_hint);
  _atlas_window_class_init_actions (widget_class);
  _atlas_window_class_init_project (widget_class);
  _atlas_window_class_init_bookmarks (widget_class);
  _atlas_window_class_init_table (widget_class);
  _atlas_window_class_init_select (widget_class);
}

static void
atlas_window_init (AtlasWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->to_show = atlas_extent_empty ();
}

AtlasWindow *
atlas_window_new (GtkApplication *application,
                  AtlasProject   *project,
                  AtlasPrefs     *prefs)
{
  AtlasWindow *self = g_object_new (ATLAS_TYPE_WINDOW, "application", application, NULL);

  self->project = g_object_ref (project);
  self->prefs = g_object_ref (prefs);
  build_map (self);
  restore_size (self);
  build_panel (self);
  _atlas_window_init_actions (self);
  _atlas_window_init_layout (self);
  _atlas_window_init_legend (self);
  _atlas_window_init_open (self);
  _atlas_window_init_style (self);
  _atlas_window_init_road (self);
  _atlas_window_init_search (self);
  _atlas_window_init_dnd (self);
  _atlas_window_init_table (self);
  _atlas_window_init_select (self);
  _atlas_window_init_measure (self);
  _atlas_window_init_filter (self);
  _atlas_window_init_bookmarks (self);
  _atlas_window_init_project (self);
  on_view_changed (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->map));
  return self;
}

AtlasMapView *
atlas_window_get_map (AtlasWindow *self)
{
  g_return_val_if_fail (ATLAS_IS_WINDOW (self), NULL);
  return self->map;
}
