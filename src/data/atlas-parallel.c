/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs on all processors, for work that a thread waits for anyway: the reader process, which has nothing else to do.  No pool is
 * kept; a thread lives as long as the jobs. */

#include "data/atlas-parallel.h"

#include <stdatomic.h>

#define MOST_THREADS 8

typedef struct
{
  AtlasParallelFunc func;
  gpointer          user_data;
  gsize             n_jobs;
  atomic_size_t     next;
} Work;

guint
atlas_parallel_get_n_threads (void)
{
  return CLAMP (g_get_num_processors (), 1, MOST_THREADS);
}

static gpointer
work (gpointer data)
{
  Work *self = data;
  gsize job;

  while ((job = atomic_fetch_add (&self->next, 1)) < self->n_jobs)
    self->func (job, self->user_data);
  return NULL;
}

void
atlas_parallel_run (gsize             n_jobs,
                    guint             n_threads,
                    AtlasParallelFunc func,
                    gpointer          user_data)
{
  Work self = { .func = func, .user_data = user_data, .n_jobs = n_jobs };
  GThread *threads[MOST_THREADS] = { NULL };
  gsize most = n_threads > 0 ? MIN (n_threads, MOST_THREADS) : atlas_parallel_get_n_threads ();

  atomic_init (&self.next, 0);
  for (gsize i = 1; i < MIN (most, n_jobs); i++)
    threads[i] = g_thread_try_new ("atlas-job", work, &self, NULL);
  work (&self);
  for (gsize i = 1; i < MOST_THREADS; i++)
    if (threads[i] != NULL)
      g_thread_join (threads[i]);
}
