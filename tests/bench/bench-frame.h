/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bench.h"
#include "style/atlas-style.h"

G_BEGIN_DECLS

/* A frame of one layer, as we paint it and as the yardstick does. */

/** bench_frame_init: the layer that is painted from now on; @table and @style are kept by the caller. */
void   bench_frame_init (AtlasTable *table,
                         AtlasStyle *style);
void   bench_frame_clear (void);

/**
 * bench_frame_paint:
 * @n_names: (out) (optional): names are placed and painted too, on one of the threads, and counted
 *
 * Paints @view in blocks, on as many threads as there are processors.
 *
 * Returns: milliseconds
 */
double bench_frame_paint (const AtlasView *view,
                          gsize           *n_names);

/**
 * bench_frame_paint_naively:
 *
 * The yardstick: cairo on one thread, every vertex of every feature that shows, filled and stroked one after the other.
 *
 * Returns: milliseconds
 */
double bench_frame_paint_naively (const AtlasView *view);

/** bench_frame_report: three figures: NAME_ms, naive_NAME_ms and ratio_NAME, how many times longer the yardstick takes. */
void   bench_frame_report (const char *name,
                           double      ours,
                           double      naive);

G_END_DECLS
