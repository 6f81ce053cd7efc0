/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of what lies along a line, for programs and for people.  Pure functions over what is immutable; any thread.
 *
 * The words of the table are in the language that is asked for, which need not be that of the program: a list is made for whoever
 * will read it. */

#include "route/atlas-along-export.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "route/atlas-route-text.h"

gboolean
atlas_along_format_parse (const char       *name,
                          AtlasAlongFormat *format)
{
  static const char *const names[] = { "json", "csv", "geojson", "gpx", "text" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (name, names[i]) == 0)
      {
        *format = (AtlasAlongFormat) i;
        return TRUE;
      }
  return FALSE;
}

/* All that is told of an item, rounded as it is known. */
typedef struct
{
  const AtlasAlongItem    *item;
  const char              *name;
  const char              *name_en;
  const char              *id;
  const char              *layer;
  const AtlasRouteStretch *stretch;
  char                    *k;
  char                    *segment_k;
  double                   visit;
  double                   to_next;
  double                   road;        /* NaN: not asked */
  double                   rest;
} Row;

static void
row_init (Row                    *row,
          AtlasAlong             *self,
          gsize                   index,
          const AtlasAlongExport *options)
{
  AtlasRouteLine *line = atlas_along_get_line (self);
  double chainage;

  row->item = atlas_along_get_item (self, index);
  row->name = atlas_along_get_name (self, index, FALSE);
  row->name_en = atlas_along_get_name (self, index, TRUE);
  row->id = atlas_along_get_id (self, index);
  row->layer = atlas_along_get_layer_name (self, row->item->layer);
  row->stretch = atlas_route_line_get_stretch (line, row->item->stretch);
  chainage = atlas_route_line_get_chainage (line, row->item->stretch, row->item->measure);
  row->k = atlas_chainage_format (row->item->measure);
  row->segment_k = atlas_chainage_format (chainage);
  row->visit = atlas_along_get_visit_minutes (self, index);
  row->to_next = atlas_along_get_to_next (self, index);
  row->road = row->item->road;
  row->rest = row->item->rest;
  if (isnan (row->road) && options->network != NULL && options->reach != NULL)
    row->road = atlas_along_get_by_road (self, index, options->network, options->reach, &row->rest);
}

static void
row_clear (Row *row)
{
  g_free (row->k);
  g_free (row->segment_k);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Row, row_clear)

static double
rounded (double value,
         double steps)
{
  return round (value * steps) / steps;
}

/* -- JSON -------------------------------------------------------------------------------------------------------- */

static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_number (JsonBuilder *builder,
            const char  *name,
            double       value,
            double       steps)
{
  json_builder_set_member_name (builder, name);
  if (isfinite (value))
    json_builder_add_double_value (builder, rounded (value, steps));
  else
    json_builder_add_null_value (builder);
}

static void
add_integer (JsonBuilder *builder,
             const char  *name,
             gint64       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_row (JsonBuilder *builder,
         const Row   *row,
         gsize        index)
{
  const AtlasAlongItem *item = row->item;

  add_integer (builder, "order", (gint64) index + 1);
  add_number (builder, "chainage_km", item->measure / 1000, 1e4);
  add_string (builder, "k", row->k);
  add_string (builder, "name", row->name);
  add_string (builder, "name_en", row->name_en != row->name ? row->name_en : NULL);
  add_string (builder, "layer", row->layer);
  add_string (builder, "id", row->id);
  add_integer (builder, "feature", (gint64) item->feature);
  add_string (builder, "side", atlas_route_side_get_name (item->side));
  add_number (builder, "offset_m", item->offset, 10);
  add_number (builder, "lon", item->lon, 1e7);
  add_number (builder, "lat", item->lat, 1e7);
  add_number (builder, "foot_lon", item->foot_lon, 1e7);
  add_number (builder, "foot_lat", item->foot_lat, 1e7);
  add_string (builder, "segment", row->stretch->id != NULL ? row->stretch->id : row->stretch->name);
  add_string (builder, "segment_k", row->segment_k);
  add_integer (builder, "passing", item->passing);
  add_integer (builder, "passings", item->n_passings);
  add_number (builder, "to_next_km", row->to_next / 1000, 1e4);
  add_number (builder, "visit_min", row->visit, 1);
  if (item->leave > item->enter)
    {
      add_number (builder, "enter_km", item->enter / 1000, 1e4);
      add_number (builder, "leave_km", item->leave / 1000, 1e4);
    }
  if (!isnan (row->road))
    {
      add_number (builder, "road_m", row->road, 1);
      add_number (builder, "road_rest_m", row->rest, 1);
    }
}

static char *
print_json (JsonBuilder *builder)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = NULL;

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  return g_strconcat (text, "\n", NULL);
}

