/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tests of AtlasFilter: what expressions are true of (held against SQLite, which runs beside), where errors point, what input methods type, and that nothing that can be typed does harm. */

#include "data/atlas-filter.h"

#include <math.h>
#include <string.h>

#include "filter-table.h"

typedef struct
{
  const char *id;
  const char *name;
  const char *kind;
  double      people;       /* NaN: none */
  double      area;
  int         open;         /* -1: none */
  const char *date;
  const char *code;
} Row;

#define NONE NAN

static const Row ROWS[] = {
  { "a1", "平顺", "县", 151000, 1550.5, 1, "2024-05-01", "12" },
  { "a2", "壶关县", "县", 296000, 1010.25, 0, "2023-12-31T23:59:59", "7.5" },
  { "7", "Taihang's Gorge", "spot", 0, NONE, 1, "2024", "abc" },
  { NULL, "太行山大峡谷", "spot", -5, 12.5, -1, "1999/3/4", NULL },
  { "9", NULL, NULL, NONE, -0.5, 1, NULL, " 42 " },
  { "10", "", "", 7, 3, 0, "not a date", "" },
};

static void
set_text (AtlasTableBuilder *builder,
          guint              field,
          const char        *text)
{
  if (text != NULL)
    atlas_table_builder_set_text (builder, field, text, -1);
}

static AtlasTable *
make_table (void)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("t", "EPSG:4326", "GeoJSON");

  atlas_table_builder_add_field (builder, "name", ATLAS_FIELD_STRING);
  atlas_table_builder_add_field (builder, "类别", ATLAS_FIELD_STRING);
  atlas_table_builder_add_field (builder, "people", ATLAS_FIELD_INTEGER);
  atlas_table_builder_add_field (builder, "area", ATLAS_FIELD_REAL);
  atlas_table_builder_add_field (builder, "open", ATLAS_FIELD_BOOLEAN);
  atlas_table_builder_add_field (builder, "date", ATLAS_FIELD_DATE);
  atlas_table_builder_add_field (builder, "code no.", ATLAS_FIELD_STRING);
  atlas_table_builder_add_field (builder, "big", ATLAS_FIELD_INTEGER);
  for (gsize i = 0; i < G_N_ELEMENTS (ROWS); i++)
    {
      atlas_table_builder_begin_feature (builder);
      atlas_table_builder_set_id (builder, ROWS[i].id);
      set_text (builder, 0, ROWS[i].name);
      set_text (builder, 1, ROWS[i].kind);
      if (!isnan (ROWS[i].people))
        atlas_table_builder_set_integer (builder, 2, (gint64) ROWS[i].people);
      if (!isnan (ROWS[i].area))
        atlas_table_builder_set_real (builder, 3, ROWS[i].area);
      if (ROWS[i].open >= 0)
        atlas_table_builder_set_boolean (builder, 4, ROWS[i].open);
      set_text (builder, 5, ROWS[i].date);
      set_text (builder, 6, ROWS[i].code);
      /* Neighbours that no double tells apart. */
      atlas_table_builder_set_integer (builder, 7, G_GINT64_CONSTANT (123456789012345678) + (gint64) i);
      add_point (builder, 113 + (double) i * 0.1, 36);
      atlas_table_builder_end_feature (builder);
    }
  return end_table (builder);
}

