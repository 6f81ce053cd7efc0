/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A project's file: what is written is read again, whatever happens to files and folders nothing is lost, and whatever a file says
 * nothing breaks.  Files that are written are held against the schema by python3-jsonschema. */

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/atlas-data-error.h"
#include "project/atlas-project-file.h"
#include "project/atlas-project-path.h"

#define N_POINTS 60

static const char *const columns_json = "{ \"hidden\": [\"note\"], \"order\": [\"n\", \"kind\"], \"width\": 1.0 }";
static const char *const layouts_json = "[{ \"name\": \"A3\", \"pages\": [1, 2.5, null, true], \"scale\": 50000.0, \"big\": 9007199254740993 }, {}]";

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static char *
make_folder (void)
{
  g_autofree char *made = g_dir_make_tmp ("atlas-project-XXXXXX", NULL);
  char *real = realpath (made, NULL);

  g_assert_nonnull (real);
  return real;
}

/* A grid of points: n is their number, kind one of three words. */
static void
write_points (const char *path)
{
  g_autoptr (GString) text = g_string_new ("{\"type\":\"FeatureCollection\",\"features\":[");
  g_autofree char *folder = g_path_get_dirname (path);

  for (int i = 0; i < N_POINTS; i++)
    g_string_append_printf (text, "%s{\"type\":\"Feature\",\"properties\":{\"n\":%d,\"kind\":\"%c\",\"note\":\"x\"},"
                            "\"geometry\":{\"type\":\"Point\",\"coordinates\":[%.3f,%.3f]}}",
                            i > 0 ? "," : "", i * i, "abc"[i % 3], 112.0 + i % 10 * 0.1, 36.0 + i / 10 * 0.1);
  g_string_append (text, "]}");
  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
}

static void
wait_ready (AtlasProject *project)
{
  while (atlas_project_is_busy (project))
    g_main_context_iteration (NULL, TRUE);
}

static AtlasLayer *
get_layer (AtlasProject *project,
           const char   *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (project), i);

      if (g_str_equal (atlas_layer_get_id (layer), id))
        return layer;
    }
  return NULL;
}

static gsize
count_shown (AtlasLayer *layer)
{
  const AtlasExtent world = { -180, -90, 180, 90 };
  g_autoptr (GArray) found = atlas_table_query (atlas_layer_get_table (layer), &world);

  return found->len;
}

static void
set_filter (AtlasLayer         *layer,
            const char         *text,
            AtlasFilterContext *context)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AtlasFilter) filter = atlas_filter_new (text, &error);
  g_autoptr (AtlasFeatureSet) found = NULL;

  g_assert_no_error (error);
  found = atlas_filter_run (filter, atlas_table_get_whole (atlas_layer_get_table (layer)), context, NULL, &error);
  g_assert_no_error (error);
  atlas_layer_set_filter (layer, filter, context, found);
}

static void
set_style (AtlasLayer *layer,
           const char *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AtlasStyleRecipe) recipe = atlas_style_recipe_new_from_json (json, -1, &error);
  AtlasStyleDraft *draft;

  g_assert_no_error (error);
  draft = atlas_style_recipe_make (recipe, atlas_layer_get_table (layer), NULL, NULL, &error);
  g_assert_no_error (error);
  atlas_layer_set_recipe (layer, recipe, draft->style);
  atlas_style_draft_unref (draft);
}

