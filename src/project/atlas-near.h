/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "data/atlas-table.h"

G_BEGIN_DECLS

/**
 * AtlasNearItem:
 * @layer: which of the tables
 * @feature: in it
 * @distance: metres in a straight line
 * @road: metres by way of Taihang No. 1, straight to the road and from it; infinity when no road leads there
 */
typedef struct
{
  guint   layer;
  guint32 feature;
  double  distance;
  double  road;
} AtlasNearItem;

/**
 * AtlasNear:
 * @by_line: (element-type AtlasNearItem): the nearest in a straight line, the nearest first
 * @by_road: (element-type AtlasNearItem): the nearest by road, likewise; only those that a road leads to
 * @road_offset: metres from the place to the road
 *
 * What is nearest to a place, both ways.  Immutable.
 */
typedef struct
{
  GArray *by_line;
  GArray *by_road;
  double  road_offset;
} AtlasNear;

/**
 * atlas_near_new:
 * @tables: (element-type AtlasTable): where to look, all that they show
 * @most: so many at most, each way
 *
 * Costs a search of the road's index for each feature: a worker's job; any thread.
 *
 * Returns: (transfer full) (nullable): the answer, or %NULL with an error (cancelled, or the road cannot be read)
 */
AtlasNear *atlas_near_new (double         lon,
                           double         lat,
                           GPtrArray     *tables,
                           guint          most,
                           GCancellable  *cancellable,
                           GError       **error);
void       atlas_near_free (AtlasNear *self);

/** atlas_near_new_async: @tables: (transfer full). */
void       atlas_near_new_async (double               lon,
                                 double               lat,
                                 GPtrArray           *tables,
                                 guint                most,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);
AtlasNear *atlas_near_new_finish (GAsyncResult  *result,
                                  GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasNear, atlas_near_free)

G_END_DECLS
