/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-table.h"

G_BEGIN_DECLS

/** A value that features share. */
typedef struct
{
  char  *value;     /* as a style's condition takes it */
  gsize  count;
} AtlasKind;

/** So many are kept; nobody can tell more of them apart on a map. */
#define ATLAS_KINDS_MAX 16

/**
 * AtlasKinds:
 *
 * The values of a field of any type with how often each is there, the most frequent first, equally frequent ones in the
 * order of the file.  Null and the empty text are missing.  Immutable and ref-counted; any thread.
 */
typedef struct _AtlasKinds AtlasKinds;

/**
 * atlas_kinds_new_for_field:
 * @cancellable: (nullable): looked at now and then
 *
 * Costs a pass over the column.  After 100 000 different values new ones are only counted.
 *
 * Returns: (transfer full) (nullable): %NULL when it was cancelled
 */
AtlasKinds      *atlas_kinds_new_for_field (AtlasTable   *table,
                                            guint         field,
                                            GCancellable *cancellable);
AtlasKinds      *atlas_kinds_ref (AtlasKinds *self);
void             atlas_kinds_unref (AtlasKinds *self);

/** atlas_kinds_get: Returns: (transfer none) (array length=n): the most frequent values. */
const AtlasKind *atlas_kinds_get (AtlasKinds *self,
                                  guint      *n);

/** atlas_kinds_get_n_others: Returns: how many features have a value that is not among those. */
gsize            atlas_kinds_get_n_others (AtlasKinds *self);
gsize            atlas_kinds_get_n_missing (AtlasKinds *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasKinds, atlas_kinds_unref)

G_END_DECLS
