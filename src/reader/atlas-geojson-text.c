/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How values of a GeoJSON file become texts.  Dates are found by OGR's rules, nested values are set as json-c sets them, lists as
 * AtlasGdalFields does: the differential test holds all three.  Pure functions, any thread. */

#include "reader/atlas-geojson-text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reader/atlas-json-scan.h"

typedef struct
{
  int   year, month, day;
  int   hour, minute;
  float second;
  int   zone;              /* 0 not known, 100 UTC, in quarters of an hour from there */
} Time;

static gboolean
is_digit (char c)
{
  return c >= '0' && c <= '9';
}

/* A number of digits alone. */
static const char *
scan_whole (const char *p,
            int         least,
            int         most,
            int        *value)
{
  const char *start = p;

  /* Past the greatest that is wanted anywhere, it does not matter how great it is. */
  for (*value = 0; is_digit (*p); p++)
    *value = MIN (*value * 10 + (*p - '0'), 1000);
  return p > start && *value >= least && *value <= most ? p : NULL;
}

/* 2021-05-22, 21/5/22, -44-3-15. */
static const char *
scan_date (const char *p,
           Time       *time)
{
  const char *start = p;
  int year;

  if (*p != '-' && *p != '+' && !is_digit (*p))
    return NULL;
  year = (int) g_ascii_strtoll (p, NULL, 10);   /* as OGR has it, also when there are too many digits */
  if (year > G_MAXINT16 || year < G_MININT16)
    return NULL;
  if (start[1] == '-' || start[1] == '/' || (start[1] != '\0' && (start[2] == '-' || start[2] == '/')))
    {
      if (year < 100 && year >= 30)
        year += 1900;
      else if (year < 30 && year >= 0)
        year += 2000;
    }
  time->year = year;
  if (*p == '-')
    p++;
  while (is_digit (*p))
    p++;
  if ((*p != '-' && *p != '/') || (p = scan_whole (p + 1, 1, 12, &time->month)) == NULL)
    return NULL;
  if ((*p != '-' && *p != '/') || (p = scan_whole (p + 1, 1, 31, &time->day)) == NULL)
    return NULL;
  return p;
}

/* +08, +08:00, +0800, +800: what is none of these is passed over. */
static void
scan_zone (const char *p,
           Time       *time)
{
  int zone = 0;

  if (*p != '-' && *p != '+')
    return;
  if (strlen (p) <= 3)
    {
      time->zone = (guint8) (100 + atoi (p) * 4);
      return;
    }
  if (p[3] == ':' && atoi (p + 4) % 15 == 0)
    zone = 100 + atoi (p + 1) * 4 + atoi (p + 4) / 15;
  else if (is_digit (p[3]) && is_digit (p[4]) && atoi (p + 3) % 15 == 0)
    zone = 100 + (is_digit (p[1]) && is_digit (p[2]) ? (p[1] - '0') * 10 + p[2] - '0' : -1) * 4 + atoi (p + 3) / 15;
  else if (is_digit (p[3]) && p[4] == '\0' && atoi (p + 2) % 15 == 0)
    zone = 100 + (is_digit (p[1]) ? p[1] - '0' : -1) * 4 + atoi (p + 2) / 15;
  else
    return;
  time->zone = (guint8) zone;
  if (*p == '-')
    time->zone = (guint8) (100 - (time->zone - 100));
}

/* 3:04, 03:04:05.5Z */
static const char *
scan_clock (const char *p,
            Time       *time)
{
  double seconds;

  if ((p = scan_whole (p, 0, 23, &time->hour)) == NULL || *p != ':'
      || (p = scan_whole (p + 1, 0, 59, &time->minute)) == NULL)
    return NULL;
  if (*p != ':')
    return p;
  p++;
  if (!is_digit (*p))
    return NULL;
  seconds = g_ascii_strtod (p, NULL);
  if (seconds > 60.0)
    return NULL;
  time->second = (float) seconds;
  while (is_digit (*p) || *p == '.')
    p++;
  if (*p == 'Z')
    time->zone = 100;
  return p;
}

static gboolean
scan_time (const char *text,
           Time       *time)
{
  const char *p = text;
  gboolean has_date = FALSE;

  memset (time, 0, sizeof *time);
  while (*p == ' ')
    p++;
  if (strchr (p, '-') != NULL || strchr (p, '/') != NULL)
    {
      p = scan_date (p, time);
      if (p == NULL)
        return FALSE;
      if (*p == '\0' || *p == 'Z')
        return TRUE;
      if (*p != 'T' && *p != ' ')
        return FALSE;
      p += *p == 'T';
      has_date = TRUE;
    }
  while (*p == ' ')
    p++;
  if (strchr (p, ':') == NULL)
    return has_date && *p == '\0';
  p = scan_clock (p, time);
  if (p == NULL)
    return FALSE;
  while (*p == ' ')
    p++;
  scan_zone (p, time);
  return TRUE;
}

