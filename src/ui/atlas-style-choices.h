/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "style/atlas-symbol.h"

G_BEGIN_DECLS

/* What a symbol can be chosen from, wherever the window lets a person choose.  Main thread. */

/** atlas_style_choices_fill_shapes: fills @list with the shapes of markers, in the order of AtlasMarkerShape. */
void        atlas_style_choices_fill_shapes (GtkDropDown *list);

/** atlas_style_choices_n_shapes: Returns: how many there are. */
guint       atlas_style_choices_n_shapes (void);

/** atlas_style_choices_fill_icons: fills @list with "None" and the pictograms, each with its picture. */
void        atlas_style_choices_fill_icons (GtkDropDown *list);

/** atlas_style_choices_get_icon: Returns: (transfer none) (nullable): the pictogram of line @index of that list. */
const char *atlas_style_choices_get_icon (guint index);

/** atlas_style_choices_find_icon: @icon: (nullable).  Returns: its line; 0 for none. */
guint       atlas_style_choices_find_icon (const char *icon);

/** atlas_style_choices_fill_palette: fills @box with the colours of the palette. */
void        atlas_style_choices_fill_palette (GtkFlowBox *box);

/** atlas_style_choices_get_color: Returns: colour @index of the palette, any number. */
AtlasPaint  atlas_style_choices_get_color (guint index);

/** atlas_style_choices_show_color: selects @paint in a palette, if it is there, and shows it on @button. */
void        atlas_style_choices_show_color (GtkFlowBox       *box,
                                            GtkColorButton   *button,
                                            const AtlasPaint *paint);

G_END_DECLS
