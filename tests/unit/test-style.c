/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tests of AtlasStyle: the JSON reader (what is right, what is wrong and where), matching, shipped and default styles. */

#include "style/atlas-style.h"

#include "color-vision.h"

#include "data/atlas-table-builder.h"

#include <string.h>

static const char *const SHIPPED[] = {
  "land", "counties", "relief", "rivers", "reservoirs", "roads-rail", "context", "stations", "peaks", "towns", "basin",
  "taihang1", "key-projects", "sponge", "scenic",
};

static AtlasStyle *
parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  AtlasStyle *style = atlas_style_new_from_json (json, -1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (style);

  return style;
}

/* Points with a name (text), an order (integer), a height (real) and a flag. */
static AtlasTable *
make_table (void)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("t", "EPSG:4326", "GeoJSON");
  static const struct
  {
    const char *name;
    int         order;
    double      height;
    gboolean    flag;
  } rows[] = { { "主线", 1, 10.0, TRUE }, { "支线", 2, 20.0, FALSE }, { NULL, 3, 30.0, TRUE } };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) image = NULL;
  AtlasTable *table;

  atlas_table_builder_add_field (builder, "role", ATLAS_FIELD_STRING);
  atlas_table_builder_add_field (builder, "order", ATLAS_FIELD_INTEGER);
  atlas_table_builder_add_field (builder, "height", ATLAS_FIELD_REAL);
  atlas_table_builder_add_field (builder, "flag", ATLAS_FIELD_BOOLEAN);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      atlas_table_builder_begin_feature (builder);
      if (rows[i].name != NULL)
        atlas_table_builder_set_text (builder, 0, rows[i].name, -1);
      atlas_table_builder_set_integer (builder, 1, rows[i].order);
      atlas_table_builder_set_real (builder, 2, rows[i].height);
      atlas_table_builder_set_boolean (builder, 3, rows[i].flag);
      atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POINT);
      atlas_table_builder_begin_part (builder, ATLAS_PART_POINTS);
      atlas_table_builder_add_vertex (builder, 113.0, 36.0);
      atlas_table_builder_end_feature (builder);
    }
  image = atlas_table_builder_finish (builder, &error);
  g_assert_no_error (error);
  table = atlas_table_open (image, &error);
  g_assert_no_error (error);

  return table;
}

static void
test_ramp (void)
{
  AtlasZoomRamp ramp = { .n_stops = 3, .zoom = { 8, 10, 11 }, .value = { 2, 4, 1 } };
  AtlasZoomRamp none = { 0 };

  g_assert_cmpfloat (atlas_zoom_ramp_at (&none, 5), ==, 0.0);
  g_assert_cmpfloat (atlas_zoom_ramp_at (&ramp, 0), ==, 2.0);
  g_assert_cmpfloat (atlas_zoom_ramp_at (&ramp, 9), ==, 3.0);
  g_assert_cmpfloat (atlas_zoom_ramp_at (&ramp, 10.5), ==, 2.5);
  g_assert_cmpfloat (atlas_zoom_ramp_at (&ramp, 20), ==, 1.0);
  g_assert_cmpfloat (atlas_zoom_ramp_at (&ramp, NAN), ==, 2.0);
}

