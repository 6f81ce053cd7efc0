/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long a layer's names take to look up, for each of a list of queries from one letter to several words, with the limit that the
 * window has; and what the index costs.  The yardstick is strstr() over the same texts, which knows no pinyin, no order and no
 * variants.
 *
 * usage: bench-search FILE */

#include "bench.h"

#include "data/atlas-search-index.h"

#include <math.h>
#include <string.h>

#define ROUNDS 15
#define LIMIT  6

static const char *const queries[] = {
  "s", "z", "a", "1", "县", "山", "超市", "峡谷", "壶关", "壶關", "壶关县文物古迹0号", "changzhi", "chang zhi", "huguan", "hgx",
  "thsdxg", "taihang峡谷", "zhangzi", "hu", "lv", "王明", "wangming", "解放路 公交站", "sx cz hg", "街道 7号", "没有的名字", "xqzw",
  "zhongguoshanxishengchangzhishi", "g55", "文物guji",
};

static double
look_naively (AtlasTable *table,
              const char *query)
{
  const double start = bench_now ();
  gsize found = 0;

  for (guint field = 0; field < atlas_table_get_n_fields (table); field++)
    for (gsize i = 0; i < atlas_table_get_n_features (table); i++)
      {
        const char *text = atlas_table_get_text (table, field, i, NULL);

        found += text != NULL && strstr (text, query) != NULL;
      }
  return bench_now () - start + (found == G_MAXSIZE);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (AtlasTable) table = bench_open (bench_path (argc, argv));
  const AtlasExtent extent = atlas_table_get_extent (table);
  const AtlasSearchOptions options = {
    .limit = LIMIT, .lon = (extent.west + extent.east) / 2, .lat = (extent.south + extent.north) / 2,
  };
  const AtlasSearchOptions fuzzy = { .limit = LIMIT, .fuzzy = TRUE, .lon = options.lon, .lat = options.lat };
  double medians[2 * G_N_ELEMENTS (queries)], naive[G_N_ELEMENTS (queries)], worst = 0, start = bench_now ();
  g_autoptr (AtlasSearchIndex) index = atlas_search_index_new (table, NULL, NULL, NULL);

  bench_metric ("build_ms", bench_now () - start);
  bench_metric ("features", (double) atlas_table_get_n_features (table));
  bench_metric ("texts", (double) atlas_search_index_get_n_texts (index));
  bench_metric ("index_mb", (double) atlas_search_index_get_size (index) / 1e6);
  for (gsize q = 0; q < G_N_ELEMENTS (queries); q++)
    {
      for (guint way = 0; way < 2; way++)
        {
          double times[ROUNDS];
          gsize total = 0;

          for (guint i = 0; i < ROUNDS; i++)
            {
              g_autoptr (GPtrArray) groups = NULL;

              start = bench_now ();
              groups = atlas_search_run (&index, 1, queries[q], way == 0 ? &options : &fuzzy, NULL, NULL);
              times[i] = bench_now () - start;
              total = groups->len > 0 ? ((AtlasSearchGroup *) g_ptr_array_index (groups, 0))->total : 0;
            }
          medians[2 * q + way] = bench_median (times, ROUNDS);
          worst = MAX (worst, medians[2 * q + way]);
          if (way == 0)
            g_printerr ("  %-32s %8.2f ms %8zu found\n", queries[q], medians[2 * q], total);
        }
      naive[q] = look_naively (table, queries[q]);
    }
  bench_metric ("query_p50_ms", bench_median (medians, G_N_ELEMENTS (medians)));
  bench_metric ("query_worst_ms", worst);
  bench_metric ("naive_p50_ms", bench_median (naive, G_N_ELEMENTS (naive)));
  return 0;
}
