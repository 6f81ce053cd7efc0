/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table image: what goes into the builder comes out of the table, and no damaged image is believed. */

#include <math.h>
#include <string.h>

#include "data/atlas-data-error.h"
#include "data/atlas-table-builder.h"

static void
add_point (AtlasTableBuilder *builder,
           double             lon,
           double             lat)
{
  atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POINT);
  atlas_table_builder_begin_part (builder, ATLAS_PART_POINTS);
  g_assert_true (atlas_table_builder_add_vertex (builder, lon, lat));
}

static void
add_square (AtlasTableBuilder *builder,
            AtlasPartKind      kind,
            double             lon,
            double             lat,
            double             half)
{
  atlas_table_builder_begin_part (builder, kind);
  atlas_table_builder_add_vertex (builder, lon - half, lat - half);
  atlas_table_builder_add_vertex (builder, lon + half, lat - half);
  atlas_table_builder_add_vertex (builder, lon + half, lat + half);
  atlas_table_builder_add_vertex (builder, lon - half, lat + half);
  atlas_table_builder_add_vertex (builder, lon - half, lat - half);
}

static GBytes *
make_image (void)
{
  g_autoptr (AtlasTableBuilder) b = atlas_table_builder_new ("试验", "EPSG:4326", "GeoJSON");
  guint name = atlas_table_builder_add_field (b, "name", ATLAS_FIELD_STRING);
  guint count = atlas_table_builder_add_field (b, "count", ATLAS_FIELD_INTEGER);
  guint value = atlas_table_builder_add_field (b, "value", ATLAS_FIELD_REAL);
  guint flag = atlas_table_builder_add_field (b, "flag", ATLAS_FIELD_BOOLEAN);
  guint date = atlas_table_builder_add_field (b, "date", ATLAS_FIELD_DATE);
  g_autoptr (GError) error = NULL;
  GBytes *image;

  atlas_table_builder_begin_feature (b);
  atlas_table_builder_set_id (b, "a-1");
  atlas_table_builder_set_text (b, name, "长治", -1);
  atlas_table_builder_set_integer (b, count, G_GINT64_CONSTANT (9007199254740993));
  atlas_table_builder_set_real (b, value, 0.1);
  atlas_table_builder_set_boolean (b, flag, TRUE);
  atlas_table_builder_set_text (b, date, "2021-05-22", -1);
  add_point (b, 113.107, 36.188);
  atlas_table_builder_end_feature (b);

  /* Taken back whole: nothing of it may show. */
  atlas_table_builder_begin_feature (b);
  atlas_table_builder_set_text (b, name, "gone", -1);
  add_point (b, 1, 1);
  g_assert_false (atlas_table_builder_add_vertex (b, NAN, 1));
  g_assert_false (atlas_table_builder_add_vertex (b, 1e308, 1));
  g_assert_false (atlas_table_builder_add_vertex (b, 10, 95));
  atlas_table_builder_drop_feature (b);
  atlas_table_builder_skip (b, 2, "not on earth");

  /* A square with a hole, all values null but the name, which holds a NUL and a broken byte. */
  atlas_table_builder_begin_feature (b);
  atlas_table_builder_set_text (b, name, "x\0y\xff<b>", 7);
  atlas_table_builder_set_geometry_type (b, ATLAS_GEOMETRY_POLYGON);
  add_square (b, ATLAS_PART_RING, 113, 36, 0.1);
  add_square (b, ATLAS_PART_HOLE, 113, 36, 0.05);
  atlas_table_builder_end_feature (b);

  /* No geometry. */
  atlas_table_builder_begin_feature (b);
  atlas_table_builder_set_text (b, name, "长治", -1);
  atlas_table_builder_set_text (b, name, "长子", -1);
  atlas_table_builder_end_feature (b);

  image = atlas_table_builder_finish (b, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (image) % 4096, ==, 0);
  return image;
}

