/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tests of AtlasLegend: which entries it has, in which order, and how many features each, against going through all of them. */

#include "data/atlas-locale.h"
#include "data/atlas-table-builder.h"
#include "geo/atlas-mercator.h"
#include "project/atlas-project.h"
#include "render/atlas-legend.h"
#include "render/atlas-scene.h"
#include "render/atlas-view-meets.h"

#include <cairo-pdf.h>
#include <geos_c.h>
#include <locale.h>
#include <math.h>
#include <string.h>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

static const AtlasView CITY = { .lon = 113.0, .lat = 36.3, .zoom = 8.4, .width = 1280, .height = 800, .scale = 1.0 };
static const AtlasView COUNTY = { .lon = 113.1, .lat = 36.2, .zoom = 10.6, .width = 900, .height = 600, .scale = 1.0 };

#define IN_VIEW (ATLAS_LEGEND_IN_VIEW | ATLAS_LEGEND_AT_ZOOM | ATLAS_LEGEND_COUNT)

static const AtlasLegendSection *
find_section (AtlasLegend *legend,
              const char  *title)
{
  for (guint i = 0; i < atlas_legend_get_n_sections (legend); i++)
    if (strcmp (atlas_legend_get_section (legend, i)->title, title) == 0)
      return atlas_legend_get_section (legend, i);

  return NULL;
}

static const AtlasLegendEntry *
get_entry (const AtlasLegendSection *section,
           guint                     index)
{
  g_assert_cmpuint (index, <, section->entries->len);

  return &g_array_index (section->entries, AtlasLegendEntry, index);
}

static const AtlasLegendEntry *
find_entry (const AtlasLegendSection *section,
            const char               *title)
{
  for (guint i = 0; section != NULL && i < section->entries->len; i++)
    if (strcmp (get_entry (section, i)->title, title) == 0)
      return get_entry (section, i);

  return NULL;
}

static char *
list_titles (const AtlasLegendSection *section)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < section->entries->len; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? "|" : "", get_entry (section, i)->title);

  return g_string_free (list, FALSE);
}

static AtlasScene *
open_shipped (AtlasProject **project)
{
  g_autoptr (GError) error = NULL;

  *project = atlas_project_new ();
  if (atlas_project_add_shipped (*project, TRUE, &error))
    return atlas_scene_new (*project);
  g_test_skip (error->message);

  return NULL;
}

static AtlasLegend *
make (AtlasScene       *scene,
      const AtlasView  *view,
      AtlasLegendFlags  flags)
{
  gsize n;
  const AtlasLegendLayer *layers = atlas_scene_get_legend_layers (scene, &n);
  AtlasLegend *legend = atlas_legend_new (layers, n, view, 0.0, flags, NULL);

  g_assert_nonnull (legend);

  return legend;
}

/* Points in a grid of tenths of a degree, of kinds in turn. */
static AtlasTable *
make_points (guint n)
{
  static const char *const kinds[] = { "a", "b", "c" };
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("points", "EPSG:4326", "GeoJSON");
  guint kind = atlas_table_builder_add_field (builder, "kind", ATLAS_FIELD_STRING);
  guint number = atlas_table_builder_add_field (builder, "number", ATLAS_FIELD_REAL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) image = NULL;
  AtlasTable *table;

  for (guint i = 0; i < n; i++)
    {
      atlas_table_builder_begin_feature (builder);
      atlas_table_builder_set_text (builder, kind, kinds[i % 3], -1);
      atlas_table_builder_set_real (builder, number, i);
      atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POINT);
      atlas_table_builder_begin_part (builder, ATLAS_PART_POINTS);
      g_assert_true (atlas_table_builder_add_vertex (builder, 112.0 + i % 20 * 0.1, 35.5 + i / 20 % 20 * 0.1));
      atlas_table_builder_end_feature (builder);
    }
  image = atlas_table_builder_finish (builder, &error);
  g_assert_no_error (error);
  table = atlas_table_open (image, &error);
  g_assert_no_error (error);

  return table;
}

