/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Texts as a person reads them: values from files made harmless, numbers, coordinates, counts.  No widgets; any thread. */

/** As many characters of a text are shown at most. */
#define ATLAS_TEXT_MAX_CHARS 4096

/**
 * atlas_text_show:
 * @text: (nullable): from a file, UTF-8
 * @length: bytes, for there may be NULs in it; -1: up to the first NUL
 * @one_line: line breaks become spaces (names, titles)
 *
 * Makes text fit to be shown as it is: cut after %ATLAS_TEXT_MAX_CHARS characters with an ellipsis; control characters as
 * their pictures (␀), characters that turn the direction of the text as their code (⟨202E⟩).  It stays text: the
 * result must be shown with gtk_label_set_text() and the like.
 *
 * Returns: (transfer full): the text, maybe ""
 */
char *atlas_text_show (const char *text,
                       gssize      length,
                       gboolean    one_line);

/**
 * atlas_text_number:
 * @number: in the C locale's form, as atlas_table_dup_value() gives it
 *
 * Returns: (transfer full): the number in the locale's form, with the thousands apart from 10 000 on and at most ten
 *   digits; what is no plain number is given back as it is
 */
char *atlas_text_number (const char *number);

/** atlas_text_count: Returns: (transfer full): @n in the locale's form, with the thousands apart. */
char *atlas_text_count (guint64 n);

/** atlas_text_place: Returns: (transfer full): "113.1065° E, 36.1880° N" in the person's language. */
char *atlas_text_place (double lon,
                        double lat);

/** atlas_text_place_plain: Returns: (transfer full): "113.1065, 36.1880", to be pasted elsewhere. */
char *atlas_text_place_plain (double lon,
                              double lat);

/** atlas_text_distance: Returns: (transfer full): @metres as "500 m" or "2 km". */
char *atlas_text_distance (double metres);

/**
 * atlas_text_date:
 * @iso: a date, time or date and time in ISO 8601
 *
 * Returns: (transfer full) (nullable): it in the person's language, or %NULL when it is none of these
 */
char *atlas_text_date (const char *iso);

/**
 * atlas_text_link:
 * @text: a value
 * @shown: (out) (optional) (transfer full): what a person must see before clicking: the host in full (in ASCII, so that no
 *   look-alike letters hide in it), or the address or number, and then as much of the rest as fits
 *
 * Returns: %TRUE when @text is as a whole a link that may be opened by a click: http, https, mailto, tel, geo
 */
gboolean atlas_text_link (const char *text,
                          char      **shown);

G_END_DECLS
