/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_POINTER_LABEL (atlas_pointer_label_get_type ())

/**
 * AtlasPointerLabel:
 *
 * The coordinates under the pointer, or of the middle of the map while the pointer is elsewhere; a click copies the latter.
 */
G_DECLARE_FINAL_TYPE (AtlasPointerLabel, atlas_pointer_label, ATLAS, POINTER_LABEL, GtkButton)

/** atlas_pointer_label_set_pointer: degrees; NaN: the pointer is not on the map. */
void atlas_pointer_label_set_pointer (AtlasPointerLabel *self,
                                      double             lon,
                                      double             lat);

/** atlas_pointer_label_set_middle: the middle of the map, degrees. */
void atlas_pointer_label_set_middle (AtlasPointerLabel *self,
                                     double             lon,
                                     double             lat);

/** atlas_pointer_label_get_place: @lon, @lat: (out): the place that is shown, degrees. */
void atlas_pointer_label_get_place (AtlasPointerLabel *self,
                                    double            *lon,
                                    double            *lat);

G_END_DECLS