static AtlasLegend *
make_one (AtlasTable       *table,
          const char       *json,
          const AtlasView  *view,
          AtlasLegendFlags  flags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AtlasStyle) style = atlas_style_new_from_json (json, -1, &error);
  AtlasLegendLayer layer = { .table = table, .style = style, .title = "Points", .opacity = 1.0 };

  g_assert_no_error (error);

  return atlas_legend_new (&layer, 1, view, 0.0, flags, NULL);
}

#define DISC "\"marker\": { \"shape\": \"circle\", \"color\": \"#c8352c\", \"size\": 8 }"

/* A rule without a title counts to the class that its features belong to; one that nothing else meets counts to none. */
static void
test_classes (void)
{
  g_autoptr (AtlasTable) table = make_points (300);
  g_autoptr (AtlasLegend) legend = NULL;
  g_autofree char *titles = NULL;
  const AtlasLegendSection *section;

  legend = make_one (table,
                     "{ \"rules\": ["
                     "{ \"when\": [{ \"field\": \"kind\", \"is\": [\"a\"] }, { \"field\": \"number\", \"to\": 30 }], " DISC " },"
                     "{ \"title\": \"B\", \"when\": { \"field\": \"kind\", \"is\": [\"b\"] }, \"zoom\": [null, 9], " DISC " },"
                     "{ \"title\": \"A\", \"when\": { \"field\": \"kind\", \"is\": [\"a\"] }, " DISC " },"
                     "{ \"title\": \"B\", \"when\": { \"field\": \"kind\", \"is\": [\"b\"] }, \"zoom\": [9, null], " DISC " },"
                     "{ " DISC " } ] }",
                     NULL, ATLAS_LEGEND_COUNT);
  g_assert_cmpuint (atlas_legend_get_n_sections (legend), ==, 1);
  section = atlas_legend_get_section (legend, 0);
  g_assert_cmpstr (section->title, ==, "Points");
  g_assert_false (section->single);
  g_assert_true (atlas_legend_has_counts (legend, section));
  titles = list_titles (section);
  g_assert_cmpstr (titles, ==, "B|A");
  g_assert_cmpuint (get_entry (section, 0)->count, ==, 100);
  g_assert_cmpuint (get_entry (section, 1)->count, ==, 100);
}

static void
test_single (void)
{
  g_autoptr (AtlasTable) table = make_points (300);
  g_autoptr (AtlasLegend) counted = make_one (table, "{ \"rules\": [{ " DISC " }] }", NULL, ATLAS_LEGEND_COUNT);
  g_autoptr (AtlasLegend) plain = make_one (table, "{ \"rules\": [{ \"title\": \"All\", " DISC " }] }", NULL, 0);
  const AtlasLegendSection *section = atlas_legend_get_section (counted, 0);

  g_assert_true (section->single);
  g_assert_cmpuint (section->entries->len, ==, 1);
  g_assert_cmpstr (get_entry (section, 0)->title, ==, "Points");
  g_assert_cmpuint (get_entry (section, 0)->count, ==, 300);
  section = atlas_legend_get_section (plain, 0);
  g_assert_cmpstr (get_entry (section, 0)->title, ==, "Points");
  g_assert_false (atlas_legend_has_counts (plain, section));
}

static void
test_sizes (void)
{
  g_autoptr (AtlasTable) table = make_points (300);
  g_autoptr (AtlasLegend) legend = NULL;
  g_autofree char *titles = NULL;
  const AtlasLegendSection *section;

  legend = make_one (table,
                     "{ \"rules\": [{ \"marker\": { \"shape\": \"circle\", \"color\": \"#c8352c\", \"size-by\": { \"field\": \"number\","
                     " \"from\": [0, 4], \"to\": [20000, 40] } } }] }",
                     NULL, 0);
  section = atlas_legend_get_section (legend, 0);
  titles = list_titles (section);
  g_assert_cmpuint (section->entries->len, ==, 4);
  g_assert_cmpstr (get_entry (section, 1)->title, ==, "number 0");
  g_assert_cmpstr (get_entry (section, 3)->title, ==, "number 20,000");
  for (guint i = 1; i < 4; i++)
    {
      g_assert_cmpint (get_entry (section, i)->kind, ==, ATLAS_LEGEND_SIZE);
      g_assert_cmpfloat (get_entry (section, i)->sample_height, >=, get_entry (section, i - 1)->sample_height);
    }
  g_assert_cmpfloat (get_entry (section, 1)->value, <, get_entry (section, 2)->value);
  g_assert_cmpfloat (get_entry (section, 3)->sample_height, ==, 44.0);
}