/* What a style looks like, as far as classes tell. */
static char *
describe_style (AtlasLayer *layer)
{
  GString *text = g_string_new (NULL);
  const AtlasRule *rules;
  guint n;

  rules = atlas_style_get_rules (atlas_layer_get_style (layer), &n);
  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (text, "%s", rules[i].title != NULL ? rules[i].title : "-");
      for (guint k = 0; k < rules[i].n_conditions; k++)
        g_string_append_printf (text, " %s %g %g", rules[i].conditions[k].field, rules[i].conditions[k].min_value,
                                rules[i].conditions[k].max_value);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static AtlasJourney *
make_journey (void)
{
  AtlasJourney *journey = atlas_journey_new ();
  AtlasItineraryStop stop = { .layer = "scenic", .id = "s-12", .name = "通天峡", .name_en = "Tongtian Gorge", .lon = 113.52, .lat = 36.21,
                              .measure = 12345.6, .offset = 420.5, .side = ATLAS_ROUTE_RIGHT, .detour = 510, .visit = 90, .day_ends = TRUE };

  atlas_journey_add_place (journey, "平顺", NAN, NAN);
  atlas_journey_add_place (journey, "a place by the way", 113.3, 36.15);
  atlas_journey_add_place (journey, "壶关", NAN, NAN);
  journey->within = 3500;
  journey->reverse = TRUE;
  journey->where = g_strdup ("grade = '5A'");
  journey->choices = json_from_string ("{ \"category\": \"古建\" }", NULL);
  journey->layers = g_strsplit ("scenic,layer-1", ",", -1);
  journey->itinerary = atlas_itinerary_new ();
  atlas_itinerary_set_title (journey->itinerary, "平顺 → 壶关");
  atlas_itinerary_set_speed (journey->itinerary, 35.5);
  atlas_itinerary_set_start (journey->itinerary, 500);
  atlas_itinerary_set_length (journey->itinerary, 80123.4);
  atlas_itinerary_add (journey->itinerary, &stop);
  return journey;
}

/* A project in which everything is set that a file can hold. */
static AtlasProject *
make_project (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "data", "点 points.geojson", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (JsonNode) columns = json_from_string (columns_json, NULL), layouts = json_from_string (layouts_json, NULL);
  const AtlasProjectView view = { 113.123456789, 36.2, 11.25, 30 }, other = { 112.9, 36.4, 9, 0 };
  const AtlasExtent extent = { 112.05, 36.05, 112.75, 36.45 };
  g_autoptr (AtlasFilterContext) context = atlas_filter_context_with_extent (NULL, "view", &extent);
  AtlasProject *project = atlas_project_new ();
  AtlasLayer *layer;

  write_points (path);
  g_assert_true (atlas_project_add_shipped (project, TRUE, NULL));
  layer = atlas_project_open (project, file, ATLAS_SOURCE_NO_CACHE);
  wait_ready (project);
  g_assert_cmpint (atlas_layer_get_state (layer), ==, ATLAS_LAYER_READY);
  set_filter (layer, "n > 5 and within(@view)", context);
  set_style (layer, "{ \"renderer\": \"graduated\", \"field\": \"n\", \"method\": \"quantile\", \"classes\": 4, \"ramp\": \"dusk\", \"size\": 9.3 }");
  atlas_layer_set_columns (layer, columns);
  atlas_layer_set_title (layer, "My points <&> “一”");
  atlas_layer_set_opacity (layer, 0.28);
  atlas_project_move (project, layer, 1);
  set_style (get_layer (project, "scenic"), "{ \"renderer\": \"categorized\", \"field\": \"category\", \"ramp\": \"kinds\" }");
  set_filter (get_layer (project, "scenic"), "grade = '5A' or grade = '4A'", NULL);
  atlas_layer_set_visible (get_layer (project, "sponge"), FALSE);
  atlas_layer_set_title (get_layer (project, "basin"), "流域");
  atlas_project_remove (project, get_layer (project, "key-projects"));
  atlas_project_set_basemap_opacity (project, 0.5);
  atlas_project_set_title (project, "规划 “A”");
  atlas_project_set_view (project, &view);
  atlas_project_add_bookmark (project, "平顺\n县城", &other);
  atlas_project_add_bookmark (project, "", &view);
  atlas_project_set_journey (project, 0, make_journey ());
  atlas_project_set_layouts (project, layouts);
  return project;
}

static AtlasProjectFile *
read_text (const char *json,
           const char *folder,
           GError    **error)
{
  return atlas_project_file_new_from_json (json, -1, folder, "p.atlas", error);
}

static AtlasProject *
open_text (const char *json,
           const char *folder,
           gboolean    trust)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AtlasProjectFile) file = read_text (json, folder, &error);
  AtlasProject *project = atlas_project_new ();

  g_assert_no_error (error);
  atlas_project_file_apply (file, project, trust);
  wait_ready (project);
  return project;
}

static void
assert_schema (const char *json)
{
  g_autoptr (GSubprocess) python = NULL;
  g_autofree char *said = NULL;
  static const char program[] = "import json, sys\n"
                                "try:\n    import jsonschema\n"
                                "except ImportError:\n    sys.exit(0)\n"
                                "schema = json.load(open(sys.argv[1], encoding='utf-8'))\n"
                                "jsonschema.Draft7Validator.check_schema(schema)\n"
                                "jsonschema.Draft7Validator(schema).validate(json.loads(sys.stdin.buffer.read()))\n";

  python = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, NULL,
                             "python3", "-c", program, ATLAS_TEST_SCHEMA, NULL);
  g_assert_nonnull (python);
  g_assert_true (g_subprocess_communicate_utf8 (python, json, NULL, &said, NULL, NULL));
  g_assert_cmpstr (said, ==, "");
  g_assert_true (g_subprocess_get_successful (python));
}

