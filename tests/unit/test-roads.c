/* SPDX-License-Identifier: GPL-3.0-or-later */
/* project/atlas-roads: which road is under the pointer, and at which K. */

#include <math.h>

#include "geo/atlas-geodesic.h"
#include "project/atlas-roads.h"

/* One look while the pointer moves, at most so long, milliseconds. */
#define LOOK 2.0

static AtlasProject *
open_project (AtlasLayer **road)
{
  AtlasProject *project = atlas_project_new ();
  g_autoptr (GError) error = NULL;

  atlas_project_add_shipped (project, TRUE, &error);
  g_assert_no_error (error);
  *road = NULL;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (project), i);

      if (g_str_equal (atlas_layer_get_id (layer), "taihang1"))
        *road = layer;
    }
  g_assert_nonnull (*road);
  return project;
}

static void
on_changed (gboolean *changed)
{
  *changed = TRUE;
}

/* Waits for the worker that the first look sets to work. */
static AtlasRoads *
open_roads (AtlasProject *project)
{
  AtlasRoads *roads = atlas_roads_new (project);
  gboolean changed = FALSE;
  AtlasRoadSpot spot;

  g_signal_connect_swapped (roads, "changed", G_CALLBACK (on_changed), &changed);
  g_assert_false (atlas_roads_find (roads, 113.4, 36.2, 1e6, &spot));
  while (!changed)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handlers_disconnect_by_data (roads, &changed);
  return roads;
}

/* The place of a K, moved to the side by some metres: the K comes back, unless another road is nearer, which then is the answer. */
static void
test_find (void)
{
  AtlasLayer *road;
  g_autoptr (AtlasProject) project = open_project (&road);
  g_autoptr (AtlasRoads) roads = open_roads (project);
  g_autoptr (AtlasChainage) chainage = atlas_chainage_new (atlas_layer_get_table (road), NULL);
  guint n_same = 0;

  for (guint i = 0; i < 400; i++)
    {
      const AtlasChainageSegment *segment = atlas_chainage_get_segment (chainage, i % atlas_chainage_get_n_segments (chainage));
      const double measure = g_test_rand_double_range (0, segment->length), aside = g_test_rand_double_range (-200, 200);
      double lon, lat, least = INFINITY;
      AtlasRoadSpot spot;

      atlas_route_line_locate (segment->line, measure, &lon, &lat);
      lat += aside / 111000;
      /* Brute force: every vertex of every segment. */
      for (guint s = 0; s < atlas_chainage_get_n_segments (chainage); s++)
        {
          AtlasRouteLine *line = atlas_chainage_get_segment (chainage, s)->line;

          for (gsize v = 0; v < atlas_route_line_get_n_vertices (line); v++)
            {
              double x, y;

              atlas_route_line_get_vertex (line, v, &x, &y, NULL);
              least = MIN (least, atlas_geodesic_distance (lon, lat, x, y));
            }
        }
      g_assert_true (atlas_roads_find (roads, lon, lat, 250, &spot));
      g_assert_true (spot.layer == road);
      g_assert_cmpfloat (spot.offset, <=, MIN (fabs (aside) * 1.01, least) + 0.1);
      g_assert_cmpfloat_with_epsilon (atlas_geodesic_distance (lon, lat, spot.lon, spot.lat), spot.offset, 0.05);
      if (g_strcmp0 (spot.segment->name, segment->name) != 0)
        continue;
      n_same++;
      atlas_route_line_locate (spot.segment->line, spot.measure, &lon, &lat);
      g_assert_cmpfloat (atlas_geodesic_distance (lon, lat, spot.lon, spot.lat), <, 0.05);
    }
  g_assert_cmpuint (n_same, >, 300);
}

static void
test_far (void)
{
  AtlasLayer *road;
  g_autoptr (AtlasProject) project = open_project (&road);
  g_autoptr (AtlasRoads) roads = open_roads (project);
  AtlasRoadSpot spot;
  double offset;

  g_assert_true (atlas_roads_find (roads, 113.4, 36.2, 1e6, &spot));
  offset = spot.offset;
  g_assert_true (atlas_roads_find (roads, 113.4, 36.2, offset + 1, &spot));
  g_assert_false (atlas_roads_find (roads, 113.4, 36.2, offset - 1, &spot));
  g_assert_false (atlas_roads_find (roads, NAN, NAN, 1e6, &spot));
  atlas_layer_set_visible (road, FALSE);
  g_assert_false (atlas_roads_find (roads, 113.4, 36.2, 1e6, &spot));
}

