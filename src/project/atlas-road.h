/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "route/atlas-network.h"
#include "route/atlas-places.h"

G_BEGIN_DECLS

/**
 * AtlasRoad:
 * @chainage: its K-numbers
 * @network: its segments as a graph
 * @places: that one may ask the way to
 *
 * The road that the program ships, Taihang No. 1, with all that questions about it need.  Immutable; any thread.
 */
typedef struct
{
  AtlasChainage *chainage;
  AtlasNetwork  *network;
  AtlasPlaces   *places;
} AtlasRoad;

/**
 * atlas_road_get:
 *
 * Reads the road the first time, which is a worker's job, and keeps it while the program runs.
 *
 * Returns: (transfer none) (nullable): the road, or %NULL with an error when a shipped layer cannot be opened
 */
const AtlasRoad *atlas_road_get (GError **error);

G_END_DECLS
