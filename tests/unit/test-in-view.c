/* SPDX-License-Identifier: GPL-3.0-or-later */
/* project/atlas-in-view: what is listed of a part of the map, in which order, how far and in which direction. */

#include <math.h>
#include <string.h>

#include "data/atlas-table-builder.h"
#include "geo/atlas-geodesic.h"
#include "project/atlas-in-view.h"

static const AtlasInViewQuery whole = {
  .extent = { 112.9, 36.1, 113.1, 36.3 }, .lon = 113, .lat = 36.2, .zoom = 12, .order = ATLAS_IN_VIEW_BY_NEARNESS, .most = 100,
};

static void
add_shape (AtlasTableBuilder *builder,
           AtlasGeometryType  type,
           AtlasPartKind      kind,
           const double      *coords,
           gsize              n,
           const char        *name,
           const char        *grade)
{
  atlas_table_builder_begin_feature (builder);
  if (name != NULL)
    atlas_table_builder_set_text (builder, 0, name, -1);
  if (grade != NULL)
    atlas_table_builder_set_text (builder, 1, grade, -1);
  atlas_table_builder_set_geometry_type (builder, type);
  atlas_table_builder_begin_part (builder, kind);
  for (gsize i = 0; i < n; i++)
    atlas_table_builder_add_vertex (builder, coords[2 * i], coords[2 * i + 1]);
  atlas_table_builder_end_feature (builder);
}

static void
add_point (AtlasTableBuilder *builder,
           double             lon,
           double             lat,
           const char        *name,
           const char        *grade)
{
  const double place[2] = { lon, lat };

  add_shape (builder, ATLAS_GEOMETRY_POINT, ATLAS_PART_POINTS, place, 1, name, grade);
}

static AtlasTableBuilder *
new_builder (void)
{
  AtlasTableBuilder *builder = atlas_table_builder_new ("t", "", "");

  atlas_table_builder_add_field (builder, "name", ATLAS_FIELD_STRING);
  atlas_table_builder_add_field (builder, "grade", ATLAS_FIELD_STRING);
  return builder;
}

static AtlasLayer *
add_layer (AtlasProject      *project,
           const char        *id,
           AtlasTableBuilder *builder)
{
  g_autoptr (AtlasLayer) layer = atlas_layer_new (id, id, ATLAS_LAYER_SUBJECT, NULL);
  g_autoptr (GBytes) image = atlas_table_builder_finish (builder, NULL);
  g_autoptr (AtlasTable) table = atlas_table_open (image, NULL);
  g_autoptr (AtlasStyle) style = atlas_style_new_default (table, 0);

  atlas_layer_set_table (layer, table, style);
  atlas_project_add (project, layer);
  return layer;
}

/* "a:0 1|b:2": the layers from the top, with the features that are listed of each. */
static char *
list (AtlasProject           *project,
      const AtlasInViewQuery *query)
{
  g_autoptr (GPtrArray) groups = atlas_in_view (project, query);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < groups->len; i++)
    {
      const AtlasInViewGroup *group = g_ptr_array_index (groups, i);

      g_string_append_printf (text, "%s%s:", i > 0 ? "|" : "", atlas_layer_get_id (group->layer));
      for (guint k = 0; k < group->n_items; k++)
        g_string_append_printf (text, "%s%u", k > 0 ? " " : "", group->items[k].feature);
      if (group->total > group->n_items)
        g_string_append_printf (text, " of %" G_GSIZE_FORMAT, group->total);
    }
  return g_string_free (text, FALSE);
}

static void
test_order (void)
{
  g_autoptr (AtlasProject) project = atlas_project_new ();
  g_autoptr (AtlasTableBuilder) places = new_builder (), other = new_builder ();
  AtlasInViewQuery query = whole;
  g_autofree char *near = NULL, *important = NULL, *few = NULL, *hidden = NULL;
  AtlasLayer *below, *above;

  add_point (places, 113.01, 36.2, "长子", "3A");
  add_point (places, 113.02, 36.2, NULL, NULL);
  add_point (places, 113.03, 36.2, "壶关", "5A");
  add_point (places, 113.04, 36.2, "长治", "3A");
  add_point (places, 113.05, 36.2, "潞城", "3A");
  add_point (places, 113.2, 36.2, "平顺", "5A");     /* out of view */
  below = add_layer (project, "a", places);
  add_point (other, 113, 36.25, "b", NULL);
  above = add_layer (project, "b", other);
  near = list (project, &query);
  g_assert_cmpstr (near, ==, "b:0|a:0 1 2 3 4");
  query.order = ATLAS_IN_VIEW_BY_IMPORTANCE;
  important = list (project, &query);
  /* By pinyin, as the tables do: lu cheng, then 长 (to ICU it is zhang) with zhi, with zi; what has no name and no grade is last. */
  g_assert_cmpstr (important, ==, "b:0|a:2 4 3 0 1");
  query.most = 2;
  few = list (project, &query);
  g_assert_cmpstr (few, ==, "b:0|a:2 0 of 5");
  atlas_layer_set_visible (above, FALSE);
  hidden = list (project, &query);
  g_assert_cmpstr (hidden, ==, "a:2 0 of 5");
  g_assert_nonnull (below);
}

