/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Features of very many parts, and very many features of hardly a pixel: painted by short cuts, held against cairo drawing
 * every ring. */

#include "painting.h"

#include "data/atlas-runs.h"
#include "geo/atlas-mercator.h"

#define COLUMNS 60      /* and as many rows: more than it takes to be "very many" */
#define SIDE    240
#define BLOCK   48

static const double LON = 113.0, LAT = 36.0;

/* A triangle that goes round one way or the other, in a cell of 1/100 degree. */
static void
get_triangle (guint  i,
              double corners[8])
{
  double x = LON + ((int) (i % COLUMNS) - COLUMNS / 2) * 0.01, y = LAT + ((int) (i / COLUMNS) - COLUMNS / 2) * 0.01;
  gboolean back = i % 3 == 0;

  corners[0] = corners[6] = x;
  corners[1] = corners[7] = y;
  corners[back ? 4 : 2] = x + 0.007;
  corners[back ? 5 : 3] = y + 0.001;
  corners[back ? 2 : 4] = x + 0.002;
  corners[back ? 3 : 5] = y + 0.006;
}

static const double FRAME[] = { 112.6, 35.6, 113.4, 35.6, 113.4, 36.4, 112.6, 36.4, 112.6, 35.6 };

/* All triangles as islands of one feature, or as holes in a frame. */
static AtlasTable *
make_many (gboolean holes)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("many", "EPSG:4326", "GeoJSON");

  atlas_table_builder_begin_feature (builder);
  atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_MULTI_POLYGON);
  if (holes)
    {
      atlas_table_builder_begin_part (builder, ATLAS_PART_RING);
      for (guint i = 0; i < 5; i++)
        atlas_table_builder_add_vertex (builder, FRAME[2 * i], FRAME[2 * i + 1]);
    }
  for (guint i = 0; i < COLUMNS * COLUMNS; i++)
    {
      double corners[8];

      get_triangle (i, corners);
      atlas_table_builder_begin_part (builder, holes ? ATLAS_PART_HOLE : ATLAS_PART_RING);
      for (guint k = 0; k < 4; k++)
        atlas_table_builder_add_vertex (builder, corners[2 * k], corners[2 * k + 1]);
    }
  atlas_table_builder_end_feature (builder);

  return finish (builder);
}

static void
trace (cairo_t         *cr,
       const AtlasView *view,
       const double    *corners,
       guint            n)
{
  double size = atlas_mercator_world_size (view->zoom);

  cairo_new_sub_path (cr);
  for (guint i = 0; i < n; i++)
    cairo_line_to (cr, (atlas_mercator_x (corners[2 * i]) - atlas_mercator_x (view->lon)) * size + view->width / 2.0,
                   (atlas_mercator_y (corners[2 * i + 1]) - atlas_mercator_y (view->lat)) * size + view->height / 2.0);
  cairo_close_path (cr);
}

/* The same by cairo, which is shown every ring. */
static cairo_surface_t *
draw_plainly (gboolean         holes,
              const AtlasView *view,
              double           line_width)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, view->width, view->height);
  cairo_t *cr = cairo_create (surface);

  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  if (holes)
    trace (cr, view, FRAME, 4);
  for (guint i = 0; i < COLUMNS * COLUMNS; i++)
    {
      double corners[8];

      get_triangle (i, corners);
      trace (cr, view, corners, 3);
    }
  cairo_fill_preserve (cr);
  cairo_set_line_width (cr, line_width);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (line_width > 0.0)
    cairo_stroke (cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  return surface;
}

/* How much of the square of @n pixels is covered, 0 to 1. */
static double
get_cover (cairo_surface_t *surface,
           int              left,
           int              top,
           int              n)
{
  double sum = 0.0;

  for (int y = top; y < top + n; y++)
    for (int x = left; x < left + n; x++)
      sum += (get_pixel (surface, x, y) >> 24) / 255.0;

  return sum / (n * n);
}

/* From where a ring is a tenth of a pixel to where it is twenty. */
static void
test_like_cairo (void)
{
  static const double zooms[] = { 5.0, 7.0, 7.6, 8.2, 9.0, 11.0, 13.0 };
  static const char *const styles[] = { "{\"fill\": {\"color\": \"#000000\"}}",
                                        "{\"fill\": {\"color\": \"#000000\"}, \"strokes\": [{\"color\": \"#000000\", \"width\": 1.2}]}",
                                        "{\"fill\": {\"color\": \"#000000\"}, \"strokes\": [{\"color\": \"#000000\", \"width\": 5}]}" };
  static const double widths[] = { 0.0, 1.2, 5.0 };

  for (int holes = 0; holes < 2; holes++)
    for (gsize s = 0; s < G_N_ELEMENTS (styles); s++)
      {
        g_autoptr (AtlasTable) table = make_many (holes);
        g_autoptr (AtlasStyle) style = make_style (styles[s]);

        g_assert_nonnull (atlas_table_get_groups (table, 0));
        for (gsize k = 0; k < G_N_ELEMENTS (zooms); k++)
          {
            const AtlasView view = { LON, LAT, zooms[k], SIDE, SIDE, 1.0, FALSE };
            cairo_surface_t *ours = paint (table, style, &view), *plain = draw_plainly (holes, &view, widths[s]);
            double worst = 0.0;

            for (int top = 0; top < SIDE; top += 8)
              for (int left = 0; left < SIDE; left += 8)
                worst = MAX (worst, fabs (get_cover (ours, left, top, 8) - get_cover (plain, left, top, 8)));
            g_test_message ("%s, stroke %.1f, zoom %.1f: %.3f", holes ? "holes" : "islands", widths[s], zooms[k], worst);
            g_assert_cmpfloat (get_cover (ours, 0, 0, SIDE), >, 1e-4);
            /* A line around what is smaller than it is has some other corners. */
            g_assert_cmpfloat (worst, <, widths[s] > 0.0 ? 0.1 : 0.03);
            cairo_surface_destroy (ours);
            cairo_surface_destroy (plain);
          }
      }
}