static void
test_round_trip (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (AtlasProject) project = make_project (folder), again = NULL;
  g_autofree char *json = atlas_project_file_write (project, folder, TRUE), *same = atlas_project_file_write (project, folder, TRUE);
  g_autofree char *second = NULL, *without = NULL, *style = NULL, *style_again = NULL;
  AtlasLayer *layer = get_layer (project, "layer-1"), *layer_again;
  const AtlasJourney *journey;
  AtlasProjectView view;

  g_assert_cmpstr (json, ==, same);
  assert_schema (json);
  g_assert_nonnull (strstr (json, "\"source\": \"data/点 points.geojson\""));
  g_assert_null (strstr (json, folder));
  /* What is as it came is not written. */
  g_assert_null (strstr (json, "\"title\": \"Sponge"));

  again = open_text (json, folder, FALSE);
  second = atlas_project_file_write (again, folder, TRUE);
  g_assert_cmpstr (json, ==, second);
  layer_again = get_layer (again, "layer-1");
  g_assert_cmpint (atlas_layer_get_state (layer_again), ==, ATLAS_LAYER_READY);
  g_assert_cmpuint (count_shown (layer), >, 5);
  g_assert_cmpuint (count_shown (layer), <, N_POINTS - 6);
  g_assert_cmpuint (count_shown (layer_again), ==, count_shown (layer));
  style = describe_style (layer);
  style_again = describe_style (layer_again);
  g_assert_cmpstr (style, ==, style_again);
  g_assert_cmpuint (count_shown (get_layer (again, "scenic")), ==, count_shown (get_layer (project, "scenic")));
  g_assert_null (atlas_layer_get_wish (layer_again));
  g_assert_null (get_layer (again, "key-projects"));
  g_assert_false (atlas_layer_get_visible (get_layer (again, "sponge")));
  g_assert_cmpstr (atlas_layer_get_title (get_layer (again, "basin")), ==, "流域");
  g_assert_cmpfloat (atlas_layer_get_opacity (layer_again), ==, 0.28);
  g_assert_cmpfloat (atlas_project_get_basemap_opacity (again), ==, 0.5);
  g_assert_cmpuint (atlas_project_get_n_bookmarks (again), ==, 2);
  g_assert_cmpstr (atlas_project_get_bookmark (again, 0)->name, ==, "平顺\n县城");
  g_assert_true (atlas_project_get_view (again, &view));
  g_assert_cmpfloat (view.rotation, ==, 30);
  g_assert_cmpuint (atlas_project_get_n_journeys (again), ==, 1);
  journey = atlas_project_get_journey (again, 0);
  g_assert_cmpuint (journey->places->len, ==, 3);
  g_assert_true (isnan (g_array_index (journey->places, AtlasTripPlace, 0).lon));
  g_assert_cmpuint (atlas_itinerary_get_n_stops (journey->itinerary), ==, 1);
  g_assert_true (atlas_itinerary_get_stop (journey->itinerary, 0)->day_ends);

  /* Looking around is no change. */
  without = atlas_project_file_write (project, folder, FALSE);
  view.zoom = 3;
  atlas_project_set_view (project, &view);
  g_free (second);
  second = atlas_project_file_write (project, folder, FALSE);
  g_assert_cmpstr (without, ==, second);
  remove_tree (folder);
}

/* The next layer that is opened has an id of its own. */
static void
test_ids (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "x.geojson", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (AtlasProject) project = NULL;

  write_points (path);
  project = open_text ("{ \"format\": \"taihang-atlas-project\", \"version\": 1, \"layers\": [{ \"id\": \"layer-7\", \"source\": \"x.geojson\" }] }",
                       folder, FALSE);
  g_assert_cmpstr (atlas_layer_get_title (get_layer (project, "layer-7")), ==, "x");
  g_assert_cmpstr (atlas_layer_get_id (atlas_project_open (project, file, ATLAS_SOURCE_DEFAULT)), ==, "layer-8");
  wait_ready (project);
  g_assert_true (atlas_project_begin (project, NULL));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (project)), ==, 5);
  remove_tree (folder);
}

static const char unknown[] =
    "{\n"
    "  \"format\": \"taihang-atlas-project\",\n"
    "  \"version\": 1,\n"
    "  \"basemap\": {\n    \"visible\": true,\n    \"opacity\": 1.0\n  },\n"
    "  \"layers\": [\n    {\n      \"shipped\": \"basin\",\n      \"visible\": true,\n      \"opacity\": 1.0,\n"
    "      \"x-group\": {\n        \"name\": \"一\",\n        \"n\": [1, 2.5, null]\n      }\n    }\n  ],\n"
    "  \"bookmarks\": [\n    {\n      \"name\": \"b\",\n      \"view\": {\n        \"lon\": 113.0,\n        \"lat\": 36.0,\n"
    "        \"zoom\": 9.0\n      },\n      \"key\": 1\n    }\n  ],\n"
    "  \"itineraries\": [\n    {\n      \"way\": \"segment\",\n      \"segment\": \"环线\",\n      \"within_m\": 5000.0,\n      \"colour\": \"red\"\n    }\n  ],\n"
    "  \"x-later\": [\n    {\n      \"a\": 1e-07\n    },\n    [],\n    \"\\u0001\\\"\\\\\"\n  ]\n"
    "}\n";

