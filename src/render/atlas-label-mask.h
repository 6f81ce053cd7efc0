/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* A letter of a name as pixels: how much of each it covers, and how much of each its halo covers.  Made once for a font, a
 * size, a turn and a place within the pixel, and kept for the next name with that letter; so a screen of names costs some
 * milliseconds where outlines cost a hundred. */

/** The steps of a pixel that letters are set to, to the right and downwards. */
#define ATLAS_LABEL_MASK_STEPS 4

/** The steps of a full turn that letters are turned to: 0.7° at most off. */
#define ATLAS_LABEL_MASK_TURNS 256

/** What a mask is of. */
typedef struct
{
  cairo_font_face_t *face;
  gulong             glyph;
  float              size;       /* of the em, device pixels */
  float              halo;       /* its width around the letter, device pixels; 0: none */
  guint16            turn;       /* clockwise, in 1/ATLAS_LABEL_MASK_TURNS */
  guint8             step_x;     /* of the glyph's origin within its pixel */
  guint8             step_y;
} AtlasLabelMaskKey;

/** The pixels: immutable, ref-counted, any thread. */
typedef struct
{
  AtlasLabelMaskKey key;
  gatomicrefcount   ref_count;
  int               x;           /* of the first pixel from that of the origin */
  int               y;
  int               width;       /* 0: there is nothing to see */
  int               height;
  guint8           *letter;      /* width × height */
  guint8           *halo;        /* likewise; %NULL without one */
} AtlasLabelMask;

/**
 * atlas_label_mask_get:
 *
 * Makes a mask, or finds it in the cache, which holds 16 MB and serves all threads.
 *
 * Returns: (transfer full) (nullable): the mask; %NULL when the letter is too large for one
 */
AtlasLabelMask *atlas_label_mask_get (const AtlasLabelMaskKey *key);
void            atlas_label_mask_unref (AtlasLabelMask *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasLabelMask, atlas_label_mask_unref)

G_END_DECLS
