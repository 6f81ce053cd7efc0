/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The painter's small works: the outline around one feature or those that are selected, and the samples of classes in legends
 * and rows.
 *
 * Threads: any; a call shares nothing. */

#include "render/atlas-painter-private.h"
#include "render/atlas-raster.h"

#include <math.h>

#define HIGHLIGHT_WIDTH  3.0
#define HIGHLIGHT_CASING 1.5
/* With more features than that in a block, those that are no larger than a cell (pixels) share one outline. */
#define CROWD 3000
#define CELL 4.0
#define CANCEL_EVERY 64

static const AtlasColor HIGHLIGHT = { 1.0f, 0xb0 / 255.0f, 0.0f, 1.0f };
static const AtlasColor CASING = { 1.0f, 1.0f, 1.0f, 1.0f };

/* How wide the strokes of a feature are together, pixels. */
static double
get_stroke_width (AtlasStyleMatcher *matcher,
                  const AtlasRule   *rule,
                  gsize              feature,
                  double             zoom)
{
  double width = 0.0;

  for (guint i = 0; i < rule->n_strokes; i++)
    {
      const AtlasStroke *stroke = &rule->strokes[i];

      if (zoom >= stroke->min_zoom && zoom < stroke->max_zoom)
        width = MAX (width, atlas_style_matcher_width (matcher, rule, i, feature, zoom)
                            + 2.0 * fabs (atlas_zoom_ramp_at (&stroke->offset, zoom)));
    }

  return width;
}

/* Outlines the traced path: an area's outline as it is, a line's on both sides, with the room of the line taken out again. */
static void
outline_path (cairo_t *cr,
              double   line_width)
{
  double width = line_width > 0.0 ? line_width + 2.0 * HIGHLIGHT_WIDTH : HIGHLIGHT_WIDTH;

  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, width + 2.0 * HIGHLIGHT_CASING);
  _atlas_set_color (cr, &CASING, 1.0);
  cairo_stroke_preserve (cr);
  cairo_set_line_width (cr, width);
  _atlas_set_color (cr, &HIGHLIGHT, 1.0);
  cairo_stroke_preserve (cr);
  if (line_width > 0.0)
    {
      cairo_set_line_width (cr, line_width);
      cairo_set_operator (cr, CAIRO_OPERATOR_CLEAR);
      cairo_stroke (cr);
      cairo_set_operator (cr, CAIRO_OPERATOR_OVER);
    }
  cairo_new_path (cr);
}

static void
add_lines (AtlasRaster     *raster,
           const AtlasPath *lines,
           double           width)
{
  const AtlasPen pen = { width, TRUE, NULL, 0 };

  for (guint i = 0; i < lines->runs->len; i++)
    {
      const AtlasRun *run = &g_array_index (lines->runs, AtlasRun, i);

      _atlas_raster_add_line (raster, &pen, &g_array_index (lines->points, AtlasVec, run->first), run->n, run->closed, 0.0);
    }
}

/* The same as outline_path() in pixels: a long line is several times as quick so. */
static void
outline_pixels (AtlasRaster     *raster,
                const AtlasPath *lines,
                double           line_width)
{
  double width = line_width > 0.0 ? line_width + 2.0 * HIGHLIGHT_WIDTH : HIGHLIGHT_WIDTH;

  add_lines (raster, lines, width + 2.0 * HIGHLIGHT_CASING);
  _atlas_raster_paint (raster, &CASING, FALSE);
  add_lines (raster, lines, width);
  _atlas_raster_paint (raster, &HIGHLIGHT, FALSE);
  if (line_width > 0.0)
    {
      add_lines (raster, lines, line_width);
      _atlas_raster_erase (raster);
    }
}

