/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Maps on paper: systems against PROJ's cs2cs, frames against geodesics, tables with their places moved against the frame place by
 * place. */

#include <gio/gio.h>
#include <math.h>
#include <stdio.h>

#include "data/atlas-table-builder.h"
#include "data/atlas-table-moved.h"
#include "geo/atlas-geodesic.h"
#include "geo/atlas-mercator.h"
#include "layout/atlas-frame-map.h"

#define N 60
#define LON 113.1
#define LAT 36.2

static const char *const codes[] = { "EPSG:4546", "EPSG:4547", "EPSG:4508", "EPSG:4526", "EPSG:32649", "EPSG:3857" };

static char *
cs2cs (const char *code,
       const char *input)
{
  const char *const words[] = { "cs2cs", "-d", "9", "EPSG:4326", "+to", code, NULL };
  g_autofree char *program = g_find_program_in_path (words[0]);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *output = NULL;

  if (program == NULL)
    return NULL;
  process = g_subprocess_newv (words, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, input, NULL, &output, NULL, &error));

  return output;
}

static void
test_crs_forward (void)
{
  for (guint c = 0; c < G_N_ELEMENTS (codes); c++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AtlasCrs) crs = atlas_crs_new (codes[c], &error);
      g_autoptr (GString) input = g_string_new (NULL);
      g_autofree char *output = NULL;
      g_auto (GStrv) lines = NULL;
      double places[2 * N], moved[2 * N];

      g_assert_no_error (error);
      for (guint i = 0; i < N; i++)
        {
          places[2 * i] = moved[2 * i] = g_test_rand_double_range (111.0, 115.0);
          places[2 * i + 1] = moved[2 * i + 1] = g_test_rand_double_range (34.0, 38.0);
          g_string_append_printf (input, "%.12f %.12f\n", places[2 * i + 1], places[2 * i]);
        }
      atlas_crs_forward (crs, moved, N);
      output = cs2cs (codes[c], input->str);
      if (output == NULL)
        {
          g_test_skip ("cs2cs is not installed");
          return;
        }
      lines = g_strsplit (output, "\n", -1);
      for (guint i = 0; i < N; i++)
        {
          double a, b;

          g_assert_cmpint (sscanf (lines[i], "%lf %lf", &a, &b), ==, 2);
          /* The zones of Gauss–Krüger have the northing first. */
          g_assert_true ((fabs (a - moved[2 * i]) < 2e-3 && fabs (b - moved[2 * i + 1]) < 2e-3) ||
                         (fabs (b - moved[2 * i]) < 2e-3 && fabs (a - moved[2 * i + 1]) < 2e-3));
        }
      atlas_crs_inverse (crs, moved, N);
      for (guint i = 0; i < 2 * N; i++)
        g_assert_cmpfloat_with_epsilon (moved[i], places[i], 1e-9);
    }
}

/* What the plane makes of a hundred metres, along and across. */
static void
test_crs_factors (void)
{
  for (guint c = 0; c < G_N_ELEMENTS (codes); c++)
    {
      g_autoptr (AtlasCrs) crs = atlas_crs_new (codes[c], NULL);
      double ends[6] = { LON, LAT }, along, across, scale, convergence;

      atlas_geodesic_direct (LON, LAT, 0.0, 100.0, &ends[2], &ends[3]);
      atlas_geodesic_direct (LON, LAT, 90.0, 100.0, &ends[4], &ends[5]);
      atlas_crs_forward (crs, ends, 3);
      along = hypot (ends[2] - ends[0], ends[3] - ends[1]) / 100.0;
      across = hypot (ends[4] - ends[0], ends[5] - ends[1]) / 100.0;
      atlas_crs_get_factors (crs, LON, LAT, &scale, &convergence);
      g_assert_cmpfloat_with_epsilon (scale, sqrt (along * across), 2e-5);
      /* Grid north is as far clockwise from true north as true north is anticlockwise from the plane's axis. */
      g_assert_cmpfloat_with_epsilon (convergence, -atan2 (ends[2] - ends[0], ends[3] - ends[1]) * 180.0 / G_PI, 2e-3);
    }
}

