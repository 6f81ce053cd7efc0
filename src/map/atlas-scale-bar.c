/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The scale bar: true at the middle of the map.
 *
 * Owned by the map's view, main thread.  The ground between two pixels left and right of the middle is measured on the
 * ellipsoid as a geodesic; where the scale changes across the bar (whole continents), it is true in the middle. */

#include "map/atlas-scale-bar.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "geo/atlas-geodesic.h"
#include "geo/atlas-mercator.h"

#define LONGEST 140.0             /* logical pixels */
#define PAD 6
#define TICK 5.0
#define SPAN 10.0                 /* pixels that are measured */

struct _AtlasScaleBar
{
  GtkWidget    parent_instance;
  double       metres;
  double       pixels;
  PangoLayout *layout;
};

G_DEFINE_FINAL_TYPE (AtlasScaleBar, atlas_scale_bar, GTK_TYPE_WIDGET)

static void
atlas_scale_bar_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  AtlasScaleBar *self = ATLAS_SCALE_BAR (widget);
  int height;

  pango_layout_get_pixel_size (self->layout, NULL, &height);
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? (int) LONGEST + 2 * PAD : height + (int) TICK + 2 * PAD;
}

static void
append_bar (AtlasScaleBar *self,
            GtkSnapshot   *snapshot,
            const GdkRGBA *color,
            double         grow)
{
  double bottom = gtk_widget_get_height (GTK_WIDGET (self)) - PAD;
  double width = round (self->pixels);

#define BOX(x, y, w, h) \
  gtk_snapshot_append_color (snapshot, color, &GRAPHENE_RECT_INIT ((x) - grow, (y) - grow, (w) + 2 * grow, (h) + 2 * grow))
  BOX (PAD, bottom - 2, width, 2);
  BOX (PAD, bottom - TICK - 1, 2, TICK);
  BOX (PAD + width - 2, bottom - TICK - 1, 2, TICK);
#undef BOX
}

static void
atlas_scale_bar_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  AtlasScaleBar *self = ATLAS_SCALE_BAR (widget);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  GdkRGBA ink, halo;
  int width, height;

  if (self->pixels <= 0)
    return;
  gtk_style_context_get_color (context, &ink);
  /* A halo of the opposite lightness: the bar lies on any colour of the map. */
  halo = ink.red + ink.green + ink.blue > 1.5 ? (GdkRGBA) { 0, 0, 0, 0.35 } : (GdkRGBA) { 1, 1, 1, 0.75 };
  pango_layout_get_pixel_size (self->layout, &width, &height);

  append_bar (self, snapshot, &halo, 1);
  append_bar (self, snapshot, &ink, 0);
  for (int i = 0; i < 5; i++)
    {
      static const int around[5][2] = { { -1, 0 }, { 1, 0 }, { 0, -1 }, { 0, 1 }, { 0, 0 } };

      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot,
                              &GRAPHENE_POINT_INIT (PAD + (float) MAX (round ((self->pixels - width) / 2), 4) + around[i][0],
                                                    (float) (gtk_widget_get_height (widget) - PAD - 3 - height) +
                                                    around[i][1]));
      gtk_snapshot_append_layout (snapshot, self->layout, i < 4 ? &halo : &ink);
      gtk_snapshot_restore (snapshot);
    }
}

static void
atlas_scale_bar_dispose (GObject *object)
{
  g_clear_object (&ATLAS_SCALE_BAR (object)->layout);
  G_OBJECT_CLASS (atlas_scale_bar_parent_class)->dispose (object);
}

static void
atlas_scale_bar_class_init (AtlasScaleBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_scale_bar_dispose;
  widget_class->measure = atlas_scale_bar_measure;
  widget_class->snapshot = atlas_scale_bar_snapshot;
  gtk_widget_class_set_css_name (widget_class, "scale-bar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
atlas_scale_bar_init (AtlasScaleBar *self)
{
  self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "0");
  gtk_widget_add_css_class (GTK_WIDGET (self), "caption");
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

GtkWidget *
atlas_scale_bar_new (void)
{
  return g_object_new (ATLAS_TYPE_SCALE_BAR, NULL);
}

/* Metres on the ground that a pixel at the middle of the frame covers from west to east. */
static double
measure_pixel (const AtlasMapSight *frame)
{
  double half = SPAN / 2 / atlas_mercator_world_size (frame->zoom);
  double lat = atlas_mercator_lat (frame->y);

  return atlas_geodesic_distance (atlas_mercator_lon (frame->x - half), lat, atlas_mercator_lon (frame->x + half), lat) /
         SPAN;
}

/* The largest of 1, 2, 5 times a power of ten that is not over @value. */
static double
round_down (double value)
{
  double power = pow (10, floor (log10 (value)));
  double digit = value / power;

  return (digit >= 5 ? 5 : digit >= 2 ? 2 : 1) * power;
}

void
atlas_scale_bar_update (AtlasScaleBar       *self,
                        const AtlasMapSight *frame)
{
  double pixel = measure_pixel (frame);
  double metres = pixel > 0 ? round_down (pixel * LONGEST) : 0;
  g_autofree char *text = NULL;

  self->pixels = metres > 0 ? metres / pixel : 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (metres == self->metres)
    return;
  self->metres = metres;
  if (metres >= 1000)
    text = g_strdup_printf (_ ("%'.0f km"), metres / 1000);
  else
    text = g_strdup_printf (metres >= 1 ? _ ("%.0f m") : _ ("%.1f m"), metres);
  pango_layout_set_text (self->layout, text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Scale bar"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

double
atlas_scale_bar_get_metres (AtlasScaleBar *self)
{
  return self->metres;
}

double
atlas_scale_bar_get_pixels (AtlasScaleBar *self)
{
  return self->pixels;
}
