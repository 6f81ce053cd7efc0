/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "render/atlas-label-collect.h"
#include "style/atlas-clusters.h"

G_BEGIN_DECLS

/** What of a layer is drawn together, as far as names are concerned. */
typedef struct
{
  const AtlasDensity *density;    /* (nullable): nothing is */
  AtlasClusters      *clusters;   /* (nullable) */
} AtlasLabelDensity;

/**
 * atlas_label_density_init:
 * @grid: takes the discs of clusters, which names must not cover
 *
 * Returns: %FALSE when cancelled
 */
gboolean atlas_label_density_init (AtlasLabelDensity     *self,
                                   const AtlasLabelLayer *layer,
                                   const AtlasLabelFrame *frame,
                                   AtlasLabelGrid        *grid,
                                   GCancellable          *cancellable);
void     atlas_label_density_clear (AtlasLabelDensity *self);

/** atlas_label_density_query: as atlas_table_query(), but in a layer of points only those that are drawn one by one. */
GArray  *atlas_label_density_query (const AtlasLabelDensity *self,
                                    AtlasTable              *table,
                                    const AtlasExtent       *extent);

/** atlas_label_density_hides: Returns: whether @feature has no symbol of its own, and so no name. */
gboolean atlas_label_density_hides (const AtlasLabelDensity *self,
                                    AtlasTable              *table,
                                    gsize                    feature);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AtlasLabelDensity, atlas_label_density_clear)

G_END_DECLS
