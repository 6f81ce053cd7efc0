/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Names on the map: what they may hold, where they go, and that they keep off each other. */

#include <math.h>
#include <string.h>

#include "data/atlas-table-builder.h"
#include "geo/atlas-mercator.h"
#include "render/atlas-label-area.h"
#include "render/atlas-label-grid.h"
#include "render/atlas-label-path.h"
#include "render/atlas-label-text.h"
#include "render/atlas-labels-private.h"
#include "render/atlas-labels.h"

#define LON 113.0
#define LAT 36.2

static const char *spot_style =
  "{\"rules\":[{\"marker\":{\"shape\":\"circle\",\"color\":\"#C8352C\",\"size\":8},"
  "\"label\":{\"field\":\"name\",\"field-en\":\"name_en\",\"priority\":10,\"priority-field\":\"rank\",\"size\":12,"
  "\"halo\":{\"color\":\"#FFFFFFCC\",\"width\":1.5}}}]}";

static const char *river_style =
  "{\"rules\":[{\"strokes\":[{\"color\":\"#5FA3C4\",\"width\":2}],"
  "\"label\":{\"field\":\"name\",\"place\":\"line\",\"font\":\"song\",\"size\":12,\"spacing\":0.2,\"repeat\":300}}]}";

static const char *shield_style =
  "{\"rules\":[{\"strokes\":[{\"color\":\"#E3A13A\",\"width\":3}],"
  "\"label\":{\"field\":\"name\",\"place\":\"shield\",\"size\":9,\"repeat\":200,\"halo\":{\"color\":\"#2E7D4F\"}}}]}";

/* Features with the fields name, name_en and rank, placed by pixels from the middle of the view at @zoom. */
typedef struct
{
  AtlasTableBuilder *builder;
  double             zoom;
} Drawing;

static Drawing
drawing_new (double zoom)
{
  Drawing drawing = { atlas_table_builder_new ("names", "EPSG:4326", "GeoJSON"), zoom };

  atlas_table_builder_add_field (drawing.builder, "name", ATLAS_FIELD_STRING);
  atlas_table_builder_add_field (drawing.builder, "name_en", ATLAS_FIELD_STRING);
  atlas_table_builder_add_field (drawing.builder, "rank", ATLAS_FIELD_REAL);
  return drawing;
}

static void
add_vertex (Drawing *drawing,
            double   x,
            double   y)
{
  double size = atlas_mercator_world_size (drawing->zoom);

  g_assert_true (atlas_table_builder_add_vertex (drawing->builder,
                                                 atlas_mercator_lon (atlas_mercator_x (LON) + x / size),
                                                 atlas_mercator_lat (atlas_mercator_y (LAT) + y / size)));
}

static void
begin (Drawing    *drawing,
       const char *name,
       gssize      length,
       double      rank)
{
  atlas_table_builder_begin_feature (drawing->builder);
  if (name != NULL)
    atlas_table_builder_set_text (drawing->builder, 0, name, length);
  atlas_table_builder_set_real (drawing->builder, 2, rank);
}

static void
add_point (Drawing    *drawing,
           const char *name,
           double      rank,
           double      x,
           double      y)
{
  begin (drawing, name, -1, rank);
  atlas_table_builder_set_geometry_type (drawing->builder, ATLAS_GEOMETRY_POINT);
  atlas_table_builder_begin_part (drawing->builder, ATLAS_PART_POINTS);
  add_vertex (drawing, x, y);
  atlas_table_builder_end_feature (drawing->builder);
}

static void
add_path (Drawing       *drawing,
          const char    *name,
          gboolean       ring,
          const double (*points)[2],
          guint          n)
{
  begin (drawing, name, -1, 0.0);
  atlas_table_builder_set_geometry_type (drawing->builder, ring ? ATLAS_GEOMETRY_POLYGON : ATLAS_GEOMETRY_LINE);
  atlas_table_builder_begin_part (drawing->builder, ring ? ATLAS_PART_RING : ATLAS_PART_LINE);
  for (guint i = 0; i < n; i++)
    add_vertex (drawing, points[i][0], points[i][1]);
  atlas_table_builder_end_feature (drawing->builder);
}

static AtlasTable *
drawing_end (Drawing *drawing)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = atlas_table_builder_finish (drawing->builder, &error);
  AtlasTable *table;

  g_assert_no_error (error);
  table = atlas_table_open (bytes, &error);
  g_assert_no_error (error);
  g_clear_pointer (&drawing->builder, atlas_table_builder_free);
  return table;
}

