/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The painter of layers: fills, then strokes from the bottom up over all features (so that casings join where lines cross),
 * then markers; in each of these, later rules first, so that the first rule of a style comes out on top.
 *
 * Geometry is projected, thinned and cut once and used by all passes.  Threads: any; a call shares nothing.
 * Limits: memory is that of the visible vertices. */

#include "render/atlas-raster.h"

#include "geo/atlas-mercator.h"

#include <math.h>

/* The sea. */
#define GROUND_LIGHT 0xd3e3ea
#define GROUND_DARK  0x15212a

/* How many features are painted between looks at the cancellable. */
#define CANCEL_EVERY 64

/* Opaque lines that go into one stroke of cairo's together: enough to save calls, few enough for its tessellator. */
#define BATCH_POINTS 2000

/* Areas up to this size (pixels, squared) are painted by our rasteriser; cairo is quicker where most is solid. */
#define SMALL_AREA 40000.0

/* A feature no larger than this (device pixels) is a box in its rule's colour. */
#define TINY 2.0

/* A feature on its way through the passes; the spans count runs. */
typedef struct
{
  guint32  feature;
  guint    rule;
  guint    first_ring;
  guint    n_rings;
  guint    first_line;
  guint    n_lines;
  int      world;       /* which repetition of the world it shows in: 0, or a neighbour where the view crosses ±180° */
  gboolean tiny;        /* hardly a pixel */
  gboolean small;       /* an area for the rasteriser */
} Item;

typedef struct
{
  cairo_t           *cr;
  AtlasTable        *table;
  const AtlasView   *view;
  GCancellable      *cancellable;
  AtlasStyleMatcher *matcher;
  const AtlasRule   *rules;
  guint              n_rules;
  AtlasProjection    window;
  double             x;           /* of the window in world 0, for the items of other worlds have it moved */
  GArray            *items;       /* Item, sorted by rule, the last rule first */
  AtlasPath          lines;
  AtlasPath          rings;       /* its points are those of lines */
  AtlasPath          scratch;     /* one part, projected */
  AtlasTarget        target;
  AtlasRaster       *raster;      /* or NULL: cairo does it */
  GArray            *joined;      /* AtlasVec: a run and the one that it goes on with */
  guint              n_seen;
} Job;

static gboolean
is_cancelled (Job *self)
{
  return self->n_seen++ % CANCEL_EVERY == 0 && g_cancellable_is_cancelled (self->cancellable);
}

/* Whether a stroke shows at the view's zoom. */
static gboolean
stroke_shows (const Job         *self,
              const AtlasStroke *stroke)
{
  return self->view->zoom >= stroke->min_zoom && self->view->zoom < stroke->max_zoom
         && atlas_paint_get (&stroke->color, self->view->dark)->alpha > 0.0f
         && atlas_zoom_ramp_at (&stroke->width, self->view->zoom) > 0.0;
}

static gboolean
has_edge (const Job       *self,
          const AtlasFill *fill)
{
  return fill->visible && atlas_paint_get (&fill->edge_color, self->view->dark)->alpha > 0.0f
         && atlas_zoom_ramp_at (&fill->edge_width, self->view->zoom) > 0.0;
}

static gboolean
has_fill (const Job       *self,
          const AtlasFill *fill)
{
  return fill->visible && atlas_paint_get (&fill->color, self->view->dark)->alpha > 0.0f;
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

/* Moves the window to a repetition of the world. */
static void
use_world (Job *self,
           int  world)
{
  self->window.x = self->x - world * self->window.size;
}

/* What the window shows, degrees; beyond ±180° where it reaches over the antimeridian. */
static AtlasExtent
get_window_extent (const Job *self)
{
  const AtlasProjection *window = &self->window;
  AtlasExtent extent;

  extent.west = atlas_mercator_lon ((window->x + window->left) / window->size);
  extent.east = atlas_mercator_lon ((window->x + window->right) / window->size);
  extent.north = atlas_mercator_lat ((window->y + window->top) / window->size);
  extent.south = atlas_mercator_lat ((window->y + window->bottom) / window->size);
  if (!(extent.south > -ATLAS_MERCATOR_MAX_LATITUDE))
    extent.south = -90.0;
  if (!(extent.north < ATLAS_MERCATOR_MAX_LATITUDE))
    extent.north = 90.0;

  return extent;
}

/* The last rule's items first; within a rule they keep their order, which is that of the features. */
static void
sort_items (Job *self)
{
  const Item *items = (const Item *) (void *) self->items->data;
  g_autofree gsize *starts = g_new0 (gsize, self->n_rules + 1);
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (Item), self->items->len);

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
    g_array_index (sorted, Item, starts[items[i].rule]++) = items[i];
  g_array_unref (self->items);
  self->items = sorted;
}

