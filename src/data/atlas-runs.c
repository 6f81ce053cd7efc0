/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasRuns: an index over the vertices of one long line, or the parts of one feature.
 *
 * The table's own index knows features; inside one of a million vertices it says nothing.  A box for every 256 of them is
 * found in a few milliseconds and skipped in a few microseconds.  Owner: the table, which makes them when first asked. */

#include "data/atlas-runs.h"

static void
add_vertices (AtlasRunBox     *box,
              const AtlasPart *part,
              gsize            first,
              gsize            end)
{
  for (gsize v = first; v < end; v++)
    {
      atlas_extent_add_point (&box->extent, part->coords[2 * v], part->coords[2 * v + 1]);
      box->importance = MAX (box->importance, part->importance[v]);
    }
}

AtlasRuns *
atlas_runs_new (const AtlasPart *part)
{
  gsize n = (part->n_vertices + ATLAS_RUN_LENGTH - 1) / ATLAS_RUN_LENGTH;
  AtlasRuns *self = g_malloc (sizeof (AtlasRuns) + n * sizeof (AtlasRunBox));

  self->n = n;
  for (gsize i = 0; i < n; i++)
    {
      self->boxes[i] = (AtlasRunBox) { atlas_extent_empty (), 0.0f };
      add_vertices (&self->boxes[i], part, i * ATLAS_RUN_LENGTH, MIN ((i + 1) * ATLAS_RUN_LENGTH, part->n_vertices));
    }
  return self;
}

AtlasRuns *
atlas_runs_new_groups (AtlasTable *table,
                       gsize       feature)
{
  gsize n_parts = atlas_table_get_n_parts (table, feature);
  gsize n = (n_parts + ATLAS_GROUP_LENGTH - 1) / ATLAS_GROUP_LENGTH;
  AtlasRuns *self = g_malloc (sizeof (AtlasRuns) + n * sizeof (AtlasRunBox));

  self->n = n;
  for (gsize i = 0; i < n; i++)
    self->boxes[i] = (AtlasRunBox) { atlas_extent_empty (), 0.0f };
  for (gsize i = 0; i < n_parts; i++)
    {
      AtlasPart part;

      atlas_table_get_part (table, feature, i, &part);
      add_vertices (&self->boxes[i / ATLAS_GROUP_LENGTH], &part, 0, part.n_vertices);
    }
  return self;
}
