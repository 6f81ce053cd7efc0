/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The check: each rule finds what it is there for, at the right feature and place, and leaves alone what is good. */

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "check/atlas-check.h"
#include "data/atlas-table-builder.h"

/* -- layers as short texts --------------------------------------------------------------------------------------- */

static char *
dup_json (const char *text)
{
  return g_strdelimit (g_strdup (text), "'", '"');
}

static AtlasFieldType
get_type (JsonNode *node)
{
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      return ATLAS_FIELD_STRING;
    case G_TYPE_INT64:
      return ATLAS_FIELD_INTEGER;
    case G_TYPE_BOOLEAN:
      return ATLAS_FIELD_BOOLEAN;
    default:
      return ATLAS_FIELD_REAL;
    }
}

static void
add_part (AtlasTableBuilder *builder,
          AtlasPartKind      kind,
          JsonArray         *places)
{
  atlas_table_builder_begin_part (builder, kind);
  for (guint i = 0; i < json_array_get_length (places); i++)
    {
      JsonArray *place = json_array_get_array_element (places, i);

      g_assert_true (atlas_table_builder_add_vertex (builder, json_array_get_double_element (place, 0),
                                                     json_array_get_double_element (place, 1)));
    }
}

/* "P": a point; "L": a line; "A": rings. */
static void
add_geometry (AtlasTableBuilder *builder,
              JsonObject        *feature)
{
  if (json_object_has_member (feature, "P"))
    {
      JsonArray *place = json_object_get_array_member (feature, "P");

      atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POINT);
      atlas_table_builder_begin_part (builder, ATLAS_PART_POINTS);
      atlas_table_builder_add_vertex (builder, json_array_get_double_element (place, 0),
                                      json_array_get_double_element (place, 1));
    }
  if (json_object_has_member (feature, "L"))
    {
      atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_LINE);
      add_part (builder, ATLAS_PART_LINE, json_object_get_array_member (feature, "L"));
    }
  if (json_object_has_member (feature, "A"))
    {
      JsonArray *rings = json_object_get_array_member (feature, "A");

      atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POLYGON);
      for (guint i = 0; i < json_array_get_length (rings); i++)
        add_part (builder, i == 0 ? ATLAS_PART_RING : ATLAS_PART_HOLE, json_array_get_array_element (rings, i));
    }
}

static gboolean
is_value (const char *key)
{
  return strcmp (key, "id") != 0 && strlen (key) > 1;
}

/* Members of one letter are the geometry, "id" the id, all others values. */
static AtlasTable *
make_table (const char *text)
{
  g_autofree char *json = dup_json (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = json_from_string (json, &error);
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("t", "EPSG:4326", "GeoJSON");
  g_autoptr (GHashTable) fields = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GBytes) image = NULL;
  JsonArray *features;
  AtlasTable *table;

  g_assert_no_error (error);
  features = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (features); i++)
    {
      g_autoptr (GList) keys = json_object_get_members (json_array_get_object_element (features, i));

      for (GList *key = keys; key != NULL; key = key->next)
        if (is_value (key->data) && !g_hash_table_contains (fields, key->data))
          {
            JsonNode *node = json_object_get_member (json_array_get_object_element (features, i), key->data);

            g_hash_table_insert (fields, key->data,
                                 GUINT_TO_POINTER (atlas_table_builder_add_field (builder, key->data, get_type (node))));
          }
    }
  for (guint i = 0; i < json_array_get_length (features); i++)
    {
      JsonObject *feature = json_array_get_object_element (features, i);
      g_autoptr (GList) keys = json_object_get_members (feature);

      atlas_table_builder_begin_feature (builder);
      if (json_object_has_member (feature, "id"))
        atlas_table_builder_set_id (builder, json_object_get_string_member (feature, "id"));
      for (GList *key = keys; key != NULL; key = key->next)
        {
          guint field = GPOINTER_TO_UINT (g_hash_table_lookup (fields, key->data));
          JsonNode *node = json_object_get_member (feature, key->data);

          if (!is_value (key->data))
            continue;
          if (get_type (node) == ATLAS_FIELD_STRING)
            atlas_table_builder_set_text (builder, field, json_node_get_string (node), -1);
          else if (get_type (node) == ATLAS_FIELD_INTEGER)
            atlas_table_builder_set_integer (builder, field, json_node_get_int (node));
          else if (get_type (node) == ATLAS_FIELD_BOOLEAN)
            atlas_table_builder_set_boolean (builder, field, json_node_get_boolean (node));
          else
            atlas_table_builder_set_real (builder, field, json_node_get_double (node));
        }
      add_geometry (builder, feature);
      atlas_table_builder_end_feature (builder);
    }
  image = atlas_table_builder_finish (builder, &error);
  g_assert_no_error (error);
  table = atlas_table_open (image, &error);
  g_assert_no_error (error);
  return table;
}

