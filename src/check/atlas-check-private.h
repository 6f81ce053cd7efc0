/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <geos_c.h>

#include "check/atlas-check.h"

G_BEGIN_DECLS

/* What the parts of the check share.  One thread. */

/** Findings that belong to the layer, not to a feature. */
#define ATLAS_CHECK_LAYER G_MAXSIZE

/** Degrees on the ground near Changzhi, for sentences and limits: a metre is about this many degrees of latitude. */
#define ATLAS_CHECK_METRE 9.0e-6

/** A layer while it is checked; its parts only read all but what reporting writes. */
typedef struct
{
  AtlasCheck       *check;
  char             *name;
  char             *file;           /* for people, or NULL */
  AtlasTable       *table;          /* NULL when the file cannot be read */
  AtlasSchema      *schema;         /* or NULL */
  gboolean          is_other;       /* only looked into, not checked */
  gboolean          is_geojson;
  gboolean          has_text;       /* the text was looked at, so ids and types of values are done with */
  gboolean          has_no_ids;     /* the table's are the reader's own numbers */
  int               name_field;     /* "name", or -1 */
  guint8           *invalid;        /* a byte a feature: GEOS cannot work with it */
  GArray           *skipped;        /* guint64, sorted: which features of the source are not in the table */
  GHashTable       *by_id;          /* id → feature + 1, made when a rule asks */
  GHashTable       *rules;          /* rule → its counts (in atlas-check-findings.c) */
  GPtrArray        *findings;       /* AtlasFinding */
  GArray           *more;           /* AtlasCheckMore */
  AtlasCheckReport  report;
} AtlasCheckLayer;

struct _AtlasCheck
{
  guint                max_findings;
  char                *others;      /* folder, or NULL */
  GPtrArray           *layers;      /* AtlasCheckLayer: those to check, then those only looked into */
  guint                n_checked;
  GEOSContextHandle_t  geos;
  GString             *geos_error;  /* what GEOS said last */
};

/* -- findings (atlas-check-findings.c) --------------------------------------------------------------------------- */

/**
 * _atlas_check_report:
 * @rule: a string that lives for ever
 * @feature: its number in the table, or ATLAS_CHECK_LAYER
 * @field: (nullable): the field
 * @lon: NaN: the feature's first vertex
 *
 * Adds a finding, or only counts it when there are enough of its rule.
 */
void             _atlas_check_report (AtlasCheckLayer *layer,
                                      AtlasSeverity    severity,
                                      const char      *rule,
                                      gsize            feature,
                                      const char      *field,
                                      double           lon,
                                      double           lat,
                                      const char      *format,
                                      ...) G_GNUC_PRINTF (8, 9);

/** _atlas_check_report_number: likewise for a feature that is known by its number in the file (from 1; 0: the layer). */
void             _atlas_check_report_number (AtlasCheckLayer *layer,
                                             AtlasSeverity    severity,
                                             const char      *rule,
                                             guint64          number,
                                             const char      *id,
                                             const char      *field,
                                             const char      *message);

/** _atlas_check_is_full: Returns: whether further findings of a rule would only be counted. */
gboolean         _atlas_check_is_full (AtlasCheckLayer *layer,
                                       AtlasSeverity    severity,
                                       const char      *rule);

/** _atlas_check_finish_findings: sorts them and fills in the layer's report. */
void             _atlas_check_finish_findings (AtlasCheckLayer *layer);
void             _atlas_check_finding_free (gpointer finding);

/** _atlas_check_quote: Returns: (transfer full): text from a file for a sentence: shortened, without control characters. */
char            *_atlas_check_quote (const char *text);

/** _atlas_check_dup_label: Returns: (transfer full): how a sentence calls a feature: its id, or its number. */
char            *_atlas_check_dup_label (AtlasCheckLayer *layer,
                                         gsize            feature);

/* -- layers (atlas-check-layer.c) -------------------------------------------------------------------------------- */

