/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "project/atlas-layer.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_SUMMARY_PANEL (atlas_summary_panel_get_type ())

/**
 * AtlasSummaryPanel:
 *
 * Counts a layer's features by category, and sums a number field up; a bar for each category, which filters by it when it is
 * chosen.  What is filtered or selected counts alone.
 *
 * Signals: "close", "message" (string).
 */
G_DECLARE_FINAL_TYPE (AtlasSummaryPanel, atlas_summary_panel, ATLAS, SUMMARY_PANEL, AdwBin)

GtkWidget  *atlas_summary_panel_new (AtlasLayer *layer);
AtlasLayer *atlas_summary_panel_get_layer (AtlasSummaryPanel *self);

G_END_DECLS