#define T "'title':'名','x-title-en':'Name'"
#define FIELDS \
  "'name':{" T ",'type':'string','x-text':'text'},'name_en':{" T ",'type':'string','x-text':'text','x-twin-of':'name'}," \
  "'kind':{" T ",'type':'string','x-text':'code','enum':['a','b']},'code':{" T ",'type':'string','x-text':'code'," \
  "'pattern':'^[a-z]+$'},'county':{" T ",'type':'string','x-text':'code'},'no':{" T ",'type':'integer'}," \
  "'km':{" T ",'type':'number','exclusiveMinimum':0,'maximum':100},'yes':{" T ",'type':'boolean'}"

static AtlasSchema *
make_schema (const char *layer)
{
  g_autofree char *text = g_strconcat ("{'x-layer':{'geometry':['Point','LineString','Polygon'],'area':'city'", layer,
                                       "},'properties':{" FIELDS "}}", NULL);
  g_autofree char *json = dup_json (text);
  g_autoptr (GError) error = NULL;
  AtlasSchema *schema = atlas_schema_new_from_data (json, -1, "things", &error);

  g_assert_no_error (error);
  return schema;
}

/* -- cases ------------------------------------------------------------------------------------------------------- */

/* A layer with one thing wrong, and what has to be found; without a rule, nothing has to be. */
typedef struct
{
  const char    *name;
  const char    *layer;       /* what "x-layer" has beyond geometry and area */
  const char    *features;
  const char    *other;       /* features of the layer "counties" */
  const char    *rule;
  AtlasSeverity  severity;
  const char    *id;          /* NULL: the layer */
  const char    *field;
  double         lon;         /* 0: anywhere */
  double         lat;
} Case;

#define BOX "[[113,36],[113.1,36],[113.1,36.1],[113,36.1],[113,36]]"
#define EAST "[[113.1,36],[113.2,36],[113.2,36.1],[113.1,36.1],[113.1,36]]"
#define NORTH "[[113,36.1],[113.1,36.1],[113.2,36.1],[113.2,36.2],[113,36.2],[113,36.1]]"
#define COUNTIES "[{'id':'c1','name':'沁县','A':[" BOX "]},{'id':'c2','name':'武乡县','A':[" EAST "]}]"
#define E ATLAS_SEVERITY_ERROR
#define W ATLAS_SEVERITY_WARNING
#define RULE(rule) ",'rules':[{" rule "}]"
#define COVERAGE RULE ("'rule':'coverage'")
#define NETWORK RULE ("'rule':'network'")
#define INSIDE RULE ("'rule':'inside','field':'county','layer':'counties','match':'name'")
#define FLOWS RULE ("'rule':'flows-into','field':'code','layers':['things','counties']")
#define ON RULE ("'rule':'on','field':'code','layers':['counties']")
#define NEAR RULE ("'rule':'near','layer':'counties','km':2,'unless':'code'")
#define EACH RULE ("'rule':'each','layer':'counties','match':'name','field':'county'")
#define REFERS RULE ("'rule':'refers','field':'code','layers':['counties']")
#define PARTS RULE ("'rule':'parts','whole':{'kind':'a'},'of':{'kind':'b'}")
#define SUM RULE ("'rule':'sum','field':'km','total':10,'where':{'yes':true}")
#define AT "'P':[113.05,36.05]"

