/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "project/atlas-layer.h"

G_BEGIN_DECLS

/**
 * atlas_layer_find_name_field:
 * @layer: one that has a table
 *
 * The English name where people read English and the layer has one, else what the style writes on the map, else a field that
 * is called as names usually are.
 *
 * Returns: the field of @layer's table that names a feature, or -1
 */
int atlas_layer_find_name_field (AtlasLayer *layer);

G_END_DECLS
