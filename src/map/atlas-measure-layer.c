/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is drawn to measure.
 *
 * Owned by the map's overlay, main thread.  Vertices are degrees; lines are walked along the ellipsoid once, when a vertex is set,
 * and projected at every drawing: some hundred places.  Colours are none of the map's own, with a casing, so that it is seen on
 * any ground. */

#include "map/atlas-measure-layer.h"

#include <adwaita.h>
#include <math.h>

#include "geo/atlas-geodesic.h"

/* Metres: a chord of this length leaves its arc by less than half a metre. */
#define STEP 5000.0
#define LINE 2.4f
#define CASING 5.0f
#define VERTEX 4.5
#define AIM 9.0
/* Pixels that a segment must have beyond its text. */
#define ROOM 14.0

struct _AtlasMeasureLayer
{
  GtkWidget        parent_instance;
  AtlasMapView    *map;           /* (unowned) */
  AtlasMeasureMode mode;
  AtlasLengthUnit  unit;
  GArray          *points;        /* double: longitude and latitude in turn */
  GArray          *line;          /* double: the same, walked along */
  gboolean         finished;
  gboolean         aim;
  double           lon;           /* of the pointer; NaN: nowhere */
  double           lat;
};

G_DEFINE_FINAL_TYPE (AtlasMeasureLayer, atlas_measure_layer, GTK_TYPE_WIDGET)

static guint changed_signal;

static void
changed (AtlasMeasureLayer *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, changed_signal, 0);
}

static gsize
count (AtlasMeasureLayer *self)
{
  return self->points->len / 2;
}

static const double *
vertex (GArray *points,
        gsize   i)
{
  return &g_array_index (points, double, 2 * i);
}

static void
walk (AtlasMeasureLayer *self)
{
  g_array_set_size (self->line, 0);
  for (gsize i = 0; i < count (self); i++)
    if (i == 0)
      g_array_append_vals (self->line, vertex (self->points, 0), 2);
    else
      atlas_measure_densify (vertex (self->points, i - 1), STEP, self->line);
}

/* Where the next vertex would be.  Returns: %FALSE when it is not known. */
static gboolean
get_next (AtlasMeasureLayer *self,
          double             place[2])
{
  if (self->finished)
    return FALSE;
  if (self->aim)
    {
      AtlasView view;

      atlas_map_view_get_view (self->map, &view);
      place[0] = view.lon;
      place[1] = view.lat;
      return TRUE;
    }
  place[0] = self->lon;
  place[1] = self->lat;
  return !isnan (self->lon);
}

GArray *
atlas_measure_layer_get_live (AtlasMeasureLayer *self)
{
  GArray *live = g_array_copy (self->points);
  double next[2];

  if (get_next (self, next) && (self->mode == ATLAS_MEASURE_PLACE ? live->len == 0 : live->len > 0))
    g_array_append_vals (live, next, 2);
  return live;
}

/* Drawing. */

static void
add_path (AtlasMeasureLayer *self,
          cairo_t           *cr,
          const double      *coords,
          gsize              n,
          gboolean           begin)
{
  for (gsize i = 0; i < n; i++)
    {
      double x, y;

      atlas_map_view_to_widget (self->map, coords[2 * i], coords[2 * i + 1], &x, &y);
      if (begin && i == 0)
        cairo_move_to (cr, x, y);
      else
        cairo_line_to (cr, x, y);
    }
}

static void
add_segment (AtlasMeasureLayer *self,
             cairo_t           *cr,
             const double      *from,
             const double      *to)
{
  const double ends[] = { from[0], from[1], to[0], to[1] };
  g_autoptr (GArray) line = g_array_new (FALSE, FALSE, sizeof (double));

  atlas_measure_densify (ends, STEP, line);
  add_path (self, cr, vertex (line, 0), line->len / 2, FALSE);
}

