/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "geo/atlas-z-order.h"
#include "style/atlas-style.h"

G_BEGIN_DECLS

/**
 * AtlasDensityPoints:
 *
 * The points of a layer that its style draws together: those of point and multi-point features that meet a rule, whatever
 * the zoom, in Morton's order.  A place is that of the point to 2⁻³² of the world.  Immutable; any thread.
 */
typedef struct
{
  gsize        n;
  gsize        n_features;    /* of the table */
  AtlasZPlace *places;
  guint32     *features;
  guint32     *vertices;      /* (nullable): which of its feature's points it is; NULL: all features have one */
  float       *weights;       /* (nullable): of the heaviest 1; NULL: all weigh 1 */
  double       weight;        /* of all together */
  char        *key;           /* tells these points from others of the table */
  AtlasStyle  *style;         /* (nullable): goes with @key where the style decides which points they are, so that no other
                               * style comes to be at its address */
} AtlasDensityPoints;

/**
 * atlas_density_points_get:
 * @cancellable: (nullable)
 *
 * Costs a pass over the table the first time, then nothing for as long as the table's store keeps it.
 *
 * Returns: (transfer full) (nullable): the points; %NULL when the style draws none together, or when cancelled
 */
AtlasDensityPoints *atlas_density_points_get (AtlasTable   *table,
                                              AtlasStyle   *style,
                                              GCancellable *cancellable);

/** atlas_density_points_dup_key: Returns: (transfer full): the key that atlas_density_points_get() gives them. */
char               *atlas_density_points_dup_key (AtlasTable *table,
                                                  AtlasStyle *style);
void                atlas_density_points_unref (AtlasDensityPoints *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasDensityPoints, atlas_density_points_unref)

G_END_DECLS
