/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Itineraries: times worked out by hand, JSON there and back, and exports with names that try to break out of them. */

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "route/atlas-itinerary.h"
#include "route/atlas-route-error.h"

#define HOSTILE "=<b>\"&'|*\n\x01]]>甲,乙"

static AtlasItinerary *
make_itinerary (void)
{
  AtlasItinerary *self = atlas_itinerary_new ();
  const AtlasItineraryStop second = { .layer = "scenic", .id = "b", .name = "乙", .name_en = "B", .lon = 113.2, .lat = 36.2, .measure = 50000,
                                      .offset = 2000, .side = ATLAS_ROUTE_LEFT, .detour = 3000, .visit = NAN };
  const AtlasItineraryStop first = { .layer = "scenic", .id = "a", .name = HOSTILE, .lon = 113.1, .lat = 36.1, .measure = 20000, .visit = 90,
                                     .day_ends = TRUE };

  atlas_itinerary_set_title (self, HOSTILE);
  atlas_itinerary_set_length (self, 80000);
  atlas_itinerary_set_speed (self, 40);
  atlas_itinerary_set_start (self, 480);
  /* In the order of travel whatever order they are ticked in. */
  g_assert_cmpuint (atlas_itinerary_add (self, &second), ==, 0);
  g_assert_cmpuint (atlas_itinerary_add (self, &first), ==, 0);
  g_assert_cmpstr (atlas_itinerary_get_stop (self, 1)->id, ==, "b");
  return self;
}

static void
test_plan (void)
{
  g_autoptr (AtlasItinerary) self = make_itinerary ();
  g_autoptr (AtlasPlan) plan = atlas_itinerary_plan (self);
  g_autoptr (AtlasPlan) one_day = NULL, too_long = NULL;

  /* Day 1: 20 km at 40 km/h are 30 min, then 90 min.  Day 2: 30 + 3 km, an hour, 3 + 30 km. */
  g_assert_cmpuint (plan->n_days, ==, 2);
  g_assert_cmpfloat_with_epsilon (plan->stops[0].arrive, 510, 1e-9);
  g_assert_cmpfloat_with_epsilon (plan->stops[0].leave, 600, 1e-9);
  g_assert_cmpfloat_with_epsilon (plan->days[0].drive, 20000, 1e-9);
  g_assert_cmpfloat_with_epsilon (plan->days[0].end, 600, 1e-9);
  g_assert_cmpuint (plan->stops[1].day, ==, 1);
  g_assert_cmpfloat_with_epsilon (plan->stops[1].arrive, 480 + 49.5, 1e-9);
  g_assert_true (plan->stops[1].assumed);
  g_assert_cmpfloat_with_epsilon (plan->days[1].drive, 66000, 1e-9);
  g_assert_cmpfloat_with_epsilon (plan->days[1].end, 480 + 99 + 60, 1e-9);
  g_assert_cmpfloat_with_epsilon (plan->drive, 86000, 1e-9);
  g_assert_cmpuint (plan->warnings, ==, ATLAS_PLAN_ASSUMED);

  atlas_itinerary_set_day_ends (self, 0, FALSE);
  atlas_itinerary_set_visit (self, 1, 500);
  atlas_itinerary_set_limit (self, 600);
  one_day = atlas_itinerary_plan (self);
  g_assert_cmpuint (one_day->n_days, ==, 1);
  /* 86 km are 129 min, with 90 and 500 min of visits: 719. */
  g_assert_cmpfloat_with_epsilon (one_day->days[0].end, 480 + 719, 1e-9);
  g_assert_true (one_day->days[0].too_long);
  g_assert_cmpuint (one_day->warnings, ==, ATLAS_PLAN_TOO_LONG);
  atlas_itinerary_set_limit (self, 719);
  too_long = atlas_itinerary_plan (self);
  g_assert_false (too_long->days[0].too_long);
  g_assert_cmpint (atlas_itinerary_find (self, "scenic", "b", 50000.4), ==, 1);
  g_assert_cmpint (atlas_itinerary_find (self, "scenic", "b", 60000), ==, -1);
  atlas_itinerary_remove (self, 0);
  atlas_itinerary_remove (self, 0);
  {
    g_autoptr (AtlasPlan) empty = atlas_itinerary_plan (self);

    g_assert_cmpuint (empty->warnings, ==, ATLAS_PLAN_NO_STOPS);
    g_assert_cmpfloat_with_epsilon (empty->drive, 80000, 1e-9);
  }
}

