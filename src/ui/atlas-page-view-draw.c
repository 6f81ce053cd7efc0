/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing the page on its desk: paper and shadow, its picture, and over it what is chosen, dragged and caught.  All is textures and
 * rectangles for the renderer; nothing of the page itself is painted here.  Main thread. */

#include "ui/atlas-page-view-private.h"

#include <math.h>

/* The same in light and dark: the paper is always light. */
static const GdkRGBA PAPER = { 1.0f, 1.0f, 1.0f, 1.0f };
static const GdkRGBA SHADOW = { 0.0f, 0.0f, 0.0f, 0.35f };
static const GdkRGBA ACCENT = { 0.12f, 0.42f, 0.82f, 1.0f };
static const GdkRGBA HOVER = { 0.12f, 0.42f, 0.82f, 0.45f };
static const GdkRGBA GUIDE = { 0.88f, 0.11f, 0.53f, 1.0f };
static const GdkRGBA MARGIN = { 0.12f, 0.42f, 0.82f, 0.3f };

static void
append_border (GtkSnapshot           *snapshot,
               const graphene_rect_t *box,
               const GdkRGBA         *color,
               float                  width)
{
  const float widths[4] = { width, width, width, width };
  const GdkRGBA colors[4] = { *color, *color, *color, *color };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, box, 0.0f);
  gtk_snapshot_append_border (snapshot, &outline, widths, colors);
}

/* A box on whole pixels, so that its border is crisp. */
static graphene_rect_t
get_crisp_box (AtlasPageView           *self,
               const cairo_rectangle_t *box)
{
  const graphene_rect_t exact = atlas_page_view_get_box (self, box);
  const float x = roundf (exact.origin.x), y = roundf (exact.origin.y);

  return GRAPHENE_RECT_INIT (x, y, MAX (1.0f, roundf (exact.origin.x + exact.size.width) - x),
                             MAX (1.0f, roundf (exact.origin.y + exact.size.height) - y));
}

static void
append_handles (GtkSnapshot           *snapshot,
                const graphene_rect_t *box)
{
  const float size = (float) ATLAS_PAGE_HANDLE;

  for (int row = 0; row < 3; row++)
    for (int column = 0; column < 3; column++)
      {
        const graphene_rect_t handle
          = GRAPHENE_RECT_INIT (roundf (box->origin.x + box->size.width * (float) column / 2.0f - size / 2.0f),
                                roundf (box->origin.y + box->size.height * (float) row / 2.0f - size / 2.0f), size, size);

        if (row == 1 && column == 1)
          continue;
        gtk_snapshot_append_color (snapshot, &PAPER, &handle);
        append_border (snapshot, &handle, &ACCENT, 1.5f);
      }
}

/* What the worker has not painted yet: the old picture of what was moved, where it is now. */
static void
append_drag (AtlasPageView *self,
             GtkSnapshot   *snapshot,
             double         x,
             double         y)
{
  const AtlasPageDrag *drag = &self->drag;
  const graphene_rect_t box = atlas_page_view_get_box (self, &drag->box);

  if (!drag->moved)
    return;
  if (drag->mode == ATLAS_PAGE_DRAG_MAP)
    {
      graphene_rect_t moved = box;

      /* What lies around the map on the page does not come into it. */
      graphene_rect_offset (&moved, (float) (drag->dx * self->zoom), (float) (drag->dy * self->zoom));
      gtk_snapshot_push_clip (snapshot, &box);
      gtk_snapshot_append_color (snapshot, &PAPER, &box);
      gtk_snapshot_push_clip (snapshot, &moved);
      atlas_page_picture_snapshot (self->picture, snapshot, x + drag->dx * self->zoom, y + drag->dy * self->zoom, self->zoom);
      gtk_snapshot_pop (snapshot);
      gtk_snapshot_pop (snapshot);
    }
  else if (drag->mode == ATLAS_PAGE_DRAG_ELEMENT && drag->sides == ATLAS_PAGE_SIDE_ALL)
    {
      gtk_snapshot_push_clip (snapshot, &box);
      gtk_snapshot_push_opacity (snapshot, 0.85);
      atlas_page_picture_snapshot (self->picture, snapshot, x + (drag->box.x - drag->from.x) * self->zoom,
                                   y + (drag->box.y - drag->from.y) * self->zoom, self->zoom);
      gtk_snapshot_pop (snapshot);
      gtk_snapshot_pop (snapshot);
    }
}

