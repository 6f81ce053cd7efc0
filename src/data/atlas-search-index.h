/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-schema.h"
#include "data/atlas-search-match.h"
#include "data/atlas-table.h"

G_BEGIN_DECLS

/**
 * AtlasSearchIndex:
 *
 * All texts of a layer's features, ready to be searched.  Immutable and counted by references: a worker may search while the
 * layer goes away.  It keeps its table.  Takes about 2 bytes a character and 14 a value beside the table.
 */
typedef struct _AtlasSearchIndex AtlasSearchIndex;

/** What a text is to its feature. */
typedef enum
{
  ATLAS_SEARCH_NAME,       /* its name */
  ATLAS_SEARCH_ALIAS,      /* another name, its name in another language, its number */
  ATLAS_SEARCH_DETAIL,     /* anything else that is told about it */
  ATLAS_SEARCH_SMALL,      /* where it is from and the like */
} AtlasSearchWeight;

/**
 * atlas_search_index_new:
 * @schema: (nullable): what the fields mean
 *
 * Reads all texts of @table; a worker's job (100 000 points with three texts each: about a tenth of a second).
 *
 * Returns: (transfer full) (nullable): the index, or %NULL with %G_IO_ERROR_CANCELLED
 */
AtlasSearchIndex *atlas_search_index_new (AtlasTable    *table,
                                          AtlasSchema   *schema,
                                          GCancellable  *cancellable,
                                          GError       **error);
AtlasSearchIndex *atlas_search_index_ref (AtlasSearchIndex *self);
void              atlas_search_index_unref (AtlasSearchIndex *self);
AtlasTable       *atlas_search_index_get_table (AtlasSearchIndex *self);

/** atlas_search_index_get_size: Returns: bytes that it takes, without the table. */
gsize             atlas_search_index_get_size (AtlasSearchIndex *self);

/** atlas_search_index_get_n_texts: Returns: how many different texts there are. */
gsize             atlas_search_index_get_n_texts (AtlasSearchIndex *self);

/** atlas_search_index_dup_name: Returns: (transfer full) (nullable): what @feature is called in the program's language. */
char             *atlas_search_index_dup_name (AtlasSearchIndex *self,
                                               gsize             feature);

/** atlas_search_index_dup_own_name: Returns: (transfer full) (nullable): the same whatever the language is: the file's first. */
char             *atlas_search_index_dup_own_name (AtlasSearchIndex *self,
                                                   gsize             feature);

/**
 * atlas_search_index_dup_kind:
 *
 * Returns: (transfer full) (nullable): what kind of thing @feature is, in the file's words: its category, kind or type
 */
char             *atlas_search_index_dup_kind (AtlasSearchIndex *self,
                                               gsize             feature);

/**
 * atlas_search_index_get_place:
 * @lon: (out): degrees
 * @lat: (out): degrees
 *
 * A place on the feature: of an area its middle or a corner, of a line the vertex halfway.
 *
 * Returns: %FALSE when it has no geometry
 */
gboolean          atlas_search_index_get_place (AtlasSearchIndex *self,
                                                gsize             feature,
                                                double           *lon,
                                                double           *lat);

/**
 * AtlasSearchHit:
 * @field: the field whose text was matched
 * @start: where in that text the match begins, in characters
 * @length: likewise
 * @score: higher is better: how it was matched, then grade or population, then nearness
 */
typedef struct
{
  gsize             feature;
  guint             field;
  AtlasSearchWeight weight;
  AtlasMatchKind    kind;
  guint             start;
  guint             length;
  double            score;
} AtlasSearchHit;

/** The hits in one of the indexes: @hits are the best of @total. */
typedef struct
{
  guint           index;
  gsize           total;
  guint           n_hits;
  AtlasSearchHit *hits;
} AtlasSearchGroup;

/**
 * AtlasSearchOptions:
 * @limit: hits in each group at most, from 1
 * @fuzzy: see atlas_search_pattern_new()
 * @names_only: leave out details and small print
 * @lon: of what is near; NaN when nothing is
 * @lat: likewise
 * @shown: (nullable) (array): for each index the features that may be found, a %NULL for all; %NULL: all of all
 */
typedef struct
{
  guint                   limit;
  gboolean                fuzzy;
  gboolean                names_only;
  double                  lon;
  double                  lat;
  AtlasFeatureSet *const *shown;
} AtlasSearchOptions;

/**
 * atlas_search_run:
 * @indexes: (array length=n)
 *
 * Looks for @query in all texts; where it has several words, also for features that have all of them, in any texts and order.
 * A worker's job: it takes all processors for some milliseconds (100 000 features: less than 30).
 *
 * Returns: (transfer full) (nullable) (element-type AtlasSearchGroup): a group for each index with hits, that with the best hit
 *   first; %NULL with %G_IO_ERROR_CANCELLED
 */
GPtrArray        *atlas_search_run (AtlasSearchIndex *const   *indexes,
                                    guint                      n,
                                    const char                *query,
                                    const AtlasSearchOptions  *options,
                                    GCancellable              *cancellable,
                                    GError                   **error);

/**
 * atlas_search_new_patterns:
 *
 * Returns: (transfer full) (element-type AtlasSearchPattern): what atlas_search_run() looks for: the query as a whole, and its
 *   words when there are several; empty when there is nothing to look for
 */
GPtrArray        *atlas_search_new_patterns (const char *query,
                                             gboolean    fuzzy);

/**
 * atlas_search_suggest:
 * @shown: (nullable): as in #AtlasSearchOptions
 * @most: so many at most
 *
 * For a query that found nothing: names that sound or are written nearly so.
 *
 * Returns: (transfer full) (array zero-terminated=1): names, each once, maybe none
 */
char            **atlas_search_suggest (AtlasSearchIndex *const *indexes,
                                        guint                    n,
                                        const char              *query,
                                        AtlasFeatureSet *const  *shown,
                                        guint                    most,
                                        GCancellable            *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasSearchIndex, atlas_search_index_unref)

G_END_DECLS
