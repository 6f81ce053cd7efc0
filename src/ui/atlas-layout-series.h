/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout/atlas-series.h"
#include "project/atlas-project.h"
#include "ui/atlas-page-world.h"

G_BEGIN_DECLS

/** What many pages are made of. */
typedef enum
{
  ATLAS_LAYOUT_SERIES_FEATURES,  /* a page a feature of a layer */
  ATLAS_LAYOUT_SERIES_ROAD,      /* along a segment of the road */
  ATLAS_LAYOUT_SERIES_JOURNEY,   /* a page a day */
} AtlasLayoutSeriesKind;

/**
 * AtlasLayoutSeries:
 *
 * A wish for many pages, with all that a worker needs to make them.  Made in the main thread; used by one other.
 */
typedef struct _AtlasLayoutSeries AtlasLayoutSeries;

/** atlas_layout_series_new_features: Returns: (transfer full): a page for each feature that @layer shows. */
AtlasLayoutSeries *atlas_layout_series_new_features (AtlasProject *project,
                                                     AtlasLayer   *layer);

/** atlas_layout_series_new_road: @segment: for atlas_chainage_find().  @title: what people call it. */
AtlasLayoutSeries *atlas_layout_series_new_road (AtlasProject *project,
                                                 const char   *segment,
                                                 const char   *title);

/** atlas_layout_series_new_journey: Returns: (transfer full) (nullable): %NULL: the project has no journey with stops. */
AtlasLayoutSeries *atlas_layout_series_new_journey (AtlasProject *project);

/** atlas_layout_series_set_index: whether a page with the frames of the others comes first; it does until it is told otherwise. */
void               atlas_layout_series_set_index (AtlasLayoutSeries *self,
                                                  gboolean           index);
void               atlas_layout_series_free (AtlasLayoutSeries *self);

/** atlas_layout_series_has_road: Returns: whether @project has the road's layer. */
gboolean           atlas_layout_series_has_road (AtlasProject *project);

/**
 * atlas_layout_series_make:
 * @page: how pages look; where it has no table and one is wanted, they look like the template "roadbook"
 *
 * In a worker.
 *
 * Returns: (transfer full) (nullable): the pages, or %NULL with an error
 */
AtlasSeries       *atlas_layout_series_make (AtlasLayoutSeries *self,
                                             AtlasPage         *page,
                                             AtlasPageWorld    *world,
                                             GCancellable      *cancellable,
                                             GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasLayoutSeries, atlas_layout_series_free)

G_END_DECLS
