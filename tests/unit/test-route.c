/* SPDX-License-Identifier: GPL-3.0-or-later */
/* route/: K-numbers, lines, the network and what lies along, against walks in small steps by geodesic distances alone. */

#include <math.h>
#include <stdlib.h>

#include "data/atlas-paths.h"
#include "data/atlas-table-builder.h"
#include "geo/atlas-geodesic.h"
#include "route/atlas-along.h"
#include "route/atlas-nearest.h"
#include "route/atlas-places.h"
#include "route/atlas-route-error.h"

static double
random_between (double low,
                double high)
{
  return g_test_rand_double_range (low, high);
}

static AtlasTable *
open_shipped (const char *name)
{
  g_autofree char *path = g_build_filename (atlas_paths_get_layers (), name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tables = atlas_table_open_file (path, &error);

  g_assert_no_error (error);
  return atlas_table_ref (g_ptr_array_index (tables, 0));
}

static AtlasTable *
finish (AtlasTableBuilder *builder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = atlas_table_builder_finish (builder, &error);
  AtlasTable *table;

  g_assert_no_error (error);
  table = atlas_table_open (bytes, &error);
  g_assert_no_error (error);
  return table;
}

static void
add_feature (AtlasTableBuilder *builder,
             AtlasGeometryType  type,
             AtlasPartKind      kind,
             const double      *coords,
             gsize              n)
{
  atlas_table_builder_begin_feature (builder);
  atlas_table_builder_set_geometry_type (builder, type);
  atlas_table_builder_begin_part (builder, kind);
  for (gsize i = 0; i < n; i++)
    g_assert_true (atlas_table_builder_add_vertex (builder, coords[2 * i], coords[2 * i + 1]));
  atlas_table_builder_end_feature (builder);
}

/* -- K-numbers --------------------------------------------------------------------------------------------------- */

static void
test_chainage_text (void)
{
  static const struct
  {
    const char *text;
    double      metres;      /* negative: none */
    const char *formatted;
  } cases[] = {
    { "K12+300", 12300, "K12+300" }, { "k12+300", 12300, "K12+300" }, { "12+300", 12300, "K12+300" },
    { "K12", 12000, "K12+000" }, { "K12.3", 12300, "K12+300" }, { "Ｋ１２＋３００", 12300, "K12+300" },
    { "  k 12 + 300 ", 12300, "K12+300" }, { "K0+000", 0, "K0+000" }, { "K1+5", 1005, "K1+005" },
    { "K1+999.6", 1999.6, "K2+000" }, { "K1286+000", 1286000, "K1286+000" }, { "0+001", 1, "K0+001" },
    { "", -1, NULL }, { "K", -1, NULL }, { "12", -1, NULL }, { "12.3", -1, NULL }, { "K12+", -1, NULL }, { "K12+1000", -1, NULL },
    { "K-1+000", -1, NULL }, { "K12+3x", -1, NULL }, { "KK12", -1, NULL }, { "K12.+3", -1, NULL }, { "K12.3+4", -1, NULL },
    { "K99999999999", -1, NULL }, { "长治", -1, NULL }, { "K1e3", -1, NULL }, { "+300", -1, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *formatted = NULL;
      double metres = -1;
      gboolean ok = atlas_chainage_parse (cases[i].text, &metres, &error);

      g_test_message ("%s", cases[i].text);
      if (cases[i].metres < 0)
        {
          g_assert_false (ok);
          g_assert_error (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_CHAINAGE);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpfloat_with_epsilon (metres, cases[i].metres, 1e-6);
      formatted = atlas_chainage_format (metres);
      g_assert_cmpstr (formatted, ==, cases[i].formatted);
    }
}

static void
test_chainage_shipped (void)
{
  g_autoptr (AtlasTable) table = open_shipped ("taihang1.tai");
  g_autoptr (AtlasChainage) chainage = atlas_chainage_new (table, NULL);
  int length_field = atlas_table_find_field (table, "length_km");
  int official_field = atlas_table_find_field (table, "length_km_official");
  double sum = 0;

  g_assert_cmpuint (atlas_chainage_get_n_segments (chainage), ==, 95);
  for (guint i = 0; i < 95; i++)
    {
      const AtlasChainageSegment *segment = atlas_chainage_get_segment (chainage, i);
      double official = atlas_table_get_number (table, (guint) official_field, segment->feature);
      double km = isnan (official) ? atlas_table_get_number (table, (guint) length_field, segment->feature) : official;
      AtlasPart part;

      g_assert_cmpfloat (segment->length, ==, km * 1000);
      g_assert_cmpint (segment->is_published, ==, !isnan (official));
      atlas_table_get_part (table, segment->feature, 0, &part);
      g_assert_cmpfloat_with_epsilon (segment->drawn, atlas_geodesic_length (part.coords, part.n_vertices), 1e-3);
      g_assert_cmpfloat_with_epsilon (segment->residual, segment->length - segment->drawn, 1e-9);
      sum += segment->length;

      for (int round = 0; round < 20; round++)
        {
          double measure = round == 0 ? 0 : round == 1 ? segment->length : random_between (0, segment->length);
          double lon, lat, again_lon, again_lat;
          AtlasRouteFoot foot;

          atlas_route_line_locate (segment->line, measure, &lon, &lat);
          atlas_route_line_nearest (segment->line, lon, lat, &foot);
          atlas_route_line_locate (segment->line, foot.measure, &again_lon, &again_lat);
          g_assert_cmpfloat (foot.offset, <, 0.05);
          g_assert_cmpfloat (fabs (foot.measure - measure), <, 1.0);
          g_assert_cmpfloat (atlas_geodesic_distance (lon, lat, again_lon, again_lat), <, 0.1);
        }
    }
  g_assert_cmpfloat_with_epsilon (sum, 1286000, 1e-3);
}

static void
test_chainage_find (void)
{
  g_autoptr (AtlasTable) table = open_shipped ("taihang1.tai");
  g_autoptr (AtlasChainage) chainage = atlas_chainage_new (table, NULL);
  static const struct
  {
    const char *name;
    int         code;     /* -1: found */
    double      length;
    guint       runs;
  } cases[] = {
    { "taihang1-huguan-03", -1, 25000, 1 }, { "TAIHANG1-HUGUAN-03", -1, 25000, 1 }, { "太行一号壶关段（福头—陵川界）", -1, 25000, 1 },
    { "太行一号壶关段(福头-陵川界)", -1, 25000, 1 }, { "壶关段主线", -1, 43000, 1 }, { "平顺段主线", -1, 53505, 1 }, { "武乡段主线", -1, 104760, 3 },
    { "环线", -1, 260000, 1 }, { "福头—陵川界", -1, 25000, 1 },
    { "太行一号旅游公路", ATLAS_ROUTE_ERROR_NO_LINE, 0, 0 }, { "taihang1", ATLAS_ROUTE_ERROR_NO_LINE, 0, 0 },
    { "平顺段", ATLAS_ROUTE_ERROR_AMBIGUOUS, 0, 0 }, { "壶管段主线", ATLAS_ROUTE_ERROR_UNKNOWN, 0, 0 }, { "", ATLAS_ROUTE_ERROR_UNKNOWN, 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AtlasRouteLine) line = atlas_chainage_find (chainage, cases[i].name, &error);
      double past = cases[i].length + 1;

      g_test_message ("%s", cases[i].name);
      if (cases[i].code >= 0)
        {
          g_assert_null (line);
          g_assert_error (error, ATLAS_ROUTE_ERROR, cases[i].code);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpfloat_with_epsilon (atlas_route_line_get_length (line), cases[i].length, 1e-3);
      g_assert_cmpuint (atlas_route_line_get_n_runs (line), ==, cases[i].runs);
      g_assert_false (atlas_chainage_check (line, cases[i].name, &past, &error));
      g_assert_error (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_PAST_END);
    }
}

/* -- lines ------------------------------------------------------------------------------------------------------- */

static void
test_line_geodesic (void)
{
  /* Chords of up to 900 km, across the antimeridian too: what is between their ends lies on the geodesic. */
  static const double pairs[][4] = { { 113, 36, 113.05, 36.02 }, { 113, 36, 114, 36 }, { 112, 37, 122, 36 }, { 179, 10, -178, 12 }, { 10, 80, 40, 80 } };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (AtlasRouteLine) line = atlas_route_line_new (pairs[i], 2, NAN, NULL, NULL);
      double whole = atlas_geodesic_distance (pairs[i][0], pairs[i][1], pairs[i][2], pairs[i][3]);

      g_assert_cmpfloat_with_epsilon (atlas_route_line_get_length (line), whole, 1e-3);
      for (int k = 0; k <= 100; k++)
        {
          double lon, lat, wanted_lon, wanted_lat;

          atlas_geodesic_between (pairs[i][0], pairs[i][1], pairs[i][2], pairs[i][3], k / 100.0, &wanted_lon, &wanted_lat);
          atlas_route_line_locate (line, whole * k / 100.0, &lon, &lat);
          g_assert_cmpfloat (fabs (lon), <=, 180);
          g_assert_cmpfloat (atlas_geodesic_distance (lon, lat, wanted_lon, wanted_lat), <, 0.2);
        }
    }
}

static gsize
make_random_line (double *coords,
                  gsize   most,
                  double  step)
{
  gsize n = (gsize) g_test_rand_int_range (3, (gint) most);
  double azimuth = random_between (0, 360);

  coords[0] = random_between (112, 114);
  coords[1] = random_between (35.5, 37);
  for (gsize i = 1; i < n; i++)
    {
      azimuth += g_test_rand_bit () ? random_between (-40, 40) : random_between (-180, 180);
      atlas_geodesic_direct (coords[2 * i - 2], coords[2 * i - 1], azimuth, random_between (step / 10, step), &coords[2 * i], &coords[2 * i + 1]);
    }
  return n;
}

/* The geodesic distance from a place to each @step metres of a line, by direct and inverse problems alone. */
static GArray *
sample (const double *coords,
        gsize         n,
        double        step,
        double        lon,
        double        lat)
{
  GArray *distances = g_array_new (FALSE, FALSE, sizeof (double));
  double length = atlas_geodesic_length (coords, n), start = 0;
  gsize i = 1;

  for (double measure = 0; measure <= length; measure += step)
    {
      double at_lon, at_lat, distance, edge;

      while (i + 1 < n && start + atlas_geodesic_distance (coords[2 * i - 2], coords[2 * i - 1], coords[2 * i], coords[2 * i + 1]) < measure)
        {
          start += atlas_geodesic_distance (coords[2 * i - 2], coords[2 * i - 1], coords[2 * i], coords[2 * i + 1]);
          i++;
        }
      edge = atlas_geodesic_distance (coords[2 * i - 2], coords[2 * i - 1], coords[2 * i], coords[2 * i + 1]);
      atlas_geodesic_between (coords[2 * i - 2], coords[2 * i - 1], coords[2 * i], coords[2 * i + 1], (measure - start) / edge, &at_lon, &at_lat);
      distance = atlas_geodesic_distance (lon, lat, at_lon, at_lat);
      g_array_append_val (distances, distance);
    }
  return distances;
}

static void
test_line_nearest (void)
{
  for (int round = 0; round < 30; round++)
    {
      double coords[40], lon, lat, step = 10, best = INFINITY, best_at = 0;
      gsize n = make_random_line (coords, 20, 6000);
      g_autoptr (AtlasRouteLine) line = atlas_route_line_new (coords, n, NAN, NULL, NULL);
      g_autoptr (GArray) distances = NULL;
      AtlasRouteFoot foot;

      atlas_geodesic_direct (coords[0], coords[1], random_between (0, 360), random_between (0, 30000), &lon, &lat);
      distances = sample (coords, n, step, lon, lat);
      for (guint i = 0; i < distances->len; i++)
        if (g_array_index (distances, double, i) < best)
          {
            best = g_array_index (distances, double, i);
            best_at = i * step;
          }
      atlas_route_line_nearest (line, lon, lat, &foot);
      g_assert_cmpfloat (foot.offset, <=, best + 0.03);
      g_assert_cmpfloat (foot.offset, >=, best - step);
      /* Nearly as near elsewhere: then only the distance is sure. */
      if (best > 100 && fabs (foot.measure - best_at) > 2 * step)
        g_assert_cmpfloat (best - foot.offset, <, 0.1);
      if (foot.measure > 1 && foot.measure < atlas_route_line_get_length (line) - 1 && foot.offset > 10)
        {
          double before[2], after[2];

          /* It is the foot: a little before and after is no nearer. */
          atlas_route_line_locate (line, foot.measure - 1, &before[0], &before[1]);
          atlas_route_line_locate (line, foot.measure + 1, &after[0], &after[1]);
          g_assert_cmpfloat (atlas_geodesic_distance (lon, lat, before[0], before[1]), >=, foot.offset - 1e-3);
          g_assert_cmpfloat (atlas_geodesic_distance (lon, lat, after[0], after[1]), >=, foot.offset - 1e-3);
        }
    }
}

static void
test_line_parts (void)
{
  g_autoptr (AtlasTable) table = open_shipped ("taihang1.tai");
  g_autoptr (AtlasChainage) chainage = atlas_chainage_new (table, NULL);
  g_autoptr (AtlasRouteLine) line = atlas_chainage_find (chainage, "武乡段主线", NULL);
  g_autoptr (AtlasRouteLine) turned = atlas_route_line_reverse (line);
  g_autoptr (AtlasRouteLine) again = atlas_route_line_reverse (turned);
  double length = atlas_route_line_get_length (line);

  g_assert_cmpfloat_with_epsilon (atlas_route_line_get_length (turned), length, 1e-6);
  g_assert_cmpuint (atlas_route_line_get_n_runs (turned), ==, 3);
  g_assert_cmpuint (atlas_route_line_get_n_vertices (again), ==, atlas_route_line_get_n_vertices (line));
  for (int i = 0; i < 200; i++)
    {
      double measure = random_between (0, length), a[2], b[2], chainage_a, chainage_b;
      const AtlasRouteStretch *there, *back;

      atlas_route_line_locate (line, measure, &a[0], &a[1]);
      atlas_route_line_locate (turned, length - measure, &b[0], &b[1]);
      g_assert_cmpfloat (atlas_geodesic_distance (a[0], a[1], b[0], b[1]), <, 1e-3);
      there = atlas_route_line_find_stretch (line, measure, &chainage_a);
      back = atlas_route_line_find_stretch (turned, length - measure, &chainage_b);
      g_assert_cmpstr (there->id, ==, back->id);
      g_assert_cmpfloat_with_epsilon (chainage_a, chainage_b, 1e-6);
      g_assert_cmpfloat ((there->to - there->from) * (back->to - back->from), <, 0);
    }
  for (int i = 0; i < 50; i++)
    {
      double from = random_between (0, length), to = random_between (0, length), a[2], b[2];
      g_autoptr (AtlasRouteLine) part = atlas_route_line_slice (line, from, to);

      g_assert_cmpfloat_with_epsilon (atlas_route_line_get_length (part), fabs (to - from), 1e-6);
      atlas_route_line_locate (line, (from + to) / 2, &a[0], &a[1]);
      atlas_route_line_locate (part, fabs (to - from) / 2, &b[0], &b[1]);
      g_assert_cmpfloat (atlas_geodesic_distance (a[0], a[1], b[0], b[1]), <, 1e-2);
    }
}

static void
test_line_joined (void)
{
  /* Five pieces of one way, in disorder and some turned round, and one that touches nothing. */
  static const double places[][2] = { { 113, 36 }, { 113.1, 36 }, { 113.1, 36.1 }, { 113.2, 36.1 }, { 113.3, 36.2 }, { 113.4, 36.2 } };
  static const int order[] = { 2, 0, 4, 1, 3 };
  static const double apart[] = { 112, 36, 112.1, 36 };
  AtlasRouteLine *lines[6];
  g_autoptr (AtlasRouteLine) joined = NULL;
  double sum = 0;

  for (int i = 0; i < 5; i++)
    {
      const double *a = places[order[i]], *b = places[order[i] + 1];
      const double there[] = { a[0], a[1], b[0], b[1] }, back[] = { b[0], b[1], a[0], a[1] };

      lines[i] = atlas_route_line_new (i % 2 == 0 ? there : back, 2, NAN, NULL, NULL);
      sum += atlas_route_line_get_length (lines[i]);
    }
  lines[5] = atlas_route_line_new (apart, 2, NAN, NULL, NULL);
  joined = atlas_route_line_new_joined (lines, 6);
  g_assert_cmpuint (atlas_route_line_get_n_runs (joined), ==, 2);
  g_assert_cmpfloat_with_epsilon (atlas_route_line_get_length (joined), sum + atlas_route_line_get_length (lines[5]), 1e-3);
  for (int i = 0; i < 6; i++)
    atlas_route_line_unref (lines[i]);
}

static void
test_line_nothing (void)
{
  static const double same[] = { 113, 36, 113, 36, 113, 36 };
  g_autoptr (GError) error = NULL;

  g_assert_null (atlas_route_line_new (same, 3, 1000, NULL, &error));
  g_assert_error (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_NO_LENGTH);
}

/* -- along ------------------------------------------------------------------------------------------------------- */

typedef struct
{
  double measure;
  double distance;
} Minimum;

/* The minima of samples whose persistence is at least @apart, found by flooding from the lowest sample upwards: when two lakes meet,
 * the one with the higher bottom ends.  @unsure: one was nearly so or nearly not. */
static GArray *
find_minima (GArray   *distances,
             double    step,
             double    apart,
             double    within,
             double    slack,
             gboolean *unsure)
{
  guint n = distances->len;
  const double *d = (const double *) distances->data;
  g_autofree guint *sorted = g_new (guint, n);
  g_autofree int *lake = g_new (int, n);
  GArray *minima = g_array_new (FALSE, FALSE, sizeof (Minimum));

  for (guint i = 0; i < n; i++)
    {
      guint j = i;

      for (; j > 0 && d[sorted[j - 1]] > d[i]; j--)
        sorted[j] = sorted[j - 1];
      sorted[j] = i;
      lake[i] = -1;
    }
  for (guint k = 0; k < n; k++)
    {
      guint i = sorted[k];
      int left = i > 0 ? lake[i - 1] : -1, right = i + 1 < n ? lake[i + 1] : -1;

      if (left < 0 && right < 0)
        lake[i] = (int) i;
      else if (left < 0 || right < 0 || left == right)
        lake[i] = left >= 0 ? left : right;
      else
        {
          int loser = d[left] < d[right] || (d[left] == d[right] && left < right) ? right : left, winner = loser == left ? right : left;
          double persistence = d[i] - d[loser];

          if ((d[loser] < within + slack && fabs (persistence - apart) < slack)
              || (fabs (d[loser] - within) < slack && persistence > apart - slack))
            *unsure = TRUE;
          if (persistence >= apart && d[loser] <= within)
            {
              Minimum minimum = { loser * step, d[loser] };

              g_array_append_val (minima, minimum);
            }
          for (guint j = 0; j < n; j++)
            if (lake[j] == loser)
              lake[j] = winner;
          lake[i] = winner;
        }
    }
  {
    Minimum minimum = { lake[0] * step, d[lake[0]] };

    if (fabs (minimum.distance - within) < slack)
      *unsure = TRUE;
    if (minimum.distance <= within)
      g_array_append_val (minima, minimum);
  }
  return minima;
}

static int
compare_minima (const void *a,
                const void *b)
{
  double x = ((const Minimum *) a)->measure, y = ((const Minimum *) b)->measure;

  return (x > y) - (x < y);
}

static double
sample_at (GArray *distances,
           double  measure,
           double  step)
{
  return g_array_index (distances, double, MIN ((guint) lround (measure / step), distances->len - 1));
}

static void
check_along (AtlasTable   *points,
             const double *coords,
             gsize         n,
             double        within,
             double        apart,
             double        step,
             guint        *sure)
{
  const double slack = 2.5 * step;
  g_autoptr (AtlasRouteLine) line = atlas_route_line_new (coords, n, NAN, NULL, NULL);
  const AtlasAlongLayer layer = { .table = points, .name = "points" };
  const AtlasAlongOptions each = { .within = within, .each_passing = TRUE, .apart = apart }, once = { .within = within };
  g_autoptr (AtlasAlong) along = atlas_along_new (line, &layer, 1, &each, NULL, NULL);
  g_autoptr (AtlasAlong) nearest = atlas_along_new (line, &layer, 1, &once, NULL, NULL);

  for (gsize i = 1; i < atlas_along_get_n_items (along); i++)
    g_assert_cmpfloat (atlas_along_get_item (along, i - 1)->measure, <=, atlas_along_get_item (along, i)->measure);
  for (gsize f = 0; f < atlas_table_get_n_features (points); f++)
    {
      AtlasPart part;
      g_autoptr (GArray) distances = NULL, minima = NULL;
      gboolean unsure = FALSE;
      guint found = 0, once_found = 0;
      double best = INFINITY;

      atlas_table_get_part (points, f, 0, &part);
      distances = sample (coords, n, step, part.coords[0], part.coords[1]);
      minima = find_minima (distances, step, apart, within, slack, &unsure);
      if (unsure)
        continue;
      (*sure)++;
      g_array_sort (minima, compare_minima);
      for (gsize i = 0; i < atlas_along_get_n_items (along); i++)
        {
          const AtlasAlongItem *item = atlas_along_get_item (along, i);
          const Minimum *minimum;

          if (item->feature != f)
            continue;
          g_assert_cmpuint (found, <, minima->len);
          minimum = &g_array_index (minima, Minimum, found);
          found++;
          g_assert_cmpuint (item->passing, ==, found);
          g_assert_cmpuint (item->n_passings, ==, minima->len);
          g_assert_cmpfloat (fabs (item->offset - minimum->distance), <, step);
          g_assert_cmpfloat (item->offset, <=, minimum->distance + 0.03);
          /* It is on the line where it says, and between it and the nearest sample the road never gets away. */
          for (double at = MIN (item->measure, minimum->measure); at <= MAX (item->measure, minimum->measure); at += step)
            g_assert_cmpfloat (sample_at (distances, at, step), <, minimum->distance + apart + step);
          g_assert_cmpfloat (fabs (sample_at (distances, item->measure, step) - item->offset), <, step);
          g_assert_cmpfloat (fabs (item->offset - atlas_geodesic_distance (item->lon, item->lat, item->foot_lon, item->foot_lat)), <, 0.03);
          best = MIN (best, item->offset);
        }
      g_assert_cmpuint (found, ==, minima->len);
      for (gsize i = 0; i < atlas_along_get_n_items (nearest); i++)
        if (atlas_along_get_item (nearest, i)->feature == f)
          {
            once_found++;
            g_assert_cmpfloat_with_epsilon (atlas_along_get_item (nearest, i)->offset, best, 1e-6);
          }
      g_assert_cmpuint (once_found, ==, minima->len > 0 ? 1 : 0);
    }
}

static AtlasTable *
make_points (const double *coords,
             gsize         n,
             gsize         n_points,
             double        within)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("points", "EPSG:4326", "test");

  for (gsize i = 0; i < n_points; i++)
    {
      gsize near = (gsize) g_test_rand_int_range (0, (gint) n);
      double place[2];

      atlas_geodesic_direct (coords[2 * near], coords[2 * near + 1], random_between (0, 360), random_between (0, 1.3 * within), &place[0], &place[1]);
      add_feature (builder, ATLAS_GEOMETRY_POINT, ATLAS_PART_POINTS, place, 1);
    }
  return finish (builder);
}

static void
test_along_brute (void)
{
  guint sure = 0;

  for (int round = 0; round < 10; round++)
    {
      double coords[60];
      gsize n = make_random_line (coords, 20, 1500);
      g_autoptr (AtlasTable) points = make_points (coords, n, 12, 800);

      check_along (points, coords, n, 800, 200, 10, &sure);
    }
  /* A zigzag and a figure of eight. */
  {
    double zigzag[40], eight[2 * 41];
    g_autoptr (AtlasTable) near_zigzag = NULL, near_eight = NULL;

    for (int i = 0; i < 20; i++)
      {
        zigzag[2 * i] = 113 + (i % 2) * 0.02;
        zigzag[2 * i + 1] = 36 + i * 0.001;
      }
    for (int i = 0; i <= 40; i++)
      {
        eight[2 * i] = 113 + 0.03 * sin (i * G_PI / 20);
        eight[2 * i + 1] = 36 + 0.02 * sin (i * G_PI / 10);
      }
    near_zigzag = make_points (zigzag, 20, 20, 1000);
    near_eight = make_points (eight, 41, 20, 1000);
    check_along (near_zigzag, zigzag, 20, 1000, 500, 10, &sure);
    check_along (near_zigzag, zigzag, 20, 300, 100, 10, &sure);
    check_along (near_eight, eight, 41, 1000, 500, 10, &sure);
  }
  g_assert_cmpuint (sure, >, 90);
}

static void
test_along_smooth (void)
{
  /* Long ways that lead straight nearer or farther, which the search goes past: a wave, and a spiral; turned, and with a place
   * every so often. */
  enum { N = 400 };
  double wave[2 * N], spiral[2 * N];
  guint sure = 0;

  for (int i = 0; i < N; i++)
    {
      double t = i / (N - 1.0), angle = 8 * G_PI * t, wiggle = random_between (-0.0008, 0.0008);

      wave[2 * i] = 113 + 0.4 * t;
      wave[2 * i + 1] = 36 + 0.06 * sin (6 * G_PI * t) + wiggle;
      spiral[2 * i] = 113 + 0.06 * t * cos (angle) + wiggle;
      spiral[2 * i + 1] = 36 + 0.05 * t * sin (angle);
    }
  for (int round = 0; round < 2; round++)
    {
      g_autoptr (AtlasTable) near_wave = make_points (wave, N, 15, 5000), near_spiral = make_points (spiral, N, 15, 5000);

      check_along (near_wave, wave, N, 5000, 1000, 25, &sure);
      check_along (near_spiral, spiral, N, 5000, 500, 25, &sure);
      check_along (near_spiral, spiral, N, 2000, 1000, 25, &sure);
    }
  g_assert_cmpuint (sure, >, 40);
}

static void
test_along_reversed (void)
{
  for (int round = 0; round < 30; round++)
    {
      double coords[100];
      gsize n = make_random_line (coords, 50, 3000), total;
      g_autoptr (AtlasTable) points = make_points (coords, n, 200, 4000);
      g_autoptr (AtlasRouteLine) line = atlas_route_line_new (coords, n, 123456, NULL, NULL), turned = atlas_route_line_reverse (line);
      const AtlasAlongLayer layer = { .table = points, .name = "points" };
      const AtlasAlongOptions options = { .within = 3000, .each_passing = TRUE };
      g_autoptr (AtlasAlong) there = atlas_along_new (line, &layer, 1, &options, NULL, NULL);
      g_autoptr (AtlasAlong) back = atlas_along_new (turned, &layer, 1, &options, NULL, NULL);

      total = atlas_along_get_n_items (there);
      g_assert_cmpuint (atlas_along_get_n_items (back), ==, total);
      g_assert_cmpuint (total, >, 0);
      for (gsize i = 0; i < total; i++)
        {
          const AtlasAlongItem *a = atlas_along_get_item (there, i), *b = atlas_along_get_item (back, total - 1 - i);

          g_assert_cmpuint (a->feature, ==, b->feature);
          g_assert_cmpuint (a->passing, ==, b->n_passings + 1 - b->passing);
          g_assert_cmpfloat_with_epsilon (a->measure, 123456 - b->measure, 1e-4);
          g_assert_cmpfloat_with_epsilon (a->offset, b->offset, 1e-4);
          if (a->side == ATLAS_ROUTE_ON)
            g_assert_cmpint (b->side, ==, ATLAS_ROUTE_ON);
          else
            g_assert_cmpint (b->side, ==, a->side == ATLAS_ROUTE_LEFT ? ATLAS_ROUTE_RIGHT : ATLAS_ROUTE_LEFT);
        }
    }
}

static void
test_along_shapes (void)
{
  /* Eastwards along 36°; a square around the middle, a line that crosses, one beside on the left, two points on the right. */
  static const double road[] = { 113, 36, 113.5, 36 };
  static const double square[] = { 113.2, 35.985, 113.28, 35.985, 113.28, 36.015, 113.2, 36.015, 113.2, 35.985 };
  static const double crossing[] = { 113.4, 35.9, 113.4, 36.1 }, beside[] = { 113.1, 36.02, 113.1, 36.05 };
  static const double two[] = { 113.05, 35.99, 113.45, 35.99 };
  static const double far_ring[] = { 110, 30, 120, 30, 120, 40, 110, 40, 110, 30 };
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("shapes", "EPSG:4326", "test");
  g_autoptr (AtlasTable) table = NULL;
  g_autoptr (AtlasRouteLine) line = atlas_route_line_new (road, 2, NAN, NULL, NULL);
  g_autoptr (AtlasAlong) along = NULL;
  double length = atlas_route_line_get_length (line);
  const AtlasAlongOptions options = { .within = 3000, .each_passing = TRUE };
  AtlasAlongLayer layer = { .name = "shapes" };
  static const struct
  {
    guint32        feature;
    AtlasRouteSide side;
    double         part;     /* of the length */
    double         offset;
  } wanted[] = {
    { 3, ATLAS_ROUTE_RIGHT, 0.1, 1109.6 }, { 2, ATLAS_ROUTE_LEFT, 0.2, 2219 }, { 0, ATLAS_ROUTE_ON, 0.48, 0 },
    { 4, ATLAS_ROUTE_ON, 0.5, 0 }, { 1, ATLAS_ROUTE_ON, 0.8, 0 }, { 3, ATLAS_ROUTE_RIGHT, 0.9, 1109.6 },
  };

  add_feature (builder, ATLAS_GEOMETRY_POLYGON, ATLAS_PART_RING, square, 5);
  add_feature (builder, ATLAS_GEOMETRY_LINE, ATLAS_PART_LINE, crossing, 2);
  add_feature (builder, ATLAS_GEOMETRY_LINE, ATLAS_PART_LINE, beside, 2);
  add_feature (builder, ATLAS_GEOMETRY_MULTI_POINT, ATLAS_PART_POINTS, two, 2);
  add_feature (builder, ATLAS_GEOMETRY_POLYGON, ATLAS_PART_RING, far_ring, 5);
  table = finish (builder);
  layer.table = table;
  along = atlas_along_new (line, &layer, 1, &options, NULL, NULL);
  g_assert_cmpuint (atlas_along_get_n_items (along), ==, G_N_ELEMENTS (wanted));
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      const AtlasAlongItem *item = atlas_along_get_item (along, i);

      g_assert_cmpuint (item->feature, ==, wanted[i].feature);
      g_assert_cmpint (item->side, ==, wanted[i].side);
      g_assert_cmpfloat_with_epsilon (item->measure, wanted[i].part * length, 30);
      /* The road is a geodesic, up to 29 m north of the parallel. */
      g_assert_cmpfloat_with_epsilon (item->offset, wanted[i].offset, 30);
    }
  /* From where to where inside: on the parallel, near enough. */
  g_assert_cmpfloat_with_epsilon (atlas_along_get_item (along, 2)->enter, 0.4 * length, 2);
  g_assert_cmpfloat_with_epsilon (atlas_along_get_item (along, 2)->leave, 0.56 * length, 2);
  g_assert_cmpfloat_with_epsilon (atlas_along_get_item (along, 3)->leave, length, 2);
}

static gboolean
is_even (gsize    feature,
         gpointer user_data)
{
  return feature % 2 == 0;
}

static void
count_release (gpointer data)
{
  (*(guint *) data)++;
}

static void
take_result (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
test_along_async (void)
{
  static const double road[] = { 113, 36, 113.5, 36.2 };
  g_autoptr (AtlasRouteLine) line = atlas_route_line_new (road, 2, NAN, NULL, NULL);
  g_autoptr (AtlasTable) points = make_points (road, 2, 3000, 5000);
  guint released = 0;
  const AtlasAlongLayer layer = { points, "points", is_even, &released, count_release };
  const AtlasAlongOptions options = { .within = 5000 };

  for (int cancelled = 0; cancelled < 2; cancelled++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (AtlasAlong) along = NULL;

      if (cancelled)
        g_cancellable_cancel (cancellable);
      atlas_along_new_async (line, &layer, 1, &options, cancellable, take_result, &result);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
      along = atlas_along_new_finish (result, &error);
      if (cancelled)
        {
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpuint (atlas_along_get_n_items (along), >, 100);
      for (gsize i = 0; i < atlas_along_get_n_items (along); i++)
        g_assert_cmpuint (atlas_along_get_item (along, i)->feature % 2, ==, 0);
    }
  while (released < 2)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (released, ==, 2);
}

/* -- the network ------------------------------------------------------------------------------------------------- */

/* A grid of places some of which are joined, lengths by field; all shortest ways by Floyd and Warshall. */
static void
test_network_shortest (void)
{
  enum { SIDE = 5, N = SIDE * SIDE };
  double places[N][2], shortest[N][N];
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("net", "EPSG:4326", "test");
  guint field = atlas_table_builder_add_field (builder, "length_km", ATLAS_FIELD_REAL);
  g_autoptr (AtlasTable) table = NULL;
  g_autoptr (AtlasChainage) chainage = NULL;
  g_autoptr (AtlasNetwork) network = NULL;

  for (int i = 0; i < N; i++)
    {
      places[i][0] = 113 + 0.05 * (i % SIDE);
      places[i][1] = 36 + 0.05 * (i / SIDE);
      for (int j = 0; j < N; j++)
        shortest[i][j] = i == j ? 0 : INFINITY;
    }
  for (int i = 0; i < N; i++)
    for (int right = 0; right < 2; right++)
      {
        int j = right ? i + 1 : i + SIDE;
        double km = random_between (4, 20);
        double coords[] = { places[i][0], places[i][1], places[MIN (j, N - 1)][0], places[MIN (j, N - 1)][1] };

        if (j >= N || (right && j % SIDE == 0) || g_test_rand_int_range (0, 4) == 0)
          continue;
        atlas_table_builder_begin_feature (builder);
        atlas_table_builder_set_real (builder, field, km);
        atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_LINE);
        atlas_table_builder_begin_part (builder, ATLAS_PART_LINE);
        atlas_table_builder_add_vertex (builder, coords[0], coords[1]);
        atlas_table_builder_add_vertex (builder, coords[2], coords[3]);
        atlas_table_builder_end_feature (builder);
        shortest[i][j] = shortest[j][i] = km * 1000;
      }
  for (int k = 0; k < N; k++)
    for (int i = 0; i < N; i++)
      for (int j = 0; j < N; j++)
        shortest[i][j] = MIN (shortest[i][j], shortest[i][k] + shortest[k][j]);
  table = finish (builder);
  chainage = atlas_chainage_new (table, NULL);
  network = atlas_network_new (chainage, ATLAS_ROUTE_TOUCH);
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++)
      {
        const AtlasRoutePlace ends[] = { { places[i][0], places[i][1], "a" }, { places[j][0], places[j][1], "b" } };
        AtlasNetworkSpot spots[2];
        g_autoptr (GError) error = NULL;
        g_autoptr (AtlasRouteLine) line = NULL;
        g_autoptr (AtlasReach) reach = NULL;
        double a[2], b[2];

        line = atlas_network_find_path (network, ends, 2, spots, &error);
        /* A place that no edge leads to comes onto another one. */
        if (spots[0].offset > 1 || spots[1].offset > 1)
          continue;
        if (i == j)
          {
            g_assert_error (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_NO_LENGTH);
            continue;
          }
        reach = atlas_network_reach_from_place (network, places[i][0], places[i][1]);
        if (isinf (shortest[i][j]))
          {
            g_assert_error (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_NO_PATH);
            g_assert_true (isinf (atlas_reach_get_distance (reach, &spots[1])));
            continue;
          }
        g_assert_no_error (error);
        g_assert_cmpfloat_with_epsilon (atlas_route_line_get_length (line), shortest[i][j], 1e-3);
        g_assert_cmpfloat_with_epsilon (atlas_reach_get_distance (reach, &spots[1]), shortest[i][j], 1e-3);
        g_assert_cmpuint (atlas_route_line_get_n_runs (line), ==, 1);
        atlas_route_line_locate (line, 0, &a[0], &a[1]);
        atlas_route_line_locate (line, shortest[i][j], &b[0], &b[1]);
        g_assert_cmpfloat (atlas_geodesic_distance (a[0], a[1], places[i][0], places[i][1]), <, 1);
        g_assert_cmpfloat (atlas_geodesic_distance (b[0], b[1], places[j][0], places[j][1]), <, 1);
      }
}

static void
test_network_ring (void)
{
  /* One edge that ends where it begins, and one apart: mid-edge places, the shorter way round, no way across. */
  static const double ring[] = { 113, 36, 113.1, 36, 113.1, 36.1, 113, 36.1, 113, 36 }, apart[] = { 114, 36, 114.1, 36 };
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("ring", "EPSG:4326", "test");
  g_autoptr (AtlasTable) table = NULL;
  g_autoptr (AtlasChainage) chainage = NULL;
  g_autoptr (AtlasNetwork) network = NULL;
  g_autoptr (AtlasRouteLine) across = NULL, along = NULL;
  g_autoptr (GError) error = NULL;
  const AtlasRoutePlace start_to_last[] = { { 113.02, 36, NULL }, { 113, 36.03, NULL } };
  const AtlasRoutePlace there_and_back[] = { { 113.02, 36, NULL }, { 113.08, 36, NULL }, { 113.02, 36, NULL } };
  const AtlasRoutePlace no_way[] = { { 113.02, 36, "甲" }, { 114.05, 36, "乙" } };

  add_feature (builder, ATLAS_GEOMETRY_LINE, ATLAS_PART_LINE, ring, 5);
  add_feature (builder, ATLAS_GEOMETRY_LINE, ATLAS_PART_LINE, apart, 2);
  table = finish (builder);
  chainage = atlas_chainage_new (table, NULL);
  network = atlas_network_new (chainage, ATLAS_ROUTE_TOUCH);
  g_assert_cmpuint (atlas_network_get_n_nodes (network), ==, 3);
  g_assert_cmpuint (atlas_network_get_n_components (network), ==, 2);
  across = atlas_network_find_path (network, start_to_last, 2, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (atlas_route_line_get_length (across),
                                  atlas_geodesic_distance (113, 36, 113.02, 36) + atlas_geodesic_distance (113, 36, 113, 36.03), 0.5);
  along = atlas_network_find_path (network, there_and_back, 3, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (atlas_route_line_get_length (along), 2 * atlas_geodesic_distance (113.02, 36, 113.08, 36), 0.5);
  g_assert_cmpuint (atlas_route_line_get_n_stretches (along), ==, 2);
  g_assert_null (atlas_network_find_path (network, no_way, 2, NULL, &error));
  g_assert_error (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_NO_PATH);
  /* 0.9 degrees of longitude apart. */
  g_assert_nonnull (g_strrstr (error->message, "81.1 km"));
  g_assert_nonnull (g_strrstr (error->message, "甲"));
}

/* -- places ------------------------------------------------------------------------------------------------------ */

static void
test_places (void)
{
  g_autoptr (AtlasTable) road = open_shipped ("taihang1.tai"), towns = open_shipped ("towns.tai"), counties = open_shipped ("counties.tai");
  g_autoptr (AtlasChainage) chainage = atlas_chainage_new (road, NULL);
  g_autoptr (AtlasPlaces) places = atlas_places_new ();
  static const struct
  {
    const char *text;
    const char *name;      /* NULL: not found */
    const char *told;      /* a part of the message */
  } cases[] = {
    { "平顺", "平顺县城", NULL }, { "平顺县", "平顺县", NULL }, { "Pingshun", "平顺县城", NULL }, { "壶关县城", "壶关县城", NULL }, { "潞州", "潞州区", NULL },
    { "店上镇", NULL, "壶关" }, { "壶关店上镇", "店上镇", NULL }, { "壶光", NULL, "壶关县城" }, { "", NULL, "" }, { "113.1, 36.2", "", NULL }, { "qqqq", NULL, "113.12,36.19" },
  };

  atlas_places_add_nodes (places, chainage);
  atlas_places_add_table (places, towns);
  atlas_places_add_table (places, counties);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      AtlasPlace place = { NULL };
      gboolean found = atlas_places_find (places, cases[i].text, &place, &error);

      g_test_message ("%s: %s", cases[i].text, found ? place.name : error->message);
      g_assert_cmpint (found, ==, cases[i].name != NULL);
      if (found)
        g_assert_cmpstr (place.name != NULL ? place.name : "", ==, cases[i].name);
      else
        g_assert_nonnull (g_strrstr (error->message, cases[i].told));
    }
}

static void
test_nearest (void)
{
  static const double road[] = { 113, 36, 113.5, 36.2 };
  g_autoptr (AtlasTable) points = make_points (road, 2, 500, 40000);
  const AtlasAlongLayer layer = { .table = points, .name = "points" };
  g_autoptr (GArray) items = atlas_nearest (113.2, 36.1, &layer, 1, 25, NULL, NULL, NULL);
  double last = 0;

  g_assert_cmpuint (items->len, ==, 25);
  for (guint i = 0; i < items->len; i++)
    {
      const AtlasNearestItem *item = &g_array_index (items, AtlasNearestItem, i);

      g_assert_cmpfloat (item->distance, >=, last);
      last = item->distance;
    }
  for (gsize f = 0, nearer = 0; f < 500; f++)
    {
      AtlasPart part;

      atlas_table_get_part (points, f, 0, &part);
      nearer += atlas_geodesic_distance (113.2, 36.1, part.coords[0], part.coords[1]) < last;
      g_assert_cmpuint (nearer, <, 25);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/route/chainage/text", test_chainage_text);
  g_test_add_func ("/route/chainage/shipped", test_chainage_shipped);
  g_test_add_func ("/route/chainage/find", test_chainage_find);
  g_test_add_func ("/route/line/geodesic", test_line_geodesic);
  g_test_add_func ("/route/line/nearest", test_line_nearest);
  g_test_add_func ("/route/line/parts", test_line_parts);
  g_test_add_func ("/route/line/joined", test_line_joined);
  g_test_add_func ("/route/line/nothing", test_line_nothing);
  g_test_add_func ("/route/along/brute", test_along_brute);
  g_test_add_func ("/route/along/smooth", test_along_smooth);
  g_test_add_func ("/route/along/reversed", test_along_reversed);
  g_test_add_func ("/route/along/shapes", test_along_shapes);
  g_test_add_func ("/route/along/async", test_along_async);
  g_test_add_func ("/route/network/shortest", test_network_shortest);
  g_test_add_func ("/route/network/ring", test_network_ring);
  g_test_add_func ("/route/places", test_places);
  g_test_add_func ("/route/nearest", test_nearest);
  return g_test_run ();
}
