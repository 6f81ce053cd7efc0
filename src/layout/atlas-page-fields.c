/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The fields in a page's texts: {title}, {date}, {scale} …  A line that has a field without a value is left out, so that a template
 * can ask for a review number that most maps do not have.  Any thread. */

#include "layout/atlas-page-piece.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Fields that pages may leave empty.  Others that nobody knows stand as they are. */
static const char *const OPTIONAL[] = { "title", "subtitle", "maker", "author", "review", "secrecy", "note", "source", "name", "description", "range", NULL };

char *
atlas_page_format_scale (double scale)
{
  g_autofree char *digits = g_strdup_printf ("%.0f", scale);
  GString *text = g_string_new ("1:");
  const gsize n = strlen (digits);

  for (gsize i = 0; i < n; i++)
    {
      if (i > 0 && n > 3 && (n - i) % 3 == 0)
        g_string_append (text, "\u00a0");
      g_string_append_c (text, digits[i]);
    }

  return g_string_free (text, FALSE);
}

/* The day that the page is of: equal input gives equal pages where SOURCE_DATE_EPOCH says so. */
static char *
format_date (const AtlasPageContext *context)
{
  const char *epoch = g_getenv ("SOURCE_DATE_EPOCH");
  g_autoptr (GDateTime) date = NULL;
  gint64 seconds;

  if (context->date != NULL)
    date = g_date_time_ref (context->date);
  else if (epoch != NULL && g_ascii_string_to_signed (epoch, 10, 0, G_MAXINT64, &seconds, NULL))
    date = g_date_time_new_from_unix_utc (seconds);
  if (date == NULL)
    date = g_date_time_new_now_local ();
  if (context->chinese)
    return g_strdup_printf ("%d年%d月%d日", g_date_time_get_year (date), g_date_time_get_month (date),
                            g_date_time_get_day_of_month (date));

  return g_date_time_format (date, "%-d %B %Y");
}

/* Returns: (nullable): what @name stands for; "" when it may be empty. */
static char *
dup_value (AtlasPage              *page,
           const char             *name,
           AtlasMapFrame          *frame,
           const AtlasPageContext *context)
{
  const char *value = context->values != NULL ? g_hash_table_lookup (context->values, name) : NULL;

  if (value == NULL)
    value = atlas_page_get_field (page, name);
  if (value != NULL)
    return g_strdup (value);
  if (strcmp (name, "title") == 0)
    return g_strdup (atlas_page_get_title (page));
  if (strcmp (name, "date") == 0)
    return format_date (context);
  if (strcmp (name, "page") == 0)
    return g_strdup_printf ("%u", MAX (context->page, 1));
  if (strcmp (name, "pages") == 0)
    return g_strdup_printf ("%u", MAX (context->n_pages, 1));
  if (strcmp (name, "pageof") == 0)
    return context->n_pages > 1 ? g_strdup_printf ("%u / %u", MAX (context->page, 1), context->n_pages) : g_strdup ("");
  if (strcmp (name, "paper") == 0)
    return g_strdup (atlas_paper_get_name (atlas_page_get_width (page), atlas_page_get_height (page)));
  if (strcmp (name, "scale") == 0)
    return frame != NULL ? atlas_page_format_scale (atlas_map_frame_get_scale (frame)) : g_strdup ("");
  if (strcmp (name, "crs") == 0)
    return frame != NULL ? atlas_crs_dup_title (atlas_map_frame_get_crs (frame)) : g_strdup ("");
  if (strcmp (name, "epsg") == 0)
    return frame != NULL ? g_strdup (atlas_crs_get_code (atlas_map_frame_get_crs (frame))) : g_strdup ("");

  return g_strv_contains (OPTIONAL, name) ? g_strdup ("") : NULL;
}

/* A field's name at @text, after its brace. */
static gsize
get_name_length (const char *text)
{
  gsize n = 0;

  while (g_ascii_isalnum (text[n]) || text[n] == '-' || text[n] == '_')
    n++;

  return n > 0 && text[n] == '}' ? n : 0;
}

/* Returns: %FALSE when a field of the line has no value. */
static gboolean
expand_line (AtlasPage              *page,
             const char             *line,
             AtlasMapFrame          *frame,
             const AtlasPageContext *context,
             GString                *result)
{
  gboolean whole = TRUE;

  for (const char *at = line; *at != '\0'; at++)
    {
      g_autofree char *name = NULL, *value = NULL;
      gsize n;

      if (at[0] == '{' && at[1] == '{')
        {
          g_string_append_c (result, '{');
          at++;
          continue;
        }
      n = at[0] == '{' ? get_name_length (at + 1) : 0;
      if (n > 0)
        {
          name = g_strndup (at + 1, n);
          value = dup_value (page, name, frame, context);
        }
      if (value == NULL)
        {
          g_string_append_c (result, *at);
          continue;
        }
      whole &= *value != '\0';
      g_string_append (result, value);
      at += n + 1;
    }

  return whole;
}

char *
atlas_page_expand (AtlasPage              *page,
                   const char             *text,
                   AtlasMapFrame          *frame,
                   const AtlasPageContext *context,
                   gboolean               *missing)
{
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) result = NULL;
  gboolean first = TRUE;

  g_return_val_if_fail (page != NULL && text != NULL && context != NULL, NULL);

  lines = g_strsplit (text, "\n", -1);
  result = g_string_new (NULL);
  if (missing != NULL)
    *missing = FALSE;
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      if (!expand_line (page, lines[i], frame, context, line))
        {
          if (missing != NULL)
            *missing = TRUE;
          continue;
        }
      if (!first)
        g_string_append_c (result, '\n');
      first = FALSE;
      g_string_append_len (result, line->str, (gssize) line->len);
    }

  return g_string_free (g_steal_pointer (&result), FALSE);
}
