/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "map/atlas-map-view.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_LEGEND_CARD (atlas_legend_card_get_type ())

/**
 * AtlasLegendCard:
 *
 * The legend over the map: a button while it is closed, else a card with the layers' classes, which follows the map, its layers
 * and their styles by itself.
 *
 * Properties, both with notify: "open"; "in-view": only what is in view, else all that the layers have.
 */
G_DECLARE_FINAL_TYPE (AtlasLegendCard, atlas_legend_card, ATLAS, LEGEND_CARD, GtkWidget)

/** atlas_legend_card_new: @map: whose view counts; outlives the card. */
GtkWidget *atlas_legend_card_new (AtlasMapView *map,
                                  AtlasProject *project);

G_END_DECLS
