/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <ogr_api.h>
#include <ogr_srs_api.h>

#include "data/atlas-table-builder.h"

G_BEGIN_DECLS

/**
 * AtlasGdalGeometry:
 *
 * Hands GDAL's geometries to a table builder: flattened to two dimensions, curves as lines, collections as a run of parts,
 * converted to WGS 84 longitude and latitude.  One thread.
 */
typedef struct _AtlasGdalGeometry AtlasGdalGeometry;

typedef enum
{
  ATLAS_GDAL_GEOMETRY_GOOD,
  ATLAS_GDAL_GEOMETRY_NOT_FINITE,    /* a coordinate is no number */
  ATLAS_GDAL_GEOMETRY_OFF_EARTH,     /* beyond ±180, ±90 */
  ATLAS_GDAL_GEOMETRY_NOT_CONVERTED, /* cannot be converted to longitude and latitude */
  ATLAS_GDAL_GEOMETRY_TOO_SHORT,     /* lines of one point and the like, nothing else */
  ATLAS_GDAL_GEOMETRY_UNKNOWN,       /* of a type that GDAL may give but we do not know */
} AtlasGdalGeometryResult;

/** atlas_gdal_geometry_new: @transform: (transfer full) (nullable): to longitude, latitude; %NULL when they are that. */
AtlasGdalGeometry      *atlas_gdal_geometry_new (AtlasTableBuilder           *builder,
                                                 OGRCoordinateTransformationH transform);
void                    atlas_gdal_geometry_free (AtlasGdalGeometry *self);

/**
 * atlas_gdal_geometry_add:
 *
 * Adds @geometry to the feature that the builder is in.  When the result is not GOOD the feature is to be dropped.
 */
AtlasGdalGeometryResult atlas_gdal_geometry_add (AtlasGdalGeometry *self,
                                                 OGRGeometryH       geometry);

/** atlas_gdal_geometry_explain: Returns: (transfer full): a sentence on the last result that was not GOOD. */
char                   *atlas_gdal_geometry_explain (AtlasGdalGeometry      *self,
                                                     AtlasGdalGeometryResult result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasGdalGeometry, atlas_gdal_geometry_free)

G_END_DECLS
