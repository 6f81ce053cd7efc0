/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON to text for files that people keep.  json-glib's own writer gives 0.28000000000000003 for 0.28, 1e+20, which it cannot
 * read, and 1 for 1.0.  Pure; any thread. */

#include "data/atlas-json-write.h"

#include <math.h>
#include <string.h>

static void append_node (GString  *text,
                         JsonNode *node,
                         guint     depth);

static void
append_string (GString    *text,
               const char *string)
{
  g_autofree char *valid = g_utf8_make_valid (string != NULL ? string : "", -1);

  g_string_append_c (text, '"');
  for (const char *at = valid; *at != '\0'; at++)
    if (*at == '"' || *at == '\\')
      {
        g_string_append_c (text, '\\');
        g_string_append_c (text, *at);
      }
    else if (*at == '\n')
      g_string_append (text, "\\n");
    else if (*at == '\t')
      g_string_append (text, "\\t");
    else if ((guchar) *at < 0x20 || *at == 0x7f)
      g_string_append_printf (text, "\\u%04x", (guint) (guchar) *at);
    else
      g_string_append_c (text, *at);
  g_string_append_c (text, '"');
}

static void
append_double (GString *text,
               double   number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  char *plus;

  if (!isfinite (number))
    {
      g_string_append (text, "null");
      return;
    }
  /* 50000 rather than 5e04. */
  if (number == trunc (number) && fabs (number) < 1e15)
    {
      g_string_append (text, g_ascii_formatd (digits, sizeof digits, "%.1f", number));
      return;
    }
  for (int n = 1; n <= 17; n++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", n);
      g_ascii_formatd (digits, sizeof digits, format, number);
      if (g_ascii_strtod (digits, NULL) == number)
        break;
    }
  /* A plus after the "e" is what json-glib cannot read. */
  plus = strchr (digits, '+');
  if (plus != NULL)
    memmove (plus, plus + 1, strlen (plus));
  g_string_append (text, digits);
  if (strpbrk (digits, ".e") == NULL)
    g_string_append (text, ".0");
}

static void
append_value (GString  *text,
              JsonNode *node)
{
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      append_string (text, json_node_get_string (node));
      break;
    case G_TYPE_INT64:
      g_string_append_printf (text, "%" G_GINT64_FORMAT, json_node_get_int (node));
      break;
    case G_TYPE_DOUBLE:
      append_double (text, json_node_get_double (node));
      break;
    case G_TYPE_BOOLEAN:
      g_string_append (text, json_node_get_boolean (node) ? "true" : "false");
      break;
    default:
      g_string_append (text, "null");
    }
}

static void
append_line (GString *text,
             guint    depth)
{
  g_string_append_c (text, '\n');
  for (guint i = 0; i < depth; i++)
    g_string_append (text, "  ");
}

static void
append_array (GString   *text,
              JsonArray *array,
              guint      depth)
{
  const guint n = json_array_get_length (array);
  gboolean plain = TRUE;

  for (guint i = 0; i < n && plain; i++)
    plain = JSON_NODE_HOLDS_VALUE (json_array_get_element (array, i)) || JSON_NODE_HOLDS_NULL (json_array_get_element (array, i));
  g_string_append_c (text, '[');
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (text, plain ? ", " : ",");
      if (!plain)
        append_line (text, depth + 1);
      append_node (text, json_array_get_element (array, i), depth + 1);
    }
  if (!plain)
    append_line (text, depth);
  g_string_append_c (text, ']');
}

static void
append_object (GString    *text,
               JsonObject *object,
               guint       depth)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;
  gboolean first = TRUE;

  g_string_append_c (text, '{');
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      if (!first)
        g_string_append_c (text, ',');
      first = FALSE;
      append_line (text, depth + 1);
      append_string (text, name);
      g_string_append (text, ": ");
      append_node (text, value, depth + 1);
    }
  if (!first)
    append_line (text, depth);
  g_string_append_c (text, '}');
}

static void
append_node (GString  *text,
             JsonNode *node,
             guint     depth)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    append_object (text, json_node_get_object (node), depth);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    append_array (text, json_node_get_array (node), depth);
  else if (JSON_NODE_HOLDS_VALUE (node))
    append_value (text, node);
  else
    g_string_append (text, "null");
}

char *
atlas_json_write (JsonNode *root)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (root != NULL, NULL);
  append_node (text, root, 0);
  g_string_append_c (text, '\n');
  return g_string_free (text, FALSE);
}
