/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "data/atlas-table.h"
#include "render/atlas-view.h"
#include "style/atlas-style.h"

G_BEGIN_DECLS

/* Names, placed last and over the whole view: candidates from all layers, by priority, none over another or over a symbol
 * of a layer above the ground.  The same input gives the same names in the same places whatever the view's corner: places
 * are tried in the order of priority, then of a hash of the feature, never of arrival, also for some way around the view.
 * A name that the view's edge would cut is left out, so ask for a larger view than is shown where it will be moved. */

/** A layer that takes part in the placing. */
typedef struct
{
  AtlasTable *table;
  AtlasStyle *style;
  gboolean    ground;     /* the basemap's: its markers give way, subjects' markers are obstacles */
  double      opacity;
} AtlasLabelLayer;

/** AtlasLabels: placed names of a view, immutable, ref-counted. */
typedef struct _AtlasLabels AtlasLabels;

/**
 * atlas_labels_place:
 * @layers: (array length=n_layers): bottom first
 * @chinese: names in Chinese; else the English field where there is one
 *
 * Takes some milliseconds: for a worker thread.
 *
 * Returns: (transfer full) (nullable): the names; %NULL when cancelled
 */
AtlasLabels *atlas_labels_place (const AtlasLabelLayer *layers,
                                 gsize                  n_layers,
                                 const AtlasView       *view,
                                 gboolean               chinese,
                                 GCancellable          *cancellable);

AtlasLabels *atlas_labels_ref (AtlasLabels *self);
void         atlas_labels_unref (AtlasLabels *self);

/** atlas_labels_get_n: Returns: how many names are placed. */
gsize        atlas_labels_get_n (AtlasLabels *self);

/**
 * atlas_labels_get:
 * @box: (out) (optional): the name's box in logical pixels of the view
 *
 * Returns: (transfer none): the text of name @index
 */
const char  *atlas_labels_get (AtlasLabels       *self,
                               gsize              index,
                               cairo_rectangle_t *box);

/** atlas_labels_paint: draws the names; user space is the logical pixels of the view that they were placed for. */
void         atlas_labels_paint (AtlasLabels *self,
                                 cairo_t     *cr);

/**
 * atlas_labels_paint_around:
 * @cover: (nullable): a box of the view that something will be laid over
 *
 * Draws the names but for those that @cover would hide or cut.
 */
void         atlas_labels_paint_around (AtlasLabels             *self,
                                        cairo_t                 *cr,
                                        const cairo_rectangle_t *cover);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasLabels, atlas_labels_unref)

G_END_DECLS
