/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "project/atlas-project.h"

G_BEGIN_DECLS

/* What can be seen in a part of the map, as a list: for people who cannot see the map, and for all who rather read. */

/** In which order the features of a layer are listed. */
typedef enum
{
  ATLAS_IN_VIEW_BY_IMPORTANCE,   /* by grade or population; of equals those with a name first, by name */
  ATLAS_IN_VIEW_BY_NEARNESS,     /* to the middle */
} AtlasInViewOrder;

/**
 * AtlasInViewQuery:
 * @extent: what is in view, degrees
 * @lon: of its middle
 * @lat: of its middle
 * @zoom: what is not drawn at it is not listed
 * @most: so many features of a layer at most, the nearest of those that matter equally
 */
typedef struct
{
  AtlasExtent      extent;
  double           lon;
  double           lat;
  double           zoom;
  AtlasInViewOrder order;
  guint            most;
} AtlasInViewQuery;

/**
 * AtlasInViewItem:
 * @distance: metres from the middle of the view; 0 where the middle lies in it
 * @bearing: degrees clockwise from north, from the middle; NaN when @distance is 0
 * @lon: of its place that is nearest to the middle
 * @lat: likewise
 */
typedef struct
{
  guint32 feature;
  float   grade;
  double  distance;
  double  bearing;
  double  lon;
  double  lat;
} AtlasInViewItem;

/** The features of a layer that are in view: @items are the first of @total. */
typedef struct
{
  AtlasLayer      *layer;         /* (owned) */
  AtlasTable      *table;         /* (owned): that it had when it was asked */
  gsize            total;
  guint            n_items;
  AtlasInViewItem *items;
} AtlasInViewGroup;

/**
 * atlas_in_view_async:
 * @query: copied
 *
 * Looks for what is in view of the layers that are shown, the topmost first, then those of the basemap, of which only what has a
 * name is told, and a name once.  Takes a snapshot of @project and works on another thread.
 */
void       atlas_in_view_async (AtlasProject           *project,
                                const AtlasInViewQuery *query,
                                GCancellable           *cancellable,
                                GAsyncReadyCallback     callback,
                                gpointer                user_data);

/**
 * atlas_in_view_finish:
 *
 * Returns: (transfer full) (nullable) (element-type AtlasInViewGroup): a group for each layer that has something in view, or
 *   %NULL with %G_IO_ERROR_CANCELLED
 */
GPtrArray *atlas_in_view_finish (AtlasProject  *project,
                                 GAsyncResult  *result,
                                 GError       **error);

/** atlas_in_view: the same at once, for programs without a window.  Returns: (transfer full) (element-type AtlasInViewGroup). */
GPtrArray *atlas_in_view (AtlasProject           *project,
                          const AtlasInViewQuery *query);

G_END_DECLS
