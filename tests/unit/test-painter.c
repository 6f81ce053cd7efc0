/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tests of the painter, by the pixels that it leaves. */

#include "painting.h"

#include "data/atlas-runs.h"
#include "geo/atlas-mercator.h"

#include <cairo-pdf.h>

/* Shapes are given in pixels of this view, from its middle. */
static const AtlasView VIEW = { .lon = 113.0, .lat = 36.0, .zoom = 10.0, .width = 64, .height = 64, .scale = 1.0 };

static void
add_part (AtlasTableBuilder *builder,
          AtlasPartKind      kind,
          const double      *xy,
          gsize              n)
{
  atlas_table_builder_begin_part (builder, kind);
  for (gsize i = 0; i < n; i++)
    {
      double lon, lat;

      atlas_view_to_place (&VIEW, 32.0 + xy[2 * i], 32.0 + xy[2 * i + 1], &lon, &lat);
      g_assert_true (atlas_table_builder_add_vertex (builder, lon, lat));
    }
}

static AtlasTable *
make_table (AtlasGeometryType  type,
            AtlasPartKind      kind,
            const double      *xy,
            gsize              n)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("t", "", "GeoJSON");

  atlas_table_builder_begin_feature (builder);
  atlas_table_builder_set_geometry_type (builder, type);
  add_part (builder, kind, xy, n);
  atlas_table_builder_end_feature (builder);

  return finish (builder);
}

static void
test_hole (void)
{
  static const double outer[] = { -20, -20, 20, -20, 20, 20, -20, 20, -20, -20 };
  /* The same direction as the outer ring: the even–odd rule does not mind. */
  static const double inner[] = { -10, -10, 10, -10, 10, 10, -10, 10, -10, -10 };
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("t", "", "GeoJSON");
  g_autoptr (AtlasStyle) style = make_style ("{\"fill\": {\"color\": \"#ff0000\"}}");
  g_autoptr (AtlasTable) table = NULL;
  cairo_surface_t *surface;

  atlas_table_builder_begin_feature (builder);
  atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POLYGON);
  add_part (builder, ATLAS_PART_RING, outer, 5);
  add_part (builder, ATLAS_PART_HOLE, inner, 5);
  atlas_table_builder_end_feature (builder);
  table = finish (builder);

  surface = paint (table, style, &VIEW);
  g_assert_cmphex (get_pixel (surface, 15, 15), ==, 0xffff0000);
  g_assert_cmphex (get_pixel (surface, 32, 32), ==, 0);
  g_assert_cmphex (get_pixel (surface, 5, 5), ==, 0);
  cairo_surface_destroy (surface);
}

static void
test_self_crossing (void)
{
  static const double bow[] = { -20, -20, 20, 20, 20, -20, -20, 20, -20, -20 };
  g_autoptr (AtlasTable) table = make_table (ATLAS_GEOMETRY_POLYGON, ATLAS_PART_RING, bow, 5);
  g_autoptr (AtlasStyle) style = make_style ("{\"fill\": {\"color\": \"#0000ff\"}}");
  cairo_surface_t *surface = paint (table, style, &VIEW);

  g_assert_cmphex (get_pixel (surface, 16, 32), ==, 0xff0000ff);
  g_assert_cmphex (get_pixel (surface, 48, 32), ==, 0xff0000ff);
  g_assert_cmphex (get_pixel (surface, 32, 16), ==, 0);
  cairo_surface_destroy (surface);
}

