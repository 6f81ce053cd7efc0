/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasTablePiece: the arrays of a run of features.  Whoever fills it writes straight into them; here they grow and shrink. */

#include "data/atlas-table-piece.h"

#include <math.h>
#include <string.h>

#include "data/atlas-table-coverage.h"
#include "geo/atlas-simplify.h"

#define FIRST_FEATURES 1024
#define FIRST_PARTS 1024
#define FIRST_VERTICES 8192

void
atlas_table_piece_init (AtlasTablePiece *self,
                        AtlasArena      *arena,
                        AtlasTextPool   *pool)
{
  *self = (AtlasTablePiece) { .arena = arena, .pool = pool };
}

void
atlas_table_piece_clear (AtlasTablePiece *self)
{
  for (guint i = 0; i < self->n_columns; i++)
    memset (self->columns[i].tags, ATLAS_CELL_NULL, MIN (self->n_features + 1, self->feature_room));
  self->n_features = 0;
  self->n_parts = 0;
  self->n_vertices = 0;
}

static gpointer
grow (AtlasTablePiece *self,
      gpointer         old,
      gsize            room,
      gsize            wanted,
      gsize            size)
{
  return atlas_arena_grow (self->arena, old, room * size, wanted * size);
}

static void
grow_features (AtlasTablePiece *self)
{
  gsize room = self->feature_room;
  gsize wanted = MAX (room * 2, FIRST_FEATURES);

  self->types = grow (self, self->types, room, wanted, sizeof *self->types);
  self->part_ends = grow (self, self->part_ends, room, wanted, sizeof *self->part_ends);
  self->extents = grow (self, self->extents, room, wanted, sizeof *self->extents);
  self->id_tags = grow (self, self->id_tags, room, wanted, sizeof *self->id_tags);
  self->ids = grow (self, self->ids, room, wanted, sizeof *self->ids);
  for (guint i = 0; i < self->n_columns; i++)
    {
      AtlasPieceColumn *column = &self->columns[i];

      column->cells = grow (self, column->cells, room, wanted, sizeof *column->cells);
      column->tags = grow (self, column->tags, room, wanted, sizeof *column->tags);
      memset (column->tags + room, ATLAS_CELL_NULL, wanted - room);
    }
  self->feature_room = wanted;
}

void
atlas_table_piece_grow_parts (AtlasTablePiece *self)
{
  gsize wanted = MAX (self->part_room * 2, FIRST_PARTS);

  self->part_kinds = grow (self, self->part_kinds, self->part_room, wanted, sizeof *self->part_kinds);
  self->vertex_ends = grow (self, self->vertex_ends, self->part_room, wanted, sizeof *self->vertex_ends);
  self->part_room = wanted;
}

void
atlas_table_piece_grow_vertices (AtlasTablePiece *self)
{
  gsize wanted = MAX (self->vertex_room + self->vertex_room / 2, FIRST_VERTICES);

  self->coords = grow (self, self->coords, self->vertex_room, wanted, 2 * sizeof *self->coords);
  self->vertex_room = wanted;
}

guint
atlas_table_piece_add_column (AtlasTablePiece *self)
{
  AtlasPieceColumn *column;

  if (self->feature_room == 0)
    grow_features (self);
  if (self->n_columns == self->column_room)
    {
      guint wanted = MAX (self->column_room * 2, 16);

      self->columns = grow (self, self->columns, self->column_room, wanted, sizeof *self->columns);
      self->column_room = wanted;
    }
  column = &self->columns[self->n_columns];
  column->cells = atlas_arena_alloc (self->arena, self->feature_room * sizeof *column->cells);
  column->tags = atlas_arena_alloc (self->arena, self->feature_room);
  column->present = NULL;
  memset (column->tags, ATLAS_CELL_NULL, self->feature_room);
  return self->n_columns++;
}

void
atlas_table_piece_begin_feature (AtlasTablePiece *self)
{
  if (self->n_features == self->feature_room)
    grow_features (self);
  self->types[self->n_features] = ATLAS_GEOMETRY_NONE;
  self->id_tags[self->n_features] = ATLAS_CELL_NULL;
}

static gsize
first_part (const AtlasTablePiece *self,
            gsize                  feature)
{
  return feature > 0 ? self->part_ends[feature - 1] : 0;
}

static gsize
first_vertex (const AtlasTablePiece *self,
              gsize                  part)
{
  return part > 0 ? self->vertex_ends[part - 1] : 0;
}

void
atlas_table_piece_end_feature (AtlasTablePiece *self)
{
  AtlasExtent extent = atlas_extent_empty ();
  gsize part = first_part (self, self->n_features);

  if (part == self->n_parts)
    self->types[self->n_features] = ATLAS_GEOMETRY_NONE;
  for (gsize v = first_vertex (self, part); v < self->n_vertices; v++)
    {
      double lon = self->coords[2 * v];
      double lat = self->coords[2 * v + 1];

      extent.west = lon < extent.west ? lon : extent.west;
      extent.east = lon > extent.east ? lon : extent.east;
      extent.south = lat < extent.south ? lat : extent.south;
      extent.north = lat > extent.north ? lat : extent.north;
    }
  self->extents[self->n_features] = extent;
  self->part_ends[self->n_features++] = (guint32) self->n_parts;
}

