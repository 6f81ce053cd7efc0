/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose ids they are: GDAL makes a field of the features' own ids, which looks like a property called "id".  A pure function over
 * the beginning of the file, for both readers of GeoJSON. */

#include "reader/atlas-geojson-ids.h"

#include <glib.h>
#include <string.h>

#define LOOK_AT (1 << 20)
#define DEEPEST 64

/* An object or array that is open where the scan is. */
typedef struct
{
  gboolean is_properties;   /* it is the value of "properties" */
  gboolean has_id;
  gboolean is_feature;      /* it has "properties" or "geometry" */
} Level;

static gboolean
is_key (const char *key,
        gsize       length,
        const char *name)
{
  return strlen (name) == length && memcmp (key, name, length) == 0;
}

/* The end of the text that begins after a quote, at its closing quote or at @end. */
static const char *
skip_text (const char *p,
           const char *end)
{
  while (p < end && *p != '"')
    p += *p == '\\' && p + 1 < end ? 2 : 1;
  return p;
}

gboolean
atlas_geojson_has_feature_ids (const char *path)
{
  g_autoptr (GMappedFile) map = g_mapped_file_new (path, FALSE, NULL);
  const char *p = map != NULL ? g_mapped_file_get_contents (map) : NULL;
  const char *end = p != NULL ? p + MIN (g_mapped_file_get_length (map), LOOK_AT) : NULL;
  Level levels[DEEPEST] = { 0 };
  gsize depth = 0;
  gboolean own = FALSE;
  gboolean in_properties = FALSE;
  const char *key = NULL;   /* the last text, if no value came after it */
  gsize key_length = 0;

  for (; p < end; p++)
    {
      Level *level = &levels[depth];

      if (*p == '"')
        {
          key = p + 1;
          p = skip_text (p + 1, end);
          key_length = (gsize) (p - key);
        }
      else if (*p == ':' && key != NULL)
        {
          level->has_id |= is_key (key, key_length, "id");
          level->is_feature |= is_key (key, key_length, "properties") || is_key (key, key_length, "geometry");
        }
      else if (*p == '{' || *p == '[')
        {
          if (++depth >= DEEPEST)
            return FALSE;
          levels[depth] = (Level) { .is_properties = *p == '{' && key != NULL
                                                     && is_key (key, key_length, "properties") };
          key = NULL;
        }
      else if (*p == '}' || *p == ']' || *p == ',')
        {
          own |= level->has_id && level->is_feature && !level->is_properties;
          in_properties |= level->has_id && level->is_properties;
          if (*p != ',' && depth > 0)
            depth--;
          key = NULL;
        }
    }
  return own && !in_properties;
}