/* An area seen from so near that its outline is millions of pixels away: full of colour, and quickly. */
static void
test_far_outline (void)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("t", "", "GeoJSON");
  g_autoptr (AtlasStyle) style = make_style ("{\"fill\": {\"color\": \"#00ff00\"}, \"strokes\": [{\"color\": \"#ff0000\","
                                             " \"width\": 3, \"dash\": [4, 4]}]}");
  static const double ring[] = { -179, -84, 179, -84, 179, 84, -179, 84, -179, -84 };
  AtlasView near = VIEW;
  g_autoptr (AtlasTable) table = NULL;
  cairo_surface_t *surface;
  gint64 start;

  atlas_table_builder_begin_feature (builder);
  atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POLYGON);
  atlas_table_builder_begin_part (builder, ATLAS_PART_RING);
  for (int i = 0; i < 5; i++)
    atlas_table_builder_add_vertex (builder, ring[2 * i], ring[2 * i + 1]);
  atlas_table_builder_end_feature (builder);
  table = finish (builder);

  near.zoom = 20.0;
  start = g_get_monotonic_time ();
  surface = paint (table, style, &near);
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
  for (int y = 0; y < 64; y++)
    for (int x = 0; x < 64; x++)
      g_assert_cmphex (get_pixel (surface, x, y), ==, 0xff00ff00);
  cairo_surface_destroy (surface);
}

/* Both sides of the antimeridian show a marker that lies on it or reaches over it. */
static void
test_antimeridian (void)
{
  static const double lons[] = { 180.0, -180.0, 179.9999 };
  g_autoptr (AtlasStyle) style = make_style ("{\"marker\": {\"color\": \"#ff0000\", \"size\": 20}}");

  for (gsize i = 0; i < G_N_ELEMENTS (lons); i++)
    {
      g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("t", "", "GeoJSON");
      g_autoptr (AtlasTable) table = NULL;
      AtlasView view = VIEW;

      atlas_table_builder_begin_feature (builder);
      atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POINT);
      atlas_table_builder_begin_part (builder, ATLAS_PART_POINTS);
      atlas_table_builder_add_vertex (builder, lons[i], 10.0);
      atlas_table_builder_end_feature (builder);
      table = finish (builder);

      view.lat = 10.0;
      for (int side = 0; side < 3; side++)
        {
          cairo_surface_t *surface;

          /* The world's edge at the left, at the right and in the middle of the view. */
          view.lon = side == 2 ? 180.0 : (side == 0 ? -1.0 : 1.0) * (180.0 - 32.0 * 360.0 / 256.0 / 1024.0);
          surface = paint (table, style, &view);
          g_assert_cmpuint (count_painted (surface), >, side == 2 ? 280 : 120);
          cairo_surface_destroy (surface);
        }
    }
}

/* Vertices at the poles, repeated vertices, lines without length: nothing is painted wrongly, nothing complains. */
static void
test_degenerate (void)
{
  static const double same[] = { 0, 0, 0, 0, 0, 0, 0, 0 };
  g_autoptr (AtlasStyle) style = make_style (
    "{\"fill\": {\"color\": \"#ff000080\", \"edge\": {\"color\": \"#ff0000\", \"width\": 5}},"
    " \"strokes\": [{\"width\": 3, \"offset\": 2}, {\"width\": 2, \"dash\": [3, 2]}], \"marker\": {\"size\": 0}}");
  static const AtlasPartKind kinds[] = { ATLAS_PART_LINE, ATLAS_PART_RING, ATLAS_PART_POINTS };
  static const AtlasGeometryType types[] = { ATLAS_GEOMETRY_LINE, ATLAS_GEOMETRY_POLYGON, ATLAS_GEOMETRY_MULTI_POINT };
  static const double poles[] = { 10, 90, 20, -90, 30, 90, 10, 90 };

  for (gsize i = 0; i < 3; i++)
    for (gsize n = 1; n <= 4; n++)
      {
        g_autoptr (AtlasTable) table = make_table (types[i], kinds[i], same, n);
        g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("t", "", "GeoJSON");
        g_autoptr (AtlasTable) polar = NULL;

        cairo_surface_destroy (paint (table, style, &VIEW));

        atlas_table_builder_begin_feature (builder);
        atlas_table_builder_set_geometry_type (builder, types[i]);
        atlas_table_builder_begin_part (builder, kinds[i]);
        for (gsize k = 0; k < n; k++)
          atlas_table_builder_add_vertex (builder, poles[2 * k], poles[2 * k + 1]);
        atlas_table_builder_end_feature (builder);
        polar = finish (builder);
        for (double zoom = 0.0; zoom <= 20.0; zoom += 4.0)
          {
            AtlasView view = VIEW;

            view.zoom = zoom;
            view.lat = 85.0;
            view.lon = 20.0;
            cairo_surface_destroy (paint (polar, style, &view));
          }
      }
}

