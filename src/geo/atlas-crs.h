/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AtlasCrs:
 *
 * A projected coordinate reference system in metres, as PROJ knows it: what paper is drawn in.  CGCS2000 is taken for WGS 84, from
 * which it differs by centimetres.  Immutable, ref-counted; any thread.
 */
typedef struct _AtlasCrs AtlasCrs;

#define ATLAS_CRS_ERROR (atlas_crs_error_quark ())

typedef enum
{
  ATLAS_CRS_ERROR_UNKNOWN,    /* PROJ knows no such system */
  ATLAS_CRS_ERROR_NOT_METRIC, /* it is not projected, or not in metres */
} AtlasCrsError;

GQuark      atlas_crs_error_quark (void);

/**
 * atlas_crs_new:
 * @text: "EPSG:4547" or "4547"
 *
 * Returns: (transfer full) (nullable): the system, or %NULL with %ATLAS_CRS_ERROR and a sentence
 */
AtlasCrs   *atlas_crs_new (const char  *text,
                           GError     **error);

/**
 * atlas_crs_new_for_longitude:
 *
 * Returns: (transfer full): the 3° zone of CGCS2000 Gauss–Krüger (EPSG 4534 to 4554) whose meridian is nearest; abroad, where it
 *   is not defined, the nearest that is
 */
AtlasCrs   *atlas_crs_new_for_longitude (double lon);

AtlasCrs   *atlas_crs_ref (AtlasCrs *self);
void        atlas_crs_unref (AtlasCrs *self);

/** atlas_crs_get_code: Returns: (transfer none): "EPSG:4547". */
const char *atlas_crs_get_code (AtlasCrs *self);

/** atlas_crs_get_name: Returns: (transfer none): PROJ's name, such as "CGCS2000 / 3-degree Gauss-Kruger CM 114E". */
const char *atlas_crs_get_name (AtlasCrs *self);

/**
 * atlas_crs_dup_title:
 *
 * Returns: (transfer full): what people write on a map, in the person's language: "2000国家大地坐标系 高斯-克吕格投影
 *   3°带 中央子午线114°"; the name of systems that have no such words
 */
char       *atlas_crs_dup_title (AtlasCrs *self);

/** atlas_crs_dup_wkt: Returns: (transfer full): ISO 19162 WKT 1 (GDAL's dialect) for @esri %FALSE, Esri's for %TRUE. */
char       *atlas_crs_dup_wkt (AtlasCrs *self,
                               gboolean  esri);

/** atlas_crs_is_web_mercator: Returns: whether its metres are not those of the ground anywhere but at the equator. */
gboolean    atlas_crs_is_web_mercator (AtlasCrs *self);

/**
 * atlas_crs_forward:
 * @coords: (array): 2 × @n doubles: longitude and latitude (degrees) in, easting and northing (metres) out; infinity where the
 *   system does not reach
 *
 * Any thread; many at once are much cheaper than one by one.
 */
void        atlas_crs_forward (AtlasCrs *self,
                               double   *coords,
                               gsize     n);

/** atlas_crs_inverse: the way back: easting and northing in, longitude and latitude out. */
void        atlas_crs_inverse (AtlasCrs *self,
                               double   *coords,
                               gsize     n);

/**
 * atlas_crs_get_factors:
 * @scale: (out) (optional): metres of the plane for one on the ground, the square root of the areal factor; NaN where it fails
 * @convergence: (out) (optional): degrees clockwise from true north to grid north
 *
 * By PROJ's proj_factors().
 */
void        atlas_crs_get_factors (AtlasCrs *self,
                                   double    lon,
                                   double    lat,
                                   double   *scale,
                                   double   *convergence);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasCrs, atlas_crs_unref)

G_END_DECLS
