/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tests of AtlasClasses: every way to cut, natural breaks against trying all of them, odd columns, counts. */

#include "style/atlas-classes.h"

#include <math.h>

static const AtlasClassMethod METHODS[] = {
  ATLAS_CLASSES_NATURAL, ATLAS_CLASSES_QUANTILE, ATLAS_CLASSES_EQUAL, ATLAS_CLASSES_PRETTY, ATLAS_CLASSES_DEVIATION,
};

static void
assert_breaks (GArray       *breaks,
               const double *expected,
               guint         n)
{
  g_assert_cmpuint (breaks->len, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (g_array_index (breaks, double, i), expected[i], 1e-12);
  g_array_unref (breaks);
}

#define assert_cut(classes, method, n, ...)                                                                              \
  assert_breaks (atlas_classes_cut (classes, method, n), (const double[]) { __VA_ARGS__ },                               \
                 G_N_ELEMENTS (((const double[]) { __VA_ARGS__ })))

static void
test_methods (void)
{
  static const double values[] = { 8, 1, 2, NAN, 3, 4, 100, INFINITY, 5, 6, 7 };
  g_autoptr (AtlasClasses) self = atlas_classes_new (values, G_N_ELEMENTS (values));

  g_assert_cmpuint (atlas_classes_get_n_values (self), ==, 9);
  g_assert_cmpuint (atlas_classes_get_n_missing (self), ==, 2);
  assert_cut (self, ATLAS_CLASSES_EQUAL, 3, 1, 34, 67, 100);
  assert_cut (self, ATLAS_CLASSES_QUANTILE, 3, 1, 4, 7, 100);
  /* Between 8 and 100 the roundest number is 100. */
  assert_cut (self, ATLAS_CLASSES_NATURAL, 2, 1, 100, 100);
  assert_cut (self, ATLAS_CLASSES_PRETTY, 5, 0, 20, 40, 60, 80, 100);
}

static void
test_pretty (void)
{
  static const double small[] = { 0.11, 0.38 };
  static const double negative[] = { -7.3, 3.1, 11.9 };
  g_autoptr (AtlasClasses) a = atlas_classes_new (small, 2);
  g_autoptr (AtlasClasses) b = atlas_classes_new (negative, 3);

  g_assert_cmpuint (atlas_classes_get_n_distinct (a), ==, 2);
  assert_cut (a, ATLAS_CLASSES_PRETTY, 2, 0, 0.2, 0.4);
  assert_cut (b, ATLAS_CLASSES_PRETTY, 3, -10, 0, 10, 20);
}

static void
test_deviation (void)
{
  /* Mean 5, deviation 2. */
  static const double values[] = { 2, 4, 4, 4, 5, 5, 7, 9 };
  g_autoptr (AtlasClasses) self = atlas_classes_new (values, G_N_ELEMENTS (values));

  assert_cut (self, ATLAS_CLASSES_DEVIATION, 2, 2, 5, 9);
  assert_cut (self, ATLAS_CLASSES_DEVIATION, 3, 2, 4, 6, 9);
  /* One deviation further down lies nothing. */
  assert_cut (self, ATLAS_CLASSES_DEVIATION, 4, 2, 3, 5, 7, 9);
  assert_cut (self, ATLAS_CLASSES_DEVIATION, 5, 2, 4, 6, 8, 9);
}

/* The sum of squared distances to the classes' means. */
static double
cost_of (const double *values,
         gsize         n,
         const double *breaks,
         guint         n_breaks)
{
  double cost = 0;

  for (guint k = 0; k + 1 < n_breaks; k++)
    {
      double sum = 0, mean;
      guint count = 0;

      for (int pass = 0; pass < 2; pass++)
        {
          mean = count > 0 ? sum / count : 0;
          for (gsize i = 0; i < n; i++)
            if (values[i] >= breaks[k] && (values[i] < breaks[k + 1] || k + 2 == n_breaks))
              {
                if (pass == 0)
                  {
                    sum += values[i];
                    count++;
                  }
                else
                  cost += (values[i] - mean) * (values[i] - mean);
              }
        }
    }

  return cost;
}

/* The least cost of all ways to cut @values (sorted) at and after @from into classes, of which breaks has n already. */
static double
try_all (const double *values,
         gsize         n,
         gsize         from,
         double       *breaks,
         guint         n_breaks,
         guint         n_classes)
{
  double best = INFINITY;

  if (n_breaks == n_classes)
    {
      breaks[n_breaks] = values[n - 1];
      return cost_of (values, n, breaks, n_breaks + 1);
    }
  for (gsize i = from; i < n; i++)
    if (values[i] > values[i - 1])
      {
        breaks[n_breaks] = values[i];
        best = MIN (best, try_all (values, n, i + 1, breaks, n_breaks + 1, n_classes));
      }

  return best;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
test_natural_is_best (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (int round = 0; round < 400; round++)
    {
      double values[14], breaks[6];
      const gsize n = (gsize) g_rand_int_range (rand, 5, 15);
      const guint k = (guint) g_rand_int_range (rand, 2, 5);
      /* A large offset must not cost the digits; few different numbers must not confuse. */
      const double offset = round % 3 == 0 ? 1e9 : 0;
      g_autoptr (AtlasClasses) self = NULL;
      g_autoptr (GArray) cut = NULL;

      for (gsize i = 0; i < n; i++)
        values[i] = offset + (round % 2 == 0 ? g_rand_int_range (rand, 0, 12) : pow (g_rand_double (rand), 3) * 100);
      qsort (values, n, sizeof (double), compare);
      self = atlas_classes_new (values, n);
      if (atlas_classes_get_n_distinct (self) < k)
        continue;
      cut = atlas_classes_cut (self, ATLAS_CLASSES_NATURAL, k);
      g_assert_cmpuint (cut->len, ==, k + 1);
      breaks[0] = values[0];
      g_assert_cmpfloat_with_epsilon (cost_of (values, n, (double *) (void *) cut->data, cut->len),
                                      try_all (values, n, 1, breaks, 1, k), 1e-6);
    }
}

/* Whatever the column, the breaks rise from the least to the greatest number and the counts add up. */
static void
check_column (const double *values,
              gsize         n)
{
  g_autoptr (AtlasClasses) self = atlas_classes_new (values, n);
  double min, max;

  for (gsize m = 0; m < G_N_ELEMENTS (METHODS); m++)
    for (guint k = 2; k <= ATLAS_CLASSES_MAX; k++)
      {
        g_autoptr (GArray) cut = atlas_classes_cut (self, METHODS[m], k);
        const double *breaks = (double *) (void *) cut->data;
        g_autofree gsize *counts = g_new (gsize, cut->len + 1);
        gsize all = 0;

        if (!atlas_classes_get_range (self, &min, &max))
          {
            g_assert_cmpuint (cut->len, ==, 0);
            continue;
          }
        g_assert_cmpuint (cut->len, >=, 2);
        g_assert_cmpfloat (breaks[0], <=, min);
        g_assert_cmpfloat (breaks[cut->len - 1], >=, max);
        for (guint i = 1; i < cut->len; i++)
          {
            g_assert_true (isfinite (breaks[i]));
            if (i + 1 < cut->len)
              g_assert_cmpfloat (breaks[i], >, breaks[i - 1]);
          }
        if (METHODS[m] != ATLAS_CLASSES_PRETTY)
          g_assert_cmpuint (cut->len, <=, MIN (k, atlas_classes_get_n_distinct (self)) + 1);
        g_assert_cmpuint (atlas_classes_count (self, breaks, cut->len, counts), ==, 0);
        for (guint i = 0; i + 1 < cut->len; i++)
          all += counts[i];
        g_assert_cmpuint (all, ==, atlas_classes_get_n_values (self));
      }
}

static void
test_odd_columns (void)
{
  static const double none[] = { NAN, NAN };
  static const double same[] = { 3.7, 3.7, 3.7 };
  static const double two[] = { 1, 2, 1, 1, 1, 1, 1 };
  static const double huge[] = { -1.7e308, 1.7e308, 0, 1e300 };
  static const double tiny[] = { 5e-324, 0, 1e-310, 3e-320 };
  static const double close[] = { 1e16, 1e16 + 2, 1e16 + 4, 1e16 + 8 };
  static const double tied[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3 };
  static const double negative[] = { -5, -4.5, -3.25, -1, -0.5 };

  check_column (NULL, 0);
  check_column (none, G_N_ELEMENTS (none));
  check_column (same, G_N_ELEMENTS (same));
  check_column (two, G_N_ELEMENTS (two));
  check_column (huge, G_N_ELEMENTS (huge));
  check_column (tiny, G_N_ELEMENTS (tiny));
  check_column (close, G_N_ELEMENTS (close));
  check_column (tied, G_N_ELEMENTS (tied));
  check_column (negative, G_N_ELEMENTS (negative));
}

/* More different numbers than natural breaks take singly, most of them rare. */
static void
test_large (void)
{
  const gsize n = 250000;
  g_autofree double *values = g_new (double, n);
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (AtlasClasses) self = NULL;
  g_autoptr (GArray) cut = NULL;

  /* Three heaps, the first of one number. */
  for (gsize i = 0; i < n; i++)
    values[i] = i < 80000 ? 1 : (i % 2 == 0 ? 100 : 1000) + g_rand_double (rand);
  self = atlas_classes_new (values, n);
  g_assert_cmpuint (atlas_classes_get_n_distinct (self), >, 100000);
  cut = atlas_classes_cut (self, ATLAS_CLASSES_NATURAL, 3);
  g_assert_cmpuint (cut->len, ==, 4);
  g_assert_cmpfloat (g_array_index (cut, double, 1), ==, 100);
  g_assert_cmpfloat (g_array_index (cut, double, 2), ==, 1000);
}

static void
test_counts (void)
{
  static const double values[] = { 0, 1, 1, 2, 3, 4, 4, 4, 9, NAN };
  static const double breaks[] = { 1, 2, 4 };
  g_autoptr (AtlasClasses) self = atlas_classes_new (values, G_N_ELEMENTS (values));
  gsize counts[3];

  /* 0 and 9 lie in no class; the last class has its upper end. */
  g_assert_cmpuint (atlas_classes_count (self, breaks, 3, counts), ==, 2);
  g_assert_cmpuint (counts[0], ==, 2);
  g_assert_cmpuint (counts[1], ==, 5);

  atlas_classes_histogram (self, 3, counts);
  g_assert_cmpuint (counts[0], ==, 4);
  g_assert_cmpuint (counts[1], ==, 4);
  g_assert_cmpuint (counts[2], ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/classes/methods", test_methods);
  g_test_add_func ("/classes/pretty", test_pretty);
  g_test_add_func ("/classes/deviation", test_deviation);
  g_test_add_func ("/classes/natural-is-best", test_natural_is_best);
  g_test_add_func ("/classes/odd-columns", test_odd_columns);
  g_test_add_func ("/classes/large", test_large);
  g_test_add_func ("/classes/counts", test_counts);

  return g_test_run ();
}
