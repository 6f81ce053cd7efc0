/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "geo/atlas-measure.h"
#include "map/atlas-map-view.h"

G_BEGIN_DECLS

/** What is measured. */
typedef enum
{
  ATLAS_MEASURE_DISTANCE,
  ATLAS_MEASURE_AREA,
  ATLAS_MEASURE_PLACE,          /* the coordinates of one place */
} AtlasMeasureMode;

#define ATLAS_TYPE_MEASURE_LAYER (atlas_measure_layer_get_type ())

/**
 * AtlasMeasureLayer:
 *
 * What a person draws to measure: a line, an outline or a place over the map, as shortest lines on the ellipsoid, with the length
 * of each segment beside it.  While it is being drawn a line follows the pointer, or the middle of the map for those who use
 * keys.  Main thread.
 *
 * Signal: "changed" (no arguments): what was measured is another, or the pointer moved.
 */
G_DECLARE_FINAL_TYPE (AtlasMeasureLayer, atlas_measure_layer, ATLAS, MEASURE_LAYER, GtkWidget)

/** atlas_measure_layer_new: @map: (unowned): gets it as an overlay. */
AtlasMeasureLayer *atlas_measure_layer_new (AtlasMapView *map);

/** atlas_measure_layer_set_mode: begins anew, but for the vertices of a line that are an outline's as well. */
void               atlas_measure_layer_set_mode (AtlasMeasureLayer *self,
                                                 AtlasMeasureMode   mode);
AtlasMeasureMode   atlas_measure_layer_get_mode (AtlasMeasureLayer *self);

/** atlas_measure_layer_set_unit: that lengths are written in. */
void               atlas_measure_layer_set_unit (AtlasMeasureLayer *self,
                                                 AtlasLengthUnit    unit);

/** atlas_measure_layer_add: a vertex; after the end it begins anew.  The same place twice counts once. */
void               atlas_measure_layer_add (AtlasMeasureLayer *self,
                                            double             lon,
                                            double             lat);

/** atlas_measure_layer_undo: takes the last vertex back, or the end.  Returns: %FALSE when there is nothing to take back. */
gboolean           atlas_measure_layer_undo (AtlasMeasureLayer *self);

/** atlas_measure_layer_finish: ends the drawing; what was measured stays until the next vertex. */
void               atlas_measure_layer_finish (AtlasMeasureLayer *self);
gboolean           atlas_measure_layer_is_finished (AtlasMeasureLayer *self);
void               atlas_measure_layer_clear (AtlasMeasureLayer *self);

/** atlas_measure_layer_set_pointer: @lon, @lat: where the next vertex would be; NaN: nowhere. */
void               atlas_measure_layer_set_pointer (AtlasMeasureLayer *self,
                                                    double             lon,
                                                    double             lat);

/** atlas_measure_layer_set_aim: whether the next vertex would be in the middle of the map, which is marked then. */
void               atlas_measure_layer_set_aim (AtlasMeasureLayer *self,
                                                gboolean           aim);

/** atlas_measure_layer_get_points: Returns: (transfer none) (array): 2 × @n doubles: the vertices that were set. */
const double      *atlas_measure_layer_get_points (AtlasMeasureLayer *self,
                                                   gsize             *n);

/** atlas_measure_layer_get_live: Returns: (transfer full) (element-type double): the vertices, and the next one where the pointer
 * is while the drawing goes on. */
GArray            *atlas_measure_layer_get_live (AtlasMeasureLayer *self);

G_END_DECLS
