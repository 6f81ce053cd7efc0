/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbered pins.
 *
 * A pin is a round head with its number, above a point that stands on the place.  Head, border and text are nodes of the scene graph,
 * laid out once for each set of pins, so that a moving map only moves them.  Main thread. */

#include "map/atlas-pin-layer.h"

#include <math.h>

/* Logical pixels: the head, how far its middle is above the place, and the part of a pin that may lie outside of the view. */
#define HEAD 20.0
#define RISE 17.0
#define GROWTH 1.25
#define MARGIN 40.0

typedef struct
{
  double       lon;
  double       lat;
  PangoLayout *layout;
  int          width;        /* of the text */
  int          height;
  gboolean     strong;
} Pin;

struct _AtlasPinLayer
{
  ShumateLayer  parent_instance;
  GArray       *pins;        /* Pin */
  int           chosen;
  AtlasMapSight frame;
};

G_DEFINE_FINAL_TYPE (AtlasPinLayer, atlas_pin_layer, SHUMATE_TYPE_LAYER)

static void
pin_clear (gpointer data)
{
  g_clear_object (&((Pin *) data)->layout);
}

/* The middle and half the width of the head. */
static void
get_head (AtlasPinLayer *self,
          const Pin     *pin,
          double        *x,
          double        *y,
          double        *half)
{
  atlas_map_sight_to_widget (&self->frame, pin->lon, pin->lat, x, y);
  *y -= RISE;
  *half = MAX (HEAD, pin->width + 10.0) / 2;
}

static void
append_round (GtkSnapshot   *snapshot,
              double         x,
              double         y,
              double         half_width,
              double         half_height,
              const GdkRGBA *color)
{
  const graphene_rect_t box = GRAPHENE_RECT_INIT ((float) (x - half_width), (float) (y - half_height), (float) (2 * half_width),
                                                  (float) (2 * half_height));
  GskRoundedRect round;

  gsk_rounded_rect_init_from_rect (&round, &box, (float) half_height);
  gtk_snapshot_push_rounded_clip (snapshot, &round);
  gtk_snapshot_append_color (snapshot, color, &box);
  gtk_snapshot_pop (snapshot);
}

/* The point of the pin: a square turned by an eighth, most of which the head hides. */
static void
append_point (GtkSnapshot   *snapshot,
              double         x,
              double         y,
              double         half,
              const GdkRGBA *color)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_rotate (snapshot, 45);
  gtk_snapshot_append_color (snapshot, color, &GRAPHENE_RECT_INIT ((float) -half, (float) -half, (float) (2 * half), (float) (2 * half)));
  gtk_snapshot_restore (snapshot);
}

static void
append_pin (AtlasPinLayer *self,
            GtkSnapshot   *snapshot,
            const Pin     *pin,
            gboolean       chosen)
{
  /* The violet of the travelled line; white around it on the light map as on the dark one. */
  static const GdkRGBA violet = { 0.361f, 0.231f, 0.722f, 1 }, white = { 1, 1, 1, 1 }, amber = { 1, 0.69f, 0, 1 };
  static const GdkRGBA shadow = { 0, 0, 0, 0.22f }, dark = { 0.13f, 0.11f, 0.18f, 1 };
  const GdkRGBA *face = chosen ? &amber : pin->strong ? &violet : &white;
  const GdkRGBA *rim = chosen ? &dark : pin->strong ? &white : &violet;
  const GdkRGBA *ink = chosen ? &dark : pin->strong ? &white : &violet;
  const double k = chosen ? GROWTH : 1;
  double x, y, half;

  get_head (self, pin, &x, &y, &half);
  gtk_snapshot_save (snapshot);
  /* The point stays on the place. */
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) (y + RISE)));
  gtk_snapshot_scale (snapshot, (float) k, (float) k);
  append_round (snapshot, 0, 0.5, 4, 2, &shadow);
  append_round (snapshot, 0, -RISE + 1, half + 1, HEAD / 2 + 1, &shadow);
  append_point (snapshot, 0, -6.5, 4.6, rim);
  append_round (snapshot, 0, -RISE, half, HEAD / 2, rim);
  append_point (snapshot, 0, -7.5, 3.4, face);
  append_round (snapshot, 0, -RISE, half - 1.6, HEAD / 2 - 1.6, face);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (-pin->width / 2.0), (float) (-RISE - pin->height / 2.0)));
  gtk_snapshot_append_layout (snapshot, pin->layout, ink);
  gtk_snapshot_restore (snapshot);
}

