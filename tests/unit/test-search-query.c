/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Coordinates and milestones as people write them, and what is neither.  Grid coordinates are held against the EPSG database's
 * own CRSs through PROJ. */

#include <math.h>
#include <proj.h>
#include <string.h>

#include "data/atlas-search-query.h"

static const AtlasExtent city = { 111.9, 35.8, 113.8, 37.2 };

typedef struct
{
  const char            *text;
  double                 lon;
  double                 lat;
  AtlasCoordinatesForm   form;
  AtlasCoordinatesReason reason;
} Case;

#define SIXTH (1.0 / 60)

static const Case cases[] = {
  { "36.19, 113.11", 113.11, 36.19, ATLAS_COORDINATES_DECIMAL, ATLAS_COORDINATES_AT_HOME },
  { "113.11, 36.19", 113.11, 36.19, ATLAS_COORDINATES_DECIMAL, ATLAS_COORDINATES_AT_HOME },
  { "113.11 36.19", 113.11, 36.19, ATLAS_COORDINATES_DECIMAL, ATLAS_COORDINATES_AT_HOME },
  { "36.19，113.11", 113.11, 36.19, ATLAS_COORDINATES_DECIMAL, ATLAS_COORDINATES_AT_HOME },
  { "３６．１９，１１３．１１", 113.11, 36.19, ATLAS_COORDINATES_DECIMAL, ATLAS_COORDINATES_AT_HOME },
  { "[113.11, 36.19]", 113.11, 36.19, ATLAS_COORDINATES_DECIMAL, ATLAS_COORDINATES_AT_HOME },
  { "POINT(113.11 36.19)", 113.11, 36.19, ATLAS_COORDINATES_DECIMAL, ATLAS_COORDINATES_AT_HOME },
  { "geo:36.19,113.11", 113.11, 36.19, ATLAS_COORDINATES_DECIMAL, ATLAS_COORDINATES_AT_HOME },
  { "36,113", 113, 36, ATLAS_COORDINATES_DECIMAL, ATLAS_COORDINATES_AT_HOME },
  { "36.19°N 113.11°E", 113.11, 36.19, ATLAS_COORDINATES_DECIMAL, ATLAS_COORDINATES_SAID },
  { "36.19N,113.11E", 113.11, 36.19, ATLAS_COORDINATES_DECIMAL, ATLAS_COORDINATES_SAID },
  { "36.19 N 113.11 E", 113.11, 36.19, ATLAS_COORDINATES_DECIMAL, ATLAS_COORDINATES_SAID },
  { "N36.19 E113.11", 113.11, 36.19, ATLAS_COORDINATES_DECIMAL, ATLAS_COORDINATES_SAID },
  { "n36.19e113.11", 113.11, 36.19, ATLAS_COORDINATES_DECIMAL, ATLAS_COORDINATES_SAID },
  { "lat: 36.19, lng: 113.11", 113.11, 36.19, ATLAS_COORDINATES_DECIMAL, ATLAS_COORDINATES_SAID },
  { "lon=113.11&lat=36.19", 113.11, 36.19, ATLAS_COORDINATES_DECIMAL, ATLAS_COORDINATES_SAID },
  { "经度113.11 纬度36.19", 113.11, 36.19, ATLAS_COORDINATES_DECIMAL, ATLAS_COORDINATES_SAID },
  { "33.9 S, 151.2 E", 151.2, -33.9, ATLAS_COORDINATES_DECIMAL, ATLAS_COORDINATES_SAID },
  { "-33.9, 151.2", 151.2, -33.9, ATLAS_COORDINATES_DECIMAL, ATLAS_COORDINATES_ONLY_WAY },
  { "151.2, -33.9", 151.2, -33.9, ATLAS_COORDINATES_DECIMAL, ATLAS_COORDINATES_ONLY_WAY },
  { "48.85, 2.35", 2.35, 48.85, ATLAS_COORDINATES_DECIMAL, ATLAS_COORDINATES_GUESSED },
  { "E113°06′ N36°11′", 113 + 6 * SIXTH, 36 + 11 * SIXTH, ATLAS_COORDINATES_DMS, ATLAS_COORDINATES_SAID },
  { "N36°11′E113°06′", 113 + 6 * SIXTH, 36 + 11 * SIXTH, ATLAS_COORDINATES_DMS, ATLAS_COORDINATES_SAID },
  { "113°06'30\"E 36°11'00\"N", 113 + 6.5 * SIXTH, 36 + 11 * SIXTH, ATLAS_COORDINATES_DMS, ATLAS_COORDINATES_SAID },
  { "113°6'30.5''E, 36°11'N", 113 + 6 * SIXTH + 30.5 / 3600, 36 + 11 * SIXTH, ATLAS_COORDINATES_DMS, ATLAS_COORDINATES_SAID },
  { "36°11′ 113°06′", 113 + 6 * SIXTH, 36 + 11 * SIXTH, ATLAS_COORDINATES_DMS, ATLAS_COORDINATES_AT_HOME },
  { "36°11.4′N 113°06.6′E", 113 + 6.6 * SIXTH, 36 + 11.4 * SIXTH, ATLAS_COORDINATES_DMS, ATLAS_COORDINATES_SAID },
  { "36:11:30, 113:06:30", 113 + 6.5 * SIXTH, 36 + 11.5 * SIXTH, ATLAS_COORDINATES_DMS, ATLAS_COORDINATES_AT_HOME },
  { "36 11 30 N 113 6 0 E", 113.1, 36 + 11.5 * SIXTH, ATLAS_COORDINATES_DMS, ATLAS_COORDINATES_SAID },
  { "N 36 11, E 113 6", 113.1, 36 + 11 * SIXTH, ATLAS_COORDINATES_DMS, ATLAS_COORDINATES_SAID },
  { "东经113度6分 北纬36度11分", 113.1, 36 + 11 * SIXTH, ATLAS_COORDINATES_DMS, ATLAS_COORDINATES_SAID },
  { "北纬36度11分30秒，东经113度6分", 113.1, 36 + 11.5 * SIXTH, ATLAS_COORDINATES_DMS, ATLAS_COORDINATES_SAID },
  { "北緯36°11′東經113°6′", 113.1, 36 + 11 * SIXTH, ATLAS_COORDINATES_DMS, ATLAS_COORDINATES_SAID },
  { "-0°30′, 10°30′", 10.5, -0.5, ATLAS_COORDINATES_DMS, ATLAS_COORDINATES_GUESSED },
};