/* What we do not know is written back as it was. */
static void
test_unknown (void)
{
  g_autoptr (AtlasProject) project = open_text (unknown, "/nowhere", FALSE);
  g_autofree char *json = atlas_project_file_write (project, "/nowhere", TRUE);

  g_assert_cmpstr (json, ==, unknown);
  assert_schema (json);
}

static void
test_moved_folder (void)
{
  g_autofree char *folder = make_folder (), *moved = g_strconcat (folder, "-moved", NULL);
  g_autofree char *path = g_build_filename (folder, "a.atlas", NULL), *moved_path = g_build_filename (moved, "a.atlas", NULL), *json = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;

  {
    g_autoptr (AtlasProject) project = make_project (folder);

    json = atlas_project_file_write (project, folder, TRUE);
    g_assert_true (atlas_project_file_save (path, json, &error));
  }
  g_assert_cmpint (g_rename (folder, moved), ==, 0);
  {
    g_autoptr (GFile) file = g_file_new_for_path (moved_path);
    g_autoptr (AtlasProjectFile) read = atlas_project_file_load (file, &error);
    g_autoptr (AtlasProject) project = atlas_project_new ();

    g_assert_no_error (error);
    g_assert_cmpuint (atlas_project_file_get_outside (read)->len, ==, 0);
    atlas_project_file_apply (read, project, FALSE);
    wait_ready (project);
    g_assert_cmpint (atlas_layer_get_state (get_layer (project, "layer-1")), ==, ATLAS_LAYER_READY);
    again = atlas_project_file_write (project, moved, TRUE);
    g_assert_cmpstr (json, ==, again);
  }
  remove_tree (moved);
}

static void
test_missing (void)
{
  g_autofree char *folder = make_folder (), *path = g_build_filename (folder, "data", "点 points.geojson", NULL);
  g_autofree char *elsewhere = g_build_filename (folder, "b", "p.geojson", NULL), *json = NULL, *again = NULL, *found = NULL;
  g_autofree char *style = NULL, *style_again = NULL;
  g_autoptr (AtlasProject) before = make_project (folder), project = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (elsewhere);
  AtlasLayer *layer;

  json = atlas_project_file_write (before, folder, TRUE);
  style = describe_style (get_layer (before, "layer-1"));
  write_points (elsewhere);
  g_assert_cmpint (g_remove (path), ==, 0);
  project = open_text (json, folder, FALSE);
  layer = get_layer (project, "layer-1");
  g_assert_cmpint (atlas_layer_get_state (layer), ==, ATLAS_LAYER_FAILED);
  g_assert_error (atlas_layer_get_error (layer), ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_NOT_FOUND);
  again = atlas_project_file_write (project, folder, TRUE);
  g_assert_cmpstr (json, ==, again);

  atlas_layer_set_file (layer, file);
  atlas_project_retry (project, layer);
  wait_ready (project);
  g_assert_cmpint (atlas_layer_get_state (layer), ==, ATLAS_LAYER_READY);
  g_assert_cmpuint (count_shown (layer), ==, count_shown (get_layer (before, "layer-1")));
  style_again = describe_style (layer);
  g_assert_cmpstr (style, ==, style_again);
  found = atlas_project_file_write (project, folder, TRUE);
  g_assert_nonnull (strstr (found, "\"source\": \"b/p.geojson\""));
  remove_tree (folder);
}

static void
on_complained (AtlasProject *project,
               AtlasLayer   *layer,
               const char   *text,
               GString      *said)
{
  g_string_append_printf (said, "%s: %s\n", atlas_layer_get_id (layer), text);
}

