/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_PLACE_ENTRY (atlas_place_entry_get_type ())

/**
 * AtlasPlaceEntry:
 *
 * A field for the name of a place, with places to choose from while one types: by characters, pinyin or initials.  ↑ and ↓ choose
 * one, Return takes it.  Main thread.
 *
 * Signals (no arguments): "changed": it says something else; "entered": Return was pressed, or a place was chosen; "left": the
 * keyboard went elsewhere.
 */
G_DECLARE_FINAL_TYPE (AtlasPlaceEntry, atlas_place_entry, ATLAS, PLACE_ENTRY, GtkWidget)

/** atlas_place_entry_new: @label: what it is for; @hint: what stands in it while it is empty; @icon: (nullable): at its start. */
GtkWidget  *atlas_place_entry_new (const char *label,
                                   const char *hint,
                                   const char *icon);

/** atlas_place_entry_get_text: Returns: (transfer none): what it says. */
const char *atlas_place_entry_get_text (AtlasPlaceEntry *self);

/** atlas_place_entry_get_place: @lon, @lat: (out): where the place is that was chosen, NaN when the text was only typed. */
void        atlas_place_entry_get_place (AtlasPlaceEntry *self,
                                         double          *lon,
                                         double          *lat);

/** atlas_place_entry_set: @lon, @lat: degrees, or NaN. */
void        atlas_place_entry_set (AtlasPlaceEntry *self,
                                   const char      *text,
                                   double           lon,
                                   double           lat);

/** atlas_place_entry_set_wrong: whether it is marked as not understood; typing takes the mark off. */
void        atlas_place_entry_set_wrong (AtlasPlaceEntry *self,
                                         gboolean         wrong);

G_END_DECLS
