/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the tests of names share: layers drawn in pixels around the middle of a view, and looking into what was placed. */

#include <math.h>
#include <string.h>

#include "data/atlas-table-builder.h"
#include "geo/atlas-mercator.h"
#include "render/atlas-labels-private.h"

#define LON 113.0
#define LAT 36.2

G_GNUC_UNUSED static const char *spot_style =
  "{\"rules\":[{\"marker\":{\"shape\":\"circle\",\"color\":\"#C8352C\",\"size\":8},"
  "\"label\":{\"field\":\"name\",\"field-en\":\"name_en\",\"priority\":10,\"priority-field\":\"rank\",\"size\":12,"
  "\"halo\":{\"color\":\"#FFFFFFCC\",\"width\":1.5}}}]}";

/* Features with the fields name, name_en and rank, placed by pixels from the middle of the view at @zoom. */
typedef struct
{
  AtlasTableBuilder *builder;
  double             zoom;
} Drawing;

G_GNUC_UNUSED static Drawing
drawing_new (double zoom)
{
  Drawing drawing = { atlas_table_builder_new ("names", "EPSG:4326", "GeoJSON"), zoom };

  atlas_table_builder_add_field (drawing.builder, "name", ATLAS_FIELD_STRING);
  atlas_table_builder_add_field (drawing.builder, "name_en", ATLAS_FIELD_STRING);
  atlas_table_builder_add_field (drawing.builder, "rank", ATLAS_FIELD_REAL);
  return drawing;
}

G_GNUC_UNUSED static void
add_vertex (Drawing *drawing,
            double   x,
            double   y)
{
  double size = atlas_mercator_world_size (drawing->zoom);

  g_assert_true (atlas_table_builder_add_vertex (drawing->builder,
                                                 atlas_mercator_lon (atlas_mercator_x (LON) + x / size),
                                                 atlas_mercator_lat (atlas_mercator_y (LAT) + y / size)));
}

G_GNUC_UNUSED static void
begin (Drawing    *drawing,
       const char *name,
       gssize      length,
       double      rank)
{
  atlas_table_builder_begin_feature (drawing->builder);
  if (name != NULL)
    atlas_table_builder_set_text (drawing->builder, 0, name, length);
  atlas_table_builder_set_real (drawing->builder, 2, rank);
}

G_GNUC_UNUSED static void
add_point (Drawing    *drawing,
           const char *name,
           double      rank,
           double      x,
           double      y)
{
  begin (drawing, name, -1, rank);
  atlas_table_builder_set_geometry_type (drawing->builder, ATLAS_GEOMETRY_POINT);
  atlas_table_builder_begin_part (drawing->builder, ATLAS_PART_POINTS);
  add_vertex (drawing, x, y);
  atlas_table_builder_end_feature (drawing->builder);
}

G_GNUC_UNUSED static void
add_path (Drawing       *drawing,
          const char    *name,
          gboolean       ring,
          const double (*points)[2],
          guint          n)
{
  begin (drawing, name, -1, 0.0);
  atlas_table_builder_set_geometry_type (drawing->builder, ring ? ATLAS_GEOMETRY_POLYGON : ATLAS_GEOMETRY_LINE);
  atlas_table_builder_begin_part (drawing->builder, ring ? ATLAS_PART_RING : ATLAS_PART_LINE);
  for (guint i = 0; i < n; i++)
    add_vertex (drawing, points[i][0], points[i][1]);
  atlas_table_builder_end_feature (drawing->builder);
}

G_GNUC_UNUSED static AtlasTable *
drawing_end (Drawing *drawing)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = atlas_table_builder_finish (drawing->builder, &error);
  AtlasTable *table;

  g_assert_no_error (error);
  table = atlas_table_open (bytes, &error);
  g_assert_no_error (error);
  g_clear_pointer (&drawing->builder, atlas_table_builder_free);
  return table;
}