AtlasGeojsonType
atlas_geojson_guess_of_text (const char *text)
{
  gboolean has_date, has_time;
  const char *p = text;
  Time time;

  while (*p == ' ')
    p++;
  /* Nearly all texts are told from a date by their first letter. */
  if (!is_digit (*p) && *p != '-' && *p != '+')
    return ATLAS_GEOJSON_STRING;
  if (!scan_time (text, &time))
    return ATLAS_GEOJSON_STRING;
  has_date = strchr (text, '/') != NULL || strchr (text, '-') != NULL;
  has_time = strchr (text, ':') != NULL;
  if (has_date)
    return has_time ? ATLAS_GEOJSON_DATETIME : ATLAS_GEOJSON_DATE;
  return ATLAS_GEOJSON_TIME;
}

gboolean
atlas_geojson_print_time (GString          *result,
                          const char       *text,
                          AtlasGeojsonType  type)
{
  Time time;
  int millis;

  if (!scan_time (text, &time))
    return FALSE;
  if (type != ATLAS_GEOJSON_TIME)
    g_string_append_printf (result, "%04d-%02d-%02d", time.year, time.month, time.day);
  if (type == ATLAS_GEOJSON_DATE)
    return TRUE;
  millis = (int) lroundf (time.second * 1000.0f);
  g_string_append_printf (result, "%s%02d:%02d:%02d", type == ATLAS_GEOJSON_TIME ? "" : "T", time.hour, time.minute,
                          millis / 1000);
  if (millis % 1000 != 0)
    g_string_append_printf (result, ".%03d", millis % 1000);
  if (time.zone == 100)
    g_string_append_c (result, 'Z');
  else if (time.zone > 1)
    {
      int offset = (time.zone - 100) * 15;

      g_string_append_printf (result, "%c%02d:%02d", offset < 0 ? '-' : '+', ABS (offset) / 60, ABS (offset) % 60);
    }
  return TRUE;
}

void
atlas_geojson_print_integer (GString *result,
                             gint64   value)
{
  g_string_append_printf (result, "%" G_GINT64_FORMAT, value);
}

void
atlas_geojson_print_real (GString *result,
                          double   value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (value))
    g_string_append (result, "NaN");
  else if (isinf (value))
    g_string_append (result, value > 0 ? "Infinity" : "-Infinity");
  else
    {
      g_ascii_formatd (number, sizeof number, "%.17g", value);
      g_string_append (result, number);
      if (strpbrk (number, ".e") == NULL)
        g_string_append (result, ".0");
    }
}

/* A text of JSON, as json-c sets it. */
static gboolean
print_text (GString    *result,
            const char *text,
            gsize       length)
{
  static const char escaped[] = "\b\n\r\t\f\"\\/";
  static const char letters[] = "bnrtf\"\\/";
  g_autoptr (GString) decoded = g_string_sized_new (length);

  if (!atlas_json_decode_text (text, length, decoded))
    return FALSE;
  g_string_append_c (result, '"');
  for (gsize i = 0; i < decoded->len; i++)
    {
      const char *known = strchr (escaped, decoded->str[i]);

      if (known != NULL)
        g_string_append_printf (result, "\\%c", letters[known - escaped]);
      else if ((guchar) decoded->str[i] < 0x20)
        g_string_append_printf (result, "\\u%04x", (guint) decoded->str[i]);
      else
        g_string_append_c (result, decoded->str[i]);
    }
  g_string_append_c (result, '"');
  return TRUE;
}

/* The closing quote of a text that was scanned. */
static const char *
find_end (const char *p,
          const char *end)
{
  AtlasJsonTextFlags flags;

  return atlas_json_scan_text (p + 1, end, &flags);
}

static const char *print_value (GString    *result,
                                const char *p,
                                const char *end);

