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

G_END_DECLS
