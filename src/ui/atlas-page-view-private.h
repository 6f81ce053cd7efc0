/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/atlas-page-snap.h"
#include "ui/atlas-page-view.h"

G_BEGIN_DECLS

/* What the parts of the page view share; only the atlas-page-view*.c files include this. */

typedef enum
{
  ATLAS_PAGE_DRAG_NONE,
  ATLAS_PAGE_DRAG_DESK,      /* the page itself */
  ATLAS_PAGE_DRAG_MAP,       /* the map in its frame */
  ATLAS_PAGE_DRAG_ELEMENT,   /* an element, or its sides */
} AtlasPageDragMode;

/* A drag, and what came of it until the page is painted anew. */
typedef struct
{
  AtlasPageDragMode  mode;
  AtlasPageSides     sides;
  char              *id;
  cairo_rectangle_t  from;      /* where the element was */
  cairo_rectangle_t  box;       /* where it is now */
  double             dx;        /* millimetres, of the map in its frame */
  double             dy;
  double             mid_x;     /* of the view when it began */
  double             mid_y;
  double             guide_x;   /* millimetres; NaN: none */
  double             guide_y;
  gboolean           moved;
  guint              serial;    /* done: shown as it was left until this page is painted; 0: under way */
} AtlasPageDrag;

struct _AtlasPageView
{
  GtkWidget         parent_instance;
  AtlasPageEditor  *editor;
  AtlasPageWorld   *world;      /* (nullable) */
  AtlasPagePicture *picture;
  guint             serial;     /* of the page that is wanted */
  double            zoom;       /* logical pixels a millimetre */
  double            mid_x;      /* millimetres that lie in the middle of the widget */
  double            mid_y;
  gboolean          fits;       /* until it is zoomed */
  char             *hovered;    /* (nullable) */
  double            pointer_x;
  double            pointer_y;
  double            pinched;    /* the zoom when a pinch began */
  double            wheel;      /* parts of steps of a smooth wheel */
  AtlasPageDrag     drag;
};

/* How far from an edge a pointer is on it, and the size of handles, logical pixels. */
#define ATLAS_PAGE_GRIP 5.0
#define ATLAS_PAGE_HANDLE 9.0

/* atlas-page-view.c */

/** _atlas_page_view_get_origin: @x, @y: (out): where the page's top left corner lies in the widget, on a whole device pixel. */
void _atlas_page_view_get_origin (AtlasPageView *self,
                                  double        *x,
                                  double        *y);

/** _atlas_page_view_zoom_at: @zoom: logical pixels a millimetre; what lies at @x, @y (widget pixels) stays there. */
void _atlas_page_view_zoom_at (AtlasPageView *self,
                               double         zoom,
                               double         x,
                               double         y);

/** _atlas_page_view_pan: moves what is seen by so many millimetres. */
void _atlas_page_view_pan (AtlasPageView *self,
                           double         dx,
                           double         dy);

/** _atlas_page_view_end_drag: forgets the drag. */
void _atlas_page_view_end_drag (AtlasPageView *self);

/* atlas-page-view-input.c */
void _atlas_page_view_init_input (AtlasPageView *self);

/* atlas-page-view-draw.c */
void _atlas_page_view_snapshot (AtlasPageView *self,
                                GtkSnapshot   *snapshot);

G_END_DECLS
