/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

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

/** atlas_layer_set_file: where its file was found after it had been moved; read it again with atlas_project_retry(). */
void             atlas_layer_set_file (AtlasLayer *self,
                                       GFile      *file);

/** atlas_layer_get_sublayer: Returns: (transfer none) (nullable): which of several layers of its file it is; %NULL: it has one. */
const char      *atlas_layer_get_sublayer (AtlasLayer *self);
void             atlas_layer_set_sublayer (AtlasLayer *self,
                                           const char *name);
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

/** atlas_layer_recipe_is_of_shown: Returns: whether the style was made of the features that the filter showed then. */
gboolean         atlas_layer_recipe_is_of_shown (AtlasLayer *self);

/** atlas_layer_set_style_json: @json: what @style was read from: a style that somebody wrote by hand. */
void             atlas_layer_set_style_json (AtlasLayer *self,
                                             const char *json,
                                             AtlasStyle *style);

/** atlas_layer_get_style_json: Returns: (transfer none) (nullable): what the style was read from, if it was. */
const char      *atlas_layer_get_style_json (AtlasLayer *self);

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

/**
 * AtlasLayerWish:
 * @source: (nullable): where it is from in the project file's words, when that cannot be told by a file
 * @recipe: (nullable): how the style is made
 * @of_shown: of the features that the filter shows
 * @style_json: (nullable): or the style itself
 * @where: (nullable): an expression that features must meet to be shown
 * @places: (nullable): the geometries that it names, as atlas_filter_context_to_json() writes them
 *
 * How a layer is to look once its features are there.  It stays with a layer whose file is missing, and what of it does not
 * suit the features stays too, so that nothing is lost when the project is saved.
 */
typedef struct
{
  JsonNode         *source;
  AtlasStyleRecipe *recipe;
  gboolean          of_shown;
  char             *style_json;
  char             *where;
  JsonNode         *places;
} AtlasLayerWish;

void             atlas_layer_wish_free (AtlasLayerWish *self);

/** atlas_layer_get_wish: Returns: (transfer none) (nullable): what is still to be done. */
AtlasLayerWish  *atlas_layer_get_wish (AtlasLayer *self);

/** atlas_layer_take_wish: @wish: (transfer full) (nullable). */
void             atlas_layer_take_wish (AtlasLayer     *self,
                                        AtlasLayerWish *wish);

/**
 * atlas_layer_dress_async:
 * @table: all its features
 * @style: the style that it comes with
 *
 * Gives the layer its features, and the style and filter that its wish says, all at once when a worker has made them.
 */
void             atlas_layer_dress_async (AtlasLayer          *self,
                                          AtlasTable          *table,
                                          AtlasStyle          *style,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);

/**
 * atlas_layer_dress_finish:
 * @complaint: (out) (nullable) (transfer full): a sentence when the style or filter does not suit the features; then they have the
 *   style that they came with, or all are shown, and the wish keeps what it said
 *
 * Returns: %FALSE when it was cancelled; nothing was changed then
 */
gboolean         atlas_layer_dress_finish (AtlasLayer    *self,
                                           GAsyncResult  *result,
                                           char         **complaint);

/** atlas_layer_get_columns: Returns: (transfer none) (nullable): which columns its table shows; kept for whoever shows it. */
JsonNode        *atlas_layer_get_columns (AtlasLayer *self);
void             atlas_layer_set_columns (AtlasLayer *self,
                                          JsonNode   *columns);

/** atlas_layer_get_more: Returns: (transfer none) (nullable): what its project file says of it that we do not know. */
JsonObject      *atlas_layer_get_more (AtlasLayer *self);
void             atlas_layer_set_more (AtlasLayer *self,
                                       JsonObject *more);
gboolean         atlas_layer_get_visible (AtlasLayer *self);
void             atlas_layer_set_visible (AtlasLayer *self,
                                          gboolean    visible);
double           atlas_layer_get_opacity (AtlasLayer *self);
void             atlas_layer_set_opacity (AtlasLayer *self,
                                          double      opacity);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasLayerWish, atlas_layer_wish_free)

G_END_DECLS
