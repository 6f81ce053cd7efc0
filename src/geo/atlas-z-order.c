/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Morton's order: keys, sorting and searching.  Nothing is kept; any thread.
 * Limits: fewer than 2³² places, for the values of keys are 32 bits. */

#include "geo/atlas-z-order.h"

#include <string.h>

#define DIGIT 11
#define N_DIGITS (1 << DIGIT)

/* Runs this short are looked through rather than halved further. */
#define SHORT_RUN 32

AtlasZPlace
atlas_z_place (double x,
               double y)
{
  const double most = ATLAS_Z_WORLD - 1.0;

  /* NaN becomes 0. */
  return (AtlasZPlace) { x > 0.0 ? (guint32) MIN (x * ATLAS_Z_WORLD, most) : 0,
                         y > 0.0 ? (guint32) MIN (y * ATLAS_Z_WORLD, most) : 0 };
}

/* Puts a zero before each bit. */
static guint64
spread (guint32 bits)
{
  guint64 v = bits;

  v = (v | v << 16) & G_GUINT64_CONSTANT (0x0000ffff0000ffff);
  v = (v | v << 8) & G_GUINT64_CONSTANT (0x00ff00ff00ff00ff);
  v = (v | v << 4) & G_GUINT64_CONSTANT (0x0f0f0f0f0f0f0f0f);
  v = (v | v << 2) & G_GUINT64_CONSTANT (0x3333333333333333);
  v = (v | v << 1) & G_GUINT64_CONSTANT (0x5555555555555555);

  return v;
}

guint64
atlas_z_key (AtlasZPlace place)
{
  return spread (place.x) | spread (place.y) << 1;
}

static void
sort_by_digit (const AtlasZKey *from,
               AtlasZKey       *to,
               gsize            n,
               guint            shift)
{
  g_autofree gsize *starts = g_new0 (gsize, N_DIGITS);
  gsize at = 0;

  for (gsize i = 0; i < n; i++)
    starts[from[i].key >> shift & (N_DIGITS - 1)]++;
  for (gsize digit = 0; digit < N_DIGITS; digit++)
    {
      const gsize count = starts[digit];

      starts[digit] = at;
      at += count;
    }
  for (gsize i = 0; i < n; i++)
    to[starts[from[i].key >> shift & (N_DIGITS - 1)]++] = from[i];
}

void
atlas_z_sort (AtlasZKey *keys,
              gsize      n,
              guint      from_bit)
{
  g_autofree AtlasZKey *other = NULL;
  AtlasZKey *from = keys, *to;
  guint64 differ = 0;

  for (gsize i = 1; i < n; i++)
    differ |= keys[i].key ^ keys[0].key;
  if (from_bit > 63 || differ >> from_bit == 0)
    return;

  to = other = g_new (AtlasZKey, n);
  for (guint shift = from_bit; shift < 64 && differ >> shift != 0; shift += DIGIT)
    {
      AtlasZKey *swap = from;

      /* Layers lie in a small part of the world, so many bits are alike in all. */
      if ((differ >> shift & (N_DIGITS - 1)) == 0)
        continue;
      sort_by_digit (from, to, n, shift);
      from = to;
      to = swap;
    }
  if (from != keys)
    memcpy (keys, from, n * sizeof (AtlasZKey));
}

typedef struct
{
  const AtlasZPlace *places;
  AtlasZPlace        from;
  AtlasZPlace        to;
  AtlasZFunc         func;
  gpointer           user_data;
} Search;

/* Returns: the first place from @first on whose key is at least @key, or @end. */
static gsize
find_first (const Search *self,
            gsize         first,
            gsize         end,
            guint64       key)
{
  while (first < end)
    {
      const gsize middle = first + (end - first) / 2;

      if (atlas_z_key (self->places[middle]) < key)
        first = middle + 1;
      else
        end = middle;
    }

  return first;
}

/* The run from @first to @end is all that lies in the cell at @x, @y whose side is 2^@bits. */
static void
visit (const Search *self,
       gsize         first,
       gsize         end,
       guint32       x,
       guint32       y,
       guint         bits)
{
  const guint32 last = bits < 32 ? ((guint32) 1 << bits) - 1 : G_MAXUINT32;
  gsize at = first;

  if (first >= end || x > self->to.x || y > self->to.y || x + last < self->from.x || y + last < self->from.y)
    return;
  if (end - first <= SHORT_RUN || bits <= 32 - ATLAS_Z_BITS
      || (x >= self->from.x && y >= self->from.y && x + last <= self->to.x && y + last <= self->to.y))
    {
      self->func (first, end, self->user_data);
      return;
    }

  for (guint part = 0; part < 4; part++)
    {
      const guint32 half = (guint32) 1 << (bits - 1);
      const AtlasZPlace corner = { x + (part & 1 ? half : 0), y + (part & 2 ? half : 0) };
      const guint32 next_part = part + 1;
      const AtlasZPlace next = { x + (next_part & 1 ? half : 0), y + (next_part & 2 ? half : 0) };
      const gsize until = part == 3 ? end : find_first (self, at, end, atlas_z_key (next));

      visit (self, at, until, corner.x, corner.y, bits - 1);
      at = until;
    }
}

void
atlas_z_search (const AtlasZPlace *places,
                gsize              n,
                AtlasZPlace        from,
                AtlasZPlace        to,
                AtlasZFunc         func,
                gpointer           user_data)
{
  const Search self = { places, from, to, func, user_data };

  g_return_if_fail (places != NULL || n == 0);
  g_return_if_fail (func != NULL);

  visit (&self, 0, n, 0, 0, 32);
}
