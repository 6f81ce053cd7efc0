/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pointer and keys on the page: which element is meant, dragging it, its sides or the map in it, the wheel, pinching, and what the
 * keys do.  A drag changes nothing until it ends: then it is one step.  Main thread. */

#include "ui/atlas-page-view-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SNAP 6.0            /* logical pixels within which an edge is caught */
#define WHEEL_STEP 60.0     /* logical pixels a click of the wheel moves the page */
#define WHEEL_ZOOM 1.15
#define STEP 1.0            /* millimetres an arrow key moves an element */
#define LONG_STEP 10.0
#define MAP_STEP 5.0

/* What lies where. */

static gboolean
holds_map (const AtlasPageElement *element)
{
  return element->kind == ATLAS_PAGE_MAP;
}

/* Which sides of a box of the page are at a place in the widget; 0: none. */
static AtlasPageSides
get_sides (const graphene_rect_t *box,
           double                 x,
           double                 y,
           double                 grip)
{
  const double left = box->origin.x, top = box->origin.y;
  const double right = left + box->size.width, bottom = top + box->size.height;
  AtlasPageSides sides = 0;

  if (x < left - grip || x > right + grip || y < top - grip || y > bottom + grip)
    return 0;
  if (fabs (x - left) <= grip)
    sides |= ATLAS_PAGE_SIDE_LEFT;
  else if (fabs (x - right) <= grip)
    sides |= ATLAS_PAGE_SIDE_RIGHT;
  if (fabs (y - top) <= grip)
    sides |= ATLAS_PAGE_SIDE_TOP;
  else if (fabs (y - bottom) <= grip)
    sides |= ATLAS_PAGE_SIDE_BOTTOM;
  return sides;
}

/* The uppermost visible element at a place; one that is chosen before all others. */
static const AtlasPageElement *
find_element (AtlasPageView *self,
              double         x,
              double         y)
{
  AtlasPage *page = atlas_page_editor_get_page (self->editor);

  for (guint i = atlas_page_get_n_elements (page); i-- > 0;)
    {
      const AtlasPageElement *element = atlas_page_get_element (page, i);
      const graphene_rect_t box = atlas_page_view_get_box (self, &element->box);

      if (element->visible && graphene_rect_contains_point (&box, &GRAPHENE_POINT_INIT ((float) x, (float) y)))
        return element;
    }
  return NULL;
}

/* The sides of the chosen element whose handles are at a place. */
static AtlasPageSides
find_handle (AtlasPageView *self,
             double         x,
             double         y)
{
  const char *chosen = atlas_page_editor_get_chosen (self->editor);
  const AtlasPageElement *element = NULL;
  graphene_rect_t box;
  AtlasPageSides sides;

  if (chosen != NULL)
    element = atlas_page_find_element (atlas_page_editor_get_page (self->editor), chosen);
  if (element == NULL)
    return 0;
  box = atlas_page_view_get_box (self, &element->box);
  sides = get_sides (&box, x, y, ATLAS_PAGE_GRIP);
  /* Handles are in the corners and in the middle of the sides; a frame is moved by the rest of its edge. */
  if ((sides == ATLAS_PAGE_SIDE_LEFT || sides == ATLAS_PAGE_SIDE_RIGHT)
      && fabs (y - (double) (box.origin.y + box.size.height / 2.0f)) > 1.5 * ATLAS_PAGE_HANDLE)
    return 0;
  if ((sides == ATLAS_PAGE_SIDE_TOP || sides == ATLAS_PAGE_SIDE_BOTTOM)
      && fabs (x - (double) (box.origin.x + box.size.width / 2.0f)) > 1.5 * ATLAS_PAGE_HANDLE)
    return 0;
  return sides;
}

static gboolean
is_on_edge (AtlasPageView          *self,
            const AtlasPageElement *element,
            double                  x,
            double                  y)
{
  const graphene_rect_t box = atlas_page_view_get_box (self, &element->box);

  return get_sides (&box, x, y, ATLAS_PAGE_GRIP) != 0;
}

