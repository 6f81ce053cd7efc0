/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The painter's passes over areas: boxes for what is hardly a pixel, flat fills, hatches, edge tints.
 *
 * Threads: any; a job belongs to one. */

#include "render/atlas-painter-job.h"

#include <math.h>

/* The colour that stands for a whole feature. */
static const AtlasColor *
get_tiny_color (const AtlasPaintJob *self,
                const AtlasRule     *rule,
                gboolean             area)
{
  if (area && _atlas_job_has_fill (self, &rule->fill))
    return atlas_paint_get (&rule->fill.color, self->view->dark);
  if (area && _atlas_job_has_hatch (self, &rule->fill))
    return atlas_paint_get (&rule->fill.hatch.color, self->view->dark);
  for (guint k = rule->n_strokes; k > 0; k--)
    if (_atlas_job_stroke_shows (self, &rule->strokes[k - 1]))
      return atlas_paint_get (&rule->strokes[k - 1].color, self->view->dark);

  return NULL;
}

static void
add_tiny_box (AtlasPaintJob  *self,
              AtlasPaintItem *item)
{
  AtlasExtent extent = atlas_table_get_feature_extent (self->table, item->feature);
  double pixel = 1.0 / self->view->scale;
  AtlasVec a, b;

  if (!_atlas_projection_apply (&self->window, extent.west, extent.north, &a)
      || !_atlas_projection_apply (&self->window, extent.east, extent.south, &b))
    return;
  /* Sides to the nearest pixel, so that neighbours meet and nothing moves by more than half of one. */
  a.x = floor (a.x / pixel + 0.5) * pixel;
  a.y = floor (a.y / pixel + 0.5) * pixel;
  b.x = floor (b.x / pixel + 0.5) * pixel;
  b.y = floor (b.y / pixel + 0.5) * pixel;
  cairo_rectangle (self->cr, a.x, a.y, MAX (pixel, b.x - a.x), MAX (pixel, b.y - a.y));
}

/* Boxes for all tiny features, colour by colour. */
void
_atlas_job_paint_tiny (AtlasPaintJob *self)
{
  const AtlasColor *painted = NULL;
  guint pending = 0;

  cairo_save (self->cr);
  cairo_set_antialias (self->cr, CAIRO_ANTIALIAS_NONE);
  cairo_new_path (self->cr);
  for (guint i = 0; i < self->items->len; i++)
    {
      AtlasPaintItem *item = &g_array_index (self->items, AtlasPaintItem, i);
      AtlasGeometryType type;
      const AtlasColor *color;

      if (!item->tiny)
        continue;
      type = atlas_table_get_geometry_type (self->table, item->feature);
      color = get_tiny_color (self, &self->rules[item->rule],
                              type != ATLAS_GEOMETRY_LINE && type != ATLAS_GEOMETRY_MULTI_LINE);
      if (color == NULL)
        continue;
      if (color != painted || pending > 500)
        {
          cairo_fill (self->cr);
          _atlas_set_color (self->cr, color, 1.0);
          painted = color;
          pending = 0;
        }
      _atlas_job_use_world (self, item->world);
      add_tiny_box (self, item);
      pending++;
    }
  cairo_fill (self->cr);
  cairo_restore (self->cr);
}

static void
fill_small (AtlasPaintJob        *self,
            const AtlasPaintItem *item,
            const AtlasColor     *color)
{
  for (guint i = item->first_ring; i < item->first_ring + item->n_rings; i++)
    {
      const AtlasRun *run = &g_array_index (self->rings.runs, AtlasRun, i);

      _atlas_raster_add_ring (self->raster, &g_array_index (self->rings.points, AtlasVec, run->first), run->n);
    }
  _atlas_raster_paint (self->raster, color, TRUE);
}

gboolean
_atlas_job_paint_fills (AtlasPaintJob *self)
{
  cairo_set_fill_rule (self->cr, CAIRO_FILL_RULE_EVEN_ODD);
  for (guint i = 0; i < self->items->len; i++)
    {
      const AtlasPaintItem *item = &g_array_index (self->items, AtlasPaintItem, i);
      const AtlasFill *fill = &self->rules[item->rule].fill;

      if (_atlas_job_is_cancelled (self))
        return FALSE;
      if (item->n_rings == 0)
        continue;
      _atlas_job_use_world (self, item->world);

      if (self->raster != NULL && item->small && !_atlas_job_has_edge (self, fill)
          && !_atlas_job_has_hatch (self, fill))
        {
          fill_small (self, item, atlas_paint_get (&fill->color, self->view->dark));
          continue;
        }
      cairo_new_path (self->cr);
      _atlas_path_trace (&self->rings, item->first_ring, item->n_rings, self->cr);
      if (_atlas_job_has_fill (self, fill))
        {
          _atlas_set_color (self->cr, atlas_paint_get (&fill->color, self->view->dark), 1.0);
          cairo_fill_preserve (self->cr);
        }
      if (_atlas_job_has_hatch (self, fill))
        _atlas_job_fill_hatch (self, item);
      if (_atlas_job_has_edge (self, fill))
        {
          cairo_save (self->cr);
          cairo_clip (self->cr);
          _atlas_edge_paint (self->cr, self->view, &self->lines, item->first_line, item->n_lines,
                             atlas_paint_get (&fill->edge_color, self->view->dark),
                             atlas_zoom_ramp_at (&fill->edge_width, self->view->zoom));
          cairo_restore (self->cr);
        }
    }
  cairo_new_path (self->cr);

  return TRUE;
}
