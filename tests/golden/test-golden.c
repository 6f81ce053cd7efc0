/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Golden pictures: each NAME.json beside this file is painted and held against NAME.png, and painted again in blocks whose
 * joined picture is held against the whole.
 *
 * UPDATE=1 in the environment writes the PNGs anew; look at them before they are committed.  When a picture differs, what was
 * painted and the difference are left in the build folder under golden/, and the test says where. */

#include "golden-case.h"
#include "golden-compare.h"

#include <string.h>

/* Lines and areas: cairo's noise at edges.  Names: see golden-compare.c.  A name that is missing, elsewhere or of another
 * size goes well beyond this; letters that are hinted otherwise stay well below. */
static const GoldenTolerance SHAPES = { .blur = 0, .channel = 24, .share = 0.004, .most = 160 };
static const GoldenTolerance NAMES = { .blur = 4, .channel = 26, .share = 0.02, .most = 90 };

/* Blocks: cairo counts a slanted edge's coverage from where the edge meets the picture, which may move it by a sixteenth of
 * a pixel here and there.  A seam would be a whole line of pixels. */
static const GoldenTolerance BLOCKS = { .blur = 0, .channel = 3, .share = 0.004, .most = 40 };

/* Not a divisor of the pictures' sides, so that the edges of blocks fall everywhere; even, for one and a half pixels a pixel. */
#define BLOCK 38

static char *
get_output_path (const GoldenCase *self,
                 const char       *what)
{
  const char *build = g_getenv ("ATLAS_TEST_BUILDDIR");
  g_autofree char *folder = g_build_filename (build != NULL ? build : ".", "golden", NULL);
  g_autofree char *file = g_strdup_printf ("%s.%s.png", self->name, what);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);

  return g_build_filename (folder, file, NULL);
}

static void
write_png (cairo_surface_t *surface,
           const char      *path)
{
  cairo_status_t status = cairo_surface_write_to_png (surface, path);

  if (status != CAIRO_STATUS_SUCCESS)
    g_error ("%s: %s", path, cairo_status_to_string (status));
}

/* Says how two pictures differ and leaves them to be looked at. */
static void
fail_with_pictures (const GoldenCase    *self,
                    const GoldenVerdict *verdict,
                    cairo_surface_t     *actual,
                    cairo_surface_t     *difference,
                    const char          *against)
{
  g_autofree char *actual_path = get_output_path (self, "actual");
  g_autofree char *difference_path = get_output_path (self, "difference");

  write_png (actual, actual_path);
  write_png (difference, difference_path);
  g_test_message ("%s: %.2f %% of the pixels differ, one by %d, from %s; look at %s and %s", self->name,
                  100.0 * verdict->share, verdict->most, against, actual_path, difference_path);
  g_test_fail ();
}

static void
test_picture (gconstpointer data)
{
  g_autoptr (GoldenCase) self = golden_case_read (data);
  g_autofree char *png = g_strndup (self->path, strlen (self->path) - strlen (".json"));
  g_autofree char *path = g_strconcat (png, ".png", NULL);
  const GoldenTolerance *tolerance = golden_case_has_text (self) ? &NAMES : &SHAPES;
  cairo_surface_t *actual = golden_case_paint (self), *golden, *difference = NULL;

  g_assert_cmpint (cairo_image_surface_get_width (actual), <=, 256);
  g_assert_cmpint (cairo_image_surface_get_height (actual), <=, 256);
  if (g_strcmp0 (g_getenv ("UPDATE"), "1") == 0)
    {
      write_png (actual, path);
      cairo_surface_destroy (actual);
      return;
    }

  golden = cairo_image_surface_create_from_png (path);
  if (cairo_surface_status (golden) != CAIRO_STATUS_SUCCESS)
    {
      g_test_message ("%s: %s; UPDATE=1 makes it", path, cairo_status_to_string (cairo_surface_status (golden)));
      g_test_fail ();
    }
  else
    {
      GoldenVerdict verdict = golden_compare (actual, golden, tolerance, &difference);

      g_test_message ("%.3f %% of the pixels differ, one by %d", 100.0 * verdict.share, verdict.most);
      if (!verdict.equal)
        fail_with_pictures (self, &verdict, actual, difference, path);
      cairo_surface_destroy (difference);
    }
  cairo_surface_destroy (golden);
  cairo_surface_destroy (actual);
}

/* Puts a block's pixels into the joined picture, unchanged. */
static void
put (cairo_surface_t *joined,
     cairo_surface_t *block,
     int              x,
     int              y)
{
  cairo_t *cr = cairo_create (joined);

  cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
  cairo_set_source_surface (cr, block, x, y);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle (cr, x, y, cairo_image_surface_get_width (block), cairo_image_surface_get_height (block));
  cairo_fill (cr);
  cairo_destroy (cr);
}

static void
test_blocks (gconstpointer data)
{
  g_autoptr (GoldenCase) self = golden_case_read (data);
  int width = self->view.width, height = self->view.height;
  cairo_surface_t *whole = golden_case_paint_block (self, 0, 0, width, height), *difference = NULL;
  cairo_surface_t *joined = cairo_surface_create_similar_image (whole, CAIRO_FORMAT_RGB24,
                                                                cairo_image_surface_get_width (whole),
                                                                cairo_image_surface_get_height (whole));
  GoldenVerdict verdict;

  for (int y = 0; y < height; y += BLOCK)
    for (int x = 0; x < width; x += BLOCK)
      {
        cairo_surface_t *block = golden_case_paint_block (self, x, y, MIN (BLOCK, width - x), MIN (BLOCK, height - y));

        put (joined, block, (int) (x * self->view.scale), (int) (y * self->view.scale));
        cairo_surface_destroy (block);
      }
  verdict = golden_compare (joined, whole, &BLOCKS, &difference);
  g_test_message ("%.3f %% of the pixels differ, one by %d", 100.0 * verdict.share, verdict.most);
  if (!verdict.equal)
    fail_with_pictures (self, &verdict, joined, difference, "the picture painted whole");
  cairo_surface_destroy (difference);
  cairo_surface_destroy (joined);
  cairo_surface_destroy (whole);
}

static int
compare_paths (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = NULL;
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  folder = g_test_build_filename (G_TEST_DIST, "golden", NULL);
  dir = g_dir_open (folder, 0, &error);
  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_paths);
  g_assert_cmpuint (paths->len, >=, 40);

  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *base = g_path_get_basename (g_ptr_array_index (paths, i));
      g_autofree char *stem = g_strndup (base, strlen (base) - strlen (".json"));
      g_autofree char *picture = g_strdup_printf ("/golden/picture/%s", stem);
      g_autofree char *blocks = g_strdup_printf ("/golden/blocks/%s", stem);

      g_test_add_data_func (picture, g_ptr_array_index (paths, i), test_picture);
      g_test_add_data_func (blocks, g_ptr_array_index (paths, i), test_blocks);
    }

  return g_test_run ();
}
