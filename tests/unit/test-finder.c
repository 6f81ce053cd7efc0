/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is found in a project: places on a road by their K-number, held against the road itself, and nothing that a filter
 * hides. */

#include <math.h>
#include <string.h>

#include "geo/atlas-geodesic.h"
#include "project/atlas-finder.h"
#include "project/atlas-km-posts.h"

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

static AtlasFound *
find (AtlasFinder *finder,
      const char  *query,
      guint        limit)
{
  return atlas_finder_search (finder, query, &(AtlasSearchOptions){ .limit = limit, .lon = 113.2, .lat = 36.1 });
}

static void
test_milestone (void)
{
  AtlasLayer *road;
  g_autoptr (AtlasProject) project = open_project (&road);
  g_autoptr (AtlasFinder) finder = atlas_finder_new (project);
  g_autoptr (AtlasChainage) chainage = atlas_chainage_new (atlas_layer_get_table (road), NULL);
  g_autoptr (AtlasFound) few = find (finder, "K12+300", 5), all = find (finder, "K12+300", 1000);
  const AtlasFoundMilestones *found;
  guint n_long = 0, n_own = 0;

  g_assert_cmpuint (few->milestones->len, ==, 1);
  found = g_ptr_array_index (few->milestones, 0);
  g_assert_true (found->layer == road);
  g_assert_cmpuint (found->places->len, ==, 8);
  found = g_ptr_array_index (all->milestones, 0);
  for (guint s = 0; s < atlas_chainage_get_n_segments (chainage); s++)
    {
      const AtlasChainageSegment *segment = atlas_chainage_get_segment (chainage, s);
      double lon, lat;

      if (segment->length < 12300)
        continue;
      n_long++;
      atlas_route_line_locate (segment->line, 12300, &lon, &lat);
      for (guint i = 0; i < found->places->len; i++)
        {
          const AtlasMilestone *place = &g_array_index (found->places, AtlasMilestone, i);

          n_own += place->feature == segment->feature && g_strcmp0 (place->name, segment->name) == 0
                   && atlas_geodesic_distance (lon, lat, place->lon, place->lat) < 0.01;
        }
    }
  /* Each segment that is long enough, once; the rest are sections. */
  g_assert_cmpuint (n_long, >, 20);
  g_assert_cmpuint (n_own, ==, n_long);
  for (guint i = 0; i < found->places->len; i++)
    {
      const AtlasMilestone *place = &g_array_index (found->places, AtlasMilestone, i);

      g_assert_cmpfloat_with_epsilon (place->distance, atlas_geodesic_distance (113.2, 36.1, place->lon, place->lat), 0.01);
      g_assert_true (i == 0 || place->distance >= g_array_index (found->places, AtlasMilestone, i - 1).distance);
    }
  g_assert_null (all->milestone_note);
  g_assert_false (atlas_found_is_empty (all));
}

static void
test_milestone_of (void)
{
  AtlasLayer *road;
  g_autoptr (AtlasProject) project = open_project (&road);
  g_autoptr (AtlasFinder) finder = atlas_finder_new (project);
  AtlasTable *table = atlas_layer_get_table (road);
  const guint name = (guint) atlas_table_find_field (table, "name"), section = (guint) atlas_table_find_field (table, "section");
  static const char *const queries[] = { "武乡 K12+300", "K12+300 武乡", "wuxiang k12.3", "武鄉 桩号K12+300" };

  for (gsize q = 0; q < G_N_ELEMENTS (queries); q++)
    {
      g_autoptr (AtlasFound) found = find (finder, queries[q], 50);
      const AtlasFoundMilestones *places;

      g_assert_cmpuint (found->milestones->len, ==, 1);
      places = g_ptr_array_index (found->milestones, 0);
      for (guint i = 0; i < places->places->len; i++)
        {
          const gsize feature = g_array_index (places->places, AtlasMilestone, i).feature;
          g_autofree char *own = atlas_table_dup_value (table, name, feature), *of = atlas_table_dup_value (table, section, feature);

          g_assert_true (strstr (own, "武乡") != NULL || strstr (of, "武乡") != NULL);
        }
    }
  {
    g_autoptr (AtlasFound) past = find (finder, "武乡 K900", 50), unknown = find (finder, "武香湘 K1", 50);

    g_assert_cmpuint (past->milestones->len, ==, 0);
    g_assert_nonnull (strstr (past->milestone_note, "K900+000"));
    g_assert_nonnull (strstr (past->milestone_note, "km long"));
    g_assert_cmpuint (unknown->milestones->len, ==, 0);
    g_assert_nonnull (strstr (unknown->milestone_note, "武香湘"));
  }
}

static guint
count (const AtlasFound *found,
       AtlasLayer       *layer)
{
  for (guint i = 0; i < found->groups->len; i++)
    {
      const AtlasFoundGroup *group = g_ptr_array_index (found->groups, i);

      if (group->layer == layer)
        return (guint) group->total;
    }
  return 0;
}

