/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "map/atlas-map-view.h"
#include "project/atlas-journey.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_ROAD_PANEL (atlas_road_panel_get_type ())

/**
 * AtlasRoadPanel:
 *
 * What lies along the road, in the order of travel: one chooses from where to where, a section, or a line on the map; the list
 * follows, with numbered pins on the map; what is ticked becomes a journey with times.  Main thread.
 *
 * Signals: "close"; "message" (text: what happened, for a person); "told" (#AtlasLayer (nullable), guint64 feature, double lon,
 * double lat, gboolean fly: whether the map goes there): a card is wanted; "changed": what is asked or where one stops changed.
 */
G_DECLARE_FINAL_TYPE (AtlasRoadPanel, atlas_road_panel, ATLAS, ROAD_PANEL, AdwBin)

GtkWidget *atlas_road_panel_new (AtlasProject *project,
                                 AtlasMapView *map);

/** atlas_road_panel_begin: puts the keyboard where one begins to type, and the pins back on the map. */
void       atlas_road_panel_begin (AtlasRoadPanel *self);

/** atlas_road_panel_leave: takes what it shows off the map. */
void       atlas_road_panel_leave (AtlasRoadPanel *self);

/** atlas_road_panel_follow: lists what lies along a line of @layer. */
void       atlas_road_panel_follow (AtlasRoadPanel *self,
                                    AtlasLayer     *layer,
                                    gsize           feature);

/** atlas_road_panel_pick: chooses what the pin at @x, @y (pixels of the map) stands for.  Returns: whether there is one. */
gboolean   atlas_road_panel_pick (AtlasRoadPanel *self,
                                  double          x,
                                  double          y);

/** atlas_road_panel_get_journey: Returns: (transfer full) (nullable): what is asked and where one stops; %NULL: nothing yet. */
AtlasJourney *atlas_road_panel_get_journey (AtlasRoadPanel *self);

/** atlas_road_panel_set_journey: asks what @journey asks; where one stops follows with the answer.  For a new panel. */
void       atlas_road_panel_set_journey (AtlasRoadPanel     *self,
                                         const AtlasJourney *journey);

G_END_DECLS
