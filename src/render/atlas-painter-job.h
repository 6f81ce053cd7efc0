/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "geo/atlas-mercator.h"
#include "render/atlas-raster.h"
#include "style/atlas-clusters.h"

G_BEGIN_DECLS

/* A layer's way through the painter's passes: what the files of the passes share. */

/** A feature on its way through the passes; the spans count runs. */
typedef struct
{
  guint32  feature;
  guint    rule;
  guint    first_ring;
  guint    n_rings;
  guint    first_line;
  guint    n_lines;
  int      world;       /* which repetition of the world it shows in: 0, or a neighbour where the view crosses ±180° */
  gboolean tiny;        /* hardly a pixel */
  gboolean small;       /* an area for the rasteriser */
  gboolean outlined;    /* its stroke went with its fill */
  gboolean heavy;       /* of very many vertices or parts: for the rasteriser whatever its size */
  guint    first_spot;
  guint    n_spots;
  guint32  only;        /* of a feature's points only this one, counted from 1; 0: all */
} AtlasPaintItem;

/** A feature no larger than this (device pixels) is a box in its rule's colour. */
#define ATLAS_TINY 2.0

/** On paper an area no larger than this (logical pixels, 3 mm) is filled and stroked in one: half the bytes. */
#define ATLAS_LITTLE 12.0

/** A feature that is hardly a pixel: a box in pixels of the clip. */
typedef struct
{
  guint32 class;    /* twice its rule, and one when it is an area */
  gint16  x;
  gint16  y;
  guint8  width;
  guint8  height;
} AtlasTinyBox;

/** One call of the painter. */
typedef struct
{
  cairo_t           *cr;
  AtlasTable        *table;
  const AtlasView   *view;
  GCancellable      *cancellable;
  AtlasStyleMatcher *matcher;
  const AtlasRule   *rules;
  guint              n_rules;
  AtlasProjection    window;
  double             x;           /* of the window in world 0, for the items of other worlds have it moved */
  GArray            *items;       /* AtlasPaintItem, sorted by rule, the last rule first */
  AtlasPath          lines;
  AtlasPath          rings;       /* its points are those of lines */
  AtlasPath          scratch;     /* one part, projected */
  GArray            *spots;       /* AtlasSpot */
  AtlasMercatorBands bands;
  GArray            *tiny;        /* AtlasTinyBox; only where the target is direct */
  gboolean           takes_tiny;
  gboolean           tiny_mixed;  /* they are not all of one class */
  AtlasTarget        target;
  AtlasRaster       *raster;      /* or NULL: cairo does it */
  GArray            *joined;      /* AtlasVec: a run and the one that it goes on with */
  guint              n_seen;
  const AtlasDensity *density;    /* (nullable): the points are drawn together at this zoom */
  AtlasClusters     *clusters;    /* (nullable): as these */
} AtlasPaintJob;


/** _atlas_job_use_world: moves the window to a repetition of the world: that of the item at hand. */
static inline void
_atlas_job_use_world (AtlasPaintJob *self,
                      int            world)
{
  self->window.x = self->x - world * self->window.size;
}

/** _atlas_job_is_cancelled: Returns: whether to stop; looks at the cancellable now and then. */
gboolean _atlas_job_is_cancelled (AtlasPaintJob *self);

/** _atlas_job_stroke_shows: Returns: whether there is something of a stroke's line to see at the view's zoom. */
gboolean _atlas_job_stroke_shows (const AtlasPaintJob *self,
                                  const AtlasStroke   *stroke);

/** _atlas_job_arrows_show: Returns: whether a stroke has arrows at the view's zoom. */
gboolean _atlas_job_arrows_show (const AtlasPaintJob *self,
                                 const AtlasStroke   *stroke);

gboolean _atlas_job_has_edge (const AtlasPaintJob *self,
                              const AtlasFill     *fill);
gboolean _atlas_job_has_fill (const AtlasPaintJob *self,
                              const AtlasFill     *fill);
gboolean _atlas_job_has_hatch (const AtlasPaintJob *self,
                               const AtlasFill     *fill);

/** _atlas_job_get_raster: Returns: (transfer none) (nullable): made when first needed: many blocks of many layers show nothing. */
AtlasRaster *_atlas_job_get_raster (AtlasPaintJob *self);

/**
 * _atlas_job_take_tiny:
 *
 * Takes @feature as a box in its rule's colour if it is a line or an area that hardly covers a pixel.  Of a million such
 * features none becomes an item.
 *
 * Returns: whether it was
 */
gboolean _atlas_job_take_tiny (AtlasPaintJob *self,
                               guint32        feature,
                               guint          rule);

/* The passes, in their order.  Those that return a boolean: %FALSE when the job was cancelled. */

void     _atlas_job_paint_tiny (AtlasPaintJob *self);
gboolean _atlas_job_paint_fills (AtlasPaintJob *self);
gboolean _atlas_job_paint_strokes (AtlasPaintJob *self);
gboolean _atlas_job_paint_arrows (AtlasPaintJob *self);
gboolean _atlas_job_paint_markers (AtlasPaintJob *self);

/**
 * _atlas_job_is_dense:
 *
 * Returns: whether the layer is one of very many plain points, which _atlas_job_paint_dense() paints much quicker than the
 *   passes do.  It depends on the layer, its style, the zoom and the kind of target, never on the place of the view.
 */
gboolean _atlas_job_is_dense (const AtlasPaintJob *self);
gboolean _atlas_job_paint_dense (AtlasPaintJob *self);

/** _atlas_job_get_extent: Returns: what the window shows, degrees; beyond ±180° where it reaches over the antimeridian. */
AtlasExtent _atlas_job_get_extent (const AtlasPaintJob *self);

/**
 * _atlas_job_get_worlds:
 *
 * A window that reaches over the antimeridian shows what is on the other side too, a world's width away: which repetitions of
 * the world it shows.
 */
void     _atlas_job_get_worlds (const AtlasPaintJob *self,
                                int                 *from,
                                int                 *to);

/** _atlas_job_fill_hatch: fills the path of the context with @item's hatch; the path stays. */
void     _atlas_job_fill_hatch (AtlasPaintJob        *self,
                                const AtlasPaintItem *item);

G_END_DECLS
