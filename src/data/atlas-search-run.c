/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching: every different text is held against the query, on all processors; what matched is handed on to the features that
 * have it; the best of them are put in order.  Nothing of an index changes, so searches may run beside one another. */

#include <math.h>
#include <string.h>

#include "data/atlas-hanzi.h"
#include "data/atlas-parallel.h"
#include "data/atlas-search-index-private.h"

#define TEXTS_A_JOB 8192
#define MAX_WORDS   8

/* Half of what nearness is worth is lost at this distance, in degrees. */
#define NEAR 0.3

/* What less important texts lose: names in other words little, so that 5A still counts; the rest so much that all names come
 * before. */
static const float losses[] = { 0.0f, 0.3f, 50.0f, 55.0f };

/* Words that were found in several texts come after a query that was found as a whole, in the same kind. */
#define APART_LOSS 8.0f

/* A pattern on its way through an index. */
typedef struct
{
  const AtlasSearchIndex   *index;
  const AtlasSearchPattern *pattern;
  guint8                    least_weight;   /* texts that are less important are left out */
  const float              *alive;          /* (nullable): only features with more than 0 matter */
  GCancellable             *cancellable;
  float                    *points;         /* of each text; 0: no match */
} Scan;

/* The best text of a feature. */
typedef struct
{
  float   score;                            /* 0: none */
  guint32 posting;
} Best;

/* Whether text @t may belong to a feature that matters; of many features one will. */
static gboolean
is_alive (const AtlasSearchIndex *index,
          const float            *alive,
          gsize                   t)
{
  const guint32 start = index->posting_starts[t], end = index->posting_starts[t + 1];

  if (alive == NULL || end - start > 8)
    return TRUE;
  for (guint32 p = start; p < end; p++)
    if (alive[index->posting_features[p]] > 0)
      return TRUE;
  return FALSE;
}

static void
scan_job (gsize    job,
          gpointer user_data)
{
  const Scan *self = user_data;
  const AtlasSearchIndex *index = self->index;
  const gsize end = MIN ((job + 1) * TEXTS_A_JOB, index->n_texts);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  for (gsize t = job * TEXTS_A_JOB; t < end; t++)
    {
      const gsize length = index->starts[t + 1] - index->starts[t];
      AtlasSearchMatch match;

      self->points[t] = 0;
      if (!atlas_search_pattern_may_match (self->pattern, index->signatures[t]) || index->best_weights[t] > self->least_weight
          || !is_alive (index, self->alive, t))
        continue;
      /* Of two matches of a kind, the one in the shorter text says more. */
      if (atlas_search_pattern_match (self->pattern, index->alphabet, index->symbols + index->starts[t], length, &match))
        self->points[t] = match.points + 0.04f / (1 + length - match.length);
    }
}

/* Returns: (nullable) (array): the best text of each feature, or %NULL when no text matched or it was cancelled. */
static Best *
scan (const AtlasSearchIndex   *index,
      const AtlasSearchPattern *pattern,
      gboolean                  names_only,
      const float              *alive,
      GCancellable             *cancellable)
{
  g_autofree float *points = g_new (float, MAX (index->n_texts, 1));
  Scan self = { index, pattern, names_only ? ATLAS_SEARCH_ALIAS : ATLAS_SEARCH_SMALL, alive, cancellable, points };
  Best *best = NULL;

  atlas_parallel_run ((index->n_texts + TEXTS_A_JOB - 1) / TEXTS_A_JOB, 0, scan_job, &self);
  if (g_cancellable_is_cancelled (cancellable))
    return NULL;
  for (gsize t = 0; t < index->n_texts; t++)
    {
      if (points[t] == 0)
        continue;
      if (best == NULL)
        best = g_new0 (Best, MAX (atlas_table_get_n_features (index->table), 1));
      for (guint32 p = index->posting_starts[t]; p < index->posting_starts[t + 1]; p++)
        {
          const guint8 weight = index->weights[index->posting_fields[p]];
          const float score = points[t] - losses[weight];
          Best *here = &best[index->posting_features[p]];

          if (score > here->score && weight <= self.least_weight)
            *here = (Best){ score, p };
        }
    }
  return best;
}

/* Takes away what a filter hides, before the best are chosen. */
static void
hide (const AtlasSearchIndex *index,
      Best                   *best,
      AtlasFeatureSet        *shown)
{
  const gsize n = atlas_table_get_n_features (index->table);

  for (gsize i = 0; shown != NULL && best != NULL && i < n; i++)
    if (best[i].score > 0 && !atlas_feature_set_contains (shown, i))
      best[i].score = 0;
}

