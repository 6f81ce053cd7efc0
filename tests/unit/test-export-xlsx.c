/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is given away as XLSX, read by two that know nothing of us: Python's zip and XML, and ogrinfo, where there is one. */

#include <glib/gstdio.h>
#include <string.h>

#include "data/atlas-data-error.h"
#include "data/atlas-export.h"
#include "data/atlas-table-builder.h"

static char *folder;

/* Runs a program.  Returns: (transfer full): what it said. */
static char *
ask (const char *program,
     const char *first,
     const char *second,
     const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error, program,
                                                      first, second, path, NULL);
  char *out = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  if (!g_subprocess_get_successful (process))
    g_error ("%s: %s", program, out);
  return out;
}

static AtlasTableBuilder *
new_builder (void)
{
  AtlasTableBuilder *builder = atlas_table_builder_new ("t", "", "");

  atlas_table_builder_add_field (builder, "名称", ATLAS_FIELD_STRING);
  atlas_table_builder_add_field (builder, "n", ATLAS_FIELD_INTEGER);
  atlas_table_builder_add_field (builder, "x", ATLAS_FIELD_REAL);
  atlas_table_builder_add_field (builder, "yes", ATLAS_FIELD_BOOLEAN);
  atlas_table_builder_add_field (builder, "day", ATLAS_FIELD_DATE);
  atlas_table_builder_add_field (builder, "at", ATLAS_FIELD_DATETIME);
  atlas_table_builder_add_field (builder, "lon", ATLAS_FIELD_TIME);
  return builder;
}

static void
add_point (AtlasTableBuilder *builder,
           const char        *name,
           gint64             n,
           const char        *day)
{
  atlas_table_builder_begin_feature (builder);
  atlas_table_builder_set_text (builder, 0, name, -1);
  atlas_table_builder_set_integer (builder, 1, n);
  atlas_table_builder_set_real (builder, 2, 0.1);
  atlas_table_builder_set_boolean (builder, 3, n > 0);
  atlas_table_builder_set_text (builder, 4, day, -1);
  atlas_table_builder_set_text (builder, 5, "2024-02-29T20:30:00+08:00", -1);
  atlas_table_builder_set_text (builder, 6, "06:00:00", -1);
  atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POINT);
  atlas_table_builder_begin_part (builder, ATLAS_PART_POINTS);
  atlas_table_builder_add_vertex (builder, 113.1065, 36.188);
  atlas_table_builder_end_feature (builder);
}

static AtlasTable *
finish (AtlasTableBuilder *builder)
{
  g_autoptr (GBytes) image = atlas_table_builder_finish (builder, NULL);

  return atlas_table_open (image, NULL);
}

