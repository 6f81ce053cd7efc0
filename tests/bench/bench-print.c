/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long paper takes and how large it is.
 *
 * usage: bench-print FILE|shipped [SCALE [OUT.pdf]]
 *
 * export_ms and pdf_kB: an A3 sheet full of map at 1:SCALE (450000) as PDF, from layers in memory to the file in its place; the
 * peers' figures of that name are the same step.  With shipped also a0_ms and a0_MB: the shipped map on A0 at 300 dots an inch as PNG,
 * and the most memory that the process had. */

#include "bench.h"

#include "layout/atlas-frame-map.h"
#include "layout/atlas-print.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/** What the page is made of. */
typedef struct
{
  AtlasScene *scene;
  double      scale, width, height, lon, lat;
} Page;

static gboolean
paint (AtlasSheet    *sheet,
       cairo_t       *cr,
       GCancellable  *cancellable,
       GError       **error)
{
  return atlas_frame_map_paint (sheet->data, cr, cancellable);
}

static AtlasSheet *
make (guint          index,
      gpointer       data,
      GCancellable  *cancellable,
      GError       **error)
{
  const Page *page = data;
  g_autoptr (AtlasCrs) crs = atlas_crs_new ("EPSG:4508", error);
  AtlasSheet *sheet = g_new0 (AtlasSheet, 1);

  sheet->width = page->width;
  sheet->height = page->height;
  sheet->title = g_strdup ("bench");
  sheet->frame = atlas_map_frame_new (crs, page->lon, page->lat, page->scale, 0, page->width, page->height, error);
  g_assert_nonnull (sheet->frame);
  sheet->data = atlas_frame_map_new (sheet->frame, page->scene, TRUE, cancellable, error);
  g_assert_nonnull (sheet->data);
  sheet->destroy = (GDestroyNotify) atlas_frame_map_unref;
  sheet->paint = paint;

  return sheet;
}

static double
print (Page       *page,
       const char *path,
       double      dpi)
{
  const AtlasPrintJob job = { .n_pages = 1, .make = make, .data = page, .title = "bench" };
  const AtlasPrintOptions options = { .dpi = dpi };
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  const double start = bench_now ();

  if (!atlas_print_write (&job, file, &options, NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      exit (1);
    }

  return bench_now () - start;
}

static AtlasScene *
open_scene (const char *path)
{
  g_autoptr (AtlasProject) project = atlas_project_new ();
  g_autoptr (GError) error = NULL;

  if (strcmp (path, "shipped") == 0)
    {
      if (!atlas_project_add_shipped (project, TRUE, &error))
        {
          g_printerr ("%s\n", error->message);
          exit (1);
        }
    }
  else
    {
      AtlasTable *table = bench_open (path);
      g_autoptr (AtlasStyle) style = atlas_style_new_default (table, 0);
      g_autoptr (AtlasLayer) layer = atlas_layer_new ("bench", "bench", ATLAS_LAYER_SUBJECT, NULL);

      atlas_layer_set_table (layer, table, style);
      atlas_project_add (project, layer);
      atlas_project_set_basemap_visible (project, FALSE);
      atlas_table_unref (table);
    }

  return atlas_scene_new (project);
}

int
main (int    argc,
      char **argv)
{
  Page page = { .scale = 450000, .width = 420, .height = 297, .lon = 112.85, .lat = 36.5 };
  g_autofree char *folder = g_dir_make_tmp ("bench-print-XXXXXX", NULL), *path = NULL;
  GStatBuf info;

  if (argc < 2)
    {
      g_printerr ("usage: %s FILE|shipped [SCALE [OUT.pdf]]\n", argv[0]);
      return 2;
    }
  page.scene = open_scene (argv[1]);
  if (argc > 2)
    page.scale = g_ascii_strtod (argv[2], NULL);
  path = argc > 3 ? g_strdup (argv[3]) : g_build_filename (folder, "map.pdf", NULL);
  bench_metric ("export_ms", print (&page, path, 0));
  bench_metric ("pdf_kB", g_stat (path, &info) == 0 ? (double) info.st_size / 1000.0 : NAN);
  if (argc <= 3)
    g_unlink (path);
  if (strcmp (argv[1], "shipped") == 0 && argc <= 3)
    {
      g_autofree char *png = g_build_filename (folder, "map.png", NULL), *world = g_build_filename (folder, "map.pgw", NULL);
      g_autofree char *aux = g_build_filename (folder, "map.png.aux.xml", NULL);
      struct rusage usage;

      page.width = 841;
      page.height = 1189;
      page.scale = 200000;
      bench_metric ("a0_ms", print (&page, png, 300));
      getrusage (RUSAGE_SELF, &usage);
      bench_metric ("a0_MB", (double) usage.ru_maxrss / 1e3);
      g_unlink (png);
      g_unlink (world);
      g_unlink (aux);
    }
  g_rmdir (folder);
  atlas_scene_unref (page.scene);

  return 0;
}
