/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The map of a project.
 *
 * Main thread.  Whatever changes, in the viewport or in the stack of layers, leads to one update at the next tick of the
 * frame clock, which looks at what shows now and tells the layers.  Nothing is painted here. */

#include "map/atlas-map-view.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "geo/atlas-mercator.h"
#include "map/atlas-camera.h"
#include "map/atlas-map-controls.h"
#include "map/atlas-map-input.h"
#include "map/atlas-map-source.h"
#include "map/atlas-map-stack.h"
#include "map/atlas-map-view-private.h"
#include "map/atlas-scale-bar.h"
#include "render/atlas-painter.h"

/* How long the zoom must rest until its blocks are worth painting. */
#define STILL_TIME 70             /* milliseconds */
#define FIT_PADDING 24.0          /* logical pixels */
#define FIT_MAX_ZOOM 16.0
#define HOME_PADDING 8.0
/* Home is shown at a multiple of this, so that a guess at the widget's size finds the zoom. */
#define HOME_STEP 0.125
/* Until the first view is shown, nothing is painted ahead. */
#define AHEAD_AFTER 300           /* milliseconds */
/* How long the map waits for all of its first view, which is then drawn once, not piece by piece. */
#define HOLD_TIME 400             /* milliseconds */

struct _AtlasMapView
{
  GtkWidget         parent_instance;
  AtlasProject     *project;
  GtkWidget        *overlay;
  ShumateMap       *map;          /* (unowned) */
  ShumateViewport  *viewport;     /* (unowned) */
  AtlasCamera      *camera;
  AtlasMapStack    *stack;
  GtkWidget        *controls;
  GtkWidget        *scale_bar;
  AtlasMapSelect   *select;       /* (unowned) */
  GdkRGBA           ground[2];    /* light, dark */

  AtlasMapSight     frame;        /* of the last update */
  gint64            zoomed_at;    /* when the zoom changed last, microseconds */
  guint             still_timer;
  guint             ahead_timer;
  gboolean          ahead;
  guint             tick;
  gboolean          opened;       /* has been allocated, so a view was set */
  gint64            opened_at;    /* microseconds */
  gboolean          shown;        /* the first view was complete */
  gboolean          wants_extent; /* what to show then */
  gboolean          extent_is_home;
  AtlasExtent       extent;
  gboolean          wants_view;
  double            want_x;
  double            want_y;
  double            want_zoom;
  gboolean          moved;        /* "view-changed" is due */
  gboolean          settled;
  gint64            slowest;      /* longest update so far, microseconds */
};

G_DEFINE_FINAL_TYPE (AtlasMapView, atlas_map_view, GTK_TYPE_WIDGET)

enum
{
  PROP_PROJECT = 1,
  PROP_SETTLED,
  N_PROPS
};

enum
{
  SIGNAL_PICKED,
  SIGNAL_POINTER_MOVED,
  SIGNAL_CLICKED,
  SIGNAL_VIEW_CHANGED,
  SIGNAL_SELECT_AT,
  SIGNAL_SELECT_WITHIN,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void queue_update (AtlasMapView *self);

static gboolean
on_still (gpointer data)
{
  AtlasMapView *self = data;

  self->still_timer = 0;
  queue_update (self);
  return G_SOURCE_REMOVE;
}

/* Notes whether the zoom rests, and sees to it that there is an update when it does. */
static void
watch_zoom (AtlasMapView  *self,
            AtlasMapSight *frame)
{
  gint64 now = g_get_monotonic_time ();
  gint64 wait;

  if (self->frame.width > 0 && frame->zoom != self->frame.zoom)
    self->zoomed_at = now;
  wait = self->zoomed_at == 0 ? 0 : self->zoomed_at + STILL_TIME * G_TIME_SPAN_MILLISECOND - now;
  frame->ahead = self->ahead;
  frame->still = wait <= 0 && !atlas_camera_is_zooming (self->camera);
  g_clear_handle_id (&self->still_timer, g_source_remove);
  if (wait > 0)
    self->still_timer = g_timeout_add ((guint) (wait / G_TIME_SPAN_MILLISECOND) + 1, on_still, self);
}

static gboolean
on_ahead (gpointer data)
{
  AtlasMapView *self = data;

  self->ahead_timer = 0;
  self->ahead = TRUE;
  queue_update (self);
  return G_SOURCE_REMOVE;
}

static void
set_settled (AtlasMapView *self,
             gboolean      settled)
{
  if (settled && !self->ahead && self->ahead_timer == 0)
    self->ahead_timer = g_timeout_add (AHEAD_AFTER, on_ahead, self);
  if (self->settled == settled)
    return;
  self->settled = settled;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SETTLED]);
}

