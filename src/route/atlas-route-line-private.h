/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "route/atlas-route-line.h"

G_BEGIN_DECLS

/* Of the room only: the line as the search for what lies along it sees it.
 *
 * Vertices also lie in space (x, y, z on the ellipsoid, metres, earth-centred).  Piece i runs from vertex i to i + 1; it is a
 * gap when vertex i + 1 begins a run.  Each FAN pieces that follow one another have a sphere around them (a leaf, level 0), and
 * each FAN spheres again, up to one around all: a node of level l and number k holds the pieces from k × FAN^(l + 1). */

#define ATLAS_ROUTE_FAN 4
#define ATLAS_ROUTE_SHIFT 2        /* FAN is 2 to this */
#define ATLAS_ROUTE_MOST_LEVELS 20

typedef struct
{
  double x;
  double y;
  double z;
} AtlasSpot;

/** A sphere that holds all pieces of a node; the radius is negative when all are gaps. */
typedef struct
{
  AtlasSpot middle;
  double    radius;
} AtlasRouteSphere;

/** From the first vertex of a node to its last: no place of the node is farther than @deviation from the place as far along the
 * chord; infinity when the node has gaps. */
typedef struct
{
  AtlasSpot way;
  double    deviation;
} AtlasRouteChord;

typedef struct
{
  gsize             n_nodes;
  AtlasRouteSphere *spheres;
  AtlasRouteChord  *chords;
  guint8           *has_gaps;     /* of each node */
} AtlasRouteLevel;

/** A stretch and its vertices; always of one run. */
typedef struct
{
  AtlasRouteStretch stretch;
  gsize             first;
  gsize             last;
} AtlasRouteSpan;

struct _AtlasRouteLine
{
  gatomicrefcount    ref_count;
  gsize              n;            /* vertices, at least 2 */
  double            *lon;          /* degrees; may leave ±180, so that neighbours are near */
  double            *lat;
  double            *measure;
  AtlasSpot         *spot;
  AtlasSpot         *way;          /* from vertex i to i + 1; zero for a gap and at the end */
  double            *per_way2;     /* 1 / |way|²; 0 for a gap */
  guint8            *starts;       /* vertex i begins a run */
  guint              n_levels;
  AtlasRouteLevel    levels[ATLAS_ROUTE_MOST_LEVELS];
  double             drawn;
  guint              n_runs;
  AtlasExtent        extent;
  GArray            *spans;        /* AtlasRouteSpan; their texts are in the pool */
  GStringChunk      *texts;
};

/** _atlas_spot: Returns: a place in space. */
AtlasSpot _atlas_spot (double lon,
                       double lat);

/** _atlas_spot_up: Returns: the direction away from the middle of the earth, of length 1. */
AtlasSpot _atlas_spot_up (const AtlasSpot *spot);

/** _atlas_chord_to_arc: Returns: metres along the earth between two places that are @chord apart through it; to 1 cm up to
 * 100 km. */
double    _atlas_chord_to_arc (double chord);
double    _atlas_arc_to_chord (double arc);

/**
 * _atlas_route_line_finish_foot:
 * @piece: where the foot is
 * @part: how far along the piece, 0 to 1
 * @along: (out) (optional): metres that the place lies further on than the foot: tells which of several places at one end or
 *   bend comes first
 *
 * All that is to be told of a foot; the offset by a chord, which is quick.
 */
void      _atlas_route_line_finish_foot (AtlasRouteLine  *self,
                                         gsize            piece,
                                         double           part,
                                         const AtlasSpot *place,
                                         AtlasRouteFoot  *foot,
                                         double          *along);

/** The pieces of a node: from its first up to, not including, @last. */
static inline gsize
atlas_route_node_pieces (AtlasRouteLine *line,
                         guint           level,
                         gsize           node,
                         gsize          *last)
{
  gsize first = node << (ATLAS_ROUTE_SHIFT * (level + 1));

  *last = MIN (first + ((gsize) 1 << (ATLAS_ROUTE_SHIFT * (level + 1))), line->n - 1);
  return first;
}

static inline double
atlas_spot_dot (AtlasSpot a,
                AtlasSpot b)
{
  return a.x * b.x + a.y * b.y + a.z * b.z;
}

static inline AtlasSpot
atlas_spot_minus (AtlasSpot a,
                  AtlasSpot b)
{
  return (AtlasSpot){ a.x - b.x, a.y - b.y, a.z - b.z };
}

/** A spot @part of the way @way on from @a. */
static inline AtlasSpot
atlas_spot_on (AtlasSpot a,
               AtlasSpot way,
               double    part)
{
  return (AtlasSpot){ a.x + part * way.x, a.y + part * way.y, a.z + part * way.z };
}

G_END_DECLS
