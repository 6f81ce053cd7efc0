/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasSource: loading through the reader process, progress, cancelling, readers that die or hang, the cache, names that are
 * no local files; and that the main loop never waits for any of it. */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/atlas-data-error.h"
#include "data/atlas-paths.h"
#include "data/atlas-source-cache.h"
#include "data/atlas-source.h"

#if defined(__SANITIZE_ADDRESS__)
#define SLOWER 4
#else
#define SLOWER 1
#endif

static char *folder;

/* What makes a file slow to read: GDAL and PROJ must see to it. */
#define SLOW "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::4258\"}},"

/* A GeoJSON file of @n squares, about 240 bytes each. */
static char *
make_file_with (const char *name,
                guint       n,
                const char *member)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "{\"type\":\"FeatureCollection\",%s\"features\":[", member);

  for (guint i = 0; i < n; i++)
    {
      int x = (int) (i % 1000);
      int y = (int) (i / 1000);

      g_string_append_printf (text, "%s{\"type\":\"Feature\",\"id\":\"f%u\",\"properties\":{\"name\":\"名称 %u\",\"n\":%u},"
                              "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[112.%03d,36.%03d],[112.%03d5,36.%03d],"
                              "[112.%03d5,36.%03d5],[112.%03d,36.%03d5],[112.%03d,36.%03d]]]}}\n",
                              i > 0 ? "," : "", i, i, i, x, y, x, y, x, y, x, y, x, y);
    }
  g_string_append (text, "]}\n");
  g_assert_true (g_file_set_contents (path, text->str, (gssize) text->len, NULL));
  return path;
}

static char *
make_file (const char *name,
           guint       n)
{
  return make_file_with (name, n, "");
}

typedef struct
{
  GMainLoop *loop;
  GPtrArray *tables;
  GError    *error;
  guint      n_progress;
  double     fraction;
  guint64    features;
  gboolean   done;
} Result;

static void
result_clear (Result *self)
{
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->tables, g_ptr_array_unref);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Result, result_clear)

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Result *self = user_data;

  self->tables = atlas_source_load_finish (result, &self->error);
  self->done = TRUE;
  g_main_loop_quit (self->loop);
}

static void
on_progress (double   fraction,
             guint64  features,
             gpointer user_data)
{
  Result *self = user_data;

  g_assert_false (self->done);
  g_assert_cmpfloat (fraction, >=, -1);
  g_assert_cmpfloat (fraction, <=, 1);
  g_assert_cmpuint (features, >=, self->features);
  self->n_progress++;
  self->fraction = fraction;
  self->features = features;
}

static void
start_load (Result          *self,
            const char      *path,
            AtlasSourceFlags flags,
            GCancellable    *cancellable)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  self->loop = g_main_loop_new (NULL, FALSE);
  atlas_source_load_async (file, flags, on_progress, self, cancellable, on_loaded, self);
}

static gboolean
count_dispatch (gpointer data)
{
  gint64 *beats = data;   /* last time, longest gap */
  gint64 now = g_get_monotonic_time ();

  if (beats[0] > 0)
    beats[1] = MAX (beats[1], now - beats[0]);
  beats[0] = now;
  return G_SOURCE_CONTINUE;
}

static void
test_load (void)
{
  g_autofree char *path = make_file ("small.geojson", 10);
  g_auto (Result) result = { 0 };
  AtlasTable *table;

  start_load (&result, path, ATLAS_SOURCE_NO_CACHE, NULL);
  g_main_loop_run (result.loop);
  g_assert_no_error (result.error);
  g_assert_cmpuint (result.tables->len, ==, 1);
  table = g_ptr_array_index (result.tables, 0);
  g_assert_cmpstr (atlas_table_get_name (table), ==, "small");
  g_assert_cmpstr (atlas_table_get_crs (table), ==, "EPSG:4326");
  g_assert_cmpstr (atlas_table_get_format (table), ==, "GeoJSON");
  g_assert_cmpuint (atlas_table_get_n_features (table), ==, 10);
  g_assert_cmpuint (atlas_table_get_n_fields (table), ==, 2);
  g_assert_cmpstr (atlas_table_get_id (table, 3), ==, "f3");
  g_assert_cmpstr (atlas_table_get_text (table, 0, 3, NULL), ==, "名称 3");
  g_assert_cmpint (atlas_table_get_integer (table, 1, 3), ==, 3);
  g_assert_cmpint (atlas_table_get_geometry_kind (table), ==, ATLAS_GEOMETRY_POLYGON);
}