static void
update_controls (AtlasMapView        *self,
                 const AtlasMapSight *frame)
{
  AtlasMapSight least = *frame;

  least.zoom = 0;
  atlas_map_sight_clamp (&least);
  atlas_map_controls_update (ATLAS_MAP_CONTROLS (self->controls), frame->rotation,
                             frame->zoom < ATLAS_MERCATOR_MAX_ZOOM - 1e-6, frame->zoom > least.zoom + 1e-6);
  atlas_scale_bar_update (ATLAS_SCALE_BAR (self->scale_bar), frame);
}

/* The view that fits an extent into a widget of that size. */
static void
fit (AtlasMapView      *self,
     const AtlasExtent *extent,
     gboolean           home,
     int                width,
     int                height,
     AtlasMapSight     *frame)
{
  AtlasView view = { .width = width, .height = height, .scale = 1 };

  atlas_view_fit (&view, extent, home ? HOME_PADDING : FIT_PADDING, FIT_MAX_ZOOM);
  frame->x = atlas_mercator_x (view.lon);
  frame->y = atlas_mercator_y (view.lat);
  frame->zoom = home ? floor (view.zoom / HOME_STEP) * HOME_STEP : view.zoom;
}

/* The view that was asked for before the widget had a size. */
static void
get_first_view (AtlasMapView  *self,
                int            width,
                int            height,
                AtlasMapSight *frame)
{
  *frame = (AtlasMapSight) { .x = 0.5, .y = 0.5, .width = width, .height = height };
  if (self->wants_view)
    {
      frame->x = self->want_x;
      frame->y = self->want_y;
      frame->zoom = self->want_zoom;
    }
  else if (self->wants_extent)
    fit (self, &self->extent, self->extent_is_home, width, height, frame);
  atlas_map_sight_clamp (frame);
}

static gboolean
is_dark (AtlasMapView *self)
{
  return adw_style_manager_get_dark (adw_style_manager_get_for_display (gtk_widget_get_display (GTK_WIDGET (self))));
}

static void
update (AtlasMapView *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self->map));
  int height = gtk_widget_get_height (GTK_WIDGET (self->map));
  gint64 start = g_get_monotonic_time ();
  AtlasMapSight frame;
  gboolean same, complete;

  if (width <= 0 || height <= 0)
    return;
  if (!self->opened)
    {
      get_first_view (self, width, height, &frame);
      self->opened = TRUE;
      self->opened_at = g_get_monotonic_time ();
      atlas_camera_go_to (self->camera, frame.x, frame.y, frame.zoom, FALSE);
    }
  atlas_camera_clamp (self->camera);
  atlas_camera_get_frame (self->camera, &frame);
  frame.dark = is_dark (self);
  watch_zoom (self, &frame);
  same = atlas_map_sight_same_place (&frame, &self->frame);
  self->frame = frame;
  frame.hold = !self->shown && g_get_monotonic_time () - self->opened_at < HOLD_TIME * G_TIME_SPAN_MILLISECOND;
  if (frame.hold)
    atlas_paint_queue_hand_over (atlas_map_stack_get_queue (self->stack));
  complete = atlas_map_stack_update (self->stack, &frame);
  if (complete && frame.hold)
    {
      frame.hold = FALSE;
      atlas_map_stack_update (self->stack, &frame);
    }
  self->shown = self->shown || complete;
  if (!same)
    {
      update_controls (self, &frame);
      gtk_widget_queue_draw (GTK_WIDGET (self));
      self->moved = TRUE;
    }
  self->slowest = MAX (self->slowest, g_get_monotonic_time () - start);
  set_settled (self, complete);
}

