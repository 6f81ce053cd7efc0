/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lengths and areas on the WGS 84 ellipsoid, by PROJ's geodesic.h (Karney 2013, doi:10.1007/s00190-012-0578-z).
 * All coordinates are longitude, latitude in degrees.  Any thread. */

/** atlas_geodesic_distance: Returns: metres along the shortest line between two points. */
double atlas_geodesic_distance (double lon1,
                                double lat1,
                                double lon2,
                                double lat2);

/**
 * atlas_geodesic_direct:
 * @azimuth: degrees clockwise from north
 * @distance: metres
 * @lon2: (out): degrees
 * @lat2: (out): degrees
 *
 * Goes @distance from a point in a direction.
 */
void   atlas_geodesic_direct (double  lon1,
                              double  lat1,
                              double  azimuth,
                              double  distance,
                              double *lon2,
                              double *lat2);

/**
 * atlas_geodesic_between:
 * @part: 0 is the first point, 1 the second one
 * @lon: (out): degrees
 * @lat: (out): degrees
 *
 * The point that is @part of the way along the shortest line between two points.
 */
void   atlas_geodesic_between (double  lon1,
                               double  lat1,
                               double  lon2,
                               double  lat2,
                               double  part,
                               double *lon,
                               double *lat);

/**
 * atlas_geodesic_length:
 * @coords: (array): 2 × @n_vertices doubles, longitude and latitude in turn
 *
 * Returns: metres along the line through the vertices; 0 for fewer than two.
 */
double atlas_geodesic_length (const double *coords,
                              gsize         n_vertices);

/**
 * atlas_geodesic_ring_area:
 * @coords: (array): 2 × @n_vertices doubles; the ring may or may not repeat its first vertex
 *
 * Returns: square metres inside the ring, never negative whatever its direction.
 */
double atlas_geodesic_ring_area (const double *coords,
                                 gsize         n_vertices);

/**
 * atlas_geodesic_distance_to_line:
 * @coords: (array): 2 × @n_vertices doubles
 * @nearest_lon: (out) (optional): degrees
 * @nearest_lat: (out) (optional): degrees
 *
 * The foot of the perpendicular is found on a plane tangent at the point (scaled by the ellipsoid's radii of curvature
 * there), then measured as a geodesic: exact to 0.1 % within 100 km, which is what picking needs.
 *
 * Returns: metres from a point to the nearest place on the line; infinity when there is no vertex.
 */
double atlas_geodesic_distance_to_line (double        lon,
                                        double        lat,
                                        const double *coords,
                                        gsize         n_vertices,
                                        double       *nearest_lon,
                                        double       *nearest_lat);

/**
 * atlas_geodesic_distance_to_line_within:
 * @limit: metres; infinity for none
 *
 * As atlas_geodesic_distance_to_line() where the line comes within @limit; what is clearly farther is only looked at on the
 * plane, which takes a tenth of the time.
 *
 * Returns: metres; infinity when it is more than @limit (a little more may be told exactly)
 */
double atlas_geodesic_distance_to_line_within (double        lon,
                                               double        lat,
                                               const double *coords,
                                               gsize         n_vertices,
                                               double        limit);

/**
 * atlas_geodesic_distance_to_points:
 * @coords: (array): 2 × @n_vertices doubles
 * @limit: metres; infinity for none
 *
 * Exact everywhere on the earth; only the few vertices that can be the nearest are measured.
 *
 * Returns: metres from a point to the nearest vertex; infinity when none is within @limit
 */
double atlas_geodesic_distance_to_points (double        lon,
                                          double        lat,
                                          const double *coords,
                                          gsize         n_vertices,
                                          double        limit);

/**
 * atlas_geodesic_ring_contains:
 * @coords: (array): 2 × @n_vertices doubles, a closed or open ring
 *
 * Even–odd rule in longitude/latitude.
 *
 * Returns: %TRUE when the point is inside the ring.
 */
gboolean atlas_geodesic_ring_contains (double        lon,
                                       double        lat,
                                       const double *coords,
                                       gsize         n_vertices);

G_END_DECLS
