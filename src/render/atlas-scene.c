/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasScene: what the map shows at one moment, and that as a picture.
 *
 * Made in the main thread, painted in any: tables and styles are immutable, the rest is copied.
 * Limits: a picture has at most 32767 pixels a side, which is cairo's limit too. */

#include "render/atlas-scene.h"

#include "project/atlas-km-posts.h"
#include "render/atlas-painter.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_SIDE 32767.0
#define LEGEND_FONT 12.0

struct _AtlasScene
{
  gatomicrefcount  ref_count;
  GArray          *layers;    /* AtlasLabelLayer, bottom first */
  GArray          *explained; /* AtlasLegendLayer: the same, with what a legend says of them */
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
  g_clear_pointer (&layer->schema, atlas_schema_unref);
}

static void
add_explained (AtlasScene            *self,
               AtlasLayer            *layer,
               const AtlasLabelLayer *entry)
{
  AtlasLegendLayer explained = { .table = entry->table,
                                 .style = entry->style,
                                 .title = g_strdup (atlas_layer_get_title (layer)),
                                 .ground = entry->ground,
                                 .opacity = entry->opacity };

  if (atlas_legend_wants_schema (entry->style))
    explained.schema = atlas_layer_get_schema (layer);
  if (explained.schema != NULL)
    atlas_schema_ref (explained.schema);
  g_array_append_val (self->explained, explained);
}

static void
add_layer (AtlasScene *self,
           AtlasLayer *layer,
           gboolean    ground,
           double      opacity)
{
  AtlasTable *table = atlas_layer_get_table (layer);
  AtlasStyle *style = atlas_layer_get_style (layer);
  AtlasLabelLayer entry = { .ground = ground, .opacity = opacity * atlas_layer_get_opacity (layer) };

  if (table == NULL || style == NULL || !atlas_layer_get_visible (layer) || entry.opacity <= 0.0)
    return;

  entry.table = atlas_table_ref (table);
  entry.style = atlas_style_ref (style);
  g_array_append_val (self->layers, entry);
  add_explained (self, layer, &entry);
  if (atlas_km_posts_get (layer, &table, &style))
    {
      entry.table = atlas_table_ref (table);
      entry.style = atlas_style_ref (style);
      g_array_append_val (self->layers, entry);
    }
}

static AtlasScene *
new_empty (void)
{
  AtlasScene *self = g_new0 (AtlasScene, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->layers = g_array_new (FALSE, FALSE, sizeof (AtlasLabelLayer));
  g_array_set_clear_func (self->layers, clear_layer);
  self->explained = g_array_new (FALSE, FALSE, sizeof (AtlasLegendLayer));
  g_array_set_clear_func (self->explained, clear_explained);

  return self;
}

AtlasScene *
atlas_scene_new (AtlasProject *project)
{
  AtlasScene *self;

  g_return_val_if_fail (ATLAS_IS_PROJECT (project), NULL);

  self = new_empty ();
  if (atlas_project_get_basemap_visible (project))
    for (guint i = 0; i < atlas_project_get_n_ground (project); i++)
      add_layer (self, atlas_project_get_ground (project, i), TRUE, atlas_project_get_basemap_opacity (project));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (project), i);

      add_layer (self, layer, FALSE, 1.0);
    }

  return self;
}

AtlasScene *
atlas_scene_new_ground (AtlasScene *self)
{
  AtlasScene *part;

  g_return_val_if_fail (self != NULL, NULL);

  part = new_empty ();
  for (guint i = 0; i < self->layers->len; i++)
    {
      AtlasLabelLayer layer = g_array_index (self->layers, AtlasLabelLayer, i);

      if (!layer.ground)
        continue;
      layer.table = atlas_table_ref (layer.table);
      layer.style = atlas_style_ref (layer.style);
      g_array_append_val (part->layers, layer);
    }
  for (guint i = 0; i < self->explained->len; i++)
    {
      AtlasLegendLayer layer = g_array_index (self->explained, AtlasLegendLayer, i);

      if (!layer.ground)
        continue;
      layer.title = g_strdup (layer.title);
      if (layer.schema != NULL)
        atlas_schema_ref (layer.schema);
      g_array_append_val (part->explained, layer);
    }

  return part;
}

