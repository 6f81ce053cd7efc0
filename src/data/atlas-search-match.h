/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-search-text.h"

G_BEGIN_DECLS

/* Whether a text is what somebody typed, and how well: the characters themselves, their pinyin, its initials, or all of them
 * mixed.  Immutable once made; any thread. */

/** How a text was matched, best first. */
typedef enum
{
  ATLAS_MATCH_EXACT,       /* it is the whole text */
  ATLAS_MATCH_PREFIX,      /* the text begins so */
  ATLAS_MATCH_MIDDLE,      /* it is in the text */
  ATLAS_MATCH_PINYIN,      /* by syllables: taihang, or taihang峡谷 */
  ATLAS_MATCH_INITIALS,    /* by their first letters too: thsdxg */
} AtlasMatchKind;

/** atlas_match_kind_get_name: Returns: (transfer none): "exact", "prefix", "middle", "pinyin", "initials"; not translated. */
const char *atlas_match_kind_get_name (AtlasMatchKind kind);

/**
 * AtlasSearchMatch:
 * @points: 60 to 100: the kinds are ten apart, and within a kind the usual reading, the whole text and its beginning come first
 * @start: the first matched one, in the folded text; atlas_search_match_text() counts the characters of the text itself
 * @length: how many
 */
typedef struct
{
  AtlasMatchKind kind;
  float          points;
  guint          start;
  guint          length;
} AtlasSearchMatch;

typedef struct _AtlasSearchPattern AtlasSearchPattern;

/**
 * atlas_search_pattern_new:
 * @query: what was typed; bytes that are no UTF-8 are taken for blanks
 * @fuzzy: also what sounds alike to many: n and l, z and zh, c and ch, s and sh, and -n and -ng
 *
 * Returns: (transfer full) (nullable): the pattern, or %NULL when there is nothing in it to look for, or more than 256 characters
 */
AtlasSearchPattern *atlas_search_pattern_new (const char *query,
                                              gboolean    fuzzy);
void                atlas_search_pattern_free (AtlasSearchPattern *self);

/** atlas_search_pattern_get_length: Returns: characters, without blanks. */
guint               atlas_search_pattern_get_length (const AtlasSearchPattern *self);

/**
 * atlas_search_signature:
 *
 * Returns: a sketch of a text; atlas_search_pattern_may_match() tells from it alone that most texts do not match
 */
guint64             atlas_search_signature (const AtlasSearchAlphabet *alphabet,
                                            const guint16             *symbols,
                                            gsize                      n);

gboolean            atlas_search_pattern_may_match (const AtlasSearchPattern *self,
                                                    guint64                   signature);

/**
 * atlas_search_pattern_match:
 * @match: (out): the best of the matches
 *
 * Costs about a nanosecond for each symbol that the pattern cannot begin with.
 *
 * Returns: whether the pattern is in the text
 */
gboolean            atlas_search_pattern_match (const AtlasSearchPattern  *self,
                                                const AtlasSearchAlphabet *alphabet,
                                                const guint16             *symbols,
                                                gsize                      n,
                                                AtlasSearchMatch          *match);

/**
 * atlas_search_match_text:
 * @text: (nullable): a text of its own, such as the title of a layer
 * @match: (out) (optional): with the range in characters of @text
 *
 * Returns: whether the pattern is in @text
 */
gboolean            atlas_search_match_text (const AtlasSearchPattern *self,
                                             const char               *text,
                                             AtlasSearchMatch         *match);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasSearchPattern, atlas_search_pattern_free)

G_END_DECLS
