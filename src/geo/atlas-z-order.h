/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Points of the unit square of Mercator in Morton's order (Morton 1966: the bits of x and y taken in turn): those of a square
 * cell of any power-of-two size lie in a row, so cells are runs and a window is found by halving.  Plain arrays, no tree. */

/** A place: x and y of the world in units of 2⁻³², 9 mm at the equator. */
typedef struct
{
  guint32 x;
  guint32 y;
} AtlasZPlace;

/** Places are in order down to cells of 2⁻²⁸ of the world, a pixel at zoom 20; within such a cell in order of arrival. */
#define ATLAS_Z_BITS 28

/** The unit of AtlasZPlace in a world of side 1. */
#define ATLAS_Z_WORLD 4294967296.0

/** A number to sort by and what belongs to it. */
typedef struct
{
  guint64 key;
  guint32 value;
} AtlasZKey;

/** atlas_z_place: Returns: the place of world @x, @y, clamped to the square. */
AtlasZPlace atlas_z_place (double x,
                           double y);

/** atlas_z_key: Returns: the place's number along the curve. */
guint64     atlas_z_key (AtlasZPlace place);

/**
 * atlas_z_sort:
 * @from_bit: bits below it do not matter
 *
 * Sorts by keys, those that are equal as they were.  Time and room grow with @n.
 */
void        atlas_z_sort (AtlasZKey *keys,
                          gsize      n,
                          guint      from_bit);

/** Takes a run of places, from @first up to but not @end. */
typedef void (*AtlasZFunc) (gsize    first,
                            gsize    end,
                            gpointer user_data);

/**
 * atlas_z_search:
 * @places: (array length=n): in order
 * @from: the window's least corner
 * @to: its greatest, which belongs to it
 *
 * Calls @func, in ascending order, for runs that hold all places in the window; a run may hold some that are outside too.
 */
void        atlas_z_search (const AtlasZPlace *places,
                            gsize              n,
                            AtlasZPlace        from,
                            AtlasZPlace        to,
                            AtlasZFunc         func,
                            gpointer           user_data);

G_END_DECLS
