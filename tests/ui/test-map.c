/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The map widget with the shipped layers, on a display: what it shows, what it paints and what it does not, that it stays in
 * one world, and that moving about leaves neither blank spots nor a blocked main loop.  With ATLAS_BENCH=map in the environment
 * the ride takes ten seconds, and its METRIC lines count. */

#include <adwaita.h>
#include <math.h>
#include <stdio.h>

#include "geo/atlas-geodesic.h"
#include "geo/atlas-mercator.h"
#include "map/atlas-map-view-private.h"

#define WIDTH 1000
#define HEIGHT 700
#define PATIENCE (60 * G_TIME_SPAN_SECOND)
/* Generous: a busy machine takes the processor away in the middle, and the sanitizers make everything slow. */
#ifdef __SANITIZE_ADDRESS__
#define OWN_LIMIT (1000 * G_TIME_SPAN_MILLISECOND)
#else
#define OWN_LIMIT (100 * G_TIME_SPAN_MILLISECOND)
#endif

typedef struct
{
  GtkWidget    *window;
  AtlasProject *project;
  AtlasMapView *map;
} Fixture;

static gboolean
is_settled (gpointer data)
{
  return atlas_map_view_get_settled (data);
}

static gboolean
on_timeout (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
wait_ms (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, on_timeout, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for (gboolean (*is_true) (gpointer data),
          gpointer data)
{
  gint64 end = g_get_monotonic_time () + PATIENCE;

  while (!is_true (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      wait_ms (5);
    }
}

/* A change shows after the next frame; then the map is busy until it has painted what is new. */
static void
settle (Fixture *fixture)
{
  wait_ms (150);
  wait_for (is_settled, fixture->map);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->project = atlas_project_new ();
  g_assert_true (atlas_project_add_shipped (fixture->project, TRUE, &error));
  g_assert_no_error (error);
  fixture->map = atlas_map_view_new (fixture->project);
  if (data != NULL)
    atlas_map_view_include_extent (fixture->map, data);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->map));
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  g_object_add_weak_pointer (G_OBJECT (fixture->map), (gpointer *) &fixture->map);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_object_unref (fixture->project);
  wait_ms (20);
  g_assert_null (fixture->map);
}

/* Until the painting ahead has ended as well. */
static void
rest (Fixture *fixture)
{
  AtlasPaintQueue *queue = _atlas_map_view_get_queue (fixture->map);
  guint n;

  do
    {
      n = atlas_paint_queue_get_n_run (queue);
      wait_ms (400);
    }
  while (n != atlas_paint_queue_get_n_run (queue) || !atlas_map_view_get_settled (fixture->map));
}

/* Far from home, and within it. */
static const AtlasExtent far_away = { 116.0, 39.6, 116.8, 40.2 };
static const AtlasExtent near_home = { 113.0, 36.1, 113.1, 36.2 };

/* What was opened before the map had a size is in its first view. */
static void
test_includes (Fixture       *fixture,
               gconstpointer  data)
{
  const AtlasExtent *extent = data;
  AtlasExtent seen, home = atlas_project_get_home (fixture->project);
  AtlasView view;

  atlas_map_view_get_view (fixture->map, &view);
  seen = atlas_view_get_extent (&view, 0);
  g_assert_true (atlas_extent_contains (&seen, extent->west, extent->south));
  g_assert_true (atlas_extent_contains (&seen, extent->east, extent->north));
  g_assert_cmpint (atlas_extent_contains (&seen, home.west, home.south), ==, extent == &near_home);
  g_assert_cmpfloat (seen.east - seen.west, >, extent->east - extent->west);
}

static void
test_home (Fixture       *fixture,
           gconstpointer  data)
{
  AtlasExtent home = atlas_project_get_home (fixture->project);
  double x, y;

  for (int i = 0; i < 4; i++)
    {
      atlas_map_view_to_widget (fixture->map, i & 1 ? home.east : home.west, i & 2 ? home.north : home.south, &x, &y);
      g_assert_cmpfloat (x, >=, 0);
      g_assert_cmpfloat (x, <=, gtk_widget_get_width (GTK_WIDGET (fixture->map)));
      g_assert_cmpfloat (y, >=, 0);
      g_assert_cmpfloat (y, <=, gtk_widget_get_height (GTK_WIDGET (fixture->map)));
    }
}

/* The view must lie in the world. */
static void
check_world (Fixture *fixture)
{
  AtlasView view;
  double size, x, y;

  atlas_map_view_get_view (fixture->map, &view);
  size = atlas_mercator_world_size (view.zoom);
  x = atlas_mercator_x (view.lon) * size;
  y = atlas_mercator_y (view.lat) * size;
  g_assert_cmpfloat (view.zoom, <=, ATLAS_MERCATOR_MAX_ZOOM);
  g_assert_cmpfloat (x - view.width / 2.0, >=, -1e-6 * size);
  g_assert_cmpfloat (y - view.height / 2.0, >=, -1e-6 * size);
  g_assert_cmpfloat (x + view.width / 2.0, <=, size * (1 + 1e-6));
  g_assert_cmpfloat (y + view.height / 2.0, <=, size * (1 + 1e-6));
}

static void
test_world (Fixture       *fixture,
            gconstpointer  data)
{
  static const struct { double lon, lat, zoom; } places[] = {
    { 179.99, 84, 3 }, { -179.99, -84, 3 }, { 0, 0, 0 }, { 180, 90, 20 }, { -180, -90, 5.3 }, { 112, 36, 25 },
  };
  AtlasView view;

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      atlas_map_view_go_to (fixture->map, places[i].lon, places[i].lat, places[i].zoom, FALSE);
      check_world (fixture);
      settle (fixture);
    }
  /* Others that move the viewport are put right at the next frame. */
  shumate_viewport_set_zoom_level (shumate_map_get_viewport (_atlas_map_view_get_map (fixture->map)), 0.5);
  settle (fixture);
  check_world (fixture);
  atlas_map_view_get_view (fixture->map, &view);
  g_assert_cmpfloat (fabs (atlas_mercator_world_size (view.zoom) - view.width), <, 1);
}

