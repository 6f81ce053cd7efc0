/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "project/atlas-layer.h"

G_BEGIN_DECLS

/* How the columns of a layer's attribute table stand: which come first, how wide they are, which are hidden.  It is kept with
 * the layer as a #GVariant of the type %ATLAS_COLUMN_STATE_TYPE: for each column, in their order, the field's name, the width in
 * pixels (0: as it suits) and whether it is shown.  Fields are known by their names, so the state outlives a file that gains or
 * loses some.  Whoever saves a project reads and writes it here.  Main thread. */

#define ATLAS_COLUMN_STATE_TYPE "a(sib)"

/** atlas_column_state_get: Returns: (transfer none) (nullable): how @layer's columns stand; %NULL: as they come. */
GVariant *atlas_column_state_get (AtlasLayer *layer);

/** atlas_column_state_set: @state: (nullable) (transfer floating): of %ATLAS_COLUMN_STATE_TYPE; another type is no state. */
void      atlas_column_state_set (AtlasLayer *layer,
                                  GVariant   *state);

/**
 * atlas_column_state_dup_key:
 *
 * Returns: (transfer full): what a layer is remembered by: the address of its file, with the layer's name in it where it has
 *   several; of a shipped layer its id
 */
char     *atlas_column_state_dup_key (AtlasLayer *layer);

/**
 * atlas_column_state_remember:
 * @memory: what was remembered so far; "" for nothing
 *
 * Puts @layer's state in front of those of the last fifty layers.
 *
 * Returns: (transfer full): the new memory, a text that atlas_column_state_recall() reads
 */
char     *atlas_column_state_remember (AtlasLayer *layer,
                                       const char *memory);

/** atlas_column_state_recall: gives @layer the state that @memory has of it, if any; a text that makes no sense has none. */
void      atlas_column_state_recall (AtlasLayer *layer,
                                     const char *memory);

G_END_DECLS