static void
test_crs_choice (void)
{
  g_autoptr (AtlasCrs) east = atlas_crs_new_for_longitude (112.6);
  g_autoptr (AtlasCrs) west = atlas_crs_new_for_longitude (112.4);
  g_autoptr (AtlasCrs) far = atlas_crs_new_for_longitude (-3.0);
  g_autofree char *wkt = atlas_crs_dup_wkt (east, FALSE);

  g_assert_cmpstr (atlas_crs_get_code (east), ==, "EPSG:4547");
  g_assert_cmpstr (atlas_crs_get_code (west), ==, "EPSG:4546");
  g_assert_cmpstr (atlas_crs_get_code (far), ==, "EPSG:4534");
  g_assert_true (g_str_has_prefix (wkt, "PROJCS[\"CGCS2000 / 3-degree Gauss-Kruger CM 114E\""));
}

static void
test_crs_errors (void)
{
  static const char *const unknown[] = { "", "x", "EPSG:", "EPSG:999999", "EPSG:4547x", "+proj=merc", "/etc/passwd", "PROJCS[\"a\"]" };

  for (guint i = 0; i < G_N_ELEMENTS (unknown); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (atlas_crs_new (unknown[i], &error));
      g_assert_error (error, ATLAS_CRS_ERROR, ATLAS_CRS_ERROR_UNKNOWN);
    }
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (atlas_crs_new ("EPSG:4326", &error));
    g_assert_error (error, ATLAS_CRS_ERROR, ATLAS_CRS_ERROR_NOT_METRIC);
  }
}

static AtlasMapFrame *
new_frame (const char *code,
           double      scale,
           double      rotation)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AtlasCrs) crs = atlas_crs_new (code, &error);
  AtlasMapFrame *frame = atlas_map_frame_new (crs, LON, LAT, scale, rotation, 400.3, 277.1, &error);

  g_assert_no_error (error);

  return frame;
}

/* Ten kilometres on the ground are as long on paper as the scale says, in any direction; in Web Mercator too. */
static void
test_frame_scale (void)
{
  for (guint c = 0; c < G_N_ELEMENTS (codes); c++)
    for (int azimuth = 0; azimuth < 360; azimuth += 45)
      {
        g_autoptr (AtlasMapFrame) frame = new_frame (codes[c], 50000, azimuth / 3.0);
        double lon, lat, x, y, least, most;

        atlas_geodesic_direct (LON, LAT, azimuth, 5000.0, &lon, &lat);
        atlas_map_frame_to_page (frame, lon, lat, &x, &y);
        /* Web Mercator's two directions differ by a third of a per cent, and its scale grows northwards. */
        g_assert_cmpfloat_with_epsilon (hypot (x - 400.3 / 2, y - 277.1 / 2), 100.0, g_str_equal (codes[c], "EPSG:3857") ? 0.3 : 0.06);
        atlas_map_frame_get_true_scales (frame, &least, &most);
        g_assert_cmpfloat (least, >, 49500.0);
        g_assert_cmpfloat (most, <, 50500.0);
        g_assert_cmpfloat (least, <, most);
      }
}

static void
test_frame_places (void)
{
  g_autoptr (AtlasMapFrame) frame = new_frame ("EPSG:4547", 100000, 0.0);
  g_autoptr (AtlasMapFrame) turned = new_frame ("EPSG:4547", 100000, 90.0);
  AtlasExtent extent = atlas_map_frame_get_extent (frame, 0.0);
  double x, y, lon, lat, easting, northing;

  atlas_map_frame_to_page (frame, LON, LAT, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, 200.15, 1e-6);
  g_assert_cmpfloat_with_epsilon (y, 138.55, 1e-6);
  /* A kilometre to the grid's north is a centimetre up; turned clockwise by a right angle it is a centimetre to the right. */
  atlas_map_frame_page_to_plane (frame, 200.15, 138.55, &easting, &northing);
  atlas_map_frame_plane_to_page (frame, easting, northing + 1000.0, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, 200.15, 1e-6);
  g_assert_cmpfloat_with_epsilon (y, 128.55, 1e-6);
  atlas_map_frame_plane_to_page (turned, easting, northing + 1000.0, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, 210.15, 1e-6);
  g_assert_cmpfloat_with_epsilon (y, 138.55, 1e-6);
  for (guint i = 0; i < N; i++)
    {
      const double px = g_test_rand_double_range (0, 400.3), py = g_test_rand_double_range (0, 277.1);

      atlas_map_frame_to_place (turned, px, py, &lon, &lat);
      atlas_map_frame_to_page (turned, lon, lat, &x, &y);
      g_assert_cmpfloat_with_epsilon (x, px, 1e-5);
      g_assert_cmpfloat_with_epsilon (y, py, 1e-5);
      atlas_map_frame_to_place (frame, px, py, &lon, &lat);
      g_assert_true (lon > extent.west - 1e-4 && lon < extent.east + 1e-4 && lat > extent.south - 1e-4 && lat < extent.north + 1e-4);
    }
}