static GtkEventController *
find_controller (Fixture *fixture,
                 GType    type)
{
  g_autoptr (GListModel) list = gtk_widget_observe_controllers (GTK_WIDGET (_atlas_map_view_get_map (fixture->map)));
  GtkEventController *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (list, i);

      if (!G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        continue;
      /* The map's own keys come after ours. */
      if (type == GTK_TYPE_EVENT_CONTROLLER_KEY && gtk_event_controller_get_propagation_phase (controller) != GTK_PHASE_CAPTURE)
        continue;
      /* Selecting looks first, and lets go of what is not meant for it. */
      if (type == GTK_TYPE_GESTURE_DRAG && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        continue;
      /* The other button opens the menu. */
      if (type == GTK_TYPE_GESTURE_CLICK && gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (controller)) != GDK_BUTTON_PRIMARY)
        continue;
      /* libshumate's own are taken off. */
      g_assert_null (found);
      found = controller;
    }
  g_assert_nonnull (found);
  return found;
}

static void
on_picked (AtlasMapView *map,
           double        lon,
           double        lat,
           double        x,
           double        y,
           double       *place)
{
  place[0] = lon;
  place[1] = lat;
  place[2]++;
}

static void
test_mouse (Fixture       *fixture,
            gconstpointer  data)
{
  GtkEventController *drag = find_controller (fixture, GTK_TYPE_GESTURE_DRAG);
  GtkEventController *click = find_controller (fixture, GTK_TYPE_GESTURE_CLICK);
  double picked[3] = { 0 };
  double x, y, back_x, back_y;
  AtlasView before, after;

  g_signal_connect (fixture->map, "picked", G_CALLBACK (on_picked), picked);
  g_signal_emit_by_name (drag, "drag-begin", 300.0, 200.0);
  g_signal_emit_by_name (drag, "drag-update", 3.0, 2.0);
  g_signal_emit_by_name (drag, "drag-end", 3.0, 2.0);
  g_signal_emit_by_name (click, "released", 1, 303.0, 202.0);
  wait_ms (400);
  g_assert_cmpfloat (picked[2], ==, 1);
  atlas_map_view_to_widget (fixture->map, picked[0], picked[1], &x, &y);
  g_assert_cmpfloat (fabs (x - 303), <, 0.01);
  g_assert_cmpfloat (fabs (y - 202), <, 0.01);

  /* A drag picks nothing, and what was taken hold of, 5 pixels from the start, stays under the pointer. */
  g_signal_emit_by_name (drag, "drag-begin", 300.0, 200.0);
  g_signal_emit_by_name (drag, "drag-update", 10.0, 0.0);
  g_signal_emit_by_name (drag, "drag-update", 110.0, -60.0);
  /* Held still before it is let go, the map stays. */
  wait_ms (150);
  g_signal_emit_by_name (drag, "drag-end", 110.0, -60.0);
  g_signal_emit_by_name (click, "released", 1, 410.0, 140.0);
  wait_ms (400);
  g_assert_cmpfloat (picked[2], ==, 1);
  atlas_map_view_to_widget (fixture->map, picked[0], picked[1], &back_x, &back_y);
  g_assert_cmpfloat (fabs (back_x - x - 105), <, 0.01);
  g_assert_cmpfloat (fabs (back_y - y + 60), <, 0.01);

  /* A double click zooms in at the pointer, and picks nothing. */
  settle (fixture);
  atlas_map_view_get_view (fixture->map, &before);
  g_signal_emit_by_name (drag, "drag-begin", back_x, back_y);
  g_signal_emit_by_name (click, "released", 1, back_x, back_y);
  g_signal_emit_by_name (click, "pressed", 2, back_x, back_y);
  g_signal_emit_by_name (drag, "drag-begin", back_x, back_y);
  wait_ms (400);
  settle (fixture);
  atlas_map_view_get_view (fixture->map, &after);
  g_assert_cmpfloat (fabs (after.zoom - before.zoom - 1), <, 1e-9);
  g_assert_cmpfloat (picked[2], ==, 1);
  atlas_map_view_to_widget (fixture->map, picked[0], picked[1], &x, &y);
  g_assert_cmpfloat (fabs (x - back_x), <, 0.5);
  g_assert_cmpfloat (fabs (y - back_y), <, 0.5);
}

