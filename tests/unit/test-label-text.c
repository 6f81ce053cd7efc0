/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The letters of names: what they may hold, how they are shaped and painted; and the grid that keeps them apart. */

#include "label-drawing.h"

#include "render/atlas-label-grid.h"

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

/* A sealed grid answers as one that is not. */
static void
test_sealed (void)
{
  const AtlasLabelBox area = { -37.0, 1003.0, 563.0, 1409.0 };
  g_autoptr (AtlasLabelGrid) plain = atlas_label_grid_new (&area), sealed = atlas_label_grid_new (&area);
  guint n_free = 0;

  for (guint i = 0; i < 500; i++)
    {
      double x = g_test_rand_double_range (-60, 580), y = g_test_rand_double_range (990, 1420);

      atlas_label_grid_take_disc (plain, ATLAS_LABEL_PLANE_SYMBOLS, x, y, 4.5);
      atlas_label_grid_take_disc (sealed, ATLAS_LABEL_PLANE_SYMBOLS, x, y, 4.5);
    }
  atlas_label_grid_seal (sealed);
  for (guint i = 0; i < 40000; i++)
    {
      double x = g_test_rand_double_range (-60, 580), y = g_test_rand_double_range (990, 1420);
      AtlasLabelBox box = { x, y, x + g_test_rand_double_range (0, 1 + i % 90), y + g_test_rand_double_range (0, 1 + i % 20) };
      gboolean is_free = atlas_label_grid_is_free (plain, ATLAS_LABEL_PLANE_SYMBOLS, &box);

      g_assert_cmpint (atlas_label_grid_is_free (sealed, ATLAS_LABEL_PLANE_SYMBOLS | ATLAS_LABEL_PLANE_NAMES, &box), ==,
                       is_free);
      g_assert_true (atlas_label_grid_is_free (sealed, ATLAS_LABEL_PLANE_NAMES, &box));
      n_free += is_free;
    }
  g_assert_cmpuint (n_free, >, 4000);
  g_assert_cmpuint (n_free, <, 36000);
}

/* What is noted and then spread is what is taken one by one, whether there is little of it or much. */
static void
test_spread (void)
{
  const AtlasLabelBox area = { -37.0, 1003.0, 563.0, 1409.0 };

  for (guint n = 40; n <= 4000; n *= 10)
    {
      g_autoptr (AtlasLabelGrid) plain = atlas_label_grid_new (&area), spread = atlas_label_grid_new (&area);
      guint n_free = 0;

      for (guint i = 0; i < n; i++)
        {
          double x = g_test_rand_double_range (-60, 580), y = g_test_rand_double_range (990, 1420), r = i % 2 ? 4.5 : 2.0;

          atlas_label_grid_take_disc (plain, ATLAS_LABEL_PLANE_SYMBOLS, x, y, r);
          atlas_label_grid_note (spread, ATLAS_LABEL_PLANE_SYMBOLS, TRUE, x, y, r);
        }
      atlas_label_grid_spread (spread);
      for (guint i = 0; i < 40000; i++)
        {
          double x = floor (g_test_rand_double_range (-40, 570)), y = floor (g_test_rand_double_range (1000, 1415));
          AtlasLabelBox pixel = { x, y, x + 1, y + 1 };
          gboolean is_free = atlas_label_grid_is_free (plain, ATLAS_LABEL_PLANE_SYMBOLS, &pixel);

          g_assert_cmpint (atlas_label_grid_is_free (spread, ATLAS_LABEL_PLANE_SYMBOLS, &pixel), ==, is_free);
          n_free += is_free;
        }
      g_assert_cmpuint (n_free, >, 1000);
      g_assert_cmpuint (n_free, <, 40000);
    }
}

/* A square is taken whole, and little more than it. */
static void
test_spread_squares (void)
{
  const AtlasLabelBox area = { 0.0, 0.0, 600.0, 400.0 };
  g_autoptr (AtlasLabelGrid) grid = atlas_label_grid_new (&area);
  AtlasLabelBox wide = { 290.0, 195.0, 292.9, 205.0 };

  atlas_label_grid_note (grid, ATLAS_LABEL_PLANE_SYMBOLS, FALSE, 300.3, 200.3, 5.0);
  g_assert_true (atlas_label_grid_is_free (grid, ATLAS_LABEL_PLANE_SYMBOLS, &area));
  atlas_label_grid_spread (grid);
  for (int y = 196; y < 206; y++)
    for (int x = 296; x < 306; x++)
      g_assert_false (atlas_label_grid_is_free (grid, ATLAS_LABEL_PLANE_SYMBOLS, &(AtlasLabelBox) { x, y, x + 1, y + 1 }));
  g_assert_true (atlas_label_grid_is_free (grid, ATLAS_LABEL_PLANE_SYMBOLS, &wide));
  g_assert_true (atlas_label_grid_is_free (grid, ATLAS_LABEL_PLANE_SYMBOLS, &(AtlasLabelBox) { 308, 195, 320, 205 }));
}

/* Where a box is free there is said to be room, and it is not said everywhere. */
static void
test_room (void)
{
  const AtlasLabelBox area = { -37.0, 1003.0, 563.0, 1409.0 };
  const double width = 33.4, height = 12.7, reach_x = 45.0, reach_y = 24.0;
  g_autoptr (AtlasLabelGrid) grid = atlas_label_grid_new (&area);
  g_autoptr (AtlasLabelRoom) room = NULL;
  guint n_near = 0, n_free = 0;

  for (guint i = 0; i < 2500; i++)
    atlas_label_grid_note (grid, ATLAS_LABEL_PLANE_SYMBOLS, TRUE, g_test_rand_double_range (-37, 400),
                           g_test_rand_double_range (1003, 1409), 4.5);
  atlas_label_grid_spread (grid);
  room = atlas_label_grid_find_room (grid, width, height, reach_x, reach_y);
  for (guint i = 0; i < 40000; i++)
    {
      double x = g_test_rand_double_range (-37, 563), y = g_test_rand_double_range (1003, 1409);
      double left = x + g_test_rand_double_range (-reach_x, reach_x - width);
      double top = y + g_test_rand_double_range (-reach_y, reach_y - height);
      AtlasLabelBox box = { left, top, left + width, top + height }, place = { x, y, x + 20, y + 1 };

      n_near += atlas_label_room_is_near (room, x, y);
      if (!atlas_label_grid_holds (grid, &box) || !atlas_label_grid_is_free (grid, ATLAS_LABEL_PLANE_SYMBOLS, &box))
        continue;
      n_free++;
      g_assert_true (atlas_label_room_is_near (room, x, y));
      g_assert_true (atlas_label_room_meets (room, &place));
    }
  g_assert_cmpuint (n_free, >, 1000);
  g_assert_cmpuint (n_near, <, 38000);
  g_assert_false (atlas_label_room_is_near (room, 700.0, 1200.0));
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

  g_test_add_func ("/label-text/grid", test_grid);
  g_test_add_func ("/label-text/sealed", test_sealed);
  g_test_add_func ("/label-text/spread", test_spread);
  g_test_add_func ("/label-text/spread-squares", test_spread_squares);
  g_test_add_func ("/label-text/room", test_room);
  g_test_add_func ("/label-text/clean", test_clean);
  g_test_add_func ("/label-text/shape", test_shape);
  g_test_add_func ("/label-text/hostile-names", test_hostile);
  g_test_add_func ("/label-text/threads", test_threads);

  return g_test_run ();
}
