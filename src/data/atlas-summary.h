/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "data/atlas-table.h"

G_BEGIN_DECLS

/** Figures of the features of one category.  @n_numbers have a number, of which the others are told; NaN when there is none. */
typedef struct
{
  char   *value;        /* (nullable): as atlas_table_dup_value() writes it; %NULL: no value, or the empty text */
  gsize   count;
  gsize   n_numbers;
  double  sum;
  double  mean;
  double  min;
  double  max;
} AtlasSummaryGroup;

/**
 * AtlasSummary:
 *
 * How many features there are of each category, and the figures of a number field over them.  Immutable once made, and
 * ref-counted; any thread.
 */
typedef struct _AtlasSummary AtlasSummary;

/**
 * atlas_summary_new:
 * @category: the field whose values are the categories; of any type
 * @number: the field that is summed; -1: only count
 * @only: (nullable): the features that count; %NULL: those that @table shows
 * @cancellable: (nullable): looked at now and then
 *
 * A pass over two columns.  Sums are compensated (Neumaier 1974), so that they do not depend on the order by more than the last digit.
 *
 * Returns: (transfer full) (nullable): %NULL when it was cancelled
 */
AtlasSummary            *atlas_summary_new (AtlasTable      *table,
                                            guint            category,
                                            int              number,
                                            AtlasFeatureSet *only,
                                            GCancellable    *cancellable);
AtlasSummary            *atlas_summary_ref (AtlasSummary *self);
void                     atlas_summary_unref (AtlasSummary *self);

/**
 * atlas_summary_get_groups:
 *
 * Returns: (transfer none) (array length=n): the categories, the most frequent first, equally frequent ones as the table has them;
 *   what has no value comes last
 */
const AtlasSummaryGroup *atlas_summary_get_groups (AtlasSummary *self,
                                                   gsize        *n);

/** atlas_summary_get_total: Returns: (transfer none): the same of all of them together; @value is %NULL. */
const AtlasSummaryGroup *atlas_summary_get_total (AtlasSummary *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasSummary, atlas_summary_unref)

G_END_DECLS
