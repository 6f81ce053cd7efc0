/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a card says: in the words of the schema for a shipped layer, in the person's language, never the same thing twice.
 * The argument --chinese is for a second run in that language, for a program has one language as long as it runs. */

#include <locale.h>
#include <string.h>

#include "data/atlas-locale.h"
#include "data/atlas-table-builder.h"
#include "ui/atlas-card-fields.h"

typedef struct
{
  const char *name;
  const char *text;     /* NULL: a number */
  double      number;
} Value;

static AtlasLayer *
make_layer (const char  *id,
            const char  *path,
            const Value *values,
            guint        n)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("test", "EPSG:4326", "GeoJSON");
  g_autoptr (GFile) file = path != NULL ? g_file_new_for_path (path) : NULL;
  g_autoptr (AtlasTable) table = NULL;
  g_autoptr (GBytes) image = NULL;
  g_autoptr (GError) error = NULL;
  AtlasLayer *layer = atlas_layer_new (id, "Title", ATLAS_LAYER_SUBJECT, file);

  for (guint i = 0; i < n; i++)
    atlas_table_builder_add_field (builder, values[i].name,
                                   g_str_equal (values[i].name, "verified") ? ATLAS_FIELD_BOOLEAN
                                   : values[i].text != NULL                 ? ATLAS_FIELD_STRING
                                                                            : ATLAS_FIELD_REAL);
  atlas_table_builder_begin_feature (builder);
  for (guint i = 0; i < n; i++)
    if (values[i].text != NULL)
      atlas_table_builder_set_text (builder, i, values[i].text, -1);
    else if (g_str_equal (values[i].name, "verified"))
      atlas_table_builder_set_boolean (builder, i, values[i].number != 0);
    else
      atlas_table_builder_set_real (builder, i, values[i].number);
  atlas_table_builder_end_feature (builder);
  image = atlas_table_builder_finish (builder, &error);
  g_assert_no_error (error);
  table = atlas_table_open (image, &error);
  g_assert_no_error (error);
  atlas_layer_set_table (layer, table, NULL);
  return layer;
}

/* The card as lines "label: value". */
static char *
describe (AtlasLayer *layer)
{
  g_autoptr (AtlasCardContent) content = atlas_card_content_new (layer, 0);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n%s\n", content->name, content->kind);
  for (guint i = 0; i < content->fields->len; i++)
    {
      const AtlasCardField *field = g_ptr_array_index (content->fields, i);

      g_string_append_printf (text, "%s: %s\n", field->label, field->value);
    }
  g_string_append (text, content->small);
  return g_string_free (text, FALSE);
}

static const Value spot[] = {
  { "note_en", "Rarely open", 0 }, { "note", "很少开放", 0 }, { "pinyin", "ba quan xia", 0 }, { "name", "八泉峡", 0 },
  { "name_en", "Baquan Gorge", 0 }, { "alias", "八泉", 0 }, { "alias_en", "Eight Springs", 0 }, { "category", "峡谷", 0 },
  { "grade", "5A", 0 }, { "county", "壶关县", 0 }, { "visit_min", NULL, 150 }, { "road_km", NULL, 2.5 },
  { "road_id", "taihang1-01", 0 }, { "era", "元", 0 }, { "mystery", "x", 0 }, { "geom_quality", "compiled", 0 },
  { "accuracy_m", NULL, 2000 }, { "verified", NULL, 0 }, { "source", "公告", 0 }, { "source_en", "Notices", 0 },
  { "licence", "GPL-3.0-or-later", 0 },
};

static const char *
spot_card (void)
{
  if (atlas_locale_is_chinese ())
    return "八泉峡\nTitle · 峡谷 · 5A\n别名: 八泉\n县区: 壶关县\n年代: 元\n建议游览时间: 2.5 h\n距太行一号: 2.5 km\n备注: 很少开放\nmystery: x\n"
           "Place compiled from descriptions\nPosition accurate to about 2 km\nNot yet verified on the ground\nSource: 公告\n"
           "Licence: GPL-3.0-or-later";
  /* There is no English for the era, so the Chinese is better than nothing. */
  return "Baquan Gorge\nTitle · Gorge · 5A\nAlso called: Eight Springs\nCounty: Huguan County\nEra: 元\nTime for a visit: 2.5 h\n"
         "From Taihang No. 1 road: 2.5 km\nNote: Rarely open\nmystery: x\nPlace compiled from descriptions\n"
         "Position accurate to about 2 km\nNot yet verified on the ground\nSource: Notices\nLicence: GPL-3.0-or-later";
}

