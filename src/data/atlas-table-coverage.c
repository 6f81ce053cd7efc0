/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Borders that areas share, thinned the same way on both sides.  Pure function over caller-owned arrays; any thread.
 *
 *     A │ B      Ring by ring, Douglas–Peucker begins at each ring's own first vertex, and the two copies of a border keep
 *    ───o───     different vertices: slivers of the ground between neighbours.  Here a border ends at its nodes (o), where
 *       C        more than two segments meet, and is measured from node to node.
 *
 * Vertices are the same when their coordinates are, bit by bit.  Most layers share nothing: a bit per hash of a vertex tells
 * so at the price of one pass, and only vertices whose bit was taken already come into the exact table.
 * Limits: memory is 2 to 4 bytes a vertex for the bits, and 64 a shared vertex. */

#include "data/atlas-table-coverage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/atlas-table.h"
#include "geo/atlas-simplify.h"

typedef struct
{
  guint64 x;
  guint64 y;
} Key;

/* A vertex that several rings may have. */
typedef struct
{
  Key      key;
  guint32  n_seen;          /* 0: the place is free */
  gboolean node;
  guint    n_neighbours;
  Key      neighbours[2];
} Entry;

typedef struct
{
  const double  *coords;
  const guint32 *starts;
  const guint8  *kinds;
  gsize          n_parts;
  float         *importance;
  Entry         *entries;   /* open addressing */
  gsize          n_places;  /* a power of two */
  gsize          n_entries;
  GArray        *piece;     /* double: a border in the direction in which it is measured */
  GArray        *values;    /* float */
} Join;

static Key
get_key (const double *pair)
{
  /* -0 and 0 are one place. */
  double positive[2] = { pair[0] + 0.0, pair[1] + 0.0 };
  Key key;

  memcpy (&key, positive, sizeof key);

  return key;
}

static gboolean
same (Key a,
      Key b)
{
  return a.x == b.x && a.y == b.y;
}

static guint64
hash (Key key)
{
  guint64 h = key.x * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15) ^ key.y * G_GUINT64_CONSTANT (0xC2B2AE3D27D4EB4F);

  h ^= h >> 32;
  h *= G_GUINT64_CONSTANT (0xD6E8FEB86659FD93);

  return h ^ h >> 32;
}

static gboolean
is_ring (const Join *self,
         gsize       part)
{
  return self->kinds[part] == ATLAS_PART_RING || self->kinds[part] == ATLAS_PART_HOLE;
}

/* Vertices of a ring without the one that repeats the first. */
static gsize
get_n (const Join *self,
       gsize       part)
{
  const double *first = self->coords + 2 * (gsize) self->starts[part];
  gsize n = self->starts[part + 1] - self->starts[part];

  while (n > 1 && same (get_key (first), get_key (first + 2 * (n - 1))))
    n--;

  return n;
}

static Entry *
find_place (Entry *entries,
            gsize  n_places,
            Key    key)
{
  gsize at = (gsize) hash (key) & (n_places - 1);

  while (entries[at].n_seen > 0 && !same (entries[at].key, key))
    at = (at + 1) & (n_places - 1);

  return &entries[at];
}

/* Room for twice as many. */
static void
grow (Join *self)
{
  gsize n_places = MAX (64, 2 * self->n_places);
  Entry *entries = g_new0 (Entry, n_places);

  for (gsize i = 0; i < self->n_places; i++)
    if (self->entries[i].n_seen > 0)
      *find_place (entries, n_places, self->entries[i].key) = self->entries[i];
  g_free (self->entries);
  self->entries = entries;
  self->n_places = n_places;
}

static void
add_candidate (Join *self,
               Key   key)
{
  Entry *entry;

  if (2 * self->n_entries >= self->n_places)
    grow (self);
  entry = find_place (self->entries, self->n_places, key);
  if (entry->n_seen > 0)
    return;
  entry->key = key;
  entry->n_seen = 1;
  self->n_entries++;
}

/* Vertices whose hash was met before: all that are shared and a few others. */
static void
find_candidates (Join *self)
{
  g_autofree guint64 *bits = NULL;
  gsize n = 0, n_bits = 1024;

  for (gsize p = 0; p < self->n_parts; p++)
    if (is_ring (self, p))
      n += self->starts[p + 1] - self->starts[p];
  while (n_bits < 16 * n)
    n_bits *= 2;
  if (n == 0)
    return;

  bits = g_new0 (guint64, n_bits / 64);
  for (gsize p = 0; p < self->n_parts; p++)
    {
      const double *ring = self->coords + 2 * (gsize) self->starts[p];
      gsize n_ring = is_ring (self, p) ? get_n (self, p) : 0;

      for (gsize i = 0; i < n_ring; i++)
        {
          Key key = get_key (ring + 2 * i);
          gsize bit = (gsize) (hash (key) >> 7) & (n_bits - 1);

          if (bits[bit / 64] >> bit % 64 & 1)
            add_candidate (self, key);
          bits[bit / 64] |= (guint64) 1 << bit % 64;
        }
    }
}

static void
add_neighbour (Entry *entry,
               Key    key)
{
  for (guint i = 0; i < entry->n_neighbours; i++)
    if (same (entry->neighbours[i], key))
      return;
  if (entry->n_neighbours < 2)
    entry->neighbours[entry->n_neighbours++] = key;
  else
    entry->node = TRUE;
}

static Entry *
find (const Join   *self,
      const double *pair)
{
  Entry *entry = find_place (self->entries, self->n_places, get_key (pair));

  return entry->n_seen > 0 ? entry : NULL;
}

