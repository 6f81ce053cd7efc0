/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasMapMark: drawn by itself rather than with labels, for labels that change their text have the whole window measured again
 * with each motion of the pointer.  Assistive technology reads its name.  Main thread. */

#include "map/atlas-map-mark.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

/* Logical pixels: from the pointer to the words, around the words, from the edge of the map. */
#define BESIDE_X 15.0
#define BESIDE_Y 16.0
#define PAD_X 9.0
#define PAD_Y 4.0
#define EDGE 6.0
#define MOST_WIDTH 340

struct _AtlasMapMark
{
  GtkWidget    parent_instance;
  PangoLayout *layout;          /* (nullable): until something is shown */
  char        *text;            /* (nullable): title and note, as laid out */
  gsize        title_length;
  gboolean     shown;
  gboolean     held;
  double       dot_x;
  double       dot_y;
  double       x;
  double       y;
};

G_DEFINE_FINAL_TYPE (AtlasMapMark, atlas_map_mark, GTK_TYPE_WIDGET)

static void
append_round (GtkSnapshot           *snapshot,
              const graphene_rect_t *box,
              float                  radius,
              const GdkRGBA         *color)
{
  GskRoundedRect round;

  gsk_rounded_rect_init_from_rect (&round, box, radius);
  gtk_snapshot_push_rounded_clip (snapshot, &round);
  gtk_snapshot_append_color (snapshot, color, box);
  gtk_snapshot_pop (snapshot);
}

static void
append_disc (GtkSnapshot   *snapshot,
             double         x,
             double         y,
             double         radius,
             const GdkRGBA *color)
{
  append_round (snapshot, &GRAPHENE_RECT_INIT ((float) (x - radius), (float) (y - radius), (float) (2 * radius), (float) (2 * radius)),
                (float) radius, color);
}

static void
append_words (AtlasMapMark *self,
              GtkSnapshot  *snapshot,
              gboolean      dark)
{
  static const GdkRGBA papers[] = { { 1, 1, 1, 0.96f }, { 0.16f, 0.16f, 0.17f, 0.96f } }, inks[] = { { 0.11f, 0.11f, 0.12f, 1 }, { 1, 1, 1, 0.95f } };
  static const GdkRGBA rims[] = { { 0, 0, 0, 0.18f }, { 1, 1, 1, 0.16f } };
  const double map_width = gtk_widget_get_width (GTK_WIDGET (self)), map_height = gtk_widget_get_height (GTK_WIDGET (self));
  int text_width, text_height;
  double width, height, x, y;

  pango_layout_get_pixel_size (self->layout, &text_width, &text_height);
  width = text_width + 2 * PAD_X;
  height = text_height + 2 * PAD_Y;
  /* To the right and below; on the other side of the pointer where there is no room. */
  x = self->x + BESIDE_X + width <= map_width - EDGE ? self->x + BESIDE_X : self->x - BESIDE_X - width;
  y = self->y + BESIDE_Y + height <= map_height - EDGE ? self->y + BESIDE_Y : self->y - BESIDE_Y - height;
  x = round (CLAMP (x, EDGE, MAX (map_width - width - EDGE, EDGE)));
  y = round (CLAMP (y, EDGE, MAX (map_height - height - EDGE, EDGE)));
  append_round (snapshot, &GRAPHENE_RECT_INIT ((float) x - 1, (float) y - 1, (float) width + 2, (float) height + 2), 7, &rims[dark ? 1 : 0]);
  append_round (snapshot, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height), 6, &papers[dark ? 1 : 0]);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (x + PAD_X), (float) (y + PAD_Y)));
  gtk_snapshot_append_layout (snapshot, self->layout, &inks[dark ? 1 : 0]);
  gtk_snapshot_restore (snapshot);
}

static void
atlas_map_mark_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  /* The violet of the travelled line. */
  static const GdkRGBA violet = { 0.361f, 0.231f, 0.722f, 1 }, white = { 1, 1, 1, 1 }, shadow = { 0, 0, 0, 0.25f };
  AtlasMapMark *self = ATLAS_MAP_MARK (widget);
  const double radius = self->held ? 7.5 : 4.5;

  if (!self->shown)
    return;
  append_disc (snapshot, self->dot_x, self->dot_y + 0.5, radius + 1, &shadow);
  append_disc (snapshot, self->dot_x, self->dot_y, radius, self->held ? &white : &violet);
  append_disc (snapshot, self->dot_x, self->dot_y, radius - 2, self->held ? &violet : &white);
  append_words (self, snapshot, adw_style_manager_get_dark (adw_style_manager_get_for_display (gtk_widget_get_display (widget))));
}

static void
atlas_map_mark_finalize (GObject *object)
{
  AtlasMapMark *self = ATLAS_MAP_MARK (object);

  g_clear_object (&self->layout);
  g_free (self->text);
  G_OBJECT_CLASS (atlas_map_mark_parent_class)->finalize (object);
}

static void
atlas_map_mark_class_init (AtlasMapMarkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = atlas_map_mark_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = atlas_map_mark_snapshot;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
}

static void
atlas_map_mark_init (AtlasMapMark *self)
{
}

GtkWidget *
atlas_map_mark_new (void)
{
  return g_object_new (ATLAS_TYPE_MAP_MARK, NULL);
}

/* The title is bold, the note smaller and paler. */
static void
lay_out (AtlasMapMark *self)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  PangoAttribute *all = pango_attr_scale_new (0.92), *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD), *small = pango_attr_scale_new (0.84);
  PangoAttribute *pale = pango_attr_foreground_alpha_new (0xb400), *digits = pango_attr_font_features_new ("tnum");

  bold->end_index = (guint) self->title_length;
  all->end_index = (guint) self->title_length;
  small->start_index = pale->start_index = (guint) self->title_length;
  pango_attr_list_insert (attributes, all);
  pango_attr_list_insert (attributes, bold);
  pango_attr_list_insert (attributes, small);
  pango_attr_list_insert (attributes, pale);
  pango_attr_list_insert (attributes, digits);
  if (self->layout == NULL)
    {
      self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
      pango_layout_set_width (self->layout, MOST_WIDTH * PANGO_SCALE);
      pango_layout_set_height (self->layout, -1);
      pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
    }
  pango_layout_set_text (self->layout, self->text, -1);
  pango_layout_set_attributes (self->layout, attributes);
}

void
atlas_map_mark_show (AtlasMapMark *self,
                     double        dot_x,
                     double        dot_y,
                     double        x,
                     double        y,
                     const char   *title,
                     const char   *note,
                     gboolean      held)
{
  g_autofree char *text = note != NULL && *note != '\0' ? g_strdup_printf ("%s\n%s", title, note) : g_strdup (title);

  g_return_if_fail (ATLAS_IS_MAP_MARK (self));
  self->dot_x = dot_x;
  self->dot_y = dot_y;
  self->x = x;
  self->y = y;
  self->held = held;
  if (!self->shown || g_strcmp0 (text, self->text) != 0)
    {
      g_free (self->text);
      self->text = g_steal_pointer (&text);
      self->title_length = strlen (title);
      lay_out (self);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->text, -1);
    }
  self->shown = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
atlas_map_mark_hide (AtlasMapMark *self)
{
  g_return_if_fail (ATLAS_IS_MAP_MARK (self));
  if (!self->shown)
    return;
  self->shown = FALSE;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
