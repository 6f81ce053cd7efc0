/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasTableRows: the order of an attribute table.
 *
 * Every value becomes a key of 64 bits, and the keys are sorted by their digits (least first), which keeps equals in their
 * order.  A number is its own key.  A text's key is its rank among the column's texts, which are sorted once each: ICU's sort
 * keys, made and sorted in parts on all processors, then merged.  Immutable once made, so any thread may read it. */

#include "data/atlas-table-rows.h"

#include <math.h>
#include <string.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

#include "data/atlas-locale.h"
#include "data/atlas-parallel.h"
#include "data/atlas-table-private.h"

#define NONE G_MAXUINT32
/* Digits of the keys: four passes, most of which have nothing to do. */
#define DIGIT_BITS 16
#define DIGITS (1u << DIGIT_BITS)
/* Longer texts are sorted by their beginning. */
#define MOST_UNITS 256
#define CANCEL_EVERY 4096

struct _AtlasTableRows
{
  gatomicrefcount ref_count;
  gsize           n;
  gsize           n_features;
  guint32        *features;   /* of the rows */
  guint32        *rows;       /* of the features; NONE: in no row */
};

/* A text of the column on its way to a rank. */
typedef struct
{
  guint64       prefix;       /* the first bytes of the key: most comparisons end here */
  const guint8 *key;
  guint32       length;
  guint32       id;
} Entry;

/* A part of the column's texts. */
typedef struct
{
  Entry      *entries;
  gsize       n;
  GByteArray *keys;
} Part;

typedef struct
{
  AtlasTable             *table;
  guint                   field;
  const AtlasSchemaField *meaning;  /* (nullable): with words */
  gboolean                plain;    /* by bytes */
  GCancellable           *cancellable;
  Part                   *parts;
  guint                   n_parts;
} TextSort;

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const Entry *x = a, *y = b;
  int order;

  if (x->prefix != y->prefix)
    return x->prefix < y->prefix ? -1 : 1;
  order = memcmp (x->key, y->key, MIN (x->length, y->length));
  if (order != 0)
    return order;

  return x->length < y->length ? -1 : x->length > y->length;
}

static guint64
get_prefix (const guint8 *key,
            gsize         length)
{
  guint64 prefix = 0;

  for (gsize i = 0; i < 8; i++)
    prefix = prefix << 8 | (i < length ? key[i] : 0);

  return prefix;
}

/* The text as it is read: a word of the schema in the person's language. */
static const char *
get_shown (const TextSort *self,
           guint32         id,
           gsize          *length)
{
  AtlasTable *table = self->table;
  const char *text = table->text + table->text_offsets[id];
  const AtlasSchemaWord *word = NULL;

  *length = table->text_offsets[id + 1] - table->text_offsets[id] - 1;
  if (self->meaning != NULL)
    word = atlas_schema_field_find_word (self->meaning, text);
  if (word == NULL)
    return text;
  text = atlas_locale_is_chinese () ? word->zh : word->en;
  *length = strlen (text);

  return text;
}

static UCollator *
open_collator (void)
{
  UErrorCode status = U_ZERO_ERROR;
  UCollator *collator = ucol_open ("zh", &status);

  if (U_FAILURE (status))
    return NULL;
  ucol_setAttribute (collator, UCOL_NUMERIC_COLLATION, UCOL_ON, &status);

  return collator;
}

static void
add_plain_key (GByteArray *keys,
               const char *text,
               gsize       length)
{
  g_byte_array_append (keys, (const guint8 *) text, (guint) MIN (length, MOST_UNITS));
}

