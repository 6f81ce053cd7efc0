/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the program's own files are: beside the running program when it runs from its build folder or from a moved
 * installation, else where it was configured to be.  Found once, from any thread.
 *
 * For tests, the environment variables ATLAS_READER, ATLAS_LAYERS and ATLAS_CACHE name another reader program, another
 * folder of layers and another cache folder. */

/** atlas_paths_get_reader: Returns: (transfer none) (type filename): the reader program. */
const char *atlas_paths_get_reader (void);

/** atlas_paths_get_layers: Returns: (transfer none) (type filename): the folder of the shipped layers' images (*.tai). */
const char *atlas_paths_get_layers (void);

/** atlas_paths_get_locale: Returns: (transfer none) (type filename): the folder of the message catalogues. */
const char *atlas_paths_get_locale (void);

/**
 * atlas_paths_get_schemas:
 *
 * Returns: (transfer none) (nullable) (type filename): the folder of compiled settings schemas when it is not one that
 *   GSettings looks into by itself
 */
const char *atlas_paths_get_schemas (void);

/** atlas_paths_get_cache: Returns: (transfer none) (type filename): the program's cache folder, perhaps not there yet. */
const char *atlas_paths_get_cache (void);

G_END_DECLS
