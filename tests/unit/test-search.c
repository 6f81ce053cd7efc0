/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching: readings and variants, what matches what and how well, the order of the results, and odd input.  What is in the
 * middle of names is held against a plain loop. */

#include <math.h>
#include <string.h>

#include "data/atlas-hanzi.h"
#include "data/atlas-search-index.h"
#include "data/atlas-table-builder.h"

/* -- readings ---------------------------------------------------------------------------------------------------- */

static gboolean
is_read (gunichar    c,
         const char *syllable,
         gboolean    first)
{
  const guint16 *readings;
  const guint n = atlas_hanzi_get_readings (c, &readings);

  for (guint i = 0; i < (first ? MIN (n, 1) : n); i++)
    if (strcmp (atlas_hanzi_get_syllable (readings[i]), syllable) == 0)
      return TRUE;
  return FALSE;
}

static void
test_readings (void)
{
  const guint16 *none;

  g_assert_true (is_read (0x957f, "chang", TRUE));      /* 长, in names */
  g_assert_true (is_read (0x957f, "zhang", FALSE));
  g_assert_true (is_read (0x884c, "hang", FALSE));      /* 行 */
  g_assert_true (is_read (0x884c, "xing", FALSE));
  g_assert_true (is_read (0x6c81, "qin", TRUE));        /* 沁 */
  g_assert_true (is_read (0x6f5e, "lu", TRUE));         /* 潞 */
  g_assert_true (is_read (0x5415, "lv", TRUE));         /* 吕 */
  g_assert_true (is_read (0x6d4a, "zhuo", TRUE));       /* 浊 */
  g_assert_false (is_read (0x6d4a, "zhuó", FALSE));
  g_assert_cmpuint (atlas_hanzi_get_readings ('a', &none), ==, 0);
  g_assert_cmpuint (atlas_hanzi_get_readings (0, &none), ==, 0);
  g_assert_cmpuint (atlas_hanzi_get_readings (0x10ffff, &none), ==, 0);
  for (guint i = 1; i < atlas_hanzi_get_n_syllables (); i++)
    {
      const char *name = atlas_hanzi_get_syllable (i);

      g_assert_cmpstr (atlas_hanzi_get_syllable (i - 1), <, name);
      g_assert_cmpuint (atlas_hanzi_find_syllable (name, strlen (name)), ==, i);
    }
  g_assert_cmpuint (atlas_hanzi_find_syllable ("zhangx", 6), ==, ATLAS_HANZI_NO_SYLLABLE);
  g_assert_cmpuint (atlas_hanzi_find_syllable ("", 0), ==, ATLAS_HANZI_NO_SYLLABLE);
}

static void
test_variants (void)
{
  g_assert_cmpuint (atlas_hanzi_simplify (0x5cfd), ==, 0x5ce1);   /* 峽 峡 */
  g_assert_cmpuint (atlas_hanzi_simplify (0x7e23), ==, 0x53bf);   /* 縣 县 */
  g_assert_cmpuint (atlas_hanzi_simplify (0x58fa), ==, 0x58f6);   /* 壺 壶 */
  g_assert_cmpuint (atlas_hanzi_simplify (0x6fc1), ==, 0x6d4a);   /* 濁 浊 */
  g_assert_cmpuint (atlas_hanzi_simplify (0x957f), ==, 0x957f);
  g_assert_cmpuint (atlas_hanzi_simplify ('x'), ==, 'x');
}

/* -- matching ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  const char *text;
  const char *query;
  int         kind;       /* or -1: no match */
  const char *part;       /* (nullable): what of the text is matched */
  gboolean    fuzzy;
} Case;

