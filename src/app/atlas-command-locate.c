/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command "locate": where a K-number is, or which K-number a place has. */

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>

#include "app/atlas-command-road.h"
#include "data/atlas-locale.h"

static gboolean
parse_place (const char *text,
             double     *lon,
             double     *lat)
{
  g_auto (GStrv) pieces = g_strsplit (text, ",", -1);
  double *numbers[2] = { lon, lat };

  if (g_strv_length (pieces) != 2)
    return FALSE;
  for (guint i = 0; i < 2; i++)
    {
      char *end;

      g_strstrip (pieces[i]);
      *numbers[i] = g_ascii_strtod (pieces[i], &end);
      if (end == pieces[i] || *end != '\0')
        return FALSE;
    }
  return fabs (*lon) <= 180 && fabs (*lat) <= 90;
}

static void
add_number (JsonBuilder *builder,
            const char  *name,
            double       value,
            double       steps)
{
  json_builder_set_member_name (builder, name);
  atlas_command_add_number (builder, round (value * steps) / steps);
}

static const char *
in_language (const char *name,
             const char *name_en)
{
  return name_en != NULL && !atlas_locale_is_chinese () ? name_en : name != NULL ? name : "";
}

static void
print_json (const AtlasChainageSegment *segment,
            const char                 *k,
            double                      measure,
            double                      segment_measure,
            double                      lon,
            double                      lat,
            const AtlasRouteFoot       *foot)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *segment_k = atlas_chainage_format (segment_measure);

  json_builder_begin_object (builder);
  atlas_command_add_string (builder, "k", k);
  add_number (builder, "chainage_km", measure / 1000, 1e6);
  add_number (builder, "lon", lon, 1e8);
  add_number (builder, "lat", lat, 1e8);
  atlas_command_add_string (builder, "segment", segment->id);
  atlas_command_add_string (builder, "name", segment->name);
  atlas_command_add_string (builder, "section", segment->section);
  atlas_command_add_string (builder, "segment_k", segment_k);
  if (foot != NULL)
    {
      atlas_command_add_string (builder, "side", atlas_route_side_get_name (foot->side));
      add_number (builder, "offset_m", foot->offset, 1000);
    }
  add_number (builder, "segment_km", segment->length / 1000, 1e6);
  add_number (builder, "drawn_km", segment->drawn / 1000, 1e6);
  add_number (builder, "residual_m", segment->residual, 1000);
  add_number (builder, "factor", segment->factor, 1e6);
  json_builder_set_member_name (builder, "published");
  json_builder_add_boolean_value (builder, segment->is_published);
  json_builder_end_object (builder);
  atlas_command_print_json (builder);
}

static void
print_text (const AtlasChainageSegment *segment,
            const char                 *k,
            double                      lon,
            double                      lat,
            const AtlasRouteFoot       *foot)
{
  g_print ("%s  %.6f, %.6f\n", k, lon, lat);
  g_print (_("  Segment: %s (%s)\n"), in_language (segment->name, segment->name_en), segment->id != NULL ? segment->id : "");
  if (foot != NULL && foot->side != ATLAS_ROUTE_ON)
    g_print (foot->side == ATLAS_ROUTE_LEFT ? _("  The place is %.0f m to the left of the road\n") : _("  The place is %.0f m to the right of the road\n"),
             foot->offset);
  g_print (segment->is_published ? _("  Length: %.3f km, as published; %.3f km as drawn\n") : _("  Length: %.3f km, allocated; %.3f km as drawn\n"),
           segment->length / 1000, segment->drawn / 1000);
}

