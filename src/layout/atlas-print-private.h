/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout/atlas-print-file.h"
#include "layout/atlas-print.h"

G_BEGIN_DECLS

/* What the writers share.  The worker's thread. */

#define ATLAS_PRINT_CREATOR "Taihang Atlas"
#define ATLAS_PRINT_POINTS_PER_MM (72.0 / 25.4)

/** A job that is being written. */
typedef struct
{
  const AtlasPrintJob *job;
  AtlasPrintOptions    options;      /* its dpi is set */
  GCancellable        *cancellable;  /* (nullable) */
  GFile               *target;
  GPtrArray           *files;        /* (element-type AtlasPrintFile): to be put in their places */
} AtlasPrintTask;

/** atlas_print_task_tell: @done: of page @page, 0 to 1. */
void            atlas_print_task_tell (AtlasPrintTask *self,
                                       guint           page,
                                       double          done);

/** atlas_print_task_make: Returns: (transfer full) (nullable): page @page, or %NULL with an error, also when it has no size. */
AtlasSheet     *atlas_print_task_make (AtlasPrintTask  *self,
                                       guint            page,
                                       GError         **error);

/** atlas_print_task_paint: @sheet on @cr, whose user space is millimetres.  Returns: %FALSE with an error. */
gboolean        atlas_print_task_paint (AtlasPrintTask  *self,
                                        AtlasSheet      *sheet,
                                        cairo_t         *cr,
                                        GError         **error);

/** atlas_print_task_add_file: @target: (nullable): %NULL is the task's.  Returns: (transfer none) (nullable): a file to write. */
AtlasPrintFile *atlas_print_task_add_file (AtlasPrintTask  *self,
                                           GFile           *target,
                                           GError         **error);

/** atlas_print_task_dup_page_target: Returns: (transfer full): where page @page goes when each page is a file. */
GFile          *atlas_print_task_dup_page_target (AtlasPrintTask *self,
                                                  guint           page);

/** atlas_print_now: Returns: (transfer full): now, or what SOURCE_DATE_EPOCH says, for files that are the same each time. */
GDateTime      *atlas_print_now (void);

/* The writers.  Return %FALSE with an error. */

gboolean        atlas_print_pdf (AtlasPrintTask  *self,
                                 GError         **error);
gboolean        atlas_print_png (AtlasPrintTask  *self,
                                 GError         **error);
gboolean        atlas_print_tiff (AtlasPrintTask  *self,
                                  GError         **error);
gboolean        atlas_print_svg (AtlasPrintTask  *self,
                                 GError         **error);

/* Pictures. */

/** A picture of a sheet that is painted strip by strip. */
typedef struct
{
  AtlasSheet *sheet;
  int         width;     /* pixels */
  int         height;
  double      scale_x;   /* pixels a millimetre; the sheet fills whole pixels */
  double      scale_y;
  gboolean    placed;    /* whether @plane holds */
  double      plane[6];  /* easting = [0] + [1] column + [2] row; northing = [3] + [4] column + [5] row, from the top left corner */
} AtlasPrintPicture;

/**
 * AtlasPrintRow:
 * @pixels: (array): width × 3 bytes, red, green, blue
 *
 * Returns: %FALSE to stop
 */
typedef gboolean (*AtlasPrintRow) (const guint8 *pixels,
                                   gpointer      data);

/** atlas_print_picture_init: Returns: %FALSE with %ATLAS_LAYOUT_ERROR_PAPER when it would have too many pixels. */
gboolean        atlas_print_picture_init (AtlasPrintPicture  *self,
                                          AtlasSheet         *sheet,
                                          double              dpi,
                                          GError            **error);

/**
 * atlas_print_picture_paint:
 * @write: gets the rows from the top, in another thread than the one that calls this
 *
 * Paints strips of bounded size, one while the last one is written.
 *
 * Returns: %FALSE with an error, or without one when @write stopped it
 */
gboolean        atlas_print_picture_paint (AtlasPrintPicture  *self,
                                           AtlasPrintTask     *task,
                                           guint               page,
                                           AtlasPrintRow       write,
                                           gpointer            data,
                                           GError            **error);

/** atlas_print_world_add: adds the world file and the coordinate system (.aux.xml) of the picture at @target to what is written. */
gboolean        atlas_print_world_add (AtlasPrintTask           *task,
                                       const AtlasPrintPicture  *picture,
                                       GFile                    *target,
                                       GError                  **error);

G_END_DECLS
