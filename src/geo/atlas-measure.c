/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Units, digits and ways to write a place down, for measuring on the map.  No state but PROJ's, which each call makes for itself:
 * a person clicks a few times a second at most.  Any thread. */

#include "geo/atlas-measure.h"

#include <geodesic.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <math.h>
#include <proj.h>
#include <string.h>

#define LI 500.0
#define MU (2000.0 / 3.0)
#define HECTARE 1e4
#define SQUARE_KILOMETRE 1e6
#define MAX_STEPS 1024
/* Digits that a measured figure has. */
#define DIGITS 4

static const struct
{
  const char *id;
  const char *title;
  double      metres;
} LENGTHS[ATLAS_N_LENGTH_UNITS] = {
  { "auto", N_ ("m and km"), 1 },
  { "m", N_ ("Metres"), 1 },
  { "km", N_ ("Kilometres"), 1000 },
  { "li", N_ ("Li (500 m)"), LI },
};

static const struct
{
  const char *id;
  const char *title;
  double      square_metres;
} AREAS[ATLAS_N_AREA_UNITS] = {
  { "auto", N_ ("m², ha and km²"), 1 },
  { "m2", N_ ("Square metres"), 1 },
  { "mu", N_ ("Mu (666.7 m²)"), MU },
  { "ha", N_ ("Hectares"), HECTARE },
  { "km2", N_ ("Square kilometres"), SQUARE_KILOMETRE },
};

const char *
atlas_length_unit_get_id (AtlasLengthUnit unit)
{
  return LENGTHS[unit].id;
}

AtlasLengthUnit
atlas_length_unit_find (const char *id)
{
  for (guint i = 0; i < ATLAS_N_LENGTH_UNITS; i++)
    if (g_strcmp0 (id, LENGTHS[i].id) == 0)
      return (AtlasLengthUnit) i;
  return ATLAS_LENGTH_AUTO;
}

const char *
atlas_length_unit_get_title (AtlasLengthUnit unit)
{
  return _ (LENGTHS[unit].title);
}

const char *
atlas_area_unit_get_id (AtlasAreaUnit unit)
{
  return AREAS[unit].id;
}

AtlasAreaUnit
atlas_area_unit_find (const char *id)
{
  for (guint i = 0; i < ATLAS_N_AREA_UNITS; i++)
    if (g_strcmp0 (id, AREAS[i].id) == 0)
      return (AtlasAreaUnit) i;
  return ATLAS_AREA_AUTO;
}

const char *
atlas_area_unit_get_title (AtlasAreaUnit unit)
{
  return _ (AREAS[unit].title);
}

double
atlas_measure_length (double          metres,
                      AtlasLengthUnit unit)
{
  return metres / LENGTHS[unit].metres;
}

double
atlas_measure_area (double        square_metres,
                    AtlasAreaUnit unit)
{
  return square_metres / AREAS[unit].square_metres;
}

/* @value with DIGITS digits, at most @most of them after the point; the thousands are set apart from 10 000 on. */
static char *
format_number (double value,
               int    most)
{
  const struct lconv *conventions = localeconv ();
  const char *separator = *conventions->thousands_sep != '\0' ? conventions->thousands_sep : ",";
  const int whole = value >= 1 ? (int) floor (log10 (value)) + 1 : 1;
  char digits[G_ASCII_DTOSTR_BUF_SIZE * 12], format[16];
  GString *text = g_string_new (NULL);
  gsize n;

  g_snprintf (format, sizeof format, "%%.%df", CLAMP (DIGITS - whole, 0, most));
  g_ascii_formatd (digits, sizeof digits, format, value);
  n = strcspn (digits, ".");
  for (gsize i = 0; i < n; i++)
    {
      if (i > 0 && n > 4 && (n - i) % 3 == 0)
        g_string_append (text, separator);
      g_string_append_c (text, digits[i]);
    }
  if (digits[n] == '.')
    g_string_append_printf (text, "%s%s", conventions->decimal_point, digits + n + 1);
  return g_string_free (text, FALSE);
}

char *
atlas_measure_format_length (double          metres,
                             AtlasLengthUnit unit)
{
  g_autofree char *number = NULL;

  if (unit == ATLAS_LENGTH_AUTO)
    unit = metres < 999.95 ? ATLAS_LENGTH_METRE : ATLAS_LENGTH_KILOMETRE;
  number = format_number (atlas_measure_length (metres, unit), unit == ATLAS_LENGTH_METRE ? 1 : 3);
  switch (unit)
    {
    case ATLAS_LENGTH_KILOMETRE:
      return g_strdup_printf (_ ("%s km"), number);
    case ATLAS_LENGTH_LI:
      /* Translators: the Chinese mile of 500 metres */
      return g_strdup_printf (_ ("%s li"), number);
    case ATLAS_LENGTH_AUTO:
    case ATLAS_LENGTH_METRE:
    default:
      return g_strdup_printf (_ ("%s m"), number);
    }
}

char *
atlas_measure_format_area (double        square_metres,
                           AtlasAreaUnit unit)
{
  static const int most[ATLAS_N_AREA_UNITS] = { 0, 0, 3, 3, 3 };
  g_autofree char *number = NULL;

  if (unit == ATLAS_AREA_AUTO)
    unit = square_metres < 9999.5             ? ATLAS_AREA_SQUARE_METRE
           : square_metres < SQUARE_KILOMETRE ? ATLAS_AREA_HECTARE
                                              : ATLAS_AREA_SQUARE_KILOMETRE;
  number = format_number (atlas_measure_area (square_metres, unit), most[unit]);
  switch (unit)
    {
    case ATLAS_AREA_MU:
      /* Translators: the Chinese acre of 666.7 square metres */
      return g_strdup_printf (_ ("%s mu"), number);
    case ATLAS_AREA_HECTARE:
      return g_strdup_printf (_ ("%s ha"), number);
    case ATLAS_AREA_SQUARE_KILOMETRE:
      return g_strdup_printf (_ ("%s km²"), number);
    case ATLAS_AREA_AUTO:
    case ATLAS_AREA_SQUARE_METRE:
    default:
      return g_strdup_printf (_ ("%s m²"), number);
    }
}

