/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "route/atlas-chainage.h"

G_BEGIN_DECLS

/**
 * AtlasMilestone:
 * @feature: the segment that it is on
 * @name: (nullable): of the segment, or of the section whose segments K runs over
 * @name_en: (nullable): likewise in English
 * @points: how well the name was matched; 0 when none was asked for
 * @distance: metres from where somebody looks; 0 when that is not known
 * @lon: degrees
 * @lat: likewise
 *
 * A place that a K-number may mean.
 */
typedef struct
{
  gsize       feature;
  const char *name;
  const char *name_en;
  double      points;
  double      distance;
  double      lon;
  double      lat;
} AtlasMilestone;

/**
 * AtlasMilestones:
 *
 * The lines of a road on which a K-number is looked up: its segments, and its sections where their segments form one line.
 * Immutable and ref-counted: any thread.
 */
typedef struct _AtlasMilestones AtlasMilestones;

/** atlas_milestones_is_road: Returns: whether @table is of segments that have a length and belong to sections. */
gboolean         atlas_milestones_is_road (AtlasTable *table);

/** atlas_milestones_new: Returns: (transfer full) (nullable): the lines of @table; %NULL when it has none. */
AtlasMilestones *atlas_milestones_new (AtlasTable *table);
AtlasMilestones *atlas_milestones_ref (AtlasMilestones *self);
void             atlas_milestones_unref (AtlasMilestones *self);

/**
 * atlas_milestones_find:
 * @metres: the chainage
 * @name: only on lines called so or in part so, as atlas_search_match_text() finds it; "" for all
 * @shown: (nullable): the features that may be found
 * @lon: where somebody looks, or NaN
 * @lat: likewise
 * @most: so many at most
 * @note: (out) (nullable): when there is none: a sentence that says why
 *
 * Returns: (transfer full) (element-type AtlasMilestone): those whose name is matched best first, then the nearest; texts are
 *   those of @self
 */
GArray          *atlas_milestones_find (AtlasMilestones  *self,
                                        double            metres,
                                        const char       *name,
                                        gboolean          fuzzy,
                                        AtlasFeatureSet  *shown,
                                        double            lon,
                                        double            lat,
                                        guint             most,
                                        char            **note);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasMilestones, atlas_milestones_unref)

G_END_DECLS