/** _atlas_check_layer_new: @table: (nullable), @schema: (nullable).  Returns: (transfer full): a layer of @check. */
AtlasCheckLayer *_atlas_check_layer_new (AtlasCheck  *check,
                                         const char  *name,
                                         const char  *file,
                                         AtlasTable  *table,
                                         AtlasSchema *schema);
void             _atlas_check_layer_free (gpointer layer);

/** _atlas_check_get_id: Returns: (transfer none) (nullable): a feature's id, if the file gives it one. */
const char      *_atlas_check_get_id (AtlasCheckLayer *layer,
                                      gsize            feature);

/** _atlas_check_find_layer: Returns: (transfer none) (nullable): a layer that was added, or one of the others' folder. */
AtlasCheckLayer *_atlas_check_find_layer (AtlasCheck *self,
                                          const char *name);

/** _atlas_check_find_id: Returns: the feature with an id, or ATLAS_CHECK_LAYER. */
gsize            _atlas_check_find_id (AtlasCheckLayer *layer,
                                       const char      *id);

/** _atlas_check_get_number: Returns: which feature of the file a feature of the table is, from 1. */
guint64          _atlas_check_get_number (AtlasCheckLayer *layer,
                                          gsize            feature);

/** _atlas_check_get_feature: the other way.  Returns: ATLAS_CHECK_LAYER when the reader left it out. */
gsize            _atlas_check_get_feature (AtlasCheckLayer *layer,
                                           guint64          number);

/** _atlas_check_get_area: Returns: where a layer belongs: as its schema says, else China. */
AtlasExtent      _atlas_check_get_area (AtlasCheckLayer *layer);

/** _atlas_check_meets: Returns: whether a feature is one that @condition picks. */
gboolean         _atlas_check_meets (AtlasCheckLayer            *layer,
                                     gsize                       feature,
                                     const AtlasSchemaCondition *condition);

/* -- GEOS (atlas-check-geos.c) ----------------------------------------------------------------------------------- */

/** _atlas_check_make_polygon: Returns: (transfer full) (nullable): a feature's polygons for GEOS; open rings are closed. */
GEOSGeometry    *_atlas_check_make_polygon (AtlasCheck *self,
                                            AtlasTable *table,
                                            gsize       feature);

/** _atlas_check_make_ring: Returns: (transfer full) (nullable): a polygon of a closed ring of 2 × @n numbers. */
GEOSGeometry    *_atlas_check_make_ring (AtlasCheck   *self,
                                         const double *coords,
                                         gsize         n);

/** _atlas_check_measure: Returns: about how many square metres polygons have (a plane scaled at their latitude). */
double           _atlas_check_measure (AtlasCheck         *self,
                                       const GEOSGeometry *geometry);

/** _atlas_check_get_inside: a place inside polygons; FALSE when there is none. */
gboolean         _atlas_check_get_inside (AtlasCheck         *self,
                                          const GEOSGeometry *geometry,
                                          double             *lon,
                                          double             *lat);

/* -- the checks -------------------------------------------------------------------------------------------------- */

/**
 * _atlas_check_text:
 * @path: (type filename): the file that the layer was read from, if it could be read
 *
 * What only the text of a GeoJSON file tells, such as ids that are there twice: the reader has lost it.
 */
void             _atlas_check_text (AtlasCheckLayer *layer,
                                    const char      *path);
void             _atlas_check_skipped (AtlasCheckLayer *layer);
void             _atlas_check_values (AtlasCheckLayer *layer);
void             _atlas_check_geometry (AtlasCheckLayer *layer);
void             _atlas_check_twice (AtlasCheckLayer *layer);
void             _atlas_check_coverage (AtlasCheckLayer            *layer,
                                        const AtlasSchemaCondition *where);
void             _atlas_check_network (AtlasCheckLayer            *layer,
                                       const AtlasSchemaCondition *where);

/** _atlas_check_rules: the rules of the layer's schema, those of coverage and network among them. */
void             _atlas_check_rules (AtlasCheckLayer *layer);

G_END_DECLS
