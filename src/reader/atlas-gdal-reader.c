/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a file through GDAL, layer by layer, into table images.  One thread, in the reader process, inside its sandbox.
 * Formats are an allow-list: drivers that refer to other files, servers or programs (OGR VRT and its like) are not even
 * registered, and KML is read by the small expat driver. */

#include "reader/atlas-gdal-reader.h"

#include <cpl_conv.h>
#include <gdal.h>
#include <glib/gi18n-lib.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <string.h>

#include "data/atlas-data-error.h"
#include "data/atlas-table-builder.h"
#include "reader/atlas-gdal-errors.h"
#include "reader/atlas-gdal-fields.h"
#include "reader/atlas-gdal-geometry.h"
#include "reader/atlas-gdal-input.h"
#include "reader/atlas-gdal-table.h"
#include "reader/atlas-geojson-attributes.h"
#include "reader/atlas-geojson-ids.h"

/* GDAL declares these only in its C++ header, with C linkage. */
void RegisterOGRGeoJSON (void);
void RegisterOGRGeoJSONSeq (void);
void RegisterOGRTopoJSON (void);
void RegisterOGRKML (void);
void RegisterOGRGPX (void);
void RegisterOGRShape (void);
void RegisterOGRGeoPackage (void);
void RegisterOGRFlatGeobuf (void);
void RegisterOGRCSV (void);
void RegisterOGRGML (void);

static const char *const drivers[] = {
  "GeoJSON", "GeoJSONSeq", "TopoJSON", "KML", "GPX", "ESRI Shapefile", "GPKG", "FlatGeobuf", "CSV", "GML", NULL,
};

/* GDAL drops a geometry that it cannot read without saying whose it was; with the feature's own text it can be seen. */
#define KEEP_TEXT "NATIVE_DATA=YES"

static const char *const open_options[] = {
  /* CSV: which columns are a place. */
  "X_POSSIBLE_NAMES=lon,lng,long,longitude,x,lon_*,lng_*,longitude_*,*_lon,*_lng,*_longitude,wgs84_lon,wgs84_lng,"
  "经度,经度*,*经度",
  "Y_POSSIBLE_NAMES=lat,latitude,y,lat_*,latitude_*,*_lat,*_latitude,wgs84_lat,纬度,纬度*,*纬度",
  "GEOM_POSSIBLE_NAMES=wkt,geom,geometry,the_geom,wkt_geom,geom_wkt",
  "KEEP_GEOM_COLUMNS=YES",
  /* GML: look at this file alone. */
  "DOWNLOAD_SCHEMA=NO",
  "WRITE_GFS=NO",
  NULL,   /* room for KEEP_TEXT */
  NULL,
};

/* What the layers of one file have in common. */
typedef struct
{
  const char          *path;
  char                *name;       /* of the file, for sentences */
  const char          *format;
  AtlasReport         *report;
  AtlasGdalErrors     *errors;
  OGRSpatialReferenceH wgs84;
  gboolean             is_geojson;
  gboolean             is_table;
  gboolean             has_text;         /* features come with their GeoJSON */
  guint64              n_without;        /* features without a geometry */
  gboolean             has_nul;
  guint64              n_lost;           /* placemarks that the KML driver has passed over */
  guint64              n_kept;           /* features of all layers */
  char                *first_reason;     /* why the first feature was left out */
  char                *stem;             /* of the file's name */
  gboolean             has_feature_ids;  /* in a field "id" that is no property */
} Source;

/* A layer while it is read. */
typedef struct
{
  Source                       *source;
  OGRLayerH                     layer;
  OGRCoordinateTransformationH  transform;     /* handed on to the geometry */
  char                         *crs;
  gboolean                      crs_missing;
  int                           id_field;      /* or -1 */
  guint64                       position;
  guint64                       n_located;      /* features with a geometry */
  guint64                       n_off_earth;
} Layer;

