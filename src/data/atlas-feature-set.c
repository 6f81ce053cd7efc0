/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasFeatureSet: a bit for each feature of a table, and how many are set.  Immutable after making: any thread. */

#include "data/atlas-feature-set.h"

#include <string.h>

struct _AtlasFeatureSet
{
  gatomicrefcount  ref_count;
  gsize            n_features;
  gsize            count;
  guint64         *words;
};

AtlasFeatureSet *
atlas_feature_set_new_take (gsize    n_features,
                            guint64 *words)
{
  AtlasFeatureSet *self = g_new0 (AtlasFeatureSet, 1);
  const gsize n = atlas_feature_set_n_words (n_features);

  g_atomic_ref_count_init (&self->ref_count);
  self->n_features = n_features;
  self->words = words;
  if (n_features % 64 != 0)
    words[n - 1] &= ((guint64) 1 << n_features % 64) - 1;
  for (gsize i = 0; i < n; i++)
    self->count += (gsize) __builtin_popcountll (words[i]);
  return self;
}

AtlasFeatureSet *
atlas_feature_set_new (gsize    n_features,
                       gboolean all)
{
  const gsize n = atlas_feature_set_n_words (n_features);
  guint64 *words = g_new0 (guint64, n);

  if (all && n > 0)
    memset (words, 0xff, n * sizeof *words);
  return atlas_feature_set_new_take (n_features, words);
}

AtlasFeatureSet *
atlas_feature_set_new_from_array (gsize          n_features,
                                  const guint32 *features,
                                  gsize          n)
{
  guint64 *words = g_new0 (guint64, atlas_feature_set_n_words (n_features));

  for (gsize i = 0; i < n; i++)
    if (features[i] < n_features)
      words[features[i] / 64] |= (guint64) 1 << features[i] % 64;
  return atlas_feature_set_new_take (n_features, words);
}

AtlasFeatureSet *
atlas_feature_set_ref (AtlasFeatureSet *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
atlas_feature_set_unref (AtlasFeatureSet *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->words);
  g_free (self);
}

gsize
atlas_feature_set_get_n_features (AtlasFeatureSet *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n_features;
}

gsize
atlas_feature_set_get_count (AtlasFeatureSet *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->count;
}

gboolean
atlas_feature_set_contains (AtlasFeatureSet *self,
                            gsize            feature)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return feature < self->n_features && (self->words[feature / 64] >> feature % 64 & 1) != 0;
}

gsize
atlas_feature_set_next (AtlasFeatureSet *self,
                        gsize            from)
{
  gsize word = from / 64;
  guint64 rest;

  g_return_val_if_fail (self != NULL, G_MAXSIZE);
  if (from >= self->n_features)
    return G_MAXSIZE;
  rest = self->words[word] & ~(guint64) 0 << from % 64;
  while (rest == 0)
    {
      if (++word >= atlas_feature_set_n_words (self->n_features))
        return G_MAXSIZE;
      rest = self->words[word];
    }
  return word * 64 + (gsize) __builtin_ctzll (rest);
}

GArray *
atlas_feature_set_to_array (AtlasFeatureSet *self)
{
  GArray *array;

  g_return_val_if_fail (self != NULL, NULL);
  array = g_array_sized_new (FALSE, FALSE, sizeof (guint32), (guint) self->count);
  for (gsize i = atlas_feature_set_next (self, 0); i != G_MAXSIZE; i = atlas_feature_set_next (self, i + 1))
    {
      const guint32 feature = (guint32) i;

      g_array_append_val (array, feature);
    }
  return array;
}

AtlasFeatureSet *
atlas_feature_set_invert (AtlasFeatureSet *self)
{
  guint64 *words;

  g_return_val_if_fail (self != NULL, NULL);
  words = g_new (guint64, atlas_feature_set_n_words (self->n_features));
  for (gsize i = 0; i < atlas_feature_set_n_words (self->n_features); i++)
    words[i] = ~self->words[i];
  return atlas_feature_set_new_take (self->n_features, words);
}

AtlasFeatureSet *
atlas_feature_set_and (AtlasFeatureSet *a,
                       AtlasFeatureSet *b)
{
  guint64 *words;

  g_return_val_if_fail (a != NULL && b != NULL && a->n_features == b->n_features, NULL);
  words = g_new (guint64, atlas_feature_set_n_words (a->n_features));
  for (gsize i = 0; i < atlas_feature_set_n_words (a->n_features); i++)
    words[i] = a->words[i] & b->words[i];
  return atlas_feature_set_new_take (a->n_features, words);
}

AtlasFeatureSet *
atlas_feature_set_or (AtlasFeatureSet *a,
                      AtlasFeatureSet *b)
{
  guint64 *words;

  g_return_val_if_fail (a != NULL && b != NULL && a->n_features == b->n_features, NULL);
  words = g_new (guint64, atlas_feature_set_n_words (a->n_features));
  for (gsize i = 0; i < atlas_feature_set_n_words (a->n_features); i++)
    words[i] = a->words[i] | b->words[i];
  return atlas_feature_set_new_take (a->n_features, words);
}

gboolean
atlas_feature_set_equal (AtlasFeatureSet *a,
                         AtlasFeatureSet *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);
  if (a->n_features != b->n_features || a->count != b->count)
    return FALSE;
  return a->n_features == 0 || memcmp (a->words, b->words, atlas_feature_set_n_words (a->n_features) * 8) == 0;
}
