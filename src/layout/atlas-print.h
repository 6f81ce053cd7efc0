/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout/atlas-print-job.h"

G_BEGIN_DECLS

typedef enum
{
  ATLAS_PRINT_BY_SUFFIX,  /* as the file's name says */
  ATLAS_PRINT_PDF,
  ATLAS_PRINT_PNG,
  ATLAS_PRINT_TIFF,
  ATLAS_PRINT_SVG,
} AtlasPrintFormat;

/** Dots an inch of pictures when nothing is said; what is allowed. */
#define ATLAS_PRINT_DPI 300.0
#define ATLAS_PRINT_LEAST_DPI 20.0
#define ATLAS_PRINT_MOST_DPI 2400.0

/**
 * AtlasPrintProgress:
 * @page: from 0
 * @fraction: of all pages, 0 to 1
 *
 * Called in the thread that writes.
 */
typedef void (*AtlasPrintProgress) (guint    page,
                                    guint    n_pages,
                                    double   fraction,
                                    gpointer data);

/** How a job is written; zero is a good start. */
typedef struct
{
  AtlasPrintFormat   format;
  double             dpi;      /* of PNG and TIFF; 0: ATLAS_PRINT_DPI */
  AtlasPrintProgress progress; /* (nullable) */
  gpointer           data;     /* of @progress */
} AtlasPrintOptions;

/**
 * atlas_print_format_of:
 *
 * Returns: what @file's name says: .pdf, .png, .tif, .tiff or .svg in any case; else %ATLAS_PRINT_BY_SUFFIX with
 *   %ATLAS_LAYOUT_ERROR_FORMAT
 */
AtlasPrintFormat atlas_print_format_of (GFile   *file,
                                        GError **error);

/**
 * atlas_print_write:
 * @file: what is written; PNG and SVG of several pages are written beside it, "map.png" as "map-1.png", "map-2.png" …
 * @options: (nullable)
 *
 * Writes the pages of @job.  PDF: vectors and text, each page with its place on the earth, its bookmark, its layers.  PNG and TIFF: with
 * the place as a world file, TIFF as GeoTIFF too.  SVG: vectors and text.  Each file is written beside its place and takes it
 * when all is well and on the disk.
 *
 * Takes long: for a worker thread.
 *
 * Returns: %FALSE with %ATLAS_LAYOUT_ERROR, %G_IO_ERROR_CANCELLED or what the job's pages say; then what was there before is there
 *   unchanged
 */
gboolean         atlas_print_write (const AtlasPrintJob      *job,
                                    GFile                    *file,
                                    const AtlasPrintOptions  *options,
                                    GCancellable             *cancellable,
                                    GError                  **error);

G_END_DECLS
