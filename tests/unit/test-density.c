/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tests of points drawn together: Morton's order, clusters and heat against plain counting and summing, the same from any
 * view, odd input, the style's JSON, and what lies at a place. */

#include "data/atlas-table-builder.h"
#include "geo/atlas-mercator.h"
#include "geo/atlas-z-order.h"
#include "project/atlas-identify.h"
#include "render/atlas-density-paint.h"
#include "render/atlas-labels.h"
#include "render/atlas-painter.h"
#include "style/atlas-clusters.h"

#include <math.h>
#include <string.h>

#define RULES "\"rules\": [ { \"marker\": { \"color\": \"#ff0000\", \"size\": 6 }, \"label\": { \"field\": \"name\" } } ]"
#define CLUSTERS "{ \"density\": { \"as\": \"clusters\", \"zoom\": [null, 14] }, " RULES " }"
#define HEAT "{ \"density\": { \"as\": \"heat\" }, " RULES " }"

static AtlasTableBuilder *
new_builder (void)
{
  AtlasTableBuilder *builder = atlas_table_builder_new ("t", "EPSG:4326", "GeoJSON");

  atlas_table_builder_add_field (builder, "w", ATLAS_FIELD_REAL);
  atlas_table_builder_add_field (builder, "name", ATLAS_FIELD_STRING);

  return builder;
}

static void
add_point (AtlasTableBuilder *builder,
           double             lon,
           double             lat,
           double             weight,
           const char        *name)
{
  atlas_table_builder_begin_feature (builder);
  atlas_table_builder_set_real (builder, 0, weight);
  if (name != NULL)
    atlas_table_builder_set_text (builder, 1, name, -1);
  atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POINT);
  atlas_table_builder_begin_part (builder, ATLAS_PART_POINTS);
  g_assert_true (atlas_table_builder_add_vertex (builder, lon, lat));
  atlas_table_builder_end_feature (builder);
}

static AtlasTable *
finish (AtlasTableBuilder *builder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) image = atlas_table_builder_finish (builder, &error);
  AtlasTable *table;

  g_assert_no_error (error);
  table = atlas_table_open (image, &error);
  g_assert_no_error (error);

  return table;
}

static AtlasStyle *
parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  AtlasStyle *style = atlas_style_new_from_json (json, -1, &error);

  g_assert_no_error (error);

  return style;
}

/* Towns: points heaped around a few places, and some anywhere. */
static AtlasTable *
make_towns (guint n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  g_autoptr (AtlasTableBuilder) builder = new_builder ();

  for (guint i = 0; i < n; i++)
    {
      const guint town = (guint) g_rand_int_range (rand, 0, 7);
      const double spread = town == 0 ? 0.8 : 0.03 * town;
      const double across = g_rand_double_range (rand, -1, 1) * g_rand_double (rand), down = g_rand_double_range (rand, -1, 1);

      add_point (builder, 113.0 + 0.12 * town + spread * across, 36.2 + 0.1 * (town * town % 5) + spread * down,
                 g_rand_double_range (rand, 0, 5), NULL);
    }

  return finish (builder);
}

static void
mark_run (gsize    first,
          gsize    end,
          gpointer user_data)
{
  guint8 *seen = user_data;

  for (gsize i = first; i < end; i++)
    {
      g_assert_cmpuint (seen[i], ==, 0);
      seen[i] = 1;
    }
}

