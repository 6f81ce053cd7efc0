/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line's commands: parse, ask the library, print.  They need no display; results go to standard output and
 * messages to standard error, so that both can be piped apart. */

#include "app/atlas-commands.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/atlas-command.h"
#include "data/atlas-locale.h"
#include "data/atlas-schema.h"
#include "geo/atlas-mercator.h"
#include "project/atlas-identify.h"
#include "project/atlas-project-work.h"
#include "render/atlas-scene.h"

typedef int (*Command) (int    argc,
                        char **argv);

static int
fail (const GError *error)
{
  g_printerr ("taihang-atlas: %s\n", error->message);
  return EXIT_FAILURE;
}

/* Reads exactly @n numbers with commas between. */
static gboolean
parse_numbers (const char *text,
               guint       n,
               double     *numbers)
{
  g_auto (GStrv) pieces = g_strsplit (text, ",", -1);

  if (g_strv_length (pieces) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      char *end;

      g_strstrip (pieces[i]);
      numbers[i] = g_ascii_strtod (pieces[i], &end);
      if (end == pieces[i] || *end != '\0' || !isfinite (numbers[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
on_earth (double lon,
          double lat)
{
  return fabs (lon) <= 180 && fabs (lat) <= 90;
}

/* The project that the commands ask: the shipped layers, or the files' layers over the basemap. */
static AtlasProject *
load_project (char   **files,
              gboolean basemap,
              GError **error)
{
  g_autoptr (AtlasProject) project = atlas_project_new ();
  guint nth = 0;

  if ((basemap || files == NULL) && !atlas_project_add_shipped (project, files == NULL, error))
    return NULL;
  atlas_project_set_basemap_visible (project, basemap);
  for (char **name = files; name != NULL && *name != NULL; name++)
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (*name);
      g_autoptr (GPtrArray) tables = atlas_source_load (file, ATLAS_SOURCE_DEFAULT, NULL, error);

      if (tables == NULL)
        return NULL;
      for (guint i = 0; i < tables->len; i++)
        {
          AtlasTable *table = g_ptr_array_index (tables, i);
          g_autofree char *base = g_file_get_basename (file);
          g_autofree char *title = g_filename_display_name (base);
          g_autoptr (AtlasLayer) layer = NULL;
          g_autoptr (AtlasStyle) style = atlas_style_new_default (table, nth++);

          layer = atlas_layer_new (tables->len > 1 ? atlas_table_get_name (table) : title, title, ATLAS_LAYER_SUBJECT, file);
          atlas_layer_set_table (layer, table, style);
          atlas_project_add (project, layer);
        }
    }
  return g_steal_pointer (&project);
}

static void
add_attribute (JsonBuilder               *builder,
               const AtlasTableAttribute *attribute)
{
  json_builder_set_member_name (builder, attribute->name);
  switch (attribute->type)
    {
    case ATLAS_FIELD_INTEGER:
      json_builder_add_int_value (builder, g_ascii_strtoll (attribute->value, NULL, 10));
      break;
    case ATLAS_FIELD_REAL:
      atlas_command_add_number (builder, attribute->number);
      break;
    case ATLAS_FIELD_BOOLEAN:
      json_builder_add_boolean_value (builder, attribute->number != 0);
      break;
    default:
      json_builder_add_string_value (builder, attribute->value);
    }
}

static void
info_json_layer (JsonBuilder *builder,
                 AtlasTable  *table)
{
  AtlasExtent extent = atlas_table_get_extent (table);
  g_autoptr (GPtrArray) attributes = atlas_table_dup_attributes (table);

  json_builder_begin_object (builder);
  atlas_command_add_string (builder, "name", atlas_table_get_name (table));
  atlas_command_add_string (builder, "geometry", atlas_geometry_type_get_name (atlas_table_get_geometry_kind (table)));
  json_builder_set_member_name (builder, "features");
  json_builder_add_int_value (builder, (gint64) atlas_table_get_n_features (table));
  json_builder_set_member_name (builder, "skipped");
  json_builder_add_int_value (builder, (gint64) atlas_table_get_skipped_total (table));
  json_builder_set_member_name (builder, "extent");
  if (atlas_extent_is_empty (&extent))
    json_builder_add_null_value (builder);
  else
    {
      json_builder_begin_array (builder);
      atlas_command_add_number (builder, extent.west);
      atlas_command_add_number (builder, extent.south);
      atlas_command_add_number (builder, extent.east);
      atlas_command_add_number (builder, extent.north);
      json_builder_end_array (builder);
    }
  atlas_command_add_string (builder, "crs", atlas_table_get_crs (table));
  json_builder_set_member_name (builder, "attributes");
  json_builder_begin_object (builder);
  for (guint i = 0; i < attributes->len; i++)
    add_attribute (builder, g_ptr_array_index (attributes, i));
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "fields");
  json_builder_begin_array (builder);
  for (guint f = 0; f < atlas_table_get_n_fields (table); f++)
    {
      json_builder_begin_object (builder);
      atlas_command_add_string (builder, "name", atlas_table_get_field_name (table, f));
      atlas_command_add_string (builder, "type", atlas_field_type_get_name (atlas_table_get_field_type (table, f)));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "reasons");
  json_builder_begin_array (builder);
  for (gsize i = 0; i < atlas_table_get_n_skipped (table); i++)
    {
      guint64 position;
      const char *reason = atlas_table_get_skipped (table, i, &position);

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "position");
      json_builder_add_int_value (builder, (gint64) position);
      atlas_command_add_string (builder, "reason", reason);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static gboolean
has_attribute (GPtrArray  *attributes,
               const char *name)
{
  for (guint i = 0; i < attributes->len; i++)
    if (g_strcmp0 (((const AtlasTableAttribute *) g_ptr_array_index (attributes, i))->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* What the layer says about itself, in the words of its schema if it has one; of a text and its twin, one. */
static void
info_text_attributes (AtlasTable  *table,
                      AtlasSchema *schema)
{
  g_autoptr (GPtrArray) attributes = atlas_table_dup_attributes (table);

  if (attributes->len > 0)
    g_print (_("  About the layer:\n"));
  for (guint i = 0; i < attributes->len; i++)
    {
      const AtlasTableAttribute *attribute = g_ptr_array_index (attributes, i);
      const AtlasSchemaField *meaning = schema != NULL ? atlas_schema_find_attribute (schema, attribute->name) : NULL;
      const char *twin = meaning != NULL && atlas_locale_is_chinese () ? meaning->twin_of : meaning != NULL ? meaning->twin : NULL;
      const char *unit = meaning != NULL && meaning->unit != NULL ? meaning->unit : "";

      if (twin != NULL && has_attribute (attributes, twin))
        continue;
      g_print ("    %s: %s%s%s\n", meaning != NULL ? meaning->title : attribute->name, attribute->value, *unit != '\0' ? " " : "",
               unit);
    }
}

static void
info_text_layer (AtlasTable  *table,
                 AtlasSchema *schema)
{
  AtlasExtent extent = atlas_table_get_extent (table);
  gsize listed = MIN (atlas_table_get_n_skipped (table), 20);

  g_print (_("Layer: %s\n"), *atlas_table_get_name (table) != '\0' ? atlas_table_get_name (table) : _("(no name)"));
  g_print (_("  Format: %s\n"), atlas_table_get_format (table));
  g_print (_("  Geometry: %s\n"), atlas_geometry_type_get_name (atlas_table_get_geometry_kind (table)));
  g_print (_("  Features: %zu\n"), atlas_table_get_n_features (table));
  if (atlas_extent_is_empty (&extent))
    g_print (_("  Extent: none\n"));
  else
    g_print (_("  Extent: %.6f, %.6f to %.6f, %.6f\n"), extent.west, extent.south, extent.east, extent.north);
  g_print (_("  Coordinate reference system: %s\n"), *atlas_table_get_crs (table) != '\0' ? atlas_table_get_crs (table) : _("not given"));
  info_text_attributes (table, schema);
  g_print (_("  Fields: %u\n"), atlas_table_get_n_fields (table));
  for (guint f = 0; f < atlas_table_get_n_fields (table); f++)
    g_print ("    %s: %s\n", atlas_table_get_field_name (table, f),
             atlas_field_type_get_name (atlas_table_get_field_type (table, f)));
  if (atlas_table_get_skipped_total (table) == 0)
    return;
  g_print (_("  Skipped: %zu\n"), atlas_table_get_skipped_total (table));
  for (gsize i = 0; i < listed; i++)
    {
      guint64 position;
      const char *reason = atlas_table_get_skipped (table, i, &position);

      if (position > 0)
        g_print (_("    Feature %llu: %s\n"), (unsigned long long) position, reason);
      else
        g_print ("    %s\n", reason);
    }
  if (listed < atlas_table_get_skipped_total (table))
    g_print (_("    and %zu more\n"), atlas_table_get_skipped_total (table) - listed);
}

static int
command_info (int    argc,
              char **argv)
{
  gboolean as_json = FALSE, no_cache = FALSE;
  g_auto (GStrv) files = NULL;
  g_autofree char *where = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print JSON"), NULL },
    { "where", 0, 0, G_OPTION_ARG_STRING, &where, N_("List the features of which EXPRESSION is true"), N_("EXPRESSION") },
    { "no-cache", 0, 0, G_OPTION_ARG_NONE, &no_cache, N_("Read the file anew, and keep nothing"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GFile) file = NULL;
  g_autoptr (GPtrArray) tables = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonBuilder) builder = NULL;

  if (!atlas_command_parse ("info", _("FILE"), _("Tells what is in a file: layers, geometry, counts, extent, fields."), entries, argc, argv))
    return EXIT_USAGE;
  if (files == NULL || g_strv_length (files) != 1)
    return atlas_command_wrong_use ("info", "%s", _("“info” takes exactly one file."));

  file = g_file_new_for_commandline_arg (files[0]);
  tables = atlas_source_load (file, no_cache ? ATLAS_SOURCE_NO_CACHE : ATLAS_SOURCE_DEFAULT, NULL, &error);
  if (tables == NULL)
    return fail (error);
  if (where != NULL)
    return atlas_command_where (tables, where, as_json);
  if (!as_json)
    {
      for (guint i = 0; i < tables->len; i++)
        info_text_layer (g_ptr_array_index (tables, i), atlas_schema_find_for_file (file));
      return EXIT_SUCCESS;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "layers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < tables->len; i++)
    info_json_layer (builder, g_ptr_array_index (tables, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  atlas_command_print_json (builder);
  return EXIT_SUCCESS;
}

/* A value as JSON has it: lists and nested objects are JSON already. */
static void
add_value (JsonBuilder *builder,
           AtlasTable  *table,
           guint        field,
           gsize        feature)
{
  g_autoptr (JsonNode) node = NULL;

  if (atlas_table_is_null (table, field, feature))
    {
      json_builder_add_null_value (builder);
      return;
    }
  switch (atlas_table_get_field_type (table, field))
    {
    case ATLAS_FIELD_INTEGER:
      json_builder_add_int_value (builder, atlas_table_get_integer (table, field, feature));
      break;
    case ATLAS_FIELD_REAL:
      atlas_command_add_number (builder, atlas_table_get_number (table, field, feature));
      break;
    case ATLAS_FIELD_BOOLEAN:
      json_builder_add_boolean_value (builder, atlas_table_get_integer (table, field, feature) != 0);
      break;
    case ATLAS_FIELD_LIST:
    case ATLAS_FIELD_JSON:
      node = json_from_string (atlas_table_get_text (table, field, feature, NULL), NULL);
      if (node != NULL)
        {
          json_builder_add_value (builder, g_steal_pointer (&node));
          break;
        }
      G_GNUC_FALLTHROUGH;
    default:
      json_builder_add_string_value (builder, atlas_table_get_text (table, field, feature, NULL));
    }
}

static void
identify_json (GPtrArray *hits)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "features");
  json_builder_begin_array (builder);
  for (guint i = 0; i < hits->len; i++)
    {
      AtlasHit *hit = g_ptr_array_index (hits, i);
      AtlasTable *table = atlas_layer_get_table (hit->layer);

      json_builder_begin_object (builder);
      atlas_command_add_string (builder, "layer", atlas_layer_get_id (hit->layer));
      atlas_command_add_string (builder, "id", atlas_table_get_id (table, hit->feature));
      json_builder_set_member_name (builder, "distance_m");
      atlas_command_add_number (builder, round (hit->distance * 1000) / 1000);
      json_builder_set_member_name (builder, "properties");
      json_builder_begin_object (builder);
      for (guint f = 0; f < atlas_table_get_n_fields (table); f++)
        {
          json_builder_set_member_name (builder, atlas_table_get_field_name (table, f));
          add_value (builder, table, f, hit->feature);
        }
      json_builder_end_object (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  atlas_command_print_json (builder);
}

static void
identify_text (GPtrArray *hits)
{
  if (hits->len == 0)
    g_print (_("Nothing lies here.\n"));
  for (guint i = 0; i < hits->len; i++)
    {
      AtlasHit *hit = g_ptr_array_index (hits, i);
      AtlasTable *table = atlas_layer_get_table (hit->layer);

      g_print (_("%s, %.0f m away\n"), atlas_layer_get_title (hit->layer), hit->distance);
      for (guint f = 0; f < atlas_table_get_n_fields (table); f++)
        {
          g_autofree char *value = atlas_table_dup_value (table, f, hit->feature);

          if (value != NULL && *value != '\0')
            g_print ("  %s: %s\n", atlas_table_get_field_name (table, f), value);
        }
    }
}

static int
compare_distance (gconstpointer a,
                  gconstpointer b)
{
  const AtlasHit *x = *(AtlasHit *const *) a, *y = *(AtlasHit *const *) b;

  return x->distance < y->distance ? -1 : x->distance > y->distance;
}

static int
command_identify (int    argc,
                  char **argv)
{
  gboolean as_json = FALSE;
  double radius = 100, at[2];
  g_autofree char *at_text = NULL;
  g_auto (GStrv) files = NULL;
  const GOptionEntry entries[] = {
    { "at", 0, 0, G_OPTION_ARG_STRING, &at_text, N_("The place, in degrees"), N_("LON,LAT") },
    { "radius", 0, 0, G_OPTION_ARG_DOUBLE, &radius, N_("How far from the place to look (default 100)"), N_("METRES") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print JSON"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (AtlasProject) project = NULL;
  g_autoptr (GPtrArray) hits = NULL;
  g_autoptr (GError) error = NULL;

  if (!atlas_command_parse ("identify", _("[FILE…]"), _("Tells what lies at a place: in the files, or in the shipped layers."), entries, argc, argv))
    return EXIT_USAGE;
  if (at_text == NULL)
    return atlas_command_wrong_use ("identify", "%s", _("“identify” needs a place: --at LON,LAT."));
  if (!parse_numbers (at_text, 2, at) || !on_earth (at[0], at[1]))
    return atlas_command_wrong_use ("identify", _("“%s” is not a place: give longitude and latitude in degrees, such as 113.1,36.2."), at_text);
  if (!(radius >= 0 && radius <= 1e7))
    return atlas_command_wrong_use ("identify", "%s", _("The radius is a number of metres from 0 to 10 000 000."));

  project = load_project (files, files == NULL, &error);
  if (project == NULL)
    return fail (error);
  hits = atlas_identify (project, at[0], at[1], radius, NAN, files == NULL);
  g_ptr_array_sort (hits, compare_distance);
  if (as_json)
    identify_json (hits);
  else
    identify_text (hits);
  return EXIT_SUCCESS;
}

typedef struct
{
  char    *output;
  char    *size;
  char    *center;
  char    *extent;
  double   zoom;
  double   scale;
  char    *project;
  gboolean trust;
  gboolean no_basemap;
  gboolean dark;
  gboolean legend;
  GStrv    files;
} RenderOptions;

static void
render_options_clear (RenderOptions *self)
{
  g_free (self->output);
  g_free (self->size);
  g_free (self->center);
  g_free (self->extent);
  g_free (self->project);
  g_strfreev (self->files);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RenderOptions, render_options_clear)

static gboolean
parse_size (const char *text,
            int        *width,
            int        *height)
{
  char *end;
  gint64 w = g_ascii_strtoll (text, &end, 10), h;

  if (end == text || (*end != 'x' && *end != 'X'))
    return FALSE;
  text = end + 1;
  h = g_ascii_strtoll (text, &end, 10);
  if (end == text || *end != '\0' || w < 1 || h < 1 || w > 32767 || h > 32767)
    return FALSE;
  *width = (int) w;
  *height = (int) h;
  return TRUE;
}

/* Checks the options and sets what the view gets from them; where it looks may need the layers and comes later. */
static int
check_render_options (const RenderOptions *options,
                      AtlasView           *view,
                      AtlasExtent         *extent)
{
  double numbers[4];

  *extent = atlas_extent_empty ();
  if (options->output == NULL)
    return atlas_command_wrong_use ("render", "%s", _("“render” needs a file to write: -o out.png."));
  if (!g_str_has_suffix (options->output, ".png") && !g_str_has_suffix (options->output, ".PNG"))
    return atlas_command_wrong_use ("render", "%s", _("The picture is a PNG: its name must end in .png."));
  if (options->size != NULL && !parse_size (options->size, &view->width, &view->height))
    return atlas_command_wrong_use ("render", _("“%s” is not a size: give pixels such as 1920x1080."), options->size);
  if (!(options->scale >= 0.5 && options->scale <= 8))
    return atlas_command_wrong_use ("render", "%s", _("The scale factor is a number from 0.5 to 8."));
  view->scale = options->scale;
  view->dark = options->dark;

  if (options->project != NULL && options->files != NULL)
    return atlas_command_wrong_use ("render", "%s", _("Give either --project or files."));
  if (options->trust && options->project == NULL)
    return atlas_command_wrong_use ("render", "%s", _("--trust is about the files of a --project."));
  if (options->center != NULL && options->extent != NULL)
    return atlas_command_wrong_use ("render", "%s", _("Give either --center and --zoom, or --extent."));
  if (options->center != NULL)
    {
      if (!parse_numbers (options->center, 2, numbers) || !on_earth (numbers[0], numbers[1]))
        return atlas_command_wrong_use ("render", _("“%s” is not a place: give longitude and latitude in degrees, such as 113.1,36.2."), options->center);
      if (!(options->zoom >= 0 && options->zoom <= ATLAS_MERCATOR_MAX_ZOOM))
        return atlas_command_wrong_use ("render", "%s", _("--center needs --zoom, a number from 0 to 20."));
      view->lon = numbers[0];
      view->lat = numbers[1];
      view->zoom = options->zoom;
    }
  else if (!isnan (options->zoom))
    return atlas_command_wrong_use ("render", "%s", _("--zoom needs --center LON,LAT."));
  if (options->extent != NULL)
    {
      if (!parse_numbers (options->extent, 4, numbers) || !on_earth (numbers[0], numbers[1]) || !on_earth (numbers[2], numbers[3])
          || numbers[0] >= numbers[2] || numbers[1] >= numbers[3])
        return atlas_command_wrong_use ("render", _("“%s” is not an extent: give west,south,east,north in degrees."), options->extent);
      *extent = (AtlasExtent){ numbers[0], numbers[1], numbers[2], numbers[3] };
    }
  return EXIT_SUCCESS;
}

static AtlasExtent
extent_of_layers (AtlasProject *project)
{
  AtlasExtent extent = atlas_extent_empty ();

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (project), i);
      AtlasTable *table = atlas_layer_get_table (layer);

      /* A project's layer whose file is missing has none. */
      if (table != NULL)
        {
          const AtlasExtent one = atlas_table_get_extent (table);

          atlas_extent_add (&extent, &one);
        }
    }
  return extent;
}

static cairo_status_t
append_png (void                *closure,
            const unsigned char *data,
            unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* The file is there whole or not at all. */
static gboolean
write_png (cairo_surface_t *surface,
           const char      *path,
           GError         **error)
{
  g_autoptr (GByteArray) png = g_byte_array_new ();
  cairo_status_t status = cairo_surface_write_to_png_stream (surface, append_png, png);

  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The picture cannot be made: %s."), cairo_status_to_string (status));
      return FALSE;
    }
  if (g_file_set_contents_full (path, (const char *) png->data, png->len,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, error))
    return TRUE;
  g_prefix_error (error, _("The picture cannot be written: "));
  return FALSE;
}

static int
command_render (int    argc,
                char **argv)
{
  g_auto (RenderOptions) options = { .zoom = NAN, .scale = 1 };
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output, N_("The picture to write"), N_("OUT.png") },
    { "size", 0, 0, G_OPTION_ARG_STRING, &options.size, N_("Its size in pixels (default 1280x800)"), N_("WIDTHxHEIGHT") },
    { "center", 0, 0, G_OPTION_ARG_STRING, &options.center, N_("The middle of the map, in degrees"), N_("LON,LAT") },
    { "zoom", 0, 0, G_OPTION_ARG_DOUBLE, &options.zoom, N_("The zoom, 0 to 20"), N_("Z") },
    { "extent", 0, 0, G_OPTION_ARG_STRING, &options.extent, N_("What to show, in degrees"), N_("W,S,E,N") },
    { "project", 0, 0, G_OPTION_ARG_FILENAME, &options.project, N_("Draw a project: its layers, as they were left, and its view"),
      N_("FILE.atlas") },
    { "trust", 0, 0, G_OPTION_ARG_NONE, &options.trust, N_("Let the project read files outside of its folder"), NULL },
    { "no-basemap", 0, 0, G_OPTION_ARG_NONE, &options.no_basemap, N_("Leave out the basemap"), NULL },
    { "scale-factor", 0, 0, G_OPTION_ARG_DOUBLE, &options.scale, N_("Pixels of the picture in a pixel of the map (default 1)"), N_("N") },
    { "dark", 0, 0, G_OPTION_ARG_NONE, &options.dark, N_("Use the dark colours"), NULL },
    { "legend", 0, 0, G_OPTION_ARG_NONE, &options.legend, N_("Put a legend of what is in view into a corner"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.files, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  AtlasView view = { .width = 1280, .height = 800 };
  AtlasExtent extent;
  AtlasProjectView saved;
  g_autoptr (AtlasProject) project = NULL;
  g_autoptr (AtlasScene) scene = NULL;
  g_autoptr (GError) error = NULL;
  cairo_surface_t *surface;
  gboolean written;
  int status;

  if (!atlas_command_parse ("render", _("[FILE…]"), _("Draws the map as the window would show it: the files, or the shipped layers."), entries, argc, argv))
    return EXIT_USAGE;
  status = check_render_options (&options, &view, &extent);
  if (status != EXIT_SUCCESS)
    return status;

  project = options.project != NULL ? atlas_command_open_project (options.project, options.trust, !options.no_basemap, &error)
                                    : load_project (options.files, !options.no_basemap, &error);
  if (project == NULL)
    return fail (error);
  if (options.project != NULL && options.center == NULL && options.extent == NULL && atlas_project_get_view (project, &saved))
    {
      view.lon = saved.lon;
      view.lat = saved.lat;
      view.zoom = saved.zoom;
    }
  else if (options.center == NULL)
    {
      if (atlas_extent_is_empty (&extent) && options.files != NULL)
        extent = extent_of_layers (project);
      if (atlas_extent_is_empty (&extent))
        extent = atlas_project_get_home (project);
      atlas_view_fit (&view, &extent, options.extent != NULL ? 0 : 24, 16);
    }
  scene = atlas_scene_new (project);
  surface = (options.legend ? atlas_scene_render_with_legend : atlas_scene_render) (scene, &view, atlas_locale_is_chinese (), NULL,
                                                                                    &error);
  if (surface == NULL)
    return fail (error);
  written = write_png (surface, options.output, &error);
  cairo_surface_destroy (surface);
  return written ? EXIT_SUCCESS : fail (error);
}

static Command
find_command (const char *name)
{
  static const struct
  {
    const char *name;
    Command     run;
  } commands[] = {
    { "info", command_info },
    { "render", command_render },
    { "identify", command_identify },
    { "check", atlas_command_check },
    { "along", atlas_command_along },
    { "locate", atlas_command_locate },
    { "nearest", atlas_command_nearest },
    { "search", atlas_command_search },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].name, name) == 0)
      return commands[i].run;
  return NULL;
}

gboolean
atlas_commands_has (const char *name)
{
  return find_command (name) != NULL;
}

int
atlas_commands_run (int    argc,
                    char **argv)
{
  Command run;

  g_return_val_if_fail (argc >= 2, EXIT_USAGE);
  run = find_command (argv[1]);
  g_return_val_if_fail (run != NULL, EXIT_USAGE);
  return run (argc - 1, argv + 1);
}
