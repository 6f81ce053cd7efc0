/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Mouse, touch pad, touch and keyboard on the map.
 *
 * Main thread.  libshumate's own drag wraps around the world's edges, its kinetic motion cannot be stopped, its wheel jumps
 * and its double click cannot be told from a pick, so these four controllers are taken off the map and replaced. */

#include "map/atlas-map-input.h"

#include <math.h>

#include "geo/atlas-mercator.h"

#define WHEEL_STEP 0.4            /* zoom steps a notch */
#define SURFACE_PIXELS 90.0       /* two-finger scrolling: pixels a zoom step */
#define DRAG_THRESHOLD 5.0        /* pixels: less is a click */
#define FLING_SPEED_LEAST 120.0   /* pixels a second */
#define FLING_SPEED_MOST 6000.0
#define TRACK_TIME (100 * G_TIME_SPAN_MILLISECOND) /* of a drag that tells its speed */
#define TRACK_LENGTH 16
#define PAN_PART 0.25             /* of the view an arrow key moves */
/* How long a click waits for a second one, milliseconds: less than the desktop's double click time, for a card should not
 * be late; a card that is already open would catch the second click. */
#define PICK_DELAY 240

/* Where the pointer was when. */
typedef struct
{
  gint64 time;
  double x;
  double y;
} Track;

typedef struct
{
  GtkWidget                *map;      /* (unowned) */
  AtlasCamera              *camera;   /* (unowned) */
  const AtlasMapInputFuncs *funcs;
  gpointer                  data;
  const char               *cursor;   /* while nothing is dragged */
  double                    x;        /* of the pointer */
  double                    y;
  gboolean                  dragging;
  gboolean                  grabbed;  /* what is dragged is not the map */
  double                    start_x;
  double                    start_y;
  double                    held_x;   /* world coordinates of what the pointer took hold of */
  double                    held_y;
  gboolean                  captured; /* the last click was dealt with by @funcs */
  guint                     pick_timer;
  double                    picked_lon;
  double                    picked_lat;
  Track                     track[TRACK_LENGTH]; /* the last of the drag, a ring */
  guint                     n_track;
} Input;

static void
on_drag_begin (GtkGestureDrag *gesture,
               double          x,
               double          y,
               Input          *input)
{
  input->dragging = FALSE;
  input->n_track = 0;
  input->start_x = x;
  input->start_y = y;
}

static void
on_drag_update (GtkGestureDrag *gesture,
                double          dx,
                double          dy,
                Input          *input)
{
  double x = input->start_x + dx;
  double y = input->start_y + dy;

  if (!input->dragging)
    {
      AtlasMapSight frame;
      double way = hypot (dx, dy);

      if (way < DRAG_THRESHOLD)
        return;
      input->dragging = TRUE;
      input->grabbed = input->funcs->grabbed (input->data, input->start_x, input->start_y);
      if (!input->grabbed)
        gtk_widget_set_cursor_from_name (input->map, "grabbing");
      atlas_camera_get_frame (input->camera, &frame);
      /* Where the threshold was passed: the map neither jumps nor falls behind, however far the first motion went. */
      input->held_x = input->start_x + dx * DRAG_THRESHOLD / way;
      input->held_y = input->start_y + dy * DRAG_THRESHOLD / way;
      atlas_map_sight_to_world (&frame, &input->held_x, &input->held_y);
    }
  if (input->grabbed)
    {
      input->funcs->dragged (input->data, x, y);
      return;
    }
  atlas_camera_hold (input->camera, input->held_x, input->held_y, x, y);
  input->track[input->n_track++ % TRACK_LENGTH] = (Track) { g_get_monotonic_time (), x, y };
}

/* Lets the map glide on with the speed of the drag's last moments.  (GtkGestureSwipe takes it from the times of motions that
 * were put together, which not every display tells.) */
