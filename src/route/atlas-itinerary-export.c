/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An itinerary to send or print.  The words are in the language of whoever gets it, which need not be that of the program, so
 * both stand here. */

#include "route/atlas-itinerary.h"

#include <math.h>

#include "route/atlas-route-text.h"

/* A macro, so that the compiler sees the formats. */
#define in_language(chinese, zh, en) ((chinese) ? (zh) : (en))

static const char *
get_name (const AtlasItineraryStop *stop,
          gboolean                  chinese)
{
  return !chinese && stop->name_en != NULL ? stop->name_en : stop->name;
}

static const char *
get_side (AtlasRouteSide side,
          gboolean       chinese)
{
  return side == ATLAS_ROUTE_LEFT ? in_language (chinese, "左侧", "on the left")
         : side == ATLAS_ROUTE_RIGHT ? in_language (chinese, "右侧", "on the right")
                                     : in_language (chinese, "路边", "by the road");
}

/* "09:05"; what is after midnight says so. */
static char *
dup_time (double   minutes,
          gboolean chinese)
{
  gint64 whole = llround (minutes);
  gint64 days = whole / 1440;

  whole %= 1440;
  if (days > 0)
    return g_strdup_printf (in_language (chinese, "次日%02d:%02d", "%02d:%02d the next day"), (int) (whole / 60), (int) (whole % 60));
  return g_strdup_printf ("%02d:%02d", (int) (whole / 60), (int) (whole % 60));
}

static char *
dup_duration (double   minutes,
              gboolean chinese)
{
  gint64 whole = llround (minutes);

  if (whole < 60)
    return g_strdup_printf (in_language (chinese, "%d分钟", "%d min"), (int) whole);
  if (whole % 60 == 0)
    return g_strdup_printf (in_language (chinese, "%d小时", "%d h"), (int) (whole / 60));
  return g_strdup_printf (in_language (chinese, "%d小时%d分钟", "%d h %d min"), (int) (whole / 60), (int) (whole % 60));
}

static char *
dup_km (double metres)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (text, sizeof text, "%.1f", metres / 1000));
}

/* "第1天：8:30出发，120.5千米，开车3小时，17:40结束（太长）" */
static char *
dup_day (const AtlasPlan *plan,
         guint            index,
         gboolean         zh)
{
  const AtlasPlanDay *day = &plan->days[index];
  g_autofree char *start = dup_time (day->start, zh), *end = dup_time (day->end, zh), *km = dup_km (day->drive);
  g_autofree char *driving = dup_duration (day->drive_time, zh), *visits = dup_duration (day->visit_time, zh);

  return g_strdup_printf (in_language (zh, "第%u天：%s出发，%s结束；行驶%s千米、%s，游览%s%s", "Day %u: %s to %s; %s km, %s of driving, %s of visits%s"),
                          index + 1, start, end, km, driving, visits,
                          day->too_long ? in_language (zh, "；这一天太长", "; this day is too long") : "");
}

/* "09:05–09:50 九天圣母庙，K9+187右侧0.0千米，游览45分钟" */
static char *
dup_stop (const AtlasItineraryStop *stop,
          const AtlasPlanStop      *planned,
          gboolean                  zh)
{
  g_autofree char *k = atlas_chainage_format (stop->measure), *offset = dup_km (stop->offset), *visit = dup_duration (planned->visit, zh);
  g_autofree char *away = stop->offset < 50 ? g_strdup ("") : g_strdup_printf (in_language (zh, "%s千米", ", %s km"), offset);

  return g_strdup_printf (in_language (zh, "%s%s%s，游览%s%s", "%s %s%s, visit %s%s"), k, get_side (stop->side, zh), away, visit,
                          planned->assumed ? in_language (zh, "（估计）", " (assumed)") : "");
}