static gboolean
on_tick (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  AtlasMapView *self = ATLAS_MAP_VIEW (widget);

  self->tick = 0;
  update (self);
  /* Not from update() itself, which runs while the widget is given its size as well: listeners may want to resize. */
  if (self->moved)
    {
      self->moved = FALSE;
      g_signal_emit (self, signals[SIGNAL_VIEW_CHANGED], 0);
    }
  return G_SOURCE_REMOVE;
}

static void
queue_update (AtlasMapView *self)
{
  if (self->tick == 0 && self->map != NULL)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

/* What a person does. */

static void
on_picked (gpointer data,
           double   x,
           double   y)
{
  AtlasMapView *self = data;
  double at_x = x, at_y = y;

  atlas_map_sight_to_world (&self->frame, &at_x, &at_y);
  g_signal_emit (self, signals[SIGNAL_PICKED], 0, atlas_mercator_lon (at_x), atlas_mercator_lat (at_y), x, y);
}

static void
on_pointed (gpointer data,
            double   x,
            double   y)
{
  AtlasMapView *self = data;

  if (isnan (x))
    {
      g_signal_emit (self, signals[SIGNAL_POINTER_MOVED], 0, NAN, NAN);
      return;
    }
  atlas_map_sight_to_world (&self->frame, &x, &y);
  g_signal_emit (self, signals[SIGNAL_POINTER_MOVED], 0, atlas_mercator_lon (x), atlas_mercator_lat (y));
}

static void
on_select_clicked (AtlasMapView *self,
                   double        x,
                   double        y)
{
  atlas_map_sight_to_world (&self->frame, &x, &y);
  g_signal_emit (self, signals[SIGNAL_SELECT_AT], 0, atlas_mercator_lon (x), atlas_mercator_lat (y));
}

static void
on_select_drawn (AtlasMapView *self,
                 GBytes       *outline)
{
  gsize size;
  const double *pixels = g_bytes_get_data (outline, &size);
  g_autofree double *places = g_memdup2 (pixels, size);
  g_autoptr (GBytes) bytes = NULL;

  for (gsize i = 0; i < size / sizeof (double); i += 2)
    {
      double x = pixels[i], y = pixels[i + 1];

      atlas_map_sight_to_world (&self->frame, &x, &y);
      places[i] = atlas_mercator_lon (x);
      places[i + 1] = atlas_mercator_lat (y);
    }
  bytes = g_bytes_new_take (g_steal_pointer (&places), size);
  g_signal_emit (self, signals[SIGNAL_SELECT_WITHIN], 0, bytes);
}

static void
on_home (gpointer data)
{
  atlas_map_view_go_home (data);
}

static gboolean
on_clicked (gpointer data,
            double   x,
            double   y,
            int      n)
{
  AtlasMapView *self = data;
  gboolean handled = FALSE;

  atlas_map_sight_to_world (&self->frame, &x, &y);
  g_signal_emit (self, signals[SIGNAL_CLICKED], 0, atlas_mercator_lon (x), atlas_mercator_lat (y), n, &handled);
  return handled;
}

static const AtlasMapInputFuncs input_funcs = {
  .picked = on_picked,
  .clicked = on_clicked,
  .pointed = on_pointed,
  .home = on_home,
};

static void
run_action (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  AtlasMapView *self = ATLAS_MAP_VIEW (widget);

  if (g_str_equal (action, "map.zoom-in"))
    atlas_map_view_zoom_by (self, 1);
  else if (g_str_equal (action, "map.zoom-out"))
    atlas_map_view_zoom_by (self, -1);
  else if (g_str_equal (action, "map.home"))
    atlas_map_view_go_home (self);
  else
    atlas_map_view_reset_rotation (self);
}

/* The widget. */

static void
atlas_map_view_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  AtlasMapView *self = ATLAS_MAP_VIEW (widget);

  gtk_widget_allocate (self->overlay, width, height, baseline, NULL);
  if (width == self->frame.width && height == self->frame.height)
    return;
  /* In this frame already, so that the first one asks for its blocks, and shows those that are there. */
  update (self);
  queue_update (self);
}

