/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "route/atlas-along.h"

G_BEGIN_DECLS

/**
 * AtlasItinerary:
 *
 * A journey along a line: which places one stops at, where a day ends, how fast one drives and when one starts.  It is changed by
 * one thread; atlas_itinerary_plan() works out the times, as a plan that does not change.
 */
typedef struct _AtlasItinerary AtlasItinerary;

/** What is taken when nothing else is known: minutes of a visit, km/h on mountain roads, 8:30, nine hours and a half in a day. */
#define ATLAS_ITINERARY_VISIT 60.0
#define ATLAS_ITINERARY_SPEED 40.0
#define ATLAS_ITINERARY_START 510.0
#define ATLAS_ITINERARY_LIMIT 570.0

/**
 * AtlasItineraryStop:
 * @layer: (nullable): the layer that it is from
 * @id: (nullable): its id there
 * @name: in Chinese or whatever the layer says
 * @name_en: (nullable): in English
 * @lon: of the place, degrees
 * @lat: likewise
 * @measure: where on the line one turns off to it, metres
 * @offset: metres from the line in a straight line
 * @side: as seen in the direction of travel
 * @detour: metres to drive from the line to the place, one way; @offset when nothing better is known
 * @visit: minutes; NaN when it is not known
 * @day_ends: one stays the night there
 */
typedef struct
{
  const char     *layer;
  const char     *id;
  const char     *name;
  const char     *name_en;
  double          lon;
  double          lat;
  double          measure;
  double          offset;
  AtlasRouteSide  side;
  double          detour;
  double          visit;
  gboolean        day_ends;
} AtlasItineraryStop;

AtlasItinerary           *atlas_itinerary_new (void);
void                      atlas_itinerary_free (AtlasItinerary *self);

/** atlas_itinerary_set_title: what the journey is called: "平顺县城 → 壶关县城". */
void                      atlas_itinerary_set_title (AtlasItinerary *self,
                                                     const char     *title);
const char               *atlas_itinerary_get_title (AtlasItinerary *self);

/** atlas_itinerary_set_length: metres of the line. */
void                      atlas_itinerary_set_length (AtlasItinerary *self,
                                                      double          length);
double                    atlas_itinerary_get_length (AtlasItinerary *self);

/** atlas_itinerary_set_speed: km/h, brought into 1 to 200. */
void                      atlas_itinerary_set_speed (AtlasItinerary *self,
                                                     double          speed);
double                    atlas_itinerary_get_speed (AtlasItinerary *self);

/** atlas_itinerary_set_start: when each day starts, minutes after midnight, brought into a day. */
void                      atlas_itinerary_set_start (AtlasItinerary *self,
                                                     double          minutes);
double                    atlas_itinerary_get_start (AtlasItinerary *self);

/** atlas_itinerary_set_limit: minutes from the start of a day to its end from which it is too long, brought into a day. */
void                      atlas_itinerary_set_limit (AtlasItinerary *self,
                                                     double          minutes);
double                    atlas_itinerary_get_limit (AtlasItinerary *self);

/** atlas_itinerary_add: puts a stop in the order of travel; texts are copied.  Returns: its place. */
guint                     atlas_itinerary_add (AtlasItinerary           *self,
                                               const AtlasItineraryStop *stop);

/** atlas_itinerary_add_item: the same for item @index of a list; @detour: metres one way, or NaN for its offset. */
guint                     atlas_itinerary_add_item (AtlasItinerary *self,
                                                    AtlasAlong     *along,
                                                    gsize           index,
                                                    double          detour);
void                      atlas_itinerary_remove (AtlasItinerary *self,
                                                  guint           index);
guint                     atlas_itinerary_get_n_stops (AtlasItinerary *self);
const AtlasItineraryStop *atlas_itinerary_get_stop (AtlasItinerary *self,
                                                    guint           index);

/** atlas_itinerary_find: Returns: the place of the stop of that layer and id at @measure, to a metre; or -1. */
int                       atlas_itinerary_find (AtlasItinerary *self,
                                                const char     *layer,
                                                const char     *id,
                                                double          measure);