static const Case cases[] = {
  /* The characters themselves. */
  { "太行山大峡谷", "太行山大峡谷", ATLAS_MATCH_EXACT, "太行山大峡谷", FALSE },
  { "太行山大峡谷", "太行", ATLAS_MATCH_PREFIX, "太行", FALSE },
  { "太行山大峡谷", "峡谷", ATLAS_MATCH_MIDDLE, "峡谷", FALSE },
  { "太行山大峡谷", "谷峡", -1, NULL, FALSE },
  { "太行山大峡谷", "峽谷", ATLAS_MATCH_MIDDLE, "峡谷", FALSE },
  { "太行山大峽谷", "峡谷", ATLAS_MATCH_MIDDLE, "峽谷", FALSE },
  { "壺關縣", "壶关县", ATLAS_MATCH_EXACT, "壺關縣", FALSE },
  { "浊漳河（南源）", "浊漳河南源", ATLAS_MATCH_EXACT, "浊漳河（南源", FALSE },
  { "太行一号旅游公路", "太行1号", ATLAS_MATCH_PREFIX, "太行一号", FALSE },
  { "太行1号", "太行一号", ATLAS_MATCH_EXACT, "太行1号", FALSE },
  /* Pinyin. */
  { "长治市", "changzhi", ATLAS_MATCH_PINYIN, "长治", FALSE },
  { "长治市", "chang zhi", ATLAS_MATCH_PINYIN, "长治", FALSE },
  { "长治市", "Cháng Zhì", ATLAS_MATCH_PINYIN, "长治", FALSE },
  { "长治市", "chang2zhi4", ATLAS_MATCH_PINYIN, "长治", FALSE },
  { "长治市", "CHANGZHI", ATLAS_MATCH_PINYIN, "长治", FALSE },
  { "长治市", "ｃｈａｎｇｚｈｉ", ATLAS_MATCH_PINYIN, "长治", FALSE },
  { "长治市", "changzhishi", ATLAS_MATCH_PINYIN, "长治市", FALSE },
  { "长治市", "changzh", ATLAS_MATCH_PINYIN, "长治", FALSE },
  { "长治市", "chan", ATLAS_MATCH_PINYIN, "长", FALSE },
  { "长子县", "zhangzi", ATLAS_MATCH_PINYIN, "长子", FALSE },
  { "太行山", "taihang", ATLAS_MATCH_PINYIN, "太行", FALSE },
  { "太行山", "taixing", ATLAS_MATCH_PINYIN, "太行", FALSE },
  { "屯留区", "tunliu", ATLAS_MATCH_PINYIN, "屯留", FALSE },
  { "浊漳河", "zhuozhanghe", ATLAS_MATCH_PINYIN, "浊漳河", FALSE },
  { "太行山大峡谷", "xiagu", ATLAS_MATCH_PINYIN, "峡谷", FALSE },
  { "沁源县", "qinyuan", ATLAS_MATCH_PINYIN, "沁源", FALSE },
  { "潞城区", "lucheng", ATLAS_MATCH_PINYIN, "潞城", FALSE },
  { "西安门", "xi'an", ATLAS_MATCH_PINYIN, "西安", FALSE },
  { "吕梁山", "lüliang", ATLAS_MATCH_PINYIN, "吕梁", FALSE },
  { "吕梁山", "lǚliáng", ATLAS_MATCH_PINYIN, "吕梁", FALSE },
  { "吕梁山", "lvliang", ATLAS_MATCH_PINYIN, "吕梁", FALSE },
  { "吕梁山", "luliang", ATLAS_MATCH_PINYIN, "吕梁", FALSE },
  { "略阳", "lueyang", ATLAS_MATCH_PINYIN, "略阳", FALSE },
  { "略阳", "lveyang", ATLAS_MATCH_PINYIN, "略阳", FALSE },
  /* Initials, and all of it mixed. */
  { "太行山大峡谷", "thsdxg", ATLAS_MATCH_INITIALS, "太行山大峡谷", FALSE },
  { "太行山大峡谷", "THS", ATLAS_MATCH_INITIALS, "太行山", FALSE },
  { "太行山大峡谷", "dxg", ATLAS_MATCH_INITIALS, "大峡谷", FALSE },
  { "浊漳河", "zhzhh", ATLAS_MATCH_INITIALS, "浊漳河", FALSE },
  { "太行山峡谷", "taihang峡谷", -1, NULL, FALSE },
  { "太行峡谷", "taihang峡谷", ATLAS_MATCH_PINYIN, "太行峡谷", FALSE },
  { "太行峡谷", "太hang峡g", ATLAS_MATCH_INITIALS, "太行峡谷", FALSE },
  { "太行峡谷", "太行xiagu", ATLAS_MATCH_PINYIN, "太行峡谷", FALSE },
  { "太行山大峡谷", "taihsdxg", ATLAS_MATCH_INITIALS, "太行山大峡谷", FALSE },
  /* What sounds alike. */
  { "南寨", "lanzai", ATLAS_MATCH_PINYIN, "南寨", TRUE },
  { "南寨", "lanzai", -1, NULL, FALSE },
  { "上党", "sangdang", ATLAS_MATCH_PINYIN, "上党", TRUE },
  { "上党", "shangdan", ATLAS_MATCH_PINYIN, "上党", TRUE },
  { "长治", "cangzi", ATLAS_MATCH_PINYIN, "长治", TRUE },
  { "三峡", "shanxia", ATLAS_MATCH_PINYIN, "三峡", TRUE },
  { "平顺", "pinshun", ATLAS_MATCH_PINYIN, "平顺", TRUE },
  { "黎城", "nicheng", ATLAS_MATCH_PINYIN, "黎城", TRUE },
  /* Other scripts: words from their beginnings. */
  { "Baquan Gorge", "gorge", ATLAS_MATCH_MIDDLE, "Gorge", FALSE },
  { "Baquan Gorge", "gor", ATLAS_MATCH_MIDDLE, "Gor", FALSE },
  { "Baquan Gorge", "orge", -1, NULL, FALSE },
  { "Baquan Gorge", "baquangorge", ATLAS_MATCH_EXACT, "Baquan Gorge", FALSE },
  { "Baquan Gorge", "BAQUAN  gorge", ATLAS_MATCH_EXACT, "Baquan Gorge", FALSE },
  { "Erenhot–Guangzhou Expressway", "guangzhou", ATLAS_MATCH_MIDDLE, "Guangzhou", FALSE },
  { "G55二广高速", "g55", ATLAS_MATCH_PREFIX, "G55", FALSE },
  { "Ｇ５５二广高速", "G55", ATLAS_MATCH_PREFIX, "Ｇ５５", FALSE },
  { "Café Straße", "cafe", ATLAS_MATCH_PREFIX, "Café", FALSE },
  { "Niujiao'an", "niujiaoan", ATLAS_MATCH_EXACT, "Niujiao'an", FALSE },
  { "Красная площадь", "ПЛОЩАДЬ", ATLAS_MATCH_MIDDLE, "площадь", FALSE },
  { "<b>bold</b>", "<b>", ATLAS_MATCH_PREFIX, "<b>", FALSE },
  { "五龙🏔山", "🏔", ATLAS_MATCH_MIDDLE, "🏔", FALSE },
};