static void
outline_lines (cairo_t         *cr,
               const AtlasPath *lines,
               double           line_width)
{
  AtlasRaster *raster;
  AtlasTarget target;

  if (lines->runs->len == 0)
    return;
  _atlas_target_init (&target, cr);
  raster = _atlas_raster_new (&target);
  if (raster != NULL)
    {
      outline_pixels (raster, lines, line_width);
      _atlas_raster_free (raster);
      return;
    }
  cairo_new_path (cr);
  _atlas_path_trace (lines, 0, lines->runs->len, cr);
  outline_path (cr, line_width);
}

static void
outline_marker (cairo_t           *cr,
                const AtlasMarker *marker,
                double             marker_size,
                double             zoom,
                double             x,
                double             y)
{
  gboolean drawn = marker->visible && marker->shape != ATLAS_MARKER_NONE;
  gboolean ring = marker->shape == ATLAS_MARKER_RING || marker->shape == ATLAS_MARKER_DOUBLE_RING;
  double size = drawn ? marker_size : 6.0;
  double skin = drawn && !ring ? atlas_zoom_ramp_at (&marker->stroke_width, zoom) : 0.0;

  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_WINDING);
  _atlas_marker_trace (cr, marker->shape, size, skin + HIGHLIGHT_WIDTH + HIGHLIGHT_CASING, x, y);
  _atlas_set_color (cr, &CASING, 1.0);
  cairo_fill (cr);
  _atlas_marker_trace (cr, marker->shape, size, skin + HIGHLIGHT_WIDTH, x, y);
  _atlas_set_color (cr, &HIGHLIGHT, 1.0);
  cairo_fill (cr);
  _atlas_marker_trace (cr, marker->shape, size, skin, x, y);
  cairo_set_operator (cr, CAIRO_OPERATOR_CLEAR);
  cairo_fill (cr);
  cairo_set_operator (cr, CAIRO_OPERATOR_OVER);
}

static void
outline_feature (cairo_t               *cr,
                 AtlasTable            *table,
                 gsize                  feature,
                 AtlasStyleMatcher     *matcher,
                 const AtlasRule       *rule,
                 const AtlasView       *view,
                 const AtlasProjection *window)
{
  static const AtlasMarker no_marker = { 0 };
  gsize n_parts = atlas_table_get_n_parts (table, feature);
  double size = rule != NULL ? atlas_style_matcher_size (matcher, rule, feature, view->zoom) : 0.0;
  double width = rule != NULL ? get_stroke_width (matcher, rule, feature, view->zoom) : 0.0;
  AtlasPath scratch, lines;
  gboolean area = FALSE;

  _atlas_path_init (&scratch);
  _atlas_path_init (&lines);
  for (gsize i = 0; i < n_parts; i++)
    {
      AtlasPart part;

      atlas_table_get_part (table, feature, i, &part);
      _atlas_path_project_near (window, &part,
                                part.kind != ATLAS_PART_POINTS ? atlas_table_get_runs (table, feature, i) : NULL,
                                &scratch);
      if (part.kind != ATLAS_PART_POINTS)
        {
          area = area || part.kind != ATLAS_PART_LINE;
          _atlas_path_append_line (&lines, window, (const AtlasVec *) (void *) scratch.points->data,
                                   scratch.points->len, part.kind != ATLAS_PART_LINE);
          continue;
        }
      for (guint k = 0; k < scratch.points->len; k++)
        {
          AtlasVec at = g_array_index (scratch.points, AtlasVec, k);

          if (at.x >= window->left && at.x <= window->right && at.y >= window->top && at.y <= window->bottom)
            outline_marker (cr, rule != NULL ? &rule->marker : &no_marker, size, view->zoom, at.x, at.y);
        }
    }

  outline_lines (cr, &lines, area ? 0.0 : MAX (1.0, width));
  _atlas_path_clear (&scratch);
  _atlas_path_clear (&lines);
}

