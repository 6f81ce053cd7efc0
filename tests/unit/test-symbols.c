/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tests of hatches, arrows, sizes by a field and the set of pictograms: what their JSON says, how far they reach, and by the
 * pixels that the painter leaves: the same in blocks as in the whole picture. */

#include "painting.h"

#include <cairo-svg.h>
#include <string.h>

#define SIDE 256

/* Shapes are given in pixels of this view, from its middle. */
static const AtlasView VIEW = { .lon = 113.0, .lat = 36.0, .zoom = 12.0, .width = SIDE, .height = SIDE, .scale = 1.0 };

static void
add_feature (AtlasTableBuilder *builder,
             AtlasPartKind      kind,
             const double      *xy,
             gsize              n,
             double             value)
{
  static const AtlasGeometryType types[] = {
    [ATLAS_PART_POINTS] = ATLAS_GEOMETRY_MULTI_POINT,
    [ATLAS_PART_LINE] = ATLAS_GEOMETRY_LINE,
    [ATLAS_PART_RING] = ATLAS_GEOMETRY_POLYGON,
  };

  atlas_table_builder_begin_feature (builder);
  if (!isnan (value))
    atlas_table_builder_set_real (builder, 0, value);
  atlas_table_builder_set_geometry_type (builder, types[kind]);
  atlas_table_builder_begin_part (builder, kind);
  for (gsize i = 0; i < n; i++)
    {
      double lon, lat;

      atlas_view_to_place (&VIEW, SIDE / 2 + xy[2 * i], SIDE / 2 + xy[2 * i + 1], &lon, &lat);
      g_assert_true (atlas_table_builder_add_vertex (builder, lon, lat));
    }
  atlas_table_builder_end_feature (builder);
}

/* One feature; its value is 25. */
static AtlasTable *
make_table (AtlasPartKind kind,
            const double *xy,
            gsize         n)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("t", "", "GeoJSON");

  atlas_table_builder_add_field (builder, "v", ATLAS_FIELD_REAL);
  add_feature (builder, kind, xy, n, 25.0);

  return finish (builder);
}

/* Sixteen blocks are the same picture as the whole. */
static void
assert_no_seams (AtlasTable *table,
                 const char *rule,
                 int         tolerance)
{
  g_autoptr (AtlasStyle) style = make_style (rule);

  for (double scale = 1.0; scale <= 2.0; scale += 1.0)
    {
      AtlasView whole = VIEW, part = VIEW;
      const int side = SIDE / 4;
      cairo_surface_t *all;

      whole.scale = part.scale = scale;
      part.width = part.height = side;
      all = paint (table, style, &whole);
      g_assert_cmpuint (count_painted (all), >, 100);
      for (int i = 0; i < 16; i++)
        {
          cairo_surface_t *block;

          atlas_view_to_place (&whole, side / 2 + side * (i % 4), side / 2 + side * (i / 4), &part.lon, &part.lat);
          block = paint (table, style, &part);
          g_assert_cmpint (get_difference (all, block, (int) (side * scale) * (i % 4), (int) (side * scale) * (i / 4)), <=,
                           tolerance);
          cairo_surface_destroy (block);
        }
      cairo_surface_destroy (all);
    }
}

