/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The geometries of AtlasGeojsonParser: from nested lists of numbers to flat runs of vertices.  By far most bytes of most files go
 * through read_position().  What is left out, and why, is as in AtlasGdalGeometry. */

#include "reader/atlas-geojson-parser.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "reader/atlas-json-scan.h"

#define DEEPEST 16

static const char *
expect (const char *p,
        char        c)
{
  if (*p == c)
    return p + 1;
  p = atlas_json_skip_space (p);
  return *p == c ? p + 1 : NULL;
}

/* [x, y] and more numbers, which are dropped. */
static inline const char *
read_position (AtlasGeojsonParser *self,
               const char         *p,
               const char         *end)
{
  double x, y, other;

  if (*p != '[')
    return NULL;
  p = atlas_json_skip_space (p + 1);
  if ((p = atlas_json_scan_coordinate (p, end, &x)) == NULL || (p = expect (p, ',')) == NULL)
    return NULL;
  p = atlas_json_skip_space (p);
  if ((p = atlas_json_scan_coordinate (p, end, &y)) == NULL)
    return NULL;
  p = atlas_json_skip_space (p);
  while (*p == ',')
    {
      p = atlas_json_skip_space (p + 1);
      if ((p = atlas_json_scan_coordinate (p, end, &other)) == NULL)
        return NULL;
      p = atlas_json_skip_space (p);
    }
  if (*p != ']')
    return NULL;
  self->is_odd |= !(fabs (x) <= 180.0 && fabs (y) <= 90.0);
  atlas_table_piece_add_vertex (&self->piece, x, y);
  return p + 1;
}

/* A list of positions: a part, unless it has fewer than @least. */
static const char *
read_run (AtlasGeojsonParser *self,
          const char         *p,
          const char         *end,
          AtlasPartKind       kind,
          gsize               least)
{
  AtlasTablePiece *piece = &self->piece;
  gsize first = piece->n_vertices;

  if (*p != '[')
    return NULL;
  p = atlas_json_skip_space (p + 1);
  while (*p != ']')
    {
      p = read_position (self, p, end);
      if (p == NULL)
        return NULL;
      p = atlas_json_skip_space (p);
      if (*p == ',')
        {
          p = atlas_json_skip_space (p + 1);
          if (*p == ']')
            return NULL;
        }
      else if (*p != ']')
        return NULL;
    }
  if (piece->n_vertices - first < least)
    {
      self->has_short |= piece->n_vertices > first;
      piece->n_vertices = first;
      return p + 1;
    }
  atlas_table_piece_begin_part (piece, kind);
  return p + 1;
}

typedef const char *(*ReadFunc) (AtlasGeojsonParser *self,
                                 const char         *p,
                                 const char         *end);

/* A list of lists, each read by @func. */
static const char *
read_list (AtlasGeojsonParser *self,
           const char         *p,
           const char         *end,
           ReadFunc            func)
{
  if (*p != '[')
    return NULL;
  p = atlas_json_skip_space (p + 1);
  while (*p != ']')
    {
      p = func (self, p, end);
      if (p == NULL)
        return NULL;
      p = atlas_json_skip_space (p);
      if (*p == ',')
        {
          p = atlas_json_skip_space (p + 1);
          if (*p == ']')
            return NULL;
        }
      else if (*p != ']')
        return NULL;
    }
  return p + 1;
}

static const char *
read_line (AtlasGeojsonParser *self,
           const char         *p,
           const char         *end)
{
  return read_run (self, p, end, ATLAS_PART_LINE, 2);
}

static const char *
read_hole (AtlasGeojsonParser *self,
           const char         *p,
           const char         *end)
{
  return read_run (self, p, end, ATLAS_PART_HOLE, 3);
}