static gboolean
is_in_view (AtlasPinLayer *self,
            const Pin     *pin)
{
  double x, y, half;

  get_head (self, pin, &x, &y, &half);
  return x > -MARGIN && y > -MARGIN && x < self->frame.width + MARGIN && y < self->frame.height + MARGIN;
}

static void
atlas_pin_layer_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  AtlasPinLayer *self = ATLAS_PIN_LAYER (widget);

  if (self->frame.width <= 0)
    return;
  for (guint i = self->pins->len; i-- > 0;)
    if ((int) i != self->chosen && is_in_view (self, &g_array_index (self->pins, Pin, i)))
      append_pin (self, snapshot, &g_array_index (self->pins, Pin, i), FALSE);
  if (self->chosen >= 0)
    append_pin (self, snapshot, &g_array_index (self->pins, Pin, self->chosen), TRUE);
}

static void
atlas_pin_layer_finalize (GObject *object)
{
  g_array_unref (ATLAS_PIN_LAYER (object)->pins);
  G_OBJECT_CLASS (atlas_pin_layer_parent_class)->finalize (object);
}

static void
atlas_pin_layer_class_init (AtlasPinLayerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = atlas_pin_layer_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = atlas_pin_layer_snapshot;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
atlas_pin_layer_init (AtlasPinLayer *self)
{
  self->chosen = -1;
  self->pins = g_array_new (FALSE, FALSE, sizeof (Pin));
  g_array_set_clear_func (self->pins, pin_clear);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

AtlasPinLayer *
atlas_pin_layer_new (ShumateViewport *viewport)
{
  return g_object_new (ATLAS_TYPE_PIN_LAYER, "viewport", viewport, NULL);
}

void
atlas_pin_layer_set_pins (AtlasPinLayer     *self,
                          const AtlasMapPin *pins,
                          gsize              n)
{
  PangoFontDescription *font = pango_font_description_from_string ("Sans Bold");

  g_return_if_fail (ATLAS_IS_PIN_LAYER (self));
  pango_font_description_set_absolute_size (font, 11.0 * PANGO_SCALE);
  g_array_set_size (self->pins, 0);
  self->chosen = -1;
  for (gsize i = 0; i < MIN (n, ATLAS_PINS_MOST); i++)
    {
      Pin pin = { pins[i].lon, pins[i].lat, gtk_widget_create_pango_layout (GTK_WIDGET (self), pins[i].text), 0, 0, pins[i].strong };

      pango_layout_set_font_description (pin.layout, font);
      pango_layout_get_pixel_size (pin.layout, &pin.width, &pin.height);
      g_array_append_val (self->pins, pin);
    }
  pango_font_description_free (font);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
atlas_pin_layer_set_chosen (AtlasPinLayer *self,
                            int            index)
{
  g_return_if_fail (ATLAS_IS_PIN_LAYER (self));
  self->chosen = index >= 0 && index < (int) self->pins->len ? index : -1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

int
atlas_pin_layer_find (AtlasPinLayer *self,
                      double         x,
                      double         y)
{
  g_return_val_if_fail (ATLAS_IS_PIN_LAYER (self), -1);
  for (guint i = 0; i < self->pins->len; i++)
    {
      double head_x, head_y, half;

      get_head (self, &g_array_index (self->pins, Pin, i), &head_x, &head_y, &half);
      if (fabs (x - head_x) <= half && y >= head_y - HEAD / 2 && y <= head_y + RISE)
        return (int) i;
    }
  return -1;
}

void
atlas_pin_layer_update (AtlasPinLayer       *self,
                        const AtlasMapSight *frame)
{
  self->frame = *frame;
  if (!frame->hold && self->pins->len > 0)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}
