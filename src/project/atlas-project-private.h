/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "project/atlas-project-work.h"
#include "project/atlas-project.h"

G_BEGIN_DECLS

/* What the atlas-project*.c files share. */

struct _AtlasProject
{
  GObject    parent_instance;
  GPtrArray *layers;            /* AtlasLayer, bottom first */
  GPtrArray *ground;            /* AtlasLayer, bottom first */
  GHashTable *loads;            /* AtlasLayer → GCancellable */
  AtlasExtent home;
  gboolean   basemap_visible;
  double     basemap_opacity;
  guint      n_opened;          /* gives ids and colours */

  /* atlas-project-work.c */
  char       *title;            /* (nullable) */
  gboolean    has_view;
  AtlasProjectView view;
  GPtrArray  *bookmarks;        /* AtlasBookmark */
  GPtrArray  *journeys;         /* AtlasJourney */
  JsonNode   *layouts;          /* (nullable): a list */
  JsonObject *more;             /* (nullable) */
};

void        _atlas_project_init_work (AtlasProject *self);
void        _atlas_project_clear_work (AtlasProject *self);

/** _atlas_project_new_shipped: Returns: (transfer full) (nullable): the shipped layer @id, mapped; %NULL with an error. */
AtlasLayer *_atlas_project_new_shipped (const char  *id,
                                        GError     **error);

/** _atlas_project_new_style: Returns: (transfer full): what a layer of a file looks like when nobody said otherwise. */
AtlasStyle *_atlas_project_new_style (AtlasLayer *layer,
                                      AtlasTable *table);

/**
 * _atlas_project_read:
 * @layers: (array length=n): of one file, in the state of loading
 *
 * Reads the file of layers of a project's file, which know which of its layers they are and how they look.
 */
void        _atlas_project_read (AtlasProject *self,
                                 AtlasLayer  **layers,
                                 guint         n);

G_END_DECLS
