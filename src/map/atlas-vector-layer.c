/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A map layer of painted blocks.
 *
 * Owned by the map's view, main thread; AtlasBlockCache does the work. */

#include "map/atlas-vector-layer.h"

struct _AtlasVectorLayer
{
  ShumateLayer     parent_instance;
  AtlasBlockCache *cache;
  gboolean         running;
  guint            n_blank;
  gint64           slowest;       /* snapshot so far, microseconds */
};

G_DEFINE_FINAL_TYPE (AtlasVectorLayer, atlas_vector_layer, SHUMATE_TYPE_LAYER)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_blocks_changed (gpointer data)
{
  g_signal_emit (data, signals[SIGNAL_CHANGED], 0);
}

static void
atlas_vector_layer_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  AtlasVectorLayer *self = ATLAS_VECTOR_LAYER (widget);

  gint64 start = g_get_monotonic_time ();

  if (!atlas_block_cache_snapshot (self->cache, snapshot))
    self->n_blank++;
  self->slowest = MAX (self->slowest, g_get_monotonic_time () - start);
}

static void
atlas_vector_layer_dispose (GObject *object)
{
  AtlasVectorLayer *self = ATLAS_VECTOR_LAYER (object);

  if (self->cache != NULL)
    {
      atlas_block_cache_set_content (self->cache, NULL, FALSE);
      self->running = FALSE;
    }
  G_OBJECT_CLASS (atlas_vector_layer_parent_class)->dispose (object);
}

static void
atlas_vector_layer_finalize (GObject *object)
{
  g_clear_pointer (&ATLAS_VECTOR_LAYER (object)->cache, atlas_block_cache_free);
  G_OBJECT_CLASS (atlas_vector_layer_parent_class)->finalize (object);
}

static void
atlas_vector_layer_class_init (AtlasVectorLayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = atlas_vector_layer_dispose;
  object_class->finalize = atlas_vector_layer_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = atlas_vector_layer_snapshot;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
atlas_vector_layer_init (AtlasVectorLayer *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

AtlasVectorLayer *
atlas_vector_layer_new (ShumateViewport *viewport,
                        AtlasPaintQueue *queue,
                        AtlasBlockPool  *pool)
{
  AtlasVectorLayer *self = g_object_new (ATLAS_TYPE_VECTOR_LAYER, "viewport", viewport, NULL);

  self->cache = atlas_block_cache_new (queue, pool, on_blocks_changed, self);
  return self;
}

void
atlas_vector_layer_set_content (AtlasVectorLayer  *self,
                                AtlasBlockContent *content,
                                gboolean           keep)
{
  atlas_block_cache_set_content (self->cache, content, keep);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
atlas_vector_layer_update (AtlasVectorLayer    *self,
                           const AtlasMapSight *frame)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    {
      self->running = TRUE;
      atlas_block_cache_update (self->cache, frame);
      if (!frame->hold)
        gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  else if (self->running)
    {
      self->running = FALSE;
      atlas_block_cache_stop (self->cache);
    }
}

gboolean
atlas_vector_layer_is_complete (AtlasVectorLayer *self)
{
  return !gtk_widget_get_visible (GTK_WIDGET (self)) || atlas_block_cache_is_complete (self->cache);
}

guint
atlas_vector_layer_get_n_blank (AtlasVectorLayer *self)
{
  return self->n_blank;
}

gint64
atlas_vector_layer_get_slowest (AtlasVectorLayer *self)
{
  return self->slowest;
}
