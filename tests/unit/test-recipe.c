/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tests of AtlasStyleRecipe and of the colour ramps that it takes: JSON there and back and what is refused, the classes and
 * their titles, what ramps look like to any eyes. */

#include "style/atlas-style-recipe.h"

#include "color-vision.h"

#include "data/atlas-table-builder.h"

#include <string.h>

/* Points with a kind (text, some without), a number of people (integer, one without) and a name. */
static AtlasTable *
make_table (void)
{
  static const struct
  {
    const char *kind;
    int         people;
  } rows[] = { { "村", 12 }, { "镇", 40000 }, { "村", 80 }, { NULL, 300 }, { "", 5000 }, { "镇", -1 }, { "村", 12 } };
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("t", "EPSG:4326", "GeoJSON");
  g_autoptr (GBytes) image = NULL;

  atlas_table_builder_add_field (builder, "kind", ATLAS_FIELD_STRING);
  atlas_table_builder_add_field (builder, "people", ATLAS_FIELD_INTEGER);
  atlas_table_builder_add_field (builder, "name", ATLAS_FIELD_STRING);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      atlas_table_builder_begin_feature (builder);
      if (rows[i].kind != NULL)
        atlas_table_builder_set_text (builder, 0, rows[i].kind, -1);
      if (rows[i].people >= 0)
        atlas_table_builder_set_integer (builder, 1, rows[i].people);
      atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POINT);
      atlas_table_builder_begin_part (builder, ATLAS_PART_POINTS);
      atlas_table_builder_add_vertex (builder, 113.0, 36.0);
      atlas_table_builder_end_feature (builder);
    }
  image = atlas_table_builder_finish (builder, NULL);

  return atlas_table_open (image, NULL);
}

static AtlasStyleRecipe *
parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  AtlasStyleRecipe *recipe = atlas_style_recipe_new_from_json (json, -1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (recipe);

  return recipe;
}

static AtlasStyleDraft *
make (const char *json,
      AtlasTable *table)
{
  g_autoptr (AtlasStyleRecipe) recipe = parse (json);
  g_autoptr (GError) error = NULL;
  AtlasStyleDraft *draft = atlas_style_recipe_make (recipe, table, NULL, NULL, &error);

  g_assert_no_error (error);

  return draft;
}

static void
test_round_trip (void)
{
  static const char *const texts[] = {
    "{\"renderer\": \"single\", \"color\": \"#102030\", \"shape\": \"star\", \"size\": 9.5, \"line-width\": 0, \"opacity\": 0.3}",
    "{\"renderer\": \"categorized\", \"field\": \"类别\", \"ramp\": \"kinds\", \"label-field\": \"名称\", \"label-size\": 14}",
    "{\"renderer\": \"graduated\", \"field\": \"人口\", \"method\": \"quantile\", \"classes\": 7, \"ramp\": \"dusk\","
    " \"reversed\": true, \"zoom\": [9.5, null]}",
    "{\"renderer\": \"graduated\", \"field\": \"x\", \"method\": \"manual\", \"breaks\": [-1.5, 0, 0.1, 1e20]}",
    "{\"renderer\": \"rules\", \"rules\": [{\"title\": \"a \\\"b\\\" <i>\", \"filter\": \"x = 'y''s'\", \"shape\": \"hexagon\","
    " \"icon\": \"gorge\", \"size\": 7.25, \"line-width\": 0, \"opacity\": 0.3, \"zoom\": [null, 9], \"color\": \"#102030\"}, {}]}",
    "{\"renderer\": \"single\", \"shape\": \"triangle-down\"}",
    "{\"renderer\": \"clusters\", \"color\": \"#102030\", \"radius\": 44.5, \"until\": 11.5}",
    "{\"renderer\": \"heat\", \"ramp\": \"orange\", \"reversed\": true, \"weight\": \"人\\\"口\", \"until\": null}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (AtlasStyleRecipe) recipe = parse (texts[i]);
      g_autofree char *json = atlas_style_recipe_to_json (recipe);
      g_autoptr (AtlasStyleRecipe) again = parse (json);
      g_autoptr (AtlasStyleRecipe) copy = atlas_style_recipe_copy (again);

      g_assert_true (atlas_style_recipe_equal (recipe, copy));
      g_assert_cmpfloat (again->size, ==, recipe->size);
      g_assert_cmpfloat (again->min_zoom, ==, recipe->min_zoom);
      g_assert_cmpfloat (again->max_zoom, ==, recipe->max_zoom);
      g_assert_cmpuint (again->n_breaks, ==, recipe->n_breaks);
      for (guint k = 0; k < again->n_breaks; k++)
        g_assert_cmpfloat (again->breaks[k], ==, recipe->breaks[k]);
      if (copy->rules != NULL)
        {
          const AtlasRecipeRule *rule = g_ptr_array_index (copy->rules, 0);
          const AtlasRecipeRule *plain = g_ptr_array_index (copy->rules, 1);

          g_assert_cmpstr (rule->title, ==, "a \"b\" <i>");
          g_assert_cmpstr (rule->filter, ==, "x = 'y''s'");
          g_assert_cmpint (rule->shape, ==, ATLAS_MARKER_HEXAGON);
          g_assert_cmpstr (rule->icon, ==, "gorge");
          g_assert_cmpfloat (rule->size, ==, 7.25f);
          g_assert_cmpfloat (rule->max_zoom, ==, 9);
          g_assert_cmpfloat (rule->min_zoom, ==, -G_MAXFLOAT);
          g_assert_cmpstr (plain->filter, ==, "");
        }
      copy->reversed = !copy->reversed;
      copy->opacity = 0.123f;
      g_assert_false (atlas_style_recipe_equal (recipe, copy));
    }
}