/* How many features have a match, as far as @enough. */
static guint
count (const AtlasSearchIndex *index,
       const Best             *best,
       guint                   enough)
{
  const gsize n = atlas_table_get_n_features (index->table);
  guint found = 0;

  for (gsize i = 0; best != NULL && i < n && found < enough; i++)
    found += best[i].score > 0;
  return found;
}

/* Features that have all words, each in any of their texts; added to @best, which may be %NULL. */
static Best *
scan_words (const AtlasSearchIndex *index,
            GPtrArray              *words,
            Best                   *best,
            gboolean                names_only,
            GCancellable           *cancellable)
{
  const gsize n = atlas_table_get_n_features (index->table);
  g_autofree Best *all = NULL;
  g_autofree float *sums = NULL;

  for (guint w = 0; w < words->len; w++)
    {
      g_autofree Best *these = scan (index, g_ptr_array_index (words, w), names_only, sums, cancellable);

      if (these == NULL)
        return best;
      if (all == NULL)
        {
          all = g_steal_pointer (&these);
          sums = g_new (float, MAX (n, 1));
          for (gsize i = 0; i < n; i++)
            sums[i] = all[i].score;
          continue;
        }
      for (gsize i = 0; i < n; i++)
        {
          sums[i] = sums[i] > 0 && these[i].score > 0 ? sums[i] + these[i].score : 0;
          if (these[i].score > all[i].score)
            all[i] = these[i];
        }
    }
  for (gsize i = 0; i < n; i++)
    {
      const float score = sums[i] / words->len - APART_LOSS;

      if (sums[i] <= 0)
        continue;
      if (best == NULL)
        best = g_new0 (Best, n);
      if (best[i].score < MAX (score, 0.5f))
        best[i] = (Best){ MAX (score, 0.5f), all[i].posting };
    }
  return best;
}

/* -- the best ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  gsize   feature;
  double  score;
  guint32 posting;
} Ranked;

static int
compare_ranked (gconstpointer a,
                gconstpointer b)
{
  const Ranked *x = a, *y = b;

  if (x->score != y->score)
    return x->score > y->score ? -1 : 1;
  return x->feature < y->feature ? -1 : x->feature > y->feature;
}

/* Sorts what was gathered and keeps the first @limit. */
static void
keep_best (GArray *ranked,
           guint   limit)
{
  g_array_sort (ranked, compare_ranked);
  if (ranked->len > limit)
    g_array_set_size (ranked, limit);
}

static double
rank (const AtlasSearchIndex   *index,
      const AtlasSearchOptions *options,
      gsize                     feature,
      float                     points)
{
  double score = points + 0.75 * index->grades[feature];

  if (isfinite (options->lon) && isfinite (index->places[2 * feature]))
    {
      const double dx = (index->places[2 * feature] - options->lon) * cos (options->lat * G_PI / 180);
      const double dy = index->places[2 * feature + 1] - options->lat;

      score += 0.14 * NEAR / (NEAR + sqrt (dx * dx + dy * dy));
    }
  return score;
}