static void
test_tiny (void)
{
  static const double small[] = { 0.2, 0.2, 0.6, 0.2, 0.6, 0.6, 0.2, 0.2 };
  g_autoptr (AtlasTable) area = make_table (ATLAS_GEOMETRY_POLYGON, ATLAS_PART_RING, small, 4);
  g_autoptr (AtlasTable) line = make_table (ATLAS_GEOMETRY_LINE, ATLAS_PART_LINE, small, 2);
  g_autoptr (AtlasStyle) style = make_style ("{\"fill\": {\"color\": \"#ff0000\"}, \"strokes\": [{\"color\": \"#0000ff\"}]}");
  cairo_surface_t *surface = paint (area, style, &VIEW);

  g_assert_cmpuint (count_painted (surface), ==, 1);
  g_assert_cmphex (get_pixel (surface, 32, 32), ==, 0xffff0000);
  cairo_surface_destroy (surface);

  surface = paint (line, style, &VIEW);
  g_assert_cmpuint (count_painted (surface), ==, 1);
  g_assert_cmphex (get_pixel (surface, 32, 32), ==, 0xff0000ff);
  cairo_surface_destroy (surface);
}

/* A stroke with an offset runs on the right of the direction of travel. */
static void
test_offset (void)
{
  static const double east[] = { -30, 0, 30, 0 };
  static const double corner[] = { -20, 20, -20, -20, 20, -20 };
  g_autoptr (AtlasTable) line = make_table (ATLAS_GEOMETRY_LINE, ATLAS_PART_LINE, east, 2);
  g_autoptr (AtlasTable) bent = make_table (ATLAS_GEOMETRY_LINE, ATLAS_PART_LINE, corner, 3);
  g_autoptr (AtlasStyle) style = make_style ("{\"strokes\": [{\"color\": \"#ff0000\", \"width\": 4, \"offset\": 10}]}");
  cairo_surface_t *surface = paint (line, style, &VIEW);

  g_assert_cmphex (get_pixel (surface, 32, 42), ==, 0xffff0000);
  g_assert_cmphex (get_pixel (surface, 32, 32), ==, 0);
  g_assert_cmphex (get_pixel (surface, 32, 22), ==, 0);
  cairo_surface_destroy (surface);

  /* North, then east: the right side is the inside of the corner. */
  surface = paint (bent, style, &VIEW);
  g_assert_cmphex (get_pixel (surface, 22, 40), ==, 0xffff0000);
  g_assert_cmphex (get_pixel (surface, 40, 22), ==, 0xffff0000);
  g_assert_cmphex (get_pixel (surface, 22, 22), ==, 0xffff0000);
  g_assert_cmphex (get_pixel (surface, 12, 40), ==, 0);
  cairo_surface_destroy (surface);
}