static AtlasLabelLayer
make_layer (AtlasTable *table,
            const char *json,
            gboolean    ground)
{
  g_autoptr (GError) error = NULL;
  AtlasLabelLayer layer = { table, atlas_style_new_from_json (json, -1, &error), ground, 1.0 };

  g_assert_no_error (error);
  return layer;
}

static void
clear_layer (AtlasLabelLayer *layer)
{
  atlas_table_unref (layer->table);
  atlas_style_unref (layer->style);
}

static AtlasView
make_view (double zoom,
           int    width,
           int    height)
{
  return (AtlasView) { LON, LAT, zoom, width, height, 1.0, FALSE };
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

static const AtlasPlacedLabel *
get_label (AtlasLabels *labels,
           gsize        i)
{
  return &g_array_index (labels->labels, AtlasPlacedLabel, i);
}

static const cairo_rectangle_t *
get_box (AtlasLabels            *labels,
         const AtlasPlacedLabel *label,
         guint                   i)
{
  return &g_array_index (labels->boxes, cairo_rectangle_t, label->first_box + i);
}

static gboolean
overlap (const cairo_rectangle_t *a,
         const cairo_rectangle_t *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height && b->y < a->y + a->height;
}

/* Every box of every name against every box of every other, and against the view. */
static void
assert_apart (AtlasLabels     *labels,
              const AtlasView *view)
{
  for (gsize i = 0; i < atlas_labels_get_n (labels); i++)
    {
      const AtlasPlacedLabel *a = get_label (labels, i);

      g_assert_cmpfloat (a->bounds.x, >=, 0.0);
      g_assert_cmpfloat (a->bounds.y, >=, 0.0);
      g_assert_cmpfloat (a->bounds.x + a->bounds.width, <=, view->width);
      g_assert_cmpfloat (a->bounds.y + a->bounds.height, <=, view->height);
      for (gsize j = 0; j < i; j++)
        {
          const AtlasPlacedLabel *b = get_label (labels, j);

          for (guint k = 0; k < a->n_boxes; k++)
            for (guint l = 0; l < b->n_boxes; l++)
              g_assert_false (overlap (get_box (labels, a, k), get_box (labels, b, l)));
        }
    }
}

/* --- The grid --- */

static void
test_grid (void)
{
  AtlasLabelBox area = { 1000.5, -300.25, 1400.0, 0.0 };
  g_autoptr (AtlasLabelGrid) grid = atlas_label_grid_new (&area);
  AtlasLabelBox box = { 1100.2, -200.0, 1180.0, -190.5 };

  g_assert_true (atlas_label_grid_holds (grid, &box));
  g_assert_true (atlas_label_grid_is_free (grid, ATLAS_LABEL_PLANE_NAMES, &box));
  atlas_label_grid_take (grid, ATLAS_LABEL_PLANE_NAMES, &box);
  g_assert_false (atlas_label_grid_is_free (grid, ATLAS_LABEL_PLANE_NAMES, &box));
  g_assert_true (atlas_label_grid_is_free (grid, ATLAS_LABEL_PLANE_SYMBOLS | ATLAS_LABEL_PLANE_GROUND, &box));
  g_assert_false (atlas_label_grid_is_free (grid, ATLAS_LABEL_PLANE_SYMBOLS | ATLAS_LABEL_PLANE_NAMES, &box));
  /* Next to it is free, on all sides; a pixel that it touches is not. */
  g_assert_true (atlas_label_grid_is_free (grid, ATLAS_LABEL_PLANE_NAMES, &(AtlasLabelBox) { 1000, -200, 1100, -190 }));
  g_assert_true (atlas_label_grid_is_free (grid, ATLAS_LABEL_PLANE_NAMES, &(AtlasLabelBox) { 1180, -200, 1250, -190 }));
  g_assert_true (atlas_label_grid_is_free (grid, ATLAS_LABEL_PLANE_NAMES, &(AtlasLabelBox) { 1100, -210, 1180, -200 }));
  g_assert_true (atlas_label_grid_is_free (grid, ATLAS_LABEL_PLANE_NAMES, &(AtlasLabelBox) { 1100, -190, 1180, -180 }));
  g_assert_false (atlas_label_grid_is_free (grid, ATLAS_LABEL_PLANE_NAMES, &(AtlasLabelBox) { 1000, -210, 1101, -199 }));
  g_assert_false (atlas_label_grid_holds (grid, &(AtlasLabelBox) { 1390, -100, 1401, -90 }));

  /* Outside, huge and not a number: no harm. */
  atlas_label_grid_take (grid, ATLAS_LABEL_PLANE_SYMBOLS, &(AtlasLabelBox) { 2000, 50, 3000, 60 });
  atlas_label_grid_take (grid, ATLAS_LABEL_PLANE_SYMBOLS, &(AtlasLabelBox) { NAN, -100, 1200, -90 });
  g_assert_true (atlas_label_grid_is_free (grid, ATLAS_LABEL_PLANE_SYMBOLS, &(AtlasLabelBox) { -1e300, -1e300, 1e300, 1e300 }));
  g_assert_false (atlas_label_grid_holds (grid, &(AtlasLabelBox) { NAN, -100, 1200, -90 }));

  atlas_label_grid_take_disc (grid, ATLAS_LABEL_PLANE_SYMBOLS, 1300.0, -100.0, 20.0);
  g_assert_false (atlas_label_grid_is_free (grid, ATLAS_LABEL_PLANE_SYMBOLS, &(AtlasLabelBox) { 1299, -120, 1301, -119 }));
  g_assert_false (atlas_label_grid_is_free (grid, ATLAS_LABEL_PLANE_SYMBOLS, &(AtlasLabelBox) { 1313, -115, 1314, -114 }));
  g_assert_true (atlas_label_grid_is_free (grid, ATLAS_LABEL_PLANE_SYMBOLS, &(AtlasLabelBox) { 1317, -120, 1320, -117 }));
}

/* --- The letters --- */

static void
test_clean (void)
{
  static const struct
  {
    const char *in;
    gssize      length;
    const char *out;
  } cases[] = {
    { "长治", -1, "长治" },
    { "<b>红</b> & %s %n", -1, "<b>红</b> & %s %n" },
    { "  a\t\n b\r\n ", -1, "a b" },
    { "a\0b", 3, "a\xEF\xBF\xBD""b" },                          /* NUL is seen as U+FFFD */
    { "\x1b[31mred", -1, "\xEF\xBF\xBD[31mred" },
    { "\xE2\x80\xAE""gnp.exe", -1, "gnp.exe" },                 /* U+202E, right-to-left override */
    { "\xE2\x81\xA6""a\xE2\x81\xA9", -1, "a" },                 /* isolates */
    { "\xEF\xBB\xBF""a", -1, "a" },                             /* byte order mark */
    { "a\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81""b", -1, "a\xCC\x81\xCC\x81\xCC\x81""b" },
    { "\xCC\x81\xCC\x81", -1, NULL },                           /* marks on nothing */
    { "a\xE2\x80\xA8""b\xC2\x85""c", -1, "a b c" },             /* line separators */
    { " \n\t", -1, NULL },
    { "", -1, NULL },
  };
  g_autoptr (GString) clean = g_string_new ("left over");
  g_autofree char *huge = g_malloc (1000001);
  double em;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length = cases[i].length < 0 ? strlen (cases[i].in) : (gsize) cases[i].length;

      g_assert_cmpint (atlas_label_text_clean (cases[i].in, length, clean, &em), ==, cases[i].out != NULL);
      if (cases[i].out != NULL)
        g_assert_cmpstr (clean->str, ==, cases[i].out);
      g_assert_true (g_utf8_validate (clean->str, (gssize) clean->len, NULL));
    }

  memset (huge, 'x', 1000000);
  huge[1000000] = '\0';
  g_assert_true (atlas_label_text_clean (huge, 1000000, clean, &em));
  g_assert_cmpuint (clean->len, <, 100);
  g_assert_true (g_str_has_suffix (clean->str, "…"));
  g_assert_cmpfloat (em, <=, ATLAS_LABEL_TEXT_MAX_EM + 1.0);

  /* A megabyte of what is not seen is not even read to its end. */
  for (gsize i = 0; i + 3 <= 999999; i += 3)
    memcpy (huge + i, "\xE2\x80\x8B", 3);
  g_assert_false (atlas_label_text_clean (huge, 999999, clean, &em));
}

