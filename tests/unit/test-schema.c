/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Schemas: every shipped one loads and holds together; one that is wrong is refused with a sentence that names the place. */

#include <math.h>
#include <string.h>

#include "data/atlas-data-error.h"
#include "data/atlas-schema.h"

static void
check_fields (AtlasSchema *schema)
{
  const char *const common[] = { "name", "source", "licence", "geom_quality", "accuracy_m", "verified" };

  for (guint i = 0; i < G_N_ELEMENTS (common); i++)
    {
      const AtlasSchemaField *field = atlas_schema_find_field (schema, common[i]);

      g_assert_nonnull (field);
      g_assert_true (field->required);
    }
  for (guint i = 0; i < atlas_schema_get_n_fields (schema); i++)
    {
      const AtlasSchemaField *field = atlas_schema_get_field (schema, i);

      g_assert_true (g_regex_match_simple ("^[a-z][a-z0-9_]*$", field->name, 0, 0));
      g_assert_cmpstr (field->title, ==, field->title_en);
      g_assert_true (g_str_is_ascii (field->title_en));
      g_assert_false (g_str_is_ascii (field->title_zh));
      g_assert_true (atlas_schema_find_field (schema, field->name) == field);
      if (field->twin != NULL)
        {
          g_autofree char *twin = g_strconcat (field->name, "_en", NULL);

          g_assert_cmpstr (field->twin, ==, twin);
          g_assert_cmpstr (atlas_schema_find_field (schema, twin)->twin_of, ==, field->name);
          g_assert_cmpint (atlas_schema_find_field (schema, twin)->card, ==, ATLAS_SCHEMA_CARD_HIDDEN);
        }
      else if (field->twin_of == NULL)
        g_assert_cmpuint (strlen (field->description), >, 0);
      if (field->text == ATLAS_SCHEMA_ENUM)
        for (guint k = 0; k < field->n_words; k++)
          g_assert_true (g_str_is_ascii (field->words[k].en) && !g_str_is_ascii (field->words[k].zh));
    }
}

static void
test_shipped (void)
{
  g_auto (GStrv) names = atlas_schema_list ();

  g_assert_cmpuint (g_strv_length (names), ==, 16);
  for (guint i = 0; names[i] != NULL; i++)
    {
      AtlasSchema *schema = atlas_schema_find (names[i]);
      const AtlasSchemaRule *rules;
      guint n_rules;

      g_assert_nonnull (schema);
      g_assert_true (atlas_schema_find (names[i]) == schema);
      g_assert_cmpstr (atlas_schema_get_name (schema), ==, names[i]);
      g_assert_nonnull (atlas_schema_get_geometry (schema)[0]);
      check_fields (schema);
      rules = atlas_schema_get_rules (schema, &n_rules);
      for (guint k = 0; k < n_rules; k++)
        for (guint l = 0; rules[k].layers[l] != NULL; l++)
          g_assert_nonnull (atlas_schema_find (rules[k].layers[l]));
    }
  g_assert_null (atlas_schema_find ("common"));
  g_assert_null (atlas_schema_find ("none"));
  g_assert_null (atlas_schema_find ("../schema/scenic"));
  g_assert_null (atlas_schema_find (""));
  g_assert_null (atlas_schema_find (NULL));
}

static void
test_words (void)
{
  AtlasSchema *scenic = atlas_schema_find ("scenic"), *road = atlas_schema_find ("taihang1");
  const AtlasSchemaField *category = atlas_schema_find_field (scenic, "category");
  const AtlasSchemaField *basis = atlas_schema_find_field (road, "length_basis");

  g_assert_cmpuint (category->n_words, ==, 10);
  g_assert_cmpint (category->card, ==, ATLAS_SCHEMA_CARD_KIND);
  g_assert_cmpstr (atlas_schema_field_find_word (category, "峡谷")->en, ==, "Gorge");
  g_assert_null (atlas_schema_field_find_word (category, "gorge"));
  g_assert_cmpstr (atlas_schema_field_find_word (atlas_schema_find_field (scenic, "county"), "壶关县")->en, ==, "Huguan County");
  g_assert_cmpstr (atlas_schema_field_find_word (basis, "official")->zh, ==, "公布里程");
  g_assert_cmpint (atlas_schema_find_field (scenic, "grade")->text, ==, ATLAS_SCHEMA_CODE);
  g_assert_null (atlas_schema_find_field (scenic, "Grade"));
  g_assert_cmpstr (atlas_schema_get_title (scenic), ==, "Scenic spots");
}

