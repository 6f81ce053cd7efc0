/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The painter of layers: fills, then strokes from the bottom up over all features (so that casings join where lines cross),
 * then arrows, then markers (or heat in their stead, or clusters); in each of these, later rules first, so that the first rule of a style comes out on top.
 *
 * Geometry is projected, thinned and cut once and used by all passes.  Threads: any; a call shares nothing.
 * Limits: memory is that of the visible vertices. */

#include "render/atlas-density-paint.h"
#include "render/atlas-painter-job.h"

#include "geo/atlas-mercator.h"

#include <math.h>

/* The sea. */
#define GROUND_LIGHT 0xd3e3ea
#define GROUND_DARK  0x15212a

/* How many features are painted between looks at the cancellable. */
#define CANCEL_EVERY 64

/* Areas up to this size (pixels, squared) are painted by our rasteriser; cairo is quicker where most is solid. */
#define SMALL_AREA 40000.0

/* A feature of so many vertices is for our rasteriser whatever its size: cairo's tessellator takes a second for a million. */
#define HEAVY 65536

gboolean
_atlas_job_is_cancelled (AtlasPaintJob *self)
{
  return self->n_seen++ % CANCEL_EVERY == 0 && g_cancellable_is_cancelled (self->cancellable);
}

gboolean
_atlas_job_stroke_shows (const AtlasPaintJob *self,
                         const AtlasStroke   *stroke)
{
  return self->view->zoom >= stroke->min_zoom && self->view->zoom < stroke->max_zoom
         && atlas_paint_get (&stroke->color, self->view->dark)->alpha > 0.0f
         && atlas_size_by_get_most (&stroke->width_by, atlas_zoom_ramp_at (&stroke->width, self->view->zoom)) > 0.0;
}

gboolean
_atlas_job_has_edge (const AtlasPaintJob *self,
                     const AtlasFill     *fill)
{
  return fill->visible && atlas_paint_get (&fill->edge_color, self->view->dark)->alpha > 0.0f
         && atlas_zoom_ramp_at (&fill->edge_width, self->view->zoom) > 0.0;
}

gboolean
_atlas_job_has_fill (const AtlasPaintJob *self,
                     const AtlasFill     *fill)
{
  return fill->visible && atlas_paint_get (&fill->color, self->view->dark)->alpha > 0.0f;
}

gboolean
_atlas_job_arrows_show (const AtlasPaintJob *self,
                        const AtlasStroke   *stroke)
{
  return stroke->arrows.visible && self->view->zoom >= stroke->min_zoom && self->view->zoom < stroke->max_zoom
         && atlas_paint_get (&stroke->arrows.color, self->view->dark)->alpha > 0.0f;
}

gboolean
_atlas_job_has_hatch (const AtlasPaintJob *self,
                      const AtlasFill     *fill)
{
  return fill->visible && fill->hatch.pattern != ATLAS_HATCH_NONE
         && atlas_paint_get (&fill->hatch.color, self->view->dark)->alpha > 0.0f;
}

/* How far beyond the view geometry can matter at this zoom. */
static double
get_margin (AtlasStyle      *style,
            const AtlasView *view)
{
  double margin = atlas_style_get_reach (style, view->zoom);
  guint n_rules;
  const AtlasRule *rules = atlas_style_get_rules (style, &n_rules);

  for (guint i = 0; i < n_rules; i++)
    if (rules[i].fill.visible)
      margin = MAX (margin, atlas_zoom_ramp_at (&rules[i].fill.edge_width, view->zoom));

  return margin + 2.0;
}

AtlasExtent
_atlas_job_get_extent (const AtlasPaintJob *self)
{
  return _atlas_projection_get_extent (&self->window);
}

void
_atlas_job_get_worlds (const AtlasPaintJob *self,
                       int                 *from,
                       int                 *to)
{
  *from = (int) CLAMP (floor ((self->x + self->window.left) / self->window.size), -2.0, 2.0);
  *to = (int) CLAMP (floor ((self->x + self->window.right) / self->window.size), -2.0, 2.0);
}

