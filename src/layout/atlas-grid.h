/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "layout/atlas-map-frame.h"

G_BEGIN_DECLS

/**
 * AtlasGrid:
 *
 * The graticule and the kilometre grid of a map frame: lines in millimetres of the frame, clipped to it and bent as the plane bends
 * them, and what is written where they meet its edges.  Immutable, ref-counted; any thread.
 */
typedef struct _AtlasGrid AtlasGrid;

typedef enum
{
  ATLAS_GRID_GRATICULE = 1 << 0,
  ATLAS_GRID_KILOMETRES = 1 << 1,   /* none in Web Mercator, whose metres are not those of the ground */
} AtlasGridFlags;

typedef enum
{
  ATLAS_GRID_MERIDIAN,
  ATLAS_GRID_PARALLEL,
  ATLAS_GRID_EASTING,
  ATLAS_GRID_NORTHING,
} AtlasGridKind;

typedef enum
{
  ATLAS_GRID_TOP,
  ATLAS_GRID_RIGHT,
  ATLAS_GRID_BOTTOM,
  ATLAS_GRID_LEFT,
} AtlasGridEdge;

/** A piece of a line that is in the frame. */
typedef struct
{
  AtlasGridKind  kind;
  double         value;       /* degrees; of the kilometre grid metres */
  const double  *points;      /* (array): 2 × @n millimetres */
  gsize          n;
} AtlasGridLine;

/** What stands where a line meets an edge. */
typedef struct
{
  AtlasGridKind  kind;
  AtlasGridEdge  edge;
  double         value;
  double         x;           /* millimetres in the frame */
  double         y;
  gboolean       full;        /* "113°10′", not just "10′"; the hundreds of kilometres too: the first and last of an edge, round ones */
  const char    *small;       /* "113°"; the hundreds of kilometres, written small; may be "" */
  const char    *large;       /* "10′"; the last two digits of kilometres, written large */
} AtlasGridLabel;

/**
 * atlas_grid_new:
 * @minutes: between meridians and parallels; 0: by the scale, in steps of 1-2-5
 * @kilometres: between lines of the kilometre grid; 0: likewise
 *
 * A step that would give more than 200 lines is taken for 0.
 *
 * Returns: (transfer full)
 */
AtlasGrid            *atlas_grid_new (AtlasMapFrame  *frame,
                                      AtlasGridFlags  flags,
                                      double          minutes,
                                      double          kilometres);
AtlasGrid            *atlas_grid_ref (AtlasGrid *self);
void                  atlas_grid_unref (AtlasGrid *self);

/** atlas_grid_get_minutes: Returns: between meridians; 0 without a graticule. */
double                atlas_grid_get_minutes (AtlasGrid *self);

/** atlas_grid_get_kilometres: Returns: between lines of the kilometre grid; 0 without one. */
double                atlas_grid_get_kilometres (AtlasGrid *self);

/** atlas_grid_get_lines: Returns: (transfer none) (array length=n). */
const AtlasGridLine  *atlas_grid_get_lines (AtlasGrid *self,
                                            gsize     *n);

/** atlas_grid_get_labels: Returns: (transfer none) (array length=n): those that matter most first. */
const AtlasGridLabel *atlas_grid_get_labels (AtlasGrid *self,
                                             gsize     *n);

typedef enum
{
  ATLAS_GRID_LINES,
  ATLAS_GRID_CROSSES,     /* where lines cross */
  ATLAS_GRID_TICKS,       /* at the edges */
} AtlasGridMarks;

/** atlas_grid_paint: draws the lines over the map; user space is millimetres of the frame. */
void                  atlas_grid_paint (AtlasGrid      *self,
                                        cairo_t        *cr,
                                        AtlasGridMarks  marks);

/**
 * atlas_grid_paint_labels:
 * @frame: the grid's
 * @band: millimetres around the frame that the labels have
 * @size: millimetres of the em of the small ones
 *
 * Writes the labels around the frame, leaving out those that have no room beside one that matters more.
 */
void                  atlas_grid_paint_labels (AtlasGrid     *self,
                                               AtlasMapFrame *frame,
                                               cairo_t       *cr,
                                               double         band,
                                               double         size,
                                               gboolean       chinese);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasGrid, atlas_grid_unref)

G_END_DECLS
