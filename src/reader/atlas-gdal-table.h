/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <ogr_api.h>

#include "data/atlas-table.h"

G_BEGIN_DECLS

/**
 * atlas_gdal_table_guess_types:
 * @layer: of a CSV table, all of whose fields are texts
 *
 * Looks at all rows.  A column is of numbers or dates only when each of its values is written like one; what begins with a
 * nought ("0355…") is a code or a telephone number and stays a text.
 *
 * Returns: (transfer full) (element-type AtlasFieldType): the type of each field
 */
GArray *atlas_gdal_table_guess_types (OGRLayerH layer);

/**
 * atlas_gdal_table_parse_date:
 * @text: a date, or a date and a time: 2024-01-31, 2024/1/31, 2024-01-31 08:30:00+08
 * @result: (nullable): what is written there anew as ISO 8601
 *
 * Returns: %ATLAS_FIELD_DATE or %ATLAS_FIELD_DATETIME; %ATLAS_FIELD_STRING when it is neither
 */
AtlasFieldType atlas_gdal_table_parse_date (const char *text,
                                            GString    *result);

G_END_DECLS