void                      atlas_itinerary_set_visit (AtlasItinerary *self,
                                                     guint           index,
                                                     double          minutes);
void                      atlas_itinerary_set_day_ends (AtlasItinerary *self,
                                                        guint           index,
                                                        gboolean        day_ends);

/** atlas_itinerary_to_json: Returns: (transfer full): all of it, for the project. */
JsonNode                 *atlas_itinerary_to_json (AtlasItinerary *self);

/**
 * atlas_itinerary_new_from_json:
 *
 * Returns: (transfer full) (nullable): what atlas_itinerary_to_json() made, or %NULL with %ATLAS_ROUTE_ERROR_FORMAT; members
 *   that are missing take their usual values
 */
AtlasItinerary           *atlas_itinerary_new_from_json (JsonNode  *node,
                                                         GError   **error);

/**
 * AtlasPlanStop:
 * @day: from 0
 * @arrive: minutes after midnight of that day; 1440 and more is after the next midnight
 * @leave: likewise
 * @drive: metres driven since the stop before, or the start
 * @visit: minutes, as known or assumed
 * @assumed: nobody said how long a visit takes
 */
typedef struct
{
  guint    day;
  double   arrive;
  double   leave;
  double   drive;
  double   visit;
  gboolean assumed;
} AtlasPlanStop;

/**
 * AtlasPlanDay:
 * @first: its first stop
 * @n_stops: how many
 * @start: minutes after midnight
 * @end: likewise: when one is done with the last stop, on the last day at the end of the line
 * @drive: metres
 * @drive_time: minutes
 * @visit_time: minutes
 * @too_long: it takes longer than the limit
 */
typedef struct
{
  guint    first;
  guint    n_stops;
  double   start;
  double   end;
  double   drive;
  double   drive_time;
  double   visit_time;
  gboolean too_long;
} AtlasPlanDay;

/** What one should know of a plan. */
typedef enum
{
  ATLAS_PLAN_TOO_LONG = 1 << 0,      /* a day is too long */
  ATLAS_PLAN_ASSUMED = 1 << 1,       /* the time of a visit is assumed */
  ATLAS_PLAN_LATE = 1 << 2,          /* one arrives at a place after 17:30, when many close */
  ATLAS_PLAN_NO_STOPS = 1 << 3,
} AtlasPlanWarnings;

/**
 * AtlasPlan:
 *
 * The times of an itinerary.  Immutable; freed by its owner.
 *
 * A leg is driven back from a place to the line, along it and to the next place, all at the one speed.
 */
typedef struct
{
  guint              n_stops;
  AtlasPlanStop     *stops;
  guint              n_days;
  AtlasPlanDay      *days;
  double             drive;
  double             drive_time;
  AtlasPlanWarnings  warnings;
} AtlasPlan;

/** atlas_itinerary_plan: Returns: (transfer full): the times. */
AtlasPlan                *atlas_itinerary_plan (AtlasItinerary *self);
void                      atlas_plan_free (AtlasPlan *self);

typedef enum
{
  ATLAS_ITINERARY_GPX,        /* stops as waypoints and as a route, the line as a track */
  ATLAS_ITINERARY_KML,
  ATLAS_ITINERARY_CSV,        /* UTF-8 with a byte order mark, as Excel wants it */
  ATLAS_ITINERARY_MARKDOWN,
  ATLAS_ITINERARY_TEXT,       /* for a chat message */
} AtlasItineraryFormat;

/**
 * atlas_itinerary_export:
 * @line: (nullable): for the formats that hold it
 * @chinese: names and words in Chinese, else in English: as whoever gets it reads
 *
 * Returns: (transfer full): the itinerary in a format
 */
char                     *atlas_itinerary_export (AtlasItinerary       *self,
                                                  AtlasItineraryFormat  format,
                                                  AtlasRouteLine       *line,
                                                  gboolean              chinese);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasItinerary, atlas_itinerary_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasPlan, atlas_plan_free)

G_END_DECLS
