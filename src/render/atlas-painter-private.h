/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>

#include "data/atlas-runs.h"
#include "render/atlas-painter.h"

G_BEGIN_DECLS

/* What the files of the painter share. */

/** From degrees to the view's logical pixels, with the window outside of which nothing can be seen. */
typedef struct
{
  double size;        /* of the world, pixels */
  double x;           /* of the view's left edge in the world, pixels */
  double y;           /* of its top edge */
  double left;        /* the window, pixels of the view */
  double top;
  double right;
  double bottom;
  double threshold;   /* the least importance that is seen, world units */
} AtlasProjection;

typedef struct
{
  double x;
  double y;
} AtlasVec;

/** A run of points: an open or closed line, or a ring. */
typedef struct
{
  guint    first;     /* point */
  guint    n;
  gboolean closed;
  double   start;     /* how far along its line (pixels) the run starts: where a dash pattern is by then */
  guint    next;      /* the ring goes on with this run, counted from 1; 0: no */
  gboolean is_next;   /* the run before goes on with this one */
} AtlasRun;

/** Runs and their points, kept in two arrays that are filled feature after feature. */
typedef struct
{
  GArray *points;     /* AtlasVec */
  GArray *runs;       /* AtlasRun */
} AtlasPath;

/** _atlas_snap: to cairo's grid of 1/256 pixel, from the world's corner on: neighbouring blocks then round each vertex alike. */
static inline double
_atlas_snap (double pixels)
{
  return nearbyint (pixels * 256.0) / 256.0;
}

void     _atlas_projection_init (AtlasProjection *self,
                                 const AtlasView *view,
                                 double           margin);

/** _atlas_projection_apply: Returns: %FALSE when the place has no finite pixel. */
gboolean _atlas_projection_apply (const AtlasProjection *self,
                                  double                 lon,
                                  double                 lat,
                                  AtlasVec              *out);

/** _atlas_projection_get_extent: Returns: what the window shows, degrees; beyond ±180° where it reaches over the antimeridian. */
AtlasExtent _atlas_projection_get_extent (const AtlasProjection *self);

typedef void (*AtlasPartFunc) (gsize    index,
                               gpointer user_data);

/**
 * _atlas_parts_visit:
 * @scale: device pixels in one of the view
 * @spots: (nullable) (element-type AtlasSpot): gets rings that are smaller than a pixel, if the feature has very many parts
 *
 * Calls @func for the parts of @feature: for all of them, or, where they are very many, for those near the window and not among
 * @spots.
 */
void     _atlas_parts_visit (AtlasTable            *table,
                             gsize                  feature,
                             const AtlasProjection *window,
                             double                 scale,
                             GArray                *spots,
                             AtlasPartFunc          func,
                             gpointer               user_data);

void     _atlas_path_init (AtlasPath *self);
void     _atlas_path_clear (AtlasPath *self);

/**
 * _atlas_path_project:
 * @out: gets the points as one run; emptied first
 *
 * The vertices of @part that matter at the projection's zoom, in pixels.  A ring's last point is not its first again.
 */
void     _atlas_path_project (const AtlasProjection *projection,
                              const AtlasPart       *part,
                              AtlasPath             *out);

/**
 * _atlas_path_project_near:
 * @runs: (nullable): of @part
 *
 * As _atlas_path_project(); but of a run of vertices that lies wholly on one side of the window there are only two: the
 * line between them lies on that side too, so what is in the window stays as it is.  Lengths along the line do not.
 */
void     _atlas_path_project_near (const AtlasProjection *projection,
                                   const AtlasPart       *part,
                                   const AtlasRuns       *runs,
                                   AtlasPath             *out);

/**
 * _atlas_path_append_line:
 *
 * What of @points is inside the window, as runs; a line that stays inside stays whole.  Segments that cross the window's
 * edge keep their ends unless those are far off, so that cairo rounds them alike whatever part of the map is painted.
 */
void     _atlas_path_append_line (AtlasPath             *self,
                                  const AtlasProjection *window,
                                  const AtlasVec        *points,
                                  guint                  n,
                                  gboolean               closed);

/** _atlas_path_append_ring: the ring cut well outside the window, fit for filling by the even–odd rule. */
void     _atlas_path_append_ring (AtlasPath             *self,
                                  const AtlasProjection *window,
                                  const AtlasVec        *points,
                                  guint                  n);

/**
 * _atlas_path_offset:
 * @distance: pixels to the right of the direction of travel
 *
 * Returns: (transfer full) (element-type AtlasVec): the parallel line; sharp corners are cut off
 */
GArray  *_atlas_path_offset (const AtlasVec *points,
                             guint           n,
                             gboolean        closed,
                             double          distance);

/** _atlas_path_trace: adds the runs from @first on (@n of them) to the path of @cr, those that go on joined. */
void     _atlas_path_trace (const AtlasPath *self,
                            guint            first,
                            guint            n,
                            cairo_t         *cr);

/** _atlas_marker_draw: a marker as vectors, its middle at @x, @y. */
void          _atlas_marker_draw (cairo_t           *cr,
                                  const AtlasMarker *marker,
                                  const char        *icon,
                                  double             size,
                                  double             stroke_width,
                                  gboolean           dark,
                                  double             x,
                                  double             y);

/** _atlas_marker_trace: a marker's outline, @grow pixels larger on all sides, as a path. */
void          _atlas_marker_trace (cairo_t          *cr,
                                   AtlasMarkerShape  shape,
                                   double            size,
                                   double            grow,
                                   double            x,
                                   double            y);

/**
 * _atlas_edge_paint:
 * @rings: whose runs @first… are the outline as lines
 *
 * A band of @width pixels along the outline that fades out away from it; the caller clips to the inside.
 */
void          _atlas_edge_paint (cairo_t          *cr,
                                 const AtlasView  *view,
                                 const AtlasPath  *lines,
                                 guint             first,
                                 guint             n,
                                 const AtlasColor *color,
                                 double            width);

/**
 * _atlas_hatch_draw:
 * @box: left, top, right, bottom: what must be covered
 * @wx: where user space begins in the world, pixels
 *
 * A hatch as vectors; the caller clips to the area.
 */
void          _atlas_hatch_draw (cairo_t          *cr,
                                 const AtlasHatch *hatch,
                                 gboolean          dark,
                                 const double      box[4],
                                 double            wx,
                                 double            wy);

/** _atlas_arrow_get: @towards: a unit vector.  @corners: (out): of an arrow's head with its middle @at. */
void          _atlas_arrow_get (double   size,
                                AtlasVec at,
                                AtlasVec towards,
                                AtlasVec corners[4]);

/** _atlas_arrow_trace: such a head, added to the path of @cr. */
void          _atlas_arrow_trace (cairo_t *cr,
                                  double   size,
                                  AtlasVec at,
                                  AtlasVec towards);

/** _atlas_is_vector: Returns: whether what is drawn stays vectors: PDF, SVG, and groups of these. */
static inline gboolean
_atlas_is_vector (cairo_t *cr)
{
  switch (cairo_surface_get_type (cairo_get_group_target (cr)))
    {
    case CAIRO_SURFACE_TYPE_PDF:
    case CAIRO_SURFACE_TYPE_PS:
    case CAIRO_SURFACE_TYPE_SVG:
    case CAIRO_SURFACE_TYPE_RECORDING:
      return TRUE;
    default:
      return FALSE;
    }
}

/** _atlas_set_color: @alpha multiplies the colour's own. */
static inline void
_atlas_set_color (cairo_t          *cr,
                  const AtlasColor *color,
                  double            alpha)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha * alpha);
}

G_END_DECLS