static void
test_z_order (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  const gsize n = 5000;
  g_autofree AtlasZKey *keys = g_new (AtlasZKey, n);
  g_autofree AtlasZPlace *arrived = g_new (AtlasZPlace, n), *places = g_new (AtlasZPlace, n);

  for (gsize i = 0; i < n; i++)
    {
      arrived[i] = atlas_z_place (g_rand_double (rand) * (i % 2 == 0 ? 1.0 : 1e-4), g_rand_double (rand));
      keys[i] = (AtlasZKey) { atlas_z_key (arrived[i]), (guint32) i };
    }
  atlas_z_sort (keys, n, 2 * (32 - ATLAS_Z_BITS));
  for (gsize i = 0; i < n; i++)
    {
      places[i] = arrived[keys[i].value];
      if (i > 0)
        g_assert_cmpuint (keys[i - 1].key >> 8, <=, keys[i].key >> 8);
    }
  for (guint round = 0; round < 200; round++)
    {
      const double x = g_rand_double (rand), y = g_rand_double (rand), size = pow (10.0, g_rand_double_range (rand, -5, 0));
      const AtlasZPlace from = atlas_z_place (x, y), to = atlas_z_place (x + size, y + size);
      g_autofree guint8 *seen = g_new0 (guint8, n);

      atlas_z_search (places, n, from, to, mark_run, seen);
      for (gsize i = 0; i < n; i++)
        if (places[i].x >= from.x && places[i].x <= to.x && places[i].y >= from.y && places[i].y <= to.y)
          g_assert_cmpuint (seen[i], ==, 1);
    }
  /* Nothing is not a number, nor outside. */
  g_assert_cmpuint (atlas_z_place (NAN, 2.0).x, ==, 0);
  g_assert_cmpuint (atlas_z_place (-1.0, 2.0).y, ==, G_MAXUINT32);
}

/* Each point is in one cluster or alone; a cluster is the mean of its points, which lie in its box and nowhere else near. */
static void
check_clusters (AtlasTable          *table,
                const AtlasClusters *clusters,
                double               radius)
{
  const gsize n = atlas_table_get_n_features (table);
  const double size = atlas_mercator_world_size (clusters->level);
  gsize sum = clusters->n_lone, n_hidden = 0;
  g_autofree double *x = g_new0 (double, clusters->n_clusters), *y = g_new0 (double, clusters->n_clusters);
  g_autofree guint32 *count = g_new0 (guint32, clusters->n_clusters);

  for (gsize i = 0; i < clusters->n_clusters; i++)
    {
      g_assert_cmpuint (clusters->clusters[i].count, >=, 2);
      sum += clusters->clusters[i].count;
    }
  g_assert_cmpuint (sum, ==, n);

  for (gsize feature = 0; feature < n; feature++)
    {
      AtlasPart part;
      double at_x, at_y, least = INFINITY;
      gsize nearest = 0, n_boxes = 0;
      AtlasZPlace place;

      if (!atlas_clusters_hide (clusters, feature))
        continue;
      n_hidden++;
      atlas_table_get_part (table, feature, 0, &part);
      at_x = atlas_mercator_x (part.coords[0]);
      at_y = atlas_mercator_y (part.coords[1]);
      place = atlas_z_place (at_x, at_y);
      for (gsize i = 0; i < clusters->n_clusters; i++)
        {
          const AtlasCluster *cluster = &clusters->clusters[i];
          const double distance = hypot (cluster->x - at_x, cluster->y - at_y) * size;

          if (place.x + 2 < cluster->from.x || place.x > cluster->to.x + 2 || place.y + 2 < cluster->from.y
              || place.y > cluster->to.y + 2)
            continue;
          n_boxes++;
          if (distance < least)
            {
              least = distance;
              nearest = i;
            }
        }
      g_assert_cmpuint (n_boxes, >=, 1);
      /* Not farther than the radius, but where discs became one. */
      g_assert_cmpfloat (least, <, 3.0 * radius);
      x[nearest] += at_x;
      y[nearest] += at_y;
      count[nearest]++;
    }
  g_assert_cmpuint (n_hidden + clusters->n_lone, ==, n);

  /* Where no other box reaches in, these are just its points. */
  for (gsize i = 0; i < clusters->n_clusters; i++)
    if (count[i] == clusters->clusters[i].count)
      {
        gboolean apart = TRUE;

        for (gsize k = 0; k < clusters->n_clusters; k++)
          apart = apart && (k == i || clusters->clusters[k].to.x < clusters->clusters[i].from.x
                            || clusters->clusters[k].from.x > clusters->clusters[i].to.x
                            || clusters->clusters[k].to.y < clusters->clusters[i].from.y
                            || clusters->clusters[k].from.y > clusters->clusters[i].to.y);
        if (!apart)
          continue;
        g_assert_cmpfloat_with_epsilon (x[i] / count[i], clusters->clusters[i].x, 1e-9);
        g_assert_cmpfloat_with_epsilon (y[i] / count[i], clusters->clusters[i].y, 1e-9);
      }
}