static void
test_degrees (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) found = atlas_search_parse_coordinates (cases[i].text, &city);
      const AtlasCoordinates *first;

      if (found->len == 0)
        g_error ("“%s” is not understood", cases[i].text);
      first = &g_array_index (found, AtlasCoordinates, 0);
      if (fabs (first->lon - cases[i].lon) > 1e-9 || fabs (first->lat - cases[i].lat) > 1e-9 || first->form != cases[i].form
          || first->reason != cases[i].reason)
        g_error ("“%s” is %.6f, %.6f, form %d, reason %d", cases[i].text, first->lon, first->lat, first->form, first->reason);
      g_assert_cmpuint (found->len, ==, cases[i].reason == ATLAS_COORDINATES_GUESSED ? 2 : 1);
    }
}

static void
test_neither (void)
{
  g_autoptr (GArray) none = NULL;
  static const char *const texts[] = {
    "", " ", "36.19", "113", "G55", "K12+300", "太行山", "36.19, 113.11, 5", "12 34", "3 5", "100.5, 200.5", "95.0, 99.0", "36.19,", ",",
    "1,2,3", "2021-05-22", "13:30", "36.19-113.11", "N36.19 N113.11", "E36.19 E113.11", "36°70′ 113°06′", "N95.1 E113.2", "0355-2020202",
    "nan, nan", "inf 3", "1e5, 2e5", "news", "see 36.1, 113.1", "东经", "'", "\"\"", "°°", "E N", "\xff\xfe", "500000, 500000",
  };
  g_autofree char *long_text = g_strnfill (10000, '1');

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GArray) found = atlas_search_parse_coordinates (texts[i], &city);

      if (found->len > 0)
        g_error ("“%s” is taken for coordinates: %.6f, %.6f", texts[i], g_array_index (found, AtlasCoordinates, 0).lon,
                 g_array_index (found, AtlasCoordinates, 0).lat);
    }
  none = atlas_search_parse_coordinates (long_text, &city);
  g_assert_cmpuint (none->len, ==, 0);
}

/* -- the grid ---------------------------------------------------------------------------------------------------- */

/* Easting and northing by the EPSG database's definition of a zone. */
static void
by_epsg (int     code,
         double  lon,
         double  lat,
         double *easting,
         double *northing)
{
  g_autofree char *target = g_strdup_printf ("EPSG:%d", code);
  PJ *raw = proj_create_crs_to_crs (NULL, "EPSG:4490", target, NULL);
  PJ *normal = proj_normalize_for_visualization (NULL, raw);
  PJ_COORD to = proj_trans (normal, PJ_FWD, proj_coord (lon, lat, 0, 0));

  *easting = to.xy.x;
  *northing = to.xy.y;
  proj_destroy (normal);
  proj_destroy (raw);
}

