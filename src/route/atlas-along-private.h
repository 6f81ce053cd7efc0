/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "route/atlas-along.h"
#include "route/atlas-route-line-private.h"

G_BEGIN_DECLS

/** An item, and what tells which comes first at one place of the line: how far ahead it lies. */
typedef struct
{
  AtlasAlongItem item;
  double         ahead;
} AtlasAlongHit;

/** _atlas_along_new_from_hits: @like: whose line and layers it has; @hits: (transfer full) (element-type AtlasAlongHit): in any
 * order.  Returns: (transfer full): a list by road. */
AtlasAlong *_atlas_along_new_from_hits (AtlasAlong *like,
                                        double      within,
                                        GArray     *hits);

/* Of the room only: the passings of one place, found by walking along the line.
 *
 * The walk goes over the pieces that may be near, in order, and is told three squared distances of each: at its first
 * vertex, at its nearest point, at its last vertex.  Along a piece the distance to a point falls, then rises, so these are all
 * that a minimum or maximum can be at. */

/** Where the line is nearest on a passing, or from where to where the road runs through an area. */
typedef struct
{
  gsize  piece;
  double part;
  double distance2;
  gsize  last_piece;
  double last_part;
} AtlasPassing;

/** A node that was gone past without a look at its pieces; @bound: no nearer (no farther) than this. */
typedef struct
{
  guint  level;
  gsize  node;
  double bound;
} AtlasPassed;

#define ATLAS_PASSED_MOST 32

typedef struct
{
  double    within;       /* how far it looks, a chord: what is listed, and apart more */
  double    within2;
  double    apart;
  gboolean  has_inside;   /* the place may be an area, with a stretch of the road in it */

  gsize     next;         /* the piece that would go on */
  gboolean  inside;       /* the circle that it looks in */
  gboolean  falling;      /* a nearest point is looked for, else a farthest one */
  double    turn2;        /* what ends the falling or the rising; NaN: not worked out */
  double    high2;
  double    here2;        /* at the vertex before @next */
  double    bound;        /* what the nearest (farthest) place so far cannot be nearer (farther) than, the passed ones too */
  guint     n_passed;
  AtlasPassed passed[ATLAS_PASSED_MOST];
  const AtlasSpot *place; /* NULL: there is no passing without a look */
  AtlasRouteLine  *line;
  AtlasPassing best;
  GArray   *found;        /* AtlasPassing */
} AtlasPassingWalk;

void     _atlas_passing_walk_begin (AtlasPassingWalk *self);
void     _atlas_passing_walk_piece (AtlasPassingWalk *self,
                                    gsize             piece,
                                    gboolean          starts_run,
                                    double            first2,
                                    double            nearest2,
                                    double            part,
                                    double            last2);
void     _atlas_passing_walk_end (AtlasPassingWalk *self);

/** _atlas_passing_walk_point: walks along @line past a point. */
void     _atlas_passing_walk_point (AtlasPassingWalk *self,
                                    AtlasRouteLine   *line,
                                    const AtlasSpot  *place);

/** Room for the distances of a line to one shape after another. */
typedef struct _AtlasShapeRoom AtlasShapeRoom;

AtlasShapeRoom *_atlas_shape_room_new (AtlasRouteLine *line);
void            _atlas_shape_room_free (AtlasShapeRoom *self);

/** _atlas_passing_walk_shape: walks along the line past a feature of any kind.  What is asked of @room holds until the next. */
void            _atlas_passing_walk_shape (AtlasPassingWalk *self,
                                           AtlasShapeRoom   *room,
                                           AtlasTable       *table,
                                           gsize             feature,
                                           double            within);

/** _atlas_shape_room_get_place: the place of the shape that is nearest to the line on a passing, degrees. */
void            _atlas_shape_room_get_place (AtlasShapeRoom     *self,
                                             const AtlasPassing *passing,
                                             double             *lon,
                                             double             *lat);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasShapeRoom, _atlas_shape_room_free)

G_END_DECLS