static void
init_wgs84 (struct geod_geodesic *geodesic)
{
  geod_init (geodesic, 6378137.0, 1.0 / 298.257223563);
}

double
atlas_measure_bearing (double lon1,
                       double lat1,
                       double lon2,
                       double lat2)
{
  struct geod_geodesic wgs84;
  double distance = 0, azimuth = 0;

  init_wgs84 (&wgs84);
  geod_inverse (&wgs84, lat1, lon1, lat2, lon2, &distance, &azimuth, NULL);
  if (!(distance > 0))
    return NAN;
  if (azimuth < 0)
    azimuth += 360;
  return azimuth >= 360 ? 0 : azimuth;
}

char *
atlas_measure_format_bearing (double degrees)
{
  static const char *const winds[] = {
    NC_ ("wind", "N"), NC_ ("wind", "NE"), NC_ ("wind", "E"), NC_ ("wind", "SE"),
    NC_ ("wind", "S"), NC_ ("wind", "SW"), NC_ ("wind", "W"), NC_ ("wind", "NW"),
  };
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (degrees))
    return g_strdup ("");
  g_ascii_formatd (number, sizeof number, "%.1f", degrees >= 359.95 ? 0 : degrees);
  /* Translators: a bearing: degrees clockwise from north, and which of the eight winds is near: "123.4° SE" */
  return g_strdup_printf (_ ("%1$s° %2$s"), number, g_dpgettext2 (GETTEXT_PACKAGE, "wind", winds[(int) floor (degrees / 45 + 0.5) % 8]));
}

void
atlas_measure_densify (const double *coords,
                       double        step,
                       GArray       *line)
{
  struct geod_geodesic wgs84;
  struct geod_geodesicline way;
  double distance = 0, before = coords[0], end[2];
  int n;

  init_wgs84 (&wgs84);
  geod_inverse (&wgs84, coords[1], coords[0], coords[3], coords[2], &distance, NULL, NULL);
  n = (int) CLAMP (ceil (distance / step), 1, MAX_STEPS);
  geod_inverseline (&way, &wgs84, coords[1], coords[0], coords[3], coords[2], 0);
  for (int i = 1; i < n; i++)
    {
      double place[2];

      geod_position (&way, distance * i / n, &place[1], &place[0], NULL);
      place[0] += 360 * round ((before - place[0]) / 360);
      before = place[0];
      g_array_append_vals (line, place, 2);
    }
  end[0] = coords[2] + 360 * round ((before - coords[2]) / 360);
  end[1] = coords[3];
  g_array_append_vals (line, end, 2);
}

static double
side (const double *a,
      const double *b,
      const double *c)
{
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

gboolean
atlas_measure_crosses_itself (const double *coords,
                              gsize         n_vertices)
{
  if (n_vertices > 2 && coords[0] == coords[2 * n_vertices - 2] && coords[1] == coords[2 * n_vertices - 1])
    n_vertices--;
  for (gsize i = 0; i < n_vertices; i++)
    for (gsize j = i + 1; j < n_vertices; j++)
      {
        const double *a = coords + 2 * i, *b = coords + 2 * ((i + 1) % n_vertices);
        const double *c = coords + 2 * j, *d = coords + 2 * ((j + 1) % n_vertices);

        /* Neighbours share a vertex. */
        if (b == c || d == a)
          continue;
        if (side (a, b, c) * side (a, b, d) < 0 && side (c, d, a) * side (c, d, b) < 0)
          return TRUE;
      }
  return FALSE;
}

int
atlas_measure_zone (double lon)
{
  return (int) floor (lon / 3 + 0.5);
}

gboolean
atlas_measure_gauss_kruger (double  lon,
                            double  lat,
                            int     zone,
                            double *easting,
                            double *northing)
{
  g_autofree char *definition =
    g_strdup_printf ("+proj=tmerc +lat_0=0 +lon_0=%d +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m", zone * 3);
  PJ_CONTEXT *context = proj_context_create ();
  PJ *projection;
  gboolean good = FALSE;

  proj_log_level (context, PJ_LOG_NONE);
  projection = proj_create (context, definition);
  if (projection != NULL)
    {
      const PJ_COORD place = proj_trans (projection, PJ_FWD, proj_coord (proj_torad (lon), proj_torad (lat), 0, 0));

      good = isfinite (place.xy.x) && isfinite (place.xy.y);
      if (good)
        {
          *easting = place.xy.x;
          *northing = place.xy.y;
        }
      proj_destroy (projection);
    }
  proj_context_destroy (context);
  return good;
}

/* Degrees, minutes and tenths of seconds, rounded once, so that there are no 60 seconds. */
static char *
format_angle (double      degrees,
              const char *positive,
              const char *negative)
{
  const gint64 tenths = (gint64) llround (fabs (degrees) * 36000);

  return g_strdup_printf ("%" G_GINT64_FORMAT "°%02d′%02d.%d″%s", tenths / 36000, (int) (tenths / 600 % 60),
                          (int) (tenths / 10 % 60), (int) (tenths % 10), degrees < 0 && tenths > 0 ? negative : positive);
}

char *
atlas_measure_format_dms (double lon,
                          double lat)
{
  g_autofree char *x = format_angle (lon, "E", "W"), *y = format_angle (lat, "N", "S");

  return g_strdup_printf ("%s, %s", x, y);
}