static void
test_grid (void)
{
  /* The code, the zone's number before the easting (0: none), its width and meridian, and whether the region is needed. */
  static const struct
  {
    int      code, zone, width, meridian;
    gboolean without;
  } zones[] = {
    { 4525, 37, 3, 111, FALSE }, { 4526, 38, 3, 114, FALSE }, { 4546, 0, 3, 111, TRUE }, { 4547, 0, 3, 114, TRUE },
    { 4497, 19, 6, 111, FALSE }, { 4508, 0, 6, 111, TRUE },
  };
  const double lons[] = { 112.0, 112.6, 113.107, 113.7 }, lats[] = { 35.9, 36.188, 37.1 };

  for (gsize z = 0; z < G_N_ELEMENTS (zones); z++)
    for (gsize i = 0; i < G_N_ELEMENTS (lons) * G_N_ELEMENTS (lats) * 2; i++)
      {
        const double lon = lons[i % 4], lat = lats[i / 4 % 3];
        const gboolean northing_first = i >= 12;
        g_autofree char *text = NULL;
        g_autoptr (GArray) found = NULL;
        const AtlasCoordinates *first;
        double easting, northing;

        by_epsg (zones[z].code, lon, lat, &easting, &northing);
        text = northing_first ? g_strdup_printf ("%.3f, %.3f", northing, easting) : g_strdup_printf ("%.3f %.3f", easting, northing);
        found = atlas_search_parse_coordinates (text, &city);
        g_assert_cmpuint (found->len, >=, 1);
        first = &g_array_index (found, AtlasCoordinates, 0);
        g_assert_cmpfloat_with_epsilon (first->lon, lon, 2e-8);
        g_assert_cmpfloat_with_epsilon (first->lat, lat, 2e-8);
        g_assert_cmpint (first->form, ==, ATLAS_COORDINATES_GRID);
        g_assert_cmpint (first->meridian, ==, zones[z].meridian);
        g_assert_cmpint (first->lat_first, ==, northing_first);
        g_assert_cmpint (first->reason, ==, zones[z].without ? ATLAS_COORDINATES_AT_HOME : ATLAS_COORDINATES_SAID);
        g_assert_cmpint (first->zone_number, ==, zones[z].zone > 0);
        if (zones[z].zone > 0)
          g_assert_cmpint (first->zone_width, ==, zones[z].width);
      }
}

static void
test_to_grid (void)
{
  double easting, northing, expected_easting, expected_northing;
  int meridian;

  g_assert_true (atlas_search_to_grid (113.107, 36.188, 3, &easting, &northing, &meridian));
  by_epsg (4547, 113.107, 36.188, &expected_easting, &expected_northing);
  g_assert_cmpint (meridian, ==, 114);
  g_assert_cmpfloat_with_epsilon (easting, expected_easting, 1e-3);
  g_assert_cmpfloat_with_epsilon (northing, expected_northing, 1e-3);
  g_assert_true (atlas_search_to_grid (113.107, 36.188, 6, &easting, &northing, &meridian));
  by_epsg (4508, 113.107, 36.188, &expected_easting, &expected_northing);
  g_assert_cmpint (meridian, ==, 111);
  g_assert_cmpfloat_with_epsilon (easting, expected_easting, 1e-3);
  g_assert_cmpfloat_with_epsilon (northing, expected_northing, 1e-3);
}

/* -- milestones -------------------------------------------------------------------------------------------------- */

static void
test_milestones (void)
{
  static const struct
  {
    const char *text;
    double      metres;
    const char *rest;
  } known[] = {
    { "K12+300", 12300, "" },
    { "k12+300", 12300, "" },
    { "K12＋300", 12300, "" },
    { "Ｋ12 + 300.5", 12300.5, "" },
    { "K0+000", 0, "" },
    { "K12", 12000, "" },
    { "K12.5", 12500, "" },
    { "K3+020 武乡段", 3020, "武乡段" },
    { "武乡段K3+020", 3020, "武乡段" },
    { "K3 Wuxiang", 3000, "Wuxiang" },
    { "武乡段 桩号K3+020", 3020, "武乡段" },
    { "Wuxiang K1286+3", 1286003, "Wuxiang" },
  };
  static const char *const unknown[] = { "", "K", "Kx", "AK47x", "武乡段", "12+300", "K12+3000", "K12+", "mark12", "K12345", "OK 12a", "\xff" };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autofree char *rest = NULL;
      double metres;

      if (!atlas_search_parse_milestone (known[i].text, &metres, &rest))
        g_error ("“%s” is not understood", known[i].text);
      g_assert_cmpfloat_with_epsilon (metres, known[i].metres, 1e-6);
      g_assert_cmpstr (rest, ==, known[i].rest);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (unknown); i++)
    {
      g_autofree char *rest = NULL;
      double metres;

      if (atlas_search_parse_milestone (unknown[i], &metres, &rest))
        g_error ("“%s” is taken for a milestone", unknown[i]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search-query/degrees", test_degrees);
  g_test_add_func ("/search-query/neither", test_neither);
  g_test_add_func ("/search-query/grid", test_grid);
  g_test_add_func ("/search-query/to-grid", test_to_grid);
  g_test_add_func ("/search-query/milestones", test_milestones);
  return g_test_run ();
}