static const Case cases[] = {
  { "good", "", "[{'id':'x'," AT ",'name':'名','name_en':'Name','kind':'a','code':'ab','no':3,'km':2.5,'yes':true}]" },
  { "good-limits", ",'count':1", "[{'id':'x'," AT ",'km':100,'no':-4}]" },

  /* Values. */
  { "unknown", "", "[{'id':'x'," AT ",'other':'x'}]", NULL, "field-unknown", W, NULL, "other" },
  { "words", "", "[{'id':'x'," AT ",'kind':'c'}]", NULL, "value-words", E, "x", "kind", 113.05, 36.05 },
  { "pattern", "", "[{'id':'x'," AT ",'code':'A1'}]", NULL, "value-pattern", E, "x", "code" },
  { "pattern-newline", "", "[{'id':'x'," AT ",'code':'a\\nb'}]", NULL, "value-pattern", E, "x", "code" },
  { "minimum", "", "[{'id':'x'," AT ",'km':1},{'id':'y','P':[113,36],'km':0}]", NULL, "value-limit", E, "y", "km", 113, 36 },
  { "maximum", "", "[{'id':'x'," AT ",'km':100.5}]", NULL, "value-limit", E, "x", "km" },
  { "integer", "", "[{'id':'x'," AT ",'no':1.5}]", NULL, "value-type", E, "x", "no" },
  { "integer-good", "", "[{'id':'x'," AT ",'no':2.0}]" },
  { "type", "", "[{'id':'x'," AT ",'km':'3'}]", NULL, "value-type", E, "x", "km" },
  { "type-boolean", "", "[{'id':'x'," AT ",'yes':'true'}]", NULL, "value-type", E, "x", "yes" },
  { "type-text", "", "[{'id':'x'," AT ",'code':5}]", NULL, "value-type", E, "x", "code" },
  { "empty", "", "[{'id':'x'," AT ",'county':''}]", NULL, "text-empty", E, "x", "county" },
  { "question", "", "[{'id':'x'," AT ",'county':'？'}]", NULL, "text-unknown", E, "x", "county" },
  { "none", "", "[{'id':'x'," AT ",'county':'N/A'}]", NULL, "text-unknown", E, "x", "county" },
  { "blanks", "", "[{'id':'x'," AT ",'county':'沁县　'}]", NULL, "text-blanks", E, "x", "county" },
  { "broken", "", "[{'id':'x'," AT ",'county':'\357\277\275'}]", NULL, "text-broken", E, "x", "county" },
  { "twin", "", "[{'id':'x'," AT ",'name':'名'}]", NULL, "twin", E, "x", "name_en" },
  { "twin-of", "", "[{'id':'x'," AT ",'name_en':'Name'}]", NULL, "twin", E, "x", "name" },
  { "english", "", "[{'id':'x'," AT ",'name':'名','name_en':'Name 名'}]", NULL, "text-english", E, "x", "name_en" },
  { "wide", "", "[{'id':'x'," AT ",'name':'名','name_en':'Name（x）'}]", NULL, "text-english", E, "x", "name_en" },
  { "chinese", "", "[{'id':'x'," AT ",'name':'Name','name_en':'Name'}]", NULL, "name-chinese", W, "x", "name" },
  { "id-missing", "", "[{" AT "}]", NULL, "id-missing", E, NULL, NULL, 113.05, 36.05 },
  { "id-twice", "", "[{'id':'x'," AT "},{'id':'x','P':[113,36]}]", NULL, "id-twice", E, "x", NULL, 113, 36 },
  { "count", ",'count':2", "[{'id':'x'," AT "}]", NULL, "count", E, NULL },

  /* Geometry. */
  { "kind", "", "[{'id':'x','A':[" BOX "]}]", NULL, NULL },
  { "none-geometry", "", "[{'id':'x'," AT "},{'id':'y','no':1}]", NULL, "geometry-none", E, "y" },
  { "swapped", "", "[{'id':'x','P':[36.05,80]}]", NULL, "place-area", E, "x", NULL, 36.05, 80 },
  { "outside", "", "[{'id':'x','L':[[113,36],[120,36]]}]", NULL, "place-area", E, "x", NULL, 120, 36 },
  { "null-island", "", "[{'id':'x','P':[0,0]}]", NULL, "place-area", E, "x" },
  { "bow-tie", "", "[{'id':'x','A':[[[113,36],[113.3,36.1],[113.3,36],[113,36.2],[113,36]]]}]", NULL, "geometry-valid", E, "x",
    NULL, 113.2, 36.0666667 },
  { "hole-outside", "", "[{'id':'x','A':[" BOX ",[[113.3,36],[113.3,36.1],[113.4,36],[113.3,36]]]}]", NULL, "geometry-valid", E,
    "x" },
  { "clockwise", "", "[{'id':'x','A':[[[113,36],[113,36.1],[113.1,36.1],[113.1,36],[113,36]]]}]", NULL, "ring-direction", E, "x",
    NULL, 113, 36 },
  { "hole-direction", "", "[{'id':'x','A':[" BOX ",[[113.04,36.04],[113.06,36.04],[113.06,36.06],[113.04,36.04]]]}]", NULL,
    "ring-direction", E, "x", NULL, 113.04, 36.04 },
  { "hole-good", "", "[{'id':'x','A':[" BOX ",[[113.04,36.04],[113.06,36.06],[113.06,36.04],[113.04,36.04]]]}]" },
  { "open", "", "[{'id':'x','A':[[[113,36],[113.1,36],[113.1,36.1],[113,36.1]]]}]", NULL, "ring-closed", E, "x", NULL, 113, 36.1 },
  { "short", "", "[{'id':'x','A':[[[113,36],[113.1,36],[113,36]]]}]", NULL, "ring-short", E, "x", NULL, 113, 36 },
  { "tiny", "", "[{'id':'x','A':[[[113,36],[113.000005,36],[113.000005,36.000005],[113,36]]]}]", NULL, "ring-tiny", W, "x" },
  { "vertex", "", "[{'id':'x','L':[[113,36],[113.1,36],[113.1,36],[113.2,36]]}]", NULL, "vertex-twice", W, "x", NULL, 113.1, 36 },
  { "spike", "", "[{'id':'x','L':[[113,36],[113.1,36],[113.1,36.1],[113.1,36],[113.2,36]]}]", NULL, "spike", W, "x", NULL, 113.1,
    36.1 },
  { "zero", "", "[{'id':'x','L':[[113,36],[113,36]]}]", NULL, "line-zero", E, "x", NULL, 113, 36 },
  { "point-twice", "", "[{'id':'x'," AT ",'name':'名','name_en':'N'},{'id':'y'," AT ",'name':'名','name_en':'N'}]", NULL,
    "point-twice", E, "y", NULL, 113.05, 36.05 },
  { "point-place", "", "[{'id':'x'," AT ",'name':'名','name_en':'N'},{'id':'y'," AT ",'name':'别','name_en':'N'}]", NULL,
    "point-twice", W, "y" },
  { "shape-twice", "", "[{'id':'x','L':[[113,36],[113.1,36]]},{'id':'y','L':[[113,36],[113.1,36]]}]", NULL, "shape-twice", W, "y" },

  /* Coverage. */
  { "coverage", COVERAGE, "[{'id':'x','A':[" BOX "]},{'id':'y','A':[" EAST "]},{'id':'z','A':[" NORTH "]}]" },
  { "coverage-apart", COVERAGE, "[{'id':'x','A':[" BOX "]},{'id':'y','A':[[[113.4,36],[113.5,36],[113.5,36.1],[113.4,36]]]}]" },
  { "gap", COVERAGE, "[{'id':'x','A':[[[113,36],[113.1,36],[113.09,36.05],[113.1,36.1],[113,36.1],[113,36]]]},"
                     "{'id':'y','A':[" EAST "]}]", NULL, "coverage-gap", E, "x", NULL, 113.0975, 36.075 },
  { "gap-hole", COVERAGE, "[{'id':'x','A':[" BOX ",[[113.04,36.04],[113.06,36.06],[113.06,36.04],[113.04,36.04]]]}]", NULL,
    "coverage-gap", E, "x" },
  { "overlap", COVERAGE, "[{'id':'x','A':[" BOX "]},{'id':'y','A':[[[113.09,36],[113.2,36],[113.2,36.1],[113.09,36.1],[113.09,36]]]}]",
    NULL, "coverage-overlap", E, "x", NULL, 113.095, 36.05 },
  { "overlap-inside", COVERAGE, "[{'id':'x','A':[" BOX "]},{'id':'y','A':[" EAST "]},"
                                "{'id':'z','A':[[[113.04,36.04],[113.06,36.04],[113.06,36.06],[113.04,36.04]]]}]",
    NULL, "coverage-overlap", E, "x" },
  { "overlap-same", COVERAGE, "[{'id':'x','A':[" BOX "]},{'id':'y','A':[" BOX "]}]", NULL, "coverage-overlap", E, "x" },
  { "vertex-missing", COVERAGE, "[{'id':'x','A':[[[113,36],[113.1,36],[113.1,36.05],[113.1,36.1],[113,36.1],[113,36]]]},"
                                "{'id':'y','A':[" EAST "]}]", NULL, "coverage-edge", E, "x" },
  { "fjord", COVERAGE, "[{'id':'x','A':[" BOX "]},"
                       "{'id':'y','A':[[[113.10002,36],[113.2,36],[113.2,36.1],[113.1,36.1],[113.10002,36]]]}]", NULL,
    "coverage-edge", E, "x", NULL, 113.1, 36.05 },
  { "coverage-where", RULE ("'rule':'coverage','where':{'kind':'b'}"),
    "[{'id':'x','kind':'a','A':[[[113,36],[113.2,36],[113.2,36.1],[113,36]]]},{'id':'y','kind':'b','A':[" BOX "]}]" },
  { "parts", PARTS, "[{'id':'x','kind':'a','A':[[[113,36],[113.2,36],[113.2,36.1],[113,36.1],[113,36]]]},"
                    "{'id':'y','kind':'b','A':[" BOX "]},{'id':'z','kind':'b','A':[" EAST "]}]" },
  { "parts-differ", PARTS, "[{'id':'x','kind':'a','A':[[[113,36],[113.3,36],[113.3,36.1],[113,36.1],[113,36]]]},"
                           "{'id':'y','kind':'b','A':[" BOX "]},{'id':'z','kind':'b','A':[" EAST "]}]", NULL, "parts", E, "x", NULL,
    113.25, 36.05 },
  { "parts-missing", PARTS, "[{'id':'y','kind':'b','A':[" BOX "]}]", NULL, "parts", E, NULL },

  /* Networks. */
  { "network", NETWORK, "[{'id':'x','L':[[113,36],[113.1,36],[113.2,36]]},{'id':'y','L':[[113.1,36.2],[113.1,36]]},"
                        "{'id':'z','L':[[113.2,36],[113.3,36.1],[113.3,36.2],[113.2,36]]}]" },
  { "network-apart", NETWORK, "[{'id':'x','L':[[113,36],[113.1,36]]},{'id':'y','L':[[113.1,36],[113.2,36]]},"
                              "{'id':'z','L':[[113.3,36],[113.4,36]]}]", NULL, "network", E, "z", NULL, 113.3, 36 },
  { "network-bridge", NETWORK, "[{'id':'x','L':[[113,36],[113.1,36],[113.2,36]]},{'id':'y','L':[[113.1,35.9],[113.1,36],[113.1,36.1]]}]",
    NULL, "network", E, "y", NULL, 113.1, 35.9 },
  { "network-end", NETWORK, "[{'id':'x','L':[[113,36],[113.1,36],[113.2,36]]},{'id':'y','L':[[113,36],[113,36.1],[113.1,36.0001]]}]",
    NULL, "network-end", W, "y", NULL, 113.1, 36.0001 },
  { "flows", FLOWS, "[{'id':'x','L':[[113,36],[113.1,36],[113.2,36]]},{'id':'y','code':'x','L':[[113.1,36.2],[113.1,36]]}]", "[]" },
  { "flows-beside", FLOWS, "[{'id':'x','L':[[113,36],[113.2,36]]},{'id':'y','code':'x','L':[[113.1,36.2],[113.1,36]]}]", "[]",
    "flows-into", E, "y", "code", 113.1, 36 },
  { "flows-up", FLOWS, "[{'id':'x','L':[[113,36],[113.1,36],[113.2,36]]},{'id':'y','code':'x','L':[[113.1,36],[113.1,36.2]]}]", "[]",
    "flows-into", E, "y", "code", 113.1, 36 },
  { "flows-nowhere", FLOWS, "[{'id':'y','code':'nowhere','L':[[113.1,36.2],[113.1,36]]}]", "[]", "flows-into", E, "y", "code" },

  /* Sums, and what layers say about each other. */
  { "sum", SUM, "[{'id':'x'," AT ",'km':4.0005,'yes':true},{'id':'y','P':[113,36],'km':5.9996,'yes':true},"
                "{'id':'z','P':[113,37],'km':7.0,'yes':false}]" },
  { "sum-off", SUM, "[{'id':'x'," AT ",'km':4.0,'yes':true},{'id':'y','P':[113,36],'km':5.999,'yes':true}]", NULL, "sum", E, NULL,
    "km" },
  { "inside", INSIDE, "[{'id':'x'," AT ",'county':'沁县'},{'id':'y','P':[113.15,36.05]}]", COUNTIES },
  { "inside-other", INSIDE, "[{'id':'x','P':[113.15,36.05],'county':'沁县','accuracy_m':500}]", COUNTIES, "inside", E, "x", "county",
    113.15, 36.05 },
  { "inside-nearly", INSIDE, "[{'id':'x','P':[113.101,36.05],'county':'沁县','accuracy_m':500}]", COUNTIES, "inside", W, "x", "county" },
  { "inside-none", INSIDE, "[{'id':'x'," AT ",'county':'无县'}]", COUNTIES, "inside", E, "x", "county" },
  { "no-other", INSIDE, "[{'id':'x'," AT ",'county':'沁县'}]", NULL, "not-checked", W, NULL, "county" },
  { "near", NEAR, "[{'id':'x','P':[113.05,36.09]},{'id':'y','P':[113.3,36.3],'code':'far'}]", COUNTIES },
  { "near-far", NEAR, "[{'id':'x','P':[113.05,36.15]}]", COUNTIES, "near", E, "x", NULL, 113.05, 36.15 },
  { "each", EACH, "[{'id':'x'," AT ",'county':'沁县'},{'id':'y','P':[113,36],'county':'武乡县'}]", COUNTIES },
  { "each-missing", EACH, "[{'id':'x'," AT ",'county':'沁县'}]", COUNTIES, "each", E, NULL, "county" },
  { "refers", REFERS, "[{'id':'x'," AT ",'code':'road'},{'id':'y','P':[113,36]}]", "[{'id':'road','L':[[113,36],[113.1,36]]}]" },
  { "refers-none", REFERS, "[{'id':'x'," AT ",'code':'lane'}]", "[{'id':'road','L':[[113,36],[113.1,36]]}]", "refers", E, "x",
    "code" },
  { "on", ON, "[{'id':'x','P':[113.05,36.0003],'code':'road'},{'id':'y','code':'road','A':[[[113,35.9],[113.1,35.9],[113.1,36.1],"
              "[113,36.1],[113,35.9]]]}]", "[{'id':'road','L':[[112.9,36],[113.2,36]]}]" },
  { "on-beside", ON, "[{'id':'x','P':[113.05,36.001],'code':'road'}]", "[{'id':'road','L':[[112.9,36],[113.2,36]]}]", "on", E, "x",
    "code", 113.05, 36.001 },
};

