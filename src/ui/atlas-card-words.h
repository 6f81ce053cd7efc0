/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * atlas_card_words_english:
 * @word: a value of a shipped layer: a class, a kind, a county
 *
 * The shipped layers are written in Chinese; this is what their recurring words mean.
 *
 * Returns: (transfer none) (nullable): the word in English, or %NULL when it is not one of them.  Any thread.
 */
const char *atlas_card_words_english (const char *word);

G_END_DECLS
