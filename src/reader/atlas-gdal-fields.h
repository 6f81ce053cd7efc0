/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <ogr_api.h>

#include "data/atlas-table-builder.h"

G_BEGIN_DECLS

/**
 * AtlasGdalFields:
 *
 * Hands a GDAL layer's fields and their values to a table builder, in the source's order.  Binary fields are left out.
 * One thread.
 */
typedef struct _AtlasGdalFields AtlasGdalFields;

/**
 * atlas_gdal_fields_new:
 * @skip: number of a field to leave out, or -1
 * @types: (nullable) (element-type AtlasFieldType): what the fields are that are all texts for GDAL
 *
 * Adds the fields to @builder.
 */
AtlasGdalFields *atlas_gdal_fields_new (AtlasTableBuilder *builder,
                                        OGRLayerH          layer,
                                        int                skip,
                                        GArray            *types);
/** atlas_gdal_fields_set_nul: @stand_in: (nullable): what stands for NUL in texts; kept, not copied. */
void             atlas_gdal_fields_set_nul (AtlasGdalFields *self,
                                            const char      *stand_in);
void             atlas_gdal_fields_free (AtlasGdalFields *self);

/** atlas_gdal_fields_add: sets the values of @feature in the feature that the builder is in. */
void             atlas_gdal_fields_add (AtlasGdalFields *self,
                                        OGRFeatureH      feature);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasGdalFields, atlas_gdal_fields_free)

G_END_DECLS