void
atlas_painter_paint_highlight (cairo_t         *cr,
                               AtlasTable      *table,
                               AtlasStyle      *style,
                               gsize            feature,
                               const AtlasView *view,
                               double           alpha)
{
  AtlasStyleMatcher *matcher;
  const AtlasRule *rule;
  AtlasProjection window;
  double reach;
  int from, to;

  g_return_if_fail (cr != NULL && table != NULL && style != NULL && view != NULL);
  g_return_if_fail (feature < atlas_table_get_n_features (table));

  matcher = atlas_style_matcher_new (style, table);
  rule = atlas_style_matcher_match (matcher, feature, view->zoom);
  reach = atlas_style_get_reach (style, view->zoom) + HIGHLIGHT_WIDTH + HIGHLIGHT_CASING + 2.0;
  _atlas_projection_init (&window, view, reach);
  from = (int) CLAMP (floor ((window.x + window.left) / window.size), -2.0, 2.0);
  to = (int) CLAMP (floor ((window.x + window.right) / window.size), -2.0, 2.0);

  cairo_save (cr);
  cairo_push_group (cr);
  for (int world = from; world <= to; world++)
    {
      _atlas_projection_init (&window, view, reach);
      window.x -= world * window.size;
      outline_feature (cr, table, feature, matcher, rule, view, &window);
    }
  cairo_pop_group_to_source (cr);
  cairo_paint_with_alpha (cr, alpha);
  cairo_restore (cr);
  atlas_style_matcher_free (matcher);
}

/* Which cells of the view have an outline of something small already. */
typedef struct
{
  guint8 *cells;
  int     width;
  int     height;
} Crowd;

/* Whether @feature is small and something small was outlined in its place before. */
static gboolean
is_crowded_out (Crowd                 *self,
                AtlasTable            *table,
                gsize                  feature,
                const AtlasProjection *window)
{
  AtlasExtent extent = atlas_table_get_feature_extent (table, feature);
  AtlasVec a, b;
  int x, y;

  if (!_atlas_projection_apply (window, extent.west, extent.north, &a)
      || !_atlas_projection_apply (window, extent.east, extent.south, &b) || b.x - a.x > CELL || b.y - a.y > CELL)
    return FALSE;
  x = (int) floor ((a.x + b.x) / 2.0 / CELL);
  y = (int) floor ((a.y + b.y) / 2.0 / CELL);
  if (x < 0 || y < 0 || x >= self->width || y >= self->height)
    return FALSE;
  if (self->cells[y * self->width + x] != 0)
    return TRUE;
  self->cells[y * self->width + x] = 1;

  return FALSE;
}

static gboolean
outline_features (cairo_t               *cr,
                  AtlasTable            *table,
                  GArray                *features,
                  AtlasStyleMatcher     *matcher,
                  const AtlasView       *view,
                  const AtlasProjection *window,
                  GCancellable          *cancellable)
{
  Crowd crowd = { NULL, (int) ceil (view->width / CELL), (int) ceil (view->height / CELL) };
  gboolean whole = TRUE;

  if (features->len > CROWD)
    crowd.cells = g_new0 (guint8, (gsize) crowd.width * (gsize) crowd.height + 1);
  for (guint i = 0; i < features->len && whole; i++)
    {
      guint32 feature = g_array_index (features, guint32, i);

      whole = i % CANCEL_EVERY != 0 || !g_cancellable_is_cancelled (cancellable);
      if (whole && (crowd.cells == NULL || !is_crowded_out (&crowd, table, feature, window)))
        outline_feature (cr, table, feature, matcher, atlas_style_matcher_match (matcher, feature, view->zoom), view, window);
    }
  g_free (crowd.cells);

  return whole;
}

