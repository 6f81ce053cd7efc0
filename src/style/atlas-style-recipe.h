/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "style/atlas-classes.h"
#include "style/atlas-color-ramp.h"
#include "style/atlas-kinds.h"
#include "style/atlas-style-recipe-rules.h"
#include "style/atlas-style.h"

G_BEGIN_DECLS

typedef enum
{
  ATLAS_RENDERER_SINGLE,        /* all alike */
  ATLAS_RENDERER_CATEGORIZED,   /* a class for each value of a field */
  ATLAS_RENDERER_GRADUATED,     /* classes of a number field */
  ATLAS_RENDERER_RULES,         /* the first of a list of rules whose expression is true */
  ATLAS_RENDERER_CLUSTERS,      /* points near one another as one disc */
  ATLAS_RENDERER_HEAT,          /* points as shades of how dense they are */
} AtlasRenderer;

/**
 * AtlasStyleRecipe:
 *
 * How a person wants a layer to look, in the few words of the style panel: from it and a table a style is made.  Plain
 * data: whoever made one may change it; what was handed on is const and does not change any more.  Any thread.
 */
typedef struct
{
  AtlasRenderer    renderer;
  char            *field;         /* (nullable): of the classes */
  AtlasClassMethod method;
  guint            n_classes;     /* of the methods that count */
  double          *breaks;        /* (nullable): of ATLAS_CLASSES_MANUAL: rising, at least two */
  guint            n_breaks;
  char            *ramp;          /* id of an AtlasColorRamp */
  gboolean         reversed;
  AtlasPaint       color;         /* of a single symbol */
  AtlasMarkerShape shape;
  float            size;          /* of markers, at zoom 14; smaller farther out */
  float            line_width;    /* at zoom 14 */
  float            opacity;       /* of fills, 0 to 1 */
  char            *label_field;   /* (nullable): no labels */
  float            label_size;
  float            min_zoom;      /* shown at min_zoom <= zoom < max_zoom; ±G_MAXFLOAT: any */
  float            max_zoom;
  GPtrArray       *rules;         /* (nullable) (element-type AtlasRecipeRule): of ATLAS_RENDERER_RULES, the first first */
  float            radius;        /* of clusters and heat, pixels; 0: the usual */
  char            *weight;        /* (nullable): of heat: a number field */
  float            until;         /* of clusters and heat: from this zoom on points are drawn one by one; G_MAXFLOAT: never */
} AtlasStyleRecipe;

/**
 * atlas_style_recipe_new:
 * @style: (nullable): whose colour it takes
 *
 * Returns: (transfer full): a single symbol, with what atlas_style_new_default() would choose for @table
 */
AtlasStyleRecipe *atlas_style_recipe_new (AtlasTable *table,
                                          AtlasStyle *style);
AtlasStyleRecipe *atlas_style_recipe_copy (const AtlasStyleRecipe *self);
void              atlas_style_recipe_free (AtlasStyleRecipe *self);
gboolean          atlas_style_recipe_equal (const AtlasStyleRecipe *a,
                                            const AtlasStyleRecipe *b);

/** atlas_renderer_has_classes: Returns: whether @renderer makes classes of a field. */
gboolean          atlas_renderer_has_classes (AtlasRenderer renderer);

/** atlas_renderer_is_density: Returns: whether @renderer draws points together, and so is for layers with points. */
gboolean          atlas_renderer_is_density (AtlasRenderer renderer);

/** atlas_style_recipe_get_radius: Returns: the radius of clusters or heat, pixels: the recipe's, or the usual one. */
float             atlas_style_recipe_get_radius (const AtlasStyleRecipe *self);

/** atlas_style_recipe_takes_field: Returns: whether @renderer can make classes of @field. */
gboolean          atlas_style_recipe_takes_field (AtlasRenderer  renderer,
                                                  AtlasTable    *table,
                                                  guint          field);

/** atlas_style_recipe_set_renderer: with a field, ramp and opacity that suit it where the present ones do not. */
void              atlas_style_recipe_set_renderer (AtlasStyleRecipe *self,
                                                   AtlasTable       *table,
                                                   AtlasRenderer     renderer);

/** atlas_style_recipe_to_json: Returns: (transfer full): as src/style/README.md describes. */
char             *atlas_style_recipe_to_json (const AtlasStyleRecipe *self);

/**
 * atlas_style_recipe_new_from_json:
 * @length: bytes or -1
 *
 * What the text does not say is as in a recipe for no table in particular.
 *
 * Returns: (transfer full) (nullable): the recipe, or %NULL with %G_IO_ERROR_INVALID_DATA whose message says where
 */
AtlasStyleRecipe *atlas_style_recipe_new_from_json (const char  *json,
                                                    gssize       length,
                                                    GError     **error);

/**
 * AtlasStyleDraft:
 *
 * What came of a recipe.  Immutable once made, and ref-counted: a worker may read one while another is shown.
 */
typedef struct
{
  AtlasStyle   *style;
  gsize        *counts;       /* (array length=n_counts): how many features each rule of @style has */
  guint         n_counts;
  double       *breaks;       /* (nullable): of graduated classes, that have features or not */
  guint         n_breaks;
  AtlasTable   *table;
  guint         field;        /* of @classes or @kinds */
  AtlasClasses *classes;      /* (nullable): the field's numbers, when graduated */
  AtlasKinds   *kinds;        /* (nullable): the field's values, when categorised */
} AtlasStyleDraft;

/**
 * atlas_style_recipe_make:
 * @before: (nullable): an earlier draft, whose column is used again when it is the same
 * @cancellable: (nullable): looked at while the column is read
 *
 * Costs a pass over the column the first time; with %ATLAS_CLASSES_NATURAL see atlas_classes_cut().  What is in no class
 * gets the class "Other", what has no value "No data", each only when there are such features.
 *
 * Returns: (transfer full) (nullable): the draft, or %NULL with %G_IO_ERROR_NOT_FOUND (@table has no such field),
 *   %G_IO_ERROR_INVALID_ARGUMENT (no classes can be made of it) or %G_IO_ERROR_CANCELLED
 */
AtlasStyleDraft *atlas_style_recipe_make (const AtlasStyleRecipe  *self,
                                          AtlasTable              *table,
                                          const AtlasStyleDraft   *before,
                                          GCancellable            *cancellable,
                                          GError                 **error);
AtlasStyleDraft *atlas_style_draft_ref (AtlasStyleDraft *self);
void             atlas_style_draft_unref (AtlasStyleDraft *self);

/**
 * atlas_style_number_digits:
 * @breaks: (array length=n): rising
 *
 * Returns: with how many decimals the breaks are told apart, and with no more; at most 9
 */
guint            atlas_style_number_digits (const double *breaks,
                                            guint         n);

/** atlas_style_number: Returns: (transfer full): @number for people: thousands apart from 10 000 on, a true minus. */
char            *atlas_style_number (double number,
                                     guint  digits);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasStyleRecipe, atlas_style_recipe_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasStyleDraft, atlas_style_draft_unref)

G_END_DECLS
