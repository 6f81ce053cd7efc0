/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is given away can be read again: GeoJSON by our own reader, all alike; CSV, GPX and KML by ogrinfo, where there is one.
 * A file that cannot be written leaves the old one. */

#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "data/atlas-export.h"
#include "data/atlas-source.h"
#include "data/atlas-table-builder.h"

static char *folder;

static const char *const names[] = { "平顺, \"<b>&\"", "线\n两行", "=1+2", "", NULL, "\xe2\x80\xae" "back", "ring", "hole" };

static void
add_ring (AtlasTableBuilder *builder,
          AtlasPartKind      kind,
          double             west,
          double             south,
          double             size)
{
  /* Outer rings counterclockwise, holes clockwise, as RFC 7946 has it. */
  const double corners[5][2] = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 }, { 0, 0 } };

  atlas_table_builder_begin_part (builder, kind);
  for (int i = 0; i < 5; i++)
    {
      const double *corner = corners[kind == ATLAS_PART_HOLE ? 4 - i : i];

      atlas_table_builder_add_vertex (builder, west + corner[0] * size, south + corner[1] * size);
    }
}

static void
add_points (AtlasTableBuilder *builder,
            AtlasPartKind      kind,
            int                n)
{
  atlas_table_builder_begin_part (builder, kind);
  for (int i = 0; i < n; i++)
    atlas_table_builder_add_vertex (builder, 112.1 + i / 3.0, 36.2 - i * 0.1);
}

static void
add_geometry (AtlasTableBuilder *builder,
              int                i)
{
  static const AtlasGeometryType types[] = {
    ATLAS_GEOMETRY_POINT, ATLAS_GEOMETRY_LINE, ATLAS_GEOMETRY_POLYGON, ATLAS_GEOMETRY_MULTI_POINT, ATLAS_GEOMETRY_MULTI_LINE,
    ATLAS_GEOMETRY_MULTI_POLYGON, ATLAS_GEOMETRY_COLLECTION, ATLAS_GEOMETRY_NONE,
  };

  atlas_table_builder_set_geometry_type (builder, types[i]);
  if (i == 0 || i == 3 || i == 6)
    add_points (builder, ATLAS_PART_POINTS, i == 3 ? 3 : 1);
  if (i == 1 || i == 4 || i == 6)
    add_points (builder, ATLAS_PART_LINE, 4);
  if (i == 4)
    add_points (builder, ATLAS_PART_LINE, 2);
  if (i == 2 || i == 5 || i == 6)
    {
      add_ring (builder, ATLAS_PART_RING, 112, 36, 0.3);
      add_ring (builder, ATLAS_PART_HOLE, 112.1, 36.1, 0.1);
    }
  if (i == 5)
    add_ring (builder, ATLAS_PART_RING, 113, 36, 0.3);
}

/* Features number @first to @last of all kinds and types. */
static AtlasTable *
make_table (int first,
            int last)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("out", "EPSG:4326", "GeoJSON");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) image = NULL;
  AtlasTable *table;

  atlas_table_builder_add_field (builder, "name", ATLAS_FIELD_STRING);
  atlas_table_builder_add_field (builder, "整数", ATLAS_FIELD_INTEGER);
  atlas_table_builder_add_field (builder, "real", ATLAS_FIELD_REAL);
  atlas_table_builder_add_field (builder, "yes", ATLAS_FIELD_BOOLEAN);
  atlas_table_builder_add_field (builder, "day", ATLAS_FIELD_DATE);
  atlas_table_builder_add_field (builder, "list", ATLAS_FIELD_LIST);
  for (int i = first; i <= last; i++)
    {
      g_autofree char *id = g_strdup_printf ("%s%d", i < 0 ? "" : "f", i);

      atlas_table_builder_begin_feature (builder);
      atlas_table_builder_set_id (builder, id);
      if (names[i] != NULL)
        atlas_table_builder_set_text (builder, 0, names[i], -1);
      atlas_table_builder_set_integer (builder, 1, G_GINT64_CONSTANT (9007199254740993) + i);
      atlas_table_builder_set_real (builder, 2, i == 3 ? 3.0 : i / 7.0);
      if (i % 2 == 0)
        atlas_table_builder_set_boolean (builder, 3, i % 4 == 0);
      atlas_table_builder_set_text (builder, 4, "2024-02-29", -1);
      atlas_table_builder_set_text (builder, 5, "[\"a\",\"b\"]", -1);
      add_geometry (builder, i);
      atlas_table_builder_end_feature (builder);
    }
  image = atlas_table_builder_finish (builder, &error);
  g_assert_no_error (error);
  table = atlas_table_open (image, &error);
  g_assert_no_error (error);

  return table;
}

static char *
save (AtlasTable        *table,
      AtlasFeatureSet   *only,
      AtlasExportFormat  format)
{
  g_autofree char *name = g_strdup_printf ("out.%s", atlas_export_format_get_suffix (format));
  char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (atlas_export_save (table, only, format, "标题 <&>", 0, path, NULL, &error));
  g_assert_no_error (error);

  return path;
}

