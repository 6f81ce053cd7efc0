/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-table.h"

#include "data/atlas-table-image.h"

G_BEGIN_DECLS

/** Arrays that a table with moved places has in the place of its image's. */
typedef struct
{
  AtlasImageHeader *header;
  guint8           *types;
  AtlasExtent      *extents;
  guint32          *part_starts;
  guint8           *part_kinds;
  guint32          *vertex_starts;
  double           *coords;
  float            *importance;
  AtlasIndexBox    *boxes;
  guint32          *refs;
} AtlasTableMovedArrays;

void _atlas_table_moved_arrays_free (AtlasTableMovedArrays *self);

/* What the files of the table share: pointers into its image. */
struct _AtlasTable
{
  gatomicrefcount          ref_count;
  GBytes                  *bytes;
  const AtlasImageHeader  *header;
  const guint64           *text_offsets;
  const char              *text;
  const AtlasImageField   *fields;
  const guint8            *columns;
  const guint32           *ids;
  const guint8            *types;
  const AtlasExtent       *extents;
  const guint32           *part_starts;
  const guint8            *part_kinds;
  const guint32           *vertex_starts;
  const double            *coords;
  const float             *importance;
  const AtlasIndexBox     *boxes;
  const guint32           *refs;
  const AtlasImageSkipped *skipped;
  AtlasTable              *whole;         /* (nullable): the table that this one shows a part of */
  AtlasTableMovedArrays   *moved;         /* (nullable): what is not the image's */
  AtlasFeatureSet         *shown;         /* (nullable): the features that are found */
  AtlasExtent              extent;        /* of those that are shown */
  GHashTable              *runs;          /* AtlasRuns by number of part, see get_kept(); under runs_lock, what is in it stays */
  GMutex                   runs_lock;
  GMutex                   found_lock;
  GHashTable              *found;         /* text → id, of what was looked for in the pool */
  gpointer                 extra;         /* (nullable): see atlas_table_get_extra() */
  GDestroyNotify           destroy_extra;
};

G_END_DECLS
