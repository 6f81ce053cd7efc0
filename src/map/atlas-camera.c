/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Moves the map.
 *
 * Owned by the map's view, main thread, driven by the frame clock.  The viewport is the truth: two-finger gestures change it
 * as well, so every step starts from it.  libshumate's own movements wrap around the world and cannot be stopped half-way,
 * which is why they are not used. */

#include "map/atlas-camera.h"

#include <math.h>

#include "geo/atlas-mercator.h"

#define STEP_TIME 0.22            /* seconds */
#define TURN_TIME 0.35
/* How much flying zooms out on its way: van Wijk's ρ; and the speed in screens a second. */
#define FLIGHT_CURVE 1.42
#define FLIGHT_SPEED 3.2
#define FLIGHT_TIME_MAX 1.8
#define FLIGHT_TIME_MIN 0.25
/* A fling loses all but 1/e of its speed in 1/FRICTION seconds. */
#define FLING_FRICTION 4.0
#define FLING_SPEED_MIN 12.0

typedef enum
{
  RESTING,
  FLYING,
  ZOOMING,
  PANNING,
  FLINGING,
  TURNING,
} Movement;

struct _AtlasCamera
{
  GtkWidget       *widget;
  ShumateViewport *viewport;
  guint            tick;
  Movement         movement;
  gint64           start_time;    /* microseconds of the frame clock; 0: at the next tick */
  double           duration;      /* seconds */
  AtlasMapSight    from;
  double           to_x;          /* FLYING, PANNING: world coordinates of the middle */
  double           to_y;
  double           to_zoom;
  double           held_x;        /* ZOOMING: a place that stays where it is */
  double           held_y;
  double           held_at_x;
  double           held_at_y;
  double           speed_x;       /* FLINGING: world pixels a second */
  double           speed_y;
  double           path_r0;       /* FLYING: see fly() */
  double           path_length;
  double           distance;
};

static gboolean on_tick (GtkWidget     *widget,
                         GdkFrameClock *clock,
                         gpointer       data);

AtlasCamera *
atlas_camera_new (GtkWidget       *widget,
                  ShumateViewport *viewport)
{
  AtlasCamera *self = g_new0 (AtlasCamera, 1);

  self->widget = widget;
  self->viewport = g_object_ref (viewport);
  return self;
}

void
atlas_camera_free (AtlasCamera *self)
{
  atlas_camera_stop (self);
  g_object_unref (self->viewport);
  g_free (self);
}

void
atlas_camera_get_frame (AtlasCamera   *self,
                        AtlasMapSight *frame)
{
  *frame = (AtlasMapSight) {
    .x = atlas_mercator_x (shumate_location_get_longitude (SHUMATE_LOCATION (self->viewport))),
    .y = atlas_mercator_y (shumate_location_get_latitude (SHUMATE_LOCATION (self->viewport))),
    .zoom = shumate_viewport_get_zoom_level (self->viewport),
    .rotation = shumate_viewport_get_rotation (self->viewport),
    .width = gtk_widget_get_width (self->widget),
    .height = gtk_widget_get_height (self->widget),
    .scale = gtk_widget_get_scale_factor (self->widget),
  };
}

static void
set_frame (AtlasCamera   *self,
           AtlasMapSight *frame)
{
  if (frame->rotation < 0)
    frame->rotation += 2 * G_PI;
  atlas_map_sight_clamp (frame);
  g_object_freeze_notify (G_OBJECT (self->viewport));
  shumate_viewport_set_zoom_level (self->viewport, frame->zoom);
  shumate_viewport_set_rotation (self->viewport, frame->rotation);
  shumate_location_set_location (SHUMATE_LOCATION (self->viewport), atlas_mercator_lat (frame->y),
                                 atlas_mercator_lon (frame->x));
  g_object_thaw_notify (G_OBJECT (self->viewport));
}

void
atlas_camera_clamp (AtlasCamera *self)
{
  AtlasMapSight frame, clamped;

  atlas_camera_get_frame (self, &frame);
  if (frame.width <= 0 || frame.height <= 0)
    return;
  clamped = frame;
  atlas_map_sight_clamp (&clamped);
  if (clamped.zoom != frame.zoom || fabs (clamped.x - frame.x) > 1e-12 || fabs (clamped.y - frame.y) > 1e-12)
    set_frame (self, &clamped);
}

void
atlas_camera_stop (AtlasCamera *self)
{
  self->movement = RESTING;
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (self->widget, self->tick);
  self->tick = 0;
}

