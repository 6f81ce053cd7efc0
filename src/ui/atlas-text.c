/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts as a person reads them.  Values come from files that anyone may have written, so everything that is not plain text
 * is made visible here, once, before any widget sees it.  Pure functions; any thread. */

#include "ui/atlas-text.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "data/atlas-number.h"

/* Characters that turn the direction of text, or hide. */
static gboolean
turns_text (gunichar c)
{
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0xFEFF || (c >= 0xE0000 && c <= 0xE007F);
}

static void
append_shown (GString  *shown,
              gunichar  c,
              gboolean  one_line)
{
  if (c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029 || c == 0x85)
    g_string_append_c (shown, one_line ? ' ' : '\n');
  else if (c == '\t')
    g_string_append_c (shown, ' ');
  else if (c < 0x20)
    g_string_append_unichar (shown, 0x2400 + c);
  else if (c == 0x7F)
    g_string_append_unichar (shown, 0x2421);
  else if (turns_text (c) || (c >= 0x80 && c < 0xA0))
    g_string_append_printf (shown, "⟨%04X⟩", c);
  else
    g_string_append_unichar (shown, c);
}

/* Laying out a long run of letters without a blank costs the square of its length, seconds for a few thousand; so it may be
 * broken here and there.  Only runs that no person copies are that long. */
#define LONG_RUN 256
#define BREAK_EVERY 32

static guint
break_long_run (GString *shown,
                guint    run,
                gunichar c)
{
  if (g_unichar_isspace (c) || c >= 0x2E80)
    return 0;
  if (run >= LONG_RUN && run % BREAK_EVERY == 0)
    g_string_append_unichar (shown, 0x200B);
  return run + 1;
}

char *
atlas_text_show (const char *text,
                 gssize      length,
                 gboolean    one_line)
{
  g_autofree char *valid = NULL;
  GString *shown;
  const char *at, *end;
  guint n = 0, run = 0;

  if (text == NULL)
    return g_strdup ("");
  if (length < 0)
    length = (gssize) strlen (text);
  /* No character is longer than 4 bytes, and no invalid byte becomes more than one character. */
  length = MIN (length, 4 * (gssize) (ATLAS_TEXT_MAX_CHARS + 1));
  shown = g_string_sized_new ((gsize) length);
  end = text + length;
  for (at = text; at < end; n++)
    {
      gunichar c = g_utf8_get_char_validated (at, end - at);

      if (n == ATLAS_TEXT_MAX_CHARS)
        {
          g_string_append (shown, "…");
          break;
        }
      /* A NUL stops the validation, but is a character like any other. */
      if (*at == '\0')
        c = 0;
      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          g_string_append_unichar (shown, 0xFFFD);
          at++;
          continue;
        }
      if (c == '\r' && at + 1 < end && at[1] == '\n')
        at++;
      if (!one_line)
        run = break_long_run (shown, run, c);
      append_shown (shown, c, one_line);
      at = c == 0 ? at + 1 : g_utf8_next_char (at);
    }
  return g_string_free (shown, FALSE);
}

char *
atlas_text_number (const char *number)
{
  return atlas_number_show (number);
}

char *
atlas_text_count (guint64 n)
{
  return atlas_number_show_count (n);
}

char *
atlas_text_place (double lon,
                  double lat)
{
  g_autofree char *x = g_strdup_printf ("%.4f", fabs (lon));
  g_autofree char *y = g_strdup_printf ("%.4f", fabs (lat));

  /* Half the last digit, so that nothing is "0.0000° W".  Whole sentences, for a language may put the letters first. */
  if (lat < -0.00005)
    return lon < -0.00005 ? g_strdup_printf (_("%s° W, %s° S"), x, y) : g_strdup_printf (_("%s° E, %s° S"), x, y);
  return lon < -0.00005 ? g_strdup_printf (_("%s° W, %s° N"), x, y) : g_strdup_printf (_("%s° E, %s° N"), x, y);
}

char *
atlas_text_place_plain (double lon,
                        double lat)
{
  char x[G_ASCII_DTOSTR_BUF_SIZE], y[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (x, sizeof x, "%.6f", lon);
  g_ascii_formatd (y, sizeof y, "%.6f", lat);
  return g_strdup_printf ("%s, %s", x, y);
}

char *
atlas_text_distance (double metres)
{
  g_autofree char *number = NULL;
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (buffer, sizeof buffer, "%.3g", metres >= 1000 ? metres / 1000 : metres);
  number = atlas_text_number (buffer);
  return metres >= 1000 ? g_strdup_printf (_("%s km"), number) : g_strdup_printf (_("%s m"), number);
}

char *
atlas_text_date (const char *iso)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (iso, zone);
  g_autoptr (GDateTime) local = NULL;

  if (time == NULL)
    {
      g_autofree char *midnight = g_strconcat (iso, "T00:00:00", NULL);

      time = g_date_time_new_from_iso8601 (midnight, zone);
      /* Translators: a day; see g_date_time_format() for what the letters stand for */
      return time != NULL ? g_date_time_format (time, C_ ("date format", "%-d %B %Y")) : NULL;
    }
  local = g_date_time_to_timezone (time, zone);
  /* Translators: a day with the time of day; see g_date_time_format() for what the letters stand for */
  return g_date_time_format (local, C_ ("date format", "%-d %B %Y, %H:%M"));
}

/* The host in ASCII, then the rest of the address. */
static char *
show_address (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  g_autofree char *ascii = NULL, *path = NULL;

  if (host == NULL || *host == '\0')
    return NULL;
  ascii = g_hostname_to_ascii (host);
  if (ascii == NULL)
    return NULL;
  path = atlas_text_show (g_uri_get_path (uri), -1, TRUE);
  if (g_str_equal (path, "/"))
    *path = '\0';
  if (g_uri_get_port (uri) >= 0)
    return g_strdup_printf ("%s:%d%s", ascii, g_uri_get_port (uri), path);
  return g_strconcat (ascii, path, NULL);
}

gboolean
atlas_text_link (const char *text,
                 char      **shown)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *what = NULL;
  const char *scheme;

  if (text == NULL || strlen (text) > 2048 || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c) || turns_text (c))
        return FALSE;
    }
  uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL)
    return FALSE;
  scheme = g_uri_get_scheme (uri);
  if (g_str_equal (scheme, "http") || g_str_equal (scheme, "https"))
    what = show_address (uri);
  else if (g_str_equal (scheme, "mailto") || g_str_equal (scheme, "tel") || g_str_equal (scheme, "geo"))
    what = *g_uri_get_path (uri) != '\0' ? atlas_text_show (g_uri_get_path (uri), -1, TRUE) : NULL;
  if (what == NULL)
    return FALSE;
  if (shown != NULL)
    *shown = g_steal_pointer (&what);
  return TRUE;
}
