/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AtlasGdalErrors:
 *
 * Collects what GDAL says went wrong, from atlas_gdal_errors_new() until it is freed; nothing goes to standard error.
 * Stacked; one thread.
 */
typedef struct _AtlasGdalErrors AtlasGdalErrors;

AtlasGdalErrors *atlas_gdal_errors_new (void);
void             atlas_gdal_errors_free (AtlasGdalErrors *self);

/** atlas_gdal_errors_get_count: Returns: how many failures (not warnings) there were so far. */
guint            atlas_gdal_errors_get_count (AtlasGdalErrors *self);

/** atlas_gdal_errors_get_first: Returns: (transfer none) (nullable): the first failure since the last clear. */
const char      *atlas_gdal_errors_get_first (AtlasGdalErrors *self);

/** atlas_gdal_errors_dup_meaning: Returns: (transfer full) (nullable): the same, as a person understands it if we do. */
char            *atlas_gdal_errors_dup_meaning (AtlasGdalErrors *self);

/** atlas_gdal_errors_clear: forgets the texts; the count goes on. */
void             atlas_gdal_errors_clear (AtlasGdalErrors *self);

/**
 * atlas_gdal_errors_explain_open:
 * @path: the file that GDAL would not open
 *
 * Sets @error (%ATLAS_DATA_ERROR_FORMAT or _TOO_BIG) to a sentence on what the file seems to be and what is wrong with it.
 */
void             atlas_gdal_errors_explain_open (AtlasGdalErrors *self,
                                                 const char      *path,
                                                 GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasGdalErrors, atlas_gdal_errors_free)

G_END_DECLS
