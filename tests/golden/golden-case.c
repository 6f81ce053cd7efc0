/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads a case's file, makes its tables and paints it.  One thread.  Limits: the files are our own, so what is wrong in one
 * ends the program. */

#include "golden-case.h"

#include "data/atlas-table-builder.h"
#include "render/atlas-painter.h"
#include "render/atlas-scene.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

/* How deep the coordinates of each kind of geometry are nested around the pair of numbers. */
static const struct
{
  const char        *name;
  AtlasGeometryType  type;
  int                depth;
} KINDS[] = {
  { "point", ATLAS_GEOMETRY_POINT, 0 },     { "multipoint", ATLAS_GEOMETRY_MULTI_POINT, 1 },
  { "line", ATLAS_GEOMETRY_LINE, 1 },       { "multiline", ATLAS_GEOMETRY_MULTI_LINE, 2 },
  { "polygon", ATLAS_GEOMETRY_POLYGON, 2 }, { "multipolygon", ATLAS_GEOMETRY_MULTI_POLYGON, 3 },
};

/* A table in the making. */
typedef struct
{
  AtlasTableBuilder *builder;
  const AtlasView   *view;
  gboolean           degrees;
} Maker;

static void
add_vertex (const Maker *self,
            JsonNode    *node)
{
  JsonArray *pair = json_node_get_array (node);
  double x = json_array_get_double_element (pair, 0), y = json_array_get_double_element (pair, 1);

  if (!self->degrees)
    atlas_view_to_place (self->view, self->view->width / 2.0 + x, self->view->height / 2.0 + y, &x, &y);
  g_assert_true (atlas_table_builder_add_vertex (self->builder, x, y));
}

static void
add_part (const Maker   *self,
          AtlasPartKind  kind,
          JsonArray     *vertices)
{
  atlas_table_builder_begin_part (self->builder, kind);
  for (guint i = 0; i < json_array_get_length (vertices); i++)
    add_vertex (self, json_array_get_element (vertices, i));
}

static void
add_rings (const Maker *self,
           JsonArray   *rings)
{
  for (guint i = 0; i < json_array_get_length (rings); i++)
    add_part (self, i == 0 ? ATLAS_PART_RING : ATLAS_PART_HOLE, json_array_get_array_element (rings, i));
}

static void
add_geometry (const Maker       *self,
              AtlasGeometryType  type,
              JsonNode          *node)
{
  JsonArray *array = json_node_get_array (node);

  atlas_table_builder_set_geometry_type (self->builder, type);
  switch (type)
    {
    case ATLAS_GEOMETRY_POINT:
      atlas_table_builder_begin_part (self->builder, ATLAS_PART_POINTS);
      add_vertex (self, node);
      break;
    case ATLAS_GEOMETRY_MULTI_POINT:
      add_part (self, ATLAS_PART_POINTS, array);
      break;
    case ATLAS_GEOMETRY_LINE:
      add_part (self, ATLAS_PART_LINE, array);
      break;
    case ATLAS_GEOMETRY_MULTI_LINE:
      for (guint i = 0; i < json_array_get_length (array); i++)
        add_part (self, ATLAS_PART_LINE, json_array_get_array_element (array, i));
      break;
    case ATLAS_GEOMETRY_POLYGON:
      add_rings (self, array);
      break;
    case ATLAS_GEOMETRY_MULTI_POLYGON:
    case ATLAS_GEOMETRY_NONE:
    case ATLAS_GEOMETRY_COLLECTION:
    default:
      for (guint i = 0; i < json_array_get_length (array); i++)
        add_rings (self, json_array_get_array_element (array, i));
      break;
    }
}

/* Which geometry a member of a feature is, or -1 for a field. */
static int
find_kind (const char *member)
{
  for (gsize i = 0; i < G_N_ELEMENTS (KINDS); i++)
    if (g_str_equal (member, KINDS[i].name))
      return (int) i;

  return -1;
}

