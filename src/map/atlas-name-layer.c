/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The names on the map.
 *
 * Owned by the map's view, main thread; placing and painting is one job of the paint queue.  The picture reaches beyond the
 * view, so that panning shows names at once; it is cut into tiles without their transparent margins, since most of it is
 * empty.  On a rotated map the names turn with it. */

#include "map/atlas-name-layer.h"

#include <math.h>

#include "data/atlas-locale.h"
#include "geo/atlas-mercator.h"
#include "map/atlas-block-content.h"

/* Logical pixels around the view for which names are painted, and how far it may move until they are placed anew. */
#define MARGIN 256.0
#define SLACK 128.0
/* Zoom steps after which names begin to fade, and after which they are gone. */
#define FADE_FROM 0.3
#define FADE_TO 1.2
/* Before all blocks: it takes longer than any of them. */
#define PRIORITY -1.0

typedef struct
{
  GdkTexture *texture;
  double      x;              /* logical pixels from the top left of the picture */
  double      y;
  double      width;
  double      height;
} Tile;

struct _AtlasNameLayer
{
  ShumateLayer     parent_instance;
  AtlasPaintQueue *queue;
  AtlasScene      *scene;
  guint            serial;        /* of the scene */
  AtlasMapFrame    frame;

  GArray          *tiles;         /* Tile: the picture */
  AtlasMapFrame    tiles_frame;   /* what it was made for */
  guint            tiles_serial;  /* 0: no picture */

  AtlasPaintJob   *job;           /* (unowned) */
  AtlasMapFrame    job_frame;
  guint            job_serial;
};

/* What a worker needs. */
typedef struct
{
  AtlasNameLayer *layer;          /* on the main thread only, while the job is not cancelled */
  AtlasScene     *scene;
  AtlasView       view;
} Paint;

G_DEFINE_FINAL_TYPE (AtlasNameLayer, atlas_name_layer, SHUMATE_TYPE_LAYER)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
tile_clear (gpointer data)
{
  g_clear_object (&((Tile *) data)->texture);
}

static void
paint_free (gpointer data)
{
  Paint *paint = data;

  atlas_scene_unref (paint->scene);
  g_free (paint);
}

static gpointer
paint_run (gpointer      data,
           GCancellable *cancellable)
{
  Paint *paint = data;
  int width = (int) ceil (paint->view.width * paint->view.scale);
  int height = (int) ceil (paint->view.height * paint->view.scale);
  int stride = width * 4;
  g_autoptr (AtlasLabels) labels = NULL;
  g_autofree guchar *pixels = NULL;
  cairo_surface_t *surface;
  GArray *pieces;
  cairo_t *cr;
  gsize n;
  const AtlasLabelLayer *layers = atlas_scene_get_layers (paint->scene, &n);

  labels = atlas_labels_place (layers, n, &paint->view, atlas_locale_is_chinese (), cancellable);
  if (labels == NULL)
    return NULL;
  pixels = g_try_malloc0 ((gsize) stride * (gsize) height);
  if (pixels == NULL)
    return NULL;
  surface = cairo_image_surface_create_for_data (pixels, CAIRO_FORMAT_ARGB32, width, height, stride);
  cr = cairo_create (surface);
  cairo_scale (cr, paint->view.scale, paint->view.scale);
  atlas_labels_paint (labels, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  pieces = atlas_block_cut (pixels, width, height, stride);
  cairo_surface_destroy (surface);
  return pieces;
}

static gsize
paint_done (gpointer data,
            gpointer result)
{
  AtlasNameLayer *self = ((Paint *) data)->layer;
  g_autoptr (GArray) pieces = result;
  double scale = self->job_frame.scale;
  gsize bytes = 0;

  self->job = NULL;
  self->tiles_frame = self->job_frame;
  self->tiles_serial = self->job_serial;
  g_array_set_size (self->tiles, 0);
  for (guint i = 0; pieces != NULL && i < pieces->len; i++)
    {
      const AtlasBlockPiece *piece = &g_array_index (pieces, AtlasBlockPiece, i);
      Tile tile = {
        .texture = gdk_memory_texture_new (piece->width, piece->height, GDK_MEMORY_DEFAULT, piece->bytes,
                                           (gsize) piece->width * 4),
        .x = piece->x / scale,
        .y = piece->y / scale,
        .width = piece->width / scale,
        .height = piece->height / scale,
      };

      g_array_append_val (self->tiles, tile);
      bytes += g_bytes_get_size (piece->bytes);
    }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return bytes;
}

static void
cancel (AtlasNameLayer *self)
{
  if (self->job != NULL)
    atlas_paint_queue_cancel (self->queue, g_steal_pointer (&self->job));
}

/* Whether names made for @made may be shown for @frame, however far it has moved. */
static gboolean
is_alike (const AtlasMapFrame *made,
          const AtlasMapFrame *frame)
{
  return made->zoom == frame->zoom && made->rotation == frame->rotation && made->scale == frame->scale &&
         made->dark == frame->dark;
}

/* Whether they reach far enough: where names are placed does not depend on the view's edges. */
static gboolean
is_near (const AtlasMapFrame *made,
         const AtlasMapFrame *frame)
{
  double size = atlas_mercator_world_size (frame->zoom);
  graphene_rect_t had = atlas_map_frame_get_box (made, SLACK);
  graphene_rect_t box = atlas_map_frame_get_box (frame, 0);

  return fabs (made->x - frame->x) * size + box.size.width / 2 <= had.size.width / 2 &&
         fabs (made->y - frame->y) * size + box.size.height / 2 <= had.size.height / 2;
}

static void
add_job (AtlasNameLayer *self)
{
  Paint *paint = g_new0 (Paint, 1);

  paint->layer = self;
  paint->scene = atlas_scene_ref (self->scene);
  paint->view = atlas_map_frame_get_box_view (&self->frame, MARGIN);
  self->job_frame = self->frame;
  self->job_serial = self->serial;
  self->job = atlas_paint_queue_add (self->queue, PRIORITY, paint_run, paint_done, paint, paint_free,
                                     (GDestroyNotify) g_array_unref);
}

static void
atlas_name_layer_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  AtlasNameLayer *self = ATLAS_NAME_LAYER (widget);
  const AtlasMapFrame *frame = &self->frame;
  const AtlasMapFrame *made = &self->tiles_frame;
  double off = frame->zoom - made->zoom;
  double k = exp2 (off);
  double faded = (fabs (off) - FADE_FROM) / (FADE_TO - FADE_FROM);
  double x, y, made_x, made_y;
  graphene_rect_t box;

  if (self->tiles_serial == 0 || faded >= 1)
    return;
  atlas_map_frame_get_origin (frame, &x, &y);
  atlas_map_frame_get_origin (made, &made_x, &made_y);
  /* The picture was made for a view that reaches evenly beyond the widget of that time. */
  {
    AtlasView view = atlas_map_frame_get_box_view (made, MARGIN);

    made_x += (made->width - view.width) / 2;
    made_y += (made->height - view.height) / 2;
  }

  gtk_snapshot_save (snapshot);
  if (faded > 0)
    gtk_snapshot_push_opacity (snapshot, 1 - faded);
  if (frame->rotation != 0)
    {
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (frame->width / 2.0f, frame->height / 2.0f));
      gtk_snapshot_rotate (snapshot, (float) (frame->rotation * 180 / G_PI));
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (-frame->width / 2.0f, -frame->height / 2.0f));
    }
  box = atlas_map_frame_get_box (frame, 0);
  for (guint i = 0; i < self->tiles->len; i++)
    {
      const Tile *tile = &g_array_index (self->tiles, Tile, i);
      graphene_rect_t place = GRAPHENE_RECT_INIT ((made_x + tile->x) * k - x, (made_y + tile->y) * k - y,
                                                  tile->width * k, tile->height * k);

      if (graphene_rect_intersection (&place, &box, NULL))
        gtk_snapshot_append_texture (snapshot, tile->texture, &place);
    }
  if (faded > 0)
    gtk_snapshot_pop (snapshot);
  gtk_snapshot_restore (snapshot);
}

