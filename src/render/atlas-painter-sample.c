/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The painter's samples of classes in legends and rows.
 *
 * Threads: any; a call shares nothing. */

#include "render/atlas-painter-private.h"

#include <math.h>

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
