/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AtlasParallelFunc:
 * @job: 0 … n_jobs - 1
 *
 * Does one job; called on several threads at the same time.
 */
typedef void (*AtlasParallelFunc) (gsize    job,
                                   gpointer user_data);

/** atlas_parallel_get_n_threads: Returns: how many jobs run at the same time: the machine's processors, at most 8. */
guint atlas_parallel_get_n_threads (void);

/**
 * atlas_parallel_run:
 * @n_threads: at most so many, or 0 for as many as there are
 *
 * Does all jobs, begun in their order, and waits for them.  The calling thread works along; where no thread can be made it does
 * all of them.
 */
void  atlas_parallel_run (gsize             n_jobs,
                          guint             n_threads,
                          AtlasParallelFunc func,
                          gpointer          user_data);

G_END_DECLS
