/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "style/atlas-symbol.h"

G_BEGIN_DECLS

typedef enum
{
  ATLAS_DENSITY_HEAT,
  ATLAS_DENSITY_CLUSTERS,
} AtlasDensityKind;

/**
 * AtlasDensity:
 *
 * How a layer's points are drawn together, at min_zoom <= zoom < max_zoom; at other zooms each is drawn by its rule.
 * Plain data, owned by an AtlasStyle and never changed.
 */
typedef struct
{
  AtlasDensityKind kind;
  AtlasZoomRamp    radius;        /* pixels: how far a point's heat reaches; how far apart clusters are, at least */
  char            *ramp;          /* heat: id of an AtlasColorRamp */
  gboolean         reversed;
  char            *weight;        /* (nullable): heat: a number field; without a number, or below 0, a point weighs nothing */
  float            opacity;       /* heat: of what is densest, 0 to 1 */
  AtlasPaint       color;         /* clusters: of the discs */
  AtlasPaint       text_color;
  guint            min_points;    /* clusters: fewer are drawn one by one */
  float            min_zoom;
  float            max_zoom;
} AtlasDensity;

/** The radius in pixels is between these. */
#define ATLAS_DENSITY_LEAST_RADIUS 5.0
#define ATLAS_DENSITY_MOST_RADIUS  200.0

/** atlas_density_get_radius: Returns: the radius at @zoom, pixels, within the bounds above. */
double        atlas_density_get_radius (const AtlasDensity *self,
                                        double              zoom);

/** atlas_density_get_reach: Returns: how far what it draws at @zoom reaches beyond the points, pixels. */
double        atlas_density_get_reach (const AtlasDensity *self,
                                       double              zoom);

/** atlas_density_new: Returns: (transfer full): one with the settings that src/style/README.md names as usual. */
AtlasDensity *atlas_density_new (AtlasDensityKind kind);
void          atlas_density_free (AtlasDensity *self);

/** atlas_density_contrast: Returns: white or near black for each scheme: what is read better on @color. */
AtlasPaint    atlas_density_contrast (const AtlasPaint *color);

/** The part of a cluster's half width that its ring has beyond the disc, pixels. */
#define ATLAS_CLUSTER_RING 4.0

/**
 * atlas_cluster_get_disc:
 * @count: points
 * @radius: of the clusters
 *
 * Returns: half the width of the disc for so many, pixels: grows with the logarithm of @count
 */
double        atlas_cluster_get_disc (guint32 count,
                                      double  radius);

/** atlas_cluster_dup_count: Returns: (transfer full): @count in at most five letters: "950", "12k", or in Chinese "1.2万". */
char         *atlas_cluster_dup_count (guint64  count,
                                       gboolean chinese);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasDensity, atlas_density_free)

G_END_DECLS
