/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "data/atlas-feature-set.h"
#include "geo/atlas-index.h"

G_BEGIN_DECLS

/**
 * AtlasTable:
 *
 * A layer's features, read-only: geometry, fields, ids, spatial index and what was skipped, all in one block of bytes
 * (the table image, see src/data/atlas-table-image.h) that is mapped, not loaded.  It never changes, so any thread may
 * read it without a lock.  Offsets and counts are checked when it is opened: an image that does not add up is refused.
 *
 * Features and fields are counted from 0; numbers out of range are a programming error.
 */
typedef struct _AtlasTable AtlasTable;

/** The kind of a feature's geometry; ATLAS_GEOMETRY_NONE when it has none or an empty one. */
typedef enum
{
  ATLAS_GEOMETRY_NONE,
  ATLAS_GEOMETRY_POINT,
  ATLAS_GEOMETRY_LINE,
  ATLAS_GEOMETRY_POLYGON,
  ATLAS_GEOMETRY_MULTI_POINT,
  ATLAS_GEOMETRY_MULTI_LINE,
  ATLAS_GEOMETRY_MULTI_POLYGON,
  ATLAS_GEOMETRY_COLLECTION,
} AtlasGeometryType;

/** What a part of a geometry is.  A hole follows the outer ring that it belongs to. */
typedef enum
{
  ATLAS_PART_POINTS,
  ATLAS_PART_LINE,
  ATLAS_PART_RING,
  ATLAS_PART_HOLE,
} AtlasPartKind;

/** The type of a field.  Dates and times are ISO 8601 text; lists and nested objects are JSON text. */
typedef enum
{
  ATLAS_FIELD_STRING,
  ATLAS_FIELD_INTEGER,
  ATLAS_FIELD_REAL,
  ATLAS_FIELD_BOOLEAN,
  ATLAS_FIELD_DATE,
  ATLAS_FIELD_TIME,
  ATLAS_FIELD_DATETIME,
  ATLAS_FIELD_LIST,
  ATLAS_FIELD_JSON,
} AtlasFieldType;

/**
 * AtlasPart:
 * @kind: points, a line, a ring, or a hole in the ring before
 * @coords: 2 × @n_vertices doubles: longitude, latitude in degrees
 * @importance: @n_vertices floats: see atlas_simplify_importance()
 *
 * A run of vertices of a feature.  The pointers live as long as the table.
 */
typedef struct
{
  AtlasPartKind kind;
  gsize         n_vertices;
  const double *coords;
  const float  *importance;
} AtlasPart;

/**
 * atlas_table_open:
 * @bytes: an image; kept and read where it lies, so it must not change any more
 *
 * Returns: (transfer full) (nullable): the table, or %NULL with %ATLAS_DATA_ERROR_IMAGE
 */
AtlasTable        *atlas_table_open (GBytes  *bytes,
                                     GError **error);

/**
 * atlas_table_open_bundle:
 * @bytes: one or more images, one after the other, each padded to 4096 bytes (what a reader writes)
 *
 * Returns: (transfer full) (nullable) (element-type AtlasTable): the tables, or %NULL with %ATLAS_DATA_ERROR_IMAGE
 */
GPtrArray         *atlas_table_open_bundle (GBytes  *bytes,
                                            GError **error);

/**
 * atlas_table_open_file:
 * @path: a bundle on disk
 *
 * Returns: (transfer full) (nullable) (element-type AtlasTable): the tables, mapped; or %NULL with %ATLAS_DATA_ERROR
 *   or %G_FILE_ERROR
 */
GPtrArray         *atlas_table_open_file (const char  *path,
                                          GError     **error);

AtlasTable        *atlas_table_ref (AtlasTable *self);
void               atlas_table_unref (AtlasTable *self);

/** atlas_table_get_bytes: Returns: (transfer none): the image itself. */
GBytes            *atlas_table_get_bytes (AtlasTable *self);

/** atlas_table_get_name: Returns: (transfer none): the layer's name as the source gives it, UTF-8, maybe "". */
const char        *atlas_table_get_name (AtlasTable *self);

/** atlas_table_get_crs: Returns: (transfer none): the source's CRS: "EPSG:4326", another code, its name, or "". */
const char        *atlas_table_get_crs (AtlasTable *self);

/** atlas_table_get_format: Returns: (transfer none): the format's short name, such as "GeoJSON". */
const char        *atlas_table_get_format (AtlasTable *self);

/**
 * atlas_table_get_attributes:
 *
 * Returns: (transfer none): what the layer says about itself, a JSON object of texts, numbers and booleans in the source's
 *   order; "" when it says nothing
 */
const char        *atlas_table_get_attributes (AtlasTable *self);

/** A fact about a layer.  @value is written as atlas_table_dup_value() does; @number is NaN for texts. */
typedef struct
{
  char           *name;
  AtlasFieldType  type;      /* string, integer, real or boolean */
  char           *value;
  double          number;
} AtlasTableAttribute;