static void
test_clusters (void)
{
  g_autoptr (AtlasTable) table = make_towns (4000);
  g_autoptr (AtlasStyle) style = parse (CLUSTERS), again = parse (CLUSTERS);
  gsize n_apart = 0;

  for (int zoom = 5; zoom < 14; zoom++)
    {
      g_autoptr (AtlasClusters) clusters = atlas_clusters_get (table, style, zoom, TRUE, NULL);
      g_autoptr (AtlasClusters) between = atlas_clusters_get (table, again, zoom + 0.7, TRUE, NULL);
      const double size = atlas_mercator_world_size (zoom);

      /* Kept, whichever style asks, for the whole zoom. */
      g_assert_true (clusters == between);
      check_clusters (table, clusters, clusters->radius);
      g_assert_cmpuint (clusters->n_clusters + clusters->n_lone, >=, n_apart);
      n_apart = clusters->n_clusters + clusters->n_lone;
      for (gsize i = 0; i < clusters->n_clusters; i++)
        for (gsize k = 0; k < i; k++)
          {
            const AtlasCluster *a = &clusters->clusters[i], *b = &clusters->clusters[k];

            g_assert_cmpfloat (hypot (a->x - b->x, a->y - b->y) * size, >,
                               atlas_cluster_get_disc (a->count, clusters->radius)
                                 + atlas_cluster_get_disc (b->count, clusters->radius));
          }
    }
  g_assert_cmpuint (n_apart, >, 1000);
  g_assert_null (atlas_clusters_get (table, style, 14.0, TRUE, NULL));
  g_assert_null (atlas_clusters_get (table, style, NAN, TRUE, NULL));
}

/* A cluster's own points, told by a layer in which nothing else is near. */
static void
test_mean (void)
{
  g_autoptr (AtlasTableBuilder) builder = new_builder ();
  g_autoptr (AtlasStyle) style = parse (CLUSTERS);
  g_autoptr (AtlasTable) table = NULL;
  g_autoptr (AtlasClusters) clusters = NULL;

  add_point (builder, 113.0, 36.0, 1, NULL);
  add_point (builder, 113.001, 36.0, 1, NULL);
  add_point (builder, 113.001, 36.001, 1, NULL);
  add_point (builder, 120.0, 30.0, 1, NULL);
  table = finish (builder);
  clusters = atlas_clusters_get (table, style, 9.5, TRUE, NULL);
  g_assert_cmpuint (clusters->n_clusters, ==, 1);
  g_assert_cmpuint (clusters->clusters[0].count, ==, 3);
  g_assert_cmpfloat_with_epsilon (clusters->clusters[0].x, atlas_mercator_x (113.0 + 0.002 / 3.0), 1e-9);
  g_assert_cmpfloat_with_epsilon (clusters->clusters[0].y, (2.0 * atlas_mercator_y (36.0) + atlas_mercator_y (36.001)) / 3.0, 1e-9);
  g_assert_cmpuint (clusters->n_lone, ==, 1);
  g_assert_cmpuint (clusters->lone[0].feature, ==, 3);
  g_assert_true (atlas_clusters_hide (clusters, 0));
  g_assert_false (atlas_clusters_hide (clusters, 3));
  g_assert_true (atlas_clusters_find (clusters, atlas_mercator_x (113.0007), atlas_mercator_y (36.0), 9.5)
                 == &clusters->clusters[0]);
  g_assert_null (atlas_clusters_find (clusters, atlas_mercator_x (113.2), atlas_mercator_y (36.0), 9.5));
  g_assert_null (atlas_clusters_find (clusters, atlas_mercator_x (120.0), atlas_mercator_y (30.0), 9.5));
}

