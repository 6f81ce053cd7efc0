/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-table.h"

G_BEGIN_DECLS

/**
 * AtlasTableBuilder:
 *
 * Collects a layer's features and lays them out as a table image.  One thread.
 *
 * A feature is begin_feature(), then set_*() for the fields that are not null, then the geometry: set_geometry_type()
 * and for each part begin_part() and add_vertex()…; then end_feature(), or drop_feature() to take back all of it.
 */
typedef struct _AtlasTableBuilder AtlasTableBuilder;

/** atlas_table_builder_new: @name, @crs and @format are what the table's getters of that name return. */
AtlasTableBuilder *atlas_table_builder_new (const char *name,
                                            const char *crs,
                                            const char *format);
void               atlas_table_builder_free (AtlasTableBuilder *self);

/** atlas_table_builder_set_attributes: @json: what atlas_table_get_attributes() returns.  At any time before the end. */
void               atlas_table_builder_set_attributes (AtlasTableBuilder *self,
                                                       const char        *json);

/** atlas_table_builder_add_field: Returns: the field's number.  All fields come before the first feature. */
guint              atlas_table_builder_add_field (AtlasTableBuilder *self,
                                                  const char        *name,
                                                  AtlasFieldType     type);

void               atlas_table_builder_begin_feature (AtlasTableBuilder *self);

/** atlas_table_builder_set_id: @id: (nullable): the source's id as text. */
void               atlas_table_builder_set_id (AtlasTableBuilder *self,
                                               const char        *id);

/** atlas_table_builder_set_text: for text-like fields; @length in bytes or -1; what is not UTF-8 becomes U+FFFD. */
void               atlas_table_builder_set_text (AtlasTableBuilder *self,
                                                 guint              field,
                                                 const char        *text,
                                                 gssize             length);
void               atlas_table_builder_set_integer (AtlasTableBuilder *self,
                                                    guint              field,
                                                    gint64             value);
void               atlas_table_builder_set_real (AtlasTableBuilder *self,
                                                 guint              field,
                                                 double             value);
void               atlas_table_builder_set_boolean (AtlasTableBuilder *self,
                                                    guint              field,
                                                    gboolean           value);
void               atlas_table_builder_set_geometry_type (AtlasTableBuilder *self,
                                                          AtlasGeometryType  type);
void               atlas_table_builder_begin_part (AtlasTableBuilder *self,
                                                   AtlasPartKind      kind);

/**
 * atlas_table_builder_add_vertex:
 * @lon: degrees
 * @lat: degrees
 *
 * Returns: %FALSE when the place is not on earth (not finite, |lon| > 180 or |lat| > 90 beyond rounding): the feature
 *   should then be dropped
 */
gboolean           atlas_table_builder_add_vertex (AtlasTableBuilder *self,
                                                   double             lon,
                                                   double             lat);

void               atlas_table_builder_end_feature (AtlasTableBuilder *self);
void               atlas_table_builder_drop_feature (AtlasTableBuilder *self);

/**
 * atlas_table_builder_skip:
 * @position: which feature of the source it was, from 1; 0 when not known
 * @reason: a sentence for a person
 *
 * Notes that a feature was left out.  The first 1000 are listed, all are counted.
 */
void               atlas_table_builder_skip (AtlasTableBuilder *self,
                                             guint64            position,
                                             const char        *reason);

/** atlas_table_builder_get_n_features: Returns: how many features were ended so far. */
gsize              atlas_table_builder_get_n_features (AtlasTableBuilder *self);

/**
 * atlas_table_builder_finish:
 *
 * Computes index, extents and importance, and lays out the image.  The builder can only be freed afterwards.
 *
 * Returns: (transfer full) (nullable): the image, padded to a multiple of 4096 bytes, or %NULL with
 *   %ATLAS_DATA_ERROR_TOO_BIG (over 2³² − 2 vertices, parts or texts)
 */
GBytes            *atlas_table_builder_finish (AtlasTableBuilder  *self,
                                               GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasTableBuilder, atlas_table_builder_free)

G_END_DECLS
