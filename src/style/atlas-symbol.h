/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "data/atlas-filter.h"

G_BEGIN_DECLS

/* What a style is made of: plain data, owned by an AtlasStyle and never changed.  Parts that are absent have
 * visible = FALSE (or a count of 0). */

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

/** How a value becomes a size between two ends. */
typedef enum
{
  ATLAS_SCALE_LINEAR,
  ATLAS_SCALE_SQRT,               /* so that areas of discs compare as their values do */
  ATLAS_SCALE_LOG,
} AtlasScale;

/** A size (logical pixels) that a number field gives: between two ends, and no further. */
typedef struct
{
  char      *field;               /* (nullable): NULL: sizes do not depend on a field */
  double     from_value;
  double     to_value;            /* another than @from_value */
  float      from_size;
  float      to_size;
  AtlasScale scale;
} AtlasSizeBy;

typedef enum
{
  ATLAS_HATCH_NONE,
  ATLAS_HATCH_LINES,
  ATLAS_HATCH_CROSS,
  ATLAS_HATCH_DOTS,
} AtlasHatchPattern;

/** A pattern over an area, which stays where it is on the ground at one zoom. */
typedef struct
{
  AtlasHatchPattern pattern;
  float             angle;        /* of the lines, degrees counterclockwise from east */
  float             spacing;      /* from middle to middle, pixels */
  float             width;        /* of the lines; of dots: their diameter */
  AtlasPaint        color;
} AtlasHatch;

/** A fill of areas.  The edge tint is a band along the inside of the outline, fading out over @edge_width pixels. */
typedef struct
{
  gboolean      visible;
  AtlasPaint    color;            /* alpha 0: no flat fill */
  AtlasHatch    hatch;            /* over the flat fill */
  AtlasPaint    edge_color;
  AtlasZoomRamp edge_width;       /* 0: no edge tint */
} AtlasFill;

/** Heads of arrows along a line that tell its direction. */
typedef struct
{
  gboolean   visible;
  gboolean   backward;            /* they point to where the line begins */
  gboolean   has_color;           /* else the stroke's */
  float      spacing;             /* from one to the next along the line, pixels */
  float      size;                /* length of a head, pixels */
  AtlasPaint color;
} AtlasArrows;

/** One stroke along a line or an outline. */
typedef struct
{
  AtlasPaint    color;
  AtlasZoomRamp width;
  AtlasSizeBy   width_by;         /* takes the place of @width where the field has a value */
  AtlasZoomRamp offset;           /* to the right of the direction of travel */
  double        dash[6];          /* in pixels; scaled by nothing */
  guint         n_dash;
  gboolean      round_caps;       /* else butt */
  AtlasArrows   arrows;
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
  ATLAS_MARKER_TRIANGLE_DOWN,
  ATLAS_MARKER_PENTAGON,
  ATLAS_MARKER_HEXAGON,
  ATLAS_MARKER_CROSS,             /* + */
  ATLAS_MARKER_X,
  ATLAS_MARKER_STAR,
  ATLAS_MARKER_RING,              /* a ring with a dot: a county seat */
  ATLAS_MARKER_DOUBLE_RING,       /* the city seat */
  ATLAS_MARKER_NONE,              /* a label without a symbol */
} AtlasMarkerShape;

/** A pictogram for a field's value. */
typedef struct
{
  char *value;
  char *icon;
  char *title;                    /* (nullable): for the legend, in the locale's language */
} AtlasIconCase;

/** A symbol at a point. */
typedef struct
{
  gboolean         visible;
  AtlasMarkerShape shape;
  AtlasPaint       fill;
  AtlasPaint       stroke;
  AtlasZoomRamp    stroke_width;
  AtlasZoomRamp    size;          /* height in pixels */
  AtlasSizeBy      size_by;       /* takes the place of @size where the field has a value */
  char            *icon;          /* (nullable): a pictogram: the stem of an SVG in the symbol set, drawn in icon_color */
  char            *icon_field;    /* (nullable): this field's value picks the pictogram from @icons; @icon for the others */
  AtlasIconCase   *icons;
  guint            n_icons;
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

/** Something that a field's value must meet. */
typedef struct
{
  char  *field;
  char **values;                  /* (array zero-terminated) (nullable): the value as text is one of these… */
  double min_value;               /* …or, when NULL: min <= number < max; from -INFINITY to INFINITY: any value, texts too */
  double max_value;
} AtlasCondition;

/** A class of features and their symbol.  It applies when all its conditions are met and its filter is true; without any,
 * always. */
typedef struct
{
  char           *title;          /* (nullable): for the legend, in the locale's language; NULL: not in the legend */
  float           min_zoom;       /* applies at min_zoom <= zoom < max_zoom */
  float           max_zoom;
  AtlasFill       fill;
  AtlasStroke    *strokes;        /* bottom first */
  guint           n_strokes;
  AtlasMarker     marker;
  AtlasLabel      label;
  AtlasCondition *conditions;
  guint           n_conditions;
  AtlasFilter    *filter;         /* (nullable): an expression; where the table lacks its fields, nothing meets it */
} AtlasRule;

/** atlas_zoom_ramp_at: Returns: the ramp's value at @zoom; 0 for a ramp without stops. */
double            atlas_zoom_ramp_at (const AtlasZoomRamp *ramp,
                                      double               zoom);

/**
 * atlas_size_by_at:
 * @value: the field's; NaN for none
 * @plain: the size without a value, or without a field
 *
 * Returns: the size for @value: between the two ends by the scale; that of the nearer end outside
 */
double            atlas_size_by_at (const AtlasSizeBy *self,
                                    double             value,
                                    double             plain);

/** atlas_size_by_get_most: Returns: the largest size that any value can give; @plain is one. */
double            atlas_size_by_get_most (const AtlasSizeBy *self,
                                          double             plain);

/**
 * atlas_size_by_sample:
 * @values: (out) (array fixed-size=3): for a legend: the lower end, a round number with a size about half way, the upper end
 */
void              atlas_size_by_sample (const AtlasSizeBy *self,
                                        double             values[3]);

/** atlas_paint_get: Returns: (transfer none): the colour for the scheme. */
const AtlasColor *atlas_paint_get (const AtlasPaint *paint,
                                   gboolean          dark);

G_END_DECLS
