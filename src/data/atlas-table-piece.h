/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-table.h"
#include "data/atlas-text-pool.h"

G_BEGIN_DECLS

/** What a cell of a piece holds.  Other numbers are for whoever fills the piece, who makes these of them before it is written. */
typedef enum
{
  ATLAS_CELL_NULL,
  ATLAS_CELL_BOOLEAN,     /* 0 or 1 */
  ATLAS_CELL_INTEGER,     /* gint64 */
  ATLAS_CELL_REAL,        /* double */
  ATLAS_CELL_TEXT,        /* id in the piece's pool */
  ATLAS_CELL_FIRST_OTHER,
} AtlasCell;

typedef union
{
  gint64  integer;
  double  real;
  guint32 text;
} AtlasCellValue;

/**
 * AtlasPieceColumn:
 * @present: %NULL while the piece is filled: a cell and a tag for each feature.  In a piece that is kept, a bit for each feature,
 *   set when it has a value; then @cells and @tags are those of the values alone, for most fields of many files are null.
 * @n_values: in a piece that is kept, how many there are
 */
typedef struct
{
  AtlasCellValue *cells;
  guint8         *tags;        /* AtlasCell */
  guint8         *present;
  gsize           n_values;
} AtlasPieceColumn;

/**
 * AtlasTablePiece:
 *
 * Features that follow each other in a layer, in flat arrays that grow: what AtlasTableWriter makes a table image of.  A piece
 * belongs to one thread at a time; several threads make a layer in several pieces.
 *
 * The feature that is being added is number @n_features, its parts come after those of the last one, and so on: it belongs to
 * the piece once atlas_table_piece_end_feature() has counted it.
 */
typedef struct
{
  AtlasArena       *arena;
  AtlasTextPool    *pool;            /* of the texts in cells and ids */
  gsize             n_features;
  gsize             n_parts;
  gsize             n_vertices;
  guint8           *types;           /* AtlasGeometryType, a feature */
  guint32          *part_ends;
  AtlasExtent      *extents;
  guint8           *id_tags;         /* ATLAS_CELL_NULL, _INTEGER or _TEXT */
  AtlasCellValue   *ids;
  guint8           *part_kinds;      /* AtlasPartKind, a part */
  guint32          *vertex_ends;
  double           *coords;          /* a pair a vertex */
  float            *importance;      /* a vertex; %NULL until it is computed */
  guint64          *samples;         /* of the rings' vertices (atlas_table_coverage_sample()), with the importance */
  gsize             n_samples;
  guint             n_columns;
  AtlasPieceColumn *columns;
  const guint      *fields;          /* which column a field of the layer is, or G_MAXUINT; %NULL: its own number */
  /*< private >*/
  gsize             feature_room;
  gsize             part_room;
  gsize             vertex_room;
  gsize             importance_room;
  gsize             sample_room;
  double           *world;           /* to work in */
  gsize             world_room;
  guint             column_room;
} AtlasTablePiece;

void  atlas_table_piece_init (AtlasTablePiece *self,
                              AtlasArena      *arena,
                              AtlasTextPool   *pool);

/** atlas_table_piece_clear: forgets all features, not the columns; the memory is used again. */
void  atlas_table_piece_clear (AtlasTablePiece *self);

/** atlas_table_piece_add_column: Returns: the new column's number; features that are there already have null in it. */
guint atlas_table_piece_add_column (AtlasTablePiece *self);

/** atlas_table_piece_begin_feature: makes room for a feature without geometry, id or values. */
void  atlas_table_piece_begin_feature (AtlasTablePiece *self);

/** atlas_table_piece_end_feature: the feature's parts are those up to @n_parts; computes its extent. */
void  atlas_table_piece_end_feature (AtlasTablePiece *self);

/** atlas_table_piece_drop_feature: takes back what was added to the present feature. */
void  atlas_table_piece_drop_feature (AtlasTablePiece *self);

/*< private >*/
void  atlas_table_piece_grow_parts (AtlasTablePiece *self);
void  atlas_table_piece_grow_vertices (AtlasTablePiece *self);

/** atlas_table_piece_set: sets a value of the present feature. */
static inline void
atlas_table_piece_set (AtlasTablePiece *self,
                       guint            column,
                       guint8           tag,
                       AtlasCellValue   value)
{
  self->columns[column].cells[self->n_features] = value;
  self->columns[column].tags[self->n_features] = tag;
}

/** atlas_table_piece_begin_part: begins a part of the present feature, still without vertices. */
static inline void
atlas_table_piece_begin_part (AtlasTablePiece *self,
                              AtlasPartKind    kind)
{
  if (self->n_parts == self->part_room)
    atlas_table_piece_grow_parts (self);
  self->part_kinds[self->n_parts] = (guint8) kind;
  self->vertex_ends[self->n_parts++] = (guint32) self->n_vertices;
}

/** atlas_table_piece_add_vertex: adds to the coordinates alone: the part ends where @vertex_ends says. */
static inline void
atlas_table_piece_add_vertex (AtlasTablePiece *self,
                              double           lon,
                              double           lat)
{
  if (self->n_vertices == self->vertex_room)
    atlas_table_piece_grow_vertices (self);
  self->coords[2 * self->n_vertices] = lon;
  self->coords[2 * self->n_vertices + 1] = lat;
  self->n_vertices++;
}

/** atlas_table_piece_compute_importance: of all vertices (see atlas_simplify_importance()), and the samples. */
void  atlas_table_piece_compute_importance (AtlasTablePiece *self);

/**
 * atlas_table_piece_keep:
 * @arena: what the copy lives in
 *
 * Returns: (transfer none): a copy that takes no more room than it needs, without coordinates
 */
AtlasTablePiece *atlas_table_piece_keep (const AtlasTablePiece *self,
                                         AtlasArena            *arena);

G_END_DECLS