static void
atlas_map_view_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  gtk_widget_measure (ATLAS_MAP_VIEW (widget)->overlay, orientation, for_size, minimum, natural, minimum_baseline,
                      natural_baseline);
}

static void
atlas_map_view_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  AtlasMapView *self = ATLAS_MAP_VIEW (widget);

  gtk_snapshot_append_color (snapshot, &self->ground[self->frame.dark ? 1 : 0],
                             &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget)));
  GTK_WIDGET_CLASS (atlas_map_view_parent_class)->snapshot (widget, snapshot);
}

static gboolean
atlas_map_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (ATLAS_MAP_VIEW (widget)->map));
}

static void
atlas_map_view_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  AtlasMapView *self = ATLAS_MAP_VIEW (object);

  switch (id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;

    case PROP_SETTLED:
      g_value_set_boolean (value, self->settled);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
atlas_map_view_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  AtlasMapView *self = ATLAS_MAP_VIEW (object);

  switch (id)
    {
    case PROP_PROJECT:
      self->project = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
atlas_map_view_constructed (GObject *object)
{
  AtlasMapView *self = ATLAS_MAP_VIEW (object);

  G_OBJECT_CLASS (atlas_map_view_parent_class)->constructed (object);
  if (self->project == NULL)
    self->project = atlas_project_new ();
  self->stack = atlas_map_stack_new (self->map, self->project);
  g_signal_connect_object (self->stack, "changed", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  self->extent = atlas_project_get_home (self->project);
  self->extent_is_home = TRUE;
  self->wants_extent = !atlas_extent_is_empty (&self->extent);
  queue_update (self);
}

static void
atlas_map_view_dispose (GObject *object)
{
  AtlasMapView *self = ATLAS_MAP_VIEW (object);

  g_clear_handle_id (&self->still_timer, g_source_remove);
  g_clear_handle_id (&self->ahead_timer, g_source_remove);
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  g_clear_pointer (&self->camera, atlas_camera_free);
  if (self->stack != NULL)
    atlas_map_stack_clear (self->stack);
  self->map = NULL;
  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  g_clear_object (&self->stack);
  g_clear_object (&self->project);
  G_OBJECT_CLASS (atlas_map_view_parent_class)->dispose (object);
}

static void
install_signals (GType type)
{
  signals[SIGNAL_PICKED] = g_signal_new ("picked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 4,
                                         G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[SIGNAL_POINTER_MOVED] = g_signal_new ("pointer-moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[SIGNAL_CLICKED] = g_signal_new ("clicked", type, G_SIGNAL_RUN_LAST, 0, g_signal_accumulator_true_handled, NULL, NULL,
                                          G_TYPE_BOOLEAN, 3, G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_INT);
  signals[SIGNAL_VIEW_CHANGED] = g_signal_new ("view-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                               G_TYPE_NONE, 0);
  signals[SIGNAL_SELECT_AT] = g_signal_new ("select-at", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                            G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[SIGNAL_SELECT_WITHIN] = g_signal_new ("select-within", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                                G_TYPE_BYTES);
}

static void
atlas_map_view_class_init (AtlasMapViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = atlas_map_view_get_property;
  object_class->set_property = atlas_map_view_set_property;
  object_class->constructed = atlas_map_view_constructed;
  object_class->dispose = atlas_map_view_dispose;
  widget_class->size_allocate = atlas_map_view_size_allocate;
  widget_class->measure = atlas_map_view_measure;
  widget_class->snapshot = atlas_map_view_snapshot;
  widget_class->grab_focus = atlas_map_view_grab_focus;

  props[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, ATLAS_TYPE_PROJECT,
                                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  props[PROP_SETTLED] = g_param_spec_boolean ("settled", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  install_signals (G_TYPE_FROM_CLASS (klass));

  gtk_widget_class_install_action (widget_class, "map.zoom-in", NULL, run_action);
  gtk_widget_class_install_action (widget_class, "map.zoom-out", NULL, run_action);
  gtk_widget_class_install_action (widget_class, "map.home", NULL, run_action);
  gtk_widget_class_install_action (widget_class, "map.turn-north", NULL, run_action);
  gtk_widget_class_set_css_name (widget_class, "atlas-map");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

/* The painter knows the ground's colour: asked once for each scheme. */
static GdkRGBA
get_ground_color (gboolean dark)
{
  guint32 pixel = 0;
  AtlasView view = { .width = 1, .height = 1, .scale = 1, .dark = dark };
  cairo_surface_t *surface = cairo_image_surface_create_for_data ((guchar *) &pixel, CAIRO_FORMAT_ARGB32, 1, 1, 4);
  cairo_t *cr = cairo_create (surface);

  atlas_painter_paint_ground (cr, &view);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  return (GdkRGBA) { (float) (pixel >> 16 & 255) / 255, (float) (pixel >> 8 & 255) / 255, (float) (pixel & 255) / 255, 1 };
}

static void
add_furniture (AtlasMapView *self)
{
  GtkWidget *credits = gtk_label_new (_ ("GeoNames · GSHHG (LGPL) · Natural Earth · schematic where so marked"));

  self->select = ATLAS_MAP_SELECT (atlas_map_select_new (GTK_WIDGET (self->map)));
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), GTK_WIDGET (self->select));
  g_signal_connect_object (self->select, "clicked", G_CALLBACK (on_select_clicked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->select, "drawn", G_CALLBACK (on_select_drawn), self, G_CONNECT_SWAPPED);

  self->controls = atlas_map_controls_new ();
  gtk_widget_set_halign (self->controls, GTK_ALIGN_END);
  gtk_widget_set_valign (self->controls, GTK_ALIGN_END);
  gtk_widget_set_margin_end (self->controls, 12);
  gtk_widget_set_margin_bottom (self->controls, 36);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->controls);

  self->scale_bar = atlas_scale_bar_new ();
  gtk_widget_set_halign (self->scale_bar, GTK_ALIGN_START);
  gtk_widget_set_valign (self->scale_bar, GTK_ALIGN_END);
  gtk_widget_set_margin_start (self->scale_bar, 8);
  gtk_widget_set_margin_bottom (self->scale_bar, 6);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->scale_bar);

  gtk_label_set_ellipsize (GTK_LABEL (credits), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (credits, "map-credits");
  gtk_widget_set_can_target (credits, FALSE);
  gtk_widget_set_halign (credits, GTK_ALIGN_END);
  gtk_widget_set_valign (credits, GTK_ALIGN_END);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), credits);
}

static void
atlas_map_view_init (AtlasMapView *self)
{
  g_autoptr (ShumateMapSource) source = atlas_map_source_new ();
  AdwStyleManager *style = adw_style_manager_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));

  self->ground[0] = get_ground_color (FALSE);
  self->ground[1] = get_ground_color (TRUE);

  self->overlay = gtk_overlay_new ();
  gtk_widget_set_parent (self->overlay, GTK_WIDGET (self));
  self->map = g_object_new (SHUMATE_TYPE_MAP, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, "focusable", TRUE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->map), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Map"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _ ("Arrow keys move the map, plus and minus zoom, Home shows the whole city, "
                                     "0 turns north up"), -1);
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), GTK_WIDGET (self->map));
  self->viewport = shumate_map_get_viewport (self->map);
  shumate_viewport_set_reference_map_source (self->viewport, source);
  self->camera = atlas_camera_new (GTK_WIDGET (self->map), self->viewport);
  atlas_map_input_attach (self->map, self->camera, &input_funcs, self);
  add_furniture (self);

  g_signal_connect_object (self->viewport, "notify", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (queue_update), NULL);
  g_signal_connect (self, "map", G_CALLBACK (queue_update), NULL);
}

