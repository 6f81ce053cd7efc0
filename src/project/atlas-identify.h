/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "project/atlas-project.h"
#include "style/atlas-clusters.h"

G_BEGIN_DECLS

/** A feature that lies at a place. */
typedef struct
{
  AtlasLayer *layer;      /* (owned) */
  gsize       feature;
  double      distance;   /* metres; 0 inside an area */
} AtlasHit;

/**
 * atlas_identify:
 * @radius: metres
 * @zoom: only features that their style shows at this zoom count; NaN: all
 * @ground: also ask the basemap's named things (rivers, lakes, places, peaks, roads) after the subjects
 *
 * What lies within @radius of a place.  Topmost first: points, then lines, then areas; within a kind by the order of the
 * layers from the top, then by distance (small areas before large).  Areas that their style only outlines come last of
 * all: one looks through them.  Layers that are not visible are left out.  Main thread; costs the features near the place.
 *
 * Points that stand in a cluster at @zoom do not count (see atlas_identify_cluster()); points under heat do.
 *
 * Returns: (transfer full) (element-type AtlasHit): the hits, maybe none
 */
GPtrArray *atlas_identify (AtlasProject *project,
                           double        lon,
                           double        lat,
                           double        radius,
                           double        zoom,
                           gboolean      ground);

void       atlas_hit_free (AtlasHit *self);

/** A cluster that is shown at a place. */
typedef struct
{
  AtlasLayer  *layer;     /* (unowned) */
  guint32      count;     /* points */
  AtlasExtent  extent;    /* that they lie in */
} AtlasClusterHit;

/**
 * atlas_identify_cluster:
 * @hit: (out): the topmost cluster
 *
 * Which cluster the layers show at a place.  Points of layers above that are shown within @radius come before it.  Main
 * thread, and never waits: clusters of a large layer that are not worked out yet are not on the map either.
 *
 * Returns: %FALSE when there is none
 */
gboolean   atlas_identify_cluster (AtlasProject    *project,
                                   double           lon,
                                   double           lat,
                                   double           radius,
                                   double           zoom,
                                   AtlasClusterHit *hit);

/**
 * atlas_identify_get_clusters:
 *
 * Returns: (transfer full) (nullable): the clusters that @layer shows at @zoom; see above for when there are none
 */
AtlasClusters *atlas_identify_get_clusters (AtlasLayer *layer,
                                            double      zoom);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasHit, atlas_hit_free)

G_END_DECLS