static gboolean
collect_items (Job *self,
               int  world)
{
  AtlasExtent extent;
  g_autoptr (GArray) found = NULL;
  gboolean sorted = TRUE;

  use_world (self, world);
  extent = get_window_extent (self);
  if (atlas_extent_is_empty (&extent))
    return TRUE;

  found = atlas_table_query (self->table, &extent);
  for (guint i = 0; i < found->len; i++)
    {
      guint32 feature = g_array_index (found, guint32, i);
      const AtlasRule *rule = atlas_style_matcher_match (self->matcher, feature, self->view->zoom);
      Item item = { .feature = feature, .world = world };

      if (is_cancelled (self))
        return FALSE;
      if (rule == NULL)
        continue;
      item.rule = (guint) (rule - self->rules);
      sorted = sorted && (self->items->len == 0
                          || g_array_index (self->items, Item, self->items->len - 1).rule == item.rule);
      g_array_append_val (self->items, item);
    }
  if (!sorted)
    sort_items (self);

  return TRUE;
}

/* Looks at how large @item is: if it covers hardly a pixel it becomes a box and its vertices are never looked at. */
static void
measure (Job  *self,
         Item *item)
{
  AtlasExtent extent = atlas_table_get_feature_extent (self->table, item->feature);
  double tiny = TINY / self->view->scale;
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

static void
prepare_part (Job             *self,
              Item            *item,
              const AtlasPart *part,
              gboolean         wants_rings,
              gboolean         wants_lines)
{
  gboolean closed = part->kind == ATLAS_PART_RING || part->kind == ATLAS_PART_HOLE;
  guint first_line = self->lines.runs->len;
  const AtlasVec *points;
  guint n;

  if (part->kind == ATLAS_PART_POINTS)
    return;

  _atlas_path_project (&self->window, part, &self->scratch);
  points = (const AtlasVec *) (void *) self->scratch.points->data;
  n = self->scratch.points->len;
  if (wants_lines)
    _atlas_path_append_line (&self->lines, &self->window, points, n, closed);
  if (!wants_rings || !closed)
    return;

  /* Where the outline was not cut, the ring is the same points. */
  if (self->lines.runs->len == first_line + 1 && n >= 3
      && g_array_index (self->lines.runs, AtlasRun, first_line).n == n
      && g_array_index (self->lines.runs, AtlasRun, first_line).closed)
    g_array_append_val (self->rings.runs, g_array_index (self->lines.runs, AtlasRun, first_line));
  else
    _atlas_path_append_ring (&self->rings, &self->window, points, n);
}

/* Projects, thins and cuts what the passes over areas and lines need of each feature. */
static gboolean
prepare (Job *self)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = &g_array_index (self->items, Item, i);
      const AtlasRule *rule = &self->rules[item->rule];
      AtlasGeometryType type = atlas_table_get_geometry_type (self->table, item->feature);
      gboolean wants_rings = has_fill (self, &rule->fill) || has_edge (self, &rule->fill);
      gboolean wants_lines = has_edge (self, &rule->fill);
      gsize n_parts;

      if (is_cancelled (self))
        return FALSE;
      use_world (self, item->world);
      for (guint k = 0; k < rule->n_strokes; k++)
        wants_lines = wants_lines || stroke_shows (self, &rule->strokes[k]);
      if (type == ATLAS_GEOMETRY_POINT || type == ATLAS_GEOMETRY_MULTI_POINT || type == ATLAS_GEOMETRY_NONE
          || (!wants_rings && !wants_lines))
        continue;
      measure (self, item);
      if (item->tiny)
        continue;

      item->first_line = self->lines.runs->len;
      item->first_ring = self->rings.runs->len;
      n_parts = atlas_table_get_n_parts (self->table, item->feature);
      for (gsize k = 0; k < n_parts; k++)
        {
          AtlasPart part;

          atlas_table_get_part (self->table, item->feature, k, &part);
          prepare_part (self, item, &part, wants_rings, wants_lines);
        }
      item->n_lines = self->lines.runs->len - item->first_line;
      item->n_rings = self->rings.runs->len - item->first_ring;
    }

  return TRUE;
}

