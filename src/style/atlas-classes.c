/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasClasses: the numbers of a column, sorted, and the ways to cut them into classes.
 *
 * Owner: whoever holds a reference; immutable once made, so any thread may cut.  Limits: 16 bytes a distinct number; natural
 * breaks need 4 bytes more a number and class while they are searched for. */

#include "style/atlas-classes.h"

#include <math.h>
#include <string.h>

/* Natural breaks are exact up to so many distinct numbers. */
#define MAX_EXACT 100000
#define CANCEL_EVERY 65536

struct _AtlasClasses
{
  gatomicrefcount  ref_count;
  double          *numbers;     /* distinct, rising */
  gsize           *ends;        /* how many values are at most numbers[i] */
  gsize            n;
  gsize            n_values;
  gsize            n_missing;
  double           mean;
  double           deviation;
};

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Takes @values, which it sorts; they are all finite. */
static AtlasClasses *
new_take (double *values,
          gsize   n,
          gsize   n_missing)
{
  AtlasClasses *self = g_new0 (AtlasClasses, 1);
  double mean = 0, sum = 0;

  g_atomic_ref_count_init (&self->ref_count);
  self->n_values = n;
  self->n_missing = n_missing;
  qsort (values, n, sizeof (double), compare_doubles);
  self->ends = g_new (gsize, MAX (n, 1));
  for (gsize i = 0; i < n; i++)
    {
      /* Welford's way, for sums of large numbers lose what tells them apart. */
      const double step = values[i] - mean;

      mean += step / (double) (i + 1);
      sum += step * (values[i] - mean);
      if (self->n == 0 || values[i] > values[self->n - 1])
        values[self->n++] = values[i];
      self->ends[self->n - 1] = i + 1;
    }
  self->numbers = g_renew (double, values, MAX (self->n, 1));
  self->ends = g_renew (gsize, self->ends, MAX (self->n, 1));
  self->mean = mean;
  self->deviation = n > 1 ? sqrt (sum / (double) n) : 0;

  return self;
}

AtlasClasses *
atlas_classes_new (const double *values,
                   gsize         n)
{
  double *kept = g_new (double, MAX (n, 1));
  gsize n_kept = 0;

  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]))
      kept[n_kept++] = values[i];

  return new_take (kept, n_kept, n - n_kept);
}

AtlasClasses *
atlas_classes_new_for_field (AtlasTable   *table,
                             guint         field,
                             GCancellable *cancellable)
{
  const gsize n = atlas_table_get_n_features (table);
  g_autofree double *kept = g_new (double, MAX (n, 1));
  gsize n_kept = 0;

  for (gsize i = 0; i < n; i++)
    {
      const double value = atlas_table_get_number (table, field, i);

      if (i % CANCEL_EVERY == 0 && g_cancellable_is_cancelled (cancellable))
        return NULL;
      if (isfinite (value))
        kept[n_kept++] = value;
    }

  return new_take (g_steal_pointer (&kept), n_kept, n - n_kept);
}

AtlasClasses *
atlas_classes_ref (AtlasClasses *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
atlas_classes_unref (AtlasClasses *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->numbers);
  g_free (self->ends);
  g_free (self);
}

gsize
atlas_classes_get_n_values (AtlasClasses *self)
{
  return self->n_values;
}

gsize
atlas_classes_get_n_distinct (AtlasClasses *self)
{
  return self->n;
}

gsize
atlas_classes_get_n_missing (AtlasClasses *self)
{
  return self->n_missing;
}

gboolean
atlas_classes_get_range (AtlasClasses *self,
                         double       *min,
                         double       *max)
{
  if (self->n == 0)
    return FALSE;
  *min = self->numbers[0];
  *max = self->numbers[self->n - 1];

  return TRUE;
}

