/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shapes around points and room between them, for whole rows of 64 pixels at a time.
 *
 * A hundred thousand discs on a screen are mostly the same pixels again.  To mark where their middles are and then to widen
 * that picture, row by row, costs the same for one disc and for all of them.  Pure functions; any thread. */

#include "render/atlas-bit-plane.h"

#include <string.h>

#define WORD 64

/* Widens what is in @row by a pixel to both sides. */
static void
widen (const guint64 *row,
       guint64       *wider,
       gsize          n_words)
{
  for (gsize i = 0; i < n_words; i++)
    {
      guint64 before = i > 0 ? row[i - 1] >> (WORD - 1) : 0;
      guint64 after = i + 1 < n_words ? row[i + 1] << (WORD - 1) : 0;

      wider[i] = row[i] | row[i] << 1 | row[i] >> 1 | before | after;
    }
}

static void
add_row (const guint64 *row,
         guint64       *to,
         gsize          n_words)
{
  for (gsize i = 0; i < n_words; i++)
    to[i] |= row[i];
}

/* Draws the shapes whose middles are in row @y, between words @first and @end, into @to. */
static void
spread_row (const guint64 *from,
            guint64       *to,
            guint64       *row,
            guint64       *wider,
            gsize          n_words,
            gsize          n_rows,
            gsize          y,
            const guint8  *reach,
            gsize          n_reach)
{
  gsize first = 0, end = n_words, left, n;
  guint reached = 0;

  from += y * n_words;
  while (first < end && from[first] == 0)
    first++;
  while (end > first && from[end - 1] == 0)
    end--;
  if (first == end)
    return;
  left = first - MIN (first, reach[0] / WORD + 1);
  n = MIN (n_words, end + reach[0] / WORD + 1) - left;
  memcpy (row, from + left, n * sizeof *row);
  for (gsize k = n_reach; k-- > 0;)
    {
      for (; reached < reach[k]; reached++)
        {
          guint64 *old = row;

          widen (row, wider, n);
          row = wider;
          wider = old;
        }
      if (y >= k)
        add_row (row, to + (y - k) * n_words + left, n);
      if (k > 0 && y + k < n_rows)
        add_row (row, to + (y + k) * n_words + left, n);
    }
}

void
_atlas_bits_spread (const guint64 *from,
                    guint64       *to,
                    gsize          n_words,
                    gsize          n_rows,
                    const guint8  *reach,
                    gsize          n_reach)
{
  g_autofree guint64 *scratch = g_new (guint64, 2 * n_words);

  for (gsize y = 0; y < n_rows; y++)
    spread_row (from, to, scratch, scratch + n_words, n_words, n_rows, y, reach, n_reach);
}

/* Sets in @room the bits where @width free pixels begin. */
static void
find_gaps (const guint64 *taken,
           guint64       *room,
           gsize          n_words,
           gsize          width)
{
  gsize had = 1;

  for (gsize i = 0; i < n_words; i++)
    room[i] = ~taken[i];
  while (had < width)
    {
      gsize step = MIN (had, width - had);

      /* From left to right: what is read to the right is not changed yet. */
      for (gsize i = 0; i + 1 < n_words; i++)
        room[i] &= room[i] >> step | room[i + 1] << (WORD - step);
      room[n_words - 1] &= room[n_words - 1] >> step;
      had += step;
    }
}

/* Notes the squares of a row in which something is set. */
static void
note_squares (const guint64 *row,
              gsize          n_words,
              guint8        *squares)
{
  for (gsize i = 0; i < n_words; i++)
    for (gsize k = 0; row[i] != 0 && k < WORD / ATLAS_BITS_SQUARE; k++)
      squares[WORD / ATLAS_BITS_SQUARE * i + k] |= (row[i] >> (ATLAS_BITS_SQUARE * k) & ((1u << ATLAS_BITS_SQUARE) - 1)) != 0;
}

static void
meet_rows (const guint64 *one,
           const guint64 *two,
           guint64       *both,
           gsize          n_words)
{
  for (gsize i = 0; i < n_words; i++)
    both[i] = one[i] & two[i];
}

/* The last rows of what begins in the row and goes on for 1, 2, 4 … rows below it are kept, round and round. */
void
_atlas_bits_find_room (const guint64 *taken,
                       gsize          n_words,
                       gsize          n_rows,
                       gsize          width,
                       gsize          height,
                       guint8        *squares)
{
  const gsize n_levels = (gsize) g_bit_storage (height), kept = (gsize) 1 << n_levels, level = kept * n_words;
  g_autofree guint64 *rows = NULL;
  g_autofree guint64 *all = NULL;

  g_return_if_fail (width >= 1 && width <= WORD && height >= 1 && height <= WORD && n_words >= 1);

  rows = g_new (guint64, n_levels * level);
  all = g_new (guint64, n_words);
  for (gsize y = 0; y < n_rows; y++)
    {
      gsize high = (gsize) 1 << (n_levels - 1), top = y + 1 - height;

      /* Row y is the last of 2^k rows that begin in row y + 1 - 2^k. */
      find_gaps (taken + y * n_words, rows + y % kept * n_words, n_words, width);
      for (gsize k = 1, step = 1; k < n_levels && y + 1 >= 2 * step; k++, step *= 2)
        meet_rows (rows + (k - 1) * level + (y + 1 - step) % kept * n_words,
                   rows + (k - 1) * level + (y + 1 - 2 * step) % kept * n_words,
                   rows + k * level + (y + 1 - 2 * step) % kept * n_words, n_words);
      if (y + 1 < height)
        continue;
      meet_rows (rows + (n_levels - 1) * level + top % kept * n_words,
                 rows + (n_levels - 1) * level + (y + 1 - high) % kept * n_words, all, n_words);
      note_squares (all, n_words, squares + top / ATLAS_BITS_SQUARE * (WORD / ATLAS_BITS_SQUARE) * n_words);
    }
}
