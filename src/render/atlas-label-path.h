/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-table.h"
#include "render/atlas-label-text.h"

G_BEGIN_DECLS

/* Names along lines: a line in world pixels, a smooth baseline along a piece of it, and letters on the baseline.
 * Places along a line are counted from its own beginning, so they do not depend on the view. */

/** A line in world pixels, thinned to what shows at a zoom. */
typedef struct
{
  GArray *points;                 /* AtlasLabelPathPoint */
  double  x1;                     /* box */
  double  y1;
  double  x2;
  double  y2;
  double  length;
} AtlasLabelPath;

/** A vertex and its distance from the beginning of the line. */
typedef struct
{
  double x;
  double y;
  double along;
} AtlasLabelPathPoint;

/** A piece of a line, smoothed so that letters do not jump. */
typedef struct
{
  GArray *samples;                /* private */
  double  first;                  /* where along the line the first sample is */
  double  step;
  double  offset;
} AtlasLabelBaseline;

/** The middle of a letter, and its turn clockwise. */
typedef struct
{
  double x;
  double y;
  double cosine;
  double sine;
} AtlasLabelSpot;

/** How letters are to be set. */
typedef struct
{
  const AtlasLabelText *text;
  double                size;     /* pixels */
  double                spacing;  /* em */

  /* (nullable): asked for each letter; FALSE: the name cannot stand there */
  gboolean (*may_stand) (const AtlasLabelSpot *spot,
                         guint                 letter,
                         gpointer              user_data);
  gpointer              user_data;
} AtlasLabelSetting;

/** atlas_label_path_new: @world_size: world pixels around the earth.  Returns: (transfer full): the line. */
AtlasLabelPath *atlas_label_path_new (const AtlasPart *part,
                                      double           world_size);
void            atlas_label_path_free (AtlasLabelPath *self);

/** atlas_label_path_at: @x, @y: (out): the place @along pixels from the beginning (clamped to the line). */
void            atlas_label_path_at (const AtlasLabelPath *self,
                                     double                along,
                                     double               *x,
                                     double               *y);

/**
 * atlas_label_baseline_init:
 * @offset: pixels from the line, positive to the right of its direction
 *
 * Smooths the piece from @from to @to for letters of @size pixels and moves it beside the line.
 */
void            atlas_label_baseline_init (AtlasLabelBaseline   *self,
                                           const AtlasLabelPath *path,
                                           double                from,
                                           double                to,
                                           double                size,
                                           double                offset);
void            atlas_label_baseline_clear (AtlasLabelBaseline *self);

/**
 * atlas_label_baseline_fit:
 * @along: where on the line the middle of the name is to be
 * @spots: (out caller-allocates): a place a letter, in the order of the text
 * @cost: (out): how badly it reads: radians that the name turns, and a little for standing below or left of the line
 *
 * Sets letters along the baseline so that they read from left to right.  On a line that runs rather north–south than
 * west–east, a name in Han letters reads from the top down, and the letters' upper edges, not their left ones, follow the
 * line: upright where it runs due north–south.
 *
 * Returns: %FALSE when the line ends, bends too much for these letters, leaves its smooth course too far, or a letter may
 * not stand where it would
 */
gboolean        atlas_label_baseline_fit (const AtlasLabelBaseline *self,
                                          const AtlasLabelSetting  *setting,
                                          double                    along,
                                          AtlasLabelSpot           *spots,
                                          double                   *bend);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasLabelPath, atlas_label_path_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AtlasLabelBaseline, atlas_label_baseline_clear)

G_END_DECLS