static void
test_json (void)
{
  g_autoptr (AtlasStyle) style = make_style (
    "{\"fill\": {\"hatch\": {\"pattern\": \"dots\", \"angle\": -30, \"spacing\": 6, \"width\": 2.5, \"color\": \"#ff0000\"}},"
    " \"strokes\": [{\"arrows\": {\"spacing\": 80, \"size\": 9, \"color\": \"#00ff00\", \"place\": \"backward\"}},"
    "   {\"color\": \"#0000ff\", \"arrows\": {}, \"width-by\": {\"field\": \"w\", \"from\": [1, 2], \"to\": [100, 8], \"scale\": \"log\"}}],"
    " \"marker\": {\"shape\": \"hexagon\", \"size-by\": {\"field\": \"v\", \"from\": [0, 4], \"to\": [10, 20]}}}");
  guint n;
  const AtlasRule *rule = atlas_style_get_rules (style, &n);

  g_assert_cmpint (rule->fill.hatch.pattern, ==, ATLAS_HATCH_DOTS);
  g_assert_cmpfloat (rule->fill.hatch.angle, ==, -30.0f);
  g_assert_cmpfloat (rule->fill.hatch.spacing, ==, 6.0f);
  g_assert_cmpfloat (rule->fill.hatch.width, ==, 2.5f);
  g_assert_cmpfloat (rule->fill.hatch.color.dark.red, ==, 1.0f);
  g_assert_true (rule->strokes[0].arrows.visible && rule->strokes[0].arrows.backward);
  g_assert_cmpfloat (rule->strokes[0].arrows.spacing, ==, 80.0f);
  g_assert_cmpfloat (rule->strokes[0].arrows.size, ==, 9.0f);
  g_assert_cmpfloat (rule->strokes[0].arrows.color.light.green, ==, 1.0f);
  g_assert_true (rule->strokes[1].arrows.visible && !rule->strokes[1].arrows.backward);
  g_assert_cmpfloat (rule->strokes[1].arrows.color.light.blue, ==, 1.0f);
  g_assert_cmpstr (rule->strokes[1].width_by.field, ==, "w");
  g_assert_cmpint (rule->strokes[1].width_by.scale, ==, ATLAS_SCALE_LOG);
  g_assert_cmpint (rule->marker.shape, ==, ATLAS_MARKER_HEXAGON);
  g_assert_cmpfloat (rule->marker.size_by.to_value, ==, 10.0);
  g_assert_cmpfloat (rule->marker.size_by.to_size, ==, 20.0f);
}