static void
assert_finding (const Case         *c,
                const AtlasFinding *finding)
{
  g_assert_cmpstr (finding->rule, ==, c->rule);
  g_assert_cmpint (finding->severity, ==, c->severity);
  g_assert_cmpstr (finding->id, ==, c->id);
  g_assert_cmpstr (finding->field, ==, c->field);
  g_assert_cmpint (finding->number > 0, ==, c->id != NULL || c->lon != 0);
  if (c->lon != 0)
    {
      g_assert_cmpfloat_with_epsilon (finding->lon, c->lon, 5e-3);
      g_assert_cmpfloat_with_epsilon (finding->lat, c->lat, 5e-3);
    }
  g_assert_true (g_str_has_suffix (finding->message, ".") || g_str_has_suffix (finding->message, "$"));
  g_assert_true (g_utf8_validate (finding->message, -1, NULL));
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (AtlasCheck) check = atlas_check_new (0);
  g_autoptr (AtlasTable) table = make_table (c->features), other = c->other != NULL ? make_table (c->other) : NULL;
  g_autoptr (AtlasSchema) schema = make_schema (c->layer);
  const AtlasCheckReport *report;
  guint n_found = 0;

  atlas_check_add_table (check, "things", table, schema);
  if (other != NULL)
    atlas_check_add_table (check, "counties", other, NULL);
  atlas_check_run (check);
  report = atlas_check_get_report (check, other != NULL ? 1 : 0);
  g_assert_cmpstr (report->layer, ==, "things");
  for (guint i = 0; i < report->n_findings; i++)
    {
      g_test_message ("%s %s: %s", report->findings[i]->rule, report->findings[i]->id, report->findings[i]->message);
      if (g_strcmp0 (report->findings[i]->rule, c->rule) == 0)
        {
          if (n_found++ == 0)
            assert_finding (c, report->findings[i]);
        }
      /* What is unknown to this small schema is said of the field of the accuracy. */
      else if (c->rule == NULL)
        g_assert_cmpstr (report->findings[i]->field, ==, "accuracy_m");
    }
  g_assert_cmpint (n_found > 0, ==, c->rule != NULL);
}

