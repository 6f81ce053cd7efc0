/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Names on the map: where they go, and that they keep off each other. */

#include "label-drawing.h"

#include "render/atlas-label-area.h"
#include "render/atlas-label-path.h"

static const char *river_style =
  "{\"rules\":[{\"strokes\":[{\"color\":\"#5FA3C4\",\"width\":2}],"
  "\"label\":{\"field\":\"name\",\"place\":\"line\",\"font\":\"song\",\"size\":12,\"spacing\":0.2,\"repeat\":300}}]}";

static const char *shield_style =
  "{\"rules\":[{\"strokes\":[{\"color\":\"#E3A13A\",\"width\":3}],"
  "\"label\":{\"field\":\"name\",\"place\":\"shield\",\"size\":9,\"repeat\":200,\"halo\":{\"color\":\"#2E7D4F\"}}}]}";

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

/* --- Areas --- */

static void
test_pole (void)
{
  /* A horseshoe: the middle of its box is outside. */
  static const double shoe[][2] = { { -200, -200 }, { 200, -200 }, { 200, 200 }, { 120, 200 },  { 120, -100 },
                                    { -120, -100 }, { -120, 200 }, { -200, 200 }, { -200, -200 } };
  Drawing drawing = drawing_new (10.0);
  g_autoptr (AtlasTable) table = NULL;
  AtlasLabelPole pole;
  double size = atlas_mercator_world_size (10.0);
  double x;
  double y;

  add_path (&drawing, "马蹄", TRUE, shoe, G_N_ELEMENTS (shoe));
  add_path (&drawing, "线", FALSE, shoe, 3);
  table = drawing_end (&drawing);
  g_assert_true (atlas_label_find_pole (table, 0, &pole));
  x = (pole.x - atlas_mercator_x (LON)) * size;
  y = (pole.y - atlas_mercator_y (LAT)) * size;
  g_assert_true ((fabs (x) < 200.0 && y > -200.0 && y < -100.0) || (fabs (x) > 120.0 && fabs (x) < 200.0));
  g_assert_cmpfloat (pole.half_height * size, >, 30.0);
  g_assert_false (atlas_label_find_pole (table, 1, &pole));
}

static void
test_area (void)
{
  static const double lake[][2] = { { -150, -60 }, { 150, -60 }, { 150, 60 }, { -150, 60 }, { -150, -60 } };
  Drawing drawing = drawing_new (10.0);
  AtlasView view = make_view (10.0, 800, 600);
  AtlasLabelLayer layer;
  g_autoptr (AtlasLabels) labels = NULL;
  cairo_rectangle_t box;

  add_path (&drawing, "漳泽湖", TRUE, lake, G_N_ELEMENTS (lake));
  layer = make_layer (drawing_end (&drawing),
                      "{\"rules\":[{\"fill\":{\"color\":\"#C4E0EC\"},\"label\":{\"field\":\"name\",\"size\":12}}]}", TRUE);
  labels = atlas_labels_place (&layer, 1, &view, TRUE, NULL);
  g_assert_cmpuint (atlas_labels_get_n (labels), ==, 1);
  g_assert_cmpstr (atlas_labels_get (labels, 0, &box), ==, "漳泽湖");
  g_assert_cmpfloat (box.x, >=, 400 - 150);
  g_assert_cmpfloat (box.x + box.width, <=, 400 + 150);
  g_assert_cmpfloat (box.y, >=, 300 - 60);
  g_assert_cmpfloat (box.y + box.height, <=, 300 + 60);
  clear_layer (&layer);
}

/* --- Lines --- */

static double
distance_to_path (double         x,
                  double         y,
                  const double (*points)[2],
                  guint          n)
{
  double least = INFINITY;

  for (guint i = 1; i < n; i++)
    {
      double dx = points[i][0] - points[i - 1][0];
      double dy = points[i][1] - points[i - 1][1];
      double t = CLAMP (((x - points[i - 1][0]) * dx + (y - points[i - 1][1]) * dy) / (dx * dx + dy * dy), 0.0, 1.0);

      least = MIN (least, hypot (x - points[i - 1][0] - t * dx, y - points[i - 1][1] - t * dy));
    }
  return least;
}

