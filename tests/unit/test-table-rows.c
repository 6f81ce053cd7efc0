/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of an attribute table, held against the plainest of sorts: every pair compared by ICU's own comparison of two
 * strings (not by sort keys), by numbers, by bytes. */

#include <math.h>
#include <string.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

#include "data/atlas-filter.h"
#include "data/atlas-table-builder.h"
#include "data/atlas-table-rows.h"

#define N 1500

enum
{
  NAME,
  WHOLE,
  REAL,
  DATE,
  FLAG,
  EMPTY,
  N_FIELDS,
};

static const struct
{
  const char    *name;
  AtlasFieldType type;
} fields[N_FIELDS] = {
  { "名称", ATLAS_FIELD_STRING }, { "whole", ATLAS_FIELD_INTEGER }, { "real", ATLAS_FIELD_REAL },
  { "date", ATLAS_FIELD_DATE },   { "flag", ATLAS_FIELD_BOOLEAN },  { "empty", ATLAS_FIELD_STRING },
};

static const char *const syllables[] = { "长", "治", "子", "壶", "关", "平", "顺", "沁", "源", "县", "a", "B", "b", "10", "9", " ", "é", "太" };

static char *
make_text (GRand *random)
{
  GString *text = g_string_new (NULL);
  int n = g_rand_int_range (random, 0, 4);

  for (int i = 0; i < n; i++)
    g_string_append (text, syllables[g_rand_int_range (random, 0, G_N_ELEMENTS (syllables))]);

  return g_string_free (text, FALSE);
}

static void
add_values (AtlasTableBuilder *builder,
            GRand             *random,
            int                i)
{
  static const double odd[] = { -0.0, 0.0, INFINITY, -INFINITY, 1e300, -1e-300 };
  g_autofree char *text = make_text (random), *date = NULL;

  if (g_rand_int_range (random, 0, 8) > 0)
    atlas_table_builder_set_text (builder, NAME, text, -1);
  /* Beyond what a double can tell apart. */
  if (g_rand_int_range (random, 0, 8) > 0)
    atlas_table_builder_set_integer (builder, WHOLE, (i % 2 == 0 ? G_GINT64_CONSTANT (9007199254740992) : -5)
                                                         + g_rand_int_range (random, -9, 9));
  if (g_rand_int_range (random, 0, 8) > 0)
    atlas_table_builder_set_real (builder, REAL, i % 9 == 0 ? odd[i / 9 % (int) G_N_ELEMENTS (odd)]
                                                             : g_rand_double_range (random, -5, 5));
  date = g_strdup_printf ("20%02d-0%d-11", g_rand_int_range (random, 0, 30), g_rand_int_range (random, 1, 9));
  if (g_rand_int_range (random, 0, 8) > 0)
    atlas_table_builder_set_text (builder, DATE, date, -1);
  if (i % 5 != 0)
    atlas_table_builder_set_boolean (builder, FLAG, i % 3 == 0);
}

static AtlasTable *
make_table (void)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("rows", "EPSG:4326", "GeoJSON");
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) image = NULL;
  AtlasTable *table;

  for (gsize i = 0; i < N_FIELDS; i++)
    atlas_table_builder_add_field (builder, fields[i].name, fields[i].type);
  for (int i = 0; i < N; i++)
    {
      atlas_table_builder_begin_feature (builder);
      add_values (builder, random, i);
      atlas_table_builder_end_feature (builder);
    }
  image = atlas_table_builder_finish (builder, &error);
  g_assert_no_error (error);
  table = atlas_table_open (image, &error);
  g_assert_no_error (error);

  return table;
}

/* Of two that have values. */
static int
compare (UCollator  *collator,
         AtlasTable *table,
         guint       field,
         guint32     a,
         guint32     b)
{
  if (fields[field].type == ATLAS_FIELD_STRING)
    {
      UChar x[64], y[64];
      UErrorCode status = U_ZERO_ERROR;

      u_strFromUTF8 (x, 64, NULL, atlas_table_get_text (table, field, a, NULL), -1, &status);
      u_strFromUTF8 (y, 64, NULL, atlas_table_get_text (table, field, b, NULL), -1, &status);
      g_assert_true (U_SUCCESS (status));
      return (int) ucol_strcoll (collator, x, -1, y, -1);
    }
  if (fields[field].type == ATLAS_FIELD_DATE)
    return strcmp (atlas_table_get_text (table, field, a, NULL), atlas_table_get_text (table, field, b, NULL));
  if (fields[field].type == ATLAS_FIELD_REAL)
    {
      double x = atlas_table_get_number (table, field, a), y = atlas_table_get_number (table, field, b);

      return (x > y) - (x < y);
    }
  else
    {
      gint64 x = atlas_table_get_integer (table, field, a), y = atlas_table_get_integer (table, field, b);

      return (x > y) - (x < y);
    }
}