static void
fling (Input *input)
{
  const Track *last = &input->track[(input->n_track + TRACK_LENGTH - 1) % TRACK_LENGTH];
  const Track *first = last;
  gint64 now = g_get_monotonic_time ();
  double seconds, speed_x, speed_y, speed;

  for (guint i = 1; i < MIN (input->n_track, TRACK_LENGTH); i++)
    {
      const Track *before = &input->track[(input->n_track - 1 - i) % TRACK_LENGTH];

      if (before->time < now - TRACK_TIME)
        break;
      first = before;
    }
  if (first == last)
    return;
  seconds = (double) (now - first->time) / G_TIME_SPAN_SECOND;
  speed_x = (last->x - first->x) / seconds;
  speed_y = (last->y - first->y) / seconds;
  speed = hypot (speed_x, speed_y);
  if (speed >= FLING_SPEED_LEAST)
    atlas_camera_fling (input->camera, speed_x * MIN (1, FLING_SPEED_MOST / speed),
                        speed_y * MIN (1, FLING_SPEED_MOST / speed));
}

static void
on_drag_end (GtkGestureDrag *gesture,
             double          dx,
             double          dy,
             Input          *input)
{
  gtk_widget_set_cursor_from_name (input->map, input->cursor);
  if (input->grabbed)
    input->funcs->dropped (input->data, input->start_x + dx, input->start_y + dy);
  else if (input->dragging)
    fling (input);
  input->grabbed = FALSE;
}

static void
on_drag_cancel (GtkGesture       *gesture,
                GdkEventSequence *sequence,
                Input            *input)
{
  if (input->grabbed)
    input->funcs->dropped (input->data, NAN, NAN);
  input->grabbed = FALSE;
}

static void
on_menu_pressed (GtkGestureClick *gesture,
                 int              n,
                 double           x,
                 double           y,
                 Input           *input)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (input->map);
  atlas_camera_stop (input->camera);
  input->funcs->menu (input->data, x, y);
}

static void
on_long_press (GtkGestureLongPress *gesture,
               double               x,
               double               y,
               Input               *input)
{
  if (input->dragging)
    return;
  /* The finger that is lifted then picks nothing. */
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  input->funcs->menu (input->data, x, y);
}

static void
on_pressed (GtkGestureClick *gesture,
            int              n,
            double           x,
            double           y,
            Input           *input)
{
  gtk_widget_grab_focus (input->map);
  if (n == 1)
    atlas_camera_stop (input->camera);
  if (n != 2 || input->captured)
    return;
  g_clear_handle_id (&input->pick_timer, g_source_remove);
  atlas_camera_zoom_at (input->camera, x, y, 1, TRUE);
}

static gboolean
on_pick (gpointer data)
{
  Input *input = data;
  AtlasMapSight frame;
  double x, y;

  input->pick_timer = 0;
  /* Where the place is by now. */
  atlas_camera_get_frame (input->camera, &frame);
  atlas_map_sight_to_widget (&frame, input->picked_lon, input->picked_lat, &x, &y);
  input->funcs->picked (input->data, x, y);
  return G_SOURCE_REMOVE;
}

static void
on_released (GtkGestureClick *gesture,
             int              n,
             double           x,
             double           y,
             Input           *input)
{
  AtlasMapSight frame;

  if (input->dragging)
    return;
  input->captured = input->funcs->clicked (input->data, x, y, n);
  if (n != 1 || input->captured)
    return;
  atlas_camera_get_frame (input->camera, &frame);
  atlas_map_sight_to_world (&frame, &x, &y);
  input->picked_lon = atlas_mercator_lon (x);
  input->picked_lat = atlas_mercator_lat (y);
  g_clear_handle_id (&input->pick_timer, g_source_remove);
  input->pick_timer = g_timeout_add (PICK_DELAY, on_pick, input);
}

static void
input_free (gpointer data)
{
  Input *input = data;

  g_clear_handle_id (&input->pick_timer, g_source_remove);
  g_free (input);
}

static gboolean
on_scroll (GtkEventControllerScroll *controller,
           double                    dx,
           double                    dy,
           Input                    *input)
{
  if (gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_SURFACE)
    atlas_camera_zoom_at (input->camera, input->x, input->y, -dy / SURFACE_PIXELS, FALSE);
  else
    atlas_camera_zoom_at (input->camera, input->x, input->y, -dy * WHEEL_STEP, TRUE);
  return TRUE;
}

