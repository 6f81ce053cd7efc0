/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

#include "map/atlas-map-sight.h"

G_BEGIN_DECLS

/**
 * AtlasCamera:
 *
 * Moves a map's viewport: at once or gliding, always within one world.  A new movement takes over from the one that is under
 * way; repeated steps add up.  Gliding follows the desktop's setting for animations.  Main thread.
 */
typedef struct _AtlasCamera AtlasCamera;

/** atlas_camera_new: @widget: (unowned): the widget whose size the viewport has and whose frame clock drives it. */
AtlasCamera *atlas_camera_new (GtkWidget       *widget,
                               ShumateViewport *viewport);
void         atlas_camera_free (AtlasCamera *self);

/** atlas_camera_get_frame: @frame: (out): what is shown now; zoom "still" and colours are left to the caller. */
void         atlas_camera_get_frame (AtlasCamera   *self,
                                     AtlasMapSight *frame);

/** atlas_camera_clamp: brings a viewport that was moved by others back into the world. */
void         atlas_camera_clamp (AtlasCamera *self);

/** atlas_camera_stop: ends a movement where it is. */
void         atlas_camera_stop (AtlasCamera *self);

/** atlas_camera_is_zooming: Returns: %TRUE while a movement changes the zoom. */
gboolean     atlas_camera_is_zooming (AtlasCamera *self);

/**
 * atlas_camera_go_to:
 * @x: world coordinates
 * @y: likewise
 *
 * Flies there, on the path that looks shortest (van Wijk and Nuij 2003, "Smooth and efficient zooming and panning").
 */
void         atlas_camera_go_to (AtlasCamera *self,
                                 double       x,
                                 double       y,
                                 double       zoom,
                                 gboolean     animate);

/** atlas_camera_zoom_at: changes the zoom by @steps; what lies at @x, @y (widget pixels) stays there. */
void         atlas_camera_zoom_at (AtlasCamera *self,
                                   double       x,
                                   double       y,
                                   double       steps,
                                   gboolean     animate);

/** atlas_camera_pan: moves the view by @dx, @dy widget pixels. */
void         atlas_camera_pan (AtlasCamera *self,
                               double       dx,
                               double       dy,
                               gboolean     animate);

/** atlas_camera_hold: puts a place (world coordinates) under a widget pixel, as dragging does. */
void         atlas_camera_hold (AtlasCamera *self,
                                double       x,
                                double       y,
                                double       at_x,
                                double       at_y);

/** atlas_camera_fling: lets the map glide on with a speed in widget pixels a second, slowing down. */
void         atlas_camera_fling (AtlasCamera *self,
                                 double       speed_x,
                                 double       speed_y);

/** atlas_camera_turn_north: turns north up. */
void         atlas_camera_turn_north (AtlasCamera *self,
                                      gboolean     animate);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasCamera, atlas_camera_free)

G_END_DECLS
