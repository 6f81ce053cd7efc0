/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AtlasPaintQueue:
 *
 * The worker threads of a map and the jobs that wait for them.  The job that matters most is taken first, and what matters
 * may change while jobs wait.  What a worker made is handed to the main loop between two frames, a few milliseconds' worth
 * at a time.  Ref-counted; all functions are for the main thread.
 */
typedef struct _AtlasPaintQueue AtlasPaintQueue;
typedef struct _AtlasPaintJob AtlasPaintJob;

/**
 * AtlasPaintRun:
 * @cancellable: looked at where it is cheap
 *
 * Does the work, on a worker thread.
 *
 * Returns: (transfer full) (nullable): the result
 */
typedef gpointer (*AtlasPaintRun) (gpointer      data,
                                   GCancellable *cancellable);

/**
 * AtlasPaintDone:
 * @result: (transfer full) (nullable): what the worker made
 *
 * Takes the result, on the main thread; never called for a job that was cancelled.
 *
 * Returns: the bytes of pixels that came with it, which bound how much comes at a time
 */
typedef gsize (*AtlasPaintDone) (gpointer data,
                                 gpointer result);

AtlasPaintQueue *atlas_paint_queue_new (void);
AtlasPaintQueue *atlas_paint_queue_ref (AtlasPaintQueue *self);

/** atlas_paint_queue_unref: the last reference waits for the workers, whose jobs are cancelled: a few milliseconds. */
void             atlas_paint_queue_unref (AtlasPaintQueue *self);

/**
 * atlas_paint_queue_add:
 * @priority: smaller is sooner
 * @data: (transfer full): for @run and @done
 * @free_data: frees it, on the main thread
 * @free_result: frees a result that nobody wants any more, on any thread
 *
 * Returns: (transfer none): the job, valid until @done or atlas_paint_queue_cancel()
 */
AtlasPaintJob   *atlas_paint_queue_add (AtlasPaintQueue *self,
                                        double           priority,
                                        AtlasPaintRun    run,
                                        AtlasPaintDone   done,
                                        gpointer         data,
                                        GDestroyNotify   free_data,
                                        GDestroyNotify   free_result);

/** atlas_paint_queue_set_priority: has no effect on a job that runs already. */
void             atlas_paint_queue_set_priority (AtlasPaintQueue *self,
                                                 AtlasPaintJob   *job,
                                                 double           priority);

/** atlas_paint_queue_cancel: takes the job away, or stops it soon. */
void             atlas_paint_queue_cancel (AtlasPaintQueue *self,
                                           AtlasPaintJob   *job);

/** atlas_paint_queue_hand_over: hands over what is done at once, as before a first frame that shall be whole. */
void             atlas_paint_queue_hand_over (AtlasPaintQueue *self);

/** atlas_paint_queue_get_n_run: Returns: how many jobs were run to their end so far, for tests. */
guint            atlas_paint_queue_get_n_run (AtlasPaintQueue *self);

/** atlas_paint_queue_get_slowest: Returns: the longest that handing over took in one dispatch so far, microseconds. */
gint64           atlas_paint_queue_get_slowest (AtlasPaintQueue *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasPaintQueue, atlas_paint_queue_unref)

G_END_DECLS
