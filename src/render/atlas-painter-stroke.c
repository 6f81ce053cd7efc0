/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The painter's passes over lines: strokes from the bottom up over all features.
 *
 * Threads: any; a job belongs to one. */

#include "render/atlas-painter-job.h"

/* Opaque lines that go into one stroke of cairo's together: enough to save calls, few enough for its tessellator. */
#define BATCH_POINTS 2000

static void
set_stroke (AtlasPaintJob     *self,
            const AtlasStroke *stroke,
            double             width)
{
  _atlas_set_color (self->cr, atlas_paint_get (&stroke->color, self->view->dark), 1.0);
  cairo_set_line_width (self->cr, width);
  cairo_set_line_cap (self->cr, stroke->round_caps ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
  /* At a pixel or two nobody sees a join's shape, and round ones are dear. */
  cairo_set_line_join (self->cr, width * self->view->scale < 2.0 ? CAIRO_LINE_JOIN_BEVEL : CAIRO_LINE_JOIN_ROUND);
  cairo_set_dash (self->cr, NULL, 0, 0.0);
}

/* Each run on its own, its dashes where they would be if the line had been drawn from its beginning. */
static void
stroke_dashed (AtlasPaintJob     *self,
               const AtlasStroke *stroke,
               const AtlasPath   *path,
               guint              first,
               guint              n)
{
  for (guint i = first; i < first + n; i++)
    {
      cairo_new_path (self->cr);
      cairo_set_dash (self->cr, stroke->dash, (int) stroke->n_dash, g_array_index (path->runs, AtlasRun, i).start);
      _atlas_path_trace (path, i, 1, self->cr);
      cairo_stroke (self->cr);
    }
}

typedef struct
{
  AtlasPaintJob  *job;
  AtlasPaintItem *item;
  double          offset;
  AtlasPath      *out;
} Beside;

static void
add_offset_part (gsize    index,
                 gpointer user_data)
{
  const Beside *beside = user_data;
  AtlasPaintJob *self = beside->job;
  g_autoptr (GArray) moved = NULL;
  gboolean closed;
  AtlasPart part;

  atlas_table_get_part (self->table, beside->item->feature, index, &part);
  if (part.kind == ATLAS_PART_POINTS)
    return;
  closed = part.kind != ATLAS_PART_LINE;
  _atlas_path_project (&self->window, &part, &self->scratch);
  moved = _atlas_path_offset ((const AtlasVec *) (void *) self->scratch.points->data, self->scratch.points->len, closed,
                              beside->offset);
  _atlas_path_append_line (beside->out, &self->window, (const AtlasVec *) (void *) moved->data, moved->len, closed);
}

/* A stroke beside its line: moved before it is cut, so that dashes and corners do not depend on the view. */
static void
add_offset_lines (AtlasPaintJob  *self,
                  AtlasPaintItem *item,
                  double          offset,
                  AtlasPath      *out)
{
  Beside beside = { self, item, offset, out };

  g_array_set_size (out->points, 0);
  g_array_set_size (out->runs, 0);
  _atlas_parts_visit (self->table, item->feature, &self->window, self->view->scale, NULL, add_offset_part, &beside);
}

/* A run for the rasteriser, with the one that it goes on with where there are no dashes to begin anew. */
static void
add_run (AtlasPaintJob   *self,
         const AtlasPen  *pen,
         const AtlasPath *path,
         const AtlasRun  *run)
{
  const AtlasVec *points = &g_array_index (path->points, AtlasVec, run->first);

  if (pen->n_dash == 0 && run->is_next)
    return;
  if (pen->n_dash == 0 && run->next > 0)
    {
      const AtlasRun *next = &g_array_index (path->runs, AtlasRun, run->next - 1);

      g_array_set_size (self->joined, 0);
      g_array_append_vals (self->joined, points, run->n);
      g_array_append_vals (self->joined, &g_array_index (path->points, AtlasVec, next->first), next->n);
      _atlas_raster_add_line (self->raster, pen, (const AtlasVec *) (void *) self->joined->data, self->joined->len, FALSE,
                              0.0);
    }
  else
    _atlas_raster_add_line (self->raster, pen, points, run->n, run->closed, run->start);
}

/* The strokes of one item, by the rasteriser (which alone knows of spots) or by cairo; @width is the item's own. */
static void
stroke_runs (AtlasPaintJob     *self,
             const AtlasStroke *stroke,
             double             width,
             const AtlasPath   *path,
             guint              first,
             guint              n,
             const AtlasSpot   *spots,
             guint              n_spots,
             guint             *pending)
{
  const AtlasColor *color = atlas_paint_get (&stroke->color, self->view->dark);

  if (self->raster != NULL)
    {
      const AtlasPen pen = { width, stroke->round_caps, stroke->dash, stroke->n_dash };

      for (guint i = first; i < first + n; i++)
        add_run (self, &pen, path, &g_array_index (path->runs, AtlasRun, i));
      for (guint i = 0; i < n_spots; i++)
        _atlas_raster_add_spot (self->raster, &spots[i], width / 2.0, 1.0);
      /* Where colours shine through, one line over another must show. */
      if (color->alpha < 1.0f)
        _atlas_raster_paint (self->raster, color, FALSE);
      return;
    }

  if (stroke->n_dash > 0)
    {
      stroke_dashed (self, stroke, path, first, n);
      return;
    }
  _atlas_path_trace (path, first, n, self->cr);
  for (guint i = first; i < first + n; i++)
    *pending += g_array_index (path->runs, AtlasRun, i).n;
  if (color->alpha < 1.0f || stroke->width_by.field != NULL || *pending > BATCH_POINTS)
    {
      cairo_stroke (self->cr);
      *pending = 0;
    }
}

/* Stroke number @k of the items from @first on, which have the same rule. */
static gboolean
paint_stroke (AtlasPaintJob *self,
              guint          k,
              guint          first,
              guint          end)
{
  const AtlasRule *rule = &self->rules[g_array_index (self->items, AtlasPaintItem, first).rule];
  const AtlasStroke *stroke = &rule->strokes[k];
  double offset = atlas_zoom_ramp_at (&stroke->offset, self->view->zoom);
  double width = atlas_zoom_ramp_at (&stroke->width, self->view->zoom);
  gboolean done = TRUE;
  AtlasPath moved;
  guint pending = 0;

  _atlas_path_init (&moved);
  set_stroke (self, stroke, width);
  cairo_new_path (self->cr);
  for (guint i = first; done && i < end; i++)
    {
      AtlasPaintItem *item = &g_array_index (self->items, AtlasPaintItem, i);

      done = !_atlas_job_is_cancelled (self);
      if (item->outlined)
        continue;
      if (item->n_lines + item->n_spots == 0 && (offset == 0.0 || item->tiny))
        continue;
      if (stroke->width_by.field != NULL)
        {
          width = atlas_style_matcher_width (self->matcher, rule, k, item->feature, self->view->zoom);
          if (!(width > 0.0))
            continue;
          set_stroke (self, stroke, width);
        }
      if (offset != 0.0)
        {
          _atlas_job_use_world (self, item->world);
          add_offset_lines (self, item, offset, &moved);
          stroke_runs (self, stroke, width, &moved, 0, moved.runs->len, NULL, 0, &pending);
        }
      else
        stroke_runs (self, stroke, width, &self->lines, item->first_line, item->n_lines,
                     (const AtlasSpot *) (void *) self->spots->data + item->first_spot, item->n_spots, &pending);
    }
  if (self->raster != NULL)
    _atlas_raster_paint (self->raster, atlas_paint_get (&stroke->color, self->view->dark), FALSE);
  else
    cairo_stroke (self->cr);
  _atlas_path_clear (&moved);

  return done;
}

/* Stroke number 0 of all rules, then number 1 …: all casings lie below all lines. */
gboolean
_atlas_job_paint_strokes (AtlasPaintJob *self)
{
  guint most = 0;

  for (guint i = 0; i < self->n_rules; i++)
    most = MAX (most, self->rules[i].n_strokes);

  for (guint k = 0; k < most; k++)
    for (guint first = 0, end; first < self->items->len; first = end)
      {
        const AtlasRule *rule = &self->rules[g_array_index (self->items, AtlasPaintItem, first).rule];

        for (end = first + 1; end < self->items->len; end++)
          if (&self->rules[g_array_index (self->items, AtlasPaintItem, end).rule] != rule)
            break;
        if (k < rule->n_strokes && _atlas_job_stroke_shows (self, &rule->strokes[k])
            && !paint_stroke (self, k, first, end))
          return FALSE;
      }

  return TRUE;
}
