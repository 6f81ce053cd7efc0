/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distances, lengths and areas on the WGS 84 ellipsoid.  PROJ's geodesic.h does the mathematics; the only state is the
 * ellipsoid, set up once.  Any thread. */

#include "geo/atlas-geodesic.h"

#include <geodesic.h>
#include <math.h>

#define WGS84_A 6378137.0
#define WGS84_F (1.0 / 298.257223563)

static const struct geod_geodesic *
wgs84 (void)
{
  static struct geod_geodesic geodesic;
  static gsize ready = 0;

  if (g_once_init_enter (&ready))
    {
      geod_init (&geodesic, WGS84_A, WGS84_F);
      g_once_init_leave (&ready, 1);
    }
  return &geodesic;
}

double
atlas_geodesic_distance (double lon1,
                         double lat1,
                         double lon2,
                         double lat2)
{
  double distance = 0;

  geod_inverse (wgs84 (), lat1, lon1, lat2, lon2, &distance, NULL, NULL);
  return distance;
}

void
atlas_geodesic_direct (double  lon1,
                       double  lat1,
                       double  azimuth,
                       double  distance,
                       double *lon2,
                       double *lat2)
{
  geod_direct (wgs84 (), lat1, lon1, azimuth, distance, lat2, lon2, NULL);
}

void
atlas_geodesic_between (double  lon1,
                        double  lat1,
                        double  lon2,
                        double  lat2,
                        double  part,
                        double *lon,
                        double *lat)
{
  double distance = 0, azimuth = 0;

  geod_inverse (wgs84 (), lat1, lon1, lat2, lon2, &distance, &azimuth, NULL);
  geod_direct (wgs84 (), lat1, lon1, azimuth, part * distance, lat, lon, NULL);
}

double
atlas_geodesic_length (const double *coords,
                       gsize         n_vertices)
{
  double sum = 0;

  for (gsize i = 1; i < n_vertices; i++)
    sum += atlas_geodesic_distance (coords[2 * i - 2], coords[2 * i - 1], coords[2 * i], coords[2 * i + 1]);
  return sum;
}

double
atlas_geodesic_ring_area (const double *coords,
                          gsize         n_vertices)
{
  struct geod_polygon polygon;
  double area = 0;

  geod_polygon_init (&polygon, FALSE);
  for (gsize i = 0; i < n_vertices; i++)
    geod_polygon_addpoint (wgs84 (), &polygon, coords[2 * i + 1], coords[2 * i]);
  geod_polygon_compute (wgs84 (), &polygon, FALSE, TRUE, &area, NULL);
  return fabs (area);
}

double
atlas_geodesic_distance_to_line (double        lon,
                                 double        lat,
                                 const double *coords,
                                 gsize         n_vertices,
                                 double       *nearest_lon,
                                 double       *nearest_lat)
{
  const double e2 = WGS84_F * (2.0 - WGS84_F);
  double phi = lat * (G_PI / 180.0);
  double w2 = 1.0 - e2 * sin (phi) * sin (phi);
  double n = WGS84_A / sqrt (w2);
  /* Metres in a degree of longitude and of latitude at the point (Snyder 1987, eqs. 4-20 and 4-18). */
  double kx = n * cos (phi) * (G_PI / 180.0);
  double ky = n * (1.0 - e2) / w2 * (G_PI / 180.0);
  double best = INFINITY, best_lon = NAN, best_lat = NAN;

  for (gsize i = 0; i < n_vertices; i++)
    {
      double x2 = (coords[2 * i] - lon) * kx, y2 = (coords[2 * i + 1] - lat) * ky;
      double x1 = x2, y1 = y2, t = 0, dx, dy, length2, px, py, d2;

      if (i > 0)
        {
          x1 = (coords[2 * i - 2] - lon) * kx;
          y1 = (coords[2 * i - 1] - lat) * ky;
        }
      dx = x2 - x1;
      dy = y2 - y1;
      length2 = dx * dx + dy * dy;
      if (length2 > 0)
        t = CLAMP (-(x1 * dx + y1 * dy) / length2, 0.0, 1.0);
      px = x1 + t * dx;
      py = y1 + t * dy;
      d2 = px * px + py * py;
      if (d2 < best)
        {
          best = d2;
          best_lon = lon + px / kx;
          best_lat = lat + py / ky;
        }
    }

  if (nearest_lon != NULL)
    *nearest_lon = best_lon;
  if (nearest_lat != NULL)
    *nearest_lat = best_lat;
  return isfinite (best) ? atlas_geodesic_distance (lon, lat, best_lon, best_lat) : INFINITY;
}

gboolean
atlas_geodesic_ring_contains (double        lon,
                              double        lat,
                              const double *coords,
                              gsize         n_vertices)
{
  gboolean inside = FALSE;

  for (gsize i = 0, j = n_vertices - 1; i < n_vertices; j = i++)
    {
      double xi = coords[2 * i], yi = coords[2 * i + 1];
      double xj = coords[2 * j], yj = coords[2 * j + 1];

      if ((yi > lat) != (yj > lat) && lon < (xj - xi) * (lat - yi) / (yj - yi) + xi)
        inside = !inside;
    }
  return inside;
}
