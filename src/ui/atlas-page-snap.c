/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edges that are caught by others while an element is moved or made larger.  The two axes are the same but for their names, so
 * each is worked out on its own as a line.  Pure functions. */

#include "ui/atlas-page-snap.h"

#include <math.h>

/* A box, along one axis. */
typedef struct
{
  double from;
  double to;
} Span;

static Span
get_span (const cairo_rectangle_t *box,
          gboolean                 vertical)
{
  return vertical ? (Span) { box->y, box->y + box->height } : (Span) { box->x, box->x + box->width };
}

/* Where something could be caught, along one axis. */
static GArray *
get_lines (AtlasPage  *page,
           const char *id,
           gboolean    vertical)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (double));
  const double size = vertical ? atlas_page_get_height (page) : atlas_page_get_width (page);
  double margins[4], line;

  atlas_page_get_margins (page, margins);
  line = margins[vertical ? 0 : 3];
  g_array_append_val (lines, line);
  line = size - margins[vertical ? 2 : 1];
  g_array_append_val (lines, line);
  line = size / 2.0;
  g_array_append_val (lines, line);
  for (guint i = 0; i < atlas_page_get_n_elements (page); i++)
    {
      const AtlasPageElement *element = atlas_page_get_element (page, i);
      const Span span = get_span (&element->box, vertical);

      if (!element->visible || g_strcmp0 (element->id, id) == 0)
        continue;
      line = (span.from + span.to) / 2.0;
      g_array_append_val (lines, span.from);
      g_array_append_val (lines, span.to);
      g_array_append_val (lines, line);
    }
  return lines;
}

/* By how much an edge at @at is to be moved to lie on the nearest line; @best: the distance to beat. */
static void
try_edge (GArray *lines,
          double  at,
          double *best,
          double *shift,
          double *guide)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const double line = g_array_index (lines, double, i);
      const double distance = fabs (line - at);

      if (distance < *best)
        {
          *best = distance;
          *shift = line - at;
          *guide = line;
        }
    }
}

/* Returns: by how much the moving sides are to be moved along one axis. */
static double
snap_axis (AtlasPage               *page,
           const char              *id,
           gboolean                 from,
           gboolean                 to,
           double                   reach,
           const cairo_rectangle_t *box,
           gboolean                 vertical,
           double                  *guide)
{
  g_autoptr (GArray) lines = get_lines (page, id, vertical);
  const Span span = get_span (box, vertical);
  double shift = 0.0;

  *guide = NAN;
  if (from)
    try_edge (lines, span.from, &reach, &shift, guide);
  if (to)
    try_edge (lines, span.to, &reach, &shift, guide);
  if (from && to)
    try_edge (lines, (span.from + span.to) / 2.0, &reach, &shift, guide);
  return shift;
}

void
atlas_page_snap (AtlasPage         *page,
                 const char        *id,
                 AtlasPageSides     sides,
                 double             reach,
                 cairo_rectangle_t *box,
                 double            *guide_x,
                 double            *guide_y)
{
  double dx, dy;

  g_return_if_fail (page != NULL && box != NULL && guide_x != NULL && guide_y != NULL);
  dx = snap_axis (page, id, sides & ATLAS_PAGE_SIDE_LEFT, sides & ATLAS_PAGE_SIDE_RIGHT, reach, box, FALSE, guide_x);
  dy = snap_axis (page, id, sides & ATLAS_PAGE_SIDE_TOP, sides & ATLAS_PAGE_SIDE_BOTTOM, reach, box, TRUE, guide_y);
  *box = atlas_page_move_sides (box, sides, dx, dy);
}

cairo_rectangle_t
atlas_page_move_sides (const cairo_rectangle_t *box,
                       AtlasPageSides           sides,
                       double                   dx,
                       double                   dy)
{
  double left = box->x, top = box->y, right = box->x + box->width, bottom = box->y + box->height;

  if (sides == ATLAS_PAGE_SIDE_ALL)
    return (cairo_rectangle_t) { box->x + dx, box->y + dy, box->width, box->height };
  if (sides & ATLAS_PAGE_SIDE_LEFT)
    left = MIN (left + dx, right - ATLAS_PAGE_LEAST_SIDE);
  if (sides & ATLAS_PAGE_SIDE_RIGHT)
    right = MAX (right + dx, left + ATLAS_PAGE_LEAST_SIDE);
  if (sides & ATLAS_PAGE_SIDE_TOP)
    top = MIN (top + dy, bottom - ATLAS_PAGE_LEAST_SIDE);
  if (sides & ATLAS_PAGE_SIDE_BOTTOM)
    bottom = MAX (bottom + dy, top + ATLAS_PAGE_LEAST_SIDE);
  return (cairo_rectangle_t) { left, top, right - left, bottom - top };
}