static void
test_wrong (void)
{
  /* What is in a rule, and where the message must point to. */
  static const char *const wrong[][2] = {
    { "\"fill\": {\"hatch\": \"lines\"}", "rules[0].fill.hatch" },
    { "\"fill\": {\"hatch\": {\"pattern\": \"waves\"}}", "lines, cross, dots" },
    { "\"fill\": {\"hatch\": {\"angle\": 181}}", "rules[0].fill.hatch.angle" },
    { "\"fill\": {\"hatch\": {\"spacing\": 1}}", "rules[0].fill.hatch.spacing" },
    { "\"fill\": {\"hatch\": {\"spacing\": 4, \"width\": 4}}", "rules[0].fill.hatch:" },
    { "\"fill\": {\"hatch\": {\"width\": 0}}", "rules[0].fill.hatch.width" },
    { "\"fill\": {\"hatch\": {\"color\": 3}}", "rules[0].fill.hatch.color" },
    { "\"fill\": {\"hatch\": {\"colour\": 3}}", "rules[0].fill.hatch.colour" },
    { "\"strokes\": [{\"arrows\": true}]", "rules[0].strokes[0].arrows" },
    { "\"strokes\": [{\"arrows\": {\"spacing\": 9}}]", "rules[0].strokes[0].arrows.spacing" },
    { "\"strokes\": [{\"arrows\": {\"size\": 0}}]", "rules[0].strokes[0].arrows.size" },
    { "\"strokes\": [{\"arrows\": {\"size\": 201}}]", "rules[0].strokes[0].arrows.size" },
    { "\"strokes\": [{\"arrows\": {\"place\": \"both\"}}]", "forward, backward" },
    { "\"strokes\": [{\"width-by\": {}}]", "rules[0].strokes[0].width-by" },
    { "\"marker\": {\"size-by\": {\"field\": \"v\", \"from\": [0, 1]}}", "rules[0].marker.size-by" },
    { "\"marker\": {\"size-by\": {\"from\": [0, 1], \"to\": [1, 2]}}", "rules[0].marker.size-by" },
    { "\"marker\": {\"size-by\": {\"field\": \"v\", \"from\": [0], \"to\": [1, 2]}}", "rules[0].marker.size-by.from" },
    { "\"marker\": {\"size-by\": {\"field\": \"v\", \"from\": [\"0\", 1], \"to\": [1, 2]}}", "rules[0].marker.size-by.from[0]" },
    { "\"marker\": {\"size-by\": {\"field\": \"v\", \"from\": [0, 1], \"to\": [1, 1001]}}", "rules[0].marker.size-by.to[1]" },
    { "\"marker\": {\"size-by\": {\"field\": \"v\", \"from\": [0, -1], \"to\": [1, 1]}}", "rules[0].marker.size-by.from[1]" },
    { "\"marker\": {\"size-by\": {\"field\": \"v\", \"from\": [3, 1], \"to\": [3, 2]}}", "rules[0].marker.size-by:" },
    { "\"marker\": {\"size-by\": {\"field\": \"v\", \"from\": [-1, 1], \"to\": [3, 2], \"scale\": \"sqrt\"}}", "rules[0].marker.size-by:" },
    { "\"marker\": {\"size-by\": {\"field\": \"v\", \"from\": [3, 1], \"to\": [0, 2], \"scale\": \"log\"}}", "rules[0].marker.size-by:" },
    { "\"marker\": {\"size-by\": {\"field\": \"v\", \"from\": [3, 1], \"to\": [0, 2], \"scale\": \"cubic\"}}", "linear, sqrt, log" },
    { "\"marker\": {\"size-by\": {\"field\": \"v\", \"from\": [1e999, 1], \"to\": [0, 2]}}", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"rules\": [{%s}]}", wrong[i][0]);
      g_autoptr (GError) error = NULL;

      g_assert_null (atlas_style_new_from_json (json, -1, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      if (strstr (error->message, wrong[i][1]) == NULL)
        g_error ("“%s” should point to “%s”: %s", wrong[i][0], wrong[i][1], error->message);
    }
}

static void
test_size_by (void)
{
  char field[] = "v";
  AtlasSizeBy linear = { field, 10.0, 20.0, 4.0f, 8.0f, ATLAS_SCALE_LINEAR };
  AtlasSizeBy falling = { field, 20.0, 10.0, 4.0f, 8.0f, ATLAS_SCALE_LINEAR };
  AtlasSizeBy root = { field, 0.0, 100.0, 0.0f, 10.0f, ATLAS_SCALE_SQRT };
  AtlasSizeBy decades = { field, 1.0, 10000.0, 2.0f, 10.0f, ATLAS_SCALE_LOG };
  AtlasSizeBy wide = { field, -G_MAXDOUBLE, G_MAXDOUBLE, 0.0f, 10.0f, ATLAS_SCALE_LINEAR };
  AtlasSizeBy none = { 0 };
  double values[3];

  g_assert_cmpfloat (atlas_size_by_at (&none, 3.0, 7.0), ==, 7.0);
  g_assert_cmpfloat (atlas_size_by_at (&linear, NAN, 7.0), ==, 7.0);
  g_assert_cmpfloat (atlas_size_by_at (&linear, -INFINITY, 7.0), ==, 4.0);
  g_assert_cmpfloat (atlas_size_by_at (&linear, 12.5, 7.0), ==, 5.0);
  g_assert_cmpfloat (atlas_size_by_at (&linear, 1e9, 7.0), ==, 8.0);
  g_assert_cmpfloat (atlas_size_by_at (&falling, 12.5, 7.0), ==, 7.0);
  g_assert_cmpfloat (atlas_size_by_at (&falling, 5.0, 7.0), ==, 8.0);
  g_assert_cmpfloat (atlas_size_by_at (&root, 25.0, 7.0), ==, 5.0);
  g_assert_cmpfloat (atlas_size_by_at (&root, -25.0, 7.0), ==, 0.0);
  g_assert_cmpfloat_with_epsilon (atlas_size_by_at (&decades, 100.0, 7.0), 6.0, 1e-6);
  g_assert_cmpfloat (atlas_size_by_at (&decades, 0.0, 7.0), ==, 2.0);
  g_assert_cmpfloat (atlas_size_by_at (&wide, 0.0, 7.0), ==, 5.0);

  atlas_size_by_sample (&falling, values);
  g_assert_true (values[0] == 10.0 && values[1] == 15.0 && values[2] == 20.0);
  atlas_size_by_sample (&root, values);
  g_assert_true (values[0] == 0.0 && values[1] == 20.0 && values[2] == 100.0);
  atlas_size_by_sample (&decades, values);
  g_assert_cmpfloat_with_epsilon (values[1], 100.0, 1e-6);
}

static void
test_reach (void)
{
  g_autoptr (AtlasStyle) plain = make_style ("{\"strokes\": [{\"width\": 4}], \"marker\": {\"size\": 4}}");
  g_autoptr (AtlasStyle) marker = make_style (
    "{\"marker\": {\"size\": 4, \"size-by\": {\"field\": \"v\", \"from\": [0, 90], \"to\": [1, 2]}}}");
  g_autoptr (AtlasStyle) stroke = make_style (
    "{\"strokes\": [{\"width-by\": {\"field\": \"v\", \"from\": [0, 1], \"to\": [1, 60]}}]}");
  g_autoptr (AtlasStyle) arrows = make_style ("{\"strokes\": [{\"zoom\": [12, null], \"arrows\": {\"size\": 40}}]}");

  g_assert_cmpfloat (atlas_style_get_reach (plain, 12.0), <, 5.0);
  g_assert_cmpfloat (atlas_style_get_reach (marker, 12.0), >=, 90.0 * 0.6);
  g_assert_cmpfloat (atlas_style_get_reach (stroke, 12.0), >=, 30.0);
  g_assert_cmpfloat (atlas_style_get_reach (arrows, 12.0), >=, 20.0);
  g_assert_cmpfloat (atlas_style_get_reach (arrows, 11.0), <, 5.0);
}

/* Two areas that share a border: the pattern goes on over it, and over the edges of blocks. */
static void
test_hatch (void)
{
  static const double left[] = { -110, -100, 3, -90, -7, 101, -100, 90, -110, -100 };
  static const double right[] = { 3, -90, 110, -105, 100, 95, -7, 101, 3, -90 };
  static const double all[] = { -110, -100, 3, -90, 110, -105, 100, 95, -7, 101, -100, 90, -110, -100 };
  static const char *const patterns[] = { "lines", "cross", "dots" };
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("t", "", "GeoJSON");
  g_autoptr (AtlasTable) one = make_table (ATLAS_PART_RING, all, G_N_ELEMENTS (all) / 2);
  g_autoptr (AtlasTable) two = NULL;

  atlas_table_builder_add_field (builder, "v", ATLAS_FIELD_REAL);
  add_feature (builder, ATLAS_PART_RING, left, 5, NAN);
  add_feature (builder, ATLAS_PART_RING, right, 5, NAN);
  two = finish (builder);

  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autofree char *rule = g_strdup_printf ("{\"fill\": {\"hatch\": {\"pattern\": \"%s\", \"angle\": 30, \"spacing\": 7.3,"
                                               " \"width\": 2, \"color\": \"#c04020\"}}}", patterns[i]);
      g_autoptr (AtlasStyle) style = make_style (rule);
      cairo_surface_t *whole = paint (one, style, &VIEW), *halves = paint (two, style, &VIEW);
      guint n = count_painted (whole);
      int differing = 0;

      /* A part of the area is covered, and nothing outside of it. */
      g_assert_cmpuint (n, >, 200 * 200 / 20);
      g_assert_cmpuint (n, <, 200 * 200 * 3 / 4);
      g_assert_cmphex (get_pixel (whole, 5, 5), ==, 0);
      for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
          if (ABS ((int) (get_pixel (whole, x, y) >> 24) - (int) (get_pixel (halves, x, y) >> 24)) > 10)
            {
              /* Only along the border, where the two share a pixel. */
              g_assert_cmpint (ABS (x - SIDE / 2 + 2), <=, 8);
              differing++;
            }
      g_assert_cmpint (differing, <, 300);
      cairo_surface_destroy (whole);
      cairo_surface_destroy (halves);

      /* Where cairo cuts an edge at the picture's border it rounds; the pattern itself is the same to the bit. */
      assert_no_seams (one, rule, 40);
    }
}

/* Moved by whole pixels, the picture is the same one moved: the pattern does not swim. */
static void
test_hatch_stays (void)
{
  static const double all[] = { -1000, -1000, 1000, -1000, 1000, 1000, -1000, 1000, -1000, -1000 };
  g_autoptr (AtlasTable) table = make_table (ATLAS_PART_RING, all, 5);
  g_autoptr (AtlasStyle) style = make_style ("{\"fill\": {\"hatch\": {\"pattern\": \"cross\", \"spacing\": 9.7}}}");
  AtlasView moved = VIEW;
  cairo_surface_t *before = paint (table, style, &VIEW), *after, *cut;
  cairo_t *cr;

  atlas_view_to_place (&VIEW, SIDE / 2 + 13, SIDE / 2 + 29, &moved.lon, &moved.lat);
  after = paint (table, style, &moved);
  cut = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIDE - 13, SIDE - 29);
  cr = cairo_create (cut);
  cairo_set_source_surface (cr, after, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_flush (cut);
  g_assert_cmpint (get_difference (before, cut, 13, 29), <=, 1);
  cairo_surface_destroy (before);
  cairo_surface_destroy (after);
  cairo_surface_destroy (cut);
}

static cairo_status_t
append (void                *closure,
        const unsigned char *data,
        unsigned int         length)
{
  g_string_append_len (closure, (const char *) data, length);

  return CAIRO_STATUS_SUCCESS;
}

/* Where there are no pixels, hatches are lines and not pictures. */
static void
test_hatch_vectors (void)
{
  static const double all[] = { -90, -90, 90, -90, 90, 90, -90, 90, -90, -90 };
  static const char *const patterns[] = { "lines", "cross", "dots" };
  g_autoptr (AtlasTable) table = make_table (ATLAS_PART_RING, all, 5);

  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autofree char *rule = g_strdup_printf ("{\"fill\": {\"hatch\": {\"pattern\": \"%s\"}}}", patterns[i]);
      g_autoptr (AtlasStyle) style = make_style (rule);
      g_autoptr (GString) text = g_string_new (NULL);
      cairo_surface_t *surface = cairo_svg_surface_create_for_stream (append, text, SIDE, SIDE);
      cairo_t *cr = cairo_create (surface);

      g_assert_true (atlas_painter_paint_layer (cr, table, style, &VIEW, NULL));
      cairo_destroy (cr);
      cairo_surface_finish (surface);
      cairo_surface_destroy (surface);
      g_assert_nonnull (strstr (text->str, "clip"));
      g_assert_null (strstr (text->str, "<image"));
      g_assert_cmpuint (text->len, >, 800);
      g_assert_cmpuint (text->len, <, 30000);
    }
}

