/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * AtlasSaveFunc:
 * @path: where a person wants it
 *
 * Called once when a file was chosen, not at all when the dialog was given up.
 */
typedef void (*AtlasSaveFunc) (GtkWidget  *widget,
                               const char *path,
                               gpointer    user_data);

/**
 * AtlasSaveRefusedFunc:
 * @text: a sentence that says why the place will not do
 */
typedef void (*AtlasSaveRefusedFunc) (GtkWidget  *widget,
                                      const char *text);

/**
 * atlas_save_dialog_show:
 * @widget: who asks; the dialog stands before its window and goes with it
 * @title: of the dialog
 * @name: the file's name to begin with, as a title may be: what no file name may hold is replaced
 * @suffix: without a dot; given to @name, and to what is typed without one
 * @kind: (nullable): what files of this suffix are called; %NULL: all files are listed
 * @func: called with what was chosen
 * @refused: called when it is no place on this computer
 * @user_data: for @func
 * @destroy: (nullable): for @user_data, when the dialog is gone
 *
 * Asks where a file is to be saved.  Of each widget there is one such dialog at a time; asked again while it is open, nothing
 * happens.  Main thread.
 */
void  atlas_save_dialog_show (GtkWidget           *widget,
                              const char          *title,
                              const char          *name,
                              const char          *suffix,
                              const char          *kind,
                              AtlasSaveFunc        func,
                              AtlasSaveRefusedFunc refused,
                              gpointer             user_data,
                              GDestroyNotify       destroy);

/** atlas_save_dialog_dup_name: Returns: (transfer full): @title as the name of a file, without the letters that systems forbid. */
char *atlas_save_dialog_dup_name (const char *title);

G_END_DECLS
