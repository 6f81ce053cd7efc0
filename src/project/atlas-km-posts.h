/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "project/atlas-layer.h"

G_BEGIN_DECLS

/**
 * atlas_km_posts_get:
 * @table: (out) (transfer none): a point for each whole kilometre of each segment that @layer shows; fields k ("K12") and level
 *   (50, 10, 5 or 1: the greatest that divides the kilometre)
 * @style: (out) (transfer none): how they look
 *
 * The km posts that are drawn over a layer, as a part of it: they are neither clicked nor found.  Made when first asked for and
 * kept with the layer, which takes some ten milliseconds: whoever may not wait calls atlas_km_posts_prepare() before.  Main thread.
 *
 * Returns: whether @layer has posts: only the shipped road does, and none while they are being prepared
 */
gboolean atlas_km_posts_get (AtlasLayer  *layer,
                             AtlasTable **table,
                             AtlasStyle **style);

/**
 * atlas_km_posts_prepare:
 * @callback: called on the main thread when the posts are made; it calls atlas_km_posts_prepare_finish()
 *
 * Has the posts of a layer made by a worker.
 *
 * Returns: %FALSE when there is nothing to do: @layer has no posts, has them already, or they are under way; then @callback is
 *   not called
 */
gboolean atlas_km_posts_prepare (AtlasLayer          *layer,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);

/** atlas_km_posts_prepare_finish: gives @layer the posts. */
void     atlas_km_posts_prepare_finish (AtlasLayer   *layer,
                                        GAsyncResult *result);

G_END_DECLS