/* The last rule's items first; within a rule they keep their order, which is that of the features. */
static void
sort_items (AtlasPaintJob *self)
{
  const AtlasPaintItem *items = (const AtlasPaintItem *) (void *) self->items->data;
  g_autofree gsize *starts = g_new0 (gsize, self->n_rules + 1);
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (AtlasPaintItem), self->items->len);

  g_array_set_size (sorted, self->items->len);
  for (guint i = 0; i < self->items->len; i++)
    starts[items[i].rule]++;
  for (gsize rule = self->n_rules, at = 0; rule > 0; rule--)
    {
      gsize n = starts[rule - 1];

      starts[rule - 1] = at;
      at += n;
    }
  for (guint i = 0; i < self->items->len; i++)
    g_array_index (sorted, AtlasPaintItem, starts[items[i].rule]++) = items[i];
  g_array_unref (self->items);
  self->items = sorted;
}

static gboolean
is_point (AtlasGeometryType type)
{
  return type == ATLAS_GEOMETRY_POINT || type == ATLAS_GEOMETRY_MULTI_POINT;
}

static gboolean
collect_items (AtlasPaintJob *self,
               int            world)
{
  AtlasExtent extent;
  g_autoptr (GArray) found = NULL;
  gboolean sorted = TRUE;

  _atlas_job_use_world (self, world);
  if (self->clusters != NULL)
    {
      _atlas_job_add_lone (self, world);
      sorted = FALSE;
    }
  extent = _atlas_job_get_extent (self);
  if (atlas_extent_is_empty (&extent))
    return TRUE;

  /* A million points that are drawn together are not looked at one by one. */
  if (self->density != NULL && is_point (atlas_table_get_geometry_kind (self->table)))
    found = g_array_new (FALSE, FALSE, sizeof (guint32));
  else
    found = atlas_table_query (self->table, &extent);
  for (guint i = 0; i < found->len; i++)
    {
      guint32 feature = g_array_index (found, guint32, i);
      const AtlasRule *rule = atlas_style_matcher_match (self->matcher, feature, self->view->zoom);
      AtlasPaintItem item = { .feature = feature, .world = world };

      if (_atlas_job_is_cancelled (self))
        return FALSE;
      if (rule == NULL || (self->density != NULL && is_point (atlas_table_get_geometry_type (self->table, feature))))
        continue;
      item.rule = (guint) (rule - self->rules);
      if (_atlas_job_take_tiny (self, feature, item.rule))
        continue;
      sorted = sorted && (self->items->len == 0
                          || g_array_index (self->items, AtlasPaintItem, self->items->len - 1).rule == item.rule);
      g_array_append_val (self->items, item);
    }
  if (!sorted)
    sort_items (self);

  return TRUE;
}

/* Looks at how large @item is: if it covers hardly a pixel it becomes a box and its vertices are never looked at. */
static void
measure (AtlasPaintJob  *self,
         AtlasPaintItem *item)
{
  AtlasExtent extent = atlas_table_get_feature_extent (self->table, item->feature);
  double tiny = ATLAS_TINY / self->view->scale;
  double width, height;
  AtlasVec a, b;

  if (!_atlas_projection_apply (&self->window, extent.west, extent.north, &a)
      || !_atlas_projection_apply (&self->window, extent.east, extent.south, &b))
    return;

  width = b.x - a.x;
  height = b.y - a.y;
  item->tiny = width < tiny && height < tiny;
  item->small = width * height * self->view->scale * self->view->scale < SMALL_AREA;
}

/* Dashes go by the length of a line from its beginning, so all of it has to be looked at. */
static gboolean
has_dashes (const AtlasPaintJob *self,
            const AtlasRule     *rule)
{
  for (guint k = 0; k < rule->n_strokes; k++)
    if (rule->strokes[k].n_dash > 0 && _atlas_job_stroke_shows (self, &rule->strokes[k]))
      return TRUE;

  return FALSE;
}

/* What is wanted of the parts of an item. */
typedef struct
{
  AtlasPaintJob  *job;
  AtlasPaintItem *item;
  gboolean        rings;
  gboolean        lines;
} Wanted;