/* The number with the fewest digits in (low, high]. */
static double
roundest_between (double low,
                  double high)
{
  const double width = high - low;

  if (low < 0 && high >= 0)
    return 0;
  for (int power = (int) ceil (log10 (MAX (fabs (low), fabs (high)))) + 1; power > -300; power--)
    {
      static const double steps[] = { 1, 5, 2 };      /* tens, halves, fifths */
      const double ten = pow (10, power);

      if (ten > 10 * MAX (fabs (low), fabs (high)))
        continue;
      for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
        {
          /* Dividing by a whole number gives the double next to the decimal; multiplying by 0.1 does not. */
          const double count = floor (power >= 0 ? high / (ten * steps[i]) : high * pow (10, -power) / steps[i]);
          const double round = power >= 0 ? count * ten * steps[i] : count * steps[i] / pow (10, -power);

          if (round > low && round <= high)
            return round;
        }
      if (ten < width * 1e-3)
        break;
    }

  return high;
}

/* How many of the numbers are below @x. */
static gsize
count_below (AtlasClasses *self,
             double        x)
{
  gsize low = 0, high = self->n;

  while (low < high)
    {
      const gsize middle = low + (high - low) / 2;

      if (self->numbers[middle] < x)
        low = middle + 1;
      else
        high = middle;
    }

  return low > 0 ? self->ends[low - 1] : 0;
}

/* Appends what lies between the numbers @index - 1 and @index. */
static void
append_between (AtlasClasses *self,
                gsize         index,
                GArray       *breaks)
{
  const double at = roundest_between (self->numbers[index - 1], self->numbers[index]);

  g_array_append_val (breaks, at);
}

static void
cut_quantile (AtlasClasses *self,
              guint         n,
              GArray       *breaks)
{
  gsize index = 0, last = 0;

  for (guint i = 1; i < n; i++)
    {
      const double wanted = (double) self->n_values * i / n;

      while (index + 1 < self->n && (double) self->ends[index] < wanted)
        index++;
      /* Equal numbers stay together, so take the end that is nearer. */
      if (index > last && wanted - (double) self->ends[index - 1] < (double) self->ends[index] - wanted)
        index--;
      if (index + 1 > last && index + 1 < self->n)
        {
          append_between (self, index + 1, breaks);
          last = index + 1;
        }
    }
}

/* Natural breaks: sums of the groups up to each, so that what a class costs is a difference. */
typedef struct
{
  double  *weight;
  double  *sum;
  double  *square;
  double  *before;      /* the least cost of the numbers up to each in one class less */
  double  *now;
  guint32 *first;       /* where the last class begins then */
} Natural;

static double
cost_of_class (const Natural *natural,
               gsize          from,
               gsize          to)
{
  const double weight = natural->weight[to + 1] - natural->weight[from];
  const double sum = natural->sum[to + 1] - natural->sum[from];

  return natural->square[to + 1] - natural->square[from] - sum * sum / weight;
}

/* Where the last class begins rises with where it ends, so the middle's answer halves the search for both sides. */
static void
fill_layer (Natural *natural,
            gsize    layer,
            gsize    low,
            gsize    high,
            gsize    first_low,
            gsize    first_high)
{
  while (low <= high)
    {
      const gsize middle = low + (high - low) / 2;
      double best = INFINITY;
      gsize at = first_low;

      for (gsize first = MAX (first_low, layer); first <= MIN (first_high, middle); first++)
        {
          const double cost = natural->before[first - 1] + cost_of_class (natural, first, middle);

          if (cost < best)
            {
              best = cost;
              at = first;
            }
        }
      natural->now[middle] = best;
      natural->first[middle] = (guint32) at;
      if (middle > low)
        fill_layer (natural, layer, low, middle - 1, first_low, at);
      low = middle + 1;
      first_low = at;
    }
}