/* Let go in motion, the map glides on, and stops at the world's edge or when it is taken hold of. */
static void
test_fling (Fixture       *fixture,
            gconstpointer  data)
{
  GtkEventController *drag = find_controller (fixture, GTK_TYPE_GESTURE_DRAG);
  AtlasView before, after, stopped;

  g_signal_emit_by_name (drag, "drag-begin", 300.0, 200.0);
  for (int i = 1; i <= 8; i++)
    {
      g_signal_emit_by_name (drag, "drag-update", i * 15.0, 0.0);
      wait_ms (10);
    }
  atlas_map_view_get_view (fixture->map, &before);
  g_signal_emit_by_name (drag, "drag-end", 120.0, 0.0);
  wait_ms (300);
  atlas_map_view_get_view (fixture->map, &after);
  g_assert_cmpfloat (after.lon, <, before.lon - 0.005);
  g_signal_emit_by_name (find_controller (fixture, GTK_TYPE_GESTURE_CLICK), "pressed", 1, 300.0, 200.0);
  atlas_map_view_get_view (fixture->map, &after);
  wait_ms (200);
  atlas_map_view_get_view (fixture->map, &stopped);
  g_assert_cmpfloat (fabs (stopped.lon - after.lon), <, 1e-9);

  atlas_map_view_go_to (fixture->map, -170, 80, 2.5, FALSE);
  g_signal_emit_by_name (drag, "drag-begin", 100.0, 100.0);
  for (int i = 1; i <= 8; i++)
    {
      g_signal_emit_by_name (drag, "drag-update", i * 90.0, i * 60.0);
      wait_ms (10);
      check_world (fixture);
    }
  g_signal_emit_by_name (drag, "drag-end", 720.0, 480.0);
  wait_ms (300);
  check_world (fixture);
  atlas_map_view_get_view (fixture->map, &after);
  g_assert_cmpfloat (after.lon, <, 0);
  g_assert_cmpfloat (after.lat, >, 0);
}

