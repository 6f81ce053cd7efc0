/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "map/atlas-map-view.h"
#include "map/atlas-measure-layer.h"
#include "ui/atlas-prefs.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_MEASURE_BAR (atlas_measure_bar_get_type ())

/**
 * AtlasMeasureBar:
 *
 * Measures on the map: what is measured, the result, its unit, what can be done with it.  While it is visible the map's clicks and
 * some keys are its own: a click or the space bar sets a vertex, a double click or Enter ends, Backspace or Ctrl+Z takes one back,
 * Escape leaves.  Units are kept in the settings.
 *
 * Signals: "message" (string: to be told), "shape" (no arguments: an outline was drawn to its end).
 */
G_DECLARE_FINAL_TYPE (AtlasMeasureBar, atlas_measure_bar, ATLAS, MEASURE_BAR, AdwBin)

/** atlas_measure_bar_new: invisible at first. */
GtkWidget    *atlas_measure_bar_new (AtlasMapView *map,
                                     AtlasPrefs   *prefs);

/** atlas_measure_bar_begin: shows the bar with @mode chosen, and gives the map the keyboard. */
void          atlas_measure_bar_begin (AtlasMeasureBar  *self,
                                       AtlasMeasureMode  mode);

/** atlas_measure_bar_begin_at: begins to measure a distance from a place, degrees. */
void          atlas_measure_bar_begin_at (AtlasMeasureBar *self,
                                          double           lon,
                                          double           lat);

/**
 * atlas_measure_bar_get_shape:
 * @n: (out): how many vertices
 *
 * Returns: (transfer none) (nullable) (array): 2 × @n doubles: the outline that was last drawn to its end, also after the bar was
 *   closed
 */
const double *atlas_measure_bar_get_shape (AtlasMeasureBar *self,
                                           gsize           *n);

G_END_DECLS
