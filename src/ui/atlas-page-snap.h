/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout/atlas-page.h"

G_BEGIN_DECLS

/** Which sides of a box move: bits. */
typedef enum
{
  ATLAS_PAGE_SIDE_LEFT = 1 << 0,
  ATLAS_PAGE_SIDE_TOP = 1 << 1,
  ATLAS_PAGE_SIDE_RIGHT = 1 << 2,
  ATLAS_PAGE_SIDE_BOTTOM = 1 << 3,
  ATLAS_PAGE_SIDE_ALL = 15,
} AtlasPageSides;

/** No element is made smaller than this, millimetres. */
#define ATLAS_PAGE_LEAST_SIDE 4.0

/**
 * atlas_page_snap:
 * @id: (nullable): the element that moves: its own edges do not count
 * @sides: which of its sides do; all of them: it moves without changing its size
 * @reach: millimetres within which an edge is caught
 * @box: (inout): where the element would lie
 * @guide_x: (out): where the line lies that caught it, millimetres; NaN: none did
 * @guide_y: (out): likewise
 *
 * Moves @box so that an edge or its middle lies on an edge or the middle of the page, its margins, or another visible element, the
 * nearest there is.  Pure function.
 */
void atlas_page_snap (AtlasPage         *page,
                      const char        *id,
                      AtlasPageSides     sides,
                      double             reach,
                      cairo_rectangle_t *box,
                      double            *guide_x,
                      double            *guide_y);

/**
 * atlas_page_move_sides:
 * @dx: millimetres
 * @dy: likewise
 *
 * Returns: @box with the @sides moved, never smaller than %ATLAS_PAGE_LEAST_SIDE
 */
cairo_rectangle_t atlas_page_move_sides (const cairo_rectangle_t *box,
                                         AtlasPageSides           sides,
                                         double                   dx,
                                         double                   dy);

G_END_DECLS
