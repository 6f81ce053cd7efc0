/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "render/atlas-label-grid.h"
#include "render/atlas-labels.h"

G_BEGIN_DECLS

/** How far beyond the view names are placed too, at least, so that those at its edge do not depend on where it is. */
#define ATLAS_LABEL_MARGIN 192.0

/** And where names along lines may have their places far from each other, so many times what their style repeats them by … */
#define ATLAS_LABEL_MARGIN_REPEAT 1.2

/** … up to this. */
#define ATLAS_LABEL_MARGIN_MOST 512.0

/** The area in which names are placed is made of whole squares of so many world pixels: the same for most small pans. */
#define ATLAS_LABEL_SQUARE 512.0

/** The view in world pixels. */
typedef struct
{
  double        zoom;
  double        world_size;       /* world pixels around the earth */
  AtlasLabelBox view;
  AtlasLabelBox area;             /* the view and its margin, out to whole squares */
} AtlasLabelFrame;

/** What a rule of a style says about names at this zoom; fields looked up. */
typedef struct
{
  const AtlasRule *rule;
  AtlasTable      *table;         /* (unowned) */
  AtlasStyleMatcher *matcher;     /* (unowned) */
  gboolean         named;         /* has a name at this zoom */
  gboolean         marked;        /* has a marker at this zoom */
  gboolean         round;         /* the marker is a disc rather than a box */
  gboolean         ground;
  gboolean         sized;         /* markers are of different sizes, by a field … */
  gboolean         widened;       /* … and lines of different widths */
  double           radius;        /* of the marker, pixels, of the largest one; 0 without one */
  double           half_width;    /* of the line as drawn, pixels, of the widest one; 0 when it is not */
  double           size;          /* of the letters, pixels */
  double           least_em;      /* a width that all names surely have; 0: not known */
  double           opacity;
  int              field;
  int              field_en;
  int              priority_field;
} AtlasLabelRule;

typedef enum
{
  ATLAS_LABEL_AT_POINT,
  ATLAS_LABEL_IN_AREA,
  ATLAS_LABEL_ON_LINE,
} AtlasLabelKind;

/** A name that wants a place. */
typedef struct
{
  const AtlasLabelRule *rule;
  double                priority;
  double                x;        /* AT_POINT: where, world pixels; else the middle of the extent */
  double                y;
  double                extent;   /* pixels from end to end; 0 for a point */
  double                reach;    /* AT_POINT: the radius of its own marker; ON_LINE: from the line's middle to its edge */
  guint32               layer;
  guint32               feature;
  guint32               hash;
  AtlasLabelKind        kind;
} AtlasLabelCandidate;

/** All names that want a place, in the order in which they get one. */
typedef struct
{
  GArray    *candidates;          /* AtlasLabelCandidate */
  GPtrArray *rules;               /* AtlasLabelRule[], one block a layer */
  GPtrArray *matchers;
} AtlasLabelCollection;

void                  atlas_label_frame_init (AtlasLabelFrame       *self,
                                              const AtlasView       *view,
                                              const AtlasLabelLayer *layers,
                                              gsize                  n_layers);

/**
 * atlas_label_collect:
 * @grid: takes the symbols that names must not cover
 *
 * Returns: (transfer full) (nullable): the candidates, highest priority first; %NULL when cancelled
 */
AtlasLabelCollection *atlas_label_collect (const AtlasLabelLayer *layers,
                                           gsize                  n_layers,
                                           const AtlasLabelFrame *frame,
                                           AtlasLabelGrid        *grid,
                                           GCancellable          *cancellable);
void                  atlas_label_collection_free (AtlasLabelCollection *self);

/**
 * atlas_label_candidate_get_text:
 * @clean: (out caller-allocates): see atlas_label_text_clean()
 *
 * Returns: %FALSE when the feature has no name
 */
gboolean              atlas_label_candidate_get_text (const AtlasLabelCandidate *self,
                                                      gboolean                   chinese,
                                                      GString                   *clean,
                                                      double                    *em);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasLabelCollection, atlas_label_collection_free)

G_END_DECLS