void
atlas_gdal_reader_init (void)
{
  const char *const settings[][2] = {
    { "CPL_TMPDIR", "/vsimem" },
    { "GDAL_VALIDATE_OPEN_OPTIONS", "NO" },
    { "GDAL_HTTP_MAX_RETRY", "0" },
    { "GDAL_ENABLE_WMS_CACHE", "NO" },
    { "GML_PARSER", "EXPAT" },
    { "GML_SKIP_RESOLVE_ELEMS", "ALL" },
    { "GML_DOWNLOAD_SCHEMA", "NO" },
    { "OGR_GEOJSON_MAX_OBJ_SIZE", "2000" },
    { "OGR_SQLITE_LOAD_EXTENSIONS", "NO" },
    { "PROJ_NETWORK", "OFF" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    CPLSetConfigOption (settings[i][0], settings[i][1]);
  OSRSetPROJEnableNetwork (FALSE);
  RegisterOGRGeoJSON ();
  RegisterOGRGeoJSONSeq ();
  RegisterOGRTopoJSON ();
  RegisterOGRKML ();
  RegisterOGRGPX ();
  RegisterOGRShape ();
  RegisterOGRGeoPackage ();
  RegisterOGRFlatGeobuf ();
  RegisterOGRCSV ();
  RegisterOGRGML ();
}

static char *
get_crs_name (OGRSpatialReferenceH crs)
{
  const char *authority = OSRGetAuthorityName (crs, NULL);
  const char *code = OSRGetAuthorityCode (crs, NULL);
  const char *name;

  if (authority != NULL && code != NULL)
    return g_strdup_printf ("%s:%s", authority, code);
  name = OSRGetName (crs);
  return g_strdup (name != NULL ? name : "");
}

/* What is needed to get from a CRS to longitude and latitude.  FALSE when there is no way. */
static gboolean
prepare_transform (Layer               *self,
                   OGRSpatialReferenceH crs,
                   GError             **error)
{
  gboolean same = OSRIsSame (crs, self->source->wgs84);

  self->crs = same && OSRGetAuthorityCode (crs, NULL) == NULL ? g_strdup ("EPSG:4326") : get_crs_name (crs);
  if (same)
    return TRUE;
  self->transform = OCTNewCoordinateTransformation (crs, self->source->wgs84);
  if (self->transform != NULL)
    return TRUE;
  g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_FORMAT,
               _("“%s” uses the coordinate system “%s”, which cannot be converted to longitude and latitude."),
               self->source->name, self->crs);
  return FALSE;
}

static gboolean
prepare_crs (Layer   *self,
             GError **error)
{
  OGRSpatialReferenceH given = OGR_L_GetSpatialRef (self->layer);
  OGRSpatialReferenceH crs;
  gboolean good;

  if (given == NULL)
    {
      self->crs = g_strdup ("");
      self->crs_missing = TRUE;
      return TRUE;
    }
  /* Heights are dropped, so their part of the system is too: then WGS 84 with heights is plain WGS 84. */
  crs = OSRClone (given);
  OSRDemoteTo2D (crs, NULL);
  good = prepare_transform (self, crs, error);
  OSRDestroySpatialReference (crs);
  return good;
}

/* GDAL puts ids that are texts into a field. */
static int
find_id_field (Layer *self)
{
  OGRFeatureDefnH definition = OGR_L_GetLayerDefn (self->layer);
  int field;

  field = OGR_FD_GetFieldIndex (definition, strcmp (self->source->format, "GML") == 0 ? "gml_id" : "id");
  if (field < 0 || OGR_Fld_GetType (OGR_FD_GetFieldDefn (definition, field)) != OFTString)
    return -1;
  return field;
}

static void
set_id (Layer             *self,
        AtlasTableBuilder *builder,
        OGRFeatureH        feature)
{
  char number[24];

  if (self->id_field >= 0 && OGR_F_IsFieldSetAndNotNull (feature, self->id_field))
    {
      atlas_table_builder_set_id (builder, OGR_F_GetFieldAsString (feature, self->id_field));
      return;
    }
  if (OGR_F_GetFID (feature) == OGRNullFID)
    return;
  g_snprintf (number, sizeof number, "%" G_GINT64_FORMAT, (gint64) OGR_F_GetFID (feature));
  atlas_table_builder_set_id (builder, number);
}

/* Whether a feature came without its geometry because GDAL could not read it. */
static gboolean
has_lost_geometry (Source      *self,
                   OGRFeatureH  feature,
                   OGRGeometryH shape)
{
  const char *text;

  if (!self->is_geojson)
    return FALSE;
  /* A point that is empty, but there, has NaN for coordinates. */
  if (shape != NULL)
    return OGR_GT_Flatten (OGR_G_GetGeometryType (shape)) == wkbPoint && OGR_G_IsEmpty (shape);
  text = self->has_text ? OGR_F_GetNativeData (feature) : NULL;
  return text != NULL && strstr (text, "\"geometry\"") != NULL && strstr (text, "\"geometry\": null") == NULL
         && strstr (text, "\"geometry\":null") == NULL;
}

static void
skip (Layer             *self,
      AtlasTableBuilder *builder,
      guint64            position,
      const char        *reason)
{
  if (self->source->first_reason == NULL)
    self->source->first_reason = g_strdup (reason);
  atlas_table_builder_skip (builder, position, reason);
}

/* Leaves the feature out that the builder is in. */
static void
skip_feature (Layer             *self,
              AtlasTableBuilder *builder,
              const char        *reason)
{
  atlas_table_builder_drop_feature (builder);
  skip (self, builder, self->position, reason);
}

static void
read_feature (Layer             *self,
              AtlasTableBuilder *builder,
              AtlasGdalFields   *fields,
              AtlasGdalGeometry *geometry,
              OGRFeatureH        feature)
{
  OGRGeometryH shape = OGR_F_GetGeometryRef (feature);
  AtlasGdalGeometryResult result = ATLAS_GDAL_GEOMETRY_GOOD;

  self->source->n_without += shape == NULL;
  atlas_table_builder_begin_feature (builder);
  if (has_lost_geometry (self->source, feature, shape))
    {
      skip_feature (self, builder, _("Its coordinates cannot be read."));
      return;
    }
  if (shape != NULL)
    {
      self->n_located++;
      result = atlas_gdal_geometry_add (geometry, shape);
    }
  if (result != ATLAS_GDAL_GEOMETRY_GOOD)
    {
      g_autofree char *reason = atlas_gdal_geometry_explain (geometry, result);

      if (result == ATLAS_GDAL_GEOMETRY_OFF_EARTH)
        self->n_off_earth++;
      skip_feature (self, builder, reason);
      return;
    }
  set_id (self, builder, feature);
  atlas_gdal_fields_add (fields, feature);
  atlas_table_builder_end_feature (builder);
}

/* Says what is missing when the file ends before its features do. */
static void
explain_end (Layer             *self,
             AtlasTableBuilder *builder)
{
  Source *source = self->source;
  const char *problem = atlas_gdal_errors_get_first (source->errors);
  GIntBig announced = strcmp (source->format, "FlatGeobuf") == 0 ? OGR_L_GetFeatureCount (self->layer, FALSE) : 0;

  if (problem != NULL)
    {
      g_autofree char *meaning = atlas_gdal_errors_dup_meaning (source->errors);
      g_autofree char *reason = g_strdup_printf (_("The file is broken here and what follows is missing: %s."), meaning);

      skip (self, builder, self->position + 1, reason);
    }
  else
    for (guint64 i = self->position; announced > 0 && i < (guint64) announced; i++)
      skip (self, builder, i + 1, _("The file ends before this feature."));
  for (; source->n_lost > 0; source->n_lost--)
    skip (self, builder, 0, _("A placemark has no point, line or area that can be read; tracks with times (gx:Track) are "
                              "not."));
}

static void
read_features (Layer             *self,
               AtlasTableBuilder *builder,
               AtlasGdalFields   *fields,
               AtlasGdalGeometry *geometry)
{
  AtlasGdalErrors *errors = self->source->errors;
  OGRFeatureH feature;

  atlas_gdal_errors_clear (errors);
  while ((feature = OGR_L_GetNextFeature (self->layer)) != NULL)
    {
      const char *problem = atlas_gdal_errors_get_first (errors);

      self->position++;
      if (problem != NULL && OGR_F_GetGeometryRef (feature) == NULL)
        {
          g_autofree char *meaning = atlas_gdal_errors_dup_meaning (errors);
          g_autofree char *reason = g_strdup_printf (_("It cannot be read: %s."), meaning);

          skip (self, builder, self->position, reason);
        }
      else
        read_feature (self, builder, fields, geometry, feature);
      if (problem != NULL)
        atlas_gdal_errors_clear (errors);
      OGR_F_Destroy (feature);
      atlas_report_add_feature (self->source->report);
    }
  explain_end (self, builder);
}

/* GDAL numbers the layers of KML that have no name. */
static const char *
get_name (Layer *self)
{
  const char *name = OGR_L_GetName (self->layer);

  return g_str_has_prefix (name, "Layer #") ? self->source->stem : name;
}

static gboolean
read_layer (Layer     *self,
            GPtrArray *images,
            GError   **error)
{
  g_autoptr (AtlasTableBuilder) builder = NULL;
  g_autoptr (AtlasGdalGeometry) geometry = NULL;
  g_autoptr (AtlasGdalFields) fields = NULL;
  g_autoptr (GArray) types = NULL;
  GBytes *image;

  if (!prepare_crs (self, error))
    return FALSE;
  builder = atlas_table_builder_new (get_name (self), self->crs, self->source->format);
  if (strcmp (self->source->format, "GeoJSON") == 0)
    {
      g_autofree char *attributes = atlas_geojson_attributes_read (self->source->path);

      atlas_table_builder_set_attributes (builder, attributes);
    }
  geometry = atlas_gdal_geometry_new (builder, g_steal_pointer (&self->transform));
  self->id_field = find_id_field (self);
  if (self->source->is_table)
    types = atlas_gdal_table_guess_types (self->layer);
  fields = atlas_gdal_fields_new (builder, self->layer, self->source->has_feature_ids ? self->id_field : -1, types);
  if (self->source->has_nul)
    atlas_gdal_fields_set_nul (fields, ATLAS_GDAL_INPUT_NUL);
  OGR_L_ResetReading (self->layer);
  read_features (self, builder, fields, geometry);
  if (self->crs_missing && self->n_off_earth * 2 > self->n_located)
    {
      g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_FORMAT,
                   _("“%s” does not say which coordinate system it uses, and its coordinates are no longitudes and "
                     "latitudes. Ask for its .prj file, or export it anew as WGS 84."), self->source->name);
      return FALSE;
    }
  self->source->n_kept += atlas_table_builder_get_n_features (builder);
  image = atlas_table_builder_finish (builder, error);
  if (image == NULL)
    return FALSE;
  g_ptr_array_add (images, image);
  return TRUE;
}

