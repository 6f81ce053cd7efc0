/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "render/atlas-legend.h"
#include "render/atlas-view-meets.h"

G_BEGIN_DECLS

/* What the files of the legend share. */

/** How many features each entry of a layer has. */
typedef struct
{
  gsize *of_rule;   /* (array): by the rule of the style that a feature is counted to */
  gsize *of_icon;   /* (array): by the pictogram of the rule @icons */
  gsize  drawn;     /* all that show at the zoom */
} AtlasLegendCounts;

/**
 * _atlas_legend_count:
 * @icons: (nullable): the rule whose pictograms are counted
 * @meets: (nullable): what is in view; %NULL: all features count
 * @zoom: NaN: at any
 * @shown: (array): of each rule, whether it draws anything there
 * @counts: (out): to be cleared
 *
 * Returns: %FALSE when it was cancelled
 */
gboolean _atlas_legend_count (const AtlasLegendLayer *layer,
                              const AtlasRule        *icons,
                              const AtlasViewMeets   *meets,
                              double                  zoom,
                              const gboolean         *shown,
                              AtlasLegendCounts      *counts,
                              GCancellable           *cancellable);
void     _atlas_legend_counts_clear (AtlasLegendCounts *self);

G_END_DECLS
