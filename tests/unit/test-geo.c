/* SPDX-License-Identifier: GPL-3.0-or-later */
/* geo/: Mercator against PROJ's cs2cs, geodesics against PROJ's geod, the index and the simplification against brute force. */

#include <gio/gio.h>
#include <math.h>
#include <stdlib.h>

#include "geo/atlas-geodesic.h"
#include "geo/atlas-index.h"
#include "geo/atlas-mercator.h"
#include "geo/atlas-simplify.h"

/* Feeds @input to a command and returns what it prints, or NULL when it is not installed. */
static char *
ask (const char *input,
     const char *command,
     ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *program = g_find_program_in_path (command);
  char *output = NULL, *word;
  va_list words;

  if (program == NULL)
    return NULL;
  g_ptr_array_add (argv, program);
  va_start (words, command);
  while ((word = va_arg (words, char *)) != NULL)
    g_ptr_array_add (argv, word);
  va_end (words);
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_newv ((const char *const *) argv->pdata, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL);
  g_assert_nonnull (process);
  g_assert_true (g_subprocess_communicate_utf8 (process, input, NULL, &output, NULL, NULL));
  return output;
}

static double
random_between (double low,
                double high)
{
  return g_test_rand_double_range (low, high);
}

static void
test_mercator (void)
{
  g_autoptr (GString) input = g_string_new (NULL);
  g_autofree char *output = NULL;
  g_auto (GStrv) lines = NULL;
  double places[100][2];

  g_assert_cmpfloat_with_epsilon (atlas_mercator_y (ATLAS_MERCATOR_MAX_LATITUDE), 0, 1e-12);
  g_assert_cmpfloat_with_epsilon (atlas_mercator_y (90), 0, 1e-12);
  g_assert_cmpfloat_with_epsilon (atlas_mercator_metres_per_pixel (0, 0), 156543.033928041, 1e-6);
  for (guint i = 0; i < 100; i++)
    {
      places[i][0] = random_between (-180, 180);
      places[i][1] = random_between (-85, 85);
      g_assert_cmpfloat_with_epsilon (atlas_mercator_lon (atlas_mercator_x (places[i][0])), places[i][0], 1e-9);
      g_assert_cmpfloat_with_epsilon (atlas_mercator_lat (atlas_mercator_y (places[i][1])), places[i][1], 1e-9);
      g_string_append_printf (input, "%.12f %.12f\n", places[i][1], places[i][0]);
    }
  output = ask (input->str, "cs2cs", "-f", "%.6f", "EPSG:4326", "EPSG:3857", NULL);
  if (output == NULL)
    {
      g_test_skip ("cs2cs is not installed");
      return;
    }
  lines = g_strsplit (output, "\n", -1);
  for (guint i = 0; i < 100; i++)
    {
      const double half = 20037508.342789244;
      char *rest;
      double x = strtod (lines[i], &rest), y = strtod (rest, NULL);

      g_assert_cmpfloat_with_epsilon ((atlas_mercator_x (places[i][0]) * 2 - 1) * half, x, 1e-3);
      g_assert_cmpfloat_with_epsilon ((1 - atlas_mercator_y (places[i][1]) * 2) * half, y, 1e-3);
    }
}

static void
test_geodesic (void)
{
  g_autoptr (GString) input = g_string_new (NULL);
  g_autofree char *output = NULL;
  g_auto (GStrv) lines = NULL;
  double pairs[100][4];

  for (guint i = 0; i < 100; i++)
    {
      for (guint k = 0; k < 4; k++)
        pairs[i][k] = k % 2 == 0 ? random_between (-180, 180) : random_between (-89, 89);
      g_string_append_printf (input, "%.12f %.12f %.12f %.12f\n", pairs[i][1], pairs[i][0], pairs[i][3], pairs[i][2]);
    }
  output = ask (input->str, "geod", "+ellps=WGS84", "-I", "-F", "%.4f", NULL);
  if (output == NULL)
    {
      g_test_skip ("geod is not installed");
      return;
    }
  lines = g_strsplit (output, "\n", -1);
  for (guint i = 0; i < 100; i++)
    {
      g_auto (GStrv) columns = g_strsplit_set (lines[i], "\t ", -1);
      double expected = g_ascii_strtod (columns[g_strv_length (columns) - 1], NULL);
      double lon, lat;

      g_assert_cmpfloat_with_epsilon (atlas_geodesic_distance (pairs[i][0], pairs[i][1], pairs[i][2], pairs[i][3]), expected, 1e-3);
      atlas_geodesic_direct (pairs[i][0], pairs[i][1], 77, 12345, &lon, &lat);
      g_assert_cmpfloat_with_epsilon (atlas_geodesic_distance (pairs[i][0], pairs[i][1], lon, lat), 12345, 1e-6);
    }
}