static void
test_shape (void)
{
  g_autoptr (AtlasLabelText) one = atlas_label_text_get ("漳泽水库", ATLAS_LABEL_TEXT_SERIF);
  g_autoptr (AtlasLabelText) again = atlas_label_text_get ("漳泽水库", ATLAS_LABEL_TEXT_SERIF);
  g_autoptr (AtlasLabelText) other = atlas_label_text_get ("漳泽水库", 0);
  g_autoptr (AtlasLabelText) latin = atlas_label_text_get ("Zhangze Lake", ATLAS_LABEL_TEXT_BOLD);
  g_autoptr (AtlasLabelText) two = atlas_label_text_get ("八路军太行纪念馆(武乡县城太行街)", ATLAS_LABEL_TEXT_WRAP);
  g_autoptr (AtlasLabelText) words = atlas_label_text_get ("Headquarters of the Taiyue Military Area",
                                                           ATLAS_LABEL_TEXT_WRAP);

  g_assert_true (one == again);
  g_assert_true (one != other);
  g_assert_cmpuint (one->n_letters, ==, 4);
  g_assert_true (one->upright);
  g_assert_cmpfloat_with_epsilon (atlas_label_text_get_width (one, 0.0), 4.0, 0.3);
  g_assert_cmpfloat_with_epsilon (atlas_label_text_get_width (one, 0.5) - atlas_label_text_get_width (one, 0.0), 1.5, 1e-6);
  for (guint i = 0; i < one->n_letters; i++)
    {
      g_assert_cmpuint (one->letters[i].text_length, ==, 3);
      g_assert_cmpuint (one->letters[i].text_offset, ==, 3 * i);
    }

  g_assert_false (latin->upright);
  g_assert_cmpuint (latin->n_lines, ==, 1);
  g_assert_cmpuint (two->n_lines, ==, 2);
  g_assert_cmpuint (two->lines[0].n_letters, ==, 8);      /* before the bracket */
  g_assert_cmpuint (words->n_lines, ==, 2);
  g_assert_cmpfloat (atlas_label_text_get_width (words, 0.0), <, 12.0);
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

/* A deterministic cloud of names with a rank each. */
static void
add_cloud (Drawing *drawing,
           guint    n,
           double   width,
           double   height,
           gboolean backwards)
{
  for (guint k = 0; k < n; k++)
    {
      guint i = backwards ? n - 1 - k : k;
      g_autoptr (GRand) rand = g_rand_new_with_seed (1000 + i);
      g_autofree char *name = g_strdup_printf ("%s%u%s", i % 3 ? "村" : "Village ", i, i % 7 ? "" : "号风景名胜区游客中心");
      double x = (g_rand_double (rand) - 0.5) * width;
      double y = (g_rand_double (rand) - 0.5) * height;

      add_point (drawing, name, g_rand_int_range (rand, 0, 5), x, y);
    }
}

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

static const AtlasPlacedLabel *
find_label (AtlasLabels *labels,
            const char  *text)
{
  for (gsize i = 0; i < atlas_labels_get_n (labels); i++)
    if (g_str_equal (get_label (labels, i)->text->text, text))
      return get_label (labels, i);
  return NULL;
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

static gboolean
same_labels (AtlasLabels *a,
             AtlasLabels *b)
{
  if (atlas_labels_get_n (a) != atlas_labels_get_n (b))
    return FALSE;
  for (gsize i = 0; i < atlas_labels_get_n (a); i++)
    {
      const AtlasPlacedLabel *one = get_label (a, i);
      const AtlasPlacedLabel *two = get_label (b, i);

      if (!g_str_equal (one->text->text, two->text->text) || memcmp (&one->bounds, &two->bounds, sizeof one->bounds) != 0)
        return FALSE;
    }
  return TRUE;
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

/* --- Painting --- */

/* All ink lies in the names' boxes, and each name has some. */
static void
assert_ink_in_boxes (AtlasLabels     *labels,
                     const AtlasView *view,
                     double           scale)
{
  int width = (int) (view->width * scale);
  int height = (int) (view->height * scale);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr;
  g_autofree guint *ink = g_new0 (guint, atlas_labels_get_n (labels));

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  atlas_labels_paint (labels, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (int y = 0; y < height; y++)
    {
      const guint32 *row = (const guint32 *) (gconstpointer)
        (cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface));

      for (int x = 0; x < width; x++)
        {
          gboolean found = FALSE;

          if (row[x] >> 24 == 0)
            continue;
          for (gsize i = 0; i < atlas_labels_get_n (labels) && !found; i++)
            {
              const cairo_rectangle_t *b = &get_label (labels, i)->bounds;

              found = (x + 1) / scale > b->x - 1.0 && x / scale < b->x + b->width + 1.0 &&
                      (y + 1) / scale > b->y - 1.0 && y / scale < b->y + b->height + 1.0;
              ink[i] += found;
            }
          g_assert_true (found);
        }
    }
  for (gsize i = 0; i < atlas_labels_get_n (labels); i++)
    g_assert_cmpuint (ink[i], >, 20);
  cairo_surface_destroy (surface);
}

static AtlasLabelLayer
make_hostile_layer (void)
{
  static const struct
  {
    const char *text;
    gssize      length;
  } names[] = {
    { "<b>粗</b> &amp; <span size='999999'>", -1 },
    { "%s%n%d", -1 },
    { "前\0后", 7 },
    { "\xE2\x80\xAE反\xE2\x80\xAD正", -1 },
    { "שלום עולם", -1 },
    { "مرحبا", -1 },
    { "Z\xCC\x80\xCC\x81\xCC\x82\xCC\x83\xCC\x84\xCC\x85\xCC\x86\xCC\x87\xCC\x88\xCC\x89\xCC\x8A", -1 },
    { "第一行\n第二行\r\n第三行", -1 },
    { "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7", -1 },
    { "\xF3\xB0\x80\x80\xEE\x80\x80", -1 },                    /* private use: no font has it */
    { "𠮷野家Ａ", -1 },
  };
  Drawing drawing = drawing_new (11.0);
  g_autofree char *huge = g_malloc (1 << 20);

  memset (huge, 'W', 1 << 20);
  for (gsize i = 0; i <= G_N_ELEMENTS (names); i++)
    {
      if (i < G_N_ELEMENTS (names))
        begin (&drawing, names[i].text, names[i].length, 0.0);
      else
        begin (&drawing, huge, 1 << 20, 0.0);
      atlas_table_builder_set_geometry_type (drawing.builder, ATLAS_GEOMETRY_POINT);
      atlas_table_builder_begin_part (drawing.builder, ATLAS_PART_POINTS);
      add_vertex (&drawing, -350.0 + 300.0 * (i % 2), -350.0 + 60.0 * i);
      atlas_table_builder_end_feature (drawing.builder);
    }
  return make_layer (drawing_end (&drawing), spot_style, FALSE);
}

static void
test_hostile (void)
{
  AtlasLabelLayer layer = make_hostile_layer ();
  AtlasView view = make_view (11.0, 1000, 800);
  gint64 begun = g_get_monotonic_time ();
  g_autoptr (AtlasLabels) labels = atlas_labels_place (&layer, 1, &view, TRUE, NULL);

  g_assert_cmpuint (atlas_labels_get_n (labels), ==, 12);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 2000 * 1000);
  g_assert_nonnull (find_label (labels, "<b>粗</b> &amp; <span size='999999'>"));
  g_assert_nonnull (find_label (labels, "第一行 第二行 第三行"));
  assert_apart (labels, &view);
  assert_ink_in_boxes (labels, &view, 1.0);
  assert_ink_in_boxes (labels, &view, 2.0);
  clear_layer (&layer);
}

typedef struct
{
  const AtlasLabelLayer *layer;
  AtlasView              view;
  AtlasLabels           *labels;
} ThreadJob;

static gpointer
place_in_thread (gpointer data)
{
  ThreadJob *job = data;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, job->view.width, job->view.height);
  cairo_t *cr = cairo_create (surface);

  job->labels = atlas_labels_place (job->layer, 1, &job->view, TRUE, NULL);
  atlas_labels_paint (job->labels, cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return NULL;
}

/* Placed in threads that are gone, painted in another. */
static void
test_threads (void)
{
  Drawing drawing = drawing_new (11.0);
  AtlasLabelLayer layer;
  ThreadJob jobs[4];
  GThread *threads[G_N_ELEMENTS (jobs)];

  add_cloud (&drawing, 400, 900.0, 600.0, FALSE);
  layer = make_layer (drawing_end (&drawing), spot_style, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (jobs); i++)
    {
      jobs[i] = (ThreadJob) { &layer, make_view (11.0, 900, 600), NULL };
      threads[i] = g_thread_new ("place", place_in_thread, &jobs[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (jobs); i++)
    g_thread_join (threads[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (jobs); i++)
    {
      g_assert_true (same_labels (jobs[0].labels, jobs[i].labels));
      if (i == 0)
        assert_ink_in_boxes (jobs[i].labels, &jobs[i].view, 1.0);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (jobs); i++)
    atlas_labels_unref (jobs[i].labels);
  clear_layer (&layer);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/labels/grid", test_grid);
  g_test_add_func ("/labels/text/clean", test_clean);
  g_test_add_func ("/labels/text/shape", test_shape);
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
  g_test_add_func ("/labels/hostile-names", test_hostile);
  g_test_add_func ("/labels/threads", test_threads);

  return g_test_run ();
}
