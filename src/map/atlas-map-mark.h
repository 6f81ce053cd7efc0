/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_MAP_MARK (atlas_map_mark_get_type ())

/**
 * AtlasMapMark:
 *
 * A dot on the map and a few words beside the pointer, laid over a map with atlas_map_view_add_overlay().  It takes no clicks and
 * never has the window laid out anew.  Main thread.
 */
G_DECLARE_FINAL_TYPE (AtlasMapMark, atlas_map_mark, ATLAS, MAP_MARK, GtkWidget)

/** atlas_map_mark_new: Returns: (transfer floating): shows nothing at first. */
GtkWidget *atlas_map_mark_new (void);

/**
 * atlas_map_mark_show:
 * @dot_x, @dot_y: where the dot is, in the map's pixels
 * @x, @y: where the pointer is, which the words stand beside; likewise
 * @title: text, never markup
 * @note: (nullable): a quieter line below it
 * @held: the dot is one that can be taken hold of
 */
void       atlas_map_mark_show (AtlasMapMark *self,
                                double        dot_x,
                                double        dot_y,
                                double        x,
                                double        y,
                                const char   *title,
                                const char   *note,
                                gboolean      held);
void       atlas_map_mark_hide (AtlasMapMark *self);

G_END_DECLS