/* The numbers, or where there are too many groups of neighbours.  Returns: how many; ends[i]: the number after group i. */
static gsize
make_groups (AtlasClasses *self,
             Natural      *natural,
             gsize        *ends)
{
  const double spread = self->deviation > 0 ? self->deviation : 1;
  const gsize most = MIN (self->n, MAX_EXACT);
  gsize n = 0, i = 0;

  while (i < self->n)
    {
      /* Distances from the mean in deviations: squares of large numbers would lose all their digits. */
      const gsize done = i > 0 ? self->ends[i - 1] : 0;
      const gsize wanted = self->n <= MAX_EXACT ? 0 : done + (self->n_values - done) / (most - n);
      double weight = 0, sum = 0, square = 0;

      do
        {
          const double x = (self->numbers[i] - self->mean) / spread;
          const double count = (double) (self->ends[i] - (i > 0 ? self->ends[i - 1] : 0));

          weight += count;
          sum += count * x;
          square += count * x * x;
          i++;
        }
      while (i < self->n && self->ends[i - 1] < wanted);
      natural->weight[n + 1] = natural->weight[n] + weight;
      natural->sum[n + 1] = natural->sum[n] + sum;
      natural->square[n + 1] = natural->square[n] + square;
      ends[n++] = i;
    }

  return n;
}

static void
cut_natural (AtlasClasses *self,
             guint         n_classes,
             GArray       *breaks)
{
  const gsize most = MIN (self->n, MAX_EXACT) + 1;
  g_autofree double *room = g_new0 (double, 5 * most);
  g_autofree guint32 *firsts = g_new0 (guint32, n_classes * most);
  g_autofree gsize *ends = g_new (gsize, most);
  g_autofree gsize *cuts = g_new (gsize, n_classes);
  Natural natural = { room, room + most, room + 2 * most, room + 3 * most, room + 4 * most, NULL };
  const gsize n = make_groups (self, &natural, ends);
  gsize last = n - 1;

  for (gsize i = 0; i < n; i++)
    natural.before[i] = cost_of_class (&natural, 0, i);
  for (gsize layer = 1; layer < n_classes; layer++)
    {
      double *swap = natural.before;

      natural.first = firsts + layer * most;
      fill_layer (&natural, layer, layer, n - 1, layer, n - 1);
      natural.before = natural.now;
      natural.now = swap;
    }
  for (gsize layer = n_classes - 1; layer > 0; layer--)
    {
      cuts[layer] = firsts[layer * most + last];
      last = cuts[layer] - 1;
    }
  for (gsize layer = 1; layer < n_classes; layer++)
    append_between (self, ends[cuts[layer] - 1], breaks);
}

static void
cut_equal (AtlasClasses *self,
           guint         n,
           GArray       *breaks)
{
  const double min = self->numbers[0], max = self->numbers[self->n - 1];

  for (guint i = 1; i < n; i++)
    {
      /* So that two numbers far apart do not run over. */
      const double at = min * ((double) (n - i) / n) + max * ((double) i / n);

      g_array_append_val (breaks, at);
    }
}

/* Whether there are round numbers between the ends that doubles can tell apart. */
static gboolean
can_be_pretty (AtlasClasses *self)
{
  const double min = self->numbers[0], max = self->numbers[self->n - 1];

  return max - min < 1e300 && max - min > 1e-290 && max - min > MAX (fabs (min), fabs (max)) * 1e-12;
}

static void
cut_pretty (AtlasClasses *self,
            guint         n,
            GArray       *breaks)
{
  static const double steps[] = { 1, 2, 2.5, 5, 10, 20 };
  const double min = self->numbers[0], max = self->numbers[self->n - 1];
  const int power = (int) floor (log10 ((max - min) / n));
  double best_step = 0, best_miss = INFINITY;

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      const double step = power >= 0 ? steps[i] * pow (10, power) : steps[i] / pow (10, -power);
      const double miss = fabs (ceil (max / step) - floor (min / step) - n);

      if (miss < best_miss)
        {
          best_miss = miss;
          best_step = step;
        }
    }
  /* From the round number at or below the least to that at or above the greatest. */
  for (double i = floor (min / best_step); breaks->len <= 4 * ATLAS_CLASSES_MAX; i++)
    {
      /* 3 × 0.1 is not 0.3; 3 / 10 is. */
      const double at = best_step >= 1 ? i * best_step : i / round (1 / best_step);

      g_array_append_val (breaks, at);
      if (at >= max)
        break;
    }
}