/* What a filter hides has no K. */
static void
test_filter (void)
{
  AtlasLayer *road;
  g_autoptr (AtlasProject) project = open_project (&road);
  g_autoptr (AtlasRoads) roads = open_roads (project);
  g_autoptr (AtlasFilter) filter = atlas_filter_new ("role = '主线'", NULL);
  g_autoptr (AtlasFeatureSet) main_line = atlas_filter_run (filter, atlas_layer_get_table (road), NULL, NULL, NULL);
  guint n_other = 0;

  atlas_layer_set_filter (road, filter, NULL, main_line);
  for (guint i = 0; i < 300; i++)
    {
      const double lon = g_test_rand_double_range (112.2, 113.6), lat = g_test_rand_double_range (35.8, 37.0);
      AtlasRoadSpot spot;

      if (!atlas_roads_find (roads, lon, lat, 3e4, &spot))
        continue;
      g_assert_true (atlas_feature_set_contains (main_line, spot.segment->feature));
      n_other++;
    }
  g_assert_cmpuint (n_other, >, 20);
}

/* One feature is asked for its own K, however near others are. */
static void
test_on_feature (void)
{
  AtlasLayer *road;
  g_autoptr (AtlasProject) project = open_project (&road);
  g_autoptr (AtlasRoads) roads = open_roads (project);
  AtlasRoadSpot spot;

  for (guint32 feature = 0; feature < 95; feature++)
    {
      g_assert_true (atlas_roads_find_on (roads, road, feature, 113.1, 36.2, &spot));
      g_assert_cmpuint (spot.segment->feature, ==, feature);
    }
  g_assert_false (atlas_roads_find_on (roads, road, 95, 113.1, 36.2, &spot));
}

static void
test_words (void)
{
  AtlasChainageSegment segment = { .name = "段", .section = "组", .length = 12387.4 };
  g_autoptr (AtlasLayer) layer = atlas_layer_new ("x", "x", ATLAS_LAYER_SUBJECT, NULL);
  AtlasRoadSpot spot = { .layer = layer, .segment = &segment, .measure = 12346.6 };
  static const struct
  {
    double      measure;
    double      pixel;
    const char *k;
  } cases[] = {
    { 12346.6, 0.3, "K12+347" }, { 12346.6, 1, "K12+350" }, { 12346.6, 80, "K12+300" }, { 12380, 80, "K12+387" }, { 4, 80, "K0+000" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *k = NULL;

      spot.measure = cases[i].measure;
      k = atlas_road_spot_dup_k (&spot, cases[i].pixel);
      g_assert_cmpstr (k, ==, cases[i].k);
    }
  g_assert_cmpstr (atlas_road_spot_get_role (&spot), ==, "组");
  g_assert_cmpstr (atlas_road_spot_get_name (&spot), ==, "段");
}

/* It is asked with every motion of the pointer. */
static void
test_cost (void)
{
  AtlasLayer *road;
  g_autoptr (AtlasProject) project = open_project (&road);
  g_autoptr (AtlasRoads) roads = open_roads (project);
  g_autoptr (AtlasFilter) filter = atlas_filter_new ("length_km > 1", NULL);
  g_autoptr (AtlasFeatureSet) most = atlas_filter_run (filter, atlas_layer_get_table (road), NULL, NULL, NULL);

  for (guint filtered = 0; filtered < 2; filtered++)
    {
      gint64 slowest = 0, sum = 0;

      if (filtered)
        atlas_layer_set_filter (road, filter, NULL, most);
      for (guint i = 0; i < 500; i++)
        {
          gint64 start = g_get_monotonic_time (), took;
          AtlasRoadSpot spot;

          atlas_roads_find (roads, g_test_rand_double_range (112, 113.8), g_test_rand_double_range (35.6, 37.1), 7000, &spot);
          took = g_get_monotonic_time () - start;
          sum += took;
          slowest = MAX (slowest, took);
        }
      g_test_message ("%s: %.3f ms on the average, %.3f ms at most", filtered ? "filtered" : "all", (double) sum / 500e3, (double) slowest / 1e3);
      g_assert_cmpfloat ((double) sum / 500e3, <, LOOK);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/roads/find", test_find);
  g_test_add_func ("/roads/far", test_far);
  g_test_add_func ("/roads/filter", test_filter);
  g_test_add_func ("/roads/on-feature", test_on_feature);
  g_test_add_func ("/roads/words", test_words);
  g_test_add_func ("/roads/cost", test_cost);
  return g_test_run ();
}
