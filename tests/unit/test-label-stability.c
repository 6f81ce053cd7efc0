/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What names keep while the map is moved, and what their styles promise: over the shipped layers and over random points. */

#include "label-drawing.h"

#include "style/atlas-style.h"

static const char *const SHIPPED[][2] = {
  { "counties", "counties" }, { "rivers", "rivers" },     { "reservoirs", "reservoirs" }, { "roads-rail", "roads-rail" },
  { "context", "context" },   { "stations", "stations" }, { "peaks", "peaks" },           { "towns", "towns" },
  { "taihang1", "taihang1" }, { "key-projects", "key-projects" }, { "sponge", "sponge" }, { "scenic", "scenic" },
};
#define N_SHIPPED G_N_ELEMENTS (SHIPPED)
#define N_GROUND 8

static void
open_shipped (AtlasLabelLayer *layers)
{
  const char *build = g_getenv ("ATLAS_TEST_BUILDDIR");

  for (gsize i = 0; i < N_SHIPPED; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/data/%s.tai", build != NULL ? build : ".", SHIPPED[i][0]);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) tables = atlas_table_open_file (path, &error);

      g_assert_no_error (error);
      layers[i] = (AtlasLabelLayer) { atlas_table_ref (g_ptr_array_index (tables, 0)), atlas_style_new_shipped (SHIPPED[i][1]),
                                      i < N_GROUND, 1.0 };
    }
}

static AtlasView
pan (AtlasView view,
     double    dx,
     double    dy)
{
  double size = atlas_mercator_world_size (view.zoom);

  view.lon = atlas_mercator_lon (atlas_mercator_x (view.lon) + dx / size);
  view.lat = atlas_mercator_lat (atlas_mercator_y (view.lat) + dy / size);
  return view;
}

/* Whether @labels has @old's name, moved by -@dx, -@dy. */
static gboolean
has_kept (AtlasLabels            *labels,
          const AtlasPlacedLabel *old,
          double                  dx,
          double                  dy)
{
  for (gsize i = 0; i < atlas_labels_get_n (labels); i++)
    {
      const AtlasPlacedLabel *new = get_label (labels, i);

      if (old->layer == new->layer && old->feature == new->feature && g_str_equal (old->text->text, new->text->text) &&
          fabs (new->bounds.x - old->bounds.x + dx) < 0.01 && fabs (new->bounds.y - old->bounds.y + dy) < 0.01)
        return TRUE;
    }
  return FALSE;
}

/* Goes away step by step and comes back.  Of the names that stay wholly in view, counts those that do not stay as they are. */
static void
wander (const AtlasLabelLayer *layers,
        gsize                  n_layers,
        AtlasView              view,
        guint                  steps,
        guint                 *n_seen,
        guint                 *n_lost)
{
  const double dx = 13.0, dy = -7.0;
  g_autoptr (AtlasLabels) first = atlas_labels_place (layers, n_layers, &view, TRUE, NULL);
  g_autoptr (AtlasLabels) last = atlas_labels_ref (first);
  AtlasView moved = view;

  for (guint step = 1; step <= steps; step++)
    {
      g_autoptr (AtlasLabels) next = NULL;

      moved = pan (view, step * dx, step * dy);
      next = atlas_labels_place (layers, n_layers, &moved, TRUE, NULL);
      assert_apart (next, &moved);
      for (gsize i = 0; i < atlas_labels_get_n (last); i++)
        {
          const AtlasPlacedLabel *old = get_label (last, i);
          double x = old->bounds.x - dx, y = old->bounds.y - dy;

          if (x < 0.0 || y < 0.0 || x + old->bounds.width > view.width || y + old->bounds.height > view.height)
            continue;
          (*n_seen)++;
          if (!has_kept (next, old, dx, dy))
            {
              g_test_message ("zoom %.1f, step %u: %s of layer %u at %.0f, %.0f", view.zoom, step, old->text->text,
                              old->layer, old->bounds.x, old->bounds.y);
              (*n_lost)++;
            }
        }
      atlas_labels_unref (last);
      last = atlas_labels_ref (next);
    }

  /* And back: what was there is there again, and nothing else. */
  atlas_labels_unref (last);
  last = atlas_labels_place (layers, n_layers, &view, TRUE, NULL);
  g_assert_true (same_labels (first, last));
}

