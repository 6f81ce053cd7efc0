/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "style/atlas-style-recipe.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_HISTOGRAM (atlas_histogram_get_type ())

/**
 * AtlasHistogram:
 *
 * How often which numbers are there, in the colours of their classes, with the breaks as lines and the least and the
 * greatest number below.
 */
G_DECLARE_FINAL_TYPE (AtlasHistogram, atlas_histogram, ATLAS, HISTOGRAM, GtkWidget)

/** atlas_histogram_show: @draft: (nullable): of graduated classes; %NULL shows nothing. */
void atlas_histogram_show (AtlasHistogram  *self,
                           AtlasStyleDraft *draft);

G_END_DECLS