void
atlas_table_piece_drop_feature (AtlasTablePiece *self)
{
  self->n_parts = first_part (self, self->n_features);
  self->n_vertices = first_vertex (self, self->n_parts);
  if (self->n_features < self->feature_room)
    for (guint i = 0; i < self->n_columns; i++)
      self->columns[i].tags[self->n_features] = ATLAS_CELL_NULL;
}

static void
sample_ring (AtlasTablePiece *self,
             gsize            from,
             gsize            n)
{
  if (self->n_samples + n > self->sample_room)
    {
      gsize wanted = MAX (self->n_samples + n, 2 * self->sample_room);

      self->samples = grow (self, self->samples, self->sample_room, wanted, sizeof *self->samples);
      self->sample_room = wanted;
    }
  self->n_samples += atlas_table_coverage_sample (self->coords + 2 * from, n, self->samples + self->n_samples);
}

void
atlas_table_piece_compute_importance (AtlasTablePiece *self)
{
  gsize from = 0;

  self->n_samples = 0;

  if (self->importance_room < self->n_vertices)
    {
      self->importance = grow (self, self->importance, self->importance_room, self->vertex_room, sizeof *self->importance);
      self->importance_room = self->vertex_room;
    }
  for (gsize p = 0; p < self->n_parts; p++)
    {
      gsize to = self->vertex_ends[p];

      if (self->part_kinds[p] == ATLAS_PART_POINTS)
        for (gsize v = from; v < to; v++)
          self->importance[v] = INFINITY;
      else
        {
          if (to - from > self->world_room)
            {
              gsize wanted = MAX (to - from, FIRST_VERTICES / 4);

              self->world = grow (self, self->world, self->world_room, wanted, 2 * sizeof *self->world);
              self->world_room = wanted;
            }
          atlas_simplify_importance_with (self->coords + 2 * from, to - from, self->part_kinds[p] != ATLAS_PART_LINE,
                                          self->importance + from, self->world);
          if (self->part_kinds[p] != ATLAS_PART_LINE)
            sample_ring (self, from, to - from);
        }
      from = to;
    }
}

static gpointer
copy (AtlasArena   *arena,
      gconstpointer source,
      gsize         size)
{
  gpointer result = atlas_arena_alloc (arena, size);

  if (size > 0)
    memcpy (result, source, size);
  return result;
}

static void
keep_column (const AtlasPieceColumn *self,
             AtlasPieceColumn       *kept,
             gsize                   n,
             AtlasArena             *arena)
{
  gsize n_values = 0;

  for (gsize i = 0; i < n; i++)
    n_values += self->tags[i] != ATLAS_CELL_NULL;
  kept->n_values = n_values;
  kept->present = atlas_arena_alloc (arena, n / 8 + 1);
  kept->cells = atlas_arena_alloc (arena, n_values * sizeof *kept->cells);
  kept->tags = atlas_arena_alloc (arena, n_values);
  memset (kept->present, n_values == n ? 0xff : 0, n / 8 + 1);
  if (n_values == n)
    {
      memcpy (kept->cells, self->cells, n * sizeof *kept->cells);
      memcpy (kept->tags, self->tags, n);
      return;
    }
  n_values = 0;
  for (gsize i = 0; n_values < kept->n_values; i++)
    if (self->tags[i] != ATLAS_CELL_NULL)
      {
        kept->present[i / 8] |= (guint8) (1u << i % 8);
        kept->cells[n_values] = self->cells[i];
        kept->tags[n_values++] = self->tags[i];
      }
}

AtlasTablePiece *
atlas_table_piece_keep (const AtlasTablePiece *self,
                        AtlasArena            *arena)
{
  AtlasTablePiece *kept = copy (arena, self, sizeof *self);
  gsize n = self->n_features;

  kept->arena = arena;
  kept->types = copy (arena, self->types, n * sizeof *self->types);
  kept->part_ends = copy (arena, self->part_ends, n * sizeof *self->part_ends);
  kept->extents = copy (arena, self->extents, n * sizeof *self->extents);
  kept->id_tags = copy (arena, self->id_tags, n * sizeof *self->id_tags);
  kept->ids = copy (arena, self->ids, n * sizeof *self->ids);
  kept->part_kinds = copy (arena, self->part_kinds, self->n_parts * sizeof *self->part_kinds);
  kept->vertex_ends = copy (arena, self->vertex_ends, self->n_parts * sizeof *self->vertex_ends);
  kept->importance = copy (arena, self->importance, self->n_vertices * sizeof *self->importance);
  kept->samples = copy (arena, self->samples, self->n_samples * sizeof *self->samples);
  kept->coords = NULL;
  kept->columns = copy (arena, self->columns, self->n_columns * sizeof *self->columns);
  for (guint i = 0; i < self->n_columns; i++)
    keep_column (&self->columns[i], &kept->columns[i], n, arena);
  return kept;
}
