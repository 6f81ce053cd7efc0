/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-source.h"
#include "project/atlas-layer.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_PROJECT (atlas_project_get_type ())

/**
 * AtlasProject:
 *
 * What the user is working on: the subject layers, bottom first (the order of painting), and the basemap under them.  It is
 * a #GListModel of #AtlasLayer for the subjects.  Main thread only.  Works without a display.
 *
 * Properties with notify: "basemap-visible", "basemap-opacity".  What it holds beside its layers is in atlas-project-work.h, its
 * file in atlas-project-file.h.  Signal "complained" (layer, text): the style or filter of a layer of the project's file does not
 * suit its features.
 */
G_DECLARE_FINAL_TYPE (AtlasProject, atlas_project, ATLAS, PROJECT, GObject)

AtlasProject *atlas_project_new (void);

/**
 * atlas_project_add_shipped:
 * @subjects: also the five subjects (basin, Taihang No.1, scenic spots, sponge city, key projects); else only the basemap
 *
 * Maps the images of the shipped layers; cheap.
 *
 * Returns: %FALSE with %ATLAS_DATA_ERROR when one is missing or damaged
 */
gboolean      atlas_project_add_shipped (AtlasProject  *self,
                                         gboolean       subjects,
                                         GError       **error);

/** atlas_project_get_shipped_title: Returns: (transfer none) (nullable): what a shipped layer is called unless it is renamed; %NULL:
 * @layer is none. */
const char   *atlas_project_get_shipped_title (AtlasLayer *layer);

/** atlas_project_add: puts @layer on top; the project takes a reference. */
void          atlas_project_add (AtlasProject *self,
                                 AtlasLayer   *layer);
void          atlas_project_remove (AtlasProject *self,
                                    AtlasLayer   *layer);

/** atlas_project_move: puts @layer at @position (0 is the bottom). */
void          atlas_project_move (AtlasProject *self,
                                  AtlasLayer   *layer,
                                  guint         position);

/**
 * atlas_project_open:
 *
 * Adds a layer for @file on top at once, in the state of loading, and fills it when it is read; a file of several layers
 * adds the further ones above it.  Failing is told by the layer's state and the signal "failed" (layer), readiness by
 * "opened" (layer) for each.  A layer that is removed stops its reading.
 *
 * Returns: (transfer none): the layer
 */
AtlasLayer   *atlas_project_open (AtlasProject     *self,
                                  GFile            *file,
                                  AtlasSourceFlags  flags);

/** atlas_project_retry: reads the file of a failed layer again. */
void          atlas_project_retry (AtlasProject *self,
                                   AtlasLayer   *layer);

/** atlas_project_cancel: stops reading; the layer goes away. */
void          atlas_project_cancel (AtlasProject *self,
                                    AtlasLayer   *layer);

/** atlas_project_get_n_ground: Returns: how many layers the basemap has, bottom first. */
guint         atlas_project_get_n_ground (AtlasProject *self);

/** atlas_project_get_ground: Returns: (transfer none): layer @index of the basemap. */
AtlasLayer   *atlas_project_get_ground (AtlasProject *self,
                                        guint         index);
gboolean      atlas_project_get_basemap_visible (AtlasProject *self);
void          atlas_project_set_basemap_visible (AtlasProject *self,
                                                 gboolean      visible);
double        atlas_project_get_basemap_opacity (AtlasProject *self);
void          atlas_project_set_basemap_opacity (AtlasProject *self,
                                                 double        opacity);

/** atlas_project_get_home: Returns: the extent of the city, where the map opens. */
AtlasExtent   atlas_project_get_home (AtlasProject *self);

G_END_DECLS
