/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout/atlas-frame-map.h"
#include "layout/atlas-page.h"
#include "layout/atlas-print-job.h"
#include "render/atlas-scene.h"

G_BEGIN_DECLS

/** Rows of a table that is not a layer's: the stops of a day, the spots along a strip. */
typedef struct
{
  const char        *element;    /* the id of the table that shows them */
  const char *const *columns;    /* (array zero-terminated=1): headings */
  const char *const *cells;      /* (array length=n_rows × columns): row by row */
  gsize              n_rows;
} AtlasPageRows;

/** A figure that is drawn over a map: the pages of an atlas on its index map, a strip's line. */
typedef struct
{
  const char   *element;         /* the id of the map that it is drawn in */
  const double *coords;          /* (array): 2 × @n degrees */
  gsize         n;
  gboolean      closed;
  const char   *label;           /* (nullable): in the middle of a closed figure, such as the page's number */
} AtlasPageFigure;

/** What a page does not say itself.  Borrowed while atlas_page_sheet_new() runs; plain data, zero is a good start. */
typedef struct
{
  gboolean               chinese;       /* which names and which words */
  GHashTable            *values;        /* (nullable) (element-type utf8 utf8): fields: {name} …; before the page's own */
  guint                  page;          /* from 1; 0: the only one */
  guint                  n_pages;
  GDateTime             *date;          /* (nullable): of {date}; else SOURCE_DATE_EPOCH's, else today */
  AtlasExtent            home;          /* what a map shows when it fits nothing else; empty (west > east): all of the scene */
  AtlasExtent            view;          /* what the window shows; empty: none */
  AtlasExtent            selection;     /* what is selected; empty: none */
  const char            *folder;        /* (nullable): where relative names of logo files start */
  const AtlasPageRows   *rows;          /* (array length=n_rows) */
  gsize                  n_rows;
  const AtlasPageFigure *figures;       /* (array length=n_figures) */
  gsize                  n_figures;
} AtlasPageContext;

/** ATLAS_PAGE_CONTEXT_INIT: a context with empty extents. */
#define ATLAS_PAGE_CONTEXT_INIT                                                                                               \
  {                                                                                                                           \
    .home = { 1.0, 1.0, -1.0, -1.0 }, .view = { 1.0, 1.0, -1.0, -1.0 }, .selection = { 1.0, 1.0, -1.0, -1.0 },                \
  }

/**
 * atlas_page_dup_frame:
 * @scene: (nullable): for maps that fit a layer or all of them
 * @id: of a map or an overview
 *
 * Returns: (transfer full) (nullable): where places lie in that element, or %NULL with %ATLAS_LAYOUT_ERROR.  Any thread, quick.
 */
AtlasMapFrame *atlas_page_dup_frame (AtlasPage               *page,
                                     const char              *id,
                                     AtlasScene              *scene,
                                     const AtlasPageContext  *context,
                                     GError                 **error);

/**
 * atlas_page_expand:
 * @text: with fields: {title} {date} {scale} {crs} {epsg} {page} {pages} {pageof} {paper} and those of @context and @page; "{{" is a
 *   brace; an unknown field stays as it is; a line with a field that is empty is left out
 * @frame: (nullable): of the map that {scale} and {crs} are about
 * @missing: (out) (optional): whether a line was left out
 *
 * Returns: (transfer full): the text as it is printed
 */
char          *atlas_page_expand (AtlasPage              *page,
                                  const char             *text,
                                  AtlasMapFrame          *frame,
                                  const AtlasPageContext *context,
                                  gboolean               *missing);

/**
 * atlas_page_sheet_new:
 * @page: not changed; a copy is kept
 *
 * Prepares all that the page shows: takes as long as a picture of the screen and more, for a worker thread.  What comes back needs
 * neither @page nor @context any more, and paints vectors and text.
 *
 * Returns: (transfer full) (nullable): the page to be painted, or %NULL with %ATLAS_LAYOUT_ERROR (a place that the system cannot
 *   show, no font with Chinese) or %G_IO_ERROR_CANCELLED
 */
AtlasSheet    *atlas_page_sheet_new (AtlasPage               *page,
                                     AtlasScene              *scene,
                                     const AtlasPageContext  *context,
                                     GCancellable            *cancellable,
                                     GError                 **error);

/** atlas_page_sheet_get_map: Returns: (transfer none) (nullable): the map that @sheet shows as element @id. */
AtlasFrameMap *atlas_page_sheet_get_map (AtlasSheet *sheet,
                                         const char *id);

G_END_DECLS
