/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The commands that need no display: info, render, identify, check, along, locate, nearest, search. */

/** atlas_commands_has: Returns: %TRUE when @name is one of the commands. */
gboolean atlas_commands_has (const char *name);

/**
 * atlas_commands_run:
 * @argv: (array length=argc): the program's name, the command's name, its arguments; UTF-8 or the locale's encoding
 *
 * Runs a command; results go to standard output, messages to standard error.
 *
 * Returns: the exit status: 0 done, 1 failed, 2 wrong use
 */
int      atlas_commands_run (int    argc,
                             char **argv);

G_END_DECLS