/* The main loop goes on while 20 MB are read: no gap between two beats is longer than a frame.  A busy machine may stop us
 * for longer than that by itself, so the best of three counts. */
static void
test_heartbeat (void)
{
  g_autofree char *path = make_file ("large.geojson", 90000);
  gint64 best = G_MAXINT64;

  for (guint i = 0; i < 3 && best > 16000 * SLOWER; i++)
    {
      g_auto (Result) result = { 0 };
      gint64 beats[2] = { 0 };
      guint beat = g_timeout_add (1, count_dispatch, beats);

      start_load (&result, path, ATLAS_SOURCE_DEFAULT, NULL);
      g_main_loop_run (result.loop);
      g_source_remove (beat);
      g_assert_no_error (result.error);
      g_assert_cmpuint (atlas_table_get_n_features (g_ptr_array_index (result.tables, 0)), ==, 90000);
      if (i == 0)
        {
          g_assert_cmpuint (result.n_progress, >=, 2);
          g_assert_cmpfloat (result.fraction, >, 0);
        }
      best = MIN (best, beats[1]);
    }
  g_test_message ("longest gap between two beats: %.1f ms", best / 1000.0);
  g_assert_cmpint (best, <=, 16000 * SLOWER);
}

static gboolean
cancel (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

/* The reader that our threads started, or 0. */
static GPid
find_reader (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/task", 0, NULL);
  const char *thread;

  while ((thread = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/task", thread, "children", NULL);
      g_autofree char *text = NULL;

      if (g_file_get_contents (path, &text, NULL, NULL) && *text != '\0')
        return (GPid) g_ascii_strtoull (text, NULL, 10);
    }
  return 0;
}

static void
test_cancel (void)
{
  g_autofree char *path = make_file_with ("cancel.geojson", 50000, SLOW);
  const guint delays[] = { 0, 1, 20, 60, 150 };

  for (gsize i = 0; i < G_N_ELEMENTS (delays); i++)
    {
      g_auto (Result) result = { 0 };
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      gint64 start;

      start_load (&result, path, ATLAS_SOURCE_NO_CACHE, cancellable);
      g_timeout_add (delays[i], cancel, cancellable);
      start = g_get_monotonic_time ();
      g_main_loop_run (result.loop);
      g_assert_error (result.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_null (result.tables);
      g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
      g_assert_cmpint (find_reader (), ==, 0);
    }
}

typedef struct
{
  int    signal;
  gint64 at;
} Blow;

/* Whether a child has become the reader by now.  Until then whoever starts it waits for it, and would wait for ever if it were
 * stopped. */
static gboolean
is_started (GPid child)
{
  g_autofree char *link = g_strdup_printf ("/proc/%d/exe", child);
  g_autofree char *program = g_file_read_link (link, NULL);

  return program != NULL && g_str_has_suffix (program, "/taihang-atlas-reader");
}

/* Hits the reader as soon as it is there and some time has passed. */
static gboolean
strike (gpointer data)
{
  Blow *blow = data;
  GPid reader = find_reader ();

  if (reader == 0 || g_get_monotonic_time () < blow->at || !is_started (reader))
    return G_SOURCE_CONTINUE;
  kill (reader, blow->signal);
  return G_SOURCE_REMOVE;
}

static void
test_killed (void)
{
  g_autofree char *path = make_file_with ("killed.geojson", 50000, SLOW);
  guint n_died = 0;

  for (guint i = 0; i < 8; i++)
    {
      g_auto (Result) result = { 0 };
      Blow blow = { SIGKILL, g_get_monotonic_time () + g_test_rand_int_range (0, 400 * SLOWER) * 1000 };
      guint striker;

      start_load (&result, path, ATLAS_SOURCE_NO_CACHE, NULL);
      striker = g_timeout_add (1, strike, &blow);
      g_main_loop_run (result.loop);
      if (result.error == NULL)
        {
          /* It was quicker than the blow. */
          g_source_remove (striker);
          continue;
        }
      g_assert_error (result.error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_READER);
      g_assert_nonnull (strstr (result.error->message, "killed.geojson"));
      g_assert_null (result.tables);
      n_died++;
    }
  g_test_message ("%u of 8 readers were killed", n_died);
  g_assert_cmpuint (n_died, >=, 1);
}

static void
test_stopped (void)
{
  g_autofree char *path = make_file_with ("stopped.geojson", 50000, SLOW);
  g_auto (Result) result = { 0 };
  Blow blow = { SIGSTOP, g_get_monotonic_time () + 50000 };

  g_setenv ("ATLAS_READER_PATIENCE", "1", TRUE);
  start_load (&result, path, ATLAS_SOURCE_NO_CACHE, NULL);
  g_timeout_add (1, strike, &blow);
  g_main_loop_run (result.loop);
  g_unsetenv ("ATLAS_READER_PATIENCE");
  g_assert_error (result.error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_TOO_BIG);
  g_assert_nonnull (strstr (result.error->message, "stopped.geojson"));
  g_assert_cmpint (find_reader (), ==, 0);
}

/* More files than readers may run; every third is cancelled, some of them while they wait their turn. */
static void
test_many (void)
{
  g_autofree char *path = make_file ("many.geojson", 5000);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Result results[12] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    start_load (&results[i], path, ATLAS_SOURCE_NO_CACHE, i % 3 == 2 ? cancellable : NULL);
  g_timeout_add (10, cancel, cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      while (!results[i].done)
        g_main_context_iteration (NULL, TRUE);
      if (i % 3 == 2)
        g_assert_error (results[i].error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        g_assert_no_error (results[i].error);
      result_clear (&results[i]);
    }
}

static char *
get_cached (const char *path)
{
  g_autofree char *key = atlas_source_cache_get_key (path);
  g_autofree char *name = g_strconcat (key, ".tai", NULL);

  return g_build_filename (atlas_paths_get_cache (), "tables", name, NULL);
}

/* Loads @path; returns what was read as bytes to compare. */
static GBytes *
load (const char      *path,
      AtlasSourceFlags flags)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tables = atlas_source_load (file, flags, NULL, &error);

  g_assert_no_error (error);
  return g_bytes_ref (atlas_table_get_bytes (g_ptr_array_index (tables, 0)));
}

static void
test_cache (void)
{
  g_autofree char *path = make_file_with ("cached.geojson", 20000, SLOW);
  g_autofree char *cached = get_cached (path);
  g_autofree char *changed = NULL;
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;
  g_autoptr (GBytes) third = NULL;
  g_autoptr (GBytes) uncached = load (path, ATLAS_SOURCE_NO_CACHE);
  gint64 start;
  struct stat info;

  g_assert_false (g_file_test (cached, G_FILE_TEST_EXISTS));
  first = load (path, ATLAS_SOURCE_DEFAULT);
  g_assert_true (g_bytes_equal (first, uncached));
  g_assert_true (g_file_test (cached, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_stat (cached, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0077, ==, 0);
  start = g_get_monotonic_time ();
  second = load (path, ATLAS_SOURCE_DEFAULT);
  g_test_message ("from the cache in %.1f ms", (g_get_monotonic_time () - start) / 1000.0);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 100000 * SLOWER);
  g_assert_true (g_bytes_equal (first, second));

  /* A file of the same name with other contents is another file. */
  g_clear_pointer (&path, g_free);
  path = make_file_with ("cached.geojson", 19999, SLOW);
  changed = get_cached (path);
  g_assert_cmpstr (changed, !=, cached);
  third = load (path, ATLAS_SOURCE_DEFAULT);
  g_assert_false (g_bytes_equal (first, third));
}

static void
test_cache_damaged (void)
{
  g_autofree char *path = make_file_with ("damaged.geojson", 20000, SLOW);
  g_autofree char *cached = get_cached (path);
  g_autoptr (GBytes) good = load (path, ATLAS_SOURCE_DEFAULT);
  gsize size;
  const char *bytes = g_bytes_get_data (good, &size);

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *copy = g_memdup2 (bytes, size);
      g_autofree char *after = NULL;
      g_autoptr (GBytes) again = NULL;
      gsize length = size;

      if (i == 0)
        length = 0;
      else if (i == 1)
        length = size / 2;
      else if (i == 2)
        memset (copy, 'x', size);
      else
        copy[9]++;              /* the version */
      g_assert_true (g_file_set_contents (cached, copy, (gssize) length, NULL));
      again = load (path, ATLAS_SOURCE_DEFAULT);
      g_assert_true (g_bytes_equal (good, again));
      g_assert_true (g_file_get_contents (cached, &after, &length, NULL));
      g_assert_cmpmem (after, length, bytes, size);
    }
}

static void
test_cache_trim (void)
{
  g_autofree char *tables = g_build_filename (atlas_paths_get_cache (), "tables", NULL);
  const char *const names[] = { "old.tai", "new.tai", "left.tai.ABCDEF", "busy.tai.GHIJKL" };
  const gint64 ages[] = { 7200, 60, 7200, 60 };
  const gboolean stay[] = { FALSE, TRUE, FALSE, TRUE };

  g_assert_cmpint (g_mkdir_with_parents (tables, 0700), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (tables, names[i], NULL);
      struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, { .tv_sec = time (NULL) - ages[i] } };

      g_assert_true (g_file_set_contents (path, "0123456789", 10, NULL));
      g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
    }
  /* What other tests left is newer than both. */
  atlas_source_cache_trim (G_MAXUINT64);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (tables, names[i], NULL);

      g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, stay[i] || i == 0);
    }
  for (guint64 most = G_GUINT64_CONSTANT (1) << 30; most > 0; most /= 2)
    {
      g_autofree char *old = g_build_filename (tables, names[0], NULL);
      g_autofree char *new = g_build_filename (tables, names[1], NULL);

      atlas_source_cache_trim (most);
      /* Never the newer before the older. */
      g_assert_true (g_file_test (new, G_FILE_TEST_EXISTS) || !g_file_test (old, G_FILE_TEST_EXISTS));
    }
}

