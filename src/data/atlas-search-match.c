/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The matcher.  A query is walked along a text from every place where it may begin: each symbol takes the same character of the
 * query, or one of its syllables, or the first letter of one.  What was tried in vain is remembered, so that no text takes
 * longer than its length times the query's.  Likely steps come first, and the first way through is the one that counts. */

#include "data/atlas-search-match.h"

#include <string.h>

#include "data/atlas-hanzi.h"

#define MAX_QUERY     256
#define U_DIAERESIS   0xfc
#define MAX_SPELLINGS 10
#define MAX_REACH     512    /* symbols of a text that one match may cover; also how far failures are remembered */

struct _AtlasSearchPattern
{
  guint     n;
  gboolean  fuzzy;
  gboolean  spells;              /* there may be a whole syllable in it, for it has a vowel */
  guint32   first;               /* letters that it may begin with, or 0 when it begins with none */
  guint32   second;              /* and what may come after that, or 0 when it is no letter */
  gunichar  firsts[3];           /* where it begins with no letter: what may stand for its first character */
  guint64   signature;
  gunichar *codes;
  char     *letters;             /* beside them: a to z, or NUL; ü is v */
};

/* A way to spell a syllable. */
typedef struct
{
  char   text[8];
  guint8 length;
  guint8 fuzzy;
} Spelling;

/* Those that are always right come first. */
typedef struct
{
  guint8   n;
  Spelling spellings[MAX_SPELLINGS];
} Syllable;

typedef enum
{
  LITERAL = 1 << 0,
  SYLLABLE = 1 << 1,       /* a whole one, or at least two letters of the last one */
  INITIAL = 1 << 2,        /* the first letter of one, or its zh, ch, sh */
  RARE = 1 << 3,           /* not as it is usually read */
  FUZZY = 1 << 4,
} Step;

/* A text being walked along. */
typedef struct
{
  const AtlasSearchPattern  *pattern;
  const AtlasSearchAlphabet *alphabet;
  const guint16             *symbols;
  gsize                      n;
  gsize                      start;
  guint                      tried;                         /* ways, so that easy texts need not clear @failed */
  guint64                   *failed;                        /* (nullable): a bit for each place and character of the query */
} Walk;

/* -- spellings --------------------------------------------------------------------------------------------------- */

static void
add_spelling (Syllable   *syllable,
              const char *text,
              gboolean    fuzzy)
{
  Spelling *spelling = &syllable->spellings[syllable->n];

  for (guint i = 0; i < syllable->n; i++)
    if (strcmp (syllable->spellings[i].text, text) == 0)
      return;
  if (syllable->n == MAX_SPELLINGS || strlen (text) >= sizeof spelling->text)
    return;
  spelling->length = (guint8) g_strlcpy (spelling->text, text, sizeof spelling->text);
  spelling->fuzzy = fuzzy;
  syllable->n++;
}

