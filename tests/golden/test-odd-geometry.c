/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Odd geometry, painted: nothing that is not a number reaches cairo, and no amount of rings or vertices hangs a frame.
 *
 * The linker puts the functions below between the library and cairo (--wrap), so what is looked at is what cairo would get.
 * Frames are timed and told; the hard limit only guards against a hang, for it must hold on a busy machine. */

#include "data/atlas-table-builder.h"
#include "render/atlas-labels.h"
#include "render/atlas-painter.h"

#include <math.h>

/* Seconds. */
#define HANG 10.0

#ifdef __SANITIZE_ADDRESS__
#define MANY 50000
#else
#define MANY 1000000
#endif

static guint n_wrong;

static void
check (double x,
       double y)
{
  if (!isfinite (x) || !isfinite (y))
    n_wrong++;
}

#define WRAP_POINT(name)                                            \
  void __real_##name (cairo_t *cr, double x, double y);             \
  void __wrap_##name (cairo_t *cr, double x, double y);             \
  void __wrap_##name (cairo_t *cr, double x, double y)              \
  {                                                                 \
    check (x, y);                                                   \
    __real_##name (cr, x, y);                                       \
  }

#define WRAP_NUMBER(name)                                           \
  void __real_##name (cairo_t *cr, double value);                   \
  void __wrap_##name (cairo_t *cr, double value);                   \
  void __wrap_##name (cairo_t *cr, double value)                    \
  {                                                                 \
    check (value, 0.0);                                             \
    __real_##name (cr, value);                                      \
  }

WRAP_POINT (cairo_move_to)
WRAP_POINT (cairo_line_to)
WRAP_POINT (cairo_translate)
WRAP_POINT (cairo_scale)
WRAP_NUMBER (cairo_rotate)
WRAP_NUMBER (cairo_set_line_width)

void __real_cairo_rectangle (cairo_t *cr, double x, double y, double width, double height);
void __wrap_cairo_rectangle (cairo_t *cr, double x, double y, double width, double height);
void __real_cairo_arc (cairo_t *cr, double x, double y, double radius, double from, double to);
void __wrap_cairo_arc (cairo_t *cr, double x, double y, double radius, double from, double to);
void __real_cairo_set_dash (cairo_t *cr, const double *dashes, int n, double offset);
void __wrap_cairo_set_dash (cairo_t *cr, const double *dashes, int n, double offset);

void
__wrap_cairo_rectangle (cairo_t *cr,
                        double   x,
                        double   y,
                        double   width,
                        double   height)
{
  check (x, y);
  check (width, height);
  __real_cairo_rectangle (cr, x, y, width, height);
}

void
__wrap_cairo_arc (cairo_t *cr,
                  double   x,
                  double   y,
                  double   radius,
                  double   from,
                  double   to)
{
  check (x, y);
  check (radius, from + to);
  __real_cairo_arc (cr, x, y, radius, from, to);
}

void
__wrap_cairo_set_dash (cairo_t      *cr,
                       const double *dashes,
                       int           n,
                       double        offset)
{
  check (offset, 0.0);
  __real_cairo_set_dash (cr, dashes, n, offset);
}

static const char STYLE[] =
  "{\"rules\": [{\"fill\": {\"color\": \"#7fbf7b80\", \"edge\": {\"color\": \"#1b7837\", \"width\": 6}}, "
  "\"strokes\": [{\"color\": \"#ffffff\", \"width\": 5, \"caps\": \"round\"}, {\"width\": 2, \"dash\": [5, 3]}, "
  "{\"color\": \"#d6272880\", \"width\": 2, \"offset\": 4}], "
  "\"marker\": {\"color\": \"#1f77b4\", \"size\": 12, \"icon\": \"star\"}, \"label\": {\"field\": \"name\", \"place\": \"%s\"}}]}";

/* One rule of the usual kind, for what is many. */
static const char PLAIN[] = "{\"rules\": [{\"fill\": {\"color\": \"#7fbf7b\"}, \"strokes\": [{\"width\": 1}]}]}";

static AtlasTable *
finish (AtlasTableBuilder *builder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) image = atlas_table_builder_finish (builder, &error);
  AtlasTable *table;

  g_assert_no_error (error);
  table = atlas_table_open (image, &error);
  g_assert_no_error (error);

  return table;
}