static void
test_wrong (void)
{
  /* A text, and where the message must point to. */
  static const char *const wrong[][2] = {
    { "", "" },
    { "[]", "object" },
    { "{}", "renderer" },
    { "\xff\xfe", "" },
    { "{\"renderer\": \"pie\"}", "single, categorized, graduated" },
    { "{\"renderer\": \"single\", \"colour\": \"#123456\"}", "colour" },
    { "{\"renderer\": \"graduated\"}", "field" },
    { "{\"renderer\": \"graduated\", \"field\": 3}", "field" },
    { "{\"renderer\": \"graduated\", \"field\": \"x\", \"method\": \"magic\"}", "method" },
    { "{\"renderer\": \"graduated\", \"field\": \"x\", \"classes\": 1}", "classes" },
    { "{\"renderer\": \"graduated\", \"field\": \"x\", \"classes\": 1e9}", "classes" },
    { "{\"renderer\": \"graduated\", \"field\": \"x\", \"ramp\": \"rainbow\"}", "ramp" },
    { "{\"renderer\": \"graduated\", \"field\": \"x\", \"method\": \"manual\"}", "breaks" },
    { "{\"renderer\": \"graduated\", \"field\": \"x\", \"breaks\": [1]}", "breaks" },
    { "{\"renderer\": \"graduated\", \"field\": \"x\", \"breaks\": [1, 2, 2]}", "breaks[2]" },
    { "{\"renderer\": \"graduated\", \"field\": \"x\", \"breaks\": [1, \"2\"]}", "breaks[1]" },
    { "{\"renderer\": \"single\", \"size\": 0}", "size" },
    { "{\"renderer\": \"single\", \"size\": 1e300}", "size" },
    { "{\"renderer\": \"single\", \"opacity\": 1.5}", "opacity" },
    { "{\"renderer\": \"single\", \"color\": \"red\"}", "color" },
    { "{\"renderer\": \"single\", \"zoom\": [12, 9]}", "zoom" },
    { "{\"renderer\": \"single\", \"shape\": \"../../x\"}", "shape" },
    { "{\"renderer\": \"clusters\", \"radius\": 2}", "radius" },
    { "{\"renderer\": \"heat\", \"until\": 40}", "until" },
    { "{\"renderer\": \"heat\", \"weight\": 3}", "weight" },
    { "{\"rules\": []}", "renderer" },
    { "{\"renderer\": \"rules\"}", "rules" },
    { "{\"renderer\": \"rules\", \"rules\": {}}", "rules" },
    { "{\"renderer\": \"rules\", \"rules\": [{}, {\"filter\": \"a = \"}]}", "rules[1].filter: at character 5" },
    { "{\"renderer\": \"rules\", \"rules\": [{\"filter\": \"within(@selection)\"}]}", "@selection" },
    { "{\"renderer\": \"rules\", \"rules\": [{\"icon\": \"../x\"}]}", "rules[0].icon" },
    { "{\"renderer\": \"rules\", \"rules\": [{\"size\": 0}]}", "rules[0].size" },
    { "{\"renderer\": \"rules\", \"rules\": [{\"zoom\": [9, 9]}]}", "rules[0].zoom" },
    { "{\"renderer\": \"rules\", \"rules\": [{\"label\": {}}]}", "rules[0].label" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (atlas_style_recipe_new_from_json (wrong[i][0], -1, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      if (strstr (error->message, wrong[i][1]) == NULL)
        g_error ("“%s” should point to “%s”: %s", wrong[i][0], wrong[i][1], error->message);
    }
}

static void
test_density (void)
{
  g_autoptr (AtlasTable) table = make_table ();
  g_autoptr (AtlasStyleDraft) clusters = make ("{\"renderer\": \"clusters\", \"color\": \"#ffee00\", \"radius\": 44.5,"
                                               " \"until\": 11.5, \"zoom\": [6, 11]}", table);
  g_autoptr (AtlasStyleDraft) heat = make ("{\"renderer\": \"heat\", \"ramp\": \"orange\", \"weight\": \"people\","
                                           " \"until\": null}", table);
  g_autoptr (AtlasStyleRecipe) colorful = parse ("{\"renderer\": \"heat\", \"ramp\": \"kinds\"}");
  g_autoptr (AtlasStyleRecipe) unknown = parse ("{\"renderer\": \"heat\", \"weight\": \"cars\"}");
  const AtlasDensity *density = atlas_style_get_density (clusters->style, 8.0);
  const AtlasRule *rules;
  g_autoptr (GError) error = NULL;
  guint n;

  g_assert_cmpint (density->kind, ==, ATLAS_DENSITY_CLUSTERS);
  g_assert_cmpfloat (atlas_density_get_radius (density, 8.0), ==, 44.5);
  g_assert_cmpfloat (density->color.light.green, ==, 0xee / 255.0f);
  /* Dark letters on a bright disc. */
  g_assert_cmpfloat (density->text_color.light.green, <, 0.2f);
  g_assert_null (atlas_style_get_density (clusters->style, 5.9));
  g_assert_null (atlas_style_get_density (clusters->style, 11.2));
  rules = atlas_style_get_rules (clusters->style, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (rules[0].marker.visible);
  g_assert_cmpuint (clusters->counts[0], ==, 7);

  density = atlas_style_get_density (heat->style, 19.0);
  g_assert_cmpint (density->kind, ==, ATLAS_DENSITY_HEAT);
  g_assert_cmpstr (density->weight, ==, "people");
  g_assert_cmpstr (density->ramp, ==, "orange");

  g_assert_null (atlas_style_recipe_make (colorful, table, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  g_assert_null (atlas_style_recipe_make (unknown, table, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);

  /* Choosing heat where the ramp is of kinds takes another. */
  atlas_style_recipe_set_renderer (colorful, table, ATLAS_RENDERER_CATEGORIZED);
  atlas_style_recipe_set_renderer (colorful, table, ATLAS_RENDERER_HEAT);
  g_assert_cmpstr (colorful->ramp, ==, "dusk");
}

static void
test_single (void)
{
  g_autoptr (AtlasTable) table = make_table ();
  g_autoptr (AtlasStyleDraft) draft = make ("{\"renderer\": \"single\", \"color\": \"#ff0000\", \"shape\": \"square\","
                                            " \"size\": 20, \"label-field\": \"people\", \"zoom\": [null, 12]}", table);
  guint n;
  const AtlasRule *rule = atlas_style_get_rules (draft->style, &n);

  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (draft->counts[0], ==, 7);
  g_assert_cmpfloat (rule->marker.fill.light.red, ==, 1);
  g_assert_cmpint (rule->marker.shape, ==, ATLAS_MARKER_SQUARE);
  g_assert_cmpfloat_with_epsilon (atlas_zoom_ramp_at (&rule->marker.size, 14), 20, 1e-4);
  g_assert_cmpfloat (atlas_zoom_ramp_at (&rule->marker.size, 8), <, 15);
  g_assert_cmpstr (rule->label.field, ==, "people");
  g_assert_cmpfloat (rule->max_zoom, ==, 12);
}

/* Every feature finds its class; the empty text is no data, as in the default style. */
static void
test_categorized (void)
{
  static const int expected[] = { 0, 1, 0, 2, 2, 1, 0 };
  g_autoptr (AtlasTable) table = make_table ();
  g_autoptr (AtlasStyleDraft) draft = make ("{\"renderer\": \"categorized\", \"field\": \"kind\", \"ramp\": \"kinds\"}", table);
  g_autoptr (AtlasStyleMatcher) matcher = atlas_style_matcher_new (draft->style, table);
  guint n;
  const AtlasRule *rules = atlas_style_get_rules (draft->style, &n);

  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpuint (draft->n_counts, ==, 3);
  g_assert_cmpuint (draft->counts[0], ==, 3);
  g_assert_cmpuint (draft->counts[2], ==, 2);
  g_assert_cmpstr (rules[0].title, ==, "村");
  g_assert_cmpstr (rules[2].title, ==, "No data");
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_true (atlas_style_matcher_match (matcher, i, 12) == &rules[expected[i]]);
}

static void
test_graduated (void)
{
  static const int expected[] = { 0, 1, 0, 0, 2, 3, 0 };
  g_autoptr (AtlasTable) table = make_table ();
  g_autoptr (AtlasStyleDraft) draft = make ("{\"renderer\": \"graduated\", \"field\": \"people\", \"method\": \"manual\","
                                            " \"breaks\": [0, 1000, 50000]}", table);
  g_autoptr (AtlasStyleDraft) narrow = make ("{\"renderer\": \"graduated\", \"field\": \"people\", \"method\": \"manual\","
                                             " \"breaks\": [0, 1000, 6000.5]}", table);
  g_autoptr (AtlasStyleMatcher) matcher = atlas_style_matcher_new (narrow->style, table);
  guint n;
  const AtlasRule *rules = atlas_style_get_rules (draft->style, &n);

  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpstr (rules[0].title, ==, "0–1000");
  g_assert_cmpstr (rules[2].title, ==, "No data");
  g_assert_cmpuint (draft->counts[1], ==, 2);

  rules = atlas_style_get_rules (narrow->style, &n);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpstr (rules[1].title, ==, "1000–6000");
  g_assert_cmpstr (rules[2].title, ==, "Other");
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      /* 40000 lies above the breaks, 5000 within the second class. */
      const int wanted = i == 1 ? 2 : i == 4 ? 1 : expected[i];

      g_assert_true (atlas_style_matcher_match (matcher, i, 12) == &rules[wanted]);
    }
}

/* The column is read once; another method cuts it anew. */
static void
test_again (void)
{
  g_autoptr (AtlasTable) table = make_table ();
  g_autoptr (AtlasStyleDraft) first = make ("{\"renderer\": \"graduated\", \"field\": \"people\"}", table);
  g_autoptr (AtlasStyleRecipe) recipe = parse ("{\"renderer\": \"graduated\", \"field\": \"people\", \"method\": \"equal\","
                                               " \"classes\": 2}");
  g_autoptr (AtlasStyleDraft) second = atlas_style_recipe_make (recipe, table, first, NULL, NULL);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (second->classes == first->classes);
  g_assert_cmpuint (second->n_breaks, ==, 3);
  g_cancellable_cancel (cancelled);
  g_assert_null (atlas_style_recipe_make (recipe, table, NULL, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_cannot (void)
{
  static const struct
  {
    const char *json;
    int         code;
  } cases[] = {
    { "{\"renderer\": \"graduated\", \"field\": \"nowhere\"}", G_IO_ERROR_NOT_FOUND },
    { "{\"renderer\": \"graduated\", \"field\": \"kind\"}", G_IO_ERROR_INVALID_ARGUMENT },
    { "{\"renderer\": \"categorized\", \"field\": \"name\"}", G_IO_ERROR_INVALID_ARGUMENT },
  };
  g_autoptr (AtlasTable) table = make_table ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AtlasStyleRecipe) recipe = parse (cases[i].json);
      g_autoptr (GError) error = NULL;

      g_assert_null (atlas_style_recipe_make (recipe, table, NULL, NULL, &error));
      g_assert_error (error, G_IO_ERROR, cases[i].code);
    }
}

/* The first rule that is true wins; what a table lacks the fields for has nobody; the last takes the rest. */
static void
test_rules (void)
{
  static const int expected[] = { 1, 2, 1, 4, 4, 4, 1 };
  g_autoptr (AtlasTable) table = make_table ();
  g_autoptr (AtlasStyleDraft) draft = make (
    "{\"renderer\": \"rules\", \"zoom\": [3, null], \"rules\": ["
    " {\"title\": \"Elsewhere\", \"filter\": \"nowhere = 1\"},"
    " {\"title\": \"Villages\", \"filter\": \"kind = '村'\", \"color\": \"#ff0000\", \"icon\": \"village\", \"size\": 20},"
    " {\"filter\": \"people > 1000 and kind is not null and kind != ''\", \"shape\": \"pentagon\"},"
    " {\"title\": \"Far\", \"filter\": \"kind = '村'\", \"zoom\": [null, 9]},"
    " {\"filter\": \" \"}]}", table);
  g_autoptr (AtlasStyleMatcher) matcher = atlas_style_matcher_new (draft->style, table);
  static const gsize counts[] = { 0, 3, 1, 0, 3 };
  guint n;
  const AtlasRule *rules = atlas_style_get_rules (draft->style, &n);

  g_assert_cmpuint (n, ==, 5);
  g_assert_cmpuint (draft->n_counts, ==, 5);
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (draft->counts[i], ==, counts[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_true (atlas_style_matcher_match (matcher, i, 12) == &rules[expected[i]]);
  g_assert_cmpstr (rules[1].title, ==, "Villages");
  g_assert_cmpstr (rules[1].marker.icon, ==, "village");
  g_assert_cmpfloat (rules[1].marker.fill.light.red, ==, 1);
  g_assert_cmpfloat_with_epsilon (atlas_zoom_ramp_at (&rules[1].marker.size, 14), 20, 1e-4);
  g_assert_cmpfloat (rules[1].min_zoom, ==, 3);
  g_assert_cmpfloat (rules[3].min_zoom, ==, 3);
  g_assert_cmpfloat (rules[3].max_zoom, ==, 9);
  g_assert_cmpint (rules[2].marker.shape, ==, ATLAS_MARKER_PENTAGON);
  g_assert_cmpstr (rules[2].title, ==, "people > 1000 and kind is not null and kind != ''");
  g_assert_cmpstr (rules[4].title, ==, "Everything else");
  g_assert_cmpstr (rules[4].label.field, ==, rules[1].label.field);
}

/* A rule for some zooms leaves its features to a later one for others: both count them. */
static void
test_rules_by_zoom (void)
{
  g_autoptr (AtlasTable) table = make_table ();
  g_autoptr (AtlasStyleDraft) draft = make ("{\"renderer\": \"rules\", \"rules\": [{\"zoom\": [null, 10]}, {\"filter\": \"people = 12\"},"
                                            " {\"zoom\": [9, null]}]}", table);

  g_assert_cmpuint (draft->counts[0], ==, 7);
  g_assert_cmpuint (draft->counts[1], ==, 2);
  g_assert_cmpuint (draft->counts[2], ==, 5);
}

static void
test_rules_begin (void)
{
  g_autoptr (AtlasTable) table = make_table ();
  g_autoptr (AtlasStyleRecipe) recipe = atlas_style_recipe_new (table, NULL);
  g_autoptr (GError) error = NULL;

  recipe->shape = ATLAS_MARKER_CROSS;
  atlas_style_recipe_set_renderer (recipe, table, ATLAS_RENDERER_RULES);
  g_assert_cmpuint (recipe->rules->len, ==, 1);
  g_assert_cmpint (((AtlasRecipeRule *) g_ptr_array_index (recipe->rules, 0))->shape, ==, ATLAS_MARKER_CROSS);
  atlas_style_recipe_set_renderer (recipe, table, ATLAS_RENDERER_SINGLE);
  atlas_style_recipe_set_renderer (recipe, table, ATLAS_RENDERER_RULES);
  g_assert_cmpuint (recipe->rules->len, ==, 1);
  g_assert_true (atlas_recipe_rule_check_filter ("", table, NULL));
  g_assert_true (atlas_recipe_rule_check_filter ("people > 3", table, NULL));
  g_assert_false (atlas_recipe_rule_check_filter ("people > 3 and peeple < 2", table, &error));
  g_assert_cmpint (atlas_filter_error_get_position (error), ==, 15);
}

/* A change of the renderer finds a field and a ramp that suit it, and keeps those that do. */
static void
test_renderer (void)
{
  g_autoptr (AtlasTable) table = make_table ();
  g_autoptr (AtlasStyleRecipe) recipe = atlas_style_recipe_new (table, NULL);

  g_assert_cmpstr (recipe->label_field, ==, "name");
  atlas_style_recipe_set_renderer (recipe, table, ATLAS_RENDERER_GRADUATED);
  g_assert_cmpstr (recipe->field, ==, "people");
  g_assert_cmpstr (recipe->ramp, ==, "blue");
  atlas_style_recipe_set_renderer (recipe, table, ATLAS_RENDERER_CATEGORIZED);
  g_assert_cmpstr (recipe->field, ==, "people");
  g_assert_cmpstr (recipe->ramp, ==, "kinds");
}

static void
test_numbers (void)
{
  static const double whole[] = { 1, 20, 300 }, tenths[] = { 0.123456, 0.2, 0.9 }, close[] = { 1, 1.0004, 1.0009 };
  g_autofree char *minus = atlas_style_number (-1.25, 2), *nothing = atlas_style_number (-0.001, 1);

  g_assert_cmpuint (atlas_style_number_digits (whole, 3), ==, 0);
  g_assert_cmpuint (atlas_style_number_digits (tenths, 3), ==, 1);
  g_assert_cmpuint (atlas_style_number_digits (close, 3), ==, 4);
  g_assert_cmpstr (minus, ==, "−1.25");
  g_assert_cmpstr (nothing, ==, "0.0");
}

/* Classes of a ramp differ as much from one another anywhere, stay apart with any eyes, and stand out from the ground. */
static void
check_ramp (const AtlasColorRamp *ramp,
            gboolean              dark,
            int                   eye)
{
  const AtlasColor ground[2] = { { 0.969f, 0.961f, 0.937f, 1.0f }, { 0.137f, 0.157f, 0.176f, 1.0f } };
  const gboolean diverging = atlas_color_ramp_get_kind (ramp) == ATLAS_RAMP_DIVERGING;
  const char *id = atlas_color_ramp_get_id (ramp);
  const guint n = 9;
  double least = INFINITY, most = 0;
  Lab seen[9];

  for (guint i = 0; i < n; i++)
    {
      const AtlasPaint paint = atlas_color_ramp_class (ramp, i, n, FALSE);

      seen[i] = see (atlas_paint_get (&paint, dark), eye);
      if (lab_distance (seen[i], see (&ground[dark], eye)) < 12)
        g_error ("Colour %u of “%s” is lost on the ground (dark: %d, eye %d)", i, id, dark, eye);
    }
  for (guint i = 1; i < n; i++)
    {
      const double step = lab_distance (seen[i], seen[i - 1]);
      /* Away from the ground; of a diverging ramp towards it up to the middle. */
      const double away = (seen[i].l - seen[i - 1].l) * (dark ? 1 : -1) * (diverging && i <= n / 2 ? -1 : 1);

      least = MIN (least, step);
      most = MAX (most, step);
      if (away < (diverging ? 0.5 : 2.0))
        g_error ("The lightness of “%s” turns at %u (dark: %d, eye %d)", id, i, dark, eye);
    }
  if (least < 6 || (eye == 0 && most > 2.4 * least))
    g_error ("The steps of “%s” are uneven (dark: %d, eye %d): %.1f to %.1f", id, dark, eye, least, most);
  for (guint i = 0; diverging && i < 3; i++)
    if (lab_distance (seen[i], seen[n - 1 - i]) < 30)
      g_error ("The arms of “%s” look alike at %u (dark: %d, eye %d)", id, i, dark, eye);
}

static void
test_ramps (void)
{
  guint n[3] = { 0 };

  for (guint i = 0; atlas_color_ramp_get (i) != NULL; i++)
    {
      const AtlasColorRamp *ramp = atlas_color_ramp_get (i);
      const AtlasPaint first = atlas_color_ramp_class (ramp, 0, 5, FALSE);
      const AtlasPaint last = atlas_color_ramp_class (ramp, 4, 5, TRUE);

      g_assert_true (atlas_color_ramp_find (atlas_color_ramp_get_id (ramp)) == ramp);
      g_assert_cmpstr (atlas_color_ramp_get_title (ramp), !=, "");
      n[atlas_color_ramp_get_kind (ramp)]++;
      /* Of qualitative colours, which the style test measures, it is the first five. */
      if (atlas_color_ramp_get_kind (ramp) == ATLAS_RAMP_QUALITATIVE)
        continue;
      g_assert_cmpint (memcmp (&first, &last, sizeof first), ==, 0);
      for (int eye = 0; eye < 4; eye++)
        {
          check_ramp (ramp, FALSE, eye);
          check_ramp (ramp, TRUE, eye);
        }
    }
  g_assert_cmpuint (n[ATLAS_RAMP_SEQUENTIAL], >=, 4);
  g_assert_cmpuint (n[ATLAS_RAMP_DIVERGING], >=, 3);
  g_assert_cmpuint (n[ATLAS_RAMP_QUALITATIVE], >=, 1);
  g_assert_null (atlas_color_ramp_find ("rainbow"));
  g_assert_null (atlas_color_ramp_find (NULL));
}

/* A dark blue that somebody picks in daylight is still seen at night; a light one stays as it is. */
static void
test_picked_color (void)
{
  const AtlasColor navy = { 0.05f, 0.1f, 0.4f, 1.0f }, yellow = { 1.0f, 0.9f, 0.3f, 1.0f };
  const AtlasPaint blue = atlas_paint_for_color (&navy), light = atlas_paint_for_color (&yellow);

  g_assert_cmpfloat (blue.light.blue, ==, navy.blue);
  g_assert_cmpfloat (see (&blue.dark, 0).l, >, 45);
  g_assert_cmpfloat_with_epsilon (light.dark.green, yellow.green, 0.01);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recipe/round-trip", test_round_trip);
  g_test_add_func ("/recipe/wrong", test_wrong);
  g_test_add_func ("/recipe/density", test_density);
  g_test_add_func ("/recipe/single", test_single);
  g_test_add_func ("/recipe/categorized", test_categorized);
  g_test_add_func ("/recipe/graduated", test_graduated);
  g_test_add_func ("/recipe/again", test_again);
  g_test_add_func ("/recipe/cannot", test_cannot);
  g_test_add_func ("/recipe/renderer", test_renderer);
  g_test_add_func ("/recipe/rules", test_rules);
  g_test_add_func ("/recipe/rules-by-zoom", test_rules_by_zoom);
  g_test_add_func ("/recipe/rules-begin", test_rules_begin);
  g_test_add_func ("/recipe/numbers", test_numbers);
  g_test_add_func ("/recipe/ramps", test_ramps);
  g_test_add_func ("/recipe/picked-color", test_picked_color);

  return g_test_run ();
}
