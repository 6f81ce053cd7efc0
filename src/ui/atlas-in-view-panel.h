/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "map/atlas-map-view.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_IN_VIEW_PANEL (atlas_in_view_panel_get_type ())

/**
 * AtlasInViewPanel:
 *
 * What is in view, as a list that the keyboard walks and assistive technology reads: of each layer, from the top, the features
 * with their kind, and how far and in which direction they lie from the middle of the map.  It follows the map when that stands
 * still.  What is chosen stands out on the map.  Main thread.
 *
 * Signals: "close"; "told" (#AtlasLayer, guint64 feature, double lon, double lat): a card is wanted at that place.
 */
G_DECLARE_FINAL_TYPE (AtlasInViewPanel, atlas_in_view_panel, ATLAS, IN_VIEW_PANEL, AdwBin)

GtkWidget *atlas_in_view_panel_new (AtlasProject *project,
                                    AtlasMapView *map);

/** atlas_in_view_panel_begin: lists what is in view now and from now on, and takes the keyboard. */
void       atlas_in_view_panel_begin (AtlasInViewPanel *self);

/** atlas_in_view_panel_leave: no longer follows the map; nothing stands out on it. */
void       atlas_in_view_panel_leave (AtlasInViewPanel *self);

/** atlas_in_view_panel_resume: takes the keyboard back to the chosen line, which stands out again. */
void       atlas_in_view_panel_resume (AtlasInViewPanel *self);

G_END_DECLS