static void
add_fields (const Maker *self,
            JsonArray   *features,
            GHashTable  *fields)
{
  for (guint i = 0; i < json_array_get_length (features); i++)
    {
      g_autoptr (GList) members = json_object_get_members (json_array_get_object_element (features, i));

      for (GList *item = members; item != NULL; item = item->next)
        {
          JsonNode *value = json_object_get_member (json_array_get_object_element (features, i), item->data);
          GType type = JSON_NODE_HOLDS_VALUE (value) ? json_node_get_value_type (value) : G_TYPE_INVALID;

          if (find_kind (item->data) >= 0 || g_hash_table_contains (fields, item->data))
            continue;
          g_hash_table_insert (fields, g_strdup (item->data),
                               GUINT_TO_POINTER (atlas_table_builder_add_field (
                                 self->builder, item->data, type == G_TYPE_STRING ? ATLAS_FIELD_STRING : ATLAS_FIELD_REAL)));
        }
    }
}

static void
add_feature (const Maker *self,
             JsonObject  *feature,
             GHashTable  *fields)
{
  g_autoptr (GList) members = json_object_get_members (feature);
  int kind = -1;

  atlas_table_builder_begin_feature (self->builder);
  for (GList *item = members; item != NULL; item = item->next)
    {
      JsonNode *value = json_object_get_member (feature, item->data);
      guint field = GPOINTER_TO_UINT (g_hash_table_lookup (fields, item->data));

      if (find_kind (item->data) >= 0)
        kind = find_kind (item->data);
      else if (json_node_get_value_type (value) == G_TYPE_STRING)
        atlas_table_builder_set_text (self->builder, field, json_node_get_string (value), -1);
      else
        atlas_table_builder_set_real (self->builder, field, json_node_get_double (value));
    }
  g_assert_cmpint (kind, >=, 0);
  add_geometry (self, KINDS[kind].type, json_object_get_member (feature, KINDS[kind].name));
  atlas_table_builder_end_feature (self->builder);
}

static AtlasTable *
make_table (const AtlasView *view,
            JsonObject      *layer)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("golden", "EPSG:4326", "GeoJSON");
  g_autoptr (GHashTable) fields = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Maker maker = { builder, view, json_object_get_boolean_member_with_default (layer, "degrees", FALSE) };
  JsonArray *features = json_object_get_array_member (layer, "features");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) image = NULL;
  AtlasTable *table;

  add_fields (&maker, features, fields);
  for (guint i = 0; i < json_array_get_length (features); i++)
    add_feature (&maker, json_array_get_object_element (features, i), fields);
  image = atlas_table_builder_finish (builder, &error);
  g_assert_no_error (error);
  table = atlas_table_open (image, &error);
  g_assert_no_error (error);

  return table;
}

static AtlasTable *
open_shipped (const char *name)
{
  const char *build = g_getenv ("ATLAS_TEST_BUILDDIR");
  g_autofree char *path = g_strdup_printf ("%s/data/%s.tai", build != NULL ? build : ".", name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tables = atlas_table_open_file (path, &error);

  g_assert_no_error (error);

  return atlas_table_ref (g_ptr_array_index (tables, 0));
}

static AtlasLabelLayer
read_layer (const AtlasView *view,
            JsonObject      *object)
{
  const char *shipped = json_object_get_string_member_with_default (object, "shipped", NULL);
  g_autoptr (GError) error = NULL;
  AtlasLabelLayer layer = { .ground = json_object_get_boolean_member_with_default (object, "ground", FALSE),
                            .opacity = json_object_get_double_member_with_default (object, "opacity", 1.0) };

  layer.table = shipped != NULL ? open_shipped (shipped) : make_table (view, object);
  if (json_object_has_member (object, "style"))
    {
      g_autofree char *style = json_to_string (json_object_get_member (object, "style"), FALSE);

      layer.style = atlas_style_new_from_json (style, -1, &error);
      g_assert_no_error (error);
    }
  else
    layer.style = shipped != NULL ? atlas_style_new_shipped (shipped) : atlas_style_new_default (layer.table, 0);

  return layer;
}

static void
clear_layer (gpointer data)
{
  AtlasLabelLayer *layer = data;

  atlas_table_unref (layer->table);
  atlas_style_unref (layer->style);
}

static void
read_view (AtlasView  *view,
           JsonObject *object)
{
  view->lon = json_object_get_double_member_with_default (object, "lon", view->lon);
  view->lat = json_object_get_double_member_with_default (object, "lat", view->lat);
  view->zoom = json_object_get_double_member_with_default (object, "zoom", view->zoom);
  view->width = (int) json_object_get_int_member_with_default (object, "width", view->width);
  view->height = (int) json_object_get_int_member_with_default (object, "height", view->height);
  view->scale = json_object_get_double_member_with_default (object, "scale", view->scale);
  view->dark = json_object_get_boolean_member_with_default (object, "dark", view->dark);
}

GoldenCase *
golden_case_read (const char *path)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  GoldenCase *self = g_new0 (GoldenCase, 1);
  JsonObject *root;
  JsonArray *layers;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert_nonnull (json_object_get_string_member_with_default (root, "shows", NULL));

  self->path = g_strdup (path);
  self->name = g_path_get_basename (path);
  *strrchr (self->name, '.') = '\0';
  self->view = (AtlasView) { .lon = 113.0, .lat = 36.2, .zoom = 10.0, .width = 128, .height = 128, .scale = 1.0 };
  if (json_object_has_member (root, "view"))
    read_view (&self->view, json_object_get_object_member (root, "view"));
  self->names = json_object_get_boolean_member_with_default (root, "names", FALSE);
  self->english = json_object_get_boolean_member_with_default (root, "english", FALSE);
  self->swatches = json_object_get_boolean_member_with_default (root, "swatches", FALSE);
  self->legend = (guint) json_object_get_int_member_with_default (root, "legend", 0);
  self->highlight = json_object_get_int_member_with_default (root, "highlight", -1);
  self->layers = g_array_new (FALSE, FALSE, sizeof (AtlasLabelLayer));
  g_array_set_clear_func (self->layers, clear_layer);
  layers = json_object_get_array_member (root, "layers");
  for (guint i = 0; i < json_array_get_length (layers); i++)
    {
      AtlasLabelLayer layer = read_layer (&self->view, json_array_get_object_element (layers, i));

      g_array_append_val (self->layers, layer);
    }

  return self;
}

