/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strips along a line, held against the map frame that each asks for: the line's part lies in it, travel goes to the right, nothing
 * of the line is left out. */

#include <gio/gio.h>
#include <math.h>

#include "layout/atlas-map-frame.h"
#include "layout/atlas-strip.h"

#define WIDTH 380.0
#define HEIGHT 240.0
#define PADDING 14.0

/* A road that winds: @turn tells how much. */
static AtlasRouteLine *
new_line (guint  n,
          double turn)
{
  g_autofree double *coords = g_new (double, 2 * n);
  g_autoptr (GError) error = NULL;
  AtlasRouteLine *line;
  double angle = 0.3;

  coords[0] = 112.2;
  coords[1] = 36.0;
  for (guint i = 1; i < n; i++)
    {
      angle += g_test_rand_double_range (-turn, turn);
      angle = CLAMP (angle, -2.6, 2.6);
      coords[2 * i] = coords[2 * i - 2] + 0.004 * cos (angle);
      coords[2 * i + 1] = coords[2 * i - 1] + 0.003 * sin (angle);
    }
  line = atlas_route_line_new (coords, n, NAN, NULL, &error);
  g_assert_no_error (error);

  return line;
}

static AtlasMapFrame *
new_frame (const AtlasStrip *strip,
           double            width,
           double            height)
{
  g_autoptr (AtlasCrs) crs = atlas_crs_new_for_longitude (strip->lon);
  g_autoptr (GError) error = NULL;
  AtlasMapFrame *frame = atlas_map_frame_new (crs, strip->lon, strip->lat, strip->scale, strip->rotation, width, height, &error);

  g_assert_no_error (error);

  return frame;
}

/* All places of the part lie in the frame, with something of the padding left; travel goes right, or up. */
static void
check_strip (AtlasRouteLine   *line,
             const AtlasStrip *strip,
             double            width,
             double            height)
{
  g_autoptr (AtlasMapFrame) frame = new_frame (strip, width, height);
  double first[2] = { 0 }, last[2] = { 0 };

  for (guint i = 0; i <= 500; i++)
    {
      double lon, lat, x, y;

      atlas_route_line_locate (line, strip->from + (strip->to - strip->from) * i / 500.0, &lon, &lat);
      atlas_map_frame_to_page (frame, lon, lat, &x, &y);
      /* The zone of the middle may turn the map by two degrees at most. */
      g_assert_true (x > PADDING / 4 && y > PADDING / 4 && x < width - PADDING / 4 && y < height - PADDING / 4);
      if (i == 0)
        first[0] = x, first[1] = y;
      last[0] = x, last[1] = y;
    }
  if (width > height)
    g_assert_cmpfloat (last[0], >, first[0]);
  else
    g_assert_cmpfloat (last[1], <, first[1]);
}

static void
test_cut (void)
{
  static const double turns[] = { 0.0, 0.3, 0.9 };

  for (guint t = 0; t < G_N_ELEMENTS (turns); t++)
    for (guint tall = 0; tall < 2; tall++)
      {
        g_autoptr (AtlasRouteLine) line = new_line (600, turns[t]);
        g_autoptr (GError) error = NULL;
        const double length = atlas_route_line_get_length (line), width = tall ? HEIGHT : WIDTH, height = tall ? WIDTH : HEIGHT;
        const double along = (WIDTH - 2 * PADDING) * 25.0;
        g_autoptr (GArray) strips = atlas_strip_cut (line, NULL, 25000, width, height, PADDING, 0.1, &error);

        g_assert_no_error (error);
        g_assert_cmpfloat (g_array_index (strips, AtlasStrip, 0).from, ==, 0.0);
        g_assert_cmpfloat_with_epsilon (g_array_index (strips, AtlasStrip, strips->len - 1).to, length, 0.01);
        for (guint i = 0; i < strips->len; i++)
          {
            const AtlasStrip *strip = &g_array_index (strips, AtlasStrip, i);

            check_strip (line, strip, width, height);
            if (i > 0)
              {
                g_assert_cmpfloat (strip->from, <, (strip - 1)->to);
                g_assert_cmpfloat (strip->from, >, (strip - 1)->from);
              }
          }
        /* A straight line wastes nothing: as many maps as its length asks for. */
        if (turns[t] == 0.0)
          g_assert_cmpuint (strips->len, <=, (guint) ceil ((length - 0.1 * along) / (0.9 * along)) + 1);
      }
}

