/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Of AtlasTable: how short the texts of a field are, for those who need to know what room a name takes before they read it. */

#include "data/atlas-table-private.h"

#include <string.h>

/* With texts so short there is nothing to be gained. */
#define SHORT 1.0
/* ASCII letters in a Han letter's width: for the narrowest of them, a quarter off. */
#define ASCII_WIDTH 0.24

/* A width that @text surely has: common Han letters and ASCII; all else counts as nothing. */
static double
measure_least (const char *text,
               gsize       length)
{
  const guchar *p = (const guchar *) text;
  gsize n_han = 0, n_ascii = 0;

  for (gsize i = 0; i < length; i++)
    if (p[i] > ' ' && p[i] < 0x7f)
      n_ascii++;
    /* The first bytes of U+4E00 to U+9FFF. */
    else if ((p[i] >= 0xE5 && p[i] <= 0xE9) || (p[i] == 0xE4 && i + 1 < length && p[i + 1] >= 0xB8))
      n_han++;

  return (double) n_han + ASCII_WIDTH * (double) n_ascii;
}

static double
find_shortest (AtlasTable *self,
               guint       field)
{
  double least = G_MAXDOUBLE;

  for (gsize i = 0; i < self->header->n_features && least > SHORT; i++)
    {
      gsize length;
      const char *text = atlas_table_get_text (self, field, i, &length);

      if (text != NULL)
        least = MIN (least, measure_least (text, length));
      else if (!atlas_table_is_null (self, field, i))
        return 0.0;
    }
  return least;
}

double
atlas_table_get_shortest (AtlasTable *self,
                          guint       field)
{
  gpointer key;
  double *kept;
  double value;

  g_return_val_if_fail (self != NULL && field < atlas_table_get_n_fields (self), 0.0);

  self = atlas_table_get_whole (self);
  key = GSIZE_TO_POINTER (G_MAXSIZE - field);
  g_mutex_lock (&self->runs_lock);
  kept = self->runs != NULL ? g_hash_table_lookup (self->runs, key) : NULL;
  g_mutex_unlock (&self->runs_lock);
  if (kept != NULL)
    return *kept;

  value = find_shortest (self, field);
  g_mutex_lock (&self->runs_lock);
  if (self->runs == NULL)
    self->runs = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  if (!g_hash_table_contains (self->runs, key))
    g_hash_table_insert (self->runs, key, g_memdup2 (&value, sizeof value));
  g_mutex_unlock (&self->runs_lock);

  return value;
}