/* A CSV table without places is a spreadsheet. */
static gboolean
check_csv (Source   *self,
           OGRLayerH layer,
           GError  **error)
{
  if (!self->is_table || OGR_L_GetGeomType (layer) != wkbNone)
    return TRUE;
  g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_FORMAT,
               _("“%s” is a table without columns for longitude and latitude. Name two columns “lon” and “lat” "
                 "(or 经度 and 纬度), or one with geometries “wkt”."), self->name);
  return FALSE;
}

/* Most GPX files have one or two of the five layers that GDAL shows always. */
static gboolean
is_wanted (Source   *self,
           OGRLayerH layer)
{
  OGRFeatureH feature;

  if (strcmp (self->format, "GPX") != 0)
    return TRUE;
  OGR_L_ResetReading (layer);
  feature = OGR_L_GetNextFeature (layer);
  if (feature == NULL)
    return FALSE;
  OGR_F_Destroy (feature);
  return TRUE;
}

static gboolean
is_sound (Source *self)
{
  return atlas_gdal_errors_get_count (self->errors) == 0;
}

/* How many placemarks the KML driver did not make features of: it passes over those without a geometry that it knows. */
static guint64
count_lost (const char  *path,
            GDALDatasetH dataset)
{
  g_autoptr (GMappedFile) map = g_mapped_file_new (path, FALSE, NULL);
  const char *const tag = "<Placemark";
  const char *p = map != NULL ? g_mapped_file_get_contents (map) : NULL;
  const char *end = p != NULL ? p + g_mapped_file_get_length (map) : NULL;
  guint64 n_marks = 0;
  guint64 n_features = 0;

  for (; p != NULL && (p = memmem (p, (gsize) (end - p), tag, strlen (tag))) != NULL; p += strlen (tag))
    n_marks++;
  for (int i = 0; i < GDALDatasetGetLayerCount (dataset); i++)
    {
      OGRLayerH layer = GDALDatasetGetLayer (dataset, i);
      OGRFeatureH feature;

      /* Its own count has those in it that it passes over. */
      OGR_L_ResetReading (layer);
      for (; (feature = OGR_L_GetNextFeature (layer)) != NULL; n_features++)
        OGR_F_Destroy (feature);
    }
  return n_marks > n_features ? n_marks - n_features : 0;
}

