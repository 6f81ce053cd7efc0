/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <graphene.h>
#include <glib.h>

#include "render/atlas-view.h"

G_BEGIN_DECLS

/**
 * AtlasMapFrame:
 * @x: of the middle, world coordinates (0 to 1, see geo/atlas-mercator.h)
 * @y: likewise
 * @zoom: fractional
 * @rotation: radians, clockwise
 * @width: logical pixels
 * @height: logical pixels
 * @scale: device pixels in a logical one
 * @dark: which colours
 * @still: the zoom rests, so what is painted now is worth painting exactly
 * @hold: nothing is to be drawn yet
 * @ahead: also paint what may be seen next
 *
 * What the map shows in one frame: the same for all of its layers.  Plain data, copied freely.
 */
typedef struct
{
  double   x;
  double   y;
  double   zoom;
  double   rotation;
  int      width;
  int      height;
  int      scale;
  gboolean dark;
  gboolean still;
  gboolean hold;
  gboolean ahead;
} AtlasMapFrame;

/**
 * atlas_map_frame_get_origin:
 * @x: (out): world pixels at the frame's zoom that lie at the widget's left edge before the rotation
 * @y: (out): likewise at the top
 *
 * On a map that is not rotated the origin lies on a whole device pixel, so blocks that are painted on the pixel grid of the
 * world are shown without resampling.
 */
void     atlas_map_frame_get_origin (const AtlasMapFrame *self,
                                     double              *x,
                                     double              *y);

/**
 * atlas_map_frame_get_box:
 * @margin: logical pixels added on all sides
 *
 * Returns: the box in widget pixels (before the rotation) that holds all that shows; larger than the widget when rotated
 */
graphene_rect_t atlas_map_frame_get_box (const AtlasMapFrame *self,
                                         double               margin);

/** atlas_map_frame_get_box_view: @margin: as for atlas_map_frame_get_box().  Returns: that box as a view, north up. */
AtlasView atlas_map_frame_get_box_view (const AtlasMapFrame *self,
                                    double               margin);

/** atlas_map_frame_to_widget: @lon, @lat: degrees.  @x, @y: (out): widget pixels, rotation included. */
void     atlas_map_frame_to_widget (const AtlasMapFrame *self,
                                    double               lon,
                                    double               lat,
                                    double              *x,
                                    double              *y);

/** atlas_map_frame_to_world: @x, @y: (inout): from widget pixels, rotation included, to world coordinates. */
void     atlas_map_frame_to_world (const AtlasMapFrame *self,
                                   double              *x,
                                   double              *y);

/**
 * atlas_map_frame_clamp:
 *
 * Keeps the frame within one world: raises the zoom until the world fills it, then moves the middle.
 */
void     atlas_map_frame_clamp (AtlasMapFrame *self);

/**
 * atlas_map_frame_anchor:
 * @x: world coordinates of a place
 * @y: likewise
 * @at_x: widget pixels
 * @at_y: likewise
 *
 * Moves the middle so that the place shows there.
 */
void     atlas_map_frame_anchor (AtlasMapFrame *self,
                                 double         x,
                                 double         y,
                                 double         at_x,
                                 double         at_y);

/** atlas_map_frame_same_place: Returns: %TRUE when both show the same, device pixel by device pixel. */
gboolean atlas_map_frame_same_place (const AtlasMapFrame *self,
                                     const AtlasMapFrame *other);

G_END_DECLS
