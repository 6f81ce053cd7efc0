/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a person measures on the map: units, digits, bearings, true lines, and the ways to write a place down.  Lengths and areas
 * themselves are those of geo/atlas-geodesic.h.  Any thread. */

/** Units of length.  A 里 (市里) is 500 m. */
typedef enum
{
  ATLAS_LENGTH_AUTO,            /* metres below 1 km, then kilometres */
  ATLAS_LENGTH_METRE,
  ATLAS_LENGTH_KILOMETRE,
  ATLAS_LENGTH_LI,
} AtlasLengthUnit;

/** Units of area.  A 亩 (市亩) is 2000/3 m², so a hectare has 15. */
typedef enum
{
  ATLAS_AREA_AUTO,              /* square metres below 1 ha, hectares below 1 km², then square kilometres */
  ATLAS_AREA_SQUARE_METRE,
  ATLAS_AREA_MU,
  ATLAS_AREA_HECTARE,
  ATLAS_AREA_SQUARE_KILOMETRE,
} AtlasAreaUnit;

#define ATLAS_N_LENGTH_UNITS 4
#define ATLAS_N_AREA_UNITS 5

/** atlas_length_unit_get_id: Returns: (transfer none): a name for settings: "auto", "m", "km", "li". */
const char     *atlas_length_unit_get_id (AtlasLengthUnit unit);

/** atlas_length_unit_find: Returns: the unit called @id, or %ATLAS_LENGTH_AUTO. */
AtlasLengthUnit atlas_length_unit_find (const char *id);

/** atlas_length_unit_get_title: Returns: (transfer none): what people call it. */
const char     *atlas_length_unit_get_title (AtlasLengthUnit unit);

/** atlas_area_unit_get_id: Returns: (transfer none): a name for settings: "auto", "m2", "mu", "ha", "km2". */
const char     *atlas_area_unit_get_id (AtlasAreaUnit unit);

/** atlas_area_unit_find: Returns: the unit called @id, or %ATLAS_AREA_AUTO. */
AtlasAreaUnit   atlas_area_unit_find (const char *id);

/** atlas_area_unit_get_title: Returns: (transfer none): what people call it. */
const char     *atlas_area_unit_get_title (AtlasAreaUnit unit);

/** atlas_measure_length: Returns: @metres in @unit; %ATLAS_LENGTH_AUTO leaves them. */
double          atlas_measure_length (double          metres,
                                      AtlasLengthUnit unit);

/** atlas_measure_area: Returns: @square_metres in @unit; %ATLAS_AREA_AUTO leaves them. */
double          atlas_measure_area (double        square_metres,
                                    AtlasAreaUnit unit);

/**
 * atlas_measure_format_length:
 *
 * Four digits, or all whole ones, and none finer than a decimetre: what a hand with a mouse can mean.
 *
 * Returns: (transfer full): "1.234 km" in the person's language
 */
char           *atlas_measure_format_length (double          metres,
                                             AtlasLengthUnit unit);

/** atlas_measure_format_area: Returns: (transfer full): "12.34 ha" likewise, none finer than a square metre. */
char           *atlas_measure_format_area (double        square_metres,
                                           AtlasAreaUnit unit);

/**
 * atlas_measure_bearing:
 *
 * Returns: degrees clockwise from north, 0 ≤ bearing < 360, in which the shortest line sets out from the first point; NaN when
 *   both are the same
 */
double          atlas_measure_bearing (double lon1,
                                       double lat1,
                                       double lon2,
                                       double lat2);

/** atlas_measure_format_bearing: Returns: (transfer full): "123.4° SE" in the person's language; "" for NaN. */
char           *atlas_measure_format_bearing (double degrees);

/**
 * atlas_measure_densify:
 * @coords: (array): longitude, latitude, longitude, latitude: the two ends
 * @step: metres
 * @line: (element-type double): longitude and latitude in turn are appended, the first point left out
 *
 * Walks the shortest line between two points in equal steps of at most @step, and no more than 1024 of them.  Longitudes go on
 * from the first point's, so they may leave −180 to 180 where the line crosses the date line.
 */
void            atlas_measure_densify (const double *coords,
                                       double        step,
                                       GArray       *line);

/** atlas_measure_crosses_itself: Returns: whether two sides of the closed ring @coords cross, in longitude and latitude. */
gboolean        atlas_measure_crosses_itself (const double *coords,
                                              gsize         n_vertices);

/** atlas_measure_zone: Returns: the number of the 3° zone of Gauss–Krüger in which @lon lies: 25 to 45 in China, 38 about 114° E. */
int             atlas_measure_zone (double lon);

/**
 * atlas_measure_gauss_kruger:
 * @zone: of 3°; see atlas_measure_zone()
 * @easting: (out): metres with 500 km at the central meridian, without the zone's number before it
 * @northing: (out): metres from the equator
 *
 * CGCS2000 Gauss–Krüger (EPSG 4534 to 4554), by PROJ.  CGCS2000 is taken for WGS 84, from which it differs by centimetres.
 *
 * Returns: %FALSE when the place is too far from the zone's meridian
 */
gboolean        atlas_measure_gauss_kruger (double  lon,
                                            double  lat,
                                            int     zone,
                                            double *easting,
                                            double *northing);

/** atlas_measure_format_dms: Returns: (transfer full): "113°06′23.4″E, 36°11′17.0″N". */
char           *atlas_measure_format_dms (double lon,
                                          double lat);

G_END_DECLS