static void
prepare_part (gsize    index,
              gpointer user_data)
{
  const Wanted *wanted = user_data;
  AtlasPaintJob *self = wanted->job;
  AtlasPaintItem *item = wanted->item;
  guint first_line = self->lines.runs->len;
  const AtlasRuns *runs = NULL;
  const AtlasVec *points;
  gboolean closed;
  AtlasPart part;
  guint n;

  atlas_table_get_part (self->table, item->feature, index, &part);
  closed = part.kind == ATLAS_PART_RING || part.kind == ATLAS_PART_HOLE;
  if (part.kind == ATLAS_PART_POINTS)
    return;

  if (part.n_vertices >= ATLAS_RUNS_LEAST && !has_dashes (self, &self->rules[item->rule]))
    runs = atlas_table_get_runs (self->table, item->feature, index);
  _atlas_path_project_near (&self->window, &part, runs, &self->scratch);
  points = (const AtlasVec *) (void *) self->scratch.points->data;
  n = self->scratch.points->len;
  if (wanted->lines)
    _atlas_path_append_line (&self->lines, &self->window, points, n, closed);
  if (!wanted->rings || !closed)
    return;

  /* Where the outline was not cut, the ring is the same points. */
  if (self->lines.runs->len == first_line + 1 && n >= 3
      && g_array_index (self->lines.runs, AtlasRun, first_line).n == n
      && g_array_index (self->lines.runs, AtlasRun, first_line).closed)
    g_array_append_val (self->rings.runs, g_array_index (self->lines.runs, AtlasRun, first_line));
  else
    _atlas_path_append_ring (&self->rings, &self->window, points, n);
}

/* Whether a feature has more vertices than cairo should see. */
static gboolean
is_heavy (AtlasTable *table,
          gsize       feature)
{
  gsize n_parts = atlas_table_get_n_parts (table, feature), n_vertices = 0;
  AtlasPart part;

  if (n_parts >= ATLAS_GROUPS_LEAST)
    return TRUE;
  for (gsize k = 0; k < n_parts; k++)
    {
      atlas_table_get_part (table, feature, k, &part);
      n_vertices += part.n_vertices;
    }

  return n_vertices >= HEAVY;
}

AtlasRaster *
_atlas_job_get_raster (AtlasPaintJob *self)
{
  if (self->raster == NULL)
    self->raster = _atlas_raster_new (&self->target);

  return self->raster;
}

static void
prepare_item (AtlasPaintJob  *self,
              AtlasPaintItem *item,
              gboolean        wants_rings,
              gboolean        wants_lines)
{
  Wanted wanted = { self, item, wants_rings, wants_lines };
  gboolean many = atlas_table_get_n_parts (self->table, item->feature) >= ATLAS_GROUPS_LEAST;

  item->first_line = self->lines.runs->len;
  item->first_ring = self->rings.runs->len;
  item->first_spot = self->spots->len;
  item->heavy = is_heavy (self->table, item->feature);
  /* Only the rasteriser knows of spots. */
  _atlas_parts_visit (self->table, item->feature, &self->window, self->view->scale,
                      many && _atlas_job_get_raster (self) != NULL ? self->spots : NULL, prepare_part, &wanted);
  item->n_lines = self->lines.runs->len - item->first_line;
  item->n_rings = self->rings.runs->len - item->first_ring;
  item->n_spots = self->spots->len - item->first_spot;
}

/* Projects, thins and cuts what the passes over areas and lines need of each feature. */
static gboolean
prepare (AtlasPaintJob *self)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      AtlasPaintItem *item = &g_array_index (self->items, AtlasPaintItem, i);
      const AtlasRule *rule = &self->rules[item->rule];
      AtlasGeometryType type = atlas_table_get_geometry_type (self->table, item->feature);
      gboolean wants_rings = _atlas_job_has_fill (self, &rule->fill) || _atlas_job_has_hatch (self, &rule->fill)
                             || _atlas_job_has_edge (self, &rule->fill);
      gboolean wants_lines = _atlas_job_has_edge (self, &rule->fill);

      if (_atlas_job_is_cancelled (self))
        return FALSE;
      _atlas_job_use_world (self, item->world);
      for (guint k = 0; k < rule->n_strokes; k++)
        wants_lines = wants_lines || _atlas_job_stroke_shows (self, &rule->strokes[k])
                      || _atlas_job_arrows_show (self, &rule->strokes[k]);
      if (type == ATLAS_GEOMETRY_POINT || type == ATLAS_GEOMETRY_MULTI_POINT || type == ATLAS_GEOMETRY_NONE
          || (!wants_rings && !wants_lines))
        continue;
      measure (self, item);
      if (!item->tiny)
        prepare_item (self, item, wants_rings, wants_lines);
    }

  return TRUE;
}