static char *
export_json (AtlasAlong             *self,
             const AtlasAlongExport *options)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_number (builder, "length_km", atlas_route_line_get_length (atlas_along_get_line (self)) / 1000, 1e4);
  if (options->title != NULL)
    add_string (builder, "title", options->title);
  add_number (builder, "within_km", atlas_along_get_within (self) / 1000, 1e6);
  if (atlas_along_is_by_road (self))
    add_string (builder, "by", "road");
  json_builder_set_member_name (builder, "items");
  json_builder_begin_array (builder);
  for (gsize i = 0; i < atlas_along_get_n_items (self); i++)
    {
      g_auto (Row) row;

      row_init (&row, self, i, options);
      json_builder_begin_object (builder);
      add_row (builder, &row, i);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return print_json (builder);
}

static void
add_position (JsonBuilder *builder,
              double       lon,
              double       lat)
{
  json_builder_begin_array (builder);
  json_builder_add_double_value (builder, rounded (lon, 1e7));
  json_builder_add_double_value (builder, rounded (lat, 1e7));
  json_builder_end_array (builder);
}

static void
add_line_feature (JsonBuilder *builder,
                  AtlasAlong  *self,
                  const char  *title)
{
  AtlasRouteLine *line = atlas_along_get_line (self);

  json_builder_begin_object (builder);
  add_string (builder, "type", "Feature");
  json_builder_set_member_name (builder, "properties");
  json_builder_begin_object (builder);
  add_string (builder, "name", title);
  add_string (builder, "kind", "route");
  add_number (builder, "length_km", atlas_route_line_get_length (line) / 1000, 1e4);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "geometry");
  json_builder_begin_object (builder);
  add_string (builder, "type", "MultiLineString");
  json_builder_set_member_name (builder, "coordinates");
  json_builder_begin_array (builder);
  for (gsize i = 0; i < atlas_route_line_get_n_vertices (line); i++)
    {
      double lon, lat;

      if (atlas_route_line_get_vertex (line, i, &lon, &lat, NULL))
        {
          if (i > 0)
            json_builder_end_array (builder);
          json_builder_begin_array (builder);
        }
      add_position (builder, lon, lat);
    }
  json_builder_end_array (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static char *
export_geojson (AtlasAlong             *self,
                const AtlasAlongExport *options)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_string (builder, "type", "FeatureCollection");
  json_builder_set_member_name (builder, "features");
  json_builder_begin_array (builder);
  for (gsize i = 0; i < atlas_along_get_n_items (self); i++)
    {
      g_auto (Row) row;

      row_init (&row, self, i, options);
      json_builder_begin_object (builder);
      add_string (builder, "type", "Feature");
      json_builder_set_member_name (builder, "properties");
      json_builder_begin_object (builder);
      add_row (builder, &row, i);
      json_builder_end_object (builder);
      json_builder_set_member_name (builder, "geometry");
      json_builder_begin_object (builder);
      add_string (builder, "type", "Point");
      json_builder_set_member_name (builder, "coordinates");
      add_position (builder, row.item->lon, row.item->lat);
      json_builder_end_object (builder);
      json_builder_end_object (builder);
    }
  add_line_feature (builder, self, options->title);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return print_json (builder);
}

/* -- CSV and GPX ------------------------------------------------------------------------------------------------- */

static void
add_field (GString *csv,
           double   value,
           guint    decimals)
{
  g_string_append_c (csv, ',');
  if (isfinite (value))
    atlas_route_text_add_number (csv, value, decimals);
}

static void
add_text_field (GString    *csv,
                const char *text)
{
  g_string_append_c (csv, ',');
  atlas_route_text_add_csv (csv, text);
}

static gboolean
tells_road (AtlasAlong             *self,
            const AtlasAlongExport *options)
{
  return options->network != NULL || atlas_along_is_by_road (self);
}