static void
test_arrows (void)
{
  double wave[2 * 241];
  g_autoptr (AtlasTable) table = NULL;

  for (int i = 0; i <= 240; i++)
    {
      wave[2 * i] = i - 120.0;
      wave[2 * i + 1] = 60.0 * sin (i / 23.0) * cos (i / 61.0);
    }
  table = make_table (ATLAS_PART_LINE, wave, 241);
  assert_no_seams (table, "{\"strokes\": [{\"width\": 0, \"arrows\": {\"spacing\": 23, \"size\": 11}}]}", 2);
  assert_no_seams (table, "{\"strokes\": [{\"color\": \"#5fa3c4\", \"width\": 3, \"offset\": 5, \"arrows\": {\"spacing\": 40, \"color\": \"#ff000080\","
                          " \"place\": \"backward\"}}]}", 2);
}

/* Which way they point, and where there are none. */
static void
test_arrow_places (void)
{
  static const double east[] = { -60, 0, 60, 0 }, shorter[] = { -9, 0, 9, 0 }, corner[] = { -12, 12, -12, -12, 12, -12 };
  g_autoptr (AtlasTable) straight = make_table (ATLAS_PART_LINE, east, 2);
  g_autoptr (AtlasTable) little = make_table (ATLAS_PART_LINE, shorter, 2);
  g_autoptr (AtlasTable) bent = make_table (ATLAS_PART_LINE, corner, 3);
  g_autoptr (AtlasStyle) forward = make_style ("{\"strokes\": [{\"width\": 0, \"arrows\": {\"spacing\": 1000, \"size\": 12}}]}");
  g_autoptr (AtlasStyle) backward = make_style (
    "{\"strokes\": [{\"width\": 0, \"arrows\": {\"spacing\": 1000, \"size\": 12, \"place\": \"backward\"}}]}");
  cairo_surface_t *surface = paint (straight, forward, &VIEW);

  /* One, in the middle; its wings are behind. */
  g_assert_cmpuint (count_painted (surface), <, 12 * 12);
  g_assert_cmphex (get_pixel (surface, SIDE / 2 + 2, SIDE / 2), ==, 0xff000000);
  g_assert_cmphex (get_pixel (surface, SIDE / 2 - 5, SIDE / 2 - 4), !=, 0);
  g_assert_cmphex (get_pixel (surface, SIDE / 2 + 4, SIDE / 2 - 4), ==, 0);
  cairo_surface_destroy (surface);

  surface = paint (straight, backward, &VIEW);
  g_assert_cmphex (get_pixel (surface, SIDE / 2 + 4, SIDE / 2 - 4), !=, 0);
  g_assert_cmphex (get_pixel (surface, SIDE / 2 - 5, SIDE / 2 - 4), ==, 0);
  cairo_surface_destroy (surface);

  surface = paint (little, forward, &VIEW);
  g_assert_cmpuint (count_painted (surface), ==, 0);
  cairo_surface_destroy (surface);

  /* In the middle is the corner, so it moves along. */
  surface = paint (bent, forward, &VIEW);
  g_assert_cmpuint (count_painted (surface), >, 20);
  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      if (get_pixel (surface, x, y) != 0)
        g_assert_true (x > SIDE / 2 - 12 + 2 || y > SIDE / 2 - 12 + 2);
  cairo_surface_destroy (surface);
}