static void
test_true_of (void)
{
  static const char *const cases[][2] = {
    { "people > 1000", "ab" },
    { "people>=0 and people<=7", "cf" },
    { "7 = people", "f" },
    { "0 < people", "abf" },
    { "NAME = '平顺'", "a" },
    { "name = 'Taihang''s Gorge'", "c" },
    { "name <> '平顺'", "bcdf" },
    { "not name = '平顺'", "bcdf" },
    { "name = 'nowhere at all'", "" },
    { "name != 'nowhere at all'", "abcdf" },
    { "name = ''", "f" },
    { "name is null", "e" },
    { "name IS NOT NULL and people is not null", "abcdf" },
    { "类别 in ('县', 'spot')", "abcd" },
    { "类别 not in ('县')", "cdf" },
    { "类别 not in ('县', null)", "" },
    { "类别 in ('县', null)", "ab" },
    { "people in (7, 0, 151000)", "acf" },
    { "people in (7.0, -5)", "df" },
    { "people not in (7)", "abcd" },
    { "area between 3 and 1010.25", "bdf" },
    { "area not between 3 and 1010.25", "ae" },
    { "name between '太' and '平顺'", "ad" },
    { "open", "ace" },
    { "not open", "bf" },
    { "open = true", "ace" },
    { "open = 'false'", "bf" },
    { "open is null or open = false", "bdf" },
    { "true", "abcdef" },
    { "null", "" },
    { "not null", "" },
    { "null = null", "" },
    { "name like '%县'", "b" },
    { "name like '壶%'", "b" },
    { "name like '%大%'", "d" },
    { "name like '__'", "a" },
    { "name like '%h_n%''%'", "c" },
    { "name not like '%县%'", "acdf" },
    { "name like 'taihang%'", "" },
    { "name ilike 'taiHANG%'", "c" },
    { "name like '%'", "abcdf" },
    { "name like ''", "f" },
    { "name like '%' || '关' || '%'", "b" },
    { "people + 1 > 7.5 and people - 1 < 10", "f" },
    { "people * 2 = 14", "f" },
    { "people / 2 = 3.5", "f" },
    { "people % 4 = 3", "f" },
    { "people / 0 is null", "abcdef" },
    { "-people = 5", "d" },
    { "- -people = +7", "f" },
    { "2 + 3 * 4 = 14 and (2 + 3) * 4 = 20 and 10 - 2 - 3 = 5", "abcdef" },
    { "name || '!' = '平顺!'", "a" },
    { "people || '' = '7'", "f" },
    { "name || null is null", "abcdef" },
    { "lower(name) = 'taihang''s gorge'", "c" },
    { "upper(类别) = 'SPOT'", "cd" },
    { "length(name) = 2", "a" },
    { "length(name) > 5", "cd" },
    { "trim('　 x ') = 'x' and people = 7", "f" },
    { "substr(name, 1, 2) = '太行'", "d" },
    { "substr(name, -2) = '峡谷'", "d" },
    { "substr(name, 99) = ''", "abcdf" },
    { "contains(name, '行山')", "d" },
    { "starts_with(name, '壶') or ends_with(name, '谷')", "bd" },
    { "replace(name, '县', '') = '壶关'", "b" },
    { "abs(people) = 5", "d" },
    { "round(area) = 1551", "a" },
    { "round(area, 1) = 1010.3", "b" },
    { "round(-0.5) = -1 and round(2.675, 2) = 2.68 and round(1234.5, -2) = 1200", "abcdef" },
    { "floor(area) = -1 or ceil(area) = 13", "de" },
    { "min(people, 100, area) = 3", "f" },
    { "max(people, 10) = 10", "cdf" },
    { "sqrt(area) > 30", "ab" },
    { "sqrt(-1) is null", "abcdef" },
    { "year(date) = 2024", "ac" },
    { "month(date) = 12 or day(date) = 4", "bd" },
    { "date >= '2024'", "acf" },
    { "coalesce(name, 'none') = 'none'", "e" },
    { "coalesce(people, area) < 0", "de" },
    { "if(people > 100, 'big', 'small') = 'small'", "cdef" },
    { "if(open, people > 1000, people = 7)", "af" },
    { "\"code no.\" = 12", "a" },
    { "\"code no.\" != 12", "bcef" },
    { "\"code no.\" > 7", "abe" },
    { "42 = \"code no.\"", "e" },
    { "\"code no.\" + 1 = 8.5", "b" },
    { "$id = '7'", "c" },
    { "$id = 7", "c" },
    { "$id is null", "d" },
    { "$x > 113.35", "ef" },
    { "$y = 36 and $length = 0 and $area = 0", "abcdef" },
    { "big = 123456789012345679", "b" },
    { "big > 123456789012345681", "ef" },
    { "big in (123456789012345680, 123456789012345683)", "cf" },
    { "contains(big, '5682')", "e" },
    { "-9007199254740993 = -9007199254740993", "abcdef" },
    { "name='平顺'or name='壶关县'", "ab" },
    { "people = 7 or people = 0 and open = false", "f" },
    { "(people = 7 or people = 0) and open = true", "c" },
    { "not (people = 7 or open)", "b" },
    /* As an input method for Chinese types it. */
    { "name = ‘平顺’", "a" },
    { "name＝’平顺’", "a" },
    { "类别　in（‘县’，‘spot’）", "abcd" },
    { "类别 in ('县'、'spot')", "abcd" },
    { "people ＞＝ １５１０００", "ab" },
    { "people 》 1000 and people ≤ 200000", "a" },
    { "people ！＝ ７ and people《 １", "cd" },
    { "“code no.” ＝ １２", "a" },
    { "￥id ＝ ‘a1’", "a" },
    { "people ＊ ２ ＝ １４ and area ÷ 2 ＝ 1．5", "f" },
    { "name = ‘Taihang's Gorge’ or name = '平顺’", "ac" },
    { "name = 'a，b' or contains('（', '（') and people = 7", "f" },
    { "ＰＥＯＰＬＥ = 7", "f" },
  };
  g_autoptr (AtlasTable) table = make_table ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = find (table, cases[i][0], NULL);

      if (!g_str_equal (found, cases[i][1]))
        g_error ("%s: found “%s”, not “%s”", cases[i][0], found, cases[i][1]);
    }
}