static void
test_everything (void)
{
  g_autoptr (AtlasStyle) style = parse (
    "{\"rules\": [{"
    "  \"title\": {\"en\": \"Spot\", \"zh\": \"景点\"}, \"zoom\": [3, null],"
    "  \"when\": [{\"field\": \"role\", \"is\": [\"a\", \"b\"]}, {\"field\": \"h\", \"from\": 1.5, \"to\": 2}],"
    "  \"fill\": {\"color\": \"#ff000080\", \"edge\": {\"color\": {\"light\": \"#000000\", \"dark\": \"#ffffff\"}, \"width\": 4}},"
    "  \"strokes\": [{\"color\": \"#00ff00\", \"width\": [[8, 1], [12, 3]], \"offset\": -2, \"dash\": [4, 2], \"caps\": \"round\", \"zoom\": [null, 9]}],"
    "  \"marker\": {\"shape\": \"diamond\", \"color\": \"#0000ff\", \"stroke\": {\"color\": \"#ffffff\", \"width\": 1}, \"size\": 12,"
    "    \"icon\": {\"field\": \"role\", \"cases\": [{\"is\": \"a\", \"icon\": \"gorge\", \"title\": \"峡谷\"}], \"else\": \"dot\"}, \"icon-color\": \"#010203\", \"icon-from\": 11},"
    "  \"label\": {\"field\": \"name\", \"field-en\": \"name_en\", \"place\": \"line\", \"color\": \"#111111\", \"halo\": {\"color\": \"#ffffffcc\", \"width\": 1.5},"
    "    \"font\": \"song\", \"bold\": true, \"spacing\": 0.25, \"size\": 12, \"priority\": -7, \"priority-field\": \"p\", \"zoom\": [9, 12], \"repeat\": 300}"
    "}]}");
  guint n;
  const AtlasRule *rule = atlas_style_get_rules (style, &n);

  g_assert_cmpuint (n, ==, 1);
  g_assert_true (g_str_equal (rule->title, "Spot") || g_str_equal (rule->title, "景点"));
  g_assert_cmpfloat (rule->min_zoom, ==, 3.0f);
  g_assert_cmpfloat (rule->max_zoom, ==, G_MAXFLOAT);
  g_assert_cmpuint (rule->n_conditions, ==, 2);
  g_assert_cmpstr (rule->conditions[0].values[1], ==, "b");
  g_assert_null (rule->conditions[0].values[2]);
  g_assert_cmpfloat (rule->conditions[1].min_value, ==, 1.5);
  g_assert_true (rule->fill.visible);
  g_assert_cmpfloat_with_epsilon (rule->fill.color.light.alpha, 128 / 255.0, 1e-6);
  g_assert_cmpfloat (atlas_paint_get (&rule->fill.edge_color, FALSE)->red, ==, 0.0f);
  g_assert_cmpfloat (atlas_paint_get (&rule->fill.edge_color, TRUE)->red, ==, 1.0f);
  g_assert_cmpuint (rule->n_strokes, ==, 1);
  g_assert_cmpfloat (atlas_zoom_ramp_at (&rule->strokes[0].width, 10), ==, 2.0);
  g_assert_cmpfloat (atlas_zoom_ramp_at (&rule->strokes[0].offset, 10), ==, -2.0);
  g_assert_cmpuint (rule->strokes[0].n_dash, ==, 2);
  g_assert_true (rule->strokes[0].round_caps);
  g_assert_cmpfloat (rule->strokes[0].max_zoom, ==, 9.0f);
  g_assert_cmpint (rule->marker.shape, ==, ATLAS_MARKER_DIAMOND);
  g_assert_cmpstr (rule->marker.icon, ==, "dot");
  g_assert_cmpuint (rule->marker.n_icons, ==, 1);
  g_assert_cmpstr (rule->marker.icons[0].title, ==, "峡谷");
  g_assert_cmpfloat (rule->marker.icon_min_size, ==, 11.0f);
  g_assert_true (rule->label.visible && rule->label.serif && rule->label.bold);
  g_assert_cmpint (rule->label.placement, ==, ATLAS_LABEL_LINE);
  g_assert_cmpint (rule->label.priority, ==, -7);
  g_assert_cmpstr (rule->label.priority_field, ==, "p");
  g_assert_cmpfloat (rule->label.repeat, ==, 300.0f);
}

