/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Web Mercator: pure functions, any thread.  The sphere is only how the map is drawn; lengths come from the ellipsoid. */

#include "geo/atlas-mercator.h"

#include <math.h>

/* WGS 84: equatorial radius in metres and first eccentricity squared (NIMA TR8350.2). */
#define WGS84_A 6378137.0
#define WGS84_E2 0.00669437999014131699614

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