static gboolean
read_layers (Source      *self,
             GDALDatasetH dataset,
             double       opened,
             GPtrArray   *images,
             GError     **error)
{
  int n_layers = GDALDatasetGetLayerCount (dataset);
  guint before = images->len;
  g_autoptr (GError) first_error = NULL;

  for (int i = 0; i < n_layers; i++)
    {
      Layer layer = { .source = self, .layer = GDALDatasetGetLayer (dataset, i) };
      double share = (1 - opened) / n_layers;
      GIntBig total;
      gboolean good;

      if (layer.layer == NULL || !is_wanted (self, layer.layer))
        continue;
      if (!check_csv (self, layer.layer, error))
        return FALSE;
      total = OGR_L_GetFeatureCount (layer.layer, FALSE);
      atlas_report_set_span (self->report, opened + share * i, opened + share * (i + 0.9), MAX (total, 0));
      good = read_layer (&layer, images, first_error == NULL ? &first_error : NULL);
      g_free (layer.crs);
      /* One layer that cannot be read does not take the others with it; too big is too big. */
      if (!good && g_error_matches (first_error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_TOO_BIG))
        break;
    }
  if (images->len > before && (self->n_kept > 0 || (self->first_reason == NULL && is_sound (self))))
    return TRUE;
  g_ptr_array_set_size (images, (int) before);
  if (first_error != NULL)
    g_propagate_error (error, g_steal_pointer (&first_error));
  else if (self->first_reason != NULL)
    g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_FORMAT, _("None of the features of “%s” can be used. The first: %s"),
                 self->name, self->first_reason);
  else if (!is_sound (self))
    atlas_gdal_errors_explain_open (self->errors, self->path, error);
  else
    g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_EMPTY, _("“%s” has no features in it."), self->name);
  return FALSE;
}

