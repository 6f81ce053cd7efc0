/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasPagePicture: a page as textures.
 *
 * A worker first makes the sheet (names placed, layers moved to the plane), then paints it, and when all is painted looks it over.  A sheet is kept for as long as its
 * page is the one that is wanted, so zooming and moving only paint.  A sheet belongs to one thread at a time: there is one worker.
 * Limits: a texture has at most MOST_PIXELS pixels; larger views are painted coarser.  Main thread. */

#include "ui/atlas-page-picture.h"

#include <math.h>

/* Of a texture that shows all of the page. */
#define COARSE_PIXELS 1.2e6
/* Of a texture of what is in view: 64 MB. */
#define MOST_PIXELS 16e6

/* What was painted. */
typedef struct
{
  GdkTexture      *texture;   /* (nullable) */
  AtlasPageRegion  region;
  guint            serial;    /* of the page that it shows */
} Painted;

struct _AtlasPagePicture
{
  GObject          parent_instance;
  AtlasPage       *page;      /* (nullable) */
  AtlasPageWorld  *world;
  guint            serial;
  AtlasSheet      *sheet;     /* (nullable): of @sheet_serial, while no worker has it */
  guint            sheet_serial;
  guint            failed;    /* the page that cannot be painted */
  AtlasPageRegion  wanted;
  Painted          coarse;
  Painted          fine;
  GCancellable    *work;      /* (nullable): while a worker is at it */
  gboolean         only_paints;   /* the worker had the sheet */
  gboolean         looks;     /* the worker looks the page over */
  GPtrArray       *findings;  /* (nullable): of @looked */
  guint            looked;    /* the page that was looked over last */
  gboolean         stopped;
};

/* What a worker is asked for, and what it made. */
typedef struct
{
  AtlasPage       *page;
  AtlasPageWorld  *world;
  guint            serial;
  AtlasSheet      *sheet;     /* (nullable): else it is made */
  AtlasPageRegion  region;
  gboolean         coarse;    /* all of the page */
  gboolean         looks;     /* looks it over instead */
  GdkTexture      *texture;   /* (nullable) */
  GPtrArray       *findings;  /* (nullable) */
} Job;

enum
{
  CHANGED,
  BUSY,
  FAILED,
  LOOKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AtlasPagePicture, atlas_page_picture, G_TYPE_OBJECT)

static void pump (AtlasPagePicture *self);

static void
job_free (gpointer data)
{
  Job *self = data;

  atlas_page_unref (self->page);
  atlas_page_world_unref (self->world);
  g_clear_pointer (&self->sheet, atlas_sheet_free);
  g_clear_object (&self->texture);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_free (self);
}

static void
atlas_page_picture_finalize (GObject *object)
{
  AtlasPagePicture *self = ATLAS_PAGE_PICTURE (object);

  g_clear_pointer (&self->page, atlas_page_unref);
  g_clear_pointer (&self->world, atlas_page_world_unref);
  g_clear_pointer (&self->sheet, atlas_sheet_free);
  g_clear_object (&self->coarse.texture);
  g_clear_object (&self->fine.texture);
  g_clear_object (&self->work);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  G_OBJECT_CLASS (atlas_page_picture_parent_class)->finalize (object);
}

static void
atlas_page_picture_class_init (AtlasPagePictureClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = atlas_page_picture_finalize;
  signals[CHANGED] = g_signal_new ("changed", ATLAS_TYPE_PAGE_PICTURE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[BUSY] = g_signal_new ("busy", ATLAS_TYPE_PAGE_PICTURE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", ATLAS_TYPE_PAGE_PICTURE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_STRING);
  signals[LOOKED] = g_signal_new ("looked", ATLAS_TYPE_PAGE_PICTURE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
atlas_page_picture_init (AtlasPagePicture *self)
{
}

AtlasPagePicture *
atlas_page_picture_new (void)
{
  return g_object_new (ATLAS_TYPE_PAGE_PICTURE, NULL);
}

/* Painting: in the worker. */

static GdkTexture *
paint (AtlasSheet             *sheet,
       const AtlasPageRegion  *region,
       GCancellable           *cancellable,
       GError                **error)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, region->width, region->height);
  g_autoptr (GBytes) bytes = NULL;
  gsize stride;
  gboolean done;
  cairo_t *cr;

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (surface);
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, cairo_status_to_string (CAIRO_STATUS_NO_MEMORY));
      return NULL;
    }
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_translate (cr, -region->x, -region->y);
  cairo_scale (cr, region->density, region->density);
  done = sheet->paint (sheet, cr, cancellable, error);
  cairo_destroy (cr);
  if (!done)
    {
      cairo_surface_destroy (surface);
      return NULL;
    }
  cairo_surface_flush (surface);
  stride = (gsize) cairo_image_surface_get_stride (surface);
  /* RGB24 leaves the fourth byte undefined. */
  for (gsize i = 0; i < stride * (gsize) region->height; i += 4)
    *(guint32 *) (void *) (cairo_image_surface_get_data (surface) + i) |= 0xff000000u;
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), stride * (gsize) region->height,
                                      (GDestroyNotify) cairo_surface_destroy, surface);
  return gdk_memory_texture_new (region->width, region->height, GDK_MEMORY_DEFAULT, bytes, stride);
}