/* An object or array; @p: behind its opening bracket. */
static const char *
print_members (GString    *result,
               const char *p,
               const char *end,
               char        open,
               char        closing)
{
  const char *separator = " ";

  g_string_append_c (result, open);
  for (p = atlas_json_skip_space (p); *p != closing;)
    {
      g_string_append (result, separator);
      separator = ", ";
      if (open == '{')
        {
          const char *last = find_end (p, end);

          if (!print_text (result, p + 1, (gsize) (last - p - 1)))
            return NULL;
          g_string_append (result, ": ");
          p = atlas_json_skip_space (last + 1);
          p = atlas_json_skip_space (p + 1);
        }
      p = print_value (result, p, end);
      if (p == NULL)
        return NULL;
      p = atlas_json_skip_space (p);
      if (*p == ',')
        p = atlas_json_skip_space (p + 1);
    }
  g_string_append_c (result, ' ');
  g_string_append_c (result, closing);
  return p + 1;
}

static const char *
print_value (GString    *result,
             const char *p,
             const char *end)
{
  AtlasJsonNumber number;
  const char *last;

  switch (*p)
    {
    case '"':
      last = find_end (p, end);
      return print_text (result, p + 1, (gsize) (last - p - 1)) ? last + 1 : NULL;
    case '{':
      return print_members (result, p + 1, end, '{', '}');
    case '[':
      return print_members (result, p + 1, end, '[', ']');
    case 't':
    case 'f':
    case 'n':
      last = atlas_json_scan_value (p, end);
      g_string_append_len (result, p, last - p);
      return last;
    default:
      last = atlas_json_scan_number (p, end, &number);
      if (number.type == ATLAS_JSON_INTEGER)
        atlas_geojson_print_integer (result, number.integer);
      else
        atlas_geojson_print_real (result, number.real);
      return last;
    }
}

gboolean
atlas_geojson_print_json (GString    *result,
                          const char *text,
                          gsize       length)
{
  return print_value (result, text, text + length) != NULL;
}

/* A real number in a list: as short as it may be. */
static void
print_short (GString *result,
             double   value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    {
      g_string_append (result, "null");
      return;
    }
  g_ascii_formatd (number, sizeof number, "%.15g", value);
  if (g_ascii_strtod (number, NULL) != value)
    g_ascii_formatd (number, sizeof number, "%.17g", value);
  g_string_append (result, number);
}

void
atlas_geojson_print_quoted (GString    *result,
                            const char *text)
{
  g_string_append_c (result, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (result, '\\');
      if ((guchar) *p < 0x20)
        g_string_append_printf (result, "\\u%04x", (guint) (guchar) *p);
      else
        g_string_append_c (result, *p);
    }
  g_string_append_c (result, '"');
}

/* Any value in a list of texts. */
static gboolean
print_as_text (GString    *result,
               const char *p,
               const char *end)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (*p != '"')
    {
      if (print_value (text, p, end) == NULL)
        return FALSE;
    }
  else if (!atlas_json_decode_text (p + 1, (gsize) (find_end (p, end) - p - 1), text))
    return FALSE;
  atlas_geojson_print_quoted (result, text->str);
  return TRUE;
}

static gboolean
print_item (GString          *result,
            const char       *p,
            const char       *end,
            AtlasGeojsonType  type)
{
  AtlasJsonNumber number = { .type = ATLAS_JSON_INTEGER, .integer = *p == 't', .real = *p == 't' };

  if (type == ATLAS_GEOJSON_STRINGS)
    return print_as_text (result, p, end);
  if (*p != 't' && *p != 'f' && atlas_json_scan_number (p, end, &number) == NULL)
    return FALSE;
  if (type == ATLAS_GEOJSON_BOOLEANS)
    g_string_append (result, number.integer != 0 ? "true" : "false");
  else if (type == ATLAS_GEOJSON_REALS)
    print_short (result, number.real);
  else
    atlas_geojson_print_integer (result, number.integer);
  return TRUE;
}

gboolean
atlas_geojson_print_list (GString          *result,
                          const char       *text,
                          gsize             length,
                          AtlasGeojsonType  type)
{
  const char *end = text + length;
  const char *p = text;
  const char *separator = "";

  g_string_append_c (result, '[');
  if (*p != '[')
    {
      if (!print_item (result, p, end, type))
        return FALSE;
      g_string_append_c (result, ']');
      return TRUE;
    }
  for (p = atlas_json_skip_space (p + 1); *p != ']';)
    {
      g_string_append (result, separator);
      separator = ", ";
      if (!print_item (result, p, end, type))
        return FALSE;
      p = atlas_json_skip_space (atlas_json_scan_value (p, end));
      if (*p == ',')
        p = atlas_json_skip_space (p + 1);
    }
  g_string_append_c (result, ']');
  return TRUE;
}
