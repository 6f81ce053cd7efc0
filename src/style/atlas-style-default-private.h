/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "style/atlas-style.h"

G_BEGIN_DECLS

/* The parts of atlas_style_new_default(). */

#define ATLAS_DEFAULT_COLORS 8

/** _atlas_color_from_rgb: @rgb: 0xRRGGBB. */
AtlasColor  _atlas_color_from_rgb (guint32 rgb,
                                   float   alpha);

/** _atlas_default_paint: Returns: colour @color of the palette, any number. */
AtlasPaint  _atlas_default_paint (guint color);

/** _atlas_default_label: makes the label that shows @field; @field: (nullable): none. */
void        _atlas_default_label (AtlasLabel        *label,
                                  const char        *field,
                                  AtlasGeometryType  kind);

/** _atlas_default_rule: @rule: (out): a rule that applies always; @color: which of the palette, any number. */
void        _atlas_default_rule (AtlasRule  *rule,
                                 AtlasTable *table,
                                 guint       color);

/** _atlas_default_name_field: Returns: (transfer none) (nullable): the field that names the features. */
const char *_atlas_default_name_field (AtlasTable *table);

/** _atlas_default_kind_field: Returns: the field that sorts the features into 2 to 12 kinds, or -1. */
int         _atlas_default_kind_field (AtlasTable *table);

/** _atlas_default_mark_round: there are more classes than colours, so class @index of the later rounds differs by shape,
 * dashes and density. */
void        _atlas_default_mark_round (AtlasRule *rule,
                                       guint      index);

/** _atlas_default_condition: @value: (nullable): makes @rule apply where @field is @value; %NULL: has any value. */
void        _atlas_default_condition (AtlasRule  *rule,
                                      const char *field,
                                      const char *value);

/** _atlas_default_grey: gives @rule the colour of what is in no class. */
void        _atlas_default_grey (AtlasRule *rule);

/**
 * _atlas_default_categories:
 * @rules: (element-type AtlasRule): gets a rule for each class
 *
 * Returns: whether there is a field that sorts the features into 2 to 12 kinds; if not, @rules is left as it is
 */
gboolean    _atlas_default_categories (AtlasTable *table,
                                       GArray     *rules);

/**
 * _atlas_default_simplestyle:
 * @color: of the palette, for what the features leave open
 * @rules: (element-type AtlasRule): gets a rule for each look
 *
 * The properties of simplestyle-spec 1.1: marker-color, marker-size, stroke, stroke-width, stroke-opacity, fill,
 * fill-opacity.  A marker-symbol is not drawn: its pictograms are another map's.
 *
 * Returns: whether the features have such properties; if not, @rules is left as it is
 */
gboolean    _atlas_default_simplestyle (AtlasTable *table,
                                        guint       color,
                                        GArray     *rules);

G_END_DECLS
