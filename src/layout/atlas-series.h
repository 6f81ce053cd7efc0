/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout/atlas-page-sheet.h"
#include "route/atlas-itinerary.h"

G_BEGIN_DECLS

/**
 * AtlasSeries:
 *
 * Pages that are made after one page: an atlas with a page a feature, a strip atlas along a line, a road book.  Everything but the
 * maps themselves is worked out when it is made; a page is prepared when it is its turn.  Immutable; ref-counted; any thread.
 */
typedef struct _AtlasSeries AtlasSeries;

/**
 * AtlasSeriesOptions:
 * @scale: the denominator of all pages; 0: what fits a feature, what suits a line's length
 * @index: a page in front, with the frames of the others on a map
 * @overlap: how much of a map the next one along a line shows again, 0 to 0.5
 * @along: (array length=n_along): layers whose features are listed on the pages of a strip or described in a road book
 * @within: metres from the line
 *
 * Zero is a good start but for @overlap; see ATLAS_SERIES_OPTIONS_INIT.
 */
typedef struct
{
  double                 scale;
  gboolean               index;
  double                 overlap;
  const AtlasAlongLayer *along;
  gsize                  n_along;
  double                 within;
} AtlasSeriesOptions;

#define ATLAS_SERIES_OPTIONS_INIT { .index = TRUE, .overlap = 0.08, .within = 5000.0 }

/**
 * atlas_series_new_atlas:
 * @page: how each page is laid out; not changed
 * @context: as for a page of its own; copied
 * @table: a page for each of its features that has a geometry and is shown
 * @title: (nullable): what the layer is called
 *
 * Pages come in the order of the features and bear their names; texts may use {name}, {neighbours} and the
 * fields of the layer as {feature-FIELD}; {note} tells the neighbours.
 * The feature is outlined.
 *
 * Returns: (transfer full) (nullable): the pages, or %NULL with %ATLAS_LAYOUT_ERROR (no features) or %G_IO_ERROR_CANCELLED
 */
AtlasSeries *atlas_series_new_atlas (AtlasPage                 *page,
                                     AtlasScene                *scene,
                                     const AtlasPageContext    *context,
                                     AtlasTable                *table,
                                     const char                *title,
                                     const AtlasSeriesOptions  *options,
                                     GCancellable              *cancellable,
                                     GError                   **error);

/**
 * atlas_series_new_strip:
 * @line: its measures are the K-numbers
 * @title: (nullable): what the line is called
 *
 * Pages are turned along the line and have its K-numbers in their titles; a table lists what lies along each, in travel order.
 *
 * Returns: (transfer full) (nullable): as above
 */
AtlasSeries *atlas_series_new_strip (AtlasPage                 *page,
                                     AtlasScene                *scene,
                                     const AtlasPageContext    *context,
                                     AtlasRouteLine            *line,
                                     const char                *title,
                                     const AtlasSeriesOptions  *options,
                                     GCancellable              *cancellable,
                                     GError                   **error);

/**
 * atlas_series_new_road_book:
 * @line: what the itinerary runs along
 *
 * A page for all of the journey, then one a day, turned along the way, with a table of its stops: when, where, how long, what.
 *
 * Returns: (transfer full) (nullable): as above
 */
AtlasSeries *atlas_series_new_road_book (AtlasPage                 *page,
                                         AtlasScene                *scene,
                                         const AtlasPageContext    *context,
                                         AtlasItinerary            *itinerary,
                                         AtlasRouteLine            *line,
                                         const AtlasSeriesOptions  *options,
                                         GCancellable              *cancellable,
                                         GError                   **error);

AtlasSeries *atlas_series_ref (AtlasSeries *self);
void         atlas_series_unref (AtlasSeries *self);
guint        atlas_series_get_n_pages (AtlasSeries *self);

/** atlas_series_get_page: Returns: (transfer none): how page @index is laid out, from 0. */
AtlasPage   *atlas_series_get_page (AtlasSeries *self,
                                    guint        index);

/** atlas_series_get_title: Returns: (transfer none): what page @index is called. */
const char  *atlas_series_get_title (AtlasSeries *self,
                                     guint        index);

/** atlas_series_make: an AtlasPrintJob's function, whose data is the series. */
AtlasSheet  *atlas_series_make (guint          index,
                                gpointer       series,
                                GCancellable  *cancellable,
                                GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasSeries, atlas_series_unref)

G_END_DECLS
