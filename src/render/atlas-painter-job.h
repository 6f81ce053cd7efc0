/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

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
  guint32  only;        /* of a feature's points only this one, counted from 1; 0: all */
} AtlasPaintItem;

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