/* The text that a posting belongs to. */
static gsize
find_text (const AtlasSearchIndex *index,
           guint32                 posting)
{
  gsize low = 0, high = index->n_texts;

  while (high - low > 1)
    {
      const gsize middle = (low + high) / 2;

      if (index->posting_starts[middle] <= posting)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/* What was matched in the text of a hit, in characters of the file's text: an index knows only folded ones. */
static void
locate (const AtlasSearchIndex *index,
        guint32                 posting,
        GPtrArray              *patterns,
        AtlasSearchHit         *hit)
{
  const gsize t = find_text (index, posting);
  const guint16 *symbols = index->symbols + index->starts[t];
  const gsize n = index->starts[t + 1] - index->starts[t];
  g_autoptr (GArray) codes = g_array_new (FALSE, FALSE, sizeof (gunichar));
  g_autoptr (GArray) origins = g_array_new (FALSE, FALSE, sizeof (guint32));
  AtlasSearchMatch match;
  const char *text;
  gsize length;

  for (guint i = 0; i < patterns->len; i++)
    {
      if (!atlas_search_pattern_match (g_ptr_array_index (patterns, i), index->alphabet, symbols, n, &match))
        continue;
      text = atlas_table_get_text (index->table, hit->field, hit->feature, &length);
      atlas_search_fold (text, (gssize) length, codes, origins);
      hit->kind = match.kind;
      hit->start = g_array_index (origins, guint32, match.start);
      hit->length = g_array_index (origins, guint32, match.start + match.length - 1) - hit->start + 1;
      return;
    }
}

static AtlasSearchGroup *
new_group (AtlasSearchIndex         *index,
           guint                     number,
           GPtrArray                *patterns,
           const AtlasSearchOptions *options,
           const Best               *best)
{
  AtlasSearchGroup *group = g_new0 (AtlasSearchGroup, 1);
  g_autoptr (GArray) ranked = g_array_new (FALSE, FALSE, sizeof (Ranked));
  const gsize n = atlas_table_get_n_features (index->table);
  const guint limit = CLAMP (options->limit, 1, G_MAXUINT / 4);
  double least = 0;

  group->index = number;
  for (gsize i = 0; i < n; i++)
    {
      Ranked item;

      if (best[i].score <= 0)
        continue;
      group->total++;
      item = (Ranked){ i, rank (index, options, i, best[i].score), best[i].posting };
      if (item.score < least)
        continue;
      g_array_append_val (ranked, item);
      if (ranked->len >= MAX (2 * limit, 64))
        {
          keep_best (ranked, limit);
          least = g_array_index (ranked, Ranked, ranked->len - 1).score;
        }
    }
  keep_best (ranked, limit);
  group->n_hits = ranked->len;
  group->hits = g_new0 (AtlasSearchHit, MAX (ranked->len, 1));
  for (guint i = 0; i < ranked->len; i++)
    {
      const Ranked *item = &g_array_index (ranked, Ranked, i);
      AtlasSearchHit *hit = &group->hits[i];

      hit->feature = item->feature;
      hit->field = index->posting_fields[item->posting];
      hit->weight = index->weights[hit->field];
      hit->score = item->score;
      locate (index, item->posting, patterns, hit);
    }
  return group;
}

static void
group_free (gpointer data)
{
  AtlasSearchGroup *group = data;

  g_free (group->hits);
  g_free (group);
}

static int
compare_groups (gconstpointer a,
                gconstpointer b)
{
  const AtlasSearchGroup *x = *(AtlasSearchGroup *const *) a, *y = *(AtlasSearchGroup *const *) b;

  if (x->hits[0].score != y->hits[0].score)
    return x->hits[0].score > y->hits[0].score ? -1 : 1;
  return x->index < y->index ? -1 : x->index > y->index;
}

/* -- the query --------------------------------------------------------------------------------------------------- */

static gboolean
is_gap (gunichar c)
{
  return g_unichar_isspace (c) || c == ',' || c == ';' || c == 0xff0c || c == 0x3001 || c == 0xff1b;
}

/* Blanks and commas part words, and so does the change between letters and Chinese characters: in taihang峡谷 the one may stand
 * apart from the other, as in 太行山大峡谷. */
static GPtrArray *
split_words (const char *query)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  const char *start = query;
  gunichar before = 0;

  for (const char *p = query;; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);
      const gboolean turn = p > start && ((before < 0x590 && g_unichar_isalpha (before) && c >= 0x2e80)
                                          || (before >= 0x2e80 && c < 0x590 && g_unichar_isalpha (c)));

      if (c == 0 || is_gap (c) || turn)
        {
          if (p > start)
            g_ptr_array_add (words, g_strndup (start, (gsize) (p - start)));
          start = turn ? p : g_utf8_next_char (p);
        }
      before = c;
      if (c == 0)
        break;
    }
  return words;
}

GPtrArray *
atlas_search_new_patterns (const char *query,
                           gboolean    fuzzy)
{
  GPtrArray *patterns = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_search_pattern_free);
  AtlasSearchPattern *whole = atlas_search_pattern_new (query, fuzzy);
  g_autofree char *valid = NULL;
  g_autoptr (GPtrArray) words = NULL;

  if (whole == NULL)
    return patterns;
  g_ptr_array_add (patterns, whole);
  valid = g_utf8_make_valid (query, -1);
  words = split_words (valid);
  for (guint i = 0; i < words->len; i++)
    {
      AtlasSearchPattern *pattern = atlas_search_pattern_new (g_ptr_array_index (words, i), fuzzy);

      if (pattern != NULL)
        g_ptr_array_add (patterns, pattern);
    }
  /* One word is the whole; of a long sentence no part is looked for. */
  if (patterns->len == 2 || patterns->len > 1 + MAX_WORDS)
    g_ptr_array_set_size (patterns, 1);
  return patterns;
}

GPtrArray *
atlas_search_run (AtlasSearchIndex *const   *indexes,
                  guint                      n,
                  const char                *query,
                  const AtlasSearchOptions  *options,
                  GCancellable              *cancellable,
                  GError                   **error)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (group_free);
  g_autoptr (GPtrArray) patterns = atlas_search_new_patterns (query, options->fuzzy);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (guint i = 1; i < patterns->len; i++)
    g_ptr_array_add (words, g_ptr_array_index (patterns, i));
  for (guint i = 0; i < n && patterns->len > 0; i++)
    {
      AtlasFeatureSet *shown = options->shown != NULL ? options->shown[i] : NULL;
      g_autofree Best *best = scan (indexes[i], g_ptr_array_index (patterns, 0), options->names_only, NULL, cancellable);

      hide (indexes[i], best, shown);
      /* Words apart come after the whole, so they are looked for only where there is room for them. */
      if (words->len > 0 && count (indexes[i], best, options->limit) < options->limit)
        {
          best = scan_words (indexes[i], words, best, options->names_only, cancellable);
          hide (indexes[i], best, shown);
        }
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (count (indexes[i], best, 1) > 0)
        g_ptr_array_add (groups, new_group (indexes[i], i, patterns, options, best));
    }
  g_ptr_array_sort (groups, compare_groups);
  return g_steal_pointer (&groups);
}

