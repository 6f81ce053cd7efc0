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

gboolean
_atlas_job_take_tiny (AtlasPaintJob *self,
                      guint32        feature,
                      guint          rule)
{
  AtlasGeometryType type = atlas_table_get_geometry_type (self->table, feature);
  gboolean area = type == ATLAS_GEOMETRY_POLYGON || type == ATLAS_GEOMETRY_MULTI_POLYGON;
  const AtlasTarget *target = &self->target;
  const double size = self->window.size, tiny = ATLAS_TINY / self->view->scale;
  AtlasTinyBox box = { .class = 2 * rule + (area ? 1 : 0) };
  AtlasExtent extent;
  double left, top, right, bottom;

  if (!self->takes_tiny || (!area && type != ATLAS_GEOMETRY_LINE && type != ATLAS_GEOMETRY_MULTI_LINE))
    return FALSE;
  extent = atlas_table_get_feature_extent (self->table, feature);
  left = _atlas_snap (atlas_mercator_x (extent.west) * size) - self->window.x;
  right = _atlas_snap (atlas_mercator_x (extent.east) * size) - self->window.x;
  if (!(right - left < tiny))
    return FALSE;
  top = _atlas_snap (atlas_mercator_bands_y (&self->bands, extent.north) * size) - self->window.y;
  bottom = _atlas_snap (atlas_mercator_bands_y (&self->bands, extent.south) * size) - self->window.y;
  self->takes_tiny = bottom - top < tiny ? _atlas_job_get_raster (self) != NULL : TRUE;
  if (!(bottom - top < tiny) || !self->takes_tiny)
    return FALSE;

  /* Sides to the nearest pixel, so that neighbours meet and nothing moves by more than half of one. */
  left = floor (left * target->scale + target->x - target->left + 0.5);
  top = floor (top * target->scale + target->y - target->top + 0.5);
  right = MAX (left + 1.0, floor (right * target->scale + target->x - target->left + 0.5));
  bottom = MAX (top + 1.0, floor (bottom * target->scale + target->y - target->top + 0.5));
  if (!(right > 0.0 && bottom > 0.0 && left < target->right - target->left && top < target->bottom - target->top))
    return TRUE;
  box.x = (gint16) left;
  box.y = (gint16) top;
  box.width = (guint8) MIN (right - left, 255.0);
  box.height = (guint8) MIN (bottom - top, 255.0);
  self->tiny_mixed = self->tiny_mixed
                     || (self->tiny->len > 0 && g_array_index (self->tiny, AtlasTinyBox, 0).class != box.class);
  g_array_append_val (self->tiny, box);

  return TRUE;
}

/* Puts the boxes in order, the last class first, and says where each begins: as many numbers as classes, and one. */
static gsize *
sort_boxes (AtlasPaintJob *self)
{
  gsize n_classes = 2 * (gsize) self->n_rules;
  gsize *starts = g_new0 (gsize, n_classes + 1);
  const AtlasTinyBox *boxes = (const AtlasTinyBox *) (void *) self->tiny->data;
  GArray *sorted;

  /* Slot 0 is that of the last class. */
  for (guint i = 0; i < self->tiny->len; i++)
    starts[n_classes - boxes[i].class]++;
  for (gsize i = 0; i < n_classes; i++)
    starts[i + 1] += starts[i];
  if (!self->tiny_mixed)
    return starts;

  sorted = g_array_sized_new (FALSE, FALSE, sizeof (AtlasTinyBox), self->tiny->len);
  g_array_set_size (sorted, self->tiny->len);
  for (guint i = self->tiny->len; i > 0; i--)
    {
      gsize slot = n_classes - boxes[i - 1].class;

      g_array_index (sorted, AtlasTinyBox, --starts[slot]) = boxes[i - 1];
    }
  /* What was the end of a slot is its beginning now. */
  for (gsize i = 0; i < n_classes; i++)
    starts[i] = starts[i + 1];
  starts[n_classes] = self->tiny->len;
  g_array_unref (self->tiny);
  self->tiny = sorted;

  return starts;
}

static void
paint_tiny_boxes (AtlasPaintJob *self)
{
  g_autofree gsize *starts = sort_boxes (self);
  gsize n_classes = 2 * (gsize) self->n_rules;

  for (gsize i = 0; i < n_classes; i++)
    {
      gsize class = n_classes - 1 - i;
      const AtlasColor *color;

      if (starts[i] == starts[i + 1])
        continue;
      color = get_tiny_color (self, &self->rules[class / 2], class % 2 == 1);
      if (color == NULL)
        continue;
      for (gsize k = starts[i]; k < starts[i + 1]; k++)
        {
          const AtlasTinyBox *box = &g_array_index (self->tiny, AtlasTinyBox, k);

          _atlas_raster_add_box (self->raster, box->x, box->y, box->width, box->height);
        }
      _atlas_raster_paint (self->raster, color, FALSE);
    }
}

