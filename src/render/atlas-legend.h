/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

#include "data/atlas-schema.h"
#include "data/atlas-table.h"
#include "render/atlas-labels.h"
#include "render/atlas-view.h"
#include "style/atlas-style.h"

G_BEGIN_DECLS

/**
 * AtlasLegend:
 *
 * What the map's symbols mean: sections from the top layer to the bottom one, the ground last and in one, each with entries
 * that have a title, a sample and a count.  It is the one place that knows how a style becomes entries; the window, its layer
 * rows, pictures and paper all show it.  Made on any thread, a worker's when features are counted.  Never changes; ref-counted.
 */
typedef struct _AtlasLegend AtlasLegend;

/** A layer that the legend is to explain. */
typedef struct
{
  AtlasTable  *table;
  AtlasStyle  *style;
  const char  *title;   /* the layer's */
  AtlasSchema *schema;  /* (nullable): what the fields that sizes come from are called */
  gboolean     ground;  /* the basemap's */
  double       opacity;
} AtlasLegendLayer;

typedef enum
{
  ATLAS_LEGEND_IN_VIEW = 1 << 0, /* counts what lies in the view; entries and sections with nothing there are left out */
  ATLAS_LEGEND_AT_ZOOM = 1 << 1, /* leaves out what the view's zoom does not show; samples look as they do at it */
  ATLAS_LEGEND_COUNT = 1 << 2,   /* shows counts: of what is in view if only that is counted, else of all features */
  ATLAS_LEGEND_GROUND = 1 << 3,  /* the ground too */
} AtlasLegendFlags;

/** What an entry explains. */
typedef enum
{
  ATLAS_LEGEND_CLASS,
  ATLAS_LEGEND_PICTOGRAM,        /* what a pictogram means, whatever the class */
  ATLAS_LEGEND_SIZE,             /* how large one value is drawn */
  ATLAS_LEGEND_HEAT,             /* shades from few points to many */
  ATLAS_LEGEND_CLUSTER,          /* a disc that stands for several points */
} AtlasLegendKind;

/** A line of a legend. */
typedef struct
{
  AtlasLegendKind   kind;
  char             *title;       /* from a style or a file: text, not markup */
  gsize             count;       /* features; 0 of a size */
  double            sample_width; /* logical pixels that the sample wants */
  double            sample_height;
  AtlasRule         rule;        /* a shallow copy; the legend keeps the style */
  AtlasGeometryType geometry;
  double            value;       /* of the field that gives sizes; NaN: none */
  const AtlasDensity *density;   /* of heat and clusters; the legend keeps the style */
  double            zoom;        /* of the sample */
  double            opacity;
} AtlasLegendEntry;

/** The entries of a layer, or of the ground. */
typedef struct
{
  char     *title;
  gboolean  ground;
  gboolean  single;              /* one class: its entry has the layer's title, and no heading stands above it */
  GArray   *entries;             /* (element-type AtlasLegendEntry): one at least */
} AtlasLegendSection;

/**
 * atlas_legend_new:
 * @layers: (array length=n_layers): bottom first; without those that are hidden
 * @view: (nullable): what is in view, with ATLAS_LEGEND_IN_VIEW or ATLAS_LEGEND_AT_ZOOM
 * @rotation: of the view, radians, clockwise
 *
 * Counting looks at each feature in view once; without it the cost is that of the styles.
 *
 * Returns: (transfer full) (nullable): the legend, maybe without a section; %NULL when it was cancelled
 */
AtlasLegend              *atlas_legend_new (const AtlasLegendLayer *layers,
                                            gsize                   n_layers,
                                            const AtlasView        *view,
                                            double                  rotation,
                                            AtlasLegendFlags        flags,
                                            GCancellable           *cancellable);

