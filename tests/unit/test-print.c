/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tests of atlas_print_write(): sheets of our own in each format.  What the files say to programs that are not ours is tested in
 * tests/headless/print.py. */

#include "layout/atlas-print.h"

#include <cairo.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "render/atlas-paper-marks.h"
#include "render/atlas-text-record.h"

typedef struct
{
  char         *folder;
  guint         painted;      /* how often a sheet was */
  double        height;       /* of sheets, mm */
  gboolean      fails;        /* the second page says so */
  GCancellable *cancels;      /* (nullable): cancelled while the first is painted */
  double        fraction;     /* last progress */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("atlas-print-XXXXXX", NULL);
  fixture->height = 80;
}

static GStrv
list (Fixture *fixture)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, (GCompareFunc) (void (*) (void)) g_strcmp0);
  g_ptr_array_add (names, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_auto (GStrv) names = NULL;

  g_chmod (fixture->folder, 0700);
  names = list (fixture);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static GFile *
target (Fixture    *fixture,
        const char *name)
{
  return g_file_new_build_filename (fixture->folder, name, NULL);
}

static gboolean
paint (AtlasSheet    *sheet,
       cairo_t       *cr,
       GCancellable  *cancellable,
       GError       **error)
{
  Fixture *fixture = sheet->data;
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string ("Sans");

  fixture->painted++;
  if (fixture->cancels != NULL)
    g_cancellable_cancel (fixture->cancels);
  atlas_paper_mark_begin (cr, ATLAS_PAPER_LAYER, "Red");
  cairo_set_source_rgb (cr, 1, 0, 0);
  cairo_rectangle (cr, 10, 10, 20, 20);
  cairo_fill (cr);
  atlas_paper_mark_begin (cr, ATLAS_PAPER_TEXT, "A name");
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_move_to (cr, 20, 50);
  pango_font_description_set_absolute_size (font, 4 * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, "A <name> & 漳河", -1);
  atlas_text_show_layout (cr, layout);
  atlas_paper_mark_end (cr, ATLAS_PAPER_TEXT);
  atlas_paper_mark_end (cr, ATLAS_PAPER_LAYER);
  /* A slanted edge, in grey: strips must meet without a seam. */
  cairo_set_source_rgba (cr, 0.2, 0.4, 0.6, 0.5);
  cairo_move_to (cr, 0, 0);
  cairo_line_to (cr, sheet->width, sheet->height);
  cairo_line_to (cr, sheet->width * 0.9, sheet->height);
  cairo_fill (cr);
  pango_font_description_free (font);
  g_object_unref (layout);
  return TRUE;
}

static AtlasSheet *
make (guint          index,
      gpointer       data,
      GCancellable  *cancellable,
      GError       **error)
{
  Fixture *fixture = data;
  g_autoptr (AtlasCrs) crs = NULL;
  AtlasSheet *sheet;

  if (fixture->fails && index == 1)
    {
      g_set_error_literal (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_EMPTY, "nothing on the second page");
      return NULL;
    }
  crs = atlas_crs_new ("EPSG:4547", error);
  g_assert_nonnull (crs);
  sheet = g_new0 (AtlasSheet, 1);
  sheet->width = 60;
  sheet->height = fixture->height;
  sheet->title = g_strdup_printf ("第%u页", index + 1);
  sheet->frame = atlas_map_frame_new (crs, 113.1, 36.2, 50000, index == 1 ? 30 : 0, 40, 50, error);
  sheet->frame_x = 10;
  sheet->frame_y = 15;
  sheet->data = fixture;
  sheet->paint = paint;
  return sheet;
}

static void
on_progress (guint    page,
             guint    n_pages,
             double   fraction,
             gpointer data)
{
  Fixture *fixture = data;

  g_assert_cmpuint (page, <, n_pages);
  g_assert_cmpfloat (fraction, >=, fixture->fraction);
  g_assert_cmpfloat (fraction, <=, 1.0);
  fixture->fraction = fraction;
}

static gboolean
write_job (Fixture       *fixture,
           const char    *name,
           guint          n_pages,
           double         dpi,
           GCancellable  *cancellable,
           GError       **error)
{
  const AtlasPrintJob job = { .n_pages = n_pages, .make = make, .data = fixture, .title = "题 <1>", .author = "Us" };
  const AtlasPrintOptions options = { .dpi = dpi, .progress = on_progress, .data = fixture };
  g_autoptr (GFile) file = target (fixture, name);

  fixture->fraction = 0.0;
  return atlas_print_write (&job, file, &options, cancellable, error);
}

static char *
contents (Fixture    *fixture,
          const char *name,
          gsize      *length)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, length, NULL));
  return text;
}