/* A file that lost a field is shown nevertheless, and what the project wanted of it stays. */
static void
test_changed_file (void)
{
  g_autofree char *folder = make_folder (), *path = g_build_filename (folder, "data", "点 points.geojson", NULL), *json = NULL, *again = NULL;
  g_autoptr (AtlasProject) before = make_project (folder), project = atlas_project_new ();
  g_autoptr (AtlasProjectFile) file = NULL;
  g_autoptr (GString) said = g_string_new (NULL);

  json = atlas_project_file_write (before, folder, TRUE);
  g_assert_true (g_file_set_contents (path, "{\"type\":\"Feature\",\"properties\":{\"other\":1},\"geometry\":{\"type\":\"Point\","
                                      "\"coordinates\":[112,36]}}", -1, NULL));
  file = read_text (json, folder, NULL);
  g_signal_connect (project, "complained", G_CALLBACK (on_complained), said);
  atlas_project_file_apply (file, project, FALSE);
  wait_ready (project);
  g_assert_true (g_str_has_prefix (said->str, "layer-1: "));
  g_assert_cmpint (atlas_layer_get_state (get_layer (project, "layer-1")), ==, ATLAS_LAYER_READY);
  g_assert_cmpuint (count_shown (get_layer (project, "layer-1")), ==, 1);
  again = atlas_project_file_write (project, folder, TRUE);
  g_assert_cmpstr (json, ==, again);
  /* Whoever chooses a filter no longer wants that one. */
  set_filter (get_layer (project, "layer-1"), "other = 1", NULL);
  g_free (again);
  again = atlas_project_file_write (project, folder, TRUE);
  g_assert_null (strstr (again, "within(@view)"));
  remove_tree (folder);
}

static void
test_newer (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AtlasProjectFile) file = read_text ("{ \"format\": \"taihang-atlas-project\", \"version\": 2, \"title\": [1], \"view\": { \"x\": 1 },"
                                                 " \"layers\": [{ \"shipped\": \"basin\", \"opacity\": \"half\" }, 7, { \"globe\": true }],"
                                                 " \"itineraries\": [{ \"way\": \"by air\" }], \"bookmarks\": {} }",
                                                 "/", &error);
  g_autoptr (AtlasProject) project = atlas_project_new ();

  g_assert_no_error (error);
  g_assert_true (atlas_project_file_is_newer (file));
  atlas_project_file_apply (file, project, FALSE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (project)), ==, 1);
}

#define HEAD "{ \"format\": \"taihang-atlas-project\", \"version\": 1"

/* What is wrong, and where the sentence says that it is. */
static void
test_broken (void)
{
  static const struct
  {
    const char *json;
    const char *says;
  } cases[] = {
    { "", "not a JSON object" },
    { "{\n\n  \"format\": \"taihang-atlas-project\",\n  \"version\": }", "line 4" },
    { "[]", "not a JSON object" },
    { "\xff", "UTF-8" },
    { "{}", "format" },
    { "{ \"format\": \"qgis\", \"version\": 1 }", "format" },
    { "{ \"format\": \"taihang-atlas-project\" }", "version" },
    { "{ \"format\": \"taihang-atlas-project\", \"version\": 0 }", "at version" },
    { "{ \"format\": \"taihang-atlas-project\", \"version\": \"1\" }", "at version" },
    { HEAD ", \"layers\": {} }", "at layers" },
    { HEAD ", \"layers\": [3] }", "at layers[0]" },
    { HEAD ", \"layers\": [{ \"id\": \"basin\", \"source\": \"x\" }] }", "at layers[0].id" },
    { HEAD ", \"layers\": [{ \"id\": \"layer-01\", \"source\": \"x\" }] }", "at layers[0].id" },
    { HEAD ", \"layers\": [{ \"id\": \"layer-1\" }] }", "at layers[0]" },
    { HEAD ", \"layers\": [{ \"shipped\": \"layer-1\" }] }", "at layers[0]" },
    { HEAD ", \"layers\": [{ \"shipped\": \"basin\" }, { \"shipped\": \"basin\" }] }", "at layers[1]" },
    { HEAD ", \"layers\": [{ \"shipped\": \"basin\", \"opacity\": 2 }] }", "at layers[0].opacity" },
    { HEAD ", \"layers\": [{ \"shipped\": \"basin\", \"visible\": 1 }] }", "at layers[0].visible" },
    { HEAD ", \"layers\": [{ \"shipped\": \"basin\", \"filter\": { \"where\": \"a = \" } }] }", "at layers[0].filter.where" },
    { HEAD ", \"layers\": [{ \"shipped\": \"basin\", \"filter\": {} }] }", "at layers[0].filter.where" },
    { HEAD ", \"layers\": [{ \"shipped\": \"basin\", \"filter\": { \"where\": \"a = 1\", \"places\": { \"view\": { \"box\": [1, 2, 3] } } } }] }",
      "at layers[0].filter.places" },
    { HEAD ", \"layers\": [{ \"shipped\": \"basin\", \"style\": { \"renderer\": \"magic\" } }] }", "at layers[0].style" },
    { HEAD ", \"layers\": [{ \"shipped\": \"basin\", \"style\": { \"rules\": [{ \"x\": 1 }] } }] }", "rules[0].x" },
    { HEAD ", \"view\": { \"lon\": 113 } }", "at view" },
    { HEAD ", \"view\": { \"lon\": 190, \"lat\": 1, \"zoom\": 2 } }", "at view.lon" },
    { HEAD ", \"bookmarks\": [{ \"name\": \"a\" }] }", "at bookmarks[0]" },
    { HEAD ", \"itineraries\": [{ \"way\": \"by air\" }] }", "at itineraries[0].way" },
    { HEAD ", \"itineraries\": [{ \"way\": \"between\", \"itinerary\": { \"stops\": [{}] } }] }", "at itineraries[0].itinerary" },
    { HEAD ", \"layouts\": 3 }", "at layouts" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      AtlasProjectFile *file = read_text (cases[i].json, "/", &error);

      g_assert_null (file);
      g_assert_error (error, ATLAS_PROJECT_ERROR, ATLAS_PROJECT_ERROR_FORMAT);
      if (strstr (error->message, cases[i].says) == NULL || strstr (error->message, "p.atlas") == NULL)
        g_error ("%s: %s", cases[i].json, error->message);
    }
}

/* Deep nesting uses up no stack. */
static void
test_deep (void)
{
  g_autoptr (GString) text = g_string_new (HEAD ", \"x\": ");
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 1000000; i++)
    g_string_append_c (text, '[');
  g_assert_null (read_text (text->str, "/", &error));
  g_assert_error (error, ATLAS_PROJECT_ERROR, ATLAS_PROJECT_ERROR_FORMAT);
}

