/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The table that atlas-hanzi-table.py makes when the program is built; atlas-hanzi.c alone reads it. */

/** The pages of 256 characters that the table covers: U+3400 to U+323FF. */
#define ATLAS_HANZI_FIRST_PAGE 0x34
#define ATLAS_HANZI_LAST_PAGE  0x323

extern const char *const atlas_hanzi_syllables[];     /* sorted */
extern const guint       atlas_hanzi_n_syllables;
extern const guint16     atlas_hanzi_page_of[];       /* page of the code → page in @atlas_hanzi_pages */
extern const guint16     atlas_hanzi_pages[];         /* → place in @atlas_hanzi_lists */
extern const guint16     atlas_hanzi_lists[];         /* a count, then so many syllables */
extern const guint32     atlas_hanzi_traditional[];   /* sorted */
extern const guint32     atlas_hanzi_simplified[];    /* beside it */
extern const guint       atlas_hanzi_n_variants;
extern const guint16     atlas_hanzi_word_starts[];   /* one more than there are words, which are sorted */
extern const guint32     atlas_hanzi_word_chars[];
extern const guint16     atlas_hanzi_word_sounds[];
extern const guint       atlas_hanzi_n_words;

G_END_DECLS