AtlasScene *
atlas_scene_ref (AtlasScene *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
atlas_scene_unref (AtlasScene *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_array_unref (self->explained);
  g_array_unref (self->layers);
  g_free (self);
}

const AtlasLabelLayer *
atlas_scene_get_layers (AtlasScene *self,
                        gsize      *n)
{
  g_return_val_if_fail (self != NULL, NULL);

  *n = self->layers->len;

  return (const AtlasLabelLayer *) (void *) self->layers->data;
}

static gboolean
paint_layer (cairo_t               *cr,
             const AtlasLabelLayer *layer,
             const AtlasView       *view,
             GCancellable          *cancellable)
{
  gboolean done;

  if (layer->opacity >= 1.0)
    return atlas_painter_paint_layer (cr, layer->table, layer->style, view, cancellable);

  cairo_push_group (cr);
  done = atlas_painter_paint_layer (cr, layer->table, layer->style, view, cancellable);
  cairo_pop_group_to_source (cr);
  cairo_paint_with_alpha (cr, layer->opacity);

  return done;
}

const AtlasLegendLayer *
atlas_scene_get_legend_layers (AtlasScene *self,
                               gsize      *n)
{
  g_return_val_if_fail (self != NULL, NULL);

  *n = self->explained->len;

  return (const AtlasLegendLayer *) (void *) self->explained->data;
}

/* The names, but for those in the way, and the legend. */
static gboolean
paint_legend (AtlasScene      *self,
              cairo_t         *cr,
              const AtlasView *view,
              gboolean         chinese,
              AtlasLegend     *legend,
              AtlasLabels     *labels,
              GError         **error)
{
  AtlasLegendLook look = { .font_size = LEGEND_FONT, .heading = _ ("Legend"), .box = TRUE, .dark = view->dark, .chinese = chinese };
  cairo_rectangle_t box;
  gsize n;
  const AtlasLabelLayer *layers = atlas_scene_get_layers (self, &n);

  if (!atlas_legend_place (legend, &look, layers, n, labels, view, &box))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                   _ ("A picture of %d × %d pixels is too small for its legend: make it larger, or show fewer layers."), view->width,
                   view->height);
      return FALSE;
    }
  atlas_labels_paint_around (labels, cr, &box);
  cairo_save (cr);
  cairo_translate (cr, box.x, box.y);
  atlas_legend_paint (legend, &look, cr);
  cairo_restore (cr);

  return TRUE;
}

static gboolean
paint (AtlasScene      *self,
       cairo_t         *cr,
       const AtlasView *view,
       gboolean         chinese,
       AtlasLegend     *legend,
       GCancellable    *cancellable,
       GError         **error)
{
  g_autoptr (AtlasLabels) labels = NULL;
  gsize n;
  const AtlasLabelLayer *layers = atlas_scene_get_layers (self, &n);

  atlas_painter_paint_ground (cr, view);
  for (gsize i = 0; i < n; i++)
    if (!paint_layer (cr, &layers[i], view, cancellable))
      return FALSE;

  labels = atlas_labels_place (layers, n, view, chinese, cancellable);
  if (labels == NULL)
    return FALSE;
  if (legend != NULL && atlas_legend_get_n_sections (legend) > 0)
    return paint_legend (self, cr, view, chinese, legend, labels, error);
  atlas_labels_paint (labels, cr);

  return TRUE;
}

static cairo_surface_t *
render (AtlasScene       *self,
        const AtlasView  *view,
        gboolean          chinese,
        AtlasLegend      *legend,
        GCancellable     *cancellable,
        GError          **error)
{
  g_autoptr (GError) problem = NULL;
  cairo_surface_t *surface;
  double width, height;
  gboolean done;
  cairo_t *cr;

  g_return_val_if_fail (self != NULL && view != NULL, NULL);
  g_return_val_if_fail (view->width > 0 && view->height > 0 && view->scale > 0.0, NULL);

  width = ceil (view->width * view->scale);
  height = ceil (view->height * view->scale);
  if (!(width <= MAX_SIDE && height <= MAX_SIDE))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                   _ ("A picture of %.0f × %.0f pixels is too big: at most %.0f a side are possible."), width, height,
                   MAX_SIDE);
      return NULL;
    }

  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width, (int) height);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (surface);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                   _ ("There is not enough memory for a picture of %.0f × %.0f pixels."), width, height);
      return NULL;
    }

  cr = cairo_create (surface);
  cairo_scale (cr, view->scale, view->scale);
  done = paint (self, cr, view, chinese, legend, cancellable, &problem);
  if (done && cairo_status (cr) != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, _ ("The picture cannot be painted: %s."),
                   cairo_status_to_string (cairo_status (cr)));
      done = FALSE;
    }
  else if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  else if (!done)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Painting was cancelled."));
  cairo_destroy (cr);
  if (!done)
    g_clear_pointer (&surface, cairo_surface_destroy);

  return surface;
}

cairo_surface_t *
atlas_scene_render (AtlasScene       *self,
                    const AtlasView  *view,
                    gboolean          chinese,
                    GCancellable     *cancellable,
                    GError          **error)
{
  return render (self, view, chinese, NULL, cancellable, error);
}

cairo_surface_t *
atlas_scene_render_with_legend (AtlasScene       *self,
                                const AtlasView  *view,
                                gboolean          chinese,
                                GCancellable     *cancellable,
                                GError          **error)
{
  const AtlasLegendFlags flags = ATLAS_LEGEND_IN_VIEW | ATLAS_LEGEND_AT_ZOOM | ATLAS_LEGEND_COUNT | ATLAS_LEGEND_GROUND;
  g_autoptr (AtlasLegend) legend = NULL;
  gsize n;
  const AtlasLegendLayer *layers;

  g_return_val_if_fail (self != NULL && view != NULL, NULL);

  layers = atlas_scene_get_legend_layers (self, &n);
  legend = atlas_legend_new (layers, n, view, 0.0, flags, cancellable);
  if (legend == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Painting was cancelled."));
      return NULL;
    }

  return render (self, view, chinese, legend, cancellable, error);
}
