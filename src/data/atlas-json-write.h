/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * atlas_json_write:
 * @root: nested a few dozen deep at most: it goes down a level with a call
 *
 * Writes JSON as people like to read and to compare it: a member a line in the order that they were added, lists of plain values
 * on one line.  The same tree gives the same bytes, and reading them gives the same tree: a number has the fewest digits that
 * read back the same, and a double stays one (`1.0`).  Numbers that are not finite are null, text that is no UTF-8 is made so.
 * Any thread.
 *
 * Returns: (transfer full): the text, with a line's end after it
 */
char *atlas_json_write (JsonNode *root);

G_END_DECLS