/* The colour that stands for a whole feature. */
static const AtlasColor *
get_tiny_color (const Job       *self,
                const AtlasRule *rule,
                gboolean         area)
{
  if (area && has_fill (self, &rule->fill))
    return atlas_paint_get (&rule->fill.color, self->view->dark);
  for (guint k = rule->n_strokes; k > 0; k--)
    if (stroke_shows (self, &rule->strokes[k - 1]))
      return atlas_paint_get (&rule->strokes[k - 1].color, self->view->dark);

  return NULL;
}

static void
add_tiny_box (Job  *self,
              Item *item)
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
static void
paint_tiny (Job *self)
{
  const AtlasColor *painted = NULL;
  guint pending = 0;

  cairo_save (self->cr);
  cairo_set_antialias (self->cr, CAIRO_ANTIALIAS_NONE);
  cairo_new_path (self->cr);
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = &g_array_index (self->items, Item, i);
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
      use_world (self, item->world);
      add_tiny_box (self, item);
      pending++;
    }
  cairo_fill (self->cr);
  cairo_restore (self->cr);
}

static void
fill_small (Job              *self,
            const Item       *item,
            const AtlasColor *color)
{
  for (guint i = item->first_ring; i < item->first_ring + item->n_rings; i++)
    {
      const AtlasRun *run = &g_array_index (self->rings.runs, AtlasRun, i);

      _atlas_raster_add_ring (self->raster, &g_array_index (self->rings.points, AtlasVec, run->first), run->n);
    }
  _atlas_raster_paint (self->raster, color, TRUE);
}