/** atlas_table_dup_attributes: Returns: (transfer full) (element-type AtlasTableAttribute): the same, taken apart. */
GPtrArray         *atlas_table_dup_attributes (AtlasTable *self);

/** atlas_table_get_attribute_number: Returns: the number that the layer says under @name, or NaN. */
double             atlas_table_get_attribute_number (AtlasTable *self,
                                                     const char *name);

/** atlas_table_get_geometry_kind: Returns: what the features have in common; ATLAS_GEOMETRY_COLLECTION when they are
 * of several kinds (a multi type and its single type together are the multi type). */
AtlasGeometryType  atlas_table_get_geometry_kind (AtlasTable *self);

/** atlas_geometry_type_get_name: Returns: (transfer none): "Point", "MultiPolygon", "None" …: stable, not translated. */
const char        *atlas_geometry_type_get_name (AtlasGeometryType type);

/** atlas_field_type_get_name: Returns: (transfer none): "string", "integer", "real" …: stable, not translated. */
const char        *atlas_field_type_get_name (AtlasFieldType type);

gsize              atlas_table_get_n_features (AtlasTable *self);
gsize              atlas_table_get_n_vertices (AtlasTable *self);

/** atlas_table_get_extent: Returns: the extent of all features; empty when none has a geometry. */
AtlasExtent        atlas_table_get_extent (AtlasTable *self);

/* Fields, in the source's order. */
guint              atlas_table_get_n_fields (AtlasTable *self);
const char        *atlas_table_get_field_name (AtlasTable *self,
                                               guint       field);
AtlasFieldType     atlas_table_get_field_type (AtlasTable *self,
                                               guint       field);

/** atlas_table_find_field: Returns: the number of the field called @name (exact), or -1. */
int                atlas_table_find_field (AtlasTable *self,
                                           const char *name);

/* Values. */
gboolean           atlas_table_is_null (AtlasTable *self,
                                        guint       field,
                                        gsize       feature);

/**
 * atlas_table_get_text:
 * @length: (out) (optional): bytes, for text may hold NUL
 *
 * Returns: (transfer none) (nullable): a text-like value (string, date, time, list, JSON) in valid UTF-8, NUL-terminated;
 *   %NULL when it is null or the field is a number or boolean
 */
const char        *atlas_table_get_text (AtlasTable *self,
                                         guint       field,
                                         gsize       feature,
                                         gsize      *length);

/**
 * atlas_table_get_text_id:
 *
 * Equal texts have equal ids, so a rule over text values is a comparison of integers.
 *
 * Returns: the id in this table's string pool; G_MAXUINT32 for null or a field that is not text-like
 */
guint32            atlas_table_get_text_id (AtlasTable *self,
                                            guint       field,
                                            gsize       feature);

/**
 * atlas_table_get_text_ids:
 * @nulls: (out): a bit a feature, the lowest first: it has no value, whatever stands in its place
 *
 * For those who look at the values of a million features.
 *
 * Returns: (transfer none) (nullable): a number a feature, as atlas_table_get_text_id() tells them; %NULL for a field that is
 *   not text-like
 */
const guint32     *atlas_table_get_text_ids (AtlasTable    *self,
                                             guint          field,
                                             const guint8 **nulls);

/**
 * atlas_table_get_shortest:
 *
 * A width that no text of a field falls short of, in widths of a Han letter; it may be far below.  Costs a look at each text
 * when it is first asked for, unless there are short ones, and is kept as long as the table.
 *
 * Returns: the width; 0 for a field that is not text-like, very much when there are no texts
 */
double             atlas_table_get_shortest (AtlasTable *self,
                                             guint       field);

/** atlas_table_find_text: Returns: the id of @text in the string pool, or G_MAXUINT32.  Costs a pass over the pool the
 * first time; what was looked for is remembered. */
guint32            atlas_table_find_text (AtlasTable *self,
                                          const char *text);

/** atlas_table_get_integer: Returns: an integer or boolean value; 0 for null and other types. */
gint64             atlas_table_get_integer (AtlasTable *self,
                                            guint       field,
                                            gsize       feature);

/** atlas_table_get_number: Returns: an integer, real or boolean as a double; NaN for null and other types. */
double             atlas_table_get_number (AtlasTable *self,
                                           guint       field,
                                           gsize       feature);

/**
 * atlas_table_dup_value:
 *
 * Returns: (transfer full) (nullable): a value of any type as text (numbers in the C locale, shortest form that reads back
 *   the same; booleans "true"/"false"), %NULL for null
 */
char              *atlas_table_dup_value (AtlasTable *self,
                                          guint       field,
                                          gsize       feature);

