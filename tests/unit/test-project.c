/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The project as a list of layers, the shipped layers, reading files into it, and what lies at a place. */

#include <math.h>
#include <string.h>

#include "data/atlas-data-error.h"
#include "data/atlas-table-builder.h"
#include "project/atlas-identify.h"

typedef struct
{
  guint position;
  guint removed;
  guint added;
  guint count;
} Change;

static void
on_changed (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            gpointer    user_data)
{
  Change *change = user_data;

  *change = (Change){ position, removed, added, change->count + 1 };
}

static AtlasLayer *
add_layer (AtlasProject *project,
           const char   *id)
{
  g_autoptr (AtlasLayer) layer = atlas_layer_new (id, id, ATLAS_LAYER_SUBJECT, NULL);

  atlas_project_add (project, layer);
  return layer;
}

static char *
order (AtlasProject *project)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (project), i);

      g_string_append (names, atlas_layer_get_id (layer));
    }
  return g_string_free (names, FALSE);
}

static void
test_list (void)
{
  g_autoptr (AtlasProject) project = atlas_project_new ();
  AtlasLayer *a = add_layer (project, "a"), *b = add_layer (project, "b");
  g_autofree char *moved = NULL, *back = NULL, *removed = NULL;
  Change change = { 0 };

  add_layer (project, "c");
  add_layer (project, "d");
  g_signal_connect (project, "items-changed", G_CALLBACK (on_changed), &change);
  atlas_project_move (project, a, 2);
  moved = order (project);
  g_assert_cmpstr (moved, ==, "bcad");
  g_assert_cmpuint (change.position, ==, 0);
  g_assert_cmpuint (change.removed, ==, 3);
  g_assert_cmpuint (change.added, ==, 3);
  atlas_project_move (project, a, 0);
  back = order (project);
  g_assert_cmpstr (back, ==, "abcd");
  atlas_project_move (project, a, 0);
  g_assert_cmpuint (change.count, ==, 2);
  atlas_project_remove (project, b);
  removed = order (project);
  g_assert_cmpstr (removed, ==, "acd");
  g_assert_cmpuint (change.position, ==, 1);
  g_assert_cmpuint (change.removed, ==, 1);
}

static void
test_shipped (void)
{
  g_autoptr (AtlasProject) project = atlas_project_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *names = NULL;
  AtlasExtent home;

  g_assert_true (atlas_project_add_shipped (project, TRUE, &error));
  g_assert_no_error (error);
  names = order (project);
  g_assert_cmpstr (names, ==, "basintaihang1key-projectsspongescenic");
  g_assert_cmpuint (atlas_project_get_n_ground (project), >=, 8);
  for (guint i = 0; i < atlas_project_get_n_ground (project); i++)
    g_assert_cmpuint (atlas_table_get_n_features (atlas_layer_get_table (atlas_project_get_ground (project, i))), >, 0);
  home = atlas_project_get_home (project);
  g_assert_true (atlas_extent_contains (&home, 113.107, 36.188));
  g_assert_cmpfloat (home.east - home.west, <, 2.5);
}

static gboolean
on_deadline (gpointer user_data)
{
  g_error ("Nothing happened for a minute");
  return G_SOURCE_REMOVE;
}

static void
on_told (AtlasProject *project,
         AtlasLayer   *layer,
         gpointer      user_data)
{
  *(AtlasLayer **) user_data = layer;
}

static AtlasLayer *
open_and_wait (AtlasProject *project,
               const char   *path,
               const char   *signal)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  AtlasLayer *told = NULL;
  gulong handler = g_signal_connect (project, signal, G_CALLBACK (on_told), &told);
  guint deadline = g_timeout_add_seconds (60, on_deadline, NULL);
  AtlasLayer *layer = atlas_project_open (project, file, ATLAS_SOURCE_NO_CACHE);

  g_assert_cmpint (atlas_layer_get_state (layer), ==, ATLAS_LAYER_LOADING);
  while (told == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (told == layer);
  g_source_remove (deadline);
  g_signal_handler_disconnect (project, handler);
  return layer;
}

static char *
write_file (const char *name,
            const char *text)
{
  g_autofree char *folder = g_dir_make_tmp ("atlas-XXXXXX", NULL);
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
test_open (void)
{
  g_autoptr (AtlasProject) project = atlas_project_new ();
  g_autofree char *path = write_file ("我的点.geojson",
                                      "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":"
                                      "{\"name\":\"甲\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[113.1,36.2]}}]}");
  AtlasLayer *layer = open_and_wait (project, path, "opened");

  g_assert_cmpint (atlas_layer_get_state (layer), ==, ATLAS_LAYER_READY);
  g_assert_cmpstr (atlas_layer_get_title (layer), ==, "我的点");
  g_assert_nonnull (atlas_layer_get_style (layer));
  g_assert_cmpuint (atlas_table_get_n_features (atlas_layer_get_table (layer)), ==, 1);
}

static void
test_fail_and_retry (void)
{
  g_autoptr (AtlasProject) project = atlas_project_new ();
  g_autofree char *path = write_file ("broken.geojson", "{\"type\":\"FeatureColl");
  AtlasLayer *layer = open_and_wait (project, path, "failed"), *told = NULL;

  g_assert_cmpint (atlas_layer_get_state (layer), ==, ATLAS_LAYER_FAILED);
  g_assert_nonnull (strstr (atlas_layer_get_error (layer)->message, "broken.geojson"));

  /* The file is mended and read again. */
  g_assert_true (g_file_set_contents (path, "{\"type\":\"Point\",\"coordinates\":[113.1,36.2]}", -1, NULL));
  g_signal_connect (project, "opened", G_CALLBACK (on_told), &told);
  atlas_project_retry (project, layer);
  g_assert_cmpint (atlas_layer_get_state (layer), ==, ATLAS_LAYER_LOADING);
  g_assert_null (atlas_layer_get_error (layer));
  while (told == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (atlas_layer_get_state (layer), ==, ATLAS_LAYER_READY);
}

/* A layer that is taken away while it is read tells nobody and leaks nothing. */
static void
test_cancel (void)
{
  g_autoptr (AtlasProject) project = atlas_project_new ();
  g_autofree char *path = write_file ("a.geojson", "{\"type\":\"Point\",\"coordinates\":[113.1,36.2]}");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  AtlasLayer *layer, *told = NULL;

  g_signal_connect (project, "opened", G_CALLBACK (on_told), &told);
  g_signal_connect (project, "failed", G_CALLBACK (on_told), &told);
  layer = atlas_project_open (project, file, ATLAS_SOURCE_NO_CACHE);
  atlas_project_cancel (project, layer);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (project)), ==, 0);
  for (guint i = 0; i < 50; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (2000);
    }
  g_assert_null (told);
}