/* A cache that cannot be made is no reason not to read. */
static void
test_cache_unwritable (void)
{
  g_autofree char *path = make_file ("unwritable.geojson", 20000);
  g_autofree char *tables = g_build_filename (atlas_paths_get_cache (), "tables", NULL);
  g_autofree char *aside = g_strconcat (tables, "-aside", NULL);
  g_autoptr (GBytes) bytes = NULL;

  g_assert_cmpint (g_mkdir_with_parents (tables, 0700), ==, 0);
  g_assert_cmpint (g_rename (tables, aside), ==, 0);
  g_assert_true (g_file_set_contents (tables, "in the way", -1, NULL));
  bytes = load (path, ATLAS_SOURCE_DEFAULT);
  g_assert_nonnull (bytes);
  g_unlink (tables);
  g_assert_cmpint (g_rename (aside, tables), ==, 0);
}

static void
assert_refused (GFile          *file,
                AtlasDataError  code,
                const char     *named)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tables = atlas_source_load (file, ATLAS_SOURCE_DEFAULT, NULL, &error);

  g_assert_null (tables);
  g_assert_error (error, ATLAS_DATA_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, named));
}

static void
test_remote (void)
{
  const char *const names[] = {
    "http://127.0.0.1:9/a.geojson", "https://example.invalid/a.geojson", "GeoJSON:http://127.0.0.1:9/a",
    "sftp://example.invalid/a.geojson", "data:application/json,{}", "/vsicurl/http://127.0.0.1:9/a.geojson",
    "/vsizip/tmp/a.zip/a.geojson",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (names[i]);

      assert_refused (file, ATLAS_DATA_ERROR_REMOTE, "“");
    }
}

