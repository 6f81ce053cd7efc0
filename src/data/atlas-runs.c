/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasRuns: an index over the vertices of one long line.
 *
 * The table's own index knows features; inside one of a million vertices it says nothing.  A box for every 256 of them is
 * found in a few milliseconds and skipped in a few microseconds.  Owner: the table, which makes them when first asked. */

#include "data/atlas-runs.h"

AtlasRuns *
atlas_runs_new (const AtlasPart *part)
{
  gsize n = (part->n_vertices + ATLAS_RUN_LENGTH - 1) / ATLAS_RUN_LENGTH;
  AtlasRuns *self = g_malloc (sizeof (AtlasRuns) + n * sizeof (AtlasRunBox));

  self->n = n;
  for (gsize i = 0; i < n; i++)
    {
      gsize end = MIN ((i + 1) * ATLAS_RUN_LENGTH, part->n_vertices);
      AtlasRunBox box = { atlas_extent_empty (), 0.0f };

      for (gsize v = i * ATLAS_RUN_LENGTH; v < end; v++)
        {
          atlas_extent_add_point (&box.extent, part->coords[2 * v], part->coords[2 * v + 1]);
          box.importance = MAX (box.importance, part->importance[v]);
        }
      self->boxes[i] = box;
    }
  return self;
}
