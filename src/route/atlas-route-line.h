/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-table.h"

G_BEGIN_DECLS

/**
 * AtlasRouteLine:
 *
 * A line to travel along: places with measures (metres from its start, calibrated where a length is published), cut from
 * segments and joined in the direction of travel.  Immutable and ref-counted: any thread.
 *
 * A line is one run or several.  Where two runs do not touch, the measure goes on from one to the next without counting the
 * gap.  It is made of stretches, each a part of one segment; a stretch knows the chainage of its segment.
 *
 * Between vertices the line is a geodesic: long chords get vertices of ours, at most a kilometre apart.  Within such a piece
 * places are interpolated, which is true to some centimetres.
 */
typedef struct _AtlasRouteLine AtlasRouteLine;

/** On which side of the direction of travel a place lies; on: within a metre of the line, or the line runs through it. */
typedef enum
{
  ATLAS_ROUTE_ON,
  ATLAS_ROUTE_LEFT,
  ATLAS_ROUTE_RIGHT,
} AtlasRouteSide;

/** No segment of a chainage: a stretch of a line that comes from elsewhere. */
#define ATLAS_ROUTE_NO_SEGMENT G_MAXUINT32

/** How near two ends are taken for one, and how near a place is on the road, metres. */
#define ATLAS_ROUTE_TOUCH 1.0
#define ATLAS_ROUTE_ON_WITHIN 1.0

/**
 * AtlasRouteStretch:
 * @segment: its number in the AtlasChainage that it was cut from, or ATLAS_ROUTE_NO_SEGMENT
 * @id: (nullable): of the segment
 * @name: (nullable): of the segment
 * @name_en: (nullable): likewise in English
 * @start: measure on the line where it begins, metres
 * @end: where it ends
 * @from: chainage of the segment at @start, metres
 * @to: at @end; less than @from when the segment is travelled against its direction
 */
typedef struct
{
  guint32     segment;
  const char *id;
  const char *name;
  const char *name_en;
  double      start;
  double      end;
  double      from;
  double      to;
} AtlasRouteStretch;

/**
 * AtlasRouteFoot:
 * @measure: metres from the start of the line
 * @offset: metres from the place, geodesic
 * @lon: of the foot on the line, degrees
 * @lat: likewise
 * @side: where the place lies, seen in the direction of travel
 * @stretch: number of the stretch that it is on; where runs end and begin the measure alone does not tell
 *
 * The place on a line that is nearest to a place.
 */
typedef struct
{
  double         measure;
  double         offset;
  double         lon;
  double         lat;
  AtlasRouteSide side;
  guint          stretch;
} AtlasRouteFoot;

/**
 * atlas_route_line_new:
 * @coords: (array): 2 × @n_vertices doubles, longitude and latitude in turn; not finite ones are left out
 * @length: the line's published length in metres, or NaN for the geodesic length as drawn
 * @like: (nullable): whose @segment, @id, @name and @name_en it takes; the rest is not read
 *
 * Returns: (transfer full) (nullable): the line, or %NULL with %ATLAS_ROUTE_ERROR_NO_LENGTH
 */
AtlasRouteLine          *atlas_route_line_new (const double             *coords,
                                               gsize                     n_vertices,
                                               double                    length,
                                               const AtlasRouteStretch  *like,
                                               GError                  **error);

/**
 * atlas_route_line_new_joined:
 * @lines: (array length=n_lines): lines in any order and direction
 *
 * Joins lines where their ends touch.  Begins with the first; where several go on, one in its own direction comes before one
 * that must be turned round, then the first of the list.  What does not touch begins a new run.  The first line is turned
 * round if only its start touches others.
 *
 * Returns: (transfer full): the line
 */
AtlasRouteLine          *atlas_route_line_new_joined (AtlasRouteLine *const *lines,
                                                      gsize                  n_lines);

/**
 * atlas_route_line_new_from_feature:
 * @feature: a feature with lines; the outlines of areas count as lines too
 *
 * Returns: (transfer full) (nullable): its parts, joined where they touch; or %NULL with %ATLAS_ROUTE_ERROR
 */
AtlasRouteLine          *atlas_route_line_new_from_feature (AtlasTable  *table,
                                                            gsize        feature,
                                                            GError     **error);

/**
 * atlas_route_line_new_from_table:
 *
 * Returns: (transfer full) (nullable): all lines of a layer, joined where they touch; or %NULL with %ATLAS_ROUTE_ERROR
 */
AtlasRouteLine          *atlas_route_line_new_from_table (AtlasTable  *table,
                                                          GError     **error);

