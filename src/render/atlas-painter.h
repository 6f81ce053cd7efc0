/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "data/atlas-table.h"
#include "render/atlas-view.h"
#include "style/atlas-style.h"

G_BEGIN_DECLS

/* The one painter: for screen blocks, pictures and paper.  Any thread; a cairo context belongs to one thread. */

/**
 * atlas_painter_paint_layer:
 * @cr: user space is the view's logical pixels; clipped by the caller where it matters
 * @view: what is painted; features that reach into it are painted whole, so neighbouring views fit together seamlessly
 * @cancellable: (nullable): looked at between features
 *
 * Paints all features of a layer that show in @view, without names.  Vertices that make no visible difference at this zoom
 * are left out; a feature smaller than a pixel costs a pixel.
 *
 * Returns: %FALSE when it was cancelled
 */
gboolean atlas_painter_paint_layer (cairo_t         *cr,
                                    AtlasTable      *table,
                                    AtlasStyle      *style,
                                    const AtlasView *view,
                                    GCancellable    *cancellable);

/**
 * atlas_painter_paint_ground:
 *
 * Fills the view with the ground colour (what is neither land nor lake).
 */
void     atlas_painter_paint_ground (cairo_t         *cr,
                                     const AtlasView *view);

/**
 * atlas_painter_paint_highlight:
 * @feature: a feature of @table
 * @style: its layer's: the outline goes around its symbol
 * @alpha: 1 for a selection, 0.6 for hovering
 *
 * Outlines one feature in the selection colour (#FFB000, 3 px) on a white casing; the thing itself is not recoloured.
 */
void     atlas_painter_paint_highlight (cairo_t         *cr,
                                        AtlasTable      *table,
                                        AtlasStyle      *style,
                                        gsize            feature,
                                        const AtlasView *view,
                                        double           alpha);

/**
 * atlas_painter_paint_selection:
 * @table: the layer's; what a filter hides is not outlined
 * @selection: of its features
 * @style: the layer's: outlines go around the symbols
 *
 * Outlines features as atlas_painter_paint_highlight() does.  Costs those that are in the view; where there are thousands, small
 * ones in the same place are outlined once.
 *
 * Returns: %FALSE when cancelled: then only some are
 */
gboolean atlas_painter_paint_selection (cairo_t         *cr,
                                        AtlasTable      *table,
                                        AtlasFeatureSet *selection,
                                        AtlasStyle      *style,
                                        const AtlasView *view,
                                        GCancellable    *cancellable);

/**
 * atlas_painter_paint_swatch:
 * @rule: the class to show
 * @kind: the layer's geometry: whether a dot, a line or an area is drawn
 * @zoom: at whose sizes
 *
 * Draws the sample of a class for legends and rows, in the middle of @width × @height logical pixels.
 */
void     atlas_painter_paint_swatch (cairo_t           *cr,
                                     const AtlasRule   *rule,
                                     AtlasGeometryType  kind,
                                     double             zoom,
                                     gboolean           dark,
                                     double             width,
                                     double             height);

/**
 * atlas_painter_paint_swatch_for:
 * @value: of the field that gives sizes or widths; NaN for none
 *
 * The same for a class whose sizes depend on a field: the sample of one value.
 */
void     atlas_painter_paint_swatch_for (cairo_t           *cr,
                                         const AtlasRule   *rule,
                                         AtlasGeometryType  kind,
                                         double             value,
                                         double             zoom,
                                         gboolean           dark,
                                         double             width,
                                         double             height);

/** atlas_painter_paint_density_swatch: the sample of points drawn together: shades from few to many, or a cluster's disc. */
void     atlas_painter_paint_density_swatch (cairo_t            *cr,
                                             const AtlasDensity *density,
                                             gboolean            dark,
                                             double              width,
                                             double              height);

G_END_DECLS
