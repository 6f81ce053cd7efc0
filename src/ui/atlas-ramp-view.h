/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "style/atlas-color-ramp.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_RAMP_VIEW (atlas_ramp_view_get_type ())

/**
 * AtlasRampView:
 *
 * A few colours side by side, in the scheme that is on: of a ramp, or one colour alone.
 */
G_DECLARE_FINAL_TYPE (AtlasRampView, atlas_ramp_view, ATLAS, RAMP_VIEW, GtkWidget)

GtkWidget *atlas_ramp_view_new (void);

/** atlas_ramp_view_show_ramp: as many colours as the qualitative palette has, or seven of another ramp. */
void       atlas_ramp_view_show_ramp (AtlasRampView        *self,
                                      const AtlasColorRamp *ramp);

void       atlas_ramp_view_show_paint (AtlasRampView    *self,
                                       const AtlasPaint *paint);

G_END_DECLS
