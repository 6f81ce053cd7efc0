/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tests of AtlasView: pixels and places, extents, fitting and clamping. */

#include "render/atlas-view.h"

#include "geo/atlas-mercator.h"

#include <glib.h>
#include <math.h>

static const AtlasView CHANGZHI = { .lon = 113.116, .lat = 36.195, .zoom = 10.37, .width = 1280, .height = 801, .scale = 2.0 };

static void
test_round_trip (void)
{
  double x, y, lon, lat;

  atlas_view_to_pixel (&CHANGZHI, CHANGZHI.lon, CHANGZHI.lat, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, 640.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (y, 400.5, 1e-9);

  for (int i = 0; i < 1000; i++)
    {
      double px = g_test_rand_double_range (-2000, 3000), py = g_test_rand_double_range (-2000, 3000);

      atlas_view_to_place (&CHANGZHI, px, py, &lon, &lat);
      atlas_view_to_pixel (&CHANGZHI, lon, lat, &x, &y);
      g_assert_cmpfloat_with_epsilon (x, px, 1e-6);
      g_assert_cmpfloat_with_epsilon (y, py, 1e-6);
    }
}

/* A degree of longitude is world size / 360 pixels, everywhere. */
static void
test_scale (void)
{
  AtlasView view = { .lon = 0.0, .lat = 0.0, .zoom = 0.0, .width = 256, .height = 256, .scale = 1.0 };
  double x, y;

  atlas_view_to_pixel (&view, 90.0, 0.0, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, 192.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (y, 128.0, 1e-9);
  atlas_view_to_pixel (&view, -180.0, ATLAS_MERCATOR_MAX_LATITUDE, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, 0.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (y, 0.0, 1e-6);
}

static void
test_extent (void)
{
  AtlasExtent extent = atlas_view_get_extent (&CHANGZHI, 0.0);
  AtlasExtent wider = atlas_view_get_extent (&CHANGZHI, 20.0);
  AtlasView world = { .lon = 0.0, .lat = 0.0, .zoom = 0.0, .width = 256, .height = 256, .scale = 1.0 };
  double lon, lat;

  atlas_view_to_place (&CHANGZHI, 0.0, 0.0, &lon, &lat);
  g_assert_cmpfloat_with_epsilon (extent.west, lon, 1e-12);
  g_assert_cmpfloat_with_epsilon (extent.north, lat, 1e-12);
  g_assert_true (wider.west < extent.west && wider.south < extent.south && wider.east > extent.east
                 && wider.north > extent.north);

  /* What lies nearer to the poles than the square world reaches is drawn at its edge, so it must be found. */
  extent = atlas_view_get_extent (&world, 10.0);
  g_assert_cmpfloat (extent.west, ==, -180.0);
  g_assert_cmpfloat (extent.east, ==, 180.0);
  g_assert_cmpfloat (extent.south, ==, -90.0);
  g_assert_cmpfloat (extent.north, ==, 90.0);
}

static void
test_fit (void)
{
  const AtlasExtent city = { 111.9, 35.8, 113.8, 37.2 };
  const AtlasExtent point = { 113.0, 36.0, 113.0, 36.0 };
  const AtlasExtent empty = { 1.0, 1.0, -1.0, -1.0 };
  AtlasView view = CHANGZHI, before;
  AtlasExtent shown;

  atlas_view_fit (&view, &city, 24.0, 16.0);
  shown = atlas_view_get_extent (&view, -23.99);
  g_assert_true (shown.west <= city.west && shown.south <= city.south && shown.east >= city.east
                 && shown.north >= city.north);
  shown = atlas_view_get_extent (&view, -24.01);
  g_assert_true (shown.south > city.south || shown.west > city.west);

  atlas_view_fit (&view, &point, 24.0, 16.0);
  g_assert_cmpfloat (view.zoom, ==, 16.0);
  g_assert_cmpfloat_with_epsilon (view.lon, 113.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (view.lat, 36.0, 1e-9);

  before = view;
  atlas_view_fit (&view, &empty, 24.0, 16.0);
  g_assert_cmpfloat (view.lon, ==, before.lon);
  g_assert_cmpfloat (view.zoom, ==, before.zoom);
}

static void
test_clamp (void)
{
  AtlasView view = { .lon = 179.9, .lat = 84.9, .zoom = 0.0, .width = 1024, .height = 600, .scale = 1.0 };
  double lon, lat;

  atlas_view_clamp (&view);
  g_assert_cmpfloat_with_epsilon (view.zoom, 2.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (view.lon, 0.0, 1e-9);
  atlas_view_to_place (&view, 0.0, 0.0, &lon, &lat);
  g_assert_cmpfloat_with_epsilon (lat, ATLAS_MERCATOR_MAX_LATITUDE, 1e-9);

  view.zoom = 99.0;
  atlas_view_clamp (&view);
  g_assert_cmpfloat (view.zoom, ==, ATLAS_MERCATOR_MAX_ZOOM);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/round-trip", test_round_trip);
  g_test_add_func ("/view/scale", test_scale);
  g_test_add_func ("/view/extent", test_extent);
  g_test_add_func ("/view/fit", test_fit);
  g_test_add_func ("/view/clamp", test_clamp);

  return g_test_run ();
}