static gboolean
paint_fills (Job *self)
{
  cairo_set_fill_rule (self->cr, CAIRO_FILL_RULE_EVEN_ODD);
  for (guint i = 0; i < self->items->len; i++)
    {
      const Item *item = &g_array_index (self->items, Item, i);
      const AtlasFill *fill = &self->rules[item->rule].fill;

      if (is_cancelled (self))
        return FALSE;
      if (item->n_rings == 0)
        continue;

      if (self->raster != NULL && item->small && !has_edge (self, fill))
        {
          fill_small (self, item, atlas_paint_get (&fill->color, self->view->dark));
          continue;
        }
      cairo_new_path (self->cr);
      _atlas_path_trace (&self->rings, item->first_ring, item->n_rings, self->cr);
      if (has_fill (self, fill))
        {
          _atlas_set_color (self->cr, atlas_paint_get (&fill->color, self->view->dark), 1.0);
          cairo_fill_preserve (self->cr);
        }
      if (has_edge (self, fill))
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

static void
set_stroke (Job               *self,
            const AtlasStroke *stroke)
{
  double width = atlas_zoom_ramp_at (&stroke->width, self->view->zoom);

  _atlas_set_color (self->cr, atlas_paint_get (&stroke->color, self->view->dark), 1.0);
  cairo_set_line_width (self->cr, width);
  cairo_set_line_cap (self->cr, stroke->round_caps ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
  /* At a pixel or two nobody sees a join's shape, and round ones are dear. */
  cairo_set_line_join (self->cr, width * self->view->scale < 2.0 ? CAIRO_LINE_JOIN_BEVEL : CAIRO_LINE_JOIN_ROUND);
  cairo_set_dash (self->cr, NULL, 0, 0.0);
}

/* Each run on its own, its dashes where they would be if the line had been drawn from its beginning. */
static void
stroke_dashed (Job               *self,
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

/* A stroke beside its line: moved before it is cut, so that dashes and corners do not depend on the view. */
static void
add_offset_lines (Job       *self,
                  Item      *item,
                  double     offset,
                  AtlasPath *out)
{
  gsize n_parts = atlas_table_get_n_parts (self->table, item->feature);

  g_array_set_size (out->points, 0);
  g_array_set_size (out->runs, 0);
  for (gsize k = 0; k < n_parts; k++)
    {
      g_autoptr (GArray) moved = NULL;
      gboolean closed;
      AtlasPart part;

      atlas_table_get_part (self->table, item->feature, k, &part);
      if (part.kind == ATLAS_PART_POINTS)
        continue;
      closed = part.kind != ATLAS_PART_LINE;
      _atlas_path_project (&self->window, &part, &self->scratch);
      moved = _atlas_path_offset ((const AtlasVec *) (void *) self->scratch.points->data, self->scratch.points->len,
                                  closed, offset);
      _atlas_path_append_line (out, &self->window, (const AtlasVec *) (void *) moved->data, moved->len, closed);
    }
}

/* A run for the rasteriser, with the one that it goes on with where there are no dashes to begin anew. */
static void
add_run (Job             *self,
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

/* The strokes of one item, by the rasteriser or by cairo. */
static void
stroke_runs (Job               *self,
             const AtlasStroke *stroke,
             const AtlasPath   *path,
             guint              first,
             guint              n,
             guint             *pending)
{
  const AtlasColor *color = atlas_paint_get (&stroke->color, self->view->dark);

  if (self->raster != NULL)
    {
      const AtlasPen pen = { atlas_zoom_ramp_at (&stroke->width, self->view->zoom), stroke->round_caps, stroke->dash,
                             stroke->n_dash };

      for (guint i = first; i < first + n; i++)
        add_run (self, &pen, path, &g_array_index (path->runs, AtlasRun, i));
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
  if (color->alpha < 1.0f || *pending > BATCH_POINTS)
    {
      cairo_stroke (self->cr);
      *pending = 0;
    }
}

static gboolean
paint_stroke (Job               *self,
              const AtlasStroke *stroke,
              guint              first,
              guint              end)
{
  double offset = atlas_zoom_ramp_at (&stroke->offset, self->view->zoom);
  gboolean done = TRUE;
  AtlasPath moved;
  guint pending = 0;

  _atlas_path_init (&moved);
  set_stroke (self, stroke);
  cairo_new_path (self->cr);
  for (guint i = first; done && i < end; i++)
    {
      Item *item = &g_array_index (self->items, Item, i);

      done = !is_cancelled (self);
      if (item->n_lines == 0 && (offset == 0.0 || item->tiny))
        continue;
      if (offset != 0.0)
        {
          use_world (self, item->world);
          add_offset_lines (self, item, offset, &moved);
          stroke_runs (self, stroke, &moved, 0, moved.runs->len, &pending);
        }
      else
        stroke_runs (self, stroke, &self->lines, item->first_line, item->n_lines, &pending);
    }
  if (self->raster != NULL)
    _atlas_raster_paint (self->raster, atlas_paint_get (&stroke->color, self->view->dark), FALSE);
  else
    cairo_stroke (self->cr);
  _atlas_path_clear (&moved);

  return done;
}

/* Stroke number 0 of all rules, then number 1 …: all casings lie below all lines. */
static gboolean
paint_strokes (Job *self)
{
  guint most = 0;

  for (guint i = 0; i < self->n_rules; i++)
    most = MAX (most, self->rules[i].n_strokes);

  for (guint k = 0; k < most; k++)
    for (guint first = 0, end; first < self->items->len; first = end)
      {
        const AtlasRule *rule = &self->rules[g_array_index (self->items, Item, first).rule];

        for (end = first + 1; end < self->items->len; end++)
          if (&self->rules[g_array_index (self->items, Item, end).rule] != rule)
            break;
        if (k < rule->n_strokes && stroke_shows (self, &rule->strokes[k])
            && !paint_stroke (self, &rule->strokes[k], first, end))
          return FALSE;
      }

  return TRUE;
}

static void
paint_feature_markers (Job          *self,
                       AtlasSprites *sprites,
                       const Item   *item)
{
  const AtlasRule *rule = &self->rules[item->rule];
  const char *icon = atlas_style_matcher_icon (self->matcher, rule, item->feature);
  gsize n_parts = atlas_table_get_n_parts (self->table, item->feature);

  for (gsize k = 0; k < n_parts; k++)
    {
      AtlasPart part;
      AtlasVec at;

      atlas_table_get_part (self->table, item->feature, k, &part);
      if (part.kind != ATLAS_PART_POINTS)
        continue;
      for (gsize v = 0; v < part.n_vertices; v++)
        if (_atlas_projection_apply (&self->window, part.coords[2 * v], part.coords[2 * v + 1], &at)
            && at.x >= self->window.left && at.x <= self->window.right && at.y >= self->window.top
            && at.y <= self->window.bottom)
          _atlas_sprites_paint (sprites, &rule->marker, icon, at.x, at.y);
    }
}

static gboolean
paint_markers (Job *self)
{
  AtlasSprites *sprites = _atlas_sprites_new (self->cr, &self->target, self->view);
  gboolean done = TRUE;

  for (guint i = 0; done && i < self->items->len; i++)
    {
      const Item *item = &g_array_index (self->items, Item, i);

      if (self->rules[item->rule].marker.visible && self->rules[item->rule].marker.shape != ATLAS_MARKER_NONE)
        {
          use_world (self, item->world);
          paint_feature_markers (self, sprites, item);
          done = !is_cancelled (self);
        }
    }
  _atlas_sprites_free (sprites);

  return done;
}

static void
job_init (Job             *self,
          cairo_t         *cr,
          AtlasTable      *table,
          AtlasStyle      *style,
          const AtlasView *view,
          double           margin,
          GCancellable    *cancellable)
{
  *self = (Job) { .cr = cr, .table = table, .view = view, .cancellable = cancellable };
  self->matcher = atlas_style_matcher_new (style, table);
  self->rules = atlas_style_get_rules (style, &self->n_rules);
  self->items = g_array_new (FALSE, FALSE, sizeof (Item));
  _atlas_projection_init (&self->window, view, margin);
  self->x = self->window.x;
  _atlas_path_init (&self->lines);
  self->rings = (AtlasPath) { g_array_ref (self->lines.points), g_array_new (FALSE, FALSE, sizeof (AtlasRun)) };
  _atlas_path_init (&self->scratch);
  _atlas_target_init (&self->target, cr);
  self->joined = g_array_new (FALSE, FALSE, sizeof (AtlasVec));
}

static void
job_clear (Job *self)
{
  atlas_style_matcher_free (self->matcher);
  g_array_unref (self->items);
  _atlas_path_clear (&self->lines);
  _atlas_path_clear (&self->rings);
  _atlas_path_clear (&self->scratch);
  g_clear_pointer (&self->raster, _atlas_raster_free);
  g_array_unref (self->joined);
}

static gboolean
run (Job *self)
{
  /* A window that reaches over the antimeridian shows what is on the other side too, a world's width away: collected
   * together, so that both sides lie in one order. */
  int from = (int) CLAMP (floor ((self->x + self->window.left) / self->window.size), -2.0, 2.0);
  int to = (int) CLAMP (floor ((self->x + self->window.right) / self->window.size), -2.0, 2.0);

  for (int world = from; world <= to; world++)
    if (!collect_items (self, world))
      return FALSE;
  if (!prepare (self))
    return FALSE;

  /* Made when first needed: many blocks of many layers show nothing. */
  if (self->raster == NULL && self->lines.runs->len + self->rings.runs->len > 0)
    self->raster = _atlas_raster_new (&self->target);
  paint_tiny (self);

  return paint_fills (self) && paint_strokes (self) && paint_markers (self);
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
  Job job;

  g_return_val_if_fail (cr != NULL && table != NULL && style != NULL && view != NULL, FALSE);
  g_return_val_if_fail (view_is_sane (view), FALSE);

  job_init (&job, cr, table, style, view, get_margin (style, view), cancellable);
  cairo_save (cr);
  done = run (&job);
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