/* A point over a line over two areas, one in the other. */
static AtlasTable *
make_table (void)
{
  g_autoptr (AtlasTableBuilder) b = atlas_table_builder_new ("t", "", "");
  g_autoptr (GBytes) image = NULL;
  const double halves[2] = { 0.1, 0.01 };

  for (guint i = 0; i < 2; i++)
    {
      atlas_table_builder_begin_feature (b);
      atlas_table_builder_set_geometry_type (b, ATLAS_GEOMETRY_POLYGON);
      atlas_table_builder_begin_part (b, ATLAS_PART_RING);
      for (guint k = 0; k < 5; k++)
        atlas_table_builder_add_vertex (b, 113 + halves[i] * (k == 1 || k == 2 ? 1 : -1), 36 + halves[i] * (k == 2 || k == 3 ? 1 : -1));
      atlas_table_builder_end_feature (b);
    }
  atlas_table_builder_begin_feature (b);
  atlas_table_builder_set_geometry_type (b, ATLAS_GEOMETRY_LINE);
  atlas_table_builder_begin_part (b, ATLAS_PART_LINE);
  atlas_table_builder_add_vertex (b, 112.9, 36);
  atlas_table_builder_add_vertex (b, 113.1, 36);
  atlas_table_builder_end_feature (b);
  atlas_table_builder_begin_feature (b);
  atlas_table_builder_set_geometry_type (b, ATLAS_GEOMETRY_POINT);
  atlas_table_builder_begin_part (b, ATLAS_PART_POINTS);
  atlas_table_builder_add_vertex (b, 113.0005, 36);
  atlas_table_builder_end_feature (b);
  image = atlas_table_builder_finish (b, NULL);
  return atlas_table_open (image, NULL);
}

static char *
hits_at (AtlasProject *project,
         double        lon,
         double        lat,
         double        radius)
{
  g_autoptr (GPtrArray) hits = atlas_identify (project, lon, lat, radius, NAN, FALSE);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < hits->len; i++)
    {
      AtlasHit *hit = g_ptr_array_index (hits, i);

      g_string_append_printf (text, "%s%" G_GSIZE_FORMAT, atlas_layer_get_id (hit->layer), hit->feature);
    }
  return g_string_free (text, FALSE);
}

static void
test_identify (void)
{
  g_autoptr (AtlasProject) project = atlas_project_new ();
  g_autoptr (AtlasTable) table = make_table ();
  g_autoptr (AtlasStyle) style = atlas_style_new_default (table, 0);
  AtlasLayer *layer = add_layer (project, "a"), *upper;
  g_autofree char *all = NULL, *no_point = NULL, *outside = NULL, *two = NULL, *hidden = NULL;

  atlas_layer_set_table (layer, table, style);
  all = hits_at (project, 113, 36, 100);
  g_assert_cmpstr (all, ==, "a3a2a1a0");
  no_point = hits_at (project, 113, 36, 10);
  g_assert_cmpstr (no_point, ==, "a2a1a0");
  outside = hits_at (project, 114, 36, 100);
  g_assert_cmpstr (outside, ==, "");

  upper = add_layer (project, "b");
  atlas_layer_set_table (upper, table, style);
  two = hits_at (project, 113, 36, 100);
  g_assert_cmpstr (two, ==, "b3a3b2a2b1b0a1a0");
  atlas_layer_set_visible (upper, FALSE);
  hidden = hits_at (project, 113, 36, 100);
  g_assert_cmpstr (hidden, ==, "a3a2a1a0");
}

/* An area that its style only outlines is looked through. */
static void
test_hollow (void)
{
  g_autoptr (AtlasProject) project = atlas_project_new ();
  g_autoptr (AtlasTable) table = make_table ();
  g_autoptr (AtlasStyle) outline = atlas_style_new_shipped ("basin");
  g_autoptr (AtlasStyle) style = atlas_style_new_default (table, 0);
  g_autofree char *found = NULL;

  atlas_layer_set_table (add_layer (project, "a"), table, style);
  atlas_layer_set_table (add_layer (project, "b"), table, outline);
  found = hits_at (project, 113, 36, 10);
  g_assert_true (g_str_has_suffix (found, "a1a0b1b0"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/list", test_list);
  g_test_add_func ("/project/shipped", test_shipped);
  g_test_add_func ("/project/open", test_open);
  g_test_add_func ("/project/fail-and-retry", test_fail_and_retry);
  g_test_add_func ("/project/cancel", test_cancel);
  g_test_add_func ("/project/identify", test_identify);
  g_test_add_func ("/project/hollow", test_hollow);
  return g_test_run ();
}