static void
test_shipped (void)
{
  g_autoptr (AtlasLayer) layer = make_layer ("scenic", NULL, spot, G_N_ELEMENTS (spot));
  g_autofree char *text = describe (layer);

  g_assert_cmpstr (text, ==, spot_card ());
}

/* The bureau's own edition of a layer has the same fields. */
static void
test_named_as_shipped (void)
{
  g_autoptr (AtlasLayer) layer = make_layer ("layer-1", "/somewhere/scenic.geojson", spot, G_N_ELEMENTS (spot));
  g_autofree char *text = describe (layer);

  g_assert_cmpstr (text, ==, spot_card ());
}

static void
test_units (void)
{
  const gboolean chinese = atlas_locale_is_chinese ();
  static const Value lake[] = {
    { "name", "漳泽湖", 0 }, { "kind", "湖泊", 0 }, { "capacity_mcm", NULL, 427 }, { "year", NULL, 1960 },
    { "catchment_km2", NULL, 3176 }, { "geom_quality", "schematic", 0 }, { "licence", "public-domain", 0 },
  };
  static const Value pond[] = { { "name", "塘", 0 }, { "capacity_mcm", NULL, 0.5 } };
  static const Value county[] = {
    { "name", "沁县", 0 }, { "area_km2", NULL, 1322 }, { "area_drawn_km2", NULL, 1406 }, { "adcode", "140430", 0 },
  };
  static const Value basin[] = { { "name", "浊漳河", 0 }, { "official_city_share_pct", NULL, 71.9 } };
  g_autoptr (AtlasLayer) one = make_layer ("reservoirs", NULL, lake, G_N_ELEMENTS (lake));
  g_autoptr (AtlasLayer) two = make_layer ("reservoirs", NULL, pond, G_N_ELEMENTS (pond));
  g_autoptr (AtlasLayer) three = make_layer ("counties", NULL, county, G_N_ELEMENTS (county));
  g_autoptr (AtlasLayer) four = make_layer ("basin", NULL, basin, G_N_ELEMENTS (basin));
  g_autofree char *lake_text = describe (one), *pond_text = describe (two), *county_text = describe (three);
  g_autofree char *basin_text = describe (four);

  g_assert_nonnull (strstr (lake_text, chinese ? "总库容: 4.27 亿立方米\n" : "Capacity: 427 million m³\n"));
  g_assert_nonnull (strstr (lake_text, chinese ? "蓄水年份: 1960\n" : "Filled since: 1960\n"));
  g_assert_nonnull (strstr (lake_text, "3176 km²\n"));
  g_assert_nonnull (strstr (lake_text, "not for measuring\nLicence: none needed, public domain"));
  g_assert_nonnull (strstr (pond_text, chinese ? "总库容: 50 万立方米\n" : "Capacity: 0.5 million m³\n"));
  g_assert_nonnull (strstr (county_text, "1322 km²"));
  g_assert_nonnull (strstr (county_text, "140430"));
  g_assert_null (strstr (county_text, "1406"));
  g_assert_nonnull (strstr (basin_text, "71.9%\n"));
}

static void
test_others (void)
{
  static const Value wells[] = {
    { "Name", "Old well", 0 }, { "KIND", "spring", 0 }, { "ele", NULL, 1200 }, { "url", "https://example.com/x", 0 },
    { "fid", NULL, 3 }, { "category_code", "7", 0 }, { "desc", "cold", 0 }, { "geom_quality", "guess", 0 },
  };
  g_autoptr (AtlasLayer) layer = make_layer ("layer-1", "/somewhere/wells.geojson", wells, G_N_ELEMENTS (wells));
  g_autofree char *text = describe (layer);

  g_assert_cmpstr (text, ==, "Old well\nTitle · spring\nHeight: 1200 m\nWebsite: example.com/x\nDescription: cold\n"
                             "category_code: 7\nQuality of the shape: guess");
}

int
main (int    argc,
      char **argv)
{
  const gboolean chinese = argc > 1 && g_str_equal (argv[argc - 1], "--chinese");

  g_setenv ("LANGUAGE", chinese ? "zh_CN" : "en", TRUE);
  argc -= chinese;
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/card/shipped", test_shipped);
  g_test_add_func ("/card/named-as-shipped", test_named_as_shipped);
  g_test_add_func ("/card/units", test_units);
  g_test_add_func ("/card/others", test_others);
  return g_test_run ();
}