static void
test_round_trip (void)
{
  g_autoptr (GBytes) image = make_image ();
  g_autoptr (GError) error = NULL;
  g_autoptr (AtlasTable) t = atlas_table_open (image, &error);
  g_autofree char *value = NULL, *count = NULL, *flag = NULL;
  guint64 position;
  AtlasPart part;
  gsize length;

  g_assert_no_error (error);
  g_assert_cmpstr (atlas_table_get_name (t), ==, "试验");
  g_assert_cmpstr (atlas_table_get_crs (t), ==, "EPSG:4326");
  g_assert_cmpstr (atlas_table_get_format (t), ==, "GeoJSON");
  g_assert_cmpuint (atlas_table_get_n_features (t), ==, 3);
  g_assert_cmpuint (atlas_table_get_n_fields (t), ==, 5);
  g_assert_cmpint (atlas_table_find_field (t, "flag"), ==, 3);
  g_assert_cmpint (atlas_table_find_field (t, "none"), ==, -1);
  g_assert_cmpint (atlas_table_get_geometry_kind (t), ==, ATLAS_GEOMETRY_COLLECTION);

  g_assert_cmpstr (atlas_table_get_text (t, 0, 0, NULL), ==, "长治");
  g_assert_cmpint (atlas_table_get_integer (t, 1, 0), ==, G_GINT64_CONSTANT (9007199254740993));
  count = atlas_table_dup_value (t, 1, 0);
  g_assert_cmpstr (count, ==, "9007199254740993");
  value = atlas_table_dup_value (t, 2, 0);
  g_assert_cmpstr (value, ==, "0.1");
  flag = atlas_table_dup_value (t, 3, 0);
  g_assert_cmpstr (flag, ==, "true");
  g_assert_cmpstr (atlas_table_get_text (t, 4, 0, NULL), ==, "2021-05-22");
  g_assert_cmpstr (atlas_table_get_id (t, 0), ==, "a-1");
  g_assert_null (atlas_table_get_id (t, 1));

  g_assert_cmpmem (atlas_table_get_text (t, 0, 1, &length), 9, "x\0y\357\277\275<b>", 9);
  g_assert_cmpuint (length, ==, 9);
  for (guint f = 1; f < 5; f++)
    g_assert_true (atlas_table_is_null (t, f, 1));
  g_assert_true (isnan (atlas_table_get_number (t, 2, 1)));
  g_assert_null (atlas_table_get_text (t, 4, 1, NULL));
  g_assert_cmpstr (atlas_table_get_text (t, 0, 2, NULL), ==, "长子");
  g_assert_cmpuint (atlas_table_find_text (t, "absent"), ==, G_MAXUINT32);
  g_assert_cmpuint (atlas_table_find_text (t, "长治"), ==, atlas_table_get_text_id (t, 0, 0));

  g_assert_cmpuint (atlas_table_get_n_parts (t, 1), ==, 2);
  atlas_table_get_part (t, 1, 1, &part);
  g_assert_cmpint (part.kind, ==, ATLAS_PART_HOLE);
  g_assert_cmpuint (part.n_vertices, ==, 5);
  g_assert_cmpfloat (part.coords[0], ==, 112.95);
  g_assert_true (isinf (part.importance[0]));
  g_assert_cmpint (atlas_table_get_geometry_type (t, 2), ==, ATLAS_GEOMETRY_NONE);
  g_assert_cmpuint (atlas_table_get_n_parts (t, 2), ==, 0);

  /* In the hole, in the area, outside. */
  g_assert_cmpfloat (atlas_table_distance (t, 1, 113, 36), >, 4000);
  g_assert_cmpfloat (atlas_table_distance (t, 1, 113.07, 36), ==, 0);
  g_assert_cmpfloat (atlas_table_distance (t, 1, 113.2, 36), >, 8000);
  g_assert_true (isinf (atlas_table_distance (t, 2, 113, 36)));

  g_assert_cmpuint (atlas_table_get_skipped_total (t), ==, 1);
  g_assert_cmpstr (atlas_table_get_skipped (t, 0, &position), ==, "not on earth");
  g_assert_cmpuint (position, ==, 2);
}

