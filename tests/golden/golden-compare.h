/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/** How far two pictures may be from one another. */
typedef struct
{
  int    blur;            /* both are blurred by this many pixels first; 0: not */
  int    channel;         /* what a channel of a pixel may differ by */
  double share;           /* the share of pixels that may differ by more… */
  int    most;            /* …but by no more than this */
} GoldenTolerance;

/** What was found. */
typedef struct
{
  gboolean same_size;
  gboolean equal;         /* within the tolerance */
  double   share;         /* of pixels that differ by more than the tolerance */
  int      most;          /* the greatest difference of a channel */
} GoldenVerdict;

/**
 * golden_compare:
 * @difference: (out) (optional) (transfer full): white where the pictures agree, the darker and redder the less they do
 *
 * Compares two opaque pictures.
 */
GoldenVerdict golden_compare (cairo_surface_t        *a,
                              cairo_surface_t        *b,
                              const GoldenTolerance  *tolerance,
                              cairo_surface_t       **difference);

G_END_DECLS