static void
test_errors (void)
{
  static const struct
  {
    const char *text;
    int         code;
    int         position;
    const char *says;         /* a part of the sentence */
  } cases[] = {
    { "", ATLAS_FILTER_ERROR_EMPTY, 0, "empty" },
    { "  　", ATLAS_FILTER_ERROR_EMPTY, 3, "empty" },
    { "people >", ATLAS_FILTER_ERROR_SYNTAX, 8, "ends here" },
    { "people > and", ATLAS_FILTER_ERROR_SYNTAX, 9, "not “and”" },
    { "类别 = = '县'", ATLAS_FILTER_ERROR_SYNTAX, 5, "a value" },
    { "类别 = '县", ATLAS_FILTER_ERROR_SYNTAX, 5, "closing quote" },
    { "\"类别 = 3", ATLAS_FILTER_ERROR_SYNTAX, 0, "closing quote" },
    { "\"\" = 3", ATLAS_FILTER_ERROR_SYNTAX, 0, "empty" },
    { "(people = 7", ATLAS_FILTER_ERROR_SYNTAX, 11, "“)”" },
    { "people = 7)", ATLAS_FILTER_ERROR_SYNTAX, 10, "no “(”" },
    { "people = 7 open", ATLAS_FILTER_ERROR_SYNTAX, 11, "“and”, “or”" },
    { "people = 7 = 8", ATLAS_FILTER_ERROR_SYNTAX, 11, "“and”, “or”" },
    { "people = 5km", ATLAS_FILTER_ERROR_SYNTAX, 10, "letter" },
    { "people = 1e999", ATLAS_FILTER_ERROR_SYNTAX, 9, "too large" },
    { "people ? 3", ATLAS_FILTER_ERROR_SYNTAX, 7, "“?”" },
    { "people & 3", ATLAS_FILTER_ERROR_SYNTAX, 7, "“&”" },
    { "people | 3", ATLAS_FILTER_ERROR_SYNTAX, 7, "“|”" },
    { "people <b>x</b>", ATLAS_FILTER_ERROR_SYNTAX, 9, "“and”" },
    { "people in 3", ATLAS_FILTER_ERROR_SYNTAX, 10, "“(”" },
    { "people in ()", ATLAS_FILTER_ERROR_SYNTAX, 11, "a value" },
    { "people in (3, )", ATLAS_FILTER_ERROR_SYNTAX, 14, "a value" },
    { "people in (3 4)", ATLAS_FILTER_ERROR_SYNTAX, 13, "“,” or “)”" },
    { "people between 3 or 4", ATLAS_FILTER_ERROR_SYNTAX, 17, "between" },
    { "people not 3", ATLAS_FILTER_ERROR_SYNTAX, 11, "after “not”" },
    { "people is 3", ATLAS_FILTER_ERROR_SYNTAX, 10, "null" },
    { "people is not 3", ATLAS_FILTER_ERROR_SYNTAX, 14, "null" },
    { "$nought = 3", ATLAS_FILTER_ERROR_SYNTAX, 0, "$id" },
    { "$ = 3", ATLAS_FILTER_ERROR_SYNTAX, 0, "$id" },
    { "within(@)", ATLAS_FILTER_ERROR_SYNTAX, 7, "@view" },
    { "@view", ATLAS_FILTER_ERROR_SYNTAX, 0, "within" },
    { "bbox(1, 2, 3, 4)", ATLAS_FILTER_ERROR_FUNCTION, 0, "within" },
    { "within(people)", ATLAS_FILTER_ERROR_SYNTAX, 7, "place" },
    { "within(bbox(3, 2, 1, 4))", ATLAS_FILTER_ERROR_SYNTAX, 18, "wrong way round" },
    { "within(point(200, 2))", ATLAS_FILTER_ERROR_SYNTAX, 13, "on earth" },
    { "within(point(2))", ATLAS_FILTER_ERROR_SYNTAX, 14, "“,”" },
    { "within()", ATLAS_FILTER_ERROR_FUNCTION, 0, "takes 1 value" },
    { "lenght(name) = 3", ATLAS_FILTER_ERROR_FUNCTION, 0, "“length”" },
    { "frobnicate(name) = 3", ATLAS_FILTER_ERROR_FUNCTION, 0, "frobnicate" },
    { "lower(name, 3) = 'a'", ATLAS_FILTER_ERROR_FUNCTION, 0, "takes 1 value" },
    { "substr(name) = 'a'", ATLAS_FILTER_ERROR_FUNCTION, 0, "at least 2" },
    { "round(1, 2, 3) = 1", ATLAS_FILTER_ERROR_FUNCTION, 0, "at most 2" },
    { "people + 1", ATLAS_FILTER_ERROR_TYPE, 0, "condition" },
    { "'text'", ATLAS_FILTER_ERROR_TYPE, 0, "condition" },
    { "open and 3", ATLAS_FILTER_ERROR_TYPE, 9, "condition" },
    { "not 'x'", ATLAS_FILTER_ERROR_TYPE, 4, "condition" },
    { "people + 'x' = 3", ATLAS_FILTER_ERROR_TYPE, 9, "number" },
    { "abs(people = 3) = 3", ATLAS_FILTER_ERROR_TYPE, 4, "number" },
    { "lower(1 = 1) = 'x'", ATLAS_FILTER_ERROR_TYPE, 6, "text" },
    { "if(3, open, open)", ATLAS_FILTER_ERROR_TYPE, 3, "condition" },
    /* Only a table tells. */
    { "open and name", ATLAS_FILTER_ERROR_TYPE, 9, "condition" },
    { "open + 1 = 2", ATLAS_FILTER_ERROR_TYPE, 0, "number" },
    { "open and peeple = 3", ATLAS_FILTER_ERROR_FIELD, 9, "“people”" },
    { "类型 = '县'", ATLAS_FILTER_ERROR_FIELD, 0, "“类别”" },
    { "(xyzzy = 3)", ATLAS_FILTER_ERROR_FIELD, 1, "no field “xyzzy”" },
    { "name = \"平顺\"", ATLAS_FILTER_ERROR_FIELD, 7, "single quotes" },
    { "open and within(@selection)", ATLAS_FILTER_ERROR_NAME, 16, "selected" },
    { "within(@shape)", ATLAS_FILTER_ERROR_NAME, 7, "drawn" },
    { "distance(@那里) < 3", ATLAS_FILTER_ERROR_NAME, 9, "@那里" },
  };
  g_autoptr (AtlasTable) table = make_table ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) copy = NULL;
      g_autoptr (AtlasFilter) filter = atlas_filter_new (cases[i].text, &error);

      if (filter != NULL)
        {
          g_autoptr (AtlasFilterMatcher) matcher = atlas_filter_bind (filter, table, NULL, &error);
          g_autoptr (GError) again = NULL;

          g_assert_null (matcher);
          g_assert_false (atlas_filter_check (filter, table, NULL, &again));
          g_assert_cmpstr (again->message, ==, error->message);
        }
      else
        g_assert_cmpint (cases[i].code, <, ATLAS_FILTER_ERROR_FIELD);
      copy = g_error_copy (error);
      if (!g_error_matches (error, ATLAS_FILTER_ERROR, cases[i].code) || strstr (error->message, cases[i].says) == NULL
          || atlas_filter_error_get_position (copy) != cases[i].position)
        g_error ("%s: %s (code %d, position %d)", cases[i].text, error->message, error->code,
                 atlas_filter_error_get_position (error));
    }
  g_assert_cmpint (atlas_filter_error_get_position (NULL), ==, -1);
}