static void
test_query (void)
{
  g_autoptr (GBytes) image = make_image ();
  g_autoptr (AtlasTable) t = atlas_table_open (image, NULL);
  g_autoptr (GArray) one = atlas_table_query (t, &(AtlasExtent){ 113.105, 36.18, 113.11, 36.19 });
  g_autoptr (GArray) all = atlas_table_query (t, &(AtlasExtent){ -180, -90, 180, 90 });
  g_autoptr (GArray) none = atlas_table_query (t, &(AtlasExtent){ 0, 0, 1, 1 });

  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpuint (g_array_index (one, guint32, 0), ==, 0);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_bundle (void)
{
  g_autoptr (GBytes) image = make_image ();
  g_autoptr (GByteArray) two = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL, cut = NULL;
  g_autoptr (GPtrArray) tables = NULL, refused = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;
  gconstpointer data = g_bytes_get_data (image, &size);

  g_byte_array_append (two, data, size);
  g_byte_array_append (two, data, size);
  bytes = g_bytes_new (two->data, two->len);
  tables = atlas_table_open_bundle (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tables->len, ==, 2);

  cut = g_bytes_new_from_bytes (bytes, 0, two->len - 8);
  refused = atlas_table_open_bundle (cut, &error);
  g_assert_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_IMAGE);
  g_assert_null (refused);
}

/* Touches everything that a caller can ask for; a sanitizer says what is out of bounds. */
static void
read_all (AtlasTable *t)
{
  gsize sum = strlen (atlas_table_get_name (t)) + strlen (atlas_table_get_crs (t));
  g_autoptr (GArray) found = atlas_table_query (t, &(AtlasExtent){ 100, 30, 113.5, 36.5 });

  for (gsize i = 0; i < atlas_table_get_n_features (t); i++)
    {
      for (guint f = 0; f < atlas_table_get_n_fields (t); f++)
        {
          g_autofree char *value = atlas_table_dup_value (t, f, i);

          sum += value != NULL ? strlen (value) : 0;
        }
      for (gsize p = 0; p < atlas_table_get_n_parts (t, i); p++)
        {
          AtlasPart part;

          atlas_table_get_part (t, i, p, &part);
          for (gsize v = 0; v < part.n_vertices; v++)
            sum += part.coords[2 * v] > 0 && part.importance[v] > 0;
        }
      sum += atlas_table_get_id (t, i) != NULL;
    }
  for (gsize i = 0; i < atlas_table_get_n_skipped (t); i++)
    sum += strlen (atlas_table_get_skipped (t, i, NULL));
  g_assert_cmpuint (sum, >, 0);
}

static void
test_damaged (void)
{
  g_autoptr (GBytes) image = make_image ();
  gsize size, refused = 0;
  const guint8 *data = g_bytes_get_data (image, &size);
  g_autofree guint8 *copy = g_malloc (size);

  /* Every 8-byte word of the image in turn overwritten by numbers that hurt. */
  for (gsize word = 0; word < size / 8; word++)
    for (guint kind = 0; kind < 4; kind++)
      {
        static const guint64 evil[] = { 0, G_MAXUINT64, G_MAXUINT32, 0x7fffffff00000001 };
        g_autoptr (GBytes) bytes = NULL;
        g_autoptr (AtlasTable) t = NULL;

        memcpy (copy, data, size);
        memcpy (copy + word * 8, &evil[kind], 8);
        bytes = g_bytes_new (copy, size);
        t = atlas_table_open (bytes, NULL);
        if (t == NULL)
          refused++;
        else
          read_all (t);
      }
  g_assert_cmpuint (refused, >, 100);

  /* Cut short anywhere. */
  for (gsize n = 0; n < size; n += 61)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (data, n);
      g_autoptr (GError) error = NULL;

      g_assert_null (atlas_table_open (bytes, &error));
      g_assert_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_IMAGE);
    }
}

static void
test_many (void)
{
  enum { N = 20000 };
  g_autoptr (AtlasTableBuilder) b = atlas_table_builder_new ("many", "", "");
  guint name = atlas_table_builder_add_field (b, "name", ATLAS_FIELD_STRING);
  g_autoptr (GBytes) image = NULL;
  g_autoptr (AtlasTable) t = NULL;

  for (guint i = 0; i < N; i++)
    {
      g_autofree char *text = g_strdup_printf ("名%u", i % 5000);

      atlas_table_builder_begin_feature (b);
      if (i % 7 != 0)
        atlas_table_builder_set_text (b, name, text, -1);
      add_point (b, -180 + i * 0.01, 10);
      atlas_table_builder_end_feature (b);
    }
  for (guint i = 0; i < 2000; i++)
    atlas_table_builder_skip (b, i, "reason");
  image = atlas_table_builder_finish (b, NULL);
  t = atlas_table_open (image, NULL);
  for (guint i = 0; i < N; i++)
    {
      g_autofree char *text = g_strdup_printf ("名%u", i % 5000);

      g_assert_cmpstr (atlas_table_get_text (t, name, i, NULL), ==, i % 7 != 0 ? text : NULL);
    }
  g_assert_cmpuint (atlas_table_get_n_skipped (t), ==, 1000);
  g_assert_cmpuint (atlas_table_get_skipped_total (t), ==, 2000);
  /* Equal texts are kept once: 5000 names take far less than 20 000 would. */
  g_assert_cmpuint (atlas_table_get_text_id (t, name, 1), ==, atlas_table_get_text_id (t, name, 5001));
}