/* A line that is millions of pixels long, seen from near: the cost is that of what is seen. */
static void
test_far_arrows (void)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("t", "", "GeoJSON");
  g_autoptr (AtlasStyle) style = make_style ("{\"strokes\": [{\"arrows\": {\"spacing\": 10, \"size\": 4}}]}");
  g_autoptr (AtlasTable) table = NULL;
  AtlasView near = VIEW;
  gint64 start = g_get_monotonic_time ();
  cairo_surface_t *surface;

  atlas_table_builder_begin_feature (builder);
  atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_LINE);
  atlas_table_builder_begin_part (builder, ATLAS_PART_LINE);
  atlas_table_builder_add_vertex (builder, -179.0, 36.0);
  atlas_table_builder_add_vertex (builder, 179.0, 36.0);
  atlas_table_builder_end_feature (builder);
  table = finish (builder);

  near.zoom = 22.0;
  surface = paint (table, style, &near);
  g_assert_cmpuint (count_painted (surface), >, SIDE + 50);
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
  cairo_surface_destroy (surface);
}

/* How many pixels of a row or column through the middle are full. */
static int
measure (cairo_surface_t *surface,
         int              x)
{
  int n = 0;

  for (int y = 0; y < SIDE; y++)
    n += get_pixel (surface, x, y) >> 24 > 127;

  return n;
}

