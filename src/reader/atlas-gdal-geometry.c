/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasGdalGeometry: from GDAL's tree of geometries to the builder's flat runs of vertices.  Owned by the reader's layer
 * loop, one thread.  Coordinates are taken from GDAL and converted a part at a time, not a vertex at a time. */

#include "reader/atlas-gdal-geometry.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_DEPTH 32

struct _AtlasGdalGeometry
{
  AtlasTableBuilder           *builder;
  OGRCoordinateTransformationH transform;
  double                      *x;           /* buffers of n_room numbers each */
  double                      *y;
  int                         *converted;
  gsize                        n_room;
  gsize                        n_parts;     /* of the present feature */
  gboolean                     has_short;   /* it had parts too short to be drawn */
  double                       bad_x;       /* the coordinate that made it fail */
  double                       bad_y;
};

AtlasGdalGeometry *
atlas_gdal_geometry_new (AtlasTableBuilder           *builder,
                         OGRCoordinateTransformationH transform)
{
  AtlasGdalGeometry *self = g_new0 (AtlasGdalGeometry, 1);

  self->builder = builder;
  self->transform = transform;
  return self;
}

void
atlas_gdal_geometry_free (AtlasGdalGeometry *self)
{
  if (self->transform != NULL)
    OCTDestroyCoordinateTransformation (self->transform);
  g_free (self->x);
  g_free (self->y);
  g_free (self->converted);
  g_free (self);
}

static void
make_room (AtlasGdalGeometry *self,
           gsize              n)
{
  if (n <= self->n_room)
    return;
  self->n_room = MAX (n, self->n_room * 2);
  self->x = g_renew (double, self->x, self->n_room);
  self->y = g_renew (double, self->y, self->n_room);
  self->converted = g_renew (int, self->converted, self->n_room);
}

/* Checks and converts what lies in the buffers and adds it to the present part. */
static AtlasGdalGeometryResult
add_buffer (AtlasGdalGeometry *self,
            gsize              n)
{
  for (gsize i = 0; i < n; i++)
    if (!isfinite (self->x[i]) || !isfinite (self->y[i]))
      {
        self->bad_x = self->x[i];
        self->bad_y = self->y[i];
        return ATLAS_GDAL_GEOMETRY_NOT_FINITE;
      }
  if (self->transform != NULL)
    {
      self->bad_x = self->x[0];
      self->bad_y = self->y[0];
      OCTTransformEx (self->transform, (int) n, self->x, self->y, NULL, self->converted);
      for (gsize i = 0; i < n; i++)
        if (!self->converted[i] || !isfinite (self->x[i]) || !isfinite (self->y[i]))
          return ATLAS_GDAL_GEOMETRY_NOT_CONVERTED;
    }
  for (gsize i = 0; i < n; i++)
    if (!atlas_table_builder_add_vertex (self->builder, self->x[i], self->y[i]))
      {
        self->bad_x = self->x[i];
        self->bad_y = self->y[i];
        return ATLAS_GDAL_GEOMETRY_OFF_EARTH;
      }
  return ATLAS_GDAL_GEOMETRY_GOOD;
}

/* A line or ring; @least: fewer vertices are left out. */
static AtlasGdalGeometryResult
add_part (AtlasGdalGeometry *self,
          OGRGeometryH       geometry,
          AtlasPartKind      kind,
          int                least)
{
  int n = OGR_G_GetPointCount (geometry);

  if (n < least)
    {
      self->has_short |= n > 0;
      return ATLAS_GDAL_GEOMETRY_GOOD;
    }
  make_room (self, n);
  OGR_G_GetPoints (geometry, self->x, sizeof (double), self->y, sizeof (double), NULL, 0);
  atlas_table_builder_begin_part (self->builder, kind);
  self->n_parts++;
  return add_buffer (self, n);
}

static AtlasGdalGeometryResult
add_polygon (AtlasGdalGeometry *self,
             OGRGeometryH       polygon)
{
  int n_rings = OGR_G_GetGeometryCount (polygon);

  for (int i = 0; i < n_rings; i++)
    {
      gsize before = self->n_parts;
      AtlasGdalGeometryResult result;

      result = add_part (self, OGR_G_GetGeometryRef (polygon, i), i == 0 ? ATLAS_PART_RING : ATLAS_PART_HOLE, 3);
      if (result != ATLAS_GDAL_GEOMETRY_GOOD)
        return result;
      /* Without its outer ring there is nothing to have holes in. */
      if (i == 0 && self->n_parts == before)
        break;
    }
  return ATLAS_GDAL_GEOMETRY_GOOD;
}

/* All points of a multi-point are one part. */
static AtlasGdalGeometryResult
add_points (AtlasGdalGeometry *self,
            OGRGeometryH       points)
{
  int n = OGR_G_GetGeometryCount (points);
  gsize n_good = 0;

  make_room (self, n);
  for (int i = 0; i < n; i++)
    {
      OGRGeometryH point = OGR_G_GetGeometryRef (points, i);

      if (OGR_G_IsEmpty (point))
        continue;
      self->x[n_good] = OGR_G_GetX (point, 0);
      self->y[n_good] = OGR_G_GetY (point, 0);
      n_good++;
    }
  if (n_good == 0)
    return ATLAS_GDAL_GEOMETRY_GOOD;
  atlas_table_builder_begin_part (self->builder, ATLAS_PART_POINTS);
  self->n_parts++;
  return add_buffer (self, n_good);
}

