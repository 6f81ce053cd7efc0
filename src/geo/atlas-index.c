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

/* Distance along a Hilbert curve of order 16.  Source: "Programming the Hilbert curve", J. Skilling 2004, in the form of
 * the well-known xy2d algorithm. */
static guint32
hilbert (guint32 x,
         guint32 y)
{
  guint32 d = 0;

  for (guint32 s = 1u << 15; s > 0; s >>= 1)
    {
      guint32 rx = (x & s) ? 1 : 0, ry = (y & s) ? 1 : 0;

      d += s * s * ((3 * rx) ^ ry);
      if (ry == 0)
        {
          guint32 t;

          if (rx == 1)
            {
              x = 65535 - x;
              y = 65535 - y;
            }
          t = x;
          x = y;
          y = t;
        }
    }
  return d;
}

static int
compare_keys (const void *a,
              const void *b)
{
  const Key *ka = a, *kb = b;

  if (ka->hilbert != kb->hilbert)
    return ka->hilbert < kb->hilbert ? -1 : 1;
  return ka->item < kb->item ? -1 : ka->item > kb->item;
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

static AtlasIndexBox
outer_box (const AtlasExtent *extent)
{
  AtlasIndexBox box;

  if (atlas_extent_is_empty (extent))
    return (AtlasIndexBox){ INFINITY, INFINITY, -INFINITY, -INFINITY };
  box.west = nextafterf ((float) extent->west, -INFINITY);
  box.south = nextafterf ((float) extent->south, -INFINITY);
  box.east = nextafterf ((float) extent->east, INFINITY);
  box.north = nextafterf ((float) extent->north, INFINITY);
  return box;
}

static void
build_leaves (const AtlasExtent *extents,
              gsize              n_items,
              AtlasIndexBox     *boxes,
              guint32           *refs)
{
  g_autofree Key *keys = g_new (Key, n_items);
  AtlasExtent all = atlas_extent_empty ();
  double width, height;

  for (gsize i = 0; i < n_items; i++)
    atlas_extent_add (&all, &extents[i]);
  width = MAX (all.east - all.west, 1e-12);
  height = MAX (all.north - all.south, 1e-12);

  for (gsize i = 0; i < n_items; i++)
    {
      const AtlasExtent *e = &extents[i];
      guint32 h = G_MAXUINT32;

      if (!atlas_extent_is_empty (e))
        h = hilbert ((guint32) (((e->west + e->east) / 2 - all.west) / width * 65535.0),
                     (guint32) (((e->south + e->north) / 2 - all.south) / height * 65535.0));
      keys[i] = (Key){ h, (guint32) i };
    }
  qsort (keys, n_items, sizeof (Key), compare_keys);
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
  gsize ends[MAX_LEVELS];
  guint levels = level_ends (n_items, ends);

  if (n_items == 0)
    return;
  build_leaves (extents, n_items, boxes, refs);
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
atlas_index_search (const AtlasIndexBox *boxes,
                    const guint32       *refs,
                    gsize                n_items,
                    const AtlasExtent   *extent,
                    AtlasIndexFunc       func,
                    gpointer             user_data)
{
  struct { gsize place; guint level; } stack[MAX_LEVELS * ATLAS_INDEX_NODE];
  gsize ends[MAX_LEVELS];
  guint levels = level_ends (n_items, ends), depth = 0;

  if (levels == 0 || atlas_extent_is_empty (extent) || !meets (&boxes[ends[levels - 1] - 1], extent))
    return TRUE;
  stack[depth].place = ends[levels - 1] - 1;
  stack[depth++].level = levels - 1;

  while (depth > 0)
    {
      gsize place = stack[--depth].place, first, last;
      guint level = stack[depth].level;

      if (level == 0)
        {
          if (!func (refs[place], user_data))
            return FALSE;
          continue;
        }
      /* A child must lie on the level below; a damaged image cannot send the search in circles. */
      first = refs[place];
      last = MIN (first + ATLAS_INDEX_NODE, ends[level - 1]);
      if (first < (level == 1 ? 0 : ends[level - 2]))
        continue;
      for (gsize child = first; child < last; child++)
        if (meets (&boxes[child], extent) && depth < G_N_ELEMENTS (stack))
          {
            stack[depth].place = child;
            stack[depth++].level = level - 1;
          }
    }
  return TRUE;
}