static void
test_matching (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *item = &cases[i];
      g_autoptr (AtlasSearchPattern) pattern = atlas_search_pattern_new (item->query, item->fuzzy);
      AtlasSearchMatch match = { 0 };
      gboolean found;

      g_assert_nonnull (pattern);
      found = atlas_search_match_text (pattern, item->text, &match);
      if (found != (item->kind >= 0) || (found && (int) match.kind != item->kind))
        g_error ("“%s” in “%s”: %s", item->query, item->text, found ? atlas_match_kind_get_name (match.kind) : "not found");
      if (found)
        {
          g_autofree char *part = g_utf8_substring (item->text, match.start, match.start + match.length);

          g_assert_cmpstr (part, ==, item->part);
        }
    }
}

/* -- an index ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  const char *name_en;
  const char *pinyin;
  const char *grade;
  const char *county;
  double      lon;
  double      lat;
} Spot;

static AtlasTable *
make_table (const Spot *spots,
            gsize       n)
{
  static const char *const fields[] = { "name", "name_en", "pinyin", "grade", "county" };
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("spots", "EPSG:4326", "GeoJSON");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  AtlasTable *table;

  for (guint f = 0; f < G_N_ELEMENTS (fields); f++)
    atlas_table_builder_add_field (builder, fields[f], ATLAS_FIELD_STRING);
  for (gsize i = 0; i < n; i++)
    {
      const char *const values[] = { spots[i].name, spots[i].name_en, spots[i].pinyin, spots[i].grade, spots[i].county };

      atlas_table_builder_begin_feature (builder);
      atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POINT);
      atlas_table_builder_begin_part (builder, ATLAS_PART_POINTS);
      g_assert_true (atlas_table_builder_add_vertex (builder, spots[i].lon, spots[i].lat));
      for (guint f = 0; f < G_N_ELEMENTS (fields); f++)
        if (values[f] != NULL)
          atlas_table_builder_set_text (builder, f, values[f], -1);
      atlas_table_builder_end_feature (builder);
    }
  bytes = atlas_table_builder_finish (builder, &error);
  g_assert_no_error (error);
  table = atlas_table_open (bytes, &error);
  g_assert_no_error (error);
  return table;
}

static const Spot spots[] = {
  { "太行山大峡谷", "Taihang Grand Canyon", "tai hang shan da xia gu", "5A", "壶关县", 113.5, 35.9 },
  { "大峡谷镇", "Daxiagu Town", NULL, NULL, "壶关县", 113.55, 35.9 },
  { "峡谷", NULL, NULL, NULL, NULL, 112.0, 36.9 },
  { "峡谷人家", NULL, NULL, "3A", NULL, 113.4, 36.0 },
  { "峡谷客栈", NULL, NULL, "4A", NULL, 113.4, 36.0 },
  { "狭谷小学", NULL, NULL, NULL, "平顺县", 113.4, 36.0 },
  { "长治市", "Changzhi", NULL, NULL, NULL, 113.1, 36.2 },
  { "长子县", "Zhangzi County", NULL, NULL, NULL, 112.9, 36.1 },
  { "掌治村", NULL, "zhang zhi cun", NULL, NULL, 113.2, 36.3 },
  { "水库甲", NULL, NULL, NULL, NULL, 112.5, 36.5 },
  { "水库乙", NULL, NULL, NULL, NULL, 113.3, 36.2 },
  { "乐平", NULL, "yue ping", NULL, NULL, 113.0, 36.0 },
};

static AtlasSearchIndex *
make_index (void)
{
  g_autoptr (AtlasTable) table = make_table (spots, G_N_ELEMENTS (spots));
  g_autoptr (GError) error = NULL;
  AtlasSearchIndex *index = atlas_search_index_new (table, NULL, NULL, &error);

  g_assert_no_error (error);
  return index;
}

static const AtlasSearchOptions plain = { .limit = 10, .lon = NAN, .lat = NAN };

/* The names of the results, with blanks between. */
static char *
search (AtlasSearchIndex         *index,
        const char               *query,
        const AtlasSearchOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) groups = atlas_search_run (&index, 1, query, options, NULL, &error);
  GString *names = g_string_new (NULL);

  g_assert_no_error (error);
  g_assert_cmpuint (groups->len, <=, 1);
  for (guint i = 0; groups->len > 0 && i < ((AtlasSearchGroup *) g_ptr_array_index (groups, 0))->n_hits; i++)
    {
      const AtlasSearchGroup *group = g_ptr_array_index (groups, 0);

      g_assert_cmpuint (group->n_hits, <=, MAX (options->limit, 1));
      g_assert_cmpuint (group->n_hits, <=, group->total);
      if (i > 0)
        {
          g_assert_cmpfloat (group->hits[i].score, <=, group->hits[i - 1].score);
          g_string_append_c (names, ' ');
        }
      g_string_append (names, spots[group->hits[i].feature].name);
    }
  return g_string_free (names, FALSE);
}