static void
test_pdf (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL, *second = NULL;
  g_auto (GStrv) names = NULL;
  gsize a, b;

  g_assert_true (write_job (fixture, "a.pdf", 3, 0, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (fixture->fraction, ==, 1.0);
  g_assert_cmpuint (fixture->painted, ==, 3);
  g_assert_true (write_job (fixture, "b.PDF", 3, 0, NULL, &error));
  first = contents (fixture, "a.pdf", &a);
  second = contents (fixture, "b.PDF", &b);
  g_assert_cmpmem (first, a, second, b);
  g_assert_true (g_str_has_prefix (first, "%PDF-1.7"));
  names = list (fixture);
  g_assert_cmpuint (g_strv_length (names), ==, 2);
}

/* GDAL places each page, the turned one too, within a tenth of one of its pixels. */
static void
test_gdal (Fixture       *fixture,
           gconstpointer  data)
{
  const double corners[][2] = { { 0, 0 }, { 40, 0 }, { 0, 50 }, { 40, 50 } };
  g_autofree char *gdalinfo = g_find_program_in_path ("gdalinfo");
  g_autoptr (GError) error = NULL;

  if (gdalinfo == NULL)
    {
      g_test_skip ("gdalinfo is not installed");
      return;
    }
  g_assert_true (write_job (fixture, "a.pdf", 3, 0, NULL, &error));
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("PDF:%u:%s/a.pdf", i + 1, fixture->folder), *answer = NULL;
      g_autoptr (GSubprocess) process =
        g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, gdalinfo, "-json", "--config", "GDAL_PDF_DPI", "150", name, NULL);
      g_autoptr (JsonParser) parser = json_parser_new ();
      JsonArray *transform, *size;
      AtlasSheet *sheet;
      double t[6], width, height;

      g_assert_no_error (error);
      g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &answer, NULL, &error));
      g_assert_true (json_parser_load_from_data (parser, answer, -1, &error));
      transform = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "geoTransform");
      /* GDAL's pixels fill the page: they are not quite square. */
      size = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "size");
      width = (double) json_array_get_int_element (size, 0);
      height = (double) json_array_get_int_element (size, 1);
      for (guint k = 0; k < 6; k++)
        t[k] = json_array_get_double_element (transform, k);
      sheet = make (i, fixture, NULL, NULL);
      for (gsize k = 0; k < G_N_ELEMENTS (corners); k++)
        {
          const double x = (sheet->frame_x + corners[k][0]) / sheet->width * width;
          const double y = (sheet->frame_y + corners[k][1]) / sheet->height * height;
          const double pixel = 25.4 / 150 / 1000 * 50000;
          double easting, northing;

          atlas_map_frame_page_to_plane (sheet->frame, corners[k][0], corners[k][1], &easting, &northing);
          g_assert_cmpfloat_with_epsilon (t[0] + t[1] * x + t[2] * y, easting, 0.1 * pixel);
          g_assert_cmpfloat_with_epsilon (t[3] + t[4] * x + t[5] * y, northing, 0.1 * pixel);
        }
      atlas_sheet_free (sheet);
    }
}

