/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasFrameMap: a scene in a map frame.
 *
 * The layers' places are moved to "sheet degrees" (atlas-map-frame.h), and from there on the painter, the names and the legend of
 * the screen do the rest, so that paper shows what the screen shows.  Immutable; any thread.  Costs what is in the frame. */

#include "layout/atlas-frame-map.h"

#include "data/atlas-table-moved.h"
#include "geo/atlas-mercator.h"
#include "render/atlas-painter.h"
#include "render/atlas-paper-marks.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* How much finer than a logical pixel paper is: lines are true to half of a quarter of ATLAS_PAPER_PIXEL, 0.03 mm. */
#define DETAIL 2.0
/* Millimetres around the frame from where symbols and names may reach into it. */
#define MARGIN 40.0
/* A straight piece is bent by the plane by no more than this, millimetres. */
#define MOST_BEND 0.02

struct _AtlasFrameMap
{
  gatomicrefcount  ref_count;
  AtlasMapFrame   *frame;
  AtlasView        view;       /* a little larger than the frame: nothing is missing at its edges */
  AtlasView        inner;      /* a little smaller: no name is cut */
  GArray          *layers;     /* AtlasLabelLayer, moved */
  GArray          *explained;  /* AtlasLegendLayer, moved */
  AtlasLabels     *labels;
};

static void
clear_layer (gpointer data)
{
  AtlasLabelLayer *layer = data;

  atlas_table_unref (layer->table);
  atlas_style_unref (layer->style);
}

static void
clear_explained (gpointer data)
{
  AtlasLegendLayer *layer = data;

  g_free ((char *) layer->title);
  atlas_table_unref (layer->table);
  atlas_style_unref (layer->style);
  g_clear_pointer (&layer->schema, atlas_schema_unref);
}

static void
move_to_sheet (double   *coords,
               gsize     n,
               gpointer  data)
{
  atlas_map_frame_to_sheet (data, coords, n);
}

/* How many degrees a straight piece may be long: the bend grows with the square of the length, so the longest diagonals of the
 * frame tell. */
static double
get_step (AtlasMapFrame     *frame,
          const AtlasExtent *extent)
{
  const double ends[][4] = {
    { extent->west, extent->south, extent->east, extent->north },
    { extent->west, extent->north, extent->east, extent->south },
    { extent->west, extent->north, extent->east, extent->north },
    { extent->west, extent->south, extent->west, extent->north },
  };
  double step = INFINITY;

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      const double length = MAX (fabs (ends[i][2] - ends[i][0]), fabs (ends[i][3] - ends[i][1]));
      double x[3], y[3], bend;

      for (guint k = 0; k < 3; k++)
        atlas_map_frame_to_page (frame, ends[i][0] + (ends[i][2] - ends[i][0]) * k / 2.0,
                                 ends[i][1] + (ends[i][3] - ends[i][1]) * k / 2.0, &x[k], &y[k]);
      bend = hypot (x[1] - (x[0] + x[2]) / 2.0, y[1] - (y[0] + y[2]) / 2.0);
      if (isfinite (bend) && bend > 0.0)
        step = MIN (step, length * sqrt (MOST_BEND / bend));
    }

  return isfinite (step) ? MAX (step, 1e-6) : 1.0;
}

static void
init_move (AtlasMapFrame  *frame,
           AtlasTableMove *move)
{
  double grow;

  *move = (AtlasTableMove){ .extent = atlas_map_frame_get_extent (frame, MARGIN), .move = move_to_sheet, .data = frame };
  grow = 1.0 + MAX (move->extent.east - move->extent.west, move->extent.north - move->extent.south);
  move->reach = (AtlasExtent){ MAX (move->extent.west - grow, -180.0), MAX (move->extent.south - grow, -90.0),
                               MIN (move->extent.east + grow, 180.0), MIN (move->extent.north + grow, 90.0) };
  move->least = 0.5 / (atlas_mercator_world_size (atlas_map_frame_get_zoom (frame)) * DETAIL);
  move->step = get_step (frame, &move->extent);
}

