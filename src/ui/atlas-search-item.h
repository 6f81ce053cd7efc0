/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "project/atlas-finder.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** What a line of the search's list leads to. */
typedef enum
{
  ATLAS_SEARCH_ITEM_FEATURE,
  ATLAS_SEARCH_ITEM_PLACE,      /* coordinates, or a K-number on a road */
  ATLAS_SEARCH_ITEM_LAYER,
  ATLAS_SEARCH_ITEM_COMMAND,
  ATLAS_SEARCH_ITEM_NAME,       /* a name to look for instead */
} AtlasSearchItemKind;

/**
 * AtlasSearchItem:
 * @group: the heading that it stands under
 * @group_total: how many there are in all, or 0 when they are all listed
 * @layer: (nullable) (owned): of a feature or a layer
 * @is_milestone: a place on a road, whose title names it
 * @lon: NaN when it has no place
 * @title: fit to be shown as it is
 * @subtitle: likewise, maybe ""
 * @note: at the right: how far it is, or a command's keys; maybe ""
 * @action: (nullable): of a command
 *
 * A line of the search's list, in words.
 */
typedef struct
{
  AtlasSearchItemKind kind;
  char               *group;
  gsize               group_total;
  AtlasLayer         *layer;
  gsize               feature;
  gboolean            is_milestone;
  double              lon;
  double              lat;
  char               *title;
  char               *subtitle;
  char               *note;
  char               *action;
} AtlasSearchItem;

/** A thing that can be done, and how people may ask for it.  All texts are in the person's language. */
typedef struct
{
  const char *title;
  const char *action;
  const char *keys;             /* (nullable): "Ctrl+O" */
} AtlasSearchCommand;

/**
 * atlas_search_items_new:
 * @commands: (array length=n_commands): what may be done; copied where it matches
 * @lon: the middle of the map, from where it is told how far things are
 * @lat: likewise
 *
 * Puts what was found into words, in groups, no longer than a person reads.  Main thread; costs what is listed.
 *
 * Returns: (transfer full) (element-type AtlasSearchItem): the lines, maybe none
 */
GPtrArray *atlas_search_items_new (const AtlasFound         *found,
                                   const AtlasSearchCommand *commands,
                                   guint                     n_commands,
                                   double                    lon,
                                   double                    lat);

/**
 * atlas_search_row_new:
 * @patterns: (element-type AtlasSearchPattern): what is emphasised, see atlas_search_new_patterns()
 *
 * Returns: (transfer floating): a GtkListBoxRow for @item
 */
GtkWidget *atlas_search_row_new (const AtlasSearchItem *item,
                                 GPtrArray             *patterns);

G_END_DECLS
