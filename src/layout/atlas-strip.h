/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "geo/atlas-crs.h"
#include "route/atlas-route-line.h"

G_BEGIN_DECLS

/* A line cut into maps that are turned along it, as in a strip atlas. */

/** One map: a part of the line and where to look at it. */
typedef struct
{
  double from;      /* metres along the line */
  double to;
  double lon;       /* of the map's middle, degrees */
  double lat;
  double scale;
  double rotation;  /* degrees by which the map is turned clockwise: travel goes to the right, or upwards on a tall map */
} AtlasStrip;

/**
 * atlas_strip_cut:
 * @crs: (nullable): the plane; %NULL: the 3° zone of each map's middle
 * @scale: the denominator
 * @width: millimetres of a map
 * @height: millimetres
 * @padding: millimetres that are left free around the line
 * @overlap: how much of a map's length the next one shows again, 0 to 0.5
 *
 * Cuts a line into as few maps as a walk along it allows: each goes on as long as the line fits at some angle.  A run that does not
 * touch the one before begins a new map.
 *
 * Returns: (transfer full) (nullable) (element-type AtlasStrip): the maps in travel order, one at least; or %NULL with
 *   %ATLAS_LAYOUT_ERROR when there would be more than ATLAS_STRIP_MOST of them, or a place cannot be drawn
 */
GArray  *atlas_strip_cut (AtlasRouteLine  *line,
                          AtlasCrs        *crs,
                          double           scale,
                          double           width,
                          double           height,
                          double           padding,
                          double           overlap,
                          GError         **error);

#define ATLAS_STRIP_MOST 2000

/**
 * atlas_strip_fit:
 * @from: metres along the line
 * @to: metres along the line
 * @strip: (out): one map that shows that part, at the next standard scale, turned so that it is as large as can be
 *
 * Returns: %FALSE with %ATLAS_LAYOUT_ERROR
 */
gboolean atlas_strip_fit (AtlasRouteLine  *line,
                          double           from,
                          double           to,
                          AtlasCrs        *crs,
                          double           width,
                          double           height,
                          double           padding,
                          AtlasStrip      *strip,
                          GError         **error);

G_END_DECLS
