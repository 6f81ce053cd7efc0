/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasGrid: its lines against PROJ's cs2cs, its labels against the lines, whatever the frame's turn. */

#include <gio/gio.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "layout/atlas-grid.h"

static const struct
{
  const char *crs;
  double      lon, lat, scale, rotation;
} FRAMES[] = {
  { "EPSG:4547", 113.0, 36.3, 1e6, 0.0 },     { "EPSG:4547", 113.1, 36.2, 50000.0, 0.0 },  { "EPSG:4546", 112.3, 36.6, 10000.0, 33.0 },
  { "EPSG:4508", 112.9, 36.4, 500000.0, -80.0 }, { "EPSG:3857", 113.0, 36.3, 250000.0, 0.0 }, { "EPSG:4547", 113.1, 36.2, 2000.0, 171.0 },
};

static AtlasMapFrame *
make_frame (guint index)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AtlasCrs) crs = atlas_crs_new (FRAMES[index].crs, &error);
  AtlasMapFrame *frame = atlas_map_frame_new (crs, FRAMES[index].lon, FRAMES[index].lat, FRAMES[index].scale, FRAMES[index].rotation, 240.0,
                                              160.0, &error);

  g_assert_no_error (error);

  return frame;
}

/* Degrees of the places of the plane in @input, by cs2cs; NULL: it is not there. */
static char *
cs2cs (const char *code,
       const char *input)
{
  const char *const words[] = { "cs2cs", "-d", "10", code, "+to", "EPSG:4326", NULL };
  g_autofree char *program = g_find_program_in_path (words[0]);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *output = NULL;

  if (program == NULL)
    return NULL;
  process = g_subprocess_newv (words, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, input, NULL, &output, NULL, &error));

  return output;
}

/* Every vertex of a meridian has its longitude, of a parallel its latitude, and so have the middles between them: to a hundredth of a
 * millimetre on paper. */
static void
test_graticule (void)
{
  for (guint f = 0; f < G_N_ELEMENTS (FRAMES); f++)
    {
      g_autoptr (AtlasMapFrame) frame = make_frame (f);
      g_autoptr (AtlasGrid) grid = atlas_grid_new (frame, ATLAS_GRID_GRATICULE, 0.0, 0.0);
      const double degree = 111e6 / FRAMES[f].scale;
      const gboolean mercator = strcmp (FRAMES[f].crs, "EPSG:3857") == 0;
      g_autoptr (GString) input = g_string_new (NULL);
      g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (double));
      g_autofree char *output = NULL;
      g_auto (GStrv) answers = NULL;
      gsize n, meridians = 0, parallels = 0;
      const AtlasGridLine *lines = atlas_grid_get_lines (grid, &n);

      for (gsize i = 0; i < n; i++)
        {
          const double meridian = lines[i].kind == ATLAS_GRID_MERIDIAN ? 1.0 : 0.0;

          g_assert_true (lines[i].kind == ATLAS_GRID_MERIDIAN || lines[i].kind == ATLAS_GRID_PARALLEL);
          meridians += lines[i].kind == ATLAS_GRID_MERIDIAN;
          parallels += lines[i].kind == ATLAS_GRID_PARALLEL;
          g_assert_cmpfloat_with_epsilon (fabs (remainder (lines[i].value * 60.0, atlas_grid_get_minutes (grid))), 0.0, 1e-9);
          for (gsize k = 0; k + 1 < lines[i].n; k++)
            for (guint half = 0; half < 2; half++)
              {
                const double *at = lines[i].points + 2 * k;
                const double x = half ? (at[0] + at[2]) / 2.0 : at[0], y = half ? (at[1] + at[3]) / 2.0 : at[1];
                double easting, northing;

                g_assert_true (x >= -1e-9 && y >= -1e-9 && x <= 240.0 + 1e-9 && y <= 160.0 + 1e-9);
                if (k % 7 != 0)
                  continue;
                atlas_map_frame_page_to_plane (frame, x, y, &easting, &northing);
                g_string_append_printf (input, "%.6f %.6f\n", mercator ? easting : northing, mercator ? northing : easting);
                g_array_append_val (wanted, lines[i].value);
                g_array_append_val (wanted, meridian);
              }
        }
      g_assert_cmpuint (meridians, >=, 2);
      g_assert_cmpuint (parallels, >=, 2);
      g_assert_cmpuint (meridians, <=, 30);

      output = cs2cs (FRAMES[f].crs, input->str);
      if (output == NULL)
        {
          g_test_skip ("cs2cs is not installed");
          return;
        }
      answers = g_strsplit (output, "\n", -1);
      for (guint i = 0; i < wanted->len / 2; i++)
        {
          double lat, lon;

          g_assert_cmpint (sscanf (answers[i], "%lf %lf", &lat, &lon), ==, 2);
          g_assert_cmpfloat_with_epsilon ((g_array_index (wanted, double, 2 * i + 1) > 0.5 ? lon : lat), g_array_index (wanted, double, 2 * i),
                                          0.01 / degree);
        }
    }
}