gboolean
atlas_painter_paint_selection (cairo_t         *cr,
                               AtlasTable      *table,
                               AtlasFeatureSet *selection,
                               AtlasStyle      *style,
                               const AtlasView *view,
                               GCancellable    *cancellable)
{
  const double reach = atlas_style_get_reach (style, view->zoom) + HIGHLIGHT_WIDTH + HIGHLIGHT_CASING + 2.0;
  AtlasExtent extent = atlas_view_get_extent (view, reach);
  g_autoptr (GArray) features = atlas_table_query (table, &extent);
  g_autoptr (AtlasStyleMatcher) matcher = NULL;
  AtlasProjection window;
  gboolean whole;
  guint n = 0;

  for (guint i = 0; i < features->len; i++)
    if (atlas_feature_set_contains (selection, g_array_index (features, guint32, i)))
      g_array_index (features, guint32, n++) = g_array_index (features, guint32, i);
  g_array_set_size (features, n);
  if (n == 0)
    return TRUE;

  matcher = atlas_style_matcher_new (style, table);
  _atlas_projection_init (&window, view, reach);
  cairo_save (cr);
  cairo_push_group (cr);
  whole = outline_features (cr, table, features, matcher, view, &window, cancellable);
  cairo_pop_group_to_source (cr);
  cairo_paint (cr);
  cairo_restore (cr);

  return whole;
}

/* One arrow in the middle of a line's sample. */
static void
paint_arrow_swatch (cairo_t           *cr,
                    const AtlasStroke *stroke,
                    double             zoom,
                    gboolean           dark,
                    double             width,
                    double             height)
{
  const AtlasVec middle = { width / 2.0, height / 2.0 + atlas_zoom_ramp_at (&stroke->offset, zoom) };
  const AtlasVec towards = { stroke->arrows.backward ? -1.0 : 1.0, 0.0 };

  _atlas_set_color (cr, atlas_paint_get (&stroke->arrows.color, dark), 1.0);
  cairo_new_path (cr);
  _atlas_arrow_trace (cr, MIN (stroke->arrows.size, height), middle, towards);
  cairo_fill (cr);
}

static void
paint_line_swatch (cairo_t         *cr,
                   const AtlasRule *rule,
                   double           zoom,
                   double           value,
                   gboolean         dark,
                   double           width,
                   double           height)
{
  for (guint i = 0; i < rule->n_strokes; i++)
    {
      const AtlasStroke *stroke = &rule->strokes[i];
      double y = height / 2.0 + atlas_zoom_ramp_at (&stroke->offset, zoom);

      if (zoom < stroke->min_zoom || zoom >= stroke->max_zoom)
        continue;
      cairo_move_to (cr, 1.0, y);
      cairo_line_to (cr, width - 1.0, y);
      _atlas_set_color (cr, atlas_paint_get (&stroke->color, dark), 1.0);
      cairo_set_line_width (cr, MIN (height, atlas_size_by_at (&stroke->width_by, value,
                                                               atlas_zoom_ramp_at (&stroke->width, zoom))));
      cairo_set_dash (cr, stroke->dash, (int) stroke->n_dash, 0.0);
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
      cairo_stroke (cr);
    }
  for (guint i = 0; i < rule->n_strokes; i++)
    if (rule->strokes[i].arrows.visible && zoom >= rule->strokes[i].min_zoom && zoom < rule->strokes[i].max_zoom)
      paint_arrow_swatch (cr, &rule->strokes[i], zoom, dark, width, height);
}