/* The middle of a placed letter, pixels from the middle of the view. */
static void
get_middle (AtlasLabels            *labels,
            const AtlasPlacedLabel *label,
            const AtlasView        *view,
            guint                   i,
            double                 *x,
            double                 *y)
{
  const AtlasPlacedLetter *letter = &g_array_index (labels->letters, AtlasPlacedLetter, label->first_letter + i);
  double half = label->text->letters[i].advance * label->size / 2.0;
  double rise = ATLAS_LABEL_TEXT_MIDDLE * label->size;

  *x = letter->x + half * letter->cosine + rise * letter->sine - view->width / 2.0;
  *y = letter->y + half * letter->sine - rise * letter->cosine - view->height / 2.0;
}

static void
check_river (gboolean backwards,
             gboolean steep)
{
  double points[121][2];
  Drawing drawing = drawing_new (11.0);
  AtlasView view = make_view (11.0, 1000, 1000);
  AtlasLabelLayer layer;
  g_autoptr (AtlasLabels) labels = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    {
      double along = (backwards ? 60.0 - i : i - 60.0) * 7.0;
      double across = 25.0 * sin (along / 70.0) + 3.0 * sin (along / 4.0);

      points[i][0] = steep ? across : along;
      points[i][1] = steep ? along : across;
    }
  add_path (&drawing, "浊漳河南源", FALSE, points, G_N_ELEMENTS (points));
  layer = make_layer (drawing_end (&drawing), river_style, TRUE);
  labels = atlas_labels_place (&layer, 1, &view, TRUE, NULL);
  g_assert_cmpuint (atlas_labels_get_n (labels), >=, 2);
  assert_apart (labels, &view);

  for (gsize l = 0; l < atlas_labels_get_n (labels); l++)
    {
      const AtlasPlacedLabel *label = get_label (labels, l);
      double last_x = -INFINITY;
      double last_y = -INFINITY;
      double last_angle = NAN;

      g_assert_cmpint (label->placement, ==, ATLAS_LABEL_LINE);
      g_assert_cmpuint (label->n_boxes, ==, 5);
      for (guint i = 0; i < label->text->n_letters; i++)
        {
          const AtlasPlacedLetter *letter = &g_array_index (labels->letters, AtlasPlacedLetter, label->first_letter + i);
          double angle = atan2 (letter->sine, letter->cosine);
          double x;
          double y;

          get_middle (labels, label, &view, i, &x, &y);
          /* Beside a line of 2 pixels: half a letter, the gap, and what smoothing moves. */
          g_assert_cmpfloat (distance_to_path (x, y, points, G_N_ELEMENTS (points)), <, 8.0 + 0.7 * 12.0);
          g_assert_cmpfloat (steep ? y : x, >, steep ? last_y : last_x);
          g_assert_cmpfloat (fabs (angle), <, 1.2);          /* never upside down */
          if (i > 0)
            g_assert_cmpfloat (fabs (angle - last_angle), <, 30.0 * G_PI / 180.0);
          last_x = x;
          last_y = y;
          last_angle = angle;
        }
    }
  clear_layer (&layer);
}

static void
test_line (void)
{
  check_river (FALSE, FALSE);
  check_river (TRUE, FALSE);
  check_river (FALSE, TRUE);
  check_river (TRUE, TRUE);
}