/* Held against the table: what is hidden is neither listed nor counted, and takes nobody's place. */
static void
test_filter (void)
{
  AtlasLayer *road;
  g_autoptr (AtlasProject) project = open_project (&road);
  g_autoptr (AtlasFinder) finder = atlas_finder_new (project);
  AtlasTable *table = atlas_layer_get_table (road);
  g_autoptr (AtlasFeatureSet) shown = atlas_feature_set_new (atlas_table_get_n_features (table), FALSE);
  g_autoptr (AtlasFilter) filter = atlas_filter_new ("role = '主线'", NULL);
  g_autoptr (AtlasFeatureSet) main_line = atlas_filter_run (filter, table, NULL, NULL, NULL);
  g_autoptr (AtlasFound) before = find (finder, "taihang1", 1000), after = NULL, milestones = NULL, back = NULL;
  const AtlasFoundMilestones *places;

  g_assert_cmpuint (atlas_feature_set_get_count (main_line), >, 2);
  g_assert_cmpuint (count (before, road), >, atlas_feature_set_get_count (main_line));
  atlas_layer_set_filter (road, filter, NULL, main_line);
  after = find (finder, "taihang1", 1);
  g_assert_cmpuint (count (after, road), ==, atlas_feature_set_get_count (main_line));
  for (guint i = 0; i < after->groups->len; i++)
    {
      const AtlasFoundGroup *group = g_ptr_array_index (after->groups, i);

      if (group->layer != road)
        continue;
      g_assert_cmpuint (group->n_hits, ==, 1);
      g_assert_true (atlas_feature_set_contains (main_line, group->hits[0].feature));
    }
  milestones = find (finder, "K5", 1000);
  places = g_ptr_array_index (milestones->milestones, 0);
  for (guint i = 0; i < places->places->len; i++)
    g_assert_true (atlas_feature_set_contains (main_line, g_array_index (places->places, AtlasMilestone, i).feature));
  atlas_layer_set_filter (road, filter, NULL, shown);
  g_clear_pointer (&after, atlas_found_free);
  after = find (finder, "taihang1", 1000);
  g_assert_cmpuint (count (after, road), ==, 0);
  atlas_layer_set_filter (road, NULL, NULL, NULL);
  back = find (finder, "taihang1", 1000);
  g_assert_cmpuint (count (back, road), ==, count (before, road));
}

static void
on_prepared (GObject      *layer,
             GAsyncResult *result,
             gpointer      prepared)
{
  atlas_km_posts_prepare_finish (ATLAS_LAYER (layer), result);
  *(gboolean *) prepared = TRUE;
}

/* A post for each kilometre of each segment that is shown, where the K-number is. */
static void
test_posts (void)
{
  AtlasLayer *road;
  g_autoptr (AtlasProject) project = open_project (&road);
  AtlasTable *table = atlas_layer_get_table (road), *posts = NULL;
  AtlasStyle *style = NULL;
  g_autoptr (AtlasChainage) chainage = atlas_chainage_new (table, NULL);
  g_autoptr (AtlasFilter) filter = atlas_filter_new ("role = '主线'", NULL);
  g_autoptr (AtlasFeatureSet) main_line = atlas_filter_run (filter, table, NULL, NULL, NULL);
  gsize n = 0, n_main = 0;
  gint64 start;
  gboolean prepared = FALSE;

  /* The main loop is not kept: a worker makes them, and until then there are none. */
  start = g_get_monotonic_time ();
  g_assert_true (atlas_km_posts_prepare (road, on_prepared, &prepared));
  g_assert_false (atlas_km_posts_prepare (road, on_prepared, &prepared));
  g_assert_false (atlas_km_posts_get (road, &posts, &style));
  g_test_message ("%.2f ms until the worker has begun", (double) (g_get_monotonic_time () - start) / 1e3);
  while (!prepared)
    g_main_context_iteration (NULL, TRUE);
  g_test_message ("%.2f ms to make the posts", (double) (g_get_monotonic_time () - start) / 1e3);
  g_assert_false (atlas_km_posts_prepare (road, on_prepared, &prepared));
  g_assert_true (atlas_km_posts_get (road, &posts, &style));
  for (guint s = 0; s < atlas_chainage_get_n_segments (chainage); s++)
    {
      const AtlasChainageSegment *segment = atlas_chainage_get_segment (chainage, s);

      for (int k = 1; k * 1000 <= segment->length; k++, n++)
        {
          const AtlasExtent at = atlas_table_get_feature_extent (posts, n);
          g_autofree char *text = g_strdup_printf ("K%d", k);
          double lon, lat;

          atlas_route_line_locate (segment->line, k * 1000, &lon, &lat);
          g_assert_cmpfloat (atlas_geodesic_distance (lon, lat, at.west, at.south), <, 0.01);
          g_assert_cmpstr (atlas_table_get_text (posts, 0, n, NULL), ==, text);
          g_assert_cmpint (atlas_table_get_integer (posts, 1, n), ==, k % 50 == 0 ? 50 : k % 10 == 0 ? 10 : k % 5 == 0 ? 5 : 1);
          n_main += atlas_feature_set_contains (main_line, segment->feature);
        }
    }
  g_assert_cmpuint (atlas_table_get_n_features (posts), ==, n);
  atlas_layer_set_filter (road, filter, NULL, main_line);
  g_assert_true (atlas_km_posts_get (road, &posts, &style));
  g_assert_cmpuint (atlas_table_get_n_shown (posts), ==, n_main);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/finder/milestone", test_milestone);
  g_test_add_func ("/finder/milestone-of", test_milestone_of);
  g_test_add_func ("/finder/filter", test_filter);
  g_test_add_func ("/km-posts", test_posts);
  return g_test_run ();
}