void
golden_case_free (GoldenCase *self)
{
  g_free (self->name);
  g_free (self->path);
  g_array_unref (self->layers);
  g_free (self);
}

gboolean
golden_case_has_text (const GoldenCase *self)
{
  for (guint i = 0; i < self->layers->len; i++)
    {
      const AtlasLabelLayer *layer = &g_array_index (self->layers, AtlasLabelLayer, i);
      const AtlasDensity *density = atlas_style_get_density (layer->style, self->view.zoom);

      if (density != NULL && density->kind == ATLAS_DENSITY_CLUSTERS)
        return TRUE;
    }

  return self->names || self->legend > 0;
}

/* The counts in clusters are in the locale's form. */
static void
use_language (const GoldenCase *self)
{
  const char *language = self->english ? "en" : "zh_CN";

  if (g_strcmp0 (g_getenv ("LANGUAGE"), language) != 0)
    g_setenv ("LANGUAGE", language, TRUE);
}

static cairo_surface_t *
make_surface (const AtlasView *view)
{
  return cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) ceil (view->width * view->scale),
                                     (int) ceil (view->height * view->scale));
}

static void
paint_layers (const GoldenCase *self,
              cairo_t          *cr,
              const AtlasView  *view)
{
  atlas_painter_paint_ground (cr, view);
  for (guint i = 0; i < self->layers->len; i++)
    {
      AtlasLabelLayer *layer = &g_array_index (self->layers, AtlasLabelLayer, i);

      if (layer->opacity < 1.0)
        cairo_push_group (cr);
      g_assert_true (atlas_painter_paint_layer (cr, layer->table, layer->style, view, NULL));
      if (layer->opacity < 1.0)
        {
          cairo_pop_group_to_source (cr);
          cairo_paint_with_alpha (cr, layer->opacity);
        }
    }
}

static void
paint_swatches (const GoldenCase *self,
                cairo_t          *cr)
{
  AtlasLabelLayer *layer = &g_array_index (self->layers, AtlasLabelLayer, 0);
  guint n_rules;
  const AtlasRule *rules = atlas_style_get_rules (layer->style, &n_rules);

  atlas_painter_paint_ground (cr, &self->view);
  for (guint i = 0; i < n_rules; i++)
    {
      cairo_save (cr);
      cairo_translate (cr, 6.0 + i % 3 * 40.0, 6.0 + i / 3 * 26.0);
      atlas_painter_paint_swatch (cr, &rules[i], atlas_table_get_geometry_kind (layer->table), self->view.zoom,
                                  self->view.dark, 32.0, 20.0);
      cairo_restore (cr);
    }
}

