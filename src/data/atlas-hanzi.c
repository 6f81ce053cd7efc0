/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readings and variants of Chinese characters, out of a table that is made when the program is built.  Nothing is allocated
 * and nothing changes. */

#include "data/atlas-hanzi.h"

#include <string.h>

#include "data/atlas-hanzi-table.h"

guint
atlas_hanzi_get_readings (gunichar        c,
                          const guint16 **syllables)
{
  const gunichar page = c >> 8;
  const guint16 *list;

  *syllables = NULL;
  if (page < ATLAS_HANZI_FIRST_PAGE || page > ATLAS_HANZI_LAST_PAGE)
    return 0;
  list = atlas_hanzi_lists + atlas_hanzi_pages[256 * atlas_hanzi_page_of[page - ATLAS_HANZI_FIRST_PAGE] + (c & 255)];
  *syllables = list + 1;
  return list[0];
}

guint
atlas_hanzi_get_n_syllables (void)
{
  return atlas_hanzi_n_syllables;
}

const char *
atlas_hanzi_get_syllable (guint syllable)
{
  g_return_val_if_fail (syllable < atlas_hanzi_n_syllables, "");
  return atlas_hanzi_syllables[syllable];
}

guint16
atlas_hanzi_find_syllable (const char *text,
                           gsize       length)
{
  guint low = 0, high = atlas_hanzi_n_syllables;

  while (low < high)
    {
      const guint middle = (low + high) / 2;
      const char *name = atlas_hanzi_syllables[middle];
      int order = strncmp (name, text, length);

      if (order == 0 && name[length] != '\0')
        order = 1;
      if (order == 0)
        return (guint16) middle;
      if (order < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return ATLAS_HANZI_NO_SYLLABLE;
}

gunichar
atlas_hanzi_simplify (gunichar c)
{
  guint low = 0, high = atlas_hanzi_n_variants;

  if (c < 0x3400)
    return c;
  while (low < high)
    {
      const guint middle = (low + high) / 2;

      if (atlas_hanzi_traditional[middle] == c)
        return atlas_hanzi_simplified[middle];
      if (atlas_hanzi_traditional[middle] < c)
        low = middle + 1;
      else
        high = middle;
    }
  return c;
}

static gboolean
begins_with (const gunichar *chars,
             gsize           n,
             gsize           start,
             gsize           length)
{
  if (length > n)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (chars[i] != atlas_hanzi_word_chars[start + i])
      return FALSE;
  return TRUE;
}

/* The first word that begins with @c, or where it would be. */
static guint
find_first (gunichar c)
{
  guint low = 0, high = atlas_hanzi_n_words;

  while (low < high)
    {
      const guint middle = (low + high) / 2;

      if (atlas_hanzi_word_chars[atlas_hanzi_word_starts[middle]] < c)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

gboolean
atlas_hanzi_begins_word (gunichar c)
{
  const guint word = find_first (c);

  return word < atlas_hanzi_n_words && atlas_hanzi_word_chars[atlas_hanzi_word_starts[word]] == c;
}

gsize
atlas_hanzi_find_word (const gunichar  *chars,
                       gsize            n,
                       const guint16  **syllables)
{
  gsize found = 0;

  *syllables = NULL;
  if (n == 0)
    return 0;
  for (guint word = find_first (chars[0]);
       word < atlas_hanzi_n_words && atlas_hanzi_word_chars[atlas_hanzi_word_starts[word]] == chars[0]; word++)
    {
      const gsize start = atlas_hanzi_word_starts[word], length = atlas_hanzi_word_starts[word + 1] - start;

      if (length > found && begins_with (chars, n, start, length))
        {
          found = length;
          *syllables = atlas_hanzi_word_sounds + start;
        }
    }
  return found;
}