static void
add_collation_key (GByteArray *keys,
                   UCollator  *collator,
                   const char *text,
                   gsize       length)
{
  UChar units[MOST_UNITS];
  UErrorCode status = U_ZERO_ERROR;
  guint start = keys->len;
  int32_t n_units = 0, size;

  /* No more bytes than surely fit, cut between characters. */
  if (length > MOST_UNITS)
    length = (gsize) (g_utf8_find_prev_char (text, text + MOST_UNITS) - text);
  u_strFromUTF8WithSub (units, MOST_UNITS, &n_units, text, (int32_t) length, 0xfffd, NULL, &status);
  if (U_FAILURE (status))
    {
      add_plain_key (keys, text, length);
      return;
    }
  g_byte_array_set_size (keys, start + 64);
  size = ucol_getSortKey (collator, units, n_units, keys->data + start, 64);
  if (size > 64)
    {
      g_byte_array_set_size (keys, start + (guint) size);
      ucol_getSortKey (collator, units, n_units, keys->data + start, size);
    }
  g_byte_array_set_size (keys, start + (guint) MAX (size, 0));
}

/* Makes the keys of a part's texts and sorts them. */
static void
sort_part (gsize    job,
           gpointer user_data)
{
  TextSort *self = user_data;
  Part *part = &self->parts[job];
  UCollator *collator = self->plain ? NULL : open_collator ();
  g_autofree guint *starts = g_new (guint, part->n + 1);

  for (gsize i = 0; i < part->n; i++)
    {
      gsize length;
      const char *text = get_shown (self, part->entries[i].id, &length);

      if (i % CANCEL_EVERY == 0 && g_cancellable_is_cancelled (self->cancellable))
        part->n = i;
      starts[i] = part->keys->len;
      if (collator != NULL)
        add_collation_key (part->keys, collator, text, length);
      else
        add_plain_key (part->keys, text, length);
    }
  starts[part->n] = part->keys->len;
  for (gsize i = 0; i < part->n; i++)
    {
      Entry *entry = &part->entries[i];

      /* A column of empty texts has no bytes at all. */
      entry->key = part->keys->data != NULL ? part->keys->data + starts[i] : (const guint8 *) "";
      entry->length = starts[i + 1] - starts[i];
      entry->prefix = get_prefix (entry->key, entry->length);
    }
  qsort (part->entries, part->n, sizeof (Entry), compare_entries);
  if (collator != NULL)
    ucol_close (collator);
}

/* Gives the texts their ranks, from 0; equal ones have the same. */
static void
merge_parts (TextSort *self,
             guint32  *ranks)
{
  g_autofree gsize *at = g_new0 (gsize, self->n_parts);
  const Entry *last = NULL;
  guint32 rank = 0;

  for (;;)
    {
      const Entry *least = NULL;
      guint from = 0;

      for (guint i = 0; i < self->n_parts; i++)
        {
          const Entry *entry = &self->parts[i].entries[at[i]];

          if (at[i] < self->parts[i].n && (least == NULL || compare_entries (entry, least) < 0))
            {
              least = entry;
              from = i;
            }
        }
      if (least == NULL)
        return;
      at[from]++;
      if (last != NULL && compare_entries (last, least) != 0)
        rank++;
      ranks[least->id] = rank;
      last = least;
    }
}

/* The ids of the column's texts, each once, and NONE for all other texts of the pool. */
static GArray *
collect_ids (AtlasTable    *table,
             guint          field,
             const guint32 *features,
             gsize          n,
             guint32       *ranks)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (guint32));

  memset (ranks, 0xff, table->header->n_texts * sizeof (guint32));
  for (gsize i = 0; i < n; i++)
    {
      guint32 id = atlas_table_get_text_id (table, field, features[i]);

      if (id == NONE || ranks[id] != NONE)
        continue;
      ranks[id] = 0;
      g_array_append_val (ids, id);
    }

  return ids;
}