static void
append_guides (AtlasPageView *self,
               GtkSnapshot   *snapshot)
{
  AtlasPage *page = atlas_page_editor_get_page (self->editor);
  const AtlasPageDrag *drag = &self->drag;
  const double width = atlas_page_get_width (page), height = atlas_page_get_height (page);
  graphene_rect_t line;
  double margins[4];

  if (drag->mode != ATLAS_PAGE_DRAG_ELEMENT || drag->serial > 0)
    return;
  atlas_page_get_margins (page, margins);
  line = get_crisp_box (self, &(cairo_rectangle_t) { margins[3], margins[0], width - margins[1] - margins[3],
                                                     height - margins[0] - margins[2] });
  append_border (snapshot, &line, &MARGIN, 1.0f);
  if (!isnan (drag->guide_x))
    {
      line = get_crisp_box (self, &(cairo_rectangle_t) { drag->guide_x, 0.0, 0.0, height });
      gtk_snapshot_append_color (snapshot, &GUIDE, &line);
    }
  if (!isnan (drag->guide_y))
    {
      line = get_crisp_box (self, &(cairo_rectangle_t) { 0.0, drag->guide_y, width, 0.0 });
      gtk_snapshot_append_color (snapshot, &GUIDE, &line);
    }
}

static void
append_outlines (AtlasPageView *self,
                 GtkSnapshot   *snapshot)
{
  AtlasPage *page = atlas_page_editor_get_page (self->editor);
  const char *chosen = atlas_page_editor_get_chosen (self->editor);
  const AtlasPageElement *element;
  graphene_rect_t box;

  element = self->hovered != NULL && g_strcmp0 (self->hovered, chosen) != 0 ? atlas_page_find_element (page, self->hovered) : NULL;
  if (element != NULL && self->drag.mode == ATLAS_PAGE_DRAG_NONE)
    {
      box = get_crisp_box (self, &element->box);
      append_border (snapshot, &box, &HOVER, 1.0f);
    }
  element = chosen != NULL ? atlas_page_find_element (page, chosen) : NULL;
  if (element == NULL)
    return;
  box = get_crisp_box (self, self->drag.moved && self->drag.mode == ATLAS_PAGE_DRAG_ELEMENT && g_strcmp0 (chosen, self->drag.id) == 0
                               ? &self->drag.box
                               : &element->box);
  append_border (snapshot, &box, &ACCENT, 1.5f);
  append_handles (snapshot, &box);
}

void
_atlas_page_view_snapshot (AtlasPageView *self,
                           GtkSnapshot   *snapshot)
{
  AtlasPage *page = atlas_page_editor_get_page (self->editor);
  const graphene_rect_t paper
    = atlas_page_view_get_box (self, &(cairo_rectangle_t) { 0, 0, atlas_page_get_width (page), atlas_page_get_height (page) });
  GskRoundedRect outline;
  double x, y;

  _atlas_page_view_get_origin (self, &x, &y);
  gsk_rounded_rect_init_from_rect (&outline, &paper, 0.0f);
  gtk_snapshot_append_outset_shadow (snapshot, &outline, &SHADOW, 0.0f, 2.0f, 0.0f, 9.0f);
  gtk_snapshot_append_color (snapshot, &PAPER, &paper);
  gtk_snapshot_push_clip (snapshot, &paper);
  atlas_page_picture_snapshot (self->picture, snapshot, x, y, self->zoom);
  append_drag (self, snapshot, x, y);
  gtk_snapshot_pop (snapshot);
  append_guides (self, snapshot);
  append_outlines (self, snapshot);
}
