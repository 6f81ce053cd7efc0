/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-table.h"

G_BEGIN_DECLS

/** The formats that features are given away in. */
typedef enum
{
  ATLAS_EXPORT_GEOJSON,     /* RFC 7946: everything that the table knows */
  ATLAS_EXPORT_CSV,         /* UTF-8 with a byte order mark, for spreadsheets: columns lon and lat of points, else WKT */
  ATLAS_EXPORT_XLSX,        /* a spreadsheet with numbers, dates and truth values; columns lon and lat of a place on each feature */
  ATLAS_EXPORT_GPX,         /* waypoints, tracks (outlines of areas too): name, height, description */
  ATLAS_EXPORT_KML,         /* placemarks with all fields */
  ATLAS_EXPORT_N_FORMATS,
} AtlasExportFormat;

/** atlas_export_format_get_suffix: Returns: (transfer none): "geojson", "csv" …, without a dot. */
const char *atlas_export_format_get_suffix (AtlasExportFormat format);

/** atlas_export_format_get_name: Returns: (transfer none): "GeoJSON", "CSV" …: the same in all languages. */
const char *atlas_export_format_get_name (AtlasExportFormat format);

/**
 * atlas_export_write:
 * @table: those of its features that are shown are written
 * @only: (nullable): of those, only these
 * @title: what the layer is called
 * @name_field: the field that names a feature, for GPX and KML; -1: none
 * @cancellable: (nullable): looked at every few hundred features
 *
 * Writes features as the bytes of a file.  Coordinates are degrees of WGS 84 with as many digits as read back the same; values are those of
 * the table, not as a person reads them.  Features without a geometry are in GeoJSON, CSV and KML, not in GPX.  For a worker.
 *
 * A sheet of XLSX has its limits: of rows and columns (%ATLAS_DATA_ERROR_TOO_BIG), of 32767 characters in a cell (longer texts are
 * cut and say so), of 15 digits (longer whole numbers are texts).  It bears the time of SOURCE_DATE_EPOCH, or none.
 *
 * Returns: (transfer full) (nullable): the file's content, or %NULL with %G_IO_ERROR_CANCELLED, %ATLAS_DATA_ERROR_TOO_BIG or
 *   %G_FILE_ERROR (no room for temporary files)
 */
GString    *atlas_export_write (AtlasTable         *table,
                                AtlasFeatureSet    *only,
                                AtlasExportFormat   format,
                                const char         *title,
                                int                 name_field,
                                GCancellable       *cancellable,
                                GError            **error);

/**
 * atlas_export_save:
 * @path: a file; one that is there is replaced at the end, in one step, and stays whole when anything goes wrong
 *
 * Writes features into a file.  See atlas_export_write().
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED, or %G_FILE_ERROR and a sentence: the disk is full, the folder is read-only …
 */
gboolean    atlas_export_save (AtlasTable         *table,
                               AtlasFeatureSet    *only,
                               AtlasExportFormat   format,
                               const char         *title,
                               int                 name_field,
                               const char         *path,
                               GCancellable       *cancellable,
                               GError            **error);

G_END_DECLS