static void
press (Fixture *fixture,
       guint    key)
{
  gboolean handled = FALSE;

  g_signal_emit_by_name (find_controller (fixture, GTK_TYPE_EVENT_CONTROLLER_KEY), "key-pressed", key, 0, 0, &handled);
  g_assert_true (handled);
  wait_ms (400);
}

static void
test_keys (Fixture       *fixture,
           gconstpointer  data)
{
  AtlasView home, view;
  double x, y;

  atlas_map_view_get_view (fixture->map, &home);
  press (fixture, GDK_KEY_Right);
  atlas_map_view_to_widget (fixture->map, home.lon, home.lat, &x, &y);
  g_assert_cmpfloat (fabs (x - home.width * 0.25), <, 1);
  g_assert_cmpfloat (fabs (y - home.height * 0.5), <, 1);
  press (fixture, GDK_KEY_Down);
  atlas_map_view_to_widget (fixture->map, home.lon, home.lat, &x, &y);
  g_assert_cmpfloat (fabs (y - home.height * 0.25), <, 1);
  press (fixture, GDK_KEY_plus);
  atlas_map_view_get_view (fixture->map, &view);
  g_assert_cmpfloat (fabs (view.zoom - home.zoom - 1), <, 1e-9);
  press (fixture, GDK_KEY_minus);
  press (fixture, GDK_KEY_minus);
  atlas_map_view_get_view (fixture->map, &view);
  g_assert_cmpfloat (fabs (view.zoom - home.zoom + 1), <, 1e-9);
  press (fixture, GDK_KEY_Home);
  wait_ms (2000);
  atlas_map_view_get_view (fixture->map, &view);
  g_assert_cmpfloat (fabs (view.lon - home.lon), <, 1e-6);
  g_assert_cmpfloat (fabs (view.zoom - home.zoom), <, 1e-9);
}

static void
test_rotation (Fixture       *fixture,
               gconstpointer  data)
{
  ShumateViewport *viewport = shumate_map_get_viewport (_atlas_map_view_get_map (fixture->map));
  double x, y, lat, lon;
  guint blank;

  rest (fixture);
  blank = _atlas_map_view_get_n_blank (fixture->map);
  shumate_viewport_set_rotation (viewport, 0.6);
  settle (fixture);
  atlas_map_view_to_widget (fixture->map, 113.2, 36.3, &x, &y);
  shumate_viewport_widget_coords_to_location (viewport, GTK_WIDGET (_atlas_map_view_get_map (fixture->map)), x, y, &lat, &lon);
  g_assert_cmpfloat (fabs (lon - 113.2), <, 1e-6);
  g_assert_cmpfloat (fabs (lat - 36.3), <, 1e-6);
  atlas_map_view_reset_rotation (fixture->map);
  wait_ms (700);
  g_assert_cmpfloat (shumate_viewport_get_rotation (viewport), ==, 0);
  settle (fixture);
  g_assert_cmpuint (_atlas_map_view_get_n_blank (fixture->map), ==, blank);
}

/* Hiding, fading and moving a layer paints no block: only the names are placed again, once each time. */
static void
test_layers (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (fixture->project), 0);
  AtlasPaintQueue *queue = _atlas_map_view_get_queue (fixture->map);
  guint n;

  rest (fixture);
  n = atlas_paint_queue_get_n_run (queue);
  atlas_layer_set_visible (layer, FALSE);
  settle (fixture);
  atlas_layer_set_visible (layer, TRUE);
  settle (fixture);
  atlas_layer_set_opacity (layer, 0.5);
  settle (fixture);
  atlas_project_set_basemap_visible (fixture->project, FALSE);
  settle (fixture);
  atlas_project_set_basemap_visible (fixture->project, TRUE);
  settle (fixture);
  atlas_project_move (fixture->project, layer, 2);
  settle (fixture);
  g_assert_cmpuint (atlas_paint_queue_get_n_run (queue) - n, <=, 6);

  g_object_ref (layer);
  atlas_project_remove (fixture->project, layer);
  settle (fixture);
  atlas_project_add (fixture->project, layer);
  settle (fixture);
  g_object_unref (layer);
}

