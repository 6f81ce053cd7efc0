/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/** The smallest letters on paper, millimetres (cartography of the house). */
#define ATLAS_PAPER_LEAST_TEXT 1.8

/** A point, millimetres. */
#define ATLAS_PAPER_POINT (25.4 / 72.0)

/** How a text looks on paper.  Lengths are millimetres.  Plain data. */
typedef struct
{
  const char *font;      /* (nullable): a family that goes before the others */
  gboolean    song;      /* else Hei */
  gboolean    bold;
  gboolean    chinese;   /* whose forms letters take that Chinese and Japanese share */
  double      size;      /* of the em */
  double      spacing;   /* em between letters */
  gboolean    wrap;      /* in a box: lines are broken before letters get smaller */
  double      align;     /* 0 left, 0.5 middle, 1 right: within a box, or of a point */
  guint32     color;     /* 0xrrggbb */
} AtlasPaperText;

/** atlas_paper_text_measure: @width, @height: (out): of @text as it stands, line breaks included. */
void     atlas_paper_text_measure (const AtlasPaperText *self,
                                   const char           *text,
                                   double               *width,
                                   double               *height);

/** atlas_paper_text_measure_lines: Returns: the height of @text broken into lines of at most @width. */
double   atlas_paper_text_measure_lines (const AtlasPaperText *self,
                                         const char           *text,
                                         double                width);

/** atlas_paper_text_paint: writes @text with the top of its first line at @y, at @x as @align says.  User space is millimetres. */
void     atlas_paper_text_paint (const AtlasPaperText *self,
                                 cairo_t              *cr,
                                 const char           *text,
                                 double                x,
                                 double                y);

/**
 * atlas_paper_text_fit:
 *
 * Finds how @text goes into @width × @height: on its lines as it is, else in lines that are broken evenly, else smaller.  It is
 * never cut.
 *
 * Returns: the size of the em, at most that of @self
 */
double   atlas_paper_text_fit (const AtlasPaperText *self,
                               const char           *text,
                               double                width,
                               double                height);

/**
 * atlas_paper_text_paint_box:
 * @valign: 0 top, 0.5 middle, 1 bottom
 *
 * Writes @text into a box as atlas_paper_text_fit() has it.
 */
void     atlas_paper_text_paint_box (const AtlasPaperText    *self,
                                     cairo_t                 *cr,
                                     const char              *text,
                                     const cairo_rectangle_t *box,
                                     double                   valign);

/** atlas_paper_text_can_draw: Returns: whether some font has all letters of @text, in that typeface or another. */
gboolean atlas_paper_text_can_draw (const AtlasPaperText *self,
                                    const char           *text);

/** atlas_paper_text_has_family: Returns: whether letters come from one of the fonts that the typeface is meant to have. */
gboolean atlas_paper_text_has_family (const AtlasPaperText *self);

/** atlas_paper_set_color: makes 0xrrggbb the source. */
void     atlas_paper_set_color (cairo_t *cr,
                                guint32  color,
                                double   alpha);

/** atlas_paper_parse_color: Returns: the colour of "#rrggbb", else @otherwise. */
guint32  atlas_paper_parse_color (const char *text,
                                  guint32     otherwise);

G_END_DECLS
