/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "render/atlas-raster.h"

G_BEGIN_DECLS

/* What the files of the rasteriser share. */

typedef struct
{
  int first;
  int last;
} AtlasSpan;

struct _AtlasRaster
{
  AtlasTarget target;
  int         width;
  int         height;
  int         stride;         /* of cover: two more than the width, for what lies right of it */
  float      *cover;          /* by pixel: how much the coverage changes from the pixel on its left */
  AtlasSpan  *spans;          /* by row: what of it was touched */
  int         top;            /* touched rows */
  int         bottom;
  GArray     *points;         /* AtlasVec: the line at hand, in pixels */
  GArray     *dash;           /* AtlasVec: one dash of it */
};

static inline void
_atlas_raster_touch (AtlasRaster *self,
                     int          row,
                     int          first,
                     int          last)
{
  AtlasSpan *span = &self->spans[row];

  span->first = MIN (span->first, first);
  span->last = MAX (span->last, last);
}

/**
 * _atlas_raster_add_hair:
 * @points: pixels of the picture, none the same as the one before, at least two
 * @half: half the width, pixels: at most one
 *
 * A line about a pixel wide.
 */
void _atlas_raster_add_hair (AtlasRaster    *self,
                             const AtlasVec *points,
                             guint           n,
                             gboolean        closed,
                             double          half,
                             gboolean        round_caps);

G_END_DECLS