static void
stroke (cairo_t       *cr,
        const GdkRGBA *ink,
        const GdkRGBA *casing)
{
  cairo_path_t *path = cairo_copy_path (cr);

  gdk_cairo_set_source_rgba (cr, casing);
  cairo_set_line_width (cr, CASING);
  cairo_stroke (cr);
  cairo_append_path (cr, path);
  gdk_cairo_set_source_rgba (cr, ink);
  cairo_set_line_width (cr, LINE);
  cairo_stroke (cr);
  cairo_path_destroy (path);
}

static void
draw_lines (AtlasMeasureLayer *self,
            cairo_t           *cr,
            const GdkRGBA     *ink,
            const GdkRGBA     *casing)
{
  static const double dash[] = { 6, 5 };
  const gsize n = count (self);
  double next[2];
  const gboolean live = n > 0 && get_next (self, next);

  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  if (self->mode == ATLAS_MEASURE_AREA && n + live > 2)
    {
      const double *last = live ? next : vertex (self->points, n - 1);

      add_path (self, cr, vertex (self->line, 0), self->line->len / 2, TRUE);
      if (live)
        add_segment (self, cr, vertex (self->points, n - 1), next);
      add_segment (self, cr, last, vertex (self->points, 0));
      cairo_close_path (cr);
      cairo_set_source_rgba (cr, ink->red, ink->green, ink->blue, 0.14);
      cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
      cairo_fill (cr);
    }
  add_path (self, cr, vertex (self->line, 0), self->line->len / 2, TRUE);
  if (self->mode == ATLAS_MEASURE_AREA && self->finished && n > 2)
    {
      add_segment (self, cr, vertex (self->points, n - 1), vertex (self->points, 0));
      cairo_close_path (cr);
    }
  stroke (cr, ink, casing);
  if (!live)
    return;
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  cairo_set_dash (cr, dash, 2, 0);
  add_path (self, cr, vertex (self->points, n - 1), 1, TRUE);
  add_segment (self, cr, vertex (self->points, n - 1), next);
  if (self->mode == ATLAS_MEASURE_AREA && n > 1)
    add_segment (self, cr, next, vertex (self->points, 0));
  stroke (cr, ink, casing);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
draw_vertices (AtlasMeasureLayer *self,
               cairo_t           *cr,
               const GdkRGBA     *ink,
               const GdkRGBA     *casing)
{
  for (gsize i = 0; i < count (self); i++)
    {
      const double *place = vertex (self->points, i);
      double x, y;

      atlas_map_view_to_widget (self->map, place[0], place[1], &x, &y);
      cairo_new_sub_path (cr);
      cairo_arc (cr, x, y, VERTEX, 0, 2 * G_PI);
      gdk_cairo_set_source_rgba (cr, i + 1 == count (self) ? ink : casing);
      cairo_fill_preserve (cr);
      gdk_cairo_set_source_rgba (cr, i + 1 == count (self) ? casing : ink);
      cairo_set_line_width (cr, 1.8);
      cairo_stroke (cr);
    }
}

static void
draw_aim (AtlasMeasureLayer *self,
          cairo_t           *cr,
          const GdkRGBA     *ink,
          const GdkRGBA     *casing)
{
  const double x = gtk_widget_get_width (GTK_WIDGET (self)) / 2.0, y = gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;

  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  for (int i = 0; i < 4; i++)
    {
      cairo_move_to (cr, x + 3 * cos (i * G_PI / 2), y + 3 * sin (i * G_PI / 2));
      cairo_line_to (cr, x + AIM * cos (i * G_PI / 2), y + AIM * sin (i * G_PI / 2));
    }
  stroke (cr, ink, casing);
}

/* The length of a segment, along it where there is room: upright, in a pill of the ground's colour. */
static void
draw_length (AtlasMeasureLayer *self,
             GtkSnapshot       *snapshot,
             const double      *from,
             const double      *to,
             const GdkRGBA     *ink,
             const GdkRGBA     *ground)
{
  const double metres = atlas_geodesic_distance (from[0], from[1], to[0], to[1]);
  g_autofree char *text = atlas_measure_format_length (metres, self->unit);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  double x1, y1, x2, y2, x, y, angle, bearing, middle[2];
  int width, height;

  atlas_map_view_to_widget (self->map, from[0], from[1], &x1, &y1);
  atlas_map_view_to_widget (self->map, to[0], to[1], &x2, &y2);
  pango_layout_get_pixel_size (layout, &width, &height);
  if (!(metres > 0) || hypot (x2 - x1, y2 - y1) < width + ROOM)
    return;
  bearing = atlas_measure_bearing (from[0], from[1], to[0], to[1]);
  atlas_geodesic_direct (from[0], from[1], bearing, metres / 2, &middle[0], &middle[1]);
  atlas_map_view_to_widget (self->map, middle[0], middle[1], &x, &y);
  angle = atan2 (y2 - y1, x2 - x1) * 180 / G_PI;
  if (angle > 90 || angle <= -90)
    angle += angle > 0 ? -180 : 180;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_rotate (snapshot, (float) angle);
  {
    GskRoundedRect pill;

    gsk_rounded_rect_init_from_rect (&pill, &GRAPHENE_RECT_INIT (-(float) width / 2 - 5, -(float) height / 2 - 1,
                                                                 (float) width + 10, (float) height + 2),
                                     (float) height / 2 + 1);
    gtk_snapshot_push_rounded_clip (snapshot, &pill);
    gtk_snapshot_append_color (snapshot, ground, &pill.bounds);
    gtk_snapshot_pop (snapshot);
  }
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (-roundf ((float) width / 2), -roundf ((float) height / 2)));
  gtk_snapshot_append_layout (snapshot, layout, ink);
  gtk_snapshot_restore (snapshot);
}

