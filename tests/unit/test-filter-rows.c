/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of a filter: what they write, what comes back, and that what cannot be said by rows does not come back.  Summaries against
 * adding up one by one. */

#include <math.h>

#include "data/atlas-filter-rows.h"
#include "data/atlas-summary.h"
#include "data/atlas-table-builder.h"

#define N 600

static const char *const KINDS[] = { "镇", "街道", "it's", "乡", "" };

/* name (text), 人数 (integer), a b (real), open (boolean) */
static AtlasTable *
make_table (void)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("t", "EPSG:4326", "GeoJSON");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) image = NULL;
  AtlasTable *table;

  atlas_table_builder_add_field (builder, "name", ATLAS_FIELD_STRING);
  atlas_table_builder_add_field (builder, "人数", ATLAS_FIELD_INTEGER);
  atlas_table_builder_add_field (builder, "a b", ATLAS_FIELD_REAL);
  atlas_table_builder_add_field (builder, "open", ATLAS_FIELD_BOOLEAN);
  for (int i = 0; i < N; i++)
    {
      atlas_table_builder_begin_feature (builder);
      if (i % 11 != 0)
        atlas_table_builder_set_text (builder, 0, KINDS[i * i % G_N_ELEMENTS (KINDS)], -1);
      if (i % 7 != 0)
        atlas_table_builder_set_integer (builder, 1, i * 37 % 1000 - 200);
      if (i % 5 != 0)
        atlas_table_builder_set_real (builder, 2, i * 0.1 + (i % 3 == 0 ? 1e9 : 0));
      atlas_table_builder_end_feature (builder);
    }
  image = atlas_table_builder_finish (builder, &error);
  g_assert_no_error (error);
  table = atlas_table_open (image, &error);
  g_assert_no_error (error);
  return table;
}

/* What stands for the same rows when they are read and written again. */
static const char *const SAME[] = {
  "name = '镇'", "name != 'it''s'", "人数 >= 100", "人数 < -3", "\"a b\" > 2.5", "\"a b\" <= -0.5", "open = true",
  "contains(name, '镇')", "not contains(name, '镇')", "starts_with(name, '街')", "name in ('镇', '街道')", "人数 in (1, -2)",
  "name is null", "name is not null", "intersects(@view)", "within(@shape)", "distance(@selection) <= 2500",
  "name = '镇' and 人数 > 3 and within(@view)", "name = '镇' or 人数 > 3 or name is null",
};

/* What rows cannot say, or would say differently. */
static const char *const RICHER[] = {
  "name = '镇' and (人数 > 3 or 人数 < 1)", "人数 between 1 and 3", "name = 5", "人数 = '5'", "not (人数 > 3)", "name like '镇%'",
  "人数 + 1 > 3", "3 < 人数", "name in ('a,b', 'c')", "name = ''", "distance(@selection) < 5", "within(bbox(1, 2, 3, 4))",
  "within(@other)", "nofield = 3", "upper(name) = 'A'", "true", "name in (' a')", "人数 = null",
};

static void
test_round (void)
{
  g_autoptr (AtlasTable) table = make_table ();

  for (gsize i = 0; i < G_N_ELEMENTS (SAME); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AtlasFilter) filter = atlas_filter_new (SAME[i], &error);
      g_autoptr (GPtrArray) rows = NULL;
      g_autofree char *text = NULL;
      gboolean any;

      g_assert_no_error (error);
      rows = atlas_filter_rows_parse (filter, table, &any);
      g_assert_nonnull (rows);
      text = atlas_filter_rows_to_text (rows, any, table);
      g_assert_cmpstr (text, ==, SAME[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (RICHER); i++)
    {
      g_autoptr (AtlasFilter) filter = atlas_filter_new (RICHER[i], NULL);
      gboolean any;

      if (filter != NULL && atlas_filter_rows_parse (filter, table, &any) != NULL)
        g_error ("“%s” came back as rows", RICHER[i]);
    }
}

static void
assert_row (AtlasTable       *table,
            const char       *field,
            const char       *place,
            AtlasFilterRowOp  op,
            const char       *value,
            const char       *expected)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_filter_row_free);
  g_autofree char *text = NULL;

  g_ptr_array_add (rows, atlas_filter_row_new (field, place, op, value));
  text = atlas_filter_rows_to_text (rows, FALSE, table);
  g_assert_cmpstr (text, ==, expected);
}