#define assert_search(index, query, options, names) \
  G_STMT_START \
  { \
    g_autofree char *_found = search (index, query, options); \
    g_assert_cmpstr (_found, ==, names); \
  } \
  G_STMT_END

static void
test_order (void)
{
  g_autoptr (AtlasSearchIndex) index = make_index ();
  AtlasSearchOptions near = plain;

  /* Exact, then what begins so (4A before 3A), then the middle (5A first). */
  assert_search (index, "峡谷", &plain, "峡谷 峡谷客栈 峡谷人家 太行山大峡谷 大峡谷镇");
  assert_search (index, "xiagu", &plain, "峡谷 峡谷客栈 峡谷人家 狭谷小学 太行山大峡谷 大峡谷镇");
  /* Usual readings before the others. */
  assert_search (index, "changzhi", &plain, "长治市");
  assert_search (index, "zhangzhi", &plain, "掌治村 长治市");
  assert_search (index, "zhangzi", &plain, "长子县");
  /* The file's own reading counts. */
  assert_search (index, "yueping", &plain, "乐平");
  /* Names before anything else that is told. */
  assert_search (index, "壶关", &plain, "太行山大峡谷 大峡谷镇");
  assert_search (index, "壶关 大峡谷", &plain, "大峡谷镇 太行山大峡谷");
  assert_search (index, "峡谷 壶关", &plain, "太行山大峡谷 大峡谷镇");
  assert_search (index, "taihang峡谷", &plain, "太行山大峡谷");
  assert_search (index, "taihang xiagu", &plain, "太行山大峡谷");
  assert_search (index, "thsdxg", &plain, "太行山大峡谷");
  assert_search (index, "grand canyon", &plain, "太行山大峡谷");
  assert_search (index, "pingshun", &plain, "狭谷小学");
  assert_search (index, "什么也没有", &plain, "");
  /* Where all else is equal, what is near. */
  near.lon = 113.3, near.lat = 36.2;
  assert_search (index, "水库", &near, "水库乙 水库甲");
  near.lon = 112.5, near.lat = 36.5;
  assert_search (index, "水库", &near, "水库甲 水库乙");
  near.limit = 1;
  assert_search (index, "水库", &near, "水库甲");
  near = plain;
  near.names_only = TRUE;
  assert_search (index, "壶关", &near, "");
}

