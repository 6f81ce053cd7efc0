/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "layout/atlas-map-frame.h"

G_BEGIN_DECLS

/**
 * AtlasSheet:
 *
 * A page that is ready to be painted.  What makes pages (a page model, an atlas, a road book) fills one in; what writes files
 * paints it.  Owned by one thread at a time.
 */
typedef struct _AtlasSheet AtlasSheet;

struct _AtlasSheet
{
  double         width;       /* millimetres */
  double         height;
  char          *title;       /* what a bookmark calls it */
  AtlasMapFrame *frame;       /* (nullable): of the main map: the page is georeferenced by it */
  double         frame_x;     /* millimetres from the page's top left corner to the frame's */
  double         frame_y;
  gpointer       data;
  GDestroyNotify destroy;     /* (nullable): of @data */

  /* Paints all of it; user space is millimetres from the page's top left corner.  May be called more than once (strips of a large
   * picture), each time the same.  %FALSE with an error, also when cancelled. */
  gboolean     (*paint) (AtlasSheet    *sheet,
                         cairo_t       *cr,
                         GCancellable  *cancellable,
                         GError       **error);
};

void atlas_sheet_free (AtlasSheet *self);

/** What is printed: pages, made one after the other so that a thousand of them take the memory of one. */
typedef struct
{
  guint        n_pages;

  /* Returns: (transfer full) (nullable): page @index, or %NULL with an error.  Called once a page, in order, in the worker. */
  AtlasSheet *(*make) (guint          index,
                       gpointer       data,
                       GCancellable  *cancellable,
                       GError       **error);
  gpointer     data;

  const char  *title;         /* (nullable): of the document */
  const char  *author;        /* (nullable) */
  const char  *subject;       /* (nullable) */
  const char  *keywords;      /* (nullable) */
} AtlasPrintJob;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasSheet, atlas_sheet_free)

G_END_DECLS
