/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "map/atlas-map-view.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_PLACE_POPOVER (atlas_place_popover_get_type ())

/**
 * AtlasPlacePopover:
 *
 * A pin at a place on the map, with its coordinates in the forms that people use; each can be copied.  It follows the map and
 * closes when the place leaves the view.
 */
G_DECLARE_FINAL_TYPE (AtlasPlacePopover, atlas_place_popover, ATLAS, PLACE_POPOVER, GtkPopover)

/** atlas_place_popover_new: @parent: the widget that the map fills. */
AtlasPlacePopover *atlas_place_popover_new (GtkWidget    *parent,
                                            AtlasMapView *map);

/** atlas_place_popover_show: @title: (nullable): what is there; @lon, @lat: degrees. */
void               atlas_place_popover_show (AtlasPlacePopover *self,
                                             const char        *title,
                                             double             lon,
                                             double             lat);

/** atlas_place_format_dms: Returns: (transfer full): "36°11′16.8″ N, 113°06′25.2″ E": the same in every language. */
char              *atlas_place_format_dms (double lon,
                                           double lat);

G_END_DECLS