static char *
repeat (const char *begin,
        const char *part,
        gsize       n,
        const char *end)
{
  GString *text = g_string_new (begin);

  for (gsize i = 0; i < n; i++)
    g_string_append (text, part);
  g_string_append (text, end);
  return g_string_free (text, FALSE);
}

static void
test_large (void)
{
  static const struct
  {
    const char *begin, *part, *end;
    gsize       n;
    gboolean    good;
  } cases[] = {
    { "", "(", "people = 7", 20000, FALSE },
    { "", "not ", "open", 10000, FALSE },
    { "people = ", "-", "7", 30000, FALSE },
    { "people = 7", " + 1", "", 10000, FALSE },
    { "name = 'x", "<b>&amp;", "'", 5000, TRUE },
    { "people = 7", " or people = 8", "", 4000, TRUE },
    { "people in (7", ", 8", ")", 20000, TRUE },
    { "open", " and open", "", 7000, TRUE },
    { "name = '", "太", "'", 65000, TRUE },
    { "name = '", "太", "'", 66000, FALSE },
    { "", "lower(", "name", 20000, FALSE },
    { "name like '", "%_", "'", 20000, TRUE },
  };
  g_autoptr (AtlasTable) table = make_table ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = repeat (cases[i].begin, cases[i].part, cases[i].n, cases[i].end);
      g_autoptr (GError) error = NULL;
      g_autoptr (AtlasFilter) filter = atlas_filter_new (text, &error);
      g_autoptr (AtlasFeatureSet) set = NULL;

      g_assert_cmpint (filter != NULL, ==, cases[i].good);
      if (filter != NULL)
        set = atlas_filter_run (filter, table, NULL, NULL, &error);
      if (filter != NULL)
        g_assert_no_error (error);
      else
        g_assert_cmpint (error->code, ==, ATLAS_FILTER_ERROR_TOO_BIG);
    }
}

