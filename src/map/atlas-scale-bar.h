/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "map/atlas-map-sight.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_SCALE_BAR (atlas_scale_bar_get_type ())

/**
 * AtlasScaleBar:
 *
 * A bar that is a round number of metres long on the ground at the middle of the map, measured as a geodesic, not in
 * Mercator metres.
 */
G_DECLARE_FINAL_TYPE (AtlasScaleBar, atlas_scale_bar, ATLAS, SCALE_BAR, GtkWidget)

GtkWidget *atlas_scale_bar_new (void);

/** atlas_scale_bar_update: measures anew for what the map shows. */
void       atlas_scale_bar_update (AtlasScaleBar       *self,
                                   const AtlasMapSight *frame);

/** atlas_scale_bar_get_metres: Returns: how long the bar is on the ground. */
double     atlas_scale_bar_get_metres (AtlasScaleBar *self);

/** atlas_scale_bar_get_pixels: Returns: how long it is on the screen, logical pixels. */
double     atlas_scale_bar_get_pixels (AtlasScaleBar *self);

G_END_DECLS