/* The other beginning that sounds alike, as the beginning and how much of @text it replaces; %NULL when there is none. */
static const char *
other_beginning (const char *text,
                 gsize      *replaced)
{
  static const char *const pairs[][2] = {
    { "zh", "z" }, { "ch", "c" }, { "sh", "s" }, { "z", "zh" }, { "c", "ch" }, { "s", "sh" }, { "n", "l" }, { "l", "n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (g_str_has_prefix (text, pairs[i][0]))
      {
        *replaced = strlen (pairs[i][0]);
        return pairs[i][1];
      }
  return NULL;
}

static void
add_endings (Syllable   *syllable,
             const char *text,
             gboolean    fuzzy)
{
  const gsize length = strlen (text);

  add_spelling (syllable, text, fuzzy);
  if (length >= 3 && g_str_has_suffix (text, "ng") && text[length - 3] != 'o')
    {
      g_autofree char *other = g_strndup (text, length - 1);

      add_spelling (syllable, other, TRUE);
    }
  else if (length >= 2 && text[length - 1] == 'n' && strchr ("aei", text[length - 2]) != NULL)
    {
      g_autofree char *other = g_strconcat (text, "g", NULL);

      add_spelling (syllable, other, TRUE);
    }
}

static void
spell (Syllable   *syllable,
       const char *text)
{
  const char *v = strchr (text, 'v'), *beginning;
  gsize replaced;

  add_spelling (syllable, text, FALSE);
  if (v != NULL)
    {
      g_autofree char *other = g_strdup (text);

      other[v - text] = 'u';
      add_spelling (syllable, other, FALSE);
    }
  add_endings (syllable, text, FALSE);
  beginning = other_beginning (text, &replaced);
  if (beginning != NULL)
    {
      g_autofree char *other = g_strconcat (beginning, text + replaced, NULL);

      add_endings (syllable, other, TRUE);
    }
}

static const Syllable *
get_syllables (void)
{
  static gsize once = 0;
  static Syllable *syllables = NULL;

  if (g_once_init_enter (&once))
    {
      const guint n = atlas_hanzi_get_n_syllables ();

      syllables = g_new0 (Syllable, n);
      for (guint i = 0; i < n; i++)
        spell (&syllables[i], atlas_hanzi_get_syllable (i));
      g_once_init_leave (&once, 1);
    }
  return syllables;
}

/* -- characters ------------------------------------------------------------------------------------------------- */

static const gunichar numerals[] = { 0x3007, 0x4e00, 0x4e8c, 0x4e09, 0x56db, 0x4e94, 0x516d, 0x4e03, 0x516b, 0x4e5d };

/* The digit that a Chinese numeral is, or 0: 太行1号 is 太行一号. */
static gunichar
digit_of (gunichar c)
{
  if (c < 0x3007)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (numerals); i++)
    if (numerals[i] == c)
      return '0' + i;
  return 0;
}

/* What is_same() as a character that is no letter: itself, the digit, the numeral. */
static void
get_same (gunichar of_query,
          gunichar same[3])
{
  const gunichar digit = digit_of (of_query);

  same[0] = of_query;
  same[1] = digit != 0 ? digit : of_query;
  same[2] = of_query >= '0' && of_query <= '9' ? numerals[of_query - '0'] : of_query;
}

static gboolean
is_same (gunichar of_text,
         gunichar of_query)
{
  if (of_text == of_query)
    return TRUE;
  if (of_text == U_DIAERESIS)
    return of_query == 'u' || of_query == 'v';
  if (of_query == U_DIAERESIS)
    return of_text == 'u' || of_text == 'v';
  if (of_query < 0x80 && g_ascii_isdigit (of_query))
    return digit_of (of_text) == of_query;
  return of_text < 0x80 && g_ascii_isdigit (of_text) && digit_of (of_query) == of_text;
}

/* -- the pattern ------------------------------------------------------------------------------------------------- */

static guint32
letter_bit (char letter)
{
  return 1u << (letter - 'a');
}

/* Signatures: 26 bits for the letters that a match may begin with, the rest for characters. */
static guint64
code_bit (gunichar code)
{
  return G_GUINT64_CONSTANT (1) << (26 + (code * 2654435761u >> 16) % 38);
}

/* The letters that character @i of a query may be in a text, or 0. */
static guint32
letters_for (const AtlasSearchPattern *self,
             guint                     i)
{
  const guint32 alike = letter_bit ('n') | letter_bit ('l');
  guint32 letters = self->letters[i] != '\0' ? letter_bit (self->letters[i]) : 0;

  if (self->codes[i] == U_DIAERESIS)
    letters |= letter_bit ('u');
  return self->fuzzy && (letters & alike) != 0 ? letters | alike : letters;
}

AtlasSearchPattern *
atlas_search_pattern_new (const char *query,
                          gboolean    fuzzy)
{
  g_autofree char *valid = g_utf8_make_valid (query, -1);
  g_autoptr (GArray) codes = g_array_new (FALSE, FALSE, sizeof (gunichar));
  AtlasSearchPattern *self;

  if (g_utf8_strlen (valid, -1) > 8 * MAX_QUERY)
    return NULL;
  atlas_search_fold (valid, -1, codes, NULL);
  for (guint i = codes->len; i-- > 0;)
    if (g_array_index (codes, gunichar, i) == ATLAS_SEARCH_SEPARATOR || g_array_index (codes, gunichar, i) == 0xfffd)
      g_array_remove_index (codes, i);
  if (codes->len == 0 || codes->len > MAX_QUERY)
    return NULL;

  self = g_new0 (AtlasSearchPattern, 1);
  self->n = codes->len;
  self->fuzzy = fuzzy;
  self->codes = (gunichar *) (gpointer) g_array_steal (codes, NULL);
  self->letters = g_new0 (char, self->n + 1);
  for (guint i = 0; i < self->n; i++)
    {
      const gunichar c = self->codes[i];
      const guint16 *readings;

      if (c < 0x80 && g_ascii_isalpha (c))
        self->letters[i] = (char) c;
      else if (c == U_DIAERESIS)
        self->letters[i] = 'v';
      else if (atlas_hanzi_get_readings (c, &readings) > 0 && digit_of (c) == 0)
        self->signature |= code_bit (c);
    }
  self->spells = strpbrk (self->letters, "aeiouv") != NULL || memchr (self->letters, '\0', self->n) != NULL;
  self->first = letters_for (self, 0);
  self->second = self->n > 1 ? letters_for (self, 1) : 0;
  get_same (self->codes[0], self->firsts);
  return self;
}

void
atlas_search_pattern_free (AtlasSearchPattern *self)
{
  g_free (self->codes);
  g_free (self->letters);
  g_free (self);
}

guint
atlas_search_pattern_get_length (const AtlasSearchPattern *self)
{
  return self->n;
}

guint64
atlas_search_signature (const AtlasSearchAlphabet *alphabet,
                        const guint16             *symbols,
                        gsize                      n)
{
  guint64 signature = 0;

  for (gsize i = 0; i < n; i++)
    {
      signature |= g_array_index (alphabet->starts, guint32, symbols[i]);
      if (atlas_search_alphabet_get (alphabet, symbols[i])->n_readings > 0)
        signature |= code_bit (atlas_search_alphabet_get (alphabet, symbols[i])->code);
    }
  return signature;
}

gboolean
atlas_search_pattern_may_match (const AtlasSearchPattern *self,
                                guint64                   signature)
{
  return (signature & self->signature) == self->signature && (self->first == 0 || (signature & self->first) != 0);
}

/* -- walking ----------------------------------------------------------------------------------------------------- */

static gboolean walk (Walk  *self,
                      gsize  i,
                      guint  j,
                      guint *steps,
                      gsize *end);

/* After symbol @i the query goes on at @j. */
static gboolean
step (Walk  *self,
      gsize  i,
      guint  j,
      guint  taken,
      guint *steps,
      gsize *end)
{
  const guint before = *steps;

  *steps |= taken;
  if (walk (self, i + 1, j, steps, end))
    return TRUE;
  *steps = before;
  return FALSE;
}

/* A whole syllable, or what was typed of the last one. */
static gboolean
walk_syllable (Walk  *self,
               gsize  i,
               guint  j,
               guint  syllable,
               guint  taken,
               guint *steps,
               gsize *end)
{
  const AtlasSearchPattern *pattern = self->pattern;
  const Syllable *known = &get_syllables ()[syllable];
  const guint left = pattern->n - j;

  for (guint k = 0; k < known->n; k++)
    {
      const Spelling *spelling = &known->spellings[k];
      const guint length = MIN (left, spelling->length);
      const guint how = taken | (spelling->fuzzy ? FUZZY : 0);

      if (spelling->fuzzy && !pattern->fuzzy)
        break;
      if (pattern->letters[j] != spelling->text[0] || memcmp (pattern->letters + j, spelling->text, length) != 0)
        continue;
      if (spelling->length > left)
        {
          /* A single letter is an initial, and is left to those. */
          if (left < 2)
            continue;
          *steps |= how | SYLLABLE;
          *end = i + 1;
          return TRUE;
        }
      /* A tone may follow: chang2zhi4. */
      if (j + length < pattern->n && pattern->codes[j + length] >= '1' && pattern->codes[j + length] <= '5'
          && step (self, i, j + length + 1, how | SYLLABLE, steps, end))
        return TRUE;
      if (step (self, i, j + length, how | SYLLABLE, steps, end))
        return TRUE;
    }
  return FALSE;
}

static gboolean
walk_initial (Walk  *self,
              gsize  i,
              guint  j,
              guint  syllable,
              guint  taken,
              guint *steps,
              gsize *end)
{
  const AtlasSearchPattern *pattern = self->pattern;
  const char *name = atlas_hanzi_get_syllable (syllable);
  const char letter = pattern->letters[j];

  if (name[0] == letter)
    {
      if (step (self, i, j + 1, taken | INITIAL, steps, end))
        return TRUE;
      if (name[1] == 'h' && pattern->letters[j + 1] == 'h')
        return step (self, i, j + 2, taken | INITIAL, steps, end);
    }
  else if (pattern->fuzzy && ((name[0] == 'n' && letter == 'l') || (name[0] == 'l' && letter == 'n')))
    return step (self, i, j + 1, taken | INITIAL | FUZZY, steps, end);
  return FALSE;
}

/* The syllables of a symbol: all of them whole before their initials, as it is usually read before the others. */
static gboolean
walk_readings (Walk                    *self,
               const AtlasSearchSymbol *symbol,
               gsize                    i,
               guint                    j,
               guint                   *steps,
               gsize                   *end)
{
  if (walk_syllable (self, i, j, symbol->preferred, 0, steps, end))
    return TRUE;
  for (guint k = 0; k < symbol->n_readings; k++)
    if (symbol->readings[k] != symbol->preferred && walk_syllable (self, i, j, symbol->readings[k], RARE, steps, end))
      return TRUE;
  if (walk_initial (self, i, j, symbol->preferred, 0, steps, end))
    return TRUE;
  for (guint k = 0; k < symbol->n_readings; k++)
    if (symbol->readings[k] != symbol->preferred && walk_initial (self, i, j, symbol->readings[k], RARE, steps, end))
      return TRUE;
  return FALSE;
}

/* Whether the query from character @j on may be taken from symbol @i on. */
static gboolean
walk (Walk  *self,
      gsize  i,
      guint  j,
      guint *steps,
      gsize *end)
{
  const AtlasSearchPattern *pattern = self->pattern;
  const AtlasSearchSymbol *symbol;
  gsize bit;

  if (j == pattern->n)
    {
      *end = i;
      return TRUE;
    }
  if (i - self->start >= MAX_REACH)
    return FALSE;
  /* Blanks and punctuation in the text need not be typed. */
  while (i < self->n && i > self->start
         && atlas_search_alphabet_get (self->alphabet, self->symbols[i])->class == ATLAS_SEARCH_BLANK)
    i++;
  if (i >= self->n || i - self->start >= MAX_REACH)
    return FALSE;
  symbol = atlas_search_alphabet_get (self->alphabet, self->symbols[i]);
  /* Most texts are done with after a few steps; only those that are not pay for remembering. */
  if (++self->tried == 64)
    self->failed = g_new0 (guint64, MAX_REACH * MAX_QUERY / 64);
  bit = (i - self->start) * MAX_QUERY + j;
  if (self->failed != NULL && (self->failed[bit / 64] >> (bit % 64) & 1) != 0)
    return FALSE;
  if (is_same (symbol->code, pattern->codes[j]) && step (self, i, j + 1, LITERAL, steps, end))
    return TRUE;
  if (symbol->n_readings > 0 && pattern->letters[j] != '\0' && walk_readings (self, symbol, i, j, steps, end))
    return TRUE;
  if (self->failed != NULL)
    self->failed[bit / 64] |= G_GUINT64_CONSTANT (1) << (bit % 64);
  return FALSE;
}

static AtlasSearchMatch
rate (const Walk *self,
      guint       steps,
      gsize       end)
{
  AtlasSearchMatch match = { .start = (guint) self->start, .length = (guint) (end - self->start) };
  const gboolean from_start = self->start == 0, whole = from_start && end == self->n;

  if ((steps & (SYLLABLE | INITIAL)) == 0)
    {
      match.kind = whole ? ATLAS_MATCH_EXACT : from_start ? ATLAS_MATCH_PREFIX : ATLAS_MATCH_MIDDLE;
      match.points = whole ? 100 : from_start ? 90 : 80;
      return match;
    }
  match.kind = (steps & INITIAL) != 0 ? ATLAS_MATCH_INITIALS : ATLAS_MATCH_PINYIN;
  match.points = match.kind == ATLAS_MATCH_PINYIN ? 70 : 60;
  match.points += whole ? 4 : from_start ? 2 : 0;
  if (match.kind == ATLAS_MATCH_INITIALS && (steps & (SYLLABLE | LITERAL)) != 0)
    match.points += 1;
  if ((steps & RARE) != 0)
    match.points -= 2.5f;
  if ((steps & FUZZY) != 0)
    match.points -= 2.5f;
  return match;
}

/* Whether a match may begin at symbol @i: not in the middle of a word or a number. */
static gboolean
may_begin (const AtlasSearchAlphabet *alphabet,
           const guint16             *symbols,
           gsize                      i)
{
  const guint8 class = atlas_search_alphabet_get (alphabet, symbols[i])->class;

  if (i == 0 || class == ATLAS_SEARCH_OTHER)
    return TRUE;
  return class != ATLAS_SEARCH_BLANK && class != atlas_search_alphabet_get (alphabet, symbols[i - 1])->class;
}

gboolean
atlas_search_pattern_match (const AtlasSearchPattern  *self,
                            const AtlasSearchAlphabet *alphabet,
                            const guint16             *symbols,
                            gsize                      n,
                            AtlasSearchMatch          *match)
{
  const guint32 *starts = (const guint32 *) (gconstpointer) alphabet->starts->data;
  const guint32 *seconds = (const guint32 *) (gconstpointer) alphabet->seconds->data;
  gboolean found = FALSE;

  for (gsize i = 0; i < n; i++)
    {
      Walk way = { self, alphabet, symbols, n, i, 0, NULL };
      AtlasSearchMatch new_match;
      gboolean through;
      guint steps = 0;
      gsize end;

      if (self->first != 0)
        {
          if ((starts[symbols[i]] & self->first) == 0)
            continue;
          /* The second letter is in the same syllable or begins the next character, unless a blank is between. */
          if (self->second != 0 && (seconds[symbols[i]] & self->second) == 0
              && (i + 1 == n
                  || ((starts[symbols[i + 1]] & self->second) == 0
                      && atlas_search_alphabet_get (alphabet, symbols[i + 1])->class != ATLAS_SEARCH_BLANK)))
            continue;
        }
      else
        {
          const gunichar code = atlas_search_alphabet_get (alphabet, symbols[i])->code;

          if (code != self->firsts[0] && code != self->firsts[1] && code != self->firsts[2])
            continue;
        }
      if (!may_begin (alphabet, symbols, i))
        continue;
      through = walk (&way, i, 0, &steps, &end);
      g_free (way.failed);
      if (!through)
        continue;
      new_match = rate (&way, steps, end);
      if (!found || new_match.points > match->points)
        *match = new_match;
      found = TRUE;
      /* Nothing better can follow. */
      if (match->points >= 72 || !self->spells || self->n == 1)
        break;
    }
  return found;
}

gboolean
atlas_search_match_text (const AtlasSearchPattern *self,
                         const char               *text,
                         AtlasSearchMatch         *match)
{
  g_autoptr (AtlasSearchAlphabet) alphabet = atlas_search_alphabet_new ();
  g_autoptr (GArray) codes = g_array_new (FALSE, FALSE, sizeof (gunichar));
  g_autoptr (GArray) origins = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) symbols = g_array_new (FALSE, FALSE, sizeof (guint16));
  AtlasSearchMatch found;

  if (text == NULL)
    return FALSE;
  atlas_search_fold (text, -1, codes, origins);
  atlas_search_alphabet_add (alphabet, (const gunichar *) (gpointer) codes->data, codes->len, NULL, 0, symbols);
  if (!atlas_search_pattern_match (self, alphabet, (const guint16 *) (gpointer) symbols->data, symbols->len, &found))
    return FALSE;
  if (match != NULL)
    {
      const guint32 first = g_array_index (origins, guint32, found.start);
      const guint32 last = g_array_index (origins, guint32, found.start + found.length - 1);

      *match = found;
      match->start = first;
      match->length = last - first + 1;
    }
  return TRUE;
}

const char *
atlas_match_kind_get_name (AtlasMatchKind kind)
{
  static const char *const names[] = { "exact", "prefix", "middle", "pinyin", "initials" };

  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (names), "");
  return names[kind];
}
