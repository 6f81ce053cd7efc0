/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * atlas_table_coverage_join:
 * @coords: longitude and latitude of all vertices, degrees
 * @vertex_starts: (array length=n_parts+1): as in the table image
 * @part_kinds: (array length=n_parts): AtlasPartKind
 * @importance: (inout): of all vertices, see atlas_simplify_importance()
 *
 * Gives the vertices along a border that two rings share the same importance in both, so that neighbours are thinned alike
 * and no ground shows between them: where borders meet or part the vertex is always kept, and each border between two such
 * vertices is measured by itself, in the same direction for both sides.  Rings that share nothing stay as they are.  Any
 * thread.  Costs two looks at each vertex of a ring, and measuring the rings that share something once more.
 */
void  atlas_table_coverage_join (const double  *coords,
                                 const guint32 *vertex_starts,
                                 const guint8  *part_kinds,
                                 gsize          n_parts,
                                 float         *importance);

/**
 * atlas_table_coverage_sample:
 * @coords: @n pairs of degrees: a ring
 * @hashes: (out): room for @n numbers
 *
 * Takes a sixteenth of the vertices, the same ones of whichever ring has them: enough to tell whether a large layer has
 * borders that are shared without a look at all of them.
 *
 * Returns: how many numbers were put into @hashes
 */
gsize atlas_table_coverage_sample (const double *coords,
                                   gsize         n,
                                   guint64      *hashes);

/** atlas_table_coverage_repeats: @hashes: samples of several rings; sorted.  Returns: whether any came twice. */
gboolean atlas_table_coverage_repeats (guint64 *hashes,
                                       gsize    n);

G_END_DECLS