static void
test_shipped (void)
{
  static const double zooms[] = { 8.0, 9.2, 10.5, 12.0, 14.0 };
  AtlasLabelLayer layers[N_SHIPPED];

  open_shipped (layers);
  for (gsize i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      guint n_seen = 0, n_lost = 0;
      AtlasView view = { 112.95, 36.4, zooms[i], 1100, 750, 1.0, FALSE };

      wander (layers, N_SHIPPED, view, 24, &n_seen, &n_lost);
      g_test_message ("zoom %.1f: %u of %u did not stay", zooms[i], n_lost, n_seen);
      g_assert_cmpuint (n_seen, >, 24);
      g_assert_cmpuint (n_lost, ==, 0);
    }
  for (gsize i = 0; i < N_SHIPPED; i++)
    clear_layer (&layers[i]);
}

static void
test_random (void)
{
  static const guint amounts[] = { 300, 3000, 20000 };

  for (gsize i = 0; i < G_N_ELEMENTS (amounts); i++)
    {
      Drawing drawing = drawing_new (11.0);
      AtlasLabelLayer layer;
      guint n_seen = 0, n_lost = 0;

      add_cloud (&drawing, amounts[i], 3600.0, 2800.0, FALSE);
      layer = make_layer (drawing_end (&drawing), spot_style, FALSE);
      wander (&layer, 1, make_view (11.0, 900, 700), 24, &n_seen, &n_lost);
      g_test_message ("%u points: %u of %u did not stay", amounts[i], n_lost, n_seen);
      g_assert_cmpuint (n_seen, >, 24);
      g_assert_cmpuint (n_lost, ==, 0);
      clear_layer (&layer);
    }
}

/* All eight places around a symbol, one after the other as the better ones are taken. */
static void
test_eight_places (void)
{
  static const int sides[8][2] = { { 1, 0 }, { -1, 0 }, { 0, -1 }, { 0, 1 }, { 1, -1 }, { 1, 1 }, { -1, -1 }, { -1, 1 } };
  /* Where a symbol is in the way of that place and, as far as can be, of no later one. */
  static const double walls[8][2] = { { 22, 0 }, { -22, 0 }, { 0, -13 }, { 0, 13 }, { 26, -13 }, { 26, 13 }, { -26, -13 },
                                      { -26, 13 } };
  gboolean seen[8] = { FALSE };

  /* Any set of the first places taken leaves the next; what is found must be the first that is free. */
  for (guint n = 0; n < 8; n++)
    {
      Drawing drawing = drawing_new (11.0), wall = drawing_new (11.0);
      AtlasView view = make_view (11.0, 400, 300);
      AtlasLabelLayer layers[2];
      g_autoptr (AtlasLabels) labels = NULL;
      const AtlasPlacedLabel *label;
      double x, y;
      int side_x, side_y;

      add_point (&drawing, "长治", 9.0, 0.0, 0.0);
      for (guint i = 0; i < n; i++)
        add_point (&wall, NULL, 0.0, walls[i][0], walls[i][1]);
      layers[0] = make_layer (drawing_end (&drawing), spot_style, FALSE);
      layers[1] = make_layer (drawing_end (&wall), "{\"rules\":[{\"marker\":{\"shape\":\"circle\",\"size\":1}}]}", FALSE);
      labels = atlas_labels_place (layers, 2, &view, TRUE, NULL);
      label = find_label (labels, "长治");
      g_assert_nonnull (label);
      x = label->bounds.x + label->bounds.width / 2.0 - 200.0;
      y = label->bounds.y + label->bounds.height / 2.0 - 150.0;
      side_x = x > 12.0 ? 1 : x < -12.0 ? -1 : 0;
      side_y = y > 5.0 ? 1 : y < -5.0 ? -1 : 0;
      g_test_message ("%u taken: at %.0f, %.0f", n, x, y);
      g_assert_cmpint (side_x, ==, sides[n][0]);
      g_assert_cmpint (side_y, ==, sides[n][1]);
      seen[n] = TRUE;
      clear_layer (&layers[0]);
      clear_layer (&layers[1]);
    }
  for (guint i = 0; i < 8; i++)
    g_assert_true (seen[i]);
}

