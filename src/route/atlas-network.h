/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "route/atlas-chainage.h"

G_BEGIN_DECLS

/**
 * AtlasNetwork:
 *
 * The segments of a layer as a graph: an edge each, nodes where they meet.  Edges are as long as the segments' K-numbers say.
 * Ends are one node when the fields from_node and to_node call them the same; ends without such a name when they are within
 * the tolerance of one another.  Lines that cross without an end there do not meet.  Immutable and ref-counted: any thread.
 */
typedef struct _AtlasNetwork AtlasNetwork;

/**
 * AtlasRoutePlace:
 * @lon: degrees
 * @lat: degrees
 * @name: (nullable): for messages
 */
typedef struct
{
  double      lon;
  double      lat;
  const char *name;
} AtlasRoutePlace;

/**
 * AtlasNetworkSpot:
 * @segment: of the chainage
 * @chainage: metres on it
 * @offset: metres, geodesic, from the place to there
 *
 * Where on the network a place is nearest to.
 */
typedef struct
{
  guint32 segment;
  double  chainage;
  double  offset;
} AtlasNetworkSpot;

/**
 * atlas_network_new:
 * @tolerance: metres; ATLAS_ROUTE_TOUCH is usual
 *
 * Returns: (transfer full): the network of the segments
 */
AtlasNetwork   *atlas_network_new (AtlasChainage *chainage,
                                   double         tolerance);

AtlasNetwork   *atlas_network_ref (AtlasNetwork *self);
void            atlas_network_unref (AtlasNetwork *self);

AtlasChainage  *atlas_network_get_chainage (AtlasNetwork *self);
guint           atlas_network_get_n_nodes (AtlasNetwork *self);

/** atlas_network_get_n_components: Returns: of how many parts that are not joined it is. */
guint           atlas_network_get_n_components (AtlasNetwork *self);

/** atlas_network_get_ends: @from: (out): the node where @segment begins; @to: (out): where it ends. */
void            atlas_network_get_ends (AtlasNetwork *self,
                                        guint         segment,
                                        guint        *from,
                                        guint        *to);

/** atlas_network_project: @spot: (out): where the network is nearest to a place, mid-edge too. */
void            atlas_network_project (AtlasNetwork     *self,
                                       double            lon,
                                       double            lat,
                                       AtlasNetworkSpot *spot);

/**
 * atlas_network_find_path:
 * @places: (array length=n_places): from, by way of, to: at least 2; each is brought onto the nearest edge
 * @spots: (out caller-allocates) (optional): room for @n_places: where they came onto the network
 *
 * The shortest way by K-length (Dijkstra 1959).  At a place by the way one may turn round.
 *
 * Returns: (transfer full) (nullable): the line travelled, segments joined in the direction of travel; or %NULL with
 *   %ATLAS_ROUTE_ERROR: no path (the message tells how far apart the two parts are), or no length
 */
AtlasRouteLine *atlas_network_find_path (AtlasNetwork           *self,
                                         const AtlasRoutePlace  *places,
                                         gsize                   n_places,
                                         AtlasNetworkSpot       *spots,
                                         GError                **error);

/**
 * AtlasReach:
 *
 * How far all of a network is from a place or from a line on it, by road.  Immutable once made; any thread; freed by its owner.
 */
typedef struct _AtlasReach AtlasReach;

/** atlas_network_reach_from_place: Returns: (transfer full): distances from where the network is nearest to a place. */
AtlasReach     *atlas_network_reach_from_place (AtlasNetwork *self,
                                                double        lon,
                                                double        lat);

/**
 * atlas_network_reach_from_line:
 *
 * Returns: (transfer full) (nullable): distances from the nearest part of @line; %NULL when none of it is of this network
 */
AtlasReach     *atlas_network_reach_from_line (AtlasNetwork   *self,
                                               AtlasRouteLine *line);
void            atlas_reach_free (AtlasReach *self);

/** atlas_reach_get_distance: Returns: metres by road to @spot; infinity when no road leads there. */
double          atlas_reach_get_distance (AtlasReach             *self,
                                          const AtlasNetworkSpot *spot);

/**
 * atlas_reach_get_exit:
 * @spot: where one wants to go
 * @leave: (out): where the shortest way there leaves the line, or the place itself; its offset is 0
 *
 * Returns: %FALSE when no road leads there
 */
gboolean        atlas_reach_get_exit (AtlasReach             *self,
                                      const AtlasNetworkSpot *spot,
                                      AtlasNetworkSpot       *leave);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasNetwork, atlas_network_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasReach, atlas_reach_free)

G_END_DECLS