static void
cut_deviation (AtlasClasses *self,
               guint         n,
               GArray       *breaks)
{
  const double step = self->deviation * (n <= 6 ? 1.0 : 0.5);

  for (guint i = 1; i < n; i++)
    {
      const double at = self->mean + (i - n / 2.0) * step;

      if (at > self->numbers[0] && at < self->numbers[self->n - 1])
        g_array_append_val (breaks, at);
    }
}

/* Between numbers that doubles can hardly tell apart, breaks fall together.  The last class may have no width. */
static void
drop_equal (GArray *breaks)
{
  for (guint i = 1; i + 1 < breaks->len;)
    if (g_array_index (breaks, double, i) > g_array_index (breaks, double, i - 1))
      i++;
    else
      g_array_remove_index (breaks, i);
}

GArray *
atlas_classes_cut (AtlasClasses    *self,
                   AtlasClassMethod method,
                   guint            n)
{
  GArray *breaks = g_array_new (FALSE, FALSE, sizeof (double));

  g_return_val_if_fail (self != NULL, breaks);
  g_return_val_if_fail (n >= 1 && method != ATLAS_CLASSES_MANUAL, breaks);

  if (self->n == 0)
    return breaks;
  n = (guint) MIN (MIN (n, ATLAS_CLASSES_MAX), self->n);
  if (method == ATLAS_CLASSES_PRETTY && can_be_pretty (self))
    {
      cut_pretty (self, n, breaks);
      return breaks;
    }

  g_array_append_val (breaks, self->numbers[0]);
  if (self->n > 1 && n > 1)
    {
      if (method == ATLAS_CLASSES_NATURAL)
        cut_natural (self, n, breaks);
      else if (method == ATLAS_CLASSES_QUANTILE)
        cut_quantile (self, n, breaks);
      else if (method == ATLAS_CLASSES_DEVIATION)
        cut_deviation (self, n, breaks);
      else
        cut_equal (self, n, breaks);
    }
  g_array_append_val (breaks, self->numbers[self->n - 1]);
  drop_equal (breaks);

  return breaks;
}

gsize
atlas_classes_count (AtlasClasses *self,
                     const double *breaks,
                     guint         n_breaks,
                     gsize        *counts)
{
  gsize below, all = 0;

  g_return_val_if_fail (self != NULL && n_breaks >= 2, 0);

  below = count_below (self, breaks[0]);
  for (guint i = 0; i + 1 < n_breaks; i++)
    {
      const double to = i + 2 < n_breaks ? breaks[i + 1] : nextafter (breaks[i + 1], INFINITY);
      const gsize next = count_below (self, to);

      counts[i] = next > below ? next - below : 0;
      all += counts[i];
      below = MAX (below, next);
    }

  return self->n_values - all;
}

void
atlas_classes_histogram (AtlasClasses *self,
                         guint         n_bins,
                         gsize        *counts)
{
  double min, max;

  g_return_if_fail (self != NULL && n_bins > 0);

  memset (counts, 0, n_bins * sizeof (gsize));
  if (!atlas_classes_get_range (self, &min, &max))
    return;
  for (gsize i = 0; i < self->n; i++)
    {
      /* Halves, so that the difference of two far numbers is a number. */
      const double part = max > min ? (self->numbers[i] / 2 - min / 2) / (max / 2 - min / 2) : 0;

      counts[MIN ((guint) (part * n_bins), n_bins - 1)] += self->ends[i] - (i > 0 ? self->ends[i - 1] : 0);
    }
}