/* Zooms that a rule does not show at, and pictograms before they can be seen. */
static void
test_zoom (void)
{
  static const char json[] =
    "{ \"rules\": [ { \"title\": \"A\", \"when\": { \"field\": \"kind\", \"is\": [\"a\"] }, \"zoom\": [9, null], "
    "\"marker\": { \"shape\": \"circle\", \"color\": \"#c8352c\", \"size\": [[8, 4], [12, 20]], \"icon-from\": 12, "
    "\"icon\": { \"field\": \"kind\", \"cases\": [ { \"is\": \"a\", \"icon\": \"star\", \"title\": \"Star\" },"
    " { \"is\": \"b\", \"icon\": \"hall\", \"title\": \"Hall\" } ] } } }, { \"title\": \"Rest\", " DISC " } ] }";
  g_autoptr (AtlasTable) table = make_points (300);
  AtlasView view = { .lon = 113.0, .lat = 36.5, .zoom = 8.0, .width = 4000, .height = 4000, .scale = 1.0 };
  const struct
  {
    double      zoom;
    const char *titles;
    gsize       rest;
  } cases[] = { { 8.0, "Rest", 300 }, { 9.0, "A|Rest", 200 }, { 11.5, "A|Rest|Star", 200 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AtlasLegend) legend = NULL;
      g_autofree char *titles = NULL;

      view.zoom = cases[i].zoom;
      view.width = view.height = (int) (4000 * exp2 (view.zoom - 8.0));
      legend = make_one (table, json, &view, IN_VIEW);
      titles = list_titles (atlas_legend_get_section (legend, 0));
      g_assert_cmpstr (titles, ==, cases[i].titles);
      g_assert_cmpuint (find_entry (atlas_legend_get_section (legend, 0), "Rest")->count, ==, cases[i].rest);
    }
}

/* The entries of points in view, against the places themselves, at many views and turned. */
static void
test_brute_force (void)
{
  static const char json[] =
    "{ \"rules\": [ { \"title\": \"A\", \"when\": { \"field\": \"kind\", \"is\": [\"a\"] }, " DISC " },"
    "{ \"title\": \"B\", \"when\": { \"field\": \"kind\", \"is\": [\"b\"] }, " DISC " }, { \"title\": \"C\", " DISC " } ] }";
  g_autoptr (AtlasTable) table = make_points (400);
  g_autoptr (AtlasStyle) style = atlas_style_new_from_json (json, -1, NULL);
  const AtlasLegendLayer layer = { .table = table, .style = style, .title = "Points", .opacity = 1.0 };

  for (int round = 0; round < 60; round++)
    {
      AtlasView view = { .lon = g_test_rand_double_range (111.5, 114.5), .lat = g_test_rand_double_range (35.0, 38.0),
                         .zoom = g_test_rand_double_range (6.0, 12.0), .width = 640, .height = 360, .scale = 1.0 };
      double rotation = round % 2 == 0 ? 0.0 : g_test_rand_double_range (-3.0, 3.0);
      g_autoptr (AtlasLegend) legend = atlas_legend_new (&layer, 1, &view, rotation, IN_VIEW, NULL);
      const AtlasLegendSection *section = atlas_legend_get_n_sections (legend) > 0 ? atlas_legend_get_section (legend, 0) : NULL;
      gsize counts[3] = { 0 };

      for (guint i = 0; i < 400; i++)
        {
          double size = atlas_mercator_world_size (view.zoom);
          double x = (atlas_mercator_x (112.0 + i % 20 * 0.1) - atlas_mercator_x (view.lon)) * size;
          double y = (atlas_mercator_y (35.5 + i / 20 * 0.1) - atlas_mercator_y (view.lat)) * size;

          counts[i % 3] += fabs (cos (rotation) * x - sin (rotation) * y) <= 320.0 &&
                           fabs (sin (rotation) * x + cos (rotation) * y) <= 180.0;
        }
      for (guint i = 0; i < 3; i++)
        {
          const char title[] = { (char) ('A' + i), '\0' };
          const AtlasLegendEntry *entry = find_entry (section, title);

          g_assert_cmpuint (entry != NULL ? entry->count : 0, ==, counts[i]);
          g_assert_true ((entry != NULL) == (counts[i] > 0));
        }
    }
}