static void
test_multi_points (void)
{
  g_autoptr (AtlasTableBuilder) builder = new_builder ();
  g_autoptr (AtlasStyle) style = parse (CLUSTERS);
  g_autoptr (AtlasTable) table = NULL;
  g_autoptr (AtlasClusters) clusters = NULL;

  atlas_table_builder_begin_feature (builder);
  atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_MULTI_POINT);
  atlas_table_builder_begin_part (builder, ATLAS_PART_POINTS);
  atlas_table_builder_add_vertex (builder, 113.0, 36.0);
  atlas_table_builder_add_vertex (builder, 100.0, 20.0);
  atlas_table_builder_end_feature (builder);
  add_point (builder, 113.0, 36.0, 1, NULL);
  /* A line takes no part. */
  atlas_table_builder_begin_feature (builder);
  atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_LINE);
  atlas_table_builder_begin_part (builder, ATLAS_PART_LINE);
  atlas_table_builder_add_vertex (builder, 113.0, 36.0);
  atlas_table_builder_add_vertex (builder, 113.0, 36.1);
  atlas_table_builder_end_feature (builder);
  table = finish (builder);
  clusters = atlas_clusters_get (table, style, 10.0, TRUE, NULL);
  g_assert_cmpuint (clusters->n_clusters, ==, 1);
  g_assert_cmpuint (clusters->clusters[0].count, ==, 2);
  g_assert_cmpuint (clusters->n_lone, ==, 1);
  g_assert_cmpuint (clusters->lone[0].feature, ==, 0);
  g_assert_cmpuint (clusters->lone[0].vertex, ==, 1);
  g_assert_false (atlas_clusters_hide (clusters, 2));
}

static double
kernel (double t)
{
  return t * t < 1.0 ? (exp (-4.5 * t * t) - exp (-4.5)) / (1.0 - exp (-4.5)) : 0.0;
}

/* The kernel summed up as it is defined, over all points. */
static double
sum_up (AtlasTable *table,
        gboolean    weighted,
        double      most,
        double      zoom,
        double      radius,
        double      x,
        double      y)
{
  const double size = atlas_mercator_world_size (zoom);
  double sum = 0.0;

  for (gsize i = 0; i < atlas_table_get_n_features (table); i++)
    {
      AtlasPart part;
      double weight = weighted ? atlas_table_get_number (table, 0, i) / most : 1.0;

      atlas_table_get_part (table, i, 0, &part);
      if (weight > 0.0)
        sum += weight * kernel ((atlas_mercator_x (part.coords[0]) * size - x) / radius)
               * kernel ((atlas_mercator_y (part.coords[1]) * size - y) / radius);
    }

  return sum;
}

static void
check_heat (AtlasTable *table,
            gboolean    weighted,
            double      zoom)
{
  g_autofree char *json = g_strdup_printf ("{ \"density\": { \"as\": \"heat\", \"radius\": 24%s }, " RULES " }",
                                           weighted ? ", \"weight\": \"w\"" : "");
  g_autoptr (AtlasStyle) style = parse (json);
  g_autoptr (AtlasDensityPoints) points = atlas_density_points_get (table, style, NULL);
  const double size = atlas_mercator_world_size (zoom);
  const double x = atlas_mercator_x (113.4) * size, y = atlas_mercator_y (36.4) * size;
  AtlasHeat *heat = _atlas_heat_new (points, zoom, 24.0, x - 150.0, y - 150.0, x + 150.0, y + 150.0, NULL);
  AtlasHeat *other = _atlas_heat_new (points, zoom, 24.0, x - 61.3, y - 87.7, x + 33.1, y + 204.0, NULL);
  const double peak = _atlas_heat_get_peak (table, points, atlas_style_get_density (style, zoom), zoom);
  double most = 0.0, greatest = 0.0;

  for (gsize i = 0; i < atlas_table_get_n_features (table); i++)
    most = MAX (most, atlas_table_get_number (table, 0, i));
  for (int row = 0; row < heat->n_rows; row += 3)
    for (int column = 0; column < heat->n_columns; column += 3)
      {
        const double naive = sum_up (table, weighted, most, zoom, 24.0, (double) (heat->column + column) * heat->step,
                                     (double) (heat->row + row) * heat->step);
        const double got = heat->values[row * heat->n_columns + column];

        greatest = MAX (greatest, naive);
        g_assert_cmpfloat_with_epsilon (got, naive, 0.02 * naive + 0.01 * peak);
      }
  /* What the colours are held against is about the greatest, wherever one looks. */
  g_assert_cmpfloat (greatest, <, 1.1 * peak);

  /* Another window gives the same to the last bit. */
  for (int row = 0; row < other->n_rows; row++)
    for (int column = 0; column < other->n_columns; column++)
      {
        const gint64 r = other->row + row - heat->row, c = other->column + column - heat->column;

        if (r >= 0 && c >= 0 && r < heat->n_rows && c < heat->n_columns)
          g_assert_true (other->values[row * other->n_columns + column] == heat->values[r * heat->n_columns + c]);
      }
  _atlas_heat_free (heat);
  _atlas_heat_free (other);
}

