/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Worker threads that paint for a map, and the way of their results to the main loop.
 *
 * Owned by the map's view and its layers, on the main thread.  The lock guards the lists and the jobs' states; nothing is
 * painted or freed under it.  A worker runs at a lower priority than the main loop, so that on a small machine gestures
 * stay smooth while it paints.
 */
#include "map/atlas-paint-queue.h"

#include <sys/resource.h>

/* Results are handed over after the frame clock had its turn, so painting a frame never waits for a queue of them. */
#define HAND_OVER_PRIORITY (G_PRIORITY_HIGH_IDLE + 21)
#define HAND_OVER_TIME (4 * G_TIME_SPAN_MILLISECOND)
/* Pixels go to the graphics card in the frame that shows them first: no more than that in half a frame's time. */
#define HAND_OVER_BYTES (4 * 1024 * 1024)
#define HAND_OVER_PAUSE (8 * G_TIME_SPAN_MILLISECOND)
#define WORKER_NICE 2
#define MAX_WORKERS 4

typedef enum
{
  JOB_WAITING,
  JOB_RUNNING,
  JOB_DONE,
} JobState;

struct _AtlasPaintJob
{
  double          priority;
  JobState        state;
  gboolean        cancelled;
  AtlasPaintRun   run;
  AtlasPaintDone  done;
  gpointer        data;
  gpointer        result;
  GDestroyNotify  free_data;
  GDestroyNotify  free_result;
  GCancellable   *cancellable;
};

struct _AtlasPaintQueue
{
  guint      ref_count;
  GMutex     lock;
  GCond      wake;
  GPtrArray *waiting;             /* AtlasPaintJob */
  GPtrArray *running;
  GQueue     done;
  gboolean   quit;
  guint      n_run;
  GThread   *workers[MAX_WORKERS];
  guint      n_workers;
  GSource   *source;
  gint64     pause;               /* nothing is handed over before, microseconds */
  gint64     slowest;
};

static void
job_free (AtlasPaintJob *self)
{
  if (self->result != NULL && self->free_result != NULL)
    self->free_result (self->result);
  if (self->free_data != NULL)
    self->free_data (self->data);
  g_object_unref (self->cancellable);
  g_free (self);
}

/* Under the lock. */
static AtlasPaintJob *
take_best (AtlasPaintQueue *self)
{
  guint best = 0;

  for (guint i = 1; i < self->waiting->len; i++)
    {
      AtlasPaintJob *job = g_ptr_array_index (self->waiting, i);

      if (job->priority < ((AtlasPaintJob *) g_ptr_array_index (self->waiting, best))->priority)
        best = i;
    }
  return g_ptr_array_steal_index_fast (self->waiting, best);
}

