/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Web Mercator: pure functions, any thread.  The sphere is only how the map is drawn; lengths come from the ellipsoid. */

#include "geo/atlas-mercator.h"

#include <math.h>

/* WGS 84: equatorial radius in metres and first eccentricity squared (NIMA TR8350.2). */
#define WGS84_A 6378137.0
#define WGS84_E2 0.00669437999014131699614

/* Where seven terms are as good as the function itself: degrees from south to north, and from the equator. */
#define SERIES_HEIGHT 0.5
#define SERIES_LATITUDE 60.0

double
atlas_mercator_x (double lon)
{
  return lon / 360.0 + 0.5;
}

double
atlas_mercator_y (double lat)
{
  double phi = CLAMP (lat, -ATLAS_MERCATOR_MAX_LATITUDE, ATLAS_MERCATOR_MAX_LATITUDE) * (G_PI / 180.0);

  return 0.5 - asinh (tan (phi)) / (2.0 * G_PI);
}

/* The Taylor series of the inverse Gudermannian function, asinh (tan φ), about a middle latitude.  Its derivatives are the secant
 * times polynomials in secant and tangent. */
static void
get_series (double phi,
            double terms[7])
{
  double sec = 1 / cos (phi);
  double tangent = tan (phi);
  double sec2 = sec * sec;

  terms[0] = asinh (tangent);
  terms[1] = sec;
  terms[2] = sec * tangent / 2;
  terms[3] = sec * (2 * sec2 - 1) / 6;
  terms[4] = sec * tangent * (6 * sec2 - 1) / 24;
  terms[5] = sec * ((24 * sec2 - 20) * sec2 + 1) / 120;
  terms[6] = sec * tangent * ((120 * sec2 - 60) * sec2 + 1) / 720;
}

void
atlas_mercator_project (const double *coords,
                        gsize         n,
                        double       *world)
{
  double south = 90;
  double north = -90;
  double middle;
  double t[7];

  for (gsize i = 0; i < n; i++)
    {
      south = coords[2 * i + 1] < south ? coords[2 * i + 1] : south;
      north = coords[2 * i + 1] > north ? coords[2 * i + 1] : north;
    }
  if (n < 8 || north - south > SERIES_HEIGHT || MAX (north, -south) > SERIES_LATITUDE)
    {
      for (gsize i = 0; i < n; i++)
        {
          world[2 * i] = atlas_mercator_x (coords[2 * i]);
          world[2 * i + 1] = atlas_mercator_y (coords[2 * i + 1]);
        }
      return;
    }
  middle = (south + north) / 2;
  get_series (middle * (G_PI / 180.0), t);
  for (gsize i = 0; i < n; i++)
    {
      double d = (coords[2 * i + 1] - middle) * (G_PI / 180.0);
      double y = t[0] + d * (t[1] + d * (t[2] + d * (t[3] + d * (t[4] + d * (t[5] + d * t[6])))));

      world[2 * i] = coords[2 * i] * (1 / 360.0) + 0.5;
      world[2 * i + 1] = 0.5 - y * (1 / (2.0 * G_PI));
    }
}

double
atlas_mercator_bands_y (AtlasMercatorBands *self,
                        double              lat)
{
  double middle, d;
  const double *t;
  int band, slot;

  /* Also what is not a number. */
  if (!(fabs (lat) < SERIES_LATITUDE))
    return atlas_mercator_y (lat);
  band = (int) ((lat + 90) * (1 / SERIES_HEIGHT));
  middle = (band + 0.5) * SERIES_HEIGHT - 90;
  slot = band % ATLAS_MERCATOR_BANDS;
  if (self->bands[slot] != band + 1)
    {
      get_series (middle * (G_PI / 180.0), self->terms[slot]);
      self->bands[slot] = band + 1;
    }
  t = self->terms[slot];
  d = (lat - middle) * (G_PI / 180.0);

  return 0.5 - (t[0] + d * (t[1] + d * (t[2] + d * (t[3] + d * (t[4] + d * (t[5] + d * t[6])))))) * (1 / (2.0 * G_PI));
}

double
atlas_mercator_lon (double x)
{
  return (x - 0.5) * 360.0;
}

double
atlas_mercator_lat (double y)
{
  return atan (sinh ((0.5 - y) * 2.0 * G_PI)) * (180.0 / G_PI);
}

double
atlas_mercator_world_size (double zoom)
{
  return 256.0 * exp2 (zoom);
}

double
atlas_mercator_metres_per_pixel (double lat,
                                 double zoom)
{
  double phi = lat * (G_PI / 180.0);
  double s = sin (phi);
  double n = WGS84_A / sqrt (1.0 - WGS84_E2 * s * s);

  return 2.0 * G_PI * n * cos (phi) / atlas_mercator_world_size (zoom);
}
