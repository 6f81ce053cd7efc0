/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasHistogram: counts are made once a draft, drawing is a rectangle a bin.  Bars grow with the square root of the count,
 * for in most columns a few bins have nearly everything and the others would be lines.  Main thread. */

#include "ui/atlas-histogram.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#define N_BINS 48
#define TEXT_HEIGHT 16

struct _AtlasHistogram
{
  GtkWidget        parent_instance;
  AtlasStyleDraft *draft;           /* (nullable) */
  gsize            counts[N_BINS];
  double           min;
  double           max;
};

G_DEFINE_FINAL_TYPE (AtlasHistogram, atlas_histogram, GTK_TYPE_WIDGET)

static GdkRGBA
color_at (AtlasHistogram *self,
          double          number)
{
  const gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  const AtlasStyleDraft *draft = self->draft;
  const AtlasColor *color;
  const AtlasRule *rules;
  guint n, i = 0;

  rules = atlas_style_get_rules (draft->style, &n);
  while (i + 2 < draft->n_breaks && number >= draft->breaks[i + 1])
    i++;
  if (number < draft->breaks[0] || number > draft->breaks[draft->n_breaks - 1] || i >= n)
    return (GdkRGBA){ 0.55f, 0.55f, 0.55f, 1 };
  color = atlas_paint_get (&rules[i].fill.color, dark);

  return (GdkRGBA){ color->red, color->green, color->blue, 1 };
}

static void
draw_number (AtlasHistogram *self,
             GtkSnapshot    *snapshot,
             double          number,
             float           width,
             float           y,
             gboolean        right)
{
  g_autofree char *text = atlas_style_number (number, atlas_style_number_digits (self->draft->breaks, self->draft->n_breaks));
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  GdkRGBA color;
  int text_width;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  color.alpha *= 0.65f;
  pango_layout_get_pixel_size (layout, &text_width, NULL);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (right ? width - (float) text_width : 0, y));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
atlas_histogram_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  AtlasHistogram *self = ATLAS_HISTOGRAM (widget);
  const float width = (float) gtk_widget_get_width (widget);
  const float height = (float) gtk_widget_get_height (widget) - TEXT_HEIGHT;
  GdkRGBA line;
  gsize most = 1;

  if (self->draft == NULL || height <= 0)
    return;
  for (guint i = 0; i < N_BINS; i++)
    most = MAX (most, self->counts[i]);
  for (guint i = 0; i < N_BINS; i++)
    {
      const double middle = self->min + (self->max - self->min) * (i + 0.5) / N_BINS;
      const float bar = (float) sqrt ((double) self->counts[i] / (double) most) * (height - 2);
      const GdkRGBA color = color_at (self, middle);
      const int from = (int) (width * i / N_BINS), to = (int) (width * (i + 1) / N_BINS);

      if (self->counts[i] > 0)
        gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (from, height - MAX (bar, 1), to - from - 1, MAX (bar, 1)));
    }
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &line);
  line.alpha *= 0.6f;
  gtk_snapshot_append_color (snapshot, &line, &GRAPHENE_RECT_INIT (0, height, width, 1));
  for (guint i = 1; i + 1 < self->draft->n_breaks; i++)
    {
      const double part = (self->draft->breaks[i] - self->min) / (self->max - self->min);

      if (part > 0 && part < 1)
        gtk_snapshot_append_color (snapshot, &line, &GRAPHENE_RECT_INIT (roundf ((float) part * width), 0, 1, height + 3));
    }
  draw_number (self, snapshot, self->min, width, height + 2, FALSE);
  draw_number (self, snapshot, self->max, width, height + 2, TRUE);
}

static void
atlas_histogram_finalize (GObject *object)
{
  AtlasHistogram *self = ATLAS_HISTOGRAM (object);

  g_clear_pointer (&self->draft, atlas_style_draft_unref);
  G_OBJECT_CLASS (atlas_histogram_parent_class)->finalize (object);
}

static void
atlas_histogram_class_init (AtlasHistogramClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = atlas_histogram_finalize;
  widget_class->snapshot = atlas_histogram_snapshot;
  gtk_widget_class_set_css_name (widget_class, "histogram");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
atlas_histogram_init (AtlasHistogram *self)
{
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
}

void
atlas_histogram_show (AtlasHistogram  *self,
                      AtlasStyleDraft *draft)
{
  g_autofree char *low = NULL, *high = NULL, *text = NULL;
  guint digits;

  g_return_if_fail (ATLAS_IS_HISTOGRAM (self));

  if (draft != NULL && (draft->classes == NULL || !atlas_classes_get_range (draft->classes, &self->min, &self->max)))
    draft = NULL;
  if (draft != NULL)
    atlas_style_draft_ref (draft);
  g_clear_pointer (&self->draft, atlas_style_draft_unref);
  self->draft = draft;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (draft == NULL)
    return;
  atlas_classes_histogram (draft->classes, N_BINS, self->counts);
  digits = atlas_style_number_digits (draft->breaks, draft->n_breaks);
  low = atlas_style_number (self->min, digits);
  high = atlas_style_number (self->max, digits);
  /* Translators: of a small chart: from the least number to the greatest */
  text = g_strdup_printf (_("Histogram from %1$s to %2$s"), low, high);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), text);
}