static void
test_no_features (void)
{
  g_autoptr (AtlasTableBuilder) b = atlas_table_builder_new ("", "", "");
  g_autoptr (GBytes) image = atlas_table_builder_finish (b, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (AtlasTable) t = atlas_table_open (image, &error);
  g_autoptr (GArray) found = NULL;
  AtlasExtent extent;

  g_assert_no_error (error);
  extent = atlas_table_get_extent (t);
  g_assert_true (atlas_extent_is_empty (&extent));
  found = atlas_table_query (t, &(AtlasExtent){ -180, -90, 180, 90 });
  g_assert_cmpuint (found->len, ==, 0);
}

/* What a layer says about itself; what is no object of single values is as good as nothing. */
static void
test_attributes (void)
{
  static const char *const cases[] = { "", "[", "[1]", "\"x\"", "{\"official_total\":\"102\"}", "{\"official_total\":[102]}" };
  g_autofree char *deep = g_strnfill (50000, '{');

  for (guint i = 0; i <= G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AtlasTableBuilder) b = atlas_table_builder_new ("x", "", "GeoJSON");
      g_autoptr (AtlasTable) t = NULL;
      g_autoptr (GBytes) image = NULL;
      const char *json = i < G_N_ELEMENTS (cases) ? cases[i] : deep;

      atlas_table_builder_set_attributes (b, json);
      image = atlas_table_builder_finish (b, NULL);
      t = atlas_table_open (image, NULL);
      g_assert_cmpstr (atlas_table_get_attributes (t), ==, json);
      g_assert_true (isnan (atlas_table_get_attribute_number (t, "official_total")));
    }
}

static void
test_attribute_values (void)
{
  g_autoptr (AtlasTableBuilder) b = atlas_table_builder_new ("x", "", "GeoJSON");
  g_autoptr (GPtrArray) attributes = NULL;
  g_autoptr (AtlasTable) t = NULL;
  g_autoptr (GBytes) image = NULL;
  const AtlasTableAttribute *attribute;

  atlas_table_builder_set_attributes (b, "{\"total\":102,\"km\":1286.5,\"yes\":true,\"text\":\"长治\"}");
  image = atlas_table_builder_finish (b, NULL);
  t = atlas_table_open (image, NULL);
  g_assert_cmpfloat (atlas_table_get_attribute_number (t, "total"), ==, 102);
  g_assert_cmpfloat (atlas_table_get_attribute_number (t, "km"), ==, 1286.5);
  g_assert_true (isnan (atlas_table_get_attribute_number (t, "none")));
  attributes = atlas_table_dup_attributes (t);
  g_assert_cmpuint (attributes->len, ==, 4);
  attribute = g_ptr_array_index (attributes, 1);
  g_assert_cmpstr (attribute->name, ==, "km");
  g_assert_cmpstr (attribute->value, ==, "1286.5");
  g_assert_cmpint (attribute->type, ==, ATLAS_FIELD_REAL);
  attribute = g_ptr_array_index (attributes, 3);
  g_assert_cmpstr (attribute->value, ==, "长治");
  g_assert_true (isnan (attribute->number));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/round-trip", test_round_trip);
  g_test_add_func ("/table/query", test_query);
  g_test_add_func ("/table/bundle", test_bundle);
  g_test_add_func ("/table/damaged", test_damaged);
  g_test_add_func ("/table/many", test_many);
  g_test_add_func ("/table/no-features", test_no_features);
  g_test_add_func ("/table/attributes", test_attributes);
  g_test_add_func ("/table/attribute-values", test_attribute_values);
  return g_test_run ();
}
