/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/atlas-search-item.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_SEARCH_BOX (atlas_search_box_get_type ())

/**
 * AtlasSearchBox:
 *
 * Where one types what one looks for, with the list of what was found below.  Up and Down choose in the list while the keyboard
 * stays in the box; Return takes what is chosen, or else the first; Escape gives up.
 *
 * Signals, all with the line, an AtlasSearchItem that lives as long as the call: "previewed" (item: pointer), "activated" (item:
 * pointer); without arguments "gave-up", Escape was pressed, and "left", the keyboard is elsewhere.
 */
G_DECLARE_FINAL_TYPE (AtlasSearchBox, atlas_search_box, ATLAS, SEARCH_BOX, GtkWidget)

/** atlas_search_box_set_project: what is searched; once, before anything is typed. */
void atlas_search_box_set_project (AtlasSearchBox *self,
                                   AtlasProject   *project);

/** atlas_search_box_set_commands: @commands: (array length=n): must live as long as the box. */
void atlas_search_box_set_commands (AtlasSearchBox           *self,
                                    const AtlasSearchCommand *commands,
                                    guint                     n);

/** atlas_search_box_set_middle: where the map is, in degrees: what is near comes first. */
void atlas_search_box_set_middle (AtlasSearchBox *self,
                                  double          lon,
                                  double          lat);

/** atlas_search_box_set_fuzzy: whether n and l, zh and z, sh and s, ch and c are the same in pinyin; searches anew. */
void atlas_search_box_set_fuzzy (AtlasSearchBox *self,
                                 gboolean        fuzzy);

/**
 * atlas_search_box_begin:
 * @text: (nullable): takes the place of what is in the box, and the next letters come after it; %NULL: all of it is selected
 *
 * Puts the keyboard into the box.
 */
void atlas_search_box_begin (AtlasSearchBox *self,
                             const char     *text);

/** atlas_search_box_close: closes the list; what was typed stays. */
void atlas_search_box_close (AtlasSearchBox *self);

G_END_DECLS
