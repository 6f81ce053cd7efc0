/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts from files, written so that they stay texts in XML, CSV, Markdown and on a terminal. */

#include "route/atlas-route-text.h"

#include <string.h>

#define REPLACEMENT 0xfffd

/* Control and format characters could turn a line round or break it. */
static gboolean
is_plain (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT && type != G_UNICODE_LINE_SEPARATOR && type != G_UNICODE_PARAGRAPH_SEPARATOR
         && type != G_UNICODE_UNASSIGNED && type != G_UNICODE_SURROGATE;
}

void
atlas_route_text_add_xml (GString    *string,
                          const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : g_strdup ("");

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '&')
        g_string_append (string, "&amp;");
      else if (c == '<')
        g_string_append (string, "&lt;");
      else if (c == '>')
        g_string_append (string, "&gt;");
      else if (c == '"')
        g_string_append (string, "&quot;");
      else if (c == '\'')
        g_string_append (string, "&apos;");
      else if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f || c == 0xfffe || c == 0xffff)
        g_string_append_unichar (string, REPLACEMENT);
      else
        g_string_append_unichar (string, c);
    }
}

void
atlas_route_text_add_csv (GString    *string,
                          const char *text)
{
  if (text == NULL)
    return;
  if (strpbrk (text, ",\"\r\n") == NULL && strchr ("=+-@\t", *text) == NULL)
    {
      g_string_append (string, text);
      return;
    }
  g_string_append_c (string, '"');
  if (*text != '\0' && strchr ("=+-@\t\r", *text) != NULL)
    g_string_append_c (string, '\'');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (string, '"');
      g_string_append_c (string, *p);
    }
  g_string_append_c (string, '"');
}

void
atlas_route_text_add_markdown (GString    *string,
                               const char *text)
{
  for (const char *p = text != NULL ? text : ""; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n' || c == '\r' || c == '\t')
        c = ' ';
      if (c < 0x80 && c != '\0' && strchr ("\\`*_{}[]()<>#+-.!|~&", (int) c) != NULL)
        g_string_append_c (string, '\\');
      g_string_append_unichar (string, is_plain (c) ? c : REPLACEMENT);
    }
}

void
atlas_route_text_add_line (GString    *string,
                           const char *text)
{
  for (const char *p = text != NULL ? text : ""; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (string, c == '\n' || c == '\t' ? ' ' : is_plain (c) ? c : REPLACEMENT);
    }
}

void
atlas_route_text_pad (GString *string,
                      gsize    start,
                      guint    width)
{
  guint columns = 0;

  for (const char *p = string->str + start; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      columns += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
    }
  for (; columns < width; columns++)
    g_string_append_c (string, ' ');
}

void
atlas_route_text_add_number (GString *string,
                             double   number,
                             guint    decimals)
{
  char format[8], text[G_ASCII_DTOSTR_BUF_SIZE + 320];

  g_snprintf (format, sizeof format, "%%.%uf", MIN (decimals, 9));
  g_ascii_formatd (text, sizeof text, format, number);
  g_string_append (string, strcmp (text, "-0") == 0 ? "0" : text);
}