/* The picture of a long sheet, which is painted in strips, is that of the whole. */
static void
test_strips (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "map.png", NULL);
  cairo_surface_t *read, *whole;
  AtlasSheet *sheet;
  cairo_t *cr;
  int width, height;

  fixture->height = 2200;
  g_assert_true (write_job (fixture, "map.png", 1, 375, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->painted, >, 1);
  read = cairo_image_surface_create_from_png (path);
  width = cairo_image_surface_get_width (read);
  height = cairo_image_surface_get_height (read);
  g_assert_cmpint (width, ==, (int) lrint (60 / 25.4 * 375));
  g_assert_cmpint (height, ==, (int) lrint (2200 / 25.4 * 375));

  whole = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cr = cairo_create (whole);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, 375 / 25.4, 375 / 25.4);
  sheet = make (0, fixture, NULL, NULL);
  paint (sheet, cr, NULL, NULL);
  cairo_destroy (cr);
  atlas_sheet_free (sheet);
  for (int y = 0; y < height; y++)
    {
      const guint32 *a = (const guint32 *) (gpointer) (cairo_image_surface_get_data (read) + (gsize) y * cairo_image_surface_get_stride (read));
      const guint32 *b = (const guint32 *) (gpointer) (cairo_image_surface_get_data (whole) + (gsize) y * cairo_image_surface_get_stride (whole));

      for (int x = 0; x < width; x++)
        if ((a[x] & 0xffffff) != (b[x] & 0xffffff))
          g_error ("pixel %d, %d: %06x, %06x", x, y, a[x] & 0xffffff, b[x] & 0xffffff);
    }
  cairo_surface_destroy (read);
  cairo_surface_destroy (whole);
}

/* The six numbers of a world file are the frame's, a turned one's too; a page that is a file has its own. */
static void
test_world (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = NULL;

  g_assert_true (write_job (fixture, "map.png", 2, 100, NULL, &error));
  g_assert_no_error (error);
  names = list (fixture);
  g_assert_cmpuint (g_strv_length (names), ==, 6);
  g_assert_true (g_strv_contains ((const char *const *) names, "map-1.pgw"));
  g_assert_true (g_strv_contains ((const char *const *) names, "map-2.png.aux.xml"));
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("map-%u.pgw", i + 1), *text = contents (fixture, name, NULL);
      AtlasSheet *sheet = make (i, fixture, NULL, NULL);
      double number[6], easting, northing;
      char *end = text;

      for (guint k = 0; k < 6; k++)
        number[k] = g_ascii_strtod (end, &end);
      /* The pixel in column 50, row 90 is that many hundredths of an inch from the corner, and half of one. */
      atlas_map_frame_page_to_plane (sheet->frame, 50.5 * 0.254 - 10, 90.5 * 0.254 - 15, &easting, &northing);
      g_assert_cmpfloat_with_epsilon (number[0] * 50 + number[2] * 90 + number[4], easting, 1e-3);
      g_assert_cmpfloat_with_epsilon (number[1] * 50 + number[3] * 90 + number[5], northing, 1e-3);
      if (i == 1)
        g_assert_cmpfloat (fabs (number[1]), >, 1.0);
      atlas_sheet_free (sheet);
    }
}

static void
test_svg (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_true (write_job (fixture, "map.svg", 1, 0, NULL, &error));
  g_assert_no_error (error);
  text = contents (fixture, "map.svg", NULL);
  g_assert_nonnull (strstr (text, ">A &lt;name&gt; &amp; 漳河</text>"));
  g_assert_nonnull (strstr (text, "<title>第1页</title>"));
  g_assert_null (strstr (text, "<symbol"));
  g_assert_null (strstr (text, "0.0051234"));
}

/* What is refused, and what goes wrong on the way, leaves the old file and nothing else. */
static void
assert_untouched (Fixture    *fixture,
                  const char *name)
{
  g_autofree char *text = contents (fixture, name, NULL);
  g_auto (GStrv) names = list (fixture);

  g_assert_cmpstr (text, ==, "old");
  g_assert_cmpuint (g_strv_length (names), ==, 1);
}