static char *
export_csv (AtlasAlong             *self,
            const AtlasAlongExport *options)
{
  GString *csv = g_string_new ("\xef\xbb\xbf" "order,chainage_km,k,name,name_en,layer,id,side,offset_m,lon,lat,segment,segment_k,"
                               "passing,passings,to_next_km,visit_min");

  if (tells_road (self, options))
    g_string_append (csv, ",road_m,road_rest_m");
  g_string_append (csv, "\r\n");
  for (gsize i = 0; i < atlas_along_get_n_items (self); i++)
    {
      g_auto (Row) row;

      row_init (&row, self, i, options);
      g_string_append_printf (csv, "%" G_GSIZE_FORMAT, i + 1);
      add_field (csv, row.item->measure / 1000, 3);
      add_text_field (csv, row.k);
      add_text_field (csv, row.name);
      add_text_field (csv, row.name_en != row.name ? row.name_en : NULL);
      add_text_field (csv, row.layer);
      add_text_field (csv, row.id);
      add_text_field (csv, atlas_route_side_get_name (row.item->side));
      add_field (csv, row.item->offset, 1);
      add_field (csv, row.item->lon, 6);
      add_field (csv, row.item->lat, 6);
      add_text_field (csv, row.stretch->id != NULL ? row.stretch->id : row.stretch->name);
      add_text_field (csv, row.segment_k);
      add_field (csv, row.item->passing, 0);
      add_field (csv, row.item->n_passings, 0);
      add_field (csv, row.to_next / 1000, 3);
      add_field (csv, row.visit, 0);
      if (tells_road (self, options))
        {
          add_field (csv, row.road, 0);
          add_field (csv, row.rest, 0);
        }
      g_string_append (csv, "\r\n");
    }
  return g_string_free (csv, FALSE);
}

static void
add_gpx_point (GString    *gpx,
               const char *element,
               double      lon,
               double      lat)
{
  g_string_append_printf (gpx, "<%s lat=\"", element);
  atlas_route_text_add_number (gpx, lat, 7);
  g_string_append (gpx, "\" lon=\"");
  atlas_route_text_add_number (gpx, lon, 7);
  g_string_append (gpx, "\"");
}

static char *
export_gpx (AtlasAlong             *self,
            const AtlasAlongExport *options)
{
  AtlasRouteLine *line = atlas_along_get_line (self);
  GString *gpx = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                               "<gpx version=\"1.1\" creator=\"Taihang Atlas\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n"
                               "<metadata><name>");

  atlas_route_text_add_xml (gpx, options->title);
  g_string_append (gpx, "</name></metadata>\n");
  for (gsize i = 0; i < atlas_along_get_n_items (self); i++)
    {
      g_auto (Row) row;

      row_init (&row, self, i, options);
      add_gpx_point (gpx, "wpt", row.item->lon, row.item->lat);
      g_string_append (gpx, "><name>");
      atlas_route_text_add_xml (gpx, options->chinese ? row.name : row.name_en);
      g_string_append (gpx, "</name><desc>");
      atlas_route_text_add_xml (gpx, row.k);
      g_string_append_printf (gpx, ", %s, ", atlas_route_side_get_name (row.item->side));
      atlas_route_text_add_number (gpx, row.item->offset, 0);
      g_string_append (gpx, " m</desc></wpt>\n");
    }
  g_string_append (gpx, "<trk><name>");
  atlas_route_text_add_xml (gpx, options->title);
  g_string_append (gpx, "</name>\n");
  for (gsize i = 0; i < atlas_route_line_get_n_vertices (line); i++)
    {
      double lon, lat;

      if (atlas_route_line_get_vertex (line, i, &lon, &lat, NULL))
        g_string_append (gpx, i > 0 ? "</trkseg>\n<trkseg>\n" : "<trkseg>\n");
      add_gpx_point (gpx, "trkpt", lon, lat);
      g_string_append (gpx, "/>\n");
    }
  g_string_append (gpx, "</trkseg></trk>\n</gpx>\n");
  return g_string_free (gpx, FALSE);
}

/* -- text -------------------------------------------------------------------------------------------------------- */

/* A macro, so that the compiler sees the formats. */
#define in_language(chinese, zh, en) ((chinese) ? (zh) : (en))

static const char *
get_side_word (AtlasRouteSide side,
               gboolean       chinese)
{
  switch (side)
    {
    case ATLAS_ROUTE_LEFT:
      return in_language (chinese, "左", "left");
    case ATLAS_ROUTE_RIGHT:
      return in_language (chinese, "右", "right");
    case ATLAS_ROUTE_ON:
    default:
      return in_language (chinese, "路上", "on");
    }
}

static void
add_cell (GString    *text,
          const char *cell,
          guint       width)
{
  gsize start = text->len;

  atlas_route_text_add_line (text, cell);
  atlas_route_text_pad (text, start, width);
  g_string_append (text, "  ");
}

