/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasKinds: what values a field has, and how often.  Texts are told apart by their ids in the table's pool, numbers by
 * their bits, so counting makes no texts; only the values that are kept become some.
 *
 * Owner: whoever holds a reference; immutable once made. */

#include "style/atlas-kinds.h"

#include <math.h>
#include <string.h>

#define MAX_DISTINCT 100000
#define CANCEL_EVERY 65536

struct _AtlasKinds
{
  gatomicrefcount ref_count;
  AtlasKind       kinds[ATLAS_KINDS_MAX];
  guint           n;
  gsize           n_others;
  gsize           n_missing;
};

typedef struct
{
  gint64 key;       /* first, so that the hash table can look at it */
  gsize  feature;   /* the first that has it */
  gsize  count;
} Counted;

/* FALSE: it is missing. */
static gboolean
get_key (AtlasTable    *table,
         guint          field,
         AtlasFieldType type,
         gsize          feature,
         gint64        *key)
{
  gsize length = 0;

  if (type == ATLAS_FIELD_INTEGER || type == ATLAS_FIELD_REAL || type == ATLAS_FIELD_BOOLEAN)
    {
      /* Adding 0 makes one of the two zeros. */
      const double number = atlas_table_get_number (table, field, feature) + 0.0;

      memcpy (key, &number, sizeof *key);
      return !isnan (number);
    }
  *key = atlas_table_get_text_id (table, field, feature);

  return atlas_table_get_text (table, field, feature, &length) != NULL && length > 0;
}

static int
compare_counted (gconstpointer a,
                 gconstpointer b)
{
  const Counted *x = *(Counted *const *) a, *y = *(Counted *const *) b;

  if (x->count != y->count)
    return x->count > y->count ? -1 : 1;
  return x->feature < y->feature ? -1 : 1;
}

static void
keep_most_frequent (AtlasKinds *self,
                    AtlasTable *table,
                    guint       field,
                    GHashTable *seen)
{
  g_autoptr (GPtrArray) all = g_ptr_array_sized_new (g_hash_table_size (seen));
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, seen);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (all, value);
  g_ptr_array_sort (all, compare_counted);
  for (guint i = 0; i < all->len; i++)
    {
      const Counted *counted = g_ptr_array_index (all, i);

      if (self->n < ATLAS_KINDS_MAX)
        self->kinds[self->n++] = (AtlasKind) { atlas_table_dup_value (table, field, counted->feature), counted->count };
      else
        self->n_others += counted->count;
    }
}

AtlasKinds *
atlas_kinds_new_for_field (AtlasTable   *table,
                           guint         field,
                           GCancellable *cancellable)
{
  const gsize n = atlas_table_get_n_features (table);
  const AtlasFieldType type = atlas_table_get_field_type (table, field);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  g_autoptr (AtlasKinds) self = g_new0 (AtlasKinds, 1);

  g_atomic_ref_count_init (&self->ref_count);
  for (gsize i = 0; i < n; i++)
    {
      Counted *counted;
      gint64 key;

      if (i % CANCEL_EVERY == 0 && g_cancellable_is_cancelled (cancellable))
        return NULL;
      if (!get_key (table, field, type, i, &key))
        {
          self->n_missing++;
          continue;
        }
      counted = g_hash_table_lookup (seen, &key);
      if (counted == NULL && g_hash_table_size (seen) == MAX_DISTINCT)
        {
          self->n_others++;
          continue;
        }
      if (counted == NULL)
        {
          counted = g_new (Counted, 1);
          *counted = (Counted) { key, i, 0 };
          g_hash_table_insert (seen, &counted->key, counted);
        }
      counted->count++;
    }
  keep_most_frequent (self, table, field, seen);

  return g_steal_pointer (&self);
}

AtlasKinds *
atlas_kinds_ref (AtlasKinds *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
atlas_kinds_unref (AtlasKinds *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < self->n; i++)
    g_free (self->kinds[i].value);
  g_free (self);
}

const AtlasKind *
atlas_kinds_get (AtlasKinds *self,
                 guint      *n)
{
  *n = self->n;

  return self->kinds;
}

gsize
atlas_kinds_get_n_others (AtlasKinds *self)
{
  return self->n_others;
}

gsize
atlas_kinds_get_n_missing (AtlasKinds *self)
{
  return self->n_missing;
}
