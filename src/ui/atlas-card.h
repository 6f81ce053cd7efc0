/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "map/atlas-map-view.h"
#include "project/atlas-roads.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_CARD (atlas_card_get_type ())

/**
 * AtlasCard:
 *
 * What a feature is, in a popover at its place on the map: symbol, name, kind, fields, how exact and where from.  With
 * several features at a place it leafs through them.  It highlights the one that it tells about, follows the map, and
 * closes when the place leaves the view or the layer leaves the project.
 *
 * Signal: "along" (#AtlasLayer, guint64 feature): what lies along that line is wanted.
 */
G_DECLARE_FINAL_TYPE (AtlasCard, atlas_card, ATLAS, CARD, GtkPopover)

/** atlas_card_new: @parent: the widget that the map fills; @project: whose layers are told about. */
AtlasCard *atlas_card_new (GtkWidget    *parent,
                           AtlasMapView *map,
                           AtlasProject *project);

/** atlas_card_set_roads: whose K-numbers it tells. */
void       atlas_card_set_roads (AtlasCard  *self,
                                 AtlasRoads *roads);

/**
 * atlas_card_show:
 * @hits: (transfer full) (element-type AtlasHit): at least one
 * @lon, @lat: the place that was asked about, degrees
 * @keyboard: puts the keyboard focus into the card
 */
void       atlas_card_show (AtlasCard *self,
                            GPtrArray *hits,
                            double     lon,
                            double     lat,
                            gboolean   keyboard);

/** atlas_card_get_place: @lon, @lat: (out): the place told about.  Returns: %FALSE when the card is closed. */
gboolean   atlas_card_get_place (AtlasCard *self,
                                 double    *lon,
                                 double    *lat);

/** atlas_card_get_feature: @feature: (out): its number.  Returns: (transfer none) (nullable): the layer of the feature that is told
 * about; %NULL when the card is closed. */
AtlasLayer *atlas_card_get_feature (AtlasCard *self,
                                    gsize     *feature);

G_END_DECLS