static void
test_layer (void)
{
  AtlasSchema *basin = atlas_schema_find ("basin"), *road = atlas_schema_find ("taihang1");
  const AtlasSchemaField *length = atlas_schema_find_field (road, "length_km");
  const AtlasSchemaRule *rules;
  guint n;

  g_assert_cmpint (atlas_schema_get_count (basin), ==, 5);
  g_assert_cmpint (atlas_schema_get_count (road), ==, -1);
  g_assert_true (atlas_schema_allows_geometry (road, ATLAS_GEOMETRY_LINE));
  g_assert_false (atlas_schema_allows_geometry (road, ATLAS_GEOMETRY_MULTI_LINE));
  g_assert_cmpfloat (atlas_schema_get_area (road).west, ==, 111.5);
  g_assert_cmpstr (atlas_schema_get_area_name (atlas_schema_find ("land")), ==, "world");
  g_assert_cmpfloat (length->minimum, ==, 0);
  g_assert_true (length->minimum_exclusive && isinf (length->maximum));
  g_assert_cmpstr (length->unit, ==, "km");
  g_assert_cmpuint (atlas_schema_get_n_attributes (road), ==, 6);
  g_assert_cmpstr (atlas_schema_find_attribute (road, "official_loop_km")->unit, ==, "km");
  g_assert_cmpstr (atlas_schema_find_attribute (road, "official_loop_km_source")->twin, ==, "official_loop_km_source_en");

  rules = atlas_schema_get_rules (road, &n);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpint (rules[0].kind, ==, ATLAS_SCHEMA_RULE_NETWORK);
  g_assert_null (rules[0].layers[0]);
  g_assert_cmpfloat (rules[1].total, ==, 1286);
  g_assert_null (rules[1].where.field);
  g_assert_cmpstr (rules[2].where.field, ==, "loop");
  g_assert_cmpstr (rules[2].where.value, ==, "true");
  rules = atlas_schema_get_rules (basin, &n);
  g_assert_cmpint (rules[1].kind, ==, ATLAS_SCHEMA_RULE_PARTS);
  g_assert_cmpstr (rules[1].whole.value, ==, "流域");
  g_assert_cmpstr (rules[1].of.value, ==, "子流域");
}

static void
test_common_first (void)
{
  AtlasSchema *scenic = atlas_schema_find ("scenic");
  guint n = atlas_schema_get_n_fields (scenic), alias = n, category = n, source = n;

  for (guint i = 0; i < n; i++)
    {
      const char *name = atlas_schema_get_field (scenic, i)->name;

      alias = g_str_equal (name, "alias") ? i : alias;
      category = g_str_equal (name, "category") ? i : category;
      source = g_str_equal (name, "source") ? i : source;
    }
  g_assert_cmpuint (alias, <, category);
  g_assert_cmpuint (category, <, source);
}

#define NAME "'title':'名','x-title-en':'Name'"
#define WITH(properties) "{'properties':{" properties "}}"

static void
test_own (void)
{
  const char *text = "{'title':'井','x-title-en':'Wells','$defs':{'depth':{'type':'number','minimum':1,'maximum':9}},"
                     "'properties':{'deep':{'$ref':'#/$defs/depth'," NAME ",'maximum':5}},'required':['deep'],"
                     "'x-layer':{'geometry':['Point'],'rules':[{'rule':'sum','field':'deep','total':7,'where':{'deep':2.5}}]}}";
  g_autofree char *json = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr (GError) error = NULL;
  g_autoptr (AtlasSchema) schema = atlas_schema_new_from_data (json, -1, "wells", &error);
  g_autoptr (AtlasSchema) again = NULL;
  const AtlasSchemaRule *rules;
  guint n;

  g_assert_no_error (error);
  g_assert_cmpuint (atlas_schema_get_n_fields (schema), ==, 1);
  g_assert_cmpfloat (atlas_schema_get_field (schema, 0)->minimum, ==, 1);
  g_assert_cmpfloat (atlas_schema_get_field (schema, 0)->maximum, ==, 5);
  g_assert_true (atlas_schema_get_field (schema, 0)->required);
  rules = atlas_schema_get_rules (schema, &n);
  g_assert_cmpstr (rules[0].where.value, ==, "2.5");
  again = atlas_schema_ref (schema);
}

