/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_MAP_SOURCE (atlas_map_source_get_type ())

/**
 * AtlasMapSource:
 *
 * The grid that the map's viewport reckons with: Web Mercator, 256 pixels at zoom 0, up to zoom 20.  It has no tiles and
 * never fetches any.
 */
G_DECLARE_FINAL_TYPE (AtlasMapSource, atlas_map_source, ATLAS, MAP_SOURCE, ShumateMapSource)

ShumateMapSource *atlas_map_source_new (void);

G_END_DECLS
