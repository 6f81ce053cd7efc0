/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is painted in the blocks of a map layer, and how a block becomes pixels.
 *
 * Made in the main thread, painted in workers: tables and styles are immutable, the rest never changes once it is shared.
 * Pixels are cut down to what is not transparent: most blocks of a line layer are almost empty, so they cost neither memory
 * nor time when a frame is put together. */

#include "map/atlas-block-content.h"

#include <math.h>
#include <string.h>

#include "render/atlas-painter.h"

/* How far the outline of a highlight reaches beyond the symbol, pixels. */
#define HIGHLIGHT_REACH 8.0

typedef struct
{
  AtlasTable *table;
  AtlasStyle *style;
} Part;

struct _AtlasBlockContent
{
  gatomicrefcount ref_count;
  gboolean        ground;
  gboolean        highlight;
  gsize           feature;    /* of the highlight */
  GArray         *parts;      /* Part, bottom first */
};

static void
clear_part (gpointer data)
{
  Part *part = data;

  atlas_table_unref (part->table);
  atlas_style_unref (part->style);
}

AtlasBlockContent *
atlas_block_content_new (gboolean ground)
{
  AtlasBlockContent *self = g_new0 (AtlasBlockContent, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->ground = ground;
  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_array_set_clear_func (self->parts, clear_part);
  return self;
}

void
atlas_block_content_add (AtlasBlockContent *self,
                         AtlasTable        *table,
                         AtlasStyle        *style)
{
  Part part = { atlas_table_ref (table), atlas_style_ref (style) };

  g_array_append_val (self->parts, part);
}

AtlasBlockContent *
atlas_block_content_new_highlight (AtlasTable *table,
                                   AtlasStyle *style,
                                   gsize       feature)
{
  AtlasBlockContent *self = atlas_block_content_new (FALSE);

  atlas_block_content_add (self, table, style);
  self->highlight = TRUE;
  self->feature = feature;
  return self;
}

AtlasBlockContent *
atlas_block_content_ref (AtlasBlockContent *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
atlas_block_content_unref (AtlasBlockContent *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->parts);
  g_free (self);
}

gboolean
atlas_block_content_equal (AtlasBlockContent *self,
                           AtlasBlockContent *other)
{
  if (self == other)
    return TRUE;
  if (self == NULL || other == NULL || self->ground != other->ground || self->highlight != other->highlight ||
      self->feature != other->feature || self->parts->len != other->parts->len)
    return FALSE;
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *a = &g_array_index (self->parts, Part, i);
      Part *b = &g_array_index (other->parts, Part, i);

      if (a->table != b->table || a->style != b->style)
        return FALSE;
    }
  return TRUE;
}

gboolean
atlas_block_content_is_ground (AtlasBlockContent *self)
{
  return self->ground;
}

gboolean
atlas_block_content_may_show (AtlasBlockContent *self,
                              const AtlasView   *view)
{
  if (self->ground)
    return TRUE;
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = &g_array_index (self->parts, Part, i);
      AtlasExtent extent = self->highlight ? atlas_table_get_feature_extent (part->table, self->feature)
                                           : atlas_table_get_extent (part->table);
      double reach = atlas_style_get_reach (part->style, view->zoom) + (self->highlight ? HIGHLIGHT_REACH : 0);
      AtlasExtent shown = atlas_view_get_extent (view, reach);

      if (atlas_extent_intersects (&extent, &shown))
        return TRUE;
    }
  return FALSE;
}

static gboolean
paint (AtlasBlockContent *self,
       cairo_t           *cr,
       const AtlasView   *view,
       GCancellable      *cancellable)
{
  if (self->ground)
    atlas_painter_paint_ground (cr, view);
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = &g_array_index (self->parts, Part, i);

      if (self->highlight)
        atlas_painter_paint_highlight (cr, part->table, part->style, self->feature, view, 1);
      else if (!atlas_painter_paint_layer (cr, part->table, part->style, view, cancellable))
        return FALSE;
    }
  return !g_cancellable_is_cancelled (cancellable);
}

AtlasBlockPixels *
atlas_block_content_paint (AtlasBlockContent *self,
                           const AtlasView   *view,
                           GCancellable      *cancellable)
{
  int width = (int) ceil (view->width * view->scale);
  int height = (int) ceil (view->height * view->scale);
  int stride = width * 4;
  g_autofree guchar *data = NULL;
  AtlasBlockPixels *pixels = NULL;
  cairo_surface_t *surface;
  cairo_t *cr;

  if (g_cancellable_is_cancelled (cancellable))
    return NULL;
  data = g_try_malloc0 ((gsize) stride * (gsize) height);
  if (data == NULL)
    return NULL;

  surface = cairo_image_surface_create_for_data (data, CAIRO_FORMAT_ARGB32, width, height, stride);
  cr = cairo_create (surface);
  cairo_scale (cr, view->scale, view->scale);
  if (paint (self, cr, view, cancellable) && cairo_status (cr) == CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_flush (surface);
      if (self->ground)
        {
          pixels = g_new0 (AtlasBlockPixels, 1);
          pixels->bytes = g_bytes_new_take (g_steal_pointer (&data), (gsize) stride * (gsize) height);
          pixels->width = width;
          pixels->height = height;
        }
      else
        pixels = atlas_block_pixels_crop (data, width, height, stride);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return pixels;
}

static gboolean
is_row_empty (const guint32 *row,
              int            n)
{
  for (int i = 0; i < n; i++)
    if (row[i] != 0)
      return FALSE;
  return TRUE;
}

AtlasBlockPixels *
atlas_block_pixels_crop (const guchar *data,
                         int           width,
                         int           height,
                         int           stride)
{
  AtlasBlockPixels *self = g_new0 (AtlasBlockPixels, 1);
  int top = 0, bottom = height, left = width, right = 0;
  guchar *cut;

#define ROW(y) ((const guint32 *) (const void *) (data + (gsize) (y) * (gsize) stride))
  while (top < bottom && is_row_empty (ROW (top), width))
    top++;
  while (bottom > top && is_row_empty (ROW (bottom - 1), width))
    bottom--;
  if (top == bottom)
    return self;
  for (int y = top; y < bottom; y++)
    {
      int x = 0;

      while (x < left && ROW (y)[x] == 0)
        x++;
      left = MIN (left, x);
      x = width;
      while (x > right && ROW (y)[x - 1] == 0)
        x--;
      right = MAX (right, x);
    }
#undef ROW

  self->x = left;
  self->y = top;
  self->width = right - left;
  self->height = bottom - top;
  cut = g_malloc ((gsize) self->width * (gsize) self->height * 4);
  for (int y = 0; y < self->height; y++)
    memcpy (cut + (gsize) y * (gsize) self->width * 4,
            data + (gsize) (top + y) * (gsize) stride + (gsize) left * 4, (gsize) self->width * 4);
  self->bytes = g_bytes_new_take (cut, (gsize) self->width * (gsize) self->height * 4);
  return self;
}

void
atlas_block_pixels_free (AtlasBlockPixels *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}
