/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "route/atlas-along.h"

G_BEGIN_DECLS

/**
 * AtlasNearestItem:
 * @layer: which of the layers
 * @feature: in its table
 * @distance: metres, geodesic, from the place to the nearest point of the feature
 * @road: metres by road: to the road, over the network, and from it in a straight line; NaN without a network, infinity when no
 *   road leads there
 * @approach: of @road, the straight lines at both ends, for which no road is known
 */
typedef struct
{
  guint32 layer;
  guint32 feature;
  double  distance;
  double  road;
  double  approach;
} AtlasNearestItem;

/**
 * atlas_nearest:
 * @layers: (array length=n_layers): where to look; their tests are asked on this thread
 * @most: how many to give
 * @network: (nullable): also tells distances by road, and orders by them
 * @cancellable: (nullable)
 *
 * The features that are nearest to a place; without a network by straight line, with one by road.  By road every feature is
 * brought onto the network by the point in the middle of its extent; it costs what there is.  Any thread.
 *
 * Returns: (transfer full) (nullable) (element-type AtlasNearestItem): the nearest first, at most @most; or %NULL with
 *   %G_IO_ERROR_CANCELLED
 */
GArray *atlas_nearest (double                  lon,
                       double                  lat,
                       const AtlasAlongLayer  *layers,
                       gsize                   n_layers,
                       gsize                   most,
                       AtlasNetwork           *network,
                       GCancellable           *cancellable,
                       GError                **error);

G_END_DECLS
