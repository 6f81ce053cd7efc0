/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "data/atlas-filter.h"
#include "project/atlas-project.h"

G_BEGIN_DECLS

/* What the commands share: parsing, complaints, JSON.  Main thread. */

/** The exit status of wrong use. */
#define EXIT_USAGE 2

/**
 * atlas_command_wrong_use:
 * @format: a sentence that says what is wrong
 *
 * Returns: the exit status of wrong use
 */
int      atlas_command_wrong_use (const char *command,
                                  const char *format,
                                  ...) G_GNUC_PRINTF (2, 3);

/**
 * atlas_command_parse:
 * @parameters: what follows the options, for --help
 * @summary: what the command does, for --help
 *
 * Parses @entries out of the arguments; what remains are the files.
 *
 * Returns: %FALSE when they are wrong, which was said
 */
gboolean atlas_command_parse (const char         *command,
                              const char         *parameters,
                              const char         *summary,
                              const GOptionEntry *entries,
                              int                 argc,
                              char              **argv);

/** atlas_command_add_string: a member; @value: (nullable): %NULL is null. */
void     atlas_command_add_string (JsonBuilder *builder,
                                   const char  *name,
                                   const char  *value);

/** atlas_command_add_number: a value; JSON numbers are finite, anything else is null. */
void     atlas_command_add_number (JsonBuilder *builder,
                                   double       value);

/** atlas_command_print_json: what was built, on standard output. */
void     atlas_command_print_json (JsonBuilder *builder);

/**
 * atlas_command_where:
 * @tables: (element-type AtlasTable): the layers of a file
 * @text: an expression
 *
 * Prints which features it is true of, or what is wrong with it.
 *
 * Returns: the exit status
 */
int      atlas_command_where (GPtrArray  *tables,
                              const char *text,
                              gboolean    as_json);

/** atlas_command_complain_where: prints what is wrong with the expression @text: the sentence, the expression, and a mark under
 * the character. */
void     atlas_command_complain_where (const char   *text,
                                       const GError *error);

/**
 * atlas_command_open_project:
 * @trust: whether files outside of its folder are read
 *
 * Opens a project's file and reads its layers.  What cannot be read of them is told on standard error, and left out.
 *
 * Returns: (transfer full) (nullable): the project
 */
AtlasProject *atlas_command_open_project (const char  *path,
                                          gboolean     trust,
                                          gboolean     basemap,
                                          GError     **error);

/* The commands with a file of their own: argv[0] is the command's name. */

int      atlas_command_along (int    argc,
                              char **argv);
int      atlas_command_check (int    argc,
                              char **argv);
int      atlas_command_locate (int    argc,
                               char **argv);
int      atlas_command_nearest (int    argc,
                                char **argv);
int      atlas_command_search (int    argc,
                               char **argv);

G_END_DECLS