/* -- the check as a whole ---------------------------------------------------------------------------------------- */

static void
test_without_schema (void)
{
  g_autoptr (AtlasCheck) check = atlas_check_new (0);
  g_autoptr (AtlasTable) table = make_table ("[{'id':'x','P':[-113.05,36.05],'note':''},{'id':'y','P':[113,36]}]");
  const AtlasCheckReport *report;

  atlas_check_add_table (check, "wells", table, NULL);
  atlas_check_run (check);
  g_assert_cmpuint (atlas_check_get_n_reports (check), ==, 1);
  report = atlas_check_get_report (check, 0);
  g_assert_cmpuint (report->n_findings, ==, 2);
  g_assert_cmpuint (report->n_features, ==, 2);
  g_assert_cmpstr (report->findings[0]->rule, ==, "place-area");
  g_assert_cmpint (report->findings[0]->severity, ==, ATLAS_SEVERITY_WARNING);
  g_assert_cmpstr (report->findings[1]->rule, ==, "no-schema");
  g_assert_cmpint (report->findings[1]->severity, ==, ATLAS_SEVERITY_NOTE);
  g_assert_cmpuint (atlas_check_get_count (check, ATLAS_SEVERITY_ERROR), ==, 0);
  g_assert_cmpuint (atlas_check_get_count (check, ATLAS_SEVERITY_WARNING), ==, 1);
  g_assert_cmpstr (atlas_severity_get_name (ATLAS_SEVERITY_NOTE), ==, "note");
}