/* Where lines of a layer cross, all casings lie below all lines; the first rule comes out on top. */
static void
test_order (void)
{
  static const double across[] = { -30, 0, 30, 0 }, down[] = { 0, -30, 0, 30 };
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("t", "", "GeoJSON");
  g_autoptr (AtlasStyle) cased = make_style ("{\"strokes\": [{\"color\": \"#ffffff\", \"width\": 12}, {\"color\": \"#ff0000\", \"width\": 6}]}");
  g_autoptr (AtlasStyle) two = make_style (
    "{\"when\": {\"field\": \"k\", \"is\": [\"a\"]}, \"strokes\": [{\"color\": \"#ff0000\", \"width\": 8}]},"
    "{\"strokes\": [{\"color\": \"#0000ff\", \"width\": 8}]}");
  g_autoptr (AtlasTable) table = NULL;
  cairo_surface_t *surface;

  atlas_table_builder_add_field (builder, "k", ATLAS_FIELD_STRING);
  for (int i = 0; i < 2; i++)
    {
      atlas_table_builder_begin_feature (builder);
      atlas_table_builder_set_text (builder, 0, i == 0 ? "a" : "b", -1);
      atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_LINE);
      add_part (builder, ATLAS_PART_LINE, i == 0 ? across : down, 2);
      atlas_table_builder_end_feature (builder);
    }
  table = finish (builder);

  surface = paint (table, cased, &VIEW);
  g_assert_cmphex (get_pixel (surface, 32, 32), ==, 0xffff0000);
  g_assert_cmphex (get_pixel (surface, 32, 27), ==, 0xffff0000);
  g_assert_cmphex (get_pixel (surface, 27, 32), ==, 0xffff0000);
  g_assert_cmphex (get_pixel (surface, 27, 27), ==, 0xffffffff);
  cairo_surface_destroy (surface);

  surface = paint (table, two, &VIEW);
  g_assert_cmphex (get_pixel (surface, 32, 32), ==, 0xffff0000);
  g_assert_cmphex (get_pixel (surface, 32, 10), ==, 0xff0000ff);
  cairo_surface_destroy (surface);
}

static void
test_edge_tint (void)
{
  static const double square[] = { -24, -24, 24, -24, 24, 24, -24, 24, -24, -24 };
  g_autoptr (AtlasTable) table = make_table (ATLAS_GEOMETRY_POLYGON, ATLAS_PART_RING, square, 5);
  g_autoptr (AtlasStyle) style = make_style ("{\"fill\": {\"edge\": {\"color\": \"#ff0000\", \"width\": 10}}}");
  cairo_surface_t *surface = paint (table, style, &VIEW);
  guint32 last = 256;

  g_assert_cmphex (get_pixel (surface, 6, 32), ==, 0);
  for (int x = 9; x <= 17; x++)
    {
      guint32 alpha = get_pixel (surface, x, 32) >> 24;

      g_assert_cmpuint (alpha, <, last);
      last = alpha;
    }
  g_assert_cmphex (get_pixel (surface, 32, 32), ==, 0);
  cairo_surface_destroy (surface);
}

/* Lines, areas and points of all sorts, some reaching over the edges. */
static AtlasTable *
make_medley (void)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("t", "", "GeoJSON");
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261123);

  for (int i = 0; i < 60; i++)
    {
      AtlasPartKind kind = i % 3 == 0 ? ATLAS_PART_LINE : i % 3 == 1 ? ATLAS_PART_RING : ATLAS_PART_POINTS;
      double xy[24], x = g_rand_double_range (rand, -160, 160), y = g_rand_double_range (rand, -160, 160);

      for (int k = 0; k < 12; k++)
        {
          xy[2 * k] = x + g_rand_double_range (rand, -50, 50);
          xy[2 * k + 1] = y + g_rand_double_range (rand, -50, 50);
        }
      atlas_table_builder_begin_feature (builder);
      atlas_table_builder_set_geometry_type (builder, i % 3 == 0 ? ATLAS_GEOMETRY_LINE
                                                      : i % 3 == 1 ? ATLAS_GEOMETRY_POLYGON
                                                                   : ATLAS_GEOMETRY_MULTI_POINT);
      add_part (builder, kind, xy, kind == ATLAS_PART_POINTS ? 2 : 12);
      atlas_table_builder_end_feature (builder);
    }

  return finish (builder);
}

