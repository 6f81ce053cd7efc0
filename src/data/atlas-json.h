/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * atlas_json_is_sane:
 * @text: what may be JSON
 * @length: bytes
 *
 * To be asked before a parser sees @text.  Any thread.
 *
 * Returns: %FALSE when it is no UTF-8, longer than a megabyte, or nested deeper than 32
 */
gboolean atlas_json_is_sane (const char *text,
                             gsize       length);

G_END_DECLS