static void
test_line_and_ring (void)
{
  /* A quarter of a degree around Changzhi, run through forwards and backwards. */
  const double ring[] = { 113.0, 36.0, 113.25, 36.0, 113.25, 36.25, 113.0, 36.25, 113.0, 36.0 };
  const double turned[] = { 113.0, 36.0, 113.0, 36.25, 113.25, 36.25, 113.25, 36.0, 113.0, 36.0 };
  double area = atlas_geodesic_ring_area (ring, 5), lon, lat, best = INFINITY;

  /* Spherical-excess bounds: between the products of the sides at the south and at the north edge. */
  g_assert_cmpfloat (area, >, atlas_geodesic_distance (113, 36.25, 113.25, 36.25) * atlas_geodesic_distance (113, 36, 113, 36.25) * 0.999);
  g_assert_cmpfloat (area, <, atlas_geodesic_distance (113, 36, 113.25, 36) * atlas_geodesic_distance (113, 36, 113, 36.25) * 1.001);
  g_assert_cmpfloat_with_epsilon (area, atlas_geodesic_ring_area (turned, 5), 1e-3);
  g_assert_cmpfloat_with_epsilon (area, atlas_geodesic_ring_area (ring, 4), 1e-3);
  g_assert_true (atlas_geodesic_ring_contains (113.1, 36.1, ring, 5));
  g_assert_false (atlas_geodesic_ring_contains (113.3, 36.1, ring, 5));
  g_assert_false (atlas_geodesic_ring_contains (113.1, 36.3, ring, 5));

  /* The nearest place on a line against 100 000 places along it. */
  for (guint i = 0; i <= 100000; i++)
    best = MIN (best, atlas_geodesic_distance (113.1, 36.05, 113.0 + 0.25 * i / 100000.0, 36.0 + 0.25 * i / 100000.0));
  g_assert_cmpfloat_with_epsilon (atlas_geodesic_distance_to_line (113.1, 36.05, (double[]){ 113, 36, 113.25, 36.25 }, 2, &lon, &lat),
                                  best, best * 1e-3);
  g_assert_cmpfloat (lon, >, 113.0);
  g_assert_cmpfloat (lat, >, 36.0);
  g_assert_true (isinf (atlas_geodesic_distance_to_line (113, 36, ring, 0, NULL, NULL)));
  g_assert_cmpfloat_with_epsilon (atlas_geodesic_length (ring, 2), atlas_geodesic_distance (113, 36, 113.25, 36), 1e-9);
}

static double
near_latitude (GRand *rand,
               double middle,
               double spread)
{
  double lat = middle + g_rand_double_range (rand, -spread, spread);

  return CLAMP (lat, -90.0, 90.0);
}

/* The nearest of many against measuring each of them, near and far, at the poles and over ±180°. */
static void
test_nearest (void)
{
  static const double centres[][3] = {
    { 113.1, 36.2, 0.5 }, { 113.1, 36.2, 40.0 }, { 179.9, -17.0, 1.0 },   { -179.99, 66.0, 0.1 },
    { 10.0, 89.6, 0.5 },  { 0.0, -89.99, 0.02 }, { 0.0, 0.0, 180.0 },     { 25.0, 78.0, 12.0 },
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint c = 0; c < G_N_ELEMENTS (centres); c++)
    for (guint round = 0; round < 40; round++)
      {
        double coords[2 * 200], spread = centres[c][2], best = INFINITY, found;
        double lon = remainder (centres[c][0] + g_rand_double_range (rand, -spread, spread), 360.0);
        double lat = near_latitude (rand, centres[c][1], spread);

        for (guint i = 0; i < 200; i++)
          {
            coords[2 * i] = remainder (centres[c][0] + g_rand_double_range (rand, -spread, spread), 360.0);
            coords[2 * i + 1] = near_latitude (rand, centres[c][1], spread);
            best = MIN (best, atlas_geodesic_distance (lon, lat, coords[2 * i], coords[2 * i + 1]));
          }
        found = atlas_geodesic_distance_to_points (lon, lat, coords, 200, INFINITY);
        g_assert_cmpfloat_with_epsilon (found, best, best * 1e-9 + 1e-12);
        if (best == 0.0)
          continue;
        g_assert_cmpfloat (atlas_geodesic_distance_to_points (lon, lat, coords, 200, best * (1 + 1e-9)), ==, found);
        g_assert_true (isinf (atlas_geodesic_distance_to_points (lon, lat, coords, 200, best * (1 - 1e-9))));
      }
  g_assert_true (isinf (atlas_geodesic_distance_to_points (113, 36, NULL, 0, INFINITY)));
}