/** atlas_table_get_id: Returns: (transfer none) (nullable): the feature's id as the source gives it, as text. */
const char        *atlas_table_get_id (AtlasTable *self,
                                       gsize       feature);

/* Geometry. */
AtlasGeometryType  atlas_table_get_geometry_type (AtlasTable *self,
                                                  gsize       feature);
AtlasExtent        atlas_table_get_feature_extent (AtlasTable *self,
                                                   gsize       feature);
gsize              atlas_table_get_n_parts (AtlasTable *self,
                                            gsize       feature);

/** atlas_table_get_part: @part: (out): part number @index of @feature, from 0. */
void               atlas_table_get_part (AtlasTable *self,
                                         gsize       feature,
                                         gsize       index,
                                         AtlasPart  *part);

/**
 * atlas_table_query:
 *
 * Returns: (transfer full) (element-type guint32): the numbers of the features whose extent meets @extent (to within a
 *   metre, never too few), in ascending order
 */
GArray            *atlas_table_query (AtlasTable        *self,
                                      const AtlasExtent *extent);

/**
 * atlas_table_visit_boxes:
 *
 * Goes through the boxes of the features whose extent may meet @extent, as atlas_index_search_leaves() does: the items' numbers
 * are features, but not trusted; a box is the feature's extent rounded outwards by one step of a float.
 *
 * Returns: %FALSE when @func stopped it
 */
gboolean           atlas_table_visit_boxes (AtlasTable          *self,
                                            const AtlasExtent   *extent,
                                            AtlasIndexLeavesFunc func,
                                            gpointer             user_data);

/**
 * atlas_table_get_place:
 * @lon: (out): degrees
 * @lat: (out): degrees
 *
 * A place on the feature: of an area its middle or a corner, of a line the vertex halfway.
 *
 * Returns: %FALSE when it has no geometry
 */
gboolean           atlas_table_get_place (AtlasTable *self,
                                          gsize       feature,
                                          double     *lon,
                                          double     *lat);

/**
 * atlas_table_distance:
 *
 * Returns: metres from a point (degrees) to @feature: 0 inside a polygon; infinity without geometry
 */
double             atlas_table_distance (AtlasTable *self,
                                         gsize       feature,
                                         double      lon,
                                         double      lat);

/**
 * atlas_table_distance_within:
 * @limit: metres
 *
 * As atlas_table_distance(), but what is clearly farther than @limit is not measured.
 *
 * Returns: metres from a point (degrees) to @feature; infinity, or exactly how far, when that is more than @limit
 */
double             atlas_table_distance_within (AtlasTable *self,
                                                gsize       feature,
                                                double      lon,
                                                double      lat,
                                                double      limit);

/* A part of a table. */

/**
 * atlas_table_new_filtered:
 * @table: a table, or a part of one, which does not matter
 * @features: those of its features that are to be shown
 *
 * A table that shows some of the features of another.  Numbers, values and geometries stay as they are, and can be asked for;
 * but atlas_table_query() and atlas_table_visit_boxes() find only what is shown, so it is painted, named and clicked alone, and
 * the extent is that of what is shown.  Costs a pass over the extents.
 *
 * Returns: (transfer full): the table, which shares everything with the other
 */
AtlasTable        *atlas_table_new_filtered (AtlasTable      *table,
                                             AtlasFeatureSet *features);

/** atlas_table_get_whole: Returns: (transfer none): the table of which @self shows a part; itself when it shows all. */
AtlasTable        *atlas_table_get_whole (AtlasTable *self);

/** atlas_table_get_shown: Returns: (transfer none) (nullable): the features that are shown; %NULL: all. */
AtlasFeatureSet   *atlas_table_get_shown (AtlasTable *self);
gsize              atlas_table_get_n_shown (AtlasTable *self);
gboolean           atlas_table_is_shown (AtlasTable *self,
                                         gsize       feature);

/* What the reader left out. */
gsize              atlas_table_get_n_skipped (AtlasTable *self);

/** atlas_table_get_skipped_total: Returns: how many features were left out; more than are listed when there are many. */
gsize              atlas_table_get_skipped_total (AtlasTable *self);

/**
 * atlas_table_get_skipped:
 * @position: (out) (optional): which feature of the source it was, from 1; 0 when not known
 *
 * Returns: (transfer none): why, in a sentence in the language that the reader ran in
 */
const char        *atlas_table_get_skipped (AtlasTable *self,
                                            gsize       index,
                                            guint64    *position);

/**
 * atlas_table_get_extra:
 * @create: makes it when it is first asked for; always the same function
 * @destroy: called when the table goes
 *
 * A place for what is worked out of a table and is worth keeping as long as the table lives.
 *
 * Returns: (transfer none): what @create made
 */
gpointer           atlas_table_get_extra (AtlasTable     *self,
                                          gpointer      (*create) (void),
                                          GDestroyNotify  destroy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasTable, atlas_table_unref)

G_END_DECLS
