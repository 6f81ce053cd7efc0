/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * atlas_project_path_write:
 * @folder: (nullable) (type filename): that the project's file is in
 *
 * How a project's file names another: from its own folder when it lies beside or below it, else as an absolute path; a name that
 * is no UTF-8 as `{ "escaped": "…%A3…" }`, what is no file of this computer as `{ "uri": "…" }`.
 *
 * Returns: (transfer full): a text or an object
 */
JsonNode *atlas_project_path_write (GFile      *file,
                                    const char *folder);

/**
 * atlas_project_path_read:
 * @folder: (type filename): that the project's file is in
 *
 * Text from a file is no command to read whatever it says: only ordinary paths are taken, absolute or from @folder.  What lies
 * outside of @folder is another question, atlas_project_path_is_inside().
 *
 * Returns: (transfer full) (nullable) (type filename): an absolute path, or %NULL with %ATLAS_DATA_ERROR_REMOTE or _FORMAT
 */
char     *atlas_project_path_read (JsonNode    *node,
                                   const char  *folder,
                                   GError     **error);

/** atlas_project_path_is_inside: Returns: whether @path, with its links followed as far as it is there, lies in @folder or below.
 * Waits for the disk. */
gboolean  atlas_project_path_is_inside (const char *path,
                                        const char *folder);

G_END_DECLS