AtlasMapView *
atlas_map_view_new (AtlasProject *project)
{
  return g_object_new (ATLAS_TYPE_MAP_VIEW, "project", project, NULL);
}

/* What is shown now, also between a change and the update that follows it. */
static void
get_frame (AtlasMapView  *self,
           AtlasMapSight *frame)
{
  if (self->camera == NULL)
    {
      *frame = self->frame;
      return;
    }
  atlas_camera_get_frame (self->camera, frame);
  frame->dark = self->frame.dark;
}

void
atlas_map_view_get_view (AtlasMapView *self,
                         AtlasView    *view)
{
  AtlasMapSight frame;

  get_frame (self, &frame);
  *view = (AtlasView) {
    .lon = atlas_mercator_lon (frame.x),
    .lat = atlas_mercator_lat (frame.y),
    .zoom = frame.zoom,
    .width = frame.width,
    .height = frame.height,
    .scale = frame.scale,
    .dark = frame.dark,
  };
}

double
atlas_map_view_get_rotation (AtlasMapView *self)
{
  AtlasMapSight frame;

  get_frame (self, &frame);
  return frame.rotation;
}

void
atlas_map_view_go_to (AtlasMapView *self,
                      double        lon,
                      double        lat,
                      double        zoom,
                      gboolean      animate)
{
  if (!self->opened)
    {
      self->wants_view = TRUE;
      self->want_x = atlas_mercator_x (lon);
      self->want_y = atlas_mercator_y (lat);
      self->want_zoom = zoom;
      return;
    }
  atlas_camera_go_to (self->camera, atlas_mercator_x (lon), atlas_mercator_y (lat), zoom, animate);
}

