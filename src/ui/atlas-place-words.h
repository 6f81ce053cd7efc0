/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "project/atlas-roads.h"
#include "render/atlas-view.h"

G_BEGIN_DECLS

/* What a place that somebody points at is called.  Main thread; a look at what is near, as a click takes. */

/**
 * atlas_place_words_road:
 * @view: what is shown, which tells how much a pixel is
 * @spot: (out): on a road within reach of a pointer at @lon, @lat
 * @title: (out): "Main line K12+300"
 *
 * Returns: whether there is such a road
 */
gboolean atlas_place_words_road (AtlasRoads      *roads,
                                 const AtlasView *view,
                                 double           lon,
                                 double           lat,
                                 AtlasRoadSpot   *spot,
                                 char           **title);

/**
 * atlas_place_words_here:
 * @lon: (inout): degrees; brought to what is named
 * @lat: (inout): likewise
 *
 * Returns: (transfer full): the name of the point that is shown there; else the K-number of a road within reach; else the
 *   coordinates
 */
char    *atlas_place_words_here (AtlasProject    *project,
                                 AtlasRoads      *roads,
                                 const AtlasView *view,
                                 double          *lon,
                                 double          *lat);

/** atlas_place_words_feature: Returns: (transfer full): a feature's name in the person's language; maybe "". */
char    *atlas_place_words_feature (AtlasTable *table,
                                    gsize       feature);

G_END_DECLS
