/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout/atlas-series.h"

G_BEGIN_DECLS

/* What the kinds of series share. */

/** A line or an area that is drawn over a page's map. */
typedef struct
{
  GArray   *coords;     /* double: degrees */
  gboolean  closed;
  char     *label;
} AtlasSeriesFigure;

/** A page of a series. */
typedef struct
{
  AtlasPage  *page;
  char       *title;
  GHashTable *values;   /* of fields */
  GArray     *figures;  /* AtlasSeriesFigure */
  GPtrArray  *columns;  /* (nullable) (element-type utf8): of its table */
  GPtrArray  *cells;    /* (element-type utf8): row by row */
} AtlasSeriesPage;

/** _atlas_series_new: Returns: (transfer full): a series without pages. */
AtlasSeries     *_atlas_series_new (AtlasPage              *page,
                                    AtlasScene             *scene,
                                    const AtlasPageContext *context);

/** _atlas_series_add_page: @title: (transfer full).  Returns: (transfer none): a copy of the series' page, at its end; valid until another is added. */
AtlasSeriesPage *_atlas_series_add_page (AtlasSeries *self,
                                         char        *title);

/** _atlas_series_page_add_figure: @label: (nullable).  Returns: (transfer none): where its coordinates go. */
GArray          *_atlas_series_page_add_figure (AtlasSeriesPage *page,
                                                gboolean         closed,
                                                const char      *label);

/** _atlas_series_page_set_columns: @columns: (array zero-terminated=1). */
void             _atlas_series_page_set_columns (AtlasSeriesPage   *page,
                                                 const char *const *columns);

/** _atlas_series_get_main_map: Returns: (transfer none) (nullable): the id of the map, or %NULL with an error. */
const char      *_atlas_series_get_main_map (AtlasSeries  *self,
                                             GError      **error);

/** _atlas_series_dup_frame: Returns: (transfer full) (nullable): that of @page's map. */
AtlasMapFrame   *_atlas_series_dup_frame (AtlasSeries  *self,
                                          AtlasPage    *page,
                                          GError      **error);

/**
 * _atlas_series_get_plane:
 * @crs: (out) (nullable): the plane that the page names; %NULL: each map's own
 * @frame: (out): of the series' own page
 *
 * Returns: %FALSE with an error
 */
gboolean         _atlas_series_get_plane (AtlasSeries    *self,
                                          AtlasCrs      **crs,
                                          AtlasMapFrame **frame,
                                          GError        **error);

/**
 * _atlas_series_add_index:
 *
 * Puts a page in front: a map of @extent with the frames of all pages so far, numbered.
 */
gboolean         _atlas_series_add_index (AtlasSeries        *self,
                                          const char         *title,
                                          const AtlasExtent  *extent,
                                          GError            **error);

gboolean         _atlas_series_is_chinese (AtlasSeries *self);

G_END_DECLS
