/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Selecting on the map with the pointer.
 *
 * Owned by the map's view, main thread.  Its drag comes before the map's own and claims the pointer only with the keys that
 * mean selecting, so that everything else on the map stays as it is. */

#include "map/atlas-map-select.h"

#include <math.h>

#define CLICK_REACH 5.0   /* pixels: a drag that stays nearer is a click */
#define LASSO_STEP 3.0    /* pixels between the corners of a lasso */
#define LASSO_CORNERS 4000

struct _AtlasMapSelect
{
  GtkWidget           parent_instance;
  GtkWidget          *map;      /* (unowned) */
  AtlasMapSelectShape started;  /* by atlas_map_select_start() */
  AtlasMapSelectShape drawing;
  gboolean            moved;    /* beyond a click */
  GArray             *corners;  /* graphene_point_t: a box has two, opposite ones */
};

enum
{
  CLICKED,
  DRAWN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AtlasMapSelect, atlas_map_select, GTK_TYPE_WIDGET)

static void
stop (AtlasMapSelect *self)
{
  self->drawing = ATLAS_MAP_SELECT_NONE;
  self->moved = FALSE;
  g_array_set_size (self->corners, 0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
add_corner (AtlasMapSelect *self,
            double          x,
            double          y)
{
  const graphene_point_t corner = GRAPHENE_POINT_INIT ((float) x, (float) y);

  if (self->drawing == ATLAS_MAP_SELECT_BOX)
    g_array_set_size (self->corners, MIN (self->corners->len, 1));
  else if (self->corners->len > 0)
    {
      const graphene_point_t *last = &g_array_index (self->corners, graphene_point_t, self->corners->len - 1);

      if (hypot (x - last->x, y - last->y) < LASSO_STEP || self->corners->len >= LASSO_CORNERS)
        return;
    }
  g_array_append_val (self->corners, corner);
}

static void
on_drag_begin (AtlasMapSelect *self,
               double          x,
               double          y,
               GtkGesture     *gesture)
{
  const GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  if ((state & GDK_ALT_MASK) != 0 || ((state & GDK_SHIFT_MASK) != 0 && (state & GDK_CONTROL_MASK) != 0))
    self->drawing = ATLAS_MAP_SELECT_LASSO;
  else if ((state & GDK_SHIFT_MASK) != 0)
    self->drawing = ATLAS_MAP_SELECT_BOX;
  else
    self->drawing = self->started;
  if (self->drawing == ATLAS_MAP_SELECT_NONE)
    {
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (self->map);
  self->moved = FALSE;
  g_array_set_size (self->corners, 0);
  add_corner (self, x, y);
}

static void
on_drag_update (AtlasMapSelect *self,
                double          dx,
                double          dy,
                GtkGestureDrag *gesture)
{
  double x, y;

  if (self->drawing == ATLAS_MAP_SELECT_NONE || !gtk_gesture_drag_get_start_point (gesture, &x, &y))
    return;
  self->moved = self->moved || hypot (dx, dy) > CLICK_REACH;
  add_corner (self, x + dx, y + dy);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static GBytes *
get_outline (AtlasMapSelect *self)
{
  g_autoptr (GArray) outline = g_array_new (FALSE, FALSE, sizeof (double));
  const graphene_point_t *corners = (const graphene_point_t *) (void *) self->corners->data;
  gsize size;

  for (guint i = 0; i < (self->drawing == ATLAS_MAP_SELECT_BOX ? 4 : self->corners->len); i++)
    {
      gboolean box = self->drawing == ATLAS_MAP_SELECT_BOX;
      double x = corners[box ? (i == 1 || i == 2) : i].x, y = corners[box ? i >= 2 : i].y;

      g_array_append_val (outline, x);
      g_array_append_val (outline, y);
    }
  size = outline->len * sizeof (double);

  return g_bytes_new_take (g_array_free (g_steal_pointer (&outline), FALSE), size);
}

static void
on_drag_end (AtlasMapSelect *self,
             double          dx,
             double          dy,
             GtkGestureDrag *gesture)
{
  g_autoptr (GBytes) outline = NULL;
  double x, y;

  if (self->drawing == ATLAS_MAP_SELECT_NONE)
    return;
  if (!self->moved)
    {
      gtk_gesture_drag_get_start_point (gesture, &x, &y);
      stop (self);
      atlas_map_select_start (self, ATLAS_MAP_SELECT_NONE);
      g_signal_emit (self, signals[CLICKED], 0, x, y);
      return;
    }
  if (self->corners->len >= (self->drawing == ATLAS_MAP_SELECT_BOX ? 2 : 3))
    outline = get_outline (self);
  stop (self);
  atlas_map_select_start (self, ATLAS_MAP_SELECT_NONE);
  if (outline != NULL)
    g_signal_emit (self, signals[DRAWN], 0, outline);
}

static void
trace (AtlasMapSelect *self,
       cairo_t        *cr)
{
  const graphene_point_t *corners = (const graphene_point_t *) (void *) self->corners->data;

  if (self->drawing == ATLAS_MAP_SELECT_BOX)
    {
      cairo_rectangle (cr, corners[0].x, corners[0].y, corners[1].x - corners[0].x, corners[1].y - corners[0].y);
      return;
    }
  for (guint i = 0; i < self->corners->len; i++)
    cairo_line_to (cr, corners[i].x, corners[i].y);
  cairo_close_path (cr);
}

static void
atlas_map_select_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  AtlasMapSelect *self = ATLAS_MAP_SELECT (widget);
  cairo_t *cr;

  if (!self->moved || self->corners->len < 2)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                                                 (float) gtk_widget_get_height (widget)));
  /* The colours of what is selected. */
  trace (self, cr);
  cairo_set_source_rgba (cr, 1.0, 0xb0 / 255.0, 0.0, 0.15);
  cairo_fill_preserve (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (cr, 4.0);
  cairo_set_source_rgba (cr, 1.0, 1.0, 1.0, 0.9);
  cairo_stroke_preserve (cr);
  cairo_set_line_width (cr, 2.0);
  cairo_set_source_rgb (cr, 1.0, 0xb0 / 255.0, 0.0);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
atlas_map_select_finalize (GObject *object)
{
  g_array_unref (ATLAS_MAP_SELECT (object)->corners);
  G_OBJECT_CLASS (atlas_map_select_parent_class)->finalize (object);
}

static void
atlas_map_select_class_init (AtlasMapSelectClass *klass)
{
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = atlas_map_select_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = atlas_map_select_snapshot;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
  signals[CLICKED] = g_signal_new ("clicked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE,
                                   G_TYPE_DOUBLE);
  signals[DRAWN] = g_signal_new ("drawn", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BYTES);
}

static void
atlas_map_select_init (AtlasMapSelect *self)
{
  self->corners = g_array_new (FALSE, FALSE, sizeof (graphene_point_t));
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_can_focus (GTK_WIDGET (self), FALSE);
}

GtkWidget *
atlas_map_select_new (GtkWidget *map)
{
  AtlasMapSelect *self = g_object_new (ATLAS_TYPE_MAP_SELECT, NULL);
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->map = map;
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), GDK_BUTTON_PRIMARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect_object (drag, "drag-begin", G_CALLBACK (on_drag_begin), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (on_drag_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-end", G_CALLBACK (on_drag_end), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "cancel", G_CALLBACK (stop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (map, GTK_EVENT_CONTROLLER (drag));
  return GTK_WIDGET (self);
}

void
atlas_map_select_start (AtlasMapSelect      *self,
                        AtlasMapSelectShape  shape)
{
  if (self->started == shape)
    return;
  self->started = shape;
  gtk_widget_set_cursor_from_name (self->map, shape != ATLAS_MAP_SELECT_NONE ? "crosshair" : "grab");
}

AtlasMapSelectShape
atlas_map_select_get_started (AtlasMapSelect *self)
{
  return self->started;
}
