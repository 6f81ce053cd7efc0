/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Features of very many parts: an archipelago, a sieve.
 *
 * Boxes around groups of parts (data/atlas-runs.h) tell which of them are near.  Of those near, a ring that is smaller than a
 * pixel becomes a spot: its area spread over its box.  That moves nothing by more than half a pixel, and no vertex of it is
 * projected, cut or kept.  A feature of few parts has all of them visited, so an ordinary map is painted
 * to the letter.
 *
 * Pure functions over what the caller owns; any thread. */

#include "render/atlas-raster.h"

#include "geo/atlas-mercator.h"

#include <math.h>

/* A ring no larger than this (device pixels) is a spot. */
#define SPOT 1.0

/* The parts of a group, as boxes. */
typedef struct
{
  AtlasExtent extents[ATLAS_GROUP_LENGTH];
  double      areas[ATLAS_GROUP_LENGTH];        /* degrees, squared; the sign tells the way round */
  double      world[4 * ATLAS_GROUP_LENGTH];    /* the north-west and south-east corners, projected */
} Group;

/* The box of a part and, of a small one, its area by the shoelace formula about its first vertex. */
static void
measure_part (const AtlasPart *part,
              AtlasExtent     *extent,
              double          *area)
{
  double twice = 0.0;

  *extent = atlas_extent_empty ();
  for (gsize v = 0; v < part->n_vertices; v++)
    atlas_extent_add_point (extent, part->coords[2 * v], part->coords[2 * v + 1]);
  for (gsize v = 2; v < part->n_vertices; v++)
    {
      const double *p = &part->coords[2 * v];

      twice += (p[-2] - part->coords[0]) * (p[1] - part->coords[1]) - (p[0] - part->coords[0]) * (p[-1] - part->coords[1]);
    }
  *area = twice / 2.0;
}

/* Measures all parts of a group, whatever of them is in view, so that a part has the same pixels in all blocks. */
static void
measure_group (AtlasTable *table,
               gsize       feature,
               gsize       first,
               gsize       n,
               Group      *group)
{
  for (gsize i = 0; i < n; i++)
    {
      AtlasPart part;

      atlas_table_get_part (table, feature, first + i, &part);
      measure_part (&part, &group->extents[i], &group->areas[i]);
      group->world[4 * i] = group->extents[i].west;
      group->world[4 * i + 1] = group->extents[i].north;
      group->world[4 * i + 2] = group->extents[i].east;
      group->world[4 * i + 3] = group->extents[i].south;
    }
  atlas_mercator_project (group->world, 2 * n, group->world);
}

/* Part number @i of the group, in its box, as a spot.  Returns: %FALSE when it is too large for that. */
static gboolean
add_spot (const Group *group,
          gsize        i,
          const double box[4],
          double       most,
          GArray      *spots)
{
  double width = box[2] - box[0], height = box[3] - box[1], fill = 0.0;
  const AtlasExtent *extent = &group->extents[i];
  AtlasSpot spot = { (float) box[0], (float) box[1], (float) box[2], (float) box[3], 0.0f };

  if (!(width < most && height < most))
    return FALSE;
  if (width > 0.0 && height > 0.0)
    fill = group->areas[i] / ((extent->east - extent->west) * (extent->north - extent->south));
  /* Whichever way it goes round: islands of both kinds must not take each other away.  A hole of its area's own kind counts as
   * a second layer, which is as empty as none. */
  spot.fill = (float) MIN (fabs (fill), 1.0);
  g_array_append_val (spots, spot);

  return TRUE;
}

static void
visit_group (AtlasTable            *table,
             gsize                  feature,
             gsize                  first,
             gsize                  n,
             const AtlasProjection *window,
             double                 most,
             GArray                *spots,
             Group                 *group,
             AtlasPartFunc          func,
             gpointer               user_data)
{
  measure_group (table, feature, first, n, group);
  for (gsize i = 0; i < n; i++)
    {
      const double *world = &group->world[4 * i];
      const double box[4] = { world[0] * window->size - window->x, world[1] * window->size - window->y,
                              world[2] * window->size - window->x, world[3] * window->size - window->y };
      AtlasPart part;

      /* Also of a part without a place. */
      if (!(box[2] >= window->left && box[0] <= window->right && box[3] >= window->top && box[1] <= window->bottom))
        continue;
      atlas_table_get_part (table, feature, first + i, &part);
      if (spots == NULL || part.kind == ATLAS_PART_LINE || !add_spot (group, i, box, most, spots))
        func (first + i, user_data);
    }
}

void
_atlas_parts_visit (AtlasTable            *table,
                    gsize                  feature,
                    const AtlasProjection *window,
                    double                 scale,
                    GArray                *spots,
                    AtlasPartFunc          func,
                    gpointer               user_data)
{
  const AtlasRuns *groups = atlas_table_get_groups (table, feature);
  gsize n_parts = atlas_table_get_n_parts (table, feature);
  g_autofree Group *group = NULL;
  AtlasExtent near;

  if (groups == NULL)
    {
      for (gsize i = 0; i < n_parts; i++)
        func (i, user_data);
      return;
    }

  group = g_new0 (Group, 1);
  near = _atlas_projection_get_extent (window);
  for (gsize k = 0; k < groups->n; k++)
    if (atlas_extent_intersects (&groups->boxes[k].extent, &near))
      visit_group (table, feature, k * ATLAS_GROUP_LENGTH, MIN (ATLAS_GROUP_LENGTH, n_parts - k * ATLAS_GROUP_LENGTH), window,
                   SPOT / scale, spots, group, func, user_data);
}
