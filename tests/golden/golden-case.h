/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "render/atlas-labels.h"
#include "render/atlas-view.h"

G_BEGIN_DECLS

/**
 * GoldenCase:
 *
 * A case as its file NAME.json describes it:
 *
 *   "shows":     a sentence: what to look at in the picture
 *   "view":      { "lon", "lat", "zoom", "width", "height", "scale", "dark" }; each may be left out
 *   "names":     whether names are placed and painted
 *   "english":   names in English, and counts in clusters
 *   "swatches":  samples of the first layer's classes instead of a map
 *   "legend":    the columns of a legend of what is in view, instead of a map
 *   "highlight": the number of the first layer's feature that is outlined
 *   "layers":    bottom first; { "shipped": "counties" } or
 *                { "style": { … }, "features": [{ "point" | "multipoint" | "line" | "multiline" | "polygon" | "multipolygon":
 *                coordinates as in GeoJSON, and its fields }] }; "degrees": the coordinates are longitude and latitude, else
 *                pixels from the view's middle, y down; "ground": a layer of the basemap; "opacity"
 */
typedef struct
{
  char      *name;
  char      *path;
  AtlasView  view;
  gboolean   names;
  gboolean   english;
  gboolean   swatches;
  guint      legend;              /* columns; 0: none */
  gint64     highlight;           /* -1: none */
  GArray    *layers;              /* AtlasLabelLayer */
} GoldenCase;

/** golden_case_read: Returns: (transfer full): the case; a file that is wrong ends the program with a message. */
GoldenCase      *golden_case_read (const char *path);
void             golden_case_free (GoldenCase *self);

/** golden_case_has_text: Returns: whether letters are in the picture, which differ from one version of Pango to the next. */
gboolean         golden_case_has_text (const GoldenCase *self);

/** golden_case_paint: Returns: (transfer full): the picture, opaque. */
cairo_surface_t *golden_case_paint (const GoldenCase *self);

/**
 * golden_case_paint_block:
 *
 * Paints the layers, without names and highlight, of the part of the case's view that begins at @x, @y.
 *
 * Returns: (transfer full): a picture of @width × @height logical pixels
 */
cairo_surface_t *golden_case_paint_block (const GoldenCase *self,
                                          int               x,
                                          int               y,
                                          int               width,
                                          int               height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GoldenCase, golden_case_free)

G_END_DECLS