/* As a person types. */
static void
test_typed (void)
{
  g_autoptr (AtlasTable) table = make_table ();

  assert_row (table, "name", NULL, ATLAS_FILTER_ROW_IS, "", "");
  assert_row (table, "name", NULL, ATLAS_FILTER_ROW_IS, NULL, "");
  assert_row (table, "name", NULL, ATLAS_FILTER_ROW_IS, "5", "name = '5'");
  assert_row (table, "人数", NULL, ATLAS_FILTER_ROW_MORE, " 5 ", "人数 > 5");
  assert_row (table, "人数", NULL, ATLAS_FILTER_ROW_IS, "five", "人数 = 'five'");
  assert_row (table, "name", NULL, ATLAS_FILTER_ROW_ONE_OF, "镇、 街道,乡，", "name in ('镇', '街道', '乡')");
  assert_row (table, "name", NULL, ATLAS_FILTER_ROW_ONE_OF, " 、", "");
  assert_row (table, NULL, "selection", ATLAS_FILTER_ROW_NEAR, "0.07", "distance(@selection) <= 70");
  assert_row (table, NULL, "selection", ATLAS_FILTER_ROW_NEAR, "near", "");
}

static void
assert_close (double a,
              double b)
{
  if (isnan (a) || isnan (b))
    g_assert_true (isnan (a) && isnan (b));
  else
    g_assert_cmpfloat_with_epsilon (a, b, fabs (b) * 1e-12 + 1e-12);
}

static void
check_summary (AtlasTable      *table,
               AtlasFeatureSet *only,
               guint            category,
               int              number)
{
  g_autoptr (AtlasSummary) summary = atlas_summary_new (table, category, number, only, NULL);
  gsize n, counted = 0;
  const AtlasSummaryGroup *groups = atlas_summary_get_groups (summary, &n);

  for (gsize k = 0; k < n; k++)
    {
      const AtlasSummaryGroup *group = &groups[k];
      long double sum = 0;
      double min = NAN, max = NAN;
      gsize count = 0, numbers = 0;

      for (gsize i = 0; i < N; i++)
        {
          g_autofree char *value = atlas_table_dup_value (table, category, i);
          const double v = number >= 0 ? atlas_table_get_number (table, (guint) number, i) : NAN;

          if (only != NULL ? !atlas_feature_set_contains (only, i) : !atlas_table_is_shown (table, i))
            continue;
          if (g_strcmp0 (value != NULL && *value != '\0' ? value : NULL, group->value) != 0)
            continue;
          count++;
          if (isnan (v))
            continue;
          numbers++;
          sum += v;
          min = fmin (min, v);
          max = fmax (max, v);
        }
      g_assert_cmpuint (group->count, ==, count);
      g_assert_cmpuint (group->n_numbers, ==, numbers);
      assert_close (group->sum, numbers > 0 ? (double) sum : NAN);
      assert_close (group->mean, numbers > 0 ? (double) (sum / (long double) numbers) : NAN);
      assert_close (group->min, min);
      assert_close (group->max, max);
      if (k > 0 && group->value != NULL)
        g_assert_cmpuint (group->count, <=, groups[k - 1].count);
      if (group->value == NULL)
        g_assert_cmpuint (k, ==, n - 1);
      counted += count;
    }
  g_assert_cmpuint (atlas_summary_get_total (summary)->count, ==, counted);
  g_assert_cmpuint (counted, ==, only != NULL ? atlas_feature_set_get_count (only) : atlas_table_get_n_shown (table));
}

static void
test_summary (void)
{
  g_autoptr (AtlasTable) whole = make_table (), part = NULL;
  g_autoptr (AtlasFilter) filter = atlas_filter_new ("人数 > 100", NULL), other = atlas_filter_new ("name = '镇'", NULL);
  g_autoptr (AtlasFeatureSet) found = atlas_filter_run (filter, whole, NULL, NULL, NULL);
  g_autoptr (AtlasFeatureSet) selected = atlas_filter_run (other, whole, NULL, NULL, NULL);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();

  part = atlas_table_new_filtered (whole, found);
  for (int number = -1; number < 4; number++)
    for (guint category = 0; category < 4; category++)
      {
        check_summary (whole, NULL, category, number);
        check_summary (part, NULL, category, number);
        check_summary (part, selected, category, number);
      }
  g_cancellable_cancel (cancelled);
  g_assert_null (atlas_summary_new (whole, 0, 1, NULL, cancelled));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filter-rows/round", test_round);
  g_test_add_func ("/filter-rows/typed", test_typed);
  g_test_add_func ("/summary/brute-force", test_summary);
  return g_test_run ();
}
