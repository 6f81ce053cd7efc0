/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-table-piece.h"

G_BEGIN_DECLS

typedef struct
{
  const char    *name;
  AtlasFieldType type;
} AtlasTableField;

typedef struct
{
  guint64     position;
  const char *reason;
} AtlasTableSkip;

/**
 * AtlasTableDraft:
 * @attributes: (nullable): what the layer says of itself, as a JSON object
 * @pieces: (array length=n_pieces): in the order of their features.  Values of a field of numbers are numbers, of any other field
 *   texts; an integer in a field of reals becomes one.
 * @skips: (array length=n_skips): those to be listed
 * @skipped_total: how many there were
 *
 * A layer, ready to be laid out.
 */
typedef struct
{
  const char             *name;
  const char             *crs;
  const char             *format;
  const char             *attributes;
  guint                   n_fields;
  const AtlasTableField  *fields;
  guint                   n_pieces;
  AtlasTablePiece *const *pieces;
  gsize                   n_skips;
  const AtlasTableSkip   *skips;
  guint64                 skipped_total;
} AtlasTableDraft;

/**
 * AtlasTableWriter:
 *
 * Lays a layer out as a table image (see data/atlas-table-image.h), in an open file or in memory.  Coordinates come first and one
 * piece after the other, so that they need not be kept; all else when the layer is known.
 */
typedef struct _AtlasTableWriter AtlasTableWriter;

/**
 * atlas_table_writer_new:
 * @fd: a file that is open for writing, or -1: the image is made in memory
 * @start: where in the file the image is to begin; nothing may lie behind
 */
AtlasTableWriter *atlas_table_writer_new (int     fd,
                                          guint64 start);
void              atlas_table_writer_free (AtlasTableWriter *self);

/**
 * atlas_table_writer_put_vertices:
 * @first: number of the first of them in the layer
 * @coords: (array): 2 × @n doubles
 *
 * Into a file, several threads may put at the same time; into memory, vertices are put in their order.
 */
void              atlas_table_writer_put_vertices (AtlasTableWriter *self,
                                                   gsize             first,
                                                   const double     *coords,
                                                   gsize             n);

/**
 * atlas_table_writer_finish:
 *
 * Puts all else, on all processors.  The pools of the pieces must not be used afterwards.
 *
 * Returns: the image's size, a multiple of 4096, or 0 with %ATLAS_DATA_ERROR_TOO_BIG or a %G_IO_ERROR
 */
guint64           atlas_table_writer_finish (AtlasTableWriter       *self,
                                             const AtlasTableDraft  *draft,
                                             GError                **error);

/** atlas_table_writer_steal: Returns: (transfer full): the image that was made in memory. */
GBytes           *atlas_table_writer_steal (AtlasTableWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasTableWriter, atlas_table_writer_free)

G_END_DECLS