static void
test_sized_markers (void)
{
  static const double places[][2] = { { -100, 0 }, { -60, 0 }, { -10, 0 }, { 50, 0 }, { 100, 0 } };
  static const double values[] = { -5, 25, 100, 1000, NAN };
  static const int sizes[] = { 10, 20, 30, 30, 6 };
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("t", "", "GeoJSON");
  g_autoptr (AtlasStyle) style = make_style (
    "{\"marker\": {\"shape\": \"square\", \"color\": \"#ff0000\", \"size\": 6,"
    " \"size-by\": {\"field\": \"v\", \"from\": [0, 10], \"to\": [100, 30], \"scale\": \"sqrt\"}}}");
  g_autoptr (AtlasTable) table = NULL;
  cairo_surface_t *surface;

  atlas_table_builder_add_field (builder, "v", ATLAS_FIELD_REAL);
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    add_feature (builder, ATLAS_PART_POINTS, places[i], 1, values[i]);
  table = finish (builder);
  surface = paint (table, style, &VIEW);
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    g_assert_cmpint (measure (surface, SIDE / 2 + (int) places[i][0]), ==, sizes[i]);
  cairo_surface_destroy (surface);
  assert_no_seams (table, "{\"marker\": {\"color\": \"#ff0000\", \"size-by\": {\"field\": \"v\", \"from\": [0, 10], \"to\": [100, 90]}}}", 0);
}