static void
test_kilometres (void)
{
  for (guint f = 0; f < G_N_ELEMENTS (FRAMES); f++)
    {
      g_autoptr (AtlasMapFrame) frame = make_frame (f);
      g_autoptr (AtlasGrid) grid = atlas_grid_new (frame, ATLAS_GRID_KILOMETRES, 0.0, 0.0);
      gsize n;
      const AtlasGridLine *lines = atlas_grid_get_lines (grid, &n);

      if (strcmp (FRAMES[f].crs, "EPSG:3857") == 0)
        {
          g_assert_cmpuint (n, ==, 0);
          continue;
        }
      g_assert_cmpuint (n, >=, 6);
      for (gsize i = 0; i < n; i++)
        {
          g_assert_cmpfloat_with_epsilon (fabs (remainder (lines[i].value, atlas_grid_get_kilometres (grid) * 1000.0)), 0.0, 1e-6);
          for (gsize k = 0; k < lines[i].n; k++)
            {
              double easting, northing;

              atlas_map_frame_page_to_plane (frame, lines[i].points[2 * k], lines[i].points[2 * k + 1], &easting, &northing);
              g_assert_cmpfloat_with_epsilon ((lines[i].kind == ATLAS_GRID_EASTING ? easting : northing), lines[i].value,
                                              FRAMES[f].scale * 1e-8);
            }
        }
    }
}

/* Every label stands where its line meets the edge, and says what the line is. */
static void
test_labels (void)
{
  for (guint f = 0; f < G_N_ELEMENTS (FRAMES); f++)
    {
      g_autoptr (AtlasMapFrame) frame = make_frame (f);
      g_autoptr (AtlasGrid) grid = atlas_grid_new (frame, ATLAS_GRID_GRATICULE | ATLAS_GRID_KILOMETRES, 0.0, 0.0);
      gsize n, full = 0;
      const AtlasGridLabel *labels = atlas_grid_get_labels (grid, &n);

      g_assert_cmpuint (n, >=, 8);
      for (gsize i = 0; i < n; i++)
        {
          const AtlasGridLabel *label = &labels[i];
          const double edges[4] = { label->y, 240.0 - label->x, 160.0 - label->y, label->x };
          double easting, northing, lon, lat, degrees, minutes = 0.0, seconds = 0.0, said;

          g_assert_cmpfloat_with_epsilon (edges[label->edge], 0.0, 1e-6);
          atlas_map_frame_page_to_plane (frame, label->x, label->y, &easting, &northing);
          atlas_map_frame_to_place (frame, label->x, label->y, &lon, &lat);
          full += label->full;
          if (label->kind == ATLAS_GRID_MERIDIAN || label->kind == ATLAS_GRID_PARALLEL)
            {
              g_assert_cmpfloat_with_epsilon ((label->kind == ATLAS_GRID_MERIDIAN ? lon : lat), label->value, FRAMES[f].scale / 111e6 * 0.01);
              g_assert_cmpint (sscanf (label->small, "%lf°", &degrees), ==, 1);
              sscanf (label->large, "%lf′%lf″", &minutes, &seconds);
              said = degrees + minutes / 60.0 + seconds / 3600.0;
              g_assert_cmpfloat_with_epsilon (said, label->value, 1e-9);
            }
          else
            {
              g_assert_cmpfloat_with_epsilon ((label->kind == ATLAS_GRID_EASTING ? easting : northing), label->value, FRAMES[f].scale * 1e-8);
              said = g_ascii_strtod (label->small, NULL) * 100.0 + g_ascii_strtod (label->large, NULL);
              g_assert_cmpfloat_with_epsilon (said * 1000.0, label->value, 1e-6);
            }
          if (i > 0 && label->full)
            g_assert_true (labels[i - 1].full);
        }
      g_assert_cmpuint (full, >=, 4);
    }
}