static char *
dup_summary (AtlasItinerary  *self,
             const AtlasPlan *plan,
             gboolean         zh)
{
  g_autofree char *length = dup_km (atlas_itinerary_get_length (self)), *km = dup_km (plan->drive);
  g_autofree char *driving = dup_duration (plan->drive_time, zh);

  return g_strdup_printf (in_language (zh, "路线%s千米，%u站，%u天；共行驶%s千米、%s（按每小时%.0f千米）",
                                       "Route %s km, %u stops, %u days; %s km in all, %s of driving (at %.0f km/h)"),
                          length, plan->n_stops, plan->n_days, km, driving, atlas_itinerary_get_speed (self));
}

/* -- text and Markdown ------------------------------------------------------------------------------------------- */

static char *
export_text (AtlasItinerary  *self,
             const AtlasPlan *plan,
             gboolean         zh)
{
  GString *text = g_string_new (NULL);
  g_autofree char *summary = dup_summary (self, plan, zh);

  atlas_route_text_add_line (text, atlas_itinerary_get_title (self));
  g_string_append_printf (text, "\n%s\n", summary);
  for (guint d = 0; d < plan->n_days; d++)
    {
      g_autofree char *day = dup_day (plan, d, zh);

      g_string_append_printf (text, "\n%s\n", day);
      for (guint i = plan->days[d].first; i < plan->days[d].first + plan->days[d].n_stops; i++)
        {
          const AtlasItineraryStop *stop = atlas_itinerary_get_stop (self, i);
          g_autofree char *arrive = dup_time (plan->stops[i].arrive, zh), *more = dup_stop (stop, &plan->stops[i], zh);

          g_string_append_printf (text, "%u. %s ", i + 1, arrive);
          atlas_route_text_add_line (text, get_name (stop, zh));
          g_string_append_printf (text, in_language (zh, "（%s）\n", " (%s)\n"), more);
        }
    }
  return g_string_free (text, FALSE);
}

static char *
export_markdown (AtlasItinerary  *self,
                 const AtlasPlan *plan,
                 gboolean         zh)
{
  GString *text = g_string_new ("# ");
  g_autofree char *summary = dup_summary (self, plan, zh);

  atlas_route_text_add_markdown (text, atlas_itinerary_get_title (self));
  g_string_append (text, "\n\n");
  atlas_route_text_add_markdown (text, summary);
  g_string_append_c (text, '\n');
  for (guint d = 0; d < plan->n_days; d++)
    {
      g_autofree char *day = dup_day (plan, d, zh);

      g_string_append (text, "\n## ");
      atlas_route_text_add_markdown (text, day);
      g_string_append (text, in_language (zh, "\n\n| 序 | 到达 | 离开 | 地点 | 位置 |\n|---:|---|---|---|---|\n",
                                          "\n\n| No. | Arrive | Leave | Place | Where |\n|---:|---|---|---|---|\n"));
      for (guint i = plan->days[d].first; i < plan->days[d].first + plan->days[d].n_stops; i++)
        {
          const AtlasItineraryStop *stop = atlas_itinerary_get_stop (self, i);
          g_autofree char *arrive = dup_time (plan->stops[i].arrive, zh), *leave = dup_time (plan->stops[i].leave, zh);
          g_autofree char *more = dup_stop (stop, &plan->stops[i], zh);

          g_string_append_printf (text, "| %u | %s | %s | ", i + 1, arrive, leave);
          atlas_route_text_add_markdown (text, get_name (stop, zh));
          g_string_append (text, " | ");
          atlas_route_text_add_markdown (text, more);
          g_string_append (text, " |\n");
        }
    }
  return g_string_free (text, FALSE);
}

/* -- CSV --------------------------------------------------------------------------------------------------------- */

static void
add_field (GString *csv,
           double   number,
           guint    decimals)
{
  g_string_append_c (csv, ',');
  if (isfinite (number))
    atlas_route_text_add_number (csv, number, decimals);
}

