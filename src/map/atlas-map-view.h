/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "map/atlas-map-select.h"
#include "map/atlas-pin-layer.h"
#include "project/atlas-project.h"
#include "render/atlas-view.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_MAP_VIEW (atlas_map_view_get_type ())

/**
 * AtlasMapView:
 *
 * The map of a project: a ShumateMap with one vector layer for the basemap, one for each subject layer, one for the
 * selection and one for the names, plus scale bar, compass and zoom buttons.  It follows the project by itself.
 *
 * Signals: "picked" (lon, lat, x, y: doubles; a click or tap that was neither a drag nor half of a double click,
 * told a quarter of a second later: degrees and widget pixels),
 * "pointer-moved" (lon, lat: doubles; NaN when the pointer left),
 * "select-at" (lon, lat: a place that was clicked with Shift), "select-within" (a #GBytes of doubles: lon, lat of the corners
 * of an outline that was drawn; see AtlasMapSelect),
 * "clicked" (lon, lat: doubles, n: int; returns boolean): every click at once, the n-th in one place; whoever returns %TRUE has
 * it for itself: it neither picks nor zooms.
 * Properties: "project", "settled" (boolean, read-only, notify: everything in view is painted at the present zoom),
 * "view-changed" is a signal (no arguments) when centre, zoom, rotation or size changed.
 */
G_DECLARE_FINAL_TYPE (AtlasMapView, atlas_map_view, ATLAS, MAP_VIEW, GtkWidget)

AtlasMapView *atlas_map_view_new (AtlasProject *project);

/**
 * atlas_map_view_expect_size:
 * @width: logical pixels
 * @height: likewise
 *
 * Tells how large the map will probably be, before it is shown: its first view is then painted while the rest of the window
 * is still being built.  A wrong guess only costs the painting.
 */
void          atlas_map_view_expect_size (AtlasMapView *self,
                                          int           width,
                                          int           height);

/** atlas_map_view_get_view: @view: (out): what is shown now, north-up part of it: size in logical pixels, device scale. */
void          atlas_map_view_get_view (AtlasMapView *self,
                                       AtlasView    *view);

/** atlas_map_view_get_rotation: Returns: how far the map is turned, radians, clockwise. */
double        atlas_map_view_get_rotation (AtlasMapView *self);

/** atlas_map_view_go_to: moves there, gliding when @animate (and the desktop has animations on). */
void          atlas_map_view_go_to (AtlasMapView *self,
                                    double        lon,
                                    double        lat,
                                    double        zoom,
                                    gboolean      animate);

/** atlas_map_view_show_extent: shows all of @extent with some room around it. */
void          atlas_map_view_show_extent (AtlasMapView      *self,
                                          const AtlasExtent *extent,
                                          gboolean           animate);
void          atlas_map_view_zoom_by (AtlasMapView *self,
                                      double        steps);
void          atlas_map_view_go_home (AtlasMapView *self);
void          atlas_map_view_reset_rotation (AtlasMapView *self);

/** atlas_map_view_set_rotation: turns the map at once: @rotation: radians, clockwise. */
void          atlas_map_view_set_rotation (AtlasMapView *self,
                                           double        rotation);

/** atlas_map_view_to_widget: @x, @y: (out): where a place lies in the widget's pixels, rotation included. */
void          atlas_map_view_to_widget (AtlasMapView *self,
                                        double        lon,
                                        double        lat,
                                        double       *x,
                                        double       *y);

/**
 * atlas_map_view_set_highlight:
 * @layer: (nullable): %NULL: none
 *
 * Outlines a feature.  Costs no more than painting the feature in the blocks in view.
 */
void          atlas_map_view_set_highlight (AtlasMapView *self,
                                            AtlasLayer   *layer,
                                            gsize         feature);

/** atlas_map_view_start_select: the next drag draws @shape, and selects with it; %ATLAS_MAP_SELECT_NONE: no longer. */
void          atlas_map_view_start_select (AtlasMapView        *self,
                                           AtlasMapSelectShape  shape);

/** atlas_map_view_get_select: Returns: what the next drag draws. */
AtlasMapSelectShape atlas_map_view_get_select (AtlasMapView *self);

/** atlas_map_view_set_crosshair: whether the pointer is a crosshair, which tells that clicks take places. */
void          atlas_map_view_set_crosshair (AtlasMapView *self,
                                            gboolean      crosshair);

/**
 * atlas_map_view_add_overlay:
 * @widget: (transfer floating): fills the map's room, below its buttons, and takes no clicks
 *
 * Lays a drawing over the map.  atlas_map_view_to_widget() tells it where places lie; "view-changed" when it must draw anew.
 */
void          atlas_map_view_add_overlay (AtlasMapView *self,
                                          GtkWidget    *widget);

/**
 * atlas_map_view_set_route:
 * @route: (nullable): a table whose lines are travelled: drawn as a band under the subject layers
 * @pins: (array length=n): what lies along them
 */
void          atlas_map_view_set_route (AtlasMapView      *self,
                                        AtlasTable        *route,
                                        const AtlasMapPin *pins,
                                        gsize              n);

/** atlas_map_view_choose_pin: @index: of the pins, or -1: lets that one stand out. */
void          atlas_map_view_choose_pin (AtlasMapView *self,
                                         int           index);

/** atlas_map_view_find_pin: @x, @y: the widget's pixels.  Returns: the pin that is drawn there, or -1. */
int           atlas_map_view_find_pin (AtlasMapView *self,
                                       double        x,
                                       double        y);

gboolean      atlas_map_view_get_settled (AtlasMapView *self);

G_END_DECLS