static void
test_heat (void)
{
  g_autoptr (AtlasTable) table = make_towns (3000);

  check_heat (table, FALSE, 9.0);
  check_heat (table, FALSE, 9.63);
  check_heat (table, TRUE, 8.4);
}

static void
test_peak_is_smooth (void)
{
  g_autoptr (AtlasTable) table = make_towns (3000);
  g_autoptr (AtlasStyle) style = parse (HEAT);
  g_autoptr (AtlasDensityPoints) points = atlas_density_points_get (table, style, NULL);
  double last = _atlas_heat_get_peak (table, points, atlas_style_get_density (style, 6.0), 6.0);

  for (double zoom = 6.01; zoom < 18.0; zoom += 0.01)
    {
      const double peak = _atlas_heat_get_peak (table, points, atlas_style_get_density (style, zoom), zoom);

      g_assert_cmpfloat (fabs (log (peak / last)), <, 0.03);
      g_assert_cmpfloat (peak, >=, 3.999);
      last = peak;
    }
}

static cairo_surface_t *
paint (AtlasTable      *table,
       AtlasStyle      *style,
       const AtlasView *view)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, view->width, view->height);
  cairo_t *cr = cairo_create (surface);

  g_assert_true (atlas_painter_paint_layer (cr, table, style, view, NULL));
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  return surface;
}

/* The view moved by whole pixels shows the same pixels. */
static void
check_moved (AtlasTable *table,
             const char *json)
{
  g_autoptr (AtlasStyle) style = parse (json);
  AtlasView view = { .lon = 113.37, .lat = 36.33, .zoom = 9.4, .width = 300, .height = 260, .scale = 1.0 }, moved = view;
  const int dx = 37, dy = -51;
  cairo_surface_t *a, *b;
  gsize n_differ = 0, n_filled = 0;

  atlas_view_to_place (&view, view.width / 2.0 + dx, view.height / 2.0 + dy, &moved.lon, &moved.lat);
  a = paint (table, style, &view);
  b = paint (table, style, &moved);
  for (int y = 60; y < 200; y++)
    for (int x = 40; x < 300; x++)
      {
        const guint8 *one = cairo_image_surface_get_data (a) + y * cairo_image_surface_get_stride (a) + x * 4;
        const guint8 *two = cairo_image_surface_get_data (b) + (y - dy) * cairo_image_surface_get_stride (b) + (x - dx) * 4;

        n_filled += one[3] > 0;
        for (guint c = 0; c < 4; c++)
          n_differ += ABS (one[c] - two[c]) > 1;
      }
  g_assert_cmpuint (n_filled, >, 1000);
  g_assert_cmpuint (n_differ, ==, 0);
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
}

static void
test_moved (void)
{
  g_autoptr (AtlasTable) table = make_towns (3000);

  check_moved (table, CLUSTERS);
  check_moved (table, HEAT);
}

static gsize
count_filled (AtlasTable      *table,
              const char      *json,
              const AtlasView *view)
{
  g_autoptr (AtlasStyle) style = parse (json);
  cairo_surface_t *surface = paint (table, style, view);
  gsize n = 0;

  for (int y = 0; y < view->height; y++)
    for (int x = 0; x < view->width; x++)
      n += cairo_image_surface_get_data (surface)[y * cairo_image_surface_get_stride (surface) + x * 4 + 3] > 0;
  cairo_surface_destroy (surface);

  return n;
}