static void
add_text_row (GString                *text,
              const Row              *row,
              gsize                   index,
              const AtlasAlongExport *options)
{
  gboolean zh = options->chinese;
  /* The distance that decided. */
  const double far = isnan (row->item->road) ? row->item->offset : row->item->road + row->item->rest;
  g_autofree char *order = g_strdup_printf ("%3" G_GSIZE_FORMAT, index + 1);
  g_autoptr (GString) offset = g_string_new (NULL), more = g_string_new (NULL);
  const char *name = zh ? row->name : row->name_en;

  if (row->item->side != ATLAS_ROUTE_ON)
    {
      if (far < 950)
        g_string_append_printf (offset, "%.0f m", MAX (rounded (far, 0.1), 10));
      else
        {
          atlas_route_text_add_number (offset, far / 1000, 1);
          g_string_append (offset, " km");
        }
    }
  add_cell (text, order, 3);
  add_cell (text, row->k, 9);
  add_cell (text, get_side_word (row->item->side, zh), zh ? 4 : 5);
  add_cell (text, offset->str, 8);
  add_cell (text, name != NULL ? name : row->id, zh ? 26 : 44);
  if (isfinite (row->visit))
    g_string_append_printf (more, in_language (zh, "约%.0f分钟", "about %.0f min"), row->visit);
  if (row->item->n_passings > 1)
    {
      g_string_append (more, more->len > 0 ? in_language (zh, "，", ", ") : "");
      g_string_append_printf (more, in_language (zh, "第%u次经过", "passing %u"), row->item->passing);
    }
  if (row->item->leave > row->item->enter)
    {
      g_autofree char *enter = atlas_chainage_format (row->item->enter), *leave = atlas_chainage_format (row->item->leave);

      g_string_append_printf (more, "%s%s–%s", more->len > 0 ? in_language (zh, "，", ", ") : "", enter, leave);
    }
  if (!isnan (row->road) && row->road > 0)
    {
      g_string_append (more, more->len > 0 ? in_language (zh, "，", ", ") : "");
      if (isfinite (row->road))
        g_string_append_printf (more, in_language (zh, "走支路%.1f千米，再直线%.1f千米", "%.1f km by another road, then %.1f km straight"), row->road / 1000,
                                row->rest / 1000);
      else
        g_string_append (more, in_language (zh, "无路可达", "no road leads there"));
    }
  atlas_route_text_add_line (text, more->str);
  while (text->len > 0 && text->str[text->len - 1] == ' ')
    g_string_truncate (text, text->len - 1);
  g_string_append_c (text, '\n');
}

static char *
export_text (AtlasAlong             *self,
             const AtlasAlongExport *options)
{
  GString *text = g_string_new (NULL);
  gsize n = atlas_along_get_n_items (self);

  if (options->title != NULL)
    {
      atlas_route_text_add_line (text, options->title);
      g_string_append (text, in_language (options->chinese, "：", ": "));
    }
  if (atlas_along_is_by_road (self))
    g_string_append_printf (text, in_language (options->chinese, "全长%.1f千米，沿路%g千米以内%" G_GSIZE_FORMAT "处\n", "%.1f km; within %g km by road: %" G_GSIZE_FORMAT " places\n"),
                            atlas_route_line_get_length (atlas_along_get_line (self)) / 1000, atlas_along_get_within (self) / 1000, n);
  else
    g_string_append_printf (text, in_language (options->chinese, "全长%.1f千米，%g千米以内%" G_GSIZE_FORMAT "处\n", "%.1f km; within %g km: %" G_GSIZE_FORMAT " places\n"),
                            atlas_route_line_get_length (atlas_along_get_line (self)) / 1000, atlas_along_get_within (self) / 1000, n);
  for (gsize i = 0; i < n; i++)
    {
      g_auto (Row) row;

      row_init (&row, self, i, options);
      add_text_row (text, &row, i, options);
    }
  return g_string_free (text, FALSE);
}

char *
atlas_along_export (AtlasAlong             *self,
                    AtlasAlongFormat        format,
                    const AtlasAlongExport *options)
{
  switch (format)
    {
    case ATLAS_ALONG_CSV:
      return export_csv (self, options);
    case ATLAS_ALONG_GEOJSON:
      return export_geojson (self, options);
    case ATLAS_ALONG_GPX:
      return export_gpx (self, options);
    case ATLAS_ALONG_TEXT:
      return export_text (self, options);
    case ATLAS_ALONG_JSON:
    default:
      return export_json (self, options);
    }
}
