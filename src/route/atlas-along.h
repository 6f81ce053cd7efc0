/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "route/atlas-network.h"

G_BEGIN_DECLS

/**
 * AtlasAlong:
 *
 * What lies along a line, in the order of travel.  Immutable and ref-counted: any thread.
 *
 * A point counts from where it is, a line or an area from its nearest place; where the road runs through an area the place is
 * on the road, half-way along the stretch inside.
 *
 * Passings.  The road passes a place where it is nearest to it, and passes it again where it is nearest once more after it got
 * at least @apart farther away than it is at either of the two; a run of the line is a road of its own.  In other words, the
 * passings are the minima of the distance along a run whose persistence is at least @apart, and of them those no farther than
 * @within are listed.  So hairpins beside a place are one passing, and so is a road that winds along the edge of the circle; a road
 * that goes by, turns and comes back passes twice.  For lines and areas the road is looked at in pieces of up to a kilometre.
 */
typedef struct _AtlasAlong AtlasAlong;

/** How much farther away a road gets between two passings: so many metres, or half of what is within if that is less. */
#define ATLAS_ALONG_APART 1000.0

/**
 * AtlasAlongTest:
 *
 * Called on several threads at the same time.
 *
 * Returns: whether @feature is to be looked at
 */
typedef gboolean (*AtlasAlongTest) (gsize    feature,
                                    gpointer user_data);

/**
 * AtlasAlongLayer:
 * @table: where to look
 * @name: what the layer is called in the answer
 * @test: (nullable): picks features, as a filter does
 * @test_data: for @test
 * @test_free: (nullable): called with @test_data when the search is over, however it ends
 */
typedef struct
{
  AtlasTable     *table;
  const char     *name;
  AtlasAlongTest  test;
  gpointer        test_data;
  GDestroyNotify  test_free;
} AtlasAlongLayer;

/**
 * AtlasAlongOptions:
 * @within: metres, from the line
 * @each_passing: list a place as often as it is passed, else at its nearest point only
 * @apart: metres, see AtlasAlong; 0 for what ATLAS_ALONG_APART says
 */
typedef struct
{
  double   within;
  gboolean each_passing;
  double   apart;
} AtlasAlongOptions;

/**
 * AtlasAlongItem:
 * @layer: which of the layers
 * @feature: in its table
 * @side: as seen in the direction of travel
 * @passing: 1 for the first time, …
 * @n_passings: how often it is listed
 * @stretch: of the line
 * @measure: of the foot, metres along the line
 * @offset: metres from the line to the place, geodesic
 * @lon: of the place, degrees
 * @lat: likewise
 * @foot_lon: of the nearest point of the line, degrees; by road, of where one leaves the line
 * @foot_lat: likewise
 * @enter: where the road comes into an area that it runs through, metres along the line; else as @measure
 * @leave: where it leaves it
 * @road: metres over the network from where one leaves the line; NaN when it was not looked for by road
 * @rest: with @road: metres in a straight line from the network to the place
 */
typedef struct
{
  guint32        layer;
  guint32        feature;
  AtlasRouteSide side;
  guint16        passing;
  guint16        n_passings;
  guint32        stretch;
  double         measure;
  double         offset;
  double         lon;
  double         lat;
  double         foot_lon;
  double         foot_lat;
  double         enter;
  double         leave;
  double         road;
  double         rest;
} AtlasAlongItem;

/**
 * atlas_along_new:
 * @layers: (array length=n_layers): the tables are kept, the names copied
 *
 * Looks for all that lies along a line, on all processors.  At one place of the line (an end, a bend) what lies further ahead
 * comes later; turning the line round turns the list round.
 *
 * Returns: (transfer full) (nullable): the list, or %NULL with %G_IO_ERROR_CANCELLED
 */
AtlasAlong           *atlas_along_new (AtlasRouteLine           *line,
                                       const AtlasAlongLayer    *layers,
                                       gsize                     n_layers,
                                       const AtlasAlongOptions  *options,
                                       GCancellable             *cancellable,
                                       GError                  **error);