/**
 * atlas_legend_new_arranged:
 * @order: (nullable) (array zero-terminated=1): titles of sections that come first, in this order; the others follow as they were
 * @hidden: (nullable) (array zero-terminated=1): titles of sections that are left out
 * @titles: (nullable) (array zero-terminated=1): "old title=new title"
 * @ground: whether the ground's section stays
 *
 * Returns: (transfer full): a legend of the same entries
 */
AtlasLegend              *atlas_legend_new_arranged (AtlasLegend       *self,
                                                     const char *const *order,
                                                     const char *const *hidden,
                                                     const char *const *titles,
                                                     gboolean           ground);

/** atlas_legend_wants_schema: Returns: whether sizes in @style come from fields, which a schema has better names for. */
gboolean                  atlas_legend_wants_schema (AtlasStyle *style);
AtlasLegend              *atlas_legend_ref (AtlasLegend *self);
void                      atlas_legend_unref (AtlasLegend *self);
AtlasLegendFlags          atlas_legend_get_flags (AtlasLegend *self);
guint                     atlas_legend_get_n_sections (AtlasLegend *self);

/** atlas_legend_get_section: Returns: (transfer none): section @index, from the top. */
const AtlasLegendSection *atlas_legend_get_section (AtlasLegend *self,
                                                    guint        index);

/** atlas_legend_has_counts: Returns: %TRUE when counts of @section are to be shown: not of the ground, whose lines are pieces. */
gboolean                  atlas_legend_has_counts (AtlasLegend              *self,
                                                   const AtlasLegendSection *section);

/** atlas_legend_entry_paint: draws the sample in the middle of @width × @height; any thread. */
void                      atlas_legend_entry_paint (const AtlasLegendEntry *entry,
                                                    cairo_t                *cr,
                                                    gboolean                dark,
                                                    double                  width,
                                                    double                  height);

/** How a legend is laid out on a picture or on paper: lengths in units of the cairo context's user space. */
typedef struct
{
  double      width;      /* at most; columns share it */
  guint       columns;    /* at least 1 */
  double      font_size;  /* of entries; all else follows from it */
  const char *heading;    /* (nullable): over all of it, such as "Legend" */
  gboolean    box;        /* on a ground of its own with a line around */
  gboolean    no_ground;  /* leaves out the ground's section, where room is scarce */
  gboolean    dark;
  gboolean    chinese;    /* whose forms letters take that Chinese and Japanese share */
} AtlasLegendLook;

/**
 * atlas_legend_measure:
 * @width: (out): what it takes, at most that of @look
 * @height: (out): likewise
 *
 * Entries fill the columns evenly; a heading stays with its first entry.  A title that is too long takes two lines.
 */
void                      atlas_legend_measure (AtlasLegend           *self,
                                                const AtlasLegendLook *look,
                                                double                *width,
                                                double                *height);

/** atlas_legend_paint: draws it from the origin of user space, its letters as text where the surface has text.  Any thread. */
void                      atlas_legend_paint (AtlasLegend           *self,
                                              const AtlasLegendLook *look,
                                              cairo_t               *cr);

/**
 * atlas_legend_place:
 * @look: columns and width are set, and no_ground when there is only room without
 * @layers: (array length=n_layers): what the picture shows
 * @labels: its names
 * @box: (out): where the legend goes, logical pixels of @view
 *
 * Finds a corner of a picture for the legend: the one where it covers the fewest names and subjects, the lower ones first; in as
 * many columns as it takes to be no higher than most of the picture.  The ground is left out before the legend takes a large part
 * of the map.
 *
 * Returns: %FALSE when the picture is too small for it
 */
gboolean                  atlas_legend_place (AtlasLegend           *self,
                                              AtlasLegendLook       *look,
                                              const AtlasLabelLayer *layers,
                                              gsize                  n_layers,
                                              AtlasLabels           *labels,
                                              const AtlasView       *view,
                                              cairo_rectangle_t     *box);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasLegend, atlas_legend_unref)

G_END_DECLS
