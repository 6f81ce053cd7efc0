/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-table.h"

G_BEGIN_DECLS

/** How a table's places are moved: to the plane of a map on paper. */
typedef struct
{
  AtlasExtent extent;     /* degrees: features that do not meet it are left out */
  AtlasExtent reach;      /* degrees, around @extent: what lies beyond is cut off, for the move need not be able to take it */
  double      least;      /* vertices of less importance are left out; world units, see atlas_simplify_importance() */
  double      step;       /* degrees: longer straight pieces get vertices between, for they may be bent by the move */

  /* 2 × @n degrees in, 2 × @n degrees out; infinity where a place cannot be moved: its part is left out.  Any thread. */
  void      (*move) (double   *coords,
                     gsize     n,
                     gpointer  data);
  gpointer    data;
} AtlasTableMove;

/**
 * atlas_table_new_moved:
 *
 * A table of the same features, numbers and values, with its places moved.  Features that are left out keep their number and values
 * and have no geometry.  It shares the fields with @table, costs what is in the extent, and uses all processors.
 *
 * Returns: (transfer full) (nullable): the table, all of which is its own whole; %NULL when it was cancelled
 */
AtlasTable *atlas_table_new_moved (AtlasTable           *table,
                                   const AtlasTableMove *move,
                                   GCancellable         *cancellable);

G_END_DECLS
