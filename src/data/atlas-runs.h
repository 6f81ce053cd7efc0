/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-table.h"

G_BEGIN_DECLS

/** How many vertices there are in a run, but for the last one. */
#define ATLAS_RUN_LENGTH 256

/** Parts with fewer vertices than this are looked at vertex by vertex. */
#define ATLAS_RUNS_LEAST 4096

/** A run of a long line's vertices: where it lies, and what it is made of at most. */
typedef struct
{
  AtlasExtent extent;
  float       importance;   /* the largest */
} AtlasRunBox;

/** How many parts there are in a group, but for the last one. */
#define ATLAS_GROUP_LENGTH 64

/** Features with fewer parts than this are looked at part by part. */
#define ATLAS_GROUPS_LEAST 1024

/** The runs of one part, from its first vertex on, or the groups of a feature's parts.  Immutable; any thread. */
typedef struct
{
  gsize       n;
  AtlasRunBox boxes[];
} AtlasRuns;

/** atlas_runs_new: Returns: (transfer full): the runs of @part, to be freed with g_free(); costs a look at each vertex. */
AtlasRuns *atlas_runs_new (const AtlasPart *part);

/** atlas_runs_new_groups: Returns: (transfer full): the groups of @feature's parts, likewise. */
AtlasRuns *atlas_runs_new_groups (AtlasTable *table,
                                  gsize       feature);

/**
 * atlas_table_get_runs:
 * @index: of the part in @feature
 *
 * A line of a million vertices is looked at in every block that the map paints: this tells which of them matter there.  Made
 * when it is first asked for and kept as long as the table.
 *
 * Returns: (transfer none) (nullable): the part's runs; %NULL when it is short
 */
const AtlasRuns *atlas_table_get_runs (AtlasTable *self,
                                       gsize       feature,
                                       gsize       index);

/**
 * atlas_table_get_groups:
 *
 * The same for a feature of very many parts: boxes around %ATLAS_GROUP_LENGTH of them each, in their order.
 *
 * Returns: (transfer none) (nullable): the groups; %NULL when there are less than %ATLAS_GROUPS_LEAST parts
 */
const AtlasRuns *atlas_table_get_groups (AtlasTable *self,
                                         gsize       feature);

G_END_DECLS