static void
run (GTask        *task,
     gpointer      source,
     gpointer      data,
     GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;

  if (job->sheet == NULL)
    job->sheet = atlas_page_world_dup_sheet (job->world, job->page, cancellable, &error);
  if (job->sheet != NULL && job->looks)
    job->findings = atlas_preflight_run (job->sheet, atlas_page_world_get_scene (job->world),
                                         atlas_page_world_get_context (job->world), cancellable);
  else if (job->sheet != NULL)
    job->texture = paint (job->sheet, &job->region, cancellable, &error);
  if (job->texture != NULL || job->findings != NULL)
    g_task_return_boolean (task, TRUE);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
}

/* The main thread again. */

static void
take_texture (Painted *painted,
              Job     *job)
{
  g_set_object (&painted->texture, job->texture);
  painted->region = job->region;
  painted->serial = job->serial;
}

static void
on_painted (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  AtlasPagePicture *self = ATLAS_PAGE_PICTURE (source);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  const gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  g_clear_object (&self->work);
  if (self->stopped)
    return;
  if (job->serial == self->serial && job->sheet != NULL)
    {
      g_clear_pointer (&self->sheet, atlas_sheet_free);
      self->sheet = g_steal_pointer (&job->sheet);
      self->sheet_serial = job->serial;
    }
  if (done && job->looks)
    {
      g_clear_pointer (&self->findings, g_ptr_array_unref);
      self->findings = g_steal_pointer (&job->findings);
      self->looked = job->serial;
      g_signal_emit (self, signals[LOOKED], 0);
    }
  else if (done)
    {
      take_texture (job->coarse ? &self->coarse : &self->fine, job);
      /* What lies around it is of the page before. */
      if (!job->coarse && self->coarse.serial != job->serial && self->coarse.texture == NULL)
        take_texture (&self->coarse, job);
      g_signal_emit (self, signals[FAILED], 0, NULL);
      g_signal_emit (self, signals[CHANGED], 0);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      self->failed = job->serial;
      if (job->serial == self->serial)
        g_signal_emit (self, signals[FAILED], 0, error->message);
    }
  pump (self);
  g_signal_emit (self, signals[BUSY], 0);
}

static gboolean
same_region (const AtlasPageRegion *a,
             const AtlasPageRegion *b)
{
  return a->density == b->density && a->x == b->x && a->y == b->y && a->width == b->width && a->height == b->height;
}

/* A region that is too large for memory is painted with fewer pixels. */
static AtlasPageRegion
limit_region (const AtlasPageRegion *region)
{
  const double pixels = (double) region->width * region->height;
  const double factor = pixels > MOST_PIXELS ? sqrt (MOST_PIXELS / pixels) : 1.0;

  return (AtlasPageRegion) { region->density * factor, (int) floor (region->x * factor), (int) floor (region->y * factor),
                             MAX (1, (int) ceil (region->width * factor)), MAX (1, (int) ceil (region->height * factor)) };
}

static AtlasPageRegion
get_coarse_region (AtlasPage *page)
{
  const double width = atlas_page_get_width (page);
  const double height = atlas_page_get_height (page);
  const double density = sqrt (COARSE_PIXELS / (width * height));

  return (AtlasPageRegion) { density, 0, 0, MAX (1, (int) round (width * density)), MAX (1, (int) round (height * density)) };
}

/* Whether a region shows all of the page: then nothing coarse is needed beside it. */
static gboolean
is_whole (AtlasPagePicture      *self,
          const AtlasPageRegion *region)
{
  return region->x <= 0 && region->y <= 0
         && region->x + region->width >= floor (atlas_page_get_width (self->page) * region->density)
         && region->y + region->height >= floor (atlas_page_get_height (self->page) * region->density);
}