/* Many findings: the first are listed, all are counted, and the layers and findings are in order. */
static void
test_many (void)
{
  g_autoptr (GString) features = g_string_new ("[");
  g_autoptr (AtlasCheck) check = atlas_check_new (3);
  g_autoptr (AtlasTable) table = NULL, empty = make_table ("[]");
  g_autoptr (AtlasSchema) schema = make_schema ("");
  const AtlasCheckReport *report;

  for (guint i = 0; i < 50; i++)
    g_string_append_printf (features, "%s{'id':'f%u','P':[113,%u.5],'kind':'%s'}", i > 0 ? "," : "", i, 20 + i, i % 2 ? "z" : "a");
  g_string_append (features, "]");
  table = make_table (features->str);
  atlas_check_add_table (check, "things", table, schema);
  atlas_check_add_table (check, "empty", empty, NULL);
  atlas_check_run (check);
  g_assert_cmpstr (atlas_check_get_report (check, 0)->layer, ==, "empty");
  report = atlas_check_get_report (check, 1);
  g_assert_cmpuint (report->n_findings, ==, 6);
  g_assert_cmpuint (report->counts[ATLAS_SEVERITY_ERROR], ==, 25 + 47);
  g_assert_cmpuint (report->n_more, ==, 2);
  for (guint i = 1; i < report->n_findings; i++)
    g_assert_cmpuint (report->findings[i]->number, >=, report->findings[i - 1]->number);
  for (guint i = 0; i < report->n_more; i++)
    {
      const AtlasCheckMore *more = &report->more[i];

      g_assert_cmpstr (more->rule, ==, report->findings[more->after]->rule);
      g_assert_cmpuint (more->count, ==, strcmp (more->rule, "value-words") == 0 ? 22 : 44);
    }
  g_assert_cmpuint (report->more[0].after, <, report->more[1].after);
}

