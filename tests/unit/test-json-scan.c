/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scanner of JSON: every number as strtod() reads it, texts with all their escapes, and nothing that is not JSON. */

#include "reader/atlas-json-scan.h"

#include <math.h>
#include <stdlib.h>

#define N_NUMBERS 300000

/* Text with the room behind it that the scanner may look into. */
static const char *
pad (char       *buffer,
     gsize       room,
     const char *text)
{
  gsize length = strlen (text);

  g_assert_cmpuint (length + ATLAS_JSON_PADDING, <=, room);
  memset (buffer, 0, room);
  memcpy (buffer, text, length);
  return buffer + length;
}

static void
check_number (const char *text)
{
  char buffer[512];
  const char *end = pad (buffer, sizeof buffer, text);
  double expected = g_ascii_strtod (text, NULL);
  AtlasJsonNumber number;
  double value;

  /* An integer has no sign of its nought. */
  if (expected == 0 && strpbrk (text, ".eE") == NULL)
    expected = 0;
  g_assert_true (atlas_json_scan_coordinate (buffer, end, &value) == end);
  g_assert_true (atlas_json_scan_number (buffer, end, &number) == end);
  if (memcmp (&value, &expected, sizeof value) != 0 || memcmp (&number.real, &expected, sizeof value) != 0)
    g_error ("%s: %.17g, %.17g, not %.17g", text, value, number.real, expected);
}

static void
test_numbers (void)
{
  static const char *const odd[] = {
    "0", "-0", "0.0", "-0.0", "5e-324", "2.2250738585072011e-308", "1.7976931348623157e308", "9007199254740993", "9007199254740992.5",
    "9007199254740993.0", "0.1", "0.30000000000000004", "123456789012345678.5", "99999999999999999999.0", "9223372036854775807", "-9223372036854775808",
    "0.000000000000000000000000000000000000000000000000001", "1e22", "1e23", "8.5e-5", "1.00000000000000011102230246251565",
    "113.00000000000000000000000001", "6631236846766476.5", "3.5844466002796428e+298", "18014398509481985.0", "0.5000000000000000277",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    check_number (odd[i]);
}

/* Numbers as files have them: with seven decimals, with all that a double has, and any others. */
static void
test_random_numbers (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261124);

  for (guint i = 0; i < N_NUMBERS; i++)
    {
      double value = g_rand_double_range (rand, -180, 180);
      char text[128];

      switch (i % 5)
        {
        case 0:
          g_snprintf (text, sizeof text, "%.7f", value);
          break;
        case 1:
          g_snprintf (text, sizeof text, "%.17g", value);
          break;
        case 2:
          g_snprintf (text, sizeof text, "%.*f", g_rand_int_range (rand, 1, 22), value);
          break;
        case 3:
          g_snprintf (text, sizeof text, "%.*e", g_rand_int_range (rand, 0, 18), value * pow (10, g_rand_int_range (rand, -300, 300)));
          break;
        default:
          g_snprintf (text, sizeof text, "%u.%u%u", g_rand_int (rand) % 1000, g_rand_int (rand), g_rand_int (rand));
          break;
        }
      check_number (text);
    }
}

/* Exactly between two doubles, and a hair beside. */
static void
test_halves (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < 20000; i++)
    {
      guint64 mantissa = ((guint64) g_rand_int (rand) << 21 | g_rand_int (rand) >> 11) | G_GUINT64_CONSTANT (1) << 52;
      char text[64];

      g_snprintf (text, sizeof text, "%" G_GUINT64_FORMAT ".5", mantissa);
      check_number (text);
      g_snprintf (text, sizeof text, "%" G_GUINT64_FORMAT ".0", mantissa * 2 + 1);
      check_number (text);
      g_snprintf (text, sizeof text, "%" G_GUINT64_FORMAT ".50000000000000000001", mantissa);
      check_number (text);
      g_snprintf (text, sizeof text, "%" G_GUINT64_FORMAT ".0", mantissa * 4 + 2);
      check_number (text);
    }
}

