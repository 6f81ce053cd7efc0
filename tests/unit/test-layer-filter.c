/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a filter on a layer does: the table that it shows a part of, what is found and clicked, what comes after another table. */

#include "data/atlas-table-builder.h"
#include "project/atlas-identify.h"
#include "render/atlas-painter.h"

#define N 400

/* A grid of 20 × 20 points a tenth of a degree apart; n is their number. */
static AtlasTable *
make_grid (const char *field)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("grid", "EPSG:4326", "GeoJSON");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) image = NULL;
  AtlasTable *table;

  atlas_table_builder_add_field (builder, field, ATLAS_FIELD_INTEGER);
  for (int i = 0; i < N; i++)
    {
      atlas_table_builder_begin_feature (builder);
      atlas_table_builder_set_integer (builder, 0, i);
      atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POINT);
      atlas_table_builder_begin_part (builder, ATLAS_PART_POINTS);
      g_assert_true (atlas_table_builder_add_vertex (builder, 112.0 + i % 20 * 0.1, 35.0 + i / 20 * 0.1));
      atlas_table_builder_end_feature (builder);
    }
  image = atlas_table_builder_finish (builder, &error);
  g_assert_no_error (error);
  table = atlas_table_open (image, &error);
  g_assert_no_error (error);

  return table;
}

static AtlasFilter *
make_filter (const char *text)
{
  g_autoptr (GError) error = NULL;
  AtlasFilter *filter = atlas_filter_new (text, &error);

  g_assert_no_error (error);

  return filter;
}

static gboolean
count_items (const AtlasIndexBox *boxes,
             const guint32       *items,
             gsize                n,
             gpointer             user_data)
{
  for (gsize i = 0; i < n; i++)
    *(guint *) user_data += items[i] < N;

  return TRUE;
}

/* Whatever way one asks by place, only what is shown is found; asked for by number all is there. */
static void
test_table (void)
{
  g_autoptr (AtlasTable) whole = make_grid ("n"), part = NULL, again = NULL;
  g_autoptr (AtlasFilter) filter = make_filter ("n % 7 = 3 and n < 200");
  g_autoptr (AtlasFeatureSet) found = atlas_filter_run (filter, whole, NULL, NULL, NULL), none = atlas_feature_set_new (N, FALSE);
  AtlasExtent world = { -180, -90, 180, 90 }, some = { 112.25, 34.9, 113.05, 35.75 }, extent;
  const AtlasExtent *extents[] = { &world, &some };

  part = atlas_table_new_filtered (whole, found);
  for (gsize k = 0; k < G_N_ELEMENTS (extents); k++)
    {
      g_autoptr (GArray) all = atlas_table_query (whole, extents[k]), shown = atlas_table_query (part, extents[k]);
      guint at = 0, n = 0;

      for (guint i = 0; i < all->len; i++)
        if (g_array_index (all, guint32, i) % 7 == 3 && g_array_index (all, guint32, i) < 200)
          g_assert_cmpuint (g_array_index (shown, guint32, at++), ==, g_array_index (all, guint32, i));
      g_assert_cmpuint (at, >, 3);
      g_assert_cmpuint (shown->len, ==, at);
      g_assert_true (atlas_table_visit_boxes (part, &world, count_items, &n));
      g_assert_cmpuint (n, ==, atlas_table_get_n_shown (part));
    }
  g_assert_cmpuint (atlas_table_get_n_features (part), ==, N);
  g_assert_cmpint (atlas_table_get_integer (part, 0, 399), ==, 399);
  g_assert_cmpuint (atlas_table_get_n_shown (part), ==, atlas_feature_set_get_count (found));
  extent = atlas_table_get_extent (part);
  g_assert_cmpfloat_with_epsilon (extent.north, 35.9, 1e-9);
  extent = atlas_table_get_extent (whole);
  g_assert_cmpfloat_with_epsilon (extent.north, 36.9, 1e-9);

  /* A part of a part is a part of the whole. */
  again = atlas_table_new_filtered (part, none);
  g_assert_true (atlas_table_get_whole (again) == whole);
  extent = atlas_table_get_extent (again);
  g_assert_true (atlas_extent_is_empty (&extent));
}

static void
on_filtered (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  int *outcome = user_data;

  *outcome = atlas_layer_filter_finish (ATLAS_LAYER (object), result, &error)
                 ? 1 : g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? 2 : 3;
}