/* Seconds for a frame with names. */
static double
paint (AtlasTable      *table,
       const char      *json,
       const AtlasView *view)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AtlasStyle) style = atlas_style_new_from_json (json, -1, &error);
  AtlasLabelLayer layer = { table, style, FALSE, 1.0 };
  gint64 start = g_get_monotonic_time ();
  cairo_surface_t *surface;
  cairo_t *cr;

  g_assert_no_error (error);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) (view->width * view->scale),
                                        (int) (view->height * view->scale));
  cr = cairo_create (surface);
  cairo_scale (cr, view->scale, view->scale);
  g_assert_true (atlas_painter_paint_layer (cr, table, style, view, NULL));
  if (atlas_table_get_n_features (table) > 0 && atlas_table_get_n_fields (table) > 0)
    {
      g_autoptr (AtlasLabels) labels = atlas_labels_place (&layer, 1, view, TRUE, NULL);

      atlas_labels_paint (labels, cr);
      atlas_painter_paint_highlight (cr, table, style, 0, view, 1.0);
    }
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

static const AtlasGeometryType TYPES[] = { ATLAS_GEOMETRY_LINE, ATLAS_GEOMETRY_POLYGON, ATLAS_GEOMETRY_MULTI_POINT };
static const AtlasPartKind KINDS[] = { ATLAS_PART_LINE, ATLAS_PART_RING, ATLAS_PART_POINTS };

static AtlasTable *
make_one (gsize         kind,
          const double *coords,
          gsize         n)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("odd", "EPSG:4326", "GeoJSON");

  atlas_table_builder_add_field (builder, "name", ATLAS_FIELD_STRING);
  atlas_table_builder_begin_feature (builder);
  atlas_table_builder_set_text (builder, 0, "漳河源头", -1);
  atlas_table_builder_set_geometry_type (builder, TYPES[kind]);
  atlas_table_builder_begin_part (builder, KINDS[kind]);
  for (gsize i = 0; i < n; i++)
    g_assert_true (atlas_table_builder_add_vertex (builder, coords[2 * i], coords[2 * i + 1]));
  atlas_table_builder_end_feature (builder);

  return finish (builder);
}

/* All shapes as line, area and points, looked at from places where the projection ends or the geometry has no size. */
static void
test_finite (void)
{
  static const double poles[] = { -180, -90, 180, -90, 180, 90, 0, 90, -180, 90, -180, -90 };
  static const double same[] = { 113, 36, 113, 36, 113, 36, 113, 36 };
  static const double there_and_back[] = { 112, 36, 114, 36, 112, 36 };
  static const double bow[] = { 112, 35, 114, 37, 114, 35, 112, 37, 112, 35 };
  static const double near_pole[] = { 0, 89.9999999, 90, 90, 180, 89.99999999, 0, 89.9999999 };
  static const double dateline[] = { 179.9999999, 0, 180, 0, -180, 0, -179.9999999, 0, 180, 1e-9 };
  static const double tiny[] = { 113, 36, 113 + 1e-13, 36, 113, 36 + 1e-13, 113, 36 };
  static const struct
  {
    const double *coords;
    gsize         n;
  } shapes[] = { { poles, 6 }, { same, 4 }, { there_and_back, 3 }, { bow, 5 }, { near_pole, 4 }, { dateline, 5 }, { tiny, 4 },
                 { same, 1 }, { bow, 2 } };
  static const AtlasView views[] = {
    { 113, 36, 9, 96, 64, 1.0, FALSE },  { 113, 36, 22, 64, 64, 2.0, TRUE },    { 0, 85.05, 4.5, 64, 64, 1.0, FALSE },
    { 0, 90, 3, 64, 64, 1.0, FALSE },    { 180, -90, 10, 64, 64, 1.0, FALSE },  { 180, 0, 18, 64, 64, 1.0, FALSE },
    { -180, 0, 0, 256, 256, 1.0, FALSE }, { 0, 0, 0, 512, 64, 0.5, FALSE },
  };

  n_wrong = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    for (gsize kind = 0; kind < G_N_ELEMENTS (KINDS); kind++)
      {
        g_autoptr (AtlasTable) table = make_one (kind, shapes[i].coords, shapes[i].n);
        g_autofree char *json = NULL;
        g_auto (GStrv) halves = g_strsplit (STYLE, "%s", 2);

        json = g_strconcat (halves[0], kind == 0 ? "line" : "point", halves[1], NULL);
        for (gsize k = 0; k < G_N_ELEMENTS (views); k++)
          (void) paint (table, json, &views[k]);
      }
  g_assert_cmpuint (n_wrong, ==, 0);
}

/* What is not a number never comes into a table. */
static void
test_refused (void)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("odd", "EPSG:4326", "GeoJSON");

  atlas_table_builder_begin_feature (builder);
  atlas_table_builder_begin_part (builder, ATLAS_PART_LINE);
  g_assert_false (atlas_table_builder_add_vertex (builder, NAN, 0.0));
  g_assert_false (atlas_table_builder_add_vertex (builder, 0.0, INFINITY));
  g_assert_false (atlas_table_builder_add_vertex (builder, -INFINITY, NAN));
  atlas_table_builder_drop_feature (builder);
}