/* The smaller of two at the same place is seen, whichever comes first in the file. */
static void
test_sized_order (void)
{
  static const double here[] = { 0, 0 };

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("t", "", "GeoJSON");
      g_autoptr (AtlasStyle) style = make_style (
        "{\"marker\": {\"color\": \"#ff0000\", \"stroke\": {\"color\": \"#ffffff\", \"width\": 2},"
        " \"size-by\": {\"field\": \"v\", \"from\": [0, 10], \"to\": [1, 40]}}}");
      g_autoptr (AtlasTable) table = NULL;
      cairo_surface_t *surface;

      atlas_table_builder_add_field (builder, "v", ATLAS_FIELD_REAL);
      add_feature (builder, ATLAS_PART_POINTS, here, 1, i);
      add_feature (builder, ATLAS_PART_POINTS, here, 1, 1 - i);
      table = finish (builder);
      surface = paint (table, style, &VIEW);
      g_assert_cmphex (get_pixel (surface, SIDE / 2 + 5, SIDE / 2), ==, 0xffffffff);
      g_assert_cmphex (get_pixel (surface, SIDE / 2 + 15, SIDE / 2), ==, 0xffff0000);
      cairo_surface_destroy (surface);
    }
}

static void
test_widths (void)
{
  static const double east[] = { -100, 0, 100, 0 };
  g_autoptr (AtlasTable) table = make_table (ATLAS_PART_LINE, east, 2);
  static const struct
  {
    const char *rule;
    int         width;
  } cases[] = {
    { "{\"strokes\": [{\"width\": 3, \"width-by\": {\"field\": \"v\", \"from\": [0, 0], \"to\": [100, 40]}}]}", 10 },
    { "{\"strokes\": [{\"width\": 4, \"width-by\": {\"field\": \"nowhere\", \"from\": [0, 0], \"to\": [100, 40]}}]}", 4 },
    { "{\"strokes\": [{\"width\": 4, \"width-by\": {\"field\": \"v\", \"from\": [25, 0], \"to\": [100, 40]}}]}", 0 },
    { "{\"strokes\": [{\"width\": 0, \"width-by\": {\"field\": \"v\", \"from\": [0, 0], \"to\": [25, 20]}}]}", 20 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AtlasStyle) style = make_style (cases[i].rule);
      cairo_surface_t *surface = paint (table, style, &VIEW);

      g_assert_cmpint (measure (surface, SIDE / 2), ==, cases[i].width);
      cairo_surface_destroy (surface);
    }
}

/* Every shape paints, and stays in about its box. */
static void
test_shapes (void)
{
  static const char *const shapes[] = {
    "circle", "square", "rounded-square", "diamond", "triangle", "triangle-down", "pentagon", "hexagon", "cross", "x", "star",
    "ring", "double-ring",
  };
  static const double here[] = { 0, 0 };
  g_autoptr (AtlasTable) table = make_table (ATLAS_PART_POINTS, here, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree char *rule = g_strdup_printf ("{\"marker\": {\"shape\": \"%s\", \"color\": \"#ff0000\", \"size\": 40,"
                                               " \"stroke\": {\"color\": \"#0000ff\", \"width\": 2}}}", shapes[i]);
      g_autoptr (AtlasStyle) style = make_style (rule);
      cairo_surface_t *surface = paint (table, style, &VIEW);

      g_assert_cmpuint (count_painted (surface), >, 500);
      for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
          if (MAX (ABS (x - SIDE / 2), ABS (y - SIDE / 2)) > 28)
            g_assert_cmphex (get_pixel (surface, x, y), ==, 0);
      assert_no_seams (table, rule, 0);
      cairo_surface_destroy (surface);
    }
}

