/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "project/atlas-trip.h"
#include "route/atlas-itinerary.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_ROAD_ITEM (atlas_road_item_get_type ())

/** AtlasRoadItem: the number of an item of the list, as list models want objects. */
G_DECLARE_FINAL_TYPE (AtlasRoadItem, atlas_road_item, ATLAS, ROAD_ITEM, GObject)

guint       atlas_road_item_get_index (AtlasRoadItem *self);

#define ATLAS_TYPE_ROAD_ITEMS (atlas_road_items_get_type ())

/** AtlasRoadItems: a list of so many items, each made when it is asked for.  It begins with few and grows between frames, for a list
 * view makes up to 200 rows at once. */
G_DECLARE_FINAL_TYPE (AtlasRoadItems, atlas_road_items, ATLAS, ROAD_ITEMS, GObject)

AtlasRoadItems *atlas_road_items_new (guint n);

#define ATLAS_TYPE_ROAD_ROW (atlas_road_row_get_type ())

/**
 * AtlasRoadRow:
 *
 * A line of the list: number, name, where along the road, and when one arrives if one stops there.
 *
 * Signals: "ticked" (gboolean): one stops there or not; "night" (gboolean): one stays the night; "activated".
 */
G_DECLARE_FINAL_TYPE (AtlasRoadRow, atlas_road_row, ATLAS, ROAD_ROW, GtkBox)

GtkWidget *atlas_road_row_new (void);
guint      atlas_road_row_get_index (AtlasRoadRow *self);

/** atlas_road_row_show: item @index of @trip. */
void       atlas_road_row_show (AtlasRoadRow    *self,
                                const AtlasTrip *trip,
                                guint            index);

/** atlas_road_row_set_stop: @stop: (nullable): when one is there; %NULL: one does not stop. */
void       atlas_road_row_set_stop (AtlasRoadRow        *self,
                                    const AtlasPlanStop *stop,
                                    gboolean             day_ends);

/** atlas_road_text_time: Returns: (transfer full): "09:05"; after midnight it says so. */
char      *atlas_road_text_time (double minutes);

/** atlas_road_text_duration: Returns: (transfer full): "45 min", "2 h", "2 h 30 min". */
char      *atlas_road_text_duration (double minutes);

/** atlas_road_text_km: Returns: (transfer full): "0.4 km", "12.3 km". */
char      *atlas_road_text_km (double metres);

G_END_DECLS
