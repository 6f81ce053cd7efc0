/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Texts from files in other formats: each writes @text so that it stays a text there.  Any thread. */

/** atlas_route_text_add_xml: for content and attributes; characters that XML 1.0 may not hold become U+FFFD; %NULL is nothing. */
void atlas_route_text_add_xml (GString    *string,
                               const char *text);

/**
 * atlas_route_text_add_csv:
 *
 * A field as RFC 4180 has it, with quotes where they are needed.  A text that a spreadsheet would take for a formula gets an
 * apostrophe before it.
 */
void atlas_route_text_add_csv (GString    *string,
                               const char *text);

/** atlas_route_text_add_markdown: a text in a line or a table's cell, with nothing in it that marks up. */
void atlas_route_text_add_markdown (GString    *string,
                                    const char *text);

/** atlas_route_text_add_line: a text in a line of plain text: no control characters and no line breaks. */
void atlas_route_text_add_line (GString    *string,
                                const char *text);

/** atlas_route_text_pad: adds blanks until what was added since @start fills @width columns; a Chinese character takes two. */
void atlas_route_text_pad (GString *string,
                           gsize    start,
                           guint    width);

/** atlas_route_text_add_number: in the C locale, with @decimals. */
void atlas_route_text_add_number (GString *string,
                                  double   number,
                                  guint    decimals);

G_END_DECLS