static void
trace_box (cairo_t *cr,
           double   inset,
           double   width,
           double   height)
{
  double radius = MAX (0.0, MIN (3.0, MIN (width, height) / 2.0 - inset) - inset / 2.0);
  double right = width - inset, bottom = height - inset;

  cairo_new_path (cr);
  cairo_arc (cr, right - radius, inset + radius, radius, -G_PI_2, 0.0);
  cairo_arc (cr, right - radius, bottom - radius, radius, 0.0, G_PI_2);
  cairo_arc (cr, inset + radius, bottom - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, inset + radius, inset + radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

static void
paint_area_swatch (cairo_t         *cr,
                   const AtlasRule *rule,
                   double           zoom,
                   gboolean         dark,
                   double           width,
                   double           height)
{
  const double box[4] = { 0.0, 0.0, width, height };
  const AtlasColor *edge = atlas_paint_get (&rule->fill.edge_color, dark);
  double edge_width = MIN (atlas_zoom_ramp_at (&rule->fill.edge_width, zoom), MIN (width, height) / 3.0);

  trace_box (cr, 1.0, width, height);
  if (rule->fill.visible)
    {
      _atlas_set_color (cr, atlas_paint_get (&rule->fill.color, dark), 1.0);
      cairo_fill_preserve (cr);
    }
  cairo_save (cr);
  cairo_clip (cr);
  if (rule->fill.visible && rule->fill.hatch.pattern != ATLAS_HATCH_NONE)
    _atlas_hatch_draw (cr, &rule->fill.hatch, dark, box, 0.0, 0.0);
  cairo_set_dash (cr, NULL, 0, 0.0);
  for (int i = 1; rule->fill.visible && edge->alpha > 0.0f && i <= (int) edge_width; i++)
    {
      trace_box (cr, 1.0, width, height);
      _atlas_set_color (cr, edge, 1.0 / edge_width);
      cairo_set_line_width (cr, 2.0 * i);
      cairo_stroke (cr);
    }
  cairo_restore (cr);

  cairo_new_path (cr);
  for (guint i = 0; i < rule->n_strokes; i++)
    {
      const AtlasStroke *stroke = &rule->strokes[i];
      double line = MIN (3.0, atlas_zoom_ramp_at (&stroke->width, zoom));

      if (zoom < stroke->min_zoom || zoom >= stroke->max_zoom)
        continue;
      trace_box (cr, 1.0 + line / 2.0, width, height);
      _atlas_set_color (cr, atlas_paint_get (&stroke->color, dark), 1.0);
      cairo_set_line_width (cr, line);
      cairo_set_dash (cr, stroke->dash, (int) stroke->n_dash, 0.0);
      cairo_stroke (cr);
    }
}

void
atlas_painter_paint_swatch (cairo_t           *cr,
                            const AtlasRule   *rule,
                            AtlasGeometryType  kind,
                            double             zoom,
                            gboolean           dark,
                            double             width,
                            double             height)
{
  atlas_painter_paint_swatch_for (cr, rule, kind, NAN, zoom, dark, width, height);
}

void
atlas_painter_paint_swatch_for (cairo_t           *cr,
                                const AtlasRule   *rule,
                                AtlasGeometryType  kind,
                                double             value,
                                double             zoom,
                                gboolean           dark,
                                double             width,
                                double             height)
{
  const AtlasMarker *marker = &rule->marker;
  gboolean line = kind == ATLAS_GEOMETRY_LINE || kind == ATLAS_GEOMETRY_MULTI_LINE;
  gboolean area = kind == ATLAS_GEOMETRY_POLYGON || kind == ATLAS_GEOMETRY_MULTI_POLYGON;
  double skin, room, size;

  g_return_if_fail (cr != NULL && rule != NULL);

  /* A collection shows what the rule has, points first. */
  if (kind == ATLAS_GEOMETRY_COLLECTION || kind == ATLAS_GEOMETRY_NONE)
    {
      area = !marker->visible && rule->fill.visible;
      line = !marker->visible && !area;
    }

  cairo_save (cr);
  if (line)
    paint_line_swatch (cr, rule, zoom, value, dark, width, height);
  else if (area)
    paint_area_swatch (cr, rule, zoom, dark, width, height);
  else if (marker->visible)
    {
      skin = MIN (2.0, atlas_zoom_ramp_at (&marker->stroke_width, zoom));
      room = MIN (width, height) - 2.0 * skin;
      size = atlas_size_by_at (&marker->size_by, value, atlas_zoom_ramp_at (&marker->size, zoom));
      if (marker->shape == ATLAS_MARKER_RING || marker->shape == ATLAS_MARKER_DOUBLE_RING)
        room = MIN (width, height);
      _atlas_marker_draw (cr, marker, marker->icon, MIN (room, size), skin, dark, width / 2.0, height / 2.0);
    }
  cairo_restore (cr);
}
