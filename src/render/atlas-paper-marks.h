/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* What cairo cannot say in a PDF, noted while a page is drawn: which layer a piece belongs to, which text some letters are.
 * cairo can mark pieces of a page as parts of its structure; layout/atlas-pdf-finish makes of such marks what they mean.  On a
 * surface that takes no notes this does nothing.  The surface's thread. */

typedef enum
{
  ATLAS_PAPER_LAYER,   /* that the reader can switch off; parts of the same title are one layer */
  ATLAS_PAPER_TEXT,    /* whose letters stand here and there but are one text, to be searched and copied whole */
} AtlasPaperMark;

/** What a mark says. */
typedef struct
{
  AtlasPaperMark  mark;
  char           *layer;   /* (nullable): the title of the layer that the piece belongs to */
  char           *text;    /* (nullable): of a text */
} AtlasPaperNote;

/** atlas_paper_marks_attach: lets @surface, a PDF, take notes. */
void        atlas_paper_marks_attach (cairo_surface_t *surface);

/** atlas_paper_marks_take: Returns: (transfer full) (element-type AtlasPaperNote): those since the last time, in the page's order. */
GArray     *atlas_paper_marks_take (cairo_surface_t *surface);

/**
 * atlas_paper_mark_begin:
 * @text: the layer's title, the text
 *
 * What is drawn until atlas_paper_mark_end() is marked.  A text may be in a layer.  In a group, or in a mark of the same kind,
 * nothing is noted.
 */
void        atlas_paper_mark_begin (cairo_t        *cr,
                                    AtlasPaperMark  mark,
                                    const char     *text);
void        atlas_paper_mark_end (cairo_t        *cr,
                                  AtlasPaperMark  mark);

/** atlas_paper_mark_get_tag: Returns: (transfer none): what cairo calls such a piece. */
const char *atlas_paper_mark_get_tag (AtlasPaperMark mark);

G_END_DECLS