G_GNUC_UNUSED static AtlasLabelLayer
make_layer (AtlasTable *table,
            const char *json,
            gboolean    ground)
{
  g_autoptr (GError) error = NULL;
  AtlasLabelLayer layer = { table, atlas_style_new_from_json (json, -1, &error), ground, 1.0 };

  g_assert_no_error (error);
  return layer;
}

G_GNUC_UNUSED static void
clear_layer (AtlasLabelLayer *layer)
{
  atlas_table_unref (layer->table);
  atlas_style_unref (layer->style);
}

G_GNUC_UNUSED static AtlasView
make_view (double zoom,
           int    width,
           int    height)
{
  return (AtlasView) { LON, LAT, zoom, width, height, 1.0, FALSE };
}

G_GNUC_UNUSED static const AtlasPlacedLabel *
get_label (AtlasLabels *labels,
           gsize        i)
{
  return &g_array_index (labels->labels, AtlasPlacedLabel, i);
}

G_GNUC_UNUSED static const cairo_rectangle_t *
get_box (AtlasLabels            *labels,
         const AtlasPlacedLabel *label,
         guint                   i)
{
  return &g_array_index (labels->boxes, cairo_rectangle_t, label->first_box + i);
}

G_GNUC_UNUSED static gboolean
overlap (const cairo_rectangle_t *a,
         const cairo_rectangle_t *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height && b->y < a->y + a->height;
}

/* Every box of every name against every box of every other, and against the view. */
G_GNUC_UNUSED static void
assert_apart (AtlasLabels     *labels,
              const AtlasView *view)
{
  for (gsize i = 0; i < atlas_labels_get_n (labels); i++)
    {
      const AtlasPlacedLabel *a = get_label (labels, i);

      g_assert_cmpfloat (a->bounds.x, >=, 0.0);
      g_assert_cmpfloat (a->bounds.y, >=, 0.0);
      g_assert_cmpfloat (a->bounds.x + a->bounds.width, <=, view->width);
      g_assert_cmpfloat (a->bounds.y + a->bounds.height, <=, view->height);
      for (gsize j = 0; j < i; j++)
        {
          const AtlasPlacedLabel *b = get_label (labels, j);

          for (guint k = 0; k < a->n_boxes; k++)
            for (guint l = 0; l < b->n_boxes; l++)
              g_assert_false (overlap (get_box (labels, a, k), get_box (labels, b, l)));
        }
    }
}

G_GNUC_UNUSED static const AtlasPlacedLabel *
find_label (AtlasLabels *labels,
            const char  *text)
{
  for (gsize i = 0; i < atlas_labels_get_n (labels); i++)
    if (g_str_equal (get_label (labels, i)->text->text, text))
      return get_label (labels, i);
  return NULL;
}

G_GNUC_UNUSED static gboolean
same_labels (AtlasLabels *a,
             AtlasLabels *b)
{
  if (atlas_labels_get_n (a) != atlas_labels_get_n (b))
    return FALSE;
  for (gsize i = 0; i < atlas_labels_get_n (a); i++)
    {
      const AtlasPlacedLabel *one = get_label (a, i);
      const AtlasPlacedLabel *two = get_label (b, i);

      if (!g_str_equal (one->text->text, two->text->text) || memcmp (&one->bounds, &two->bounds, sizeof one->bounds) != 0)
        return FALSE;
    }
  return TRUE;
}

/* A deterministic cloud of names with a rank each. */
G_GNUC_UNUSED static void
add_cloud (Drawing *drawing,
           guint    n,
           double   width,
           double   height,
           gboolean backwards)
{
  for (guint k = 0; k < n; k++)
    {
      guint i = backwards ? n - 1 - k : k;
      g_autoptr (GRand) rand = g_rand_new_with_seed (1000 + i);
      g_autofree char *name = g_strdup_printf ("%s%u%s", i % 3 ? "村" : "Village ", i, i % 7 ? "" : "号风景名胜区游客中心");
      double x = (g_rand_double (rand) - 0.5) * width;
      double y = (g_rand_double (rand) - 0.5) * height;

      add_point (drawing, name, g_rand_int_range (rand, 0, 5), x, y);
    }
}
