/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "project/atlas-project.h"
#include "render/atlas-legend.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_SWATCH (atlas_swatch_get_type ())

/**
 * AtlasSwatch:
 *
 * A small sample of how things look on the map, drawn by the map's own painter.
 */
G_DECLARE_FINAL_TYPE (AtlasSwatch, atlas_swatch, ATLAS, SWATCH, GtkWidget)

/** atlas_swatch_show_layer: the layer's symbol, or a few of them together when it has classes. */
void atlas_swatch_show_layer (AtlasSwatch *self,
                              AtlasLayer  *layer);

/** atlas_swatch_show_rule: one class. */
void atlas_swatch_show_rule (AtlasSwatch       *self,
                             AtlasStyle        *style,
                             const AtlasRule   *rule,
                             AtlasGeometryType  kind);

/** atlas_swatch_show_entry: @entry: of @legend, which the swatch keeps.  The sample of a line of a legend. */
void atlas_swatch_show_entry (AtlasSwatch            *self,
                              AtlasLegend            *legend,
                              const AtlasLegendEntry *entry);

/** atlas_swatch_show_feature: the feature's own symbol, with its pictogram. */
void atlas_swatch_show_feature (AtlasSwatch *self,
                                AtlasLayer  *layer,
                                gsize        feature);

/** atlas_swatch_show_basemap: a corner of the ground: land, water, a road. */
void atlas_swatch_show_basemap (AtlasSwatch  *self,
                                AtlasProject *project);

G_END_DECLS
