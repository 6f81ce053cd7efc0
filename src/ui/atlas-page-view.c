/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasPageView: the page on the desk: where it lies, how large, and what of it is to be painted pixel by pixel.  Drawing and input
 * are in files of their own (atlas-page-view-draw.c, -input.c).  Main thread. */

#include "ui/atlas-page-view-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Logical pixels a millimetre at the size of the paper. */
#define LIFE_SIZE (96.0 / 25.4)
#define LEAST_ZOOM 0.05
#define MOST_ZOOM 16.0
/* Desk around a page that fits, logical pixels. */
#define DESK 28.0
/* What is painted pixel by pixel reaches so far beyond what is seen, device pixels, and begins on such a grid, so that small moves
 * paint nothing. */
#define BEYOND 128

enum
{
  EDIT,
  ZOOMED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AtlasPageView, atlas_page_view, GTK_TYPE_WIDGET)

void
_atlas_page_view_get_origin (AtlasPageView *self,
                             double        *x,
                             double        *y)
{
  const double scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  *x = round ((gtk_widget_get_width (GTK_WIDGET (self)) / 2.0 - self->mid_x * self->zoom) * scale) / scale;
  *y = round ((gtk_widget_get_height (GTK_WIDGET (self)) / 2.0 - self->mid_y * self->zoom) * scale) / scale;
}

/* The first pixel to be painted, and how many, of @size pixels of which @from to @to are seen. */
static void
get_run (double  from,
         double  to,
         double  size,
         int    *first,
         int    *n)
{
  const int most = (int) ceil (size);
  const int start = CLAMP ((int) floor (from / BEYOND) * BEYOND - BEYOND, 0, MAX (most - 1, 0));
  const int end = CLAMP ((int) ceil (to / BEYOND) * BEYOND + BEYOND, start + 1, MAX (most, start + 1));

  *first = start;
  *n = end - start;
}