static void
test_odd (void)
{
  static const char *const weighted = "{ \"density\": { \"as\": \"heat\", \"weight\": \"w\" }, " RULES " }";
  g_autoptr (AtlasTableBuilder) nothing = new_builder (), same = new_builder (), bad = new_builder (), edge = new_builder ();
  g_autoptr (AtlasTable) empty = finish (nothing);
  g_autoptr (AtlasTable) heap = NULL, unweighed = NULL, far = NULL;
  AtlasView view = { .lon = 113.0, .lat = 36.0, .zoom = 12.0, .width = 200, .height = 200, .scale = 1.0 };
  g_autoptr (AtlasStyle) style = parse (CLUSTERS);

  g_assert_cmpuint (count_filled (empty, HEAT, &view), ==, 0);
  g_assert_cmpuint (count_filled (empty, CLUSTERS, &view), ==, 0);

  for (guint i = 0; i < 20000; i++)
    add_point (same, 113.0, 36.0, 1e300, NULL);
  heap = finish (same);
  g_assert_cmpuint (count_filled (heap, weighted, &view), >, 100);
  g_assert_cmpuint (count_filled (heap, CLUSTERS, &view), >, 100);

  add_point (bad, 113.0, 36.0, NAN, NULL);
  add_point (bad, 113.0, 36.0, -5.0, NULL);
  add_point (bad, 113.0, 36.0, -INFINITY, NULL);
  unweighed = finish (bad);
  g_assert_cmpuint (count_filled (unweighed, weighted, &view), ==, 0);
  g_assert_cmpuint (count_filled (unweighed, HEAT, &view), >, 100);

  /* Both sides of the antimeridian, and beyond where the map ends. */
  for (guint i = 0; i < 10; i++)
    {
      add_point (edge, i % 2 == 0 ? 180.0 : -180.0, 0.001 * i, 1.0, NULL);
      add_point (edge, 10.0, i % 2 == 0 ? 90.0 : -90.0, 1.0, NULL);
    }
  far = finish (edge);
  for (double zoom = 0.0; zoom <= 20.0; zoom += 2.5)
    {
      g_autoptr (AtlasClusters) clusters = atlas_clusters_get (far, style, zoom, TRUE, NULL);
      gsize sum = 0;

      if (clusters == NULL)
        continue;
      sum = clusters->n_lone;
      for (gsize i = 0; i < clusters->n_clusters; i++)
        {
          g_assert_true (clusters->clusters[i].x >= 0.0 && clusters->clusters[i].x <= 1.0);
          g_assert_true (clusters->clusters[i].y >= 0.0 && clusters->clusters[i].y <= 1.0);
          sum += clusters->clusters[i].count;
        }
      g_assert_cmpuint (sum, ==, 20);
    }
  view = (AtlasView) { .lon = 179.99, .lat = 0.0, .zoom = 6.0, .width = 200, .height = 200, .scale = 1.0 };
  g_assert_cmpuint (count_filled (far, HEAT, &view), >, 1500);
  g_assert_cmpuint (count_filled (far, CLUSTERS, &view), >, 300);
  view.lat = 85.0;
  view.lon = 10.0;
  g_assert_cmpuint (count_filled (far, HEAT, &view), >, 300);
}