static AtlasGdalGeometryResult
add_any (AtlasGdalGeometry *self,
         OGRGeometryH       geometry,
         guint              depth)
{
  int n_members;

  switch (OGR_GT_Flatten (OGR_G_GetGeometryType (geometry)))
    {
    case wkbPoint:
      return OGR_G_IsEmpty (geometry) ? ATLAS_GDAL_GEOMETRY_GOOD : add_part (self, geometry, ATLAS_PART_POINTS, 1);
    case wkbLineString:
    case wkbLinearRing:
      return add_part (self, geometry, ATLAS_PART_LINE, 2);
    case wkbPolygon:
    case wkbTriangle:
      return add_polygon (self, geometry);
    case wkbMultiPoint:
      return add_points (self, geometry);
    case wkbMultiLineString:
    case wkbMultiPolygon:
    case wkbGeometryCollection:
    case wkbPolyhedralSurface:
    case wkbTIN:
      if (depth >= MAX_DEPTH)
        return ATLAS_GDAL_GEOMETRY_UNKNOWN;
      n_members = OGR_G_GetGeometryCount (geometry);
      for (int i = 0; i < n_members; i++)
        {
          AtlasGdalGeometryResult result = add_any (self, OGR_G_GetGeometryRef (geometry, i), depth + 1);

          if (result != ATLAS_GDAL_GEOMETRY_GOOD)
            return result;
        }
      return ATLAS_GDAL_GEOMETRY_GOOD;
    default:
      return ATLAS_GDAL_GEOMETRY_UNKNOWN;
    }
}

static AtlasGeometryType
get_type (OGRGeometryH geometry)
{
  switch (OGR_GT_Flatten (OGR_G_GetGeometryType (geometry)))
    {
    case wkbPoint:
      return ATLAS_GEOMETRY_POINT;
    case wkbLineString:
    case wkbLinearRing:
      return ATLAS_GEOMETRY_LINE;
    case wkbPolygon:
    case wkbTriangle:
      return ATLAS_GEOMETRY_POLYGON;
    case wkbMultiPoint:
      return ATLAS_GEOMETRY_MULTI_POINT;
    case wkbMultiLineString:
      return ATLAS_GEOMETRY_MULTI_LINE;
    case wkbMultiPolygon:
    case wkbPolyhedralSurface:
    case wkbTIN:
      return ATLAS_GEOMETRY_MULTI_POLYGON;
    default:
      return ATLAS_GEOMETRY_COLLECTION;
    }
}

AtlasGdalGeometryResult
atlas_gdal_geometry_add (AtlasGdalGeometry *self,
                         OGRGeometryH       geometry)
{
  OGRGeometryH linear = NULL;
  AtlasGdalGeometryResult result;

  self->n_parts = 0;
  self->has_short = FALSE;
  if (OGR_G_HasCurveGeometry (geometry, FALSE))
    {
      linear = OGR_G_GetLinearGeometry (geometry, 0, NULL);
      if (linear == NULL)
        return ATLAS_GDAL_GEOMETRY_UNKNOWN;
      geometry = linear;
    }
  result = add_any (self, geometry, 0);
  if (result == ATLAS_GDAL_GEOMETRY_GOOD)
    {
      if (self->n_parts > 0)
        atlas_table_builder_set_geometry_type (self->builder, get_type (geometry));
      else if (self->has_short)
        result = ATLAS_GDAL_GEOMETRY_TOO_SHORT;
    }
  if (linear != NULL)
    OGR_G_DestroyGeometry (linear);
  return result;
}

char *
atlas_gdal_geometry_explain (AtlasGdalGeometry      *self,
                             AtlasGdalGeometryResult result)
{
  char x[G_ASCII_DTOSTR_BUF_SIZE];
  char y[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (x, sizeof x, "%.10g", self->bad_x);
  g_ascii_formatd (y, sizeof y, "%.10g", self->bad_y);
  switch (result)
    {
    case ATLAS_GDAL_GEOMETRY_NOT_FINITE:
      return g_strdup_printf (_("A coordinate is not a number: %s, %s."), x, y);
    case ATLAS_GDAL_GEOMETRY_OFF_EARTH:
      return g_strdup_printf (_("A place is not on earth: longitude %s, latitude %s."), x, y);
    case ATLAS_GDAL_GEOMETRY_NOT_CONVERTED:
      return g_strdup_printf (_("A place near %s, %s cannot be converted to longitude and latitude."), x, y);
    case ATLAS_GDAL_GEOMETRY_TOO_SHORT:
      return g_strdup (_("Its line or outline has too few points."));
    case ATLAS_GDAL_GEOMETRY_UNKNOWN:
    case ATLAS_GDAL_GEOMETRY_GOOD:
    default:
      return g_strdup (_("Its geometry is of a kind that cannot be drawn."));
    }
}
