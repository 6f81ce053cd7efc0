/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-table-writer.h"
#include "reader/atlas-geojson-parser.h"
#include "reader/atlas-report.h"

G_BEGIN_DECLS

/**
 * AtlasGeojsonChunk:
 * @parser: who read it
 * @piece: (nullable): its features
 * @guesses: (array length=n_guesses): what it says of the parser's fields
 * @first_order: which of the parser's orders came with it
 *
 * What was read of a part of the file.
 */
typedef struct
{
  AtlasGeojsonParser *parser;
  AtlasTablePiece    *piece;
  AtlasGeojsonGuess  *guesses;
  guint               n_guesses;
  guint               first_order;
  guint               n_orders;
  gsize               n_read;
  gsize               n_unnumbered;
  GArray             *skips;        /* (element-type AtlasGeojsonSkip) (nullable) */
} AtlasGeojsonChunk;

/**
 * AtlasGeojsonChunks:
 * @chunks: (element-type AtlasGeojsonChunk): those that have features, in the order of the file
 * @parsers: (element-type AtlasGeojsonParser): who read them
 * @end: where the features end, behind their closing bracket
 * @n_features: kept
 */
typedef struct
{
  GArray     *chunks;
  GPtrArray  *parsers;
  AtlasArena *arena;
  guint64     end;
  gsize       n_features;
  gsize       n_read;
} AtlasGeojsonChunks;

void     atlas_geojson_chunks_clear (AtlasGeojsonChunks *self);

/**
 * atlas_geojson_chunks_read:
 * @fd: the file
 * @size: its size
 * @first: where its first feature begins, or the bracket that closes an empty list
 * @writer: where the coordinates go
 *
 * Reads all features, in parts, on all processors.
 *
 * Returns: %FALSE when some feature was refused
 */
gboolean atlas_geojson_chunks_read (AtlasGeojsonChunks *self,
                                    int                 fd,
                                    guint64             size,
                                    guint64             first,
                                    AtlasTableWriter   *writer,
                                    AtlasReport        *report);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AtlasGeojsonChunks, atlas_geojson_chunks_clear)

G_END_DECLS