static void
test_counts (void)
{
  static const struct
  {
    guint64     count;
    const char *english;
    const char *chinese;
  } all[] = {
    { 2, "2", "2" },           { 999, "999", "999" },         { 1000, "1k", "1000" },       { 1234, "1.2k", "1234" },
    { 9999, "9.9k", "9999" },  { 10000, "10k", "1万" },       { 12345, "12k", "1.2万" },    { 123456, "123k", "12万" },
    { 1000000, "1M", "100万" }, { 1250000000, "1.2G", "12亿" }, { 123000000, "123M", "1.2亿" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autofree char *english = atlas_cluster_dup_count (all[i].count, FALSE);
      g_autofree char *chinese = atlas_cluster_dup_count (all[i].count, TRUE);

      g_assert_cmpstr (english, ==, all[i].english);
      g_assert_cmpstr (chinese, ==, all[i].chinese);
    }
  g_assert_cmpfloat (atlas_cluster_get_disc (10000, 56.0), >, atlas_cluster_get_disc (100, 56.0));
}

static void
test_json (void)
{
  static const char *const wrong[][2] = {
    { "{ \"radius\": 10 }", "density" },
    { "{ \"as\": \"fire\" }", "density.as" },
    { "{ \"as\": \"heat\", \"color\": \"#ffffff\" }", "density.color" },
    { "{ \"as\": \"clusters\", \"ramp\": \"blue\" }", "density.ramp" },
    { "{ \"as\": \"heat\", \"radius\": 1 }", "density.radius" },
    { "{ \"as\": \"heat\", \"radius\": [[5, 10], [9, 900]] }", "density.radius" },
    { "{ \"as\": \"clusters\", \"radius\": [[5, 10], [9, 20]] }", "density.radius" },
    { "{ \"as\": \"heat\", \"ramp\": \"kinds\" }", "density.ramp" },
    { "{ \"as\": \"heat\", \"ramp\": \"nix\" }", "density.ramp" },
    { "{ \"as\": \"heat\", \"opacity\": 2 }", "density.opacity" },
    { "{ \"as\": \"clusters\", \"min-points\": 1 }", "density.min-points" },
    { "[]", "density" },
  };
  g_autoptr (AtlasStyle) style = parse ("{ \"density\": { \"as\": \"heat\", \"radius\": [[8, 10], [12, 30]], \"ramp\": \"orange\","
                                        " \"reversed\": true, \"weight\": \"w\", \"opacity\": 0.5, \"zoom\": [4, 13] }, " RULES " }");
  const AtlasDensity *density = atlas_style_get_density (style, 10.0);

  g_assert_nonnull (density);
  g_assert_cmpint (density->kind, ==, ATLAS_DENSITY_HEAT);
  g_assert_cmpfloat (atlas_density_get_radius (density, 10.0), ==, 20.0);
  g_assert_cmpstr (density->ramp, ==, "orange");
  g_assert_cmpstr (density->weight, ==, "w");
  g_assert_true (density->reversed);
  g_assert_null (atlas_style_get_density (style, 13.0));
  g_assert_null (atlas_style_get_density (style, 3.9));
  g_assert_nonnull (atlas_style_get_density (style, NAN));
  g_assert_cmpfloat (atlas_style_get_reach (style, 12.0), >, 30.0);
  g_assert_cmpfloat (atlas_style_get_reach (style, 13.0), <, 10.0);

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *json = g_strdup_printf ("{ \"density\": %s, " RULES " }", wrong[i][0]);
      g_autofree char *place = g_strdup_printf ("%s:", wrong[i][1]);
      g_autoptr (GError) error = NULL;

      g_assert_null (atlas_style_new_from_json (json, -1, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_assert_nonnull (strstr (error->message, place));
    }
}

static void
test_names (void)
{
  g_autoptr (AtlasTableBuilder) builder = new_builder ();
  g_autoptr (AtlasStyle) style = parse (CLUSTERS), heat = parse (HEAT);
  g_autoptr (AtlasTable) table = NULL;
  const AtlasView view = { .lon = 113.0, .lat = 36.0, .zoom = 10.0, .width = 400, .height = 300, .scale = 1.0 };
  AtlasView near = view;
  AtlasLabelLayer layer = { .opacity = 1.0 };
  g_autoptr (AtlasLabels) few = NULL, all = NULL, none = NULL;

  add_point (builder, 113.0, 36.0, 1, "one");
  add_point (builder, 113.0005, 36.0, 1, "two");
  add_point (builder, 113.15, 36.05, 1, "alone");
  table = finish (builder);
  layer.table = table;
  layer.style = style;
  few = atlas_labels_place (&layer, 1, &view, FALSE, NULL);
  g_assert_cmpuint (atlas_labels_get_n (few), ==, 1);
  g_assert_cmpstr (atlas_labels_get (few, 0, NULL), ==, "alone");
  near.zoom = 18.0;
  all = atlas_labels_place (&layer, 1, &near, FALSE, NULL);
  g_assert_cmpuint (atlas_labels_get_n (all), ==, 2);
  layer.style = heat;
  none = atlas_labels_place (&layer, 1, &view, FALSE, NULL);
  g_assert_cmpuint (atlas_labels_get_n (none), ==, 0);
}

static void
test_identify (void)
{
  g_autoptr (AtlasTableBuilder) builder = new_builder (), over = new_builder ();
  g_autoptr (AtlasStyle) style = parse (CLUSTERS), plain = parse ("{ " RULES " }");
  g_autoptr (AtlasTable) table = NULL, points = NULL;
  g_autoptr (AtlasProject) project = atlas_project_new ();
  g_autoptr (AtlasLayer) layer = atlas_layer_new ("a", "a", ATLAS_LAYER_SUBJECT, NULL);
  g_autoptr (AtlasLayer) above = atlas_layer_new ("b", "b", ATLAS_LAYER_SUBJECT, NULL);
  g_autoptr (GPtrArray) far = NULL, near = NULL, any = NULL;
  AtlasClusterHit hit;

  add_point (builder, 113.0, 36.0, 1, NULL);
  add_point (builder, 113.001, 36.002, 1, NULL);
  add_point (builder, 113.5, 36.0, 1, NULL);
  table = finish (builder);
  atlas_layer_set_table (layer, table, style);
  atlas_project_add (project, layer);

  g_assert_true (atlas_identify_cluster (project, 113.0005, 36.001, 500, 10.0, &hit));
  g_assert_true (hit.layer == layer);
  g_assert_cmpuint (hit.count, ==, 2);
  g_assert_cmpfloat_with_epsilon (hit.extent.west, 113.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (hit.extent.north, 36.002, 1e-6);
  g_assert_false (atlas_identify_cluster (project, 113.5, 36.0, 500, 10.0, &hit));
  g_assert_false (atlas_identify_cluster (project, 113.0, 36.0, 500, 14.0, &hit));

  /* What is in a cluster is not found by itself, but from where it is drawn by itself, or where all count. */
  far = atlas_identify (project, 113.0, 36.0, 500, 10.0, FALSE);
  near = atlas_identify (project, 113.0, 36.0, 500, 14.0, FALSE);
  any = atlas_identify (project, 113.0, 36.0, 500, NAN, FALSE);
  g_assert_cmpuint (far->len, ==, 0);
  g_assert_cmpuint (near->len, ==, 2);
  g_assert_cmpuint (any->len, ==, 2);

  /* A point of a layer above is what one means. */
  add_point (over, 113.0, 36.0, 1, NULL);
  points = finish (over);
  atlas_layer_set_table (above, points, plain);
  atlas_project_add (project, above);
  g_assert_false (atlas_identify_cluster (project, 113.0, 36.0, 500, 10.0, &hit));
  atlas_layer_set_visible (above, FALSE);
  g_assert_true (atlas_identify_cluster (project, 113.0, 36.0, 500, 10.0, &hit));
}

typedef struct
{
  AtlasTable *table;
  AtlasStyle *style;
} Shared;

static gpointer
ask (gpointer user_data)
{
  Shared *shared = user_data;
  g_autoptr (GRand) rand = g_rand_new_with_seed (GPOINTER_TO_UINT (g_thread_self ()));

  for (guint i = 0; i < 200; i++)
    {
      const double zoom = g_rand_int_range (rand, 4, 14);
      g_autoptr (AtlasClusters) clusters = atlas_clusters_get (shared->table, shared->style, zoom, TRUE, NULL);

      g_assert_cmpint (clusters->level, ==, (int) zoom);
    }

  return NULL;
}

/* Many threads at once, and one that was cancelled, which leaves the work to others. */
static void
test_threads (void)
{
  g_autoptr (AtlasTable) table = make_towns (30000);
  g_autoptr (AtlasStyle) style = parse (CLUSTERS);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  Shared shared = { table, style };
  GThread *threads[4];

  g_cancellable_cancel (cancelled);
  g_assert_null (atlas_clusters_get (table, style, 9.0, TRUE, cancelled));
  g_assert_null (atlas_clusters_get (table, style, 9.0, FALSE, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("asks", ask, &shared);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/density/z-order", test_z_order);
  g_test_add_func ("/density/clusters", test_clusters);
  g_test_add_func ("/density/clusters/mean", test_mean);
  g_test_add_func ("/density/clusters/multi-points", test_multi_points);
  g_test_add_func ("/density/clusters/counts", test_counts);
  g_test_add_func ("/density/heat", test_heat);
  g_test_add_func ("/density/heat/peak", test_peak_is_smooth);
  g_test_add_func ("/density/moved", test_moved);
  g_test_add_func ("/density/odd", test_odd);
  g_test_add_func ("/density/json", test_json);
  g_test_add_func ("/density/names", test_names);
  g_test_add_func ("/density/identify", test_identify);
  g_test_add_func ("/density/threads", test_threads);

  return g_test_run ();
}
