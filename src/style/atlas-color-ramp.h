/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "style/atlas-symbol.h"

G_BEGIN_DECLS

typedef enum
{
  ATLAS_RAMP_SEQUENTIAL,    /* from little to much */
  ATLAS_RAMP_DIVERGING,     /* two ways from a middle */
  ATLAS_RAMP_QUALITATIVE,   /* kinds without an order */
} AtlasRampKind;

/**
 * AtlasColorRamp:
 *
 * A row of colours for classes, in a light and a dark variant.  Its colours lie as far apart as seen (in OKLab) from one
 * another, and stay apart with deuteranopia, protanopia and tritanopia; the unit test measures it.  Sequential ones go from
 * near the ground away from it, so much is strong in both schemes: darker on the light ground, lighter on the dark one.
 * Built in; any thread.
 */
typedef struct _AtlasColorRamp AtlasColorRamp;

/** atlas_color_ramp_get: Returns: (transfer none) (nullable): ramp @index; %NULL after the last. */
const AtlasColorRamp *atlas_color_ramp_get (guint index);

/** atlas_color_ramp_find: Returns: (transfer none) (nullable): the ramp called @id in files. */
const AtlasColorRamp *atlas_color_ramp_find (const char *id);
const char           *atlas_color_ramp_get_id (const AtlasColorRamp *self);

/** atlas_color_ramp_get_title: Returns: (transfer none): its name for people, in their language. */
const char           *atlas_color_ramp_get_title (const AtlasColorRamp *self);
AtlasRampKind         atlas_color_ramp_get_kind (const AtlasColorRamp *self);

/**
 * atlas_color_ramp_class:
 * @index: which of @n classes, from 0; a qualitative ramp begins anew after its last colour
 *
 * Returns: the class's colour
 */
AtlasPaint            atlas_color_ramp_class (const AtlasColorRamp *self,
                                              guint                 index,
                                              guint                 n,
                                              gboolean              reversed);

/**
 * atlas_paint_for_color:
 * @color: what a person picked, as seen on the light ground
 *
 * Returns: @color for the light scheme, and for the dark one the same hue, light enough for its ground
 */
AtlasPaint            atlas_paint_for_color (const AtlasColor *color);

G_END_DECLS