static const char MEDLEY_STYLE[] =
  "{\"fill\": {\"color\": \"#80c08060\", \"edge\": {\"color\": \"#2060a0\", \"width\": 7}},"
  " \"strokes\": [{\"color\": \"#ffffff\", \"width\": 7, \"caps\": \"round\"}, {\"color\": \"#c0203080\", \"width\": 4},"
  "   {\"color\": \"#203040\", \"width\": 1.5, \"dash\": [7, 3]}, {\"color\": \"#e0a000\", \"width\": 2, \"offset\": 4, \"dash\": [5, 2]}],"
  " \"marker\": {\"shape\": \"star\", \"color\": \"#0080ff\", \"stroke\": {\"color\": \"#ffffff\", \"width\": 1.5}, \"size\": 17}}";

/* Four blocks are the same picture as the whole: that is what keeps the map's blocks without seams.  Cairo rounds where it
 * cuts an edge at the picture's border, so a little is left where it paints (large areas).  A real seam would differ by
 * nearly 255. */
static void
assert_no_seams (const char *rule,
                 int         tolerance)
{
  g_autoptr (AtlasTable) table = make_medley ();
  g_autoptr (AtlasStyle) style = make_style (rule);

  for (double scale = 1.0; scale <= 2.0; scale += 1.0)
    {
      AtlasView whole = VIEW, part = VIEW;
      cairo_surface_t *all;

      whole.width = whole.height = 256;
      part.width = part.height = 128;
      whole.scale = part.scale = scale;
      all = paint (table, style, &whole);
      for (int i = 0; i < 4; i++)
        {
          cairo_surface_t *block;

          atlas_view_to_place (&whole, 64 + 128 * (i % 2), 64 + 128 * (i / 2), &part.lon, &part.lat);
          block = paint (table, style, &part);
          g_assert_cmpint (get_difference (all, block, (int) (128 * scale) * (i % 2), (int) (128 * scale) * (i / 2)), <=,
                           tolerance);
          cairo_surface_destroy (block);
        }
      cairo_surface_destroy (all);
    }
}

static void
test_seams (void)
{
  assert_no_seams ("{\"marker\": {\"shape\": \"star\", \"color\": \"#0080ff\", \"size\": 17}}", 0);
  assert_no_seams ("{\"fill\": {\"color\": \"#80c080\", \"edge\": {\"color\": \"#2060a0\", \"width\": 7}}}", 40);
  assert_no_seams ("{\"strokes\": [{\"width\": 7, \"caps\": \"round\"}, {\"color\": \"#c0203080\", \"width\": 4}]}", 2);
  assert_no_seams ("{\"strokes\": [{\"color\": \"#e0a000\", \"width\": 2, \"offset\": 4, \"dash\": [5, 2]}]}", 2);
  assert_no_seams (MEDLEY_STYLE, 40);
}

/* Lines by our rasteriser look like those by cairo (which a clip that is not a rectangle brings in), but for the noise of
 * cairo's fifteen sample rows a pixel. */