static void
test_line_too_crooked (void)
{
  double points[60][2];
  Drawing drawing = drawing_new (11.0);
  AtlasView view = make_view (11.0, 1000, 600);
  AtlasLabelLayer layer;
  g_autoptr (AtlasLabels) labels = NULL;

  /* Hairpins of 60 pixels: no name can follow.  And a line shorter than its name. */
  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    {
      points[i][0] = i * 6.0 - 180.0;
      points[i][1] = i % 2 ? 30.0 : -30.0;
    }
  add_path (&drawing, "十八盘公路", FALSE, points, G_N_ELEMENTS (points));
  points[0][0] = -400.0;
  points[0][1] = 200.0;
  points[1][0] = -370.0;
  points[1][1] = 200.0;
  add_path (&drawing, "一条很长的河", FALSE, points, 2);
  layer = make_layer (drawing_end (&drawing), river_style, TRUE);
  labels = atlas_labels_place (&layer, 1, &view, TRUE, NULL);
  g_assert_cmpuint (atlas_labels_get_n (labels), ==, 0);
  clear_layer (&layer);
}

static void
test_shields (void)
{
  static const double road[][2] = { { -900, -40 }, { -300, 20 }, { 200, -30 }, { 900, 30 } };
  Drawing drawing = drawing_new (9.0);
  AtlasView view = make_view (9.0, 1800, 400);
  AtlasLabelLayer layer;
  g_autoptr (AtlasLabels) labels = NULL;

  add_path (&drawing, "G55", FALSE, road, G_N_ELEMENTS (road));
  layer = make_layer (drawing_end (&drawing), shield_style, TRUE);
  labels = atlas_labels_place (&layer, 1, &view, TRUE, NULL);
  g_assert_cmpuint (atlas_labels_get_n (labels), >=, 5);
  assert_apart (labels, &view);
  for (gsize i = 0; i < atlas_labels_get_n (labels); i++)
    {
      const AtlasPlacedLabel *a = get_label (labels, i);
      double x = a->bounds.x + a->bounds.width / 2.0 - 900.0;
      double y = a->bounds.y + a->bounds.height / 2.0 - 200.0;

      g_assert_cmpint (a->placement, ==, ATLAS_LABEL_SHIELD);
      g_assert_cmpfloat (distance_to_path (x, y, road, G_N_ELEMENTS (road)), <, 1.5);
      for (gsize j = 0; j < i; j++)
        g_assert_cmpfloat (fabs (a->bounds.x - get_label (labels, j)->bounds.x), >, 110.0);
    }
  clear_layer (&layer);
}

/* --- Points --- */

static void
test_apart (void)
{
  double zig[40][2];
  Drawing spots = drawing_new (11.0);
  Drawing rivers = drawing_new (11.0);
  AtlasView view = make_view (11.0, 1400, 900);
  AtlasLabelLayer layers[2];
  g_autoptr (AtlasLabels) labels = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (zig); i++)
    {
      zig[i][0] = i * 40.0 - 800.0;
      zig[i][1] = 60.0 * sin (i / 3.0);
    }
  add_path (&rivers, "浊漳河", FALSE, zig, G_N_ELEMENTS (zig));
  add_cloud (&spots, 900, 2000.0, 1500.0, FALSE);
  layers[0] = make_layer (drawing_end (&rivers), river_style, TRUE);
  layers[1] = make_layer (drawing_end (&spots), spot_style, FALSE);
  labels = atlas_labels_place (layers, 2, &view, TRUE, NULL);
  g_assert_cmpuint (atlas_labels_get_n (labels), >, 20);
  assert_apart (labels, &view);

  /* No name over any disc, its own or another's: the nearest point of the box is further off than the radius. */
  for (gsize i = 0; i < atlas_labels_get_n (labels); i++)
    for (gsize f = 0; f < atlas_table_get_n_features (layers[1].table); f++)
      {
        const AtlasPlacedLabel *label = get_label (labels, i);
        AtlasPart part;
        double x;
        double y;

        atlas_table_get_part (layers[1].table, f, 0, &part);
        atlas_view_to_pixel (&view, part.coords[0], part.coords[1], &x, &y);
        for (guint k = 0; k < label->n_boxes; k++)
          {
            const cairo_rectangle_t *box = get_box (labels, label, k);
            double dx = MAX (MAX (box->x - x, x - box->x - box->width), 0.0);
            double dy = MAX (MAX (box->y - y, y - box->y - box->height), 0.0);

            g_assert_cmpfloat (hypot (dx, dy), >=, 4.0);
          }
      }
  clear_layer (&layers[0]);
  clear_layer (&layers[1]);
}

