/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "data/atlas-table.h"

G_BEGIN_DECLS

/**
 * AtlasStyle:
 *
 * How a layer's features look, read-only: an ordered list of rules.  The first rule whose condition a feature meets gives
 * its symbol.  A symbol is a fill, strokes from bottom to top, a marker and a label, each of which may be absent; sizes are
 * functions of the zoom, colours come in a light and a dark variant.  Styles are written as JSON, documented in
 * src/style/README.md.  A style never changes; any thread may use it.
 */
typedef struct _AtlasStyle AtlasStyle;

/** A colour, each part 0 to 1. */
typedef struct
{
  float red;
  float green;
  float blue;
  float alpha;
} AtlasColor;

/** A colour in the light and the dark scheme. */
typedef struct
{
  AtlasColor light;
  AtlasColor dark;
} AtlasPaint;

#define ATLAS_RAMP_STOPS 8

/** A number that depends on the zoom: straight lines between stops, constant outside.  In logical pixels (or an opacity). */
typedef struct
{
  guint n_stops;
  float zoom[ATLAS_RAMP_STOPS];
  float value[ATLAS_RAMP_STOPS];
} AtlasZoomRamp;

/** A fill of areas.  The edge tint is a band along the inside of the outline, fading out over @edge_width pixels. */
typedef struct
{
  gboolean      visible;
  AtlasPaint    color;            /* alpha 0: no flat fill */
  AtlasPaint    edge_color;
  AtlasZoomRamp edge_width;       /* 0: no edge tint */
} AtlasFill;

/** One stroke along a line or an outline. */
typedef struct
{
  AtlasPaint    color;
  AtlasZoomRamp width;
  AtlasZoomRamp offset;           /* to the right of the direction of travel */
  double        dash[6];          /* in pixels; scaled by nothing */
  guint         n_dash;
  gboolean      round_caps;       /* else butt */
  float         min_zoom;         /* shown at min_zoom <= zoom < max_zoom */
  float         max_zoom;
} AtlasStroke;

typedef enum
{
  ATLAS_MARKER_CIRCLE,
  ATLAS_MARKER_SQUARE,
  ATLAS_MARKER_ROUNDED_SQUARE,
  ATLAS_MARKER_DIAMOND,
  ATLAS_MARKER_TRIANGLE,
  ATLAS_MARKER_STAR,
  ATLAS_MARKER_RING,              /* a ring with a dot: a county seat */
  ATLAS_MARKER_DOUBLE_RING,       /* the city seat */
  ATLAS_MARKER_NONE,              /* a label without a symbol */
} AtlasMarkerShape;

/** A symbol at a point. */
typedef struct
{
  gboolean         visible;
  AtlasMarkerShape shape;
  AtlasPaint       fill;
  AtlasPaint       stroke;
  AtlasZoomRamp    stroke_width;
  AtlasZoomRamp    size;          /* height in pixels */
  char            *icon;          /* (nullable): a pictogram: the stem of an SVG in the symbol set, drawn in icon_color */
  AtlasPaint       icon_color;
  float            icon_min_size; /* the pictogram is left out when the marker is smaller */
} AtlasMarker;

typedef enum
{
  ATLAS_LABEL_POINT,              /* beside a point (8 places), or inside an area at its pole of inaccessibility */
  ATLAS_LABEL_LINE,               /* along a line, each letter turned */
  ATLAS_LABEL_SHIELD,             /* a road number in a box on the line */
} AtlasLabelPlacement;

/** A name. */
typedef struct
{
  gboolean            visible;
  char               *field;      /* text is this field's value… */
  char               *field_en;   /* (nullable): …or this one's where the locale is not Chinese and it has a value */
  AtlasLabelPlacement placement;
  AtlasPaint          color;
  AtlasPaint          halo;       /* SHIELD: the box */
  float               halo_width;
  gboolean            serif;      /* Song instead of Hei: water names */
  gboolean            bold;
  float               letter_spacing; /* in em */
  AtlasZoomRamp       size;       /* font size in pixels */
  int                 priority;   /* the higher is placed first */
  char               *priority_field; /* (nullable): a number field added to the priority */
  float               min_zoom;
  float               max_zoom;
  float               repeat;     /* pixels between repeats along a line; 0: once a part */
} AtlasLabel;

typedef struct
{
  char        *title;             /* for the legend, in the locale's language; (nullable) */
  float        min_zoom;
  float        max_zoom;
  AtlasFill    fill;
  AtlasStroke *strokes;           /* bottom first */
  guint        n_strokes;
  AtlasMarker  marker;
  AtlasLabel   label;
  /* Below: the condition, evaluated by atlas_style_match(). */
  char        *field;             /* (nullable): NULL matches all */
  char       **values;            /* (array zero-terminated): the field's value as text is one of these */
  double       min_value;         /* used when values is NULL: min <= number < max */
  double       max_value;
} AtlasRule;

/**
 * atlas_style_new_from_json:
 * @json: see src/style/README.md
 * @length: bytes or -1
 *
 * Returns: (transfer full) (nullable): the style, or %NULL with %G_IO_ERROR_INVALID_DATA whose message says where
 */
AtlasStyle      *atlas_style_new_from_json (const char  *json,
                                            gssize       length,
                                            GError     **error);

/**
 * atlas_style_new_shipped:
 * @name: such as "rivers": a style built into the library
 *
 * Returns: (transfer full): that style; a missing or broken one is a programming error
 */
AtlasStyle      *atlas_style_new_shipped (const char *name);

/**
 * atlas_style_new_default:
 * @table: the layer that it is for: its geometry kind decides
 * @nth: how many layers of people's own came before: picks the colour
 *
 * Returns: (transfer full): a style that looks right without a click; labels the field "name", "名称" or the like if any
 */
AtlasStyle      *atlas_style_new_default (AtlasTable *table,
                                          guint       nth);

AtlasStyle      *atlas_style_ref (AtlasStyle *self);
void             atlas_style_unref (AtlasStyle *self);

/** atlas_style_get_rules: @n: (out): Returns: (transfer none) (array length=n): the rules. */
const AtlasRule *atlas_style_get_rules (AtlasStyle *self,
                                        guint      *n);

/** atlas_style_get_reach: Returns: how many pixels a symbol may reach beyond its geometry, at most, at @zoom. */
double           atlas_style_get_reach (AtlasStyle *self,
                                        double      zoom);

/**
 * AtlasStyleMatcher:
 *
 * A style bound to a table: values looked up once, so that matching a feature is a comparison of integers.
 * Immutable once made; any thread.
 */
typedef struct _AtlasStyleMatcher AtlasStyleMatcher;

AtlasStyleMatcher *atlas_style_matcher_new (AtlasStyle *style,
                                            AtlasTable *table);
void               atlas_style_matcher_free (AtlasStyleMatcher *self);

/** atlas_style_matcher_match: Returns: (transfer none) (nullable): the first rule that @feature meets at @zoom. */
const AtlasRule   *atlas_style_matcher_match (AtlasStyleMatcher *self,
                                              gsize              feature,
                                              double             zoom);

/** atlas_zoom_ramp_at: Returns: the ramp's value at @zoom; 0 for a ramp without stops. */
double             atlas_zoom_ramp_at (const AtlasZoomRamp *ramp,
                                       double               zoom);

/** atlas_paint_get: Returns: (transfer none): the colour for the scheme. */
const AtlasColor  *atlas_paint_get (const AtlasPaint *paint,
                                    gboolean          dark);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasStyle, atlas_style_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasStyleMatcher, atlas_style_matcher_free)

G_END_DECLS
