/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "render/atlas-label-text.h"
#include "render/atlas-labels.h"

G_BEGIN_DECLS

/* What placing hands to painting (and to tests). */

/** Pixels that a road number's box keeps free around it: part of its bounds, not of what is drawn. */
#define ATLAS_LABEL_SHIELD_ROOM 2.0

/** A letter on the map: the origin of its baseline in logical pixels of the view, and its turn. */
typedef struct
{
  double x;
  double y;
  double cosine;
  double sine;
} AtlasPlacedLetter;

/** A name on the map. */
typedef struct
{
  AtlasLabelText      *text;
  AtlasLabelPlacement  placement;   /* POINT for areas too */
  double               size;        /* of the letters, pixels */
  AtlasColor           color;
  AtlasColor           halo;
  double               halo_width;
  cairo_rectangle_t    bounds;      /* logical pixels of the view, halo included */
  guint                first_letter; /* text->n_letters of them */
  guint                first_box;   /* what it keeps others off: one box, or one a letter */
  guint                n_boxes;
  guint32              layer;
  guint32              feature;
} AtlasPlacedLabel;

struct _AtlasLabels
{
  gatomicrefcount ref_count;
  GArray         *labels;           /* AtlasPlacedLabel, highest priority first */
  GArray         *letters;          /* AtlasPlacedLetter */
  GArray         *boxes;            /* cairo_rectangle_t */
};

G_END_DECLS
