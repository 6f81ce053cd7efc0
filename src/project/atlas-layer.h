/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-filter.h"
#include "data/atlas-schema.h"
#include "data/atlas-table.h"
#include "style/atlas-style-recipe.h"

G_BEGIN_DECLS

/** What a layer is doing. */
typedef enum
{
  ATLAS_LAYER_LOADING,   /* no table yet; progress tells how far */
  ATLAS_LAYER_READY,
  ATLAS_LAYER_FAILED,    /* error tells why */
} AtlasLayerState;

/** What part of the map a layer belongs to. */
typedef enum
{
  ATLAS_LAYER_SUBJECT,   /* a row of the panel */
  ATLAS_LAYER_GROUND,    /* part of the offline basemap */
} AtlasLayerRole;

#define ATLAS_TYPE_LAYER (atlas_layer_get_type ())

/**
 * AtlasLayer:
 *
 * A layer of the map: where it is from, its table and style (immutable; a change puts a new one in), and how it is shown.
 * Properties, all with notify: "title", "state", "progress" (0 to 1, negative: unknown), "table", "style", "visible",
 * "opacity", "filter", "selection".  Main thread only; workers get the table and the style.
 */
G_DECLARE_FINAL_TYPE (AtlasLayer, atlas_layer, ATLAS, LAYER, GObject)

/**
 * atlas_layer_new:
 * @id: unique in its project; "basin", "taihang1", … for shipped layers
 * @file: (nullable): where it is from; %NULL for shipped layers
 */
AtlasLayer      *atlas_layer_new (const char     *id,
                                  const char     *title,
                                  AtlasLayerRole  role,
                                  GFile          *file);

const char      *atlas_layer_get_id (AtlasLayer *self);
AtlasLayerRole   atlas_layer_get_role (AtlasLayer *self);
GFile           *atlas_layer_get_file (AtlasLayer *self);
const char      *atlas_layer_get_title (AtlasLayer *self);
void             atlas_layer_set_title (AtlasLayer *self,
                                        const char *title);
AtlasLayerState  atlas_layer_get_state (AtlasLayer *self);
double           atlas_layer_get_progress (AtlasLayer *self);
void             atlas_layer_set_progress (AtlasLayer *self,
                                           double      progress);

/** atlas_layer_get_error: Returns: (transfer none) (nullable): why it failed. */
const GError    *atlas_layer_get_error (AtlasLayer *self);

/** atlas_layer_get_table: Returns: (transfer none) (nullable): the features, once there; with a filter, those that it shows
 * (atlas_table_get_whole() has all). */
AtlasTable      *atlas_layer_get_table (AtlasLayer *self);

/**
 * atlas_layer_get_schema:
 *
 * Returns: (transfer none) (nullable): what its fields mean: of a shipped layer, or of a file that is called as one
 */
AtlasSchema     *atlas_layer_get_schema (AtlasLayer *self);

/** atlas_layer_get_style: Returns: (transfer none) (nullable): the style, once there is a table. */
AtlasStyle      *atlas_layer_get_style (AtlasLayer *self);
void             atlas_layer_set_style (AtlasLayer *self,
                                        AtlasStyle *style);

/**
 * atlas_layer_get_recipe:
 *
 * Returns: (transfer none) (nullable): how the style was made; %NULL while it is the one that the layer came with
 */
const AtlasStyleRecipe *atlas_layer_get_recipe (AtlasLayer *self);

/** atlas_layer_set_recipe: @style: what was made by @recipe, which is copied. */
void             atlas_layer_set_recipe (AtlasLayer             *self,
                                         const AtlasStyleRecipe *recipe,
                                         AtlasStyle             *style);

/** atlas_layer_reset_style: gives the layer back the style that it came with. */
void             atlas_layer_reset_style (AtlasLayer *self);

/** atlas_layer_set_table: makes the layer ready; @style: (nullable): keeps the present one when %NULL. */
void             atlas_layer_set_table (AtlasLayer *self,
                                        AtlasTable *table,
                                        AtlasStyle *style);

/** atlas_layer_get_filter: Returns: (transfer none) (nullable): the expression that features must meet to be shown. */
AtlasFilter     *atlas_layer_get_filter (AtlasLayer *self);

/** atlas_layer_get_filter_context: Returns: (transfer none) (nullable): what the geometries that it names were when it was run. */
AtlasFilterContext *atlas_layer_get_filter_context (AtlasLayer *self);

/**
 * atlas_layer_set_filter:
 * @filter: (nullable): %NULL shows everything
 * @context: (nullable): the geometries that it names
 * @found: (nullable): the features of which it is true
 *
 * Puts a filter in that was run already.
 */
void             atlas_layer_set_filter (AtlasLayer         *self,
                                         AtlasFilter        *filter,
                                         AtlasFilterContext *context,
                                         AtlasFeatureSet    *found);

/**
 * atlas_layer_filter_async:
 *
 * Runs @filter over the layer's table in a worker thread and puts it in; one that was under way is given up.
 */
void             atlas_layer_filter_async (AtlasLayer          *self,
                                           AtlasFilter         *filter,
                                           AtlasFilterContext  *context,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);

/** atlas_layer_filter_finish: Returns: %FALSE with %ATLAS_FILTER_ERROR, or %G_IO_ERROR_CANCELLED when another came after it. */
gboolean         atlas_layer_filter_finish (AtlasLayer    *self,
                                            GAsyncResult  *result,
                                            GError       **error);

/** atlas_layer_get_selection: Returns: (transfer none) (nullable): the features that a person selected; %NULL: none. */
AtlasFeatureSet *atlas_layer_get_selection (AtlasLayer *self);

/** atlas_layer_set_selection: @selection: (nullable): of as many features as the table has. */
void             atlas_layer_set_selection (AtlasLayer      *self,
                                            AtlasFeatureSet *selection);

/** atlas_layer_set_loading: puts the layer back to loading (a retry); it keeps its table, if any. */
void             atlas_layer_set_loading (AtlasLayer *self);

/** atlas_layer_fail: makes the layer failed; @error is copied. */
void             atlas_layer_fail (AtlasLayer   *self,
                                   const GError *error);
gboolean         atlas_layer_get_visible (AtlasLayer *self);
void             atlas_layer_set_visible (AtlasLayer *self,
                                          gboolean    visible);
double           atlas_layer_get_opacity (AtlasLayer *self);
void             atlas_layer_set_opacity (AtlasLayer *self,
                                          double      opacity);

G_END_DECLS
