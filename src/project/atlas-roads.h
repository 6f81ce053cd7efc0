/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "project/atlas-project.h"
#include "route/atlas-chainage.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_ROADS (atlas_roads_get_type ())

/**
 * AtlasRoads:
 *
 * The roads with K-numbers that a project shows: which is under the pointer, and at which K.  The K-numbers of a layer are worked
 * out by a worker when it is first asked about; until then it has none.  They are those of the segments, as on the km posts.
 *
 * Signal: "changed": the K-numbers of another layer are there.  Main thread.
 */
G_DECLARE_FINAL_TYPE (AtlasRoads, atlas_roads, ATLAS, ROADS, GObject)

/**
 * AtlasRoadSpot:
 * @layer: (unowned): of the road
 * @segment: of its chainage, which the layer keeps
 * @measure: metres of K on the segment
 * @lon: of the place on the road, degrees
 * @lat: likewise
 * @offset: metres from there to the place that was asked about
 */
typedef struct
{
  AtlasLayer                 *layer;
  const AtlasChainageSegment *segment;
  double                      measure;
  double                      lon;
  double                      lat;
  double                      offset;
} AtlasRoadSpot;

AtlasRoads *atlas_roads_new (AtlasProject *project);

/**
 * atlas_roads_find:
 * @radius: metres
 * @spot: (out): on the nearest road that is shown
 *
 * Returns: %FALSE when there is none within @radius, or none whose K-numbers are known yet
 */
gboolean    atlas_roads_find (AtlasRoads    *self,
                              double         lon,
                              double         lat,
                              double         radius,
                              AtlasRoadSpot *spot);

/** atlas_roads_find_on: the same on one feature, however far.  Returns: %FALSE when it is no such road, or not known yet. */
gboolean    atlas_roads_find_on (AtlasRoads    *self,
                                 AtlasLayer    *layer,
                                 gsize          feature,
                                 double         lon,
                                 double         lat,
                                 AtlasRoadSpot *spot);

/** atlas_road_spot_dup_k: @pixel: metres, which the K is not finer than.  Returns: (transfer full): "K12+300". */
char       *atlas_road_spot_dup_k (const AtlasRoadSpot *self,
                                   double               pixel);

/** atlas_road_spot_get_role: Returns: (transfer none) (nullable): "main line" in the person's language, or its section. */
const char *atlas_road_spot_get_role (const AtlasRoadSpot *self);

/** atlas_road_spot_get_name: Returns: (transfer none): of the segment, in the person's language if it has one; maybe "". */
const char *atlas_road_spot_get_name (const AtlasRoadSpot *self);

G_END_DECLS