static char *
export_csv (AtlasItinerary  *self,
            const AtlasPlan *plan,
            gboolean         zh)
{
  GString *csv = g_string_new ("\xef\xbb\xbf");

  g_string_append (csv, in_language (zh, "序,天,到达,离开,名称,桩号,里程千米,侧,离路米,行驶千米,游览分钟,经度,纬度\r\n",
                                     "No.,Day,Arrive,Leave,Name,K,Chainage km,Side,Offset m,Driven km,Visit min,Longitude,Latitude\r\n"));
  for (guint i = 0; i < plan->n_stops; i++)
    {
      const AtlasItineraryStop *stop = atlas_itinerary_get_stop (self, i);
      const AtlasPlanStop *planned = &plan->stops[i];
      g_autofree char *arrive = dup_time (planned->arrive, zh), *leave = dup_time (planned->leave, zh), *k = atlas_chainage_format (stop->measure);

      g_string_append_printf (csv, "%u,%u,%s,%s,", i + 1, planned->day + 1, arrive, leave);
      atlas_route_text_add_csv (csv, get_name (stop, zh));
      g_string_append_printf (csv, ",%s", k);
      add_field (csv, stop->measure / 1000, 3);
      g_string_append_printf (csv, ",%s", get_side (stop->side, zh));
      add_field (csv, stop->offset, 0);
      add_field (csv, planned->drive / 1000, 1);
      add_field (csv, planned->visit, 0);
      add_field (csv, stop->lon, 6);
      add_field (csv, stop->lat, 6);
      g_string_append (csv, "\r\n");
    }
  return g_string_free (csv, FALSE);
}

/* -- GPX and KML ------------------------------------------------------------------------------------------------- */

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

static void
add_gpx_stops (GString         *gpx,
               AtlasItinerary  *self,
               const AtlasPlan *plan,
               const char      *element,
               gboolean         zh)
{
  for (guint i = 0; i < plan->n_stops; i++)
    {
      const AtlasItineraryStop *stop = atlas_itinerary_get_stop (self, i);
      g_autofree char *arrive = dup_time (plan->stops[i].arrive, zh), *more = dup_stop (stop, &plan->stops[i], zh);

      add_gpx_point (gpx, element, stop->lon, stop->lat);
      g_string_append (gpx, "><name>");
      atlas_route_text_add_xml (gpx, get_name (stop, zh));
      g_string_append (gpx, "</name><desc>");
      g_string_append_printf (gpx, in_language (zh, "第%u天 %s，", "Day %u, %s, "), plan->stops[i].day + 1, arrive);
      atlas_route_text_add_xml (gpx, more);
      g_string_append_printf (gpx, "</desc></%s>\n", element);
    }
}

static char *
export_gpx (AtlasItinerary  *self,
            const AtlasPlan *plan,
            AtlasRouteLine  *line,
            gboolean         zh)
{
  GString *gpx = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                               "<gpx version=\"1.1\" creator=\"Taihang Atlas\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n<metadata><name>");

  atlas_route_text_add_xml (gpx, atlas_itinerary_get_title (self));
  g_string_append (gpx, "</name></metadata>\n");
  add_gpx_stops (gpx, self, plan, "wpt", zh);
  g_string_append (gpx, "<rte><name>");
  atlas_route_text_add_xml (gpx, atlas_itinerary_get_title (self));
  g_string_append (gpx, "</name>\n");
  add_gpx_stops (gpx, self, plan, "rtept", zh);
  g_string_append (gpx, "</rte>\n");
  if (line != NULL)
    {
      g_string_append (gpx, "<trk><name>");
      atlas_route_text_add_xml (gpx, atlas_itinerary_get_title (self));
      g_string_append (gpx, "</name>\n");
      for (gsize i = 0; i < atlas_route_line_get_n_vertices (line); i++)
        {
          double lon, lat;

          if (atlas_route_line_get_vertex (line, i, &lon, &lat, NULL))
            g_string_append (gpx, i > 0 ? "</trkseg>\n<trkseg>\n" : "<trkseg>\n");
          add_gpx_point (gpx, "trkpt", lon, lat);
          g_string_append (gpx, "/>\n");
        }
      g_string_append (gpx, "</trkseg></trk>\n");
    }
  g_string_append (gpx, "</gpx>\n");
  return g_string_free (gpx, FALSE);
}