/**
 * atlas_along_new_by_road:
 * @network: that @line is of
 * @options: of which @within is metres by road: over the network and, from where that is nearest to the place, straight
 *
 * Looks for all that the roads lead to within a distance, one way, from wherever one leaves the line.  The measure of an item is
 * where one leaves it, the side is where the place lies as seen from there; the offset stays that of the straight line.  A line or
 * an area counts from the place that is nearest to the line.
 *
 * Returns: (transfer full) (nullable): the list; or %NULL with %G_IO_ERROR_CANCELLED, or %ATLAS_ROUTE_ERROR_NO_PATH when @line is
 *   no part of @network
 */
AtlasAlong           *atlas_along_new_by_road (AtlasRouteLine           *line,
                                               AtlasNetwork             *network,
                                               const AtlasAlongLayer    *layers,
                                               gsize                     n_layers,
                                               const AtlasAlongOptions  *options,
                                               GCancellable             *cancellable,
                                               GError                  **error);

/** atlas_along_new_async: the same as atlas_along_new() on a thread of its own. */
void                  atlas_along_new_async (AtlasRouteLine          *line,
                                             const AtlasAlongLayer   *layers,
                                             gsize                    n_layers,
                                             const AtlasAlongOptions *options,
                                             GCancellable            *cancellable,
                                             GAsyncReadyCallback      callback,
                                             gpointer                 user_data);

/** atlas_along_new_finish: Returns: (transfer full) (nullable): as atlas_along_new(). */
AtlasAlong           *atlas_along_new_finish (GAsyncResult  *result,
                                              GError       **error);

AtlasAlong           *atlas_along_ref (AtlasAlong *self);
void                  atlas_along_unref (AtlasAlong *self);

AtlasRouteLine       *atlas_along_get_line (AtlasAlong *self);
double                atlas_along_get_within (AtlasAlong *self);

/** atlas_along_is_by_road: Returns: whether distances by road decided what is listed. */
gboolean              atlas_along_is_by_road (AtlasAlong *self);
gsize                 atlas_along_get_n_items (AtlasAlong *self);
const AtlasAlongItem *atlas_along_get_item (AtlasAlong *self,
                                            gsize       index);

/** atlas_along_get_table: Returns: (transfer none): the table of layer @layer. */
AtlasTable           *atlas_along_get_table (AtlasAlong *self,
                                             guint32     layer);

/** atlas_along_get_layer_name: Returns: (transfer none): what layer @layer is called. */
const char           *atlas_along_get_layer_name (AtlasAlong *self,
                                                  guint32     layer);

/* Of item @index. */

/** atlas_along_get_name: Returns: (transfer none) (nullable): its name, in English if it has one and @english. */
const char           *atlas_along_get_name (AtlasAlong *self,
                                            gsize       index,
                                            gboolean    english);

/** atlas_along_get_id: Returns: (transfer none) (nullable): its id. */
const char           *atlas_along_get_id (AtlasAlong *self,
                                          gsize       index);

/** atlas_along_get_visit_minutes: Returns: how long a visit takes as its field visit_min says; NaN when it does not. */
double                atlas_along_get_visit_minutes (AtlasAlong *self,
                                                     gsize       index);

/** atlas_along_get_to_next: Returns: metres along the line to the next item; from the last one, to the end. */
double                atlas_along_get_to_next (AtlasAlong *self,
                                               gsize       index);

/**
 * atlas_along_get_by_road:
 * @reach: from the same line, atlas_network_reach_from_line()
 * @rest: (out): metres in a straight line from the road to the place: no road of ours is known there
 *
 * How far a place is from the line by the roads of the network that do not belong to it: as far as the network comes near it.
 * That is where the network is nearest to the place, not where a driveway would be.
 *
 * Returns: metres over the network; 0 when the line itself is nearest; infinity when no road leads there
 */
double                atlas_along_get_by_road (AtlasAlong   *self,
                                               gsize         index,
                                               AtlasNetwork *network,
                                               AtlasReach   *reach,
                                               double       *rest);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasAlong, atlas_along_unref)

G_END_DECLS