static void
wait_for (const int *outcome)
{
  while (*outcome == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_layer (void)
{
  g_autoptr (AtlasProject) project = atlas_project_new ();
  g_autoptr (AtlasLayer) layer = atlas_layer_new ("grid", "grid", ATLAS_LAYER_SUBJECT, NULL);
  g_autoptr (AtlasTable) table = make_grid ("n"), other = make_grid ("m");
  g_autoptr (AtlasStyle) style = atlas_style_new_default (table, 0);
  g_autoptr (AtlasFilter) filter = make_filter ("n = 21"), late = make_filter ("n = 22"), wrong = make_filter ("x = 1");
  g_autoptr (AtlasFeatureSet) selection = atlas_feature_set_new (N, TRUE);
  int first = 0, second = 0, third = 0;

  atlas_project_add (project, layer);
  atlas_layer_set_table (layer, table, style);
  atlas_layer_set_selection (layer, selection);

  /* The later one wins, whichever is ready first. */
  atlas_layer_filter_async (layer, late, NULL, on_filtered, &first);
  atlas_layer_filter_async (layer, filter, NULL, on_filtered, &second);
  wait_for (&first);
  wait_for (&second);
  g_assert_cmpint (first, ==, 2);
  g_assert_cmpint (second, ==, 1);
  g_assert_true (atlas_layer_get_filter (layer) == filter);
  g_assert_cmpuint (atlas_table_get_n_shown (atlas_layer_get_table (layer)), ==, 1);
  g_assert_true (atlas_layer_get_selection (layer) == selection);

  /* A field that is not there changes nothing. */
  atlas_layer_filter_async (layer, wrong, NULL, on_filtered, &third);
  wait_for (&third);
  g_assert_cmpint (third, ==, 3);
  g_assert_true (atlas_layer_get_filter (layer) == filter);

  /* The file was read again: the filter is run over the new table, and dropped where it cannot be. */
  atlas_layer_set_table (layer, table, NULL);
  g_assert_cmpuint (atlas_table_get_n_shown (atlas_layer_get_table (layer)), ==, 1);
  atlas_layer_set_table (layer, other, NULL);
  g_assert_null (atlas_layer_get_selection (layer));
  while (atlas_layer_get_filter (layer) != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (atlas_layer_get_table (layer) == other);
}

/* What is filtered away cannot be clicked. */
static void
test_identify (void)
{
  g_autoptr (AtlasProject) project = atlas_project_new ();
  g_autoptr (AtlasLayer) layer = atlas_layer_new ("grid", "grid", ATLAS_LAYER_SUBJECT, NULL);
  g_autoptr (AtlasTable) table = make_grid ("n");
  g_autoptr (AtlasStyle) style = atlas_style_new_default (table, 0);
  g_autoptr (AtlasFilter) filter = make_filter ("n > 200");
  g_autoptr (AtlasFeatureSet) found = atlas_filter_run (filter, table, NULL, NULL, NULL);

  atlas_project_add (project, layer);
  atlas_layer_set_table (layer, table, style);
  for (int filtered = 0; filtered < 2; filtered++)
    {
      g_autoptr (GPtrArray) hits = NULL;

      atlas_layer_set_filter (layer, filtered ? filter : NULL, NULL, filtered ? found : NULL);
      hits = atlas_identify (project, 112.5, 35.5, 100.0, 12.0, FALSE);
      g_assert_cmpuint (hits->len, ==, filtered ? 0 : 1);
    }
}

/* How many pixels near the place of point @n (of the grid) have the colour of what is selected. */
static guint
count_amber (cairo_surface_t *surface,
             const AtlasView *view,
             int              n)
{
  const guchar *data = cairo_image_surface_get_data (surface);
  const int stride = cairo_image_surface_get_stride (surface);
  double x, y;
  guint amber = 0;

  atlas_view_to_pixel (view, 112.0 + n % 20 * 0.1, 35.0 + n / 20 * 0.1, &x, &y);
  for (int dy = -12; dy <= 12; dy++)
    for (int dx = -12; dx <= 12; dx++)
      {
        const int px = (int) x + dx, py = (int) y + dy;
        const guint32 *row = (const guint32 *) (const void *) (data + py * stride);

        if (px >= 0 && py >= 0 && px < view->width && py < view->height)
          amber += row[px] == 0xffffb000u;
      }

  return amber;
}

/* What is selected is outlined, but not what the filter hides, and nothing else. */
static void
test_selection (void)
{
  g_autoptr (AtlasTable) table = make_grid ("n"), part = NULL;
  g_autoptr (AtlasStyle) style = atlas_style_new_default (table, 0);
  const guint32 chosen[] = { 189, 191 }, shown[] = { 189, 190 };
  g_autoptr (AtlasFeatureSet) selection = atlas_feature_set_new_from_array (N, chosen, 2);
  g_autoptr (AtlasFeatureSet) filter = atlas_feature_set_new_from_array (N, shown, 2);
  const AtlasView view = { .lon = 113.0, .lat = 35.9, .zoom = 9, .width = 400, .height = 300, .scale = 1 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, view.width, view.height);
  cairo_t *cr = cairo_create (surface);

  part = atlas_table_new_filtered (table, filter);
  g_assert_true (atlas_painter_paint_selection (cr, part, selection, style, &view, NULL));
  cairo_surface_flush (surface);
  g_assert_cmpuint (count_amber (surface, &view, 189), >, 20);
  g_assert_cmpuint (count_amber (surface, &view, 190), ==, 0);
  g_assert_cmpuint (count_amber (surface, &view, 191), ==, 0);
  g_assert_true (atlas_painter_paint_selection (cr, table, selection, style, &view, NULL));
  cairo_surface_flush (surface);
  g_assert_cmpuint (count_amber (surface, &view, 191), >, 20);
  g_assert_cmpuint (count_amber (surface, &view, 190), ==, 0);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layer-filter/table", test_table);
  g_test_add_func ("/layer-filter/layer", test_layer);
  g_test_add_func ("/layer-filter/identify", test_identify);
  g_test_add_func ("/layer-filter/selection", test_selection);

  return g_test_run ();
}
