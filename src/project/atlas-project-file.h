/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "project/atlas-project-work.h"
#include "project/atlas-project.h"

G_BEGIN_DECLS

/** What the program writes; files of a later version are opened read-only. */
#define ATLAS_PROJECT_FILE_VERSION 1
/** What the names of project files end in. */
#define ATLAS_PROJECT_FILE_SUFFIX ".atlas"

#define ATLAS_PROJECT_ERROR (atlas_project_error_quark ())

/**
 * AtlasProjectError:
 * @ATLAS_PROJECT_ERROR_FORMAT: it is no project file, or a broken one
 * @ATLAS_PROJECT_ERROR_TOO_BIG: it is longer than 16 MiB
 * @ATLAS_PROJECT_ERROR_OUTSIDE: a layer's file lies outside of the project's folder, and nobody said that it may be read
 * @ATLAS_PROJECT_ERROR_WRITE: it cannot be written; the file is as it was
 *
 * What can go wrong with project files.  Messages are sentences for a person.  What is wrong with the file itself (there is none,
 * it may not be read) is %ATLAS_DATA_ERROR.
 */
typedef enum
{
  ATLAS_PROJECT_ERROR_FORMAT,
  ATLAS_PROJECT_ERROR_TOO_BIG,
  ATLAS_PROJECT_ERROR_OUTSIDE,
  ATLAS_PROJECT_ERROR_WRITE,
} AtlasProjectError;

GQuark            atlas_project_error_quark (void);

/**
 * AtlasProjectFile:
 *
 * What a project's file says, read and checked, not yet put into a project.  src/project/README.md describes the format.  Made by
 * any thread; whoever has it owns it.
 */
typedef struct _AtlasProjectFile AtlasProjectFile;

/**
 * atlas_project_file_new_from_json:
 * @length: bytes or -1
 * @folder: (type filename): that the file is in: where relative paths begin
 * @name: what the file is called in messages
 *
 * Waits for the disk where layers' files are looked at, so not for the main thread.
 *
 * Returns: (transfer full) (nullable): what it says, or %NULL with %ATLAS_PROJECT_ERROR that names the line or the member
 */
AtlasProjectFile *atlas_project_file_new_from_json (const char  *json,
                                                    gssize       length,
                                                    const char  *folder,
                                                    const char  *name,
                                                    GError     **error);

/** atlas_project_file_load: reads @file, waiting.  Returns: (transfer full) (nullable): likewise, also with %ATLAS_DATA_ERROR. */
AtlasProjectFile *atlas_project_file_load (GFile   *file,
                                           GError **error);

/** atlas_project_file_load_async: the same by a worker. */
void              atlas_project_file_load_async (GFile               *file,
                                                 GCancellable        *cancellable,
                                                 GAsyncReadyCallback  callback,
                                                 gpointer             user_data);
AtlasProjectFile *atlas_project_file_load_finish (GAsyncResult  *result,
                                                  GError       **error);
void              atlas_project_file_free (AtlasProjectFile *self);

/** atlas_project_file_is_newer: Returns: whether a later version of the program wrote it: what we do not know of it would be lost, so
 * it must not be written over. */
gboolean          atlas_project_file_is_newer (AtlasProjectFile *self);

/** atlas_project_file_get_outside: Returns: (transfer none) (element-type filename): the layers' files that lie outside of its folder,
 * each once. */
GPtrArray        *atlas_project_file_get_outside (AtlasProjectFile *self);

/** atlas_project_file_get_checksum: Returns: (transfer none): of its text, as atlas_project_file_checksum() tells it. */
const char       *atlas_project_file_get_checksum (AtlasProjectFile *self);

/** atlas_project_file_checksum: Returns: (transfer full): by which the text of a file is known again. */
char             *atlas_project_file_checksum (const char *json,
                                               gssize      length);

/**
 * atlas_project_file_apply:
 * @trust: whether files outside of its folder are read as well; else their layers fail with %ATLAS_PROJECT_ERROR_OUTSIDE, and
 *   atlas_project_retry(), which only a person asks for, reads them
 *
 * Puts what it says in the place of all that @project has but the basemap, and begins to read the layers' files.  Can be done once.
 * Main thread.
 */
void              atlas_project_file_apply (AtlasProjectFile *self,
                                            AtlasProject     *project,
                                            gboolean          trust);

/** atlas_project_is_busy: Returns: whether files of layers are being read. */
gboolean          atlas_project_is_busy (AtlasProject *self);

/** atlas_project_begin: begins anew: the shipped layers and nothing else.  Errors as atlas_project_add_shipped(). */
gboolean          atlas_project_begin (AtlasProject  *self,
                                       GError       **error);

/**
 * atlas_project_file_write:
 * @folder: (nullable) (type filename): that the file will be in
 * @with_view: also the view; without it two texts are equal when nothing was changed
 *
 * Main thread.
 *
 * Returns: (transfer full): the text of the file; the same project gives the same bytes
 */
char             *atlas_project_file_write (AtlasProject *project,
                                            const char   *folder,
                                            gboolean      with_view);

/**
 * atlas_project_file_save:
 *
 * Writes @json to @path, whole or not at all, and waits until it is on the disk.
 *
 * Returns: %FALSE with %ATLAS_PROJECT_ERROR_WRITE; the file that was there is as it was
 */
gboolean          atlas_project_file_save (const char  *path,
                                           const char  *json,
                                           GError     **error);

/** atlas_project_file_save_async: the same by a worker; it is not to be stopped. */
void              atlas_project_file_save_async (const char          *path,
                                                 const char          *json,
                                                 GAsyncReadyCallback  callback,
                                                 gpointer             user_data);
gboolean          atlas_project_file_save_finish (GAsyncResult  *result,
                                                  GError       **error);

/** atlas_project_file_has_name: Returns: whether @file is called as project files are. */
gboolean          atlas_project_file_has_name (GFile *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasProjectFile, atlas_project_file_free)

G_END_DECLS
