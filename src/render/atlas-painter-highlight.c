/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The outline around one feature, as the pointer passes over it, and around those that are selected.
 *
 * It follows the pointer, so a line of a million vertices must not be felt: what is far from the view is left out by runs of
 * vertices and groups of parts, and where the target is plain pixels the three strokes (rim, colour, and the room of the line
 * itself) become one pass over them.
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

/* A feature's shape in a view. */
typedef struct
{
  AtlasTable            *table;
  gsize                  feature;
  const AtlasProjection *window;
  AtlasPath              scratch;
  AtlasPath              lines;
  GArray                *spots;     /* AtlasSpot */
  gboolean               area;
  gboolean               grouped;   /* the context paints into a group of outlines alone: it may be cleared in places */
} Shape;

static void
begin_outline (cairo_t     *cr,
               const Shape *shape)
{
  if (!shape->grouped)
    cairo_push_group (cr);
}

static void
end_outline (cairo_t     *cr,
             const Shape *shape,
             double       alpha)
{
  if (shape->grouped)
    return;
  cairo_pop_group_to_source (cr);
  cairo_paint_with_alpha (cr, alpha);
}

static void
add_shape (AtlasRaster *raster,
           const Shape *shape,
           double       width)
{
  const AtlasPen pen = { width, TRUE, NULL, 0 };

  for (guint i = 0; i < shape->lines.runs->len; i++)
    {
      const AtlasRun *run = &g_array_index (shape->lines.runs, AtlasRun, i);

      _atlas_raster_add_line (raster, &pen, &g_array_index (shape->lines.points, AtlasVec, run->first), run->n, run->closed,
                              0.0);
    }
  for (guint i = 0; i < shape->spots->len; i++)
    _atlas_raster_add_spot (raster, &g_array_index (shape->spots, AtlasSpot, i), width / 2.0, 1.0);
}

/* The same as outline_path() in pixels. */
static void
outline_pixels (AtlasRaster *raster,
                const Shape *shape,
                double       line_width,
                double       alpha)
{
  double width = line_width > 0.0 ? line_width + 2.0 * HIGHLIGHT_WIDTH : HIGHLIGHT_WIDTH;
  AtlasRasterCover *rim, *inside;

  add_shape (raster, shape, width + 2.0 * HIGHLIGHT_CASING);
  rim = _atlas_raster_take_cover (raster);
  add_shape (raster, shape, width);
  inside = _atlas_raster_take_cover (raster);
  if (line_width > 0.0)
    add_shape (raster, shape, line_width);
  _atlas_raster_paint_outline (raster, rim, &CASING, inside, &HIGHLIGHT, alpha);
  _atlas_raster_cover_free (rim);
  _atlas_raster_cover_free (inside);
}

static void
outline_lines (cairo_t     *cr,
               const Shape *shape,
               double       line_width,
               double       alpha)
{
  AtlasTarget target;
  AtlasRaster *raster;

  if (shape->lines.runs->len + shape->spots->len == 0)
    return;
  _atlas_target_init (&target, cr);
  raster = _atlas_raster_new (&target);
  if (raster != NULL)
    {
      outline_pixels (raster, shape, line_width, alpha);
      _atlas_raster_free (raster);
      return;
    }
  begin_outline (cr, shape);
  cairo_new_path (cr);
  _atlas_path_trace (&shape->lines, 0, shape->lines.runs->len, cr);
  outline_path (cr, line_width);
  end_outline (cr, shape, alpha);
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

/* The points among a feature's parts: a collection may have some beside lines. */
static void
outline_points (cairo_t           *cr,
                const Shape       *shape,
                AtlasStyleMatcher *matcher,
                const AtlasRule   *rule,
                const AtlasView   *view,
                double             alpha)
{
  static const AtlasMarker no_marker = { 0 };
  const AtlasProjection *window = shape->window;
  gsize n_parts = atlas_table_get_n_parts (shape->table, shape->feature);
  double size = rule != NULL ? atlas_style_matcher_size (matcher, rule, shape->feature, view->zoom) : 0.0;

  begin_outline (cr, shape);
  for (gsize i = 0; i < n_parts; i++)
    {
      AtlasPart part;

      atlas_table_get_part (shape->table, shape->feature, i, &part);
      for (gsize v = 0; part.kind == ATLAS_PART_POINTS && v < part.n_vertices; v++)
        {
          AtlasVec at;

          if (_atlas_projection_apply (window, part.coords[2 * v], part.coords[2 * v + 1], &at) && at.x >= window->left
              && at.x <= window->right && at.y >= window->top && at.y <= window->bottom)
            outline_marker (cr, rule != NULL ? &rule->marker : &no_marker, size, view->zoom, at.x, at.y);
        }
    }
  end_outline (cr, shape, alpha);
}

static void
add_part (gsize    index,
          gpointer user_data)
{
  Shape *self = user_data;
  AtlasPart part;

  atlas_table_get_part (self->table, self->feature, index, &part);
  if (part.kind == ATLAS_PART_POINTS)
    return;
  self->area = self->area || part.kind != ATLAS_PART_LINE;
  _atlas_path_project_near (self->window, &part, atlas_table_get_runs (self->table, self->feature, index), &self->scratch);
  _atlas_path_append_line (&self->lines, self->window, (const AtlasVec *) (void *) self->scratch.points->data,
                           self->scratch.points->len, part.kind != ATLAS_PART_LINE);
}

static gboolean
is_area (AtlasGeometryType type)
{
  return type == ATLAS_GEOMETRY_POLYGON || type == ATLAS_GEOMETRY_MULTI_POLYGON;
}

static void
outline_feature (cairo_t               *cr,
                 AtlasTable            *table,
                 gsize                  feature,
                 AtlasStyleMatcher     *matcher,
                 const AtlasRule       *rule,
                 const AtlasView       *view,
                 const AtlasProjection *window,
                 double                 alpha,
                 gboolean               grouped)
{
  AtlasGeometryType type = atlas_table_get_geometry_type (table, feature);
  double width = rule != NULL ? get_stroke_width (matcher, rule, feature, view->zoom) : 0.0;
  Shape shape = { .table = table, .feature = feature, .window = window, .area = is_area (type), .grouped = grouped };
  AtlasTarget target;

  if (type == ATLAS_GEOMETRY_POINT || type == ATLAS_GEOMETRY_MULTI_POINT || type == ATLAS_GEOMETRY_COLLECTION)
    outline_points (cr, &shape, matcher, rule, view, alpha);
  if (type == ATLAS_GEOMETRY_POINT || type == ATLAS_GEOMETRY_MULTI_POINT)
    return;

  _atlas_target_init (&target, cr);
  _atlas_path_init (&shape.scratch);
  _atlas_path_init (&shape.lines);
  shape.spots = g_array_new (FALSE, FALSE, sizeof (AtlasSpot));
  _atlas_parts_visit (table, feature, window, view->scale, target.is_direct ? shape.spots : NULL, add_part, &shape);
  outline_lines (cr, &shape, shape.area ? 0.0 : MAX (1.0, width), alpha);
  _atlas_path_clear (&shape.scratch);
  _atlas_path_clear (&shape.lines);
  g_array_unref (shape.spots);
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
  for (int world = from; world <= to; world++)
    {
      _atlas_projection_init (&window, view, reach);
      window.x -= world * window.size;
      outline_feature (cr, table, feature, matcher, rule, view, &window, alpha, FALSE);
    }
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
        outline_feature (cr, table, feature, matcher, atlas_style_matcher_match (matcher, feature, view->zoom), view, window,
                         1.0, TRUE);
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
