/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "geo/atlas-crs.h"
#include "geo/atlas-extent.h"
#include "render/atlas-view.h"

G_BEGIN_DECLS

/**
 * AtlasMapFrame:
 *
 * Where places lie in a map on paper: a rectangle of so many millimetres, a plane (AtlasCrs), a scale, a middle, a turn.
 * Page coordinates are millimetres from the frame's top left corner, y downwards.  Immutable, ref-counted; any thread.
 */
typedef struct _AtlasMapFrame AtlasMapFrame;

/** Logical pixels of styles are this many millimetres on paper. */
#define ATLAS_PAPER_PIXEL 0.25

#define ATLAS_LAYOUT_ERROR (atlas_layout_error_quark ())

typedef enum
{
  ATLAS_LAYOUT_ERROR_SCALE,     /* not a scale, or one that no map can have */
  ATLAS_LAYOUT_ERROR_PAPER,     /* an unknown paper, or one without room */
  ATLAS_LAYOUT_ERROR_PLACE,     /* the place cannot be drawn in this system */
  ATLAS_LAYOUT_ERROR_TEMPLATE,  /* an unknown template, or a broken one */
  ATLAS_LAYOUT_ERROR_EMPTY,     /* nothing to print */
  ATLAS_LAYOUT_ERROR_FONT,      /* no font with Chinese */
  ATLAS_LAYOUT_ERROR_FORMAT,    /* an unknown file format */
  ATLAS_LAYOUT_ERROR_WRITE,     /* the file cannot be written; the old one is as it was */
} AtlasLayoutError;

GQuark         atlas_layout_error_quark (void);

/**
 * atlas_map_frame_new:
 * @lon: degrees, of the frame's middle
 * @lat: degrees
 * @scale: the denominator: 50000 for 1:50 000 — of the plane, but for Web Mercator, where it is that on the ground in the middle
 * @rotation: degrees by which the map is turned clockwise in its frame; 0: grid north is up
 * @width: millimetres
 * @height: millimetres
 *
 * Returns: (transfer full) (nullable): the frame, or %NULL with %ATLAS_LAYOUT_ERROR
 */
AtlasMapFrame *atlas_map_frame_new (AtlasCrs  *crs,
                                    double     lon,
                                    double     lat,
                                    double     scale,
                                    double     rotation,
                                    double     width,
                                    double     height,
                                    GError   **error);

/**
 * atlas_map_frame_new_fit:
 * @extent: degrees; what must be seen
 * @standard: takes the next smaller scale of atlas_map_frame_get_standard_scales(), else the largest that fits
 *
 * Returns: (transfer full) (nullable): as atlas_map_frame_new()
 */
AtlasMapFrame *atlas_map_frame_new_fit (AtlasCrs           *crs,
                                        const AtlasExtent  *extent,
                                        gboolean            standard,
                                        double              rotation,
                                        double              width,
                                        double              height,
                                        GError            **error);

AtlasMapFrame *atlas_map_frame_ref (AtlasMapFrame *self);
void           atlas_map_frame_unref (AtlasMapFrame *self);

/** atlas_map_frame_get_standard_scales: @n: (out): Returns: (transfer none) (array length=n): denominators, rising: 500, 1000 … */
const double  *atlas_map_frame_get_standard_scales (gsize *n);

AtlasCrs      *atlas_map_frame_get_crs (AtlasMapFrame *self);
double         atlas_map_frame_get_lon (AtlasMapFrame *self);
double         atlas_map_frame_get_lat (AtlasMapFrame *self);
double         atlas_map_frame_get_scale (AtlasMapFrame *self);
double         atlas_map_frame_get_rotation (AtlasMapFrame *self);
double         atlas_map_frame_get_width (AtlasMapFrame *self);
double         atlas_map_frame_get_height (AtlasMapFrame *self);

/** atlas_map_frame_to_page: @x, @y: (out): where a place (degrees) lies, millimetres in the frame; infinity where it cannot. */
void           atlas_map_frame_to_page (AtlasMapFrame *self,
                                        double         lon,
                                        double         lat,
                                        double        *x,
                                        double        *y);

/** atlas_map_frame_to_place: the way back. */
void           atlas_map_frame_to_place (AtlasMapFrame *self,
                                         double         x,
                                         double         y,
                                         double        *lon,
                                         double        *lat);

/** atlas_map_frame_plane_to_page: the same from metres of the plane, which is an affine map. */
void           atlas_map_frame_plane_to_page (AtlasMapFrame *self,
                                              double         easting,
                                              double         northing,
                                              double        *x,
                                              double        *y);

/** atlas_map_frame_page_to_plane: its inverse. */
void           atlas_map_frame_page_to_plane (AtlasMapFrame *self,
                                              double         x,
                                              double         y,
                                              double        *easting,
                                              double        *northing);

/** atlas_map_frame_get_extent: @margin: millimetres added on all sides.  Returns: degrees that hold all that the frame shows. */
AtlasExtent    atlas_map_frame_get_extent (AtlasMapFrame *self,
                                           double         margin);

/** atlas_map_frame_get_zoom: Returns: the zoom of the screen at which styles and names look as at this scale. */
double         atlas_map_frame_get_zoom (AtlasMapFrame *self);

/**
 * atlas_map_frame_get_true_scales:
 * @least: (out): the smallest denominator on the ground that is met in the frame
 * @most: (out): the largest
 *
 * Over a grid of places in the frame, by the plane's factors.
 */
void           atlas_map_frame_get_true_scales (AtlasMapFrame *self,
                                                double        *least,
                                                double        *most);

/** atlas_map_frame_get_convergence: Returns: degrees clockwise from true north to grid north in the middle. */
double         atlas_map_frame_get_convergence (AtlasMapFrame *self);

/**
 * atlas_map_frame_to_sheet:
 * @coords: (array): 2 × @n doubles: degrees in; "sheet degrees" out: what atlas_map_frame_get_view() takes for longitude and
 *   latitude; infinity where the plane does not reach
 *
 * The trick by which paper is painted by the painter of the screen: places are moved so that Web Mercator puts them where the
 * plane does.
 */
void           atlas_map_frame_to_sheet (AtlasMapFrame *self,
                                         double        *coords,
                                         gsize          n);

/**
 * atlas_map_frame_get_view:
 * @detail: device pixels in a logical one: how fine lines are simplified
 * @view: (out): the painter's view of tables in sheet degrees; in logical pixels of ATLAS_PAPER_PIXEL mm, whole ones: its
 *   middle is the frame's
 */
void           atlas_map_frame_get_view (AtlasMapFrame *self,
                                         double         detail,
                                         AtlasView     *view);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasMapFrame, atlas_map_frame_unref)

G_END_DECLS
