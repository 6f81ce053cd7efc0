/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * bench_hover_line:
 *
 * The outline around a line of a million vertices, as the pointer passes over it: painted in blocks on all processors in many
 * views, from the whole line to a street of it.
 *
 *   hover_line_ms        the worst of the views, each the best of three; the limit is 16
 *   hover_line_med_ms    the middle one
 *   hover_line_cpu_ms    what the worst of them takes the processors together
 *   hover_tangle_…       the same of a line that fills the screen wherever one looks; no limit is set for it
 */
void bench_hover_line (void);

G_END_DECLS