static void
test_priority (void)
{
  AtlasView view = make_view (11.0, 600, 400);

  /* Two names that cannot both stand: hemmed in by a wall of symbols, whichever comes first in the file. */
  for (int turn = 0; turn < 2; turn++)
    {
      Drawing drawing = drawing_new (11.0);
      AtlasLabelLayer layer;
      g_autoptr (AtlasLabels) labels = NULL;

      add_point (&drawing, turn == 0 ? "低处" : "高处", turn == 0 ? 1.0 : 9.0, 0.0, 0.0);
      add_point (&drawing, turn == 0 ? "高处" : "低处", turn == 0 ? 9.0 : 1.0, 0.0, 0.0);
      for (int i = -14; i <= 14; i++)
        {
          add_point (&drawing, NULL, 0.0, i * 6.0, -14.0);
          add_point (&drawing, NULL, 0.0, i * 6.0, 14.0);
          add_point (&drawing, NULL, 0.0, -10.0, i);
        }
      layer = make_layer (drawing_end (&drawing), spot_style, FALSE);
      labels = atlas_labels_place (&layer, 1, &view, TRUE, NULL);
      g_assert_cmpuint (atlas_labels_get_n (labels), ==, 1);
      g_assert_nonnull (find_label (labels, "高处"));
      clear_layer (&layer);
    }
}

static void
test_determinism (void)
{
  AtlasView view = make_view (11.0, 1200, 800);
  Drawing forth = drawing_new (11.0);
  Drawing back = drawing_new (11.0);
  AtlasLabelLayer one;
  AtlasLabelLayer two;
  g_autoptr (AtlasLabels) first = NULL;
  g_autoptr (AtlasLabels) second = NULL;
  g_autoptr (AtlasLabels) third = NULL;

  add_cloud (&forth, 3000, 2400.0, 1800.0, FALSE);
  add_cloud (&back, 3000, 2400.0, 1800.0, TRUE);
  one = make_layer (drawing_end (&forth), spot_style, FALSE);
  two = make_layer (drawing_end (&back), spot_style, FALSE);
  first = atlas_labels_place (&one, 1, &view, TRUE, NULL);
  second = atlas_labels_place (&one, 1, &view, TRUE, NULL);
  third = atlas_labels_place (&two, 1, &view, TRUE, NULL);
  g_assert_true (same_labels (first, second));
  /* The order in the file does not matter. */
  g_assert_true (same_labels (first, third));
  clear_layer (&one);
  clear_layer (&two);
}

static void
test_pan (void)
{
  double zig[200][2];
  Drawing spots = drawing_new (11.0);
  Drawing rivers = drawing_new (11.0);
  AtlasView view = make_view (11.0, 1200, 800);
  AtlasLabelLayer layers[2];
  g_autoptr (AtlasLabels) before = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (zig); i++)
    {
      zig[i][0] = i * 20.0 - 2000.0;
      zig[i][1] = 60.0 * sin (i / 9.0);
    }
  add_path (&rivers, "浊漳河", FALSE, zig, G_N_ELEMENTS (zig));
  add_cloud (&spots, 600, 2600.0, 2000.0, FALSE);
  layers[0] = make_layer (drawing_end (&rivers), river_style, TRUE);
  layers[1] = make_layer (drawing_end (&spots), spot_style, FALSE);
  before = atlas_labels_place (layers, 2, &view, TRUE, NULL);

  for (int i = 1; i <= 8; i++)
    {
      double dx = 37.0 * i * cos (i);
      double dy = 37.0 * i * sin (i);
      AtlasView moved = pan (view, dx, dy);
      g_autoptr (AtlasLabels) after = atlas_labels_place (layers, 2, &moved, TRUE, NULL);
      guint n_both = 0;
      guint n_kept = 0;

      for (gsize k = 0; k < atlas_labels_get_n (before); k++)
        {
          const AtlasPlacedLabel *old = get_label (before, k);
          double x = old->bounds.x - dx;
          double y = old->bounds.y - dy;
          gboolean kept = FALSE;

          if (x < 0.0 || y < 0.0 || x + old->bounds.width > moved.width || y + old->bounds.height > moved.height)
            continue;
          n_both++;
          for (gsize j = 0; j < atlas_labels_get_n (after) && !kept; j++)
            {
              const AtlasPlacedLabel *new = get_label (after, j);

              kept = g_str_equal (old->text->text, new->text->text) && fabs (new->bounds.x - x) < 0.01 &&
                     fabs (new->bounds.y - y) < 0.01;
            }
          n_kept += kept;
        }
      g_assert_cmpuint (n_both, >, 20);
      g_assert_cmpfloat (n_kept, >=, 0.95 * n_both);
    }
  clear_layer (&layers[0]);
  clear_layer (&layers[1]);
}