/* Distances and directions, against the geodesic itself and a walk along the line in small steps. */
static void
test_measured (void)
{
  const double line[] = { 112.95, 36.25, 113.05, 36.28 };
  const double around[] = { 112.99, 36.19, 113.01, 36.19, 113.01, 36.21, 112.99, 36.21, 112.99, 36.19 };
  /* Its box meets the view, but it does not. */
  const double outside[] = { 112.8, 36.29, 112.91, 36.5 };
  g_autoptr (AtlasProject) project = atlas_project_new ();
  g_autoptr (AtlasTableBuilder) builder = new_builder ();
  g_autoptr (GPtrArray) groups = NULL;
  const AtlasInViewGroup *group;
  double nearest = INFINITY;

  add_shape (builder, ATLAS_GEOMETRY_LINE, ATLAS_PART_LINE, line, 2, NULL, NULL);
  add_shape (builder, ATLAS_GEOMETRY_LINE, ATLAS_PART_LINE, outside, 2, NULL, NULL);
  add_shape (builder, ATLAS_GEOMETRY_POLYGON, ATLAS_PART_RING, around, 5, NULL, NULL);
  add_point (builder, 112.95, 36.2, NULL, NULL);
  add_layer (project, "a", builder);
  groups = atlas_in_view (project, &whole);
  g_assert_cmpuint (groups->len, ==, 1);
  group = g_ptr_array_index (groups, 0);
  g_assert_cmpuint (group->n_items, ==, 3);
  g_assert_cmpuint (group->items[0].feature, ==, 2);
  g_assert_cmpfloat (group->items[0].distance, ==, 0);
  g_assert_true (isnan (group->items[0].bearing));
  g_assert_cmpuint (group->items[1].feature, ==, 3);
  g_assert_cmpfloat_with_epsilon (group->items[1].distance, atlas_geodesic_distance (113, 36.2, 112.95, 36.2), 0.001);
  g_assert_cmpfloat_with_epsilon (group->items[1].bearing, 270, 0.05);
  g_assert_cmpuint (group->items[2].feature, ==, 0);
  for (guint i = 0; i <= 10000; i++)
    nearest = MIN (nearest, atlas_geodesic_distance (113, 36.2, line[0] + (line[2] - line[0]) * i / 1e4, line[1] + (line[3] - line[1]) * i / 1e4));
  g_assert_cmpfloat_with_epsilon (group->items[2].distance, nearest, nearest * 0.001);
  g_assert_cmpfloat_with_epsilon (group->items[2].bearing, 339.6, 0.5);   /* at a right angle to the line */
}

/* What a filter hides and what is not drawn at the zoom is not in view; of the basemap a name is told once. */
static void
test_shipped (void)
{
  g_autoptr (AtlasProject) project = atlas_project_new ();
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  AtlasInViewQuery query = whole;
  gboolean rivers = FALSE;

  g_assert_true (atlas_project_add_shipped (project, TRUE, NULL));
  query.extent = (AtlasExtent){ 112.5, 35.8, 113.7, 36.8 };
  query.zoom = 9;
  groups = atlas_in_view (project, &query);
  g_assert_cmpuint (groups->len, >, 4);
  g_assert_cmpstr (atlas_layer_get_id (((AtlasInViewGroup *) g_ptr_array_index (groups, 0))->layer), ==, "scenic");
  for (guint i = 0; i < groups->len; i++)
    {
      const AtlasInViewGroup *group = g_ptr_array_index (groups, i);
      const int field = atlas_table_find_field (group->table, "name");

      g_assert_cmpstr (atlas_layer_get_id (group->layer), !=, "land");
      if (!g_str_equal (atlas_layer_get_id (group->layer), "rivers"))
        continue;
      rivers = TRUE;
      for (guint k = 0; k < group->n_items; k++)
        g_assert_true (g_hash_table_add (names, (gpointer) atlas_table_get_text (group->table, (guint) field, group->items[k].feature, NULL)));
    }
  g_assert_true (rivers);
  atlas_project_set_basemap_visible (project, FALSE);
  g_clear_pointer (&groups, g_ptr_array_unref);
  groups = atlas_in_view (project, &query);
  for (guint i = 0; i < groups->len; i++)
    g_assert_cmpint (atlas_layer_get_role (((AtlasInViewGroup *) g_ptr_array_index (groups, i))->layer), ==, ATLAS_LAYER_SUBJECT);
}

static void
on_listed (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  *(GPtrArray **) data = atlas_in_view_finish (ATLAS_PROJECT (object), result, NULL);
}

static void
test_async (void)
{
  g_autoptr (AtlasProject) project = atlas_project_new ();
  g_autoptr (AtlasTableBuilder) builder = new_builder ();
  g_autoptr (GPtrArray) groups = NULL;

  add_point (builder, 113, 36.25, "b", NULL);
  add_layer (project, "a", builder);
  atlas_in_view_async (project, &whole, NULL, on_listed, &groups);
  while (groups == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (groups->len, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/in-view/order", test_order);
  g_test_add_func ("/in-view/measured", test_measured);
  g_test_add_func ("/in-view/shipped", test_shipped);
  g_test_add_func ("/in-view/async", test_async);
  return g_test_run ();
}