/* Each pictogram of the set draws something on its disc, at the least size too. */
static void
test_pictograms (void)
{
  g_auto (GStrv) names = g_resources_enumerate_children ("/cn/changzhi/TaihangAtlas/symbols", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_assert_cmpuint (g_strv_length (names), >=, 50);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *name = g_strndup (names[i], strlen (names[i]) - strlen (".svg"));
      g_autofree char *rule = g_strdup_printf ("{\"marker\": {\"color\": \"#000000\", \"size\": 14, \"icon\": \"%s\"}}", name);
      g_autoptr (AtlasStyle) style = make_style (rule);
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 20, 20);
      cairo_t *cr = cairo_create (surface);
      guint n, bright = 0;

      g_assert_true (g_str_has_suffix (names[i], ".svg"));
      atlas_painter_paint_swatch (cr, atlas_style_get_rules (style, &n), ATLAS_GEOMETRY_POINT, 12.0, FALSE, 20.0, 20.0);
      cairo_destroy (cr);
      cairo_surface_flush (surface);
      for (int y = 0; y < 20; y++)
        for (int x = 0; x < 20; x++)
          bright += (get_pixel (surface, x, y) & 255) > 128;
      if (bright < 8 || bright > 90)
        g_error ("The pictogram “%s” has %u bright pixels.", name, bright);
      cairo_surface_destroy (surface);
    }
}

/* Samples: a hatch shows, an arrow shows, and a larger value is a larger sample. */
static void
test_swatches (void)
{
  static const struct
  {
    const char       *without;
    const char       *with;
    AtlasGeometryType kind;
  } pairs[] = {
    { "{\"fill\": {}}", "{\"fill\": {\"hatch\": {\"pattern\": \"dots\", \"width\": 3}}}", ATLAS_GEOMETRY_POLYGON },
    { "{\"strokes\": [{}]}", "{\"strokes\": [{\"arrows\": {}}]}", ATLAS_GEOMETRY_LINE },
  };
  g_autoptr (AtlasStyle) sized = make_style (
    "{\"marker\": {\"color\": \"#000000\", \"size-by\": {\"field\": \"v\", \"from\": [0, 4], \"to\": [1, 30]}}}");
  guint last = 0, rules;

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      guint n[2];

      for (int k = 0; k < 2; k++)
        {
          g_autoptr (AtlasStyle) style = make_style (k == 0 ? pairs[i].without : pairs[i].with);
          cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 32, 18);
          cairo_t *cr = cairo_create (surface);

          atlas_painter_paint_swatch (cr, atlas_style_get_rules (style, &rules), pairs[i].kind, 12.0, FALSE, 32.0, 18.0);
          cairo_destroy (cr);
          cairo_surface_flush (surface);
          n[k] = count_painted (surface);
          cairo_surface_destroy (surface);
        }
      g_assert_cmpuint (n[1], >, n[0] + 10);
    }

  for (double value = 0.0; value <= 1.0; value += 0.5)
    {
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 40, 40);
      cairo_t *cr = cairo_create (surface);

      atlas_painter_paint_swatch_for (cr, atlas_style_get_rules (sized, &rules), ATLAS_GEOMETRY_POINT, value, 12.0, FALSE, 40.0,
                                      40.0);
      cairo_destroy (cr);
      cairo_surface_flush (surface);
      g_assert_cmpuint (count_painted (surface), >, last);
      last = count_painted (surface);
      cairo_surface_destroy (surface);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/symbols/json", test_json);
  g_test_add_func ("/symbols/wrong", test_wrong);
  g_test_add_func ("/symbols/size-by", test_size_by);
  g_test_add_func ("/symbols/reach", test_reach);
  g_test_add_func ("/symbols/hatch", test_hatch);
  g_test_add_func ("/symbols/hatch-stays", test_hatch_stays);
  g_test_add_func ("/symbols/hatch-vectors", test_hatch_vectors);
  g_test_add_func ("/symbols/arrows", test_arrows);
  g_test_add_func ("/symbols/arrow-places", test_arrow_places);
  g_test_add_func ("/symbols/far-arrows", test_far_arrows);
  g_test_add_func ("/symbols/sized-markers", test_sized_markers);
  g_test_add_func ("/symbols/sized-order", test_sized_order);
  g_test_add_func ("/symbols/widths", test_widths);
  g_test_add_func ("/symbols/shapes", test_shapes);
  g_test_add_func ("/symbols/pictograms", test_pictograms);
  g_test_add_func ("/symbols/swatches", test_swatches);

  return g_test_run ();
}