static void
test_highlight (Fixture       *fixture,
                gconstpointer  data)
{
  AtlasPaintQueue *queue = _atlas_map_view_get_queue (fixture->map);
  guint n;

  rest (fixture);
  n = atlas_paint_queue_get_n_run (queue);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (fixture->project), i);

      atlas_map_view_set_highlight (fixture->map, layer, 0);
      settle (fixture);
      g_assert_cmpuint (atlas_paint_queue_get_n_run (queue), >, n);
      /* The layer may go while it is lit. */
      if (i == 3)
        atlas_project_remove (fixture->project, layer);
    }
  atlas_map_view_set_highlight (fixture->map, NULL, 0);
  settle (fixture);
}

static void
test_dark (Fixture       *fixture,
           gconstpointer  data)
{
  guint blank;
  AtlasView view;

  rest (fixture);
  blank = _atlas_map_view_get_n_blank (fixture->map);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  settle (fixture);
  atlas_map_view_get_view (fixture->map, &view);
  g_assert_true (view.dark);
  g_assert_cmpuint (_atlas_map_view_get_n_blank (fixture->map), ==, blank);
}

static void
test_scale_bar (Fixture       *fixture,
                gconstpointer  data)
{
  AtlasScaleBar *bar = _atlas_map_view_get_scale_bar (fixture->map);

  for (double zoom = 3; zoom <= 20; zoom += 1.7)
    {
      AtlasView view;
      double lon1, lat1, lon2, lat2, true_metres, metres;

      atlas_map_view_go_to (fixture->map, 113.1, 36.2, zoom, FALSE);
      settle (fixture);
      atlas_map_view_get_view (fixture->map, &view);
      metres = atlas_scale_bar_get_metres (bar);
      atlas_view_to_place (&view, view.width / 2.0 - 5, view.height / 2.0, &lon1, &lat1);
      atlas_view_to_place (&view, view.width / 2.0 + 5, view.height / 2.0, &lon2, &lat2);
      true_metres = atlas_geodesic_distance (lon1, lat1, lon2, lat2) * atlas_scale_bar_get_pixels (bar) / 10;
      g_assert_cmpfloat (fabs (true_metres / metres - 1), <, 1e-3);
      g_assert_cmpfloat (atlas_scale_bar_get_pixels (bar), <=, 140);
      g_assert_cmpfloat (atlas_scale_bar_get_pixels (bar), >, 50);
    }
}

/* How long GTK takes to put a frame together and hand it to the display: not ours, but the most of the gaps. */
typedef struct
{
  gint64  start;
  GArray *times;
} Frames;

static void
on_before_paint (GdkFrameClock *clock,
                 Frames        *frames)
{
  frames->start = g_get_monotonic_time ();
}

static void
on_after_paint (GdkFrameClock *clock,
                Frames        *frames)
{
  gint64 time = g_get_monotonic_time () - frames->start;

  g_array_append_val (frames->times, time);
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  return *(const gint64 *) a < *(const gint64 *) b ? -1 : 1;
}

static void
report_frames (GArray *times)
{
  if (times->len == 0)
    return;
  g_array_sort (times, compare_times);
  printf ("# METRIC frames %u\n", times->len);
  printf ("# METRIC frame_median_ms %.1f\n", g_array_index (times, gint64, times->len / 2) / 1e3);
  printf ("# METRIC frame_worst_ms %.1f\n", g_array_index (times, gint64, times->len - 1) / 1e3);
}

/* Gaps between two turns of the main loop, with what is in between: frames of GTK too. */
typedef struct
{
  gint64 last;
  gint64 worst;
  guint  n;
  guint  n_long;
} Heart;

