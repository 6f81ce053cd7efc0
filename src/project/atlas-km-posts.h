/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "project/atlas-layer.h"

G_BEGIN_DECLS

/**
 * atlas_km_posts_get:
 * @table: (out) (transfer none): a point for each whole kilometre of each segment that @layer shows; fields k ("K12") and level
 *   (50, 10, 5 or 1: the greatest that divides the kilometre)
 * @style: (out) (transfer none): how they look
 *
 * The km posts that are drawn over a layer, as a part of it: they are neither clicked nor found.  Made when first asked for and
 * kept with the layer.  Main thread.
 *
 * Returns: whether @layer has posts: only the shipped road does
 */
gboolean atlas_km_posts_get (AtlasLayer  *layer,
                             AtlasTable **table,
                             AtlasStyle **style);

G_END_DECLS
