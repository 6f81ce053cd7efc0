/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * atlas_geojson_has_feature_ids:
 * @path: (type filename): a GeoJSON file
 *
 * GDAL shows a feature's own "id" and a property "id" alike, as a field.  This looks at the beginning of the file.
 *
 * Returns: %TRUE when features have ids of their own and no property of that name
 */
gboolean atlas_geojson_has_feature_ids (const char *path);

G_END_DECLS