/* Returns: (transfer full): the rank of each text of the pool that is in the column. */
static guint32 *
rank_texts (AtlasTable             *table,
            guint                   field,
            const AtlasSchemaField *meaning,
            const guint32          *features,
            gsize                   n,
            GCancellable           *cancellable)
{
  AtlasFieldType type = atlas_table_get_field_type (table, field);
  guint32 *ranks = g_new (guint32, table->header->n_texts + 1);
  g_autoptr (GArray) ids = collect_ids (table, field, features, n, ranks);
  guint n_parts = ids->len < 1000 ? 1 : atlas_parallel_get_n_threads ();
  g_autofree Part *parts = g_new0 (Part, n_parts);
  TextSort sort = {
    .table = table,
    .field = field,
    .meaning = meaning != NULL && meaning->n_words > 0 ? meaning : NULL,
    .plain = type == ATLAS_FIELD_DATE || type == ATLAS_FIELD_TIME || type == ATLAS_FIELD_DATETIME,
    .cancellable = cancellable,
    .parts = parts,
    .n_parts = n_parts,
  };

  for (guint i = 0; i < n_parts; i++)
    {
      gsize first = (gsize) ids->len * i / n_parts, end = (gsize) ids->len * (i + 1) / n_parts;

      parts[i].n = end - first;
      parts[i].entries = g_new (Entry, end - first + 1);
      parts[i].keys = g_byte_array_new ();
      for (gsize k = first; k < end; k++)
        parts[i].entries[k - first].id = g_array_index (ids, guint32, k);
    }
  atlas_parallel_run (n_parts, 0, sort_part, &sort);
  if (!g_cancellable_is_cancelled (cancellable))
    merge_parts (&sort, ranks);
  for (guint i = 0; i < n_parts; i++)
    {
      g_free (parts[i].entries);
      g_byte_array_unref (parts[i].keys);
    }

  return ranks;
}

/* Keys that are in the order of the numbers. */
static inline guint64
get_integer_key (gint64 value)
{
  return (guint64) value ^ G_GUINT64_CONSTANT (1) << 63;
}

static inline guint64
get_real_key (double value)
{
  guint64 bits;

  /* −0 is 0. */
  value += 0.0;
  memcpy (&bits, &value, sizeof bits);

  return bits >> 63 ? ~bits : bits | G_GUINT64_CONSTANT (1) << 63;
}

/* Sorts @features, and their @keys along with them, by one digit after the other. */
static void
sort_keys (guint64 *keys,
           guint32 *features,
           gsize    n)
{
  g_autofree guint64 *other_keys = g_new (guint64, n);
  g_autofree guint32 *other = g_new (guint32, n);
  g_autofree gsize *starts = g_new (gsize, DIGITS);
  guint64 *from_keys = keys, *to_keys = other_keys;
  guint32 *from = features, *to = other;

  for (guint shift = 0; shift < 64 && n > 0; shift += DIGIT_BITS)
    {
      gsize start = 0;

      memset (starts, 0, DIGITS * sizeof (gsize));
      for (gsize i = 0; i < n; i++)
        starts[from_keys[i] >> shift & (DIGITS - 1)]++;
      /* All alike in this digit. */
      if (starts[from_keys[0] >> shift & (DIGITS - 1)] == n)
        continue;
      for (gsize i = 0; i < DIGITS; i++)
        {
          gsize count = starts[i];

          starts[i] = start;
          start += count;
        }
      for (gsize i = 0; i < n; i++)
        {
          gsize at = starts[from_keys[i] >> shift & (DIGITS - 1)]++;

          to_keys[at] = from_keys[i];
          to[at] = from[i];
        }
      {
        guint64 *swap_keys = from_keys;
        guint32 *swap = from;

        from_keys = to_keys;
        from = to;
        to_keys = swap_keys;
        to = swap;
      }
    }
  if (from != features)
    memcpy (features, from, n * sizeof (guint32));
}

/* Puts those that have a value in front and gives them keys.  Returns: how many those are. */
static gsize
make_keys (AtlasTable             *table,
           guint                   field,
           const AtlasSchemaField *meaning,
           gboolean                descending,
           guint32                *features,
           gsize                   n,
           guint64                *keys,
           GCancellable           *cancellable)
{
  AtlasFieldType type = atlas_table_get_field_type (table, field);
  gboolean is_text = atlas_image_value_size ((guint32) type) == 4;
  g_autofree guint32 *ranks = is_text ? rank_texts (table, field, meaning, features, n, cancellable) : NULL;
  g_autofree guint32 *empty = g_new (guint32, n);
  gsize n_full = 0, n_empty = 0;

  for (gsize i = 0; i < n; i++)
    {
      guint32 feature = features[i];
      double number = type == ATLAS_FIELD_REAL ? atlas_table_get_number (table, field, feature) : 0.0;
      guint64 key;

      if (atlas_table_is_null (table, field, feature) || isnan (number))
        {
          empty[n_empty++] = feature;
          continue;
        }
      if (is_text)
        key = ranks[atlas_table_get_text_id (table, field, feature)];
      else if (type == ATLAS_FIELD_REAL)
        key = get_real_key (number);
      else
        key = get_integer_key (atlas_table_get_integer (table, field, feature));
      keys[n_full] = descending ? ~key : key;
      features[n_full++] = feature;
    }
  memcpy (features + n_full, empty, n_empty * sizeof (guint32));

  return n_full;
}