/* Symbols sized and lines widened by a field: a name is beside its own, and clear of its neighbour's, at its real size. */
static void
test_sizes (void)
{
  static const char style[] =
    "{\"rules\":[{\"marker\":{\"shape\":\"circle\",\"color\":\"#C8352C\",\"size\":8,"
    "\"size-by\":{\"field\":\"rank\",\"from\":[0,4],\"to\":[100,60]}},"
    "\"label\":{\"field\":\"name\",\"size\":12}}]}";
  Drawing drawing = drawing_new (11.0);
  AtlasView view = make_view (11.0, 600, 400);
  AtlasLabelLayer layer;
  g_autoptr (AtlasLabels) labels = NULL;

  add_point (&drawing, "大", 100.0, 0.0, 0.0);
  add_point (&drawing, "小", 0.0, 200.0, 0.0);
  /* Its first place would be under the big one's disc, which at 8 pixels would be far off. */
  add_point (&drawing, "旁", 0.0, -46.0, 0.0);
  layer = make_layer (drawing_end (&drawing), style, FALSE);
  labels = atlas_labels_place (&layer, 1, &view, TRUE, NULL);
  g_assert_cmpuint (atlas_labels_get_n (labels), ==, 3);
  for (gsize i = 0; i < 3; i++)
    {
      const cairo_rectangle_t *box = &get_label (labels, i)->bounds;
      double dx = MAX (MAX (box->x - 300.0, 300.0 - box->x - box->width), 0.0);
      double dy = MAX (MAX (box->y - 200.0, 200.0 - box->y - box->height), 0.0);

      g_assert_cmpfloat (hypot (dx, dy), >=, 30.0);
    }
  /* And beside the small one it is close. */
  g_assert_cmpfloat (find_label (labels, "小")->bounds.x, <, 300.0 + 200.0 + 2.0 + 6.0);
  clear_layer (&layer);
}

static void
test_widths (void)
{
  static const char style[] =
    "{\"rules\":[{\"strokes\":[{\"color\":\"#5FA3C4\",\"width\":2,"
    "\"width-by\":{\"field\":\"rank\",\"from\":[0,2],\"to\":[10,40]}}],"
    "\"label\":{\"field\":\"name\",\"place\":\"line\",\"size\":12,\"repeat\":2000}}]}";
  static const double heights[] = { -100.0, 100.0 };
  double middles[2];

  for (guint i = 0; i < 2; i++)
    {
      Drawing drawing = drawing_new (11.0);
      AtlasView view = make_view (11.0, 900, 400);
      AtlasLabelLayer layer;
      g_autoptr (AtlasLabels) labels = NULL;

      begin (&drawing, "漳河", -1, i == 0 ? 0.0 : 10.0);
      atlas_table_builder_set_geometry_type (drawing.builder, ATLAS_GEOMETRY_LINE);
      atlas_table_builder_begin_part (drawing.builder, ATLAS_PART_LINE);
      add_vertex (&drawing, -300.0, heights[i]);
      add_vertex (&drawing, 300.0, heights[i]);
      atlas_table_builder_end_feature (drawing.builder);
      layer = make_layer (drawing_end (&drawing), style, TRUE);
      labels = atlas_labels_place (&layer, 1, &view, TRUE, NULL);
      g_assert_cmpuint (atlas_labels_get_n (labels), ==, 1);
      middles[i] = fabs (get_label (labels, 0)->bounds.y + get_label (labels, 0)->bounds.height / 2.0 - 200.0 - heights[i]);
      clear_layer (&layer);
    }
  g_assert_cmpfloat (middles[0], <, 12.0);
  g_assert_cmpfloat (middles[1], >, 20.0 + 5.0);
}