static void
test_wrong (void)
{
  /* A text, and where the message must point to. */
  static const char *const wrong[][2] = {
    { "", "" },
    { "[]", "object" },
    { "nonsense", "" },
    { "{}", "rules" },
    { "{\"rules\": 3}", "rules" },
    { "{\"rules\": [], \"colour\": 1}", "colour" },
    { "{\"rules\": [{\"titel\": \"x\"}]}", "rules[0].titel" },
    { "{\"rules\": [{}, {\"fill\": {\"color\": \"red\"}}]}", "rules[1].fill.color" },
    { "{\"rules\": [{\"fill\": {\"color\": \"#12345\"}}]}", "rules[0].fill.color" },
    { "{\"rules\": [{\"fill\": {\"color\": \"#12345g\"}}]}", "rules[0].fill.color" },
    { "{\"rules\": [{\"fill\": {\"color\": {\"light\": \"#123456\"}}}]}", "rules[0].fill.color" },
    { "{\"rules\": [{\"strokes\": {}}]}", "rules[0].strokes" },
    { "{\"rules\": [{\"strokes\": [{\"width\": \"3\"}]}]}", "rules[0].strokes[0].width" },
    { "{\"rules\": [{\"strokes\": [{\"width\": -1}]}]}", "rules[0].strokes[0].width" },
    { "{\"rules\": [{\"strokes\": [{\"width\": 1e300}]}]}", "rules[0].strokes[0].width" },
    { "{\"rules\": [{\"strokes\": [{\"width\": [[9, 1], [9, 2]]}]}]}", "rules[0].strokes[0].width[1]" },
    { "{\"rules\": [{\"strokes\": [{\"width\": []}]}]}", "rules[0].strokes[0].width" },
    { "{\"rules\": [{\"strokes\": [{\"width\": [[1,1],[2,1],[3,1],[4,1],[5,1],[6,1],[7,1],[8,1],[9,1]]}]}]}", "width" },
    { "{\"rules\": [{\"strokes\": [{\"dash\": [1]}]}]}", "rules[0].strokes[0].dash" },
    { "{\"rules\": [{\"strokes\": [{\"dash\": [0, 0]}]}]}", "rules[0].strokes[0].dash[0]" },
    { "{\"rules\": [{\"strokes\": [{\"dash\": [1, 1, 1, 1, 1, 1, 1, 1]}]}]}", "rules[0].strokes[0].dash" },
    { "{\"rules\": [{\"strokes\": [{\"caps\": \"square\"}]}]}", "butt, round" },
    { "{\"rules\": [{\"marker\": {\"shape\": \"blob\"}}]}", "rules[0].marker.shape" },
    { "{\"rules\": [{\"marker\": {\"icon\": \"../../etc/passwd\"}}]}", "rules[0].marker.icon" },
    { "{\"rules\": [{\"marker\": {\"icon\": {\"cases\": [{\"is\": \"x\"}]}}}]}", "rules[0].marker.icon.cases[0]" },
    { "{\"rules\": [{\"label\": {}}]}", "rules[0].label" },
    { "{\"rules\": [{\"label\": {\"field\": \"n\", \"bold\": 1}}]}", "rules[0].label.bold" },
    { "{\"rules\": [{\"zoom\": [9, 8]}]}", "rules[0].zoom" },
    { "{\"rules\": [{\"zoom\": [9]}]}", "rules[0].zoom" },
    { "{\"rules\": [{\"when\": {\"is\": [\"x\"]}}]}", "rules[0].when" },
    { "{\"rules\": [{\"when\": {\"field\": \"x\"}}]}", "rules[0].when" },
    { "{\"rules\": [{\"when\": {\"field\": \"x\", \"is\": []}}]}", "rules[0].when.is" },
    { "{\"rules\": [{\"when\": [{\"field\": \"x\", \"is\": [1]}]}]}", "rules[0].when[0].is[0]" },
    { "{\"rules\": [{\"like\": \"none\"}]}", "rules[0].like" },
    { "{\"bases\": {\"a\": {\"like\": \"b\"}, \"b\": {\"like\": \"a\"}}, \"rules\": [{\"like\": \"a\"}]}", "like" },
    { "{\"bases\": {\"a\": 3}, \"rules\": [{\"like\": \"a\"}]}", "like" },
    { "{\"rules\": [null]}", "rules[0]" },
    { "\xff\xfe", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      AtlasStyle *style = atlas_style_new_from_json (wrong[i][0], -1, &error);

      g_assert_null (style);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      if (strstr (error->message, wrong[i][1]) == NULL)
        g_error ("“%s” should point to “%s”: %s", wrong[i][0], wrong[i][1], error->message);
    }
}

static void
test_hostile (void)
{
  g_autoptr (GString) deep = g_string_new ("{\"rules\": ");
  g_autofree char *long_text = g_strnfill (3 << 20, ' ');
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 200000; i++)
    g_string_append_c (deep, '[');
  g_assert_null (atlas_style_new_from_json (deep->str, -1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_clear_error (&error);

  g_assert_null (atlas_style_new_from_json (long_text, -1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_clear_error (&error);

  g_assert_null (atlas_style_new_from_json ("{\"rules\": []}\0", 14, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

/* Whatever piece of a style a disk or a net gives us: an error, never a crash. */
static void
test_prefixes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (SHIPPED); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cn/changzhi/TaihangAtlas/styles/%s.json", SHIPPED[i]);
      g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
      gsize size;
      const char *data = g_bytes_get_data (bytes, &size);

      for (gsize length = 0; length < size - 3; length += g_test_thorough () ? 1 : 17)
        {
          g_autofree char *piece = g_strndup (data, length);
          g_autoptr (GError) error = NULL;

          g_assert_null (atlas_style_new_from_json (piece, (gssize) length, &error));
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
        }
    }
}

static void
test_like (void)
{
  g_autoptr (AtlasStyle) style = parse (
    "{\"bases\": {\"a\": {\"marker\": {\"size\": 5, \"color\": \"#ff0000\"}, \"label\": {\"field\": \"n\"}},"
    "  \"b\": {\"like\": \"a\", \"marker\": {\"size\": 7}}},"
    " \"rules\": [{\"like\": \"b\", \"label\": null}, {\"like\": \"a\", \"marker\": {\"color\": {\"light\": \"#0000ff\", \"dark\": \"#00ff00\"}}}]}");
  guint n;
  const AtlasRule *rules = atlas_style_get_rules (style, &n);

  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat (atlas_zoom_ramp_at (&rules[0].marker.size, 10), ==, 7.0);
  g_assert_cmpfloat (rules[0].marker.fill.dark.red, ==, 1.0f);
  g_assert_false (rules[0].label.visible);
  g_assert_cmpfloat (atlas_zoom_ramp_at (&rules[1].marker.size, 10), ==, 5.0);
  g_assert_cmpfloat (rules[1].marker.fill.light.blue, ==, 1.0f);
  g_assert_true (rules[1].label.visible);
}

static void
assert_matches (const char *conditions,
                int         first,
                int         second,
                int         third)
{
  g_autofree char *json = g_strdup_printf ("{\"rules\": [%s]}", conditions);
  g_autoptr (AtlasStyle) style = parse (json);
  g_autoptr (AtlasTable) table = make_table ();
  g_autoptr (AtlasStyleMatcher) matcher = atlas_style_matcher_new (style, table);
  const int expected[] = { first, second, third };
  guint n;
  const AtlasRule *rules = atlas_style_get_rules (style, &n);

  for (gsize i = 0; i < 3; i++)
    {
      const AtlasRule *rule = atlas_style_matcher_match (matcher, i, 10.0);

      g_assert_cmpint (rule != NULL ? (int) (rule - rules) : -1, ==, expected[i]);
    }
}

static void
test_match (void)
{
  assert_matches ("", -1, -1, -1);
  assert_matches ("{}", 0, 0, 0);
  assert_matches ("{\"when\": {\"field\": \"role\", \"is\": [\"主线\"]}}, {}", 0, 1, 1);
  assert_matches ("{\"when\": {\"field\": \"role\", \"is\": [\"支线\", \"环线\"]}}", -1, 0, -1);
  assert_matches ("{\"when\": {\"field\": \"order\", \"is\": [\"1\", \"3\"]}}", 0, -1, 0);
  assert_matches ("{\"when\": {\"field\": \"height\", \"is\": [\"20.0\"]}}", -1, 0, -1);
  assert_matches ("{\"when\": {\"field\": \"height\", \"from\": 20}}", -1, 0, 0);
  assert_matches ("{\"when\": {\"field\": \"height\", \"to\": 20}}", 0, -1, -1);
  assert_matches ("{\"when\": {\"field\": \"flag\", \"is\": [\"true\"]}}", 0, -1, 0);
  assert_matches ("{\"when\": {\"field\": \"flag\", \"is\": [\"false\"]}}", -1, 0, -1);
  assert_matches ("{\"when\": {\"field\": \"nowhere\", \"is\": [\"\"]}}", -1, -1, -1);
  assert_matches ("{\"when\": {\"field\": \"role\", \"from\": 0}}", -1, -1, -1);
  assert_matches ("{\"when\": [{\"field\": \"role\", \"is\": [\"主线\"]}, {\"field\": \"order\", \"is\": [\"2\"]}]}", -1, -1, -1);
  assert_matches ("{\"when\": [{\"field\": \"flag\", \"is\": [\"true\"]}, {\"field\": \"order\", \"from\": 2}]}", -1, -1, 0);
  assert_matches ("{\"zoom\": [null, 10]}, {\"zoom\": [10, null]}", 1, 1, 1);
}

static void
test_icon (void)
{
  g_autoptr (AtlasStyle) style = parse (
    "{\"rules\": [{\"marker\": {\"icon\": {\"field\": \"role\", \"cases\": [{\"is\": \"主线\", \"icon\": \"road\"},"
    " {\"is\": \"neverseen\", \"icon\": \"hall\"}], \"else\": \"dot\"}}}]}");
  g_autoptr (AtlasTable) table = make_table ();
  g_autoptr (AtlasStyleMatcher) matcher = atlas_style_matcher_new (style, table);
  const AtlasRule *rule = atlas_style_matcher_match (matcher, 0, 10.0);

  g_assert_cmpstr (atlas_style_matcher_icon (matcher, rule, 0), ==, "road");
  g_assert_cmpstr (atlas_style_matcher_icon (matcher, rule, 1), ==, "dot");
  g_assert_cmpstr (atlas_style_matcher_icon (matcher, rule, 2), ==, "dot");
}

static void
assert_icon_exists (const char *icon)
{
  g_autofree char *path = g_strdup_printf ("/cn/changzhi/TaihangAtlas/symbols/%s.svg", icon);

  if (!g_resources_get_info (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL))
    g_error ("There is no pictogram “%s”.", icon);
}

static void
test_shipped (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (SHIPPED); i++)
    {
      g_autoptr (AtlasStyle) style = atlas_style_new_shipped (SHIPPED[i]);
      guint n;
      const AtlasRule *rules = atlas_style_get_rules (style, &n);

      g_assert_cmpuint (n, >, 0);
      for (guint k = 0; k < n; k++)
        {
          if (rules[k].marker.icon != NULL)
            assert_icon_exists (rules[k].marker.icon);
          for (guint c = 0; c < rules[k].marker.n_icons; c++)
            assert_icon_exists (rules[k].marker.icons[c].icon);
        }
      /* Blocks of a map are painted with this much around them: it must stay small. */
      for (double zoom = 0.0; zoom <= 20.0; zoom += 0.5)
        g_assert_cmpfloat (atlas_style_get_reach (style, zoom), <, 40.0);
    }
}

/* Every feature that we ship has a class, and its label's fields exist. */
static void
test_shipped_data (void)
{
  const char *build = g_getenv ("ATLAS_TEST_BUILDDIR");
  static const char *const layers[] = {
    "land", "counties", "relief", "rivers", "rivers-gshhg", "reservoirs", "roads-rail", "context", "stations", "peaks",
    "towns", "basin", "taihang1", "key-projects", "sponge", "scenic",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/data/%s.tai", build != NULL ? build : ".", layers[i]);
      const char *name = g_str_has_prefix (layers[i], "rivers") ? "rivers" : layers[i];
      g_autoptr (AtlasStyle) style = atlas_style_new_shipped (name);
      g_autoptr (GPtrArray) tables = NULL;
      g_autoptr (AtlasStyleMatcher) matcher = NULL;
      AtlasTable *table;

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        {
          g_test_skip ("the shipped layers are not built");
          return;
        }
      tables = atlas_table_open_file (path, NULL);
      g_assert_nonnull (tables);
      table = g_ptr_array_index (tables, 0);
      matcher = atlas_style_matcher_new (style, table);
      for (gsize k = 0; k < atlas_table_get_n_features (table); k++)
        {
          const AtlasRule *rule = atlas_style_matcher_match (matcher, k, 14.0);

          if (rule == NULL)
            g_error ("Feature %zu of “%s” has no class.", k, layers[i]);
          if (rule->label.visible)
            {
              g_assert_cmpint (atlas_table_find_field (table, rule->label.field), >=, 0);
              g_assert_true (rule->label.field_en == NULL || atlas_table_find_field (table, rule->label.field_en) >= 0);
            }
        }
    }
}

static AtlasTable *
make_named_table (const char        *field,
                  AtlasFieldType     type,
                  AtlasGeometryType  geometry)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("t", "", "GeoJSON");
  g_autoptr (GBytes) image = NULL;
  gboolean area = geometry == ATLAS_GEOMETRY_POLYGON;

  atlas_table_builder_add_field (builder, "id", ATLAS_FIELD_INTEGER);
  atlas_table_builder_add_field (builder, field, type);
  atlas_table_builder_begin_feature (builder);
  atlas_table_builder_set_geometry_type (builder, geometry);
  atlas_table_builder_begin_part (builder, area ? ATLAS_PART_RING
                                           : geometry == ATLAS_GEOMETRY_LINE ? ATLAS_PART_LINE : ATLAS_PART_POINTS);
  for (int i = 0; i < (geometry == ATLAS_GEOMETRY_POINT ? 1 : 4); i++)
    atlas_table_builder_add_vertex (builder, 113.0 + i % 3 * 0.1, 36.0 + i % 2 * 0.1);
  atlas_table_builder_end_feature (builder);
  image = atlas_table_builder_finish (builder, NULL);

  return atlas_table_open (image, NULL);
}

static void
test_default (void)
{
  static const struct
  {
    const char    *field;
    AtlasFieldType type;
    gboolean       labelled;
  } cases[] = {
    { "name", ATLAS_FIELD_STRING, TRUE },      { "名称", ATLAS_FIELD_STRING, TRUE },
    { "NAME", ATLAS_FIELD_STRING, TRUE },      { "标题", ATLAS_FIELD_STRING, TRUE },
    { "街道名称", ATLAS_FIELD_STRING, TRUE },  { "road_Name", ATLAS_FIELD_STRING, TRUE },
    { "value", ATLAS_FIELD_STRING, FALSE },    { "name", ATLAS_FIELD_INTEGER, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AtlasTable) table = make_named_table (cases[i].field, cases[i].type, ATLAS_GEOMETRY_POINT);
      g_autoptr (AtlasStyle) style = atlas_style_new_default (table, (guint) i);
      guint n;
      const AtlasRule *rules = atlas_style_get_rules (style, &n);

      g_assert_cmpuint (n, ==, 1);
      g_assert_true (rules->label.visible == cases[i].labelled);
      if (cases[i].labelled)
        g_assert_cmpstr (rules->label.field, ==, cases[i].field);
      g_assert_true (rules->marker.visible && rules->fill.visible && rules->n_strokes > 0);
    }
}

/* The first layers that a person opens can be told apart with any eyes, and from the ground. */
static void
test_palette (void)
{
  g_autoptr (AtlasTable) table = make_named_table ("id2", ATLAS_FIELD_STRING, ATLAS_GEOMETRY_LINE);
  const AtlasColor ground[2] = { { 0.969f, 0.961f, 0.937f, 1.0f }, { 0.137f, 0.157f, 0.176f, 1.0f } };

  for (int dark = 0; dark < 2; dark++)
    for (int eye = 0; eye < 4; eye++)
      {
        Lab seen[9];

        for (guint i = 0; i < 8; i++)
          {
            g_autoptr (AtlasStyle) style = atlas_style_new_default (table, i);
            guint n;
            const AtlasRule *rule = atlas_style_get_rules (style, &n);

            seen[i] = see (atlas_paint_get (&rule->strokes[0].color, dark), eye);
          }
        seen[8] = see (&ground[dark], eye);
        for (guint i = 0; i < 9; i++)
          for (guint k = 0; k < i; k++)
            {
              double distance = lab_distance (seen[i], seen[k]);
              double least = i == 8 ? 25.0 : i < 4 ? 14.0 : 7.0;

              if (distance < least)
                g_error ("Colours %u and %u are too alike for eye %d (dark: %d): %.1f", i, k, eye, dark, distance);
            }
      }
}

/* A table of points with text fields; @values row by row, NULL for none. */
static AtlasTable *
make_text_table (const char *const *fields,
                 guint              n_fields,
                 const char *const *values,
                 gsize              n_features)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("t", "", "GeoJSON");
  g_autoptr (GBytes) image = NULL;

  for (guint i = 0; i < n_fields; i++)
    atlas_table_builder_add_field (builder, fields[i], ATLAS_FIELD_STRING);
  for (gsize feature = 0; feature < n_features; feature++)
    {
      atlas_table_builder_begin_feature (builder);
      for (guint i = 0; i < n_fields; i++)
        if (values[feature * n_fields + i] != NULL)
          atlas_table_builder_set_text (builder, i, values[feature * n_fields + i], -1);
      atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POINT);
      atlas_table_builder_begin_part (builder, ATLAS_PART_POINTS);
      atlas_table_builder_add_vertex (builder, 113.0, 36.0);
      atlas_table_builder_end_feature (builder);
    }
  image = atlas_table_builder_finish (builder, NULL);

  return atlas_table_open (image, NULL);
}

/* A field that sorts the features gives classes: the most frequent first, what has no value last. */
static void
test_categories (void)
{
  static const char *const fields[] = { "name", "remark", "类别" };
  static const char *const values[] = {
    "a", "x", "公园", "b", "y", "道路", "c", "z", "公园", "d", "u", NULL, "e", "v", "道路", "f", "w", "公园",
  };
  g_autoptr (AtlasTable) table = make_text_table (fields, 3, values, 6);
  g_autoptr (AtlasStyle) style = atlas_style_new_default (table, 5);
  g_autoptr (AtlasStyleMatcher) matcher = atlas_style_matcher_new (style, table);
  guint n;
  const AtlasRule *rules = atlas_style_get_rules (style, &n);

  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpstr (rules[0].title, ==, "公园");
  g_assert_cmpstr (rules[1].title, ==, "道路");
  g_assert_nonnull (rules[2].title);
  g_assert_true (atlas_style_matcher_match (matcher, 0, 12) == &rules[0]);
  g_assert_true (atlas_style_matcher_match (matcher, 1, 12) == &rules[1]);
  g_assert_true (atlas_style_matcher_match (matcher, 3, 12) == &rules[2]);
  g_assert_cmpstr (rules[0].label.field, ==, "name");
  g_assert_cmpfloat (rules[0].marker.fill.light.red, !=, rules[1].marker.fill.light.red);
}

/* Where each feature has a text of its own, or only a few have one, or all have the same, there are no classes. */
static void
test_no_categories (void)
{
  static const char *const fields[] = { "kind" };
  static const char *const own[] = { "a", "b", "c", "d", "e", "f" };
  static const char *const few[] = { "a", "b", "a", "b", NULL, NULL, NULL, NULL, NULL };
  static const char *const same[] = { "a", "a", "a", "a", "a", "a" };
  const char *many[26];
  const struct
  {
    const char *const *values;
    gsize              n;
  } cases[] = { { own, 6 }, { few, 9 }, { same, 6 }, { many, 26 } };

  /* Thirteen kinds are one too many. */
  for (gsize i = 0; i < G_N_ELEMENTS (many); i++)
    {
      static char texts[13][2];

      texts[i % 13][0] = (char) ('a' + i % 13);
      many[i] = texts[i % 13];
    }
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AtlasTable) table = make_text_table (fields, 1, cases[i].values, cases[i].n);
      g_autoptr (AtlasStyle) style = atlas_style_new_default (table, 0);
      guint n;

      atlas_style_get_rules (style, &n);
      g_assert_cmpuint (n, ==, 1);
    }
}

