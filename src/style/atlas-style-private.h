/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "style/atlas-style.h"

G_BEGIN_DECLS

/**
 * _atlas_style_new_take:
 * @rules: (transfer full) (element-type AtlasRule): an array that was made with _atlas_style_rules_new()
 */
AtlasStyle *_atlas_style_new_take (GArray *rules);

/** _atlas_style_take_density: @density: (transfer full) (nullable): before the style is shared. */
void        _atlas_style_take_density (AtlasStyle   *self,
                                       AtlasDensity *density);

/** _atlas_style_rules_new: Returns: (transfer full): an empty array of rules that frees what they hold. */
GArray     *_atlas_style_rules_new (void);

/** _atlas_rule_init: makes a rule that has no symbol and applies always. */
void        _atlas_rule_init (AtlasRule *rule);

/** _atlas_rule_clear: frees what a rule holds. */
void        _atlas_rule_clear (AtlasRule *rule);

/** _atlas_ramp_constant: Returns: the ramp that is @value at all zooms. */
AtlasZoomRamp _atlas_ramp_constant (double value);

/** _atlas_style_lookup_init: what atlas_style_matcher_lookup() does. */
gboolean    _atlas_style_lookup_init (AtlasStyleLookup *self,
                                      AtlasStyle       *style,
                                      AtlasTable       *table,
                                      double            zoom);

G_END_DECLS
