/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Web Mercator (EPSG:3857) as the tile world uses it.  "World" coordinates are the unit square: x runs from 0 at 180° W
 * to 1 at 180° E, y from 0 at the north edge (85.05° N) to 1 at the south edge.  A "world pixel" at a zoom is a world
 * coordinate times atlas_mercator_world_size(): 256 logical pixels at zoom 0, doubled at each step, fractional zooms
 * allowed.  Source of the formulas: OGC 17-083r2, annex D (WebMercatorQuad). */

/** The latitude (degrees) at which the square world ends. */
#define ATLAS_MERCATOR_MAX_LATITUDE 85.0511287798065923778

/** The largest zoom that the program shows. */
#define ATLAS_MERCATOR_MAX_ZOOM 20.0

/** atlas_mercator_x: Returns: world x of @lon (degrees); not clamped. */
double atlas_mercator_x (double lon);

/** atlas_mercator_y: Returns: world y of @lat (degrees), which is first clamped to ±85.0511°. */
double atlas_mercator_y (double lat);

/**
 * atlas_mercator_project:
 * @coords: (array): 2 × @n doubles, longitude and latitude in degrees
 * @world: (out caller-allocates): 2 × @n doubles, world x and y; may be @coords
 *
 * Many at once.  Places that lie close together in latitude are computed by a series, which differs from atlas_mercator_y() by
 * less than 1e-14 (a ten thousandth of a millimetre on the ground).
 */
void   atlas_mercator_project (const double *coords,
                               gsize         n,
                               double       *world);

/** How many bands AtlasMercatorBands remembers. */
#define ATLAS_MERCATOR_BANDS 32

/** Series by band of latitude, for very many places one after the other.  All zero to begin with; one thread. */
typedef struct
{
  int    bands[ATLAS_MERCATOR_BANDS];      /* from the south pole on, counted from 1 */
  double terms[ATLAS_MERCATOR_BANDS][7];
} AtlasMercatorBands;

/** atlas_mercator_bands_y: Returns: atlas_mercator_y() of @lat to 1e-14, the same whatever was asked before. */
double atlas_mercator_bands_y (AtlasMercatorBands *self,
                               double              lat);

/** atlas_mercator_lon: Returns: longitude (degrees) of world @x. */
double atlas_mercator_lon (double x);

/** atlas_mercator_lat: Returns: latitude (degrees) of world @y. */
double atlas_mercator_lat (double y);

/** atlas_mercator_world_size: Returns: the side of the world in logical pixels at @zoom. */
double atlas_mercator_world_size (double zoom);

/**
 * atlas_mercator_metres_per_pixel:
 * @lat: degrees
 *
 * Returns: metres on the WGS 84 ellipsoid that one logical pixel covers from east to west at @lat and @zoom:
 * 2π N(φ) cos φ / world size, with N the radius of curvature in the prime vertical (Snyder 1987, eq. 4-20).
 */
double atlas_mercator_metres_per_pixel (double lat,
                                        double zoom);

G_END_DECLS