static void
add_kml_position (GString *kml,
                  double   lon,
                  double   lat)
{
  atlas_route_text_add_number (kml, lon, 7);
  g_string_append_c (kml, ',');
  atlas_route_text_add_number (kml, lat, 7);
}

static char *
export_kml (AtlasItinerary  *self,
            const AtlasPlan *plan,
            AtlasRouteLine  *line,
            gboolean         zh)
{
  GString *kml = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document><name>");

  atlas_route_text_add_xml (kml, atlas_itinerary_get_title (self));
  /* The red of the Taihang road; KML has its colours as alpha, blue, green, red. */
  g_string_append (kml, "</name>\n<Style id=\"route\"><LineStyle><color>ff2f36d2</color><width>4</width></LineStyle></Style>\n");
  for (guint i = 0; i < plan->n_stops; i++)
    {
      const AtlasItineraryStop *stop = atlas_itinerary_get_stop (self, i);
      g_autofree char *arrive = dup_time (plan->stops[i].arrive, zh), *more = dup_stop (stop, &plan->stops[i], zh);

      g_string_append (kml, "<Placemark><name>");
      g_string_append_printf (kml, "%u. ", i + 1);
      atlas_route_text_add_xml (kml, get_name (stop, zh));
      g_string_append_printf (kml, in_language (zh, "</name><description>第%u天 %s，", "</name><description>Day %u, %s, "), plan->stops[i].day + 1, arrive);
      atlas_route_text_add_xml (kml, more);
      g_string_append (kml, "</description><Point><coordinates>");
      add_kml_position (kml, stop->lon, stop->lat);
      g_string_append (kml, "</coordinates></Point></Placemark>\n");
    }
  if (line != NULL)
    {
      g_string_append (kml, "<Placemark><name>");
      atlas_route_text_add_xml (kml, atlas_itinerary_get_title (self));
      g_string_append (kml, "</name><styleUrl>#route</styleUrl><MultiGeometry>\n");
      for (gsize i = 0; i < atlas_route_line_get_n_vertices (line); i++)
        {
          double lon, lat;
          gboolean starts = atlas_route_line_get_vertex (line, i, &lon, &lat, NULL);

          if (starts)
            g_string_append (kml, i > 0 ? "</coordinates></LineString>\n<LineString><tessellate>1</tessellate><coordinates>"
                                        : "<LineString><tessellate>1</tessellate><coordinates>");
          else
            g_string_append_c (kml, ' ');
          add_kml_position (kml, lon, lat);
        }
      g_string_append (kml, "</coordinates></LineString>\n</MultiGeometry></Placemark>\n");
    }
  g_string_append (kml, "</Document>\n</kml>\n");
  return g_string_free (kml, FALSE);
}

char *
atlas_itinerary_export (AtlasItinerary       *self,
                        AtlasItineraryFormat  format,
                        AtlasRouteLine       *line,
                        gboolean              chinese)
{
  g_autoptr (AtlasPlan) plan = atlas_itinerary_plan (self);

  switch (format)
    {
    case ATLAS_ITINERARY_GPX:
      return export_gpx (self, plan, line, chinese);
    case ATLAS_ITINERARY_KML:
      return export_kml (self, plan, line, chinese);
    case ATLAS_ITINERARY_CSV:
      return export_csv (self, plan, chinese);
    case ATLAS_ITINERARY_MARKDOWN:
      return export_markdown (self, plan, chinese);
    case ATLAS_ITINERARY_TEXT:
    default:
      return export_text (self, plan, chinese);
    }
}