static char *
save (AtlasTable *table,
      const char *title)
{
  char *path = g_build_filename (folder, "out.xlsx", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (atlas_export_save (table, NULL, ATLAS_EXPORT_XLSX, title, 0, path, NULL, &error));
  g_assert_no_error (error);
  return path;
}

static void
assert_said (const char *said,
             const char *line)
{
  if (strstr (said, line) == NULL)
    g_error ("“%s” is not in:\n%s", line, said);
}

static void
test_types (void)
{
  g_autoptr (AtlasTableBuilder) builder = new_builder ();
  g_autoptr (AtlasTable) table = NULL;
  g_autofree char *path = NULL, *said = NULL;

  add_point (builder, "八泉峡 <&> \"a\"", 12, "2024-02-29");
  add_point (builder, "=1+2", G_GINT64_CONSTANT (9007199254740993), "1850-01-01");
  table = finish (builder);
  path = save (table, "A [b]/c: a title that is longer than thirty-one letters");
  said = ask ("python3", ATLAS_TEST_ORACLE, path, NULL);
  assert_said (said, "sheet A _b__c_ a title that is longer\n");
  assert_said (said, "pane 1 frozen\n");
  assert_said (said, "filter A1:I3\n");
  assert_said (said, "created 1980-01-01T00:00:00Z\n");
  /* Columns that a field is called as get another name; the head is bold. */
  assert_said (said, "A1 text bold - 'lon_'\n");
  assert_said (said, "B1 text bold - 'lat'\n");
  assert_said (said, "H1 text bold - 'at (UTC)'\n");
  assert_said (said, "A2 n - - '113.1065'\n");
  assert_said (said, "B2 n - - '36.188'\n");
  assert_said (said, "C2 text - - '八泉峡 <&> \"a\"'\n");
  assert_said (said, "D2 n - - '12'\n");
  assert_said (said, "E2 n - - '0.1'\n");
  assert_said (said, "F2 b - - '1'\n");
  /* Days since the last one of 1899, as spreadsheets count; half past noon in UTC. */
  assert_said (said, "G2 n - yyyy-mm-dd '45351'\n");
  assert_said (said, "H2 n - yyyy-mm-dd hh:mm:ss '45351.52083333334'\n");
  assert_said (said, "I2 n - hh:mm:ss '0.25'\n");
  /* No formula, no digit lost, no day before they begin to count. */
  assert_said (said, "C3 text - - '=1+2'\n");
  assert_said (said, "D3 text - - '9007199254740993'\n");
  assert_said (said, "G3 text - - '1850-01-01'\n");
}

static void
test_ogrinfo (void)
{
  g_autofree char *ogrinfo = g_find_program_in_path ("ogrinfo"), *path = NULL, *said = NULL;
  g_autoptr (AtlasTableBuilder) builder = new_builder ();
  g_autoptr (AtlasTable) table = NULL;

  if (ogrinfo == NULL)
    {
      g_test_skip ("there is no ogrinfo");
      return;
    }
  add_point (builder, "八泉峡", 12, "2024-02-29");
  table = finish (builder);
  path = save (table, "景点");
  said = ask ("ogrinfo", "-ro", "-al", path);
  assert_said (said, "Layer name: 景点");
  assert_said (said, "Feature Count: 1");
  assert_said (said, "名称 (String) = 八泉峡");
  assert_said (said, "n (Integer) = 12");
  assert_said (said, "lon_ (Real) = 113.1065");
  assert_said (said, "day (Date) = 2024/02/29");
  assert_said (said, "at (UTC) (DateTime) = 2024/02/29 12:30:00");
}

static void
test_limits (void)
{
  g_autoptr (AtlasTableBuilder) builder = new_builder (), many = new_builder ();
  g_autoptr (AtlasTable) table = NULL, large = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *long_text = g_strnfill (40000, 'a'), *path = NULL, *said = NULL, *old = NULL;

  add_point (builder, long_text, 1, "2024-02-29");
  add_point (builder, "a\001b\x7f", 1, "nonsense");
  table = finish (builder);
  path = save (table, "'");
  said = ask ("python3", ATLAS_TEST_ORACLE, path, NULL);
  assert_said (said, "C2 text - - '32767 units, ending aaaa");
  assert_said (said, "[cut: a cell holds 32,767 characters]'\n");
  assert_said (said, "C3 text - - 'a\xef\xbf\xbd" "b");
  assert_said (said, "G3 text - - 'nonsense'\n");
  assert_said (said, "width 3 49\n");
  /* One row more than a sheet has: a sentence, and the old file. */
  for (guint i = 0; i < 1048576; i++)
    {
      atlas_table_builder_begin_feature (many);
      atlas_table_builder_end_feature (many);
    }
  large = finish (many);
  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  g_assert_false (atlas_export_save (large, NULL, ATLAS_EXPORT_XLSX, "t", 0, path, NULL, &error));
  g_assert_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_TOO_BIG);
  g_assert_nonnull (strstr (error->message, "1048576 features do not fit"));
  g_assert_true (g_file_get_contents (path, &old, NULL, NULL));
  g_assert_cmpstr (old, ==, "old");
}

/* The same features make the same bytes, whatever the clock and the locale say. */
static void
test_same (void)
{
  g_autoptr (AtlasTableBuilder) builder = new_builder ();
  g_autoptr (AtlasTable) table = NULL;
  GString *one, *other;

  add_point (builder, "a", 1, "2024-02-29");
  table = finish (builder);
  one = atlas_export_write (table, NULL, ATLAS_EXPORT_XLSX, "t", 0, NULL, NULL);
  g_usleep (2100000);
  other = atlas_export_write (table, NULL, ATLAS_EXPORT_XLSX, "t", 0, NULL, NULL);
  g_assert_cmpmem (one->str, one->len, other->str, other->len);
  g_string_free (one, TRUE);
  g_string_free (other, TRUE);
}

/* Of a line or an area a place on it. */
static void
test_shapes (void)
{
  g_autoptr (AtlasTableBuilder) builder = new_builder ();
  g_autoptr (AtlasTable) table = NULL;
  g_autofree char *path = NULL, *said = NULL;
  const double corners[5][2] = { { 112, 36 }, { 113, 36 }, { 113, 37 }, { 112, 37 }, { 112, 36 } };

  atlas_table_builder_begin_feature (builder);
  atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POLYGON);
  atlas_table_builder_begin_part (builder, ATLAS_PART_RING);
  for (guint i = 0; i < 5; i++)
    atlas_table_builder_add_vertex (builder, corners[i][0], corners[i][1]);
  atlas_table_builder_end_feature (builder);
  table = finish (builder);
  path = save (table, "t");
  said = ask ("python3", ATLAS_TEST_ORACLE, path, NULL);
  assert_said (said, "A2 n - - '112.5'\nB2 n - - '36.5'\n");
  g_assert_null (strstr (said, "C2"));
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("atlas-export-XXXXXX", NULL);
  g_test_add_func ("/export-xlsx/types", test_types);
  g_test_add_func ("/export-xlsx/ogrinfo", test_ogrinfo);
  g_test_add_func ("/export-xlsx/limits", test_limits);
  g_test_add_func ("/export-xlsx/same", test_same);
  g_test_add_func ("/export-xlsx/shapes", test_shapes);
  status = g_test_run ();
  g_free (folder);
  return status;
}