/* Painted at full extent, in the middle, and close by. */
static void
assert_no_hang (AtlasTable *table,
                const char *what)
{
  AtlasView view = { .width = 1024, .height = 768, .scale = 1.0 };
  AtlasExtent extent = atlas_table_get_extent (table);

  n_wrong = 0;
  atlas_view_fit (&view, &extent, 10.0, 18.0);
  for (int i = 0; i < 3; i++)
    {
      double seconds = paint (table, PLAIN, &view);

      g_test_message ("%s at zoom %.1f: %.3f s", what, view.zoom, seconds);
      g_assert_cmpfloat (seconds, <, HANG);
      view.zoom += 3.0;
    }
  g_assert_cmpuint (n_wrong, ==, 0);
}

static void
add_ring (AtlasTableBuilder *builder,
          guint              i,
          guint              columns)
{
  double x = 112.0 + 2.0 * (i % columns) / columns, y = 35.5 + 1.5 * (i / columns) / columns;
  double size = 0.7 / columns;

  atlas_table_builder_add_vertex (builder, x, y);
  atlas_table_builder_add_vertex (builder, x + size, y);
  atlas_table_builder_add_vertex (builder, x + size, y + size);
  atlas_table_builder_add_vertex (builder, x, y);
}

/* One feature of a million rings, and a million features of one. */
static void
test_many_rings (void)
{
  guint columns = (guint) ceil (sqrt (MANY));

  for (int apart = 0; apart < 2; apart++)
    {
      g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("rings", "EPSG:4326", "GeoJSON");
      g_autoptr (AtlasTable) table = NULL;

      for (guint i = 0; i < MANY; i++)
        {
          if (i == 0 || apart)
            {
              atlas_table_builder_begin_feature (builder);
              atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_MULTI_POLYGON);
            }
          atlas_table_builder_begin_part (builder, ATLAS_PART_RING);
          add_ring (builder, i, columns);
          if (i + 1 == MANY || apart)
            atlas_table_builder_end_feature (builder);
        }
      table = finish (builder);
      assert_no_hang (table, apart ? "many features of a ring" : "a feature of many rings");
    }
}

/* An area with a million holes: its edge tint and its parity look at all of them. */
static void
test_many_holes (void)
{
  guint columns = (guint) ceil (sqrt (MANY));
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("holes", "EPSG:4326", "GeoJSON");
  g_autoptr (AtlasTable) table = NULL;

  atlas_table_builder_begin_feature (builder);
  atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POLYGON);
  atlas_table_builder_begin_part (builder, ATLAS_PART_RING);
  atlas_table_builder_add_vertex (builder, 111.9, 35.4);
  atlas_table_builder_add_vertex (builder, 114.1, 35.4);
  atlas_table_builder_add_vertex (builder, 114.1, 37.1);
  atlas_table_builder_add_vertex (builder, 111.9, 37.1);
  atlas_table_builder_add_vertex (builder, 111.9, 35.4);
  for (guint i = 0; i < MANY; i++)
    {
      atlas_table_builder_begin_part (builder, ATLAS_PART_HOLE);
      add_ring (builder, i, columns);
    }
  atlas_table_builder_end_feature (builder);
  table = finish (builder);
  assert_no_hang (table, "an area with many holes");
}

/* A line of a million vertices that wanders, and a ring of them. */
static void
test_many_vertices (void)
{
  for (int closed = 0; closed < 2; closed++)
    {
      g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("vertices", "EPSG:4326", "GeoJSON");
      g_autoptr (GRand) rand = g_rand_new_with_seed (3);
      g_autoptr (AtlasTable) table = NULL;
      double x = 113.0, y = 36.2;

      atlas_table_builder_begin_feature (builder);
      atlas_table_builder_set_geometry_type (builder, closed ? ATLAS_GEOMETRY_POLYGON : ATLAS_GEOMETRY_LINE);
      atlas_table_builder_begin_part (builder, closed ? ATLAS_PART_RING : ATLAS_PART_LINE);
      for (guint i = 0; i < MANY; i++)
        {
          x += g_rand_double_range (rand, -1e-3, 1e-3);
          y += g_rand_double_range (rand, -1e-3, 1e-3);
          atlas_table_builder_add_vertex (builder, i + 1 == MANY && closed ? 113.0 : x, i + 1 == MANY && closed ? 36.2 : y);
        }
      atlas_table_builder_end_feature (builder);
      table = finish (builder);
      assert_no_hang (table, closed ? "a ring of many vertices" : "a line of many vertices");
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/odd-geometry/finite", test_finite);
  g_test_add_func ("/odd-geometry/refused", test_refused);
  g_test_add_func ("/odd-geometry/many-rings", test_many_rings);
  g_test_add_func ("/odd-geometry/many-holes", test_many_holes);
  g_test_add_func ("/odd-geometry/many-vertices", test_many_vertices);

  return g_test_run ();
}