static void
atlas_name_layer_dispose (GObject *object)
{
  AtlasNameLayer *self = ATLAS_NAME_LAYER (object);

  cancel (self);
  g_clear_pointer (&self->scene, atlas_scene_unref);
  g_clear_pointer (&self->queue, atlas_paint_queue_unref);
  self->tiles_serial = 0;
  g_array_set_size (self->tiles, 0);
  G_OBJECT_CLASS (atlas_name_layer_parent_class)->dispose (object);
}

static void
atlas_name_layer_finalize (GObject *object)
{
  g_array_unref (ATLAS_NAME_LAYER (object)->tiles);
  G_OBJECT_CLASS (atlas_name_layer_parent_class)->finalize (object);
}

static void
atlas_name_layer_class_init (AtlasNameLayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = atlas_name_layer_dispose;
  object_class->finalize = atlas_name_layer_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = atlas_name_layer_snapshot;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
atlas_name_layer_init (AtlasNameLayer *self)
{
  self->tiles = g_array_new (FALSE, FALSE, sizeof (Tile));
  g_array_set_clear_func (self->tiles, tile_clear);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

AtlasNameLayer *
atlas_name_layer_new (ShumateViewport *viewport,
                      AtlasPaintQueue *queue)
{
  AtlasNameLayer *self = g_object_new (ATLAS_TYPE_NAME_LAYER, "viewport", viewport, NULL);

  self->queue = atlas_paint_queue_ref (queue);
  return self;
}

void
atlas_name_layer_set_scene (AtlasNameLayer *self,
                            AtlasScene     *scene)
{
  cancel (self);
  g_clear_pointer (&self->scene, atlas_scene_unref);
  self->scene = atlas_scene_ref (scene);
  self->serial++;
}

void
atlas_name_layer_update (AtlasNameLayer      *self,
                         const AtlasMapFrame *frame)
{
  self->frame = *frame;
  if (!frame->hold)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  if (self->job != NULL && !is_alike (&self->job_frame, frame))
    cancel (self);
  /* A job that fell behind a fast pan is let finish: what it brings is better than nothing, and the next follows. */
  if (self->scene != NULL && self->job == NULL && frame->still && frame->width > 0 && !atlas_name_layer_is_complete (self))
    add_job (self);
}

gboolean
atlas_name_layer_is_complete (AtlasNameLayer *self)
{
  return self->scene != NULL && self->tiles_serial == self->serial && is_alike (&self->tiles_frame, &self->frame) &&
         is_near (&self->tiles_frame, &self->frame);
}
