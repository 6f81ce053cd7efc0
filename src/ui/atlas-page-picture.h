/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "layout/atlas-preflight.h"
#include "ui/atlas-page-world.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_PAGE_PICTURE (atlas_page_picture_get_type ())

/**
 * AtlasPagePicture:
 *
 * A page as textures, painted by a worker: all of it coarsely, and what is in view pixel by pixel.  Until the new ones are there
 * the old ones are drawn, moved and scaled.  One worker at a time; what it does for a page or a view that is no longer wanted is
 * stopped.  Main thread only.
 *
 * Signals: "changed" (there are new textures), "busy" (whether work is under way has changed), "failed" (a sentence, or %NULL when
 * all is well again), "looked" (the page was looked over for what is wrong with it).
 */
G_DECLARE_FINAL_TYPE (AtlasPagePicture, atlas_page_picture, ATLAS, PAGE_PICTURE, GObject)

/** What of the page is seen: device pixels from the page's top left corner, at so many of them a millimetre. */
typedef struct
{
  double density;
  int    x;
  int    y;
  int    width;
  int    height;
} AtlasPageRegion;

AtlasPagePicture *atlas_page_picture_new (void);

/** atlas_page_picture_set_page: paints @page anew; pages and worlds are not changed afterwards.  Returns: a number that grows. */
guint             atlas_page_picture_set_page (AtlasPagePicture *self,
                                               AtlasPage        *page,
                                               AtlasPageWorld   *world);

/** atlas_page_picture_set_region: what is to be seen pixel by pixel. */
void              atlas_page_picture_set_region (AtlasPagePicture      *self,
                                                 const AtlasPageRegion *region);

/** atlas_page_picture_get_shown: Returns: the number of the page that the textures show; 0: none yet. */
guint             atlas_page_picture_get_shown (AtlasPagePicture *self);

gboolean          atlas_page_picture_get_busy (AtlasPagePicture *self);

/** atlas_page_picture_get_findings: Returns: (transfer none) (nullable) (element-type AtlasPreflightFinding): of the page that was
 * looked over last, the gravest first. */
GPtrArray        *atlas_page_picture_get_findings (AtlasPagePicture *self);

/**
 * atlas_page_picture_snapshot:
 * @x: logical pixels, where the page's top left corner is drawn: on a whole device pixel, so that what is painted for this size is
 *   not resampled
 * @y: likewise
 * @zoom: logical pixels a millimetre
 */
void              atlas_page_picture_snapshot (AtlasPagePicture *self,
                                               GtkSnapshot      *snapshot,
                                               double            x,
                                               double            y,
                                               double            zoom);

/** atlas_page_picture_stop: paints nothing any more. */
void              atlas_page_picture_stop (AtlasPagePicture *self);

G_END_DECLS