/* Twelve kinds: those that share a colour differ by shape. */
static void
test_twelve_categories (void)
{
  static const char *const fields[] = { "kind" };
  static char texts[12][2];
  const char *values[24];
  g_autoptr (AtlasTable) table = NULL;
  g_autoptr (AtlasStyle) style = NULL;
  const AtlasRule *rules;
  guint n;

  for (gsize i = 0; i < 24; i++)
    {
      texts[i % 12][0] = (char) ('a' + i % 12);
      values[i] = texts[i % 12];
    }
  table = make_text_table (fields, 1, values, 24);
  style = atlas_style_new_default (table, 0);
  rules = atlas_style_get_rules (style, &n);
  g_assert_cmpuint (n, ==, 12);
  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < i; k++)
      g_assert_true (memcmp (&rules[i].marker.fill, &rules[k].marker.fill, sizeof (AtlasPaint)) != 0
                     || rules[i].marker.shape != rules[k].marker.shape);
}

/* What a GeoJSON says of its looks holds; nonsense counts as not said. */
static void
test_simplestyle (void)
{
  static const char *const fields[] = { "marker-color", "marker-size", "stroke", "stroke-width", "fill-opacity" };
  static const char *const values[] = {
    "#f00",   "large", NULL,      NULL,   NULL,   /* a red marker, larger */
    NULL,     NULL,    "#00ff00", "3.5",  "0.25", /* a green line */
    "00f",    NULL,    "#00ff00", "3.5",  "0.25", /* the same line, and a blue marker */
    "banana", "huge",  "#12",     "-1",   "7",    /* nonsense */
    NULL,     NULL,    NULL,      NULL,   NULL,
  };
  g_autoptr (AtlasTable) table = make_text_table (fields, 5, values, 5);
  g_autoptr (AtlasStyle) style = atlas_style_new_default (table, 2);
  g_autoptr (AtlasStyleMatcher) matcher = atlas_style_matcher_new (style, table);
  g_autoptr (AtlasTable) plain_table = make_named_table ("x", ATLAS_FIELD_STRING, ATLAS_GEOMETRY_POINT);
  g_autoptr (AtlasStyle) plain_style = atlas_style_new_default (plain_table, 2);
  const AtlasRule *plain, *rule;
  guint n;

  plain = atlas_style_get_rules (plain_style, &n);

  rule = atlas_style_matcher_match (matcher, 0, 12);
  g_assert_cmpfloat (rule->marker.fill.light.red, ==, 1.0f);
  g_assert_cmpfloat (rule->marker.fill.dark.green, ==, 0.0f);
  g_assert_cmpfloat (atlas_zoom_ramp_at (&rule->marker.size, 12), >, atlas_zoom_ramp_at (&plain->marker.size, 12));

  rule = atlas_style_matcher_match (matcher, 1, 12);
  g_assert_cmpfloat (rule->strokes[0].color.light.green, ==, 1.0f);
  g_assert_cmpfloat (atlas_zoom_ramp_at (&rule->strokes[0].width, 9), ==, 3.5);
  g_assert_cmpfloat_with_epsilon (rule->fill.color.light.alpha, 0.25, 1e-6);
  g_assert_cmpint (memcmp (&rule->marker.fill, &plain->marker.fill, sizeof (AtlasPaint)), ==, 0);

  rule = atlas_style_matcher_match (matcher, 2, 12);
  g_assert_cmpfloat (rule->marker.fill.light.blue, ==, 1.0f);
  g_assert_cmpfloat (rule->strokes[0].color.light.green, ==, 1.0f);

  for (gsize feature = 3; feature < 5; feature++)
    {
      rule = atlas_style_matcher_match (matcher, feature, 12);
      g_assert_cmpint (memcmp (&rule->marker.fill, &plain->marker.fill, sizeof (AtlasPaint)), ==, 0);
      g_assert_cmpuint (rule->n_conditions, ==, 0);
    }
}

