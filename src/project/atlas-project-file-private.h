/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "project/atlas-project-file.h"
#include "project/atlas-project-private.h"

G_BEGIN_DECLS

/* What the atlas-project-file*.c files share. */

#define ATLAS_PROJECT_FILE_FORMAT "taihang-atlas-project"
/* The ids of layers that are not shipped begin so. */
#define ATLAS_PROJECT_LAYER_PREFIX "layer-"

/** A layer as the file has it. */
typedef struct
{
  char           *id;           /* of a shipped layer, or "layer-3" */
  gboolean        shipped;
  char           *path;         /* (nullable) (type filename): of the others; absolute */
  gboolean        outside;
  GError         *refused;      /* (nullable): why there is no path */
  char           *sublayer;     /* (nullable) */
  char           *title;        /* (nullable) */
  gboolean        visible;
  double          opacity;
  AtlasLayerWish *wish;         /* (nullable): once it was given away */
  JsonNode       *columns;      /* (nullable) */
  JsonObject     *more;         /* (nullable) */
} AtlasProjectEntry;

struct _AtlasProjectFile
{
  gboolean          newer;
  char             *title;          /* (nullable) */
  gboolean          has_view;
  AtlasProjectView  view;
  gboolean          basemap_visible;
  double            basemap_opacity;
  GPtrArray        *layers;         /* AtlasProjectEntry, bottom first */
  GPtrArray        *bookmarks;      /* AtlasBookmark */
  GPtrArray        *journeys;       /* AtlasJourney */
  JsonNode         *layouts;        /* (nullable) */
  JsonObject       *more;           /* (nullable) */
  GPtrArray        *outside;        /* filenames */
  char             *checksum;
};

/** _atlas_bookmark_free: frees an AtlasBookmark. */
void _atlas_bookmark_free (gpointer bookmark);

G_END_DECLS