static void
draw_lengths (AtlasMeasureLayer *self,
              GtkSnapshot       *snapshot,
              const GdkRGBA     *ink,
              const GdkRGBA     *ground)
{
  g_autoptr (GArray) live = atlas_measure_layer_get_live (self);
  const gsize n = live->len / 2;

  for (gsize i = 1; i < n; i++)
    draw_length (self, snapshot, vertex (live, i - 1), vertex (live, i), ink, ground);
  if (self->mode == ATLAS_MEASURE_AREA && n > 2)
    draw_length (self, snapshot, vertex (live, n - 1), vertex (live, 0), ink, ground);
}

static void
atlas_measure_layer_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  AtlasMeasureLayer *self = ATLAS_MEASURE_LAYER (widget);
  const gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_for_display (gtk_widget_get_display (widget)));
  const GdkRGBA ink = dark ? (GdkRGBA){ 1, 0.45f, 0.68f, 1 } : (GdkRGBA){ 0.76f, 0.07f, 0.38f, 1 };
  const GdkRGBA casing = dark ? (GdkRGBA){ 0.08f, 0.09f, 0.1f, 0.9f } : (GdkRGBA){ 1, 1, 1, 0.95f };
  const GdkRGBA text = dark ? (GdkRGBA){ 1, 0.8f, 0.89f, 1 } : (GdkRGBA){ 0.5f, 0.02f, 0.24f, 1 };
  cairo_t *cr;

  if (count (self) == 0 && !self->aim)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                                                 (float) gtk_widget_get_height (widget)));
  if (count (self) > 0 && self->mode != ATLAS_MEASURE_PLACE)
    draw_lines (self, cr, &ink, &casing);
  draw_vertices (self, cr, &ink, &casing);
  if (self->aim && !self->finished)
    draw_aim (self, cr, &ink, &casing);
  cairo_destroy (cr);
  if (self->mode != ATLAS_MEASURE_PLACE)
    draw_lengths (self, snapshot, &text, &casing);
}

/* What changes it. */