/* The first ring of a polygon is its outline; without that there is nothing to have holes in. */
static const char *
read_rings (AtlasGeojsonParser *self,
            const char         *p,
            const char         *end)
{
  AtlasTablePiece *piece = &self->piece;
  gsize first_part = piece->n_parts;
  gsize first_vertex = piece->n_vertices;
  const char *ring = *p == '[' ? atlas_json_skip_space (p + 1) : p;
  gboolean has_short = self->has_short;

  if (*p != '[')
    return NULL;
  if (*ring == ']')
    return ring + 1;
  ring = read_run (self, ring, end, ATLAS_PART_RING, 3);
  if (ring == NULL)
    return NULL;
  if (piece->n_parts > first_part)
    {
      ring = atlas_json_skip_space (ring);
      if (*ring == ']')
        return ring + 1;
      if (*ring != ',')
        return NULL;
      /* The rest is a list again, but for its bracket. */
      ring = atlas_json_skip_space (ring + 1);
      for (;;)
        {
          ring = read_hole (self, ring, end);
          if (ring == NULL)
            return NULL;
          ring = atlas_json_skip_space (ring);
          if (*ring == ']')
            return ring + 1;
          if (*ring != ',')
            return NULL;
          ring = atlas_json_skip_space (ring + 1);
        }
    }
  has_short = self->has_short;
  ring = read_list (self, p, end, read_hole);
  piece->n_parts = first_part;
  piece->n_vertices = first_vertex;
  self->has_short = has_short;
  return ring;
}

static const char *
read_polygon (AtlasGeojsonParser *self,
              const char         *p,
              const char         *end)
{
  /* Of a polygon without rings GDAL makes no geometry at all. */
  if (*p == '[' && *atlas_json_skip_space (p + 1) == ']')
    return NULL;
  return read_rings (self, p, end);
}

static const char *
read_coordinates (AtlasGeojsonParser *self,
                  const char         *p,
                  const char         *end,
                  AtlasGeometryType   type)
{
  switch (type)
    {
    case ATLAS_GEOMETRY_POINT:
      p = read_position (self, p, end);
      if (p != NULL)
        atlas_table_piece_begin_part (&self->piece, ATLAS_PART_POINTS);
      return p;
    case ATLAS_GEOMETRY_LINE:
      return read_line (self, p, end);
    case ATLAS_GEOMETRY_POLYGON:
      return read_polygon (self, p, end);
    case ATLAS_GEOMETRY_MULTI_POINT:
      return read_run (self, p, end, ATLAS_PART_POINTS, 1);
    case ATLAS_GEOMETRY_MULTI_LINE:
      return read_list (self, p, end, read_line);
    case ATLAS_GEOMETRY_MULTI_POLYGON:
      return read_list (self, p, end, read_rings);
    case ATLAS_GEOMETRY_NONE:
    case ATLAS_GEOMETRY_COLLECTION:
    default:
      return NULL;
    }
}

static gboolean
is_text (const char *text,
         gsize       length,
         const char *other)
{
  return strlen (other) == length && memcmp (text, other, length) == 0;
}

static const char *
read_type (const char        *p,
           const char        *end,
           AtlasGeometryType *type)
{
  static const char *const names[] = {
    "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection",
  };
  AtlasJsonTextFlags flags;
  const char *last = *p == '"' ? atlas_json_scan_text (p + 1, end, &flags) : NULL;

  if (last == NULL || *type != ATLAS_GEOMETRY_NONE)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (is_text (p + 1, (gsize) (last - p - 1), names[i]))
      {
        *type = (AtlasGeometryType) (ATLAS_GEOMETRY_POINT + i);
        return last + 1;
      }
  return NULL;
}

static const char *read_object (AtlasGeojsonParser *self,
                                const char         *p,
                                const char         *end,
                                AtlasGeometryType  *type,
                                guint               depth);

static const char *
read_geometries (AtlasGeojsonParser *self,
                 const char         *p,
                 const char         *end,
                 guint               depth)
{
  if (*p != '[' || depth == 0)
    return NULL;
  p = atlas_json_skip_space (p + 1);
  while (*p != ']')
    {
      AtlasGeometryType type;

      p = read_object (self, p, end, &type, depth - 1);
      if (p == NULL)
        return NULL;
      p = atlas_json_skip_space (p);
      if (*p == ',')
        {
          p = atlas_json_skip_space (p + 1);
          if (*p == ']')
            return NULL;
        }
      else if (*p != ']')
        return NULL;
    }
  return p + 1;
}

/* The members of a geometry, for which an order is usual but not law. */
typedef struct
{
  const char *coordinates;      /* where they begin */
  const char *geometries;
  gboolean    is_read;
} Members;