static void
start (AtlasPagePicture *self,
       gboolean          coarse,
       gboolean          looks)
{
  g_autoptr (GTask) task = NULL;
  Job *job = g_new0 (Job, 1);

  *job = (Job) { .page = atlas_page_ref (self->page),
                 .world = atlas_page_world_ref (self->world),
                 .serial = self->serial,
                 .region = coarse ? get_coarse_region (self->page) : limit_region (&self->wanted),
                 .coarse = coarse,
                 .looks = looks };
  if (self->sheet_serial == self->serial)
    job->sheet = g_steal_pointer (&self->sheet);
  self->only_paints = job->sheet != NULL;
  self->looks = looks;
  self->work = g_cancellable_new ();
  task = g_task_new (self, self->work, on_painted, NULL);
  g_task_set_task_data (task, job, job_free);
  /* Even when it was stopped the sheet comes back. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, run);
}

/* Starts what is wanted most. */
static void
pump (AtlasPagePicture *self)
{
  AtlasPageRegion region;

  if (self->work != NULL || self->page == NULL || self->stopped || self->failed == self->serial || self->wanted.width <= 0)
    return;
  region = limit_region (&self->wanted);
  if (self->fine.serial != self->serial || !same_region (&self->fine.region, &region))
    start (self, FALSE, FALSE);
  else if (self->coarse.serial != self->serial && !is_whole (self, &region))
    start (self, TRUE, FALSE);
  else if (self->looked != self->serial)
    start (self, FALSE, TRUE);
  else
    return;
  g_signal_emit (self, signals[BUSY], 0);
}

static void
supersede (AtlasPagePicture *self)
{
  if (self->work != NULL)
    g_cancellable_cancel (self->work);
  else
    pump (self);
}

guint
atlas_page_picture_set_page (AtlasPagePicture *self,
                             AtlasPage        *page,
                             AtlasPageWorld   *world)
{
  g_return_val_if_fail (ATLAS_IS_PAGE_PICTURE (self) && page != NULL && world != NULL, 0);
  atlas_page_ref (page);
  g_clear_pointer (&self->page, atlas_page_unref);
  self->page = page;
  atlas_page_world_ref (world);
  g_clear_pointer (&self->world, atlas_page_world_unref);
  self->world = world;
  self->serial++;
  g_clear_pointer (&self->sheet, atlas_sheet_free);
  supersede (self);
  return self->serial;
}

void
atlas_page_picture_set_region (AtlasPagePicture      *self,
                               const AtlasPageRegion *region)
{
  g_return_if_fail (ATLAS_IS_PAGE_PICTURE (self) && region != NULL);
  if (same_region (&self->wanted, region))
    return;
  self->wanted = *region;
  /* A sheet that is being made is wanted still. */
  if (self->work == NULL || self->only_paints)
    supersede (self);
}

guint
atlas_page_picture_get_shown (AtlasPagePicture *self)
{
  g_return_val_if_fail (ATLAS_IS_PAGE_PICTURE (self), 0);
  return self->fine.serial;
}

gboolean
atlas_page_picture_get_busy (AtlasPagePicture *self)
{
  g_return_val_if_fail (ATLAS_IS_PAGE_PICTURE (self), FALSE);
  return self->work != NULL && !self->looks;
}

GPtrArray *
atlas_page_picture_get_findings (AtlasPagePicture *self)
{
  g_return_val_if_fail (ATLAS_IS_PAGE_PICTURE (self), NULL);
  return self->findings;
}

static void
append (GtkSnapshot   *snapshot,
        const Painted *painted,
        double         x,
        double         y,
        double         zoom)
{
  const double factor = zoom / painted->region.density;

  if (painted->texture != NULL)
    gtk_snapshot_append_texture (snapshot, painted->texture,
                                 &GRAPHENE_RECT_INIT ((float) (x + painted->region.x * factor),
                                                      (float) (y + painted->region.y * factor),
                                                      (float) (painted->region.width * factor),
                                                      (float) (painted->region.height * factor)));
}

void
atlas_page_picture_snapshot (AtlasPagePicture *self,
                             GtkSnapshot      *snapshot,
                             double            x,
                             double            y,
                             double            zoom)
{
  g_return_if_fail (ATLAS_IS_PAGE_PICTURE (self));
  append (snapshot, &self->coarse, x, y, zoom);
  append (snapshot, &self->fine, x, y, zoom);
}

void
atlas_page_picture_stop (AtlasPagePicture *self)
{
  g_return_if_fail (ATLAS_IS_PAGE_PICTURE (self));
  self->stopped = TRUE;
  if (self->work != NULL)
    g_cancellable_cancel (self->work);
}