static gboolean
move_layers (AtlasFrameMap *self,
             AtlasScene    *scene,
             GCancellable  *cancellable)
{
  g_autoptr (GHashTable) moved = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) atlas_table_unref);
  AtlasTableMove move;
  gsize n;
  const AtlasLabelLayer *layers = atlas_scene_get_layers (scene, &n);
  const AtlasLegendLayer *explained;

  init_move (self->frame, &move);
  for (gsize i = 0; i < n; i++)
    {
      AtlasLabelLayer layer = layers[i];
      AtlasTable *table = g_hash_table_lookup (moved, layers[i].table);

      if (table == NULL)
        {
          table = atlas_table_new_moved (layers[i].table, &move, cancellable);
          if (table == NULL)
            return FALSE;
          g_hash_table_insert (moved, layers[i].table, table);
        }
      layer.table = atlas_table_ref (table);
      layer.style = atlas_style_ref (layer.style);
      g_array_append_val (self->layers, layer);
    }
  explained = atlas_scene_get_legend_layers (scene, &n);
  for (gsize i = 0; i < n; i++)
    {
      AtlasLegendLayer layer = explained[i];

      layer.title = g_strdup (layer.title);
      layer.table = atlas_table_ref (g_hash_table_lookup (moved, explained[i].table));
      layer.style = atlas_style_ref (layer.style);
      if (layer.schema != NULL)
        atlas_schema_ref (layer.schema);
      g_array_append_val (self->explained, layer);
    }

  return TRUE;
}