static void
test_density (void)
{
  AtlasView view = make_view (10.0, 1920, 1080);
  Drawing drawing = drawing_new (10.0);
  AtlasLabelLayer layer;
  g_autoptr (AtlasLabels) labels = NULL;
  gint64 begun;

  add_cloud (&drawing, 10000, 1900.0, 1060.0, FALSE);
  layer = make_layer (drawing_end (&drawing), spot_style, FALSE);
  begun = g_get_monotonic_time ();
  labels = atlas_labels_place (&layer, 1, &view, TRUE, NULL);
  g_test_message ("10 000 points: %.1f ms, %" G_GSIZE_FORMAT " names", (g_get_monotonic_time () - begun) / 1000.0,
                  atlas_labels_get_n (labels));
  g_assert_cmpuint (atlas_labels_get_n (labels), >=, 10);
  g_assert_cmpuint (atlas_labels_get_n (labels), <=, 120);
  assert_apart (labels, &view);
  /* 150 ms is the aim; a busy or instrumented machine may take longer, but not ten times. */
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 1500 * 1000);
  clear_layer (&layer);
}

static void
test_ground_gives_way (void)
{
  Drawing towns = drawing_new (11.0);
  Drawing spots = drawing_new (11.0);
  AtlasView view = make_view (11.0, 600, 400);
  AtlasLabelLayer layers[2];
  g_autoptr (AtlasLabels) labels = NULL;
  const AtlasPlacedLabel *spot;

  /* A town right of a spot: the spot's name goes elsewhere, and both are named. */
  add_point (&towns, "荫城镇", 0.0, 20.0, 0.0);
  add_point (&spots, "玉皇观", 5.0, 0.0, 0.0);
  layers[0] = make_layer (drawing_end (&towns), spot_style, TRUE);
  layers[1] = make_layer (drawing_end (&spots), spot_style, FALSE);
  labels = atlas_labels_place (layers, 2, &view, TRUE, NULL);
  g_assert_cmpuint (atlas_labels_get_n (labels), ==, 2);
  spot = find_label (labels, "玉皇观");
  g_assert_cmpfloat (spot->bounds.x + spot->bounds.width, <, 300.0 + 20.0 - 4.0);
  clear_layer (&layers[0]);
  clear_layer (&layers[1]);
}