/* What the reader left out is an error each, and the features after it keep their numbers. */
static void
test_skipped (void)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("t", "EPSG:4326", "GeoJSON");
  g_autoptr (AtlasCheck) check = atlas_check_new (0);
  g_autoptr (GBytes) image = NULL;
  g_autoptr (AtlasTable) table = NULL;
  const AtlasCheckReport *report;

  atlas_table_builder_skip (builder, 1, "It is broken.");
  for (guint i = 0; i < 2; i++)
    {
      atlas_table_builder_begin_feature (builder);
      atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POINT);
      atlas_table_builder_begin_part (builder, ATLAS_PART_POINTS);
      atlas_table_builder_add_vertex (builder, i == 0 ? 113 : -113, 36);
      atlas_table_builder_end_feature (builder);
      if (i == 0)
        atlas_table_builder_skip (builder, 3, "It is broken too.");
    }
  image = atlas_table_builder_finish (builder, NULL);
  table = atlas_table_open (image, NULL);
  atlas_check_add_table (check, "t", table, NULL);
  atlas_check_run (check);
  report = atlas_check_get_report (check, 0);
  g_assert_cmpuint (report->n_features, ==, 4);
  g_assert_cmpstr (report->findings[0]->rule, ==, "unreadable");
  g_assert_cmpuint (report->findings[0]->number, ==, 1);
  g_assert_cmpuint (report->findings[1]->number, ==, 3);
  g_assert_cmpstr (report->findings[1]->message, ==, "It is broken too.");
  g_assert_cmpstr (report->findings[2]->rule, ==, "place-area");
  g_assert_cmpuint (report->findings[2]->number, ==, 4);
}