/* How much of the work is opening: text formats are read whole by then. */
static double
get_open_share (const char *path)
{
  const char *const quick[] = { ".shp", ".gpkg", ".fgb", ".csv", ".gpx", NULL };
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (guint i = 0; quick[i] != NULL; i++)
    if (g_str_has_suffix (lower, quick[i]))
      return 0.05;
  return 0.6;
}

/* How often a GeoJSON file says that there is no geometry. */
static guint64
count_null_geometries (const char *path)
{
  g_autoptr (GMappedFile) map = g_mapped_file_new (path, FALSE, NULL);
  const char *const key = "\"geometry\"";
  const char *p = map != NULL ? g_mapped_file_get_contents (map) : NULL;
  const char *end = p != NULL ? p + g_mapped_file_get_length (map) : NULL;
  guint64 n = 0;

  while (p != NULL && (p = memmem (p, (gsize) (end - p), key, strlen (key))) != NULL)
    {
      p += strlen (key);
      while (p < end && (g_ascii_isspace (*p) || *p == ':'))
        p++;
      n += end - p >= 4 && memcmp (p, "null", 4) == 0;
    }
  return n;
}

static GDALDatasetH
open_input (Source         *self,
            AtlasGdalInput *input)
{
  const guint flags = GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR;
  const char *options[G_N_ELEMENTS (open_options)];
  GDALDatasetH dataset;

  memcpy (options, open_options, sizeof options);
  if (self->has_text)
    options[G_N_ELEMENTS (options) - 2] = KEEP_TEXT;
  dataset = GDALOpenEx (atlas_gdal_input_get_name (input), flags, drivers, options, NULL);
  if (dataset == NULL && atlas_gdal_input_restore_index (input))
    dataset = GDALOpenEx (atlas_gdal_input_get_name (input), flags, drivers, options, NULL);
  return dataset;
}

