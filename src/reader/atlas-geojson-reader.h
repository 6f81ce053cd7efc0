/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reader/atlas-report.h"

G_BEGIN_DECLS

typedef enum
{
  ATLAS_GEOJSON_READ,
  ATLAS_GEOJSON_REFUSED,      /* nobody is told: GDAL is to read the file */
  ATLAS_GEOJSON_FAILED,       /* with an error */
} AtlasGeojsonResult;

/**
 * atlas_geojson_reader_read:
 * @path: (type filename): the file
 * @output: a file that is open for writing
 * @start: where in it the image is to begin; nothing may lie behind
 * @size: (out): how long the image is
 *
 * Reads a GeoJSON file into a table image, on all processors.  What it takes, it reads as AtlasGdalReader does, value for value; what
 * is not GeoJSON to the letter, or would need GDAL's judgement or PROJ, it refuses, and leaves nothing behind @start.
 */
AtlasGeojsonResult atlas_geojson_reader_read (const char   *path,
                                              AtlasReport  *report,
                                              int           output,
                                              guint64       start,
                                              guint64      *size,
                                              GError      **error);

G_END_DECLS
