/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasRampView: painted swatches for choosing colours.  It says nothing by itself: what stands beside it or its tooltip
 * names the colours.  Main thread. */

#include "ui/atlas-ramp-view.h"

#include <adwaita.h>

#define MAX_COLORS 8
#define RAMP_COLORS 7

struct _AtlasRampView
{
  GtkWidget  parent_instance;
  AtlasPaint paints[MAX_COLORS];
  guint      n;
};

G_DEFINE_FINAL_TYPE (AtlasRampView, atlas_ramp_view, GTK_TYPE_WIDGET)

static void
atlas_ramp_view_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  AtlasRampView *self = ATLAS_RAMP_VIEW (widget);
  const gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  const float width = (float) gtk_widget_get_width (widget), height = (float) gtk_widget_get_height (widget);
  GskRoundedRect clip;

  gsk_rounded_rect_init_from_rect (&clip, &GRAPHENE_RECT_INIT (0, 0, width, height), 3);
  gtk_snapshot_push_rounded_clip (snapshot, &clip);
  for (guint i = 0; i < self->n; i++)
    {
      const AtlasColor *color = atlas_paint_get (&self->paints[i], dark);
      const GdkRGBA rgba = { color->red, color->green, color->blue, 1 };
      /* Whole pixels, so that no ground shines between them. */
      const int from = (int) (width * i / self->n), to = (int) (width * (i + 1) / self->n);

      gtk_snapshot_append_color (snapshot, &rgba, &GRAPHENE_RECT_INIT (from, 0, to - from, height));
    }
  gtk_snapshot_pop (snapshot);
}

static void
atlas_ramp_view_class_init (AtlasRampViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = atlas_ramp_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "ramp");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
atlas_ramp_view_init (AtlasRampView *self)
{
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
atlas_ramp_view_new (void)
{
  return g_object_new (ATLAS_TYPE_RAMP_VIEW, NULL);
}

void
atlas_ramp_view_show_ramp (AtlasRampView        *self,
                           const AtlasColorRamp *ramp)
{
  g_return_if_fail (ATLAS_IS_RAMP_VIEW (self) && ramp != NULL);
  self->n = atlas_color_ramp_get_kind (ramp) == ATLAS_RAMP_QUALITATIVE ? MAX_COLORS : RAMP_COLORS;
  for (guint i = 0; i < self->n; i++)
    self->paints[i] = atlas_color_ramp_class (ramp, i, self->n, FALSE);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
atlas_ramp_view_show_paint (AtlasRampView    *self,
                            const AtlasPaint *paint)
{
  g_return_if_fail (ATLAS_IS_RAMP_VIEW (self) && paint != NULL);
  self->n = 1;
  self->paints[0] = *paint;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
