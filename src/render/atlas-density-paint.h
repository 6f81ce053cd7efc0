/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "render/atlas-painter-job.h"
#include "style/atlas-clusters.h"

G_BEGIN_DECLS

/* Points that are drawn together: heat and clusters. */

/**
 * AtlasHeat:
 *
 * How dense points lie around each node of a grid that is fixed in the world at one zoom: node c, r is at world pixel
 * (c × @step, r × @step).  The sum over the points of w × k (dx / R) × k (dy / R), where w is a point's weight, R the radius,
 * dx and dy how far the point is, and k (t) = (exp (−4.5 t²) − exp (−4.5)) / (1 − exp (−4.5)): a Gaussian of R / 3 that ends
 * at R without a step.
 */
typedef struct
{
  double  step;       /* pixels from node to node */
  gint64  column;     /* of the first node */
  gint64  row;
  int     n_columns;
  int     n_rows;
  float  *values;
} AtlasHeat;

/**
 * _atlas_heat_new:
 * @zoom: at which @radius, and the window in world pixels: @left, @top, @right, @bottom
 *
 * Returns: (transfer full) (nullable): the nodes of the window; %NULL when all are 0, or when cancelled
 */
AtlasHeat *_atlas_heat_new (const AtlasDensityPoints *points,
                            double                    zoom,
                            double                    radius,
                            double                    left,
                            double                    top,
                            double                    right,
                            double                    bottom,
                            GCancellable             *cancellable);
void       _atlas_heat_free (AtlasHeat *self);

/**
 * _atlas_heat_get_peak:
 *
 * About the greatest sum that there is anywhere in the table at @zoom: what all blocks and views hold theirs against.  It
 * is worked out at whole zooms; between them its logarithm goes in a straight line.  No less than what four points of the
 * mean weight have in one place, so that one point alone is not hot.
 */
double     _atlas_heat_get_peak (AtlasTable               *table,
                                 const AtlasDensityPoints *points,
                                 const AtlasDensity       *density,
                                 double                    zoom);

/** _atlas_heat_get_color: @part: of the peak, 0 to 1.  Returns: the colour, alpha included. */
AtlasColor _atlas_heat_get_color (const AtlasDensity *density,
                                  double              part,
                                  gboolean            dark);

/** _atlas_job_paint_heat: Returns: %FALSE when the job was cancelled. */
gboolean   _atlas_job_paint_heat (AtlasPaintJob      *self,
                                  const AtlasDensity *density,
                                  AtlasStyle         *style);

/** _atlas_job_add_lone: puts the points that stand alone into the job's items, for world @world. */
void       _atlas_job_add_lone (AtlasPaintJob *self,
                                int            world);

/** _atlas_job_paint_clusters: the discs, over everything else of the layer. */
void       _atlas_job_paint_clusters (AtlasPaintJob      *self,
                                      const AtlasDensity *density);

/** _atlas_cluster_draw: a disc with its ring and @text; @disc: half the width of the disc. */
void       _atlas_cluster_draw (cairo_t            *cr,
                                const AtlasDensity *density,
                                const char         *text,
                                double              disc,
                                gboolean            dark,
                                double              x,
                                double              y);

G_END_DECLS
