/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "geo/atlas-extent.h"

G_BEGIN_DECLS

/* A packed Hilbert R-tree: boxes sorted along a Hilbert curve, 16 to a node, all levels in one array, leaves first.
 * Built once, then a flat block of bytes that is searched where it lies (mapped file).  Boxes are kept as floats rounded
 * outwards: a search may offer a box that misses by under a metre, and never loses one. */

/** Boxes in a node. */
#define ATLAS_INDEX_NODE 16

typedef struct
{
  float west;
  float south;
  float east;
  float north;
} AtlasIndexBox;

/** atlas_index_n_boxes: Returns: how many boxes (leaves and nodes) a tree over @n_items holds. */
gsize    atlas_index_n_boxes (gsize n_items);

/**
 * atlas_index_build:
 * @extents: (array length=n_items): empty extents are kept and never found
 * @boxes: (out caller-allocates): room for atlas_index_n_boxes (@n_items)
 * @refs: (out caller-allocates): room for as many: an item's number for a leaf, the first child's place for a node
 */
void     atlas_index_build (const AtlasExtent *extents,
                            gsize              n_items,
                            AtlasIndexBox     *boxes,
                            guint32           *refs);

/** Bytes of memory that building takes an item. */
#define ATLAS_INDEX_ROOM 16

/** atlas_index_build_with: the same; @room: ATLAS_INDEX_ROOM bytes for each item, aligned as integers are, to work in. */
void     atlas_index_build_with (const AtlasExtent *extents,
                                 gsize              n_items,
                                 AtlasIndexBox     *boxes,
                                 guint32           *refs,
                                 gpointer           room);

/**
 * AtlasIndexFunc:
 *
 * Returns: %FALSE to stop the search.
 */
typedef gboolean (*AtlasIndexFunc) (guint32  item,
                                    gpointer user_data);

/**
 * atlas_index_search:
 * @boxes: what atlas_index_build() made
 * @refs: likewise; not trusted: places outside the tree end the search
 *
 * Calls @func for each item whose box meets @extent, in no useful order.
 *
 * Returns: %FALSE when @func stopped it.
 */
gboolean atlas_index_search (const AtlasIndexBox *boxes,
                             const guint32       *refs,
                             gsize                n_items,
                             const AtlasExtent   *extent,
                             AtlasIndexFunc       func,
                             gpointer             user_data);

/**
 * AtlasIndexLeavesFunc:
 * @boxes: (array length=n): of one node's items, which lie close together; not all of them need meet the extent
 * @items: (array length=n): their numbers; not trusted
 *
 * Returns: %FALSE to stop the search.
 */
typedef gboolean (*AtlasIndexLeavesFunc) (const AtlasIndexBox *boxes,
                                          const guint32       *items,
                                          gsize                n,
                                          gpointer             user_data);

/**
 * atlas_index_search_leaves:
 *
 * The same for whole nodes of items at once, in the order of the index, which is the same whatever the extent.  What does not
 * look at an item's own data is quickest so: boxes lie side by side in memory.
 *
 * Returns: %FALSE when @func stopped it.
 */
gboolean atlas_index_search_leaves (const AtlasIndexBox *boxes,
                                    const guint32       *refs,
                                    gsize                n_items,
                                    const AtlasExtent   *extent,
                                    AtlasIndexLeavesFunc func,
                                    gpointer             user_data);

G_END_DECLS
