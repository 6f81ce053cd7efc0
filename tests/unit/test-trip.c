/* SPDX-License-Identifier: GPL-3.0-or-later */
/* project/atlas-trip: questions about the road, as the window asks them. */

#include <math.h>

#include "data/atlas-filter.h"
#include "data/atlas-paths.h"
#include "geo/atlas-geodesic.h"
#include "project/atlas-near.h"
#include "project/atlas-road.h"
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

/* A segment has one length, however one comes to ask about it. */
static void
test_on_road (void)
{
  g_autofree char *path = g_build_filename (atlas_paths_get_layers (), "taihang1.tai", NULL);
  g_autoptr (GPtrArray) tables = atlas_table_open_file (path, NULL);
  g_autoptr (AtlasChainage) chainage = atlas_chainage_new (g_ptr_array_index (tables, 0), NULL);
  g_autoptr (AtlasTripQuery) query = new_query ("", "", NULL);

  query->way = ATLAS_TRIP_FEATURE;
  query->table = atlas_table_ref (g_ptr_array_index (tables, 0));
  query->on_road = TRUE;
  for (guint i = 0; i < atlas_chainage_get_n_segments (chainage); i += 7)
    {
      const AtlasChainageSegment *segment = atlas_chainage_get_segment (chainage, i);
      g_autoptr (AtlasTrip) trip = NULL;

      query->feature = segment->feature;
      trip = answer (query);
      g_assert_no_error (trip->error);
      g_assert_cmpfloat_with_epsilon (atlas_route_line_get_length (trip->line), segment->length, 0.01);
    }
}

/* Where the places are: at the ends, and by the way where the line is nearest to what was asked for. */
static void
test_measures (void)
{
  g_autoptr (AtlasTripQuery) query = new_query ("平顺", "壶关", NULL);
  g_autoptr (AtlasTrip) there = NULL, back = NULL;
  const AtlasTripPlace last = g_array_index (query->places, AtlasTripPlace, 1);
  AtlasTripPlace via = { g_strdup ("x"), 113.6105, 36.2768 };
  double length, lon, lat;
  AtlasRouteFoot foot;

  g_array_index (query->places, AtlasTripPlace, 1) = via;
  g_array_append_val (query->places, last);
  there = answer (query);
  g_assert_no_error (there->error);
  length = atlas_route_line_get_length (there->line);
  g_assert_cmpfloat (there->measures[0], ==, 0);
  g_assert_cmpfloat_with_epsilon (there->measures[2], length, 0.01);
  atlas_route_line_nearest (there->line, via.lon, via.lat, &foot);
  atlas_route_line_locate (there->line, there->measures[1], &lon, &lat);
  /* The line may pass there twice, so places are compared, not measures. */
  g_assert_cmpfloat (atlas_geodesic_distance (lon, lat, foot.lon, foot.lat), <, 1);
  g_assert_cmpfloat (there->measures[1], >, 1000);
  query->reverse = TRUE;
  back = answer (query);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon (there->measures[i] + back->measures[i], length, 0.01);
}

/* What is nearest, against all distances. */
static void
test_near (void)
{
  const guint most = 7;
  g_autofree char *path = g_build_filename (atlas_paths_get_layers (), "scenic.tai", NULL);
  g_autoptr (GPtrArray) tables = atlas_table_open_file (path, NULL);
  AtlasTable *table = g_ptr_array_index (tables, 0);
  const AtlasRoad *road = atlas_road_get (NULL);
  const gsize n = atlas_table_get_n_features (table);

  for (guint round = 0; round < 30; round++)
    {
      const double lon = g_test_rand_double_range (112.4, 113.6), lat = g_test_rand_double_range (35.9, 36.9);
      g_autoptr (AtlasNear) near = atlas_near_new (lon, lat, tables, most, NULL, NULL);
      double farthest = 0, farthest_road = 0;
      guint n_nearer = 0, n_nearer_road = 0;

      g_assert_cmpuint (near->by_line->len, ==, most);
      g_assert_cmpuint (near->by_road->len, ==, most);
      for (guint i = 0; i < most; i++)
        {
          const AtlasNearItem *line = &g_array_index (near->by_line, AtlasNearItem, i), *by_road = &g_array_index (near->by_road, AtlasNearItem, i);

          g_assert_cmpfloat (line->distance, >=, farthest);
          g_assert_cmpfloat (by_road->road, >=, farthest_road);
          farthest = line->distance;
          farthest_road = by_road->road;
        }
      /* As many are nearer as are listed before the last: none was forgotten. */
      for (gsize feature = 0; feature < n; feature++)
        {
          const AtlasExtent at = atlas_table_get_feature_extent (table, feature);
          const AtlasRoutePlace ends[2] = { { lon, lat, "a" }, { at.west, at.south, "b" } };
          AtlasNetworkSpot spots[2];
          g_autoptr (AtlasRouteLine) way = atlas_network_find_path (road->network, ends, 2, spots, NULL);

          n_nearer += atlas_geodesic_distance (lon, lat, at.west, at.south) < farthest - 0.01;
          if (way != NULL)
            n_nearer_road += spots[0].offset + spots[1].offset + atlas_route_line_get_length (way) < farthest_road - 0.01;
        }
      g_assert_cmpuint (n_nearer, ==, most - 1);
      g_assert_cmpuint (n_nearer_road, <=, most - 1);
    }
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
  g_test_add_func ("/trip/on-road", test_on_road);
  g_test_add_func ("/trip/measures", test_measures);
  g_test_add_func ("/near", test_near);
  return g_test_run ();
}
