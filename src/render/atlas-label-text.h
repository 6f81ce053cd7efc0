/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* The letters of a name: made harmless, broken into at most two lines, shaped by Pango.  All measures are in em, so one
 * shaping serves every size: sizes change with the zoom, letters do not. */

/** The most that is drawn of a name, in em: 24 Han letters or some 48 Latin ones; the rest becomes "…". */
#define ATLAS_LABEL_TEXT_MAX_EM 24.0

/** Where the middle of a line of text lies above its baseline, in em: half way through the body of a Han letter. */
#define ATLAS_LABEL_TEXT_MIDDLE 0.36

/** The distance of two baselines of a name in two lines, in em. */
#define ATLAS_LABEL_TEXT_LEADING 1.16

typedef enum
{
  ATLAS_LABEL_TEXT_SERIF = 1 << 0, /* Song, else Hei */
  ATLAS_LABEL_TEXT_BOLD = 1 << 1,
  ATLAS_LABEL_TEXT_WRAP = 1 << 2,  /* a long name may take two lines */
} AtlasLabelTextFlags;

/** One glyph: its place from the origin of its letter, y downwards. */
typedef struct
{
  gulong index;
  float  x;
  float  y;
} AtlasLabelGlyph;

/** A letter: the least piece that is turned or spaced by itself. */
typedef struct
{
  guint    face;          /* place in faces */
  guint    first_glyph;
  guint    n_glyphs;
  guint    text_offset;   /* its bytes in text */
  guint    text_length;
  float    x;             /* its origin from the left edge of its line, without letter spacing */
  float    advance;
  gboolean upright;       /* a Han letter or the like, which may stand on a line that runs north–south */
} AtlasLabelLetter;

typedef struct
{
  guint first_letter;
  guint n_letters;
  float width;            /* without letter spacing */
} AtlasLabelLine;

/** A shaped name: immutable, ref-counted, any thread. */
typedef struct
{
  gatomicrefcount     ref_count;
  char               *text;       /* as drawn: clean, cut */
  cairo_font_face_t **faces;
  guint               n_faces;
  AtlasLabelGlyph    *glyphs;
  AtlasLabelLetter   *letters;    /* from left to right, line by line */
  guint               n_letters;
  AtlasLabelLine      lines[2];
  guint               n_lines;
  float               ascent;     /* above the baseline of a line, what ink there is included */
  float               descent;    /* below it */
  float               overhang;   /* what ink there is left or right of a line */
  gboolean            upright;    /* all letters are */
  AtlasLabelTextFlags flags;      /* how it was shaped */
} AtlasLabelText;

/**
 * atlas_label_text_clean:
 * @text: valid UTF-8, maybe with NUL in it
 * @length: bytes
 * @clean: (out caller-allocates): emptied, then filled with what may be drawn
 * @em: (out): a width that the shaped name will hardly be under; exact for Han letters
 *
 * White space of any kind becomes a space, other control characters U+FFFD, invisible direction controls are dropped;
 * marks heaped on one letter are limited.  Looks at no more than 4096 characters and stops at
 * %ATLAS_LABEL_TEXT_MAX_EM.  Markup is text like any other.
 *
 * Returns: %FALSE when there is nothing to draw
 */
gboolean        atlas_label_text_clean (const char *text,
                                        gsize       length,
                                        GString    *clean,
                                        double     *em);

/**
 * atlas_label_text_get:
 * @clean: from atlas_label_text_clean()
 *
 * Shapes a name, or finds it in the cache (a few thousand names, shared by all threads).
 *
 * Returns: (transfer full) (nullable): the letters, or %NULL when no font can draw any
 */
AtlasLabelText *atlas_label_text_get (const char          *clean,
                                      AtlasLabelTextFlags  flags);
AtlasLabelText *atlas_label_text_ref (AtlasLabelText *self);
void            atlas_label_text_unref (AtlasLabelText *self);

/** atlas_label_text_get_family: Returns: (transfer none): Pango's names of the fonts that @flags ask for. */
const char     *atlas_label_text_get_family (AtlasLabelTextFlags flags);

/** atlas_label_text_get_width: @spacing: em between letters.  Returns: em, of the widest line. */
double          atlas_label_text_get_width (const AtlasLabelText *self,
                                            double                spacing);

/** atlas_label_text_line_width: Returns: em, of line @line with @spacing em between its letters. */
double          atlas_label_text_line_width (const AtlasLabelText *self,
                                             guint                 line,
                                             double                spacing);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasLabelText, atlas_label_text_unref)

G_END_DECLS