static void
test_paths (void)
{
  static const char *const refused[] = {
    "", "http://example.org/x.geojson", "file:///etc/passwd", "GeoJSON:x", "C:\\x.shp", "//host/share/x.shp", "\\\\host\\x", "/vsicurl/http://x",
    "/VSIzip/x.zip", "a\nb", "x\x7f",
  };
  static const struct
  {
    const char *path;
    const char *means;
  } taken[] = {
    { "x.geojson", "/work place/p/x.geojson" }, { "./d/../x", "/work place/p/x" }, { "../x", "/work place/x" }, { "/dev/zero", "/dev/zero" },
    { "a:b/c" + 2, "/work place/p/b/c" },       { "数据/一.shp", "/work place/p/数据/一.shp" },
  };
  g_autofree char *long_path = g_strnfill (4097, 'a');

  for (gsize i = 0; i <= G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), i < G_N_ELEMENTS (refused) ? refused[i] : long_path);
      g_autoptr (GError) error = NULL;

      g_assert_null (atlas_project_path_read (node, "/work place/p", &error));
      g_assert_nonnull (error);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), taken[i].path);
      g_autofree char *path = atlas_project_path_read (node, "/work place/p", NULL);

      g_assert_cmpstr (path, ==, taken[i].means);
    }
}

/* Names that are no UTF-8 and files of other computers survive as well. */
static void
test_odd_names (void)
{
  static const char *const names[] = { "/p/d/\xa3\xac.shp", "/q/\xff%41 .x", "/p/d/a%20b#?.x", "/p/\"x\\y\".x", "/p", "/" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (names[i]);
      g_autoptr (JsonNode) node = atlas_project_path_write (file, "/p");
      g_autofree char *path = atlas_project_path_read (node, "/p", NULL);

      g_assert_cmpstr (path, ==, names[i]);
    }
}

static void
test_outside (void)
{
  g_autofree char *folder = make_folder (), *other = make_folder (), *link = g_build_filename (folder, "link.geojson", NULL);
  g_autofree char *target = g_build_filename (other, "t.geojson", NULL), *dots = NULL, *json = NULL, *again = NULL, *dots_name = NULL;
  g_autofree char *other_name = g_path_get_basename (other);
  g_autoptr (AtlasProject) project = NULL, trusting = NULL;
  g_autoptr (AtlasProjectFile) file = NULL;

  write_points (target);
  g_assert_cmpint (symlink (target, link), ==, 0);
  dots_name = g_strdup_printf ("../%s/t.geojson", other_name);
  json = g_strdup_printf (HEAD ", \"layers\": [{ \"id\": \"layer-1\", \"source\": \"link.geojson\" }, { \"id\": \"layer-2\", \"source\": \"%s\" },"
                          " { \"id\": \"layer-3\", \"source\": \"%s\" }, { \"id\": \"layer-4\", \"source\": \"http://x/y\" },"
                          " { \"id\": \"layer-5\", \"source\": \"none.geojson\" }] }", dots_name, target);
  file = read_text (json, folder, NULL);
  g_assert_cmpuint (atlas_project_file_get_outside (file)->len, ==, 2);
  project = open_text (json, folder, FALSE);
  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *id = g_strdup_printf ("layer-%u", i);

      g_assert_error (atlas_layer_get_error (get_layer (project, id)), ATLAS_PROJECT_ERROR, ATLAS_PROJECT_ERROR_OUTSIDE);
    }
  g_assert_error (atlas_layer_get_error (get_layer (project, "layer-4")), ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_REMOTE);
  g_assert_error (atlas_layer_get_error (get_layer (project, "layer-5")), ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_NOT_FOUND);
  again = atlas_project_file_write (project, folder, TRUE);
  g_assert_nonnull (strstr (again, "\"source\": \"http://x/y\""));
  /* Somebody says yes. */
  atlas_project_retry (project, get_layer (project, "layer-2"));
  wait_ready (project);
  g_assert_cmpint (atlas_layer_get_state (get_layer (project, "layer-2")), ==, ATLAS_LAYER_READY);
  trusting = open_text (json, folder, TRUE);
  g_assert_cmpint (atlas_layer_get_state (get_layer (trusting, "layer-1")), ==, ATLAS_LAYER_READY);
  remove_tree (folder);
  remove_tree (other);
}

