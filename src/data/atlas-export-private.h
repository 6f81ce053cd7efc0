/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-export.h"

G_BEGIN_DECLS

/* What the writers of the formats share. */

typedef struct
{
  AtlasTable      *table;
  AtlasFeatureSet *only;          /* (nullable) */
  const char      *title;
  int              name_field;
  GString         *out;
  GCancellable    *cancellable;   /* (nullable) */
  GError          *error;         /* (nullable): why it was given up */
} AtlasExport;

/** A simple geometry of a feature: a point, a line, or a ring with its holes. */
typedef struct
{
  AtlasPartKind kind;
  gsize         part;             /* of the feature */
  gsize         n_parts;          /* 1, and of a ring its holes */
  gsize         vertex;           /* of a point: which of the part's */
} AtlasExportShape;

/** _atlas_export_next: Returns: the first feature to be written that is @from or later; G_MAXSIZE at the end or when cancelled. */
gsize    _atlas_export_next (AtlasExport *self,
                             gsize        from);

/** _atlas_export_shapes: Returns: (transfer full) (element-type AtlasExportShape): what the feature consists of. */
GArray  *_atlas_export_shapes (AtlasTable *table,
                               gsize       feature);

/** _atlas_export_number: appends @value with as many digits as read back the same; never an exponent where none is needed. */
void     _atlas_export_number (GString *out,
                               double   value);

/**
 * _atlas_export_positions:
 * @format: printed between the numbers of a position and between positions: "[", ",", "]", ","
 * @ring: +1, −1: a ring: closed, and turned counterclockwise or clockwise; 0: as it is
 *
 * Appends the vertices of a part.
 */
void     _atlas_export_positions (GString           *out,
                                  const AtlasPart   *part,
                                  const char *const  format[4],
                                  int                ring);

void     _atlas_export_geojson (AtlasExport *self);
void     _atlas_export_csv (AtlasExport *self);
void     _atlas_export_xlsx (AtlasExport *self);
void     _atlas_export_gpx (AtlasExport *self);
void     _atlas_export_kml (AtlasExport *self);

G_END_DECLS
