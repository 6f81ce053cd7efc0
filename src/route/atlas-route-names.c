/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names as people type them: made comparable, and near ones suggested. */

#include "route/atlas-route-names.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#define MOST_CHARACTERS 64
#define MOST_SUGGESTED 5

static gboolean
is_dash (gunichar c)
{
  return c == '-' || c == 0x2010 || c == 0x2011 || c == 0x2012 || c == 0x2013 || c == 0x2014 || c == 0x2015 || c == 0x2212
         || c == 0x30fc || c == '~';
}

char *
atlas_route_names_fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *plain = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *small = g_utf8_casefold (plain, -1);
  GString *folded = g_string_new (NULL);

  for (const char *p = small; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_dash (c))
        {
          if (folded->len == 0 || folded->str[folded->len - 1] != '-')
            g_string_append_c (folded, '-');
        }
      else if (!g_unichar_isspace (c))
        g_string_append_unichar (folded, c);
    }
  return g_string_free (folded, FALSE);
}

guint
atlas_route_names_distance (const char *a,
                            const char *b,
                            guint       most)
{
  gunichar other[MOST_CHARACTERS];
  guint row[MOST_CHARACTERS + 1], n = 0, best;

  for (; *b != '\0' && n < MOST_CHARACTERS; b = g_utf8_next_char (b))
    other[n++] = g_utf8_get_char (b);
  for (guint j = 0; j <= n; j++)
    row[j] = j;
  for (guint i = 1; *a != '\0' && i <= MOST_CHARACTERS; a = g_utf8_next_char (a), i++)
    {
      gunichar c = g_utf8_get_char (a);
      guint before = row[0];

      best = row[0] = i;
      for (guint j = 1; j <= n; j++)
        {
          guint cost = before + (other[j - 1] != c);

          before = row[j];
          row[j] = MIN (cost, MIN (row[j], row[j - 1]) + 1);
          best = MIN (best, row[j]);
        }
      if (best > most)
        return most + 1;
    }
  return MIN (row[n], most + 1);
}

typedef struct
{
  const char *name;
  guint       distance;
} Suggestion;

static int
compare_suggestions (const void *a,
                     const void *b)
{
  const Suggestion *x = a, *y = b;

  return x->distance != y->distance ? (int) x->distance - (int) y->distance : strcmp (x->name, y->name);
}

/* How unlike two folded names are, in half characters; a name that begins as the other counts for less. */
static guint
get_unlikeness (const char *wanted,
                const char *name)
{
  glong length = g_utf8_strlen (wanted, -1), common = 0;
  guint most = (guint) MAX (1, length / 2), distance;
  const char *p = wanted, *q = name;

  for (; *p != '\0' && g_utf8_get_char (p) == g_utf8_get_char (q); p = g_utf8_next_char (p), q = g_utf8_next_char (q))
    common++;
  distance = atlas_route_names_distance (wanted, name, most);
  if (distance <= most)
    return 4 * distance - (common > 0);
  /* As much of a long name as was typed. */
  if (g_utf8_strlen (name, -1) > length)
    {
      g_autofree char *begin = g_utf8_substring (name, 0, length);

      distance = atlas_route_names_distance (wanted, begin, most);
      if (distance <= most && distance < (guint) length)
        return 4 * distance + 2 - (common > 0);
    }
  /* A long name that begins as a short one does. */
  if (common >= 2 && common >= length / 2)
    return 4 * most + 4;
  return G_MAXUINT;
}

char *
atlas_route_names_suggest (const char        *text,
                           const char *const *names,
                           gsize              n_names)
{
  g_autofree char *wanted = atlas_route_names_fold (text);
  g_autoptr (GArray) near = g_array_new (FALSE, FALSE, sizeof (Suggestion));
  GString *list = g_string_new (NULL);
  guint listed = 0;

  for (gsize i = 0; i < n_names; i++)
    {
      g_autofree char *name = names[i] != NULL ? atlas_route_names_fold (names[i]) : NULL;
      Suggestion suggestion = { names[i], name != NULL && *wanted != '\0' ? get_unlikeness (wanted, name) : G_MAXUINT };

      if (suggestion.distance < G_MAXUINT)
        g_array_append_val (near, suggestion);
    }
  g_array_sort (near, compare_suggestions);
  for (guint i = 0; i < near->len && listed < MOST_SUGGESTED; i++)
    {
      const Suggestion *suggestion = &g_array_index (near, Suggestion, i);

      if (i > 0 && strcmp (suggestion->name, g_array_index (near, Suggestion, i - 1).name) == 0)
        continue;
      if (listed++ > 0)
        g_string_append (list, C_("between names", ", "));
      g_string_append_printf (list, C_("a name", "“%s”"), suggestion->name);
    }
  return g_string_free (list, FALSE);
}

int
atlas_route_names_find_field (AtlasTable *table)
{
  static const char *const usual[] = { "name", "名称", "NAME", "Name", "标题", "title", "景点名称", "项目名称", "地名", "label" };
  int first = -1;

  for (gsize i = 0; i < G_N_ELEMENTS (usual); i++)
    {
      int field = atlas_table_find_field (table, usual[i]);

      if (field >= 0 && atlas_table_get_field_type (table, (guint) field) == ATLAS_FIELD_STRING)
        return field;
    }
  for (guint f = 0; f < atlas_table_get_n_fields (table); f++)
    {
      g_autofree char *name = g_utf8_strdown (atlas_table_get_field_name (table, f), -1);

      if (atlas_table_get_field_type (table, f) != ATLAS_FIELD_STRING)
        continue;
      if (g_str_has_suffix (name, "name") || g_str_has_suffix (name, "名称"))
        return (int) f;
      if (first < 0)
        first = (int) f;
    }
  return first;
}

const char *
atlas_route_names_get (AtlasTable *table,
                       gsize       feature,
                       const char *field)
{
  int number = atlas_table_find_field (table, field);
  const char *text = number >= 0 ? atlas_table_get_text (table, (guint) number, feature, NULL) : NULL;

  return text != NULL && *text != '\0' ? text : NULL;
}
