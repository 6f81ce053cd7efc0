/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * atlas_simplify_importance:
 * @coords: (array): 2 × @n_vertices doubles, longitude and latitude in degrees
 * @closed: %TRUE for a ring (its farthest vertex from the first is kept too)
 * @importance: (out caller-allocates) (array length=n_vertices): see below
 *
 * Gives each vertex the greatest Douglas–Peucker tolerance (in world units of atlas_mercator_x(), where the world is 1
 * wide) at which it is still kept, so that drawing at any zoom is a mere comparison.  End vertices get infinity.  A
 * vertex never gets more than the one that its piece was split at, so keeping all above a threshold equals a
 * Douglas–Peucker run with that tolerance.  Iterative: a line of any length is safe on a small stack.
 */
void atlas_simplify_importance (const double *coords,
                                gsize         n_vertices,
                                gboolean      closed,
                                float        *importance);

/** atlas_simplify_importance_with: the same; @room: 2 × @n_vertices doubles to work in. */
void atlas_simplify_importance_with (const double *coords,
                                     gsize         n_vertices,
                                     gboolean      closed,
                                     float        *importance,
                                     double       *room);

G_END_DECLS