static void
test_lists (void)
{
  g_autoptr (AtlasFilter) filter = NULL;
  g_autofree char *field = atlas_filter_quote_field ("a \"b\""), *plain = atlas_filter_quote_field ("人口_2020");
  g_autofree char *word = atlas_filter_quote_field ("And"), *digit = atlas_filter_quote_field ("2020");
  g_autofree char *text = atlas_filter_quote_text ("it's"), *all = NULL;

  g_assert_cmpstr (field, ==, "\"a \"\"b\"\"\"");
  g_assert_cmpstr (plain, ==, "人口_2020");
  g_assert_cmpstr (word, ==, "\"And\"");
  g_assert_cmpstr (digit, ==, "\"2020\"");
  g_assert_cmpstr (text, ==, "'it''s'");
  all = g_strdup_printf ("%s = %s and %s > 3 and %s < %s and within(@view) and distance(@那里) < 3 and intersects(@view)",
                         field, text, plain, word, digit);
  filter = atlas_filter_new (all, NULL);
  g_assert_cmpstr (atlas_filter_get_text (filter), ==, all);
  g_assert_cmpuint (g_strv_length ((char **) atlas_filter_get_fields (filter)), ==, 4);
  g_assert_cmpstr (atlas_filter_get_fields (filter)[0], ==, "a \"b\"");
  g_assert_cmpstr (atlas_filter_get_fields (filter)[1], ==, "人口_2020");
  g_assert_cmpuint (g_strv_length ((char **) atlas_filter_get_names (filter)), ==, 2);
  g_assert_cmpstr (atlas_filter_get_names (filter)[0], ==, "view");
}

/* -- against SQLite ------------------------------------------------------------------------------------------------ */

#define N_ROWS 300
#define N_EXPRESSIONS 3000

/* The same expression in both languages. */
typedef struct
{
  GString *ours;
  GString *sql;
} Both;

static void
say (Both       *both,
     const char *text)
{
  g_string_append (both->ours, text);
  g_string_append (both->sql, text);
}

static void
say_two (Both       *both,
         const char *ours,
         const char *sql)
{
  g_string_append (both->ours, ours);
  g_string_append (both->sql, sql);
}

static const char *const WORDS[] = { "'a'", "'ab'", "'太行'", "'太'", "'A b'", "''", "'b''c'", "'spot'", "'%a'", "'县'" };
static const char *const PATTERNS[] = { "'a%'", "'%b'", "'%太%'", "'_b'", "'%'", "'a_%'", "''", "'%a%b%'", "'县'" };

static int
any (GRand *rand,
     int    n)
{
  return g_rand_int_range (rand, 0, n);
}

static void
say_text (GRand *rand,
          Both  *both,
          int    depth)
{
  switch (any (rand, depth > 0 ? 9 : 3))
    {
    case 0:
      say (both, "name");
      break;
    case 1:
      say_two (both, "类别", "kind");
      break;
    case 2:
      say (both, WORDS[any (rand, G_N_ELEMENTS (WORDS))]);
      break;
    case 3:
      say (both, any (rand, 2) ? "lower(" : "upper(");
      say_text (rand, both, depth - 1);
      say (both, ")");
      break;
    case 4:
      say (both, "(");
      say_text (rand, both, depth - 1);
      say (both, " || ");
      say_text (rand, both, depth - 1);
      say (both, ")");
      break;
    case 5:
      say (both, "substr(");
      say_text (rand, both, depth - 1);
      say (both, any (rand, 2) ? ", 2)" : any (rand, 2) ? ", -2)" : ", 1, 2)");
      break;
    case 6:
      say (both, "replace(");
      say_text (rand, both, depth - 1);
      say (both, ", 'a', '太')");
      break;
    case 7:
      say (both, "coalesce(");
      say_text (rand, both, depth - 1);
      say (both, ", ");
      say_text (rand, both, depth - 1);
      say (both, ")");
      break;
    default:
      say_two (both, "if(open, ", "iif(open, ");
      say_text (rand, both, depth - 1);
      say (both, ", ");
      say_text (rand, both, depth - 1);
      say (both, ")");
      break;
    }
}

static void
say_number (GRand *rand,
            Both  *both,
            int    depth)
{
  static const char *const numbers[] = { "0", "1", "7", "-3", "2.5", "100", "null" };

  switch (any (rand, depth > 0 ? 9 : 3))
    {
    case 0:
      say (both, "people");
      break;
    case 1:
      say (both, "area");
      break;
    case 2:
      say (both, numbers[any (rand, G_N_ELEMENTS (numbers))]);
      break;
    case 3:
      say (both, "(");
      say_number (rand, both, depth - 1);
      say (both, any (rand, 2) ? " + " : any (rand, 2) ? " - " : " * ");
      say_number (rand, both, depth - 1);
      say (both, ")");
      break;
    case 4:
      say_two (both, "(", "(1.0 * ");
      say_number (rand, both, depth - 1);
      say (both, " / ");
      say_number (rand, both, depth - 1);
      say (both, ")");
      break;
    case 5:
      say (both, "(people % 5)");
      break;
    case 6:
      say (both, "abs(");
      say_number (rand, both, depth - 1);
      say (both, ")");
      break;
    case 7:
      say (both, any (rand, 2) ? "min(" : "max(");
      say_number (rand, both, depth - 1);
      say (both, ", ");
      say_number (rand, both, depth - 1);
      say (both, ")");
      break;
    default:
      say (both, "length(");
      say_text (rand, both, depth - 1);
      say (both, ")");
      break;
    }
}

