/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "geo/atlas-extent.h"

G_BEGIN_DECLS

/**
 * AtlasView:
 * @lon: of the middle, degrees
 * @lat: of the middle, degrees
 * @zoom: 256-pixel Web Mercator zoom, fractional
 * @width: logical pixels
 * @height: logical pixels
 * @scale: device pixels in a logical one
 * @dark: which colours
 *
 * A rectangle of the map on a screen or a picture, north up.  Plain data, copied freely.
 */
typedef struct
{
  double   lon;
  double   lat;
  double   zoom;
  int      width;
  int      height;
  double   scale;
  gboolean dark;
} AtlasView;

/** atlas_view_to_pixel: @x, @y: (out): where a place (degrees) lies, logical pixels from the top left. */
void        atlas_view_to_pixel (const AtlasView *self,
                                 double           lon,
                                 double           lat,
                                 double          *x,
                                 double          *y);

/** atlas_view_to_place: the inverse: @lon, @lat: (out): degrees. */
void        atlas_view_to_place (const AtlasView *self,
                                 double           x,
                                 double           y,
                                 double          *lon,
                                 double          *lat);

/** atlas_view_get_extent: @margin: logical pixels added on all sides.  Returns: what it shows, clamped to the world. */
AtlasExtent atlas_view_get_extent (const AtlasView *self,
                                   double           margin);

/** atlas_view_fit: sets middle and zoom (at most @max_zoom) so that @extent fills the view but for @padding logical pixels. */
void        atlas_view_fit (AtlasView         *self,
                            const AtlasExtent *extent,
                            double             padding,
                            double             max_zoom);

/** atlas_view_clamp: keeps the view within one world: raises the zoom until the world fills it, then moves the middle. */
void        atlas_view_clamp (AtlasView *self);

G_END_DECLS
