/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_MAP_CONTROLS (atlas_map_controls_get_type ())

/**
 * AtlasMapControls:
 *
 * The buttons on the map: compass (only on a rotated map), zoom, home.  They run the actions "map.turn-north",
 * "map.zoom-in", "map.zoom-out" and "map.home" of the widget around them.
 */
G_DECLARE_FINAL_TYPE (AtlasMapControls, atlas_map_controls, ATLAS, MAP_CONTROLS, GtkWidget)

GtkWidget *atlas_map_controls_new (void);

/** atlas_map_controls_update: @rotation: of the map, radians; shows what can be done now. */
void       atlas_map_controls_update (AtlasMapControls *self,
                                      double            rotation,
                                      gboolean          can_zoom_in,
                                      gboolean          can_zoom_out);

G_END_DECLS