static void
test_hits (void)
{
  g_autoptr (AtlasSearchIndex) index = make_index ();
  g_autoptr (GPtrArray) groups = atlas_search_run (&index, 1, "峽谷", &(AtlasSearchOptions){ .limit = 4, .lon = NAN }, NULL, NULL);
  const AtlasSearchGroup *group = g_ptr_array_index (groups, 0);
  const AtlasSearchHit *hit = &group->hits[3];
  double lon, lat;

  g_assert_cmpuint (group->total, ==, 5);
  g_assert_cmpuint (group->n_hits, ==, 4);
  g_assert_cmpuint (hit->feature, ==, 0);
  g_assert_cmpuint (hit->field, ==, 0);
  g_assert_cmpint (hit->weight, ==, ATLAS_SEARCH_NAME);
  g_assert_cmpint (hit->kind, ==, ATLAS_MATCH_MIDDLE);
  g_assert_cmpuint (hit->start, ==, 4);
  g_assert_cmpuint (hit->length, ==, 2);
  g_assert_true (atlas_search_index_get_place (index, 0, &lon, &lat));
  g_assert_cmpfloat (lon, ==, 113.5);
  g_assert_cmpfloat (lat, ==, 35.9);
}

static void
test_near_names (void)
{
  g_autoptr (AtlasSearchIndex) index = make_index ();
  static const char *const wrong[][2] = {
    { "太航山", "Taihang Grand Canyon" },     /* sounds the same */
    { "太行峡谷", "Taihang Grand Canyon" },   /* something is missing */
    { "太行山的峡谷", "Taihang Grand Canyon" },
    { "changzhix", "Changzhi" },
    { "zangzi", "Zhangzi County" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_auto (GStrv) names = atlas_search_suggest (&index, 1, wrong[i][0], NULL, 5, NULL);

      if (names[0] == NULL || !g_strv_contains ((const char *const *) names, wrong[i][1]))
        g_error ("“%s” does not lead to “%s” but to “%s”", wrong[i][0], wrong[i][1], names[0] != NULL ? names[0] : "nothing");
      g_assert_cmpuint (g_strv_length (names), <=, 5);
    }
}

/* -- an oracle --------------------------------------------------------------------------------------------------- */

#define N_RANDOM 3000

/* What stands in the middle of random names, by a loop over them. */
static void
test_oracle (void)
{
  static const char *const characters[] = { "太", "行", "山", "大", "峡", "谷", "长", "治", "水", "库", "石", "河" };
  g_autofree Spot *random = g_new0 (Spot, N_RANDOM);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (AtlasTable) table = NULL;
  g_autoptr (AtlasSearchIndex) index = NULL;

  for (guint i = 0; i < N_RANDOM; i++)
    {
      GString *name = g_string_new (NULL);

      for (int k = g_rand_int_range (rand, 1, 9); k > 0; k--)
        g_string_append (name, characters[g_rand_int_range (rand, 0, G_N_ELEMENTS (characters))]);
      random[i].name = name->str;
      g_ptr_array_add (names, g_string_free (name, FALSE));
    }
  table = make_table (random, N_RANDOM);
  index = atlas_search_index_new (table, NULL, NULL, NULL);
  for (guint q = 0; q < 400; q++)
    {
      const char *from = random[g_rand_int_range (rand, 0, N_RANDOM)].name;
      const glong length = g_utf8_strlen (from, -1), start = g_rand_int_range (rand, 0, (gint32) length);
      g_autofree char *query = g_utf8_substring (from, start, MIN (length, start + g_rand_int_range (rand, 1, 5)));
      g_autoptr (GPtrArray) groups = atlas_search_run (&index, 1, query, &(AtlasSearchOptions){ .limit = N_RANDOM, .lon = NAN }, NULL, NULL);
      const AtlasSearchGroup *group = g_ptr_array_index (groups, 0);
      gsize expected = 0;

      for (guint i = 0; i < N_RANDOM; i++)
        expected += strstr (random[i].name, query) != NULL;
      g_assert_cmpuint (group->total, ==, expected);
      g_assert_cmpuint (group->n_hits, ==, expected);
      for (guint i = 0; i < group->n_hits; i++)
        {
          const char *name = random[group->hits[i].feature].name;
          g_autofree char *part = g_utf8_substring (name, group->hits[i].start, group->hits[i].start + group->hits[i].length);
          const AtlasMatchKind kind = strcmp (name, query) == 0            ? ATLAS_MATCH_EXACT
                                      : g_str_has_prefix (name, query) ? ATLAS_MATCH_PREFIX
                                                                       : ATLAS_MATCH_MIDDLE;

          g_assert_cmpstr (part, ==, query);
          g_assert_cmpint (group->hits[i].kind, ==, kind);
        }
    }
}

/* -- odd input --------------------------------------------------------------------------------------------------- */

static void
test_odd_queries (void)
{
  g_autoptr (AtlasSearchIndex) index = make_index ();
  g_autoptr (GString) long_text = g_string_new (NULL), letters = g_string_new (NULL), words = g_string_new (NULL);
  g_autoptr (AtlasSearchPattern) pattern = NULL;
  static const char *const odd[] = {
    "", " ", "　", "，。！", "\314\201", "\314\201\314\210\314\204", "\xff\xfe", "峡\xff", "\342\200\256", "🏔️", "<b>x</b>&amp;", "%s%n", "\n\t\r",
    "'; DROP", "\xf4\x8f\xbf\xbf", "ﷺ", "̈u", "0", "-", "+", "*", "[a-z]", "\\", "NaN", "null",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr (GPtrArray) groups = atlas_search_run (&index, 1, odd[i], &plain, NULL, NULL);
      g_auto (GStrv) names = atlas_search_suggest (&index, 1, odd[i], NULL, 5, NULL);

      g_assert_nonnull (groups);
      g_assert_nonnull (names);
    }
  assert_search (index, "", &plain, "");
  assert_search (index, "，。", &plain, "");
  assert_search (index, " 峡谷人家　", &plain, "峡谷人家");
  assert_search (index, "“峡谷人家”", &plain, "峡谷人家");
  for (guint i = 0; i < 10000; i++)
    {
      g_string_append (long_text, "峡");
      g_string_append_c (letters, 'a' + i % 3);
      g_string_append (words, "峡 ");
    }
  assert_search (index, long_text->str, &plain, "");
  assert_search (index, letters->str, &plain, "");
  assert_search (index, words->str, &plain, "");
  /* Every way through these leads nowhere at the very end. */
  g_string_truncate (long_text, 0);
  g_string_truncate (letters, 0);
  for (guint i = 0; i < 120; i++)
    {
      g_string_append (long_text, "安那阿");
      g_string_append (letters, i % 2 == 0 ? "ana" : "an");
    }
  g_string_truncate (letters, 250);
  g_string_append_c (letters, 'q');
  pattern = atlas_search_pattern_new (letters->str, TRUE);
  g_assert_nonnull (pattern);
  g_assert_false (atlas_search_match_text (pattern, long_text->str, NULL));
}

static void
test_cancel (void)
{
  g_autoptr (AtlasTable) table = make_table (spots, G_N_ELEMENTS (spots));
  g_autoptr (AtlasSearchIndex) index = make_index ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (atlas_search_index_new (table, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (atlas_search_run (&index, 1, "峡谷", &plain, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hanzi/readings", test_readings);
  g_test_add_func ("/hanzi/variants", test_variants);
  g_test_add_func ("/search/matching", test_matching);
  g_test_add_func ("/search/order", test_order);
  g_test_add_func ("/search/hits", test_hits);
  g_test_add_func ("/search/near-names", test_near_names);
  g_test_add_func ("/search/oracle", test_oracle);
  g_test_add_func ("/search/odd-queries", test_odd_queries);
  g_test_add_func ("/search/cancel", test_cancel);
  return g_test_run ();
}
