/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame of a GeoJSON file: what comes before and behind its features.  Pure functions.  Whatever is not quite usual is refused,
 * and GDAL looks at it. */

#include "reader/atlas-geojson-file.h"

#include <string.h>

#include "reader/atlas-json-scan.h"

#define LOOK_AT 4096

void
atlas_geojson_file_clear (AtlasGeojsonFile *self)
{
  g_clear_pointer (&self->name, g_free);
}

static gboolean
is_text (const char *text,
         gsize       length,
         const char *other)
{
  return strlen (other) == length && memcmp (text, other, length) == 0;
}

gboolean
atlas_geojson_file_is_plain (const char *head,
                             gsize       length)
{
  static const char type[] = "\"type\"";
  static const char collection[] = "\"FeatureCollection\"";
  const char *end = head + MIN (length, LOOK_AT);
  const char *p = head;

  if (memmem (head, (gsize) (end - head), "Topology", 8) != NULL || memchr (head, '\0', (gsize) (end - head)) != NULL)
    return FALSE;
  while ((p = memmem (p, (gsize) (end - p), type, strlen (type))) != NULL)
    {
      p = atlas_json_skip_space (p + strlen (type));
      if (p >= end || *p != ':')
        return FALSE;
      p = atlas_json_skip_space (p + 1);
      if (p >= end)
        return FALSE;
      if ((gsize) (end - p) >= strlen (collection) && memcmp (p, collection, strlen (collection)) == 0)
        return TRUE;
    }
  return FALSE;
}

/* What a file says of its coordinates, and what it means.  CGCS 2000 is WGS 84 to PROJ, digit for digit.  NULL when PROJ must see
 * to it. */
static const char *
find_crs (const char *text,
          gsize       length)
{
  static const char *const usual[][2] = {
    { "{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:OGC:1.3:CRS84\"}}", "EPSG:4326" },
    { "{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::4326\"}}", "EPSG:4326" },
    { "{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:4326\"}}", "EPSG:4326" },
    { "{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::4490\"}}", "EPSG:4490" },
    { "{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:4490\"}}", "EPSG:4490" },
    { "null", "EPSG:4326" },
  };
  g_autoptr (GString) compact = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (text[i]))
      g_string_append_c (compact, text[i]);
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    if (strcmp (compact->str, usual[i][0]) == 0)
      return usual[i][1];
  return NULL;
}

static const char *
read_name (AtlasGeojsonFile *self,
           const char       *p,
           const char       *end)
{
  const char *last = atlas_json_scan_value (p, end);
  g_autoptr (GString) name = g_string_new (NULL);

  if (self->name != NULL || last == NULL)
    return NULL;
  if (*p != '"')
    return last;
  if (!atlas_json_decode_text (p + 1, (gsize) (last - p - 2), name))
    return NULL;
  self->name = g_strdup (name->str);
  return last;
}

/* Any member but the features themselves. */
static const char *
read_member (AtlasGeojsonFile *self,
             const char       *name,
             gsize             length,
             const char       *p,
             const char       *end)
{
  const char *last;

  if (is_text (name, length, "type"))
    {
      if (self->has_type || (last = atlas_json_scan_value (p, end)) == NULL
          || !is_text (p, (gsize) (last - p), "\"FeatureCollection\""))
        return NULL;
      self->has_type = TRUE;
      return last;
    }
  if (is_text (name, length, "name"))
    return read_name (self, p, end);
  if (is_text (name, length, "crs"))
    {
      last = atlas_json_scan_value (p, end);
      if (self->has_crs || last == NULL || (self->crs = find_crs (p, (gsize) (last - p))) == NULL)
        return NULL;
      self->has_crs = TRUE;
      return last;
    }
  self->has_attributes |= is_text (name, length, "attributes");
  if (memchr (name, '\\', length) != NULL || is_text (name, length, "features")
      || (length == 3 && g_ascii_strncasecmp (name, "crs", 3) == 0))
    return NULL;
  return atlas_json_scan_value (p, end);
}

/* Members, each followed by a comma or by the brace that ends the file's object. */
static const char *
read_members (AtlasGeojsonFile *self,
              const char       *p,
              const char       *end,
              gboolean          up_to_features)
{
  for (;;)
    {
      AtlasJsonTextFlags flags;
      const char *name = p + 1;
      const char *last = *p == '"' ? atlas_json_scan_text (name, end, &flags) : NULL;

      if (last == NULL)
        return NULL;
      p = atlas_json_skip_space (last + 1);
      if (*p != ':')
        return NULL;
      p = atlas_json_skip_space (p + 1);
      if (up_to_features && is_text (name, (gsize) (last - name), "features"))
        return *p == '[' ? p + 1 : NULL;
      p = read_member (self, name, (gsize) (last - name), p, end);
      if (p == NULL)
        return NULL;
      p = atlas_json_skip_space (p);
      if (*p == '}')
        return up_to_features ? NULL : p + 1;
      if (*p != ',')
        return NULL;
      p = atlas_json_skip_space (p + 1);
    }
}

const char *
atlas_geojson_file_read_head (AtlasGeojsonFile *self,
                              const char       *p,
                              const char       *end)
{
  if (end - p >= 3 && memcmp (p, "\357\273\277", 3) == 0)
    p += 3;
  p = atlas_json_skip_space (p);
  if (*p != '{')
    return NULL;
  p = read_members (self, atlas_json_skip_space (p + 1), end, TRUE);
  return p != NULL && p <= end ? p : NULL;
}

gboolean
atlas_geojson_file_read_tail (AtlasGeojsonFile *self,
                              const char       *p,
                              const char       *end)
{
  p = atlas_json_skip_space (p);
  if (*p == '}')
    p++;
  else if (*p == ',')
    p = read_members (self, atlas_json_skip_space (p + 1), end, FALSE);
  else
    return FALSE;
  return p != NULL && atlas_json_skip_space (p) == end && self->has_type;
}

const char *
atlas_geojson_file_find_end (const char *p,
                             const char *end)
{
  gsize depth = 0;

  for (; p < end; p++)
    switch (*p)
      {
      case '"':
        {
          AtlasJsonTextFlags flags;

          p = atlas_json_scan_text (p + 1, end, &flags);
          if (p == NULL)
            return NULL;
          break;
        }
      case '{':
        depth++;
        break;
      case '}':
        if (--depth == 0)
          return p + 1;
        break;
      default:
        break;
      }
  return NULL;
}