static gboolean
on_beat (gpointer data)
{
  Heart *heart = data;
  gint64 now = g_get_monotonic_time ();
  gint64 gap = now - heart->last - 2 * G_TIME_SPAN_MILLISECOND;

  heart->worst = MAX (heart->worst, gap);
  heart->n++;
  heart->n_long += gap > 16 * G_TIME_SPAN_MILLISECOND;
  heart->last = now;
  return G_SOURCE_CONTINUE;
}

static void
test_ride (Fixture       *fixture,
           gconstpointer  data)
{
  gboolean bench = g_strcmp0 (g_getenv ("ATLAS_BENCH"), "map") == 0;
  gint64 end;
  GdkFrameClock *clock = gtk_widget_get_frame_clock (fixture->window);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  Frames frames = { .times = times };
  Heart heart = { 0 };
  guint source, blank;

  rest (fixture);
  blank = _atlas_map_view_get_n_blank (fixture->map);
  g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint), &frames);
  g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), &frames);
  heart.last = g_get_monotonic_time ();
  source = g_timeout_add_full (G_PRIORITY_HIGH, 2, on_beat, &heart, NULL);
  end = g_get_monotonic_time () + (bench ? 10 : 4) * G_TIME_SPAN_SECOND;
  for (guint i = 0; g_get_monotonic_time () < end; i++)
    {
      static const double steps[] = { 1, 1, 0.5, -1, 1, 1, -2, -1.5, 0.7, 0.3 };
      GtkEventController *drag = find_controller (fixture, GTK_TYPE_GESTURE_DRAG);

      atlas_map_view_zoom_by (fixture->map, steps[i % G_N_ELEMENTS (steps)]);
      wait_ms (180);
      g_signal_emit_by_name (drag, "drag-begin", 500.0, 350.0);
      for (int move = 1; move <= 20; move++)
        {
          g_signal_emit_by_name (drag, "drag-update", move * (i & 1 ? -20.0 : 20.0), move * (i & 2 ? -9.0 : 9.0));
          wait_ms (12);
        }
      g_signal_emit_by_name (drag, "drag-end", 0.0, 0.0);
      if (i % 5 == 4)
        atlas_map_view_go_home (fixture->map);
      wait_ms (120);
    }
  g_source_remove (source);
  g_signal_handlers_disconnect_by_data (clock, &frames);

  report_frames (times);
  printf ("# METRIC own_worst_ms %.2f\n", _atlas_map_view_get_slowest (fixture->map) / 1e3);
  printf ("# METRIC gap_worst_ms %.1f\n", heart.worst / 1e3);
  printf ("# METRIC gaps_over_16_ms %u of %u\n", heart.n_long, heart.n);
  printf ("# METRIC blank_frames %u\n", _atlas_map_view_get_n_blank (fixture->map) - blank);
  printf ("# METRIC kept_mib %.1f\n", _atlas_map_view_get_bytes (fixture->map) / (1024.0 * 1024));
  g_assert_cmpuint (_atlas_map_view_get_n_blank (fixture->map), ==, blank);
  g_assert_cmpint (_atlas_map_view_get_slowest (fixture->map), <, OWN_LIMIT);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#ifdef __SANITIZE_ADDRESS__
  /* Graphics drivers lose memory and are unloaded before that could be told from ours. */
  g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
#endif
  if (!gtk_init_check ())
    return 77;
  adw_init ();

#define ADD(name, func) g_test_add ("/map/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("home", test_home);
  g_test_add ("/map/includes-far", Fixture, &far_away, set_up, test_includes, tear_down);
  g_test_add ("/map/includes-near", Fixture, &near_home, set_up, test_includes, tear_down);
  ADD ("world", test_world);
  ADD ("mouse", test_mouse);
  ADD ("fling", test_fling);
  ADD ("keys", test_keys);
  ADD ("rotation", test_rotation);
  ADD ("layers", test_layers);
  ADD ("highlight", test_highlight);
  ADD ("dark", test_dark);
  ADD ("scale-bar", test_scale_bar);
  ADD ("ride", test_ride);
#undef ADD
  return g_test_run ();
}
