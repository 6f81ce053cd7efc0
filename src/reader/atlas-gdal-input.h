/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AtlasGdalInput:
 *
 * The file as GDAL is to see it.  Mostly that is the file itself; but a shapefile without its index (.shx), a CSV table in
 * China's older encoding and GeoJSON texts with NUL in them are put right in memory, never on disk.
 */
typedef struct _AtlasGdalInput AtlasGdalInput;

/** atlas_gdal_input_new: @path: (type filename): an absolute path. */
AtlasGdalInput *atlas_gdal_input_new (const char *path);
void            atlas_gdal_input_free (AtlasGdalInput *self);

/** atlas_gdal_input_get_name: Returns: (transfer none): the name to open, valid as long as @self. */
const char     *atlas_gdal_input_get_name (AtlasGdalInput *self);

/**
 * atlas_gdal_input_restore_index:
 *
 * To be tried when GDAL would not open a shapefile: its index may be damaged.
 *
 * Returns: %TRUE when there is another name to open now
 */
gboolean        atlas_gdal_input_restore_index (AtlasGdalInput *self);

/** What stands for NUL in texts while GDAL has them, for whom a text ends there: U+FDD0, which is no character. */
#define ATLAS_GDAL_INPUT_NUL "\357\267\220"

/** atlas_gdal_input_has_nul: Returns: whether texts may hold ATLAS_GDAL_INPUT_NUL. */
gboolean        atlas_gdal_input_has_nul (AtlasGdalInput *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasGdalInput, atlas_gdal_input_free)

G_END_DECLS
