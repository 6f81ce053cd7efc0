/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a GeoJSON layer says about itself.  GDAL would tell (open option NATIVE_DATA, metadata domain of the same name), but it
 * then keeps the text of every feature too, several times the size of the file.  So the head of the file is scanned for the
 * member "attributes", which our own files have on their first line; one that comes after "features" is not looked for, for
 * nobody can say from the end of a file alone what is a member and what is a part of a text.  The scan only finds where values
 * begin and end and never reads beyond the piece; the one object that it finds is then parsed.  One thread, in the sandbox. */

#include "reader/atlas-geojson-attributes.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "data/atlas-json.h"

#define LOOK_AT (64 * 1024)

/* The place behind a text whose opening quote is at @p; NULL when it does not end. */
static const char *
skip_text (const char *p,
           const char *end)
{
  for (p++; p < end && *p != '"'; p++)
    if (*p == '\\')
      p++;
  return p < end ? p + 1 : NULL;
}

/* The place behind the value at @p, NULL when it does not end. */
static const char *
skip_value (const char *p,
            const char *end)
{
  guint depth = 0;

  while (p != NULL && p < end)
    {
      if (*p == '"')
        {
          p = skip_text (p, end);
          if (depth == 0)
            return p;
          continue;
        }
      if (*p == '{' || *p == '[')
        depth++;
      else if (depth == 0 && (*p == ',' || *p == '}' || *p == ']'))
        return p;
      else if ((*p == '}' || *p == ']') && --depth == 0)
        return p + 1;
      p++;
    }
  return NULL;
}

static const char *
skip_blanks (const char *p,
             const char *end)
{
  while (p < end && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n'))
    p++;
  return p < end ? p : NULL;
}

/* The object "attributes" of the collection that begins at @p, whose "features" must come after it. */
static gboolean
find_attributes (const char  *p,
                 const char  *end,
                 const char **from,
                 const char **to)
{
  *from = *to = NULL;
  p = skip_blanks (p, end);
  if (p == NULL || *p != '{')
    return FALSE;
  p++;
  for (;;)
    {
      const char *key = p = skip_blanks (p, end);
      const char *key_end, *value;

      if (p == NULL || *p != '"')
        return FALSE;
      p = key_end = skip_text (p, end);
      p = p != NULL ? skip_blanks (p, end) : NULL;
      if (p == NULL || *p != ':')
        return FALSE;
      value = p = skip_blanks (p + 1, end);
      if (value == NULL)
        return FALSE;
      if (key_end - key == strlen ("\"features\"") && memcmp (key, "\"features\"", strlen ("\"features\"")) == 0)
        return *from != NULL;
      p = skip_value (value, end);
      if (p == NULL)
        return FALSE;
      if (*value == '{' && key_end - key == strlen ("\"attributes\"")
          && memcmp (key, "\"attributes\"", strlen ("\"attributes\"")) == 0)
        {
          *from = value;
          *to = p;
        }
      p = skip_blanks (p, end);
      if (p == NULL || *p != ',')
        return FALSE;
      p++;
    }
}

/* Keeps what is one value: a list or an object has no place in a line. */
static char *
keep_scalars (const char *text,
              gsize       length)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonObject) kept = json_object_new ();
  g_autoptr (JsonNode) root = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (!atlas_json_is_sane (text, length) || !json_parser_load_from_data (parser, text, (gssize) length, NULL)
      || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return NULL;
  json_object_iter_init_ordered (&iter, json_node_get_object (json_parser_get_root (parser)));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (JSON_NODE_HOLDS_VALUE (value)
        && (json_node_get_value_type (value) != G_TYPE_DOUBLE || isfinite (json_node_get_double (value))))
      json_object_set_member (kept, name, json_node_copy (value));
  if (json_object_get_size (kept) == 0)
    return NULL;
  root = json_node_init_object (json_node_alloc (), kept);
  return json_to_string (root, FALSE);
}

char *
atlas_geojson_attributes_read (const char *path)
{
  g_autoptr (GMappedFile) map = g_mapped_file_new (path, FALSE, NULL);
  const char *p = map != NULL ? g_mapped_file_get_contents (map) : NULL;
  const char *end, *from, *to;

  if (p == NULL)
    return NULL;
  end = p + MIN (g_mapped_file_get_length (map), LOOK_AT);
  if (end - p >= 3 && memcmp (p, "\357\273\277", 3) == 0)
    p += 3;
  return find_attributes (p, end, &from, &to) ? keep_scalars (from, (gsize) (to - from)) : NULL;
}
