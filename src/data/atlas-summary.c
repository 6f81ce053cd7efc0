/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasSummary: texts are told apart by their number in the table's pool, everything else by its text.  Any thread. */

#include "data/atlas-summary.h"

#include <math.h>

#define CHECK_EVERY 4096

typedef struct
{
  AtlasSummaryGroup figures;
  double            rest;         /* what the sum lost */
  gsize             first;        /* feature */
} Group;

struct _AtlasSummary
{
  gatomicrefcount ref_count;
  GArray         *groups;         /* AtlasSummaryGroup */
  AtlasSummaryGroup total;
};

static void
clear_group (gpointer data)
{
  g_free (((AtlasSummaryGroup *) data)->value);
}

static void
begin (Group *group,
       char  *value,
       gsize  first)
{
  *group = (Group){ .figures = { .value = value, .min = NAN, .max = NAN, .mean = NAN }, .first = first };
}

static void
add (Group  *group,
     double  number)
{
  AtlasSummaryGroup *figures = &group->figures;
  double sum;

  figures->count++;
  if (isnan (number))
    return;
  figures->n_numbers++;
  sum = figures->sum + number;
  group->rest += fabs (figures->sum) >= fabs (number) ? (figures->sum - sum) + number : (number - sum) + figures->sum;
  figures->sum = sum;
  figures->min = fmin (figures->min, number);
  figures->max = fmax (figures->max, number);
}

static void
end (Group *group)
{
  AtlasSummaryGroup *figures = &group->figures;

  if (isfinite (group->rest))
    figures->sum += group->rest;
  if (figures->n_numbers > 0)
    figures->mean = figures->sum / (double) figures->n_numbers;
  else
    figures->sum = NAN;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const Group *x = *(const Group *const *) a, *y = *(const Group *const *) b;

  if ((x->figures.value == NULL) != (y->figures.value == NULL))
    return x->figures.value == NULL ? 1 : -1;
  if (x->figures.count != y->figures.count)
    return x->figures.count > y->figures.count ? -1 : 1;
  return x->first < y->first ? -1 : x->first > y->first;
}

/* The group of a feature, made when it is the first of its kind. */
static Group *
find_group (AtlasTable *table,
            guint       category,
            gsize       feature,
            GHashTable *by_id,
            GHashTable *by_text,
            GPtrArray  *groups)
{
  const guint32 id = atlas_table_get_text_id (table, category, feature);
  Group *group = id != G_MAXUINT32 ? g_hash_table_lookup (by_id, GUINT_TO_POINTER (id)) : NULL;
  g_autofree char *value = NULL;
  const char *key;

  if (group != NULL)
    return group;
  value = atlas_table_dup_value (table, category, feature);
  if (value != NULL && *value == '\0')
    g_clear_pointer (&value, g_free);
  /* No value's text begins so. */
  key = value != NULL ? value : "\001";
  group = g_hash_table_lookup (by_text, key);
  if (group == NULL)
    {
      char *kept = g_strdup (key);

      group = g_new (Group, 1);
      begin (group, g_steal_pointer (&value), feature);
      g_ptr_array_add (groups, group);
      g_hash_table_insert (by_text, kept, group);
    }
  if (id != G_MAXUINT32)
    g_hash_table_insert (by_id, GUINT_TO_POINTER (id), group);
  return group;
}

AtlasSummary *
atlas_summary_new (AtlasTable      *table,
                   guint            category,
                   int              number,
                   AtlasFeatureSet *only,
                   GCancellable    *cancellable)
{
  const gsize n = atlas_table_get_n_features (table);
  g_autoptr (GHashTable) by_id = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) by_text = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_free);
  AtlasSummary *self;
  Group total;

  begin (&total, NULL, 0);
  for (gsize i = 0; i < n; i++)
    {
      double value;

      if (i % CHECK_EVERY == 0 && g_cancellable_is_cancelled (cancellable))
        {
          for (guint k = 0; k < groups->len; k++)
            clear_group (g_ptr_array_index (groups, k));
          return NULL;
        }
      if (only != NULL ? !atlas_feature_set_contains (only, i) : !atlas_table_is_shown (table, i))
        continue;
      value = number >= 0 ? atlas_table_get_number (table, (guint) number, i) : NAN;
      add (find_group (table, category, i, by_id, by_text, groups), value);
      add (&total, value);
    }
  g_ptr_array_sort (groups, compare);
  self = g_new0 (AtlasSummary, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->groups = g_array_sized_new (FALSE, FALSE, sizeof (AtlasSummaryGroup), groups->len);
  g_array_set_clear_func (self->groups, clear_group);
  for (guint i = 0; i < groups->len; i++)
    {
      Group *group = g_ptr_array_index (groups, i);

      end (group);
      g_array_append_val (self->groups, group->figures);
    }
  end (&total);
  self->total = total.figures;
  return self;
}

AtlasSummary *
atlas_summary_ref (AtlasSummary *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
atlas_summary_unref (AtlasSummary *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->groups);
  g_free (self);
}

const AtlasSummaryGroup *
atlas_summary_get_groups (AtlasSummary *self,
                          gsize        *n)
{
  g_return_val_if_fail (self != NULL, NULL);
  *n = self->groups->len;
  return (const AtlasSummaryGroup *) (const void *) self->groups->data;
}

const AtlasSummaryGroup *
atlas_summary_get_total (AtlasSummary *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return &self->total;
}