static void
on_motion (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           Input                    *input)
{
  input->x = x;
  input->y = y;
  input->funcs->pointed (input->data, x, y);
}

static void
on_leave (GtkEventControllerMotion *controller,
          Input                    *input)
{
  input->funcs->pointed (input->data, NAN, NAN);
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint                  key,
        guint                  code,
        GdkModifierType        state,
        Input                 *input)
{
  double width = gtk_widget_get_width (input->map);
  double height = gtk_widget_get_height (input->map);

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Menu:
      input->funcs->menu (input->data, width / 2, height / 2);
      return TRUE;

    case GDK_KEY_F10:
      if ((state & GDK_SHIFT_MASK) == 0)
        return FALSE;
      input->funcs->menu (input->data, width / 2, height / 2);
      return TRUE;

    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      atlas_camera_pan (input->camera, -width * PAN_PART, 0, TRUE);
      return TRUE;

    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      atlas_camera_pan (input->camera, width * PAN_PART, 0, TRUE);
      return TRUE;

    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      atlas_camera_pan (input->camera, 0, -height * PAN_PART, TRUE);
      return TRUE;

    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      atlas_camera_pan (input->camera, 0, height * PAN_PART, TRUE);
      return TRUE;

    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      atlas_camera_zoom_at (input->camera, width / 2, height / 2, 1, TRUE);
      return TRUE;

    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      atlas_camera_zoom_at (input->camera, width / 2, height / 2, -1, TRUE);
      return TRUE;

    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      input->funcs->home (input->data);
      return TRUE;

    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      atlas_camera_turn_north (input->camera, TRUE);
      return TRUE;

    default:
      return FALSE;
    }
}

/* Takes off the controllers that are replaced. */
static void
detach_own (GtkWidget *map)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (map);

  for (guint i = g_list_model_get_n_items (controllers); i-- > 0;)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_DRAG (controller) || GTK_IS_GESTURE_SWIPE (controller) || GTK_IS_GESTURE_CLICK (controller) ||
          GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        gtk_widget_remove_controller (map, controller);
    }
}

void
atlas_map_input_attach (ShumateMap               *map,
                        AtlasCamera              *camera,
                        const AtlasMapInputFuncs *funcs,
                        gpointer                  data)
{
  Input *input = g_new0 (Input, 1);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *menu = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  input->map = GTK_WIDGET (map);
  input->camera = camera;
  input->funcs = funcs;
  input->data = data;
  input->cursor = "grab";
  g_object_set_data_full (G_OBJECT (map), "atlas-input", input, input_free);
  detach_own (input->map);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), GDK_BUTTON_PRIMARY);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), input);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), input);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), input);
  g_signal_connect (drag, "cancel", G_CALLBACK (on_drag_cancel), input);
  gtk_widget_add_controller (input->map, GTK_EVENT_CONTROLLER (drag));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), input);
  g_signal_connect (click, "released", G_CALLBACK (on_released), input);
  gtk_widget_add_controller (input->map, GTK_EVENT_CONTROLLER (click));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect (menu, "pressed", G_CALLBACK (on_menu_pressed), input);
  gtk_widget_add_controller (input->map, GTK_EVENT_CONTROLLER (menu));

  /* With a mouse there is the other button. */
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect (press, "pressed", G_CALLBACK (on_long_press), input);
  gtk_widget_add_controller (input->map, GTK_EVENT_CONTROLLER (press));

  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), input);
  gtk_widget_add_controller (input->map, scroll);

  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), input);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), input);
  gtk_widget_add_controller (input->map, motion);

  /* Before the map's own keys, which newer versions of libshumate have and which move by a few pixels. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), input);
  gtk_widget_add_controller (input->map, keys);
}

void
atlas_map_input_set_cursor (ShumateMap *map,
                            const char *cursor)
{
  Input *input = g_object_get_data (G_OBJECT (map), "atlas-input");

  input->cursor = cursor;
  gtk_widget_set_cursor_from_name (input->map, cursor);
}