static int
locate_chainage (AtlasChainage *road,
                 const char    *text,
                 const char    *name,
                 gboolean       as_text)
{
  g_autoptr (AtlasRouteLine) line = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *k = NULL;
  const AtlasChainageSegment *segment;
  double measure, segment_measure, lon, lat;

  if (!atlas_chainage_parse (text, &measure, &error))
    return atlas_command_fail (error);
  line = atlas_chainage_find (road, name, &error);
  if (line == NULL || !atlas_chainage_check (line, name, &measure, &error))
    return atlas_command_fail (error);
  atlas_route_line_locate (line, measure, &lon, &lat);
  segment = atlas_chainage_get_segment (road, atlas_route_line_find_stretch (line, measure, &segment_measure)->segment);
  k = atlas_chainage_format (measure);
  if (as_text)
    print_text (segment, k, lon, lat, NULL);
  else
    print_json (segment, k, measure, segment_measure, lon, lat, NULL);
  return EXIT_SUCCESS;
}

static int
locate_place (AtlasChainage *road,
              double         lon,
              double         lat,
              const char    *name,
              gboolean       as_text)
{
  g_autoptr (AtlasRouteLine) line = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *k = NULL;
  const AtlasChainageSegment *segment;
  AtlasRouteFoot foot;
  double segment_measure;

  if (name != NULL)
    {
      line = atlas_chainage_find (road, name, &error);
      if (line == NULL)
        return atlas_command_fail (error);
      atlas_route_line_nearest (line, lon, lat, &foot);
      segment = atlas_chainage_get_segment (road, atlas_route_line_get_stretch (line, foot.stretch)->segment);
      segment_measure = atlas_route_line_get_chainage (line, foot.stretch, foot.measure);
    }
  else
    segment = atlas_chainage_nearest (road, lon, lat, &segment_measure, &foot);
  k = atlas_chainage_format (foot.measure);
  if (as_text)
    print_text (segment, k, foot.lon, foot.lat, &foot);
  else
    print_json (segment, k, foot.measure, segment_measure, foot.lon, foot.lat, &foot);
  return EXIT_SUCCESS;
}

int
atlas_command_locate (int    argc,
                      char **argv)
{
  g_autofree char *segment = NULL, *at = NULL, *format = NULL;
  g_auto (GStrv) rest = NULL;
  gboolean as_json = FALSE;
  const GOptionEntry entries[] = {
    { "segment", 0, 0, G_OPTION_ARG_STRING, &segment, N_("A segment of the road or a section of it"), N_("NAME") },
    { "at", 0, 0, G_OPTION_ARG_STRING, &at, N_("The place, in degrees"), N_("LON,LAT") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, N_("json (default) or text"), N_("FORMAT") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print JSON"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &rest, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (AtlasChainage) road = NULL;
  g_autoptr (GError) error = NULL;
  gboolean as_text;
  double lon = 0, lat = 0;

  if (!atlas_command_parse ("locate", _("[K-NUMBER]"), _("Tells where on the road a K-number is, or which K-number a place has."), entries, argc, argv))
    return EXIT_USAGE;
  if ((rest != NULL) == (at != NULL) || (rest != NULL && g_strv_length (rest) != 1))
    return atlas_command_wrong_use ("locate", "%s", _("“locate” takes one K-number with --segment, or --at."));
  if (rest != NULL && segment == NULL)
    return atlas_command_wrong_use ("locate", "%s", _("A K-number counts along a segment: say which with --segment."));
  if (at != NULL && !parse_place (at, &lon, &lat))
    return atlas_command_wrong_use ("locate", _("--at “%s” is not a longitude and a latitude, as in 113.12,36.19."), at);
  if (format != NULL && g_strcmp0 (format, "json") != 0 && g_strcmp0 (format, "text") != 0)
    return atlas_command_wrong_use ("locate", _("--format “%s” is neither json nor text."), format);
  as_text = !as_json && g_strcmp0 (format, "text") == 0;
  road = atlas_command_open_road (&error);
  if (road == NULL)
    return atlas_command_fail (error);
  return rest != NULL ? locate_chainage (road, rest[0], segment, as_text) : locate_place (road, lon, lat, segment, as_text);
}