static void
test_raster (void)
{
  static const char *const strokes[] = {
    "{\"width\": 0.7}", "{\"width\": 1.5, \"caps\": \"round\"}", "{\"width\": 6}", "{\"width\": 9, \"caps\": \"round\"}",
    "{\"width\": 2, \"dash\": [9, 4]}", "{\"width\": 5, \"caps\": \"round\", \"dash\": [9, 9, 1, 9]}", "{\"width\": 4, \"offset\": 5}",
  };
  g_autoptr (AtlasTable) table = make_medley ();

  for (gsize i = 0; i < G_N_ELEMENTS (strokes); i++)
    {
      g_autofree char *rule = g_strdup_printf ("{\"fill\": {\"color\": \"#0000ff40\"}, \"strokes\": [%s]}", strokes[i]);
      g_autoptr (AtlasStyle) style = make_style (rule);
      cairo_surface_t *surfaces[2];
      double total = 0.0;

      for (int k = 0; k < 2; k++)
        {
          AtlasView view = VIEW;
          cairo_t *cr;

          view.width = view.height = 256;
          surfaces[k] = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 256, 256);
          cr = cairo_create (surfaces[k]);
          cairo_rectangle (cr, 0, 0, 256, 240);
          cairo_new_sub_path (cr);
          if (k == 1)
            cairo_arc (cr, 128, 248, 5, 0, 6);
          cairo_clip (cr);
          g_assert_true (atlas_painter_paint_layer (cr, table, style, &view, NULL));
          cairo_destroy (cr);
          cairo_surface_flush (surfaces[k]);
        }
      for (int y = 0; y < 240; y++)
        for (int x = 0; x < 256; x++)
          {
            int difference = (int) (get_pixel (surfaces[0], x, y) >> 24) - (int) (get_pixel (surfaces[1], x, y) >> 24);

            total += abs (difference);
            /* A bend that one mitres and the other rounds. */
            g_assert_cmpint (abs (difference), <=, 200);
          }
      g_assert_cmpfloat (total / (240 * 256), <, 2.0);
      cairo_surface_destroy (surfaces[0]);
      cairo_surface_destroy (surfaces[1]);
    }
}

/* Markers that are blended by hand look the same as those that cairo puts down, at whatever clip. */
static void
test_blend (void)
{
  g_autoptr (AtlasTable) table = make_medley ();
  g_autoptr (AtlasStyle) style = make_style (
    "{\"marker\": {\"shape\": \"circle\", \"color\": \"#ff8000a0\", \"stroke\": {\"color\": \"#ffffff80\", \"width\": 2}, \"size\": 30, \"icon\": \"gorge\"}}");
  cairo_surface_t *surfaces[2];

  for (int i = 0; i < 2; i++)
    {
      AtlasView view = VIEW;
      cairo_t *cr;

      view.width = view.height = 200;
      surfaces[i] = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 200, 200);
      cr = cairo_create (surfaces[i]);
      cairo_set_source_rgb (cr, 0.2, 0.7, 0.4);
      cairo_paint (cr);
      /* A clip that is not a rectangle sends the second picture through cairo. */
      cairo_rectangle (cr, 20, 20, 100, 160);
      if (i == 1)
        cairo_rectangle (cr, 120, 20, 60, 159.5);
      else
        cairo_rectangle (cr, 20, 20, 100, 160);
      cairo_clip (cr);
      g_assert_true (atlas_painter_paint_layer (cr, table, style, &view, NULL));
      cairo_destroy (cr);
      cairo_surface_flush (surfaces[i]);
      for (int x = 0; x < 200; x++)
        g_assert_cmphex (get_pixel (surfaces[i], x, 10), ==, get_pixel (surfaces[i], 0, 0));
    }
  for (int y = 0; y < 200; y++)
    for (int x = 0; x < 119; x++)
      for (int shift = 0; shift < 32; shift += 8)
        g_assert_cmpint (ABS ((int) (get_pixel (surfaces[0], x, y) >> shift & 255)
                              - (int) (get_pixel (surfaces[1], x, y) >> shift & 255)), <=, 1);
  cairo_surface_destroy (surfaces[0]);
  cairo_surface_destroy (surfaces[1]);
}

static cairo_status_t
count_bytes (void                *closure,
             const unsigned char *data,
             unsigned int         length)
{
  *(gsize *) closure += length;

  return CAIRO_STATUS_SUCCESS;
}

static void
test_pdf (void)
{
  g_autoptr (AtlasTable) table = make_medley ();
  g_autoptr (AtlasStyle) style = make_style (MEDLEY_STYLE);
  gsize size = 0;
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (count_bytes, &size, 200, 200);
  cairo_t *cr = cairo_create (surface);
  AtlasView view = VIEW;

  view.width = view.height = 200;
  g_assert_true (atlas_painter_paint_layer (cr, table, style, &view, NULL));
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  g_assert_cmpuint (size, >, 5000);
}