static void
paint_legend (const GoldenCase *self,
              cairo_t          *cr)
{
  const AtlasLegendFlags flags = ATLAS_LEGEND_IN_VIEW | ATLAS_LEGEND_AT_ZOOM | ATLAS_LEGEND_COUNT | ATLAS_LEGEND_GROUND;
  const AtlasLegendLook look = { .width = self->view.width - 16.0,
                                 .columns = self->legend,
                                 .font_size = 9.0,
                                 .heading = self->english ? "Legend" : "图例",
                                 .box = TRUE,
                                 .dark = self->view.dark,
                                 .chinese = !self->english };
  g_autofree AtlasLegendLayer *layers = g_new0 (AtlasLegendLayer, self->layers->len);
  g_autoptr (AtlasLegend) legend = NULL;

  for (guint i = 0; i < self->layers->len; i++)
    {
      const AtlasLabelLayer *layer = &g_array_index (self->layers, AtlasLabelLayer, i);

      layers[i] = (AtlasLegendLayer) { .table = layer->table,
                                       .style = layer->style,
                                       .title = atlas_table_get_name (layer->table),
                                       .ground = layer->ground,
                                       .opacity = layer->opacity };
    }
  legend = atlas_legend_new (layers, self->layers->len, &self->view, 0.0, flags, NULL);
  atlas_painter_paint_ground (cr, &self->view);
  cairo_translate (cr, 8.0, 8.0);
  atlas_legend_paint (legend, &look, cr);
}

/* As the program makes a picture of its map. */
static cairo_surface_t *
paint_scene (const GoldenCase *self)
{
  g_autoptr (AtlasProject) project = atlas_project_new ();
  g_autoptr (AtlasScene) scene = NULL;
  g_autoptr (GError) error = NULL;
  cairo_surface_t *surface;

  for (guint i = 0; i < self->layers->len; i++)
    {
      AtlasLabelLayer *entry = &g_array_index (self->layers, AtlasLabelLayer, i);
      g_autofree char *id = g_strdup_printf ("layer-%u", i);
      g_autoptr (AtlasLayer) layer = atlas_layer_new (id, id, ATLAS_LAYER_SUBJECT, NULL);

      atlas_layer_set_table (layer, entry->table, entry->style);
      atlas_layer_set_opacity (layer, entry->opacity);
      atlas_project_add (project, layer);
    }
  scene = atlas_scene_new (project);
  surface = atlas_scene_render (scene, &self->view, !self->english, NULL, &error);
  g_assert_no_error (error);

  return surface;
}

static gboolean
has_ground (const GoldenCase *self)
{
  for (guint i = 0; i < self->layers->len; i++)
    if (g_array_index (self->layers, AtlasLabelLayer, i).ground)
      return TRUE;

  return FALSE;
}

cairo_surface_t *
golden_case_paint (const GoldenCase *self)
{
  AtlasLabelLayer *layers = (AtlasLabelLayer *) (void *) self->layers->data;
  cairo_surface_t *surface;
  cairo_t *cr;

  use_language (self);
  if (self->names && !has_ground (self))
    return paint_scene (self);

  surface = make_surface (&self->view);
  cr = cairo_create (surface);
  cairo_scale (cr, self->view.scale, self->view.scale);
  if (self->swatches)
    paint_swatches (self, cr);
  else if (self->legend > 0)
    paint_legend (self, cr);
  else
    paint_layers (self, cr, &self->view);
  if (self->names)
    {
      g_autoptr (AtlasLabels) labels = atlas_labels_place (layers, self->layers->len, &self->view, !self->english, NULL);

      atlas_labels_paint (labels, cr);
    }
  if (self->highlight >= 0)
    atlas_painter_paint_highlight (cr, layers[0].table, layers[0].style, (gsize) self->highlight, &self->view, 1.0);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);

  return surface;
}

cairo_surface_t *
golden_case_paint_block (const GoldenCase *self,
                         int               x,
                         int               y,
                         int               width,
                         int               height)
{
  AtlasView view = self->view;
  cairo_surface_t *surface;
  cairo_t *cr;

  use_language (self);
  atlas_view_to_place (&self->view, x + width / 2.0, y + height / 2.0, &view.lon, &view.lat);
  view.width = width;
  view.height = height;
  surface = make_surface (&view);
  cr = cairo_create (surface);
  cairo_scale (cr, view.scale, view.scale);
  paint_layers (self, cr, &view);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);

  return surface;
}