static void
assert_same_geometry (AtlasTable *a,
                      AtlasTable *b,
                      gsize       feature)
{
  g_assert_cmpint (atlas_table_get_geometry_type (a, feature), ==, atlas_table_get_geometry_type (b, feature));
  g_assert_cmpuint (atlas_table_get_n_parts (a, feature), ==, atlas_table_get_n_parts (b, feature));
  for (gsize i = 0; i < atlas_table_get_n_parts (a, feature); i++)
    {
      AtlasPart x, y;

      atlas_table_get_part (a, feature, i, &x);
      atlas_table_get_part (b, feature, i, &y);
      g_assert_cmpint (x.kind, ==, y.kind);
      g_assert_cmpmem (x.coords, x.n_vertices * 16, y.coords, y.n_vertices * 16);
    }
}

/* Bit by bit. */
static void
test_geojson (void)
{
  g_autoptr (AtlasTable) table = make_table (0, 7);
  g_autofree char *path = save (table, NULL, ATLAS_EXPORT_GEOJSON);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tables = atlas_source_load (file, ATLAS_SOURCE_NO_CACHE, NULL, &error);
  AtlasTable *again;

  g_assert_no_error (error);
  g_assert_cmpuint (tables->len, ==, 1);
  again = g_ptr_array_index (tables, 0);
  g_assert_cmpuint (atlas_table_get_n_features (again), ==, 8);
  g_assert_cmpuint (atlas_table_get_skipped_total (again), ==, 0);
  g_assert_cmpuint (atlas_table_get_n_fields (again), ==, atlas_table_get_n_fields (table));
  for (guint field = 0; field < atlas_table_get_n_fields (table); field++)
    {
      g_assert_cmpstr (atlas_table_get_field_name (again, field), ==, atlas_table_get_field_name (table, field));
      g_assert_cmpint (atlas_table_get_field_type (again, field), ==, atlas_table_get_field_type (table, field));
    }
  for (gsize i = 0; i < 8; i++)
    {
      g_assert_cmpstr (atlas_table_get_id (again, i), ==, atlas_table_get_id (table, i));
      assert_same_geometry (again, table, i);
      for (guint field = 0; field + 1 < atlas_table_get_n_fields (table); field++)
        {
          g_autofree char *x = atlas_table_dup_value (table, field, i), *y = atlas_table_dup_value (again, field, i);

          g_assert_cmpstr (x, ==, y);
        }
    }
}

/* Rings that turn the wrong way are turned around, open ones closed. */
static void
test_rings (void)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("ring", "EPSG:4326", "GeoJSON");
  g_autoptr (GBytes) image = NULL;
  g_autoptr (AtlasTable) table = NULL;
  GString *text;

  atlas_table_builder_begin_feature (builder);
  atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POLYGON);
  atlas_table_builder_begin_part (builder, ATLAS_PART_RING);
  atlas_table_builder_add_vertex (builder, 112, 36);
  atlas_table_builder_add_vertex (builder, 112, 37);
  atlas_table_builder_add_vertex (builder, 113, 37);
  atlas_table_builder_add_vertex (builder, 112, 36);
  atlas_table_builder_end_feature (builder);
  image = atlas_table_builder_finish (builder, NULL);
  table = atlas_table_open (image, NULL);
  text = atlas_export_write (table, NULL, ATLAS_EXPORT_GEOJSON, "ring", -1, NULL, NULL);
  g_assert_nonnull (strstr (text->str, "[[[112,36],[113,37],[112,37],[112,36]]]"));
  g_string_free (text, TRUE);
}

static void
test_csv (void)
{
  g_autoptr (AtlasTable) points = make_table (0, 0), all = make_table (0, 7);
  GString *text = atlas_export_write (points, NULL, ATLAS_EXPORT_CSV, "t", 0, NULL, NULL);

  g_assert_cmpstr (text->str, ==,
                   "\xef\xbb\xbfid,lon,lat,name,整数,real,yes,day,list\r\n"
                   "f0,112.1,36.2,\"平顺, \"\"<b>&\"\"\",9007199254740993,0,true,2024-02-29,\"[\"\"a\"\",\"\"b\"\"]\"\r\n");
  g_string_free (text, TRUE);
  text = atlas_export_write (all, NULL, ATLAS_EXPORT_CSV, "t", 0, NULL, NULL);
  g_assert_true (g_str_has_prefix (text->str, "\xef\xbb\xbfid,WKT,name,"));
  g_assert_nonnull (strstr (text->str, "\"POLYGON ((112 36,112.3 36,"));
  g_string_free (text, TRUE);
}

static char *
run_ogrinfo (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error,
                                                      "ogrinfo", "-ro", "-al", path, NULL);
  char *out = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  g_assert_null (strstr (out, "ERROR"));

  return out;
}