static const char *
get_cursor (AtlasPageView *self,
            double         x,
            double         y)
{
  const AtlasPageElement *element;

  switch ((int) find_handle (self, x, y))
    {
    case ATLAS_PAGE_SIDE_LEFT:
    case ATLAS_PAGE_SIDE_RIGHT:
      return "ew-resize";
    case ATLAS_PAGE_SIDE_TOP:
    case ATLAS_PAGE_SIDE_BOTTOM:
      return "ns-resize";
    case ATLAS_PAGE_SIDE_LEFT | ATLAS_PAGE_SIDE_TOP:
    case ATLAS_PAGE_SIDE_RIGHT | ATLAS_PAGE_SIDE_BOTTOM:
      return "nwse-resize";
    case ATLAS_PAGE_SIDE_RIGHT | ATLAS_PAGE_SIDE_TOP:
    case ATLAS_PAGE_SIDE_LEFT | ATLAS_PAGE_SIDE_BOTTOM:
      return "nesw-resize";
    default:
      break;
    }
  element = find_element (self, x, y);
  if (element == NULL)
    return NULL;
  return holds_map (element) && !is_on_edge (self, element, x, y) ? "grab" : "move";
}

static void
on_motion (AtlasPageView *self,
           double         x,
           double         y)
{
  const AtlasPageElement *element;

  self->pointer_x = x;
  self->pointer_y = y;
  if (self->drag.mode != ATLAS_PAGE_DRAG_NONE && self->drag.serial == 0)
    return;
  element = find_element (self, x, y);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), get_cursor (self, x, y));
  if (g_strcmp0 (element != NULL ? element->id : NULL, self->hovered) == 0)
    return;
  g_free (self->hovered);
  self->hovered = element != NULL ? g_strdup (element->id) : NULL;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_leave (AtlasPageView *self)
{
  g_clear_pointer (&self->hovered, g_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Dragging. */

/* Where the map is in its element: a border with labels may lie around it. */
static cairo_rectangle_t
get_inner (const cairo_rectangle_t *box,
           AtlasMapFrame           *frame)
{
  const double width = atlas_map_frame_get_width (frame), height = atlas_map_frame_get_height (frame);

  return (cairo_rectangle_t) { box->x + (box->width - width) / 2.0, box->y + (box->height - height) / 2.0, width, height };
}

static void
begin_drag (AtlasPageView     *self,
            AtlasPageDragMode  mode,
            AtlasPageSides     sides,
            const char        *id)
{
  const AtlasPageElement *element = id != NULL ? atlas_page_find_element (atlas_page_editor_get_page (self->editor), id) : NULL;

  _atlas_page_view_end_drag (self);
  self->drag.mode = mode;
  self->drag.sides = sides;
  self->drag.id = g_strdup (id);
  self->drag.mid_x = self->mid_x;
  self->drag.mid_y = self->mid_y;
  if (element != NULL)
    self->drag.from = self->drag.box = element->box;
}

static void
on_drag_begin (AtlasPageView  *self,
               double          x,
               double          y,
               GtkGestureDrag *gesture)
{
  const guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  const AtlasPageSides sides = find_handle (self, x, y);
  const AtlasPageElement *element;
  AtlasPageDragMode mode = ATLAS_PAGE_DRAG_ELEMENT;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (button == GDK_BUTTON_MIDDLE)
    {
      begin_drag (self, ATLAS_PAGE_DRAG_DESK, 0, NULL);
      return;
    }
  if (sides != 0)
    {
      begin_drag (self, mode, sides, atlas_page_editor_get_chosen (self->editor));
      return;
    }
  element = find_element (self, x, y);
  if (element == NULL)
    {
      atlas_page_editor_choose (self->editor, NULL);
      begin_drag (self, ATLAS_PAGE_DRAG_DESK, 0, NULL);
      return;
    }
  if (holds_map (element) && !is_on_edge (self, element, x, y))
    mode = ATLAS_PAGE_DRAG_MAP;
  atlas_page_editor_choose (self->editor, element->id);
  begin_drag (self, mode, ATLAS_PAGE_SIDE_ALL, element->id);
  if (mode == ATLAS_PAGE_DRAG_MAP)
    {
      g_autoptr (AtlasMapFrame) frame = atlas_page_view_dup_frame (self, element->id);

      if (frame != NULL)
        self->drag.box = get_inner (&self->drag.box, frame);
    }
}

static void
on_drag_update (AtlasPageView  *self,
                double          x,
                double          y,
                GtkGestureDrag *gesture)
{
  const double dx = x / self->zoom, dy = y / self->zoom;
  const GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  AtlasPageDrag *drag = &self->drag;

  if (drag->mode == ATLAS_PAGE_DRAG_NONE || drag->serial > 0)
    return;
  if (!drag->moved && hypot (x, y) < 3.0)
    return;
  drag->moved = TRUE;
  switch (drag->mode)
    {
    case ATLAS_PAGE_DRAG_DESK:
      _atlas_page_view_pan (self, drag->mid_x - dx - self->mid_x, drag->mid_y - dy - self->mid_y);
      break;
    case ATLAS_PAGE_DRAG_MAP:
      drag->dx = dx;
      drag->dy = dy;
      break;
    case ATLAS_PAGE_DRAG_ELEMENT:
      drag->box = atlas_page_move_sides (&drag->from, drag->sides, dx, dy);
      drag->guide_x = drag->guide_y = NAN;
      /* With Control nothing catches. */
      if ((state & GDK_CONTROL_MASK) == 0)
        atlas_page_snap (atlas_page_editor_get_page (self->editor), drag->id, drag->sides, SNAP / self->zoom, &drag->box,
                         &drag->guide_x, &drag->guide_y);
      break;
    case ATLAS_PAGE_DRAG_NONE:
    default:
      break;
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_drag_end (AtlasPageView *self)
{
  AtlasPageDrag *drag = &self->drag;
  const guint before = self->serial;

  if (drag->mode == ATLAS_PAGE_DRAG_NONE || drag->serial > 0)
    return;
  if (!drag->moved || drag->mode == ATLAS_PAGE_DRAG_DESK)
    {
      _atlas_page_view_end_drag (self);
      return;
    }
  /* What is drawn stays until the page is painted anew. */
  drag->serial = before + 1;
  if (drag->mode == ATLAS_PAGE_DRAG_MAP)
    atlas_page_view_move_map (self, drag->id, drag->dx, drag->dy, NULL);
  else
    {
      AtlasPage *page = atlas_page_editor_begin (self->editor);

      atlas_page_set_box (page, drag->id, &drag->box);
      atlas_page_editor_take (self->editor, page, drag->sides == ATLAS_PAGE_SIDE_ALL ? _("Move") : _("Resize"), NULL);
    }
  /* Nothing came of it. */
  if (self->serial == before)
    _atlas_page_view_end_drag (self);
}

static void
on_drag_cancel (AtlasPageView *self)
{
  if (self->drag.serial == 0)
    _atlas_page_view_end_drag (self);
}

static void
on_pressed (AtlasPageView *self,
            int            n,
            double         x,
            double         y)
{
  const AtlasPageElement *element = find_element (self, x, y);

  if (n == 2 && element != NULL && element->kind != ATLAS_PAGE_MAP)
    g_signal_emit_by_name (self, "edit", element->id);
}

/* Wheel and pinch. */

/* The next standard scale in that direction. */
static double
get_next_scale (double scale,
                int    direction)
{
  gsize n;
  const double *scales = atlas_map_frame_get_standard_scales (&n);

  if (direction > 0)
    {
      for (gsize i = 0; i < n; i++)
        if (scales[i] > scale * 1.0001)
          return scales[i];
      return scale;
    }
  for (gsize i = n; i-- > 0;)
    if (scales[i] < scale * 0.9999)
      return scales[i];
  return scale;
}

/* The next scale, about the place under the pointer. */
static void
scale_map (AtlasPageView          *self,
           const AtlasPageElement *element,
           int                     direction)
{
  g_autoptr (AtlasMapFrame) frame = atlas_page_view_dup_frame (self, element->id);
  double x, y, px, py, mx, my, lon, lat, scale;
  cairo_rectangle_t inner;
  AtlasPage *page;

  if (frame == NULL)
    return;
  scale = get_next_scale (atlas_map_frame_get_scale (frame), direction);
  _atlas_page_view_get_origin (self, &x, &y);
  inner = get_inner (&element->box, frame);
  atlas_map_frame_page_to_plane (frame, (self->pointer_x - x) / self->zoom - inner.x, (self->pointer_y - y) / self->zoom - inner.y,
                                 &px, &py);
  atlas_map_frame_page_to_plane (frame, atlas_map_frame_get_width (frame) / 2.0, atlas_map_frame_get_height (frame) / 2.0, &mx, &my);
  mx = px + (mx - px) * scale / atlas_map_frame_get_scale (frame);
  my = py + (my - py) * scale / atlas_map_frame_get_scale (frame);
  atlas_map_frame_plane_to_page (frame, mx, my, &x, &y);
  atlas_map_frame_to_place (frame, x, y, &lon, &lat);
  if (!isfinite (lon) || !isfinite (lat))
    return;
  page = atlas_page_editor_begin (self->editor);
  atlas_page_place_map (page, element->id, lon, lat, scale, atlas_map_frame_get_rotation (frame));
  atlas_page_editor_take (self->editor, page, _("Scale"), "wheel-scale");
}

static gboolean
on_scroll (AtlasPageView            *self,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *controller)
{
  const GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  const AtlasPageElement *element;

  if (state & GDK_CONTROL_MASK)
    {
      _atlas_page_view_zoom_at (self, self->zoom * pow (WHEEL_ZOOM, -dy), self->pointer_x, self->pointer_y);
      return GDK_EVENT_STOP;
    }
  if (state & GDK_ALT_MASK)
    {
      element = find_element (self, self->pointer_x, self->pointer_y);
      self->wheel += dy;
      if (element != NULL && holds_map (element) && fabs (self->wheel) >= 1.0)
        scale_map (self, element, self->wheel > 0 ? 1 : -1);
      if (fabs (self->wheel) >= 1.0)
        self->wheel = 0.0;
      return GDK_EVENT_STOP;
    }
  if (state & GDK_SHIFT_MASK && dx == 0.0)
    _atlas_page_view_pan (self, dy * WHEEL_STEP / self->zoom, 0.0);
  else
    _atlas_page_view_pan (self, dx * WHEEL_STEP / self->zoom, dy * WHEEL_STEP / self->zoom);
  return GDK_EVENT_STOP;
}

static void
on_pinch_begin (AtlasPageView *self)
{
  on_drag_cancel (self);
  self->pinched = self->zoom;
}

static void
on_pinch (AtlasPageView  *self,
          double          factor,
          GtkGesture     *gesture)
{
  double x, y;

  if (gtk_gesture_get_bounding_box_center (gesture, &x, &y))
    _atlas_page_view_zoom_at (self, self->pinched * factor, x, y);
}

/* Keys. */

static void
move_chosen (AtlasPageView *self,
             const char    *id,
             double         dx,
             double         dy)
{
  AtlasPage *page = atlas_page_editor_begin (self->editor);
  const AtlasPageElement *element = atlas_page_find_element (page, id);
  const cairo_rectangle_t box = { element->box.x + dx, element->box.y + dy, element->box.width, element->box.height };
  g_autofree char *key = g_strconcat ("move:", id, NULL);

  atlas_page_set_box (page, id, &box);
  atlas_page_editor_take (self->editor, page, _("Move"), key);
}

static void
on_arrow (AtlasPageView   *self,
          double           x,
          double           y,
          GdkModifierType  state)
{
  AtlasPage *page = atlas_page_editor_get_page (self->editor);
  const char *chosen = atlas_page_editor_get_chosen (self->editor);
  const AtlasPageElement *element = chosen != NULL ? atlas_page_find_element (page, chosen) : NULL;
  const double step = state & GDK_SHIFT_MASK ? LONG_STEP : STEP;

  if (state & GDK_ALT_MASK)
    {
      const char *map = element != NULL && holds_map (element) ? chosen : atlas_page_get_main_map (page);

      if (map != NULL)
        atlas_page_view_move_map (self, map, -x * MAP_STEP, -y * MAP_STEP, "move-map");
    }
  else if (element != NULL)
    move_chosen (self, chosen, x * step, y * step);
  else
    _atlas_page_view_pan (self, x * WHEEL_STEP / self->zoom, y * WHEEL_STEP / self->zoom);
}

/* The next visible element in that direction of the order of painting. */
static void
choose_next (AtlasPageView *self,
             int            direction)
{
  AtlasPage *page = atlas_page_editor_get_page (self->editor);
  const char *chosen = atlas_page_editor_get_chosen (self->editor);
  const int n = (int) atlas_page_get_n_elements (page);
  int at = direction > 0 ? -1 : n;

  for (int i = 0; i < n && chosen != NULL; i++)
    if (g_str_equal (atlas_page_get_element (page, (guint) i)->id, chosen))
      at = i;
  for (int i = at + direction; i >= 0 && i < n; i += direction)
    if (atlas_page_get_element (page, (guint) i)->visible)
      {
        atlas_page_editor_choose (self->editor, atlas_page_get_element (page, (guint) i)->id);
        return;
      }
}

static void
hide_chosen (AtlasPageView *self,
             const char    *id)
{
  AtlasPage *page = atlas_page_editor_begin (self->editor);

  atlas_page_set_visible (page, id, FALSE);
  atlas_page_editor_take (self->editor, page, _("Switch Off"), NULL);
  atlas_page_editor_choose (self->editor, NULL);
}

static gboolean
on_key (AtlasPageView   *self,
        guint            keyval,
        guint            keycode,
        GdkModifierType  state)
{
  const char *chosen = atlas_page_editor_get_chosen (self->editor);

  if (state & GDK_CONTROL_MASK)
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      on_arrow (self, -1.0, 0.0, state);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      on_arrow (self, 1.0, 0.0, state);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      on_arrow (self, 0.0, -1.0, state);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      on_arrow (self, 0.0, 1.0, state);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down:
      choose_next (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
      choose_next (self, -1);
      return GDK_EVENT_STOP;
    default:
      break;
    }
  if (chosen == NULL)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Delete || keyval == GDK_KEY_BackSpace)
    hide_chosen (self, chosen);
  else if (keyval == GDK_KEY_Escape)
    atlas_page_editor_choose (self->editor, NULL);
  else if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_F2)
    g_signal_emit_by_name (self, "edit", chosen);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

void
_atlas_page_view_init_input (AtlasPageView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *drag = gtk_gesture_drag_new (), *click = gtk_gesture_click_new (), *pinch = gtk_gesture_zoom_new ();
  GtkEventController *motion = gtk_event_controller_motion_new (), *keys = gtk_event_controller_key_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), 0);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect_swapped (drag, "cancel", G_CALLBACK (on_drag_cancel), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (on_pinch_begin), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (on_pinch), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (widget, motion);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (widget, scroll);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (widget, keys);
}
