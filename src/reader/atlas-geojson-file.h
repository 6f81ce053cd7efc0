/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is around the features of a GeoJSON file. */

/**
 * AtlasGeojsonFile:
 * @name: (nullable): the layer's, when the file gives one
 * @crs: (nullable): of the coordinates, when the file says so: one that is as good as WGS 84
 * @has_type: it says that it is a FeatureCollection
 * @has_attributes: it says something of itself (see reader/atlas-geojson-attributes.h)
 */
typedef struct
{
  char       *name;
  const char *crs;
  gboolean    has_type;
  gboolean    has_crs;
  gboolean    has_attributes;
} AtlasGeojsonFile;

void        atlas_geojson_file_clear (AtlasGeojsonFile *self);

/** atlas_geojson_file_is_plain: @head: the first bytes of the file.  Returns: whether GDAL would take it for GeoJSON and nothing
 * else: a FeatureCollection that says so at once. */
gboolean    atlas_geojson_file_is_plain (const char *head,
                                         gsize       length);

/** atlas_geojson_file_read_head: Returns: (nullable): the place behind the opening bracket of the features. */
const char *atlas_geojson_file_read_head (AtlasGeojsonFile *self,
                                          const char       *p,
                                          const char       *end);

/** atlas_geojson_file_read_tail: @p: behind the closing bracket of the features.  Returns: whether it ends well. */
gboolean    atlas_geojson_file_read_tail (AtlasGeojsonFile *self,
                                          const char       *p,
                                          const char       *end);

/** atlas_geojson_file_find_end: @p: an opening brace.  Returns: (nullable): the place behind the brace that closes it. */
const char *atlas_geojson_file_find_end (const char *p,
                                         const char *end);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AtlasGeojsonFile, atlas_geojson_file_clear)

G_END_DECLS