static void
test_cancel (void)
{
  g_autoptr (AtlasTable) table = make_medley ();
  g_autoptr (AtlasStyle) style = make_style (MEDLEY_STYLE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 64, 64);
  cairo_t *cr = cairo_create (surface);

  g_cancellable_cancel (cancellable);
  g_assert_false (atlas_painter_paint_layer (cr, table, style, &VIEW, cancellable));
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_highlight (void)
{
  static const double east[] = { -20, 0, 20, 0 };
  static const double square[] = { -20, -20, 20, -20, 20, 20, -20, 20, -20, -20 };
  g_autoptr (AtlasTable) line = make_table (ATLAS_GEOMETRY_LINE, ATLAS_PART_LINE, east, 2);
  g_autoptr (AtlasTable) area = make_table (ATLAS_GEOMETRY_POLYGON, ATLAS_PART_RING, square, 5);
  g_autoptr (AtlasTable) point = make_table (ATLAS_GEOMETRY_POINT, ATLAS_PART_POINTS, east + 2, 1);
  g_autoptr (AtlasStyle) style = make_style ("{\"strokes\": [{\"width\": 6}], \"marker\": {\"size\": 10}}");
  AtlasTable *tables[] = { line, area, point };
  /* Where the outline is, and where the thing itself must stay as it is. */
  static const int amber[][2] = { { 32, 36 }, { 12, 32 }, { 52, 38 } };
  static const int bare[][2] = { { 32, 32 }, { 32, 32 }, { 52, 32 } };

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 64, 64);
      cairo_t *cr = cairo_create (surface);

      atlas_painter_paint_highlight (cr, tables[i], style, 0, &VIEW, 1.0);
      cairo_destroy (cr);
      cairo_surface_flush (surface);
      g_assert_cmphex (get_pixel (surface, amber[i][0], amber[i][1]), ==, 0xffffb000);
      g_assert_cmphex (get_pixel (surface, bare[i][0], bare[i][1]), ==, 0);
      cairo_surface_destroy (surface);
    }
}

/* The outline of a line and a ring of 60 000 vertices: blocks, which skip most of them, against the picture painted whole. */
static void
test_highlight_long (void)
{
  enum { N = 60000, SIDE = 240, BLOCK = 48 };
  const AtlasView whole = { 113.0, 36.0, 10.0, SIDE, SIDE, 1.0, FALSE };
  g_autofree double *coords = g_new (double, 2 * N);
  g_autoptr (AtlasStyle) style = make_style ("{\"strokes\": [{\"width\": 2}]}");
  double size = atlas_mercator_world_size (10.0);

  for (guint i = 0; i < N; i++)
    {
      double t = 2.0 * G_PI * i / (N - 1);

      /* Loops that leave the picture and come back. */
      coords[2 * i] = 180.0 * sin (3.0 * t) + 1.5 * sin (90.0 * t);
      coords[2 * i + 1] = 150.0 * sin (4.0 * t + 0.5) + 1.5 * cos (77.0 * t);
    }
  coords[2 * N - 2] = coords[0];
  coords[2 * N - 1] = coords[1];
  for (int ring = 0; ring < 2; ring++)
    {
      g_autoptr (AtlasTable) table = make_table (ring ? ATLAS_GEOMETRY_POLYGON : ATLAS_GEOMETRY_LINE,
                                                 ring ? ATLAS_PART_RING : ATLAS_PART_LINE, coords, N);
      cairo_surface_t *one = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIDE, SIDE);
      cairo_surface_t *block = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, BLOCK, BLOCK);
      cairo_t *cr = cairo_create (one);
      guint n_amber = 0, n_wrong = 0;

      g_assert_nonnull (atlas_table_get_runs (table, 0, 0));
      atlas_painter_paint_highlight (cr, table, style, 0, &whole, 1.0);
      cairo_destroy (cr);
      cairo_surface_flush (one);
      for (int top = 0; top < SIDE; top += BLOCK)
        for (int left = 0; left < SIDE; left += BLOCK)
          {
            AtlasView part = whole;

            part.width = part.height = BLOCK;
            part.lon = atlas_mercator_lon (atlas_mercator_x (113.0) + (left + (BLOCK - SIDE) / 2.0) / size);
            part.lat = atlas_mercator_lat (atlas_mercator_y (36.0) + (top + (BLOCK - SIDE) / 2.0) / size);
            cr = cairo_create (block);
            cairo_set_operator (cr, CAIRO_OPERATOR_CLEAR);
            cairo_paint (cr);
            cairo_set_operator (cr, CAIRO_OPERATOR_OVER);
            atlas_painter_paint_highlight (cr, table, style, 0, &part, 1.0);
            cairo_destroy (cr);
            cairo_surface_flush (block);
            for (int y = 0; y < BLOCK; y++)
              for (int x = 0; x < BLOCK; x++)
                {
                  guint32 a = get_pixel (one, left + x, top + y), b = get_pixel (block, x, y);

                  n_amber += a == 0xffffb000;
                  n_wrong += ABS ((int) (a >> 24) - (int) (b >> 24)) > 8 || ABS ((int) (a & 255) - (int) (b & 255)) > 8;
                }
          }
      g_assert_cmpuint (n_amber, >, 2000);
      g_assert_cmpuint (n_wrong, <, SIDE * SIDE / 1000);
      cairo_surface_destroy (one);
      cairo_surface_destroy (block);
    }
}

