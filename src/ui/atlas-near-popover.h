/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "map/atlas-map-view.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_NEAR_POPOVER (atlas_near_popover_get_type ())

/**
 * AtlasNearPopover:
 *
 * What is nearest to a place on the map, in a straight line or by road, with the distances both ways.  It opens at the place when
 * the answer is there.
 *
 * Signal: "told" (#AtlasLayer, guint64 feature, double lon, double lat): the map is to go there.
 */
G_DECLARE_FINAL_TYPE (AtlasNearPopover, atlas_near_popover, ATLAS, NEAR_POPOVER, GtkPopover)

/** atlas_near_popover_new: @parent: the widget that the map fills. */
AtlasNearPopover *atlas_near_popover_new (GtkWidget    *parent,
                                          AtlasMapView *map);

/**
 * atlas_near_popover_ask:
 * @layers: (element-type AtlasLayer): where to look
 * @title: what the place is called
 */
void              atlas_near_popover_ask (AtlasNearPopover *self,
                                          GPtrArray        *layers,
                                          const char       *title,
                                          double            lon,
                                          double            lat);

G_END_DECLS
