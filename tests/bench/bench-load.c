/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long it takes to open a file: from its name to the table, with all that the program does (a reader process, its sandbox, the
 * table's checks); beside it GDAL's loop over the features of the same file, every vertex looked at and nothing kept.  The two take
 * turns, and medians are told.  GDAL's libraries are loaded before its clock starts.
 *
 * usage: bench-load FILE [ROUNDS]
 *
 *   total_ms         the file to its tables, without the cache
 *   features         of them
 *   gdal_ms          GDAL's loop
 *   ratio            gdal_ms / total_ms
 *   cpu_ratio        the same of processor time, of all threads
 *   peak_rss_ratio   the most memory that the reader had at one time, by the size of the file
 *   with_image_ratio the same and the image that it made, which is in memory too
 *   cached_ms        the file to its tables, when its image is in the cache
 */

#include <cpl_conv.h>
#include <fcntl.h>
#include <gdal.h>
#include <glib/gstdio.h>
#include <ogr_api.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "data/atlas-paths.h"
#include "data/atlas-source.h"

#define MOST_ROUNDS 99

/* What a run cost. */
typedef struct
{
  double milliseconds;
  double cpu;
  double bytes;            /* at most at one time */
  double image;            /* bytes */
} Cost;

static double
milliseconds (void)
{
  return (double) g_get_monotonic_time () / 1000;
}

static double
look_at (OGRGeometryH geometry)
{
  int n = geometry != NULL ? OGR_G_GetGeometryCount (geometry) : 0;
  double sum = 0;

  for (int i = 0; i < n; i++)
    sum += look_at (OGR_G_GetGeometryRef (geometry, i));
  for (int i = 0; n == 0 && geometry != NULL && i < OGR_G_GetPointCount (geometry); i++)
    sum += OGR_G_GetX (geometry, i) + OGR_G_GetY (geometry, i);
  return sum;
}

/* In a process of its own: writes its milliseconds to @fd. */
static int
loop (const char *path,
      int         fd)
{
  GDALDatasetH dataset;
  OGRFeatureH feature;
  double start, spent, sum = 0;

  GDALAllRegister ();
  CPLSetConfigOption ("OGR_GEOJSON_MAX_OBJ_SIZE", "0");   /* or it gives up on a line of a million vertices */
  start = milliseconds ();
  dataset = GDALOpenEx (path, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL, NULL, NULL);
  if (dataset == NULL)
    return 1;
  for (int i = 0; i < GDALDatasetGetLayerCount (dataset); i++)
    while ((feature = OGR_L_GetNextFeature (GDALDatasetGetLayer (dataset, i))) != NULL)
      {
        sum += look_at (OGR_F_GetGeometryRef (feature));
        OGR_F_Destroy (feature);
      }
  spent = milliseconds () - start;
  return write (fd, &spent, sizeof spent) == sizeof spent ? 0 : 2 + (sum == 1);
}

static void
wait_for (pid_t child,
          Cost *cost)
{
  struct rusage usage;
  int status;

  if (wait4 (child, &status, 0, &usage) != child || status != 0)
    {
      g_printerr ("a run ended with %d\n", status);
      exit (1);
    }
  cost->cpu = (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3
              + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
  cost->bytes = (double) usage.ru_maxrss * 1024;
}

static Cost
run_gdal (const char *path)
{
  Cost cost = { 0 };
  int ends[2];
  pid_t child;

  if (pipe (ends) != 0 || (child = fork ()) < 0)
    exit (1);
  if (child == 0)
    _exit (loop (path, ends[1]));
  wait_for (child, &cost);
  if (read (ends[0], &cost.milliseconds, sizeof cost.milliseconds) != sizeof cost.milliseconds)
    exit (1);
  close (ends[0]);
  close (ends[1]);
  return cost;
}

/* The reader alone, for what it costs. */
static Cost
run_reader (const char *path)
{
  int output = memfd_create ("bench", 0);
  g_autofree char *number = g_strdup_printf ("%d", output);
  Cost cost = { 0 };
  struct stat info;
  pid_t child = fork ();

  if (child == 0)
    {
      execl (atlas_paths_get_reader (), "taihang-atlas-reader", "--output-fd", number, "--", path, NULL);
      _exit (1);
    }
  wait_for (child, &cost);
  if (fstat (output, &info) == 0)
    cost.image = (double) info.st_size;
  close (output);
  return cost;
}

static double
load (GFile            *file,
      AtlasSourceFlags  flags,
      gsize            *n_features)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tables = NULL;
  double start = milliseconds ();
  double spent;

  tables = atlas_source_load (file, flags, NULL, &error);
  spent = milliseconds () - start;
  if (tables == NULL)
    {
      g_printerr ("%s\n", error->message);
      exit (1);
    }
  *n_features = 0;
  for (guint i = 0; i < tables->len; i++)
    *n_features += atlas_table_get_n_features (g_ptr_array_index (tables, i));
  return spent;
}

static int
compare (const void *a,
         const void *b)
{
  const double *first = a, *second = b;

  return (*first > *second) - (*first < *second);
}

static double
median (double *values,
        int     n)
{
  qsort (values, (gsize) n, sizeof *values, compare);
  return n % 2 != 0 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *cache = g_dir_make_tmp ("atlas-bench-XXXXXX", NULL);
  g_autoptr (GFile) file = NULL;
  double total[MOST_ROUNDS], gdal[MOST_ROUNDS], ratio[MOST_ROUNDS], cpu_ratio[MOST_ROUNDS], cached[MOST_ROUNDS];
  double memory[MOST_ROUNDS], image[MOST_ROUNDS];
  int rounds = argc > 2 ? CLAMP (atoi (argv[2]), 1, MOST_ROUNDS) : 3;
  gsize n_features;
  struct stat info;
  const char *name;
  g_autoptr (GDir) folder = NULL;
  g_autofree char *tables = NULL;

  if (argc < 2 || stat (argv[1], &info) != 0)
    {
      g_printerr ("usage: bench-load FILE [ROUNDS]\n");
      return 2;
    }
  g_setenv ("ATLAS_CACHE", cache, TRUE);
  file = g_file_new_for_commandline_arg (argv[1]);
  load (file, ATLAS_SOURCE_DEFAULT, &n_features);
  for (int i = 0; i < rounds; i++)
    {
      Cost theirs = run_gdal (argv[1]);
      Cost ours = run_reader (argv[1]);

      gdal[i] = theirs.milliseconds;
      total[i] = load (file, ATLAS_SOURCE_NO_CACHE, &n_features);
      cached[i] = load (file, ATLAS_SOURCE_DEFAULT, &n_features);
      ratio[i] = gdal[i] / total[i];
      cpu_ratio[i] = theirs.cpu / ours.cpu;
      memory[i] = ours.bytes / (double) info.st_size;
      image[i] = (ours.bytes + ours.image) / (double) info.st_size;
    }
  g_print ("METRIC total_ms %.1f\n", median (total, rounds));
  g_print ("METRIC features %" G_GSIZE_FORMAT "\n", n_features);
  g_print ("METRIC gdal_ms %.1f\n", median (gdal, rounds));
  g_print ("METRIC ratio %.2f\n", median (ratio, rounds));
  g_print ("METRIC cpu_ratio %.2f\n", median (cpu_ratio, rounds));
  g_print ("METRIC peak_rss_ratio %.2f\n", median (memory, rounds));
  g_print ("METRIC with_image_ratio %.2f\n", median (image, rounds));
  g_print ("METRIC cached_ms %.1f\n", median (cached, rounds));
  tables = g_build_filename (cache, "tables", NULL);
  folder = g_dir_open (tables, 0, NULL);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (tables, name, NULL);

      g_unlink (path);
    }
  g_rmdir (tables);
  g_rmdir (cache);
  return 0;
}
