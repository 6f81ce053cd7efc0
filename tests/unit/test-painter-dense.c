/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tests of how layers of very many points are painted: as the plain way paints them, the same in blocks as in the whole, the
 * first rule on top.  The plain way is had by a style that asks for a size by a field that is not there. */

#include "painting.h"

#define N 30000
#define SIDE 256

static const AtlasView VIEW = { .lon = 113.0, .lat = 36.0, .zoom = 8.0, .width = SIDE, .height = SIDE, .scale = 1.0 };

/* Points all over the view and around it; every third is of kind "b", every hundredth of none, and some have no place. */
static AtlasTable *
make_points (gboolean all_in_one_place)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("t", "", "GeoJSON");
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  atlas_table_builder_add_field (builder, "kind", ATLAS_FIELD_STRING);
  for (int i = 0; i < N; i++)
    {
      double x = g_rand_double_range (random, -40, SIDE + 40), y = g_rand_double_range (random, -40, SIDE + 40), lon, lat;

      atlas_view_to_place (&VIEW, all_in_one_place ? 100.3 : x, all_in_one_place ? 100.3 : y, &lon, &lat);
      atlas_table_builder_begin_feature (builder);
      if (i % 100 != 50)
        atlas_table_builder_set_text (builder, 0, i % 3 == 0 ? "b" : "a", -1);
      if (i % 1000 != 7)
        {
          atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POINT);
          atlas_table_builder_begin_part (builder, ATLAS_PART_POINTS);
          g_assert_true (atlas_table_builder_add_vertex (builder, lon, lat));
        }
      atlas_table_builder_end_feature (builder);
    }

  return finish (builder);
}

static AtlasStyle *
make_points_style (double   size,
                   gboolean plainly)
{
  const char *by = plainly ? "\"size-by\": {\"field\": \"-\", \"from\": [0, 1], \"to\": [1, 2]}, " : "";
  g_autofree char *rules = g_strdup_printf (
      "{\"when\": {\"field\": \"kind\", \"is\": [\"a\"]}, \"marker\": {%s\"color\": \"#c8352c\", \"size\": %g}},"
      "{\"when\": {\"field\": \"kind\", \"is\": [\"b\"]}, \"marker\": {%s\"color\": \"#2377b4\", \"size\": %g, "
      "\"stroke\": {\"color\": \"#ffffff\", \"width\": 1}}}", by, size, by, size);

  return make_style (rules);
}

/* How many pixels differ by more than a little. */
static guint
count_different (cairo_surface_t *a,
                 cairo_surface_t *b)
{
  guint n = 0;

  for (int y = 0; y < cairo_image_surface_get_height (a); y++)
    for (int x = 0; x < cairo_image_surface_get_width (a); x++)
      {
        guint32 p = get_pixel (a, x, y), q = get_pixel (b, x, y);

        for (int shift = 0; shift < 32; shift += 8)
          if (ABS ((int) (p >> shift & 255) - (int) (q >> shift & 255)) > 40)
            {
              n++;
              break;
            }
      }

  return n;
}

/* Same colours at the same places; where many lie over each other only their order differs. */
static void
test_like_plain (void)
{
  g_autoptr (AtlasTable) table = make_points (FALSE);
  static const double zooms[] = { 8.0, 10.0, 11.5 };

  for (gsize i = 0; i < G_N_ELEMENTS (zooms); i++)
    for (double scale = 1.0; scale <= 2.0; scale += 1.0)
      {
        g_autoptr (AtlasStyle) dense_style = make_points_style (5.0, FALSE), plain_style = make_points_style (5.0, TRUE);
        AtlasView view = VIEW;
        cairo_surface_t *dense, *plain;

        view.zoom = zooms[i];
        view.scale = scale;
        dense = paint (table, dense_style, &view);
        plain = paint (table, plain_style, &view);
        g_assert_cmpuint (count_painted (dense), >, 1000);
        /* Places are right to 0.4 m, so a few points fall on the next pixel. */
        g_assert_cmpfloat_with_epsilon (count_painted (dense), count_painted (plain), count_painted (plain) / 500.0);
        /* At zoom 8 half a point lies on every pixel, so the white rims of "b" lie in another order here and there. */
        g_assert_cmpuint (count_different (dense, plain), <, SIDE * SIDE * scale * scale / (i == 0 ? 5 : 50));
        cairo_surface_destroy (dense);
        cairo_surface_destroy (plain);
      }
}