static void
test_ogrinfo (void)
{
  g_autoptr (AtlasTable) table = make_table (0, 7), points = make_table (0, 0);
  g_autofree char *ogrinfo = g_find_program_in_path ("ogrinfo"), *gpx = NULL, *kml = NULL, *csv = NULL;
  g_autofree char *gpx_said = NULL, *kml_said = NULL, *csv_said = NULL;

  if (ogrinfo == NULL)
    {
      g_test_skip ("there is no ogrinfo");
      return;
    }
  gpx = save (table, NULL, ATLAS_EXPORT_GPX);
  gpx_said = run_ogrinfo (gpx);
  g_assert_nonnull (strstr (gpx_said, "name (String) = 平顺, \"<b>&\""));
  g_assert_nonnull (strstr (gpx_said, "POINT (112.1 36.2)"));
  g_assert_nonnull (strstr (gpx_said, "MULTILINESTRING ("));
  kml = save (table, NULL, ATLAS_EXPORT_KML);
  kml_said = run_ogrinfo (kml);
  g_assert_nonnull (strstr (kml_said, "Feature Count: 8"));
  g_assert_nonnull (strstr (kml_said, "平顺, \"<b>&\""));
  g_assert_nonnull (strstr (kml_said, "9007199254740999"));
  g_assert_nonnull (strstr (kml_said, "POLYGON"));
  csv = save (table, NULL, ATLAS_EXPORT_CSV);
  csv_said = run_ogrinfo (csv);
  g_assert_nonnull (strstr (csv_said, "Feature Count: 8"));
  g_assert_nonnull (strstr (csv_said, "MULTIPOLYGON (((112 36,"));
  g_assert_nonnull (strstr (csv_said, "GEOMETRYCOLLECTION (POINT (112.1 36.2),LINESTRING"));
}

/* Only what is selected, of that only what the filter shows. */
static void
test_parts (void)
{
  g_autoptr (AtlasTable) table = make_table (0, 7), part = NULL;
  const guint32 some[] = { 1, 3, 5 }, shown[] = { 0, 1, 2, 3 };
  g_autoptr (AtlasFeatureSet) only = atlas_feature_set_new_from_array (8, some, 3);
  g_autoptr (AtlasFeatureSet) filter = atlas_feature_set_new_from_array (8, shown, 4);
  static const guint expected[2][2] = { { 4, 2 }, { 4, 2 } };

  part = atlas_table_new_filtered (table, filter);
  for (int k = 0; k < 2; k++)
    {
      GString *text = atlas_export_write (part, k == 1 ? only : NULL, ATLAS_EXPORT_GEOJSON, "t", 0, NULL, NULL);
      guint n = 0;

      for (const char *at = text->str; (at = strstr (at, "\"Feature\"")) != NULL; at++)
        n++;
      g_assert_cmpuint (n, ==, expected[0][k]);
      g_string_free (text, TRUE);
    }
}

static void
test_failures (void)
{
  g_autoptr (AtlasTable) table = make_table (0, 7);
  g_autofree char *closed = g_build_filename (folder, "closed", NULL), *inside = g_build_filename (closed, "a.csv", NULL);
  g_autofree char *gone = g_build_filename (folder, "gone", "a.csv", NULL), *old = NULL;
  g_autofree char *full = g_build_filename ("/dev", "full", NULL);
  g_autoptr (GError) error = NULL, missing = NULL, cancelled = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_assert_cmpint (g_mkdir (closed, 0700), ==, 0);
  g_assert_true (g_file_set_contents (inside, "old", -1, NULL));
  g_assert_cmpint (g_chmod (closed, 0500), ==, 0);
  /* The administrator may write everywhere. */
  if (geteuid () != 0)
    {
      g_assert_false (atlas_export_save (table, NULL, ATLAS_EXPORT_CSV, "t", 0, inside, NULL, &error));
      g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ACCES);
      g_assert_nonnull (strstr (error->message, "nothing may be written in this folder"));
    }
  g_assert_true (g_file_get_contents (inside, &old, NULL, NULL));
  g_assert_cmpint (g_chmod (closed, 0700), ==, 0);
  g_assert_cmpstr (old, ==, "old");
  g_assert_false (atlas_export_save (table, NULL, ATLAS_EXPORT_CSV, "t", 0, gone, NULL, &missing));
  g_assert_error (missing, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (missing->message, "its folder is not there any more"));
  g_cancellable_cancel (cancellable);
  g_assert_false (atlas_export_save (table, NULL, ATLAS_EXPORT_CSV, "t", 0, inside, cancellable, &cancelled));
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("atlas-export-XXXXXX", NULL);
  g_test_add_func ("/export/geojson", test_geojson);
  g_test_add_func ("/export/rings", test_rings);
  g_test_add_func ("/export/csv", test_csv);
  g_test_add_func ("/export/ogrinfo", test_ogrinfo);
  g_test_add_func ("/export/parts", test_parts);
  g_test_add_func ("/export/failures", test_failures);
  status = g_test_run ();
  g_free (folder);

  return status;
}