/* By inserting: stable, and plain to see. */
static GArray *
sort_plainly (AtlasTable      *table,
              AtlasFeatureSet *only,
              guint            field,
              gboolean         descending)
{
  UErrorCode status = U_ZERO_ERROR;
  UCollator *collator = ucol_open ("zh", &status);
  GArray *sorted = g_array_new (FALSE, FALSE, sizeof (guint32));

  ucol_setAttribute (collator, UCOL_NUMERIC_COLLATION, UCOL_ON, &status);
  for (guint32 i = 0; i < N; i++)
    {
      guint at = sorted->len;

      if (!atlas_table_is_shown (table, i) || (only != NULL && !atlas_feature_set_contains (only, i)))
        continue;
      while (at > 0 && !atlas_table_is_null (table, field, i))
        {
          guint32 before = g_array_index (sorted, guint32, at - 1);
          int order = atlas_table_is_null (table, field, before) ? 1 : compare (collator, table, field, before, i);

          if (descending && !atlas_table_is_null (table, field, before))
            order = -order;
          if (order <= 0)
            break;
          at--;
        }
      g_array_insert_val (sorted, at, i);
    }
  ucol_close (collator);

  return sorted;
}

static void
check (AtlasTable      *table,
       AtlasFeatureSet *only)
{
  for (guint field = 0; field < N_FIELDS; field++)
    for (int descending = 0; descending < 2; descending++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (AtlasTableRows) rows = atlas_table_rows_new (table, only, (int) field, NULL, descending, NULL, &error);
        g_autoptr (GArray) expected = sort_plainly (table, only, field, descending);

        g_assert_no_error (error);
        g_assert_cmpuint (atlas_table_rows_get_n (rows), ==, expected->len);
        for (guint i = 0; i < expected->len; i++)
          {
            g_assert_cmpuint (atlas_table_rows_get_feature (rows, i), ==, g_array_index (expected, guint32, i));
            g_assert_cmpuint (atlas_table_rows_find (rows, g_array_index (expected, guint32, i)), ==, i);
          }
      }
}

static void
test_sort (void)
{
  g_autoptr (AtlasTable) table = make_table ();

  check (table, NULL);
}

static void
test_parts (void)
{
  g_autoptr (AtlasTable) table = make_table (), part = NULL;
  g_autoptr (AtlasFilter) filter = atlas_filter_new ("flag or whole > 0", NULL);
  g_autoptr (AtlasFeatureSet) found = atlas_filter_run (filter, table, NULL, NULL, NULL), only = NULL;
  g_autoptr (AtlasTableRows) rows = NULL;
  guint32 some[] = { 1, 2, 3, 5, 8, 900, 1499 };
  gsize shown = 0;

  part = atlas_table_new_filtered (table, found);
  only = atlas_feature_set_new_from_array (N, some, G_N_ELEMENTS (some));
  check (part, NULL);
  check (part, only);
  rows = atlas_table_rows_new (part, NULL, -1, NULL, FALSE, NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (some); i++)
    shown += atlas_table_is_shown (part, some[i]);
  g_assert_cmpuint (shown, <, G_N_ELEMENTS (some));
  g_assert_cmpuint (atlas_table_rows_count (rows, only), ==, shown);
  for (gsize i = 0; i + 1 < atlas_table_rows_get_n (rows); i++)
    g_assert_cmpuint (atlas_table_rows_get_feature (rows, i), <, atlas_table_rows_get_feature (rows, i + 1));
  g_assert_cmpuint (atlas_table_rows_find (rows, 1000000), ==, G_MAXSIZE);
}

/* As a Chinese index has them. */
static void
test_pinyin (void)
{
  static const char *const names[] = { "襄垣", "平顺", "黎城", "武乡", "壶关", "沁县", "K10", "K9" };
  static const char *const expected[] = { "壶关", "黎城", "平顺", "沁县", "武乡", "襄垣", "K9", "K10" };
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("names", "EPSG:4326", "GeoJSON");
  g_autoptr (GBytes) image = NULL;
  g_autoptr (AtlasTable) table = NULL;
  g_autoptr (AtlasTableRows) rows = NULL;

  atlas_table_builder_add_field (builder, "name", ATLAS_FIELD_STRING);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      atlas_table_builder_begin_feature (builder);
      atlas_table_builder_set_text (builder, 0, names[i], -1);
      atlas_table_builder_end_feature (builder);
    }
  image = atlas_table_builder_finish (builder, NULL);
  table = atlas_table_open (image, NULL);
  rows = atlas_table_rows_new (table, NULL, 0, NULL, FALSE, NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpstr (atlas_table_get_text (table, 0, atlas_table_rows_get_feature (rows, i), NULL), ==, expected[i]);
}

static void
test_cancel (void)
{
  g_autoptr (AtlasTable) table = make_table ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (atlas_table_rows_new (table, NULL, NAME, NULL, FALSE, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table-rows/sort", test_sort);
  g_test_add_func ("/table-rows/parts", test_parts);
  g_test_add_func ("/table-rows/pinyin", test_pinyin);
  g_test_add_func ("/table-rows/cancel", test_cancel);

  return g_test_run ();
}
