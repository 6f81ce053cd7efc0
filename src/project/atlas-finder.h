/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-search-index.h"
#include "data/atlas-search-query.h"
#include "project/atlas-milestones.h"
#include "project/atlas-project.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_FINDER (atlas_finder_get_type ())

/**
 * AtlasFinder:
 *
 * Looks things up in a project: features of all its layers that no filter hides, the layers themselves, coordinates, milestones.  It keeps an index
 * of each table that it has met and the project still has.  Main thread; the work is done by another.
 */
G_DECLARE_FINAL_TYPE (AtlasFinder, atlas_finder, ATLAS, FINDER, GObject)

/** A layer whose title was matched. */
typedef struct
{
  AtlasLayer       *layer;         /* (owned) */
  AtlasSearchMatch  match;         /* in its title */
} AtlasFoundLayer;

/** The features of a layer that were found. */
typedef struct
{
  AtlasLayer       *layer;         /* (owned) */
  AtlasSearchIndex *index;         /* (owned): of the table that it had when it was asked */
  gsize             total;
  guint             n_hits;
  AtlasSearchHit   *hits;          /* (array length=n_hits) (owned): the best of @total */
} AtlasFoundGroup;

/** The places that a K-number may mean on a road, which tells their names. */
typedef struct
{
  AtlasLayer       *layer;         /* (owned) */
  AtlasMilestones  *road;          /* (owned): has the texts of @places */
  GArray           *places;        /* (element-type AtlasMilestone) (owned): best first */
} AtlasFoundMilestones;

/**
 * AtlasFound:
 * @coordinates: (element-type AtlasCoordinates): what the query may mean as a place, the likeliest first
 * @milestone: metres along a road that the query names as K12+300, or NaN
 * @milestone_of: (nullable): what else was typed with it: the name of a segment, or ""
 * @milestones: (element-type AtlasFoundMilestones): for each road on which there is such a place
 * @milestone_note: (nullable): a sentence that says why there is none although there is a road
 * @layers: (element-type AtlasFoundLayer): best first
 * @groups: (element-type AtlasFoundGroup): that with the best hit first
 * @near_names: (array zero-terminated=1): names to try instead, when nothing was found
 *
 * What was found.
 */
typedef struct
{
  char      *query;
  GArray    *coordinates;
  double     milestone;
  char      *milestone_of;
  GPtrArray *milestones;
  char      *milestone_note;
  GPtrArray *layers;
  GPtrArray *groups;
  char     **near_names;
} AtlasFound;

AtlasFinder *atlas_finder_new (AtlasProject *project);

/**
 * atlas_finder_search_async:
 * @query: an empty one only makes the indexes ready
 * @options: copied
 *
 * Searches on a worker.  What is asked for later does not wait for what was asked for before: stop that with its @cancellable.
 */
void         atlas_finder_search_async (AtlasFinder              *self,
                                        const char               *query,
                                        const AtlasSearchOptions *options,
                                        GCancellable             *cancellable,
                                        GAsyncReadyCallback       callback,
                                        gpointer                  user_data);

/** atlas_finder_search_finish: Returns: (transfer full) (nullable): what was found, or %NULL with %G_IO_ERROR_CANCELLED. */
AtlasFound  *atlas_finder_search_finish (AtlasFinder   *self,
                                         GAsyncResult  *result,
                                         GError       **error);

/** atlas_finder_search: the same at once, for programs without a window.  Returns: (transfer full): what was found. */
AtlasFound  *atlas_finder_search (AtlasFinder              *self,
                                  const char               *query,
                                  const AtlasSearchOptions *options);

/** atlas_found_is_empty: Returns: whether nothing at all was found; @near_names do not count. */
gboolean     atlas_found_is_empty (const AtlasFound *self);
void         atlas_found_free (AtlasFound *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasFound, atlas_found_free)

G_END_DECLS
