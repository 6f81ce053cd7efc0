/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "style/atlas-density-points.h"

G_BEGIN_DECLS

/** Points that are drawn as one. */
typedef struct
{
  double      x;        /* their mean, world (0 to 1) */
  double      y;
  guint32     count;
  AtlasZPlace from;     /* the box that they lie in */
  AtlasZPlace to;
} AtlasCluster;

/** A point that stands alone. */
typedef struct
{
  guint32 feature;
  guint32 vertex;       /* which of its feature's points */
} AtlasLonePoint;

/**
 * AtlasClusters:
 *
 * A layer's points at one whole zoom: clusters, and points that stand alone.  It depends on the table, on the style's
 * settings and on that zoom, never on what a view shows: so blocks fit together, and panning works nothing out.
 *
 * Where it is densest a cluster begins, the next one where it is densest farther than the radius from all that have begun,
 * and so on; each point goes to the nearest.  Those whose discs would overlap by much become one.  Points on the two sides
 * of ±180° are not taken together.  Immutable; any thread.
 */
typedef struct
{
  int             level;          /* the zoom */
  double          radius;         /* pixels there */
  AtlasCluster   *clusters;
  gsize           n_clusters;
  AtlasZPlace    *places;         /* of the clusters, which are in Morton's order */
  AtlasLonePoint *lone;
  AtlasZPlace    *lone_places;    /* likewise */
  gsize           n_lone;
  gsize           n_features;
  guint8         *hidden;         /* a bit a feature: its first point is in a cluster */
  AtlasStyle     *style;          /* (nullable): as in AtlasDensityPoints */
} AtlasClusters;

/**
 * atlas_clusters_get:
 * @zoom: any; that of the clusters is the whole one at or below it
 * @make: whether to work out what is not there yet; for 1 000 000 points that takes some 200 ms
 *
 * Returns: (transfer full) (nullable): the clusters; %NULL when the style has none at @zoom, when they are not there yet, or
 *   when cancelled
 */
AtlasClusters *atlas_clusters_get (AtlasTable   *table,
                                   AtlasStyle   *style,
                                   double        zoom,
                                   gboolean      make,
                                   GCancellable *cancellable);
void           atlas_clusters_unref (AtlasClusters *self);

/** atlas_clusters_hide: Returns: whether @feature has no symbol of its own, for its first point is in a cluster. */
gboolean       atlas_clusters_hide (const AtlasClusters *self,
                                    gsize                feature);

/**
 * atlas_clusters_find:
 * @x: world
 * @y: world
 * @zoom: at which they are shown
 *
 * Returns: (transfer none) (nullable): the cluster whose disc covers the place; the topmost of several
 */
const AtlasCluster *atlas_clusters_find (const AtlasClusters *self,
                                         double               x,
                                         double               y,
                                         double               zoom);

/** atlas_cluster_is_above: Returns: whether the disc of @a is painted over that of @b. */
gboolean       atlas_cluster_is_above (const AtlasCluster *a,
                                       const AtlasCluster *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasClusters, atlas_clusters_unref)

G_END_DECLS