/** atlas_route_line_slice: Returns: (transfer full): the part from one measure to another; turned round when @from > @to. */
AtlasRouteLine          *atlas_route_line_slice (AtlasRouteLine *self,
                                                 double          from,
                                                 double          to);

/** atlas_route_line_reverse: Returns: (transfer full): the line from its end to its start. */
AtlasRouteLine          *atlas_route_line_reverse (AtlasRouteLine *self);

AtlasRouteLine          *atlas_route_line_ref (AtlasRouteLine *self);
void                     atlas_route_line_unref (AtlasRouteLine *self);

/** atlas_route_line_get_length: Returns: metres, calibrated. */
double                   atlas_route_line_get_length (AtlasRouteLine *self);

/** atlas_route_line_get_drawn_length: Returns: metres along the geodesics as drawn. */
double                   atlas_route_line_get_drawn_length (AtlasRouteLine *self);

/** atlas_route_line_get_n_runs: Returns: of how many pieces that do not touch it is, from 1. */
guint                    atlas_route_line_get_n_runs (AtlasRouteLine *self);

AtlasExtent              atlas_route_line_get_extent (AtlasRouteLine *self);

/* Vertices, ours among them, in travel order.  Two that follow each other in different runs are not joined. */
gsize                    atlas_route_line_get_n_vertices (AtlasRouteLine *self);

/**
 * atlas_route_line_get_vertex:
 * @lon: (out): degrees
 * @lat: (out): degrees
 * @measure: (out) (optional): metres
 *
 * Returns: whether a run begins here
 */
gboolean                 atlas_route_line_get_vertex (AtlasRouteLine *self,
                                                      gsize           index,
                                                      double         *lon,
                                                      double         *lat,
                                                      double         *measure);

guint                    atlas_route_line_get_n_stretches (AtlasRouteLine *self);
const AtlasRouteStretch *atlas_route_line_get_stretch (AtlasRouteLine *self,
                                                       guint           index);

/**
 * atlas_route_line_find_stretch:
 * @chainage: (out) (optional): the chainage of its segment there, metres
 *
 * Returns: (transfer none): the stretch at @measure; where two meet, the one that begins there
 */
const AtlasRouteStretch *atlas_route_line_find_stretch (AtlasRouteLine *self,
                                                        double          measure,
                                                        double         *chainage);

/** atlas_route_line_get_chainage: Returns: the chainage of the segment of stretch @index at @measure, metres. */
double                   atlas_route_line_get_chainage (AtlasRouteLine *self,
                                                        guint           index,
                                                        double          measure);

/**
 * atlas_route_line_locate:
 * @measure: metres, brought into the line
 * @lon: (out): degrees
 * @lat: (out): degrees
 */
void                     atlas_route_line_locate (AtlasRouteLine *self,
                                                  double          measure,
                                                  double         *lon,
                                                  double         *lat);

/**
 * atlas_route_line_nearest:
 * @foot: (out): where the line is nearest to a place
 *
 * Exact to two centimetres up to 10 km from the line: the foot is found in space, where the plane through it across the line
 * holds the geodesic to the place (the rest grows with the third power of the distance).  The offset is a geodesic.
 */
void                     atlas_route_line_nearest (AtlasRouteLine *self,
                                                   double          lon,
                                                   double          lat,
                                                   AtlasRouteFoot *foot);

/** atlas_route_side_get_name: Returns: (transfer none): "left", "right" or "on": stable, not translated. */
const char              *atlas_route_side_get_name (AtlasRouteSide side);

/**
 * AtlasRouteLineBuilder:
 *
 * Puts a line together from parts of others.  One thread.
 */
typedef struct _AtlasRouteLineBuilder AtlasRouteLineBuilder;

AtlasRouteLineBuilder   *atlas_route_line_builder_new (void);
void                     atlas_route_line_builder_free (AtlasRouteLineBuilder *self);

/** atlas_route_line_builder_add: goes on with the part of @line between two measures, turned round when @from > @to.  A new
 * run begins when its start is not within a metre of the end so far. */
void                     atlas_route_line_builder_add (AtlasRouteLineBuilder *self,
                                                       AtlasRouteLine        *line,
                                                       double                 from,
                                                       double                 to);

/**
 * atlas_route_line_builder_finish:
 *
 * Frees the builder too.
 *
 * Returns: (transfer full) (nullable): the line, or %NULL with %ATLAS_ROUTE_ERROR_NO_LENGTH
 */
AtlasRouteLine          *atlas_route_line_builder_finish (AtlasRouteLineBuilder  *self,
                                                          GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasRouteLine, atlas_route_line_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasRouteLineBuilder, atlas_route_line_builder_free)

G_END_DECLS