/* Things that are no files are neither waited for nor read. */
static void
test_no_files (void)
{
  g_autofree char *folder = make_folder (), *fifo = g_build_filename (folder, "fifo.geojson", NULL);
  g_autofree char *project_fifo = g_build_filename (folder, "fifo.atlas", NULL);
  g_autoptr (AtlasProject) project = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (project_fifo), zero = g_file_new_for_path ("/dev/zero");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (mkfifo (project_fifo, 0600), ==, 0);
  project = open_text (HEAD ", \"layers\": [{ \"id\": \"layer-1\", \"source\": \"fifo.geojson\" }, { \"id\": \"layer-2\", \"source\": \"/dev/zero\" },"
                       " { \"id\": \"layer-3\", \"source\": \".\" }] }",
                       folder, TRUE);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (project), i);

      g_assert_error (atlas_layer_get_error (layer), ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_NO_ACCESS);
    }
  g_assert_null (atlas_project_file_load (file, &error));
  g_assert_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_NO_ACCESS);
  g_clear_error (&error);
  g_assert_null (atlas_project_file_load (zero, &error));
  g_assert_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_NO_ACCESS);
  remove_tree (folder);
}

static void
test_save (void)
{
  g_autofree char *folder = make_folder (), *path = g_build_filename (folder, "a.atlas", NULL), *text = NULL;
  g_autofree char *nowhere = g_build_filename (folder, "gone", "a.atlas", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (atlas_project_file_save (path, "one", &error));
  g_assert_no_error (error);
  g_assert_false (atlas_project_file_save (nowhere, "two", &error));
  g_assert_error (error, ATLAS_PROJECT_ERROR, ATLAS_PROJECT_ERROR_WRITE);
  g_clear_error (&error);
  /* A name that is a folder. */
  g_assert_false (atlas_project_file_save (folder, "two", &error));
  g_assert_error (error, ATLAS_PROJECT_ERROR, ATLAS_PROJECT_ERROR_WRITE);
  g_clear_error (&error);
  if (getuid () != 0)
    {
      g_assert_cmpint (g_chmod (folder, 0500), ==, 0);
      g_assert_false (atlas_project_file_save (path, "two", &error));
      g_assert_error (error, ATLAS_PROJECT_ERROR, ATLAS_PROJECT_ERROR_WRITE);
      g_assert_cmpint (g_chmod (folder, 0700), ==, 0);
    }
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "one");
  remove_tree (folder);
}

/* Several layers of one file: each keeps its own, and one that was taken off stays off. */
static void
test_sublayers (void)
{
  g_autofree char *folder = make_folder (), *path = g_build_filename (folder, "two.gpx", NULL), *json = NULL, *again = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (AtlasProject) project = atlas_project_new (), other = NULL;
  const AtlasLayer *kept = NULL;
  g_autofree char *name = NULL;
  guint n;

  g_assert_true (g_file_set_contents (path,
                                      "<gpx version=\"1.1\" creator=\"x\" xmlns=\"http://www.topografix.com/GPX/1/1\">"
                                      "<wpt lat=\"36.1\" lon=\"113.1\"><name>w</name></wpt>"
                                      "<trk><name>t</name><trkseg><trkpt lat=\"36\" lon=\"113\"/><trkpt lat=\"36.1\" lon=\"113.2\"/></trkseg></trk></gpx>",
                                      -1, NULL));
  atlas_project_open (project, file, ATLAS_SOURCE_NO_CACHE);
  wait_ready (project);
  n = g_list_model_get_n_items (G_LIST_MODEL (project));
  g_assert_cmpuint (n, >=, 2);
  while (g_list_model_get_n_items (G_LIST_MODEL (project)) > 1)
    {
      g_autoptr (AtlasLayer) first = g_list_model_get_item (G_LIST_MODEL (project), 0);

      atlas_project_remove (project, first);
    }
  {
    g_autoptr (AtlasLayer) last = g_list_model_get_item (G_LIST_MODEL (project), 0);

    name = g_strdup (atlas_table_get_name (atlas_layer_get_table (last)));
    kept = last;
  }
  g_assert_nonnull (kept);
  json = atlas_project_file_write (project, folder, TRUE);
  assert_schema (json);
  other = open_text (json, folder, FALSE);
  again = atlas_project_file_write (other, folder, TRUE);
  g_assert_cmpstr (json, ==, again);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (other)), ==, 1);
  {
    g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (other), 0);

    g_assert_cmpint (atlas_layer_get_state (layer), ==, ATLAS_LAYER_READY);
    g_assert_cmpstr (atlas_table_get_name (atlas_layer_get_table (layer)), ==, name);
  }
  remove_tree (folder);
}

