/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** AtlasSourceReaderProgress: as AtlasSourceProgress, but called on the thread that waits for the reader. */
typedef void (*AtlasSourceReaderProgress) (double   fraction,
                                           guint64  features,
                                           gpointer user_data);

/**
 * atlas_source_reader_run:
 * @path: (type filename): an absolute path that atlas_file_check() found good
 * @name: the file's name for sentences
 * @progress: (nullable): told how far it is
 *
 * Starts a reader process for one file and waits for it: for worker threads.  At most a few run at the same time, others wait
 * their turn.  A reader that shows no progress for a minute (or ATLAS_READER_PATIENCE seconds, for tests) is ended.
 *
 * Returns: (transfer full) (nullable): the bundle, in sealed memory that nobody can change any more; or %NULL with
 *   %ATLAS_DATA_ERROR or %G_IO_ERROR_CANCELLED
 */
GBytes *atlas_source_reader_run (const char                *path,
                                 const char                *name,
                                 AtlasSourceReaderProgress  progress,
                                 gpointer                   user_data,
                                 GCancellable              *cancellable,
                                 GError                   **error);

G_END_DECLS
