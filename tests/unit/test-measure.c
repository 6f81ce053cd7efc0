/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measuring: lengths and bearings against PROJ's geod, areas against the formula for a zone of the ellipsoid, Gauss–Krüger
 * against PROJ's own definitions of the EPSG codes; units, digits, degrees. */

#include <gio/gio.h>
#include <locale.h>
#include <math.h>

#include "geo/atlas-geodesic.h"
#include "geo/atlas-measure.h"

#define N 400

static char *
ask (const char        *input,
     const char *const *words)
{
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

/* Half of the pairs lie in the city, half anywhere; a few are metres apart. */
static void
make_pairs (double (*pairs)[4])
{
  for (gsize i = 0; i < N; i++)
    {
      const gboolean city = i % 2 == 0;
      double *pair = pairs[i];

      for (guint k = 0; k < 2; k++)
        {
          pair[2 * k] = city ? g_test_rand_double_range (112, 114) : g_test_rand_double_range (-180, 180);
          pair[2 * k + 1] = city ? g_test_rand_double_range (35.8, 37.2) : g_test_rand_double_range (-85, 85);
        }
      if (i % 10 == 0)
        {
          pair[2] = pair[0] + g_test_rand_double_range (-1e-4, 1e-4);
          pair[3] = pair[1] + g_test_rand_double_range (-1e-4, 1e-4);
        }
    }
}

static void
test_geod (void)
{
  static const char *const words[] = { "geod", "+ellps=WGS84", "-I", "-f", "%.13f", "-F", "%.10f", NULL };
  static double pairs[N][4];
  g_autoptr (GString) input = g_string_new (NULL);
  g_autofree char *output = NULL;
  g_auto (GStrv) lines = NULL;

  make_pairs (pairs);
  for (gsize i = 0; i < N; i++)
    {
      char text[4][G_ASCII_DTOSTR_BUF_SIZE];

      for (guint k = 0; k < 4; k++)
        g_ascii_dtostr (text[k], sizeof text[k], pairs[i][k]);
      g_string_append_printf (input, "%s %s %s %s\n", text[1], text[0], text[3], text[2]);
    }
  output = ask (input->str, words);
  if (output == NULL)
    {
      g_test_skip ("geod is not installed");
      return;
    }
  lines = g_strsplit (output, "\n", -1);
  for (gsize i = 0; i < N; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], "\t", -1);
      const double *p = pairs[i];
      const double expected = g_ascii_strtod (parts[2], NULL);
      double azimuth = g_ascii_strtod (parts[0], NULL);
      const double bearing = atlas_measure_bearing (p[0], p[1], p[2], p[3]);

      g_assert_cmpfloat_with_epsilon (atlas_geodesic_distance (p[0], p[1], p[2], p[3]), expected, MAX (expected * 1e-9, 1e-9));
      if (azimuth < 0)
        azimuth += 360;
      g_assert_cmpfloat (bearing, >=, 0);
      g_assert_cmpfloat (bearing, <, 360);
      g_assert_cmpfloat_with_epsilon (bearing, azimuth, 1e-8);
    }
}

/* The area between two parallels, per radian of longitude (Snyder 1987, eq. 3-12, times a² / 2). */
static double
zone_area (double lat)
{
  const double a = 6378137.0, f = 1.0 / 298.257223563, e2 = f * (2 - f), e = sqrt (e2), s = sin (lat * G_PI / 180);

  return a * a / 2 * (1 - e2) * (s / (1 - e2 * s * s) - log ((1 - e * s) / (1 + e * s)) / (2 * e));
}

static void
test_area (void)
{
  static const double boxes[][4] = { { 113, 36, 113.25, 36.25 }, { 112.1, 35.8, 113.9, 37.1 }, { -10, -20, 5, 40 } };

  for (gsize k = 0; k < G_N_ELEMENTS (boxes); k++)
    {
      const double *box = boxes[k];
      const double expected = (zone_area (box[3]) - zone_area (box[1])) * (box[2] - box[0]) * G_PI / 180;
      g_autoptr (GArray) ring = g_array_new (FALSE, FALSE, sizeof (double));
      const int n = 40000;

      for (int i = 0; i <= n; i++)
        g_array_append_vals (ring, (double[]){ box[0] + (box[2] - box[0]) * i / n, box[1] }, 2);
      for (int i = n; i >= 0; i--)
        g_array_append_vals (ring, (double[]){ box[0] + (box[2] - box[0]) * i / n, box[3] }, 2);
      g_assert_cmpfloat_with_epsilon (atlas_geodesic_ring_area ((double *) (void *) ring->data, ring->len / 2), expected,
                                      expected * 1e-9);
    }
}

