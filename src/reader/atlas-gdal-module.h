/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reader/atlas-report.h"

G_BEGIN_DECLS

/**
 * atlas_gdal_module_read:
 * @path: (type filename): an absolute path that atlas_file_check() found good
 * @images: (element-type GBytes): the table image of each layer is appended here
 *
 * Loads GDAL, the first time, and has it read a file (see atlas_gdal_reader_read()).
 *
 * Returns: %FALSE with %ATLAS_DATA_ERROR and a sentence that names the file
 */
gboolean atlas_gdal_module_read (const char  *path,
                                 AtlasReport *report,
                                 GPtrArray   *images,
                                 GError     **error);

G_END_DECLS
