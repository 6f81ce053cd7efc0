/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "render/atlas-legend.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_LEGEND_LINES (atlas_legend_lines_get_type ())

/**
 * AtlasLegendLines:
 *
 * The lines of a legend as widgets, a list to assistive technology: titles of sections, and samples with titles and counts.
 */
G_DECLARE_FINAL_TYPE (AtlasLegendLines, atlas_legend_lines, ATLAS, LEGEND_LINES, GtkWidget)

GtkWidget *atlas_legend_lines_new (void);

/** atlas_legend_lines_show: puts @legend in the place of the one before; lines that stay the same are left alone. */
void       atlas_legend_lines_show (AtlasLegendLines *self,
                                    AtlasLegend      *legend);

G_END_DECLS