gboolean
atlas_camera_is_zooming (AtlasCamera *self)
{
  return self->movement == ZOOMING || (self->movement == FLYING && self->path_length > 0);
}

static gboolean
can_glide (AtlasCamera *self)
{
  gboolean enabled = TRUE;

  g_object_get (gtk_widget_get_settings (self->widget), "gtk-enable-animations", &enabled, NULL);
  return enabled && gtk_widget_get_mapped (self->widget);
}

static void
begin (AtlasCamera *self,
       Movement     movement,
       double       duration)
{
  atlas_camera_get_frame (self, &self->from);
  self->movement = movement;
  self->duration = duration;
  self->start_time = 0;
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (self->widget, on_tick, self, NULL);
}

static double
ease_out (double t)
{
  return 1 - (1 - t) * (1 - t) * (1 - t);
}

static double
ease_in_out (double t)
{
  return t < 0.5 ? 2 * t * t : 1 - 2 * (1 - t) * (1 - t);
}

/* Where on its path the flight is at @t (0 to 1).  With w the width of the view and u the way gone, both in widths of the
 * view at the start: w = cosh r0 / cosh (ρs + r0), u = (cosh r0 tanh (ρs + r0) − sinh r0) / ρ². */
static void
fly (AtlasCamera   *self,
     AtlasMapSight *frame,
     double         t)
{
  double part;

  if (self->distance < 1e-6)
    {
      frame->zoom = self->from.zoom + (self->to_zoom - self->from.zoom) * t;
      part = t;
    }
  else
    {
      double r = FLIGHT_CURVE * self->path_length * t + self->path_r0;
      double u = (cosh (self->path_r0) * tanh (r) - sinh (self->path_r0)) / (FLIGHT_CURVE * FLIGHT_CURVE);

      part = u / self->distance;
      frame->zoom = self->from.zoom - log2 (cosh (self->path_r0) / cosh (r));
    }
  frame->x = self->from.x + (self->to_x - self->from.x) * part;
  frame->y = self->from.y + (self->to_y - self->from.y) * part;
  if (t >= 1)
    {
      frame->x = self->to_x;
      frame->y = self->to_y;
      frame->zoom = self->to_zoom;
    }
}

/* Works out path_r0 and path_length, in the units of fly(). */
static void
plan_flight (AtlasCamera *self)
{
  double p2 = FLIGHT_CURVE * FLIGHT_CURVE;
  double w = exp2 (self->from.zoom - self->to_zoom);
  double d, b0, b1;

  d = hypot (self->to_x - self->from.x, self->to_y - self->from.y) * atlas_mercator_world_size (self->from.zoom) /
      MAX (MAX (self->from.width, self->from.height), 1);
  self->distance = d;
  if (d < 1e-6)
    {
      self->path_r0 = 0;
      self->path_length = fabs (log (w)) / FLIGHT_CURVE;
      return;
    }
  b0 = (w * w - 1 + p2 * p2 * d * d) / (2 * p2 * d);
  b1 = (w * w - 1 - p2 * p2 * d * d) / (2 * w * p2 * d);
  self->path_r0 = -asinh (b0);
  self->path_length = (-asinh (b1) - self->path_r0) / FLIGHT_CURVE;
}

/* Moves @frame to where it is @elapsed seconds after the start.  Returns: %FALSE at the end. */
static gboolean
move (AtlasCamera   *self,
      AtlasMapSight *frame,
      double         elapsed)
{
  double t = self->duration > 0 ? CLAMP (elapsed / self->duration, 0, 1) : 1;

  switch (self->movement)
    {
    case FLYING:
      fly (self, frame, ease_in_out (t));
      return t < 1;

    case ZOOMING:
      frame->zoom = t < 1 ? self->from.zoom + (self->to_zoom - self->from.zoom) * ease_out (t) : self->to_zoom;
      atlas_map_sight_anchor (frame, self->held_x, self->held_y, self->held_at_x, self->held_at_y);
      return t < 1;

    case PANNING:
      frame->x = self->from.x + (self->to_x - self->from.x) * ease_out (t);
      frame->y = self->from.y + (self->to_y - self->from.y) * ease_out (t);
      return t < 1;

    case FLINGING:
      {
        double left = exp (-FLING_FRICTION * elapsed);
        double gone = (1 - left) / FLING_FRICTION / atlas_mercator_world_size (frame->zoom);

        frame->x = self->from.x - self->speed_x * gone;
        frame->y = self->from.y - self->speed_y * gone;
        return hypot (self->speed_x, self->speed_y) * left > FLING_SPEED_MIN;
      }

    case TURNING:
      frame->rotation = t < 1 ? self->from.rotation * (1 - ease_out (t)) : 0;
      return t < 1;

    case RESTING:
    default:
      return FALSE;
    }
}