static void
show_extent (AtlasMapView      *self,
             const AtlasExtent *extent,
             gboolean           home,
             gboolean           animate)
{
  AtlasMapSight frame;

  if (atlas_extent_is_empty (extent))
    return;
  if (!self->opened)
    {
      self->extent = *extent;
      self->extent_is_home = home;
      self->wants_extent = TRUE;
      self->wants_view = FALSE;
      return;
    }
  fit (self, extent, home, gtk_widget_get_width (GTK_WIDGET (self->map)), gtk_widget_get_height (GTK_WIDGET (self->map)),
       &frame);
  atlas_camera_go_to (self->camera, frame.x, frame.y, frame.zoom, animate);
}

void
atlas_map_view_expect_size (AtlasMapView *self,
                            int           width,
                            int           height)
{
  AtlasMapSight frame;

  if (self->opened || width <= 0 || height <= 0)
    return;
  get_first_view (self, width, height, &frame);
  frame.scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  frame.dark = is_dark (self);
  frame.still = TRUE;
  atlas_map_stack_update (self->stack, &frame);
}

void
atlas_map_view_show_extent (AtlasMapView      *self,
                            const AtlasExtent *extent,
                            gboolean           animate)
{
  show_extent (self, extent, FALSE, animate);
}

void
atlas_map_view_zoom_by (AtlasMapView *self,
                        double        steps)
{
  atlas_camera_zoom_at (self->camera, gtk_widget_get_width (GTK_WIDGET (self->map)) / 2.0,
                        gtk_widget_get_height (GTK_WIDGET (self->map)) / 2.0, steps, TRUE);
}

void
atlas_map_view_go_home (AtlasMapView *self)
{
  AtlasExtent home = atlas_project_get_home (self->project);

  show_extent (self, &home, TRUE, TRUE);
}

void
atlas_map_view_reset_rotation (AtlasMapView *self)
{
  atlas_camera_turn_north (self->camera, TRUE);
}