static void
test_short (void)
{
  g_autoptr (AtlasRouteLine) line = new_line (3, 0.1);
  g_autoptr (GArray) strips = atlas_strip_cut (line, NULL, 50000, WIDTH, HEIGHT, PADDING, 0.1, NULL);

  g_assert_cmpuint (strips->len, ==, 1);
  check_strip (line, &g_array_index (strips, AtlasStrip, 0), WIDTH, HEIGHT);
}

/* Much larger than the vertices are apart. */
static void
test_large_scale (void)
{
  g_autoptr (AtlasRouteLine) line = new_line (8, 0.4);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) strips = atlas_strip_cut (line, NULL, 500, WIDTH, HEIGHT, PADDING, 0.1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (strips->len, >, 10);
  for (guint i = 0; i < strips->len; i++)
    check_strip (line, &g_array_index (strips, AtlasStrip, i), WIDTH, HEIGHT);
}

/* Two pieces far from each other get maps of their own. */
static void
test_runs (void)
{
  static const double one[] = { 112.5, 36.0, 112.6, 36.0 }, other[] = { 113.5, 36.5, 113.6, 36.55 };
  g_autoptr (AtlasRouteLine) a = atlas_route_line_new (one, 2, NAN, NULL, NULL);
  g_autoptr (AtlasRouteLine) b = atlas_route_line_new (other, 2, NAN, NULL, NULL);
  AtlasRouteLine *const lines[] = { a, b };
  g_autoptr (AtlasRouteLine) line = atlas_route_line_new_joined (lines, 2);
  g_autoptr (GArray) strips = atlas_strip_cut (line, NULL, 100000, WIDTH, HEIGHT, PADDING, 0.1, NULL);

  g_assert_cmpuint (atlas_route_line_get_n_runs (line), ==, 2);
  g_assert_cmpuint (strips->len, ==, 2);
  g_assert_cmpfloat (g_array_index (strips, AtlasStrip, 0).lon, <, 113.0);
  g_assert_cmpfloat (g_array_index (strips, AtlasStrip, 1).lon, >, 113.0);
  check_strip (line, &g_array_index (strips, AtlasStrip, 1), WIDTH, HEIGHT);
}

static void
test_fit (void)
{
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (AtlasRouteLine) line = new_line (300, 0.8);
      const double length = atlas_route_line_get_length (line);
      g_autoptr (GError) error = NULL;
      AtlasStrip strip;

      g_assert_true (atlas_strip_fit (line, length * 0.2, length * 0.7, NULL, WIDTH, HEIGHT, PADDING, &strip, &error));
      g_assert_no_error (error);
      check_strip (line, &strip, WIDTH, HEIGHT);
    }
}

static void
test_errors (void)
{
  g_autoptr (AtlasRouteLine) line = new_line (600, 0.3);
  const struct
  {
    double scale, width;
    int    code;
  } cases[] = {
    { 0.0, WIDTH, ATLAS_LAYOUT_ERROR_SCALE },
    { NAN, WIDTH, ATLAS_LAYOUT_ERROR_SCALE },
    { 50000, 10.0, ATLAS_LAYOUT_ERROR_PAPER },
    { 10, WIDTH, ATLAS_LAYOUT_ERROR_SCALE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (atlas_strip_cut (line, NULL, cases[i].scale, cases[i].width, HEIGHT, PADDING, 0.1, &error));
      g_assert_error (error, ATLAS_LAYOUT_ERROR, cases[i].code);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/strip/cut", test_cut);
  g_test_add_func ("/strip/short", test_short);
  g_test_add_func ("/strip/large-scale", test_large_scale);
  g_test_add_func ("/strip/runs", test_runs);
  g_test_add_func ("/strip/fit", test_fit);
  g_test_add_func ("/strip/errors", test_errors);

  return g_test_run ();
}
