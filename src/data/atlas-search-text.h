/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Texts as the search sees them: without case, width, accents and punctuation, in simplified characters, each character with
 * the way it is most likely read.  A text is a run of 16-bit symbols; an alphabet tells what they are. */

/** What separates words: blanks, punctuation, dashes; always a single one between two words. */
#define ATLAS_SEARCH_SEPARATOR ((gunichar) ' ')

/** Characters of a text that are searched. */
#define ATLAS_SEARCH_MAX_CHARS 4096

/**
 * atlas_search_fold:
 * @text: UTF-8
 * @length: bytes, or -1
 * @codes: (element-type gunichar): gets the folded characters, without separators at the ends
 * @origins: (element-type guint32) (nullable): gets, for each of them, which character of @text it is from
 *
 * ｇ５５ is g55, Café is cafe, 縣 is 县; ü stays ü.  Any thread.
 */
void atlas_search_fold (const char *text,
                        gssize      length,
                        GArray     *codes,
                        GArray     *origins);

/** Classes of characters: a match begins within a run of letters or of digits only where the run begins. */
typedef enum
{
  ATLAS_SEARCH_OTHER,      /* Chinese characters among them: each is a word of its own */
  ATLAS_SEARCH_LETTER,
  ATLAS_SEARCH_DIGIT,
  ATLAS_SEARCH_BLANK,
} AtlasSearchClass;

/**
 * AtlasSearchSymbol:
 * @readings: (array length=n_readings): its syllables, apart from @preferred where that is not the first
 * @preferred: how it is read here, or %ATLAS_HANZI_NO_SYLLABLE
 *
 * A character with one way of reading it: 长 in 长治 and in 长子 are two symbols.
 */
typedef struct
{
  gunichar       code;
  const guint16 *readings;
  guint16        n_readings;
  guint16        preferred;
  guint8         class;
  gboolean       begins_word;
} AtlasSearchSymbol;

/**
 * AtlasSearchAlphabet:
 * @symbols: (element-type AtlasSearchSymbol)
 * @starts: (element-type guint32): beside them: bit i is set when a query that begins with letter a + i may begin there
 * @seconds: (element-type guint32): likewise: when the letter after that may be a + i in the same syllable
 *
 * The symbols of one or more texts.  Grows while texts are added on one thread; then it is read by any.  65 534 symbols at
 * most; what comes after them matches nothing.
 */
typedef struct
{
  GArray     *symbols;
  GArray     *starts;
  GArray     *seconds;
  guint16   **by_code;      /* pages of 256 characters: the symbol with the usual reading, or 0 */
  GHashTable *others;       /* code and syllable → symbol */
} AtlasSearchAlphabet;

AtlasSearchAlphabet *atlas_search_alphabet_new (void);
void                 atlas_search_alphabet_free (AtlasSearchAlphabet *self);

/**
 * atlas_search_alphabet_add:
 * @codes: (array length=n): a folded text
 * @syllables: (array length=n_syllables) (nullable): how its Chinese characters are read, in turn, where somebody said so; they
 *   count when there is one for each
 * @result: (element-type guint16): the symbols are added to it, @n of them
 *
 * Returns: whether @syllables were of use
 */
gboolean             atlas_search_alphabet_add (AtlasSearchAlphabet *self,
                                                const gunichar      *codes,
                                                gsize                n,
                                                const guint16       *syllables,
                                                gsize                n_syllables,
                                                GArray              *result);

static inline const AtlasSearchSymbol *
atlas_search_alphabet_get (const AtlasSearchAlphabet *self,
                           guint16                    symbol)
{
  return &g_array_index (self->symbols, AtlasSearchSymbol, symbol);
}

/** atlas_search_alphabet_get_size: Returns: bytes. */
gsize                atlas_search_alphabet_get_size (AtlasSearchAlphabet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasSearchAlphabet, atlas_search_alphabet_free)

G_END_DECLS