static void
test_kinds (void)
{
  const char *const names[] = { "folder", "fifo", "nothing", "empty.geojson", "closed.geojson" };
  const AtlasDataError codes[] = {
    ATLAS_DATA_ERROR_NO_ACCESS, ATLAS_DATA_ERROR_NO_ACCESS, ATLAS_DATA_ERROR_NOT_FOUND, ATLAS_DATA_ERROR_EMPTY,
    ATLAS_DATA_ERROR_NO_ACCESS,
  };
  g_autoptr (GFile) null = g_file_new_for_path ("/dev/null");

  assert_refused (null, ATLAS_DATA_ERROR_NO_ACCESS, "null");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);

      if (i == 0)
        g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
      else if (i == 1)
        g_assert_cmpint (mkfifo (path, 0600), ==, 0);
      else if (i == 3)
        g_assert_true (g_file_set_contents (path, "", 0, NULL));
      else if (i == 4)
        {
          g_assert_true (g_file_set_contents (path, "{}", 2, NULL));
          g_assert_cmpint (g_chmod (path, 0), ==, 0);
          if (geteuid () == 0)
            continue;   /* everything is open to root */
        }
      assert_refused (file, codes[i], names[i]);
    }
}

/* Readers that are not there, say nothing, or write what is no image.  The paths are found once in a process, so each has a
 * process of its own. */
