/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AtlasFeatureSet:
 *
 * Some of the features of a table: what a filter found, what a person selected.  A bit for each feature, so that a million
 * take 125 kB and asking is one look.  Immutable once made, and ref-counted: any thread.
 */
typedef struct _AtlasFeatureSet AtlasFeatureSet;

/** atlas_feature_set_new: @all: whether every feature is in it, else none.  Returns: (transfer full): a set of @n_features. */
AtlasFeatureSet *atlas_feature_set_new (gsize    n_features,
                                        gboolean all);

/**
 * atlas_feature_set_new_from_array:
 * @features: (array length=n): numbers of features in any order, also more than once; those beyond @n_features are left out
 */
AtlasFeatureSet *atlas_feature_set_new_from_array (gsize          n_features,
                                                   const guint32 *features,
                                                   gsize          n);

/**
 * atlas_feature_set_new_take:
 * @words: (transfer full): feature i is bit i % 64 of word i / 64; what lies beyond @n_features is cleared
 */
AtlasFeatureSet *atlas_feature_set_new_take (gsize    n_features,
                                             guint64 *words);

/** atlas_feature_set_n_words: Returns: how many words a set of @n_features has. */
static inline gsize
atlas_feature_set_n_words (gsize n_features)
{
  return (n_features + 63) / 64;
}

AtlasFeatureSet *atlas_feature_set_ref (AtlasFeatureSet *self);
void             atlas_feature_set_unref (AtlasFeatureSet *self);

/** atlas_feature_set_get_n_features: Returns: how many features the table has. */
gsize            atlas_feature_set_get_n_features (AtlasFeatureSet *self);

/** atlas_feature_set_get_count: Returns: how many of them are in the set.  Costs nothing. */
gsize            atlas_feature_set_get_count (AtlasFeatureSet *self);

/** atlas_feature_set_contains: Returns: whether @feature is in it; %FALSE beyond the last. */
gboolean         atlas_feature_set_contains (AtlasFeatureSet *self,
                                             gsize            feature);

/**
 * atlas_feature_set_next:
 *
 * To walk through: `for (i = next (set, 0); i != G_MAXSIZE; i = next (set, i + 1))`.
 *
 * Returns: the first feature of the set that is @from or later, or %G_MAXSIZE
 */
gsize            atlas_feature_set_next (AtlasFeatureSet *self,
                                         gsize            from);

/** atlas_feature_set_to_array: Returns: (transfer full) (element-type guint32): its features in ascending order. */
GArray          *atlas_feature_set_to_array (AtlasFeatureSet *self);

/** atlas_feature_set_invert: Returns: (transfer full): the features that are not in it. */
AtlasFeatureSet *atlas_feature_set_invert (AtlasFeatureSet *self);

/** atlas_feature_set_and: Returns: (transfer full): those in both; the two must be of the same number of features. */
AtlasFeatureSet *atlas_feature_set_and (AtlasFeatureSet *a,
                                        AtlasFeatureSet *b);

/** atlas_feature_set_or: Returns: (transfer full): those in at least one. */
AtlasFeatureSet *atlas_feature_set_or (AtlasFeatureSet *a,
                                       AtlasFeatureSet *b);

gboolean         atlas_feature_set_equal (AtlasFeatureSet *a,
                                          AtlasFeatureSet *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasFeatureSet, atlas_feature_set_unref)

G_END_DECLS