/* The two EPSG codes of a zone differ in the number before the easting; both are asked of cs2cs. */
static void
test_gauss_kruger (void)
{
  static const struct
  {
    double      lon;
    double      lat;
    int         zone;
    const char *plain;
    const char *numbered;
  } places[] = {
    { 113.1163, 36.1954, 38, "EPSG:4547", "EPSG:4526" },
    { 112.25, 36.6, 37, "EPSG:4546", "EPSG:4525" },
    { 112.500001, 35.9, 38, "EPSG:4547", "EPSG:4526" },
    { 114, 0.1, 38, "EPSG:4547", "EPSG:4526" },
    { 75.2, 39.4, 25, "EPSG:4534", "EPSG:4513" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      const char *const words[] = { "cs2cs", "-f", "%.6f", "EPSG:4490", "+to", places[i].plain, NULL };
      const char *const numbered[] = { "cs2cs", "-f", "%.6f", "EPSG:4490", "+to", places[i].numbered, NULL };
      char lon[G_ASCII_DTOSTR_BUF_SIZE], lat[G_ASCII_DTOSTR_BUF_SIZE];
      g_autofree char *input = NULL, *output = NULL, *other = NULL;
      double easting, northing, found[3];
      char *at;

      input = g_strdup_printf ("%s %s\n", g_ascii_dtostr (lat, sizeof lat, places[i].lat),
                               g_ascii_dtostr (lon, sizeof lon, places[i].lon));
      output = ask (input, words);
      other = ask (input, numbered);
      if (output == NULL || other == NULL)
        {
          g_test_skip ("cs2cs is not installed");
          return;
        }
      /* Northing comes first in these codes. */
      found[0] = g_ascii_strtod (output, &at);
      found[1] = g_ascii_strtod (at, NULL);
      g_ascii_strtod (other, &at);
      found[2] = g_ascii_strtod (at, NULL);
      g_assert_cmpint (atlas_measure_zone (places[i].lon), ==, places[i].zone);
      g_assert_true (atlas_measure_gauss_kruger (places[i].lon, places[i].lat, places[i].zone, &easting, &northing));
      g_assert_cmpfloat_with_epsilon (northing, found[0], 1e-4);
      g_assert_cmpfloat_with_epsilon (easting, found[1], 1e-4);
      g_assert_cmpfloat_with_epsilon (easting + places[i].zone * 1e6, found[2], 1e-4);
    }
}

static void
assert_text (char       *text,
             const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_units (void)
{
  for (guint i = 0; i < ATLAS_N_LENGTH_UNITS; i++)
    g_assert_cmpint (atlas_length_unit_find (atlas_length_unit_get_id (i)), ==, (int) i);
  for (guint i = 0; i < ATLAS_N_AREA_UNITS; i++)
    g_assert_cmpint (atlas_area_unit_find (atlas_area_unit_get_id (i)), ==, (int) i);
  g_assert_cmpint (atlas_length_unit_find ("furlong"), ==, ATLAS_LENGTH_AUTO);
  g_assert_cmpfloat (atlas_measure_length (1500, ATLAS_LENGTH_LI), ==, 3);
  g_assert_cmpfloat_with_epsilon (atlas_measure_area (10000, ATLAS_AREA_MU), 15, 1e-12);

  assert_text (atlas_measure_format_length (0, ATLAS_LENGTH_AUTO), "0.0 m");
  assert_text (atlas_measure_format_length (12.345, ATLAS_LENGTH_AUTO), "12.3 m");
  assert_text (atlas_measure_format_length (999.94, ATLAS_LENGTH_AUTO), "999.9 m");
  assert_text (atlas_measure_format_length (999.96, ATLAS_LENGTH_AUTO), "1.000 km");
  assert_text (atlas_measure_format_length (12345.6, ATLAS_LENGTH_AUTO), "12.35 km");
  assert_text (atlas_measure_format_length (12345.6, ATLAS_LENGTH_METRE), "12,346 m");
  assert_text (atlas_measure_format_length (12345.6, ATLAS_LENGTH_LI), "24.69 li");
  assert_text (atlas_measure_format_length (20003931, ATLAS_LENGTH_AUTO), "20,004 km");
  assert_text (atlas_measure_format_area (9999.4, ATLAS_AREA_AUTO), "9999 m²");
  assert_text (atlas_measure_format_area (9999.6, ATLAS_AREA_AUTO), "1.000 ha");
  assert_text (atlas_measure_format_area (13896e6, ATLAS_AREA_AUTO), "13,896 km²");
  assert_text (atlas_measure_format_area (10000, ATLAS_AREA_MU), "15.00 mu");
  assert_text (atlas_measure_format_area (123456, ATLAS_AREA_SQUARE_METRE), "123,456 m²");
}

static void
test_words (void)
{
  assert_text (atlas_measure_format_bearing (0), "0.0° N");
  assert_text (atlas_measure_format_bearing (22.4), "22.4° N");
  assert_text (atlas_measure_format_bearing (123.44), "123.4° SE");
  assert_text (atlas_measure_format_bearing (359.97), "0.0° N");
  assert_text (atlas_measure_format_bearing (NAN), "");
  g_assert_true (isnan (atlas_measure_bearing (113, 36, 113, 36)));
  assert_text (atlas_measure_format_dms (113.1065, 36.18806), "113°06′23.4″E, 36°11′17.0″N");
  /* Never 60 seconds. */
  assert_text (atlas_measure_format_dms (-0.999999, -0.0000001), "1°00′00.0″W, 0°00′00.0″N");
}

/* Every vertex lies on the shortest line: the ways to both ends sum to the whole; steps are equal and short enough. */
static void
test_densify (void)
{
  static const double lines[][4] = { { 113, 36, 113.2, 36.2 }, { 100, 60, -150, 55 }, { 170, 10, -170, -10 }, { 113, 36, 113, 36 } };

  for (gsize k = 0; k < G_N_ELEMENTS (lines); k++)
    {
      const double *l = lines[k];
      const double whole = atlas_geodesic_distance (l[0], l[1], l[2], l[3]);
      g_autoptr (GArray) line = g_array_new (FALSE, FALSE, sizeof (double));
      const double *last;
      double before[2] = { l[0], l[1] };

      atlas_measure_densify (l, 5000, line);
      g_assert_cmpuint (line->len / 2, >=, whole / 5000 > 1024 ? 1024 : (guint) ceil (whole / 5000));
      g_assert_cmpuint (line->len / 2, <=, 1024);
      for (guint i = 0; i < line->len; i += 2)
        {
          const double lon = g_array_index (line, double, i), lat = g_array_index (line, double, i + 1);

          g_assert_cmpfloat_with_epsilon (atlas_geodesic_distance (l[0], l[1], lon, lat) + atlas_geodesic_distance (lon, lat, l[2], l[3]),
                                          whole, 1e-5);
          g_assert_cmpfloat (fabs (lon - before[0]), <, 180);
          before[0] = lon;
        }
      last = &g_array_index (line, double, line->len - 2);
      g_assert_cmpfloat_with_epsilon (fmod (last[0] - l[2] + 720, 360), 0, 1e-9);
      g_assert_cmpfloat (last[1], ==, l[3]);
    }
}

static void
test_crossing (void)
{
  const double square[] = { 0, 0, 1, 0, 1, 1, 0, 1, 0, 0 }, bow[] = { 0, 0, 1, 1, 1, 0, 0, 1 };

  g_assert_false (atlas_measure_crosses_itself (square, 5));
  g_assert_false (atlas_measure_crosses_itself (square, 4));
  g_assert_false (atlas_measure_crosses_itself (square, 3));
  g_assert_false (atlas_measure_crosses_itself (square, 0));
  g_assert_true (atlas_measure_crosses_itself (bow, 4));
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/geod", test_geod);
  g_test_add_func ("/measure/area", test_area);
  g_test_add_func ("/measure/gauss-kruger", test_gauss_kruger);
  g_test_add_func ("/measure/units", test_units);
  g_test_add_func ("/measure/words", test_words);
  g_test_add_func ("/measure/densify", test_densify);
  g_test_add_func ("/measure/crossing", test_crossing);
  return g_test_run ();
}
