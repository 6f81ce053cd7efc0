/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reader/atlas-geojson-schema.h"

G_BEGIN_DECLS

/* Values as texts, written as GDAL and AtlasGdalFields write them together.  Pure functions. */

/** atlas_geojson_guess_of_text: Returns: whether @text (NUL-terminated) is a date, a time, both, or a mere string. */
AtlasGeojsonType atlas_geojson_guess_of_text (const char *text);

/** atlas_geojson_print_time: writes a date, time or both in ISO 8601.  Returns: %FALSE when it is none. */
gboolean         atlas_geojson_print_time (GString          *result,
                                           const char       *text,
                                           AtlasGeojsonType  type);

void             atlas_geojson_print_integer (GString *result,
                                              gint64   value);
void             atlas_geojson_print_real (GString *result,
                                           double   value);

/** atlas_geojson_print_quoted: writes a text as one in a list. */
void             atlas_geojson_print_quoted (GString    *result,
                                             const char *text);

/** atlas_geojson_print_json: @text: JSON that was scanned.  Returns: %FALSE when it cannot be written the same way. */
gboolean         atlas_geojson_print_json (GString    *result,
                                           const char *text,
                                           gsize       length);

/**
 * atlas_geojson_print_list:
 * @text: JSON that was scanned: an array, or a value that stands for an array with it alone
 * @type: of the list
 *
 * Returns: %FALSE when it cannot be written the same way
 */
gboolean         atlas_geojson_print_list (GString          *result,
                                           const char       *text,
                                           gsize             length,
                                           AtlasGeojsonType  type);

G_END_DECLS