/* Names only at the zooms that their style says: the least included, the most not. */
static void
test_zooms (void)
{
  static const struct
  {
    double   zoom;
    gboolean named;
  } cases[] = { { 10.9, FALSE }, { 11.0, TRUE }, { 12.4, TRUE }, { 12.5, FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Drawing drawing = drawing_new (cases[i].zoom);
      AtlasView view = make_view (cases[i].zoom, 400, 300);
      AtlasLabelLayer layer;
      g_autoptr (AtlasLabels) labels = NULL;

      add_point (&drawing, "长治", 9.0, 0.0, 0.0);
      layer = make_layer (drawing_end (&drawing),
                          "{\"rules\":[{\"marker\":{\"size\":8},\"label\":{\"field\":\"name\",\"size\":12,"
                          "\"zoom\":[11,12.5]}}]}",
                          FALSE);
      labels = atlas_labels_place (&layer, 1, &view, TRUE, NULL);
      g_assert_cmpuint (atlas_labels_get_n (labels), ==, cases[i].named ? 1 : 0);
      clear_layer (&layer);
    }
}

/* Of two layers that fight for one place the one with the higher priority wins, whichever lies on top; with the same, the
 * upper one. */
static void
test_layers (void)
{
  static const int priorities[][2] = { { 10, 20 }, { 20, 10 }, { 10, 10 } };

  for (gsize i = 0; i < G_N_ELEMENTS (priorities); i++)
    {
      AtlasView view = make_view (11.0, 400, 300);
      AtlasLabelLayer layers[2];
      g_autoptr (AtlasLabels) labels = NULL;

      for (guint k = 0; k < 2; k++)
        {
          Drawing drawing = drawing_new (11.0);
          g_autofree char *style = g_strdup_printf ("{\"rules\":[{\"fill\":{\"color\":\"#C4E0EC\"},\"label\":{\"field\":"
                                                    "\"name\",\"size\":12,\"priority\":%d}}]}",
                                                    priorities[i][k]);
          /* So low that one name fills it. */
          static const double strip[][2] = { { -60, -6 }, { 60, -6 }, { 60, 6 }, { -60, 6 }, { -60, -6 } };

          add_path (&drawing, k == 0 ? "下层名称" : "上层名称", TRUE, strip, G_N_ELEMENTS (strip));
          layers[k] = make_layer (drawing_end (&drawing), style, FALSE);
        }
      labels = atlas_labels_place (layers, 2, &view, TRUE, NULL);
      g_assert_cmpuint (atlas_labels_get_n (labels), >=, 1);
      g_assert_cmpstr (get_label (labels, 0)->text->text, ==,
                       priorities[i][0] > priorities[i][1] ? "下层名称" : "上层名称");
      assert_apart (labels, &view);
      clear_layer (&layers[0]);
      clear_layer (&layers[1]);
    }
}

/* The same name along a line comes again no closer than it may. */
static void
test_repeat (void)
{
  static const double road[][2] = { { -1500, 0 }, { 1500, 0 } };
  static const int repeats[] = { 300, 600 };

  for (gsize r = 0; r < G_N_ELEMENTS (repeats); r++)
    {
      Drawing drawing = drawing_new (11.0);
      AtlasView view = make_view (11.0, 2400, 300);
      g_autofree char *style = g_strdup_printf ("{\"rules\":[{\"strokes\":[{\"width\":2}],\"label\":{\"field\":\"name\","
                                                "\"place\":\"line\",\"size\":12,\"repeat\":%d}}]}",
                                                repeats[r]);
      AtlasLabelLayer layer;
      g_autoptr (AtlasLabels) labels = NULL;

      add_path (&drawing, "太行一号", FALSE, road, G_N_ELEMENTS (road));
      layer = make_layer (drawing_end (&drawing), style, TRUE);
      labels = atlas_labels_place (&layer, 1, &view, TRUE, NULL);
      g_assert_cmpuint (atlas_labels_get_n (labels), >=, 2400 / repeats[r] - 2);
      g_assert_cmpuint (atlas_labels_get_n (labels), <=, 2400 / repeats[r] + 1);
      for (gsize i = 0; i < atlas_labels_get_n (labels); i++)
        for (gsize k = 0; k < i; k++)
          g_assert_cmpfloat (fabs (get_label (labels, i)->bounds.x - get_label (labels, k)->bounds.x), >, 0.6 * repeats[r]);
      clear_layer (&layer);
    }
}

/* Letters of a Chinese name stand upright along a line that runs north–south, one below the other. */
static void
test_upright (void)
{
  static const double river[][2] = { { 0, -300 }, { 0, 300 } };

  for (int latin = 0; latin < 2; latin++)
    {
      Drawing drawing = drawing_new (11.0);
      AtlasView view = make_view (11.0, 400, 700);
      AtlasLabelLayer layer;
      g_autoptr (AtlasLabels) labels = NULL;
      const AtlasPlacedLabel *label;

      add_path (&drawing, latin ? "Zhuozhang" : "浊漳南源", FALSE, river, G_N_ELEMENTS (river));
      layer = make_layer (drawing_end (&drawing),
                          "{\"rules\":[{\"strokes\":[{\"width\":2}],\"label\":{\"field\":\"name\",\"place\":\"line\","
                          "\"size\":12,\"repeat\":900}}]}",
                          TRUE);
      labels = atlas_labels_place (&layer, 1, &view, TRUE, NULL);
      g_assert_cmpuint (atlas_labels_get_n (labels), ==, 1);
      label = get_label (labels, 0);
      for (guint i = 0; i < label->text->n_letters; i++)
        {
          const AtlasPlacedLetter *letter = &g_array_index (labels->letters, AtlasPlacedLetter, label->first_letter + i);

          g_assert_cmpfloat_with_epsilon (latin ? letter->sine : letter->cosine, latin ? -1.0 : 1.0, 1e-6);
          if (i > 0)
            g_assert_cmpfloat (latin ? letter[-1].y : letter->y, >, latin ? letter->y : letter[-1].y);
        }
      clear_layer (&layer);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/label-stability/shipped", test_shipped);
  g_test_add_func ("/label-stability/random", test_random);
  g_test_add_func ("/label-stability/eight-places", test_eight_places);
  g_test_add_func ("/label-stability/sizes", test_sizes);
  g_test_add_func ("/label-stability/widths", test_widths);
  g_test_add_func ("/label-stability/zooms", test_zooms);
  g_test_add_func ("/label-stability/layers", test_layers);
  g_test_add_func ("/label-stability/repeat", test_repeat);
  g_test_add_func ("/label-stability/upright", test_upright);

  return g_test_run ();
}