static gpointer
work (gpointer data)
{
  AtlasPaintQueue *self = data;

  /* Linux: this thread alone.  When it is not allowed, the worker is as urgent as the rest. */
  setpriority (PRIO_PROCESS, 0, WORKER_NICE);

  g_mutex_lock (&self->lock);
  for (;;)
    {
      AtlasPaintJob *job;

      while (!self->quit && self->waiting->len == 0)
        g_cond_wait (&self->wake, &self->lock);
      if (self->quit)
        break;
      job = take_best (self);
      job->state = JOB_RUNNING;
      g_ptr_array_add (self->running, job);
      g_mutex_unlock (&self->lock);

      job->result = job->run (job->data, job->cancellable);

      g_mutex_lock (&self->lock);
      g_ptr_array_remove_fast (self->running, job);
      job->state = JOB_DONE;
      self->n_run++;
      g_queue_push_tail (&self->done, job);
      g_source_set_ready_time (self->source, self->pause);
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

/* Returns: %FALSE when there may be more than the limits allow. */
static gboolean
hand_over (AtlasPaintQueue *self,
           gint64           most_time,
           gsize            most_bytes)
{
  gint64 start = g_get_monotonic_time ();
  gint64 spent = 0;
  gsize bytes = 0;
  gboolean all = FALSE;

  atlas_paint_queue_ref (self);
  while (spent < most_time && bytes < most_bytes)
    {
      AtlasPaintJob *job;

      g_mutex_lock (&self->lock);
      job = g_queue_pop_head (&self->done);
      if (job == NULL)
        g_source_set_ready_time (self->source, -1);
      g_mutex_unlock (&self->lock);
      all = job == NULL;
      if (all)
        break;
      if (!job->cancelled)
        bytes += job->done (job->data, g_steal_pointer (&job->result));
      job_free (job);
      spent = g_get_monotonic_time () - start;
    }
  self->slowest = MAX (self->slowest, spent);
  atlas_paint_queue_unref (self);
  return all;
}

static gboolean
on_done (gpointer data)
{
  AtlasPaintQueue *self = data;

  atlas_paint_queue_ref (self);
  if (!hand_over (self, HAND_OVER_TIME, HAND_OVER_BYTES))
    {
      g_mutex_lock (&self->lock);
      self->pause = g_get_monotonic_time () + HAND_OVER_PAUSE;
      g_source_set_ready_time (self->source, self->pause);
      g_mutex_unlock (&self->lock);
    }
  atlas_paint_queue_unref (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch (GSource     *source,
          GSourceFunc  callback,
          gpointer     data)
{
  return callback (data);
}

static GSourceFuncs source_funcs = {
  .dispatch = dispatch,
};

AtlasPaintQueue *
atlas_paint_queue_new (void)
{
  AtlasPaintQueue *self = g_new0 (AtlasPaintQueue, 1);

  self->ref_count = 1;
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  g_queue_init (&self->done);
  self->waiting = g_ptr_array_new ();
  self->running = g_ptr_array_new ();
  self->source = g_source_new (&source_funcs, sizeof (GSource));
  g_source_set_static_name (self->source, "atlas-paint-queue");
  g_source_set_priority (self->source, HAND_OVER_PRIORITY);
  g_source_set_callback (self->source, on_done, self, NULL);
  g_source_attach (self->source, NULL);
  self->n_workers = CLAMP (g_get_num_processors (), 2, MAX_WORKERS);
  for (guint i = 0; i < self->n_workers; i++)
    self->workers[i] = g_thread_new ("atlas-paint", work, self);
  return self;
}

AtlasPaintQueue *
atlas_paint_queue_ref (AtlasPaintQueue *self)
{
  self->ref_count++;
  return self;
}

void
atlas_paint_queue_unref (AtlasPaintQueue *self)
{
  AtlasPaintJob *job;

  if (--self->ref_count > 0)
    return;

  g_mutex_lock (&self->lock);
  self->quit = TRUE;
  for (guint i = 0; i < self->running->len; i++)
    g_cancellable_cancel (((AtlasPaintJob *) g_ptr_array_index (self->running, i))->cancellable);
  g_cond_broadcast (&self->wake);
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < self->n_workers; i++)
    g_thread_join (self->workers[i]);

  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_ptr_array_set_free_func (self->waiting, (GDestroyNotify) job_free);
  g_ptr_array_unref (self->waiting);
  g_ptr_array_unref (self->running);
  while ((job = g_queue_pop_head (&self->done)) != NULL)
    job_free (job);
  g_cond_clear (&self->wake);
  g_mutex_clear (&self->lock);
  g_free (self);
}

AtlasPaintJob *
atlas_paint_queue_add (AtlasPaintQueue *self,
                       double           priority,
                       AtlasPaintRun    run,
                       AtlasPaintDone   done,
                       gpointer         data,
                       GDestroyNotify   free_data,
                       GDestroyNotify   free_result)
{
  AtlasPaintJob *job = g_new0 (AtlasPaintJob, 1);

  job->priority = priority;
  job->run = run;
  job->done = done;
  job->data = data;
  job->free_data = free_data;
  job->free_result = free_result;
  job->cancellable = g_cancellable_new ();
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->waiting, job);
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
  return job;
}

void
atlas_paint_queue_set_priority (AtlasPaintQueue *self,
                                AtlasPaintJob   *job,
                                double           priority)
{
  g_mutex_lock (&self->lock);
  job->priority = priority;
  g_mutex_unlock (&self->lock);
}

void
atlas_paint_queue_cancel (AtlasPaintQueue *self,
                          AtlasPaintJob   *job)
{
  gboolean waiting;

  g_mutex_lock (&self->lock);
  job->cancelled = TRUE;
  waiting = job->state == JOB_WAITING;
  if (waiting)
    g_ptr_array_remove_fast (self->waiting, job);
  else
    g_cancellable_cancel (job->cancellable);
  g_mutex_unlock (&self->lock);
  /* One that runs or is done already comes by on its way to the main loop and is freed there. */
  if (waiting)
    job_free (job);
}

void
atlas_paint_queue_hand_over (AtlasPaintQueue *self)
{
  hand_over (self, G_MAXINT64, G_MAXSIZE);
}

guint
atlas_paint_queue_get_n_run (AtlasPaintQueue *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->n_run;
  g_mutex_unlock (&self->lock);
  return n;
}

gint64
atlas_paint_queue_get_slowest (AtlasPaintQueue *self)
{
  return self->slowest;
}
