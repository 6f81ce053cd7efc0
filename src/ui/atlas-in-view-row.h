/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "project/atlas-in-view.h"

G_BEGIN_DECLS

/** What a line of the list of what is in view is. */
typedef enum
{
  ATLAS_IN_VIEW_LAYER,           /* heads those of a layer */
  ATLAS_IN_VIEW_FEATURE,
  ATLAS_IN_VIEW_MORE,            /* tells how many are not listed */
} AtlasInViewLine;

#define ATLAS_TYPE_IN_VIEW_ENTRY (atlas_in_view_entry_get_type ())

/** AtlasInViewEntry: a line as the list's model has it.  Main thread. */
G_DECLARE_FINAL_TYPE (AtlasInViewEntry, atlas_in_view_entry, ATLAS, IN_VIEW_ENTRY, GObject)

/**
 * atlas_in_view_entry_new:
 * @count: of a layer: how many are in view; of more: how many are not listed
 * @item: (nullable): of a feature
 */
AtlasInViewEntry      *atlas_in_view_entry_new (AtlasInViewLine        line,
                                                AtlasLayer            *layer,
                                                gsize                  count,
                                                const AtlasInViewItem *item);

/** atlas_in_view_entry_renew: the same line, as it is in another view; @item: (nullable). */
void                   atlas_in_view_entry_renew (AtlasInViewEntry      *self,
                                                  gsize                  count,
                                                  const AtlasInViewItem *item);
AtlasInViewLine        atlas_in_view_entry_get_line (AtlasInViewEntry *self);
AtlasLayer            *atlas_in_view_entry_get_layer (AtlasInViewEntry *self);

/** atlas_in_view_entry_get_item: Returns: (transfer none): of a feature. */
const AtlasInViewItem *atlas_in_view_entry_get_item (AtlasInViewEntry *self);

/** atlas_in_view_row_new: Returns: (transfer floating): the widget of a line. */
GtkWidget             *atlas_in_view_row_new (void);

/** atlas_in_view_row_show: puts @entry into words, and tells assistive technology through the row's parent, the list's item. */
void                   atlas_in_view_row_show (GtkWidget        *row,
                                               AtlasInViewEntry *entry);

G_END_DECLS