static void
test_no_numbers (void)
{
  static const char *const texts[] = { "", "-", "+1", ".5", "1.", "01", "-01", "1e", "1e+", "0x1", "NaN", "Infinity", "1e999", "--1", "e1" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      char buffer[256];
      const char *end = pad (buffer, sizeof buffer, texts[i]);
      AtlasJsonNumber number;
      double value;
      const char *first = atlas_json_scan_coordinate (buffer, end, &value);
      const char *second = atlas_json_scan_number (buffer, end, &number);

      g_assert_true (first == second);
      g_assert_true (first == NULL || first < end);
    }
}

static void
check_text (const char *written,
            const char *meant)
{
  char buffer[512];
  const char *end = pad (buffer, sizeof buffer, written);
  g_autoptr (GString) result = g_string_new (NULL);
  AtlasJsonTextFlags flags;
  const char *last = atlas_json_scan_text (buffer + 1, end, &flags);

  g_assert_true (last == end - 1);
  g_assert_cmpint ((flags & ATLAS_JSON_ESCAPED) != 0, ==, strchr (written, '\\') != NULL);
  g_assert_cmpint (atlas_json_decode_text (buffer + 1, (gsize) (last - buffer - 1), result), ==, meant != NULL);
  if (meant != NULL)
    g_assert_cmpstr (result->str, ==, meant);
}

static void
test_texts (void)
{
  check_text ("\"\"", "");
  check_text ("\"plain and longer than a word\"", "plain and longer than a word");
  check_text ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t");
  check_text ("\"\\u4e2d\\u00e9x\"", "中éx");
  check_text ("\"\\ud83d\\ude00\"", "😀");
  check_text ("\"\\ud83d x\"", "\357\277\275 x");
  check_text ("\"\\ude00\"", "\357\277\275");
  check_text ("\"\\x\"", NULL);
  check_text ("\"\\u12g4\"", NULL);
  check_text ("\"\\u0000\"", NULL);
}

static void
test_values (void)
{
  static const char *const good[] = {
    "null", "true", "false", "[]", "{}", "[1,2]", "{\"a\":[{\"b\":null}],\"c\":\"}\"}", "[ 1 , \"]\" ]", "\"\\\"\"",
  };
  static const char *const bad[] = {
    "", "nul", "[", "[1", "[1,]", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "\"", "\"\\\"", "[1 2]", "{\"a\":1,\"a\":2}",
    "[\"\\q\"]",
  };
  g_autofree char *deep = g_strnfill (1000, '[');
  char buffer[2048];

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      const char *end = pad (buffer, sizeof buffer, good[i]);

      g_assert_true (atlas_json_scan_value (buffer, end) == end);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const char *end = pad (buffer, sizeof buffer, bad[i]);

      g_assert_null (atlas_json_scan_value (buffer, end));
    }
  g_assert_null (atlas_json_scan_value (buffer, pad (buffer, sizeof buffer, deep)));
}

static void
test_space (void)
{
  char buffer[256];

  for (guint n = 0; n < 100; n++)
    {
      g_autofree char *text = g_strdup_printf ("%*s%s1", (int) n, "", n % 3 == 0 ? "\n\t" : "");
      const char *end = pad (buffer, sizeof buffer, text);

      g_assert_true (atlas_json_skip_space (buffer) == end - 1);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-scan/numbers", test_numbers);
  g_test_add_func ("/json-scan/random-numbers", test_random_numbers);
  g_test_add_func ("/json-scan/halves", test_halves);
  g_test_add_func ("/json-scan/no-numbers", test_no_numbers);
  g_test_add_func ("/json-scan/texts", test_texts);
  g_test_add_func ("/json-scan/values", test_values);
  g_test_add_func ("/json-scan/space", test_space);
  return g_test_run ();
}
