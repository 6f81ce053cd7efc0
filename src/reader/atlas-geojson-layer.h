/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reader/atlas-geojson-chunks.h"

G_BEGIN_DECLS

/**
 * AtlasGeojsonLayer:
 * @fields: (array length=n_fields): in the order of the layer
 *
 * What all parts of a file together make of its fields and ids.
 */
typedef struct
{
  guint              n_fields;
  AtlasTableField   *fields;
  AtlasTablePiece  **pieces;      /* a chunk */
  /*< private >*/
  AtlasGeojsonChunks *chunks;
  GPtrArray          *names;      /* of fields as they were met, owned by the parsers */
  GHashTable         *numbers;    /* to their numbers + 1 */
  AtlasGeojsonType   *types;      /* of these */
  guint             **columns;    /* a parser: its column of each, or G_MAXUINT */
  guint              *order;      /* of the layer's fields: their numbers */
} AtlasGeojsonLayer;

void     atlas_geojson_layer_clear (AtlasGeojsonLayer *self);

/**
 * atlas_geojson_layer_make:
 * @path: (type filename): the file
 *
 * Decides on fields and ids, and makes the pieces of @chunks ready to be written.
 *
 * Returns: %FALSE when GDAL must decide
 */
gboolean atlas_geojson_layer_make (AtlasGeojsonLayer  *self,
                                   AtlasGeojsonChunks *chunks,
                                   const char         *path);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AtlasGeojsonLayer, atlas_geojson_layer_clear)

G_END_DECLS