/* Whatever bytes there are, they are taken whole or refused with a sentence. */
static void
test_fuzz (void)
{
  static const char *const words[] = { "null", "[", "]", "{", "}", "\"", "1e999", "-1", "\\u0000", "\\ud800", "true", "[[[[", "\"layers\":", "," };
  g_autofree char *folder = make_folder ();
  g_autoptr (AtlasProject) project = make_project (folder), other = atlas_project_new ();
  g_autofree char *seed = atlas_project_file_write (project, "/nowhere", TRUE);
  const gsize n = strlen (seed);
  guint taken = 0;
  g_autoptr (GRand) random = g_rand_new_with_seed (20241124);

  for (gsize i = 0; i + 1 < n; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (atlas_project_file_new_from_json (seed, (gssize) i, folder, "p.atlas", &error));
      g_assert_nonnull (error);
    }
  for (guint i = 0; i < 6000; i++)
    {
      g_autoptr (GString) text = g_string_new (i % 2 == 0 ? seed : unknown);
      g_autoptr (AtlasProjectFile) file = NULL;
      g_autoptr (GError) error = NULL;

      for (int k = g_rand_int_range (random, 1, 4); k > 0; k--)
        {
          const gsize at = (gsize) g_rand_int_range (random, 0, (gint32) text->len);
          const gssize less = g_rand_int_range (random, 1, 30);

          if (g_rand_int_range (random, 0, 3) == 0)
            text->str[at] = (char) g_rand_int_range (random, 1, 256);
          else if (g_rand_int_range (random, 0, 2) == 0)
            g_string_insert (text, (gssize) at, words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))]);
          else
            g_string_erase (text, (gssize) at, MIN ((gssize) (text->len - at), less));
        }
      file = atlas_project_file_new_from_json (text->str, (gssize) text->len, folder, "p.atlas", &error);
      g_assert_true ((file == NULL) == (error != NULL));
      /* What is taken can be put into a project and written. */
      if (file != NULL && i % 2 == 1)
        {
          g_autofree char *written = NULL, *written_again = NULL;
          g_autoptr (AtlasProjectFile) again = NULL;

          taken++;
          atlas_project_file_apply (file, other, FALSE);
          written = atlas_project_file_write (other, folder, TRUE);
          again = atlas_project_file_new_from_json (written, -1, folder, "p.atlas", &error);
          g_assert_no_error (error);
          atlas_project_file_apply (again, other, FALSE);
          written_again = atlas_project_file_write (other, folder, TRUE);
          g_assert_cmpstr (written, ==, written_again);
        }
    }
  g_assert_cmpuint (taken, >, 20);
  wait_ready (other);
  remove_tree (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project-file/round-trip", test_round_trip);
  g_test_add_func ("/project-file/ids", test_ids);
  g_test_add_func ("/project-file/unknown", test_unknown);
  g_test_add_func ("/project-file/moved-folder", test_moved_folder);
  g_test_add_func ("/project-file/missing", test_missing);
  g_test_add_func ("/project-file/changed-file", test_changed_file);
  g_test_add_func ("/project-file/newer", test_newer);
  g_test_add_func ("/project-file/broken", test_broken);
  g_test_add_func ("/project-file/deep", test_deep);
  g_test_add_func ("/project-file/paths", test_paths);
  g_test_add_func ("/project-file/odd-names", test_odd_names);
  g_test_add_func ("/project-file/outside", test_outside);
  g_test_add_func ("/project-file/no-files", test_no_files);
  g_test_add_func ("/project-file/save", test_save);
  g_test_add_func ("/project-file/sublayers", test_sublayers);
  g_test_add_func ("/project-file/fuzz", test_fuzz);
  return g_test_run ();
}