/* The painter's view of sheet degrees puts a place where the frame does, and its zoom is that of the screen at this scale. */
static void
test_frame_sheet (void)
{
  for (guint c = 0; c < G_N_ELEMENTS (codes); c++)
    {
      g_autoptr (AtlasMapFrame) frame = new_frame (codes[c], 250000, 17.0);
      AtlasView view;

      atlas_map_frame_get_view (frame, 2.0, &view);
      g_assert_cmpfloat_with_epsilon (atlas_mercator_metres_per_pixel (LAT, view.zoom), 250.0 * ATLAS_PAPER_PIXEL, 1e-6);
      for (guint i = 0; i < N; i++)
        {
          double place[2] = { g_test_rand_double_range (112, 114), g_test_rand_double_range (35.5, 37) }, x, y, px, py;

          atlas_map_frame_to_page (frame, place[0], place[1], &x, &y);
          atlas_map_frame_to_sheet (frame, place, 1);
          atlas_view_to_pixel (&view, place[0], place[1], &px, &py);
          g_assert_cmpfloat_with_epsilon ((px - view.width / 2.0) * ATLAS_PAPER_PIXEL, x - 400.3 / 2, 1e-6);
          g_assert_cmpfloat_with_epsilon ((py - view.height / 2.0) * ATLAS_PAPER_PIXEL, y - 277.1 / 2, 1e-6);
        }
    }
}

static void
test_frame_fit (void)
{
  g_autoptr (AtlasCrs) crs = atlas_crs_new ("EPSG:4508", NULL);
  const AtlasExtent extent = { 112.0, 35.8, 113.7, 37.1 };

  for (int rotation = 0; rotation < 360; rotation += 40)
    {
      g_autoptr (AtlasMapFrame) exact = atlas_map_frame_new_fit (crs, &extent, FALSE, rotation, 300, 200, NULL);
      g_autoptr (AtlasMapFrame) standard = atlas_map_frame_new_fit (crs, &extent, TRUE, rotation, 300, 200, NULL);
      double least_x = INFINITY, most_x = -INFINITY, least_y = INFINITY, most_y = -INFINITY;
      gsize n;
      const double *scales = atlas_map_frame_get_standard_scales (&n);
      gboolean found = FALSE;

      for (guint i = 0; i <= 20; i++)
        for (guint j = 0; j <= 20; j++)
          {
            double x, y;

            atlas_map_frame_to_page (exact, extent.west + (extent.east - extent.west) * i / 20,
                                     extent.south + (extent.north - extent.south) * j / 20, &x, &y);
            least_x = MIN (least_x, x);
            most_x = MAX (most_x, x);
            least_y = MIN (least_y, y);
            most_y = MAX (most_y, y);
          }
      g_assert_true (least_x > -0.01 && least_y > -0.01 && most_x < 300.01 && most_y < 200.01);
      /* It fills the frame one way. */
      g_assert_true (most_x - least_x > 299.9 || most_y - least_y > 199.9);
      g_assert_cmpfloat (atlas_map_frame_get_scale (standard), >=, atlas_map_frame_get_scale (exact));
      for (gsize i = 0; i < n; i++)
        found = found || scales[i] == atlas_map_frame_get_scale (standard);
      g_assert_true (found);
    }
}

static void
test_frame_errors (void)
{
  g_autoptr (AtlasCrs) crs = atlas_crs_new ("EPSG:4547", NULL);
  const AtlasExtent nothing = atlas_extent_empty ();
  const struct
  {
    double lon, lat, scale, width;
    int    code;
  } cases[] = {
    { LON, LAT, 0.0, 100.0, ATLAS_LAYOUT_ERROR_SCALE },       { LON, LAT, -1.0, 100.0, ATLAS_LAYOUT_ERROR_SCALE },
    { LON, LAT, NAN, 100.0, ATLAS_LAYOUT_ERROR_SCALE },       { LON, LAT, INFINITY, 100.0, ATLAS_LAYOUT_ERROR_SCALE },
    { LON, LAT, 1e9, 100.0, ATLAS_LAYOUT_ERROR_SCALE },       { LON, LAT, 1e5, -3.0, ATLAS_LAYOUT_ERROR_PAPER },
    { LON, LAT, 1e5, NAN, ATLAS_LAYOUT_ERROR_PAPER },         { LON, 90.0, 1e5, 100.0, ATLAS_LAYOUT_ERROR_PLACE },
    { NAN, LAT, 1e5, 100.0, ATLAS_LAYOUT_ERROR_PLACE },
  };
  g_autoptr (GError) empty = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (atlas_map_frame_new (crs, cases[i].lon, cases[i].lat, cases[i].scale, 0.0, cases[i].width, 100.0, &error));
      g_assert_error (error, ATLAS_LAYOUT_ERROR, cases[i].code);
    }
  g_assert_null (atlas_map_frame_new_fit (crs, &nothing, TRUE, 0.0, 100, 100, &empty));
  g_assert_error (empty, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_EMPTY);
}