/* A grid of parcels with shared vertices: nothing is wrong, and 10 000 of them take no time worth mention. */
static void
test_grid (void)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("t", "EPSG:4326", "GeoJSON");
  g_autoptr (AtlasCheck) check = atlas_check_new (0);
  g_autoptr (AtlasSchema) schema = make_schema (COVERAGE);
  g_autoptr (GBytes) image = NULL;
  g_autoptr (AtlasTable) table = NULL;
  const int corners[5][2] = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 }, { 0, 0 } };
  char id[32];

  for (int x = 0; x < 100; x++)
    for (int y = 0; y < 100; y++)
      {
        atlas_table_builder_begin_feature (builder);
        g_snprintf (id, sizeof id, "%d-%d", x, y);
        atlas_table_builder_set_id (builder, id);
        atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POLYGON);
        atlas_table_builder_begin_part (builder, ATLAS_PART_RING);
        for (guint i = 0; i < 5; i++)
          atlas_table_builder_add_vertex (builder, 112.5 + (x + corners[i][0]) * 0.01, 36 + (y + corners[i][1]) * 0.01);
        atlas_table_builder_end_feature (builder);
      }
  image = atlas_table_builder_finish (builder, NULL);
  table = atlas_table_open (image, NULL);
  atlas_check_add_table (check, "t", table, schema);
  atlas_check_run (check);
  g_assert_cmpuint (atlas_check_get_count (check, ATLAS_SEVERITY_ERROR), ==, 0);
  g_assert_cmpuint (atlas_check_get_count (check, ATLAS_SEVERITY_WARNING), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/check/case/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/check/without-schema", test_without_schema);
  g_test_add_func ("/check/many", test_many);
  g_test_add_func ("/check/skipped", test_skipped);
  g_test_add_func ("/check/grid", test_grid);
  return g_test_run ();
}
