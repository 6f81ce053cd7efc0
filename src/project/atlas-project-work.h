/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "project/atlas-journey.h"
#include "project/atlas-project.h"

G_BEGIN_DECLS

/* What a project holds beside its layers.  Main thread only.  A change of the title, the bookmarks, the journeys or the layouts is
 * told by the project's signal "work-changed". */

/** A view of the map: the middle in degrees, the zoom, how far it is turned in degrees clockwise. */
typedef struct
{
  double lon;
  double lat;
  double zoom;
  double rotation;
} AtlasProjectView;

/**
 * AtlasBookmark:
 * @more: (nullable): what its file says of it that we do not know
 *
 * A view that has a name.
 */
typedef struct
{
  char             *name;
  AtlasProjectView  view;
  JsonObject       *more;
} AtlasBookmark;

/** atlas_project_get_title: Returns: (transfer none) (nullable): what it is called; %NULL: as its file. */
const char          *atlas_project_get_title (AtlasProject *self);
void                 atlas_project_set_title (AtlasProject *self,
                                              const char   *title);

/** atlas_project_get_view: @view: (out).  Returns: whether there is one that the map is to open with. */
gboolean             atlas_project_get_view (AtlasProject     *self,
                                             AtlasProjectView *view);

/** atlas_project_set_view: @view: (nullable).  Not told by a signal: looking around is no change. */
void                 atlas_project_set_view (AtlasProject           *self,
                                             const AtlasProjectView *view);

guint                atlas_project_get_n_bookmarks (AtlasProject *self);

/** atlas_project_get_bookmark: Returns: (transfer none): bookmark @index, in the order in which they were added. */
const AtlasBookmark *atlas_project_get_bookmark (AtlasProject *self,
                                                 guint         index);
void                 atlas_project_add_bookmark (AtlasProject           *self,
                                                 const char             *name,
                                                 const AtlasProjectView *view);
void                 atlas_project_rename_bookmark (AtlasProject *self,
                                                    guint         index,
                                                    const char   *name);
void                 atlas_project_remove_bookmark (AtlasProject *self,
                                                    guint         index);

/** atlas_project_get_n_journeys: Returns: how many there are; the road panel shows the first. */
guint                atlas_project_get_n_journeys (AtlasProject *self);

/** atlas_project_get_journey: Returns: (transfer none): journey @index. */
const AtlasJourney  *atlas_project_get_journey (AtlasProject *self,
                                                guint         index);

/** atlas_project_set_journey: @index: at most their number; @journey: (transfer full) (nullable): %NULL takes it away. */
void                 atlas_project_set_journey (AtlasProject *self,
                                                guint         index,
                                                AtlasJourney *journey);

/** atlas_project_get_layouts: Returns: (transfer none) (nullable): a list of objects, which the project only keeps. */
JsonNode            *atlas_project_get_layouts (AtlasProject *self);

/** atlas_project_set_layouts: @layouts: (nullable): a list; the project takes a copy, so that it can be changed afterwards. */
void                 atlas_project_set_layouts (AtlasProject *self,
                                                JsonNode     *layouts);

G_END_DECLS