/* Opens the file and reads all of it, once. */
static gboolean
read_source (Source         *self,
             AtlasGdalInput *input,
             GPtrArray      *images,
             GError        **error)
{
  double opened = get_open_share (self->path);
  GDALDatasetH dataset;
  gboolean good;

  atlas_report_set_span (self->report, 0, opened, 0);
  dataset = open_input (self, input);
  if (dataset == NULL)
    {
      atlas_gdal_errors_explain_open (self->errors, self->path, error);
      return FALSE;
    }
  self->format = GDALGetDriverShortName (GDALGetDatasetDriver (dataset));
  self->is_geojson = g_str_has_prefix (self->format, "GeoJSON");
  self->is_table = strcmp (self->format, "CSV") == 0;
  if (strcmp (self->format, "KML") == 0)
    self->n_lost = count_lost (self->path, dataset);
  self->has_nul = atlas_gdal_input_has_nul (input);
  self->has_feature_ids = self->is_geojson ? atlas_geojson_has_feature_ids (self->path)
                                           : strcmp (self->format, "TopoJSON") == 0;
  good = read_layers (self, dataset, opened, images, error);
  GDALClose (dataset);
  return good;
}

gboolean
atlas_gdal_reader_read (const char  *path,
                        AtlasReport *report,
                        GPtrArray   *images,
                        GError     **error)
{
  g_autoptr (AtlasGdalErrors) errors = atlas_gdal_errors_new ();
  g_autoptr (AtlasGdalInput) input = atlas_gdal_input_new (path);
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *stem = g_strdup (name);
  Source source = { .path = path, .name = name, .stem = stem, .report = report, .errors = errors };
  g_autoptr (GError) problem = NULL;
  guint before = images->len;

  if (strrchr (stem, '.') != NULL)
    *strrchr (stem, '.') = '\0';
  source.wgs84 = OSRNewSpatialReference (NULL);
  OSRImportFromEPSG (source.wgs84, 4326);
  OSRSetAxisMappingStrategy (source.wgs84, OAMS_TRADITIONAL_GIS_ORDER);
  read_source (&source, input, images, &problem);
  /* Features without a geometry that do not say so: once more, slower, to see whose geometry GDAL has dropped. */
  if (source.is_geojson && source.n_without > count_null_geometries (path))
    {
      g_clear_error (&problem);
      g_clear_pointer (&source.first_reason, g_free);
      g_ptr_array_set_size (images, (int) before);
      source.n_kept = 0;
      source.has_text = TRUE;
      read_source (&source, input, images, &problem);
    }
  OSRDestroySpatialReference (source.wgs84);
  g_free (source.first_reason);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}