/* A rule's expression, beside "when"; where the table lacks its fields nothing meets it. */
static void
test_filter (void)
{
  g_autoptr (AtlasStyle) style = parse (
    "{\"rules\": [{\"filter\": \"nowhere > 3 or true\", \"marker\": {}},"
    "  {\"filter\": \"flag + 1 = 2\", \"marker\": {}},"
    "  {\"when\": {\"field\": \"order\", \"from\": 2}, \"filter\": \"role is null\", \"marker\": {}},"
    "  {\"filter\": \"height < 15 and within(bbox(112, 35, 114, 37))\", \"marker\": {}}]}");
  g_autoptr (AtlasTable) table = make_table ();
  g_autoptr (AtlasStyleMatcher) matcher = atlas_style_matcher_new (style, table);
  guint n;
  const AtlasRule *rules = atlas_style_get_rules (style, &n);

  g_assert_cmpuint (n, ==, 4);
  g_assert_true (atlas_style_matcher_match (matcher, 0, 12) == &rules[3]);
  g_assert_null (atlas_style_matcher_match (matcher, 1, 12));
  g_assert_true (atlas_style_matcher_match (matcher, 2, 12) == &rules[2]);
}

static void
test_filter_wrong (void)
{
  static const char *const wrong[][2] = {
    { "{\"rules\": [{\"filter\": \"a > \"}]}", "rules[0].filter: at character 5 of the filter" },
    { "{\"rules\": [{\"filter\": \"\"}]}", "rules[0].filter" },
    { "{\"rules\": [{\"filter\": 3}]}", "rules[0].filter: a text" },
    { "{\"rules\": [{\"filter\": \"within(@view)\"}]}", "“@view” means nothing in a style" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (atlas_style_new_from_json (wrong[i][0], -1, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      if (strstr (error->message, wrong[i][1]) == NULL)
        g_error ("“%s” should say “%s”: %s", wrong[i][0], wrong[i][1], error->message);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/style/ramp", test_ramp);
  g_test_add_func ("/style/everything", test_everything);
  g_test_add_func ("/style/wrong", test_wrong);
  g_test_add_func ("/style/hostile", test_hostile);
  g_test_add_func ("/style/prefixes", test_prefixes);
  g_test_add_func ("/style/like", test_like);
  g_test_add_func ("/style/match", test_match);
  g_test_add_func ("/style/filter", test_filter);
  g_test_add_func ("/style/filter-wrong", test_filter_wrong);
  g_test_add_func ("/style/icon", test_icon);
  g_test_add_func ("/style/shipped", test_shipped);
  g_test_add_func ("/style/shipped-data", test_shipped_data);
  g_test_add_func ("/style/default", test_default);
  g_test_add_func ("/style/palette", test_palette);
  g_test_add_func ("/style/categories", test_categories);
  g_test_add_func ("/style/no-categories", test_no_categories);
  g_test_add_func ("/style/twelve-categories", test_twelve_categories);
  g_test_add_func ("/style/simplestyle", test_simplestyle);

  return g_test_run ();
}
