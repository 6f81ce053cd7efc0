/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-table.h"
#include "render/atlas-view.h"

G_BEGIN_DECLS

/* What the measuring programs share.  Each prints lines "METRIC name value" with the names that the peers' programs use. */

/** The window of all benches. */
#define BENCH_WIDTH  1920
#define BENCH_HEIGHT 1080

/** bench_now: Returns: milliseconds of the clock on the wall. */
double      bench_now (void);

void        bench_metric (const char *name,
                          double      value);

/** bench_median: sorts @values.  Returns: the middle one. */
double      bench_median (double *values,
                          gsize   n);

/** bench_percentile: sorts @values.  Returns: the one that @part (0 to 1) of them do not exceed. */
double      bench_percentile (double *values,
                              gsize   n,
                              double  part);

/** bench_open: @path: a table image (.tai) or any file that the reader takes.  Returns: (transfer full): its first layer. */
AtlasTable *bench_open (const char *path);

/** bench_path: Returns: (transfer none): the file on the command line, or the program ends and says what it takes. */
const char *bench_path (int    argc,
                        char **argv);

/** bench_full_view: the whole layer. */
AtlasView   bench_full_view (AtlasTable *table);

/** bench_town_view: the middle of the town at @zoom. */
AtlasView   bench_town_view (double zoom);

/** bench_moved: Returns: @view with its corner moved by logical pixels, in another size. */
AtlasView   bench_moved (const AtlasView *view,
                         double           x,
                         double           y,
                         int              width,
                         int              height);

G_END_DECLS