static void
add_line (AtlasTableBuilder *builder,
          const char        *name,
          gboolean           ring,
          const double      *coords,
          gsize              n)
{
  atlas_table_builder_begin_feature (builder);
  atlas_table_builder_set_text (builder, 0, name, -1);
  atlas_table_builder_set_geometry_type (builder, n == 1 ? ATLAS_GEOMETRY_POINT : ring ? ATLAS_GEOMETRY_POLYGON : ATLAS_GEOMETRY_LINE);
  atlas_table_builder_begin_part (builder, n == 1 ? ATLAS_PART_POINTS : ring ? ATLAS_PART_RING : ATLAS_PART_LINE);
  for (gsize i = 0; i < n; i++)
    g_assert_true (atlas_table_builder_add_vertex (builder, coords[2 * i], coords[2 * i + 1]));
  atlas_table_builder_end_feature (builder);
}

enum
{
  FAR_POINT,
  POINT,
  LONG_LINE,
  WORLD,
  HIDDEN,
};

static AtlasTable *
new_table (void)
{
  static const double far_point[] = { -70, 20 }, point[] = { 113.0, 36.0 }, line[] = { 90, 30, 140, 40 }, hidden[] = { 113.1, 36.1 };
  static const double world[] = { -179, -80, 179, -80, 179, 80, -179, 80, -179, -80 };
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("t", "EPSG:4326", "GeoJSON");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  AtlasTable *table;

  atlas_table_builder_add_field (builder, "name", ATLAS_FIELD_STRING);
  add_line (builder, "far", FALSE, far_point, 1);
  add_line (builder, "point", FALSE, point, 1);
  add_line (builder, "line", FALSE, line, 2);
  add_line (builder, "world", TRUE, world, 5);
  add_line (builder, "hidden", FALSE, hidden, 1);
  bytes = atlas_table_builder_finish (builder, &error);
  g_assert_no_error (error);
  table = atlas_table_open (bytes, &error);
  g_assert_no_error (error);

  return table;
}

static void
move_to_sheet (double   *coords,
               gsize     n,
               gpointer  data)
{
  atlas_map_frame_to_sheet (data, coords, n);
}

