/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

#include "map/atlas-map-view.h"
#include "map/atlas-paint-queue.h"
#include "map/atlas-scale-bar.h"

G_BEGIN_DECLS

/* For tests and benches. */

/** _atlas_map_view_get_n_blank: Returns: how often so far a layer had nothing to show in a part of the view. */
guint            _atlas_map_view_get_n_blank (AtlasMapView *self);
AtlasPaintQueue *_atlas_map_view_get_queue (AtlasMapView *self);
ShumateMap      *_atlas_map_view_get_map (AtlasMapView *self);

AtlasScaleBar   *_atlas_map_view_get_scale_bar (AtlasMapView *self);

/** _atlas_map_view_get_slowest: Returns: the longest that anything of ours took on the main loop so far, microseconds. */
gint64           _atlas_map_view_get_slowest (AtlasMapView *self);

/** _atlas_map_view_get_bytes: Returns: the bytes of painted blocks that are kept. */
gsize            _atlas_map_view_get_bytes (AtlasMapView *self);

G_END_DECLS