/* A feature as GEOS has it, on the map's plane. */
static GEOSGeometry *
to_geos (AtlasTable *table,
         gsize       feature)
{
  GEOSGeometry *whole = NULL;

  for (gsize i = 0; i < atlas_table_get_n_parts (table, feature); i++)
    {
      GEOSGeometry *piece, *joined;
      GEOSCoordSequence *places;
      AtlasPart part;

      atlas_table_get_part (table, feature, i, &part);
      places = GEOSCoordSeq_create ((guint) part.n_vertices, 2);
      for (guint k = 0; k < part.n_vertices; k++)
        GEOSCoordSeq_setXY (places, k, atlas_mercator_x (part.coords[2 * k]), atlas_mercator_y (part.coords[2 * k + 1]));
      if (part.kind == ATLAS_PART_LINE)
        piece = GEOSGeom_createLineString (places);
      else if (part.kind == ATLAS_PART_POINTS)
        piece = GEOSGeom_createPoint (places);
      else
        piece = GEOSGeom_createPolygon (GEOSGeom_createLinearRing (places), NULL, 0);
      joined = whole == NULL                     ? GEOSGeom_clone (piece)
               : part.kind == ATLAS_PART_HOLE    ? GEOSDifference (whole, piece)
                                                 : GEOSUnion (whole, piece);
      GEOSGeom_destroy (piece);
      if (whole != NULL)
        GEOSGeom_destroy (whole);
      whole = joined;
    }

  return whole;
}

/* Areas and lines of the shipped layers, in random views, against GEOS. */
static void
test_geometry (void)
{
  static const char *const ids[] = { "basin", "taihang1", "sponge", "key-projects" };
  g_autoptr (AtlasProject) project = NULL;
  g_autoptr (AtlasScene) scene = open_shipped (&project);
  guint n_in = 0, n_out = 0;

  if (scene == NULL)
    return;
  initGEOS (NULL, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (project), i);
      AtlasTable *table = atlas_layer_get_table (layer);
      gboolean tested = FALSE;

      for (gsize k = 0; k < G_N_ELEMENTS (ids); k++)
        tested = tested || strcmp (ids[k], atlas_layer_get_id (layer)) == 0;
      for (gsize feature = 0; tested && feature < atlas_table_get_n_features (table); feature++)
        {
          GEOSGeometry *geometry = to_geos (table, feature);

          for (int round = 0; round < 12; round++)
            {
              AtlasView view = { .lon = g_test_rand_double_range (111.9, 113.8), .lat = g_test_rand_double_range (35.8, 37.2),
                                 .zoom = g_test_rand_double_range (9.0, 12.0), .width = 800, .height = 500, .scale = 1.0 };
              double half_x = 400.0 / atlas_mercator_world_size (view.zoom), half_y = half_x * 500.0 / 800.0;
              double x = atlas_mercator_x (view.lon), y = atlas_mercator_y (view.lat);
              GEOSGeometry *window = GEOSGeom_createRectangle (x - half_x, y - half_y, x + half_x, y + half_y);
              gboolean truth = geometry != NULL && GEOSIntersects (geometry, window) == 1;
              AtlasViewMeets meets;

              atlas_view_meets_init (&meets, &view, 0.0);
              g_assert_cmpint (atlas_view_meets_feature (&meets, table, feature), ==, truth);
              n_in += truth;
              n_out += !truth;
              GEOSGeom_destroy (window);
            }
          if (geometry != NULL)
            GEOSGeom_destroy (geometry);
        }
    }
  g_assert_cmpuint (n_in, >, 100);
  g_assert_cmpuint (n_out, >, 100);
  finishGEOS ();
}