static void
say_condition (GRand *rand,
               Both  *both,
               int    depth)
{
  static const char *const signs[] = { " = ", " != ", " <> ", " < ", " <= ", " > ", " >= " };
  const gboolean text = any (rand, 2);
  void (*value) (GRand *, Both *, int) = text ? say_text : say_number;
  const int which = any (rand, depth > 0 ? 10 : 6);

  say (both, "(");
  switch (which)
    {
    case 0:
    case 1:
      value (rand, both, depth - 1);
      say (both, signs[any (rand, G_N_ELEMENTS (signs))]);
      value (rand, both, depth - 1);
      break;
    case 2:
      value (rand, both, depth - 1);
      say (both, any (rand, 2) ? " in (" : " not in (");
      for (int i = any (rand, 4); i >= 0; i--)
        {
          value (rand, both, any (rand, 3) - 1);
          say (both, i > 0 ? ", " : ")");
        }
      break;
    case 3:
      value (rand, both, depth - 1);
      say (both, any (rand, 2) ? " between " : " not between ");
      value (rand, both, depth - 1);
      say (both, " and ");
      value (rand, both, depth - 1);
      break;
    case 4:
      say_text (rand, both, depth - 1);
      say (both, any (rand, 2) ? " like " : " not like ");
      say (both, PATTERNS[any (rand, G_N_ELEMENTS (PATTERNS))]);
      break;
    case 5:
      value (rand, both, depth - 1);
      say (both, any (rand, 2) ? " is null" : " is not null");
      break;
    case 6:
      say (both, "not ");
      say_condition (rand, both, depth - 1);
      break;
    case 7:
      say_two (both, "contains(", "instr(");
      say_text (rand, both, depth - 1);
      say (both, ", ");
      say_text (rand, both, depth - 1);
      say_two (both, ")", ") > 0");
      break;
    default:
      say_condition (rand, both, depth - 1);
      for (int i = any (rand, 3); i >= 0; i--)
        {
          say (both, which == 8 ? " and " : " or ");
          say_condition (rand, both, depth - 1);
        }
      break;
    }
  say (both, ")");
}

/* Words without their quotes, or NULL now and then. */
static char *
random_word (GRand *rand)
{
  const char *word = WORDS[any (rand, G_N_ELEMENTS (WORDS))];
  g_autofree char *inside = g_strndup (word + 1, strlen (word) - 2);
  g_auto (GStrv) parts = g_strsplit (inside, "''", -1);

  return any (rand, 6) == 0 ? NULL : g_strjoinv ("'", parts);
}

static void
add_json_text (GString    *json,
               const char *text)
{

  if (text == NULL)
    g_string_append (json, "null");
  else
    {
      g_string_append_c (json, '"');
      for (const char *at = text; *at != '\0'; at++)
        {
          if (*at == '"' || *at == '\\')
            g_string_append_c (json, '\\');
          g_string_append_c (json, *at);
        }
      g_string_append_c (json, '"');
    }
}

static AtlasTable *
make_random_table (GRand   *rand,
                   GString *json)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("t", "EPSG:4326", "GeoJSON");

  atlas_table_builder_add_field (builder, "name", ATLAS_FIELD_STRING);
  atlas_table_builder_add_field (builder, "类别", ATLAS_FIELD_STRING);
  atlas_table_builder_add_field (builder, "people", ATLAS_FIELD_INTEGER);
  atlas_table_builder_add_field (builder, "area", ATLAS_FIELD_REAL);
  atlas_table_builder_add_field (builder, "open", ATLAS_FIELD_BOOLEAN);
  for (int i = 0; i < N_ROWS; i++)
    {
      g_autofree char *name = random_word (rand), *kind = random_word (rand);
      const int people = any (rand, 12) - 4, open = any (rand, 3);
      const double area = any (rand, 20) * 0.5 - 2;

      atlas_table_builder_begin_feature (builder);
      set_text (builder, 0, name);
      set_text (builder, 1, kind);
      g_string_append_printf (json, "%s[%d, ", i > 0 ? ", " : "", i);
      add_json_text (json, name);
      g_string_append (json, ", ");
      add_json_text (json, kind);
      if (people > -4)
        {
          atlas_table_builder_set_integer (builder, 2, people);
          g_string_append_printf (json, ", %d", people);
        }
      else
        g_string_append (json, ", null");
      if (area > -2)
        {
          atlas_table_builder_set_real (builder, 3, area);
          g_string_append_printf (json, ", %.1f", area);
        }
      else
        g_string_append (json, ", null");
      if (open < 2)
        atlas_table_builder_set_boolean (builder, 4, open);
      g_string_append (json, open < 2 ? open ? ", 1]" : ", 0]" : ", null]");
      add_point (builder, 113, 36);
      atlas_table_builder_end_feature (builder);
    }
  return end_table (builder);
}