/* Tells the picture what is seen. */
static void
update_region (AtlasPageView *self)
{
  AtlasPage *page = atlas_page_editor_get_page (self->editor);
  const int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  const int height = gtk_widget_get_height (GTK_WIDGET (self));
  AtlasPageRegion region = { .density = self->zoom * scale };
  double x, y;

  if (width <= 0 || height <= 0)
    return;
  _atlas_page_view_get_origin (self, &x, &y);
  get_run (-x * scale, (width - x) * scale, atlas_page_get_width (page) * region.density, &region.x, &region.width);
  get_run (-y * scale, (height - y) * scale, atlas_page_get_height (page) * region.density, &region.y, &region.height);
  atlas_page_picture_set_region (self->picture, &region);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static double
get_fit (AtlasPageView *self)
{
  AtlasPage *page = atlas_page_editor_get_page (self->editor);
  const double width = gtk_widget_get_width (GTK_WIDGET (self)) - 2.0 * DESK;
  const double height = gtk_widget_get_height (GTK_WIDGET (self)) - 2.0 * DESK;

  return MAX (LEAST_ZOOM * LIFE_SIZE, MIN (width / atlas_page_get_width (page), height / atlas_page_get_height (page)));
}

static void
apply_fit (AtlasPageView *self)
{
  AtlasPage *page = atlas_page_editor_get_page (self->editor);

  self->mid_x = atlas_page_get_width (page) / 2.0;
  self->mid_y = atlas_page_get_height (page) / 2.0;
  self->zoom = get_fit (self);
}

/* Some of the page stays in sight. */
static void
clamp_middle (AtlasPageView *self)
{
  AtlasPage *page = atlas_page_editor_get_page (self->editor);

  self->mid_x = CLAMP (self->mid_x, 0.0, atlas_page_get_width (page));
  self->mid_y = CLAMP (self->mid_y, 0.0, atlas_page_get_height (page));
}

void
_atlas_page_view_zoom_at (AtlasPageView *self,
                          double         zoom,
                          double         x,
                          double         y)
{
  const double dx = x - gtk_widget_get_width (GTK_WIDGET (self)) / 2.0;
  const double dy = y - gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;
  const double before = self->zoom;

  self->zoom = CLAMP (zoom, LEAST_ZOOM * LIFE_SIZE, MOST_ZOOM * LIFE_SIZE);
  self->fits = FALSE;
  self->mid_x += dx / before - dx / self->zoom;
  self->mid_y += dy / before - dy / self->zoom;
  clamp_middle (self);
  update_region (self);
  g_signal_emit (self, signals[ZOOMED], 0);
}

void
_atlas_page_view_pan (AtlasPageView *self,
                      double         dx,
                      double         dy)
{
  self->mid_x += dx;
  self->mid_y += dy;
  self->fits = FALSE;
  clamp_middle (self);
  update_region (self);
}

void
_atlas_page_view_end_drag (AtlasPageView *self)
{
  g_clear_pointer (&self->drag.id, g_free);
  self->drag = (AtlasPageDrag) { .guide_x = NAN, .guide_y = NAN };
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
paint_page (AtlasPageView *self)
{
  if (self->world != NULL)
    self->serial = atlas_page_picture_set_page (self->picture, atlas_page_editor_get_page (self->editor), self->world);
}

static void
on_page (AtlasPageView *self)
{
  const double before = self->zoom;

  if (self->drag.serial == 0 && self->drag.mode != ATLAS_PAGE_DRAG_DESK)
    _atlas_page_view_end_drag (self);
  paint_page (self);
  if (self->fits)
    apply_fit (self);
  clamp_middle (self);
  update_region (self);
  if (self->zoom != before)
    g_signal_emit (self, signals[ZOOMED], 0);
}

static void
on_chosen (AtlasPageView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_painted (AtlasPageView *self)
{
  if (self->drag.serial > 0 && atlas_page_picture_get_shown (self->picture) >= self->drag.serial)
    _atlas_page_view_end_drag (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
atlas_page_view_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  AtlasPageView *self = ATLAS_PAGE_VIEW (widget);

  if (self->fits)
    {
      apply_fit (self);
      g_signal_emit (self, signals[ZOOMED], 0);
    }
  update_region (self);
}

static void
atlas_page_view_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  _atlas_page_view_snapshot (ATLAS_PAGE_VIEW (widget), snapshot);
}

static void
atlas_page_view_dispose (GObject *object)
{
  AtlasPageView *self = ATLAS_PAGE_VIEW (object);

  if (self->picture != NULL)
    atlas_page_picture_stop (self->picture);
  g_clear_object (&self->picture);
  g_clear_object (&self->editor);
  g_clear_pointer (&self->world, atlas_page_world_unref);
  g_clear_pointer (&self->hovered, g_free);
  g_clear_pointer (&self->drag.id, g_free);
  G_OBJECT_CLASS (atlas_page_view_parent_class)->dispose (object);
}

static void
atlas_page_view_class_init (AtlasPageViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_page_view_dispose;
  widget_class->size_allocate = atlas_page_view_size_allocate;
  widget_class->snapshot = atlas_page_view_snapshot;
  signals[EDIT] = g_signal_new ("edit", ATLAS_TYPE_PAGE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[ZOOMED] = g_signal_new ("zoomed", ATLAS_TYPE_PAGE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "pageview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
atlas_page_view_init (AtlasPageView *self)
{
  self->fits = TRUE;
  self->zoom = LIFE_SIZE;
  self->drag = (AtlasPageDrag) { .guide_x = NAN, .guide_y = NAN };
  self->picture = atlas_page_picture_new ();
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Page"), -1);
  g_signal_connect_object (self->picture, "changed", G_CALLBACK (on_painted), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (update_region), NULL);
}

GtkWidget *
atlas_page_view_new (AtlasPageEditor *editor)
{
  AtlasPageView *self = g_object_new (ATLAS_TYPE_PAGE_VIEW, NULL);

  self->editor = g_object_ref (editor);
  g_signal_connect_object (editor, "changed", G_CALLBACK (on_page), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "chosen", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  _atlas_page_view_init_input (self);
  apply_fit (self);
  return GTK_WIDGET (self);
}

void
atlas_page_view_set_world (AtlasPageView  *self,
                           AtlasPageWorld *world)
{
  g_return_if_fail (ATLAS_IS_PAGE_VIEW (self) && world != NULL);
  atlas_page_world_ref (world);
  g_clear_pointer (&self->world, atlas_page_world_unref);
  self->world = world;
  paint_page (self);
}

AtlasPageWorld *
atlas_page_view_get_world (AtlasPageView *self)
{
  g_return_val_if_fail (ATLAS_IS_PAGE_VIEW (self), NULL);
  return self->world;
}

AtlasPagePicture *
atlas_page_view_get_picture (AtlasPageView *self)
{
  g_return_val_if_fail (ATLAS_IS_PAGE_VIEW (self), NULL);
  return self->picture;
}

double
atlas_page_view_get_zoom (AtlasPageView *self)
{
  g_return_val_if_fail (ATLAS_IS_PAGE_VIEW (self), 1.0);
  return self->zoom / LIFE_SIZE;
}

void
atlas_page_view_zoom_to (AtlasPageView *self,
                         double         zoom)
{
  g_return_if_fail (ATLAS_IS_PAGE_VIEW (self));
  _atlas_page_view_zoom_at (self, zoom * LIFE_SIZE, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
                            gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}

void
atlas_page_view_zoom_by (AtlasPageView *self,
                         double         factor)
{
  g_return_if_fail (ATLAS_IS_PAGE_VIEW (self));
  atlas_page_view_zoom_to (self, self->zoom / LIFE_SIZE * factor);
}

void
atlas_page_view_fit (AtlasPageView *self)
{
  g_return_if_fail (ATLAS_IS_PAGE_VIEW (self));
  self->fits = TRUE;
  apply_fit (self);
  update_region (self);
  g_signal_emit (self, signals[ZOOMED], 0);
}

graphene_rect_t
atlas_page_view_get_box (AtlasPageView           *self,
                         const cairo_rectangle_t *box)
{
  double x, y;

  _atlas_page_view_get_origin (self, &x, &y);
  return GRAPHENE_RECT_INIT ((float) (x + box->x * self->zoom), (float) (y + box->y * self->zoom),
                             (float) (box->width * self->zoom), (float) (box->height * self->zoom));
}

void
atlas_page_view_show_element (AtlasPageView *self,
                              const char    *id)
{
  const AtlasPageElement *element;
  const graphene_rect_t window = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (GTK_WIDGET (self)),
                                                     (float) gtk_widget_get_height (GTK_WIDGET (self)));
  graphene_rect_t box;

  g_return_if_fail (ATLAS_IS_PAGE_VIEW (self) && id != NULL);
  element = atlas_page_find_element (atlas_page_editor_get_page (self->editor), id);
  if (element == NULL)
    return;
  box = atlas_page_view_get_box (self, &element->box);
  if (graphene_rect_contains_rect (&window, &box))
    return;
  self->mid_x = element->box.x + element->box.width / 2.0;
  self->mid_y = element->box.y + element->box.height / 2.0;
  self->fits = FALSE;
  clamp_middle (self);
  update_region (self);
}

AtlasMapFrame *
atlas_page_view_dup_frame (AtlasPageView *self,
                           const char    *id)
{
  g_return_val_if_fail (ATLAS_IS_PAGE_VIEW (self) && id != NULL, NULL);
  if (self->world == NULL)
    return NULL;
  return atlas_page_dup_frame (atlas_page_editor_get_page (self->editor), id, atlas_page_world_get_scene (self->world),
                               atlas_page_world_get_context (self->world), NULL);
}

void
atlas_page_view_move_map (AtlasPageView *self,
                          const char    *id,
                          double         dx,
                          double         dy,
                          const char    *key)
{
  g_autoptr (AtlasMapFrame) frame = atlas_page_view_dup_frame (self, id);
  AtlasPage *page;
  double lon, lat;

  if (frame == NULL)
    return;
  atlas_map_frame_to_place (frame, atlas_map_frame_get_width (frame) / 2.0 - dx, atlas_map_frame_get_height (frame) / 2.0 - dy,
                            &lon, &lat);
  if (!isfinite (lon) || !isfinite (lat))
    return;
  page = atlas_page_editor_begin (self->editor);
  atlas_page_place_map (page, id, lon, lat, atlas_map_frame_get_scale (frame), atlas_map_frame_get_rotation (frame));
  atlas_page_editor_take (self->editor, page, _("Move the Map"), key);
}
