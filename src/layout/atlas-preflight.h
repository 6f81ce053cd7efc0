/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout/atlas-page-sheet.h"

G_BEGIN_DECLS

typedef enum
{
  ATLAS_PREFLIGHT_TOLD,      /* good to know: how true the scale is */
  ATLAS_PREFLIGHT_WARNING,   /* to be looked at */
  ATLAS_PREFLIGHT_WRONG,     /* not to be printed like this */
} AtlasPreflightSeverity;

typedef enum
{
  ATLAS_PREFLIGHT_SCALE,     /* how true the scale is over the page */
  ATLAS_PREFLIGHT_NAMES,     /* names left out at the map's edge */
  ATLAS_PREFLIGHT_LEGEND,    /* no legend, or one without room */
  ATLAS_PREFLIGHT_FONT,      /* a typeface that is not there */
  ATLAS_PREFLIGHT_REVIEW,    /* no map review number */
  ATLAS_PREFLIGHT_PAPER,     /* an element that leaves the paper */
  ATLAS_PREFLIGHT_OVERLAP,   /* an element over another */
  ATLAS_PREFLIGHT_TEXT,      /* letters that are too small to read */
  ATLAS_PREFLIGHT_TABLE,     /* rows that have no room, or no table to show */
  ATLAS_PREFLIGHT_RASTER,    /* a picture with too few pixels */
} AtlasPreflightConcern;

/** Something that a person should know before printing. */
typedef struct
{
  AtlasPreflightSeverity severity;
  AtlasPreflightConcern  concern;
  char                  *text;      /* a sentence */
  char                  *element;   /* (nullable): the id of the element to look at */
  gboolean               internal;  /* whether atlas_preflight_mark_internal() settles it */
} AtlasPreflightFinding;

/**
 * atlas_preflight_run:
 * @sheet: of atlas_page_sheet_new() for @page
 * @scene: what it was made of
 *
 * Looks a page over.  Places the names of a larger map once more to see which the edge leaves out, so it takes as long as a map:
 * for a worker thread.
 *
 * Returns: (transfer full) (element-type AtlasPreflightFinding) (nullable): what was found, the gravest first; %NULL when cancelled
 */
GPtrArray *atlas_preflight_run (AtlasSheet             *sheet,
                                AtlasScene             *scene,
                                const AtlasPageContext *context,
                                GCancellable           *cancellable);

/** atlas_preflight_mark_internal: writes "for internal use only" on @page, as maps without a review number are to say. */
void       atlas_preflight_mark_internal (AtlasPage *page);

G_END_DECLS