static char *
show_set (AtlasFeatureSet *set)
{
  GString *text = g_string_new (NULL);

  for (gsize i = atlas_feature_set_next (set, 0); i != G_MAXSIZE; i = atlas_feature_set_next (set, i + 1))
    g_string_append_printf (text, "%s%" G_GSIZE_FORMAT, text->len > 0 ? " " : "", i);
  return g_string_free (text, FALSE);
}

static void
test_sqlite (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (GString) json = g_string_new ("{\"rows\": [");
  g_autoptr (AtlasTable) table = make_random_table (rand, json);
  g_autoptr (GPtrArray) expressions = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GSubprocess) oracle = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = NULL;
  g_auto (GStrv) lines = NULL;
  gsize n_found = 0;

  g_string_append (json, "], \"where\": [");
  for (int i = 0; i < N_EXPRESSIONS; i++)
    {
      Both both = { g_string_new (NULL), g_string_new (NULL) };

      say_condition (rand, &both, any (rand, 4));
      g_string_append (json, i > 0 ? ", " : "");
      add_json_text (json, both.sql->str);
      g_ptr_array_add (expressions, g_string_free (both.ours, FALSE));
      g_string_free (both.sql, TRUE);
    }
  g_string_append (json, "]}");
  oracle = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "python3",
                             ATLAS_TEST_ORACLE, NULL);
  if (oracle == NULL)
    {
      g_test_skip ("no python3");
      return;
    }
  g_assert_true (g_subprocess_communicate_utf8 (oracle, json->str, NULL, &answer, NULL, &error));
  g_assert_no_error (error);
  lines = g_strsplit (answer, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, N_EXPRESSIONS + 1);
  for (guint i = 0; i < expressions->len; i++)
    {
      const char *text = g_ptr_array_index (expressions, i);
      g_autoptr (AtlasFilter) filter = atlas_filter_new (text, &error);
      g_autoptr (AtlasFeatureSet) set = filter != NULL ? atlas_filter_run (filter, table, NULL, NULL, &error) : NULL;
      g_autofree char *found = set != NULL ? show_set (set) : NULL;

      if (g_strcmp0 (found, lines[i]) != 0)
        g_error ("%s\nours:   %s\nSQLite: %s\n%s", text, found, lines[i], error != NULL ? error->message : "");
      n_found += atlas_feature_set_get_count (set);
    }
  /* Neither all nor nothing. */
  g_assert_cmpuint (n_found, >, N_EXPRESSIONS * N_ROWS / 10);
  g_assert_cmpuint (n_found, <, N_EXPRESSIONS * N_ROWS * 9 / 10);
}

/* -- the rest ------------------------------------------------------------------------------------------------------ */

static void
test_sets (void)
{
  const guint32 numbers[] = { 130, 0, 63, 64, 64, 999 };
  g_autoptr (AtlasFeatureSet) set = atlas_feature_set_new_from_array (131, numbers, 6);
  g_autoptr (AtlasFeatureSet) not_set = atlas_feature_set_invert (set);
  g_autoptr (AtlasFeatureSet) both = atlas_feature_set_and (set, not_set);
  g_autoptr (AtlasFeatureSet) either = atlas_feature_set_or (set, not_set);
  g_autoptr (AtlasFeatureSet) all = atlas_feature_set_new (131, TRUE);
  g_autoptr (AtlasFeatureSet) none = atlas_feature_set_new (0, TRUE);
  g_autoptr (GArray) array = atlas_feature_set_to_array (set);
  g_autofree char *shown = show_set (set);

  g_assert_cmpstr (shown, ==, "0 63 64 130");
  g_assert_cmpuint (array->len, ==, 4);
  g_assert_cmpuint (atlas_feature_set_get_count (set), ==, 4);
  g_assert_cmpuint (atlas_feature_set_get_count (not_set), ==, 127);
  g_assert_cmpuint (atlas_feature_set_get_count (both), ==, 0);
  g_assert_true (atlas_feature_set_equal (either, all));
  g_assert_false (atlas_feature_set_equal (set, all));
  g_assert_false (atlas_feature_set_contains (all, 131));
  g_assert_cmpuint (atlas_feature_set_next (set, 131), ==, G_MAXSIZE);
  g_assert_cmpuint (atlas_feature_set_next (both, 0), ==, G_MAXSIZE);
  g_assert_cmpuint (atlas_feature_set_next (none, 0), ==, G_MAXSIZE);
  g_assert_cmpuint (atlas_feature_set_get_count (none), ==, 0);
}

