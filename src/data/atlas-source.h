/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-table.h"

G_BEGIN_DECLS

/**
 * AtlasSourceProgress:
 * @fraction: 0 to 1, or negative when it is not known how much is left
 * @features: how many were read so far
 *
 * Called in the main context that the load was started from, at most every 50 ms or so.
 */
typedef void (*AtlasSourceProgress) (double   fraction,
                                     guint64  features,
                                     gpointer user_data);

typedef enum
{
  ATLAS_SOURCE_DEFAULT = 0,
  ATLAS_SOURCE_NO_CACHE = 1 << 0,   /* neither look into the cache nor write it */
} AtlasSourceFlags;

/**
 * atlas_source_load_async:
 * @file: a local file; other URIs give %ATLAS_DATA_ERROR_REMOTE
 * @progress: (nullable): told how far it is
 *
 * Reads all layers of a file in a reader process of its own, or takes them from the cache when the file has not changed.
 * Nothing on the calling thread waits.  Cancelling ends the reader.  When the reader dies the error says so.
 */
void       atlas_source_load_async (GFile               *file,
                                    AtlasSourceFlags     flags,
                                    AtlasSourceProgress  progress,
                                    gpointer             progress_data,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);

/**
 * atlas_source_load_finish:
 *
 * Returns: (transfer full) (nullable) (element-type AtlasTable): the layers in the file's order, at least one; or %NULL
 *   with %ATLAS_DATA_ERROR or %G_IO_ERROR_CANCELLED.  The message names the file.
 */
GPtrArray *atlas_source_load_finish (GAsyncResult  *result,
                                     GError       **error);

/**
 * atlas_source_load:
 *
 * The same, waiting (for the command line and tests); the cache is written when it returns.
 *
 * Returns: (transfer full) (nullable) (element-type AtlasTable): as atlas_source_load_finish()
 */
GPtrArray *atlas_source_load (GFile             *file,
                              AtlasSourceFlags   flags,
                              GCancellable      *cancellable,
                              GError           **error);

G_END_DECLS