static void
test_json (void)
{
  g_autoptr (AtlasItinerary) self = make_itinerary ();
  g_autoptr (JsonNode) node = atlas_itinerary_to_json (self), again_node = NULL;
  g_autofree char *text = json_to_string (node, FALSE), *again_text = NULL;
  g_autoptr (JsonNode) parsed = json_from_string (text, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (AtlasItinerary) again = atlas_itinerary_new_from_json (parsed, &error);
  static const char *const bad[] = { "[]", "3", "{\"stops\":3}", "{\"stops\":[3]}", "{\"stops\":[{}]}",
                                     "{\"stops\":[{\"lon\":\"x\",\"lat\":1,\"measure_m\":1}]}",
                                     "{\"stops\":[{\"lon\":1,\"lat\":91,\"measure_m\":1}]}", "{\"stops\":[{\"lon\":1,\"lat\":1,\"measure_m\":-1}]}" };

  g_assert_no_error (error);
  again_node = atlas_itinerary_to_json (again);
  again_text = json_to_string (again_node, FALSE);
  g_assert_cmpstr (again_text, ==, text);
  g_assert_cmpstr (atlas_itinerary_get_stop (again, 0)->name, ==, HOSTILE);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (JsonNode) wrong = json_from_string (bad[i], NULL);
      g_autoptr (GError) told = NULL;

      g_assert_null (atlas_itinerary_new_from_json (wrong, &told));
      g_assert_error (told, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_FORMAT);
    }
  {
    g_autoptr (JsonNode) bare = json_from_string ("{\"speed_kmh\":1e9,\"title\":7}", NULL);
    g_autoptr (AtlasItinerary) usual = atlas_itinerary_new_from_json (bare, NULL);

    g_assert_cmpfloat (atlas_itinerary_get_speed (usual), ==, 200);
    g_assert_cmpstr (atlas_itinerary_get_title (usual), ==, "");
  }
}

static void
collect_text (GMarkupParseContext *context,
              const char          *text,
              gsize                length,
              gpointer             user_data,
              GError             **error)
{
  g_string_append_len (user_data, text, (gssize) length);
}

static void
test_export (void)
{
  static const double road[] = { 113, 36, 113.3, 36.2 };
  g_autoptr (AtlasItinerary) self = make_itinerary ();
  g_autoptr (AtlasRouteLine) line = atlas_route_line_new (road, 2, NAN, NULL, NULL);
  g_autofree char *xmllint = g_find_program_in_path ("xmllint");

  for (int zh = 0; zh < 2; zh++)
    {
      g_autofree char *csv = atlas_itinerary_export (self, ATLAS_ITINERARY_CSV, line, zh);
      g_autofree char *markdown = atlas_itinerary_export (self, ATLAS_ITINERARY_MARKDOWN, line, zh);
      g_autofree char *text = atlas_itinerary_export (self, ATLAS_ITINERARY_TEXT, line, zh);

      for (AtlasItineraryFormat format = ATLAS_ITINERARY_GPX; format <= ATLAS_ITINERARY_KML; format++)
        {
          g_autofree char *xml = atlas_itinerary_export (self, format, line, zh);
          g_autoptr (GString) words = g_string_new (NULL);
          const GMarkupParser parser = { .text = collect_text };
          g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, words, NULL);
          g_autoptr (GError) error = NULL;

          g_markup_parse_context_parse (context, xml, -1, &error);
          g_assert_no_error (error);
          g_assert_true (g_markup_parse_context_end_parse (context, &error));
          g_assert_no_error (error);
          g_assert_nonnull (strstr (words->str, "=<b>\"&'|*"));
          g_assert_nonnull (strstr (words->str, "]]>甲,乙"));
          g_assert_null (strchr (xml, '\x01'));
          if (xmllint != NULL)
            {
              g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE, &error, xmllint, "--noout", "-", NULL);

              g_assert_true (g_subprocess_communicate_utf8 (process, xml, NULL, NULL, NULL, &error));
              g_assert_true (g_subprocess_get_successful (process));
            }
        }
      g_assert_true (g_str_has_prefix (csv, "\xef\xbb\xbf"));
      /* In quotes, with an apostrophe, quotes doubled; the line break is a part of the field. */
      g_assert_nonnull (strstr (csv, "\"'=<b>\"\"&'|*\n"));
      /* A row of a table is one line, and nothing in it ends a cell or marks up. */
      g_assert_nonnull (strstr (markdown, "=\\<b\\>\"\\&'\\|\\* "));
      g_assert_null (strchr (text, '\x01'));
      g_assert_nonnull (strstr (text, zh ? "第2天：08:00出发" : "Day 2: 08:00 to 10:39"));
      g_assert_nonnull (strstr (text, zh ? "2. 08:50 乙（K50+000左侧2.0千米，游览1小时（估计））" : "2. 08:50 B (K50+000 on the left, 2.0 km, visit 1 h (assumed))"));
      g_assert_true (g_utf8_validate (text, -1, NULL));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/itinerary/plan", test_plan);
  g_test_add_func ("/itinerary/json", test_json);
  g_test_add_func ("/itinerary/export", test_export);
  return g_test_run ();
}