/* With a limit the answer is that without one, or that there is none so near. */
static void
test_within (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  guint n_near = 0, n_far = 0;

  for (guint round = 0; round < 2000; round++)
    {
      double coords[2 * 30], lon = g_rand_double_range (rand, 112.9, 113.3), lat = g_rand_double_range (rand, 36.0, 36.4);
      double x = 113.1, y = 36.2, whole, limit, found;

      for (guint i = 0; i < 30; i++)
        {
          coords[2 * i] = x += g_rand_double_range (rand, -0.02, 0.02);
          coords[2 * i + 1] = y += g_rand_double_range (rand, -0.02, 0.02);
        }
      whole = atlas_geodesic_distance_to_line (lon, lat, coords, 30, NULL, NULL);
      limit = whole * exp (g_rand_double_range (rand, -1.0, 1.0));
      found = atlas_geodesic_distance_to_line_within (lon, lat, coords, 30, limit);
      if (whole <= limit)
        {
          g_assert_cmpfloat_with_epsilon (found, whole, whole * 1e-9);
          n_near++;
        }
      else
        {
          g_assert_cmpfloat (found, >, limit);
          n_far++;
        }
      g_assert_cmpfloat (atlas_geodesic_distance_to_line_within (lon, lat, coords, 30, INFINITY), ==, whole);
    }
  g_assert_cmpuint (n_near, >, 500);
  g_assert_cmpuint (n_far, >, 500);
}

static gboolean
mark (guint32  item,
      gpointer user_data)
{
  ((guint8 *) user_data)[item]++;
  return TRUE;
}

static void
test_index (void)
{
  static const gsize sizes[] = { 0, 1, 2, 15, 16, 17, 255, 256, 257, 5000 };

  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      gsize n = sizes[s], n_boxes = atlas_index_n_boxes (n);
      g_autofree AtlasExtent *extents = g_new (AtlasExtent, n + 1);
      g_autofree AtlasIndexBox *boxes = g_new (AtlasIndexBox, n_boxes + 1);
      g_autofree guint32 *refs = g_new (guint32, n_boxes + 1);
      g_autofree guint8 *found = g_new (guint8, n + 1);

      for (gsize i = 0; i < n; i++)
        {
          double x = random_between (-180, 180), y = random_between (-90, 90);

          extents[i] = (AtlasExtent){ x, y, MIN (x + random_between (0, 5), 180), MIN (y + random_between (0, 5), 90) };
          if (i % 50 == 49)
            extents[i] = atlas_extent_empty ();
        }
      atlas_index_build (extents, n, boxes, refs);
      for (guint q = 0; q < 50; q++)
        {
          double x = random_between (-180, 180), y = random_between (-90, 90);
          AtlasExtent query = { x, y, x + random_between (0, 40), y + random_between (0, 40) };

          memset (found, 0, n + 1);
          g_assert_true (atlas_index_search (boxes, refs, n, &query, mark, found));
          for (gsize i = 0; i < n; i++)
            {
              g_assert_cmpuint (found[i], <=, 1);
              if (atlas_extent_intersects (&extents[i], &query))
                g_assert_cmpuint (found[i], ==, 1);
              if (atlas_extent_is_empty (&extents[i]))
                g_assert_cmpuint (found[i], ==, 0);
            }
        }
    }
}

/* References that point anywhere must not read outside the tree or search for ever. */
static void
test_index_damaged (void)
{
  enum { N = 300 };
  gsize n_boxes = atlas_index_n_boxes (N);
  g_autofree AtlasExtent *extents = g_new (AtlasExtent, N);
  g_autofree AtlasIndexBox *boxes = g_new (AtlasIndexBox, n_boxes);
  g_autofree guint32 *refs = g_new (guint32, n_boxes);
  guint8 found[N] = { 0 };
  AtlasExtent all = { -180, -90, 180, 90 };

  for (gsize i = 0; i < N; i++)
    extents[i] = (AtlasExtent){ i / 10.0, 0, i / 10.0 + 1, 1 };
  for (guint round = 0; round < 1000; round++)
    {
      atlas_index_build (extents, N, boxes, refs);
      for (guint k = 0; k < 5; k++)
        refs[g_test_rand_int_range (N, (gint32) n_boxes)] = (guint32) g_test_rand_int ();
      atlas_index_search (boxes, refs, N, &all, mark, found);
    }
}

/* Douglas–Peucker as in the book, to compare with. */
static void
reference_dp (const double *world,
              gsize         first,
              gsize         last,
              double        tolerance,
              gboolean     *kept)
{
  double best = -1;
  gsize split = 0;

  for (gsize i = first + 1; i < last; i++)
    {
      double dx = world[2 * last] - world[2 * first], dy = world[2 * last + 1] - world[2 * first + 1];
      double px = world[2 * i] - world[2 * first], py = world[2 * i + 1] - world[2 * first + 1];
      double l2 = dx * dx + dy * dy, t = l2 > 0 ? CLAMP ((px * dx + py * dy) / l2, 0, 1) : 0;
      double d = hypot (px - t * dx, py - t * dy);

      if (d > best)
        {
          best = d;
          split = i;
        }
    }
  if (split == 0 || best <= tolerance)
    return;
  kept[split] = TRUE;
  reference_dp (world, first, split, tolerance, kept);
  reference_dp (world, split, last, tolerance, kept);
}

