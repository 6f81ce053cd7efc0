/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is painted in the blocks of a map layer, and how a block becomes pixels.
 *
 * Made in the main thread, painted in workers: tables and styles are immutable, the rest never changes once it is shared.
 * Pixels are cut down to what is not transparent: most of a line layer is empty, and what is not there costs neither memory
 * nor time when a frame is put together. */

#include "map/atlas-block-content.h"

#include <math.h>
#include <string.h>

#include "render/atlas-painter.h"

/* How far the outline of a highlight reaches beyond the symbol, pixels. */
#define HIGHLIGHT_REACH 8.0
/* Pieces are strips, device pixels.  Smaller textures than the least width share one on the graphics card, where a scaled
 * piece takes colour from its neighbours there, so none is as small as that. */
#define STRIP_WIDTH 512
#define STRIP_HEIGHT 64
#define STRIP_WIDTH_LEAST 130
/* A picture whose pieces cover more than this part of it stays in one. */
#define DENSE 0.7

typedef struct
{
  AtlasTable      *table;
  AtlasStyle      *style;
  AtlasFeatureSet *selection;   /* (nullable): only these are outlined */
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
  g_clear_pointer (&part->selection, atlas_feature_set_unref);
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
  Part part = { atlas_table_ref (table), atlas_style_ref (style), NULL };

  g_array_append_val (self->parts, part);
}

void
atlas_block_content_add_selection (AtlasBlockContent *self,
                                   AtlasTable        *table,
                                   AtlasStyle        *style,
                                   AtlasFeatureSet   *selection)
{
  Part part = { atlas_table_ref (table), atlas_style_ref (style), atlas_feature_set_ref (selection) };

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

      if (a->table != b->table || a->style != b->style || a->selection != b->selection)
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
      double reach = atlas_style_get_reach (part->style, view->zoom)
                     + (self->highlight || part->selection != NULL ? HIGHLIGHT_REACH : 0);
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
      else if (part->selection != NULL)
        {
          if (!atlas_painter_paint_selection (cr, part->table, part->selection, part->style, view, cancellable))
            return FALSE;
        }
      else if (!atlas_painter_paint_layer (cr, part->table, part->style, view, cancellable))
        return FALSE;
    }
  return !g_cancellable_is_cancelled (cancellable);
}

static void
piece_clear (gpointer data)
{
  g_clear_pointer (&((AtlasBlockPiece *) data)->bytes, g_bytes_unref);
}

static GArray *
pieces_new (void)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (AtlasBlockPiece));

  g_array_set_clear_func (pieces, piece_clear);
  return pieces;
}

GArray *
atlas_block_content_paint (AtlasBlockContent *self,
                           const AtlasView   *view,
                           GCancellable      *cancellable)
{
  int width = (int) ceil (view->width * view->scale);
  int height = (int) ceil (view->height * view->scale);
  int stride = width * 4;
  g_autofree guchar *data = NULL;
  GArray *pieces = NULL;
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
          AtlasBlockPiece whole = { .width = width, .height = height };

          whole.bytes = g_bytes_new_take (g_steal_pointer (&data), (gsize) stride * (gsize) height);
          pieces = pieces_new ();
          g_array_append_val (pieces, whole);
        }
      else
        pieces = atlas_block_cut (data, width, height, stride);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return pieces;
}

#define ROW(y) ((const guint32 *) (const void *) (data + (gsize) (y) * (gsize) stride))

static gboolean
is_row_empty (const guint32 *row,
              int            n)
{
  for (int i = 0; i < n; i++)
    if (row[i] != 0)
      return FALSE;
  return TRUE;
}

/* Shrinks @piece to what is not transparent.  Returns: %FALSE when that is nothing. */
static gboolean
shrink (AtlasBlockPiece *piece,
        const guchar    *data,
        int              stride)
{
  int top = piece->y, bottom = piece->y + piece->height;
  int left = piece->x + piece->width, right = piece->x;

  while (top < bottom && is_row_empty (ROW (top) + piece->x, piece->width))
    top++;
  while (bottom > top && is_row_empty (ROW (bottom - 1) + piece->x, piece->width))
    bottom--;
  if (top == bottom)
    return FALSE;
  for (int y = top; y < bottom; y++)
    {
      const guint32 *row = ROW (y);
      int x = piece->x;

      while (x < left && row[x] == 0)
        x++;
      left = MIN (left, x);
      x = piece->x + piece->width;
      while (x > right && row[x - 1] == 0)
        x--;
      right = MAX (right, x);
    }
  left = MAX (MIN (left, piece->x + piece->width - STRIP_WIDTH_LEAST), piece->x);
  right = MAX (right, MIN (left + STRIP_WIDTH_LEAST, piece->x + piece->width));
  piece->x = left;
  piece->y = top;
  piece->width = right - left;
  piece->height = bottom - top;
  return TRUE;
}

/* Gives each piece its pixels, all in one block of memory. */
static void
fill (GArray       *pieces,
      const guchar *data,
      int           stride)
{
  g_autoptr (GBytes) bytes = NULL;
  gsize size = 0, at = 0;
  guchar *all;

  for (guint i = 0; i < pieces->len; i++)
    {
      const AtlasBlockPiece *piece = &g_array_index (pieces, AtlasBlockPiece, i);

      size += (gsize) piece->width * (gsize) piece->height * 4;
    }
  all = g_malloc (size);
  bytes = g_bytes_new_take (all, size);
  for (guint i = 0; i < pieces->len; i++)
    {
      AtlasBlockPiece *piece = &g_array_index (pieces, AtlasBlockPiece, i);
      gsize length = (gsize) piece->width * 4;

      for (int y = 0; y < piece->height; y++)
        memcpy (all + at + (gsize) y * length, ROW (piece->y + y) + piece->x, length);
      piece->bytes = g_bytes_new_from_bytes (bytes, at, length * (gsize) piece->height);
      at += length * (gsize) piece->height;
    }
}

GArray *
atlas_block_cut (const guchar *data,
                 int           width,
                 int           height,
                 int           stride)
{
  GArray *pieces = pieces_new ();
  double used = 0;

  for (int y = 0; y < height; y += STRIP_HEIGHT)
    for (int x = 0; x < width; x += STRIP_WIDTH)
      {
        AtlasBlockPiece piece = { NULL, x, y, MIN (STRIP_WIDTH, width - x), MIN (STRIP_HEIGHT, height - y) };

        if (!shrink (&piece, data, stride))
          continue;
        used += (double) piece.width * piece.height;
        g_array_append_val (pieces, piece);
      }
  if (pieces->len > 1 && used > DENSE * width * height)
    {
      AtlasBlockPiece whole = { NULL, 0, 0, width, height };

      g_array_set_size (pieces, 0);
      shrink (&whole, data, stride);
      g_array_append_val (pieces, whole);
    }
  if (pieces->len > 0)
    fill (pieces, data, stride);
  return pieces;
}
