/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "render/atlas-label-collect.h"
#include "render/atlas-labels-private.h"

G_BEGIN_DECLS

/** The state of placing the names of one view: what is taken, what was placed.  One thread. */
typedef struct
{
  const AtlasView       *view;
  const AtlasLabelFrame *frame;
  AtlasLabelGrid        *grid;
  AtlasLabels           *labels;       /* (unowned): what is placed goes there, in world pixels */
  GCancellable          *cancellable;  /* (unowned) (nullable) */
  GHashTable            *same;         /* text → where it stands already */
  guint8                *blocks;       /* how many names at points and in areas each block of the map bears */
  guint8                *superblocks;
  guint8                *along;        /* how many names and numbers along lines a superblock bears */
  double                 blocks_x;
  double                 blocks_y;
  int                    n_columns;
  int                    n_rows;
} AtlasLabelPlacer;

/** What stands beside a symbol, or in the middle of an area. */
typedef struct
{
  double   x;                          /* world pixels */
  double   y;
  double   half_width;                 /* of the symbol */
  double   half_height;
  gboolean centred;                    /* on the place itself */
} AtlasLabelAnchor;

void     atlas_label_placer_init (AtlasLabelPlacer      *self,
                                  const AtlasView       *view,
                                  const AtlasLabelFrame *frame,
                                  AtlasLabelGrid        *grid,
                                  AtlasLabels           *labels,
                                  GCancellable          *cancellable);
void     atlas_label_placer_clear (AtlasLabelPlacer *self);

/** atlas_label_placer_has_room: Returns: whether the block of the map around a place may take one more name. */
gboolean atlas_label_placer_has_room (const AtlasLabelPlacer *self,
                                      gboolean                along_line,
                                      double                  x,
                                      double                  y);

/** atlas_label_placer_point_may_fit: Returns: %FALSE when not even the shortest name finds room at the point: before its text is read. */
gboolean atlas_label_placer_point_may_fit (const AtlasLabelPlacer    *self,
                                           const AtlasLabelCandidate *candidate);

/**
 * atlas_label_get_least_room:
 * @width: (out): of the room that even the shortest name takes, world pixels
 * @height: (out): likewise
 * @reach_x: (out): how far to the left and right of the point that room reaches at most
 * @reach_y: (out): and up and down
 *
 * Returns: %FALSE when names of @rule at points are not bound to that
 */
gboolean atlas_label_get_least_room (const AtlasLabelRule *rule,
                                     double               *width,
                                     double               *height,
                                     double               *reach_x,
                                     double               *reach_y);

/** atlas_label_placer_is_apart: Returns: whether the same text stands nowhere within @distance pixels. */
gboolean atlas_label_placer_is_apart (const AtlasLabelPlacer *self,
                                      const char             *text,
                                      double                  x,
                                      double                  y,
                                      double                  distance);

/**
 * atlas_label_placer_accept:
 * @letters: (array): one a letter of @text, world pixels
 * @boxes: (array length=n_boxes): what it keeps others off, world pixels
 *
 * Takes the room and notes the name.
 */
void     atlas_label_placer_accept (AtlasLabelPlacer          *self,
                                    const AtlasLabelCandidate *candidate,
                                    AtlasLabelPlacement        placement,
                                    AtlasLabelText            *text,
                                    const AtlasPlacedLetter   *letters,
                                    const AtlasLabelBox       *boxes,
                                    guint                      n_boxes);

/**
 * atlas_label_place_point:
 * @em: the least width that the name will have
 *
 * Tries the places around a symbol, best first, in three rounds: first off the subjects' lines and the ground's symbols,
 * then over lines, then over those of the ground's symbols that lost their name or never had one.
 */
void     atlas_label_place_point (AtlasLabelPlacer          *self,
                                  const AtlasLabelCandidate *candidate,
                                  const char                *clean,
                                  double                     em);

/** atlas_label_place_area: writes a name into the area where it has most room, or beside an area that is too small. */
void     atlas_label_place_area (AtlasLabelPlacer          *self,
                                 const AtlasLabelCandidate *candidate,
                                 const char                *clean,
                                 double                     em);

/** atlas_label_place_line: writes a name along a line, or a number on it, as often as its style says. */
void     atlas_label_place_line (AtlasLabelPlacer          *self,
                                 const AtlasLabelCandidate *candidate,
                                 const char                *clean,
                                 double                     em);

/** atlas_label_flags: Returns: how the letters of a rule's names are shaped. */
AtlasLabelTextFlags atlas_label_flags (const AtlasLabelRule *rule,
                                       gboolean              wrap);

/** atlas_label_pad: Returns: pixels that a name keeps free around its letters: what shows of its halo, and a little. */
double   atlas_label_pad (const AtlasLabelRule *rule);

G_END_DECLS
