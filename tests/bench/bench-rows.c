/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long it takes to sort the attribute table of a million features, by each kind of column; the limit is a second.
 *
 * usage: bench-rows
 *
 *   rows_NAME_ms           a sort of 1 000 000 rows by that column
 *   rows_NAME_cpu_ms       the same, of all threads together, processor time */

#include "bench.h"

#include "data/atlas-table-builder.h"
#include "data/atlas-table-rows.h"

#include <time.h>

#define N 1000000

static const char *const columns[] = { "names", "kinds", "whole", "real", "date" };

static const char *const letters[] = { "长", "治", "壶", "关", "平", "顺", "沁", "源", "黎", "城", "武", "乡", "村", "镇", "山", "河" };

static AtlasTable *
make_table (void)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("rows", "EPSG:4326", "GeoJSON");
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) image = NULL;
  AtlasTable *table;

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    atlas_table_builder_add_field (builder, columns[i], i < 2 ? ATLAS_FIELD_STRING : i == 2 ? ATLAS_FIELD_INTEGER
                                                        : i == 3 ? ATLAS_FIELD_REAL : ATLAS_FIELD_DATE);
  for (int i = 0; i < N; i++)
    {
      guint32 r = g_rand_int (random);
      char text[64];

      atlas_table_builder_begin_feature (builder);
      g_snprintf (text, sizeof text, "%s%s%s%s%d", letters[r & 15], letters[r >> 4 & 15], letters[r >> 8 & 15],
                  letters[r >> 12 & 15], i);
      atlas_table_builder_set_text (builder, 0, text, -1);
      atlas_table_builder_set_text (builder, 1, letters[r & 15], -1);
      atlas_table_builder_set_integer (builder, 2, (gint64) r - G_MAXINT32);
      atlas_table_builder_set_real (builder, 3, g_rand_double (random) - 0.5);
      g_snprintf (text, sizeof text, "20%02u-%02u-%02u", r % 40, r / 64 % 12 + 1, r / 1024 % 28 + 1);
      atlas_table_builder_set_text (builder, 4, text, -1);
      atlas_table_builder_end_feature (builder);
    }
  image = atlas_table_builder_finish (builder, &error);
  table = image != NULL ? atlas_table_open (image, &error) : NULL;
  if (table == NULL)
    g_error ("%s", error->message);

  return table;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (AtlasTable) table = make_table ();

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autofree char *name = g_strdup_printf ("rows_%s_ms", columns[i]), *cpu = g_strdup_printf ("rows_%s_cpu_ms", columns[i]);
      double times[3], cpu_times[3];

      for (gsize k = 0; k < G_N_ELEMENTS (times); k++)
        {
          double start = bench_now ();
          clock_t cpu_start = clock ();
          g_autoptr (AtlasTableRows) rows = atlas_table_rows_new (table, NULL, (int) i, NULL, k % 2 == 1, NULL, NULL);

          times[k] = bench_now () - start;
          cpu_times[k] = (double) (clock () - cpu_start) * 1e3 / CLOCKS_PER_SEC;
          g_assert_cmpuint (atlas_table_rows_get_n (rows), ==, N);
        }
      bench_metric (name, bench_median (times, G_N_ELEMENTS (times)));
      bench_metric (cpu, bench_median (cpu_times, G_N_ELEMENTS (cpu_times)));
    }

  return 0;
}
