/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>

#include "geo/atlas-crs.h"
#include "render/atlas-paper-marks.h"

G_BEGIN_DECLS

/* What a PDF of cairo's lacks: the places of its maps on the earth, layers, names that are whole, an identifier, and small objects packed together.
 * By libqpdf.  Any thread. */

/** What is to be added to a page. */
typedef struct
{
  AtlasCrs *crs;       /* (nullable): %NULL: the page has no place */
  double    bbox[4];   /* of the map, points from the page's lower left corner: left, bottom, right, top */
  double    places[8]; /* latitude and longitude of its corners: lower left, upper left, upper right, lower right */
  char     *name;      /* (nullable): of the map */
  GArray   *notes;     /* (nullable) (element-type AtlasPaperNote): what the marks on the page say */
} AtlasPdfPage;

/**
 * atlas_pdf_finish:
 * @draft: what cairo wrote; read from its beginning
 * @pages: (array length=n_pages)
 * @out: where the finished document goes
 *
 * Adds the georeferencing of ISO 32000-2, 12.10, the layers as optional content groups, the texts of names, and an /ID that depends on the contents
 * alone.
 *
 * Returns: %FALSE with %G_FILE_ERROR, or with %G_IO_ERROR_FAILED and libqpdf's words
 */
gboolean atlas_pdf_finish (FILE                *draft,
                           const AtlasPdfPage  *pages,
                           gsize                n_pages,
                           FILE                *out,
                           GError             **error);

G_END_DECLS