static gboolean
on_tick (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  AtlasCamera *self = data;
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  AtlasMapSight frame;
  gboolean going;

  if (self->start_time == 0)
    self->start_time = now;
  atlas_camera_get_frame (self, &frame);
  going = move (self, &frame, (double) (now - self->start_time) / G_TIME_SPAN_SECOND);
  if (!going)
    {
      self->movement = RESTING;
      self->tick = 0;
    }
  set_frame (self, &frame);
  return going ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Ends the movement at once when there is nobody to watch it. */
static void
glide (AtlasCamera *self,
       gboolean     animate)
{
  AtlasMapSight frame = self->from;

  if (animate && can_glide (self))
    return;
  move (self, &frame, self->duration + 1);
  atlas_camera_stop (self);
  set_frame (self, &frame);
}

void
atlas_camera_go_to (AtlasCamera *self,
                    double       x,
                    double       y,
                    double       zoom,
                    gboolean     animate)
{
  AtlasMapSight to;

  begin (self, FLYING, 0);
  to = self->from;
  to.x = x;
  to.y = y;
  to.zoom = zoom;
  if (to.width > 0 && to.height > 0)
    atlas_map_sight_clamp (&to);
  self->to_x = to.x;
  self->to_y = to.y;
  self->to_zoom = to.zoom;
  plan_flight (self);
  self->duration = CLAMP (fabs (self->path_length) / FLIGHT_SPEED, FLIGHT_TIME_MIN, FLIGHT_TIME_MAX);
  glide (self, animate);
}

void
atlas_camera_zoom_at (AtlasCamera *self,
                      double       x,
                      double       y,
                      double       steps,
                      gboolean     animate)
{
  AtlasMapSight least;
  double to = shumate_viewport_get_zoom_level (self->viewport);

  if (self->movement == ZOOMING)
    to = self->to_zoom;
  begin (self, ZOOMING, STEP_TIME);
  least = self->from;
  least.zoom = 0;
  atlas_map_sight_clamp (&least);
  self->to_zoom = CLAMP (to + steps, least.zoom, ATLAS_MERCATOR_MAX_ZOOM);
  self->held_at_x = self->held_x = x;
  self->held_at_y = self->held_y = y;
  atlas_map_sight_to_world (&self->from, &self->held_x, &self->held_y);
  glide (self, animate);
}

void
atlas_camera_pan (AtlasCamera *self,
                  double       dx,
                  double       dy,
                  gboolean     animate)
{
  AtlasMapSight frame;
  double x, y;

  atlas_camera_get_frame (self, &frame);
  x = frame.width / 2.0 + dx;
  y = frame.height / 2.0 + dy;
  atlas_map_sight_to_world (&frame, &x, &y);
  if (self->movement == PANNING)
    {
      x += self->to_x - frame.x;
      y += self->to_y - frame.y;
    }
  begin (self, PANNING, STEP_TIME);
  frame.x = x;
  frame.y = y;
  atlas_map_sight_clamp (&frame);
  self->to_x = frame.x;
  self->to_y = frame.y;
  glide (self, animate);
}

void
atlas_camera_hold (AtlasCamera *self,
                   double       x,
                   double       y,
                   double       at_x,
                   double       at_y)
{
  AtlasMapSight frame;

  atlas_camera_stop (self);
  atlas_camera_get_frame (self, &frame);
  atlas_map_sight_anchor (&frame, x, y, at_x, at_y);
  set_frame (self, &frame);
}

void
atlas_camera_fling (AtlasCamera *self,
                    double       speed_x,
                    double       speed_y)
{
  AtlasMapSight frame;
  double c, s;

  if (!can_glide (self))
    return;
  atlas_camera_get_frame (self, &frame);
  c = cos (frame.rotation);
  s = sin (frame.rotation);
  begin (self, FLINGING, 0);
  self->speed_x = c * speed_x + s * speed_y;
  self->speed_y = c * speed_y - s * speed_x;
}

void
atlas_camera_turn_north (AtlasCamera *self,
                         gboolean     animate)
{
  if (shumate_viewport_get_rotation (self->viewport) == 0)
    return;
  begin (self, TURNING, TURN_TIME);
  if (self->from.rotation > G_PI)
    self->from.rotation -= 2 * G_PI;
  glide (self, animate);
}
