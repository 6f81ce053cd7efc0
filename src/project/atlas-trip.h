/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "route/atlas-along.h"
#include "route/atlas-places.h"

G_BEGIN_DECLS

/** What is travelled. */
typedef enum
{
  ATLAS_TRIP_BETWEEN,     /* over the road network from place to place */
  ATLAS_TRIP_SEGMENT,     /* a segment or section of the road, or a part of it */
  ATLAS_TRIP_FEATURE,     /* a line of any layer */
} AtlasTripWay;

/**
 * AtlasTripPlace:
 * @text: as typed
 * @lon: degrees; NaN when it is to be looked up
 * @lat: likewise
 */
typedef struct
{
  char   *text;
  double  lon;
  double  lat;
} AtlasTripPlace;

/**
 * AtlasTripLayer:
 * @table: where to look; only what its layer shows counts
 * @name: what the layer is called in the answer
 * @like: (nullable): an expression that counts only where the table has its fields, as a drop-down of grades does
 */
typedef struct
{
  AtlasTable *table;
  char       *name;
  char       *like;
} AtlasTripLayer;

/**
 * AtlasTripQuery:
 * @places: (element-type AtlasTripPlace): from, by way of, to: of ATLAS_TRIP_BETWEEN
 * @segment: (nullable): id or name, of ATLAS_TRIP_SEGMENT
 * @from: (nullable): where a part of it begins: a K-number or a place; %NULL or "": its start
 * @to: (nullable): where it ends
 * @part: with @from and @to: where on the map they are; NaN when their texts tell
 * @table: (nullable): of ATLAS_TRIP_FEATURE
 * @feature: likewise
 * @on_road: @table is of the road that the program ships, so the line has its K-numbers
 * @title: (nullable): what that feature is called
 * @within: metres from the line
 * @by_road: @within is by the roads of the network; of a line that is no part of it, straight all the same
 * @reverse: the other way round
 * @where: (nullable): only features of which this expression is true; layers without its fields have none
 * @layers: (element-type AtlasTripLayer)
 *
 * A question.  Not changed once it is asked.
 */
typedef struct
{
  AtlasTripWay way;
  GArray      *places;
  char        *segment;
  char        *from;
  char        *to;
  struct
  {
    double lon;
    double lat;
  } part[2];
  AtlasTable  *table;
  gsize        feature;
  gboolean     on_road;
  char        *title;
  double       within;
  gboolean     by_road;
  gboolean     reverse;
  char        *where;
  GArray      *layers;
} AtlasTripQuery;

AtlasTripQuery *atlas_trip_query_new (void);
void            atlas_trip_query_free (AtlasTripQuery *self);

/** atlas_trip_query_add_place: @lon, @lat: degrees, or NaN. */
void            atlas_trip_query_add_place (AtlasTripQuery *self,
                                            const char     *text,
                                            double          lon,
                                            double          lat);

/** atlas_trip_query_add_layer: @like: (nullable). */
void            atlas_trip_query_add_layer (AtlasTripQuery *self,
                                            AtlasTable     *table,
                                            const char     *name,
                                            const char     *like);

/**
 * AtlasTrip:
 * @error: (nullable): why there is no answer; the rest is then %NULL but @suggestions
 * @wrong_place: which of the places was not understood, or -1
 * @suggestions: (element-type AtlasPlace): what may have been meant by it
 * @title: "平顺县 → 壶关县"
 * @note: (nullable): sentences that one should know
 * @line: as travelled
 * @drawn: its runs as a table of one feature, to be drawn
 * @measures: (nullable) (array): with ATLAS_TRIP_BETWEEN, of each place of the question, in its order: metres along @line; they fall
 *   when the line is travelled the other way
 * @n_places: of the question, with @measures
 * @part_k: (nullable): with ATLAS_TRIP_SEGMENT: the K-numbers between which the line was cut
 * @along: what lies along it
 * @detours: (array): for each item the metres to drive from the line, one way; NaN when no road of ours leads there
 *
 * The answer.  Immutable.
 */
typedef struct
{
  GError         *error;
  int             wrong_place;
  GArray         *suggestions;
  char           *title;
  char           *note;
  AtlasRouteLine *line;
  AtlasTable     *drawn;
  double         *measures;
  guint           n_places;
  char           *part_k[2];
  AtlasAlong     *along;
  double         *detours;
} AtlasTrip;

/**
 * atlas_trip_new:
 *
 * Finds the answer.  The road, its network and the names of places are read the first time and kept.  A worker's job; any thread.
 *
 * Returns: (transfer full) (nullable): the answer, or %NULL with %G_IO_ERROR_CANCELLED
 */
AtlasTrip      *atlas_trip_new (const AtlasTripQuery  *query,
                                GCancellable          *cancellable,
                                GError               **error);
void            atlas_trip_free (AtlasTrip *self);

/** atlas_trip_new_async: @query: (transfer full). */
void            atlas_trip_new_async (AtlasTripQuery      *query,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
AtlasTrip      *atlas_trip_new_finish (GAsyncResult  *result,
                                       GError       **error);

/** atlas_trip_suggest_async: places that @text, which somebody is typing, may stand for. */
void            atlas_trip_suggest_async (const char          *text,
                                          guint                most,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);

/** atlas_trip_suggest_finish: Returns: (transfer full) (nullable) (element-type AtlasPlace): with texts that stay. */
GArray         *atlas_trip_suggest_finish (GAsyncResult  *result,
                                           GError       **error);

/**
 * AtlasTripLine:
 * @name: of a section or segment, in the program's language
 * @find: what atlas_chainage_find() wants to hear
 * @length: metres
 * @is_section: it stands for several segments
 *
 * Something that the road can be told apart by.
 */
typedef struct
{
  char    *name;
  char    *find;
  double   length;
  gboolean is_section;
} AtlasTripLine;

/** atlas_trip_list_lines_async: the sections that form a line, then the segments. */
void            atlas_trip_list_lines_async (GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);

/** atlas_trip_list_lines_finish: Returns: (transfer full) (nullable) (element-type AtlasTripLine): the list. */
GArray         *atlas_trip_list_lines_finish (GAsyncResult  *result,
                                              GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasTripQuery, atlas_trip_query_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasTrip, atlas_trip_free)

G_END_DECLS
