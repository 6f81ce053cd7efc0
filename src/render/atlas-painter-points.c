/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The painter's pass over points: a marker at each, the largest first where a field gives their sizes.
 *
 * Threads: any; a job belongs to one. */

#include "render/atlas-painter-job.h"

#include <stdlib.h>

/* An item and its size, for sorting. */
typedef struct
{
  guint  item;
  double size;
} Sized;

static void
paint_feature_markers (AtlasPaintJob        *self,
                       AtlasSprites         *sprites,
                       const AtlasPaintItem *item,
                       double                size)
{
  const AtlasRule *rule = &self->rules[item->rule];
  const char *icon = atlas_style_matcher_icon (self->matcher, rule, item->feature);
  gsize n_parts = atlas_table_get_n_parts (self->table, item->feature);
  guint32 number = 0;

  _atlas_job_use_world (self, item->world);
  for (gsize k = 0; k < n_parts; k++)
    {
      AtlasPart part;
      AtlasVec at;

      atlas_table_get_part (self->table, item->feature, k, &part);
      if (part.kind != ATLAS_PART_POINTS)
        continue;
      for (gsize v = 0; v < part.n_vertices; v++)
        {
          if (item->only != 0 && ++number != item->only)
            continue;
          at.x = _atlas_snap (atlas_mercator_x (part.coords[2 * v]) * self->window.size) - self->window.x;
          at.y = _atlas_snap (atlas_mercator_bands_y (&self->bands, part.coords[2 * v + 1]) * self->window.size) - self->window.y;
          if (at.x >= self->window.left && at.x <= self->window.right && at.y >= self->window.top
              && at.y <= self->window.bottom)
            _atlas_sprites_paint (sprites, &rule->marker, icon, size, at.x, at.y);
        }
    }
}

/* The larger first; those of one size in the order of the features, which is the same in all blocks. */
static int
compare_sizes (gconstpointer a,
               gconstpointer b)
{
  const Sized *first = a, *second = b;

  if (first->size != second->size)
    return first->size > second->size ? -1 : 1;

  return first->item < second->item ? -1 : 1;
}

/* The items from @first on, which have the same rule, the larger below the smaller so that none is hidden. */
static gboolean
paint_by_size (AtlasPaintJob *self,
               AtlasSprites  *sprites,
               guint          first,
               guint          end)
{
  g_autofree Sized *order = g_new (Sized, end - first);
  gboolean done = TRUE;

  for (guint i = first; i < end; i++)
    {
      const AtlasPaintItem *item = &g_array_index (self->items, AtlasPaintItem, i);

      order[i - first] = (Sized) { i, atlas_style_matcher_size (self->matcher, &self->rules[item->rule], item->feature,
                                                                self->view->zoom) };
    }
  qsort (order, end - first, sizeof (Sized), compare_sizes);
  for (guint i = 0; done && i < end - first; i++)
    {
      if (order[i].size > 0.0)
        paint_feature_markers (self, sprites, &g_array_index (self->items, AtlasPaintItem, order[i].item), order[i].size);
      done = !_atlas_job_is_cancelled (self);
    }

  return done;
}

gboolean
_atlas_job_paint_markers (AtlasPaintJob *self)
{
  AtlasSprites *sprites = _atlas_sprites_new (self->cr, &self->target, self->view);
  gboolean done = TRUE;

  for (guint first = 0, end; done && first < self->items->len; first = end)
    {
      guint rule = g_array_index (self->items, AtlasPaintItem, first).rule;
      const AtlasMarker *marker = &self->rules[rule].marker;
      double size = atlas_zoom_ramp_at (&marker->size, self->view->zoom);

      for (end = first + 1; end < self->items->len; end++)
        if (g_array_index (self->items, AtlasPaintItem, end).rule != rule)
          break;
      if (!marker->visible || marker->shape == ATLAS_MARKER_NONE)
        continue;
      if (marker->size_by.field != NULL)
        {
          done = paint_by_size (self, sprites, first, end);
          continue;
        }
      for (guint i = first; done && i < end; i++)
        {
          paint_feature_markers (self, sprites, &g_array_index (self->items, AtlasPaintItem, i), size);
          done = !_atlas_job_is_cancelled (self);
        }
    }
  _atlas_sprites_free (sprites);

  return done;
}