static void
test_failures (Fixture       *fixture,
               gconstpointer  data)
{
  const char *name = data;
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "old", -1, NULL));

  fixture->fails = TRUE;
  g_assert_false (write_job (fixture, name, 2, 50, NULL, &error));
  g_assert_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_EMPTY);
  g_clear_error (&error);
  fixture->fails = FALSE;
  assert_untouched (fixture, name);

  fixture->cancels = cancellable;
  g_assert_false (write_job (fixture, name, 1, 50, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  fixture->cancels = NULL;
  assert_untouched (fixture, name);

  g_assert_false (write_job (fixture, name, 0, 50, NULL, &error));
  g_assert_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_EMPTY);
  g_clear_error (&error);
  g_assert_false (write_job (fixture, name, 1, 1, NULL, &error));
  g_assert_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_FORMAT);
  g_clear_error (&error);
  assert_untouched (fixture, name);
}

/* A disk that takes no more: a limit on the size of files does the same. */
static void
test_full (Fixture       *fixture,
           gconstpointer  data)
{
  const char *name = data;
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  struct rlimit before, little;
  g_autoptr (GError) error = NULL;
  gboolean written;

  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  little = before;
  little.rlim_cur = 700;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &little), ==, 0);
  written = write_job (fixture, name, 1, 150, NULL, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_false (written);
  g_assert_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_WRITE);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, g_strerror (EFBIG)));
  assert_untouched (fixture, name);
}

/* A link stays one, rights stay as they were, a device is written to and not replaced. */
static void
test_places (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "real.svg", NULL);
  g_autofree char *link = g_build_filename (fixture->folder, "link.svg", NULL);
  g_autofree char *full = g_build_filename (fixture->folder, "full.pdf", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf info;

  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  g_assert_cmpint (g_chmod (path, 0640), ==, 0);
  g_assert_cmpint (symlink ("real.svg", link), ==, 0);
  g_assert_true (write_job (fixture, "link.svg", 1, 0, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  text = contents (fixture, "real.svg", NULL);
  g_assert_nonnull (strstr (text, "</svg>"));
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0640);

  g_assert_cmpint (symlink ("/dev/full", full), ==, 0);
  g_assert_false (write_job (fixture, "full.pdf", 1, 0, NULL, &error));
  g_assert_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_WRITE);
  g_assert_nonnull (strstr (error->message, g_strerror (ENOSPC)));
  g_clear_error (&error);
  g_assert_cmpint (g_stat ("/dev/full", &info), ==, 0);
  g_assert_true (S_ISCHR (info.st_mode));

  g_assert_false (write_job (fixture, "no/such.pdf", 1, 0, NULL, &error));
  g_assert_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_WRITE);
  g_clear_error (&error);
  g_assert_false (write_job (fixture, "map.doc", 1, 0, NULL, &error));
  g_assert_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_FORMAT);
  g_clear_error (&error);
  fixture->height = 20001;
  g_assert_false (write_job (fixture, "map.pdf", 1, 0, NULL, &error));
  g_assert_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_PAPER);
  g_clear_error (&error);
  fixture->height = 19000;
  g_assert_false (write_job (fixture, "map.png", 1, 300, NULL, &error));
  g_assert_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_PAPER);
}

int
main (int    argc,
      char **argv)
{
  static const char *const names[] = { "a.pdf", "a.png", "a.tif", "a.svg" };

  g_test_init (&argc, &argv, NULL);
  g_setenv ("SOURCE_DATE_EPOCH", "1700000000", TRUE);
  g_test_add ("/print/pdf", Fixture, NULL, set_up, test_pdf, tear_down);
  g_test_add ("/print/gdal", Fixture, NULL, set_up, test_gdal, tear_down);
  g_test_add ("/print/strips", Fixture, NULL, set_up, test_strips, tear_down);
  g_test_add ("/print/world", Fixture, NULL, set_up, test_world, tear_down);
  g_test_add ("/print/svg", Fixture, NULL, set_up, test_svg, tear_down);
  g_test_add ("/print/places", Fixture, NULL, set_up, test_places, tear_down);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *failures = g_strconcat ("/print/failures/", names[i] + 2, NULL);
      g_autofree char *full = g_strconcat ("/print/full/", names[i] + 2, NULL);

      g_test_add (failures, Fixture, names[i], set_up, test_failures, tear_down);
      g_test_add (full, Fixture, names[i], set_up, test_full, tear_down);
    }
  return g_test_run ();
}