static void
test_words (void)
{
  g_autoptr (AtlasMapFrame) frame = make_frame (1);
  g_autoptr (AtlasGrid) grid = atlas_grid_new (frame, ATLAS_GRID_GRATICULE | ATLAS_GRID_KILOMETRES, 1.0, 1.0);
  gboolean meridian = FALSE, northing = FALSE;
  gsize n;
  const AtlasGridLabel *labels = atlas_grid_get_labels (grid, &n);

  g_assert_cmpfloat (atlas_grid_get_minutes (grid), ==, 1.0);
  g_assert_cmpfloat (atlas_grid_get_kilometres (grid), ==, 1.0);
  for (gsize i = 0; i < n; i++)
    {
      meridian |= strcmp (labels[i].small, "113°") == 0 && strcmp (labels[i].large, "06′") == 0;
      northing |= strcmp (labels[i].small, "40") == 0 && strcmp (labels[i].large, "08") == 0;
    }
  g_assert_true (meridian);
  g_assert_true (northing);

  /* A step that would fill the page with lines is not taken. */
  {
    g_autoptr (AtlasGrid) dense = atlas_grid_new (frame, ATLAS_GRID_GRATICULE | ATLAS_GRID_KILOMETRES, 1e-6, 1e-6);

    atlas_grid_get_lines (dense, &n);
    g_assert_cmpuint (n, <, 100);
  }
}

/* Nothing is painted beyond the band, and labels do not meet: what is painted in the frame stays in it. */
static void
test_painting (void)
{
  for (guint f = 0; f < G_N_ELEMENTS (FRAMES); f++)
    {
      g_autoptr (AtlasMapFrame) frame = make_frame (f);
      g_autoptr (AtlasGrid) grid = atlas_grid_new (frame, ATLAS_GRID_GRATICULE | ATLAS_GRID_KILOMETRES, 0.0, 0.0);
      cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
      cairo_t *cr = cairo_create (surface);
      double x, y, width, height;

      for (AtlasGridMarks marks = ATLAS_GRID_LINES; marks <= ATLAS_GRID_TICKS; marks++)
        atlas_grid_paint (grid, cr, marks);
      cairo_recording_surface_ink_extents (surface, &x, &y, &width, &height);
      g_assert_cmpfloat (x, >=, -1.0);
      g_assert_cmpfloat (y, >=, -1.0);
      g_assert_cmpfloat (x + width, <=, 241.0);
      g_assert_cmpfloat (y + height, <=, 161.0);
      atlas_grid_paint_labels (grid, frame, cr, 7.0, 1.9, TRUE);
      cairo_recording_surface_ink_extents (surface, &x, &y, &width, &height);
      g_assert_cmpfloat (x, >=, -8.0);
      g_assert_cmpfloat (y, >=, -8.0);
      g_assert_cmpfloat (x + width, <=, 248.0);
      g_assert_cmpfloat (y + height, <=, 168.0);
      g_assert_cmpfloat (y, <, -2.0);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/grid/graticule", test_graticule);
  g_test_add_func ("/grid/kilometres", test_kilometres);
  g_test_add_func ("/grid/labels", test_labels);
  g_test_add_func ("/grid/words", test_words);
  g_test_add_func ("/grid/painting", test_painting);

  return g_test_run ();
}
