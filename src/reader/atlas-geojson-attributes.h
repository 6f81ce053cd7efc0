/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * atlas_geojson_attributes_read:
 * @path: (type filename): a GeoJSON file
 *
 * Looks for what a FeatureCollection says about itself: a member "attributes", an object, before "features" and within the
 * first 64 KiB.
 *
 * Returns: (transfer full) (nullable): those of its members that are texts, numbers, true or false, as a JSON object in
 *   the file's order; %NULL when there are none
 */
char *atlas_geojson_attributes_read (const char *path);

G_END_DECLS
