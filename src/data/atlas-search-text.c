/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folding texts and turning them into symbols.  An alphabet belongs to whoever builds an index and is not changed afterwards.
 * Symbols are 16 bits wide, so that the texts of a million features stay small and a scan stays in the processor's cache. */

#include "data/atlas-search-text.h"

#include "data/atlas-hanzi.h"

#define U_DIAERESIS 0xfc
#define DIAERESIS   0x308
#define N_PAGES     0x1100
#define NOTHING     0         /* the symbol of what found no room: it matches nothing */
#define MOST        0xffff

static gboolean
is_separator (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_CONNECT_PUNCTUATION:
    case G_UNICODE_DASH_PUNCTUATION:
    case G_UNICODE_CLOSE_PUNCTUATION:
    case G_UNICODE_FINAL_PUNCTUATION:
    case G_UNICODE_INITIAL_PUNCTUATION:
    case G_UNICODE_OTHER_PUNCTUATION:
    case G_UNICODE_OPEN_PUNCTUATION:
    case G_UNICODE_MODIFIER_SYMBOL:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SPACE_SEPARATOR:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
emit (GArray  *codes,
      GArray  *origins,
      gunichar c,
      guint32  origin)
{
  /* None at the beginning, and one between two words. */
  if (c == ATLAS_SEARCH_SEPARATOR
      && (codes->len == 0 || g_array_index (codes, gunichar, codes->len - 1) == ATLAS_SEARCH_SEPARATOR))
    return;
  g_array_append_val (codes, c);
  if (origins != NULL)
    g_array_append_val (origins, origin);
}

/* What is neither ASCII nor an ordinary Chinese character: taken apart into its base characters, without marks. */
static void
emit_decomposed (GArray  *codes,
                 GArray  *origins,
                 gunichar c,
                 guint32  origin)
{
  gunichar pieces[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  const gsize n = g_unichar_fully_decompose (c, TRUE, pieces, G_N_ELEMENTS (pieces));

  for (gsize i = 0; i < n; i++)
    {
      const gunichar piece = pieces[i];

      if (piece == DIAERESIS && codes->len > 0 && g_array_index (codes, gunichar, codes->len - 1) == 'u')
        g_array_index (codes, gunichar, codes->len - 1) = U_DIAERESIS;
      else if (g_unichar_ismark (piece) && g_unichar_type (piece) != G_UNICODE_SPACING_MARK)
        continue;
      else if (is_separator (piece))
        emit (codes, origins, ATLAS_SEARCH_SEPARATOR, origin);
      else
        emit (codes, origins, atlas_hanzi_simplify (g_unichar_tolower (piece)), origin);
    }
}

void
atlas_search_fold (const char *text,
                   gssize      length,
                   GArray     *codes,
                   GArray     *origins)
{
  const char *end = length >= 0 ? text + length : NULL;
  guint32 nth = 0;

  for (const char *p = text; end != NULL ? p < end : *p != '\0'; p = g_utf8_next_char (p), nth++)
    {
      const gunichar c = g_utf8_get_char (p);

      if (nth >= ATLAS_SEARCH_MAX_CHARS)
        break;
      if (c < 0x80)
        {
          if (g_ascii_isalnum (c))
            emit (codes, origins, (gunichar) g_ascii_tolower ((char) c), nth);
          else
            emit (codes, origins, is_separator (c) ? ATLAS_SEARCH_SEPARATOR : c, nth);
        }
      else if (c >= 0x4e00 && c <= 0x9fff)
        emit (codes, origins, atlas_hanzi_simplify (c), nth);
      else
        emit_decomposed (codes, origins, c, nth);
    }
  if (codes->len > 0 && g_array_index (codes, gunichar, codes->len - 1) == ATLAS_SEARCH_SEPARATOR)
    {
      g_array_set_size (codes, codes->len - 1);
      if (origins != NULL)
        g_array_set_size (origins, origins->len - 1);
    }
}

AtlasSearchAlphabet *
atlas_search_alphabet_new (void)
{
  AtlasSearchAlphabet *self = g_new0 (AtlasSearchAlphabet, 1);
  const AtlasSearchSymbol nothing = { .code = G_MAXUINT32, .preferred = ATLAS_HANZI_NO_SYLLABLE };
  const guint32 no_starts = 0;

  self->symbols = g_array_new (FALSE, FALSE, sizeof (AtlasSearchSymbol));
  self->starts = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->seconds = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->by_code = g_new0 (guint16 *, N_PAGES);
  self->others = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_array_append_val (self->symbols, nothing);
  g_array_append_val (self->starts, no_starts);
  g_array_append_val (self->seconds, no_starts);
  return self;
}

void
atlas_search_alphabet_free (AtlasSearchAlphabet *self)
{
  for (guint i = 0; i < N_PAGES; i++)
    g_free (self->by_code[i]);
  g_free (self->by_code);
  g_array_unref (self->symbols);
  g_array_unref (self->starts);
  g_array_unref (self->seconds);
  g_hash_table_unref (self->others);
  g_free (self);
}

static guint8
class_of (gunichar c)
{
  if (c == ATLAS_SEARCH_SEPARATOR)
    return ATLAS_SEARCH_BLANK;
  /* Scripts that write words apart: Latin, Greek, Cyrillic, Armenian. */
  if (c < 0x590 && g_unichar_isalpha (c))
    return ATLAS_SEARCH_LETTER;
  if (c < 0x80 && g_ascii_isdigit (c))
    return ATLAS_SEARCH_DIGIT;
  return ATLAS_SEARCH_OTHER;
}

static guint32
letter_bit (char letter)
{
  return letter >= 'a' && letter <= 'z' ? 1u << (letter - 'a') : 0;
}

/* What a syllable may be typed as begins with, zh and z, lü and lu being the same. */
static void
add_syllable (guint    syllable,
              guint32 *starts,
              guint32 *seconds)
{
  const char *name = atlas_hanzi_get_syllable (syllable);

  *starts |= letter_bit (name[0]);
  if (name[1] == '\0')
    return;
  *seconds |= letter_bit (name[1]);
  if (name[1] == 'h')
    *seconds |= letter_bit (name[2]);
  else if (name[0] == 'z' || name[0] == 'c' || name[0] == 's')
    *seconds |= letter_bit ('h');
  if (name[1] == 'v')
    *seconds |= letter_bit ('u');
}

static guint16
new_symbol (AtlasSearchAlphabet *self,
            gunichar             code,
            guint16              preferred)
{
  AtlasSearchSymbol symbol = { .code = code, .preferred = preferred, .class = class_of (code) };
  guint32 starts = code < 0x80 ? letter_bit ((char) code) : 0, seconds = 0;

  if (self->symbols->len >= MOST)
    return NOTHING;
  if (code == U_DIAERESIS)
    starts = letter_bit ('u') | letter_bit ('v');
  symbol.n_readings = (guint16) atlas_hanzi_get_readings (code, &symbol.readings);
  for (guint i = 0; i < symbol.n_readings; i++)
    add_syllable (symbol.readings[i], &starts, &seconds);
  if (preferred != ATLAS_HANZI_NO_SYLLABLE)
    add_syllable (preferred, &starts, &seconds);
  symbol.begins_word = atlas_hanzi_begins_word (code);
  g_array_append_val (self->symbols, symbol);
  g_array_append_val (self->starts, starts);
  g_array_append_val (self->seconds, seconds);
  return (guint16) (self->symbols->len - 1);
}

/* The symbol of a character with its usual reading. */
static guint16
get_usual (AtlasSearchAlphabet *self,
           gunichar             code)
{
  guint16 **page = &self->by_code[code >> 8];

  if (*page == NULL)
    *page = g_new0 (guint16, 256);
  if ((*page)[code & 255] == 0)
    {
      const guint16 *readings;
      const guint n = atlas_hanzi_get_readings (code, &readings);

      (*page)[code & 255] = new_symbol (self, code, n > 0 ? readings[0] : ATLAS_HANZI_NO_SYLLABLE);
    }
  return (*page)[code & 255];
}

static guint16
get_read_as (AtlasSearchAlphabet *self,
             gunichar             code,
             guint16              syllable)
{
  const guint16 usual = get_usual (self, code);
  const gint64 key = ((gint64) code << 16) | syllable;
  gpointer found;
  guint16 symbol;

  if (usual == NOTHING || atlas_search_alphabet_get (self, usual)->preferred == syllable)
    return usual;
  if (g_hash_table_lookup_extended (self->others, &key, NULL, &found))
    return (guint16) GPOINTER_TO_UINT (found);
  symbol = new_symbol (self, code, syllable);
  if (symbol != NOTHING)
    g_hash_table_insert (self->others, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (symbol));
  return symbol;
}

gboolean
atlas_search_alphabet_add (AtlasSearchAlphabet *self,
                           const gunichar      *codes,
                           gsize                n,
                           const guint16       *syllables,
                           gsize                n_syllables,
                           GArray              *result)
{
  const guint start = result->len;
  gsize n_hanzi = 0, nth = 0;
  gboolean useful;

  g_array_set_size (result, start + (guint) n);
  for (gsize i = 0; i < n; i++)
    {
      guint16 symbol = get_usual (self, codes[i]);

      g_array_index (result, guint16, start + i) = symbol;
      if (symbol != NOTHING && atlas_search_alphabet_get (self, symbol)->n_readings > 0)
        n_hanzi++;
    }
  useful = n_hanzi > 0 && n_hanzi == n_syllables;
  for (gsize i = 0; i < n; i++)
    {
      const guint16 symbol = g_array_index (result, guint16, start + i);
      const guint16 *sounds;
      gsize length;

      if (symbol == NOTHING)
        continue;
      if (useful && atlas_search_alphabet_get (self, symbol)->n_readings > 0)
        g_array_index (result, guint16, start + i) = get_read_as (self, codes[i], syllables[nth++]);
      else if (!useful && atlas_search_alphabet_get (self, symbol)->begins_word
               && (length = atlas_hanzi_find_word (codes + i, n - i, &sounds)) > 0)
        {
          for (gsize k = 0; k < length; k++)
            g_array_index (result, guint16, start + i + k) = get_read_as (self, codes[i + k], sounds[k]);
          i += length - 1;
        }
    }
  return useful;
}

gsize
atlas_search_alphabet_get_size (AtlasSearchAlphabet *self)
{
  gsize size = self->symbols->len * (sizeof (AtlasSearchSymbol) + 2 * sizeof (guint32)) + N_PAGES * sizeof (gpointer);

  for (guint i = 0; i < N_PAGES; i++)
    if (self->by_code[i] != NULL)
      size += 256 * sizeof (guint16);
  return size + g_hash_table_size (self->others) * 40;
}
