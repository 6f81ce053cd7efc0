/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "project/atlas-layer.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_SKIPPED_DIALOG (atlas_skipped_dialog_get_type ())

/**
 * AtlasSkippedDialog:
 *
 * Which features of a layer's file were left out, and why: a list that can be copied.
 */
G_DECLARE_FINAL_TYPE (AtlasSkippedDialog, atlas_skipped_dialog, ATLAS, SKIPPED_DIALOG, AdwWindow)

/** atlas_skipped_dialog_new: @layer: one that has a table. */
GtkWidget *atlas_skipped_dialog_new (GtkWindow  *parent,
                                     AtlasLayer *layer);

G_END_DECLS
