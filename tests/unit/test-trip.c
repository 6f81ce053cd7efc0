/* SPDX-License-Identifier: GPL-3.0-or-later */
/* project/atlas-trip: questions about the road, as the window asks them. */

#include <math.h>

#include "data/atlas-filter.h"
#include "data/atlas-paths.h"
#include "project/atlas-trip.h"
#include "route/atlas-route-error.h"

static AtlasTripQuery *
new_query (const char *from,
           const char *to,
           const char *like)
{
  g_autofree char *path = g_build_filename (atlas_paths_get_layers (), "scenic.tai", NULL);
  g_autoptr (GPtrArray) tables = atlas_table_open_file (path, NULL);
  AtlasTripQuery *query = atlas_trip_query_new ();

  g_assert_nonnull (tables);
  query->within = 5000;
  atlas_trip_query_add_place (query, from, NAN, NAN);
  atlas_trip_query_add_place (query, to, NAN, NAN);
  atlas_trip_query_add_layer (query, g_ptr_array_index (tables, 0), "scenic", like);
  return query;
}

static AtlasTrip *
answer (AtlasTripQuery *query)
{
  g_autoptr (GError) error = NULL;
  AtlasTrip *trip = atlas_trip_new (query, NULL, &error);

  g_assert_no_error (error);
  return trip;
}

static void
test_reverse (void)
{
  g_autoptr (AtlasTripQuery) query = new_query ("平顺", "壶关", NULL);
  g_autoptr (AtlasTrip) there = answer (query), back = NULL;
  gsize n;

  g_assert_no_error (there->error);
  n = atlas_along_get_n_items (there->along);
  g_assert_cmpuint (n, >, 4);
  query->reverse = TRUE;
  back = answer (query);
  g_assert_cmpuint (atlas_along_get_n_items (back->along), ==, n);
  for (gsize i = 0; i < n; i++)
    {
      const AtlasAlongItem *one = atlas_along_get_item (there->along, i), *other = atlas_along_get_item (back->along, n - 1 - i);

      g_assert_cmpuint (one->feature, ==, other->feature);
      g_assert_cmpfloat_with_epsilon (one->measure + other->measure, atlas_route_line_get_length (there->line), 0.01);
      g_assert_true (isnan (there->detours[i]) || there->detours[i] >= one->offset - 1);
    }
  g_assert_cmpuint (atlas_table_get_n_features (there->drawn), ==, 1);
}

static void
test_filter (void)
{
  g_autoptr (AtlasTripQuery) query = new_query ("平顺", "壶关", "category = '古建'");
  g_autoptr (AtlasTrip) some = answer (query), none = NULL, wrong = NULL, unknown = NULL;
  AtlasTable *table = atlas_along_get_table (some->along, 0);
  const int field = atlas_table_find_field (table, "category");

  g_assert_cmpuint (atlas_along_get_n_items (some->along), >, 0);
  for (gsize i = 0; i < atlas_along_get_n_items (some->along); i++)
    g_assert_cmpstr (atlas_table_get_text (table, (guint) field, atlas_along_get_item (some->along, i)->feature, NULL), ==, "古建");
  query->where = g_strdup ("category = '博物馆'");
  none = answer (query);
  g_assert_no_error (none->error);
  g_assert_cmpuint (atlas_along_get_n_items (none->along), ==, 0);
  g_free (query->where);
  query->where = g_strdup ("category =");
  wrong = answer (query);
  g_assert_error (wrong->error, ATLAS_FILTER_ERROR, ATLAS_FILTER_ERROR_SYNTAX);
  g_free (query->where);
  query->where = g_strdup ("nowhere = 1");
  unknown = answer (query);
  g_assert_error (unknown->error, ATLAS_FILTER_ERROR, ATLAS_FILTER_ERROR_FIELD);
}

static void
test_wrong (void)
{
  g_autoptr (AtlasTripQuery) query = new_query ("平顺", "pingshvn", NULL), same = new_query ("平顺", "平顺", NULL);
  g_autoptr (AtlasTrip) trip = answer (query), nowhere = answer (same);

  g_assert_error (trip->error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_UNKNOWN);
  g_assert_cmpint (trip->wrong_place, ==, 1);
  g_assert_cmpuint (trip->suggestions->len, >, 0);
  g_assert_true (g_str_has_prefix (g_array_index (trip->suggestions, AtlasPlace, 0).name, "平顺"));
  g_assert_null (trip->along);
  g_assert_error (nowhere->error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_NO_LENGTH);
}

static void
test_part (void)
{
  g_autoptr (AtlasTripQuery) query = new_query ("", "", NULL);
  g_autoptr (AtlasTrip) whole = NULL, part = NULL, past = NULL;

  query->way = ATLAS_TRIP_SEGMENT;
  query->segment = g_strdup ("环线");
  whole = answer (query);
  g_assert_no_error (whole->error);
  query->from = g_strdup ("K10+000");
  query->to = g_strdup ("K12+500");
  part = answer (query);
  g_assert_no_error (part->error);
  g_assert_cmpfloat_with_epsilon (atlas_route_line_get_length (part->line), 2500, 0.01);
  g_free (query->to);
  query->to = g_strdup ("K9999");
  past = answer (query);
  g_assert_error (past->error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_PAST_END);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trip/reverse", test_reverse);
  g_test_add_func ("/trip/filter", test_filter);
  g_test_add_func ("/trip/wrong", test_wrong);
  g_test_add_func ("/trip/part", test_part);
  return g_test_run ();
}
