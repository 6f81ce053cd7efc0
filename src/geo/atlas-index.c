/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A packed Hilbert R-tree.  Pure functions over flat arrays: built by the reader, searched in the mapped image by any
 * thread.  The image may be damaged, so a search trusts no reference.
 *
 *   boxes:  [ leaves ............ ][ nodes level 1 .. ][ level 2 ][ root ]
 *   refs:   [ item numbers ...... ][ first child's place ............... ]
 */

#include "geo/atlas-index.h"

#include <math.h>
#include <string.h>

/* Levels of a tree over 2^32 items with 16 to a node, and one to spare. */
#define MAX_LEVELS 10

typedef struct
{
  guint32 hilbert;
  guint32 item;
} Key;

/* Four steps of a walk along a Hilbert curve: by the state and four bits of x and y, four digits of the distance and the next
 * state.  A state says whether the axes are swapped (1) and both turned round (2). */
typedef struct
{
  guint8 distance[4][256];
  guint8 next[4][256];
} Curve;

/* Source: "Programming the Hilbert curve", J. Skilling 2004, in the form of the well-known xy2d algorithm. */
static void
curve_init (Curve *self)
{
  for (guint state = 0; state < 4; state++)
    for (guint bits = 0; bits < 256; bits++)
      {
        guint now = state;
        guint distance = 0;

        for (int i = 3; i >= 0; i--)
          {
            guint x = (bits >> (4 + i) & 1) ^ now >> 1;
            guint y = (bits >> i & 1) ^ now >> 1;
            guint rx = now & 1 ? y : x;
            guint ry = now & 1 ? x : y;

            distance = distance << 2 | ((3 * rx) ^ ry);
            if (ry == 0)
              now ^= rx == 1 ? 3 : 1;
          }
        self->distance[state][bits] = (guint8) distance;
        self->next[state][bits] = (guint8) now;
      }
}

/* Distance along a curve of order 16. */
static inline guint32
hilbert (const Curve *curve,
         guint32      x,
         guint32      y)
{
  guint32 distance = 0;
  guint state = 0;

  for (int shift = 12; shift >= 0; shift -= 4)
    {
      guint bits = (x >> shift & 15) << 4 | (y >> shift & 15);

      distance = distance << 8 | curve->distance[state][bits];
      state = curve->next[state][bits];
    }
  return distance;
}

/* By distance, then by item: they come in the order of their items, and a radix sort leaves equals as they are.  Needs as much
 * room again; the result is in @keys. */
static void
sort_keys (Key  *keys,
           Key  *room,
           gsize n)
{
  const guint shifts[] = { 0, 8, 16, 24 };
  gsize counts[G_N_ELEMENTS (shifts)][256] = { { 0 } };

  for (gsize i = 0; i < n; i++)
    for (guint pass = 0; pass < G_N_ELEMENTS (shifts); pass++)
      counts[pass][keys[i].hilbert >> shifts[pass] & 255]++;
  for (guint pass = 0; pass < G_N_ELEMENTS (shifts); pass++)
    {
      Key *swap = keys;
      gsize place = 0;

      for (guint value = 0; value < 256; value++)
        {
          gsize before = place;

          place += counts[pass][value];
          counts[pass][value] = before;
        }
      for (gsize i = 0; i < n; i++)
        room[counts[pass][keys[i].hilbert >> shifts[pass] & 255]++] = keys[i];
      keys = room;
      room = swap;
    }
}

static guint
level_ends (gsize n_items,
            gsize ends[MAX_LEVELS])
{
  gsize n = n_items, total = n_items;
  guint levels = 0;

  if (n_items == 0)
    return 0;
  ends[levels++] = total;
  while (n > 1)
    {
      n = (n + ATLAS_INDEX_NODE - 1) / ATLAS_INDEX_NODE;
      total += n;
      ends[levels++] = total;
    }
  return levels;
}

gsize
atlas_index_n_boxes (gsize n_items)
{
  gsize ends[MAX_LEVELS];
  guint levels = level_ends (n_items, ends);

  return levels > 0 ? ends[levels - 1] : 0;
}

/* The float that is nearest to @value, or the next one in the direction of @sign; its neighbours differ by 1 as integers. */
static inline float
round_out (double value,
           int    sign)
{
  union { float number; gint32 bits; } u = { .number = (float) value };

  if ((double) u.number == 0)
    return sign < 0 ? -1e-45f : 1e-45f;
  u.bits += (u.bits < 0) == (sign < 0) ? 1 : -1;
  return u.number;
}

static inline AtlasIndexBox
outer_box (const AtlasExtent *extent)
{
  if (atlas_extent_is_empty (extent))
    return (AtlasIndexBox){ INFINITY, INFINITY, -INFINITY, -INFINITY };
  return (AtlasIndexBox){ round_out (extent->west, -1), round_out (extent->south, -1), round_out (extent->east, 1),
                          round_out (extent->north, 1) };
}

static void
build_leaves (const AtlasExtent *extents,
              gsize              n_items,
              AtlasIndexBox     *boxes,
              guint32           *refs,
              Key               *keys)
{
  g_autofree Curve *curve = g_new (Curve, 1);
  AtlasExtent all = atlas_extent_empty ();
  double width, height;

  for (gsize i = 0; i < n_items; i++)
    atlas_extent_add (&all, &extents[i]);
  curve_init (curve);
  width = MAX (all.east - all.west, 1e-12);
  height = MAX (all.north - all.south, 1e-12);

  for (gsize i = 0; i < n_items; i++)
    {
      const AtlasExtent *e = &extents[i];
      guint32 h = G_MAXUINT32;

      if (!atlas_extent_is_empty (e))
        h = hilbert (curve, (guint32) (((e->west + e->east) / 2 - all.west) / width * 65535.0),
                     (guint32) (((e->south + e->north) / 2 - all.south) / height * 65535.0));
      keys[i] = (Key){ h, (guint32) i };
    }
  sort_keys (keys, keys + n_items, n_items);
  for (gsize i = 0; i < n_items; i++)
    {
      boxes[i] = outer_box (&extents[keys[i].item]);
      refs[i] = keys[i].item;
    }
}

void
atlas_index_build (const AtlasExtent *extents,
                   gsize              n_items,
                   AtlasIndexBox     *boxes,
                   guint32           *refs)
{
  g_autofree gpointer room = g_malloc_n (n_items, ATLAS_INDEX_ROOM);

  atlas_index_build_with (extents, n_items, boxes, refs, room);
}

void
atlas_index_build_with (const AtlasExtent *extents,
                        gsize              n_items,
                        AtlasIndexBox     *boxes,
                        guint32           *refs,
                        gpointer           room)
{
  gsize ends[MAX_LEVELS];
  guint levels = level_ends (n_items, ends);

  if (n_items == 0)
    return;
  G_STATIC_ASSERT (ATLAS_INDEX_ROOM == 2 * sizeof (Key));
  build_leaves (extents, n_items, boxes, refs, room);
  for (guint level = 1; level < levels; level++)
    {
      gsize child = level == 1 ? 0 : ends[level - 2];

      for (gsize node = ends[level - 1]; node < ends[level]; node++)
        {
          AtlasIndexBox box = { INFINITY, INFINITY, -INFINITY, -INFINITY };
          gsize last = MIN (child + ATLAS_INDEX_NODE, ends[level - 1]);

          refs[node] = (guint32) child;
          for (; child < last; child++)
            {
              box.west = MIN (box.west, boxes[child].west);
              box.south = MIN (box.south, boxes[child].south);
              box.east = MAX (box.east, boxes[child].east);
              box.north = MAX (box.north, boxes[child].north);
            }
          boxes[node] = box;
        }
    }
}

static inline gboolean
meets (const AtlasIndexBox *box,
       const AtlasExtent   *extent)
{
  return (double) box->west <= extent->east && (double) box->east >= extent->west
         && (double) box->south <= extent->north && (double) box->north >= extent->south;
}

gboolean
atlas_index_search_leaves (const AtlasIndexBox *boxes,
                           const guint32       *refs,
                           gsize                n_items,
                           const AtlasExtent   *extent,
                           AtlasIndexLeavesFunc func,
                           gpointer             user_data)
{
  struct { gsize place; guint level; } stack[MAX_LEVELS * ATLAS_INDEX_NODE];
  gsize ends[MAX_LEVELS];
  guint levels = level_ends (n_items, ends), depth = 0;

  if (levels == 0 || atlas_extent_is_empty (extent) || !meets (&boxes[ends[levels - 1] - 1], extent))
    return TRUE;
  if (levels == 1)
    return func (boxes, refs, 1, user_data);
  stack[depth].place = ends[levels - 1] - 1;
  stack[depth++].level = levels - 1;

  while (depth > 0)
    {
      gsize place = stack[--depth].place, first, last;
      guint level = stack[depth].level;

      /* A child must lie on the level below; a damaged image cannot send the search in circles. */
      first = refs[place];
      last = MIN (first + ATLAS_INDEX_NODE, ends[level - 1]);
      if (first < (level == 1 ? 0 : ends[level - 2]) || first >= last)
        continue;
      if (level == 1)
        {
          if (!func (boxes + first, refs + first, last - first, user_data))
            return FALSE;
          continue;
        }
      /* The first child is to be the next: what is put down last is taken up first. */
      for (gsize child = last; child > first; child--)
        if (meets (&boxes[child - 1], extent) && depth < G_N_ELEMENTS (stack))
          {
            stack[depth].place = child - 1;
            stack[depth++].level = level - 1;
          }
    }
  return TRUE;
}

/* A search that asks for items one by one. */
typedef struct
{
  const AtlasExtent *extent;
  AtlasIndexFunc     func;
  gpointer           user_data;
} ItemSearch;

static gboolean
call_for_items (const AtlasIndexBox *boxes,
                const guint32       *items,
                gsize                n,
                gpointer             user_data)
{
  const ItemSearch *self = user_data;

  for (gsize i = 0; i < n; i++)
    if (meets (&boxes[i], self->extent) && !self->func (items[i], self->user_data))
      return FALSE;
  return TRUE;
}

gboolean
atlas_index_search (const AtlasIndexBox *boxes,
                    const guint32       *refs,
                    gsize                n_items,
                    const AtlasExtent   *extent,
                    AtlasIndexFunc       func,
                    gpointer             user_data)
{
  ItemSearch search = { extent, func, user_data };

  return atlas_index_search_leaves (boxes, refs, n_items, extent, call_for_items, &search);
}