/* The next vertex of a ring in another place than @i. */
static Key
get_next (const double *ring,
          gsize         n,
          gsize         i,
          gsize         step)
{
  Key own = get_key (ring + 2 * i), key = own;

  for (gsize k = 0, at = i; k < n && same (own, key); k++)
    {
      at = (at + step) % n;
      key = get_key (ring + 2 * at);
    }

  return key;
}

/* Who the candidates' neighbours are.  n_seen becomes one more than how often each was met. */
static void
meet_neighbours (Join *self)
{
  for (gsize p = 0; p < self->n_parts; p++)
    {
      const double *ring = self->coords + 2 * (gsize) self->starts[p];
      gsize n = is_ring (self, p) ? get_n (self, p) : 0;

      for (gsize i = 0; i < n; i++)
        {
          Entry *entry = find (self, ring + 2 * i);

          if (entry == NULL)
            continue;
          entry->n_seen++;
          add_neighbour (entry, get_next (ring, n, i, 1));
          add_neighbour (entry, get_next (ring, n, i, n - 1));
        }
    }
}

static gboolean
is_shared (const Entry *entry)
{
  return entry != NULL && entry->n_seen > 2;
}

static gboolean
is_before (const double *a,
           const double *b)
{
  return a[0] < b[0] || (a[0] == b[0] && a[1] < b[1]);
}

/* Measures the border of @length segments that begins at vertex @first of a ring, always in the same direction. */
static void
measure_piece (Join   *self,
               gsize   part,
               gsize   n,
               gsize   first,
               gsize   length)
{
  const double *ring = self->coords + 2 * (gsize) self->starts[part];
  float *importance = self->importance + self->starts[part];
  const double *begin = ring + 2 * first, *end = ring + 2 * ((first + length) % n);
  gboolean closed = same (get_key (begin), get_key (end));
  gboolean backwards;

  if (closed)
    backwards = is_before (ring + 2 * ((first + length - 1) % n), ring + 2 * ((first + 1) % n));
  else
    backwards = is_before (end, begin);
  g_array_set_size (self->piece, 2 * (guint) (length + 1));
  g_array_set_size (self->values, (guint) (length + 1));
  for (gsize k = 0; k <= length; k++)
    memcpy (&g_array_index (self->piece, double, 2 * k), ring + 2 * ((first + (backwards ? length - k : k)) % n),
            2 * sizeof (double));
  atlas_simplify_importance ((const double *) (gconstpointer) self->piece->data, length + 1, closed,
                             (float *) (gpointer) self->values->data);
  for (gsize k = 0; k <= length; k++)
    importance[(first + (backwards ? length - k : k)) % n] = g_array_index (self->values, float, k);
}

/* A ring that another one repeats whole has no nodes: it is measured from its least vertex. */
static gsize
find_least (const double *ring,
            gsize         n)
{
  gsize least = 0;

  for (gsize i = 1; i < n; i++)
    if (is_before (ring + 2 * i, ring + 2 * least))
      least = i;

  return least;
}

static void
join_ring (Join  *self,
           gsize  part)
{
  const double *ring = self->coords + 2 * (gsize) self->starts[part];
  gsize n = get_n (self, part), n_all = self->starts[part + 1] - self->starts[part];
  gsize first_node = n, last;
  gboolean shared = FALSE;

  for (gsize i = 0; i < n; i++)
    {
      const Entry *entry = find (self, ring + 2 * i);

      shared = shared || is_shared (entry);
      if (first_node == n && is_shared (entry) && entry->node)
        first_node = i;
    }
  if (!shared || n < 3)
    return;

  if (first_node == n)
    measure_piece (self, part, n, find_least (ring, n), n);
  last = first_node;
  for (gsize i = first_node + 1; first_node < n && i <= first_node + n; i++)
    {
      const Entry *entry = find (self, ring + 2 * (i % n));

      if (!is_shared (entry) || !entry->node)
        continue;
      measure_piece (self, part, n, last % n, i - last);
      last = i;
    }
  for (gsize i = n; i < n_all; i++)
    self->importance[self->starts[part] + i] = self->importance[self->starts[part]];
}

gsize
atlas_table_coverage_sample (const double *coords,
                             gsize         n,
                             guint64      *hashes)
{
  gsize n_taken = 0;

  /* A ring repeats its first vertex. */
  for (gsize i = 0; i + 1 < n; i++)
    {
      guint64 h = hash (get_key (coords + 2 * i));

      if ((h & 15) == 0)
        hashes[n_taken++] = h;
    }

  return n_taken;
}

static int
compare_hashes (gconstpointer a,
                gconstpointer b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return (x > y) - (x < y);
}

gboolean
atlas_table_coverage_repeats (guint64 *hashes,
                              gsize    n)
{
  if (n > 1)
    qsort (hashes, n, sizeof *hashes, compare_hashes);
  for (gsize i = 1; i < n; i++)
    if (hashes[i] == hashes[i - 1])
      return TRUE;

  return FALSE;
}

void
atlas_table_coverage_join (const double  *coords,
                           const guint32 *vertex_starts,
                           const guint8  *part_kinds,
                           gsize          n_parts,
                           float         *importance)
{
  Join self = { .coords = coords, .starts = vertex_starts, .kinds = part_kinds, .n_parts = n_parts, .importance = importance };

  find_candidates (&self);
  if (self.n_entries == 0)
    return;

  meet_neighbours (&self);
  self.piece = g_array_new (FALSE, FALSE, sizeof (double));
  self.values = g_array_new (FALSE, FALSE, sizeof (float));
  for (gsize p = 0; p < n_parts; p++)
    if (is_ring (&self, p))
      join_ring (&self, p);
  g_array_unref (self.piece);
  g_array_unref (self.values);
  g_free (self.entries);
}