static void
job_init (AtlasPaintJob   *self,
          cairo_t         *cr,
          AtlasTable      *table,
          AtlasStyle      *style,
          const AtlasView *view,
          double           margin,
          GCancellable    *cancellable)
{
  *self = (AtlasPaintJob) { .cr = cr, .table = table, .view = view, .cancellable = cancellable };
  self->matcher = atlas_style_matcher_new (style, table);
  self->rules = atlas_style_get_rules (style, &self->n_rules);
  self->density = atlas_style_get_density (style, view->zoom);
  self->items = g_array_new (FALSE, FALSE, sizeof (AtlasPaintItem));
  _atlas_projection_init (&self->window, view, margin);
  self->x = self->window.x;
  _atlas_path_init (&self->lines);
  self->rings = (AtlasPath) { g_array_ref (self->lines.points), g_array_new (FALSE, FALSE, sizeof (AtlasRun)) };
  _atlas_path_init (&self->scratch);
  _atlas_target_init (&self->target, cr);
  /* Boxes are kept in 16 bits. */
  self->takes_tiny = self->target.is_direct && self->target.right - self->target.left <= G_MAXINT16
                     && self->target.bottom - self->target.top <= G_MAXINT16;
  self->joined = g_array_new (FALSE, FALSE, sizeof (AtlasVec));
  self->spots = g_array_new (FALSE, FALSE, sizeof (AtlasSpot));
  self->tiny = g_array_new (FALSE, FALSE, sizeof (AtlasTinyBox));
}

static void
job_clear (AtlasPaintJob *self)
{
  atlas_style_matcher_free (self->matcher);
  g_array_unref (self->items);
  _atlas_path_clear (&self->lines);
  _atlas_path_clear (&self->rings);
  _atlas_path_clear (&self->scratch);
  g_clear_pointer (&self->raster, _atlas_raster_free);
  g_array_unref (self->joined);
  g_array_unref (self->spots);
  g_array_unref (self->tiny);
  g_clear_pointer (&self->clusters, atlas_clusters_unref);
}

/* The points, in whatever way. */
static gboolean
paint_points (AtlasPaintJob *self,
              AtlasStyle    *style)
{
  if (self->density != NULL && self->density->kind == ATLAS_DENSITY_HEAT && !_atlas_job_paint_heat (self, self->density, style))
    return FALSE;
  if (!_atlas_job_paint_markers (self))
    return FALSE;
  if (self->clusters != NULL)
    _atlas_job_paint_clusters (self, self->density);

  return TRUE;
}

static gboolean
run (AtlasPaintJob *self,
     AtlasStyle    *style)
{
  int from, to;

  if (self->density != NULL && self->density->kind == ATLAS_DENSITY_CLUSTERS)
    {
      self->clusters = atlas_clusters_get (self->table, style, self->view->zoom, TRUE, self->cancellable);
      if (self->clusters == NULL)
        return FALSE;
    }
  if (self->density == NULL && _atlas_job_is_dense (self))
    return _atlas_job_paint_dense (self);

  /* What is on the other side of the antimeridian is collected together, so that both sides lie in one order. */
  _atlas_job_get_worlds (self, &from, &to);
  for (int world = from; world <= to; world++)
    if (!collect_items (self, world))
      return FALSE;
  if (!prepare (self))
    return FALSE;

  if (self->lines.runs->len + self->rings.runs->len > 0)
    (void) _atlas_job_get_raster (self);
  _atlas_job_paint_tiny (self);

  return _atlas_job_paint_fills (self) && _atlas_job_paint_strokes (self) && _atlas_job_paint_arrows (self)
         && paint_points (self, style);
}

static gboolean
view_is_sane (const AtlasView *view)
{
  return isfinite (view->lon) && isfinite (view->lat) && isfinite (view->zoom) && isfinite (view->scale)
         && view->width > 0 && view->height > 0 && view->scale > 0.0;
}

gboolean
atlas_painter_paint_layer (cairo_t         *cr,
                           AtlasTable      *table,
                           AtlasStyle      *style,
                           const AtlasView *view,
                           GCancellable    *cancellable)
{
  gboolean done;
  AtlasPaintJob job;

  g_return_val_if_fail (cr != NULL && table != NULL && style != NULL && view != NULL, FALSE);
  g_return_val_if_fail (view_is_sane (view), FALSE);

  job_init (&job, cr, table, style, view, get_margin (style, view), cancellable);
  cairo_save (cr);
  done = run (&job, style);
  cairo_restore (cr);
  job_clear (&job);

  return done;
}

void
atlas_painter_paint_ground (cairo_t         *cr,
                            const AtlasView *view)
{
  guint32 rgb = view->dark ? GROUND_DARK : GROUND_LIGHT;

  cairo_save (cr);
  cairo_set_source_rgb (cr, (rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0);
  cairo_rectangle (cr, 0.0, 0.0, view->width, view->height);
  cairo_fill (cr);
  cairo_restore (cr);
}
