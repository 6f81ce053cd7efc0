/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How Chinese characters are read and which of them are the same: from Unicode's Unihan database, with the readings of this
 * city's names on top (place-readings.tsv).  A syllable is a number; it has no tone, and ü is written v.  Constant data;
 * any thread. */

/** No syllable. */
#define ATLAS_HANZI_NO_SYLLABLE G_MAXUINT16

/**
 * atlas_hanzi_get_readings:
 * @syllables: (out) (transfer none): the syllables that @c is read as, the likeliest first
 *
 * Returns: how many there are; 0 when @c is no Chinese character or nobody knows how it is read
 */
guint       atlas_hanzi_get_readings (gunichar        c,
                                      const guint16 **syllables);

/** atlas_hanzi_get_n_syllables: Returns: syllables are numbered from 0 to one less than this. */
guint       atlas_hanzi_get_n_syllables (void);

/** atlas_hanzi_get_syllable: Returns: (transfer none): "zhang", "lv". */
const char *atlas_hanzi_get_syllable (guint syllable);

/** atlas_hanzi_find_syllable: Returns: the number of the first @length letters of @text, or %ATLAS_HANZI_NO_SYLLABLE. */
guint16     atlas_hanzi_find_syllable (const char *text,
                                       gsize       length);

/** atlas_hanzi_simplify: Returns: the simplified form of @c when it has exactly one, else @c. */
gunichar    atlas_hanzi_simplify (gunichar c);

/** atlas_hanzi_begins_word: Returns: whether a word of the table begins with @c, so that looking for one may be worth it. */
gboolean    atlas_hanzi_begins_word (gunichar c);

/**
 * atlas_hanzi_find_word:
 * @chars: (array length=n): simplified characters
 * @syllables: (out) (transfer none): how the word is read, a syllable a character
 *
 * Looks for the longest place name or word of the table that @chars begins with.
 *
 * Returns: its characters, or 0
 */
gsize       atlas_hanzi_find_word (const gunichar  *chars,
                                   gsize            n,
                                   const guint16  **syllables);

G_END_DECLS
