/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "geo/atlas-extent.h"

G_BEGIN_DECLS

/* What else somebody may have typed into the search box: coordinates and milestones.  Pure functions; any thread. */

/** How coordinates were written. */
typedef enum
{
  ATLAS_COORDINATES_DECIMAL,   /* 36.19, 113.11 */
  ATLAS_COORDINATES_DMS,       /* E113°06′ N36°11′ */
  ATLAS_COORDINATES_GRID,      /* metres of CGCS2000 Gauss–Krüger */
} AtlasCoordinatesForm;

/** Why coordinates were taken for what they are. */
typedef enum
{
  ATLAS_COORDINATES_SAID,      /* the text says which is which */
  ATLAS_COORDINATES_ONLY_WAY,  /* only one order makes sense */
  ATLAS_COORDINATES_AT_HOME,   /* both orders make sense; this one lies in the region */
  ATLAS_COORDINATES_GUESSED,   /* both make sense */
} AtlasCoordinatesReason;

/**
 * AtlasCoordinates:
 * @lat_first: the latitude, or the northing, came first
 * @meridian: of the grid: its central meridian in degrees; 0 for degrees
 * @zone_width: of the grid: 3 or 6 degrees; 0 for degrees.  Without a zone number both have the same central meridian
 *   where it is a multiple of 6 and 3, and 3 is told
 * @zone_number: whether the easting began with the number of its zone
 */
typedef struct
{
  double                 lon;
  double                 lat;
  AtlasCoordinatesForm   form;
  AtlasCoordinatesReason reason;
  gboolean               lat_first;
  int                    meridian;
  int                    zone_width;
  gboolean               zone_number;
} AtlasCoordinates;

/**
 * atlas_search_parse_coordinates:
 * @region: where a place most likely lies; may be empty
 *
 * Reads a pair of coordinates in either order: decimal degrees, degrees with minutes and seconds (also 东经113度6分 and
 * 113:06:30), with or without E, N, 东经, 北纬, lon, lat; or metres of CGCS2000 Gauss–Krüger, in 3° zones 25 to 45 or 6° zones
 * 13 to 23, with or without the number of the zone before the easting.  CGCS2000 is taken for WGS 84, from which it differs by
 * less than a metre.
 *
 * Returns: (transfer full) (element-type AtlasCoordinates): what it may mean, the likeliest first; empty when it is no pair of
 *   coordinates
 */
GArray  *atlas_search_parse_coordinates (const char        *text,
                                         const AtlasExtent *region);

/**
 * atlas_search_to_grid:
 * @zone_width: 3 or 6
 * @meridian: (out) (optional): degrees
 *
 * Where a place is on CGCS2000 Gauss–Krüger in its zone (PROJ's tmerc, exact to less than a millimetre).
 *
 * Returns: %FALSE when it has no place there
 */
gboolean atlas_search_to_grid (double  lon,
                               double  lat,
                               int     zone_width,
                               double *easting,
                               double *northing,
                               int    *meridian);

/**
 * atlas_search_parse_milestone:
 * @metres: (out): K12+300 is 12 300
 * @rest: (out) (transfer full): what else was typed: the name of a segment, or ""
 *
 * Reads a K-number: K12+300, k12, K12＋300.5, 桩号K3+020, before or after other text.
 *
 * Returns: whether there is one
 */
gboolean atlas_search_parse_milestone (const char  *text,
                                       double      *metres,
                                       char       **rest);

G_END_DECLS
