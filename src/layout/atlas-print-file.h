/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <stdio.h>

G_BEGIN_DECLS

/**
 * AtlasPrintFile:
 *
 * A file that is written beside the place that it will take.  Nothing is lost when it cannot be written: until
 * atlas_print_files_commit() the old file is as it was, and a file that is freed before leaves nothing behind.  One thread.
 */
typedef struct _AtlasPrintFile AtlasPrintFile;

/**
 * atlas_print_file_new:
 * @target: the place; a symbolic link is followed
 *
 * Returns: (transfer full) (nullable): an empty file, or %NULL with %ATLAS_LAYOUT_ERROR_WRITE
 */
AtlasPrintFile *atlas_print_file_new (GFile   *target,
                                      GError **error);
void            atlas_print_file_free (AtlasPrintFile *self);

/** atlas_print_file_get_stream: Returns: (transfer none): to write to and to read from; owned by @self. */
FILE           *atlas_print_file_get_stream (AtlasPrintFile *self);

/** atlas_print_file_write: Returns: %FALSE when the disk takes no more, which is remembered. */
gboolean        atlas_print_file_write (AtlasPrintFile *self,
                                        gconstpointer   data,
                                        gsize           length);

/** atlas_print_file_flush: Returns: %FALSE when the disk did not take all that was written so far. */
gboolean        atlas_print_file_flush (AtlasPrintFile *self);

/** atlas_print_file_set_error: says that the file cannot be written, by what was remembered, else by @number, an errno. */
void            atlas_print_file_set_error (AtlasPrintFile  *self,
                                            int              number,
                                            GError         **error);

/**
 * atlas_print_files_commit:
 * @files: (element-type AtlasPrintFile): the first one is the one that people look for
 *
 * Puts files on the disk, then in their places, one after the other, the first one at the end.
 *
 * Returns: %FALSE with %ATLAS_LAYOUT_ERROR_WRITE or %G_IO_ERROR_CANCELLED
 */
gboolean        atlas_print_files_commit (GPtrArray     *files,
                                          GCancellable  *cancellable,
                                          GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasPrintFile, atlas_print_file_free)

G_END_DECLS
