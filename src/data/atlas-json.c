/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked of JSON that anyone may have written before json-glib parses it, and how a place in it is named.  Pure; any
 * thread. */

#include "data/atlas-json.h"

#define MAX_LENGTH (1 << 20)
#define MAX_NESTING 32

/* json-glib goes down a level of nesting with a call, so a hostile text could use up the stack. */
static gboolean
nesting_is_sane (const char *text,
                 gsize       length)
{
  gboolean in_string = FALSE;
  int depth = 0;

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];

      if (in_string && c == '\\')
        i++;
      else if (c == '"')
        in_string = !in_string;
      else if (!in_string && (c == '[' || c == '{') && ++depth > MAX_NESTING)
        return FALSE;
      else if (!in_string && (c == ']' || c == '}'))
        depth--;
    }
  return TRUE;
}

void
atlas_json_place_append (GString              *text,
                         const AtlasJsonPlace *place)
{
  if (place == NULL)
    return;
  atlas_json_place_append (text, place->up);
  if (place->key != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "." : "", place->key);
  else
    g_string_append_printf (text, "[%u]", place->index);
}

gboolean
atlas_json_is_sane (const char *text,
                    gsize       length)
{
  return atlas_json_is_sane_up_to (text, length, MAX_LENGTH);
}

gboolean
atlas_json_is_sane_up_to (const char *text,
                          gsize       length,
                          gsize       most)
{
  return length <= most && g_utf8_validate_len (text, length, NULL) && nesting_is_sane (text, length);
}
