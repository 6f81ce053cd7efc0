/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Pictures of a bit a pixel, 64 pixels a word, the leftmost in the lowest bit, rows one after the other.  What is done to all
 * pixels of such a picture costs about a nanosecond a word. */

/**
 * _atlas_bits_spread:
 * @from: where something is: each bit is the middle of a shape
 * @to: takes the shapes; another picture of the same size
 * @n_words: a row of these
 * @reach: (array length=n_reach): how far the shape reaches to both sides, by the distance of the row from the middle; never
 *   further than in the row before
 *
 * Draws one shape around all bits that are set, in one go; what reaches over the edge is lost.
 */
void _atlas_bits_spread (const guint64 *from,
                         guint64       *to,
                         gsize          n_words,
                         gsize          n_rows,
                         const guint8  *reach,
                         gsize          n_reach);

/** Pixels to a side of the squares that _atlas_bits_find_room() tells of. */
#define ATLAS_BITS_SQUARE 8

/**
 * _atlas_bits_find_room:
 * @taken: the picture
 * @width: pixels, 64 at most
 * @height: pixels, likewise
 * @squares: (out caller-allocates): 8 × @n_words for each ATLAS_BITS_SQUARE rows, also those of a last part of that many, zero
 *   before: becomes 1 where the top left corner of a free rectangle of that size lies in the square
 */
void _atlas_bits_find_room (const guint64 *taken,
                            gsize          n_words,
                            gsize          n_rows,
                            gsize          width,
                            gsize          height,
                            guint8        *squares);

G_END_DECLS
