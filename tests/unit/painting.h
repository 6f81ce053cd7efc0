/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the tests of the painter share: a layer painted into a picture, and looking at its pixels. */

#include <math.h>

#include "data/atlas-table-builder.h"
#include "render/atlas-painter.h"

G_GNUC_UNUSED static AtlasTable *
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

G_GNUC_UNUSED static AtlasStyle *
make_style (const char *rules)
{
  g_autofree char *json = g_strdup_printf ("{\"rules\": [%s]}", rules);
  g_autoptr (GError) error = NULL;
  AtlasStyle *style = atlas_style_new_from_json (json, -1, &error);

  g_assert_no_error (error);

  return style;
}

G_GNUC_UNUSED static cairo_surface_t *
paint (AtlasTable      *table,
       AtlasStyle      *style,
       const AtlasView *view)
{
  cairo_surface_t *surface;
  cairo_t *cr;

  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) (view->width * view->scale),
                                        (int) (view->height * view->scale));
  cr = cairo_create (surface);
  cairo_scale (cr, view->scale, view->scale);
  g_assert_true (atlas_painter_paint_layer (cr, table, style, view, NULL));
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  return surface;
}

G_GNUC_UNUSED static guint32
get_pixel (cairo_surface_t *surface,
           int              x,
           int              y)
{
  const guchar *row = cairo_image_surface_get_data (surface) + (gsize) y * cairo_image_surface_get_stride (surface);

  return ((const guint32 *) (const void *) row)[x];
}

G_GNUC_UNUSED static guint
count_painted (cairo_surface_t *surface)
{
  guint n = 0;

  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      n += get_pixel (surface, x, y) != 0;

  return n;
}

/* The greatest difference of a channel between @part and the same place in @whole. */
G_GNUC_UNUSED static int
get_difference (cairo_surface_t *whole,
                cairo_surface_t *part,
                int              left,
                int              top)
{
  int most = 0;

  for (int y = 0; y < cairo_image_surface_get_height (part); y++)
    for (int x = 0; x < cairo_image_surface_get_width (part); x++)
      {
        guint32 a = get_pixel (whole, left + x, top + y), b = get_pixel (part, x, y);

        for (int shift = 0; shift < 32; shift += 8)
          most = MAX (most, ABS ((int) (a >> shift & 255) - (int) (b >> shift & 255)));
      }

  return most;
}
