/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "project/atlas-project.h"

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
 * Returns: (transfer full) (element-type AtlasHit): the hits, maybe none
 */
GPtrArray *atlas_identify (AtlasProject *project,
                           double        lon,
                           double        lat,
                           double        radius,
                           double        zoom,
                           gboolean      ground);

void       atlas_hit_free (AtlasHit *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasHit, atlas_hit_free)

G_END_DECLS
