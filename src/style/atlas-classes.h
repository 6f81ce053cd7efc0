/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-table.h"

G_BEGIN_DECLS

/** How the numbers of a column are cut into classes. */
typedef enum
{
  ATLAS_CLASSES_NATURAL,    /* Fisher–Jenks: the least sum of squared distances to the classes' means; exact, see below */
  ATLAS_CLASSES_QUANTILE,   /* as many features in each */
  ATLAS_CLASSES_EQUAL,      /* as wide each */
  ATLAS_CLASSES_PRETTY,     /* as wide each, at round numbers; the count is as near to the wish as these allow */
  ATLAS_CLASSES_DEVIATION,  /* one standard deviation wide, half of one when there are more than six; the mean in the middle */
  ATLAS_CLASSES_MANUAL,     /* at breaks that a person gives; not for atlas_classes_cut() */
} AtlasClassMethod;

#define ATLAS_CLASSES_MIN 2
#define ATLAS_CLASSES_MAX 12

/**
 * AtlasClasses:
 *
 * The numbers of a column in order, each once with how often it is there, ready to be cut into classes.  What is null or
 * not finite is counted apart.  Immutable and ref-counted; any thread.  Making one costs a sort of the column.
 *
 * Breaks are n + 1 rising numbers for n classes; class i has the numbers from breaks[i] (included) to breaks[i + 1]
 * (left out, but the last class has it).
 */
typedef struct _AtlasClasses AtlasClasses;

AtlasClasses *atlas_classes_new (const double *values,
                                 gsize         n);

/**
 * atlas_classes_new_for_field:
 * @field: a number or boolean field; every value of others is missing
 * @cancellable: (nullable): looked at now and then
 *
 * Returns: (transfer full) (nullable): %NULL when it was cancelled
 */
AtlasClasses *atlas_classes_new_for_field (AtlasTable   *table,
                                           guint         field,
                                           GCancellable *cancellable);
AtlasClasses *atlas_classes_ref (AtlasClasses *self);
void          atlas_classes_unref (AtlasClasses *self);

/** atlas_classes_get_n_values: Returns: how many numbers there are, equal ones counted each. */
gsize         atlas_classes_get_n_values (AtlasClasses *self);
gsize         atlas_classes_get_n_distinct (AtlasClasses *self);
gsize         atlas_classes_get_n_missing (AtlasClasses *self);

/** atlas_classes_get_range: Returns: %FALSE when there is no number at all. */
gboolean      atlas_classes_get_range (AtlasClasses *self,
                                       double       *min,
                                       double       *max);

/**
 * atlas_classes_cut:
 * @n: how many classes are wanted, %ATLAS_CLASSES_MIN to %ATLAS_CLASSES_MAX
 *
 * Where a break may lie anywhere between two numbers (natural breaks, quantiles), it is the roundest number there.  Fewer
 * distinct numbers than classes give a class each; quantiles that fall together are one.
 *
 * Natural breaks are the best there are as long as there are at most 100 000 distinct numbers (a dynamic program over
 * them: Fisher 1958, with the search of each layer divided at its middle, which the cost's quadrangle inequality allows:
 * O(k n log n)).  Beyond that neighbours are first put together into 100 000 groups of about as many numbers.
 *
 * Returns: (transfer full) (element-type double): the breaks; none when there is no number
 */
GArray       *atlas_classes_cut (AtlasClasses     *self,
                                 AtlasClassMethod  method,
                                 guint             n);

/**
 * atlas_classes_count:
 * @breaks: (array length=n_breaks): at least two
 * @counts: (out caller-allocates) (array): n_breaks - 1 numbers
 *
 * Returns: how many of the numbers lie in no class
 */
gsize         atlas_classes_count (AtlasClasses *self,
                                   const double *breaks,
                                   guint         n_breaks,
                                   gsize        *counts);

/**
 * atlas_classes_histogram:
 * @counts: (out caller-allocates) (array length=n_bins): how many numbers lie in each of as wide bins from the least to the
 *   greatest number; all in the first when these are equal
 */
void          atlas_classes_histogram (AtlasClasses *self,
                                       guint         n_bins,
                                       gsize        *counts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasClasses, atlas_classes_unref)

G_END_DECLS
