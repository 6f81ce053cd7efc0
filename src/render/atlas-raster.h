/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "render/atlas-painter-private.h"

G_BEGIN_DECLS

/**
 * AtlasTarget:
 *
 * Where a cairo context paints, seen as pixels: for what the painter does by hand because cairo's way costs too much.
 */
typedef struct
{
  cairo_surface_t *surface;
  gboolean         is_pixels;   /* an image, neither turned nor stretched */
  gboolean         is_direct;   /* and the clip is a rectangle of whole pixels, the operator "over": may be written to */
  double           scale;       /* pixels in a unit of user space */
  double           x;           /* the pixel at user space 0, 0 */
  double           y;
  int              left;        /* the clip, pixels */
  int              top;
  int              right;
  int              bottom;
} AtlasTarget;

void         _atlas_target_init (AtlasTarget *self,
                                 cairo_t     *cr);

/** _atlas_blend_pixel: Returns: @under with premultiplied @over over it (both as in CAIRO_FORMAT_ARGB32). */
static inline guint32
_atlas_blend_pixel (guint32 under,
                    guint32 over)
{
  guint32 rest = 255 - (over >> 24), even, odd;

  /* v × rest / 255, rounded, two channels at a time: (t + (t >> 8)) >> 8 with t = v × rest + 128 (Blinn 1994). */
  even = (under & 0xff00ff) * rest + 0x800080;
  even = ((even + (even >> 8 & 0xff00ff)) >> 8) & 0xff00ff;
  odd = (under >> 8 & 0xff00ff) * rest + 0x800080;
  odd = (odd + (odd >> 8 & 0xff00ff)) & 0xff00ff00;

  return over + (even | odd);
}

/**
 * AtlasRaster:
 *
 * A rasteriser of lines and small areas: shapes are added up as exact coverage, then painted in one colour.  One thread.
 */
typedef struct _AtlasRaster AtlasRaster;

/** _atlas_raster_new: Returns: (nullable): %NULL when @target cannot be written to, or is huge. */
AtlasRaster *_atlas_raster_new (const AtlasTarget *target);
void         _atlas_raster_free (AtlasRaster *self);

/** How a line is drawn, in user space units. */
typedef struct
{
  double        width;
  gboolean      round_caps;
  const double *dash;           /* (nullable) */
  guint         n_dash;
} AtlasPen;

/** _atlas_raster_add_line: @start: how far along the line it begins (user space): where the dashes are by then. */
void         _atlas_raster_add_line (AtlasRaster    *self,
                                     const AtlasPen *pen,
                                     const AtlasVec *points,
                                     guint           n,
                                     gboolean        closed,
                                     double          start);

/** _atlas_raster_add_ring: an outline or a hole of an area. */
void         _atlas_raster_add_ring (AtlasRaster    *self,
                                     const AtlasVec *points,
                                     guint           n);

/** A ring that is smaller than a pixel, of a feature that has very many; user space. */
typedef struct
{
  float left;       /* its box */
  float top;
  float right;
  float bottom;
  float fill;       /* how much of its box is inside, 0 to 1 */
} AtlasSpot;

/** _atlas_raster_add_spot: the box of @spot, @grow larger on all sides with corners as round as that, @cover of each pixel. */
void         _atlas_raster_add_spot (AtlasRaster     *self,
                                     const AtlasSpot *spot,
                                     double           grow,
                                     double           cover);

/** _atlas_raster_add_box: whole pixels, counted from the clip's corner. */
void         _atlas_raster_add_box (AtlasRaster *self,
                                    int          x,
                                    int          y,
                                    int          width,
                                    int          height);

/** _atlas_raster_paint: paints what was added and forgets it.  @even_odd: rings; else lines, whose overlaps are one. */
void         _atlas_raster_paint (AtlasRaster      *self,
                                  const AtlasColor *color,
                                  gboolean          even_odd);

/** Shapes that were added up, a byte a pixel. */
typedef struct _AtlasRasterCover AtlasRasterCover;

/** _atlas_raster_take_cover: Returns: (transfer full): what was added (lines, whose overlaps are one), and forgets it. */
AtlasRasterCover *_atlas_raster_take_cover (AtlasRaster *self);
void              _atlas_raster_cover_free (AtlasRasterCover *self);

/**
 * _atlas_raster_paint_outline:
 * @alpha: of all of it
 *
 * Paints @inside over @rim, without what was added since, which lets the ground show; and forgets that.
 */
void              _atlas_raster_paint_outline (AtlasRaster            *self,
                                               const AtlasRasterCover *rim,
                                               const AtlasColor       *rim_color,
                                               const AtlasRasterCover *inside,
                                               const AtlasColor       *inside_color,
                                               double                  alpha);

/** Where a row of a marker's picture is not transparent (first to end), and where in the middle of that it is opaque. */
typedef struct
{
  guint16 first;
  guint16 solid_first;
  guint16 solid_end;
  guint16 end;
} AtlasSpriteRow;

/** A marker's picture: a square with the marker in its middle, premultiplied as in CAIRO_FORMAT_ARGB32. */
typedef struct
{
  const guint32        *pixels;
  gsize                 stride;   /* pixels from a row to the next */
  int                   half;     /* half the side, pixels: from the picture's edge to its middle */
  const AtlasSpriteRow *rows;
} AtlasSpritePixels;

/** The pictures of markers that one painting job needs, drawn when first asked for. */
typedef struct _AtlasSprites AtlasSprites;

AtlasSprites *_atlas_sprites_new (cairo_t           *cr,
                                  const AtlasTarget *target,
                                  const AtlasView   *view);
void          _atlas_sprites_free (AtlasSprites *self);

/** _atlas_sprites_paint: a marker of @size at @x, @y (logical pixels). @icon: (nullable): its pictogram. */
void          _atlas_sprites_paint (AtlasSprites      *self,
                                    const AtlasMarker *marker,
                                    const char        *icon,
                                    double             size,
                                    double             x,
                                    double             y);

/** _atlas_sprites_get: @pixels: (out): valid as long as @self; the target is direct.  Returns: %FALSE without memory for it. */
gboolean      _atlas_sprites_get (AtlasSprites      *self,
                                  const AtlasMarker *marker,
                                  double             size,
                                  AtlasSpritePixels *pixels);

G_END_DECLS