void
atlas_map_view_set_rotation (AtlasMapView *self,
                             double        rotation)
{
  g_return_if_fail (ATLAS_IS_MAP_VIEW (self) && isfinite (rotation));
  atlas_camera_stop (self->camera);
  rotation = fmod (rotation, 2 * G_PI);
  shumate_viewport_set_rotation (shumate_map_get_viewport (self->map), rotation < 0 ? rotation + 2 * G_PI : rotation);
}

void
atlas_map_view_to_widget (AtlasMapView *self,
                          double        lon,
                          double        lat,
                          double       *x,
                          double       *y)
{
  AtlasMapSight frame;

  get_frame (self, &frame);
  atlas_map_sight_to_widget (&frame, lon, lat, x, y);
}

void
atlas_map_view_set_highlight (AtlasMapView *self,
                              AtlasLayer   *layer,
                              gsize         feature)
{
  /* A card may still be closing when the map is gone. */
  if (self->stack != NULL)
    atlas_map_stack_set_highlight (self->stack, layer, feature);
}

void
atlas_map_view_start_select (AtlasMapView        *self,
                             AtlasMapSelectShape  shape)
{
  if (self->stack != NULL)
    atlas_map_select_start (self->select, shape);
}

AtlasMapSelectShape
atlas_map_view_get_select (AtlasMapView *self)
{
  return self->stack != NULL ? atlas_map_select_get_started (self->select) : ATLAS_MAP_SELECT_NONE;
}

void
atlas_map_view_set_crosshair (AtlasMapView *self,
                              gboolean      crosshair)
{
  if (self->map != NULL)
    atlas_map_input_set_cursor (self->map, crosshair ? "crosshair" : "grab");
}

void
atlas_map_view_add_overlay (AtlasMapView *self,
                            GtkWidget    *widget)
{
  gtk_widget_set_can_target (widget, FALSE);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), widget);
  /* Above the map, which is the first child, and below all else. */
  gtk_widget_insert_after (widget, self->overlay, GTK_WIDGET (self->map));
}

void
atlas_map_view_set_route (AtlasMapView      *self,
                          AtlasTable        *route,
                          const AtlasMapPin *pins,
                          gsize              n)
{
  if (self->stack == NULL)
    return;
  atlas_map_stack_set_route (self->stack, route);
  atlas_pin_layer_set_pins (atlas_map_stack_get_pins (self->stack), pins, n);
  queue_update (self);
}

void
atlas_map_view_choose_pin (AtlasMapView *self,
                           int           index)
{
  if (self->stack != NULL)
    atlas_pin_layer_set_chosen (atlas_map_stack_get_pins (self->stack), index);
}

int
atlas_map_view_find_pin (AtlasMapView *self,
                         double        x,
                         double        y)
{
  return self->stack != NULL ? atlas_pin_layer_find (atlas_map_stack_get_pins (self->stack), x, y) : -1;
}

gboolean
atlas_map_view_get_settled (AtlasMapView *self)
{
  return self->settled;
}

guint
_atlas_map_view_get_n_blank (AtlasMapView *self)
{
  return atlas_map_stack_get_n_blank (self->stack);
}

AtlasPaintQueue *
_atlas_map_view_get_queue (AtlasMapView *self)
{
  return atlas_map_stack_get_queue (self->stack);
}

ShumateMap *
_atlas_map_view_get_map (AtlasMapView *self)
{
  return self->map;
}

AtlasScaleBar *
_atlas_map_view_get_scale_bar (AtlasMapView *self)
{
  return ATLAS_SCALE_BAR (self->scale_bar);
}

gint64
_atlas_map_view_get_slowest (AtlasMapView *self)
{
  return MAX (self->slowest, atlas_map_stack_get_slowest (self->stack));
}

gsize
_atlas_map_view_get_bytes (AtlasMapView *self)
{
  return atlas_map_stack_get_bytes (self->stack);
}
