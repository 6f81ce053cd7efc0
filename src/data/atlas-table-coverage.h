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
void atlas_table_coverage_join (const double  *coords,
                                const guint32 *vertex_starts,
                                const guint8  *part_kinds,
                                gsize          n_parts,
                                float         *importance);

G_END_DECLS
