/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "geo/atlas-mercator.h"
#include "render/atlas-label-collect.h"

G_BEGIN_DECLS

/* What the ways of collecting names share. */

/** Candidates kept in a cell: more names than have room there. */
#define ATLAS_LABEL_CELL_BEST 4

/** The best candidates of a kind in a cell of the map, kept while the features pass by. */
typedef struct
{
  guint32 n;
  guint32 best[ATLAS_LABEL_CELL_BEST];        /* places in candidates */
  guint32 worst;                  /* which of them, when there are ATLAS_LABEL_CELL_BEST … */
  double  worst_priority;         /* … and what it is compared by first */
  guint32 worst_layer;
  guint32 worst_hash;
} AtlasLabelCell;

/** What a collection is made with.  One thread. */
typedef struct
{
  const AtlasLabelFrame *frame;
  AtlasLabelGrid        *grid;
  AtlasLabelCollection  *out;
  AtlasLabelCell        *cells;   /* N_KINDS times n_rows times n_columns */
  double                 cells_x;
  double                 cells_y;
  int                    n_columns;
  int                    n_rows;
  guint                  n_rows_taken; /* of pixels, by lines, so far */
  GArray                *scratch; /* double: a line's vertices */
  AtlasMercatorBands     bands;
} AtlasLabelCollector;

/** _atlas_label_collector_get_plane: Returns: where the symbols of a rule are obstacles; 0: nowhere. */
AtlasLabelPlane _atlas_label_collector_get_plane (const AtlasLabelRule *rule);

/** _atlas_label_collector_add_point: takes the name of a feature that is one point, if it is among the best of its cell.
 * @extent: the point; @x, @y: where it is, world pixels; @radius: of its symbol. */
void            _atlas_label_collector_add_point (AtlasLabelCollector  *self,
                                                  const AtlasLabelRule *rule,
                                                  guint32               layer,
                                                  guint32               feature,
                                                  const AtlasExtent    *extent,
                                                  double                x,
                                                  double                y,
                                                  double                radius);

/** What of a layer's rules a way of collecting needs. */
typedef struct
{
  const AtlasLabelLayer  *layer;
  guint32                 number;       /* of the layer */
  const AtlasLabelRule   *rules;
  guint                   n_rules;
  const AtlasRule        *style_rules;  /* the same, as they are in the style */
  AtlasStyleMatcher      *matcher;
  const AtlasStyleLookup *lookup;       /* (nullable): quicker than the matcher */
  AtlasExtent             extent;       /* where symbols and names are, degrees */
} AtlasLabelRules;

/** _atlas_label_rules_get: Returns: (nullable): what is said of @feature. */
const AtlasLabelRule *_atlas_label_rules_get (const AtlasLabelRules *self,
                                              guint32                feature,
                                              double                 zoom);

/**
 * _atlas_label_points_suit:
 *
 * Returns: whether the layer's names may be collected by _atlas_label_points_collect(): the same for all views at a zoom
 */
gboolean        _atlas_label_points_suit (const AtlasLabelRules *rules,
                                          double                 zoom);

/** _atlas_label_points_get_least_em: Returns: a width that all names of a rule have, in either language; 0: not known. */
double          _atlas_label_points_get_least_em (const AtlasLabelRule *rule);

/**
 * _atlas_label_points_collect:
 *
 * Symbols and names of a layer of very many points.
 *
 * Returns: %FALSE when cancelled
 */
gboolean        _atlas_label_points_collect (AtlasLabelCollector   *self,
                                             const AtlasLabelRules *rules,
                                             GCancellable          *cancellable);

G_END_DECLS