static gboolean
is_chinese (void)
{
  return atlas_locale_is_chinese ();
}

/* Subjects from the top, the ground last and without counts; what is far away is left out. */
static void
test_shipped (void)
{
  static const char *const titles[] = { "Scenic spots",       "Sponge-city projects",     "Key projects",
                                        "Taihang No. 1 tourist road", "Zhuozhang River basin", "Basemap" };
  g_autoptr (AtlasProject) project = NULL;
  g_autoptr (AtlasScene) scene = open_shipped (&project);
  g_autoptr (AtlasLegend) all = NULL;
  g_autoptr (AtlasLegend) seen = NULL;
  g_autoptr (AtlasLegend) away = NULL;
  g_autofree char *roads = NULL;
  AtlasView beijing = COUNTY;
  const AtlasLegendEntry *entry;

  if (scene == NULL)
    return;
  all = make (scene, NULL, ATLAS_LEGEND_COUNT | ATLAS_LEGEND_GROUND);
  g_assert_cmpuint (atlas_legend_get_n_sections (all), ==, 6);
  for (guint i = 0; i < 6; i++)
    {
      /* The layers' own titles are not translated here: no catalogue is bound. */
      g_assert_cmpstr (atlas_legend_get_section (all, i)->title, ==, titles[i]);
      g_assert_cmpint (atlas_legend_get_section (all, i)->ground, ==, i == 5);
      g_assert_cmpint (atlas_legend_has_counts (all, atlas_legend_get_section (all, i)), ==, i < 5);
    }
  roads = list_titles (atlas_legend_get_section (all, 3));
  g_assert_cmpstr (roads, ==, is_chinese () ? "主线|环线|支线|连接线" : "Main line|Loop|Branch|Link");
  /* Two layers of the ground have rivers, which are one thing in a legend. */
  g_assert_nonnull (find_entry (find_section (all, titles[5]), is_chinese () ? "干流" : "Main stem"));
  for (guint i = 0, n = 0; i < atlas_legend_get_section (all, 5)->entries->len; i++)
    {
      n += strcmp (get_entry (atlas_legend_get_section (all, 5), i)->title, is_chinese () ? "干流" : "Main stem") == 0;
      g_assert_cmpuint (n, <=, 1);
    }

  seen = make (scene, &COUNTY, IN_VIEW);
  g_assert_null (find_section (seen, titles[5]));
  entry = find_entry (find_section (seen, titles[0]), is_chinese () ? "红色记忆" : "Red memory");
  g_assert_nonnull (entry);
  g_assert_cmpuint (entry->count, <, find_entry (find_section (all, titles[0]), entry->title)->count);

  beijing.lon = 116.4;
  beijing.lat = 39.9;
  away = make (scene, &beijing, IN_VIEW);
  g_assert_cmpuint (atlas_legend_get_n_sections (away), ==, 0);
}