static void
list_features (AtlasTableRows  *self,
               AtlasTable      *table,
               AtlasFeatureSet *only)
{
  AtlasFeatureSet *shown = atlas_table_get_shown (table);
  AtlasFeatureSet *first = only != NULL ? only : shown;

  self->features = g_new (guint32, first != NULL ? MAX (atlas_feature_set_get_count (first), 1) : self->n_features + 1);
  if (first == NULL)
    {
      for (gsize i = 0; i < self->n_features; i++)
        self->features[self->n++] = (guint32) i;
      return;
    }
  for (gsize i = atlas_feature_set_next (first, 0); i != G_MAXSIZE; i = atlas_feature_set_next (first, i + 1))
    if (first == shown || atlas_table_is_shown (table, i))
      self->features[self->n++] = (guint32) i;
}

AtlasTableRows *
atlas_table_rows_new (AtlasTable              *table,
                      AtlasFeatureSet         *only,
                      int                      field,
                      const AtlasSchemaField  *meaning,
                      gboolean                 descending,
                      GCancellable            *cancellable,
                      GError                 **error)
{
  g_autoptr (AtlasTableRows) self = NULL;

  g_return_val_if_fail (table != NULL && field < (int) atlas_table_get_n_fields (table), NULL);
  g_return_val_if_fail (only == NULL || atlas_feature_set_get_n_features (only) == atlas_table_get_n_features (table), NULL);

  self = g_new0 (AtlasTableRows, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->n_features = atlas_table_get_n_features (table);
  list_features (self, table, only);
  if (field >= 0 && self->n > 0)
    {
      g_autofree guint64 *keys = g_new (guint64, self->n);
      gsize n_full = make_keys (table, (guint) field, meaning, descending, self->features, self->n, keys, cancellable);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      sort_keys (keys, self->features, n_full);
    }
  else if (descending)
    for (gsize i = 0; i < self->n / 2; i++)
      {
        guint32 feature = self->features[i];

        self->features[i] = self->features[self->n - 1 - i];
        self->features[self->n - 1 - i] = feature;
      }
  self->rows = g_new (guint32, self->n_features + 1);
  memset (self->rows, 0xff, self->n_features * sizeof (guint32));
  for (gsize i = 0; i < self->n; i++)
    self->rows[self->features[i]] = (guint32) i;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return g_steal_pointer (&self);
}

AtlasTableRows *
atlas_table_rows_ref (AtlasTableRows *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
atlas_table_rows_unref (AtlasTableRows *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->features);
  g_free (self->rows);
  g_free (self);
}

gsize
atlas_table_rows_get_n (AtlasTableRows *self)
{
  return self->n;
}

guint32
atlas_table_rows_get_feature (AtlasTableRows *self,
                              gsize           row)
{
  g_return_val_if_fail (row < self->n, 0);
  return self->features[row];
}

gsize
atlas_table_rows_find (AtlasTableRows *self,
                       gsize           feature)
{
  return feature < self->n_features && self->rows[feature] != NONE ? self->rows[feature] : G_MAXSIZE;
}

gsize
atlas_table_rows_count (AtlasTableRows  *self,
                        AtlasFeatureSet *features)
{
  gsize n = 0;

  for (gsize i = atlas_feature_set_next (features, 0); i != G_MAXSIZE; i = atlas_feature_set_next (features, i + 1))
    n += atlas_table_rows_find (self, i) != G_MAXSIZE;

  return n;
}