static void
test_false_reader (void)
{
  g_autofree char *path = make_file ("false.geojson", 10);
  g_autofree char *script = g_build_filename (folder, "garbage", NULL);
  const char *const readers[] = { "/nonexistent/reader", "/bin/true", "/bin/false", script };

  if (g_test_subprocess ())
    {
      g_autoptr (GFile) file = g_file_new_for_path (g_getenv ("ATLAS_TEST_FILE"));

      assert_refused (file, ATLAS_DATA_ERROR_READER, "false.geojson");
      return;
    }
  g_assert_true (g_file_set_contents (script, "#!/bin/sh\nhead -c 8192 /dev/zero >&3\necho nonsense >&4\n", -1, NULL));
  g_assert_cmpint (g_chmod (script, 0700), ==, 0);
  g_setenv ("ATLAS_TEST_FILE", path, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      g_setenv ("ATLAS_READER", readers[i], TRUE);
      g_test_trap_subprocess (NULL, 30 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
    }
  g_unsetenv ("ATLAS_READER");
  g_unsetenv ("ATLAS_TEST_FILE");
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *cache = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("atlas-source-XXXXXX", NULL);
  cache = g_build_filename (folder, "cache", NULL);
  g_setenv ("ATLAS_CACHE", cache, TRUE);
  g_test_add_func ("/source/load", test_load);
  g_test_add_func ("/source/heartbeat", test_heartbeat);
  g_test_add_func ("/source/cancel", test_cancel);
  g_test_add_func ("/source/killed", test_killed);
  g_test_add_func ("/source/stopped", test_stopped);
  g_test_add_func ("/source/many", test_many);
  g_test_add_func ("/source/cache", test_cache);
  g_test_add_func ("/source/cache/damaged", test_cache_damaged);
  g_test_add_func ("/source/cache/trim", test_cache_trim);
  g_test_add_func ("/source/cache/unwritable", test_cache_unwritable);
  g_test_add_func ("/source/remote", test_remote);
  g_test_add_func ("/source/kinds", test_kinds);
  g_test_add_func ("/source/false-reader", test_false_reader);
  status = g_test_run ();
  remove_folder (folder);
  g_free (folder);
  return status;
}