static void
on_view_changed (AtlasMeasureLayer *self)
{
  if (count (self) == 0 && !self->aim)
    return;
  if (self->aim && !self->finished)
    changed (self);
  else
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
atlas_measure_layer_finalize (GObject *object)
{
  AtlasMeasureLayer *self = ATLAS_MEASURE_LAYER (object);

  g_array_unref (self->points);
  g_array_unref (self->line);
  G_OBJECT_CLASS (atlas_measure_layer_parent_class)->finalize (object);
}

static void
atlas_measure_layer_class_init (AtlasMeasureLayerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = atlas_measure_layer_finalize;
  widget_class->snapshot = atlas_measure_layer_snapshot;
  changed_signal = g_signal_new ("changed", ATLAS_TYPE_MEASURE_LAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "measure-layer");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
atlas_measure_layer_init (AtlasMeasureLayer *self)
{
  self->points = g_array_new (FALSE, FALSE, sizeof (double));
  self->line = g_array_new (FALSE, FALSE, sizeof (double));
  self->lon = self->lat = NAN;
  gtk_widget_add_css_class (GTK_WIDGET (self), "caption-heading");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

AtlasMeasureLayer *
atlas_measure_layer_new (AtlasMapView *map)
{
  AtlasMeasureLayer *self = g_object_new (ATLAS_TYPE_MEASURE_LAYER, NULL);

  self->map = map;
  atlas_map_view_add_overlay (map, GTK_WIDGET (self));
  g_signal_connect_object (map, "view-changed", G_CALLBACK (on_view_changed), self, G_CONNECT_SWAPPED);
  return self;
}

void
atlas_measure_layer_set_mode (AtlasMeasureLayer *self,
                              AtlasMeasureMode   mode)
{
  if (self->mode == mode)
    return;
  if (self->mode == ATLAS_MEASURE_PLACE || mode == ATLAS_MEASURE_PLACE)
    {
      g_array_set_size (self->points, 0);
      self->finished = FALSE;
    }
  self->mode = mode;
  walk (self);
  changed (self);
}

AtlasMeasureMode
atlas_measure_layer_get_mode (AtlasMeasureLayer *self)
{
  return self->mode;
}

void
atlas_measure_layer_set_unit (AtlasMeasureLayer *self,
                              AtlasLengthUnit    unit)
{
  self->unit = unit;
  changed (self);
}

void
atlas_measure_layer_add (AtlasMeasureLayer *self,
                         double             lon,
                         double             lat)
{
  const double place[] = { lon, lat };
  const gsize n = count (self);

  if (self->finished || self->mode == ATLAS_MEASURE_PLACE)
    g_array_set_size (self->points, 0);
  else if (n > 0 && vertex (self->points, n - 1)[0] == lon && vertex (self->points, n - 1)[1] == lat)
    return;
  self->finished = FALSE;
  g_array_append_vals (self->points, place, 2);
  walk (self);
  changed (self);
}

gboolean
atlas_measure_layer_undo (AtlasMeasureLayer *self)
{
  if (self->finished)
    self->finished = FALSE;
  else if (count (self) > 0)
    g_array_set_size (self->points, self->points->len - 2);
  else
    return FALSE;
  walk (self);
  changed (self);
  return TRUE;
}

void
atlas_measure_layer_finish (AtlasMeasureLayer *self)
{
  if (count (self) == 0 || self->finished || self->mode == ATLAS_MEASURE_PLACE)
    return;
  self->finished = TRUE;
  changed (self);
}

gboolean
atlas_measure_layer_is_finished (AtlasMeasureLayer *self)
{
  return self->finished;
}

void
atlas_measure_layer_clear (AtlasMeasureLayer *self)
{
  g_array_set_size (self->points, 0);
  self->finished = FALSE;
  walk (self);
  changed (self);
}

void
atlas_measure_layer_set_pointer (AtlasMeasureLayer *self,
                                 double             lon,
                                 double             lat)
{
  self->lon = lon;
  self->lat = lat;
  if (!self->finished && !self->aim)
    changed (self);
}

void
atlas_measure_layer_set_aim (AtlasMeasureLayer *self,
                             gboolean           aim)
{
  if (self->aim == aim)
    return;
  self->aim = aim;
  changed (self);
}

const double *
atlas_measure_layer_get_points (AtlasMeasureLayer *self,
                                gsize             *n)
{
  *n = count (self);
  return (const double *) (const void *) self->points->data;
}