static void
test_language (void)
{
  Drawing drawing = drawing_new (11.0);
  AtlasView view = make_view (11.0, 600, 400);
  AtlasLabelLayer layer;
  g_autoptr (AtlasLabels) chinese = NULL;
  g_autoptr (AtlasLabels) english = NULL;

  begin (&drawing, "八泉峡", -1, 0.0);
  atlas_table_builder_set_text (drawing.builder, 1, "Baquan Gorge", -1);
  atlas_table_builder_set_geometry_type (drawing.builder, ATLAS_GEOMETRY_POINT);
  atlas_table_builder_begin_part (drawing.builder, ATLAS_PART_POINTS);
  add_vertex (&drawing, 0.0, 0.0);
  atlas_table_builder_end_feature (drawing.builder);
  begin (&drawing, "红豆峡", -1, 0.0);
  atlas_table_builder_set_text (drawing.builder, 1, " ", -1);
  atlas_table_builder_set_geometry_type (drawing.builder, ATLAS_GEOMETRY_POINT);
  atlas_table_builder_begin_part (drawing.builder, ATLAS_PART_POINTS);
  add_vertex (&drawing, 0.0, 60.0);
  atlas_table_builder_end_feature (drawing.builder);
  layer = make_layer (drawing_end (&drawing), spot_style, FALSE);

  chinese = atlas_labels_place (&layer, 1, &view, TRUE, NULL);
  english = atlas_labels_place (&layer, 1, &view, FALSE, NULL);
  g_assert_nonnull (find_label (chinese, "八泉峡"));
  g_assert_nonnull (find_label (chinese, "红豆峡"));
  g_assert_nonnull (find_label (english, "Baquan Gorge"));
  g_assert_nonnull (find_label (english, "红豆峡"));
  clear_layer (&layer);
}

static void
test_cancelled (void)
{
  Drawing drawing = drawing_new (11.0);
  AtlasView view = make_view (11.0, 600, 400);
  AtlasLabelLayer layer;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (AtlasLabels) empty = NULL;

  add_cloud (&drawing, 50, 500.0, 300.0, FALSE);
  layer = make_layer (drawing_end (&drawing), spot_style, FALSE);
  g_cancellable_cancel (cancellable);
  g_assert_null (atlas_labels_place (&layer, 1, &view, TRUE, cancellable));
  empty = atlas_labels_place (NULL, 0, &view, TRUE, NULL);
  g_assert_cmpuint (atlas_labels_get_n (empty), ==, 0);
  clear_layer (&layer);
}

/* The ends of the world and of the zoom range, and a picture too large for a cell a pixel: no harm. */
static void
test_extremes (void)
{
  static const AtlasView views[] = {
    { 0.0, 0.0, 0.0, 256, 256, 1.0, FALSE },      { 179.999, 85.05, 3.0, 1000, 1000, 1.0, FALSE },
    { -180.0, -85.0, 20.0, 800, 600, 2.0, TRUE }, { LON, LAT, 20.0, 1, 1, 1.0, FALSE },
    { LON, LAT, 11.3, 12000, 9000, 1.0, FALSE },
  };
  static const double far[][2] = { { -1e4, 0.0 }, { 1e4, 10.0 } };
  Drawing drawing = drawing_new (11.0);
  AtlasLabelLayer layer;

  add_cloud (&drawing, 200, 3000.0, 3000.0, FALSE);
  add_path (&drawing, "天边的线", FALSE, far, G_N_ELEMENTS (far));
  layer = make_layer (drawing_end (&drawing), spot_style, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (views); i++)
    {
      g_autoptr (AtlasLabels) labels = atlas_labels_place (&layer, 1, &views[i], TRUE, NULL);

      g_assert_nonnull (labels);
      assert_apart (labels, &views[i]);
    }
  clear_layer (&layer);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/labels/area/pole", test_pole);
  g_test_add_func ("/labels/area/inside", test_area);
  g_test_add_func ("/labels/line/along", test_line);
  g_test_add_func ("/labels/line/too-crooked", test_line_too_crooked);
  g_test_add_func ("/labels/line/shields", test_shields);
  g_test_add_func ("/labels/point/apart", test_apart);
  g_test_add_func ("/labels/point/priority", test_priority);
  g_test_add_func ("/labels/point/density", test_density);
  g_test_add_func ("/labels/point/ground-gives-way", test_ground_gives_way);
  g_test_add_func ("/labels/determinism", test_determinism);
  g_test_add_func ("/labels/pan", test_pan);
  g_test_add_func ("/labels/language", test_language);
  g_test_add_func ("/labels/cancelled", test_cancelled);
  g_test_add_func ("/labels/extremes", test_extremes);

  return g_test_run ();
}