static void
test_cancelled (void)
{
  g_autoptr (AtlasTable) table = make_table ();
  g_autoptr (AtlasFilter) filter = atlas_filter_new ("people > 0", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (atlas_filter_run (filter, table, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Pieces of the language in any order, and bytes that are none: an error or an answer, never harm. */
static void
test_mutations (void)
{
  static const char *const pieces[] = {
    "people", "name", "类别", "\"code no.\"", "open", "'太'", "'", "\"", "(", ")", ",", "，", "（", "）", "‘", "’", "=", "<", ">", "!",
    "|", "||", "+", "-", "*", "/", "%", "and", "or", "not", "in", "between", "like", "is", "null", "true", "3", "1e5", ".", "$x",
    "@view", "within(", "distance(", "bbox(", "point(", "if(", "substr(", "round(", "coalesce(", "min(", " ", "\n", "\xff", "\\",
    "\xe5\xa4", "0x1", "１", "<b>", "&amp;", "\x01",
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (AtlasTable) table = make_table ();
  const AtlasExtent box = { 112, 35, 113.25, 37 };
  g_autoptr (AtlasFilterContext) context = atlas_filter_context_with_extent (NULL, "view", &box);
  gsize n_good = 0;

  for (int i = 0; i < 30000; i++)
    {
      Both both = { g_string_new (NULL), g_string_new (NULL) };
      g_autoptr (GError) error = NULL;
      g_autoptr (AtlasFilter) filter = NULL;

      if (i % 2 == 0)
        for (int k = any (rand, 14); k >= 0; k--)
          g_string_append_printf (both.ours, "%s%s", pieces[any (rand, G_N_ELEMENTS (pieces))], any (rand, 2) ? " " : "");
      else
        {
          say_condition (rand, &both, 3);
          for (int k = any (rand, 3); k >= 0; k--)
            {
              const gssize at = any (rand, (int) both.ours->len + 1), few = any (rand, 4);

              if (any (rand, 2))
                g_string_insert (both.ours, at, pieces[any (rand, G_N_ELEMENTS (pieces))]);
              else
                g_string_erase (both.ours, at, MIN (few, (gssize) both.ours->len - at));
            }
        }
      filter = atlas_filter_new (both.ours->str, &error);
      if (filter != NULL)
        {
          g_autoptr (AtlasFilterMatcher) matcher = atlas_filter_bind (filter, table, context, &error);

          for (gsize k = 0; matcher != NULL && k < G_N_ELEMENTS (ROWS); k++)
            atlas_filter_matcher_test (matcher, k);
          n_good += matcher != NULL;
        }
      if (error != NULL)
        {
          g_assert_true (error->domain == ATLAS_FILTER_ERROR);
          g_assert_true (g_utf8_validate (error->message, -1, NULL));
          g_assert_cmpint (atlas_filter_error_get_position (error), >=, 0);
          g_assert_cmpint (atlas_filter_error_get_position (error), <=, (int) both.ours->len);
        }
      g_string_free (both.ours, TRUE);
      g_string_free (both.sql, TRUE);
    }
  g_assert_cmpuint (n_good, >, 1000);
}

/* One matcher, asked by several threads at once: they answer as one does. */
static gpointer
ask_all (gpointer data)
{
  AtlasFilterMatcher *matcher = data;
  gsize n = 0;

  for (gsize i = 0; i < 24000; i++)
    n += (gsize) atlas_filter_matcher_test (matcher, i);
  return GSIZE_TO_POINTER (n);
}

static void
test_threads (void)
{
  static const double ring[] = { 112.5, 35.8, 113.5, 36.0, 113.2, 36.8, 112.6, 36.5 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (13);
  g_autoptr (AtlasTable) table = make_places (rand);
  g_autoptr (AtlasFilterContext) context = atlas_filter_context_with_ring (NULL, "shape", ring, 4);
  g_autoptr (AtlasFilter) filter = atlas_filter_new ("intersects(@shape) and length($id || 'x') is null or within(@shape)", NULL);
  g_autoptr (AtlasFilterMatcher) matcher = atlas_filter_bind (filter, table, context, NULL);
  const gsize expected = GPOINTER_TO_SIZE (ask_all (matcher));
  GThread *threads[4];

  g_assert_cmpuint (expected, >, 4000);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("ask", ask_all, matcher);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_assert_cmpuint (GPOINTER_TO_SIZE (g_thread_join (threads[i])), ==, expected);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filter/true-of", test_true_of);
  g_test_add_func ("/filter/errors", test_errors);
  g_test_add_func ("/filter/large", test_large);
  g_test_add_func ("/filter/lists", test_lists);
  g_test_add_func ("/filter/sqlite", test_sqlite);
  g_test_add_func ("/filter/sets", test_sets);
  g_test_add_func ("/filter/cancelled", test_cancelled);
  g_test_add_func ("/filter/mutations", test_mutations);
  g_test_add_func ("/filter/threads", test_threads);
  return g_test_run ();
}
