/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** What is drawn to select with. */
typedef enum
{
  ATLAS_MAP_SELECT_NONE,
  ATLAS_MAP_SELECT_BOX,
  ATLAS_MAP_SELECT_LASSO,
} AtlasMapSelectShape;

#define ATLAS_TYPE_MAP_SELECT (atlas_map_select_get_type ())

/**
 * AtlasMapSelect:
 *
 * Selecting on the map with the pointer, and the shape that is being drawn: Shift and a click, Shift and a drag for a box,
 * Alt and a drag (or Shift, Ctrl and a drag, where the desktop takes Alt for itself) for a lasso.  Lies over the map and lets
 * everything through.  Main thread.
 *
 * Signals: "clicked" (x, y: doubles, widget pixels), "drawn" (a #GBytes of doubles: x and y of the corners, widget pixels).
 */
G_DECLARE_FINAL_TYPE (AtlasMapSelect, atlas_map_select, ATLAS, MAP_SELECT, GtkWidget)

/** atlas_map_select_new: @map: the widget whose pointer is listened to; both fill the same room. */
GtkWidget *atlas_map_select_new (GtkWidget *map);

/** atlas_map_select_start: the next drag draws @shape without any key held down; %ATLAS_MAP_SELECT_NONE: no longer. */
void       atlas_map_select_start (AtlasMapSelect      *self,
                                   AtlasMapSelectShape  shape);

/** atlas_map_select_get_started: Returns: what the next drag draws. */
AtlasMapSelectShape atlas_map_select_get_started (AtlasMapSelect *self);

G_END_DECLS
