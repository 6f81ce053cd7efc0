/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <librsvg/rsvg.h>

#include "layout/atlas-frame-map.h"
#include "layout/atlas-grid.h"
#include "layout/atlas-page-sheet.h"
#include "layout/atlas-paper-text.h"

G_BEGIN_DECLS

/* What the files that paint a page share: its elements, prepared.  All lengths are millimetres. */

/** A figure of a context, kept. */
typedef struct
{
  GArray   *points;    /* double: millimetres of the frame */
  gboolean  closed;
  char     *label;
} AtlasPieceFigure;

/** Cells of a table, or the bars of a chart. */
typedef struct
{
  guint      n_columns;
  GPtrArray *headings;   /* utf8 */
  GPtrArray *cells;      /* utf8, row by row */
  GArray    *numbers;    /* double: of a chart's bars */
  gboolean  *right;      /* (array length=n_columns): numbers stand at the right */
} AtlasPieceRows;

/** An element, ready to be painted.  What the kind has no use for is %NULL. */
typedef struct
{
  AtlasPageElement   element;
  char              *id;
  char              *text;       /* expanded: a text, or a title */
  cairo_rectangle_t  inner;      /* of a map: where its frame lies on the page */
  double             band;       /* of a map: around @inner, for labels of the grid */
  AtlasMapFrame     *frame;      /* of a map; else of the map that it is about */
  AtlasFrameMap     *map;
  AtlasGrid         *grid;
  GArray            *outline;    /* double: of an overview: the other map's frame in its own */
  GPtrArray         *figures;    /* AtlasPieceFigure */
  AtlasLegend       *legend;
  AtlasLegendLook    look;       /* in units of ATLAS_PAPER_PIXEL */
  double             shrink;     /* of a legend that has no room: below 1 */
  AtlasPieceRows    *rows;
  RsvgHandle        *svg;
  cairo_surface_t   *picture;
} AtlasPagePiece;

/** A page, ready to be painted. */
typedef struct
{
  AtlasPage *page;         /* a copy that nobody changes */
  gboolean   chinese;
  double     factor;       /* how much larger than on A4 letters are */
  GPtrArray *pieces;       /* AtlasPagePiece: what is visible, from the lowest to the uppermost */
} AtlasPageReady;

/** atlas_page_get_factor: Returns: how much larger than on A4 things are on this paper. */
double         atlas_page_get_factor (AtlasPage *page);

/** atlas_page_get_size: Returns: the em of element @id: as it says, else its "usual", else @usual, millimetres on A4. */
double         atlas_page_get_size (AtlasPage  *page,
                                    const char *id,
                                    double      usual);

/** atlas_page_get_inner: @inner: (out): where the frame of a map or overview lies.  Returns: the band around it. */
double         atlas_page_get_inner (AtlasPage         *page,
                                     const char        *id,
                                     cairo_rectangle_t *inner);

/** atlas_page_get_of: Returns: (transfer none) (nullable): the map that element @id is about: the one it names, else the main one. */
const char    *atlas_page_get_of (AtlasPage  *page,
                                  const char *id);

/** atlas_page_format_scale: Returns: (transfer full): "1:50 000", its spaces such that no line is broken there. */
char          *atlas_page_format_scale (double scale);

void           atlas_page_paint_map (AtlasPageReady *ready,
                                     AtlasPagePiece *piece,
                                     cairo_t        *cr);
void           atlas_page_paint_overview (AtlasPageReady *ready,
                                          AtlasPagePiece *piece,
                                          cairo_t        *cr);
void           atlas_page_paint_scale_bar (AtlasPageReady *ready,
                                           AtlasPagePiece *piece,
                                           cairo_t        *cr);
void           atlas_page_paint_north (AtlasPageReady *ready,
                                       AtlasPagePiece *piece,
                                       cairo_t        *cr);

/** atlas_page_scale_bar_length: Returns: the millimetres that @metres take in the middle of @frame, along its rows. */
double         atlas_page_scale_bar_length (AtlasMapFrame *frame,
                                            double         metres);

/** atlas_page_make_rows: Returns: (transfer full) (nullable): what a table or a chart shows; %NULL: nothing. */
AtlasPieceRows *atlas_page_make_rows (AtlasPage              *page,
                                      const AtlasPagePiece   *piece,
                                      AtlasScene             *scene,
                                      const AtlasPageContext *context,
                                      GCancellable           *cancellable);
void            atlas_piece_rows_free (AtlasPieceRows *rows);

/** atlas_page_count_rows: Returns: how many rows of a table have room in its box. */
gsize          atlas_page_count_rows (AtlasPageReady *ready,
                                      AtlasPagePiece *piece);
void           atlas_page_paint_table (AtlasPageReady *ready,
                                       AtlasPagePiece *piece,
                                       cairo_t        *cr);
void           atlas_page_paint_chart (AtlasPageReady *ready,
                                       AtlasPagePiece *piece,
                                       cairo_t        *cr);

/** atlas_page_load_logo: @piece: its svg or picture is set.  Returns: %FALSE with a sentence. */
gboolean       atlas_page_load_logo (AtlasPage       *page,
                                     AtlasPagePiece  *piece,
                                     const char      *folder,
                                     GError         **error);
void           atlas_page_paint_logo (AtlasPageReady *ready,
                                      AtlasPagePiece *piece,
                                      cairo_t        *cr);

/** atlas_page_sheet_get_ready: Returns: (transfer none) (nullable): what @sheet paints, when it is a page's. */
AtlasPageReady *atlas_page_sheet_get_ready (AtlasSheet *sheet);

G_END_DECLS
