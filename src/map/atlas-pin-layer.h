/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

#include "map/atlas-map-sight.h"

G_BEGIN_DECLS

/** How many pins a map shows at most; further ones are left out, for nobody can tell so many apart. */
#define ATLAS_PINS_MOST 300

/**
 * AtlasMapPin:
 * @lon: degrees
 * @lat: degrees
 * @text: what stands on it: a number, or two for a place that is passed twice
 * @strong: it is filled, as a stop of a journey is
 */
typedef struct
{
  double      lon;
  double      lat;
  const char *text;
  gboolean    strong;
} AtlasMapPin;

#define ATLAS_TYPE_PIN_LAYER (atlas_pin_layer_get_type ())

/**
 * AtlasPinLayer:
 *
 * Numbered pins on the map, all drawn by one widget.  They stand upright on a rotated map.  Main thread.
 */
G_DECLARE_FINAL_TYPE (AtlasPinLayer, atlas_pin_layer, ATLAS, PIN_LAYER, ShumateLayer)

AtlasPinLayer *atlas_pin_layer_new (ShumateViewport *viewport);

/** atlas_pin_layer_set_pins: @pins: (array length=n): the first lie over the later ones; copied. */
void           atlas_pin_layer_set_pins (AtlasPinLayer     *self,
                                         const AtlasMapPin *pins,
                                         gsize              n);

/** atlas_pin_layer_set_chosen: @index: the pin that stands out, or -1. */
void           atlas_pin_layer_set_chosen (AtlasPinLayer *self,
                                           int            index);

/** atlas_pin_layer_find: @x, @y: widget pixels.  Returns: the pin there, or -1. */
int            atlas_pin_layer_find (AtlasPinLayer *self,
                                     double         x,
                                     double         y);

/** atlas_pin_layer_update: takes note of what the map shows now. */
void           atlas_pin_layer_update (AtlasPinLayer       *self,
                                       const AtlasMapSight *frame);

G_END_DECLS