/* Spots of each circle, with those of the highest grades that a rule of their own draws, against the table. */
static void
test_shipped_counts (void)
{
  static const struct
  {
    const char *circle;
    const char *chinese;
    const char *english;
  } circles[] = { { "红色记忆", "红色记忆", "Red memory" },
                  { "峡谷山水", "峡谷山水", "Gorges and mountains" },
                  { "古色遗风", "古色遗风", "Ancient heritage" },
                  { "滨湖休闲", "滨湖休闲", "Lakeside leisure" },
                  { "绿色太岳", "绿色太岳", "Green Taiyue" } };
  g_autoptr (AtlasProject) project = NULL;
  g_autoptr (AtlasScene) scene = open_shipped (&project);
  g_autoptr (AtlasLayer) layer = NULL;
  g_autoptr (AtlasLegend) legend = NULL;
  const AtlasLegendSection *section;
  AtlasExtent extent = atlas_view_get_extent (&COUNTY, 0.0);
  AtlasTable *table;

  if (scene == NULL)
    return;
  layer = g_list_model_get_item (G_LIST_MODEL (project), g_list_model_get_n_items (G_LIST_MODEL (project)) - 1);
  g_assert_cmpstr (atlas_layer_get_id (layer), ==, "scenic");
  table = atlas_layer_get_table (layer);
  legend = make (scene, &COUNTY, IN_VIEW);
  section = atlas_legend_get_section (legend, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (circles); i++)
    {
      const AtlasLegendEntry *entry = find_entry (section, is_chinese () ? circles[i].chinese : circles[i].english);
      int field = atlas_table_find_field (table, "circle");
      gsize n = 0;

      for (gsize k = 0; k < atlas_table_get_n_features (table); k++)
        {
          const char *text = atlas_table_get_text (table, (guint) field, k, NULL);
          AtlasPart part;

          atlas_table_get_part (table, k, 0, &part);
          n += text != NULL && g_str_has_prefix (text, circles[i].circle) &&
               atlas_extent_contains (&extent, part.coords[0], part.coords[1]);
        }
      g_assert_cmpuint (n, >, 0);
      g_assert_nonnull (entry);
      g_assert_cmpuint (entry->count, ==, n);
    }
}

static void
test_hidden_and_cancelled (void)
{
  g_autoptr (AtlasProject) project = NULL;
  g_autoptr (AtlasScene) scene = open_shipped (&project);
  g_autoptr (AtlasScene) fewer = NULL;
  g_autoptr (AtlasLayer) layer = NULL;
  g_autoptr (AtlasLegend) legend = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gsize n;

  if (scene == NULL)
    return;
  layer = g_list_model_get_item (G_LIST_MODEL (project), 0);
  atlas_layer_set_visible (layer, FALSE);
  fewer = atlas_scene_new (project);
  legend = make (fewer, &CITY, IN_VIEW);
  g_assert_null (find_section (legend, atlas_layer_get_title (layer)));
  g_assert_cmpuint (atlas_legend_get_n_sections (legend), ==, 4);

  g_cancellable_cancel (cancellable);
  atlas_scene_get_legend_layers (scene, &n);
  g_assert_null (atlas_legend_new (atlas_scene_get_legend_layers (scene, &n), n, &CITY, 0.0, IN_VIEW, cancellable));
}

/* What is measured is what is painted: nothing outside, something at each side; more columns are lower; text stays text. */
static void
test_layout (void)
{
  g_autoptr (AtlasProject) project = NULL;
  g_autoptr (AtlasScene) scene = open_shipped (&project);
  g_autoptr (AtlasLegend) legend = NULL;
  double before = INFINITY;

  if (scene == NULL)
    return;
  legend = make (scene, &COUNTY, IN_VIEW | ATLAS_LEGEND_GROUND);
  for (guint columns = 1; columns <= 4; columns++)
    {
      const AtlasLegendLook look = { .width = 200.0 * columns, .columns = columns, .font_size = 12.0, .heading = "Legend" };
      cairo_surface_t *ink = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
      cairo_t *cr = cairo_create (ink);
      double width, height, x, y, w, h;

      atlas_legend_measure (legend, &look, &width, &height);
      g_assert_cmpfloat (width, <=, look.width);
      g_assert_cmpfloat (height, <, before);
      before = height;
      atlas_legend_paint (legend, &look, cr);
      cairo_destroy (cr);
      cairo_recording_surface_ink_extents (ink, &x, &y, &w, &h);
      cairo_surface_destroy (ink);
      g_assert_cmpfloat (x, >=, -1.0);
      g_assert_cmpfloat (y, >=, -1.0);
      g_assert_cmpfloat (x + w, <=, width + 1.0);
      g_assert_cmpfloat (y + h, <=, height + 1.0);
      g_assert_cmpfloat (x + w, >=, width * 0.8);
      g_assert_cmpfloat (y + h, >=, height * 0.8);
    }
}

