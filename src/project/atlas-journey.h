/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "project/atlas-project.h"
#include "project/atlas-trip.h"
#include "route/atlas-itinerary.h"

G_BEGIN_DECLS

/**
 * AtlasJourney:
 * @way: what is travelled
 * @places: (element-type AtlasTripPlace): from, by way of, to: of ATLAS_TRIP_BETWEEN
 * @segment: (nullable): id or name, of ATLAS_TRIP_SEGMENT
 * @from: (nullable): where a part of it begins
 * @to: (nullable): where it ends
 * @layer: (nullable): id of the layer of the line, of ATLAS_TRIP_FEATURE
 * @feature: (nullable): id of the line there
 * @number: of the line, where it has no id
 * @within: metres from the line
 * @reverse: the other way round
 * @where: (nullable): only features of which this expression is true
 * @choices: (nullable): an object: a field of the scenic spots and the value that was chosen for it
 * @layers: (nullable) (array zero-terminated=1): ids of the layers to look in; %NULL: the usual
 * @itinerary: (nullable): the stops, the nights, the speed and the start
 * @more: (nullable): what its file says of it that we do not know
 *
 * A journey as it is kept in a project: what was asked, as it was typed, and where one stops.  Whoever made one may change it; one
 * that a project has is not changed any more.  Main thread.
 */
typedef struct
{
  AtlasTripWay    way;
  GArray         *places;
  char           *segment;
  char           *from;
  char           *to;
  char           *layer;
  char           *feature;
  gsize           number;
  double          within;
  gboolean        reverse;
  char           *where;
  JsonNode       *choices;
  GStrv           layers;
  AtlasItinerary *itinerary;
  JsonObject     *more;
} AtlasJourney;

AtlasJourney *atlas_journey_new (void);
void          atlas_journey_free (AtlasJourney *self);

/** atlas_journey_add_place: @lon, @lat: degrees, or NaN when the text says where. */
void          atlas_journey_add_place (AtlasJourney *self,
                                       const char   *text,
                                       double        lon,
                                       double        lat);

/**
 * atlas_journey_new_query:
 * @project: has the layer of the line that is travelled, if it is one
 *
 * Returns: (transfer full): what the journey asks, without layers to look in
 */
AtlasTripQuery *atlas_journey_new_query (const AtlasJourney *self,
                                         AtlasProject       *project);

/**
 * atlas_journey_usual_layers:
 *
 * Returns: (transfer full) (element-type AtlasAlongLayer): where one looks for what lies along a line: the scenic spots and the
 *   person's own layers, as they are shown
 */
GArray       *atlas_journey_usual_layers (AtlasProject *project);

/** atlas_journey_to_json: Returns: (transfer full): as src/project/README.md describes. */
JsonNode     *atlas_journey_to_json (const AtlasJourney *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasJourney, atlas_journey_free)

G_END_DECLS