static void
test_swatch (void)
{
  static const char *const names[] = { "basin", "rivers", "roads-rail", "towns", "peaks", "taihang1", "sponge", "scenic" };
  static const AtlasGeometryType kinds[] = {
    ATLAS_GEOMETRY_POLYGON, ATLAS_GEOMETRY_LINE, ATLAS_GEOMETRY_LINE,  ATLAS_GEOMETRY_POINT,
    ATLAS_GEOMETRY_POINT,   ATLAS_GEOMETRY_LINE, ATLAS_GEOMETRY_POINT, ATLAS_GEOMETRY_POINT,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (AtlasStyle) style = atlas_style_new_shipped (names[i]);
      guint n;
      const AtlasRule *rules = atlas_style_get_rules (style, &n);

      for (guint k = 0; k < n; k++)
        for (int dark = 0; dark < 2; dark++)
          {
            cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 24, 16);
            cairo_t *cr = cairo_create (surface);

            atlas_painter_paint_swatch (cr, &rules[k], kinds[i], 12.0, dark, 24.0, 16.0);
            cairo_destroy (cr);
            cairo_surface_flush (surface);
            g_assert_cmpuint (count_painted (surface), >, 8);
            cairo_surface_destroy (surface);
          }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/painter/hole", test_hole);
  g_test_add_func ("/painter/self-crossing", test_self_crossing);
  g_test_add_func ("/painter/far-outline", test_far_outline);
  g_test_add_func ("/painter/antimeridian", test_antimeridian);
  g_test_add_func ("/painter/degenerate", test_degenerate);
  g_test_add_func ("/painter/tiny", test_tiny);
  g_test_add_func ("/painter/offset", test_offset);
  g_test_add_func ("/painter/order", test_order);
  g_test_add_func ("/painter/edge-tint", test_edge_tint);
  g_test_add_func ("/painter/seams", test_seams);
  g_test_add_func ("/painter/raster", test_raster);
  g_test_add_func ("/painter/blend", test_blend);
  g_test_add_func ("/painter/pdf", test_pdf);
  g_test_add_func ("/painter/cancel", test_cancel);
  g_test_add_func ("/painter/highlight", test_highlight);
  g_test_add_func ("/painter/highlight-long", test_highlight_long);
  g_test_add_func ("/painter/swatch", test_swatch);

  return g_test_run ();
}