static cairo_status_t
append (void                *closure,
        const unsigned char *data,
        unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* cairo 1.16 loses an array when it writes a font into a PDF; what is ours in the test is still watched. */
static void
finish_paper (cairo_surface_t *surface)
{
#ifdef __SANITIZE_ADDRESS__
  __lsan_disable ();
#endif
  cairo_surface_finish (surface);
#ifdef __SANITIZE_ADDRESS__
  __lsan_enable ();
#endif
}

/* On paper letters are letters: the file has fonts and hardly a picture. */
static void
test_paper (void)
{
  g_autoptr (AtlasTable) table = make_points (300);
  g_autoptr (AtlasLegend) legend = make_one (table, "{ \"rules\": [{ " DISC " }] }", NULL, ATLAS_LEGEND_COUNT);
  const AtlasLegendLook look = { .width = 200.0, .columns = 1, .font_size = 8.0 };
  g_autoptr (GByteArray) pdf = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append, pdf, 200.0, 100.0);
  cairo_t *cr = cairo_create (surface);

  atlas_legend_paint (legend, &look, cr);
  cairo_destroy (cr);
  finish_paper (surface);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
  g_assert_nonnull (memmem (pdf->data, pdf->len, "/FontDescriptor", 15));
  g_assert_nonnull (memmem (pdf->data, pdf->len, "/ToUnicode", 10));
  g_assert_null (memmem (pdf->data, pdf->len, "/Subtype /Image", 15));
}

/* A picture with its legend; one that is too small says so. */
static void
test_picture (void)
{
  g_autoptr (AtlasProject) project = NULL;
  g_autoptr (AtlasScene) scene = open_shipped (&project);
  g_autoptr (GError) error = NULL;
  AtlasView small = COUNTY;
  cairo_surface_t *with, *without;

  if (scene == NULL)
    return;
  with = atlas_scene_render_with_legend (scene, &COUNTY, TRUE, NULL, &error);
  g_assert_no_error (error);
  without = atlas_scene_render (scene, &COUNTY, TRUE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (memcmp (cairo_image_surface_get_data (with), cairo_image_surface_get_data (without),
                           (gsize) cairo_image_surface_get_stride (with) * 600), !=, 0);
  cairo_surface_destroy (with);
  cairo_surface_destroy (without);

  small.width = small.height = 120;
  g_assert_null (atlas_scene_render_with_legend (scene, &small, TRUE, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
}

int
main (int    argc,
      char **argv)
{
  /* The words of a run are of one language; the build runs this in both. */
  if (argc > 1 && strcmp (argv[argc - 1], "--chinese") == 0)
    {
      g_setenv ("LANGUAGE", "zh_CN", TRUE);
      argc--;
    }
  else
    {
      g_setenv ("LANGUAGE", "en", TRUE);
    }
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/legend/classes", test_classes);
  g_test_add_func ("/legend/single", test_single);
  g_test_add_func ("/legend/sizes", test_sizes);
  g_test_add_func ("/legend/zoom", test_zoom);
  g_test_add_func ("/legend/brute-force", test_brute_force);
  g_test_add_func ("/legend/geometry", test_geometry);
  g_test_add_func ("/legend/shipped", test_shipped);
  g_test_add_func ("/legend/shipped-counts", test_shipped_counts);
  g_test_add_func ("/legend/hidden-and-cancelled", test_hidden_and_cancelled);
  g_test_add_func ("/legend/layout", test_layout);
  g_test_add_func ("/legend/paper", test_paper);
  g_test_add_func ("/legend/picture", test_picture);
  return g_test_run ();
}
