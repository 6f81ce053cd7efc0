/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the table's runs of vertices to GEOS and back.  Geometries belong to the caller; the handle, and what GEOS last
 * complained about, to AtlasCheck.  One thread. */

#include "check/atlas-check-private.h"

#include <math.h>
#include <string.h>

/* Square metres of a square degree at the equator (WGS 84, mean of both radii of curvature). */
#define SQUARE_DEGREE (111319.5 * 110574.0)

/* A ring that GEOS takes: closed, with four vertices. */
static GEOSGeometry *
make_linear_ring (AtlasCheck   *self,
                  const double *coords,
                  gsize         n)
{
  gboolean closed = n > 1 && coords[0] == coords[2 * n - 2] && coords[1] == coords[2 * n - 1];
  GEOSCoordSequence *sequence;

  if (n + !closed < 4 || n >= G_MAXUINT)
    return NULL;
  if (closed)
    sequence = GEOSCoordSeq_copyFromBuffer_r (self->geos, coords, (unsigned) n, 0, 0);
  else
    {
      g_autofree double *copy = g_new (double, 2 * (n + 1));

      memcpy (copy, coords, 2 * n * sizeof (double));
      memcpy (copy + 2 * n, coords, 2 * sizeof (double));
      sequence = GEOSCoordSeq_copyFromBuffer_r (self->geos, copy, (unsigned) n + 1, 0, 0);
    }
  return sequence != NULL ? GEOSGeom_createLinearRing_r (self->geos, sequence) : NULL;
}

static void
destroy_all (AtlasCheck *self,
             GPtrArray  *geometries)
{
  for (guint i = 0; i < geometries->len; i++)
    GEOSGeom_destroy_r (self->geos, g_ptr_array_index (geometries, i));
  g_ptr_array_set_size (geometries, 0);
}

/* Makes a polygon of the shell and the holes, which it takes, and adds it; FALSE when it cannot be made. */
static gboolean
add_polygon (AtlasCheck   *self,
             GPtrArray    *polygons,
             GEOSGeometry *shell,
             GPtrArray    *holes)
{
  GEOSGeometry *polygon = GEOSGeom_createPolygon_r (self->geos, shell, (GEOSGeometry **) holes->pdata, holes->len);

  g_ptr_array_set_size (holes, 0);
  if (polygon == NULL)
    return FALSE;
  g_ptr_array_add (polygons, polygon);
  return TRUE;
}

GEOSGeometry *
_atlas_check_make_polygon (AtlasCheck *self,
                           AtlasTable *table,
                           gsize       feature)
{
  g_autoptr (GPtrArray) polygons = g_ptr_array_new ();
  g_autoptr (GPtrArray) holes = g_ptr_array_new ();
  GEOSGeometry *shell = NULL, *result = NULL;
  gboolean good = TRUE;

  for (gsize i = 0; good && i < atlas_table_get_n_parts (table, feature); i++)
    {
      GEOSGeometry *ring;
      AtlasPart part;

      atlas_table_get_part (table, feature, i, &part);
      if (part.kind != ATLAS_PART_RING && part.kind != ATLAS_PART_HOLE)
        continue;
      ring = make_linear_ring (self, part.coords, part.n_vertices);
      if (part.kind == ATLAS_PART_RING && shell != NULL)
        good = add_polygon (self, polygons, g_steal_pointer (&shell), holes);
      if (ring == NULL || (part.kind == ATLAS_PART_HOLE && shell == NULL))
        {
          good = FALSE;
          if (ring != NULL)
            GEOSGeom_destroy_r (self->geos, ring);
        }
      else if (part.kind == ATLAS_PART_RING)
        shell = ring;
      else
        g_ptr_array_add (holes, ring);
    }
  if (good && shell != NULL)
    good = add_polygon (self, polygons, g_steal_pointer (&shell), holes);
  if (good && polygons->len == 1)
    result = g_ptr_array_steal_index (polygons, 0);
  else if (good && polygons->len > 1)
    {
      /* It takes its members, even when it fails. */
      result = GEOSGeom_createCollection_r (self->geos, GEOS_MULTIPOLYGON, (GEOSGeometry **) polygons->pdata, polygons->len);
      g_ptr_array_set_size (polygons, 0);
    }
  if (shell != NULL)
    GEOSGeom_destroy_r (self->geos, shell);
  destroy_all (self, holes);
  destroy_all (self, polygons);
  return result;
}

GEOSGeometry *
_atlas_check_make_ring (AtlasCheck   *self,
                        const double *coords,
                        gsize         n)
{
  GEOSGeometry *ring = make_linear_ring (self, coords, n);

  return ring != NULL ? GEOSGeom_createPolygon_r (self->geos, ring, NULL, 0) : NULL;
}

double
_atlas_check_measure (AtlasCheck         *self,
                      const GEOSGeometry *geometry)
{
  double area, south, north;

  if (!GEOSArea_r (self->geos, geometry, &area) || !(area > 0) || !GEOSGeom_getYMin_r (self->geos, geometry, &south)
      || !GEOSGeom_getYMax_r (self->geos, geometry, &north))
    return 0;
  return area * SQUARE_DEGREE * cos ((south + north) / 2 * G_PI / 180);
}

gboolean
_atlas_check_get_inside (AtlasCheck         *self,
                         const GEOSGeometry *geometry,
                         double             *lon,
                         double             *lat)
{
  GEOSGeometry *point = GEOSPointOnSurface_r (self->geos, geometry);
  gboolean good = point != NULL && GEOSisEmpty_r (self->geos, point) == 0 && GEOSGeomGetX_r (self->geos, point, lon) == 1
                  && GEOSGeomGetY_r (self->geos, point, lat) == 1;

  if (point != NULL)
    GEOSGeom_destroy_r (self->geos, point);
  return good;
}
