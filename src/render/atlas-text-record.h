/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

#include "style/atlas-symbol.h"

G_BEGIN_DECLS

/**
 * AtlasTextRecorder:
 *
 * What is written on a surface, as text.  cairo's SVG turns letters into outlines; where a recorder is attached, those who draw
 * text tell it the text instead, and it leaves a mark in the drawing (a box in a colour that nothing else has) that says where in
 * the order of painting, under which clip and in which group the text belongs.  Who writes the file then puts the text there.
 * Belongs to the surface and its thread.
 */
typedef struct _AtlasTextRecorder AtlasTextRecorder;

/** The opacity of marks: what nobody would paint with. */
#define ATLAS_TEXT_MARK_OPACITY 0.0051234

/** How letters look. */
typedef struct
{
  const char *family;     /* Pango's: names with commas between */
  double      size;       /* user space */
  int         weight;     /* 400, 700 */
  gboolean    italic;
  AtlasColor  color;
  AtlasColor  halo;
  double      halo_width; /* around the letter, user space; 0: none */
} AtlasTextLook;

/** A letter: its bytes in the text, the origin of its baseline in user space, its turn. */
typedef struct
{
  guint  offset;
  guint  length;
  double x;
  double y;
  double cosine;
  double sine;
  double advance;
} AtlasTextLetter;

/** atlas_text_recorder_attach: Returns: (transfer none): a recorder for what is drawn on @surface from now on, owned by it. */
AtlasTextRecorder *atlas_text_recorder_attach (cairo_surface_t *surface);

/** atlas_text_recorder_get: Returns: (transfer none) (nullable): the one of the surface that @cr draws on in the end. */
AtlasTextRecorder *atlas_text_recorder_get (cairo_t *cr);

/**
 * atlas_text_recorder_add:
 * @letters: (array length=n): from left to right, line by line
 * @bounds: user space: what the text takes; where none of it is seen the text is left out
 *
 * Notes a text and draws its mark.
 */
void               atlas_text_recorder_add (AtlasTextRecorder       *self,
                                            cairo_t                 *cr,
                                            const char              *text,
                                            const AtlasTextLetter   *letters,
                                            guint                    n,
                                            const cairo_rectangle_t *bounds,
                                            const AtlasTextLook     *look);

/**
 * atlas_text_show_layout:
 *
 * As pango_cairo_show_layout(), for a recorder too: from the current point, in the colour of the source.
 */
void               atlas_text_show_layout (cairo_t     *cr,
                                           PangoLayout *layout);

/**
 * atlas_text_recorder_to_svg:
 * @mark: which text, from the colour of its mark
 * @x, @y: where its mark begins
 *
 * Returns: (transfer full) (nullable): an SVG <text> element that stands for the mark; %NULL for a mark that is none
 */
char              *atlas_text_recorder_to_svg (AtlasTextRecorder *self,
                                               guint              mark,
                                               double             x,
                                               double             y);

/** atlas_text_recorder_get_n: Returns: how many texts were noted. */
guint              atlas_text_recorder_get_n (AtlasTextRecorder *self);

G_END_DECLS