/* -- near names -------------------------------------------------------------------------------------------------- */

/* Chinese characters as their pinyin, so that another character that sounds the same is found; the rest as it is. */
static char *
spell_out (const gunichar *codes,
           gsize           n)
{
  GString *text = g_string_new (NULL);
  gsize i = 0;

  while (i < n)
    {
      const guint16 *sounds;
      gsize length = atlas_hanzi_find_word (codes + i, n - i, &sounds);

      if (length == 0 && atlas_hanzi_get_readings (codes[i], &sounds) > 0)
        length = 1;
      for (gsize k = 0; k < length; k++)
        g_string_append (text, atlas_hanzi_get_syllable (sounds[k]));
      if (length == 0)
        g_string_append_unichar (text, codes[i]);
      i += MAX (length, 1);
    }
  return g_string_free (text, FALSE);
}

static char *
encode (const gunichar *codes,
        gsize           n,
        gsize           left_out)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    if (i != left_out)
      g_string_append_unichar (text, codes[i]);
  return g_string_free (text, FALSE);
}

/* Adds the names that were matched best by @query. */
static void
gather (AtlasSearchIndex *const *indexes,
        guint                    n,
        const char              *query,
        AtlasFeatureSet *const  *shown,
        guint                    most,
        GPtrArray               *names,
        GCancellable            *cancellable)
{
  const AtlasSearchOptions options = { .limit = most, .fuzzy = TRUE, .names_only = TRUE, .lon = NAN, .lat = NAN, .shown = shown };
  g_autoptr (GPtrArray) groups = atlas_search_run (indexes, n, query, &options, cancellable, NULL);

  for (guint g = 0; groups != NULL && g < groups->len; g++)
    {
      const AtlasSearchGroup *group = g_ptr_array_index (groups, g);

      for (guint i = 0; i < group->n_hits && names->len < most; i++)
        {
          const AtlasSearchHit *hit = &group->hits[i];
          AtlasSearchIndex *index = indexes[group->index];
          /* An alias leads to what is called otherwise, so it is told itself. */
          g_autofree char *name = hit->weight == ATLAS_SEARCH_NAME ? atlas_search_index_dup_name (index, hit->feature)
                                                                   : atlas_table_dup_value (index->table, hit->field, hit->feature);

          if (name != NULL && !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
            g_ptr_array_add (names, g_steal_pointer (&name));
        }
    }
}

char **
atlas_search_suggest (AtlasSearchIndex *const *indexes,
                      guint                    n,
                      const char              *query,
                      AtlasFeatureSet *const  *shown,
                      guint                    most,
                      GCancellable            *cancellable)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) codes = g_array_new (FALSE, FALSE, sizeof (gunichar));
  g_autofree char *valid = g_utf8_make_valid (query, -1);
  const gunichar *letters;
  gboolean latin;

  atlas_search_fold (valid, -1, codes, NULL);
  letters = (const gunichar *) (gpointer) codes->data;
  latin = codes->len > 0 && letters[0] < 0x590;
  if (codes->len > 0 && codes->len <= 40)
    {
      const guint shortest = latin ? 4 : 2;
      g_autofree char *sound = spell_out (letters, codes->len);

      gather (indexes, n, sound, shown, most, names, cancellable);
      /* Two parts of a longer name. */
      for (guint i = shortest; i + shortest <= codes->len && names->len < most; i++)
        {
          g_autofree char *first = encode (letters, i, G_MAXSIZE), *second = encode (letters + i, codes->len - i, G_MAXSIZE);
          g_autofree char *both = g_strconcat (first, " ", second, NULL);

          gather (indexes, n, both, shown, most, names, cancellable);
        }
      /* A letter too many, or one that is wrong. */
      for (guint i = 0; i < codes->len && codes->len > shortest && names->len < most; i++)
        {
          g_autofree char *less = encode (letters, codes->len, i);

          gather (indexes, n, less, shown, most, names, cancellable);
        }
      /* What it begins with, from the longest. */
      for (guint length = codes->len - 1; length >= shortest && names->len == 0; length--)
        {
          g_autofree char *begin = encode (letters, length, G_MAXSIZE);

          gather (indexes, n, begin, shown, most, names, cancellable);
        }
    }
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}