static void
test_seams (void)
{
  g_autoptr (AtlasTable) table = make_points (FALSE);
  static const double sizes[] = { 4.0, 9.0, 70.0 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (double zoom = 8.0; zoom < 14.0; zoom += 2.3)
      {
        g_autoptr (AtlasStyle) style = make_points_style (sizes[i], FALSE);
        AtlasView view = VIEW;
        cairo_surface_t *whole;

        view.zoom = zoom;
        whole = paint (table, style, &view);
        for (int y = 0; y < SIDE; y += 64)
          for (int x = 0; x < SIDE; x += 64)
            {
              AtlasView block = view;
              cairo_surface_t *part;

              block.width = block.height = 64;
              atlas_view_to_place (&view, x + 32.0, y + 32.0, &block.lon, &block.lat);
              part = paint (table, style, &block);
              g_assert_cmpint (get_difference (whole, part, x, y), ==, 0);
              cairo_surface_destroy (part);
            }
        cairo_surface_destroy (whole);
      }
}

/* The first rule lies over the second, wherever both are. */
static void
test_first_rule_on_top (void)
{
  g_autoptr (AtlasTable) table = make_points (TRUE);
  g_autoptr (AtlasStyle) style = make_points_style (9.0, FALSE);
  cairo_surface_t *surface = paint (table, style, &VIEW);

  g_assert_cmphex (get_pixel (surface, 100, 100), ==, 0xffc8352c);
  g_assert_cmphex (get_pixel (surface, 140, 100), ==, 0);
  cairo_surface_destroy (surface);
}

/* What was painted before stays, and shows through what is not opaque. */
static void
test_over (void)
{
  g_autoptr (AtlasTable) table = make_points (TRUE);
  g_autoptr (AtlasStyle) style = make_style ("{\"marker\": {\"color\": \"#ff000080\", \"size\": 9}}");
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, SIDE, SIDE);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 0, 0, 1);
  cairo_paint (cr);
  g_assert_true (atlas_painter_paint_layer (cr, table, style, &VIEW, NULL));
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  g_assert_cmphex (get_pixel (surface, 100, 100) & 0xffffff, ==, 0x80007f);
  g_assert_cmphex (get_pixel (surface, 20, 20) & 0xffffff, ==, 0x0000ff);
  cairo_surface_destroy (surface);
}

static void
test_cancel (void)
{
  g_autoptr (AtlasTable) table = make_points (FALSE);
  g_autoptr (AtlasStyle) style = make_points_style (5.0, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIDE, SIDE);
  cairo_t *cr = cairo_create (surface);

  g_cancellable_cancel (cancellable);
  g_assert_false (atlas_painter_paint_layer (cr, table, style, &VIEW, cancellable));
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  g_assert_cmpuint (count_painted (surface), ==, 0);
  cairo_surface_destroy (surface);
}

/* The look-up of rules agrees with the matcher. */
static void
test_lookup (void)
{
  static const char *const styles[] = {
    "{\"when\": {\"field\": \"kind\", \"is\": [\"b\", \"no\"]}}, {\"when\": {\"field\": \"kind\", \"is\": [\"a\", \"b\"]}}",
    "{\"zoom\": [10, null]}, {\"when\": {\"field\": \"kind\", \"is\": [\"a\"]}, \"zoom\": [null, 9]}, {\"zoom\": [5, 9]}",
    "{\"when\": {\"field\": \"gone\", \"is\": [\"a\"]}}, {\"when\": {\"field\": \"kind\", \"is\": [\"b\"]}}, {}",
    "{}",
  };
  g_autoptr (AtlasTable) table = make_points (FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (styles); i++)
    for (double zoom = 4.0; zoom < 13.0; zoom += 4.0)
      {
        g_autoptr (AtlasStyle) style = make_style (styles[i]);
        AtlasStyleMatcher *matcher = atlas_style_matcher_new (style, table);
        AtlasStyleLookup lookup;
        guint n_rules;
        const AtlasRule *rules = atlas_style_get_rules (style, &n_rules);

        g_assert_true (atlas_style_matcher_lookup (matcher, zoom, &lookup));
        for (gsize k = 0; k < 200; k++)
          {
            const AtlasRule *rule = atlas_style_matcher_match (matcher, k, zoom);

            g_assert_cmpint (atlas_style_lookup_get (&lookup, k), ==, rule != NULL ? (int) (rule - rules) : -1);
          }
        atlas_style_lookup_clear (&lookup);
        atlas_style_matcher_free (matcher);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/painter-dense/like-plain", test_like_plain);
  g_test_add_func ("/painter-dense/seams", test_seams);
  g_test_add_func ("/painter-dense/first-rule-on-top", test_first_rule_on_top);
  g_test_add_func ("/painter-dense/over", test_over);
  g_test_add_func ("/painter-dense/cancel", test_cancel);
  g_test_add_func ("/painter-dense/lookup", test_lookup);

  return g_test_run ();
}