static void
test_malformed (void)
{
  static const struct { const char *text, *place; } cases[] = {
    { "", "" },
    { "[]", "object" },
    { "{'properties':3}", "properties" },
    { "{'propertys':{}}", "propertys" },
    { WITH ("'a':{'type':'string'}"), "properties.a" },
    { WITH ("'a':{" NAME "}"), "properties.a" },
    { WITH ("'a':{" NAME ",'type':'text'}"), "properties.a.type" },
    { WITH ("'a':{" NAME ",'type':'string'}"), "properties.a.x-text" },
    { WITH ("'a':{" NAME ",'type':'number','x-text':'code'}"), "properties.a.x-text" },
    { WITH ("'a':{" NAME ",'type':'string','x-text':'text'}"), "properties.a" },
    { WITH ("'a':{" NAME ",'type':'string','x-text':'enum'}"), "properties.a.x-text" },
    { WITH ("'a':{" NAME ",'type':'string','x-text':'enum','enum':['b'],'x-enum-en':['B','C']}"), "properties.a.x-enum-en" },
    { WITH ("'a':{" NAME ",'type':'string','x-text':'code','enum':['b',3]}"), "properties.a.enum[1]" },
    { WITH ("'a':{" NAME ",'type':'string','x-text':'code','pattern':'('}"), "properties.a.pattern" },
    { WITH ("'a':{" NAME ",'type':'string','x-text':'text','x-twin-of':'b'}"), "properties.a" },
    { WITH ("'a':{" NAME ",'type':'number','multipleOf':2}"), "properties.a.multipleOf" },
    { WITH ("'a':{" NAME ",'type':'number','minimum':'1'}"), "properties.a.minimum" },
    { WITH ("'a':{" NAME ",'$ref':'#/$defs/none'}"), "properties.a.$ref" },
    { WITH ("'a':{" NAME ",'$ref':'http://example.org/a#/$defs/county'}"), "properties.a.$ref" },
    { "{'$defs':{'a':{'$ref':'#/$defs/a'}},'properties':{'a':{" NAME ",'$ref':'#/$defs/a'}}}", "properties.a.$ref" },
    { "{'properties':{},'required':['b']}", "required[0]" },
    { "{'allOf':[{'$ref':'other.json'}]}", "allOf" },
    { "{'allOf':[{'$ref':'common.json'}],'properties':{'name':{" NAME ",'type':'number'}}}", "properties.name" },
    { "{'x-layer':{'rules':[{'rule':'magic'}]}}", "x-layer.rules[0].rule" },
    { "{'x-layer':{'rules':[{'rule':'network'},{'rule':'sum','total':1}]}}", "x-layer.rules[1].field" },
    { "{'x-layer':{'rules':[{'rule':'sum','total':1,'field':'b'}]}}", "x-layer.rules[0].field" },
    { "{'x-layer':{'rules':[{'rule':'network','km':3}]}}", "x-layer.rules[0].km" },
    { "{'x-layer':{'geometry':['Circle']}}", "x-layer.geometry" },
    { "{'x-layer':{'area':'moon'}}", "x-layer.area" },
    { "{'x-layer':{'count':-5}}", "x-layer.count" },
    { "{'x-attributes':{'a':{'type':'number'}}}", "x-attributes.a" },
  };
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autoptr (GError) deep_error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = g_strdelimit (g_strdup (cases[i].text), "'", '"');
      g_autoptr (GError) error = NULL;
      g_autofree char *place = g_strdup_printf (" at %s:", cases[i].place);

      g_assert_null (atlas_schema_new_from_data (json, -1, "wells", &error));
      g_assert_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_FORMAT);
      g_assert_nonnull (strstr (error->message, "“wells”"));
      if (strpbrk (cases[i].text, "{") != NULL && strstr (error->message, place) == NULL)
        g_error ("%s: %s", cases[i].text, error->message);
    }
  g_assert_null (atlas_schema_new_from_data (deep, -1, "wells", &deep_error));
  g_assert_error (deep_error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_FORMAT);
}

static gpointer
find_all (gpointer unused)
{
  g_auto (GStrv) names = atlas_schema_list ();
  guint n = 0;

  for (guint i = 0; names[i] != NULL; i++)
    n += atlas_schema_get_n_fields (atlas_schema_find (names[i]));
  return GUINT_TO_POINTER (n);
}

static void
test_threads (void)
{
  GThread *threads[8];
  gpointer n = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("schema", find_all, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      gpointer found = g_thread_join (threads[i]);

      g_assert_true (n == NULL || n == found);
      n = found;
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/threads", test_threads);
  g_test_add_func ("/schema/shipped", test_shipped);
  g_test_add_func ("/schema/words", test_words);
  g_test_add_func ("/schema/layer", test_layer);
  g_test_add_func ("/schema/common-first", test_common_first);
  g_test_add_func ("/schema/own", test_own);
  g_test_add_func ("/schema/malformed", test_malformed);
  return g_test_run ();
}