/* Boxes for all tiny features, colour by colour. */
void
_atlas_job_paint_tiny (AtlasPaintJob *self)
{
  const AtlasColor *painted = NULL;
  guint pending = 0;

  if (self->tiny->len > 0)
    paint_tiny_boxes (self);

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
fill_by_raster (AtlasPaintJob        *self,
                const AtlasPaintItem *item,
                const AtlasColor     *color)
{
  for (guint i = item->first_ring; i < item->first_ring + item->n_rings; i++)
    {
      const AtlasRun *run = &g_array_index (self->rings.runs, AtlasRun, i);

      _atlas_raster_add_ring (self->raster, &g_array_index (self->rings.points, AtlasVec, run->first), run->n);
    }
  for (guint i = item->first_spot; i < item->first_spot + item->n_spots; i++)
    {
      const AtlasSpot *spot = &g_array_index (self->spots, AtlasSpot, i);

      _atlas_raster_add_spot (self->raster, spot, 0.0, spot->fill);
    }
  _atlas_raster_paint (self->raster, color, TRUE);
}

/* Returns the width of the one stroke around an area that may be drawn along with its fill, or 0.  Outlines of larger areas are
 * drawn when all are filled, as on the screen; of ones as little as these nobody sees which lies above. */
static double
get_little_outline (const AtlasPaintJob  *self,
                    const AtlasPaintItem *item)
{
  const AtlasRule *rule = &self->rules[item->rule];
  const AtlasExtent extent = atlas_table_get_feature_extent (self->table, item->feature);
  const double size = self->window.size;

  if (item->n_rings != item->n_lines || rule->n_strokes != 1 || !_atlas_job_stroke_shows (self, &rule->strokes[0])
      || rule->strokes[0].n_dash > 0 || rule->strokes[0].width_by.field != NULL
      || atlas_zoom_ramp_at (&rule->strokes[0].offset, self->view->zoom) != 0.0
      || (atlas_mercator_x (extent.east) - atlas_mercator_x (extent.west)) * size > ATLAS_LITTLE
      || (atlas_mercator_y (extent.south) - atlas_mercator_y (extent.north)) * size > ATLAS_LITTLE)
    return 0.0;

  return atlas_zoom_ramp_at (&rule->strokes[0].width, self->view->zoom);
}

static void
fill_and_stroke (AtlasPaintJob  *self,
                 AtlasPaintItem *item,
                 double          width)
{
  const AtlasRule *rule = &self->rules[item->rule];
  double across = width, down = 0.0;
  cairo_matrix_t matrix;

  _atlas_set_color (self->cr, atlas_paint_get (&rule->fill.color, self->view->dark), 1.0);
  cairo_fill_preserve (self->cr);
  _atlas_set_color (self->cr, atlas_paint_get (&rule->strokes[0].color, self->view->dark), 1.0);
  cairo_set_line_join (self->cr, CAIRO_LINE_JOIN_BEVEL);
  cairo_set_dash (self->cr, NULL, 0, 0.0);
  /* A pen of device space needs no matrix of its own in the file. */
  cairo_user_to_device_distance (self->cr, &across, &down);
  cairo_get_matrix (self->cr, &matrix);
  cairo_identity_matrix (self->cr);
  cairo_set_line_width (self->cr, hypot (across, down));
  cairo_stroke (self->cr);
  cairo_set_matrix (self->cr, &matrix);
  item->outlined = TRUE;
}

gboolean
_atlas_job_paint_fills (AtlasPaintJob *self)
{
  const gboolean vector = _atlas_is_vector (self->cr);

  cairo_set_fill_rule (self->cr, CAIRO_FILL_RULE_EVEN_ODD);
  for (guint i = 0; i < self->items->len; i++)
    {
      AtlasPaintItem *item = &g_array_index (self->items, AtlasPaintItem, i);
      const AtlasFill *fill = &self->rules[item->rule].fill;
      gboolean plain = !_atlas_job_has_edge (self, fill) && !_atlas_job_has_hatch (self, fill);
      gboolean by_raster = self->raster != NULL && (item->heavy || (item->small && plain));

      if (_atlas_job_is_cancelled (self))
        return FALSE;
      if (item->n_rings + item->n_spots == 0)
        continue;
      _atlas_job_use_world (self, item->world);

      if (by_raster && _atlas_job_has_fill (self, fill))
        fill_by_raster (self, item, atlas_paint_get (&fill->color, self->view->dark));
      if (by_raster && plain)
        continue;
      cairo_new_path (self->cr);
      _atlas_path_trace (&self->rings, item->first_ring, item->n_rings, self->cr);
      if (vector && plain && get_little_outline (self, item) > 0.0)
        {
          fill_and_stroke (self, item, get_little_outline (self, item));
          continue;
        }
      if (!by_raster && _atlas_job_has_fill (self, fill))
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
