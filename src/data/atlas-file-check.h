/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * atlas_file_check:
 * @path: (type filename): an absolute path
 * @size: (out) (optional): bytes
 *
 * Looks whether @path is an ordinary, readable, not empty file, without ever waiting for a FIFO or a device.  Waits for the
 * disk, so not for the main thread.
 *
 * Returns: %FALSE with %ATLAS_DATA_ERROR_NOT_FOUND, _NO_ACCESS or _EMPTY and a sentence that names the file
 */
gboolean atlas_file_check (const char *path,
                           guint64    *size,
                           GError    **error);

G_END_DECLS
