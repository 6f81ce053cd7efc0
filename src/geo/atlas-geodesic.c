/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distances, lengths and areas on the WGS 84 ellipsoid.  PROJ's geodesic.h does the mathematics; the only state is the
 * ellipsoid, set up once.  Any thread. */

#include "geo/atlas-geodesic.h"

#include <geodesic.h>
#include <math.h>

#define WGS84_A 6378137.0
#define WGS84_F (1.0 / 298.257223563)

#define PLANE_REACH 20000.0       /* metres around a place that are as good as a plane */

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

/* Metres in a degree of longitude and of latitude at a latitude (Snyder 1987, eqs. 4-20 and 4-18). */
static void
get_scales (double  lat,
            double *kx,
            double *ky)
{
  const double e2 = WGS84_F * (2.0 - WGS84_F);
  double phi = lat * (G_PI / 180.0);
  double w2 = 1.0 - e2 * sin (phi) * sin (phi);
  double n = WGS84_A / sqrt (w2);

  *kx = n * cos (phi) * (G_PI / 180.0);
  *ky = n * (1.0 - e2) / w2 * (G_PI / 180.0);
}

/* The nearest place on a line, on the plane; segments that lie wholly beyond @reach to one side are skipped.  Returns: the
 * distance squared; infinity when all are. */
static double
find_foot (double        lon,
           double        lat,
           const double *coords,
           gsize         n_vertices,
           double        reach,
           double       *foot_lon,
           double       *foot_lat)
{
  double kx, ky, best = INFINITY, reach_lon, reach_lat;

  get_scales (lat, &kx, &ky);
  reach_lon = reach / kx;
  reach_lat = reach / ky;
  for (gsize i = 0; i < n_vertices; i++)
    {
      gsize from = i > 0 ? i - 1 : 0;
      double lon1 = coords[2 * from] - lon, lat1 = coords[2 * from + 1] - lat;
      double lon2 = coords[2 * i] - lon, lat2 = coords[2 * i + 1] - lat;
      double x1, y1, dx, dy, length2, px, py, d2, t = 0;

      if ((lon1 > reach_lon && lon2 > reach_lon) || (lon1 < -reach_lon && lon2 < -reach_lon)
          || (lat1 > reach_lat && lat2 > reach_lat) || (lat1 < -reach_lat && lat2 < -reach_lat))
        continue;
      x1 = lon1 * kx;
      y1 = lat1 * ky;
      dx = lon2 * kx - x1;
      dy = lat2 * ky - y1;
      length2 = dx * dx + dy * dy;
      if (length2 > 0)
        t = CLAMP (-(x1 * dx + y1 * dy) / length2, 0.0, 1.0);
      px = x1 + t * dx;
      py = y1 + t * dy;
      d2 = px * px + py * py;
      if (d2 < best)
        {
          best = d2;
          *foot_lon = lon + px / kx;
          *foot_lat = lat + py / ky;
        }
    }
  return best;
}

double
atlas_geodesic_distance_to_line (double        lon,
                                 double        lat,
                                 const double *coords,
                                 gsize         n_vertices,
                                 double       *nearest_lon,
                                 double       *nearest_lat)
{
  double best_lon = NAN, best_lat = NAN;
  double best = find_foot (lon, lat, coords, n_vertices, INFINITY, &best_lon, &best_lat);

  if (nearest_lon != NULL)
    *nearest_lon = best_lon;
  if (nearest_lat != NULL)
    *nearest_lat = best_lat;
  return isfinite (best) ? atlas_geodesic_distance (lon, lat, best_lon, best_lat) : INFINITY;
}

double
atlas_geodesic_distance_to_line_within (double        lon,
                                        double        lat,
                                        const double *coords,
                                        gsize         n_vertices,
                                        double        limit)
{
  double best_lon = NAN, best_lat = NAN;
  /* Near by, the plane is a thousandth wrong; farther off it says nothing. */
  double reach = limit < PLANE_REACH ? limit * 1.01 + 1.0 : INFINITY;
  double best = find_foot (lon, lat, coords, n_vertices, reach, &best_lon, &best_lat);

  return best <= reach * reach ? atlas_geodesic_distance (lon, lat, best_lon, best_lat) : INFINITY;
}

/* The box, in degrees to each side, outside of which everything is farther than @distance: the way between two parallels is
 * never shorter than along a meridian, whose least radius of curvature is a (1 - e²); and on a sphere of that radius a
 * circle of the angle d touches meridians at asin (sin d / cos φ), with the ellipsoid's own within a hundredth of that. */
static void
get_box (double  lat,
         double  distance,
         double *reach_lon,
         double *reach_lat)
{
  const double least_radius = WGS84_A * (1.0 - WGS84_F * (2.0 - WGS84_F));
  double angle = distance / least_radius;
  double highest = fabs (lat) * (G_PI / 180.0) + angle;

  *reach_lat = angle * (180.0 / G_PI) * (1.0 + 1e-9) + 1e-12;
  *reach_lon = angle < 0.1 && highest < 1.4 ? angle / cos (highest) * (180.0 / G_PI) * 1.02 + 1e-12 : 180.0;
}

double
atlas_geodesic_distance_to_points (double        lon,
                                   double        lat,
                                   const double *coords,
                                   gsize         n_vertices,
                                   double        limit)
{
  double kx, ky, least = INFINITY, best = INFINITY, reach_lon, reach_lat;
  gsize first = n_vertices;

  /* A near one to begin with, so that few others can be nearer. */
  get_scales (lat, &kx, &ky);
  for (gsize i = 0; i < n_vertices; i++)
    {
      double x = fabs (coords[2 * i] - lon), y = coords[2 * i + 1] - lat, d2;

      x = MIN (x, fabs (360.0 - x)) * kx;
      d2 = x * x + y * y * ky * ky;
      if (d2 < least)
        {
          least = d2;
          first = i;
        }
    }
  if (first == n_vertices)
    return INFINITY;
  best = atlas_geodesic_distance (lon, lat, coords[2 * first], coords[2 * first + 1]);
  get_box (lat, MIN (best, limit), &reach_lon, &reach_lat);
  for (gsize i = 0; i < n_vertices; i++)
    {
      double x = fabs (coords[2 * i] - lon), distance;

      if (i == first || fabs (coords[2 * i + 1] - lat) > reach_lat || MIN (x, fabs (360.0 - x)) > reach_lon)
        continue;
      distance = atlas_geodesic_distance (lon, lat, coords[2 * i], coords[2 * i + 1]);
      if (distance < best)
        {
          best = distance;
          get_box (lat, MIN (best, limit), &reach_lon, &reach_lat);
        }
    }
  return best <= limit ? best : INFINITY;
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