static void
test_moved (void)
{
  g_autoptr (AtlasMapFrame) frame = new_frame ("EPSG:4547", 500000, 0.0);
  g_autoptr (AtlasTable) whole = new_table ();
  const guint32 shown[] = { FAR_POINT, POINT, LONG_LINE, WORLD };
  g_autoptr (AtlasFeatureSet) set = atlas_feature_set_new_from_array (5, shown, 4);
  g_autoptr (AtlasTable) table = atlas_table_new_filtered (whole, set);
  AtlasTableMove move = { .extent = atlas_map_frame_get_extent (frame, 0.0), .step = 0.05, .move = move_to_sheet, .data = frame };
  g_autoptr (AtlasTable) moved = NULL;
  AtlasExtent all = { -180, -90, 180, 90 };
  g_autoptr (GArray) found = NULL;
  double place[2] = { 113.0, 36.0 };
  AtlasPart part;
  AtlasView view;

  move.reach = (AtlasExtent){ move.extent.west - 2, move.extent.south - 2, move.extent.east + 2, move.extent.north + 2 };
  moved = atlas_table_new_moved (table, &move, NULL);
  g_assert_cmpuint (atlas_table_get_n_features (moved), ==, 5);
  found = atlas_table_query (moved, &all);
  g_assert_cmpuint (found->len, ==, 3);
  g_assert_cmpuint (g_array_index (found, guint32, 0), ==, POINT);
  g_assert_cmpuint (atlas_table_get_geometry_type (moved, FAR_POINT), ==, ATLAS_GEOMETRY_NONE);
  g_assert_false (atlas_table_is_shown (moved, HIDDEN));
  /* Numbers and values stay. */
  g_assert_cmpstr (atlas_table_get_text (moved, 0, LONG_LINE, NULL), ==, "line");
  g_assert_cmpuint (atlas_table_find_text (moved, "world"), ==, atlas_table_find_text (table, "world"));
  atlas_table_get_part (moved, POINT, 0, &part);
  atlas_map_frame_to_sheet (frame, place, 1);
  g_assert_cmpfloat (part.coords[0], ==, place[0]);
  g_assert_cmpfloat (part.coords[1], ==, place[1]);
  /* The line is where its places are, between its vertices too. */
  atlas_map_frame_get_view (frame, 1.0, &view);
  atlas_table_get_part (moved, LONG_LINE, 0, &part);
  g_assert_cmpuint (part.n_vertices, >, 20);
  for (double lon = move.extent.west; lon < move.extent.east; lon += 0.013)
    {
      double x, y, best = INFINITY;

      atlas_map_frame_to_page (frame, lon, 30.0 + (lon - 90.0) / 5.0, &x, &y);
      for (gsize i = 0; i + 1 < part.n_vertices; i++)
        {
          double ax, ay, bx, by, t;

          atlas_view_to_pixel (&view, part.coords[2 * i], part.coords[2 * i + 1], &ax, &ay);
          atlas_view_to_pixel (&view, part.coords[2 * i + 2], part.coords[2 * i + 3], &bx, &by);
          ax = (ax - view.width / 2.0) * ATLAS_PAPER_PIXEL + 400.3 / 2;
          bx = (bx - view.width / 2.0) * ATLAS_PAPER_PIXEL + 400.3 / 2;
          ay = (ay - view.height / 2.0) * ATLAS_PAPER_PIXEL + 277.1 / 2;
          by = (by - view.height / 2.0) * ATLAS_PAPER_PIXEL + 277.1 / 2;
          t = CLAMP (((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) * (bx - ax) + (by - ay) * (by - ay)), 0.0, 1.0);
          best = MIN (best, hypot (x - ax - t * (bx - ax), y - ay - t * (by - ay)));
        }
      g_assert_cmpfloat (best, <, 0.02);
    }
  /* The world was cut, and still covers all corners of the frame. */
  atlas_table_get_part (moved, WORLD, 0, &part);
  for (guint corner = 0; corner < 4; corner++)
    {
      double lon, lat;

      atlas_view_to_place (&view, corner % 2 * view.width, corner / 2 * view.height, &lon, &lat);
      g_assert_true (atlas_geodesic_ring_contains (lon, lat, part.coords, part.n_vertices));
    }
  for (gsize i = 0; i < 2 * part.n_vertices; i++)
    g_assert_true (isfinite (part.coords[i]));
}

static void
fail_to_move (double   *coords,
              gsize     n,
              gpointer  data)
{
  for (gsize i = 0; i < 2 * n; i++)
    coords[i] = INFINITY;
}

static void
test_moved_nowhere (void)
{
  g_autoptr (AtlasTable) table = new_table ();
  const AtlasTableMove move = { .extent = { -180, -90, 180, 90 }, .reach = { -180, -90, 180, 90 }, .step = 1.0, .move = fail_to_move };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (AtlasTable) moved = atlas_table_new_moved (table, &move, NULL);
  AtlasExtent extent = atlas_table_get_extent (moved);

  g_assert_true (atlas_extent_is_empty (&extent));
  g_assert_cmpuint (atlas_table_get_n_parts (moved, WORLD), ==, 0);
  g_cancellable_cancel (cancellable);
  g_assert_null (atlas_table_new_moved (table, &move, cancellable));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crs/forward", test_crs_forward);
  g_test_add_func ("/crs/factors", test_crs_factors);
  g_test_add_func ("/crs/choice", test_crs_choice);
  g_test_add_func ("/crs/errors", test_crs_errors);
  g_test_add_func ("/frame/scale", test_frame_scale);
  g_test_add_func ("/frame/places", test_frame_places);
  g_test_add_func ("/frame/sheet", test_frame_sheet);
  g_test_add_func ("/frame/fit", test_frame_fit);
  g_test_add_func ("/frame/errors", test_frame_errors);
  g_test_add_func ("/moved/places", test_moved);
  g_test_add_func ("/moved/nowhere", test_moved_nowhere);

  return g_test_run ();
}