/* The series by bands of latitude is the function itself, whatever was asked before. */
static void
test_mercator_bands (void)
{
  AtlasMercatorBands bands = { 0 };

  for (guint i = 0; i < 20000; i++)
    {
      double lat = i % 2 == 0 ? random_between (-90, 90) : random_between (36, 36.6);

      g_assert_cmpfloat_with_epsilon (atlas_mercator_bands_y (&bands, lat), atlas_mercator_y (lat), 1e-14);
    }
  g_assert_cmpfloat (atlas_mercator_bands_y (&bands, 90), ==, atlas_mercator_y (90));
  g_assert_true (isnan (atlas_mercator_bands_y (&bands, NAN)));
}

static void
test_simplify (void)
{
  enum { N = 500 };
  double coords[2 * N], world[2 * N];
  float importance[N];

  coords[0] = 113;
  coords[1] = 36;
  for (gsize i = 1; i < N; i++)
    {
      coords[2 * i] = coords[2 * i - 2] + random_between (-0.01, 0.02);
      coords[2 * i + 1] = coords[2 * i - 1] + random_between (-0.02, 0.02);
    }
  for (gsize i = 0; i < N; i++)
    {
      world[2 * i] = atlas_mercator_x (coords[2 * i]);
      world[2 * i + 1] = atlas_mercator_y (coords[2 * i + 1]);
    }
  atlas_simplify_importance (coords, N, FALSE, importance);
  g_assert_true (isinf (importance[0]) && isinf (importance[N - 1]));
  for (double tolerance = 1e-7; tolerance < 1e-2; tolerance *= 3)
    {
      gboolean kept[N] = { FALSE };

      reference_dp (world, 0, N - 1, tolerance, kept);
      for (gsize i = 1; i + 1 < N; i++)
        if (fabs (importance[i] - tolerance) > tolerance * 1e-5)
          g_assert_cmpint (kept[i], ==, importance[i] > tolerance);
    }
}

static void
test_simplify_long (void)
{
  /* A spiral makes the worst split order; a million vertices must neither take ages nor need a deep stack. */
  enum { N = 200000 };
  g_autofree double *coords = g_new (double, 2 * N);
  g_autofree float *importance = g_new (float, N);

  for (gsize i = 0; i < N; i++)
    {
      double t = i / 1000.0;

      coords[2 * i] = 113 + t / 1000 * cos (t);
      coords[2 * i + 1] = 36 + t / 1000 * sin (t);
    }
  atlas_simplify_importance (coords, N, FALSE, importance);
  for (gsize i = 0; i < N; i++)
    g_assert_true (importance[i] >= 0);
  atlas_simplify_importance (coords, 1, TRUE, importance);
  atlas_simplify_importance (coords, 2, TRUE, importance);
  g_assert_true (isinf (importance[1]));
}

static void
test_extent (void)
{
  AtlasExtent e = atlas_extent_empty (), other = { 1, 2, 3, 4 }, nan_extent = { NAN, 0, 1, 1 };

  g_assert_true (atlas_extent_is_empty (&e));
  g_assert_true (atlas_extent_is_empty (&nan_extent));
  g_assert_false (atlas_extent_intersects (&e, &other));
  atlas_extent_add_point (&e, INFINITY, 0);
  g_assert_true (atlas_extent_is_empty (&e));
  atlas_extent_add_point (&e, 3, 4);
  g_assert_true (atlas_extent_intersects (&e, &other));
  atlas_extent_add (&e, &other);
  g_assert_cmpfloat (e.west, ==, 1);
  g_assert_cmpfloat (e.north, ==, 4);
  g_assert_true (atlas_extent_contains (&e, 2, 3));
  g_assert_false (atlas_extent_contains (&e, 2, 5));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/geo/extent", test_extent);
  g_test_add_func ("/geo/mercator", test_mercator);
  g_test_add_func ("/geo/mercator-bands", test_mercator_bands);
  g_test_add_func ("/geo/geodesic", test_geodesic);
  g_test_add_func ("/geo/line-and-ring", test_line_and_ring);
  g_test_add_func ("/geo/nearest", test_nearest);
  g_test_add_func ("/geo/within", test_within);
  g_test_add_func ("/geo/index", test_index);
  g_test_add_func ("/geo/index-damaged", test_index_damaged);
  g_test_add_func ("/geo/simplify", test_simplify);
  g_test_add_func ("/geo/simplify-long", test_simplify_long);
  return g_test_run ();
}