AtlasFrameMap *
atlas_frame_map_new (AtlasMapFrame  *frame,
                     AtlasScene     *scene,
                     gboolean        chinese,
                     GCancellable   *cancellable,
                     GError        **error)
{
  g_autoptr (AtlasFrameMap) self = NULL;

  g_return_val_if_fail (frame != NULL && scene != NULL, NULL);

  self = g_new0 (AtlasFrameMap, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->frame = atlas_map_frame_ref (frame);
  self->layers = g_array_new (FALSE, FALSE, sizeof (AtlasLabelLayer));
  g_array_set_clear_func (self->layers, clear_layer);
  self->explained = g_array_new (FALSE, FALSE, sizeof (AtlasLegendLayer));
  g_array_set_clear_func (self->explained, clear_explained);
  atlas_map_frame_get_view (frame, DETAIL, &self->view);
  self->inner = self->view;
  self->inner.width = MAX ((int) floor (atlas_map_frame_get_width (frame) / ATLAS_PAPER_PIXEL + 1e-6), 1);
  self->inner.height = MAX ((int) floor (atlas_map_frame_get_height (frame) / ATLAS_PAPER_PIXEL + 1e-6), 1);

  if (move_layers (self, scene, cancellable))
    self->labels = atlas_labels_place ((const AtlasLabelLayer *) (gpointer) self->layers->data, self->layers->len, &self->inner, chinese,
                                       cancellable);
  if (self->labels == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
      return NULL;
    }

  return g_steal_pointer (&self);
}

AtlasFrameMap *
atlas_frame_map_ref (AtlasFrameMap *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
atlas_frame_map_unref (AtlasFrameMap *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->labels, atlas_labels_unref);
  g_array_unref (self->explained);
  g_array_unref (self->layers);
  atlas_map_frame_unref (self->frame);
  g_free (self);
}

AtlasMapFrame *
atlas_frame_map_get_frame (AtlasFrameMap *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->frame;
}

AtlasLabels *
atlas_frame_map_get_labels (AtlasFrameMap *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->labels;
}

gsize
atlas_frame_map_get_n_layers (AtlasFrameMap *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->layers->len;
}

const char *
atlas_frame_map_get_layer_title (AtlasFrameMap *self,
                                 gsize          index)
{
  g_return_val_if_fail (self != NULL && index < self->layers->len, NULL);

  for (guint i = 0; i < self->explained->len; i++)
    {
      const AtlasLegendLayer *explained = &g_array_index (self->explained, AtlasLegendLayer, i);

      if (explained->table == g_array_index (self->layers, AtlasLabelLayer, index).table)
        return explained->title;
    }

  return NULL;
}

/* From millimetres of the frame to logical pixels of @view, whose middle is the frame's. */
static void
enter_view (AtlasFrameMap   *self,
            cairo_t         *cr,
            const AtlasView *view)
{
  const double width = atlas_map_frame_get_width (self->frame), height = atlas_map_frame_get_height (self->frame);

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  cairo_translate (cr, (width - view->width * ATLAS_PAPER_PIXEL) / 2.0, (height - view->height * ATLAS_PAPER_PIXEL) / 2.0);
  cairo_scale (cr, ATLAS_PAPER_PIXEL, ATLAS_PAPER_PIXEL);
}

static gboolean
paint_layer (AtlasFrameMap         *self,
             cairo_t               *cr,
             const AtlasLabelLayer *layer,
             GCancellable          *cancellable)
{
  gboolean done;

  if (layer->opacity < 1.0)
    cairo_push_group (cr);
  done = atlas_painter_paint_layer (cr, layer->table, layer->style, &self->view, cancellable);
  if (layer->opacity < 1.0)
    {
      cairo_pop_group_to_source (cr);
      cairo_paint_with_alpha (cr, layer->opacity);
    }

  return done;
}

/* What a PDF's reader calls the layer.  What is drawn of a layer's own (km posts) belongs to it. */
static const char *
get_print_title (AtlasFrameMap *self,
                 gssize         index)
{
  if (index < 0)
    return _ ("Background");
  if (index == (gssize) self->layers->len)
    return _ ("Names");
  for (; index >= 0; index--)
    {
      const char *title = atlas_frame_map_get_layer_title (self, (gsize) index);

      if (title != NULL && *title != '\0')
        return title;
    }

  return _ ("Background");
}

gboolean
atlas_frame_map_paint_layer (AtlasFrameMap *self,
                             gssize         index,
                             cairo_t       *cr,
                             GCancellable  *cancellable)
{
  gboolean done = TRUE;

  g_return_val_if_fail (self != NULL && cr != NULL && index >= -1 && index <= (gssize) self->layers->len, FALSE);

  atlas_paper_mark_begin (cr, ATLAS_PAPER_LAYER, get_print_title (self, index));
  enter_view (self, cr, index == (gssize) self->layers->len ? &self->inner : &self->view);
  if (index < 0)
    atlas_painter_paint_ground (cr, &self->view);
  else if (index == (gssize) self->layers->len)
    atlas_labels_paint (self->labels, cr);
  else
    done = paint_layer (self, cr, &g_array_index (self->layers, AtlasLabelLayer, index), cancellable);
  cairo_restore (cr);
  atlas_paper_mark_end (cr, ATLAS_PAPER_LAYER);

  return done;
}

gboolean
atlas_frame_map_paint (AtlasFrameMap *self,
                       cairo_t       *cr,
                       GCancellable  *cancellable)
{
  g_return_val_if_fail (self != NULL && cr != NULL, FALSE);

  for (gssize i = -1; i <= (gssize) self->layers->len; i++)
    if (!atlas_frame_map_paint_layer (self, i, cr, cancellable))
      return FALSE;

  return TRUE;
}

AtlasLegend *
atlas_frame_map_dup_legend (AtlasFrameMap    *self,
                            AtlasLegendFlags  flags,
                            GCancellable     *cancellable)
{
  g_return_val_if_fail (self != NULL, NULL);

  return atlas_legend_new ((const AtlasLegendLayer *) (gpointer) self->explained->data, self->explained->len, &self->view, 0.0, flags,
                           cancellable);
}