static const char *
read_member (AtlasGeojsonParser *self,
             Members            *members,
             const char         *name,
             gsize               length,
             const char         *p,
             const char         *end,
             AtlasGeometryType  *type,
             guint               depth)
{
  if (is_text (name, length, "type"))
    return read_type (p, end, type);
  if (is_text (name, length, "coordinates") && members->coordinates == NULL)
    {
      members->coordinates = p;
      members->is_read = *type != ATLAS_GEOMETRY_NONE && *type != ATLAS_GEOMETRY_COLLECTION;
      return members->is_read ? read_coordinates (self, p, end, *type) : atlas_json_scan_value (p, end);
    }
  if (is_text (name, length, "geometries") && members->geometries == NULL)
    {
      members->geometries = p;
      members->is_read = *type == ATLAS_GEOMETRY_COLLECTION;
      return members->is_read ? read_geometries (self, p, end, depth) : atlas_json_scan_value (p, end);
    }
  /* GDAL does not mind capitals. */
  if (memchr (name, '\\', length) != NULL || (length == 4 && g_ascii_strncasecmp (name, "type", 4) == 0)
      || (length == 11 && g_ascii_strncasecmp (name, "coordinates", 11) == 0)
      || (length == 10 && g_ascii_strncasecmp (name, "geometries", 10) == 0))
    return NULL;
  return atlas_json_scan_value (p, end);
}

static const char *
read_object (AtlasGeojsonParser *self,
             const char         *p,
             const char         *end,
             AtlasGeometryType  *type,
             guint               depth)
{
  Members members = { NULL, NULL, FALSE };

  *type = ATLAS_GEOMETRY_NONE;
  if (*p != '{')
    return NULL;
  p = atlas_json_skip_space (p + 1);
  for (;;)
    {
      AtlasJsonTextFlags flags;
      const char *name = p + 1;
      const char *last = *p == '"' ? atlas_json_scan_text (name, end, &flags) : NULL;

      if (last == NULL || (p = expect (last + 1, ':')) == NULL)
        return NULL;
      p = read_member (self, &members, name, (gsize) (last - name), atlas_json_skip_space (p), end, type, depth);
      if (p == NULL)
        return NULL;
      p = atlas_json_skip_space (p);
      if (*p == '}')
        break;
      if (*p != ',')
        return NULL;
      p = atlas_json_skip_space (p + 1);
    }
  if (*type == ATLAS_GEOMETRY_NONE
      || (*type == ATLAS_GEOMETRY_COLLECTION ? members.geometries : members.coordinates) == NULL)
    return NULL;
  if (!members.is_read && (*type == ATLAS_GEOMETRY_COLLECTION
                             ? read_geometries (self, members.geometries, end, depth)
                             : read_coordinates (self, members.coordinates, end, *type)) == NULL)
    return NULL;
  return p + 1;
}

const char *
atlas_geojson_parser_read_geometry (AtlasGeojsonParser *self,
                                    const char         *p,
                                    const char         *end,
                                    AtlasGeometryType  *type)
{
  self->has_short = FALSE;
  self->is_odd = FALSE;
  return read_object (self, p, end, type, DEEPEST);
}

char *
atlas_geojson_parser_check_place (AtlasGeojsonParser *self)
{
  const double slack = 1e-6;
  AtlasTablePiece *piece = &self->piece;
  gsize part = piece->n_features > 0 ? piece->part_ends[piece->n_features - 1] : 0;
  gsize vertex = part > 0 ? piece->vertex_ends[part - 1] : 0;

  if (part == piece->n_parts)
    return self->has_short ? g_strdup (_("Its line or outline has too few points.")) : NULL;
  for (; self->is_odd && vertex < piece->n_vertices; vertex++)
    {
      double *place = piece->coords + 2 * vertex;
      char lon[G_ASCII_DTOSTR_BUF_SIZE], lat[G_ASCII_DTOSTR_BUF_SIZE];

      if (fabs (place[0]) <= 180.0 + slack && fabs (place[1]) <= 90.0 + slack)
        {
          place[0] = CLAMP (place[0], -180.0, 180.0);
          place[1] = CLAMP (place[1], -90.0, 90.0);
          continue;
        }
      g_ascii_formatd (lon, sizeof lon, "%.10g", place[0]);
      g_ascii_formatd (lat, sizeof lat, "%.10g", place[1]);
      return g_strdup_printf (_("A place is not on earth: longitude %s, latitude %s."), lon, lat);
    }
  return NULL;
}