/* Blocks, which look at a part of the groups, against the picture painted whole; so too for the outline under the pointer. */
static void
test_blocks (void)
{
  static const double zooms[] = { 6.0, 7.6, 9.0, 11.0 };
  g_autoptr (AtlasTable) table = make_many (FALSE);
  g_autoptr (AtlasStyle) style = make_style ("{\"fill\": {\"color\": \"#4d7358\"}, \"strokes\": [{\"width\": 1}, "
                                             "{\"color\": \"#d62728\", \"width\": 1, \"offset\": 2}]}");

  for (gsize k = 0; k < G_N_ELEMENTS (zooms); k++)
    for (int highlight = 0; highlight < 2; highlight++)
      {
        AtlasView whole = { LON, LAT, zooms[k], SIDE, SIDE, 1.0, FALSE }, part = whole;
        cairo_surface_t *one = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIDE, SIDE);
        cairo_t *cr = cairo_create (one);

        if (highlight)
          atlas_painter_paint_highlight (cr, table, style, 0, &whole, 1.0);
        else
          atlas_painter_paint_layer (cr, table, style, &whole, NULL);
        cairo_destroy (cr);
        cairo_surface_flush (one);
        g_assert_cmpuint (count_painted (one), >, 100);
        part.width = part.height = BLOCK;
        for (int i = 0; i < SIDE / BLOCK * (SIDE / BLOCK); i++)
          {
            int left = i % (SIDE / BLOCK) * BLOCK, top = i / (SIDE / BLOCK) * BLOCK;
            cairo_surface_t *block = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, BLOCK, BLOCK);

            atlas_view_to_place (&whole, left + BLOCK / 2, top + BLOCK / 2, &part.lon, &part.lat);
            cr = cairo_create (block);
            if (highlight)
              atlas_painter_paint_highlight (cr, table, style, 0, &part, 1.0);
            else
              atlas_painter_paint_layer (cr, table, style, &part, NULL);
            cairo_destroy (cr);
            cairo_surface_flush (block);
            g_assert_cmpint (get_difference (one, block, left, top), <=, 3);
            cairo_surface_destroy (block);
          }
        cairo_surface_destroy (one);
      }
}

/* Features of hardly a pixel: a pixel each in the colour of their rule, the first rule on top, and translucent ones once. */
static void
test_tiny_order (void)
{
  static const char RULES[] =
    "{\"when\": {\"field\": \"kind\", \"is\": [\"a\"]}, \"fill\": {\"color\": \"#ff0000\"}}, "
    "{\"when\": {\"field\": \"kind\", \"is\": [\"b\"]}, \"fill\": {\"color\": \"#0000ff\"}}, {\"fill\": {\"color\": \"#00000080\"}}";
  static const char *const kinds[] = { "b", "a", "b", "c", "c" };
  static const int places[] = { 0, 0, 1, 2, 2 };
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("tiny", "EPSG:4326", "GeoJSON");
  AtlasView view = { LON, LAT, 10.0, 64, 64, 1.0, FALSE };
  double size = atlas_mercator_world_size (10.0);
  g_autoptr (AtlasTable) table = NULL;
  g_autoptr (AtlasStyle) style = make_style (RULES);
  cairo_surface_t *surface;

  atlas_table_builder_add_field (builder, "kind", ATLAS_FIELD_STRING);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      /* The middle of a pixel. */
      double x = atlas_mercator_lon (atlas_mercator_x (LON) + (10 * places[i] + 0.3) / size);
      double y = atlas_mercator_lat (atlas_mercator_y (LAT) + 0.3 / size), step = 0.4 / size * 360.0;

      atlas_table_builder_begin_feature (builder);
      atlas_table_builder_set_text (builder, 0, kinds[i], -1);
      atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POLYGON);
      atlas_table_builder_begin_part (builder, ATLAS_PART_RING);
      atlas_table_builder_add_vertex (builder, x, y);
      atlas_table_builder_add_vertex (builder, x + step, y);
      atlas_table_builder_add_vertex (builder, x + step, y - step / 2.0);
      atlas_table_builder_add_vertex (builder, x, y);
      atlas_table_builder_end_feature (builder);
    }
  table = finish (builder);
  surface = paint (table, style, &view);
  g_assert_cmpuint (count_painted (surface), ==, 3);
  g_assert_cmphex (get_pixel (surface, 32, 32), ==, 0xffff0000);
  g_assert_cmphex (get_pixel (surface, 42, 32), ==, 0xff0000ff);
  g_assert_cmphex (get_pixel (surface, 52, 32), ==, 0x80000000);
  cairo_surface_destroy (surface);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/painter-many/like-cairo", test_like_cairo);
  g_test_add_func ("/painter-many/blocks", test_blocks);
  g_test_add_func ("/painter-many/tiny-order", test_tiny_order);

  return g_test_run ();
}
