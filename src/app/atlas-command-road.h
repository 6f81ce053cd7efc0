/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/atlas-command.h"
#include "route/atlas-network.h"
#include "route/atlas-places.h"

G_BEGIN_DECLS

/* What the commands about the road share: the shipped road, names of places, the layers to look in.  Main thread. */

/** atlas_command_fail: prints @error.  Returns: the exit status of what failed. */
int            atlas_command_fail (const GError *error);

/** atlas_command_open_shipped: Returns: (transfer full) (nullable): the shipped layer @id. */
AtlasTable    *atlas_command_open_shipped (const char  *id,
                                           GError     **error);

/** atlas_command_open_road: Returns: (transfer full) (nullable): the segments of the Taihang No. 1 road. */
AtlasChainage *atlas_command_open_road (GError **error);

/** atlas_command_find_place: looks up the place @text: on the road, among the shipped layers, or longitude and latitude. */
gboolean       atlas_command_find_place (AtlasChainage  *road,
                                         const char     *text,
                                         AtlasPlace     *place,
                                         GError        **error);

/** A layer to look in. */
typedef struct
{
  AtlasTable *table;
  char       *name;
} AtlasCommandLayer;

/**
 * atlas_command_load_layers:
 * @files: (nullable): where to look; %NULL: in shipped layers
 * @names: (nullable): only these layers; of the shipped ones, %NULL is the scenic spots
 *
 * Returns: (transfer full) (nullable) (element-type AtlasCommandLayer): the layers, or %NULL with an error
 */
GArray        *atlas_command_load_layers (char   **files,
                                          char   **names,
                                          GError **error);

/** atlas_command_parse_km: Returns: %FALSE when @text is no number of kilometres, from 0. */
gboolean       atlas_command_parse_km (const char *text,
                                       double     *metres);

G_END_DECLS
