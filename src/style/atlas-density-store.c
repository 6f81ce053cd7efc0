/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What drawing dense points has worked out of a table, kept as long as the table lives.
 *
 * Owner: the table (atlas_table_get_extra()).  Threads: any; the lock is held only to look and to put in, never while something
 * is made.  What is handed out is immutable and ref-counted, so that pushing it out of the store does no harm. */

#include "style/atlas-density-store.h"

#define BUDGET ((gsize) 96 << 20)
#define BUDGET_FOR_EACH 48

typedef struct
{
  char           *key;
  gpointer        value;    /* (nullable): NULL while it is being made */
  GDestroyNotify  clear;
  gsize           bytes;
  guint64         used;
} Entry;

typedef struct
{
  GMutex     lock;
  GCond      made;
  GPtrArray *entries;       /* (element-type Entry); a few dozen, so it is searched in turn */
  guint64    clock;
} Store;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  if (entry->value != NULL)
    g_atomic_rc_box_release_full (entry->value, entry->clear);
  g_free (entry->key);
  g_free (entry);
}

static gpointer
store_new (void)
{
  Store *self = g_new0 (Store, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->made);
  self->entries = g_ptr_array_new_with_free_func (entry_free);

  return self;
}

static void
store_free (gpointer data)
{
  Store *self = data;

  g_ptr_array_unref (self->entries);
  g_cond_clear (&self->made);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static Entry *
find (Store      *self,
      const char *key)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      if (g_str_equal (entry->key, key))
        return entry;
    }

  return NULL;
}

static void
keep_budget (Store *self,
             gsize  budget)
{
  for (;;)
    {
      gsize sum = 0;
      Entry *oldest = NULL;

      for (guint i = 0; i < self->entries->len; i++)
        {
          Entry *entry = g_ptr_array_index (self->entries, i);

          sum += entry->bytes;
          /* The newest stays, however big it is. */
          if (entry->value != NULL && entry->used < self->clock && (oldest == NULL || entry->used < oldest->used))
            oldest = entry;
        }
      if (sum <= budget || oldest == NULL)
        return;
      g_ptr_array_remove_fast (self->entries, oldest);
    }
}

gpointer
atlas_density_store_get (AtlasTable           *table,
                         const char           *key,
                         AtlasDensityMakeFunc  make,
                         GDestroyNotify        clear,
                         gpointer              user_data,
                         GCancellable         *cancellable)
{
  Store *self = atlas_table_get_extra (table, store_new, store_free);
  gpointer value = NULL;
  gsize bytes = 0;
  Entry *entry;

  g_mutex_lock (&self->lock);
  while ((entry = find (self, key)) != NULL && entry->value == NULL && make != NULL)
    g_cond_wait (&self->made, &self->lock);
  if (entry != NULL && entry->value != NULL)
    {
      entry->used = ++self->clock;
      value = g_atomic_rc_box_acquire (entry->value);
    }
  if (value == NULL && make != NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->key = g_strdup (key);
      entry->clear = clear;
      g_ptr_array_add (self->entries, entry);
      g_mutex_unlock (&self->lock);
      value = make (user_data, &bytes, cancellable);
      g_mutex_lock (&self->lock);
      if (value != NULL)
        {
          entry->value = g_atomic_rc_box_acquire (value);
          entry->bytes = bytes;
          entry->used = ++self->clock;
          keep_budget (self, BUDGET + BUDGET_FOR_EACH * atlas_table_get_n_features (table));
        }
      else
        {
          /* Who waited for it makes it then. */
          g_ptr_array_remove_fast (self->entries, entry);
        }
      g_cond_broadcast (&self->made);
    }
  g_mutex_unlock (&self->lock);

  return value;
}
